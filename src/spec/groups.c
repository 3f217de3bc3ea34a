#include "spec/groups.h"

#include "base/arena.h"
#include "spec/markup.h"
#include "spec/polarity.h"
#include "text/utf8.h"

#include <string.h>

static const char *const level_words[] = {"问题",   "关切",     "关切点",    "关注",     "关注点", "诉求",    "顾虑",
                                          "需求",   "担忧",     "层",        "级",       "层面",   "类",      "点",
                                          "的",     "事",       "concern",   "concerns", "worry",  "worries", "issue",
                                          "issues", "question", "questions", "need",     "needs",  "level"};

bool group_is_named_only(struct reader *reader, const struct title *title)
{
    if (title->sub == SECTION_NONE || title->sub_exact)
        return title->sub != SECTION_NONE;
    if (title->sub == SECTION_NEGATIVE || title->sub == SECTION_POSITIVE)
        return utf8_count(title->text) <= 12;
    struct str key = title_key(reader->arena, title->text);
    for (size_t i = 0; i < sizeof level_words / sizeof *level_words; i++) {
        struct str word = str_from(level_words[i]);
        if (!str_ends(key, word))
            continue;
        struct title head = title_read(reader->arena, &reader->aliases, str_slice(key, 0, key.len - word.len));
        if (head.sub_exact || (head.sub != SECTION_NONE && utf8_count(key) <= 6))
            return true;
    }
    return false;
}

bool group_fits(enum section_kind section, enum section_kind sub)
{
    return section == SECTION_CONCERNS ? sub >= SECTION_PRIMARY && sub <= SECTION_LATENT
                                       : sub == SECTION_NEGATIVE || sub == SECTION_POSITIVE;
}

/* A bold line or one with a colon at its end, and behind it a quoted line: a lead-in without a list. */
static bool stands_before_words(const struct entries *entries, size_t at)
{
    const struct entry *entry = &entries->items[at];
    struct str lead, rest;
    if (entry->kind != ENTRY_TEXT || at + 1 >= entries->count || markup_quoted_length(entry->raw) > 0)
        return false;
    bool label = str_ends(entry->raw, STR("：")) || str_ends(entry->raw, STR(":")) ||
                 (markup_lead(entry->raw, &lead, &rest) && rest.len == 0);
    return label && entries->items[at + 1].kind == ENTRY_TEXT && markup_quoted_length(entries->items[at + 1].raw) > 0;
}

/* "Primary – the price": a group's name before a dash. */
static bool group_before_dash(struct reader *reader, enum section_kind kind, struct str raw, struct str *lead,
                              struct str *rest)
{
    enum { LEAD_MOST = 60 };
    if (!markup_dashed(raw, LEAD_MOST, lead, rest) || rest->len == 0)
        return false;
    struct title title = title_read(reader->arena, &reader->aliases, *lead);
    return group_fits(kind, title.sub) && group_is_named_only(reader, &title);
}

struct group_opener group_opener(struct reader *reader, enum section_kind kind, const struct entries *entries,
                                 size_t at)
{
    const struct entry *entry = &entries->items[at];
    struct group_opener found = {0};
    struct str lead = entry->raw, rest = {0}, inside = {0};
    if (entry->kind == ENTRY_ROW)
        return found;
    size_t bracket = markup_bracket_length(entry->raw, 0, &inside);
    bool labelled = markup_lead(entry->raw, &lead, &rest) || markup_label(entry->raw, 24, &lead, &rest);
    if (!labelled)
        labelled = group_before_dash(reader, kind, entry->raw, &lead, &rest);
    if (!labelled && bracket > 0) {
        lead = inside;
        rest = str_trim(str_slice(entry->raw, bracket, entry->raw.len));
        labelled = true;
    }
    bool announces =
        entry_is_label(entries, at) ||
        (kind == SECTION_EXAMPLES &&
         (stands_before_words(entries, at) ||
          (entry->kind == ENTRY_ITEM && entry_has_children(entries, at) && markup_quoted_length(entry->raw) == 0)));
    /* words to be said may be a group's name ("Right."): in quotes, or as an item with nothing below it, they are no
     * label */
    bool words =
        markup_quoted_length(entry->raw) == entry->raw.len ||
        (kind == SECTION_EXAMPLES && entry->kind == ENTRY_ITEM && !labelled && !entry_has_children(entries, at));
    if (words && entry->kind != ENTRY_HEADING && !announces)
        return found;
    if (!labelled && entry->kind != ENTRY_HEADING && !announces && utf8_count(entry->raw) > 24)
        return found;
    if (!labelled)
        lead = entry->raw, rest = (struct str){0};
    if (announces && rest.len > 0 && markup_lead(entry->raw, &lead, &rest) && rest.len > 0)
        rest = (struct str){0}; /* "**Bad**: too polite, for instance:" */
    size_t remark = rest.len > 0 ? markup_bracket_length(rest, 0, &inside) : 0;
    if (remark > 0) { /* "**反面** (不要这样说)：" */
        struct str behind = str_trim(str_slice(rest, remark, rest.len));
        size_t colon = str_starts(behind, STR("：")) ? STR("：").len : str_starts(behind, STR(":"));
        if (behind.len == 0 || colon > 0)
            rest = str_trim(str_slice(behind, colon, behind.len));
    }
    struct title title = title_read(reader->arena, &reader->aliases, lead);
    enum section_kind sub = group_fits(kind, title.sub) ? title.sub : SECTION_NONE;
    bool label_line = entry->kind == ENTRY_HEADING || (rest.len == 0 && announces);
    if (label_line && kind == SECTION_EXAMPLES && sub == SECTION_NONE) {
        sub = polarity_of_text(reader->arena, entry->raw).kind;
        sub = sub != SECTION_NONE ? sub : polarity_sign(entry->marker);
        found.guessed = polarity_sign_in(entry->raw) == SECTION_NONE && polarity_sign(entry->marker) == SECTION_NONE;
    }
    if (label_line || (sub != SECTION_NONE && group_is_named_only(reader, &title) && (labelled || rest.len == 0))) {
        found.opens = true;
        found.sub = sub;
        found.rest = entry->kind == ENTRY_HEADING ? (struct str){0} : rest;
    }
    return found;
}

/* The group that a table's cell names; SECTION_NONE when it names none. */
static enum section_kind group_in(struct reader *reader, enum section_kind kind, struct str cell)
{
    struct title title = title_read(reader->arena, &reader->aliases, cell);
    return group_fits(kind, title.sub) ? title.sub : SECTION_NONE;
}

void columns_read(struct columns *columns, struct reader *reader, enum section_kind kind, const struct entry *header,
                  size_t fewest)
{
    size_t known = 0;
    columns->of.count = 0;
    for (size_t i = 0; i < header->cell_count; i++) {
        enum section_kind sub = group_in(reader, kind, header->cells[i]);
        if (sub == SECTION_NONE && kind == SECTION_EXAMPLES) {
            enum section_kind sign = polarity_sign(header->cells[i]);
            sub = sign != SECTION_NONE ? sign : polarity_of_text(reader->arena, header->cells[i]).kind;
        }
        known += sub != SECTION_NONE;
        VEC_PUSH(&columns->of, sub);
    }
    static const char *const says[] = {"say", "sound", "voice", "speak", "talk", "words", "说",   "說",
                                       "讲",  "講",    "口吻",  "口气",  "口氣", "语气",  "語氣", NULL};
    for (size_t i = 0; kind == SECTION_EXAMPLES && header->cell_count == 2 && known == 1 && i < 2; i++) {
        if (columns->of.items[i] == SECTION_NONE && columns->of.items[1 - i] == SECTION_NEGATIVE &&
            str_holds_any(header->cells[i], says))
            columns->of.items[i] = SECTION_POSITIVE; /* "She'd never say | She'd say" */
    }
    if (known < fewest)
        columns->of.count = 0;
}

/* Is there Chinese in it, or one of its marks? */
static bool holds_wide(struct str text)
{
    enum { WIDE_FIRST = 0x2e80 };
    for (size_t at = 0; at < text.len;)
        if (utf8_next(text, &at) >= WIDE_FIRST)
            return true;
    return false;
}

struct str cells_join(struct arena *arena, const struct str *cells, size_t count)
{
    const struct str wide = STR("："), narrow = STR(": ");
    size_t room = 0, len = 0;
    if (count < 2)
        return count == 0 ? (struct str){0} : cells[0];
    for (size_t i = 0; i < count; i++)
        room += cells[i].len + wide.len;
    char *text = arena_raw(arena, room, 1);
    for (size_t i = 0; i < count; i++) {
        if (i > 0) {
            struct str between = holds_wide(cells[i - 1]) || holds_wide(cells[i]) ? wide : narrow;
            memcpy(text + len, between.ptr, between.len), len += between.len;
        }
        memcpy(text + len, cells[i].ptr, cells[i].len);
        len += cells[i].len;
    }
    return (struct str){text, len};
}

struct str cells_read(struct reader *reader, enum section_kind kind, const struct entry *row,
                      const struct columns *columns, enum section_kind *sub)
{
    enum { NAME_MOST = 12 };
    struct str *kept = arena_array(reader->arena, row->cell_count, sizeof *kept);
    size_t count = 0, number;
    for (size_t i = 0; i < row->cell_count; i++) {
        struct str cell = row->cells[i];
        if (i < columns->of.count && columns->of.items[i] != SECTION_NONE)
            continue;
        enum section_kind named = utf8_count(cell) <= NAME_MOST ? group_in(reader, kind, cell) : SECTION_NONE;
        if (named == SECTION_NONE && kind == SECTION_EXAMPLES)
            named = polarity_sign(cell);
        if (named != SECTION_NONE && count == 0)
            *sub = named;
        else if (cell.len > 0 && !str_to_size(cell, 9999, &number))
            kept[count++] = cell;
    }
    return cells_join(reader->arena, kept, count);
}
