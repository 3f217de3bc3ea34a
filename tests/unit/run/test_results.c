#include "run/results.h"

#include "dialogue/perturb.h"
#include "report/html.h"
#include "report/names.h"
#include "run/derived.h"
#include "run/output.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

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
    struct yardstick by; /* the last one asked for */
};

static struct fixture two(const char *first, const char *second)
{
    struct fixture f = {.scenarios = {scenario_read("personas/delivery-callback.md", NULL),
                                      scenario_read("personas/support-account-en.md", NULL)},
                        .transcripts = {call_of("a", first), call_of("b", second)}};
    cr_assert(f.scenarios[0] != NULL && f.scenarios[1] != NULL);
    return f;
}

/* The first `count` of its scenarios. */
static const struct yardstick *by(struct fixture *f, size_t count, size_t threads)
{
    f->by = (struct yardstick){.scenarios = f->scenarios, .scenario_count = count, .threads = threads};
    return &f->by;
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
    cr_assert(results_score(&results, by(&f, 2, 2), f.transcripts, 2, &err), "%s", err.message);
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
    cr_assert_not(results_score(&results, by(&f, 2, 1), f.transcripts, 2, &err));
    cr_assert_eq(err.kind, ERROR_USER);
    cr_assert_not_null(strstr(err.message, "elsewhere"));
    strike(&f);
}

Test(results, take_the_only_document_for_all_and_the_core_rules_without_any)
{
    struct fixture f = two("", "whatever");
    struct results results;
    struct error err = {0};
    cr_assert(results_score(&results, by(&f, 1, 1), f.transcripts, 2, &err), "%s", err.message);
    cr_assert_eq(results.entries[1].scenario, f.scenarios[0]);
    results_release(&results);
    cr_assert(results_score(&results, &(struct yardstick){.threads = 1}, f.transcripts, 2, &err), "%s", err.message);
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
        cr_assert(results_score(&results, by(&f, 2, i == 0 ? 1 : 4), f.transcripts, 2, NULL));
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
    cr_assert(results_score(&whole, by(&f, 2, 1), f.transcripts, 2, NULL));
    results_write_scores(&whole, STR("\n"), &wanted);
    for (size_t threads = 1; threads <= 3; threads++) {
        cr_assert(results_open(&results, by(&f, 2, threads), 5, NULL));
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
    cr_assert(results_open(&results, by(&f, 2, 2), 5, NULL));
    results_add(&results, 0, 0, f.transcripts[0]);
    results_release(&results); /* what is being scored is waited for */
    for (size_t threads = 1; threads <= 3; threads++) {
        cr_assert(results_open(&results, by(&f, 2, threads), 5, NULL));
        results_release(&results); /* what nobody asked for is not made first */
    }
    cr_assert(results_open(&results, by(&f, 2, 2), 5, NULL));
    results_settle(&results);
    cr_expect_eq(results.count, 0);
    results_release(&results);
    results_release(&whole);
    buf_release(&wanted);
    buf_release(&got);
    strike(&f);
}

enum { CALLS = 23 };

/* Of three cells; some of them fail. */
static struct transcript *nth_call(size_t i, const char *scenario)
{
    static const char *const models[] = {"small", "large", "other"};
    char id[32];
    snprintf(id, sizeof id, "%s/%zu", models[i % 3], i);
    struct transcript *transcript = call_of("", scenario);
    transcript->id = str_dup(&transcript->arena, str_from(id));
    transcript->model = str_from(models[i % 3]);
    if (i % 4 == 1)
        transcript_add(transcript, ROLE_PERSONA, STR("作为一个AI语言模型，我没有自己的感受。"));
    if (i % 8 == 1)
        transcript_add(transcript, ROLE_PERSONA, STR("好的，没问题，感谢您的反馈，我们会改进服务。"));
    transcript->ended_by = i == 7 ? ENDED_ERROR : ENDED_PERSONA;
    transcript->error = i == 7 ? STR("the endpoint is away") : STR("");
    return transcript;
}

static void read_into(const char *folder, const char *name, struct buf *out)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    cr_assert(file_read(path, out, NULL), "%s", path);
    unlink(path);
}

/* What the terminal shows and what the files hold. */
static struct buf all_of(struct results *results, const char *folder)
{
    struct text_options options = {.width = 100, .worst = REPORT_WORST};
    struct report report;
    struct buf out;
    buf_init(&out, 0);
    report_init(&report, results->entries, results->count, CALLS, results->chinese);
    report_text(&report, &options, &out);
    results_write_summary(&report, &out);
    report_junit(&report, &out);
    report_release(&report);
    read_into(folder, "transcripts.jsonl", &out);
    read_into(folder, "scores.jsonl", &out);
    return out;
}

static void page_of(struct results *results, struct html_pieces *pieces, struct buf *out)
{
    struct report report;
    report_init(&report, results->entries, results->count, CALLS, results->chinese);
    results_write_html(&report, &(struct html_options){.pieces = pieces}, out);
    report_release(&report);
}

/* The same conversations, kept until the end in one and let go as they are scored in the other, in another order. */
Test(results, are_the_same_when_conversations_are_let_go)
{
    struct fixture f = two("", "");
    struct transcript *kept[CALLS];
    struct results results;
    char folder[] = "/tmp/fidelio-results-XXXXXX";
    struct buf pages[2];
    struct error err = {0};
    cr_assert_not_null(mkdtemp(folder));
    for (size_t i = 0; i < CALLS; i++)
        kept[i] = nth_call(i, "delivery-callback");
    cr_assert(results_score(&results, by(&f, 1, 1), kept, CALLS, &err));
    struct derived_run run = {STR(""), folder, CALLS};
    cr_assert(derived_write(&results, &run, &err), "%s", err.message);
    struct buf wanted = all_of(&results, folder), skipped;
    buf_init(&skipped, 0);
    read_into(folder, "summary.json", &skipped);
    read_into(folder, "report.html", &skipped);
    read_into(folder, "junit.xml", &skipped);
    buf_init(&pages[0], 0);
    page_of(&results, NULL, &pages[0]);
    results_release(&results);
    for (size_t threads = 1; threads <= 4; threads += 3) {
        cr_assert(results_open(&results, by(&f, 1, threads), CALLS + 2, &err));
        results.folder = folder;
        results.lets_go = true;
        results_ready(&results);
        output_hold(results.output, threads == 1 ? SIZE_MAX : 3 * 20000); /* the rest is spilled */
        for (size_t i = CALLS; i-- > 0;)                                  /* the place behind the first stays empty */
            results_take(&results, i + (i > 0), 0, nth_call(i, "delivery-callback"));
        results_settle(&results);
        cr_assert_eq(results.count, CALLS);
        size_t there = 0;
        for (size_t i = 0; i < CALLS; i++)
            there += results.entries[i].transcript != NULL;
        cr_expect_eq(there, 3, "the worst of each model is kept for the terminal, not %zu", there);
        output_end(results.output);
        buf_init(&pages[1], 0);
        page_of(&results, output_pieces(results.output), &pages[1]);
        struct file_draft *drafts[OUTPUT_DRAFTS];
        output_drafts(results.output, drafts);
        cr_assert(file_drafts_commit(drafts, OUTPUT_DRAFTS, &err), "%s", err.message);
        struct buf got = all_of(&results, folder);
        cr_expect_str_eq(got.bytes, wanted.bytes);
        cr_expect_str_eq(pages[1].bytes, pages[0].bytes);
        results_release(&results);
        buf_release(&got);
        buf_release(&pages[1]);
    }
    cr_expect_eq(rmdir(folder), 0, "no file is left");
    for (size_t i = 0; i < CALLS; i++)
        transcript_free(kept[i]);
    buf_release(&wanted);
    buf_release(&skipped);
    buf_release(&pages[0]);
    strike(&f);
}

/* Empties the file without a name in the folder, as a disk does that loses it. False: there is none. */
static bool lose_nameless(const char *folder)
{
    enum { MOST_FDS = 256 };
    for (int fd = 3; fd < MOST_FDS; fd++) {
        char link[32], path[256];
        snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
        ssize_t len = readlink(link, path, sizeof path - 1);
        if (len < 0)
            continue;
        path[len] = '\0';
        if (strncmp(path, folder, strlen(folder)) == 0 && strstr(path, "(deleted)") != NULL)
            return ftruncate(fd, 0) == 0;
    }
    return false;
}

Test(results, of_which_some_cannot_be_read_back_are_not_put_in_place)
{
    struct fixture f = two("", "");
    struct results results;
    char folder[] = "/tmp/fidelio-results-XXXXXX";
    struct error err = {0};
    struct file_draft *drafts[OUTPUT_DRAFTS];
    cr_assert_not_null(mkdtemp(folder));
    cr_assert(results_open(&results, by(&f, 1, 1), CALLS, &err));
    results.folder = folder;
    results.lets_go = true;
    results_ready(&results);
    output_hold(results.output, 0);
    for (size_t i = CALLS; i-- > 1;) /* all wait for the first, which never comes */
        results_take(&results, i, 0, nth_call(i, "delivery-callback"));
    results_settle(&results);
    cr_assert(lose_nameless(folder), "what waits is spilled");
    output_end(results.output);
    output_drafts(results.output, drafts);
    cr_expect_not(file_drafts_commit(drafts, OUTPUT_DRAFTS, &err));
    cr_expect_eq(err.kind, ERROR_INFRA);
    cr_expect_not_null(strstr(err.message, "cannot read back what it is written of: Input/output error"), "%s",
                       err.message);
    results_release(&results);
    cr_expect_eq(rmdir(folder), 0, "neither a file nor half of one is left");
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

Test(results, know_every_disturbance_of_the_scripted_caller)
{
    cr_assert_eq((int)DISTURBANCES, (int)PERTURBATIONS);
    for (size_t i = 0; i < DISTURBANCES; i++) {
        char kind[64];
        snprintf(kind, sizeof kind, "perturb:%s", perturbation_name((enum perturbation)i));
        cr_expect_eq(disturbance_of(str_from(kind)), i, "%s", kind);
    }
    cr_expect_eq(disturbance_of(STR("noise")), DISTURBANCES);
    cr_expect_eq(disturbance_of(STR("perturb:earthquake")), DISTURBANCES);
}
