#include "run/folder.h"

#include "base/clock.h"
#include "base/language.h"
#include "base/parallel.h"
#include "exchange/tape.h"
#include "syntax/json.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

const char *folder_file(struct folder *folder, const char *name)
{
    return arena_printf(&folder->arena, "%s/%s", folder->path, name);
}

static bool take_lock(struct folder *folder, struct error *err)
{
    const char *path = folder_file(folder, "lock");
    folder->lock = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (folder->lock < 0 && (errno == EACCES || errno == EROFS || errno == EPERM))
        return error_at(err, ERROR_USER, path, 0, 0,
                        TEXT("cannot open the run's lock: %s; a run writes its results into its folder: copy it to "
                             "replay it, `fidelio report %s` and `fidelio score %s` read it as it is",
                             "无法打开运行目录的锁：%s；运行要把结果写进目录：要重放请先复制一份，"
                             "`fidelio report %s` 和 `fidelio score %s` 则可直接读取"),
                        error_reason(errno), folder->path, folder->path);
    if (folder->lock < 0)
        return error_errno(err, errno, path, TEXT("open the run's lock", "打开运行目录的锁"));
    if (flock(folder->lock, LOCK_EX | LOCK_NB) == 0)
        return true;
    if (errno == EWOULDBLOCK)
        return error_at(
            err, ERROR_USER, folder->path, 0, 0,
            TEXT("another fidelio is at work on this run; wait for it, or choose another folder with --out DIR",
                 "另一个 fidelio 正在进行这次运行；请等它结束，或用 --out DIR 另选目录"));
    return error_errno(err, errno, path, TEXT("lock the run", "锁定运行目录"));
}

/* What is written whole, so that a killed process leaves drafts of it. */
static const char *const whole_files[] = {"run.json",     "transcripts.jsonl", "costs.jsonl", "scores.jsonl",
                                          "summary.json", "report.html",       "junit.xml"};
enum { WHOLE_FILES = sizeof whole_files / sizeof *whole_files };

/* What a killed process was writing. Whoever holds the lock is alone to write these. */
static void clear_drafts(struct folder *folder)
{
    for (size_t i = 0; i < WHOLE_FILES; i++)
        file_draft_clear(folder_file(folder, whole_files[i]));
}

/* A person's words stand on no tape: their call counts as held. */
static bool holds_answers(struct folder *folder, const struct json *run)
{
    return json_get_number(json_get(run, "counts"), "done", 0) > 0 ||
           tape_holds_replies(folder_file(folder, "tape.jsonl"));
}

/* Goes on with the run that is there, when it is this plan's. A mistyped model or address, which answered nothing, is
 * no reason to keep a folder from the command that is right. */
static bool go_on(struct folder *folder, const struct plan *plan, struct error *err)
{
    const struct json *run = run_json_read(&folder->arena, folder->run_path, err);
    if (run == NULL)
        return false;
    folder->resumed = str_eq_cstring(json_get_text(run, "plan_hash"), plan->hash);
    if (folder->resumed) {
        folder->started_ms = (uint64_t)json_get_number(run, "started_ms", 0);
        return true;
    }
    if (holds_answers(folder, run))
        return error_at(
            err, ERROR_USER, folder->path, 0, 0,
            TEXT("the folder holds another run (%.*s; this command's would be %s): documents, models, parameters or "
                 "repeats differ; choose another folder with --out DIR",
                 "目录里是另一次运行（%.*s；本命令的是 %s）：文档、模型、参数或次数不同；请用 --out DIR 另选目录"),
            STR_FORMAT(json_get_text(run, "id")), plan->id);
    for (size_t i = 0; i < WHOLE_FILES; i++)
        unlink(folder_file(folder, whole_files[i]));
    folder->replaced = true;
    return true;
}

static void keep(size_t piece, void *context)
{
    struct folder *folder = context;
    (void)piece;
    if (folder->run.path != NULL)
        file_draft_commit(&folder->run, &folder->unkept);
    else
        file_sync_folder(folder->run_path, &folder->unkept);
}

void folder_keep(struct folder *folder)
{
    folder->keeping = parallel_begin(1, 1, keep, folder);
}

static bool told(const struct error *wrong, struct error *err)
{
    if (wrong->kind != ERROR_NONE && err != NULL)
        *err = *wrong;
    return wrong->kind == ERROR_NONE;
}

bool folder_kept(struct folder *folder, struct error *err)
{
    parallel_end(folder->keeping);
    folder->keeping = NULL;
    return told(&folder->unkept, err);
}

void folder_draft_run(struct folder *folder, const struct plan *plan, const struct run_end *end,
                      struct file_draft *draft)
{
    run_json_draft(draft, folder->run_path, plan, folder->started_ms, end);
}

/* A full disk is told now. */
static bool write_run(struct folder *folder, const struct plan *plan, struct error *err)
{
    folder_draft_run(folder, plan, NULL, &folder->run);
    file_draft_end(&folder->run);
    return told(&folder->run.err, err);
}

bool folder_open(struct folder *folder, const char *path, const struct plan *plan, uint64_t now_ms, struct error *err)
{
    *folder = (struct folder){.lock = -1, .started_ms = now_ms};
    arena_init(&folder->arena);
    folder->path = arena_dup(&folder->arena, path, strlen(path));
    folder->run_path = folder_file(folder, "run.json");
    bool fine = file_make_dir(path, err) && take_lock(folder, err);
    if (fine) {
        clear_drafts(folder);
        fine = !file_exists(folder->run_path) || go_on(folder, plan, err);
        fine = fine && (folder->resumed || write_run(folder, plan, err));
    }
    if (!fine)
        folder_close(folder);
    return fine;
}

void folder_close(struct folder *folder)
{
    folder_kept(folder, NULL);
    if (folder->run.path != NULL)
        file_draft_commit(&folder->run, NULL);
    if (folder->lock >= 0)
        close(folder->lock);
    folder->lock = -1;
    arena_release(&folder->arena);
}

bool folder_write_run(struct folder *folder, const struct plan *plan, const struct run_end *end, struct error *err)
{
    struct file_draft draft;
    folder_draft_run(folder, plan, end, &draft);
    return file_draft_commit(&draft, err);
}
