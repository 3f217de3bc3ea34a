/* Concerns, by level. */
#include "base/arena.h"
#include "base/language.h"
#include "spec/groups.h"
#include "spec/markup.h"
#include "spec/ranks.h"
#include "text/sentence.h"
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

/* A list whose two or three outer items are a few words each above a list of their own: the names of groups. */
static void mark_outer_items(struct entries *entries)
{
    enum { NAME_MOST = 12, LATIN = 3 };
    size_t outer = 0;
    for (size_t i = 0; i < entries->count; i++) {
        const struct entry *entry = &entries->items[i];
        if (entry->kind != ENTRY_ITEM)
            return;
        if (entry->indent > entries->items[0].indent)
            continue;
        if (++outer > 3 || !entry_has_children(entries, i) || markup_ending(entry->raw) != 0 ||
            markup_signs(entry->raw, LATIN) > NAME_MOST)
            return;
    }
    for (size_t i = 0; i < entries->count && outer > 1; i++)
        entries->items[i].lead = entries->items[i].indent <= entries->items[0].indent;
}

static enum concern_level level_of(enum section_kind sub)
{
    return sub == SECTION_SECONDARY ? CONCERN_SECONDARY : sub == SECTION_LATENT ? CONCERN_LATENT : CONCERN_PRIMARY;
}

struct concerns {
    struct reader *reader;
    VEC(struct concern) list;
    struct columns columns; /* of a table whose columns are levels */
    struct ranks ranks;
    size_t column; /* + 1 of the one that is headed as concerns; 0 when none is, or several are */
    enum section_kind sub;
    size_t groups, heading;
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
    struct title title = title_read(reader->arena, &reader->aliases, str_slice(remark, 0, str_find(remark, STR("，"))));
    if (!group_fits(SECTION_CONCERNS, title.sub) || !group_is_named_only(reader, &title))
        return SECTION_NONE; /* 【深层，不主动说】: the first name counts */
    *piece = str_slice(text, 0, open);
    return title.sub;
}

static void add_one(struct concerns *c, const struct entry *entry, struct str piece, enum section_kind sub)
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

/* One concern, or several: "首要：1）…；2）…". */
static void add_concern(struct concerns *c, const struct entry *entry, struct str piece, enum section_kind sub)
{
    struct str item;
    for (size_t number = 1; inline_next(&piece, number, &item); number++)
        add_one(c, entry, item, sub);
    if (piece.len > 0)
        add_one(c, entry, piece, sub);
}

/* "首要：几点能到": takes the label off *piece; the level that it names, or `sub`. */
static enum section_kind level_before(struct reader *reader, struct str *piece, enum section_kind sub)
{
    enum { LABEL_MOST = 12 };
    struct str label, rest;
    if (!markup_label(str_trim(*piece), LABEL_MOST, &label, &rest) || rest.len == 0)
        return sub;
    struct title title = title_read(reader->arena, &reader->aliases, label);
    if (!group_fits(SECTION_CONCERNS, title.sub) || !group_is_named_only(reader, &title))
        return sub;
    *piece = rest;
    return title.sub;
}

/* One of several on a line, perhaps behind a level of its own, which holds for those behind it, too. */
static void add_part(struct concerns *c, const struct entry *entry, struct str part, enum section_kind *sub)
{
    *sub = level_before(c->reader, &part, *sub);
    add_concern(c, entry, part, *sub);
}

/* What stands behind a label on its line: "首要：几点能到；谁来送". */
static void add_several(struct concerns *c, const struct entry *entry, struct str text, enum section_kind sub)
{
    static const char *const marks[] = {"；", "; ", NULL};
    struct str part;
    if (inline_items(text) > 0) /* numbers cut it by themselves */
        add_part(c, entry, text, &sub);
    else
        while (str_next_part(&text, marks, &part))
            add_part(c, entry, part, &sub);
}

/* Where the next bold words stand that name a level, from `at`; the text's length when none do. */
static size_t next_level(struct reader *reader, struct str text, size_t at, enum section_kind *level, size_t *behind)
{
    struct str lead, rest;
    for (; at < text.len; at++) {
        struct str here = str_slice(text, at, text.len);
        if (!str_starts(here, STR("**")))
            continue;
        if (!markup_lead(here, &lead, &rest)) {
            while (at + 1 < text.len && text.ptr[at + 1] == '*')
                at++;
            continue;
        }
        struct title title = title_read(reader->arena, &reader->aliases, lead);
        *level = title.sub;
        *behind = text.len - rest.len;
        if (group_fits(SECTION_CONCERNS, title.sub))
            return at;
        at = *behind - 1;
    }
    return text.len;
}

/* "是地板谁来赔。**其次**，能不能免。": a paragraph whose levels are bold words in it; false when none are. */
static bool add_levels(struct concerns *c, const struct entry *entry)
{
    static const char *const links[] = {"是", "，", ", ", ",", NULL};
    enum section_kind sub = SECTION_PRIMARY, next = SECTION_NONE;
    struct str text = entry->raw;
    size_t behind = 0, at = next_level(c->reader, text, 0, &next, &behind), from = 0;
    if (at == text.len)
        return false;
    for (;;) {
        struct str piece = str_trim(str_slice(text, from, at));
        add_one(c, entry, str_slice(piece, str_start_length(piece, links), piece.len), sub);
        if (at == text.len)
            return true;
        sub = next;
        from = behind;
        at = next_level(c->reader, text, from, &next, &behind);
    }
}

static const char *const stops[] = {"。", NULL};

/* "最担心停工。其次担心：是翻新货。轻易不说：……": does a sentence behind the first begin with a level? */
static bool sentences_name_levels(struct reader *reader, struct str text)
{
    struct str part;
    bool named = false;
    for (size_t count = 0; str_next_part(&text, stops, &part); count++)
        named = named || (count > 0 && level_before(reader, &part, SECTION_NONE) != SECTION_NONE);
    return named;
}

static bool add_sentences(struct concerns *c, const struct entry *entry)
{
    struct str text = entry->raw, part;
    enum section_kind sub = c->sub != SECTION_NONE ? c->sub : SECTION_PRIMARY;
    if (!sentences_name_levels(c->reader, text))
        return false;
    while (str_next_part(&text, stops, &part))
        add_part(c, entry, part, &sub);
    return true;
}

/* "You want a date. You want to know who pays. ...": three sentences or more are a concern each; false when they are
 * fewer. */
static bool add_prose(struct concerns *c, const struct entry *entry)
{
    enum { LEAST = 3 };
    struct str rest = entry->raw, sentence;
    size_t count = 0;
    while (sentence_next(&rest, &sentence))
        count++;
    if (count < LEAST || markup_quoted_length(entry->raw) > 0 || inline_items(entry->raw) > 0)
        return false;
    for (rest = entry->raw; sentence_next(&rest, &sentence);)
        add_one(c, entry, sentence, c->sub);
    return true;
}

/* Which column of the table, but for that of the levels, is headed as concerns, plus 1. */
static size_t concerns_column(struct reader *reader, const struct entry *header, size_t levels)
{
    size_t found = 0, count = 0;
    for (size_t i = 0; i < header->cell_count; i++) {
        struct title title = title_read(reader->arena, &reader->aliases, header->cells[i]);
        if (title.kind == SECTION_CONCERNS && title.covered && i + 1 != levels)
            found = i + 1, count++;
    }
    return count == 1 ? found : 0;
}

static void concern_row(struct concerns *c, const struct entry *entry)
{
    struct reader *r = c->reader;
    if (entry->header) {
        columns_read(&c->columns, r, SECTION_CONCERNS, entry, 2);
        c->column = concerns_column(r, entry, c->ranks.column);
        reader_own_entry(r, entry, LINE_STRUCTURE);
        return;
    }
    reader_own_entry(r, entry, LINE_CONTENT);
    if (c->columns.of.count > 0) {
        for (size_t i = 0; i < entry->cell_count; i++)
            add_concern(c, entry, entry->cells[i], i < c->columns.of.count ? c->columns.of.items[i] : SECTION_NONE);
        return;
    }
    struct entry row = *entry;
    struct str text_behind;
    if (c->ranks.column > 0 && c->ranks.column <= entry->cell_count)
        c->sub = rank_of(&c->ranks, entry, &text_behind);
    row.cells = arena_array(r->arena, entry->cell_count, sizeof *row.cells);
    row.cell_count = 0;
    for (size_t i = 0; i < entry->cell_count; i++) {
        if (i + 1 == c->ranks.column)
            continue;
        if (c->column > 0 && i >= c->column) /* when it comes out, and other remarks */
            reader_unread_cell(r, entry, entry->cells[i]);
        else
            row.cells[row.cell_count++] = entry->cells[i];
    }
    struct str text = cells_read(r, SECTION_CONCERNS, &row, &c->columns, &c->sub);
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
        add_several(c, entry, opener.rest, c->sub);
        return;
    }
    reader_own_entry(r, entry, LINE_CONTENT);
    bool goes_on = entry->kind == ENTRY_TEXT && at > 0 && c->list.count > 0 &&
                   entries->items[at - 1].kind == ENTRY_ITEM && entry->indent > entries->items[at - 1].indent;
    if (goes_on) {
        struct concern *last = &c->list.items[c->list.count - 1];
        last->text = markup_join(r->arena, last->text, markup_plain(r->arena, entry->raw));
    } else if (entry->kind == ENTRY_TEXT && (entries->count == 1 || entry->first == c->heading)) {
        if (!add_levels(c, entry) && !add_sentences(c, entry) && !add_prose(c, entry))
            add_several(c, entry, entry->raw, c->sub);
    } else {
        add_concern(c, entry, entry->raw, c->sub);
    }
}

/* "他在意的（依轻重）", "On your mind, loudest first": does the title say that they stand in their order? */
static bool in_order(const struct reader *reader, const struct section *section)
{
    static const char *const words[] = {"轻重", "輕重",   "重到轻", "重到輕",   "先后",       "先後", "重要性",
                                        "最急", "大到小", " first", "in order", "descending", NULL},
                             *const colons[] = {"：", ":", NULL};
    size_t length;
    struct str title = source_line_text(&reader->scenario->source, section->heading + 1);
    return str_holds_any(str_slice(title, 0, str_find_any(title, colons, &length)), words);
}

/* The first is primary, those behind it are not; the last is hidden if it says so. */
static void rank_by_order(struct concerns *c)
{
    static const char *const hidden[] = {"其实", "其實", "不好意思",    "不敢",    "怕",       "没跟",    "沒跟",
                                         "瞒",   "瞞",   "want to say", "ashamed", "secretly", "not say", "n't say",
                                         "不说", "不說", "不讲",        "不講",    "nobody",   "no one",  NULL};
    for (size_t i = 1; i < c->list.count; i++)
        c->list.items[i].level = CONCERN_SECONDARY;
    struct concern *last = &c->list.items[c->list.count - 1];
    if (c->list.count > 2 && str_holds_any(last->text, hidden))
        last->level = CONCERN_LATENT;
    c->unknown_level = false;
}

void read_concerns(struct reader *reader, const struct section *section)
{
    struct entries entries = entries_read(reader, section);
    struct concerns c = {.reader = reader, .sub = section->sub, .heading = section->heading};
    mark_outer_items(&entries);
    c.by_position = by_position(reader, &entries);
    ranks_read(&c.ranks, reader, section, &entries);
    for (size_t i = 0; i < entries.count; i++) {
        const struct entry *entry = &entries.items[i];
        struct str rest;
        if (c.ranks.count == 0 || entry->kind == ENTRY_ROW) {
            concern_entry(&c, &entries, i);
            continue;
        }
        reader_own_entry(reader, entry, LINE_CONTENT);
        enum section_kind sub = rank_of(&c.ranks, entry, &rest);
        bool labels = c.ranks.stars == 0 && !c.ranks.numbered && !c.ranks.marked && !c.ranks.behind;
        if (!labels || str_find(rest, STR("；")) == STR_NONE) /* "; " goes on with the thought as often */
            add_concern(&c, entry, rest, sub);
        else
            add_several(&c, entry, rest, sub);
    }
    if (c.unknown_level && c.list.count > 1 && in_order(reader, section))
        rank_by_order(&c);
    if (c.unknown_level)
        reader_warn(
            reader, "concern-without-level", section->heading + 1, 1,
            TEXT("these concerns stand under no level (primary, secondary or latent); they are taken as primary",
                 "这些关切点没有分级（首要、次要、潜在），一律当作首要"));
    struct callee_half *callee = &reader->scenario->callee;
    callee->concerns =
        list_append(reader, callee->concerns, &callee->concern_count, c.list.items, c.list.count, sizeof *c.list.items);
    VEC_RELEASE(&c.list);
    VEC_RELEASE(&c.columns.of);
}
