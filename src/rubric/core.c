/* The rules that hold for every persona, whatever its document says.
 *
 * Two kinds of fault. What no customer ever does (talk of being a model) fails a call at once. What a reader forgives
 * once (one service phrase, one bracket) costs fidelity by its `never` rule and fails the call only by a second rule
 * with a limit. */
#include "rubric/derive.h"

#include "text/normalise.h"

struct core_rule {
    const char *id;
    enum rule_kind kind;
    enum core_signal signal;
    double bound;
    double weight;
    bool gate;
    const char *dimension, *why, *why_zh;
};

static const struct core_rule table[] = {
    {"never-ai-leak", RULE_NEVER, SIGNAL_AI_LEAK, 0, 3, true, "role",
     "a customer never speaks of being a model, a prompt or a simulation", "客户绝不会说自己是模型、提示词或模拟"},
    {"never-role-flip", RULE_NEVER, SIGNAL_ROLE_FLIP, 0, 2, false, "role",
     "a customer does not speak as the service side", "客户不会以服务方的口吻说话"},
    {"role-flip-limit", RULE_AT_MOST, SIGNAL_ROLE_FLIP, 1, 2, true, "role",
     "one reply in the caller's part may be a slip, a second is none", "替拨打方说话，一次算口误，不能有第二次"},
    {"never-format-leak", RULE_NEVER, SIGNAL_FORMAT_LEAK, 0, 2, false, "form",
     "spoken words have no stage directions, labels, Markdown or emoji",
     "口语里没有舞台提示、说话人标签、Markdown 或表情符号"},
    {"format-leak-limit", RULE_AT_MOST, SIGNAL_FORMAT_LEAK, 1, 1, true, "form",
     "the spoken form may break once, not again", "口语形式破一次可以原谅，不能再破"},
    {"never-verbatim-copy", RULE_NEVER, SIGNAL_VERBATIM_COPY, 0, 2, false, "form",
     "examples show a manner, they are not lines to recite", "示例教的是语气，不是台词"},
    {"verbatim-copy-limit", RULE_AT_MOST, SIGNAL_VERBATIM_COPY, 1, 1, true, "form",
     "a line of the document may slip in once, not again", "照念文档一次可以原谅，不能再念"},
    {"never-fact-error", RULE_NEVER, SIGNAL_FACT_ERROR, 0, 2, false, "facts",
     "the persona knows its own name, age, work and dates", "自己的姓名、年龄、职业和日期不会说错"},
    {"fact-error-limit", RULE_AT_MOST, SIGNAL_FACT_ERROR, 1, 1, true, "facts",
     "the persona may get a fact of its own wrong once, not again", "说错自己的情况一次可以原谅，不能再错"},
    {"never-language-break", RULE_NEVER, SIGNAL_LANGUAGE_BREAK, 0, 2, true, "form",
     "the persona speaks its own language", "始终说自己的语言"},
    {"never-over-disclosure", RULE_NEVER, SIGNAL_OVER_DISCLOSURE, 0, 2, false, "concerns",
     "nobody pours out the whole list unasked", "没有人会不等人问就把心事一口气倒完"},
    {"repetition-limit", RULE_AT_MOST, SIGNAL_REPETITION, 1, 2, false, "form",
     "a person does not say the same again and again", "真人不会一再说同样的话"},
    {"repetition-loop", RULE_AT_MOST, SIGNAL_REPETITION, 2, 2, true, "form", "the persona is not caught in a loop",
     "不会陷入重复循环"},
};

struct rule rule_default(enum rule_kind kind)
{
    return (struct rule){
        .kind = kind,
        .side = ROLE_PERSONA,
        .when_side = ROLE_CALLER,
        .weight = 1,
        .distinct = kind == RULE_AT_LEAST,
        .within = kind == RULE_WHEN_THEN ? 1 : 0,
        .answer = true,
        .dimension = STR("attitude"),
    };
}

uint16_t *rule_signals(struct arena *arena, size_t count, const enum core_signal *signals)
{
    uint16_t *list = arena_array(arena, count, sizeof *list);
    for (size_t i = 0; i < count; i++)
        list[i] = (uint16_t)signals[i];
    return list;
}

/* Slips of different kinds add up: a reader forgives one reply out of role, not two. */
static void slips_rule(struct rubric_draft *draft)
{
    static const enum core_signal slips[] = {SIGNAL_PLATITUDE,     SIGNAL_ROLE_FLIP,       SIGNAL_FORMAT_LEAK,
                                             SIGNAL_VERBATIM_COPY, SIGNAL_OVER_DISCLOSURE, SIGNAL_LANGUAGE_BREAK,
                                             SIGNAL_FACT_ERROR};
    struct rule rule = rule_default(RULE_AT_MOST);
    rule.id = STR("slips-limit");
    rule.why = draft->rubric->lang == LANG_EN ? STR("one reply may be out of role, in whatever way, not two")
                                              : STR("走样的回复至多一条，不论哪一种");
    rule.dimension = STR("role");
    rule.signal_count = sizeof slips / sizeof *slips;
    rule.signals = rule_signals(&draft->rubric->arena, rule.signal_count, slips);
    rule.bound = 1;
    rule.weight = 2;
    rule.gate = true;
    rule.file = STR("core");
    VEC_PUSH(&draft->rules, rule);
}

/* Without a document no condition is known, but a call can still lack an end, or go on after it. */
static void ending_rule(struct rubric_draft *draft)
{
    struct rule rule = rule_default(RULE_ENDING);
    rule.id = STR("ending-correct");
    rule.why = draft->rubric->lang == LANG_EN ? STR("the call comes to an end, and not long after the goodbye")
                                              : STR("通话有收尾，道别之后不拖");
    rule.dimension = STR("ending");
    rule.weight = 3;
    rule.gate = true;
    rule.file = STR("core");
    VEC_PUSH(&draft->rules, rule);
}

void core_rules(struct rubric_draft *draft)
{
    struct rubric *rubric = draft->rubric;
    bool english = rubric->lang == LANG_EN;
    for (size_t i = 0; i < sizeof table / sizeof *table; i++) {
        const struct core_rule *core = &table[i];
        struct rule rule = rule_default(core->kind);
        rule.id = str_from(core->id);
        rule.why = str_from(english ? core->why : core->why_zh);
        rule.dimension = str_from(core->dimension);
        rule.signals = rule_signals(&rubric->arena, 1, &core->signal);
        rule.signal_count = 1;
        rule.bound = core->bound;
        rule.weight = core->weight;
        rule.gate = core->gate;
        rule.file = STR("core");
        VEC_PUSH(&draft->rules, rule);
    }
    slips_rule(draft);
    if (rubric->scenario == NULL)
        ending_rule(draft);
}
