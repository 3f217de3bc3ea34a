#include "dialogue/script.h"

#include "base/rng.h"
#include "dialogue/branch.h"
#include "dialogue/phrases.h"
#include "dialogue/plan.h"
#include "dialogue/speech.h"
#include "text/normalise.h"

#include <math.h>
#include <string.h>

enum {
    BEHIND_AN_ANSWER = 40, /* less of the script is said behind an answer */
    TURN_LONGEST = 150,    /* answer and next utterance in one turn, as speech_length counts */
    GROUP_LONGEST = 200,   /* statements joined */
    REPEATS = 2,           /* of one content */
    WAITS = 3,             /* in a row */
    IDENTITIES = 2,        /* identity answers; later challenges are questions like others */
    HOLDS = 2,             /* turns in a row without the script going on */
    TAIL_ANSWERS = 2,      /* answers after the probe before the closing words */
};
#define SAID_BEFORE 0.35     /* likeness to an entry that was answered already, from which it is the same question */
#define SAID_AGAIN 0.22      /* likeness of an answer to the next utterance that makes one of them enough */
#define ANSWERED_BY_STEP 0.2 /* likeness of a question to the next utterance that makes it the answer */

struct script {
    struct arena *keep;    /* borrowed: the call's */
    struct arena *scratch; /* borrowed: this turn's */
    const struct dialogue_plan *plan;
    const struct caller_half *half;
    struct rng rng;
    struct str content;     /* what was said last, acknowledgements apart */
    size_t step, utterance; /* what comes next */
    size_t spoken;          /* the step spoken last, from 1 */
    bool **branch_said;
    size_t *answered; /* times, by entry */
    size_t last_phrase[PHRASE_KINDS];
    size_t noted, repeats, waits, identities, holds, tail;
    bool retried, probed;
    const struct qa_text **asked; /* this turn's questions; scratch */
    struct choice choice;         /* for this turn */
};

/* A turn in the making. */
struct draft {
    struct str text;
    struct move move;
    bool asks; /* what was said is or ends with a question */
    bool last;
};

struct script *script_new(struct arena *keep, struct arena *scratch, const struct dialogue_plan *plan, uint64_t seed)
{
    struct script *script = arena_alloc(keep, sizeof *script);
    const struct caller_half *half = &plan->scenario->caller;
    *script = (struct script){.keep = keep, .scratch = scratch, .plan = plan, .half = half};
    rng_init_text(&script->rng, plan->scenario->id, seed);
    script->answered = arena_array(keep, half->qa_count + 1, sizeof *script->answered);
    script->branch_said = arena_array(keep, half->step_count + 1, sizeof *script->branch_said);
    for (size_t i = 0; i < half->step_count; i++)
        script->branch_said[i] = arena_array(keep, half->steps[i].branch_count + 1, sizeof **script->branch_said);
    for (size_t i = 0; i < PHRASE_KINDS; i++)
        script->last_phrase[i] = SIZE_MAX;
    return script;
}

struct str script_content(const struct script *script)
{
    return script->content;
}

/* One of the closed list, never the same twice running where there is a choice. "%s" is the role. */
static struct str phrase(struct script *script, enum phrase_kind kind)
{
    const char *const *list = phrases_of(script->plan->scenario->lang, kind);
    size_t count = 0;
    while (count < 6 && list[count] != NULL)
        count++;
    size_t pick = rng_below(&script->rng, count);
    if (pick == script->last_phrase[kind] && count > 1)
        pick = (pick + 1) % count;
    script->last_phrase[kind] = pick;
    const char *hole = strstr(list[pick], "%s");
    if (hole == NULL)
        return str_from(list[pick]);
    return str_from(arena_printf(script->scratch, "%.*s%.*s%s", (int)(hole - list[pick]), list[pick],
                                 STR_FORMAT(script->plan->role), hole + 2));
}

static void say(struct script *script, struct draft *draft, struct str text)
{
    draft->text = speech_join(script->scratch, script->plan->scenario->lang, draft->text, text);
}

/* The next utterances of the script that make one turn. */
struct group {
    struct str text; /* empty when the script is over */
    size_t length;
    size_t number;          /* the step's */
    size_t step, utterance; /* where the script stands behind it */
    bool acknowledges, probe;
};

static void add_to_group(struct script *script, struct group *group, const struct spoken *spoken)
{
    if (group->text.len == 0)
        group->acknowledges = spoken->acknowledges;
    group->text = speech_join(script->scratch, script->plan->scenario->lang, group->text, spoken->text);
    group->length += spoken->length;
    group->probe |= spoken->probe;
}

/* A step's statements joined up to `longest`, ending with its first question. */
static struct group next_group(struct script *script, size_t longest)
{
    struct group group = {.step = script->step, .utterance = script->utterance};
    for (; group.step < script->half->step_count; group.step++, group.utterance = 0) {
        const struct step *step = &script->half->steps[group.step];
        for (bool asks = false; group.utterance < step->utterances.count && !asks; group.utterance++) {
            const struct spoken *spoken = &script->plan->steps[group.step].utterances[group.utterance];
            if (group.text.len > 0 && group.length + spoken->length > longest)
                break;
            add_to_group(script, &group, spoken);
            asks = spoken->asks;
        }
        if (group.text.len > 0) {
            group.number = step->number > 0 ? step->number : group.step + 1;
            return group;
        }
    }
    return group;
}

static void take_group(struct script *script, const struct group *group)
{
    script->step = group->step;
    script->utterance = group->utterance;
    if (group->step < script->half->step_count)
        script->spoken = group->step + 1;
}

static void content(struct script *script, struct str text)
{
    script->content = str_dup(script->keep, text);
    script->repeats = 0;
}

static void close_call(struct script *script, struct draft *draft)
{
    struct str words = script->plan->closing.text;
    say(script, draft, words.len > 0 ? words : phrase(script, PHRASE_FAREWELL));
    draft->last = true;
    if (draft->move.kind.len == 0)
        draft->move.kind = STR("closing");
}

static enum phrase_kind ack_for(const struct reading *reading)
{
    return reading->mistrusts  ? PHRASE_ACK_MISTRUST
           : reading->troubled ? PHRASE_ACK_TROUBLE
           : reading->hesitant ? PHRASE_ACK_DOUBT
                               : PHRASE_ACK;
}

/* The script's next words, the probe, or the closing words. An answer before them takes the acknowledgement's place. */
static void advance(struct script *script, struct draft *draft, const struct reading *reading)
{
    size_t longest = draft->text.len > 0 ? TURN_LONGEST - BEHIND_AN_ANSWER : GROUP_LONGEST;
    bool first_words = draft->text.len == 0;
    struct group group = next_group(script, longest);
    take_group(script, &group);
    if (group.text.len > 0) {
        bool over = next_group(script, longest).text.len == 0;
        if (first_words && reading != NULL && !group.acknowledges)
            say(script, draft, phrase(script, ack_for(reading)));
        say(script, draft, group.text);
        content(script, group.text);
        draft->move.step = group.number;
        if (draft->move.kind.len == 0)
            draft->move.kind = STR("step");
        if (over && group.probe)
            script->probed = true;
        return;
    }
    if (!script->probed) {
        struct str probe = phrase(script, PHRASE_PROBE);
        if (first_words && reading != NULL)
            say(script, draft, phrase(script, ack_for(reading)));
        say(script, draft, probe);
        content(script, probe);
        script->probed = true;
        if (draft->move.kind.len == 0)
            draft->move.kind = STR("probe");
        return;
    }
    close_call(script, draft);
}

/* Goes on behind an answer when the turn bears it: no second question, not too long, and not held twice running. */
static void advance_behind(struct script *script, struct draft *draft, const struct reading *reading)
{
    struct group group = next_group(script, TURN_LONGEST - BEHIND_AN_ANSWER);
    if (group.text.len == 0 && script->probed) {
        if (++script->tail > TAIL_ANSWERS)
            close_call(script, draft);
        return;
    }
    bool bears = speech_length(script->plan->scenario->lang, draft->text) + group.length <= TURN_LONGEST;
    if (draft->asks || (!bears && script->holds < HOLDS)) {
        script->holds++;
        return;
    }
    script->holds = 0;
    advance(script, draft, reading);
}

struct turn script_open(struct script *script)
{
    struct draft draft = {.move.kind = STR("opening")};
    struct str opening = script->plan->opening.text;
    const struct step *first = script->half->step_count > 0 ? &script->half->steps[0] : NULL;
    if (opening.len == 0 && first != NULL && first->utterances.count > 0) {
        struct group group = next_group(script, GROUP_LONGEST);
        take_group(script, &group);
        opening = group.text;
        draft.move.step = group.number;
    } else if (first != NULL) {
        script->step = 1; /* the opening replaces step 1, whose text is kept for who asks again */
        script->spoken = 1;
    }
    if (opening.len == 0)
        opening = phrase(script, PHRASE_GREETING);
    say(script, &draft, opening);
    content(script, opening);
    return (struct turn){draft.text, draft.move, false};
}

/* The script's next words say by themselves that nothing is sold. */
static bool denies_next(struct script *script)
{
    struct str next = next_group(script, TURN_LONGEST - BEHIND_AN_ANSWER).text;
    return speech_denies_sales(script->scratch, next);
}

static void identify(struct script *script, struct draft *draft, const struct reading *reading)
{
    bool claimed = script->plan->claims_no_sales;
    struct str denial = script->plan->no_sales;
    script->identities++;
    draft->move.kind = STR("identity");
    if (!reading->named && reading->identity && !script->retried && script->plan->retry.len > 0) {
        script->retried = true;
        say(script, draft, script->plan->retry);
        content(script, draft->text);
        return;
    }
    if (reading->identity || !claimed || script->identities == 1)
        say(script, draft, phrase(script, PHRASE_IDENTITY));
    if (reading->sales && claimed && !denies_next(script))
        say(script, draft, denial.len > 0 ? denial : phrase(script, PHRASE_NO_SALES));
    content(script, draft->text);
    if (reading->named || !reading->identity)
        advance_behind(script, draft, reading);
}

struct met {
    size_t step, branch; /* from 0 */
    double score;        /* 0 = none is met */
};

/* The steps whose branches may be taken now, [from, to): the one spoken last and branch-only steps beside it. */
static size_t steps_at_hand(const struct script *script, size_t *to)
{
    const struct step *steps = script->half->steps;
    size_t from = script->spoken > 0 ? script->spoken - 1 : 0;
    *to = script->spoken;
    while (*to < script->half->step_count && steps[*to].utterances.count == 0)
        (*to)++;
    while (from > 0 && from + 1 == script->spoken && steps[from - 1].utterances.count == 0)
        from--;
    return from;
}

static bool is_open(const struct script *script, size_t step, size_t branch)
{
    return !script->branch_said[step][branch] && script->plan->steps[step].branches[branch].text.len > 0;
}

const struct offered *script_offered(const struct script *script, struct arena *arena, size_t *count)
{
    const struct step *steps = script->half->steps;
    size_t to, from = steps_at_hand(script, &to), most = 0;
    for (size_t s = from; s < to; s++)
        most += steps[s].branch_count;
    struct offered *offered = arena_array(arena, most + 1, sizeof *offered);
    *count = 0;
    for (size_t s = from; s < to; s++)
        for (size_t b = 0; b < steps[s].branch_count; b++)
            if (is_open(script, s, b))
                offered[(*count)++] = (struct offered){s, b};
    return offered;
}

bool script_wants_choice(const struct script *script, const struct reading *reading)
{
    if (reading->silent || (reading->repeat && script->repeats < REPEATS) || (reading->wait && script->waits < WAITS))
        return false;
    if (script->half->qa_count > 0 && (reading->question_count > 0 || reading->marked))
        return true;
    size_t to, from = steps_at_hand(script, &to);
    for (size_t s = from; s < to; s++)
        for (size_t b = 0; b < script->half->steps[s].branch_count; b++)
            if (is_open(script, s, b))
                return true;
    return false;
}

void script_choose(struct script *script, struct choice choice)
{
    script->choice = choice;
}

/* The best branch that the reply meets, or the one that was chosen. */
static struct met met_branch(struct script *script, const struct reading *reading)
{
    struct met best = {0};
    const struct qa_text *reply = NULL;
    const struct step *steps = script->half->steps;
    if (script->choice.kind == CHOICE_BRANCH)
        return (struct met){script->choice.step, script->choice.branch, 1};
    if (script->choice.kind != CHOICE_NOT_ASKED)
        return best;
    size_t to, from = steps_at_hand(script, &to);
    for (size_t s = from; s < to; s++) {
        for (size_t b = 0; b < steps[s].branch_count; b++) {
            if (!is_open(script, s, b))
                continue;
            if (reply == NULL)
                reply = qa_text(script->plan->index, script->scratch, reading->normal);
            const struct qa_text *condition = qa_condition(script->plan->index, s, b);
            double meets = branch_meets(script->scratch, steps[s].branches[b].when, condition, reply, reading);
            if (meets >= BRANCH_MEETS && meets > best.score)
                best = (struct met){s, b, meets};
        }
    }
    return best;
}

static bool take_branch(struct script *script, struct draft *draft, const struct reading *reading)
{
    struct met met = met_branch(script, reading);
    if (met.score <= 0)
        return false;
    const struct spoken *branch = &script->plan->steps[met.step].branches[met.branch];
    script->branch_said[met.step][met.branch] = true;
    draft->move = (struct move){.kind = STR("branch"), .step = met.step + 1, .entry = met.branch + 1};
    draft->asks = branch->asks;
    say(script, draft, branch->text);
    content(script, branch->text);
    advance_behind(script, draft, reading);
    draft->move.step = met.step + 1;
    return true;
}

/* This turn's questions as terms, made once. */
static const struct qa_text *const *asked_of(struct script *script, const struct reading *reading)
{
    if (script->asked != NULL)
        return script->asked;
    script->asked = arena_array(script->scratch, reading->question_count + 1, sizeof *script->asked);
    for (size_t i = 0; i < reading->question_count; i++)
        script->asked[i] = qa_text(script->plan->index, script->scratch, reading->questions[i]);
    return script->asked;
}

static struct qa_match best_match(struct script *script, const struct reading *reading)
{
    if (script->choice.kind != CHOICE_NOT_ASKED)
        return (struct qa_match){script->choice.entry, script->choice.entry > 0, false};
    return qa_find_best(script->plan->index, asked_of(script, reading), reading->question_count);
}

static double likeness_to(struct script *script, const struct reading *reading, size_t step, size_t utterance)
{
    double best = 0;
    const struct qa_text *const *asked = asked_of(script, reading);
    for (size_t i = 0; i < reading->question_count; i++)
        best = fmax(best, qa_likeness(asked[i], qa_utterance(script->plan->index, step, utterance)));
    return best;
}

enum coming { COMING_NOT, COMING_NEXT, COMING_LATER };

/* Does the script itself answer, with what comes next or later, likelier than the entry does? */
static enum coming coming(struct script *script, const struct reading *reading, struct qa_match match)
{
    double enough = match.entry > 0 ? fmax(match.score, ANSWERED_BY_STEP) : ANSWERED_BY_STEP;
    struct group next = next_group(script, GROUP_LONGEST);
    for (size_t s = script->step; s < script->half->step_count; s++) {
        for (size_t u = s == script->step ? script->utterance : 0; u < script->half->steps[s].utterances.count; u++) {
            if (script->plan->steps[s].utterances[u].asks || likeness_to(script, reading, s, u) < enough)
                continue;
            bool soon = s < next.step || (s == next.step && u < next.utterance);
            return soon ? COMING_NEXT : COMING_LATER;
        }
    }
    return COMING_NOT;
}

/* Would the next words of the script only say the entry's answer again? */
static bool says_it_again(struct script *script, size_t entry)
{
    struct group next = next_group(script, TURN_LONGEST - BEHIND_AN_ANSWER);
    struct str words = script->plan->answers[entry - 1].text;
    const struct qa_text *answer =
        qa_text(script->plan->index, script->scratch, normalise_text(script->scratch, words));
    for (size_t s = script->step; s < script->half->step_count && s <= next.step; s++)
        for (size_t u = s == script->step ? script->utterance : 0; u < script->half->steps[s].utterances.count; u++) {
            bool soon = s < next.step || u < next.utterance;
            if (soon && qa_likeness(answer, qa_utterance(script->plan->index, s, u)) >= SAID_AGAIN)
                return true;
        }
    return false;
}

/* False when nothing was said because the next utterance answers. */
static bool answer(struct script *script, struct draft *draft, const struct reading *reading)
{
    struct qa_match match = best_match(script, reading);
    enum coming comes = script->tail > 0 || script->probed ? COMING_NOT : coming(script, reading, match);
    if (comes == COMING_NOT && match.entry > 0 && script->answered[match.entry - 1] == 0 && !script->probed &&
        says_it_again(script, match.entry)) {
        script->answered[match.entry - 1]++;
        return false;
    }
    if (comes == COMING_NEXT)
        return false;
    if (comes == COMING_LATER) {
        say(script, draft, phrase(script, PHRASE_COMING));
        draft->move.kind = STR("coming");
        return true;
    }
    draft->move.entry = match.entry;
    bool said = match.entry > 0 && script->answered[match.entry - 1] > 0;
    if (said && match.score < SAID_BEFORE) /* it may be another question on the same matter */
        match.entry = draft->move.entry = 0;
    if (match.entry == 0 || said) {
        bool more = script->noted++ > 0;
        say(script, draft,
            phrase(script, match.entry > 0 ? PHRASE_NOTED_AGAIN
                           : more          ? PHRASE_NOTED_MORE
                                           : PHRASE_NOTED));
        draft->move.kind = STR("noted");
        return true;
    }
    const struct spoken *words = &script->plan->answers[match.entry - 1];
    script->answered[match.entry - 1]++;
    if (!words->acknowledges && !words->verdict && script->plan->scenario->lang != LANG_EN)
        say(script, draft, phrase(script, PHRASE_ANSWER));
    say(script, draft, words->text);
    draft->asks = words->asks;
    draft->move.kind = STR("answer");
    if (match.weak)
        draft->move.fault = STR("weak_match");
    content(script, words->text);
    return true;
}

static bool again(struct script *script, struct draft *draft, const struct reading *reading)
{
    if (!reading->repeat || script->repeats >= REPEATS || script->content.len == 0)
        return false;
    script->repeats++;
    say(script, draft, phrase(script, PHRASE_REPEAT));
    say(script, draft, script->content);
    draft->move.kind = STR("repeat");
    return true;
}

static bool hold(struct script *script, struct draft *draft, const struct reading *reading)
{
    if (!reading->wait || script->waits >= WAITS) {
        script->waits = 0;
        return false;
    }
    script->waits++;
    say(script, draft, phrase(script, PHRASE_WAIT));
    draft->move.kind = STR("wait");
    return true;
}

static void respond(struct script *script, struct draft *draft, const struct reading *reading)
{
    bool chosen = script->choice.kind == CHOICE_ENTRY || script->choice.kind == CHOICE_BRANCH;
    bool known = chosen || (script->identities > 0 && best_match(script, reading).entry > 0);
    if ((reading->identity || reading->sales) && script->identities < IDENTITIES && !known) {
        if (reading->identity && take_branch(script, draft, reading))
            return;
        identify(script, draft, reading);
        return;
    }
    if (take_branch(script, draft, reading)) {
        if (reading->question_count > 0 && best_match(script, reading).entry > 0)
            draft->move.fault = STR("unanswered_question");
        return;
    }
    if (reading->question_count > 0 || script->choice.kind == CHOICE_ENTRY) {
        if (answer(script, draft, reading))
            advance_behind(script, draft, reading);
        else
            advance(script, draft, reading);
        return;
    }
    if (reading->busy) {
        say(script, draft, phrase(script, PHRASE_BUSY));
        close_call(script, draft);
        return;
    }
    advance(script, draft, reading);
}

struct turn script_turn(struct script *script, const struct reading *reading, bool closes)
{
    struct draft draft = {0};
    script->asked = NULL;
    if (reading->silent) {
        say(script, &draft, phrase(script, PHRASE_SILENCE));
        draft.move.kind = STR("silence");
    } else if (closes) {
        if (reading->question_count > 0)
            answer(script, &draft, reading);
        else if (!script->plan->closing.acknowledges)
            say(script, &draft, phrase(script, PHRASE_ACK));
        draft.move.kind = STR("closing");
        close_call(script, &draft);
    } else if (!again(script, &draft, reading) && !hold(script, &draft, reading)) {
        respond(script, &draft, reading);
    }
    script->choice = (struct choice){0};
    return (struct turn){draft.text, draft.move, draft.last};
}
