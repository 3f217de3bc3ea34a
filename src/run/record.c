#include "run/record.h"

#include "base/file.h"
#include "base/language.h"
#include "run/plan.h"
#include "run/run_json.h"
#include "syntax/json.h"

#include <math.h>
#include <string.h>

static bool read_scenarios(struct run_record *record, const struct json *list, const char *path, struct error *err)
{
    names_init(&record->ids, &record->arena);
    record->scenarios = arena_array(&record->arena, list != NULL ? list->count : 0, sizeof *record->scenarios);
    for (const struct json *item = list != NULL ? list->first : NULL; item != NULL; item = item->next) {
        char *name = str_cstring(&record->arena, json_get_text(item, "path"));
        struct scenario *scenario = scenario_from(name, json_get_text(item, "text"), err);
        if (scenario == NULL)
            return false;
        record->scenarios[record->scenario_count++] = scenario;
        names_add(&record->ids, scenario->id);
        if (!str_eq_cstring(json_get_text(item, "sha256"), scenario->hash))
            return error_at(err, ERROR_USER, path, 0, 0,
                            TEXT("the document %s in it was changed after the run (its SHA-256 differs)",
                                 "其中的文档 %s 在运行之后被改过（SHA-256 不符）"),
                            name);
    }
    return true;
}

bool run_record_read(struct run_record *record, const char *path, struct error *err)
{
    *record = (struct run_record){0};
    arena_init(&record->arena);
    record->path = arena_dup(&record->arena, path, strlen(path));
    const char *run_path = arena_printf(&record->arena, "%s/run.json", path);
    const struct json *run = NULL;
    if (!file_is_dir(path) && file_exists(path))
        error_at(
            err, ERROR_USER, path, 0, 0,
            TEXT("this is a file, and a run is a folder; transcripts of your own are scored by `fidelio score "
                 "--transcripts FILE`",
                 "这是一个文件，而一次运行是一个目录；自己的对话记录请用 `fidelio score --transcripts 文件` 打分"));
    else if (!file_is_dir(path))
        error_at(err, ERROR_USER, path, 0, 0, TEXT("there is no such run folder", "没有这个运行目录"));
    else if (!file_exists(run_path))
        error_at(
            err, ERROR_USER, path, 0, 0,
            TEXT("the folder is no fidelio run: it has no run.json", "这个目录不是 fidelio 的运行：没有 run.json"));
    else
        run = run_json_read(&record->arena, run_path, err);
    if (run == NULL || !read_scenarios(record, json_get(run, "scenarios"), run_path, err)) {
        run_record_release(record);
        return false;
    }
    const struct json *rubrics = json_get(run, "rubrics");
    record->rubrics = arena_array(&record->arena, rubrics != NULL ? rubrics->count : 0, sizeof *record->rubrics);
    for (const struct json *item = rubrics != NULL ? rubrics->first : NULL; item != NULL; item = item->next) {
        bool object = item->kind == JSON_OBJECT; /* else a path alone, as earlier runs have it */
        record->rubrics[record->rubric_count++] =
            (struct rubric_file){str_cstring(&record->arena, object ? json_get_text(item, "path") : item->text),
                                 json_get_text(item, "text"), object && json_get(item, "text") != NULL};
    }
    record->id = json_get_text(run, "id");
    record->started_at = json_get_text(run, "started_at");
    record->planned = (size_t)fmax(0, fmin(json_get_number(run, "planned", 0), PLAN_CEILING));
    record->finished = json_get(run, "counts") != NULL;
    return true;
}

void run_record_release(struct run_record *record)
{
    for (size_t i = 0; i < record->scenario_count; i++)
        scenario_free(record->scenarios[i]);
    arena_release(&record->arena);
    *record = (struct run_record){0};
}
