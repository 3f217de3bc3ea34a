#include "run/derived.h"

#include "base/clock.h"
#include "report/html.h"
#include "run/output.h"
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
static void draft_reports(const struct results *results, struct output *output, const struct derived_run *run,
                          struct file_draft reports[static REPORTS])
{
    struct buf summary, html, junit;
    struct report report;
    buf_init(&summary, 0);
    buf_init(&html, 0);
    buf_init(&junit, 0);
    report_init(&report, results->entries, results->count, run->planned, results->chinese);
    report.id = run->id;
    report.path = str_from(run->path);
    results_write_summary(&report, &summary);
    results_write_html(&report, &(struct html_options){.pieces = output_pieces(output)}, &html);
    report_junit(&report, &junit);
    report_release(&report);
    draft(run, "summary.json", &reports[0], &summary);
    draft(run, "report.html", &reports[1], &html);
    draft(run, "junit.xml", &reports[2], &junit);
}

/* All files together: the disk is waited for once, not for one after the other. `costs` may be NULL. */
static bool write_files(const struct results *results, struct output *output, const struct derived_run *run,
                        struct buf *costs, struct error *err)
{
    struct file_draft reports[REPORTS], costs_draft, *all[OUTPUT_DRAFTS + REPORTS + 1];
    size_t count = OUTPUT_DRAFTS;
    output_drafts(output, all);
    draft_reports(results, output, run, reports);
    for (size_t i = 0; i < REPORTS; i++)
        all[count++] = &reports[i];
    if (costs != NULL) {
        draft(run, "costs.jsonl", &costs_draft, costs);
        all[count++] = &costs_draft;
    }
    return file_drafts_commit(all, count, err);
}

bool derived_write(const struct results *results, const struct derived_run *run, struct error *err)
{
    struct output *output = results_output(results, run->path);
    for (size_t i = 0; i < results->count; i++)
        output_add(output, i, &results->entries[i]);
    bool fine = write_files(results, output, run, NULL, err);
    output_close(output);
    return fine;
}

bool derived_begin(struct derived *derived, struct folder *folder, bool keep_all, struct error *err)
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
    if (results_open(&derived->results, plan->scenarios, plan->scenario_count, rubrics, experiment->rubric_count,
                     plan->count, threads, err))
        return true;
    arena_release(&derived->arena);
    return false;
}

bool derived_write_all(struct derived *derived, const struct plan *plan, struct folder *folder,
                       struct pipeline_result *result, struct error *err)
{
    struct clock clock = clock_system();
    struct derived_run run = {str_from(plan->id), folder->path, plan->count};
    struct buf costs;
    buf_init(&costs, 0);
    costs_write(plan, result->costs, &costs);
    results_settle(&derived->results);
    return write_files(&derived->results, derived->results.output, &run, &costs, err) &&
           folder_write_run(folder, plan, &result->counts, &result->served, clock.wall_ms(clock.context), err);
}

void derived_release(struct derived *derived)
{
    results_release(&derived->results);
    judgements_free(derived->judgements);
    arena_release(&derived->arena);
    *derived = (struct derived){0};
}
