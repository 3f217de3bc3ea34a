#include "run/turns.h"
#include "support/within.h"

#include <criterion/criterion.h>

static const char *const documents[] = {"personas/delivery-callback.md", "personas/cloud-maintenance.md"};

/* Two scenarios, the models "a" and "b", so many repeats. */
static void make_plan(struct plan *plan, struct experiment *experiment, size_t repeats, size_t limit_of_a)
{
    struct error err = {0};
    experiment_init(experiment);
    for (size_t i = 0; i < 2; i++)
        cr_assert(experiment_add_scenarios(experiment, documents[i], &err), "%s", err.message);
    struct endpoint *a = experiment_add_model(experiment, "a", "http://127.0.0.1:1/v1", NULL, &err);
    cr_assert_not_null(a);
    a->in_flight = limit_of_a;
    cr_assert_not_null(experiment_add_model(experiment, "b", "http://127.0.0.1:1/v1", NULL, &err));
    experiment->repeats = repeats;
    cr_assert(plan_make(plan, experiment, &err), "%s", err.message);
    cr_assert_eq(plan->count, 4 * repeats);
}

static const struct planned *begin(struct turns *turns)
{
    size_t index = turns_next(turns);
    if (index == SIZE_MAX)
        return NULL;
    turns_begin(turns, index);
    return &turns->plan->conversations[index];
}

static void release(struct turns *turns, struct plan *plan, struct experiment *experiment)
{
    turns_release(turns);
    plan_release(plan);
    experiment_release(experiment);
}

Test(turns, every_cell_has_its_first_repeat_before_any_has_its_second)
{
    struct experiment experiment;
    struct plan plan;
    struct turns turns;
    make_plan(&plan, &experiment, 3, 0);
    turns_init(&turns, &plan);
    for (uint32_t i = 0; i < plan.count; i++) {
        const struct planned *planned = begin(&turns);
        cr_assert_not_null(planned);
        cr_expect_eq(planned->repeat, 1 + i / 4, "%u: repeat %u", i, planned->repeat);
        cr_expect_eq(planned->model, i % 2, "in turn");
        cr_expect_eq(planned->scenario, i / 2 % 2);
    }
    cr_expect_eq(turns.left, 0);
    cr_expect_null(begin(&turns));
    release(&turns, &plan, &experiment);
}

Test(turns, a_slow_endpoint_keeps_no_other_waiting)
{
    enum { SLOTS = 8 };
    struct experiment experiment;
    struct plan plan;
    struct turns turns;
    size_t of_a = 0, last_of_b = 0;
    make_plan(&plan, &experiment, 20, 0);
    turns_init(&turns, &plan);
    for (size_t i = 0; i < SLOTS; i++) {
        const struct planned *planned = begin(&turns);
        of_a += planned->model == 0;
        last_of_b = planned->model == 1 ? (size_t)(planned - plan.conversations) : last_of_b;
    }
    cr_expect_eq(of_a, SLOTS / 2);
    for (size_t i = SLOTS / 2; i < 40; i++) { /* one of b ends at a time, those of a never */
        turns_end(&turns, last_of_b);
        const struct planned *planned = begin(&turns);
        cr_assert_not_null(planned);
        cr_expect_eq(planned->model, 1);
        last_of_b = (size_t)(planned - plan.conversations);
    }
    release(&turns, &plan, &experiment);
}

Test(turns, no_more_of_an_endpoint_is_begun_than_keeps_it_busy)
{
    struct experiment experiment;
    struct plan plan;
    struct turns turns;
    size_t of[2] = {0, 0};
    make_plan(&plan, &experiment, 20, 1);
    turns_init(&turns, &plan);
    for (const struct planned *planned; (planned = begin(&turns)) != NULL;)
        of[planned->model]++;
    cr_expect_eq(of[0], 2);
    cr_expect_eq(of[1], 40);
    cr_expect_eq(turns.left, 38);
    turns_end(&turns, 0);
    cr_expect_eq(begin(&turns)->model, 0, "as soon as one has ended");
    release(&turns, &plan, &experiment);
}

Test(turns, what_was_begun_otherwise_is_not_begun_again)
{
    struct experiment experiment;
    struct plan plan;
    struct turns turns;
    make_plan(&plan, &experiment, 1, 0);
    turns_init(&turns, &plan);
    for (size_t i = 0; i < 3; i++)
        turns_begin(&turns, i);
    cr_expect_eq(turns_next(&turns), 3);
    cr_expect_eq(turns_next(&turns), 3, "asking is no beginning");
    release(&turns, &plan, &experiment);
}

/* Against what the rule says, model by model. */
Test(turns, the_model_with_the_fewest_under_way_is_next_whatever_ends_when)
{
    enum { MODELS = 7, EACH = 30, MOST = MODELS * EACH };
    struct endpoint models[MODELS] = {{.in_flight = 2}, {.in_flight = 0}, {.in_flight = 1}};
    struct experiment experiment = {.models = models, .model_count = MODELS, .repeats = EACH};
    struct planned planned[MOST];
    struct plan plan = {.experiment = &experiment, .conversations = planned, .count = MOST};
    struct turns turns;
    size_t active[MODELS] = {0}, left[MODELS], under_way[MOST], count = 0, draw = 1;
    for (size_t i = 0; i < MOST; i++)
        planned[i] = (struct planned){.model = i % MODELS, .repeat = (uint32_t)(1 + i / MODELS)};
    for (size_t m = 0; m < MODELS; m++)
        left[m] = EACH;
    turns_init(&turns, &plan);
    for (size_t steps = 0; steps < 20 * MOST; steps++) {
        draw = draw * 6364136223846793005u + 1442695040888963407u;
        size_t best = SIZE_MAX, next = turns_next(&turns);
        for (size_t m = 0; m < MODELS; m++)
            if (left[m] > 0 && (models[m].in_flight == 0 || active[m] < 2 * models[m].in_flight) &&
                (best == SIZE_MAX || active[m] < active[best]))
                best = m;
        cr_assert_eq(next == SIZE_MAX ? SIZE_MAX : planned[next].model, best, "step %zu", steps);
        if (best != SIZE_MAX && (draw >> 60) < 8) {
            turns_begin(&turns, next);
            active[best]++, left[best]--;
            under_way[count++] = next;
        } else if (count > 0) {
            size_t at = (size_t)(draw >> 33) % count, ended = under_way[at];
            under_way[at] = under_way[--count];
            turns_end(&turns, ended);
            active[planned[ended].model]--;
        }
    }
    cr_expect_eq(turns.left, 0);
    turns_release(&turns);
}

Test(turns, of_very_many_models_each_is_found_at_once)
{
    enum { MODELS = 100000 };
    struct experiment experiment = {
        .models = memory_alloc(MODELS * sizeof(struct endpoint)), .model_count = MODELS, .repeats = 2};
    struct plan plan = {.experiment = &experiment,
                        .conversations = memory_alloc(2 * MODELS * sizeof(struct planned)),
                        .count = 2 * MODELS};
    struct turns turns;
    within(10); /* a look at every model for every call took half a minute */
    for (size_t i = 0; i < plan.count; i++)
        plan.conversations[i] = (struct planned){.model = i / 2, .repeat = (uint32_t)(1 + i % 2)};
    turns_init(&turns, &plan);
    for (size_t i = 0; i < plan.count; i++) {
        const struct planned *planned = begin(&turns);
        cr_assert_not_null(planned);
        cr_assert(planned->model == i % MODELS && planned->repeat == 1 + i / MODELS, "%zu", i);
    }
    turns_release(&turns);
    free(plan.conversations);
    free(experiment.models);
}
