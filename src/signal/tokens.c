#include "signal/tokens.h"

#include "text/utf8.h"

#include <string.h>

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
    const bool apart = word && tokens->count > 0 && tokens->all[tokens->count - 1].word;
    struct token *token = &tokens->all[tokens->count++];
    *token = (struct token){.from = (uint32_t)from, .to = (uint32_t)to, .word = word, .apart = apart};
    if (mask.len == 1 && !apart) {
        token->sign = (unsigned char)mask.ptr[0];
        return;
    }
    if (apart)
        tokens->text[tokens->len++] = ' ';
    token->start = (uint32_t)tokens->len;
    for (size_t i = 0; i < mask.len; i++)
        tokens->text[tokens->len++] = mask.ptr[i];
    token->end = (uint32_t)tokens->len;
}

static void add_sign(struct tokens *tokens, uint32_t sign, size_t from, size_t to)
{
    tokens->all[tokens->count++] = (struct token){.from = (uint32_t)from, .to = (uint32_t)to, .sign = sign};
}

/* The end of a quotation that opens at `at`, behind its closing mark; `at` + 1 when it never closes. */
static size_t quotation_end(struct str normal, size_t at)
{
    size_t close = str_find_byte(str_slice(normal, at + 1, normal.len), '"');
    return close == STR_NONE ? at + 1 : at + 1 + close + 1;
}

bool quotations_cover(struct quotations *quotations, size_t at)
{
    const struct str normal = quotations->normal;
    while (quotations->end <= at) {
        const size_t next = str_find_byte(str_slice(normal, quotations->end, normal.len), '"');
        quotations->start = next == STR_NONE ? normal.len : quotations->end + next;
        quotations->end = next == STR_NONE ? SIZE_MAX : quotation_end(normal, quotations->start);
    }
    return quotations->start < at && quotations->start < normal.len;
}

static size_t take_token(struct tokens *tokens, struct str normal, size_t at)
{
    size_t end = at;
    char c = normal.ptr[at];
    if (c == ' ')
        return at + 1;
    if (c == '"') {
        end = quotation_end(normal, at);
        add_sign(tokens, '"', at, end);
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
    const uint32_t sign = utf8_next(normal, &end);
    add_sign(tokens, sign, at, end);
    return end;
}

static inline bool is_wide_lead(char c) /* of three bytes, as Chinese is */
{
    return ((unsigned char)c & 0xf0) == 0xe0;
}

/* A token takes no more bytes than it stands for, but for the space between two words. */
struct tokens tokenise(struct arena *arena, struct str normal)
{
    struct tokens tokens = {.text = arena_raw(arena, 2 * normal.len, 1),
                            .all = arena_raw(arena, normal.len + 2, sizeof *tokens.all)};
    add_sign(&tokens, '^', 0, 0);
    for (size_t at = 0; at < normal.len;) {
        struct token *token = tokens.all + tokens.count;
        for (; at < normal.len && is_wide_lead(normal.ptr[at]); token++) {
            token->from = (uint32_t)at;
            token->sign = utf8_next_good(normal, &at);
            token->to = (uint32_t)at;
            token->word = token->apart = false;
        }
        tokens.count = (size_t)(token - tokens.all);
        if (at < normal.len)
            at = take_token(&tokens, normal, at);
    }
    add_sign(&tokens, '$', normal.len, normal.len);
    return tokens;
}

struct str tokens_text(struct arena *arena, const struct tokens *tokens, const struct token *first,
                       const struct token *end)
{
    size_t room = 0, len = 0;
    for (const struct token *token = first; token < end; token++)
        room += token->sign != 0 ? sizeof token->sign : token->end - token->start + token->apart;
    char *text = arena_raw(arena, room, 1);
    for (const struct token *token = first; token < end; token++) {
        if (token->sign != 0) {
            len += utf8_encode(token->sign, text + len);
            continue;
        }
        if (token->apart && token > first)
            text[len++] = ' ';
        memcpy(text + len, tokens->text + token->start, token->end - token->start);
        len += token->end - token->start;
    }
    return (struct str){text, len};
}
