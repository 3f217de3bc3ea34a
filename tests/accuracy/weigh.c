#include "accuracy/weigh.h"

#include "base/file.h"
#include "score/weigh.h"
#include "syntax/json.h"
#include "text/normalise.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static const uint32_t NO_FOLD = UINT32_MAX;
enum { END_COLUMNS = END_SIGN_COUNT * (1 + END_KIND_COUNT + END_MATTER_COUNT) };
/* How much the part of one kind, and that of one matter, is trusted beside the shared one. */
static const float OF_KIND = 1.0F, OF_MATTER = 0.2F;
static const double OF_PAIR = 0.3; /* how much a pair of conditions counts beside a single one */
static const struct logistic_options concern_options = {.cost = 0.3, .positive_cost = 1.7, .epochs = 60, .heads = 1};
static const struct logistic_options end_options = {.cost = 0.3, .positive_cost = 1.2, .epochs = 60, .heads = 1};

static void add_cells(struct matrix *matrix, const double *signs, size_t count, size_t column, float scale)
{
    for (size_t i = 0; i < count; i++)
        if (signs[i] != 0)
            VEC_PUSH(&matrix->cells, ((struct cell){(uint32_t)(column + i), scale * (float)signs[i]}));
}

static void add_row(struct matrix *matrix, size_t first, bool truth, uint32_t fold, bool skip)
{
    VEC_PUSH(&matrix->rows, ((struct row){first, matrix->cells.count - first, truth, fold, skip, 0}));
}

static void add_ends(struct call_rows *rows, const struct labels *labels, const struct score *score, uint32_t fold,
                     size_t call)
{
    const struct rubric *rubric = score->rubric;
    struct call_group group = {rows->matrix.rows.count, rubric->end_count, 0, fold, call, score->ending.reply != 0};
    group.truths = labels->conditions != NULL ? labels->conditions->count : 0;
    for (size_t i = 0; i < rubric->end_count; i++) {
        const struct weighed *weighed = score->ending.weighed != NULL ? &score->ending.weighed[i] : NULL;
        size_t first = rows->matrix.cells.count;
        bool truth = json_has_number(labels->conditions, rubric->ends[i].number);
        if (weighed != NULL && weighed->signs != NULL) {
            add_cells(&rows->matrix, weighed->signs, END_SIGN_COUNT, 0, 1);
            add_cells(&rows->matrix, weighed->signs, END_SIGN_COUNT,
                      END_SIGN_COUNT * (1 + (size_t)rubric->ends[i].kind), OF_KIND);
            for (size_t m = 0; m < END_MATTER_COUNT; m++)
                if (rubric->ends[i].matters >> m & 1)
                    add_cells(&rows->matrix, weighed->signs, END_SIGN_COUNT, END_SIGN_COUNT * (1 + END_KIND_COUNT + m),
                              OF_MATTER);
        }
        add_row(&rows->matrix, first, truth, fold, weighed == NULL || weighed->signs == NULL);
    }
    VEC_PUSH(&rows->groups, group);
}

static void add_concerns(struct call_rows *rows, const struct labels *labels, const struct score *score, uint32_t fold,
                         size_t call)
{
    struct call_group group = {rows->matrix.rows.count, score->concern_count, 0, fold, call, true};
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

void weigh_add(struct call_fit *fit, const struct labels *labels, const struct score *score, uint32_t fold, size_t call)
{
    add_ends(&fit->ends, labels, score, fold, call);
    add_concerns(&fit->concerns, labels, score, fold, call);
}

static void add_difference(struct matrix *matrix, struct row held, struct row other, uint32_t fold)
{
    size_t first = matrix->cells.count;
    for (size_t i = 0; i < held.count + other.count; i++) {
        bool of_held = i < held.count;
        struct cell cell = matrix->cells.items[of_held ? held.first + i : other.first + i - held.count];
        cell.value = of_held ? cell.value : -cell.value;
        VEC_PUSH(&matrix->cells, cell);
    }
    VEC_PUSH(&matrix->rows, ((struct row){first, matrix->cells.count - first, 1, fold, false, OF_PAIR - 1}));
}

/* Further rows, in no group: a condition that held less one of the same call that did not, so that the right one comes
 * out on top. */
static void add_pairs(struct call_rows *rows)
{
    struct matrix *matrix = &rows->matrix;
    for (size_t g = 0; g < rows->groups.count; g++) {
        const struct call_group group = rows->groups.items[g];
        for (size_t t = group.first; t < group.first + group.count; t++)
            for (size_t f = group.first; f < group.first + group.count; f++) {
                struct row held = matrix->rows.items[t], other = matrix->rows.items[f];
                if (held.truth != 0 && other.truth == 0 && !held.skip && !other.skip)
                    add_difference(matrix, held, other, group.fold);
            }
    }
}

/* What one call's rows are found to be. */
static void judge_group(struct call_rows *rows, const struct call_group *group, const float *weights, bool ends)
{
    double *odds = rows->odds.items + group->first;
    bool *held = rows->held.items + group->first, any = false;
    for (size_t i = 0; i < group->count; i++) {
        double heads[HEADS_MAX];
        logistic_score(&rows->matrix, group->first + i, weights, heads);
        odds[i] = rows->matrix.rows.items[group->first + i].count == 0 ? (double)NAN : heads[0];
        any = any || !isnan(odds[i]);
        held[i] = !ends && weigh_concern(odds[i]);
    }
    if (ends && any)
        weigh_conditions(odds, group->count, group->closed, held);
}

/* Every call with weights fitted to the other scenarios. */
static void judge_unseen(struct call_rows *rows, size_t columns, bool ends, const struct logistic_options *options,
                         size_t folds)
{
    float *weights = memory_alloc(columns * HEADS_MAX * sizeof *weights);
    rows->matrix.columns = columns;
    size_t before = rows->matrix.rows.count;
    if (ends)
        add_pairs(rows);
    for (size_t i = rows->odds.count; i < before; i++) {
        VEC_PUSH(&rows->odds, (double)NAN);
        VEC_PUSH(&rows->held, false);
    }
    for (uint32_t f = 0; f < folds; f++) {
        bool fitted = false;
        for (size_t g = 0; g < rows->groups.count; g++) {
            if (rows->groups.items[g].fold != f)
                continue;
            if (!fitted)
                logistic_fit(&rows->matrix, f, options, weights);
            fitted = true;
            judge_group(rows, &rows->groups.items[g], weights, ends);
        }
    }
    free(weights);
}

void weigh_unseen(struct call_fit *fit, size_t folds)
{

    judge_unseen(&fit->ends, END_COLUMNS, true, &end_options, folds);
    judge_unseen(&fit->concerns, CONCERN_SIGN_COUNT, false, &concern_options, folds);
}

struct tally {
    size_t hits, found, truths, exact;
};

static struct tally tally_of(const struct call_rows *rows, const bool *of)
{
    struct tally all = {0};
    for (size_t g = 0; g < rows->groups.count; g++) {
        const struct call_group *group = &rows->groups.items[g];
        size_t hits = 0, found = 0;
        if (of != NULL && !of[group->fold])
            continue;
        for (size_t i = group->first; i < group->first + group->count; i++) {
            hits += rows->held.items[i] && rows->matrix.rows.items[i].truth;
            found += rows->held.items[i];
        }
        all.hits += hits;
        all.found += found;
        all.truths += group->truths;
        all.exact += hits == group->truths && hits == found;
    }
    return all;
}

void weigh_count(const struct call_fit *fit, const bool *of, struct call_table *table)
{
    struct tally ends = tally_of(&fit->ends, of), concerns = tally_of(&fit->concerns, of);
    table->condition_hits = ends.hits;
    table->condition_found = ends.found;
    table->condition_true = ends.truths;
    table->exact_conditions = ends.exact;
    table->concern_hits = concerns.hits;
    table->concern_found = concerns.found;
    table->concern_true = concerns.truths;
}

static const char *end_kind_constant(enum end_kind kind)
{
    static const char *const names[END_KIND_COUNT] = {
        "END_UNKNOWN", "END_SETTLED",  "END_DECIDED",  "END_OPEN",  "END_LATER",   "END_INTERRUPTED",
        "END_VERIFY",  "END_ESCALATE", "END_MISMATCH", "END_TIRED", "END_CHANNEL", "END_NOTHING_NEW",
        "END_REFUSED"};
    return names[kind];
}

static void fit_all(struct call_rows *rows, size_t columns, const struct logistic_options *options, float *weights)
{
    rows->matrix.columns = columns;
    logistic_fit(&rows->matrix, NO_FOLD, options, weights);
}

#define NAME(name) #name,
/* The weights of one kind or matter (block `block` of the columns), plus the shared ones where `shared` is not NULL. */
static void write_end_row(struct buf *out, const char *constant, const float *weights, size_t block, float scale,
                          const float *shared)
{
    static const char *const names[] = {END_SIGNS(NAME)};
    size_t written = 0;
    buf_printf(out, "    [%s] = {", constant);
    for (size_t i = 0; i < END_SIGN_COUNT; i++) {
        double weight = (double)(scale * weights[(block * END_SIGN_COUNT + i) * HEADS_MAX]);
        weight += shared != NULL ? (double)shared[i * HEADS_MAX] : 0;
        if (fabs(weight) >= 0.01)
            buf_printf(out, "%s[END_SIGN_%s] = %.2f,", written++ % 5 == 0 ? "\n        " : " ", names[i], weight);
    }
    buf_add_cstring(out, written == 0 ? "0},\n" : "\n    },\n");
}

bool weigh_write(struct call_fit *fit, const char *path, struct error *err)
{
    static const char *const concern_names[] = {CONCERN_SIGNS(NAME)}, *const matter_names[] = {END_MATTERS(NAME)};
    char constant[64];
    float *weights = memory_alloc(END_COLUMNS * HEADS_MAX * sizeof *weights);
    struct buf out;
    buf_init(&out, 0);
    buf_add_cstring(&out,
                    "/* What each sign weighs: fitted by `make fit-calls` (L2-regularised logistic regression,\n"
                    " * tests/accuracy/weigh.c) to labelled calls; not edited by hand. */\n"
                    "#include \"score/weigh.h\"\n\n/* clang-format off */\n"
                    "const double concern_weights[CONCERN_SIGN_COUNT] = {\n");
    fit_all(&fit->concerns, CONCERN_SIGN_COUNT, &concern_options, weights);
    for (size_t i = 0; i < CONCERN_SIGN_COUNT; i++)
        buf_printf(&out, "    [CONCERN_SIGN_%s] = %.3f,\n", concern_names[i], (double)weights[i * HEADS_MAX]);
    buf_add_cstring(&out, "};\nconst double end_weights[END_KIND_COUNT][END_SIGN_COUNT] = {\n");
    add_pairs(&fit->ends);
    fit_all(&fit->ends, END_COLUMNS, &end_options, weights);
    for (size_t k = 0; k < END_KIND_COUNT; k++)
        write_end_row(&out, end_kind_constant((enum end_kind)k), weights, 1 + k, OF_KIND, weights);
    buf_add_cstring(&out, "};\nconst double end_matter_weights[END_MATTER_COUNT][END_SIGN_COUNT] = {\n");
    for (size_t m = 0; m < END_MATTER_COUNT; m++) {
        snprintf(constant, sizeof constant, "END_MATTER_%s", matter_names[m]);
        write_end_row(&out, constant, weights, 1 + END_KIND_COUNT + m, OF_MATTER, NULL);
    }
    buf_add_cstring(&out, "};\n/* clang-format on */\n");
    bool good = file_write(path, buf_str(&out), err);
    buf_release(&out);
    free(weights);
    return good;
}
#undef NAME

void weigh_release(struct call_fit *fit)
{
    matrix_release(&fit->concerns.matrix);
    matrix_release(&fit->ends.matrix);
    VEC_RELEASE(&fit->concerns.groups);
    VEC_RELEASE(&fit->ends.groups);
    VEC_RELEASE(&fit->concerns.odds);
    VEC_RELEASE(&fit->ends.odds);
    VEC_RELEASE(&fit->concerns.held);
    VEC_RELEASE(&fit->ends.held);
}
