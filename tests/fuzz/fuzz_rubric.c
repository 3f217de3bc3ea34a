/* A rubric is read or refused with a sentence and a place; what was read prints and reads back as the same rules, and
 * scores a call. */
#include "fuzz/fuzz.h"
#include "score/score.h"
#include "support/caller_document.h"

#include <string.h>

static void score_call(const struct rubric *rubric, const struct signal_context *context, struct scorer *scorer)
{
    struct transcript *call = transcript_new();
    transcript_add(call, ROLE_CALLER, STR("您好，我们一定退您60块"));
    transcript_add(call, ROLE_PERSONA, STR("你是谁？“没问题”我听多了"));
    transcript_add(call, ROLE_CALLER, STR("aaaa bbbb 12号前"));
    transcript_add(call, ROLE_PERSONA, STR("呃……aaaa，再见。"));
    call->ended_by = ENDED_PERSONA;
    struct score *score = score_conversation(rubric, context, call, NULL, scorer);
    MUST(score->finding_count == rubric->rule_count);
    for (size_t i = 0; i < score->finding_count; i++)
        MUST(score->findings[i].score >= 0 && score->findings[i].score <= 1);
    MUST(score->fidelity >= 0 && score->fidelity <= 1.0000001 && score->coverage >= 0 && score->coverage <= 1.0000001);
    score_free(score);
    transcript_free(call);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct scenario *scenario;
    static struct scorer *scorer;
    static struct signal_context *context;
    struct error err = {0};
    if (scenario == NULL) {
        scenario = scenario_from("heater.md", STR(WATER_HEATER), &err);
        scorer = scorer_new();
        context = signal_context_new(scenario);
    }
    MUST(scenario != NULL && context != NULL);
    struct rubric *rubric = rubric_from(scenario, "r.yaml", (struct str){(const char *)data, size}, &err);
    if (rubric == NULL) {
        MUST(err.message[0] != '\0');
        return 0;
    }
    struct buf printed;
    buf_init(&printed, 0);
    rubric_print(rubric, &printed);
    struct rubric *again = rubric_from(scenario, "r.yaml", buf_str(&printed), &err);
    if (again == NULL)
        fprintf(stderr, "%zu:%zu %s\n%s\n", err.line, err.column, err.message, printed.bytes);
    MUST(printed.len > 1 << 20 || (again != NULL && strcmp(again->hash, rubric->hash) == 0));
    score_call(rubric, context, scorer);
    rubric_free(again);
    rubric_free(rubric);
    buf_release(&printed);
    return 0;
}
