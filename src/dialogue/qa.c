#include "dialogue/qa.h"

#include "base/hash.h"
#include "dialogue/concepts.h"
#include "text/normalise.h"
#include "text/sentence.h"
#include "text/utf8.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Weights of the kinds of terms, and what makes a match sure. Found on spoken paraphrases of several documents'
 * entries. */
#define WEIGHT_BIGRAM 1.0
#define WEIGHT_SINGLE 0.45
#define WEIGHT_WORD 1.0
#define WEIGHT_CONCEPT 1.5
#define ANSWER_SHARE 0.5
#define UNKNOWN_SHARE 0.35 /* of a term that no entry holds: small talk around the question */
#define SURE 0.21          /* likeness from which an entry is said */
#define TRUSTED 0.24       /* below: said, but marked weak */
#define LEAD 1.18          /* times the second best */

struct term {
    uint64_t hash;
    double weight; /* of its kind, then times idf */
};
struct terms {
    struct term *items;
    size_t count;
};
struct entry {
    struct terms terms; /* question and answer, weighted */
    double norm;
};
struct qa_index {
    struct arena *arena;
    struct entry *entries;
    size_t count;
    struct terms df; /* hash -> number of entries that hold it */
};

static int by_hash(const void *a, const void *b)
{
    const struct term *x = a, *y = b;
    return x->hash < y->hash ? -1 : x->hash > y->hash;
}

/* Sorted, one a hash; of doubles the greatest weight stays. */
static void settle(struct terms *terms)
{
    qsort(terms->items, terms->count, sizeof *terms->items, by_hash);
    size_t kept = 0;
    for (size_t i = 0; i < terms->count; i++) {
        if (kept > 0 && terms->items[kept - 1].hash == terms->items[i].hash)
            terms->items[kept - 1].weight = fmax(terms->items[kept - 1].weight, terms->items[i].weight);
        else
            terms->items[kept++] = terms->items[i];
    }
    terms->count = kept;
}

static void add(struct terms *terms, struct str text, double weight)
{
    terms->items[terms->count++] = (struct term){hash64(text, 0), weight};
}

/* Ideographs that carry no content in speech, and English words likewise. */
static const char single_stops[] =
    "的了是不我你您他她它们这那有在就都也还又吧吗呢啊呀嘛哦嗯呃哎个么什怎样说要会能可以把被给跟和与或到上下"
    "里去来得着过很太好多少一二三两几点儿没别再才只但而因为所如果要是话时候之于对从让想知道问请先后其实";
static const char *const word_stops[] = {
    "a",     "an",   "the",   "i",    "me",   "my",    "you",   "your",   "we",       "us",    "our",    "it",
    "its",   "he",   "she",   "they", "them", "is",    "are",   "was",    "were",     "be",    "been",   "am",
    "do",    "does", "did",   "have", "has",  "had",   "will",  "would",  "can",      "could", "should", "may",
    "might", "if",   "and",   "or",   "but",  "so",    "of",    "to",     "in",       "on",    "at",     "for",
    "from",  "with", "by",    "as",   "that", "this",  "there", "then",   "than",     "what",  "which",  "who",
    "how",   "when", "where", "why",  "any",  "some",  "just",  "really", "actually", "about", "into",   "out",
    "up",    "down", "not",   "no",   "yes",  "okay",  "like",  "know",   "get",      "got",   "going",  "go",
    "say",   "said", "tell",  "want", "one",  "thing", "s",     "t",      "re",       "ll",    "ve",     "d",
    "m",     "don",  "didn",  "isn",  "here", "now",   "well",  "right",  NULL};

static bool is_stop(struct str one)
{
    return one.len <= 4 && str_find(str_from(single_stops), one) != STR_NONE;
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

static void add_word(struct terms *terms, struct str word)
{
    for (size_t i = 0; word_stops[i] != NULL; i++)
        if (str_eq_cstring(word, word_stops[i]))
            return;
    add(terms, stem(word), WEIGHT_WORD);
}

/* Every code point gives at most two terms; concepts come on top. */
static struct terms terms_of(struct arena *arena, struct str text)
{
    struct terms terms = {arena_array(arena, text.len * 2 + concept_count() + 1, sizeof(struct term)), 0};
    struct str last = {0};
    for (size_t at = 0; at < text.len;) {
        size_t start = at;
        uint32_t c = utf8_next(text, &at);
        if (code_point_is_han(c)) {
            struct str one = str_slice(text, start, at);
            bool stop = is_stop(one);
            if (!stop)
                add(&terms, one, WEIGHT_SINGLE);
            if (last.len > 0 && !(stop && is_stop(last)))
                add(&terms, str_slice(text, start - last.len, at),
                    stop || is_stop(last) ? WEIGHT_SINGLE : WEIGHT_BIGRAM);
            last = one;
            continue;
        }
        last = (struct str){0};
        if (!code_point_is_letter(c) && !(c >= '0' && c <= '9'))
            continue;
        for (size_t peek = at; peek < text.len; at = peek) {
            uint32_t next = utf8_next(text, &peek);
            if (code_point_is_han(next) || !(code_point_is_letter(next) || (next >= '0' && next <= '9')))
                break;
        }
        add_word(&terms, str_slice(text, start, at));
    }
    uint64_t bits = concepts_in(text);
    for (size_t i = 0; i < concept_count(); i++)
        if (bits >> i & 1)
            terms.items[terms.count++] = (struct term){0x9e3779b97f4a7c15u * (i + 1), WEIGHT_CONCEPT};
    settle(&terms);
    return terms;
}

static const struct term *term_find(const struct terms *terms, uint64_t hash)
{
    struct term key = {hash, 0};
    return terms->count > 0 ? bsearch(&key, terms->items, terms->count, sizeof key, by_hash) : NULL;
}

/* 1 for a term that one entry holds, towards 0 for one that all hold. */
static double idf(const struct qa_index *index, uint64_t hash)
{
    const struct term *df = term_find(&index->df, hash);
    if (df == NULL)
        return UNKNOWN_SHARE;
    double n = (double)index->count + 1;
    return log(n / df->weight) / log(n);
}

static double norm_of(const struct terms *terms)
{
    double sum = 0;
    for (size_t i = 0; i < terms->count; i++)
        sum += terms->items[i].weight * terms->items[i].weight;
    return sqrt(sum);
}

static void weigh(const struct qa_index *index, struct terms *terms)
{
    for (size_t i = 0; i < terms->count; i++)
        terms->items[i].weight *= idf(index, terms->items[i].hash);
}

static struct terms entry_terms(struct arena *arena, const struct qa *qa)
{
    struct terms question = terms_of(arena, normalise_text(arena, qa->question));
    struct terms answer = terms_of(arena, normalise_text(arena, qa->answer));
    struct terms all = {arena_array(arena, question.count + answer.count + 1, sizeof(struct term)), question.count};
    memcpy(all.items, question.items, question.count * sizeof *all.items);
    for (size_t i = 0; i < answer.count; i++)
        all.items[all.count++] = (struct term){answer.items[i].hash, answer.items[i].weight * ANSWER_SHARE};
    settle(&all);
    return all;
}

struct qa_index *qa_index_new(struct arena *arena, const struct scenario *scenario)
{
    struct qa_index *index = arena_alloc(arena, sizeof *index);
    *index = (struct qa_index){.arena = arena, .count = scenario->caller.qa_count};
    index->entries = arena_array(arena, index->count + 1, sizeof *index->entries);
    size_t total = 0;
    for (size_t i = 0; i < index->count; i++) {
        index->entries[i].terms = entry_terms(arena, &scenario->caller.qa[i]);
        total += index->entries[i].terms.count;
    }
    index->df.items = arena_array(arena, total + 1, sizeof(struct term));
    for (size_t i = 0; i < index->count; i++)
        for (size_t t = 0; t < index->entries[i].terms.count; t++)
            index->df.items[index->df.count++] = (struct term){index->entries[i].terms.items[t].hash, 1};
    qsort(index->df.items, index->df.count, sizeof(struct term), by_hash);
    size_t kept = 0;
    for (size_t i = 0; i < index->df.count; i++) {
        if (kept > 0 && index->df.items[kept - 1].hash == index->df.items[i].hash)
            index->df.items[kept - 1].weight += 1;
        else
            index->df.items[kept++] = index->df.items[i];
    }
    index->df.count = kept;
    for (size_t i = 0; i < index->count; i++) {
        weigh(index, &index->entries[i].terms);
        index->entries[i].norm = norm_of(&index->entries[i].terms);
    }
    return index;
}

static double cosine(const struct terms *a, double norm_a, const struct terms *b, double norm_b)
{
    double dot = 0;
    for (size_t i = 0, j = 0; i < a->count && j < b->count;) {
        if (a->items[i].hash == b->items[j].hash)
            dot += a->items[i++].weight * b->items[j++].weight;
        else if (a->items[i].hash < b->items[j].hash)
            i++;
        else
            j++;
    }
    return norm_a > 0 && norm_b > 0 ? dot / (norm_a * norm_b) : 0;
}

struct qa_match qa_find(const struct qa_index *index, struct str question)
{
    struct arena arena;
    arena_init(&arena);
    struct terms asked = terms_of(&arena, question);
    weigh(index, &asked);
    double norm = norm_of(&asked), best = 0, second = 0;
    size_t entry = 0;
    for (size_t i = 0; i < index->count; i++) {
        double score = cosine(&asked, norm, &index->entries[i].terms, index->entries[i].norm);
        if (score > best) {
            second = best;
            best = score;
            entry = i + 1;
        } else if (score > second) {
            second = score;
        }
    }
    arena_release(&arena);
    bool sure = best >= SURE && best >= second * LEAD;
    return (struct qa_match){sure ? entry : 0, best, best < TRUSTED || best < second * LEAD * LEAD};
}

double qa_likeness(const struct qa_index *index, struct str a, struct str b)
{
    struct arena arena;
    arena_init(&arena);
    struct terms x = terms_of(&arena, a), y = terms_of(&arena, b);
    weigh(index, &x);
    weigh(index, &y);
    double likeness = cosine(&x, norm_of(&x), &y, norm_of(&y));
    arena_release(&arena);
    return likeness;
}
