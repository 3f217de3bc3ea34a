#include "run/folder.h"

#include "base/clock.h"
#include "base/language.h"
#include "base/parallel.h"
#include "dialogue/perturb.h"
#include "syntax/json.h"
#include "syntax/json_writer.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

static const char *const SCHEMA = "fidelio.run/1";
enum { RUN_JSON_CEILING = 256 << 20 };

const char *folder_file(struct folder *folder, const char *name)
{
    return arena_printf(&folder->arena, "%s/%s", folder->path, name);
}

static bool take_lock(struct folder *folder, struct error *err)
{
    const char *path = folder_file(folder, "lock");
    folder->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (folder->lock < 0)
        return error_errno(err, errno, path, TEXT("open the run's lock", "打开运行目录的锁"));
    if (flock(folder->lock, LOCK_EX | LOCK_NB) == 0)
        return true;
    if (errno == EWOULDBLOCK)
        return error_at(
            err, ERROR_USER, folder->path, 0, 0,
            TEXT("another fidelio is at work on this run; wait for it, or choose another folder with --out DIR",
                 "另一个 fidelio 正在进行这次运行；请等它结束，或用 --out DIR 另选目录"));
    return error_errno(err, errno, path, TEXT("lock the run", "锁定运行目录"));
}

const struct json *folder_read_run(struct arena *arena, const char *path, struct error *err)
{
    struct buf bytes;
    buf_init(&bytes, RUN_JSON_CEILING);
    const struct json *run = NULL;
    if (file_read(path, &bytes, err))
        run = json_parse(arena, str_dup(arena, buf_str(&bytes)), path, 1, err);
    buf_release(&bytes);
    if (run == NULL)
        return NULL;
    struct str schema = json_get_text(run, "schema");
    if (str_eq_cstring(schema, SCHEMA))
        return run;
    if (str_starts(schema, STR("fidelio.run/")))
        error_at(
            err, ERROR_USER, path, 0, 0,
            TEXT("this run was written by another version of fidelio (%.*s; this one reads %s); use that version, or "
                 "another folder with --out DIR",
                 "这次运行由另一个版本的 fidelio 写成（%.*s；本版本读取 %s）；请用那个版本，或用 --out DIR 另选目录"),
            STR_FORMAT(schema), SCHEMA);
    else
        error_at(
            err, ERROR_USER, path, 0, 0,
            TEXT("this is no fidelio run (no \"schema\": \"%s\")", "这不是 fidelio 的运行（没有 \"schema\": \"%s\"）"),
            SCHEMA);
    return NULL;
}

static bool check_same_plan(struct folder *folder, const struct plan *plan, struct error *err)
{
    const struct json *run = folder_read_run(&folder->arena, folder->run_path, err);
    if (run == NULL)
        return false;
    if (str_eq_cstring(json_get_text(run, "plan_hash"), plan->hash)) {
        folder->started_ms = (uint64_t)json_get_number(run, "started_ms", 0);
        return true;
    }
    return error_at(
        err, ERROR_USER, folder->path, 0, 0,
        TEXT("the folder holds another run (%.*s; this command's would be %s): documents, models, parameters or "
             "repeats differ; choose another folder with --out DIR",
             "目录里是另一次运行（%.*s；本命令的是 %s）：文档、模型、参数或次数不同；请用 --out DIR 另选目录"),
        STR_FORMAT(json_get_text(run, "id")), plan->id);
}

/* What a killed process was writing. Whoever holds the lock is alone to write these. */
static void clear_drafts(struct folder *folder)
{
    static const char *const names[] = {"run.json",     "transcripts.jsonl", "costs.jsonl", "scores.jsonl",
                                        "summary.json", "report.html",       "junit.xml"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        file_draft_clear(folder_file(folder, names[i]));
}

static void keep(size_t piece, void *context)
{
    struct folder *folder = context;
    (void)piece;
    if (folder->run.path != NULL)
        file_draft_commit(&folder->run, &folder->unkept);
    else
        file_sync_folder(folder->run_path, &folder->unkept);
}

void folder_keep(struct folder *folder)
{
    folder->keeping = parallel_begin(1, 1, keep, folder);
}

static bool told(const struct error *wrong, struct error *err)
{
    if (wrong->kind != ERROR_NONE && err != NULL)
        *err = *wrong;
    return wrong->kind == ERROR_NONE;
}

bool folder_kept(struct folder *folder, struct error *err)
{
    parallel_end(folder->keeping);
    folder->keeping = NULL;
    return told(&folder->unkept, err);
}

/* A full disk is told now. */
static bool write_run(struct folder *folder, const struct plan *plan, uint64_t now_ms, struct error *err)
{
    folder_draft_run(folder, plan, NULL, NULL, now_ms, &folder->run);
    file_draft_end(&folder->run);
    return told(&folder->run.err, err);
}

bool folder_open(struct folder *folder, const char *path, const struct plan *plan, uint64_t now_ms, struct error *err)
{
    *folder = (struct folder){.lock = -1, .started_ms = now_ms};
    arena_init(&folder->arena);
    folder->path = arena_dup(&folder->arena, path, strlen(path));
    folder->run_path = folder_file(folder, "run.json");
    bool fine = file_make_dir(path, err) && take_lock(folder, err);
    if (fine) {
        folder->resumed = file_exists(folder->run_path);
        clear_drafts(folder);
        fine = folder->resumed ? check_same_plan(folder, plan, err) : write_run(folder, plan, now_ms, err);
    }
    if (!fine)
        folder_close(folder);
    return fine;
}

void folder_close(struct folder *folder)
{
    folder_kept(folder, NULL);
    if (folder->run.path != NULL)
        file_draft_commit(&folder->run, NULL);
    if (folder->lock >= 0)
        close(folder->lock);
    folder->lock = -1;
    arena_release(&folder->arena);
}

static void write_endpoint(struct json_writer *w, const char *key, const struct endpoint *endpoint)
{
    json_open_object(w, key);
    json_put_string(w, "name", endpoint->name);
    json_put_string(w, "model", endpoint->model);
    json_put_cstring(w, "wire", wire_name(endpoint->wire));
    if (endpoint->base_url.len > 0)
        json_put_string(w, "base_url", endpoint->base_url);
    if (endpoint->api_key_env.len > 0)
        json_put_string(w, "api_key_env", endpoint->api_key_env);
    json_put_bool(w, "understudy", endpoint->understudy);
    if (endpoint->temperature >= 0)
        json_put_number(w, "temperature", endpoint->temperature);
    if (endpoint->top_p >= 0)
        json_put_number(w, "top_p", endpoint->top_p);
    if (endpoint->max_tokens > 0)
        json_put_integer(w, "max_tokens", (int64_t)endpoint->max_tokens);
    if (endpoint->has_seed)
        json_put_integer(w, "seed", (int64_t)endpoint->seed);
    if (endpoint->parameters.len > 0) {
        struct arena scratch;
        arena_init(&scratch);
        json_put_raw(w, "parameters", str_from(arena_printf(&scratch, "{%.*s}", STR_FORMAT(endpoint->parameters))));
        arena_release(&scratch);
    }
    if (endpoint->price_in > 0 || endpoint->price_out > 0) {
        json_put_number(w, "price_in", endpoint->price_in);
        json_put_number(w, "price_out", endpoint->price_out);
    }
    json_close_object(w);
}

static void write_prompts(struct json_writer *w, const struct experiment *experiment)
{
    json_open_array(w, "prompts");
    for (size_t i = 0; i < experiment->prompt_count; i++) {
        const struct prompt *prompt = &experiment->prompts[i];
        if (prompt->name.len == 0)
            continue; /* the built-in one needs no record: its words come with the version, and stand on the tape */
        json_open_object(w, NULL);
        json_put_string(w, "name", prompt->name);
        json_put_cstring(w, "path", prompt->path);
        json_put_string(w, "text", prompt->text);
        json_close_object(w);
    }
    json_close_array(w);
}

/* The documents that a caller reads instead of the scenarios' own caller halves. */
static void write_scripts(struct json_writer *w, const struct plan *plan, size_t caller)
{
    json_open_array(w, "scripts");
    for (size_t s = 0; s < plan->scenario_count; s++) {
        const struct scenario *script = plan_script(plan, caller, s);
        json_open_object(w, NULL);
        json_put_string(w, "scenario", script->id);
        json_put_cstring(w, "path", script->source.path);
        json_put_cstring(w, "sha256", script->hash);
        json_put_string(w, "text", script->source.text);
        json_close_object(w);
    }
    json_close_array(w);
}

/* "caller" where one model calls; "callers" where there are several, or one with a name, words or a script of its own.
 */
static void write_callers(struct json_writer *w, const struct plan *plan)
{
    const struct experiment *experiment = plan->experiment;
    struct arena scratch;
    const struct caller *first = &experiment->callers[0];
    bool plain = first->script == NULL &&
                 (first->endpoint == NULL || (str_eq(first->name, first->endpoint->name) && first->wording.len == 0));
    if (experiment->caller_count == 1 && plain) {
        if (first->endpoint != NULL)
            write_endpoint(w, "caller", first->endpoint);
        return;
    }
    arena_init(&scratch);
    json_open_array(w, "callers");
    for (size_t i = 0; i < experiment->caller_count; i++) {
        const struct caller *caller = &experiment->callers[i];
        json_open_object(w, NULL);
        struct str shown = experiment_caller_name(experiment, i, &scratch);
        json_put_string(w, "name", caller->name);
        if (!str_eq(shown, caller->name))
            json_put_string(w, "shown", shown);
        if (caller->endpoint != NULL)
            write_endpoint(w, "endpoint", caller->endpoint);
        if (caller->wording.len > 0)
            json_put_string(w, "wording", caller->wording);
        if (caller->script != NULL)
            write_scripts(w, plan, i);
        json_close_object(w);
    }
    json_close_array(w);
    arena_release(&scratch);
}

/* With their texts, so that the run can be scored again without the files. One that has gone since is only named. */
static void write_rubrics(struct json_writer *w, const struct experiment *experiment)
{
    json_open_array(w, "rubrics");
    for (size_t i = 0; i < experiment->rubric_count; i++) {
        struct buf text;
        buf_init(&text, FILE_CEILING);
        json_open_object(w, NULL);
        json_put_cstring(w, "path", experiment->rubrics[i]);
        if (file_read(experiment->rubrics[i], &text, NULL))
            json_put_string(w, "text", buf_str(&text));
        json_close_object(w);
        buf_release(&text);
    }
    json_close_array(w);
}

static void write_parameters(struct json_writer *w, const struct plan *plan)
{
    const struct experiment *experiment = plan->experiment;
    json_open_object(w, "parameters");
    json_put_integer(w, "repeats", (int64_t)experiment->repeats);
    if (experiment->first_repeat > 1)
        json_put_integer(w, "first_repeat", (int64_t)experiment->first_repeat);
    json_put_integer(w, "seed", (int64_t)experiment->seed);
    json_put_integer(w, "max_turns", (int64_t)experiment->max_turns);
    if (experiment->mystery > 0)
        json_put_integer(w, "mystery", (int64_t)experiment->mystery);
    if (experiment->perturb != 0) {
        struct arena scratch;
        arena_init(&scratch);
        json_put_string(w, "perturb", perturbations_text(&scratch, experiment->perturb, ','));
        arena_release(&scratch);
    }
    json_put_integer(w, "shard", (int64_t)experiment->shard);
    json_put_integer(w, "shards", (int64_t)experiment->shards);
    json_close_object(w);
    json_open_array(w, "models");
    for (size_t i = 0; i < experiment->model_count; i++)
        write_endpoint(w, NULL, &experiment->models[i]);
    json_close_array(w);
    write_callers(w, plan);
    if (experiment->chooser != NULL)
        write_endpoint(w, "chooser", experiment->chooser);
    write_prompts(w, experiment);
    write_rubrics(w, experiment);
}

static void write_scenarios(struct json_writer *w, const struct plan *plan)
{
    json_open_array(w, "scenarios");
    for (size_t i = 0; i < plan->scenario_count; i++) {
        const struct scenario *scenario = plan->scenarios[i];
        json_open_object(w, NULL);
        json_put_string(w, "id", scenario->id);
        json_put_cstring(w, "path", scenario->source.path);
        json_put_cstring(w, "lang", lang_name(scenario->lang));
        json_put_cstring(w, "sha256", scenario->hash);
        json_put_string(w, "text", scenario->source.text);
        json_close_object(w);
    }
    json_close_array(w);
}

void run_counts_write(struct json_writer *w, const struct run_counts *counts)
{
    json_open_object(w, "counts");
    json_put_integer(w, "planned", (int64_t)counts->planned);
    json_put_integer(w, "done", (int64_t)counts->done);
    json_put_integer(w, "failed", (int64_t)counts->failed);
    json_put_integer(w, "skipped", (int64_t)counts->skipped);
    json_close_object(w);
    json_open_object(w, "exchanges");
    json_put_integer(w, "asked", (int64_t)counts->asked);
    json_put_integer(w, "from_tape", (int64_t)counts->from_tape);
    json_put_integer(w, "sent", (int64_t)counts->sent);
    json_put_integer(w, "retried", (int64_t)counts->retried);
    json_put_integer(w, "prompt_tokens", (int64_t)counts->prompt_tokens);
    json_put_integer(w, "completion_tokens", (int64_t)counts->completion_tokens);
    if (counts->cost > 0)
        json_put_number(w, "cost", counts->cost);
    json_close_object(w);
}

void folder_draft_run(struct folder *folder, const struct plan *plan, const struct run_counts *counts,
                      struct served_list *served, uint64_t now_ms, struct file_draft *draft)
{
    char started[21], ended[21];
    struct buf out;
    struct json_writer w;
    clock_format(folder->started_ms, started);
    clock_format(now_ms, ended);
    buf_init(&out, 0);
    json_writer_init(&w, &out, 1);
    json_open_object(&w, NULL);
    json_put_cstring(&w, "schema", SCHEMA);
    json_put_cstring(&w, "id", plan->id);
    json_put_cstring(&w, "plan_hash", plan->hash);
    if (plan->experiment->shards > 1)
        json_put_cstring(&w, "whole_plan_hash", plan->whole_hash);
    json_put_cstring(&w, "started_at", started);
    json_put_integer(&w, "started_ms", (int64_t)folder->started_ms);
    if (counts != NULL)
        json_put_cstring(&w, "ended_at", ended);
    json_put_integer(&w, "planned", (int64_t)plan->count);
    if (counts != NULL)
        run_counts_write(&w, counts);
    if (served != NULL)
        served_write(served, &w);
    write_parameters(&w, plan);
    write_scenarios(&w, plan);
    json_close_object(&w);
    buf_add_byte(&out, '\n');
    file_draft_open(draft, folder->run_path);
    file_draft_add(draft, buf_str(&out));
    buf_release(&out);
}

bool folder_write_run(struct folder *folder, const struct plan *plan, const struct run_counts *counts,
                      struct served_list *served, uint64_t now_ms, struct error *err)
{
    struct file_draft draft;
    folder_draft_run(folder, plan, counts, served, now_ms, &draft);
    return file_draft_commit(&draft, err);
}

static bool read_scenarios(struct run_record *record, const struct json *list, const char *path, struct error *err)
{
    record->scenarios = arena_array(&record->arena, list != NULL ? list->count : 0, sizeof *record->scenarios);
    for (const struct json *item = list != NULL ? list->first : NULL; item != NULL; item = item->next) {
        char *name = str_cstring(&record->arena, json_get_text(item, "path"));
        struct scenario *scenario = scenario_from(name, json_get_text(item, "text"), err);
        if (scenario == NULL)
            return false;
        record->scenarios[record->scenario_count++] = scenario;
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
        run = folder_read_run(&record->arena, run_path, err);
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
