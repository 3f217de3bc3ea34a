/* Examples of what the persona says, and of what it does not. */
#include "base/language.h"
#include "spec/groups.h"
#include "spec/markup.h"
#include "spec/polarity.h"
#include "text/utf8.h"

struct examples {
    struct reader *reader;
    VEC(struct line_text) negative;
    VEC(struct line_text) positive;
    struct columns columns;
    enum section_kind sub;
    size_t heading;            /* of the section, a line's index */
    const struct entry *group; /* the line that opened it; NULL when the section's heading did, or nothing */
    bool unknown;              /* the open group's name does not tell what it is */
    bool unnamed;              /* some example stands in no group */
    bool dialogue;             /* some line is the caller's: labels in front of words name speakers */
    bool paragraphs;           /* no list and no quotes: each paragraph of a group is an example */
};

/* "例1：", "Example 2:", "客户：" in front of an example. */
static struct str example_words(struct reader *reader, struct str raw, bool dialogue)
{
    enum { SPEAKER_MOST = 10 };
    struct str label, rest;
    if (markup_quoted_length(raw) > 0 || !(markup_lead(raw, &label, &rest) || markup_label(raw, 12, &label, &rest)) ||
        rest.len == 0)
        return raw;
    struct title title = title_read(reader->arena, &reader->aliases, label);
    bool label_only = title.half_only || title.kind == SECTION_EXAMPLES || title.sub == SECTION_NEGATIVE ||
                      title.sub == SECTION_POSITIVE || markup_quoted_length(rest) == rest.len ||
                      str_starts(label, STR("例")) || (dialogue && utf8_count(label) <= SPEAKER_MOST);
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
    return (title.half_only && title.half == HALF_CALLER && title.sub == SECTION_NONE) || names_caller(reader, label);
}

/* The quoted words alone; a remark behind them goes to the note. */
static void take_quoted(struct line_text *text)
{
    struct str inside = {0}, whole = text->text;
    size_t length = markup_quoted_length(whole);
    struct str behind = str_trim(str_slice(whole, length, whole.len));
    static const char *const marks[] = {"—", "←", "//", "：", ":", NULL};
    bool remark = length > 0 && behind.len > 0 &&
                  (markup_bracket_length(behind, 0, &inside) == behind.len || str_starts_any(behind, marks));
    if (remark)
        text->note = inside.len > 0 ? inside : behind;
    text->text = markup_unquote(remark ? str_slice(whole, 0, length) : whole);
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

/* Where the next quoted text begins behind `at`; the length when none does. */
static size_t next_quoted(struct str text, size_t at)
{
    while (at < text.len) {
        struct str rest = str_slice(text, at, text.len);
        if (rest.ptr[0] != '\'' && markup_quoted_length(rest) > 0)
            break;
        utf8_next(text, &at);
    }
    return at;
}

/* What the words before a quoted text say of it: "。她会这样说：". */
static enum section_kind told_by(struct reader *reader, struct str words)
{
    static const char *const stops[] = {"。", "；", "，", ".", ";", ",", NULL};
    for (size_t at, length; (at = str_find_any(words, stops, &length)) != STR_NONE;)
        words = str_slice(words, at + length, words.len);
    struct title title = title_read(reader->arena, &reader->aliases, words);
    return group_fits(SECTION_EXAMPLES, title.sub) ? title.sub : polarity_of_text(reader->arena, words).kind;
}

/* “……”也不会说“……”，她会说：“……”: in a sentence with several quoted texts the words before each tell what it is. */
static bool add_told(struct examples *e, const struct entry *entry, struct str text, enum section_kind sub,
                     bool only_look)
{
    enum { WORDS_MOST = 16 };
    bool told = false;
    for (size_t at = 0; at < text.len;) {
        size_t length = markup_quoted_length(str_slice(text, at, text.len));
        if (length == 0)
            return false;
        if (!only_look)
            add_one(e, entry, str_slice(text, at, at + length), sub);
        size_t behind = at + length;
        at = next_quoted(text, behind);
        struct str words = str_slice(text, behind, at);
        if (utf8_count(words) > WORDS_MOST)
            return false;
        enum section_kind kind = at < text.len ? told_by(e->reader, words) : SECTION_NONE;
        told = told || kind != SECTION_NONE;
        sub = kind != SECTION_NONE ? kind : sub;
    }
    return told;
}

static void add_example(struct examples *e, const struct entry *entry, struct str piece, enum section_kind sub)
{
    enum { SENTENCE_MOST = 2000 }; /* bytes */
    struct str item;
    for (size_t number = 1; inline_next(&piece, number, &item); number++)
        add_one(e, entry, item, sub);
    struct str trimmed = str_trim(piece);
    if (trimmed.len < SENTENCE_MOST && markup_quoted_length(trimmed) > 0 && add_told(e, entry, trimmed, sub, true)) {
        add_told(e, entry, trimmed, sub, false);
        return;
    }
    for (size_t left = markup_count_quoted(trimmed); left > 1; left--) { /* “……”“……” */
        size_t length = markup_quoted_length(trimmed);
        add_one(e, entry, str_slice(trimmed, 0, length), sub);
        piece = trimmed = str_slice(trimmed, markup_skip_between(trimmed, length), trimmed.len);
    }
    add_one(e, entry, piece, sub);
}

static void example_row(struct examples *e, const struct entry *entry)
{
    struct reader *r = e->reader;
    if (entry->header) {
        columns_read(&e->columns, r, SECTION_EXAMPLES, entry, 1);
        reader_own_entry(r, entry, LINE_STRUCTURE);
        return;
    }
    reader_own_entry(r, entry, LINE_CONTENT);
    for (size_t i = 0; i < entry->cell_count && i < e->columns.of.count; i++) {
        if (e->columns.of.items[i] != SECTION_NONE)
            add_example(e, entry, entry->cells[i], e->columns.of.items[i]);
    }
    struct str text = cells_read(r, SECTION_EXAMPLES, entry, &e->columns, &e->sub);
    if (e->columns.of.count > 0 && text.len > 0 && e->sub == SECTION_NONE) {
        reader_unread_cell(r, entry, text);
        return;
    }
    e->unnamed = e->unnamed || (e->sub == SECTION_NONE && text.len > 0);
    if (e->columns.of.count == 0 || text.len > 0)
        add_example(e, entry, text, e->sub);
}

/* A name that tells nothing divides the group that it lies in; beside or outside of one, what it opens is unknown. */
static void open_group(struct examples *e, const struct entry *entry, const struct group_opener *opener)
{
    const struct entry *group = e->group;
    struct str lead;
    const struct outline_line *lines = e->reader->outline.lines;
    unsigned form = title_form(&lines[entry->first], &lead);
    bool beside = group == NULL && form != FORM_NONE && form == title_form(&lines[e->heading], &lead);
    bool below = group != NULL ? (group->kind == ENTRY_HEADING && entry->kind != ENTRY_HEADING) ||
                                     (group->kind == ENTRY_HEADING && entry->level > group->level) ||
                                     (group->kind != ENTRY_HEADING && entry->kind != ENTRY_HEADING &&
                                      entry->indent > group->indent)
                               : e->sub != SECTION_NONE && !beside;
    if ((opener->sub == SECTION_NONE || opener->guessed) && below && !e->unknown)
        return;
    e->sub = opener->sub;
    e->group = entry;
    e->unknown = opener->sub == SECTION_NONE;
}

/* The group's title, and perhaps its first example on the same line. */
static void example_group(struct examples *e, const struct entry *entry, const struct group_opener *opener)
{
    open_group(e, entry, opener);
    if (opener->rest.len > 0) {
        reader_own_entry(e->reader, entry, LINE_CONTENT);
        add_example(e, entry, opener->rest, opener->sub != SECTION_NONE ? opener->sub : e->sub);
    } else if (opener->sub != SECTION_NONE) {
        reader_own_entry(e->reader, entry, LINE_STRUCTURE);
    } else {
        reader_own_label(e->reader, entry);
    }
}

/* "〔✗〕好的。", "[O] …": a sign in brackets in front of the words, which are left in *raw. */
static enum section_kind cut_bracketed_sign(struct str *raw)
{
    static const char *const right[] = {"○", "〇", "O", "o", NULL}, *const wrong[] = {"X", "x", "Ｘ", NULL};
    struct str inside;
    const size_t bracket = markup_bracket_length(*raw, 0, &inside);
    enum section_kind sign = bracket > 0 && utf8_count(inside) <= 2 ? polarity_sign(inside) : SECTION_NONE;
    if (bracket > 0 && (str_is_any(inside, right) || str_is_any(inside, wrong)))
        sign = str_is_any(inside, right) ? SECTION_POSITIVE : SECTION_NEGATIVE;
    if (sign != SECTION_NONE)
        *raw = str_trim(str_slice(*raw, bracket, raw->len));
    return sign;
}

/* What ❌ or ✅ says of an entry, as its list's marker or in front of its words, which are left in *raw. */
static enum section_kind cut_sign(const struct entry *entry, struct str *raw)
{
    enum marker style;
    size_t number;
    enum section_kind sign = polarity_sign(entry->raw);
    *raw = entry->raw;
    if (sign == SECTION_NONE && (sign = cut_bracketed_sign(raw)) != SECTION_NONE)
        return sign;
    if (sign == SECTION_NONE)
        return entry->kind == ENTRY_ITEM ? polarity_sign(entry->marker) : SECTION_NONE;
    *raw = str_slice(entry->raw, marker_length(entry->raw, &style, &number), entry->raw.len);
    return sign;
}

/* What a remark behind quoted words says of them: “……”（反例）. */
static enum section_kind sign_behind(struct reader *r, struct str words)
{
    struct str remark;
    size_t said = markup_quoted_length(words);
    struct str behind = str_trim(str_slice(words, said, words.len));
    if (said == 0 || behind.len == 0 || markup_bracket_length(behind, 0, &remark) != behind.len)
        return SECTION_NONE;
    struct title title = title_read(r->arena, &r->aliases, remark);
    return title.sub_exact && group_fits(SECTION_EXAMPLES, title.sub) ? title.sub : SECTION_NONE;
}

static void example_entry(struct examples *e, const struct entries *entries, size_t at)
{
    struct reader *r = e->reader;
    const struct entry *entry = &entries->items[at];
    struct str raw;
    if (entry->kind == ENTRY_ROW) {
        example_row(e, entry);
        return;
    }
    struct group_opener opener = group_opener(r, SECTION_EXAMPLES, entries, at);
    if (opener.opens && (opener.sub != SECTION_NONE || opener.rest.len == 0)) {
        example_group(e, entry, &opener);
        return;
    }
    enum section_kind sign = cut_sign(entry, &raw);
    if (is_callers_line(r, raw)) {
        reader_unread(r, entry->first, entry->end, "remark",
                      TEXT("the caller's words before an example", "例句前拨打方说的话"));
        return;
    }
    struct str words = example_words(r, raw, e->dialogue);
    const enum section_kind behind = sign_behind(r, words);
    sign = behind != SECTION_NONE ? behind : sign;
    bool grouped = e->sub != SECTION_NONE || sign != SECTION_NONE;
    bool example = markup_quoted_length(words) > 0 ||
                   (grouped && (entry->kind == ENTRY_ITEM || sign != SECTION_NONE || e->paragraphs));
    if (e->unknown && sign == SECTION_NONE) {
        reader_unread(r, entry->first, entry->end, "example-of-unknown-kind",
                      TEXT("the line above it does not tell whether it is to be said or not",
                           "上面的引导语看不出这句是该说还是不该说"));
    } else if (!example) {
        reader_unread(r, entry->first, entry->end, "remark",
                      TEXT("it stands among the examples and is none", "夹在例句中间，不是例句"));
    } else {
        reader_own_entry(r, entry, LINE_CONTENT);
        e->unnamed = e->unnamed || !grouped;
        add_example(e, entry, words, sign != SECTION_NONE ? sign : e->sub);
    }
}

void read_examples(struct reader *reader, const struct section *section)
{
    struct entries entries = entries_read(reader, section);
    struct examples e = {.reader = reader, .heading = section->heading, .sub = section->sub, .paragraphs = true};
    for (size_t i = 0; i < entries.count && e.paragraphs; i++)
        e.paragraphs = entries.items[i].kind != ENTRY_ROW && markup_quoted_length(entries.items[i].raw) == 0 &&
                       (entries.items[i].kind != ENTRY_ITEM || entry_is_label(&entries, i));
    for (size_t i = 0; i < entries.count && !e.dialogue; i++)
        e.dialogue = entries.items[i].kind != ENTRY_ROW && is_callers_line(reader, entries.items[i].raw);
    for (size_t i = 0; i < entries.count; i++)
        example_entry(&e, &entries, i);
    if (e.unnamed)
        reader_warn(reader, "examples-without-kind", section->heading + 1, 1,
                    TEXT("nothing tells whether these examples are to be said or not; they are taken as positive",
                         "看不出这些例句是该说还是不该说，一律当作正面教材"));
    texts_append(reader, &reader->scenario->callee.negative, e.negative.items, e.negative.count);
    texts_append(reader, &reader->scenario->callee.positive, e.positive.items, e.positive.count);
    VEC_RELEASE(&e.negative);
    VEC_RELEASE(&e.positive);
    VEC_RELEASE(&e.columns.of);
}

/* "语气", "Voice" above a list of how the persona talks: no words to be said, no groups, and no talk of examples. */
bool examples_describe_tone(struct reader *reader, const struct section *section)
{
    static const char *const words[] = {"例", "示",      "范",     "样板",   "台词", "语料", "说",     "话", "回",
                                        "答", "example", "sample", "phrase", "line", "repl", "respon", NULL};
    struct str key = title_key(reader->arena, section->title);
    if (section->sub != SECTION_NONE || str_holds_any(key, words))
        return false;
    struct entries entries = entries_read(reader, section);
    for (size_t i = 0; i < entries.count; i++) {
        const struct entry *entry = &entries.items[i];
        if (entry->kind != ENTRY_ITEM || markup_quoted_length(entry->raw) > 0 ||
            polarity_sign(entry->raw) != SECTION_NONE || polarity_sign(entry->marker) != SECTION_NONE ||
            group_opener(reader, SECTION_EXAMPLES, &entries, i).opens)
            return false;
    }
    return entries.count > 0;
}
