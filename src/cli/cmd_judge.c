/* judge: asks a model the rubric's questions about each conversation of a run, and keeps the answers. */
#include "cli/command.h"
#include "cli/endpoints.h"
#include "cli/progress.h"

#include "base/file.h"
#include "base/interrupt.h"
#include "base/language.h"
#include "run/experiment.h"
#include "run/judge.h"
#include "run/record.h"
#include "syntax/json_writer.h"
#include "text/printable.h"
#include "transcript/reason.h"

#include <stdio.h>
#include <string.h>

enum { RUBRICS_MAX = 256 };

/* What is read of the run. */
struct inquiry {
    struct arena arena;
    const char *folder;
    struct run_record run;
    struct transcripts transcripts;
    struct rubric **rubrics; /* owned; one a scenario */
    struct judgements *judgements;
    struct judge_subject *subjects;
    size_t count, unheld;
};

/* The rubric files of --rubric, else those that the run was held under. */
static const struct rubric_file *rubric_files(const struct args *args, struct inquiry *inquiry, size_t *count)
{
    struct rubric_file *given = arena_array(&inquiry->arena, RUBRICS_MAX, sizeof *given);
    size_t at = 0;
    *count = 0;
    for (const char *path; *count < RUBRICS_MAX && (path = args_each(args, OPTION_RUBRIC, &at)) != NULL;)
        given[(*count)++].path = path;
    if (*count > 0)
        return given;
    *count = inquiry->run.rubric_count;
    return inquiry->run.rubrics;
}

static bool read_rubrics(const struct args *args, struct inquiry *inquiry, struct error *err)
{
    size_t files, questions = 0;
    const struct rubric_file *kept = rubric_files(args, inquiry, &files);
    inquiry->rubrics = arena_array(&inquiry->arena, inquiry->run.scenario_count, sizeof *inquiry->rubrics);
    for (size_t i = 0; i < inquiry->run.scenario_count; i++) {
        inquiry->rubrics[i] = rubric_with(inquiry->run.scenarios[i], kept, files, err);
        if (inquiry->rubrics[i] == NULL)
            return false;
        questions += inquiry->rubrics[i]->question_count;
    }
    return questions > 0 ||
           error_at(err, ERROR_USER, inquiry->folder, 0, 0,
                    TEXT("the run's rubric asks a judge nothing; give one with questions, such as --rubric "
                         "rubrics/judge/fidelity.en.yaml",
                         "这次运行的评分标准没有要问裁判的问题；请给出带有问题的，例如 --rubric "
                         "rubrics/judge/fidelity.zh.yaml"));
}

/* Conversations that were not held to their end are not asked about. */
static void choose_subjects(struct inquiry *inquiry)
{
    inquiry->subjects = arena_array(&inquiry->arena, inquiry->transcripts.count, sizeof *inquiry->subjects);
    for (size_t i = 0; i < inquiry->transcripts.count; i++) {
        const struct transcript *transcript = inquiry->transcripts.items[i];
        const size_t s = names_find(&inquiry->run.ids, transcript->scenario);
        if (s == STR_NONE || ended_broken_off(transcript->ended_by))
            inquiry->unheld++;
        else
            inquiry->subjects[inquiry->count++] = (struct judge_subject){transcript, inquiry->rubrics[s]};
    }
}

static bool read_inquiry(const struct args *args, struct inquiry *inquiry, struct error *err)
{
    struct bad_lines bad = {0};
    const char *transcripts = arena_printf(&inquiry->arena, "%s/transcripts.jsonl", inquiry->folder),
               *judged = arena_printf(&inquiry->arena, "%s/judge.jsonl", inquiry->folder);
    if (!run_record_read(&inquiry->run, inquiry->folder, err) || !read_rubrics(args, inquiry, err))
        return false;
    if (!file_exists(transcripts))
        return error_at(err, ERROR_USER, inquiry->folder, 0, 0,
                        TEXT("the run has no transcripts.jsonl yet; run its command again to complete it",
                             "这次运行还没有 transcripts.jsonl；请再次执行它的命令以完成运行"));
    bool fine = transcripts_read(transcripts, NULL, &inquiry->transcripts, &bad, err) &&
                (!file_exists(judged) || judgements_read(judged, inquiry->judgements, &bad, err));
    if (fine && bad_lines_count(&bad) > 0) {
        *err = bad.items[0];
        fine = false;
    }
    VEC_RELEASE(&bad);
    choose_subjects(inquiry);
    return fine;
}

static void release(struct inquiry *inquiry)
{
    for (size_t i = 0; inquiry->rubrics != NULL && i < inquiry->run.scenario_count; i++)
        if (inquiry->rubrics[i] != NULL)
            rubric_free(inquiry->rubrics[i]);
    transcripts_release(&inquiry->transcripts);
    judgements_free(inquiry->judgements);
    if (inquiry->run.path != NULL)
        run_record_release(&inquiry->run);
    arena_release(&inquiry->arena);
}

static bool set_endpoint(const struct args *args, struct models *models, struct endpoint *endpoint, struct error *err)
{
    if ((args_has(args, OPTION_MODELS) && !models_read(models, args_text(args, OPTION_MODELS), err)) ||
        !endpoints_fit(args, models, endpoint, err))
        return false;
    endpoints_parameters(args, args_size(args, OPTION_SEED), endpoint);
    endpoint->temperature = args_number(args, OPTION_TEMPERATURE, endpoint->temperature);
    endpoint->top_p = args_number(args, OPTION_TOP_P, endpoint->top_p);
    endpoints_prices(args, endpoint);
    endpoints_reach(args, endpoint);
    return !args_has(args, OPTION_MAX_COST) || endpoint_check_prices(endpoint, err);
}

static void show_progress(const struct judge_progress *progress, void *context)
{
    const struct ui *ui = context;
    if (progress->stopping && progress->last.len == 0)
        progress_stopping(ui, progress->requests, progress->most_ms);
    if (ui->quiet || progress->stopping)
        return;
    if (ui->err.interactive)
        fputs("\r\33[K", ui->err.file);
    if (progress->why.len > 0)
        ui_failure(ui, progress->last, progress->why);
    if (ui->err.interactive && progress->done + progress->failed < progress->planned) {
        fprintf(ui->err.file, SAY(ui, "conversations %zu of %zu", "%zu / %zu 通对话"),
                progress->done + progress->failed, progress->planned);
        fflush(ui->err.file);
    }
}

/* A line a question: how its answers fell, and the first thing that went wrong with it. */
static void as_text(const struct ui *ui, const struct inquiry *inquiry, const struct question *question,
                    struct buf *out)
{
    size_t counts[ANSWER_ERROR + 1] = {0}, unanswered = 0;
    struct str why = {0};
    for (size_t i = 0; i < inquiry->count; i++) {
        char hash[65];
        transcript_hash(inquiry->subjects[i].transcript, hash);
        const struct judgement *judgement =
            judgements_find(inquiry->judgements, str_from(hash), question->id, question->text);
        if (judgement == NULL) {
            unanswered++;
            continue;
        }
        counts[judgement->answer]++;
        if (judgement->answer == ANSWER_ERROR && why.len == 0)
            why = judgement->why;
    }
    printable_add(out, question->id, 0);
    buf_printf(out,
               SAY(ui, ": yes %zu, no %zu, abstained or disagreed %zu, errors %zu, not asked %zu\n",
                   "：是 %zu，否 %zu，弃权或不一致 %zu，出错 %zu，未问 %zu\n"),
               counts[ANSWER_YES], counts[ANSWER_NO], counts[ANSWER_ABSTAIN], counts[ANSWER_ERROR], unanswered);
    if (why.len > 0) {
        buf_add_cstring(out, "  ");
        struct arena arena;
        arena_init(&arena);
        printable_add(out, ui->chinese ? reason_in_chinese(&arena, why) : why, 0);
        buf_add_byte(out, '\n');
        arena_release(&arena);
    }
}

/* Documents may differ in their questions: each is shown once, by its words. */
static void add_questions(const struct ui *ui, const struct inquiry *inquiry, struct buf *out)
{
    for (size_t s = 0; s < inquiry->run.scenario_count; s++)
        for (size_t q = 0; q < inquiry->rubrics[s]->question_count; q++) {
            const struct question *question = &inquiry->rubrics[s]->questions[q];
            bool shown = false;
            for (size_t t = 0; t < s && !shown; t++)
                for (size_t p = 0; p < inquiry->rubrics[t]->question_count && !shown; p++)
                    shown = str_eq(inquiry->rubrics[t]->questions[p].id, question->id) &&
                            str_eq(inquiry->rubrics[t]->questions[p].text, question->text);
            if (!shown)
                as_text(ui, inquiry, question, out);
        }
}

static int present(struct ui *ui, const struct args *args, const struct inquiry *inquiry)
{
    struct buf out;
    buf_init(&out, 0);
    if (strcmp(args_text(args, OPTION_FORMAT), "jsonl") == 0) {
        for (size_t i = 0; i < judgements_count(inquiry->judgements); i++) {
            struct json_writer w;
            json_writer_init(&w, &out, 0);
            judgement_write(judgements_at(inquiry->judgements, i), &w);
            buf_add_byte(&out, '\n');
        }
    } else {
        add_questions(ui, inquiry, &out);
    }
    int status = ui_result(ui, buf_str(&out));
    buf_release(&out);
    return status;
}

/* Is there an answer that is no error? True of no answers at all. */
static bool any_believed(const struct judgements *judgements)
{
    size_t count = judgements_count(judgements), errors = 0;
    for (size_t i = 0; i < count; i++)
        errors += judgements_at(judgements, i)->answer == ANSWER_ERROR;
    return count == 0 || errors < count;
}

static int conclude(const struct ui *ui, const struct inquiry *inquiry, const struct judge_result *result)
{
    ui_note(
        ui,
        SAY(ui,
            "conversations %zu: %zu judged now, %zu before, %zu failed, %zu not begun, %zu not held; %llu requests "
            "(%llu from the tape)",
            "%zu 通对话：本次评 %zu，此前已评 %zu，失败 %zu，未开始 %zu，未完成的对话 %zu；请求 %llu 次（磁带上 %llu "
            "次）"),
        inquiry->count + inquiry->unheld, result->done, result->known, result->failed,
        result->planned - result->done - result->failed, inquiry->unheld, (unsigned long long)result->exchanged.asked,
        (unsigned long long)result->exchanged.from_tape);
    if (result->done + result->known > 0)
        ui_note(ui,
                SAY(ui, "`fidelio report %s` shows the second fidelity", "`fidelio report %s` 显示计入裁判的忠实度"),
                inquiry->folder);
    if (result->tape_cut)
        ui_note(ui, "%s",
                SAY(ui, "the tape ended in the middle of a line, which was cut off", "磁带末行不完整，已截去"));
    const bool believed = inquiry->count == 0 || any_believed(inquiry->judgements);
    if (!believed)
        ui_warn(ui, "%s",
                SAY(ui,
                    "none of this judge's answers can be believed (why stands above); another model may answer better",
                    "这位裁判的回答没有一个可信（原因见上），请换一个模型试试"));
    if (result->done == result->planned)
        return believed ? EXIT_GOOD : EXIT_INFRA;
    if (result->interrupted)
        ui_warn(ui, "%s", SAY(ui, "interrupted", "已中断"));
    ui_note(ui, "%s",
            SAY(ui, "the same command goes on where it was and asks again for what failed",
                "再次执行同一命令会从中断处继续，并重做失败的部分"));
    if (!ui->quiet)
        ui_same_command(ui);
    return EXIT_INFRA;
}

static int ask(struct ui *ui, const struct args *args, struct inquiry *inquiry, const struct endpoint *endpoint)
{
    struct error err = {0};
    struct judge_result result;
    size_t retries = args_size(args, OPTION_RETRIES);
    struct judge_options options = {
        .exchange = {.in_flight = args_size(args, OPTION_IN_FLIGHT),
                     .offline = args_has(args, OPTION_OFFLINE),
                     .retries = retries > 0 ? retries : EXCHANGE_NO_RETRY,
                     .max_cost = args_number(args, OPTION_MAX_COST, 0),
                     .max_time_ms = (uint64_t)(args_number(args, OPTION_MAX_TIME, 0) * 1000)},
        .durable = args_has(args, OPTION_DURABLE),
        .progress = show_progress,
        .context = ui,
    };
    if (!judge_run(inquiry->folder, inquiry->subjects, inquiry->count, endpoint, &options, inquiry->judgements, &result,
                   &err))
        return ui_error(ui, &err);
    int status = present(ui, args, inquiry);
    int concluded = conclude(ui, inquiry, &result);
    return status != EXIT_GOOD ? status : concluded;
}

int cmd_judge(struct ui *ui, const struct args *args)
{
    struct error err = {0};
    struct experiment experiment;
    struct models models = {0}; /* what the endpoint borrows from */
    struct inquiry inquiry = {.folder = args->operands.items[0], .judgements = judgements_new()};
    const char *name = args_text(args, OPTION_MODEL);
    int status;
    interrupt_watch();
    arena_init(&inquiry.arena);
    experiment_init(&experiment);
    if (name == NULL || model_is_understudy(str_from(name))) {
        status = ui_misuse(ui, "judge", "%s",
                           SAY(ui, "`judge` needs --model NAME, a language model: the understudy cannot read",
                               "`judge` 需要 --model NAME，且必须是语言模型：替身不会阅读"));
    } else if (!read_inquiry(args, &inquiry, &err)) {
        status = ui_error(ui, &err);
    } else {
        struct endpoint *endpoint = experiment_endpoint(&experiment, name, args_text(args, OPTION_BASE_URL),
                                                        args_text(args, OPTION_API_KEY_ENV));
        bool fine = set_endpoint(args, &models, endpoint, &err);
        status = fine ? ask(ui, args, &inquiry, endpoint) : ui_error(ui, &err);
    }
    experiment_release(&experiment);
    models_release(&models);
    release(&inquiry);
    return status;
}
