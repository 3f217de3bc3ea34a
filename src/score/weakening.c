/* How a rubric asks less than the frozen one did. */
#include "score/compare.h"

#include "text/normalise.h"

static void add(struct weakenings *list, enum weakening_kind kind, const struct rubric *rubric, struct str what,
                struct str file, size_t line, struct str why)
{
    struct weakening weakening = {kind, rubric->id, what, why, file, line};
    VEC_PUSH(list, weakening);
}

/* A window may hold `then` if everything it covers was covered before. */
static bool window_shrank(const struct window *before, const struct window *now)
{
    if (now->first == 0)
        return false;
    if (before->first == 0 || before->from_end != now->from_end)
        return true;
    return now->first > before->first ||
           (before->last == 0 ? now->last != 0 : now->last != 0 && now->last < before->last);
}

static bool has_signal(const struct rubric *rubric, const uint16_t *signals, size_t count, struct str name)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(rubric->signals[signals[i]].name, name))
            return true;
    return false;
}

/* What a never rule forbids must stay forbidden; what a presence rule accepts must not grow. */
static bool signals_loosened(const struct rubric *frozen, const struct rule *before, const struct rubric *now,
                             const struct rule *after)
{
    bool forbids = before->kind == RULE_NEVER || before->kind == RULE_AT_MOST;
    const struct rubric *from = forbids ? frozen : now, *in = forbids ? now : frozen;
    const struct rule *left = forbids ? before : after, *right = forbids ? after : before;
    for (size_t i = 0; i < left->signal_count; i++)
        if (!has_signal(in, right->signals, right->signal_count, from->signals[left->signals[i]].name))
            return true;
    return false;
}

static const char *bound_loosened(const struct rule *before, const struct rule *after)
{
    if (before->share != after->share)
        return "its bound changed between count and share";
    if (before->kind == RULE_AT_LEAST && after->bound < before->bound)
        return "it asks for less";
    if (before->kind == RULE_AT_LEAST && before->most > 0 && (after->most <= 0 || after->most > before->most))
        return "its ceiling was raised";
    if (before->kind == RULE_AT_MOST && after->bound > before->bound)
        return "it allows more";
    if (before->kind == RULE_CONCERN && after->bound < before->bound)
        return "it asks for fewer concerns";
    return NULL;
}

static const char *loosened(const struct rubric *frozen, const struct rule *before, const struct rubric *now,
                            const struct rule *after)
{
    const char *bound = bound_loosened(before, after);
    if (after->kind != before->kind || after->side != before->side)
        return "it is another kind of rule now";
    if (after->disabled && !before->disabled)
        return "it was switched off";
    if (before->gate && !after->gate)
        return "it is no gate any more";
    if (after->weight < before->weight)
        return "its weight was lowered";
    if (bound != NULL)
        return bound;
    if (before->modality == MODALITY_ALWAYS && after->modality == MODALITY_SOMETIMES)
        return "it is expected only sometimes now";
    if (after->due_after > before->due_after || (before->due_count == 0 && after->due_count > 0))
        return "it is due later";
    if (before->kind == RULE_WHEN_THEN && after->within > before->within)
        return "it leaves more time";
    if (window_shrank(&before->window, &after->window))
        return "it looks at fewer replies";
    if (before->kind == RULE_CONCERN && (before->levels & ~after->levels) != 0)
        return "it covers fewer levels of concern";
    if (before->distinct && !after->distinct)
        return "the same words count twice now";
    if (signals_loosened(frozen, before, now, after))
        return "its signals changed";
    return NULL;
}

static bool same_text(struct arena *arena, struct str a, struct str b)
{
    return str_eq(normalise_bare(arena, a), normalise_bare(arena, b));
}

static void compare_concerns(const struct rubric *frozen, const struct rubric *now, struct arena *arena,
                             struct weakenings *list)
{
    if (frozen->scenario == NULL || now->scenario == NULL)
        return;
    const struct callee_half *before = &frozen->scenario->callee, *after = &now->scenario->callee;
    for (size_t i = 0; i < before->concern_count; i++) {
        const struct concern *concern = &before->concerns[i];
        bool kept = false;
        for (size_t k = 0; k < after->concern_count && !kept; k++)
            kept =
                after->concerns[k].level <= concern->level && same_text(arena, concern->text, after->concerns[k].text);
        if (!kept)
            add(list, CONCERN_REMOVED, now, concern->text, str_from(frozen->scenario->source.path), concern->line,
                STR("the concern was removed, reworded or put on a lower level"));
    }
}

static void compare_ends(const struct rubric *frozen, const struct rubric *now, struct arena *arena,
                         struct weakenings *list)
{
    for (size_t i = 0; i < frozen->end_count; i++) {
        const struct end_condition *end = &frozen->ends[i];
        bool kept = !end->is_condition;
        for (size_t k = 0; k < now->end_count && !kept; k++)
            kept = same_text(arena, end->text, now->ends[k].text) && (!end->must || now->ends[k].must);
        if (!kept)
            add(list, END_CONDITION_REMOVED, now, end->text,
                frozen->scenario != NULL ? str_from(frozen->scenario->source.path) : STR(""), end->line,
                STR("the end condition was removed or reworded"));
    }
}

void compare_rubrics(const struct rubric *frozen, const struct rubric *now, struct arena *arena,
                     struct weakenings *list)
{
    for (size_t i = 0; i < frozen->rule_count; i++) {
        const struct rule *before = &frozen->rules[i], *after = rubric_rule(now, before->id);
        if (before->disabled)
            continue;
        if (after == NULL) {
            add(list, RULE_REMOVED, now, before->id, before->file, before->line, STR("the rule was removed"));
            continue;
        }
        const char *why = loosened(frozen, before, now, after);
        if (why != NULL)
            add(list, RULE_LOOSENED, now, before->id, before->file, before->line, str_from(why));
    }
    if (now->threshold < frozen->threshold)
        add(list, THRESHOLD_LOWERED, now, STR("threshold"), STR(""), 0,
            str_from(arena_printf(arena, "the fidelity to reach was lowered from %.2f to %.2f", frozen->threshold,
                                  now->threshold)));
    compare_concerns(frozen, now, arena, list);
    compare_ends(frozen, now, arena, list);
}
