#include "signal/evidence.h"

#include "text/normalise.h"
#include "text/sentence.h"
#include "text/utf8.h"

/* Examples before sentences, then by how much of the piece is there. */
static const struct piece *nearest(const struct profile *profile, const struct utterance *utterance, bool negative)
{
    const double least = negative ? 0.3 : 0.35;
    const struct piece *best = NULL;
    double most = 0;
    for (size_t i = 0; i < profile->count; i++) {
        const struct piece *piece = &profile->pieces[i];
        bool example = piece->kind == PIECE_NEGATIVE || piece->kind == PIECE_POSITIVE;
        if (piece->kind == PIECE_SCRIPT || (negative && piece->kind != PIECE_NEGATIVE))
            continue;
        double alike = negative ? grams_dice(piece->grams, utterance->grams)
                                : grams_coverage(piece->grams, utterance->grams) + (example ? 0.1 : 0);
        if (alike >= least && alike > most) {
            most = alike;
            best = piece;
        }
    }
    return best;
}

/* Is the clause the piece's, or nearly all some other example's? Replies glue examples together. */
static bool repeats(const struct profile *profile, const struct piece *piece, struct grams clause)
{
    if (grams_coverage(clause, piece->grams) >= 0.5)
        return true;
    for (size_t i = 0; i < profile->count; i++) {
        const struct piece *other = &profile->pieces[i];
        if ((other->kind == PIECE_NEGATIVE || other->kind == PIECE_POSITIVE) &&
            grams_coverage(clause, other->grams) >= 0.8)
            return true;
    }
    return false;
}

struct repeated evidence_repeated(const struct profile *profile, const struct utterance *utterance, bool negative)
{
    const struct piece *piece = nearest(profile, utterance, negative);
    struct repeated repeated = {0};
    struct str text = utterance->normal.text;
    struct arena arena;
    if (piece == NULL)
        return repeated;
    repeated.line = piece->line;
    arena_init(&arena);
    for (size_t start = 0, end; start < text.len; start = end) {
        for (end = start; end < text.len && !mark_ends_clause(text.ptr[end]); end++)
            ;
        size_t words = end;
        while (end < text.len && (mark_ends_clause(text.ptr[end]) || text.ptr[end] == ' '))
            end++;
        struct str bare = normalise_bare(&arena, str_slice(text, start, words));
        if (utf8_count(bare) < 2 || !repeats(profile, piece, grams_of(&arena, bare, profile_n(profile->lang))))
            continue;
        if (repeated.end == 0)
            repeated.start = start;
        repeated.end = words + (words < text.len && text.ptr[words] != ' ');
    }
    arena_release(&arena);
    return repeated;
}
