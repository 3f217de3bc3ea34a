#include "text/printable.h"

#include "text/utf8.h"

/* Characters that change how the text around them is shown, or that hide: Unicode TR36 and TR39, UAX 9's explicit
 * formatting. */
static bool is_deceptive(uint32_t c)
{
    return (c >= 0x80 && c <= 0x9f) || c == 0xad || c == 0x61c || (c >= 0x200b && c <= 0x200f && c != 0x200d) ||
           (c >= 0x2028 && c <= 0x202e) || (c >= 0x2060 && c <= 0x206f) || c == 0xfeff ||
           (c >= 0xfff9 && c <= 0xfffb) || (c >= 0xe0000 && c <= 0xe0fff);
}

void printable_add(struct buf *out, struct str text, unsigned flags)
{
    for (size_t at = 0; at < text.len;) {
        uint32_t c = utf8_next(text, &at);
        if (c == '\n' && (flags & PRINTABLE_KEEP_LINES) != 0)
            buf_add_byte(out, '\n');
        else if (c == '\r' && at < text.len && text.ptr[at] == '\n')
            continue; /* the line feed behind it speaks for both */
        else if (c == '\n' || c == '\r')
            buf_add_cstring(out, "⏎");
        else if (c == '\t')
            buf_add_byte(out, ' ');
        else if (c < 0x20)
            utf8_add(out, 0x2400 + c);
        else if (c == 0x7f)
            utf8_add(out, 0x2421);
        else if (is_deceptive(c))
            buf_printf(out, "<U+%04X>", (unsigned)c);
        else
            utf8_add(out, c);
    }
}
