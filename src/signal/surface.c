/* What can be counted on a reply's surface, and where it stands in the call. */
#include "signal/context.h"
#include "text/utf8.h"

static size_t count_byte(struct str text, char c)
{
    size_t count = 0;
    for (size_t i = 0; i < text.len; i++)
        count += text.ptr[i] == c;
    return count;
}

static struct str last_of(struct str text)
{
    size_t end = text.len;
    while (end > 0 && (text.ptr[end - 1] == ' ' || text.ptr[end - 1] == '"'))
        end--;
    return str_slice(text, end == 0 ? 0 : end - 1, end);
}

/* "都听你的。": a short reply that is nothing but giving way, with no figure, question or but. */
static bool only_yields(const struct signal_context *context, const struct utterance *utterance)
{
    enum { LONGEST = 60 }; /* bytes of bare text */
    size_t covered = 0, until = 0;
    if (utterance->bare.len > LONGEST || utterance->marks.questions > 0 || utterance->marks.numbers > 0)
        return false;
    for (size_t i = 0; i < utterance->phrases.count; i++) {
        const struct phrase_hit *hit = &utterance->phrases.items[i];
        if (hit->class_index == context->classes.contrast)
            return false;
        if (hit->class_index != context->classes.yields || hit->end <= until)
            continue;
        struct str words = str_slice(utterance->normal.text, hit->start > until ? hit->start : until, hit->end);
        covered += words.len - count_byte(words, ' ');
        until = hit->end;
    }
    return covered * 10 >= utterance->bare.len * 6 && covered > 0;
}

/* Does a clause begin there, but for a "please" or "and"? */
static bool begins_clause(struct str text, size_t at)
{
    static const char *const lead_ins[] = {"please", "just", "and",  "then", "so", "now",
                                           "no",     "ok",   "okay", "also", NULL};
    for (;;) {
        struct str before = str_trim(str_slice(text, 0, at));
        if (before.len == 0 || mark_ends_clause(before.ptr[before.len - 1]))
            return true;
        at = before.len;
        while (at > 0 && ascii_alnum(before.ptr[at - 1]))
            at--;
        if (!str_is_any(str_slice(before, at, before.len), lead_ins))
            return false;
    }
}

/* "Cancel it and send me the slip.": clauses that tell the other side what to do. */
static void order_features(struct features *features, const struct signal_context *context,
                           const struct utterance *utterance)
{
    size_t orders = 0;
    for (size_t i = 0; i < utterance->phrases.count; i++) {
        const struct phrase_hit *hit = &utterance->phrases.items[i];
        orders += hit->class_index == context->classes.order && begins_clause(utterance->normal.text, hit->start);
    }
    features_steps(features, FEATURE_ORDERS, (double)orders);
    features_flag(features, FEATURE_NOTHING_BUT_ORDERS,
                  orders > 0 && orders >= utterance->marks.sentences && utterance->marks.questions == 0);
}

void surface_features(struct features *features, const struct signal_context *context, const struct scene *scene,
                      size_t index)
{
    const struct utterance *utterance = &scene->utterances[index];
    struct str text = utterance->normal.text;
    double length = (double)utterance->code_points / (scene->lang == LANG_EN ? 3.2 : 1);
    const struct marks marks = utterance->marks;
    features_steps(features, FEATURE_LENGTH, length);
    features_steps(features, FEATURE_SENTENCES, (double)marks.sentences);
    features_steps(features, FEATURE_QUESTIONS, (double)marks.questions);
    features_steps(features, FEATURE_EXCLAMATIONS, (double)marks.exclamations);
    features_steps(features, FEATURE_NUMBERS, (double)marks.numbers);
    features_flag(features, FEATURE_ENDS_IN_A_QUESTION, str_eq(last_of(text), STR("?")));
    features_flag(features, FEATURE_ENDS_IN_AN_EXCLAMATION, str_eq(last_of(text), STR("!")));
    features_flag(features, FEATURE_ELLIPSIS, marks.ellipsis);
    features_flag(features, FEATURE_QUOTES, marks.quotes > 0);
    order_features(features, context, utterance);
    if (only_yields(context, utterance))
        features_outright(features, OUTRIGHT_YIELDS, 2.5f, 0, (uint32_t)text.len);
}

static const struct utterance *neighbour(const struct scene *scene, size_t index, bool before)
{
    size_t other = before ? index - 1 : index + 1;
    if ((before && index == 0) || other >= scene->count || scene->utterances[other].message->role != ROLE_CALLER)
        return NULL;
    return &scene->utterances[other];
}

/* Those of the grams that the line does not hold. */
static struct grams without_line(struct arena *arena, struct grams all, const struct utterance *line)
{
    uint64_t *kept = arena_raw(arena, all.count, sizeof *kept);
    const uint64_t *bits = line->around->grams;
    size_t count = 0;
    for (size_t i = 0; i < all.count; i++) {
        const uint64_t gram = kept[count] = all.hashes[i];
        const size_t bit = gram_bit(gram);
        count += (bits[bit / 64] >> bit % 64 & 1) == 0 || !grams_have(line->grams, gram);
    }
    return (struct grams){kept, count};
}

struct grams own_grams(struct arena *arena, const struct scene *scene, size_t index)
{
    const struct utterance *before = neighbour(scene, index, true);
    const struct grams all = scene->utterances[index].grams;
    if (before == NULL)
        return all;
    if (before->around != NULL)
        return without_line(arena, all, before);
    const uint64_t *a = all.hashes, *b = before->grams.hashes, *end = a + all.count, *b_end = b + before->grams.count;
    uint64_t *kept = arena_raw(arena, all.count, sizeof *kept);
    size_t count = 0;
    while (a < end && b < b_end) { /* no branch to guess: hashes fall either way */
        const uint64_t x = *a, y = *b;
        kept[count] = x;
        count += x < y;
        a += x <= y;
        b += y <= x;
    }
    while (a < end)
        kept[count++] = *a++;
    return (struct grams){kept, count};
}

void position_features(struct features *features, const struct scene *scene, struct grams own, size_t index)
{
    const struct utterance *utterance = &scene->utterances[index];
    const struct utterance *before = neighbour(scene, index, true), *after = neighbour(scene, index, false);
    features_flag(features, FEATURE_HUNG_UP, utterance->message->hung_up);
    features_steps(features, FEATURE_REPLY, (double)utterance->reply);
    if (before != NULL) {
        struct str text = before->normal.text;
        features_flag(features, FEATURE_ASKED, before->marks.questions > 0);
        features_flag(features, FEATURE_ASKED_LAST, str_eq(last_of(text), STR("?")));
        features_flag(features, FEATURE_TOLD_ONLY, before->marks.questions == 0);
        const size_t grams = utterance->grams.count;
        const double echo = grams == 0 ? 0 : (double)(grams - own.count) / (double)grams;
        features_steps(features, FEATURE_ECHO_OF_THE_CALLER, echo);
        features_flag(features, FEATURE_ECHO_IN_A_QUESTION, echo >= 0.1 && utterance->marks.questions > 0);
        features_steps(features, FEATURE_CALLER_LENGTH,
                       (double)before->code_points / (scene->lang == LANG_EN ? 3.2 : 1));
    }
    if (scene->count == 1) /* an utterance, no call: it has no end */
        return;
    size_t from = features->all.count;
    features_flag(features, FEATURE_LAST_REPLY, utterance->reply == scene->replies);
    features_flag(features, FEATURE_LAST_MESSAGE, index + 1 == scene->count);
    features_flag(features, FEATURE_LAST_REPLY_CALLER_ENDED,
                  utterance->reply == scene->replies && index + 1 < scene->count);
    features_flag(features, FEATURE_ENDED_BY_NOBODY, scene->transcript->ended_by == ENDED_MAX_TURNS);
    features_flag(features, FEATURE_LAST_REPLY_TURNS_RAN_OUT,
                  scene->transcript->ended_by == ENDED_MAX_TURNS && utterance->reply == scene->replies);
    if (after != NULL) {
        struct str text = after->normal.text;
        features_flag(features, FEATURE_CALLER_THEN_ASKS, after->marks.questions > 0);
        features_flag(features, FEATURE_CALLER_THEN_TRAILS_OFF,
                      str_find(str_slice(text, 0, 16), STR("..")) != STR_NONE);
        features_flag(features, FEATURE_CALLER_THEN_IS_BRIEF,
                      after->code_points < (scene->lang == LANG_EN ? 40u : 14u));
    }
    for (size_t i = from; i < features->all.count; i++)
        features->all.items[i].later = true;
}
