#include "score/consistency.h"

#include "signal/number.h"
#include "text/normalise.h"
#include "text/sentence.h"
#include "text/similarity.h"
#include "text/utf8.h"

static const double ALIKE = 0.7;
enum { ANSWER_LONGEST = 60, SHOWN = 24 }; /* code points */

enum verdict_word { SAYS_NEITHER, SAYS_YES, SAYS_NO };

/* A question of the customer's and the answer to it. */
struct answered {
    const struct score *score;
    size_t message;
    struct grams grams;
    struct str answer; /* normal text; its beginning */
    struct number *figures;
    size_t figure_count;
    enum verdict_word verdict;
    size_t entry; /* of the scripted caller: 0 = noted down, SIZE_MAX = not known */
    bool grouped;
};

/* The sentences that ask, in normal text; "" when none does. */
static struct str question_of(struct arena *arena, struct str content)
{
    struct str rest = normalise_text(arena, content), sentence, last = {0};
    while (sentence_next(&rest, &sentence))
        if (text_has_question_mark(sentence))
            last = sentence;
    return last;
}

/* The first sentences, up to ANSWER_LONGEST code points or the end of the second one. */
static struct str beginning_of(struct str normal)
{
    struct str rest = normal, sentence;
    size_t end = 0;
    for (size_t i = 0; i < 2 && sentence_next(&rest, &sentence); i++) {
        size_t to = (size_t)(sentence.ptr - normal.ptr) + sentence.len;
        if (i > 0 && utf8_count(str_slice(normal, 0, to)) > ANSWER_LONGEST)
            break;
        end = to;
    }
    return str_slice(normal, 0, end);
}

static enum verdict_word verdict_of(struct str answer)
{
    static const char *const no[] = {"不能", "不会", "不可以", "不行",    "不用",     "不是",   "没有", "不",
                                     "no,",  "no.",  "no ",    "i can't", "we can't", "cannot", NULL};
    static const char *const yes[] = {"能,", "能。",   "可以", "会的", "会,",       "有的",      "是的",
                                      "对,", "没问题", "行,",  "yes",  "of course", "certainly", NULL};
    if (str_starts_any(answer, no))
        return SAYS_NO;
    return str_starts_any(answer, yes) ? SAYS_YES : SAYS_NEITHER;
}

/* False: the caller's turn is no answer that could be held against another. */
static bool read_answer(struct arena *arena, const struct message *turn, struct answered *a)
{
    bool scripted = turn->move.kind.len > 0, noted = str_eq(turn->move.kind, STR("noted"));
    if (scripted && !noted && !str_eq(turn->move.kind, STR("answer")))
        return false;
    a->entry = !scripted ? SIZE_MAX : noted ? 0 : turn->move.entry;
    a->answer = beginning_of(normalise_text(arena, turn->content));
    a->verdict = verdict_of(a->answer);
    struct numbers figures = numbers_of(arena, a->answer);
    a->figures = figures.items;
    a->figure_count = figures.count;
    return scripted || a->figure_count > 0 || a->verdict != SAYS_NEITHER;
}

static size_t gather(struct arena *arena, const struct score *const *scores, size_t count, struct answered *all)
{
    size_t gathered = 0;
    for (size_t i = 0; i < count; i++) {
        const struct transcript *t = scores[i] != NULL && scores[i]->not_valid == NULL ? scores[i]->transcript : NULL;
        for (size_t m = 0; t != NULL && m + 1 < t->count && gathered < CONSISTENCY_QUESTIONS_MOST; m++) {
            struct answered *a = &all[gathered];
            *a = (struct answered){.score = scores[i], .message = m};
            if (t->messages[m].role != ROLE_PERSONA || t->messages[m + 1].role != ROLE_CALLER)
                continue;
            struct str question = question_of(arena, t->messages[m].content);
            if (question.len == 0 || !read_answer(arena, &t->messages[m + 1], a))
                continue;
            a->grams = grams_of(arena, normalise_bare(arena, question), scores[i]->rubric->lang == LANG_EN ? 3 : 2);
            gathered++;
        }
    }
    return gathered;
}

/* What a figure counts: the unit where it is known, else what stands behind it. */
static uint32_t unit_of(const struct answered *a, const struct number *figure)
{
    size_t at = figure->end;
    if (figure->unit != UNIT_NONE)
        return (uint32_t)figure->unit;
    return at < a->answer.len ? utf8_next(a->answer, &at) : 0;
}

static bool has_figure(const struct answered *a, uint32_t unit, uint64_t value)
{
    for (size_t i = 0; i < a->figure_count; i++)
        if (unit_of(a, &a->figures[i]) == unit && a->figures[i].value == value)
            return true;
    return false;
}

/* A figure of `a` whose unit `b` names too, without naming one of a's values of it; NULL when there is none. */
static const struct number *contradicted(const struct answered *a, const struct answered *b,
                                         const struct number **other)
{
    for (size_t i = 0; i < a->figure_count; i++) {
        uint32_t unit = unit_of(a, &a->figures[i]);
        bool common = false;
        *other = NULL;
        for (size_t k = 0; k < a->figure_count && !common; k++)
            common = unit_of(a, &a->figures[k]) == unit && has_figure(b, unit, a->figures[k].value);
        for (size_t k = 0; k < b->figure_count && *other == NULL; k++)
            if (unit_of(b, &b->figures[k]) == unit)
                *other = &b->figures[k];
        if (!common && *other != NULL)
            return &a->figures[i];
    }
    return NULL;
}

/* The figure with the sign behind it. */
static struct str figure_text(struct arena *arena, const struct answered *a, const struct number *figure)
{
    size_t end = figure->end;
    if (figure->unit == UNIT_NONE && end < a->answer.len)
        utf8_next(a->answer, &end);
    return str_dup(arena, str_slice(a->answer, figure->start, end));
}

static struct str shown(struct arena *arena, const struct answered *a)
{
    const struct message *turn = &a->score->transcript->messages[a->message + 1];
    return str_dup(arena, utf8_slice(turn->content, 0, SHOWN));
}

/* Fills what differs; false when nothing does. */
static bool differ(struct arena *arena, const struct answered *a, const struct answered *b,
                   struct differing_answers *found)
{
    const struct number *other = NULL, *figure = NULL;
    bool scripted = a->entry != SIZE_MAX && b->entry != SIZE_MAX;
    if (scripted && a->entry == b->entry)
        return false;
    if (!scripted)
        figure = contradicted(a, b, &other);
    bool opposite = !scripted && a->verdict != SAYS_NEITHER && b->verdict != SAYS_NEITHER && a->verdict != b->verdict;
    if (!scripted && figure == NULL && !opposite)
        return false;
    *found = (struct differing_answers){a->score,
                                        b->score,
                                        a->message,
                                        b->message,
                                        figure != NULL ? figure_text(arena, a, figure) : shown(arena, a),
                                        figure != NULL ? figure_text(arena, b, other) : shown(arena, b)};
    return true;
}

/* Asked of the same caller in the same scenario, in another call. */
static bool same_question(const struct answered *a, const struct answered *b)
{
    const struct transcript *first = a->score->transcript, *second = b->score->transcript;
    return first != second && str_eq(first->scenario, second->scenario) && str_eq(first->caller, second->caller) &&
           grams_dice(a->grams, b->grams) >= ALIKE;
}

struct consistency consistency_of(struct arena *arena, const struct score *const *scores, size_t count)
{
    struct answered *all = arena_array(arena, CONSISTENCY_QUESTIONS_MOST, sizeof *all);
    size_t gathered = gather(arena, scores, count, all), differing = 0;
    struct consistency found = {.differing = arena_array(arena, gathered + 1, sizeof *found.differing)};
    for (size_t i = 0; i < gathered; i++) {
        bool repeated = false, differs = false;
        for (size_t k = i + 1; k < gathered && !all[i].grouped; k++) {
            if (all[k].grouped || !same_question(&all[i], &all[k]))
                continue;
            all[k].grouped = repeated = true;
            differs = differs || differ(arena, &all[i], &all[k], &found.differing[differing]);
        }
        found.repeated += repeated;
        found.same += repeated && !differs;
        differing += differs;
    }
    return found;
}
