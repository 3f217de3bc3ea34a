#include "meaning/topics.h"
#include "support/within.h"

#include <criterion/criterion.h>
#include <stdio.h>

static struct arena arena;

static struct topics *topics_for(struct concern *concerns, size_t concern_count, struct line_text *background,
                                 size_t background_count)
{
    static struct scenario scenario;
    scenario = (struct scenario){.callee = {.concerns = concerns,
                                            .concern_count = concern_count,
                                            .background = {.items = background, .count = background_count}}};
    return topics_of(&arena, &scenario);
}

/* What the word's term stands for: "0", "0!" (alone), "(0)" (kin). */
static const char *stands_for(const struct topics *topics, const char *word)
{
    static char out[100];
    const struct term_list term = terms_list(&arena, &topics->library, str_from(word));
    cr_assert_eq(term.count, 1, "%s", word);
    const struct topic_hits own = topic_hits_own(topics, term.items[0]), kin = topic_hits_kin(topics, term.items[0]);
    size_t len = 0;
    out[0] = out[1] = '\0';
    for (const struct topic_hit *hit = own.at; hit < own.end; hit++)
        len += (size_t)snprintf(out + len, sizeof out - len, " %u%s", hit->concern, hit->alone ? "!" : "");
    for (const struct topic_hit *hit = kin.at; hit < kin.end; hit++)
        len += (size_t)snprintf(out + len, sizeof out - len, " (%u)", hit->concern);
    return out + (len > 0); /* without the blank in front */
}

Test(topics, a_term_stands_for_the_concerns_that_have_it_and_for_those_that_a_line_lends_it)
{
    struct concern concerns[] = {{.text = STR("refund deposit broken lock spare")},
                                 {.text = STR("refund late courier")}};
    struct line_text background[] = {{.text = STR("broken lock, deposit gone, spare key, locksmith called")},
                                     {.text = STR("sunny weather")}};
    arena_init(&arena);
    const struct topics *topics = topics_for(concerns, 2, background, 2);
    cr_expect_str_eq(stands_for(topics, "refund"), "0 1");
    cr_expect_str_eq(stands_for(topics, "courier"), "1!");
    cr_expect_str_eq(stands_for(topics, "lock"), "0!", "what is its own is not lent");
    cr_expect_str_eq(stands_for(topics, "locksmith"), "(0)");
    cr_expect_str_eq(stands_for(topics, "weather"), "");
    arena_release(&arena);
}

Test(topics, a_concern_of_the_scripts_own_words_is_told_from_one_that_the_script_never_names)
{
    struct concern concerns[] = {{.text = STR("courier delivery fee")}, {.text = STR("ashamed before neighbours")}};
    struct line_text lines[] = {{.text = STR("the courier brings it, delivery costs a fee")}};
    struct step step = {.utterances = {.items = lines, .count = 1}};
    const struct scenario scenario = {.callee = {.concerns = concerns, .concern_count = 2},
                                      .caller = {.steps = &step, .step_count = 1}};
    arena_init(&arena);
    const struct topics *topics = topics_of(&arena, &scenario);
    cr_expect_gt(topics->concerns[0].scripted, 0);
    cr_expect_lt(topics->concerns[0].scripted, 1);
    cr_expect_eq(topics->concerns[1].scripted, 0);
    arena_release(&arena);
}

/* A table of concerns and terms would be 800 GB. */
Test(topics, very_many_concerns_take_memory_by_what_they_say)
{
    within(120);
    enum { MANY = 300000 };
    arena_init(&arena);
    struct concern *concerns = arena_array(&arena, MANY, sizeof *concerns);
    for (size_t i = 0; i < MANY; i++) {
        char *word = arena_dup(&arena, "aaaaaa", 6);
        for (size_t k = 0, rest = i; k < 5; k++, rest /= 20)
            word[k] = (char)('f' + rest % 20);
        concerns[i].text = (struct str){word, 6};
    }
    const struct topics *topics = topics_for(concerns, MANY, NULL, 0);
    cr_expect_eq(topics->library.count, MANY);
    for (size_t i = 0; i < MANY; i += 1000) {
        const struct topic_hits own = topic_hits_own(topics, topics->concerns[i].terms.items[0]);
        cr_expect(own.end == own.at + 1 && own.at->concern == i && own.at->alone);
    }
    cr_expect_lt(arena.used, (size_t)200 << 20);
    arena_release(&arena);
}

/* Each of those lines would be tied to each of those concerns: 6e8 ties. */
Test(topics, very_many_lines_on_the_matter_of_very_many_concerns_are_read_in_linear_time)
{
    within(60);
    enum { MANY = 200000 }; /* an eighth of them on one matter, which must not stand everywhere to weigh something */
    arena_init(&arena);
    struct concern *concerns = arena_array(&arena, MANY, sizeof *concerns);
    struct line_text *lines = arena_array(&arena, MANY, sizeof *lines);
    for (size_t i = 0; i < MANY; i += 8) {
        concerns[i].text = STR("broken lock deposit");
        lines[i].text = STR("broken lock locksmith");
    }
    concerns[0].text = STR("late courier refund delivery monday");
    lines[0].text = STR("late courier delivery warehouse");
    const struct topics *topics = topics_for(concerns, MANY, lines, MANY);
    cr_expect_str_eq(stands_for(topics, "warehouse"), "(0)");
    arena_release(&arena);
}
