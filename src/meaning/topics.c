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

/* May a line lend words to a concern? */
static bool can_be_kin(enum line_of of)
{
    return of != LINE_CONCERN && of != LINE_END && of != LINE_ROLE;
}

/* What each line shares with each concern: [line * count + concern]. */
static double *shares_of(struct arena *arena, const struct library *library, const struct topic *concerns, size_t count)
{
    double *shares = arena_array(arena, library->count * count, sizeof *shares);
    for (size_t l = 0; l < library->count; l++)
        for (size_t c = 0; c < count && can_be_kin(library->of[l]); c++)
            shares[l * count + c] = terms_shared(library, concerns[c].terms, library->lines[l], NULL);
    return shares;
}

/* A line is kin by its share of the concern's weight, against what it shares with the other concerns. */
static struct kin kin_of(struct arena *arena, const struct library *library, const struct topic *concerns, size_t count,
                         size_t concern, const double *shares)
{
    uint64_t *items = arena_array(arena, library->known_count, sizeof *items);
    double *lent = arena_array(arena, library->known_count, sizeof *lent);
    struct kin kin = {{items, 0}, lent};
    double *of_known = arena_array(arena, library->known_count, sizeof *of_known);
    struct terms known = {library->known, library->known_count};
    for (size_t l = 0; l < library->count; l++) {
        double own = shares[l * count + concern], all = 0;
        if (own < 3)
            continue;
        for (size_t c = 0; c < count; c++)
            all += shares[l * count + c];
        double bond = least(1, own / 8) * own / all;
        for (size_t i = 0, k = 0; i < library->lines[l].count; i++) {
            while (known.items[k] != library->lines[l].items[i])
                k++;
            of_known[k] = most(of_known[k], bond * library->weights[k]);
        }
    }
    for (size_t k = 0; k < known.count; k++)
        if (of_known[k] > 0 && !terms_have(concerns[concern].terms, known.items[k])) {
            items[kin.terms.count] = known.items[k];
            lent[kin.terms.count++] = of_known[k];
        }
    return kin;
}

static struct topic topic_of(struct arena *arena, const struct library *library, struct str text)
{
    struct topic topic = {.terms = terms_of(arena, text)};
    topic.weight = terms_weight(library, topic.terms);
    return topic;
}

struct topic_slot {
    uint64_t term;
    uint32_t first, count; /* in hits; count 0 = free */
};

static struct topic_slot *slot_of(struct topic_slot *slots, size_t mask, uint64_t term)
{
    size_t at = term & mask;
    while (slots[at].count != 0 && slots[at].term != term)
        at = (at + 1) & mask;
    return &slots[at];
}

const struct topic_hit *topics_hits(const struct topics *topics, uint64_t term, size_t *count)
{
    size_t at = term & topics->mask;
    while (topics->slots[at].count != 0 && topics->slots[at].term != term)
        at = (at + 1) & topics->mask;
    *count = topics->slots[at].count;
    return topics->hits + topics->slots[at].first;
}

/* Counts the hits of each term, gives it its stretch, and fills the stretches from behind. */
static void index_concerns(struct arena *arena, struct topics *topics, size_t count)
{
    size_t all = 0, room = 16;
    uint32_t end = 0;
    for (size_t c = 0; c < count; c++)
        all += topics->concerns[c].terms.count + topics->concerns[c].kin.terms.count;
    while (room < all * 2)
        room *= 2;
    struct topic_slot *slots = arena_array(arena, room, sizeof *slots);
    struct topic_hit *hits = arena_array(arena, all, sizeof *hits);
    for (size_t c = 0; c < count; c++) {
        const struct terms *lists[] = {&topics->concerns[c].terms, &topics->concerns[c].kin.terms};
        for (size_t k = 0; k < 2; k++)
            for (size_t i = 0; i < lists[k]->count; i++) {
                struct topic_slot *slot = slot_of(slots, room - 1, lists[k]->items[i]);
                slot->term = lists[k]->items[i];
                slot->count++;
            }
    }
    for (size_t at = 0; at < room; at++)
        slots[at].first = end += slots[at].count;
    for (size_t c = 0; c < count; c++) {
        const struct topic *topic = &topics->concerns[c];
        for (size_t i = 0; i < topic->terms.count; i++) {
            uint64_t term = topic->terms.items[i];
            bool alone = true;
            for (size_t other = 0; other < count && alone; other++)
                alone = other == c || !terms_have(topics->concerns[other].terms, term);
            hits[--slot_of(slots, room - 1, term)->first] =
                (struct topic_hit){(uint32_t)c, false, alone, library_weight(&topics->library, term)};
        }
        for (size_t i = 0; i < topic->kin.terms.count; i++)
            hits[--slot_of(slots, room - 1, topic->kin.terms.items[i])->first] =
                (struct topic_hit){(uint32_t)c, true, false, topic->kin.weights[i]};
    }
    topics->slots = slots;
    topics->mask = room - 1;
    topics->hits = hits;
}

/* The text between commas and stops, each with its terms. */
static void cut_clauses(struct arena *arena, struct topic *topic, struct str text)
{
    struct str rest = normalise_text(arena, text), clause;
    topic->clauses = arena_array(arena, rest.len + 1, sizeof *topic->clauses);
    while (next_clause(&rest, &clause)) {
        struct terms terms = terms_of(arena, clause);
        if (terms.count > 0)
            topic->clauses[topic->clause_count++] = terms;
    }
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
    const double *shares = shares_of(arena, &topics->library, topics->concerns, callee->concern_count);
    for (size_t i = 0; i < callee->concern_count; i++)
        topics->concerns[i].kin = kin_of(arena, &topics->library, topics->concerns, callee->concern_count, i, shares);
    for (size_t i = 0; i < callee->end_conditions.count; i++) {
        topics->ends[i] = topic_of(arena, &topics->library, callee->end_conditions.items[i].text);
        cut_clauses(arena, &topics->ends[i], callee->end_conditions.items[i].text);
    }
    index_concerns(arena, topics, callee->concern_count);
    return topics;
}
