#include "run/derived.h"

#include "base/clock.h"
#include "transcript/judgement.h"

static bool write_file(const struct derived_run *run, const char *name, struct buf *bytes, struct error *err)
{
    struct arena scratch;
    arena_init(&scratch);
    bool written = file_write(arena_printf(&scratch, "%s/%s", run->path, name), buf_str(bytes), err);
    arena_release(&scratch);
    buf_release(bytes);
    return written;
}

/* What reports say of the run, besides what its own files hold. */
static bool write_reports(const struct results *results, const struct derived_run *run, struct error *err)
{
    struct buf summary, html, junit;
    struct report report;
    buf_init(&summary, 0);
    buf_init(&html, 0);
    buf_init(&junit, 0);
    report_init(&report, results->entries, results->count, run->planned,
                scenarios_are_chinese(run->scenarios, run->scenario_count));
    report.id = run->id;
    report.path = str_from(run->path);
    results_write_summary(&report, &summary);
    results_write_html(&report, NULL, &html);
    report_junit(&report, &junit);
    report_release(&report);
    bool fine = write_file(run, "summary.json", &summary, err);
    fine = write_file(run, "report.html", &html, fine ? err : NULL) && fine;
    return write_file(run, "junit.xml", &junit, fine ? err : NULL) && fine;
}

bool derived_write(const struct results *results, struct transcript *const *transcripts, const struct derived_run *run,
                   struct error *err)
{
    struct buf lines, scores;
    buf_init(&lines, 0);
    buf_init(&scores, 0);
    transcripts_write(transcripts, results->count, &lines);
    results_write_scores(results, &scores);
    bool fine = write_file(run, "transcripts.jsonl", &lines, err);
    fine = write_file(run, "scores.jsonl", &scores, fine ? err : NULL) && fine;
    return fine && write_reports(results, run, err);
}

static bool write_files(struct derived *derived, const struct plan *plan, struct folder *folder,
                        struct pipeline_result *result, struct error *err)
{
    struct clock clock = clock_system();
    struct derived_run run = {str_from(plan->id), folder->path, plan->count, plan->scenarios, plan->scenario_count};
    struct buf costs;
    buf_init(&costs, 0);
    costs_write(plan, result->costs, &costs);
    return write_file(&run, "costs.jsonl", &costs, err) &&
           derived_write(&derived->results, derived->transcripts, &run, err) &&
           folder_write_run(folder, plan, &result->counts, &result->served, clock.wall_ms(clock.context), err);
}

bool derived_begin(struct derived *derived, struct folder *folder, struct error *err)
{
    const char *path = folder_file(folder, "judge.jsonl");
    struct bad_lines bad = {0};
    if (!file_exists(path))
        return true;
    derived->judgements = judgements_new();
    derived->results.judgements = derived->judgements;
    bool fine = judgements_read(path, derived->judgements, &bad, err);
    if (fine && bad.count > 0) {
        if (err != NULL)
            *err = bad.items[0];
        fine = false;
    }
    VEC_RELEASE(&bad);
    return fine;
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
    results_settle(&derived->results);
    derived->transcripts = arena_array(&derived->arena, plan->count, sizeof(struct transcript *));
    for (size_t i = 0; i < plan->count; i++)
        if (result->transcripts[i] != NULL)
            derived->transcripts[derived->count++] = result->transcripts[i];
    return write_files(derived, plan, folder, result, err);
}

void derived_release(struct derived *derived)
{
    results_release(&derived->results);
    judgements_free(derived->judgements);
    arena_release(&derived->arena);
    *derived = (struct derived){0};
}
