#include "match/items.h"

#include "match/pattern.h"
#include "text/utf8.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <ctype.h>
#include <pcre2.h>
#include <stdlib.h>
#include <string.h>

struct cutting {
    struct items *items;
    struct str expression;
};

static int take_item(pcre2_callout_enumerate_block *block, void *context)
{
    struct cutting *cutting = context;
    size_t at = block->pattern_position;
    if (block->next_item_length > 0)
        VEC_PUSH(&cutting->items->list, str_slice(cutting->expression, at, at + block->next_item_length));
    return 0;
}

static int by_place(const void *a, const void *b)
{
    const struct str *x = a, *y = b;
    return (x->ptr > y->ptr) - (x->ptr < y->ptr);
}

/* A group that is repeated is compiled, and met, several times. */
static void drop_doubles(struct items *items)
{
    size_t kept = 0;
    if (items->list.count > 0)
        qsort(items->list.items, items->list.count, sizeof *items->list.items, by_place);
    for (size_t i = 0; i < items->list.count; i++) {
        if (kept == 0 || items->list.items[i].ptr != items->list.items[kept - 1].ptr)
            items->list.items[kept++] = items->list.items[i];
    }
    items->list.count = kept;
}

/* What is no item, or clings to the item before it. */
static bool holds_hidden(struct str expression)
{
    return str_find(expression, STR("(*")) != STR_NONE || str_find(expression, STR("(?#")) != STR_NONE ||
           str_find(expression, STR("\\Q")) != STR_NONE || str_find(expression, STR("\\E")) != STR_NONE;
}

bool items_cut(struct items *items, struct str expression)
{
    int number;
    size_t offset, at = 0;
    *items = (struct items){0};
    if (expression.len == 0 || holds_hidden(expression))
        return expression.len == 0;
    pcre2_code *code = pcre2_compile((PCRE2_SPTR)expression.ptr, expression.len, PATTERN_OPTIONS | PCRE2_AUTO_CALLOUT,
                                     &number, &offset, NULL);
    if (code == NULL)
        return false;
    bool ok = pcre2_callout_enumerate(code, take_item, &(struct cutting){items, expression}) == 0;
    pcre2_code_free(code);
    drop_doubles(items);
    for (size_t i = 0; ok && i < items->list.count; i++) {
        ok = items->list.items[i].ptr == expression.ptr + at;
        at += items->list.items[i].len;
    }
    return ok && at == expression.len;
}

void items_release(struct items *items)
{
    VEC_RELEASE(&items->list);
}

bool item_literal(struct str item, struct str *character, struct str *rest)
{
    size_t from = item.ptr[0] == '\\' ? 1 : 0;
    unsigned char next = item.len > 1 ? (unsigned char)item.ptr[1] : 0;
    if (from == 1 ? !ispunct(next) && next < 0x80 : strchr(".^$[()|", item.ptr[0]) != NULL)
        return false;
    size_t to = from;
    utf8_next(item, &to);
    *character = str_slice(item, from, to);
    *rest = str_slice(item, to, item.len);
    return true;
}
