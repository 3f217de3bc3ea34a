/* The top of a comparison's page. */
#include "report/comparison_parts.h"
#include "report/escape.h"

static void html_metrics(const struct comparison_view *view, struct buf *out)
{
    static const char *const english[] = {"metric", "n", "before", "after", "difference", "p", "p, adjusted"},
                             *const chinese[] = {"指标", "n", "之前", "之后", "差值", "p", "校正后 p"};
    const struct comparison *c = view->comparison;
    buf_add_cstring(out, "<div class=\"scroll\"><table><thead><tr>");
    for (size_t i = 0; i < 7; i++)
        buf_printf(out, "<th%s>%s</th>", i > 0 ? " class=\"n\"" : "", comparison_say(view, english[i], chinese[i]));
    buf_add_cstring(out, "</tr></thead><tbody>\n");
    for (size_t i = 0; i < c->metric_count; i++) {
        const struct metric *m = &c->metrics[i];
        if (comparison_is_quiet(m))
            continue;
        buf_printf(out, "<tr%s><td>", m->alarm ? " class=\"fail\"" : "");
        escape_xml(out, str_from(comparison_metric_label(view, m)));
        if (m->alarm)
            buf_printf(out, " <span class=\"pill\">%s</span>", comparison_say(view, "alarm", "报警"));
        buf_printf(out, "</td><td class=\"n\">%zu</td><td class=\"n\">", m->n);
        comparison_put_number(out, m->before, false);
        buf_add_cstring(out, "</td><td class=\"n\">");
        comparison_put_number(out, m->after, false);
        buf_add_cstring(out, "</td><td class=\"n\">");
        comparison_put_number(out, m->difference, true);
        buf_add_cstring(out, "</td><td class=\"n\">");
        comparison_put_p(out, m, m->p, escape_xml);
        buf_add_cstring(out, "</td><td class=\"n\">");
        comparison_put_p(out, m, m->adjusted, escape_xml);
        buf_add_cstring(out, "</td></tr>\n");
    }
    buf_add_cstring(out, "</tbody></table></div>\n");
    if (comparison_quiet_count(c) > 0)
        buf_printf(out,
                   view->chinese ? "<p class=\"quiet\">其余指标没有差别：%zu 项</p>\n"
                                 : "<p class=\"quiet\">No difference in the other metrics: %zu</p>\n",
                   comparison_quiet_count(c));
}

static void html_weakenings(const struct comparison_view *view, bool silent, struct buf *out)
{
    const struct comparison *c = view->comparison;
    if (comparison_count_weakenings(c, silent) == 0)
        return;
    buf_printf(out, "<h2>%s</h2>\n<ul>\n", comparison_weakening_title(view, silent));
    for (size_t i = 0; i < c->weakening_count; i++) {
        const struct weakening *w = &c->weakenings[i];
        if ((w->kind == RULE_NEWLY_NA) != silent)
            continue;
        buf_add_cstring(out, "<li><span class=\"quiet\">");
        escape_xml(out, comparison_weakening_file(view, w));
        if (w->line > 0)
            buf_printf(out, ":%zu", w->line);
        buf_add_cstring(out, "</span> <strong>");
        escape_xml(out, w->what);
        buf_add_cstring(out, "</strong> ");
        escape_xml(out, comparison_weakening_why(view, w));
        buf_add_cstring(out, "</li>\n");
    }
    buf_add_cstring(out, "</ul>\n");
}

static void html_link(const struct comparison_place *place, const struct transcript *t, const char *name,
                      struct buf *out)
{
    struct buf link;
    buf_init(&link, 0);
    if (comparison_put_link(&link, place, t))
        buf_printf(out, " <a href=\"%s\">%s</a>", link.bytes, name);
    buf_release(&link);
}

static void html_flips(const struct comparison_view *view, bool worse, struct buf *out)
{
    const struct comparison *c = view->comparison;
    const struct flip *flips = worse ? c->worse : c->better;
    size_t count = worse ? c->worse_count : c->better_count;
    if (count == 0)
        return;
    buf_printf(out, "<details class=\"flips\"%s><summary>", worse ? " open" : "");
    comparison_put_counted(view, comparison_flip_title(view, worse), count, out);
    buf_add_cstring(out, "</summary>\n<ul>\n");
    for (size_t i = 0; i < count; i++) {
        buf_add_cstring(out, "<li>");
        buf_add_cstring(out, "<a href=\"#");
        escape_uri(out, flips[i].after->transcript->id, false);
        buf_add_cstring(out, "\">");
        escape_xml(out, flips[i].after->transcript->id);
        buf_add_cstring(out, "</a> ");
        comparison_put_score(out, flips[i].before);
        buf_add_cstring(out, " → ");
        comparison_put_score(out, flips[i].after);
        html_link(&view->before, flips[i].before->transcript, comparison_say(view, "report before", "之前的报告"), out);
        html_link(&view->after, flips[i].after->transcript, comparison_say(view, "report after", "之后的报告"), out);
        buf_add_cstring(out, "</li>\n");
    }
    buf_add_cstring(out, "</ul></details>\n");
}

void report_comparison_html(const struct comparison_view *view, struct buf *out)
{
    static const char *const classes[] = {"fail", "pass", "error"};
    struct buf paragraph;
    buf_init(&paragraph, 0);
    comparison_put_paragraph(view, &paragraph);
    buf_printf(
        out, "<header class=\"top\"><h1>fidelio · %s</h1>\n<p class=\"verdict\"><strong class=\"%s\">%s</strong></p>\n",
        comparison_say(view, "comparison", "对照"), classes[view->comparison->verdict],
        comparison_verdict_words(view, view->comparison->verdict));
    struct str rest = buf_str(&paragraph), line;
    while (str_next_line(&rest, &line)) {
        buf_add_cstring(out, "<p>");
        escape_xml(out, line);
        buf_add_cstring(out, "</p>\n");
    }
    buf_release(&paragraph);
    buf_add_cstring(out, "</header>\n<section class=\"over\">\n");
    html_metrics(view, out);
    html_weakenings(view, false, out);
    html_weakenings(view, true, out);
    html_flips(view, true, out);
    html_flips(view, false, out);
    buf_add_cstring(out, "</section>\n");
}
