/* Rubric files as large as they may be are read in linear time. */
#include "base/buf.h"
#include "rubric/finders.h"
#include "support/within.h"

#include <criterion/criterion.h>
#include <stdio.h>

enum { FILES = 7, SIGNALS = 40000, RULES_EACH = 25000, QUESTIONS = 12000 };

static void put_rules(struct buf *out, size_t file)
{
    buf_add_cstring(out, "rules:\n");
    for (size_t i = 0; i < RULES_EACH; i++)
        buf_printf(out, "- {id: r%zu-%zu, never: s%zu}\n", file, i, (file * RULES_EACH + i) % SIGNALS);
}

static void put_questions(struct buf *out)
{
    buf_add_cstring(out, "questions:\n");
    for (size_t i = 0; i < QUESTIONS; i++)
        buf_printf(out, "- {id: q%zu, ask: Was it?}\n", i);
    buf_add_cstring(out, "rules:\n");
    for (size_t i = 0; i < QUESTIONS; i++)
        buf_printf(out, "- {id: j%zu, judge: q%zu}\n", i, i);
}

static void put_disabled(struct buf *out)
{
    buf_add_cstring(out, "disable:\n");
    for (size_t i = 0; i < RULES_EACH; i++)
        buf_printf(out, "- r4-%zu\n", i);
}

Test(size, a_hundred_thousand_names_are_read_in_linear_time)
{
    struct buf texts[FILES];
    struct rubric_file files[FILES];
    struct error err = {0};
    within(60);
    for (size_t i = 0; i < FILES; i++)
        buf_init(&texts[i], 0);
    buf_add_cstring(&texts[0], "signals:\n");
    for (size_t i = 0; i < SIGNALS; i++)
        buf_printf(&texts[0], "  s%zu: {length: {}}\n", i);
    for (size_t i = 1; i < FILES - 2; i++)
        put_rules(&texts[i], i);
    put_questions(&texts[FILES - 2]);
    put_disabled(&texts[FILES - 1]);
    for (size_t i = 0; i < FILES; i++)
        files[i] = (struct rubric_file){.path = "large.yaml", .text = buf_str(&texts[i]), .kept = true};
    struct rubric *rubric = rubric_core(LANG_EN, files, FILES, &err);
    cr_assert_not_null(rubric, "%s", err.message);
    for (size_t i = 1; i < FILES - 2; i++) {
        char id[32];
        snprintf(id, sizeof id, "r%zu-%d", i, RULES_EACH - 1);
        const struct rule *rule = rubric_rule(rubric, str_from(id));
        cr_assert_not_null(rule);
        cr_assert_eq(rule->disabled, i == 4);
    }
    for (size_t i = 0; i < QUESTIONS; i++) {
        char id[32];
        snprintf(id, sizeof id, "q%zu", i);
        cr_assert_eq(rubric_question(rubric, str_from(id)), &rubric->questions[i]);
    }
    rubric_free(rubric);
    for (size_t i = 0; i < FILES; i++)
        buf_release(&texts[i]);
}

Test(size, signals_share_the_patterns_of_a_lexicon)
{
    enum { WORDS = 60000, USERS = 10000 };
    struct buf text;
    struct error err = {0};
    within(60);
    buf_init(&text, 0);
    buf_add_cstring(&text, "lexicons:\n  big:\n");
    for (size_t i = 0; i < WORDS; i++)
        buf_printf(&text, "  - w%zu\n", i);
    buf_add_cstring(&text, "signals:\n");
    for (size_t i = 0; i < USERS; i++)
        buf_printf(&text, "  s%zu: {lexicon: big}\n", i);
    struct rubric_file file = {.path = "large.yaml", .text = buf_str(&text), .kept = true};
    struct rubric *rubric = rubric_core(LANG_EN, &file, 1, &err);
    cr_assert_not_null(rubric, "%s", err.message);
    cr_assert_eq(pattern_set_count(rubric->finders->set), WORDS);
    rubric_free(rubric);
    buf_release(&text);
}

Test(size, a_lexicon_defined_anew_has_patterns_of_its_own)
{
    static const char first[] = "lexicons: {l: [red, blue]}\nsignals: {s: {lexicon: l}}\n",
                      second[] = "lexicons: {l: [green]}\nsignals: {t: {lexicon: l}, u: {lexicon: l}}\n";
    const struct rubric_file files[] = {{.path = "a.yaml", .text = str_from(first), .kept = true},
                                        {.path = "b.yaml", .text = str_from(second), .kept = true}};
    struct error err = {0};
    struct rubric *rubric = rubric_core(LANG_EN, files, 2, &err);
    cr_assert_not_null(rubric, "%s", err.message);
    const struct defined_signal *signals = rubric->finders->signals.items;
    cr_assert_eq(pattern_set_count(rubric->finders->set), 3);
    cr_assert_eq(signals[0].root->pattern, 0);
    cr_assert_eq(signals[0].root->text_count, 2);
    cr_assert_eq(signals[1].root->pattern, 2);
    cr_assert_eq(signals[2].root->pattern, 2);
    rubric_free(rubric);
}
