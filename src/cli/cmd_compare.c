/* compare: did it get worse? bless: freeze a run as the baseline. */
#include "cli/contests.h"
#include "cli/progress.h"

#include "report/comparison.h"
#include "report/html.h"
#include "run/confirm.h"
#include "run/results.h"
#include "syntax/json_writer.h"
#include "transcript/judgement.h"

#include <stdlib.h>
#include <string.h>

/* Two sides, and what came of holding them against each other. */
struct trial {
    struct gate_side before, after;
    struct gate_scores scores;
    struct comparison *comparison; /* owned */
};

static bool open_trial(struct trial *trial, const struct args *args, struct error *err)
{
    if (!gate_side_read(&trial->before, args->operands.items[0], err))
        return false;
    if (gate_side_read(&trial->after, args->operands.items[1], err))
        return true;
    gate_side_release(&trial->before);
    return false;
}

static void look(struct trial *trial, const struct args *args, bool confirmed)
{
    struct compare_options options = {.alpha = args_number(args, OPTION_ALPHA, 0.05),
                                      .tolerance = args_number(args, OPTION_TOLERANCE, 0.05),
                                      .seed = 1,
                                      .confirmed = confirmed};
    trial->comparison =
        gate_compare(&trial->before, &trial->after, &options, args_size(args, OPTION_THREADS), &trial->scores);
}

static void close_look(struct trial *trial)
{
    comparison_free(trial->comparison);
    trial->comparison = NULL;
    gate_scores_release(&trial->scores);
}

/* More repeats of each side that is a run; a baseline is one file and asks nobody. */
static bool hold_more(const struct ui *ui, const struct args *args, struct trial *trial, struct error *err)
{
    struct progress_line line = {.ui = ui};
    struct models models = {0};
    struct confirm_options options = {.pipeline = {.exchange = {.in_flight = args_size(args, OPTION_IN_FLIGHT),
                                                                .offline = args_has(args, OPTION_OFFLINE),
                                                                .retries = 5,
                                                                .max_cost = args_number(args, OPTION_MAX_COST, 0)},
                                                   .progress = progress_show,
                                                   .progress_ms = progress_interval(ui),
                                                   .context = &line},
                                      .repeats = args_size(args, OPTION_CONFIRM),
                                      .threads = args_size(args, OPTION_THREADS)};
    bool ok = !args_has(args, OPTION_MODELS) || models_read(&models, args_text(args, OPTION_MODELS), err);
    options.models = args_has(args, OPTION_MODELS) ? &models : NULL;
    ok = ok && (trial->before.path.len == 0 || confirm_side(&trial->before, &options, err)) &&
         (trial->after.path.len == 0 || confirm_side(&trial->after, &options, err));
    progress_end(&line);
    models_release(&models);
    return ok;
}

/* A second look, laid down before the first one: --confirm N. What the first look saw is kept beside it. */
static bool confirm(const struct ui *ui, const struct args *args, struct trial *trial, struct error *err)
{
    const struct comparison *c = trial->comparison;
    size_t repeats = args_size(args, OPTION_CONFIRM);
    if (repeats == 0 || !comparison_rests_on_chance(c))
        return true;
    struct first_look first = {repeats, c->verdict, c->metrics[0]};
    ui_note(ui,
            SAY(ui, "first look: %s; holding %zu more repeats of every cell", "第一次看：%s；正在为每一格追加 %zu 轮"),
            SAY(ui, comparison_verdict_name(c->verdict), c->verdict == COMPARISON_REGRESSED ? "变差了" : "无法下结论"),
            repeats);
    close_look(trial);
    if (!hold_more(ui, args, trial, err))
        return false;
    look(trial, args, true);
    trial->comparison->first = first;
    trial->comparison->first.primary.name = "fidelity";
    return true;
}

static struct report_entry entry_of(const struct score *score)
{
    return (struct report_entry){.scenario = score->rubric->scenario, .transcript = score->transcript, .score = score};
}

/* The pairs of the comparison as a page: before and after side by side. */
static void as_html(const struct comparison_view *view, struct buf *out)
{
    const struct comparison *c = view->comparison;
    struct report report;
    struct report_entry *entries = memory_alloc((2 * c->pairs + 1) * sizeof *entries);
    for (size_t i = 0; i < c->pairs; i++) {
        entries[2 * i] = entry_of(c->all[i].before);
        entries[2 * i + 1] = entry_of(c->all[i].after);
    }
    report_init(&report, entries, 2 * c->pairs, 2 * c->pairs, view->chinese);
    results_write_html(&report, &(struct html_options){.comparison = view}, out);
    report_release(&report);
    free(entries);
}

static void as_json(const struct comparison *comparison, struct buf *out)
{
    struct json_writer w;
    json_writer_init(&w, out, 1);
    comparison_write(comparison, &w);
    buf_add_byte(out, '\n');
}

static int status_of(const struct comparison *comparison, const char *inconclusive)
{
    if (comparison->verdict == COMPARISON_REGRESSED)
        return EXIT_GATE;
    return comparison->verdict == COMPARISON_INCONCLUSIVE && strcmp(inconclusive, "fail") == 0 ? EXIT_GATE : EXIT_GOOD;
}

static int present(struct ui *ui, const struct args *args, const struct trial *trial)
{
    const char *format = args_text(args, OPTION_FORMAT);
    struct comparison_view view = {.comparison = trial->comparison,
                                   .before = {trial->before.path, trial->before.confirm_from},
                                   .after = {trial->after.path, trial->after.confirm_from},
                                   .chinese = ui->chinese};
    struct buf out;
    buf_init(&out, 0);
    if (strcmp(format, "json") == 0)
        as_json(trial->comparison, &out);
    else if (strcmp(format, "markdown") == 0)
        report_comparison_markdown(&view, &out);
    else if (strcmp(format, "html") == 0)
        as_html(&view, &out);
    else if (strcmp(format, "github") == 0)
        report_comparison_annotations(&view, ANNOTATE_GITHUB, &out);
    else if (strcmp(format, "gitlab") == 0)
        report_comparison_annotations(&view, ANNOTATE_GITLAB, &out);
    else
        report_comparison(&view, &out);
    int status = ui_result(ui, buf_str(&out));
    buf_release(&out);
    return status != EXIT_GOOD ? status : status_of(trial->comparison, args_text(args, OPTION_INCONCLUSIVE));
}

/* Wordings, callers or models of one run against each other. */
static int compare_within(struct ui *ui, const struct args *args, const char *by)
{
    struct error err = {0};
    struct gate_side side;
    const char *format = args_text(args, OPTION_FORMAT);
    enum contest_by dimension = strcmp(by, "prompt") == 0   ? CONTEST_PROMPT
                                : strcmp(by, "caller") == 0 ? CONTEST_CALLER
                                                            : CONTEST_MODEL;
    if (strcmp(format, "text") != 0 && strcmp(format, "json") != 0)
        return ui_misuse(ui, "compare", "%s",
                         SAY(ui, "with --by the formats are text and json", "与 --by 同用的格式只有 text 和 json"));
    if (!gate_side_read(&side, args->operands.items[0], &err))
        return ui_error(ui, &err);
    struct gate_scores scores = gate_score(&side, args_size(args, OPTION_THREADS));
    int status = contests_present(ui, args, &side, &scores, dimension);
    gate_scores_release(&scores);
    gate_side_release(&side);
    return status;
}

/* What says how a second look is held means nothing where there is none: it would be passed over in silence. */
static const struct option *without_confirm(const struct args *args)
{
    static const enum option_id second[] = {OPTION_MODELS, OPTION_IN_FLIGHT, OPTION_MAX_COST, OPTION_OFFLINE};
    for (size_t i = 0; i < sizeof second / sizeof *second; i++)
        if (args_has(args, second[i]) && !args_has(args, OPTION_CONFIRM))
            return option_of(COMMAND_COMPARE, second[i]);
    return NULL;
}

/* What says when it regressed means nothing where parts of one run are compared. */
static const struct option *beside_by(const struct args *args)
{
    static const enum option_id of_two[] = {OPTION_CONFIRM, OPTION_TOLERANCE, OPTION_INCONCLUSIVE};
    for (size_t i = 0; i < sizeof of_two / sizeof *of_two; i++)
        if (args_has(args, of_two[i]) && args_has(args, OPTION_BY))
            return option_of(COMMAND_COMPARE, of_two[i]);
    return NULL;
}

int cmd_compare(struct ui *ui, const struct args *args)
{
    const struct option *idle = beside_by(args);
    if (idle != NULL)
        return ui_misuse(
            ui, "compare",
            SAY(ui, "--%s is for two runs: leave it out beside --by", "--%s 用于两次运行的比较：与 --by 同用时请去掉"),
            idle->name);
    idle = without_confirm(args);
    if (idle != NULL)
        return ui_misuse(ui, "compare",
                         SAY(ui, "--%s is for the second look: give --confirm N too, or leave it out",
                             "--%s 用于复查：请同时给出 --confirm N，或去掉它"),
                         idle->name);
    if (args_has(args, OPTION_SLICE) && !args_has(args, OPTION_BY))
        return ui_misuse(ui, "compare", "%s", SAY(ui, "--slice needs --by", "--slice 要与 --by 同用"));
    const char *by = args_text(args, OPTION_BY);
    if (by != NULL && args->operands.count == 1)
        return compare_within(ui, args, by);
    if (by != NULL || args->operands.count != 2)
        return ui_misuse(ui, "compare", "%s",
                         SAY(ui, "`compare` needs a baseline or run and a run, or one run with --by",
                             "`compare` 需要一个基线或运行再加一次运行，或者一次运行加 --by"));
    struct error err = {0};
    struct trial trial = {0};
    if (!open_trial(&trial, args, &err))
        return ui_error(ui, &err);
    look(&trial, args, false);
    int status = confirm(ui, args, &trial, &err) ? present(ui, args, &trial) : ui_error(ui, &err);
    close_look(&trial);
    gate_side_release(&trial.after);
    gate_side_release(&trial.before);
    return status;
}

/* How much of a judge's word goes into the baseline. */
static void note_judged(const struct ui *ui, const struct gate_side *run)
{
    size_t answers = judgements_count(run->judgements);
    if (answers > 0)
        ui_note(ui,
                SAY(ui, "with a judge's recorded answers (%zu): `compare` shows fidelity without them and with them",
                    "连同裁判的 %zu 条回答：`compare` 会并列给出不含与含裁判的忠实度"),
                answers);
}

static void warn_of_understudy(const struct ui *ui, const struct gate_side *run)
{
    size_t played = 0;
    for (size_t i = 0; i < run->transcripts.count; i++)
        played += transcript_by_understudy(run->transcripts.items[i]);
    if (played > 0)
        ui_warn(ui,
                SAY(ui,
                    "conversations played by the understudy, which is no language model: %zu; this baseline is for "
                    "trying things out",
                    "有 %zu 通对话是替身演的，替身不是语言模型：这份基线只能用来试用"),
                played);
}

int cmd_bless(struct ui *ui, const struct args *args)
{
    struct error err = {0};
    struct gate_side run;
    const char *path = args_text(args, OPTION_OUT);
    if (path == NULL)
        return ui_misuse(ui, "bless", "%s",
                         SAY(ui, "say with -o FILE where the baseline is to be written", "请用 -o FILE 指定基线文件"));
    if (!gate_side_read(&run, args->operands.items[0], &err))
        return ui_error(ui, &err);
    bool ok = baseline_bless(&run, path, args_text(args, OPTION_REASON), &err);
    if (ok) {
        ui_note(ui, SAY(ui, "conversations %zu, scenarios %zu: frozen in %s", "%zu 通对话、%zu 个场景已冻结在 %s"),
                run.transcripts.count, run.scenario_count, path);
        note_judged(ui, &run);
        warn_of_understudy(ui, &run);
    }
    gate_side_release(&run);
    return ok ? EXIT_GOOD : ui_error(ui, &err);
}
