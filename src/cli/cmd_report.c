/* report: a run's report again, in any format. The transcripts are scored anew, with today's scorer. */
#include "cli/present.h"

int cmd_report(struct ui *ui, const struct args *args)
{
    return scored_command(ui, args);
}
