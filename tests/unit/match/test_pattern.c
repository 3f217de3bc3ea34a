#include "base/clock.h"
#include "match/pattern.h"
#include "support/within.h"

#include <criterion/criterion.h>
#include <pthread.h>
#include <stdint.h>
#include <string.h>

static enum found find(const char *expression, const char *subject, size_t from, size_t *start, size_t *end,
                       struct error *err)
{
    struct match_scratch *scratch = match_scratch_new();
    struct pattern *pattern = pattern_new(str_from(expression), err);
    cr_assert_not_null(pattern, "%s", err->message);
    enum found found = pattern_find(pattern, scratch, str_from(subject), from, start, end, err);
    pattern_free(pattern);
    match_scratch_free(scratch);
    return found;
}

Test(pattern, finds_bytes_of_the_first_match_at_or_after_a_place)
{
    size_t start, end;
    struct error err = {0};
    cr_assert_eq(find("没问题", "嗯没问题，没问题", 0, &start, &end, &err), FOUND_YES);
    cr_assert_eq(start, 3);
    cr_assert_eq(end, 12);
    cr_assert_eq(find("没问题", "嗯没问题，没问题", 6, &start, &end, &err), FOUND_YES);
    cr_assert_eq(start, 15);
    cr_assert_eq(find("没问题", "嗯没问题", 6, &start, &end, &err), FOUND_NO);
    cr_assert_eq(find("(?<=嗯)没", "嗯没问题", 3, &start, &end, &err), FOUND_YES);
    cr_assert_eq(find("^$", "", 0, &start, &end, &err), FOUND_YES);
}

Test(pattern, the_group_named_hit_is_what_was_found)
{
    size_t start, end;
    struct error err = {0};
    cr_assert_eq(find("我是(?<hit>ai|机器人)", "喂我是机器人", 0, &start, &end, &err), FOUND_YES);
    cr_assert_eq(start, 9);
    cr_assert_eq(end, 18);
    cr_assert_eq(find("a(?<hit>b)?(c)", "ac", 0, &start, &end, &err), FOUND_YES);
    cr_assert_eq(start, 0);
    cr_assert_eq(end, 2);
    cr_assert_eq(find("a(?<hit>b)?", "xa", 0, &start, &end, &err), FOUND_YES);
    cr_assert_eq(start, 1);
    cr_assert_null(pattern_new(STR("(?J)(?<hit>a)|(?<hit>b)"), &err));
    cr_assert_not_null(strstr(err.message, "once"));
}

Test(pattern, han_characters_are_no_word_characters_and_full_stops_match_one_of_them)
{
    size_t start, end;
    struct error err = {0};
    cr_assert_eq(find("\\bai\\b", "我是ai啊", 0, &start, &end, &err), FOUND_YES);
    cr_assert_eq(find("^.$", "好", 0, &start, &end, &err), FOUND_YES);
    cr_assert_eq(find("\\p{Han}{2}", "ab你好", 0, &start, &end, &err), FOUND_YES);
}

Test(pattern, what_does_not_compile_says_where_in_code_points)
{
    static const struct {
        const char *expression;
        size_t column;
    } cases[] = {{"好(", 3}, {"你好[a", 5}, {"好\\C", 4}, {"(*UCP)a", 7}, {"a\xff", 2}, {"a{2,1}", 6}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct error err = {0};
        cr_assert_null(pattern_new(str_from(cases[i].expression), &err), "%s", cases[i].expression);
        cr_expect_eq(err.kind, ERROR_USER);
        cr_expect_eq(err.column, cases[i].column, "%s: %zu %s", cases[i].expression, err.column, err.message);
    }
}

Test(pattern, endless_backtracking_is_an_error_and_soon, .timeout = 20)
{
    static const char *const expressions[] = {
        "(a+)+$",           "(a|aa)+$",        "(a|a)*b",
        "(?:a*)*c",         "(.*)*\\1x",       "(*NO_START_OPT)a*a*b",
        "(?(?=(a+)+b)a|c)", "(a|(?1)?a)*[bc]", "(s(aba+)aaa\325\277|||||||||||||(?1)||){21|||||{`,,|||\1773$}"};
    char subject[4001];
    memset(subject, 'a', 4000);
    memcpy(subject + 3999, "!", 2);
    struct clock clock = clock_system();
    for (size_t i = 0; i < sizeof expressions / sizeof *expressions; i++) {
        size_t start, end;
        struct error err = {0};
        uint64_t from = clock.monotonic_ns(clock.context);
        enum found found = find(expressions[i], subject, 0, &start, &end, &err);
        uint64_t ms = (clock.monotonic_ns(clock.context) - from) / 1000000;
        if (found == FOUND_ERROR)
            cr_expect_eq(err.kind, ERROR_LIMIT, "%s", err.message);
        else
            cr_expect(found == FOUND_NO && i > 0, "%s", expressions[i]);
        cr_expect(ms < 2000, "%s took %zu ms", expressions[i], (size_t)ms);
    }
}

Test(pattern, recursion_through_empty_alternatives_ends_on_an_empty_text)
{
    static const char *const expressions[] = {
        "(s(aba+)aaa|||||||||||||(?1)||){21|||||{`,,|||3$}", "(?<n>s(aba+)aaa|||||||||||||(?&n)||){21|||||{`,,|||3$}",
        "(s(aba+)aaa|||||||||||||\\g<1>||){21|||||{`,,|||3$}", "(?:s(aba+)aaa|||||||||||||(?R)||){21|||||{`,,|||3$}"};
    within(20);
    for (size_t i = 0; i < sizeof expressions / sizeof *expressions; i++) {
        size_t start, end;
        struct error err = {0};
        enum found found = find(expressions[i], "", 0, &start, &end, &err);
        cr_expect(found != FOUND_ERROR || err.kind == ERROR_LIMIT, "%s", err.message);
    }
}

Test(pattern, one_that_is_searched_for_step_by_step_finds_the_same)
{
    static const char *const expressions[] = {"a.*a.*b", "(*NO_JIT)a.*a.*b", "(a)(?:.*(?1)).*b"};
    char subject[20001];
    memset(subject, 'x', 20000);
    memcpy(subject + 1000, "a", 1);
    memcpy(subject + 9000, "a", 1);
    memcpy(subject + 19999, "b", 2);
    for (size_t i = 0; i < sizeof expressions / sizeof *expressions; i++) {
        size_t start = 0, end = 0;
        struct error err = {0};
        cr_assert_eq(find(expressions[i], subject, 0, &start, &end, &err), FOUND_YES, "%s", err.message);
        cr_expect_eq(start, 1000);
        cr_expect_eq(end, 20000);
    }
}

struct job {
    const struct pattern *pattern;
    size_t found;
};

static void *search(void *context)
{
    struct job *job = context;
    struct match_scratch *scratch = match_scratch_new();
    size_t start, end;
    for (int i = 0; i < 1000; i++)
        job->found +=
            pattern_find(job->pattern, scratch, STR("您好，请问您是哪位"), 0, &start, &end, NULL) == FOUND_YES;
    match_scratch_free(scratch);
    return NULL;
}

Test(pattern, threads_may_share_one_from_its_first_match_on)
{
    for (int round = 0; round < 20; round++) {
        pthread_t threads[4];
        struct job jobs[4];
        struct pattern *pattern = pattern_new(STR("请问.*哪(位|里)"), NULL);
        for (size_t i = 0; i < 4; i++) {
            jobs[i] = (struct job){pattern, 0};
            cr_assert_eq(pthread_create(&threads[i], NULL, search, &jobs[i]), 0);
        }
        for (size_t i = 0; i < 4; i++) {
            pthread_join(threads[i], NULL);
            cr_assert_eq(jobs[i].found, 1000);
        }
        pattern_free(pattern);
    }
}
