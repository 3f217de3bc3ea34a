/* One conversation as the page's script reads it: what ten thousand of them repeat stands in arrays without keys, and
 * what their rubric says of rules and concerns in the index. */
#include "report/html_parts.h"
#include "syntax/json_writer.h"
#include "transcript/reason.h"

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
        json_put_name(w, "finish", finish_name(m->finish));
    if (m->move.kind.len > 0) {
        json_open_object(w, "move");
        json_put_string(w, "kind", m->move.kind);
        if (m->move.step > 0)
            json_put_integer(w, "step", (int64_t)m->move.step);
        if (m->move.entry > 0)
            json_put_integer(w, "entry", (int64_t)m->move.entry);
        if (m->move.fault.len > 0)
            json_put_string(w, "fault", m->move.fault);
        json_close_object(w);
    }
    if (m->usage.completion_tokens > 0)
        json_put_integer(w, "tokens", (int64_t)m->usage.completion_tokens);
    json_close_object(w);
}

static void put_numbers(struct json_writer *w, const char *key, const size_t *numbers, size_t count)
{
    json_open_array(w, key);
    for (size_t i = 0; i < count; i++)
        json_put_integer(w, NULL, (int64_t)numbers[i]);
    json_close_array(w);
}

/* Findings whose whys differ, as far as they are remembered. */
struct whys {
    size_t finding[32];
    size_t count;
};

/* A why is told once: later it is the number of the finding that told it. */
static void put_why(struct json_writer *w, const struct score *score, size_t finding, struct whys *told)
{
    struct str why = score->findings[finding].why;
    for (size_t i = 0; i < told->count; i++)
        if (str_eq(score->findings[told->finding[i]].why, why)) {
            json_put_integer(w, NULL, (int64_t)told->finding[i]);
            return;
        }
    json_put_string(w, NULL, why);
    if (told->count < sizeof told->finding / sizeof *told->finding)
        told->finding[told->count++] = finding;
}

/* [outcome, why, evidence, attribution, line], of which what says nothing is left out at the end. */
static void put_findings(struct json_writer *w, const struct score *score)
{
    struct whys told = {0};
    json_open_array(w, "findings");
    for (size_t i = 0; i < score->finding_count; i++) {
        const struct finding *f = &score->findings[i];
        bool more = f->by != BY_NOBODY || f->line > 0;
        json_open_array(w, NULL);
        json_put_integer(w, NULL, (int64_t)f->outcome);
        put_why(w, score, i, &told);
        if (more || f->evidence_count > 0) {
            json_open_array(w, NULL);
            for (size_t k = 0; k < f->evidence_count; k++)
                json_put_integer(w, NULL, (int64_t)(f->evidence[k] - score->hits.items));
            json_close_array(w);
        }
        if (more)
            json_put_name(w, NULL, attribution_name(f->by));
        if (f->line > 0)
            json_put_integer(w, NULL, (int64_t)f->line);
        json_close_array(w);
    }
    json_close_array(w);
}

/* [signal, message, start, end] each. */
static void put_hits(struct json_writer *w, const struct hits *hits, const size_t *signal_numbers)
{
    json_open_array(w, "hits");
    for (size_t i = 0; i < hits->count; i++) {
        const struct hit *hit = &hits->items[i];
        const size_t numbers[] = {signal_numbers[hit->signal], hit->message, hit->span.start, hit->span.end};
        put_numbers(w, NULL, numbers, 4);
    }
    json_close_array(w);
}

static void put_score(struct json_writer *w, const struct score *score, const struct html_pieces *pieces)
{
    put_hits(w, &score->hits, pieces->signal_numbers[html_rubric_number(pieces, score->rubric)]);
    put_findings(w, score);
    json_open_object(w, "ending");
    json_put_integer(w, "reply", (int64_t)score->ending.reply);
    json_put_bool(w, "may", score->ending.may);
    json_put_bool(w, "must", score->ending.must);
    json_put_string(w, "why", score->ending.why);
    put_numbers(w, "conditions", score->ending.conditions, score->ending.condition_count);
    json_close_object(w);
    json_open_array(w, "concerns"); /* the replies that raised each */
    for (size_t i = 0; i < score->concern_count; i++)
        put_numbers(w, NULL, score->concerns[i].replies, score->concerns[i].reply_count);
    json_close_array(w);
}

void html_put_reason(struct json_writer *w, const char *key, struct str reason, bool chinese)
{
    struct arena arena;
    arena_init(&arena);
    json_put_string(w, key, chinese ? reason_in_chinese(&arena, reason) : reason);
    arena_release(&arena);
}

void html_piece_data(const struct html_pieces *pieces, const struct report_entry *e, struct buf *out)
{
    struct json_writer writer, *w = &writer;
    json_writer_init(w, out, 0);
    json_open_object(w, NULL);
    json_put_integer(w, "scenario", (int64_t)html_scenario_number(pieces, e->scenario));
    json_open_array(w, "messages");
    for (size_t i = 0; i < e->transcript->count; i++)
        put_message(w, &e->transcript->messages[i]);
    json_close_array(w);
    json_put_name(w, "ended_by", ended_by_name(e->transcript->ended_by));
    if (e->transcript->error.len > 0)
        html_put_reason(w, "error", e->transcript->error, pieces->chinese);
    if (e->score != NULL && !pieces->blind) {
        json_put_integer(w, "rubric", (int64_t)html_rubric_number(pieces, e->score->rubric));
        if (e->score->has_judged)
            json_put_number(w, "judged", e->score->judged_fidelity);
        put_score(w, e->score, pieces);
    }
    json_close_object(w);
}
