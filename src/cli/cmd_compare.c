/* compare: did it get worse? bless: freeze a run as the baseline. */
#include "cli/command.h"

#include "report/comparison.h"
#include "report/contest.h"
#include "run/baseline.h"
#include "syntax/json_writer.h"

#include <string.h>

static int status_of(const struct comparison *comparison, const char *inconclusive)
{
    if (comparison->verdict == COMPARISON_REGRESSED)
        return EXIT_GATE;
    return comparison->verdict == COMPARISON_INCONCLUSIVE && strcmp(inconclusive, "fail") == 0 ? EXIT_GATE : EXIT_GOOD;
}

static int present(struct ui *ui, const struct args *args, const struct comparison *comparison)
{
    struct buf out;
    struct json_writer w;
    buf_init(&out, 0);
    if (strcmp(args_text(args, OPTION_FORMAT), "json") == 0) {
        json_writer_init(&w, &out, 1);
        comparison_write(comparison, &w);
        buf_add_byte(&out, '\n');
    } else {
        report_comparison(comparison, ui->chinese, &out);
    }
    int status = ui_result(ui, buf_str(&out));
    buf_release(&out);
    return status != EXIT_GOOD ? status : status_of(comparison, args_text(args, OPTION_INCONCLUSIVE));
}

static int present_contest(struct ui *ui, const struct args *args, const struct contest *contest)
{
    struct buf out;
    struct json_writer w;
    buf_init(&out, 0);
    if (strcmp(args_text(args, OPTION_FORMAT), "json") == 0) {
        json_writer_init(&w, &out, 1);
        contest_write(contest, &w);
        buf_add_byte(&out, '\n');
    } else {
        report_contest(contest, ui->chinese, &out);
    }
    int status = ui_result(ui, buf_str(&out));
    buf_release(&out);
    return status;
}

/* Wordings, callers or models of one run against each other. */
static int compare_within(struct ui *ui, const struct args *args, const char *by)
{
    struct error err = {0};
    struct gate_side side;
    enum contest_by dimension = strcmp(by, "prompt") == 0   ? CONTEST_PROMPT
                                : strcmp(by, "caller") == 0 ? CONTEST_CALLER
                                                            : CONTEST_MODEL;
    if (!gate_side_read(&side, args->operands.items[0], &err))
        return ui_error(ui, &err);
    struct gate_scores scores = gate_score(&side, args_size(args, OPTION_THREADS));
    struct contest *contest =
        contest_of(scores.before, scores.before_count, dimension, args_number(args, OPTION_ALPHA, 0.05), &err);
    int status = contest != NULL ? present_contest(ui, args, contest) : ui_error(ui, &err);
    contest_free(contest);
    gate_scores_release(&scores);
    gate_side_release(&side);
    return status;
}

int cmd_compare(struct ui *ui, const struct args *args)
{
    const char *by = args_text(args, OPTION_BY);
    if (by != NULL && args->operands.count == 1)
        return compare_within(ui, args, by);
    if (by != NULL || args->operands.count != 2)
        return ui_misuse(ui, "compare", "%s",
                         SAY(ui, "`compare` needs a baseline or run and a run, or one run with --by",
                             "`compare`需要一个基线或运行再加一次运行，或者一次运行加 --by"));
    struct error err = {0};
    struct gate_side before, after;
    struct gate_scores scores;
    struct compare_options options = {.alpha = args_number(args, OPTION_ALPHA, 0.05),
                                      .tolerance = args_number(args, OPTION_TOLERANCE, 0.05),
                                      .seed = 1};
    if (!gate_side_read(&before, args->operands.items[0], &err))
        return ui_error(ui, &err);
    if (!gate_side_read(&after, args->operands.items[1], &err)) {
        gate_side_release(&before);
        return ui_error(ui, &err);
    }
    struct comparison *comparison = gate_compare(&before, &after, &options, args_size(args, OPTION_THREADS), &scores);
    int status = present(ui, args, comparison);
    comparison_free(comparison);
    gate_scores_release(&scores);
    gate_side_release(&after);
    gate_side_release(&before);
    return status;
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
    if (ok)
        ui_note(ui, SAY(ui, "%zu conversations of %zu scenarios are frozen in %s", "%zu 通对话、%zu 个场景已冻结在 %s"),
                run.transcripts.count, run.scenario_count, path);
    gate_side_release(&run);
    return ok ? EXIT_GOOD : ui_error(ui, &err);
}
