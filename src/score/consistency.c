#include "score/consistency.h"

#include "signal/number.h"
#include "text/similarity.h"
#include "text/utf8.h"

static const double ALIKE = 0.7;

/* A question of the customer's and the figures of the answer to it. */
struct answered {
    const struct score *score;
    size_t message;
    struct grams grams;
    struct str answer; /* normal text */
    struct number *figures;
    size_t figure_count;
};

static bool is_question(const struct transcript *t, size_t m)
{
    struct str text = t->messages[m].content;
    bool asks = str_find_byte(text, '?') != STR_NONE || str_find(text, STR("？")) != STR_NONE;
    return t->messages[m].role == ROLE_PERSONA && asks && m + 1 < t->count && t->messages[m + 1].role == ROLE_CALLER;
}

static size_t gather(struct arena *arena, const struct score *const *scores, size_t count, struct answered *all)
{
    size_t gathered = 0;
    for (size_t i = 0; i < count; i++) {
        const struct transcript *t = scores[i] != NULL ? scores[i]->transcript : NULL;
        for (size_t m = 0; t != NULL && m + 1 < t->count && gathered < CONSISTENCY_QUESTIONS_MOST; m++) {
            if (!is_question(t, m))
                continue;
            struct answered *a = &all[gathered];
            size_t n = scores[i]->rubric->lang == LANG_EN ? 3 : 2;
            *a = (struct answered){.score = scores[i], .message = m};
            a->grams = grams_of(arena, normalise_bare(arena, t->messages[m].content), n);
            a->answer = normalise_text(arena, t->messages[m + 1].content);
            struct numbers figures = numbers_of(arena, a->answer);
            a->figures = figures.items;
            a->figure_count = figures.count;
            gathered += a->figure_count > 0;
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

static bool same_call(const struct score *a, const struct score *b)
{
    return str_eq(a->transcript->scenario, b->transcript->scenario) &&
           str_eq(a->transcript->caller, b->transcript->caller);
}

struct differing_answers *consistency_of(struct arena *arena, const struct score *const *scores, size_t count,
                                         size_t *found)
{
    struct answered *all = arena_array(arena, CONSISTENCY_QUESTIONS_MOST, sizeof *all);
    size_t gathered = gather(arena, scores, count, all);
    struct differing_answers *list = arena_array(arena, gathered + 1, sizeof *list);
    *found = 0;
    for (size_t i = 0; i < gathered; i++)
        for (size_t k = i + 1; k < gathered; k++) {
            const struct number *other, *figure;
            if (!same_call(all[i].score, all[k].score) || grams_dice(all[i].grams, all[k].grams) < ALIKE)
                continue;
            figure = contradicted(&all[i], &all[k], &other);
            if (figure == NULL)
                continue;
            list[(*found)++] = (struct differing_answers){all[i].score,
                                                          all[k].score,
                                                          all[i].message,
                                                          all[k].message,
                                                          figure_text(arena, &all[i], figure),
                                                          figure_text(arena, &all[k], other)};
            break;
        }
    return list;
}
