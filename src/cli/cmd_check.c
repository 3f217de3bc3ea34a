/* check: documents looked over, findings with their places. Ends with EXIT_GATE when one is an error. */
#include "cli/command.h"

#include "base/language.h"
#include "gen/version.h"
#include "report/sarif.h"
#include "rubric/rubric.h"
#include "run/experiment.h"
#include "spec/check.h"
#include "syntax/json_writer.h"

#include <stdio.h>
#include <string.h>

/* The documents that could be read, and what was found in each. */
struct checked {
    struct arena arena;
    struct scenario **scenarios; /* owned */
    struct check *checks;        /* owned */
    struct sarif_document *documents;
    struct sarif_failure *failures; /* those that could not be read */
    size_t count, unread;           /* unread: could not be read at all */
};

/* Behaviours and end conditions that nothing can be scored by: only the rubric knows. */
static void add_underived(struct check *check, const struct scenario *scenario)
{
    struct rubric *rubric = rubric_outline(scenario);
    for (size_t i = 0; i < rubric->underived_count; i++)
        check_add(
            check, "underived-behaviour", rubric->underived[i].line, rubric->underived[i].column,
            TEXT("no rule could be derived from this behaviour: it asks for nothing that a signal shows (%zu of %zu "
                 "behaviours have a rule)",
                 "这条行为没有对应的规则：没有信号能看出它是否做到（%zu/%zu 条行为有规则）"),
            rubric->behaviour_count - rubric->underived_count, rubric->behaviour_count);
    for (size_t i = 0; i < rubric->end_count; i++)
        if (rubric->ends[i].is_condition && !rubric->ends[i].derivable)
            check_add(
                check, "underived-condition", rubric->ends[i].line, rubric->ends[i].column,
                TEXT("nothing observable could be read out of end condition %zu: it counts only by the words that "
                     "stand in it; say what is said, promised or decided",
                     "从结束条件 %zu 读不出可观察的迹象，只能按字面判断；请写明说了什么、答应了什么或定了什么"),
                rubric->ends[i].number);
    rubric_free(rubric);
}

static void as_text(const struct ui *ui, const struct sarif_document *document, struct buf *out)
{
    static const char *const zh[] = {[CHECK_ERROR] = "错误", [CHECK_WARNING] = "警告", [CHECK_NOTE] = "提示"};
    for (size_t i = 0; i < document->check->findings.count; i++) {
        const struct check_finding *finding = &document->check->findings.items[i];
        struct error place = {.line = finding->line, .column = finding->column};
        struct str line =
            finding->line > 0 ? source_line_text(&document->check->scenario->source, finding->line) : (struct str){0};
        snprintf(place.path, sizeof place.path, "%s", document->path);
        snprintf(place.message, sizeof place.message, "%.*s [%s]", STR_FORMAT(finding->message), finding->id);
        if (line.len < sizeof place.excerpt)
            snprintf(place.excerpt, sizeof place.excerpt, "%.*s", STR_FORMAT(line));
        error_render(out, &place, ui->chinese ? zh[finding->severity] : check_severity_name(finding->severity),
                     ui->out.colour);
    }
}

static void put_finding(struct json_writer *w, const char *path, const struct check_finding *finding)
{
    json_open_object(w, NULL);
    json_put_cstring(w, "path", path);
    json_put_integer(w, "line", (int64_t)finding->line);
    json_put_integer(w, "column", (int64_t)finding->column);
    json_put_cstring(w, "id", finding->id);
    json_put_cstring(w, "severity", check_severity_name(finding->severity));
    json_put_string(w, "message", finding->message);
    json_close_object(w);
}

static void as_json(const struct checked *checked, struct buf *out)
{
    struct json_writer w;
    json_writer_init(&w, out, 1);
    json_open_object(&w, NULL);
    json_put_cstring(&w, "schema", "fidelio.check/1");
    json_open_array(&w, "findings");
    for (size_t i = 0; i < checked->unread; i++) {
        const struct error *err = &checked->failures[i].error;
        put_finding(&w, checked->failures[i].path,
                    &(struct check_finding){.id = UNREADABLE_DOCUMENT,
                                            .severity = CHECK_ERROR,
                                            .line = err->line,
                                            .column = err->column,
                                            .message = str_from(err->message)});
    }
    for (size_t d = 0; d < checked->count; d++)
        for (size_t i = 0; i < checked->checks[d].findings.count; i++)
            put_finding(&w, checked->documents[d].path, &checked->checks[d].findings.items[i]);
    json_close_array(&w);
    json_close_object(&w);
    buf_add_byte(out, '\n');
}

/* Documents that cannot be read at all are said; the others are looked over all the same. */
static int check_documents(struct ui *ui, const struct experiment *experiment, struct checked *checked)
{
    int status = EXIT_GOOD;
    arena_init(&checked->arena);
    checked->scenarios = arena_array(&checked->arena, experiment->scenario_count, sizeof *checked->scenarios);
    checked->checks = arena_array(&checked->arena, experiment->scenario_count, sizeof *checked->checks);
    checked->documents = arena_array(&checked->arena, experiment->scenario_count, sizeof *checked->documents);
    checked->failures = arena_array(&checked->arena, experiment->scenario_count, sizeof *checked->failures);
    for (size_t i = 0; i < experiment->scenario_count; i++) {
        struct error err = {0};
        struct scenario *scenario = scenario_read(experiment->scenarios[i], &err);
        if (scenario == NULL) {
            status = ui_error(ui, &err);
            checked->failures[checked->unread++] = (struct sarif_failure){experiment->scenarios[i], err};
            continue;
        }
        struct check *check = &checked->checks[checked->count];
        check_init(check, scenario);
        check_run(check);
        add_underived(check, scenario);
        check_sort(check);
        checked->scenarios[checked->count] = scenario;
        checked->documents[checked->count++] = (struct sarif_document){experiment->scenarios[i], check};
    }
    return status;
}

static void release(struct checked *checked)
{
    for (size_t i = 0; i < checked->count; i++) {
        check_release(&checked->checks[i]);
        scenario_free(checked->scenarios[i]);
    }
    arena_release(&checked->arena);
}

static int present(struct ui *ui, const struct args *args, const struct checked *checked)
{
    const char *format = args_text(args, OPTION_FORMAT);
    size_t counts[CHECK_NOTE + 1] = {0};
    struct buf out;
    buf_init(&out, 0);
    for (size_t i = 0; i < checked->count; i++)
        for (enum check_severity s = CHECK_ERROR; s <= CHECK_NOTE; s++)
            counts[s] += check_count(&checked->checks[i], s);
    if (strcmp(format, "sarif") == 0)
        report_sarif(&(struct sarif_input){checked->documents, checked->count, checked->failures, checked->unread},
                     FIDELIO_VERSION, &out);
    else if (strcmp(format, "json") == 0)
        as_json(checked, &out);
    for (size_t i = 0; strcmp(format, "text") == 0 && i < checked->count; i++)
        as_text(ui, &checked->documents[i], &out);
    int status = ui_result(ui, buf_str(&out));
    buf_release(&out);
    if (checked->unread > 0)
        ui_note(ui, SAY(ui, "%zu of %zu documents could not be read", "有 %zu 份文档读不了，共 %zu 份"),
                checked->unread, checked->count + checked->unread);
    ui_note(ui, SAY(ui, "%zu read; errors %zu, warnings %zu, notes %zu", "读取 %zu 份；错误 %zu，警告 %zu，提示 %zu"),
            checked->count, counts[CHECK_ERROR], counts[CHECK_WARNING], counts[CHECK_NOTE]);
    return status != EXIT_GOOD ? status : counts[CHECK_ERROR] > 0 ? EXIT_GATE : EXIT_GOOD;
}

int cmd_check(struct ui *ui, const struct args *args)
{
    struct error err = {0};
    struct experiment experiment;
    int status = EXIT_GOOD;
    experiment_init(&experiment);
    for (size_t i = 0; status == EXIT_GOOD && i < args->operands.count; i++)
        if (!experiment_add_scenarios(&experiment, args->operands.items[i], &err))
            status = ui_error(ui, &err);
    if (status == EXIT_GOOD) {
        struct checked checked = {0};
        int read = check_documents(ui, &experiment, &checked);
        status = present(ui, args, &checked);
        status = read != EXIT_GOOD ? read : status;
        release(&checked);
    }
    experiment_release(&experiment);
    return status;
}
