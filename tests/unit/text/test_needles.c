#include "base/arena.h"
#include "text/needles.h"
#include "text/word_set.h"

#include <criterion/criterion.h>
#include <ctype.h>
#include <string.h>

TestSuite(needles, .timeout = 10);

static const char *const words[] = {
    "银行",      "银",           "行长", "cab",        "cable",     "a bank",       "行长办公室",   "open",  "open up",
    "i'll ring", "ring back on", "行,",  "是不是推销", "'s at the", "bye",          "go, go",       "12315", "3点",
    "line",      "催",           "no",   "é",          "--",        "银行行长办公", "open the door"};
enum { COUNT = sizeof words / sizeof *words, MOST = 32 };

struct found {
    struct needle_hit hits[MOST];
    size_t count;
};

static void keep(void *context, struct needle_hit hit)
{
    struct found *found = context;
    cr_assert_lt(found->count, MOST);
    found->hits[found->count++] = hit;
}

static bool on_bounds(struct str text, size_t start, size_t end)
{
    bool left = start == 0 || !isalnum((unsigned char)text.ptr[start - 1]) || !isalnum((unsigned char)text.ptr[start]);
    bool right =
        end == text.len || !isalnum((unsigned char)text.ptr[end]) || !isalnum((unsigned char)text.ptr[end - 1]);
    return left && right;
}

/* What is found is held against a look at every place for every needle. */
static void check_text(const struct needles *needles, struct str text)
{
    struct found found = {0};
    size_t expected = 0;
    needles_find(needles, text, keep, &found);
    for (size_t at = 0; at < text.len; at++)
        for (size_t i = 0; i < COUNT; i++)
            expected += str_starts(str_slice(text, at, text.len), str_from(words[i])) &&
                        (needles->bounds == NEEDLES_ANYWHERE || on_bounds(text, at, at + strlen(words[i])));
    cr_expect_eq(found.count, expected, "%s: %zu, not %zu", text.ptr, found.count, expected);
    for (size_t i = 0; i < found.count; i++) {
        struct needle_hit hit = found.hits[i];
        cr_expect(str_eq(str_slice(text, hit.start, hit.end), str_from(words[hit.value])), "%s", text.ptr);
        cr_expect(i == 0 || hit.start >= found.hits[i - 1].start, "%s: in order", text.ptr);
    }
}

static void check_texts(enum needle_bounds bounds)
{
    static const char *const texts[] = {"",
                                        "银",
                                        "她在银行行长办公室",
                                        "the cable car, a bank, cabs",
                                        "行行行",
                                        "银银银行长",
                                        "so open it",
                                        "reopened, opens",
                                        "i'll ring. ringing back on",
                                        "ring back on",
                                        "open up",
                                        "行,别催",
                                        "是不是推销电话",
                                        "是不是推",
                                        "she's at the door, bye",
                                        "goodbye, go, go",
                                        "打12315或312315",
                                        "下午3点",
                                        "下午13点",
                                        "用line说",
                                        "online",
                                        "催",
                                        "no. nobody -- no",
                                        "café é",
                                        "银行行长办公楼",
                                        "open the doors, open the door",
                                        "bye"};
    struct arena arena;
    struct needles needles;
    arena_init(&arena);
    needles_init(&needles, &arena, bounds);
    for (size_t i = 0; i < COUNT; i++)
        needles_add(&needles, str_from(words[i]), (unsigned)i);
    for (size_t t = 0; t < sizeof texts / sizeof *texts; t++)
        check_text(&needles, str_from(texts[t]));
    arena_release(&arena);
}

Test(needles, finds_each_needle_wherever_it_stands_and_nothing_else)
{
    check_texts(NEEDLES_ANYWHERE);
}

Test(needles, finds_each_needle_at_the_bounds_of_words_and_nothing_else)
{
    check_texts(NEEDLES_AT_WORD_BOUNDS);
}

Test(word_set, holds_its_words_and_no_parts_or_longer_ones)
{
    static const char *const others[] = {"", "th", "thee", "toge", "actuall", "actuallyy", "o", "THE"};
    static const char *const own[] = {"the", "a", "to", "of", "actually", "it's"};
    struct word_set set;
    word_set_init(&set, "the a to of actually it's");
    for (size_t i = 0; i < sizeof own / sizeof *own; i++)
        cr_expect(word_set_has(&set, str_from(own[i])), "%s", own[i]);
    for (size_t i = 0; i < sizeof others / sizeof *others; i++)
        cr_expect_not(word_set_has(&set, str_from(others[i])), "%s", others[i]);
}
