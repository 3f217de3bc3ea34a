/* fidelio.score/1: one line a conversation. What all lines of a rubric say of its rules and concerns is text that is
 * made once; only what differs is written. */
#include "score/score.h"

#include "base/hash.h"
#include "syntax/json_writer.h"
#include "text/normalise.h"
#include "text/utf8.h"

#include <stdlib.h>

/* A rule's text around what differs: the outcome, the score, the attribution, the why, the evidence, the line. */
struct rule_form {
    struct str id, weight, expects, source;
};
struct rubric_form {
    const struct rubric *rubric; /* borrowed */
    struct rule_form *rules;
    struct str *signals;  /* the beginning of a signal in a reply */
    struct str *concerns; /* the beginning of a concern */
    struct str scorer;    /* the end of the line */
};
struct score_forms {
    struct arena arena;
    struct rubric_form *forms;
    size_t count;
};

/* JSON text between two writes of a form: what was put since `from`, without the braces or the comma around it. */
static struct str cut(struct arena *arena, const struct buf *text, size_t from, size_t to)
{
    return str_dup(arena, str_slice(buf_str(text), from, to));
}

static struct rule_form rule_form(struct arena *arena, const struct rule *rule)
{
    struct rule_form form;
    struct json_writer w;
    struct buf text;
    buf_init(&text, 0);
    json_writer_init(&w, &text, 0);
    json_open_object(&w, NULL);
    json_put_string(&w, "id", rule->id);
    buf_add(&text, STR(",\"outcome\":\""));
    form.id = cut(arena, &text, 0, text.len);
    buf_clear(&text);
    json_put_number(&w, "weight", rule->weight);
    json_put_bool(&w, "gate", rule->gate);
    buf_add(&text, STR(",\"attribution\":\""));
    form.weight = cut(arena, &text, 0, text.len);
    buf_clear(&text);
    buf_add_byte(&text, '"');
    json_put_string(&w, "expects", rule->why);
    buf_add(&text, STR(",\"why\":"));
    form.expects = cut(arena, &text, 0, text.len);
    buf_clear(&text);
    json_open_object(&w, "source");
    json_put_string(&w, "file", rule->file);
    buf_add(&text, STR(",\"line\":"));
    form.source = cut(arena, &text, 0, text.len);
    buf_release(&text);
    return form;
}

/* The beginning of an object that has a name and, where it is given, a level. */
static struct str named_form(struct arena *arena, const char *key, struct str name, const char *level, const char *next)
{
    struct json_writer w;
    struct buf text;
    buf_init(&text, 0);
    json_writer_init(&w, &text, 0);
    json_open_object(&w, NULL);
    json_put_string(&w, key, name);
    if (level != NULL)
        json_put_cstring(&w, "level", level);
    buf_add_cstring(&text, next);
    struct str form = cut(arena, &text, 0, text.len);
    buf_release(&text);
    return form;
}

static struct str scorer_form(struct arena *arena, const struct rubric *rubric)
{
    return str_from(arena_printf(arena, "\",\"rubric\":\"%s\",\"scorer\":\"%s pcre2 %s utf8proc %s\"}}", rubric->hash,
                                 scorer_version(), pattern_engine_version(), normalise_version()));
}

static struct rubric_form rubric_form(struct arena *arena, const struct rubric *rubric)
{
    struct rubric_form form = {.rubric = rubric,
                               .rules = arena_array(arena, rubric->rule_count, sizeof *form.rules),
                               .signals = arena_array(arena, rubric->signal_count, sizeof *form.signals),
                               .scorer = scorer_form(arena, rubric)};
    for (size_t i = 0; i < rubric->rule_count; i++)
        form.rules[i] = rule_form(arena, &rubric->rules[i]);
    for (size_t i = 0; i < rubric->signal_count; i++)
        form.signals[i] = named_form(arena, "signal", rubric->signals[i].name, NULL, ",\"start\":");
    size_t concerns = rubric->scenario != NULL ? rubric->scenario->callee.concern_count : 0;
    form.concerns = arena_array(arena, concerns, sizeof *form.concerns);
    for (size_t i = 0; i < concerns; i++) {
        const struct concern *concern = &rubric->scenario->callee.concerns[i];
        form.concerns[i] =
            named_form(arena, "text", concern->text, concern_level_name(concern->level), ",\"replies\":[");
    }
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

/* ---- one line ---- */

struct line {
    struct buf *out;
    const struct score *score;
    const struct rubric_form *form;
    size_t *replies; /* of each message: the number of the reply that it is, 0 for the caller's */
    size_t *spans;   /* of each hit: where its span begins in `out`, and where it ends; 0 where it is not written yet */
};

static void put(struct line *line, struct str json)
{
    buf_add(line->out, json);
}

static void put_text(struct line *line, struct str text)
{
    struct json_writer w;
    json_writer_init(&w, line->out, 0);
    json_put_string(&w, NULL, text);
}

static void put_integer(struct line *line, size_t value)
{
    struct json_writer w;
    json_writer_init(&w, line->out, 0);
    json_put_integer(&w, NULL, (int64_t)value);
}

static void put_number(struct line *line, bool known, double value)
{
    struct json_writer w;
    json_writer_init(&w, line->out, 0);
    if (known)
        json_put_number(&w, NULL, value);
    else
        json_put_null(&w, NULL);
}

/* Numbers in square brackets, of which the first is open. */
static void put_list(struct line *line, const size_t *numbers, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            put(line, STR(","));
        put_integer(line, numbers[i]);
    }
    put(line, STR("]"));
}

/* The same hit is evidence of several rules: its text is written once and copied from then on. */
static void put_span(struct line *line, const struct hit *hit)
{
    size_t *span = &line->spans[2 * (size_t)(hit - line->score->hits.items)];
    if (span[1] > 0 && buf_reserve(line->out, span[1] - span[0])) {
        put(line, str_slice(buf_str(line->out), span[0], span[1]));
        return;
    }
    span[0] = line->out->len;
    struct str content = line->score->transcript->messages[hit->message].content;
    put_integer(line, hit->span.start);
    put(line, STR(",\"end\":"));
    put_integer(line, hit->span.end);
    put(line, STR(",\"text\":"));
    put_text(line, utf8_slice(content, hit->span.start, hit->span.end));
    span[1] = line->out->len;
}

static void put_line_of(struct line *line, const struct hit *hit)
{
    if (hit->line > 0) {
        put(line, STR(",\"line\":"));
        put_integer(line, hit->line);
    }
    put(line, STR("}"));
}

static void put_ending(struct line *line, const struct ending *ending)
{
    put(line, STR(",\"ending\":{\"verdict\":\""));
    put(line, str_from(ending_verdict_name(ending->verdict)));
    put(line, STR("\",\"conditions\":["));
    put_list(line, ending->conditions, ending->condition_count);
    put(line, STR(",\"reply\":"));
    put_integer(line, ending->reply);
    put(line, STR(",\"ended_by\":\""));
    put(line, str_from(ended_by_name(ending->ended_by)));
    put(line, STR("\",\"permitted\":\""));
    put(line, ending->must ? STR("must") : ending->may ? STR("may") : STR("may not"));
    put(line, STR("\",\"why\":"));
    put_text(line, ending->why);
    put(line, STR("}"));
}

static void put_concerns(struct line *line)
{
    const struct score *score = line->score;
    put(line, STR(",\"concerns\":["));
    for (size_t i = 0; i < score->concern_count; i++) {
        if (i > 0)
            put(line, STR(","));
        put(line, line->form->concerns[i]);
        put_list(line, score->concerns[i].replies, score->concerns[i].reply_count);
        put(line, STR("}"));
    }
    put(line, STR("]"));
}

static void put_signals(struct line *line, size_t message, size_t *h)
{
    const struct hits *hits = &line->score->hits;
    while (*h < hits->count && hits->items[*h].message < message)
        (*h)++;
    for (size_t first = *h; *h < hits->count && hits->items[*h].message == message; (*h)++) {
        const struct hit *hit = &hits->items[*h];
        if (*h > first)
            put(line, STR(","));
        put(line, line->form->signals[hit->signal]);
        put_span(line, hit);
        put(line, STR(",\"by\":"));
        put_text(line, hit->by);
        put_line_of(line, hit);
    }
}

static void put_replies(struct line *line)
{
    const struct transcript *transcript = line->score->transcript;
    size_t h = 0;
    put(line, STR(",\"replies\":["));
    for (size_t m = 0; m < transcript->count; m++) {
        size_t reply = line->replies[m];
        if (reply == 0)
            continue;
        put(line, reply > 1 ? STR(",{\"reply\":") : STR("{\"reply\":"));
        put_integer(line, reply);
        put(line, STR(",\"signals\":["));
        put_signals(line, m, &h);
        put(line, STR("]}"));
    }
    put(line, STR("]"));
}

static void put_evidence(struct line *line, const struct hit *hit)
{
    size_t reply = line->replies[hit->message];
    put(line, STR("{\"message\":"));
    put_integer(line, hit->message);
    put(line, reply > 0 ? STR(",\"side\":\"persona\",\"reply\":") : STR(",\"side\":\"caller\""));
    if (reply > 0)
        put_integer(line, reply);
    put(line, STR(",\"start\":"));
    put_span(line, hit);
    put_line_of(line, hit);
}

static void put_finding(struct line *line, const struct finding *finding, const struct rule_form *form)
{
    bool scored = finding->outcome == OUTCOME_PASS || finding->outcome == OUTCOME_FAIL;
    put(line, form->id);
    put(line, str_from(outcome_name(finding->outcome)));
    put(line, STR("\",\"score\":"));
    put_number(line, scored, finding->score);
    put(line, form->weight);
    put(line, str_from(attribution_name(finding->by)));
    put(line, form->expects);
    put_text(line, finding->why);
    if (finding->rule->kind == RULE_NEVER && scored && finding->due > 0) {
        put(line, STR(",\"per_100_replies\":"));
        put_number(line, true, (double)finding->met * 100.0 / (double)finding->due);
    }
    put(line, STR(",\"evidence\":["));
    for (size_t i = 0; i < finding->evidence_count; i++) {
        if (i > 0)
            put(line, STR(","));
        put_evidence(line, finding->evidence[i]);
    }
    put(line, STR("]"));
    put(line, form->source);
    put_integer(line, finding_line(finding));
    put(line, STR("}}"));
}

static void put_rules(struct line *line)
{
    const struct score *score = line->score;
    put(line, STR(",\"rules\":["));
    for (size_t i = 0; i < score->finding_count; i++) {
        if (i > 0)
            put(line, STR(","));
        put_finding(line, &score->findings[i], &line->form->rules[score->findings[i].rule - score->rubric->rules]);
    }
    put(line, STR("]"));
}

static void put_script_faults(struct line *line)
{
    const struct transcript *transcript = line->score->transcript;
    bool first = true;
    put(line, STR(",\"script_faults\":["));
    for (size_t m = 0; m < transcript->count; m++) {
        if (transcript->messages[m].move.fault.len == 0)
            continue;
        put(line, first ? STR("{\"message\":") : STR(",{\"message\":"));
        put_integer(line, m);
        put(line, STR(",\"fault\":"));
        put_text(line, transcript->messages[m].move.fault);
        put(line, STR("}"));
        first = false;
    }
    put(line, STR("]"));
}

static void put_fidelity(struct line *line)
{
    const struct score *score = line->score;
    if (score->rubric->subject == ROLE_CALLER)
        put(line, score->not_valid == NULL ? STR(",\"subject\":\"caller\",\"valid\":true")
                                           : STR(",\"subject\":\"caller\",\"valid\":false"));
    put(line, STR(",\"fidelity\":"));
    put_number(line, score->has_fidelity, score->fidelity);
    if (score->has_judged) {
        put(line, STR(",\"judged_fidelity\":"));
        put_number(line, true, score->judged_fidelity);
    }
    put(line, STR(",\"coverage\":"));
    put_number(line, true, score->coverage);
    put(line, STR(",\"dimensions\":{"));
    for (size_t i = 0; i < score->dimension_count; i++) {
        if (i > 0)
            put(line, STR(","));
        put_text(line, str_from(score->dimensions[i].name));
        put(line, STR(":"));
        put_number(line, true, score->dimensions[i].value);
    }
    put(line, STR("}"));
}

static void put_all(struct line *line, const char *hash)
{
    const struct score *score = line->score;
    char hex[HASH_HEX + 1];
    bool named = score->transcript->scenario.len > 0 || score->rubric->scenario == NULL;
    put(line, STR("{\"schema\":\"fidelio.score/1\",\"id\":"));
    put_text(line, score->transcript->id);
    put(line, STR(",\"scenario\":"));
    put_text(line, named ? score->transcript->scenario : score->rubric->scenario->id);
    put(line, STR(",\"verdict\":\""));
    put(line, str_from(verdict_name(score->verdict)));
    put(line, STR("\""));
    put_fidelity(line);
    put_ending(line, &score->ending);
    put_concerns(line);
    put_replies(line);
    put_rules(line);
    put_script_faults(line);
    put(line, STR(",\"hashes\":{\"transcript\":\""));
    if (hash == NULL)
        transcript_hash(score->transcript, hex);
    put(line, str_from(hash != NULL ? hash : hex));
    put(line, line->form->scorer);
}

static const struct rubric_form *form_of(const struct score_forms *forms, const struct rubric *rubric)
{
    size_t i = 0;
    while (i < forms->count && forms->forms[i].rubric != rubric)
        i++;
    return &forms->forms[i];
}

void score_write(const struct score *score, const char *hash, const struct score_forms *forms, struct buf *out)
{
    const struct transcript *transcript = score->transcript;
    struct score_forms *own = forms == NULL ? score_forms_new(&score->rubric, 1) : NULL;
    struct line line = {.out = out, .score = score, .form = form_of(forms != NULL ? forms : own, score->rubric)};
    size_t reply = 0;
    line.replies = memory_alloc((transcript->count + 2 * score->hits.count) * sizeof *line.replies);
    line.spans = line.replies + transcript->count;
    for (size_t m = 0; m < transcript->count; m++)
        line.replies[m] = transcript->messages[m].role == ROLE_PERSONA ? ++reply : 0;
    put_all(&line, hash);
    free(line.replies);
    score_forms_free(own);
}
