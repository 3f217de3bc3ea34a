/* How a rubric asks less than the frozen one did. */
#include "score/compare.h"

#include "score/loosened.h"
#include "stats/permutation.h"
#include "text/normalise.h"

#include <string.h>

/* Where the frozen one stands, and what it is: a rule's id, a line of the document. */
struct at {
    struct str what, file;
    size_t line;
};

static void add(struct weakenings *list, enum weakening_kind kind, const struct rubric *rubric, struct at at,
                struct why why)
{
    struct weakening weakening = {kind,    rubric->id, at.what, str_from(why.english), str_from(why.chinese),
                                  at.file, at.line};
    VEC_PUSH(list, weakening);
}

static struct at at_rule(const struct rule *rule)
{
    return (struct at){rule->id, rule->file, rule->line};
}

static struct str path_of(const struct rubric *rubric)
{
    return rubric->scenario != NULL ? str_from(rubric->scenario->source.path) : STR("");
}

/* What a line of the document asks of the persona; whoever says the same no weaker keeps it. */
struct demand {
    enum weakening_kind kind; /* what it is when it is gone */
    struct at at;
    struct str bare; /* its text, as it is compared */
    int strength;
};
struct demands {
    struct demand *items; /* owned */
    size_t count, room;
};

static void add_demand(struct demands *demands, struct arena *arena, enum weakening_kind kind, struct at at,
                       int strength)
{
    struct demand demand = {kind, at, normalise_bare(arena, at.what), strength};
    VEC_PUSH(demands, demand);
}

static struct demands demands_of(const struct rubric *rubric, bool documents, struct arena *arena)
{
    struct demands demands = {0};
    struct str file = path_of(rubric);
    const struct callee_half *callee = documents ? &rubric->scenario->callee : NULL;
    for (size_t i = 0; callee != NULL && i < callee->concern_count; i++) {
        const struct concern *concern = &callee->concerns[i];
        add_demand(&demands, arena, CONCERN_REMOVED, (struct at){concern->text, file, concern->line},
                   -(int)concern->level);
    }
    for (size_t i = 0; callee != NULL && i < callee->negative.count; i++) {
        const struct line_text *line = &callee->negative.items[i];
        add_demand(&demands, arena, NEGATIVE_EXAMPLE_REMOVED, (struct at){line->text, file, line->line}, 0);
    }
    for (size_t i = 0; i < rubric->end_count; i++) {
        const struct end_condition *end = &rubric->ends[i];
        if (end->is_condition)
            add_demand(&demands, arena, END_CONDITION_REMOVED, (struct at){end->text, file, end->line}, end->must);
    }
    return demands;
}

static bool is_kept(const struct demand *demand, const struct demands *now)
{
    for (size_t i = 0; i < now->count; i++)
        if (now->items[i].kind == demand->kind && now->items[i].strength >= demand->strength &&
            str_eq(now->items[i].bare, demand->bare))
            return true;
    return false;
}

static void compare_documents(const struct rubric *frozen, const struct rubric *now, struct arena *arena,
                              struct weakenings *list)
{
    static const struct why gone[] = {
        [CONCERN_REMOVED] = {"the concern was removed, reworded or put on a lower level",
                             "这条关切被删除、改写或降了级"},
        [NEGATIVE_EXAMPLE_REMOVED] = {"the negative example was removed or reworded", "这条反面例句被删除或改写"},
        [END_CONDITION_REMOVED] = {"the end condition was removed or reworded", "这条结束条件被删除或改写"}};
    bool documents = frozen->scenario != NULL && now->scenario != NULL;
    struct demands before = demands_of(frozen, documents, arena), after = demands_of(now, documents, arena);
    for (size_t i = 0; i < before.count; i++) {
        const struct demand *demand = &before.items[i];
        if (!is_kept(demand, &after))
            add(list, demand->kind, now, demand->at, gone[demand->kind]);
    }
    VEC_RELEASE(&before);
    VEC_RELEASE(&after);
}

void compare_rubrics(const struct rubric *frozen, const struct rubric *now, struct arena *arena,
                     struct weakenings *list)
{
    for (size_t i = 0; i < frozen->rule_count; i++) {
        const struct rule *before = &frozen->rules[i], *after = rubric_rule(now, before->id);
        if (before->disabled)
            continue;
        if (after == NULL) {
            add(list, RULE_REMOVED, now, at_rule(before), (struct why){"the rule was removed", "规则被删除了"});
            continue;
        }
        struct why why = rule_loosened(frozen, before, now, after);
        if (why.english != NULL)
            add(list, RULE_LOOSENED, now, at_rule(before), why);
    }
    if (now->threshold < frozen->threshold)
        add(list, THRESHOLD_LOWERED, now, (struct at){STR("threshold"), path_of(frozen), 0},
            (struct why){
                arena_printf(arena, "the fidelity to reach was lowered from %.2f to %.2f", frozen->threshold,
                             now->threshold),
                arena_printf(arena, "要求达到的忠实度从 %.2f 降到了 %.2f", frozen->threshold, now->threshold)});
    compare_documents(frozen, now, arena, list);
}

/* How often the rules of one frozen rubric were judged on both sides: 0 the old one, 1 the new one. */
struct tally {
    const struct rubric *frozen, *now; /* now: the last one seen on the new side */
    size_t *place;                     /* by rule of `now`: the frozen rule's index, or its count */
    size_t *asked[2];                  /* by frozen rule: conversations that could tell */
    size_t *judged[2];                 /* of those: in which it passed or failed */
    bool changed;                      /* the document or a rule differs from what was frozen */
};
struct tallies {
    struct names scenarios; /* beside items */
    struct tally *items;
};

/* Where no judge was asked his silence says nothing of the persona. */
static void count_finding(struct tally *tally, size_t side, size_t rule, const struct finding *finding)
{
    tally->asked[side][rule] += finding->rule->kind != RULE_JUDGE || finding->owed;
    tally->judged[side][rule] += finding->outcome == OUTCOME_PASS || finding->outcome == OUTCOME_FAIL;
}

static void open_tally(struct tally *tally, const struct rubric *frozen, struct arena *arena)
{
    tally->frozen = frozen;
    for (size_t s = 0; s < 2; s++) {
        tally->asked[s] = arena_array(arena, frozen->rule_count + 1, sizeof(size_t));
        tally->judged[s] = arena_array(arena, frozen->rule_count + 1, sizeof(size_t));
    }
}

static struct tallies count_before(const struct compare_side *side, struct arena *arena)
{
    struct tallies tallies = {.items = arena_array(arena, side->count + 1, sizeof *tallies.items)};
    names_init(&tallies.scenarios, arena);
    for (size_t i = 0; i < side->count; i++) {
        const struct score *score = side->frozen[i];
        if (score == NULL)
            continue;
        size_t at = names_find(&tallies.scenarios, score->transcript->scenario);
        if (at == STR_NONE) {
            at = names_add(&tallies.scenarios, score->transcript->scenario);
            open_tally(&tallies.items[at], score->rubric, arena);
        }
        struct tally *tally = &tallies.items[at];
        for (size_t f = 0; score->rubric == tally->frozen && f < score->finding_count; f++)
            count_finding(tally, 0, f, &score->findings[f]);
    }
    return tallies;
}

static bool differs(const struct rubric *frozen, const struct rubric *now, struct arena *arena)
{
    struct weakenings list = {0};
    const struct scenario *a = frozen->scenario, *b = now->scenario;
    bool other = a != NULL && b != NULL && strcmp(a->hash, b->hash) != 0;
    compare_rubrics(frozen, now, arena, &list);
    compare_rubrics(now, frozen, arena, &list);
    other = other || list.count > 0;
    VEC_RELEASE(&list);
    return other;
}

static void meet_rubric(struct tally *tally, const struct rubric *now, struct arena *arena)
{
    tally->now = now;
    tally->changed = tally->changed || differs(tally->frozen, now, arena);
    tally->place = arena_array(arena, now->rule_count + 1, sizeof *tally->place);
    for (size_t r = 0; r < now->rule_count; r++) {
        const struct rule *old = rubric_rule(tally->frozen, now->rules[r].id);
        tally->place[r] = old != NULL ? (size_t)(old - tally->frozen->rules) : tally->frozen->rule_count;
    }
}

static void count_after(const struct compare_side *side, const struct tallies *tallies, struct arena *arena)
{
    for (size_t i = 0; i < side->count; i++) {
        const struct score *score = side->now[i];
        const size_t at = score != NULL ? names_find(&tallies->scenarios, score->transcript->scenario) : STR_NONE;
        if (at == STR_NONE)
            continue;
        struct tally *tally = &tallies->items[at];
        if (tally->now != score->rubric)
            meet_rubric(tally, score->rubric, arena);
        for (size_t f = 0; f < score->finding_count; f++)
            count_finding(tally, 1, tally->place[f], &score->findings[f]);
    }
}

/* Judged in most of the old conversations, so that silence would say something, and still a rule. */
static bool is_usual(const struct tally *tally, size_t r)
{
    return 2 * tally->judged[0][r] >= tally->asked[0][r] && tally->judged[0][r] >= 3 && tally->asked[1][r] >= 3;
}

/* Rules that were judged in the old conversations and in none of the new ones under the new rubric. Where document and
 * rubric were changed that is the change's doing. Where they were not it may be chance, and is told only when it is
 * not: by Fisher's exact test, Bonferroni over all such rules, at `level`. */
static void find_newly_na(const struct compare_side *before, const struct compare_side *after, double level,
                          struct arena *arena, struct weakenings *list)
{
    const struct tallies tallies = count_before(before, arena);
    size_t tested = 0;
    count_after(after, &tallies, arena);
    for (size_t i = 0; i < tallies.scenarios.count; i++)
        for (size_t r = 0; r < tallies.items[i].frozen->rule_count; r++)
            tested += is_usual(&tallies.items[i], r);
    for (size_t i = 0; i < tallies.scenarios.count; i++)
        for (size_t r = 0; r < tallies.items[i].frozen->rule_count; r++) {
            const struct tally *tally = &tallies.items[i];
            const struct rule *rule = &tally->frozen->rules[r];
            if (!is_usual(tally, r) || tally->judged[1][r] > 0)
                continue;
            double p = exact_none_after(tally->judged[0][r], tally->asked[0][r], tally->asked[1][r]);
            if (tally->changed || p * (double)tested < level)
                add(list, RULE_NEWLY_NA, tally->frozen, at_rule(rule),
                    (struct why){"it was judged before and is not applicable in any new conversation",
                                 "之前评判过，在新的对话里一次也不适用"});
        }
}

void find_weakenings(struct comparison *c, const struct compare_side *before, const struct compare_side *after)
{
    struct weakenings list = {0};
    const struct rubric **seen = arena_array(&c->arena, after->count + 1, sizeof(const struct rubric *));
    size_t count = 0;
    for (size_t i = 0; i < after->count; i++) { /* conversations of a scenario share their rubrics */
        if (after->now[i] == NULL || after->frozen[i] == NULL)
            continue;
        size_t k = count;
        while (k > 0 && seen[k - 1] != after->now[i]->rubric)
            k--;
        if (k > 0)
            continue;
        seen[count++] = after->now[i]->rubric;
        compare_rubrics(after->frozen[i]->rubric, after->now[i]->rubric, &c->arena, &list);
    }
    find_newly_na(before, after, 0.05 * c->alpha, &c->arena, &list);
    c->weakenings = arena_array(&c->arena, list.count + 1, sizeof *c->weakenings);
    for (size_t i = 0; i < list.count; i++)
        c->weakenings[i] = list.items[i];
    c->weakening_count = list.count;
    VEC_RELEASE(&list);
}
