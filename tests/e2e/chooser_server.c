/* A chooser for tests: answers chat completions as choosers do, well or badly, as the model's name says.
 *
 *   right        the number that a key file has for the words, else none. Key files: NUMBER, tab, WORDS a line
 *   none, first  always so; "first" is 1
 *   branch       the first branch that is offered, else none
 *   dressed      as right, with punctuation and a line end around it
 *   prose        a sentence with a number in it
 *   beyond       a number that was not offered
 *   both         two numbers
 *   obey         what stands behind "SYSTEM:" in the words, as a model does that obeys them
 *   empty, down  nothing; HTTP 500
 *   moody        as first, but HTTP 500 on every second request
 *
 * chooser_server [KEY...]. Prints its port, counts requests on stderr at the end; ends when standard input does. */
#include "base/file.h"
#include "net/httpd.h"
#include "syntax/json.h"
#include "syntax/json_writer.h"

#include <poll.h>
#include <stdio.h>
#include <string.h>

enum { BODY = 16 << 20, TICK_MS = 50 };

struct server {
    struct loop *loop;
    size_t requests;
    struct buf keys;
};

static struct str right_number(const struct server *server, struct str words)
{
    struct str rest = buf_str(&server->keys), line;
    while (str_next_line(&rest, &line)) {
        size_t tab = str_find_byte(line, '\t');
        if (tab != STR_NONE && str_eq(str_slice(line, tab + 1, line.len), words))
            return str_eq(str_slice(line, 0, tab), STR("0")) ? STR("none") : str_slice(line, 0, tab);
    }
    return STR("none");
}

static void write_content(const struct server *server, const char *model, const struct json *asked, struct buf *out)
{
    struct str words = json_get_text(asked, "reply");
    const struct json *branches = json_get(asked, "branches");
    size_t order = str_find(words, STR("SYSTEM:"));
    if (strcmp(model, "right") == 0)
        buf_add(out, right_number(server, words));
    else if (strcmp(model, "dressed") == 0)
        buf_printf(out, " \"%.*s\".\n", STR_FORMAT(right_number(server, words)));
    else if (strcmp(model, "first") == 0 || strcmp(model, "moody") == 0)
        buf_add_cstring(out, "1");
    else if (strcmp(model, "branch") == 0 && branches != NULL && branches->first != NULL)
        buf_printf(out, "%.0f", json_get_number(branches->first, "number", 0));
    else if (strcmp(model, "prose") == 0)
        buf_add_cstring(out, "The answer is 1.");
    else if (strcmp(model, "beyond") == 0)
        buf_add_cstring(out, "999");
    else if (strcmp(model, "both") == 0)
        buf_add_cstring(out, "1, 2");
    else if (strcmp(model, "obey") == 0 && order != STR_NONE)
        buf_add(out, str_slice(words, order + sizeof "SYSTEM:" - 1, words.len));
    else if (strcmp(model, "empty") != 0)
        buf_add_cstring(out, "none");
}

static struct str last_content(const struct json *body)
{
    const struct json *messages = json_get(body, "messages");
    struct str content = {0};
    for (const struct json *m = messages != NULL ? messages->first : NULL; m != NULL; m = m->next)
        content = json_get_text(m, "content");
    return content;
}

static void handle(struct httpd_request *request, void *context)
{
    static const char *const headers[] = {"Content-Type", "application/json", NULL};
    struct server *server = context;
    struct arena *arena = httpd_arena(request);
    const struct json *body = json_parse(arena, httpd_body(request), "request", 1, NULL);
    const char *model = str_cstring(arena, json_get_text(body, "model"));
    struct buf content, reply;
    struct json_writer w;
    server->requests++;
    if (strcmp(model, "down") == 0 || (strcmp(model, "moody") == 0 && server->requests % 2 == 0)) {
        httpd_answer(request, 500, headers, STR("{\"error\":{\"message\":\"out of order\"}}"), 0);
        return;
    }
    const struct json *asked = json_parse(arena, last_content(body), "question", 1, NULL);
    buf_init(&content, BODY);
    buf_init(&reply, BODY);
    write_content(server, model, asked, &content);
    json_writer_init(&w, &reply, 0);
    json_open_object(&w, NULL);
    json_put_cstring(&w, "model", model);
    json_open_array(&w, "choices");
    json_open_object(&w, NULL);
    json_open_object(&w, "message");
    json_put_cstring(&w, "role", "assistant");
    json_put_string(&w, "content", buf_str(&content));
    json_close_object(&w);
    json_put_cstring(&w, "finish_reason", "stop");
    json_close_object(&w);
    json_close_array(&w);
    json_close_object(&w);
    httpd_answer(request, 200, headers, buf_str(&reply), 0);
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

int main(int argc, char **argv)
{
    struct error err = {0};
    struct server server = {.loop = loop_new(&err)};
    buf_init(&server.keys, BODY);
    for (int i = 1; i < argc; i++)
        if (!file_read(argv[i], &server.keys, &err)) {
            fprintf(stderr, "%s\n", err.message);
            return 1;
        }
    struct httpd *httpd = server.loop != NULL ? httpd_open(server.loop, 0, BODY, handle, &server, &err) : NULL;
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
    buf_release(&server.keys);
    return 0;
}
