/* Rules over what follows what: an answer in time, one thing before another, a chain. */
#include "score/matrix.h"

void judge_when_then(const struct work *work, struct finding *finding)
{
    const struct rule *rule = finding->rule;
    const struct wanted causes = wanted_of(rule->when_signals, rule->when_count),
                        answers = wanted_of(rule->signals, rule->signal_count);
    struct view when = view_of(work, rule->when_side, rule->window),
                then = view_of(work, rule->side, (struct window){0});
    for (size_t i = 0; i < when.count; i++) {
        const struct hit *cause = hit_of(work, when.messages[i], &causes), *answer = NULL;
        size_t looked = 0;
        for (size_t j = 0; j < then.count && cause != NULL && answer == NULL && looked < rule->within; j++) {
            if (then.messages[j] <= when.messages[i])
                continue;
            looked++;
            answer = hit_of(work, then.messages[j], &answers);
        }
        if (cause == NULL || looked == 0)
            continue;
        finding->due++;
        finding->met += answer != NULL;
        add_evidence(work, finding, answer != NULL ? answer : cause);
    }
    if (finding->due == 0)
        settle(finding, OUTCOME_NOT_APPLICABLE, 0, BY_NOBODY,
               say(work, "what makes it due did not come about", "触发的情形没有出现"));
    else
        settle(finding, finding->met == finding->due ? OUTCOME_PASS : OUTCOME_FAIL,
               (double)finding->met / (double)finding->due,
               finding->met == finding->due ? BY_NOBODY : answers_for(work, rule),
               say_count(work, "times it was answered in time", "次得到及时回应", finding->met, finding->due));
}

static const struct hit *first_of(const struct work *work, enum role side, const uint16_t *signals, size_t count)
{
    const struct wanted wanted = wanted_of(signals, count);
    const struct view view = view_of(work, side, (struct window){0});
    const struct hit *hit = NULL;
    for (size_t i = 0; i < view.count && hit == NULL; i++)
        hit = hit_of(work, view.messages[i], &wanted);
    return hit;
}

/* Within one message the place decides. */
static bool is_behind(const struct hit *hit, const struct hit *other)
{
    return hit->message > other->message || (hit->message == other->message && hit->span.start > other->span.start);
}

void judge_before(const struct work *work, struct finding *finding)
{
    const struct rule *rule = finding->rule;
    const struct hit *first = first_of(work, rule->side, rule->signals, rule->signal_count);
    const struct hit *then = first_of(work, rule->when_side, rule->when_signals, rule->when_count);
    if (then == NULL) {
        settle(finding, OUTCOME_NOT_APPLICABLE, 0, BY_NOBODY,
               say(work, "what must come second did not come", "后一件事没有出现"));
        return;
    }
    add_evidence(work, finding, then);
    finding->due = 1;
    finding->met = first != NULL && !is_behind(first, then);
    if (finding->met != 0) {
        add_evidence(work, finding, first);
        settle(finding, OUTCOME_PASS, 1, BY_NOBODY, say(work, "in the right order", "先后次序对"));
    } else
        settle(finding, OUTCOME_FAIL, 0, answers_for(work, rule),
               first != NULL ? say(work, "in the wrong order", "先后次序不对")
                             : say(work, "what must come first did not come", "该先做的一件没有出现"));
}

/* The first place of the signal behind `last`: further on in the same message, or in a later one. */
static const struct hit *next_link(const struct work *work, const struct rule *rule, uint16_t signal,
                                   const struct hit *last)
{
    const struct hits *hits = &work->score->hits;
    for (size_t i = last != NULL ? work->carried[last->message].first : 0; i < hits->count; i++) {
        const struct hit *hit = &hits->items[i];
        bool behind = last == NULL || hit->message > last->message || hit->span.start >= last->span.end;
        if (hit->signal == signal && behind && work->scene->utterances[hit->message].message->role == rule->side)
            return hit;
    }
    return NULL;
}

void judge_chain(const struct work *work, struct finding *finding)
{
    const struct rule *rule = finding->rule;
    const struct hit *last = NULL;
    finding->due = rule->signal_count;
    while (finding->met < rule->signal_count) {
        const struct hit *hit = next_link(work, rule, rule->signals[finding->met], last);
        if (hit == NULL)
            break;
        add_evidence(work, finding, hit);
        last = hit;
        finding->met++;
    }
    struct str why = say_count(work, "links of the chain came in order", "个环节依次出现", finding->met, finding->due);
    if (finding->met == 0 && work->rubric->subject != ROLE_CALLER)
        settle(finding, OUTCOME_NOT_APPLICABLE, 0, BY_NOBODY, why);
    else
        settle(finding, finding->met == finding->due ? OUTCOME_PASS : OUTCOME_FAIL,
               (double)finding->met / (double)finding->due,
               finding->met == finding->due ? BY_NOBODY : answers_for(work, rule), why);
}
