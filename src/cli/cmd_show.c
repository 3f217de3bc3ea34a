/* show: what was understood of a document, what a model is sent, what it is scored by, what the script would answer. */
#include "cli/command.h"

#include "base/file.h"
#include "cli/outline.h"
#include "dialogue/dialogue.h"
#include "dialogue/template.h"
#include "rubric/rubric.h"
#include "run/experiment.h"
#include "spec/scenario_json.h"
#include "text/utf8.h"

#include <string.h>

static void answer(const struct scenario *scenario, const struct dialogue_plan *plan, struct str question,
                   struct buf *out)
{
    struct json_writer w;
    struct asked asked = dialogue_ask(scenario, plan, question);
    json_writer_init(&w, out, 0);
    json_open_object(&w, NULL);
    json_put_string(&w, "question", question);
    if (asked.entry > 0)
        json_put_integer(&w, "entry", (int64_t)asked.entry);
    else
        json_put_null(&w, "entry");
    json_put_string(&w, "answer", asked.answer);
    json_put_number(&w, "score", asked.score);
    json_close_object(&w);
    buf_add_byte(out, '\n');
}

/* "TEXT", or "@FILE" with a question a line; blank lines are skipped. */
static bool ask_all(const struct scenario *scenario, const struct dialogue_plan *plan, const char *what,
                    struct buf *out, struct error *err)
{
    enum { QUESTIONS_CEILING = 16 << 20 };
    size_t bad = 0;
    if (what[0] != '@') {
        if (!utf8_valid(str_from(what), &bad))
            return error_set(err, ERROR_USER, "the question of --ask is not UTF-8 (byte %zu)", bad + 1);
        answer(scenario, plan, str_from(what), out);
        return true;
    }
    struct buf file;
    buf_init(&file, QUESTIONS_CEILING);
    bool fine = file_read(what + 1, &file, err);
    struct str rest = buf_str(&file), line;
    for (size_t number = 1; fine && str_next_line(&rest, &line); number++) {
        if (!utf8_valid(line, &bad))
            fine = error_at(err, ERROR_USER, what + 1, number, bad + 1, "this question is not UTF-8");
        else if (str_trim(line).len > 0)
            answer(scenario, plan, line, out);
    }
    buf_release(&file);
    return fine;
}

static bool ask(const struct scenario *scenario, const char *what, struct buf *out, struct error *err)
{
    struct dialogue_plan *plan = dialogue_plan_new(scenario);
    bool fine = ask_all(scenario, plan, what, out, err);
    dialogue_plan_free(plan);
    return fine;
}

static bool print_rubric(const struct args *args, const struct scenario *scenario, struct buf *out, struct error *err)
{
    enum { FILES_MAX = 256 };
    const char *files[FILES_MAX];
    size_t at = 0, count = 0;
    for (const char *path; (path = args_each(args, OPTION_RUBRIC, &at)) != NULL; files[count++] = path)
        if (count == FILES_MAX)
            return error_set(err, ERROR_USER, "--rubric is given over %d times", FILES_MAX);
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
        fine = ask(scenario, args_text(args, OPTION_ASK), &out, &err);
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
