/* Signals that ask the process to stop (SIGINT, SIGTERM, SIGHUP) while no loop watches for them: before a run's loop is
 * there and after it, while files are written. The first is noted, so that the run ends in its orderly way; the same
 * again ends the process as ever. */
#ifndef FIDELIO_BASE_INTERRUPT_H
#define FIDELIO_BASE_INTERRUPT_H

#include <stdbool.h>

/* From now on they are noted; again after somebody else has watched for them. */
void interrupt_watch(void);
/* Again, where they were watched before. */
void interrupt_watch_again(void);
/* The signal that was noted last; 0: none. */
int interrupt_came(void);
/* Whether the process was started with the signal ignored, as nohup does with SIGHUP: then it stays so. */
bool interrupt_is_ignored(int signal_number);

#endif
