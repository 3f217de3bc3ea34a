/* Whole documents by writers of many habits, and what a careful person would say is in them: tests/data/readings holds
 * one line an item, written from the document and not from what is read. */
#include "spec_help.h"

#include "base/file.h"

#include <criterion/criterion.h>
#include <stdio.h>

static void line(struct buf *out, const char *field, struct str text)
{
    buf_printf(out, "%s: %.*s\n", field, STR_FORMAT(text));
}

static void lines_of(struct buf *out, const char *field, struct str text)
{
    struct str rest = text, one;
    while (str_next_line(&rest, &one))
        line(out, field, one);
}

static void texts_of(struct buf *out, const char *field, struct line_texts texts)
{
    for (size_t i = 0; i < texts.count; i++)
        line(out, field, texts.items[i].text);
}

static void caller_items(struct buf *out, const struct caller_half *caller)
{
    lines_of(out, "caller.role", caller->role);
    lines_of(out, "task", caller->task);
    texts_of(out, "profile", caller->profile);
    lines_of(out, "opening", caller->opening);
    lines_of(out, "closing", caller->closing);
    for (size_t i = 0; i < caller->step_count; i++) {
        if (caller->steps[i].title.len > 0)
            line(out, "step", caller->steps[i].title);
    }
    for (size_t i = 0; i < caller->step_count; i++)
        texts_of(out, "says", caller->steps[i].utterances);
    for (size_t i = 0; i < caller->step_count; i++) {
        for (size_t k = 0; k < caller->steps[i].branch_count; k++)
            line(out, "when", caller->steps[i].branches[k].when);
    }
    for (size_t i = 0; i < caller->step_count; i++) {
        for (size_t k = 0; k < caller->steps[i].branch_count; k++)
            texts_of(out, "answers", caller->steps[i].branches[k].utterances);
    }
    for (size_t i = 0; i < caller->qa_count; i++)
        line(out, "question", caller->qa[i].question);
    for (size_t i = 0; i < caller->qa_count; i++)
        line(out, "answer", caller->qa[i].answer);
    texts_of(out, "caller.end", caller->end_conditions);
}

static void callee_items(struct buf *out, const struct callee_half *callee)
{
    lines_of(out, "role", callee->role);
    texts_of(out, "background", callee->background);
    for (int level = CONCERN_PRIMARY; level <= CONCERN_LATENT; level++) {
        for (size_t i = 0; i < callee->concern_count; i++) {
            if (callee->concerns[i].level == (enum concern_level)level)
                line(out, concern_level_name((enum concern_level)level), callee->concerns[i].text);
        }
    }
    texts_of(out, "behaviour", callee->behaviours);
    texts_of(out, "negative", callee->negative);
    texts_of(out, "positive", callee->positive);
    texts_of(out, "end", callee->end_conditions);
}

static void check_reading(const char *name, const char *ending)
{
    char path[200];
    struct buf read, wanted, faults;
    struct error err = {0};
    buf_init(&read, 0);
    buf_init(&wanted, 0);
    buf_init(&faults, 0);
    snprintf(path, sizeof path, "tests/data/scenarios/%s%s", name, ending);
    struct scenario *s = read_own(path);
    caller_items(&read, &s->caller);
    callee_items(&read, &s->callee);
    snprintf(path, sizeof path, "tests/data/readings/%s.txt", name);
    cr_assert(file_read(path, &wanted, &err), "%s", err.message);
    cr_expect(str_eq(buf_str(&read), buf_str(&wanted)), "%s:\nread\n%.*s\nwanted\n%.*s", name,
              STR_FORMAT(buf_str(&read)), STR_FORMAT(buf_str(&wanted)));
    lost_lines(s, &faults);
    cr_expect_eq(faults.len, 0, "%s: %.*s", name, STR_FORMAT(buf_str(&faults)));
    buf_release(&read);
    buf_release(&wanted);
    buf_release(&faults);
    scenario_free(s);
}

Test(hands, documents_are_read_as_a_careful_person_reads_them)
{
    static const char *const markdown[] = {
        "bold-titles-alone",   "numbers-all-through",   "dialogues-as-examples", "tables-all-through",
        "plain-lead-ins.hant", "italic-titles.en",      "emoji-titles",          "one-nested-list",
        "labels-alone.en",     "second-person-labels",  "titles-in-brackets.en", "wide-spaces.hant",
        "halves-by-roles",     "plain-numbers.en",      "words-behind-numbers",  "arrows-and-cells",
        "wide-brackets.hant",  "fields-with-text.en",   "fields-as-spoken",      "pasted-from-word",
        "tags-and-emoji",      "labels-of-ones-own.en", "labelled-bullets.hant", "one-table",
        "nested-labels.en",    "two-languages",         "merged-cells.en",       "bare-titles",
        "labelled-lists",      "words-below-steps",     "bold-steps-and-remarks"};
    for (size_t i = 0; i < sizeof markdown / sizeof *markdown; i++)
        check_reading(markdown[i], ".md");
    check_reading("wide-digits", ".txt");
}
