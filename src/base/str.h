/* A borrowed piece of text: bytes and a length, no NUL needed. Whoever made it says how long it lives. */
#ifndef FIDELIO_BASE_STR_H
#define FIDELIO_BASE_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

struct str {
    const char *ptr; /* borrowed; may be NULL when len is 0 */
    size_t len;      /* bytes */
};

#define STR(literal) ((struct str){(literal), sizeof(literal) - 1})
#define STR_FORMAT(s) (int)(s).len, (s).ptr != NULL ? (s).ptr : "" /* for "%.*s" */
#define STR_NONE SIZE_MAX                                          /* "not found" */

struct str str_from(const char *cstring);                                /* NULL gives the empty text */
static inline struct str str_slice(struct str s, size_t from, size_t to) /* clamped */
{
    to = to > s.len ? s.len : to;
    from = from > to ? to : from;
    return (struct str){from == 0 ? s.ptr : s.ptr + from, to - from};
}
struct str str_dup(struct arena *arena, struct str s); /* NUL behind it */
char *str_cstring(struct arena *arena, struct str s);

bool str_eq(struct str a, struct str b);
/* Without measuring `b` first: most comparisons end at its first byte. */
static inline bool str_eq_cstring(struct str a, const char *b)
{
    for (size_t i = 0; i < a.len; i++)
        if (b == NULL || b[i] == '\0' || b[i] != a.ptr[i])
            return false;
    return b == NULL || b[a.len] == '\0';
}
int str_compare(struct str a, struct str b); /* bytewise, as memcmp, shorter first */
bool str_starts(struct str s, struct str prefix);
bool str_starts_folded(struct str s, struct str prefix); /* `prefix` has small letters: ASCII in any case starts so */
bool str_ends(struct str s, struct str suffix);
size_t str_find(struct str s, struct str needle); /* byte offset or STR_NONE; an empty needle is at 0 */
size_t str_find_byte(struct str s, char byte);
/* Is it, or does it start or end with, or hold, one of the words? Their list ends with a NULL. */
bool str_is_any(struct str s, const char *const *words);
bool str_starts_any(struct str s, const char *const *words);
bool str_ends_any(struct str s, const char *const *words);
bool str_holds_any(struct str s, const char *const *words);
size_t str_start_length(struct str s, const char *const *words); /* of the first with which it starts; 0 = none */
/* The first place where one of the words begins, and its length; STR_NONE when none does. */
size_t str_find_any(struct str s, const char *const *words, size_t *length);
/* Without any of the words at its end, and without white space around what is left. */
struct str str_trim_end(struct str s, const char *const *words);
/* Cuts the text before the first of the marks off *rest, with the mark; false when *rest is empty. */
bool str_next_part(struct str *rest, const char *const *marks, struct str *part);
struct str str_trim_any(struct str s);
static inline struct str str_trim(struct str s) /* ASCII white space and U+3000 at both ends; most texts have none */
{
    if (s.len > 0 && (unsigned char)s.ptr[0] > ' ' && (unsigned char)s.ptr[0] != 0xe3 &&
        (unsigned char)s.ptr[s.len - 1] > ' ' && (unsigned char)s.ptr[s.len - 1] != 0x80)
        return s;
    return str_trim_any(s);
}
/* Cuts the next line (without LF or CRLF) off *rest; false when *rest is empty. */
bool str_next_line(struct str *rest, struct str *line);
static inline bool ascii_digit(char c)
{
    return c >= '0' && c <= '9';
}
static inline bool ascii_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static inline bool ascii_alnum(char c)
{
    return ascii_letter(c) || ascii_digit(c);
}
/* Does what stands from `start` to `end`, at least one byte, cut no word of ASCII letters and digits in two? Chinese
 * needs no bounds. */
static inline bool str_at_word_bounds(struct str s, size_t start, size_t end)
{
    return !(start > 0 && ascii_alnum(s.ptr[start - 1]) && ascii_alnum(s.ptr[start])) &&
           !(end < s.len && ascii_alnum(s.ptr[end]) && ascii_alnum(s.ptr[end - 1]));
}

/* Decimal digits only, whole text, within [0, max]; false otherwise. */
bool str_to_size(struct str s, size_t max, size_t *value);

#endif
