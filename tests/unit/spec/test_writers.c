/* What documents of further writers taught, each layout shown again in as few lines as show it. */
#include "spec_help.h"

#include <criterion/criterion.h>
#include <stdio.h>

#define CALLER "## 拨打方\n### 角色\n小唐。\n"
#define CALLEE "\n## 接听方\n### 角色\n邱敏，33岁。\n"

Test(writers, an_arrow_or_a_case_in_brackets_before_words_is_a_branch)
{
    static const struct {
        const char *line, *when, *says;
    } cases[] = {{"〔若老人疑心〕→ “您别打钱。”", "若老人疑心", "您别打钱。"},
                 {"→ 家长走不动：下午可以送到巷口。", "家长走不动", "下午可以送到巷口。"},
                 {"- 👉 车主发火：对不起。", "车主发火", "对不起。"},
                 {"   ※ 若病患两个都不行：那我回您。", "若病患两个都不行", "那我回您。"},
                 {"（客户说手艺差）→ 验收再走。", "客户说手艺差", "验收再走。"},
                 {"*(if he says no)* Then it's a no.", "if he says no", "Then it's a no."}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[400];
        snprintf(text, sizeof text, CALLER "### 步骤\n1. 晚到超过十分钟会打电话。\n   %s\n2. 再见。\n" CALLEE,
                 cases[i].line);
        struct scenario *s = read_whole(text);
        cr_assert_eq(s->caller.step_count, 2, "%s", cases[i].line);
        cr_assert_eq(s->caller.steps[0].utterances.count, 1, "%s", cases[i].line);
        assert_str(s->caller.steps[0].utterances.items[0].text, "晚到超过十分钟会打电话。");
        cr_assert_eq(s->caller.steps[0].branch_count, 1, "%s", cases[i].line);
        assert_str(s->caller.steps[0].branches[0].when, cases[i].when);
        cr_assert_eq(s->caller.steps[0].branches[0].utterances.count, 1);
        assert_str(s->caller.steps[0].branches[0].utterances.items[0].text, cases[i].says);
        scenario_free(s);
    }
}

Test(writers, an_arrow_before_plain_words_is_not_said)
{
    struct scenario *s = read_whole(CALLER "### 步骤\n1. 说日子\n   → 明天上午到。\n   → 话术：您看行吗？\n" CALLEE);
    cr_assert_eq(s->caller.steps[0].utterances.count, 2);
    assert_str(s->caller.steps[0].utterances.items[0].text, "明天上午到。");
    assert_str(s->caller.steps[0].utterances.items[1].text, "您看行吗？");
    cr_assert_eq(s->caller.steps[0].branch_count, 0);
    scenario_free(s);
}
