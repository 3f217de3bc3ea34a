#include "score/loosened.h"

/* Some reply that was looked at is looked at no more. */
static bool window_shrank(const struct window *before, const struct window *now)
{
    if (now->first == 0)
        return false;
    if (before->first == 0 || before->from_end != now->from_end)
        return true;
    return now->first > before->first ||
           (before->last == 0 ? now->last != 0 : now->last != 0 && now->last < before->last);
}

/* Signals of a rule, known by their names: two rubrics number them apart. */
struct group {
    const struct rubric *rubric;
    const uint16_t *signals;
    size_t count;
};

static struct str name_in(const struct group *group, size_t i)
{
    return group->rubric->signals[group->signals[i]].name;
}

/* All of `part` stand in `whole`; in the same order, if need be. */
static bool is_within(const struct group *part, const struct group *whole, bool ordered)
{
    size_t found = 0;
    for (size_t i = 0, from = 0; i < part->count; i++) {
        size_t k = ordered ? from : 0;
        while (k < whole->count && !str_eq(name_in(part, i), name_in(whole, k)))
            k++;
        found += k < whole->count;
        from = k + 1;
    }
    return found == part->count;
}

/* What a never rule forbids must stay forbidden, and no link of a chain be left out; what else is accepted must not
 * grow. */
static bool signals_loosened(const struct rubric *frozen, const struct rule *before, const struct rubric *now,
                             const struct rule *after)
{
    const struct group old = {frozen, before->signals, before->signal_count},
                       new = {now, after->signals, after->signal_count};
    if (before->kind == RULE_NEVER || before->kind == RULE_AT_MOST || before->kind == RULE_CHAIN)
        return !is_within(&old, &new, before->kind == RULE_CHAIN);
    return !is_within(&new, &old, false);
}

/* What made the rule due makes it due no more, or waits for something. */
static bool due_more_rarely(const struct rubric *frozen, const struct rule *before, const struct rubric *now,
                            const struct rule *after)
{
    const struct group when = {frozen, before->when_signals, before->when_count},
                       when_now = {now, after->when_signals, after->when_count},
                       due = {frozen, before->due_signals, before->due_count},
                       due_now = {now, after->due_signals, after->due_count};
    return !is_within(&when, &when_now, false) ||
           (due_now.count > 0 && (due.count == 0 || !is_within(&due, &due_now, false)));
}

static bool asks_otherwise(const struct rubric *frozen, const struct rule *before, const struct rubric *now,
                           const struct rule *after)
{
    const struct question *old = rubric_question(frozen, before->question),
                          *new = rubric_question(now, after->question);
    return before->answer != after->answer || (old != NULL && (new == NULL || !str_eq(old->text, new->text)));
}

/* A floor is met more easily where more replies are looked at; of a share nobody knows, so that it must stay. */
static struct why window_loosened(const struct rule *before, const struct rule *after)
{
    bool fewer = window_shrank(&before->window, &after->window), more = window_shrank(&after->window, &before->window);
    bool floor = before->kind == RULE_AT_LEAST;
    if (fewer && (!floor || before->share))
        return (struct why){"it looks at fewer replies", "看的回复变少了"};
    if (more && floor)
        return (struct why){"more replies may meet it", "可以满足它的回复变多了"};
    return (struct why){0};
}

static struct why bound_loosened(const struct rule *before, const struct rule *after)
{
    if (before->share != after->share)
        return (struct why){"its bound changed between count and share", "下限在次数与比例之间换了"};
    if (before->kind == RULE_AT_LEAST && after->bound < before->bound)
        return (struct why){"it asks for less", "要求变少了"};
    if (before->kind == RULE_AT_LEAST && before->most > 0 && (after->most <= 0 || after->most > before->most))
        return (struct why){"its ceiling was raised", "上限提高了"};
    if (before->kind == RULE_AT_MOST && after->bound > before->bound)
        return (struct why){"it allows more", "允许得更多了"};
    if (before->kind == RULE_CONCERN && after->bound < before->bound)
        return (struct why){"it asks for fewer concerns", "要求提出的关切变少了"};
    return (struct why){0};
}

struct why rule_loosened(const struct rubric *frozen, const struct rule *before, const struct rubric *now,
                         const struct rule *after)
{
    struct why bound = bound_loosened(before, after), window = window_loosened(before, after);
    if (after->kind != before->kind || after->side != before->side ||
        (before->when_count > 0 && after->when_side != before->when_side))
        return (struct why){"it is another kind of rule now", "变成了另一种规则"};
    if (after->disabled && !before->disabled)
        return (struct why){"it was switched off", "规则被关闭了"};
    if (before->gate && !after->gate)
        return (struct why){"it is no gate any more", "不再一票否决"};
    if (after->weight < before->weight)
        return (struct why){"its weight was lowered", "权重降低了"};
    if (bound.english != NULL)
        return bound;
    if (before->modality == MODALITY_ALWAYS && after->modality == MODALITY_SOMETIMES)
        return (struct why){"it is expected only sometimes now", "改为只是有时期待"};
    if (after->due_after > before->due_after)
        return (struct why){"it is due later", "更晚才要求"};
    if (due_more_rarely(frozen, before, now, after))
        return (struct why){"it is due more rarely", "要求的场合变少了"};
    if (before->kind == RULE_WHEN_THEN && after->within > before->within)
        return (struct why){"it leaves more time", "留的时间更长了"};
    if (window.english != NULL)
        return window;
    if (before->kind == RULE_CONCERN && (before->levels & ~after->levels) != 0)
        return (struct why){"it covers fewer levels of concern", "涵盖的关切层级变少了"};
    if (before->distinct && !after->distinct)
        return (struct why){"the same words count twice now", "同样的话现在可以算两次"};
    if (before->kind == RULE_JUDGE && asks_otherwise(frozen, before, now, after))
        return (struct why){"it asks the judge something else", "问裁判的不再是同一件事"};
    if (signals_loosened(frozen, before, now, after))
        return (struct why){"its signals changed", "涉及的信号变了"};
    return (struct why){0};
}
