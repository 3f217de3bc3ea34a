/* A mock endpoint on our own server: POST /LATENCY/JITTER/chat/completions answers after LATENCY +- JITTER ms, always
 * the same way. */
#include "bench.h"

#include "base/rng.h"
#include "net/httpd.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const replies[] = {
    "喂，哪位？我现在手头有点忙，你有什么事就直接说吧，尽量说快一点，我两三分钟以后还有一个会要开。",
    "哦，是回访啊。上次那一单我有印象，东西是到了，就是比页面上写的时间晚了差不多两天，我当时还打过电话去催。",
    "你们每次都说会改进，可是具体怎么改，什么时候改，从来没有人给我一个准话，所以我现在也不太敢信。",
    "嗯，我想一下。那天应该是下午三点多送到的，箱子有一个角压扁了，里面的东西倒是没有坏。",
    "这个我不太确定，当时是同事替我签收的，要不你等一下，我回头问问他再告诉你。",
    "如果你们能提前一天发个短信说清楚几点到，我这边好安排人在，那就已经比现在强多了。",
    "我先说清楚，你要是后面想跟我介绍什么会员、什么套餐，那就不用说了，我没有兴趣。",
    "行吧，那就先这样，你记下来就好，过几天要是还没有动静，我再打给你们。",
};

const char *bench_caller(size_t turn)
{
    static const char *const lines[BENCH_TURNS] = {
        "您好，请问现在方便说几句话吗？", "我们想了解一下上一次配送的情况。",
        "请问送到的时间和约定的一致吗？", "包装有没有破损？",
        "当时是您本人签收的吗？",         "您希望我们哪里改进？",
        "我们会在三天之内给您答复。",     "感谢您的时间，再见。",
    };
    return lines[turn % BENCH_TURNS];
}

struct mock {
    struct rng rng;
    size_t count;
};

static void serve(struct httpd_request *request, void *context)
{
    static const char *const headers[] = {"Content-Type", "application/json", NULL};
    struct mock *mock = context;
    unsigned latency = 0, jitter = 0;
    char path[128], answer[2048];
    struct str p = httpd_path(request);
    snprintf(path, sizeof path, "%.*s", STR_FORMAT(p));
    sscanf(path, "/%u/%u/", &latency, &jitter);
    uint64_t delay = latency;
    if (jitter > 0)
        delay = latency - jitter + rng_below(&mock->rng, 2 * (uint64_t)jitter + 1);
    int len =
        snprintf(answer, sizeof answer,
                 "{\"id\":\"c-%zu\",\"object\":\"chat.completion\",\"created\":1760000000,\"model\":\"mock\","
                 "\"choices\":[{\"index\":0,"
                 "\"message\":{\"role\":\"assistant\",\"content\":\"%s\",\"refusal\":null},\"logprobs\":null,\"finish_"
                 "reason\":\"stop\"}],"
                 "\"usage\":{\"prompt_tokens\":%zu,\"completion_tokens\":70,\"total_tokens\":%zu},\"system_"
                 "fingerprint\":\"fp\"}",
                 mock->count, replies[mock->count % 8], httpd_body(request).len / 4, httpd_body(request).len / 4 + 70);
    mock->count++;
    httpd_answer(request, 200, headers, (struct str){answer, (size_t)len}, delay);
}

void mock_serve(int report, const char *key, const char *certificate)
{
    struct error err = {0};
    struct mock mock = {0};
    struct loop *loop = loop_new(&err);
    rng_init(&mock.rng, 1);
    struct httpd *httpd = loop != NULL ? httpd_open_tls(loop, 0, 1 << 20, serve, &mock, key, certificate, &err) : NULL;
    if (httpd == NULL) {
        fprintf(stderr, "bench: %s\n", err.message);
        exit(3);
    }
    uint16_t port = httpd_port(httpd);
    if (write(report, &port, sizeof port) != sizeof port)
        exit(3);
    close(report);
    loop_run(loop);
}
