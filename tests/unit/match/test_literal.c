#include "base/arena.h"
#include "base/buf.h"
#include "match/literal.h"

#include <criterion/criterion.h>

struct expected {
    const char *expression, *literals; /* joined by '|'; "" = none */
};

Test(literal, is_what_every_way_through_the_pattern_needs)
{
    static const struct expected cases[] = {
        {"没问题", "没问题"},
        {"都(行|可以)", "都"},
        {"(?:感谢|谢谢)您", "感谢|谢谢"},
        {"(作为|身为)(一个)?(ai|人工智能)", "作为|身为"},
        {"您(好)?啊", "您"},
        {"请.*稍等", "稍等"},
        {"ab+c", "ab"},
        {"abc{0,2}d", "ab"},
        {"(abcd){2,}e", "abcd"},
        {"(abcd){0,2}e", "e"},
        {"(?=抱歉)您好", "您好"},
        {"(?<!不)满意", "满意"},
        {"(?<hit>机器人)吗", "机器人"},
        {"(?P<hit>机器人)吗", "机器人"},
        {"(?>机器人)吗", "机器人"},
        {"挂断\\.\\(", "挂断.("},
        {"\\d+元", "元"},
        {"[您你]好", "好"},
        {"^再见$", "再见"},
        {"\\bhello\\b", "hello"},
        {"", ""},
        {"a|", ""},
        {"好|[行可]", ""},
        {"\\d+", ""},
        {"(a)(?1)", ""},
        {"(a)\\1", "a"},
        {"(?x) 好 # c", ""},
        {"\\Q好\\E", ""},
        {"好|\\E", ""},
        {"好(?#c)好", ""},
        {"(*UTF)好", ""},
        {"(?|好|行)", ""},
        {"(好)?(?(1)行|可以)", ""},
        {"(?i)hello", ""},
        {"(?i)hello您好", "您好"},
        {"hello(?i)you", ""},
        {"(?i:hello)世界", "世界"},
        {"(?s)好.好", "好"},
        {"(?i)12345", "12345"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct arena arena;
        struct buf got;
        arena_init(&arena);
        buf_init(&got, 0);
        buf_reserve(&got, 0);
        struct literals literals = literals_required(&arena, str_from(cases[i].expression));
        for (size_t k = 0; k < literals.count; k++) {
            buf_add_cstring(&got, k > 0 ? "|" : "");
            buf_add(&got, literals.items[k]);
        }
        cr_expect(str_eq_cstring(buf_str(&got), cases[i].literals), "%s: got \"%.*s\", want \"%s\"",
                  cases[i].expression, STR_FORMAT(buf_str(&got)), cases[i].literals);
        buf_release(&got);
        arena_release(&arena);
    }
}

Test(literal, hundreds_of_alternatives_or_levels_give_none)
{
    struct arena arena;
    struct buf many;
    arena_init(&arena);
    buf_init(&many, 0);
    for (int i = 0; i < 65; i++)
        buf_printf(&many, "%sw%d", i > 0 ? "|" : "", i);
    cr_assert_eq(literals_required(&arena, buf_str(&many)).count, 0);
    buf_clear(&many);
    for (int i = 0; i < 200; i++)
        buf_add_cstring(&many, "(");
    buf_add_cstring(&many, "好");
    for (int i = 0; i < 200; i++)
        buf_add_cstring(&many, ")");
    cr_assert_eq(literals_required(&arena, buf_str(&many)).count, 0);
    buf_release(&many);
    arena_release(&arena);
}
