/* What is secret of an endpoint: its key, and what its headers take from the environment. */
#include "endpoint/endpoint.h"

#include "base/language.h"
#include "endpoint/secret_names.h"
#include "endpoint/wire_ops.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool find_key(const struct endpoint *endpoint, const char **key, struct error *err)
{
    *key = NULL;
    if (endpoint->api_key_env.len == 0)
        return true;
    char name[256];
    snprintf(name, sizeof name, "%.*s", STR_FORMAT(endpoint->api_key_env));
    *key = getenv(name);
    if (*key == NULL || **key == '\0')
        return error_set(err, ERROR_USER,
                         TEXT("the environment variable %s, which must hold the key of %.*s, is not set",
                              "没有设置环境变量 %s，它应存放 %.*s 的密钥"),
                         name, STR_FORMAT(endpoint->name));
    for (const char *at = *key; *at != '\0'; at++)
        if ((unsigned char)*at < ' ' || *at == 0x7f)
            return error_set(
                err, ERROR_USER,
                TEXT("the environment variable %s, which must hold the key of %.*s, holds a line break or another "
                     "control character",
                     "环境变量 %s 存放 %.*s 的密钥，里面却有换行或别的控制字符"),
                name, STR_FORMAT(endpoint->name));
    return true;
}

enum {
    SHORTEST_SECRET = 6,
    SHORTEST_IN_SPEECH = 16,
};

static void keep_secret(struct endpoint_secret *secret, struct str text)
{
    if (text.len < SHORTEST_SECRET)
        return;
    secret->texts = arena_longer(&secret->arena, secret->texts, secret->count, sizeof *secret->texts);
    secret->texts[secret->count++] = text;
}

/* Of a header whose name is that of a key the whole value is secret. */
static void keep_value(struct endpoint_secret *secret, struct str line)
{
    size_t colon = str_find_byte(line, ':');
    if (colon != STR_NONE && names_key(str_slice(line, 0, colon)))
        keep_secret(secret, str_trim(str_slice(line, colon + 1, line.len)));
}

static size_t count_headers(const char *const *headers)
{
    size_t count = 0;
    while (headers != NULL && headers[count] != NULL)
        count++;
    return count;
}

static const char *key_line(struct endpoint_secret *secret, const struct endpoint *endpoint, const char *key)
{
    struct str name = endpoint->key_header;
    char *line = name.len > 0 ? arena_printf(&secret->arena, "%.*s: %s", STR_FORMAT(name), key)
                              : arena_printf(&secret->arena, "%s%s", wire_ops_of(endpoint->wire)->key_header, key);
    secret->key = line + strlen(line) - strlen(key);
    keep_secret(secret, str_from(secret->key));
    return line;
}

/* Each ${NAME} in an extra header stands for a variable of the environment; what comes from there is secret. */
static const char *expand(struct endpoint_secret *secret, const struct endpoint *endpoint, const char *line,
                          struct error *err)
{
    size_t from = 0; /* a value is not looked into */
    const char *start, *end;
    while ((start = strstr(line + from, "${")) != NULL && (end = strchr(start, '}')) != NULL) {
        char *name = arena_printf(&secret->arena, "%.*s", (int)(end - start - 2), start + 2);
        const char *value = getenv(name);
        if (value == NULL) {
            error_set(err, ERROR_USER,
                      TEXT("the environment variable %s, which a header of %.*s wants, is not set",
                           "没有设置环境变量 %s，%.*s 的一个请求头需要它"),
                      name, STR_FORMAT(endpoint->name));
            return NULL;
        }
        size_t before = (size_t)(start - line);
        line = arena_printf(&secret->arena, "%.*s%s%s", (int)before, line, value, end + 1);
        keep_secret(secret, (struct str){line + before, strlen(value)});
        from = before + strlen(value);
    }
    return line;
}

static bool add_extra_headers(struct endpoint_secret *secret, const struct endpoint *endpoint, const char **lines,
                              struct error *err)
{
    for (size_t i = 0; endpoint->headers != NULL && endpoint->headers[i] != NULL; i++) {
        lines[i] = expand(secret, endpoint, endpoint->headers[i], err);
        if (lines[i] == NULL)
            return false;
        keep_value(secret, str_from(lines[i]));
    }
    return true;
}

bool endpoint_secret_init(struct endpoint_secret *secret, const struct endpoint *endpoint, struct error *err)
{
    *secret = (struct endpoint_secret){0};
    arena_init(&secret->arena);
    const char *key;
    if (!find_key(endpoint, &key, err))
        return false;
    const struct wire_ops *ops = wire_ops_of(endpoint->wire);
    const char **lines = arena_array(&secret->arena, count_headers(endpoint->headers) + 5, sizeof *lines);
    size_t count = 0;
    lines[count++] = "Content-Type: application/json";
    lines[count++] = endpoint->stream ? "Accept: text/event-stream, application/json" : "Accept: application/json";
    if (ops->fixed_header != NULL)
        lines[count++] = ops->fixed_header;
    if (key != NULL)
        lines[count++] = key_line(secret, endpoint, key);
    secret->headers = lines;
    return add_extra_headers(secret, endpoint, lines + count, err);
}

void endpoint_secret_release(struct endpoint_secret *secret)
{
    if (secret->key != NULL)
        explicit_bzero(secret->key, strlen(secret->key));
    arena_release(&secret->arena);
    *secret = (struct endpoint_secret){0};
}

bool endpoint_redact(const struct endpoint_secret *secret, char *bytes, size_t len, bool speech)
{
    bool found = false;
    for (size_t i = 0; i < secret->count; i++) {
        struct str text = secret->texts[i];
        if (speech && text.len < SHORTEST_IN_SPEECH)
            continue;
        for (char *at = bytes; (at = memmem(at, len - (size_t)(at - bytes), text.ptr, text.len)) != NULL;
             at += text.len) {
            memset(at, '*', text.len);
            found = true;
        }
    }
    return found;
}
