#include "base/interrupt.h"

#include <signal.h>
#include <stddef.h>

/* -1: nobody watches; 0: none came. */
static volatile sig_atomic_t came = -1;

static void note(int signal_number)
{
    came = signal_number;
}

bool interrupt_is_ignored(int signal_number)
{
    struct sigaction now;
    return sigaction(signal_number, NULL, &now) == 0 && now.sa_handler == SIG_IGN;
}

void interrupt_watch(void)
{
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP};
    struct sigaction action = {.sa_handler = note, .sa_flags = SA_RESTART | (int)SA_RESETHAND};
    sigemptyset(&action.sa_mask);
    if (came < 0)
        came = 0;
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
        if (signals[i] != SIGHUP || !interrupt_is_ignored(SIGHUP))
            sigaction(signals[i], &action, NULL);
}

void interrupt_watch_again(void)
{
    if (came >= 0)
        interrupt_watch();
}

int interrupt_came(void)
{
    return came > 0 ? came : 0;
}
