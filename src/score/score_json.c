/* fidelio.score/1: one line a conversation. */
#include "score/score.h"

#include "base/hash.h"
#include "syntax/json_writer.h"
#include "text/normalise.h"
#include "text/utf8.h"

#include <stdio.h>

/* Number of the reply that a message is, 0 for the caller's. */
static size_t reply_of(const struct transcript *transcript, size_t message)
{
    size_t reply = 0;
    for (size_t i = 0; i <= message && i < transcript->count; i++)
        reply += transcript->messages[i].role == ROLE_PERSONA;
    return message < transcript->count && transcript->messages[message].role == ROLE_PERSONA ? reply : 0;
}

static void put_span(struct json_writer *w, const struct score *score, const struct hit *hit)
{
    struct str content = score->transcript->messages[hit->message].content;
    json_put_integer(w, "start", hit->span.start);
    json_put_integer(w, "end", hit->span.end);
    json_put_string(w, "text", utf8_slice(content, hit->span.start, hit->span.end));
}

static void put_ending(struct json_writer *w, const struct ending *ending)
{
    json_open_object(w, "ending");
    json_put_cstring(w, "verdict", ending_verdict_name(ending->verdict));
    json_open_array(w, "conditions");
    for (size_t i = 0; i < ending->condition_count; i++)
        json_put_integer(w, NULL, (int64_t)ending->conditions[i]);
    json_close_array(w);
    json_put_integer(w, "reply", (int64_t)ending->reply);
    json_put_cstring(w, "ended_by", ended_by_name(ending->ended_by));
    json_put_cstring(w, "permitted", ending->must ? "must" : ending->may ? "may" : "may not");
    json_put_string(w, "why", ending->why);
    json_close_object(w);
}

static void put_concerns(struct json_writer *w, const struct score *score)
{
    json_open_array(w, "concerns");
    for (size_t i = 0; i < score->concern_count; i++) {
        const struct concern_raised *raised = &score->concerns[i];
        json_open_object(w, NULL);
        json_put_string(w, "text", raised->concern->text);
        json_put_cstring(w, "level", concern_level_name(raised->concern->level));
        json_open_array(w, "replies");
        for (size_t r = 0; r < raised->reply_count; r++)
            json_put_integer(w, NULL, (int64_t)raised->replies[r]);
        json_close_array(w);
        json_close_object(w);
    }
    json_close_array(w);
}

static void put_replies(struct json_writer *w, const struct score *score)
{
    const struct transcript *transcript = score->transcript;
    size_t reply = 0, h = 0;
    json_open_array(w, "replies");
    for (size_t m = 0; m < transcript->count; m++) {
        while (h < score->hits.count && score->hits.items[h].message < m)
            h++;
        if (transcript->messages[m].role != ROLE_PERSONA)
            continue;
        json_open_object(w, NULL);
        json_put_integer(w, "reply", (int64_t)++reply);
        json_open_array(w, "signals");
        for (; h < score->hits.count && score->hits.items[h].message == m; h++) {
            const struct hit *hit = &score->hits.items[h];
            json_open_object(w, NULL);
            json_put_string(w, "signal", score->rubric->signals[hit->signal].name);
            put_span(w, score, hit);
            json_put_string(w, "by", hit->by);
            if (hit->line > 0)
                json_put_integer(w, "line", (int64_t)hit->line);
            json_close_object(w);
        }
        json_close_array(w);
        json_close_object(w);
    }
    json_close_array(w);
}

static void put_evidence(struct json_writer *w, const struct score *score, const struct hit *hit)
{
    size_t reply = reply_of(score->transcript, hit->message);
    json_open_object(w, NULL);
    json_put_integer(w, "message", hit->message);
    json_put_cstring(w, "side", reply > 0 ? "persona" : "caller");
    if (reply > 0)
        json_put_integer(w, "reply", (int64_t)reply);
    put_span(w, score, hit);
    if (hit->line > 0)
        json_put_integer(w, "line", (int64_t)hit->line);
    json_close_object(w);
}

static void put_finding(struct json_writer *w, const struct score *score, const struct finding *finding)
{
    const struct rule *rule = finding->rule;
    bool scored = finding->outcome == OUTCOME_PASS || finding->outcome == OUTCOME_FAIL;
    json_open_object(w, NULL);
    json_put_string(w, "id", rule->id);
    json_put_cstring(w, "outcome", outcome_name(finding->outcome));
    if (scored)
        json_put_number(w, "score", finding->score);
    else
        json_put_null(w, "score");
    json_put_number(w, "weight", rule->weight);
    json_put_bool(w, "gate", rule->gate);
    json_put_cstring(w, "attribution", attribution_name(finding->by));
    json_put_string(w, "expects", rule->why);
    json_put_string(w, "why", finding->why);
    if (rule->kind == RULE_NEVER && scored && finding->due > 0)
        json_put_number(w, "per_100_replies", (double)finding->met * 100.0 / (double)finding->due);
    json_open_array(w, "evidence");
    for (size_t i = 0; i < finding->evidence_count; i++)
        put_evidence(w, score, finding->evidence[i]);
    json_close_array(w);
    json_open_object(w, "source");
    json_put_string(w, "file", rule->file);
    json_put_integer(w, "line", (int64_t)finding_line(finding));
    json_close_object(w);
    json_close_object(w);
}

static void put_script_faults(struct json_writer *w, const struct transcript *transcript)
{
    json_open_array(w, "script_faults");
    for (size_t m = 0; m < transcript->count; m++) {
        if (transcript->messages[m].move.fault.len == 0)
            continue;
        json_open_object(w, NULL);
        json_put_integer(w, "message", (int64_t)m);
        json_put_string(w, "fault", transcript->messages[m].move.fault);
        json_close_object(w);
    }
    json_close_array(w);
}

static void put_hashes(struct json_writer *w, const struct score *score, const char *hash)
{
    char hex[HASH_HEX + 1], scorer[128];
    json_open_object(w, "hashes");
    if (hash == NULL)
        transcript_hash(score->transcript, hex);
    json_put_cstring(w, "transcript", hash != NULL ? hash : hex);
    json_put_cstring(w, "rubric", score->rubric->hash);
    snprintf(scorer, sizeof scorer, "%s pcre2 %s utf8proc %s", scorer_version(), pattern_engine_version(),
             normalise_version());
    json_put_cstring(w, "scorer", scorer);
    json_close_object(w);
}

void score_write(const struct score *score, const char *hash, struct json_writer *w)
{
    json_open_object(w, NULL);
    json_put_cstring(w, "schema", "fidelio.score/1");
    json_put_string(w, "id", score->transcript->id);
    bool named = score->transcript->scenario.len > 0 || score->rubric->scenario == NULL;
    json_put_string(w, "scenario", named ? score->transcript->scenario : score->rubric->scenario->id);
    json_put_cstring(w, "verdict", verdict_name(score->verdict));
    if (score->rubric->subject == ROLE_CALLER) {
        json_put_cstring(w, "subject", "caller");
        json_put_bool(w, "valid", score->not_valid == NULL);
    }
    if (score->has_fidelity)
        json_put_number(w, "fidelity", score->fidelity);
    else
        json_put_null(w, "fidelity");
    if (score->has_judged)
        json_put_number(w, "judged_fidelity", score->judged_fidelity);
    json_put_number(w, "coverage", score->coverage);
    json_open_object(w, "dimensions");
    for (size_t i = 0; i < score->dimension_count; i++)
        json_put_number(w, score->dimensions[i].name, score->dimensions[i].value);
    json_close_object(w);
    put_ending(w, &score->ending);
    put_concerns(w, score);
    put_replies(w, score);
    json_open_array(w, "rules");
    for (size_t i = 0; i < score->finding_count; i++)
        put_finding(w, score, &score->findings[i]);
    json_close_array(w);
    put_script_faults(w, score->transcript);
    put_hashes(w, score, hash);
    json_close_object(w);
}
