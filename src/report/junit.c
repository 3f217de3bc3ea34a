/* JUnit XML as CI systems read it: a suite a cell (scenario x model · prompt ☎ caller), a test case a conversation. */
#include "report/escape.h"
#include "report/excerpt.h"
#include "report/report.h"

enum { AROUND = 60, SHOWN = 12 };

static void add_attribute(struct buf *out, const char *name, struct str value)
{
    buf_add_byte(out, ' ');
    buf_add_cstring(out, name);
    buf_add(out, STR("=\""));
    escape_xml_attribute(out, value);
    buf_add_byte(out, '"');
}

/* Calls from elsewhere may name no scenario and no model; readers of JUnit drop what has no name. */
static struct str or_program(struct str name)
{
    return name.len > 0 ? name : STR("fidelio");
}

static void add_finding(bool chinese, struct buf *out, struct arena *arena, const struct score *score,
                        const struct finding *finding)
{
    struct str place = excerpt_place(arena, finding->rule, finding_line(finding), chinese),
               reason = excerpt_reason(arena, finding);
    const struct str parts[] = {place, STR(": "), finding->rule->id, STR(": "), reason, STR("\n")};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        buf_add(out, parts[i]);
    for (size_t i = 0; i < finding->evidence_count && i < 3; i++) {
        struct excerpt excerpt = excerpt_of(score, finding->evidence[i], AROUND);
        if (excerpt.side == ROLE_PERSONA)
            buf_printf(out, chinese ? "    第 %zu 句：" : "    reply %zu: ", excerpt.reply);
        else
            buf_printf(out, chinese ? "    拨打方，消息 %zu：" : "    caller message %zu: ", excerpt.message);
        buf_add(out, excerpt_line(arena, &excerpt));
        buf_add_byte(out, '\n');
    }
}

/* <failure> or <error>: message = the gravest finding, body = all of them with excerpt and document line. */
static void add_problem(bool chinese, struct buf *out, const char *element, const struct score *score)
{
    struct arena arena;
    struct buf body;
    size_t count;
    arena_init(&arena);
    buf_init(&body, 0);
    const struct finding **worst = excerpt_worst(&arena, score, &count);
    for (size_t i = 0; i < count && i < SHOWN; i++)
        add_finding(chinese, &body, &arena, score, worst[i]);
    buf_printf(out, "      <%s", element);
    add_attribute(out, "message",
                  count > 0 ? excerpt_reason(&arena, worst[0])
                            : str_from(chinese ? "忠实度低于要求" : "fidelity below the threshold"));
    add_attribute(out, "type", count > 0 ? worst[0]->rule->id : STR("fidelity"));
    buf_add_byte(out, '>');
    escape_xml(out, buf_str(&body));
    buf_printf(out, "</%s>\n", element);
    buf_release(&body);
    arena_release(&arena);
}

void report_junit_case(const struct report_entry *entry, struct str class_name, bool chinese, struct buf *out)
{
    buf_add_cstring(out, "    <testcase");
    add_attribute(out, "classname", or_program(class_name));
    add_attribute(out, "name", entry->transcript->id);
    if (entry->scenario != NULL)
        add_attribute(out, "file", str_from(entry->scenario->source.path));
    buf_add_cstring(out, ">\n");
    if (!report_entry_held(entry)) {
        buf_add_cstring(out, "      <error");
        add_attribute(out, "message",
                      entry->transcript->error.len > 0
                          ? entry->transcript->error
                          : str_from(chinese ? "对话没有进行" : "the conversation was not held"));
        add_attribute(out, "type", STR("infrastructure"));
        buf_add_cstring(out, "/>\n");
    } else if (entry->score->verdict == VERDICT_FAIL) {
        add_problem(chinese, out, "failure", entry->score);
    } else if (entry->score->verdict == VERDICT_ERROR) {
        add_problem(chinese, out, "error", entry->score);
    }
    buf_add_cstring(out, "    </testcase>\n");
}

void report_junit(const struct report *report, struct buf *out)
{
    size_t failures = 0, errors = 0;
    for (size_t i = 0; i < report->cell_count; i++) {
        failures += report->cells[i].failed;
        errors += report->cells[i].errored + report->cells[i].planned - report->cells[i].done;
    }
    buf_add_cstring(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    buf_printf(out, "<testsuites name=\"fidelio\" tests=\"%zu\" failures=\"%zu\" errors=\"%zu\">\n", report->count,
               failures, errors);
    for (size_t c = 0; c < report->cell_count; c++) {
        const struct report_cell *cell = &report->cells[c];
        struct arena arena;
        arena_init(&arena);
        struct str player = report_player(&arena, cell->model, cell->prompt, cell->caller);
        const char *between = cell->scenario.len > 0 && player.len > 0 ? " x " : "";
        buf_add_cstring(out, "  <testsuite");
        struct str name =
            str_from(arena_printf(&arena, "%.*s%s%.*s", STR_FORMAT(cell->scenario), between, STR_FORMAT(player)));
        add_attribute(out, "name", or_program(name));
        buf_printf(out, " tests=\"%zu\" failures=\"%zu\" errors=\"%zu\">\n", cell->planned, cell->failed,
                   cell->errored + cell->planned - cell->done);
        for (size_t i = 0; i < report->count; i++) {
            const struct report_entry *entry = &report->entries[i];
            if (entry->cell == c && entry->junit.len > 0)
                buf_add(out, entry->junit);
            else if (entry->cell == c)
                report_junit_case(entry, cell->scenario, report->chinese, out);
        }
        buf_add_cstring(out, "  </testsuite>\n");
        arena_release(&arena);
    }
    buf_add_cstring(out, "</testsuites>\n");
}
