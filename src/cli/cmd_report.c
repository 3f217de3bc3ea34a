/* report: a run's report again, in any format, scored anew with today's scorer; --trend: how the runs of a folder did
 * over time. */
#include "cli/present.h"

#include "run/history.h"

#include <string.h>

enum { ALERTS_MOST = 64 };

static int trend(struct ui *ui, const struct args *args)
{
    struct error err = {0};
    struct history history;
    struct alert_rule rules[ALERTS_MOST];
    size_t rule_count = 0, at = 0;
    if (args->operands.count != 1)
        return ui_misuse(ui, "report", "%s",
                         SAY(ui, "--trend takes one folder of runs", "--trend 需要一个存放多次运行的目录"));
    if (strcmp(args_text(args, OPTION_FORMAT), "text") != 0 || args_has(args, OPTION_BY))
        return ui_misuse(ui, "report", "%s",
                         SAY(ui, "--trend prints a table of its own, without --format and --by",
                             "--trend 打印自己的表，不能与 --format、--by 同用"));
    for (const char *text; (text = args_each(args, OPTION_ALERT, &at)) != NULL; rule_count++) {
        if (rule_count == ALERTS_MOST)
            return ui_misuse(ui, "report", SAY(ui, "--alert is given over %d times", "--alert 给出了超过 %d 次"),
                             ALERTS_MOST);
        if (!alert_parse(&rules[rule_count], text, &err))
            return ui_error(ui, &err);
    }
    if (!history_read(&history, args->operands.items[0], &err))
        return ui_error(ui, &err);
    struct buf out;
    buf_init(&out, 0);
    size_t fired = trend_text(history.series, history.count, rules, rule_count, ui->chinese, &out);
    int status = ui_result(ui, buf_str(&out));
    ui_note(ui, SAY(ui, "runs %zu, folders left out %zu, alerts %zu", "%zu 次运行，略过 %zu 个目录，%zu 个警报"),
            history.runs, history.skipped, fired);
    buf_release(&out);
    history_release(&history);
    return status != EXIT_GOOD || fired == 0 ? status : EXIT_GATE;
}

int cmd_report(struct ui *ui, const struct args *args)
{
    if (args_has(args, OPTION_TREND))
        return trend(ui, args);
    if (args_has(args, OPTION_ALERT))
        return ui_misuse(
            ui, "report", "%s",
            SAY(ui, "--alert watches a trend: give --trend too", "--alert 看的是趋势：请同时给出 --trend"));
    return scored_command(ui, args, present_results);
}
