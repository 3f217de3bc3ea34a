/* A mock endpoint with as little in it as may be, so that the clients are measured: POST
 * /LATENCY/JITTER/chat/completions answers after LATENCY +- JITTER ms. One request at a time a connection; what it
 * answers follows from how many replies the request holds. */
#include "bench.h"

#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
    SLOT_NS = 125000, /* answers leave with this precision */
    SLOTS = 16384,
    ROOM = 32 << 10, /* of a request */
    EVENTS = 256,
};

struct peer {
    struct peer *next; /* in a slot of the wheel */
    int fd;
    bool waiting, gone;
    size_t len, answer_len;
    char *bytes, *answer;
};

struct mock {
    int epoll, listener;
    uint64_t random, slot;
    size_t waiting;
    struct peer *wheel[SLOTS];
};

/* A reply is one clause of each row: no two conversations hear the same, as with a model. */
enum { ROWS = 3, CLAUSES = 16 };
static const char *const clauses[ROWS][CLAUSES] = {
    {"喂，哪位？你先说清楚是哪家公司的，", "哦，是回访啊，上次那一单我有印象，", "你们每次都说会改进，",
     "嗯，我想一下，那天应该是下午送到的，", "这个我不太确定，是同事替我签收的，", "话是这么说，",
     "我先说清楚，别跟我介绍什么会员套餐，", "那个箱子我还留着，", "说实话，这事拖了有一阵子了，",
     "上回也有人打来问过同样的话，", "我这边正忙着，你长话短说，", "东西倒是没坏，", "时间比页面上写的晚了两天，",
     "当时我还打过电话去催，", "我不是不讲理的人，", "要是真像你讲的那样，"},
    {"有什么事就直接说吧，", "可是具体怎么改、什么时候改，从来没有准话，", "箱子有一个角压扁了，",
     "拆开已经是晚上的事情了，", "电话里说长了我也记不住，", "照片也拍了，就是不知道发给谁才有用，",
     "能提前一天发个短信说清楚几点到就好，", "我这边好安排人在，", "上一个答应我的人后来就没有消息了，",
     "家里人问起来我也答不上，", "我得先看看单子上是怎么写的，", "万一又像上次那样呢，", "这钱算下来也不是小数，",
     "你说的跟你们同事说的对不上，", "我一个人也拿不定主意，", "那边到底是谁在管这件事，"},
    {"所以我现在也不太敢信。", "你给我一个确切的日子。", "我听着呢。", "到时候找谁负责？", "我还在想。",
     "那就已经比现在强多了。", "这个谁能保证？", "别到最后又是我自己跑。", "你先查一下再跟我讲。", "我不爱听这个。",
     "你慢慢讲。", "你们打算怎么办？", "写下来发给我看看行不行？", "我家里也在问。", "总得有个说法。",
     "这样我心里才有底。"},
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

size_t mock_answer(size_t asked, char *into, size_t room)
{
    static uint64_t seed; /* each mock server is a process */
    const char *said[ROWS];
    for (size_t row = 0; row < ROWS; row++) {
        seed = seed * 6364136223846793005u + 1442695040888963407u;
        said[row] = clauses[row][(seed >> 33) % CLAUSES];
    }
    int len = snprintf(
        into, room,
        "{\"id\":\"c-1\",\"object\":\"chat.completion\",\"created\":1760000000,\"model\":\"mock\","
        "\"choices\":[{\"index\":0,\"message\":{\"role\":\"assistant\",\"content\":\"%s%s%s\",\"refusal\":null},"
        "\"logprobs\":null,\"finish_reason\":\"stop\"}],\"usage\":{\"prompt_tokens\":%zu,"
        "\"completion_tokens\":70,\"total_tokens\":%zu},\"system_fingerprint\":\"fp\"}",
        said[0], said[1], said[2], asked / 4, asked / 4 + 70);
    return len > 0 && (size_t)len < room ? (size_t)len : 0;
}

static uint64_t now_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000000000u + (uint64_t)now.tv_nsec;
}

static void leave(struct peer *peer)
{
    close(peer->fd);
    if (peer->waiting) { /* the wheel still points at it */
        peer->gone = true;
        return;
    }
    free(peer->bytes);
    free(peer->answer);
    free(peer);
}

static void send_answer(struct peer *peer)
{
    peer->waiting = false;
    if (peer->gone || write(peer->fd, peer->answer, peer->answer_len) != (ssize_t)peer->answer_len) {
        if (!peer->gone)
            close(peer->fd);
        peer->gone = false;
        peer->fd = -1;
    }
    free(peer->answer);
    peer->answer = NULL;
    if (peer->fd < 0) {
        free(peer->bytes);
        free(peer);
    }
}

static void answer(struct mock *mock, struct peer *peer, size_t len)
{
    unsigned latency = 0, jitter = 0;
    char json[2048];
    sscanf(peer->bytes, "POST /%u/%u/", &latency, &jitter);
    size_t json_len = mock_answer(len, json, sizeof json);
    peer->answer = malloc(json_len + 256);
    int head = sprintf(peer->answer, "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n",
                       json_len);
    memcpy(peer->answer + head, json, json_len);
    peer->answer_len = (size_t)head + json_len;
    peer->len = 0;
    if (latency == 0) {
        send_answer(peer);
        return;
    }
    uint64_t delay_ns = (uint64_t)latency * 1000000u;
    if (jitter > 0) {
        mock->random = mock->random * 6364136223846793005u + 1442695040888963407u;
        delay_ns = delay_ns - jitter * UINT64_C(1000000) + (mock->random >> 33) % (jitter * UINT64_C(2000000) + 1);
    }
    struct peer **slot = &mock->wheel[((now_ns() + delay_ns) / SLOT_NS + 1) % SLOTS];
    peer->waiting = true;
    peer->next = *slot;
    *slot = peer;
    mock->waiting++;
}

static void on_bytes(struct mock *mock, struct peer *peer)
{
    if (peer->bytes == NULL)
        peer->bytes = malloc(ROOM);
    ssize_t got = read(peer->fd, peer->bytes + peer->len, ROOM - 1 - peer->len);
    if (got < 0 && errno == EAGAIN)
        return;
    if (got <= 0) {
        leave(peer);
        return;
    }
    peer->len += (size_t)got;
    peer->bytes[peer->len] = '\0';
    const char *end = strstr(peer->bytes, "\r\n\r\n");
    const char *length = strcasestr(peer->bytes, "\r\ncontent-length:");
    if (end == NULL || length == NULL)
        return;
    size_t body = strtoul(length + 17, NULL, 10), head = (size_t)(end - peer->bytes) + 4;
    if (peer->len >= head + body)
        answer(mock, peer, body);
}

static void take_peers(struct mock *mock)
{
    int fd, on = 1;
    while ((fd = accept4(mock->listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC)) >= 0) {
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
        struct peer *peer = calloc(1, sizeof *peer);
        peer->fd = fd;
        epoll_ctl(mock->epoll, EPOLL_CTL_ADD, fd, &(struct epoll_event){.events = EPOLLIN, .data.ptr = peer});
    }
}

static void send_due(struct mock *mock)
{
    for (uint64_t now = now_ns() / SLOT_NS; mock->slot <= now; mock->slot++) {
        struct peer *peer = mock->wheel[mock->slot % SLOTS], *next;
        mock->wheel[mock->slot % SLOTS] = NULL;
        for (; peer != NULL; peer = next) {
            next = peer->next;
            mock->waiting--;
            send_answer(peer);
        }
    }
}

/* How long nothing is due. */
static struct timespec pause_of(const struct mock *mock)
{
    uint64_t slot = mock->slot, now = now_ns();
    while (mock->waiting > 0 && slot < mock->slot + SLOTS && mock->wheel[slot % SLOTS] == NULL)
        slot++;
    uint64_t due = mock->waiting > 0 ? slot * SLOT_NS : now + 1000000000u;
    uint64_t ns = due > now ? due - now : 0;
    return (struct timespec){.tv_sec = (time_t)(ns / 1000000000u), .tv_nsec = (long)(ns % 1000000000u)};
}

static int listen_at(uint16_t *port)
{
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0), on = 1;
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(*port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof address;
    setsockopt(fd, SOL_SOCKET, SO_REUSEPORT, &on, sizeof on);
    if (bind(fd, (struct sockaddr *)&address, len) != 0 || listen(fd, 4096) != 0 ||
        getsockname(fd, (struct sockaddr *)&address, &len) != 0) {
        perror("bench: mock");
        exit(3);
    }
    *port = ntohs(address.sin_port);
    return fd;
}

void mock_serve(int report, uint16_t port)
{
    static struct mock mock;
    struct epoll_event events[EVENTS];
    mock = (struct mock){.epoll = epoll_create1(EPOLL_CLOEXEC), .random = port, .slot = now_ns() / SLOT_NS};
    mock.listener = listen_at(&port);
    signal(SIGPIPE, SIG_IGN);
    epoll_ctl(mock.epoll, EPOLL_CTL_ADD, mock.listener, &(struct epoll_event){.events = EPOLLIN});
    if (write(report, &port, sizeof port) != sizeof port)
        exit(3);
    close(report);
    for (;;) {
        struct timespec pause = pause_of(&mock);
        int count = epoll_pwait2(mock.epoll, events, EVENTS, &pause, NULL);
        send_due(&mock);
        for (int i = 0; i < count; i++) {
            if (events[i].data.ptr == NULL)
                take_peers(&mock);
            else
                on_bytes(&mock, events[i].data.ptr);
        }
    }
}
