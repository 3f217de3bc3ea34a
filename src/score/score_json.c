/* fidelio.score/1: one line a conversation. What all lines of a rubric say of its rules and concerns is text that is
 * made once; only what differs is written. */
#include "score/score.h"

#include "base/hash.h"
#include "syntax/json_writer.h"
#include "text/normalise.h"
#include "text/utf8.h"

#include <math.h>
#include <stdlib.h>

/* What most findings are. */
static const struct finding usual[] = {
    {.outcome = OUTCOME_PASS, .score = 1, .by = BY_NOBODY},
    {.outcome = OUTCOME_FAIL, .score = 0, .by = BY_PERSONA},
    {.outcome = OUTCOME_NOT_APPLICABLE, .score = 0, .by = BY_NOBODY},
};
enum { USUALS = sizeof usual / sizeof *usual };

/* Members as JSON text. */
struct rule_form {
    struct str usual[USUALS]; /* up to the why */
    struct str source;
};
struct rubric_form {
    const struct rubric *rubric; /* borrowed */
    struct rule_form *rules;
    struct str *signals;  /* of a signal in a reply */
    struct str *concerns; /* its text and level */
    struct str scorer;
};
struct score_forms {
    struct arena arena;
    struct rubric_form *forms;
    size_t count;
};

/* The members that were put since the last cut. */
static struct str cut(struct arena *arena, struct json_writer *w)
{
    struct str members = str_dup(arena, buf_str(w->out));
    buf_clear(w->out);
    w->first = true;
    return members;
}

static bool was_scored(const struct finding *finding)
{
    return finding->outcome == OUTCOME_PASS || finding->outcome == OUTCOME_FAIL;
}

/* All up to its why. */
static void put_outcome(struct json_writer *w, const struct rule *rule, const struct finding *finding)
{
    json_put_string(w, "id", rule->id);
    json_put_name(w, "outcome", outcome_name(finding->outcome));
    json_put_number(w, "score", was_scored(finding) ? finding->score : NAN);
    json_put_number(w, "weight", rule->weight);
    json_put_bool(w, "gate", rule->gate);
    json_put_name(w, "attribution", attribution_name(finding->by));
    json_put_string(w, "expects", rule->why);
}

static void put_source(struct json_writer *w, const struct rule *rule, size_t line)
{
    json_open_object(w, "source");
    json_put_string(w, "file", rule->file);
    json_put_integer(w, "line", (int64_t)line);
    json_close_object(w);
}

static struct rule_form rule_form(struct arena *arena, struct json_writer *w, const struct rule *rule)
{
    struct rule_form form;
    for (size_t i = 0; i < USUALS; i++) {
        put_outcome(w, rule, &usual[i]);
        form.usual[i] = cut(arena, w);
    }
    put_source(w, rule, rule->line);
    form.source = cut(arena, w);
    return form;
}

static struct str scorer_form(struct arena *arena, struct json_writer *w, const struct rubric *rubric)
{
    json_put_cstring(w, "rubric", rubric->hash);
    json_put_cstring(w, "scorer",
                     arena_printf(arena, "%s pcre2 %s utf8proc %s", scorer_version(), pattern_engine_version(),
                                  normalise_version()));
    return cut(arena, w);
}

static struct rubric_form rubric_form(struct arena *arena, const struct rubric *rubric)
{
    size_t concerns = rubric->scenario != NULL ? rubric->scenario->callee.concern_count : 0;
    struct rubric_form form = {.rubric = rubric,
                               .rules = arena_array(arena, rubric->rule_count, sizeof *form.rules),
                               .signals = arena_array(arena, rubric->signal_count, sizeof *form.signals),
                               .concerns = arena_array(arena, concerns, sizeof *form.concerns)};
    struct json_writer w;
    struct buf text;
    buf_init(&text, 0);
    json_writer_init(&w, &text, 0);
    for (size_t i = 0; i < rubric->rule_count; i++)
        form.rules[i] = rule_form(arena, &w, &rubric->rules[i]);
    for (size_t i = 0; i < rubric->signal_count; i++) {
        json_put_string(&w, "signal", rubric->signals[i].name);
        form.signals[i] = cut(arena, &w);
    }
    for (size_t i = 0; i < concerns; i++) {
        const struct concern *concern = &rubric->scenario->callee.concerns[i];
        json_put_string(&w, "text", concern->text);
        json_put_cstring(&w, "level", concern_level_name(concern->level));
        form.concerns[i] = cut(arena, &w);
    }
    form.scorer = scorer_form(arena, &w, rubric);
    buf_release(&text);
    return form;
}

struct score_forms *score_forms_new(const struct rubric *const *rubrics, size_t count)
{
    struct score_forms *forms = memory_alloc(sizeof *forms);
    arena_init(&forms->arena);
    forms->forms = arena_array(&forms->arena, count, sizeof *forms->forms);
    forms->count = count;
    for (size_t i = 0; i < count; i++)
        forms->forms[i] = rubric_form(&forms->arena, rubrics[i]);
    return forms;
}

void score_forms_free(struct score_forms *forms)
{
    if (forms == NULL)
        return;
    arena_release(&forms->arena);
    free(forms);
}

/* A piece of the text that is written. */
struct piece {
    size_t from, to; /* to: 0 while it is not written */
};
/* The same hit is evidence of several rules: what is written of it once is copied from then on. */
struct written {
    struct piece span, evidence;
};
struct line {
    struct json_writer w;
    const struct score *score;
    const struct rubric_form *form;
    size_t *replies;      /* of each message: the number of the reply that it is, 0 for the caller's */
    struct written *hits; /* of each hit */
};

static bool put_again(struct json_writer *w, const struct piece *piece)
{
    if (piece->to == 0)
        return false;
    if (buf_reserve(w->out, 1 + piece->to - piece->from))
        json_put_raw(w, NULL, str_slice(buf_str(w->out), piece->from, piece->to));
    return true;
}

static void put_size(struct line *line, const char *key, size_t value)
{
    json_put_integer(&line->w, key, (int64_t)value);
}

static void put_list(struct line *line, const char *key, const size_t *numbers, size_t count)
{
    json_open_array(&line->w, key);
    for (size_t i = 0; i < count; i++)
        put_size(line, NULL, numbers[i]);
    json_close_array(&line->w);
}

static void put_span(struct line *line, const struct hit *hit)
{
    struct piece *span = &line->hits[hit - line->score->hits.items].span;
    if (put_again(&line->w, span))
        return;
    struct str content = line->score->transcript->messages[hit->message].content;
    span->from = line->w.out->len + 1; /* behind the comma */
    put_size(line, "start", hit->span.start);
    put_size(line, "end", hit->span.end);
    json_put_string(&line->w, "text", utf8_slice(content, hit->span.start, hit->span.end));
    span->to = line->w.out->len;
}

static void put_line_of(struct line *line, const struct hit *hit)
{
    if (hit->line > 0)
        put_size(line, "line", hit->line);
}

static void put_ending(struct line *line, const struct ending *ending)
{
    struct json_writer *w = &line->w;
    json_open_object(w, "ending");
    json_put_name(w, "verdict", ending_verdict_name(ending->verdict));
    put_list(line, "conditions", ending->conditions, ending->condition_count);
    put_size(line, "reply", ending->reply);
    json_put_name(w, "ended_by", ended_by_name(ending->ended_by));
    json_put_name(w, "permitted", ending->must ? "must" : ending->may ? "may" : "may not");
    json_put_string(w, "why", ending->why);
    json_close_object(w);
}

static void put_concerns(struct line *line)
{
    const struct score *score = line->score;
    json_open_array(&line->w, "concerns");
    for (size_t i = 0; i < score->concern_count; i++) {
        json_open_object(&line->w, NULL);
        json_put_raw(&line->w, NULL, line->form->concerns[i]);
        put_list(line, "replies", score->concerns[i].replies, score->concerns[i].reply_count);
        json_close_object(&line->w);
    }
    json_close_array(&line->w);
}

static void put_signals(struct line *line, size_t message, size_t *h)
{
    const struct hits *hits = &line->score->hits;
    struct json_writer *w = &line->w;
    while (*h < hits->count && hits->items[*h].message < message)
        (*h)++;
    json_open_array(w, "signals");
    for (; *h < hits->count && hits->items[*h].message == message; (*h)++) {
        const struct hit *hit = &hits->items[*h];
        json_open_object(w, NULL);
        json_put_raw(w, NULL, line->form->signals[hit->signal]);
        put_span(line, hit);
        json_put_string(w, "by", hit->by);
        put_line_of(line, hit);
        json_close_object(w);
    }
    json_close_array(w);
}

static void put_replies(struct line *line)
{
    const struct transcript *transcript = line->score->transcript;
    size_t h = 0;
    json_open_array(&line->w, "replies");
    for (size_t m = 0; m < transcript->count; m++) {
        if (line->replies[m] == 0)
            continue;
        json_open_object(&line->w, NULL);
        put_size(line, "reply", line->replies[m]);
        put_signals(line, m, &h);
        json_close_object(&line->w);
    }
    json_close_array(&line->w);
}

static void put_evidence(struct line *line, const struct hit *hit)
{
    struct piece *evidence = &line->hits[hit - line->score->hits.items].evidence;
    struct json_writer *w = &line->w;
    size_t reply = line->replies[hit->message];
    if (put_again(w, evidence))
        return;
    json_open_object(w, NULL);
    evidence->from = w->out->len - 1;
    put_size(line, "message", hit->message);
    json_put_name(w, "side", reply > 0 ? "persona" : "caller");
    if (reply > 0)
        put_size(line, "reply", reply);
    put_span(line, hit);
    put_line_of(line, hit);
    json_close_object(w);
    evidence->to = w->out->len;
}

static void put_finding(struct line *line, const struct finding *finding, const struct rule_form *form)
{
    struct json_writer *w = &line->w;
    size_t kind = 0;
    while (kind < USUALS && (finding->outcome != usual[kind].outcome || finding->by != usual[kind].by ||
                             (was_scored(finding) && fabs(finding->score - usual[kind].score) > 0)))
        kind++;
    json_open_object(w, NULL);
    if (kind < USUALS)
        json_put_raw(w, NULL, form->usual[kind]);
    else
        put_outcome(w, finding->rule, finding);
    json_put_string(w, "why", finding->why);
    if (finding->rule->kind == RULE_NEVER && was_scored(finding) && finding->due > 0)
        json_put_number(w, "per_100_replies", (double)finding->met * 100.0 / (double)finding->due);
    json_open_array(w, "evidence");
    for (size_t i = 0; i < finding->evidence_count; i++)
        put_evidence(line, finding->evidence[i]);
    json_close_array(w);
    if (finding->line == 0)
        json_put_raw(w, NULL, form->source);
    else
        put_source(w, finding->rule, finding->line);
    json_close_object(w);
}

static void put_rules(struct line *line)
{
    const struct score *score = line->score;
    json_open_array(&line->w, "rules");
    for (size_t i = 0; i < score->finding_count; i++)
        put_finding(line, &score->findings[i], &line->form->rules[score->findings[i].rule - score->rubric->rules]);
    json_close_array(&line->w);
}

static void put_script_faults(struct line *line)
{
    const struct transcript *transcript = line->score->transcript;
    struct json_writer *w = &line->w;
    json_open_array(w, "script_faults");
    for (size_t m = 0; m < transcript->count; m++) {
        if (transcript->messages[m].move.fault.len == 0)
            continue;
        json_open_object(w, NULL);
        put_size(line, "message", m);
        json_put_string(w, "fault", transcript->messages[m].move.fault);
        json_close_object(w);
    }
    json_close_array(w);
}

static void put_fidelity(struct line *line)
{
    const struct score *score = line->score;
    struct json_writer *w = &line->w;
    if (score->rubric->subject == ROLE_CALLER) {
        json_put_name(w, "subject", "caller");
        json_put_bool(w, "valid", score->not_valid == NULL);
    }
    json_put_number(w, "fidelity", score->has_fidelity ? score->fidelity : NAN);
    if (score->has_judged)
        json_put_number(w, "judged_fidelity", score->judged_fidelity);
    json_put_number(w, "coverage", score->coverage);
    json_open_object(w, "dimensions");
    for (size_t i = 0; i < score->dimension_count; i++)
        json_put_number(w, score->dimensions[i].name, score->dimensions[i].value);
    json_close_object(w);
}

static void put_all(struct line *line)
{
    const struct score *score = line->score;
    struct json_writer *w = &line->w;
    char hex[HASH_HEX + 1];
    bool named = score->transcript->scenario.len > 0 || score->rubric->scenario == NULL;
    transcript_hash(score->transcript, hex);
    json_open_object(w, NULL);
    json_put_cstring(w, "schema", "fidelio.score/1");
    json_put_string(w, "id", score->transcript->id);
    json_put_string(w, "scenario", named ? score->transcript->scenario : score->rubric->scenario->id);
    json_put_name(w, "verdict", verdict_name(score->verdict));
    put_fidelity(line);
    put_ending(line, &score->ending);
    put_concerns(line);
    put_replies(line);
    put_rules(line);
    put_script_faults(line);
    json_open_object(w, "hashes");
    json_put_name(w, "transcript", hex);
    json_put_raw(w, NULL, line->form->scorer);
    json_close_object(w);
    json_close_object(w);
}

static const struct rubric_form *form_of(const struct score_forms *forms, const struct rubric *rubric)
{
    size_t i = 0;
    while (i < forms->count && forms->forms[i].rubric != rubric)
        i++;
    return &forms->forms[i];
}

void score_write(const struct score *score, const struct score_forms *forms, struct buf *out)
{
    const struct transcript *transcript = score->transcript;
    struct score_forms *own = forms == NULL ? score_forms_new(&score->rubric, 1) : NULL;
    struct line line = {.score = score, .form = form_of(forms != NULL ? forms : own, score->rubric)};
    size_t reply = 0;
    json_writer_init(&line.w, out, 0);
    line.hits = memory_alloc(score->hits.count * sizeof *line.hits + transcript->count * sizeof *line.replies);
    line.replies = (size_t *)(line.hits + score->hits.count);
    for (size_t m = 0; m < transcript->count; m++)
        line.replies[m] = transcript->messages[m].role == ROLE_PERSONA ? ++reply : 0;
    put_all(&line);
    free(line.hits);
    score_forms_free(own);
}
