#include "rubric/phrases.h"

#include <stdint.h>
#include <string.h>

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

size_t phrase_find(struct str normal, const char *phrase, size_t from)
{
    struct str needle = str_from(phrase);
    if (needle.len == 0) {
        return STR_NONE;
    }
    while (from + needle.len <= normal.len) {
        size_t at = str_find(str_slice(normal, from, normal.len), needle);
        if (at == STR_NONE) {
            return STR_NONE;
        }
        at += from;
        size_t end = at + needle.len;
        bool left = !is_word(needle.ptr[0]) || at == 0 || !is_word(normal.ptr[at - 1]);
        bool right = !is_word(needle.ptr[needle.len - 1]) || end == normal.len || !is_word(normal.ptr[end]);
        if (left && right) {
            return at;
        }
        from = at + 1;
    }
    return STR_NONE;
}

const char *phrases_first(struct str normal, const char *const *phrases)
{
    for (size_t i = 0; phrases[i] != NULL; i++) {
        if (phrase_find(normal, phrases[i], 0) != STR_NONE) {
            return phrases[i];
        }
    }
    return NULL;
}

bool phrases_any(struct str normal, const char *const *phrases)
{
    return phrases_first(normal, phrases) != NULL;
}

size_t phrases_count(struct str normal, const char *const *phrases)
{
    size_t count = 0;
    for (size_t i = 0; phrases[i] != NULL; i++) {
        count += phrase_find(normal, phrases[i], 0) != STR_NONE;
    }
    return count;
}
