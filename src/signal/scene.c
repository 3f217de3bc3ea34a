#include "signal/signal.h"

#include "signal/context.h"
#include "text/utf8.h"

/* Without a document: Chinese when ideographs are more than a tenth of the letters; Traditional when many of them have
 * a Simplified twin. */
static enum lang lang_of(const struct transcript *transcript)
{
    size_t han = 0, folded = 0, letters = 0;
    for (size_t i = 0; i < transcript->count; i++) {
        struct str text = transcript->messages[i].content;
        for (size_t at = 0; at < text.len;) {
            uint32_t c = utf8_next(text, &at);
            letters += code_point_is_letter(c);
            if (code_point_is_han(c)) {
                han++;
                folded += han_fold(c) != c;
            }
        }
    }
    if (han * 10 < letters || han == 0)
        return LANG_EN;
    return folded * 10 > han ? LANG_ZH_HANT : LANG_ZH_HANS;
}

void scene_init(struct scene *scene, const struct signal_context *context, const struct scenario *scenario,
                const struct transcript *transcript)
{
    *scene = (struct scene){.scenario = scenario, .transcript = transcript, .count = transcript->count};
    arena_init(&scene->arena);
    if (scenario == NULL && context != NULL)
        scene->scenario = scenario = context->profile.scenario;
    scene->lang = scenario != NULL ? scenario->lang : lang_of(transcript);
    scene->utterances = arena_array(&scene->arena, scene->count, sizeof *scene->utterances);
    for (size_t i = 0; i < scene->count; i++) {
        struct utterance *utterance = &scene->utterances[i];
        utterance->message = &transcript->messages[i];
        utterance->normal = normalise(&scene->arena, utterance->message->content);
        utterance->bare = normalise_bare(&scene->arena, utterance->message->content);
        utterance->grams = grams_of(&scene->arena, utterance->bare, profile_n(scene->lang));
        utterance->code_points = utf8_count(utterance->message->content);
        if (utterance->message->role == ROLE_PERSONA)
            utterance->reply = ++scene->replies;
    }
}

void scene_release(struct scene *scene)
{
    arena_release(&scene->arena);
    *scene = (struct scene){0};
}
