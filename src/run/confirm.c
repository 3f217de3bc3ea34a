#include "run/confirm.h"

#include "base/clock.h"
#include "base/language.h"
#include "run/derived.h"
#include "run/recall.h"
#include "run/record.h"
#include "syntax/json.h"

#include <string.h>

/* The run as it stands, and what is to be held of it. */
struct look {
    struct arena arena;
    struct run_record record;
    struct experiment experiment;
    struct plan plan;
    const char *path; /* RUN/confirm */
};

static bool only_one_look(struct look *look, struct error *err)
{
    const char *file = arena_printf(&look->arena, "%s/run.json", look->path);
    if (!file_exists(file))
        return true;
    const struct json *run = run_json_read(&look->arena, file, err);
    double first = json_get_number(json_get(run, "parameters"), "first_repeat", 1),
           last = json_get_number(json_get(run, "parameters"), "repeats", 0);
    return run != NULL &&
           (last == (double)look->experiment.repeats ||
            error_at(
                err, ERROR_USER, look->path, 0, 0,
                TEXT("the run had its second look already, with --confirm %.0f: a third would ring more often than is "
                     "stated; ask for the same number, or compare a new run",
                     "这次运行已经用 --confirm %.0f "
                     "复查过一次：再复查，误报就会多于所说的比例；请用同样的数，或比较一次新的运行"),
                last - first + 1));
}

static bool open_look(struct look *look, const char *path, const struct confirm_options *options, struct error *err)
{
    const char *file = arena_printf(&look->arena, "%s/run.json", path);
    const struct json *run = run_json_read(&look->arena, file, err);
    look->path = arena_printf(&look->arena, "%s/confirm", path);
    if (run == NULL || !experiment_recall(&look->experiment, run, options->models, err) ||
        !run_record_read(&look->record, path, err))
        return false;
    look->experiment.first_repeat = look->experiment.repeats + 1;
    look->experiment.repeats += options->repeats;
    const char *tape = arena_printf(&look->arena, "%s/tape.jsonl", look->path);
    bool priced = options->pipeline.exchange.max_cost <= 0 || experiment_check_prices(&look->experiment, err);
    return priced && only_one_look(look, err) && (!options->pipeline.exchange.offline || tape_is_there(tape, err)) &&
           plan_make(&look->plan, &look->experiment, err);
}

static void close_look(struct look *look)
{
    if (look->plan.experiment != NULL)
        plan_release(&look->plan);
    if (look->record.path != NULL)
        run_record_release(&look->record);
    experiment_release(&look->experiment);
    arena_release(&look->arena);
}

static bool write_files(const struct look *look, struct folder *folder, struct pipeline_result *held, size_t threads,
                        struct error *err)
{
    struct results results;
    struct clock clock = clock_system();
    const struct plan *plan = &look->plan;
    struct yardstick by = {.scenarios = plan->scenarios,
                           .scenario_count = plan->scenario_count,
                           .rubric_files = look->record.rubrics,
                           .rubric_file_count = look->record.rubric_count,
                           .threads = threads};
    if (!results_score(&results, &by, held->transcripts, held->count, err))
        return false;
    struct derived_run run = {str_from(plan->id), folder->path, plan->count};
    struct run_end end = {clock.wall_ms(clock.context), held->counts, &held->served};
    bool fine = derived_write(&results, &run, err) && folder_write_run(folder, plan, &end, err);
    results_release(&results);
    return fine;
}

static bool check_complete(const struct look *look, const struct pipeline_result *held, struct error *err)
{
    const size_t planned = held->counts.planned, missing = planned - held->counts.done;
    if (missing == 0)
        return true;
    if (held->of_the_tape > 0)
        return error_at(err, ERROR_INFRA, look->path, 0, 0,
                        TEXT("of the second look's %zu conversations the tape lacks parts of %zu that stand whole in "
                             "its files, and nothing was asked for them: put the tape back as it was, or move the "
                             "folder away to hold the look anew",
                             "复查的 %zu 通对话里，有 %zu 通在文件里是完整的，磁带却缺少其中的部分，没有重新提问："
                             "请恢复原来的磁带，或移走这个目录重新复查"),
                        planned, held->of_the_tape);
    return error_at(err, ERROR_INFRA, look->path, 0, 0,
                    TEXT("of the second look's %zu conversations %zu could not be held; the same command goes on",
                         "复查计划 %zu 通对话，有 %zu 通未能进行；再次执行同一命令会继续"),
                    planned, missing);
}

static bool hold(struct look *look, const struct confirm_options *options, struct error *err)
{
    struct folder folder;
    struct pipeline_result held = {0};
    struct clock clock = clock_system();
    struct pipeline_options pipeline = options->pipeline;
    if (!folder_open(&folder, look->path, &look->plan, clock.wall_ms(clock.context), err))
        return false;
    pipeline.stands = derived_standing(&look->plan, &folder, &look->arena);
    bool fine = pipeline_run(&look->plan, &folder, &pipeline, &held, err) && check_complete(look, &held, err) &&
                write_files(look, &folder, &held, options->threads, err);
    pipeline_result_release(&held);
    folder_close(&folder);
    return fine;
}

/* The conversations of the second look join the side's own. */
static bool join(struct gate_side *side, const struct look *look, struct error *err)
{
    struct gate_side more;
    if (!gate_side_read(&more, look->path, err))
        return false;
    for (size_t i = 0; i < more.transcripts.count; i++) {
        VEC_PUSH(&side->transcripts, more.transcripts.items[i]);
        more.transcripts.items[i] = NULL;
    }
    side->planned += more.planned;
    side->confirm_from = (uint32_t)look->experiment.first_repeat;
    more.transcripts.count = 0;
    gate_side_release(&more);
    return true;
}

bool confirm_side(struct gate_side *side, const struct confirm_options *options, struct error *err)
{
    struct look look = {0};
    arena_init(&look.arena);
    bool fine = open_look(&look, str_cstring(&look.arena, side->path), options, err) && hold(&look, options, err) &&
                join(side, &look, err);
    close_look(&look);
    return fine;
}
