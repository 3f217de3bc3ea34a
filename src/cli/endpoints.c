#include "cli/endpoints.h"

bool endpoints_fit(const struct args *args, const struct models *models, struct endpoint *endpoint, struct error *err)
{
    const struct endpoint *found = models_find(models, endpoint->name);
    if (found == NULL) {
        wire_from_name(str_from(args_text(args, OPTION_WIRE)), &endpoint->wire);
        return true;
    }
    if (args_has(args, OPTION_BASE_URL))
        return error_set(err, ERROR_USER, "%.*s stands in %s, which names its address: leave --base-url out",
                         STR_FORMAT(endpoint->name), args_text(args, OPTION_MODELS));
    *endpoint = *found;
    if (args_has(args, OPTION_WIRE))
        wire_from_name(str_from(args_text(args, OPTION_WIRE)), &endpoint->wire);
    if (args_has(args, OPTION_API_KEY_ENV))
        endpoint->api_key_env = str_from(args_text(args, OPTION_API_KEY_ENV));
    return endpoint_check_url(endpoint, err);
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
    return true;
}
