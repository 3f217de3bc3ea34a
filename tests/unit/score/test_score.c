#include "heater_call.h"
#include "syntax/json.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

TestSuite(score, .init = heater_open, .fini = heater_close);

Test(score, a_good_call_passes_with_its_concerns_and_its_ending)
{
    good_call();
    run();
    cr_expect_eq(score->verdict, VERDICT_PASS);
    cr_expect(score->has_fidelity && score->fidelity > 0.99 && score->coverage > 0.99);
    cr_expect_eq(score->ending.verdict, ENDING_CORRECT);
    cr_expect(score->ending.condition_count >= 1 && score->ending.conditions[0] == 1);
    cr_expect_eq(score->ending.reply, 5);
    cr_expect_eq(score->concern_count, 3);
    cr_expect(score->concerns[0].reply_count > 0 && score->concerns[0].replies[0] == 2);
    cr_expect_eq(score->concerns[2].reply_count, 0);
}

Test(score, a_cut_reply_is_the_endpoints_and_an_endpoint_error_is_no_fail)
{
    caller("您好");
    persona("你是")->finish = FINISH_LENGTH;
    call->ended_by = ENDED_MAX_TURNS;
    run();
    cr_expect_eq(finding("ending-correct")->outcome, OUTCOME_NOT_APPLICABLE);
    cr_expect_eq(finding("ending-correct")->by, BY_ENDPOINT);
    score_free(score);
    call->ended_by = ENDED_ERROR;
    run();
    cr_expect_eq(score->ending.verdict, ENDING_UNKNOWN);
    cr_expect_eq(finding("ending-correct")->outcome, OUTCOME_ERROR);
    cr_expect_eq(score->verdict, VERDICT_ERROR);
    score_free(score);
    call->ended_by = ENDED_BUDGET;
    run();
    cr_expect_eq(score->verdict, VERDICT_ERROR, "half a call is no pass");
    cr_expect_not(score->has_fidelity, "nor has it a number that is averaged");
}

Test(score, no_replies_is_an_error_and_no_number)
{
    caller("您好");
    call->ended_by = ENDED_CALLER;
    run();
    cr_expect_eq(score->verdict, VERDICT_ERROR);
    cr_expect_not(score->has_fidelity);
}

Test(score, silence_alone_is_no_fidelity)
{
    caller("您好");
    persona("");
    caller("喂？");
    persona(" ");
    run();
    cr_expect_not(score->has_fidelity);
    cr_expect_eq(score->verdict, VERDICT_ERROR);
    score_free(score);
    call->ended_by = ENDED_SILENCE;
    run();
    cr_expect_eq(score->ending.verdict, ENDING_MISSING);
    cr_expect_eq(score->verdict, VERDICT_FAIL);
}

Test(score, the_line_is_json_with_all_that_section_8_names)
{
    struct buf out;
    struct arena arena;
    arena_init(&arena);
    buf_init(&out, 0);
    good_call();
    call->id = STR("heater/1");
    run();
    score_write(score, NULL, &out);
    const struct json *line = json_parse(&arena, buf_str(&out), "score", 1, &err);
    cr_assert_not_null(line, "%s", err.message);
    static const char *const keys[] = {"schema",     "id",     "scenario", "verdict", "fidelity", "coverage",
                                       "dimensions", "ending", "concerns", "replies", "rules",    "script_faults",
                                       "hashes"};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++)
        cr_expect_not_null(json_get(line, keys[i]), "%s", keys[i]);
    cr_expect(str_eq_cstring(json_get_text(line, "schema"), "fidelio.score/1"));
    cr_expect(str_eq_cstring(json_get_text(json_get(line, "ending"), "verdict"), "correct"));
    cr_expect_eq(json_get(line, "replies")->count, 5);
    cr_expect_eq(json_get(line, "rules")->count, rubric->rule_count);
    buf_release(&out);
    arena_release(&arena);
}

Test(score, a_callers_line_that_was_read_in_an_earlier_call_reads_the_same)
{
    char *lines[2];
    for (size_t round = 0; round < 2; round++) {
        struct buf out;
        buf_init(&out, 0);
        transcript_free(call);
        call = transcript_new();
        hit_count = 0;
        if (round == 0) {
            caller("您还有别的要问吗？");
            persona("嗯。");
            score_free(score_with_hits(rubric, context, call, NULL, 0));
            transcript_free(call);
            call = transcript_new();
        } else { /* nothing is kept yet */
            rubric_free(rubric);
            rubric = rubric_for(scenario, NULL, 0, &err);
        }
        good_call();
        score_free(score);
        run();
        score_write(score, NULL, &out);
        lines[round] = strndup(buf_str(&out).ptr, buf_str(&out).len);
        buf_release(&out);
    }
    cr_assert_str_eq(lines[0], lines[1]);
    free(lines[0]);
    free(lines[1]);
}

Test(score, any_number_of_threads_gives_the_same_bytes)
{
    enum { CALLS = 40 };
    struct score_job jobs[CALLS];
    struct score *scores[2][CALLS];
    good_call();
    for (size_t i = 0; i < CALLS; i++)
        jobs[i] = (struct score_job){rubric, context, call, NULL};
    score_many(jobs, CALLS, 1, scores[0]);
    score_many(jobs, CALLS, 4, scores[1]);
    for (size_t i = 0; i < CALLS; i++) {
        struct buf out[2];
        for (size_t t = 0; t < 2; t++) {
            buf_init(&out[t], 0);
            score_write(scores[t][i], NULL, &out[t]);
            score_free(scores[t][i]);
        }
        cr_expect_str_eq(out[0].bytes, out[1].bytes);
        buf_release(&out[0]);
        buf_release(&out[1]);
    }
}

/* A scorer's memory is that of the conversation before: nothing of it may show. */
Test(score, what_a_scorer_read_before_does_not_show)
{
    struct buf lines[3];
    struct scorer *scorer = scorer_new();
    struct transcript *other = transcript_new();
    transcript_add(other, ROLE_PERSONA, STR("作为一个语言模型，我没有热水器。没问题，都可以。"));
    good_call();
    for (size_t i = 0; i < 3; i++) {
        score = score_conversation(rubric, context, i == 1 ? other : call, NULL, scorer);
        buf_init(&lines[i], 0);
        score_write(score, NULL, &lines[i]);
        score_free(score);
    }
    score = NULL;
    cr_expect_str_eq(lines[2].bytes, lines[0].bytes);
    cr_expect_str_neq(lines[1].bytes, lines[0].bytes);
    for (size_t i = 0; i < 3; i++)
        buf_release(&lines[i]);
    transcript_free(other);
    scorer_free(scorer);
}
