#include "run/results.h"

#include <criterion/criterion.h>
#include <string.h>

static struct transcript *call_of(const char *id, const char *scenario)
{
    struct transcript *transcript = transcript_new();
    transcript->id = str_from(id);
    transcript->scenario = str_from(scenario);
    transcript_add(transcript, ROLE_CALLER, STR("您好，方便说两句吗？"));
    transcript_add(transcript, ROLE_PERSONA, STR("嗯，您哪位？"));
    return transcript;
}

struct fixture {
    struct scenario *scenarios[2];
    struct transcript *transcripts[2];
};

static struct fixture two(const char *first, const char *second)
{
    struct fixture f = {
        {scenario_read("personas/delivery-callback.md", NULL), scenario_read("personas/support-account-en.md", NULL)},
        {call_of("a", first), call_of("b", second)}};
    cr_assert(f.scenarios[0] != NULL && f.scenarios[1] != NULL);
    return f;
}

static void strike(struct fixture *f)
{
    for (size_t i = 0; i < 2; i++) {
        scenario_free(f->scenarios[i]);
        transcript_free(f->transcripts[i]);
    }
}

Test(results, score_each_transcript_by_the_document_it_names)
{
    struct fixture f = two("support-account-en", "delivery-callback");
    struct results results;
    struct error err = {0};
    cr_assert(results_score(&results, f.scenarios, 2, NULL, 0, f.transcripts, 2, NULL, 2, &err), "%s", err.message);
    cr_assert_eq(results.entries[0].scenario, f.scenarios[1]);
    cr_assert_eq(results.entries[1].scenario, f.scenarios[0]);
    cr_assert_eq(results.scores[0]->rubric->scenario, f.scenarios[1]);
    results_release(&results);
    strike(&f);
}

Test(results, refuse_a_transcript_that_names_none_of_several_documents)
{
    struct fixture f = two("support-account-en", "elsewhere");
    struct results results;
    struct error err = {0};
    cr_assert_not(results_score(&results, f.scenarios, 2, NULL, 0, f.transcripts, 2, NULL, 1, &err));
    cr_assert_eq(err.kind, ERROR_USER);
    cr_assert_not_null(strstr(err.message, "elsewhere"));
    strike(&f);
}

Test(results, take_the_only_document_for_all_and_the_core_rules_without_any)
{
    struct fixture f = two("", "whatever");
    struct results results;
    struct error err = {0};
    cr_assert(results_score(&results, f.scenarios, 1, NULL, 0, f.transcripts, 2, NULL, 1, &err), "%s", err.message);
    cr_assert_eq(results.entries[1].scenario, f.scenarios[0]);
    results_release(&results);
    cr_assert(results_score(&results, NULL, 0, NULL, 0, f.transcripts, 2, NULL, 1, &err), "%s", err.message);
    cr_assert_null(results.entries[0].scenario);
    cr_assert_null(results.scores[0]->rubric->scenario);
    results_release(&results);
    strike(&f);
}

Test(results, are_the_same_lines_with_any_number_of_threads)
{
    struct fixture f = two("delivery-callback", "support-account-en");
    struct buf lines[2];
    for (size_t i = 0; i < 2; i++) {
        struct results results;
        cr_assert(results_score(&results, f.scenarios, 2, NULL, 0, f.transcripts, 2, NULL, i == 0 ? 1 : 4, NULL));
        buf_init(&lines[i], 0);
        results_write_scores(&results, STR("\n"), &lines[i]);
        results_release(&results);
    }
    cr_assert_gt(lines[0].len, 0);
    cr_assert_str_eq(lines[0].bytes, lines[1].bytes);
    buf_release(&lines[0]);
    buf_release(&lines[1]);
    strike(&f);
}

/* As a run adds them: in the order in which they end, and not all of the plan. */
Test(results, come_one_by_one_in_any_order_and_some_never)
{
    struct fixture f = two("delivery-callback", "support-account-en");
    struct results whole, results;
    struct buf wanted, got;
    buf_init(&wanted, 0);
    buf_init(&got, 0);
    cr_assert(results_score(&whole, f.scenarios, 2, NULL, 0, f.transcripts, 2, NULL, 1, NULL));
    results_write_scores(&whole, STR("\n"), &wanted);
    for (size_t threads = 1; threads <= 3; threads++) {
        cr_assert(results_open(&results, f.scenarios, 2, NULL, 0, 5, threads, NULL));
        results_add(&results, 4, f.scenarios[0] == whole.entries[1].scenario ? 0 : 1, f.transcripts[1]);
        results_add(&results, 1, f.scenarios[0] == whole.entries[0].scenario ? 0 : 1, f.transcripts[0]);
        results_settle(&results);
        cr_assert_eq(results.count, 2);
        cr_expect_eq(results.entries[0].transcript, f.transcripts[0]);
        cr_expect_eq(results.entries[1].score, results.scores[1]);
        buf_clear(&got);
        results_write_scores(&results, STR("\n"), &got);
        cr_expect_str_eq(got.bytes, wanted.bytes);
        results_release(&results);
    }
    cr_assert(results_open(&results, f.scenarios, 2, NULL, 0, 5, 2, NULL));
    results_add(&results, 0, 0, f.transcripts[0]);
    results_release(&results); /* what is being scored is waited for */
    cr_assert(results_open(&results, f.scenarios, 2, NULL, 0, 5, 2, NULL));
    results_settle(&results);
    cr_expect_eq(results.count, 0);
    results_release(&results);
    results_release(&whole);
    buf_release(&wanted);
    buf_release(&got);
    strike(&f);
}

Test(results, are_reported_in_chinese_when_every_document_is)
{
    struct fixture f = two("", "");
    cr_assert(scenarios_are_chinese(f.scenarios, 1));
    cr_assert_not(scenarios_are_chinese(f.scenarios, 2));
    cr_assert_not(scenarios_are_chinese(NULL, 0));
    strike(&f);
}
