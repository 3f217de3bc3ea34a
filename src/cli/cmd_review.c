/* review: the report on a loopback port, where reviewers agree, overrule and mark what was missed; their words as
 * labels. */
#include "cli/command.h"

#include "base/file.h"
#include "base/hash.h"
#include "base/language.h"
#include "report/html.h"
#include "review/labels.h"
#include "review/sample.h"
#include "review/server.h"
#include "run/baseline.h"
#include "run/results.h"

#include <stdlib.h>
#include <string.h>

struct review_session {
    struct gate_side run;
    struct score **scores;        /* owned; one a transcript, NULL where it was not held */
    struct report_entry *entries; /* the sample; arena of the run */
    size_t count;
    bool chinese, blind;
};

static void make_page(const struct reviews *reviews, struct str token, struct buf *out, void *context)
{
    struct review_session *session = context;
    struct report report;
    struct buf json, note;
    struct review_rates rates = {0};
    buf_init(&json, 0);
    buf_init(&note, 0);
    reviews_write(reviews, &json);
    for (size_t i = 0; i < session->count; i++)
        if (session->entries[i].score != NULL)
            review_count(reviews, session->entries[i].score, &rates);
    review_rates_text(&rates, session->chinese, &note);
    report_init(&report, session->entries, session->count, session->count, session->chinese);
    report.id = session->run.id;
    struct html_options options = {
        .review_token = token, .reviews = buf_str(&json), .note = buf_str(&note), .blind = session->blind};
    results_write_html(&report, &options, out);
    report_release(&report);
    buf_release(&json);
    buf_release(&note);
}

static const struct scenario *scenario_of(const struct gate_side *run, const struct transcript *t)
{
    const size_t at = names_find(&run->ids, t->scenario);
    return at != STR_NONE ? run->scenarios[at] : NULL;
}

static bool draw_sample(struct review_session *session, const char *plan_text, struct error *err)
{
    struct sample_plan plan;
    if (!sample_parse(&plan, str_from(plan_text), err))
        return false;
    session->entries = arena_array(&session->run.arena, session->run.transcripts.count + 1, sizeof *session->entries);
    for (size_t i = 0; i < session->run.transcripts.count; i++) {
        const struct transcript *t = session->run.transcripts.items[i];
        enum verdict verdict = session->scores[i] != NULL ? session->scores[i]->verdict : VERDICT_ERROR;
        if (!sample_takes(&plan, verdict, t->id, 1))
            continue;
        session->entries[session->count++] = (struct report_entry){
            .scenario = scenario_of(&session->run, t), .transcript = t, .score = session->scores[i]};
    }
    return session->count > 0 ||
           error_set(err, ERROR_USER,
                     TEXT("no conversation of the run is in the sample '%s'", "抽样“%s”里没有这次运行的任何对话"),
                     plan_text);
}

static void stop(int signal_number, void *context)
{
    (void)signal_number;
    loop_stop(context);
}

static int serve(struct ui *ui, const struct args *args, struct review_session *session, const char *path)
{
    struct error err = {0};
    if (!reviews_may_be_kept(path, &err))
        return ui_error(ui, &err);
    struct loop *loop = loop_new(&err);
    struct review_server_options options = {.port = (uint16_t)args_size(args, OPTION_PORT),
                                            .path = path,
                                            .clock = clock_system(),
                                            .page = make_page,
                                            .context = session};
    struct review_server *server =
        loop != NULL && loop_on_interrupt(loop, stop, loop, &err) ? review_server_open(loop, &options, &err) : NULL;
    int status = EXIT_INFRA;
    if (server != NULL) {
        struct buf out;
        buf_init(&out, 0);
        buf_printf(&out, "%.*s\n", STR_FORMAT(review_server_url(server)));
        status = ui_result(ui, buf_str(&out));
        buf_release(&out);
        ui_note(ui,
                SAY(ui, "conversations to review: %zu; open the address above. Reviews go to %s; Ctrl-C ends",
                    "%zu 通对话待复核；请打开上面的地址。复核记录写入 %s；按 Ctrl-C 结束"),
                session->count, path);
        loop_run(loop);
        review_server_close(server);
    } else {
        status = ui_error(ui, &err);
    }
    if (loop != NULL)
        loop_free(loop);
    return status;
}

/* Labels as JSONL on stdout, both rates as chatter. */
static int export_labels(struct ui *ui, const struct review_session *session, const char *path)
{
    struct error err = {0};
    struct reviews reviews;
    struct review_rates rates = {0};
    struct buf out;
    if (!reviews_read(&reviews, path, &err))
        return ui_error(ui, &err);
    buf_init(&out, 0);
    for (size_t i = 0; i < session->count; i++) {
        if (session->entries[i].score == NULL)
            continue;
        review_count(&reviews, session->entries[i].score, &rates);
        review_labels(&reviews, session->entries[i].score, &out);
    }
    int status = ui_result(ui, buf_str(&out));
    buf_clear(&out);
    review_rates_text(&rates, ui->chinese, &out);
    ui_note(ui, "%.*s", STR_FORMAT(buf_str(&out)));
    buf_release(&out);
    reviews_release(&reviews);
    return status;
}

static int compare_hashes(const void *a, const void *b)
{
    return strcmp(a, b);
}

/* A word is known again by the hash of what was said: words on calls that were held anew or edited stand for nothing,
 * and their authors should hear of it. */
static void warn_of_strays(struct ui *ui, struct gate_side *run, const char *path)
{
    typedef char hash_text[HASH_HEX + 1];
    struct error err = {0};
    struct reviews reviews;
    size_t count = run->transcripts.count, strays = 0;
    if (!reviews_read(&reviews, path, &err))
        return; /* told where they are used */
    hash_text *hashes = arena_array(&run->arena, count + 1, sizeof *hashes);
    for (size_t i = 0; i < count && reviews.count > 0; i++)
        transcript_hash(run->transcripts.items[i], hashes[i]);
    qsort(hashes, count, sizeof *hashes, compare_hashes);
    for (size_t i = 0; i < reviews.count; i++)
        strays += bsearch(str_cstring(&run->arena, reviews.items[i].transcript_hash), hashes, count, sizeof *hashes,
                          compare_hashes) == NULL;
    if (strays > 0)
        ui_warn(ui,
                SAY(ui, "%s: %zu of %zu words are of calls that this run no longer holds as they were: not counted",
                    "%s：%zu 条（共 %zu 条）意见针对的对话与这次运行里的不一致，不计入"),
                path, strays, reviews.count);
    reviews_release(&reviews);
}

int cmd_review(struct ui *ui, const struct args *args)
{
    struct error err = {0};
    struct review_session session = {.chinese = ui->chinese, .blind = args_has(args, OPTION_BLIND)};
    const char *folder = args->operands.items[0];
    if (!file_is_dir(folder))
        return ui_misuse(ui, "review", SAY(ui, "%s is no run folder", "%s 不是运行目录"), folder);
    if (!gate_side_read(&session.run, folder, &err))
        return ui_error(ui, &err);
    struct gate_scores scores = gate_score(&session.run, args_size(args, OPTION_THREADS));
    session.scores = scores.before;
    const char *path = arena_printf(&session.run.arena, "%s/reviews.jsonl", folder);
    warn_of_strays(ui, &session.run, path);
    int status = !draw_sample(&session, args_text(args, OPTION_SAMPLE), &err) ? ui_error(ui, &err)
                 : args_has(args, OPTION_LABELS)                              ? export_labels(ui, &session, path)
                                                                              : serve(ui, args, &session, path);
    gate_scores_release(&scores);
    gate_side_release(&session.run);
    return status;
}
