#include "signal/signal.h"

#include "signal/context.h"
#include "signal/words.h"
#include "text/utf8.h"

#include <string.h>

/* Without a document: Chinese when ideographs are more than a tenth of the letters; Traditional when many of them have
 * a Simplified twin. */
enum lang transcript_lang(const struct transcript *transcript)
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

void utterance_init(struct utterance *utterance, struct arena *arena, enum lang lang, const struct message *message)
{
    utterance->message = message;
    utterance->normal = normalise(arena, message->content);
    utterance->bare = normal_bare(arena, utterance->normal.text);
    utterance->code_points = utterance->normal.at[utterance->normal.text.len];
    utterance->marks = marks_of(utterance->normal.text);
    utterance->gram_count = grams_in_order(arena, utterance->bare, profile_n(lang), &utterance->in_order);
    uint64_t *sorted = arena_raw(arena, utterance->gram_count, sizeof *sorted);
    if (utterance->gram_count > 0)
        memcpy(sorted, utterance->in_order, utterance->gram_count * sizeof *sorted);
    utterance->grams = grams_set(sorted, utterance->gram_count);
}

static void index_replies(struct scene *scene)
{
    struct grams *sets = arena_array(&scene->arena, scene->replies, sizeof *sets);
    for (size_t i = 0; i < scene->count; i++)
        if (scene->utterances[i].reply > 0)
            sets[scene->utterances[i].reply - 1] = scene->utterances[i].grams;
    gram_index_init(&scene->said, &scene->arena, sets, scene->replies);
}

void scene_init(struct scene *scene, const struct signal_context *context, const struct scenario *scenario,
                const struct transcript *transcript)
{
    *scene = (struct scene){.scenario = scenario, .transcript = transcript, .count = transcript->count};
    arena_init(&scene->arena);
    if (scenario == NULL && context != NULL)
        scene->scenario = scenario = context->profile.scenario;
    scene->lang = scenario != NULL ? scenario->lang : transcript_lang(transcript);
    scene->utterances = arena_array(&scene->arena, scene->count, sizeof *scene->utterances);
    for (size_t i = 0; i < scene->count; i++) {
        struct utterance *utterance = &scene->utterances[i];
        utterance_init(utterance, &scene->arena, scene->lang, &transcript->messages[i]);
        struct str text = utterance->normal.text;
        utterance->numbers = numbers_of(&scene->arena, text);
        if (context != NULL)
            utterance->phrases = words_phrases(&scene->arena, context->phrases, text);
        words_init(&utterance->words, text);
        if (utterance->message->role == ROLE_PERSONA)
            utterance->reply = ++scene->replies;
    }
    index_replies(scene);
}

void scene_release(struct scene *scene)
{
    arena_release(&scene->arena);
    *scene = (struct scene){0};
}
