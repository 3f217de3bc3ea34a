/* Does a reply end the call? Told while the call goes on, after every reply that may be a goodbye: from the reply and
 * the words before it alone. */
#include "signal/context.h"
#include "signal/lines.h"
#include "signal/words.h"

void live_features(struct features *features, struct arena *arena, const struct signal_context *context,
                   const struct scene *scene, size_t index)
{
    words_own(features, arena, context, &scene->utterances[index]);
    surface_features(features, context, scene, index);
    position_features(features, scene, own_grams(arena, scene, index), index);
}

/* A scripted caller's line is the same in every call of a document, and is prepared for it already. */
static void prepare_line(struct utterance *utterance, struct scene *scene, const struct signal_context *context,
                         const struct message *message)
{
    struct features sink = {0};
    const bool keeps = context->lines != NULL && scene->lang == context->profile.lang;
    const struct utterance *kept = keeps ? lines_find(context, &sink, message->content) : NULL;
    if (kept != NULL)
        *utterance = *kept;
    else
        utterance_init(utterance, &scene->arena, scene->lang, message);
    utterance->message = message;
    features_release(&sink);
}

/* The reply in a scene of its own, its number being that of the whole call. */
static void init_last(struct scene *scene, struct utterance utterances[2], const struct signal_context *context,
                      const struct transcript *so_far)
{
    const struct scenario *scenario = context->profile.scenario;
    const size_t count = so_far->count < 2 ? so_far->count : 2;
    *scene = (struct scene){.scenario = scenario,
                            .transcript = so_far,
                            .lang = scenario != NULL ? scenario->lang : transcript_lang(so_far),
                            .utterances = utterances,
                            .count = count};
    arena_init(&scene->arena);
    for (size_t i = 0; i < so_far->count; i++)
        scene->replies += so_far->messages[i].role == ROLE_PERSONA;
    struct utterance *reply = &utterances[count - 1];
    utterance_init(reply, &scene->arena, scene->lang, &so_far->messages[so_far->count - 1]);
    reply->reply = scene->replies;
    reply->phrases = words_phrases(&scene->arena, context->phrases, reply->words);
}

static bool closes(const struct signal_context *context, struct scene *scene)
{
    const size_t last = scene->count - 1;
    const struct message *messages = scene->transcript->messages;
    struct features features = {0};
    if (reply_keeps_talking(context, &scene->utterances[last]))
        return false;
    if (last > 0)
        prepare_line(&scene->utterances[0], scene, context, &messages[scene->transcript->count - 2]);
    features_begin(&features, context->model);
    live_features(&features, &scene->arena, context, scene, last);
    features_sum(&features);
    bool ends = (double)features.odds[HEAD_LIVE_CLOSING] >= context->model->threshold[HEAD_LIVE_CLOSING];
    features_release(&features);
    return ends;
}

bool signal_is_closing(const struct signal_context *context, const struct transcript *so_far)
{
    const struct message *last = so_far->count > 0 ? &so_far->messages[so_far->count - 1] : NULL;
    struct utterance utterances[2] = {0};
    struct scene scene;
    if (last == NULL || last->role != ROLE_PERSONA)
        return false;
    if (last->hung_up)
        return true;
    init_last(&scene, utterances, context, so_far);
    bool ends = str_trim(utterances[scene.count - 1].normal.text).len > 0 && closes(context, &scene);
    scene_release(&scene);
    return ends;
}
