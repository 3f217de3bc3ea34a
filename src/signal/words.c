#include "signal/words.h"

#include "base/vec.h"
#include "signal/context.h"
#include "signal/tokens.h"
#include "text/utf8.h"

#include <string.h>

enum { MAX_N = 3 };
/* n-grams weigh less than what has a meaning of its own: a share of the evidence each, chosen by
 * leave-one-scenario-out. */
static const float GRAM_VALUE = 0.8f;

/* How n-grams become features. */
struct gram_space {
    const char *name;
    float value;
    bool placed; /* they speak for where they stand */
};

static inline uint64_t hash_token(uint64_t h, const struct tokens *tokens, const struct token *token, bool first)
{
    if (token->sign != 0)
        return hash64_value(h, token->sign);
    const uint32_t from = token->start - (token->apart && !first);
    return hash64_more(h, (struct str){tokens->text + from, token->end - from});
}

/* The hash goes on from one token to the next: n-grams that begin together share it. */
static void collect_grams_of(struct features *features, struct arena *arena, const struct tokens *tokens,
                             const struct token *first, const struct token *stop, const struct gram_space *space)
{
    uint64_t h = feature_begin(str_from(space->name), 0);
    for (const struct token *last = first; last < stop; last++) {
        h = hash_token(h, tokens, last, last == first);
        features_add_keyed(features, hash64_end(h), space->name, tokens_text(arena, tokens, first, last + 1),
                           space->value, first->from, space->placed ? last->to : 0);
    }
}

enum { BATCH = 64 };
struct gram {
    uint64_t key;
    uint32_t from, to; /* bytes of the normal text */
};
struct gram_row {
    uint32_t row, gram; /* that the gram seems to have; which of the batch */
};

/* Where the next one would be. */
static struct gram *hash_grams(struct gram *next, const struct tokens *tokens, const struct token *first,
                               const struct token *stop, uint64_t begin, struct weight_index index)
{
    const struct token *end = tokens->all + tokens->count;
    for (; first < stop; first++) {
        uint64_t h = begin;
#pragma GCC unroll 3
        for (size_t n = 0; n < MAX_N; n++) {
            const struct token *last = first + n;
            if (last >= end)
                break;
            h = hash_token(h, tokens, last, n == 0);
            *next = (struct gram){hash64_end(h), first->from, last->to};
            weight_prefetch(index, next++->key);
        }
    }
    return next;
}

/* The n-grams that begin with the tokens from `first` to before `stop`, of which there are BATCH at most. Of all that
 * is done to a reply this is done most often, in tables that no cache holds by then: each of the three steps asks
 * memory for what the next one reads. */
static void weigh_batch(struct features *features, const struct tokens *tokens, const struct token *first,
                        const struct token *stop, const struct gram_space *space, uint64_t begin)
{
    const struct weight_index index = features->model->index;
    const float value = space->value;
    const uint32_t placed = space->placed ? UINT32_MAX : 0;
    uint64_t *seen = features->seen;
    struct gram grams[BATCH * MAX_N];
    struct gram_row rows[BATCH * MAX_N], *found = rows;
    const size_t count = (size_t)(hash_grams(grams, tokens, first, stop, begin, index) - grams);
    for (size_t i = 0; i < count; i++) {
        const uint32_t row = weight_seems(index, grams[i].key);
        if (row == 0)
            continue;
        *found++ = (struct gram_row){row, (uint32_t)i};
        __builtin_prefetch(&index.rows[row]);
    }
    struct evidence *next = features_room(features, count);
    for (const struct gram_row *at = rows; at < found; at++) {
        const struct gram *gram = &grams[at->gram];
        const uint32_t row = index.rows[at->row].key == gram->key ? at->row : weight_find(index, gram->key);
        *next = (struct evidence){index.rows[row].of, value, gram->from, gram->to & placed};
        next += features_first(seen, row);
    }
    features->evidence.count = (size_t)(next - features->evidence.items);
}

static void weigh_grams(struct features *features, const struct tokens *tokens, const struct token *first,
                        const struct token *stop, const struct gram_space *space)
{
    const uint64_t begin = feature_begin(str_from(space->name), 0);
    for (; first < stop; first += BATCH)
        weigh_batch(features, tokens, first, stop - first < BATCH ? stop : first + BATCH, space, begin);
}

static void collect_grams(struct features *features, struct arena *arena, const struct tokens *tokens,
                          const struct token *first, const struct token *stop, const struct gram_space *space)
{
    const struct token *end = tokens->all + tokens->count;
    for (; first < stop; first++)
        collect_grams_of(features, arena, tokens, first, end - first < MAX_N ? end : first + MAX_N, space);
}

static void add_grams(struct features *features, struct arena *arena, const struct tokens *tokens,
                      const struct gram_space *space)
{
    const struct token *from = tokens->all, *end = from + tokens->count, *head = end, *tail = end;
    if (tokens->count > WORDS_HEAD + WORDS_TAIL) {
        head = from + WORDS_HEAD;
        tail = end - WORDS_TAIL;
    }
    if (features->model == NULL) {
        collect_grams(features, arena, tokens, from, head, space);
        collect_grams(features, arena, tokens, tail, end, space);
    } else {
        weigh_grams(features, tokens, from, head, space);
        if (tail < end)
            weigh_grams(features, tokens, tail, end, space);
    }
}

struct hit_list {
    struct arena *arena;
    struct quotations quotations;
    struct phrase_hits hits;
    size_t room;
};

static void keep_hit(void *context, struct phrase_hit hit)
{
    enum { FEW = 16 };
    struct hit_list *list = context;
    struct phrase_hits *hits = &list->hits;
    if (quotations_cover(&list->quotations, hit.start))
        return;
    if (hits->count == list->room) {
        struct phrase_hit *old = hits->items;
        list->room = list->room > 0 ? 2 * list->room : FEW;
        hits->items = arena_raw(list->arena, list->room, sizeof *hits->items);
        if (hits->count > 0)
            memcpy(hits->items, old, hits->count * sizeof *old);
    }
    hits->items[hits->count++] = hit;
}

struct phrase_hits words_phrases(struct arena *arena, const struct phrases *phrases, const struct words *normal)
{
    struct hit_list list = {.arena = arena, .quotations = {.normal = normal->text}};
    phrases_find(phrases, normal, keep_hit, &list);
    return list.hits;
}

static bool sentence_end(char c)
{
    return c == '.' || c == '!' || c == '?';
}

/* Where the first sentence ends, and where the last begins. */
struct bounds {
    size_t first_end, last_start;
};

static struct bounds sentence_bounds(struct str normal)
{
    struct bounds bounds = {normal.len, 0};
    size_t end = normal.len;
    while (end > 0 && (sentence_end(normal.ptr[end - 1]) || normal.ptr[end - 1] == ' '))
        end--;
    for (size_t at = utf8_skip_han(normal, 0); at < normal.len; at = utf8_skip_han(normal, at + 1)) {
        if (!sentence_end(normal.ptr[at]))
            continue;
        if (bounds.first_end == normal.len)
            bounds.first_end = at;
        if (at < end)
            bounds.last_start = at + 1;
    }
    return bounds;
}

static const char *const space_names[CLASS_SPACES] = {"p", "pf", "pl", "b", "bl", "a", "af"};

uint64_t *words_class_keys(struct arena *arena, const struct phrases *phrases)
{
    uint64_t *keys = arena_array(arena, phrases->class_count * CLASS_SPACES, sizeof *keys);
    for (size_t class = 0; class < phrases->class_count; class ++)
        for (size_t space = 0; space < CLASS_SPACES; space++)
            keys[class * CLASS_SPACES + space] =
                feature_key(str_from(space_names[space]), phrases_class_name(phrases, class), 0);
    return keys;
}

uint32_t *words_class_rows(struct arena *arena, const struct phrases *phrases, const struct model *model,
                           const uint64_t *keys)
{
    uint32_t *rows = arena_array(arena, phrases->class_count * CLASS_SPACES, sizeof *rows);
    for (size_t i = 0; i < phrases->class_count * CLASS_SPACES && model != NULL; i++)
        rows[i] = weight_find(model->index, keys[i]);
    return rows;
}

static inline void add_class(struct features *features, const struct signal_context *context, enum class_space space,
                             struct phrase_hit hit, float value)
{
    const size_t at = hit.class_index * (size_t)CLASS_SPACES + space;
    const uint32_t end = space <= REPLY_LAST ? hit.end : 0;
    if (features->model == NULL)
        features_add_keyed(features, context->class_keys[at], space_names[space],
                           phrases_class_name(context->phrases, hit.class_index), value, hit.start, end);
    else
        features_weigh(features, context->class_rows[at], value, hit.start, end);
}

void words_own(struct features *features, struct arena *arena, const struct signal_context *context,
               const struct utterance *utterance)
{
    static const struct gram_space grams = {"g", GRAM_VALUE, true};
    const struct str normal = utterance->normal.text;
    const struct bounds bounds = sentence_bounds(normal);
    for (size_t i = 0; i < utterance->phrases.count; i++) {
        const struct phrase_hit hit = utterance->phrases.items[i];
        add_class(features, context, IN_REPLY, hit, 1);
        if (hit.start < bounds.first_end)
            add_class(features, context, REPLY_FIRST, hit, 0.7f);
        if (hit.start >= bounds.last_start)
            add_class(features, context, REPLY_LAST, hit, 0.7f);
    }
    struct tokens tokens = tokenise(arena, normal);
    add_grams(features, arena, &tokens, &grams);
    features_sum(features);
}

void words_before(struct features *features, const struct signal_context *context, const struct utterance *utterance)
{
    const struct bounds bounds = sentence_bounds(utterance->normal.text);
    for (size_t i = 0; i < utterance->phrases.count; i++) {
        const struct phrase_hit hit = utterance->phrases.items[i];
        add_class(features, context, IN_BEFORE, hit, 1);
        if (hit.start >= bounds.last_start)
            add_class(features, context, BEFORE_LAST, hit, 0.7f);
    }
    features_sum(features);
}

void words_after(struct features *features, struct arena *arena, const struct signal_context *context,
                 const struct utterance *utterance)
{
    enum { REACTION = 4 };
    static const struct gram_space grams = {"ag", 0.5f, false};
    const size_t from = features->all.count, first_end = sentence_bounds(utterance->normal.text).first_end;
    for (size_t i = 0; i < utterance->phrases.count; i++) {
        const struct phrase_hit hit = utterance->phrases.items[i];
        add_class(features, context, IN_AFTER, hit, 1);
        if (hit.start < first_end)
            add_class(features, context, AFTER_FIRST, hit, 0.7f);
    }
    struct tokens tokens = tokenise(arena, utterance->normal.text);
    add_grams(features, arena, &tokens, &grams);
    for (size_t n = 1; n <= REACTION && n < tokens.count; n++)
        features_add(features, grams.name, tokens_text(arena, &tokens, &tokens.all[1], &tokens.all[n + 1]), 1.2f, 0, 0);
    features_sum(features);
    for (size_t i = from; i < features->all.count; i++) {
        features->all.items[i].start = 0;
        features->all.items[i].later = true;
    }
}
