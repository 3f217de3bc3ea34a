/* How much of a reply the persona has said before. */
#include "base/hash.h"
#include "signal/context.h"
#include "text/sentence.h"
#include "text/utf8.h"

#include <math.h>
#include <string.h>

/* One reply holds the gram. */
struct saying {
    uint64_t gram;
    uint32_t reply, before; /* before: of the same gram, the one before; 0 = none */
};
/* Of the replies so far. */
struct sayings {
    uint32_t *slots; /* open addressing: a gram's last saying, 0 = free */
    size_t mask;
    struct saying *all; /* from 1 on */
    uint32_t count;
};

static void sayings_init(struct sayings *sayings, struct arena *arena, const struct scene *scene)
{
    size_t grams = 0, room = 16;
    for (size_t i = 0; i < scene->count; i++)
        grams += scene->utterances[i].reply > 0 ? scene->utterances[i].grams.count : 0;
    while (room < grams + grams / 2)
        room *= 2;
    *sayings = (struct sayings){.slots = arena_array(arena, room, sizeof *sayings->slots),
                                .mask = room - 1,
                                .all = arena_raw(arena, grams + 1, sizeof *sayings->all)};
}

/* Which saying of the gram was the last; this is one more. */
static uint32_t say(struct sayings *sayings, uint64_t gram, uint32_t reply)
{
    size_t at = gram & sayings->mask;
    while (sayings->slots[at] != 0 && sayings->all[sayings->slots[at]].gram != gram)
        at = (at + 1) & sayings->mask;
    const uint32_t before = sayings->slots[at];
    sayings->slots[at] = ++sayings->count;
    sayings->all[sayings->count] = (struct saying){gram, reply, before};
    return before;
}

/* Of a gram that more replies hold only the last are looked at: those of a call of thousands would be held against each
 * other. */
enum { MOST_SAYINGS = 128 };

/* `counts`: how many grams each reply so far has. `common` is scratch, as long. */
static struct echo echo_of(struct sayings *sayings, struct grams own, const size_t *counts, uint32_t *common,
                           uint32_t reply)
{
    struct echo echo = {0};
    size_t found = 0;
    memset(common, 0, reply * sizeof *common);
    for (size_t i = 0; i < own.count; i++) {
        uint32_t before = say(sayings, own.hashes[i], reply);
        found += before != 0;
        for (int n = 0; n < MOST_SAYINGS && before != 0; n++, before = sayings->all[before].before)
            common[sayings->all[before].reply]++;
    }
    for (size_t r = 0; r < reply && found > 0; r++)
        echo.dice = fmax(echo.dice, 2.0 * (double)common[r] / (double)(own.count + counts[r]));
    echo.covered = found == 0 ? 0 : (double)found / (double)own.count;
    return echo;
}

void echoes_read(struct scene *scene)
{
    struct sayings sayings;
    size_t *counts = arena_raw(&scene->scratch, scene->replies, sizeof *counts);
    uint32_t *common = arena_raw(&scene->scratch, scene->replies, sizeof *common), reply = 0;
    sayings_init(&sayings, &scene->scratch, scene);
    scene->echoes = arena_raw(&scene->arena, scene->replies, sizeof *scene->echoes);
    for (size_t i = 0; i < scene->count; i++) {
        if (scene->utterances[i].reply == 0)
            continue;
        const struct grams own = scene->utterances[i].grams;
        scene->echoes[reply] = echo_of(&sayings, own, counts, common, reply);
        counts[reply++] = own.count;
    }
}

/* A few signs over and over, with or without marks between them: each of its grams stands there eight times or more. */
static bool is_babble(const struct utterance *own)
{
    enum { LEAST = 40, TIMES = 8 };
    return own->gram_count >= LEAST && own->gram_count >= TIMES * own->grams.count;
}

/* One clause said three times and more in this very reply, as a model that is caught in a loop does: from its second
 * saying to the end of its last. */
static void find_loop(struct features *features, struct arena *arena, const struct utterance *own, double scale)
{
    enum { MOST = 2000, SHORTEST = 6, TIMES = 3, FEWEST = 4 };
    const struct str text = own->normal.text;
    if (own->gram_count < own->grams.count + FEWEST) /* hardly a word is there twice */
        return;
    if (is_babble(own)) {
        features_outright(features, OUTRIGHT_LOOP, 2.5f, 0, (uint32_t)text.len);
        return;
    }
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
        if (!mark_ends_clause(c))
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
    const struct echo echo = scene->echoes[own->reply - 1];
    find_loop(features, arena, own, scale);
    features_steps(features, FEATURE_SAID_BEFORE_ALIKE, echo.dice);
    features_steps(features, FEATURE_SAID_BEFORE_SHARE, (double)own->gram_count / scale >= 5 ? echo.covered : 0);
}
