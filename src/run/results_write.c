/* A run's results as the files of its folder: scores, summary, page. */
#include "run/results.h"

#include "dialogue/dialogue.h"
#include "report/html.h"
#include "report/scoreboard.h"
#include "score/consistency.h"
#include "syntax/json_writer.h"

void results_write_scores(const struct results *results, struct str between, struct buf *out)
{
    struct score_forms *forms = score_forms_new((const struct rubric *const *)results->rubrics, results->rubric_count);
    for (size_t i = 0; i < results->count; i++) {
        if (i > 0)
            buf_add(out, between);
        score_write(results->scores[i], forms, out);
    }
    score_forms_free(forms);
}

/* Of exams: how many of the questions that more than one call asked were answered alike. */
static void write_consistency(const struct report *report, struct arena *arena, struct json_writer *w)
{
    const struct score **scores = arena_array(arena, report->count + 1, sizeof *scores);
    bool exam = false;
    for (size_t i = 0; i < report->count; i++) {
        scores[i] = report->entries[i].score;
        exam = exam || (scores[i] != NULL && scores[i]->rubric->subject == ROLE_CALLER);
    }
    if (!exam)
        return;
    struct consistency found = consistency_of(arena, scores, report->count);
    json_open_object(w, "consistency");
    json_put_integer(w, "questions", (int64_t)found.repeated);
    json_put_integer(w, "answered_alike", (int64_t)found.same);
    if (found.repeated > 0)
        json_put_number(w, "score", (double)found.same / (double)found.repeated);
    else
        json_put_null(w, "score");
    if (found.left_out > 0)
        json_put_integer(w, "left_out", (int64_t)found.left_out);
    json_close_object(w);
}

void results_write_summary(const struct report *report, struct buf *out)
{
    struct arena arena;
    struct json_writer w;
    arena_init(&arena);
    json_writer_init(&w, out, 1);
    json_open_object(&w, NULL);
    json_put_cstring(&w, "schema", "fidelio.summary/1");
    json_put_integer(&w, "planned", (int64_t)report->planned);
    json_put_integer(&w, "passed", (int64_t)report->board.passed);
    json_put_integer(&w, "failed", (int64_t)report->board.failed);
    json_put_integer(&w, "errors", (int64_t)report->board.errors);
    json_put_integer(&w, "not_held", (int64_t)(report->planned > report->count ? report->planned - report->count : 0));
    write_consistency(report, &arena, &w);
    scoreboard_write(&report->board, &w);
    json_close_object(&w);
    buf_add_byte(out, '\n');
    arena_release(&arena);
}

static struct str prompt_of(const struct scenario *scenario, void *context)
{
    return prompt_persona(context, scenario, prompt_marker(scenario->lang));
}

void results_write_html(struct report *report, const struct html_options *more, struct buf *out)
{
    struct html_options options = more != NULL ? *more : (struct html_options){0};
    options.prompt_of = prompt_of;
    options.context = &report->arena;
    for (size_t i = 0; i < report->count; i++)
        if (report->entries[i].facts.prompt.len > 0)
            options.prompt_of = NULL; /* prompts of the user's own: what was sent stands on the tape */
    report_html(report, &options, out);
}
