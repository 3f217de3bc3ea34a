/* A comparison as annotations: where the yardstick became softer, and on the lines of which rules what passed before
 * fails now. */
#include "report/annotation.h"
#include "report/comparison_parts.h"
#include "syntax/json_writer.h"

struct newly { /* a rule that passed before and fails now */
    const struct rule *rule;
    struct str path; /* of the document it was broken for */
    size_t failed, judged;
};

struct sink {
    enum annotation_style style;
    struct json_writer w;
    struct buf *out;
};

static void put(struct sink *sink, const struct annotation *annotation)
{
    if (sink->style == ANNOTATE_GITLAB)
        annotation_gitlab(annotation, &sink->w);
    else
        annotation_github(annotation, sink->out);
}

static const struct finding *finding_on(const struct score *score, const struct rule *rule)
{
    for (size_t i = 0; i < score->finding_count; i++)
        if (str_eq(score->findings[i].rule->id, rule->id))
            return &score->findings[i];
    return NULL;
}

static struct newly *newly_of(struct newly *list, size_t *count, const struct rule *rule, const struct score *score)
{
    struct str path = annotation_path(rule, score->rubric->scenario);
    for (size_t i = 0; i < *count; i++)
        if (str_eq(list[i].rule->id, rule->id) && list[i].rule->line == rule->line && str_eq(list[i].path, path))
            return &list[i];
    list[*count] = (struct newly){.rule = rule, .path = path};
    return &list[(*count)++];
}

static size_t count_rules(const struct comparison *c)
{
    size_t count = 0;
    for (size_t i = 0; i < c->pairs; i++)
        count += c->all[i].after->finding_count;
    return count;
}

static size_t gather(const struct comparison *c, struct newly *list)
{
    size_t count = 0;
    for (size_t i = 0; i < c->pairs; i++)
        for (size_t f = 0; f < c->all[i].after->finding_count; f++) {
            const struct finding *now = &c->all[i].after->findings[f], *old = finding_on(c->all[i].before, now->rule);
            if (old == NULL || old->outcome != OUTCOME_PASS ||
                (now->outcome != OUTCOME_PASS && now->outcome != OUTCOME_FAIL))
                continue;
            struct newly *rule = newly_of(list, &count, now->rule, c->all[i].after);
            rule->judged++;
            rule->failed += now->outcome == OUTCOME_FAIL;
        }
    return count;
}

static void put_newly(const struct comparison_view *view, struct sink *sink, struct arena *arena)
{
    const struct comparison *c = view->comparison;
    struct newly *list = arena_array(arena, count_rules(c) + 1, sizeof *list);
    size_t count = gather(c, list);
    for (size_t i = 0; i < count; i++) {
        const struct newly *n = &list[i];
        if (n->failed == 0 || n->rule->modality == MODALITY_SOMETIMES)
            continue;
        const char *text = view->chinese ? arena_printf(arena, "之前通过的 %zu 通里有 %zu 通现在未通过；%.*s",
                                                        n->judged, n->failed, STR_FORMAT(n->rule->why))
                                         : arena_printf(arena, "passed before in %zu, of these %zu fail now; %.*s",
                                                        n->judged, n->failed, STR_FORMAT(n->rule->why));
        put(sink, &(struct annotation){n->rule->gate, n->path, annotation_line(n->rule), n->rule->id, str_from(text)});
    }
}

static void put_weakenings(const struct comparison_view *view, struct sink *sink, struct arena *arena)
{
    const struct comparison *c = view->comparison;
    for (size_t i = 0; i < c->weakening_count; i++) {
        const struct weakening *w = &c->weakenings[i];
        struct str why = comparison_weakening_why(view, w);
        const char *text =
            arena_printf(arena, view->chinese ? "%.*s：%.*s" : "%.*s: %.*s", STR_FORMAT(w->what), STR_FORMAT(why));
        put(sink, &(struct annotation){true, w->line > 0 ? w->file : STR(""), w->line,
                                       str_from(comparison_say(view, "softer yardstick", "标准变松")), str_from(text)});
    }
}

void report_comparison_annotations(const struct comparison_view *view, enum annotation_style style, struct buf *out)
{
    struct arena arena;
    struct buf paragraph;
    struct sink sink = {.style = style, .out = out};
    bool regressed = view->comparison->verdict == COMPARISON_REGRESSED;
    arena_init(&arena);
    buf_init(&paragraph, 0);
    json_writer_init(&sink.w, out, 2);
    if (style == ANNOTATE_GITLAB)
        json_open_array(&sink.w, NULL);
    comparison_put_paragraph(view, &paragraph);
    if (regressed || view->comparison->verdict == COMPARISON_INCONCLUSIVE)
        put(&sink, &(struct annotation){regressed, STR(""), 0,
                                        str_from(comparison_verdict_words(view, view->comparison->verdict)),
                                        str_trim(buf_str(&paragraph))});
    put_weakenings(view, &sink, &arena);
    if (regressed)
        put_newly(view, &sink, &arena);
    if (style == ANNOTATE_GITLAB) {
        json_close_array(&sink.w);
        buf_add_byte(out, '\n');
    }
    buf_release(&paragraph);
    arena_release(&arena);
}
