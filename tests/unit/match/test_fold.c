#include "base/arena.h"
#include "match/fold.h"
#include "match/pattern.h"
#include "text/normalise.h"

#include <criterion/criterion.h>

static struct arena arena;
static struct match_scratch *scratch;

static void set_up(void)
{
    arena_init(&arena);
    scratch = match_scratch_new();
}

static void tear_down(void)
{
    match_scratch_free(scratch);
    arena_release(&arena);
}

TestSuite(fold, .init = set_up, .fini = tear_down);

Test(fold, literals_become_what_they_are_normalised_to_and_the_rest_stays)
{
    static const struct {
        const char *expression, *folded;
    } cases[] = {
        {"作为AI", "作为ai"},
        {"請問（您）？", "请问\\(您\\)\\?"},
        {"真的？！*", "真的\\?\\!*"},
        {"好。{2}", "好\\.{2}"},
        {"嗯……+", "嗯(?:\\.\\.\\.)(?:\\.\\.\\.)+"},
        {"\\bOK\\b|\\D\\S", "\\bok\\b|\\D\\S"},
        {"(?<Hit>Ａ)(?i)B", "(?<Hit>a)(?i)b"},
        {"(a)\\1１", "(a)\\1(?:1)"},
        {"\\.\\，", "\\.\\,"},
        {"没问题", "没问题"},
        {"\\QAI\\E", "\\QAI\\E"},
        {"(", "("},
        {"", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct str folded = pattern_fold(&arena, str_from(cases[i].expression));
        cr_expect(str_eq_cstring(folded, cases[i].folded), "%s: got %.*s, want %s", cases[i].expression,
                  STR_FORMAT(folded), cases[i].folded);
        cr_expect(str_eq(pattern_fold(&arena, folded), folded), "%s twice", cases[i].expression);
    }
}

static enum found find_folded(const char *expression, const char *stored)
{
    size_t start, end;
    struct pattern *pattern = pattern_new(pattern_fold(&arena, str_from(expression)), NULL);
    cr_assert_not_null(pattern, "%s", expression);
    enum found found = pattern_find(pattern, scratch, normalise_text(&arena, str_from(stored)), 0, &start, &end, NULL);
    pattern_free(pattern);
    return found;
}

Test(fold, a_pattern_as_its_author_wrote_it_finds_the_text_as_it_was_said)
{
    static const struct {
        const char *expression, *text;
        bool found;
    } cases[] = {
        {"[，。！]行", "可以，行", true},
        {"^[^，。]+$", "可以，行", false},
        {"[A-Z]{2}", "我是AI", true},
        {"[０-９]+元", "35元", true},
        {"[]Ａ]b", "AB", true},
        {"[\\x4A]", "a", false},
        {"[\\pL]", "a", true},
        {"[\\p{Lu}Ａ]", "b", false},
        {"[[:digit:]Ｋ]", "k", true},
        {"[^[:digit:]Ｋ]", "k", false},
        {"[一-龥]{2}", "你好", true},
        {"「[^」]+」", "他说「好」", true},
        {"還[沒没]", "還沒", true},
        {"[請谢]问", "請問", true},
        {"ＯＫ", "ok", true},
        {"[-Ａ]", "a", true},
        {"[Ａ-]", "-", true},
        {"[…]", "……", true},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        cr_expect_eq(find_folded(cases[i].expression, cases[i].text) == FOUND_YES, cases[i].found, "%s on %s",
                     cases[i].expression, cases[i].text);
}
