#include "accuracy/calls.h"
#include "accuracy/weigh.h"

#include "syntax/json.h"
#include "text/normalise.h"

#include <stdio.h>

bool json_has_number(const struct json *list, size_t number)
{
    for (const struct json *item = list != NULL ? list->first : NULL; item != NULL; item = item->next)
        if (item->number == (double)number)
            return true;
    return false;
}

static void add_conditions(struct call_table *table, const struct labels *labels, const struct ending *ending)
{
    size_t hits = 0, truth = labels->conditions != NULL ? labels->conditions->count : 0;
    for (size_t i = 0; i < ending->condition_count; i++)
        hits += json_has_number(labels->conditions, ending->conditions[i]);
    table->condition_hits += hits;
    table->condition_found += ending->condition_count;
    table->condition_true += truth;
    table->exact_conditions += hits == truth && hits == ending->condition_count;
}

static void add_concerns(struct call_table *table, const struct labels *labels, const struct score *score)
{
    struct arena arena;
    arena_init(&arena);
    for (const struct json *item = labels->concerns != NULL ? labels->concerns->first : NULL; item != NULL;
         item = item->next) {
        struct str text = normalise_bare(&arena, item->text);
        for (size_t i = 0; i < score->concern_count; i++)
            table->concern_hits += score->concerns[i].reply_count > 0 &&
                                   str_eq(text, normalise_bare(&arena, score->concerns[i].concern->text));
        table->concern_true++;
    }
    for (size_t i = 0; i < score->concern_count; i++)
        table->concern_found += score->concerns[i].reply_count > 0;
    arena_release(&arena);
}

bool calls_add(struct call_table *table, const struct labelled_set *set, size_t call, const struct rubric *rubric,
               const struct signal_context *context, const uint32_t *found, char *why, size_t room)
{
    const struct transcript *transcript = set->calls.items[call];
    const struct labels *labels = &set->labels[call];
    VEC(struct hit) hits = {0};
    size_t reply = 0;
    for (uint32_t m = 0; m < transcript->count; m++) {
        if (transcript->messages[m].role != ROLE_PERSONA)
            continue;
        for (uint16_t s = 0; s < SIGNAL_CORE_COUNT; s++)
            if (found[reply] >> s & 1)
                VEC_PUSH(&hits, ((struct hit){
                                    .signal = s, .message = m, .span = {0, 1}, .by = STR("accuracy"), .strength = 1}));
        reply++;
    }
    struct score *score = score_with_hits(rubric, context, transcript, hits.items, hits.count);
    bool ending = str_eq_cstring(labels->end, ending_verdict_name(score->ending.verdict));
    bool verdict = (score->verdict == VERDICT_PASS) == labels->faithful;
    table->calls++;
    table->endings += ending;
    table->verdicts += verdict;
    add_conditions(table, labels, &score->ending);
    add_concerns(table, labels, score);
    if (table->fit != NULL)
        weigh_add(table->fit, labels, score, table->fold, call);
    if (score->has_fidelity)
        VEC_PUSH(&table->fidelities, ((struct fidelity_pair){score->fidelity, labels->faithful}));
    else
        table->no_fidelity++;
    if (why != NULL)
        snprintf(why, room, "%s%s", ending ? "" : " ENDING", verdict ? "" : " VERDICT");
    score_free(score);
    VEC_RELEASE(&hits);
    return ending && verdict;
}

double calls_auc(const struct call_table *table)
{
    double sum = 0, pairs = 0;
    for (size_t i = 0; i < table->fidelities.count; i++)
        for (size_t j = 0; j < table->fidelities.count; j++) {
            const struct fidelity_pair *good = &table->fidelities.items[i], *bad = &table->fidelities.items[j];
            if (!good->faithful || bad->faithful)
                continue;
            sum += good->fidelity > bad->fidelity ? 1 : good->fidelity == bad->fidelity ? 0.5 : 0;
            pairs++;
        }
    return pairs > 0 ? sum / pairs : 0;
}

static double f1(size_t hits, size_t found, size_t truth)
{
    return found + truth == 0 ? 1 : 2.0 * (double)hits / (double)(found + truth);
}

static double share(size_t part, size_t whole)
{
    return whole == 0 ? 0 : (double)part / (double)whole;
}

static void row(bool markdown, const char *name, double value, size_t n)
{
    if (markdown)
        printf("| %s | %.3f | %zu |\n", name, value, n);
    else
        printf("%-34s  %5.3f  %5zu\n", name, value, n);
}

void calls_print(const char *title, const struct call_table *table, bool markdown)
{
    double n = table->calls > 0 ? (double)table->calls : 1;
    printf("%s%s, %zu calls%s\n\n", markdown ? "### " : "", title, table->calls, markdown ? "" : ":");
    printf("%s", markdown ? "| measure | value | n |\n| --- | ---: | ---: |\n"
                          : "measure                             value      n\n");
    row(markdown, "ending right", (double)table->endings / n, table->calls);
    row(markdown, "end conditions, all right", (double)table->exact_conditions / n, table->calls);
    row(markdown, "end conditions, F1", f1(table->condition_hits, table->condition_found, table->condition_true),
        table->condition_true);
    row(markdown, "concerns raised, precision", share(table->concern_hits, table->concern_found), table->concern_found);
    row(markdown, "concerns raised, recall", share(table->concern_hits, table->concern_true), table->concern_true);
    row(markdown, "concerns raised, F1", f1(table->concern_hits, table->concern_found, table->concern_true),
        table->concern_true);
    row(markdown, "verdict right", (double)table->verdicts / n, table->calls);
    row(markdown, "AUC of fidelity", calls_auc(table), table->fidelities.count);
    row(markdown, "calls without a fidelity", (double)table->no_fidelity / n, table->calls);
    printf("\n");
}

void calls_release(struct call_table *table)
{
    VEC_RELEASE(&table->fidelities);
}
