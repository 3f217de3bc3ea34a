#include "rubric/phrases.h"

#include "text/sentence.h"

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

/* A list of this length is worth noting first which triples of bytes the text holds. */
enum { LONG_LIST = 12 };

static bool is_long(const char *const *phrases)
{
    size_t count = 0;
    while (count < LONG_LIST && phrases[count] != NULL)
        count++;
    return count == LONG_LIST;
}

/* The first phrase that stands in the text; *from moves behind it. */
static const char *next_found(struct str normal, const struct words *words, const char *const *phrases, size_t *from)
{
    for (; phrases[*from] != NULL; ++*from)
        if ((words == NULL || words_may_have(words, phrases[*from])) &&
            phrase_find(normal, phrases[*from], 0) != STR_NONE)
            return phrases[(*from)++];
    return NULL;
}

const char *phrases_first(struct str normal, const char *const *phrases)
{
    struct words words;
    size_t from = 0;
    if (!is_long(phrases))
        return next_found(normal, NULL, phrases, &from);
    words_init(&words, normal);
    return next_found(normal, &words, phrases, &from);
}

bool phrases_any(struct str normal, const char *const *phrases)
{
    return phrases_first(normal, phrases) != NULL;
}

size_t phrases_count(struct str normal, const char *const *phrases)
{
    const bool filter = is_long(phrases);
    struct words words;
    size_t count = 0, from = 0;
    if (filter)
        words_init(&words, normal);
    while (next_found(normal, filter ? &words : NULL, phrases, &from) != NULL)
        count++;
    return count;
}
