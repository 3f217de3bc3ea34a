#include "score/contest.h"

#include "base/hash.h"
#include "base/language.h"
#include "base/lookup.h"
#include "stats/permutation.h"
#include "syntax/json_writer.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

const char *contest_by_name(enum contest_by by)
{
    static const char *const names[] = {"prompt", "caller", "model"};
    return names[by];
}

static struct str value_of(const struct transcript *t, enum contest_by by)
{
    return by == CONTEST_PROMPT ? t->prompt : by == CONTEST_CALLER ? t->caller : t->model;
}

/* Everything but the dimension in question. */
static bool are_partners(const struct transcript *a, const struct transcript *b, enum contest_by by)
{
    return str_eq(a->scenario, b->scenario) && a->repeat == b->repeat &&
           (by == CONTEST_PROMPT || str_eq(a->prompt, b->prompt)) &&
           (by == CONTEST_CALLER || str_eq(a->caller, b->caller)) &&
           (by == CONTEST_MODEL || str_eq(a->model, b->model));
}

/* Models that the understudy played, whatever they are called. Who failed before a first reply did not tell; the
 * model's other conversations do. */
static struct names *understudies(struct arena *arena, struct score *const *scores, size_t count)
{
    struct names *names = arena_alloc(arena, sizeof *names);
    names_init(names, arena);
    for (size_t i = 0; i < count; i++)
        if (scores[i] != NULL && transcript_by_understudy(scores[i]->transcript) &&
            names_find(names, scores[i]->transcript->model) == STR_NONE)
            names_add(names, scores[i]->transcript->model);
    return names;
}

static bool is_among(const struct names *names, const struct score *score)
{
    return names_find(names, score->transcript->model) != STR_NONE;
}

/* What takes part: with models on the board the understudy is left out. */
static size_t take_part(struct contest *c, struct score *const *scores, size_t count, const struct names *stand_ins,
                        const struct score **part)
{
    size_t taken = 0;
    bool models = false;
    for (size_t i = 0; i < count; i++)
        models = models || (scores[i] != NULL && !is_among(stand_ins, scores[i]));
    for (size_t i = 0; i < count; i++) {
        if (scores[i] == NULL)
            continue;
        if (c->by == CONTEST_MODEL && models && is_among(stand_ins, scores[i]))
            c->left_out++;
        else
            part[taken++] = scores[i];
    }
    return taken;
}

static bool fill_arms(struct contest *c, const struct score **part, size_t count, size_t *arm_of, struct error *err)
{
    c->arms = arena_array(&c->arena, CONTEST_ARMS_MOST, sizeof *c->arms);
    for (size_t i = 0; i < count; i++) {
        struct str name = value_of(part[i]->transcript, c->by);
        size_t a = 0;
        while (a < c->arm_count && !str_eq(c->arms[a].name, name))
            a++;
        if (a == CONTEST_ARMS_MOST)
            return error_set(err, ERROR_USER,
                             TEXT("the run has more than %d of them by %s; compare fewer",
                                  "这次运行超过 %d 个（按 %s）；请减少比较的个数"),
                             CONTEST_ARMS_MOST, contest_by_name(c->by));
        if (a == c->arm_count)
            c->arms[c->arm_count++].name = str_dup(&c->arena, name);
        struct arm *arm = &c->arms[a];
        arm_of[i] = a;
        arm->conversations++;
        arm->passed += part[i]->verdict == VERDICT_PASS;
        arm->failed += part[i]->verdict == VERDICT_FAIL;
        arm->errors += part[i]->verdict == VERDICT_ERROR;
        if (part[i]->has_fidelity) {
            arm->scored++;
            arm->fidelity += part[i]->fidelity;
        }
    }
    for (size_t a = 0; a < c->arm_count; a++)
        c->arms[a].fidelity /= c->arms[a].scored > 0 ? (double)c->arms[a].scored : NAN;
    if (c->arm_count == 0)
        return error_set(err, ERROR_USER,
                         TEXT("there is nothing to compare: no conversation was held to its end",
                              "没有可比较的：没有一通对话进行到底"));
    return c->arm_count >= 2 ||
           error_set(err, ERROR_USER,
                     TEXT("there is nothing to compare by %s: all conversations that were held are of the same one",
                          "按 %s 没有可比较的：进行到底的对话都属于同一个"),
                     contest_by_name(c->by));
}

/* The same number for all that are partners: the place of the first of them. */
static size_t *number_partners(struct contest *c, const struct score **part, size_t count)
{
    size_t *partners = arena_array(&c->arena, count + 1, sizeof *partners);
    struct lookup places;
    lookup_init(&places, &c->arena, 0);
    for (size_t i = 0; i < count; i++) {
        const struct transcript *t = part[i]->transcript;
        uint64_t key = hash64(t->scenario, t->repeat), *place;
        for (enum contest_by by = CONTEST_PROMPT; by <= CONTEST_MODEL; by++)
            key = hash64(by == c->by ? STR("") : value_of(t, by), key);
        while (*(place = lookup_place(&places, key)) != 0 && !are_partners(part[*place - 1]->transcript, t, c->by))
            key++;
        if (*place == 0)
            *place = i + 1;
        partners[i] = *place - 1;
    }
    return partners;
}

/* Who takes part, by their places. */
struct field {
    const struct score **part;
    size_t count;
    size_t *arm_of, *partners, *first; /* first: of an arm, by the number of its partners; the place + 1 */
    double *differences;               /* room for a duel's */
};

static void hold_duel(struct contest *c, const struct field *field, size_t a, size_t b)
{
    double *differences = field->differences, sum = 0;
    struct duel *duel = &c->duels[c->duel_count++];
    *duel = (struct duel){.a = a, .b = b};
    memset(field->first, 0, field->count * sizeof *field->first);
    for (size_t k = field->count; k-- > 0;)
        if (field->arm_of[k] == b && field->part[k]->has_fidelity)
            field->first[field->partners[k]] = k + 1;
    for (size_t i = 0; i < field->count; i++) {
        const size_t other = field->first[field->partners[i]];
        if (field->arm_of[i] != a || !field->part[i]->has_fidelity || other == 0)
            continue;
        differences[duel->pairs] = field->part[i]->fidelity - field->part[other - 1]->fidelity;
        sum += differences[duel->pairs++];
    }
    duel->difference = duel->pairs > 0 ? sum / (double)duel->pairs : NAN;
    duel->p = permutation_paired(differences, duel->pairs, c->duel_count);
}

static void hold_duels(struct contest *c, const struct field *field)
{
    size_t most = c->arm_count * (c->arm_count - 1) / 2;
    double *p = arena_array(&c->arena, most, sizeof *p);
    c->duels = arena_array(&c->arena, most, sizeof *c->duels);
    for (size_t a = 0; a < c->arm_count; a++)
        for (size_t b = a + 1; b < c->arm_count; b++)
            hold_duel(c, field, a, b);
    for (size_t d = 0; d < c->duel_count; d++)
        p[d] = c->duels[d].p;
    holm_adjust(p, c->duel_count);
    for (size_t d = 0; d < c->duel_count; d++)
        c->duels[d].adjusted = p[d];
}

static size_t find_winner(const struct contest *c)
{
    for (size_t a = 0; a < c->arm_count; a++) {
        size_t beaten = 0;
        for (size_t d = 0; d < c->duel_count; d++) {
            const struct duel *duel = &c->duels[d];
            bool shown = duel->pairs > 0 && duel->adjusted < c->alpha;
            beaten += shown && ((duel->a == a && duel->difference > 0) || (duel->b == a && duel->difference < 0));
        }
        if (beaten + 1 == c->arm_count)
            return a;
    }
    return SIZE_MAX;
}

struct contest *contest_of(struct score *const *scores, size_t count, enum contest_by by, double alpha,
                           struct error *err)
{
    struct contest *c = memory_alloc(sizeof *c);
    arena_init(&c->arena);
    c->by = by;
    c->alpha = alpha;
    const struct score **part = arena_array(&c->arena, count + 1, sizeof *part);
    size_t *arm_of = arena_array(&c->arena, count + 1, sizeof *arm_of);
    const struct names *stand_ins = understudies(&c->arena, scores, count);
    size_t taken = take_part(c, scores, count, stand_ins, part);
    if (!fill_arms(c, part, taken, arm_of, err)) {
        contest_free(c);
        return NULL;
    }
    for (size_t a = 0; a < c->arm_count; a++)
        c->arms[a].understudy = by == CONTEST_MODEL && names_find(stand_ins, c->arms[a].name) != STR_NONE;
    const struct field field = {part,
                                taken,
                                arm_of,
                                number_partners(c, part, taken),
                                arena_array(&c->arena, taken, sizeof(size_t)),
                                arena_array(&c->arena, taken, sizeof(double))};
    hold_duels(c, &field);
    c->winner = find_winner(c);
    return c;
}

void contest_free(struct contest *contest)
{
    if (contest == NULL)
        return;
    arena_release(&contest->arena);
    free(contest);
}

void contest_write(const struct contest *c, const char *key, struct json_writer *w)
{
    json_open_object(w, key);
    json_put_cstring(w, "schema", "fidelio.contest/1");
    json_put_cstring(w, "by", contest_by_name(c->by));
    json_put_number(w, "alpha", c->alpha);
    if (c->winner != SIZE_MAX)
        json_put_string(w, "winner", c->arms[c->winner].name);
    else
        json_put_null(w, "winner");
    json_open_array(w, "arms");
    for (size_t a = 0; a < c->arm_count; a++) {
        const struct arm *arm = &c->arms[a];
        json_open_object(w, NULL);
        json_put_string(w, "name", arm->name);
        if (c->by == CONTEST_MODEL)
            json_put_bool(w, "understudy", arm->understudy);
        json_put_integer(w, "conversations", (int64_t)arm->conversations);
        json_put_integer(w, "scored", (int64_t)arm->scored);
        json_put_integer(w, "passed", (int64_t)arm->passed);
        json_put_integer(w, "failed", (int64_t)arm->failed);
        json_put_integer(w, "errors", (int64_t)arm->errors);
        json_put_number(w, "fidelity", arm->fidelity);
        json_close_object(w);
    }
    json_close_array(w);
    json_open_array(w, "pairs");
    for (size_t d = 0; d < c->duel_count; d++) {
        const struct duel *duel = &c->duels[d];
        json_open_object(w, NULL);
        json_put_string(w, "a", c->arms[duel->a].name);
        json_put_string(w, "b", c->arms[duel->b].name);
        json_put_integer(w, "pairs", (int64_t)duel->pairs);
        json_put_number(w, "difference", duel->difference);
        json_put_number(w, "p", duel->p);
        json_put_number(w, "p_holm", duel->adjusted);
        json_close_object(w);
    }
    json_close_array(w);
    json_put_integer(w, "understudy_left_out", (int64_t)c->left_out);
    json_close_object(w);
}
