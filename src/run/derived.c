#include "run/derived.h"

#include "base/clock.h"
#include "transcript/judgement.h"

static bool write_file(struct folder *folder, const char *name, struct buf *bytes, struct error *err)
{
    bool written = file_write(folder_file(folder, name), buf_str(bytes), err);
    buf_release(bytes);
    return written;
}

/* What reports say of the run, besides what its own files hold. */
static bool write_reports(struct derived *derived, const struct plan *plan, struct folder *folder, struct error *err)
{
    struct buf summary, html, junit;
    struct report report;
    buf_init(&summary, 0);
    buf_init(&html, 0);
    buf_init(&junit, 0);
    report_init(&report, derived->results.entries, derived->count, plan->count,
                scenarios_are_chinese(plan->scenarios, plan->scenario_count));
    report.id = str_from(plan->id);
    report.path = str_from(folder->path);
    results_write_summary(&report, &summary);
    results_write_html(&report, &html);
    report_junit(&report, &junit);
    report_release(&report);
    bool fine = write_file(folder, "summary.json", &summary, err);
    fine = write_file(folder, "report.html", &html, fine ? err : NULL) && fine;
    return write_file(folder, "junit.xml", &junit, fine ? err : NULL) && fine;
}

static bool write_files(struct derived *derived, const struct plan *plan, struct folder *folder,
                        struct pipeline_result *result, struct error *err)
{
    struct buf transcripts, scores;
    struct clock clock = clock_system();
    buf_init(&transcripts, 0);
    buf_init(&scores, 0);
    transcripts_write(derived->transcripts, derived->count, &transcripts);
    results_write_scores(&derived->results, &scores);
    bool fine = write_file(folder, "transcripts.jsonl", &transcripts, err);
    fine = write_file(folder, "scores.jsonl", &scores, fine ? err : NULL) && fine;
    return fine && write_reports(derived, plan, folder, err) &&
           folder_write_run(folder, plan, &result->counts, &result->served, clock.wall_ms(clock.context), err);
}

static bool read_judgements(struct derived *derived, struct folder *folder, struct error *err)
{
    const char *path = folder_file(folder, "judge.jsonl");
    struct bad_lines bad = {0};
    if (!file_exists(path))
        return true;
    derived->judgements = judgements_new();
    bool fine = judgements_read(path, derived->judgements, &bad, err);
    if (fine && bad.count > 0) {
        if (err != NULL)
            *err = bad.items[0];
        fine = false;
    }
    VEC_RELEASE(&bad);
    return fine;
}

bool derived_make(struct derived *derived, const struct plan *plan, struct folder *folder,
                  struct pipeline_result *result, size_t threads, struct error *err)
{
    const struct experiment *experiment = plan->experiment;
    *derived = (struct derived){0};
    arena_init(&derived->arena);
    derived->transcripts = arena_array(&derived->arena, plan->count, sizeof(struct transcript *));
    for (size_t i = 0; i < plan->count; i++)
        if (result->transcripts[i] != NULL)
            derived->transcripts[derived->count++] = result->transcripts[i];
    bool fine = read_judgements(derived, folder, err) &&
                results_score(&derived->results, plan->scenarios, plan->scenario_count, experiment->rubrics,
                              experiment->rubric_count, derived->transcripts, derived->count, derived->judgements,
                              threads, err) &&
                write_files(derived, plan, folder, result, err);
    if (!fine)
        derived_release(derived);
    return fine;
}

void derived_release(struct derived *derived)
{
    results_release(&derived->results);
    judgements_free(derived->judgements);
    arena_release(&derived->arena);
    *derived = (struct derived){0};
}
