#include "meaning/terms.h"
#include "text/normalise.h"

#include <criterion/criterion.h>

/* Does the text speak of what a document of that one line speaks of? */
static bool meet(const char *line, const char *text)
{
    struct scenario scenario = {.callee.role = str_from(line)};
    struct arena arena;
    arena_init(&arena);
    struct library library = library_of(&arena, &scenario);
    uint64_t *terms = terms_none(&arena, &library);
    terms_read(&library, normalise_text(&arena, str_from(text)), terms);
    bool met = terms_next(terms, terms, library.words, &(size_t){0});
    arena_release(&arena);
    return met;
}

Test(terms, a_figure_is_the_same_in_digits_and_as_it_is_said)
{
    cr_expect(meet("320", "三百二"));
    cr_expect(meet("320", "三百二十"));
    cr_expect(meet("1360", "一千三百六"));
    cr_expect(meet("302", "三百零二"));
    cr_expect(meet("12000", "一万二"));
    cr_expect(meet("15", "十五"));
    cr_expect(meet("$59", "59 dollars"));
    cr_expect_not(meet("302", "三百二"));
    cr_expect_not(meet("320", "3200"));
    cr_expect_not(meet("7", "7"), "a single figure is no term");
    cr_expect_not(meet("23", "两三"), "two or three are not 23");
}

Test(terms, words_meet_by_their_stems_and_grammar_says_nothing)
{
    cr_expect(meet("the rentals are booked", "booking a rental"));
    cr_expect_not(meet("the rentals are booked", "they are the others"));
    cr_expect(meet("hers", "hers"), "the stem of a word may be a word of grammar");
    cr_expect_not(meet("hers", "her"), "which by itself is none");
    cr_expect(meet("门锁的保修期", "保修多久"));
    cr_expect_not(meet("这个是你的", "你的是这个"), "pairs of characters that build grammar");
    cr_expect(meet("门到底是修还是换", "换不换"), "a character by itself");
    cr_expect_not(meet("这个是你的", "是, 的"), "which builds no grammar");
}

static double shares(const char *line, const char *text)
{
    struct line_text lines[] = {{.text = str_from(line)}, {.text = STR("lock")}, {.text = STR("late")}};
    struct scenario scenario = {.callee.background = {lines, 3}};
    struct arena arena;
    arena_init(&arena);
    struct library library = library_of(&arena, &scenario);
    uint64_t *said = terms_none(&arena, &library);
    terms_read(&library, normalise_text(&arena, str_from(text)), said);
    double shared = terms_shared(library.weights, library.lines[1], said); /* behind the role, which says nothing */
    arena_release(&arena);
    return shared;
}

Test(terms, a_character_by_itself_weighs_less_than_a_pair)
{
    const double apart = shares("门锁", "门, 锁"), joined = shares("门锁", "门锁"), one = shares("门锁", "门");
    cr_expect_float_eq(apart, 2 * one, 1e-9, "a pair does not reach over a mark");
    cr_expect_gt(one, 0);
    cr_expect_gt(joined - apart, one);
}

Test(terms, a_term_weighs_by_how_few_lines_have_it)
{
    struct line_text lines[] = {{.text = STR("lock broken")}, {.text = STR("lock late")}, {.text = STR("lock lost")}};
    struct scenario scenario = {.callee.background = {lines, 3}};
    struct arena arena;
    arena_init(&arena);
    struct library library = library_of(&arena, &scenario);
    uint64_t *said = terms_none(&arena, &library);
    struct term_list common = terms_list(&arena, &library, STR("locks"));
    struct term_list rare = terms_list(&arena, &library, STR("broken, lately"));
    cr_expect_eq(library.count, 4);
    cr_expect_eq(common.count, 1);
    cr_expect_eq(rare.count, 2);
    cr_expect_lt(terms_weight(library.weights, common), terms_weight(library.weights, rare));
    terms_read(&library, STR("broken, lately"), said);
    cr_expect_eq(terms_shared(library.weights, common, said), 0);
    cr_expect_eq(terms_shared(library.weights, rare, said), terms_weight(library.weights, rare));
    arena_release(&arena);
}

Test(terms, what_is_said_in_any_call_tells_little_of_a_matter)
{
    struct line_text lines[] = {
        {.text = STR("电话")}, {.text = STR("墨砚")}, {.text = STR("questions")}, {.text = STR("beehive")}};
    struct scenario scenario = {.callee.background = {lines, 4}};
    struct arena arena;
    arena_init(&arena);
    const struct library library = library_of(&arena, &scenario);
    for (size_t l = 1; l <= 4; l += 2) { /* behind the role: everyday words, and others as rare */
        const struct term_list said = library.lines[l], rare = library.lines[l + 1];
        cr_expect_float_eq(terms_weight(library.weights, said), terms_weight(library.weights, rare), 1e-9);
        cr_expect_lt(terms_weight(library.matter, said), 0.5 * terms_weight(library.matter, rare));
        cr_expect_eq(terms_weight(library.matter, rare), terms_weight(library.weights, rare));
    }
    arena_release(&arena);
}
