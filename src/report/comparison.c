#include "report/comparison.h"

#include "report/escape.h"
#include "text/utf8.h"

#include <math.h>

enum { SHOWN = 10, NAME_WIDTH = 22 };

static const char *say(bool chinese, const char *english, const char *in_chinese)
{
    return chinese ? in_chinese : english;
}

/* The paragraph: the verdict, what it stands on, and what would settle an open question. */
static void add_verdict(const struct comparison *c, bool zh, struct buf *out)
{
    const struct metric *m = &c->metrics[0];
    switch (c->verdict) {
    case COMPARISON_REGRESSED:
        buf_add_cstring(out, say(zh, "Regressed. ", "变差了。"));
        break;
    case COMPARISON_NO_REGRESSION_SHOWN:
        buf_add_cstring(out, say(zh, "No regression shown. ", "没有发现变差。"));
        break;
    case COMPARISON_INCONCLUSIVE:
        buf_add_cstring(out, say(zh, "Inconclusive. ", "无法下结论。"));
        break;
    }
    if (m->n > 0)
        buf_printf(out, "%s %.3f -> %.3f (%+.3f, n = %zu%s, p %s %.4f)%s",
                   say(zh, "Fidelity under the frozen rubric:", "冻结标准下的忠实度："), m->before, m->after,
                   m->difference, m->n, c->paired ? say(zh, " pairs", " 对") : say(zh, ", unpaired", "，未配对"),
                   m->p < 0.0001 ? "<" : "=", m->p < 0.0001 ? 0.0001 : m->p, say(zh, ". ", "。"));
    else
        buf_add_cstring(out, say(zh, "No pair of conversations could be compared. ", "没有可以比较的对话。"));
    if (c->paired && !isnan(c->detectable))
        buf_printf(
            out, "%s %.3f%s",
            say(zh, "The smallest drop that this many pairs would have shown is", "这么多对话能够发现的最小降幅是"),
            c->detectable, say(zh, ". ", "。"));
    else if (c->paired && m->n > 0)
        buf_add_cstring(out, say(zh, "So few pairs can show no drop at all, however large. ",
                                 "对话太少，无论降幅多大都显示不出来。"));
    if (c->verdict == COMPARISON_INCONCLUSIVE && c->needed > 0)
        buf_printf(out, "%s %.2f %s %zu%s", say(zh, "To show a drop of", "要发现"), c->tolerance,
                   say(zh, "would need n =", "的降幅需要 n ="), c->needed, say(zh, ".", "。"));
    buf_add_byte(out, '\n');
    if (c->not_done > 0)
        buf_printf(out, "%s %zu/%zu\n",
                   say(zh, "The new run is truncated; conversations done:", "新的运行不完整；已完成的对话："), c->done,
                   c->planned);
    if (c->lost_cells > 0)
        buf_printf(out, "%s %zu\n",
                   say(zh, "Cells (scenario, prompt, caller) that the new run has no conversation of:",
                       "新的运行里完全缺失的格（场景、提示词、拨打方）："),
                   c->lost_cells);
    if (c->unpaired_before + c->unpaired_after > 0)
        buf_printf(out, "%s %zu, %zu\n",
                   say(zh, "Conversations without a partner (before, after):", "没有配对的对话（之前，之后）："),
                   c->unpaired_before, c->unpaired_after);
}

static void add_padded(struct buf *out, struct str text, size_t width)
{
    size_t columns = utf8_width(text);
    buf_add(out, text);
    for (; columns < width; columns++)
        buf_add_byte(out, ' ');
}

static void add_number(struct buf *out, double value, const char *format)
{
    if (isnan(value))
        buf_add_cstring(out, "      –");
    else if (format[0] == '+')
        buf_printf(out, " %+6.3f", value);
    else
        buf_printf(out, " %6.3f", value);
}

static void add_metrics(const struct comparison *c, bool zh, struct buf *out)
{
    buf_add_cstring(out, "\n  ");
    add_padded(out, str_from(say(zh, "metric", "指标")), NAME_WIDTH);
    buf_printf(out, "    n  %s\n",
               say(zh, "before  after   diff      p  p adjusted", " 之前   之后   差值      p  校正后 p"));
    for (size_t i = 0; i < c->metric_count; i++) {
        const struct metric *m = &c->metrics[i];
        buf_add_cstring(out, m->alarm ? "! " : "  ");
        add_padded(out, str_from(m->name), NAME_WIDTH);
        buf_printf(out, " %4zu ", m->n);
        add_number(out, m->before, "");
        add_number(out, m->after, "");
        add_number(out, m->difference, "+");
        buf_printf(out, " %6.4f      %6.4f%s\n", m->p, m->adjusted, m->primary ? say(zh, "  primary", "  主指标") : "");
    }
}

/* Those where a rule fell silent (`silent`), or those where somebody changed the document or a rubric file. */
static void add_weakenings(const struct comparison *c, bool silent, const char *title, struct buf *out)
{
    size_t count = 0;
    for (size_t i = 0; i < c->weakening_count; i++)
        count += (c->weakenings[i].kind == RULE_NEWLY_NA) == silent;
    if (count == 0)
        return;
    buf_printf(out, "\n%s (%zu)\n", title, count);
    for (size_t i = 0; i < c->weakening_count; i++) {
        const struct weakening *w = &c->weakenings[i];
        if ((w->kind == RULE_NEWLY_NA) != silent)
            continue;
        buf_add_cstring(out, "  ");
        escape_line(out, w->file);
        if (w->line > 0)
            buf_printf(out, ":%zu", w->line);
        buf_add_cstring(out, ": ");
        escape_line(out, w->what);
        buf_add_cstring(out, ": ");
        escape_line(out, w->why);
        buf_add_byte(out, '\n');
    }
}

static void add_flips(const char *title, const struct flip *flips, size_t count, struct buf *out)
{
    if (count == 0)
        return;
    buf_printf(out, "\n%s (%zu)\n", title, count);
    for (size_t i = 0; i < count && i < SHOWN; i++) {
        buf_add_cstring(out, "  ");
        escape_line(out, flips[i].after->transcript->id);
        buf_printf(out, "  %.2f -> %.2f\n", flips[i].before->fidelity, flips[i].after->fidelity);
    }
    if (count > SHOWN)
        buf_printf(out, "  … %zu\n", count - SHOWN);
}

void report_comparison(const struct comparison *c, bool chinese, struct buf *out)
{
    add_verdict(c, chinese, out);
    add_metrics(c, chinese, out);
    add_weakenings(c, false,
                   say(chinese, "The yardstick became softer; bless it with a reason, or put it back",
                       "标准变松了；请写明理由重新冻结，或者改回去"),
                   out);
    add_weakenings(c, true,
                   say(chinese, "Rules that were judged before and never came to apply now",
                       "之前评判过、现在一次也没有用上的规则"),
                   out);
    add_flips(say(chinese, "Passed before, fail now", "之前通过，现在未通过"), c->worse, c->worse_count, out);
    add_flips(say(chinese, "Failed before, pass now", "之前未通过，现在通过"), c->better, c->better_count, out);
}
