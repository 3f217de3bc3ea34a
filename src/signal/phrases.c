#include "signal/phrases.h"

#include "base/buf.h"
#include "base/vec.h"
#include "text/normalise.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

enum { GAP = 8 };

/* Phrases being read. */
struct reader {
    struct phrases *phrases;
    struct arena scratch; /* of what is normalised on the way */
    struct buf text;
    VEC(struct phrase) all;
    VEC(struct phrase_class) classes;
    bool too_short; /* a phrase is */
};

static uint32_t keep_text(struct reader *reader, struct str text)
{
    uint32_t at = (uint32_t)reader->text.len;
    buf_add(&reader->text, text);
    return at;
}

static void add_phrase(struct reader *reader, struct str text, uint16_t class_index)
{
    struct str normal = str_trim(normalise_text(&reader->scratch, text));
    size_t gap = str_find_byte(normal, '~');
    struct str head = gap == STR_NONE ? normal : str_slice(normal, 0, gap);
    struct str tail = gap == STR_NONE ? (struct str){0} : str_slice(normal, gap + 1, normal.len);
    reader->too_short = reader->too_short || head.len < NEEDLE_SHORTEST;
    if (reader->too_short)
        return;
    needles_add(&reader->phrases->heads, head, (unsigned)reader->all.count);
    VEC_PUSH(&reader->all, ((struct phrase){keep_text(reader, tail), (uint16_t)tail.len, class_index}));
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
        if (reader->too_short)
            return error_at(err, ERROR_USER, path, number, 1, "a phrase has fewer than two bytes before any ~");
        if (line.len > UINT16_MAX || reader->all.count >= NEEDLES_MOST || reader->classes.count >= PHRASE_NONE)
            return error_at(err, ERROR_USER, path, number, 1, "there are more phrases than the tables hold");
    }
    return true;
}

static void *kept(struct phrases *phrases, const void *items, size_t count, size_t size)
{
    return arena_dup(&phrases->arena, items, count * size);
}

struct phrases *phrases_read(struct str text, const char *path, struct error *err)
{
    struct phrases *phrases = memory_alloc(sizeof *phrases);
    struct reader reader = {.phrases = phrases};
    arena_init(&phrases->arena);
    arena_init(&reader.scratch);
    buf_init(&reader.text, 0);
    needles_init(&phrases->heads, &phrases->arena, NEEDLES_AT_WORD_BOUNDS);
    const bool good = read_lines(&reader, text, path, err);
    phrases->all = kept(phrases, reader.all.items, reader.all.count, sizeof *phrases->all);
    phrases->classes = kept(phrases, reader.classes.items, reader.classes.count, sizeof *phrases->classes);
    phrases->class_count = reader.classes.count;
    phrases->text = kept(phrases, reader.text.bytes, reader.text.len, 1);
    phrases->text_len = reader.text.len;
    VEC_RELEASE(&reader.all);
    VEC_RELEASE(&reader.classes);
    buf_release(&reader.text);
    arena_release(&reader.scratch);
    if (good)
        return phrases;
    phrases_free(phrases);
    return NULL;
}

void phrases_free(struct phrases *phrases)
{
    if (phrases == NULL)
        return;
    arena_release(&phrases->arena);
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
    const struct words *words;
    void (*each)(void *context, struct phrase_hit hit);
    void *context;
};

/* The head of a phrase stands there: does the tail follow? */
static void hear(void *context, struct needle_hit hit)
{
    const struct search *search = context;
    const struct phrase *phrase = &search->phrases->all[hit.value];
    const struct str tail = {search->phrases->text + phrase->tail, phrase->tail_len};
    size_t end = hit.end;
    if (tail.len > 0)
        end = words_may_have_str(search->words, tail) ? tail_end(search->words->text, hit.end, tail) : 0;
    if (end > 0)
        search->each(search->context, (struct phrase_hit){phrase->class_index, (uint32_t)hit.start, (uint32_t)end});
}

void phrases_find(const struct phrases *phrases, const struct words *normal,
                  void (*each)(void *context, struct phrase_hit hit), void *context)
{
    struct search search = {phrases, normal, each, context};
    needles_find(&phrases->heads, normal->text, hear, &search);
}
