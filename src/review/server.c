#include "review/server.h"

#include "base/language.h"
#include "syntax/json.h"
#include "syntax/json_writer.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

enum { BODY_CEILING = 64 << 10, TOKEN_BYTES = 16 };

struct review_server {
    struct httpd *httpd;
    struct review_server_options options;
    char token[2 * TOKEN_BYTES + 1], host[32], origin[48], url[128];
};

static const char *const plain[] = {"Content-Type", "text/plain; charset=utf-8", "X-Content-Type-Options", "nosniff",
                                    NULL};
static const char *const page_headers[] = {"Content-Type",
                                           "text/html; charset=utf-8",
                                           "Cache-Control",
                                           "no-store",
                                           "X-Frame-Options",
                                           "DENY",
                                           "X-Content-Type-Options",
                                           "nosniff",
                                           "Referrer-Policy",
                                           "no-referrer",
                                           "Cross-Origin-Resource-Policy",
                                           "same-origin",
                                           NULL};
static const char *const json_headers[] = {"Content-Type", "application/json", "X-Content-Type-Options", "nosniff",
                                           NULL};

/* Takes the same time wherever the first difference is. */
static bool same_secret(struct str a, struct str b)
{
    unsigned char difference = a.len != b.len;
    for (size_t i = 0; i < a.len && i < b.len; i++)
        difference |= (unsigned char)(a.ptr[i] ^ b.ptr[i]);
    return difference == 0;
}

static void refuse(struct httpd_request *request, unsigned status, const char *why)
{
    httpd_answer(request, status, plain, str_from(why), 0);
}

static void answer_page(struct review_server *server, struct httpd_request *request)
{
    struct reviews reviews;
    struct error err = {0};
    struct buf page;
    if (!reviews_read(&reviews, server->options.path, &err)) {
        refuse(request, 500, err.message);
        return;
    }
    buf_init(&page, 0);
    server->options.page(&reviews, str_from(server->token), &page, server->options.context);
    httpd_answer(request, 200, page_headers, buf_str(&page), 0);
    buf_release(&page);
    reviews_release(&reviews);
}

static void answer_reviews(struct review_server *server, struct httpd_request *request)
{
    struct reviews reviews;
    struct error err = {0};
    struct buf body;
    if (!reviews_read(&reviews, server->options.path, &err)) {
        refuse(request, 500, err.message);
        return;
    }
    buf_init(&body, 0);
    reviews_write(&reviews, &body);
    httpd_answer(request, 200, json_headers, buf_str(&body), 0);
    buf_release(&body);
    reviews_release(&reviews);
}

static void take_review(struct review_server *server, struct httpd_request *request)
{
    struct error err = {0};
    struct review review;
    char now[21];
    struct arena *arena = httpd_arena(request);
    clock_format(server->options.clock.wall_ms(server->options.clock.context), now);
    struct json *record = json_parse(arena, httpd_body(request), TEXT("the request", "请求"), 1, &err);
    if (record == NULL || !review_from_json(arena, record, str_from(now), &review, &err)) {
        refuse(request, 400, err.message);
        return;
    }
    review.time = str_from(now); /* the server's clock, whatever the page says */
    if (!review_append(server->options.path, &review, &err)) {
        refuse(request, 500, err.message);
        return;
    }
    struct buf body;
    struct json_writer w;
    buf_init(&body, 0);
    json_writer_init(&w, &body, 0);
    review_write(&review, &w);
    httpd_answer(request, 201, json_headers, buf_str(&body), 0);
    buf_release(&body);
}

static void handle(struct httpd_request *request, void *context)
{
    struct review_server *server = context;
    struct str method = httpd_method(request), path = httpd_path(request);
    bool get = str_eq_cstring(method, "GET"), post = str_eq_cstring(method, "POST");
    if (!str_eq_cstring(httpd_header(request, "Host"), server->host))
        refuse(request, 403, TEXT("this server answers to its loopback address only", "本服务只在回环地址上应答"));
    else if (!same_secret(httpd_query(request, "token"), str_from(server->token)))
        refuse(request, 403,
               TEXT("the token is missing or wrong: open the address that `fidelio review` printed",
                    "令牌缺失或不对：请打开 `fidelio review` 打印的地址"));
    else if (get && str_eq_cstring(path, "/"))
        answer_page(server, request);
    else if (!str_eq_cstring(path, "/api/reviews"))
        refuse(request, 404, TEXT("there is nothing here", "这里什么也没有"));
    else if (get)
        answer_reviews(server, request);
    else if (!post)
        refuse(request, 405, TEXT("reviews are read with GET and sent with POST", "复核意见用 GET 读取、用 POST 发送"));
    else if (!str_eq_cstring(httpd_header(request, "Origin"), server->origin))
        refuse(request, 403, TEXT("only the review page itself may write", "只有复核页面自己可以写入"));
    else if (!str_starts(httpd_header(request, "Content-Type"), STR("application/json")))
        refuse(request, 415, TEXT("reviews are sent as application/json", "复核意见要以 application/json 发送"));
    else
        take_review(server, request);
}

struct review_server *review_server_open(struct loop *loop, const struct review_server_options *options,
                                         struct error *err)
{
    unsigned char secret[TOKEN_BYTES];
    if (getrandom(secret, sizeof secret, 0) != (ssize_t)sizeof secret) {
        error_set(err, ERROR_INFRA, TEXT("cannot get random bytes for the token: %s", "无法取得生成令牌的随机数：%s"),
                  error_reason(errno));
        return NULL;
    }
    struct review_server *server = memory_alloc(sizeof *server);
    server->options = *options;
    for (size_t i = 0; i < sizeof secret; i++)
        snprintf(server->token + 2 * i, 3, "%02x", secret[i]);
    server->httpd = httpd_open(loop, options->port, BODY_CEILING, handle, server, err);
    if (server->httpd == NULL) {
        free(server);
        return NULL;
    }
    snprintf(server->host, sizeof server->host, "127.0.0.1:%u", (unsigned)httpd_port(server->httpd));
    snprintf(server->origin, sizeof server->origin, "http://%s", server->host);
    snprintf(server->url, sizeof server->url, "%s/?token=%s", server->origin, server->token);
    return server;
}

void review_server_close(struct review_server *server)
{
    if (server == NULL)
        return;
    httpd_close(server->httpd);
    free(server);
}

struct str review_server_url(const struct review_server *server)
{
    return str_from(server->url);
}
