#include "answering.h"

#include "net/httpd.h"
#include "syntax/json_writer.h"

#include <poll.h>
#include <stdio.h>

enum { TICK_MS = 50 };

struct server {
    struct loop *loop;
    size_t requests;
    answering_write *write;
    void *context;
};

static struct str last_content(const struct json *body)
{
    const struct json *messages = json_get(body, "messages");
    struct str content = {0};
    for (const struct json *m = messages != NULL ? messages->first : NULL; m != NULL; m = m->next)
        content = json_get_text(m, "content");
    return content;
}

static void put_reply(const char *model, struct str content, struct buf *reply)
{
    struct json_writer w;
    json_writer_init(&w, reply, 0);
    json_open_object(&w, NULL);
    json_put_cstring(&w, "model", model);
    json_open_array(&w, "choices");
    json_open_object(&w, NULL);
    json_open_object(&w, "message");
    json_put_cstring(&w, "role", "assistant");
    json_put_string(&w, "content", content);
    json_close_object(&w);
    json_put_cstring(&w, "finish_reason", "stop");
    json_close_object(&w);
    json_close_array(&w);
    json_close_object(&w);
}

static void handle(struct httpd_request *request, void *context)
{
    static const char *const headers[] = {"Content-Type", "application/json", NULL};
    struct server *server = context;
    struct arena *arena = httpd_arena(request);
    const struct json *body = json_parse(arena, httpd_body(request), "request", 1, NULL);
    struct asking asking = {.arena = arena,
                            .body = body,
                            .model = str_cstring(arena, json_get_text(body, "model")),
                            .last = last_content(body),
                            .requests = ++server->requests};
    struct buf content, reply;
    buf_init(&content, ANSWERING_BODY);
    buf_init(&reply, ANSWERING_BODY);
    if (server->write(&asking, &content, server->context)) {
        put_reply(asking.model, buf_str(&content), &reply);
        httpd_answer(request, 200, headers, buf_str(&reply), 0);
    } else {
        httpd_answer(request, 500, headers, STR("{\"error\":{\"message\":\"out of order\"}}"), 0);
    }
    buf_release(&content);
    buf_release(&reply);
}

/* The end of standard input ends the server, also when the test was killed. */
static void tick(void *context)
{
    struct server *server = context;
    struct pollfd in = {.fd = 0, .events = POLLIN};
    if (poll(&in, 1, 0) > 0)
        loop_stop(server->loop);
    else
        loop_after(server->loop, TICK_MS, tick, server);
}

static void stop(int signal_number, void *context)
{
    (void)signal_number;
    loop_stop(context);
}

int answering_run(answering_write *write, void *context)
{
    struct error err = {0};
    struct server server = {.loop = loop_new(&err), .write = write, .context = context};
    struct httpd *httpd =
        server.loop != NULL ? httpd_open(server.loop, 0, ANSWERING_BODY, handle, &server, &err) : NULL;
    if (httpd == NULL || !loop_on_interrupt(server.loop, stop, server.loop, &err)) {
        fprintf(stderr, "%s\n", err.message);
        return 1;
    }
    printf("port %u\n", (unsigned)httpd_port(httpd));
    fflush(stdout);
    tick(&server);
    loop_run(server.loop);
    fprintf(stderr, "requests %zu\n", server.requests);
    httpd_close(httpd);
    loop_free(server.loop);
    return 0;
}
