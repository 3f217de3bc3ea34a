/* Whatever is imported is written and read back the same, and has the same hash. */
#include "base/buf.h"
#include "fuzz/fuzz.h"
#include "syntax/json_writer.h"
#include "transcript/import.h"

#include <string.h>

static void write_all(struct buf *out, const struct transcripts *list)
{
    buf_init(out, 0);
    buf_reserve(out, 0);
    for (size_t i = 0; i < list->count; i++) {
        struct json_writer w;
        json_writer_init(&w, out, 0);
        transcript_write(list->items[i], &w, true);
        buf_add_byte(out, '\n');
    }
}

/* The lines that fidelio writes hold every marker split already, so that they are read without looking for any. */
static void check_round_trip(const struct transcripts *list)
{
    static const char *const none[] = {NULL};
    struct read_options options = {.markers = none};
    struct transcripts again = {0};
    struct bad_lines bad = {0};
    struct buf once, twice;
    write_all(&once, list);
    transcripts_read_text("x", buf_str(&once), &options, &again, &bad);
    MUST(again.count == list->count && bad_lines_count(&bad) == 0);
    write_all(&twice, &again);
    MUST(str_eq(buf_str(&once), buf_str(&twice)));
    for (size_t i = 0; i < list->count; i++) {
        char one[65], two[65];
        transcript_hash(list->items[i], one);
        transcript_hash(again.items[i], two);
        MUST(strcmp(one, two) == 0);
    }
    buf_release(&once);
    buf_release(&twice);
    bad_lines_release(&bad);
    transcripts_release(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const markers[] = {"###STOP###", "[挂断]", NULL};
    if (size < 1)
        return 0;
    struct read_options options = {.persona_is_user = (data[0] & 1) != 0, .markers = data[0] & 2 ? markers : NULL};
    struct transcripts list = {0};
    struct bad_lines bad = {0};
    struct error err = {0};
    if (transcripts_import_text("x", (struct str){(const char *)data + 1, size - 1}, &options, &list, &bad, &err))
        check_round_trip(&list);
    else
        MUST(err.message[0] != '\0' && list.count == 0);
    bad_lines_release(&bad);
    transcripts_release(&list);
    return 0;
}
