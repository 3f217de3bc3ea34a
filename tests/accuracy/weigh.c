#include "accuracy/weigh.h"

#include "base/file.h"
#include "score/weigh.h"
#include "syntax/json.h"
#include "text/normalise.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { NO_FOLD = UINT32_MAX, END_COLUMNS = END_SIGN_COUNT * (END_KIND_COUNT + 1) };
static const float OF_KIND = 1.0F; /* how much the part of one kind is trusted beside the shared one */
static const struct logistic_options concern_options = {.cost = 0.3, .positive_cost = 1.8, .epochs = 60, .heads = 1};
static const struct logistic_options end_options = {.cost = 1, .positive_cost = 1.2, .epochs = 100, .heads = 1};

static void add_cells(struct matrix *matrix, const double *signs, size_t count, size_t column, float scale)
{
    for (size_t i = 0; i < count; i++)
        if (signs[i] != 0)
            VEC_PUSH(&matrix->cells, ((struct cell){(uint32_t)(column + i), scale * (float)signs[i]}));
}

static void add_row(struct matrix *matrix, size_t first, bool truth, uint32_t fold, bool skip)
{
    VEC_PUSH(&matrix->rows, ((struct row){first, matrix->cells.count - first, truth, fold, skip}));
}

static void add_ends(struct call_rows *rows, const struct labels *labels, const struct score *score, uint32_t fold)
{
    const struct rubric *rubric = score->rubric;
    struct call_group group = {rows->matrix.rows.count, rubric->end_count, 0, fold, score->ending.reply != 0};
    group.truths = labels->conditions != NULL ? labels->conditions->count : 0;
    for (size_t i = 0; i < rubric->end_count; i++) {
        const struct weighed *weighed = score->ending.weighed != NULL ? &score->ending.weighed[i] : NULL;
        size_t first = rows->matrix.cells.count;
        bool truth = json_has_number(labels->conditions, rubric->ends[i].number);
        if (weighed != NULL && weighed->signs != NULL) {
            add_cells(&rows->matrix, weighed->signs, END_SIGN_COUNT, 0, 1);
            add_cells(&rows->matrix, weighed->signs, END_SIGN_COUNT,
                      END_SIGN_COUNT * (1 + (size_t)rubric->ends[i].kind), OF_KIND);
        }
        add_row(&rows->matrix, first, truth, fold, weighed == NULL || weighed->signs == NULL);
    }
    VEC_PUSH(&rows->groups, group);
}

static void add_concerns(struct call_rows *rows, const struct labels *labels, const struct score *score, uint32_t fold)
{
    struct call_group group = {rows->matrix.rows.count, score->concern_count, 0, fold, true};
    struct arena arena;
    arena_init(&arena);
    group.truths = labels->concerns != NULL ? labels->concerns->count : 0;
    for (size_t i = 0; i < score->concern_count; i++) {
        size_t first = rows->matrix.cells.count;
        struct str text = normalise_bare(&arena, score->concerns[i].concern->text);
        bool truth = false;
        for (const struct json *item = labels->concerns != NULL ? labels->concerns->first : NULL; item != NULL;
             item = item->next)
            truth = truth || str_eq(text, normalise_bare(&arena, item->text));
        add_cells(&rows->matrix, score->concerns[i].weighed.signs, CONCERN_SIGN_COUNT, 0, 1);
        add_row(&rows->matrix, first, truth, fold, false);
    }
    VEC_PUSH(&rows->groups, group);
    arena_release(&arena);
}

void weigh_add(struct call_fit *fit, const struct labels *labels, const struct score *score, uint32_t fold)
{
    add_ends(&fit->ends, labels, score, fold);
    add_concerns(&fit->concerns, labels, score, fold);
}

struct tally {
    size_t hits, found, truths, exact;
};

/* What one call's rows would be found to be. */
static void judge_group(const struct call_rows *rows, const struct call_group *group, const float *weights, bool ends,
                        struct tally *tally)
{
    double *odds = memory_grow(NULL, group->count + 1, sizeof *odds);
    bool *held = memory_alloc((group->count + 1) * sizeof *held), any = false;
    for (size_t i = 0; i < group->count; i++) {
        double heads[HEADS_MAX];
        logistic_score(&rows->matrix, group->first + i, weights, heads);
        odds[i] = rows->matrix.rows.items[group->first + i].count == 0 ? (double)NAN : heads[0];
        any = any || !isnan(odds[i]);
        held[i] = !ends && weigh_concern(odds[i]);
    }
    if (ends && any)
        weigh_conditions(odds, group->count, group->closed, held);
    size_t hits = 0, found = 0;
    for (size_t i = 0; i < group->count; i++) {
        hits += held[i] && rows->matrix.rows.items[group->first + i].truth;
        found += held[i];
    }
    tally->hits += hits;
    tally->found += found;
    tally->truths += group->truths;
    tally->exact += hits == group->truths && hits == found;
    free(odds);
    free(held);
}

/* Every call with weights fitted to the other scenarios. */
static struct tally unseen(const struct call_rows *rows, size_t columns, bool ends,
                           const struct logistic_options *options, size_t folds)
{
    float *weights = memory_alloc(columns * HEADS_MAX * sizeof *weights);
    struct matrix matrix = rows->matrix;
    struct tally all = {0};
    matrix.columns = columns;
    for (uint32_t f = 0; f < folds; f++) {
        bool fitted = false;
        for (size_t g = 0; g < rows->groups.count; g++) {
            if (rows->groups.items[g].fold != f)
                continue;
            if (!fitted)
                logistic_fit(&matrix, f, options, weights);
            fitted = true;
            judge_group(rows, &rows->groups.items[g], weights, ends, &all);
        }
    }
    free(weights);
    return all;
}

void weigh_unseen(const struct call_fit *fit, size_t folds, struct call_table *table)
{
    struct tally ends = unseen(&fit->ends, END_COLUMNS, true, &end_options, folds);
    struct tally concerns = unseen(&fit->concerns, CONCERN_SIGN_COUNT, false, &concern_options, folds);
    table->condition_hits = ends.hits;
    table->condition_found = ends.found;
    table->exact_conditions = ends.exact;
    table->concern_hits = concerns.hits;
    table->concern_found = concerns.found;
}

static const char *end_kind_constant(enum end_kind kind)
{
    static const char *const names[END_KIND_COUNT] = {
        "END_UNKNOWN", "END_SETTLED",  "END_DECIDED",  "END_OPEN",  "END_LATER",   "END_INTERRUPTED",
        "END_VERIFY",  "END_ESCALATE", "END_MISMATCH", "END_TIRED", "END_CHANNEL", "END_NOTHING_NEW"};
    return names[kind];
}

static void fit_all(const struct call_rows *rows, size_t columns, const struct logistic_options *options,
                    float *weights)
{
    struct matrix matrix = rows->matrix;
    matrix.columns = columns;
    logistic_fit(&matrix, NO_FOLD, options, weights);
}

bool weigh_write(const struct call_fit *fit, const char *path, struct error *err)
{
#define SIGN(name) #name,
    static const char *const concern_names[] = {CONCERN_SIGNS(SIGN)}, *const end_names[] = {END_SIGNS(SIGN)};
#undef SIGN
    float *weights = memory_alloc(END_COLUMNS * HEADS_MAX * sizeof *weights);
    struct buf out;
    buf_init(&out, 0);
    buf_add_cstring(&out,
                    "/* What each sign weighs: fitted by `make fit-calls` (L2-regularised logistic regression,\n"
                    " * tests/accuracy/weigh.c) to the labelled calls that are not held out; not edited by hand. */\n"
                    "#include \"score/weigh.h\"\n\n/* clang-format off */\n"
                    "const double concern_weights[CONCERN_SIGN_COUNT] = {\n");
    fit_all(&fit->concerns, CONCERN_SIGN_COUNT, &concern_options, weights);
    for (size_t i = 0; i < CONCERN_SIGN_COUNT; i++)
        buf_printf(&out, "    [CONCERN_SIGN_%s] = %.3f,\n", concern_names[i], (double)weights[i * HEADS_MAX]);
    buf_add_cstring(&out, "};\nconst double end_weights[END_KIND_COUNT][END_SIGN_COUNT] = {\n");
    fit_all(&fit->ends, END_COLUMNS, &end_options, weights);
    for (size_t k = 0; k < END_KIND_COUNT; k++) {
        buf_printf(&out, "    [%s] = {", end_kind_constant((enum end_kind)k));
        for (size_t i = 0; i < END_SIGN_COUNT; i++) {
            double weight =
                (double)(weights[i * HEADS_MAX] + OF_KIND * weights[((k + 1) * END_SIGN_COUNT + i) * HEADS_MAX]);
            buf_printf(&out, "%s[END_SIGN_%s] = %.3f,", i % 5 == 0 ? "\n        " : " ", end_names[i], weight);
        }
        buf_add_cstring(&out, "\n    },\n");
    }
    buf_add_cstring(&out, "};\n/* clang-format on */\n");
    bool good = file_write(path, buf_str(&out), err);
    buf_release(&out);
    free(weights);
    return good;
}

void weigh_release(struct call_fit *fit)
{
    matrix_release(&fit->concerns.matrix);
    matrix_release(&fit->ends.matrix);
    VEC_RELEASE(&fit->concerns.groups);
    VEC_RELEASE(&fit->ends.groups);
}
