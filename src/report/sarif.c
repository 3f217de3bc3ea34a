#include "report/sarif.h"

#include "report/escape.h"
#include "syntax/json_writer.h"

static void put_text(struct json_writer *w, const char *key, struct str text)
{
    json_open_object(w, key);
    json_put_string(w, "text", text);
    json_close_object(w);
}

static void put_rule(struct json_writer *w, const char *id, const char *summary, enum check_severity severity)
{
    json_open_object(w, NULL);
    json_put_cstring(w, "id", id);
    put_text(w, "shortDescription", str_from(summary));
    json_open_object(w, "defaultConfiguration");
    json_put_cstring(w, "level", check_severity_name(severity));
    json_close_object(w);
    json_close_object(w);
}

static void put_rules(struct json_writer *w)
{
    struct texts unreadable = {"the document cannot be read at all", "文档根本读不了"};
    json_open_array(w, "rules");
    for (const struct check_rule *rule = check_rules; rule->id != NULL; rule++)
        put_rule(w, rule->id, texts_pick(rule->summary), rule->severity);
    put_rule(w, UNREADABLE_DOCUMENT, texts_pick(unreadable), CHECK_ERROR);
    json_close_array(w);
}

static void put_uri(struct json_writer *w, const char *path)
{
    struct buf uri;
    buf_init(&uri, 0);
    escape_uri(&uri, str_from(path), true);
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

static void put_failure(struct json_writer *w, const struct sarif_failure *failure)
{
    struct check_finding finding = {.id = UNREADABLE_DOCUMENT,
                                    .severity = CHECK_ERROR,
                                    .line = failure->error.line,
                                    .column = failure->error.column,
                                    .message = str_from(failure->error.message)};
    put_result(w, failure->path, &finding);
}

void report_sarif(const struct sarif_input *input, const char *version, struct buf *out)
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
    for (size_t i = 0; i < input->failure_count; i++)
        put_failure(&w, &input->failures[i]);
    for (size_t i = 0; i < input->count; i++)
        for (size_t f = 0; f < input->documents[i].check->findings.count; f++)
            put_result(&w, input->documents[i].path, &input->documents[i].check->findings.items[f]);
    json_close_array(&w);
    json_close_object(&w);
    json_close_array(&w);
    json_close_object(&w);
    buf_add_byte(out, '\n');
}
