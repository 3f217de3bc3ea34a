#include "signal/signal.h"

#include "signal/context.h"
#include "signal/lines.h"
#include "signal/words.h"
#include "text/utf8.h"

#include <stdlib.h>
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

static bool sentence_mark(char c)
{
    return c == '.' || c == '!' || c == '?';
}

/* What stands at byte `at` of the text is no letter. */
static void count_mark(struct marks *marks, struct str text, size_t at)
{
    const char c = text.ptr[at], next = at + 1 < text.len ? text.ptr[at + 1] : '\0';
    marks->questions += c == '?';
    marks->exclamations += c == '!';
    marks->quotes += c == '"';
    marks->sentences += sentence_mark(c) && !sentence_mark(next);
    marks->numbers += ascii_digit(c) && !ascii_digit(next);
    marks->ellipsis |= c == '.' && next == '.';
}

/* The normal text in one pass: what is left without marks, its n-grams, which triples of bytes it has and how many
 * marks. */
static void read_normal(struct utterance *utterance, struct arena *arena, size_t n)
{
    const struct str text = utterance->normal.text;
    char *bare = arena_raw(arena, text.len + 1, 1);
    uint64_t *grams = arena_raw(arena, text.len, sizeof *grams), gram = 0;
    size_t len = 0, points = 0;
    struct words *words = utterance->words = arena_alloc(arena, sizeof *words);
    words->text = text;
    utterance->marks = (struct marks){0};
    for (size_t at = 0, start = 0; at < text.len; start = at) {
        const uint32_t c = utf8_next_good(text, &at);
        if (start + 3 <= text.len)
            words_note(words, text.ptr + start);
        if (code_point_is_common_han(c)) {
            memcpy(bare + len, text.ptr + start, 3);
            len += 3;
        } else {
            if (c < 0x80 && !ascii_letter((char)c))
                count_mark(&utterance->marks, text, start);
            if (c == ' ' || code_point_is_punctuation_any(c))
                continue;
            while (start < at)
                bare[len++] = text.ptr[start++];
        }
        gram = gram_next(gram, c, n);
        if (++points >= n)
            grams[points - n] = gram_hash(gram);
    }
    if (points > 0 && points < n)
        grams[0] = gram_hash(gram);
    bare[len] = '\0';
    utterance->bare = (struct str){bare, len};
    utterance->gram_count = points >= n ? points - n + 1 : points > 0;
    utterance->grams = grams_set(grams, utterance->gram_count);
}

void utterance_init(struct utterance *utterance, struct arena *arena, enum lang lang, const struct message *message)
{
    utterance->message = message;
    utterance->normal = normalise(arena, message->content);
    utterance->code_points = utterance->normal.at[utterance->normal.text.len];
    read_normal(utterance, arena, profile_n(lang));
}

/* What finders that look at a whole call read as well. */
static void prepare(struct utterance *utterance, struct arena *arena, const struct signal_context *context,
                    enum lang lang, const struct message *message)
{
    utterance_init(utterance, arena, lang, message);
    utterance->numbers = numbers_of(arena, utterance->normal.text);
    if (context != NULL)
        utterance->phrases = words_phrases(arena, context->phrases, utterance->words);
}

void line_prepare(struct utterance *utterance, struct arena *arena, struct features *sink,
                  const struct signal_context *context, enum lang lang, const struct message *message)
{
    prepare(utterance, arena, context, lang, message);
    if (context == NULL || context->model == NULL)
        return;
    struct around *around = arena_raw(arena, 1, sizeof *around);
    features_begin(sink, context->model);
    memset(sink->odds, 0, sizeof sink->odds);
    words_before(sink, context, utterance);
    memcpy(around->before, sink->odds, sizeof around->before);
    memset(sink->odds, 0, sizeof sink->odds);
    words_after(sink, arena, context, utterance);
    memcpy(around->after, sink->odds, sizeof around->after);
    memset(around->grams, 0, sizeof around->grams);
    for (size_t i = 0; i < utterance->grams.count; i++) {
        const size_t bit = gram_bit(utterance->grams.hashes[i]);
        around->grams[bit / 64] |= (uint64_t)1 << bit % 64;
    }
    utterance->around = around;
}

/* A caller's line that the context keeps is taken from there. */
static void prepare_line(struct utterance *utterance, struct arena *arena, struct features *sink,
                         const struct signal_context *context, enum lang lang, const struct message *message)
{
    const bool keeps = context != NULL && context->lines != NULL && lang == context->profile.lang;
    const struct utterance *kept = keeps ? lines_find(context, sink, message->content) : NULL;
    if (kept != NULL) {
        *utterance = *kept;
        utterance->message = message;
    } else {
        line_prepare(utterance, arena, sink, context, lang, message);
    }
}

void scene_init(struct scene *scene, const struct signal_context *context, const struct scenario *scenario,
                const struct transcript *transcript)
{
    *scene = (struct scene){0};
    scene_read(scene, context, scenario, transcript);
}

void scene_read(struct scene *scene, const struct signal_context *context, const struct scenario *scenario,
                const struct transcript *transcript)
{
    enum { MOST_KEPT = 1 << 20 };
    arena_clear_keeping(&scene->arena, MOST_KEPT);
    *scene = (struct scene){.arena = scene->arena,
                            .scratch = scene->scratch,
                            .features = scene->features,
                            .scenario = scenario,
                            .transcript = transcript,
                            .count = transcript->count};
    if (scene->features == NULL)
        scene->features = memory_alloc(sizeof *scene->features);
    if (scenario == NULL && context != NULL)
        scene->scenario = scenario = context->profile.scenario;
    scene->lang = scenario != NULL ? scenario->lang : transcript_lang(transcript);
    scene->utterances = arena_array(&scene->arena, scene->count, sizeof *scene->utterances);
    for (size_t i = 0; i < scene->count; i++) {
        const struct message *message = &transcript->messages[i];
        struct utterance *utterance = &scene->utterances[i];
        if (message->role == ROLE_PERSONA) {
            prepare(utterance, &scene->arena, context, scene->lang, message);
            utterance->reply = ++scene->replies;
        } else {
            prepare_line(utterance, &scene->arena, scene->features, context, scene->lang, message);
        }
    }
    arena_clear(&scene->scratch);
    echoes_read(scene);
}

void scene_release(struct scene *scene)
{
    arena_release(&scene->arena);
    arena_release(&scene->scratch);
    if (scene->features != NULL)
        features_release(scene->features);
    free(scene->features);
    *scene = (struct scene){0};
}
