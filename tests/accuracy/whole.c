#include "accuracy/whole.h"
#include "accuracy/weigh.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool whole_score_set(const struct labelled_set *set, const uint32_t *found, struct call_table *table, struct error *err)
{
    struct signal_context *context = context_make(set->scenario, NULL);
    struct rubric *rubric = rubric_for(set->scenario, NULL, 0, err);
    for (size_t c = 0; rubric != NULL && c < set->calls.count; c++) {
        calls_add(table, set, c, rubric, context, found, NULL, 0);
        found += set->labels[c].count;
    }
    bool good = rubric != NULL;
    rubric_free(rubric);
    signal_context_free(context);
    return good;
}

size_t whole_reply_count(const struct labelled_set *set)
{
    size_t count = 0;
    for (size_t c = 0; c < set->calls.count; c++)
        count += set->labels[c].count;
    return count;
}

void whole_labels_of(const struct labelled_set *set, uint32_t *found)
{
    for (size_t c = 0; c < set->calls.count; c++)
        for (size_t i = 0; i < set->labels[c].count; i++)
            *found++ = set->labels[c].replies[i];
}

static bool named(const char *only, const char *name)
{
    return only == NULL || strstr(only, name) != NULL;
}

/* A set a line, none of those that are held out: calls, end conditions all right and F1, concerns' precision, recall
 * and F1, how many of each a call has. */
static void print_sets(const struct labelled_sets *sets, const struct call_fit *fit, const struct call_table *tables)
{
    bool *of = memory_alloc((sets->all.count + 1) * sizeof *of);
    printf("%-30s calls  end right cond.F1  conc.P conc.R conc.F1  cond/call found  conc/call found\n", "set");
    for (size_t s = 0; s < sets->all.count; s++) {
        struct call_table table = tables[s];
        if (table.calls == 0 || sets->all.items[s].held_out)
            continue;
        memset(of, 0, sets->all.count * sizeof *of);
        of[s] = true;
        weigh_count(fit, of, &table);
        double n = (double)table.calls, hits = (double)table.concern_hits;
        printf("%-30s %5zu %4.2f %5.2f %7.2f  %6.2f %6.2f %7.2f  %9.2f %5.2f  %9.2f %5.2f\n", sets->all.items[s].name,
               table.calls, (double)table.endings / n, (double)table.exact_conditions / n,
               2.0 * (double)table.condition_hits / (double)(table.condition_found + table.condition_true),
               hits / fmax(1, (double)table.concern_found), hits / (double)table.concern_true,
               2 * hits / (double)(table.concern_found + table.concern_true), (double)table.condition_true / n,
               (double)table.condition_found / n, (double)table.concern_true / n, (double)table.concern_found / n);
    }
    printf("\n");
    free(of);
}

static void print_rows(const struct call_rows *rows, const struct call_group *group, const struct labelled_set *set,
                       bool ends)
{
    const struct callee_half *callee = &set->scenario->callee;
    for (size_t i = 0; i < group->count; i++) {
        bool truth = rows->matrix.rows.items[group->first + i].truth, held = rows->held.items[group->first + i];
        struct str text = ends ? callee->end_conditions.items[i].text : callee->concerns[i].text;
        printf("  %s %+6.2f %zu. %.*s\n",
               truth && held ? "right "
               : truth       ? "MISSED"
               : held        ? "WRONG "
                             : "      ",
               rows->odds.items[group->first + i], i + 1, STR_FORMAT(text));
    }
}

static bool is_wrong(const struct call_rows *rows, const struct call_group *group)
{
    for (size_t i = group->first; i < group->first + group->count; i++)
        if ((rows->matrix.rows.items[i].truth != 0) != rows->held.items[i])
            return true;
    return false;
}

/* The calls with a wrong condition, their last messages; with a wrong concern, the whole call. */
static void print_errors(const struct labelled_sets *sets, const struct call_rows *rows, const char *name, bool ends)
{
    for (size_t g = 0; g < rows->groups.count; g++) {
        const struct call_group *group = &rows->groups.items[g];
        const struct labelled_set *set = &sets->all.items[group->fold];
        const struct transcript *call = set->calls.items[group->call];
        if ((strcmp(name, "all") != 0 && strcmp(name, set->name) != 0) || !is_wrong(rows, group))
            continue;
        printf("%.*s %s\n", STR_FORMAT(call->id), ends ? "end conditions" : "concerns");
        print_rows(rows, group, set, ends);
        for (size_t m = ends && call->count > 6 ? call->count - 6 : 0; m < call->count; m++)
            printf("    %s %.*s\n",
                   call->messages[m].role == ROLE_PERSONA ? "persona:" : "caller: ", STR_FORMAT(call->messages[m].raw));
    }
}

static bool is_held_out(const struct labelled_sets *sets, const char *name)
{
    for (size_t i = 0; i < sets->all.count; i++)
        if (strcmp(sets->all.items[i].name, name) == 0)
            return sets->all.items[i].held_out;
    return false;
}

static void add_table(struct call_table *sum, const struct call_table *table)
{
    sum->calls += table->calls;
    sum->endings += table->endings;
    sum->exact_conditions += table->exact_conditions;
    sum->verdicts += table->verdicts;
    sum->no_fidelity += table->no_fidelity;
    sum->condition_hits += table->condition_hits;
    sum->condition_found += table->condition_found;
    sum->condition_true += table->condition_true;
    sum->concern_hits += table->concern_hits;
    sum->concern_found += table->concern_found;
    sum->concern_true += table->concern_true;
    for (size_t i = 0; i < table->fidelities.count; i++)
        VEC_PUSH(&sum->fidelities, table->fidelities.items[i]);
}

static void print_all(const struct labelled_sets *sets, struct call_fit *fit, const struct call_table *tables,
                      const struct whole_options *options)
{
    struct call_table seen = {0}, unread = {0};
    bool *of = memory_alloc((sets->all.count + 1) * sizeof *of);
    for (size_t s = 0; s < sets->all.count; s++) {
        of[s] = tables[s].calls > 0 && !sets->all.items[s].held_out && named(options->only, sets->all.items[s].name);
        if (of[s] || (tables[s].calls > 0 && sets->all.items[s].held_out))
            add_table(of[s] ? &seen : &unread, &tables[s]);
    }
    weigh_unseen(fit, sets->all.count);
    weigh_count(fit, of, &seen);
    if (options->errors != NULL) {
        print_errors(sets, &fit->ends, options->errors, true);
        print_errors(sets, &fit->concerns, options->errors, false);
    } else {
        if (options->by_set)
            print_sets(sets, fit, tables);
        calls_print("Leave one scenario out, with the readers' own signals", &seen, options->markdown);
        calls_print("Held-out scenarios that nobody has read, with the readers' own signals", &unread,
                    options->markdown);
    }
    calls_release(&seen);
    calls_release(&unread);
    free(of);
}

bool whole_report(const struct labelled_sets *sets, const struct whole_options *options, struct error *err)
{
    if (options->errors != NULL && is_held_out(sets, options->errors))
        return error_set(err, ERROR_USER, "%s is held out: nobody reads its calls", options->errors);
    struct call_fit fit = {0};
    struct call_table *tables = memory_grow(NULL, sets->all.count + 1, sizeof *tables);
    bool good = true;
    memset(tables, 0, (sets->all.count + 1) * sizeof *tables);
    for (size_t s = 0; s < sets->all.count && good; s++) {
        const struct labelled_set *set = &sets->all.items[s];
        if (set->lines)
            continue;
        uint32_t *truth = memory_alloc((whole_reply_count(set) + 1) * sizeof *truth);
        whole_labels_of(set, truth);
        tables[s].fold = (uint32_t)s;
        tables[s].fit = set->held_out ? NULL : &fit;
        good = whole_score_set(set, truth, &tables[s], err);
        free(truth);
    }
    if (good && options->fit != NULL)
        good = weigh_write(&fit, options->fit, err);
    else if (good)
        print_all(sets, &fit, tables, options);
    for (size_t s = 0; s < sets->all.count; s++)
        calls_release(&tables[s]);
    free(tables);
    weigh_release(&fit);
    return good;
}
