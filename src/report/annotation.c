#include "report/annotation.h"

#include "base/hash.h"
#include "report/escape.h"
#include "syntax/json_writer.h"

#include <stdio.h>

struct str annotation_path(const struct rule *rule, const struct scenario *scenario)
{
    return rule->line > 0 || scenario == NULL ? rule->file : str_from(scenario->source.path);
}

size_t annotation_line(const struct rule *rule)
{
    return rule->line > 0 ? rule->line : 1;
}

/* GitHub's commands end at the line and separate properties by commas and colons; those are percent-encoded. */
static void add_command_text(struct buf *out, struct str text, bool property)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c == '%' || c == '\r' || c == '\n' || (property && (c == ':' || c == ',')))
            buf_printf(out, "%%%02X", (unsigned)(unsigned char)c);
        else
            buf_add_byte(out, c);
    }
}

void annotation_github(const struct annotation *a, struct buf *out)
{
    struct buf clean;
    buf_init(&clean, 0);
    escape_line(&clean, a->text);
    buf_add_cstring(out, a->error ? "::error " : "::warning ");
    if (a->path.len > 0) {
        buf_add_cstring(out, "file=");
        add_command_text(out, a->path, true);
        buf_printf(out, ",line=%zu,", a->line);
    }
    buf_add_cstring(out, "title=");
    add_command_text(out, a->title, true);
    buf_add_cstring(out, "::");
    add_command_text(out, buf_str(&clean), false);
    buf_add_byte(out, '\n');
    buf_release(&clean);
}

void annotation_gitlab(const struct annotation *a, struct json_writer *w)
{
    char hex[HASH_HEX + 1], line[24];
    struct hash hash;
    if (a->path.len == 0)
        return;
    snprintf(line, sizeof line, "%zu", a->line);
    hash_init(&hash);
    hash_add_field(&hash, a->path);
    hash_add_field(&hash, str_from(line));
    hash_add_field(&hash, a->title);
    hash_hex(&hash, hex);
    json_open_object(w, NULL);
    json_put_string(w, "description", a->text);
    json_put_string(w, "check_name", a->title);
    json_put_cstring(w, "fingerprint", hex);
    json_put_cstring(w, "severity", a->error ? "critical" : "minor");
    json_open_object(w, "location");
    json_put_string(w, "path", a->path);
    json_open_object(w, "lines");
    json_put_integer(w, "begin", (int64_t)a->line);
    json_close_object(w);
    json_close_object(w);
    json_close_object(w);
}
