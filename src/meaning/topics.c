#include "meaning/topics.h"

#include "base/vec.h"
#include "meaning/phrases.h"
#include "text/normalise.h"

#include <string.h>

/* A term of more concerns makes no line kin to them: what it lends is shared among all of them, and very many lines
 * would be bound to very many concerns. */
enum { MOST_CONCERNS = 128 };

static double least(double a, double b)
{
    return a < b ? a : b;
}

static double most(double a, double b)
{
    return a > b ? a : b;
}

static struct topic topic_of(struct arena *arena, const struct library *library, const double *weights,
                             struct str normal)
{
    const struct term_list terms = terms_list(arena, library, normal);
    return (struct topic){.terms = terms, .weight = terms_weight(weights, terms)};
}

/* What is bound to what, by numbers: terms to concerns, concerns to lines. Documents may be made to have very many of
 * each, and most are bound to few. */
struct tie {
    uint32_t from, to;
    double weight;
};
struct ties {
    VEC(struct tie) all;       /* as they were added */
    const struct tie *ordered; /* by where they are from; scratch */
    uint32_t *starts;          /* of those from each, in `ordered`; scratch */
};

static void add_tie(struct ties *ties, size_t from, size_t to, double weight)
{
    VEC_PUSH(&ties->all, ((struct tie){(uint32_t)from, (uint32_t)to, weight}));
}

/* Orders them by where they are from, below `count`, and otherwise as they were added. */
static void order_ties(struct arena *scratch, struct ties *ties, size_t count)
{
    struct tie *ordered = arena_raw(scratch, ties->all.count, sizeof *ordered);
    uint32_t *at = arena_array(scratch, count + 1, sizeof *at);
    ties->starts = arena_array(scratch, count + 1, sizeof *ties->starts);
    for (size_t i = 0; i < ties->all.count; i++)
        ties->starts[ties->all.items[i].from + 1]++;
    for (size_t i = 0; i < count; i++)
        ties->starts[i + 1] += ties->starts[i];
    memcpy(at, ties->starts, (count + 1) * sizeof *at);
    for (size_t i = 0; i < ties->all.count; i++)
        ordered[at[ties->all.items[i].from]++] = ties->all.items[i];
    ties->ordered = ordered;
}

/* Which concerns have each term for their own. */
static void tie_own(const struct topics *topics, size_t concerns, struct ties *own)
{
    for (size_t c = 0; c < concerns; c++)
        for (size_t i = 0; i < topics->concerns[c].terms.count; i++) {
            const uint32_t term = topics->concerns[c].terms.items[i];
            add_tie(own, term, c, topics->library.matter[term]);
        }
}

/* Adds what a line's term weighs to the concerns that have it. */
static void share_term(const struct ties *own, uint32_t term, double *shares, uint64_t *met)
{
    const uint32_t from = own->starts[term], to = own->starts[term + 1];
    for (uint32_t at = from; to - from <= MOST_CONCERNS && at < to; at++) {
        const struct tie *tie = &own->ordered[at];
        shares[tie->to] += tie->weight;
        met[tie->to / 64] |= (uint64_t)1 << tie->to % 64;
    }
}

/* Which lines are kin to each concern: by the line's share of the concern's weight, against what it shares with the
 * other concerns. */
static void tie_lines(struct arena *scratch, struct topics *topics, size_t concerns, const struct ties *own,
                      struct ties *kin)
{
    const struct library *library = &topics->library;
    const size_t words = (concerns + 63) / 64;
    double *shares = arena_array(scratch, concerns, sizeof *shares); /* by concern, for one line */
    uint64_t *met = arena_array(scratch, words, sizeof *met);        /* the concerns with shares */
    size_t script = 0;
    for (size_t l = 0; l < library->line_count; l++) {
        const struct term_list line = library->lines[l];
        const enum line_of of = library->of[l];
        double all = 0;
        script += of == LINE_SCRIPT;
        if (of == LINE_CONCERN || of == LINE_END || of == LINE_ROLE)
            continue;
        for (size_t i = 0; i < line.count; i++)
            share_term(own, line.items[i], shares, met);
        for (size_t c = 0; terms_next(met, met, words, &c); c++)
            all += shares[c];
        const double whole = of == LINE_SCRIPT ? 3 + terms_weight(library->matter, line) : 0;
        for (size_t c = 0; terms_next(met, met, words, &c); c++) {
            if (of == LINE_SCRIPT)
                topics->concerns[c].scripted += shares[c] / whole;
            if (shares[c] >= 3)
                add_tie(kin, c, l, least(1, shares[c] / 8) * shares[c] / all);
            shares[c] = 0;
        }
        memset(met, 0, words * sizeof *met);
    }
    for (size_t c = 0; c < concerns && script > 0; c++)
        topics->concerns[c].scripted /= (double)script;
}

/* What the document's lines lend to the concerns: terms that are not theirs, each by the line that lends it most. */
static void tie_lent(struct arena *scratch, const struct topics *topics, size_t concerns, const struct ties *kin,
                     struct ties *lent)
{
    const struct library *library = &topics->library;
    double *most_lent = arena_array(scratch, library->count, sizeof *most_lent); /* by term, for one concern */
    uint32_t *terms = arena_raw(scratch, library->count, sizeof *terms);         /* those that are lent */
    for (size_t c = 0; c < concerns; c++) {
        const struct term_list own = topics->concerns[c].terms;
        size_t count = 0;
        for (uint32_t at = kin->starts[c]; at < kin->starts[c + 1]; at++) {
            const struct tie *tie = &kin->ordered[at];
            for (size_t i = 0; i < library->lines[tie->to].count; i++) {
                const uint32_t term = library->lines[tie->to].items[i];
                const double weight = tie->weight * library->matter[term];
                if (most_lent[term] <= 0 && weight > 0)
                    terms[count++] = term;
                most_lent[term] = most(most_lent[term], weight);
            }
        }
        for (size_t i = 0; i < own.count; i++)
            most_lent[own.items[i]] = 0;
        for (size_t i = 0; i < count; i++) {
            if (most_lent[terms[i]] > 0)
                add_tie(lent, terms[i], c, most_lent[terms[i]]);
            most_lent[terms[i]] = 0;
        }
    }
}

static uint32_t add_hits(struct topic_hit *hits, uint32_t made, const struct ties *ties, size_t term)
{
    for (uint32_t at = ties->starts[term]; at < ties->starts[term + 1]; at++)
        hits[made++] = (struct topic_hit){.concern = ties->ordered[at].to, .weight = ties->ordered[at].weight};
    return made;
}

/* Which concerns each term stands for. */
static void index_concerns(struct arena *arena, struct topics *topics, size_t concerns)
{
    const size_t terms = topics->library.count;
    struct arena scratch;
    struct ties own = {0}, kin = {0}, lent = {0};
    arena_init(&scratch);
    tie_own(topics, concerns, &own);
    order_ties(&scratch, &own, terms);
    tie_lines(&scratch, topics, concerns, &own, &kin);
    order_ties(&scratch, &kin, concerns);
    tie_lent(&scratch, topics, concerns, &kin, &lent);
    order_ties(&scratch, &lent, terms);
    uint32_t *starts = arena_array(arena, 2 * terms + 1, sizeof *starts), made = 0;
    uint64_t *of_concerns = terms_none(arena, &topics->library), *own_terms = terms_none(arena, &topics->library);
    struct topic_hit *hits = arena_array(arena, own.all.count + lent.all.count, sizeof *hits);
    for (size_t t = 0; t < terms; t++) {
        starts[2 * t + 1] = made = add_hits(hits, made, &own, t);
        if (made == starts[2 * t] + 1)
            hits[made - 1].alone = true;
        starts[2 * t + 2] = made = add_hits(hits, made, &lent, t);
        own_terms[t / 64] |= (uint64_t)(starts[2 * t + 1] > starts[2 * t]) << t % 64;
        of_concerns[t / 64] |= (uint64_t)(made > starts[2 * t]) << t % 64;
    }
    topics->hits = hits;
    topics->hit_starts = starts;
    topics->of_concerns = of_concerns;
    topics->own_terms = own_terms;
    VEC_RELEASE(&own.all);
    VEC_RELEASE(&kin.all);
    VEC_RELEASE(&lent.all);
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
        struct topic cut = topic_of(arena, library, library->weights, clause);
        if (cut.terms.count > 0)
            topic->clauses[topic->clause_count++] = (struct clause){cut.terms, cut.weight};
    }
}

static void weigh_script(struct arena *arena, struct topics *topics)
{
    const struct library *library = &topics->library;
    double *script = arena_array(arena, library->count, sizeof *script);
    uint64_t *of_script = terms_none(arena, library);
    for (size_t l = 0; l < library->line_count; l++) {
        const struct term_list line = library->lines[l];
        if (library->of[l] != LINE_SCRIPT)
            continue;
        topics->script_weight += terms_weight(library->weights, line);
        for (size_t i = 0; i < line.count; i++) {
            const uint32_t t = line.items[i];
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
    const struct library *library = &topics->library;
    topics->library = library_of(arena, scenario);
    topics->concerns = arena_array(arena, callee->concern_count, sizeof *topics->concerns);
    topics->ends = arena_array(arena, callee->end_conditions.count, sizeof *topics->ends);
    for (size_t i = 0; i < callee->concern_count; i++)
        topics->concerns[i] =
            topic_of(arena, library, library->matter, normalise_text(arena, callee->concerns[i].text));
    for (size_t i = 0; i < callee->end_conditions.count; i++) {
        struct str normal = normalise_text(arena, callee->end_conditions.items[i].text);
        topics->ends[i] = topic_of(arena, library, library->weights, normal);
        cut_clauses(arena, library, &topics->ends[i], normal);
    }
    index_concerns(arena, topics, callee->concern_count);
    weigh_script(arena, topics);
    return topics;
}
