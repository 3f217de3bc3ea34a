#include "spec/aliases.h"

#include "base/arena.h"
#include "base/language.h"
#include "spec/alias_names.h"
#include "spec/markup.h"
#include "spec/polarity.h"
#include "syntax/outline.h"
#include "text/sentence.h"
#include "text/utf8.h"

#include <assert.h>

const char *section_kind_name(enum section_kind kind)
{
    static const char *const names[SECTION_KINDS] = {"none",       "role",     "task",     "profile",        "steps",
                                                     "qa",         "opening",  "ending",   "end_conditions", "closing",
                                                     "background", "concerns", "primary",  "secondary",      "latent",
                                                     "behaviours", "examples", "negative", "positive"};
    return kind < SECTION_KINDS ? names[kind] : "none";
}

const char *section_kind_words(enum section_kind kind)
{
    static const char *const zh[SECTION_KINDS] = {
        "？",       "角色",     "核心任务", "客户画像", "步骤",       "问答知识库", "开场白",     "结束条件与结束语",
        "结束条件", "结束语",   "背景信息", "关切点",   "首要关切点", "次要关切点", "潜在关切点", "行为模式",
        "回复示例", "反面教材", "正面教材"};
    return language_is_chinese() && kind < SECTION_KINDS ? zh[kind] : section_kind_name(kind);
}

enum half section_half(enum section_kind kind)
{
    switch (kind) {
    case SECTION_TASK:
    case SECTION_PROFILE:
    case SECTION_STEPS:
    case SECTION_QA:
    case SECTION_OPENING:
    case SECTION_CLOSING:
        return HALF_CALLER;
    case SECTION_BACKGROUND:
    case SECTION_CONCERNS:
    case SECTION_PRIMARY:
    case SECTION_SECONDARY:
    case SECTION_LATENT:
    case SECTION_BEHAVIOURS:
    case SECTION_EXAMPLES:
    case SECTION_NEGATIVE:
    case SECTION_POSITIVE:
        return HALF_CALLEE;
    case SECTION_NONE:
    case SECTION_ROLE:
    case SECTION_ENDING:
    case SECTION_END_CONDITIONS:
    case SECTION_KINDS:
        break;
    }
    return HALF_NONE;
}

/* Where `name` stands in `key` as whole words (Latin words may have an ending); STR_NONE when nowhere. */
static size_t name_at(struct str key, struct str name)
{
    for (size_t from = 0; from < key.len;) {
        size_t at = str_find(str_slice(key, from, key.len), name);
        if (at == STR_NONE)
            return STR_NONE;
        at += from;
        if (!ascii_alnum(name.ptr[0]) || at == 0 || !ascii_alnum(key.ptr[at - 1]))
            return at;
        from = at + 1;
    }
    return STR_NONE;
}

enum { NAMES_MOST = 1280, BUCKETS = 256, WORDS = NAMES_MOST / 64 };

/* All names, those of the halves first, and for each bucket of first signs the names that begin so, a bit each. */
struct alias_index {
    struct alias names[NAMES_MOST];
    size_t halves, count;
    uint64_t begin[BUCKETS][WORDS];
};

static size_t bucket_of(struct str text, size_t *at)
{
    uint32_t c = utf8_next(text, at);
    return (c ^ (c >> 8)) % BUCKETS;
}

static void add_names(struct alias_index *index, const char *list, struct alias name)
{
    while (next_phrase(&list, &name.key)) {
        size_t at = 0, i = index->count++;
        assert(i < NAMES_MOST);
        index->names[i] = name;
        index->begin[bucket_of(name.key, &at)][i / 64] |= (uint64_t)1 << (i % 64);
    }
}

void aliases_init(struct aliases *aliases, struct arena *arena)
{
    struct alias_index *index = arena_alloc(arena, sizeof *index);
    for (size_t i = 0; i < sizeof half_names / sizeof *half_names; i++)
        add_names(index, half_names[i].names, (struct alias){.half = half_names[i].half});
    index->halves = index->count;
    for (size_t i = 0; i < sizeof section_names / sizeof *section_names; i++) {
        add_names(index, section_names[i].loose, (struct alias){.kind = section_names[i].kind, .loose = true});
        add_names(index, section_names[i].exact, (struct alias){.kind = section_names[i].kind});
    }
    *aliases = (struct aliases){.index = index};
}

/* The names whose first sign occurs in the key, a bit each. */
struct candidates {
    uint64_t names[WORDS];
};

static struct candidates candidates_of(const struct alias_index *index, struct str key)
{
    struct candidates found = {{0}};
    for (size_t at = 0; at < key.len;) {
        size_t bucket = bucket_of(key, &at);
        for (size_t w = 0; w < WORDS; w++)
            found.names[w] |= index->begin[bucket][w];
    }
    return found;
}

static bool may_hold(const struct candidates *candidates, size_t i)
{
    return (candidates->names[i / 64] >> (i % 64) & 1) != 0;
}

static bool is_sub(enum section_kind kind)
{
    return (kind >= SECTION_PRIMARY && kind <= SECTION_LATENT) || kind == SECTION_NEGATIVE || kind == SECTION_POSITIVE;
}

static void find_half(const struct alias_index *index, const struct candidates *candidates, struct str key,
                      struct title *title, struct str *name)
{
    for (size_t i = 0; i < index->halves; i++) {
        const struct alias *half = &index->names[i];
        if (may_hold(candidates, i) && half->key.len > name->len && name_at(key, half->key) != STR_NONE) {
            *name = half->key;
            title->half = half->half;
        }
    }
}

/* The key without the half's name. */
static struct str without_half(struct arena *arena, struct str key, struct str name)
{
    size_t at = name.len > 0 ? name_at(key, name) : STR_NONE;
    if (at == STR_NONE)
        return key;
    char *out =
        arena_printf(arena, "%.*s %.*s", (int)at, key.ptr, (int)(key.len - at - name.len), key.ptr + at + name.len);
    struct str rest = str_trim(str_from(out));
    if (str_starts(rest, STR("的")))
        rest = str_slice(rest, 3, rest.len);
    else if (str_starts(rest, STR("'s ")) || str_starts(rest, STR("s ")))
        rest = str_slice(rest, str_find_byte(rest, ' ') + 1, rest.len);
    return str_trim(rest);
}

/* The longest of the listed words with which `rest` begins, as a whole word where it is Latin; 0 when it begins with
 * none. */
static size_t longest_word(struct str rest, const char *words)
{
    size_t longest = 0;
    for (struct str word; next_phrase(&words, &word);) {
        bool whole = !ascii_alnum(word.ptr[0]) || rest.len == word.len ||
                     !ascii_alnum(rest.ptr[word.len < rest.len ? word.len : 0]);
        if (word.len > longest && str_starts(rest, word) && whole)
            longest = word.len;
    }
    return longest;
}

bool title_is_filler(const struct aliases *aliases, struct str rest)
{
    const struct alias_index *index = aliases->index;
    rest = str_trim(rest);
    while (rest.len > 0) {
        size_t longest = longest_word(rest, half_fillers);
        for (size_t i = 0; i < index->halves && longest == 0; i++)
            longest = str_starts(rest, index->names[i].key) ? index->names[i].key.len : 0;
        if (longest == 0 && (rest.ptr[0] == '\'' || (rest.len == 1 && ascii_alnum(rest.ptr[0])) ||
                             (rest.len > 1 && ascii_alnum(rest.ptr[0]) && !ascii_alnum(rest.ptr[1]))))
            longest = 1; /* 角色A, 客户1 */
        if (longest == 0)
            return false;
        rest = str_trim(str_slice(rest, longest, rest.len));
    }
    return true;
}

struct found {
    size_t length, at;
};

/* English names stand in the plural too. */
static bool is_name(struct str key, struct str name)
{
    bool plural = key.len == name.len + 1 && ascii_alnum(name.ptr[0]) && key.ptr[name.len] == 's';
    return str_eq(plural ? str_slice(key, 0, name.len) : key, name);
}

/* "休想这样说", "not at all like this": the words before a name turn it round. */
static bool ends_in_negation(struct str before)
{
    static const char *const words[] = {"不", "别", "勿", "莫", "忌", "禁", "休", "甭", "not", "no", "never", "don't"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (name_at(before, str_from(words[i])) != STR_NONE)
            return true;
    }
    return false;
}

/* Top kinds: the longest name wins. Groups: the one that stands first wins ("不要这样说" is no "这样说"). */
static void try_name(struct title *title, struct found *kind, struct found *sub, struct str key, struct str rest,
                     const struct alias *alias)
{
    const struct str name = alias->key;
    enum section_kind name_kind = alias->kind;
    bool whole = is_name(key, name) || is_name(rest, name);
    size_t at = whole ? 0 : alias->loose ? name_at(key, name) : STR_NONE;
    if (at == STR_NONE || (is_sub(name_kind) && title->sub_exact))
        return;
    if (name_kind == SECTION_POSITIVE && !whole && ends_in_negation(str_slice(key, 0, at)))
        name_kind = SECTION_NEGATIVE;
    if (is_sub(name_kind)) {
        if (whole || title->sub == SECTION_NONE || at < sub->at || (at == sub->at && name.len > sub->length)) {
            title->sub = name_kind;
            title->sub_exact = whole;
            *sub = (struct found){name.len, at};
        }
    } else if (!title->exact && (whole || name.len > kind->length)) {
        title->kind = name_kind;
        title->exact = whole;
        title->near = whole || name.len * 10 >= rest.len * 6;
        title->half_near = whole || name.len * 10 >= rest.len * 4;
        *kind = (struct found){name.len, at};
    }
}

/* May the name stand in a title of this kind, beside others? */
static bool fits_kind(enum section_kind kind, enum section_kind name)
{
    if (kind == SECTION_ENDING)
        return name == SECTION_ENDING || name == SECTION_CLOSING || name == SECTION_END_CONDITIONS;
    bool of_examples = kind == SECTION_NEGATIVE || kind == SECTION_POSITIVE;
    return name == kind || (of_examples && name == SECTION_EXAMPLES) ||
           (kind == SECTION_NEGATIVE && name == SECTION_POSITIVE); /* 不要这样说 */
}

/* Is `rest` nothing but names of the kind and fillers? */
static bool is_covered(const struct alias_index *index, enum section_kind kind, struct str rest)
{
    bool named = false;
    rest = str_trim(rest);
    while (rest.len > 0) {
        size_t longest = 0;
        for (size_t i = index->halves; i < index->count; i++) {
            const struct str name = index->names[i].key;
            if (name.ptr[0] != rest.ptr[0] || !fits_kind(kind, index->names[i].kind))
                continue;
            bool whole = !ascii_alnum(name.ptr[0]) || rest.len == name.len ||
                         (rest.len > name.len && rest.ptr[name.len] == ' ') ||
                         (rest.len > name.len && rest.ptr[name.len] == 's');
            if (name.len > longest && str_starts(rest, name) && whole)
                longest = name.len;
        }
        named = named || longest > 0;
        if (longest > 0 && longest < rest.len && rest.ptr[longest] == 's')
            longest++;
        longest = longest > 0 ? longest : longest_word(rest, section_fillers);
        if (longest == 0)
            return false;
        rest = str_trim(str_slice(rest, longest, rest.len));
    }
    return named;
}

/* "什么时候我会挂电话", "When does she end it?": a question for the moment and a word for the end. */
static bool asks_when_to_end(struct str key)
{
    static const char *const moments[] = {"什么时候", "何时", "几时", "什么地步", "哪一步", "情况",
                                          "时候",     "条件", "就",   "when",     "once",   NULL};
    static const char *const ends[] = {"挂",   "撂",   "结束",     "收线", "聊完", "谈完",
                                       "不聊", "hang", "ring off", "end",  "over", "done"};
    const bool moment = str_holds_any(key, moments);
    bool end = false;
    for (size_t i = 0; i < sizeof ends / sizeof *ends && moment; i++)
        end = end || name_at(key, str_from(ends[i])) != STR_NONE;
    return moment && end && utf8_count(key) <= 32;
}

/* "Biggest worry", "第二个心病": a level by its name, and what bears on one. */
static bool names_worry(struct str key, enum section_kind sub)
{
    static const char *const words[] = {"worry", "fear", "grievance", "sore point", "心病", "烦恼", "顾忌", NULL};
    return sub >= SECTION_PRIMARY && sub <= SECTION_LATENT && str_holds_any(key, words);
}

void title_look_up(struct arena *arena, const struct aliases *aliases, struct str key, struct title *title)
{
    const struct alias_index *index = aliases->index;
    const struct candidates candidates = candidates_of(index, key);
    struct str half_name = {0};
    find_half(index, &candidates, key, title, &half_name);
    for (size_t i = 0; i < aliases->extra_count; i++) {
        const struct alias *extra = &aliases->extra[i];
        if (extra->half != HALF_NONE && str_eq(key, extra->key)) {
            title->half = extra->half;
            half_name = extra->key;
        }
    }
    struct str rest = without_half(arena, key, half_name);
    struct found kind = {0}, sub = {0};
    for (size_t i = 0; i < aliases->extra_count; i++)
        if (aliases->extra[i].kind != SECTION_NONE)
            try_name(title, &kind, &sub, key, rest, &aliases->extra[i]);
    for (size_t i = index->halves; i < index->count; i++)
        if (may_hold(&candidates, i))
            try_name(title, &kind, &sub, key, rest, &index->names[i]);
    if (title->kind == SECTION_NONE && asks_when_to_end(key)) {
        title->kind = SECTION_END_CONDITIONS;
        title->near = title->half_near = true;
    }
    if (title->kind == SECTION_NONE && names_worry(key, title->sub)) {
        title->kind = SECTION_CONCERNS;
        title->near = title->half_near = true;
    }
    if (title->kind == SECTION_BEHAVIOURS && !title->exact && title_about_examples(key)) {
        title->kind = SECTION_EXAMPLES;
        title->near = title->half_near = true;
    }
    title->covered = title->kind != SECTION_NONE && (title->exact || is_covered(index, title->kind, rest));
    bool state = str_find(key, STR(" mood")) != STR_NONE || str_find(key, STR(" temper")) != STR_NONE ||
                 str_find(key, STR(" day")) != STR_NONE; /* "in a bad mood" tells of the person, not of the words */
    if (state && (title->sub == SECTION_NEGATIVE || title->sub == SECTION_POSITIVE))
        title->sub = SECTION_NONE, title->sub_exact = false;
    if (title->sub == SECTION_NEGATIVE || title->sub == SECTION_POSITIVE)
        title->sub_exact = title->sub_exact || is_covered(index, title->sub, rest);
    struct polarity polarity =
        title->sub <= SECTION_NONE || title->sub > SECTION_LATENT ? polarity_of_key(key, true) : (struct polarity){0};
    if (polarity.whole) {
        title->sub = polarity.kind;
        title->sub_exact = true;
    }
    title->half_only = half_name.len > 0 && title_is_filler(aliases, rest);
}
