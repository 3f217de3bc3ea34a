#include "spec/groups.h"

#include "base/arena.h"
#include "spec/markup.h"
#include "spec/polarity.h"
#include "text/utf8.h"

#include <string.h>

static const char *const level_words[] = {
    "问题",     "关切",  "关切点",  "关注",  "关注点", "诉求",     "顾虑",      "需求", "担忧",  "层",
    "级",       "层面",  "类",      "点",    "担心",   "在意",     "关心",      "的",   "事",    "concern",
    "concerns", "worry", "worries", "issue", "issues", "question", "questions", "need", "needs", "level"};

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

/* A line's label and what stands behind it; the whole line when it has none. */
struct lead {
    struct str text, rest;
    bool labelled, bold;
};
static struct lead lead_of(struct reader *reader, enum section_kind kind, struct str raw)
{
    enum { LABEL_MOST = 24 };
    struct lead lead = {.labelled = true, .bold = true};
    struct str inside = {0};
    if (markup_lead(raw, &lead.text, &lead.rest))
        return lead;
    lead.bold = false;
    if (markup_label(raw, LABEL_MOST, &lead.text, &lead.rest) ||
        group_before_dash(reader, kind, raw, &lead.text, &lead.rest))
        return lead;
    const size_t bracket = markup_bracket_length(raw, 0, &inside);
    if (bracket > 0)
        return (struct lead){inside, str_trim(str_slice(raw, bracket, raw.len)), .labelled = true};
    return (struct lead){.text = raw};
}

/* Does the line announce those behind it? */
static bool announces(enum section_kind kind, const struct entries *entries, size_t at)
{
    const struct entry *entry = &entries->items[at];
    if (entry_is_label(entries, at))
        return true;
    return kind == SECTION_EXAMPLES &&
           (stands_before_words(entries, at) ||
            (entry->kind == ENTRY_ITEM && entry_has_children(entries, at) && markup_quoted_length(entry->raw) == 0));
}

/* Words to be said may be a group's name ("Right."): in quotes, or as an item with nothing below it, they are no
 * label. */
static bool is_words(enum section_kind kind, const struct entries *entries, size_t at, bool labelled)
{
    const struct entry *entry = &entries->items[at];
    return markup_quoted_length(entry->raw) == entry->raw.len ||
           (kind == SECTION_EXAMPLES && entry->kind == ENTRY_ITEM && !labelled && !entry_has_children(entries, at));
}

/* "(不要这样说)：……" behind a label: the remark is the label's. */
static struct str without_remark(struct str rest)
{
    struct str inside;
    const size_t remark = rest.len > 0 ? markup_bracket_length(rest, 0, &inside) : 0;
    const struct str behind = str_trim(str_slice(rest, remark, rest.len));
    const size_t colon = str_starts(behind, STR("：")) ? STR("：").len : str_starts(behind, STR(":"));
    if (remark == 0 || (behind.len > 0 && colon == 0))
        return rest;
    return str_trim(str_slice(behind, colon, behind.len));
}

struct group_opener group_opener(struct reader *reader, enum section_kind kind, const struct entries *entries,
                                 size_t at)
{
    enum { NAME_MOST = 24 };
    const struct entry *entry = &entries->items[at];
    const bool heading = entry->kind == ENTRY_HEADING;
    struct group_opener found = {0};
    if (entry->kind == ENTRY_ROW)
        return found;
    const struct lead lead = lead_of(reader, kind, entry->raw);
    const bool announced = announces(kind, entries, at);
    if (!heading && !announced &&
        (is_words(kind, entries, at, lead.labelled) || (!lead.labelled && utf8_count(entry->raw) > NAME_MOST)))
        return found;
    const bool only_lead = announced && lead.bold; /* "**Bad**: too polite, for instance:" */
    const struct str rest = only_lead ? (struct str){0} : without_remark(lead.rest);
    const struct title title = title_read(reader->arena, &reader->aliases, lead.text);
    const bool label_line = heading || (rest.len == 0 && announced);
    enum section_kind sub = group_fits(kind, title.sub) ? title.sub : SECTION_NONE;
    if (kind == SECTION_CONCERNS && title.sub == SECTION_NEGATIVE && title.sub_exact)
        sub = SECTION_LATENT; /* "Never says: ..." */
    if (label_line && kind == SECTION_EXAMPLES && sub == SECTION_NONE) {
        const enum section_kind sign = polarity_sign(entry->marker);
        sub = polarity_of_text(reader->arena, entry->raw).kind;
        sub = sub != SECTION_NONE ? sub : sign;
        found.guessed = polarity_sign_in(entry->raw) == SECTION_NONE && sign == SECTION_NONE;
    }
    found.opens =
        label_line || (sub != SECTION_NONE && group_is_named_only(reader, &title) && (lead.labelled || rest.len == 0));
    found.sub = found.opens ? sub : SECTION_NONE;
    found.rest = found.opens && !heading ? rest : (struct str){0};
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

struct contrast contrast_in(struct reader *reader, struct str *cells, size_t count)
{
    const struct entry header = {.kind = ENTRY_ROW, .header = true, .cells = cells, .cell_count = count};
    struct contrast found = {0};
    struct columns columns = {{0}};
    columns_read(&columns, reader, SECTION_EXAMPLES, &header, 1);
    for (size_t i = 0; i < columns.of.count; i++) {
        found.negative += columns.of.items[i] == SECTION_NEGATIVE;
        found.positive += columns.of.items[i] == SECTION_POSITIVE;
    }
    VEC_RELEASE(&columns.of);
    return found;
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
