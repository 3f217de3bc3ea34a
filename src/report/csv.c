/* A row a conversation, for spreadsheets and data frames. */
#include "report/escape.h"
#include "report/excerpt.h"
#include "report/report.h"

static void add_field(struct buf *out, struct str value)
{
    escape_csv(out, value);
    buf_add_byte(out, ',');
}

static void add_row(struct buf *out, const struct report_entry *entry, const char *by)
{
    const struct transcript *t = entry->transcript;
    const struct score *s = report_entry_held(entry) ? entry->score : NULL;
    add_field(out, t->id);
    add_field(out, report_scenario(entry));
    add_field(out, t->model);
    buf_printf(out, "%u,", (unsigned)t->repeat);
    add_field(out, str_from(s != NULL ? verdict_name(s->verdict) : "not held"));
    if (s != NULL && s->has_fidelity)
        buf_printf(out, "%.4f", s->fidelity);
    buf_add_byte(out, ',');
    if (s != NULL)
        buf_printf(out, "%.4f,%zu,", s->coverage, s->replies);
    else
        buf_add_cstring(out, ",,");
    add_field(out, str_from(s != NULL ? ending_verdict_name(s->ending.verdict) : ""));
    add_field(out, str_from(ended_by_name(t->ended_by)));
    struct arena arena;
    size_t count = 0;
    arena_init(&arena);
    const struct finding **worst = s != NULL ? excerpt_worst(&arena, s, &count) : NULL;
    buf_printf(out, "%zu,", count);
    add_field(out, count > 0 ? worst[0]->rule->id : STR(""));
    add_field(out, count > 0 ? worst[0]->why : t->error);
    add_field(out, t->prompt);
    add_field(out, t->caller);
    if (s != NULL && s->has_judged)
        buf_printf(out, "%.4f", s->judged_fidelity);
    if (by != NULL) { /* the tag's value, to pivot on */
        const char *value = entry->scenario != NULL ? scenario_tag(entry->scenario, by) : NULL;
        buf_add_byte(out, ',');
        escape_csv(out, str_from(value));
    }
    buf_add_cstring(out, "\r\n");
    arena_release(&arena);
}

void report_csv(const struct report *report, bool bom, struct buf *out)
{
    if (bom)
        buf_add_cstring(out, "\xef\xbb\xbf");
    buf_add_cstring(
        out, "id,scenario,model,repeat,verdict,fidelity,coverage,replies,ending,ended_by,findings,worst_rule,worst_why,"
             "prompt,caller,judged_fidelity");
    if (report->by != NULL) {
        buf_add_byte(out, ',');
        escape_csv(out, str_from(report->by));
    }
    buf_add_cstring(out, "\r\n");
    for (size_t i = 0; i < report->count; i++)
        add_row(out, &report->entries[i], report->by);
}
