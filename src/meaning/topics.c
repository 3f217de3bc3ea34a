#include "meaning/topics.h"

#include "meaning/phrases.h"
#include "text/normalise.h"

#include <stddef.h>

static double least(double a, double b)
{
    return a < b ? a : b;
}

static double most(double a, double b)
{
    return a > b ? a : b;
}

static struct topic topic_of(struct arena *arena, const struct library *library, struct str normal)
{
    uint64_t *terms = terms_none(arena, library);
    terms_read(library, normal, terms);
    return (struct topic){.terms = terms, .weight = terms_weight(library, terms)};
}

/* What the document's lines lend to the concerns: a row of all terms a concern, 0 = nothing. A line is kin by its share
 * of the concern's weight, against what it shares with the other concerns. `shares` has room for each concern. */
static void lend(const struct topics *topics, size_t count, double *shares, double *lent)
{
    const struct library *library = &topics->library;
    for (size_t l = 0; l < library->line_count; l++) {
        enum line_of of = library->of[l];
        const uint64_t *line = library->lines[l];
        double all = 0;
        if (of == LINE_CONCERN || of == LINE_END || of == LINE_ROLE)
            continue;
        for (size_t c = 0; c < count; c++)
            all += shares[c] = terms_shared(library, topics->concerns[c].terms, line);
        for (size_t c = 0; c < count; c++) {
            if (shares[c] < 3)
                continue;
            double bond = least(1, shares[c] / 8) * shares[c] / all, *of_concern = lent + c * library->count;
            for (size_t t = 0; terms_next(line, line, library->words, &t); t++)
                of_concern[t] = most(of_concern[t], bond * library->weights[t]);
        }
    }
}

/* Which concerns each term stands for. */
static void index_concerns(struct arena *arena, struct topics *topics, size_t count)
{
    const struct library *library = &topics->library;
    struct arena scratch;
    arena_init(&scratch);
    double *lent = arena_array(&scratch, count * library->count, sizeof *lent);
    uint32_t *starts = arena_array(arena, 2 * library->count + 1, sizeof *starts), made = 0;
    uint64_t *of_concerns = terms_none(arena, library), *own_terms = terms_none(arena, library);
    lend(topics, count, arena_array(&scratch, count, sizeof *lent), lent);
    for (size_t c = 0; c < count; c++)
        for (size_t t = 0; t < library->count; t++)
            made += terms_have(topics->concerns[c].terms, t) || lent[c * library->count + t] > 0;
    struct topic_hit *hits = arena_array(arena, made, sizeof *hits);
    made = 0;
    for (size_t t = 0; t < library->count; t++) {
        for (size_t c = 0; c < count; c++)
            if (terms_have(topics->concerns[c].terms, t))
                hits[made++] = (struct topic_hit){.concern = (uint32_t)c, .weight = library->weights[t]};
        starts[2 * t + 1] = made;
        if (made == starts[2 * t] + 1)
            hits[made - 1].alone = true;
        for (size_t c = 0; c < count; c++)
            if (!terms_have(topics->concerns[c].terms, t) && lent[c * library->count + t] > 0)
                hits[made++] = (struct topic_hit){.concern = (uint32_t)c, .weight = lent[c * library->count + t]};
        starts[2 * t + 2] = made;
        own_terms[t / 64] |= (uint64_t)(starts[2 * t + 1] > starts[2 * t]) << t % 64;
        of_concerns[t / 64] |= (uint64_t)(made > starts[2 * t]) << t % 64;
    }
    topics->hits = hits;
    topics->hit_starts = starts;
    topics->of_concerns = of_concerns;
    topics->own_terms = own_terms;
    arena_release(&scratch);
}

/* The text between commas and stops, each with its terms. */
static void cut_clauses(struct arena *arena, const struct library *library, struct topic *topic, struct str normal)
{
    size_t count = 0;
    struct str rest = normal, clause;
    while (next_clause(&rest, &clause))
        count++;
    topic->clauses = arena_array(arena, count, sizeof *topic->clauses);
    for (rest = normal; next_clause(&rest, &clause);) {
        struct topic cut = topic_of(arena, library, clause);
        if (terms_next(cut.terms, cut.terms, library->words, &(size_t){0}))
            topic->clauses[topic->clause_count++] = (struct clause){cut.terms, cut.weight};
    }
}

static void weigh_script(struct arena *arena, struct topics *topics)
{
    const struct library *library = &topics->library;
    double *script = arena_array(arena, library->count, sizeof *script);
    uint64_t *of_script = terms_none(arena, library);
    for (size_t l = 0; l < library->line_count; l++) {
        if (library->of[l] != LINE_SCRIPT)
            continue;
        topics->script_weight += terms_weight(library, library->lines[l]);
        for (size_t t = 0; terms_next(library->lines[l], library->lines[l], library->words, &t); t++) {
            script[t] += library->weights[t];
            of_script[t / 64] |= (uint64_t)1 << t % 64;
        }
    }
    topics->script = script;
    topics->of_script = of_script;
}

struct topics *topics_of(struct arena *arena, const struct scenario *scenario)
{
    const struct callee_half *callee = &scenario->callee;
    struct topics *topics = arena_alloc(arena, sizeof *topics);
    topics->library = library_of(arena, scenario);
    topics->concerns = arena_array(arena, callee->concern_count, sizeof *topics->concerns);
    topics->ends = arena_array(arena, callee->end_conditions.count, sizeof *topics->ends);
    for (size_t i = 0; i < callee->concern_count; i++)
        topics->concerns[i] = topic_of(arena, &topics->library, normalise_text(arena, callee->concerns[i].text));
    for (size_t i = 0; i < callee->end_conditions.count; i++) {
        struct str normal = normalise_text(arena, callee->end_conditions.items[i].text);
        topics->ends[i] = topic_of(arena, &topics->library, normal);
        cut_clauses(arena, &topics->library, &topics->ends[i], normal);
    }
    index_concerns(arena, topics, callee->concern_count);
    weigh_script(arena, topics);
    return topics;
}
