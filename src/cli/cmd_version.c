/* version: of the program, and of the rules it scores by. */
#include "cli/command.h"

#include "gen/version.h"
#include "score/score.h"

int cmd_version(struct ui *ui, const struct args *args)
{
    (void)args;
    struct buf out;
    buf_init(&out, 0);
    buf_printf(&out, "fidelio %s\n", FIDELIO_VERSION);
    buf_printf(&out, SAY(ui, "scorer %s\n", "评分规则 %s\n"), scorer_version());
    int status = ui_result(ui, buf_str(&out));
    buf_release(&out);
    return status;
}
