#include "rubric/topics.h"

#include <stddef.h>

static double least(double a, double b)
{
    return a < b ? a : b;
}

static double most(double a, double b)
{
    return a > b ? a : b;
}

/* A line is kin by its share of the concern's weight, against what it shares with the other concerns. */
static struct kin kin_of(struct arena *arena, const struct library *library, const struct topic *concerns, size_t count,
                         size_t concern)
{
    uint64_t *items = arena_array(arena, library->known_count, sizeof *items);
    double *lent = arena_array(arena, library->known_count, sizeof *lent);
    struct kin kin = {{items, 0}, lent};
    double *of_known = arena_array(arena, library->known_count, sizeof *of_known);
    struct terms known = {library->known, library->known_count};
    for (size_t l = 0; l < library->count; l++) {
        enum line_of of = library->of[l];
        if (of == LINE_CONCERN || of == LINE_END || of == LINE_ROLE)
            continue;
        double own = terms_shared(library, concerns[concern].terms, library->lines[l], NULL), all = 0;
        for (size_t c = 0; c < count; c++)
            all += terms_shared(library, concerns[c].terms, library->lines[l], NULL);
        if (own < 3)
            continue;
        double bond = least(1, own / 8) * own / all;
        for (size_t i = 0, k = 0; i < library->lines[l].count; i++) {
            while (known.items[k] != library->lines[l].items[i])
                k++;
            of_known[k] = most(of_known[k], bond * library_weight(library, known.items[k]));
        }
    }
    for (size_t k = 0; k < known.count; k++)
        if (of_known[k] > 0 && !terms_have(concerns[concern].terms, known.items[k])) {
            items[kin.terms.count] = known.items[k];
            lent[kin.terms.count++] = of_known[k];
        }
    return kin;
}

double kin_met(const struct kin *kin, struct terms said, struct terms without)
{
    double sum = 0;
    for (size_t i = 0; i < kin->terms.count; i++)
        if (terms_have(said, kin->terms.items[i]) && !terms_have(without, kin->terms.items[i]))
            sum += kin->weights[i];
    return sum;
}

static struct topic topic_of(struct arena *arena, const struct library *library, struct str text)
{
    struct topic topic = {.terms = terms_of(arena, text)};
    topic.weight = terms_weight(library, topic.terms);
    return topic;
}

struct topics *topics_of(struct arena *arena, const struct scenario *scenario)
{
    const struct callee_half *callee = &scenario->callee;
    struct topics *topics = arena_alloc(arena, sizeof *topics);
    topics->library = library_of(arena, scenario);
    topics->concerns = arena_array(arena, callee->concern_count, sizeof *topics->concerns);
    topics->ends = arena_array(arena, callee->end_conditions.count, sizeof *topics->ends);
    for (size_t i = 0; i < callee->concern_count; i++)
        topics->concerns[i] = topic_of(arena, &topics->library, callee->concerns[i].text);
    for (size_t i = 0; i < callee->concern_count; i++)
        topics->concerns[i].kin = kin_of(arena, &topics->library, topics->concerns, callee->concern_count, i);
    for (size_t i = 0; i < callee->end_conditions.count; i++)
        topics->ends[i] = topic_of(arena, &topics->library, callee->end_conditions.items[i].text);
    return topics;
}
