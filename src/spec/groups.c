/* The sections whose lines stand in groups: concerns by level, examples by what they forbid or show. */
#include "base/arena.h"
#include "base/language.h"
#include "spec/markup.h"
#include "spec/reader.h"
#include "text/utf8.h"

#include <string.h>

static const char *const level_words[] = {"问题",   "关切",     "关切点",    "关注",     "关注点", "诉求",    "顾虑",
                                          "需求",   "担忧",     "层",        "级",       "层面",   "类",      "点",
                                          "的",     "事",       "concern",   "concerns", "worry",  "worries", "issue",
                                          "issues", "question", "questions", "need",     "needs",  "level"};

/* Is the label nothing but the name of a level or of a kind of example ("首要问题", "反面")? */
static bool names_group_only(struct reader *reader, const struct title *title)
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

static bool wants(enum section_kind section, enum section_kind sub)
{
    return section == SECTION_CONCERNS ? sub >= SECTION_PRIMARY && sub <= SECTION_LATENT
                                       : sub == SECTION_NEGATIVE || sub == SECTION_POSITIVE;
}

/* A line that opens a group; *rest is the group's first text when it stands on the same line. */
struct opener {
    bool opens;
    enum section_kind sub; /* NONE: a group of unknown name */
    struct str rest;
    bool guessed; /* from its wording, not from a known name */
};

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

/* Words that tell what examples a lead-in announces when no name of a group is in it. The first that occurs counts, the
 * longer of two at one place. */
static enum section_kind wording_of(struct reader *reader, struct str lead)
{
    static const struct {
        enum section_kind sub;
        const char *word;
    } words[] = {
        {SECTION_NEGATIVE, "不要"},       {SECTION_NEGATIVE, "不会"},         {SECTION_NEGATIVE, "不能"},
        {SECTION_NEGATIVE, "不可"},       {SECTION_NEGATIVE, "不像"},         {SECTION_NEGATIVE, "不对"},
        {SECTION_NEGATIVE, "不是"},       {SECTION_NEGATIVE, "不行"},         {SECTION_NEGATIVE, "不许"},
        {SECTION_NEGATIVE, "不准"},       {SECTION_NEGATIVE, "不说"},         {SECTION_NEGATIVE, "不这"},
        {SECTION_NEGATIVE, "不合"},       {SECTION_NEGATIVE, "别"},           {SECTION_NEGATIVE, "勿"},
        {SECTION_NEGATIVE, "忌"},         {SECTION_NEGATIVE, "反"},           {SECTION_NEGATIVE, "错"},
        {SECTION_NEGATIVE, "禁"},         {SECTION_NEGATIVE, "雷区"},         {SECTION_NEGATIVE, "出戏"},
        {SECTION_NEGATIVE, "坏"},         {SECTION_NEGATIVE, "假"},           {SECTION_NEGATIVE, "太"},
        {SECTION_NEGATIVE, "像客服"},     {SECTION_NEGATIVE, "像机器"},       {SECTION_NEGATIVE, "not "},
        {SECTION_NEGATIVE, "no "},        {SECTION_NEGATIVE, "isn't "},       {SECTION_NEGATIVE, "won't "},
        {SECTION_NEGATIVE, "too "},       {SECTION_NEGATIVE, "forbid"},       {SECTION_NEGATIVE, "banned"},
        {SECTION_NEGATIVE, "robot"},      {SECTION_NEGATIVE, "fake"},         {SECTION_NEGATIVE, "out of character"},
        {SECTION_NEGATIVE, "off limits"}, {SECTION_POSITIVE, "正"},           {SECTION_POSITIVE, "要"},
        {SECTION_POSITIVE, "应"},         {SECTION_POSITIVE, "像"},           {SECTION_POSITIVE, "自然"},
        {SECTION_POSITIVE, "真实"},       {SECTION_POSITIVE, "感觉"},         {SECTION_POSITIVE, "口吻"},
        {SECTION_POSITIVE, "味"},         {SECTION_POSITIVE, "可以"},         {SECTION_POSITIVE, "好的"},
        {SECTION_POSITIVE, "feel"},       {SECTION_POSITIVE, "instead"},      {SECTION_POSITIVE, "natural"},
        {SECTION_POSITIVE, "sounds"},     {SECTION_POSITIVE, "in character"}, {SECTION_POSITIVE, "says"},
        {SECTION_POSITIVE, "aim for"},    {SECTION_POSITIVE, "model"},        {SECTION_POSITIVE, "this way"},
        {SECTION_POSITIVE, "do "},        {SECTION_POSITIVE, "real"},         {SECTION_POSITIVE, "such as"},
    };
    struct str key = str_from(arena_printf(reader->arena, "%.*s ", STR_FORMAT(title_key(reader->arena, lead))));
    enum section_kind found = SECTION_NONE;
    size_t first = STR_NONE, length = 0;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        struct str word = str_from(words[i].word);
        size_t at = str_find(key, word);
        bool inside =
            at != STR_NONE && at > 0 && !(word.ptr[0] & 0x80) && key.ptr[at - 1] >= 'a' && key.ptr[at - 1] <= 'z';
        if (at != STR_NONE && !inside && (at < first || (at == first && word.len > length))) {
            first = at;
            length = word.len;
            found = words[i].sub;
        }
    }
    return found;
}

/* "Primary – the price": a group's name before a dash. */
static bool group_before_dash(struct reader *reader, enum section_kind kind, struct str raw, struct str *lead,
                              struct str *rest)
{
    enum { LEAD_MOST = 60 };
    if (!markup_dashed(raw, LEAD_MOST, lead, rest) || rest->len == 0)
        return false;
    struct title title = title_read(reader->arena, &reader->aliases, *lead);
    return wants(kind, title.sub) && names_group_only(reader, &title);
}

static struct opener opener_of(struct reader *reader, enum section_kind kind, const struct entries *entries, size_t at)
{
    const struct entry *entry = &entries->items[at];
    struct opener found = {0};
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
        entry_is_label(reader, entries, at) ||
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
        rest = (struct str){0};                                        /* "**Bad**: too polite, for instance:" */
    if (rest.len > 0 && markup_bracket_length(rest, 0, &inside) > 0) { /* **反面** (不要这样说)： */
        size_t length = markup_bracket_length(rest, 0, &inside);
        struct str behind = markup_trim_label(str_slice(rest, length, rest.len));
        rest = behind.len == 0 ? behind
               : str_starts(str_trim(str_slice(rest, length, rest.len)), STR("："))
                   ? str_trim(str_slice(rest, length + 3, rest.len))
                   : rest;
    }
    struct title title = title_read(reader->arena, &reader->aliases, lead);
    enum section_kind sub = wants(kind, title.sub) ? title.sub : SECTION_NONE;
    bool label_line = entry->kind == ENTRY_HEADING || (rest.len == 0 && announces);
    if (label_line && kind == SECTION_EXAMPLES && sub == SECTION_NONE)
        sub = wording_of(reader, entry->raw), found.guessed = true;
    if (label_line || (sub != SECTION_NONE && names_group_only(reader, &title) && (labelled || rest.len == 0))) {
        found.opens = true;
        found.sub = sub;
        found.rest = entry->kind == ENTRY_HEADING ? (struct str){0} : rest;
    }
    return found;
}

/* Three groups of concerns whose names say nothing stand in the order first, second, hidden. */
static bool by_position(struct reader *reader, const struct entries *entries)
{
    size_t groups = 0, known = 0;
    bool seen[SECTION_KINDS] = {false};
    for (size_t i = 0; i < entries->count; i++) {
        struct opener opener = opener_of(reader, SECTION_CONCERNS, entries, i);
        if (!opener.opens || opener.rest.len > 0)
            continue;
        groups++;
        known += opener.sub != SECTION_NONE && !seen[opener.sub];
        seen[opener.sub] = true;
    }
    return groups == 3 && known < 3;
}

static enum concern_level level_of(enum section_kind sub)
{
    return sub == SECTION_SECONDARY ? CONCERN_SECONDARY : sub == SECTION_LATENT ? CONCERN_LATENT : CONCERN_PRIMARY;
}

struct concerns {
    struct reader *reader;
    VEC(struct concern) list;
    VEC(enum section_kind) columns; /* of a table whose columns are levels */
    enum section_kind sub;
    size_t groups;
    bool by_position, unknown_level;
};

/* "...（首要）": the level in brackets at the end; *piece is cut before it. */
static enum section_kind level_behind(struct reader *reader, struct str *piece)
{
    struct str remark, text = str_trim(*piece);
    size_t open = text.len;
    for (size_t at = 0; at < text.len; at++) {
        if (text.ptr[at] == '(' || text.ptr[at] == '[' || str_starts(str_slice(text, at, text.len), STR("（")) ||
            str_starts(str_slice(text, at, text.len), STR("【")))
            open = at;
    }
    size_t length = markup_bracket_length(text, open, &remark);
    if (length == 0 || open == 0 || open + length != text.len || utf8_count(remark) > 8)
        return SECTION_NONE;
    struct title title = title_read(reader->arena, &reader->aliases, remark);
    if (!wants(SECTION_CONCERNS, title.sub) || !names_group_only(reader, &title))
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

static enum section_kind group_in(struct reader *reader, enum section_kind kind, struct str cell)
{
    struct title title = title_read(reader->arena, &reader->aliases, cell);
    return wants(kind, title.sub) ? title.sub : SECTION_NONE;
}

static struct str cells_join(struct arena *arena, struct str a, struct str b)
{
    if (a.len == 0 || b.len == 0)
        return a.len == 0 ? b : a;
    return str_from(arena_printf(arena, "%.*s：%.*s", STR_FORMAT(a), STR_FORMAT(b)));
}

static void concern_row(struct concerns *c, const struct entry *entry)
{
    struct reader *r = c->reader;
    if (entry->header) {
        size_t known = 0;
        c->columns.count = 0;
        for (size_t i = 0; i < entry->cell_count; i++) {
            enum section_kind sub = group_in(r, SECTION_CONCERNS, entry->cells[i]);
            known += sub != SECTION_NONE;
            VEC_PUSH(&c->columns, sub);
        }
        if (known < 2)
            c->columns.count = 0;
        reader_own_entry(r, entry, LINE_STRUCTURE);
        return;
    }
    reader_own_entry(r, entry, LINE_CONTENT);
    if (c->columns.count > 0) {
        for (size_t i = 0; i < entry->cell_count; i++)
            add_concern(c, entry, entry->cells[i], i < c->columns.count ? c->columns.items[i] : SECTION_NONE);
        return;
    }
    struct str text = {0};
    for (size_t i = 0; i < entry->cell_count; i++) {
        enum section_kind sub =
            utf8_count(entry->cells[i]) <= 12 ? group_in(r, SECTION_CONCERNS, entry->cells[i]) : SECTION_NONE;
        size_t number;
        if (sub != SECTION_NONE && text.len == 0)
            c->sub = sub;
        else if (!str_to_size(entry->cells[i], 9999, &number))
            text = cells_join(r->arena, text, entry->cells[i]);
    }
    add_concern(c, entry, text, c->sub);
}

static void concern_entry(struct concerns *c, const struct entries *entries, size_t at)
{
    struct reader *r = c->reader;
    const struct entry *entry = &entries->items[at];
    struct opener opener = opener_of(r, SECTION_CONCERNS, entries, at);
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
    for (size_t i = 0; i < entries.count; i++)
        concern_entry(&c, &entries, i);
    if (c.unknown_level)
        reader_warn(
            reader, "concern-without-level", section->heading + 1,
            TEXT("these concerns stand under no level (primary, secondary or latent); they are taken as primary",
                 "这些关切点没有分级（首要、次要、潜在），一律当作首要"));
    struct callee_half *callee = &reader->scenario->callee;
    callee->concerns =
        list_append(reader, callee->concerns, &callee->concern_count, c.list.items, c.list.count, sizeof *c.list.items);
    VEC_RELEASE(&c.list);
    VEC_RELEASE(&c.columns);
}

struct examples {
    struct reader *reader;
    VEC(struct line_text) negative;
    VEC(struct line_text) positive;
    VEC(enum section_kind) columns;
    enum section_kind sub;
    const struct entry *group; /* the line that opened it; NULL when the section's heading did, or nothing */
    bool unknown;              /* the open group's name does not tell what it is */
    bool unnamed;              /* some example stands in no group */
    bool paragraphs;           /* no list and no quotes: each paragraph of a group is an example */
};

/* "例1：", "Example 2:", "客户：" in front of an example. */
static struct str example_words(struct reader *reader, struct str raw)
{
    struct str label, rest;
    if (markup_quoted_length(raw) > 0 || !(markup_lead(raw, &label, &rest) || markup_label(raw, 12, &label, &rest)) ||
        rest.len == 0)
        return raw;
    struct title title = title_read(reader->arena, &reader->aliases, label);
    bool label_only = title.half_only || title.kind == SECTION_EXAMPLES || title.sub == SECTION_NEGATIVE ||
                      title.sub == SECTION_POSITIVE || markup_quoted_length(rest) == rest.len ||
                      str_starts(label, STR("例"));
    return label_only ? rest : raw;
}

/* "坐席：……" above the persona's answer. */
static bool is_callers_line(struct reader *reader, struct str raw)
{
    struct str label, rest;
    if (markup_quoted_length(raw) > 0 || !(markup_lead(raw, &label, &rest) || markup_label(raw, 20, &label, &rest)) ||
        rest.len == 0)
        return false;
    struct title title = title_read(reader->arena, &reader->aliases, label);
    return title.half_only && title.half == HALF_CALLER && title.sub == SECTION_NONE;
}

/* The quoted words alone; a remark behind them goes to the note. */
static void take_quoted(struct line_text *text)
{
    struct str inside = {0}, whole = text->text;
    size_t length = markup_quoted_length(whole);
    struct str behind = str_trim(str_slice(whole, length, whole.len));
    bool remark = length > 0 && behind.len > 0 &&
                  (markup_bracket_length(behind, 0, &inside) == behind.len || str_starts(behind, STR("—")) ||
                   str_starts(behind, STR("←")) || str_starts(behind, STR("//")));
    if (remark)
        text->note = inside.len > 0 ? inside : behind;
    text->text = markup_unquote(remark ? str_slice(whole, 0, length) : whole);
}

/* Nothing but quoted texts, two or more: how long the first is, 0 when it is otherwise. */
static size_t several_quoted(struct str text)
{
    size_t first = 0, count = 0;
    for (size_t at = 0; at < text.len; count++) {
        size_t length = markup_quoted_length(str_slice(text, at, text.len));
        if (length == 0)
            return 0;
        first = count == 0 ? length : first;
        at += length;
        while (at < text.len) {
            size_t next = at;
            uint32_t c = utf8_next(text, &next);
            if (!code_point_is_space(c) && c != '/' && c != ',' && c != ';' && c != 0x3001 && c != 0xff0c &&
                c != 0xff1b)
                break;
            at = next;
        }
    }
    return count > 1 ? first : 0;
}

static void add_one(struct examples *e, const struct entry *entry, struct str piece, enum section_kind sub)
{
    struct line_text text = reader_text(e->reader, entry, piece);
    take_quoted(&text);
    if (text.text.len == 0)
        return;
    if (sub == SECTION_NEGATIVE)
        VEC_PUSH(&e->negative, text);
    else
        VEC_PUSH(&e->positive, text);
}

static void add_example(struct examples *e, const struct entry *entry, struct str piece, enum section_kind sub)
{
    for (size_t length; (length = several_quoted(str_trim(piece))) > 0;) { /* “……”“……” */
        piece = str_trim(piece);
        struct str rest = str_slice(piece, length, piece.len);
        add_one(e, entry, str_slice(piece, 0, length), sub);
        while (rest.len > 0 && markup_quoted_length(rest) == 0)
            rest = str_slice(rest, 1, rest.len);
        piece = rest;
    }
    add_one(e, entry, piece, sub);
}

/* ❌ and ✅ as list markers or in front of the words. */
static enum section_kind sign_of(struct str text)
{
    static const char *const bad[] = {"❌", "✗", "✘", "🚫", "⛔", "❎", "×", "👎", "🙅", "🔴"}, *const good[] = {
                                                                                             "✅", "✓", "✔", "☑",
                                                                                             "√", "👍", "🙆", "🟢"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (str_starts(text, str_from(bad[i])))
            return SECTION_NEGATIVE;
    }
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        if (str_starts(text, str_from(good[i])))
            return SECTION_POSITIVE;
    }
    return SECTION_NONE;
}

static void example_row(struct examples *e, const struct entry *entry)
{
    struct reader *r = e->reader;
    if (entry->header) {
        size_t known = 0;
        e->columns.count = 0;
        for (size_t i = 0; i < entry->cell_count; i++) {
            enum section_kind sub = group_in(r, SECTION_EXAMPLES, entry->cells[i]);
            known += sub != SECTION_NONE;
            VEC_PUSH(&e->columns, sub);
        }
        if (known == 0)
            e->columns.count = 0;
        reader_own_entry(r, entry, LINE_STRUCTURE);
        return;
    }
    reader_own_entry(r, entry, LINE_CONTENT);
    struct str text = {0};
    for (size_t i = 0; i < entry->cell_count; i++) {
        enum section_kind column = i < e->columns.count ? e->columns.items[i] : SECTION_NONE;
        size_t number;
        if (column != SECTION_NONE) {
            add_example(e, entry, entry->cells[i], column);
            continue;
        }
        enum section_kind sub =
            utf8_count(entry->cells[i]) <= 12 ? group_in(r, SECTION_EXAMPLES, entry->cells[i]) : SECTION_NONE;
        if (sub == SECTION_NONE)
            sub = sign_of(entry->cells[i]);
        if (sub != SECTION_NONE && text.len == 0)
            e->sub = sub;
        else if (!str_to_size(entry->cells[i], 9999, &number))
            text = cells_join(r->arena, text, entry->cells[i]);
    }
    if (e->columns.count > 0 && text.len > 0 && e->sub == SECTION_NONE) {
        reader_unread_cell(r, entry, text);
        return;
    }
    e->unnamed = e->unnamed || (e->sub == SECTION_NONE && text.len > 0);
    if (e->columns.count == 0 || text.len > 0)
        add_example(e, entry, text, e->sub);
}

/* A name that tells nothing divides the group that it lies in; beside or outside of one, what it opens is unknown. */
static void open_group(struct examples *e, const struct entry *entry, const struct opener *opener)
{
    const struct entry *group = e->group;
    bool below = group != NULL ? (group->kind == ENTRY_HEADING && entry->kind != ENTRY_HEADING) ||
                                     (group->kind == ENTRY_HEADING && entry->level > group->level) ||
                                     (group->kind != ENTRY_HEADING && entry->kind != ENTRY_HEADING &&
                                      entry->indent > group->indent)
                               : e->sub != SECTION_NONE;
    if ((opener->sub == SECTION_NONE || opener->guessed) && below && !e->unknown)
        return;
    e->sub = opener->sub;
    e->group = entry;
    e->unknown = opener->sub == SECTION_NONE;
}

static void example_entry(struct examples *e, const struct entries *entries, size_t at)
{
    struct reader *r = e->reader;
    const struct entry *entry = &entries->items[at];
    if (entry->kind == ENTRY_ROW) {
        example_row(e, entry);
        return;
    }
    struct opener opener = opener_of(r, SECTION_EXAMPLES, entries, at);
    if (opener.opens && (opener.sub != SECTION_NONE || opener.rest.len == 0)) {
        open_group(e, entry, &opener);
        if (opener.rest.len == 0) {
            if (opener.sub != SECTION_NONE)
                reader_own_entry(r, entry, LINE_STRUCTURE);
            else
                reader_own_label(r, entry);
            return;
        }
        reader_own_entry(r, entry, LINE_CONTENT);
        add_example(e, entry, opener.rest, opener.sub != SECTION_NONE ? opener.sub : e->sub);
        return;
    }
    enum section_kind sign = sign_of(entry->kind == ENTRY_ITEM ? entry->marker : entry->raw);
    struct str raw = entry->raw;
    if (sign_of(raw) != SECTION_NONE) {
        enum marker style;
        size_t number;
        sign = sign_of(raw);
        raw = str_slice(raw, marker_length(raw, &style, &number), raw.len);
    }
    if (is_callers_line(r, raw)) {
        reader_unread(r, entry->first, entry->end, "remark",
                      TEXT("the caller's words before an example", "例句前拨打方说的话"));
        return;
    }
    struct str words = example_words(r, raw), remark;
    size_t said = markup_quoted_length(words);
    struct str behind = str_trim(str_slice(words, said, words.len));
    if (said > 0 && markup_bracket_length(behind, 0, &remark) == behind.len && behind.len > 0) { /* “……”（反例） */
        struct title title = title_read(r->arena, &r->aliases, remark);
        sign = title.sub_exact && wants(SECTION_EXAMPLES, title.sub) ? title.sub : sign;
    }
    bool quoted = markup_quoted_length(words) > 0;
    bool grouped = e->sub != SECTION_NONE || sign != SECTION_NONE;
    if (e->unknown && sign == SECTION_NONE) {
        reader_unread(r, entry->first, entry->end, "example-of-unknown-kind",
                      TEXT("the line above it does not tell whether it is to be said or not",
                           "上面的引导语看不出这句是该说还是不该说"));
        return;
    }
    bool example = quoted || (grouped && (entry->kind == ENTRY_ITEM || sign != SECTION_NONE || e->paragraphs));
    if (!example) {
        reader_unread(r, entry->first, entry->end, "remark",
                      TEXT("it stands among the examples and is none", "夹在例句中间，不是例句"));
        return;
    }
    reader_own_entry(r, entry, LINE_CONTENT);
    e->unnamed = e->unnamed || !grouped;
    add_example(e, entry, words, sign != SECTION_NONE ? sign : e->sub);
}

void read_examples(struct reader *reader, const struct section *section)
{
    struct entries entries = entries_read(reader, section);
    struct examples e = {.reader = reader, .sub = section->sub, .paragraphs = true};
    for (size_t i = 0; i < entries.count && e.paragraphs; i++)
        e.paragraphs = entries.items[i].kind != ENTRY_ROW && markup_quoted_length(entries.items[i].raw) == 0 &&
                       (entries.items[i].kind != ENTRY_ITEM || entry_is_label(reader, &entries, i));
    for (size_t i = 0; i < entries.count; i++)
        example_entry(&e, &entries, i);
    if (e.unnamed)
        reader_warn(reader, "examples-without-kind", section->heading + 1,
                    TEXT("nothing tells whether these examples are to be said or not; they are taken as positive",
                         "看不出这些例句是该说还是不该说，一律当作正面教材"));
    texts_append(reader, &reader->scenario->callee.negative, e.negative.items, e.negative.count);
    texts_append(reader, &reader->scenario->callee.positive, e.positive.items, e.positive.count);
    VEC_RELEASE(&e.negative);
    VEC_RELEASE(&e.positive);
    VEC_RELEASE(&e.columns);
}
