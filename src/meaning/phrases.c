#include "meaning/phrases.h"

#include "text/sentence.h"

#include <string.h>

/* The next phrase of the list that stands in the text. `words` (NULL: none) tells most others apart at a glance. */
static bool next_found(struct str normal, const struct words *words, const char **list)
{
    struct str phrase;
    while (next_phrase(list, &phrase))
        if ((words == NULL || words_may_have_str(words, phrase)) && phrase_find(normal, phrase) != STR_NONE)
            return true;
    return false;
}

/* A list from this length, in bytes, is worth noting first which triples of bytes the text holds. */
enum { LONG_LIST = 100 };

static size_t count_up_to(struct str normal, const char *phrases, size_t most)
{
    bool is_long = strlen(phrases) >= LONG_LIST;
    struct words words;
    size_t count = 0;
    if (is_long)
        words_init(&words, normal);
    while (normal.len > 0 && count < most && next_found(normal, is_long ? &words : NULL, &phrases))
        count++;
    return count;
}

size_t phrases_count(struct str normal, const char *phrases)
{
    return count_up_to(normal, phrases, SIZE_MAX);
}

bool phrases_any(struct str normal, const char *phrases)
{
    return count_up_to(normal, phrases, 1) == 1;
}

bool next_clause(struct str *rest, struct str *clause)
{
    if (rest->len == 0)
        return false;
    size_t end = 0;
    while (end < rest->len && strchr(",;:.!?", rest->ptr[end]) == NULL)
        end++;
    *clause = str_slice(*rest, 0, end);
    *rest = str_slice(*rest, end + 1, rest->len);
    return true;
}
