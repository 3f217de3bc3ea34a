#include "report/escape.h"

#include "text/utf8.h"

#include <string.h>

/* Controls, what hides or turns text round, and what is no character at all. */
static bool is_named(uint32_t c)
{
    return c < 0x20 || c == 0x7f || (c & 0xfffe) == 0xfffe || code_point_is_deceptive(c);
}

static void add_named(struct buf *out, uint32_t c)
{
    buf_printf(out, "‹U+%04X›", (unsigned)c);
}

/* A whole character of three bytes that is the same everywhere: ideographs, full-width forms, dashes, quotation marks
 * and dots. */
static bool is_plain_wide(const unsigned char *byte)
{
    bool plain = (byte[0] >= 0xe3 && byte[0] <= 0xec && !(byte[0] == 0xe3 && byte[1] == 0x85)) ||
                 (byte[0] == 0xef && (byte[1] & 0xfe) == 0xbc) ||
                 (byte[0] == 0xe2 && byte[1] == 0x80 && byte[2] >= 0x90 && byte[2] <= 0xa7);
    return plain && (byte[1] & 0xc0) == 0x80 && (byte[2] & 0xc0) == 0x80;
}

/* Behind the characters from `at` on that are the same in XML. */
static size_t skip_plain(struct str text, size_t at)
{
    const unsigned char *bytes = (const unsigned char *)text.ptr;
    while (at < text.len) {
        unsigned char byte = bytes[at];
        if (byte >= 0xe2 && text.len - at >= 3 && is_plain_wide(bytes + at))
            at += 3;
        else if (byte < 0x20 || byte >= 0x7f || byte == '&' || byte == '<' || byte == '>' || byte == '"' ||
                 byte == '\'')
            break;
        else
            at++;
    }
    return at;
}

static void xml(struct buf *out, struct str text, bool attribute)
{
    for (size_t at = 0; at < text.len;) {
        size_t from = at;
        at = skip_plain(text, at);
        buf_add(out, str_slice(text, from, at));
        if (at == text.len)
            break;
        uint32_t c = utf8_next(text, &at);
        switch (c) {
        case '&':
            buf_add_cstring(out, "&amp;");
            break;
        case '<':
            buf_add_cstring(out, "&lt;");
            break;
        case '>':
            buf_add_cstring(out, "&gt;");
            break;
        case '"':
            buf_add_cstring(out, "&quot;");
            break;
        case '\'':
            buf_add_cstring(out, "&#39;");
            break;
        case '\t':
        case '\n':
            if (attribute)
                buf_printf(out, "&#%u;", (unsigned)c);
            else
                buf_add_byte(out, (char)c);
            break;
        default:
            if (is_named(c))
                add_named(out, c);
            else
                utf8_add(out, c);
        }
    }
}

void escape_xml(struct buf *out, struct str text)
{
    xml(out, text, false);
}

void escape_xml_attribute(struct buf *out, struct str text)
{
    xml(out, text, true);
}

void escape_line(struct buf *out, struct str text)
{
    for (size_t at = 0; at < text.len;) {
        uint32_t c = utf8_next(text, &at);
        if (c == '\n' || c == '\r' || c == '\t')
            buf_add_byte(out, ' ');
        else if (is_named(c))
            add_named(out, c);
        else
            utf8_add(out, c);
    }
}

void escape_markdown(struct buf *out, struct str text)
{
    for (size_t at = 0; at < text.len;) {
        size_t from = at;
        uint32_t c = utf8_next(text, &at);
        if (c == '<')
            buf_add_cstring(out, "&lt;");
        else if (c == '&')
            buf_add_cstring(out, "&amp;");
        else if (c < 0x80 && c > 0 && strchr("\\`*_{}[]()#+!|~>@", (int)c) != NULL)
            buf_printf(out, "\\%c", (int)c);
        else
            escape_line(out, str_slice(text, from, at));
    }
}

void escape_csv(struct buf *out, struct str text)
{
    bool formula = text.len > 0 && strchr("=+-@\t\r", text.ptr[0]) != NULL && text.ptr[0] != '\0';
    bool quote = formula;
    for (size_t i = 0; i < text.len && !quote; i++)
        quote = text.ptr[i] == '"' || text.ptr[i] == ',' || text.ptr[i] == '\n' || text.ptr[i] == '\r' ||
                text.ptr[i] == ';';
    buf_add_cstring(out, formula ? "\"'" : quote ? "\"" : "");
    for (size_t at = 0; at < text.len;) { /* what is written to a terminal must not steer it */
        uint32_t c = utf8_next(text, &at);
        if (c == '"')
            buf_add_byte(out, '"');
        if (c != '\n' && c != '\r' && c != '\t' && is_named(c))
            add_named(out, c);
        else
            utf8_add(out, c);
    }
    if (quote)
        buf_add_byte(out, '"');
}

void escape_uri(struct buf *out, struct str text, bool path)
{
    for (size_t i = 0; i < text.len; i++) {
        const char c = text.ptr[i];
        if (ascii_alnum(c) || c == '-' || c == '.' || c == '_' || c == '~' || (path && c == '/'))
            buf_add_byte(out, c);
        else
            buf_printf(out, "%%%02X", (unsigned)(unsigned char)c);
    }
}
