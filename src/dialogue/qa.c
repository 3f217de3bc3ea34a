#include "dialogue/qa_inner.h"

#include <math.h>
#include <string.h>

/* What makes a match sure. Found on spoken paraphrases of several documents' entries. */
#define SURE 0.18   /* likeness from which an entry is said */
#define TRUSTED 0.2 /* below: said, but marked weak */
#define LEAD 1.5    /* times the second best */

size_t qa_lines(const struct qa_index *index)
{
    return index->lines;
}

/* The cosine with every line at once: the products add up in the order of the terms. */
struct qa_text qa_text(const struct qa_index *index, struct arena *arena, struct str normal)
{
    struct terms terms = terms_of(&index->vocabulary, arena, normal);
    double *alike = arena_array(arena, index->lines, sizeof *alike), sum = 0;
    for (size_t i = 0; i < terms.count; i++) {
        const struct known *known = qa_known(index, terms.items[i].hash);
        const double weight = terms.items[i].weight * known->idf;
        const struct posting *postings = &index->postings[known->first];
        sum += weight * weight;
        for (size_t k = 0; k < known->count; k++)
            alike[postings[k].line] += weight * postings[k].weight;
    }
    const double norm = sqrt(sum);
    for (size_t i = 0; i < index->lines; i++)
        alike[i] = norm > 0 && index->norms[i] > 0 ? alike[i] / (norm * index->norms[i]) : 0;
    return (struct qa_text){alike};
}

size_t qa_utterance(const struct qa_index *index, size_t step, size_t utterance)
{
    return index->steps[step].utterances + utterance;
}

size_t qa_condition(const struct qa_index *index, size_t step, size_t branch)
{
    return index->steps[step].conditions + branch;
}

/* `question` is one sentence. */
static struct qa_match qa_find(const struct qa_index *index, struct qa_text question)
{
    double best = 0, second = 0;
    size_t entry = 0;
    for (size_t i = 0; i < index->count; i++) {
        const double score = question.alike[i];
        second = score > best ? best : fmax(second, score);
        if (score > best) {
            best = score;
            entry = i + 1;
        }
    }
    bool sure = best >= SURE && best >= second * LEAD;
    return (struct qa_match){sure ? entry : 0, fmin(best, 1), best < TRUSTED};
}

struct qa_match qa_find_best(const struct qa_index *index, const struct qa_text *questions, size_t count)
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

size_t qa_nearest(const struct qa_index *index, const struct qa_text *texts, size_t count, struct qa_near *nearest,
                  size_t most)
{
    size_t found = 0;
    for (size_t i = 0; i < index->count; i++) {
        struct qa_near near = {.entry = i + 1};
        for (size_t t = 0; t < count; t++)
            near.score = fmax(near.score, fmin(texts[t].alike[i], 1));
        size_t at = found;
        while (at > 0 && nearest[at - 1].score < near.score)
            at--;
        if (near.score <= 0 || at == most)
            continue;
        found += found < most;
        memmove(&nearest[at + 1], &nearest[at], (found - at - 1) * sizeof *nearest);
        nearest[at] = near;
    }
    return found;
}
