/* Reading values out of a YAML tree: every message names what stands there and what was expected. */
#include "syntax/yaml.h"

#include "base/language.h"
#include "text/utf8.h"

#include <locale.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { KEY_LENGTH = 32 };

const struct yaml_node *yaml_get(const struct yaml_node *mapping, const char *key)
{
    if (mapping == NULL || mapping->kind != YAML_MAPPING)
        return NULL;
    for (const struct yaml_node *node = mapping->first; node != NULL; node = node->next) {
        if (str_eq_cstring(node->key, key))
            return node;
    }
    return NULL;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/* Edits (insert, delete, replace, swap of neighbours) between two keys; SIZE_MAX when one is too long to be a slip of
 * the other. Method: optimal string alignment, three rows. */
static size_t edits(struct str a, struct str b)
{
    size_t rows[3][KEY_LENGTH + 1];
    size_t *before = rows[0], *last = rows[1], *row = rows[2];
    if (a.len > KEY_LENGTH || b.len > KEY_LENGTH)
        return SIZE_MAX;
    for (size_t j = 0; j <= b.len; j++)
        last[j] = j;
    for (size_t i = 1; i <= a.len; i++) {
        row[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            size_t same = a.ptr[i - 1] == b.ptr[j - 1] ? 0 : 1;
            row[j] = least(least(last[j] + 1, row[j - 1] + 1), last[j - 1] + same);
            if (i > 1 && j > 1 && a.ptr[i - 1] == b.ptr[j - 2] && a.ptr[i - 2] == b.ptr[j - 1])
                row[j] = least(row[j], before[j - 2] + 1);
        }
        size_t *oldest = before;
        before = last;
        last = row;
        row = oldest;
    }
    return last[b.len];
}

static bool fail_key(const struct source *source, const struct yaml_node *member, const char *const *keys,
                     struct error *err)
{
    const char *nearest = NULL;
    size_t distance = SIZE_MAX;
    for (size_t i = 0; keys[i] != NULL; i++) {
        size_t d = edits(member->key, str_from(keys[i]));
        if (d < distance) {
            distance = d;
            nearest = keys[i];
        }
    }
    struct str key = utf8_slice(member->key, 0, 64);
    if (nearest != NULL && distance <= 1 + member->key.len / 4)
        return source_error(source, member->key_at, err,
                            TEXT("unknown key \"%.*s\"; did you mean \"%s\"?", "不认识的键“%.*s”；是不是“%s”？"),
                            STR_FORMAT(key), nearest);
    char list[512] = "";
    size_t len = 0;
    for (size_t i = 0; keys[i] != NULL && len < sizeof list; i++)
        len += (size_t)snprintf(list + len, sizeof list - len, "%s%s", i > 0 ? TEXT(", ", "、") : "", keys[i]);
    return source_error(source, member->key_at, err,
                        TEXT("unknown key \"%.*s\"; known here are: %s", "不认识的键“%.*s”；这里可用的有：%s"),
                        STR_FORMAT(key), list);
}

/* "a list", "\"foo\"": what stands at the node. */
static const char *what_stands(const struct yaml_node *node, char text[160])
{
    if (node->kind == YAML_MAPPING)
        return TEXT("a mapping (key: value)", "键值对（key: value）");
    if (node->kind == YAML_SEQUENCE)
        return TEXT("a list", "列表");
    if (node->text.len == 0)
        return node->quoted ? TEXT("an empty text", "空文本") : TEXT("nothing", "空值");
    snprintf(text, 160, TEXT("%s\"%.*s\"", "%s“%.*s”"), node->quoted ? TEXT("the quoted text ", "带引号的文本") : "",
             STR_FORMAT(utf8_slice(node->text, 0, 32)));
    return text;
}

static bool fail_value(const struct source *source, const struct yaml_node *node, const char *expected,
                       struct error *err)
{
    char text[160];
    bool wide = node->kind == YAML_SCALAR && !node->quoted && str_find(node->text, STR("：")) != STR_NONE;
    return source_error(source, node->at, err, TEXT("%s%.*s%sexpected %s, found %s%s", "%s%.*s%s应为%s，实为%s%s"),
                        node->key.len > 0 ? TEXT("\"", "“") : "", STR_FORMAT(utf8_slice(node->key, 0, 64)),
                        node->key.len > 0 ? TEXT("\": ", "”：") : "", expected, what_stands(node, text),
                        wide ? TEXT("; the colon \"：\" is full-width: YAML needs an ASCII colon and a space",
                                    "；其中的冒号“：”是全角的：YAML 要用半角冒号加一个空格")
                             : "");
}

bool yaml_check_keys(const struct source *source, const struct yaml_node *mapping, const char *const *keys,
                     struct error *err)
{
    if (mapping->kind != YAML_MAPPING)
        return fail_value(source, mapping, TEXT("a mapping (key: value)", "键值对（key: value）"), err);
    for (const struct yaml_node *member = mapping->first; member != NULL; member = member->next)
        if (!str_is_any(member->key, keys))
            return fail_key(source, member, keys, err);
    return true;
}

bool yaml_text(const struct source *source, const struct yaml_node *node, struct str *value, struct error *err)
{
    if (node->kind != YAML_SCALAR || (node->text.len == 0 && !node->quoted))
        return fail_value(source, node, TEXT("a text", "文本"), err);
    *value = node->text;
    return true;
}

/* A decimal number and nothing else, whatever the locale. */
static bool to_number(struct str text, double *value)
{
    char copy[64], *end;
    if (text.len == 0 || text.len >= sizeof copy || strchr("+-.0123456789", text.ptr[0]) == NULL)
        return false;
    memcpy(copy, text.ptr, text.len);
    copy[text.len] = '\0';
    if (strspn(copy, "+-.0123456789eE") != text.len)
        return false;
    locale_t plain = newlocale(LC_ALL_MASK, "C", (locale_t)0);
    *value = strtod_l(copy, &end, plain);
    freelocale(plain);
    return end == copy + text.len && isfinite(*value);
}

bool yaml_number(const struct source *source, const struct yaml_node *node, double min, double max, double *value,
                 struct error *err)
{
    double number = 0;
    bool ok = node->kind == YAML_SCALAR && !node->quoted && to_number(node->text, &number);
    if (ok && number >= min && number <= max) {
        *value = number;
        return true;
    }
    char expected[96];
    if (isinf(max))
        snprintf(expected, sizeof expected,
                 isinf(min) ? TEXT("a number", "数") : TEXT("a number of at least %g", " %g 或以上的数"), min);
    else
        snprintf(expected, sizeof expected, TEXT("a number from %g to %g", " %g 到 %g 的数"), min, max);
    return fail_value(source, node, expected, err);
}

bool yaml_size(const struct source *source, const struct yaml_node *node, size_t max, size_t *value, struct error *err)
{
    if (node->kind == YAML_SCALAR && !node->quoted && str_to_size(node->text, max, value))
        return true;
    char expected[96];
    snprintf(expected, sizeof expected,
             max == SIZE_MAX ? TEXT("a whole number", "整数")
                             : TEXT("a whole number from 0 to %zu", " 0 到 %zu 的整数"),
             max);
    return fail_value(source, node, expected, err);
}

bool yaml_bool(const struct source *source, const struct yaml_node *node, bool *value, struct error *err)
{
    if (node->kind == YAML_SCALAR && !node->quoted &&
        (str_eq(node->text, STR("true")) || str_eq(node->text, STR("false")))) {
        *value = node->text.len == 4;
        return true;
    }
    return fail_value(source, node, TEXT("true or false", " true 或 false"), err);
}
