#include "signal/context.h"

#include "signal/lines.h"
#include "signal/words.h"

#include <stdlib.h>

struct signal_context *signal_context_begin(const struct scenario *scenario)
{
    struct signal_context *context = memory_alloc(sizeof *context);
    arena_init(&context->arena);
    context->phrases = &core_phrases;
    context->model = &core_model;
    context->profile.scenario = scenario;
    return context;
}

void signal_context_finish(struct signal_context *context)
{
    const struct scenario *scenario = context->profile.scenario;
    context->classes.ai_blunt = phrases_class(&core_phrases, STR("ai_blunt"));
    context->classes.bye = phrases_class(&core_phrases, STR("bye"));
    context->classes.contrast = phrases_class(&core_phrases, STR("contrast"));
    context->classes.leave = phrases_class(&core_phrases, STR("leave"));
    context->classes.order = phrases_class(&core_phrases, STR("order"));
    context->classes.settled = phrases_class(&core_phrases, STR("settled"));
    context->classes.yields = phrases_class(&core_phrases, STR("yields"));
    context->class_keys = words_class_keys(&context->arena, &core_phrases);
    context->class_rows = words_class_rows(&context->arena, &core_phrases, context->model, context->class_keys);
    profile_init(&context->profile, &context->arena, scenario);
    context->lines = scenario != NULL && context->model != NULL ? kept_new() : NULL;
    context->live = live_new();
}

struct signal_context *context_make(const struct scenario *scenario, struct model *model)
{
    struct signal_context *context = signal_context_begin(scenario);
    context->model = context->own_model = model;
    signal_context_finish(context);
    return context;
}

struct signal_context *signal_context_new(const struct scenario *scenario)
{
    struct signal_context *context = signal_context_begin(scenario);
    signal_context_finish(context);
    return context;
}

void signal_context_free(struct signal_context *context)
{
    if (context == NULL)
        return;
    kept_free(context->lines);
    live_free(context->live);
    model_free(context->own_model);
    arena_release(&context->arena);
    free(context);
}

void voice_features(struct features *features, struct arena *arena, const struct signal_context *context,
                    const struct scene *scene, size_t index)
{
    uint64_t since = stopwatch_now(scene->watch);
    words_own(features, arena, context, &scene->utterances[index]);
    stopwatch_add(scene->watch, "finder", STR("words and phrases"), since);
}

void voice_add(struct features *features, double voice)
{
    features_steps(features, FEATURE_VOICE_OF_THE_SERVING_SIDE, voice);
}

/* Of the caller's words before or after the reply: weighed when the line was prepared. */
static void add_around(struct features *features, struct arena *arena, const struct signal_context *context,
                       const struct utterance *utterance, bool before)
{
    if (features->model == NULL && before)
        words_before(features, context, utterance);
    else if (features->model == NULL)
        words_after(features, arena, context, utterance);
    else if (utterance->around != NULL)
        features_weigh_whole(features, before ? utterance->around->before : utterance->around->after, 1);
}

void reply_features(struct features *features, struct arena *arena, const struct signal_context *context,
                    const struct scene *scene, size_t index)
{
    struct stopwatch *watch = scene->watch;
    uint64_t since = stopwatch_now(watch);
    surface_features(features, context, scene, index);
    const struct grams own = own_grams(arena, scene, index);
    position_features(features, scene, own, index);
    since = stopwatch_add(watch, "finder", STR("surface and place"), since);
    format_features(features, context, scene, index);
    since = stopwatch_add(watch, "finder", STR("form"), since);
    language_features(features, context, scene, index);
    since = stopwatch_add(watch, "finder", STR("language"), since);
    document_features(features, arena, context, scene, own, index);
    since = stopwatch_add(watch, "finder", STR("likeness to the document"), since);
    repetition_features(features, arena, scene, index);
    since = stopwatch_add(watch, "finder", STR("repetition"), since);
    fact_features(features, arena, context, scene, index);
    since = stopwatch_add(watch, "finder", STR("facts"), since);
    if (index > 0 && scene->utterances[index - 1].reply == 0)
        add_around(features, arena, context, &scene->utterances[index - 1], true);
    if (index + 1 < scene->count && scene->utterances[index + 1].reply == 0)
        add_around(features, arena, context, &scene->utterances[index + 1], false);
    features_sum(features);
    stopwatch_add(watch, "finder", STR("the caller's words around"), since);
}

void second_inputs(double inputs[SECOND_INPUTS], double odds, double rest, double earlier)
{
    const double most = 6;
    inputs[SECOND_OWN] = (odds > most ? most : odds < -most ? -most : odds) / 2;
    inputs[SECOND_REST] = rest * 4;
    inputs[SECOND_EARLIER] = earlier * 2;
}

void rest_features(struct features *features, const struct call_view *view)
{
    for (enum core_signal signal = 0; signal < SIGNAL_CORE_COUNT; signal++) {
        struct str name = str_from(core_signal_name(signal));
        double inputs[SECOND_INPUTS];
        second_inputs(inputs, view->odds[signal], view->rest[signal], view->earlier[signal]);
        features_add(features, "own", name, (float)inputs[SECOND_OWN], 0, 0);
        features_add(features, "rest", name, (float)inputs[SECOND_REST], 0, 0);
        features_add(features, "earlier", name, (float)inputs[SECOND_EARLIER], 0, 0);
    }
}
