#include "run/experiment_file.h"

#include "base/language.h"
#include "run/mystery.h"
#include "syntax/yaml.h"

#include <string.h>

enum { FILE_CEILING = 1 << 20, COUNT_MOST = 100000 };
static const double PRICE_MOST = 1e6, COST_LEAST = 1e-6, COST_MOST = 1e9, SECONDS_LEAST = 0.001,
                    SECONDS_MOST = 31536000;

/* The file while it is read. */
struct input {
    struct experiment *experiment;
    const struct models *models;
    struct source source;
    const struct yaml_node *sampling; /* may be NULL */
};

bool is_experiment_file(const char *path)
{
    struct str name = str_from(path);
    return str_ends(name, STR(".yaml")) || str_ends(name, STR(".yml"));
}

/* The path as seen from where the program runs. */
static const char *from_folder(struct input *in, struct str path)
{
    const char *base = in->source.path, *slash = strrchr(base, '/');
    int folder = slash != NULL && !str_starts(path, STR("/")) ? (int)(slash - base) + 1 : 0;
    return arena_printf(&in->experiment->arena, "%.*s%.*s", folder, base, STR_FORMAT(path));
}

static bool read_path(struct input *in, const struct yaml_node *node, const char **path, struct error *err)
{
    struct str text;
    if (!yaml_text(&in->source, node, &text, err))
        return false;
    if (text.len == 0)
        return source_error(&in->source, node->at, err, TEXT("a path is expected", "此处应为路径"));
    *path = from_folder(in, text);
    return true;
}

/* One text, or a list of them. */
static bool each(struct input *in, const struct yaml_node *node,
                 bool (*take)(struct input *, const struct yaml_node *, struct error *), struct error *err)
{
    if (node == NULL)
        return true;
    if (node->kind != YAML_SEQUENCE)
        return take(in, node, err);
    for (const struct yaml_node *item = node->first; item != NULL; item = item->next)
        if (!take(in, item, err))
            return false;
    return true;
}

static bool take_scenario(struct input *in, const struct yaml_node *node, struct error *err)
{
    const char *path = NULL;
    return read_path(in, node, &path, err) && experiment_add_scenarios(in->experiment, path, err);
}

static bool take_prompt(struct input *in, const struct yaml_node *node, struct error *err)
{
    const char *path = NULL;
    return read_path(in, node, &path, err) && experiment_add_prompt(in->experiment, path, err);
}

static bool take_rubric(struct input *in, const struct yaml_node *node, struct error *err)
{
    const char *path = NULL;
    if (!read_path(in, node, &path, err))
        return false;
    experiment_add_rubric(in->experiment, path);
    return true;
}

/* temperature, top_p, max_tokens: of the mapping, where it says them. */
static bool read_sampling(struct input *in, const struct yaml_node *node, struct endpoint *to, struct error *err)
{
    const struct yaml_node *temperature = yaml_get(node, "temperature"), *top_p = yaml_get(node, "top_p"),
                           *tokens = yaml_get(node, "max_tokens");
    return (temperature == NULL || yaml_number(&in->source, temperature, 0, 5, &to->temperature, err)) &&
           (top_p == NULL || yaml_number(&in->source, top_p, 0, 1, &to->top_p, err)) &&
           (tokens == NULL || yaml_size(&in->source, tokens, 1000000, &to->max_tokens, err));
}

static const char *text_of(struct input *in, const struct yaml_node *mapping, const char *key, bool *good,
                           struct error *err)
{
    const struct yaml_node *node = yaml_get(mapping, key);
    struct str text;
    if (node == NULL || !*good)
        return NULL;
    *good = yaml_text(&in->source, node, &text, err);
    return *good ? arena_dup(&in->experiment->arena, text.ptr, text.len) : NULL;
}

/* What a model and a caller have in common. */
struct party {
    const char *name, *model, *base_url, *api_key_env, *wording, *script;
    const struct yaml_node *node;
};

static bool read_party(struct input *in, const struct yaml_node *node, bool calls, struct party *party,
                       struct error *err)
{
    static const char *const keys[] = {"name",  "model",      "base_url", "api_key_env",     "wire",      "temperature",
                                       "top_p", "max_tokens", "price_in", "price_cached_in", "price_out", NULL};
    static const char *const caller_keys[] = {"name",        "model",   "base_url",   "api_key_env", "wire",
                                              "temperature", "top_p",   "max_tokens", "price_in",    "price_cached_in",
                                              "price_out",   "wording", "script",     NULL};
    bool good = true;
    *party = (struct party){.node = node};
    if (node->kind == YAML_SCALAR) {
        struct str name;
        if (!yaml_text(&in->source, node, &name, err))
            return false;
        party->name = arena_dup(&in->experiment->arena, name.ptr, name.len);
        return name.len > 0 || source_error(&in->source, node->at, err, TEXT("a name is expected", "此处应为名称"));
    }
    if (node->kind != YAML_MAPPING || !yaml_check_keys(&in->source, node, calls ? caller_keys : keys, err))
        return node->kind == YAML_MAPPING
                   ? false
                   : source_error(&in->source, node->at, err,
                                  TEXT("a name or a mapping is expected", "此处应为名称或键值对"));
    party->name = text_of(in, node, "name", &good, err);
    party->model = text_of(in, node, "model", &good, err);
    party->base_url = text_of(in, node, "base_url", &good, err);
    party->api_key_env = text_of(in, node, "api_key_env", &good, err);
    if (good && yaml_get(node, "wording") != NULL)
        good = read_path(in, yaml_get(node, "wording"), &party->wording, err);
    if (good && yaml_get(node, "script") != NULL)
        good = read_path(in, yaml_get(node, "script"), &party->script, err);
    if (party->script != NULL && party->model == NULL)
        party->model = "script";
    if (party->name == NULL)
        party->name = party->model;
    return good &&
           (party->name != NULL || source_error(&in->source, node->at, err, TEXT("\"name\" is missing", "缺少 name")));
}

static bool read_prices(struct input *in, const struct yaml_node *node, struct endpoint *endpoint, struct error *err)
{
    const struct {
        const char *key;
        double *price;
    } prices[] = {{"price_in", &endpoint->price_in},
                  {"price_cached_in", &endpoint->price_cached_in},
                  {"price_out", &endpoint->price_out}};
    for (size_t i = 0; i < sizeof prices / sizeof *prices; i++) {
        const struct yaml_node *price = yaml_get(node, prices[i].key);
        if (price != NULL && !yaml_number(&in->source, price, 0, PRICE_MOST, prices[i].price, err))
            return false;
    }
    return true;
}

static bool fit(struct input *in, const struct party *party, struct str name, struct endpoint *endpoint,
                struct error *err)
{
    const struct endpoint *known = models_find(in->models, party->model != NULL ? str_from(party->model) : name);
    const struct yaml_node *wire = yaml_get(party->node, "wire");
    struct str text = {0};
    if (known != NULL) {
        *endpoint = *known;
        endpoint->name = str_dup(&in->experiment->arena, name);
    } else if (party->model != NULL) {
        endpoint->model = str_from(party->model);
    }
    if (in->sampling != NULL && !read_sampling(in, in->sampling, endpoint, err))
        return false;
    if (party->node->kind != YAML_MAPPING)
        return true;
    if (wire != NULL && (!yaml_text(&in->source, wire, &text, err) || !wire_from_name(text, &endpoint->wire)))
        return text.ptr == NULL ? false
                                : source_error(&in->source, wire->at, err,
                                               TEXT("the wire is one of chat, responses and anthropic",
                                                    "wire 只能是 chat、responses 和 anthropic 之一"));
    return read_sampling(in, party->node, endpoint, err) && read_prices(in, party->node, endpoint, err);
}

static bool read_chooser(struct input *in, const struct yaml_node *node, struct error *err)
{
    struct party party;
    if (node == NULL)
        return true;
    if (!read_party(in, node, false, &party, err))
        return false;
    struct endpoint *chooser =
        experiment_set_chooser(in->experiment, party.name, party.base_url, party.api_key_env, err);
    if (chooser == NULL)
        return false;
    chooser->temperature = 0;
    struct input alone = *in;
    alone.sampling = NULL; /* is of who speaks */
    return fit(&alone, &party, chooser->name, chooser, err);
}

static bool take_model(struct input *in, const struct yaml_node *node, struct error *err)
{
    struct party party;
    if (!read_party(in, node, false, &party, err))
        return false;
    struct endpoint *model = experiment_add_model(in->experiment, party.name, party.base_url, party.api_key_env, err);
    return model != NULL && fit(in, &party, model->name, model, err);
}

static bool take_caller(struct input *in, const struct yaml_node *node, struct error *err)
{
    struct party party;
    if (!read_party(in, node, true, &party, err))
        return false;
    struct caller *caller =
        experiment_add_caller(in->experiment, party.name, party.model, party.base_url, party.api_key_env, err);
    if (caller == NULL)
        return false;
    if (party.wording != NULL) {
        struct source wording;
        if (caller->endpoint == NULL)
            return source_error(
                &in->source, node->at, err,
                TEXT("a wording stands behind the prompt of a model that calls; another wording of the "
                     "script is a document: \"script: FILE\"",
                     "wording 只附在由模型扮演的拨打方的提示词之后；脚本的另一种措辞要写成文档：“script: FILE”"));
        if (!source_read(&wording, &in->experiment->arena, party.wording, FILE_CEILING, err))
            return false;
        caller->wording = wording.text;
    }
    caller->script = party.script;
    if (caller->endpoint == NULL)
        return true;
    caller->endpoint->name = caller->name;
    return fit(in, &party, caller->name, caller->endpoint, err);
}

static bool read_numbers(struct input *in, const struct yaml_node *root, struct error *err)
{
    struct experiment *experiment = in->experiment;
    const struct yaml_node *repeats = yaml_get(root, "repeats"), *seed = yaml_get(root, "seed"),
                           *turns = yaml_get(root, "max_turns"), *mystery = yaml_get(root, "mystery");
    size_t number = 0;
    if (mystery != NULL && repeats != NULL)
        return source_error(&in->source, repeats->key_at, err,
                            TEXT("\"mystery\" says how many conversations are drawn: leave \"repeats\" out",
                                 "mystery 已经说明抽取多少通对话：请去掉 repeats"));
    if ((repeats != NULL && !yaml_size(&in->source, repeats, COUNT_MOST, &experiment->repeats, err)) ||
        (turns != NULL && !yaml_size(&in->source, turns, 1000, &experiment->max_turns, err)) ||
        (mystery != NULL && !yaml_size(&in->source, mystery, COUNT_MOST, &experiment->mystery, err)) ||
        (seed != NULL && !yaml_size(&in->source, seed, SIZE_MAX >> 12, &number, err)))
        return false;
    if (seed != NULL)
        experiment->seed = number;
    const struct yaml_node *none = experiment->repeats == 0                      ? repeats
                                   : experiment->max_turns == 0                  ? turns
                                   : mystery != NULL && experiment->mystery == 0 ? mystery
                                                                                 : NULL;
    if (none != NULL)
        return source_error(&in->source, none->at, err, TEXT("at least 1 is expected", "此处至少应为 1"));
    if (experiment->mystery > 0)
        experiment->repeats = experiment->mystery;
    return true;
}

static bool read_limits(struct input *in, const struct yaml_node *node, struct error *err)
{
    static const char *const keys[] = {"in_flight", "max_cost", "max_time", NULL};
    struct experiment *experiment = in->experiment;
    if (node == NULL)
        return true;
    if (node->kind != YAML_MAPPING)
        return source_error(&in->source, node->at, err,
                            TEXT("a mapping with \"in_flight\", \"max_cost\", \"max_time\"",
                                 "此处应为含 in_flight、max_cost、max_time 的键值对"));
    const struct yaml_node *flight = yaml_get(node, "in_flight"), *cost = yaml_get(node, "max_cost"),
                           *time = yaml_get(node, "max_time");
    return yaml_check_keys(&in->source, node, keys, err) &&
           (flight == NULL || yaml_size(&in->source, flight, 10000, &experiment->in_flight, err)) &&
           (cost == NULL || yaml_number(&in->source, cost, COST_LEAST, COST_MOST, &experiment->max_cost, err)) &&
           (time == NULL || yaml_number(&in->source, time, SECONDS_LEAST, SECONDS_MOST, &experiment->max_time, err));
}

static bool read_gates(struct input *in, const struct yaml_node *node, struct error *err)
{
    static const char *const keys[] = {"pass_rate", "fidelity", NULL};
    struct experiment *experiment = in->experiment;
    if (node == NULL)
        return true;
    if (node->kind != YAML_MAPPING)
        return source_error(
            &in->source, node->at, err,
            TEXT("a mapping with \"pass_rate\", \"fidelity\"", "此处应为含 pass_rate、fidelity 的键值对"));
    const struct yaml_node *rate = yaml_get(node, "pass_rate"), *fidelity = yaml_get(node, "fidelity");
    return yaml_check_keys(&in->source, node, keys, err) &&
           (rate == NULL || yaml_number(&in->source, rate, 0, 1, &experiment->least_pass_rate, err)) &&
           (fidelity == NULL || yaml_number(&in->source, fidelity, 0, 1, &experiment->least_fidelity, err));
}

static bool check_sampling(struct input *in, struct error *err)
{
    static const char *const keys[] = {"temperature", "top_p", "max_tokens", NULL};
    if (in->sampling == NULL)
        return true;
    if (in->sampling->kind != YAML_MAPPING)
        return source_error(&in->source, in->sampling->at, err,
                            TEXT("a mapping with \"temperature\", \"top_p\", \"max_tokens\"",
                                 "此处应为含 temperature、top_p、max_tokens 的键值对"));
    return yaml_check_keys(&in->source, in->sampling, keys, err);
}

static bool read_root(struct input *in, const struct yaml_node *root, struct error *err)
{
    static const char *const keys[] = {"scenarios", "prompts", "callers", "chooser",   "models", "sampling", "rubrics",
                                       "repeats",   "seed",    "mystery", "max_turns", "limits", "gates",    NULL};
    if (root->kind != YAML_MAPPING)
        return source_error(&in->source, root->at, err,
                            TEXT("an experiment: a mapping with \"scenarios\", \"models\" ...",
                                 "此处应为实验，即含 scenarios、models 等的键值对"));
    in->sampling = yaml_get(root, "sampling");
    if (!yaml_check_keys(&in->source, root, keys, err) || !check_sampling(in, err) ||
        !each(in, yaml_get(root, "scenarios"), take_scenario, err) ||
        !each(in, yaml_get(root, "prompts"), take_prompt, err) ||
        !each(in, yaml_get(root, "callers"), take_caller, err) || !read_chooser(in, yaml_get(root, "chooser"), err) ||
        !each(in, yaml_get(root, "models"), take_model, err) ||
        !each(in, yaml_get(root, "rubrics"), take_rubric, err) || !read_numbers(in, root, err) ||
        !read_limits(in, yaml_get(root, "limits"), err) || !read_gates(in, yaml_get(root, "gates"), err))
        return false;
    if (in->experiment->mystery > 0)
        mystery_add_moods(in->experiment);
    return true;
}

bool experiment_read(struct experiment *experiment, const struct models *models, const char *path, struct error *err)
{
    struct input in = {.experiment = experiment, .models = models};
    if (!source_read(&in.source, &experiment->arena, path, FILE_CEILING, err))
        return false;
    const struct yaml_node *root = yaml_parse(&experiment->arena, &in.source, err);
    return root != NULL && read_root(&in, root, err);
}
