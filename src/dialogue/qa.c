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
#define WEIGHT_KIND 1.0 /* of a concept that is a kind of question */
#define ANSWER_SHARE 0.5
#define LINE_SHARE 0.3    /* of the document's lines that speak of an entry's matter */
#define LINE_LIKE 0.25    /* likeness that makes a line speak of it */
#define LINE_LEAD 1.5     /* times the likeness to any other entry */
#define UNKNOWN_SHARE 0.8 /* of a term that no entry holds: small talk around the question */
#define SURE 0.18         /* likeness from which an entry is said */
#define TRUSTED 0.2       /* below: said, but marked weak */
#define LEAD 1.5          /* times the second best */

struct term {
    uint64_t hash;
    double weight; /* of its kind, then times idf */
};
struct terms {
    struct term *items; /* sorted by hash, no doubles */
    size_t count;
};
struct entry {
    struct terms terms; /* of question and answer, then of the document's lines on the same matter */
    double norm;        /* of question and answer alone: lines add reach, they take no weight away */
};
struct qa_text {
    struct terms terms;
    double norm;
};
struct prepared_step {
    struct qa_text *utterances, *conditions;
};
struct qa_index {
    struct arena arena;
    struct prepared_step *steps;
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
            terms.items[terms.count++] =
                (struct term){0x9e3779b97f4a7c15u * (i + 1), i < CONCEPT_KINDS ? WEIGHT_KIND : WEIGHT_CONCEPT};
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

/* Both, a term of both with its greater weight. */
static struct terms united(struct arena *arena, const struct terms *a, const struct terms *b, double share)
{
    struct terms all = {arena_array(arena, a->count + b->count + 1, sizeof(struct term)), a->count};
    if (a->count > 0)
        memcpy(all.items, a->items, a->count * sizeof *all.items);
    for (size_t i = 0; i < b->count; i++)
        all.items[all.count++] = (struct term){b->items[i].hash, b->items[i].weight * share};
    settle(&all);
    return all;
}

static struct terms entry_terms(struct arena *arena, const struct qa *qa)
{
    struct terms question = terms_of(arena, normalise_text(arena, qa->question));
    struct terms answer = terms_of(arena, normalise_text(arena, qa->answer));
    return united(arena, &question, &answer, ANSWER_SHARE);
}

/* In how many entries each term stands. */
static struct terms count_entries(struct arena *arena, const struct terms *entries, size_t count)
{
    size_t total = 0, kept = 0;
    for (size_t i = 0; i < count; i++)
        total += entries[i].count;
    struct terms df = {arena_array(arena, total + 1, sizeof(struct term)), 0};
    for (size_t i = 0; i < count; i++)
        for (size_t t = 0; t < entries[i].count; t++)
            df.items[df.count++] = (struct term){entries[i].items[t].hash, 1};
    qsort(df.items, df.count, sizeof(struct term), by_hash);
    for (size_t i = 0; i < df.count; i++) {
        if (kept > 0 && df.items[kept - 1].hash == df.items[i].hash)
            df.items[kept - 1].weight += 1;
        else
            df.items[kept++] = df.items[i];
    }
    df.count = kept;
    return df;
}

static struct terms copied(struct arena *arena, const struct terms *terms)
{
    struct terms copy = {arena_array(arena, terms->count + 1, sizeof(struct term)), terms->count};
    if (terms->count > 0)
        memcpy(copy.items, terms->items, terms->count * sizeof(struct term));
    return copy;
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

/* The entries' raw terms become the index's weighted ones. */
static void weigh_entries(struct qa_index *index, struct arena *scratch, const struct terms *raw)
{
    struct terms df = count_entries(scratch, raw, index->count);
    index->df = copied(&index->arena, &df);
    for (size_t i = 0; i < index->count; i++) {
        index->entries[i].terms = copied(&index->arena, &raw[i]);
        weigh(index, &index->entries[i].terms);
    }
}

/* A line of the document that plainly speaks of one entry's matter lends its words to that entry: so do the persona's
 * concerns and examples, which are nearer to how people ask than the knowledge base is. */
static void lend(struct qa_index *index, struct arena *scratch, struct terms *raw, struct str text)
{
    struct terms line = terms_of(scratch, normalise_text(scratch, text)), weighted = copied(scratch, &line);
    weigh(index, &weighted);
    double norm = norm_of(&weighted), best = 0, second = 0;
    size_t entry = 0;
    for (size_t i = 0; i < index->count; i++) {
        double alike = cosine(&weighted, norm, &index->entries[i].terms, index->entries[i].norm);
        second = alike > best ? best : fmax(second, alike);
        if (alike > best) {
            best = alike;
            entry = i;
        }
    }
    if (best >= LINE_LIKE && best >= second * LINE_LEAD)
        raw[entry] = united(scratch, &raw[entry], &line, LINE_SHARE);
}

static void lend_lines(struct qa_index *index, struct arena *scratch, struct terms *raw, const struct line_texts *lines)
{
    for (size_t i = 0; i < lines->count; i++)
        lend(index, scratch, raw, lines->items[i].text);
}

static void lend_document(struct qa_index *index, struct arena *scratch, struct terms *raw,
                          const struct scenario *scenario)
{
    const struct callee_half *callee = &scenario->callee;
    lend_lines(index, scratch, raw, &callee->positive);
    lend_lines(index, scratch, raw, &callee->behaviours);
    lend_lines(index, scratch, raw, &callee->background);
    for (size_t i = 0; i < callee->concern_count; i++)
        lend(index, scratch, raw, callee->concerns[i].text);
    for (size_t i = 0; i < scenario->caller.step_count; i++) {
        const struct step *step = &scenario->caller.steps[i];
        lend_lines(index, scratch, raw, &step->utterances);
        for (size_t b = 0; b < step->branch_count; b++)
            lend(index, scratch, raw, step->branches[b].when);
    }
}

static void fill_text(const struct qa_index *index, struct arena *arena, struct str normal, struct qa_text *text)
{
    struct arena scratch;
    arena_init(&scratch);
    struct terms terms = terms_of(&scratch, normal);
    text->terms = copied(arena, &terms);
    arena_release(&scratch);
    weigh(index, &text->terms);
    text->norm = norm_of(&text->terms);
}

static struct qa_text *prepare_lines(struct qa_index *index, struct arena *scratch, const struct line_texts *lines)
{
    struct qa_text *texts = arena_array(&index->arena, lines->count + 1, sizeof *texts);
    for (size_t i = 0; i < lines->count; i++)
        fill_text(index, &index->arena, normalise_text(scratch, lines->items[i].text), &texts[i]);
    return texts;
}

static void prepare_steps(struct qa_index *index, struct arena *scratch, const struct caller_half *half)
{
    index->steps = arena_array(&index->arena, half->step_count + 1, sizeof *index->steps);
    for (size_t s = 0; s < half->step_count; s++) {
        const struct step *step = &half->steps[s];
        index->steps[s].utterances = prepare_lines(index, scratch, &step->utterances);
        index->steps[s].conditions = arena_array(&index->arena, step->branch_count + 1, sizeof(struct qa_text));
        for (size_t b = 0; b < step->branch_count; b++)
            fill_text(index, &index->arena, normalise_text(scratch, step->branches[b].when),
                      &index->steps[s].conditions[b]);
    }
}

struct qa_index *qa_index_new(const struct scenario *scenario)
{
    struct qa_index *index = memory_alloc(sizeof *index);
    struct arena scratch;
    arena_init(&index->arena);
    arena_init(&scratch);
    index->count = scenario->caller.qa_count;
    index->entries = arena_array(&index->arena, index->count + 1, sizeof *index->entries);
    struct terms *raw = arena_array(&scratch, index->count + 1, sizeof *raw);
    for (size_t i = 0; i < index->count; i++)
        raw[i] = entry_terms(&scratch, &scenario->caller.qa[i]);
    weigh_entries(index, &scratch, raw);
    for (size_t i = 0; i < index->count; i++)
        index->entries[i].norm = norm_of(&index->entries[i].terms);
    if (index->count > 0)
        lend_document(index, &scratch, raw, scenario);
    weigh_entries(index, &scratch, raw);
    prepare_steps(index, &scratch, &scenario->caller);
    arena_release(&scratch);
    return index;
}

void qa_index_free(struct qa_index *index)
{
    if (index == NULL)
        return;
    arena_release(&index->arena);
    free(index);
}

const struct qa_text *qa_text(const struct qa_index *index, struct arena *arena, struct str normal)
{
    struct qa_text *text = arena_alloc(arena, sizeof *text);
    fill_text(index, arena, normal, text);
    return text;
}

const struct qa_text *qa_utterance(const struct qa_index *index, size_t step, size_t utterance)
{
    return &index->steps[step].utterances[utterance];
}

const struct qa_text *qa_condition(const struct qa_index *index, size_t step, size_t branch)
{
    return &index->steps[step].conditions[branch];
}

struct qa_match qa_find(const struct qa_index *index, const struct qa_text *question)
{
    double best = 0, second = 0;
    size_t entry = 0;
    for (size_t i = 0; i < index->count; i++) {
        double score = cosine(&question->terms, question->norm, &index->entries[i].terms, index->entries[i].norm);
        second = score > best ? best : fmax(second, score);
        if (score > best) {
            best = score;
            entry = i + 1;
        }
    }
    bool sure = best >= SURE && best >= second * LEAD;
    return (struct qa_match){sure ? entry : 0, fmin(best, 1), best < TRUSTED};
}

struct qa_match qa_find_best(const struct qa_index *index, const struct qa_text *const *questions, size_t count)
{
    struct qa_match best = {0};
    for (size_t i = 0; i < count; i++) {
        struct qa_match match = qa_find(index, questions[i]);
        bool better = match.entry > 0 && (best.entry == 0 || match.score > best.score);
        if (better || (best.entry == 0 && match.score > best.score))
            best = match;
    }
    return best;
}

double qa_likeness(const struct qa_text *a, const struct qa_text *b)
{
    return cosine(&a->terms, a->norm, &b->terms, b->norm);
}
