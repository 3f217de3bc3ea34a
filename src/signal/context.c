#include "signal/context.h"

#include "signal/words.h"

#include <math.h>
#include <stdlib.h>

static struct signal_context *context_of(const struct scenario *scenario, const struct model *model)
{
    struct signal_context *context = memory_alloc(sizeof *context);
    arena_init(&context->arena);
    context->phrases = &core_phrases;
    context->model = model;
    profile_init(&context->profile, &context->arena, scenario);
    return context;
}

struct signal_context *context_make(const struct scenario *scenario, struct model *model)
{
    struct signal_context *context = context_of(scenario, model);
    context->own_model = model;
    return context;
}

struct signal_context *signal_context_new(const struct scenario *scenario)
{
    return context_of(scenario, &core_model);
}

void signal_context_free(struct signal_context *context)
{
    if (context == NULL)
        return;
    model_free(context->own_model);
    arena_release(&context->arena);
    free(context);
}

void voice_features(struct features *features, struct arena *arena, const struct signal_context *context,
                    const struct scene *scene, size_t index)
{
    uint64_t since = stopwatch_now(scene->watch);
    words_own(features, arena, context->phrases, &scene->utterances[index]);
    stopwatch_add(scene->watch, "finder", STR("words and phrases"), since);
}

void voice_add(struct features *features, double voice)
{
    FEATURES_STEPS(features, "voice of the serving side", voice, -4, -2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 4);
}

void reply_features(struct features *features, struct arena *arena, const struct signal_context *context,
                    const struct scene *scene, size_t index)
{
    struct stopwatch *watch = scene->watch;
    uint64_t since = stopwatch_now(watch);
    surface_features(features, context, scene, index);
    position_features(features, scene, index);
    since = stopwatch_add(watch, "finder", STR("surface and place"), since);
    format_features(features, context, scene, index);
    since = stopwatch_add(watch, "finder", STR("form"), since);
    language_features(features, context, scene, index);
    since = stopwatch_add(watch, "finder", STR("language"), since);
    struct grams content = {0};
    if (context->profile.scenario != NULL)
        content = content_grams(&context->profile, arena, scene->utterances[index].normal.text, scene->lang);
    document_features(features, arena, context, scene, content, index);
    since = stopwatch_add(watch, "finder", STR("likeness to the document"), since);
    repetition_features(features, arena, scene, index);
    since = stopwatch_add(watch, "finder", STR("repetition"), since);
    fact_features(features, arena, context, scene, content, index);
    since = stopwatch_add(watch, "finder", STR("facts"), since);
    if (index > 0 && scene->utterances[index - 1].reply == 0)
        words_before(features, context->phrases, &scene->utterances[index - 1]);
    if (index + 1 < scene->count && scene->utterances[index + 1].reply == 0)
        words_after(features, arena, context->phrases, &scene->utterances[index + 1]);
    stopwatch_add(watch, "finder", STR("the caller's words around"), since);
}

void rest_keys_init(struct rest_keys *keys)
{
    for (enum core_signal signal = 0; signal < SIGNAL_CORE_COUNT; signal++) {
        struct str name = str_from(core_signal_name(signal));
        keys->own[signal] = feature_key(STR("own"), name, 0);
        keys->rest[signal] = feature_key(STR("rest"), name, 0);
        keys->earlier[signal] = feature_key(STR("earlier"), name, 0);
    }
}

void rest_features(struct features *features, const struct rest_keys *keys, const struct call_view *view)
{
    for (enum core_signal signal = 0; signal < SIGNAL_CORE_COUNT; signal++) {
        struct str name = str_from(core_signal_name(signal));
        double odds = fmax(-6, fmin(6, view->odds[signal]));
        features_add_keyed(features, keys->own[signal], "own", name, (float)(odds / 2), 0, 0);
        features_add_keyed(features, keys->rest[signal], "rest", name, (float)(view->rest[signal] * 4), 0, 0);
        features_add_keyed(features, keys->earlier[signal], "earlier", name, (float)(view->earlier[signal] * 2), 0, 0);
    }
}
