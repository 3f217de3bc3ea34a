/* The yardstick: the least that a libcurl client can do for the same requests. One thread, epoll, a multi handle for
 * each 256 connections, the history appended to and never written anew, the reply found with cJSON. It records nothing
 * and retries nothing. */
#include "bench.h"

#include <cjson/cJSON.h>
#include <curl/curl.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <time.h>

struct text {
    char *bytes;
    size_t len, room;
};

struct client;
struct shard {
    struct client *client;
    CURLM *multi;
    uint64_t due_ns; /* 0 = no timer */
};

struct talk {
    CURL *easy;
    struct shard *shard;
    struct text body, answer;
    size_t turn;
};

struct client {
    const struct load *load;
    struct result *result;
    int epoll;
    struct shard *shards;
    size_t shard_count, started, ended;
    struct talk *talks; /* in flight */
    struct curl_slist *headers;
    char url[128];
};

static uint64_t now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static void add(struct text *text, const char *bytes, size_t len)
{
    if (text->len + len + 1 > text->room) {
        text->room = (text->len + len + 1) * 3 / 2;
        text->bytes = realloc(text->bytes, text->room);
        if (text->bytes == NULL)
            abort();
    }
    memcpy(text->bytes + text->len, bytes, len);
    text->len += len;
    text->bytes[text->len] = '\0';
}

static void add_message(struct text *text, const char *role, const char *content)
{
    char head[64];
    int len = snprintf(head, sizeof head, "%s{\"role\":\"%s\",\"content\":\"",
                       text->bytes[text->len - 1] == '[' ? "" : ",", role);
    add(text, head, (size_t)len);
    for (const char *at = content; *at != '\0'; at++) {
        if (*at == '\n')
            add(text, "\\n", 2);
        else if (*at == '"' || *at == '\\')
            add(text, (char[2]){'\\', *at}, 2);
        else
            add(text, at, 1);
    }
    add(text, "\"}", 2);
}

static size_t on_data(char *bytes, size_t size, size_t count, void *context)
{
    struct talk *talk = context;
    add(&talk->answer, bytes, size * count);
    return size * count;
}

static void send_turn(struct talk *talk)
{
    size_t mark;
    add_message(&talk->body, "user", bench_caller(talk->turn));
    mark = talk->body.len;
    add(&talk->body, "]}", 2);
    talk->answer.len = 0;
    curl_easy_setopt(talk->easy, CURLOPT_POSTFIELDS, talk->body.bytes);
    curl_easy_setopt(talk->easy, CURLOPT_POSTFIELDSIZE, (long)talk->body.len);
    talk->body.len = mark;
    curl_multi_add_handle(talk->shard->multi, talk->easy);
}

static void start(struct client *client, struct talk *talk)
{
    static const char head[] = "{\"model\":\"mock\",\"temperature\":0.7,\"messages\":[";
    client->started++;
    talk->turn = 0;
    talk->body.len = 0;
    add(&talk->body, head, sizeof head - 1);
    add_message(&talk->body, "system", client->load->prompt);
    send_turn(talk);
}

static bool take_reply(struct talk *talk)
{
    cJSON *tree = cJSON_ParseWithLength(talk->answer.bytes, talk->answer.len);
    const cJSON *choice = cJSON_GetArrayItem(cJSON_GetObjectItemCaseSensitive(tree, "choices"), 0);
    const cJSON *content =
        cJSON_GetObjectItemCaseSensitive(cJSON_GetObjectItemCaseSensitive(choice, "message"), "content");
    bool good = cJSON_IsString(content);
    if (good)
        add_message(&talk->body, "assistant", content->valuestring);
    cJSON_Delete(tree);
    return good;
}

static void finish(struct client *client, CURL *easy, CURLcode code)
{
    struct talk *talk;
    long status = 0;
    curl_easy_getinfo(easy, CURLINFO_PRIVATE, &talk);
    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    curl_multi_remove_handle(talk->shard->multi, easy);
    client->result->requests++;
    bool good = code == CURLE_OK && status == 200 && take_reply(talk);
    client->result->failures += !good;
    if (good && ++talk->turn < BENCH_TURNS) {
        send_turn(talk);
        return;
    }
    client->ended++;
    if (client->started < client->load->conversations)
        start(client, talk);
}

static void drain(struct client *client, struct shard *shard)
{
    CURLMsg *message;
    int left;
    struct {
        CURL *easy;
        CURLcode code;
    } done[512];
    size_t count;
    do {
        count = 0;
        while (count < 512 && (message = curl_multi_info_read(shard->multi, &left)) != NULL) {
            done[count].easy = message->easy_handle;
            done[count++].code = message->data.result;
        }
        for (size_t i = 0; i < count; i++)
            finish(client, done[i].easy, done[i].code);
    } while (count > 0);
}

static int watch(CURL *easy, curl_socket_t fd, int what, void *context, void *unused)
{
    struct shard *shard = context;
    (void)easy;
    (void)unused;
    if (what == CURL_POLL_REMOVE) {
        epoll_ctl(shard->client->epoll, EPOLL_CTL_DEL, fd, NULL);
        return 0;
    }
    uint64_t number = (uint64_t)(shard - shard->client->shards);
    struct epoll_event event = {.data.u64 = number << 32 | (uint32_t)fd};
    event.events = ((what & CURL_POLL_IN) != 0 ? EPOLLIN : 0u) | ((what & CURL_POLL_OUT) != 0 ? EPOLLOUT : 0u);
    if (epoll_ctl(shard->client->epoll, EPOLL_CTL_MOD, fd, &event) != 0 && errno == ENOENT)
        epoll_ctl(shard->client->epoll, EPOLL_CTL_ADD, fd, &event);
    return 0;
}

static int set_timer(CURLM *multi, long ms, void *context)
{
    struct shard *shard = context;
    (void)multi;
    shard->due_ns = ms < 0 ? 0 : now_ns() + (uint64_t)ms * 1000000u;
    return 0;
}

static int wait_ms(const struct client *client)
{
    uint64_t first = 0, now = now_ns();
    for (size_t i = 0; i < client->shard_count; i++)
        if (client->shards[i].due_ns != 0 && (first == 0 || client->shards[i].due_ns < first))
            first = client->shards[i].due_ns;
    if (first == 0)
        return 1000;
    return first <= now ? 0 : (int)((first - now + 999999) / 1000000);
}

static void turn_loop(struct client *client)
{
    struct epoll_event events[256];
    int running;
    int count = epoll_wait(client->epoll, events, 256, wait_ms(client));
    uint64_t now = now_ns();
    for (size_t i = 0; i < client->shard_count; i++) {
        if (client->shards[i].due_ns != 0 && client->shards[i].due_ns <= now) {
            client->shards[i].due_ns = 0;
            curl_multi_socket_action(client->shards[i].multi, CURL_SOCKET_TIMEOUT, 0, &running);
        }
    }
    for (int i = 0; i < count; i++) {
        int action = ((events[i].events & (EPOLLIN | EPOLLHUP)) != 0 ? CURL_CSELECT_IN : 0) |
                     ((events[i].events & EPOLLOUT) != 0 ? CURL_CSELECT_OUT : 0) |
                     ((events[i].events & EPOLLERR) != 0 ? CURL_CSELECT_ERR : 0);
        curl_multi_socket_action(client->shards[events[i].data.u64 >> 32].multi,
                                 (curl_socket_t)(uint32_t)events[i].data.u64, action, &running);
    }
    for (size_t i = 0; i < client->shard_count; i++)
        drain(client, &client->shards[i]);
}

static void open_shards(struct client *client)
{
    client->shard_count = (client->load->in_flight + 255) / 256;
    client->shards = calloc(client->shard_count, sizeof *client->shards);
    for (size_t i = 0; i < client->shard_count; i++) {
        struct shard *shard = &client->shards[i];
        shard->client = client;
        shard->multi = curl_multi_init();
        curl_multi_setopt(shard->multi, CURLMOPT_SOCKETFUNCTION, watch);
        curl_multi_setopt(shard->multi, CURLMOPT_SOCKETDATA, shard);
        curl_multi_setopt(shard->multi, CURLMOPT_TIMERFUNCTION, set_timer);
        curl_multi_setopt(shard->multi, CURLMOPT_TIMERDATA, shard);
        curl_multi_setopt(shard->multi, CURLMOPT_MAXCONNECTS, 512L);
    }
}

static void open_talk(struct client *client, size_t number)
{
    struct talk *talk = &client->talks[number];
    talk->shard = &client->shards[number % client->shard_count];
    talk->easy = curl_easy_init();
    curl_easy_setopt(talk->easy, CURLOPT_URL, client->url);
    curl_easy_setopt(talk->easy, CURLOPT_HTTPHEADER, client->headers);
    curl_easy_setopt(talk->easy, CURLOPT_WRITEFUNCTION, on_data);
    curl_easy_setopt(talk->easy, CURLOPT_WRITEDATA, talk);
    curl_easy_setopt(talk->easy, CURLOPT_PRIVATE, talk);
    curl_easy_setopt(talk->easy, CURLOPT_NOSIGNAL, 1L);
    if (client->load->ca_file != NULL)
        curl_easy_setopt(talk->easy, CURLOPT_CAINFO, client->load->ca_file);
    curl_easy_setopt(talk->easy, CURLOPT_PROXY, "");
    curl_easy_setopt(talk->easy, CURLOPT_TIMEOUT_MS, 120000L);
    curl_easy_setopt(talk->easy, CURLOPT_BUFFERSIZE, 2048L);
    curl_easy_setopt(talk->easy, CURLOPT_HTTP_VERSION,
                     client->load->http2 ? (long)CURL_HTTP_VERSION_2TLS : (long)CURL_HTTP_VERSION_1_1);
    curl_easy_setopt(talk->easy, CURLOPT_PIPEWAIT, (long)client->load->http2);
}

void bare_run(const struct load *load, struct result *result)
{
    struct client client = {.load = load, .result = result, .epoll = epoll_create1(EPOLL_CLOEXEC)};
    curl_global_init(CURL_GLOBAL_DEFAULT);
    snprintf(client.url, sizeof client.url, "%s://127.0.0.1:%u/%u/%u/chat/completions",
             load->ca_file != NULL ? "https" : "http", (unsigned)load->port, load->latency_ms, load->jitter_ms);
    client.headers = curl_slist_append(NULL, "Content-Type: application/json");
    client.headers = curl_slist_append(client.headers, "Authorization: Bearer none");
    client.headers = curl_slist_append(client.headers, "Expect:");
    client.talks = calloc(load->in_flight, sizeof *client.talks);
    open_shards(&client);
    uint64_t begin = now_ns();
    for (size_t i = 0; i < load->in_flight && client.started < load->conversations; i++) {
        open_talk(&client, i);
        start(&client, &client.talks[i]);
    }
    while (client.ended < load->conversations)
        turn_loop(&client);
    result->wall_s = (double)(now_ns() - begin) / 1e9;
}
