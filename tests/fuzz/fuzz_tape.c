/* A line of the tape that is read is written and read the same again; what is refused is refused with its number. */
#include "exchange/tape_line.h"
#include "fuzz/fuzz.h"

#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    struct error err = {0};
    struct tape_line line, again;
    bool is_reply;
    arena_init(&arena);
    if (!tape_line_read(&arena, (struct str){(const char *)data, size}, "tape", 7, &line, &is_reply, &err)) {
        MUST(err.message[0] != '\0' && err.line >= 7);
    } else if (is_reply) {
        struct endpoint endpoint;
        struct buf out;
        endpoint_init(&endpoint);
        buf_init(&out, 0);
        tape_line_write(&line, &endpoint, &out);
        MUST(out.bytes[out.len - 1] == '\n' && memchr(out.bytes, '\n', out.len - 1) == NULL);
        MUST(tape_line_read(&arena, str_slice(buf_str(&out), 0, out.len - 1), "tape", 1, &again, &is_reply, &err));
        MUST(is_reply && strcmp(line.key.hex, again.key.hex) == 0 && strcmp(line.prev.hex, again.prev.hex) == 0);
        MUST(str_eq(line.reply.content, again.reply.content) && str_eq(line.reply.reasoning, again.reply.reasoning));
        MUST(line.message_count == again.message_count && line.turn == again.turn &&
             line.latency_ms == again.latency_ms);
        MUST(line.reply.usage.prompt_tokens == again.reply.usage.prompt_tokens);
        buf_release(&out);
    }
    arena_release(&arena);
    return 0;
}
