#include "play.h"

#include <criterion/criterion.h>
#include <glob.h>
#include <stdio.h>

static glob_t personas(void)
{
    glob_t found;
    cr_assert_eq(glob("personas/*.md", 0, NULL, &found), 0, "run from the repository's root");
    return found;
}

/* How many replies carry the signal when every shipped persona is played by the model. */
static size_t carried(const char *model, enum core_signal signal, size_t *calls)
{
    glob_t found = personas();
    size_t count = 0;
    for (size_t i = 0; i < found.gl_pathc; i++) {
        struct play play;
        play_open(&play, found.gl_pathv[i], model, 0);
        count += play_count(&play, signal);
        play_close(&play);
    }
    *calls = found.gl_pathc;
    globfree(&found);
    return count;
}

/* The finders err now and then; a player with a real flaw carries its signal in most replies. */
Test(brain, the_faithful_one_keeps_its_role_in_every_shipped_persona)
{
    static const enum core_signal never[] = {SIGNAL_AI_LEAK,        SIGNAL_ROLE_FLIP,  SIGNAL_FORMAT_LEAK,
                                             SIGNAL_LANGUAGE_BREAK, SIGNAL_FACT_ERROR, SIGNAL_PLATITUDE};
    glob_t found = personas();
    size_t slips = 0, replies = 0;
    for (size_t i = 0; i < found.gl_pathc; i++) {
        for (uint32_t repeat = 0; repeat < 3; repeat++) {
            struct play play;
            size_t here = 0;
            play_open(&play, found.gl_pathv[i], "understudy:faithful", repeat);
            for (size_t s = 0; s < sizeof never / sizeof *never; s++)
                here += play_count(&play, never[s]);
            cr_expect_leq(here, 1, "%s repeat %u: %zu slips", found.gl_pathv[i], repeat, here);
            slips += here;
            replies += play_caller_turns(&play);
            cr_expect_geq(play_count(&play, SIGNAL_SKEPTICISM), 1, "%s: no doubt", found.gl_pathv[i]);
            cr_expect_leq(play_count(&play, SIGNAL_REPETITION), 1);
            cr_expect_eq(play.transcript->ended_by, ENDED_PERSONA, "%s: %s", found.gl_pathv[i],
                         ended_by_name(play.transcript->ended_by));
            play_close(&play);
        }
    }
    cr_assert_leq(slips * 100, replies * 2, "%zu slips in %zu replies", slips, replies);
    globfree(&found);
}

Test(brain, each_flaw_shows)
{
    static const struct {
        const char *model;
        enum core_signal signal;
    } flaws[] = {
        {"agreeable", SIGNAL_PLATITUDE},  {"leaky", SIGNAL_AI_LEAK},          {"helper", SIGNAL_ROLE_FLIP},
        {"narrator", SIGNAL_FORMAT_LEAK}, {"parrot", SIGNAL_VERBATIM_COPY},   {"gusher", SIGNAL_OVER_DISCLOSURE},
        {"forgetful", SIGNAL_FACT_ERROR}, {"foreign", SIGNAL_LANGUAGE_BREAK}, {"monotone", SIGNAL_REPETITION}};
    for (size_t i = 0; i < sizeof flaws / sizeof *flaws; i++) {
        size_t calls = 0, flawed = carried(flaws[i].model, flaws[i].signal, &calls),
               faithful = carried("faithful", flaws[i].signal, &calls);
        cr_expect_gt(flawed, faithful + calls / 2, "%s: %zu against %zu of the faithful one in %zu calls",
                     flaws[i].model, flawed, faithful, calls);
    }
}

Test(brain, who_is_hasty_hangs_up_at_once_and_who_clings_never_does)
{
    glob_t found = personas();
    for (size_t i = 0; i < found.gl_pathc; i++) {
        struct play hasty, clinging;
        play_open(&hasty, found.gl_pathv[i], "hasty", 0);
        play_open(&clinging, found.gl_pathv[i], "clinging", 0);
        cr_expect_eq(hasty.transcript->count, 4);
        cr_expect(hasty.transcript->messages[3].hung_up);
        for (size_t m = 0; m < clinging.transcript->count; m++)
            cr_expect_not(clinging.transcript->messages[m].hung_up);
        play_close(&hasty);
        play_close(&clinging);
    }
    globfree(&found);
}

Test(brain, script_faults_are_rare)
{
    glob_t found = personas();
    size_t faults = 0, turns = 0;
    for (size_t i = 0; i < found.gl_pathc; i++) {
        for (uint32_t repeat = 0; repeat < 3; repeat++) {
            struct play play;
            play_open(&play, found.gl_pathv[i], "faithful", repeat);
            faults += play_faults(&play);
            turns += play_caller_turns(&play);
            play_close(&play);
        }
    }
    globfree(&found);
    cr_assert_leq(faults * 100, turns * 4, "%zu faults in %zu turns", faults, turns);
}

Test(brain, the_same_request_gets_the_same_reply_and_another_seed_another)
{
    struct arena arena;
    struct brain_model model = {0};
    struct brain_message messages[] = {{false, STR("喂，您好，请问是林先生吗？我是桥东书店的。")}};
    arena_init(&arena);
    struct persona *persona = persona_read(STR("你在接电话。想挂的时候在最后写上 [挂断] ，之后不再说话。"));
    struct str first = brain_reply(&arena, persona, &model, 1, messages, 1);
    bool differs = false;
    cr_assert_gt(first.len, 0);
    cr_assert(str_eq(first, brain_reply(&arena, persona, &model, 1, messages, 1)));
    for (uint64_t seed = 2; seed < 12; seed++)
        differs |= !str_eq(first, brain_reply(&arena, persona, &model, seed, messages, 1));
    cr_assert(differs);
    persona_free(persona);
    arena_release(&arena);
}

Test(brain, the_marker_is_the_one_that_the_prompt_asks_for)
{
    struct arena arena;
    struct brain_model model = {0};
    struct brain_message messages[] = {
        {false, STR("Hello, is this Ms. Rao?")}, {true, STR("Yes?")}, {false, STR("All right, goodbye.")}};
    arena_init(&arena);
    struct persona *persona = persona_read(
        STR("You are on the phone. To hang up end that same message with ###BYE### ; after it say nothing more."));
    struct str reply = brain_reply(&arena, persona, &model, 1, messages, 3);
    cr_assert(str_ends(reply, STR("###BYE###")), "%.*s", STR_FORMAT(reply));
    persona_free(persona);
    arena_release(&arena);
}

Test(brain, a_rate_sets_how_often_the_flaw_comes)
{
    struct brain_model model;
    size_t calls = 0;
    cr_assert(brain_model_from(STR("understudy:noisy@0.2"), &model));
    cr_assert_eq(model.temperament, TEMPERAMENT_NOISY);
    cr_assert_float_eq(model.rate, 0.2, 1e-12);
    cr_assert(brain_model_from(STR("understudy"), &model));
    cr_assert_eq(model.temperament, TEMPERAMENT_FAITHFUL);
    cr_assert_not(brain_model_from(STR("understudy:grumpy"), &model));
    cr_assert_not(brain_model_from(STR("leaky@2"), &model));
    cr_assert_not(brain_model_from(STR("leaky@"), &model));
    cr_assert_not(brain_model_from(STR("gpt-4o"), &model));
    cr_assert_eq(carried("helper@0", SIGNAL_ROLE_FLIP, &calls), 0);
    cr_assert_gt(carried("helper@0.9", SIGNAL_ROLE_FLIP, &calls), carried("helper@0.1", SIGNAL_ROLE_FLIP, &calls));
}

Test(brain, odd_prompts_and_messages_are_survived)
{
    struct arena arena;
    struct brain_model model = {0};
    static const char *const prompts[] = {"",
                                          "<persona>\n",
                                          "<persona>\n\n</persona>",
                                          "## 电话接听方\n",
                                          "\xff\xfe",
                                          "## Callee\n\n### Core concerns\n\n- \n- ,,,\n"};
    struct brain_message messages[] = {
        {true, STR("?")}, {false, STR("")}, {false, STR("再见再见再见")}, {true, STR("\xff")}, {false, STR("？？？")}};
    arena_init(&arena);
    for (size_t i = 0; i < sizeof prompts / sizeof *prompts; i++) {
        struct persona *persona = persona_read(str_from(prompts[i]));
        for (int t = 0; t < TEMPERAMENTS; t++) {
            model.temperament = (enum temperament)t;
            for (size_t n = 0; n <= 5; n++)
                cr_expect_gt(brain_reply(&arena, persona, &model, n, messages, n).len, 0);
        }
        persona_free(persona);
    }
    arena_release(&arena);
}
