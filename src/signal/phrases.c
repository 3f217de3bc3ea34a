#include "signal/phrases.h"

#include "base/arena.h"
#include "base/hash.h"
#include "base/vec.h"
#include "text/normalise.h"
#include "text/utf8.h"

#include <stdlib.h>

enum { BUCKETS = 4096, GAP = 8 };
#define NO_PHRASE UINT32_MAX

struct phrase {
    struct str head, tail; /* tail: behind `~`; empty for a plain phrase */
    uint16_t class_index;
    uint32_t next; /* in its bucket */
};

struct phrases {
    struct arena arena;
    VEC(struct phrase) all;
    VEC(struct str) classes;
    uint32_t buckets[BUCKETS]; /* by the hash of how a phrase begins (see beginning) */
};

static bool word_byte(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
}

static size_t word_end(struct str text, size_t at)
{
    while (at < text.len && word_byte(text.ptr[at]))
        at++;
    return at;
}

/* How a text begins, for the table: one unit (a word, else a code point) or, with `two`, what goes on to the end of the
 * second unit. 0 when there is no such unit. */
static size_t beginning(struct str text, size_t at, bool two)
{
    size_t end = at;
    if (word_byte(text.ptr[at])) {
        end = word_end(text, at);
        if (!two)
            return end;
        size_t next = end;
        while (next < text.len && text.ptr[next] > 0 && !word_byte(text.ptr[next]))
            next++;
        return next < text.len && word_byte(text.ptr[next]) ? word_end(text, next) : 0;
    }
    utf8_next(text, &end);
    if (two && end < text.len)
        utf8_next(text, &end);
    else if (two)
        return 0;
    return end;
}

static size_t bucket_of(struct str begin)
{
    return hash64(begin, 3) & (BUCKETS - 1);
}

/* Whole words for what begins or ends in ASCII letters or digits. */
static bool on_word_bounds(struct str text, size_t start, size_t end)
{
    if (word_byte(text.ptr[start]) && start > 0 && word_byte(text.ptr[start - 1]))
        return false;
    return !(word_byte(text.ptr[end - 1]) && end < text.len && word_byte(text.ptr[end]));
}

static void add_phrase(struct phrases *phrases, struct str text, uint16_t class_index)
{
    struct phrase phrase = {.class_index = class_index};
    struct str normal = str_trim(normalise_text(&phrases->arena, text));
    size_t gap = str_find_byte(normal, '~');
    phrase.head = gap == STR_NONE ? normal : str_slice(normal, 0, gap);
    phrase.tail = gap == STR_NONE ? (struct str){0} : str_slice(normal, gap + 1, normal.len);
    if (phrase.head.len == 0)
        return;
    size_t end = beginning(phrase.head, 0, true);
    if (end == 0)
        end = beginning(phrase.head, 0, false);
    size_t bucket = bucket_of(str_slice(phrase.head, 0, end));
    phrase.next = phrases->buckets[bucket];
    phrases->buckets[bucket] = (uint32_t)phrases->all.count;
    VEC_PUSH(&phrases->all, phrase);
}

static void add_line(struct phrases *phrases, struct str line, uint16_t class_index)
{
    while (line.len > 0) {
        size_t bar = str_find(line, STR(" |"));
        struct str text = str_trim(str_slice(line, 0, bar == STR_NONE ? line.len : bar));
        if (text.len > 0)
            add_phrase(phrases, text, class_index);
        line = bar == STR_NONE ? (struct str){0} : str_slice(line, bar + 2, line.len);
    }
}

struct phrases *phrases_read(struct str text, const char *path, struct error *err)
{
    struct phrases *phrases = memory_alloc(sizeof *phrases);
    struct str line;
    arena_init(&phrases->arena);
    for (size_t i = 0; i < BUCKETS; i++)
        phrases->buckets[i] = NO_PHRASE;
    for (size_t number = 1; str_next_line(&text, &line); number++) {
        line = str_trim(line);
        if (line.len == 0 || line.ptr[0] == '#')
            continue;
        if (line.ptr[0] == '[' && line.ptr[line.len - 1] == ']') {
            VEC_PUSH(&phrases->classes, str_dup(&phrases->arena, str_slice(line, 1, line.len - 1)));
        } else if (phrases->classes.count == 0) {
            error_at(err, ERROR_USER, path, number, 1, "a phrase stands before the first [class]");
            phrases_free(phrases);
            return NULL;
        } else {
            add_line(phrases, line, (uint16_t)(phrases->classes.count - 1));
        }
    }
    return phrases;
}

void phrases_free(struct phrases *phrases)
{
    if (phrases == NULL)
        return;
    VEC_RELEASE(&phrases->all);
    VEC_RELEASE(&phrases->classes);
    arena_release(&phrases->arena);
    free(phrases);
}

size_t phrases_class_count(const struct phrases *phrases)
{
    return phrases->classes.count;
}

struct str phrases_class_name(const struct phrases *phrases, size_t index)
{
    return phrases->classes.items[index];
}

size_t phrases_class_find(const struct phrases *phrases, const char *name)
{
    for (size_t i = 0; i < phrases->classes.count; i++)
        if (str_eq_cstring(phrases->classes.items[i], name))
            return i;
    return SIZE_MAX;
}

static bool clause_end(uint32_t c)
{
    return c == ',' || c == '.' || c == '!' || c == '?' || c == ';' || c == ':' || c == '"';
}

/* The end of `tail` within GAP code points behind `from`, or 0. */
static size_t tail_end(struct str text, size_t from, struct str tail)
{
    for (size_t gap = 0; gap <= GAP && from < text.len; gap++) {
        if (str_starts(str_slice(text, from, text.len), tail))
            return from + tail.len;
        if (clause_end(utf8_next(text, &from)))
            break;
    }
    return 0;
}

struct search {
    const struct phrases *phrases;
    struct str normal;
    void (*each)(void *context, struct phrase_hit hit);
    void *context;
};

/* The phrases that begin like the text from `start` to `end`. */
static void find_from(const struct search *search, size_t start, size_t end)
{
    struct str rest = str_slice(search->normal, start, search->normal.len);
    uint32_t i = search->phrases->buckets[bucket_of(str_slice(search->normal, start, end))];
    for (; i != NO_PHRASE; i = search->phrases->all.items[i].next) {
        const struct phrase *phrase = &search->phrases->all.items[i];
        if (!str_starts(rest, phrase->head) || !on_word_bounds(search->normal, start, start + phrase->head.len))
            continue;
        size_t stop = start + phrase->head.len;
        if (phrase->tail.len > 0 && (stop = tail_end(search->normal, stop, phrase->tail)) == 0)
            continue;
        search->each(search->context, (struct phrase_hit){phrase->class_index, (uint32_t)start, (uint32_t)stop});
    }
}

void phrases_find(const struct phrases *phrases, struct str normal, void (*each)(void *context, struct phrase_hit hit),
                  void *context)
{
    const struct search search = {phrases, normal, each, context};
    for (size_t at = 0; at < normal.len;) {
        size_t one = beginning(normal, at, false), two = beginning(normal, at, true);
        find_from(&search, at, one);
        if (two > 0 && bucket_of(str_slice(normal, at, two)) != bucket_of(str_slice(normal, at, one)))
            find_from(&search, at, two);
        at = one;
    }
}
