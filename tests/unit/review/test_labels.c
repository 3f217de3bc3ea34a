/* What reviewers said is found by conversation, however much was said of however many. */
#include "base/file.h"
#include "review/labels.h"
#include "support/within.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char path[64];
static struct reviews reviews;

static void begin(void)
{
    snprintf(path, sizeof path, "/tmp/fidelio-labels-XXXXXX");
    int fd = mkstemp(path);
    cr_assert(fd >= 0);
    close(fd);
}

static void finish(void)
{
    unlink(path);
}

TestSuite(labels, .init = begin, .fini = finish);

static void put(struct buf *out, const char *action, size_t author, const char *hash, size_t rule)
{
    buf_printf(out,
               "{\"action\":\"%s\",\"author\":\"a%zu\",\"reason\":\"because\",\"transcript\":\"t\",\"transcript_hash\":"
               "\"%s\",\"rule\":\"r%zu\",\"accepted\":true,\"time\":\"2026-01-01T00:00:00Z\"}\n",
               action, author, hash, rule);
}

static void read_back(struct buf *text)
{
    struct error err = {0};
    FILE *file = fopen(path, "w");
    cr_assert_not_null(file);
    cr_assert_eq(fwrite(text->bytes, 1, text->len, file), text->len);
    fclose(file);
    cr_assert(reviews_read(&reviews, path, &err), "%s", err.message);
    buf_release(text);
}

Test(labels, words_on_one_conversation_are_walked_from_the_newest_on)
{
    struct buf text;
    buf_init(&text, 0);
    put(&text, "agree", 1, "one", 1);
    put(&text, "agree", 2, "two", 1);
    put(&text, "overrule", 3, "one", 2);
    read_back(&text);
    const struct review *r = reviews_newest(&reviews, "one");
    cr_assert_eq(r, &reviews.items[2]);
    cr_assert_eq(reviews_before(&reviews, r), &reviews.items[0]);
    cr_assert_null(reviews_before(&reviews, &reviews.items[0]));
    cr_assert_eq(reviews_newest(&reviews, "two"), &reviews.items[1]);
    cr_assert_null(reviews_newest(&reviews, "three"));
    reviews_release(&reviews);
}

Test(labels, a_hundred_thousand_words_are_counted_in_linear_time)
{
    enum { CONVERSATIONS = 60000 };
    struct buf text;
    char hash[32];
    size_t upheld = 0, overruled = 0;
    within(60);
    buf_init(&text, 0);
    for (size_t i = 0; i < CONVERSATIONS; i++) {
        snprintf(hash, sizeof hash, "hash-%zu", i);
        put(&text, i % 3 == 0 ? "overrule" : "agree", 1, hash, 7);
        put(&text, "comment", 2, hash, 7);
    }
    read_back(&text);
    for (size_t i = 0; i < CONVERSATIONS; i++) {
        snprintf(hash, sizeof hash, "hash-%zu", i);
        for (size_t rule = 5; rule < 10; rule++) {
            enum standing standing = reviews_standing(&reviews, hash, str_from(rule == 7 ? "r7" : "r8"));
            upheld += standing == STANDING_UPHELD;
            overruled += standing == STANDING_OVERRULED;
        }
    }
    cr_assert_eq(overruled, CONVERSATIONS / 3);
    cr_assert_eq(upheld, CONVERSATIONS - CONVERSATIONS / 3);
    reviews_release(&reviews);
}

Test(labels, very_many_authors_of_one_finding_are_heard_in_linear_time)
{
    enum { AUTHORS = 120000 };
    struct buf text;
    within(60);
    buf_init(&text, 0);
    for (size_t i = 0; i < AUTHORS; i++)
        put(&text, "overrule", i, "one", 1);
    for (size_t i = 0; i < AUTHORS; i++)
        put(&text, "agree", i, "one", 1);
    read_back(&text);
    cr_assert_eq(reviews_standing(&reviews, "one", STR("r1")), STANDING_UPHELD, "each thought better of it");
    reviews_release(&reviews);
}
