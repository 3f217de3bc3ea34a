#include "base/arena.h"
#include "base/buf.h"
#include "base/rng.h"
#include "syntax/json.h"
#include "syntax/json_writer.h"

#include <criterion/criterion.h>
#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static struct arena arena;

static void set_up(void)
{
    arena_init(&arena);
}

static void tear_down(void)
{
    arena_release(&arena);
}

TestSuite(json, .init = set_up, .fini = tear_down);
TestSuite(json_writer, .init = set_up, .fini = tear_down);

static const struct json *parse(const char *text)
{
    struct error err = {0};
    const struct json *json = json_parse(&arena, str_from(text), "x.json", 1, &err);
    cr_assert_not_null(json, "%s: %zu:%zu %s", text, err.line, err.column, err.message);
    return json;
}

Test(json, reads_every_kind_in_order)
{
    const struct json *json =
        parse(" {\"a\": [1, -2.5e1, true, false, null, \"您\\u597d\\ud83d\\ude00\\n\"], \"b\": {}} ");
    cr_assert_eq(json->kind, JSON_OBJECT);
    cr_assert_eq(json->count, 2);
    const struct json *a = json_get(json, "a")->first;
    cr_assert_eq(json_get(json, "a")->count, 6);
    cr_assert_eq(a->number, 1);
    cr_assert_eq(a->next->number, -25);
    cr_assert(a->next->next->truth);
    cr_assert_eq(a->next->next->next->kind, JSON_BOOL);
    cr_assert_not(a->next->next->next->truth);
    cr_assert_eq(a->next->next->next->next->kind, JSON_NULL);
    cr_assert(str_eq(a->next->next->next->next->next->text, STR("您好😀\n")));
    cr_assert_eq(json_get(json, "b")->kind, JSON_OBJECT);
}

Test(json, look_up_is_exact_and_forgiving)
{
    const struct json *json = parse("{\"Name\":\"x\",\"n\":3,\"t\":true}");
    cr_assert_null(json_get(json, "name"));
    cr_assert_null(json_get(NULL, "name"));
    cr_assert(str_eq(json_get_text(json, "Name"), STR("x")));
    cr_assert_eq(json_get_text(json, "n").len, 0);
    cr_assert_eq(json_get_number(json, "n", 7), 3);
    cr_assert_eq(json_get_number(json, "Name", 7), 7);
    cr_assert(json_get_bool(json, "t", false));
    cr_assert(json_get_bool(json, "n", true));
}

Test(json, each_value_knows_where_it_stood)
{
    const struct json *json = parse("\xef\xbb\xbf[ \"a\\\"b\" ,\n {\"k\" : 12}]");
    cr_assert_eq(json->at, 3);
    cr_assert_eq(json->first->at, 5);
    cr_assert_eq(json->first->next->first->at, 22);
}

struct refused {
    const char *text;
    size_t line, column;
    const char *part;
};

Test(json, refuses_with_line_and_column_what_is_not_strict_json)
{
    static const struct refused cases[] = {
        {"", 1, 1, "ends before"},
        {"  \n ", 1, 1, "ends before"},
        {"{\"a\":1", 1, 7, "ends before"},
        {"[1,\n2", 2, 2, "ends before"},
        {"{\"a\":1} x", 1, 9, "more text"},
        {"{}{}", 1, 3, "more text"},
        {"1 2", 1, 3, "more text"},
        {"{\"a\":}", 1, 6, "\"}\" is not expected"},
        {"{\"a\":1,}", 1, 8, "\"}\" is not expected"},
        {"[tru]", 1, 2, "\"t\" is not expected"},
        {"[NaN]", 1, 2, "\"N\" is not expected"},
        {"{\"好\":好}", 1, 6, "\"好\" is not expected"},
        {"\n{\"a\":1,\n\"好\":2,\"a\":3}", 3, 7, "stands twice"},
        {"[\"a\\u0000b\"]", 1, 4, "\\u0000"},
        {"[\"好\\ud800\"]", 1, 4, "surrogate"},
        {"[\"\\udc00\\ud800\"]", 1, 3, "surrogate"},
        {"[\"\\ud800\\u0041\"]", 1, 3, "surrogate"},
        {"[\"\\u12g4\"]", 1, 3, "hexadecimal"},
        {"[\"\\x\"]", 1, 3, "unknown escape"},
        {"[\"a\nb\"]", 1, 4, "control character"},
        {"[1,\v2]", 1, 4, "control character"},
        {"[\"abc]", 1, 2, "never closed"},
        {"[\"abc\\\"]", 1, 2, "never closed"},
        {"[01]", 1, 2, "no number"},
        {"[1.]", 1, 2, "no number"},
        {"[-]", 1, 2, "is not expected"},
        {"[.5]", 1, 2, "is not expected"},
        {"[1.e5]", 1, 2, "no number"},
        {"[1e999]", 1, 2, "too large"},
        {"[\"\xc0\xaf\"]", 1, 3, "UTF-8"},
        {"\xef\xbb\xbf\xef\xbb\xbf{}", 1, 2, "not expected"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct error err = {0};
        struct str text = str_from(cases[i].text);
        cr_assert_null(json_parse(&arena, text, "x.json", 1, &err), "%s", cases[i].text);
        cr_expect_not_null(strstr(err.message, cases[i].part), "%s: %s", cases[i].text, err.message);
        cr_expect_eq(err.line, cases[i].line, "%s: line %zu", cases[i].text, err.line);
        cr_expect_eq(err.column, cases[i].column, "%s: column %zu: %s", cases[i].text, err.column, err.message);
        cr_expect_eq(err.kind, ERROR_USER);
        cr_expect_str_eq(err.path, "x.json");
    }
}

Test(json, lines_count_from_the_line_it_was_told)
{
    struct error err = {0};
    cr_assert_null(json_parse(&arena, STR("[1,]"), "x.jsonl", 41, &err));
    cr_assert_eq(err.line, 41);
    cr_assert_str_eq(err.excerpt, "[1,]");
}

static char *nested(size_t depth)
{
    char *text = arena_alloc(&arena, depth * 2 + 1);
    memset(text, '[', depth);
    memset(text + depth, ']', depth);
    return text;
}

Test(json, takes_256_levels_and_no_more)
{
    struct error err = {0};
    cr_assert_not_null(json_parse(&arena, str_from(nested(256)), "x", 1, &err));
    cr_assert_null(json_parse(&arena, str_from(nested(257)), "x", 1, &err));
    cr_assert_eq(err.column, 257);
    cr_assert_null(json_parse(&arena, str_from(nested(2000000)), "x", 1, &err));
}

Test(json, finds_a_double_key_among_thousands)
{
    struct buf buf;
    buf_init(&buf, 0);
    buf_add(&buf, STR("{"));
    for (int i = 0; i < 5000; i++)
        buf_printf(&buf, "\"k%d\":%d,", i, i);
    size_t at = buf.len;
    buf_add(&buf, STR("\"k77\":1}"));
    struct error err = {0};
    cr_assert_null(json_parse(&arena, buf_str(&buf), "x", 1, &err));
    cr_assert_eq(err.column, at + 1);
    buf.len = at - 1;
    buf_add(&buf, STR("}"));
    cr_assert_not_null(json_parse(&arena, buf_str(&buf), "x", 1, &err));
    buf_release(&buf);
}

/* What comes out when `text` is read and written. */
static const char *rewritten(const char *text, int indent)
{
    struct buf buf;
    buf_init(&buf, 0);
    struct json_writer w;
    json_writer_init(&w, &buf, indent);
    json_put_tree(&w, NULL, parse(text));
    const char *out = str_cstring(&arena, buf_str(&buf));
    buf_release(&buf);
    return out;
}

Test(json_writer, writes_back_what_was_read_to_the_last_digit)
{
    const char *text = "{\"a\":[12345678901234567890,1.10,1e5,-0],\"b\":{\"您\":\"\\\"\\\\\\n\\t\\u0001\\u2028\\u007f/"
                       "\"},\"c\":[],\"d\":{}}";
    cr_assert_str_eq(rewritten(text, 0), text);
}

Test(json_writer, indents_when_asked)
{
    cr_assert_str_eq(rewritten("{\"a\":[1,{}],\"b\":[]}", 2), "{\n  \"a\": [\n    1,\n    {}\n  ],\n  \"b\": []\n}");
}

static const char *number(double value)
{
    struct buf buf;
    buf_init(&buf, 0);
    struct json_writer w;
    json_writer_init(&w, &buf, 0);
    json_put_number(&w, NULL, value);
    const char *out = str_cstring(&arena, buf_str(&buf));
    buf_release(&buf);
    return out;
}

Test(json_writer, numbers_are_the_shortest_that_read_back_equal)
{
    cr_assert_str_eq(number(0.87), "0.87");
    cr_assert_str_eq(number(-12.05), "-12.05");
    cr_assert_str_eq(number(99999999.999999), "99999999.999999");
    cr_assert_str_eq(number(0.000123), "0.000123");
    cr_assert_str_eq(number(0.00005), "5e-05");
    cr_assert_str_eq(number(1.0000001), "1.0000001");
    cr_assert_str_eq(number(1), "1");
    cr_assert_str_eq(number(-0.0), "0");
    cr_assert_str_eq(number(0.1 + 0.2), "0.30000000000000004");
    cr_assert_str_eq(number(1.0 / 3), "0.3333333333333333");
    cr_assert_str_eq(number(1e300), "1e+300");
    cr_assert_str_eq(number(NAN), "null");
    cr_assert_str_eq(number(INFINITY), "null");
    cr_assert_str_eq(number(-1234567.5), "-1234567.5");
}

/* What printf writes of the fewest digits that read back equal. */
static const char *printed(double value)
{
    static char text[64];
    for (int digits = 15; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, value);
        if (strtod(text, NULL) == value)
            break;
    }
    return text;
}

Test(json_writer, numbers_have_the_digits_of_printf)
{
    struct rng rng;
    rng_init(&rng, 11);
    for (size_t i = 0; i < 40000; i++) {
        uint64_t x = rng_next(&rng);
        double ten = pow(10, (double)(x % 13) - 4), up = x >> 63 != 0 ? 1e9 : 0;
        const double values[] = {(double)(1 + x % 1000) / (double)(1 + (x >> 32) % 1000),
                                 ldexp(1 + rng_unit(&rng), (int)(x % 42) - 14),
                                 -(double)(x % 100000000000) / 1e7,
                                 nextafter((double)(1 + x % 100000000) / 1e4, up),
                                 nextafter(ten, up),
                                 ldexp((double)(1 + (x >> 16) % 1000000), -(int)(x % 30))};
        for (size_t k = 0; k < sizeof values / sizeof *values; k++)
            if (values[k] < trunc(values[k]) || values[k] > trunc(values[k]))
                cr_assert_str_eq(number(values[k]), printed(values[k]), "%a", values[k]);
        arena_clear(&arena);
    }
}

Test(json_writer, the_locale_has_no_say)
{
    if (setlocale(LC_ALL, "de_DE.UTF-8") == NULL && setlocale(LC_ALL, "fr_FR.UTF-8") == NULL)
        cr_skip_test("no locale with a decimal comma is installed");
    cr_assert_str_eq(number(0.5), "0.5");
    cr_assert_str_eq(rewritten("[0.25]", 0), "[0.25]");
}

Test(json_writer, keys_are_escaped_as_strings_are_and_members_may_be_put_raw)
{
    struct buf out;
    struct json_writer w;
    buf_init(&out, 0);
    json_writer_init(&w, &out, 0);
    json_open_object(&w, NULL);
    json_put_raw(&w, NULL, STR("\"a\":1,\"b\":[]"));
    json_put_integer(&w, "say \"c\"\n", 10);
    json_put_integer(&w, "", -1);
    json_put_bool(&w, "\xe4\xb8\xad", true);
    json_put_null(&w, "a.key-that-is-just_as-long-as-32");
    json_put_null(&w, "a.key-that-is-longer-than-most-are");
    json_close_object(&w);
    cr_assert_str_eq(out.bytes, "{\"a\":1,\"b\":[],\"say \\\"c\\\"\\n\":10,\"\":-1,\"\xe4\xb8\xad\":true,"
                                "\"a.key-that-is-just_as-long-as-32\":null,"
                                "\"a.key-that-is-longer-than-most-are\":null}");
    buf_release(&out);
}

static struct str written(struct str text)
{
    struct buf out;
    struct json_writer w;
    buf_init(&out, 0);
    json_writer_init(&w, &out, 0);
    json_put_string(&w, NULL, text);
    struct str copy = str_dup(&arena, str_slice(buf_str(&out), 1, out.len - 1));
    buf_release(&out);
    return copy;
}

/* Characters of three bytes are looked at in pairs where there are more. */
Test(json_writer, two_characters_in_a_row_are_written_as_each_alone)
{
    static const char seconds[] = "\x7f\x80\x9f\xa0\xbf\xc0", thirds[] = "\x7f\x80\xa7\xa8\xa9\xbf\xc0";
    static char triples[16 * 6 * 7][3];
    static struct str alone[16 * 6 * 7];
    size_t count = 0;
    for (size_t i = 0; i < 16 * 6 * 7; i++, count++) {
        memcpy(triples[i], (char[]){(char)(0xe0 + i % 16), seconds[i / 16 % 6], thirds[i / 96]}, 3);
        alone[i] = written((struct str){triples[i], 3});
    }
    for (size_t a = 0; a < count; a++) {
        for (size_t b = 0; b < count; b++) {
            char text[10];
            memcpy(text, triples[a], 3);
            memcpy(text + 3, triples[b], 3);
            memcpy(text + 6, "好a", 4);
            struct str both = written((struct str){text, sizeof text});
            cr_assert_eq(both.len, alone[a].len + alone[b].len + 4);
            cr_assert_eq(memcmp(both.ptr, alone[a].ptr, alone[a].len), 0);
            cr_assert_eq(memcmp(both.ptr + alone[a].len, alone[b].ptr, alone[b].len), 0);
        }
    }
}

Test(json_writer, a_bad_byte_becomes_the_replacement_character)
{
    struct buf buf;
    buf_init(&buf, 0);
    struct json_writer w;
    json_writer_init(&w, &buf, 0);
    json_open_object(&w, NULL);
    json_put_string(&w, "s", STR("a\xff\xe5\xa5 好\xef\xbf\xbd\xc2\x85"));
    json_put_cstring(&w, "n", NULL);
    json_put_bool(&w, "t", true);
    json_put_integer(&w, "i", INT64_MIN);
    json_open_array(&w, "l");
    json_put_raw(&w, NULL, STR("{}"));
    json_put_null(&w, NULL);
    json_close_array(&w);
    json_close_object(&w);
    cr_assert_not(buf.overflow);
    cr_assert_not_null(json_parse(&arena, buf_str(&buf), "x", 1, NULL));
    cr_assert_not_null(strstr(buf.bytes, "\\u0085\",\"n\":null,\"t\":true,\"i\":-9223372036854775808,\"l\":[{},null]}"),
                       "%s", buf.bytes);
    cr_assert(str_starts(buf_str(&buf), STR("{\"s\":\"a\xef\xbf\xbd")));
    buf_release(&buf);
}
