/* Documents that are no plain Markdown, or have it from an export: tags, folds, JSON, YAML, tables, memos, chats; each
 * layout in as few lines as show it. */
#include "spec_help.h"

#include <criterion/criterion.h>
#include <stdio.h>

#define CALLER "## 拨打方\n### 角色\n小唐。\n"
#define CALLEE "\n## 接听方\n### 角色\n邱敏，33岁。\n"

Test(exports, tags_have_attributes_or_their_text_on_the_line)
{
    struct scenario *s =
        read_whole("<scenario name=\"移机回访\">\n<customer_simulator>\n<role>贾淑芬，47岁。</role>\n"
                   "<concerns>\n<primary>\n- 哪天有信号\n</primary>\n<concern level=\"hidden\">\n- "
                   "想降套餐\n</concern>\n</concerns>\n"
                   "<examples type=\"bad\">\n“都听你们的。”\n</examples>\n</customer_simulator>\n"
                   "<agent>\n<role>杜凯，专员。</role>\n<goal>核实信号。</goal>\n<flow>\n<step n=\"1\" "
                   "title=\"核实情况\">\n信号正常吗？\n"
                   "<if condition=\"客户说没信号\">\n没测，抱歉。\n这就改。\n</if>\n您再看看。\n</step>\n"
                   "<step n=\"2\" title=\"约时间\">\n周六可以吗？\n</step>\n</flow>\n</agent>\n</scenario>\n");
    assert_str(s->callee.role, "贾淑芬，47岁。");
    assert_str(s->caller.task, "核实信号。");
    cr_assert_eq(s->callee.concern_count, 2);
    cr_expect_eq(s->callee.concerns[1].level, CONCERN_LATENT);
    cr_assert_eq(s->callee.negative.count, 1);
    cr_assert_eq(s->caller.step_count, 2);
    assert_str(s->caller.steps[0].title, "核实情况");
    cr_assert_eq(s->caller.steps[0].utterances.count, 2);
    assert_str(s->caller.steps[0].utterances.items[1].text, "您再看看。");
    assert_str(s->caller.steps[0].branches[0].when, "如果客户说没信号");
    cr_assert_eq(s->caller.steps[0].branches[0].utterances.count, 2);
    scenario_free(s);
}

Test(exports, what_a_page_folds_away_is_read_below_its_title)
{
    struct scenario *s =
        read_whole(CALLER "### 流程\n<details>\n<summary>Step 1 说明原因</summary>\n\n- 有一个门架没读到。\n"
                          "- 👉 车主发火：对不起。\n\n</details>\n\n<details><summary>Step 2 收尾</summary>\n\n"
                          "- 您看还有哪里不清楚？\n\n</details>\n" CALLEE);
    cr_assert_eq(s->caller.step_count, 2);
    assert_str(s->caller.steps[0].title, "说明原因");
    cr_assert_eq(s->caller.steps[0].branch_count, 1);
    assert_str(s->caller.steps[1].utterances.items[0].text, "您看还有哪里不清楚？");
    scenario_free(s);
}

Test(exports, a_case_that_is_a_heading_has_all_below_it_as_its_answer)
{
    struct scenario *s = read_whole(
        CALLER
        "### 流程\n#### 说来意\n明天补送。\n##### 如果客户说忙\n那我晚点打。\n您忙。\n#### 道别\n再见。\n" CALLEE);
    cr_assert_eq(s->caller.step_count, 2);
    cr_assert_eq(s->caller.steps[0].utterances.count, 1);
    cr_assert_eq(s->caller.steps[0].branches[0].utterances.count, 2);
    scenario_free(s);
}

Test(exports, first_and_last_words_among_bullets_are_no_steps)
{
    struct scenario *s =
        read_whole(CALLER "### 流程\n- 开头：佟师傅，我是荆璐。\n- 1 说搬迁\n  - 桥头柜要拆。\n- 2 收口\n"
                          "  - 您看还用不用？\n- 结尾：路上慢点。\n" CALLEE);
    assert_str(s->caller.opening, "佟师傅，我是荆璐。");
    assert_str(s->caller.closing, "路上慢点。");
    cr_assert_eq(s->caller.step_count, 2);
    scenario_free(s);
}

static void assert_gym(struct scenario *s)
{
    assert_summary(s, "steps 2 (2 said, 1 branches, 0 unspoken) qa 1 ends 1 | background 2 concerns 2+1+1 behaviours 2 "
                      "examples 2+1 ends 2 | unread 0");
    assert_str(s->caller.role, "谭颖，主管");
    assert_str(s->caller.steps[1].title, "给方案");
    assert_str(s->caller.steps[1].branches[0].utterances.items[0].text, "可以\"退\"。");
    assert_str(s->caller.qa[0].answer, "合同写的。");
    assert_str(s->callee.concerns[1].text, "承诺算不算数");
    assert_str(s->callee.negative.items[1].text, "谢谢您！");
    assert_str(s->callee.end_conditions.items[1].text, "同事叫他开会");
    scenario_free(s);
}

Test(exports, json_and_yaml_between_fences_or_alone_are_documents)
{
    static const char json[] =
        "{\n  \"caller\": {\n    \"role\": \"谭颖，主管\",\n    \"task\": \"了解退费原因\",\n    \"steps\": [\n      "
        "{\n"
        "        \"title\": \"确认原因\",\n        \"say\": \"方便说说吗？\"\n      },\n      {\n        \"title\": "
        "\"给方案\",\n"
        "        \"say\": \"可以停卡。\",\n        \"branches\": [\n          {\"when\": \"客户坚持退费\", \"say\": "
        "\"可以\\\"退\\\"。\"}\n"
        "        ]\n      }\n    ],\n    \"qa\": [\n      {\"q\": \"为什么扣？\", \"a\": \"合同写的。\"}\n    ],\n"
        "    \"end_conditions\": [\"客户选定\"]\n  },\n  \"callee\": {\n    \"role\": \"方志远，31岁\",\n    "
        "\"background\": [\n"
        "      \"换了工作\",\n      \"器材坏了\"\n    ],\n    \"concerns\": {\n      \"primary\": [\"退多少钱\", "
        "\"承诺算不算数\"],\n"
        "      \"secondary\": [\"手续费\"],\n      \"latent\": [\"舍不得教练\"]\n    },\n    \"behaviours\": "
        "[\"回答简短\", \"先算数字\"],\n"
        "    \"examples\": {\n      \"bad\": [\"都可以。\", \"谢谢您！\"],\n      \"good\": [\"怎么算的？\"]\n    },\n"
        "    \"end_conditions\": [\n      \"金额确认了\",\n      \"同事叫他开会\"\n    ]\n  }\n}\n";
    char text[3000];
    assert_gym(read_text(json));
    snprintf(text, sizeof text, "# 退费挽留\n\n```json\n%s```\n", json);
    assert_gym(read_text(text));
    static const char yaml[] =
        "caller:\n  role: 谭颖，主管\n  task: 了解退费原因\n  steps:\n    - title: 确认原因\n      say: 方便说说吗？\n"
        "    - title: 给方案\n      say: 可以停卡。\n      branches:\n        - when: 客户坚持退费\n          say: "
        "可以\"退\"。\n"
        "  qa:\n    - q: 为什么扣？\n      a: 合同写的。\n  end_conditions:\n    - 客户选定\n\ncallee:\n  role: "
        "方志远，31岁\n"
        "  background:\n    - 换了工作\n    - 器材坏了\n  concerns:\n    primary:\n      - 退多少钱\n      - "
        "承诺算不算数\n"
        "    secondary:\n      - 手续费\n    latent:\n      - 舍不得教练\n  behaviours:\n    - 回答简短\n    - "
        "先算数字\n"
        "  examples:\n    bad:\n      - 都可以。\n      - 谢谢您！\n    good:\n      - 怎么算的？\n"
        "  end_conditions:\n    - 金额确认了\n    - 同事叫他开会\n";
    assert_gym(read_text(yaml));
    snprintf(text, sizeof text, "```yaml\n%s```\n", yaml);
    assert_gym(read_text(text));
}

Test(exports, yaml_may_have_blocks_of_text_and_lists_in_one_line)
{
    struct scenario *s = read_text(
        "caller:\n  role: 小唐，客服\n  steps:\n    - title: 收尾\n      say: |\n        那就这样定。\n  closing: >-\n "
        "   再见。\n"
        "callee:\n  role: 邱敏，33岁\n  concerns:\n    primary: [几点到, \"谁赔, 赔多少\"]\n    latent: [换物流]\n"
        "  examples:\n    bad: ['没事没事']\n  end_conditions:\n    - 时间定了\n");
    cr_assert_eq(s->callee.concern_count, 3);
    assert_str(s->caller.steps[0].utterances.items[0].text, "那就这样定。");
    assert_str(s->caller.closing, "再见。");
    assert_str(s->callee.concerns[1].text, "谁赔, 赔多少");
    cr_expect_eq(s->callee.concerns[2].level, CONCERN_LATENT);
    assert_str(s->callee.negative.items[0].text, "没事没事");
    scenario_free(s);
}

Test(exports, a_sentence_above_a_drawn_line_is_no_title)
{
    struct scenario *s =
        read_whole(CALLER "### 结束语\n\n谢谢您，再见。\n----------\n" CALLEE "### 结束条件\n- 时间定了\n");
    assert_str(s->caller.closing, "谢谢您，再见。");
    scenario_free(s);
}

Test(exports, json_objects_may_stand_in_one_line)
{
    struct scenario *s = read_text(
        "{\n  \"caller\": {\n    \"role\": \"陈晨\",\n    \"steps\": [\n"
        "      {\"title\": \"问好\", \"say\": \"您好，是徐先生吗？\"},\n"
        "      {\"title\": \"说来意\", \"say\": \"您的卡月底到期。\",\n"
        "       \"branches\": [{\"when\": \"VIP客户说太贵\", \"say\": \"年卡八折。\"},\n"
        "                    {\"when\": \"如果客户说不去了\", \"say\": \"可以转给家人。\"}]},\n"
        "      {\"title\": \"收尾\", \"say\": \"行，那我把短信发您。\"}\n    ]\n  },\n"
        "  \"callee\": {\n    \"role\": \"徐涛，33岁\",\n"
        "    \"concerns\": {\"primary\": [\"能不能退\"], \"secondary\": [\"停卡\"], \"latent\": [\"没毅力\"]},\n"
        "    \"behaviours\": [\"说话拖拉\"]\n  }\n}\n");
    assert_summary(s, "steps 3 (3 said, 2 branches, 0 unspoken) qa 0 ends 0 | background 0 concerns 1+1+1 behaviours 1 "
                      "examples 0+0 ends 0 | unread 0");
    assert_str(s->caller.steps[1].title, "说来意");
    assert_str(s->caller.steps[1].branches[0].when, "如果VIP客户说太贵");
    assert_str(s->caller.steps[1].branches[1].when, "如果客户说不去了");
    assert_str(s->callee.concerns[2].text, "没毅力");
    scenario_free(s);
}

Test(exports, concerns_and_examples_may_stand_in_one_line_behind_their_label)
{
    struct scenario *s = read_whole(CALLER CALLEE "### 关切点\n- 首要：1）几点能到；2）谁来送\n- 次要：坏了谁赔\n"
                                                  "### 反面教材\n1) 都好。 2) 随您。\n");
    cr_assert_eq(s->callee.concern_count, 3);
    assert_str(s->callee.concerns[1].text, "谁来送");
    cr_expect_eq(s->callee.concerns[1].level, CONCERN_PRIMARY);
    scenario_free(s);
}

Test(exports, fields_of_a_person_are_no_titles_of_halves)
{
    struct scenario *s =
        read_text("—————  2024-09-12  "
                  "—————\n\n客户设定\n--------\n姓名：翁美兰\n年龄：61\n身份：退休教师\n\n她最上心的：\n1、钉眼谁补\n\n"
                  "她聊天的习惯：\n1、打全标点\n\n管家设定\n--------\n姓名：小庞\n身份：资产管家\n目的：谈妥续约\n\n"
                  "常见问答：\n问：押金呢？\n答：三天内退。\n\n聊完的条件：\n1、续约意向定了\n\n最后一条：\n早点休息。"
                  "\n\n—————  以上  —————\n");
    cr_assert(str_has(s->caller.role, "小庞") && str_has(s->callee.role, "翁美兰"));
    assert_str(s->caller.qa[0].answer, "三天内退。");
    cr_assert_eq(s->caller.end_conditions.count, 1);
    assert_str(s->caller.closing, "早点休息。");
    scenario_free(s);
}

Test(exports, each_sentence_of_a_paragraph_of_behaviours_is_one)
{
    struct scenario *s = read_whole(
        CALLER CALLEE "### 说话习惯\n回得慢，隔一会儿冒一条。先问数，再问凭什么。不轻易说行，总要留一句“我再想想。”\n");
    cr_assert_eq(s->callee.behaviours.count, 3);
    assert_str(s->callee.behaviours.items[1].text, "先问数，再问凭什么。");
    scenario_free(s);
    s = read_whole(CALLER CALLEE "### Behaviour\nShe is brisk. She hates waiting. She likes jokes; not puns.\n");
    cr_assert_eq(s->callee.behaviours.count, 3);
    assert_str(s->callee.behaviours.items[2].text, "She likes jokes; not puns.");
    scenario_free(s);
    s = read_whole(CALLER CALLEE "### 行为模式\n回得慢。先问数。\n");
    cr_assert_eq(s->callee.behaviours.count, 1);
    scenario_free(s);
}

Test(exports, steps_are_rows_of_the_table_that_is_the_document)
{
    struct scenario *s = read_text(
        "| Side | Field | Content |\n|---|---|---|\n| Agent | Who | Tamsin, vet |\n| Agent | Goal | a swap |\n"
        "| Agent | Opening | Hello? |\n| Agent | Step 1 | Don't give the dose. |\n| Agent | Step 2 | We'll bring a "
        "box. |\n"
        "| Agent | Closing | Bye. |\n| Customer | Who | Fergus, 58 |\n| Customer | Background | Gave four. |\n"
        "| Customer | Concern (primary) | the cat |\n| Customer | Behaviour | shouts |\n| Customer | Bad reply | "
        "\"Fine!\" |\n");
    cr_assert_eq(s->caller.step_count, 2);
    assert_str(s->caller.steps[1].utterances.items[0].text, "We'll bring a box.");
    scenario_free(s);
}

Test(exports, a_memo_of_labels_and_signs_is_read)
{
    struct scenario *s = read_whole(
        "### A. Guest (the bot plays the guest)\n\n> Oksana, 36.\n\n**Story so far.** The hotel held £150.\n\n"
        "**Cares most about:** when it comes back; why it was taken.\n**Keeps quiet about:** the "
        "rent.\n\n**Manner:**\n+ dry\n"
        "+ corrects dates\n\n| She'd never say | She'd say |\n| :-- | :-- |\n| No worries at all! | Eleven days. |\n\n"
        "**She rings off if**\na) the date is confirmed\nb) her job starts\n\n### B. Clerk\n\n**Name:** "
        "Dominic.\n**Purpose:** a date.\n\n"
        "**Says first:** \"Ms Petrenko?\"\n\n**Then:**\n1. Own it — \"Our mistake.\"\n   - *she asks who* — \"A "
        "colleague.\"\n"
        "2. Date — \"At noon.\"\n\n**If she asks**\n- *Did you keep my card?* No.\n\n**Says last:** \"Bye.\"\n");
    assert_str(s->callee.role, "Oksana, 36.");
    cr_assert_eq(s->callee.background.count, 1);
    cr_assert_eq(s->callee.concern_count, 3);
    cr_expect_eq(s->callee.concerns[2].level, CONCERN_LATENT);
    cr_assert_eq(s->callee.behaviours.count, 2);
    cr_assert_eq(s->callee.negative.count, 1);
    assert_str(s->callee.positive.items[0].text, "Eleven days.");
    cr_assert_eq(s->callee.end_conditions.count, 2);
    assert_str(s->caller.opening, "Ms Petrenko?");
    cr_assert_eq(s->caller.steps[0].branch_count, 1);
    assert_str(s->caller.steps[0].branches[0].when, "she asks who");
    assert_str(s->caller.qa[0].question, "Did you keep my card?");
    assert_str(s->caller.closing, "Bye.");
    scenario_free(s);
}

Test(exports, levels_in_brackets_and_titles_between_angles_are_known)
{
    struct scenario *s = read_whole("＜學員端（AI 扮演）＞\n\n◎ 角色\n鄧麗敏，四十九歲。\n\n◎ 關心的事\n（首要）\n◆ "
                                    "退費退多少\n（潛在）\n◆ 店裡缺人\n\n＜坐席＞\n\n"
                                    "◎ 角色\n石佩君。\n\n◎ 常見問題\nQ　可以全退嗎？\nA　沒有辦法。\n");
    assert_str(s->caller.role, "石佩君。");
    cr_assert_eq(s->callee.concern_count, 2);
    cr_expect_eq(s->callee.concerns[1].level, CONCERN_LATENT);
    assert_str(s->caller.qa[0].answer, "沒有辦法。");
    scenario_free(s);
    s = read_whole(CALLER "### Script\n### S1 核对\n什么颜色？\n" CALLEE
                          "### 在乎什么\n- 【必问】找到没有\n- 【必问】谁看过\n- 【会问】哪个站\n- 【不说】边走边玩\n");
    cr_assert_eq(s->callee.concern_count, 4);
    cr_expect_eq(s->callee.concerns[2].level, CONCERN_SECONDARY);
    assert_str(s->callee.concerns[3].text, "边走边玩");
    cr_expect_eq(s->callee.concerns[3].level, CONCERN_LATENT);
    scenario_free(s);
}

Test(exports, a_row_of_one_table_with_words_in_a_strange_column_only_is_told)
{
    struct scenario *s = read_whole("# Sheet\n\n| Side | Section | Text | Owner |\n|---|---|---|---|\n"
                                    "| Agent | Role | Lena Voss, scheduler | ops |\n"
                                    "| | Script | Hi, is that Walt? | |\n"
                                    " || | | The dryer is down till Friday night. | |\n"
                                    "| | Closing | Right, thanks. | |\n"
                                    "| Customer | Role | Walt Jessup, 58 | |\n"
                                    "| | Background | Rain is forecast | |\n"
                                    "| | Concerns | who pays for the trucks | |\n"
                                    "| | Behavior | doubts every date | |\n"
                                    "| | End conditions | the standby is confirmed | |\n");
    cr_expect_eq(s->owners[6], LINE_CONTENT);
    scenario_free(s);
}
