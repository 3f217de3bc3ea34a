/* The language in which the program speaks to a person: English, until cli's main says otherwise.
 *
 * Said once, before anything else is done and before any thread is started, as setlocale would be. Findings and errors
 * follow it. What is kept (a run's folder, the tape, scores, ids) never does: a kept sentence is English or in its
 * scenario's language, so the same run is the same bytes in every locale. */
#ifndef FIDELIO_BASE_LANGUAGE_H
#define FIDELIO_BASE_LANGUAGE_H

#include <stdbool.h>

/* The same words in both languages, where a table holds them. */
struct texts {
    const char *en, *zh;
};

void language_set_chinese(bool chinese);
bool language_is_chinese(void);
const char *texts_pick(struct texts texts);

/* Both wordings stand at the place of use, so that they cannot drift apart and the compiler checks both formats: the
 * same arguments in the same order. */
#define TEXT(english, chinese) (language_is_chinese() ? (chinese) : (english))

#endif
