/* Which of the document's concerns the persona raised, and in which replies.
 *
 * A concern and a reply meet in terms (score/terms.h), directly or over lines of the document that speak of the same
 * matter. What the other side said just before counts half: to answer with the caller's words is not to raise the
 * matter. A question or a doubt that makes the caller speak of the concern raises it too. The signs of all replies are
 * weighed together by a logistic model that was fitted on the labelled sets, leaving one scenario out. */
#include "score/parts.h"

#include "rubric/phrases.h"

enum sign {
    SIGN_ONE,
    SIGN_DIRECT,
    SIGN_ECHOED,
    SIGN_ANSWERED,
    SIGN_ASKED,
    SIGN_KIN,
    SIGN_KIN_ANSWERED,
    SIGN_SHARE,
    SIGN_PRIMARY,
    SIGN_LATENT,
    SIGN_OUT_OF_ROLE,
    SIGN_FLOOD,
    SIGN_LENGTH,
    SIGN_SUM,
    SIGN_JOINT,
    SIGN_COUNT
};
static const double weights[SIGN_COUNT] = {
    [SIGN_ONE] = -1.6,    [SIGN_DIRECT] = 0.35, [SIGN_ECHOED] = 0.6,        [SIGN_ANSWERED] = 0.35,
    [SIGN_ASKED] = 0.45,  [SIGN_KIN] = 0.4,     [SIGN_KIN_ANSWERED] = 0.35, [SIGN_SHARE] = 0.15,
    [SIGN_PRIMARY] = 1.0, [SIGN_LATENT] = -0.8, [SIGN_OUT_OF_ROLE] = -0.9,  [SIGN_FLOOD] = 0.9,
    [SIGN_LENGTH] = -0.3, [SIGN_SUM] = 0.25,    [SIGN_JOINT] = 0.25,
};
static const double ENOUGH = -0.7;

static double least(double a, double b)
{
    return a < b ? a : b;
}

static double most(double a, double b)
{
    return a > b ? a : b;
}

static bool has_signal(const struct work *work, enum core_signal signal, size_t message)
{
    return hits_has(&work->score->hits, (uint16_t)signal, (uint32_t)message);
}

/* The reply asks, doubts, wavers or fears. */
static bool presses(const struct work *work, size_t message)
{
    static const char *const words[] = {"?", "吗", "怕", "担心", "呢", "worried", "afraid", NULL};
    return has_signal(work, SIGNAL_SKEPTICISM, message) || has_signal(work, SIGNAL_HESITATION, message) ||
           phrases_any(work->scene->utterances[message].normal.text, words);
}

static bool out_of_role(const struct work *work, size_t message)
{
    return has_signal(work, SIGNAL_PLATITUDE, message) || has_signal(work, SIGNAL_ROLE_FLIP, message) ||
           has_signal(work, SIGNAL_AI_LEAK, message) || has_signal(work, SIGNAL_REPETITION, message);
}

/* What one reply does for one concern. */
struct touch {
    double direct, echoed, answered, asked, kin, kin_answered;
    bool presses;
};

static struct touch touch_of(const struct work *work, struct terms concern, const struct kin *kin, size_t message)
{
    static const struct terms none = {NULL, 0};
    const struct scene *scene = work->scene;
    const struct library *library = &work->rubric->topics->library;
    struct terms said = work->messages[message], before = message > 0 ? work->messages[message - 1] : none;
    struct terms after = message + 1 < scene->count ? work->messages[message + 1] : none;
    struct touch touch = {.direct = terms_shared(library, concern, said, &before), .kin = kin_met(kin, said, before)};
    touch.echoed = terms_shared(library, concern, said, NULL) - touch.direct;
    touch.answered = terms_shared(library, concern, after, &said);
    touch.asked = terms_shared(library, concern, before, &said);
    touch.kin_answered = kin_met(kin, after, said);
    touch.presses = presses(work, message);
    return touch;
}

static double nearness(const struct touch *touch)
{
    return touch->direct + 0.5 * touch->echoed + 0.5 * touch->kin +
           (touch->presses ? 0.4 * touch->answered + 0.3 * touch->asked : 0);
}

/* Weighs all replies together: the signs of the concern. */
static void read_signs(const struct work *work, const struct touch *touches, double whole, enum concern_level level,
                       double signs[SIGN_COUNT])
{
    const struct scene *scene = work->scene;
    double sum = 0, best = 0, out = 0, joint = 0, flood = 0;
    for (size_t m = 0; m < scene->count; m++) {
        if (scene->utterances[m].reply == 0)
            continue;
        out += has_signal(work, SIGNAL_PLATITUDE, m) || has_signal(work, SIGNAL_ROLE_FLIP, m);
        flood = has_signal(work, SIGNAL_OVER_DISCLOSURE, m) ? 1 : flood;
        if (out_of_role(work, m))
            continue;
        const struct touch *touch = &touches[m];
        double met = touch->direct + 0.5 * touch->echoed;
        signs[SIGN_DIRECT] = most(signs[SIGN_DIRECT], least(touch->direct, 12) / 4);
        signs[SIGN_ECHOED] = most(signs[SIGN_ECHOED], least(touch->direct + touch->echoed, 14) / 4);
        signs[SIGN_KIN] = most(signs[SIGN_KIN], least(touch->kin, 12) / 4);
        best = most(best, met);
        sum += met;
        if (!touch->presses)
            continue;
        signs[SIGN_ANSWERED] = most(signs[SIGN_ANSWERED], least(touch->answered, 10) / 4);
        signs[SIGN_ASKED] = most(signs[SIGN_ASKED], least(touch->asked, 10) / 4);
        signs[SIGN_KIN_ANSWERED] = most(signs[SIGN_KIN_ANSWERED], least(touch->kin_answered, 10) / 4);
        joint = most(joint, touch->direct + touch->kin + 0.5 * touch->answered + 0.5 * touch->echoed);
    }
    signs[SIGN_ONE] = 1;
    signs[SIGN_SHARE] = best / (whole + 1) * 3;
    signs[SIGN_PRIMARY] = level == CONCERN_PRIMARY;
    signs[SIGN_LATENT] = level == CONCERN_LATENT;
    signs[SIGN_OUT_OF_ROLE] = scene->replies > 0 ? out / (double)scene->replies : 0;
    signs[SIGN_FLOOD] = flood;
    signs[SIGN_LENGTH] = least((double)scene->replies, 12) / 5;
    signs[SIGN_SUM] = least(sum, 30) / 8;
    signs[SIGN_JOINT] = least(joint, 20) / 6;
}

/* The replies that did it: those near the best. */
static void list_replies(const struct work *work, const struct touch *touches, struct concern_raised *raised)
{
    const struct scene *scene = work->scene;
    double best = 0;
    raised->replies = arena_array(&work->score->arena, scene->replies, sizeof *raised->replies);
    for (size_t m = 0; m < scene->count; m++)
        if (scene->utterances[m].reply != 0 && !out_of_role(work, m))
            best = most(best, nearness(&touches[m]));
    for (size_t m = 0; m < scene->count; m++)
        if (scene->utterances[m].reply != 0 && !out_of_role(work, m) && nearness(&touches[m]) >= 0.75 * best)
            raised->replies[raised->reply_count++] = scene->utterances[m].reply;
}

static void raise(struct work *work, const struct topic *topic, struct concern_raised *raised)
{
    struct touch *touches = arena_array(&work->scratch, work->scene->count, sizeof *touches);
    double signs[SIGN_COUNT] = {0}, sum = 0;
    for (size_t m = 0; m < work->scene->count; m++)
        if (work->scene->utterances[m].reply != 0)
            touches[m] = touch_of(work, topic->terms, &topic->kin, m);
    read_signs(work, touches, topic->weight, raised->concern->level, signs);
    for (size_t s = 0; s < SIGN_COUNT; s++)
        sum += weights[s] * signs[s];
    if (sum >= ENOUGH)
        list_replies(work, touches, raised);
}

void score_concerns(struct work *work)
{
    struct score *score = work->score;
    const struct scenario *scenario = work->rubric->scenario;
    if (scenario == NULL)
        return;
    score->concern_count = scenario->callee.concern_count;
    score->concerns = arena_array(&score->arena, score->concern_count, sizeof *score->concerns);
    for (size_t i = 0; i < score->concern_count; i++) {
        score->concerns[i].concern = &scenario->callee.concerns[i];
        raise(work, &work->rubric->topics->concerns[i], &score->concerns[i]);
    }
}
