#include "spec/scenario_json.h"

#include "base/arena.h"

static void put_line(struct json_writer *w, size_t line)
{
    json_put_integer(w, "line", (int64_t)line);
}

static void put_utterances(struct json_writer *w, const char *key, const struct line_texts *texts)
{
    json_open_array(w, key);
    for (size_t i = 0; i < texts->count; i++)
        json_put_string(w, NULL, texts->items[i].text);
    json_close_array(w);
}

static void put_lines(struct json_writer *w, const char *key, const struct line_texts *texts, bool numbered)
{
    json_open_array(w, key);
    for (size_t i = 0; i < texts->count; i++) {
        json_open_object(w, NULL);
        if (numbered)
            json_put_integer(w, "number", (int64_t)i + 1);
        json_put_string(w, "text", texts->items[i].text);
        put_line(w, texts->items[i].line);
        json_close_object(w);
    }
    json_close_array(w);
}

static void put_steps(struct json_writer *w, const struct caller_half *caller)
{
    json_open_array(w, "steps");
    for (size_t i = 0; i < caller->step_count; i++) {
        const struct step *step = &caller->steps[i];
        json_open_object(w, NULL);
        json_put_integer(w, "number", (int64_t)step->number);
        json_put_string(w, "title", step->title);
        put_utterances(w, "utterances", &step->utterances);
        json_open_array(w, "branches");
        for (size_t k = 0; k < step->branch_count; k++) {
            json_open_object(w, NULL);
            json_put_string(w, "when", step->branches[k].when);
            put_utterances(w, "utterances", &step->branches[k].utterances);
            json_close_object(w);
        }
        json_close_array(w);
        put_line(w, step->line);
        json_close_object(w);
    }
    json_close_array(w);
}

static void put_qa(struct json_writer *w, const struct caller_half *caller)
{
    json_open_array(w, "qa");
    for (size_t i = 0; i < caller->qa_count; i++) {
        json_open_object(w, NULL);
        json_put_integer(w, "number", (int64_t)caller->qa[i].number);
        json_put_string(w, "question", caller->qa[i].question);
        json_put_string(w, "answer", caller->qa[i].answer);
        put_line(w, caller->qa[i].line);
        json_close_object(w);
    }
    json_close_array(w);
}

/* The profile's lines as one text, for the shape says "profile": "...". */
static struct str joined(struct buf *into, const struct line_texts *texts)
{
    for (size_t i = 0; i < texts->count; i++) {
        if (i > 0)
            buf_add_byte(into, '\n');
        buf_add(into, texts->items[i].text);
    }
    return buf_str(into);
}

static void put_caller(struct json_writer *w, const struct caller_half *caller)
{
    struct buf profile;
    buf_init(&profile, 0);
    json_open_object(w, "caller");
    json_put_string(w, "role", caller->role);
    json_put_string(w, "task", caller->task);
    json_put_string(w, "profile", joined(&profile, &caller->profile));
    json_put_string(w, "opening", caller->opening);
    json_put_string(w, "closing", caller->closing);
    put_steps(w, caller);
    put_qa(w, caller);
    put_lines(w, "end_conditions", &caller->end_conditions, true);
    json_close_object(w);
    buf_release(&profile);
}

static void put_callee(struct json_writer *w, const struct callee_half *callee)
{
    json_open_object(w, "callee");
    json_put_string(w, "role", callee->role);
    put_lines(w, "background", &callee->background, false);
    json_open_array(w, "concerns");
    for (size_t i = 0; i < callee->concern_count; i++) {
        json_open_object(w, NULL);
        json_put_cstring(w, "level", concern_level_name(callee->concerns[i].level));
        json_put_string(w, "text", callee->concerns[i].text);
        put_line(w, callee->concerns[i].line);
        json_close_object(w);
    }
    json_close_array(w);
    put_lines(w, "behaviours", &callee->behaviours, false);
    json_open_object(w, "examples");
    put_lines(w, "negative", &callee->negative, false);
    put_lines(w, "positive", &callee->positive, false);
    json_close_object(w);
    put_lines(w, "end_conditions", &callee->end_conditions, true);
    json_close_object(w);
}

/* Keys need a NUL behind them. */
static void put_tags(struct json_writer *w, const struct scenario *scenario)
{
    struct arena arena;
    arena_init(&arena);
    json_open_object(w, "tags");
    for (size_t i = 0; i < scenario->tag_count; i++)
        json_put_string(w, str_cstring(&arena, scenario->tags[i].name), scenario->tags[i].value);
    json_close_object(w);
    arena_release(&arena);
}

void scenario_json(const struct scenario *scenario, struct json_writer *w, const char *key)
{
    json_open_object(w, key);
    json_put_cstring(w, "schema", "fidelio.scenario/1");
    json_put_string(w, "id", scenario->id);
    json_put_cstring(w, "lang", lang_name(scenario->lang));
    put_tags(w, scenario);
    put_caller(w, &scenario->caller);
    put_callee(w, &scenario->callee);
    json_open_array(w, "warnings");
    for (size_t i = 0; i < scenario->warning_count; i++) {
        json_open_object(w, NULL);
        json_put_cstring(w, "id", scenario->warnings[i].id);
        put_line(w, scenario->warnings[i].line);
        json_put_string(w, "message", scenario->warnings[i].message);
        json_close_object(w);
    }
    json_close_array(w);
    json_close_object(w);
}
