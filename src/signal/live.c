/* Does a reply end the call? Told while the call goes on, after every reply that may be a goodbye: from the reply and
 * the words before it alone. */
#include "signal/context.h"
#include "signal/lines.h"
#include "signal/words.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

void live_features(struct features *features, struct arena *arena, const struct signal_context *context,
                   const struct scene *scene, size_t index)
{
    words_own(features, arena, context, &scene->utterances[index]);
    surface_features(features, context, scene, index);
    position_features(features, scene, own_grams(arena, scene, index), index);
}

/* What one reply is read with, kept for the next. */
struct reader {
    struct scene scene;
    struct utterance utterances[2]; /* the scene's: the reply, and the message before it if there is one */
    struct features features;       /* of the reply */
};
struct live {
    _Atomic(struct reader *) spare; /* whoever takes it is alone with it */
};

struct live *live_new(void)
{
    return memory_alloc(sizeof(struct live));
}

static void reader_free(struct reader *reader)
{
    if (reader == NULL)
        return;
    features_release(&reader->features);
    scene_release(&reader->scene);
    free(reader);
}

void live_free(struct live *live)
{
    if (live == NULL)
        return;
    reader_free(atomic_load(&live->spare));
    free(live);
}

static struct reader *reader_take(struct live *live)
{
    struct reader *reader = atomic_exchange(&live->spare, NULL);
    return reader != NULL ? reader : memory_alloc(sizeof *reader);
}

static void reader_return(struct live *live, struct reader *reader)
{
    reader_free(atomic_exchange(&live->spare, reader));
}

/* A scripted caller's line is the same in every call of a document, and was prepared when one was scored. Of a new one
 * only what a close is told by is read: the loop's thread waits for this. */
static void prepare_line(struct reader *reader, const struct signal_context *context, const struct message *message)
{
    struct scene *scene = &reader->scene;
    const bool keeps = context->lines != NULL && scene->lang == context->profile.lang;
    const struct utterance *kept = keeps ? lines_find(context, NULL, message->content) : NULL;
    if (kept != NULL)
        reader->utterances[0] = *kept;
    else
        utterance_init(&reader->utterances[0], &scene->arena, scene->lang, message);
    reader->utterances[0].message = message;
}

/* The reply in a scene of its own, its number being that of the whole call. */
static void read_last(struct reader *reader, const struct signal_context *context, const struct transcript *so_far)
{
    const struct scenario *scenario = context->profile.scenario;
    struct scene *scene = &reader->scene;
    arena_clear(&scene->arena);
    memset(reader->utterances, 0, sizeof reader->utterances);
    *scene = (struct scene){.arena = scene->arena,
                            .scenario = scenario,
                            .transcript = so_far,
                            .lang = scenario != NULL ? scenario->lang : transcript_lang(so_far),
                            .utterances = reader->utterances,
                            .count = so_far->count < 2 ? so_far->count : 2};
    for (size_t i = 0; i < so_far->count; i++)
        scene->replies += so_far->messages[i].role == ROLE_PERSONA;
    struct utterance *reply = &reader->utterances[scene->count - 1];
    utterance_init(reply, &scene->arena, scene->lang, &so_far->messages[so_far->count - 1]);
    reply->reply = scene->replies;
    reply->phrases = words_phrases(&scene->arena, context->phrases, reply->words);
}

static bool closes(struct reader *reader, const struct signal_context *context)
{
    struct scene *scene = &reader->scene;
    struct features *features = &reader->features;
    const size_t last = scene->count - 1;
    const struct transcript *so_far = scene->transcript;
    if (str_trim(reader->utterances[last].normal.text).len == 0 ||
        reply_keeps_talking(context, &reader->utterances[last]))
        return false;
    if (last > 0)
        prepare_line(reader, context, &so_far->messages[so_far->count - 2]);
    features_begin(features, context->model);
    live_features(features, &scene->arena, context, scene, last);
    features_sum(features);
    return (double)features->odds[HEAD_LIVE_CLOSING] >= context->model->threshold[HEAD_LIVE_CLOSING];
}

bool signal_is_closing(const struct signal_context *context, const struct transcript *so_far)
{
    const struct message *last = so_far->count > 0 ? &so_far->messages[so_far->count - 1] : NULL;
    if (last == NULL || last->role != ROLE_PERSONA)
        return false;
    if (last->hung_up)
        return true;
    struct reader *reader = reader_take(context->live);
    read_last(reader, context, so_far);
    const bool ends = closes(reader, context);
    reader_return(context->live, reader);
    return ends;
}
