#include "endpoint/models.h"

#include "base/language.h"
#include "endpoint/models_parameters.h"
#include "endpoint/secret_names.h"
#include "syntax/yaml.h"

#include <string.h>

enum {
    MODELS_CEILING = 1 << 20, /* bytes of the file */
    MOST_SECONDS = 24 * 3600,
    MOST_IN_FLIGHT = 100000,
};

struct reader {
    const struct source *source;
    struct arena *arena;
    struct error *err;
};

static bool fail_at(const struct reader *r, size_t offset, const char *what)
{
    return source_error(r->source, offset, r->err, "%s", what);
}

static bool read_text(const struct reader *r, const struct yaml_node *mapping, const char *key, struct str *value)
{
    const struct yaml_node *node = yaml_get(mapping, key);
    return node == NULL || yaml_text(r->source, node, value, r->err);
}

static bool read_size(const struct reader *r, const struct yaml_node *mapping, const char *key, size_t max,
                      size_t *value)
{
    const struct yaml_node *node = yaml_get(mapping, key);
    return node == NULL || yaml_size(r->source, node, max, value, r->err);
}

static bool read_number(const struct reader *r, const struct yaml_node *mapping, const char *key, double max,
                        double *value)
{
    const struct yaml_node *node = yaml_get(mapping, key);
    return node == NULL || yaml_number(r->source, node, 0, max, value, r->err);
}

static bool read_seconds(const struct reader *r, const struct yaml_node *mapping, const char *key, uint32_t *ms)
{
    double seconds = 0;
    if (!read_number(r, mapping, key, MOST_SECONDS, &seconds))
        return false;
    if (seconds > 0)
        *ms = (uint32_t)(seconds * 1000);
    return true;
}

/* NULL when it is not there; else it must be a mapping with these keys. */
static bool read_group(const struct reader *r, const struct yaml_node *model, const char *key, const char *const *keys,
                       const struct yaml_node **group)
{
    *group = yaml_get(model, key);
    if (*group == NULL)
        return true;
    if ((*group)->kind != YAML_MAPPING)
        return fail_at(r, (*group)->at,
                       TEXT("this must be a mapping: {key: value, ...}", "这里应为键值对：{key: value, ...}"));
    return keys == NULL || yaml_check_keys(r->source, *group, keys, r->err);
}

static bool read_parameters(const struct reader *r, const struct yaml_node *model, struct endpoint *endpoint)
{
    const struct yaml_node *group;
    return read_group(r, model, "parameters", NULL, &group) &&
           (group == NULL || models_parameters(r->source, group, r->arena, endpoint, r->err));
}

static bool read_groups(const struct reader *r, const struct yaml_node *model, struct endpoint *endpoint)
{
    static const char *const limits[] = {"in_flight", "requests_per_minute", "tokens_per_minute", NULL};
    static const char *const timeouts[] = {"connect", "first_byte", "stall", "total", NULL};
    static const char *const price[] = {"input", "cached_input", "output", "currency", NULL};
    const struct yaml_node *group;
    if (!read_group(r, model, "limits", limits, &group) ||
        !read_size(r, group, "in_flight", MOST_IN_FLIGHT, &endpoint->in_flight) ||
        !read_size(r, group, "requests_per_minute", 1u << 30, &endpoint->requests_per_minute) ||
        !read_size(r, group, "tokens_per_minute", (size_t)1 << 40, &endpoint->tokens_per_minute))
        return false;
    if (!read_group(r, model, "timeouts", timeouts, &group) ||
        !read_seconds(r, group, "connect", &endpoint->connect_ms) ||
        !read_seconds(r, group, "first_byte", &endpoint->first_byte_ms) ||
        !read_seconds(r, group, "stall", &endpoint->stall_ms) || !read_seconds(r, group, "total", &endpoint->total_ms))
        return false;
    return read_group(r, model, "price", price, &group) && read_number(r, group, "input", 1e9, &endpoint->price_in) &&
           read_number(r, group, "cached_input", 1e9, &endpoint->price_cached_in) &&
           read_number(r, group, "output", 1e9, &endpoint->price_out) &&
           read_text(r, group, "currency", &endpoint->currency);
}

static bool read_headers(const struct reader *r, const struct yaml_node *model, struct endpoint *endpoint)
{
    const struct yaml_node *group;
    if (!read_group(r, model, "headers", NULL, &group))
        return false;
    if (group == NULL)
        return true;
    const char **lines = arena_array(r->arena, group->count + 1, sizeof *lines);
    size_t count = 0;
    for (const struct yaml_node *node = group->first; node != NULL; node = node->next) {
        struct str value;
        if (!yaml_text(r->source, node, &value, r->err))
            return false;
        if (node->key.len == 0 || strcspn(node->key.ptr, ": \r\n\t") < node->key.len)
            return fail_at(r, node->key_at, TEXT("this is no name of a header", "这不是合法的请求头名称"));
        if ((names_key(node->key) || looks_secret(value)) && holds_literal(value))
            return models_refuse_secret(
                r->source, node->key_at, r->err,
                TEXT("a secret does not belong into a file: put it into an environment variable and "
                     "write ${NAME} in its place (\"Bearer ${NAME}\"), or name the variable as "
                     "api_key_env and the header as key_header",
                     "密钥不要写进文件：请放进环境变量，在这里写 ${变量名}（如 \"Bearer "
                     "${变量名}\"），或用 api_key_env 写明变量名、用 key_header 写明请求头"));
        lines[count++] = arena_printf(r->arena, "%.*s: %.*s", STR_FORMAT(node->key), STR_FORMAT(value));
    }
    endpoint->headers = lines;
    return true;
}

/* Azure's deployment paths and its own header for the key. */
static bool read_azure(const struct reader *r, const struct yaml_node *model, struct endpoint *endpoint)
{
    static const char *const keys[] = {"deployment", "api_version", NULL};
    const struct yaml_node *group;
    struct str deployment = {0}, version = {0};
    if (!read_group(r, model, "azure", keys, &group))
        return false;
    if (group == NULL)
        return true;
    if (!read_text(r, group, "deployment", &deployment) || !read_text(r, group, "api_version", &version))
        return false;
    if (deployment.len == 0 || version.len == 0)
        return fail_at(
            r, group->at,
            TEXT("azure needs both deployment and api_version", "azure 必须同时有 deployment 和 api_version"));
    struct str base = endpoint->base_url;
    while (str_ends(base, STR("/")))
        base.len--;
    endpoint->base_url =
        str_from(arena_printf(r->arena, "%.*s/openai/deployments/%.*s", STR_FORMAT(base), STR_FORMAT(deployment)));
    endpoint->query = str_from(arena_printf(r->arena, "api-version=%.*s", STR_FORMAT(version)));
    endpoint->key_header = endpoint->key_header.len > 0 ? endpoint->key_header : STR("api-key");
    endpoint->model = endpoint->model.len > 0 ? endpoint->model : deployment;
    return true;
}

static bool read_wire(const struct reader *r, const struct yaml_node *model, struct endpoint *endpoint)
{
    struct str name = {0};
    const struct yaml_node *node = yaml_get(model, "wire");
    if (node == NULL)
        return true;
    return yaml_text(r->source, node, &name, r->err) &&
           (wire_from_name(name, &endpoint->wire) ||
            fail_at(r, node->at,
                    TEXT("this wire is not known; there are openai-chat, openai-responses and anthropic-messages",
                         "不认识的接口；可用的有 openai-chat、openai-responses 和 anthropic-messages")));
}

/* How it is reached. */
static bool read_route(const struct reader *r, const struct yaml_node *model, struct endpoint *endpoint)
{
    const struct yaml_node *http = yaml_get(model, "http");
    struct str version = {0};
    if (!read_text(r, model, "proxy", &endpoint->proxy) || !read_text(r, model, "ca_file", &endpoint->ca_file))
        return false;
    return http == NULL || (yaml_text(r->source, http, &version, r->err) &&
                            (endpoint_set_http(endpoint, version) ||
                             fail_at(r, http->at,
                                     TEXT("this must be 1.1, or auto: HTTP/2 where TLS offers it",
                                          "此处应为 1.1 或 auto（TLS 提供时用 HTTP/2）"))));
}

/* A key in the query stands in the logs of every proxy on its way, besides in this file. */
static bool check_query(const struct reader *r, const struct yaml_node *model)
{
    const struct yaml_node *query = yaml_get(model, "query");
    return query == NULL || !query_names_key(query->text) ||
           models_refuse_secret(
               r->source, query->at, r->err,
               TEXT("a query holds no keys: put it into an environment variable, name that as api_key_env, "
                    "and as key_header the header that the server takes it from",
                    "查询串里不能放密钥：请放进环境变量，用 api_key_env 写明变量名，用 key_header "
                    "写明服务端接受密钥的请求头"));
}

static bool read_model(const struct reader *r, const struct yaml_node *model, struct endpoint *endpoint)
{
    static const char *const keys[] = {"name",        "wire",       "base_url", "path",    "query",
                                       "api_key_env", "key_header", "model",    "stream",  "parameters",
                                       "limits",      "timeouts",   "price",    "headers", "azure",
                                       "proxy",       "ca_file",    "http",     NULL};
    endpoint_init(endpoint);
    if (model->kind != YAML_MAPPING)
        return fail_at(r, model->at,
                       TEXT("each model must be a mapping with a name and a base_url",
                            "每个模型都应为键值对，含 name 和 base_url"));
    for (const struct yaml_node *key = model->first; key != NULL; key = key->next)
        if (names_key(key->key) && !str_eq_cstring(key->key, "api_key_env") && !str_eq_cstring(key->key, "key_header"))
            return models_refuse_secret(
                r->source, key->key_at, r->err,
                TEXT("keys do not belong into files: put it into an environment variable and name that as api_key_env",
                     "密钥不要写进文件：请放进环境变量，再用 api_key_env 写明变量名"));
    if (!yaml_check_keys(r->source, model, keys, r->err))
        return false;
    const struct yaml_node *stream = yaml_get(model, "stream");
    bool good =
        read_text(r, model, "name", &endpoint->name) && read_wire(r, model, endpoint) &&
        read_text(r, model, "base_url", &endpoint->base_url) && read_text(r, model, "path", &endpoint->path) &&
        read_text(r, model, "query", &endpoint->query) && read_text(r, model, "api_key_env", &endpoint->api_key_env) &&
        read_text(r, model, "key_header", &endpoint->key_header) && read_text(r, model, "model", &endpoint->model) &&
        (stream == NULL || yaml_bool(r->source, stream, &endpoint->stream, r->err)) &&
        read_parameters(r, model, endpoint) && read_groups(r, model, endpoint) && read_headers(r, model, endpoint) &&
        read_azure(r, model, endpoint) && read_route(r, model, endpoint) && check_query(r, model);
    if (!good)
        return false;
    if (endpoint->name.len == 0)
        return fail_at(r, model->at, TEXT("this model has no name", "这个模型没有 name"));
    if (endpoint->base_url.len == 0)
        return fail_at(r, model->at, TEXT("this model has no base_url", "这个模型没有 base_url"));
    endpoint->model = endpoint->model.len > 0 ? endpoint->model : endpoint->name;
    return true;
}

static bool read_models(struct models *models, struct error *err)
{
    static const char *const keys[] = {"models", NULL};
    struct reader r = {&models->source, &models->arena, err};
    const struct yaml_node *root = yaml_parse(&models->arena, &models->source, err);
    if (root == NULL)
        return false;
    if (root->kind != YAML_MAPPING)
        return fail_at(
            &r, root->at,
            TEXT("a file of models starts with \"models:\" and a list", "模型文件以“models:”开头，下面是列表"));
    if (!yaml_check_keys(&models->source, root, keys, err))
        return false;
    const struct yaml_node *list = yaml_get(root, "models");
    if (list == NULL || list->kind != YAML_SEQUENCE)
        return fail_at(&r, list != NULL ? list->at : root->at,
                       TEXT("models must be a list: each model begins with \"- name: ...\"",
                            "models 应为列表：每个模型以“- name: ...”开头"));
    names_init(&models->names, &models->arena);
    models->items = arena_array(&models->arena, list->count, sizeof *models->items);
    for (const struct yaml_node *node = list->first; node != NULL; node = node->next) {
        struct endpoint endpoint;
        if (!read_model(&r, node, &endpoint))
            return false;
        if (names_find(&models->names, endpoint.name) != STR_NONE)
            return fail_at(&r, node->at, TEXT("another model has this name already", "已经有另一个模型用了这个名字"));
        models->items[models->count++] = endpoint;
        names_add(&models->names, endpoint.name);
    }
    return true;
}

static bool settle(struct models *models, bool opened, struct error *err)
{
    if (opened && read_models(models, err))
        return true;
    models_release(models);
    return false;
}

bool models_read(struct models *models, const char *path, struct error *err)
{
    *models = (struct models){0};
    arena_init(&models->arena);
    return settle(models, source_read(&models->source, &models->arena, path, MODELS_CEILING, err), err);
}

bool models_from(struct models *models, const char *path, struct str text, struct error *err)
{
    *models = (struct models){0};
    arena_init(&models->arena);
    return settle(models, source_from(&models->source, &models->arena, path, text, err), err);
}

void models_release(struct models *models)
{
    arena_release(&models->arena);
    *models = (struct models){0};
}

const struct endpoint *models_find(const struct models *models, struct str name)
{
    const size_t at = models->count > 0 ? names_find(&models->names, name) : STR_NONE;
    return at != STR_NONE ? &models->items[at] : NULL;
}
