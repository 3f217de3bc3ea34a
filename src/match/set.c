#include "match/set.h"

#include "base/arena.h"
#include "base/vec.h"
#include "match/aho.h"
#include "match/literal.h"

#include <stdlib.h>
#include <string.h>

struct pattern_set {
    struct arena arena;
    VEC(struct pattern *) patterns; /* owned */
    struct aho *aho;                /* owned; NULL until it is built */
    uint64_t *always;               /* arena: the patterns without a required literal */
};

struct pattern_set *pattern_set_new(void)
{
    struct pattern_set *set = memory_alloc(sizeof *set);
    arena_init(&set->arena);
    return set;
}

void pattern_set_free(struct pattern_set *set)
{
    if (set == NULL)
        return;
    for (size_t i = 0; i < set->patterns.count; i++)
        pattern_free(set->patterns.items[i]);
    VEC_RELEASE(&set->patterns);
    aho_free(set->aho);
    arena_release(&set->arena);
    free(set);
}

size_t pattern_set_add(struct pattern_set *set, struct str expression, struct error *err)
{
    struct pattern *pattern = pattern_new(expression, err);
    if (pattern == NULL)
        return SIZE_MAX;
    VEC_PUSH(&set->patterns, pattern);
    return set->patterns.count - 1;
}

static size_t words(const struct pattern_set *set)
{
    return (set->patterns.count + 63) / 64;
}

/* All literals of the pattern go into the automaton; false when it must always run. */
static bool add_literals(struct pattern_set *set, size_t index)
{
    struct literals literals = literals_required(&set->arena, pattern_expression(set->patterns.items[index]));
    for (size_t i = 0; i < literals.count; i++) {
        if (!aho_add(set->aho, literals.items[i], index))
            return false;
    }
    return literals.count > 0;
}

void pattern_set_build(struct pattern_set *set)
{
    set->aho = aho_new();
    set->always = arena_array(&set->arena, words(set), sizeof *set->always);
    for (size_t i = 0; i < set->patterns.count; i++) {
        if (!add_literals(set, i))
            set->always[i / 64] |= (uint64_t)1 << (i % 64);
    }
    aho_build(set->aho);
}

size_t pattern_set_count(const struct pattern_set *set)
{
    return set->patterns.count;
}

const struct pattern *pattern_set_at(const struct pattern_set *set, size_t index)
{
    return set->patterns.items[index];
}

void pattern_set_candidates(const struct pattern_set *set, struct str text, uint64_t *bits)
{
    if (words(set) > 0)
        memcpy(bits, set->always, words(set) * sizeof *bits);
    aho_mark(set->aho, text, bits);
}
