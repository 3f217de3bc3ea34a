/* What the opening takes the place of, and who it is that calls. */
#include "base/buf.h"
#include "call.h"
#include "dialogue/perturb.h"

#include <criterion/criterion.h>
#include <stdio.h>

Test(opening, what_stands_in_the_step_that_the_opening_replaces_was_not_told)
{
    struct call refund;
    call_open(&refund,
              "## 电话拨打方\n### 角色\n平台的小林\n### 开场白\n您好，我是小林，是吴先生吗？\n### 话术\n"
              "1. 您好，我是小林，您的退款明天中午以前到账户，椅子后天上门取。\n2. 发票已经寄出。\n"
              "## 电话接听方\n### 角色\n吴强\n",
              NULL, 0);
    call_say(&refund, NULL);
    call_say(&refund, "是我。");
    struct str text = call_say(&refund, "退款明天中午能到我账户吗？");
    cr_assert_not(call_holds(text, "刚才"), "%.*s", STR_FORMAT(text));
    call_close(&refund);
}

Test(opening, what_the_first_step_tells_beside_greeting_again_is_said)
{
    static const char *const documents[] = {
        "## 电话拨打方\n### 角色\n平台的小林\n### 开场白\n您好，是吴先生吗？\n### 话术\n"
        "1. 您好，是吴强吴先生吗？我是小林。椅子的钱明天退。您现在方便吗？\n2. 发票已经寄出。\n"
        "## 电话接听方\n### 角色\n吴强\n",
        "## Caller\n### Role\nTom of Elmhurst\n### Opening\nHi, is that Colleen?\n### Script\n"
        "1. \"Hello, is that Colleen? It's Tom, calling from Elmhurst. The roof leaks. Have you a minute?\"\n"
        "2. \"Goodbye.\"\n## Callee\n### Role\nColleen, 58\n",
        "## 电话拨打方\n### 角色\n平台的小林\n### 开场白\n您好，是吴先生吗？\n### 话术\n"
        "1. 您好，我是平台的小林，您的退款明天中午到。\n2. 发票已经寄出。\n## 电话接听方\n### 角色\n吴强\n"};
    static const char *const told[] = {"椅子的钱明天退", "The roof leaks.", "我是平台的小林，您的退款明天中午到"};
    static const char *const not_again[] = {"方便", "Colleen", "您好"};
    for (size_t i = 0; i < sizeof documents / sizeof *documents; i++) {
        struct call call;
        call_open(&call, documents[i], NULL, 0);
        call_say(&call, NULL);
        struct str text = call_say(&call, i == 1 ? "Yes, speaking." : "是我，你说。");
        cr_expect(call_holds(text, told[i]), "%.*s", STR_FORMAT(text));
        cr_expect_not(call_holds(text, not_again[i]), "%.*s", STR_FORMAT(text));
        call_close(&call);
    }
}

Test(opening, a_first_step_about_a_matter_is_said_behind_the_opening)
{
    static const char *const firsts[] = {"是否收到周一送的包裹？", "是关于您周一的包裹。"};
    for (size_t i = 0; i < sizeof firsts / sizeof *firsts; i++) {
        char document[512];
        struct call parcel;
        snprintf(document, sizeof document,
                 "## 电话拨打方\n### 角色\n平台的小林\n### 开场白\n您好，我是平台的小林，有两分钟吗？\n### 话术\n"
                 "1. %s\n2. 发票已经寄出。\n## 电话接听方\n### 角色\n吴强\n",
                 firsts[i]);
        call_open(&parcel, document, NULL, 0);
        call_say(&parcel, NULL);
        struct str text = call_say(&parcel, "有。");
        cr_expect(call_holds(text, "包裹"), "%.*s", STR_FORMAT(text));
        call_close(&parcel);
    }
}

Test(opening, where_the_caller_works_is_no_age_and_no_other_name)
{
    static const char *const roles[] = {"Tom, of a firm called Alder Plumbing",
                                        "Mia Holt, aged care manager at Elmhurst",
                                        "Mia Holt, aged 41, care manager at Elmhurst", "Tom, called Tommy, of Elmhurst",
                                        "Mia Holt, clerk at St. Bren. She is kind."};
    static const char *const told[] = {"of a firm called Alder", "aged care manager", "Mia Holt, care manager",
                                       "Tom, of Elmhurst", "clerk at St. Bren."};
    for (size_t i = 0; i < sizeof roles / sizeof *roles; i++) {
        char document[512];
        struct call roof;
        snprintf(document, sizeof document,
                 "## Caller\n### Role\n%s\n### Script\n1. \"Hi, is that Colleen?\"\n2. \"The roof leaks.\"\n"
                 "## Callee\n### Role\nColleen, 58\n",
                 roles[i]);
        call_open(&roof, document, NULL, 0);
        call_say(&roof, NULL);
        struct str text = call_say(&roof, "Yes. Who is this?");
        cr_expect(call_holds(text, told[i]), "%.*s", STR_FORMAT(text));
        call_close(&roof);
    }
}

/* What the caller adds to a script of that wording, calm or disturbed, in many calls. */
static void hear_added(const char *steps, unsigned perturb, struct buf *heard)
{
    char document[512];
    const struct dialogue_options options = {.perturb = perturb};
    snprintf(document, sizeof document,
             "## 電話撥打方\n### 角色\n平台嘅小林\n### 話術\n%s\n## 電話接聽方\n### 角色\n吳強\n", steps);
    for (uint32_t repeat = 0; repeat < 8; repeat++) {
        struct call shop;
        call_open(&shop, document, &options, repeat);
        call_say(&shop, NULL);
        buf_add(heard, call_say(&shop, "係我，你係邊位？"));
        buf_add(heard, call_say(&shop, "你們店開在哪條街上？"));
        buf_add(heard, call_say(&shop, "哦。"));
        buf_add(heard, call_say(&shop, "嗯。"));
        call_close(&shop);
    }
}

static void expect_added(const char *steps, unsigned perturb, const char *there, const char *not_there)
{
    struct buf heard;
    buf_init(&heard, 0);
    hear_added(steps, perturb, &heard);
    cr_expect(call_holds(buf_str(&heard), there), "%s", heard.bytes);
    cr_expect_not(call_holds(buf_str(&heard), not_there), "%s", heard.bytes);
    buf_release(&heard);
}

Test(opening, a_cantonese_script_is_not_answered_in_mandarin)
{
    static const char *const cantonese =
        "1. 你好，係咪吳生？\n2. 你張單我哋睇過喇，退款聽日過數嘅。\n3. 仲有冇嘢唔明？";
    static const char *const mandarin =
        "1. 您好，是吳先生嗎？\n2. 您的單我們看過了，唔，明天退款。\n3. 還有哪裡不明白？";
    expect_added(cantonese, 0, "記低", "記下");
    expect_added(cantonese, 0, "你", "您");
    expect_added(mandarin, 0, "查證", "記低");
}

Test(opening, a_disturbance_speaks_as_the_script_does)
{
    static const char *const script = "1. 你好，係咪吳生？\n2. 你張單我哋睇過喇，退款聽日過數嘅。\n3. 仲有冇嘢唔明？";
    expect_added(script, 1u << PERTURB_SMALL_TALK, "你嗰邊", "您那邊");
}
