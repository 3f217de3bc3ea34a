#include "net/sse.h"

#include <string.h>

void sse_init(struct sse *sse, size_t ceiling)
{
    *sse = (struct sse){0};
    buf_init(&sse->line, ceiling);
    buf_init(&sse->event, ceiling);
    buf_init(&sse->data, ceiling);
}

void sse_release(struct sse *sse)
{
    buf_release(&sse->line);
    buf_release(&sse->event);
    buf_release(&sse->data);
}

static bool dispatch(struct sse *sse, sse_event *event, void *context)
{
    bool go_on = true;
    if (sse->has_data)
        go_on = event(buf_str(&sse->event), str_slice(buf_str(&sse->data), 0, sse->data.len - 1), context);
    buf_clear(&sse->event);
    buf_clear(&sse->data);
    sse->has_data = false;
    return go_on;
}

/* "id" and "retry" are for reconnecting, which a request for one reply never does. */
static bool take_line(struct sse *sse, struct str line, sse_event *event, void *context)
{
    if (line.len == 0)
        return dispatch(sse, event, context);
    size_t colon = str_find_byte(line, ':');
    struct str field = str_slice(line, 0, colon);
    struct str value = colon == STR_NONE ? (struct str){0} : str_slice(line, colon + 1, line.len);
    if (value.len > 0 && value.ptr[0] == ' ')
        value = str_slice(value, 1, value.len);
    if (str_eq_cstring(field, "data")) {
        buf_add(&sse->data, value);
        buf_add_byte(&sse->data, '\n');
        sse->has_data = true;
    } else if (str_eq_cstring(field, "event")) {
        buf_clear(&sse->event);
        buf_add(&sse->event, value);
    }
    sse->too_long = sse->too_long || sse->data.overflow || sse->event.overflow;
    return !sse->too_long;
}

static size_t line_end(struct str bytes)
{
    size_t at = 0;
    while (at < bytes.len && bytes.ptr[at] != '\n' && bytes.ptr[at] != '\r')
        at++;
    return at;
}

static bool end_line(struct sse *sse, struct str tail, sse_event *event, void *context)
{
    struct str line = tail;
    if (sse->line.len > 0) {
        buf_add(&sse->line, tail);
        line = buf_str(&sse->line);
    }
    if (!sse->started && str_starts(line, STR("\xef\xbb\xbf")))
        line = str_slice(line, 3, line.len);
    sse->started = true;
    sse->too_long = sse->too_long || sse->line.overflow;
    bool go_on = !sse->too_long && take_line(sse, line, event, context);
    buf_clear(&sse->line);
    return go_on;
}

bool sse_feed(struct sse *sse, struct str bytes, sse_event *event, void *context)
{
    if (sse->too_long)
        return false;
    if (sse->after_cr && bytes.len > 0) { /* the line feed of a CRLF that was cut in two */
        sse->after_cr = false;
        bytes = str_slice(bytes, bytes.ptr[0] == '\n', bytes.len);
    }
    while (bytes.len > 0) {
        size_t end = line_end(bytes);
        if (end == bytes.len) {
            sse->too_long = !buf_add(&sse->line, bytes);
            return !sse->too_long;
        }
        bool is_cr = bytes.ptr[end] == '\r';
        if (!end_line(sse, str_slice(bytes, 0, end), event, context))
            return false;
        sse->after_cr = is_cr && end + 1 == bytes.len;
        bytes = str_slice(bytes, end + 1 + (is_cr && end + 1 < bytes.len && bytes.ptr[end + 1] == '\n'), bytes.len);
    }
    return true;
}

void sse_end(struct sse *sse, sse_event *event, void *context)
{
    if (sse->too_long || (sse->line.len > 0 && !end_line(sse, (struct str){0}, event, context)))
        return;
    dispatch(sse, event, context);
}
