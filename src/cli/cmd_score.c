/* score: a run again, or any file of transcripts; --profile: where the time goes. */
#include "cli/present.h"

#include "match/pattern.h"
#include "text/printable.h"

static const struct signal_context *context_of(const struct results *results, const struct rubric *rubric)
{
    size_t i = 0;
    while (results->rubrics[i] != rubric)
        i++;
    return results->contexts[i];
}

/* The steps are parts of the whole; signals of rubric files and rules are each a line. */
static void write_profile(const struct ui *ui, const struct stopwatch *watch, size_t calls, size_t replies,
                          struct buf *out)
{
    uint64_t whole = 0;
    for (size_t i = 0; i < watch->laps.count; i++)
        whole += watch->laps.items[i].ns;
    buf_printf(out,
               SAY(ui, "%zu conversations, %zu replies: %.3f s on one thread, %.1f us a reply\n",
                   "%zu 通对话，%zu 次回复：单线程 %.3f 秒，每次回复 %.1f 微秒\n"),
               calls, replies, (double)whole / 1e9, (double)whole / 1e3 / (double)(replies > 0 ? replies : 1));
    buf_add_cstring(out, "  share        ms  us/reply\n");
    for (size_t i = 0; i < watch->laps.count; i++) {
        const struct lap *lap = &watch->laps.items[i];
        buf_printf(out, "%5.1f %%  %8.2f  %8.2f  %s ", 100.0 * (double)lap->ns / (double)(whole > 0 ? whole : 1),
                   (double)lap->ns / 1e6, (double)lap->ns / 1e3 / (double)(replies > 0 ? replies : 1), lap->kind);
        printable_add(out, lap->name, 0);
        buf_add_byte(out, '\n');
    }
}

/* Scores once more, by the watch. */
static int profile(struct ui *ui, const struct args *args, const struct results *results, const struct presented *what)
{
    struct stopwatch watch;
    struct buf out;
    struct scorer *scorer = scorer_new();
    size_t replies = 0;
    (void)args;
    stopwatch_init(&watch, clock_system());
    buf_init(&out, 0);
    for (size_t i = 0; i < results->count; i++) {
        const struct score *score = results->scores[i];
        replies += score->replies;
        score_free(score_timed(score->rubric, context_of(results, score->rubric), score->transcript, what->judgements,
                               scorer, &watch));
    }
    stopwatch_sort(&watch);
    write_profile(ui, &watch, results->count, replies, &out);
    int status = ui_result(ui, buf_str(&out));
    buf_release(&out);
    stopwatch_release(&watch);
    scorer_free(scorer);
    return status;
}

int cmd_score(struct ui *ui, const struct args *args)
{
    bool run = args->operands.count > 0, file = args_has(args, OPTION_TRANSCRIPTS);
    if (run == file)
        return ui_misuse(ui, "score", "%s",
                         SAY(ui, "`score` needs a run's folder or --transcripts FILE, one of the two",
                             "`score` 需要运行目录或 --transcripts 文件，二者取一"));
    return scored_command(ui, args, args_has(args, OPTION_PROFILE) ? profile : present_results);
}
