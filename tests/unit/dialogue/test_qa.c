#include "base/buf.h"
#include "call.h"
#include "dialogue/reading.h"
#include "support/within.h"

#include <criterion/criterion.h>
#include <string.h>

static const char *const gym_document =
    "## Caller\n\n### Role\n\nRuth Adeyemi, front desk at Quayside Gym.\n\n### Steps and lines\n\n"
    "1. **Say why**\n   - \"Hi, this is Ruth from Quayside Gym about your membership.\"\n\n"
    "### Q&A knowledge base\n\n"
    "- Q: Can I freeze my membership while I'm away?\n  - A: Yes, for one to three months a year, from the first of a "
    "month.\n"
    "- Q: What does the pool cost on top?\n  - A: Nothing on the full plan. On the basic plan a swim is six pounds.\n"
    "- Q: Will you sell my phone number to anyone?\n  - A: No. It is used for bookings and deleted a month after you "
    "leave.\n"
    "- Q: How do I cancel for good?\n  - A: In writing, with thirty days' notice. There is no fee.\n\n"
    "### Opening line\n\nHi, is this Priya? It's Ruth from Quayside Gym.\n\n"
    "## Callee\n\n### Role\n\nPriya Nair, 33, architect.\n\n### Core concerns\n\n#### Primary\n\n"
    "- Whether she can stop paying while she is abroad for the summer\n\n### End conditions\n\n- She knows what she "
    "wanted to know\n";

struct question {
    size_t entry;
    const char *text;
};

static void ask_all(const char *document, const struct question *questions, size_t count, size_t *right, size_t *wrong)
{
    struct error err = {0};
    struct scenario *scenario = scenario_from("gym", str_from(document), &err);
    cr_assert_not_null(scenario, "%s", err.message);
    struct dialogue_plan *plan = dialogue_plan_new(scenario);
    *right = *wrong = 0;
    for (size_t i = 0; i < count; i++) {
        struct asked asked = dialogue_ask(scenario, plan, str_from(questions[i].text));
        *right += asked.entry > 0 && asked.entry == questions[i].entry;
        *wrong += asked.entry > 0 && asked.entry != questions[i].entry;
        cr_assert_eq(asked.entry > 0, asked.answer.len > 0);
        cr_assert(asked.score >= 0 && asked.score <= 1);
    }
    dialogue_plan_free(plan);
    scenario_free(scenario);
}

Test(qa, questions_in_other_words_find_their_entry_and_others_none)
{
    static const struct question questions[] = {
        {1, "I'm in Lisbon till September, can I stop paying for the summer?"},
        {1, "Is there a way to put it on hold? Can you freeze it?"},
        {2, "And the swimming, is that extra, what's the charge for the pool?"},
        {3, "Who gets my number, you're not passing it on, are you? Is it private?"},
        {4, "What if I want out altogether, how do I terminate it?"},
        {0, "Is Dave still teaching the spin class?"},
        {0, "Do you have parking now?"},
        {0, "I froze half to death in that shower."},
        {0, "I already sent the cancellation last week."},
    };
    size_t right, wrong, count = sizeof questions / sizeof *questions;
    ask_all(gym_document, questions, count, &right, &wrong);
    cr_assert_geq(right, 4, "%zu right", right);
    cr_assert_eq(wrong, 0, "a wrong answer is worse than a noted question");
}

Test(qa, a_statement_and_an_empty_text_are_not_answered)
{
    static const struct question questions[] = {
        {0, "The pool costs six pounds, I know."}, {0, ""}, {0, "???"}, {0, "。。。"}};
    size_t right, wrong;
    ask_all(gym_document, questions, 4, &right, &wrong);
    cr_assert_eq(wrong, 0);
}

Test(qa, a_document_without_a_knowledge_base_answers_nothing)
{
    static const char document[] = "## Callee\n\n### Role\n\nPriya Nair, 33.\n\n### End conditions\n\n- She is done\n";
    static const struct question questions[] = {{0, "How much is it?"}};
    size_t right, wrong;
    ask_all(document, questions, 1, &right, &wrong);
    cr_assert_eq(wrong, 0);
}

/* Each line held against each entry would take a minute. */
Test(qa, very_many_lines_beside_very_many_entries_are_read_in_linear_time)
{
    within(30);
    static const struct question questions[] = {{30000, "what about matter 29999?"}, {0, "is Dave there?"}};
    struct buf document;
    size_t right, wrong;
    buf_init(&document, 0);
    buf_add_cstring(&document, "## Caller\n\n### Q&A knowledge base\n\n");
    for (int i = 0; i < 30000; i++)
        buf_printf(&document, "- Q: delivery matter %d?\n  - A: yes\n", i);
    buf_add_cstring(&document, "\n### Opening line\n\nHi?\n\n## Callee\n\n### Background\n\n");
    for (int i = 0; i < 30000; i++)
        buf_printf(&document, "- delivery matter %d\n", i);
    ask_all(document.bytes, questions, 2, &right, &wrong);
    cr_expect_eq(right, 1);
    cr_expect_eq(wrong, 0);
    buf_release(&document);
}

Test(qa, a_text_without_a_mark_is_a_question_and_the_nearest_entries_are_named)
{
    static const struct {
        const char *text;
        size_t entry, nearest;
        enum certainty certainty;
    } asked[] = {
        {"does a swim cost extra with the pool", 2, 2, CERTAINTY_SURE},
        {"I froze half to death in that shower.", 0, 0, CERTAINTY_NO_QUESTION},
        {"is Dave still teaching the spin class", 0, 0, CERTAINTY_UNSURE},
    };
    struct scenario *scenario = scenario_from("gym", str_from(gym_document), &(struct error){0});
    struct dialogue_plan *plan = dialogue_plan_new(scenario);
    for (size_t i = 0; i < sizeof asked / sizeof *asked; i++) {
        struct asked found = dialogue_ask(scenario, plan, str_from(asked[i].text));
        cr_expect_eq(found.entry, asked[i].entry, "%s: %zu", asked[i].text, found.entry);
        cr_expect_eq(found.certainty, asked[i].certainty, "%s: %s", asked[i].text, certainty_name(found.certainty));
        cr_expect_leq(found.nearest_count, (size_t)NEAREST_MOST);
        if (asked[i].nearest > 0)
            cr_expect(found.nearest_count > 0 && found.nearest[0].entry == asked[i].nearest, "%s", asked[i].text);
        for (size_t k = 1; k < found.nearest_count; k++)
            cr_expect(found.nearest[k].score <= found.nearest[k - 1].score);
    }
    dialogue_plan_free(plan);
    scenario_free(scenario);
}

/* Each held against every line took 750 MB beside 2000 entries. */
Test(qa, a_reply_of_very_many_questions_asks_the_first_of_them)
{
    struct arena arena;
    struct buf reply;
    struct listener listener;
    arena_init(&arena);
    buf_init(&reply, 0);
    for (size_t i = 0; i < 10000; i++)
        buf_add_cstring(&reply, "为什么发票没开？");
    listener_init(&listener, &arena, STR("平台的小林"));
    const struct reading reading = reading_of(&arena, &listener, buf_str(&reply));
    cr_expect_eq(reading.question_count, QUESTIONS_MOST);
    cr_expect_str_eq(str_dup(&arena, reading.questions[0]).ptr, "为什么发票没开?");
    buf_release(&reply);
    arena_release(&arena);
}
