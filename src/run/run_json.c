#include "run/run_json.h"

#include "base/clock.h"
#include "base/language.h"
#include "dialogue/perturb.h"
#include "syntax/json.h"
#include "syntax/json_writer.h"

#include <stdio.h>
#include <string.h>

static const char *const SCHEMA = "fidelio.run/1";
enum { RUN_JSON_CEILING = 256 << 20 };

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
    if (endpoint->price_in >= 0)
        json_put_number(w, "price_in", endpoint->price_in);
    if (endpoint->price_cached_in >= 0)
        json_put_number(w, "price_cached_in", endpoint->price_cached_in);
    if (endpoint->price_out >= 0)
        json_put_number(w, "price_out", endpoint->price_out);
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
    usage_put(w, counts->usage);
    if (counts->cost > 0)
        json_put_number(w, "cost", counts->cost);
    if (counts->unmetered > 0)
        json_put_integer(w, "unmetered", (int64_t)counts->unmetered);
    json_close_object(w);
}

void run_json_draft(struct file_draft *draft, const char *path, const struct plan *plan, uint64_t started_ms,
                    const struct run_end *end)
{
    char started[21], ended[21];
    struct buf out;
    struct json_writer w;
    clock_format(started_ms, started);
    buf_init(&out, 0);
    json_writer_init(&w, &out, 1);
    json_open_object(&w, NULL);
    json_put_cstring(&w, "schema", SCHEMA);
    json_put_cstring(&w, "id", plan->id);
    json_put_cstring(&w, "plan_hash", plan->hash);
    if (plan->experiment->shards > 1)
        json_put_cstring(&w, "whole_plan_hash", plan->whole_hash);
    json_put_cstring(&w, "started_at", started);
    json_put_integer(&w, "started_ms", (int64_t)started_ms);
    if (end != NULL) {
        clock_format(end->at_ms, ended);
        json_put_cstring(&w, "ended_at", ended);
    }
    json_put_integer(&w, "planned", (int64_t)plan->count);
    if (end != NULL) {
        run_counts_write(&w, &end->counts);
        served_write(end->served, &w);
    }
    write_parameters(&w, plan);
    write_scenarios(&w, plan);
    json_close_object(&w);
    buf_add_byte(&out, '\n');
    file_draft_open(draft, path);
    file_draft_add(draft, buf_str(&out));
    buf_release(&out);
}

static void advise_on_damage(struct error *err)
{
    if (err == NULL)
        return;
    size_t len = strlen(err->message);
    snprintf(err->message + len, sizeof err->message - len, "%s",
             TEXT("; the run's record is damaged: move it away and give the run's command again, which writes it anew "
                  "and asks only for what the tape lacks",
                  "；这次运行的记录已损坏：请把它移走，再执行当初的命令，记录会重新写出，只补问磁带缺少的部分"));
}

const struct json *run_json_read(struct arena *arena, const char *path, struct error *err)
{
    struct buf bytes;
    buf_init(&bytes, RUN_JSON_CEILING);
    const struct json *run = NULL;
    if (file_read(path, &bytes, err)) {
        run = json_parse(arena, str_dup(arena, buf_str(&bytes)), path, 1, err);
        if (run == NULL)
            advise_on_damage(err);
    }
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
