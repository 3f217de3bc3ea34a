/* Rules over the matrix signals x messages: outcome, evidence, why. */
#include "score/matrix.h"

#include "base/lookup.h"
#include "text/utf8.h"

#include <stdint.h>

/* Whose doing a finding in this message is. A fault of the script excuses what it could have caused in the next reply,
 * a reply that the endpoint cut excuses what a cut looks like. What nobody but the persona can do is never excused. */
static enum attribution doing_of(const struct work *work, const struct rule *rule, size_t message, uint16_t signal)
{
    const struct scene *scene = work->scene;
    static const bool excusable[SIGNAL_CORE_COUNT] = {
        [SIGNAL_PLATITUDE] = true, [SIGNAL_HESITATION] = true,      [SIGNAL_SKEPTICISM] = true,
        [SIGNAL_CLOSING] = true,   [SIGNAL_OVER_DISCLOSURE] = true, [SIGNAL_REPETITION] = true,
    };
    const struct message *said = scene->utterances[message].message;
    if (said->role == ROLE_CALLER || (work->rubric->subject == ROLE_CALLER && !rule->guard))
        return BY_CALLER;
    bool may_excuse = signal >= SIGNAL_CORE_COUNT || excusable[signal];
    if ((said->finish == FINISH_LENGTH || said->finish == FINISH_CONTENT_FILTER) &&
        (may_excuse || signal == SIGNAL_FORMAT_LEAK))
        return BY_ENDPOINT;
    if (!may_excuse || message == 0)
        return BY_PERSONA;
    const struct message *before = scene->utterances[message - 1].message;
    return before->role == ROLE_CALLER && before->move.fault.len > 0 ? BY_SCRIPT : BY_PERSONA;
}

/* never and at_most: each message that carries the signal counts; excused ones do not count against the persona. */
static void judge_ceiling(const struct work *work, struct finding *finding)
{
    const struct rule *rule = finding->rule;
    const struct wanted wanted = wanted_of(rule->signals, rule->signal_count);
    struct view view = view_of(work, rule->side, rule->window);
    size_t excused = 0;
    enum attribution excuse = BY_NOBODY;
    for (size_t i = 0; i < view.count; i++) {
        const struct hit *hit = hit_of(work, view.messages[i], &wanted);
        if (hit == NULL)
            continue;
        enum attribution by = doing_of(work, rule, view.messages[i], hit->signal);
        if (by == BY_SCRIPT || by == BY_ENDPOINT) {
            excused++;
            excuse = by;
            continue;
        }
        finding->met++;
        add_evidence(work, finding, hit);
    }
    finding->due = view.count;
    double bound = rule->kind == RULE_NEVER ? 0 : rule->share ? rule->bound * (double)view.count : rule->bound;
    if ((double)finding->met > bound) /* the further above the ceiling, the lower */
        settle(finding, OUTCOME_FAIL, bound / (double)finding->met, answers_for(work, rule),
               say_count(work, "replies carry it", "条回复出现", finding->met, finding->due));
    else if ((double)(finding->met + excused) > bound)
        settle(finding, OUTCOME_NOT_APPLICABLE, 0, excuse,
               excuse == BY_SCRIPT
                   ? say(work, "it follows a fault of the script", "由脚本的失误引起")
                   : say(work, "it stands in a reply that the endpoint cut", "出现在被服务端截断的回复里"));
    else
        settle(finding, OUTCOME_PASS, 1, BY_NOBODY,
               say_count(work, "replies carry it", "条回复出现", finding->met, finding->due));
}

static struct str hit_text(const struct work *work, const struct hit *hit)
{
    return utf8_slice(work->scene->utterances[hit->message].message->content, hit->span.start, hit->span.end);
}

static void judge_floor(const struct work *work, struct finding *finding)
{
    const struct rule *rule = finding->rule;
    const struct wanted wanted = wanted_of(rule->signals, rule->signal_count);
    struct view view = view_of(work, rule->side, rule->window);
    size_t carrying = 0, most_alike = 0, *times = NULL;
    struct names words = {0}; /* of the evidence; `times`: how often they were met, at their first place */
    for (size_t i = 0; i < view.count; i++) {
        const struct hit *hit = hit_of(work, view.messages[i], &wanted);
        if (hit == NULL)
            continue;
        if (times == NULL) {
            names_init(&words, work->scratch);
            times = arena_array(work->scratch, view.count, sizeof *times);
        }
        const size_t alike = ++times[names_add(&words, hit_text(work, hit))];
        most_alike = alike > most_alike ? alike : most_alike;
        carrying += !rule->distinct || alike == 1;
        add_evidence(work, finding, hit);
    }
    double bound = rule->share ? rule->bound * (double)view.count : rule->bound;
    finding->met = carrying;
    finding->due = view.count;
    bool tic = rule->most > 0 && most_alike > 3 && (double)most_alike > rule->most * (double)view.count;
    enum attribution by = answers_for(work, rule);
    struct str count = say_count(work, "replies show it", "条回复有所体现", carrying, view.count);
    if (tic)
        settle(finding, OUTCOME_FAIL, 0.5, by,
               say(work, "the same words in reply after reply: a tic", "每条回复都是同样的字眼，成了口头禅"));
    else if ((double)carrying >= bound)
        settle(finding, OUTCOME_PASS, 1, BY_NOBODY, count);
    else
        settle(finding, OUTCOME_FAIL, bound > 0 ? (double)carrying / bound : 0, by, count);
}

static void judge_concerns(const struct work *work, struct finding *finding)
{
    const struct rule *rule = finding->rule;
    for (size_t i = 0; i < work->score->concern_count; i++) {
        const struct concern_raised *raised = &work->score->concerns[i];
        if (!(rule->levels & 1u << raised->concern->level))
            continue;
        finding->due++;
        finding->met += raised->reply_count > 0;
    }
    double bound = rule->share ? rule->bound * (double)finding->due : rule->bound;
    bound = bound < (double)finding->due ? bound : (double)finding->due;
    struct str why = say_count(work, "concerns were raised", "项关切被提到", finding->met, finding->due);
    if (finding->due == 0)
        settle(finding, OUTCOME_NOT_APPLICABLE, 0, BY_DOCUMENT, say(work, "the document names none", "文档没有列出"));
    else if ((double)finding->met >= bound)
        settle(finding, OUTCOME_PASS, 1, BY_NOBODY, why);
    else
        settle(finding, OUTCOME_FAIL, bound > 0 ? (double)finding->met / bound : 0, BY_PERSONA, why);
}

static void judge_ending(const struct work *work, struct finding *finding)
{
    const struct ending *ending = &work->score->ending;
    const struct scene *scene = work->scene;
    size_t last = last_message_of(scene, ROLE_PERSONA);
    enum finish finish = last != SIZE_MAX ? scene->utterances[last].message->finish : FINISH_UNKNOWN;
    bool cut = finish == FINISH_LENGTH || finish == FINISH_CONTENT_FILTER;
    bool script = false;
    for (size_t i = last != SIZE_MAX && last > 0 ? last - 1 : 0; i < scene->count; i++)
        script = script || scene->utterances[i].message->move.fault.len > 0;
    if (ended_broken_off(ending->ended_by))
        settle(finding, OUTCOME_ERROR, 0, ending->ended_by == ENDED_ERROR ? BY_ENDPOINT : BY_NOBODY, ending->why);
    else if (ending->verdict == ENDING_UNKNOWN)
        settle(finding, OUTCOME_NOT_APPLICABLE, 0, BY_NOBODY, ending->why);
    else if (ending->verdict == ENDING_CORRECT)
        settle(finding, OUTCOME_PASS, 1, BY_NOBODY, ending->why);
    else if (cut && ending->verdict == ENDING_MISSING)
        settle(finding, OUTCOME_NOT_APPLICABLE, 0, BY_ENDPOINT,
               say(work, "the endpoint cut the last reply", "最后一条回复被服务端截断"));
    else if (script)
        settle(finding, OUTCOME_NOT_APPLICABLE, 0, BY_SCRIPT,
               say(work, "a fault of the script came before it", "此前脚本出现失误"));
    else
        settle(finding, OUTCOME_FAIL, ending->verdict == ENDING_LATE ? 0.5 : 0, BY_PERSONA, ending->why);
    finding->due = 1;
    finding->met = ending->verdict == ENDING_CORRECT;
}

/* Why a rule is not due, empty when it is. */
static struct str not_due(const struct work *work, const struct rule *rule, enum attribution *by)
{
    const struct scene *scene = work->scene;
    if (rule->due_after > scene->replies || scene->replies == 0) {
        enum ended_by ended = work->score->ending.ended_by;
        *by = ended == ENDED_CALLER ? BY_CALLER : ended == ENDED_ERROR ? BY_ENDPOINT : BY_NOBODY;
        return say(work, "too few replies for it to be due", "回复太少，还轮不到这一条");
    }
    if (rule->due_count == 0)
        return STR("");
    const struct wanted wanted = wanted_of(rule->due_signals, rule->due_count);
    for (size_t i = 0; i < scene->count; i++)
        if (hit_of(work, i, &wanted) != NULL)
            return STR("");
    *by = BY_NOBODY;
    return say(work, "what makes it due did not come about", "触发的情形没有出现");
}

/* The message of the first of the rule's signals that could not be looked for, empty when all could. */
static struct str not_found(const struct work *work, const struct rule *rule)
{
    const uint16_t *lists[] = {rule->signals, rule->when_signals, rule->due_signals};
    size_t counts[] = {rule->signal_count, rule->when_count, rule->due_count};
    for (size_t list = 0; list < 3 && work->errors->any; list++)
        for (size_t i = 0; i < counts[list]; i++)
            if (work->errors->failed[lists[list][i]])
                return work->errors->why[lists[list][i]];
    return STR("");
}

static void judge_kind(const struct work *work, struct finding *finding)
{
    switch (finding->rule->kind) {
    case RULE_NEVER:
    case RULE_AT_MOST:
        judge_ceiling(work, finding);
        break;
    case RULE_AT_LEAST:
        judge_floor(work, finding);
        break;
    case RULE_WHEN_THEN:
        judge_when_then(work, finding);
        break;
    case RULE_BEFORE:
        judge_before(work, finding);
        break;
    case RULE_CHAIN:
        judge_chain(work, finding);
        break;
    case RULE_CONCERN:
        judge_concerns(work, finding);
        break;
    case RULE_ENDING:
        judge_ending(work, finding);
        break;
    case RULE_JUDGE:
        judge_question(work, finding);
        break;
    case RULE_KIND_COUNT:
        break;
    }
}

size_t finding_line(const struct finding *finding)
{
    return finding->line > 0 ? finding->line : finding->rule->line;
}

/* A rule of the document that a sentence of it broke stands on that sentence. */
static void note_line(const struct work *work, struct finding *finding)
{
    const struct scenario *scenario = work->score->rubric->scenario;
    if (finding->outcome == OUTCOME_FAIL && finding->evidence_count > 0 && scenario != NULL &&
        str_eq_cstring(finding->rule->file, scenario->source.path))
        finding->line = finding->evidence[0]->line;
}

static void judge_rule(const struct work *work, struct finding *finding)
{
    const struct rule *rule = finding->rule;
    enum attribution by = BY_NOBODY;
    finding->owed = !rule->disabled;
    if (rule->disabled) {
        settle(finding, OUTCOME_NOT_APPLICABLE, 0, BY_NOBODY,
               say(work, "switched off by the rubric", "被评分规则关闭"));
        return;
    }
    struct str reason = not_due(work, rule, &by);
    if (reason.len > 0) {
        settle(finding, OUTCOME_NOT_APPLICABLE, 0, by, reason);
        finding->owed = work->scene->replies == 0;
        return;
    }
    judge_kind(work, finding);
    struct str failed = not_found(work, rule);
    bool sure = finding->outcome == OUTCOME_FAIL && (rule->kind == RULE_NEVER || rule->kind == RULE_AT_MOST);
    if (failed.len > 0 && !sure)
        settle(finding, OUTCOME_ERROR, 0, BY_RUBRIC, failed);
    if (rule->modality == MODALITY_SOMETIMES && finding->outcome == OUTCOME_FAIL) {
        settle(finding, OUTCOME_NOT_APPLICABLE, 0, BY_NOBODY,
               say(work, "allowed, not owed in each call", "可有可无，不要求每通都有"));
        finding->owed = false;
    }
}

void score_outcomes(struct work *work)
{
    struct score *score = work->score;
    const struct rubric *rubric = work->rubric;
    score->findings = arena_array(&score->arena, rubric->rule_count, sizeof *score->findings);
    score->finding_count = rubric->rule_count;
    uint64_t since = stopwatch_now(work->watch);
    for (size_t i = 0; i < rubric->rule_count; i++) {
        score->findings[i].rule = &rubric->rules[i];
        judge_rule(work, &score->findings[i]);
        note_line(work, &score->findings[i]);
        since = stopwatch_add(work->watch, "rule", rubric->rules[i].id, since);
    }
}
