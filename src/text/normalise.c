#include "text/normalise.h"

#include "base/arena.h"
#include "gen/han_fold.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <utf8proc.h>

/* At most this many code points come out of one (U+FDFA gives 18). */
enum { DECOMPOSED = 24 };

uint32_t han_fold(uint32_t c)
{
    return c >= HAN_FOLD_FIRST && c <= HAN_FOLD_LAST ? han_fold_table[c - HAN_FOLD_FIRST] : c;
}

/* CJK and typographic punctuation to its ASCII twin; what compatibility decomposition does not do. */
static uint32_t fold_punctuation(uint32_t c)
{
    switch (c) {
    case 0x3001: /* 、 */
        return ',';
    case 0x3002: /* 。 */
        return '.';
    case 0x2018:
    case 0x2019:
    case 0x201b:
    case 0x2032:
    case 0x02bc:
        return '\'';
    case 0x201c:
    case 0x201d:
    case 0x201e:
    case 0x2033:
    case 0x300c: /* 「 */
    case 0x300d:
    case 0x300e: /* 『 */
    case 0x300f:
    case 0x300a: /* 《 */
    case 0x300b:
    case 0x3008: /* 〈 */
    case 0x3009:
    case 0x00ab:
    case 0x00bb:
        return '"';
    case 0x3010: /* 【 */
    case 0x3014: /* 〔 */
    case 0x3016: /* 〖 */
        return '[';
    case 0x3011:
    case 0x3015:
    case 0x3017:
        return ']';
    case 0x2010:
    case 0x2011:
    case 0x2012:
    case 0x2013:
    case 0x2014:
    case 0x2015:
    case 0x2500: /* box drawing line, used as a dash */
    case 0x2212:
        return '-';
    case 0x301c: /* 〜 */
    case 0x223c:
        return '~';
    case 0x22ef: /* ⋯, the Hong Kong and Taiwan ellipsis */
        return '.';
    case 0x00b7: /* · */
    case 0x2022:
    case 0x30fb:
    case 0x2027:
        return 0xb7;
    default:
        return c;
    }
}

static bool dropped(uint32_t c)
{
    return (c < 0x20 && !code_point_is_space(c)) || (c >= 0x7f && c < 0xa0 && c != 0x85) || c == 0xad ||
           (c >= 0x200b && c <= 0x200f) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) ||
           c == 0xfeff || (c >= 0xfe00 && c <= 0xfe0f) || (c >= 0xe0000 && c <= 0xe01ef);
}

/* What one code point becomes; returns how many, written to `out`. */
static size_t fold(uint32_t c, uint32_t out[DECOMPOSED])
{
    if (c < 0x80 && c >= 0x20 && c != 0x7f) {
        out[0] = c >= 'A' && c <= 'Z' ? c + 32 : c;
        return 1;
    }
    if (code_point_is_space(c)) {
        out[0] = ' ';
        return 1;
    }
    if (dropped(c))
        return 0;
    if (c >= HAN_FOLD_FIRST && c <= HAN_FOLD_LAST) {
        out[0] = han_fold(c);
        return 1;
    }
    utf8proc_int32_t parts[DECOMPOSED];
    int boundary = 0;
    utf8proc_ssize_t count = utf8proc_decompose_char(
        (utf8proc_int32_t)c, parts, DECOMPOSED, UTF8PROC_COMPAT | UTF8PROC_DECOMPOSE | UTF8PROC_CASEFOLD, &boundary);
    if (count < 0 || count > DECOMPOSED) {
        out[0] = c;
        return 1;
    }
    size_t kept = 0;
    for (utf8proc_ssize_t i = 0; i < count; i++) {
        uint32_t part = (uint32_t)parts[i];
        if (dropped(part))
            continue;
        part = code_point_is_space(part) ? ' ' : fold_punctuation(part);
        out[kept++] = han_fold(part);
    }
    return kept;
}

struct normal normalise(struct arena *arena, struct str stored)
{
    struct buf text;
    size_t room = stored.len * 2 + 64, index = 0;
    uint32_t *at = memory_grow(NULL, room, sizeof *at);
    buf_init(&text, 0);
    buf_reserve(&text, stored.len);
    for (size_t from = 0; from < stored.len; index++) {
        uint32_t out[DECOMPOSED];
        size_t count = fold(utf8_next(stored, &from), out), start = text.len;
        for (size_t i = 0; i < count; i++)
            utf8_add(&text, out[i]);
        if (text.len + 1 > room) {
            room = text.len * 2;
            at = memory_grow(at, room, sizeof *at);
        }
        for (size_t byte = start; byte < text.len; byte++)
            at[byte] = (uint32_t)index;
    }
    at[text.len] = (uint32_t)index;
    uint32_t *map = arena_array(arena, text.len + 1, sizeof *map);
    memcpy(map, at, (text.len + 1) * sizeof *map);
    struct normal normal = {str_dup(arena, buf_str(&text)), map};
    free(at);
    buf_release(&text);
    return normal;
}

/* The text alone; with `bare`, letters and digits only. */
static struct str fold_text(struct arena *arena, struct str stored, bool bare)
{
    struct buf text;
    buf_init(&text, 0);
    buf_reserve(&text, stored.len);
    for (size_t from = 0; from < stored.len;) {
        uint32_t out[DECOMPOSED];
        size_t count = fold(utf8_next(stored, &from), out);
        for (size_t i = 0; i < count; i++)
            if (!bare || !(out[i] == ' ' || code_point_is_punctuation(out[i])))
                utf8_add(&text, out[i]);
    }
    struct str result = str_dup(arena, buf_str(&text));
    buf_release(&text);
    return result;
}

struct str normalise_text(struct arena *arena, struct str stored)
{
    return fold_text(arena, stored, false);
}

struct str normalise_bare(struct arena *arena, struct str stored)
{
    return fold_text(arena, stored, true);
}

const char *normalise_version(void)
{
    return utf8proc_version();
}
