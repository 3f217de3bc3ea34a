#include "run/derived.h"

#include "base/clock.h"
#include "base/parallel.h"
#include "report/html.h"
#include "run/output.h"
#include "syntax/json.h"
#include "transcript/judgement.h"

/* Opens the draft of a file of the run and gives it all its bytes. */
static void draft(const struct derived_run *run, const char *name, struct file_draft *draft, struct buf *bytes)
{
    struct arena scratch;
    arena_init(&scratch);
    file_draft_open(draft, arena_printf(&scratch, "%s/%s", run->path, name));
    file_draft_add(draft, buf_str(bytes));
    arena_release(&scratch);
    buf_release(bytes);
}

/* What reports say of the run, besides what its own files hold. */
enum { REPORTS = 3 };
struct reporting {
    struct report *report;
    struct output *output;
    const struct derived_run *run;
    struct file_draft *drafts; /* REPORTS */
};

static void draft_report(size_t index, void *context)
{
    static const char *const names[REPORTS] = {"report.html", "junit.xml", "summary.json"};
    const struct reporting *reporting = context;
    struct buf bytes;
    buf_init(&bytes, 0);
    if (index == 0)
        results_write_html(reporting->report, &(struct html_options){.pieces = output_pieces(reporting->output)},
                           &bytes);
    else if (index == 1)
        report_junit(reporting->report, &bytes);
    else
        results_write_summary(reporting->report, &bytes);
    draft(reporting->run, names[index], &reporting->drafts[index], &bytes);
}

/* All files together, with `more` behind them: the disk is waited for once, not for one after the other. */
enum { MORE = 2 };
static bool write_files(struct report *report, struct output *output, const struct derived_run *run,
                        struct file_draft *more, size_t more_count, struct error *err)
{
    struct file_draft reports[REPORTS], *all[OUTPUT_DRAFTS + REPORTS + MORE];
    size_t count = OUTPUT_DRAFTS;
    report->id = run->id;
    report->path = str_from(run->path);
    parallel_end(parallel_begin(REPORTS, REPORTS - 1, draft_report, &(struct reporting){report, output, run, reports}));
    output_drafts(output, all);
    for (size_t i = 0; i < REPORTS; i++)
        all[count++] = &reports[i];
    for (size_t i = 0; i < more_count; i++)
        all[count++] = &more[i];
    return file_drafts_commit(all, count, err);
}

bool derived_write(const struct results *results, const struct derived_run *run, struct error *err)
{
    struct output *output = results_output(results, run->path);
    struct report report;
    for (size_t i = 0; i < results->count; i++)
        output_add(output, i, &results->entries[i]);
    output_end(output);
    report_init(&report, results->entries, results->count, run->planned, results->chinese);
    bool fine = write_files(&report, output, run, NULL, 0, err);
    report_release(&report);
    output_close(output);
    return fine;
}

/* Both stand in the plan's order, so that the search goes on where the last one ended. */
static size_t find_planned(const struct plan *plan, struct str id, size_t from)
{
    for (size_t i = 0; i < plan->count; i++)
        if (str_eq(plan->conversations[(from + i) % plan->count].id, id))
            return (from + i) % plan->count;
    return plan->count;
}

bool *derived_standing(const struct plan *plan, struct folder *folder, struct arena *arena)
{
    struct buf bytes;
    struct arena scratch;
    struct str rest, line;
    bool *stands = NULL;
    size_t at = 0;
    buf_init(&bytes, 0);
    arena_init(&scratch);
    if (folder->resumed && file_read(folder_file(folder, "transcripts.jsonl"), &bytes, NULL))
        stands = arena_array(arena, plan->count, sizeof *stands);
    /* A line at a time: there may be very many. What cannot be read stands not. */
    for (rest = buf_str(&bytes); stands != NULL && str_next_line(&rest, &line); arena_clear(&scratch)) {
        const struct json *transcript = json_parse(&scratch, line, NULL, 1, NULL);
        const enum ended_by by = ended_by_from(json_get_text(transcript, "ended_by"));
        size_t planned = find_planned(plan, json_get_text(transcript, "id"), at);
        if (planned == plan->count)
            continue;
        stands[planned] = by != ENDED_ERROR && by != ENDED_BUDGET;
        at = planned + 1;
    }
    arena_release(&scratch);
    buf_release(&bytes);
    return stands;
}

bool derived_begin(struct derived *derived, const struct plan *plan, struct folder *folder, bool keep_all,
                   struct error *err)
{
    const char *path = folder_file(folder, "judge.jsonl");
    struct bad_lines bad = {0};
    bool fine = true;
    if (file_exists(path)) {
        derived->judgements = judgements_new();
        derived->results.judgements = derived->judgements;
        fine = judgements_read(path, derived->judgements, &bad, err);
    }
    if (fine && bad.count > 0) {
        if (err != NULL)
            *err = bad.items[0];
        fine = false;
    }
    VEC_RELEASE(&bad);
    if (!fine)
        return false;
    derived->stands = derived_standing(plan, folder, &derived->arena);
    derived->results.folder = folder->path;
    derived->results.lets_go = !keep_all;
    return true;
}

bool derived_open(struct derived *derived, const struct plan *plan, size_t threads, struct error *err)
{
    const struct experiment *experiment = plan->experiment;
    *derived = (struct derived){0};
    arena_init(&derived->arena);
    struct rubric_file *rubrics = arena_array(&derived->arena, experiment->rubric_count, sizeof *rubrics);
    for (size_t i = 0; i < experiment->rubric_count; i++)
        rubrics[i].path = experiment->rubrics[i];
    struct yardstick by = {.scenarios = plan->scenarios,
                           .scenario_count = plan->scenario_count,
                           .rubric_files = rubrics,
                           .rubric_file_count = experiment->rubric_count,
                           .threads = threads};
    if (results_open(&derived->results, &by, plan->count, err))
        return true;
    arena_release(&derived->arena);
    return false;
}

size_t derived_would_lose(const struct derived *derived, const struct pipeline_result *result)
{
    size_t lost = 0;
    for (size_t i = 0; derived->stands != NULL && i < result->count; i++)
        lost += derived->stands[i] && !result->held[i];
    return lost;
}

bool derived_write_all(struct derived *derived, const struct plan *plan, struct folder *folder,
                       struct pipeline_result *result, struct error *err)
{
    struct clock clock = clock_system();
    struct results *results = &derived->results;
    struct derived_run run = {str_from(plan->id), folder->path, plan->count};
    struct file_draft more[MORE];
    struct buf costs;
    buf_init(&costs, 0);
    costs_write(plan, result->costs, &costs);
    draft(&run, "costs.jsonl", &more[0], &costs);
    results_settle(results);
    output_end(results->output);
    report_init(&derived->report, results->entries, results->count, run.planned, results->chinese);
    struct run_end end = {clock.wall_ms(clock.context), result->counts, &result->served};
    folder_draft_run(folder, plan, &end, &more[1]);
    return write_files(&derived->report, results->output, &run, more, MORE, err);
}

void derived_release(struct derived *derived)
{
    report_release(&derived->report);
    results_release(&derived->results);
    judgements_free(derived->judgements);
    arena_release(&derived->arena);
    *derived = (struct derived){0};
}
