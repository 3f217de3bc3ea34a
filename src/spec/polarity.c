#include "spec/polarity.h"

#include "base/arena.h"
#include "spec/polarity_words.h"
#include "text/utf8.h"

/* The longest word at `at`; *length is 0 when there is none. Latin words stand by themselves. */
static enum weight word_at(struct str key, size_t at, size_t *length)
{
    enum weight found = UNKNOWN;
    struct str rest = str_slice(key, at, key.len);
    char first = rest.ptr[0], third = rest.len > 2 ? rest.ptr[2] : '\0'; /* a sign of Chinese is told by both */
    *length = 0;
    for (size_t i = 0; i < sizeof polarity_words / sizeof *polarity_words; i++) {
        if (polarity_words[i].text[0] != first || ((first & 0x80) != 0 && polarity_words[i].text[2] != third))
            continue;
        struct str word = str_from(polarity_words[i].text);
        if (word.len > *length && str_starts(rest, word) && str_at_word_bounds(key, at, at + word.len)) {
            *length = word.len;
            found = polarity_words[i].weight;
        }
    }
    return found;
}

static size_t behind_word(struct str key, size_t at)
{
    if (!ascii_alnum(key.ptr[at])) {
        utf8_next(key, &at);
        return at;
    }
    while (at < key.len && (ascii_alnum(key.ptr[at]) || key.ptr[at] == '\''))
        at++;
    return at;
}

struct polarity polarity_of_key(struct str key, bool whole)
{
    struct polarity found = {.whole = true};
    bool turned = false, urged = false, points = false, decided = false;
    size_t turned_at = 0; /* behind the word that turns */
    for (size_t at = 0, length; at < key.len; at += length) {
        if (key.ptr[at] == ' ') {
            length = 1;
            turned_at += turned_at == at;
            continue;
        }
        enum weight weight = word_at(key, at, &length);
        size_t next;
        if (weight == UNKNOWN)
            length = behind_word(key, at) - at;
        if (weight == WRONG && at + length < key.len && word_at(key, at + length, &next) == RIGHT &&
            str_eq_cstring(str_slice(key, at, at + length), "太"))
            weight = FILLS; /* 太对了 */
        found.whole = found.whole && weight != UNKNOWN && weight != OTHER;
        if (whole && !found.whole)
            return (struct polarity){0};
        points = points || weight == POINTS || weight == SAYS;
        weight = weight == SAYS ? URGES : weight;
        if (decided)
            continue;
        bool close = turned && at == turned_at, latin = turned && (key.ptr[turned_at - 1] & 0x80) == 0;
        if (weight == FORBIDS || weight == WRONG || weight == RIGHT) {
            bool positive = weight == RIGHT ? !turned : weight == WRONG && close; /* 没错 */
            found.kind = positive ? SECTION_POSITIVE : SECTION_NEGATIVE;
            decided = true;
        } else if (turned && (weight == URGES || weight == HINTS || weight == POINTS ||
                              ((weight == UNKNOWN || weight == OTHER) && (!close || latin)))) {
            found.kind = SECTION_NEGATIVE; /* 不像, 不是他的口吻, not her */
            decided = true;
        } else if (weight == UNKNOWN || weight == OTHER) {
            turned = false; /* 不耐烦 */
        } else if (weight == TURNS) {
            turned = true;
            turned_at = at + length;
        } else if (weight == URGES || weight == HINTS) {
            found.kind = SECTION_POSITIVE;
            urged = urged || weight == URGES;
        }
    }
    if (!decided && turned)
        found.kind = SECTION_NEGATIVE, decided = true;
    found.whole = found.whole && found.kind != SECTION_NONE && (decided || (urged && points));
    return found;
}

struct polarity polarity_of_text(struct arena *arena, struct str text)
{
    struct polarity found = {0};
    size_t from = 0, clauses = 0;
    for (size_t at = 0; at <= text.len && found.kind == SECTION_NONE;) {
        size_t before = at;
        uint32_t c = at < text.len ? utf8_next(text, &at) : ',';
        at += before == text.len;
        if (c != ',' && c != ';' && c != '(' && c != ')' && c != ':' && c != 0xff0c && c != 0xff1b && c != 0xff08 &&
            c != 0xff09 && c != 0xff1a && c != 0x3002 && c != 0x2014)
            continue;
        struct str key = title_key(arena, str_slice(text, from, before));
        from = at;
        clauses += key.len > 0;
        if (key.len > 0)
            found = polarity_of_key(key, false);
    }
    found.whole = found.whole && clauses == 1;
    if (found.kind == SECTION_NONE)
        found.kind = polarity_sign_in(text);
    return found;
}

enum section_kind polarity_sign(struct str text)
{
    static const char *const wrong[] = {"❌", "✗", "✘", "✖", "✕", "🚫", "⛔", "❎", "×", "👎", "🙅", "🔴", NULL};
    static const char *const right[] = {"✅", "✓", "✔", "☑", "√", "👍", "🙆", "🟢", NULL};
    if (str_starts_any(text, wrong))
        return SECTION_NEGATIVE;
    return str_starts_any(text, right) ? SECTION_POSITIVE : SECTION_NONE;
}

enum section_kind polarity_sign_in(struct str text)
{
    enum section_kind sign = SECTION_NONE;
    for (size_t at = 0; at < text.len && sign == SECTION_NONE; utf8_next(text, &at))
        sign = (unsigned char)text.ptr[at] >= 0xc3 ? polarity_sign(str_slice(text, at, text.len)) : SECTION_NONE;
    return sign;
}
