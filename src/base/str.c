#include "base/str.h"

#include "base/arena.h"

#include <stdint.h>
#include <string.h>

struct str str_from(const char *cstring)
{
    return cstring == NULL ? (struct str){0} : (struct str){cstring, strlen(cstring)};
}

char *str_cstring(struct arena *arena, struct str s)
{
    return arena_dup(arena, s.ptr, s.len);
}

struct str str_dup(struct arena *arena, struct str s)
{
    return (struct str){arena_dup(arena, s.ptr, s.len), s.len};
}

bool str_eq(struct str a, struct str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

int str_compare(struct str a, struct str b)
{
    size_t shorter = a.len < b.len ? a.len : b.len;
    int order = shorter == 0 ? 0 : memcmp(a.ptr, b.ptr, shorter);
    return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

bool str_starts(struct str s, struct str prefix)
{
    return s.len >= prefix.len && str_eq(str_slice(s, 0, prefix.len), prefix);
}

bool str_ends(struct str s, struct str suffix)
{
    return s.len >= suffix.len && str_eq(str_slice(s, s.len - suffix.len, s.len), suffix);
}

/* By the needle's last byte, in UTF-8 the rarest; memmem prepares a table for each call, which costs more than most of
 * our texts are long. */
static size_t find_short(struct str s, struct str needle)
{
    const char *at = s.ptr + needle.len - 1, *end = s.ptr + s.len;
    while ((at = memchr(at, needle.ptr[needle.len - 1], (size_t)(end - at))) != NULL) {
        if (memcmp(at - (needle.len - 1), needle.ptr, needle.len - 1) == 0)
            return (size_t)(at - s.ptr) - (needle.len - 1);
        at++;
    }
    return STR_NONE;
}

size_t str_find(struct str s, struct str needle)
{
    enum { SHORT_NEEDLE = 32 }; /* bounds what a text made for it can cost */
    if (needle.len == 0)
        return 0;
    if (needle.len > s.len)
        return STR_NONE;
    if (needle.len <= SHORT_NEEDLE)
        return find_short(s, needle);
    const char *found = memmem(s.ptr, s.len, needle.ptr, needle.len);
    return found != NULL ? (size_t)(found - s.ptr) : STR_NONE;
}

size_t str_find_byte(struct str s, char byte)
{
    const char *at = s.len == 0 ? NULL : memchr(s.ptr, byte, s.len);
    return at == NULL ? STR_NONE : (size_t)(at - s.ptr);
}

bool str_is_any(struct str s, const char *const *words)
{
    for (size_t i = 0; words[i] != NULL; i++)
        if (str_eq_cstring(s, words[i]))
            return true;
    return false;
}

bool str_starts_folded(struct str s, struct str prefix)
{
    for (size_t i = 0; i < prefix.len; i++)
        if (i >= s.len || (s.ptr[i] >= 'A' && s.ptr[i] <= 'Z' ? s.ptr[i] | 0x20 : s.ptr[i]) != prefix.ptr[i])
            return false;
    return true;
}

size_t str_start_length(struct str s, const char *const *words)
{
    for (size_t i = 0; words[i] != NULL; i++) {
        struct str word = str_from(words[i]);
        if (str_starts(s, word))
            return word.len;
    }
    return 0;
}

size_t str_find_any(struct str s, const char *const *words, size_t *length)
{
    for (size_t at = 0; at < s.len; at++)
        if ((*length = str_start_length(str_slice(s, at, s.len), words)) > 0)
            return at;
    return STR_NONE;
}

bool str_next_part(struct str *rest, const char *const *marks, struct str *part)
{
    size_t length = 0, at = str_find_any(*rest, marks, &length);
    if (rest->len == 0)
        return false;
    *part = str_slice(*rest, 0, at == STR_NONE ? rest->len : at);
    *rest = str_slice(*rest, part->len + length, rest->len);
    return true;
}

bool str_starts_any(struct str s, const char *const *words)
{
    return str_start_length(s, words) > 0;
}

static size_t end_length(struct str s, const char *const *words)
{
    for (size_t i = 0; words[i] != NULL; i++)
        if (str_ends(s, str_from(words[i])))
            return strlen(words[i]);
    return 0;
}

bool str_ends_any(struct str s, const char *const *words)
{
    return end_length(s, words) > 0;
}

struct str str_trim_end(struct str s, const char *const *words)
{
    s = str_trim(s);
    for (size_t length; (length = end_length(s, words)) > 0;)
        s = str_trim(str_slice(s, 0, s.len - length));
    return s;
}

bool str_holds_any(struct str s, const char *const *words)
{
    for (size_t i = 0; words[i] != NULL; i++)
        if (str_find(s, str_from(words[i])) != STR_NONE)
            return true;
    return false;
}

static const char wide_space[] = "\u3000";

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

static size_t space_at_start(struct str s)
{
    if (s.len > 0 && is_space(s.ptr[0]))
        return 1;
    return s.len > 0 && s.ptr[0] == wide_space[0] && str_starts(s, str_from(wide_space)) ? 3 : 0;
}

static size_t space_at_end(struct str s)
{
    if (s.len > 0 && is_space(s.ptr[s.len - 1]))
        return 1;
    return s.len > 0 && s.ptr[s.len - 1] == wide_space[2] && str_ends(s, str_from(wide_space)) ? 3 : 0;
}

struct str str_trim_any(struct str s)
{
    for (size_t n; (n = space_at_start(s)) > 0;)
        s = str_slice(s, n, s.len);
    for (size_t n; (n = space_at_end(s)) > 0;)
        s = str_slice(s, 0, s.len - n);
    return s;
}

bool str_next_line(struct str *rest, struct str *line)
{
    if (rest->len == 0)
        return false;
    size_t end = str_find_byte(*rest, '\n');
    bool last = end == STR_NONE;
    *line = str_slice(*rest, 0, last ? rest->len : end);
    *rest = str_slice(*rest, last ? rest->len : end + 1, rest->len);
    if (line->len > 0 && line->ptr[line->len - 1] == '\r')
        line->len--;
    return true;
}

bool str_to_size(struct str s, size_t max, size_t *value)
{
    size_t number = 0;
    if (s.len == 0)
        return false;
    for (size_t i = 0; i < s.len; i++) {
        if (s.ptr[i] < '0' || s.ptr[i] > '9')
            return false;
        size_t digit = (size_t)(s.ptr[i] - '0');
        if (digit > max || number > (max - digit) / 10)
            return false;
        number = number * 10 + digit;
    }
    *value = number;
    return true;
}
