#include "dialogue/terms.h"

#include "base/arena.h"
#include "base/hash.h"
#include "base/sort.h"
#include "dialogue/concepts.h"
#include "text/utf8.h"

#include <math.h>

/* Weights of the kinds of terms. Found on spoken paraphrases of several documents' entries. */
#define WEIGHT_BIGRAM 1.0
#define WEIGHT_SINGLE 0.45
#define WEIGHT_WORD 1.0
#define WEIGHT_CONCEPT 1.5
#define WEIGHT_KIND 1.0 /* of a concept that is a kind of question */

void terms_settle(struct arena *arena, struct terms *terms)
{
    struct keyed *order = arena_raw(arena, terms->count, sizeof *order);
    struct term *sorted = arena_raw(arena, terms->count + 1, sizeof *sorted);
    size_t kept = 0;
    for (size_t i = 0; i < terms->count; i++)
        order[i] = (struct keyed){terms->items[i].hash, 0, (uint32_t)i};
    sort_keyed(order, terms->count);
    for (size_t i = 0; i < terms->count; i++) {
        const struct term *term = &terms->items[order[i].index];
        if (kept > 0 && sorted[kept - 1].hash == term->hash)
            sorted[kept - 1].weight = fmax(sorted[kept - 1].weight, term->weight);
        else
            sorted[kept++] = *term;
    }
    *terms = (struct terms){sorted, kept};
}

static void add(struct terms *terms, struct str text, double weight)
{
    terms->items[terms->count++] = (struct term){hash64(text, 0), weight};
}

/* Ideographs that carry no content in speech, and English words likewise. */
static const char single_stops[] =
    "的了是不我你您他她它们这那有在就都也还又吧吗呢啊呀嘛哦嗯呃哎个么什怎样说要会能可以把被给跟和与或到上下"
    "里去来得着过很太好多少一二三两几点儿没别再才只但而因为所如果要是话时候之于对从让想知道问请先后其实";
static const char word_stops[] =
    "a an the i me my you your we us our it its he she they them is are was were be been am do does did "
    "have has had will would can could should may might if and or but so of to in on at for from with by "
    "as that this there then than what which who how when where why any some just really actually about "
    "into out up down not no yes okay like know get got going go say said tell want one thing s t re ll "
    "ve d m don didn isn here now well right";

void vocabulary_init(struct vocabulary *vocabulary, struct arena *arena)
{
    const struct str singles = str_from(single_stops);
    concepts_init(&vocabulary->concepts, arena);
    word_set_init(&vocabulary->stop_words, word_stops);
    for (size_t at = 0; at < singles.len;) {
        uint32_t c = utf8_next(singles, &at) - HAN_BLOCK_FIRST;
        vocabulary->stop_han[c / 64] |= (uint64_t)1 << c % 64;
    }
}

static bool is_stop(const struct vocabulary *vocabulary, uint32_t c)
{
    return c >= HAN_BLOCK_FIRST && c < HAN_BLOCK_FIRST + HAN_BLOCK &&
           vocabulary->stop_han[(c - HAN_BLOCK_FIRST) / 64] >> (c - HAN_BLOCK_FIRST) % 64 & 1;
}

static struct str stem(struct str word)
{
    static const char *const endings[] = {"ing", "ed", "es", "ly", "s", "e", NULL};
    for (size_t i = 0; endings[i] != NULL; i++) {
        struct str ending = str_from(endings[i]);
        if (word.len >= ending.len + 3 && str_ends(word, ending))
            return str_slice(word, 0, word.len - ending.len);
    }
    return word;
}

static bool in_word(uint32_t c)
{
    return (code_point_is_letter(c) && !code_point_is_han(c)) || (c >= '0' && c <= '9');
}

static void add_concepts(struct terms *terms, uint64_t bits)
{
    for (; bits != 0; bits &= bits - 1) {
        const unsigned i = (unsigned)__builtin_ctzll(bits);
        terms->items[terms->count++] =
            (struct term){0x9e3779b97f4a7c15u * (i + 1), i < CONCEPT_KINDS ? WEIGHT_KIND : WEIGHT_CONCEPT};
    }
}

/* Every code point gives at most two terms; concepts come on top. */
struct terms terms_of(const struct vocabulary *vocabulary, struct arena *arena, struct str text)
{
    struct terms terms = {arena_raw(arena, text.len * 2 + concept_count() + 1, sizeof(struct term)), 0};
    size_t last = 0; /* bytes of the ideograph right before; 0 = there is none */
    bool last_stop = false;
    for (size_t at = 0; at < text.len;) {
        size_t start = at;
        uint32_t c = utf8_next_good(text, &at);
        if (code_point_is_common_han(c) || code_point_is_han(c)) {
            const bool stop = is_stop(vocabulary, c);
            if (!stop)
                add(&terms, str_slice(text, start, at), WEIGHT_SINGLE);
            if (last > 0 && !(stop && last_stop))
                add(&terms, str_slice(text, start - last, at), stop || last_stop ? WEIGHT_SINGLE : WEIGHT_BIGRAM);
            last = at - start;
            last_stop = stop;
            continue;
        }
        last = 0;
        if (!in_word(c))
            continue;
        for (size_t peek = at; peek < text.len && in_word(utf8_next(text, &peek)); at = peek)
            ;
        struct str word = str_slice(text, start, at);
        if (!word_set_has(&vocabulary->stop_words, word))
            add(&terms, stem(word), WEIGHT_WORD);
    }
    add_concepts(&terms, lexicon_find(&vocabulary->concepts, text, NULL, 0, NULL));
    terms_settle(arena, &terms);
    return terms;
}
