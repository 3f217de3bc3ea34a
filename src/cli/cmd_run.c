/* run: plan, hold the conversations, score them, write the derived files, print the report. */
#include "base/language.h"
#include "cli/endpoints.h"
#include "cli/present.h"
#include "cli/progress.h"
#include "cli/run_notes.h"

#include "base/clock.h"
#include "base/interrupt.h"
#include "base/parallel.h"
#include "dialogue/perturb.h"
#include "net/http.h"
#include "run/derived.h"
#include "run/experiment_file.h"
#include "run/gates.h"
#include "run/mystery.h"
#include "run/pipeline.h"
#include "spec/check.h"

/* What a file said nothing of, what it costs and how it is reached. */
static void finish_endpoint(const struct args *args, const struct experiment *experiment, struct endpoint *endpoint)
{
    endpoints_prices(args, endpoint);
    endpoints_reach(args, endpoint);
    endpoint_default_seed(endpoint, experiment->seed);
}

/* Sampling on the command line is of the models named there; those of a file keep what the file says, and what is
 * obeyed by nothing would be believed. */
static const struct option *idle_sampling(const struct args *args)
{
    static const enum option_id sampling[] = {OPTION_TEMPERATURE, OPTION_TOP_P, OPTION_MAX_TOKENS};
    for (size_t i = 0; i < sizeof sampling / sizeof *sampling; i++)
        if (args_has(args, sampling[i]) && !args_has(args, OPTION_MODEL) &&
            (sampling[i] != OPTION_MAX_TOKENS || !args_has(args, OPTION_CALLER)))
            return option_of(COMMAND_RUN, sampling[i]);
    return NULL;
}

/* What is said of the one endpoint holds for every model at it, the caller too. */
static bool add_models(const struct args *args, struct experiment *experiment, struct models *models, struct error *err)
{
    const char *base_url = args_text(args, OPTION_BASE_URL), *key = args_text(args, OPTION_API_KEY_ENV);
    size_t at = 0;
    for (const char *name; (name = args_each(args, OPTION_MODEL, &at)) != NULL;) {
        struct endpoint *model = experiment_add_model(experiment, name, base_url, key, err);
        if (model == NULL || !endpoints_fit(args, models, model, err))
            return false;
        endpoints_parameters(args, experiment->seed, model);
        model->temperature = args_number(args, OPTION_TEMPERATURE, model->temperature);
        model->top_p = args_number(args, OPTION_TOP_P, model->top_p);
    }
    at = 0;
    for (const char *name; (name = args_each(args, OPTION_CALLER, &at)) != NULL;) {
        struct caller *caller = experiment_add_caller(experiment, name, NULL, base_url, key, err);
        if (caller == NULL || (caller->endpoint != NULL && !endpoints_fit(args, models, caller->endpoint, err)))
            return false;
        if (caller->endpoint != NULL)
            endpoints_parameters(args, experiment->seed, caller->endpoint);
    }
    if (!endpoints_add_chooser(args, models, experiment, err))
        return false;
    if (experiment->chooser != NULL)
        finish_endpoint(args, experiment, experiment->chooser);
    for (size_t i = 0; i < experiment->model_count; i++)
        finish_endpoint(args, experiment, &experiment->models[i]);
    for (size_t i = 0; i < experiment->caller_count; i++)
        if (experiment->callers[i].endpoint != NULL)
            finish_endpoint(args, experiment, experiment->callers[i].endpoint);
    return args_number(args, OPTION_MAX_COST, experiment->max_cost) <= 0 || experiment_check_prices(experiment, err);
}

static bool fill_experiment(const struct args *args, struct experiment *experiment, struct models *models,
                            struct error *err)
{
    size_t at = 0;
    if (args_has(args, OPTION_MODELS) && !models_read(models, args_text(args, OPTION_MODELS), err))
        return false;
    for (size_t i = 0; i < args->operands.count; i++)
        if (is_experiment_file(args->operands.items[i]) &&
            !experiment_read(experiment, models, args->operands.items[i], err))
            return false;
    if (args_has(args, OPTION_REPEATS) && experiment->mystery == 0)
        experiment->repeats = args_size(args, OPTION_REPEATS);
    if (args_has(args, OPTION_SEED))
        experiment->seed = args_size(args, OPTION_SEED);
    if (args_has(args, OPTION_MAX_TURNS))
        experiment->max_turns = args_size(args, OPTION_MAX_TURNS);
    if (args_has(args, OPTION_PERTURB) &&
        !perturbations_from(str_from(args_text(args, OPTION_PERTURB)), &experiment->perturb, err))
        return false;
    for (size_t i = 0; i < args->operands.count; i++)
        if (!is_experiment_file(args->operands.items[i]) &&
            !experiment_add_scenarios(experiment, args->operands.items[i], err))
            return false;
    for (const char *path; (path = args_each(args, OPTION_RUBRIC, &at)) != NULL;)
        experiment_add_rubric(experiment, path);
    at = 0;
    for (const char *path; (path = args_each(args, OPTION_PROMPT, &at)) != NULL;)
        if (!experiment_add_prompt(experiment, path, err))
            return false;
    if (args_has(args, OPTION_MYSTERY)) {
        if (args_has(args, OPTION_REPEATS))
            return error_set(err, ERROR_USER,
                             TEXT("--mystery N says how many conversations are drawn: leave --repeats out",
                                  "--mystery N 已经说明抽取多少通对话：请去掉 --repeats"));
        experiment->mystery = experiment->repeats = args_size(args, OPTION_MYSTERY);
        mystery_add_moods(experiment);
    }
    if (args_has(args, OPTION_SHARD) && !experiment_set_shard(experiment, args_text(args, OPTION_SHARD), err))
        return false;
    return add_models(args, experiment, models, err);
}

/* The experiment's own gates; without any the status is good. */
static int check_gates(const struct ui *ui, const struct plan *plan, const struct results *results)
{
    const struct experiment *experiment = plan->experiment;
    struct buf why;
    if (experiment->least_pass_rate <= 0 && experiment->least_fidelity <= 0)
        return EXIT_GOOD;
    buf_init(&why, 0);
    bool hold = gates_hold(experiment, results, plan->count, ui->chinese, &why);
    struct str rest = buf_str(&why), line;
    while (str_next_line(&rest, &line))
        ui_warn(ui, SAY(ui, "gate: %.*s", "门槛：%.*s"), STR_FORMAT(line));
    buf_release(&why);
    return hold ? EXIT_GOOD : EXIT_GATE;
}

/* Writes the derived files and prints the report. */
static int present(struct ui *ui, const struct args *args, const struct plan *plan, struct folder *folder,
                   struct pipeline_result *result, struct derived *derived)
{
    bool written = false;
    int status = present_run(ui, args, plan, folder, result, derived, &written);
    if (result->kept > 0)
        run_conclude(ui, plan, result, folder->path);
    if (!written)
        return status;
    int gated = check_gates(ui, plan, &derived->results);
    int concluded = run_conclude(ui, plan, result, folder->path);
    return status != EXIT_GOOD ? status : concluded != EXIT_GOOD ? concluded : gated;
}

/* A document that check rejects is played all the same, but not without a word. */
static void warn_of_documents(const struct ui *ui, const struct plan *plan)
{
    for (size_t i = 0; i < plan->scenario_count; i++) {
        struct check check;
        check_init(&check, plan->scenarios[i]);
        check_run(&check);
        size_t errors = check_count(&check, CHECK_ERROR);
        if (errors > 0)
            ui_warn(ui,
                    SAY(ui,
                        "%s: errors in the document: %zu; the conversations may mean little, see `fidelio check %s`",
                        "%s：文档里有 %zu 处错误，对话可能没有意义；请看 `fidelio check %s`"),
                    plan->scenarios[i]->source.path, errors, plan->scenarios[i]->source.path);
        check_release(&check);
    }
}

/* Without a tape to replay not even a folder is made. */
static bool check_tape(const struct args *args, const char *path, struct error *err)
{
    struct arena scratch;
    arena_init(&scratch);
    bool there = !args_has(args, OPTION_OFFLINE) || tape_is_there(arena_printf(&scratch, "%s/tape.jsonl", path), err);
    arena_release(&scratch);
    return there;
}

static struct pipeline_options pipeline_options(const struct args *args, const struct experiment *experiment,
                                                struct results *results, struct progress_line *line)
{
    size_t retries = args_size(args, OPTION_RETRIES);
    return (struct pipeline_options){
        .exchange = {.in_flight = experiment->in_flight > 0 && !args_has(args, OPTION_IN_FLIGHT)
                                      ? experiment->in_flight
                                      : args_size(args, OPTION_IN_FLIGHT),
                     .offline = args_has(args, OPTION_OFFLINE),
                     .retries = retries > 0 ? retries : EXCHANGE_NO_RETRY,
                     .max_cost = args_number(args, OPTION_MAX_COST, experiment->max_cost),
                     .max_time_ms = (uint64_t)(args_number(args, OPTION_MAX_TIME, experiment->max_time) * 1000)},
        .results = results,
        .durable = args_has(args, OPTION_DURABLE),
        .preflight = !args_has(args, OPTION_NO_PREFLIGHT),
        .understudy_latency_ms = args_size(args, OPTION_LATENCY),
        .progress = progress_show,
        .progress_ms = progress_interval(line->ui),
        .context = line,
    };
}

static int hold_in(struct ui *ui, const struct args *args, const struct plan *plan, struct folder *folder,
                   struct derived *derived)
{
    struct error err = {0};
    struct pipeline_result result = {0};
    struct progress_line line = {.ui = ui, .currency = run_currency(plan->experiment)};
    struct pipeline_options options = pipeline_options(args, plan->experiment, &derived->results, &line);
    warn_of_documents(ui, plan);
    run_warn_of_prices(ui, plan->experiment);
    if (args_has(args, OPTION_BASE_URL))
        run_warn_of_base_url(ui, plan->experiment);
    if (folder->resumed)
        ui_note(ui, SAY(ui, "going on with the run in %s", "继续 %s 里的运行"), folder->path);
    if (folder->replaced)
        ui_note(ui,
                SAY(ui, "the run that %s held was never answered: this one takes its place",
                    "%s 里原来的运行没有得到过任何回复：由这次运行取代"),
                folder->path);
    bool held = derived_begin(derived, plan, folder, present_needs_all(args, &derived->results), &err);
    options.stands = args_has(args, OPTION_ASK_AGAIN) ? NULL : derived->stands;
    held = held && pipeline_run(plan, folder, &options, &result, &err);
    progress_end(&line);
    if (result.tape_cut)
        ui_note(ui, "%s",
                SAY(ui, "the tape ended in the middle of a line, which was cut off", "磁带末行不完整，已截去"));
    int status = held ? present(ui, args, plan, folder, &result, derived) : run_stop(ui, &err);
    derived_release(derived); /* what is still being scored borrows from the result */
    pipeline_result_release(&result);
    return status;
}

/* A rubric with a mistake, a key or a tape that is not there are told before a folder is made or a model is asked. */
static int hold(struct ui *ui, const struct args *args, const struct plan *plan, const char *path)
{
    struct error err = {0};
    struct clock clock = clock_system();
    struct folder folder;
    struct derived derived;
    if (!derived_open(&derived, plan, args_size(args, OPTION_THREADS), &err))
        return ui_error(ui, &err);
    if (!check_subject(args, &derived.results, &err) || !check_tape(args, path, &err) ||
        !(args_has(args, OPTION_OFFLINE) || experiment_check_endpoints(plan->experiment, &err)) ||
        !folder_open(&folder, path, plan, clock.wall_ms(clock.context), &err)) {
        derived_release(&derived);
        return run_stop(ui, &err);
    }
    int status = hold_in(ui, args, plan, &folder, &derived);
    folder_close(&folder);
    return status;
}

/* The plan, once what would stop the run before its first conversation is known not to. */
static int rehearse(struct ui *ui, const struct args *args, const struct plan *plan, const char *path)
{
    struct error err = {0};
    struct derived derived;
    if (!derived_open(&derived, plan, 1, &err))
        return ui_error(ui, &err);
    bool fine = check_subject(args, &derived.results, &err);
    derived_release(&derived);
    return fine ? run_estimate(ui, plan, path) : ui_error(ui, &err);
}

static void warm(size_t piece, void *context)
{
    (void)piece, (void)context;
    http_warm();
}

int cmd_run(struct ui *ui, const struct args *args)
{
    struct error err = {0};
    struct experiment experiment;
    struct models models = {0}; /* what the experiment's endpoints borrow from */
    struct plan plan;
    int status;
    const struct option *idle = idle_sampling(args);
    if (idle != NULL)
        return ui_misuse(ui, "run",
                         SAY(ui,
                             "--%s is of the models that --model names: give one, or write it into the experiment's "
                             "file, under sampling",
                             "--%s 只管 --model 指定的模型：请给出 --model，或写进实验文件的 sampling 里"),
                         idle->name);
    bool asks = !args_has(args, OPTION_DRY_RUN) && !args_has(args, OPTION_OFFLINE);
    if (!args_has(args, OPTION_DRY_RUN))
        interrupt_watch();
    struct parallel *network = asks ? parallel_begin(1, 1, warm, NULL) : NULL;
    experiment_init(&experiment);
    if (!fill_experiment(args, &experiment, &models, &err) || !plan_make(&plan, &experiment, &err)) {
        status = ui_error(ui, &err);
    } else {
        const char *out = args_text(args, OPTION_OUT);
        const char *path = out != NULL ? out : arena_printf(&plan.arena, "runs/%s", plan.id);
        status = args_has(args, OPTION_DRY_RUN) ? rehearse(ui, args, &plan, path) : hold(ui, args, &plan, path);
        plan_release(&plan);
    }
    experiment_release(&experiment);
    models_release(&models);
    parallel_drop(network); /* libraries that are being loaded are not to be left at the process's end */
    return status;
}
