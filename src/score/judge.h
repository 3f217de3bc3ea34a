/* What a judge is asked about one transcript, and what its reply may say. Pure: run/judge.h does the asking.
 *
 * The transcript is material, never instruction: it stands as JSON lines between two lines that hold a fence, which
 * follows from the transcript's hash and stands nowhere in it, so that nothing said in a call can close it. The reply
 * must repeat the fence: a verdict that was planted in the call cannot know it. A reply is read tolerantly (prose and
 * code fences around the JSON) and believed strictly: each answer by its question's id, with a quote that stands word
 * for word in one message. All else is the judge's error, not the persona's. */
#ifndef FIDELIO_SCORE_JUDGE_H
#define FIDELIO_SCORE_JUDGE_H

#include "rubric/rubric.h"
#include "transcript/judgement.h"

enum { JUDGE_VOTES = 3, JUDGE_REPLY_CEILING = 256 << 10 /* bytes of a reply that is read */ };

struct judge_case { /* borrowed, all of it */
    const struct transcript *transcript;
    const struct question *const *questions;
    size_t count;
    bool english; /* language of the instruction */
};
struct judge_vote { /* one reply's answer to one question */
    enum answer answer;
    struct str quote, why; /* why: the judge's reason, or what is wrong with its answer */
};

/* Hexadecimal; the same for the same transcript. */
struct str judge_fence(struct arena *arena, const struct transcript *transcript);
/* The same for all transcripts of a language. */
struct str judge_instruction(bool english);
/* The questions and the fenced transcript. */
struct str judge_prompt(struct arena *arena, const struct judge_case *c);
/* Reads a reply into votes[0..c->count): never fails, what is wrong becomes ANSWER_ERROR. Texts go into `arena`. */
void judge_read(struct arena *arena, const struct judge_case *c, struct str reply, struct judge_vote *votes);
/* Several votes on one question made one answer: one error makes it an error, disagreement an abstention. `answer`,
 * `quote`, `why` and `votes` of `into` are filled, in `arena`. */
void judge_decide(struct arena *arena, const struct judge_vote *votes, size_t count, struct judgement *into);

#endif
