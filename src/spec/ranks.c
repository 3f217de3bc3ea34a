#include "spec/ranks.h"

#include "spec/groups.h"
#include "spec/markup.h"
#include "text/utf8.h"

/* "A级", "二", "高": does the label count, and is it the same as the one before but for that? */
static bool counts_on(struct str before, struct str label)
{
    static const char *const series[] = {"ABC", "abc", "123", "一二三", "甲乙丙", "高中低", "上中下", "首次潜", "ⅠⅡⅢ"};
    size_t a = 0, b = 0;
    while (a < before.len && b < label.len) {
        uint32_t x = utf8_next(before, &a), y = utf8_next(label, &b);
        if (x == y)
            continue;
        for (size_t i = 0; i < sizeof series / sizeof *series; i++) {
            struct str signs = str_from(series[i]);
            for (size_t at = 0, next = 0; at < signs.len; at = next) {
                bool here = utf8_next(signs, &next) == x && next < signs.len;
                size_t behind = next;
                if (here && utf8_next(signs, &behind) == y)
                    return str_eq(str_slice(before, a, before.len), str_slice(label, b, label.len));
            }
        }
        return false;
    }
    return false;
}

/* "(loudest) …", "A级：…" or the column's cell; *rest is what stands behind the label. */
static bool rank_label(const struct entry *entry, size_t column, struct str *label, struct str *rest)
{
    enum { LABEL_MOST = 12, REMARK_MOST = 24, WORD_MOST = 12 };
    if (entry->kind == ENTRY_ROW) {
        *label = column > 0 && column <= entry->cell_count ? entry->cells[column - 1] : (struct str){0};
        return label->len > 0 && utf8_count(*label) <= (ascii_letter(label->ptr[0]) ? REMARK_MOST : LABEL_MOST);
    }
    if (entry->kind == ENTRY_HEADING)
        return false;
    size_t most = entry->raw.len > 0 && ascii_letter(entry->raw.ptr[0]) ? REMARK_MOST : LABEL_MOST;
    size_t bracket = markup_bracket_length(entry->raw, 0, label);
    if (bracket > 0) {
        *rest = markup_trim_label(str_slice(entry->raw, bracket, entry->raw.len));
    } else if (!markup_lead(entry->raw, label, rest) && !markup_label(entry->raw, most, label, rest) &&
               !markup_dashed(entry->raw, REMARK_MOST, label, rest)) {
        const size_t word = str_find_byte(entry->raw, ' '); /* "首先 明细发不发" */
        if (word > WORD_MOST || ascii_letter(entry->raw.ptr[0]))
            return false;
        *label = str_slice(entry->raw, 0, word);
        *rest = str_trim(str_slice(entry->raw, word, entry->raw.len));
    }
    return rest->len > 0 && utf8_count(*label) <= REMARK_MOST;
}

/* "Whether the lane is put back (top of the pile)" */
static bool remark_behind(const struct entry *entry, struct str *label, struct str *rest)
{
    enum { REMARK_MOST = 24 };
    struct str text = str_trim(entry->raw), inside = {0};
    for (size_t at = 1; at < text.len; at++) {
        if ((text.ptr[at] == '(' || str_starts(str_slice(text, at, text.len), STR("（"))) &&
            markup_bracket_length(text, at, &inside) == text.len - at) {
            *label = inside;
            *rest = str_trim(str_slice(text, 0, at));
            return entry->kind == ENTRY_ITEM && inside.len > 0 && utf8_count(inside) <= REMARK_MOST;
        }
    }
    return false;
}

static bool is_run_on(const struct ranks *ranks, struct str label)
{
    return ranks->count > 0 && str_eq(ranks->labels[ranks->count - 1], label);
}

/* False when there are LEVELS already, or the label had a run before. */
static bool begin_run(struct ranks *ranks, struct str label)
{
    for (size_t k = 0; k < ranks->count; k++) {
        if (str_eq(ranks->labels[k], label))
            return false;
    }
    if (ranks->count == LEVELS)
        return false;
    ranks->labels[ranks->count++] = label;
    return true;
}

/* Three remarks in runs behind more concerns than three: levels, whatever they are called. */
static bool by_remarks(const struct entries *entries, struct ranks *ranks)
{
    ranks->count = 0;
    if (entries->count <= LEVELS)
        return false;
    for (size_t i = 0; i < entries->count; i++) {
        struct str label, rest;
        if (!remark_behind(&entries->items[i], &label, &rest) || (!is_run_on(ranks, label) && !begin_run(ranks, label)))
            return false;
    }
    ranks->behind = ranks->count == LEVELS;
    return ranks->behind;
}

/* "由浅到深", "How deep": three under it are levels, whatever they are called. */
static bool names_depth(struct str title)
{
    static const char *const words[] = {"浅", "How deep", "how deep", NULL};
    return str_holds_any(title, words);
}

static bool names_levels(struct reader *reader, struct str header)
{
    static const char *const words[] = {"层", "级", "优先", "轻重", "level", "tier", "priority", "rank", NULL};
    return names_depth(header) || str_holds_any(title_key(reader->arena, header), words);
}

static const char *const star_signs[] = {"★", "☆", "⭐", "●", "❗", "🔥", "!", "！", NULL};

/* "钱凑不齐 ★★": how many stand at the end; *rest is the text before them. */
static size_t stars_behind(struct str raw, struct str *rest)
{
    enum { PLAIN = 6 }; /* not "!", which ends a cry */
    size_t stars = 0;
    *rest = raw;
    for (size_t i = 0; i < PLAIN && stars == 0; i++) {
        const struct str sign = str_from(star_signs[i]);
        for (; str_ends(*rest, sign); stars++)
            *rest = str_trim(str_slice(*rest, 0, rest->len - sign.len));
    }
    return stars;
}

/* How many of the list's bullets stand in front of the item: "★★★ …", or stars behind another bullet: "- ★★★ …", or at
 * the end: "- … ★★★". *rest is the text without them. */
static size_t stars_of(const struct entry *entry, struct str *rest)
{
    struct str sign = entry->marker;
    size_t stars = 1;
    *rest = entry->raw;
    if (entry->marker.len < 3) {
        stars = 0;
        for (size_t i = 0; star_signs[i] != NULL; i++) {
            if (str_starts(entry->raw, str_from(star_signs[i])))
                sign = str_from(star_signs[i]);
        }
    }
    for (; sign.len > 0 && sign.ptr != NULL && str_starts(*rest, sign); stars++)
        *rest = str_slice(*rest, sign.len, rest->len);
    return stars > 0 ? stars : stars_behind(entry->raw, rest);
}

static bool by_stars(const struct entries *entries, struct ranks *ranks)
{
    size_t least = SIZE_MAX, most = 0;
    for (size_t i = 0; i < entries->count; i++) {
        const struct entry *entry = &entries->items[i];
        struct str rest;
        const size_t stars = stars_of(entry, &rest);
        if (entry->kind != ENTRY_ITEM || stars == 0 || entry->number > 0 ||
            !str_eq(entry->marker, entries->items[0].marker))
            return false;
        least = stars < least ? stars : least;
        most = stars > most ? stars : most;
    }
    if (most > LEVELS || least >= most)
        return false;
    ranks->count = most - least + 1;
    ranks->stars = most;
    return true;
}

/* The item's bullet, or the sign behind it: "🥇 …", "- 🥇 …"; *rest is the text without it. */
static struct str bullet_of(const struct entry *entry, struct str *rest)
{
    const struct str words = markup_skip_signs(entry->raw);
    const struct str sign = str_trim(str_slice(entry->raw, 0, entry->raw.len - words.len));
    *rest = sign.len > 0 ? words : entry->raw;
    return sign.len > 0 ? sign : entry->marker;
}

/* Three bullets in runs: 🥇 🥇 🥈 🥉, 🔴 🟡 🟢. */
static bool by_bullets(struct reader *reader, const struct entries *entries, struct ranks *ranks)
{
    ranks->count = 0;
    for (size_t i = 0; i < entries->count; i++) {
        const struct entry *entry = &entries->items[i];
        struct str rest;
        const struct str bullet = bullet_of(entry, &rest);
        if (entry->kind != ENTRY_ITEM || entry->number > 0 || entry->indent != entries->items[0].indent ||
            group_opener(reader, SECTION_CONCERNS, entries, i).opens ||
            (!is_run_on(ranks, bullet) && !begin_run(ranks, bullet)))
            return false;
    }
    ranks->marked = ranks->count == LEVELS;
    return ranks->marked;
}

/* "A. … A. … B. … C. …": numbers that stand still count levels, and not the concerns. */
static bool by_numbers(const struct entries *entries, struct ranks *ranks)
{
    size_t last = 0;
    for (size_t i = 0; i < entries->count; i++) {
        size_t number = entries->items[i].number;
        if (entries->items[i].kind != ENTRY_ITEM || entries->items[i].indent != entries->items[0].indent ||
            number < (last > 0 ? last : 1) || number > last + 1)
            return false;
        last = number;
    }
    if (last != LEVELS || entries->count == LEVELS)
        return false;
    ranks->count = LEVELS;
    ranks->numbered = true;
    return true;
}

/* Concerns behind labels that stand in runs: levels when the labels count, when some are known and stand in their
 * places ("Top: ... Next: ... Hidden: ..."), when three brackets stand before more than three concerns, or when the
 * section's title or the table's header says that they are. */
static bool by_labels(struct reader *reader, const struct entries *entries, size_t column, bool deep,
                      struct ranks *ranks)
{
    size_t known = 0, plain = 0, counted = 0, labelled = 0,
           bracketed = 0; /* plain: known by itself, without the others; bracketed: or of one sign, "重：" */
    bool named = false;
    ranks->count = 0;
    ranks->column = column;
    for (size_t i = 0; i < entries->count; i++) {
        const struct entry *entry = &entries->items[i];
        struct str label, rest, inside;
        if (entry->header && column > 0 && column <= entry->cell_count) {
            named = names_levels(reader, entry->cells[column - 1]);
            continue;
        }
        if ((entry->kind == ENTRY_ROW) != (column > 0) || !rank_label(entry, column, &label, &rest))
            return false;
        labelled++;
        bracketed += column == 0 && (markup_bracket_length(entry->raw, 0, &inside) > 0 || utf8_count(label) == 1);
        if (is_run_on(ranks, label))
            continue;
        struct str before = ranks->count > 0 ? ranks->labels[ranks->count - 1] : (struct str){0};
        struct title title = title_read(reader->arena, &reader->aliases, label);
        bool fits =
            group_fits(SECTION_CONCERNS, title.sub) && (entries->count > LEVELS || group_is_named_only(reader, &title));
        enum section_kind next = (enum section_kind)(SECTION_PRIMARY + (int)ranks->count);
        if ((fits && title.sub != next && column == 0) || !begin_run(ranks, label))
            return false;
        known += fits;
        plain += fits && group_is_named_only(reader, &title);
        counted += ranks->count > 1 && counts_on(before, label);
        ranks->levels[ranks->count - 1] = fits ? title.sub : next;
    }
    bool all_count = ranks->count > 1 && counted + 1 == ranks->count,
         begins = counted > 0 && counts_on(ranks->labels[0], ranks->labels[1]); /* 第一…… 第二…… 心底…… */
    if (column > 0) /* 1, 2, 3 in a column may number the rows */
        return ranks->count > 1 && (named || (all_count && labelled > ranks->count));
    return ranks->count == LEVELS && (labelled == LEVELS || plain < LEVELS) &&
           (known > 0 || begins || deep || (bracketed > LEVELS && bracketed == labelled));
}

void ranks_read(struct ranks *ranks, struct reader *reader, const struct section *section,
                const struct entries *entries)
{
    const bool deep = section->heading < section->first && names_depth(reader->outline.lines[section->heading].body);
    *ranks = (struct ranks){0};
    for (size_t i = 0; i < LEVELS; i++)
        ranks->levels[i] = (enum section_kind)(SECTION_PRIMARY + (int)i);
    if (entries->count < 2 || by_stars(entries, ranks) || by_numbers(entries, ranks))
        return;
    size_t columns = entries->items[0].kind == ENTRY_ROW ? entries->items[0].cell_count : 0;
    bool found = columns == 0 && (by_labels(reader, entries, 0, deep, ranks) || by_remarks(entries, ranks) ||
                                  by_bullets(reader, entries, ranks));
    for (size_t i = 1; i <= columns && !found; i++)
        found = by_labels(reader, entries, i, deep, ranks);
    if (!found)
        *ranks = (struct ranks){0};
}

enum section_kind rank_of(const struct ranks *ranks, const struct entry *entry, struct str *rest)
{
    struct str label = {0};
    size_t rank = 0;
    *rest = entry->raw;
    if (ranks->stars > 0) {
        rank = ranks->stars - stars_of(entry, rest);
        *rest = str_trim(*rest);
    } else if (ranks->numbered) {
        rank = entry->number - 1;
    } else {
        if (ranks->marked)
            label = bullet_of(entry, rest);
        else if (ranks->behind)
            remark_behind(entry, &label, rest);
        else
            rank_label(entry, ranks->column, &label, rest);
        while (rank < ranks->count && !str_eq(ranks->labels[rank], label))
            rank++;
    }
    return rank < ranks->count ? ranks->levels[rank] : SECTION_NONE;
}
