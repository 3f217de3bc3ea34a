#include "signal/phrases.h"

#include "base/arena.h"
#include "base/buf.h"
#include "base/vec.h"
#include "text/normalise.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

enum { GAP = 8 };
#define FNV 2166136261u

static size_t word_end(struct str text, size_t at)
{
    while (at < text.len && ascii_alnum(text.ptr[at]))
        at++;
    return at;
}

/* The end of the unit at `at`: a word, else a code point. */
static size_t unit_end(struct str text, size_t at)
{
    if (ascii_alnum(text.ptr[at]))
        return word_end(text, at + 1);
    utf8_next(text, &at);
    return at;
}

/* The end of the unit that goes on from one that began at `at` and ends at `end`: behind a word the next word, across
 * what stands between them; behind a code point the next one. 0 when there is none. */
static size_t second_end(struct str text, size_t at, size_t end)
{
    if (!ascii_alnum(text.ptr[at])) {
        if (end >= text.len)
            return 0;
        utf8_next(text, &end);
        return end;
    }
    while (end < text.len && text.ptr[end] > 0 && !ascii_alnum(text.ptr[end]))
        end++;
    return end < text.len && ascii_alnum(text.ptr[end]) ? word_end(text, end + 1) : 0;
}

/* FNV-1a, in steps: what begins alike is hashed once. */
static uint32_t hash_more(uint32_t h, struct str text, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++)
        h = (h ^ (unsigned char)text.ptr[i]) * 16777619u;
    return h;
}

static size_t bucket_of(uint32_t h)
{
    return (h ^ h >> 16) & (PHRASE_BUCKETS - 1);
}

static size_t start_bit(uint32_t h)
{
    return (h * 2654435761u) >> 16;
}

static bool may_begin(const struct phrases *phrases, uint32_t h)
{
    return phrases->starts[start_bit(h) / 64] >> start_bit(h) % 64 & 1;
}

/* Phrases being read; finished in one piece of memory. */
struct reader {
    struct arena arena; /* of what is normalised on the way */
    struct buf text;
    VEC(struct phrase) all;
    VEC(struct phrase_class) classes;
    uint16_t buckets[PHRASE_BUCKETS];
    uint64_t starts[PHRASE_STARTS / 64];
};

static uint32_t keep_text(struct reader *reader, struct str text)
{
    uint32_t at = (uint32_t)reader->text.len;
    buf_add(&reader->text, text);
    return at;
}

static void add_phrase(struct reader *reader, struct str text, uint16_t class_index)
{
    struct str normal = str_trim(normalise_text(&reader->arena, text));
    size_t gap = str_find_byte(normal, '~');
    struct str head = gap == STR_NONE ? normal : str_slice(normal, 0, gap);
    struct str tail = gap == STR_NONE ? (struct str){0} : str_slice(normal, gap + 1, normal.len);
    if (head.len == 0)
        return;
    const size_t one = unit_end(head, 0), two = second_end(head, 0, one);
    const uint32_t h = hash_more(FNV, head, 0, two > 0 ? two : one);
    size_t bucket = bucket_of(h);
    reader->starts[start_bit(h) / 64] |= (uint64_t)1 << start_bit(h) % 64;
    struct phrase phrase = {.head = keep_text(reader, head),
                            .head_len = (uint16_t)head.len,
                            .tail = keep_text(reader, tail),
                            .tail_len = (uint16_t)tail.len,
                            .class_index = class_index,
                            .next = reader->buckets[bucket]};
    reader->buckets[bucket] = (uint16_t)reader->all.count;
    VEC_PUSH(&reader->all, phrase);
}

static void add_line(struct reader *reader, struct str line, uint16_t class_index)
{
    while (line.len > 0) {
        size_t bar = str_find(line, STR(" |"));
        struct str text = str_trim(str_slice(line, 0, bar == STR_NONE ? line.len : bar));
        if (text.len > 0)
            add_phrase(reader, text, class_index);
        line = bar == STR_NONE ? (struct str){0} : str_slice(line, bar + 2, line.len);
    }
}

static bool read_lines(struct reader *reader, struct str text, const char *path, struct error *err)
{
    struct str line;
    for (size_t number = 1; str_next_line(&text, &line); number++) {
        line = str_trim(line);
        if (line.len == 0 || line.ptr[0] == '#')
            continue;
        if (line.ptr[0] == '[' && line.ptr[line.len - 1] == ']') {
            struct str name = str_slice(line, 1, line.len - 1);
            VEC_PUSH(&reader->classes, ((struct phrase_class){keep_text(reader, name), (uint32_t)name.len}));
        } else if (reader->classes.count == 0) {
            return error_at(err, ERROR_USER, path, number, 1, "a phrase stands before the first [class]");
        } else {
            add_line(reader, line, (uint16_t)(reader->classes.count - 1));
        }
        if (line.len > UINT16_MAX || reader->all.count >= PHRASE_NONE || reader->classes.count >= PHRASE_NONE)
            return error_at(err, ERROR_USER, path, number, 1, "there are more phrases than the tables hold");
    }
    return true;
}

/* The tables behind the structure itself, so that one free() frees all. */
static struct phrases *finish(const struct reader *reader)
{
    size_t all = reader->all.count * sizeof *reader->all.items;
    size_t classes = reader->classes.count * sizeof *reader->classes.items;
    struct phrases *phrases = memory_alloc(sizeof *phrases + sizeof reader->starts + all + classes +
                                           sizeof reader->buckets + reader->text.len + 1);
    char *at = (char *)(phrases + 1);
    const void *parts[] = {reader->starts, reader->all.items, reader->classes.items, reader->buckets,
                           reader->text.bytes};
    size_t sizes[] = {sizeof reader->starts, all, classes, sizeof reader->buckets, reader->text.len};
    void *copies[5];
    for (size_t i = 0; i < 5; i++) {
        copies[i] = at;
        if (sizes[i] > 0)
            memcpy(at, parts[i], sizes[i]);
        at += sizes[i];
    }
    *phrases = (struct phrases){.starts = copies[0],
                                .all = copies[1],
                                .count = reader->all.count,
                                .classes = copies[2],
                                .class_count = reader->classes.count,
                                .buckets = copies[3],
                                .text = copies[4],
                                .text_len = reader->text.len};
    return phrases;
}

struct phrases *phrases_read(struct str text, const char *path, struct error *err)
{
    struct reader *reader = memory_alloc(sizeof *reader);
    arena_init(&reader->arena);
    buf_init(&reader->text, 0);
    for (size_t i = 0; i < PHRASE_BUCKETS; i++)
        reader->buckets[i] = PHRASE_NONE;
    struct phrases *phrases = read_lines(reader, text, path, err) ? finish(reader) : NULL;
    VEC_RELEASE(&reader->all);
    VEC_RELEASE(&reader->classes);
    buf_release(&reader->text);
    arena_release(&reader->arena);
    free(reader);
    return phrases;
}

void phrases_free(struct phrases *phrases)
{
    free(phrases);
}

struct str phrases_class_name(const struct phrases *phrases, size_t index)
{
    return (struct str){phrases->text + phrases->classes[index].name, phrases->classes[index].len};
}

uint16_t phrases_class(const struct phrases *phrases, struct str name)
{
    for (size_t i = 0; i < phrases->class_count; i++)
        if (str_eq(phrases_class_name(phrases, i), name))
            return (uint16_t)i;
    return PHRASE_NONE;
}

const struct phrase_hit *phrase_hits_of(const struct phrase_hits *hits, uint16_t class_index)
{
    for (size_t i = 0; i < hits->count; i++)
        if (hits->items[i].class_index == class_index)
            return &hits->items[i];
    return NULL;
}

static bool clause_end(uint32_t c)
{
    return c == ',' || c == '.' || c == '!' || c == '?' || c == ';' || c == ':' || c == '"';
}

/* The end of `tail` within GAP code points behind `from`, or 0. */
static size_t tail_end(struct str text, size_t from, struct str tail)
{
    for (size_t gap = 0; gap <= GAP && from < text.len; gap++) {
        if (text.ptr[from] == tail.ptr[0] && str_starts(str_slice(text, from, text.len), tail))
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

/* The phrases of a bucket that stand at `start`. */
static void find_from(const struct search *search, size_t start, size_t bucket)
{
    const struct phrases *phrases = search->phrases;
    struct str rest = str_slice(search->normal, start, search->normal.len);
    for (uint16_t i = phrases->buckets[bucket]; i != PHRASE_NONE; i = phrases->all[i].next) {
        const struct phrase *phrase = &phrases->all[i];
        if (rest.len < phrase->head_len ||
            rest.ptr[phrase->head_len - 1] != phrases->text[phrase->head + phrase->head_len - 1u] ||
            memcmp(rest.ptr, phrases->text + phrase->head, phrase->head_len) != 0 ||
            !str_at_word_bounds(search->normal, start, start + phrase->head_len))
            continue;
        size_t stop = start + phrase->head_len;
        struct str tail = {phrases->text + phrase->tail, phrase->tail_len};
        if (tail.len > 0 && (stop = tail_end(search->normal, stop, tail)) == 0)
            continue;
        search->each(search->context, (struct phrase_hit){phrase->class_index, (uint32_t)start, (uint32_t)stop});
    }
}

void phrases_find(const struct phrases *phrases, struct str normal, void (*each)(void *context, struct phrase_hit hit),
                  void *context)
{
    const struct search search = {phrases, normal, each, context};
    for (size_t at = 0, one; at < normal.len; at = one) {
        one = unit_end(normal, at);
        const size_t two = second_end(normal, at, one);
        const uint32_t h = hash_more(FNV, normal, at, one), both = two > 0 ? hash_more(h, normal, one, two) : h;
        const bool alone = may_begin(phrases, h);
        if (alone)
            find_from(&search, at, bucket_of(h));
        if (two > 0 && may_begin(phrases, both) && !(alone && bucket_of(both) == bucket_of(h)))
            find_from(&search, at, bucket_of(both));
    }
}
