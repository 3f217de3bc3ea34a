#include "run/history.h"

#include "base/file.h"
#include "base/language.h"
#include "base/vec.h"
#include "report/report.h"
#include "syntax/json.h"

#include <dirent.h>
#include <errno.h>
#include <math.h>
#include <stdlib.h>

struct sample { /* a cell of one run */
    struct str scenario, player;
    bool understudy;
    double started_ms;
    struct trend_point point;
};
struct samples {
    struct sample *items; /* owned */
    size_t count, room;
};

static struct json *read_json(struct arena *arena, const char *folder, const char *name)
{
    struct buf file;
    buf_init(&file, FILE_CEILING);
    const char *path = arena_printf(arena, "%s/%s", folder, name);
    struct json *json = file_exists(path) && file_read(path, &file, NULL)
                            ? json_parse(arena, str_dup(arena, buf_str(&file)), path, 1, NULL)
                            : NULL;
    buf_release(&file);
    return json;
}

/* What the servers said they were, for the model of that name. */
static struct str fingerprint_of(const struct json *run, struct str model)
{
    const struct json *models = json_get(run, "models"), *served = json_get(run, "served");
    size_t index = 0;
    for (const struct json *m = models != NULL ? models->first : NULL;
         m != NULL && !str_eq(json_get_text(m, "name"), model); m = m->next)
        index++;
    for (const struct json *s = served != NULL ? served->first : NULL; s != NULL; s = s->next)
        if (json_get_number(s, "model", -1) == (double)index)
            return json_get_text(s, "system_fingerprint");
    return STR("");
}

static void add_cell(struct history *history, struct samples *samples, const struct json *run, const struct json *cell)
{
    double judged = json_get_number(cell, "passed", 0) + json_get_number(cell, "failed", 0);
    struct sample sample = {
        .scenario = json_get_text(cell, "scenario"),
        .player = report_player(&history->arena, json_get_text(cell, "model"), json_get_text(cell, "prompt"),
                                json_get_text(cell, "caller")),
        .understudy = json_get_bool(cell, "understudy", false),
        .started_ms = json_get_number(run, "started_ms", 0),
        .point = {.run = json_get_text(run, "id"),
                  .started = json_get_text(run, "started_at"),
                  .fingerprint = fingerprint_of(run, json_get_text(cell, "model")),
                  .conversations = (size_t)json_get_number(cell, "conversations", 0),
                  .judged = (size_t)judged,
                  .replies = (size_t)json_get_number(cell, "replies", 0),
                  .fidelity = json_get_number(cell, "fidelity", NAN),
                  .pass_rate = judged > 0 ? json_get_number(cell, "passed", 0) / judged : NAN},
    };
    const struct json *signals = json_get(cell, "signals_per_100");
    for (enum core_signal s = SIGNAL_PLATITUDE; s < SIGNAL_CORE_COUNT; s++)
        sample.point.signals[s] = json_get_number(signals, core_signal_name(s), NAN);
    VEC_PUSH(samples, sample);
}

static bool read_run(struct history *history, struct samples *samples, const char *folder)
{
    const struct json *run = read_json(&history->arena, folder, "run.json"),
                      *summary = read_json(&history->arena, folder, "summary.json");
    const struct json *cells = json_get(summary, "cells");
    if (!str_eq_cstring(json_get_text(run, "schema"), "fidelio.run/1") || json_get(run, "counts") == NULL ||
        cells == NULL)
        return false;
    for (const struct json *cell = cells->first; cell != NULL; cell = cell->next)
        add_cell(history, samples, run, cell);
    return true;
}

static int compare_samples(const void *a, const void *b)
{
    const struct sample *x = a, *y = b;
    int order = str_compare(x->scenario, y->scenario);
    order = order != 0 ? order : str_compare(x->player, y->player);
    order = order != 0 ? order : (x->started_ms > y->started_ms) - (x->started_ms < y->started_ms);
    return order != 0 ? order : str_compare(x->point.run, y->point.run);
}

static void make_series(struct history *history, const struct samples *samples)
{
    history->series = arena_array(&history->arena, samples->count + 1, sizeof *history->series);
    struct trend_point *points = arena_array(&history->arena, samples->count + 1, sizeof *points);
    for (size_t i = 0; i < samples->count; i++) {
        const struct sample *sample = &samples->items[i];
        const struct sample *before = i > 0 ? sample - 1 : NULL; /* sorted: a series is a stretch */
        points[i] = sample->point;
        if (before == NULL || !str_eq(before->scenario, sample->scenario) || !str_eq(before->player, sample->player))
            history->series[history->count++] =
                (struct trend_series){sample->scenario, sample->player, sample->understudy, &points[i], 0};
        history->series[history->count - 1].count++;
    }
}

bool history_read(struct history *history, const char *folder, struct error *err)
{
    struct samples samples = {0};
    *history = (struct history){0};
    DIR *dir = opendir(folder);
    if (dir == NULL)
        return error_errno(err, errno, folder, TEXT("open the folder", "打开目录"));
    arena_init(&history->arena);
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        const char *path = arena_printf(&history->arena, "%s/%s", folder, entry->d_name);
        if (entry->d_name[0] == '.' || !file_is_dir(path))
            continue;
        if (read_run(history, &samples, path))
            history->runs++;
        else
            history->skipped++;
    }
    closedir(dir);
    if (samples.count > 0)
        qsort(samples.items, samples.count, sizeof *samples.items, compare_samples);
    make_series(history, &samples);
    VEC_RELEASE(&samples);
    if (history->count > 0)
        return true;
    history_release(history);
    return error_at(err, ERROR_USER, folder, 0, 0, TEXT("the folder holds no finished run", "目录里没有已完成的运行"));
}

void history_release(struct history *history)
{
    arena_release(&history->arena);
}
