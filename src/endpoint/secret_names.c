#include "endpoint/secret_names.h"

#include <string.h>
#include <strings.h>

enum { LONGEST_NAME = 24 }; /* of a scheme or member; keys are longer */

/* The next word from `*at` on: letters and digits, a capital behind a small letter begins another. Empty at the end. */
static struct str next_word(struct str name, size_t *at)
{
    while (*at < name.len && !ascii_alnum(name.ptr[*at]))
        ++*at;
    size_t start = *at;
    while (*at < name.len && ascii_alnum(name.ptr[*at])) {
        bool camel = *at > start && name.ptr[*at] >= 'A' && name.ptr[*at] <= 'Z' && name.ptr[*at - 1] >= 'a' &&
                     name.ptr[*at - 1] <= 'z';
        if (camel)
            break;
        ++*at;
    }
    return str_slice(name, start, *at);
}

static bool is_word(struct str word, const char *lower)
{
    return word.len == strlen(lower) && strncasecmp(word.ptr, lower, word.len) == 0;
}

static bool is_one_of(struct str word, const char *const *words)
{
    for (; *words != NULL; words++)
        if (is_word(word, *words))
            return true;
    return false;
}

/* "access token", and "accesstoken" with `last` empty. */
static bool is_secret_pair(struct str last, struct str word)
{
    static const char *const before[] = {"api",     "access",  "auth",    "secret", "subscription",
                                         "private", "session", "refresh", NULL};
    static const char *const behind[] = {"key", "token", NULL};
    if (last.len > 0)
        return is_one_of(last, before) && is_one_of(word, behind);
    for (const char *const *end = behind; *end != NULL; end++) {
        const size_t len = strlen(*end);
        if (word.len > len && is_word(str_slice(word, word.len - len, word.len), *end) &&
            is_one_of(str_slice(word, 0, word.len - len), before))
            return true;
    }
    return false;
}

bool names_secret(struct str name)
{
    static const char *const alone[] = {"authorization", "authentication", "bearer", "cookie",
                                        "secret",        "password",       "passwd", "passphrase",
                                        "credential",    "credentials",    NULL};
    struct str last = {0}, word;
    for (size_t at = 0; (word = next_word(name, &at)).len > 0; last = word)
        if (is_one_of(word, alone) || is_secret_pair((struct str){0}, word) || is_secret_pair(last, word))
            return true;
    return false;
}

bool names_key(struct str name)
{
    static const char *const words[] = {"auth", "key", "token", NULL};
    struct str word;
    for (size_t at = 0; (word = next_word(name, &at)).len > 0;)
        if (is_one_of(word, words))
            return true;
    return names_secret(name);
}

bool query_names_key(struct str query)
{
    for (size_t at = 0; at < query.len;) {
        struct str rest = str_slice(query, at, query.len);
        size_t end = str_find_byte(rest, '&');
        struct str pair = str_slice(rest, 0, end);
        if (names_key(str_slice(pair, 0, str_find_byte(pair, '='))))
            return true;
        at += pair.len + 1;
    }
    return false;
}

bool looks_secret(struct str value)
{
    static const char *const starts[] = {"Bearer ", "Basic ", "sk-"};
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++)
        if (value.len > strlen(starts[i]) && strncasecmp(value.ptr, starts[i], strlen(starts[i])) == 0)
            return true;
    return false;
}

/* "Bearer", "AWS4-HMAC-SHA256", "session_id" */
static bool is_plain_name(struct str word)
{
    for (size_t i = 0; i < word.len; i++)
        if (!ascii_alnum(word.ptr[i]) && word.ptr[i] != '-' && word.ptr[i] != '_')
            return false;
    return word.len <= LONGEST_NAME && !looks_secret(word);
}

/* What stands before a variable: nothing, or a name such as "key=". */
static bool introduces(struct str text)
{
    if (text.len == 0)
        return true;
    char last = text.ptr[text.len - 1];
    return (last == '=' || last == ':') && is_plain_name(str_slice(text, 0, text.len - 1));
}

static struct str skip_separators(struct str text)
{
    size_t at = 0;
    while (at < text.len && strchr(" \t,;:", text.ptr[at]) != NULL)
        at++;
    return str_slice(text, at, text.len);
}

bool holds_literal(struct str value)
{
    struct str rest = str_trim(value);
    size_t scheme = str_find_byte(rest, ' '), open, close;
    if (scheme != STR_NONE && is_plain_name(str_slice(rest, 0, scheme)))
        rest = str_slice(rest, scheme, rest.len);
    while ((open = str_find(rest, STR("${"))) != STR_NONE) {
        if (!introduces(skip_separators(str_slice(rest, 0, open))))
            return true;
        rest = str_slice(rest, open, rest.len);
        close = str_find_byte(rest, '}');
        if (close == STR_NONE)
            return true;
        rest = str_slice(rest, close + 1, rest.len);
    }
    return skip_separators(rest).len > 0;
}
