#include "dialogue/script_inner.h"

#include "dialogue/speech.h"

#include <string.h>

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
    return script;
}

struct str script_content(const struct script *script)
{
    return (struct str){script->said, script->said_len};
}

/* One of the closed list, never the same twice running where there is a choice. "%s" is the role. */
static struct str phrase(struct script *script, enum phrase_kind kind)
{
    const enum tongue tongue = script->plan->tongue;
    const char *const *list = phrases_of(tongue, kind);
    size_t count = phrase_count(tongue, kind), pick = rng_below(&script->rng, count);
    if (pick + 1 == script->last_phrase[kind] && count > 1)
        pick = (pick + 1) % count;
    script->last_phrase[kind] = (uint8_t)(pick + 1);
    const struct str text = plan_addressed(script->plan, script->scratch, str_from(list[pick]));
    const size_t hole = str_find(text, STR("%s"));
    if (hole == STR_NONE)
        return text;
    const struct str with_role =
        speech_join(script->scratch, LANG_ZH_HANS, str_slice(text, 0, hole), script->plan->role);
    return speech_join(script->scratch, LANG_ZH_HANS, with_role, str_slice(text, hole + 2, text.len)); /* no spaces */
}

static void say(struct script *script, struct draft *draft, struct str text)
{
    draft->text = speech_join(script->scratch, script->plan->scenario->lang, draft->text, text);
}

const struct group *script_next_group(const struct script *script, enum group_place place)
{
    return &script->plan->steps[script->step].groups[place][script->utterance];
}

static void take_group(struct script *script, const struct group *group)
{
    script->step = group->step;
    script->utterance = group->utterance;
    if (group->step < script->half->step_count)
        script->spoken = group->step + 1;
}

static void keep_content(struct script *script, struct str text)
{
    if (script->said_room < text.len)
        script->said = arena_raw(script->keep, script->said_room = 2 * text.len, 1);
    if (text.len > 0)
        memcpy(script->said, text.ptr, text.len);
    script->said_len = text.len;
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

/* What stands before the script's words where nothing was said yet: who asks is not told "understood". */
static void lead_in(struct script *script, struct draft *draft, const struct reading *reading, bool verdict)
{
    enum phrase_kind kind = ack_for(reading);
    if (reading->question_count == 0 || kind == PHRASE_ACK_MISTRUST || kind == PHRASE_ACK_TROUBLE)
        say(script, draft, phrase(script, kind));
    else if (!verdict && script->plan->scenario->lang != LANG_EN)
        say(script, draft, phrase(script, PHRASE_ANSWER));
}

/* The script's next words, the probe, or the closing words. An answer before them takes the acknowledgement's place. */
static void advance(struct script *script, struct draft *draft, const struct reading *reading)
{
    bool first_words = draft->text.len == 0;
    enum group_place place = first_words ? GROUP_ALONE : GROUP_BEHIND_AN_ANSWER;
    const struct group *group = script_next_group(script, place);
    take_group(script, group);
    if (group->text.len > 0) {
        bool over = script_next_group(script, place)->text.len == 0;
        if (first_words && reading != NULL && !group->acknowledges)
            lead_in(script, draft, reading, group->verdict);
        say(script, draft, group->text);
        keep_content(script, group->text);
        draft->move.step = group->number;
        if (draft->move.kind.len == 0)
            draft->move.kind = STR("step");
        if (over && group->probe)
            script->probed = true;
        return;
    }
    if (!script->probed) {
        struct str probe = phrase(script, PHRASE_PROBE);
        if (first_words && reading != NULL)
            lead_in(script, draft, reading, true);
        say(script, draft, probe);
        keep_content(script, probe);
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
    const struct group *group = script_next_group(script, GROUP_BEHIND_AN_ANSWER);
    if (group->text.len == 0 && script->probed) {
        if (++script->tail > TAIL_ANSWERS)
            close_call(script, draft);
        return;
    }
    bool bears = speech_length(script->plan->scenario->lang, draft->text) + group->length <= TURN_LONGEST;
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
        const struct group *group = script_next_group(script, GROUP_ALONE);
        take_group(script, group);
        opening = group->text;
        draft.move.step = group->number;
    } else if (first != NULL && script->plan->opens_with_first) {
        script->step = 1; /* the opening replaces step 1, whose text is kept for who asks again */
        script->spoken = 1;
    }
    if (opening.len == 0)
        opening = phrase(script, PHRASE_GREETING);
    say(script, &draft, opening);
    keep_content(script, opening);
    return (struct turn){draft.text, draft.move, false};
}

static void identify(struct script *script, struct draft *draft, const struct reading *reading)
{
    bool claimed = script->plan->claims_no_sales;
    struct str denial = script->plan->no_sales;
    script->identities++;
    draft->move.kind = STR("identity");
    bool early = script->spoken <= 1; /* later nobody begins anew */
    if (early && !reading->named && reading->identity && !script->retried && script->plan->retry.len > 0) {
        script->retried = true;
        say(script, draft, script->plan->retry);
        keep_content(script, draft->text);
        return;
    }
    bool known = script->plan->role.len > 0; /* else the document does not say who calls */
    if (known && (reading->identity || !claimed || script->identities == 1))
        say(script, draft, phrase(script, PHRASE_IDENTITY));
    if (reading->sales && claimed && !script_next_group(script, GROUP_BEHIND_AN_ANSWER)->denies_sales)
        say(script, draft, denial.len > 0 ? denial : phrase(script, PHRASE_NO_SALES));
    if (draft->text.len == 0) {
        advance(script, draft, reading);
        return;
    }
    keep_content(script, draft->text);
    if (reading->named || !reading->identity)
        advance_behind(script, draft, reading);
}

static bool take_branch(struct script *script, struct draft *draft, const struct reading *reading, struct met met)
{
    if (met.score <= 0)
        return false;
    const struct spoken *branch = &script->plan->steps[met.step].branches[met.branch];
    script->branch_said[met.step][met.branch] = true;
    draft->move = (struct move){.kind = STR("branch"), .step = met.step + 1, .entry = met.branch + 1};
    draft->asks = branch->asks;
    say(script, draft, branch->text);
    keep_content(script, branch->text);
    advance_behind(script, draft, reading);
    draft->move.step = met.step + 1;
    return true;
}

/* False when nothing was said because the next utterance answers. */
static bool answer(struct script *script, struct draft *draft, const struct reading *reading)
{
    struct qa_match match = script_best_match(script, reading);
    enum coming comes = script->tail > 0 || script->probed ? COMING_NOT : script_coming(script, reading, match);
    if (comes == COMING_NOT && match.entry > 0 && !script->answered[match.entry - 1] && !script->probed &&
        script_says_it_again(script, match.entry)) {
        script->answered[match.entry - 1] = true;
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
    bool said = match.entry > 0 && script->answered[match.entry - 1];
    bool unanswered = match.entry > 0 && script->plan->answers[match.entry - 1].text.len == 0;
    if (unanswered || (said && match.score < SAID_BEFORE)) /* it may be another question on the same matter */
        match.entry = draft->move.entry = 0;
    if (match.entry == 0 || said) {
        bool told = match.entry > 0 || script_has_told(script, reading);
        bool more = !told && script->noted++ > 0;
        say(script, draft, phrase(script, told ? PHRASE_NOTED_AGAIN : more ? PHRASE_NOTED_MORE : PHRASE_NOTED));
        draft->move.kind = STR("noted");
        return true;
    }
    const struct spoken *words = &script->plan->answers[match.entry - 1];
    script->answered[match.entry - 1] = true;
    if (!words->acknowledges && !words->verdict && script->plan->scenario->lang != LANG_EN)
        say(script, draft, phrase(script, PHRASE_ANSWER));
    say(script, draft, words->text);
    draft->asks = words->asks;
    draft->move.kind = STR("answer");
    if (match.weak)
        draft->move.fault = STR("weak_match");
    keep_content(script, words->text);
    return true;
}

static bool again(struct script *script, struct draft *draft, const struct reading *reading)
{
    if (!reading->repeat || script->repeats >= REPEATS || script->said_len == 0)
        return false;
    script->repeats++;
    say(script, draft, phrase(script, PHRASE_REPEAT));
    say(script, draft, script_content(script));
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
    if ((reading->identity || reading->sales) && script->identities < IDENTITIES && !chosen &&
        (script->identities == 0 || script_best_match(script, reading).entry == 0)) {
        if (reading->identity && take_branch(script, draft, reading, script_met_branch(script, reading)))
            return;
        identify(script, draft, reading);
        return;
    }
    if (take_branch(script, draft, reading, script_met_branch(script, reading))) {
        if (reading->question_count > 0 && script_best_match(script, reading).entry > 0)
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
        if (take_branch(script, draft, reading, script_busy_branch(script)))
            return;
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
