/* score: a run again, or any file of transcripts. */
#include "cli/present.h"

int cmd_score(struct ui *ui, const struct args *args)
{
    bool run = args->operands.count > 0, file = args_has(args, OPTION_TRANSCRIPTS);
    if (run == file)
        return ui_misuse(ui, "score", "%s",
                         SAY(ui, "`score` needs a run's folder or --transcripts FILE, one of the two",
                             "`score` 需要运行目录或 --transcripts 文件，二者取一"));
    return scored_command(ui, args, present_results);
}
