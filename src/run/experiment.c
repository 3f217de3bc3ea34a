#include "run/experiment.h"

#include "base/file.h"
#include "base/language.h"
#include "base/nearest.h"
#include "dialogue/perturb.h"
#include "dialogue/template.h"
#include "understudy/brain.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static const char *const PUBLIC_BASE_URL = "https://api.openai.com/v1";
static const char *const PUBLIC_KEY = "OPENAI_API_KEY";

void experiment_init(struct experiment *experiment)
{
    *experiment = (struct experiment){.repeats = 1, .max_turns = 30, .seed = 1, .shard = 1, .shards = 1};
    arena_init(&experiment->arena);
    names_init(&experiment->model_names, &experiment->arena);
    names_init(&experiment->caller_names, &experiment->arena);
    names_init(&experiment->prompt_names, &experiment->arena);
    experiment->prompts = arena_alloc(&experiment->arena, sizeof *experiment->prompts);
    experiment->prompt_count = 1;
    experiment->callers = arena_alloc(&experiment->arena, sizeof *experiment->callers);
    experiment->callers[0].name = STR("script");
    experiment->caller_count = 1;
}

void experiment_release(struct experiment *experiment)
{
    arena_release(&experiment->arena);
}

static void push(struct arena *arena, const char ***list, size_t *count, const char *text)
{
    *list = arena_longer(arena, *list, *count, sizeof **list);
    (*list)[(*count)++] = arena_dup(arena, text, strlen(text));
}

static bool is_document(const char *name)
{
    struct str text = str_from(name);
    return name[0] != '.' && strncasecmp(name, "readme", 6) != 0 &&
           (str_ends(text, STR(".md")) || str_ends(text, STR(".txt")));
}

static int bytewise(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static bool add_folder(struct experiment *experiment, const char *path, struct error *err)
{
    const char **names = NULL;
    size_t count = 0;
    DIR *folder = opendir(path);
    if (folder == NULL)
        return error_errno(err, errno, path, TEXT("open the folder", "打开目录"));
    for (struct dirent *entry = readdir(folder); entry != NULL; entry = readdir(folder))
        if (is_document(entry->d_name))
            push(&experiment->arena, &names, &count,
                 arena_printf(&experiment->arena, "%s%s%s", path, path[strlen(path) - 1] == '/' ? "" : "/",
                              entry->d_name));
    closedir(folder);
    if (count == 0)
        return error_at(
            err, ERROR_USER, path, 0, 0,
            TEXT("the folder holds no scenario documents (*.md, *.txt)", "目录里没有场景文档（*.md、*.txt）"));
    qsort(names, count, sizeof *names, bytewise);
    for (size_t i = 0; i < count; i++)
        push(&experiment->arena, &experiment->scenarios, &experiment->scenario_count, names[i]);
    return true;
}

bool experiment_add_scenarios(struct experiment *experiment, const char *path, struct error *err)
{
    if (file_is_dir(path))
        return add_folder(experiment, path, err);
    push(&experiment->arena, &experiment->scenarios, &experiment->scenario_count, path);
    return true;
}

bool model_is_understudy(struct str name)
{
    return str_eq_cstring(name, "understudy") || str_starts(name, STR("understudy:"));
}

struct endpoint *experiment_endpoint(struct experiment *experiment, const char *name, const char *base_url,
                                     const char *api_key_env)
{
    struct endpoint *endpoint = arena_alloc(&experiment->arena, sizeof *endpoint);
    struct str owned = str_dup(&experiment->arena, str_from(name));
    if (api_key_env == NULL && base_url == NULL)
        api_key_env = PUBLIC_KEY;
    endpoint_init(endpoint);
    endpoint->name = owned;
    endpoint->model = owned;
    endpoint->understudy = model_is_understudy(owned);
    if (!endpoint->understudy) { /* the understudy has no address before it is started */
        endpoint->base_url = str_dup(&experiment->arena, str_from(base_url != NULL ? base_url : PUBLIC_BASE_URL));
        endpoint->api_key_env = str_dup(&experiment->arena, str_from(api_key_env));
    }
    return endpoint;
}

/* An understudy of a temperament that there is. */
static bool check_understudy(struct experiment *experiment, const char *name, struct error *err)
{
    const char *names[TEMPERAMENTS + 1] = {NULL};
    struct brain_model model;
    struct buf list;
    if (brain_model_from(str_from(name), &model))
        return true;
    buf_init(&list, 0);
    for (size_t i = 0; i < TEMPERAMENTS; i++) {
        names[i] = temperament_name((enum temperament)i);
        buf_printf(&list, "%s%s", i > 0 ? ", " : "", names[i]);
    }
    const char *colon = strchr(name, ':'), *known = arena_dup(&experiment->arena, list.bytes, list.len);
    const char *nearest = nearest_of(str_from(colon != NULL ? colon + 1 : ""), names);
    buf_release(&list);
    if (nearest != NULL)
        return error_set(
            err, ERROR_USER,
            TEXT("there is no '%s'; did you mean understudy:%s? (%s)", "没有“%s”；是不是 understudy:%s？（%s）"), name,
            nearest, known);
    return error_set(err, ERROR_USER,
                     TEXT("there is no '%s'; the understudy's temperaments are %s", "没有“%s”；替身的性情有 %s"), name,
                     known);
}

struct endpoint *experiment_add_model(struct experiment *experiment, const char *name, const char *base_url,
                                      const char *api_key_env, struct error *err)
{
    if (names_find(&experiment->model_names, str_from(name)) != STR_NONE) {
        error_set(err, ERROR_USER, TEXT("the model '%s' is given twice", "模型“%s”给出了两次"), name);
        return NULL;
    }
    if (model_is_understudy(str_from(name)) && !check_understudy(experiment, name, err))
        return NULL;
    const struct endpoint *model = experiment_endpoint(experiment, name, base_url, api_key_env);
    if (!model->understudy && !endpoint_check_shown(model, err))
        return NULL;
    experiment->models = arena_longer(&experiment->arena, experiment->models, experiment->model_count, sizeof *model);
    experiment->models[experiment->model_count] = *model;
    names_add(&experiment->model_names, model->name);
    return &experiment->models[experiment->model_count++];
}

struct caller *experiment_add_caller(struct experiment *experiment, const char *name, const char *model,
                                     const char *base_url, const char *api_key_env, struct error *err)
{
    const size_t kept = experiment->callers_said ? experiment->caller_count : 0;
    struct caller caller = {.name = str_dup(&experiment->arena, str_from(name))};
    model = model != NULL ? model : name;
    if (names_find(&experiment->caller_names, caller.name) != STR_NONE) {
        error_set(err, ERROR_USER, TEXT("the caller '%s' is given twice", "拨打方“%s”给出了两次"), name);
        return NULL;
    }
    if (strcmp(model, "script") != 0) {
        if (model_is_understudy(str_from(model)) && !check_understudy(experiment, model, err))
            return NULL;
        caller.endpoint = experiment_endpoint(experiment, model, base_url, api_key_env);
        if (!caller.endpoint->understudy && !endpoint_check_shown(caller.endpoint, err))
            return NULL;
    }
    experiment->callers = arena_longer(&experiment->arena, experiment->callers, kept, sizeof caller);
    experiment->callers[kept] = caller;
    experiment->caller_count = kept + 1;
    experiment->callers_said = true;
    names_add(&experiment->caller_names, caller.name);
    return &experiment->callers[kept];
}

struct endpoint *experiment_set_chooser(struct experiment *experiment, const char *name, const char *base_url,
                                        const char *api_key_env, struct error *err)
{
    if (model_is_understudy(str_from(name))) {
        error_set(err, ERROR_USER,
                  TEXT("the understudy understands no question and cannot choose: name a model with --chooser NAME",
                       "替身听不懂问题，不能选择：请用 --chooser NAME 指定一个模型"));
        return NULL;
    }
    struct endpoint *chooser = experiment_endpoint(experiment, name, base_url, api_key_env);
    if (!endpoint_check_shown(chooser, err))
        return NULL;
    return experiment->chooser = chooser;
}

/* The file's name without folder and ending. */
static struct str name_of(const char *path)
{
    struct str name = str_from(path);
    for (size_t i = name.len; i-- > 0;)
        if (name.ptr[i] == '/') {
            name = str_slice(name, i + 1, name.len);
            break;
        }
    for (size_t i = name.len; i-- > 1;)
        if (name.ptr[i] == '.')
            return str_slice(name, 0, i);
    return name;
}

bool experiment_add_prompt(struct experiment *experiment, const char *path, struct error *err)
{
    struct source source;
    struct arena *arena = &experiment->arena;
    if (!source_read(&source, arena, path, TEMPLATE_CEILING, err) || !template_check(&source, err))
        return false;
    struct prompt fresh = {str_dup(arena, name_of(path)), source.path, source.text, NULL};
    const size_t kept = experiment->prompts[0].name.len > 0 ? experiment->prompt_count : 0,
                 known = names_find(&experiment->prompt_names, fresh.name);
    if (known != STR_NONE)
        return error_at(
            err, ERROR_USER, path, 0, 0,
            TEXT("two prompts have the name '%.*s' (the other is %s)", "两份提示词都叫“%.*s”（另一份是 %s）"),
            STR_FORMAT(fresh.name), experiment->prompts[known].path);
    experiment->prompts = arena_longer(arena, experiment->prompts, kept, sizeof fresh);
    experiment->prompts[kept] = fresh;
    experiment->prompt_count = kept + 1;
    names_add(&experiment->prompt_names, fresh.name);
    return true;
}

void experiment_add_rubric(struct experiment *experiment, const char *path)
{
    push(&experiment->arena, &experiment->rubrics, &experiment->rubric_count, path);
}

static bool each_endpoint(const struct experiment *experiment,
                          bool (*check)(const struct endpoint *, void *, struct error *), void *context,
                          struct error *err)
{
    for (size_t i = 0; i < experiment->model_count; i++)
        if (!check(&experiment->models[i], context, err))
            return false;
    for (size_t i = 0; i < experiment->caller_count; i++)
        if (experiment->callers[i].endpoint != NULL && !check(experiment->callers[i].endpoint, context, err))
            return false;
    return experiment->chooser == NULL || check(experiment->chooser, context, err);
}

static bool check_usable(const struct endpoint *endpoint, void *context, struct error *err)
{
    (void)context;
    return endpoint->understudy || endpoint_check(endpoint, err);
}

bool experiment_check_endpoints(const struct experiment *experiment, struct error *err)
{
    return each_endpoint(experiment, check_usable, NULL, err);
}

/* `context` is the first endpoint whose prices have a currency, or have any. */
static bool check_price(const struct endpoint *endpoint, void *context, struct error *err)
{
    const struct endpoint **first = context;
    bool free = endpoint->understudy && endpoint->price_in < 0 && endpoint->price_out < 0;
    if (free)
        return true;
    if (!endpoint_check_prices(endpoint, err))
        return false;
    if (*first == NULL || (*first)->currency.len == 0)
        *first = endpoint;
    return endpoint->currency.len == 0 || str_eq((*first)->currency, endpoint->currency) ||
           error_set(err, ERROR_USER,
                     TEXT("one cost limit (--max-cost) cannot hold over two currencies: the prices of %.*s are in "
                          "'%.*s', those of %.*s in '%.*s'",
                          "一个费用上限（--max-cost）管不了两种货币：%.*s 的价格以“%.*s”计，%.*s 的以“%.*s”计"),
                     STR_FORMAT((*first)->name), STR_FORMAT((*first)->currency), STR_FORMAT(endpoint->name),
                     STR_FORMAT(endpoint->currency));
}

bool experiment_check_prices(const struct experiment *experiment, struct error *err)
{
    const struct endpoint *priced = NULL;
    return each_endpoint(experiment, check_price, &priced, err) &&
           (priced != NULL || experiment->model_count == 0 || endpoint_check_prices(&experiment->models[0], err));
}

struct str experiment_understudy_name(struct str name, struct arena *arena)
{
    return str_ends(name, STR(" (understudy)")) ? name
                                                : str_from(arena_printf(arena, "%.*s (understudy)", STR_FORMAT(name)));
}

struct str experiment_caller_name(const struct experiment *experiment, size_t caller, struct arena *arena)
{
    struct str name = experiment->callers[caller].name;
    const struct endpoint *endpoint = experiment->callers[caller].endpoint;
    if (endpoint != NULL && endpoint->understudy && !model_is_understudy(name))
        return experiment_understudy_name(name, arena);
    if (endpoint != NULL || (experiment->perturb == 0 && experiment->chooser == NULL))
        return name;
    struct str kinds = perturbations_text(arena, experiment->perturb, '+');
    return str_from(arena_printf(arena, "%.*s%s%.*s%s", STR_FORMAT(name), kinds.len > 0 ? "+" : "", STR_FORMAT(kinds),
                                 experiment->chooser != NULL ? "+chooser" : ""));
}

bool experiment_set_shard(struct experiment *experiment, const char *text, struct error *err)
{
    enum { SHARDS_MAX = 10000 };
    struct str all = str_from(text);
    size_t slash = str_find_byte(all, '/'), shard = 0, shards = 0;
    if (slash == STR_NONE || !str_to_size(str_slice(all, 0, slash), SHARDS_MAX, &shard) ||
        !str_to_size(str_slice(all, slash + 1, all.len), SHARDS_MAX, &shards) || shard < 1 || shard > shards)
        return error_set(err, ERROR_USER,
                         TEXT("--shard is K/N with 1 <= K <= N <= %d, such as 2/4, not '%s'",
                              "--shard 的写法是 K/N，1 <= K <= N <= %d，例如 2/4，不能是“%s”"),
                         SHARDS_MAX, text);
    experiment->shard = shard;
    experiment->shards = shards;
    return true;
}
