#include "run/mystery.h"
#include "run/plan.h"
#include "support/within.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const zh = "personas/delivery-callback.md", *const en = "personas/support-account-en.md";

static void two_by_two(struct experiment *experiment)
{
    experiment_init(experiment);
    cr_assert(experiment_add_scenarios(experiment, zh, NULL));
    cr_assert(experiment_add_scenarios(experiment, en, NULL));
    cr_assert_not_null(experiment_add_model(experiment, "b-model", "http://127.0.0.1:9/v1", NULL, NULL));
    cr_assert_not_null(experiment_add_model(experiment, "understudy:leaky", NULL, NULL, NULL));
    experiment->repeats = 2;
}

static struct plan planned(const struct experiment *experiment)
{
    struct plan plan;
    struct error err = {0};
    cr_assert(plan_make(&plan, experiment, &err), "%s: %s", err.path, err.message);
    return plan;
}

static void hash_of(const struct experiment *experiment, char hash[65])
{
    struct plan plan = planned(experiment);
    memcpy(hash, plan.hash, 65);
    cr_assert_eq(strncmp(plan.hash, plan.id, 12), 0);
    plan_release(&plan);
}

Test(plan, lists_conversations_by_scenario_model_and_repeat)
{
    static const char *const ids[] = {"delivery-callback/b-model/1", "delivery-callback/b-model/2",
                                      "delivery-callback/understudy:leaky/1", "delivery-callback/understudy:leaky/2",
                                      "support-account-en/b-model/1"};
    struct experiment experiment;
    two_by_two(&experiment);
    struct plan plan = planned(&experiment);
    cr_assert_eq(plan.count, 8);
    for (size_t i = 0; i < sizeof ids / sizeof *ids; i++)
        cr_assert(str_eq_cstring(plan.conversations[i].id, ids[i]), "%.*s", STR_FORMAT(plan.conversations[i].id));
    plan_release(&plan);
    experiment_release(&experiment);
}

Test(plan, has_a_name_that_follows_from_what_is_run_and_not_from_how)
{
    struct experiment experiment;
    char first[65], other[65];
    two_by_two(&experiment);
    hash_of(&experiment, first);
    experiment_add_rubric(&experiment, "some.yaml");
    hash_of(&experiment, other);
    cr_assert_str_eq(first, other, "a rubric asks nothing anew");
    experiment.seed = 2;
    hash_of(&experiment, other);
    cr_assert_str_neq(first, other);
    experiment.seed = 1;
    experiment.models[0].temperature = 0;
    hash_of(&experiment, other);
    cr_assert_str_neq(first, other, "temperature 0 is not the same as none");
    experiment.models[0].temperature = -1;
    experiment.models[0].base_url = STR("http://127.0.0.1:8/v1");
    hash_of(&experiment, other);
    cr_assert_str_neq(first, other);
    experiment_release(&experiment);
}

Test(plan, cuts_into_shards_that_together_are_the_whole)
{
    struct experiment experiment;
    struct error err = {0};
    struct plan plan;
    size_t together = 0;
    two_by_two(&experiment);
    experiment.shards = 3;
    for (experiment.shard = 1; experiment.shard <= 3; experiment.shard++) {
        plan = planned(&experiment);
        together += plan.count;
        plan_release(&plan);
    }
    cr_assert_eq(together, 8);
    experiment.shard = experiment.shards = 9;
    cr_assert_not(plan_make(&plan, &experiment, &err), "a ninth part of eight is empty");
    cr_assert_eq(err.kind, ERROR_USER);
    experiment_release(&experiment);
}

Test(plan, refuses_a_shard_that_is_none)
{
    static const char *const wrong[] = {"0/2", "3/2", "1", "1/2/3", "", "a/b", "1/10001"};
    struct experiment experiment;
    experiment_init(&experiment);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct error err = {0};
        cr_assert_not(experiment_set_shard(&experiment, wrong[i], &err), "%s", wrong[i]);
        cr_assert_eq(err.kind, ERROR_USER);
    }
    experiment_release(&experiment);
}

Test(plan, refuses_what_cannot_be_run)
{
    struct experiment experiment;
    struct error err = {0};
    struct plan plan;
    two_by_two(&experiment);
    cr_assert_null(experiment_add_model(&experiment, "b-model", NULL, NULL, &err), "one model twice");
    cr_assert_eq(err.kind, ERROR_USER);
    cr_assert(experiment_add_scenarios(&experiment, zh, NULL));
    cr_assert_not(plan_make(&plan, &experiment, &err), "one document twice");
    cr_assert_not_null(strstr(err.message, "given twice"));
    experiment_release(&experiment);

    experiment_init(&experiment);
    cr_assert_not(plan_make(&plan, &experiment, &err), "nothing to run");
    cr_assert(experiment_add_scenarios(&experiment, zh, NULL));
    cr_assert_not(plan_make(&plan, &experiment, &err), "no model");
    cr_assert_not_null(strstr(err.message, "--model"));
    experiment.repeats = PLAN_CEILING + 1;
    cr_assert_not_null(experiment_add_model(&experiment, "understudy", NULL, NULL, NULL));
    cr_assert_not(plan_make(&plan, &experiment, &err), "more than anybody can hold");
    cr_assert_eq(err.kind, ERROR_LIMIT);
    experiment_release(&experiment);
}

Test(plan, estimates_twice_as_much_for_twice_the_repeats)
{
    struct experiment experiment;
    two_by_two(&experiment);
    struct plan plan = planned(&experiment);
    struct estimate few = plan_estimate(&plan, NULL);
    plan_release(&plan);
    experiment.repeats = 4;
    plan = planned(&experiment);
    struct estimate many = plan_estimate(&plan, NULL);
    plan_release(&plan);
    cr_assert_eq(many.calls, 2 * few.calls);
    cr_assert_eq(many.prompt_tokens, 2 * few.prompt_tokens);
    cr_assert(few.calls >= 8 * 3 && few.prompt_tokens > few.completion_tokens);
    experiment_release(&experiment);
}

static void write_text(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    cr_assert_not_null(file);
    fputs(text, file);
    fclose(file);
}

Test(plan, compares_prompts_of_the_users_own)
{
    struct experiment experiment;
    struct error err = {0};
    char folder[] = "/tmp/fidelio-unit.XXXXXX", short_path[64], long_path[64], before[65], after[65];
    two_by_two(&experiment);
    cr_assert_not_null(mkdtemp(folder));
    snprintf(short_path, sizeof short_path, "%s/short.txt", folder);
    snprintf(long_path, sizeof long_path, "%s/long.v2.txt", folder);
    write_text(short_path, "Be this person.\n{{persona}}\nHang up with {{ marker }}.\n");
    write_text(long_path, "{{persona}}\n");
    hash_of(&experiment, before);
    cr_assert(experiment_add_prompt(&experiment, short_path, &err), "%s", err.message);
    hash_of(&experiment, after);
    cr_assert_str_neq(before, after);
    cr_assert(experiment_add_prompt(&experiment, long_path, &err), "%s", err.message);
    struct plan plan = planned(&experiment);
    cr_assert_eq(plan.count, 16, "the built-in prompt is not among them");
    cr_assert(str_eq_cstring(plan.conversations[0].id, "delivery-callback/short/b-model/1"));
    cr_assert(str_eq_cstring(plan.conversations[4].id, "delivery-callback/long.v2/b-model/1"));
    plan_release(&plan);
    cr_assert_not(experiment_add_prompt(&experiment, short_path, &err), "one name twice");
    experiment_release(&experiment);
}

Test(plan, models_and_callers_by_the_ten_thousand_take_linear_memory)
{
    enum { PARTIES = 20000 };
    struct experiment experiment;
    struct error err = {0};
    char name[32];
    experiment_init(&experiment);
    for (size_t i = 0; i < PARTIES && experiment.arena.used < (size_t)256 << 20; i++) {
        snprintf(name, sizeof name, "model-%zu", i);
        cr_assert_not_null(experiment_add_model(&experiment, name, "http://127.0.0.1:9/v1", NULL, &err));
        cr_assert_not_null(experiment_add_caller(&experiment, name, NULL, "http://127.0.0.1:9/v1", NULL, &err));
        cr_assert(experiment_add_scenarios(&experiment, zh, &err));
    }
    cr_assert_eq(experiment.model_count, PARTIES, "%zu bytes for %zu", experiment.arena.used, experiment.model_count);
    cr_assert_eq(experiment.caller_count, PARTIES, "the script is not among them");
    cr_assert_eq(experiment.scenario_count, PARTIES);
    cr_assert(str_eq_cstring(experiment.models[PARTIES - 1].name, name));
    cr_assert(str_eq_cstring(experiment.callers[PARTIES - 1].name, name));
    cr_assert_null(experiment_add_model(&experiment, "model-7", NULL, NULL, &err), "given twice");
    cr_assert_null(experiment_add_caller(&experiment, "model-7", NULL, NULL, NULL, &err), "given twice");
    experiment_release(&experiment);
}

Test(plan, refuses_a_prompt_that_cannot_be_right)
{
    struct experiment experiment;
    char path[] = "/tmp/fidelio-unit.XXXXXX";
    struct error err = {0};
    experiment_init(&experiment);
    cr_assert_geq(mkstemp(path), 0);
    write_text(path, "Play the customer.\n");
    cr_assert_not(experiment_add_prompt(&experiment, path, &err));
    cr_assert_not_null(strstr(err.message, "{{persona}}"));
    write_text(path, "{{persona}}\nwrite {{maker}} to hang up\n");
    cr_assert_not(experiment_add_prompt(&experiment, path, &err));
    cr_assert_eq(err.line, 2);
    cr_assert_eq(err.column, 9);
    experiment_release(&experiment);
}

Test(mystery, draws_segments_first_and_then_one_of_their_scenarios_however_many_there_are)
{
    enum { SCENARIOS = 2000, DRAWS = 20000 };
    struct experiment experiment = {.seed = 9, .prompt_count = 5};
    struct plan plan = {.experiment = &experiment, .scenarios = memory_alloc(SCENARIOS * sizeof *plan.scenarios)};
    struct mystery mystery;
    size_t of_first = 0;
    char text[256];
    within(30);                              /* a search through all for each draw took minutes */
    for (size_t i = 0; i < SCENARIOS; i++) { /* half of them are of the first segment, the others of one each */
        snprintf(text, sizeof text, "---\nid: d%zu\ntags:\n  segment: s%zu\n---\n## 电话接听方\n### 角色\n张强。\n", i,
                 i % 2 == 0 ? 0 : i);
        plan.scenarios[plan.scenario_count++] = scenario_from("d.md", str_from(text), NULL);
        cr_assert_not_null(plan.scenarios[i]);
    }
    mystery_init(&mystery, &plan);
    cr_expect_eq(mystery.segments, 1 + SCENARIOS / 2);
    for (size_t draw = 1; draw <= DRAWS; draw++) {
        size_t scenario = SIZE_MAX, prompt = SIZE_MAX;
        mystery_draw(&mystery, draw, &scenario, &prompt);
        cr_assert(scenario < SCENARIOS && prompt < 5);
        of_first += scenario % 2 == 0;
    }
    cr_expect(of_first > 0 && of_first < DRAWS / 100, "%zu of %d", of_first, DRAWS);
    mystery_release(&mystery);
    for (size_t i = 0; i < SCENARIOS; i++)
        scenario_free(plan.scenarios[i]);
    free(plan.scenarios);
}
