#include "syntax/yaml_lines.h"

#include "base/arena.h"
#include "base/buf.h"

bool yaml_lines_begin(struct str text)
{
    text = str_trim(text);
    size_t at = 0;
    while (at < text.len && (ascii_letter(text.ptr[at]) || text.ptr[at] == '_'))
        at++;
    return at > 0 && at + 1 == text.len && text.ptr[at] == ':';
}

/* "a", or the last one without its comma: the next of a list between brackets; false behind the last. */
static bool next_of_list(struct str *rest, struct str *item)
{
    char quote = '\0';
    size_t at = 0;
    for (; at < rest->len && (quote != '\0' || rest->ptr[at] != ','); at++) {
        const char c = rest->ptr[at];
        if (quote != '\0')
            quote = c == quote ? '\0' : quote;
        else if (c == '"' || c == '\'')
            quote = c;
    }
    if (rest->len == 0)
        return false;
    *item = str_trim(str_slice(*rest, 0, at));
    *rest = str_trim(str_slice(*rest, at + 1, rest->len));
    const char first = item->len > 1 ? item->ptr[0] : '\0';
    if ((first == '"' || first == '\'') && item->ptr[item->len - 1] == first)
        *item = str_slice(*item, 1, item->len - 1);
    return true;
}

static struct str list_of(struct arena *arena, struct str head, struct str list)
{
    struct buf text;
    struct str item;
    size_t number = 0;
    const bool several = str_find_byte(list, ',') != STR_NONE;
    buf_init(&text, 0);
    buf_add(&text, head);
    while (next_of_list(&list, &item)) {
        number++;
        if (several)
            buf_printf(&text, "%s%zu) ", number > 1 ? "; " : "", number);
        buf_add(&text, item);
    }
    struct str result = str_dup(arena, buf_str(&text));
    buf_release(&text);
    return result;
}

struct str yaml_line_read(struct arena *arena, struct str text)
{
    static const char *const blocks[] = {": |", ": >", ": |-", ": >-", ": |+", ": >+", NULL};
    for (size_t i = 0; blocks[i] != NULL; i++)
        if (str_ends(text, str_from(blocks[i])))
            return str_slice(text, 0, text.len - str_from(blocks[i]).len + 1);
    size_t open = str_find(text, STR(": ["));
    if (open == STR_NONE || !str_ends(text, STR("]")))
        return text;
    return list_of(arena, str_slice(text, 0, open + 2), str_trim(str_slice(text, open + 3, text.len - 1)));
}
