#include "score/loosened.h"

#include <criterion/criterion.h>
#include <string.h>

static struct rubric *rubric_of(const char *rule, const char *question)
{
    struct error err = {0};
    struct buf text;
    buf_init(&text, 0);
    buf_printf(&text, "questions:\n  - {id: q, ask: %s}\n  - {id: other, ask: Is that?}\nrules:\n  - {id: r, %s}\n",
               question, rule);
    struct rubric *rubric = rubric_from(NULL, "r.yaml", buf_str(&text), &err);
    cr_assert_not_null(rubric, "%s: %s", rule, err.message);
    buf_release(&text);
    return rubric;
}

/* What is said when a rule that read `old` reads `new`; NULL: nothing. */
static void says(const char *old, const char *new, const char *asked, const char *want)
{
    struct rubric *before = rubric_of(old, "Is it?"), *now = rubric_of(new, asked);
    const struct why why = rule_loosened(before, rubric_rule(before, STR("r")), now, rubric_rule(now, STR("r")));
    if (want == NULL)
        cr_expect_null(why.english, "%s -> %s: %s", old, new, why.english);
    else
        cr_expect(why.english != NULL && strstr(why.english, want) != NULL && why.chinese != NULL, "%s -> %s: %s", old,
                  new, why.english != NULL ? why.english : "nothing");
    rubric_free(before);
    rubric_free(now);
}

static void loosens(const char *old, const char *new, const char *want)
{
    says(old, new, "Is it?", want);
    says(old, old, "Is it?", NULL);
    says(new, new, "Is it?", NULL);
}

Test(loosened, a_floor_is_by_more_replies_and_a_ceiling_by_fewer)
{
    loosens("at_least: {signal: hesitation, count: 1, window: {first: 2}}", "at_least: {signal: hesitation, count: 1}",
            "more replies");
    loosens("at_least: {signal: hesitation, count: 1}", "at_least: {signal: hesitation, count: 1, window: {first: 2}}",
            NULL);
    loosens("at_least: {signal: hesitation, share: 0.5}",
            "at_least: {signal: hesitation, share: 0.5, window: {first: 2}}", "fewer replies");
    loosens("never: closing", "never: {signal: closing, window: {first: 2}}", "fewer replies");
    loosens("never: {signal: closing, window: {first: 2}}", "never: closing", NULL);
}

Test(loosened, a_rule_is_when_less_makes_it_due)
{
    loosens("when: {signal: [closing, platitude]}, then: hesitation", "when: {signal: closing}, then: hesitation",
            "more rarely");
    loosens("when: {signal: closing}, then: hesitation", "when: {signal: [closing, platitude]}, then: hesitation",
            NULL);
    loosens("before: {first: hesitation, then: [closing, platitude]}", "before: {first: hesitation, then: closing}",
            "more rarely");
    loosens("at_least: {signal: hesitation, count: 1}, due: {signal: [closing, platitude]}",
            "at_least: {signal: hesitation, count: 1}, due: {signal: closing}", "more rarely");
    loosens("at_least: {signal: hesitation, count: 1}",
            "at_least: {signal: hesitation, count: 1}, due: {signal: closing}", "more rarely");
    loosens("at_least: {signal: hesitation, count: 1}, due: {signal: closing}",
            "at_least: {signal: hesitation, count: 1}", NULL);
}

Test(loosened, a_chain_is_by_a_link_that_is_gone_or_has_changed_places)
{
    loosens("chain: [skepticism, hesitation, closing]", "chain: [skepticism, closing]", "signals changed");
    loosens("chain: [skepticism, hesitation, closing]", "chain: [hesitation, skepticism, closing]", "signals changed");
    loosens("chain: [skepticism, closing]", "chain: [skepticism, hesitation, closing]", NULL);
}

Test(loosened, a_question_is_by_any_other)
{
    loosens("judge: {question: q, answer: true}", "judge: {question: q, answer: false}", "something else");
    loosens("judge: q", "judge: other", "something else");
    says("judge: q", "judge: q", "Is it so?", "something else");
}
