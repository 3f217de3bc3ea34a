#include "meaning/ends.h"
#include "meaning/phrases.h"
#include "text/normalise.h"

#include <criterion/criterion.h>

Test(ends, kinds_of_conditions_in_both_languages)
{
    static const struct {
        const char *text;
        enum end_kind kind;
    } cases[] = {
        {"他怀疑来电是骗子，要自己拨总机核实", END_VERIFY},
        {"對方講不出理由，他要投訴", END_ESCALATE},
        {"同事叫他开会，没法讲下去", END_INTERRUPTED},
        {"她一时定不下来，要和家里商量", END_OPEN},
        {"双方的数字对不上，要求核查", END_MISMATCH},
        {"多轮之后无新问题，交流自然停顿", END_NOTHING_NEW},
        {"He doubts that the call is genuine", END_VERIFY},
        {"The agent can't explain the fee and she says she will complain", END_ESCALATE},
        {"Somebody comes to the door and he has to go", END_INTERRUPTED},
        {"Everything has been explained and she has no further questions", END_SETTLED},
        {"She can't decide and wants to sleep on it", END_OPEN},
        {"An appointment is booked", END_DECIDED},
        {"对方咬定是他弄坏的，他不聊了", END_ESCALATE},
        {"They push the plan again after she has said no", END_ESCALATE},
        {"楼上漏水这种事，他先放下电话", END_INTERRUPTED},
        {"The stove needs him", END_INTERRUPTED},
        {"He'd rather see the name on the list", END_VERIFY},
        {"这一项他没答，要先问过孩子", END_OPEN},
        {"The dates are plain", END_SETTLED},
        {"讲清楚了，他不肯也不谈了", END_SETTLED}, /* a hint outweighs nothing */
        {"月亮很圆", END_UNKNOWN},
    };
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        cr_expect_eq(end_kind_of(normalise_text(&arena, str_from(cases[i].text))), cases[i].kind, "%s", cases[i].text);
    arena_release(&arena);
}

static bool names(const char *text, enum end_matter matter)
{
    struct arena arena;
    arena_init(&arena);
    bool found = end_matters_of(normalise_text(&arena, str_from(text))) >> matter & 1;
    arena_release(&arena);
    return found;
}

Test(ends, a_condition_names_several_matters)
{
    const char *text = "補償怎麼算都講清楚了，他要回家跟太太商量，請對方發短信";
    cr_assert(names(text, END_MATTER_EXPLAINED));
    cr_assert(names(text, END_MATTER_ASKS_OTHERS));
    cr_assert(names(text, END_MATTER_WRITTEN));
    cr_assert_not(names(text, END_MATTER_INTERRUPTED));
    cr_assert_not(names(text, END_MATTER_AUTHORITY));
}

/* Where no word tells the kind, the matter does. */
static enum end_kind kind_of(const char *text)
{
    struct arena arena;
    struct line_text line = {.text = str_from(text), .line = 1};
    struct line_texts lines = {.items = &line, .count = 1};
    arena_init(&arena);
    enum end_kind kind = ends_of(&arena, &lines)[0].kind;
    arena_release(&arena);
    return kind;
}

Test(ends, refusal_callback_and_who_decides_are_kinds_of_their_own)
{
    static const struct {
        const char *text;
        enum end_kind kind;
    } cases[] = {
        {"客户一口回绝，要求别再打来", END_REFUSED},
        {"業主明確不賣，請對方把號碼劃掉", END_REFUSED},
        {"She turns it down and asks to be taken off the list", END_REFUSED},
        {"双方说定下周三下午再打", END_SETTLED},
        {"客户报出几点有空，让对方到点打来", END_LATER},
        {"She asks to be called back after her shift", END_LATER},
        {"Her husband has to decide", END_OPEN},
        {"要請示領導", END_OPEN},
        {"客户要求发一份书面说明", END_LATER},
        {"到站了要下车", END_INTERRUPTED},
        {"The bus comes", END_INTERRUPTED},
        {"The caller gets rude", END_ESCALATE},
        {"月亮很圆", END_UNKNOWN},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        cr_expect_eq(kind_of(cases[i].text), cases[i].kind, "%s: %d", cases[i].text, (int)kind_of(cases[i].text));
}

Test(ends, matters_are_found_in_english_at_the_edges_of_words)
{
    cr_assert(names("They can't name a date and she complains to the regulator", END_MATTER_AUTHORITY));
    cr_assert(names("They can't name a date and she complains to the regulator", END_MATTER_NO_ANSWER));
    cr_assert(names("He takes the letter or a later call", END_MATTER_EITHER));
    cr_assert_not(names("The author is forthright", END_MATTER_EITHER));
}

Test(phrases, a_list_is_one_string_and_each_phrase_counts_once)
{
    cr_assert_eq(phrases_count(STR("再看看,再看看,改天吧"), "再看|改天|明天"), 2);
    cr_assert(phrases_any(STR("so open it"), "open|shut"));
    cr_assert_not(phrases_any(STR("reopened"), "open|shut"));
    cr_assert_not(phrases_any(STR("anything"), ""));
}

Test(phrases, clauses_end_at_commas_and_stops)
{
    struct str rest = STR("讲清了,他等信;没有再问"), clause;
    cr_assert(next_clause(&rest, &clause) && str_eq_cstring(clause, "讲清了"));
    cr_assert(next_clause(&rest, &clause) && str_eq_cstring(clause, "他等信"));
    cr_assert(next_clause(&rest, &clause) && str_eq_cstring(clause, "没有再问"));
    cr_assert_not(next_clause(&rest, &clause));
}
