#include "base/arena.h"
#include "understudy/rewrite.h"

#include <criterion/criterion.h>

static struct arena arena;

static void setup(void)
{
    arena_init(&arena);
}

static void teardown(void)
{
    arena_release(&arena);
}

TestSuite(rewrite, .init = setup, .fini = teardown);

static struct str say(enum lang lang, const char *line, const char *name)
{
    struct rng rng;
    rng_init(&rng, 3);
    return rewrite_concern(&arena, lang, str_from(line), str_from(name), &rng);
}

static bool holds(struct str text, const char *piece)
{
    return str_find(text, str_from(piece)) != STR_NONE;
}

Test(rewrite, the_third_person_becomes_the_first)
{
    struct str zh = say(LANG_ZH_HANS, "担心他自己的积分被清零", "赵敏"),
               en = say(LANG_EN, "Whether he has to pay for his own towing", "Bill Oakes");
    cr_assert(holds(zh, "我担心我自己的积分被清零"), "%.*s", STR_FORMAT(zh));
    cr_assert(holds(en, "whether I have to pay for my own towing"), "%.*s", STR_FORMAT(en));
    cr_assert(holds(say(LANG_ZH_HANS, "赵敏怕白跑一趟", "赵敏"), "我怕白跑一趟"));
    cr_assert_not(holds(say(LANG_ZH_HANS, "其他住户有没有一起报修", "赵敏"), "其我"));
}

Test(rewrite, questions_and_worries_and_topics_get_their_own_frames)
{
    struct str question = say(LANG_ZH_HANS, "地板能否当天铺完", ""), topic = say(LANG_ZH_HANS, "老客户的收费标准", "");
    cr_assert(holds(question, "能不能当天铺完") && holds(question, "？"), "%.*s", STR_FORMAT(question));
    cr_assert(holds(topic, "老客户的收费标准") && !holds(topic, "？"), "%.*s", STR_FORMAT(topic));
    struct str state = say(LANG_EN, "Uneasy about leaving the keys with a stranger", ""),
               doing = say(LANG_EN, "Finding a slot before the school run", "");
    cr_assert(holds(state, "I'm uneasy about leaving"), "%.*s", STR_FORMAT(state));
    cr_assert(holds(doing, "finding a slot"), "%.*s", STR_FORMAT(doing));
}

Test(rewrite, a_long_line_is_cut_to_what_is_easily_said)
{
    struct str zh = say(LANG_ZH_HANS, "水管修好以后还会不会再漏，墙上那块霉斑归谁处理，楼下邻居的吊顶要不要一起赔", "");
    struct str en = say(
        LANG_EN, "Who pays if the pipe bursts again, because the neighbour below has just had her ceiling done", "");
    cr_assert_not(holds(zh, "吊顶"), "%.*s", STR_FORMAT(zh));
    cr_assert_not(holds(en, "ceiling"), "%.*s", STR_FORMAT(en));
}

Test(rewrite, labels_brackets_and_numbers_are_handled)
{
    struct str text = say(LANG_ZH_HANT, "退費：那筆1,250元（含稅）到底退了沒有", "");
    cr_assert(holds(text, "1,250元") && !holds(text, "含稅") && !holds(text, "退費："), "%.*s", STR_FORMAT(text));
    cr_assert_eq(say(LANG_ZH_HANS, "", "").len, 0);
    cr_assert_eq(say(LANG_EN, " ", "").len, 0);
}
