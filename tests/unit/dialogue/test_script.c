/* What makes a scripted call sound natural: nothing twice in a turn, who it is before what it is not, and an
 * acknowledgement that fits. */
#include "call.h"

#include "base/buf.h"
#include "dialogue/plan.h"
#include "dialogue/reading.h"
#include "text/utf8.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <sys/resource.h>

/* The answer to the first question stands in the second step too; nothing is sold, as the profile says. */
static const char *const chair_document =
    "## 电话拨打方\n\n### 角色\n\n松木家具的售后专员何川（男），处理开裂的投诉。\n\n"
    "### 目标客户画像\n\n- 买过一把餐椅\n- 这次只处理投诉，不推销\n\n"
    "### 分步流程和话术\n\n"
    "1. **问好**\n   - 您好，是林悦女士吗？我是松木家具的何川。\n"
    "2. **核对**\n   - 椅子的裂口是在横档上，对吗？\n"
    "3. **讲原因**\n   - 裂口里有胶，是出厂前补过的毛病，不是您用坏的。\n"
    "4. **给办法**\n   - 退款明天中午以前到您账户，椅子后天上门取。\n\n"
    "### 问答知识库\n\n"
    "- Q: 裂的原因是什么，是我用坏的吗？\n  - A: 裂口里有补过的胶，是出厂前的毛病，不是用坏的。\n"
    "- Q: 发票怎么补开？\n  - A: 可以，把抬头发给我，当天开好电子发票。\n\n"
    "### 开场白\n\n您好，是林悦女士吧？我是松木家具的何川，椅子的事由我负责，您现在方便吗？\n\n"
    "### 结束语\n\n那我按说好的办，再见。\n\n"
    "## 电话接听方\n\n### 角色\n\n林悦，31岁，教师。\n\n### 结束条件\n\n- 林悦把话说完\n";

static struct call call;

static void open_chair(void)
{
    call_open(&call, chair_document, NULL, 1);
    call_say(&call, NULL);
}

static void close_chair(void)
{
    call_close(&call);
}

TestSuite(script, .init = open_chair, .fini = close_chair);

static size_t times(struct str text, const char *piece)
{
    size_t count = 0, at;
    while ((at = str_find(text, str_from(piece))) != STR_NONE) {
        count++;
        text = str_slice(text, at + 1, text.len);
    }
    return count;
}

Test(script, who_it_is_comes_before_that_nothing_is_sold)
{
    struct str text = call_say(&call, "喂，不会是推销吧？");
    size_t who = str_find(text, STR("售后专员何川")), denial = str_find(text, STR("不是推销电话"));
    cr_assert(who != STR_NONE && denial != STR_NONE && who < denial, "%.*s", STR_FORMAT(text));
    cr_assert_not(str_starts(text, STR("对")), "no yes to a question whether it is a sales call");
}

Test(script, what_the_script_says_next_is_not_said_before_it_as_an_answer)
{
    call_say(&call, "是我，你说。");
    struct str text = call_say(&call, "对。裂的原因是什么，是我用坏的吗？");
    cr_assert_eq(times(text, "胶"), 1, "%.*s", STR_FORMAT(text));
    cr_assert(call_holds(text, "不是您用坏的"));
    static const char *const acknowledgements[] = {"好", "嗯", "行", "明白", NULL};
    cr_assert_not(str_starts_any(text, acknowledgements), "who asks is not told so: %.*s", STR_FORMAT(text));
}

Test(script, the_customer_is_addressed_as_the_script_does)
{
    static const char *const lines[][3] = {{"你那单我们看过了。", "你", "您"},
                                           {"妳的影片剪好了。", "妳", "您"},
                                           {"您那单你们店里看过了。", "您", "你"},
                                           {"你们店里那单看过了。", "您", "你"}};
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        char document[512];
        struct call order;
        snprintf(document, sizeof document,
                 "## 电话拨打方\n### 角色\n平台的小林\n### 话术\n1. 在吗？\n2. %s\n## 电话接听方\n### 角色\n吴强\n",
                 lines[i][0]);
        call_open(&order, document, NULL, 0);
        call_say(&order, NULL);
        call_say(&order, "在。");
        struct str text = call_say(&order, "光嘴上说不行吧，怎么证明真会去做？");
        cr_expect(call_holds(text, lines[i][1]) && !call_holds(text, lines[i][2]), "%.*s", STR_FORMAT(text));
        call_close(&order);
    }
}

Test(script, what_the_script_has_told_already_is_not_noted_as_unknown)
{
    call_say(&call, "是我，你说。");
    call_say(&call, "对。");
    call_say(&call, "哦。");
    struct str text = call_say(&call, "退款明天中午能到我账户吗？");
    cr_assert(call_holds(text, "刚才"), "%.*s", STR_FORMAT(text));
    text = call_say(&call, "你们店开在哪条街上？");
    cr_assert_not(call_holds(text, "刚才"), "%.*s", STR_FORMAT(text));
}

Test(script, a_second_question_is_not_lost_behind_one_that_the_script_has_told)
{
    call_say(&call, "是我，你说。");
    call_say(&call, "对。");
    call_say(&call, "哦。");
    struct str text = call_say(&call, "退款明天中午能到我账户吗？你们店开在哪条街上？");
    cr_assert_not(call_holds(text, "刚才"), "%.*s", STR_FORMAT(text));
    text = call_say(&call, "啊？退款明天中午能到我账户吗？");
    cr_assert(call_holds(text, "刚才"), "%.*s", STR_FORMAT(text));
}

Test(script, who_calls_is_not_told_with_the_first_step_late_in_the_call)
{
    call_say(&call, "是我，你说。");
    call_say(&call, "对。");
    struct str text = call_say(&call, "你是谁啊？");
    cr_assert(call_holds(text, "售后专员何川"), "%.*s", STR_FORMAT(text));
}

Test(script, a_question_of_the_scripts_own_answers_nothing)
{
    struct str text = call_say(&call, "是我。横档上的裂口还能修吗？");
    cr_assert_not(str_eq(call_move(&call)->kind, STR("step")), "passed over: %.*s", STR_FORMAT(text));
}

Test(script, mistrust_is_heard_and_not_noted_down_as_a_question)
{
    static const char *const doubts[] = {"话是好听，可我凭什么信呢？", "光嘴上说不行吧，怎么证明真会去做？",
                                         "你们是不是每次都这么讲啊，上回也是这么答应的。"};
    call_say(&call, "是我，你说。");
    for (size_t i = 0; i < sizeof doubts / sizeof *doubts && i < 2; i++) {
        struct str text = call_say(&call, doubts[i]);
        cr_assert_str_eq(call_move(&call)->kind.ptr, "step", "%s", doubts[i]);
        cr_assert(call_holds(text, "您有") || call_holds(text, "您不放心"), "%.*s", STR_FORMAT(text));
    }
}

Test(script, a_complaint_weighs_more_than_a_hesitation_and_the_last_words_most)
{
    call_say(&call, "是我，你说。");
    struct str text = call_say(&call, "这个一下子说不准。上回报的磕角到现在没有下文。");
    cr_assert_not(call_holds(text, "不着急") || call_holds(text, "不急着"), "%.*s", STR_FORMAT(text));
    text = call_say(&call, "我不敢说死。小店的急活一样是活。");
    cr_assert_not(call_holds(text, "不着急") || call_holds(text, "不急着"), "%.*s", STR_FORMAT(text));
}

Test(script, no_lead_in_stands_before_a_plain_yes)
{
    call_say(&call, "是我，你说。");
    struct str text = call_say(&call, "发票怎么补开？");
    cr_assert(str_starts(text, STR("可以")), "%.*s", STR_FORMAT(text));
}

Test(script, another_question_on_an_answered_matter_is_not_called_the_same)
{
    call_say(&call, "是我，你说。");
    call_say(&call, "发票怎么补开？");
    struct str text = call_say(&call, "发票怎么补开？");
    cr_assert(call_holds(text, "刚才"), "%.*s", STR_FORMAT(text));
}

/* A document with so many lines of a step, or sentences in its only line, or questions of the knowledge base. */
static size_t memory_of_plan(const char *line, size_t count)
{
    struct error err = {0};
    struct buf text;
    buf_init(&text, 0);
    buf_add_cstring(&text, "## 电话拨打方\n\n### 角色\n\n客服\n\n### 分步流程和话术\n\n1. **开始**\n   - 您好。");
    for (size_t i = 0; i < count; i++)
        buf_add_cstring(&text, line);
    buf_add_cstring(&text, "\n\n## 电话接听方\n\n### 角色\n\n林悦，31岁，教师。\n");
    struct scenario *scenario = scenario_from("long", buf_str(&text), &err);
    cr_assert_not_null(scenario, "%s", err.message);
    struct dialogue_plan *plan = dialogue_plan_new(scenario);
    size_t used = plan->arena.used;
    dialogue_plan_free(plan);
    scenario_free(scenario);
    buf_release(&text);
    return used;
}

Test(script, twice_as_long_a_document_takes_twice_as_much_memory)
{
    enum { LINES = 1000 };
    cr_assert_lt(memory_of_plan("\n   - 嗯。", LINES), (size_t)5 << 20, "what a turn says is joined elsewhere");
    cr_assert_lt(memory_of_plan("这是一句话。", 2 * LINES), 3 * memory_of_plan("这是一句话。", LINES));
}

Test(script, very_many_answers_take_memory_by_their_number)
{
    enum { ENTRIES = 3000 };
    static const char entry[] = "\n\n### 问答知识库\n\n- Q: 怎么退？\n  - A: 原路退。";
    cr_assert_lt(memory_of_plan(entry, 2 * ENTRIES), 3 * memory_of_plan(entry, ENTRIES));
}

/* Copying what an entry has for each line that it is lent took 3 GB. */
Test(script, very_many_lines_on_one_matter_take_memory_by_their_number)
{
    enum { LINES = 6000 };
    struct error err = {0};
    struct buf text;
    struct rusage usage;
    buf_init(&text, 0);
    buf_add(&text, STR("## 电话拨打方\n\n### 分步流程和话术\n\n1. 您好。\n\n### 问答知识库\n\n- Q: "
                       "送货准不准点，按约定的时间送到？\n"
                       "  - A: 准点。\n- Q: 发票怎么开？\n  - A: 网上开。\n\n## 电话接听方\n\n### 背景信息\n\n"));
    for (size_t i = 0; i < LINES; i++) {
        buf_add(&text, STR("- 送货准不准点，按约定的时间送到"));
        for (uint32_t k = 1; k <= 4; k++)
            utf8_add(&text, 0x4e00 + (uint32_t)i * 7919 * k % 20000);
        buf_add_byte(&text, '\n');
    }
    struct scenario *scenario = scenario_from("long", buf_str(&text), &err);
    cr_assert_not_null(scenario, "%s", err.message);
    dialogue_plan_free(dialogue_plan_new(scenario));
    cr_assert_eq(getrusage(RUSAGE_SELF, &usage), 0);
    cr_expect_lt(usage.ru_maxrss, 1 << 20, "%ld KB", usage.ru_maxrss);
    scenario_free(scenario);
    buf_release(&text);
}

Test(script, who_has_no_time_hears_what_the_script_has_for_that)
{
    const char *document =
        "## 电话拨打方\n### 角色\n悦动健身的小林\n### 话术\n1. 您好，请问是陈女士吗？\n2. 您的年卡要到期了。\n"
        "3. 我帮您登记一下。\n4. **处理异议**\n   - 客户要帮忙查余额：您还有三个月。\n   - 客户说睡不好：睡前别练。\n  "
        " - "
        "客户说没时间：可以先办停卡。\n"
        "### 结束语\n谢谢您，再见。\n## 电话接听方\n### 角色\n陈晓雯，29岁\n";
    struct call gym;
    call_open(&gym, document, NULL, 0);
    call_say(&gym, NULL);
    struct str text = call_say(&gym, "最近真没时间。");
    cr_expect(call_holds(text, "可以先办停卡"), "%.*s", STR_FORMAT(text));
    text = call_say(&gym, "我在忙呢，没空。");
    cr_expect(call_holds(text, "再见"), "it is said once, then who is busy is let go: %.*s", STR_FORMAT(text));
    call_close(&gym);
}

Test(script, an_opening_takes_the_place_of_a_first_step_that_greets_only)
{
    static const char *const firsts[] = {"您好，请问是吴先生吗？", "您的车险月底到期。", "是这样的，您的车险月底到期。",
                                         "您家的猫喂得胖，所以车险月底到期。"};
    for (size_t i = 0; i < sizeof firsts / sizeof *firsts; i++) {
        char document[1000];
        struct call car;
        snprintf(document, sizeof document,
                 "## 电话拨打方\n### 角色\n平安的张倩\n### 开场白\n您好，是吴先生吗？\n### 话术\n1. %s\n2. "
                 "给您算下来是三千二。\n"
                 "## 电话接听方\n### 角色\n吴强，40岁\n",
                 firsts[i]);
        call_open(&car, document, NULL, 0);
        call_say(&car, NULL);
        struct str text = call_say(&car, "嗯，是我。");
        cr_expect(call_holds(text, i == 0 ? "三千二" : "月底到期"), "%.*s", STR_FORMAT(text));
        call_close(&car);
    }
}

Test(script, a_first_step_that_is_still_to_be_said_tells_nobody_who_calls)
{
    static const char document[] =
        "## Caller\n### Role\nAnna Reed, Female, Age 34, scheduler at Lane Water\n### Opening\nGood morning, Mr Crane, "
        "a "
        "word about your water meter.\n### Steps\n1. Could you check whether this is still the right address?\n"
        "2. The new meter comes on Friday.\n## Callee\n### Role\nWalter Crane, 60\n";
    struct call meter;
    call_open(&meter, document, NULL, 0);
    call_say(&meter, NULL);
    struct str text = call_say(&meter, "Who is this?");
    cr_expect(call_holds(text, "Anna Reed, scheduler at Lane Water"), "%.*s", STR_FORMAT(text));
    cr_expect_not(call_holds(text, "the right address"), "%.*s", STR_FORMAT(text));
    text = call_say(&meter, "All right, go on.");
    cr_expect(call_holds(text, "the right address"), "%.*s", STR_FORMAT(text));
    call_close(&meter);
}

Test(script, who_calls_is_not_told_where_the_document_does_not_say)
{
    struct call car;
    call_open(
        &car,
        "## 电话拨打方\n### 话术\n1. 您好，是吴先生吗？\n2. 您的车险月底到期。\n## 电话接听方\n### 角色\n吴强，40岁\n",
        NULL, 0);
    call_say(&car, NULL);
    struct str text = call_say(&car, "是我，你是哪位？");
    cr_expect(call_holds(text, "月底到期"), "%.*s", STR_FORMAT(text));
    cr_expect_not(call_holds(text, "这边是"), "%.*s", STR_FORMAT(text));
    call_close(&car);
}

Test(script, who_calls_is_told_without_age_sex_and_other_names)
{
    static const char *const roles[][2] = {
        {"柳文波，34岁，柳氏修谱办公室的联络员", "柳氏修谱办公室的联络员柳文波"},
        {"闵小满，女，四十一岁，雾坪合作社社务专员", "是雾坪合作社社务专员闵小满"},
        {"莊采蓉，女性。順達交通的調度助理", "是莊采蓉。"},
        {"我叫万秋萍，45岁，禾悦家政的督导", "是禾悦家政的督导万秋萍。"},
        {"你是莫小棠，28岁，拾光相馆的店员", "是拾光相馆的店员莫小棠。"},
        {"何启朗，人人叫他老何，长日制作的统筹", "是长日制作的统筹何启朗。"},
        {"阿川，段川，25岁，漫宿平台的售后专员", "是漫宿平台的售后专员阿川。"},
        {"小李，李明，县图书馆借阅部的干事", "是县图书馆借阅部的干事小李。"},
        {"林悦，悦动健身", "是悦动健身林悦。"},
        {"何川，川味坊", "是川味坊何川。"},
        {"顾宁，三十出头，县博物馆征集部的干事", "是县博物馆征集部的干事顾宁。"},
        {"欧阳老师（欧阳慧，女），青苗里幼儿园", "是青苗里幼儿园欧阳老师。"},
        {"姓名：邱筱涵\n公司：远联电信续约专线，专员", "是远联电信续约专线邱筱涵。"},
    };
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
        char document[512];
        struct call car;
        snprintf(document, sizeof document,
                 "## 电话拨打方\n### 角色\n%s\n### 话术\n1. 您好，是吴先生吗？\n2. 有件事要跟您核对。\n"
                 "## 电话接听方\n### 角色\n吴强，40岁\n",
                 roles[i][0]);
        call_open(&car, document, NULL, 0);
        call_say(&car, NULL);
        struct str text = call_say(&car, "是我，你是哪位？");
        cr_expect(call_holds(text, roles[i][1]), "%.*s", STR_FORMAT(text));
        call_close(&car);
    }
}

Test(script, an_english_call_tells_who_calls_without_an_age_and_only_who_asks)
{
    struct call gas;
    call_open(&gas,
              "## Caller\n### Role\nBec Tran, thirty-four, site manager of StowAway\n### Script\n1. \"Hi, is that "
              "Colleen?\"\n2. \"The roof leaks.\"\n## Callee\n### Role\nColleen, 58\n",
              NULL, 0);
    call_say(&gas, NULL);
    struct str text = call_say(&gas, "Yes. Who is this?");
    cr_expect(call_holds(text, "Bec Tran, site manager of StowAway."), "%.*s", STR_FORMAT(text));
    text = call_say(&gas, "Doesn't everybody say that?");
    cr_expect(call_holds(text, "doubt") || call_holds(text, "wonder"), "%.*s", STR_FORMAT(text));
    text = call_say(&gas, "You sound like you're from down south, where did you grow up?");
    cr_expect_not(call_holds(text, "Bec Tran"), "that asks not who calls: %.*s", STR_FORMAT(text));
    call_close(&gas);
}

Test(script, who_fears_a_fraud_hears_what_the_script_has_for_that)
{
    static const char document[] = "## 电话拨打方\n### 角色\n柳文波，柳氏修谱办公室\n### 话术\n1. 说明来意\n"
                                   "   - “修谱不收人头钱，不捐照样上谱。”\n"
                                   "   - 若老人疑心是骗子：“您别报卡号，叫人到石桥头打印店看看，我天天在。”\n"
                                   "2. 对名字\n   - “您报给我，一个字一个字来。”\n"
                                   "## 电话接听方\n### 角色\n吴强，40岁\n";
    struct call car;
    call_open(&car, document, NULL, 0);
    call_say(&car, NULL);
    struct str text = call_say(&car, "要交多少，你们是不是骗人的？");
    cr_expect(call_holds(text, "石桥头打印店"), "%.*s", STR_FORMAT(text));
    call_close(&car);
}
