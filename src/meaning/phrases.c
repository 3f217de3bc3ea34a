#include "meaning/phrases.h"

#include "text/sentence.h"

#include <string.h>

static bool stands_in(struct str normal, struct str phrase)
{
    bool word_first = phrases_word_byte(phrase.ptr[0]), word_last = phrases_word_byte(phrase.ptr[phrase.len - 1]);
    for (size_t from = 0; from + phrase.len <= normal.len;) {
        size_t at = str_find(str_slice(normal, from, normal.len), phrase);
        if (at == STR_NONE)
            return false;
        at += from;
        size_t end = at + phrase.len;
        if ((!word_first || at == 0 || !phrases_word_byte(normal.ptr[at - 1])) &&
            (!word_last || end == normal.len || !phrases_word_byte(normal.ptr[end])))
            return true;
        from = at + 1;
    }
    return false;
}

bool next_phrase(const char **list, struct str *phrase)
{
    while (**list == '|')
        (*list)++;
    const char *end = strchr(*list, '|');
    *phrase = (struct str){*list, end != NULL ? (size_t)(end - *list) : strlen(*list)};
    *list += phrase->len;
    return phrase->len > 0;
}

/* The next phrase of the list that stands in the text. `words` (NULL: none) tells most others apart at a glance. */
static bool next_found(struct str normal, const struct words *words, const char **list)
{
    struct str phrase;
    while (next_phrase(list, &phrase))
        if ((words == NULL || words_may_have_str(words, phrase)) && stands_in(normal, phrase))
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
    while (count < most && next_found(normal, is_long ? &words : NULL, &phrases))
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
