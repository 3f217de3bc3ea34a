/* The core signals of a whole conversation: first pass over each reply, second pass with the rest of the call in view,
 * evidence. */
#include "signal/context.h"
#include "signal/evidence.h"
#include "text/utf8.h"

#include "text/sentence.h"

#include <math.h>
#include <string.h>

void call_views_fill(struct call_view *views, size_t replies)
{
    double all[SIGNAL_CORE_COUNT] = {0}, most[SIGNAL_CORE_COUNT] = {0};
    for (size_t i = 0; i < replies; i++)
        for (size_t s = 0; s < SIGNAL_CORE_COUNT; s++) {
            const double p = views[i].rest[s] = log_odds_to_probability(views[i].odds[s]);
            views[i].earlier[s] = most[s];
            most[s] = p > most[s] ? p : most[s];
            all[s] += p;
        }
    for (size_t i = 0; i < replies; i++)
        for (size_t s = 0; s < SIGNAL_CORE_COUNT; s++)
            views[i].rest[s] = replies > 1 ? (all[s] - views[i].rest[s]) / (double)(replies - 1) : 0;
}

/* All features of one reply, the voice among them. */
static void gather(struct features *features, struct arena *arena, const struct signal_context *context,
                   const struct scene *scene, size_t index)
{
    features_begin(features, context->model);
    voice_features(features, arena, context, scene, index);
    voice_add(features, (double)features->odds[HEAD_VOICE]);
    reply_features(features, arena, context, scene, index);
}

/* A reply as the first pass leaves it. */
struct weighed {
    float odds[HEAD_ROOM];
    struct place outright[OUTRIGHTS];
    struct evidence *evidence; /* arena */
    size_t evidence_count;
};

static struct weighed keep(struct arena *arena, const struct features *features)
{
    struct weighed reply = {.evidence_count = features->evidence.count};
    memcpy(reply.odds, features->odds, sizeof reply.odds);
    memcpy(reply.outright, features->outright, sizeof reply.outright);
    reply.evidence = arena_raw(arena, reply.evidence_count, sizeof *reply.evidence);
    if (reply.evidence_count > 0)
        memcpy(reply.evidence, features->evidence.items, reply.evidence_count * sizeof *reply.evidence);
    return reply;
}

static bool clause_end(char c)
{
    return c == '.' || c == '!' || c == '?' || c == ',' || c == ';';
}

static size_t end_of_clause(struct str text, size_t at)
{
    while (at < text.len && !clause_end(text.ptr[at]))
        at++;
    while (at < text.len && (clause_end(text.ptr[at]) || text.ptr[at] == ' '))
        at++;
    return at;
}

/* The clauses from byte `start` to byte `end`, marks included. */
static struct span clause_span(const struct utterance *utterance, size_t start, size_t end)
{
    struct str text = utterance->normal.text;
    while (start > 0 && !clause_end(text.ptr[start - 1]))
        start--;
    while (end < text.len && !clause_end(text.ptr[end]))
        end++;
    while (start < end && text.ptr[start] == ' ')
        start++;
    end += end < text.len;
    return (struct span){utterance->normal.at[start], utterance->normal.at[end]};
}

struct clause {
    uint32_t start, end; /* bytes of the normal text */
    double sum;          /* of what speaks for a head there */
};

/* The clause in which the features speak loudest for the head; the whole reply when none of them has a place. */
static struct span decide_span(struct arena *arena, const struct weighed *reply, enum head head,
                               const struct utterance *utterance)
{
    struct str text = utterance->normal.text;
    struct span whole = {0, (uint32_t)utterance->code_points};
    double best = 0;
    size_t best_start = 0, best_end = 0, count = 0;
    struct clause *clauses = arena_raw(arena, text.len + 1, sizeof *clauses);
    for (size_t start = 0, end; start < text.len; start = end) {
        end = end_of_clause(text, start);
        clauses[count++] = (struct clause){(uint32_t)start, (uint32_t)end, 0};
    }
    for (size_t i = 0, k = 0; i < reply->evidence_count; i++) { /* nearly all in the order of the text */
        const struct evidence *evidence = &reply->evidence[i];
        if (evidence->end == 0 || evidence->start >= text.len)
            continue;
        for (k = evidence->start < clauses[k].start ? 0 : k; evidence->start >= clauses[k].end;)
            k++;
        clauses[k].sum += (double)evidence->weights[head] * (double)evidence->value;
    }
    for (size_t k = 0; k < count; k++)
        if (clauses[k].sum > best) {
            best = clauses[k].sum;
            best_start = clauses[k].start;
            best_end = clauses[k].end;
        }
    while (best_end > best_start && text.ptr[best_end - 1] == ' ')
        best_end--;
    if (best_end <= best_start)
        return whole;
    return (struct span){utterance->normal.at[best_start], utterance->normal.at[best_end]};
}

/* "As a language model ...", "my name is Li" where it is Zhang and a sentence said over and over need no weighing. */
static struct place says_it_outright(const struct signal_context *context, const struct weighed *reply,
                                     const struct utterance *utterance, enum core_signal signal)
{
    if (signal == SIGNAL_PLATITUDE)
        return reply->outright[OUTRIGHT_YIELDS];
    if (signal == SIGNAL_REPETITION)
        return reply->outright[OUTRIGHT_LOOP];
    if (signal == SIGNAL_FACT_ERROR)
        return reply->outright[OUTRIGHT_OTHER];
    const struct phrase_hit *hit =
        signal == SIGNAL_AI_LEAK ? phrase_hits_of(&utterance->phrases, context->classes.ai_blunt) : NULL;
    return hit != NULL ? (struct place){true, hit->start, hit->end} : (struct place){0};
}

/* A copy stands where its clauses are the document's, and names the line; what is like an example of how not to speak
 * names that one. All else stands where the weights say. */
static struct span place_of(struct hit *hit, struct arena *arena, const struct signal_context *context,
                            const struct weighed *reply, const struct utterance *utterance)
{
    const bool copy = hit->signal == SIGNAL_VERBATIM_COPY;
    if (copy || hit->signal == SIGNAL_PLATITUDE) {
        struct repeated repeated = evidence_repeated(&context->profile, utterance, !copy);
        hit->line = repeated.line;
        if (copy && repeated.end > repeated.start)
            return (struct span){utterance->normal.at[repeated.start], utterance->normal.at[repeated.end]};
    }
    if (hit->signal == SIGNAL_FORMAT_LEAK)
        return format_place(utterance);
    const struct place outright = says_it_outright(context, reply, utterance, (enum core_signal)hit->signal);
    if (outright.found)
        return clause_span(utterance, outright.start, outright.end);
    return decide_span(arena, reply, (enum head)hit->signal, utterance);
}

static struct str finder_name(enum core_signal signal, enum lang lang)
{
    static const char *const zh[SIGNAL_CORE_COUNT] = {
        "core/zh platitude",       "core/zh ai_leak",        "core/zh role_flip",     "core/zh format_leak",
        "core/zh hesitation",      "core/zh skepticism",     "core/zh verbatim_copy", "core/zh closing",
        "core/zh over_disclosure", "core/zh language_break", "core/zh fact_error",    "core/zh repetition"};
    static const char *const en[SIGNAL_CORE_COUNT] = {
        "core/en platitude",       "core/en ai_leak",        "core/en role_flip",     "core/en format_leak",
        "core/en hesitation",      "core/en skepticism",     "core/en verbatim_copy", "core/en closing",
        "core/en over_disclosure", "core/en language_break", "core/en fact_error",    "core/en repetition"};
    return str_from(lang == LANG_EN ? en[signal] : zh[signal]);
}

bool reply_keeps_talking(const struct signal_context *context, const struct utterance *utterance)
{
    const struct phrase_hits *phrases = &utterance->phrases;
    struct str rest = utterance->normal.text, sentence, last = {0};
    if (utterance->message->hung_up || phrase_hits_of(phrases, context->classes.bye) != NULL ||
        phrase_hits_of(phrases, context->classes.leave) != NULL ||
        phrase_hits_of(phrases, context->classes.settled) != NULL)
        return false;
    while (sentence_next(&rest, &sentence))
        last = sentence;
    return last.len > 0 && (sentence_asks(last) == ASKS_THAT || text_has_question_mark(last));
}

/* Without a document there is less to go by, so a signal must be likelier: three to two at least. The serving side's
 * English is surer than that, its Chinese less: people who ask for service speak much like it. */
static double without_document(enum core_signal signal, enum lang lang)
{
    if (signal == SIGNAL_ROLE_FLIP)
        return lang == LANG_EN ? 0 : 1.2;
    return 0.5;
}

/* A call that was cut makes its last reply look like a close: the reply's own words must speak for it too, or at least
 * not against it. */
static bool words_deny_closing(const struct model *model, const struct weighed *reply)
{
    const double margin = 2;
    return (double)reply->odds[HEAD_LIVE_CLOSING] < model->threshold[HEAD_LIVE_CLOSING] - margin;
}

/* What needs no weighing. */
static bool is_sure(const struct signal_context *context, const struct weighed *reply,
                    const struct utterance *utterance, enum core_signal signal)
{
    return says_it_outright(context, reply, utterance, signal).found ||
           (signal == SIGNAL_FORMAT_LEAK && format_is_markup(utterance->message->content));
}

/* What one reply carries, given the call. An empty reply carries nothing but a hang-up. */
static void add_hits(struct hits *hits, struct arena *arena, const struct signal_context *context,
                     const struct scene *scene, const struct weighed *reply, const struct call_view *view, size_t index)
{
    const struct utterance *utterance = &scene->utterances[index];
    const bool empty = str_trim(utterance->normal.text).len == 0;
    for (enum core_signal signal = 0; signal < SIGNAL_CORE_COUNT; signal++) {
        double inputs[SECOND_INPUTS], threshold = context->model->threshold[HEAD_SECOND + signal];
        second_inputs(inputs, view, signal);
        const double odds = model_second(context->model, signal, inputs);
        if (scene->scenario == NULL)
            threshold = fmax(threshold, without_document(signal, scene->lang));
        bool found = odds >= threshold || is_sure(context, reply, utterance, signal);
        if (found && signal == SIGNAL_CLOSING)
            found = !reply_keeps_talking(context, utterance) && !words_deny_closing(context->model, reply);
        if (empty)
            found = signal == SIGNAL_CLOSING && utterance->message->hung_up;
        if (!found)
            continue;
        struct hit hit = {.signal = (uint16_t)signal,
                          .message = (uint32_t)index,
                          .by = finder_name(signal, scene->lang),
                          .strength = fmax(1e-6, log_odds_to_probability(odds))};
        hit.span = place_of(&hit, arena, context, reply, utterance);
        VEC_PUSH(hits, hit);
    }
}

bool signal_find_core(const struct signal_context *context, struct scene *scene, struct match_scratch *scratch,
                      struct hits *hits, struct error *err)
{
    struct arena *arena = &scene->arena;
    struct features *features = scene->features;
    (void)scratch;
    (void)err;
    struct weighed *replies = arena_raw(arena, scene->replies, sizeof *replies);
    struct call_view *views = arena_raw(arena, scene->replies, sizeof *views);
    for (size_t i = 0; i < scene->count; i++) {
        size_t reply = scene->utterances[i].reply;
        if (reply == 0)
            continue;
        gather(features, arena, context, scene, i);
        replies[reply - 1] = keep(arena, features);
        for (size_t s = 0; s < SIGNAL_CORE_COUNT; s++)
            views[reply - 1].odds[s] = (double)features->odds[s];
    }
    call_views_fill(views, scene->replies);
    for (size_t i = 0; i < scene->count; i++) {
        size_t reply = scene->utterances[i].reply;
        if (reply == 0)
            continue;
        uint64_t since = stopwatch_now(scene->watch);
        add_hits(hits, arena, context, scene, &replies[reply - 1], &views[reply - 1], i);
        stopwatch_add(scene->watch, "finder", STR("weighing the call, evidence"), since);
    }
    return true;
}
