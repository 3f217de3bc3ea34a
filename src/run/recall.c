#include "run/recall.h"

#include "base/language.h"
#include "dialogue/perturb.h"
#include "run/plan.h"
#include "syntax/json.h"
#include "syntax/json_writer.h"

#include <string.h>

/* The members of an object as JSON text without the braces. */
static struct str members_of(struct arena *arena, const struct json *object)
{
    struct buf text;
    struct json_writer w;
    buf_init(&text, 0);
    json_writer_init(&w, &text, 0);
    json_put_tree(&w, NULL, object);
    struct str all = buf_str(&text), members = str_dup(arena, all.len > 2 ? str_slice(all, 1, all.len - 1) : STR(""));
    buf_release(&text);
    return members;
}

static void recall_endpoint(struct arena *arena, const struct json *from, const struct models *models,
                            struct endpoint *to)
{
    const struct endpoint *known = models != NULL ? models_find(models, json_get_text(from, "name")) : NULL;
    endpoint_init(to);
    if (known != NULL)
        *to = *known;
    to->name = json_get_text(from, "name");
    to->model = json_get_text(from, "model");
    to->base_url = json_get_text(from, "base_url");
    to->understudy = json_get_bool(from, "understudy", false);
    wire_from_name(json_get_text(from, "wire"), &to->wire);
    if (json_get_text(from, "api_key_env").len > 0)
        to->api_key_env = json_get_text(from, "api_key_env");
    to->temperature = json_get_number(from, "temperature", -1);
    to->top_p = json_get_number(from, "top_p", -1);
    to->max_tokens = (size_t)json_get_number(from, "max_tokens", 0);
    to->has_seed = json_get(from, "seed") != NULL;
    to->seed = (uint64_t)json_get_number(from, "seed", 0);
    if (to->price_in < 0)
        to->price_in = json_get_number(from, "price_in", -1);
    if (to->price_cached_in < 0)
        to->price_cached_in = json_get_number(from, "price_cached_in", -1);
    if (to->price_out < 0)
        to->price_out = json_get_number(from, "price_out", -1);
    to->parameters = (struct str){0};
    if (json_get(from, "parameters") != NULL)
        to->parameters = members_of(arena, json_get(from, "parameters"));
}

static size_t count_of(const struct json *list)
{
    return list != NULL ? list->count : 0;
}

static void recall_models(struct experiment *experiment, const struct json *list, const struct models *models)
{
    experiment->models = arena_array(&experiment->arena, count_of(list) + 1, sizeof *experiment->models);
    for (const struct json *item = list != NULL ? list->first : NULL; item != NULL; item = item->next)
        recall_endpoint(&experiment->arena, item, models, &experiment->models[experiment->model_count++]);
}

/* Wordings of the script, in the scenarios' order. */
static void recall_scripts(struct experiment *experiment, const struct json *list, struct caller *caller)
{
    struct arena *arena = &experiment->arena;
    if (count_of(list) == 0)
        return;
    caller->script = str_cstring(arena, json_get_text(list->first, "path"));
    caller->script_texts = arena_array(arena, list->count, sizeof *caller->script_texts);
    size_t count = 0;
    for (const struct json *item = list->first; item != NULL; item = item->next)
        caller->script_texts[count++] = json_get_text(item, "text");
}

static void add_caller(struct experiment *experiment, struct str name, const struct json *endpoint, struct str wording,
                       const struct models *models)
{
    struct caller *caller = &experiment->callers[experiment->caller_count++];
    *caller = (struct caller){.name = name, .wording = wording};
    if (endpoint == NULL)
        return;
    caller->endpoint = arena_alloc(&experiment->arena, sizeof *caller->endpoint);
    recall_endpoint(&experiment->arena, endpoint, models, caller->endpoint);
}

static void recall_callers(struct experiment *experiment, const struct json *run, const struct models *models)
{
    const struct json *one = json_get(run, "caller"), *several = json_get(run, "callers");
    if (one == NULL && several == NULL)
        return; /* the script */
    experiment->callers = arena_array(&experiment->arena, count_of(several) + 1, sizeof *experiment->callers);
    experiment->caller_count = 0;
    experiment->callers_said = true;
    if (one != NULL)
        add_caller(experiment, json_get_text(one, "name"), one, STR(""), models);
    for (const struct json *item = several != NULL ? several->first : NULL; item != NULL; item = item->next) {
        add_caller(experiment, json_get_text(item, "name"), json_get(item, "endpoint"), json_get_text(item, "wording"),
                   models);
        recall_scripts(experiment, json_get(item, "scripts"), &experiment->callers[experiment->caller_count - 1]);
    }
}

static void recall_documents(struct experiment *experiment, const struct json *run)
{
    struct arena *arena = &experiment->arena;
    const struct json *prompts = json_get(run, "prompts"), *scenarios = json_get(run, "scenarios");
    if (count_of(prompts) > 0)
        experiment->prompts = arena_array(arena, prompts->count, sizeof *experiment->prompts);
    size_t i = 0;
    for (const struct json *item = prompts != NULL ? prompts->first : NULL; item != NULL; item = item->next)
        experiment->prompts[i++] =
            (struct prompt){json_get_text(item, "name"), str_cstring(arena, json_get_text(item, "path")),
                            json_get_text(item, "text"), NULL};
    experiment->prompt_count = i > 0 ? i : experiment->prompt_count;
    experiment->scenarios = arena_array(arena, count_of(scenarios) + 1, sizeof *experiment->scenarios);
    experiment->texts = arena_array(arena, count_of(scenarios) + 1, sizeof *experiment->texts);
    for (const struct json *item = scenarios != NULL ? scenarios->first : NULL; item != NULL; item = item->next) {
        experiment->texts[experiment->scenario_count] = json_get_text(item, "text");
        experiment->scenarios[experiment->scenario_count++] = str_cstring(arena, json_get_text(item, "path"));
    }
}

/* What was read back makes the very plan that the run was made by. */
static bool check_plan(const struct experiment *experiment, const struct json *run, struct error *err)
{
    struct plan plan;
    if (!plan_make(&plan, experiment, err))
        return false;
    bool same = str_eq_cstring(json_get_text(run, "plan_hash"), plan.hash);
    plan_release(&plan);
    return same ||
           error_set(err, ERROR_USER,
                     TEXT("not everything that the run was made by stands in its run.json; give the file of models "
                          "that it was made with (--models FILE)",
                          "run.json 里没有写全这次运行的做法；请给出当时用的模型文件（--models FILE）"));
}

bool experiment_recall(struct experiment *experiment, const struct json *run, const struct models *models,
                       struct error *err)
{
    const struct json *parameters = json_get(run, "parameters");
    experiment_init(experiment);
    if (json_get_number(parameters, "shards", 1) > 1)
        return error_set(err, ERROR_USER,
                         TEXT("the run is a shard; merge the shards first", "这次运行是一个分片；请先合并各分片"));
    if (json_get_number(parameters, "mystery", 0) > 0)
        return error_set(err, ERROR_USER,
                         TEXT("the run's conversations were drawn (--mystery): there are no repeats to add",
                              "这次运行的对话是抽取的（--mystery）：没有可以增加的次数"));
    experiment->repeats = (size_t)json_get_number(parameters, "repeats", 1);
    experiment->seed = (uint64_t)json_get_number(parameters, "seed", 1);
    experiment->max_turns = (size_t)json_get_number(parameters, "max_turns", 30);
    struct str perturb = json_get_text(parameters, "perturb");
    if (perturb.len > 0 && !perturbations_from(perturb, &experiment->perturb, err))
        return false;
    recall_models(experiment, json_get(run, "models"), models);
    recall_callers(experiment, run, models);
    recall_documents(experiment, run);
    if (json_get(run, "chooser") != NULL) {
        experiment->chooser = arena_alloc(&experiment->arena, sizeof *experiment->chooser);
        recall_endpoint(&experiment->arena, json_get(run, "chooser"), models, experiment->chooser);
    }
    return check_plan(experiment, run, err);
}
