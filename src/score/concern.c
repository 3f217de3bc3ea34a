/* Which of the document's concerns the persona raised, and in which replies.
 *
 * A concern and a reply meet in terms (score/terms.h), directly or over lines of the document that speak of the same
 * matter. What the other side said just before counts half: to answer with the caller's words is not to raise the
 * matter. A question or a doubt that makes the caller speak of the concern raises it too. Concerns compete: a reply
 * speaks first of the one that it is nearest to. The signs of all replies are weighed together (score/weigh.h). */
#include "score/parts.h"
#include "score/weigh.h"

#include "meaning/phrases.h"

#include <string.h>

static double least(double a, double b)
{
    return a < b ? a : b;
}

static double most(double a, double b)
{
    return a > b ? a : b;
}

static bool asks_or_fears(struct str normal)
{
    static const char words[] = "?|吗|怕|担心|呢|worried|afraid";
    return phrases_any(normal, words);
}

/* The reply asks, doubts, wavers or fears. */
static bool presses(const struct work *work, size_t message)
{
    return carries(work, SIGNAL_SKEPTICISM, message) || carries(work, SIGNAL_HESITATION, message) ||
           asks_or_fears(work->scene->utterances[message].normal.text);
}

static bool out_of_role(const struct work *work, size_t message)
{
    return carries(work, SIGNAL_PLATITUDE, message) || carries(work, SIGNAL_ROLE_FLIP, message) ||
           carries(work, SIGNAL_AI_LEAK, message) || carries(work, SIGNAL_REPETITION, message);
}

/* What one reply does for one concern. */
struct touch {
    double direct, echoed, answered, asked, kin, kin_answered;
    double sentence, question; /* the nearest sentence, and the nearest that asks or fears */
    double own;                /* of terms that no other concern has */
    double near;               /* all of it together */
    bool presses, out_of_role;
};
/* One sentence of a reply. */
struct spoken {
    struct terms terms;
    size_t message;
    bool presses;
};
struct spoken_list {
    struct spoken *items; /* scratch */
    size_t count;
};

static double nearness(const struct touch *touch)
{
    return touch->direct + 0.5 * touch->echoed + 0.5 * touch->kin +
           (touch->presses ? 0.4 * touch->answered + 0.3 * touch->asked : 0);
}

/* Terms are walked in their order: each concern's sums add up in the order of its own terms. */
static void touch_said(const struct work *work, struct touch *touches, size_t message, struct terms before)
{
    const size_t messages = work->scene->count;
    struct terms said = work->messages[message];
    for (size_t i = 0; i < said.count; i++) {
        size_t count;
        const struct topic_hit *hits = topics_hits(work->rubric->topics, said.items[i], &count);
        const bool heard = count > 0 && terms_have(before, said.items[i]);
        for (size_t k = 0; k < count; k++) {
            struct touch *touch = &touches[hits[k].concern * messages + message];
            if (hits[k].kin) {
                touch->kin += heard ? 0 : hits[k].weight;
                continue;
            }
            touch->direct += heard ? 0 : hits[k].weight;
            touch->echoed += hits[k].weight;
            touch->own += hits[k].alone ? hits[k].weight : 0;
        }
    }
}

/* What the other side says just before or just after, and the reply does not. */
static void touch_beside(const struct work *work, struct touch *touches, size_t message, struct terms beside,
                         bool after)
{
    const size_t messages = work->scene->count;
    for (size_t i = 0; i < beside.count; i++) {
        size_t count;
        const struct topic_hit *hits = topics_hits(work->rubric->topics, beside.items[i], &count);
        if (count == 0 || terms_have(work->messages[message], beside.items[i]))
            continue;
        for (size_t k = 0; k < count; k++) {
            struct touch *touch = &touches[hits[k].concern * messages + message];
            if (after && hits[k].kin)
                touch->kin_answered += hits[k].weight;
            else if (after)
                touch->answered += hits[k].weight;
            else if (!hits[k].kin)
                touch->asked += hits[k].weight;
        }
    }
}

/* What one reply does for each of the concerns. */
static void touch_all(const struct work *work, struct touch *touches, size_t message)
{
    static const struct terms none = {NULL, 0};
    const size_t messages = work->scene->count;
    struct terms before = message > 0 ? work->messages[message - 1] : none;
    const bool pressing = presses(work, message), out = out_of_role(work, message);
    touch_said(work, touches, message, before);
    touch_beside(work, touches, message, before, false);
    touch_beside(work, touches, message, message + 1 < messages ? work->messages[message + 1] : none, true);
    for (size_t c = 0; c < work->score->concern_count; c++) {
        struct touch *touch = &touches[c * messages + message];
        touch->echoed -= touch->direct;
        touch->presses = pressing;
        touch->out_of_role = out;
        touch->near = nearness(touch);
    }
}

static bool ends_sentence(const struct str text, size_t at, size_t *end)
{
    const unsigned char first = (unsigned char)text.ptr[at];
    if ((first >= 'a' && first <= 'z') || first == ' ' || (first >= 0x80 && first != 0xe3 && first != 0xef))
        return false;
    static const char *const stops[] = {"。", "！", "？", "；", "!", "?", ";", "\n", ". ", NULL};
    for (size_t i = 0; stops[i] != NULL; i++) {
        size_t length = strlen(stops[i]);
        if (at + length <= text.len && memcmp(text.ptr + at, stops[i], length) == 0) {
            *end = at + length;
            return true;
        }
    }
    return false;
}

/* A reply of more sentences than this is hostile: the rest of it is one sentence. */
enum { SENTENCES = 64 };

/* All sentences of the persona. */
static struct spoken_list sentences_of(struct work *work)
{
    const struct scene *scene = work->scene;
    struct spoken_list list = {arena_array(&work->scratch, scene->replies * SENTENCES + 1, sizeof *list.items), 0};
    for (size_t m = 0; m < scene->count; m++) {
        struct str text = scene->utterances[m].normal.text;
        if (scene->utterances[m].reply == 0)
            continue;
        for (size_t at = 0, from = 0, end = 0, count = 1; at < text.len; at = end) {
            end = at + 1;
            if ((!ends_sentence(text, at, &end) || count == SENTENCES) && end < text.len)
                continue;
            count++;
            struct str sentence = str_slice(text, from, end);
            list.items[list.count++] =
                (struct spoken){terms_of_normal(&work->scratch, sentence), m, asks_or_fears(sentence)};
            from = end;
        }
    }
    return list;
}

/* Adds to each reply's touches what its nearest sentence does. */
static void touch_sentences(struct work *work, const struct spoken_list *list, struct touch *touches)
{
    const size_t concerns = work->score->concern_count, messages = work->scene->count;
    double *met = arena_array(&work->scratch, concerns, sizeof *met);
    for (size_t i = 0; i < list->count; i++) {
        const struct spoken *said = &list->items[i];
        memset(met, 0, concerns * sizeof *met);
        for (size_t t = 0; t < said->terms.count; t++) {
            size_t count;
            const struct topic_hit *hits = topics_hits(work->rubric->topics, said->terms.items[t], &count);
            for (size_t k = 0; k < count; k++)
                met[hits[k].concern] += hits[k].kin ? 0 : hits[k].weight;
        }
        for (size_t c = 0; c < concerns; c++) {
            struct touch *touch = &touches[c * messages + said->message];
            touch->sentence = most(touch->sentence, met[c]);
            if (said->presses)
                touch->question = most(touch->question, met[c]);
        }
    }
}

/* Weighs all replies together: the signs of the concern. */
static void read_signs(const struct work *work, const struct touch *touches, double whole, enum concern_level level,
                       double signs[CONCERN_SIGN_COUNT])
{
    const struct scene *scene = work->scene;
    double sum = 0, best = 0, out = 0, joint = 0, flood = 0;
    for (size_t m = 0; m < scene->count; m++) {
        if (scene->utterances[m].reply == 0)
            continue;
        out += carries(work, SIGNAL_PLATITUDE, m) || carries(work, SIGNAL_ROLE_FLIP, m);
        flood = carries(work, SIGNAL_OVER_DISCLOSURE, m) ? 1 : flood;
        const struct touch *touch = &touches[m];
        if (touch->out_of_role)
            continue;
        double met = touch->direct + 0.5 * touch->echoed;
        signs[CONCERN_SIGN_DIRECT] = most(signs[CONCERN_SIGN_DIRECT], least(touch->direct, 12) / 4);
        signs[CONCERN_SIGN_ECHOED] = most(signs[CONCERN_SIGN_ECHOED], least(touch->direct + touch->echoed, 14) / 4);
        signs[CONCERN_SIGN_KIN] = most(signs[CONCERN_SIGN_KIN], least(touch->kin, 12) / 4);
        signs[CONCERN_SIGN_SENTENCE] = most(signs[CONCERN_SIGN_SENTENCE], least(touch->sentence, 12) / 4);
        signs[CONCERN_SIGN_QUESTION] = most(signs[CONCERN_SIGN_QUESTION], least(touch->question, 12) / 4);
        signs[CONCERN_SIGN_OWN] = most(signs[CONCERN_SIGN_OWN], least(touch->own, 12) / 4);
        best = most(best, met);
        sum += met;
        if (!touch->presses)
            continue;
        signs[CONCERN_SIGN_ANSWERED] = most(signs[CONCERN_SIGN_ANSWERED], least(touch->answered, 10) / 4);
        signs[CONCERN_SIGN_ASKED] = most(signs[CONCERN_SIGN_ASKED], least(touch->asked, 10) / 4);
        signs[CONCERN_SIGN_KIN_ANSWERED] = most(signs[CONCERN_SIGN_KIN_ANSWERED], least(touch->kin_answered, 10) / 4);
        joint = most(joint, touch->direct + touch->kin + 0.5 * touch->answered + 0.5 * touch->echoed);
    }
    signs[CONCERN_SIGN_ONE] = 1;
    signs[CONCERN_SIGN_SHARE] = best / (whole + 1) * 3;
    signs[CONCERN_SIGN_WEIGHT] = least(whole, 60) / 20;
    signs[CONCERN_SIGN_PRIMARY] = level == CONCERN_PRIMARY;
    signs[CONCERN_SIGN_LATENT] = level == CONCERN_LATENT;
    signs[CONCERN_SIGN_OUT_OF_ROLE] = scene->replies > 0 ? out / (double)scene->replies : 0;
    signs[CONCERN_SIGN_FLOOD] = flood;
    signs[CONCERN_SIGN_LENGTH] = least((double)scene->replies, 12) / 5;
    signs[CONCERN_SIGN_SUM] = least(sum, 30) / 8;
    signs[CONCERN_SIGN_JOINT] = least(joint, 20) / 6;
}

/* The replies that did it: those near the best. None when no reply came near: then nobody raised it, whatever the odds
 * of the whole call say. */
static void list_replies(const struct work *work, const struct touch *touches, struct concern_raised *raised)
{
    const struct scene *scene = work->scene;
    double best = 0;
    raised->replies = arena_array(&work->score->arena, scene->replies, sizeof *raised->replies);
    for (size_t m = 0; m < scene->count; m++)
        if (scene->utterances[m].reply != 0 && !touches[m].out_of_role)
            best = most(best, touches[m].near);
    for (size_t m = 0; m < scene->count && best > 0; m++)
        if (scene->utterances[m].reply != 0 && !touches[m].out_of_role && touches[m].near >= 0.75 * best)
            raised->replies[raised->reply_count++] = scene->utterances[m].reply;
}

/* How the concern stands beside the others: in its best reply, over the replies in which it is the nearest, and in the
 * whole call. `touches` has a row of scene->count a concern. */
static void read_rivals(const struct work *work, const struct touch *touches, size_t concern,
                        double signs[CONCERN_SIGN_COUNT])
{
    size_t messages = work->scene->count, count = work->score->concern_count, wins = 0, above = 0;
    double lead = 0, mine = 0, sum = 0;
    for (size_t m = 0; m < messages; m++) {
        if (work->scene->utterances[m].reply == 0 || touches[m].out_of_role)
            continue;
        double near = touches[concern * messages + m].near, rival = 0;
        for (size_t c = 0; c < count; c++)
            rival = c == concern ? rival : most(rival, touches[c * messages + m].near);
        wins += near > rival && near > 2;
        if (near > 2)
            lead = most(lead, near / (near + rival));
        mine = most(mine, near);
    }
    for (size_t c = 0; c < count; c++) {
        double best = 0;
        for (size_t m = 0; m < messages; m++)
            if (work->scene->utterances[m].reply != 0 && !touches[m].out_of_role)
                best = most(best, touches[c * messages + m].near);
        above += best > mine;
        sum += best;
    }
    signs[CONCERN_SIGN_LEAD] = 2 * lead;
    signs[CONCERN_SIGN_WINS] = least((double)wins, 3) / 2;
    signs[CONCERN_SIGN_RANK] = count > 1 ? (double)above / (double)(count - 1) : 0;
    signs[CONCERN_SIGN_ABOVE] = sum > 0 ? least(mine * (double)count / sum, 3) : 0;
}

/* The matter came from the persona: share of what it said of it that the caller had not said before in the call. */
static double first_said(const struct work *work, const struct gram_index *said, struct terms concern)
{
    double first = 0;
    for (size_t i = 0; i < concern.count; i++) {
        size_t count;
        const uint32_t *messages = gram_index_find(said, concern.items[i], &count);
        if (count > 0 && work->scene->utterances[messages[0]].reply != 0)
            first += library_weight(&work->rubric->topics->library, concern.items[i]);
    }
    return first;
}

/* Which messages hold a term. */
static struct gram_index index_messages(struct work *work)
{
    struct gram_index said;
    struct grams *sets = arena_array(&work->scratch, work->scene->count, sizeof *sets);
    for (size_t m = 0; m < work->scene->count; m++)
        sets[m] = (struct grams){work->messages[m].items, work->messages[m].count};
    gram_index_init(&said, &work->scratch, sets, work->scene->count);
    return said;
}

static void raise(struct work *work, const struct gram_index *said, struct touch *touches, size_t concern)
{
    struct concern_raised *raised = &work->score->concerns[concern];
    const struct topic *topic = &work->rubric->topics->concerns[concern];
    double *signs = arena_array(&work->score->arena, CONCERN_SIGN_COUNT, sizeof *signs);
    read_signs(work, touches + concern * work->scene->count, topic->weight, raised->concern->level, signs);
    read_rivals(work, touches, concern, signs);
    signs[CONCERN_SIGN_FIRST_SAID] = least(first_said(work, said, topic->terms), 20) / 6;
    raised->weighed = (struct weighed){signs, CONCERN_SIGN_COUNT, weigh(concern_weights, signs, CONCERN_SIGN_COUNT)};
    if (weigh_concern(raised->weighed.odds))
        list_replies(work, touches + concern * work->scene->count, raised);
}

void score_concerns(struct work *work)
{
    struct score *score = work->score;
    const struct scenario *scenario = work->rubric->scenario;
    if (scenario == NULL)
        return;
    size_t count = scenario->callee.concern_count, messages = work->scene->count;
    score->concern_count = count;
    score->concerns = arena_array(&score->arena, count, sizeof *score->concerns);
    struct touch *touches = arena_array(&work->scratch, count * messages + 1, sizeof *touches);
    struct spoken_list spoken = sentences_of(work);
    for (size_t m = 0; m < messages; m++)
        if (work->scene->utterances[m].reply != 0)
            touch_all(work, touches, m);
    touch_sentences(work, &spoken, touches);
    struct gram_index said = index_messages(work);
    for (size_t c = 0; c < count; c++) {
        score->concerns[c].concern = &scenario->callee.concerns[c];
        raise(work, &said, touches, c);
    }
}
