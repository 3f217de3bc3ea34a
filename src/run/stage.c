#include "run/stage.h"

#include "base/parallel.h"
#include "dialogue/chooser.h"
#include "dialogue/template.h"
#include "net/http.h"
#include "run/results.h"
#include "signal/signal.h"
#include "understudy/serve.h"

#include <stdlib.h>

/* What conversations of one scenario share. */
struct prepared {
    const struct signal_context *context; /* the results', or own_context */
    struct signal_context *own_context;   /* owned; NULL: that of the results serves */
    struct str *persona_prompts;          /* arena; one a prompt of the experiment */
    struct prepared_caller {
        struct dialogue_plan *script; /* owned */
        struct str prompt;            /* arena; of the model that calls; "" for the script */
        struct str chooser_prompt;    /* arena */
    } * callers;                      /* arena; one a caller */
};

struct stage {
    struct arena arena;
    struct arena turn; /* scratch of the dialogues */
    const struct plan *plan;
    struct loop *loop;
    struct tape *tape;
    struct exchange *exchange;
    struct understudy *understudy; /* NULL: nobody asked for it */
    struct endpoint *models;       /* arena; model x repeat */
    struct endpoint *callers;      /* arena; caller x repeat; unused for the script */
    struct endpoint chooser;       /* of the experiment, if it has one; the same for all repeats */
    struct prepared *prepared;     /* arena; one a scenario */
    struct {
        uint64_t ms;
        void (*call)(void *context);
        void *context;
    } tick;
};

/* In the order in which they stand on each other. */
static void release(struct stage *stage)
{
    if (stage->exchange != NULL)
        exchange_close(stage->exchange);
    if (stage->understudy != NULL)
        understudy_close(stage->understudy);
    if (stage->tape != NULL)
        tape_close(stage->tape);
    if (stage->loop != NULL)
        loop_free(stage->loop);
    for (size_t i = 0; stage->prepared != NULL && i < stage->plan->scenario_count; i++) {
        for (size_t c = 0; stage->prepared[i].callers != NULL && c < stage->plan->experiment->caller_count; c++)
            dialogue_plan_free(stage->prepared[i].callers[c].script);
        if (stage->prepared[i].own_context != NULL)
            signal_context_free(stage->prepared[i].own_context);
    }
    arena_release(&stage->turn);
    arena_release(&stage->arena);
    free(stage);
}

static struct str *prompts_of(struct stage *stage, const struct scenario *scenario, const char *marker)
{
    const struct experiment *experiment = stage->plan->experiment;
    struct str *prompts = arena_array(&stage->arena, experiment->prompt_count, sizeof *prompts);
    for (size_t i = 0; i < experiment->prompt_count; i++) {
        const struct prompt *prompt = &experiment->prompts[i];
        struct str built_in = prompt_persona(&stage->arena, scenario, marker);
        if (prompt->mood != NULL)
            prompts[i] =
                str_from(arena_printf(&stage->arena, "%.*s\n%s\n", STR_FORMAT(built_in), prompt->mood[scenario->lang]));
        else
            prompts[i] = prompt->name.len > 0 ? template_fill(&stage->arena, prompt->text, scenario, marker) : built_in;
    }
    return prompts;
}

static struct str caller_prompt(struct stage *stage, const struct caller *caller, const struct scenario *script,
                                const char *marker)
{
    struct str prompt = prompt_caller(&stage->arena, script, marker);
    if (caller->wording.len == 0)
        return prompt;
    return str_from(
        arena_printf(&stage->arena, "%.*s\n%.*s\n", STR_FORMAT(prompt), STR_FORMAT(str_trim(caller->wording))));
}

static struct prepared_caller *callers_of(struct stage *stage, size_t scenario, const char *marker)
{
    const struct experiment *experiment = stage->plan->experiment;
    struct prepared_caller *callers = arena_array(&stage->arena, experiment->caller_count, sizeof *callers);
    for (size_t i = 0; i < experiment->caller_count; i++) {
        const struct scenario *script = plan_script(stage->plan, i, scenario);
        if (experiment->callers[i].endpoint != NULL)
            callers[i].prompt = caller_prompt(stage, &experiment->callers[i], script, marker);
        else if (experiment->chooser != NULL)
            callers[i].chooser_prompt = chooser_instruction(&stage->arena, script);
    }
    return callers;
}

static void prepare_scenarios(struct stage *stage, const struct results *results)
{
    const struct plan *plan = stage->plan;
    stage->prepared = arena_array(&stage->arena, plan->scenario_count, sizeof *stage->prepared);
    for (size_t i = 0; i < plan->scenario_count; i++) {
        const struct scenario *scenario = plan->scenarios[i];
        const char *marker = prompt_marker(scenario->lang);
        if (results == NULL)
            stage->prepared[i].own_context = signal_context_new(scenario);
        stage->prepared[i].context = results != NULL ? results->contexts[i] : stage->prepared[i].own_context;
        stage->prepared[i].persona_prompts = prompts_of(stage, scenario, marker);
        stage->prepared[i].callers = callers_of(stage, i, marker);
    }
}

/* How each script is played, a piece each. */
static void prepare_piece(size_t piece, void *context)
{
    struct stage *stage = context;
    size_t callers = stage->plan->experiment->caller_count, scenario = piece / callers, caller = piece % callers;
    stage->prepared[scenario].callers[caller].script = dialogue_plan_new(plan_script(stage->plan, caller, scenario));
}

/* Starts the understudy's server when an endpoint wants it. Offline nobody listens, and nobody is asked. */
static bool start_understudy(struct stage *stage, const struct pipeline_options *options, struct str *base_url,
                             struct error *err)
{
    const struct experiment *experiment = stage->plan->experiment;
    bool wanted = false;
    for (size_t i = 0; i < experiment->caller_count; i++)
        wanted = wanted || (experiment->callers[i].endpoint != NULL && experiment->callers[i].endpoint->understudy);
    for (size_t i = 0; i < experiment->model_count; i++)
        wanted = wanted || experiment->models[i].understudy;
    *base_url = STR("http://127.0.0.1:1/v1");
    if (!wanted || options->exchange.offline)
        return true;
    struct understudy_options understudy = {.latency_ms = options->understudy_latency_ms};
    stage->understudy = understudy_open(stage->loop, &understudy, err);
    if (stage->understudy == NULL)
        return false;
    *base_url = str_from(arena_printf(&stage->arena, "http://127.0.0.1:%u/v1", understudy_port(stage->understudy)));
    return true;
}

/* An endpoint of the experiment as it is used for one repeat: with an address, and with a seed of its own, else a model
 * that honours seeds would say the same in every repeat. */
static bool fit_endpoint(const struct endpoint *from, size_t repeat, struct str understudy_url, bool offline,
                         struct endpoint *to, struct error *err)
{
    *to = *from;
    to->seed = from->seed + repeat - 1;
    if (from->understudy)
        to->base_url = understudy_url;
    return offline || endpoint_check(to, err);
}

static bool prepare_endpoints(struct stage *stage, const struct pipeline_options *options, struct error *err)
{
    const struct experiment *experiment = stage->plan->experiment;
    struct str url;
    if (!start_understudy(stage, options, &url, err))
        return false;
    stage->models = arena_array(&stage->arena, experiment->model_count * experiment->repeats, sizeof *stage->models);
    size_t model_callers = 0;
    for (size_t c = 0; c < experiment->caller_count; c++)
        model_callers += experiment->callers[c].endpoint != NULL;
    if (model_callers > 0)
        stage->callers =
            arena_array(&stage->arena, experiment->caller_count * experiment->repeats, sizeof *stage->callers);
    for (size_t r = 0; r < experiment->repeats; r++) {
        for (size_t m = 0; m < experiment->model_count; m++)
            if (!fit_endpoint(&experiment->models[m], r + 1, url, options->exchange.offline,
                              &stage->models[m * experiment->repeats + r], err))
                return false;
        for (size_t c = 0; c < experiment->caller_count; c++)
            if (experiment->callers[c].endpoint != NULL &&
                !fit_endpoint(experiment->callers[c].endpoint, r + 1, url, options->exchange.offline,
                              &stage->callers[c * experiment->repeats + r], err))
                return false;
    }
    return experiment->chooser == NULL ||
           fit_endpoint(experiment->chooser, 1, url, options->exchange.offline, &stage->chooser, err);
}

struct stage *stage_open(const struct plan *plan, struct folder *folder, const struct pipeline_options *options,
                         void (*interrupted)(int signal_number, void *context), void *context, bool *tape_cut,
                         struct error *err)
{
    struct stage *stage = memory_alloc(sizeof *stage);
    stage->plan = plan;
    arena_init(&stage->arena);
    arena_init(&stage->turn);
    stage->loop = loop_new(err);
    bool fine = stage->loop != NULL && loop_on_interrupt(stage->loop, interrupted, context, err) &&
                prepare_endpoints(stage, options, err);
    if (fine) {
        size_t pieces = plan->scenario_count * plan->experiment->caller_count;
        prepare_scenarios(stage, options->results);
        struct parallel *beside =
            parallel_begin(pieces, pieces > 1 ? parallel_processors() - 1 : 0, prepare_piece, stage);
        stage->tape =
            tape_open(folder_file(folder, "tape.jsonl"), options->exchange.offline, options->durable, tape_cut, err);
        parallel_end(beside);
    }
    if (fine && stage->tape != NULL)
        stage->exchange = exchange_open(stage->loop, stage->tape, &options->exchange, err);
    if (stage->exchange != NULL)
        return stage;
    release(stage);
    return NULL;
}

void stage_run(struct stage *stage)
{
    loop_run(stage->loop);
}

void stage_stop(struct stage *stage)
{
    loop_stop(stage->loop);
}

static void tick(void *context)
{
    struct stage *stage = context;
    loop_after(stage->loop, stage->tick.ms, tick, stage);
    stage->tick.call(stage->tick.context);
}

void stage_every(struct stage *stage, uint64_t ms, void (*call)(void *context), void *context)
{
    stage->tick.ms = ms;
    stage->tick.call = call;
    stage->tick.context = context;
    loop_after(stage->loop, ms, tick, stage);
}

struct exchange_counts stage_counts(const struct stage *stage)
{
    return exchange_counts(stage->exchange);
}

uint64_t stage_longest_ms(const struct stage *stage)
{
    return exchange_longest_ms(stage->exchange);
}

void stage_drain(struct stage *stage)
{
    exchange_drain(stage->exchange);
}

bool stage_close(struct stage *stage, struct run_counts *counts, struct error *err)
{
    struct exchange_counts exchanged = exchange_counts(stage->exchange);
    bool fine = !exchange_broken(stage->exchange, err);
    exchange_close(stage->exchange);
    stage->exchange = NULL;
    fine = fine && tape_sync(stage->tape, err);
    counts->asked = exchanged.asked;
    counts->from_tape = exchanged.from_tape;
    counts->sent = exchanged.sent;
    counts->retried = exchanged.retried;
    counts->usage = exchanged.usage;
    counts->cost = exchanged.cost;
    counts->unmetered = exchanged.unmetered;
    release(stage);
    return fine;
}

struct dialogue *stage_dialogue(struct stage *stage, const struct planned *planned)
{
    const struct experiment *experiment = stage->plan->experiment;
    const struct scenario *scenario = stage->plan->scenarios[planned->scenario];
    struct dialogue_options options = {
        .seed = experiment->seed,
        .max_turns = experiment->max_turns,
        .model_caller = experiment->callers[planned->caller].endpoint != NULL,
        .chooser = experiment->callers[planned->caller].endpoint == NULL && experiment->chooser != NULL,
        .perturb = experiment->callers[planned->caller].endpoint == NULL ? experiment->perturb : 0,
        .plan = stage->prepared[planned->scenario].callers[planned->caller].script,
        .scratch = &stage->turn};
    struct dialogue *dialogue =
        dialogue_new(scenario, stage->prepared[planned->scenario].context, planned->repeat, &options);
    struct transcript *transcript = dialogue_transcript(dialogue);
    transcript->id = str_dup(&transcript->arena, planned->id);
    transcript->model = str_dup(&transcript->arena, experiment->models[planned->model].name);
    transcript->caller =
        str_dup(&transcript->arena, experiment_caller_name(experiment, planned->caller, &transcript->arena));
    transcript->prompt = str_dup(&transcript->arena, experiment->prompts[planned->prompt].name);
    transcript->repeat = planned->repeat;
    return dialogue;
}

static struct exchange_thread *thread(struct stage *stage, const struct planned *planned,
                                      const struct endpoint *endpoint, struct str prompt, const char *party)
{
    const struct scenario *scenario = stage->plan->scenarios[planned->scenario];
    struct arena scratch;
    arena_init(&scratch);
    struct str name = str_from(arena_printf(&scratch, "%.*s %s", STR_FORMAT(planned->id), party));
    /* Two callers begin alike: what the persona answered to one must not be taken for its answer to the other. */
    const struct experiment *experiment = stage->plan->experiment;
    struct str key = scenario->id;
    if (experiment->caller_count > 1)
        key = str_from(arena_printf(&scratch, "%.*s %.*s", STR_FORMAT(key),
                                    STR_FORMAT(experiment->callers[planned->caller].name)));
    struct exchange_thread *made = exchange_thread_new(stage->exchange, endpoint, prompt, key, planned->repeat, name);
    arena_release(&scratch);
    return made;
}

struct exchange_thread *stage_persona(struct stage *stage, const struct planned *planned)
{
    const struct endpoint *endpoint =
        &stage->models[planned->model * stage->plan->experiment->repeats + planned->repeat - 1];
    return thread(stage, planned, endpoint, stage->prepared[planned->scenario].persona_prompts[planned->prompt],
                  "persona");
}

struct exchange_thread *stage_caller(struct stage *stage, const struct planned *planned)
{
    const struct experiment *experiment = stage->plan->experiment;
    if (experiment->callers[planned->caller].endpoint == NULL)
        return NULL;
    return thread(stage, planned, &stage->callers[planned->caller * experiment->repeats + planned->repeat - 1],
                  stage->prepared[planned->scenario].callers[planned->caller].prompt, "caller");
}

/* Keyed by the conversation: the same words of one call get the same choice, and no two calls share one. */
struct exchange_thread *stage_chooser(struct stage *stage, const struct planned *planned)
{
    struct arena scratch;
    arena_init(&scratch);
    struct str name = str_from(arena_printf(&scratch, "%.*s chooser", STR_FORMAT(planned->id)));
    struct exchange_thread *made = exchange_thread_new(
        stage->exchange, &stage->chooser, stage->prepared[planned->scenario].callers[planned->caller].chooser_prompt,
        name, planned->repeat, name);
    arena_release(&scratch);
    return made;
}
