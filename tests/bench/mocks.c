/* The mock servers as children of the benchmark: several of the plain one, and two that speak TLS. */
#include "bench.h"

#include "base/error.h"
#include "net/httpd.h"

#include <arpa/inet.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static void serve(struct httpd_request *request, void *context)
{
    static const char *const headers[] = {"Content-Type", "application/json", NULL};
    unsigned latency = 0;
    char answer[2048];
    struct str path = httpd_path(request), body = httpd_body(request);
    (void)context;
    sscanf(path.ptr, "/%u/", &latency);
    size_t len = mock_answer(body.len, answer, sizeof answer);
    httpd_answer(request, 200, headers, (struct str){answer, len}, latency);
}

void mock_serve_tls(int report, const char *key, const char *certificate)
{
    struct error err = {0};
    struct loop *loop = loop_new(&err);
    struct httpd *httpd = loop != NULL ? httpd_open_tls(loop, 0, 1 << 20, serve, NULL, key, certificate, &err) : NULL;
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

/* The port that the child serves comes back. */
static uint16_t start(struct mocks *mocks, uint16_t port, const char *key, const char *certificate)
{
    int ends[2];
    if (pipe(ends) != 0)
        exit(3);
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        close(ends[0]);
        if (key != NULL)
            mock_serve_tls(ends[1], key, certificate);
        else
            mock_serve(ends[1], port);
        _exit(0);
    }
    close(ends[1]);
    mocks->ids[mocks->count++] = child;
    if (read(ends[0], &port, sizeof port) != sizeof port)
        exit(3);
    close(ends[0]);
    return port;
}

void mocks_start(struct mocks *mocks, size_t count)
{
    *mocks = (struct mocks){0};
    while (mocks->count < count)
        mocks->port = start(mocks, mocks->port, NULL, NULL);
}

void mocks_start_tls(struct mocks *mocks, const char *key, const char *certificate)
{
    *mocks = (struct mocks){0};
    mocks->port = start(mocks, 0, key, certificate);
}

static bool is_there(uint16_t port)
{
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    bool there = connect(fd, (struct sockaddr *)&address, sizeof address) == 0;
    close(fd);
    return there;
}

static bool write_answer(const char *folder)
{
    static const char *const folders[] = {"", "/0", "/0/0", "/0/0/chat"};
    char path[512], answer[2048];
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        snprintf(path, sizeof path, "%s/http2%s", folder, folders[i]);
        mkdir(path, 0755);
    }
    snprintf(path, sizeof path, "%s/http2/0/0/chat/completions", folder);
    FILE *file = fopen(path, "w");
    size_t len = mock_answer(4096, answer, sizeof answer);
    return file != NULL && fwrite(answer, 1, len, file) == len && fclose(file) == 0;
}

bool mocks_start_http2(struct mocks *mocks, const char *key_path, const char *certificate_path, const char *folder)
{
    char root[512], port[8];
    *mocks = (struct mocks){.port = (uint16_t)(20000 + getpid() % 20000)};
    snprintf(root, sizeof root, "%s/http2", folder);
    snprintf(port, sizeof port, "%u", (unsigned)mocks->port);
    if (!write_answer(folder))
        return false;
    fflush(NULL);
    pid_t child = fork();
    if (child == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        execlp("nghttpd", "nghttpd", "-n2", "-a127.0.0.1", "-d", root, port, key_path, certificate_path, (char *)NULL);
        _exit(127);
    }
    mocks->ids[mocks->count++] = child;
    for (int i = 0; i < 100; i++) {
        if (waitpid(child, NULL, WNOHANG) == child) {
            mocks->count = 0;
            return false;
        }
        if (is_there(mocks->port))
            return true;
        nanosleep(&(struct timespec){.tv_nsec = 20000000}, NULL);
    }
    return false;
}

void mocks_stop(struct mocks *mocks)
{
    for (size_t i = 0; i < mocks->count; i++) {
        kill(mocks->ids[i], SIGKILL);
        waitpid(mocks->ids[i], NULL, 0);
    }
    mocks->count = 0;
}
