#include "cli/present.h"

#include "base/language.h"
#include "cli/run_notes.h"
#include "report/exam.h"
#include "report/html.h"
#include "review/labels.h"
#include "syntax/json_writer.h"

#include <string.h>

static void as_text(const struct ui *ui, const struct args *args, const struct results *results,
                    const struct report *report, struct buf *out)
{
    struct text_options options = {.width = ui->out.width,
                                   .colour = ui->out.colour,
                                   .worst = args_has(args, OPTION_ALL) ? SIZE_MAX : REPORT_WORST};
    if (results->rubric_count > 0 && report->by == NULL && results->rubrics[0]->subject == ROLE_CALLER)
        report_exam(report, &options, out);
    else
        report_text(report, &options, out);
}

static void write_lines(const struct results *results, struct buf *out)
{
    results_write_scores(results, STR("\n"), out);
    if (results->count > 0)
        buf_add_byte(out, '\n');
}

/* One document: the scores in order, then the summary. */
static void as_json(const struct results *results, const struct report *report, struct buf *out)
{
    struct buf summary;
    struct json_writer w;
    buf_init(&summary, 0);
    results_write_summary(report, &summary);
    json_writer_init(&w, out, 0);
    json_open_object(&w, NULL);
    json_put_cstring(&w, "schema", "fidelio.scores/1");
    json_open_array(&w, "scores");
    results_write_scores(results, STR(","), out);
    json_close_array(&w);
    json_put_raw(&w, "summary", str_trim(buf_str(&summary)));
    json_close_object(&w);
    buf_add_byte(out, '\n');
    buf_release(&summary);
}

/* With what reviewers said so far, where the run has reviews. */
static bool as_html(const struct results *results, const struct presented *what, struct report *report, struct buf *out,
                    struct error *err)
{
    struct arena scratch;
    struct reviews reviews = {0};
    struct review_rates rates = {0};
    struct buf json, note;
    arena_init(&scratch);
    buf_init(&json, 0);
    buf_init(&note, 0);
    bool ok = what->path.len == 0 ||
              reviews_read(&reviews, arena_printf(&scratch, "%.*s/reviews.jsonl", STR_FORMAT(what->path)), err);
    if (ok && reviews.count > 0) {
        reviews_write(&reviews, &json);
        for (size_t i = 0; i < results->count; i++)
            review_count(&reviews, results->scores[i], &rates);
        review_rates_text(&rates, report->chinese, &note);
    }
    if (ok)
        results_write_html(report, &(struct html_options){.reviews = buf_str(&json), .note = buf_str(&note)}, out);
    if (ok && what->path.len > 0)
        reviews_release(&reviews);
    buf_release(&json);
    buf_release(&note);
    arena_release(&scratch);
    return ok;
}

static bool has_tag(const struct presented *what, const char *name)
{
    for (size_t i = 0; i < what->scenario_count; i++)
        if (scenario_tag(what->scenarios[i], name) != NULL)
            return true;
    return false;
}

/* A report is in its documents' language. Where they have both, the text is in its reader's; what goes into a file is
 * the same in every locale. */
static bool is_chinese(const struct ui *ui, const struct presented *what, const char *format)
{
    bool chinese = scenarios_are_chinese(what->scenarios, what->scenario_count), any = false;
    for (size_t i = 0; i < what->scenario_count; i++)
        any = any || what->scenarios[i]->lang != LANG_EN;
    bool mixed = any != chinese && strcmp(format, "text") == 0;
    return ui->language_said || what->scenario_count == 0 || mixed ? ui->chinese : chinese;
}

int present_results(struct ui *ui, const struct args *args, const struct results *results, const struct presented *what)
{
    const char *format = args_text(args, OPTION_FORMAT);
    const bool chinese = is_chinese(ui, what, format);
    struct report counted, *report = what->report;
    struct error err = {0};
    struct buf out;
    bool made = true;
    const char *by = option_of(args->command, OPTION_BY) != NULL ? args_text(args, OPTION_BY) : NULL;
    if (by != NULL && !has_tag(what, by))
        return ui_misuse(ui, commands[args->command].name,
                         SAY(ui, "none of the documents has the tag '%s'", "没有一份文档带有标签 '%s'"), by);
    if (strcmp(format, "sqlite") == 0 && ui->out.interactive)
        return ui_misuse(ui, commands[args->command].name,
                         SAY(ui, "a database is not for the terminal; redirect it into a file: ... > run.db",
                             "数据库文件不能直接输出到终端；请重定向到文件：... > run.db"));
    buf_init(&out, 0);
    if (report == NULL || by != NULL) {
        report = &counted;
        report_init_by(report, results->entries, results->count, what->planned, chinese, by);
    }
    report->chinese = chinese;
    report->id = what->id;
    report->path = what->path;
    report->created = what->created;
    if (strcmp(format, "jsonl") == 0)
        write_lines(results, &out);
    else if (strcmp(format, "json") == 0)
        as_json(results, report, &out);
    else if (strcmp(format, "junit") == 0)
        report_junit(report, &out);
    else if (strcmp(format, "markdown") == 0)
        report_markdown(report, &out);
    else if (strcmp(format, "html") == 0)
        made = as_html(results, what, report, &out, &err);
    else if (strcmp(format, "sqlite") == 0)
        made = report_sqlite(report, &out, &err);
    else if (strcmp(format, "csv") == 0)
        report_csv(report, args_has(args, OPTION_BOM), &out);
    else if (strcmp(format, "cases") == 0)
        report_cases(report, &out);
    else if (strcmp(format, "github") == 0)
        report_annotations(report, ANNOTATE_GITHUB, &out);
    else if (strcmp(format, "gitlab") == 0)
        report_annotations(report, ANNOTATE_GITLAB, &out);
    else
        as_text(ui, args, results, report, &out);
    int status = made ? ui_result(ui, buf_str(&out)) : ui_error(ui, &err);
    if (report == &counted)
        report_release(report);
    buf_release(&out);
    return status;
}

bool present_needs_all(const struct args *args, const struct results *results)
{
    /* Only a rubric file makes an exam, and where there is one the rubrics are made by now. */
    bool exam = results->making == NULL && results->rubrics[0]->subject == ROLE_CALLER;
    return exam || args_has(args, OPTION_ALL) || strcmp(args_text(args, OPTION_FORMAT), "text") != 0;
}

bool check_subject(const struct args *args, struct results *results, struct error *err)
{
    const char *said = args_text(args, OPTION_SUBJECT);
    if (said == NULL)
        return true;
    enum role wanted = strcmp(said, "caller") == 0 ? ROLE_CALLER : ROLE_PERSONA;
    size_t i = 0;
    results_ready(results);
    while (i < results->rubric_count && results->rubrics[i]->subject == wanted)
        i++;
    if (i == results->rubric_count)
        return true;
    if (wanted == ROLE_PERSONA)
        return error_set(err, ERROR_USER,
                         TEXT("--subject persona, but a rubric examines the caller (its \"subject\")",
                              "给的是 --subject persona，而评分标准考核的是拨打方（见其中的 subject）"));
    return error_set(err, ERROR_USER,
                     TEXT("--subject caller needs a rubric that examines the caller, such as --rubric "
                          "rubrics/service/errand.yaml",
                          "--subject caller 需要考核拨打方的评分标准，例如 --rubric rubrics/service/errand.yaml"));
}

int present_bad_lines(const struct ui *ui, const struct bad_lines *bad)
{
    enum { SHOWN = 20 };
    for (size_t i = 0; i < bad->count && i < SHOWN; i++)
        ui_error(ui, &bad->items[i]);
    if (bad->count > SHOWN)
        ui_warn(ui, SAY(ui, "and %zu more such lines", "另有 %zu 行也是如此"), bad->count - SHOWN);
    return bad_lines_count(bad) > 0 ? EXIT_USER : EXIT_GOOD;
}

int present_run(struct ui *ui, const struct args *args, const struct plan *plan, struct folder *folder,
                struct pipeline_result *result, struct derived *derived, bool *written)
{
    struct error err = {0};
    *written = false;
    result->kept = derived_would_lose(derived, result);
    if (result->kept > 0) {
        ui_warn(ui,
                SAY(ui,
                    "%zu conversations stand whole in %s and could not be held again: its files are left as they were "
                    "(`fidelio report %s` shows them)",
                    "有 %zu 通对话在 %s 里是完整的，这次没能重做：其中的文件保持原样（可用 `fidelio report %s` 查看）"),
                result->kept, folder->path, folder->path);
        return EXIT_INFRA;
    }
    *written = derived_write_all(derived, plan, folder, result, &err);
    if (!*written)
        return args->command == COMMAND_RUN ? run_stop(ui, &err) : ui_error(ui, &err);
    struct presented what = {.id = str_from(plan->id),
                             .path = str_from(folder->path),
                             .planned = plan->count,
                             .scenarios = plan->scenarios,
                             .scenario_count = plan->scenario_count,
                             .report = &derived->report};
    return derived->results.count > 0 ? present_results(ui, args, &derived->results, &what) : EXIT_GOOD;
}
