/* How a reply stands to the document: copied examples, the caller's script, the forbidden answers, the concerns it
 * touches by words of content. Only what the caller did not say just before counts, but for the concerns. */
#include "signal/context.h"

struct likeness {
    double negative, positive;  /* best overlap (Dice) with an example */
    double copied, copied_line; /* best covered example, and sentence of role, background, behaviours or concerns */
    double script;              /* best covered sentence of the script */
    size_t touched, touched_well;
    double touched_sum;
};

static double larger(double a, double b)
{
    return a > b ? a : b;
}

static double share(size_t part, size_t whole)
{
    return whole == 0 ? 0 : (double)part / (double)whole;
}

/* `common`: how many of the reply's content words the concern holds. */
static void compare_concern(struct likeness *likeness, const struct piece *piece, uint32_t common)
{
    const double covered = share(common, piece->content.count);
    likeness->touched += covered >= 0.08;
    likeness->touched_well += common >= 2 && covered >= 0.15;
    likeness->touched_sum += covered;
}

/* `common`: how many of the reply's n-grams the piece holds. */
static void compare(struct likeness *likeness, const struct piece *piece, struct grams reply, uint32_t common,
                    bool english)
{
    const double length = (double)piece->length / (english ? 3.2 : 1), covered = share(common, piece->grams.count);
    const size_t both = piece->grams.count + reply.count;
    switch (piece->kind) {
    case PIECE_NEGATIVE:
        likeness->negative = larger(likeness->negative, share(2 * (size_t)common, both));
        break;
    case PIECE_POSITIVE:
        likeness->positive = larger(likeness->positive, share(2 * (size_t)common, both));
        break;
    case PIECE_SCRIPT:
        likeness->script = length >= 8 ? larger(likeness->script, covered) : likeness->script;
        return;
    case PIECE_CONCERN:
    case PIECE_PERSONA:
        break;
    }
    const bool example = piece->kind == PIECE_NEGATIVE || piece->kind == PIECE_POSITIVE;
    double *copied = example ? &likeness->copied : &likeness->copied_line;
    if (length >= (example ? 6 : 10) && covered > *copied)
        *copied = covered;
}

static void add_likeness(struct features *features, const struct likeness *likeness, double length)
{
    features_steps(features, FEATURE_LIKE_A_NEGATIVE_EXAMPLE, likeness->negative);
    features_flag(features, FEATURE_MORE_LIKE_THE_NEGATIVE, likeness->negative > likeness->positive + 0.02);
    features_steps(features, FEATURE_COPIED_EXAMPLE, likeness->copied);
    features_steps(features, FEATURE_COPIED_LINE, likeness->copied_line);
    features_steps(features, FEATURE_SCRIPT_SENTENCE, likeness->script);
    features_steps(features, FEATURE_CONCERNS_TOUCHED, (double)likeness->touched);
    features_steps(features, FEATURE_CONCERNS_TOUCHED_WELL, (double)likeness->touched_well);
    features_steps(features, FEATURE_CONCERNS_TOUCHED_SUM, likeness->touched_sum);
    features_flag(features, FEATURE_MANY_CONCERNS_AT_LENGTH, likeness->touched >= 3 && length >= 70);
    features_flag(features, FEATURE_MOST_CONCERNS_AT_LENGTH,
                  likeness->touched >= 4 && likeness->touched_well >= 2 && length >= 80);
}

/* The reply's content words that some concern holds, as a set: most replies have none. */
static struct grams concerning(const struct profile *profile, struct arena *arena, struct str normal)
{
    struct content words = content_of(profile, arena, normal);
    size_t kept = 0;
    for (size_t i = 0; i < words.count; i++) {
        size_t count;
        gram_index_find(&profile->contents, words.hashes[i], &count);
        words.hashes[kept] = words.hashes[i];
        kept += count > 0;
    }
    return grams_set(words.hashes, kept);
}

void document_features(struct features *features, struct arena *arena, const struct signal_context *context,
                       const struct scene *scene, struct grams own, size_t index)
{
    const struct profile *profile = &context->profile;
    const struct utterance *utterance = &scene->utterances[index];
    const bool english = scene->lang == LANG_EN;
    struct likeness likeness = {0};
    if (profile->scenario == NULL)
        return;
    const size_t sets = profile->count + 2;
    uint32_t *common = arena_array(arena, sets, sizeof *common), *met = arena_raw(arena, sets, sizeof *met);
    const size_t met_count = gram_index_count(&profile->grams, own, common, met);
    for (size_t i = 0; i < met_count; i++)
        if (met[i] < profile->count)
            compare(&likeness, &profile->pieces[met[i]], utterance->grams, common[met[i]], english);
    const struct grams words = concerning(profile, arena, utterance->normal.text);
    if (words.count > 0) {
        uint32_t *content = arena_array(arena, profile->count, sizeof *content);
        gram_index_count(&profile->contents, words, content, met);
        for (size_t i = profile->first_concern; i < profile->first_concern + profile->concern_count; i++)
            if (content[i] > 0)
                compare_concern(&likeness, &profile->pieces[i], content[i]);
    }
    add_likeness(features, &likeness, (double)utterance->code_points / (english ? 3.2 : 1));
    features_steps(features, FEATURE_SCRIPT_SHARE,
                   share(common[profile->count], own.count) - share(common[profile->count + 1], own.count));
}
