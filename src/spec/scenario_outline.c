#include "spec/scenario_outline.h"

#include <stdio.h>

/* One line: number, indentation, text; line breaks in the text become spaces. */
static void put(struct buf *out, size_t line, int depth, const char *head, struct str text)
{
    if (line > 0)
        buf_printf(out, "%5zu  %*s%s", line, depth * 2, "", head);
    else
        buf_printf(out, "       %*s%s", depth * 2, "", head);
    for (size_t i = 0; i < text.len; i++)
        buf_add_byte(out, text.ptr[i] == '\n' || text.ptr[i] == '\r' || text.ptr[i] == '\t' ? ' ' : text.ptr[i]);
    buf_add_byte(out, '\n');
}

static void put_field(struct buf *out, size_t line, const char *name, struct str text)
{
    if (text.len == 0) {
        put(out, 0, 1, name, STR(" (missing)"));
        return;
    }
    put(out, line, 1, name, (struct str){0});
    put(out, 0, 2, "", text);
}

static void put_count(struct buf *out, const char *name, size_t count)
{
    if (count == 0)
        buf_printf(out, "         %s (missing)\n", name);
    else
        buf_printf(out, "         %s (%zu)\n", name, count);
}

static void put_texts(struct buf *out, const char *name, const struct line_texts *texts, bool numbered)
{
    put_count(out, name, texts->count);
    for (size_t i = 0; i < texts->count; i++) {
        char head[32] = "";
        if (numbered)
            snprintf(head, sizeof head, "%zu. ", i + 1);
        put(out, texts->items[i].line, 2, head, texts->items[i].text);
    }
}

static void put_step(struct buf *out, const struct step *step)
{
    char head[32];
    snprintf(head, sizeof head, "%zu. ", step->number);
    put(out, step->line, 2, head, step->title);
    for (size_t i = 0; i < step->utterances.count; i++)
        put(out, step->utterances.items[i].line, 3, "says ", step->utterances.items[i].text);
    for (size_t i = 0; i < step->conditions.count; i++)
        put(out, step->conditions.items[i].line, 3, "unspoken ", step->conditions.items[i].text);
    for (size_t i = 0; i < step->branch_count; i++) {
        const struct branch *branch = &step->branches[i];
        put(out, branch->line, 3, "when ", branch->when);
        for (size_t k = 0; k < branch->utterances.count; k++)
            put(out, branch->utterances.items[k].line, 4, "says ", branch->utterances.items[k].text);
    }
}

static void put_half(struct buf *out, const char *name, size_t line, size_t end_line)
{
    if (line == 0)
        buf_printf(out, "%s (missing)\n", name);
    else
        buf_printf(out, "%s, lines %zu to %zu\n", name, line, end_line);
}

static void put_caller(struct buf *out, const struct caller_half *caller)
{
    put_half(out, "caller", caller->line, caller->end_line);
    put_field(out, caller->role_line, "role", caller->role);
    put_field(out, caller->task_line, "task", caller->task);
    put_texts(out, "profile", &caller->profile, false);
    put_count(out, "steps", caller->step_count);
    for (size_t i = 0; i < caller->step_count; i++)
        put_step(out, &caller->steps[i]);
    put_count(out, "questions and answers", caller->qa_count);
    for (size_t i = 0; i < caller->qa_count; i++) {
        put(out, caller->qa[i].line, 2, "Q ", caller->qa[i].question);
        put(out, caller->qa[i].answer_line, 2, "A ", caller->qa[i].answer);
    }
    put_field(out, caller->opening_line, "opening", caller->opening);
    put_texts(out, "end conditions", &caller->end_conditions, true);
    put_field(out, caller->closing_line, "closing", caller->closing);
}

static void put_callee(struct buf *out, const struct callee_half *callee)
{
    static const char *const heads[] = {"primary ", "secondary ", "latent "};
    put_half(out, "callee", callee->line, callee->end_line);
    put_field(out, callee->role_line, "role", callee->role);
    put_texts(out, "background", &callee->background, false);
    put_count(out, "concerns", callee->concern_count);
    for (size_t i = 0; i < callee->concern_count; i++)
        put(out, callee->concerns[i].line, 2, heads[callee->concerns[i].level], callee->concerns[i].text);
    put_texts(out, "behaviours", &callee->behaviours, false);
    put_texts(out, "negative examples", &callee->negative, false);
    put_texts(out, "positive examples", &callee->positive, false);
    put_texts(out, "end conditions", &callee->end_conditions, true);
}

void scenario_outline(const struct scenario *scenario, struct buf *out)
{
    buf_printf(out, "%.*s (%s)", STR_FORMAT(scenario->id), lang_name(scenario->lang));
    for (size_t i = 0; i < scenario->tag_count; i++)
        buf_printf(out, "%s%.*s: %.*s", i == 0 ? "  " : ", ", STR_FORMAT(scenario->tags[i].name),
                   STR_FORMAT(scenario->tags[i].value));
    buf_add_byte(out, '\n');
    put_caller(out, &scenario->caller);
    put_callee(out, &scenario->callee);
    if (scenario->warning_count > 0)
        buf_printf(out, "warnings (%zu)\n", scenario->warning_count);
    for (size_t i = 0; i < scenario->warning_count; i++)
        put(out, scenario->warnings[i].line, 1, "", scenario->warnings[i].message);
}
