#include "report/report.h"

#include "base/hash.h"
#include "base/lookup.h"
#include "report/excerpt.h"
#include "report/names.h"
#include "report/scoreboard.h"
#include "stats/bootstrap.h"

/* A reply counts once for a signal however often the signal was found in it. Hits are sorted. */
static void count_signals(const struct score *score, uint32_t *signals)
{
    for (size_t i = 0; i < score->hits.count; i++) {
        const struct hit *hit = &score->hits.items[i];
        bool again = i > 0 && hit[-1].message == hit->message && hit[-1].signal == hit->signal;
        if (hit->signal < SIGNAL_CORE_COUNT && !again && score->transcript->messages[hit->message].role == ROLE_PERSONA)
            signals[hit->signal]++;
    }
}

static void take_score(struct report_facts *facts, const struct score *score)
{
    const struct finding *gravest = excerpt_gravest(score);
    facts->scored = true;
    facts->verdict = score->verdict;
    facts->has_fidelity = score->has_fidelity;
    facts->has_judged = score->has_judged;
    facts->fidelity = score->fidelity;
    facts->judged_fidelity = score->judged_fidelity;
    facts->coverage = score->coverage;
    facts->ending = score->ending.verdict;
    facts->may = score->ending.may;
    facts->must = score->ending.must;
    facts->ended = facts->ended_by == ENDED_PERSONA || score->ending.reply > 0;
    facts->replies = score->replies;
    facts->dimensions = score->dimensions;
    facts->dimension_count = score->dimension_count;
    facts->rubric = score->rubric;
    facts->gravest = gravest != NULL ? gravest->rule : NULL;
    facts->valid = score->not_valid == NULL;
    count_signals(score, facts->signals);
}

struct report_facts report_facts_of(const struct report_entry *entry)
{
    const struct transcript *t = entry->transcript;
    struct report_facts facts = {.id = t->id,
                                 .scenario = t->scenario,
                                 .model = t->model,
                                 .prompt = t->prompt,
                                 .caller = t->caller,
                                 .error = t->error,
                                 .repeat = t->repeat,
                                 .understudy = transcript_by_understudy(t),
                                 .ended_by = t->ended_by,
                                 .valid = true};
    for (size_t i = 0; i < t->count; i++) {
        size_t disturbance = disturbance_of(t->messages[i].move.kind);
        facts.faults += t->messages[i].move.fault.len > 0;
        facts.disturbances |= disturbance < DISTURBANCES ? 1u << disturbance : 0;
    }
    if (entry->score != NULL)
        take_score(&facts, entry->score);
    return facts;
}

bool report_entry_held(const struct report_entry *entry)
{
    const struct report_facts *facts = &entry->facts;
    return facts->scored && !ended_broken_off(facts->ended_by);
}

bool report_entry_passed(const struct report_entry *entry)
{
    return entry->facts.scored && entry->facts.verdict == VERDICT_PASS;
}

struct str report_scenario(const struct report_entry *entry)
{
    bool by_document = entry->facts.scenario.len == 0 && entry->scenario != NULL;
    return by_document ? entry->scenario->id : entry->facts.scenario;
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

static bool same_cell(const struct report_cell *cell, struct str name, const struct report_facts *facts)
{
    return str_eq(cell->scenario, name) && str_eq(cell->model, facts->model) && str_eq(cell->prompt, facts->prompt) &&
           str_eq(cell->caller, facts->caller);
}

/* `places`: of the cells, from 1. */
static size_t cell_of(struct report *report, struct lookup *places, const struct report_entry *entry)
{
    const struct report_facts *facts = &entry->facts;
    struct str name = scenario_of(report, entry);
    uint64_t key = hash64(facts->caller, hash64(facts->prompt, hash64(facts->model, hash64(name, 0)))), *place;
    while (*(place = lookup_place(places, key)) != 0 && !same_cell(&report->cells[*place - 1], name, facts))
        key++;
    if (*place != 0)
        return *place - 1;
    *place = report->cell_count + 1;
    report->cells[report->cell_count] =
        (struct report_cell){.scenario = name, .model = facts->model, .prompt = facts->prompt, .caller = facts->caller};
    return report->cell_count++;
}

void report_cell_count(struct report_cell *cell, const struct report_entry *entry)
{
    const struct report_facts *facts = &entry->facts;
    cell->planned++;
    cell->understudy = cell->understudy || facts->understudy;
    if (!report_entry_held(entry))
        return;
    cell->done++;
    cell->replies += facts->replies;
    for (size_t s = 0; s < SIGNAL_CORE_COUNT; s++)
        cell->signals[s] += facts->signals[s];
    cell->passed += facts->verdict == VERDICT_PASS;
    cell->failed += facts->verdict == VERDICT_FAIL;
    cell->errored += facts->verdict == VERDICT_ERROR;
    if (facts->verdict != VERDICT_ERROR) /* of a call that broke off nobody can say how it ended */
        cell->endings[facts->ending]++;
    if (facts->has_fidelity)
        cell->fidelities[cell->scored++] = facts->fidelity;
    if (facts->has_judged) {
        cell->judged++;
        cell->judged_fidelity += facts->judged_fidelity;
    }
}

void report_cell_mean(struct report_cell *cell)
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

void report_cell_put_endings(const struct report_cell *cell, bool chinese, struct buf *out)
{
    const size_t unknown = cell->endings[ENDING_UNKNOWN], known = cell->passed + cell->failed - unknown;
    if (known == 0)
        buf_add_cstring(out, "–");
    else
        buf_printf(out, "%zu/%zu", cell->endings[ENDING_CORRECT], known);
    if (unknown > 0)
        buf_printf(out, chinese ? "（不明 %zu）" : " (unknown %zu)", unknown);
}

struct str report_player(struct arena *arena, struct str model, struct str prompt, struct str caller)
{
    caller = str_eq_cstring(caller, "script") ? (struct str){0} : caller;
    return str_from(arena_printf(arena, "%.*s%s%.*s%s%.*s", STR_FORMAT(model), prompt.len > 0 ? " · " : "",
                                 STR_FORMAT(prompt), caller.len > 0 ? " ☎ " : "", STR_FORMAT(caller)));
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
    struct lookup places;
    lookup_init(&places, &report->arena, 0);
    for (size_t i = 0; i < count; i++) {
        if (entries[i].transcript != NULL)
            entries[i].facts = report_facts_of(&entries[i]);
        entries[i].cell = cell_of(report, &places, &entries[i]);
        sizes[entries[i].cell]++;
    }
    for (size_t i = 0; i < report->cell_count; i++)
        report->cells[i].fidelities = arena_array(&report->arena, sizes[i], sizeof(double));
    for (size_t i = 0; i < count; i++) {
        report_cell_count(&report->cells[entries[i].cell], &entries[i]);
        report->done += report_entry_held(&entries[i]);
    }
    for (size_t i = 0; i < report->cell_count; i++)
        report_cell_mean(&report->cells[i]);
    report->not_done = planned > report->done ? planned - report->done : 0;
    report->board = scoreboard_of(report, &report->arena);
}

const char *report_say(const struct report *report, const char *english, const char *chinese)
{
    return report->chinese ? chinese : english;
}

void report_release(struct report *report)
{
    arena_release(&report->arena);
}
