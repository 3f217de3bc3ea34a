#include "run/pipeline.h"

#include "base/interrupt.h"
#include "dialogue/dialogue.h"
#include "run/ended.h"
#include "run/results.h"
#include "run/stage.h"
#include "run/turns.h"

#include <stdio.h>
#include <stdlib.h>

/* Conversations that may fail before one succeeds: then the endpoint is not there, and asking on would only cost time.
 */
enum { FAILURES_BEFORE_GIVING_UP = 5 };

struct pipeline {
    const struct plan *plan;
    const struct pipeline_options *options;
    struct pipeline_result *result;
    struct stage *stage;
    struct turns turns;
    size_t active;
    bool stopping; /* nothing new is begun */
    size_t scouts; /* of the preflight, not heard yet: until then nothing else is begun */
    struct folder *folder;
    struct meter meter;
};

/* One conversation under way. */
struct call {
    struct pipeline *pipeline;
    size_t index; /* in the plan */
    struct dialogue *dialogue;
    struct exchange_thread *persona, *caller; /* owned; caller NULL: scripted */
    struct exchange_thread *chooser;          /* owned; while it is asked */
    size_t told_persona, told_caller;         /* messages of the transcript that each party's thread has */
    bool live;                                /* the network was asked, not the tape alone */
    bool scout;                               /* others wait for its first reply */
    bool rejected;                            /* it failed, as it would again */
    bool tape_edited, tape_lacks;             /* it failed by that */
};

static void advance(struct call *call);

static uint64_t now_ms(void)
{
    return loop_now_us() / 1000;
}

static bool stands(const struct pipeline *pipeline, size_t index)
{
    return pipeline->options->stands != NULL && pipeline->options->stands[index];
}

static void report_progress(struct pipeline *pipeline, const struct transcript *transcript)
{
    const struct run_counts *counts = &pipeline->result->counts;
    struct exchange_counts exchanged = stage_counts(pipeline->stage);
    struct run_progress progress = {
        .planned = counts->planned,
        .done = counts->done,
        .failed = counts->failed,
        .in_flight = pipeline->active,
        .prompt_tokens = exchanged.usage.prompt_tokens,
        .completion_tokens = exchanged.usage.completion_tokens,
        .cost = exchanged.cost,
        .retried = exchanged.retried,
        .rate_limited = exchanged.rate_limited,
        .meter = &pipeline->meter,
        .now_ms = now_ms(),
        .ended = transcript != NULL,
        .stopping = pipeline->result->interrupted,
        .requests = exchanged.in_flight,
        .most_ms = pipeline->result->interrupted ? stage_longest_ms(pipeline->stage) : 0,
    };
    if (transcript != NULL) {
        progress.last = transcript->id;
        progress.why = transcript->error;
    }
    if (pipeline->options->progress != NULL)
        pipeline->options->progress(&progress, pipeline->options->context);
}

static void report_now(void *context)
{
    report_progress(context, NULL);
}

static void note_reply(struct call *call, const struct exchange_reply *reply, size_t party)
{
    const struct endpoint *endpoint = costs_party(call->pipeline->plan->experiment, party);
    if (reply->ok) {
        cost_add(&call->pipeline->result->costs[call->index], endpoint, reply->usage, reply->unmetered);
        cost_add(&call->pipeline->result->paid[party], endpoint, reply->usage, reply->unmetered);
    }
    call->live = call->live || !reply->from_tape;
    call->tape_edited |= reply->tape_edited;
    call->tape_lacks |= reply->tape_lacks;
    if (reply->ok && !reply->from_tape)
        meter_reply(&call->pipeline->meter, now_ms(), reply->latency_ms);
}

/* Tells a party what was said since it was last asked: its own words as its own, the other's as the other's. */
static void tell(struct exchange_thread *thread, const struct transcript *transcript, enum role self, size_t *told)
{
    for (; *told < transcript->count; (*told)++)
        exchange_thread_add(thread, transcript->messages[*told].role == self, transcript->messages[*told].content);
}

static void fill(struct pipeline *pipeline);

/* What the first request did not need: the run's record on the disk, rubrics and contexts. A run whose folder cannot be
 * kept asks nothing more. Often is fine. */
static void get_ready(struct pipeline *pipeline)
{
    if (pipeline->options->results != NULL)
        results_ready(pipeline->options->results);
    if (!folder_kept(pipeline->folder, NULL) && !pipeline->stopping) {
        pipeline->stopping = true;
        stage_drain(pipeline->stage);
    }
}

/* A scout's party was answered for the first time. The caller's model, if there is one, speaks before the persona's. */
static void scout_heard(struct call *call, const struct exchange_reply *reply)
{
    struct pipeline *pipeline = call->pipeline;
    call->scout = false;
    pipeline->scouts--;
    if (reply->ok || !reply->everyones || pipeline->stopping)
        return;
    pipeline->result->refused = pipeline->stopping = true;
    stage_drain(pipeline->stage);
}

/* `fidelio serve` may serve it under any name: its replies say who speaks. */
static void note_understudy(struct transcript *transcript, const struct exchange_reply *reply)
{
    if (model_is_understudy(reply->model) && !model_is_understudy(transcript->model))
        transcript->understudy = true;
}

/* A caller too: it is called as one that the run starts itself under another name. */
static void note_caller(struct transcript *transcript, const struct exchange_reply *reply)
{
    if (model_is_understudy(reply->model) && !model_is_understudy(transcript->caller))
        transcript->caller = experiment_understudy_name(transcript->caller, &transcript->arena);
}

static void persona_replied(const struct exchange_reply *reply, void *context)
{
    struct call *call = context;
    const struct plan *plan = call->pipeline->plan;
    size_t model = plan->conversations[call->index].model;
    get_ready(call->pipeline);
    note_reply(call, reply, model);
    served_note(&call->pipeline->result->served, model, reply->model, reply->fingerprint);
    if (reply->ok)
        note_understudy(dialogue_transcript(call->dialogue), reply);
    if (reply->ok)
        dialogue_persona_said(call->dialogue, reply->raw, reply->reasoning, reply->finish, reply->usage,
                              reply->latency_ms);
    else
        dialogue_stopped(call->dialogue, reply->ended_by, reply->why);
    call->rejected |= reply->rejected;
    struct pipeline *pipeline = call->pipeline;
    bool scout = call->scout;
    if (scout)
        scout_heard(call, reply);
    advance(call);
    if (scout)
        fill(pipeline);
}

static void caller_replied(const struct exchange_reply *reply, void *context)
{
    struct call *call = context;
    const struct plan *plan = call->pipeline->plan;
    note_reply(call, reply, costs_of_caller(plan->experiment, plan->conversations[call->index].caller));
    if (reply->ok)
        note_caller(dialogue_transcript(call->dialogue), reply);
    if (reply->ok)
        dialogue_caller_said(call->dialogue, reply->content);
    else
        dialogue_stopped(call->dialogue, reply->ended_by, reply->why);
    call->rejected |= reply->rejected;
    if (call->scout && !reply->ok)
        scout_heard(call, reply);
    advance(call);
}

static void chooser_replied(const struct exchange_reply *reply, void *context)
{
    struct call *call = context;
    struct choice_counts *counts = &call->pipeline->result->choices;
    note_reply(call, reply, costs_of_chooser(call->pipeline->plan->experiment));
    /* A choice that failed is on no tape: it fails again, and the call goes on as it did. Where its line was lost, the
     * tape lacks what another choice leads to. */
    call->tape_lacks = false;
    if (!reply->ok && !reply->tape_lacks && counts->why[0] == '\0')
        snprintf(counts->why, sizeof counts->why, "%.*s", STR_FORMAT(reply->why));
    if (reply->tape_edited)
        dialogue_stopped(call->dialogue, reply->ended_by, reply->why);
    else
        dialogue_chosen(call->dialogue, reply->content, reply->ok);
    exchange_thread_free(call->chooser);
    call->chooser = NULL;
    advance(call);
}

/* Where the conversation stands whole in the run's files, the tape alone answers. */
static struct exchange_thread *guarded(const struct call *call, struct exchange_thread *thread)
{
    if (stands(call->pipeline, call->index) && thread != NULL)
        exchange_thread_replay(thread);
    return thread;
}

static void ask_chooser(struct call *call)
{
    struct pipeline *pipeline = call->pipeline;
    struct arena scratch;
    arena_init(&scratch);
    call->chooser = guarded(call, stage_chooser(pipeline->stage, &pipeline->plan->conversations[call->index]));
    exchange_thread_add(call->chooser, false, dialogue_choice(call->dialogue, &scratch));
    arena_release(&scratch);
    exchange_ask(call->chooser, chooser_replied, call);
}

static void start(struct pipeline *pipeline, size_t index)
{
    const struct planned *planned = &pipeline->plan->conversations[index];
    struct call *call = memory_alloc(sizeof *call);
    *call = (struct call){
        .pipeline = pipeline,
        .index = index,
        .scout = pipeline->scouts > 0,
        .dialogue = stage_dialogue(pipeline->stage, planned),
    };
    call->persona = guarded(call, stage_persona(pipeline->stage, planned));
    call->caller = guarded(call, stage_caller(pipeline->stage, planned));
    if (call->caller != NULL) /* many servers refuse a conversation that no user has begun */
        exchange_thread_add(call->caller, false,
                            pipeline->plan->scenarios[planned->scenario]->lang == LANG_EN
                                ? STR("(The other side has picked up.)")
                                : STR("（电话接通了）"));
    pipeline->active++;
    pipeline->result->costs[index].begun = true;
    turns_begin(&pipeline->turns, index);
    advance(call);
}

/* Keeps as many conversations going as may be; the last one to end stops the loop. */
static void fill(struct pipeline *pipeline)
{
    size_t index;
    while (!pipeline->stopping && pipeline->scouts == 0 && pipeline->active < pipeline->options->exchange.in_flight &&
           (index = turns_next(&pipeline->turns)) != SIZE_MAX)
        start(pipeline, index);
    if (pipeline->active == 0)
        stage_stop(pipeline->stage);
}

static void finish(struct call *call)
{
    struct pipeline *pipeline = call->pipeline;
    struct run_counts *counts = &pipeline->result->counts;
    struct transcript *transcript = dialogue_take_transcript(call->dialogue);
    const struct pipeline_person *person = pipeline->options->person;
    if (person == NULL || person->side != ROLE_PERSONA)
        pipeline->result->silent += ended_without_a_word(transcript);
    bool failed = ended_broken_off(transcript->ended_by);
    pipeline->result->rejected += call->rejected;
    pipeline->result->of_the_tape += call->tape_edited || call->tape_lacks;
    pipeline->result->gone[call->index] = call->tape_lacks;
    ended_count_choices(transcript, &pipeline->result->choices);
    pipeline->scouts -= call->scout; /* it ended without a word from anybody */
    if (transcript->ended_by == ENDED_BUDGET)
        pipeline->result->budget_spent = pipeline->stopping = true;
    counts->failed += failed;
    counts->done += !failed;
    pipeline->result->held[call->index] = !failed;
    if (!failed)
        ended_count_cut(transcript, pipeline->result);
    bool asks = !pipeline->options->exchange.offline; /* a tape costs nothing, and may hold the others */
    if (asks && counts->done == 0 && counts->failed >= FAILURES_BEFORE_GIVING_UP + pipeline->result->of_the_tape &&
        !pipeline->stopping && pipeline->turns.left > 0)
        pipeline->result->gave_up = pipeline->stopping = true;
    if (call->live)
        meter_conversation(&pipeline->meter);
    pipeline->active--;
    turns_end(&pipeline->turns, call->index);
    report_progress(pipeline, transcript);
    if (pipeline->options->results != NULL)
        results_take(pipeline->options->results, call->index, pipeline->plan->conversations[call->index].scenario,
                     transcript);
    else
        pipeline->result->transcripts[call->index] = transcript;
    exchange_thread_free(call->persona);
    exchange_thread_free(call->chooser);
    if (call->caller != NULL)
        exchange_thread_free(call->caller);
    dialogue_free(call->dialogue);
    free(call);
    fill(pipeline);
}

/* Lets the person speak for as long as it is their turn; what comes then is the other side's. Who asked to stop while
 * the other side was thinking has hung up. */
static enum intent hear_person(struct call *call)
{
    const struct pipeline_person *person = call->pipeline->options->person;
    enum intent theirs = person != NULL && person->side == ROLE_CALLER ? INTENT_ASK_CALLER : INTENT_ASK_PERSONA, intent;
    while ((intent = dialogue_next(call->dialogue)) == theirs && person != NULL) {
        struct str words;
        if (call->pipeline->result->interrupted ||
            !person->say(dialogue_transcript(call->dialogue), &words, person->context))
            dialogue_stopped(call->dialogue, person->side == ROLE_CALLER ? ENDED_CALLER : ENDED_PERSONA, STR(""));
        else if (person->side == ROLE_CALLER)
            dialogue_caller_said(call->dialogue, words);
        else
            dialogue_persona_said(call->dialogue, words, STR(""), FINISH_STOP, (struct usage){0}, 0);
    }
    return intent;
}

static void advance(struct call *call)
{
    enum intent intent = hear_person(call);
    const struct transcript *transcript = dialogue_transcript(call->dialogue);
    switch (intent) {
    case INTENT_ASK_PERSONA:
        tell(call->persona, transcript, ROLE_PERSONA, &call->told_persona);
        exchange_ask(call->persona, persona_replied, call);
        break;
    case INTENT_ASK_CALLER:
        tell(call->caller, transcript, ROLE_CALLER, &call->told_caller);
        exchange_ask(call->caller, caller_replied, call);
        break;
    case INTENT_ASK_CHOOSER:
        ask_chooser(call);
        break;
    case INTENT_DONE:
        finish(call);
        break;
    }
}

/* Begins one conversation for each endpoint that is asked over the network. */
static void send_scouts(struct pipeline *pipeline)
{
    size_t *scouts = turns_scouts(pipeline->plan, &pipeline->scouts);
    for (size_t i = 0, count = pipeline->scouts; i < count; i++)
        start(pipeline, scouts[i]);
    free(scouts);
}

static void interrupted(int signal_number, void *context)
{
    struct pipeline *pipeline = context;
    (void)signal_number;
    /* The first time what is in flight may finish; the second time nothing is waited for. */
    if (pipeline->result->interrupted)
        stage_stop(pipeline->stage);
    pipeline->result->interrupted = pipeline->stopping = true;
    stage_drain(pipeline->stage);
    report_progress(pipeline, NULL);
}

bool pipeline_run(const struct plan *plan, struct folder *folder, const struct pipeline_options *options,
                  struct pipeline_result *result, struct error *err)
{
    pipeline_result_init(result, plan, options->exchange.offline);
    struct pipeline pipeline = {.plan = plan, .options = options, .result = result, .folder = folder};
    pipeline.stage = stage_open(plan, folder, options, interrupted, &pipeline, &result->tape_cut, err);
    if (pipeline.stage == NULL)
        return false;
    turns_init(&pipeline.turns, plan);
    meter_init(&pipeline.meter, now_ms());
    folder_keep(folder);
    if (options->results != NULL)
        results_begin(options->results);
    if (options->durable || options->person != NULL)
        get_ready(&pipeline);
    if (interrupt_came() != 0) /* before the loop was there to hear it */
        interrupted(interrupt_came(), &pipeline);
    report_progress(&pipeline, NULL);
    if (options->progress != NULL && options->progress_ms > 0)
        stage_every(pipeline.stage, options->progress_ms, report_now, &pipeline);
    if (options->preflight && !options->exchange.offline && !pipeline.stopping)
        send_scouts(&pipeline);
    fill(&pipeline);
    stage_run(pipeline.stage);
    pipeline.stopping =
        true; /* what is still under way is answered while the stage closes, and recorded as it stands */
    bool fine = stage_close(pipeline.stage, &result->counts, err) && folder_kept(folder, err);
    turns_release(&pipeline.turns);
    result->counts.skipped = plan->count - result->counts.done - result->counts.failed;
    return fine;
}
