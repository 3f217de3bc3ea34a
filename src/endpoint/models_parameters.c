#include "endpoint/models_parameters.h"

#include "base/language.h"
#include "endpoint/secret_names.h"
#include "syntax/json_writer.h"

enum { PARAMETERS_CEILING = 2 << 20 }; /* bytes of their JSON */

bool models_refuse_secret(const struct source *source, size_t offset, struct error *err, const char *what)
{
    source_error(source, offset, err, "%s", what);
    if (err != NULL)
        err->excerpt[0] = '\0';
    return false;
}

/* RFC 8259, 6: only what is a number there may stand in a request without quotes. */
static bool is_json_number(struct str s)
{
    size_t at = s.len > 0 && s.ptr[0] == '-';
    size_t start = at;
    while (at < s.len && s.ptr[at] >= '0' && s.ptr[at] <= '9')
        at++;
    if (at == start || (s.ptr[start] == '0' && at > start + 1))
        return false;
    if (at < s.len && s.ptr[at] == '.') {
        start = ++at;
        while (at < s.len && s.ptr[at] >= '0' && s.ptr[at] <= '9')
            at++;
        if (at == start)
            return false;
    }
    if (at < s.len && (s.ptr[at] | 0x20) == 'e') {
        at++;
        at += at < s.len && (s.ptr[at] == '+' || s.ptr[at] == '-');
        start = at;
        while (at < s.len && s.ptr[at] >= '0' && s.ptr[at] <= '9')
            at++;
        if (at == start)
            return false;
    }
    return at == s.len;
}

static void put_value(struct json_writer *w, const char *key, const struct yaml_node *node, struct arena *arena)
{
    struct str text = node->text;
    if (node->kind == YAML_SCALAR) {
        bool plain = !node->quoted && (is_json_number(text) || str_eq_cstring(text, "true") ||
                                       str_eq_cstring(text, "false") || str_eq_cstring(text, "null"));
        if (plain)
            json_put_raw(w, key, text);
        else
            json_put_string(w, key, text);
        return;
    }
    bool is_mapping = node->kind == YAML_MAPPING;
    if (is_mapping)
        json_open_object(w, key);
    else
        json_open_array(w, key);
    for (const struct yaml_node *child = node->first; child != NULL; child = child->next)
        put_value(w, is_mapping ? str_cstring(arena, child->key) : NULL, child, arena);
    if (is_mapping)
        json_close_object(w);
    else
        json_close_array(w);
}

/* The first member that looks like a secret, however deep it lies; NULL: none. */
static const struct yaml_node *secret_within(const struct yaml_node *node)
{
    const struct yaml_node *found = NULL;
    for (const struct yaml_node *child = node->first; child != NULL && found == NULL; child = child->next)
        if (child->kind != YAML_SCALAR)
            found = secret_within(child);
        else if (node->kind == YAML_MAPPING && (names_secret(child->key) || looks_secret(child->text)))
            found = child;
    return found;
}

/* A number; or none: some servers refuse a request with a seed. */
static bool read_seed(const struct source *source, const struct yaml_node *node, struct endpoint *endpoint,
                      struct error *err)
{
    size_t seed = 0;
    endpoint->no_seed = node != NULL && node->kind == YAML_SCALAR && str_eq_cstring(node->text, "none");
    endpoint->has_seed = node != NULL && !endpoint->no_seed;
    if (endpoint->has_seed && !yaml_size(source, node, INT64_MAX, &seed, err))
        return false;
    endpoint->seed = seed;
    return true;
}

static bool read_known(const struct source *source, const struct yaml_node *group, struct endpoint *endpoint,
                       struct error *err)
{
    const struct yaml_node *temperature = yaml_get(group, "temperature"), *top_p = yaml_get(group, "top_p"),
                           *max_tokens = yaml_get(group, "max_tokens");
    return (temperature == NULL || yaml_number(source, temperature, 0, 5, &endpoint->temperature, err)) &&
           (top_p == NULL || yaml_number(source, top_p, 0, 1, &endpoint->top_p, err)) &&
           (max_tokens == NULL || yaml_size(source, max_tokens, 1u << 30, &endpoint->max_tokens, err)) &&
           read_seed(source, yaml_get(group, "seed"), endpoint, err);
}

bool models_parameters(const struct source *source, const struct yaml_node *group, struct arena *arena,
                       struct endpoint *endpoint, struct error *err)
{
    static const char *const known[] = {"temperature", "top_p", "max_tokens", "seed", NULL};
    static const char *const reserved[] = {"model", "messages", "input", "system", "instructions", "stream", NULL};
    const struct yaml_node *secret = secret_within(group);
    if (secret != NULL)
        return models_refuse_secret(
            source, secret->key_at, err,
            TEXT("parameters are written into run.json, and this one looks like a secret: keys go "
                 "into an environment variable, named as api_key_env or in headers as ${NAME}",
                 "参数会写进 run.json，而这一项像是密钥：密钥请放进环境变量，用 api_key_env "
                 "写明变量名，或在 headers 里写 ${变量名}"));
    if (!read_known(source, group, endpoint, err))
        return false;
    struct buf out;
    struct json_writer w;
    buf_init(&out, PARAMETERS_CEILING);
    json_writer_init(&w, &out, 0);
    json_open_object(&w, NULL);
    bool good = true;
    for (const struct yaml_node *node = group->first; good && node != NULL; node = node->next) {
        if (str_is_any(node->key, reserved))
            good = source_error(source, node->key_at, err, "%s",
                                TEXT("this member of the request is fidelio's own: it cannot be a parameter",
                                     "请求的这一项由 fidelio 自己填写，不能作为参数"));
        else if (!str_is_any(node->key, known))
            put_value(&w, str_cstring(arena, node->key), node, arena);
    }
    endpoint->parameters = str_dup(arena, str_slice(buf_str(&out), 1, out.len));
    buf_release(&out);
    return good;
}
