/* Concerns, by level. */
#include "base/arena.h"
#include "base/language.h"
#include "spec/groups.h"
#include "spec/markup.h"
#include "text/utf8.h"

/* Three groups of concerns whose names say nothing stand in the order first, second, hidden. */
static bool by_position(struct reader *reader, const struct entries *entries)
{
    size_t groups = 0, known = 0;
    bool seen[SECTION_KINDS] = {false};
    for (size_t i = 0; i < entries->count; i++) {
        struct group_opener opener = group_opener(reader, SECTION_CONCERNS, entries, i);
        if (!opener.opens || opener.rest.len > 0)
            continue;
        groups++;
        known += opener.sub != SECTION_NONE && !seen[opener.sub];
        seen[opener.sub] = true;
    }
    return groups == 3 && known < 3;
}

/* "A级", "二", "高": does the label count, and is it the same as the one before but for that? */
static bool counts_on(struct str before, struct str label)
{
    static const char *const series[] = {"ABC", "abc", "123", "一二三", "甲乙丙", "高中低", "ⅠⅡⅢ"};
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

/* Three concerns, each behind a label of its own: levels when the labels count, or when some are known and stand in
 * their places ("Top: ... Next: ... Hidden: ..."). */
static bool labels_are_levels(struct reader *reader, const struct entries *entries)
{
    enum { LABEL_MOST = 12 };
    struct str label, rest, before = {0};
    size_t known = 0, counted = 0;
    if (entries->count != 3)
        return false;
    for (size_t i = 0; i < 3; i++) {
        const struct entry *entry = &entries->items[i];
        if (entry->kind == ENTRY_ROW || entry->kind == ENTRY_HEADING ||
            !(markup_lead(entry->raw, &label, &rest) || markup_label(entry->raw, LABEL_MOST, &label, &rest)) ||
            rest.len == 0)
            return false;
        struct title title = title_read(reader->arena, &reader->aliases, label);
        bool fits = group_fits(SECTION_CONCERNS, title.sub) && group_is_named_only(reader, &title);
        if (fits && title.sub != (enum section_kind)(SECTION_PRIMARY + (int)i))
            return false;
        known += fits;
        counted += i > 0 && counts_on(before, label);
        before = label;
    }
    return known > 0 || counted == 2;
}

static enum concern_level level_of(enum section_kind sub)
{
    return sub == SECTION_SECONDARY ? CONCERN_SECONDARY : sub == SECTION_LATENT ? CONCERN_LATENT : CONCERN_PRIMARY;
}

struct concerns {
    struct reader *reader;
    VEC(struct concern) list;
    struct columns columns; /* of a table whose columns are levels */
    enum section_kind sub;
    size_t groups;
    bool by_position, unknown_level;
};

/* "...（首要）": the level in brackets at the end; *piece is cut before it. */
static enum section_kind level_behind(struct reader *reader, struct str *piece)
{
    enum { REMARK_MOST = 12 };
    struct str remark, text = str_trim(*piece);
    size_t open = text.len;
    for (size_t at = 0; at < text.len; at++) {
        if (text.ptr[at] == '(' || text.ptr[at] == '[' || str_starts(str_slice(text, at, text.len), STR("（")) ||
            str_starts(str_slice(text, at, text.len), STR("【")))
            open = at;
    }
    size_t length = markup_bracket_length(text, open, &remark);
    if (length == 0 || open == 0 || open + length != text.len || utf8_count(remark) > REMARK_MOST)
        return SECTION_NONE;
    struct title title = title_read(reader->arena, &reader->aliases, remark);
    if (!group_fits(SECTION_CONCERNS, title.sub) || !group_is_named_only(reader, &title))
        return SECTION_NONE;
    *piece = str_slice(text, 0, open);
    return title.sub;
}

static void add_concern(struct concerns *c, const struct entry *entry, struct str piece, enum section_kind sub)
{
    if (sub == SECTION_NONE)
        sub = level_behind(c->reader, &piece);
    struct line_text text = reader_text(c->reader, entry, piece);
    struct concern concern = {
        .level = level_of(sub), .text = markup_unquote(text.text), .line = text.line, .column = text.column};
    c->unknown_level = c->unknown_level || sub == SECTION_NONE;
    if (concern.text.len > 0)
        VEC_PUSH(&c->list, concern);
}

static void concern_row(struct concerns *c, const struct entry *entry)
{
    struct reader *r = c->reader;
    if (entry->header) {
        columns_read(&c->columns, r, SECTION_CONCERNS, entry, 2);
        reader_own_entry(r, entry, LINE_STRUCTURE);
        return;
    }
    reader_own_entry(r, entry, LINE_CONTENT);
    if (c->columns.of.count > 0) {
        for (size_t i = 0; i < entry->cell_count; i++)
            add_concern(c, entry, entry->cells[i], i < c->columns.of.count ? c->columns.of.items[i] : SECTION_NONE);
        return;
    }
    struct str text = cells_read(r, SECTION_CONCERNS, entry, &c->columns, &c->sub);
    add_concern(c, entry, text, c->sub);
}

static void concern_entry(struct concerns *c, const struct entries *entries, size_t at)
{
    struct reader *r = c->reader;
    const struct entry *entry = &entries->items[at];
    struct group_opener opener = group_opener(r, SECTION_CONCERNS, entries, at);
    if (entry->kind == ENTRY_ROW) {
        concern_row(c, entry);
        return;
    }
    if (opener.opens && (opener.rest.len == 0 || opener.sub != SECTION_NONE)) {
        if (opener.rest.len == 0) {
            c->groups++;
            c->sub = c->by_position && c->groups <= 3 ? (enum section_kind)(SECTION_PRIMARY + (int)c->groups - 1)
                     : opener.sub != SECTION_NONE     ? opener.sub
                                                      : c->sub;
            reader_own_entry(r, entry, LINE_STRUCTURE);
            return;
        }
        c->sub = opener.sub;
        reader_own_entry(r, entry, LINE_CONTENT);
        add_concern(c, entry, opener.rest, c->sub);
        return;
    }
    reader_own_entry(r, entry, LINE_CONTENT);
    bool goes_on = entry->kind == ENTRY_TEXT && at > 0 && c->list.count > 0 &&
                   entries->items[at - 1].kind == ENTRY_ITEM && entry->indent > entries->items[at - 1].indent;
    if (goes_on) {
        struct concern *last = &c->list.items[c->list.count - 1];
        last->text = markup_join(r->arena, last->text, markup_plain(r->arena, entry->raw));
    } else {
        add_concern(c, entry, entry->raw, c->sub);
    }
}

void read_concerns(struct reader *reader, const struct section *section)
{
    struct entries entries = entries_read(reader, section);
    struct concerns c = {.reader = reader, .sub = section->sub};
    c.by_position = by_position(reader, &entries);
    bool levels = labels_are_levels(reader, &entries);
    for (size_t i = 0; i < entries.count; i++) {
        struct str label, rest;
        const struct entry *entry = &entries.items[i];
        if (!levels) {
            concern_entry(&c, &entries, i);
        } else if (markup_lead(entry->raw, &label, &rest) || markup_label(entry->raw, entry->raw.len, &label, &rest)) {
            reader_own_entry(reader, entry, LINE_CONTENT);
            add_concern(&c, entry, rest, (enum section_kind)(SECTION_PRIMARY + (int)i));
        }
    }
    if (c.unknown_level)
        reader_warn(
            reader, "concern-without-level", section->heading + 1,
            TEXT("these concerns stand under no level (primary, secondary or latent); they are taken as primary",
                 "这些关切点没有分级（首要、次要、潜在），一律当作首要"));
    struct callee_half *callee = &reader->scenario->callee;
    callee->concerns =
        list_append(reader, callee->concerns, &callee->concern_count, c.list.items, c.list.count, sizeof *c.list.items);
    VEC_RELEASE(&c.list);
    VEC_RELEASE(&c.columns.of);
}
