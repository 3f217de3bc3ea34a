/* show: what was understood of a document, what a model is sent, what it is scored by, what the script would answer. */
#include "cli/endpoints.h"

#include "base/file.h"
#include "base/language.h"
#include "cli/outline.h"
#include "dialogue/dialogue.h"
#include "dialogue/template.h"
#include "rubric/rubric.h"
#include "run/choose.h"
#include "spec/scenario_json.h"
#include "text/utf8.h"

#include <string.h>

/* The questions of --ask, and what a chooser made of them. */
struct inquiry {
    struct arena arena;
    VEC(struct str) questions;
    struct chosen *chosen; /* arena; NULL: no chooser */
};

static void answer(const struct scenario *scenario, const struct dialogue_plan *plan, struct str question,
                   const struct chosen *chosen, struct buf *out)
{
    struct json_writer w;
    struct asked asked = dialogue_ask(scenario, plan, question);
    bool by_model = chosen != NULL && chosen->choice.kind != CHOICE_NOT_ASKED;
    if (by_model) {
        asked.entry = chosen->choice.entry;
        asked.answer = asked.entry > 0 ? scenario->caller.qa[asked.entry - 1].answer : STR("");
    }
    json_writer_init(&w, out, 0);
    json_open_object(&w, NULL);
    json_put_string(&w, "question", question);
    if (asked.entry > 0)
        json_put_integer(&w, "entry", (int64_t)asked.entry);
    else
        json_put_null(&w, "entry");
    json_put_string(&w, "answer", asked.answer);
    if (!by_model)
        json_put_number(&w, "score", asked.score);
    if (chosen != NULL)
        json_put_cstring(&w, "chooser", chosen->came);
    json_put_cstring(&w, "certainty", by_model ? "model" : certainty_name(asked.certainty));
    json_open_array(&w, "nearest");
    for (size_t i = 0; i < asked.nearest_count; i++) {
        const struct qa_near *near = &asked.nearest[i];
        json_open_object(&w, NULL);
        json_put_integer(&w, "number", (int64_t)near->entry);
        json_put_string(&w, "question", scenario->caller.qa[near->entry - 1].question);
        json_put_number(&w, "score", near->score);
        json_close_object(&w);
    }
    json_close_array(&w);
    json_close_object(&w);
    buf_add_byte(out, '\n');
}

/* "TEXT", or "@FILE" with a question a line; blank lines are skipped. */
static bool read_questions(struct inquiry *inquiry, const char *what, struct error *err)
{
    enum { QUESTIONS_CEILING = 16 << 20 };
    size_t bad = 0;
    if (what[0] != '@') {
        if (!utf8_valid(str_from(what), &bad))
            return error_set(
                err, ERROR_USER,
                TEXT("the question of --ask is not UTF-8 (byte %zu)", "--ask 的问题不是 UTF-8（第 %zu 字节）"),
                bad + 1);
        VEC_PUSH(&inquiry->questions, str_from(what));
        return true;
    }
    struct buf file;
    buf_init(&file, QUESTIONS_CEILING);
    bool fine = file_read(what + 1, &file, err);
    struct str rest = str_dup(&inquiry->arena, buf_str(&file)), line;
    for (size_t number = 1; fine && str_next_line(&rest, &line); number++) {
        if (!utf8_valid(line, &bad))
            fine = error_at(err, ERROR_USER, what + 1, number, bad + 1,
                            TEXT("this question is not UTF-8", "这个问题不是 UTF-8"));
        else if (str_trim(line).len > 0)
            VEC_PUSH(&inquiry->questions, line);
    }
    buf_release(&file);
    return fine;
}

/* What the chooser failed in is left to the matcher without a model, and said. */
static bool choose(const struct ui *ui, const struct args *args, const struct scenario *scenario,
                   struct inquiry *inquiry, struct error *err)
{
    struct experiment experiment;
    struct models models = {0};
    struct choosing counts = {0};
    size_t retries = args_size(args, OPTION_RETRIES), count = inquiry->questions.count;
    struct exchange_options options = {.in_flight = args_size(args, OPTION_IN_FLIGHT),
                                       .retries = retries > 0 ? retries : EXCHANGE_NO_RETRY};
    experiment_init(&experiment);
    inquiry->chosen = arena_array(&inquiry->arena, count + 1, sizeof *inquiry->chosen);
    bool fine = (!args_has(args, OPTION_MODELS) || models_read(&models, args_text(args, OPTION_MODELS), err)) &&
                endpoints_add_chooser(args, &models, &experiment, err) &&
                choose_all(scenario, experiment.chooser, &options, inquiry->questions.items, count, inquiry->chosen,
                           &counts, err);
    if (fine && counts.failed + counts.unusable > 0)
        ui_warn(ui,
                SAY(ui,
                    "of %zu questions the chooser failed in %zu and gave no usable answer in %zu: there the matcher "
                    "without a model decided %s",
                    "%zu 个问题中，挑选模型 %zu 个请求失败，%zu 个答非所选：这些由不用模型的匹配来决定 %s"),
                count, counts.failed, counts.unusable, counts.why);
    experiment_release(&experiment);
    models_release(&models);
    return fine;
}

static bool ask(const struct ui *ui, const struct args *args, const struct scenario *scenario, struct buf *out,
                struct error *err)
{
    struct inquiry inquiry = {0};
    arena_init(&inquiry.arena);
    bool fine = read_questions(&inquiry, args_text(args, OPTION_ASK), err) &&
                (!args_has(args, OPTION_CHOOSER) || choose(ui, args, scenario, &inquiry, err));
    struct dialogue_plan *plan = fine ? dialogue_plan_new(scenario) : NULL;
    for (size_t i = 0; fine && i < inquiry.questions.count; i++)
        answer(scenario, plan, inquiry.questions.items[i], inquiry.chosen != NULL ? &inquiry.chosen[i] : NULL, out);
    if (plan != NULL)
        dialogue_plan_free(plan);
    VEC_RELEASE(&inquiry.questions);
    arena_release(&inquiry.arena);
    return fine;
}

static bool print_rubric(const struct args *args, const struct scenario *scenario, struct buf *out, struct error *err)
{
    enum { FILES_MAX = 256 };
    const char *files[FILES_MAX];
    size_t at = 0, count = 0;
    for (const char *path; (path = args_each(args, OPTION_RUBRIC, &at)) != NULL; files[count++] = path)
        if (count == FILES_MAX)
            return error_set(err, ERROR_USER, TEXT("--rubric is given over %d times", "--rubric 给出了超过 %d 次"),
                             FILES_MAX);
    struct rubric *rubric = rubric_for(scenario, files, count, err);
    if (rubric == NULL)
        return false;
    rubric_print(rubric, out);
    rubric_free(rubric);
    return true;
}

static void print_json(const struct scenario *scenario, struct buf *out)
{
    struct json_writer w;
    json_writer_init(&w, out, 1);
    scenario_json(scenario, &w, NULL);
    buf_add_byte(out, '\n');
}

/* Exactly what a model is sent: by the built-in prompt, or by one of the user's own. */
static bool print_prompt(const struct args *args, const struct scenario *scenario, struct buf *out, struct error *err)
{
    const char *marker = prompt_marker(scenario->lang), *path = args_text(args, OPTION_PROMPT);
    struct experiment experiment;
    experiment_init(&experiment);
    bool fine = path == NULL || experiment_add_prompt(&experiment, path, err);
    if (fine)
        buf_add(out, path != NULL ? template_fill(&experiment.arena, experiment.prompts[0].text, scenario, marker)
                                  : prompt_persona(&experiment.arena, scenario, marker));
    if (out->len > 0 && out->bytes[out->len - 1] != '\n')
        buf_add_byte(out, '\n');
    experiment_release(&experiment);
    return fine;
}

int cmd_show(struct ui *ui, const struct args *args)
{
    const char *as = args_text(args, OPTION_AS);
    struct error err = {0};
    struct scenario *scenario = scenario_read(args->operands.items[0], &err);
    if (scenario == NULL)
        return ui_error(ui, &err);
    struct buf out;
    buf_init(&out, 0);
    bool fine = true;
    if (args_has(args, OPTION_ASK))
        fine = ask(ui, args, scenario, &out, &err);
    else if (strcmp(as, "json") == 0)
        print_json(scenario, &out);
    else if (strcmp(as, "prompt") == 0)
        fine = print_prompt(args, scenario, &out, &err);
    else if (strcmp(as, "rubric") == 0)
        fine = print_rubric(args, scenario, &out, &err);
    else
        outline_text(ui, scenario, &out);
    int status = fine ? ui_result(ui, buf_str(&out)) : ui_error(ui, &err);
    buf_release(&out);
    scenario_free(scenario);
    return status;
}
