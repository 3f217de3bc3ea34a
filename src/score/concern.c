/* Which of the document's concerns the persona raised, and in which replies.
 *
 * A concern and a reply meet in terms (meaning/terms.h), directly or over lines of the document that speak of the same
 * matter. What the other side said just before counts half: to answer with the caller's words is not to raise the
 * matter. A question or a doubt that makes the caller speak of the concern raises it too. Concerns compete: a reply
 * speaks first of the one that it is nearest to. The signs of all replies are weighed together (score/weigh.h). */
#include "base/sort.h"
#include "score/parts.h"
#include "score/weigh.h"

#include <string.h>

static double least(double a, double b)
{
    return a < b ? a : b;
}

static double most(double a, double b)
{
    return a > b ? a : b;
}

/* The reply asks, doubts, wavers or fears. */
static bool presses(const struct work *work, size_t message)
{
    const struct sentences *said = &work->sentences[message];
    bool asks = false;
    for (size_t i = 0; i < said->count && !asks; i++)
        asks = said->items[i].asks;
    return asks || carries(work, SIGNAL_SKEPTICISM, message) || carries(work, SIGNAL_HESITATION, message);
}

static bool out_of_role(const struct work *work, size_t message)
{
    return carries(work, SIGNAL_PLATITUDE, message) || carries(work, SIGNAL_ROLE_FLIP, message) ||
           carries(work, SIGNAL_AI_LEAK, message) || carries(work, SIGNAL_REPETITION, message);
}

/* What one reply does for one concern. */
struct touch {
    double direct, echoed, kin;
    double answered, asked, kin_answered; /* of a reply that presses */
    double sentence, question;            /* the nearest sentence, and the nearest that asks or fears */
    double own;                           /* of terms that no other concern has */
};
/* What the replies that keep to the role do for one concern: the most of any reply, unless it is a sum or a number. */
struct gathered {
    double direct, echoed, kin, sentence, question, own; /* echoed: direct and echoed */
    double answered, asked, kin_answered, joint;         /* of replies that press */
    double met, sum;
    double near, lead; /* how near a reply came, and how near against all other concerns */
    size_t wins;       /* replies that spoke of this concern first */
};
/* A call's concerns while they are read; the arrays are scratch and, but for `near`, by concern. */
struct reading {
    const struct work *work;
    const struct topics *topics;
    size_t count;
    struct touch *touches;     /* of one reply */
    double *met;               /* of one sentence */
    struct gathered *gathered; /* of all replies */
    double *near;              /* by reply, then by concern; 0 where the reply is out of its role */
    double *ranked, sum;       /* how near a reply came to each concern, ascending; all of it */
    size_t out, flood, kept;   /* replies; those that keep to the role */
};

/* Terms are walked in their order: each concern's sums add up in the order of its own terms. */
static void touch_said(const struct reading *reading, const uint64_t *said, const uint64_t *before)
{
    const struct topics *topics = reading->topics;
    struct touch *touches = reading->touches;
    for (size_t t = 0, words = topics->library.words; terms_next(said, topics->of_concerns, words, &t); t++) {
        const bool heard = before != NULL && terms_have(before, t);
        const struct topic_hits own = topic_hits_own(topics, t), kin = topic_hits_kin(topics, t);
        for (const struct topic_hit *hit = own.at; hit < own.end; hit++) {
            struct touch *touch = &touches[hit->concern];
            touch->direct += heard ? 0 : hit->weight;
            touch->echoed += hit->weight;
            touch->own += hit->alone ? hit->weight : 0;
        }
        for (const struct topic_hit *hit = kin.at; hit < kin.end && !heard; hit++)
            touches[hit->concern].kin += hit->weight;
    }
}

/* What the other side says just before, and a reply that presses does not. */
static void touch_before(const struct reading *reading, const uint64_t *said, const uint64_t *before)
{
    const struct topics *topics = reading->topics;
    struct touch *touches = reading->touches;
    for (size_t t = 0, words = topics->library.words; terms_next(before, topics->own_terms, words, &t); t++) {
        const struct topic_hits own = topic_hits_own(topics, t);
        for (const struct topic_hit *hit = own.at; hit < own.end && !terms_have(said, t); hit++)
            touches[hit->concern].asked += hit->weight;
    }
}

/* The same of what it says just after. */
static void touch_after(const struct reading *reading, const uint64_t *said, const uint64_t *after)
{
    const struct topics *topics = reading->topics;
    struct touch *touches = reading->touches;
    for (size_t t = 0, words = topics->library.words; terms_next(after, topics->of_concerns, words, &t); t++) {
        const struct topic_hits own = topic_hits_own(topics, t), kin = topic_hits_kin(topics, t);
        if (terms_have(said, t))
            continue;
        for (const struct topic_hit *hit = own.at; hit < own.end; hit++)
            touches[hit->concern].answered += hit->weight;
        for (const struct topic_hit *hit = kin.at; hit < kin.end; hit++)
            touches[hit->concern].kin_answered += hit->weight;
    }
}

/* What the nearest sentences do. */
static void touch_sentences(const struct reading *reading, const struct sentences *sentences)
{
    const struct topics *topics = reading->topics;
    double *met = reading->met;
    for (size_t i = 0; i < sentences->count; i++) {
        const struct sentence *said = &sentences->items[i];
        memset(met, 0, reading->count * sizeof *met);
        for (size_t t = 0, words = topics->library.words; terms_next(said->terms, topics->own_terms, words, &t); t++) {
            const struct topic_hits own = topic_hits_own(topics, t);
            for (const struct topic_hit *hit = own.at; hit < own.end; hit++)
                met[hit->concern] += hit->weight;
        }
        for (size_t c = 0; c < reading->count; c++) {
            struct touch *touch = &reading->touches[c];
            touch->sentence = most(touch->sentence, met[c]);
            if (said->asks)
                touch->question = most(touch->question, met[c]);
        }
    }
}

/* Adds what one reply did for one concern. */
static void gather(struct gathered *all, const struct touch *touch, bool pressing)
{
    double met = touch->direct + 0.5 * touch->echoed;
    all->direct = most(all->direct, touch->direct);
    all->echoed = most(all->echoed, touch->direct + touch->echoed);
    all->kin = most(all->kin, touch->kin);
    all->sentence = most(all->sentence, touch->sentence);
    all->question = most(all->question, touch->question);
    all->own = most(all->own, touch->own);
    all->met = most(all->met, met);
    all->sum += met;
    if (!pressing)
        return;
    all->answered = most(all->answered, touch->answered);
    all->asked = most(all->asked, touch->asked);
    all->kin_answered = most(all->kin_answered, touch->kin_answered);
    all->joint = most(all->joint, touch->direct + touch->kin + 0.5 * touch->answered + 0.5 * touch->echoed);
}

/* How the concerns stand beside each other in one reply. */
static void compete(const struct reading *reading, const double *near)
{
    size_t nearest = 0;
    double second = 0;
    for (size_t c = 1; c < reading->count; c++)
        nearest = near[c] > near[nearest] ? c : nearest;
    for (size_t c = 0; c < reading->count; c++)
        second = c != nearest ? most(second, near[c]) : second;
    for (size_t c = 0; c < reading->count; c++) {
        struct gathered *all = &reading->gathered[c];
        double rival = c == nearest ? second : near[nearest];
        all->near = most(all->near, near[c]);
        all->wins += near[c] > rival && near[c] > 2;
        if (near[c] > 2)
            all->lead = most(all->lead, near[c] / (near[c] + rival));
    }
}

/* Does the other side's message take up what was said before it? A script that only goes on does not, whatever its
 * next step is about. */
static bool takes_up(const struct scene *scene, size_t message)
{
    struct str kind = scene->utterances[message].message->move.kind;
    return kind.len == 0 || str_eq_cstring(kind, "answer") || str_eq_cstring(kind, "branch");
}

static void read_reply(struct reading *reading, size_t message)
{
    const struct work *work = reading->work;
    const bool pressing = presses(work, message);
    double *near = reading->near + (work->scene->utterances[message].reply - 1) * reading->count;
    const uint64_t *said = terms_of(work, message), *before = message > 0 ? terms_of(work, message - 1) : NULL;
    reading->out += carries(work, SIGNAL_PLATITUDE, message) || carries(work, SIGNAL_ROLE_FLIP, message);
    reading->flood += carries(work, SIGNAL_OVER_DISCLOSURE, message);
    if (out_of_role(work, message))
        return;
    reading->kept++;
    memset(reading->touches, 0, reading->count * sizeof *reading->touches);
    touch_said(reading, said, before);
    if (pressing && before != NULL)
        touch_before(reading, said, before);
    if (pressing && message + 1 < work->scene->count && takes_up(work->scene, message + 1))
        touch_after(reading, said, terms_of(work, message + 1));
    touch_sentences(reading, &work->sentences[message]);
    for (size_t c = 0; c < reading->count; c++) {
        struct touch *touch = &reading->touches[c];
        touch->echoed -= touch->direct;
        near[c] = touch->direct + 0.5 * touch->echoed + 0.5 * touch->kin + (0.4 * touch->answered + 0.3 * touch->asked);
        gather(&reading->gathered[c], touch, pressing);
    }
    compete(reading, near);
}

/* The terms that the persona said before the caller did; with what it heard they are those of the call. */
static const uint64_t *first_said(struct work *work)
{
    uint64_t *first = terms_none(work->scratch, work->library), *heard = terms_none(work->scratch, work->library);
    uint64_t *call = terms_none(work->scratch, work->library);
    for (size_t m = 0; m < work->scene->count; m++) {
        const bool persona = work->scene->utterances[m].reply != 0;
        const uint64_t *said = terms_of(work, m), *known = persona ? heard : first;
        uint64_t *learned = persona ? first : heard;
        for (size_t w = 0; w < work->library->words; w++)
            learned[w] |= said[w] & ~known[w];
    }
    for (size_t w = 0; w < work->library->words; w++)
        call[w] = first[w] | heard[w];
    work->call = call;
    return first;
}

static void rank(struct reading *reading)
{
    for (size_t c = 0; c < reading->count; c++)
        reading->sum += reading->ranked[c] = reading->gathered[c].near;
    sort_numbers(reading->ranked, reading->count);
}

/* How many concerns a reply came nearer to. */
static size_t count_above(const struct reading *reading, double near)
{
    size_t low = 0, high = reading->count;
    while (low < high) {
        const size_t middle = low + (high - low) / 2;
        if (reading->ranked[middle] > near)
            high = middle;
        else
            low = middle + 1;
    }
    return reading->count - low;
}

/* The signs of a concern: what was gathered of it, and how it stands beside the others in the whole call. */
static void read_signs(const struct reading *reading, size_t concern, const uint64_t *first,
                       double signs[CONCERN_SIGN_COUNT])
{
    const struct gathered *all = &reading->gathered[concern];
    const struct topic *topic = &reading->topics->concerns[concern];
    const enum concern_level level = reading->work->score->concerns[concern].concern->level;
    const double replies = (double)reading->work->scene->replies;
    signs[CONCERN_SIGN_ONE] = 1;
    signs[CONCERN_SIGN_DIRECT] = least(all->direct, 12) / 4;
    signs[CONCERN_SIGN_ECHOED] = least(all->echoed, 14) / 4;
    signs[CONCERN_SIGN_KIN] = least(all->kin, 12) / 4;
    signs[CONCERN_SIGN_SENTENCE] = least(all->sentence, 12) / 4;
    signs[CONCERN_SIGN_QUESTION] = least(all->question, 12) / 4;
    signs[CONCERN_SIGN_OWN] = least(all->own, 12) / 4;
    signs[CONCERN_SIGN_ANSWERED] = least(all->answered, 10) / 4;
    signs[CONCERN_SIGN_ASKED] = least(all->asked, 10) / 4;
    signs[CONCERN_SIGN_KIN_ANSWERED] = least(all->kin_answered, 10) / 4;
    signs[CONCERN_SIGN_SHARE] = all->met / (topic->weight + 1) * 3;
    signs[CONCERN_SIGN_WEIGHT] = least(topic->weight, 60) / 20;
    signs[CONCERN_SIGN_PRIMARY] = level == CONCERN_PRIMARY;
    signs[CONCERN_SIGN_LATENT] = level == CONCERN_LATENT;
    signs[CONCERN_SIGN_OUT_OF_ROLE] = replies > 0 ? (double)reading->out / replies : 0;
    signs[CONCERN_SIGN_FLOOD] = reading->flood > 0;
    signs[CONCERN_SIGN_LENGTH] = least(replies, 12) / 5;
    signs[CONCERN_SIGN_SUM] = least(all->sum, 30) / 8;
    signs[CONCERN_SIGN_JOINT] = least(all->joint, 20) / 6;
    signs[CONCERN_SIGN_LEAD] = 2 * all->lead;
    signs[CONCERN_SIGN_WINS] = least((double)all->wins, 3) / 2;
    signs[CONCERN_SIGN_RANK] =
        reading->count > 1 ? (double)count_above(reading, all->near) / (double)(reading->count - 1) : 0;
    signs[CONCERN_SIGN_ABOVE] = reading->sum > 0 ? least(all->near * (double)reading->count / reading->sum, 3) : 0;
    signs[CONCERN_SIGN_FIRST_SAID] = least(terms_shared(reading->topics->library.matter, topic->terms, first), 20) / 6;
    signs[CONCERN_SIGN_KEPT] = least((double)reading->kept, 16) / 8;
    signs[CONCERN_SIGN_SCRIPTED] = least(10 * topic->scripted, 3);
    signs[CONCERN_SIGN_FIRST] = concern == 0;
    signs[CONCERN_SIGN_PLACE] = reading->count > 1 ? (double)concern / (double)(reading->count - 1) : 0;
}

/* The replies that did it: those near the best. None when no reply came near: then nobody raised it, whatever the odds
 * of the whole call say. */
static void list_replies(const struct reading *reading, size_t concern, struct concern_raised *raised)
{
    const size_t replies = reading->work->scene->replies;
    const double best = reading->gathered[concern].near;
    raised->replies = arena_array(&reading->work->score->arena, replies, sizeof *raised->replies);
    for (size_t r = 0; r < replies && best > 0; r++)
        if (reading->near[r * reading->count + concern] >= 0.75 * best)
            raised->replies[raised->reply_count++] = r + 1;
}

static void raise(const struct reading *reading, size_t concern, const uint64_t *first)
{
    struct score *score = reading->work->score;
    struct concern_raised *raised = &score->concerns[concern];
    double *signs = arena_array(&score->arena, CONCERN_SIGN_COUNT, sizeof *signs);
    read_signs(reading, concern, first, signs);
    raised->weighed = (struct weighed){signs, CONCERN_SIGN_COUNT, weigh(concern_weights, signs, CONCERN_SIGN_COUNT)};
    if (weigh_concern(raised->weighed.odds))
        list_replies(reading, concern, raised);
}

void score_concerns(struct work *work)
{
    struct score *score = work->score;
    const struct scenario *scenario = work->rubric->scenario;
    if (scenario == NULL)
        return;
    const size_t count = scenario->callee.concern_count, replies = work->scene->replies;
    struct reading reading = {.work = work, .topics = work->rubric->topics, .count = count};
    score->concern_count = count;
    score->concerns = arena_array(&score->arena, count, sizeof *score->concerns);
    reading.touches = arena_raw(work->scratch, count, sizeof *reading.touches);
    reading.met = arena_raw(work->scratch, count, sizeof *reading.met);
    reading.ranked = arena_raw(work->scratch, count, sizeof *reading.ranked);
    reading.gathered = arena_array(work->scratch, count, sizeof *reading.gathered);
    reading.near = arena_array(work->scratch, count * replies, sizeof *reading.near);
    for (size_t r = 0; r < replies; r++)
        read_reply(&reading, work->sides[ROLE_PERSONA].messages[r]);
    rank(&reading);
    const uint64_t *first = first_said(work);
    for (size_t c = 0; c < count; c++) {
        score->concerns[c].concern = &scenario->callee.concerns[c];
        raise(&reading, c, first);
    }
}
