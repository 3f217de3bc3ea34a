/* The rubric as YAML: what is printed here is what rubric/read.c reads. */
#include "rubric/print.h"

#include "text/utf8.h"

#include <stdio.h>

/* Letters, Han characters, and between them digits, hyphens, apostrophes and single spaces: nothing can be mistaken. */
static bool is_plain(struct str text)
{
    uint32_t before = ' ';
    for (size_t at = 0; at < text.len;) {
        uint32_t c = utf8_next(text, &at);
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || code_point_is_han(c);
        bool inner = (c >= '0' && c <= '9') || c == '-' || c == '\'' || c == ' ';
        if (!letter && !(inner && before != ' '))
            return false;
        before = c;
    }
    return before != ' ' && text.len < 200 && !str_eq_cstring(text, "null");
}

void print_text(struct buf *out, struct str text)
{
    if (is_plain(text)) {
        buf_add(out, text);
        return;
    }
    buf_add_byte(out, '"');
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        if (c == '"' || c == '\\')
            buf_printf(out, "\\%c", c);
        else if (c == '\n')
            buf_add_cstring(out, "\\n");
        else if (c < 0x20 || c == 0x7f)
            buf_printf(out, "\\x%02X", c);
        else
            buf_add_byte(out, (char)c);
    }
    buf_add_byte(out, '"');
}

/* Shortest form that reads back equal, '.' whatever the locale. */
void print_number(struct buf *out, double value)
{
    char text[32] = "";
    for (int digits = 1; digits <= 17; digits++) {
        double back = 0;
        snprintf(text, sizeof text, "%.*g", digits, value);
        if (sscanf(text, "%lf", &back) == 1 && !(back < value) && !(back > value))
            break;
    }
    for (char *c = text; *c != '\0'; c++)
        buf_add_byte(out, *c == ',' ? '.' : *c);
}

static void put_signals(struct buf *out, const struct rubric *rubric, const uint16_t *signals, size_t count)
{
    if (count != 1)
        buf_add_byte(out, '[');
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            buf_add_cstring(out, ", ");
        print_text(out, rubric->signals[signals[i]].name);
    }
    if (count != 1)
        buf_add_byte(out, ']');
}

static const char *side_name(enum role side)
{
    return side == ROLE_CALLER ? "caller" : "persona";
}

static void put_select(struct buf *out, const struct rubric *rubric, const uint16_t *signals, size_t count,
                       enum role side)
{
    buf_add_cstring(out, "signal: ");
    put_signals(out, rubric, signals, count);
    buf_printf(out, ", side: %s", side_name(side));
}

static void put_window(struct buf *out, struct window window)
{
    if (window.first == 0)
        return;
    buf_printf(out, ", window: {%s: %zu", window.from_end ? "from_end" : "from", window.first);
    if (window.last != 0)
        buf_printf(out, ", to: %zu", window.last);
    buf_add_byte(out, '}');
}

static void put_bound(struct buf *out, const struct rule *rule)
{
    buf_printf(out, ", %s: ", rule->share ? "share" : "count");
    print_number(out, rule->bound);
    if (rule->most > 0) {
        buf_add_cstring(out, ", most: ");
        print_number(out, rule->most);
    }
    if (rule->kind == RULE_AT_LEAST && !rule->distinct)
        buf_add_cstring(out, ", distinct: false");
}

static void put_levels(struct buf *out, unsigned levels)
{
    const char *between = "";
    buf_add_byte(out, '[');
    for (unsigned level = CONCERN_PRIMARY; level <= CONCERN_LATENT; level++)
        if (levels & 1u << level) {
            buf_printf(out, "%s%s", between, concern_level_name((enum concern_level)level));
            between = ", ";
        }
    buf_add_byte(out, ']');
}

static void put_kind(struct buf *out, const struct rubric *rubric, const struct rule *rule)
{
    buf_printf(out, "    %s: {", rule_kind_name(rule->kind));
    switch (rule->kind) {
    case RULE_NEVER:
        put_select(out, rubric, rule->signals, rule->signal_count, rule->side);
        put_window(out, rule->window);
        break;
    case RULE_AT_LEAST:
    case RULE_AT_MOST:
        put_select(out, rubric, rule->signals, rule->signal_count, rule->side);
        put_bound(out, rule);
        put_window(out, rule->window);
        break;
    case RULE_WHEN_THEN:
        put_select(out, rubric, rule->when_signals, rule->when_count, rule->when_side);
        put_window(out, rule->window);
        buf_add_cstring(out, "}\n    then: {");
        put_select(out, rubric, rule->signals, rule->signal_count, rule->side);
        buf_printf(out, ", within: %zu", rule->within);
        break;
    case RULE_BEFORE:
        buf_add_cstring(out, "first: {");
        put_select(out, rubric, rule->signals, rule->signal_count, rule->side);
        buf_add_cstring(out, "}, then: {");
        put_select(out, rubric, rule->when_signals, rule->when_count, rule->when_side);
        buf_add_byte(out, '}');
        break;
    case RULE_CHAIN:
        buf_add_cstring(out, "signals: [");
        for (size_t i = 0; i < rule->signal_count; i++) {
            buf_add_cstring(out, i > 0 ? ", " : "");
            print_text(out, rubric->signals[rule->signals[i]].name);
        }
        buf_printf(out, "], side: %s", side_name(rule->side));
        break;
    case RULE_CONCERN:
        buf_add_cstring(out, "levels: ");
        put_levels(out, rule->levels);
        buf_printf(out, ", %s: ", rule->share ? "share" : "count");
        print_number(out, rule->bound);
        break;
    case RULE_ENDING:
        buf_add_cstring(out, "verdict: correct");
        break;
    case RULE_JUDGE:
        buf_add_cstring(out, "question: ");
        print_text(out, rule->question);
        buf_printf(out, ", answer: %s", rule->answer ? "true" : "false");
        break;
    case RULE_KIND_COUNT:
        break;
    }
    buf_add_cstring(out, "}\n");
}

static void put_due(struct buf *out, const struct rubric *rubric, const struct rule *rule)
{
    if (rule->due_after == 0 && rule->due_count == 0)
        return;
    buf_add_cstring(out, "    due: {");
    if (rule->due_after != 0)
        buf_printf(out, "replies: %zu%s", rule->due_after, rule->due_count != 0 ? ", " : "");
    if (rule->due_count != 0) {
        buf_add_cstring(out, "signal: ");
        put_signals(out, rubric, rule->due_signals, rule->due_count);
    }
    buf_add_cstring(out, "}\n");
}

static void put_rule(struct buf *out, const struct rubric *rubric, const struct rule *rule)
{
    buf_add_cstring(out, "  - id: ");
    print_text(out, rule->id);
    buf_add_byte(out, '\n');
    put_kind(out, rubric, rule);
    put_due(out, rubric, rule);
    buf_add_cstring(out, "    weight: ");
    print_number(out, rule->weight);
    buf_printf(out, "\n    gate: %s\n    modality: %s\n    dimension: ", rule->gate ? "true" : "false",
               rule->modality == MODALITY_SOMETIMES ? "sometimes" : "always");
    print_text(out, rule->dimension);
    buf_add_cstring(out, "\n    why: ");
    print_text(out, rule->why);
    buf_add_cstring(out, "\n    source: {file: ");
    print_text(out, rule->file);
    buf_printf(out, ", line: %zu}\n", rule->line);
}

static void put_questions(struct buf *out, const struct rubric *rubric)
{
    if (rubric->question_count > 0)
        buf_add_cstring(out, "questions:\n");
    for (size_t i = 0; i < rubric->question_count; i++) {
        const struct question *question = &rubric->questions[i];
        buf_add_cstring(out, "  - id: ");
        print_text(out, question->id);
        buf_add_cstring(out, "\n    ask: ");
        print_text(out, question->text);
        if (question->labels > 0) {
            buf_add_cstring(out, "\n    agreement: {kappa: ");
            print_number(out, question->kappa);
            buf_printf(out, ", labels: %zu}", question->labels);
        }
        buf_add_byte(out, '\n');
    }
}

/* What the document asks for comes first, what holds for everybody behind it; a heading a dimension. */
static void put_rules(struct buf *out, const struct rubric *rubric)
{
    static const struct {
        const char *dimension, *english, *chinese;
    } parts[] = {
        {"attitude", "Attitude: doubts, wavers, does not say yes to everything", "态度：会怀疑、会犹豫、不一味说好"},
        {"concerns", "Concerns: what the persona brings up of itself", "关切：人物自己提出来的事"},
        {"ending", "Ending: the call ends when a condition holds", "收线：结束条件成立才挂"},
        {"behaviour", "Behaviour: habits that the document describes", "行为：文档写到的习惯"},
        {"role", "Role: stays the customer, keeps to the facts", "角色：始终是客户，不违背事实"},
        {"form", "Form: spoken words, and the persona's own", "形式：是口语，是自己的话"},
    };
    enum { PARTS = sizeof parts / sizeof *parts };
    for (size_t part = 0; part <= PARTS; part++) {
        bool begun = false;
        for (size_t i = 0; i < rubric->rule_count; i++) {
            size_t at = 0;
            while (at < PARTS && !str_eq_cstring(rubric->rules[i].dimension, parts[at].dimension))
                at++;
            if (at != part)
                continue;
            if (!begun && part < PARTS)
                buf_printf(out, "\n  # %s\n", rubric->lang == LANG_EN ? parts[part].english : parts[part].chinese);
            begun = true;
            put_rule(out, rubric, &rubric->rules[i]);
        }
    }
}

void rubric_print(const struct rubric *rubric, struct buf *out)
{
    bool disabled = false;
    print_notes(rubric, out);
    buf_add_cstring(out, "id: ");
    print_text(out, rubric->id);
    if (rubric->subject == ROLE_CALLER)
        buf_add_cstring(out, "\nsubject: caller");
    buf_add_cstring(out, "\nthreshold: ");
    print_number(out, rubric->threshold);
    buf_add_byte(out, '\n');
    print_signals(rubric, out);
    put_questions(out, rubric);
    buf_add_cstring(out, "rules:\n");
    put_rules(out, rubric);
    for (size_t i = 0; i < rubric->rule_count; i++)
        disabled = disabled || rubric->rules[i].disabled;
    if (disabled)
        buf_add_cstring(out, "disable:\n");
    for (size_t i = 0; i < rubric->rule_count; i++)
        if (rubric->rules[i].disabled) {
            buf_add_cstring(out, "  - ");
            print_text(out, rubric->rules[i].id);
            buf_add_byte(out, '\n');
        }
}
