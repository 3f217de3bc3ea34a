#include "signal/words.h"

#include "base/buf.h"
#include "text/utf8.h"

#include <string.h>

enum { MAX_N = 3 };
/* n-grams weigh less than what has a meaning of its own: a share of the evidence each, chosen by
 * leave-one-scenario-out. */
static const float GRAM_VALUE = 0.4f;

struct token {
    uint32_t start, end; /* bytes of the masked text */
    uint32_t from, to;   /* bytes of the normal text */
    bool word;           /* letters or digits, not an ideograph */
};
struct tokens {
    struct buf text;
    VEC(struct token) all;
};

static bool word_byte(char c)
{
    return (c >= 'a' && c <= 'z') || c == '\'';
}
static bool digit_byte(char c)
{
    return c >= '0' && c <= '9';
}

static void add_token(struct tokens *tokens, struct str mask, size_t from, size_t to, bool word)
{
    bool space = word && tokens->all.count > 0 && tokens->all.items[tokens->all.count - 1].word;
    if (space)
        buf_add_byte(&tokens->text, ' ');
    struct token token = {
        .start = (uint32_t)tokens->text.len, .from = (uint32_t)from, .to = (uint32_t)to, .word = word};
    buf_add(&tokens->text, mask);
    token.end = (uint32_t)tokens->text.len;
    VEC_PUSH(&tokens->all, token);
}

/* The end of a quotation that opens at `at`, behind its closing mark; `at` + 1 when it never closes. */
static size_t quotation_end(struct str normal, size_t at)
{
    size_t close = str_find_byte(str_slice(normal, at + 1, normal.len), '"');
    return close == STR_NONE ? at + 1 : at + 1 + close + 1;
}

bool words_quoted(struct str normal, size_t at)
{
    for (size_t open = 0; open < at;) {
        size_t next = str_find_byte(str_slice(normal, open, at), '"');
        if (next == STR_NONE)
            return false;
        size_t end = quotation_end(normal, open + next);
        if (end > at && end > open + next + 1)
            return true;
        open = end > open + next + 1 ? end : open + next + 1;
    }
    return false;
}

static size_t take_token(struct tokens *tokens, struct str normal, size_t at)
{
    size_t end = at;
    char c = normal.ptr[at];
    if (c == ' ')
        return at + 1;
    if (c == '"') {
        end = quotation_end(normal, at);
        add_token(tokens, STR("\""), at, end, false);
        return end;
    }
    if (word_byte(c) || digit_byte(c)) {
        bool digits = digit_byte(c);
        while (end < normal.len && (digits ? digit_byte(normal.ptr[end]) : word_byte(normal.ptr[end])))
            end++;
        add_token(tokens, digits ? STR("0") : str_slice(normal, at, end), at, end, true);
        return end;
    }
    if (c == '.' && at + 1 < normal.len && normal.ptr[at + 1] == '.') {
        while (end < normal.len && normal.ptr[end] == '.')
            end++;
        add_token(tokens, STR(".."), at, end, false);
        return end;
    }
    utf8_next(normal, &end);
    add_token(tokens, str_slice(normal, at, end), at, end, false);
    return end;
}

static void tokenise(struct tokens *tokens, struct str normal)
{
    buf_init(&tokens->text, 0);
    add_token(tokens, STR("^"), 0, 0, false);
    for (size_t at = 0; at < normal.len;)
        at = take_token(tokens, normal, at);
    add_token(tokens, STR("$"), normal.len, normal.len, false);
}

static void add_grams(struct features *features, struct arena *arena, const char *space, size_t most, float value,
                      struct str normal)
{
    struct tokens tokens = {0};
    tokenise(&tokens, normal);
    struct str text = str_dup(arena, buf_str(&tokens.text));
    for (size_t i = 0; i < tokens.all.count; i++) {
        if (i == WORDS_HEAD && tokens.all.count > WORDS_HEAD + WORDS_TAIL)
            i = tokens.all.count - WORDS_TAIL;
        for (size_t n = 0; n < most && i + n < tokens.all.count; n++) {
            const struct token *first = &tokens.all.items[i], *last = &tokens.all.items[i + n];
            if (first->word && last->word && n >= 3)
                break;
            features_add(features, space, str_slice(text, first->start, last->end), value, first->from, last->to);
        }
    }
    VEC_RELEASE(&tokens.all);
    buf_release(&tokens.text);
}

struct class_walk {
    struct features *features;
    const struct phrases *phrases;
    struct str normal;
    const char *space, *first, *last; /* first, last: spaces for the first and the last sentence; NULL = none */
    size_t first_end, last_start;
};

static void add_class(void *context, struct phrase_hit hit)
{
    struct class_walk *walk = context;
    struct str name = phrases_class_name(walk->phrases, hit.class_index);
    if (words_quoted(walk->normal, hit.start))
        return;
    features_add(walk->features, walk->space, name, 1, hit.start, hit.end);
    if (walk->first != NULL && hit.start < walk->first_end)
        features_add(walk->features, walk->first, name, 0.7f, hit.start, hit.end);
    if (walk->last != NULL && hit.start >= walk->last_start)
        features_add(walk->features, walk->last, name, 0.7f, hit.start, hit.end);
}

static bool sentence_end(char c)
{
    return c == '.' || c == '!' || c == '?';
}

static size_t first_sentence_end(struct str normal)
{
    size_t at = 0;
    while (at < normal.len && !sentence_end(normal.ptr[at]))
        at++;
    return at;
}

static size_t last_sentence_start(struct str normal)
{
    size_t at = normal.len;
    while (at > 0 && (sentence_end(normal.ptr[at - 1]) || normal.ptr[at - 1] == ' '))
        at--;
    while (at > 0 && !sentence_end(normal.ptr[at - 1]))
        at--;
    return at;
}

static void add_classes(struct class_walk walk)
{
    walk.first_end = first_sentence_end(walk.normal);
    walk.last_start = last_sentence_start(walk.normal);
    phrases_find(walk.phrases, walk.normal, add_class, &walk);
}

void words_own(struct features *features, struct arena *arena, const struct phrases *phrases, struct str normal)
{
    add_classes((struct class_walk){features, phrases, normal, "p", "pf", "pl", 0, 0});
    add_grams(features, arena, "g", MAX_N, GRAM_VALUE, normal);
}

void words_before(struct features *features, const struct phrases *phrases, struct str normal)
{
    size_t from = features->all.count;
    add_classes((struct class_walk){features, phrases, normal, "b", NULL, "bl", 0, 0});
    for (size_t i = from; i < features->all.count; i++)
        features->all.items[i].start = features->all.items[i].end = 0;
}

void words_after(struct features *features, struct arena *arena, const struct phrases *phrases, struct str normal)
{
    enum { REACTION = 4 };
    size_t from = features->all.count;
    add_classes((struct class_walk){features, phrases, normal, "a", "af", NULL, 0, 0});
    add_grams(features, arena, "ag", 3, 0.25f, normal);
    struct tokens tokens = {0};
    tokenise(&tokens, normal);
    struct str text = str_dup(arena, buf_str(&tokens.text));
    for (size_t n = 1; n <= REACTION && n < tokens.all.count; n++)
        features_add(features, "ag", str_slice(text, tokens.all.items[1].start, tokens.all.items[n].end), 0.6f, 0, 0);
    VEC_RELEASE(&tokens.all);
    buf_release(&tokens.text);
    for (size_t i = from; i < features->all.count; i++) {
        features->all.items[i].start = features->all.items[i].end = 0;
        features->all.items[i].later = true;
    }
}
