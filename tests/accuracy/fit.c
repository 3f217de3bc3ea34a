#include "accuracy/fit.h"

#include <math.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NOBODY = UINT32_MAX, SIGNALS = SIGNAL_CORE_COUNT };

const struct fit_options fit_defaults = {
    .voice = {.cost = 0.3, .positive_cost = 1, .epochs = 12, .heads = 1},
    .first = {.cost = 0.5, .positive_cost = 1, .epochs = 20, .heads = SIGNALS},
    .live = {.cost = 0.6, .positive_cost = 1, .epochs = 20, .heads = 1},
    .second = {.cost = 0.1, .positive_cost = 1, .epochs = 40, .heads = SIGNALS},
    .smallest = 0.03,
};

/* Names of columns: column 0 is the bias. */
struct name {
    uint64_t key;
    struct str text;
    uint32_t rows, folds, last_fold;
    uint32_t column; /* 0 = too rare */
};
struct names {
    struct arena arena;
    VEC(struct name) all;
    uint32_t *table;
    size_t room;
};

struct work {
    const struct labelled_sets *sets;
    struct names names;
    VEC(struct features) replies;           /* of persona messages, in order */
    VEC(struct features) lives;             /* of the same, what is read of them while the call goes on */
    VEC(struct features) voices;            /* what every message says alone, for the voice head */
    VEC(struct row) reply_rows, voice_rows; /* truth and fold only, until the columns are known */
    struct matrix voice, first, live, second;
    struct fit *fit;
    const struct fit_options *options;
};

static uint32_t *slot_of(struct names *names, uint64_t key)
{
    size_t slot = key & (names->room - 1);
    while (names->table[slot] != NOBODY && names->all.items[names->table[slot]].key != key)
        slot = (slot + 1) & (names->room - 1);
    return &names->table[slot];
}

static void grow(struct names *names)
{
    names->room = names->room == 0 ? 1 << 16 : names->room * 2;
    free(names->table);
    names->table = memory_grow(NULL, names->room, sizeof *names->table);
    memset(names->table, 0xff, names->room * sizeof *names->table);
    for (size_t i = 0; i < names->all.count; i++)
        *slot_of(names, names->all.items[i].key) = (uint32_t)i;
}

static void count_names(struct names *names, struct features *features, uint32_t fold)
{
    for (size_t i = 0; i < features->all.count; i++) {
        struct feature *feature = &features->all.items[i];
        if (names->all.count * 2 >= names->room)
            grow(names);
        uint32_t *slot = slot_of(names, feature->key);
        if (*slot == NOBODY) {
            char step[16] = "";
            if (feature->step > 0)
                snprintf(step, sizeof step, "#%u", feature->step);
            struct str text =
                str_from(arena_printf(&names->arena, "%s:%.*s%s", feature->space, STR_FORMAT(feature->name), step));
            *slot = (uint32_t)names->all.count;
            VEC_PUSH(&names->all, ((struct name){.key = feature->key, .text = text, .last_fold = NOBODY}));
        }
        struct name *name = &names->all.items[*slot];
        name->rows++;
        if (name->last_fold != fold)
            name->folds++;
        name->last_fold = fold;
        feature->name = (struct str){0}; /* the reply's arena does not live long */
    }
}

/* What only one set knows is not learned. */
static size_t choose_columns(struct names *names)
{
    enum { FEWEST_ROWS = 3, FEWEST_FOLDS = 2 };
    uint32_t columns = 1;
    for (size_t i = 0; i < names->all.count; i++) {
        struct name *name = &names->all.items[i];
        name->column = name->rows >= FEWEST_ROWS && name->folds >= FEWEST_FOLDS ? columns++ : 0;
    }
    return columns;
}

static void add_row(struct matrix *matrix, struct names *names, const struct features *features, struct row row,
                    bool skip_later)
{
    row.first = matrix->cells.count;
    VEC_PUSH(&matrix->cells, ((struct cell){0, 1}));
    for (size_t i = 0; i < features->all.count; i++) {
        const struct feature *feature = &features->all.items[i];
        uint32_t *slot = slot_of(names, feature->key), column = *slot == NOBODY ? 0 : names->all.items[*slot].column;
        if (column != 0 && !(skip_later && feature->later))
            VEC_PUSH(&matrix->cells, ((struct cell){column, feature->value}));
    }
    row.count = matrix->cells.count - row.first;
    VEC_PUSH(&matrix->rows, row);
}

/* A line of its own stands nowhere in a call: what tells its place there is no evidence. */
static void forget_place(struct features *features)
{
    size_t kept = 0;
    for (size_t i = 0; i < features->all.count; i++) {
        const struct feature *feature = &features->all.items[i];
        bool place = str_eq(feature->name, STR("reply")) && str_eq_cstring(str_from(feature->space), "n");
        if (!feature->later && !place)
            features->all.items[kept++] = *feature;
    }
    features->all.count = kept;
}

static struct features live_of(struct scene *scene, const struct signal_context *context, size_t message, bool line)
{
    struct features live = {0};
    live_features(&live, &scene->arena, context, scene, message);
    if (line)
        forget_place(&live);
    features_sort(&live);
    return live;
}

static void extract_call(struct work *work, const struct signal_context *context, uint32_t set, size_t call)
{
    const struct labelled_set *labelled = &work->sets->all.items[set];
    /* every line of lines.txt comes from a trade of its own */
    const uint32_t group = labelled->lines ? (uint32_t)(work->sets->all.count + call) : set;
    struct scene scene;
    scene_init(&scene, context, labelled->scenario, labelled->calls.items[call]);
    for (size_t i = 0; i < scene.count; i++) {
        size_t reply = scene.utterances[i].reply;
        struct features voice = {0}, all = {0};
        uint32_t truth = reply > 0 ? labelled->labels[call].replies[reply - 1] : 0;
        voice_features(&voice, &scene.arena, context, &scene, i);
        features_sort(&voice);
        if (reply > 0) {
            for (size_t j = 0; j < voice.all.count; j++)
                VEC_PUSH(&all.all, voice.all.items[j]);
            reply_features(&all, &scene.arena, context, &scene, i);
            if (labelled->lines)
                forget_place(&all);
            features_sort(&all);
            count_names(&work->names, &all, group);
            VEC_PUSH(&work->replies, all);
            VEC_PUSH(&work->lives, live_of(&scene, context, i, labelled->lines));
            VEC_PUSH(&work->reply_rows, ((struct row){.truth = truth, .fold = set}));
            VEC_PUSH(&work->fit->replies, ((struct unseen){.truth = truth, .fold = set, .call = call, .message = i}));
        }
        count_names(&work->names, &voice, group);
        VEC_PUSH(&work->voices, voice);
        /* a reply that serves is neither: fold NOBODY is in no fit */
        bool serves = truth >> SIGNAL_ROLE_FLIP & 1;
        VEC_PUSH(&work->voice_rows, ((struct row){.truth = reply == 0 || serves, .fold = set}));
    }
    scene_release(&scene);
}

static void extract(struct work *work)
{
    for (size_t s = 0; s < work->sets->all.count; s++) {
        const struct labelled_set *set = &work->sets->all.items[s];
        if (set->held_out)
            continue;
        struct signal_context *context = context_make(set->scenario, NULL);
        for (size_t i = 0; i < set->calls.count; i++)
            extract_call(work, context, (uint32_t)s, i);
        signal_context_free(context);
    }
}

static float *weights_for(const struct matrix *matrix)
{
    return memory_alloc(matrix->columns * HEADS_MAX * sizeof(float));
}

/* The folds of one cross fit, shared out among threads: each takes the next fold and writes its own rows only. */
struct cross {
    const struct labelled_sets *sets;
    const struct matrix *matrix;
    const struct logistic_options *options;
    double *odds;
    atomic_uint next;
};

static void *fit_folds(void *context)
{
    struct cross *cross = context;
    float *weights = weights_for(cross->matrix);
    for (uint32_t fold; (fold = atomic_fetch_add(&cross->next, 1)) < cross->sets->all.count;) {
        if (cross->sets->all.items[fold].held_out)
            continue;
        logistic_fit(cross->matrix, fold, cross->options, weights);
        for (size_t r = 0; r < cross->matrix->rows.count; r++)
            if (cross->matrix->rows.items[r].fold == fold)
                logistic_score(cross->matrix, r, weights, cross->odds + r * HEADS_MAX);
    }
    free(weights);
    return NULL;
}

/* Odds of every row by a fit that has not seen its fold: rows x HEADS_MAX. */
static double *cross_odds(const struct work *work, const struct matrix *matrix, const struct logistic_options *options)
{
    enum { THREADS = 3 };
    double *odds = memory_alloc((matrix->rows.count + 1) * HEADS_MAX * sizeof *odds);
    struct cross cross = {.sets = work->sets, .matrix = matrix, .options = options, .odds = odds};
    pthread_t threads[THREADS];
    size_t started = 0;
    while (started < THREADS && pthread_create(&threads[started], NULL, fit_folds, &cross) == 0)
        started++;
    if (started == 0)
        fit_folds(&cross);
    for (size_t i = 0; i < started; i++)
        pthread_join(threads[i], NULL);
    return odds;
}

/* Doubt, wrong facts and which side speaks are told in anybody's words, and a close that is heard while the call goes on
 * ends it: there n-grams have less to say. */
static void halve_grams(const struct names *names, struct matrix *matrix, uint32_t heads)
{
    matrix->half = memory_alloc(matrix->columns * sizeof *matrix->half);
    for (size_t i = 0; i < names->all.count; i++) {
        const struct name *name = &names->all.items[i];
        const bool gram = str_starts(name->text, STR("g:")) || str_starts(name->text, STR("ag:"));
        if (gram && name->column != 0 && name->column < matrix->columns)
            matrix->half[name->column] = heads;
    }
}

static void add_voice(struct work *work)
{
    work->voice.columns = choose_columns(&work->names);
    halve_grams(&work->names, &work->voice, 1);
    for (size_t i = 0; i < work->voices.count; i++)
        add_row(&work->voice, &work->names, &work->voices.items[i], work->voice_rows.items[i], false);
    double *odds = cross_odds(work, &work->voice, &work->options->voice);
    size_t reply = 0, message = 0;
    for (size_t s = 0; s < work->sets->all.count; s++) {
        const struct labelled_set *set = &work->sets->all.items[s];
        for (size_t c = 0; c < set->calls.count && !set->held_out; c++)
            for (size_t m = 0; m < set->calls.items[c]->count; m++, message++) {
                if (set->calls.items[c]->messages[m].role != ROLE_PERSONA)
                    continue;
                struct features voice = {0};
                voice_add(&voice, odds[message * HEADS_MAX]);
                for (size_t i = 0; i < voice.all.count; i++)
                    VEC_PUSH(&work->replies.items[reply].all, voice.all.items[i]);
                count_names(&work->names, &voice, (uint32_t)s);
                features_release(&voice);
                features_sort(&work->replies.items[reply]);
                reply++;
            }
    }
    free(odds);
}

#define HEAD(signal) (1u << SIGNAL_##signal)

/* Evidence that is about one signal speaks for that signal only. Which faults stand together in the sets is how the
 * sets were made, not how models err: a reply that repeats itself may serve as well. */
static uint32_t heads_for(struct str name)
{
    static const struct {
        const char *begins;
        uint32_t heads;
    } table[] = {
        {"n:said before", HEAD(REPETITION)},
        {"n:copied", HEAD(VERBATIM_COPY)},
        {"n:like a negative", HEAD(PLATITUDE) | HEAD(VERBATIM_COPY)},
        {"n:more like the negative", HEAD(PLATITUDE)},
        {"n:concerns touched", HEAD(OVER_DISCLOSURE)},
        {"n:many concerns", HEAD(OVER_DISCLOSURE)},
        {"n:most concerns", HEAD(OVER_DISCLOSURE)},
        {"n:fact:", HEAD(FACT_ERROR)},
        {"s:not that person", HEAD(FACT_ERROR)},
        {"s:nothing but", HEAD(PLATITUDE)},
        {"s:said over", HEAD(REPETITION)},
        {"n:form:", HEAD(FORMAT_LEAK)},
        {"n:foreign", HEAD(LANGUAGE_BREAK)},
        {"n:reply", HEAD(CLOSING) | HEAD(OVER_DISCLOSURE) | HEAD(SKEPTICISM) | HEAD(REPETITION)},
    };
    for (size_t i = 0; i < sizeof table / sizeof *table; i++)
        if (str_starts(name, str_from(table[i].begins)))
            return table[i].heads;
    bool rest = str_starts(name, STR("rest:")) || str_starts(name, STR("earlier:")) || str_starts(name, STR("own:"));
    size_t colon = str_find_byte(name, ':');
    enum core_signal signal = rest ? core_signal_from(str_slice(name, colon + 1, name.len)) : SIGNAL_CORE_COUNT;
    return signal != SIGNAL_CORE_COUNT ? 1u << signal : UINT32_MAX;
}

static void keep_to_own(const struct names *names, struct matrix *matrix)
{
    matrix->heads = memory_alloc(matrix->columns * sizeof *matrix->heads);
    for (size_t i = 0; i < matrix->columns; i++)
        matrix->heads[i] = UINT32_MAX;
    for (size_t i = 0; i < names->all.count; i++)
        if (names->all.items[i].column < matrix->columns)
            matrix->heads[names->all.items[i].column] &= heads_for(names->all.items[i].text);
    matrix->heads[0] = UINT32_MAX;
}

static void first_pass(struct work *work)
{
    size_t columns = choose_columns(&work->names);
    work->first.columns = work->live.columns = work->second.columns = columns;
    keep_to_own(&work->names, &work->first);
    halve_grams(&work->names, &work->first, HEAD(SKEPTICISM) | HEAD(FACT_ERROR));
    halve_grams(&work->names, &work->live, 1);
    for (size_t i = 0; i < work->replies.count; i++) {
        struct row row = work->reply_rows.items[i];
        add_row(&work->first, &work->names, &work->replies.items[i], row, false);
        row.truth = row.truth >> SIGNAL_CLOSING & 1;
        add_row(&work->live, &work->names, &work->lives.items[i], row, true);
    }
}

static void second_pass(struct work *work, const double *odds)
{
    size_t count = work->replies.count, from = 0;
    struct features *views = memory_alloc((count + 1) * sizeof *views);
    struct call_view *all_views = memory_alloc((count + 1) * sizeof *all_views);
    for (size_t i = 0; i < count; i++)
        memcpy(all_views[i].odds, odds + i * HEADS_MAX, sizeof all_views[i].odds);
    for (size_t i = 0; i < count; i++) {
        const struct unseen *reply = &work->fit->replies.items[i];
        if (reply->fold != work->fit->replies.items[from].fold || reply->call != work->fit->replies.items[from].call)
            from = i;
        size_t end = i + 1;
        while (end < count && work->fit->replies.items[end].fold == reply->fold &&
               work->fit->replies.items[end].call == reply->call)
            end++;
        if (i == from)
            for (enum core_signal signal = 0; signal < SIGNAL_CORE_COUNT; signal++)
                call_views_fill(all_views + from, end - from, signal);
        rest_features(&views[i], &all_views[i]);
        features_sort(&views[i]);
        count_names(&work->names, &views[i], reply->fold);
    }
    work->second.columns = choose_columns(&work->names);
    keep_to_own(&work->names, &work->second);
    for (size_t i = 0; i < count; i++) {
        struct row row = work->reply_rows.items[i];
        row.skip = work->sets->all.items[row.fold].lines;
        add_row(&work->second, &work->names, &views[i], row, false);
        features_release(&views[i]);
    }
    free(all_views);
    free(views);
}

struct scored {
    double odds, f;
    bool truth;
};

static int by_odds(const void *a, const void *b)
{
    const struct scored *x = a, *y = b;
    return x->odds > y->odds ? -1 : x->odds < y->odds;
}

/* The middle of the thresholds whose F over the rows of all folds but one is nearly the best: steadier than the best
 * one. In calls of another kind faults are rarer than in labelled ones, and words that told of them tell less: recall
 * counts for less than precision. */
static double best_threshold(const struct matrix *matrix, const double *odds, size_t head, uint32_t leave_out)
{
    const double nearly = 0.01, of_recall = 0.7; /* beta squared */
    struct scored *all = memory_grow(NULL, matrix->rows.count + 1, sizeof *all);
    size_t count = 0, truths = 0, hits = 0;
    double best = 0, sum = 0, weight = 0;
    for (size_t i = 0; i < matrix->rows.count; i++) {
        const struct row *row = &matrix->rows.items[i];
        if (row->fold == leave_out || row->skip)
            continue;
        all[count++] = (struct scored){.odds = odds[i * HEADS_MAX + head], .truth = row->truth >> head & 1};
        truths += row->truth >> head & 1;
    }
    qsort(all, count, sizeof *all, by_odds);
    for (size_t i = 0; i < count; i++) {
        hits += all[i].truth;
        all[i].f = (1 + of_recall) * (double)hits / ((double)(i + 1) + of_recall * (double)truths);
        best = fmax(best, all[i].f);
    }
    for (size_t i = 0; i < count && truths > 0; i++)
        if (all[i].f >= best - nearly) {
            double gap = i + 1 < count ? all[i].odds - all[i + 1].odds : 0.01;
            sum += (gap + 1e-6) * (i + 1 < count ? (all[i].odds + all[i + 1].odds) / 2 : all[i].odds);
            weight += gap + 1e-6;
        }
    free(all);
    return weight > 0 ? sum / weight : INFINITY;
}

static void decide(struct work *work, const double *first, const double *live, const double *second)
{
    for (uint32_t fold = 0; fold < work->sets->all.count; fold++) {
        double one[SIGNALS], two[SIGNALS];
        if (work->sets->all.items[fold].held_out)
            continue;
        const double closes = best_threshold(&work->live, live, 0, fold);
        for (size_t s = 0; s < SIGNALS; s++) {
            one[s] = best_threshold(&work->first, first, s, fold);
            two[s] = best_threshold(&work->second, second, s, fold);
        }
        for (size_t i = 0; i < work->fit->replies.count; i++) {
            struct unseen *reply = &work->fit->replies.items[i];
            if (reply->fold == fold)
                reply->live = live[i * HEADS_MAX] >= closes;
            for (size_t s = 0; s < SIGNALS && reply->fold == fold; s++) {
                reply->first |= (uint32_t)(first[i * HEADS_MAX + s] >= one[s]) << s;
                reply->found |= (uint32_t)(second[i * HEADS_MAX + s] >= two[s]) << s;
                reply->odds[s] = second[i * HEADS_MAX + s] - two[s];
            }
        }
    }
}

static void keep_head(struct work *work, const struct matrix *matrix, const float *weights, size_t column_head,
                      enum head head)
{
    struct model *model = work->fit->model;
    model->bias[head] = (double)weights[column_head];
    for (size_t i = 0; i < work->names.all.count; i++) {
        const struct name *name = &work->names.all.items[i];
        if (name->column == 0 || name->column >= matrix->columns)
            continue;
        double value = (double)weights[(size_t)name->column * HEADS_MAX + column_head];
        const bool half = matrix->half != NULL && matrix->half[name->column] >> column_head & 1;
        if (fabs(value) >= work->options->smallest / (half ? 2 : 1))
            model_add(model, head, name->text, name->key, value);
    }
}

static void make_model(struct work *work, const double *live, const double *second)
{
    struct model *model = work->fit->model = model_new();
    float *weights = weights_for(&work->second); /* the widest */
    logistic_fit(&work->voice, NOBODY, &work->options->voice, weights);
    keep_head(work, &work->voice, weights, 0, HEAD_VOICE);
    logistic_fit(&work->live, NOBODY, &work->options->live, weights);
    keep_head(work, &work->live, weights, 0, HEAD_LIVE_CLOSING);
    model->threshold[HEAD_LIVE_CLOSING] = best_threshold(&work->live, live, 0, NOBODY);
    logistic_fit(&work->first, NOBODY, &work->options->first, weights);
    for (enum head s = 0; s < (enum head)SIGNALS; s++)
        keep_head(work, &work->first, weights, s, s);
    logistic_fit(&work->second, NOBODY, &work->options->second, weights);
    for (enum head s = 0; s < (enum head)SIGNALS; s++) {
        keep_head(work, &work->second, weights, s, HEAD_SECOND + s);
        model->threshold[HEAD_SECOND + s] = best_threshold(&work->second, second, s, NOBODY);
    }
    struct hash hash;
    hash_init(&hash);
    for (size_t i = 0; i < work->sets->all.count; i++)
        if (!work->sets->all.items[i].held_out)
            hash_add_field(&hash, str_from(work->sets->all.items[i].hash));
    hash_hex(&hash, model->data);
    model_index(model);
    free(weights);
}

static void release(struct work *work)
{
    for (size_t i = 0; i < work->replies.count; i++)
        features_release(&work->replies.items[i]);
    for (size_t i = 0; i < work->lives.count; i++)
        features_release(&work->lives.items[i]);
    for (size_t i = 0; i < work->voices.count; i++)
        features_release(&work->voices.items[i]);
    VEC_RELEASE(&work->replies);
    VEC_RELEASE(&work->lives);
    VEC_RELEASE(&work->voices);
    VEC_RELEASE(&work->reply_rows);
    VEC_RELEASE(&work->voice_rows);
    matrix_release(&work->voice);
    matrix_release(&work->first);
    matrix_release(&work->live);
    matrix_release(&work->second);
    VEC_RELEASE(&work->names.all);
    free(work->names.table);
    arena_release(&work->names.arena);
}

void fit_run(struct fit *fit, const struct labelled_sets *sets, const struct fit_options *options, bool with_model)
{
    struct work work = {.sets = sets, .fit = fit, .options = options};
    arena_init(&work.names.arena);
    grow(&work.names);
    extract(&work);
    add_voice(&work);
    first_pass(&work);
    double *first = cross_odds(&work, &work.first, &options->first);
    second_pass(&work, first);
    double *second = cross_odds(&work, &work.second, &options->second);
    double *live = cross_odds(&work, &work.live, &options->live);
    decide(&work, first, live, second);
    if (with_model)
        make_model(&work, live, second);
    free(first);
    free(live);
    free(second);
    release(&work);
}

void fit_release(struct fit *fit)
{
    model_free(fit->model);
    VEC_RELEASE(&fit->replies);
}
