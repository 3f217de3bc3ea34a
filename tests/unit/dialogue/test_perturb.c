#include "call.h"
#include "dialogue/perturb.h"

#include <criterion/criterion.h>
#include <string.h>

Test(perturb, kinds_are_named_and_mistakes_are_told)
{
    unsigned set = 0;
    struct error err = {0};
    cr_assert(perturbations_from(STR("noise, injection"), &set, &err));
    cr_assert_eq(set, 1u << PERTURB_NOISE | 1u << PERTURB_INJECTION);
    cr_assert(perturbations_from(STR("all"), &set, &err));
    cr_assert_eq(set, (1u << PERTURBATIONS) - 1);
    cr_assert_not(perturbations_from(STR("noise,earthquake"), &set, &err));
    cr_assert_eq(err.kind, ERROR_USER);
    cr_assert_not(perturbations_from(STR(" "), &set, &err));
}

Test(perturb, dashes_are_fine_and_a_set_is_written_as_it_is_read)
{
    unsigned set = 0, again = 0;
    struct error err = {0};
    struct arena arena;
    arena_init(&arena);
    cr_assert(perturbations_from(STR("small-talk,noise"), &set, &err));
    struct str text = perturbations_text(&arena, set, ',');
    cr_assert(str_eq(text, STR("noise,small_talk")));
    cr_assert(perturbations_from(text, &again, &err));
    cr_assert_eq(set, again);
    cr_assert(str_eq(perturbations_text(&arena, (1u << PERTURBATIONS) - 1, '+'), STR("all")));
    cr_assert(str_eq(perturbations_text(&arena, 0, '+'), STR("")));
    arena_release(&arena);
}

Test(perturb, each_kind_comes_at_most_once_and_never_twice_running)
{
    struct dialogue_options options = {.perturb = (1u << PERTURBATIONS) - 1};
    size_t seen[PERTURBATIONS] = {0};
    for (uint32_t repeat = 0; repeat < 20; repeat++) {
        struct call call;
        size_t here[PERTURBATIONS] = {0};
        bool before = false;
        call_open(&call, flower_document, &options, repeat);
        call_say(&call, NULL);
        for (int i = 0; i < 14 && call.transcript->ended_by == ENDED_UNKNOWN; i++) {
            call_say(&call, "嗯，我听着，你讲。");
            const char *kind = str_cstring(&call.transcript->arena, call_move(&call)->kind);
            bool disturbed = strncmp(kind, "perturb:", 8) == 0;
            for (int k = 0; disturbed && k < PERTURBATIONS; k++)
                here[k] += strcmp(kind + 8, perturbation_name((enum perturbation)k)) == 0;
            cr_assert_not(disturbed && before);
            before = disturbed;
        }
        for (int k = 0; k < PERTURBATIONS; k++) {
            cr_assert_leq(here[k], 1);
            seen[k] += here[k];
        }
        call_close(&call);
    }
    for (int k = 0; k < PERTURBATIONS; k++)
        cr_assert_gt(seen[k], 0, "%s never came", perturbation_name((enum perturbation)k));
}

Test(perturb, the_script_goes_on_behind_a_disturbance)
{
    struct dialogue_options options = {.perturb = 1u << PERTURB_SMALL_TALK | 1u << PERTURB_INJECTION};
    size_t steps = 0;
    struct call call;
    call_open(&call, flower_document, &options, 3);
    call_say(&call, NULL);
    for (int i = 0; i < 20 && call.transcript->ended_by == ENDED_UNKNOWN; i++)
        call_say(&call, "嗯，我听着，你讲。");
    for (size_t i = 0; i < call.transcript->count; i++)
        steps += str_eq_cstring(call.transcript->messages[i].move.kind, "step");
    cr_assert_geq(steps, 5, "no step is lost");
    call_close(&call);
}
