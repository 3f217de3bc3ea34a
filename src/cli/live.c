/* In `fidelio`: the commands that need a network belong to `fidelio-live`, which takes over here. The 40 libraries
 * behind libcurl take longer to load than most commands run; the still ones never load them. `fidelio-live` itself
 * holds the commands' own files in place of this one. */
#include "cli/live.h"
#include "base/language.h"

#include "cli/command.h"
#include "run/choose.h"
#include "run/confirm.h"
#include "run/pipeline.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* Beside the program, where the build leaves it; and where `make install` puts it. */
static const char *const places[] = {"fidelio-live", "../libexec/fidelio/fidelio-live"};

bool live_here(const struct ui *ui, struct error *err)
{
    char self[PATH_MAX], path[PATH_MAX + 64];
    ssize_t len = readlink("/proc/self/exe", self, sizeof self - 1);
    self[len > 0 ? len : 0] = '\0';
    char *slash = strrchr(self, '/');
    if (slash != NULL)
        slash[1] = '\0';
    for (size_t i = 0; i < sizeof places / sizeof *places; i++) {
        snprintf(path, sizeof path, "%s%s", self, places[i]);
        execv(path, ui->argv);
        if (errno != ENOENT && errno != ENOTDIR)
            break;
    }
    return error_set(err, ERROR_INFRA,
                     SAY(ui,
                         "this command is in the program fidelio-live, which cannot be started (%s: %s); put both "
                         "programs into one folder, or install them with `make install`",
                         "这个命令在程序 fidelio-live 里，而它无法启动（%s：%s）；请把两个程序放在同一目录，或用 `make "
                         "install` 安装"),
                     path, strerror(errno));
}

/* Returns only when it failed. */
static int take_over(const struct ui *ui)
{
    struct error err = {0};
    live_here(ui, &err);
    return ui_error(ui, &err);
}

int cmd_judge(struct ui *ui, const struct args *args)
{
    (void)args;
    return take_over(ui);
}

int cmd_play(struct ui *ui, const struct args *args)
{
    (void)args;
    return take_over(ui);
}

int cmd_review(struct ui *ui, const struct args *args)
{
    (void)args;
    return take_over(ui);
}

int cmd_serve(struct ui *ui, const struct args *args)
{
    (void)args;
    return take_over(ui);
}

/* What `run`, `show --chooser` and `compare --confirm` need of the network: never reached, they ask live_here() first.
 */
bool pipeline_run(const struct plan *plan, struct folder *folder, const struct pipeline_options *options,
                  struct pipeline_result *result, struct error *err)
{
    (void)plan, (void)folder, (void)options, (void)result;
    return error_set(err, ERROR_INFRA, TEXT("no conversation can be held here", "这里不能进行对话"));
}

void pipeline_result_release(struct pipeline_result *result)
{
    (void)result;
}

bool choose_all(const struct scenario *scenario, const struct endpoint *chooser, const struct exchange_options *options,
                const struct str *questions, size_t count, struct chosen *chosen, struct choosing *counts,
                struct error *err)
{
    (void)scenario, (void)chooser, (void)options, (void)questions, (void)count, (void)chosen, (void)counts;
    return error_set(err, ERROR_INFRA, TEXT("no model can be asked here", "这里不能询问模型"));
}

bool confirm_side(struct gate_side *side, const struct confirm_options *options, struct error *err)
{
    (void)side, (void)options;
    return error_set(err, ERROR_INFRA, TEXT("no repeats can be held here", "这里不能追加轮次"));
}
