#include "run/plan.h"

#include "base/language.h"
#include "run/mystery.h"
#include "run/wording.h"

#include "base/hash.h"
#include "dialogue/chooser.h"
#include "dialogue/dialogue.h"

#include <stdio.h>
#include <string.h>

static bool script_calls(const struct experiment *experiment)
{
    for (size_t i = 0; i < experiment->caller_count; i++)
        if (experiment->callers[i].endpoint == NULL)
            return true;
    return false;
}

/* Does a scripted caller read the scenarios' own caller halves? */
static bool own_script_calls(const struct experiment *experiment)
{
    for (size_t i = 0; i < experiment->caller_count; i++)
        if (experiment->callers[i].endpoint == NULL && experiment->callers[i].script == NULL)
            return true;
    return false;
}

const struct scenario *plan_script(const struct plan *plan, size_t caller, size_t scenario)
{
    const struct scenario *script = plan->scripts[caller * plan->scenario_count + scenario];
    return script != NULL ? script : plan->scenarios[scenario];
}

static bool read_scenarios(struct plan *plan, struct error *err)
{
    const struct experiment *experiment = plan->experiment;
    struct names paths, ids;
    names_init(&paths, &plan->arena);
    names_init(&ids, &plan->arena);
    plan->scenarios = arena_array(&plan->arena, experiment->scenario_count, sizeof *plan->scenarios);
    for (size_t i = 0; i < experiment->scenario_count; i++) {
        struct scenario *scenario = experiment->texts != NULL
                                        ? scenario_from(experiment->scenarios[i], experiment->texts[i], err)
                                        : scenario_read(experiment->scenarios[i], err);
        if (scenario == NULL)
            return false;
        plan->scenarios[plan->scenario_count++] = scenario;
        if (!scenario->has_caller && own_script_calls(experiment))
            return error_at(err, ERROR_USER, experiment->scenarios[i], 0, 0,
                            TEXT("the document has no caller half, so there is no script to call by; add one, or let a "
                                 "model call with --caller NAME",
                                 "文档没有拨打方部分，因此没有脚本可照；请补上，或用 --caller NAME 让模型来拨打"));
        if (names_add(&paths, str_from(experiment->scenarios[i])) < i)
            return error_at(err, ERROR_USER, experiment->scenarios[i], 0, 0,
                            TEXT("the document is given twice", "文档给出了两次"));
        const size_t first = names_add(&ids, scenario->id);
        if (first < i)
            return error_at(err, ERROR_USER, experiment->scenarios[i], 0, 0,
                            TEXT("two documents have the id '%.*s' (the other is %s); give one of them an id in "
                                 "its front matter",
                                 "两份文档的 id 都是“%.*s”（另一份是 %s）；请在其中一份的文首元数据里写明 id"),
                            STR_FORMAT(scenario->id), experiment->scenarios[first]);
    }
    return true;
}

/* Numbers go into the hash as text of one form on every machine. */
static void hash_number(struct hash *hash, uint64_t number)
{
    char text[24];
    int len = snprintf(text, sizeof text, "%llu", (unsigned long long)number);
    hash_add_field(hash, (struct str){text, (size_t)len});
}

static void hash_endpoint(struct hash *hash, const struct endpoint *endpoint)
{
    hash_add_field(hash, endpoint->name);
    hash_add_field(hash, endpoint->model);
    hash_add_field(hash, endpoint->base_url); /* the understudy has none: its port changes */
    if (endpoint->path.len + endpoint->query.len > 0) {
        hash_add_field(hash, endpoint->path);
        hash_add_field(hash, endpoint->query);
    }
    hash_number(hash, (uint64_t)endpoint->wire);
    hash_number(hash, endpoint->temperature < 0 ? 0 : 1 + (uint64_t)(endpoint->temperature * 1e6 + 0.5));
    hash_number(hash, endpoint->top_p < 0 ? 0 : 1 + (uint64_t)(endpoint->top_p * 1e6 + 0.5));
    hash_number(hash, endpoint->max_tokens);
    hash_number(hash, endpoint->has_seed ? 1 + endpoint->seed : 0);
    if (endpoint->parameters.len > 0)
        hash_add_field(hash, endpoint->parameters);
}

static void hash_caller(struct hash *hash, const struct caller *caller)
{
    hash_add_field(hash, caller->endpoint != NULL ? STR("model") : STR("script"));
    if (caller->endpoint != NULL)
        hash_endpoint(hash, caller->endpoint);
    if (caller->wording.len > 0)
        hash_add_field(hash, caller->wording);
}

static void hash_plan(const struct plan *plan, size_t shard, size_t shards, char hex[65])
{
    const struct experiment *experiment = plan->experiment;
    struct hash hash;
    hash_init(&hash);
    hash_add_field(&hash, STR("fidelio.run/1"));
    for (size_t i = 0; i < plan->scenario_count; i++) {
        hash_add_field(&hash, plan->scenarios[i]->id);
        hash_add_field(&hash, str_from(plan->scenarios[i]->hash));
    }
    for (size_t i = 0; i < experiment->model_count; i++)
        hash_endpoint(&hash, &experiment->models[i]);
    for (size_t i = 0; i < experiment->caller_count; i++)
        hash_caller(&hash, &experiment->callers[i]);
    for (size_t i = 0; i < experiment->caller_count * plan->scenario_count; i++)
        if (plan->scripts[i] != NULL) {
            hash_number(&hash, i);
            hash_add_field(&hash, str_from(plan->scripts[i]->hash));
        }
    if (experiment->chooser != NULL) {
        hash_add_field(&hash, STR("chooser"));
        hash_endpoint(&hash, experiment->chooser);
    }
    if (experiment->mystery > 0)
        hash_number(&hash, experiment->mystery);
    for (size_t i = 0; i < experiment->prompt_count; i++) {
        hash_add_field(&hash, experiment->prompts[i].name);
        hash_add_field(&hash, experiment->prompts[i].text);
    }
    if (experiment->perturb != 0)
        hash_number(&hash, experiment->perturb);
    hash_number(&hash, experiment->repeats);
    if (experiment->first_repeat > 1)
        hash_number(&hash, experiment->first_repeat);
    hash_number(&hash, experiment->seed);
    hash_number(&hash, experiment->max_turns);
    hash_number(&hash, shard);
    hash_number(&hash, shards);
    hash_hex(&hash, hex);
}

static void add_conversation(struct plan *plan, size_t s, size_t p, size_t c, size_t m, uint32_t r)
{
    bool callers = plan->experiment->caller_count > 1;
    struct str caller = callers ? plan->experiment->callers[c].name : (struct str){0};
    struct str scenario = plan->scenarios[s]->id, prompt = plan->experiment->prompts[p].name,
               model = plan->experiment->models[m].name;
    char *id = arena_printf(&plan->arena, "%.*s/%.*s%s%.*s%s%.*s/%u", STR_FORMAT(scenario), STR_FORMAT(prompt),
                            prompt.len > 0 ? "/" : "", STR_FORMAT(caller), callers ? "/" : "", STR_FORMAT(model), r);
    plan->conversations[plan->count++] = (struct planned){s, p, c, m, r, str_from(id)};
}

static uint32_t first_repeat(const struct experiment *experiment)
{
    return experiment->first_repeat > 1 ? (uint32_t)experiment->first_repeat : 1;
}

/* The repeats of one cell, as far as they are the shard's; *index counts all of the plan. `row`: scenario x prompt. */
static void list_repeats(struct plan *plan, const struct mystery *mystery, size_t row, size_t caller, size_t model,
                         size_t *index)
{
    const struct experiment *experiment = plan->experiment;
    for (uint32_t r = first_repeat(experiment); r <= experiment->repeats; r++) {
        size_t s = row / experiment->prompt_count, p = row % experiment->prompt_count;
        if (experiment->mystery > 0)
            mystery_draw(mystery, r, &s, &p);
        if ((*index)++ % experiment->shards == experiment->shard - 1)
            add_conversation(plan, s, p, caller, model, r);
    }
}

static bool list_conversations(struct plan *plan, struct error *err)
{
    const struct experiment *experiment = plan->experiment;
    size_t rows = experiment->mystery > 0 ? 1 : experiment->scenario_count * experiment->prompt_count;
    size_t cells = rows * experiment->caller_count * experiment->model_count;
    if (cells > PLAN_CEILING / experiment->repeats)
        return error_set(err, ERROR_LIMIT,
                         TEXT("the plan has more than %d conversations; split it into several runs",
                              "计划超过 %d 通对话；请拆成几次运行"),
                         PLAN_CEILING);
    plan->conversations =
        arena_array(&plan->arena, cells * experiment->repeats / experiment->shards + 1, sizeof *plan->conversations);
    size_t index = 0;
    struct mystery mystery;
    mystery_init(&mystery, plan);
    for (size_t row = 0; row < rows; row++)
        for (size_t c = 0; c < experiment->caller_count; c++)
            for (size_t m = 0; m < experiment->model_count; m++)
                list_repeats(plan, &mystery, row, c, m, &index);
    mystery_release(&mystery);
    if (plan->count == 0)
        return error_set(err, ERROR_USER,
                         TEXT("shard %zu/%zu of %zu conversations is empty; ask for fewer shards",
                              "分片 %zu/%zu 是空的，一共只有 %zu 通对话；请减少分片数"),
                         experiment->shard, experiment->shards, index);
    return true;
}

bool plan_make(struct plan *plan, const struct experiment *experiment, struct error *err)
{
    *plan = (struct plan){.experiment = experiment};
    arena_init(&plan->arena);
    bool fine = experiment->scenario_count > 0 ||
                error_set(err, ERROR_USER, TEXT("there is no scenario to run", "没有可运行的场景"));
    fine = fine && (experiment->model_count > 0 ||
                    error_set(err, ERROR_USER,
                              TEXT("there is no model to run; name one with --model NAME, or try --model understudy",
                                   "没有可运行的模型；请用 --model NAME 指定，或试试 --model understudy")));
    fine = fine && (experiment->perturb == 0 || script_calls(experiment) ||
                    error_set(err, ERROR_USER,
                              TEXT("perturbations are the scripted caller's: leave out --perturb or --caller",
                                   "干扰只对脚本拨打方有效：请去掉 --perturb 或 --caller")));
    fine = fine && (experiment->chooser == NULL || script_calls(experiment) ||
                    error_set(err, ERROR_USER,
                              TEXT("a chooser answers for the scripted caller: leave out --chooser or --caller",
                                   "chooser 替脚本拨打方选择回答：请去掉 --chooser 或 --caller")));
    if (!fine || !read_scenarios(plan, err) || !wordings_read(plan, err) || !list_conversations(plan, err)) {
        plan_release(plan);
        return false;
    }
    hash_plan(plan, experiment->shard, experiment->shards, plan->hash);
    hash_plan(plan, 1, 1, plan->whole_hash);
    memcpy(plan->id, plan->hash, sizeof plan->id - 1);
    return true;
}

void plan_release(struct plan *plan)
{
    for (size_t i = 0; plan->scripts != NULL && i < plan->experiment->caller_count * plan->scenario_count; i++)
        if (plan->scripts[i] != NULL)
            scenario_free(plan->scripts[i]);
    for (size_t i = 0; i < plan->scenario_count; i++)
        scenario_free(plan->scenarios[i]);
    arena_release(&plan->arena);
    *plan = (struct plan){0};
}

/* One party's share of a conversation. Each call sends the prompt and the growing history again. */
static void add_party(struct estimate *estimate, const struct endpoint *endpoint, struct str prompt, uint64_t turns)
{
    enum { REPLY_TOKENS = 45 }; /* a spoken turn of either side */
    struct usage usage = {.prompt_tokens = turns * endpoint_estimate_tokens(prompt) + REPLY_TOKENS * turns * turns,
                          .completion_tokens = turns * REPLY_TOKENS};
    estimate->calls += turns;
    estimate->prompt_tokens += usage.prompt_tokens;
    estimate->completion_tokens += usage.completion_tokens;
    estimate->cost += endpoint_cost(endpoint, usage);
}

/* A choice a turn at most, each asked on its own. */
static void add_choices(struct estimate *estimate, const struct endpoint *chooser, struct str instruction,
                        uint64_t turns)
{
    enum { CHOICE_TOKENS = 120, NUMBER_TOKENS = 2 };
    struct usage usage = {.prompt_tokens = turns * (endpoint_estimate_tokens(instruction) + CHOICE_TOKENS),
                          .completion_tokens = turns * NUMBER_TOKENS};
    estimate->calls += turns;
    estimate->prompt_tokens += usage.prompt_tokens;
    estimate->completion_tokens += usage.completion_tokens;
    estimate->cost += endpoint_cost(chooser, usage);
}

struct estimate plan_estimate(const struct plan *plan, const bool *only)
{
    const struct experiment *experiment = plan->experiment;
    struct estimate estimate = {0};
    struct arena scratch;
    arena_init(&scratch);
    for (size_t i = 0; i < plan->count; i++) {
        if (only != NULL && !only[i])
            continue;
        const struct planned *planned = &plan->conversations[i];
        const struct scenario *scenario = plan->scenarios[planned->scenario];
        const struct endpoint *caller = experiment->callers[planned->caller].endpoint;
        const char *marker = prompt_marker(scenario->lang);
        const struct scenario *script = plan_script(plan, planned->caller, planned->scenario);
        uint64_t turns = script->caller.step_count + 2; /* steps, the probe and the grace reply */
        if (turns > experiment->max_turns)
            turns = experiment->max_turns;
        add_party(&estimate, &experiment->models[planned->model], prompt_persona(&scratch, scenario, marker), turns);
        if (caller != NULL)
            add_party(&estimate, caller, prompt_caller(&scratch, script, marker), turns);
        else if (experiment->chooser != NULL)
            add_choices(&estimate, experiment->chooser, chooser_instruction(&scratch, script), turns);
        arena_clear(&scratch);
    }
    arena_release(&scratch);
    return estimate;
}
