#include "report/scoreboard.h"

#include "stats/bootstrap.h"
#include "stats/pass_k.h"
#include "syntax/json_writer.h"

#include <stdlib.h>

enum { PASS_K_WRITTEN = 8 }; /* pass^1 ... pass^8, as far as there are repeats */

/* A cell while it is filled. */
struct gathering {
    struct cell cell;
    size_t scenario_rank, rank; /* order of appearance */
    double *fidelities;         /* arena */
};

static bool same_cell(const struct cell *cell, const struct report_cell *other, bool totals)
{
    return (totals || str_eq(cell->scenario, other->scenario)) && str_eq(cell->model, other->model) &&
           str_eq(cell->prompt, other->prompt) && str_eq(cell->caller, other->caller);
}

static size_t scenario_rank(const struct gathering *gatherings, size_t count, struct str scenario)
{
    for (size_t i = 0; i < count; i++)
        if (str_eq(gatherings[i].cell.scenario, scenario))
            return gatherings[i].scenario_rank;
    return count;
}

static struct gathering *gathering_for(struct gathering *gatherings, size_t *count, const struct report_cell *of,
                                       bool totals)
{
    for (size_t i = 0; i < *count; i++)
        if (same_cell(&gatherings[i].cell, of, totals))
            return &gatherings[i];
    struct gathering *fresh = &gatherings[*count];
    *fresh = (struct gathering){
        .cell = {.scenario = totals ? (struct str){0} : of->scenario,
                 .model = of->model,
                 .prompt = of->prompt,
                 .caller = of->caller,
                 .understudy = of->understudy},
        .scenario_rank = totals ? 0 : scenario_rank(gatherings, *count, of->scenario),
        .rank = *count,
    };
    (*count)++;
    return fresh;
}

static void add_cell(struct gathering *to, const struct report_cell *from, size_t room, struct arena *arena)
{
    struct cell *cell = &to->cell;
    cell->conversations += from->planned;
    cell->passed += from->passed;
    cell->failed += from->failed;
    cell->errors += from->planned - from->passed - from->failed;
    for (size_t v = 0; v <= ENDING_UNKNOWN; v++)
        cell->endings[v] += from->endings[v];
    cell->replies += from->replies;
    for (size_t s = 0; s < SIGNAL_CORE_COUNT; s++)
        cell->signals[s] += from->signals[s];
    if (to->fidelities == NULL)
        to->fidelities = arena_array(arena, room, sizeof *to->fidelities);
    for (size_t i = 0; i < from->fidelity_count; i++)
        to->fidelities[cell->scored++] = from->fidelities[i];
}

static double pass_share(const struct cell *cell)
{
    size_t judged = cell->passed + cell->failed;
    return judged > 0 ? (double)cell->passed / (double)judged : -1;
}

static int best_first(const void *a, const void *b)
{
    const struct gathering *x = a, *y = b;
    if (x->scenario_rank != y->scenario_rank)
        return x->scenario_rank < y->scenario_rank ? -1 : 1;
    if (x->cell.understudy != y->cell.understudy)
        return x->cell.understudy ? 1 : -1;
    double px = pass_share(&x->cell), py = pass_share(&y->cell);
    double fx = x->cell.scored > 0 ? x->cell.fidelity : -1, fy = y->cell.scored > 0 ? y->cell.fidelity : -1;
    if (px > py || py > px)
        return px > py ? -1 : 1;
    if (fx > fy || fy > fx)
        return fx > fy ? -1 : 1;
    return x->rank < y->rank ? -1 : 1;
}

static struct cell *gather(const struct report *report, struct arena *arena, bool totals, size_t *count)
{
    struct gathering *gatherings = arena_array(arena, report->cell_count, sizeof *gatherings);
    size_t gathered = 0;
    for (size_t i = 0; i < report->cell_count; i++) {
        const struct report_cell *from = &report->cells[i];
        struct gathering *to = gathering_for(gatherings, &gathered, from, totals);
        add_cell(to, from, totals ? report->count : from->fidelity_count, arena);
    }
    for (size_t i = 0; i < gathered; i++) {
        struct cell *cell = &gatherings[i].cell;
        struct bootstrap_interval mean = bootstrap_mean(gatherings[i].fidelities, cell->scored, 0.95, 1);
        cell->fidelity = cell->scored > 0 ? mean.mean : 0;
        cell->fidelity_interval = (struct interval){cell->scored > 1, mean.low, mean.high};
        cell->passed_interval = interval_wilson(cell->passed, cell->passed + cell->failed);
    }
    qsort(gatherings, gathered, sizeof *gatherings, best_first);
    struct cell *cells = arena_array(arena, gathered, sizeof *cells);
    for (size_t i = 0; i < gathered; i++)
        cells[i] = gatherings[i].cell;
    *count = gathered;
    return cells;
}

struct scoreboard scoreboard_of(const struct report *report, struct arena *arena)
{
    struct scoreboard board = {0};
    board.cells = gather(report, arena, false, &board.cell_count);
    bool several = false;
    for (size_t i = 0; i < board.cell_count; i++) {
        board.passed += board.cells[i].passed;
        board.failed += board.cells[i].failed;
        board.errors += board.cells[i].errors;
        several = several || !str_eq(board.cells[i].scenario, board.cells[0].scenario);
    }
    if (several)
        board.totals = gather(report, arena, true, &board.total_count);
    return board;
}

static void write_interval(struct json_writer *w, const char *key, struct interval interval)
{
    if (!interval.known) {
        json_put_null(w, key);
        return;
    }
    json_open_array(w, key);
    json_put_number(w, NULL, interval.low);
    json_put_number(w, NULL, interval.high);
    json_close_array(w);
}

static void write_cell(struct json_writer *w, const struct cell *cell)
{
    json_open_object(w, NULL);
    if (cell->scenario.len > 0)
        json_put_string(w, "scenario", cell->scenario);
    json_put_string(w, "model", cell->model);
    if (cell->prompt.len > 0)
        json_put_string(w, "prompt", cell->prompt);
    if (cell->caller.len > 0)
        json_put_string(w, "caller", cell->caller);
    json_put_bool(w, "understudy", cell->understudy);
    json_put_integer(w, "conversations", (int64_t)cell->conversations);
    json_put_integer(w, "passed", (int64_t)cell->passed);
    json_put_integer(w, "failed", (int64_t)cell->failed);
    json_put_integer(w, "errors", (int64_t)cell->errors);
    write_interval(w, "passed_wilson95", cell->passed_interval);
    double share = 0;
    json_open_array(w, "pass_hat_k");
    for (size_t k = 1; k <= PASS_K_WRITTEN && pass_hat_k(cell->passed, cell->passed + cell->failed, k, &share); k++)
        json_put_number(w, NULL, share);
    json_close_array(w);
    json_put_integer(w, "scored", (int64_t)cell->scored);
    if (cell->scored > 0)
        json_put_number(w, "fidelity", cell->fidelity);
    else
        json_put_null(w, "fidelity");
    write_interval(w, "fidelity_bootstrap95", cell->fidelity_interval);
    json_open_object(w, "endings");
    for (enum ending_verdict v = ENDING_CORRECT; v <= ENDING_UNKNOWN; v++)
        json_put_integer(w, ending_verdict_name(v), (int64_t)cell->endings[v]);
    json_close_object(w);
    json_put_integer(w, "replies", (int64_t)cell->replies);
    json_open_object(w, "signals_per_100");
    for (enum core_signal s = SIGNAL_PLATITUDE; s < SIGNAL_CORE_COUNT; s++)
        json_put_number(w, core_signal_name(s),
                        cell->replies > 0 ? 100.0 * (double)cell->signals[s] / (double)cell->replies : 0);
    json_close_object(w);
    json_close_object(w);
}

void scoreboard_write(const struct scoreboard *board, struct json_writer *w)
{
    json_open_array(w, "cells");
    for (size_t i = 0; i < board->cell_count; i++)
        write_cell(w, &board->cells[i]);
    json_close_array(w);
    json_open_array(w, "totals");
    for (size_t i = 0; i < board->total_count; i++)
        write_cell(w, &board->totals[i]);
    json_close_array(w);
}
