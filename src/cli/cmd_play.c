/* play: a person takes one side of the call in the terminal. Recorded and scored like any other. */
#include "cli/endpoints.h"
#include "cli/present.h"

#include "base/clock.h"
#include "base/late.h"
#include "gen/libraries.h"
#include "run/derived.h"
#include "run/pipeline.h"
#include "text/printable.h"

#include <editline/readline.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct player {
    struct ui *ui;
    enum role side;
    size_t shown; /* messages of the transcript that were printed */
    char *line;   /* owned; the last one typed */
    size_t room;
};

/* What the other side said since. Everything a model says is made harmless first. */
static void show_news(struct player *player, const struct transcript *t)
{
    for (; player->shown < t->count; player->shown++) {
        const struct message *m = &t->messages[player->shown];
        if (m->role == player->side)
            continue;
        struct buf text;
        buf_init(&text, 0);
        printable_add(&text, m->content, 0);
        printf("%s %.*s\n",
               m->role == ROLE_CALLER ? SAY(player->ui, "caller |", "拨打方 |")
                                      : SAY(player->ui, "persona |", "客户 |"),
               STR_FORMAT(buf_str(&text)));
        buf_release(&text);
    }
    fflush(stdout);
}

#define EDITLINE(F) F(readline) F(add_history)
EDITLINE(LATE_STATIC)

static bool editline_load(struct error *err)
{
    static const struct late_function functions[] = {EDITLINE(LATE_FIND)};
    static struct late_library library = {.file = LIBEDIT_FILE,
                                          .functions = functions,
                                          .count = sizeof functions / sizeof *functions,
                                          .lock = PTHREAD_MUTEX_INITIALIZER};
    return late_load(&library, err);
}

/* A line from the terminal with editing, or from a pipe as it is. */
static bool read_words(struct player *player, struct str *words)
{
    if (isatty(STDIN_FILENO)) {
        free(player->line);
        player->line = late_readline(SAY(player->ui, "you | ", "你 | "));
        if (player->line == NULL)
            return false;
        if (player->line[0] != '\0')
            late_add_history(player->line);
        *words = str_trim(str_from(player->line));
        return true;
    }
    ssize_t got = getline(&player->line, &player->room, stdin);
    *words = str_trim((struct str){player->line, got > 0 ? (size_t)got : 0});
    return got >= 0;
}

static bool say(const struct transcript *so_far, struct str *words, void *context)
{
    struct player *player = context;
    show_news(player, so_far);
    return read_words(player, words);
}

/* The person stands in the plan as a model of that name; nothing is ever sent to its address. */
static bool fill(const struct args *args, struct experiment *experiment, struct models *models, enum role side,
                 struct error *err)
{
    const char *model = args_text(args, OPTION_MODEL), *base_url = args_text(args, OPTION_BASE_URL);
    experiment->seed = args_size(args, OPTION_SEED);
    experiment->repeats = 1;
    size_t at = 0;
    for (const char *path; (path = args_each(args, OPTION_RUBRIC, &at)) != NULL;)
        experiment_add_rubric(experiment, path);
    if (!experiment_add_scenarios(experiment, args->operands.items[0], err))
        return false;
    if (side == ROLE_PERSONA)
        return experiment_add_model(experiment, "person", "http://127.0.0.1/v1", NULL, err) != NULL;
    if (experiment_add_caller(experiment, "person", NULL, "http://127.0.0.1/v1", NULL, err) == NULL)
        return false;
    struct endpoint *endpoint = experiment_add_model(experiment, model != NULL ? model : "understudy", base_url,
                                                     args_text(args, OPTION_API_KEY_ENV), err);
    if (endpoint == NULL)
        return false;
    if ((args_has(args, OPTION_MODELS) && !models_read(models, args_text(args, OPTION_MODELS), err)) ||
        !endpoints_fit(args, models, endpoint, err))
        return false;
    endpoints_reach(args, endpoint);
    endpoint_default_seed(endpoint, experiment->seed);
    return true;
}

static int present(struct ui *ui, const struct args *args, const struct plan *plan, struct folder *folder,
                   struct pipeline_result *result, struct derived *derived)
{
    bool written = false;
    int status = present_run(ui, args, plan, folder, result, derived, &written);
    if (written)
        ui_note(ui, SAY(ui, "the call is kept in %s", "通话保存在 %s"), folder->path);
    return status == EXIT_GOOD && result->counts.failed > 0 ? EXIT_INFRA : status;
}

/* What was typed stands on no tape: a call that was held is not written over. */
static bool check_free(const struct derived *derived, const struct folder *folder, struct error *err)
{
    return derived->stands == NULL || !derived->stands[0] ||
           error_at(err, ERROR_USER, folder->path, 0, 0,
                    TEXT("a call stands whole here and would be written over; choose another folder with --out DIR",
                         "这里已有一通完整的通话，会被覆盖；请用 --out DIR 另选目录"));
}

static int play(struct ui *ui, const struct args *args, const struct plan *plan, enum role side)
{
    struct error err = {0};
    struct folder folder;
    struct pipeline_result result = {0};
    struct clock clock = clock_system();
    uint64_t now = clock.wall_ms(clock.context);
    struct player player = {.ui = ui, .side = side};
    struct pipeline_person person = {say, side, &player};
    struct pipeline_options options = {.exchange = {.in_flight = 1}, .person = &person};
    const char *out = args_text(args, OPTION_OUT);
    struct arena scratch;
    arena_init(&scratch);
    const char *path = out != NULL ? out : arena_printf(&scratch, "runs/play-%llu", (unsigned long long)now);
    int status;
    ui_note(ui, "%s",
            SAY(ui, "say your lines; an empty line is silence, Ctrl-D hangs up",
                "请说你的台词；空行表示沉默，按 Ctrl-D 挂断"));
    struct derived derived = {0};
    if (!derived_open(&derived, plan, args_size(args, OPTION_THREADS), &err) ||
        !folder_open(&folder, path, plan, now, &err)) {
        status = ui_error(ui, &err);
        derived_release(&derived);
    } else {
        options.results = &derived.results;
        bool held = derived_begin(&derived, plan, &folder, true, &err) && check_free(&derived, &folder, &err) &&
                    pipeline_run(plan, &folder, &options, &result, &err);
        if (held && derived.results.entries[0].transcript != NULL)
            show_news(&player, derived.results.entries[0].transcript);
        status = held ? present(ui, args, plan, &folder, &result, &derived) : ui_error(ui, &err);
        derived_release(&derived);
        pipeline_result_release(&result);
        folder_close(&folder);
    }
    free(player.line);
    arena_release(&scratch);
    return status;
}

int cmd_play(struct ui *ui, const struct args *args)
{
    struct error err = {0};
    struct experiment experiment;
    struct models models = {0}; /* what the experiment's endpoint borrows from */
    struct plan plan;
    int status;
    enum role side = strcmp(args_text(args, OPTION_SIDE), "caller") == 0 ? ROLE_CALLER : ROLE_PERSONA;
    if (isatty(STDIN_FILENO) && !editline_load(&err))
        return ui_error(ui, &err);
    setlocale(LC_CTYPE, ""); /* so that a line can be edited by characters; numbers stay as they are */
    experiment_init(&experiment);
    if (!fill(args, &experiment, &models, side, &err) || !plan_make(&plan, &experiment, &err)) {
        status = ui_error(ui, &err);
    } else {
        status = plan.count == 1
                     ? play(ui, args, &plan, side)
                     : ui_misuse(ui, "play", "%s",
                                 SAY(ui, "one document and one model at a time", "一次只能用一份文档和一个模型"));
        plan_release(&plan);
    }
    experiment_release(&experiment);
    models_release(&models);
    return status;
}
