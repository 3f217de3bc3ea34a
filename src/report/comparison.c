/* Words and numbers of a comparison in every format. */
#include "report/comparison_parts.h"

#include "report/chance.h"
#include "report/escape.h"
#include "report/excerpt.h"

#include <math.h>
#include <string.h>

const char *comparison_say(const struct comparison_view *view, const char *english, const char *chinese)
{
    return view->chinese ? chinese : english;
}

static bool is_judged(const struct comparison *c)
{
    return strcmp(c->metrics[c->metric_count - 1].name, "judged_fidelity") == 0;
}

/* A gate's rule is called by its id. */
const char *comparison_metric_label(const struct comparison_view *view, const struct metric *m)
{
    if (m->primary)
        return is_judged(view->comparison) ? comparison_say(view, "fidelity, rules only", "忠实度（仅规则）")
                                           : comparison_say(view, "fidelity", "忠实度");
    if (strcmp(m->name, "judged_fidelity") == 0)
        return comparison_say(view, "fidelity, with judge", "忠实度（含裁判）");
    if (strcmp(m->name, "pass_rate") == 0)
        return comparison_say(view, "pass rate", "通过率");
    if (strcmp(m->name, "ending_correct") == 0)
        return comparison_say(view, "ending right", "结束正确");
    return m->name;
}

static bool nothing_compared(const struct comparison *c)
{
    return c->metrics[0].n == 0 || isnan(c->metrics[0].difference);
}

const char *comparison_verdict_words(const struct comparison_view *view, enum comparison_verdict verdict)
{
    switch (verdict) {
    case COMPARISON_REGRESSED:
        if (nothing_compared(view->comparison) && view->comparison->weakening_count == 0)
            return comparison_say(view, "Not passed", "不通过"); /* cells are missing: worse or better, nobody knows */
        return comparison_say(view, "Regressed", "变差了");
    case COMPARISON_NO_REGRESSION_SHOWN:
        return comparison_say(view, "No regression shown", "没有发现变差");
    case COMPARISON_INCONCLUSIVE:
        break;
    }
    return comparison_say(view, "Inconclusive", "无法下结论");
}

bool comparison_is_quiet(const struct metric *m)
{
    return !m->primary && !m->alarm && !(fabs(m->difference) > 0);
}

size_t comparison_quiet_count(const struct comparison *c)
{
    size_t count = 0;
    for (size_t i = 0; i < c->metric_count; i++)
        count += comparison_is_quiet(&c->metrics[i]);
    return count;
}

static void add_fidelity(const struct comparison_view *view, struct buf *out)
{
    const struct comparison *c = view->comparison;
    const struct metric *m = &c->metrics[0];
    if (nothing_compared(c)) {
        buf_add_cstring(out,
                        comparison_say(view, "No pair of conversations could be compared. ", "没有可以比较的对话。"));
        return;
    }
    buf_printf(out,
               view->chinese ? "冻结标准下的忠实度：%.3f → %.3f（%+.3f，n = %zu%s，"
                             : "Fidelity under the frozen rubric: %.3f -> %.3f (%+.3f, n = %zu%s, ",
               m->before, m->after, m->difference, m->n,
               c->paired ? comparison_say(view, " pairs", " 对") : comparison_say(view, ", unpaired", "，未配对"));
    chance_put_named(out, m->p);
    buf_add_cstring(out, comparison_say(view, "). ", "）。"));
}

/* An inconclusive verdict is no word against a large gain: it is about drops, and about how few were held. */
static void add_gain(const struct comparison_view *view, size_t n, struct buf *out)
{
    const struct comparison *c = view->comparison;
    const double gain = c->metrics[0].difference;
    if (n < c->needed_for_gain)
        buf_printf(out,
                   view->chinese ? "升幅 %.3f 很大，但 n = %zu 太少：要说明它并非偶然，约需 n = %zu。"
                                 : "The gain of %.3f is large, but n = %zu is few: to show that it is more than chance "
                                   "would need about n = %zu. ",
                   gain, n, c->needed_for_gain);
    else
        buf_printf(out,
                   view->chinese ? "升幅 %.3f 不大可能是偶然；n = %zu 还不能排除的只是小的降幅。"
                                 : "The gain of %.3f is hardly chance; what n = %zu cannot rule out is a small drop. ",
                   gain, n);
}

static void add_sizes(const struct comparison_view *view, struct buf *out)
{
    const struct comparison *c = view->comparison;
    size_t n = c->metrics[0].n;
    if (c->no_difference)
        buf_printf(out,
                   view->chinese
                       ? "忠实度没有任何不同；仅凭 n = %zu，还不能排除最多 %.3f 的降幅。"
                       : "Nothing differs in fidelity; n = %zu such results leave room for a drop of up to %.3f. ",
                   n, c->detectable);
    else if (!isnan(c->detectable))
        buf_printf(out,
                   view->chinese ? "n = %zu 能够发现的最小降幅是 %.3f。"
                                 : "The smallest drop that n = %zu would have shown is %.3f. ",
                   n, c->detectable);
    else if (n > 0 && comparison_is_too_small(c))
        buf_add_cstring(out, comparison_say(view,
                                            c->paired ? "So few pairs can show no drop at all, however large. "
                                                      : "So few conversations can show no drop at all, however large. ",
                                            "对话太少，无论降幅多大都显示不出来。"));
    if (c->verdict == COMPARISON_INCONCLUSIVE && c->needed_for_gain > 0)
        add_gain(view, n, out);
    if (c->verdict == COMPARISON_INCONCLUSIVE && c->needed > 0) {
        buf_printf(out, view->chinese ? "要发现 %.2f 的降幅需要 n = %zu" : "To show a drop of %.2f would need n = %zu",
                   c->tolerance, c->needed);
        if (c->first.repeats == 0)
            buf_add_cstring(out,
                            comparison_say(view, " (--confirm N holds more repeats)", "（--confirm N 可以追加轮次）"));
        buf_add_cstring(out, comparison_say(view, ".", "。"));
    }
}

/* What the verdict stands on besides the primary metric. */
static void put_lost_cells(const struct comparison_view *view, struct buf *out)
{
    const struct comparison *c = view->comparison;
    buf_printf(out,
               view->chinese ? "新的运行里完全缺失的格（场景、提示词、拨打方%s）：%zu"
                             : "Cells (scenario, prompt, caller%s) that the new run has no conversation of: %zu",
               c->by_model ? comparison_say(view, ", model", "、模型") : "", c->lost_cells);
    for (size_t i = 0; i < c->lost_cells && i < FLIPS_SHOWN; i++) {
        const struct str parts[] = {c->lost[i]->scenario, c->lost[i]->prompt, c->lost[i]->caller,
                                    c->by_model ? c->lost[i]->model : STR("")};
        buf_add_cstring(out, i == 0 ? comparison_say(view, " (", "（") : comparison_say(view, "; ", "；"));
        for (size_t k = 0; k < sizeof parts / sizeof *parts; k++) {
            buf_add_cstring(out, k > 0 && parts[k].len > 0 ? " × " : "");
            escape_line(out, parts[k]);
        }
    }
    buf_add_cstring(out, c->lost_cells > FLIPS_SHOWN ? comparison_say(view, " …)", "……）")
                                                     : comparison_say(view, ")", "）"));
    buf_add_byte(out, '\n');
}

static void add_reasons(const struct comparison_view *view, struct buf *out)
{
    const struct comparison *c = view->comparison;
    size_t alarms = 0;
    for (size_t i = 1; i < c->metric_count; i++) {
        if (!c->metrics[i].alarm)
            continue;
        buf_add_cstring(out, alarms++ > 0 ? comparison_say(view, ", ", "、")
                                          : comparison_say(view, "Worse in: ", "变差的指标："));
        buf_add_cstring(out, comparison_metric_label(view, &c->metrics[i]));
    }
    buf_add_cstring(out, alarms > 0 ? comparison_say(view, ".\n", "。\n") : "");
    if (c->first.repeats > 0) {
        buf_printf(out, view->chinese ? "第一次看（n = %zu）：%s，%+.3f，" : "First look (n = %zu): %s, %+.3f, ",
                   c->first.primary.n, comparison_verdict_words(view, c->first.verdict), c->first.primary.difference);
        chance_put_named(out, c->first.primary.p);
        buf_printf(
            out,
            view->chinese
                ? "。随后每一格各追加 %zu 轮。结论以两次合在一起的数据为准：第一次看本身不报警，因此看两次的误报"
                  "率不高于看一次。\n"
                : ". %zu more repeats of every cell were then held. The verdict rests on both together: the first "
                  "look raises no alarm of its own, so that two looks ring no more often than one.\n",
            c->first.repeats);
    }
    if (c->not_done > 0)
        buf_printf(
            out, "%s%zu/%zu\n",
            comparison_say(view, "The new run is truncated; conversations done: ", "新的运行不完整；已完成的对话："),
            c->done, c->planned);
    if (c->lost_cells > 0)
        put_lost_cells(view, out);
    if (c->not_judged)
        buf_add_cstring(out,
                        comparison_say(view,
                                       "A judge was asked about the old conversations and not about the new ones: "
                                       "`fidelio judge` the new run to compare what it says.\n",
                                       "旧的对话问过裁判，新的没有：请先对新的运行执行 `fidelio judge`，才能比较裁判"
                                       "的看法。\n"));
    if (c->unpaired_before + c->unpaired_after > 0)
        buf_printf(out,
                   view->chinese ? "没有配对的对话（之前、之后）：%zu、%zu\n"
                                 : "Conversations without a partner (before, after): %zu, %zu\n",
                   c->unpaired_before, c->unpaired_after);
}

/* The paragraph without the verdict itself: what it stands on, and what would settle an open question. */
void comparison_put_paragraph(const struct comparison_view *view, struct buf *out)
{
    add_fidelity(view, out);
    add_sizes(view, out);
    while (out->len > 0 && out->bytes[out->len - 1] == ' ')
        out->len--;
    buf_add_byte(out, '\n');
    add_reasons(view, out);
}

void comparison_put_number(struct buf *out, double value, bool sign)
{
    if (isnan(value))
        buf_add_cstring(out, "–");
    else
        buf_printf(out, sign ? "%+.3f" : "%.3f", value);
}

void comparison_put_p(struct buf *out, const struct metric *m, double p, void (*escape)(struct buf *, struct str))
{
    struct buf text;
    buf_init(&text, 0);
    if (m->n == 0)
        buf_add_cstring(&text, "–");
    else
        chance_put(&text, p);
    escape(out, buf_str(&text));
    buf_release(&text);
}

void comparison_put_score(struct buf *out, const struct score *score)
{
    if (score->has_fidelity)
        buf_printf(out, "%.2f", score->fidelity);
    else
        buf_add_cstring(out, "–");
    if (score->has_judged)
        buf_printf(out, " (%.2f)", score->judged_fidelity);
}

/* RUN/report.html#CONVERSATION; false where there is no report to link to. */
bool comparison_put_link(struct buf *out, const struct comparison_place *place, const struct transcript *t)
{
    if (place->path.len == 0)
        return false;
    struct str path = place->path;
    while (path.len > 1 && path.ptr[path.len - 1] == '/')
        path.len--;
    escape_uri(out, path, true);
    buf_add_cstring(out, place->confirm_from > 0 && t->repeat >= place->confirm_from ? "/confirm" : "");
    buf_add_cstring(out, "/report.html#");
    escape_uri(out, t->id, false);
    return true;
}

struct str comparison_weakening_why(const struct comparison_view *view, const struct weakening *w)
{
    return view->chinese && w->why_chinese.len > 0 ? w->why_chinese : w->why;
}

struct str comparison_weakening_file(const struct comparison_view *view, const struct weakening *w)
{
    return str_eq_cstring(w->file, "core") ? excerpt_core(view->chinese) : w->file;
}

/* Where a rule fell silent (`silent`), or where somebody changed the document or a rubric file. */
size_t comparison_count_weakenings(const struct comparison *c, bool silent)
{
    size_t count = 0;
    for (size_t i = 0; i < c->weakening_count; i++)
        count += (c->weakenings[i].kind == RULE_NEWLY_NA) == silent;
    return count;
}

const char *comparison_weakening_title(const struct comparison_view *view, bool silent)
{
    return silent ? comparison_say(view, "Rules that were judged before and never came to apply now",
                                   "之前评判过、现在一次也没有用上的规则")
                  : comparison_say(view, "The yardstick became softer; bless it with a reason, or put it back",
                                   "标准变松了；请写明理由重新冻结，或者改回去");
}

void comparison_put_counted(const struct comparison_view *view, const char *title, size_t count, struct buf *out)
{
    buf_printf(out, view->chinese ? "%s（%zu）" : "%s (%zu)", title, count);
}

const char *comparison_flip_title(const struct comparison_view *view, bool worse)
{
    return worse ? comparison_say(view, "Passed before, fail now", "之前通过，现在未通过")
                 : comparison_say(view, "Failed before, pass now", "之前未通过，现在通过");
}
