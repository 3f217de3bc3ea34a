#include "base/file.h"
#include "review/record.h"
#include "review/sample.h"
#include "syntax/json.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

static struct arena arena;
static char path[64];

static void begin(void)
{
    arena_init(&arena);
    snprintf(path, sizeof path, "/tmp/fidelio-reviews-XXXXXX");
    int fd = mkstemp(path);
    cr_assert(fd >= 0);
    close(fd);
}

static void finish(void)
{
    unlink(path);
    arena_release(&arena);
}

TestSuite(record, .init = begin, .fini = finish);

Test(record, is_known_to_be_kept_before_anybody_writes_one)
{
    struct error err = {0};
    char below[128];
    cr_expect(reviews_may_be_kept(path, &err), "%s", err.message);
    unlink(path);
    cr_expect(reviews_may_be_kept(path, &err), "%s", err.message);
    cr_expect(!file_exists(path), "the file is not made");
    cr_expect_not(reviews_may_be_kept("/tmp", &err));
    snprintf(below, sizeof below, "%s/reviews.jsonl", path); /* of a folder that is not there */
    cr_expect_not(reviews_may_be_kept(below, &err));
}

static bool parse(const char *text, struct review *review, struct error *err)
{
    struct json *json = json_parse(&arena, str_from(text), "test", 1, NULL);
    cr_assert_not_null(json);
    return review_from_json(&arena, json, STR("2026-01-01T00:00:00Z"), review, err);
}

static void say(const char *action, const char *author, bool accepted)
{
    struct review review;
    struct error err = {0};
    char *text = arena_printf(
        &arena,
        "{\"action\":\"%s\",\"author\":\"%s\",\"reason\":\"因为\",\"attribution\":\"script\",\"transcript\":\"t\","
        "\"transcript_hash\":\"h\",\"rule\":\"never-platitude\",\"accepted\":%s}",
        action, author, accepted ? "true" : "false");
    cr_assert(parse(text, &review, &err), "%s", err.message);
    cr_assert(review_append(path, &review, &err), "%s", err.message);
}

static enum standing standing(void)
{
    struct reviews reviews;
    struct error err = {0};
    cr_assert(reviews_read(&reviews, path, &err), "%s", err.message);
    enum standing result = reviews_standing(&reviews, "h", STR("never-platitude"));
    reviews_release(&reviews);
    return result;
}

Test(record, names_what_is_wrong)
{
    struct review review;
    struct error err = {0};
    cr_expect_not(parse("{\"action\":\"bless\"}", &review, &err));
    cr_expect_not_null(strstr(err.message, "\"action\""));
    cr_expect_not(parse(
        "{\"action\":\"overrule\",\"author\":\"a\",\"transcript\":\"t\",\"transcript_hash\":\"h\",\"rule\":\"r\"}",
        &review, &err));
    cr_expect_not_null(strstr(err.message, "\"reason\""), "overruling needs a reason: %s", err.message);
    cr_expect_not(parse("{\"action\":\"missed\",\"author\":\"a\",\"transcript\":\"t\",\"transcript_hash\":\"h\","
                        "\"signal\":\"closing\"}",
                        &review, &err));
    cr_expect_not_null(strstr(err.message, "span"), "%s", err.message);
}

Test(record, the_last_word_of_each_author_counts_and_an_adjudication_decides)
{
    cr_expect_eq(standing(), STANDING_UNREVIEWED);
    say("agree", "甲", false);
    cr_expect_eq(standing(), STANDING_UPHELD);
    say("overrule", "乙", false);
    cr_expect_eq(standing(), STANDING_DISPUTED);
    say("overrule", "甲", false);
    cr_expect_eq(standing(), STANDING_OVERRULED);
    say("adjudicate", "丙", true);
    cr_expect_eq(standing(), STANDING_UPHELD);
}

Test(record, two_writers_at_once_lose_nothing)
{
    enum { EACH = 100 };
    pid_t child = fork();
    for (int i = 0; i < EACH; i++)
        say("comment", child == 0 ? "子" : "父", false);
    if (child == 0)
        _exit(0);
    int status;
    waitpid(child, &status, 0);
    struct reviews reviews;
    struct error err = {0};
    cr_assert(reviews_read(&reviews, path, &err), "%s", err.message);
    cr_expect_eq(reviews.count, 2 * EACH);
    reviews_release(&reviews);
}

Test(record, a_torn_last_line_is_left_out_and_swallows_nothing)
{
    say("agree", "甲", false);
    struct buf file;
    struct error err = {0};
    buf_init(&file, 0);
    cr_assert(file_read(path, &file, &err));
    buf_add_cstring(&file, "{\"action\":\"agr");
    cr_assert(file_write(path, buf_str(&file), &err));
    buf_release(&file);
    cr_expect_eq(standing(), STANDING_UPHELD);
    say("overrule", "乙", false);
    cr_expect_eq(standing(), STANDING_DISPUTED);
}

Test(sample, is_drawn_by_verdict_and_stays_the_same)
{
    struct sample_plan plan;
    struct error err = {0};
    cr_assert(sample_parse(&plan, STR("fails:all, passes:20%"), &err), "%s", err.message);
    size_t taken = 0;
    for (int i = 0; i < 1000; i++) {
        char id[16];
        snprintf(id, sizeof id, "c%d", i);
        cr_expect(sample_takes(&plan, VERDICT_FAIL, str_from(id), 1));
        cr_expect_not(sample_takes(&plan, VERDICT_ERROR, str_from(id), 1));
        bool in = sample_takes(&plan, VERDICT_PASS, str_from(id), 1);
        cr_expect_eq(in, sample_takes(&plan, VERDICT_PASS, str_from(id), 1));
        taken += in;
    }
    cr_expect(taken > 150 && taken < 250, "%zu", taken);
    cr_expect_not(sample_parse(&plan, STR("fails:some"), &err));
}
