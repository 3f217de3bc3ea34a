/* merge: the shards of a run, put together. */
#include "cli/command.h"

#include "run/merge.h"

int cmd_merge(struct ui *ui, const struct args *args)
{
    struct error err = {0};
    struct run_counts counts;
    char id[13];
    const char *out = args_text(args, OPTION_OUT);
    if (out == NULL)
        return ui_misuse(ui, "merge", "%s", SAY(ui, "name the new folder with --out DIR", "请用 --out DIR 指明新目录"));
    if (!merge_runs(args->operands.items, args->operands.count, out, &counts, id, &err))
        return ui_error(ui, &err);
    ui_note(ui,
            SAY(ui, "%zu shards are run %s: %zu planned, %zu done, %zu failed, %zu not begun; it lies in %s",
                "%zu 个分片合并为运行 %s：计划 %zu 个，完成 %zu，失败 %zu，未开始 %zu；结果在 %s"),
            args->operands.count, id, counts.planned, counts.done, counts.failed, counts.skipped, out);
    return EXIT_GOOD;
}
