/* Findings as annotations on persona lines: GitHub's workflow commands, GitLab's code quality JSON. One a rule and
 * document line. */
#include "report/annotation.h"
#include "report/excerpt.h"
#include "report/report.h"
#include "syntax/json_writer.h"

#include <string.h>

struct spot { /* a rule that failed somewhere, with how often */
    const struct rule *rule;
    const struct finding *first;
    const struct report_entry *entry;
    size_t failed, judged;
};

static struct spot *find_spot(struct spot *spots, size_t *count, const struct report_entry *entry,
                              const struct rule *rule)
{
    for (size_t i = 0; i < *count; i++)
        if (str_eq(spots[i].rule->id, rule->id) && spots[i].rule->line == rule->line &&
            str_eq(spots[i].rule->file, rule->file) && spots[i].entry->scenario == entry->scenario)
            return &spots[i];
    spots[*count] = (struct spot){.rule = rule, .entry = entry};
    return &spots[(*count)++];
}

static size_t gather(const struct report *report, struct arena *arena, struct spot **spots)
{
    size_t room = 0, count = 0;
    for (size_t i = 0; i < report->count; i++)
        room += report->entries[i].score != NULL ? report->entries[i].score->finding_count : 0;
    *spots = arena_array(arena, room, sizeof **spots);
    for (size_t i = 0; i < report->count; i++) {
        const struct score *score = report_entry_held(&report->entries[i]) ? report->entries[i].score : NULL;
        for (size_t f = 0; score != NULL && f < score->finding_count; f++) {
            const struct finding *finding = &score->findings[f];
            if (finding->outcome != OUTCOME_PASS && finding->outcome != OUTCOME_FAIL)
                continue;
            struct spot *spot = find_spot(*spots, &count, &report->entries[i], finding->rule);
            spot->judged++;
            if (finding->outcome == OUTCOME_FAIL && spot->failed++ == 0)
                spot->first = finding;
        }
    }
    return count;
}

static void describe(const struct spot *spot, bool chinese, struct buf *out)
{
    struct arena arena;
    arena_init(&arena);
    struct str reason = excerpt_reason(&arena, spot->first);
    if (chinese)
        buf_printf(out, "%.*s：%zu 通对话中 %zu 通未通过；%.*s", STR_FORMAT(spot->rule->id), spot->judged, spot->failed,
                   STR_FORMAT(reason));
    else
        buf_printf(out, "%.*s: failed in %zu of %zu; %.*s", STR_FORMAT(spot->rule->id), spot->failed, spot->judged,
                   STR_FORMAT(reason));
    arena_release(&arena);
}

static void add_spot(const struct spot *spot, bool chinese, enum annotation_style style, struct json_writer *w,
                     struct buf *out)
{
    struct buf text;
    buf_init(&text, 0);
    describe(spot, chinese, &text);
    struct annotation annotation = {spot->rule->gate, annotation_path(spot->rule, spot->entry->scenario),
                                    annotation_line(spot->rule), spot->rule->id, buf_str(&text)};
    if (style == ANNOTATE_GITLAB)
        annotation_gitlab(&annotation, w);
    else
        annotation_github(&annotation, out);
    buf_release(&text);
}

void report_annotations(const struct report *report, enum annotation_style style, struct buf *out)
{
    struct arena arena;
    struct spot *spots;
    struct json_writer w;
    arena_init(&arena);
    size_t count = gather(report, &arena, &spots);
    json_writer_init(&w, out, 2);
    if (style == ANNOTATE_GITLAB)
        json_open_array(&w, NULL);
    for (size_t i = 0; i < count; i++) {
        if (spots[i].failed == 0 || spots[i].rule->modality == MODALITY_SOMETIMES)
            continue;
        add_spot(&spots[i], report->chinese, style, &w, out);
    }
    if (style == ANNOTATE_GITLAB) {
        json_close_array(&w);
        buf_add_byte(out, '\n');
    }
    arena_release(&arena);
}
