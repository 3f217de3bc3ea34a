/* The core signals of a whole conversation: first pass over each reply, second pass with the rest of the call in view,
 * evidence. */
#include "signal/context.h"
#include "signal/evidence.h"
#include "text/sentence.h"
#include "text/utf8.h"

#include <math.h>
#include <string.h>

/* How likely replies are to waver and to doubt, as labelled sets have it, summed up. */
static const double WARY_USUALLY = 0.3;
static const double WARY_MOST = 2; /* of one that surely does both */

static double wary(const struct call_view *view)
{
    return log_odds_to_probability(view->odds[SIGNAL_HESITATION]) +
           log_odds_to_probability(view->odds[SIGNAL_SKEPTICISM]) - WARY_USUALLY;
}

/* Who agrees to all wavers and doubts nowhere else; the fewer replies, the less that tells. */
static void less_where_wary(struct call_view *views, size_t replies)
{
    double all = 0;
    for (size_t i = 0; i < replies; i++)
        all += wary(&views[i]);
    for (size_t i = 0; i < replies; i++)
        views[i].rest[SIGNAL_PLATITUDE] -= (all - wary(&views[i])) / (double)replies;
}

void call_views_fill(struct call_view *views, size_t replies, enum core_signal s)
{
    double all = 0, most = 0;
    for (size_t i = 0; i < replies; i++) {
        const double p = views[i].rest[s] = log_odds_to_probability(views[i].odds[s]);
        views[i].earlier[s] = most;
        most = p > most ? p : most;
        all += p;
    }
    for (size_t i = 0; i < replies; i++)
        views[i].rest[s] = replies > 1 ? (all - views[i].rest[s]) / (double)(replies - 1) : 0;
    if (s == SIGNAL_PLATITUDE)
        less_where_wary(views, replies);
}

/* All features of one reply, the voice among them. */
static void gather(struct features *features, struct arena *arena, const struct signal_context *context,
                   const struct scene *scene, size_t index)
{
    features_next(features);
    voice_features(features, arena, context, scene, index);
    voice_add(features, (double)features->odds[HEAD_VOICE]);
    reply_features(features, arena, context, scene, index);
}

/* A reply as the first pass leaves it. */
struct weighed {
    float odds[FIRST_HEADS];
    struct place outright[OUTRIGHTS];
    size_t evidence, evidence_count; /* where in the call's evidence */
    bool empty;
    unsigned sure; /* a bit a signal: it needs no weighing */
};

static size_t end_of_clause(struct str text, size_t at)
{
    while (at < text.len && !mark_ends_clause(text.ptr[at]))
        at += (unsigned char)text.ptr[at] >= 0xe0 ? 3 : 1; /* no mark is inside a wide character */
    while (at < text.len && (mark_ends_clause(text.ptr[at]) || text.ptr[at] == ' '))
        at++;
    return at;
}

/* The clauses from byte `start` to byte `end`, marks included. */
static struct span clause_span(const struct utterance *utterance, size_t start, size_t end)
{
    struct str text = utterance->normal.text;
    while (start > 0 && !mark_ends_clause(text.ptr[start - 1]))
        start--;
    while (end < text.len && !mark_ends_clause(text.ptr[end]))
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

static size_t cut_clauses(struct clause *clauses, struct str text)
{
    size_t count = 0;
    for (size_t start = 0, end; start < text.len; start = end) {
        end = end_of_clause(text, start);
        clauses[count++] = (struct clause){(uint32_t)start, (uint32_t)end, 0};
    }
    return count;
}

/* Adds what has a place in the `len` bytes of text; nearly all of it comes in the order of the text. */
static void sum_clauses(struct clause *clauses, size_t len, const struct evidence *evidence, size_t count,
                        enum head head)
{
    struct clause *clause = clauses;
    uint32_t start = clause->start, bytes = clause->end - start;
    double sum = 0;
    for (const struct evidence *end = evidence + count; evidence < end; evidence++) {
        if (evidence->end == 0)
            continue;
        if (evidence->start - start >= bytes) {
            if (evidence->start >= len)
                continue;
            clause->sum = sum;
            for (clause = evidence->start < start ? clauses : clause; evidence->start >= clause->end;)
                clause++;
            start = clause->start;
            bytes = clause->end - start;
            sum = clause->sum;
        }
        sum += (double)evidence->weights[head] * (double)evidence->value;
    }
    clause->sum = sum;
}

/* The clause in which the features speak loudest for the head; the whole reply when none of them has a place. */
static struct span decide_span(struct arena *arena, const struct evidence *evidence, size_t evidence_count,
                               enum head head, const struct utterance *utterance)
{
    struct str text = utterance->normal.text;
    struct span whole = {0, (uint32_t)utterance->code_points};
    double best = 0;
    size_t best_start = 0, best_end = 0;
    struct clause *clauses = arena_raw(arena, text.len + 1, sizeof *clauses);
    const size_t count = cut_clauses(clauses, text);
    if (count > 0)
        sum_clauses(clauses, text.len, evidence, evidence_count, head);
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

/* "As a language model ...", "my name is Li" where it is Zhang, a sentence said over and over and markup need no
 * weighing. */
static struct place says_it_outright(const struct signal_context *context, const struct weighed *reply,
                                     const struct utterance *utterance, enum core_signal signal)
{
    if (signal == SIGNAL_PLATITUDE)
        return reply->outright[OUTRIGHT_YIELDS];
    if (signal == SIGNAL_REPETITION)
        return reply->outright[OUTRIGHT_LOOP];
    if (signal == SIGNAL_FACT_ERROR)
        return reply->outright[OUTRIGHT_OTHER];
    if (signal == SIGNAL_FORMAT_LEAK)
        return reply->outright[OUTRIGHT_MARKUP];
    const struct phrase_hit *hit =
        signal == SIGNAL_AI_LEAK ? phrase_hits_of(&utterance->phrases, context->classes.ai_blunt) : NULL;
    return hit != NULL ? (struct place){true, hit->start, hit->end} : (struct place){0};
}

/* A copy stands where its clauses are the document's, and names the line; what is like an example of how not to speak
 * names that one. All else stands where the weights say. */
static struct span place_of(struct hit *hit, struct arena *arena, const struct signal_context *context,
                            const struct evidence *evidence, const struct weighed *reply,
                            const struct utterance *utterance)
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
    return decide_span(arena, evidence + reply->evidence, reply->evidence_count, (enum head)hit->signal, utterance);
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

/* What needs no weighing. An empty reply carries nothing but a hang-up. */
static unsigned sure_of(const struct signal_context *context, const struct weighed *reply,
                        const struct utterance *utterance)
{
    static const enum core_signal signals[] = {SIGNAL_PLATITUDE, SIGNAL_AI_LEAK, SIGNAL_FORMAT_LEAK, SIGNAL_FACT_ERROR,
                                               SIGNAL_REPETITION};
    unsigned sure = 0;
    if (reply->empty)
        return utterance->message->hung_up ? 1u << SIGNAL_CLOSING : 0;
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++)
        sure |= (unsigned)says_it_outright(context, reply, utterance, signals[i]).found << signals[i];
    return sure;
}

/* The reply whose features these are. */
static struct weighed keep(const struct features *features, const struct signal_context *context,
                           const struct utterance *utterance)
{
    struct weighed reply = {.evidence = features->from,
                            .evidence_count = features->evidence.count - features->from,
                            .empty = str_trim(utterance->normal.text).len == 0};
    memcpy(reply.odds, features->odds, sizeof reply.odds);
    memcpy(reply.outright, features->outright, sizeof reply.outright);
    reply.sure = sure_of(context, &reply, utterance);
    return reply;
}

/* A call between its two passes. */
struct call {
    const struct signal_context *context;
    const struct scene *scene;
    struct weighed *replies; /* arena */
    struct call_view *views; /* arena; filled for the signals that are asked for */
    unsigned likely;         /* a bit a signal: some reply may reach the threshold */
    double threshold[SIGNAL_CORE_COUNT];
};

/* Of the lowest and the highest that an input may be, the one that speaks for the signal. */
static double at_best(double weight, double low, double high)
{
    return weight > 0 ? high : low;
}

/* Could any reply reach the threshold, were each input what suits it best? How wary the other replies are is not read
 * here: of platitude they may be not at all, or as wary as can be. */
static bool may_be_found(const struct call *call, enum core_signal signal)
{
    const double slack = 1e-6; /* means of probabilities are rounded */
    const double *weights = call->context->model->second[signal];
    const bool wary = signal == SIGNAL_PLATITUDE;
    double least = call->views[0].odds[signal], most = least, inputs[SECOND_INPUTS];
    for (size_t i = 1; i < call->scene->replies; i++) {
        const double odds = call->views[i].odds[signal];
        least = odds < least ? odds : least;
        most = odds > most ? odds : most;
    }
    const double p = log_odds_to_probability(most);
    second_inputs(inputs, at_best(weights[SECOND_OWN], least, most),
                  at_best(weights[SECOND_REST], wary ? WARY_USUALLY - WARY_MOST : 0, wary ? p + WARY_USUALLY : p),
                  at_best(weights[SECOND_EARLIER], 0, p));
    return model_second(call->context->model, signal, inputs) + slack >= call->threshold[signal];
}

/* Which signals the second pass is to look at, and what it reads of them. */
static void prepare_second(struct call *call)
{
    const size_t replies = call->scene->replies;
    unsigned asked = 0;
    for (size_t i = 0; i < replies; i++)
        asked |= call->replies[i].sure;
    for (enum core_signal signal = 0; signal < SIGNAL_CORE_COUNT && replies > 0; signal++) {
        call->threshold[signal] = call->context->model->threshold[HEAD_SECOND + signal];
        if (call->scene->scenario == NULL)
            call->threshold[signal] = fmax(call->threshold[signal], without_document(signal, call->scene->lang));
        call->likely |= (unsigned)may_be_found(call, signal) << signal;
        if (((asked | call->likely) >> signal & 1) != 0)
            call_views_fill(call->views, replies, signal);
    }
}

/* Is the signal in the reply, given the call? */
static bool is_found(const struct call *call, const struct utterance *utterance, enum core_signal signal, double odds)
{
    const struct weighed *reply = &call->replies[utterance->reply - 1];
    if (odds < call->threshold[signal] && (reply->sure >> signal & 1) == 0)
        return false;
    return signal != SIGNAL_CLOSING || reply->empty ||
           (!reply_keeps_talking(call->context, utterance) && !words_deny_closing(call->context->model, reply));
}

static void add_hits(struct hits *hits, struct arena *scratch, const struct call *call, size_t index)
{
    arena_clear(scratch);
    const struct utterance *utterance = &call->scene->utterances[index];
    const struct weighed *reply = &call->replies[utterance->reply - 1];
    const struct call_view *view = &call->views[utterance->reply - 1];
    for (unsigned asked = reply->sure | (reply->empty ? 0 : call->likely); asked != 0; asked &= asked - 1) {
        const enum core_signal signal = (enum core_signal)__builtin_ctz(asked);
        double inputs[SECOND_INPUTS];
        second_inputs(inputs, view->odds[signal], view->rest[signal], view->earlier[signal]);
        const double odds = model_second(call->context->model, signal, inputs);
        if (!is_found(call, utterance, signal, odds))
            continue;
        struct hit hit = {.signal = (uint16_t)signal,
                          .message = (uint32_t)index,
                          .by = finder_name(signal, call->scene->lang),
                          .strength = fmax(1e-6, log_odds_to_probability(odds))};
        hit.span = place_of(&hit, scratch, call->context, call->scene->features->evidence.items, reply, utterance);
        VEC_PUSH(hits, hit);
    }
}

/* The first pass: each reply for itself. */
static void weigh_replies(struct call *call, struct arena *scratch)
{
    const struct scene *scene = call->scene;
    struct features *features = scene->features;
    features_begin(features, call->context->model);
    for (size_t i = 0; i < scene->count; i++) {
        const size_t reply = scene->utterances[i].reply;
        if (reply == 0)
            continue;
        arena_clear(scratch);
        gather(features, scratch, call->context, scene, i);
        call->replies[reply - 1] = keep(features, call->context, &scene->utterances[i]);
        for (size_t s = 0; s < SIGNAL_CORE_COUNT; s++)
            call->views[reply - 1].odds[s] = (double)features->odds[s];
    }
}

void signal_find_core(const struct signal_context *context, struct scene *scene, struct hits *hits)
{
    struct arena *arena = &scene->arena;
    struct call call = {.context = context,
                        .scene = scene,
                        .replies = arena_raw(arena, scene->replies, sizeof *call.replies),
                        .views = arena_raw(arena, scene->replies, sizeof *call.views)};
    weigh_replies(&call, &scene->scratch);
    uint64_t since = stopwatch_now(scene->watch);
    prepare_second(&call);
    for (size_t i = 0; i < scene->count; i++)
        if (scene->utterances[i].reply > 0)
            add_hits(hits, &scene->scratch, &call, i);
    stopwatch_add(scene->watch, "finder", STR("weighing the call, evidence"), since);
}
