/* What ten documents written without a look at the reader taught, each layout in as few lines as show it. */
#include "spec_help.h"

#include <criterion/criterion.h>
#include <stdio.h>

#define CALLER "## 拨打方\n### 角色\n小唐。\n"
#define CALLEE "\n## 接听方\n### 角色\n邱敏，33岁。\n"

Test(strangers, three_labels_or_bullets_in_runs_are_the_levels)
{
    static const char *const lists[] = {"〔最要紧〕何时修好\n〔最要紧〕谁来修\n〔其次〕钱谁出\n〔藏着不说〕怕被笑\n",
                                        "首：何时修好；谁来修\n次：钱谁出\n藏：怕被笑\n",
                                        "🥇 何时修好\n🥇 谁来修\n🥈 钱谁出\n🥉 怕被笑\n",
                                        "🔴 何时修好\n🔴 谁来修\n🟡 钱谁出\n🟢 怕被笑\n"};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++) {
        char text[600];
        snprintf(text, sizeof text, "## 接听方\n### 角色\n邱敏，33岁。\n### 关切点\n%s### 结束条件\n- 修好了\n",
                 lists[i]);
        struct scenario *s = read_whole(text);
        cr_assert_eq(s->callee.concern_count, 4, "%s", lists[i]);
        cr_expect_eq(s->callee.concerns[1].level, CONCERN_PRIMARY, "%s", lists[i]);
        cr_expect_eq(s->callee.concerns[2].level, CONCERN_SECONDARY, "%s", lists[i]);
        cr_expect_eq(s->callee.concerns[3].level, CONCERN_LATENT, "%s", lists[i]);
        assert_str(s->callee.concerns[3].text, "怕被笑");
        scenario_free(s);
    }
}

Test(strangers, a_question_and_its_answer_may_share_a_line_without_labels)
{
    static const char *const titles[] = {"问答", "知识点"};
    for (size_t i = 0; i < sizeof titles / sizeof *titles; i++) {
        char text[600];
        snprintf(text, sizeof text,
                 "## 拨打方\n### 角色\n小唐。\n### 步骤\n1. 您好。\n2. 再见。\n### %s\n抽血几管？三管，大约十毫升。\n"
                 "要空腹吗？要，前一晚别吃东西。\n" CALLEE,
                 titles[i]);
        struct scenario *s = read_whole(text);
        cr_assert_eq(s->caller.qa_count, 2, "%s", titles[i]);
        assert_str(s->caller.qa[1].question, "要空腹吗？");
        assert_str(s->caller.qa[1].answer, "要，前一晚别吃东西。");
        scenario_free(s);
    }
}

Test(strangers, conditions_of_one_line_are_cut_at_or)
{
    static const struct {
        const char *lines, *second;
    } ends[] = {
        {"a return day is fixed, or he refuses, or he asks for the manager", "he refuses"},
        {"- she has a date, or\n- he refuses, or\n- she has to go", "he refuses"},
        {"约好了上门的日子，或者客户拒绝，或者有人按门铃", "客户拒绝"},
    };
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
        char text[600];
        snprintf(text, sizeof text, "%s### 结束条件\n%s\n%s### 结束条件\n%s\n", CALLER, ends[i].lines, CALLEE,
                 ends[i].lines);
        struct scenario *s = read_whole(text);
        cr_assert_eq(s->caller.end_conditions.count, 3, "%s", ends[i].lines);
        cr_assert_eq(s->callee.end_conditions.count, 3, "%s", ends[i].lines);
        assert_str(s->caller.end_conditions.items[1].text, ends[i].second);
        assert_str(s->callee.end_conditions.items[1].text, ends[i].second);
        scenario_free(s);
    }
}

Test(strangers, one_line_below_an_ending_may_hold_several_conditions)
{
    struct scenario *s =
        read_whole("打电话的：洁丰干洗的苏明\n开头：您好，您的大衣有消息了。\n结束：谈好赔法；要找店长\n\n"
                   "接电话的：陶伟，51，司机\n");
    cr_assert_eq(s->caller.end_conditions.count, 2);
    scenario_free(s);
}

Test(strangers, a_section_of_unknown_name_that_says_goodbye_is_the_last_words)
{
    struct scenario *s = read_whole("## 撥打方\n### 角色\n江佩珊。\n### 收線前講的\n那您多休息，星期五見，再見。\n"
                                    "### 結束條件\n- 回診時間確認\n\n## 接聽方\n### 角色\n林建宏，52歲。\n");
    assert_str(s->caller.closing, "那您多休息，星期五見，再見。");
    scenario_free(s);
}

Test(strangers, an_arrow_behind_a_steps_number_is_no_part_of_its_name)
{
    struct scenario *s = read_whole(
        CALLER "### 步骤\nStep 1 → 自报家门\n「您好，我是小顾。」\nStep 2 → 约时间\n「周六行吗？」\n" CALLEE);
    cr_assert_eq(s->caller.step_count, 2);
    assert_str(s->caller.steps[0].title, "自报家门");
    scenario_free(s);
}

Test(strangers, rings_and_other_signs_are_bullets)
{
    struct scenario *s = read_whole(CALLER "### 客户画像\n◎ 货车司机\n◎ 空腹血糖8.9\n◎ 没有复查\n" CALLEE);
    cr_assert_eq(s->caller.profile.count, 3);
    scenario_free(s);
}

#define TRAINING                                                                                                                                                  \
    "一、坐席部分\n\n（一）坐席是谁\n\n何静怡，客服专员。\n\n（二）任务\n\n说明年费的原因。\n\n（三）客户资料卡\n\n1." \
    " "                                                                                                                                                           \
    "彭志刚，44岁\n2. 金卡持有三年\n\n（四）话术步骤\n\n1. 您好，请问是彭先生吗？\n2. "                                              \
    "我现在就登记。\n\n（五）开头语\n\n"                                                                                                             \
    "您好，我是何静怡。\n\n（六）结尾语\n\n感谢您接听，再见。\n\n（七）可以放下电话的情形\n\n1. 客户同意减免\n2. "      \
    "客户坚持销卡\n\n二、客户部分\n\n（一）客户是谁\n\n彭志刚，开装修公司。\n\n（二）来龙去脉\n\n1. "                         \
    "办卡时说终身免年费\n2. 上周打热线没人接\n\n（三）他心里的疙瘩\n\n1. 最在意：凭什么扣三百；谁扣的\n2. "               \
    "也在意：明年还扣不扣\n3. 不会主动讲：其实想留着卡，额度高\n\n（四）什么情况下挂机\n\n1. 登记了减免\n2. "            \
    "工地上有人喊他\n"

Test(strangers, a_number_that_counts_on_below_a_half_opens_no_other)
{
    struct scenario *s = read_text(TRAINING);
    cr_assert_eq(s->caller.profile.count, 2);
    cr_assert_eq(s->caller.step_count, 2);
    assert_str(s->callee.role, "彭志刚，开装修公司。");
    cr_assert_eq(s->callee.background.count, 2);
    scenario_free(s);
}

Test(strangers, the_last_list_behind_the_closing_words_tells_how_the_call_ends)
{
    struct scenario *s = read_text(TRAINING);
    cr_assert_eq(s->caller.end_conditions.count, 2);
    assert_str(s->caller.closing, "感谢您接听，再见。");
    scenario_free(s);
}

Test(strangers, numbered_levels_below_a_title_of_concerns_are_its_lines)
{
    struct scenario *s = read_text(TRAINING);
    cr_assert_eq(s->callee.concern_count, 4);
    cr_expect_eq(s->callee.concerns[3].level, CONCERN_LATENT);
    assert_str(s->callee.concerns[3].text, "其实想留着卡，额度高");
    scenario_free(s);
}

Test(strangers, a_turn_of_whoever_it_is_before_an_arrow_is_a_case)
{
    struct scenario *s = read_whole(CALLER "### 步骤\n一、讲结果\n“血糖是8.9。”\n鲁先生：没时间 ⇒ “早上七点就能抽。”\n"
                                           "客户：太贵了 → “可以免费。”\n" CALLEE);
    cr_assert_eq(s->caller.steps[0].utterances.count, 1);
    cr_assert_eq(s->caller.steps[0].branch_count, 2);
    assert_str(s->caller.steps[0].branches[0].when, "鲁先生：没时间");
    assert_str(s->caller.steps[0].branches[1].when, "客户：太贵了");
    assert_str(s->caller.steps[0].branches[1].utterances.items[0].text, "可以免费。");
    scenario_free(s);
}

Test(strangers, indented_lines_below_a_few_words_are_their_list)
{
    struct scenario *s = read_text(
        "THE CALLER\n\nPriyanka, the practice nurse.\n\nHow the call goes\n  Hello first. \"Is that Mr Farrell?\"\n"
        "  Then the reason. \"The vet wants one test.\" / \"It takes ten minutes.\"\n    When he says no: \"We can "
        "wait.\"\n\n"
        "Questions he may ask\n  Does he need to fast? Yes, after midnight.\n  How soon? The next morning.\n\n"
        "Her first words: \"Good afternoon.\"\nHer last words: \"Goodbye.\"\n\n"
        "The caller is done when the test is booked, or he says no, or if he asks for the vet.\n\n"
        "THE CUSTOMER\n\nDesmond Farrell, sixty-eight.\n\nWhat came before\n  His wife died.\n  He paid late.\n\n"
        "What weighs on him\n  First of all: the costs.\n  After that: whether it hurts.\n  Never said aloud: the "
        "loss.\n\n"
        "How he behaves\n  He tells stories.\n  He asks twice.\n\n"
        "He hangs up once he has a date, or if she mentions the bill, or when someone is at the door.\n");
    cr_assert_eq(s->caller.step_count, 2);
    assert_str(s->caller.steps[1].title, "Then the reason.");
    cr_assert_eq(s->caller.steps[1].utterances.count, 2);
    assert_str(s->caller.steps[1].utterances.items[1].text, "It takes ten minutes.");
    cr_assert_eq(s->caller.steps[1].branch_count, 1);
    cr_assert_eq(s->caller.qa_count, 2);
    assert_str(s->caller.opening, "Good afternoon.");
    assert_str(s->caller.closing, "Goodbye.");
    cr_assert_eq(s->caller.end_conditions.count, 3);
    assert_str(s->caller.end_conditions.items[2].text, "he asks for the vet.");
    cr_assert_eq(s->callee.background.count, 2);
    cr_assert_eq(s->callee.concern_count, 3);
    cr_expect_eq(s->callee.concerns[1].level, CONCERN_SECONDARY);
    cr_expect_eq(s->callee.concerns[2].level, CONCERN_LATENT);
    cr_assert_eq(s->callee.behaviours.count, 2);
    cr_assert_eq(s->callee.end_conditions.count, 3);
    scenario_free(s);
}

Test(strangers, paragraphs_that_begin_with_bold_words_are_sections)
{
    struct scenario *s = read_text(
        "## 业主（请大模型来当）\n\n孟凡华，五十八岁。\n\n**事情是这样的。** 去年冬天暖气漏水。\n\n"
        "**你最放不下的**是地板谁来赔。**其次**，能不能免。**你不会说出口的**是怕得罪人。\n\n"
        "**你是怎么说话的。** 爱翻旧账。一提“规定”就提高嗓门。中间会去关火。\n\n"
        "**千万别像这样说：**“没关系。”“谢谢。”\n\n**像这样说才对：**“规定？”“你等等。”\n\n"
        "**聊到哪儿算完：**物业撤下单子；对方只会催钱。\n\n"
        "## 物业（按稿子念）\n\n客服小郝。\n\n**为什么打：** 了解原因。\n\n**手里有的资料：** 欠费十一个月。\n\n"
        "**怎么打：**\n\n第一，问好。“您现在方便吗？”\n\n"
        "第二，先听。“后来怎么样了？”要是阿姨发火，就说“您说得对，是我们没跟上。”\n\n"
        "**阿姨可能会问：** 怎么赔？——按面积折算。多久赔？——十五天。\n\n**末一句：**“明天见。”\n\n"
        "**到什么时候为止：**约好上门时间；阿姨要找经理。\n");
    assert_str(s->callee.role, "孟凡华，五十八岁。");
    cr_assert_eq(s->callee.background.count, 1);
    cr_assert_eq(s->callee.concern_count, 3);
    assert_str(s->callee.concerns[0].text, "地板谁来赔。");
    cr_expect_eq(s->callee.concerns[1].level, CONCERN_SECONDARY);
    cr_expect_eq(s->callee.concerns[2].level, CONCERN_LATENT);
    cr_assert_eq(s->callee.behaviours.count, 3);
    cr_assert_eq(s->callee.negative.count, 2);
    cr_assert_eq(s->callee.positive.count, 2);
    cr_assert_eq(s->callee.end_conditions.count, 2);
    cr_assert_eq(s->caller.profile.count, 1);
    cr_assert_eq(s->caller.step_count, 2);
    assert_str(s->caller.steps[1].title, "先听。");
    assert_str(s->caller.steps[1].branches[0].when, "要是阿姨发火");
    cr_assert_eq(s->caller.qa_count, 2);
    assert_str(s->caller.qa[1].question, "多久赔？");
    assert_str(s->caller.qa[0].answer, "按面积折算。");
    assert_str(s->caller.closing, "明天见。");
    cr_assert_eq(s->caller.end_conditions.count, 2);
    scenario_free(s);
}

Test(strangers, words_not_to_be_said_right_below_concerns_are_none_of_them)
{
    struct scenario *s =
        read_whole("打电话的：洁丰干洗的苏明\n干嘛：谈赔偿\n流程\n1. 陶先生吗？\n2. 再见。\n\n"
                   "接电话的：陶伟，51，司机\n担心\n最要紧：还能不能穿\n其次：六成凭什么\n别这么说\n“赔多少都行。”\n"
                   "要这么说\n“你说清楚。”\n挂电话\n选了一条路\n");
    assert_str(s->caller.task, "谈赔偿");
    cr_assert_eq(s->callee.concern_count, 2);
    cr_assert_eq(s->callee.negative.count, 1);
    cr_assert_eq(s->callee.positive.count, 1);
    cr_assert_eq(s->callee.end_conditions.count, 1);
    scenario_free(s);
}

Test(strangers, labels_with_their_text_behind_blank_lines_are_sections_of_unknown_name_too)
{
    struct scenario *s = read_text(
        "一、扮演客户的一方（AI）\n\n人物：郑美娟，62岁。\n\n经过：\n◆ 没收到短信\n◆ 要交超时费\n\n她的关切：\n"
        "第一层 —— 凭什么收；短信呢\n第二层 —— 能不能送上门\n最里层 —— 跟不上时代了\n\n收场：\n◆ 退了钱\n◆ "
        "让儿子来说\n\n"
        "二、扮演客服的一方（照稿）\n\n人物：小蒋。\n\n要办的：退还超时费。\n\n客户情况：\n◆ 老用户\n◆ 短信被拦截\n\n"
        "对话：\n（1）确认身份：郑女士您好。\n（2）退费：我现在退给您。\n\n问与答：\n问 能送上门吗？\n答 能。\n");
    assert_str(s->caller.role, "小蒋。");
    assert_str(s->caller.task, "退还超时费。");
    cr_assert_eq(s->caller.profile.count, 2);
    cr_assert_eq(s->caller.qa_count, 1);
    assert_str(s->caller.qa[0].answer, "能。");
    cr_assert_eq(s->callee.concern_count, 4);
    cr_expect_eq(s->callee.concerns[2].level, CONCERN_SECONDARY);
    cr_expect_eq(s->callee.concerns[3].level, CONCERN_LATENT);
    scenario_free(s);
}

Test(strangers, bold_titles_behind_a_table_of_steps_end_it_and_three_brackets_are_levels)
{
    struct scenario *s = read_text(
        "### Driver\n\n**Role**\n\nHamish, 38.\n\n**Concerns**\n\n- (up front) the fine\n- (up front) the photos\n"
        "- (after) how long\n- (deep down) the money\n\n### Who rings him\n\n**Role**\n\nElspeth.\n\n**Running "
        "order**\n\n"
        "| | Elspeth says | if he … | then |\n|---|---|---|---|\n| 1 Hello | \"Mr Doull?\" | | |\n"
        "| 2 Own up | \"Our box was full.\" | swears | \"Fair enough.\" |\n\n"
        "**Where it ends**\n- link sent\n- he wants a supervisor\n");
    cr_assert_eq(s->caller.step_count, 2);
    assert_str(s->caller.steps[1].title, "Own up");
    cr_assert_eq(s->caller.end_conditions.count, 2);
    cr_assert_eq(s->callee.concern_count, 4);
    cr_expect_eq(s->callee.concerns[2].level, CONCERN_SECONDARY);
    cr_expect_eq(s->callee.concerns[3].level, CONCERN_LATENT);
    scenario_free(s);
}

Test(strangers, a_paragraph_of_stars_among_the_concerns_is_read_in_one_pass, .timeout = 10)
{
    struct buf text;
    buf_init(&text, 0);
    buf_add(&text, STR("## 接听方\n### 角色\n邱敏，33岁。\n### 关切点\n"));
    for (size_t i = 0; i < 500000; i++)
        buf_add_byte(&text, '*');
    buf_add(&text, STR("何时修好\n"));
    buf_add_byte(&text, '\0');
    struct scenario *s = read_text(text.bytes);
    cr_expect_leq(s->callee.concern_count, 1);
    scenario_free(s);
    buf_release(&text);
}

Test(strangers, levels_may_be_one_sign_each)
{
    struct scenario *s = read_whole("## 接听方\n### 角色\n田保国，57岁。\n### 关切点\n重：蜂会不会病\n重：盖板哪天到\n"
                                    "轻：谁来管\n藏：是自己没刷漆\n### 结束条件\n- 说定了\n");
    cr_assert_eq(s->callee.concern_count, 4);
    cr_expect_eq(s->callee.concerns[1].level, CONCERN_PRIMARY);
    cr_expect_eq(s->callee.concerns[2].level, CONCERN_SECONDARY);
    cr_expect_eq(s->callee.concerns[3].level, CONCERN_LATENT);
    assert_str(s->callee.concerns[3].text, "是自己没刷漆");
    scenario_free(s);
}

Test(strangers, who_rings_may_be_the_persona_whose_role_stays_in_its_half)
{
    struct scenario *s =
        read_whole("一、坐席篇\n\n（一）坐席身份\n蒋文，售后。\n\n（二）对话步骤\n1. 您好，请讲。\n\n"
                   "二、来电人篇\n\n（一）来电人身份\n田保国，57岁。\n\n（二）他的脾气\n1. 急，爱接话\n");
    assert_str(s->caller.role, "蒋文，售后。");
    assert_str(s->callee.role, "田保国，57岁。");
    scenario_free(s);
}

Test(strangers, a_slanted_sentence_is_no_title_and_the_end_may_be_asked_for)
{
    struct scenario *s =
        read_whole("# Cattery\n\n*One side is scripted, the other is played.*\n\n## Side A – the person who dials\n\n"
                   "Who: Rhona.\n\nWhy she is calling: to find a way out.\n\nShe starts with: Is that Ed?\n\n"
                   "### What she says, in order\n\na) **Break the news**\n   \"Biscuit can't stay.\"\n\n"
                   "b) **Settle it**\n   \"Shall I take him?\"\n\nShe ends with: Thank you.\n\n"
                   "## Side B – Ed, played by the model\n\nWho: Ed, 41.\n\nWhat is on his mind:\n\n"
                   "- Above all: the pill\n\nHow he comes across:\n\n- Talks in half sentences\n\n"
                   "When does he ring off? When the pill is sorted; or when his boss calls him.\n");
    assert_str(s->caller.role, "Rhona.");
    assert_str(s->caller.task, "to find a way out.");
    assert_str(s->caller.opening, "Is that Ed?");
    assert_str(s->caller.closing, "Thank you.");
    cr_expect_eq(s->caller.step_count, 2);
    assert_str(s->callee.role, "Ed, 41.");
    cr_expect_eq(s->callee.concern_count, 1);
    cr_assert_eq(s->callee.end_conditions.count, 2);
    assert_str(s->callee.end_conditions.items[1].text, "when his boss calls him.");
    scenario_free(s);
}

Test(strangers, what_is_never_said_is_hidden_and_deeds_in_two_columns_are_behaviours)
{
    struct scenario *s = read_whole(
        "## Callee: Bernard Oake\n\n**Role**: Bernard Oake, 71.\n\n**Biggest worry**: his tomatoes.\n\n"
        "**Smaller worry**: the butt.\n\n**Never says**: he broke it himself.\n\n"
        "| He does | He does not |\n|---|---|\n| Answers with a question | Agree at once |\n| Talks of last year | "
        "Never thanks |\n\n**Sounds like him**: \"A fortnight?\"\n\n**Does not sound like him**: \"Perfectly "
        "fine!\"\n\n**When does he hang up?** Once he has a date; or when she says \"policy\" twice.\n");
    cr_assert_eq(s->callee.concern_count, 3);
    cr_expect_eq(s->callee.concerns[0].level, CONCERN_PRIMARY);
    cr_expect_eq(s->callee.concerns[1].level, CONCERN_SECONDARY);
    cr_expect_eq(s->callee.concerns[2].level, CONCERN_LATENT);
    cr_assert_eq(s->callee.behaviours.count, 4);
    assert_str(s->callee.behaviours.items[0].text, "Answers with a question");
    assert_str(s->callee.behaviours.items[1].text, "He does not: Agree at once");
    assert_str(s->callee.behaviours.items[3].text, "Never thanks");
    cr_expect_eq(s->callee.positive.count, 1);
    cr_expect_eq(s->callee.negative.count, 1);
    cr_assert_eq(s->callee.end_conditions.count, 2);
    scenario_free(s);
}

Test(strangers, short_labels_of_a_sheet_are_known_and_a_paragraph_may_hold_all_levels)
{
    struct scenario *s = read_whole(
        "## 打电话的人：小邵\n身份：小邵，召回中心。\n\n任务：\n1. 您好，我是小邵。\n2. 电池要换。\n3. 哪天方便？\n\n"
        "要是他问\n- 多久能换好？答：一个钟头。\n- 要钱吗？答：不要钱。\n\n先说：您好。\n最后说：再见。\n\n"
        "## 接电话的人：贺长顺\n身份：贺长顺，58岁。\n\n他怎么想：上个月冒过烟。\n\n他在意的\n"
        "最担心的是停工。其次担心：是翻新货。轻易不说：怕自己改了线。\n\n他会这样\n- 句子短\n\n他不会这样\n- "
        "一口答应\n\n"
        "说得像\n- “换就换？”\n\n说得不像\n- “听您安排。”\n\n什么情况下挂电话？约好了日子；或者来了新单。\n");
    cr_assert_eq(s->caller.step_count, 3);
    cr_expect_str_eq(s->warnings[0].id, "guessed-section");
    cr_assert_eq(s->caller.qa_count, 2);
    assert_str(s->caller.qa[1].question, "要钱吗？");
    assert_str(s->caller.qa[1].answer, "不要钱。");
    assert_str(s->caller.opening, "您好。");
    assert_str(s->caller.closing, "再见。");
    cr_expect_eq(s->callee.background.count, 1);
    cr_assert_eq(s->callee.concern_count, 3);
    cr_expect_eq(s->callee.concerns[1].level, CONCERN_SECONDARY);
    assert_str(s->callee.concerns[1].text, "是翻新货");
    cr_expect_eq(s->callee.concerns[2].level, CONCERN_LATENT);
    cr_assert_eq(s->callee.behaviours.count, 2);
    assert_str(s->callee.behaviours.items[1].text, "他不会这样：一口答应");
    cr_expect_eq(s->callee.positive.count, 1);
    cr_expect_eq(s->callee.negative.count, 1);
    cr_assert_eq(s->callee.end_conditions.count, 2);
    assert_str(s->callee.end_conditions.items[1].text, "来了新单。");
    scenario_free(s);
}

Test(strangers, an_answer_may_be_told_by_its_indentation_alone)
{
    struct scenario *s = read_whole("## 拨打方\n### 角色\n小顾。\n### 步骤\n1. 您好。\n### 问答\n问题：为什么只退一半\n"
                                    "  因为提前接走。\n问题：谁定的\n  合同第六条。\n" CALLEE);
    cr_assert_eq(s->caller.qa_count, 2);
    assert_str(s->caller.qa[0].question, "为什么只退一半");
    assert_str(s->caller.qa[0].answer, "因为提前接走。");
    assert_str(s->caller.qa[1].answer, "合同第六条。");
    scenario_free(s);
}
