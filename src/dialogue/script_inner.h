/* Inside the scripted caller: what script.c says and script_hear.c makes of a reply share. Internal to this room. */
#ifndef FIDELIO_DIALOGUE_SCRIPT_INNER_H
#define FIDELIO_DIALOGUE_SCRIPT_INNER_H

#include "dialogue/phrases.h"
#include "dialogue/script.h"

#include "base/rng.h"

enum {
    REPEATS = 2,      /* of one content */
    WAITS = 3,        /* in a row */
    IDENTITIES = 2,   /* identity answers; later challenges are questions like others */
    HOLDS = 2,        /* turns in a row without the script going on */
    TAIL_ANSWERS = 2, /* answers after the probe before the closing words */
};
#define SAID_BEFORE 0.35     /* likeness to an entry that was answered already, from which it is the same question */
#define SAID_AGAIN 0.22      /* likeness of an answer to the next utterance that makes one of them enough */
#define ANSWERED_BY_STEP 0.2 /* likeness of a question to the next utterance that makes it the answer */
#define TOLD 0.3             /* likeness of a question to what the script said that makes it the answer */

struct script {
    struct arena *keep;    /* borrowed: the call's */
    struct arena *scratch; /* borrowed: this turn's */
    const struct dialogue_plan *plan;
    const struct caller_half *half;
    struct rng rng;
    char *said; /* what was said last, acknowledgements apart: one room for all turns, as calls wait by the thousand */
    size_t said_len, said_room;
    size_t step, utterance; /* what comes next */
    size_t spoken;          /* the step spoken last, from 1 */
    bool **branch_said;
    bool *answered;                    /* by entry */
    uint8_t last_phrase[PHRASE_KINDS]; /* from 1; 0 = none was said */
    size_t noted, repeats, waits, identities, holds, tail;
    bool retried, probed;
    struct qa_text *asked; /* this turn's questions; scratch */
    struct choice choice;  /* for this turn */
};

/* A turn in the making. */
struct draft {
    struct str text;
    struct move move;
    bool asks; /* what was said is or ends with a question */
    bool last;
};

/* What the script says next; its text is empty when the script is over. */
const struct group *script_next_group(const struct script *script, enum group_place place);

struct met {
    size_t step, branch; /* from 0 */
    double score;        /* 0 = none is met */
};

/* The best branch that the reply meets, or the one that was chosen. */
struct met script_met_branch(struct script *script, const struct reading *reading);
struct met script_busy_branch(const struct script *script); /* of a later step, for who has no time */
/* The entry that answers what was asked, or the one that was chosen. */
struct qa_match script_best_match(struct script *script, const struct reading *reading);

enum coming { COMING_NOT, COMING_NEXT, COMING_LATER };
/* Does the script itself answer, with what comes next or later, likelier than the entry does? */
enum coming script_coming(struct script *script, const struct reading *reading, struct qa_match match);
/* Has the script itself answered all that is asked already? */
bool script_has_told(struct script *script, const struct reading *reading);
/* Would the next words of the script only say the entry's answer again? */
bool script_says_it_again(struct script *script, size_t entry);

#endif
