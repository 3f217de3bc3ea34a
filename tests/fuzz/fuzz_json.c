/* What is read and written is read and written the same again; what is refused is refused with a place. */
#include "base/arena.h"
#include "base/buf.h"
#include "fuzz/fuzz.h"
#include "syntax/json.h"
#include "syntax/json_writer.h"

static void write_tree(struct buf *out, const struct json *json, int indent)
{
    struct json_writer w;
    buf_init(out, 0);
    json_writer_init(&w, out, indent);
    json_put_tree(&w, NULL, json);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    struct error err = {0};
    arena_init(&arena);
    const struct json *json = json_parse(&arena, (struct str){(const char *)data, size}, "x", 1, &err);
    if (json == NULL) {
        MUST(err.kind == ERROR_USER && err.message[0] != '\0' && err.line > 0 && err.column > 0);
    } else {
        struct buf once, pretty, again;
        write_tree(&once, json, 0);
        write_tree(&pretty, json, 2);
        const struct json *back = json_parse(&arena, buf_str(&pretty), "x", 1, &err);
        MUST(back != NULL);
        write_tree(&again, json_dup(&arena, back), 0);
        MUST(str_eq(buf_str(&once), buf_str(&again)));
        buf_release(&once);
        buf_release(&pretty);
        buf_release(&again);
    }
    arena_release(&arena);
    return 0;
}
