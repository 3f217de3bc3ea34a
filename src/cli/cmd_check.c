/* check: documents looked over, findings with their places. */
#include "cli/command.h"

#include "run/experiment.h"
#include "spec/scenario.h"
#include "syntax/json_writer.h"

#include <stdio.h>
#include <string.h>

static void as_text(const struct ui *ui, const char *path, const struct scenario *scenario, struct buf *out)
{
    for (size_t i = 0; i < scenario->warning_count; i++) {
        const struct warning *warning = &scenario->warnings[i];
        struct error place = {.line = warning->line, .column = warning->column};
        snprintf(place.path, sizeof place.path, "%s", path);
        snprintf(place.message, sizeof place.message, "%.*s [%s]", STR_FORMAT(warning->message), warning->id);
        struct str line = warning->line > 0 ? source_line_text(&scenario->source, warning->line) : (struct str){0};
        if (line.len < sizeof place.excerpt)
            snprintf(place.excerpt, sizeof place.excerpt, "%.*s", STR_FORMAT(line));
        error_render(out, &place, SAY(ui, "warning", "警告"), ui->out.colour);
    }
}

static void as_json(struct json_writer *w, const char *path, const struct scenario *scenario)
{
    for (size_t i = 0; i < scenario->warning_count; i++) {
        const struct warning *warning = &scenario->warnings[i];
        json_open_object(w, NULL);
        json_put_cstring(w, "path", path);
        json_put_integer(w, "line", (int64_t)warning->line);
        json_put_integer(w, "column", (int64_t)warning->column);
        json_put_cstring(w, "id", warning->id);
        json_put_string(w, "message", warning->message);
        json_close_object(w);
    }
}

/* Documents that cannot be read at all are said and counted; the others are looked over all the same. */
static int check_all(struct ui *ui, const struct experiment *experiment, bool json, struct buf *out)
{
    struct json_writer w;
    size_t findings = 0;
    int status = EXIT_GOOD;
    if (json) {
        json_writer_init(&w, out, 1);
        json_open_object(&w, NULL);
        json_put_cstring(&w, "schema", "fidelio.check/1");
        json_open_array(&w, "findings");
    }
    for (size_t i = 0; i < experiment->scenario_count; i++) {
        const char *path = experiment->scenarios[i];
        struct error err = {0};
        struct scenario *scenario = scenario_read(path, &err);
        if (scenario == NULL) {
            status = ui_error(ui, &err);
            continue;
        }
        findings += scenario->warning_count;
        if (json)
            as_json(&w, path, scenario);
        else
            as_text(ui, path, scenario, out);
        scenario_free(scenario);
    }
    if (json) {
        json_close_array(&w);
        json_close_object(&w);
        buf_add_byte(out, '\n');
    }
    ui_note(ui, SAY(ui, "%zu documents, %zu findings", "%zu 份文档，%zu 处发现"), experiment->scenario_count, findings);
    return status;
}

int cmd_check(struct ui *ui, const struct args *args)
{
    struct error err = {0};
    struct experiment experiment;
    struct buf out;
    int status = EXIT_GOOD;
    experiment_init(&experiment);
    buf_init(&out, 0);
    for (size_t i = 0; status == EXIT_GOOD && i < args->operands.count; i++)
        if (!experiment_add_scenarios(&experiment, args->operands.items[i], &err))
            status = ui_error(ui, &err);
    if (status == EXIT_GOOD) {
        status = check_all(ui, &experiment, strcmp(args_text(args, OPTION_FORMAT), "json") == 0, &out);
        int written = ui_result(ui, buf_str(&out));
        status = status != EXIT_GOOD ? status : written;
    }
    buf_release(&out);
    experiment_release(&experiment);
    return status;
}
