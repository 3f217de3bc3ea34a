#include "report/scoreboard.h"

#include "base/hash.h"
#include "base/lookup.h"
#include "report/names.h"
#include "stats/pass_k.h"
#include "syntax/json_writer.h"

#include <math.h>
#include <stdlib.h>

enum { PASS_K_WRITTEN = 8 }; /* pass^1 ... pass^8, as far as there are repeats */

/* A cell with its place in the order of appearance. */
struct placed {
    struct report_cell cell;
    size_t scenario_rank, rank;
};

static bool same_total(const struct report_cell *a, const struct report_cell *b)
{
    return str_eq(a->model, b->model) && str_eq(a->prompt, b->prompt) && str_eq(a->caller, b->caller);
}

static double pass_share(const struct report_cell *cell)
{
    size_t judged = cell->passed + cell->failed;
    return judged > 0 ? (double)cell->passed / (double)judged : -1;
}

static int best_first(const void *a, const void *b)
{
    const struct placed *x = a, *y = b;
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

static struct report_cell *in_order(struct placed *placed, size_t count, struct arena *arena)
{
    struct report_cell *cells = arena_array(arena, count, sizeof *cells);
    qsort(placed, count, sizeof *placed, best_first);
    for (size_t i = 0; i < count; i++)
        cells[i] = placed[i].cell;
    return cells;
}

static struct report_cell *cells_in_order(const struct report *report, struct arena *arena)
{
    struct placed *placed = arena_array(arena, report->cell_count, sizeof *placed);
    struct names scenarios;
    names_init(&scenarios, arena);
    for (size_t i = 0; i < report->cell_count; i++)
        placed[i] = (struct placed){report->cells[i], names_add(&scenarios, report->cells[i].scenario), i};
    return in_order(placed, report->cell_count, arena);
}

static double joined(double a, size_t n, double b, size_t m)
{
    return n + m > 0 ? (a * (double)n + b * (double)m) / (double)(n + m) : 0;
}

static void add_cell(struct report_cell *to, const struct report_cell *from)
{
    to->planned += from->planned;
    to->done += from->done;
    to->passed += from->passed;
    to->failed += from->failed;
    to->errored += from->errored;
    for (size_t v = 0; v <= ENDING_UNKNOWN; v++)
        to->endings[v] += from->endings[v];
    to->replies += from->replies;
    for (size_t s = 0; s < SIGNAL_CORE_COUNT; s++)
        to->signals[s] += from->signals[s];
    to->fidelity = joined(to->fidelity, to->scored, from->fidelity, from->scored);
    to->judged_fidelity = joined(to->judged_fidelity, to->judged, from->judged_fidelity, from->judged);
    to->judged += from->judged;
    for (size_t i = 0; i < from->scored; i++)
        to->fidelities[to->scored++] = from->fidelities[i];
}

/* Which total the cell belongs to; a new one is added to the `count` that there are. `places`: of totals, from 1. */
static size_t total_of(struct placed *totals, size_t *count, struct lookup *places, const struct report_cell *cell)
{
    uint64_t key = hash64(cell->caller, hash64(cell->prompt, hash64(cell->model, 0))), *place;
    while (*(place = lookup_place(places, key)) != 0 && !same_total(&totals[*place - 1].cell, cell))
        key++;
    if (*place == 0) {
        totals[*count] = (struct placed){
            {.model = cell->model, .prompt = cell->prompt, .caller = cell->caller, .understudy = cell->understudy},
            0,
            *count};
        *place = ++*count;
    }
    return *place - 1;
}

/* The same over all scenarios. */
static struct report_cell *totals_of(const struct report *report, struct arena *arena, size_t *count)
{
    struct placed *placed = arena_array(arena, report->cell_count, sizeof *placed);
    size_t *of = arena_array(arena, report->cell_count, sizeof *of),
           *scored = arena_array(arena, report->cell_count, sizeof *scored);
    struct lookup places;
    lookup_init(&places, arena, 0);
    *count = 0;
    for (size_t i = 0; i < report->cell_count; i++) {
        of[i] = total_of(placed, count, &places, &report->cells[i]);
        scored[of[i]] += report->cells[i].scored;
    }
    for (size_t k = 0; k < *count; k++)
        placed[k].cell.fidelities = arena_array(arena, scored[k], sizeof(double));
    for (size_t i = 0; i < report->cell_count; i++)
        add_cell(&placed[of[i]].cell, &report->cells[i]);
    for (size_t k = 0; k < *count; k++)
        placed[k].cell.fidelity_interval = report_fidelity_interval(placed[k].cell.fidelities, placed[k].cell.scored);
    return in_order(placed, *count, arena);
}

/* The rows of disturbed calls while they are counted. */
struct disturbed {
    struct arena *arena;
    struct lookup places; /* of rows, from 1 */
    struct placed *rows;  /* arena */
    size_t count;
};

static struct report_cell *disturbed_row(struct disturbed *disturbed, const struct report_facts *facts, size_t kind)
{
    struct report_cell cell = {
        .disturbance = 1 + kind, .model = facts->model, .prompt = facts->prompt, .caller = facts->caller};
    uint64_t key = hash64(cell.caller, hash64(cell.prompt, hash64(cell.model, kind))), *place;
    while (*(place = lookup_place(&disturbed->places, key)) != 0 &&
           (disturbed->rows[*place - 1].scenario_rank != kind || !same_total(&disturbed->rows[*place - 1].cell, &cell)))
        key++;
    if (*place == 0) {
        disturbed->rows = arena_longer(disturbed->arena, disturbed->rows, disturbed->count, sizeof *disturbed->rows);
        disturbed->rows[disturbed->count] = (struct placed){cell, kind, disturbed->count};
        *place = ++disturbed->count;
    }
    return &disturbed->rows[*place - 1].cell;
}

/* A conversation counts in the row of each kind that came in it. Twice through: rows are made, then counted. */
static struct report_cell *disturbed_of(const struct report *report, struct arena *arena, size_t *count)
{
    struct disturbed disturbed = {.arena = arena};
    lookup_init(&disturbed.places, arena, 0);
    for (int counting = 0; counting < 2; counting++) {
        for (size_t i = 0; i < report->count; i++)
            for (size_t kind = 0; kind < DISTURBANCES; kind++) {
                const struct report_entry *entry = &report->entries[i];
                if (!(entry->facts.disturbances >> kind & 1))
                    continue;
                struct report_cell *row = disturbed_row(&disturbed, &entry->facts, kind);
                if (counting)
                    report_cell_count(row, entry);
                else
                    row->planned++;
            }
        for (size_t r = 0; r < disturbed.count; r++) {
            struct report_cell *row = &disturbed.rows[r].cell;
            if (counting) {
                report_cell_mean(row);
            } else {
                row->fidelities = arena_array(arena, row->planned, sizeof(double));
                row->planned = 0; /* it is counted anew */
            }
        }
    }
    *count = disturbed.count;
    return disturbed.count > 0 ? in_order(disturbed.rows, disturbed.count, arena) : NULL;
}

struct scoreboard scoreboard_of(const struct report *report, struct arena *arena)
{
    struct scoreboard board = {0};
    board.cells = cells_in_order(report, arena);
    board.cell_count = report->cell_count;
    bool several = false;
    for (size_t i = 0; i < board.cell_count; i++) {
        board.passed += board.cells[i].passed;
        board.failed += board.cells[i].failed;
        board.errors += report_cell_errors(&board.cells[i]);
        several = several || !str_eq(board.cells[i].scenario, board.cells[0].scenario);
    }
    if (several)
        board.totals = totals_of(report, arena, &board.total_count);
    board.disturbed = disturbed_of(report, arena, &board.disturbed_count);
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

static void write_cell(struct json_writer *w, const struct report_cell *cell)
{
    json_open_object(w, NULL);
    if (cell->disturbance > 0)
        json_put_cstring(w, "perturbation", disturbance_id(cell->disturbance - 1));
    else if (cell->scenario.len > 0)
        json_put_string(w, "scenario", cell->scenario);
    json_put_string(w, "model", cell->model);
    if (cell->prompt.len > 0)
        json_put_string(w, "prompt", cell->prompt);
    if (cell->caller.len > 0)
        json_put_string(w, "caller", cell->caller);
    json_put_bool(w, "understudy", cell->understudy);
    json_put_integer(w, "conversations", (int64_t)cell->planned);
    json_put_integer(w, "passed", (int64_t)cell->passed);
    json_put_integer(w, "failed", (int64_t)cell->failed);
    json_put_integer(w, "errors", (int64_t)report_cell_errors(cell));
    write_interval(w, "passed_wilson95", report_cell_passed_interval(cell));
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
    if (cell->judged > 0) {
        json_put_integer(w, "judged", (int64_t)cell->judged);
        json_put_number(w, "judged_fidelity", cell->judged_fidelity);
    }
    json_open_object(w, "endings");
    for (enum ending_verdict v = ENDING_CORRECT; v <= ENDING_UNKNOWN; v++)
        json_put_integer(w, ending_verdict_name(v), (int64_t)cell->endings[v]);
    json_close_object(w);
    json_put_integer(w, "replies", (int64_t)cell->replies);
    json_open_object(w, "signals_per_100");
    for (enum core_signal s = SIGNAL_PLATITUDE; s < SIGNAL_CORE_COUNT; s++)
        json_put_number(w, core_signal_name(s),
                        cell->replies > 0 ? 100.0 * (double)cell->signals[s] / (double)cell->replies : NAN);
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
    if (board->disturbed_count == 0)
        return;
    json_open_array(w, "perturbations");
    for (size_t i = 0; i < board->disturbed_count; i++)
        write_cell(w, &board->disturbed[i]);
    json_close_array(w);
}
