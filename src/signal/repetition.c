/* How much of a reply the persona has said before, leaving out what the caller said just before and asked to hear. */
#include "signal/context.h"
#include "text/normalise.h"
#include "text/utf8.h"

enum { READ = 400 }; /* code points that are compared run by run */

static bool has_gram(struct grams grams, uint64_t hash)
{
    size_t low = 0, high = grams.count;
    while (low < high) {
        size_t middle = (low + high) / 2;
        if (grams.hashes[middle] < hash)
            low = middle + 1;
        else
            high = middle;
    }
    return low < grams.count && grams.hashes[low] == hash;
}

struct echo {
    double dice, covered, sentence; /* best single reply, all earlier ones together, the best-covered sentence */
    size_t run;                     /* longest stretch, code points */
    size_t sentence_length;
};

static double covered_by(struct grams grams, const struct scene *scene, size_t index)
{
    size_t found = 0;
    for (size_t i = 0; i < grams.count; i++)
        for (size_t j = 0; j < index; j++)
            if (scene->utterances[j].reply > 0 && has_gram(scene->utterances[j].grams, grams.hashes[i])) {
                found++;
                break;
            }
    return grams.count == 0 ? 0 : (double)found / (double)grams.count;
}

static void best_sentence(struct echo *echo, struct arena *arena, const struct scene *scene, size_t index)
{
    struct str text = scene->utterances[index].normal.text;
    size_t start = 0, n = scene->lang == LANG_EN ? 3 : 2, shortest = scene->lang == LANG_EN ? 18 : 7;
    for (size_t i = 0; i <= text.len; i++) {
        char c = i < text.len ? text.ptr[i] : '.';
        if (c != '.' && c != '!' && c != '?' && c != ',' && c != ';')
            continue;
        struct str bare = normalise_bare(arena, str_slice(text, start, i));
        size_t length = utf8_count(bare);
        start = i + 1;
        if (length < shortest)
            continue;
        double covered = covered_by(grams_of(arena, bare, n), scene, index);
        if (covered > echo->sentence + 0.001 || (covered >= 0.8 && length > echo->sentence_length)) {
            echo->sentence = covered;
            echo->sentence_length = length;
        }
    }
}

void repetition_features(struct features *features, struct arena *arena, const struct scene *scene, size_t index)
{
    const struct utterance *own = &scene->utterances[index];
    struct echo echo = {.covered = covered_by(own->grams, scene, index)};
    double scale = scene->lang == LANG_EN ? 3.2 : 1;
    size_t nearest = index;
    for (size_t j = 0; j < index; j++) {
        double dice = scene->utterances[j].reply == 0 ? 0 : grams_dice(own->grams, scene->utterances[j].grams);
        if (dice > echo.dice) {
            echo.dice = dice;
            nearest = j;
        }
    }
    if (echo.dice > 0.15) {
        struct str other = utf8_slice(scene->utterances[nearest].bare, 0, READ);
        echo.run = longest_common_run(utf8_slice(own->bare, 0, READ), other).length;
    }
    best_sentence(&echo, arena, scene, index);
    double length = (double)utf8_count(own->bare) / scale;
    FEATURES_STEPS(features, "said before: alike", echo.dice, 0.2, 0.3, 0.4, 0.5, 0.6, 0.75, 0.9);
    FEATURES_STEPS(features, "said before: share", length >= 6 ? echo.covered : 0, 0.2, 0.3, 0.4, 0.5, 0.6, 0.75, 0.9);
    FEATURES_STEPS(features, "said before: run", (double)echo.run / scale, 5, 7, 9, 12, 16, 24);
    FEATURES_STEPS(features, "said before: sentence", echo.sentence, 0.5, 0.65, 0.8, 0.95);
    FEATURES_STEPS(features, "said before: sentence length",
                   echo.sentence >= 0.8 ? (double)echo.sentence_length / scale : 0, 6, 8, 11, 15, 20);
    features_flag(features, "said before, and little else", echo.covered >= 0.5 && length >= 8);
}
