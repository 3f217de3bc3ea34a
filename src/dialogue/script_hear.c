#include "dialogue/script_inner.h"

#include "dialogue/branch.h"

#include <math.h>

/* The steps whose branches may be taken now, [from, to): the one spoken last and branch-only steps beside it. */
static size_t steps_at_hand(const struct script *script, size_t *to)
{
    const struct step *steps = script->half->steps;
    size_t from = script->spoken > 0 ? script->spoken - 1 : 0;
    *to = script->spoken;
    while (*to < script->half->step_count && steps[*to].utterances.count == 0)
        (*to)++;
    while (from > 0 && from + 1 == script->spoken && steps[from - 1].utterances.count == 0)
        from--;
    return from;
}

static bool is_open(const struct script *script, size_t step, size_t branch)
{
    return !script->branch_said[step][branch] && script->plan->steps[step].branches[branch].text.len > 0;
}

const struct offered *script_offered(const struct script *script, struct arena *arena, size_t *count)
{
    const struct step *steps = script->half->steps;
    size_t to, from = steps_at_hand(script, &to), most = 0;
    for (size_t s = from; s < to; s++)
        most += steps[s].branch_count;
    struct offered *offered = arena_array(arena, most + 1, sizeof *offered);
    *count = 0;
    for (size_t s = from; s < to; s++)
        for (size_t b = 0; b < steps[s].branch_count; b++)
            if (is_open(script, s, b))
                offered[(*count)++] = (struct offered){s, b};
    return offered;
}

bool script_wants_choice(const struct script *script, const struct reading *reading)
{
    if (reading->silent || (reading->repeat && script->repeats < REPEATS) || (reading->wait && script->waits < WAITS))
        return false;
    if (script->half->qa_count > 0 && (reading->question_count > 0 || reading->marked))
        return true;
    size_t to, from = steps_at_hand(script, &to);
    for (size_t s = from; s < to; s++)
        for (size_t b = 0; b < script->half->steps[s].branch_count; b++)
            if (is_open(script, s, b))
                return true;
    return false;
}

void script_choose(struct script *script, struct choice choice)
{
    script->choice = choice;
}

struct met script_met_branch(struct script *script, const struct reading *reading)
{
    struct met best = {0};
    struct qa_text reply = {0};
    const struct step *steps = script->half->steps;
    if (script->choice.kind == CHOICE_BRANCH)
        return (struct met){script->choice.step, script->choice.branch, 1};
    if (script->choice.kind != CHOICE_NOT_ASKED)
        return best;
    size_t to, from = steps_at_hand(script, &to);
    for (size_t s = from; s < to; s++) {
        for (size_t b = 0; b < steps[s].branch_count; b++) {
            if (!is_open(script, s, b))
                continue;
            const struct condition *condition = &script->plan->steps[s].conditions[b];
            if (reply.alike == NULL && condition->quote_count == 0)
                reply = qa_text(script->plan->index, script->scratch, reading->normal);
            double likeness = condition->quote_count == 0 ? reply.alike[qa_condition(script->plan->index, s, b)] : 0;
            double meets = branch_meets(script->scratch, condition, likeness, reading);
            if (meets >= BRANCH_MEETS && meets > best.score)
                best = (struct met){s, b, meets};
        }
    }
    return best;
}

/* What a later step has for who has no time: the call would end before it. */
struct met script_busy_branch(const struct script *script)
{
    for (size_t s = script->spoken; s < script->half->step_count && script->choice.kind == CHOICE_NOT_ASKED; s++)
        for (size_t b = 0; b < script->half->steps[s].branch_count; b++)
            if (is_open(script, s, b) && script->plan->steps[s].conditions[b].occupied)
                return (struct met){s, b, 1};
    return (struct met){0};
}

/* This turn's questions as terms, made once. */
static const struct qa_text *asked_of(struct script *script, const struct reading *reading)
{
    if (script->asked != NULL)
        return script->asked;
    script->asked = arena_array(script->scratch, reading->question_count + 1, sizeof *script->asked);
    for (size_t i = 0; i < reading->question_count; i++)
        script->asked[i] = qa_text(script->plan->index, script->scratch, reading->questions[i]);
    return script->asked;
}

struct qa_match script_best_match(struct script *script, const struct reading *reading)
{
    if (script->choice.kind != CHOICE_NOT_ASKED)
        return (struct qa_match){script->choice.entry, script->choice.entry > 0, false};
    return qa_find_best(script->plan->index, asked_of(script, reading), reading->question_count);
}

static double likeness_to(struct script *script, const struct reading *reading, size_t step, size_t utterance)
{
    double best = 0;
    const struct qa_text *asked = asked_of(script, reading);
    for (size_t i = 0; i < reading->question_count; i++)
        best = fmax(best, asked[i].alike[qa_utterance(script->plan->index, step, utterance)]);
    return best;
}

/* How many of a step's utterances were said. Of the step that the opening replaced: what who asked again was told. */
static size_t said_of(const struct script *script, size_t step)
{
    const struct dialogue_plan *plan = script->plan;
    if (step == script->step)
        return script->utterance;
    if (step == 0 && plan->opening.text.len > 0 && plan->opens_with_first)
        return script->retried;
    return script->half->steps[step].utterances.count;
}

static bool has_told(const struct script *script, struct qa_text asked)
{
    for (size_t s = 0; s <= script->step && s < script->half->step_count; s++)
        for (size_t u = 0; u < said_of(script, s); u++)
            if (!script->plan->steps[s].utterances[u].asks &&
                asked.alike[qa_utterance(script->plan->index, s, u)] >= TOLD)
                return true;
    return false;
}

bool script_has_told(struct script *script, const struct reading *reading)
{
    size_t told = 0;
    while (told < reading->question_count && has_told(script, asked_of(script, reading)[told]))
        told++;
    return told > 0 && told == reading->question_count;
}

enum coming script_coming(struct script *script, const struct reading *reading, struct qa_match match)
{
    double enough = match.entry > 0 ? fmax(match.score, ANSWERED_BY_STEP) : ANSWERED_BY_STEP;
    const struct group *next = script_next_group(script, GROUP_ALONE);
    for (size_t s = script->step; s < script->half->step_count; s++) {
        for (size_t u = s == script->step ? script->utterance : 0; u < script->half->steps[s].utterances.count; u++) {
            if (script->plan->steps[s].utterances[u].asks || likeness_to(script, reading, s, u) < enough)
                continue;
            bool soon = s < next->step || (s == next->step && u < next->utterance);
            return soon ? COMING_NEXT : COMING_LATER;
        }
    }
    return COMING_NOT;
}

bool script_says_it_again(struct script *script, size_t entry)
{
    const struct group *next = script_next_group(script, GROUP_BEHIND_AN_ANSWER);
    const struct qa_text answer = plan_answer_text(script->plan, script->scratch, entry - 1);
    for (size_t s = script->step; s < script->half->step_count && s <= next->step; s++)
        for (size_t u = s == script->step ? script->utterance : 0; u < script->half->steps[s].utterances.count; u++) {
            bool soon = s < next->step || u < next->utterance;
            if (soon && !script->plan->steps[s].utterances[u].only_asks &&
                answer.alike[qa_utterance(script->plan->index, s, u)] >= SAID_AGAIN)
                return true;
        }
    return false;
}
