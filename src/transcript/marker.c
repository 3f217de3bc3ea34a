/* Hang-up markers as models really write them: glued to text, in other brackets, in bold, in the other script. */
#include "base/arena.h"
#include "base/buf.h"
#include "text/normalise.h"
#include "text/utf8.h"
#include "transcript/transcript.h"

#include <string.h>

static const char *const default_markers[] = {"[挂断]", "[HANGS UP]", "[HANG UP]", NULL};

/* One code point as markers are compared. */
static uint32_t fold(uint32_t c)
{
    if (c >= 0xff01 && c <= 0xff5e)
        c -= 0xfee0;
    switch (c) {
    case '(':
    case 0x3010: /* 【 */
    case 0x3014: /* 〔 */
    case 0x3016: /* 〖 */
        return '[';
    case ')':
    case 0x3011:
    case 0x3015:
    case 0x3017:
        return ']';
    default:
        break;
    }
    if (c >= 'A' && c <= 'Z')
        return c + ('a' - 'A');
    return c < 0x80 ? c : han_fold(c);
}

/* The next code point of `text` that is not white space, folded; 0 at the end. */
static uint32_t next_folded(struct str text, size_t *at)
{
    while (*at < text.len) {
        uint32_t c = utf8_next(text, at);
        if (!code_point_is_space(c))
            return fold(c);
    }
    return 0;
}

/* Does the marker stand at byte `at`? Where it ends, or 0. */
static size_t match_at(struct str reply, size_t at, struct str marker)
{
    size_t m = 0;
    for (;;) {
        uint32_t want = next_folded(marker, &m);
        if (want == 0)
            return at;
        if (next_folded(reply, &at) != want)
            return 0;
    }
}

static bool is_emphasis(char c)
{
    return c == '*' || c == '_' || c == '`';
}

/* What of a reply is passed over quickly. */
struct finder {
    const char *const *markers;
    uint64_t begins; /* a bit for the low bits of the folded code points with which markers begin */
    bool ideographs; /* with which one of them begins */
};

static uint64_t bit_of(uint32_t folded)
{
    return (uint64_t)1 << folded % 64;
}

static struct finder finder_of(const char *const *markers)
{
    struct finder finder = {.markers = markers};
    for (size_t i = 0, at = 0; markers[i] != NULL; i++, at = 0) {
        const uint32_t first = next_folded(str_from(markers[i]), &at);
        finder.begins |= bit_of(first);
        finder.ideographs |= first >= 0x80;
    }
    return finder;
}

/* The default markers all begin with a square bracket. */
static const struct finder default_finder = {.markers = default_markers, .begins = (uint64_t)1 << '[' % 64};

static bool find_marker(const struct finder *finder, struct str reply, size_t from, size_t *start, size_t *end)
{
    for (size_t at = from, next; at < reply.len; at = next) {
        next = at = finder->ideographs ? at : utf8_skip_han(reply, at);
        if (at == reply.len || !(finder->begins & bit_of(fold(utf8_next(reply, &next)))))
            continue;
        for (size_t i = 0; finder->markers[i] != NULL; i++) {
            *end = match_at(reply, at, str_from(finder->markers[i]));
            if (*end <= at)
                continue;
            *start = at;
            while (*start > from && *end < reply.len && is_emphasis(reply.ptr[*start - 1]) &&
                   reply.ptr[*start - 1] == reply.ptr[*end]) {
                (*start)--;
                (*end)++;
            }
            return true;
        }
    }
    return false;
}

bool marker_split(struct arena *arena, struct str reply, const char *const *markers, struct str *content)
{
    size_t start = 0, end = 0, from = 0, pieces = 0;
    bool any = false;
    struct buf joined;
    buf_init(&joined, 0);
    *content = reply;
    const struct finder finder = markers != NULL ? finder_of(markers) : default_finder;
    for (bool found = true; found; from = end) {
        found = find_marker(&finder, reply, from, &start, &end);
        if (!found && from == 0)
            break;
        struct str piece = str_trim(str_slice(reply, from, found ? start : reply.len));
        if (from == 0 || piece.len > 0)
            *content = piece;
        if (piece.len > 0) {
            buf_add_cstring(&joined, pieces++ > 0 ? " " : "");
            buf_add(&joined, piece);
        }
        if (!found)
            break;
        any = true;
    }
    if (pieces > 1)
        *content = str_dup(arena, buf_str(&joined));
    buf_release(&joined);
    return any;
}
