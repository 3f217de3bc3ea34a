#include "transcript/transcript.h"

#include <criterion/criterion.h>

static struct arena arena;

static void set_up(void)
{
    arena_init(&arena);
}

static void tear_down(void)
{
    arena_release(&arena);
}

TestSuite(marker, .init = set_up, .fini = tear_down);

struct split {
    const char *reply, *content; /* content NULL: no marker */
};

static void assert_splits(const struct split *cases, size_t count, const char *const *markers)
{
    for (size_t i = 0; i < count; i++) {
        struct str content;
        bool found = marker_split(&arena, str_from(cases[i].reply), markers, &content);
        cr_expect_eq(found, cases[i].content != NULL, "%s", cases[i].reply);
        const char *want = cases[i].content != NULL ? cases[i].content : cases[i].reply;
        cr_expect(str_eq_cstring(content, want), "%s: got \"%.*s\"", cases[i].reply, STR_FORMAT(content));
    }
}

Test(marker, is_found_in_every_script_width_case_and_bracket)
{
    static const struct split cases[] = {
        {"好的，再见。[挂断]", "好的，再见。"},
        {"好的，再見。[掛斷]", "好的，再見。"},
        {"再见［挂断］", "再见"},
        {"再见【挂断】\n", "再见"},
        {"再见（挂断）", "再见"},
        {"再见 [ 挂 断 ]", "再见"},
        {"Bye. [HANGS UP]", "Bye."},
        {"Bye. [hangs up]", "Bye."},
        {"Bye. ［Ｈａｎｇｓ　ＵＰ］", "Bye."},
        {"Bye. **[HANGS UP]**", "Bye."},
        {"再见。**`[挂断]`**", "再见。"},
        {"[挂断]", ""},
        {"  【掛断】  ", ""},
    };
    assert_splits(cases, sizeof cases / sizeof *cases, NULL);
}

Test(marker, in_the_middle_leaves_the_text_on_both_sides)
{
    static const struct split cases[] = {
        {"好。[挂断]谢谢您", "好。 谢谢您"},    {"[挂断] 好的", "好的"},
        {"a[HANGS UP]b【hangs up】c", "a b c"}, {"行[挂断][挂断]", "行"},
        {"行 [挂断] [挂断] 拜", "行 拜"},
    };
    assert_splits(cases, sizeof cases / sizeof *cases, NULL);
}

Test(marker, other_brackets_and_words_are_no_marker)
{
    static const struct split cases[] = {
        {"我挂断了啊", NULL}, {"[挂断电话]", NULL}, {"（叹气）", NULL},    {"[挂", NULL},
        {"挂断]", NULL},      {"###STOP###", NULL}, {"he hangs up", NULL}, {"", NULL},
    };
    assert_splits(cases, sizeof cases / sizeof *cases, NULL);
}

Test(marker, given_by_the_user_replaces_the_defaults)
{
    static const char *const markers[] = {"###STOP###", "<end>", "", NULL};
    static const struct split cases[] = {
        {"Thank you so much! ###STOP###", "Thank you so much!"},
        {"Thanks!###stop###", "Thanks!"},
        {"###STOP###\n\nUser: hm", "User: hm"},
        {"谢谢＃＃＃ＳＴＯＰ＃＃＃", "谢谢"},
        {"bye<END>", "bye"},
        {"再见[挂断]", NULL},
        {"##STOP##", NULL},
    };
    assert_splits(cases, sizeof cases / sizeof *cases, markers);
}

Test(marker, may_begin_with_an_ideograph)
{
    static const char *const markers[] = {"挂断", NULL};
    static const struct split cases[] = {{"那好，再见。掛斷", "那好，再见。"}, {"我先挂了", NULL}};
    assert_splits(cases, sizeof cases / sizeof *cases, markers);
}
