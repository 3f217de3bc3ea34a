#include "endpoint/endpoint.h"

#include "base/buf.h"
#include "base/language.h"
#include "endpoint/wire_ops.h"
#include "text/utf8.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* No key is shorter than this; few names of variables that are so long have no underscore. */
static const size_t KEY_LENGTH = 20;

void endpoint_init(struct endpoint *endpoint)
{
    *endpoint =
        (struct endpoint){.temperature = -1, .top_p = -1, .price_in = -1, .price_out = -1, .price_cached_in = -1};
}

void endpoint_default_seed(struct endpoint *endpoint, uint64_t seed)
{
    if (endpoint->has_seed || endpoint->no_seed)
        return;
    endpoint->has_seed = true;
    endpoint->seed = seed;
}

const char *wire_name(enum wire wire)
{
    return wire_ops_of(wire)->name;
}

bool wire_from_name(struct str name, enum wire *wire)
{
    static const struct {
        const char *name;
        enum wire wire;
    } names[] = {{"openai", WIRE_OPENAI_CHAT},
                 {"chat", WIRE_OPENAI_CHAT},
                 {"responses", WIRE_OPENAI_RESPONSES},
                 {"anthropic", WIRE_ANTHROPIC_MESSAGES}};
    for (int i = WIRE_OPENAI_CHAT; i <= WIRE_ANTHROPIC_MESSAGES; i++) {
        if (str_eq_cstring(name, wire_name((enum wire)i))) {
            *wire = (enum wire)i;
            return true;
        }
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (str_eq_cstring(name, names[i].name)) {
            *wire = names[i].wire;
            return true;
        }
    }
    return false;
}

static bool check_url(const struct endpoint *endpoint, struct error *err)
{
    struct str url = endpoint->base_url;
    if (url.len == 0)
        return error_set(err, ERROR_USER,
                         TEXT("the model %.*s has no base URL: give --base-url, or base_url in models.yaml",
                              "模型 %.*s 没有服务地址：请用 --base-url 指定，或在 models.yaml 里写 base_url"),
                         STR_FORMAT(endpoint->name));
    size_t scheme = str_find(url, STR("://"));
    bool known = str_starts(url, STR("http://")) || str_starts(url, STR("https://"));
    if (!known || scheme + 3 == url.len)
        return error_set(err, ERROR_USER,
                         TEXT("the base URL of %.*s must start with http:// or https:// and name a host",
                              "%.*s 的服务地址必须以 http:// 或 https:// 开头，并写明主机"),
                         STR_FORMAT(endpoint->name));
    struct str rest = str_slice(url, scheme + 3, url.len);
    size_t slash = str_find_byte(rest, '/');
    if (str_find_byte(str_slice(rest, 0, slash), '@') != STR_NONE)
        return error_set(err, ERROR_USER,
                         TEXT("the base URL of %.*s holds a user name or password: put the key into an environment "
                              "variable and name it "
                              "with --api-key-env",
                              "%.*s 的服务地址里有用户名或密码：请把密钥放进环境变量，再用 --api-key-env 写明变量名"),
                         STR_FORMAT(endpoint->name));
    if (str_find_byte(url, '?') != STR_NONE || str_find_byte(url, '#') != STR_NONE)
        return error_set(err, ERROR_USER,
                         TEXT("the base URL of %.*s holds a query: give it as `query` in models.yaml, and keys in an "
                              "environment variable",
                              "%.*s 的服务地址里带有查询串：请写在 models.yaml 的 `query` 里，密钥放进环境变量"),
                         STR_FORMAT(endpoint->name));
    for (size_t i = 0; i < url.len; i++)
        if ((unsigned char)url.ptr[i] <= ' ' || url.ptr[i] == 0x7f)
            return error_set(
                err, ERROR_USER,
                TEXT("the base URL of %.*s holds a space or a control character", "%.*s 的服务地址里有空格或控制字符"),
                STR_FORMAT(endpoint->name));
    return true;
}

bool endpoint_set_http(struct endpoint *endpoint, struct str version)
{
    endpoint->http1_only = str_eq(version, STR("1.1"));
    return endpoint->http1_only || str_eq(version, STR("auto"));
}

/* Whatever is written to a run's folder or said holds no password of a proxy. */
static bool check_proxy(const struct endpoint *endpoint, struct error *err)
{
    static const char *const schemes[] = {"http://", "https://", "socks5://", "socks5h://", "socks4://", "socks4a://"};
    struct str proxy = endpoint->proxy;
    bool known = proxy.len == 0;
    for (size_t i = 0; i < sizeof schemes / sizeof *schemes; i++)
        known = known || (str_starts(proxy, str_from(schemes[i])) && proxy.len > strlen(schemes[i]));
    if (!known)
        return error_set(err, ERROR_USER,
                         TEXT("the proxy of %.*s must be given as http://HOST:PORT (or https, socks5)",
                              "%.*s 的代理应写成 http://HOST:PORT（或 https、socks5）"),
                         STR_FORMAT(endpoint->name));
    if (str_find_byte(proxy, '@') != STR_NONE)
        return error_set(err, ERROR_USER,
                         TEXT("the proxy of %.*s holds a user name or password: leave it out and set the environment "
                              "variable https_proxy or http_proxy instead",
                              "%.*s 的代理里有用户名或密码：请去掉，改为设置环境变量 https_proxy 或 http_proxy"),
                         STR_FORMAT(endpoint->name));
    return true;
}

/* libcurl tells a missing file of certificates only when it connects. */
static bool check_ca_file(const struct endpoint *endpoint, struct error *err)
{
    char path[4096];
    snprintf(path, sizeof path, "%.*s", STR_FORMAT(endpoint->ca_file));
    if (path[0] == '\0' || access(path, R_OK) == 0)
        return true;
    return error_errno(err, errno, path, TEXT("read the certificates", "读取证书"));
}

/* Whoever gives the key where its variable's name belongs must not find it in a log: what is no name, and what is as
 * long as a key and no variable of this environment, is not repeated. */
static bool check_key_name(const struct endpoint *endpoint, struct error *err)
{
    struct str given = endpoint->api_key_env;
    char name[256];
    bool fits = given.len < sizeof name && (given.len == 0 || given.ptr[0] < '0' || given.ptr[0] > '9');
    for (size_t i = 0; i < given.len && fits; i++)
        fits = ascii_alnum(given.ptr[i]) || given.ptr[i] == '_';
    snprintf(name, sizeof name, "%.*s", STR_FORMAT(given));
    if (fits && (given.len < KEY_LENGTH || str_find_byte(given, '_') != STR_NONE || getenv(name) != NULL))
        return true;
    return error_set(
        err, ERROR_USER,
        TEXT("the key of %.*s is wanted by the name of its environment variable, such as MY_API_KEY, not "
             "as it is: what --api-key-env (or api_key_env) gives is no such name and is not repeated here",
             "%.*s 的密钥要用环境变量的名字来给，例如 MY_API_KEY，不能直接写密钥："
             "--api-key-env（或 api_key_env）给出的不是变量名，此处不再显示"),
        STR_FORMAT(endpoint->name));
}

bool endpoint_check_shown(const struct endpoint *endpoint, struct error *err)
{
    return check_url(endpoint, err) && check_key_name(endpoint, err);
}

bool endpoint_check(const struct endpoint *endpoint, struct error *err)
{
    struct endpoint_secret secret = {0};
    if (endpoint->model.len == 0)
        return error_set(err, ERROR_USER, TEXT("the endpoint %.*s names no model", "服务端 %.*s 没有写明模型"),
                         STR_FORMAT(endpoint->name));
    bool fine = endpoint_check_shown(endpoint, err) && check_proxy(endpoint, err) && check_ca_file(endpoint, err) &&
                endpoint_secret_init(&secret, endpoint, err);
    endpoint_secret_release(&secret);
    return fine;
}

char *endpoint_url(const struct endpoint *endpoint, struct arena *arena)
{
    struct str base = endpoint->base_url;
    while (str_ends(base, STR("/")))
        base.len--;
    struct str path = endpoint->path.len > 0 ? endpoint->path : str_from(wire_ops_of(endpoint->wire)->path);
    bool whole = endpoint->path.len == 0 && str_ends(base, path); /* the user gave the full address */
    return arena_printf(arena, "%.*s%.*s%s%.*s", STR_FORMAT(base), whole ? 0 : (int)path.len, path.ptr,
                        endpoint->query.len > 0 ? "?" : "", STR_FORMAT(endpoint->query));
}

struct str endpoint_place(const struct endpoint *endpoint, struct arena *arena)
{
    struct endpoint plain = *endpoint;
    plain.query = (struct str){0};
    struct str url = str_from(endpoint_url(&plain, arena));
    return str_slice(url, 0, str_find_byte(url, '?'));
}

struct str endpoint_parameters(const struct endpoint *endpoint, struct arena *arena)
{
    struct buf out;
    buf_init(&out, 0);
    struct json_writer w;
    json_writer_init(&w, &out, 0);
    json_open_object(&w, NULL);
    if (endpoint->temperature >= 0)
        json_put_number(&w, "temperature", endpoint->temperature);
    if (endpoint->top_p >= 0)
        json_put_number(&w, "top_p", endpoint->top_p);
    if (endpoint->max_tokens > 0)
        json_put_integer(&w, "max_tokens", (int64_t)endpoint->max_tokens);
    if (endpoint->has_seed)
        buf_printf(&out, "%s\"seed\":%llu", w.first ? "" : ",", (unsigned long long)endpoint->seed), w.first = false;
    if (endpoint->parameters.len > 0)
        buf_printf(&out, "%s%.*s", w.first ? "" : ",", STR_FORMAT(endpoint->parameters));
    json_close_object(&w);
    struct str text = str_dup(arena, buf_str(&out));
    buf_release(&out);
    return text;
}

double endpoint_cost(const struct endpoint *endpoint, struct usage usage)
{
    const double in = fmax(endpoint->price_in, 0);
    const double cached_in = endpoint->price_cached_in >= 0 ? endpoint->price_cached_in : in;
    const uint64_t cached = usage.cached_tokens < usage.prompt_tokens ? usage.cached_tokens : usage.prompt_tokens;
    return ((double)(usage.prompt_tokens - cached) * in + (double)cached * cached_in +
            (double)usage.completion_tokens * fmax(endpoint->price_out, 0)) /
           1e6;
}

bool endpoint_check_prices(const struct endpoint *endpoint, struct error *err)
{
    bool in = endpoint->price_in >= 0, out = endpoint->price_out >= 0;
    if (in && out)
        return true;
    return error_set(err, ERROR_USER,
                     TEXT("a cost limit (--max-cost) needs prices, and of %.*s the price %s is not known: give "
                          "--price-in and --price-out, or price: {input: X, output: Y} in models.yaml, per million "
                          "tokens; 0 for what is free",
                          "费用上限（--max-cost）需要价格，而 %.*s 的%s价格未知：请给出 --price-in 和 "
                          "--price-out，或在 models.yaml 里写 price: {input: X, output: "
                          "Y}（每百万词元）；免费的写 0"),
                     STR_FORMAT(endpoint->name),
                     in    ? TEXT("of tokens received", "输出词元")
                     : out ? TEXT("of tokens sent", "输入词元")
                           : TEXT("of its tokens", "词元"));
}

uint64_t endpoint_estimate_tokens(struct str text)
{
    uint64_t wide = 0, rest = 0;
    for (size_t i = 0; i < text.len; i++) {
        unsigned char byte = (unsigned char)text.ptr[i];
        wide += byte >= 0xe0; /* the first byte of a character of three or four */
        rest += byte < 0xe0 && (byte & 0xc0) != 0x80;
    }
    return (2 * wide + 2) / 3 + (rest + 3) / 4;
}
