#include "report/report.h"

#include "report/scoreboard.h"
#include "stats/bootstrap.h"

bool report_entry_held(const struct report_entry *entry)
{
    return entry->score != NULL && entry->transcript->ended_by != ENDED_ERROR &&
           entry->transcript->ended_by != ENDED_BUDGET;
}

struct str report_scenario(const struct report_entry *entry)
{
    bool by_document = entry->transcript->scenario.len == 0 && entry->scenario != NULL;
    return by_document ? entry->scenario->id : entry->transcript->scenario;
}

/* Under what name a conversation stands on the board: a tag's value, or its scenario. */
static struct str scenario_of(struct report *report, const struct report_entry *entry)
{
    if (report->by != NULL) {
        const char *value = entry->scenario != NULL ? scenario_tag(entry->scenario, report->by) : NULL;
        return str_from(arena_printf(&report->arena, "%s: %s", report->by, value != NULL ? value : "–"));
    }
    return report_scenario(entry);
}

static bool same_cell(const struct report_cell *cell, struct str name, const struct transcript *t)
{
    return str_eq(cell->scenario, name) && str_eq(cell->model, t->model) && str_eq(cell->prompt, t->prompt) &&
           str_eq(cell->caller, t->caller);
}

static size_t cell_of(struct report *report, const struct report_entry *entry)
{
    const struct transcript *t = entry->transcript;
    struct str name = scenario_of(report, entry);
    for (size_t i = report->cell_count; i-- > 0;) /* plan order: the last cell is the likely one */
        if (same_cell(&report->cells[i], name, t))
            return i;
    report->cells[report->cell_count] = (struct report_cell){.scenario = name,
                                                             .model = t->model,
                                                             .prompt = t->prompt,
                                                             .caller = t->caller,
                                                             .understudy = str_starts(t->model, STR("understudy"))};
    return report->cell_count++;
}

/* A reply counts once for a signal however often the signal was found in it. Hits are sorted. */
static void count_signals(struct report_cell *cell, const struct score *score)
{
    for (size_t i = 0; i < score->hits.count; i++) {
        const struct hit *hit = &score->hits.items[i];
        bool again = i > 0 && hit[-1].message == hit->message && hit[-1].signal == hit->signal;
        if (hit->signal < SIGNAL_CORE_COUNT && !again && score->transcript->messages[hit->message].role == ROLE_PERSONA)
            cell->signals[hit->signal]++;
    }
}

static void count_entry(struct report_cell *cell, const struct report_entry *entry)
{
    const struct score *score = entry->score;
    cell->planned++;
    if (!report_entry_held(entry))
        return;
    cell->done++;
    cell->replies += score->replies;
    count_signals(cell, score);
    cell->passed += score->verdict == VERDICT_PASS;
    cell->failed += score->verdict == VERDICT_FAIL;
    cell->errored += score->verdict == VERDICT_ERROR;
    if (score->verdict != VERDICT_ERROR) /* of a call that broke off nobody can say how it ended */
        cell->endings[score->ending.verdict]++;
    if (score->has_fidelity)
        cell->fidelities[cell->scored++] = score->fidelity;
    if (score->has_judged) {
        cell->judged++;
        cell->judged_fidelity += score->judged_fidelity;
    }
}

static void take_mean(struct report_cell *cell)
{
    for (size_t i = 0; i < cell->scored; i++)
        cell->fidelity += cell->fidelities[i] / (double)cell->scored;
    if (cell->judged > 0)
        cell->judged_fidelity /= (double)cell->judged;
    cell->fidelity_interval = report_fidelity_interval(cell->fidelities, cell->scored);
}

size_t report_cell_errors(const struct report_cell *cell)
{
    return cell->planned - cell->passed - cell->failed;
}

struct interval report_fidelity_interval(const double *fidelities, size_t count)
{
    struct bootstrap_interval mean = bootstrap_mean(fidelities, count, 0.95, 1);
    return (struct interval){count > 1, mean.low, mean.high};
}

struct interval report_cell_passed_interval(const struct report_cell *cell)
{
    return interval_wilson(cell->passed, cell->passed + cell->failed);
}

void report_init(struct report *report, struct report_entry *entries, size_t count, size_t planned, bool chinese)
{
    report_init_by(report, entries, count, planned, chinese, NULL);
}

void report_init_by(struct report *report, struct report_entry *entries, size_t count, size_t planned, bool chinese,
                    const char *by)
{
    *report = (struct report){.entries = entries, .count = count, .planned = planned, .chinese = chinese, .by = by};
    arena_init(&report->arena);
    report->cells = arena_array(&report->arena, count + 1, sizeof *report->cells);
    size_t *sizes = arena_array(&report->arena, count + 1, sizeof *sizes);
    for (size_t i = 0; i < count; i++) {
        entries[i].cell = cell_of(report, &entries[i]);
        sizes[entries[i].cell]++;
    }
    for (size_t i = 0; i < report->cell_count; i++)
        report->cells[i].fidelities = arena_array(&report->arena, sizes[i], sizeof(double));
    for (size_t i = 0; i < count; i++) {
        count_entry(&report->cells[entries[i].cell], &entries[i]);
        report->done += report_entry_held(&entries[i]);
    }
    for (size_t i = 0; i < report->cell_count; i++)
        take_mean(&report->cells[i]);
    report->not_done = planned > report->done ? planned - report->done : 0;
    report->board = scoreboard_of(report, &report->arena);
}

void report_release(struct report *report)
{
    arena_release(&report->arena);
}
