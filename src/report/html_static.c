#include "report/escape.h"
#include "report/excerpt.h"
#include "report/html_parts.h"

#include <string.h>

#define CLOSED "<details" /* how a conversation begins that is not open */

enum { FINDINGS = 6 };

static const char *say(const struct html_pieces *pieces, const char *english, const char *chinese)
{
    return pieces->chinese ? chinese : english;
}

static void add_call(const struct html_pieces *pieces, const struct report_entry *entry, struct buf *out)
{
    size_t replies = 0;
    for (size_t i = 0; i < entry->transcript->count; i++) {
        const struct message *m = &entry->transcript->messages[i];
        bool persona = m->role == ROLE_PERSONA;
        buf_add(out, persona ? STR("<div class=\"say persona\"><span class=\"who\">")
                             : STR("<div class=\"say caller\"><span class=\"who\">"));
        if (persona)
            buf_printf(out, pieces->chinese ? "客户 · 第 %zu 句" : "persona, reply %zu", ++replies);
        else
            buf_add_cstring(out, say(pieces, "caller", "拨打方"));
        buf_add(out, STR("</span>"));
        escape_xml(out, m->content);
        buf_add_cstring(out, "</div>\n");
    }
}

static void add_findings(const struct score *score, bool chinese, struct buf *out)
{
    struct arena arena;
    size_t count;
    arena_init(&arena);
    const struct finding **worst = excerpt_worst(&arena, score, &count);
    buf_add_cstring(out, "<ul>");
    for (size_t i = 0; i < count && i < FINDINGS; i++) {
        buf_add_cstring(out, "<li>");
        escape_xml(out, excerpt_place(&arena, worst[i]->rule, finding_line(worst[i]), chinese));
        buf_add_byte(out, ' ');
        escape_xml(out, excerpt_reason(&arena, worst[i]));
        buf_add_cstring(out, "</li>");
    }
    buf_add_cstring(out, "</ul>\n");
    arena_release(&arena);
}

static void add_entry(const struct html_pieces *pieces, const struct report_entry *entry, struct buf *out)
{
    const struct report_facts *facts = &entry->facts;
    buf_add_cstring(out, CLOSED "><summary>");
    escape_xml(out, facts->id);
    if (!report_entry_held(entry)) {
        buf_printf(out, " <span class=\"error\">%s</span></summary>", say(pieces, "not held", "未完成"));
    } else {
        static const char *const chinese[] = {"通过", "未通过", "评分出错"};
        buf_printf(out, " <span class=\"%s\">%s</span>", verdict_name(facts->verdict),
                   say(pieces, verdict_name(facts->verdict), chinese[facts->verdict]));
        if (facts->has_fidelity)
            buf_printf(out, " %.2f", facts->fidelity);
        buf_add_cstring(out, "</summary>\n");
        add_findings(entry->score, pieces->chinese, out);
    }
    add_call(pieces, entry, out);
    buf_add_cstring(out, "</details>\n");
}

void html_piece_still(const struct html_pieces *pieces, const struct report_entry *entry, struct buf *out)
{
    const struct html_still *all = report_entry_passed(entry) ? &pieces->good : &pieces->bad;
    if (!pieces->blind && atomic_load(&all->count) < STATIC_CONVERSATIONS)
        add_entry(pieces, entry, out);
}

void html_still_add(struct html_still *all, struct str still)
{
    size_t count = atomic_load(&all->count);
    if (count == STATIC_CONVERSATIONS)
        return;
    html_expect(&all->html, STATIC_CONVERSATIONS, still.len);
    buf_add(&all->html, still);
    all->ends[count] = all->html.len;
    atomic_store(&all->count, count + 1);
}

/* Where the conversation begins that stands open: the first that failed, else the first. */
static size_t open_at(const struct report *report, const struct html_still *bad, size_t count)
{
    size_t place = 0;
    for (size_t i = 0; i < report->count && place < count; i++) {
        const struct report_entry *entry = &report->entries[i];
        if (report_entry_passed(entry))
            continue;
        if (report_entry_held(entry) && entry->facts.verdict == VERDICT_FAIL)
            return place > 0 ? bad->ends[place - 1] : 0;
        place++;
    }
    return 0;
}

static void add_opened(struct str calls, size_t at, struct buf *out)
{
    if (calls.len == 0)
        return;
    buf_add(out, str_slice(calls, 0, at));
    buf_add_cstring(out, CLOSED " open");
    buf_add(out, str_slice(calls, at + strlen(CLOSED), calls.len));
}

void html_static(const struct report *report, const struct html_pieces *pieces, struct buf *out)
{
    size_t bad = atomic_load(&pieces->bad.count), good = atomic_load(&pieces->good.count);
    if (good > STATIC_CONVERSATIONS - bad)
        good = STATIC_CONVERSATIONS - bad;
    buf_add_cstring(out, "<main class=\"still\">\n");
    struct str passed = {0};
    if (good > 0)
        passed = str_slice(buf_str(&pieces->good.html), 0, pieces->good.ends[good - 1]);
    add_opened(bad > 0 ? buf_str(&pieces->bad.html) : passed, open_at(report, &pieces->bad, bad), out);
    if (bad > 0)
        buf_add(out, passed);
    if (bad + good < report->count)
        buf_printf(
            out, "<p>%s %zu/%zu</p>\n",
            report_say(report,
                       "Without JavaScript the gravest conversations are shown; all of them are in transcripts.jsonl.",
                       "未启用 JavaScript 时只显示问题最重的对话；全部对话见 transcripts.jsonl。"),
            bad + good, report->count);
    buf_add_cstring(out, "</main>\n");
}
