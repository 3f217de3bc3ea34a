#include "report/escape.h"
#include "report/excerpt.h"
#include "report/html_parts.h"

enum { FINDINGS = 6 };

static void add_call(const struct report *report, const struct report_entry *entry, struct buf *out)
{
    for (size_t i = 0; i < entry->transcript->count; i++) {
        const struct message *m = &entry->transcript->messages[i];
        buf_printf(
            out, "<div class=\"say %s\"><span class=\"who\">%s</span>", m->role == ROLE_PERSONA ? "persona" : "caller",
            m->role == ROLE_PERSONA ? html_say(report, "persona", "客户") : html_say(report, "caller", "拨打方"));
        escape_xml(out, m->content);
        buf_add_cstring(out, "</div>\n");
    }
}

static void add_findings(const struct score *score, struct buf *out)
{
    struct arena arena;
    size_t count;
    arena_init(&arena);
    const struct finding **worst = excerpt_worst(&arena, score, &count);
    buf_add_cstring(out, "<ul>");
    for (size_t i = 0; i < count && i < FINDINGS; i++) {
        buf_add_cstring(out, "<li>");
        escape_xml(out, excerpt_place(&arena, worst[i]->rule, finding_line(worst[i])));
        buf_add_byte(out, ' ');
        escape_xml(out, excerpt_reason(&arena, worst[i]));
        buf_add_cstring(out, "</li>");
    }
    buf_add_cstring(out, "</ul>\n");
    arena_release(&arena);
}

static void add_entry(const struct report *report, const struct report_entry *entry, struct buf *out)
{
    buf_add_cstring(out, "<details><summary>");
    escape_xml(out, entry->transcript->id);
    if (entry->score == NULL || !report_entry_held(entry)) {
        buf_printf(out, " <span class=\"error\">%s</span></summary>", html_say(report, "not held", "未完成"));
    } else {
        static const char *const chinese[] = {"通过", "未通过", "评分出错"};
        buf_printf(out, " <span class=\"%s\">%s</span>", verdict_name(entry->score->verdict),
                   html_say(report, verdict_name(entry->score->verdict), chinese[entry->score->verdict]));
        if (entry->score->has_fidelity)
            buf_printf(out, " %.2f", entry->score->fidelity);
        buf_add_cstring(out, "</summary>\n");
        add_findings(entry->score, out);
    }
    add_call(report, entry, out);
    buf_add_cstring(out, "</details>\n");
}

void html_static(const struct report *report, struct buf *out)
{
    size_t shown = 0;
    buf_add_cstring(out, "<main class=\"still\">\n");
    for (int failed = 1; failed >= 0; failed--)
        for (size_t i = 0; i < report->count && shown < STATIC_CONVERSATIONS; i++) {
            const struct report_entry *entry = &report->entries[i];
            bool bad = entry->score == NULL || entry->score->verdict != VERDICT_PASS;
            if (bad == (failed == 1)) {
                add_entry(report, entry, out);
                shown++;
            }
        }
    if (shown < report->count)
        buf_printf(
            out, "<p>%s %zu/%zu</p>\n",
            html_say(report,
                     "Without JavaScript the gravest conversations are shown; all of them are in transcripts.jsonl.",
                     "未启用 JavaScript 时只显示问题最重的对话；全部对话见 transcripts.jsonl。"),
            shown, report->count);
    buf_add_cstring(out, "</main>\n");
}
