/* UTF-8: checking, walking, counting, and how wide text is on a terminal. */
#ifndef FIDELIO_TEXT_UTF8_H
#define FIDELIO_TEXT_UTF8_H

#include "base/buf.h"
#include "base/str.h"

#include <stdint.h>
#include <string.h>

/* Well-formed UTF-8 without surrogates. On false *bad (if not NULL) is the byte offset of the first bad byte. */
bool utf8_valid(struct str text, size_t *bad);
/* The code point at *at, which moves behind it. A bad byte gives U+FFFD and moves by one. Needs *at < text.len. */
uint32_t utf8_next_any(struct str text, size_t *at);
static inline uint32_t utf8_next(struct str text, size_t *at)
{
    const unsigned char *s = (const unsigned char *)text.ptr + *at;
    if (s[0] < 0x80) {
        *at += 1;
        return s[0];
    }
    /* Nearly all of Chinese, its marks too: three bytes that need no check for overlong forms or surrogates. */
    if (s[0] > 0xe0 && s[0] < 0xf0 && s[0] != 0xed && text.len - *at >= 3 && (s[1] & 0xc0) == 0x80 &&
        (s[2] & 0xc0) == 0x80) {
        *at += 3;
        return (s[0] & 0x0fu) << 12 | (s[1] & 0x3fu) << 6 | (s[2] & 0x3fu);
    }
    return utf8_next_any(text, at);
}
/* The same in text that is known to be well formed, as normal text is. */
static inline uint32_t utf8_next_good(struct str text, size_t *at)
{
    const unsigned char *s = (const unsigned char *)text.ptr + *at;
    if (s[0] >= 0xe0 && s[0] < 0xf0) {
        *at += 3;
        return (s[0] & 0x0fu) << 12 | (s[1] & 0x3fu) << 6 | (s[2] & 0x3fu);
    }
    return utf8_next(text, at);
}
/* Behind the code points U+4000 to U+9FFF from `at` on (and some up to U+BFFF), three bytes each: ideographs, in which
 * no marks need be looked for. Two at a step: lead bytes are E4 to EB, whose bits 2 and 3 differ. */
static inline size_t utf8_skip_han(struct str text, size_t at)
{
    static const unsigned char shape_bits[8] = {0xf0, 0xc0, 0xc0, 0xf0, 0xc0, 0xc0};
    static const unsigned char shape_bytes[8] = {0xe0, 0x80, 0x80, 0xe0, 0x80, 0x80}, lead_bits[8] = {8, 0, 0, 8};
    const unsigned char *s = (const unsigned char *)text.ptr;
    uint64_t bits, shape, leads, two;
    memcpy(&bits, shape_bits, sizeof bits);
    memcpy(&shape, shape_bytes, sizeof shape);
    memcpy(&leads, lead_bits, sizeof leads);
    for (; text.len - at >= sizeof two; at += 6) {
        memcpy(&two, s + at, sizeof two);
        if ((two & bits) != shape || ((two ^ two << 1) & leads) != leads)
            break;
    }
    while (text.len - at >= 3 && s[at] >= 0xe4 && s[at] <= 0xe9 && (s[at + 1] & 0xc0) == 0x80 &&
           (s[at + 2] & 0xc0) == 0x80)
        at += 3;
    return at;
}
/* Behind the characters U+1000 to U+1FFF, U+3000 to U+CFFF and U+E000 to U+FFFF from `at` on, where Chinese and its
 * marks are: any three bytes of their shape are well formed. Five at a step, so that some may be left. */
static inline size_t utf8_skip_fives(struct str text, size_t at)
{
    typedef unsigned char piece __attribute__((vector_size(16)));
    static const piece bits = {0xf0, 0xc0, 0xc0, 0xf0, 0xc0, 0xc0, 0xf0, 0xc0,
                               0xc0, 0xf0, 0xc0, 0xc0, 0xf0, 0xc0, 0xc0};
    static const piece shape = {0xe0, 0x80, 0x80, 0xe0, 0x80, 0x80, 0xe0, 0x80,
                                0x80, 0xe0, 0x80, 0x80, 0xe0, 0x80, 0x80};
    for (piece five; text.len - at >= sizeof five; at += 15) {
        uint64_t other[2];
        memcpy(&five, text.ptr + at, sizeof five);
        five = ((five & bits) ^ shape) | (piece)(five == 0xe0) | (piece)(five == 0xe2) | (piece)(five == 0xed);
        memcpy(other, &five, sizeof other);
        if ((other[0] | other[1]) != 0)
            break;
    }
    return at;
}
uint32_t utf8_prev(struct str text,
                   size_t *at);     /* the code point that ends at *at, which moves before it; needs *at > 0 */
size_t utf8_count(struct str text); /* code points */
size_t utf8_offset(struct str text, size_t index); /* byte offset of code point `index`; text.len when past the end */
struct str utf8_slice(struct str text, size_t from, size_t to); /* by code points, clamped */
/* Writes what is no code point as U+FFFD. Returns the length, 1 to 4. */
size_t utf8_encode(uint32_t code_point, char bytes[4]);
bool utf8_add(struct buf *out, uint32_t code_point);
/* Columns on a terminal: wide East Asian 2, combining and control 0. */
size_t utf8_width(struct str text);
size_t utf8_width_of(uint32_t code_point);

/* Classes that the whole house needs. The commonest ideographs, letters that every version of Unicode knows, are told
 * without a call. */
enum { HAN_BLOCK_FIRST = 0x4e00, HAN_BLOCK = 0x5200 /* all of these are ideographs */ };
static inline bool code_point_is_common_han(uint32_t c)
{
    return c >= HAN_BLOCK_FIRST && c <= 0x9fa5;
}
bool code_point_is_han_any(uint32_t c);
/* Nobody sees it: joiners, direction marks, fillers, variation selectors, tags (Default_Ignorable_Code_Point). */
bool code_point_is_ignorable(uint32_t c);
/* It hides in a text, or changes how the text around it is shown (Unicode TR36, TR39, UAX 9): what is ignorable but
 * the parts of an emoji, separators of lines, marks of annotations, controls from U+0080 on. */
bool code_point_is_deceptive(uint32_t c);
static inline bool code_point_is_han(uint32_t c) /* ideographs, not kana or punctuation */
{
    return code_point_is_common_han(c) || code_point_is_han_any(c);
}
/* The common ideograph that begins at `s`, 0 = none does; four bytes can be read there, and it takes three. */
static inline uint32_t utf8_common_han(const char *s)
{
    static const unsigned char shape_bits[4] = {0xf0, 0xc0, 0xc0}, shape_bytes[4] = {0xe0, 0x80, 0x80};
    uint32_t four, bits, shape;
    memcpy(&four, s, sizeof four);
    memcpy(&bits, shape_bits, sizeof bits);
    memcpy(&shape, shape_bytes, sizeof shape);
    if ((four & bits) != shape)
        return 0;
    const uint32_t c = (uint32_t)((s[0] & 0x0f) << 12 | (s[1] & 0x3f) << 6 | (s[2] & 0x3f));
    return code_point_is_common_han(c) ? c : 0;
}
bool code_point_is_space(uint32_t c);
bool code_point_is_punctuation_any(uint32_t c);
static inline bool code_point_is_punctuation(uint32_t c)
{
    return !code_point_is_common_han(c) && code_point_is_punctuation_any(c);
}
bool code_point_is_letter(uint32_t c); /* letters of any script, ideographs included */

#endif
