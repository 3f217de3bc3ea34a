/* Who the persona is: names, sexes and years that its document denies, and those that it merely does not mention. */
#include "signal/identity.h"

#include "text/normalise.h"

#include <criterion/criterion.h>

static struct identity_claims claims(const char *role, const char *callee, const char *reply)
{
    struct arena arena;
    arena_init(&arena);
    struct str text = normalise_text(&arena, str_from(reply));
    struct identity identity =
        identity_of(&arena, normalise_text(&arena, str_from(role)), normalise_text(&arena, str_from(callee)));
    struct numbers numbers = numbers_of(&arena, text);
    struct words words;
    words_init(&words, text);
    struct identity_claims found = identity_contradicted(&identity, &words, &numbers);
    cr_assert(found.start <= found.end && found.end <= text.len);
    arena_release(&arena);
    return found;
}

static const char role[] = "张强，38岁，男，泰山公司IT运维总负责人。";
static const char callee[] = "张强，38岁，男，十年运维。上司叫李卫东，儿子读小学。";

Test(identity, another_name_is_told_from_the_own_one_and_from_orders)
{
    static const char *const wrong[] = {"我姓李，你说。", "免贵姓王。", "我叫刘建国，你打错了吧。",
                                        "我不姓张。",     "俺姓徐。",   "我叫欧阳建军，不是您说的那位。",
                                        "我叫司徒静。"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        cr_expect(claims(role, callee, wrong[i]).names > 0, "%s", wrong[i]);
    static const char *const right[] = {"我姓张。",           "我叫张强。",           "我叫小周去查了。",
                                        "我姓什么你不知道？", "我是李卫东的手下。",   "我叫车来。",
                                        "我是安徽人。",       "我是高血压。",         "我叫保安来。",
                                        "我叫东方快递。",     "我不姓王，你打错了。", "您贵姓，姓李？"};
    for (size_t i = 0; i < sizeof right / sizeof *right; i++)
        cr_expect(claims(role, callee, right[i]).names == 0, "%s", right[i]);
    cr_expect(claims("", "", "我姓李。").names == 0, "a document that names nobody denies no name");
    cr_expect(claims("姓名：陶静\n年龄：41", "陶静", "我姓贺。").names > 0);
}

Test(identity, the_other_sex_and_other_years_at_the_trade_are_found)
{
    cr_expect(claims(role, callee, "我一个女的，不懂这些。").sexes > 0);
    cr_expect(claims(role, callee, "我一个大男人，怕什么。").sexes == 0);
    cr_expect(claims("Gwen, 63, female, drove a bus", "Gwen, 63, female", "As a father I worry.").sexes > 0);
    cr_expect(claims(role, callee, "我干了三年运维。").years > 0);
    cr_expect(claims(role, callee, "我干了十年运维。").years == 0);
    cr_expect(claims(role, callee, "这手机我用了三年。").years == 0, "years of something else");
    cr_expect(claims(role, "张强，38岁，男。", "我干了三年运维。").years == 0, "the document tells no years");
}

Test(identity, relatives_and_friends_of_a_role_do_not_tell_its_sex)
{
    static const char *const of_men[] = {"陈建国，52岁，女儿在北京，儿子在身边。", "陈建国，52岁，女朋友陪着。"};
    for (size_t i = 0; i < sizeof of_men / sizeof *of_men; i++)
        cr_expect(claims(of_men[i], of_men[i], "我一个大男人，怕什么。").sexes == 0, "%s", of_men[i]);
    static const char widow[] = "周秀兰，62岁，先生走得早。", man[] = "周先生，62岁，女儿在外地，（男）。";
    cr_expect(claims(widow, widow, "我一个女人家，弄不动。").sexes == 0);
    cr_expect(claims(man, man, "我一个女人家，弄不动。").sexes > 0);
    cr_expect(claims("周强，女婿开车，男，40岁。", "", "我一个女人家，弄不动。").sexes > 0);
}
