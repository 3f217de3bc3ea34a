/* How much of a reply the persona has said before. */
#include "base/hash.h"
#include "signal/context.h"
#include "text/utf8.h"

#include <math.h>

struct echo {
    double dice, covered; /* best single reply; all earlier ones together */
};

/* How the reply's n-grams stand to all earlier replies, and to the one that is most alike. */
static struct echo echo_of(struct arena *arena, const struct scene *scene, size_t index)
{
    const struct utterance *own = &scene->utterances[index];
    uint32_t *common = arena_array(arena, scene->replies, sizeof *common);
    struct echo echo = {0};
    size_t found = 0;
    for (size_t i = 0; i < own->grams.count; i++) {
        size_t count;
        const uint32_t *sets = gram_index_find(&scene->said, own->grams.hashes[i], &count);
        if (count <= 1) /* in this reply alone */
            continue;
        for (size_t k = 0; k < count && sets[k] + 1 < own->reply; k++)
            common[sets[k]]++;
        found += sets[0] + 1 < own->reply;
    }
    for (size_t j = 0; j < index && found > 0; j++) {
        const struct utterance *other = &scene->utterances[j];
        if (other->reply > 0)
            echo.dice = fmax(echo.dice,
                             2.0 * (double)common[other->reply - 1] / (double)(own->grams.count + other->grams.count));
    }
    echo.covered = found == 0 ? 0 : (double)found / (double)own->grams.count;
    return echo;
}

/* One clause said three times and more in this very reply, as a model that is caught in a loop does: from its second
 * saying to the end of its last. */
static void find_loop(struct features *features, struct arena *arena, const struct utterance *own, double scale)
{
    enum { MOST = 2000, SHORTEST = 6, TIMES = 3, FEWEST = 4 };
    const struct str text = own->normal.text;
    if (own->gram_count < own->grams.count + FEWEST) /* hardly a word is there twice */
        return;
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
    const double scale = scene->lang == LANG_EN ? 3.2 : 1;
    const struct echo echo = echo_of(arena, scene, index);
    find_loop(features, arena, own, scale);
    features_steps(features, FEATURE_SAID_BEFORE_ALIKE, echo.dice);
    features_steps(features, FEATURE_SAID_BEFORE_SHARE, (double)own->gram_count / scale >= 5 ? echo.covered : 0);
}
