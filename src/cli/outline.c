#include "cli/outline.h"

#include "text/printable.h"
#include "text/utf8.h"

#include <stdio.h>

/* One piece of the document on one line: its line number, an indent, what it is, and its text as far as it fits. */
static void entry(const struct ui *ui, struct buf *out, size_t line, size_t indent, const char *label, struct str text)
{
    size_t start = out->len;
    struct buf clean;
    if (line > 0)
        buf_printf(out, "%5zu  ", line);
    else
        buf_add_cstring(out, "       ");
    for (size_t i = 0; i < indent; i++)
        buf_add_byte(out, ' ');
    buf_add_cstring(out, label);
    buf_init(&clean, 0);
    printable_add(&clean, text, 0);
    size_t used = utf8_width(str_slice(buf_str(out), start, out->len)), at = 0, width = 0;
    struct str shown = buf_str(&clean);
    while (at < shown.len) {
        size_t next = at;
        size_t wide = utf8_width_of(utf8_next(shown, &next));
        if (ui->out.interactive && used + width + wide + 2 > ui->out.width)
            break; /* on a terminal a line stays a line; in a file nothing is cut */
        width += wide, at = next;
    }
    buf_add(out, str_slice(shown, 0, at));
    buf_add_cstring(out, at < shown.len ? "…\n" : "\n");
    buf_release(&clean);
}

/* A single text of a half; when it is missing that is said. */
static void field(const struct ui *ui, struct buf *out, size_t line, const char *label, struct str text)
{
    bool missing = text.len == 0;
    entry(ui, out, missing ? 0 : line, 2, label, missing ? str_from(SAY(ui, "(missing)", "（缺）")) : text);
}

static void heading(const struct ui *ui, struct buf *out, size_t line, const char *text, size_t count)
{
    if (line > 0)
        buf_printf(out, "%5zu  ", line);
    else
        buf_add_cstring(out, "       ");
    buf_printf(out, "%s%s%s", ui->out.colour ? "\33[1m" : "", text, ui->out.colour ? "\33[0m" : "");
    if (count == 0)
        buf_add_cstring(out, SAY(ui, " (missing)", "（缺）"));
    else if (count != SIZE_MAX)
        buf_printf(out, " (%zu)", count);
    buf_add_byte(out, '\n');
}

static void lines(const struct ui *ui, struct buf *out, const char *title, const struct line_texts *texts)
{
    heading(ui, out, 0, title, texts->count);
    for (size_t i = 0; i < texts->count; i++)
        entry(ui, out, texts->items[i].line, 2, "", texts->items[i].text);
}

static void numbered(const struct ui *ui, struct buf *out, const char *title, const struct line_texts *texts)
{
    heading(ui, out, 0, title, texts->count);
    for (size_t i = 0; i < texts->count; i++) {
        char label[24];
        snprintf(label, sizeof label, "%zu. ", i + 1);
        entry(ui, out, texts->items[i].line, 2, label, texts->items[i].text);
    }
}

static void spoken(const struct ui *ui, struct buf *out, const struct line_text *text, size_t indent)
{
    struct buf quoted;
    buf_init(&quoted, 0);
    buf_printf(&quoted, "“%.*s”", STR_FORMAT(text->text));
    entry(ui, out, text->line, indent, "", buf_str(&quoted));
    buf_release(&quoted);
}

static void steps(const struct ui *ui, struct buf *out, const struct caller_half *caller)
{
    heading(ui, out, 0, SAY(ui, "steps", "步骤"), caller->step_count);
    for (size_t i = 0; i < caller->step_count; i++) {
        const struct step *step = &caller->steps[i];
        char label[24];
        snprintf(label, sizeof label, "%zu. ", step->number);
        entry(ui, out, step->line, 2, label, step->title);
        for (size_t j = 0; j < step->utterances.count; j++)
            spoken(ui, out, &step->utterances.items[j], 5);
        for (size_t j = 0; j < step->conditions.count; j++)
            entry(ui, out, step->conditions.items[j].line, 5, SAY(ui, "[condition] ", "［条件］"),
                  step->conditions.items[j].text);
        for (size_t j = 0; j < step->branch_count; j++) {
            entry(ui, out, step->branches[j].line, 5, SAY(ui, "[case] ", "［分支］"), step->branches[j].when);
            for (size_t k = 0; k < step->branches[j].utterances.count; k++)
                spoken(ui, out, &step->branches[j].utterances.items[k], 8);
        }
    }
}

static void caller_half(const struct ui *ui, struct buf *out, const struct caller_half *caller)
{
    heading(ui, out, caller->line, SAY(ui, "CALLER", "拨打方"), SIZE_MAX);
    field(ui, out, caller->role_line, SAY(ui, "role: ", "角色："), caller->role);
    field(ui, out, caller->task_line, SAY(ui, "task: ", "任务："), caller->task);
    lines(ui, out, SAY(ui, "customer profile", "客户画像"), &caller->profile);
    field(ui, out, caller->opening_line, SAY(ui, "opening: ", "开场白："), caller->opening);
    steps(ui, out, caller);
    heading(ui, out, 0, SAY(ui, "questions and answers", "问答"), caller->qa_count);
    for (size_t i = 0; i < caller->qa_count; i++) {
        entry(ui, out, caller->qa[i].line, 2, SAY(ui, "Q ", "问 "), caller->qa[i].question);
        entry(ui, out, caller->qa[i].answer_line, 2, SAY(ui, "A ", "答 "), caller->qa[i].answer);
    }
    numbered(ui, out, SAY(ui, "end conditions", "结束条件"), &caller->end_conditions);
    field(ui, out, caller->closing_line, SAY(ui, "closing: ", "结束语："), caller->closing);
}

static void callee_half(const struct ui *ui, struct buf *out, const struct callee_half *callee)
{
    heading(ui, out, callee->line, SAY(ui, "PERSONA", "接听方（人设）"), SIZE_MAX);
    field(ui, out, callee->role_line, SAY(ui, "role: ", "角色："), callee->role);
    lines(ui, out, SAY(ui, "background", "背景"), &callee->background);
    heading(ui, out, 0, SAY(ui, "concerns", "关切点"), callee->concern_count);
    for (size_t i = 0; i < callee->concern_count; i++) {
        static const char *const zh[] = {
            [CONCERN_PRIMARY] = "［首要］", [CONCERN_SECONDARY] = "［次要］", [CONCERN_LATENT] = "［潜在］"};
        static const char *const en[] = {
            [CONCERN_PRIMARY] = "[primary] ", [CONCERN_SECONDARY] = "[secondary] ", [CONCERN_LATENT] = "[latent] "};
        const struct concern *concern = &callee->concerns[i];
        entry(ui, out, concern->line, 2, ui->chinese ? zh[concern->level] : en[concern->level], concern->text);
    }
    lines(ui, out, SAY(ui, "behaviours", "行为模式"), &callee->behaviours);
    lines(ui, out, SAY(ui, "examples: not like this", "反面教材"), &callee->negative);
    lines(ui, out, SAY(ui, "examples: like this", "正面教材"), &callee->positive);
    numbered(ui, out, SAY(ui, "end conditions", "结束条件"), &callee->end_conditions);
}

void outline_text(const struct ui *ui, const struct scenario *scenario, struct buf *out)
{
    printable_add(out, scenario->id, 0);
    buf_printf(out, "  (%s)\n", lang_name(scenario->lang));
    for (size_t i = 0; i < scenario->tag_count; i++) {
        buf_add_cstring(out, "       ");
        printable_add(out, scenario->tags[i].name, 0);
        buf_add_cstring(out, ": ");
        printable_add(out, scenario->tags[i].value, 0);
        buf_add_byte(out, '\n');
    }
    if (scenario->has_caller)
        caller_half(ui, out, &scenario->caller);
    if (scenario->has_callee)
        callee_half(ui, out, &scenario->callee);
    if (scenario->warning_count > 0)
        heading(ui, out, 0, SAY(ui, "WARNINGS", "警告"), scenario->warning_count);
    for (size_t i = 0; i < scenario->warning_count; i++)
        entry(ui, out, scenario->warnings[i].line, 2, "", scenario->warnings[i].message);
}
