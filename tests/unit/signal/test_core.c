/* The core signals on replies of our own: each must be found without its usual words, and its usual words must not be
 * enough. */
#include "signal/signal.h"
#include "support/within.h"
#include "text/utf8.h"

#include <criterion/criterion.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

static const char document[] =
    "## 电话拨打方\n### 角色\n岑立，青禾净水售后专员。\n### 核心任务\n就滤芯漏水的事回访。\n### 分步流程\n1. "
    "**说明**\n   - 漏水的那批滤芯接口偏松，我们给您换一只。\n"
    "### 问答知识库\n- Q: 要不要钱？\n  - A: 换滤芯不收费，师傅当天带走旧的。\n### "
    "开场白\n您好，我是青禾净水售后的岑立，来跟您说滤芯漏水的事。\n"
    "### 结束条件\n- 客户约好时间\n\n## 电话接听方\n### 角色\n杜成海，52岁，男，木器厂的刨工，话少。\n### 背景信息\n- "
    "上个月厨房漏了一地水，地板翘了两块\n"
    "- 女儿杜薇在外地念书\n### 核心关切点\n**首要问题**\n- 换了以后还会不会再漏，谁来担保\n- "
    "地板翘起来的损失赔不赔\n**次要问题**\n- 师傅哪天来，要不要请假等\n"
    "**潜在问题**\n- 怕被当成想讹钱的人\n### 对话中的典型行为模式\n- 先问清对方是谁\n- 偶尔犹豫\n### 回复风格示例\n- "
    "**反面教材**:\n  - “没关系，你们处理得很好，我很满意。”\n"
    "- **正面教材**:\n  - “漏是从接口那儿漏的，我拿盆接了三天，你们来看过没有？”\n### 结束条件\n- "
    "时间和赔法都说定了\n- 家里有事打断\n";

struct turn {
    enum role role;
    const char *text;
    bool hung_up;
};

/* Bits of the core signals found in message `index`. */
static uint32_t found_in(const char *scenario_text, const struct turn *turns, size_t count, size_t index)
{
    struct error err = {0};
    struct scenario *scenario = scenario_text != NULL ? scenario_from("water.md", str_from(scenario_text), &err) : NULL;
    struct signal_context *context = signal_context_new(scenario);
    cr_assert_not_null(context, "%s", err.message);
    struct transcript *transcript = transcript_new();
    for (size_t i = 0; i < count; i++)
        transcript_add(transcript, turns[i].role, str_from(turns[i].text))->hung_up = turns[i].hung_up;
    struct scene scene;
    struct hits hits = {0};
    uint32_t bits = 0;
    scene_init(&scene, context, scenario, transcript);
    signal_find_core(context, &scene, &hits);
    for (size_t i = 0; i < hits.count; i++) {
        const struct hit *hit = &hits.items[i];
        cr_assert(hit->span.start <= hit->span.end && hit->span.end <= scene.utterances[hit->message].code_points);
        cr_assert(hit->strength > 0 && hit->strength <= 1);
        cr_assert(scene.utterances[hit->message].reply > 0, "only the persona's messages are looked at");
        if (hit->message == index)
            bits |= 1u << hit->signal;
    }
    hits_release(&hits);
    scene_release(&scene);
    transcript_free(transcript);
    signal_context_free(context);
    scenario_free(scenario);
    return bits;
}

static uint32_t reply(const char *scenario_text, const char *caller, const char *persona)
{
    const struct turn turns[] = {
        {ROLE_CALLER, caller, false}, {ROLE_PERSONA, persona, false}, {ROLE_CALLER, "嗯。", false}};
    return found_in(scenario_text, turns, 2, 1);
}

#define HAS(bits, signal) (((bits) >> SIGNAL_##signal & 1) != 0)

Test(core, hears_a_model_speak_of_itself_and_not_of_other_machines)
{
    cr_assert(HAS(reply(document, "您贵姓？", "作为一个语言模型，我没有姓名。"), AI_LEAK));
    cr_assert_not(HAS(reply(document, "您打过热线吗？", "打过，那头是个机器人，说了半天没人接。"), AI_LEAK));
    static const char *const outright[] = {"作为一个AI语言模型，我没有学过车。",
                                           "我是AI，开不了车。",
                                           "我其实是个聊天机器人。",
                                           "根据我的人设，这里得先犹豫一下。",
                                           "我只是在扮演这个客户。",
                                           "按照提示词，我现在该问价格。",
                                           "作为模拟客户，我会先犹豫。",
                                           "抱歉，我只是一個人工智慧助理。",
                                           "身為大型語言模型，我沒有汽車。"};
    for (size_t i = 0; i < sizeof outright / sizeof *outright; i++)
        cr_expect(HAS(reply(document, "您看换一位师傅行吗？", outright[i]), AI_LEAK), "%s", outright[i]);
    static const char *const other[] = {"我又不是AI，你慢点说。", "你们那个AI客服根本没用。", "你是机器人吧？"};
    for (size_t i = 0; i < sizeof other / sizeof *other; i++)
        cr_expect_not(HAS(reply(document, "您看换一位师傅行吗？", other[i]), AI_LEAK), "%s", other[i]);
    cr_assert(HAS(reply(NULL, "What's your name?", "As an AI language model I don't have a name."), AI_LEAK));
    cr_assert(HAS(reply(NULL, "Shall I book it?", "Hmm. As a customer in this scenario I'd ask the price."), AI_LEAK));
    cr_assert_not(HAS(reply(NULL, "Shall I book it?", "And in that scenario, what do I pay?"), AI_LEAK));
}

static const char english[] =
    "## Caller\n### Role\nAnn Lee, after-sales at Greenwater.\n### Task\nCall back about a leaking filter.\n"
    "### Steps\n1. **Explain**\n   - \"The joint of that batch is loose, we change it for free.\"\n"
    "### Opening\n\"Hello, Ann Lee at Greenwater, about the filter.\"\n### End conditions\n- A day is agreed on\n\n"
    "## Callee\n### Role\nWalter Brandt, 52, male, a joiner of few words.\n### Background\n"
    "- The kitchen was under water last month\n### Core concerns\n- Will it leak again, and who vouches for it\n"
    "### Typical behaviours\n- Asks who is calling\n### End conditions\n- A day is agreed on\n";

struct said {
    const char *document, *caller, *persona;
    bool there;
};

static void expect(enum core_signal signal, const struct said *cases, size_t count)
{
    for (size_t i = 0; i < count; i++)
        cr_expect_eq(reply(cases[i].document, cases[i].caller, cases[i].persona) >> signal & 1, cases[i].there, "%s",
                     cases[i].persona);
}
#define EXPECT(signal, ...)                                                                                            \
    expect(SIGNAL_##signal, (struct said[]){__VA_ARGS__}, sizeof((struct said[]){__VA_ARGS__}) / sizeof(struct said))

Test(core, hears_a_decision_put_off_for_its_burden)
{
    EXPECT(HESITATION, {document, "您明天能来一趟吗？", "我要请假，挺麻烦的，我想想。", true},
           {NULL, "星期二上午可以嗎？", "那天要請假，有點麻煩，我想想。", true},
           {NULL, "Could you come on Tuesday?", "I'd have to take the day off, it's a hassle.", true},
           {document, "星期二上午行吗？", "行，我请好假了，不麻烦。", false},
           {document, "星期二上午可以嗎？", "可以，假我請好了。", false},
           {english, "Would Tuesday do?", "I've taken the day off anyway, so Tuesday.", false});
}

Test(core, tells_an_order_from_a_demand_of_proof)
{
    EXPECT(SKEPTICISM, {NULL, "Which booking is it?", "Cancel the room for Friday and move it to Sunday.", false},
           {NULL, "How can I help?", "Just swap the kettle and send me the receipt.", false},
           {document, "您看怎么安排？", "帮我换个滤芯，明天上午来。", false},
           {NULL, "The refund went out on Monday.", "Prove it. What evidence is there that it ever left?", true},
           {NULL, "I can make that change.", "How do I know that you have the authority to do that?", true});
}

Test(core, a_place_and_a_trade_are_ones_own_in_the_clause_behind_oneself_too)
{
    EXPECT(FACT_ERROR, {document, "请问是杜师傅吗？", "我叫杜成海，在苏州修车的。", true},
           {document, "請問是杜師傅嗎？", "我姓杜，在高雄當會計。", true},
           {english, "Mr. Brandt?", "I'm Walter, a nurse up in Boston.", true},
           {document, "请问是杜师傅吗？", "我听说了，你在苏州修车。", false},
           {document, "請問是杜師傅嗎？", "我知道，他在高雄當會計。", false},
           {english, "Mr. Brandt?", "I know, you came by taxi at night.", false});
}

Test(core, what_is_told_of_relatives_and_friends_is_not_ones_own)
{
    EXPECT(FACT_ERROR, {document, "您多大年纪？", "我今年三十五岁，眼睛还行。", true},
           {document, "谁给您介绍的？", "我弟弟今年三十五岁，他介绍的。", false},
           {document, "谁给您介绍的？", "我邻居小李今年四十了，也买了一台。", false},
           {document, "谁给您介绍的？", "我朋友介绍的，在苏州修车的，人挺实在。", false},
           {document, "誰給您介紹的？", "我兒子大了，在高雄當會計，忙得很。", false},
           {english, "Mr. Brandt?", "I'm 61 years old and a person of few words.", true}, /* no son */
           {english, "Mr. Brandt?", "My brothers turned 61 this season.", false});
}

Test(core, hears_the_serving_side_in_the_persona)
{
    cr_assert(HAS(reply(document, "水还漏吗？", "感谢您的反馈，已为您登记，稍后会安排师傅上门，请您保持电话畅通。"),
                  ROLE_FLIP));
    cr_assert_not(HAS(reply(document, "水还漏吗？", "还漏，盆接着呢，你们哪天来人？"), ROLE_FLIP));
}

Test(core, data_and_markup_are_no_speech)
{
    static const char *const leaks[] = {"{\"reply\": \"行吧\"}", "行吧<br/>我看看", "<p>还漏。</p>", "```\n还漏\n```"};
    for (size_t i = 0; i < sizeof leaks / sizeof *leaks; i++)
        cr_expect(HAS(reply(document, "还漏吗？", leaks[i]), FORMAT_LEAK), "%s", leaks[i]);
    cr_expect_not(HAS(reply(document, "还漏吗？", "水压<3的时候还漏，你们上回说>3就没事。"), FORMAT_LEAK));
}

Test(core, a_form_leak_is_underlined_where_it_stands)
{
    static const struct {
        const char *reply;
        uint32_t start, end;
    } cases[] = {{"（放下刨子，叹了口气）你说。", 0, 11},
                 {"你说。*叹气* 还漏。", 3, 7},
                 {"杜成海：接口那儿。", 0, 4},
                 {"两处：\n- 接口\n- 阀门", 4, 8},
                 {"好👌你来吧", 1, 2},
                 {"我说<b>还漏</b>呢", 2, 5},
                 {"{\"a\": \"还漏\"}", 0, 11}};
    struct error err = {0};
    struct scenario *scenario = scenario_from("water.md", STR(document), &err);
    struct signal_context *context = signal_context_new(scenario);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct transcript *transcript = transcript_new();
        transcript_add(transcript, ROLE_CALLER, STR("哪里漏？"));
        transcript_add(transcript, ROLE_PERSONA, str_from(cases[i].reply));
        struct scene scene;
        struct hits hits = {0};
        bool found = false;
        scene_init(&scene, context, scenario, transcript);
        signal_find_core(context, &scene, &hits);
        for (size_t h = 0; h < hits.count; h++) {
            const struct hit *hit = &hits.items[h];
            if (hit->signal != SIGNAL_FORMAT_LEAK)
                continue;
            found = true;
            cr_expect(hit->span.start == cases[i].start && hit->span.end == cases[i].end, "%s: %u to %u",
                      cases[i].reply, hit->span.start, hit->span.end);
        }
        cr_expect(found, "%s", cases[i].reply);
        hits_release(&hits);
        scene_release(&scene);
        transcript_free(transcript);
    }
    signal_context_free(context);
    scenario_free(scenario);
}

Test(core, tells_stage_directions_labels_and_lists_from_remarks_in_brackets)
{
    cr_assert(HAS(reply(document, "方便说话吗？", "（放下刨子，叹了口气）你说。"), FORMAT_LEAK));
    cr_assert(HAS(reply(document, "哪里漏？", "两处：\n- 接口\n- 阀门"), FORMAT_LEAK));
    cr_assert(HAS(reply(document, "哪里漏？", "杜成海：接口那儿。"), FORMAT_LEAK));
    cr_assert(HAS(reply(document, "好吗？", "好👌"), FORMAT_LEAK));
    cr_assert_not(HAS(reply(document, "哪只滤芯？", "前面那只（带白圈的），你们五月换的。"), FORMAT_LEAK));
}

Test(core, finds_copied_examples_and_not_the_same_matter_in_other_words)
{
    cr_assert(
        HAS(reply(document, "怎么回事？", "漏是从接口那儿漏的，我拿盆接了三天，你们来看过没有？"), VERBATIM_COPY));
    cr_assert_not(HAS(reply(document, "怎么回事？", "接口松，水一开就滴，盆都接满过。"), VERBATIM_COPY));
}

Test(core, tells_another_language_from_a_product_name)
{
    cr_assert(HAS(reply(document, "哪天方便？", "Any day is fine with me, just let me know when you are coming."),
                  LANGUAGE_BREAK));
    cr_assert_not(
        HAS(reply(document, "型号是多少？", "盒子上写的 AquaPure Max 300，旁边一个 WiFi 灯。"), LANGUAGE_BREAK));
    cr_assert(HAS(reply(NULL, "Which day suits you?", "哪天都可以，你们来之前打个电话。"), LANGUAGE_BREAK) == false,
              "without a document the language is what most of the call is in");
}

Test(core, finds_an_age_that_the_document_denies)
{
    cr_expect(HAS(reply(document, "那只滤芯我们给您换，您看行吗？", "嗯……行吧，今年我35岁，这点事还懂。你发来我看看。"),
                  FACT_ERROR));
    cr_expect_not(HAS(reply(document, "您今年贵庚？", "我今年五十二岁，属虎，干了半辈子刨工。"), FACT_ERROR));
    cr_assert(HAS(reply(document, "您多大年纪？", "我今年六十七岁，眼睛不行了。"), FACT_ERROR));
    cr_assert_not(HAS(reply(document, "您多大年纪？", "五十二，干了半辈子木匠活。"), FACT_ERROR));
}

Test(core, finds_what_was_said_before_and_not_a_second_yes)
{
    const struct turn again[] = {{ROLE_CALLER, "水还漏吗？", false},
                                 {ROLE_PERSONA, "接口那儿一直滴，盆接了三天，地板都翘起来了。", false},
                                 {ROLE_CALLER, "给您换一只滤芯。", false},
                                 {ROLE_PERSONA, "接口那儿一直滴，盆接了三天，地板都翘起来了。", false}};
    cr_assert(HAS(found_in(document, again, 4, 3), REPETITION));
    const struct turn assent[] = {{ROLE_CALLER, "给您换一只滤芯。", false},
                                  {ROLE_PERSONA, "嗯，好。", false},
                                  {ROLE_CALLER, "周三上午去。", false},
                                  {ROLE_PERSONA, "好，嗯。", false}};
    cr_assert_not(HAS(found_in(document, assent, 4, 3), REPETITION));
}

Test(core, hears_the_end_and_not_a_point_left_for_later)
{
    const struct turn end[] = {{ROLE_CALLER, "那周三上午到。", false},
                               {ROLE_PERSONA, "行，就这样，我上工了，挂了。", true}};
    cr_assert(HAS(found_in(document, end, 2, 1), CLOSING));
    const struct turn middle[] = {{ROLE_CALLER, "地板的事呢？", false},
                                  {ROLE_PERSONA, "地板先放一放，讲讲滤芯，这只保几年？", false},
                                  {ROLE_CALLER, "保两年。", false},
                                  {ROLE_PERSONA, "两年，写在哪儿？", false}};
    cr_assert_not(HAS(found_in(document, middle, 4, 1), CLOSING));
}

Test(core, hears_doubt_hedging_and_empty_content)
{
    cr_assert(HAS(reply(document, "这次一定修好。", "上次来的那位也说一定，结果呢？你们拿什么保证？"), SKEPTICISM));
    cr_assert(HAS(reply(document, "周三行吗？", "呃……周三说不准，我得看厂里排班，再说吧。"), HESITATION));
    cr_assert(
        HAS(reply(document, "很抱歉给您添麻烦了。", "没关系没关系，你们处理得特别好，怎么安排我都满意，完全放心。"),
            PLATITUDE));
    cr_assert_not(HAS(reply(document, "跟您核对一下门牌号？", "没问题，你念。"), PLATITUDE));
}

Test(core, an_empty_reply_carries_nothing)
{
    cr_assert_eq(reply(document, "听得见吗？", ""), 0);
    cr_assert_eq(reply(document, "听得见吗？", "   "), 0);
}

Test(core, survives_what_no_person_says)
{
    char longest[60000];
    for (size_t i = 0; i + 1 < sizeof longest; i++)
        longest[i] = "(((:::***\"\"\"。"[i % 12];
    longest[sizeof longest - 1] = '\0';
    reply(document, longest, "(");
    reply(document, "?", "\"");
    reply(document, "?", "*");
    reply(document, "?", "12345678901234567890岁");
    reply(NULL, "", ":");
}

struct ending_call {
    const struct signal_context *context;
    size_t heard;
};

static void *hear_often(void *context)
{
    struct ending_call *call = context;
    struct transcript *transcript = transcript_new();
    transcript_add(transcript, ROLE_PERSONA, STR("没有了，那就这样，再见，我挂了啊。"));
    for (size_t i = 0; i < 50; i++)
        call->heard += signal_is_closing(call->context, transcript);
    transcript_free(transcript);
    return NULL;
}

Test(core, threads_hear_a_goodbye_beside_each_other)
{
    enum { THREADS = 4 };
    pthread_t threads[THREADS];
    struct ending_call calls[THREADS];
    struct signal_context *context = signal_context_new(NULL);
    for (size_t t = 0; t < THREADS; t++) {
        calls[t] = (struct ending_call){context, 0};
        cr_assert_eq(pthread_create(&threads[t], NULL, hear_often, &calls[t]), 0);
    }
    for (size_t t = 0; t < THREADS; t++) {
        pthread_join(threads[t], NULL);
        cr_assert_eq(calls[t].heard, 50);
    }
    signal_context_free(context);
}

/* A call that grows: what ends it is heard from its last reply and the words before it. */
Test(core, the_live_caller_hears_a_goodbye_and_nothing_else)
{
    static const char *const said[] = {"您好，我是净水器售后，周三上午师傅到，方便吗？",
                                       "嗯，四十一了还天天等人，周三上午我在家，滤芯真不收费？",
                                       "不收费，换完给您试水。",
                                       "滤芯真不收费我就放心了，我先把东西挪开，你接着说。",
                                       "好的，您还有别的要问吗？",
                                       "没有了，那就这样，再见，我挂了啊。"};
    const size_t count = sizeof said / sizeof *said;
    struct error err = {0};
    struct scenario *scenario = scenario_from("water.md", str_from(document), &err);
    struct signal_context *context = signal_context_new(scenario), *none = signal_context_new(NULL);
    struct transcript *transcript = transcript_new();
    cr_assert_not(signal_is_closing(context, transcript), "nothing is said yet");
    for (size_t i = 0; i < count; i++) {
        transcript_add(transcript, i % 2 == 0 ? ROLE_CALLER : ROLE_PERSONA, str_from(said[i]));
        cr_assert_eq(signal_is_closing(context, transcript), i + 1 == count, "%s", said[i]);
    }
    cr_assert(signal_is_closing(none, transcript), "a goodbye is one without a document, too");
    transcript_add(transcript, ROLE_CALLER, STR("再见，我挂了。"));
    cr_assert_not(signal_is_closing(context, transcript), "the caller's words are not the persona's");
    transcript_add_raw(transcript, ROLE_PERSONA, STR("[挂断]"), NULL);
    cr_assert(signal_is_closing(context, transcript), "a hang-up needs no words");
    transcript_free(transcript);
    signal_context_free(context);
    signal_context_free(none);
    scenario_free(scenario);
}

Test(core, names_go_both_ways)
{
    for (enum core_signal signal = 0; signal < SIGNAL_CORE_COUNT; signal++)
        cr_assert_eq(core_signal_from(str_from(core_signal_name(signal))), signal);
    cr_assert_eq(core_signal_from(STR("dancing")), SIGNAL_CORE_COUNT);
}

Test(core, where_one_goes_and_whom_one_meets_is_no_trade_of_ones_own)
{
    static const char *const right[] = {"我在超市看到过同款，也是这个价。", "我问过药房，说这胶没毒。",
                                        "我在网上看过超市的同款，也是这个价。"};
    for (size_t i = 0; i < sizeof right / sizeof *right; i++)
        cr_expect_not(HAS(reply(document, "您那边看得见吗？", right[i]), FACT_ERROR), "%s", right[i]);
    cr_expect(HAS(reply(document, "您那边看得见吗？", "我在超市上班，白天没空。"), FACT_ERROR));
}

Test(core, other_people_are_no_he)
{
    cr_expect(HAS(reply(document, "您多大年纪？", "我跟其他人一样今年三十五岁，眼睛还行。"), FACT_ERROR));
    cr_expect_not(HAS(reply(document, "您多大年纪？", "我说他今年三十五岁，眼睛还行。"), FACT_ERROR));
}

Test(core, a_childs_age_is_not_the_personas)
{
    static const char *const roles[] = {"杜成海，男，女儿9岁。", "杜成海，男，母亲82岁。"};
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
        char text[4096];
        const char *place = strstr(document, "杜成海，52岁，男");
        snprintf(text, sizeof text, "%.*s%s%s", (int)(place - document), document, roles[i], strchr(place, '\n'));
        cr_expect_not(HAS(reply(text, "您多大年纪？", "我今年三十五岁，眼睛还行。"), FACT_ERROR), "%s", roles[i]);
    }
}

/* The one hit of a signal in the reply to `caller`; its text in *text. */
static struct hit hit_in(const char *caller, const char *persona, uint16_t signal, char *text, size_t room)
{
    struct error err = {0};
    struct scenario *scenario = scenario_from("water.md", str_from(document), &err);
    struct signal_context *context = signal_context_new(scenario);
    struct transcript *transcript = transcript_new();
    struct scene scene;
    struct hits hits = {0};
    struct hit found = {.message = UINT32_MAX};
    transcript_add(transcript, ROLE_CALLER, str_from(caller));
    transcript_add(transcript, ROLE_PERSONA, str_from(persona));
    transcript_add(transcript, ROLE_CALLER, STR("嗯。"));
    scene_init(&scene, context, scenario, transcript);
    signal_find_core(context, &scene, &hits);
    for (size_t i = 0; i < hits.count; i++)
        if (hits.items[i].signal == signal)
            found = hits.items[i];
    cr_assert_neq(found.message, UINT32_MAX, "%s", persona);
    found.by = (struct str){0};
    struct str span = utf8_slice(str_from(persona), found.span.start, found.span.end);
    snprintf(text, room, "%.*s", STR_FORMAT(span));
    hits_release(&hits);
    scene_release(&scene);
    transcript_free(transcript);
    signal_context_free(context);
    scenario_free(scenario);
    return found;
}

static size_t line_with(const char *words)
{
    size_t at = str_find(str_from(document), str_from(words)), line = 1;
    for (size_t i = 0; i < at; i++)
        line += document[i] == '\n';
    return line;
}

Test(core, a_copy_stands_where_it_is_and_names_the_line_that_it_repeats)
{
    char text[512];
    struct hit hit = hit_in("给您换一只，您看行吗？", "哦，你来了。没关系，你们处理得很好，我很满意。",
                            SIGNAL_VERBATIM_COPY, text, sizeof text);
    cr_expect_eq(hit.line, line_with("你们处理得很好"), "line %zu", hit.line);
    cr_expect_str_eq(text, "没关系，你们处理得很好，我很满意。");
    hit_in("您怎么想？", "我家的锅还在火上。作为一个语言模型，我没有厨房。你等等。", SIGNAL_AI_LEAK, text, sizeof text);
    cr_expect_str_eq(text, "作为一个语言模型，");
    hit = hit_in("您是杜师傅吗？", "我姓李，你打错了吧。", SIGNAL_FACT_ERROR, text, sizeof text);
    cr_expect_str_eq(text, "我姓李，");
    cr_expect_eq(hit.line, 0);
}

Test(core, a_sentence_said_over_and_over_in_one_reply_repeats)
{
    cr_expect(
        HAS(reply(NULL, "嗯。", "我的订单还没到货呢。我的订单还没到货呢。我的订单还没到货呢。我的订单还没到货呢。"),
            REPETITION));
#define FIVE(text) text text text text text
    cr_expect(HAS(reply(NULL, "嗯。", FIVE(FIVE("续费"))), REPETITION));
    cr_expect(HAS(reply(NULL, "嗯。", FIVE(FIVE("I "))), REPETITION) == false, "a stammer");
    cr_expect(HAS(reply(NULL, "嗯。", FIVE(FIVE("I ") FIVE("I "))), REPETITION));
    cr_expect_not(HAS(reply(NULL, "嗯。", FIVE("哈哈")), REPETITION));
    cr_expect_not(HAS(reply(NULL, "那我挂了？", "挂吧挂吧，挂了挂了，好好好。"), REPETITION));
    cr_expect_not(HAS(reply(NULL, "您说。", "一笔11660，一笔151.58，两笔都要写上日期，日期要大写。"), REPETITION));
}

Test(core, an_utterance_alone_has_no_end)
{
    static const char *const alone[] = {"他在忙", "不需要", "还差多少", "没钱", "听不清"};
    for (size_t i = 0; i < sizeof alone / sizeof *alone; i++) {
        const struct turn turn = {ROLE_PERSONA, alone[i], false};
        cr_expect_not(HAS(found_in(NULL, &turn, 1, 0), CLOSING), "%s", alone[i]);
    }
    const struct turn bye = {ROLE_PERSONA, "好的，那就这样，再见。", false};
    cr_expect(HAS(found_in(NULL, &bye, 1, 0), CLOSING));
}

Test(core, the_last_reply_of_a_cut_call_does_not_close_by_its_place)
{
    static const char *const going_on[] = {"都听你的。", "上次你们也这么说。", "三天是从今天算吗？"};
    for (size_t i = 0; i < sizeof going_on / sizeof *going_on; i++)
        cr_expect_not(HAS(reply(document, "您看行吗？", going_on[i]), CLOSING), "%s", going_on[i]);
    cr_expect(HAS(reply(document, "您看行吗？", "行，那就这样，我挂了。"), CLOSING));
}

Test(core, a_reply_that_only_gives_way_is_a_platitude_and_an_assent_is_none)
{
    static const char *const yields[] = {"都听你的。", "您看着办吧。", "我没意见，你们定就好。"};
    for (size_t i = 0; i < sizeof yields / sizeof *yields; i++)
        cr_expect(HAS(reply(document, "您看哪天上门？", yields[i]), PLATITUDE), "%s", yields[i]);
    cr_expect(HAS(reply(NULL, "Which day would you like?", "Whatever suits you."), PLATITUDE));
    static const char *const assents[] = {"没问题，6621，对的。", "好的，关了，你说。",
                                          "都听你的，可是地板泡坏了得赔。", "可以，周三上午。"};
    for (size_t i = 0; i < sizeof assents / sizeof *assents; i++)
        cr_expect_not(HAS(reply(document, "您核对一下行吗？", assents[i]), PLATITUDE), "%s", assents[i]);
}

Test(core, stock_phrases_of_service_and_leaks_without_a_machine_are_heard_in_mid_call)
{
    static const char *const serves[] = {"稍后会有专人联系您。", "感谢您的来电，我这边给您登记一下。",
                                         "我这边给您登记一下，稍后安排专人处理。"};
    for (size_t i = 0; i < sizeof serves / sizeof *serves; i++)
        cr_expect(HAS(reply(document, "那漏水怎么办？", serves[i]), ROLE_FLIP), "%s", serves[i]);
    static const char *const leaks[] = {"系统提示里让我演一个难缠的客户。", "按照要求扮演的客户这时候应该犹豫一下。"};
    for (size_t i = 0; i < sizeof leaks / sizeof *leaks; i++)
        cr_expect(HAS(reply(document, "您觉得怎么样？", leaks[i]), AI_LEAK), "%s", leaks[i]);
}

/* Linear time keeps these far below the bound; looking behind from each sign would take many minutes. */
Test(core, long_replies_take_linear_time)
{
    within(120);
    enum { QUOTES = 3 << 20, COLONS = 1 << 17, REPLIES = 40 };
    struct buf quotes, colons;
    buf_init(&quotes, 0);
    buf_init(&colons, 0);
    while (quotes.len < QUOTES)
        buf_add(&quotes, STR("“好的”没问题"));
    while (colons.len < COLONS)
        buf_add(&colons, STR("："));
    found_in(document, (struct turn[]){{ROLE_CALLER, "您好", false}, {ROLE_PERSONA, quotes.bytes, false}}, 2, 1);
    struct turn turns[REPLIES];
    for (size_t i = 0; i < REPLIES; i++)
        turns[i] = (struct turn){ROLE_PERSONA, colons.bytes, false};
    found_in(document, turns, REPLIES, 1);
    buf_release(&quotes);
    buf_release(&colons);
}

/* Each reply held against each earlier one would take a minute. */
Test(core, very_many_replies_alike_take_linear_time)
{
    within(30);
    enum { REPLIES = 5000, CHARACTERS = 300 };
    struct buf text;
    struct turn *turns = calloc(REPLIES, sizeof *turns);
    buf_init(&text, 0);
    for (unsigned i = 0; i < CHARACTERS; i++)
        buf_printf(&text, "%c%c%c", 0xe5, 0x80 + (int)(i / 60), 0x80 + (int)(i % 60));
    for (size_t i = 0; i < REPLIES; i++)
        turns[i] = (struct turn){ROLE_PERSONA, text.bytes, false};
    found_in(NULL, turns, REPLIES, 1);
    free(turns);
    buf_release(&text);
}

/* To look for each number in all that was said before would take minutes. */
Test(core, very_many_numbers_take_linear_time)
{
    within(60);
    enum { REPLIES = 5000, NUMBERS = 50 };
    struct buf text;
    struct turn *turns = calloc(REPLIES, sizeof *turns);
    char **texts = calloc(REPLIES, sizeof *texts);
    for (size_t i = 0; i < REPLIES; i++) {
        buf_init(&text, 0);
        for (size_t n = 0; n < NUMBERS; n++)
            buf_printf(&text, "有%zu。", 100000 + i * NUMBERS + n);
        texts[i] = text.bytes;
        turns[i] = (struct turn){ROLE_PERSONA, texts[i], false};
    }
    found_in(document, turns, REPLIES, 1);
    for (size_t i = 0; i < REPLIES; i++)
        free(texts[i]);
    free(texts);
    free(turns);
}
