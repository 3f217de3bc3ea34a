#include "heater_call.h"
#include "support/caller_document.h"

#include <criterion/criterion.h>

struct scenario *scenario;
struct rubric *rubric;
struct signal_context *context;
struct transcript *call;
struct score *score;
struct error err;
struct hit hits[HITS_MOST];
size_t hit_count;

void heater_open(void)
{
    scenario = scenario_from("heater.md", STR(WATER_HEATER), &err);
    cr_assert_not_null(scenario, "%s", err.message);
    rubric = rubric_for(scenario, NULL, 0, &err);
    context = signal_context_new(scenario);
    cr_assert(rubric != NULL && context != NULL);
    call = transcript_new();
    hit_count = 0;
}

void heater_close(void)
{
    score_free(score);
    transcript_free(call);
    signal_context_free(context);
    rubric_free(rubric);
    scenario_free(scenario);
}

struct message *caller(const char *text)
{
    return transcript_add(call, ROLE_CALLER, str_from(text));
}

struct message *persona(const char *text)
{
    return transcript_add(call, ROLE_PERSONA, str_from(text));
}

void carries(uint16_t signal, uint32_t length)
{
    cr_assert_lt(hit_count, HITS_MOST);
    hits[hit_count++] = (struct hit){signal, (uint32_t)call->count - 1, {0, length}, STR("test"), 1, 0};
}

void good_call(void)
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

const struct finding *finding(const char *id)
{
    for (size_t i = 0; i < score->finding_count; i++)
        if (str_eq_cstring(score->findings[i].rule->id, id))
            return &score->findings[i];
    cr_assert(false, "no rule %s", id);
    return NULL;
}

void run(void)
{
    score = score_with_hits(rubric, context, call, hits, hit_count);
}

void rules_of(const char *text)
{
    rubric_free(rubric);
    rubric = rubric_from(scenario, "r.yaml", str_from(text), &err);
    cr_assert_not_null(rubric, "%s", err.message);
}
