#include "report/deflate.h"
#include "report/excerpt.h"
#include "report/html_parts.h"
#include "report/names.h"
#include "syntax/json_writer.h"
#include "transcript/reason.h"

#include <string.h>

/* What conversations share, numbered by first appearance. */
struct shared {
    const struct scenario **scenarios;
    size_t scenario_count;
    const struct rubric **rubrics;
    size_t rubric_count;
    struct str *signals;
    size_t signal_count;
    bool chinese;
};

static size_t index_of(const void *const *items, size_t count, const void *item)
{
    size_t i = 0;
    while (i < count && items[i] != item)
        i++;
    return i;
}

static size_t signal_number(const struct shared *shared, struct str name)
{
    size_t i = 0;
    while (i < shared->signal_count && !str_eq(shared->signals[i], name))
        i++;
    return i;
}

static void gather_rubric(struct shared *shared, struct arena *arena, const struct rubric *rubric)
{
    shared->rubrics[shared->rubric_count++] = rubric;
    struct str *grown = arena_array(arena, shared->signal_count + rubric->signal_count, sizeof *grown);
    if (shared->signal_count > 0)
        memcpy(grown, shared->signals, shared->signal_count * sizeof *grown);
    shared->signals = grown;
    for (size_t i = 0; i < rubric->signal_count; i++)
        if (signal_number(shared, rubric->signals[i].name) == shared->signal_count)
            shared->signals[shared->signal_count++] = rubric->signals[i].name;
}

static struct shared gather(const struct report *report, struct arena *arena)
{
    struct shared shared = {.scenarios = arena_array(arena, report->count + 1, sizeof(const struct scenario *)),
                            .rubrics = arena_array(arena, report->count + 1, sizeof(const struct rubric *))};
    for (size_t i = 0; i < report->count; i++) {
        const struct report_entry *e = &report->entries[i];
        if (e->scenario != NULL && index_of((const void *const *)shared.scenarios, shared.scenario_count,
                                            e->scenario) == shared.scenario_count)
            shared.scenarios[shared.scenario_count++] = e->scenario;
        if (e->score != NULL &&
            index_of((const void *const *)shared.rubrics, shared.rubric_count, e->score->rubric) == shared.rubric_count)
            gather_rubric(&shared, arena, e->score->rubric);
    }
    return shared;
}

/* Compressed, so that ten thousand conversations are a few megabytes; base64 holds no "<" that could end the block. */
static void add_block(struct buf *out, const char *id, size_t number, bool numbered, struct str json)
{
    buf_printf(out, "<script type=\"application/octet-stream\" id=\"%s", id);
    if (numbered)
        buf_printf(out, "%zu", number);
    buf_add_cstring(out, "\">");
    deflate_base64(out, json);
    buf_add_cstring(out, "</script>\n");
}

static void put_rubric(struct json_writer *w, const struct rubric *rubric)
{
    json_open_object(w, NULL);
    json_open_array(w, "rules");
    for (size_t i = 0; i < rubric->rule_count; i++) {
        const struct rule *rule = &rubric->rules[i];
        json_open_object(w, NULL);
        json_put_string(w, "id", rule->id);
        json_put_string(w, "why", rule->why);
        json_put_string(w, "dimension", rule->dimension);
        json_put_number(w, "weight", rule->weight);
        json_put_bool(w, "gate", rule->gate);
        json_put_string(w, "file", rule->file);
        json_put_integer(w, "line", (int64_t)rule->line);
        json_close_object(w);
    }
    json_close_array(w);
    json_close_object(w);
}

/* rubric_count where nothing was scored. */
static size_t rubric_number(const struct shared *shared, const struct report_entry *e)
{
    return index_of((const void *const *)shared->rubrics, shared->rubric_count,
                    e->score != NULL ? e->score->rubric : NULL);
}

static size_t fault_count(const struct transcript *t)
{
    size_t faults = 0;
    for (size_t i = 0; i < t->count; i++)
        faults += t->messages[i].move.fault.len > 0;
    return faults;
}

/* A row of the queue: id, cell, verdict, fidelity, ending, script faults, chunk, gravest rule, repeat, rubric. */
static void put_row(struct json_writer *w, const struct report_entry *entry, size_t index, size_t rubric, bool blind)
{
    struct report_entry shown = *entry, *e = &shown;
    if (blind || !report_entry_held(entry))
        e->score = NULL;
    struct arena arena;
    size_t count = 0;
    arena_init(&arena);
    const struct finding **worst = e->score != NULL ? excerpt_worst(&arena, e->score, &count) : NULL;
    json_open_array(w, NULL);
    json_put_string(w, NULL, e->transcript->id);
    json_put_integer(w, NULL, (int64_t)e->cell);
    json_put_integer(w, NULL, e->score != NULL ? (int64_t)e->score->verdict : blind ? 4 : 3);
    if (e->score != NULL && e->score->has_fidelity)
        json_put_number(w, NULL, e->score->fidelity);
    else
        json_put_null(w, NULL);
    json_put_integer(w, NULL, e->score != NULL ? (int64_t)e->score->ending.verdict : (int64_t)ENDING_UNKNOWN);
    json_put_integer(w, NULL, (int64_t)fault_count(e->transcript));
    json_put_integer(w, NULL, (int64_t)(index / HTML_CHUNK));
    json_put_string(w, NULL, count > 0 ? worst[0]->rule->id : STR(""));
    json_put_integer(w, NULL, e->transcript->repeat);
    json_put_integer(w, NULL, (int64_t)rubric);
    json_close_array(w);
    arena_release(&arena);
}

static void put_cell(struct json_writer *w, const struct report_cell *cell)
{
    json_open_object(w, NULL);
    json_put_string(w, "scenario", cell->scenario);
    json_put_string(w, "model", cell->model);
    if (cell->prompt.len > 0)
        json_put_string(w, "prompt", cell->prompt);
    if (cell->caller.len > 0 && !str_eq_cstring(cell->caller, "script"))
        json_put_string(w, "caller", cell->caller);
    json_put_bool(w, "understudy", cell->understudy);
    json_close_object(w);
}

static void put_scenario(struct json_writer *w, const struct scenario *scenario, const struct html_options *options)
{
    json_open_object(w, NULL);
    json_put_string(w, "id", scenario->id);
    json_put_cstring(w, "lang", lang_name(scenario->lang));
    json_put_cstring(w, "path", scenario->source.path);
    json_put_string(w, "text", scenario->source.text);
    if (options->prompt_of != NULL)
        json_put_string(w, "prompt", options->prompt_of(scenario, options->context));
    json_close_object(w);
}

static void add_meta(const struct report *report, const struct html_options *options, const struct shared *shared,
                     struct buf *out)
{
    struct buf json;
    struct json_writer w;
    buf_init(&json, 0);
    json_writer_init(&w, &json, 0);
    json_open_object(&w, NULL);
    json_put_cstring(&w, "lang", report->chinese ? "zh" : "en");
    json_put_integer(&w, "chunk_size", HTML_CHUNK);
    json_put_bool(&w, "pairs", options->comparison != NULL);
    json_put_bool(&w, "blind", options->blind);
    names_write(&w, report->chinese);
    json_open_array(&w, "signals");
    for (size_t i = 0; i < shared->signal_count; i++)
        json_put_string(&w, NULL, shared->signals[i]);
    json_close_array(&w);
    json_open_array(&w, "cells");
    for (size_t i = 0; i < report->cell_count; i++)
        put_cell(&w, &report->cells[i]);
    json_close_array(&w);
    json_open_array(&w, "scenarios");
    for (size_t i = 0; i < shared->scenario_count; i++)
        put_scenario(&w, shared->scenarios[i], options);
    json_close_array(&w);
    json_open_array(&w, "rubrics");
    for (size_t i = 0; i < shared->rubric_count; i++)
        put_rubric(&w, shared->rubrics[i]);
    json_close_array(&w);
    json_open_array(&w, "index");
    for (size_t i = 0; i < report->count; i++)
        put_row(&w, &report->entries[i], i, rubric_number(shared, &report->entries[i]), options->blind);
    json_close_array(&w);
    if (options->reviews.len > 0)
        json_put_raw(&w, "reviews", options->reviews);
    json_close_object(&w);
    add_block(out, "meta", 0, false, buf_str(&json));
    buf_release(&json);
}

static void put_message(struct json_writer *w, const struct message *m)
{
    json_open_object(w, NULL);
    json_put_integer(w, "role", m->role == ROLE_PERSONA);
    json_put_string(w, "content", m->content);
    if (!str_eq(m->raw, m->content) && m->raw.len > 0)
        json_put_string(w, "raw", m->raw);
    if (m->reasoning.len > 0)
        json_put_string(w, "reasoning", m->reasoning);
    if (m->hung_up)
        json_put_bool(w, "hung_up", true);
    if (m->finish != FINISH_UNKNOWN && m->finish != FINISH_STOP)
        json_put_cstring(w, "finish", finish_name(m->finish));
    if (m->move.kind.len > 0) {
        json_open_object(w, "move");
        json_put_string(w, "kind", m->move.kind);
        json_put_integer(w, "step", (int64_t)m->move.step);
        json_put_integer(w, "entry", (int64_t)m->move.entry);
        if (m->move.fault.len > 0)
            json_put_string(w, "fault", m->move.fault);
        json_close_object(w);
    }
    if (m->usage.completion_tokens > 0)
        json_put_integer(w, "tokens", (int64_t)m->usage.completion_tokens);
    json_close_object(w);
}

static void put_findings(struct json_writer *w, const struct score *score)
{
    json_open_array(w, "findings");
    for (size_t i = 0; i < score->finding_count; i++) {
        const struct finding *f = &score->findings[i];
        json_open_object(w, NULL);
        json_put_cstring(w, "outcome", outcome_name(f->outcome));
        json_put_string(w, "why", f->why);
        if (f->line > 0)
            json_put_integer(w, "line", (int64_t)f->line);
        if (f->by != BY_NOBODY)
            json_put_cstring(w, "by", attribution_name(f->by));
        json_open_array(w, "evidence");
        for (size_t k = 0; k < f->evidence_count; k++)
            json_put_integer(w, NULL, (int64_t)(f->evidence[k] - score->hits.items));
        json_close_array(w);
        json_close_object(w);
    }
    json_close_array(w);
}

static void put_score(struct json_writer *w, const struct score *score, const struct shared *shared)
{
    json_open_array(w, "hits");
    for (size_t i = 0; i < score->hits.count; i++) {
        const struct hit *hit = &score->hits.items[i];
        json_open_object(w, NULL);
        json_put_integer(w, "g", (int64_t)signal_number(shared, score->rubric->signals[hit->signal].name));
        json_put_integer(w, "m", hit->message);
        json_put_integer(w, "s", hit->span.start);
        json_put_integer(w, "e", hit->span.end);
        json_close_object(w);
    }
    json_close_array(w);
    put_findings(w, score);
    json_open_object(w, "ending");
    json_put_integer(w, "reply", (int64_t)score->ending.reply);
    json_put_bool(w, "may", score->ending.may);
    json_put_bool(w, "must", score->ending.must);
    json_put_string(w, "why", score->ending.why);
    json_open_array(w, "conditions");
    for (size_t i = 0; i < score->ending.condition_count; i++)
        json_put_integer(w, NULL, (int64_t)score->ending.conditions[i]);
    json_close_array(w);
    json_close_object(w);
    json_open_array(w, "concerns");
    for (size_t i = 0; i < score->concern_count; i++) {
        json_open_object(w, NULL);
        json_put_string(w, "text", score->concerns[i].concern->text);
        json_open_array(w, "replies");
        for (size_t k = 0; k < score->concerns[i].reply_count; k++)
            json_put_integer(w, NULL, (int64_t)score->concerns[i].replies[k]);
        json_close_array(w);
        json_close_object(w);
    }
    json_close_array(w);
}

static void put_reason(struct json_writer *w, struct str reason, bool chinese)
{
    struct arena arena;
    arena_init(&arena);
    json_put_string(w, "error", chinese ? reason_in_chinese(&arena, reason) : reason);
    arena_release(&arena);
}

static void put_conversation(struct json_writer *w, const struct report_entry *e, const struct shared *shared,
                             bool blind)
{
    char hash[65];
    transcript_hash(e->transcript, hash);
    json_open_object(w, NULL);
    json_put_cstring(w, "hash", hash);
    json_put_integer(w, "scenario",
                     (int64_t)index_of((const void *const *)shared->scenarios, shared->scenario_count, e->scenario));
    json_open_array(w, "messages");
    for (size_t i = 0; i < e->transcript->count; i++)
        put_message(w, &e->transcript->messages[i]);
    json_close_array(w);
    json_put_cstring(w, "ended_by", ended_by_name(e->transcript->ended_by));
    if (e->transcript->error.len > 0)
        put_reason(w, e->transcript->error, shared->chinese);
    if (e->score != NULL && !blind) {
        json_put_integer(w, "rubric", (int64_t)rubric_number(shared, e));
        if (e->score->has_judged)
            json_put_number(w, "judged", e->score->judged_fidelity);
        put_score(w, e->score, shared);
    }
    json_close_object(w);
}

void html_data(const struct report *report, const struct html_options *options, struct buf *out)
{
    struct arena arena;
    arena_init(&arena);
    struct shared shared = gather(report, &arena);
    shared.chinese = report->chinese;
    add_meta(report, options, &shared, out);
    for (size_t from = 0; from < report->count; from += HTML_CHUNK) {
        struct buf json;
        struct json_writer w;
        buf_init(&json, 0);
        json_writer_init(&w, &json, 0);
        json_open_array(&w, NULL);
        for (size_t i = from; i < report->count && i < from + HTML_CHUNK; i++)
            put_conversation(&w, &report->entries[i], &shared, options->blind);
        json_close_array(&w);
        add_block(out, "chunk", from / HTML_CHUNK, true, buf_str(&json));
        buf_release(&json);
    }
    arena_release(&arena);
}
