/* Why a conversation could not be held, or a judge not be believed, told to a Chinese reader.
 *
 * The reason that is kept (transcript.error, a failure on the tape, a judgement) is one English sentence, the same in
 * every locale. Where it is shown, the words that this program composed are said in Chinese; names, addresses and what
 * a server or a library said stay as they are, and so does a sentence that is not known. */
#ifndef FIDELIO_TRANSCRIPT_REASON_H
#define FIDELIO_TRANSCRIPT_REASON_H

#include "base/arena.h"
#include "base/str.h"

struct str reason_in_chinese(struct arena *arena, struct str reason);

#endif
