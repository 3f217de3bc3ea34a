#include "report/sarif.h"

#include "syntax/json_writer.h"

static void put_text(struct json_writer *w, const char *key, struct str text)
{
    json_open_object(w, key);
    json_put_string(w, "text", text);
    json_close_object(w);
}

static void put_rules(struct json_writer *w)
{
    json_open_array(w, "rules");
    for (const struct check_rule *rule = check_rules; rule->id != NULL; rule++) {
        json_open_object(w, NULL);
        json_put_cstring(w, "id", rule->id);
        put_text(w, "shortDescription", str_from(texts_pick(rule->summary)));
        json_open_object(w, "defaultConfiguration");
        json_put_cstring(w, "level", check_severity_name(rule->severity));
        json_close_object(w);
        json_close_object(w);
    }
    json_close_array(w);
}

/* A path as a URI reference: what is not allowed in one is percent-encoded, byte by byte. */
static void put_uri(struct json_writer *w, const char *path)
{
    struct buf uri;
    buf_init(&uri, 0);
    for (; *path != '\0'; path++) {
        unsigned char c = (unsigned char)*path;
        bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
                     c == '.' || c == '_' || c == '~' || c == '/';
        if (plain)
            buf_add_byte(&uri, (char)c);
        else
            buf_printf(&uri, "%%%02X", c);
    }
    json_put_string(w, "uri", buf_str(&uri));
    buf_release(&uri);
}

static void put_result(struct json_writer *w, const char *path, const struct check_finding *finding)
{
    json_open_object(w, NULL);
    json_put_cstring(w, "ruleId", finding->id);
    json_put_cstring(w, "level", check_severity_name(finding->severity));
    put_text(w, "message", finding->message);
    json_open_array(w, "locations");
    json_open_object(w, NULL);
    json_open_object(w, "physicalLocation");
    json_open_object(w, "artifactLocation");
    put_uri(w, path);
    json_close_object(w);
    if (finding->line > 0) {
        json_open_object(w, "region");
        json_put_integer(w, "startLine", (int64_t)finding->line);
        if (finding->column > 0)
            json_put_integer(w, "startColumn", (int64_t)finding->column);
        json_close_object(w);
    }
    json_close_object(w);
    json_close_object(w);
    json_close_array(w);
    json_close_object(w);
}

void report_sarif(const struct sarif_document *documents, size_t count, const char *version, struct buf *out)
{
    struct json_writer w;
    json_writer_init(&w, out, 1);
    json_open_object(&w, NULL);
    json_put_cstring(&w, "version", "2.1.0");
    json_put_cstring(&w, "$schema", "https://json.schemastore.org/sarif-2.1.0.json");
    json_open_array(&w, "runs");
    json_open_object(&w, NULL);
    json_open_object(&w, "tool");
    json_open_object(&w, "driver");
    json_put_cstring(&w, "name", "fidelio");
    json_put_cstring(&w, "version", version);
    put_rules(&w);
    json_close_object(&w);
    json_close_object(&w);
    /* Columns here count code points, as everywhere in fidelio. */
    json_put_cstring(&w, "columnKind", "unicodeCodePoints");
    json_open_array(&w, "results");
    for (size_t i = 0; i < count; i++)
        for (size_t f = 0; f < documents[i].check->findings.count; f++)
            put_result(&w, documents[i].path, &documents[i].check->findings.items[f]);
    json_close_array(&w);
    json_close_object(&w);
    json_close_array(&w);
    json_close_object(&w);
    buf_add_byte(out, '\n');
}
