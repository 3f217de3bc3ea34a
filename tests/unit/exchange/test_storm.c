/* Many conversations against a server that fails a fifth of the requests in mixed ways: each is done or honestly
 * failed, and the server's own count shows that nothing was asked more often than its retries. And the same while the
 * client is killed again and again. */
#include "base/rng.h"
#include "exchange/exchange.h"
#include "net/httpd.h"

#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { TURNS = 3, IN_FLIGHT = 100 };

#define REPLY                                                                                                          \
    "{\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"嗯，好。\"},\"finish_reason\":"  \
    "\"stop\"}],"                                                                                                      \
    "\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":5}}"

struct server {
    struct rng rng;
    size_t requests, good;
    unsigned failing; /* of a hundred */
};

static void fail(struct httpd_request *request, uint64_t kind)
{
    static const char *const slow_down[] = {"Content-Type", "application/json", "Retry-After", "0.01", NULL};
    static const struct str half[] = {{"{\"choices\":[{\"ind", 17}};
    switch (kind) {
    case 0:
        httpd_answer(request, 429, slow_down, STR("{}"), 1);
        break;
    case 1:
        httpd_answer(request, 500, NULL, STR("{\"error\":\"boom\"}"), 1);
        break;
    case 2:
        httpd_answer(request, 503, NULL, STR("<html>"), 1);
        break;
    case 3:
        httpd_drop(request);
        break;
    case 4:
        httpd_stream(request, 200, NULL, half, 1, 1, 0, true);
        break;
    case 5:
        httpd_answer(request, 200, NULL, STR(""), 1);
        break;
    default:
        httpd_answer(request, 200, NULL, STR("{\"choices\": [{"), 1);
    }
}

static void serve(struct httpd_request *request, void *context)
{
    static const char *const headers[] = {"Content-Type", "application/json", NULL};
    struct server *server = context;
    server->requests++;
    if (rng_below(&server->rng, 100) < server->failing) {
        fail(request, rng_below(&server->rng, 7));
        return;
    }
    server->good++;
    httpd_answer(request, 200, headers, STR(REPLY), rng_below(&server->rng, 4));
}

struct crowd {
    struct loop *loop;
    struct exchange *exchange;
    struct endpoint endpoint;
    size_t planned, started, done, failed;
};
struct talk {
    struct crowd *crowd;
    struct exchange_thread *thread;
    size_t turn;
};

static void start_talk(struct crowd *crowd, struct talk *talk);

static void on_reply(const struct exchange_reply *reply, void *context)
{
    struct talk *talk = context;
    struct crowd *crowd = talk->crowd;
    if (reply->ok && ++talk->turn < TURNS) {
        exchange_thread_add(talk->thread, true, reply->content);
        exchange_thread_add(talk->thread, false, STR("还有吗？"));
        exchange_ask(talk->thread, on_reply, talk);
        return;
    }
    crowd->done += reply->ok;
    crowd->failed += !reply->ok;
    exchange_thread_free(talk->thread);
    if (crowd->started < crowd->planned)
        start_talk(crowd, talk);
    else if (crowd->done + crowd->failed == crowd->planned)
        loop_stop(crowd->loop);
}

static void start_talk(struct crowd *crowd, struct talk *talk)
{
    uint32_t number = (uint32_t)crowd->started++;
    *talk = (struct talk){.crowd = crowd};
    talk->thread =
        exchange_thread_new(crowd->exchange, &crowd->endpoint, STR("你是张强。"), STR("storm"), number, STR("storm"));
    exchange_thread_add(talk->thread, false, STR("您好"));
    exchange_ask(talk->thread, on_reply, talk);
}

/* Whole lines of the tape that hold a reply. */
static size_t count_replies(const char *tape_path)
{
    FILE *tape = fopen(tape_path, "r");
    char *line = NULL;
    size_t room = 0, count = 0;
    cr_assert_not_null(tape);
    for (ssize_t len; (len = getline(&line, &room, tape)) > 0;)
        count += line[len - 1] == '\n' && strstr(line, "\"kind\":\"reply\"") != NULL;
    free(line);
    fclose(tape);
    return count;
}

static struct exchange_counts run_crowd(struct crowd *crowd, struct loop *loop, uint16_t port, const char *tape_path)
{
    static struct talk talks[IN_FLIGHT];
    char url[64];
    struct error err = {0};
    struct tape *tape = tape_open(tape_path, false, false, NULL, &err);
    cr_assert_not_null(tape, "%s", err.message);
    snprintf(url, sizeof url, "http://127.0.0.1:%u/v1", (unsigned)port);
    endpoint_init(&crowd->endpoint);
    crowd->endpoint.name = crowd->endpoint.model = STR("m");
    crowd->endpoint.base_url = str_from(url);
    crowd->loop = loop;
    crowd->exchange = exchange_open(
        loop, tape, &(struct exchange_options){.in_flight = IN_FLIGHT, .backoff_ms = 4, .retries = 8}, &err);
    cr_assert_not_null(crowd->exchange, "%s", err.message);
    for (size_t i = 0; i < IN_FLIGHT && crowd->started < crowd->planned; i++)
        start_talk(crowd, &talks[i]);
    loop_run(loop);
    struct exchange_counts counts = exchange_counts(crowd->exchange);
    exchange_close(crowd->exchange);
    tape_close(tape);
    return counts;
}

static struct httpd *open_server(struct server *server, struct loop **loop)
{
    struct error err = {0};
    *loop = loop_new(&err);
    rng_init(&server->rng, 42);
    struct httpd *httpd = httpd_open(*loop, 0, 1 << 20, serve, server, &err);
    cr_assert_not_null(httpd, "%s", err.message);
    return httpd;
}

Test(storm, every_conversation_is_done_or_honestly_failed, .timeout = 120)
{
    char folder[] = "/tmp/fidelio-storm-XXXXXX", path[64];
    struct server server = {.failing = 20};
    struct crowd crowd = {.planned = 2000};
    struct loop *loop;
    snprintf(path, sizeof path, "%s/tape.jsonl", mkdtemp(folder));
    struct httpd *httpd = open_server(&server, &loop);
    struct exchange_counts counts = run_crowd(&crowd, loop, httpd_port(httpd), path);
    size_t replies = count_replies(path);
    cr_expect_eq(crowd.done + crowd.failed, crowd.planned);
    cr_expect_geq(crowd.done, 1995, "%zu were done", crowd.done);
    cr_expect_eq(server.requests, counts.sent, "the server counted %zu requests, we %zu", server.requests,
                 (size_t)counts.sent);
    cr_expect_eq(server.good, replies, "each good answer is on the tape, once: %zu, %zu", server.good, replies);
    cr_expect_eq(counts.succeeded, replies);
    cr_expect_eq(counts.sent, counts.succeeded + counts.retried + crowd.failed);
    cr_expect_gt(counts.rate_limited, 50);
    size_t requests = server.requests;
    struct crowd again = {.planned = 2000};
    server.failing = 0;
    counts = run_crowd(&again, loop, httpd_port(httpd), path);
    cr_expect_eq(again.done, 2000);
    cr_expect_leq(server.requests - requests, crowd.failed * TURNS, "only what had failed is asked again");
    httpd_close(httpd);
    loop_free(loop);
    unlink(path);
    rmdir(folder);
}

struct victim {
    pid_t pid;
    const struct server *server;
    size_t answers; /* it is killed when the server has given so many: it may have ended by itself before that */
    struct loop *loop;
};

static void look_for_end(void *context)
{
    struct victim *victim = context;
    int status;
    if (waitpid(victim->pid, &status, WNOHANG) == victim->pid) {
        loop_stop(victim->loop);
        return;
    }
    if (victim->server->good >= victim->answers)
        kill(victim->pid, SIGKILL);
    loop_after(victim->loop, 2, look_for_end, victim);
}

/* A client in a process of its own, killed after so many good answers more: by then it has a tape, however slow the
 * machine. The server stays here. */
static void run_victim(struct loop *loop, const struct server *server, uint16_t port, const char *path, size_t answers)
{
    struct victim victim = {fork(), server, server->good + answers, loop};
    if (victim.pid == 0) {
        struct crowd crowd = {.planned = 400};
        run_crowd(&crowd, loop_new(NULL), port, path);
        _exit(0);
    }
    loop_after(loop, 2, look_for_end, &victim);
    loop_run(loop);
}

Test(storm, killed_again_and_again_it_loses_nothing, .timeout = 120)
{
    enum { KILLS = 12 };
    char folder[] = "/tmp/fidelio-storm-XXXXXX", path[64];
    struct server server = {.failing = 20};
    struct crowd crowd = {.planned = 400};
    struct loop *loop;
    snprintf(path, sizeof path, "%s/tape.jsonl", mkdtemp(folder));
    struct httpd *httpd = open_server(&server, &loop);
    for (int i = 0; i < KILLS; i++) {
        size_t good = server.good;
        run_victim(loop, &server, httpd_port(httpd), path, 1 + (size_t)(i * 17) % 60);
        cr_expect_leq(server.good, good + 400 * TURNS);
        cr_expect_leq(server.good, count_replies(path) + (size_t)(i + 1) * IN_FLIGHT,
                      "more was lost than what was in flight");
    }
    server.failing = 0;
    run_crowd(&crowd, loop, httpd_port(httpd), path);
    size_t replies = count_replies(path);
    cr_expect_eq(crowd.done, 400);
    cr_expect_eq(replies, 400 * TURNS);
    cr_expect_leq(server.good - replies, KILLS * IN_FLIGHT);
    httpd_close(httpd);
    loop_free(loop);
    unlink(path);
    rmdir(folder);
}
