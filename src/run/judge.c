#include "run/judge.h"

#include "base/file.h"
#include "base/hash.h"
#include "base/interrupt.h"
#include "base/language.h"
#include "syntax/json_writer.h"

#include <stdlib.h>

/* Conversations that may fail before one succeeds, as in run/pipeline.c. */
enum { FAILURES_BEFORE_GIVING_UP = 5, FILE_LIMIT = 1 << 30 };

/* One conversation that is to be asked about; its votes are under way at the same time. */
struct sitting {
    struct bench *bench;
    struct judge_case what;
    char hash[HASH_HEX + 1];
    const struct question **questions;
    struct judge_vote *votes; /* vote v on question q: votes[v * what.count + q]; arena of the bench */
    struct seat {
        struct sitting *sitting;
        size_t vote;
        struct exchange_thread *thread; /* owned while it is asked */
    } seats[JUDGE_VOTES];
    size_t open;    /* votes that are awaited */
    struct str why; /* of a failure; arena of the bench */
    bool failed;
    struct judgement *answers; /* one a question when it is done */
};

struct bench {
    struct arena arena;
    const struct judge_options *options;
    struct judge_result *result;
    struct loop *loop;
    struct tape *tape;
    struct exchange *exchange;
    struct endpoint endpoints[JUDGE_VOTES]; /* they differ in their seeds */
    struct sitting *sittings;               /* arena */
    size_t count, next, active;
    bool stopping;
};

static bool is_known(const struct judgements *judgements, const struct sitting *sitting,
                     const struct question *question, const struct endpoint *endpoint)
{
    const struct judgement *old = judgements_find(judgements, str_from(sitting->hash), question->id, question->text);
    return old != NULL && old->answer != ANSWER_ERROR && str_eq(old->model, endpoint->name);
}

/* The questions of the subject that its judge has not answered yet. */
static void prepare(struct bench *bench, const struct judge_subject *subject, const struct judgements *judgements)
{
    struct sitting *sitting = &bench->sittings[bench->count];
    const struct rubric *rubric = subject->rubric;
    *sitting = (struct sitting){.bench = bench};
    transcript_hash(subject->transcript, sitting->hash);
    sitting->questions = arena_array(&bench->arena, rubric->question_count, sizeof *sitting->questions);
    sitting->what = (struct judge_case){
        .transcript = subject->transcript, .questions = sitting->questions, .english = rubric->lang == LANG_EN};
    for (size_t i = 0; i < rubric->question_count; i++)
        if (!is_known(judgements, sitting, &rubric->questions[i], &bench->endpoints[0]))
            sitting->questions[sitting->what.count++] = &rubric->questions[i];
    if (sitting->what.count > 0)
        bench->count++;
    else
        bench->result->known += rubric->question_count > 0;
}

static void fill(struct bench *bench);

static void report_progress(struct bench *bench, struct str id, struct str why)
{
    bool stopping = bench->result->interrupted;
    struct judge_progress progress = {.planned = bench->count,
                                      .done = bench->result->done,
                                      .failed = bench->result->failed,
                                      .last = id,
                                      .why = why,
                                      .stopping = stopping,
                                      .requests = exchange_counts(bench->exchange).in_flight,
                                      .most_ms = stopping ? exchange_longest_ms(bench->exchange) : 0};
    if (bench->options->progress != NULL)
        bench->options->progress(&progress, bench->options->context);
}

static void decide(struct sitting *sitting)
{
    struct arena *arena = &sitting->bench->arena;
    const size_t count = sitting->what.count;
    sitting->answers = arena_array(arena, count, sizeof *sitting->answers);
    for (size_t q = 0; q < count; q++) {
        struct judge_vote votes[JUDGE_VOTES];
        for (size_t v = 0; v < JUDGE_VOTES; v++)
            votes[v] = sitting->votes[v * count + q];
        sitting->answers[q] = (struct judgement){.transcript = str_from(sitting->hash),
                                                 .conversation = sitting->what.transcript->id,
                                                 .question = sitting->questions[q]->id,
                                                 .text = sitting->questions[q]->text,
                                                 .model = sitting->bench->endpoints[0].name};
        judge_decide(arena, votes, JUDGE_VOTES, &sitting->answers[q]);
    }
}

static void close_sitting(struct sitting *sitting)
{
    struct bench *bench = sitting->bench;
    if (!sitting->failed)
        decide(sitting);
    bench->result->failed += sitting->failed;
    bench->result->done += !sitting->failed;
    bool asks = !bench->options->exchange.offline; /* a tape costs nothing, and may hold the others */
    if (asks && bench->result->done == 0 && bench->result->failed >= FAILURES_BEFORE_GIVING_UP && !bench->stopping &&
        bench->next < bench->count)
        bench->result->gave_up = bench->stopping = true;
    report_progress(bench, sitting->what.transcript->id, sitting->why);
    bench->active--;
    fill(bench);
}

static void replied(const struct exchange_reply *reply, void *context)
{
    struct seat *seat = context;
    struct sitting *sitting = seat->sitting;
    struct bench *bench = sitting->bench;
    if (reply->ok)
        judge_read(&bench->arena, &sitting->what, reply->content, &sitting->votes[seat->vote * sitting->what.count]);
    else if (!sitting->failed)
        sitting->why = str_dup(&bench->arena, reply->why);
    sitting->failed = sitting->failed || !reply->ok;
    if (reply->ended_by == ENDED_BUDGET && !reply->ok)
        bench->result->budget_spent = bench->stopping = true;
    exchange_thread_free(seat->thread);
    seat->thread = NULL;
    if (--sitting->open == 0)
        close_sitting(sitting);
}

static void begin(struct sitting *sitting)
{
    struct bench *bench = sitting->bench;
    const struct judge_case *what = &sitting->what;
    struct arena scratch;
    arena_init(&scratch);
    struct str prompt = judge_prompt(&scratch, what);
    sitting->open = JUDGE_VOTES;
    sitting->votes = arena_array(&bench->arena, JUDGE_VOTES * what->count, sizeof *sitting->votes);
    bench->active++;
    for (size_t v = 0; v < JUDGE_VOTES; v++) {
        struct seat *seat = &sitting->seats[v];
        *seat = (struct seat){.sitting = sitting, .vote = v};
        struct str name = str_from(arena_printf(&scratch, "%.*s judge %zu", STR_FORMAT(what->transcript->id), v + 1));
        seat->thread = exchange_thread_new(bench->exchange, &bench->endpoints[v], judge_instruction(what->english),
                                           what->transcript->scenario, (uint32_t)v + 1, name);
        exchange_thread_add(seat->thread, false, prompt);
        exchange_ask(seat->thread, replied, seat);
    }
    arena_release(&scratch);
}

/* As many conversations as requests may be in flight: no slot waits for work. */
static void fill(struct bench *bench)
{
    while (!bench->stopping && bench->next < bench->count && bench->active < bench->options->exchange.in_flight)
        begin(&bench->sittings[bench->next++]);
    if (bench->active == 0)
        loop_stop(bench->loop);
}

static void interrupted(int signal_number, void *context)
{
    struct bench *bench = context;
    (void)signal_number;
    if (bench->result->interrupted)
        loop_stop(bench->loop);
    bool first = !bench->result->interrupted;
    bench->result->interrupted = bench->stopping = true;
    exchange_drain(bench->exchange);
    if (first)
        report_progress(bench, STR(""), STR(""));
}

static bool open_bench(struct bench *bench, const char *folder, const struct endpoint *endpoint, struct error *err)
{
    const struct judge_options *options = bench->options;
    const char *path = arena_printf(&bench->arena, "%s/judge-tape.jsonl", folder);
    if (options->exchange.offline && !file_exists(path))
        return error_at(err, ERROR_USER, folder, 0, 0,
                        TEXT("there is no judge-tape.jsonl to replay; ask without --offline",
                             "没有可以重放的 judge-tape.jsonl；请不带 --offline 执行"));
    for (size_t v = 0; v < JUDGE_VOTES; v++) {
        bench->endpoints[v] = *endpoint;
        bench->endpoints[v].seed = endpoint->seed + v;
    }
    if (!options->exchange.offline && !endpoint_check(endpoint, err))
        return false;
    bench->loop = loop_new(err);
    if (bench->loop == NULL || !loop_on_interrupt(bench->loop, interrupted, bench, err))
        return false;
    bench->tape = tape_open(path, options->exchange.offline, options->durable, &bench->result->tape_cut, err);
    if (bench->tape == NULL || !file_sync_folder(path, err))
        return false;
    bench->exchange = exchange_open(bench->loop, bench->tape, &options->exchange, err);
    return bench->exchange != NULL;
}

/* What is still open is answered while the exchange closes, and fails. */
static bool close_bench(struct bench *bench, struct error *err)
{
    bool fine = true;
    bench->stopping = true;
    if (bench->exchange != NULL) {
        bench->result->exchanged = exchange_counts(bench->exchange);
        fine = !exchange_broken(bench->exchange, err);
        exchange_close(bench->exchange);
    }
    if (bench->tape != NULL) {
        fine = fine && tape_sync(bench->tape, err);
        tape_close(bench->tape);
    }
    if (bench->loop != NULL)
        loop_free(bench->loop);
    return fine;
}

static bool record(struct bench *bench, const char *folder, struct judgements *judgements, struct error *err)
{
    const char *path = arena_printf(&bench->arena, "%s/judge.jsonl", folder);
    struct buf out;
    buf_init(&out, FILE_LIMIT);
    bool fine = bench->result->done == 0 || !file_exists(path) || file_read(path, &out, err);
    for (size_t i = 0; fine && i < bench->count; i++)
        for (size_t q = 0; bench->sittings[i].answers != NULL && q < bench->sittings[i].what.count; q++) {
            struct json_writer w;
            judgements_add(judgements, &bench->sittings[i].answers[q]);
            json_writer_init(&w, &out, 0);
            judgement_write(&bench->sittings[i].answers[q], &w);
            buf_add_byte(&out, '\n');
        }
    if (fine && out.overflow)
        fine = error_at(err, ERROR_LIMIT, path, 0, 0, TEXT("the file would pass %d bytes", "文件会超过 %d 字节"),
                        FILE_LIMIT);
    fine = fine && (bench->result->done == 0 || file_write(path, buf_str(&out), err));
    buf_release(&out);
    return fine;
}

bool judge_run(const char *folder, const struct judge_subject *subjects, size_t count, const struct endpoint *endpoint,
               const struct judge_options *options, struct judgements *judgements, struct judge_result *result,
               struct error *err)
{
    *result = (struct judge_result){0};
    struct bench bench = {.options = options, .result = result};
    arena_init(&bench.arena);
    bool fine = open_bench(&bench, folder, endpoint, err);
    if (fine) {
        bench.sittings = arena_array(&bench.arena, count, sizeof *bench.sittings);
        for (size_t i = 0; i < count; i++)
            prepare(&bench, &subjects[i], judgements);
        result->planned = bench.count;
        report_progress(&bench, STR(""), STR(""));
        if (interrupt_came() != 0) /* before the loop was there to hear it */
            interrupted(interrupt_came(), &bench);
        fill(&bench);
        if (bench.active > 0)
            loop_run(bench.loop);
    }
    fine = close_bench(&bench, fine ? err : NULL) && fine;
    fine = fine && record(&bench, folder, judgements, err);
    arena_release(&bench.arena);
    return fine;
}
