#include "signal/phrases.h"

#include <criterion/criterion.h>

struct found {
    size_t count[2];
    struct phrase_hit last;
};

static void count(void *context, struct phrase_hit hit)
{
    struct found *found = context;
    found->count[hit.class_index]++;
    found->last = hit;
}

static struct found find(const char *file, const char *text)
{
    struct error err = {0};
    struct found found = {0};
    struct phrases *phrases = phrases_read(str_from(file), "phrases.txt", &err);
    cr_assert_not_null(phrases, "%s", err.message);
    struct words words;
    words_init(&words, str_from(text));
    phrases_find(phrases, &words, count, &found);
    phrases_free(phrases);
    return found;
}

Test(phrases, finds_each_class_where_it_stands)
{
    struct found found = find("[a]\n不好说 | 再看看\n[b]\n请问\n", "这个不好说,请问");
    cr_assert_eq(found.count[0], 1);
    cr_assert_eq(found.count[1], 1);
    cr_assert_eq(found.last.start, sizeof "这个不好说," - 1);
}

Test(phrases, matches_english_by_whole_words_only)
{
    cr_assert_eq(find("[a]\nmight\n", "a mighty fine day").count[0], 0);
    cr_assert_eq(find("[a]\nmight\n", "it might, you know").count[0], 1);
    cr_assert_eq(find("[a]\nnot sure\n", "i'm not  sure").count[0], 0);
    cr_assert_eq(find("[a]\ni'm not sure\n", "well, i'm not sure.").count[0], 1);
}

Test(phrases, lets_a_gap_stand_for_a_few_words_of_the_same_clause)
{
    cr_assert_eq(find("[a]\n为您~处理\n", "我这就为您加急处理").count[0], 1);
    cr_assert_eq(find("[a]\n为您~处理\n", "为您好,他们处理").count[0], 0);
}

Test(phrases, reads_phrases_in_any_script_as_their_normal_form)
{
    cr_assert_eq(find("[a]\n說不準\n", "说不准").count[0], 1);
}

Test(phrases, refuses_a_phrase_before_any_class_and_names_the_line)
{
    struct error err = {0};
    cr_assert_null(phrases_read(STR("# c\n不好说\n"), "phrases.txt", &err));
    cr_assert_eq(err.line, 2);
    cr_assert_str_eq(err.path, "phrases.txt");
}

Test(phrases, refuses_a_phrase_of_one_letter)
{
    struct error err = {0};
    cr_assert_null(phrases_read(STR("[a]\n不好说\n可能 | a~b\n"), "phrases.txt", &err));
    cr_assert_eq(err.line, 3);
}
