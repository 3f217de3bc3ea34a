/* How a reply stands to the document: copied examples, the caller's script, the forbidden answers, the concerns it
 * touches. */
#include "signal/context.h"
#include "text/utf8.h"

#include <math.h>

struct likeness {
    double negative, positive;  /* best overlap (Dice) with an example */
    double copied, copied_line; /* best covered example, and sentence of role, background, behaviours or concerns */
    size_t copied_length, run;
    double script,
        share; /* best covered sentence of the script; share of the reply in the script less share in the callee half */
    size_t touched, touched_well;
    double touched_sum;
};

static const struct utterance *caller_before(const struct scene *scene, size_t index)
{
    return index > 0 && scene->utterances[index - 1].reply == 0 ? &scene->utterances[index - 1] : NULL;
}

/* The n-grams of `a` that are not in `b`. */
static struct grams without(struct arena *arena, struct grams a, struct grams b)
{
    uint64_t *kept = arena_raw(arena, a.count, sizeof *kept);
    size_t count = 0;
    for (size_t i = 0, j = 0; i < a.count; i++) {
        while (j < b.count && b.hashes[j] < a.hashes[i])
            j++;
        if (j == b.count || b.hashes[j] != a.hashes[i])
            kept[count++] = a.hashes[i];
    }
    return (struct grams){kept, count};
}

/* How many grams of a reply each piece of the document holds. */
struct overlap {
    uint32_t *all;     /* of the reply's */
    uint32_t *own;     /* of those that the caller did not say just before */
    uint32_t *content; /* of its content words, concerns only */
};

static double share(size_t part, size_t whole)
{
    return whole == 0 ? 0 : (double)part / (double)whole;
}

static void compare_example(struct likeness *likeness, const struct piece *piece, uint32_t own, uint32_t all,
                            const struct utterance *utterance, double scale)
{
    enum { READ = 500 };
    const double length = (double)piece->length / scale;
    const size_t both = piece->grams.count + utterance->grams.count;
    double covered = share(own, piece->grams.count), dice = both == 0 ? 0 : 2.0 * (double)all / (double)both;
    if (piece->kind == PIECE_NEGATIVE && dice > likeness->negative)
        likeness->negative = dice;
    if (piece->kind == PIECE_POSITIVE && dice > likeness->positive)
        likeness->positive = dice;
    bool example = piece->kind == PIECE_NEGATIVE || piece->kind == PIECE_POSITIVE;
    if (length < (example ? 6 : 10))
        return;
    if (example && covered > likeness->copied) {
        likeness->copied = covered;
        likeness->copied_length = piece->length;
    }
    if (!example && covered > likeness->copied_line)
        likeness->copied_line = covered;
    if (covered >= 0.3) {
        struct common_run run = longest_common_run(piece->bare, utf8_slice(utterance->bare, 0, READ));
        if (run.length > likeness->run)
            likeness->run = run.length;
    }
}

static void compare_concern(struct likeness *likeness, const struct piece *piece, uint32_t common)
{
    if (common == 0)
        return;
    double covered = (double)common / (double)piece->content.count;
    likeness->touched += covered >= 0.08;
    likeness->touched_well += common >= 2 && covered >= 0.15;
    likeness->touched_sum += covered;
}

static void add_likeness(struct features *features, const struct likeness *likeness, double length, double scale)
{
    features_steps(features, FEATURE_LIKE_A_NEGATIVE_EXAMPLE, likeness->negative);
    features_steps(features, FEATURE_LIKE_A_POSITIVE_EXAMPLE, likeness->positive);
    features_flag(features, FEATURE_MORE_LIKE_THE_NEGATIVE, likeness->negative > likeness->positive + 0.02);
    features_steps(features, FEATURE_COPIED_EXAMPLE, likeness->copied);
    features_steps(features, FEATURE_COPIED_EXAMPLE_LENGTH,
                   likeness->copied >= 0.55 ? (double)likeness->copied_length / scale : 0);
    features_steps(features, FEATURE_COPIED_LINE, likeness->copied_line);
    features_steps(features, FEATURE_COPIED_RUN, (double)likeness->run / scale);
    features_steps(features, FEATURE_SCRIPT_SENTENCE, likeness->script);
    features_steps(features, FEATURE_SCRIPT_SHARE, likeness->share);
    features_steps(features, FEATURE_CONCERNS_TOUCHED, (double)likeness->touched);
    features_steps(features, FEATURE_CONCERNS_TOUCHED_WELL, (double)likeness->touched_well);
    features_steps(features, FEATURE_CONCERNS_TOUCHED_SUM, likeness->touched_sum);
    features_flag(features, FEATURE_MANY_CONCERNS_AT_LENGTH, likeness->touched >= 3 && length >= 70);
    features_flag(features, FEATURE_MOST_CONCERNS_AT_LENGTH,
                  likeness->touched >= 4 && likeness->touched_well >= 2 && length >= 80);
}

static struct overlap overlap_of(struct arena *arena, const struct profile *profile, struct grams all, struct grams own,
                                 struct grams content)
{
    struct overlap overlap = {arena_array(arena, profile->count + 2, sizeof *overlap.all),
                              arena_array(arena, profile->count + 2, sizeof *overlap.own),
                              arena_array(arena, profile->count, sizeof *overlap.content)};
    gram_index_count(&profile->grams, all, overlap.all);
    if (own.hashes == all.hashes)
        overlap.own = overlap.all;
    else
        gram_index_count(&profile->grams, own, overlap.own);
    gram_index_count(&profile->contents, content, overlap.content);
    return overlap;
}

void document_features(struct features *features, struct arena *arena, const struct signal_context *context,
                       const struct scene *scene, struct grams content, size_t index)
{
    const struct profile *profile = &context->profile;
    const struct utterance *utterance = &scene->utterances[index], *before = caller_before(scene, index);
    double scale = scene->lang == LANG_EN ? 3.2 : 1;
    struct likeness likeness = {0};
    if (profile->scenario == NULL)
        return;
    struct grams all = utterance->grams, own = before != NULL ? without(arena, all, before->grams) : all;
    struct overlap overlap = overlap_of(arena, profile, all, own, content);
    for (size_t i = 0; i < profile->count; i++) {
        const struct piece *piece = &profile->pieces[i];
        if (piece->kind == PIECE_CONCERN)
            compare_concern(&likeness, piece, overlap.content[i]);
        if (overlap.all[i] == 0) /* nothing alike, in whole or in part */
            continue;
        if (piece->kind != PIECE_SCRIPT)
            compare_example(&likeness, piece, overlap.own[i], overlap.all[i], utterance, scale);
        else if ((double)piece->length / scale >= 8)
            likeness.script = fmax(likeness.script, share(overlap.own[i], piece->grams.count));
    }
    likeness.share = share(overlap.own[profile->count], own.count) - share(overlap.own[profile->count + 1], own.count);
    add_likeness(features, &likeness, (double)utterance->code_points / scale, scale);
}
