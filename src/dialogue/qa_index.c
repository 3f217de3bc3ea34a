#include "dialogue/qa_inner.h"

#include "base/vec.h"
#include "text/normalise.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* Found on spoken paraphrases of several documents' entries. */
#define ANSWER_SHARE 0.5
#define LINE_SHARE 0.3    /* of the document's lines that speak of an entry's matter */
#define LINE_LIKE 0.25    /* likeness that makes a line speak of it */
#define LINE_LEAD 1.5     /* times the likeness to any other entry */
#define UNKNOWN_SHARE 0.8 /* of a term that no entry holds: small talk around the question */

/* A term that more entries hold is not looked for when lines lend: it weighs next to nothing, and very many lines would
 * be held against very many entries. */
enum { MOST_ENTRIES = 1024 };

static int by_hash(const void *a, const void *b)
{
    const struct term *x = a, *y = b;
    return x->hash < y->hash ? -1 : x->hash > y->hash;
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

/* There is room for them. */
static void add_shared(struct terms *terms, const struct terms *others, double share)
{
    for (size_t i = 0; i < others->count; i++)
        terms->items[terms->count++] = (struct term){others->items[i].hash, others->items[i].weight * share};
}

/* Both, a term of both with its greater weight. */
static struct terms united(struct arena *arena, const struct terms *a, const struct terms *b, double share)
{
    struct terms all = {arena_array(arena, a->count + b->count + 1, sizeof(struct term)), a->count};
    if (a->count > 0)
        memcpy(all.items, a->items, a->count * sizeof *all.items);
    add_shared(&all, b, share);
    terms_settle(arena, &all);
    return all;
}

static struct terms entry_terms(const struct qa_index *index, struct arena *arena, const struct qa *qa)
{
    struct terms question = terms_of(&index->vocabulary, arena, normalise_text(arena, qa->question));
    struct terms answer = terms_of(&index->vocabulary, arena, normalise_text(arena, qa->answer));
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

/* The weighted terms of lines. */
struct lines {
    struct terms *items;
    size_t count;
};

/* Counts the lines of each term, then gives each its stretch and fills it from behind: the last line first, so that
 * lines come out ascending. */
static void index_lines(struct qa_index *index, struct arena *arena, const struct lines *lines)
{
    size_t all = 0;
    uint32_t end = 0;
    for (size_t i = 0; i < lines->count; i++)
        all += lines->items[i].count;
    index->lines = lines->count;
    lookup_init(&index->terms, arena, all);
    index->known = arena_array(arena, all + 1, sizeof *index->known);
    index->known[0].idf = UNKNOWN_SHARE;
    index->postings = arena_array(arena, all + 1, sizeof *index->postings);
    index->norms = arena_array(arena, lines->count + 1, sizeof *index->norms);
    for (size_t i = 0; i < lines->count; i++) {
        index->norms[i] = i < index->count ? index->entries[i].norm : norm_of(&lines->items[i]);
        for (size_t t = 0; t < lines->items[i].count; t++) {
            const uint64_t hash = lines->items[i].items[t].hash;
            uint64_t *known = lookup_place(&index->terms, hash);
            if (*known == 0) {
                *known = index->terms.count;
                index->known[*known].idf = idf(index, hash);
            }
            index->known[*known].count++;
        }
    }
    for (size_t i = 1; i <= index->terms.count; i++)
        index->known[i].first = end += index->known[i].count;
    for (size_t i = lines->count; i-- > 0;)
        for (size_t t = 0; t < lines->items[i].count; t++)
            index->postings[--qa_known(index, lines->items[i].items[t].hash)->first] =
                (struct posting){(uint32_t)i, lines->items[i].items[t].weight};
}

/* The entries alone, for the lines that lend to them. */
static void index_entries(struct qa_index *index, struct arena *scratch)
{
    struct lines lines = {arena_array(scratch, index->count + 1, sizeof *lines.items), index->count};
    for (size_t i = 0; i < index->count; i++)
        lines.items[i] = index->entries[i].terms;
    index_lines(index, scratch, &lines);
}

/* The document's lines that lend their words, in the order of the document. */
struct loan {
    size_t entry;
    struct terms terms; /* scratch */
};
struct loans {
    struct arena *scratch;
    double *alike;     /* by entry, for one line: the products summed */
    uint32_t *touched; /* the entries that share a term with it */
    VEC(struct loan) all;
};

/* The products add up in the order of the terms. */
static size_t compare_entries(const struct qa_index *index, const struct loans *loans, const struct terms *line)
{
    size_t touched = 0;
    for (size_t i = 0; i < line->count; i++) {
        const struct known *known = qa_known(index, line->items[i].hash);
        for (size_t k = 0; known->count <= MOST_ENTRIES && k < known->count; k++) {
            const struct posting *posting = &index->postings[known->first + k];
            if (loans->alike[posting->line] <= 0)
                loans->touched[touched++] = posting->line;
            loans->alike[posting->line] += line->items[i].weight * posting->weight;
        }
    }
    return touched;
}

/* A line of the document that plainly speaks of one entry's matter lends its words to that entry: so do the persona's
 * concerns and examples, which are nearer to how people ask than the knowledge base is. */
static void lend(const struct qa_index *index, struct loans *loans, struct str text)
{
    struct arena *scratch = loans->scratch;
    struct terms line = terms_of(&index->vocabulary, scratch, normalise_text(scratch, text)),
                 weighted = copied(scratch, &line);
    weigh(index, &weighted);
    double norm = norm_of(&weighted), best = 0, second = 0;
    const size_t touched = compare_entries(index, loans, &weighted);
    size_t entry = 0;
    for (size_t i = 0; i < touched; i++) {
        const size_t at = loans->touched[i];
        const double alike = loans->alike[at] / (norm * index->norms[at]);
        loans->alike[at] = 0;
        if (alike > best || (alike >= best && at < entry))
            entry = at;
        second = alike > best ? best : fmax(second, alike);
        best = fmax(best, alike);
    }
    if (best >= LINE_LIKE && best >= second * LINE_LEAD)
        VEC_PUSH(&loans->all, ((struct loan){entry, line}));
}

static void lend_lines(const struct qa_index *index, struct loans *loans, const struct line_texts *lines)
{
    for (size_t i = 0; i < lines->count; i++)
        lend(index, loans, lines->items[i].text);
}

/* Each entry takes what it was lent at once: to take line by line would copy what it has for each. */
static void take_loans(const struct loans *loans, struct terms *raw, size_t count)
{
    size_t *room = arena_array(loans->scratch, count + 1, sizeof *room);
    for (size_t i = 0; i < loans->all.count; i++)
        room[loans->all.items[i].entry] += loans->all.items[i].terms.count;
    for (size_t i = 0; i < count; i++)
        if (room[i] > 0) {
            struct term *items = arena_raw(loans->scratch, raw[i].count + room[i], sizeof *items);
            memcpy(items, raw[i].items, raw[i].count * sizeof *items);
            raw[i].items = items;
        }
    for (size_t i = 0; i < loans->all.count; i++) {
        const struct loan *loan = &loans->all.items[i];
        add_shared(&raw[loan->entry], &loan->terms, LINE_SHARE);
    }
    for (size_t i = 0; i < count; i++)
        if (room[i] > 0)
            terms_settle(loans->scratch, &raw[i]);
}

static void lend_document(const struct qa_index *index, struct arena *scratch, struct terms *raw,
                          const struct scenario *scenario)
{
    const struct callee_half *callee = &scenario->callee;
    struct loans loans = {.scratch = scratch,
                          .alike = arena_array(scratch, index->count, sizeof *loans.alike),
                          .touched = arena_array(scratch, index->count, sizeof *loans.touched)};
    lend_lines(index, &loans, &callee->positive);
    lend_lines(index, &loans, &callee->behaviours);
    lend_lines(index, &loans, &callee->background);
    for (size_t i = 0; i < callee->concern_count; i++)
        lend(index, &loans, callee->concerns[i].text);
    for (size_t i = 0; i < scenario->caller.step_count; i++) {
        const struct step *step = &scenario->caller.steps[i];
        lend_lines(index, &loans, &step->utterances);
        for (size_t b = 0; b < step->branch_count; b++)
            lend(index, &loans, step->branches[b].when);
    }
    take_loans(&loans, raw, index->count);
    VEC_RELEASE(&loans.all);
}

static void add_line(struct lines *lines, const struct qa_index *index, struct arena *scratch, struct str text)
{
    struct terms terms = terms_of(&index->vocabulary, scratch, normalise_text(scratch, text));
    weigh(index, &terms);
    lines->items[lines->count++] = terms;
}

static struct lines all_lines(struct qa_index *index, struct arena *scratch, const struct caller_half *half)
{
    size_t most = index->count;
    for (size_t s = 0; s < half->step_count; s++)
        most += half->steps[s].utterances.count + half->steps[s].branch_count;
    struct lines lines = {arena_array(scratch, most + 1, sizeof *lines.items), 0};
    for (size_t i = 0; i < index->count; i++)
        lines.items[lines.count++] = index->entries[i].terms;
    index->steps = arena_array(&index->arena, half->step_count + 1, sizeof *index->steps);
    for (size_t s = 0; s < half->step_count; s++) {
        const struct step *step = &half->steps[s];
        index->steps[s].utterances = lines.count;
        for (size_t i = 0; i < step->utterances.count; i++)
            add_line(&lines, index, scratch, step->utterances.items[i].text);
        index->steps[s].conditions = lines.count;
        for (size_t b = 0; b < step->branch_count; b++)
            add_line(&lines, index, scratch, step->branches[b].when);
    }
    return lines;
}

struct qa_index *qa_index_new(const struct scenario *scenario)
{
    struct qa_index *index = memory_alloc(sizeof *index);
    struct arena scratch;
    arena_init(&index->arena);
    arena_init(&scratch);
    vocabulary_init(&index->vocabulary, &index->arena);
    index->count = scenario->caller.qa_count;
    index->entries = arena_array(&index->arena, index->count + 1, sizeof *index->entries);
    struct terms *raw = arena_array(&scratch, index->count + 1, sizeof *raw);
    for (size_t i = 0; i < index->count; i++)
        raw[i] = entry_terms(index, &scratch, &scenario->caller.qa[i]);
    weigh_entries(index, &scratch, raw);
    for (size_t i = 0; i < index->count; i++)
        index->entries[i].norm = norm_of(&index->entries[i].terms);
    if (index->count > 0) {
        index_entries(index, &scratch);
        lend_document(index, &scratch, raw, scenario);
    }
    weigh_entries(index, &scratch, raw);
    const struct lines lines = all_lines(index, &scratch, &scenario->caller);
    index_lines(index, &index->arena, &lines);
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
