#include "base/arena.h"
#include "base/buf.h"
#include "syntax/yaml.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdint.h>

static struct arena arena;
static struct source source;
static struct error err;

static void set_up(void)
{
    arena_init(&arena);
}

static void tear_down(void)
{
    arena_release(&arena);
}

TestSuite(yaml, .init = set_up, .fini = tear_down);

static const struct yaml_node *parse(const char *text)
{
    err = (struct error){0};
    cr_assert(source_from(&source, &arena, "x.yaml", str_from(text), &err), "%s", err.message);
    return yaml_parse(&arena, &source, &err);
}

static const struct yaml_node *must_parse(const char *text)
{
    const struct yaml_node *root = parse(text);
    cr_assert_not_null(root, "%zu:%zu %s", err.line, err.column, err.message);
    return root;
}

Test(yaml, reads_mappings_lists_and_texts_with_their_places)
{
    const struct yaml_node *root = must_parse("# 注释\n规则:\n  - id: 甲\n    weight: 2.5\n  - 'no'\nempty:\n");
    cr_assert_eq(root->kind, YAML_MAPPING);
    cr_assert_eq(root->count, 2);
    const struct yaml_node *rules = yaml_get(root, "规则");
    cr_assert_eq(rules->kind, YAML_SEQUENCE);
    cr_assert_eq(rules->count, 2);
    const struct yaml_node *weight = yaml_get(rules->first, "weight");
    cr_assert(str_eq(weight->text, STR("2.5")));
    cr_assert_eq(source_line(&source, weight->at), 4);
    cr_assert_eq(source_column(&source, weight->at), 13);
    cr_assert_eq(source_column(&source, weight->key_at), 5);
    cr_assert(rules->first->next->quoted);
    cr_assert_eq(yaml_get(root, "empty")->text.len, 0);
    cr_assert_null(yaml_get(root, "Empty"));
    cr_assert_null(yaml_get(rules, "id"));
    cr_assert_null(yaml_get(NULL, "id"));
}

Test(yaml, places_hold_with_byte_order_mark_crlf_and_odd_line_ends)
{
    const struct yaml_node *root = must_parse("\xef\xbb\xbf"
                                              "a: 1\r\nb: '\xe2\x80\xa8 x'\r\n好: 3\r\n");
    const struct yaml_node *c = yaml_get(root, "好");
    cr_assert_not_null(c);
    cr_assert_eq(source_line(&source, c->at), 3);
    cr_assert_eq(source_column(&source, c->at), 4);
    cr_assert(str_starts(str_slice(source.text, c->key_at, source.text.len), STR("好: 3")));
}

Test(yaml, json_is_yaml_too)
{
    const struct yaml_node *root = must_parse("{\"a\": [1, \"二\", {}], \"b\": \"\\u4f60\\n\"}");
    cr_assert_eq(yaml_get(root, "a")->count, 3);
    cr_assert(str_eq(yaml_get(root, "b")->text, STR("你\n")));
}

struct refused {
    const char *text;
    size_t line, column;
    const char *part;
};

static void assert_refused(const struct refused *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        cr_assert_null(parse(cases[i].text), "%s", cases[i].text);
        cr_expect_eq(err.kind, ERROR_USER);
        cr_expect_eq(err.line, cases[i].line, "%s: line %zu", cases[i].text, err.line);
        cr_expect_eq(err.column, cases[i].column, "%s: column %zu", cases[i].text, err.column);
        cr_expect_not_null(strstr(err.message, cases[i].part), "%s: %s", cases[i].text, err.message);
    }
}

Test(yaml, refuses_by_name_what_it_does_not_read)
{
    static const struct refused cases[] = {
        {"a: &x 1\n", 1, 4, "anchors"},
        {"a: &x [1]\n", 1, 4, "anchors"},
        {"a: &x {b: 1}\n", 1, 4, "anchors"},
        {"&x a: 1\n", 1, 1, "anchors"},
        {"a: *x\n", 1, 4, "aliases"},
        {"*x : 1\n", 1, 1, "aliases"},
        {"a: !!str 1\n", 1, 4, "tags"},
        {"a: !x [1]\n", 1, 4, "tags"},
        {"b: 1\n<<: {a: 1}\n", 2, 1, "merge keys"},
        {"好: 1\n 好 2: 3\n", 2, 5, "mapping values"},
        {"甲: 1\n乙: 2\n甲: 3\n乙: 4\n", 3, 1, "\"甲\" stands here a second time (first in line 1)"},
        {"? [a]\n: 1\n", 1, 3, "plain text"},
        {"'': 1\n", 1, 1, "key is missing"},
        {"a: 1\n---\nb: 2\n", 2, 1, "second document"},
        {"# nothing\n", 1, 1, "no YAML"},
        {"%TAG ! tag:x,2000:\n---\na: 1\n", 1, 1, "tag directives"},
    };
    assert_refused(cases, sizeof cases / sizeof *cases);
}

Test(yaml, says_what_people_really_did_wrong)
{
    static const struct refused cases[] = {
        {"rules：\n  - id: x\n", 2, 7, "full-width"},     {"a: 1\nweight：2\n", 3, 1, "full-width"},
        {"a:\n\t- x\n", 2, 1, "spaces, never with tabs"}, {"pattern: [a-z]+(x)\n", 1, 15, "single quotes"},
        {"pattern: \"\\d+\"\n", 1, 11, "single quotes"},  {"pattern: @x\n", 1, 10, "single quotes"},
        {"why: he said: no\n", 1, 13, "single quotes"},
    };
    assert_refused(cases, sizeof cases / sizeof *cases);
}

Test(yaml, refuses_control_characters_with_their_place)
{
    cr_assert_null(parse("a: 1\nb: \x01\n"));
    cr_assert_eq(err.line, 2);
    cr_assert_eq(err.column, 4);
}

static const char *repeated(const char *piece, size_t count, const char *end)
{
    struct buf buf;
    buf_init(&buf, 0);
    for (size_t i = 0; i < count; i++)
        buf_add_cstring(&buf, piece);
    buf_add_cstring(&buf, end);
    const char *text = str_cstring(&arena, buf_str(&buf));
    buf_release(&buf);
    return text;
}

Test(yaml, stops_at_64_levels_and_at_a_mebibyte, .timeout = 10)
{
    cr_assert_null(parse(repeated("[", 200000, "")));
    cr_assert_not_null(strstr(err.message, "64 levels"), "%s", err.message);
    cr_assert_null(parse(repeated("- ", 100, "x")));
    cr_assert_not_null(parse(repeated("- ", 60, "x")));
    cr_assert_null(parse(repeated("- a\n", (1 << 20) / 4 + 1, "")));
    cr_assert_eq(err.kind, ERROR_LIMIT);
}

Test(yaml, unknown_keys_are_named_with_the_nearest_known_one)
{
    static const char *const keys[] = {"id", "weight", "why", NULL};
    const struct yaml_node *root = must_parse("id: x\nwieght: 2\n");
    cr_assert_not(yaml_check_keys(&source, root, keys, &err));
    cr_assert_str_eq(err.message, "unknown key \"wieght\"; did you mean \"weight\"?");
    cr_assert_eq(err.line, 2);
    root = must_parse("gravity: 1\n");
    cr_assert_not(yaml_check_keys(&source, root, keys, &err));
    cr_assert_str_eq(err.message, "unknown key \"gravity\"; known here are: id, weight, why");
    cr_assert(yaml_check_keys(&source, must_parse("why: 1\n"), keys, &err));
    cr_assert_not(yaml_check_keys(&source, must_parse("- id\n"), keys, &err));
    cr_assert_not(yaml_check_keys(&source, must_parse("id：x\n"), keys, &err));
    cr_assert_not_null(strstr(err.message, "full-width"), "%s", err.message);
}

static const struct yaml_node *value(const char *text)
{
    return yaml_get(must_parse(text), "v");
}

Test(yaml, values_are_read_strictly)
{
    struct str text;
    double number;
    size_t size;
    bool truth;
    cr_assert(yaml_text(&source, value("v: no\n"), &text, &err) && str_eq(text, STR("no")));
    cr_assert(yaml_text(&source, value("v: ''\n"), &text, &err) && text.len == 0);
    cr_assert_not(yaml_text(&source, value("v:\n"), &text, &err));
    cr_assert_not_null(strstr(err.message, "\"v\": expected a text, found nothing"), "%s", err.message);
    cr_assert_not(yaml_text(&source, value("v: [a]\n"), &text, &err));
    cr_assert(yaml_number(&source, value("v: -2.5e-1\n"), -1, 1, &number, &err) && number == -0.25);
    cr_assert_not(yaml_number(&source, value("v: 1.5\n"), 0, 1, &number, &err));
    cr_assert_not_null(strstr(err.message, "a number from 0 to 1, found \"1.5\""), "%s", err.message);
    static const char *const no_numbers[] = {"v: nan\n",   "v: inf\n", "v: 0x10\n", "v: '1'\n",
                                             "v: 1e999\n", "v: 1,5\n", "v: 1 2\n",  "v: -\n"};
    for (size_t i = 0; i < sizeof no_numbers / sizeof *no_numbers; i++) {
        const struct yaml_node *root = parse(no_numbers[i]);
        cr_expect(root == NULL || !yaml_number(&source, yaml_get(root, "v"), -INFINITY, INFINITY, &number, &err), "%s",
                  no_numbers[i]);
    }
    cr_assert(yaml_size(&source, value("v: 12\n"), 12, &size, &err) && size == 12);
    cr_assert_not(yaml_size(&source, value("v: 13\n"), 12, &size, &err));
    cr_assert_not(yaml_size(&source, value("v: -1\n"), SIZE_MAX, &size, &err));
    cr_assert(yaml_bool(&source, value("v: true\n"), &truth, &err) && truth);
    cr_assert(yaml_bool(&source, value("v: false\n"), &truth, &err) && !truth);
    cr_assert_not(yaml_bool(&source, value("v: yes\n"), &truth, &err));
    cr_assert_not(yaml_bool(&source, value("v: 'true'\n"), &truth, &err));
    cr_assert_not_null(strstr(err.message, "true or false, found the quoted text \"true\""), "%s", err.message);
}
