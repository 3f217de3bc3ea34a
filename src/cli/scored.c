/* Reads what is to be scored, scores it, presents it: what `score` and `report` have in common. No model is asked. */
#include "cli/present.h"

#include "base/language.h"
#include "run/record.h"
#include "transcript/import.h"
#include "transcript/judgement.h"

#include <stdio.h>
#include <stdlib.h>

enum { LIST_MAX = 256 };

/* The values of an option that may be given more than once, as a NULL-terminated list. False (and said) when there are
 * too many. */
static bool list_of(const struct ui *ui, const struct args *args, enum option_id id, const char *list[LIST_MAX + 1],
                    size_t *count)
{
    size_t at = 0;
    *count = 0;
    for (const char *value; (value = args_each(args, id, &at)) != NULL; list[(*count)++] = value)
        if (*count == LIST_MAX) {
            ui_misuse(ui, commands[args->command].name, SAY(ui, "--%s is given over %d times", "--%s 给出了超过 %d 次"),
                      option_of(args->command, id)->name, LIST_MAX);
            return false;
        }
    list[*count] = NULL;
    return true;
}

struct read_options scored_read_options(const struct args *args, struct arena *arena)
{
    const char **markers = arena_array(arena, args->given.count + 1, sizeof *markers);
    size_t at = 0, count = 0;
    for (const char *marker; (marker = args_each(args, OPTION_MARKER, &at)) != NULL;)
        markers[count++] = marker;
    return (struct read_options){
        .persona_is_user = str_eq_cstring(str_from(args_text(args, OPTION_PERSONA_ROLE)), "user"),
        .markers = count > 0 ? (const char *const *)markers : NULL,
        .persona_names =
            args_has(args, OPTION_PERSONA_NAME) ? str_from(args_text(args, OPTION_PERSONA_NAME)) : (struct str){0},
    };
}

/* The run's folder, or NULL: a file of transcripts is meant. */
static const char *run_folder(const struct args *args)
{
    if (args->operands.count == 0 || (args->command == COMMAND_AGREE && !file_is_dir(args->operands.items[0])))
        return NULL;
    return args->operands.items[0];
}

/* What is to be scored, and by what. */
struct scoring {
    struct arena arena;
    struct run_record run; /* of a run; empty for a file */
    struct scenario *given[LIST_MAX];
    size_t given_count;
    struct transcripts transcripts;
    struct bad_lines bad;
    struct judgements *judgements;
    struct rubric_file rubrics[LIST_MAX + 1];
    size_t rubric_count;
    const char *file;
};

static bool read_given_scenarios(const struct args *args, struct scoring *scoring, struct error *err)
{
    size_t at = 0;
    for (const char *path; (path = args_each(args, OPTION_SCENARIO, &at)) != NULL;) {
        if (scoring->given_count == LIST_MAX)
            return error_set(err, ERROR_USER, TEXT("--scenario is given over %d times", "--scenario 给出了超过 %d 次"),
                             LIST_MAX);
        scoring->given[scoring->given_count] = scenario_read(path, err);
        if (scoring->given[scoring->given_count] == NULL)
            return false;
        scoring->given_count++;
    }
    return true;
}

static bool read_run(const char *path, struct scoring *scoring, struct error *err)
{
    if (!run_record_read(&scoring->run, path, err))
        return false;
    scoring->file = arena_printf(&scoring->run.arena, "%s/transcripts.jsonl", path);
    if (!file_exists(scoring->file))
        return error_at(err, ERROR_USER, path, 0, 0,
                        TEXT("the run has no transcripts.jsonl yet; run its command again to complete it",
                             "这次运行还没有 transcripts.jsonl；请再次执行它的命令以完成运行"));
    const char *judged = arena_printf(&scoring->run.arena, "%s/judge.jsonl", path);
    if (file_exists(judged) && !judgements_read(judged, scoring->judgements, &scoring->bad, err))
        return false;
    for (size_t i = 0; scoring->rubric_count == 0 && i < scoring->run.rubric_count && i < LIST_MAX; i++)
        scoring->rubrics[i] = scoring->run.rubrics[i];
    if (scoring->rubric_count == 0)
        scoring->rubric_count = scoring->run.rubric_count < LIST_MAX ? scoring->run.rubric_count : LIST_MAX;
    return true;
}

/* What the documents say of persona and caller tells whose turns begin with a name of his own. */
static void add_names(struct scoring *scoring, struct read_options *options)
{
    struct buf persona, caller;
    buf_init(&persona, 0);
    buf_init(&caller, 0);
    for (size_t i = 0; i < scoring->given_count && options->persona_names.len == 0; i++) {
        const struct scenario *scenario = scoring->given[i];
        buf_printf(&persona, "%.*s\n", STR_FORMAT(scenario->callee.role));
        buf_printf(&caller, "%.*s\n", STR_FORMAT(scenario->caller.role));
    }
    if (persona.len + caller.len > 0) {
        options->persona_names = str_dup(&scoring->arena, buf_str(&persona));
        options->caller_names = str_dup(&scoring->arena, buf_str(&caller));
    }
    buf_release(&persona);
    buf_release(&caller);
}

static bool read_all(const struct args *args, struct scoring *scoring, struct error *err)
{
    struct read_options options = scored_read_options(args, &scoring->arena);
    const char *folder = run_folder(args);
    if (!read_given_scenarios(args, scoring, err))
        return false;
    add_names(scoring, &options);
    if (folder != NULL)
        return read_run(folder, scoring, err) &&
               transcripts_read(scoring->file, &options, &scoring->transcripts, &scoring->bad, err);
    scoring->file = args->operands.count > 0 ? args->operands.items[0] : args_text(args, OPTION_TRANSCRIPTS);
    return transcripts_import(scoring->file, &options, &scoring->transcripts, &scoring->bad, err);
}

static void release(struct scoring *scoring)
{
    for (size_t i = 0; i < scoring->given_count; i++)
        scenario_free(scoring->given[i]);
    transcripts_release(&scoring->transcripts);
    VEC_RELEASE(&scoring->bad);
    judgements_free(scoring->judgements);
    if (scoring->run.path != NULL)
        run_record_release(&scoring->run);
    arena_release(&scoring->arena);
}

static int score(struct ui *ui, const struct args *args, struct scoring *scoring, scored_use *use)
{
    struct error err = {0};
    bool from_run = scoring->run.path != NULL && scoring->given_count == 0;
    struct scenario *const *scenarios = from_run ? scoring->run.scenarios : scoring->given;
    size_t count = from_run ? scoring->run.scenario_count : scoring->given_count;
    struct results results;
    struct yardstick by = {scenarios,           count,
                           scoring->rubrics,    scoring->rubric_count,
                           scoring->judgements, args_size(args, OPTION_THREADS)};
    if (!results_score(&results, &by, scoring->transcripts.items, scoring->transcripts.count, &err)) {
        if (err.path[0] == '\0')
            snprintf(err.path, sizeof err.path, "%s", scoring->file);
        return ui_error(ui, &err);
    }
    if (!check_subject(args, &results, &err)) {
        results_release(&results);
        return ui_error(ui, &err);
    }
    struct presented what = {
        .planned = scoring->run.path != NULL ? scoring->run.planned : scoring->transcripts.count,
        .id = scoring->run.id,
        .path = str_from(scoring->run.path),
        .created = scoring->run.started_at,
        .scenarios = scenarios,
        .scenario_count = count,
        .judgements = scoring->judgements,
    };
    int status = use(ui, args, &results, &what);
    results_release(&results);
    return status;
}

int scored_command(struct ui *ui, const struct args *args, scored_use *use)
{
    struct error err = {0};
    struct scoring *scoring = memory_alloc(sizeof *scoring);
    arena_init(&scoring->arena);
    scoring->judgements = judgements_new();
    int status = EXIT_USER;
    const char *files[LIST_MAX + 1];
    if (list_of(ui, args, OPTION_RUBRIC, files, &scoring->rubric_count)) {
        for (size_t i = 0; i < scoring->rubric_count; i++)
            scoring->rubrics[i].path = files[i];
        if (!read_all(args, scoring, &err)) {
            status = ui_error(ui, &err);
        } else {
            int bad = present_bad_lines(ui, &scoring->bad);
            status = score(ui, args, scoring, use);
            status = status != EXIT_GOOD ? status : bad;
        }
    }
    release(scoring);
    free(scoring);
    return status;
}
