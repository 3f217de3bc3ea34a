#include "base/hash.h"
#include "report/deflate.h"
#include "report/html_parts.h"
#include "report/names.h"
#include "syntax/json_writer.h"

/* Base64 holds no "<" that could end the block. */
void html_block(struct buf *out, const char *id, struct str bytes)
{
    buf_printf(out, "<script type=\"application/octet-stream\" id=\"%s\">", id);
    deflate_add(out, bytes);
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
    json_open_array(w, "concerns");
    for (size_t i = 0; rubric->scenario != NULL && i < rubric->scenario->callee.concern_count; i++)
        json_put_string(w, NULL, rubric->scenario->callee.concerns[i].text);
    json_close_array(w);
    json_close_object(w);
}

/* The gravest rule of a call, or why it was not held. */
static void put_gravest(struct json_writer *w, const struct report_facts *facts, bool scored,
                        const struct html_pieces *pieces)
{
    if (scored || pieces->blind)
        json_put_string(w, NULL, scored && facts->gravest != NULL ? facts->gravest->id : STR(""));
    else
        html_put_reason(w, NULL, facts->error, pieces->chinese);
}

/* A row of the queue: id, cell, verdict, fidelity, ending, script faults, chunk, what is gravest, repeat, rubric; where
 * it is reviewed, the hash by which reviewers' words know the call. */
static void put_row(struct json_writer *w, const struct report_entry *entry, size_t index,
                    const struct html_pieces *pieces, bool reviewed)
{
    const struct report_facts *facts = &entry->facts;
    bool scored = !pieces->blind && report_entry_held(entry);
    json_open_array(w, NULL);
    json_put_string(w, NULL, facts->id);
    json_put_integer(w, NULL, (int64_t)entry->cell);
    json_put_integer(w, NULL, scored ? (int64_t)facts->verdict : pieces->blind ? 4 : 3);
    if (scored && facts->has_fidelity)
        json_put_number(w, NULL, facts->fidelity);
    else
        json_put_null(w, NULL);
    json_put_integer(w, NULL, scored ? (int64_t)facts->ending : (int64_t)ENDING_UNKNOWN);
    json_put_integer(w, NULL, (int64_t)facts->faults);
    json_put_integer(w, NULL, (int64_t)(index / HTML_CHUNK));
    put_gravest(w, facts, scored, pieces);
    json_put_integer(w, NULL, facts->repeat);
    json_put_integer(w, NULL, (int64_t)html_rubric_number(pieces, facts->rubric));
    if (reviewed) {
        char hash[HASH_HEX + 1];
        transcript_hash(entry->transcript, hash);
        json_put_name(w, NULL, hash);
    }
    json_close_array(w);
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

static void add_meta(const struct report *report, const struct html_options *options, const struct html_pieces *pieces,
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
    for (size_t i = 0; i < pieces->signal_count; i++)
        json_put_string(&w, NULL, pieces->signals[i]);
    json_close_array(&w);
    json_open_array(&w, "cells");
    for (size_t i = 0; i < report->cell_count; i++)
        put_cell(&w, &report->cells[i]);
    json_close_array(&w);
    json_open_array(&w, "scenarios");
    for (size_t i = 0; i < pieces->scenario_count; i++)
        put_scenario(&w, pieces->scenarios[i], options);
    json_close_array(&w);
    json_open_array(&w, "rubrics");
    for (size_t i = 0; i < pieces->rubric_count; i++)
        put_rubric(&w, pieces->rubrics[i]);
    json_close_array(&w);
    json_open_array(&w, "index");
    for (size_t i = 0; i < report->count; i++)
        put_row(&w, &report->entries[i], i, pieces, options->reviews.len > 0);
    json_close_array(&w);
    if (options->reviews.len > 0)
        json_put_raw(&w, "reviews", options->reviews);
    json_close_object(&w);
    html_block(out, "meta", buf_str(&json));
    buf_release(&json);
}

void html_data(const struct report *report, const struct html_options *options, struct html_pieces *pieces,
               struct buf *out)
{
    add_meta(report, options, pieces, out);
    html_pieces_close(pieces);
    buf_add(out, buf_str(&pieces->blocks));
}
