#include "score/consistency.h"

#include "base/hash.h"
#include "base/lookup.h"
#include "base/vec.h"
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
    size_t entry;           /* of the scripted caller: 0 = noted down, SIZE_MAX = not known */
    bool repeated, differs; /* in a later call; then `found` tells how */
    struct differing_answers found;
};

/* What the customers of one scenario asked one caller: each question where it came first. */
struct asked {
    const struct transcript *of;
    VEC(struct answered *) first; /* owned */
};

struct survey {
    struct arena *arena;          /* borrowed */
    VEC(struct asked) cells;      /* owned */
    VEC(struct answered *) first; /* owned; of all cells, in order of appearance */
    struct lookup places;         /* of the cells, from 1 */
    size_t left_out;
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

/* False: the message asks nothing, or is not answered. Texts go into `arena`. */
static bool read_question(struct arena *arena, const struct score *score, size_t message, struct answered *a)
{
    const struct message *asks = &score->transcript->messages[message], *answers = asks + 1;
    *a = (struct answered){.score = score, .message = message};
    if (asks->role != ROLE_PERSONA || answers->role != ROLE_CALLER)
        return false;
    struct str question = question_of(arena, asks->content);
    if (question.len == 0 || !read_answer(arena, answers, a))
        return false;
    a->grams = grams_of(arena, normalise_bare(arena, question), score->rubric->lang == LANG_EN ? 3 : 2);
    return true;
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

static struct asked *cell_of(struct survey *survey, const struct transcript *t)
{
    for (uint64_t key = hash64(t->caller, hash64(t->scenario, 0));; key++) {
        uint64_t *place = lookup_place(&survey->places, key);
        if (*place == 0) {
            VEC_PUSH(&survey->cells, ((struct asked){.of = t}));
            *place = survey->cells.count;
        }
        struct asked *cell = &survey->cells.items[*place - 1];
        if (str_eq(cell->of->scenario, t->scenario) && str_eq(cell->of->caller, t->caller))
            return cell;
    }
}

/* The same question, asked first in another call; NULL when it is new. */
static struct answered *first_of(const struct asked *cell, const struct answered *a)
{
    for (size_t i = 0; i < cell->first.count; i++)
        if (cell->first.items[i]->score->transcript != a->score->transcript &&
            grams_dice(cell->first.items[i]->grams, a->grams) >= ALIKE)
            return cell->first.items[i];
    return NULL;
}

static void add_question(struct survey *survey, const struct answered *a)
{
    struct asked *cell = cell_of(survey, a->score->transcript);
    struct answered *first = first_of(cell, a);
    if (first != NULL) {
        first->repeated = true;
        first->differs = first->differs || differ(survey->arena, first, a, &first->found);
    } else if (cell->first.count < CONSISTENCY_QUESTIONS_MOST) {
        first = arena_alloc(survey->arena, sizeof *first);
        read_question(survey->arena, a->score, a->message, first); /* `a` goes with its call */
        VEC_PUSH(&cell->first, first);
        VEC_PUSH(&survey->first, first);
    } else {
        survey->left_out++;
    }
}

struct consistency consistency_of(struct arena *arena, const struct score *const *scores, size_t count)
{
    struct survey survey = {.arena = arena};
    struct arena scratch;
    struct answered a;
    arena_init(&scratch);
    lookup_init(&survey.places, arena, 0);
    for (size_t i = 0; i < count; i++) {
        const bool fine = scores[i] != NULL && scores[i]->not_valid == NULL;
        for (size_t m = 0; fine && m + 1 < scores[i]->transcript->count; m++)
            if (read_question(&scratch, scores[i], m, &a))
                add_question(&survey, &a);
        arena_clear(&scratch);
    }
    struct consistency found = {.left_out = survey.left_out,
                                .differing = arena_array(arena, survey.first.count + 1, sizeof *found.differing)};
    for (size_t i = 0; i < survey.first.count; i++) {
        const struct answered *first = survey.first.items[i];
        if (first->differs)
            found.differing[found.repeated - found.same] = first->found;
        found.repeated += first->repeated;
        found.same += first->repeated && !first->differs;
    }
    for (size_t i = 0; i < survey.cells.count; i++)
        VEC_RELEASE(&survey.cells.items[i].first);
    VEC_RELEASE(&survey.cells);
    VEC_RELEASE(&survey.first);
    arena_release(&scratch);
    return found;
}
