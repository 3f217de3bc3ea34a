/* Rules that a recorded answer of a judge decides. Scoring asks nobody: what was not asked is n/a. */
#include "score/parts.h"

#include "transcript/judgement.h"
#include "transcript/reason.h"

/* The judge's reason, and the words of the call that it rests on. */
static struct str why_of(const struct work *work, const struct judgement *judgement)
{
    struct arena *arena = &work->score->arena;
    struct str why = judgement->why;
    if (judgement->answer == ANSWER_ERROR && !work->english)
        why = reason_in_chinese(arena, why);
    if (judgement->quote.len == 0)
        return str_dup(arena, why);
    return str_from(arena_printf(arena, "%.*s%s%.*s%s", STR_FORMAT(why), work->english ? " (\"" : "（“",
                                 STR_FORMAT(judgement->quote), work->english ? "\")" : "”）"));
}

void judge_question(const struct work *work, struct finding *finding)
{
    const struct question *question = rubric_question(work->rubric, finding->rule->question);
    const struct judgement *judgement = NULL;
    finding->outcome = OUTCOME_NOT_APPLICABLE;
    finding->by = BY_JUDGE;
    finding->why = str_from(work->english ? "no judge was asked" : "没有询问裁判模型");
    finding->owed = false;
    if (work->judgements != NULL && question != NULL)
        judgement = judgements_find(work->judgements, str_from(work->hash), question->id, question->text);
    if (judgement == NULL)
        return;
    finding->owed = true;
    finding->due = 1;
    finding->why = why_of(work, judgement);
    switch (judgement->answer) {
    case ANSWER_YES:
    case ANSWER_NO:
        finding->met = (judgement->answer == ANSWER_YES) == finding->rule->answer;
        finding->outcome = finding->met != 0 ? OUTCOME_PASS : OUTCOME_FAIL;
        finding->score = (double)finding->met;
        finding->by = finding->met != 0 ? BY_NOBODY : BY_PERSONA;
        break;
    case ANSWER_ABSTAIN:
        finding->why =
            str_from(work->english ? "the judge abstained, or its votes disagreed" : "裁判弃权，或几票不一致");
        break;
    case ANSWER_ERROR:
        finding->outcome = OUTCOME_ERROR;
        break;
    }
}
