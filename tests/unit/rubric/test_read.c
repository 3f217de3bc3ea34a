#include "rubric/rubric.h"
#include "support/caller_document.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct scenario *scenario;
static struct rubric *rubric;
static struct error err;

static void set_up(void)
{
    scenario = scenario_from("heater.md", STR(WATER_HEATER), &err);
    cr_assert_not_null(scenario);
}

static void tear_down(void)
{
    rubric_free(rubric);
    scenario_free(scenario);
}

TestSuite(read, .init = set_up, .fini = tear_down);

static struct rubric *read_text(const char *text)
{
    rubric = rubric_from(scenario, "r.yaml", str_from(text), &err);
    return rubric;
}

static const struct rule *rule(const char *id)
{
    const struct rule *found = rubric_rule(rubric, str_from(id));
    cr_assert_not_null(found, "no rule %s", id);
    return found;
}

/* The error stands at that line and column and says that. */
static void refuses(const char *text, size_t line, size_t column, const char *says)
{
    memset(&err, 0, sizeof err);
    cr_expect_null(rubric_from(scenario, "r.yaml", str_from(text), &err), "%s", text);
    cr_expect_eq(err.line, line, "line %zu, not %zu: %s", err.line, line, err.message);
    cr_expect_eq(err.column, column, "column %zu, not %zu: %s", err.column, column, err.message);
    cr_expect_not_null(strstr(err.message, says), "'%s' does not say '%s'", err.message, says);
}

Test(read, every_kind_of_rule)
{
    cr_assert_not_null(
        read_text("signals:\n"
                  "  asks: {phrases: [多少钱, 哪来的]}\n"
                  "  promise: {side: caller, pattern: '[0-9]+号前'}\n"
                  "questions:\n"
                  "  - {id: warm, ask: Does the customer warm up?}\n"
                  "rules:\n"
                  "  - {id: a, never: asks, weight: 0.5, gate: true}\n"
                  "  - {id: b, at_least: {signal: [asks, skepticism], share: 0.25, window: {first: 4}, most: 0.5}}\n"
                  "  - {id: c, at_most: {signal: asks, count: 2, window: {last: 3}}}\n"
                  "  - {id: d, when: promise, then: {signal: skepticism, within: 2}, due: {replies: 3}}\n"
                  "  - {id: e, before: {first: skepticism, then: closing}}\n"
                  "  - {id: f, chain: [skepticism, hesitation, closing], modality: sometimes}\n"
                  "  - {id: g, concerns: {levels: [primary, latent], share: 0.5}}\n"
                  "  - {id: h, ending: correct, dimension: end}\n"
                  "  - {id: i, judge: {question: warm, answer: false}, why: it stays cold}\n"),
        "%s", err.message);
    cr_assert(rule("a")->gate && rule("a")->weight > 0.4 && rule("a")->weight < 0.6);
    cr_assert_eq(rule("a")->line, 7);
    cr_assert(rule("b")->share && rule("b")->signal_count == 2 && rule("b")->window.last == 4 && rule("b")->distinct);
    cr_assert(rule("c")->window.from_end && rule("c")->window.last == 3);
    cr_assert_eq(rule("d")->when_side, ROLE_CALLER);
    cr_assert(rule("d")->within == 2 && rule("d")->due_after == 3);
    cr_assert_eq(rule("e")->kind, RULE_BEFORE);
    cr_assert(rule("f")->signal_count == 3 && rule("f")->modality == MODALITY_SOMETIMES);
    cr_assert_eq(rule("g")->levels, 5u);
    cr_assert(str_eq_cstring(rule("h")->dimension, "end"));
    cr_assert_not(rule("i")->answer);
}

Test(read, a_rule_of_a_known_id_overrides_only_what_it_says)
{
    cr_assert_not_null(
        read_text("rules:\n  - {id: never-platitude, weight: 7}\ndisable: [repetition-limit]\nthreshold: 0.9\n"), "%s",
        err.message);
    cr_assert(rule("never-platitude")->weight > 6.9 && rule("never-platitude")->kind == RULE_NEVER);
    cr_assert(str_eq_cstring(rule("never-platitude")->file, "r.yaml"));
    cr_assert(rule("repetition-limit")->disabled);
    cr_assert(rubric->threshold > 0.89);
}

Test(read, core_and_document_can_be_left_out)
{
    cr_assert_not_null(read_text("core: false\nrules: [{id: x, never: closing}]\n"), "%s", err.message);
    cr_assert(rule("never-ai-leak")->disabled);
    cr_assert_not(rule("never-platitude")->disabled);
    cr_assert_not(rule("x")->disabled);
}

Test(read, each_mistake_has_its_place)
{
    refuses("rules:\n  - id: a\n    never: ai_leek\n", 3, 12, "did you mean \"ai_leak\"?");
    refuses("rules:\n  - id: a\n    never: something\n", 3, 12, "unknown signal \"something\"");
    refuses("rules:\n  - {id: a, never: closing}\n  - {id: a, never: closing}\n", 3, 10, "stands twice");
    refuses("rules:\n  - id: a\n    never: closing\n    weigth: 2\n", 4, 5, "did you mean \"weight\"?");
    refuses("rules:\n  - {id: a, never: closing, weight: -1}\n", 2, 37, "-1");
    refuses("rules:\n  - {id: a, never: closing, weight: nan}\n", 2, 37, "nan");
    refuses("threshold: 1.5\n", 1, 12, "1.5");
    refuses("signals:\n  s: {pattern: 'a(b'}\n", 2, 16, "does not compile");
    refuses("signals:\n  s: {phrases: []}\n", 2, 16, "empty");
    refuses("signals:\n  closing: {phrases: [x]}\n", 2, 3, "core signal");
    refuses("signals:\n  s: {signal: t}\n  t: {signal: s}\n", 2, 15, "unknown signal \"t\"");
    refuses("signals:\n  s: {lexicon: words}\n", 2, 16, "no lexicon \"words\"");
    refuses("rules:\n  - {id: a, never: closing, ending: correct}\n", 2, 29, "one thing");
    refuses("rules:\n  - {id: a}\n", 2, 5, "asks nothing");
    refuses("rules:\n  - {never: closing}\n", 2, 5, "no \"id\"");
    refuses("rules:\n  - {id: a, judge: q}\n", 2, 20, "no question \"q\"");
    refuses("rules:\n  - {id: a, never: {signal: closing, side: caller}}\n", 2, 44, "never looked for");
    refuses("rules:\n  - {id: a, at_least: {signal: closing, window: {first: 0}}}\n", 2, 49, "counts from 1");
    refuses("rules:\n  - {id: a, never: closing, gate: true, modality: sometimes}\n", 2, 5, "cannot be a gate");
    refuses("disable: [never-platitudes]\n", 1, 11, "did you mean \"never-platitude\"?");
    refuses("rule: []\n", 1, 1, "did you mean \"rules\"?");
    refuses("- a\n", 1, 1, "a rubric");
}

Test(read, a_question_gates_only_when_its_agreement_was_measured)
{
    refuses("questions: [{id: q, ask: Is it?}]\nrules: [{id: a, judge: q, gate: true}]\n", 2, 33,
            "has not earned a gate");
    refuses("questions: [{id: q, ask: Is it?, agreement: {kappa: 0.69, labels: 80}}]\nrules: [{id: a, judge: q, gate: "
            "true}]\n",
            2, 33, "has not earned");
    cr_assert_not_null(read_text("questions: [{id: q, ask: Is it?, agreement: {kappa: 0.7, labels: 50}}]\nrules: [{id: "
                                 "a, judge: q, gate: true}]\n"),
                       "%s", err.message);
}

static void write_file(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    cr_assert_not_null(file);
    fputs(text, file);
    fclose(file);
}

Test(read, an_agreement_does_not_outlive_the_words_it_was_measured_on)
{
    char folder[] = "/tmp/fidelio-unit.XXXXXX", base[64], child[64];
    const char *files[] = {child};
    cr_assert_not_null(mkdtemp(folder));
    snprintf(base, sizeof base, "%s/base.yaml", folder);
    snprintf(child, sizeof child, "%s/child.yaml", folder);
    write_file(base, "questions: [{id: q, ask: Is it?, agreement: {kappa: 0.8, labels: 60}}]\n"
                     "rules: [{id: a, judge: q, gate: true}]\n");
    write_file(child, "extends: base.yaml\nquestions: [{id: q, ask: Is it really?}]\n");
    struct error why = {0};
    cr_expect_null(rubric_for(NULL, files, 1, &why));
    cr_expect_eq(why.line, 2);
    cr_expect_not_null(strstr(why.message, "has not earned it in these words"), "%s", why.message);
    write_file(child, "extends: base.yaml\nquestions: [{id: q, ask: Is it really?}]\nrules: [{id: a, judge: q, gate: "
                      "false}]\n");
    struct rubric *plain = rubric_for(NULL, files, 1, &why);
    cr_expect_not_null(plain, "a rule that is no gate any more: %s", why.message);
    rubric_free(plain);
    unlink(base);
    unlink(child);
    rmdir(folder);
}

Test(read, a_file_extends_another_and_a_cycle_is_refused)
{
    char folder[] = "/tmp/rubric-XXXXXX", base[64], top[64], loop[64];
    cr_assert_not_null(mkdtemp(folder));
    snprintf(base, sizeof base, "%s/base.yaml", folder);
    snprintf(top, sizeof top, "%s/top.yaml", folder);
    snprintf(loop, sizeof loop, "%s/loop.yaml", folder);
    write_file(base, "lexicons: {polite: [劳驾, 麻烦您]}\nsignals: {polite: {lexicon: polite}}\n"
                     "rules: [{id: is-polite, at_least: polite, weight: 2}]\n");
    write_file(top, "extends: base.yaml\nsignals: {very: {lexicon: {name: polite, at_least: 2}}}\nrules: [{id: "
                    "is-polite, weight: 3}]\n");
    write_file(loop, "extends: [top.yaml, loop.yaml]\n");
    const char *files[] = {top};
    rubric = rubric_for(scenario, files, 1, &err);
    cr_assert_not_null(rubric, "%s", err.message);
    cr_assert(rule("is-polite")->weight > 2.9 && rule("is-polite")->kind == RULE_AT_LEAST);
    const char *round[] = {loop};
    cr_assert_null(rubric_for(scenario, round, 1, &err));
    cr_assert_not_null(strstr(err.message, "extends itself"), "%s", err.message);
    cr_assert_eq(err.line, 1);
    const char *none[] = {"/nowhere/at-all.yaml"};
    cr_assert_null(rubric_for(scenario, none, 1, &err));
    unlink(base), unlink(top), unlink(loop), rmdir(folder);
}

static void reads_back_the_same(void)
{
    struct buf first, second;
    buf_init(&first, 0);
    buf_init(&second, 0);
    rubric_print(rubric, &first);
    struct rubric *again = rubric_from(scenario, "printed.yaml", buf_str(&first), &err);
    cr_assert_not_null(again, "%zu:%zu %s\n%s", err.line, err.column, err.message, first.bytes);
    rubric_print(again, &second);
    cr_expect_str_eq(second.bytes, first.bytes);
    cr_expect_str_eq(again->hash, rubric->hash);
    rubric_free(again);
    buf_release(&first);
    buf_release(&second);
}

Test(read, what_is_printed_reads_back_as_the_same_rules)
{
    rubric = rubric_for(scenario, NULL, 0, &err);
    reads_back_the_same();
}

Test(read, also_with_signals_questions_and_odd_texts)
{
    cr_assert_not_null(
        read_text(
            "lexicons: {sums: [钱, '\"块\"']}\n"
            "signals:\n"
            "  asks: {phrases: {of: [多少钱, 'a: b # c'], at_least: 1, quoted: true}}\n"
            "  promise: {side: caller, patterns: ['[0-9]+号前', 'x\\\\y']}\n"
            "  both: {side: both, any: [{lexicon: sums}, {similar: {to: negative, at_least: 0.4}}], not: {length: "
            "{at_most: 3}}}\n"
            "  early: {signal: [asks, skepticism], position: {first: 2}, after: {signal: promise}}\n"
            "  late: {all: [{position: {last: 2}}, {position: {from: 2, to: 9}}], not: [{signal: closing}, {phrases: "
            "[x]}]}\n"
            "questions: [{id: q, ask: '\"Quoted\"\n\n  and long?', agreement: {kappa: 0.75, labels: 61}}]\n"
            "rules:\n"
            "  - {id: a b, never: {signal: promise, window: {from: 2, to: 3}}, why: 'odd: \"why\"', weight: 0.1}\n"
            "  - {id: '1', when: {signal: promise, window: {last: 2}}, then: {signal: early, within: 3}}\n"
            "  - {id: q, judge: q, gate: true, due: {signal: [asks, promise], replies: 2}}\n"
            "disable: [a b]\n"),
        "%s", err.message);
    reads_back_the_same();
}
