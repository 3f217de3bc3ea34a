/* A comparison for the terminal. */
#include "report/comparison_parts.h"

#include "report/escape.h"
#include "text/utf8.h"

enum { NAME_WIDTH = 24 };

static void add_padded(struct buf *out, const char *text, size_t width, bool right)
{
    size_t columns = utf8_width(str_from(text));
    for (size_t i = columns; right && i < width; i++)
        buf_add_byte(out, ' ');
    buf_add_cstring(out, text);
    for (size_t i = columns; !right && i < width; i++)
        buf_add_byte(out, ' ');
}

static void add_column(struct buf *out, double value, bool sign)
{
    struct buf text;
    buf_init(&text, 0);
    comparison_put_number(&text, value, sign);
    add_padded(out, text.bytes, 8, true);
    buf_release(&text);
}

static void add_p_column(struct buf *out, const struct metric *m, double p)
{
    struct buf text;
    buf_init(&text, 0);
    comparison_put_p(&text, m, p, escape_line);
    add_padded(out, text.bytes, 10, true);
    buf_release(&text);
}

static void text_metrics(const struct comparison_view *view, struct buf *out)
{
    static const char *const english[] = {"before", "after", "diff", "p", "adjusted"}, *const chinese[] = {
                                                                                           "之前", "之后", "差值", "p",
                                                                                           "校正后 p"};
    const struct comparison *c = view->comparison;
    buf_add_cstring(out, "\n  ");
    add_padded(out, comparison_say(view, "metric", "指标"), NAME_WIDTH, false);
    add_padded(out, "n", 5, true);
    for (size_t i = 0; i < 5; i++)
        add_padded(out, comparison_say(view, english[i], chinese[i]), i < 3 ? 8 : 10, true);
    buf_add_byte(out, '\n');
    for (size_t i = 0; i < c->metric_count; i++) {
        const struct metric *m = &c->metrics[i];
        if (comparison_is_quiet(m))
            continue;
        buf_add_cstring(out, m->alarm ? "! " : "  ");
        add_padded(out, comparison_metric_label(view, m), NAME_WIDTH, false);
        buf_printf(out, "%5zu", m->n);
        add_column(out, m->before, false);
        add_column(out, m->after, false);
        add_column(out, m->difference, true);
        add_p_column(out, m, m->p);
        add_p_column(out, m, m->adjusted);
        buf_add_cstring(out, m->primary ? comparison_say(view, "  primary\n", "  主指标\n") : "\n");
    }
    if (c->metric_count - comparison_quiet_count(c) > 1)
        buf_printf(
            out,
            view->chinese
                ? "  !：变差。主指标的 p 低于 %.3g、其余校正后的 p 低于 %.3g 才报警；毫无变化时合计误报率不超过 %.3g\n"
                : "  !: worse. It rings at p below %.3g (primary) or adjusted p below %.3g (others): with "
                  "nothing changed in at most %.3g of comparisons\n",
            comparison_alpha(c, true), comparison_alpha(c, false), c->alpha);
    if (comparison_quiet_count(c) > 0)
        buf_printf(out, view->chinese ? "  其余指标没有差别：%zu 项\n" : "  no difference in the other metrics: %zu\n",
                   comparison_quiet_count(c));
}

static void text_weakenings(const struct comparison_view *view, bool silent, struct buf *out)
{
    const struct comparison *c = view->comparison;
    size_t count = comparison_count_weakenings(c, silent);
    if (count == 0)
        return;
    buf_add_byte(out, '\n');
    comparison_put_counted(view, comparison_weakening_title(view, silent), count, out);
    buf_add_byte(out, '\n');
    for (size_t i = 0; i < c->weakening_count; i++) {
        const struct weakening *w = &c->weakenings[i];
        if ((w->kind == RULE_NEWLY_NA) != silent)
            continue;
        buf_add_cstring(out, "  ");
        escape_line(out, comparison_weakening_file(view, w));
        if (w->line > 0)
            buf_printf(out, ":%zu", w->line);
        buf_add_cstring(out, ": ");
        escape_line(out, w->what);
        buf_add_cstring(out, view->chinese ? "：" : ": ");
        escape_line(out, comparison_weakening_why(view, w));
        buf_add_byte(out, '\n');
    }
}

static void text_link(const struct comparison_place *place, const struct transcript *t, struct buf *out)
{
    struct buf link;
    buf_init(&link, 0);
    if (comparison_put_link(&link, place, t)) {
        buf_add_cstring(out, "      ");
        buf_add(out, buf_str(&link));
        buf_add_byte(out, '\n');
    }
    buf_release(&link);
}

static void text_flips(const struct comparison_view *view, bool worse, struct buf *out)
{
    const struct comparison *c = view->comparison;
    const struct flip *flips = worse ? c->worse : c->better;
    size_t count = worse ? c->worse_count : c->better_count;
    if (count == 0)
        return;
    buf_add_byte(out, '\n');
    comparison_put_counted(view, comparison_flip_title(view, worse), count, out);
    buf_add_byte(out, '\n');
    for (size_t i = 0; i < count && i < FLIPS_SHOWN; i++) {
        buf_add_cstring(out, "  ");
        escape_line(out, flips[i].after->transcript->id);
        buf_add_cstring(out, "  ");
        comparison_put_score(out, flips[i].before);
        buf_add_cstring(out, comparison_say(view, " -> ", " → "));
        comparison_put_score(out, flips[i].after);
        buf_add_byte(out, '\n');
        text_link(&view->before, flips[i].before->transcript, out);
        text_link(&view->after, flips[i].after->transcript, out);
    }
    if (count > FLIPS_SHOWN)
        buf_printf(out, "  … %zu\n", count - FLIPS_SHOWN);
}

void report_comparison(const struct comparison_view *view, struct buf *out)
{
    buf_printf(out, "%s%s", comparison_verdict_words(view, view->comparison->verdict),
               comparison_say(view, ". ", "。"));
    comparison_put_paragraph(view, out);
    text_metrics(view, out);
    text_weakenings(view, false, out);
    text_weakenings(view, true, out);
    text_flips(view, true, out);
    text_flips(view, false, out);
}
