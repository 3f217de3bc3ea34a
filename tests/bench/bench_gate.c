/* How often does the gate cry wolf, and how often does it see a wolf?
 *
 * A/A: two disjoint draws from one pool of scored conversations of one model, compared a thousand times; the share of
 * alarms must not pass alpha. Planted drop: a draw from the pool against a draw from a pool of a worse model, and the
 * share of alarms found; beside it the mean drop, so that the stated power can be held against the smallest detectable
 * drop that the comparison itself states. Usage: bench_gate ROUNDS REPEATS FAITHFUL-RUN WORSE-RUN   (run folders with
 * many repeats of the same scenarios) */
#include "run/baseline.h"

#include "base/rng.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

struct pool {
    struct gate_side side;
    struct gate_scores scores;
    struct {
        size_t *index;
        size_t count;
    } * cells; /* one a scenario */
};

static bool open_pool(struct pool *pool, const char *path, struct error *err)
{
    if (!gate_side_read(&pool->side, path, err))
        return false;
    pool->scores = gate_score(&pool->side, 4);
    pool->cells = memory_alloc(pool->side.scenario_count * sizeof *pool->cells);
    for (size_t s = 0; s < pool->side.scenario_count; s++) {
        pool->cells[s].index = memory_alloc(pool->scores.before_count * sizeof(size_t));
        for (size_t i = 0; i < pool->scores.before_count; i++)
            if (pool->scores.before[i] != NULL &&
                str_eq(pool->scores.before[i]->transcript->scenario, pool->side.scenarios[s]->id))
                pool->cells[s].index[pool->cells[s].count++] = i;
    }
    return true;
}

static void close_pool(struct pool *pool)
{
    for (size_t s = 0; s < pool->side.scenario_count; s++)
        free(pool->cells[s].index);
    free(pool->cells);
    gate_scores_release(&pool->scores);
    gate_side_release(&pool->side);
}

/* A drawn side: shallow copies whose repeats are numbered anew, so that they pair up. */
struct drawn {
    struct score *scores;
    struct transcript *transcripts;
    struct score **list;
    size_t count;
};

static void shuffle(size_t *items, size_t count, struct rng *rng)
{
    for (size_t i = count; i > 1; i--) {
        size_t j = rng_below(rng, i), kept = items[i - 1];
        items[i - 1] = items[j];
        items[j] = kept;
    }
}

static void take(struct drawn *drawn, const struct pool *pool, size_t offset, size_t repeats)
{
    drawn->count = 0;
    for (size_t s = 0; s < pool->side.scenario_count; s++)
        for (size_t r = 0; r < repeats; r++) {
            size_t k = drawn->count++;
            drawn->scores[k] = *pool->scores.before[pool->cells[s].index[offset + r]];
            drawn->transcripts[k] = *drawn->scores[k].transcript;
            drawn->transcripts[k].repeat = (uint32_t)r + 1;
            drawn->transcripts[k].model = STR("model");
            drawn->scores[k].transcript = &drawn->transcripts[k];
            drawn->list[k] = &drawn->scores[k];
        }
}

static struct drawn new_drawn(size_t count)
{
    return (struct drawn){memory_alloc(count * sizeof(struct score)), memory_alloc(count * sizeof(struct transcript)),
                          memory_alloc(count * sizeof(struct score *)), 0};
}

static void free_drawn(struct drawn *drawn)
{
    free(drawn->scores);
    free(drawn->transcripts);
    free(drawn->list);
}

struct outcome_counts {
    size_t rounds, alarms, primary, conclusive;
    double drop, detectable;
};

static struct outcome_counts repeat_comparison(struct pool *old, struct pool *new, size_t rounds, size_t repeats)
{
    struct outcome_counts counts = {.rounds = rounds};
    size_t size = old->side.scenario_count * repeats;
    struct drawn before = new_drawn(size), after = new_drawn(size);
    struct rng rng;
    rng_init(&rng, 7);
    for (size_t round = 0; round < rounds; round++) {
        for (size_t s = 0; s < old->side.scenario_count; s++) {
            shuffle(old->cells[s].index, old->cells[s].count, &rng);
            if (new != old)
                shuffle(new->cells[s].index, new->cells[s].count, &rng);
        }
        take(&before, old, 0, repeats);
        take(&after, new, new == old ? repeats : 0, repeats);
        struct compare_side a = {before.list, before.list, before.count, before.count},
                            b = {after.list, after.list, after.count, after.count};
        struct comparison *c = compare_sides(&a, &b, &(struct compare_options){.seed = round + 1});
        counts.alarms += c->verdict == COMPARISON_REGRESSED;
        counts.primary += c->metrics[0].alarm;
        counts.conclusive += c->verdict != COMPARISON_INCONCLUSIVE;
        counts.drop += c->metrics[0].difference / (double)rounds;
        counts.detectable += c->detectable / (double)rounds;
        comparison_free(c);
    }
    free_drawn(&before);
    free_drawn(&after);
    return counts;
}

static struct comparison *look(const struct drawn *before, const struct drawn *after, uint64_t seed, bool confirmed)
{
    struct compare_side a = {before->list, before->list, before->count, before->count},
                        b = {after->list, after->list, after->count, after->count};
    return compare_sides(&a, &b, &(struct compare_options){.seed = seed, .confirmed = confirmed});
}

/* compare --confirm REPEATS: alarms of the first look, and of the verdict. Of a baseline only the new side has a second
 * look. */
struct look_counts {
    size_t first, last;
};

static struct look_counts two_looks(struct pool *old, struct pool *new, size_t rounds, size_t repeats, bool baseline)
{
    struct look_counts counts = {0, 0};
    size_t size = 2 * old->side.scenario_count * repeats;
    struct drawn before = new_drawn(size), after = new_drawn(size);
    struct rng rng;
    rng_init(&rng, 11);
    for (size_t round = 0; round < rounds; round++) {
        for (size_t s = 0; s < old->side.scenario_count; s++) {
            shuffle(old->cells[s].index, old->cells[s].count, &rng);
            if (new != old)
                shuffle(new->cells[s].index, new->cells[s].count, &rng);
        }
        size_t offset = new == old ? 2 * repeats : 0;
        take(&before, old, 0, repeats);
        take(&after, new, offset, repeats);
        struct comparison *c = look(&before, &after, round + 1, false);
        counts.first += c->verdict == COMPARISON_REGRESSED;
        if (comparison_rests_on_chance(c)) {
            comparison_free(c);
            take(&before, old, 0, baseline ? repeats : 2 * repeats);
            take(&after, new, offset, 2 * repeats);
            c = look(&before, &after, round + 1, true);
        }
        counts.last += c->verdict == COMPARISON_REGRESSED;
        comparison_free(c);
    }
    free_drawn(&before);
    free_drawn(&after);
    return counts;
}

static void print_looks(const char *what, struct look_counts counts, size_t rounds)
{
    printf("%s, --confirm: %zu alarms of the first look (%.1f %%), %zu of both together (%.1f %%)\n", what,
           counts.first, 100.0 * (double)counts.first / (double)rounds, counts.last,
           100.0 * (double)counts.last / (double)rounds);
}

int main(int argc, char **argv)
{
    struct error err = {0};
    struct pool faithful, worse;
    if (argc != 5) {
        fprintf(stderr, "usage: bench_gate ROUNDS REPEATS RUN WORSE-RUN\n");
        return 2;
    }
    size_t rounds = (size_t)strtoul(argv[1], NULL, 10), repeats = (size_t)strtoul(argv[2], NULL, 10);
    if (!open_pool(&faithful, argv[3], &err) || !open_pool(&worse, argv[4], &err)) {
        fprintf(stderr, "bench_gate: %s: %s\n", err.path, err.message);
        return 2;
    }
    for (size_t s = 0; s < faithful.side.scenario_count; s++)
        if (faithful.cells[s].count < 4 * repeats || worse.cells[s].count < 2 * repeats) {
            fprintf(stderr, "bench_gate: too few repeats in the pools\n");
            return 2;
        }
    size_t pairs = faithful.side.scenario_count * repeats;
    struct outcome_counts same = repeat_comparison(&faithful, &faithful, rounds, repeats),
                          drop = repeat_comparison(&faithful, &worse, rounds, repeats);
    printf("A/A: %zu comparisons of %zu pairs: %zu alarms (%.1f %%; stated at most 5 %%), %zu of them by the primary "
           "metric\n",
           rounds, pairs, same.alarms, 100.0 * (double)same.alarms / (double)rounds, same.primary);
    printf("planted drop: fidelity %+.3f on average, smallest detectable drop as stated %.3f (power 80 %%): %zu of %zu "
           "found (%.1f %%), %zu by the primary metric\n",
           drop.drop, drop.detectable, drop.alarms, rounds, 100.0 * (double)drop.alarms / (double)rounds, drop.primary);
    size_t fewer = rounds / 4; /* two looks at twice the data take their time */
    struct look_counts runs = two_looks(&faithful, &faithful, fewer, repeats, false),
                       baseline = two_looks(&faithful, &faithful, fewer, repeats, true);
    print_looks("A/A, two runs", runs, fewer);
    print_looks("A/A, baseline and run", baseline, fewer);
    print_looks("planted drop, two runs", two_looks(&faithful, &worse, fewer, repeats, false), fewer);
    print_looks("planted drop, baseline and run", two_looks(&faithful, &worse, fewer, repeats, true), fewer);
    close_pool(&faithful);
    close_pool(&worse);
    size_t worst = runs.last > baseline.last ? runs.last : baseline.last;
    double allowed = 0.05 * (double)rounds + 3 * sqrt(0.05 * 0.95 * (double)rounds);
    return (double)same.alarms > allowed ||
           (double)worst > 0.05 * (double)fewer + 3 * sqrt(0.05 * 0.95 * (double)fewer);
}
