#include "score/score.h"
#include "support/caller_document.h"
#include "support/within.h"
#include "syntax/json.h"
#include "transcript/judgement.h"

#include <criterion/criterion.h>
#include <stdlib.h>
#include <string.h>

static struct scenario *scenario;
static struct rubric *rubric;
static struct signal_context *context;
static struct transcript *call;
static struct score *score;
static struct error err;
static struct hit hits[64];
static size_t hit_count;

static void set_up(void)
{
    scenario = scenario_from("heater.md", STR(WATER_HEATER), &err);
    cr_assert_not_null(scenario, "%s", err.message);
    rubric = rubric_for(scenario, NULL, 0, &err);
    context = signal_context_new(scenario);
    cr_assert(rubric != NULL && context != NULL);
    call = transcript_new();
    hit_count = 0;
}

static void tear_down(void)
{
    score_free(score);
    transcript_free(call);
    signal_context_free(context);
    rubric_free(rubric);
    scenario_free(scenario);
}

TestSuite(score, .init = set_up, .fini = tear_down);

static struct message *caller(const char *text)
{
    return transcript_add(call, ROLE_CALLER, str_from(text));
}

static struct message *persona(const char *text)
{
    return transcript_add(call, ROLE_PERSONA, str_from(text));
}

/* The last message carries the signal, over its first `length` code points. */
static void carries(uint16_t signal, uint32_t length)
{
    hits[hit_count++] = (struct hit){signal, (uint32_t)call->count - 1, {0, length}, STR("test"), 1, 0};
}

/* A call that a reader would accept: doubt, a concern, the matter settled, a goodbye. */
static void good_call(void)
{
    caller("您好，我是青禾家电的孙悦，回访一下上周的热水器安装。");
    persona("你是卖东西的吧？");
    carries(SIGNAL_SKEPTICISM, 4);
    caller("不是推销，只问安装的事。");
    persona("那我问你，报价一百八，安装费怎么多收了六十块？");
    carries(SIGNAL_SKEPTICISM, 3);
    caller("多收的60块今天退，3个工作日到账。");
    persona("漏水了保修找谁？");
    caller("打我们的电话，一年内都管。");
    persona("嗯……也行。");
    carries(SIGNAL_HESITATION, 3);
    caller("您还有别的要问吗？");
    persona("没有了，60块3天到账，我记下了，再见。");
    carries(SIGNAL_CLOSING, 3);
    caller("好的，再见。");
    call->ended_by = ENDED_CALLER;
}

static const struct finding *finding(const char *id)
{
    for (size_t i = 0; i < score->finding_count; i++)
        if (str_eq_cstring(score->findings[i].rule->id, id))
            return &score->findings[i];
    cr_assert(false, "no rule %s", id);
    return NULL;
}

static void run(void)
{
    score = score_with_hits(rubric, context, call, hits, hit_count);
}

Test(score, a_persona_that_says_nothing_of_a_concern_raises_none)
{
    static const char *const said[] = {"\u202eabc", "asdf 8923", "", "{\"a\":1}", "abc", "", "asdf", "fox."};
    caller("您好，我是青禾家电的孙悦，回访一下上周的热水器安装。");
    for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
        persona(said[i]);
        caller("嗯，好的。");
    }
    call->ended_by = ENDED_CALLER;
    run();
    for (size_t i = 0; i < score->concern_count; i++)
        cr_expect_eq(score->concerns[i].reply_count, 0, "%zu: %zu replies", i, score->concerns[i].reply_count);
}

Test(score, a_script_that_goes_on_raises_nothing_for_the_persona)
{
    static const char *const kinds[] = {"answer", "step"};
    size_t raised[2];
    for (size_t i = 0; i < 2; i++) {
        score_free(score);
        transcript_free(call);
        call = transcript_new();
        caller("您好，我是青禾家电的孙悦，回访一下上周的热水器安装。");
        persona("你说的这些，谁能证明真会去做？");
        caller("安装费比报价多收了六十块，这一单多收的六十块今天退。")->move.kind = str_from(kinds[i]);
        persona("嗯，那先这样吧。");
        call->ended_by = ENDED_PERSONA;
        run();
        raised[i] = score->concerns[0].reply_count;
    }
    cr_expect_gt(raised[0], 0, "what the caller answers was asked");
    cr_expect_eq(raised[1], 0, "the next step of a script was not");
}

Test(score, the_third_repeated_reply_is_a_loop)
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

Test(score, one_leak_fails_the_call_and_points_to_its_words)
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

Test(score, a_slip_costs_fidelity_and_a_second_one_the_verdict)
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

Test(score, a_fault_of_the_script_excuses_what_it_caused_but_never_a_leak)
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

/* A record without `ended_by`. */
static void loop_of_goodbyes(void)
{
    caller("安装费的事说清楚了。");
    persona("好，知道了，谢谢。");
    carries(SIGNAL_CLOSING, 1);
    caller("不客气，再见。");
    persona("安装费是六十块，我记得。");
    caller("……那再见？");
    persona("六十块，记下了。");
    carries(SIGNAL_CLOSING, 5);
    carries(SIGNAL_REPETITION, 5);
}

Test(score, a_record_whose_caller_takes_leave_again_and_again_was_never_ended)
{
    loop_of_goodbyes();
    run();
    cr_expect_eq(score->ending.verdict, ENDING_MISSING);
    cr_expect_eq(score->ending.ended_by, ENDED_UNKNOWN);
}

Test(score, a_record_that_ends_with_the_personas_own_goodbye_at_last_is_late)
{
    loop_of_goodbyes();
    caller("再见。");
    persona("哎，再见。");
    carries(SIGNAL_CLOSING, 7);
    run();
    cr_expect_eq(score->ending.verdict, ENDING_LATE);
}

Test(score, a_caller_who_lets_the_called_away_go_without_a_goodbye_ended_the_call)
{
    caller("安装费的事我给您解释一下……");
    persona("店里有人叫我，晚上八点你再打。");
    caller("好，八点打您手机，您快去。");
    run();
    cr_expect_eq(score->ending.ended_by, ENDED_CALLER);
}

Test(score, what_is_only_allowed_is_never_missed)
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

/* Five replies, then the caller's words before the last one and these. */
static void leave_after(const char *heard, const char *last)
{
    caller("您好，我是青禾家电的孙悦，回访一下上周的热水器安装。");
    persona("哦，装好了。");
    for (int i = 0; i < 3; i++) {
        caller("安装费的事，我给您说明一下。");
        persona("那六十块是谁定的？");
    }
    caller(heard);
    persona(last);
    carries(SIGNAL_CLOSING, 9);
    call->messages[9].hung_up = true;
    call->ended_by = ENDED_PERSONA;
    run();
}

Test(score, a_bare_goodbye_into_a_sentence_cut_off_is_premature_late_in_the_call_too)
{
    leave_after("查到了，这里有两条记录，第一条……", "嗯，再见。");
    cr_expect_eq(score->ending.verdict, ENDING_PREMATURE);
}

Test(score, to_answer_a_question_and_go_is_not_premature)
{
    leave_after("查到了，是收重了，退您微信行吗？", "行，再见。");
    cr_expect_neq(score->ending.verdict, ENDING_PREMATURE);
}

Test(score, who_tells_at_length_why_it_must_go_is_not_premature)
{
    leave_after("查到了，这里有两条记录，第一条……",
                "我家水管爆了，水都漫到客厅地板上了，楼下邻居正在砸我的门，这事只能等水停了再说，先挂了啊。");
    cr_expect_neq(score->ending.verdict, ENDING_PREMATURE);
}

Test(score, a_caller_who_says_goodbye_for_the_first_time_and_goes_leaves_a_call_that_is_over)
{
    caller("您好，我是青禾家电的孙悦，回访一下上周的热水器安装。");
    persona("那六十块是谁定的？");
    caller("是师傅收重了，今天就退给您。再见。");
    call->ended_by = ENDED_CALLER;
    run();
    cr_expect_eq(score->ending.verdict, ENDING_CORRECT);
}

Test(score, to_hang_up_while_more_is_announced_is_premature)
{
    caller("您好，我是青禾家电的孙悦，回访一下上周的热水器安装。");
    persona("哦，装好了。");
    caller("那六十块是怎么回事，我接着跟您讲一下……");
    persona("不用了，再见。");
    carries(SIGNAL_CLOSING, 3);
    call->messages[3].hung_up = true;
    call->ended_by = ENDED_PERSONA;
    run();
    cr_expect_eq(score->ending.verdict, ENDING_PREMATURE);
    cr_expect_eq(score->ending.condition_count, 0);
    cr_expect_not(score->ending.may);
    cr_expect_eq(score->verdict, VERDICT_FAIL);
}

Test(score, late_is_two_replies_after_a_mutual_goodbye)
{
    good_call();
    persona("对了，谢谢你啊。");
    caller("不客气，再见。");
    persona("真的谢谢。");
    carries(SIGNAL_CLOSING, 2);
    call->ended_by = ENDED_PERSONA;
    run();
    cr_expect_eq(score->ending.verdict, ENDING_LATE);
    cr_expect_eq(score->ending.reply, 5);
}

Test(score, a_document_that_names_no_condition_leaves_the_ending_unknown)
{
    struct scenario *bare = scenario_from("b.md", STR("## 电话接听方\n### 角色\n林青，30岁。\n"), &err);
    struct rubric *derived = rubric_for(bare, NULL, 0, &err);
    good_call();
    score = score_with_hits(derived, context, call, hits, hit_count);
    cr_expect_eq(score->ending.verdict, ENDING_UNKNOWN);
    cr_expect_eq(score->verdict, VERDICT_PASS);
    score_free(score);
    score = NULL;
    rubric_free(derived);
    scenario_free(bare);
}

static void rules_of(const char *text)
{
    rubric_free(rubric);
    rubric = rubric_from(scenario, "r.yaml", str_from(text), &err);
    cr_assert_not_null(rubric, "%s", err.message);
}

Test(score, floors_want_distinct_evidence_and_know_a_tic)
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

Test(score, when_then_before_and_chain_over_both_sides)
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

Test(score, a_pattern_without_end_is_an_error_of_its_rule_and_costs_the_others_nothing)
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

Test(score, judge_answers_make_a_second_number_and_abstaining_is_not_failing)
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

Test(score, the_line_is_json_with_all_that_section_8_names)
{
    struct buf out;
    struct arena arena;
    arena_init(&arena);
    buf_init(&out, 0);
    good_call();
    call->id = STR("heater/1");
    run();
    score_write(score, NULL, NULL, &out);
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
        score_write(score, NULL, NULL, &out);
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
            score_write(scores[t][i], NULL, NULL, &out[t]);
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
        score_write(score, NULL, NULL, &lines[i]);
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

Test(score, a_signal_may_hang_on_what_the_caller_said_just_before)
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
Test(score, an_exam_stands_or_falls_with_the_personas_gates)
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

/* Holding each concern against all others would take minutes. */
Test(score, very_many_concerns_take_linear_time)
{
    within(90);
    enum { MANY = 100000, CALLS = 10 };
    struct buf text;
    buf_init(&text, 0);
    buf_add(&text, STR("## Callee\n### Role\nx\n### Concerns\n"));
    for (size_t i = 0; i < MANY; i++)
        buf_printf(&text, "- what of matter %zu\n", i + 10);
    buf_add(&text, STR("### End conditions\n- all is said\n"));
    struct scenario *large = scenario_from("large.md", buf_str(&text), &err);
    cr_assert_not_null(large, "%s", err.message);
    struct rubric *of_large = rubric_for(large, NULL, 0, &err);
    cr_assert_not_null(of_large, "%s", err.message);
    caller("Hello.");
    persona("What of matter 4711?");
    for (size_t i = 0; i < CALLS; i++) {
        struct score *one = score_with_hits(of_large, context, call, NULL, 0);
        cr_assert_eq(one->concern_count, MANY);
        score_free(one);
    }
    rubric_free(of_large);
    scenario_free(large);
    buf_release(&text);
}
