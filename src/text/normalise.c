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

bool han_is_simplified(uint32_t c)
{
    const uint32_t bit = c - HAN_FOLD_FIRST;
    return c >= HAN_FOLD_FIRST && c <= HAN_FOLD_LAST && (han_simplified_table[bit / 8] >> bit % 8 & 1) != 0;
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
    return (c < 0x20 && !code_point_is_space(c)) || (c >= 0x7f && c < 0xa0 && c != 0x85) || code_point_is_ignorable(c);
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

/* What of the punctuation of Chinese text becomes one byte; 0 = see fold(). */
static char plain_punctuation(uint32_t c)
{
    if (c >= 0xff01 && c <= 0xff5e) {
        char ascii = (char)(c - 0xfee0);
        return ascii >= 'A' && ascii <= 'Z' ? (char)(ascii + 32) : ascii;
    }
    if (c == 0x3000)
        return ' ';
    if (!(c > 0x3000 && c < 0x3018) && !(c >= 0x2010 && c <= 0x201e))
        return '\0';
    uint32_t folded = fold_punctuation(c);
    return folded < 0x80 ? (char)folded : '\0';
}

/* Normal text as it grows, in memory that is the arena's. */
struct writer {
    struct arena *arena;
    char *bytes;
    uint32_t *at; /* may be NULL: no map is wanted */
    size_t len, room;
    size_t simplified; /* ideographs */
};

/* Room for all that one code point can become, and for one byte of each byte that is still to come. */
static void make_room(struct writer *writer, size_t to_come)
{
    size_t least = writer->len + 4 * DECOMPOSED + to_come + 1;
    if (writer->room >= least)
        return;
    char *bytes = arena_raw(writer->arena, 2 * least, 1);
    if (writer->len > 0)
        memcpy(bytes, writer->bytes, writer->len);
    if (writer->at != NULL) {
        uint32_t *at = arena_raw(writer->arena, 2 * least, sizeof *at);
        memcpy(at, writer->at, writer->len * sizeof *at);
        writer->at = at;
    }
    writer->bytes = bytes;
    writer->room = 2 * least;
}

static void write_map(struct writer *writer, size_t bytes, uint32_t index)
{
    for (size_t i = 0; writer->at != NULL && i < bytes; i++)
        writer->at[writer->len + i] = index;
    writer->len += bytes;
}

static void write_folded(struct writer *writer, uint32_t c, uint32_t index, bool bare, size_t to_come)
{
    uint32_t out[DECOMPOSED];
    size_t count = fold(c, out);
    make_room(writer, to_come);
    for (size_t i = 0; i < count; i++)
        if (!bare || !(out[i] == ' ' || code_point_is_punctuation(out[i])))
            write_map(writer, utf8_encode(out[i], writer->bytes + writer->len), index);
}

static inline bool is_bare_byte(uint32_t c)
{
    return (c | 0x20) - 'a' < 26 || c - '0' < 10;
}

/* Common ideographs that fold to themselves, as most of Chinese does; a byte more than they take is copied. Returns how
 * many. */
static inline __attribute__((always_inline)) uint32_t copy_han(struct str stored, size_t from, char *to, uint32_t *at,
                                                               uint32_t index)
{
    uint32_t count = 0;
    for (uint32_t c; stored.len - from >= 4; from += 3, to += 3, count++) {
        c = utf8_common_han(stored.ptr + from);
        if (c == 0 || han_fold_table[c - HAN_FOLD_FIRST] != c)
            break;
        memcpy(to, stored.ptr + from, 4);
        if (at != NULL) {
            at[0] = at[1] = at[2] = index++;
            at += 3;
        }
    }
    return count;
}

/* ASCII, ideographs and the punctuation of Chinese text, which need no more room than they took; up to the first
 * character that is none of these. Moves *from behind them and *index on by as many. */
static inline __attribute__((always_inline)) void write_plain(struct writer *writer, struct str stored, size_t *from,
                                                              uint32_t *index, bool bare, bool map)
{
    char *to = writer->bytes + writer->len;
    uint32_t *at = map ? writer->at + writer->len : NULL, i = *index;
    size_t here = *from;
    for (size_t next = here; here < stored.len; here = next, i++) {
        const uint32_t han = copy_han(stored, here, to, at, i);
        here += 3 * han;
        to += 3 * han;
        at = map ? at + 3 * han : NULL;
        i += han;
        if (here == stored.len)
            break;
        next = here;
        uint32_t c = utf8_next(stored, &next);
        if (c >= HAN_FOLD_FIRST && c <= HAN_FOLD_LAST) {
            const uint32_t folded = han_fold_table[c - HAN_FOLD_FIRST];
            if (bare && !code_point_is_common_han(folded))
                break;
            if (folded == c)
                memcpy(to, stored.ptr + here, 3);
            else
                writer->simplified++, utf8_encode(folded, to);
            to += 3;
            for (size_t k = 0; map && k < 3; k++)
                *at++ = i;
            continue;
        }
        if (c >= 0x80)
            c = (unsigned char)plain_punctuation(c);
        else if (c - 'A' < 26)
            c += 32;
        if (c < 0x20 || c == 0x7f)
            break;
        if (bare && !is_bare_byte(c))
            continue;
        *to++ = (char)c;
        if (map)
            *at++ = i;
    }
    writer->len = (size_t)(to - writer->bytes);
    *from = here;
    *index = i;
}

/* Returns how many code points were stored; with `bare`, letters and digits only are kept. */
static uint32_t write_normal(struct writer *writer, struct str stored, bool bare)
{
    uint32_t index = 0;
    make_room(writer, stored.len);
    for (size_t from = 0; from < stored.len; index++) {
        if (writer->at != NULL)
            write_plain(writer, stored, &from, &index, bare, true);
        else
            write_plain(writer, stored, &from, &index, bare, false);
        if (from == stored.len)
            break;
        const uint32_t c = utf8_next(stored, &from);
        write_folded(writer, c, index, bare, stored.len - from);
    }
    writer->bytes[writer->len] = '\0';
    return index;
}

struct normal normalise(struct arena *arena, struct str stored)
{
    struct writer writer = {.arena = arena, .room = stored.len + 4 * DECOMPOSED + 1};
    writer.bytes = arena_raw(arena, writer.room, 1);
    writer.at = arena_raw(arena, writer.room, sizeof *writer.at);
    uint32_t index = write_normal(&writer, stored, false);
    writer.at[writer.len] = index;
    return (struct normal){{writer.bytes, writer.len}, writer.at, writer.simplified};
}

static struct str write_text(struct arena *arena, struct str stored, bool bare)
{
    struct writer writer = {.arena = arena, .room = stored.len + 4 * DECOMPOSED + 1};
    writer.bytes = arena_raw(arena, writer.room, 1);
    write_normal(&writer, stored, bare);
    return (struct str){writer.bytes, writer.len};
}

struct str normalise_text(struct arena *arena, struct str stored)
{
    return write_text(arena, stored, false);
}

struct str normalise_bare(struct arena *arena, struct str stored)
{
    return write_text(arena, stored, true);
}

struct str normal_bare(struct arena *arena, struct str normal)
{
    char *bytes = arena_raw(arena, normal.len + 1, 1);
    size_t len = 0;
    for (size_t from = 0, at = 0; at < normal.len; from = at) {
        const unsigned char lead = (unsigned char)normal.ptr[at];
        if (lead >= 0xe5 && lead <= 0xe8 && at + 3 <= normal.len) { /* U+5000 to U+8FFF: ideographs all */
            memcpy(bytes + len, normal.ptr + at, 3);
            len += 3;
            at += 3;
            continue;
        }
        uint32_t c = utf8_next(normal, &at);
        if (c == ' ' || code_point_is_punctuation(c))
            continue;
        while (from < at)
            bytes[len++] = normal.ptr[from++];
    }
    bytes[len] = '\0';
    return (struct str){bytes, len};
}

const char *normalise_version(void)
{
    return utf8proc_version();
}
