#include "report/text_findings.h"

#include "report/excerpt.h"
#include "report/names.h"
#include "text/printable.h"
#include "text/utf8.h"
#include "transcript/reason.h"

#include <stdio.h>
#include <stdlib.h>

enum { FINDINGS_SHOWN = 2, EVIDENCE_SHOWN = 2, REASONS_SHOWN = 5, REASONS_KEPT = 64, QUOTE_MIN = 24 };

/* How many columns the printable form of a piece takes. */
static size_t printed_width(struct str piece)
{
    struct buf clean;
    buf_init(&clean, 0);
    printable_add(&clean, piece, 0);
    size_t width = utf8_width(buf_str(&clean));
    buf_release(&clean);
    return width;
}

/* Where a window of at most `room` columns begins and ends (code points), so that the span is in sight and some text
 * before it. */
static void window_of(struct str content, size_t start, size_t end, size_t room, size_t *from, size_t *to)
{
    size_t count = utf8_count(content), used = 0;
    *from = *to = start;
    while (*to < count && (*to < end || used < room)) {
        size_t wide = printed_width(utf8_slice(content, *to, *to + 1));
        if (used + wide > room)
            break;
        used += wide, (*to)++;
        /* The span and a third of the room behind it come first; what is left goes to the text before. */
        if (*to >= end && used >= room * 2 / 3)
            break;
    }
    while (*from > 0) {
        size_t wide = printed_width(utf8_slice(content, *from - 1, *from));
        if (used + wide > room)
            break;
        used += wide, (*from)--;
    }
    while (*to < count) {
        size_t wide = printed_width(utf8_slice(content, *to, *to + 1));
        if (used + wide > room)
            break;
        used += wide, (*to)++;
    }
}

static void repeat(struct buf *out, const char *text, size_t times)
{
    for (size_t i = 0; i < times; i++)
        buf_add_cstring(out, text);
}

void text_quote(const struct look *look, struct str content, size_t start, size_t end, const char *label,
                struct buf *out)
{
    size_t indent = utf8_width(str_from(label)), from, to;
    size_t room = look->width > indent + QUOTE_MIN + 4 ? look->width - indent - 4 : QUOTE_MIN;
    window_of(content, start, end, room, &from, &to);
    if (end > to)
        end = to;
    struct str before = utf8_slice(content, from, start), span = utf8_slice(content, start, end),
               behind = utf8_slice(content, end, to);
    bool cut = from > 0;
    text_style(look, out, "2");
    buf_add_cstring(out, label);
    text_style(look, out, "0");
    buf_add_cstring(out, cut ? "…" : "");
    printable_add(out, before, 0);
    text_style(look, out, "1");
    printable_add(out, span, 0);
    text_style(look, out, "0");
    printable_add(out, behind, 0);
    buf_add_cstring(out, to < utf8_count(content) ? "…\n" : "\n");
    repeat(out, " ", indent + (cut ? utf8_width(STR("…")) : 0) + printed_width(before));
    text_style(look, out, "1;31");
    size_t carets = printed_width(span);
    repeat(out, "^", carets > 0 ? carets : 1);
    text_style(look, out, "0");
    buf_add_byte(out, '\n');
}

static int worst_first(const void *a, const void *b)
{
    const struct finding *x = *(const struct finding *const *)a, *y = *(const struct finding *const *)b;
    if (x->rule->gate != y->rule->gate)
        return x->rule->gate ? -1 : 1;
    double dx = x->rule->weight * (1 - x->score), dy = y->rule->weight * (1 - y->score);
    if (dx > dy || dy > dx)
        return dx > dy ? -1 : 1;
    return x < y ? -1 : x > y;
}

/* From 1 for the persona's messages, 0 for the caller's. */
static size_t reply_number(const struct transcript *transcript, size_t message)
{
    size_t reply = 0;
    for (size_t i = 0; i <= message; i++)
        reply += transcript->messages[i].role == ROLE_PERSONA;
    return transcript->messages[message].role == ROLE_PERSONA ? reply : 0;
}

static void print_evidence(const struct transcript *transcript, const struct finding *finding, const struct look *look,
                           struct buf *out)
{
    bool all = look->worst == SIZE_MAX;
    for (size_t i = 0; i < finding->evidence_count && (all || i < EVIDENCE_SHOWN); i++) {
        const struct hit *hit = finding->evidence[i];
        if (hit->message >= transcript->count)
            continue;
        size_t reply = reply_number(transcript, hit->message);
        char label[48];
        if (reply > 0)
            snprintf(label, sizeof label, look->chinese ? "      第 %zu 句 │ " : "      reply %zu │ ", reply);
        else
            snprintf(label, sizeof label, look->chinese ? "      拨打方 │ " : "      caller │ ");
        text_quote(look, transcript->messages[hit->message].content, hit->span.start, hit->span.end, label, out);
    }
    if (!all && finding->evidence_count > EVIDENCE_SHOWN)
        buf_printf(out, look->chinese ? "      （还有 %zu 处）\n" : "      (and %zu more)\n",
                   finding->evidence_count - EVIDENCE_SHOWN);
}

/* All of it was quoted for the finding before. */
static bool same_evidence(const struct finding *finding, const struct finding *before)
{
    if (before == NULL || finding->evidence_count == 0 || finding->evidence_count != before->evidence_count)
        return false;
    for (size_t i = 0; i < finding->evidence_count; i++)
        if (finding->evidence[i]->message != before->evidence[i]->message)
            return false;
    return true;
}

static void print_finding(const struct transcript *transcript, const struct finding *finding,
                          const struct finding *before, const struct look *look, struct buf *out)
{
    const struct rule *rule = finding->rule;
    buf_add_cstring(out, "    ");
    text_style(look, out, "36");
    struct arena arena;
    arena_init(&arena);
    struct str place = excerpt_place(&arena, rule, finding_line(finding), look->chinese);
    printable_add(out, place.len > 0 ? place : STR("-"), 0);
    arena_release(&arena);
    text_style(look, out, "0");
    buf_add_cstring(out, "  ");
    printable_add(out, rule->id, 0);
    if (rule->gate)
        buf_add_cstring(out, look->chinese ? "（一票否决）" : " (gate)");
    if (finding->by != BY_PERSONA) {
        const struct str by = name_of_attribution(str_from(attribution_name(finding->by)), look->chinese);
        buf_printf(out, look->chinese ? "，归因：%.*s" : ", by %.*s", STR_FORMAT(by));
    }
    buf_add_cstring(out, "\n      ");
    printable_add(out, rule->why, 0);
    if (finding->why.len > 0 && !str_eq(finding->why, rule->why)) {
        buf_add_cstring(out, look->chinese ? "：" : ": ");
        printable_add(out, finding->why, 0);
    }
    buf_add_byte(out, '\n');
    if (same_evidence(finding, before))
        buf_add_cstring(out, look->chinese ? "      （证据同上）\n" : "      (the same replies as above)\n");
    else
        print_evidence(transcript, finding, look, out);
}

static void print_heading(const struct report_entry *entry, const struct look *look, struct buf *out)
{
    const struct report_facts *facts = &entry->facts;
    buf_add_cstring(out, "\n  ");
    text_style(look, out, "31");
    buf_add_cstring(out, "✗ ");
    text_style(look, out, "0");
    text_style(look, out, "1");
    printable_add(out, facts->id, 0);
    text_style(look, out, "0");
    if (facts->has_fidelity)
        buf_printf(out, look->chinese ? "  忠实度 %.2f，结束：%s\n" : "  fidelity %.2f, ending: %s\n", facts->fidelity,
                   text_ending(facts->ending, look->chinese));
    else
        buf_printf(out, look->chinese ? "  结束：%s\n" : "  ending: %s\n", text_ending(facts->ending, look->chinese));
}

static void print_conversation(const struct report_entry *entry, const struct look *look, struct arena *arena,
                               struct buf *out)
{
    const struct score *score = entry->score;
    const struct finding **worst = arena_array(arena, score->finding_count, sizeof *worst);
    size_t count = 0;
    for (size_t i = 0; i < score->finding_count; i++)
        if (score->findings[i].outcome == OUTCOME_FAIL)
            worst[count++] = &score->findings[i];
    qsort(worst, count, sizeof *worst, worst_first);
    print_heading(entry, look, out);
    size_t shown = look->worst == SIZE_MAX || count < FINDINGS_SHOWN ? count : FINDINGS_SHOWN;
    for (size_t i = 0; i < shown; i++)
        print_finding(entry->transcript, worst[i], i > 0 ? worst[i - 1] : NULL, look, out);
    if (shown < count)
        buf_printf(out, look->chinese ? "    （还有 %zu 条未通过的规则）\n" : "    (and %zu more failed rules)\n",
                   count - shown);
}

/* Why a conversation could not be completed; "" when it was. */
static struct str reason_of(const struct report_entry *entry)
{
    const struct report_facts *facts = &entry->facts;
    if (!facts->valid)
        return STR("exam not valid: the persona did not keep its role");
    if (report_entry_held(entry))
        return facts->verdict == VERDICT_ERROR && facts->replies == 0 ? STR("nothing to score: the persona never spoke")
                                                                      : (struct str){0};
    return facts->error.len > 0 ? facts->error : STR("no reason was recorded");
}

/* A reason, how many conversations it befell, and the first of them. */
struct reason {
    struct str text;
    size_t count, first;
};

/* Each reason once, in order of appearance; beyond REASONS_KEPT only their number is known. */
static size_t gather_reasons(const struct report *report, struct reason *reasons, size_t *others)
{
    size_t count = 0;
    *others = 0;
    for (size_t i = 0; i < report->count; i++) {
        struct str text = reason_of(&report->entries[i]);
        size_t at = 0;
        if (text.len == 0)
            continue;
        while (at < count && !str_eq(reasons[at].text, text))
            at++;
        if (at == REASONS_KEPT) {
            (*others)++;
            continue;
        }
        if (at == count)
            reasons[count++] = (struct reason){text, 0, i};
        reasons[at].count++;
    }
    return count;
}

static void print_reason(struct str reason, const struct look *look, struct buf *out)
{
    struct arena arena;
    arena_init(&arena);
    printable_add(out, look->chinese ? reason_in_chinese(&arena, reason) : reason, 0);
    arena_release(&arena);
}

static void print_errors(const struct report *report, const struct look *look, struct buf *out)
{
    struct reason reasons[REASONS_KEPT];
    size_t others, count = gather_reasons(report, reasons, &others);
    if (count > 0)
        text_title(look, str_from(look->chinese ? "未能完成的对话" : "Conversations that could not be completed"), out);
    for (size_t i = 0; i < count; i++) {
        if (i >= REASONS_SHOWN && look->worst != SIZE_MAX) {
            others += reasons[i].count;
            continue;
        }
        buf_printf(out, "  %zu × ", reasons[i].count);
        print_reason(reasons[i].text, look, out);
        buf_add_cstring(out, look->chinese ? "（如 " : " (such as ");
        printable_add(out, report->entries[reasons[i].first].facts.id, 0);
        buf_add_cstring(out, look->chinese ? "）\n" : ")\n");
    }
    if (others > 0)
        buf_printf(out, look->chinese ? "  %zu × 其他原因\n" : "  %zu × other reasons\n", others);
}

static bool has_failed(const struct report_entry *entry)
{
    return entry->facts.scored && entry->facts.verdict == VERDICT_FAIL;
}

/* Of each cell the failed conversation with the least fidelity, the first of equals, stands for the rest: its index by
 * cell, SIZE_MAX where none failed. */
static const size_t *standing_for_cells(const struct report *report, struct arena *arena)
{
    size_t *standing = arena_array(arena, report->cell_count, sizeof *standing);
    for (size_t c = 0; c < report->cell_count; c++)
        standing[c] = SIZE_MAX;
    for (size_t i = 0; i < report->count; i++) {
        const struct report_entry *entry = &report->entries[i];
        size_t *best = &standing[entry->cell];
        if (has_failed(entry) && (*best == SIZE_MAX || entry->facts.fidelity < report->entries[*best].facts.fidelity))
            *best = i;
    }
    return standing;
}

static int least_faithful_first(const void *a, const void *b)
{
    const struct report_entry *x = *(const struct report_entry *const *)a, *y = *(const struct report_entry *const *)b;
    double fx = x->facts.fidelity, fy = y->facts.fidelity;
    if (fx > fy || fy > fx)
        return fx < fy ? -1 : 1;
    return x < y ? -1 : x > y;
}

void text_findings(const struct report *report, const struct look *look, struct arena *arena, struct buf *out)
{
    const struct report_entry **picked = arena_array(arena, report->count, sizeof *picked);
    const size_t *standing = standing_for_cells(report, arena);
    size_t failed = 0, count = 0;
    for (size_t i = 0; i < report->count; i++) {
        if (!has_failed(&report->entries[i]))
            continue;
        failed++;
        if (look->worst == SIZE_MAX || standing[report->entries[i].cell] == i)
            picked[count++] = &report->entries[i];
    }
    if (look->worst != SIZE_MAX)
        qsort(picked, count, sizeof *picked, least_faithful_first);
    if (count > look->worst)
        count = look->worst;
    if (count > 0)
        text_title(look, str_from(look->chinese ? "最严重的发现" : "Worst findings"), out);
    for (size_t i = 0; i < count; i++)
        print_conversation(picked[i], look, arena, out);
    if (count < failed)
        buf_printf(out,
                   look->chinese ? "\n  另有 %zu 通未通过的对话；用 --all 全部显示。\n"
                                 : "\n  %zu more failed conversations; --all shows them.\n",
                   failed - count);
    print_errors(report, look, out);
}
