/* A document is read or refused with a reason; when it is read, every line has one owner, every node lies in the
 * document, its texts are UTF-8, and the linter and the JSON go through. */
#include "base/arena.h"
#include "fuzz/fuzz.h"
#include "spec/check.h"
#include "spec/scenario_json.h"
#include "syntax/json.h"
#include "text/utf8.h"

static void text_holds(struct str text)
{
    MUST(utf8_valid(text, NULL));
}

static void texts_hold(const struct scenario *s, const struct line_texts *texts)
{
    for (size_t i = 0; i < texts->count; i++) {
        const struct line_text *text = &texts->items[i];
        text_holds(text->text);
        MUST(text->line > 0 && text->column > 0 && text->last_line >= text->line &&
             text->last_line <= s->source.line_count);
        MUST(s->owners[text->line - 1] == LINE_CONTENT || s->owners[text->line - 1] == LINE_UNREAD);
    }
}

static void lines_hold(const struct scenario *s)
{
    size_t unread = 0;
    MUST(s->owner_conflicts == 0);
    for (size_t line = 1; line <= s->source.line_count; line++) {
        struct str text = str_trim(source_line_text(&s->source, line));
        unread += s->owners[line - 1] == LINE_UNREAD;
        MUST(s->owners[line - 1] <= LINE_UNREAD);
        bool mark_only = str_starts(text, STR("\xef\xbb\xbf")) || str_starts(text, STR("\xc2\xa0"));
        MUST(s->owners[line - 1] != LINE_BLANK || text.len == 0 || mark_only);
    }
    MUST(s->unread.count >= unread && s->warning_count >= unread);
}

static void halves_hold(const struct scenario *s)
{
    const struct caller_half *caller = &s->caller;
    const struct callee_half *callee = &s->callee;
    const struct line_texts *lists[] = {
        &caller->profile,  &caller->end_conditions, &callee->background,     &callee->behaviours,
        &callee->negative, &callee->positive,       &callee->end_conditions, &s->unread};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        texts_hold(s, lists[i]);
    for (size_t i = 0; i < caller->step_count; i++) {
        MUST(caller->steps[i].number == i + 1 && caller->steps[i].line > 0);
        texts_hold(s, &caller->steps[i].utterances);
        texts_hold(s, &caller->steps[i].conditions);
        for (size_t k = 0; k < caller->steps[i].branch_count; k++)
            texts_hold(s, &caller->steps[i].branches[k].utterances);
    }
    for (size_t i = 0; i < caller->qa_count; i++) {
        MUST(caller->qa[i].number == i + 1);
        text_holds(caller->qa[i].question);
        text_holds(caller->qa[i].answer);
    }
    text_holds(callee->text);
    MUST(callee->end_line <= s->source.line_count && callee->line <= callee->end_line);
}

static void json_holds(struct scenario *s)
{
    struct buf out;
    struct json_writer w;
    struct error err = {0};
    struct arena arena;
    buf_init(&out, 0);
    arena_init(&arena);
    json_writer_init(&w, &out, 0);
    scenario_json(s, &w, NULL);
    MUST(json_parse(&arena, buf_str(&out), "out", 1, &err) != NULL || s->tag_count > 0);
    arena_release(&arena);
    buf_release(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct error err = {0};
    struct check check;
    struct scenario *s = scenario_from("x.md", (struct str){(const char *)data, size}, &err);
    if (s == NULL) {
        MUST(err.message[0] != '\0');
        return 0;
    }
    lines_hold(s);
    halves_hold(s);
    json_holds(s);
    check_init(&check, s);
    check_run(&check);
    for (size_t i = 0; i < check.findings.count; i++)
        MUST(check.findings.items[i].line <= s->source.line_count && utf8_valid(check.findings.items[i].message, NULL));
    check_release(&check);
    scenario_free(s);
    return 0;
}
