/* A whole call in process: the scripted caller against the understudy, no HTTP. */
#ifndef FIDELIO_TESTS_UNDERSTUDY_PLAY_H
#define FIDELIO_TESTS_UNDERSTUDY_PLAY_H

#include "dialogue/dialogue.h"
#include "understudy/brain.h"

struct play {
    struct scenario *scenario;
    struct signal_context *context;
    struct transcript *transcript;
    struct hits hits;
};

void play_open(struct play *play, const char *path, const char *model, uint32_t repeat);
void play_close(struct play *play);
size_t play_count(const struct play *play, enum core_signal signal); /* replies that carry it */
size_t play_faults(const struct play *play);                         /* caller turns with a script fault */
size_t play_caller_turns(const struct play *play);

#endif
