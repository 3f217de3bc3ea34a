/* The word lists behind understudy/rewrite.h. Lists end with NULL. */
#ifndef FIDELIO_UNDERSTUDY_REWRITE_WORDS_H
#define FIDELIO_UNDERSTUDY_REWRITE_WORDS_H

struct word_pair {
    const char *written, *spoken;
};

extern const struct word_pair words_hans[], words_hant[]; /* written words to spoken ones, person included */
extern const char *const feeling_words[];                 /* a clause that begins so has the speaker as its subject */
extern const char *const question_words[];
extern const char *const topic_ends[];  /* a clause that ends so is a noun phrase */
extern const char *const unspeakable[]; /* remarks on the manner of speaking, no concern to say aloud */
extern const struct word_pair english_person[], english_verbs[], english_feelings[];
extern const char *const english_states[], *const english_finite[];

#endif
