/* Golden samples: tests/data/wires/WIRE/NAME.http holds what a server sent ("STATUS CONTENT-TYPE", a line feed, the
 * body), NAME.expected what is made of it. FIDELIO_GOLDEN_WRITE=1 writes the expectations anew; read the difference
 * before you commit it. */
#include "base/file.h"
#include "endpoint/wire.h"
#include "net/sse.h"
#include "transcript/reason.h"

#include <criterion/criterion.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool feed(struct str name, struct str data, void *context)
{
    return wire_stream_event(context, name, data);
}

static bool feed_last(struct str name, struct str data, void *context)
{
    wire_stream_last_event(context, name, data);
    return false;
}

static bool decode_stream(const struct endpoint *endpoint, struct arena *arena, struct str body, size_t piece,
                          struct wire_reply *reply, struct wire_failure *failure)
{
    struct wire_stream *stream = wire_stream_new(endpoint);
    struct sse sse;
    sse_init(&sse, 1 << 20);
    for (size_t at = 0; at < body.len && sse_feed(&sse, str_slice(body, at, at + piece), feed, stream); at += piece) {
    }
    sse_end(&sse, feed_last, stream);
    bool good = wire_stream_end(stream, arena, reply, failure);
    sse_release(&sse);
    wire_stream_free(stream);
    return good;
}

static void describe(struct buf *out, bool good, const struct wire_reply *reply, const struct wire_failure *failure)
{
    static const char *const retries[] = {"no", "yes", "yes, slower", "when it has answered before"};
    if (!good) {
        buf_printf(out, "failed: %s\nretry: %s\n%s", failure->why, retries[failure->retry],
                   failure->of_the_text ? "it is about what was said\n" : "");
        return;
    }
    char cached[40] = "";
    if (reply->usage.cached_tokens > 0)
        snprintf(cached, sizeof cached, " (%llu cached)", (unsigned long long)reply->usage.cached_tokens);
    buf_printf(out, "content: %.*s\nreasoning: %.*s\nfinish: %s\nusage: %s %llu %llu%s\nnames: %.*s %.*s %.*s\n",
               STR_FORMAT(reply->content), STR_FORMAT(reply->reasoning), finish_name(reply->finish),
               reply->has_usage ? "told" : "not told", (unsigned long long)reply->usage.prompt_tokens,
               (unsigned long long)reply->usage.completion_tokens, cached, STR_FORMAT(reply->model),
               STR_FORMAT(reply->fingerprint), STR_FORMAT(reply->id));
}

static void decode_sample(const struct endpoint *endpoint, struct str sample, size_t piece, struct buf *out)
{
    struct wire_reply reply = {0};
    struct wire_failure failure = {0};
    struct arena arena;
    struct str head, body = sample;
    unsigned status = 0;
    char type[64] = "";
    arena_init(&arena);
    cr_assert(str_next_line(&body, &head));
    cr_assert_geq(sscanf(str_cstring(&arena, head), "%u %63s", &status, type), 1);
    bool good = strcmp(type, "text/event-stream") == 0
                    ? decode_stream(endpoint, &arena, body, piece, &reply, &failure)
                    : wire_decode(endpoint, &arena, &arena, status, str_from(type), body, &reply, &failure);
    describe(out, good, &reply, &failure);
    arena_release(&arena);
}

static void check_sample(const struct endpoint *endpoint, const char *path)
{
    static const size_t pieces[] = {1 << 20, 1, 2, 3, 7, 64};
    char expected_path[512];
    struct buf sample, expected;
    struct error err = {0};
    buf_init(&sample, 0);
    buf_init(&expected, 0);
    cr_assert(file_read(path, &sample, &err), "%s", err.message);
    snprintf(expected_path, sizeof expected_path, "%.*s.expected", (int)(strlen(path) - 5), path);
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        struct buf got;
        buf_init(&got, 0);
        decode_sample(endpoint, buf_str(&sample), pieces[i], &got);
        if (i == 0 && getenv("FIDELIO_GOLDEN_WRITE") != NULL)
            cr_assert(file_write(expected_path, buf_str(&got), &err), "%s", err.message);
        if (i == 0)
            cr_assert(file_read(expected_path, &expected, &err), "%s", err.message);
        cr_expect_str_eq(got.bytes, expected.bytes, "%s in pieces of %zu:\n%s", path, pieces[i], got.bytes);
        buf_release(&got);
    }
    buf_release(&sample);
    buf_release(&expected);
}

static void check_folder(enum wire wire, size_t at_least)
{
    struct endpoint endpoint;
    char folder[128], path[512];
    size_t count = 0;
    endpoint_init(&endpoint);
    endpoint.name = STR("M");
    endpoint.wire = wire;
    endpoint.has_seed = true;
    snprintf(folder, sizeof folder, "tests/data/wires/%s", wire_name(wire));
    DIR *dir = opendir(folder);
    cr_assert_not_null(dir, "%s is not there", folder);
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        if (!str_ends(str_from(entry->d_name), STR(".http")))
            continue;
        snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
        check_sample(&endpoint, path);
        count++;
    }
    closedir(dir);
    cr_expect_geq(count, at_least);
}

Test(wires, chat_answers_are_read_as_expected)
{
    check_folder(WIRE_OPENAI_CHAT, 50);
}

Test(wires, responses_answers_are_read_as_expected)
{
    check_folder(WIRE_OPENAI_RESPONSES, 15);
}

Test(wires, messages_answers_are_read_as_expected)
{
    check_folder(WIRE_ANTHROPIC_MESSAGES, 12);
}

static void expect_body(const struct endpoint *endpoint, const char *expected)
{
    struct buf body, sent;
    buf_init(&body, 0);
    buf_init(&sent, 0);
    size_t hole = wire_begin(endpoint, true, &body);
    wire_add(endpoint, false, STR("您好"), &body);
    wire_add(endpoint, true, STR(""), &body);
    wire_add(endpoint, true, STR("嗯\n"), &body);
    wire_add(endpoint, false, STR("再见"), &body);
    buf_add(&sent, str_slice(buf_str(&body), 0, hole));
    buf_add(&sent, STR("\"你是\\\"张强\\\"\""));
    buf_add(&sent, str_slice(buf_str(&body), hole, body.len));
    buf_add(&sent, wire_tail(endpoint));
    cr_expect_str_eq(sent.bytes, expected, "%s", sent.bytes);
    buf_release(&body);
    buf_release(&sent);
}

/* Whatever status a server answers, a Chinese reader is told of it in Chinese. */
Test(wires, every_reason_has_chinese_words)
{
    static const char *const bodies[] = {"{\"error\":{\"message\":\"no\",\"code\":\"insufficient_quota\"}}",
                                         "{\"a\":1}", "<html>", "", "{"};
    struct endpoint endpoint;
    endpoint_init(&endpoint);
    endpoint.name = STR("m");
    for (unsigned status = 200; status < 600; status++)
        for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
            struct arena arena;
            struct wire_reply reply;
            struct wire_failure failure;
            arena_init(&arena);
            if (!wire_decode(&endpoint, &arena, &arena, status, STR(""), str_from(bodies[i]), &reply, &failure)) {
                struct str said = reason_in_chinese(&arena, str_from(failure.why));
                cr_expect(!str_eq_cstring(said, failure.why), "%s", failure.why);
                cr_expect_eq(str_find(said, STR("; ")), STR_NONE, "%.*s", STR_FORMAT(said));
            }
            arena_release(&arena);
        }
}

/* Whatever is wrong with the JSON that a server sends, too: but for the server's own words and bytes no Latin letter.
 */
Test(wires, what_is_wrong_with_json_is_said_in_chinese)
{
    static const char *const bodies[] = {"{",
                                         "{\"a\":x}",
                                         "{\"a\":\"b}",
                                         "{\"a\":\"\x01\"}",
                                         "{\"a\":\"\xff\"}",
                                         "{}{}",
                                         "{\"a\":\"\\u0000\"}",
                                         "{\"a\":\"\\q\"}",
                                         "{\"a\":\"\\u12\"}",
                                         "{\"a\":\"\\ud800\"}",
                                         "{\"a\":\x01 1}",
                                         "{\"a\":01}",
                                         "{\"a\":1e999}",
                                         "{\"a\":1,\"a\":2}"};
    struct endpoint endpoint;
    endpoint_init(&endpoint);
    endpoint.name = STR("m");
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        struct arena arena;
        struct wire_reply reply;
        struct wire_failure failure;
        arena_init(&arena);
        cr_assert_not(wire_decode(&endpoint, &arena, &arena, 200, STR(""), str_from(bodies[i]), &reply, &failure));
        struct str said = reason_in_chinese(&arena, str_from(failure.why));
        size_t latin = 0;
        for (size_t at = str_find(said, STR("）：")); at < said.len; at++) {
            latin = ascii_letter(said.ptr[at]) ? latin + 1 : 0;
            cr_expect(latin <= 4, "%s: %.*s", bodies[i], STR_FORMAT(said)); /* JSON, UTF-8 */
        }
        cr_expect_neq(str_find(said, STR("）：")), STR_NONE, "%.*s", STR_FORMAT(said));
        arena_release(&arena);
    }
}

/* A whole key is blotted out later, half of one would not be known again. */
Test(wires, what_a_server_says_is_not_cut_within_a_word_of_ascii)
{
    struct endpoint endpoint;
    struct arena arena;
    endpoint_init(&endpoint);
    arena_init(&arena);
    for (size_t padding = 230; padding < 250; padding++) {
        struct wire_reply reply;
        struct wire_failure failure;
        const char *body =
            arena_printf(&arena, "%0*d 密钥 sk-0123456789abcdef 不对，请换一个再试", (int)padding - 8, 0);
        cr_expect_not(wire_decode(&endpoint, &arena, &arena, 500, STR("text/plain"), str_from(body), &reply, &failure));
        const char *key = strstr(failure.why, "sk-");
        cr_expect(key == NULL || strstr(key, "sk-0123456789abcdef") == key, "%s", failure.why);
    }
    arena_release(&arena);
}

Test(wires, requests_grow_by_appending)
{
    struct endpoint endpoint;
    endpoint_init(&endpoint);
    endpoint.model = STR("m");
    endpoint.temperature = 0.7;
    endpoint.top_p = 1;
    endpoint.max_tokens = 300;
    endpoint.has_seed = true;
    endpoint.seed = UINT64_MAX;
    endpoint.stream = true;
    endpoint.parameters = STR("\"top_k\":20");
    expect_body(&endpoint, "{\"model\":\"m\",\"max_tokens\":300,\"seed\":18446744073709551615,\"temperature\":0.7,"
                           "\"top_p\":1,\"stream\":true,"
                           "\"top_k\":20,\"stream_options\":{\"include_usage\":true},\"messages\":[{\"role\":"
                           "\"system\",\"content\":\"你是\\\"张强\\\"\"},"
                           "{\"role\":\"user\",\"content\":\"您好\"},{\"role\":\"assistant\",\"content\":\"\"},"
                           "{\"role\":\"assistant\",\"content\":\"嗯\\n\"},{\"role\":\"user\",\"content\":\"再见\"}]}");
    endpoint.wire = WIRE_OPENAI_RESPONSES;
    expect_body(&endpoint,
                "{\"model\":\"m\",\"instructions\":\"你是\\\"张强\\\"\",\"max_output_tokens\":300,\"store\":false,"
                "\"temperature\":0.7,"
                "\"top_p\":1,\"stream\":true,\"top_k\":20,\"input\":[{\"role\":\"user\",\"content\":\"您好\"},"
                "{\"role\":\"assistant\",\"content\":\"\"},{\"role\":\"assistant\",\"content\":\"嗯\\n\"},"
                "{\"role\":\"user\",\"content\":\"再见\"}]}");
    endpoint.wire = WIRE_ANTHROPIC_MESSAGES;
    endpoint.temperature = -1;
    endpoint.stream = false;
    endpoint.max_tokens = 0;
    expect_body(
        &endpoint,
        "{\"model\":\"m\",\"max_tokens\":1024,\"system\":\"你是\\\"张强\\\"\",\"top_p\":1,\"top_k\":20,\"messages\":["
        "{\"role\":\"user\",\"content\":\"您好\"},{\"role\":\"assistant\",\"content\":\"嗯\\n\"},"
        "{\"role\":\"user\",\"content\":\"再见\"}]}");
}

static void expect_split(const char *content, bool found, const char *speech, const char *thoughts)
{
    struct arena arena;
    struct str said, thought;
    arena_init(&arena);
    cr_expect_eq(wire_split_thoughts(&arena, str_from(content), &said, &thought), found, "%s", content);
    cr_expect(str_eq_cstring(said, speech), "%s: %.*s", content, STR_FORMAT(said));
    cr_expect(str_eq_cstring(thought, thoughts), "%s: %.*s", content, STR_FORMAT(thought));
    arena_release(&arena);
}

Test(wires, thoughts_are_cut_out_of_the_content)
{
    expect_split("你好", false, "你好", "");
    expect_split(" 你好 ", false, " 你好 ", "");
    expect_split("<think>甲</think>\n\n乙", true, "乙", "甲");
    expect_split("甲</think>乙", true, "乙", "甲");
    expect_split("<think>甲", true, "", "甲");
    expect_split("一<think>甲</think>二<think>乙</think>三", true, "一二三", "甲乙");
    expect_split("<think></think>", true, "", "");
}
