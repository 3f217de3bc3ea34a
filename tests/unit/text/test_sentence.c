#include "base/arena.h"
#include "text/normalise.h"
#include "text/sentence.h"

#include <criterion/criterion.h>

static size_t count(const char *text)
{
    struct str rest = str_from(text), sentence;
    size_t n = 0;
    while (sentence_next(&rest, &sentence))
        n++;
    return n;
}

static enum asking asks(const char *text)
{
    struct arena arena;
    arena_init(&arena);
    enum asking found = sentence_asks(normalise_text(&arena, str_from(text)));
    arena_release(&arena);
    return found;
}

Test(sentence, splits_at_final_punctuation_and_nowhere_else)
{
    cr_assert_eq(count("好的。那几号能到？我等着！"), 3);
    cr_assert_eq(count("呃……这个嘛，我再看看"), 1);
    cr_assert_eq(count("It's 3.5 hours at 7 p.m. on Monday. Fine?"), 2);
    cr_assert_eq(count("Dr. Wells called. I was out."), 2);
    cr_assert_eq(count("他说“行不行？”就挂了。"), 2, "a mark inside quotes ends a sentence");
    cr_assert_eq(count("  \n "), 0);
    cr_assert_eq(count(""), 0);
}

Test(sentence, pieces_put_together_hold_every_letter)
{
    struct str text = STR("一。二？三!four. five\nsix"), rest = text, sentence;
    size_t bytes = 0;
    while (sentence_next(&rest, &sentence))
        bytes += sentence.len;
    cr_assert_eq(bytes, text.len - 2, "only the blank and the line end lie between sentences");
}

Test(sentence, tells_questions_from_statements)
{
    static const char *const questions[] = {"那到底几号能好？",
                                            "你们查过没有啊？",
                                            "这个还能修吗",
                                            "我就想知道谁来管这件事。",
                                            "麻煩問一下要等多久",
                                            "So who pays for it?",
                                            "I'd like to know when it ships.",
                                            NULL};
    static const char *const statements[] = {"没什么问题。",
                                             "怎么说呢，我也讲不清。",
                                             "谁知道呢反正就这样吧",
                                             "哪天有空我再看。",
                                             "我再想想什么的。",
                                             "Whatever you say.",
                                             "I know what you mean.",
                                             "How nice.",
                                             NULL};
    for (size_t i = 0; questions[i] != NULL; i++)
        cr_assert_eq(asks(questions[i]), ASKS_THAT, "%s", questions[i]);
    for (size_t i = 0; statements[i] != NULL; i++)
        cr_assert_eq(asks(statements[i]), ASKS_NOT, "%s", statements[i]);
    cr_assert_eq(asks("晚了半个钟头，你懂吧？"), ASKS_TAG);
    cr_assert_eq(asks("It was late, you know?"), ASKS_TAG);
}

Test(sentence, phrases_keep_to_word_bounds)
{
    static const char *const busy[] = {"now", "在忙", NULL};
    cr_assert(words_in(STR("not now."), busy));
    cr_assert_not(words_in(STR("i know."), busy));
    cr_assert(words_in(STR("我在忙呢"), busy));
}
