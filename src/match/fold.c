#include "match/fold.h"

#include "base/arena.h"
#include "base/buf.h"
#include "match/items.h"
#include "match/pattern.h"
#include "text/normalise.h"
#include "text/utf8.h"

#include <ctype.h>
#include <string.h>

/* A literal that becomes several characters needs a group for what repeats it, and one behind an escape such as \1 must
 * not lengthen it. */
static void add_literal(struct arena *arena, struct buf *out, struct str item, struct str character, struct str rest,
                        bool behind_escape)
{
    struct str normal = normalise_text(arena, character);
    if (str_eq(normal, character)) {
        buf_add(out, item);
        return;
    }
    bool group = utf8_count(normal) != 1 || (behind_escape && ascii_alnum(normal.ptr[0]));
    buf_add_cstring(out, group ? "(?:" : "");
    for (size_t i = 0; i < normal.len; i++) {
        if (ispunct((unsigned char)normal.ptr[i]))
            buf_add_byte(out, '\\');
        buf_add_byte(out, normal.ptr[i]);
    }
    buf_add_cstring(out, group ? ")" : "");
    buf_add(out, rest);
}

/* Where the escape that begins at `at` ends. */
static size_t end_of_escape(struct str class, size_t at)
{
    char kind = at + 1 < class.len ? class.ptr[at + 1] : '\0';
    at++;
    if (at < class.len)
        utf8_next(class, &at);
    if (at < class.len && class.ptr[at] == '{' && strchr("xopPN", kind) != NULL) {
        size_t close = str_find_byte(str_slice(class, at, class.len), '}');
        return close == STR_NONE ? class.len : at + close + 1;
    }
    size_t more = kind == 'x' ? 2 : kind == 'p' || kind == 'P' || kind == 'c' ? 1 : 0;
    for (;
         more > 0 && at < class.len && class.ptr[at] != ']' && (kind != 'x' || isxdigit((unsigned char)class.ptr[at]));
         more--)
        utf8_next(class, &at);
    return at;
}

/* One member of a class: a character, an escape or a POSIX name; *literal tells whether it is the first. */
static struct str next_member(struct str class, size_t *at, bool *literal)
{
    size_t from = *at, named = STR_NONE;
    if (str_starts(str_slice(class, from, class.len), STR("[:")))
        named = str_find(str_slice(class, from, class.len), STR(":]"));
    *literal = class.ptr[from] != '\\' && named == STR_NONE;
    if (named != STR_NONE)
        *at = from + named + 2;
    else if (!*literal)
        *at = end_of_escape(class, from);
    else
        utf8_next(class, at);
    return str_slice(class, from, *at);
}

/* A code point inside a class, so written that it can neither close the class nor lengthen an escape before it. */
static void add_code_point(struct buf *out, uint32_t c)
{
    buf_printf(out, "\\x{%x}", (unsigned)c);
}

static uint32_t only_code_point(struct str text)
{
    size_t at = 0;
    uint32_t c = text.len > 0 ? utf8_next(text, &at) : 0;
    return at == text.len ? c : 0;
}

static void add_twin(struct arena *arena, struct buf *out, struct str member)
{
    struct str normal = normalise_text(arena, member);
    for (size_t at = 0; !str_eq(normal, member) && at < normal.len;)
        add_code_point(out, utf8_next(normal, &at));
}

/* The twin of a range, when both ends have one and lie as far apart: A-Z, ０-９. */
static void add_range_twin(struct arena *arena, struct buf *out, struct str low, struct str high)
{
    uint32_t a = only_code_point(low), b = only_code_point(high);
    uint32_t x = only_code_point(normalise_text(arena, low)), y = only_code_point(normalise_text(arena, high));
    if (x == 0 || y == 0 || b < a || y < x || y - x != b - a || x == a)
        return;
    add_code_point(out, x);
    buf_add_byte(out, '-');
    add_code_point(out, y);
}

/* item: "[...]" and perhaps a quantifier. The twins go behind the members, but in front of a hyphen that stands last.
 */
static void add_class(struct arena *arena, struct buf *out, struct str item)
{
    struct buf twins;
    size_t at = 1, last = 1;
    bool literal = false, first = true;
    struct str member = {0};
    buf_init(&twins, 0);
    if (item.ptr[at] == '^')
        at++;
    for (; at < item.len && (first || item.ptr[at] != ']'); first = false) {
        last = at;
        member = next_member(item, &at, &literal);
        bool high_literal = false;
        if (at + 1 < item.len && item.ptr[at] == '-' && item.ptr[at + 1] != ']') {
            at++;
            struct str high = next_member(item, &at, &high_literal);
            if (literal && high_literal)
                add_range_twin(arena, &twins, member, high);
            literal = false;
        } else if (literal) {
            add_twin(arena, &twins, member);
        }
    }
    size_t behind = literal && str_eq(member, STR("-")) ? last : at;
    buf_add(out, str_slice(item, 0, behind));
    buf_add(out, buf_str(&twins));
    buf_add(out, str_slice(item, behind, item.len));
    buf_release(&twins);
}

struct str pattern_fold(struct arena *arena, struct str expression)
{
    struct items items;
    struct buf out;
    buf_init(&out, 0);
    bool ok = items_cut(&items, expression), behind_escape = false;
    for (size_t i = 0; ok && i < items.list.count; i++) {
        struct str item = items.list.items[i], character, rest;
        if (item_literal(item, &character, &rest))
            add_literal(arena, &out, item, character, rest, behind_escape);
        else if (item.ptr[0] == '[')
            add_class(arena, &out, item);
        else
            buf_add(&out, item);
        behind_escape = item.ptr[0] == '\\' && (item.ptr[1] == 'x' || isdigit((unsigned char)item.ptr[1]));
    }
    struct pattern *sound = ok ? pattern_new(buf_str(&out), NULL) : NULL;
    struct str folded = str_dup(arena, sound != NULL ? buf_str(&out) : expression);
    pattern_free(sound);
    items_release(&items);
    buf_release(&out);
    return folded;
}
