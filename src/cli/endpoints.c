#include "cli/endpoints.h"

#include "base/buf.h"
#include "base/language.h"

/* A mistyped name would be asked at OpenAI's own address, and sent the persona there. */
static bool refuse_unknown(const struct args *args, const struct models *models, struct str name, struct error *err)
{
    enum { NAMES_MOST = 300 }; /* bytes */
    struct buf known;
    buf_init(&known, 0);
    for (size_t i = 0; i < models->count && buf_str(&known).len < NAMES_MOST; i++)
        buf_printf(&known, "%s%.*s", i > 0 ? TEXT(", ", "、") : "", STR_FORMAT(models->items[i].name));
    error_set(err, ERROR_USER,
              TEXT("%.*s does not stand in %s, which has %.*s; for a model that it has not, give --base-url",
                   "%.*s 不在 %s 里，其中只有 %.*s；要用那里没有的模型，请给出 --base-url"),
              STR_FORMAT(name), args_text(args, OPTION_MODELS), STR_FORMAT(buf_str(&known)));
    buf_release(&known);
    return false;
}

bool endpoints_fit(const struct args *args, const struct models *models, struct endpoint *endpoint, struct error *err)
{
    const struct endpoint *found = models_find(models, endpoint->name);
    if (found == NULL && models->count > 0 && !endpoint->understudy && !args_has(args, OPTION_BASE_URL))
        return refuse_unknown(args, models, endpoint->name, err);
    if (found == NULL) {
        wire_from_name(str_from(args_text(args, OPTION_WIRE)), &endpoint->wire);
        return true;
    }
    if (args_has(args, OPTION_BASE_URL))
        return error_set(err, ERROR_USER,
                         TEXT("%.*s stands in %s, which names its address: leave --base-url out",
                              "%.*s 的地址已写在 %s 里：请去掉 --base-url"),
                         STR_FORMAT(endpoint->name), args_text(args, OPTION_MODELS));
    *endpoint = *found;
    if (args_has(args, OPTION_WIRE))
        wire_from_name(str_from(args_text(args, OPTION_WIRE)), &endpoint->wire);
    if (args_has(args, OPTION_API_KEY_ENV))
        endpoint->api_key_env = str_from(args_text(args, OPTION_API_KEY_ENV));
    return endpoint_check_shown(endpoint, err);
}

void endpoints_parameters(const struct args *args, uint64_t seed, struct endpoint *endpoint)
{
    if (args_has(args, OPTION_MAX_TOKENS) || endpoint->max_tokens == 0)
        endpoint->max_tokens = args_size(args, OPTION_MAX_TOKENS);
    endpoint->has_seed = endpoint->has_seed && !args_has(args, OPTION_SEED);
    endpoint_default_seed(endpoint, seed);
    endpoint->stream = endpoint->stream || args_has(args, OPTION_STREAM);
}

void endpoints_prices(const struct args *args, struct endpoint *endpoint)
{
    endpoint->price_in = args_number(args, OPTION_PRICE_IN, endpoint->price_in);
    endpoint->price_cached_in = args_number(args, OPTION_PRICE_CACHED_IN, endpoint->price_cached_in);
    endpoint->price_out = args_number(args, OPTION_PRICE_OUT, endpoint->price_out);
}

static void set_ms(const struct args *args, enum option_id option, uint32_t *ms)
{
    if (args_has(args, option))
        *ms = (uint32_t)(args_number(args, option, 0) * 1000);
}

void endpoints_reach(const struct args *args, struct endpoint *endpoint)
{
    if (endpoint->understudy)
        return; /* it is at home */
    if (args_has(args, OPTION_PROXY))
        endpoint->proxy = str_from(args_text(args, OPTION_PROXY));
    if (args_has(args, OPTION_CA_FILE))
        endpoint->ca_file = str_from(args_text(args, OPTION_CA_FILE));
    if (args_has(args, OPTION_HTTP))
        endpoint_set_http(endpoint, str_from(args_text(args, OPTION_HTTP)));
    set_ms(args, OPTION_CONNECT_TIMEOUT, &endpoint->connect_ms);
    set_ms(args, OPTION_FIRST_BYTE_TIMEOUT, &endpoint->first_byte_ms);
    set_ms(args, OPTION_TIMEOUT, &endpoint->total_ms);
}

bool endpoints_add_chooser(const struct args *args, const struct models *models, struct experiment *experiment,
                           struct error *err)
{
    const char *name = args_text(args, OPTION_CHOOSER);
    if (name == NULL)
        return true;
    struct endpoint *chooser = experiment_set_chooser(experiment, name, args_text(args, OPTION_BASE_URL),
                                                      args_text(args, OPTION_API_KEY_ENV), err);
    if (chooser == NULL || !endpoints_fit(args, models, chooser, err))
        return false;
    if (models_find(models, chooser->name) == NULL)
        chooser->temperature = 0;
    endpoints_reach(args, chooser);
    return true;
}
