/* A comparison as a job summary. */
#include "report/comparison_parts.h"
#include "report/escape.h"

static void markdown_metrics(const struct comparison_view *view, struct buf *out)
{
    const struct comparison *c = view->comparison;
    buf_add_cstring(out, comparison_say(view, "\n| | metric | n | before | after | difference | p | p adjusted |\n",
                                        "\n| | 指标 | n | 之前 | 之后 | 差值 | p | 校正后 p |\n"));
    buf_add_cstring(out, "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: |\n");
    for (size_t i = 0; i < c->metric_count; i++) {
        const struct metric *m = &c->metrics[i];
        if (comparison_is_quiet(m))
            continue;
        buf_printf(out, "| %s | ", m->alarm ? "❗" : "");
        escape_markdown(out, str_from(comparison_metric_label(view, m)));
        buf_printf(out, " | %zu | ", m->n);
        comparison_put_number(out, m->before, false);
        buf_add_cstring(out, " | ");
        comparison_put_number(out, m->after, false);
        buf_add_cstring(out, " | ");
        comparison_put_number(out, m->difference, true);
        buf_add_cstring(out, " | ");
        comparison_put_p(out, m, m->p, escape_markdown);
        buf_add_cstring(out, " | ");
        comparison_put_p(out, m, m->adjusted, escape_markdown);
        buf_add_cstring(out, " |\n");
    }
    if (comparison_quiet_count(c) > 0)
        buf_printf(out, view->chinese ? "\n其余指标没有差别：%zu 项\n" : "\nNo difference in the other metrics: %zu\n",
                   comparison_quiet_count(c));
}

static void markdown_weakenings(const struct comparison_view *view, bool silent, struct buf *out)
{
    const struct comparison *c = view->comparison;
    if (comparison_count_weakenings(c, silent) == 0)
        return;
    buf_printf(out, "\n### %s\n\n", comparison_weakening_title(view, silent));
    for (size_t i = 0; i < c->weakening_count; i++) {
        const struct weakening *w = &c->weakenings[i];
        if ((w->kind == RULE_NEWLY_NA) != silent)
            continue;
        buf_add_cstring(out, "- ");
        escape_markdown(out, comparison_weakening_file(view, w));
        if (w->line > 0)
            buf_printf(out, ":%zu", w->line);
        buf_add_cstring(out, " **");
        escape_markdown(out, w->what);
        buf_add_cstring(out, view->chinese ? "**：" : "**: ");
        escape_markdown(out, comparison_weakening_why(view, w));
        buf_add_byte(out, '\n');
    }
}

static void markdown_link(const struct comparison_place *place, const struct transcript *t, const char *name,
                          struct buf *out)
{
    struct buf link;
    buf_init(&link, 0);
    if (comparison_put_link(&link, place, t))
        buf_printf(out, " [%s](%s)", name, link.bytes);
    buf_release(&link);
}

static void markdown_flips(const struct comparison_view *view, bool worse, struct buf *out)
{
    const struct comparison *c = view->comparison;
    const struct flip *flips = worse ? c->worse : c->better;
    size_t count = worse ? c->worse_count : c->better_count;
    if (count == 0)
        return;
    buf_add_cstring(out, "\n### ");
    comparison_put_counted(view, comparison_flip_title(view, worse), count, out);
    buf_add_cstring(out, "\n\n");
    for (size_t i = 0; i < count && i < FLIPS_SHOWN; i++) {
        buf_add_cstring(out, "- ");
        escape_markdown(out, flips[i].after->transcript->id);
        buf_add_cstring(out, " ");
        comparison_put_score(out, flips[i].before);
        buf_add_cstring(out, " → ");
        comparison_put_score(out, flips[i].after);
        markdown_link(&view->before, flips[i].before->transcript, comparison_say(view, "before", "之前"), out);
        markdown_link(&view->after, flips[i].after->transcript, comparison_say(view, "after", "之后"), out);
        buf_add_byte(out, '\n');
    }
    if (count > FLIPS_SHOWN)
        buf_printf(out, "- … %zu\n", count - FLIPS_SHOWN);
}

void report_comparison_markdown(const struct comparison_view *view, struct buf *out)
{
    struct buf paragraph;
    buf_init(&paragraph, 0);
    comparison_put_paragraph(view, &paragraph);
    buf_printf(out, view->chinese ? "## fidelio：%s\n\n" : "## fidelio: %s\n\n",
               comparison_verdict_words(view, view->comparison->verdict));
    struct str rest = buf_str(&paragraph), line;
    while (str_next_line(&rest, &line)) {
        escape_markdown(out, line);
        buf_add_cstring(out, "\n\n");
    }
    buf_release(&paragraph);
    out->len--; /* one empty line is enough */
    markdown_metrics(view, out);
    markdown_weakenings(view, false, out);
    markdown_weakenings(view, true, out);
    markdown_flips(view, true, out);
    markdown_flips(view, false, out);
}
