/* How much of a reply the persona has said before, leaving out what the caller said just before and asked to hear. */
#include "base/hash.h"
#include "signal/context.h"
#include "text/normalise.h"
#include "text/utf8.h"

#include <math.h>

enum { READ = 400 }; /* code points that are compared run by run */

struct echo {
    double dice, covered, sentence; /* best single reply, all earlier ones together, the best-covered sentence */
    size_t run;                     /* longest stretch, code points */
    size_t sentence_length;
};

/* Did an earlier reply hold the gram? */
static bool said_before(const struct scene *scene, size_t reply, uint64_t gram)
{
    size_t count;
    const uint32_t *sets = gram_index_find(&scene->said, gram, &count);
    return count > 0 && sets[0] + 1 < reply;
}

/* Share of the different grams among these that an earlier reply held. */
static double covered_by(struct grams grams, const struct scene *scene, size_t reply)
{
    size_t found = 0;
    for (size_t i = 0; i < grams.count; i++)
        found += said_before(scene, reply, grams.hashes[i]);
    return grams.count == 0 ? 0 : (double)found / (double)grams.count;
}

static void compare_clause(struct echo *echo, struct grams grams, const struct scene *scene, size_t reply,
                           size_t length)
{
    double covered = covered_by(grams, scene, reply);
    if (covered > echo->sentence + 0.001 || (covered >= 0.8 && length > echo->sentence_length)) {
        echo->sentence = covered;
        echo->sentence_length = length;
    }
}

/* A clause's n-grams are a stretch of the reply's, which stand in the order of the bare text: `at` counts its code
 * points. */
static void best_sentence(struct echo *echo, struct arena *arena, const struct scene *scene, size_t index)
{
    const struct utterance *own = &scene->utterances[index];
    const struct str text = own->normal.text;
    size_t n = scene->lang == LANG_EN ? 3 : 2, shortest = scene->lang == LANG_EN ? 18 : 7, start = 0, at = 0;
    uint64_t *hashes = arena_raw(arena, own->gram_count, sizeof *hashes);
    for (size_t i = 0; i <= text.len;) {
        uint32_t c = '.';
        if (i < text.len)
            c = utf8_next(text, &i);
        else
            i++;
        if (c != '.' && c != '!' && c != '?' && c != ',' && c != ';') {
            at += !(c == ' ' || code_point_is_punctuation(c));
            continue;
        }
        size_t length = at - start, found = 0, count = length >= shortest ? length - n + 1 : 0;
        for (size_t k = 0; k < count; k++)
            found += said_before(scene, own->reply, hashes[k] = own->in_order[start + k]);
        if (found > 0)
            compare_clause(echo, grams_set(hashes, count), scene, own->reply, length);
        start = at;
    }
}

/* How the reply's grams stand to all earlier replies, and the earlier one that is most alike. */
static size_t nearest_reply(struct echo *echo, struct arena *arena, const struct scene *scene, size_t index)
{
    const struct utterance *own = &scene->utterances[index];
    uint32_t *common = arena_array(arena, scene->replies, sizeof *common);
    size_t nearest = index, found = 0;
    for (size_t i = 0; i < own->grams.count; i++) {
        size_t count;
        const uint32_t *sets = gram_index_find(&scene->said, own->grams.hashes[i], &count);
        for (size_t k = 0; k < count && sets[k] + 1 < own->reply; k++)
            common[sets[k]]++;
        found += count > 0 && sets[0] + 1 < own->reply;
    }
    echo->covered = own->grams.count == 0 ? 0 : (double)found / (double)own->grams.count;
    for (size_t j = 0; j < index; j++) {
        const struct utterance *other = &scene->utterances[j];
        size_t both = own->grams.count + other->grams.count;
        double dice = other->reply == 0 || both == 0 ? 0 : 2.0 * (double)common[other->reply - 1] / (double)both;
        if (dice > echo->dice) {
            echo->dice = dice;
            nearest = j;
        }
    }
    return nearest;
}

/* One clause said three times and more in this very reply, as a model that is caught in a loop does: from its second
 * saying to the end of its last. */
static void find_loop(struct features *features, struct arena *arena, struct str text, double scale)
{
    enum { MOST = 2000, SHORTEST = 6, TIMES = 3 };
    struct said {
        uint64_t hash;
        size_t times, second;
    };
    const size_t most = text.len / SHORTEST + 1 < MOST ? text.len / SHORTEST + 1 : MOST;
    struct said *clauses = arena_raw(arena, most, sizeof *clauses);
    const size_t shortest = (size_t)ceil(SHORTEST * scale); /* code points */
    size_t count = 0, start = 0;
    for (size_t i = 0; i <= text.len && count < most; i++) {
        char c = i < text.len ? text.ptr[i] : '.';
        if (c != '.' && c != '!' && c != '?' && c != ',' && c != ';')
            continue;
        struct str clause = str_trim(str_slice(text, start, i));
        size_t from = start, k = 0;
        start = i + 1;
        if (clause.len < shortest || utf8_count(clause) < shortest)
            continue;
        const uint64_t hash = hash64(clause, 5);
        while (k < count && clauses[k].hash != hash)
            k++;
        if (k == count)
            clauses[count++] = (struct said){hash, 0, 0};
        if (++clauses[k].times == TIMES - 1)
            clauses[k].second = from;
        if (clauses[k].times >= TIMES) {
            features_outright(features, OUTRIGHT_LOOP, 2.5f, (uint32_t)clauses[k].second, (uint32_t)text.len);
            return;
        }
    }
}

void repetition_features(struct features *features, struct arena *arena, const struct scene *scene, size_t index)
{
    const struct utterance *own = &scene->utterances[index];
    struct echo echo = {0};
    double scale = scene->lang == LANG_EN ? 3.2 : 1;
    size_t nearest = nearest_reply(&echo, arena, scene, index);
    if (echo.dice > 0.15) {
        struct str other = utf8_slice(scene->utterances[nearest].bare, 0, READ);
        echo.run = longest_common_run(utf8_slice(own->bare, 0, READ), other).length;
    }
    if (echo.covered > 0)
        best_sentence(&echo, arena, scene, index);
    find_loop(features, arena, own->normal.text, scale);
    double length = (double)utf8_count(own->bare) / scale;
    features_steps(features, FEATURE_SAID_BEFORE_ALIKE, echo.dice);
    features_steps(features, FEATURE_SAID_BEFORE_SHARE, length >= 6 ? echo.covered : 0);
    features_steps(features, FEATURE_SAID_BEFORE_RUN, (double)echo.run / scale);
    features_steps(features, FEATURE_SAID_BEFORE_SENTENCE, echo.sentence);
    features_steps(features, FEATURE_SAID_BEFORE_SENTENCE_LENGTH,
                   echo.sentence >= 0.8 ? (double)echo.sentence_length / scale : 0);
    features_flag(features, FEATURE_SAID_BEFORE_AND_LITTLE_ELSE, echo.covered >= 0.5 && length >= 8);
}
