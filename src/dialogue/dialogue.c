#include "dialogue/dialogue.h"

#include "base/hash.h"
#include "dialogue/chooser.h"
#include "dialogue/qa.h"
#include "dialogue/reading.h"
#include "dialogue/script.h"
#include "dialogue/speech.h"
#include "text/normalise.h"
#include "text/sentence.h"

#include <stdlib.h>

enum {
    MAX_TURNS = 30,
    SILENCES = 3, /* empty replies in a row that end the call */
};

struct dialogue {
    struct arena arena;       /* of the script */
    struct arena own_scratch; /* empty when it is shared */
    struct arena *scratch;    /* of one turn */
    const struct scenario *scenario;
    const struct signal_context *context;
    struct dialogue_options options;
    struct transcript *transcript;  /* owned until taken */
    struct script *script;          /* NULL with a model as caller */
    struct dialogue_plan *own_plan; /* NULL when the plan is shared */
    struct perturber perturber;
    size_t replies, silences;
    bool caller_done; /* the closing words are said; one grace reply */
    struct {
        struct choice choice;
        const char *came; /* "picked", "none", "unusable", "failed"; NULL: not asked about this reply */
    } chosen;
};

struct dialogue *dialogue_new(const struct scenario *scenario, const struct signal_context *context, uint32_t repeat,
                              const struct dialogue_options *options)
{
    struct dialogue *dialogue = memory_alloc(sizeof *dialogue);
    arena_init(&dialogue->arena);
    arena_init(&dialogue->own_scratch);
    dialogue->scenario = scenario;
    dialogue->context = context;
    if (options != NULL)
        dialogue->options = *options;
    dialogue->scratch = dialogue->options.scratch != NULL ? dialogue->options.scratch : &dialogue->own_scratch;
    if (dialogue->options.max_turns == 0)
        dialogue->options.max_turns = MAX_TURNS;
    dialogue->transcript = transcript_new();
    dialogue->transcript->scenario = str_dup(&dialogue->transcript->arena, scenario->id);
    dialogue->transcript->repeat = repeat;
    dialogue->transcript->caller = dialogue->options.model_caller ? STR("model") : STR("script");
    if (dialogue->options.model_caller)
        return dialogue;
    if (dialogue->options.plan == NULL)
        dialogue->options.plan = dialogue->own_plan = dialogue_plan_new(scenario);
    uint64_t seed = dialogue->options.seed * 0x9e3779b97f4a7c15u + repeat;
    dialogue->script = script_new(&dialogue->arena, dialogue->scratch, dialogue->options.plan, seed);
    perturber_init(&dialogue->perturber, dialogue->options.perturb, seed);
    return dialogue;
}

void dialogue_free(struct dialogue *dialogue)
{
    if (dialogue == NULL)
        return;
    transcript_free(dialogue->transcript);
    dialogue_plan_free(dialogue->own_plan);
    arena_release(&dialogue->arena);
    arena_release(&dialogue->own_scratch);
    free(dialogue);
}

struct transcript *dialogue_transcript(const struct dialogue *dialogue)
{
    return dialogue->transcript;
}

struct transcript *dialogue_take_transcript(struct dialogue *dialogue)
{
    struct transcript *transcript = dialogue->transcript;
    dialogue->transcript = NULL;
    return transcript;
}

static void end(struct dialogue *dialogue, enum ended_by by)
{
    if (dialogue->transcript->ended_by == ENDED_UNKNOWN)
        dialogue->transcript->ended_by = by;
}

static void caller_says(struct dialogue *dialogue, struct turn turn)
{
    transcript_add(dialogue->transcript, ROLE_CALLER, turn.text)->move = turn.move;
    dialogue->caller_done |= turn.last;
}

/* Only what may be a goodbye is asked about. */
static bool persona_closes(const struct dialogue *dialogue, bool leaving)
{
    return leaving && signal_is_closing(dialogue->context, dialogue->transcript);
}

/* The customer complains of the caller's last turn: it is marked, whatever it was taken for. */
static void mark_last_turn(struct dialogue *dialogue, const struct reading *reading)
{
    struct transcript *transcript = dialogue->transcript;
    struct message *last = transcript->count >= 2 ? &transcript->messages[transcript->count - 2] : NULL;
    if (last == NULL || last->role != ROLE_CALLER || last->move.fault.len > 0)
        return;
    if (reading->missed)
        last->move.fault = str_eq(last->move.kind, STR("branch"))   ? STR("wrong_branch")
                           : str_eq(last->move.kind, STR("answer")) ? STR("weak_match")
                                                                    : STR("unanswered_question");
    else if (reading->heard_before)
        last->move.fault = STR("repeated");
    else if (reading->told_before && text_has_question_mark(last->content))
        last->move.fault = STR("reasked");
}

/* The script's turn, or what a disturbance makes of it. */
static struct turn next_turn(struct dialogue *dialogue, const struct reading *reading, bool closes)
{
    bool calm = dialogue->options.perturb == 0 || reading->silent || closes || dialogue->caller_done;
    enum perturbation kind = calm ? PERTURBATIONS : perturber_draw(&dialogue->perturber);
    if (kind == PERTURBATIONS)
        return script_turn(dialogue->script, reading, closes);
    bool alone = perturbation_stands_alone(kind);
    struct turn turn = alone ? (struct turn){.text = script_content(dialogue->script)}
                             : script_turn(dialogue->script, reading, closes);
    if (turn.last)
        return turn;
    turn.text = perturb_text(&dialogue->perturber, dialogue->scratch, dialogue->options.plan, kind, turn.text);
    turn.move.kind = str_from(arena_printf(&dialogue->transcript->arena, "perturb:%s", perturbation_name(kind)));
    turn.move.fault = (struct str){0};
    return turn;
}

static const struct message *last_of(const struct dialogue *dialogue, size_t back)
{
    const struct transcript *transcript = dialogue->transcript;
    return transcript->count > back ? &transcript->messages[transcript->count - 1 - back] : NULL;
}

/* The chooser is asked where the script would have to tell what was meant: not about silence, a goodbye or a request to
 * repeat. */
static bool wants_choice(struct dialogue *dialogue)
{
    if (!dialogue->options.chooser || dialogue->chosen.came != NULL || dialogue->caller_done)
        return false;
    struct reading reading =
        reading_of(dialogue->scratch, &dialogue->options.plan->listener, last_of(dialogue, 0)->content);
    bool wants = script_wants_choice(dialogue->script, &reading) && !persona_closes(dialogue, reading.leaving);
    arena_clear(dialogue->scratch);
    return wants;
}

struct str dialogue_choice(const struct dialogue *dialogue, struct arena *arena)
{
    const struct message *reply = last_of(dialogue, 0), *before = last_of(dialogue, 1);
    size_t count;
    const struct offered *offered = script_offered(dialogue->script, arena, &count);
    return chooser_question(arena, dialogue->options.plan->scenario, offered, count,
                            before != NULL ? before->content : STR(""), reply != NULL ? reply->content : STR(""));
}

void dialogue_chosen(struct dialogue *dialogue, struct str answer, bool answered)
{
    struct choice choice = {0};
    size_t count;
    const struct offered *offered = script_offered(dialogue->script, dialogue->scratch, &count);
    bool read = answered && chooser_read(answer, dialogue->options.plan->scenario, offered, count, &choice);
    dialogue->chosen.choice = choice;
    dialogue->chosen.came = !answered ? "failed" : !read ? "unusable" : choice.kind == CHOICE_NONE ? "none" : "picked";
    arena_clear(dialogue->scratch);
}

/* The scripted caller's turn on the persona's last reply. */
static void answer(struct dialogue *dialogue)
{
    const struct message *reply = &dialogue->transcript->messages[dialogue->transcript->count - 1];
    struct reading reading = reading_of(dialogue->scratch, &dialogue->options.plan->listener, reply->content);
    mark_last_turn(dialogue, &reading);
    bool closes = persona_closes(dialogue, reading.leaving);
    script_choose(dialogue->script, dialogue->chosen.choice);
    struct turn turn = next_turn(dialogue, &reading, closes);
    turn.move.chooser = str_from(dialogue->chosen.came);
    dialogue->chosen.choice = (struct choice){0};
    dialogue->chosen.came = NULL;
    caller_says(dialogue, turn);
    arena_clear(dialogue->scratch);
    if (closes)
        end(dialogue, ENDED_PERSONA);
}

static void open_call(struct dialogue *dialogue)
{
    caller_says(dialogue, script_open(dialogue->script));
    arena_clear(dialogue->scratch);
}

enum intent dialogue_next(struct dialogue *dialogue)
{
    struct transcript *transcript = dialogue->transcript;
    if (transcript->ended_by != ENDED_UNKNOWN)
        return INTENT_DONE;
    const struct message *last = transcript->count > 0 ? &transcript->messages[transcript->count - 1] : NULL;
    if (last != NULL && last->role == ROLE_CALLER)
        return INTENT_ASK_PERSONA;
    if (dialogue->script == NULL)
        return INTENT_ASK_CALLER;
    if (last != NULL && wants_choice(dialogue))
        return INTENT_ASK_CHOOSER;
    if (last == NULL)
        open_call(dialogue);
    else
        answer(dialogue);
    return transcript->ended_by != ENDED_UNKNOWN ? INTENT_DONE : INTENT_ASK_PERSONA;
}

/* A leading <think>...</think> is no speech, nor what stands before a lone </think> (the prompt opened it) or behind
 * one that was cut before its end; a part that stands elsewhere is left where it is. */
static struct str split_think(struct str reply, struct str *thought)
{
    static const struct str open = {"<think>", 7}, close = {"</think>", 8};
    struct str text = str_trim(reply);
    size_t first = str_find(text, open), end = str_find(text, close);
    size_t from = first == 0 ? open.len : 0;
    if (first != 0 && (end == STR_NONE || first < end))
        return reply;
    *thought = str_trim(str_slice(text, from, end));
    return end == STR_NONE ? (struct str){0} : str_trim(str_slice(text, end + close.len, text.len));
}

void dialogue_persona_said(struct dialogue *dialogue, struct str reply, struct str reasoning, enum finish finish,
                           struct usage usage, uint32_t latency_ms)
{
    struct transcript *transcript = dialogue->transcript;
    struct message *message = transcript_add(transcript, ROLE_PERSONA, reply);
    struct str speech = split_think(message->raw, &message->reasoning);
    message->hung_up = marker_split(&transcript->arena, speech, dialogue->options.markers, &message->content);
    if (reasoning.len > 0)
        message->reasoning = str_dup(&transcript->arena, reasoning);
    message->finish = finish;
    message->usage = usage;
    message->latency_ms = latency_ms;
    dialogue->replies++;
    dialogue->silences = message->content.len == 0 && !message->hung_up ? dialogue->silences + 1 : 0;
    if (message->hung_up)
        end(dialogue, ENDED_PERSONA);
    else if (dialogue->caller_done)
        end(dialogue, ENDED_CALLER);
    else if (dialogue->silences >= SILENCES)
        end(dialogue, ENDED_SILENCE);
    else if (dialogue->replies >= dialogue->options.max_turns)
        end(dialogue, ENDED_MAX_TURNS);
}

/* A caller whose words come from outside: after the persona's natural close a goodbye ends the call, anything else is
 * spoken after the end. */
void dialogue_caller_said(struct dialogue *dialogue, struct str text)
{
    struct transcript *transcript = dialogue->transcript;
    const struct message *reply = transcript->count > 0 ? &transcript->messages[transcript->count - 1] : NULL;
    bool closed = reply != NULL && reply->role == ROLE_PERSONA &&
                  persona_closes(dialogue, reading_leaves(dialogue->scratch, reply->content));
    struct message *message = transcript_add_raw(transcript, ROLE_CALLER, text, dialogue->options.markers);
    bool goodbye = message->hung_up || speech_is_farewell(dialogue->scratch, message->content);
    dialogue->caller_done |= message->hung_up;
    if (closed && goodbye)
        end(dialogue, ENDED_PERSONA);
    else if (closed)
        message->move.fault = STR("spoke_after_end");
    arena_clear(dialogue->scratch);
}

void dialogue_stopped(struct dialogue *dialogue, enum ended_by by, struct str why)
{
    end(dialogue, by);
    dialogue->transcript->error = str_dup(&dialogue->transcript->arena, why);
}

const char *certainty_name(enum certainty certainty)
{
    static const char *const names[] = {"sure", "weak", "unsure", "no question"};
    return names[certainty];
}

/* Does the text end in a mark that says what it is? */
static bool ends_marked(struct str text)
{
    static const char *const marks[] = {"?", "？", "。", ".", "!", "！", "…", "~", "～", "；", ";", NULL};
    return str_ends_any(str_trim(text), marks);
}

static struct str marked_as_question(struct arena *arena, struct str text)
{
    return ends_marked(text) ? text : str_from(arena_printf(arena, "%.*s?", STR_FORMAT(str_trim(text))));
}

struct asked dialogue_ask(const struct scenario *scenario, const struct dialogue_plan *plan, struct str question)
{
    struct arena arena;
    arena_init(&arena);
    struct reading reading = reading_of(&arena, &plan->listener, marked_as_question(&arena, question));
    size_t count = reading.question_count;
    struct qa_text *texts = arena_array(&arena, count + 1, sizeof *texts);
    for (size_t i = 0; i < count; i++)
        texts[i] = qa_text(plan->index, &arena, reading.questions[i]);
    struct qa_match match = qa_find_best(plan->index, texts, count);
    struct asked asked = {.entry = match.entry, .score = match.score};
    asked.certainty = count == 0         ? CERTAINTY_NO_QUESTION
                      : match.entry == 0 ? CERTAINTY_UNSURE
                      : match.weak       ? CERTAINTY_WEAK
                                         : CERTAINTY_SURE;
    if (count == 0)
        texts[count++] = qa_text(plan->index, &arena, reading.normal);
    asked.nearest_count = qa_nearest(plan->index, texts, count, asked.nearest, NEAREST_MOST);
    arena_release(&arena);
    if (asked.entry > 0)
        asked.answer = scenario->caller.qa[asked.entry - 1].answer;
    return asked;
}
