#include "call.h"
#include "text/sentence.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

static struct call call;

static void close_call(void)
{
    call_close(&call);
}

static void open_flower(void)
{
    call_open(&call, flower_document, NULL, 0);
}

static const char *kind(void)
{
    return str_cstring(&call.transcript->arena, call_move(&call)->kind);
}

TestSuite(dialogue, .init = open_flower, .fini = close_call);

Test(dialogue, the_opening_replaces_the_first_step)
{
    struct str opening = call_say(&call, NULL);
    cr_assert(call_holds(opening, "耽误您两分钟"));
    struct str next = call_say(&call, "嗯，是我，你说。");
    cr_assert(call_holds(next, "只问花材和配送"));
    cr_assert_not(call_holds(next, "请问是郑岚女士吗"));
    cr_assert_eq(call_move(&call)->step, 2);
}

Test(dialogue, the_first_steps_text_is_kept_for_who_asks_again)
{
    call_say(&call, NULL);
    struct str retry = call_say(&call, "啊？你是谁呀，哪里打来的？");
    cr_assert_str_eq(kind(), "identity");
    cr_assert(call_holds(retry, "为您上周六订的那束花做个回访"));
    cr_assert_not(call_holds(retry, "请问是郑岚女士吗"), "the greeting is not said again");
    struct str again = call_say(&call, "所以你到底是哪位？");
    cr_assert_str_eq(kind(), "identity");
    cr_assert(call_holds(again, "禾木花坊客户专员沈一禾"));
}

Test(dialogue, who_just_woke_up_is_told_who_calls)
{
    call_say(&call, NULL);
    struct str told = call_say(&call, "啊？谁啊……什么花坊？");
    cr_assert_str_eq(kind(), "identity");
    cr_assert(call_holds(told, "禾木花坊"), "%.*s", STR_FORMAT(told));
}

Test(dialogue, calls_that_share_their_scratch_do_not_hear_each_other)
{
    static const char *const replies[] = {NULL, "嗯，是我，你说。", "花蔫了能不能重新送一束？", "啊？没听清，再说一遍",
                                          "不太确定，说不准。"};
    struct arena scratch;
    struct call two[2];
    arena_init(&scratch);
    const struct dialogue_options options = {.scratch = &scratch};
    for (size_t i = 0; i < 2; i++)
        call_open(&two[i], flower_document, &options, 0);
    for (size_t turn = 0; turn < sizeof replies / sizeof *replies; turn++) {
        struct str alone = call_say(&call, replies[turn]);
        for (size_t i = 0; i < 2; i++)
            cr_expect(str_eq(call_say(&two[i], replies[turn]), alone), "turn %zu", turn);
        cr_expect_eq(scratch.used, 0);
    }
    for (size_t i = 0; i < 2; i++)
        call_close(&two[i]);
    arena_release(&scratch);
}

Test(dialogue, who_asks_who_calls_is_told_so_whatever_the_first_step_says)
{
    const char *step = "您好，请问是郑岚女士吗？我是禾木花坊的沈一禾，为您上周六订的那束花做个回访，不推销。",
               *at = strstr(flower_document, step);
    char document[8192];
    snprintf(document, sizeof document, "%.*s您现在方便说两分钟吗？%s", (int)(at - flower_document), flower_document,
             at + strlen(step));
    call_close(&call);
    call_open(&call, document, NULL, 1);
    call_say(&call, NULL);
    struct str answer = call_say(&call, "嗯，你是哪位？");
    cr_expect(call_holds(answer, "禾木花坊客户专员沈一禾"), "%.*s", STR_FORMAT(answer));
}

Test(dialogue, a_fields_name_is_not_read_out)
{
    static const char *const fields[] = {"| 姓名 | 沈一禾，禾木花坊客户专员 |", "【身份】沈一禾，禾木花坊客户专员",
                                         "禾木花坊客户专员沈一禾", "CS 沈一禾，禾木花坊客户专员"};
    const char *role = "禾木花坊客户专员沈一禾（女），负责订花后的回访。", *at = strstr(flower_document, role);
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        char document[8192];
        snprintf(document, sizeof document, "%.*s%s%s", (int)(at - flower_document), flower_document, fields[i],
                 at + strlen(role));
        call_close(&call);
        call_open(&call, document, NULL, 1);
        call_say(&call, NULL);
        call_say(&call, "啊？你是谁呀，哪里打来的？");
        struct str again = call_say(&call, "所以你到底是哪位？");
        cr_expect(call_holds(again, "禾木花坊客户专员"), "%.*s", STR_FORMAT(again));
        cr_expect(call_holds(again, "沈一禾"), "%.*s", STR_FORMAT(again));
        cr_expect_not(call_holds(again, "姓名") || call_holds(again, "身份"), "%.*s", STR_FORMAT(again));
    }
}

Test(dialogue, a_sales_question_is_answered_from_the_script)
{
    call_say(&call, NULL);
    struct str text = call_say(&call, "是我。这不是推销电话吧？");
    cr_assert_str_eq(kind(), "identity");
    cr_assert(call_holds(text, "不推销"));
}

Test(dialogue, statements_are_joined_and_questions_are_not)
{
    call_say(&call, NULL);
    struct str statements = call_say(&call, "是我，你说吧。");
    cr_assert(call_holds(statements, "只问花材和配送。问到的情况只给店长看。"));
    struct str question = call_say(&call, "嗯，行。");
    cr_assert(call_holds(question, "新鲜不新鲜"));
    cr_assert_not(call_holds(question, "换过几回"), "one question a turn");
    cr_assert(call_holds(call_say(&call, "到的时候挺精神。"), "换过几回"));
}

Test(dialogue, bracketed_conditions_are_never_spoken)
{
    call_say(&call, NULL);
    for (int i = 0; i < 10; i++)
        call_say(&call, "嗯，知道了，接着讲。");
    for (size_t i = 0; i < call.transcript->count; i++)
        cr_assert_not(call_holds(call.transcript->messages[i].content, "跳过"));
}

Test(dialogue, a_known_question_is_answered_and_an_unknown_one_noted)
{
    call_say(&call, NULL);
    call_say(&call, "是我，你说吧。");
    struct str answer = call_say(&call, "我想开个发票，在哪儿弄？");
    cr_assert_str_eq(kind(), "answer");
    cr_assert_eq(call_move(&call)->entry, 2);
    cr_assert(call_holds(answer, "电子发票当天发到邮箱"));
    call_say(&call, "你们店长是哪里人？");
    cr_assert_str_eq(kind(), "noted");
    cr_assert_eq(call_move(&call)->entry, 0);
    call_say(&call, "发票到底在哪儿开来着？");
    cr_assert_str_eq(kind(), "noted", "an entry is not recited twice");
}

Test(dialogue, a_statement_is_not_answered)
{
    call_say(&call, NULL);
    call_say(&call, "是我，你说吧。");
    call_say(&call, "发票我已经在小程序里开过了。");
    cr_assert_str_eq(kind(), "step");
}

Test(dialogue, what_was_said_is_repeated_twice_at_most)
{
    call_say(&call, NULL);
    call_say(&call, "是我，你说吧。");
    struct str once = call_say(&call, "没听清，你再说一遍？");
    cr_assert_str_eq(kind(), "repeat");
    cr_assert(call_holds(once, "只问花材和配送"));
    call_say(&call, "喂？信号不好，再说一遍。");
    cr_assert_str_eq(kind(), "repeat");
    call_say(&call, "还是没听清，再说一遍。");
    cr_assert_str_neq(kind(), "repeat");
}

Test(dialogue, waiting_does_not_move_the_script_on)
{
    call_say(&call, NULL);
    call_say(&call, "是我，你说吧。");
    call_say(&call, "稍等，猫把杯子碰翻了。");
    cr_assert_str_eq(kind(), "wait");
    cr_assert(call_holds(call_say(&call, "好了，你接着说。"), "新鲜不新鲜"));
}

Test(dialogue, a_branch_is_spoken_only_when_its_condition_is_met)
{
    call_say(&call, NULL);
    for (int i = 0; i < 4; i++)
        call_say(&call, "嗯，行，接着讲。");
    cr_assert_eq(call_move(&call)->step, 4);
    struct str text = call_say(&call, "斜口啊，说不准，我也不太确定剪得对不对。");
    cr_assert_str_eq(kind(), "branch");
    cr_assert(call_holds(text, "拍张照片发给我"));
    call_close(&call);
    open_flower();
    call_say(&call, NULL);
    for (int i = 0; i < 9; i++)
        cr_assert_not(call_holds(call_say(&call, "嗯，行，接着讲。"), "拍张照片发给我"));
}

Test(dialogue, who_is_busy_is_let_go_with_one_grace_reply)
{
    call_say(&call, NULL);
    struct str text = call_say(&call, "我在开会，没空。");
    cr_assert_str_eq(kind(), "closing");
    cr_assert(call_holds(text, "花有问题随时找我"));
    cr_assert_eq(dialogue_next(call.dialogue), INTENT_ASK_PERSONA);
    cr_assert_eq(call_say(&call, "嗯。").len, 0);
    cr_assert_eq(call.transcript->ended_by, ENDED_CALLER);
}

Test(dialogue, busy_but_listening_goes_on)
{
    call_say(&call, NULL);
    call_say(&call, "我正忙着呢，不过你说吧，长话短说。");
    cr_assert_str_eq(kind(), "step");
}

Test(dialogue, after_the_script_one_probe_and_the_closing_words_once)
{
    size_t farewells = 0, probes = 0;
    call_say(&call, NULL);
    for (int i = 0; i < 25 && call.transcript->ended_by == ENDED_UNKNOWN; i++)
        call_say(&call, "嗯，知道了。");
    for (size_t i = 0; i < call.transcript->count; i++) {
        farewells += call_holds(call.transcript->messages[i].content, "再见");
        probes += str_eq_cstring(call.transcript->messages[i].move.kind, "probe");
    }
    cr_assert_eq(farewells, 1, "the last step's own farewell waits for the closing words");
    cr_assert_eq(probes, 1);
    cr_assert_eq(call.transcript->ended_by, ENDED_CALLER);
}

Test(dialogue, a_marker_glued_to_text_ends_the_call_and_keeps_the_text)
{
    call_say(&call, NULL);
    cr_assert_eq(call_say(&call, "就这样吧，我要带猫去看医生。[挂断]").len, 0);
    const struct message *last = &call.transcript->messages[call.transcript->count - 1];
    cr_assert_eq(call.transcript->ended_by, ENDED_PERSONA);
    cr_assert(last->hung_up);
    cr_assert(str_eq(last->content, STR("就这样吧，我要带猫去看医生。")));
    cr_assert(call_holds(last->raw, "[挂断]"));
    cr_assert_eq(dialogue_next(call.dialogue), INTENT_DONE);
}

Test(dialogue, a_natural_close_counts)
{
    call_say(&call, NULL);
    call_say(&call, "是我，你说吧。");
    struct str bye = call_say(&call, "行，那就先这样吧，我这边还有事，挂了啊，再见。");
    cr_assert(call_holds(bye, "再见"));
    cr_assert_eq(call.transcript->ended_by, ENDED_PERSONA);
}

Test(dialogue, silence_is_prompted_and_then_ends_the_call)
{
    call_say(&call, NULL);
    call_say(&call, "");
    cr_assert_str_eq(kind(), "silence");
    call_say(&call, "……");
    cr_assert_str_eq(kind(), "silence");
    call_say(&call, "在的，你说。");
    cr_assert_str_eq(kind(), "step");
    call_say(&call, "");
    call_say(&call, "");
    call_say(&call, "");
    cr_assert_eq(call.transcript->ended_by, ENDED_SILENCE);
}

Test(dialogue, thought_in_front_is_kept_apart)
{
    call_say(&call, NULL);
    call_say(&call, "<think>先确认身份</think>嗯，是我。");
    const struct message *reply = &call.transcript->messages[1];
    cr_assert(str_eq(reply->content, STR("嗯，是我。")));
    cr_assert(str_eq(reply->reasoning, STR("先确认身份")));
    cr_assert(call_holds(reply->raw, "<think>"));
    call_say(&call, "嗯<think>藏在中间</think>好。");
    cr_assert(call_holds(call.transcript->messages[3].content, "<think>"),
              "inside the content it is left for the scorer");
}

Test(dialogue, thought_whose_begin_or_end_is_missing_is_no_speech)
{
    call_say(&call, NULL);
    call_say(&call, "先确认身份</think>\n\n嗯，是我。");
    const struct message *reply = &call.transcript->messages[1];
    cr_expect(str_eq(reply->content, STR("嗯，是我。")));
    cr_expect(str_eq(reply->reasoning, STR("先确认身份")));
    call_say(&call, "<think>想到一半");
    reply = &call.transcript->messages[3];
    cr_expect(str_eq(reply->content, STR("")), "what was cut within a thought says nothing");
    cr_expect(str_eq(reply->reasoning, STR("想到一半")));
}

Test(dialogue, a_complaint_marks_the_callers_last_turn)
{
    call_say(&call, NULL);
    call_say(&call, "是我，你说吧。");
    call_say(&call, "发票在哪儿开？");
    call_say(&call, "我问的不是这个，答非所问嘛。");
    bool marked = false;
    for (size_t i = 0; i < call.transcript->count; i++)
        marked |= str_eq_cstring(call.transcript->messages[i].move.fault, "weak_match");
    cr_assert(marked);
}

Test(dialogue, asking_what_to_do_twice_gives_the_same_answer)
{
    cr_assert_eq(dialogue_next(call.dialogue), INTENT_ASK_PERSONA);
    cr_assert_eq(dialogue_next(call.dialogue), INTENT_ASK_PERSONA);
    cr_assert_eq(call.transcript->count, 1);
    dialogue_stopped(call.dialogue, ENDED_ERROR, STR("the endpoint is gone"));
    cr_assert_eq(dialogue_next(call.dialogue), INTENT_DONE);
    cr_assert(str_eq(call.transcript->error, STR("the endpoint is gone")));
    dialogue_stopped(call.dialogue, ENDED_BUDGET, STR(""));
    cr_assert_eq(call.transcript->ended_by, ENDED_ERROR, "the first cause wins");
}

Test(dialogue_options, turns_are_bounded)
{
    struct dialogue_options options = {.max_turns = 2};
    call_open(&call, flower_document, &options, 0);
    call_say(&call, NULL);
    call_say(&call, "是我，你说吧。");
    call_say(&call, "嗯。");
    cr_assert_eq(call.transcript->ended_by, ENDED_MAX_TURNS);
    call_close(&call);
}

Test(dialogue_options, the_same_repeat_says_the_same_words)
{
    struct call other;
    bool differs = false;
    call_open(&call, flower_document, NULL, 4);
    call_open(&other, flower_document, NULL, 4);
    for (int i = 0; i < 8; i++) {
        const char *reply = i == 0 ? NULL : "嗯，我听着。";
        cr_assert(str_eq(call_say(&call, reply), call_say(&other, reply)));
    }
    for (uint32_t repeat = 5; repeat < 12; repeat++) {
        call_close(&other);
        call_open(&other, flower_document, NULL, repeat);
        call_say(&other, NULL);
        differs |= !str_eq(call_say(&other, "嗯，我听着。"), call.transcript->messages[2].content);
    }
    cr_assert(differs, "repeats vary within the closed list");
    call_close(&other);
    call_close(&call);
}

Test(dialogue_options, a_model_as_caller_is_asked_and_may_hang_up)
{
    struct dialogue_options options = {.model_caller = true};
    call_open(&call, flower_document, &options, 0);
    cr_assert_eq(dialogue_next(call.dialogue), INTENT_ASK_CALLER);
    dialogue_caller_said(call.dialogue, STR("您好，是郑女士吗？"));
    cr_assert_eq(dialogue_next(call.dialogue), INTENT_ASK_PERSONA);
    dialogue_persona_said(call.dialogue, STR("是我。"), STR(""), FINISH_STOP, (struct usage){0}, 0);
    cr_assert_eq(dialogue_next(call.dialogue), INTENT_ASK_CALLER);
    dialogue_caller_said(call.dialogue, STR("没事了，再见。[挂断]"));
    cr_assert_eq(dialogue_next(call.dialogue), INTENT_ASK_PERSONA);
    dialogue_persona_said(call.dialogue, STR("哦，再见。"), STR(""), FINISH_STOP, (struct usage){0}, 0);
    cr_assert_eq(dialogue_next(call.dialogue), INTENT_DONE);
    cr_assert_eq(call.transcript->ended_by, ENDED_CALLER);
    call_close(&call);
}

Test(dialogue_options, a_model_as_caller_says_goodbye_to_a_natural_close_or_speaks_after_the_end)
{
    struct dialogue_options options = {.model_caller = true};
    for (int polite = 0; polite < 2; polite++) {
        call_open(&call, flower_document, &options, 0);
        dialogue_caller_said(call.dialogue, STR("您好，是郑女士吗？想问问花收到了没有。"));
        dialogue_persona_said(call.dialogue, STR("是我，收到了，你说。"), STR(""), FINISH_STOP, (struct usage){0}, 0);
        dialogue_caller_said(call.dialogue, STR("那就好，新鲜不新鲜？"));
        dialogue_persona_said(call.dialogue, STR("行，那就先这样吧，我这边还有事，挂了啊，再见。"), STR(""),
                              FINISH_STOP, (struct usage){0}, 0);
        dialogue_caller_said(call.dialogue, polite ? STR("好的，再见。") : STR("另外您养猫吗？"));
        const struct message *last = &call.transcript->messages[4];
        cr_assert_eq(call.transcript->ended_by, polite ? ENDED_PERSONA : ENDED_UNKNOWN);
        cr_assert(str_eq(last->move.fault, polite ? STR("") : STR("spoke_after_end")));
        call_close(&call);
    }
}
