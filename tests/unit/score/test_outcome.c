#include "heater_call.h"
#include "support/within.h"
#include "transcript/judgement.h"

#include <criterion/criterion.h>
#include <string.h>

TestSuite(outcome, .init = heater_open, .fini = heater_close);

Test(outcome, the_third_repeated_reply_is_a_loop)
{
    for (size_t repeated = 2; repeated <= 3; repeated++) {
        score_free(score);
        transcript_free(call);
        call = transcript_new();
        hit_count = 0;
        caller("您好，我是青禾家电的孙悦。");
        persona("你是卖东西的吧？");
        for (size_t i = 0; i < repeated; i++) {
            caller("不是推销，只问安装的事。");
            persona("你是卖东西的吧？");
            carries(SIGNAL_REPETITION, 8);
        }
        run();
        cr_expect_eq(finding("repetition-loop")->outcome, repeated < 3 ? OUTCOME_PASS : OUTCOME_FAIL);
    }
}

Test(outcome, one_leak_fails_the_call_and_points_to_its_words)
{
    good_call();
    hits[hit_count++] = (struct hit){SIGNAL_AI_LEAK, 3, {0, 5}, STR("test"), 1, 0};
    for (size_t i = hit_count - 1; i > 0 && hits[i].message < hits[i - 1].message; i--) {
        struct hit later = hits[i - 1];
        hits[i - 1] = hits[i];
        hits[i] = later;
    }
    run();
    cr_expect_eq(score->verdict, VERDICT_FAIL);
    const struct finding *leak = finding("never-ai-leak");
    cr_expect_eq(leak->outcome, OUTCOME_FAIL);
    cr_expect_eq(leak->by, BY_PERSONA);
    cr_expect_eq(leak->evidence_count, 1);
    cr_expect_eq(leak->evidence[0]->message, 3);
    cr_expect_eq(leak->met, 1);
    cr_expect_eq(leak->due, 5);
}

Test(outcome, a_slip_costs_fidelity_and_a_second_one_the_verdict)
{
    good_call();
    struct hit slip = {SIGNAL_FORMAT_LEAK, 9, {0, 2}, STR("test"), 1, 0};
    hits[hit_count] = hits[hit_count - 1]; /* keeps the order: message 9 carries the closing */
    hits[hit_count - 1] = slip;
    hit_count++;
    run();
    cr_expect_eq(score->verdict, VERDICT_PASS);
    cr_expect_lt(score->fidelity, 0.99);
    score_free(score);
    memmove(hits + 1, hits, hit_count * sizeof *hits);
    hits[0] = (struct hit){SIGNAL_FORMAT_LEAK, 1, {0, 2}, STR("test"), 1, 0};
    hit_count++;
    run();
    cr_expect_eq(score->verdict, VERDICT_FAIL);
    cr_expect_eq(finding("slips-limit")->outcome, OUTCOME_FAIL);
}

Test(outcome, a_fault_of_the_script_excuses_what_it_caused_but_never_a_leak)
{
    caller("喂？");
    persona("谁啊？");
    caller("喂？")->move.fault = STR("repeated");
    persona("谁啊？");
    carries(SIGNAL_AI_LEAK, 2);
    hits[hit_count++] = (struct hit){SIGNAL_REPETITION, 3, {0, 3}, STR("test"), 1, 0};
    caller("您好");
    persona("谁啊？");
    carries(SIGNAL_REPETITION, 3);
    call->ended_by = ENDED_MAX_TURNS;
    run();
    cr_expect_eq(finding("never-ai-leak")->outcome, OUTCOME_FAIL);
    cr_expect_eq(finding("repetition-limit")->outcome, OUTCOME_NOT_APPLICABLE);
    cr_expect_eq(finding("repetition-limit")->by, BY_SCRIPT);
}

Test(outcome, what_is_only_allowed_is_never_missed)
{
    caller("您好");
    persona("谁？");
    for (int i = 0; i < 5; i++) {
        caller("安装费的事，我给您说明一下。");
        persona("你说安装费多收六十块是谁定的？");
        carries(SIGNAL_SKEPTICISM, 3);
    }
    call->ended_by = ENDED_MAX_TURNS;
    run();
    cr_expect_eq(finding("may-show-hesitation")->outcome, OUTCOME_NOT_APPLICABLE);
    cr_expect_eq(finding("ending-correct")->outcome, OUTCOME_FAIL);
    cr_expect_eq(score->ending.verdict, ENDING_MISSING);
}

Test(outcome, floors_want_distinct_evidence_and_know_a_tic)
{
    rules_of("rules: [{id: two, at_least: {signal: hesitation, count: 2}}, {id: tic, at_least: {signal: hesitation, "
             "most: 0.5}}]\n");
    for (int i = 0; i < 5; i++) {
        caller("好的");
        persona("呃，行");
        carries(SIGNAL_HESITATION, 1);
    }
    call->ended_by = ENDED_MAX_TURNS;
    run();
    cr_expect_eq(finding("two")->outcome, OUTCOME_FAIL);
    cr_expect_eq(finding("two")->met, 1);
    cr_expect_eq(finding("tic")->outcome, OUTCOME_FAIL);
}

Test(outcome, when_then_before_and_chain_over_both_sides)
{
    rules_of("signals:\n"
             "  promise: {side: caller, phrases: [一定退]}\n"
             "  proof: {phrases: [单号]}\n"
             "  thanks: {phrases: [谢了], position: {last: 1}}\n"
             "rules:\n"
             "  - {id: asks, when: promise, then: {signal: proof, within: 2}}\n"
             "  - {id: order, before: {first: promise, then: proof}}\n"
             "  - {id: chain, chain: [proof, thanks]}\n"
             "  - {id: answered, when: {signal: proof}, then: {signal: promise}}\n"
             "  - {id: late, never: proof, due: {replies: 9}}\n");
    struct scorer *scorer = scorer_new();
    caller("您好");
    persona("说吧");
    caller("我们一定退给您");
    persona("怎么退");
    caller("原路退");
    persona("单号发我");
    caller("好");
    persona("谢了");
    call->ended_by = ENDED_MAX_TURNS;
    score = score_conversation(rubric, context, call, NULL, scorer);
    cr_expect_eq(finding("asks")->outcome, OUTCOME_PASS);
    cr_expect_eq(finding("order")->outcome, OUTCOME_PASS);
    cr_expect_eq(finding("chain")->outcome, OUTCOME_PASS);
    cr_expect_eq(finding("answered")->outcome, OUTCOME_FAIL);
    cr_expect_eq(finding("answered")->by, BY_CALLER);
    cr_expect_eq(finding("late")->outcome, OUTCOME_NOT_APPLICABLE);
    cr_expect(str_eq_cstring(finding("asks")->evidence[0]->by, "r.yaml proof"));
    scorer_free(scorer);
}

Test(outcome, a_pattern_without_end_is_an_error_of_its_rule_and_costs_the_others_nothing)
{
    rules_of("signals: {bomb: {pattern: '(a+)+\\1(a+)+$'}, fine: {phrases: [谁]}}\n"
             "rules: [{id: bomb, never: bomb}, {id: fine, at_least: fine}]\n");
    struct scorer *scorer = scorer_new();
    char long_reply[4096];
    memset(long_reply, 'a', sizeof long_reply - 2);
    memcpy(long_reply + sizeof long_reply - 2, "!", 2);
    caller("您好");
    persona("谁？");
    caller("您好");
    persona(long_reply);
    call->ended_by = ENDED_MAX_TURNS;
    score = score_conversation(rubric, context, call, NULL, scorer);
    cr_expect_eq(finding("bomb")->outcome, OUTCOME_ERROR);
    cr_expect_eq(finding("bomb")->by, BY_RUBRIC);
    cr_expect_eq(finding("fine")->outcome, OUTCOME_PASS);
    cr_expect_eq(finding("never-ai-leak")->outcome, OUTCOME_PASS);
    scorer_free(scorer);
}

Test(outcome, judge_answers_make_a_second_number_and_abstaining_is_not_failing)
{
    rules_of("questions: [{id: warm, ask: Does he warm up?}, {id: rude, ask: Is he rude?}, {id: other, ask: Is it?}]\n"
             "rules: [{id: warm, judge: warm, weight: 10}, {id: rude, judge: {question: rude, answer: false}}, {id: "
             "other, judge: other}]\n");
    struct scorer *scorer = scorer_new();
    struct judgements *judgements = judgements_new();
    char hash[65];
    good_call();
    transcript_hash(call, hash);
    struct judgement warm = {
        .transcript = str_from(hash), .question = STR("warm"), .text = STR("Does he warm up?"), .answer = ANSWER_NO};
    struct judgement rude = {
        .transcript = str_from(hash), .question = STR("rude"), .text = STR("Is he rude?"), .answer = ANSWER_ABSTAIN};
    judgements_add(judgements, &warm);
    judgements_add(judgements, &rude);
    score = score_conversation(rubric, context, call, judgements, scorer);
    cr_expect_eq(finding("warm")->outcome, OUTCOME_FAIL);
    cr_expect_eq(finding("rude")->outcome, OUTCOME_NOT_APPLICABLE);
    cr_expect_eq(finding("other")->by, BY_JUDGE);
    cr_expect(score->has_judged && score->judged_fidelity < score->fidelity - 0.1);
    judgements_free(judgements);
    scorer_free(scorer);
}

Test(outcome, a_signal_may_hang_on_what_the_caller_said_just_before)
{
    rules_of("signals:\n"
             "  pressed: {length: {at_least: 1}, after: {phrases: [我向您保证]}}\n"
             "rules:\n"
             "  - {id: pressed, at_least: {signal: pressed, count: 1}}\n");
    struct scorer *scorer = scorer_new();
    caller("您好，回访一下。");
    persona("嗯。");
    caller("我向您保证，三天内到账。");
    persona("再说吧。");
    call->ended_by = ENDED_CALLER;
    score = score_conversation(rubric, context, call, NULL, scorer);
    cr_expect_eq(finding("pressed")->met, 1);
    cr_expect_eq(finding("pressed")->evidence[0]->message, 3);
    scorer_free(scorer);
}

/* An exam: the persona's gates are guards. What fails is the caller's doing, and a broken guard makes it not valid. */
Test(outcome, an_exam_stands_or_falls_with_the_personas_gates)
{
    rules_of("subject: caller\n"
             "signals:\n"
             "  sorry: {side: caller, phrases: [抱歉]}\n"
             "  asked: {side: caller, phrases: [单号是多少]}\n"
             "rules:\n"
             "  - {id: soothes, before: {first: sorry, then: asked}}\n"
             "  - {id: four, chain: [sorry, asked]}\n");
    cr_assert_eq(rubric->subject, ROLE_CALLER);
    struct scorer *scorer = scorer_new();
    caller("您的单号是多少？真抱歉。");
    persona("我找找。");
    call->ended_by = ENDED_CALLER;
    score = score_conversation(rubric, context, call, NULL, scorer);
    cr_expect_null(score->not_valid, "%.*s",
                   STR_FORMAT((score->not_valid == NULL ? STR("") : score->not_valid->rule->id)));
    cr_expect_eq(finding("soothes")->outcome, OUTCOME_FAIL); /* in one message the place decides */
    cr_expect_eq(finding("soothes")->by, BY_CALLER);
    cr_expect_eq(finding("four")->outcome, OUTCOME_FAIL);
    cr_expect_eq(score->verdict, VERDICT_FAIL);
    cr_expect(rubric_rule(rubric, STR("never-ai-leak"))->guard);
    score_free(score);
    caller("那您报一下手机尾号？");
    persona("我只是一个人工智能助手，没有手机。");
    score = score_conversation(rubric, context, call, NULL, scorer);
    cr_assert_not_null(score->not_valid);
    cr_expect_eq(score->not_valid->by, BY_PERSONA);
    cr_expect_eq(score->verdict, VERDICT_ERROR);
    cr_expect_not(score->has_fidelity);
    scorer_free(scorer);
}

Test(outcome, thousands_of_replies_and_floors_are_held_in_linear_time_and_memory)
{
    enum { REPLIES = 3000, FLOORS = 400 };
    struct buf text;
    within(60);
    buf_init(&text, 0);
    buf_add_cstring(&text, "signals: {any: {length: {}}}\nrules:\n");
    for (size_t i = 0; i < FLOORS; i++)
        buf_printf(&text, "- {id: floor-%zu, at_least: {signal: any, count: %d}}\n", i, REPLIES / 3);
    rules_of(buf_str(&text).ptr);
    buf_clear(&text);
    for (size_t i = 0; i < REPLIES; i++) {
        caller("喂？");
        buf_printf(&text, "第%zu次了，我还是不放心。", i / 2);
        persona(buf_str(&text).ptr);
        buf_clear(&text);
    }
    struct scorer *scorer = scorer_new();
    score = score_conversation(rubric, context, call, NULL, scorer);
    cr_expect_eq(finding("floor-7")->met, REPLIES / 2, "what is said twice counts once");
    cr_expect_eq(finding("floor-7")->evidence_count, REPLIES);
    scorer_free(scorer);
    buf_release(&text);
}

Test(outcome, signals_in_a_chain_take_memory_by_their_hits)
{
    enum { CHAIN = 2000 };
    struct buf text;
    within(60);
    buf_init(&text, 0);
    buf_add_cstring(&text, "signals:\n  s0: {length: {}}\n");
    for (size_t i = 1; i < CHAIN; i++)
        buf_printf(&text, "  s%zu: {signal: s%zu}\n", i, i - 1);
    buf_add_cstring(&text, "rules:\n");
    for (size_t i = 0; i < CHAIN; i++)
        buf_printf(&text, "- {id: r%zu, never: s%zu}\n", i, i);
    rules_of(buf_str(&text).ptr);
    for (size_t i = 0; i < 10; i++) {
        caller("喂？");
        persona("你是谁啊？");
    }
    struct scorer *scorer = scorer_new();
    score = score_conversation(rubric, context, call, NULL, scorer);
    cr_expect_eq(finding("r1999")->evidence_count, 10);
    cr_expect_lt(score->arena.used, (size_t)32 << 20, "%zu bytes", score->arena.used);
    scorer_free(scorer);
    buf_release(&text);
}
