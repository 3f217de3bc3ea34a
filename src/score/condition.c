/* Which end conditions are seen to hold at the end of a conversation.
 *
 * The closing part of the call is read for signs that do not belong to any domain: does the persona name a reason to
 * leave, hand the rest over to a later message, name another address, want to check for itself, leave the matter open,
 * read figures back; how long the call was and how far the script had come; whether its last doubts were answered. Each
 * kind of condition weighs these signs (score/weigh.h). */
#include "score/parts.h"
#include "score/weigh.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

bool leaves_off(const uint64_t *said)
{
    return said_any(said, SAID_REST) || said_any(said, SAID_PULLED) || said_any(said, SAID_PUT_OFF);
}

/* The closing part of a call. */
struct closing_part {
    struct work *work;
    size_t last;                          /* message of the reply that ends the call */
    size_t replies;                       /* up to it */
    size_t callers;                       /* messages of the caller before it */
    const uint64_t *said, *said2, *said3; /* rows, as in the work: of the last reply; the last two, three */
    const uint64_t *heard;                /* of the caller's last three messages before it */
    double *late;                         /* by end condition: how much of its words the last two replies have */
    size_t nearest;                       /* the condition of which they have most */
    double most, next;                    /* of that; of any other */
    size_t kinds[END_KIND_COUNT];         /* how many conditions are of each kind */
    struct met *met;                      /* by end condition: how far the matters that it names are */
    size_t best_met;                      /* the condition whose matters are met the most in the mean */
    double next_met;                      /* the mean of any other */
};

static double share_of(size_t count, size_t most)
{
    return (double)(count < most ? count : most) / (double)most;
}

static void add_row(const struct work *work, size_t message, uint64_t *row)
{
    const uint64_t *said = said_by(work, message);
    for (size_t w = 0, words = work->row_words; w < words; w++)
        row[w] |= said[w];
}

/* What the side's messages say together: of its first `end`, the last `count`. */
static const uint64_t *together(const struct closing_part *part, enum role role, size_t end, size_t count)
{
    struct work *work = part->work;
    uint64_t *row = arena_array(work->scratch, work->row_words, sizeof *row);
    for (size_t i = end > count ? end - count : 0; i < end; i++)
        add_row(work, work->sides[role].messages[i], row);
    return row;
}

/* Share of the last `count` replies (all: SIZE_MAX) that carry a signal. */
static double carrying(const struct closing_part *part, enum core_signal signal, size_t count)
{
    const struct scene *scene = part->work->scene;
    size_t looked = 0, found = 0;
    for (size_t m = part->last + 1; m-- > 0 && looked < count;) {
        if (scene->utterances[m].reply == 0)
            continue;
        looked++;
        found += carries(part->work, signal, m);
    }
    return looked > 0 ? (double)found / (double)(count == SIZE_MAX ? looked : count) : 0;
}

static bool is_figure(char c)
{
    return c >= '0' && c <= '9';
}

/* The next number in digits from *at on, which moves behind it; false when there is none. */
static bool next_figures(struct str text, size_t *at, struct str *figures)
{
    while (*at < text.len && !is_figure(text.ptr[*at]))
        ++*at;
    size_t from = *at;
    while (*at < text.len && is_figure(text.ptr[*at]))
        ++*at;
    *figures = str_slice(text, from, *at);
    return figures->len > 0;
}

/* How many numbers of the last two replies the caller had named before; no more than MOST are looked at. */
static size_t numbers_said_back(const struct closing_part *part)
{
    enum { MOST = 64 };
    const struct work *work = part->work;
    struct str figures[MOST], named;
    bool known[MOST] = {false};
    size_t count = 0, said = 0;
    for (size_t r = part->replies > 2 ? part->replies - 2 : 0; r < part->replies; r++) {
        struct str text = work->scene->utterances[work->sides[ROLE_PERSONA].messages[r]].normal.text;
        for (size_t at = 0; count < MOST && next_figures(text, &at, &figures[count]);)
            count++;
    }
    for (size_t i = 0; i < part->callers && count > 0; i++) {
        struct str text = work->scene->utterances[work->sides[ROLE_CALLER].messages[i]].normal.text;
        for (size_t at = 0; next_figures(text, &at, &named);)
            for (size_t k = 0; k < count; k++)
                known[k] = known[k] || str_eq(named, figures[k]);
    }
    for (size_t k = 0; k < count; k++)
        said += known[k];
    return said;
}

/* The caller's last words before the persona closed; empty when there are none, and when they ask for anything else. */
static struct str heard_last(const struct closing_part *part)
{
    const struct scene *scene = part->work->scene;
    if (part->last == 0 || scene->utterances[part->last - 1].reply != 0 ||
        said_any(said_by(part->work, part->last - 1), SAID_ANYTHING_ELSE))
        return (struct str){0};
    return str_trim(scene->utterances[part->last - 1].normal.text);
}

static bool asks_at_end(struct str said)
{
    return str_find_byte(str_slice(said, said.len > 12 ? said.len - 12 : 0, said.len), '?') != STR_NONE;
}

/* They are a sentence cut off, or announce more; a question is not among them, for the persona answers it. */
static bool heard_breaks_off(const struct closing_part *part)
{
    struct str said = heard_last(part);
    return str_ends(said, STR("..")) || str_ends(said, STR("--")) ||
           (said.len > 0 && !asks_at_end(said) && said_any(said_by(part->work, part->last - 1), SAID_ANNOUNCES));
}

/* How much of the caller's script was spoken: share of its steps whose words the caller's messages hold. */
static double progress(const struct closing_part *part)
{
    const struct work *work = part->work;
    const struct topics *topics = work->rubric->topics;
    double met = 0;
    if (topics == NULL || topics->script_weight <= 0)
        return 0;
    const uint64_t *heard = together(part, ROLE_CALLER, part->callers, SIZE_MAX) + SAID_COUNT;
    for (size_t t = 0; terms_next(heard, topics->of_script, work->library->words, &t); t++)
        met += topics->script[t];
    return 3 * met / topics->script_weight;
}

/* What was decided, put off and refused in the course of the call, and how near to its end it last was. */
static void read_course(const struct closing_part *part, double signs[END_SIGN_COUNT])
{
    const struct scene *scene = part->work->scene;
    size_t decided = 0, open = 0, firm_count = 0, open_count = 0, booked = 0, no_hurry = 0, refused = 0;
    for (size_t m = 0; m <= part->last; m++) {
        const uint64_t *said = said_by(part->work, m);
        bool persona = scene->utterances[m].reply != 0;
        bool decides = said_any(said, persona ? SAID_FIRM : SAID_BOOKS);
        bool opens = said_any(said, persona ? SAID_UNDECIDED : SAID_NO_HURRY);
        decided = decides ? m + 1 : decided;
        open = opens ? m + 1 : open;
        firm_count += persona && decides;
        open_count += persona && opens;
        booked += !persona && decides;
        no_hurry += !persona && opens;
        refused += !persona && said_any(said, SAID_REFUSES);
    }
    signs[END_SIGN_DECIDED_LAST] = decided > open ? 1 : 0;
    signs[END_SIGN_OPEN_LAST] = open > decided ? 1 : 0;
    signs[END_SIGN_FIRM_CALL] = share_of(firm_count, 3);
    signs[END_SIGN_OPEN_CALL] = share_of(open_count, 4);
    signs[END_SIGN_BOOKED_CALL] = share_of(booked, 3);
    signs[END_SIGN_NO_HURRY_CALL] = share_of(no_hurry, 2);
    signs[END_SIGN_REFUSED_CALL] = share_of(refused, 4);
}

static void read_signs(const struct closing_part *part, double signs[END_SIGN_COUNT])
{
    signs[END_SIGN_ONE] = 1;
    signs[END_SIGN_LENGTH] = share_of(part->replies, 10);
    signs[END_SIGN_SHORT] = part->replies <= 4;
    signs[END_SIGN_LEAVE] = share_of(said_count(part->said, SAID_LEAVE), 2);
    signs[END_SIGN_PULLED] = share_of(said_count(part->said2, SAID_PULLED), 2);
    signs[END_SIGN_REST] = share_of(said_count(part->said, SAID_REST), 2);
    signs[END_SIGN_DONE] = share_of(said_count(part->said, SAID_DONE), 2);
    signs[END_SIGN_CHECK] = share_of(said_count(part->said2, SAID_CHECK), 2);
    signs[END_SIGN_ESCALATION] = share_of(said_count(part->said2, SAID_ESCALATION), 2);
    signs[END_SIGN_UNDECIDED] = share_of(said_count(part->said3, SAID_UNDECIDED), 3);
    signs[END_SIGN_PUT_OFF] = share_of(said_count(part->said, SAID_PUT_OFF), 2);
    signs[END_SIGN_CHANNEL] = share_of(said_count(part->said2, SAID_CHANNEL), 1);
    signs[END_SIGN_RECAP] = share_of(numbers_said_back(part), 3);
    signs[END_SIGN_DOUBT] = carrying(part, SIGNAL_SKEPTICISM, SIZE_MAX);
    signs[END_SIGN_LATE_DOUBT] = carrying(part, SIGNAL_SKEPTICISM, 3);
    signs[END_SIGN_LATE_WAVER] = carrying(part, SIGNAL_HESITATION, 3);
    signs[END_SIGN_AGREEABLE] = carrying(part, SIGNAL_PLATITUDE, SIZE_MAX);
    signs[END_SIGN_OPEN_TURN] = heard_breaks_off(part) || asks_at_end(heard_last(part));
    signs[END_SIGN_ASKS] = str_find_byte(part->work->scene->utterances[part->last].normal.text, '?') != STR_NONE;
    signs[END_SIGN_PROGRESS] = progress(part);
    signs[END_SIGN_FIRM] = share_of(said_count(part->said3, SAID_FIRM), 2);
    signs[END_SIGN_HEARD_BOOKED] = share_of(said_count(part->heard, SAID_BOOKS), 2);
    signs[END_SIGN_HEARD_NO_HURRY] = share_of(said_count(part->heard, SAID_NO_HURRY), 2);
    signs[END_SIGN_HEARD_EMPTY] = share_of(said_count(part->heard, SAID_EMPTY), 2);
    signs[END_SIGN_HEARD_GO] = share_of(said_count(part->heard, SAID_LETS_OFF), 2);
    signs[END_SIGN_HEARD_CHECK] = share_of(said_count(part->heard, SAID_OFFERS_CHECK), 2);
    signs[END_SIGN_HEARD_REFUSED] = share_of(said_count(part->heard, SAID_REFUSES), 2);
    signs[END_SIGN_WRITTEN] = share_of(said_count(part->said, SAID_WRITTEN), 2);
    signs[END_SIGN_ASKS_OTHERS] = share_of(said_count(part->said3, SAID_ASKS_OTHERS), 2);
    signs[END_SIGN_NOTED] = share_of(said_count(part->said2, SAID_NOTED), 2);
    signs[END_SIGN_AWAITS] = share_of(said_count(part->said, SAID_AWAITS), 2);
    signs[END_SIGN_NO_MORE] = share_of(said_count(part->said2, SAID_NO_MORE), 2);
    signs[END_SIGN_DECLINES] = share_of(said_count(part->said2, SAID_DECLINES), 2);
    signs[END_SIGN_ELSEWHERE] = share_of(said_count(part->said2, SAID_ELSEWHERE), 2);
    signs[END_SIGN_KEEPS] = share_of(said_count(part->said3, SAID_KEEPS), 2);
    signs[END_SIGN_CALLBACK] = share_of(said_count(part->said, SAID_CALLBACK), 2);
    signs[END_SIGN_SAID_DATE] = share_of(said_count(part->said, SAID_DATE), 3);
    signs[END_SIGN_HEARD_WRITTEN] = share_of(said_count(part->heard, SAID_OFFERS_WRITTEN), 2);
    signs[END_SIGN_HEARD_ELSE] = said_any(part->heard, SAID_ANYTHING_ELSE);
    signs[END_SIGN_HEARD_PUSHES] = share_of(said_count(part->heard, SAID_PUSHES), 2);
    signs[END_SIGN_CALLER_LAST] = part->work->score->ending.ended_by == ENDED_CALLER;
    read_course(part, signs);
    signs[END_SIGN_LONG] = part->replies >= 6;
    signs[END_SIGN_LATE_PULL] = signs[END_SIGN_PULLED] * (1 - signs[END_SIGN_LENGTH]);
    signs[END_SIGN_LATE_OPEN] = signs[END_SIGN_LATE_WAVER] * signs[END_SIGN_LENGTH];
}

static double at_most_two(double value)
{
    return value < 2 ? value : 2;
}

/* How much of a condition's own words stand in the last two replies, and in the whole call. */
static void read_topic(const struct closing_part *part, size_t at, double signs[END_SIGN_COUNT])
{
    const struct work *work = part->work;
    const struct library *library = work->library;
    const struct topic *topic = &work->rubric->topics->ends[at];
    const uint64_t *late = part->said2 + SAID_COUNT;
    double heard = 0;
    for (size_t i = part->callers; i-- > 0 && i + 2 >= part->callers;)
        heard += terms_shared(library->weights, topic->terms, terms_of(work, work->sides[ROLE_CALLER].messages[i]));
    signs[END_SIGN_TOPIC] = at_most_two(part->late[at] / 5);
    signs[END_SIGN_HEARD] = at_most_two(heard / 5);
    signs[END_SIGN_TOPIC_LAST] =
        at_most_two(terms_shared(library->weights, topic->terms, terms_of(work, part->last)) / 5);
    for (size_t c = 0; c < topic->clause_count; c++) {
        double share = terms_shared(library->weights, topic->clauses[c].terms, late) / (2 + topic->clauses[c].weight);
        signs[END_SIGN_CLAUSE] = share > signs[END_SIGN_CLAUSE] ? share : signs[END_SIGN_CLAUSE];
        signs[END_SIGN_CLAUSE_LAST] = share;
    }
    signs[END_SIGN_COVER] = terms_shared(library->weights, topic->terms, work->call) / (1 + topic->weight);
}

static void read_met(struct closing_part *part)
{
    const struct rubric *rubric = part->work->rubric;
    double met[END_MATTER_COUNT];
    matters_met(part->said, part->said2, part->heard, met);
    part->met = arena_array(part->work->scratch, rubric->end_count, sizeof *part->met);
    for (size_t i = 0; i < rubric->end_count; i++) {
        part->met[i] = met_of(rubric->ends[i].matters, met);
        if (part->met[i].mean > part->met[part->best_met].mean)
            part->best_met = i;
    }
    for (size_t i = 0; i < rubric->end_count; i++)
        part->next_met = i != part->best_met ? fmax(part->next_met, part->met[i].mean) : part->next_met;
}

static void compare_ends(struct closing_part *part)
{
    read_met(part);
    const struct work *work = part->work;
    const struct rubric *rubric = work->rubric;
    part->late = arena_array(work->scratch, rubric->end_count, sizeof *part->late);
    for (size_t i = 0; i < rubric->end_count; i++) {
        const double late =
            terms_shared(work->library->weights, rubric->topics->ends[i].terms, part->said2 + SAID_COUNT);
        part->late[i] = late;
        part->kinds[rubric->ends[i].kind]++;
        if (late > part->most) {
            part->next = part->most;
            part->most = late;
            part->nearest = i;
        } else if (late > part->next) {
            part->next = late;
        }
    }
}

/* Where the condition stands in the list, and how it stands beside the others. */
static void read_place(const struct closing_part *part, size_t at, double signs[END_SIGN_COUNT])
{
    const struct rubric *rubric = part->work->rubric;
    const double rival = at == part->nearest ? part->next : part->most;
    const size_t kin = part->kinds[rubric->ends[at].kind] - 1;
    signs[END_SIGN_TOPIC_LEAD] = signs[END_SIGN_TOPIC] - at_most_two(rival / 5);
    const double best = at == part->best_met ? part->next_met : part->met[part->best_met].mean;
    signs[END_SIGN_MET] = part->met[at].most;
    signs[END_SIGN_MET_MEAN] = part->met[at].mean;
    signs[END_SIGN_MET_LEAD] = part->met[at].mean - best;
    signs[END_SIGN_FIRST] = at == 0;
    signs[END_SIGN_PLACE] = rubric->end_count > 1 ? (double)at / (double)(rubric->end_count - 1) : 0;
    signs[END_SIGN_RIVALS] = share_of(kin, 2);
}

/* The caller's last words before the close had wound the call up: they ask for anything else, take leave, let the other
 * go, leave time, note what was agreed or promise it in writing, and want no answer. */
static bool heard_winds_up(const struct closing_part *part)
{
    static const enum said of_one_who_winds_up[] = {SAID_ANYTHING_ELSE, SAID_FAREWELL, SAID_LETS_OFF,
                                                    SAID_NO_HURRY,      SAID_BOOKS,    SAID_OFFERS_WRITTEN};
    const struct scene *scene = part->work->scene;
    if (part->last == 0 || scene->utterances[part->last - 1].reply != 0 || heard_breaks_off(part) ||
        asks_at_end(heard_last(part)))
        return false;
    const uint64_t *said = said_by(part->work, part->last - 1);
    for (size_t i = 0; i < sizeof of_one_who_winds_up / sizeof *of_one_who_winds_up; i++)
        if (said_any(said, of_one_who_winds_up[i]))
            return true;
    return false;
}

/* The persona leaves a call of few replies in few words, without a reason of its own, while the caller is about to say
 * more. The weights are those of a logistic regression on the labelled calls. */
static bool broken_off(const struct closing_part *part, const double signs[END_SIGN_COUNT])
{
    enum { BYTES_OF_TWO_WORDS = 9 }; /* 3 of an ideograph, about 4 of an English word */
    const struct work *work = part->work;
    if (work->score->ending.ended_by == ENDED_CALLER || heard_winds_up(part))
        return false; /* the persona did not leave, or left a call that was over */
    double reason = signs[END_SIGN_PULLED] + signs[END_SIGN_REST] + signs[END_SIGN_CHECK] + signs[END_SIGN_ESCALATION] +
                    signs[END_SIGN_PUT_OFF] + signs[END_SIGN_CALLBACK];
    double early = part->replies < 6 ? share_of(6 - part->replies, 3) : 0;
    double words = 2.0 * (double)work->scene->utterances[part->last].bare.len / BYTES_OF_TWO_WORDS;
    return 2.4 * heard_breaks_off(part) + 7.4 * early - 1.9 * fmin(reason, 1.5) - 1.5 * log1p(words) > 1.3;
}

/* The persona's last words are those of a condition whose matters are met: however short the call, it was not broken
 * off. */
static bool speaks_of_a_met_one(const struct closing_part *part)
{
    const double many_words = 8, half = 0.5; /* of what terms weigh; of the matters */
    for (size_t i = 0; i < part->work->rubric->end_count; i++) {
        if (part->late[i] >= many_words && part->met[i].mean >= half)
            return true;
    }
    return false;
}

bool conditions_held(struct work *work, size_t last_reply, bool closed, bool *held)
{
    const struct rubric *rubric = work->rubric;
    double common[END_SIGN_COUNT] = {0};
    if (last_reply == 0)
        return false;
    struct closing_part part = {
        .work = work, .last = work->sides[ROLE_PERSONA].messages[last_reply - 1], .replies = last_reply};
    part.callers = part.last + 1 - last_reply;
    part.said = said_by(work, part.last);
    part.said2 = together(&part, ROLE_PERSONA, last_reply, 2);
    part.said3 = together(&part, ROLE_PERSONA, last_reply, 3);
    part.heard = together(&part, ROLE_CALLER, part.callers, 3);
    read_signs(&part, common);
    common[END_SIGN_NOT_CLOSED] = !closed;
    compare_ends(&part);
    if (broken_off(&part, common) && !speaks_of_a_met_one(&part))
        return false;
    struct weighed *weighed = arena_array(&work->score->arena, rubric->end_count, sizeof *weighed);
    double *odds = arena_array(work->scratch, rubric->end_count, sizeof *odds);
    for (size_t i = 0; i < rubric->end_count; i++) {
        odds[i] = NAN;
        if (!rubric->ends[i].is_condition)
            continue;
        double *signs = arena_array(&work->score->arena, END_SIGN_COUNT, sizeof *signs);
        memcpy(signs, common, sizeof common);
        read_topic(&part, i, signs);
        read_place(&part, i, signs);
        odds[i] = weigh_end(&rubric->ends[i], signs);
        weighed[i] = (struct weighed){signs, END_SIGN_COUNT, odds[i]};
    }
    work->score->ending.weighed = weighed;
    weigh_conditions(odds, rubric->end_count, closed, held);
    return true;
}
