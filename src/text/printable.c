#include "text/printable.h"

#include "text/utf8.h"

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
        else if (code_point_is_deceptive(c))
            buf_printf(out, "<U+%04X>", (unsigned)c);
        else
            utf8_add(out, c);
    }
}
