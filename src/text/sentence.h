/* Sentences of spoken text, and whether one asks something.
 *
 * Splitting works on stored and on normal text alike; asking is told from normal text (text/normalise.h). Both go by
 * punctuation and a closed list of Chinese and English question forms: no model, no parse. Doubtful cases are not
 * questions. */
#ifndef FIDELIO_TEXT_SENTENCE_H
#define FIDELIO_TEXT_SENTENCE_H

#include "base/str.h"

#include <stdint.h>
#include <string.h>

/* Cuts the next sentence, its final punctuation and closing quotes included, off *rest, trimmed; false when nothing is
 * left. An ellipsis, a decimal point and "a.m." end nothing. */
bool sentence_next(struct str *rest, struct str *sentence);
/* A full stop ends nothing in an ellipsis, a number, or behind one letter ("a.m.", "J. Smith") or a short title. */
bool sentence_stop_ends(struct str text, size_t dot);
/* Does the mark end a clause of normal text? */
static inline bool mark_ends_clause(char c)
{
    return c == '.' || c == '!' || c == '?' || c == ',' || c == ';';
}

enum asking {
    ASKS_NOT,  /* a statement */
    ASKS_TAG,  /* a statement with a tag: "..., you know?", "……你懂吧？" */
    ASKS_THAT, /* a question, also an indirect one ("I'd like to know when ...") */
};
/* `sentence` is one sentence of normal text. */
enum asking sentence_asks(struct str sentence);
/* The same for who knows already whether one of the verbs that ask without a mark ("请问", "tell me") is in it. */
enum asking sentence_asks_with(struct str sentence, bool verb_may_stand);
extern const char *const sentence_asking_verbs[]; /* ends with NULL */
/* Does any sentence of this stored or normal text end as a question? By its punctuation and final particle only. */
bool text_has_question_mark(struct str text);

/* Does normal text ask for anything further ("anything else?")? Whether it is a question at all is asked apart. */
bool sentence_asks_for_more(struct str text);
/* Does normal text hold a goodbye or a parting wish? */
bool sentence_says_goodbye(struct str text);

/* Cuts the next phrase off a list of phrases with `|` between them; false when none is left. */
bool next_phrase(const char **list, struct str *phrase);
/* The byte where the phrase first stands in `text`, or STR_NONE. Both normal. A phrase that begins or ends with an
 * ASCII letter or digit must do so at a word's bounds. */
size_t phrase_find(struct str text, struct str phrase);
/* Is any of the phrases in `text`, at such bounds? Returns the phrase's index, or SIZE_MAX; *at (may be NULL) gets the
 * byte where it begins. The list ends with NULL. */
size_t words_find(struct str text, const char *const *phrases, size_t *at);
bool words_in(struct str text, const char *const *phrases);

/* The same for many lists over one text: which triples of bytes begin at a character is kept, so that most phrases are
 * passed over at once. */
struct words {
    struct str text; /* borrowed; valid UTF-8 */
    uint64_t seen[64];
};
void words_init(struct words *words, struct str text);
bool words_have(const struct words *words, const char *const *phrases);
/* The bit of three bytes. */
static inline uint32_t words_triple(const char *bytes)
{
    const unsigned char *b = (const unsigned char *)bytes;
    return ((b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16) * 2654435761u) >> 20;
}
static inline void words_note(struct words *words, const char *bytes)
{
    uint32_t bit = words_triple(bytes);
    words->seen[bit / 64] |= (uint64_t)1 << bit % 64;
}
static inline bool words_seen(const struct words *words, const char *bytes)
{
    uint32_t bit = words_triple(bytes);
    return words->seen[bit / 64] >> bit % 64 & 1;
}
/* Can the phrase be in the text? False is sure: its first three bytes are not, or the next, where a character begins
 * them. */
static inline bool words_may_have_str(const struct words *words, struct str phrase)
{
    return phrase.len < 3 ||
           (words_seen(words, phrase.ptr) &&
            (phrase.len < 6 || ((unsigned char)phrase.ptr[3] & 0xc0) == 0x80 || words_seen(words, phrase.ptr + 3)));
}
static inline bool words_may_have(const struct words *words, const char *phrase)
{
    return words_may_have_str(words, (struct str){phrase, strnlen(phrase, 6)});
}

#endif
