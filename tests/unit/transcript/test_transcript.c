#include "base/buf.h"
#include "syntax/json.h"
#include "syntax/json_writer.h"
#include "transcript/transcript.h"

#include <criterion/criterion.h>

static struct transcripts list;
static struct bad_lines bad;

static void tear_down(void)
{
    transcripts_release(&list);
    bad_lines_release(&bad);
}

TestSuite(transcript, .fini = tear_down);

static void read_text(const char *text, const struct read_options *options)
{
    transcripts_read_text("t.jsonl", str_from(text), options, &list, &bad);
}

/* The line that is written for the transcript; freed by the caller. */
static struct buf written(const struct transcript *transcript, bool times)
{
    struct buf buf;
    struct json_writer w;
    buf_init(&buf, 0);
    json_writer_init(&w, &buf, 0);
    transcript_write(transcript, &w, times);
    return buf;
}

Test(transcript, is_written_and_read_back_the_same)
{
    struct transcript *t = transcript_new();
    t->id = STR("delivery/m/3");
    t->scenario = STR("delivery");
    t->model = STR("m");
    t->repeat = 3;
    t->ended_by = ENDED_PERSONA;
    struct message *m = transcript_add(t, ROLE_CALLER, STR("您好"));
    m->move = (struct move){.kind = STR("answer"), .step = 2, .entry = 4, .fault = STR("weak_match")};
    m = transcript_add_raw(t, ROLE_PERSONA, STR("嗯，再见。[挂断]"), NULL);
    m->reasoning = STR("我想想");
    m->finish = FINISH_STOP;
    m->usage = (struct usage){10, 20, 4};
    m->latency_ms = 215;
    struct buf line = written(t, true), plain = written(t, false);
    cr_assert_str_eq(
        line.bytes,
        "{\"schema\":\"fidelio.transcript/1\",\"id\":\"delivery/m/"
        "3\",\"scenario\":\"delivery\",\"model\":\"m\",\"repeat\":3,"
        "\"messages\":[{\"role\":\"user\",\"content\":\"您好\",\"move\":{\"kind\":\"answer\",\"step\":2,\"entry\":4,"
        "\"fault\":\"weak_match\"}},"
        "{\"role\":\"assistant\",\"content\":\"嗯，再见。\",\"raw\":\"嗯，再见。[挂断]\",\"hung_up\":true,"
        "\"reasoning\":\"我想想\","
        "\"finish\":\"stop\",\"usage\":{\"prompt_tokens\":10,\"completion_tokens\":20,\"cached_tokens\":4},\"latency_"
        "ms\":215}],"
        "\"ended_by\":\"persona\"}");
    cr_assert_null(strstr(plain.bytes, "latency"));

    read_text(line.bytes, NULL);
    cr_assert_eq(list.count, 1);
    struct buf again = written(list.items[0], true);
    cr_assert_str_eq(again.bytes, line.bytes);
    char one[65], two[65];
    transcript_hash(t, one);
    transcript_hash(list.items[0], two);
    cr_assert_str_eq(one, two);
    buf_release(&line);
    buf_release(&plain);
    buf_release(&again);
    transcript_free(t);
}

Test(transcript, keeps_further_keys_of_record_and_messages)
{
    read_text(
        "{\"id\":\"a\",\"labels\":{\"x\":[1.50,null]},\"messages\":[{\"role\":\"system\",\"content\":\"s\"},"
        "{\"role\":\"user\",\"content\":\"u\",\"name\":\"Ann\"},{\"role\":\"assistant\",\"content\":\"r\",\"tag\":7}],"
        "\"ended_by\":\"elsewhere\"}\n",
        NULL);
    cr_assert_eq(list.count, 1);
    cr_assert_eq(list.items[0]->messages[1].index, 2);
    struct buf line = written(list.items[0], false);
    cr_assert_str_eq(
        line.bytes,
        "{\"schema\":\"fidelio.transcript/1\",\"id\":\"a\",\"messages\":[{\"role\":\"user\",\"content\":\"u\","
        "\"name\":\"Ann\"},{\"role\":\"assistant\",\"content\":\"r\",\"tag\":7}],\"ended_by\":\"elsewhere\","
        "\"labels\":{\"x\":[1.50,null]}}");
    buf_release(&line);
}

Test(transcript, the_simulated_customer_may_speak_as_user)
{
    static const char *const markers[] = {"###STOP###", NULL};
    struct read_options options = {.persona_is_user = true, .markers = markers};
    read_text("{\"id\":7,\"user_model\":\"q\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"},{\"role\":"
              "\"assistant\",\"content\":\"Yes?\"},"
              "{\"role\":\"user\",\"content\":\"Thanks ###STOP###\"}],\"ended_by\":\"stop_token\"}\n"
              "{\"id\":\"b\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"ended_by\":\"transfer\"}\n"
              "{\"id\":\"c\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}],\"ended_by\":\"max_turns\"}",
              &options);
    cr_assert_eq(list.count, 3);
    const struct transcript *t = list.items[0];
    cr_assert(str_eq(t->id, STR("7")));
    cr_assert(str_eq(t->model, STR("q")));
    cr_assert_eq(t->messages[0].role, ROLE_PERSONA);
    cr_assert_eq(t->messages[1].role, ROLE_CALLER);
    cr_assert(t->messages[2].hung_up);
    cr_assert(str_eq(t->messages[2].content, STR("Thanks")));
    cr_assert(str_eq(t->messages[2].raw, STR("Thanks ###STOP###")));
    cr_assert_eq(t->ended_by, ENDED_PERSONA);
    cr_assert_eq(list.items[1]->ended_by, ENDED_CALLER);
    cr_assert_eq(list.items[2]->ended_by, ENDED_MAX_TURNS);
}

Test(transcript, the_marker_says_who_ended_it_when_nothing_else_does)
{
    read_text(
        "{\"messages\":[{\"role\":\"user\",\"content\":\"a\"},{\"role\":\"assistant\",\"content\":\"b[挂断]\"}]}\n"
        "{\"messages\":[{\"role\":\"user\",\"content\":\"a [HANGS UP]\"}]}\n"
        "{\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}\n",
        NULL);
    cr_assert_eq(list.items[0]->ended_by, ENDED_PERSONA);
    cr_assert_eq(list.items[1]->ended_by, ENDED_CALLER);
    cr_assert_eq(list.items[2]->ended_by, ENDED_UNKNOWN);
    cr_assert(str_eq(list.items[2]->id, STR("line-3")));
}

Test(transcript, content_may_be_null_or_parts_and_tool_calls_are_no_speech)
{
    read_text(
        "{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"您\"},{\"type\":\"image_url\"},"
        "\"好\"]},"
        "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":1}]},{\"role\":\"tool\",\"content\":\"{}\"},"
        "{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[]}]}",
        NULL);
    cr_assert_eq(list.count, 1);
    cr_assert_eq(list.items[0]->count, 2);
    cr_assert(str_eq(list.items[0]->messages[0].content, STR("您好")));
    cr_assert_eq(list.items[0]->messages[1].content.len, 0);
    cr_assert_eq(list.items[0]->messages[1].index, 3);
    cr_assert_eq(bad.count, 0);
}

Test(transcript, bad_lines_are_named_and_the_rest_is_read)
{
    static const char text[] = "{\"id\":\"1\",\"messages\":[{\"role\":\"user\",\"content\":\"ok\"}]}\r\n"
                               "not json\n"
                               "{\"id\":\"1\",\"messages\":[{\"role\":\"user\",\"content\":\"twice\"}]}\n"
                               "\n"
                               "{\"messages\":[{\"content\":\"no role\"}]}\n"
                               "{\"messages\":[{\"role\":\"wizard\",\"content\":\"x\"}]}\n"
                               "{\"messages\":[{\"role\":\"user\"}]}\n"
                               "{\"messages\":[{\"role\":\"user\",\"content\":5}]}\n"
                               "{\"messages\":[]}\n"
                               "{\"id\":\"x\"}\n"
                               "[1]\n"
                               "{\"messages\":[{\"role\":\"user\",\"content\":\"\\ud800\"}]}\n"
                               "{\"messages\":[{\"role\":\"user\",\"content\":\"\xff\"}]}\n"
                               "{\"schema\":\"fidelio.score/1\",\"messages\":[]}\n"
                               "{\"id\":\"2\",\"messages\":[{\"role\":\"assistant\",\"content\":\"a\"},{\"role\":"
                               "\"assistant\",\"content\":\"b\"}]}\n"
                               "{\"id\":\"3\",\"messages\":[{\"role\":\"user\",\"content\":\"cut";
    static const struct {
        size_t line;
        const char *part;
    } expected[] = {{2, "not JSON"},        {3, "used before, in line 1"},
                    {5, "no role"},         {6, "\"wizard\""},
                    {7, "no content"},      {8, "kind number"},
                    {9, "nobody says"},     {10, "no \"messages\""},
                    {11, "an object"},      {12, "surrogate"},
                    {13, "UTF-8"},          {14, "fidelio.score/1"},
                    {15, "twice in a row"}, {16, "the last line is cut off"}};
    size_t count = sizeof expected / sizeof *expected;
    read_text(text, NULL);
    cr_assert_eq(list.count, 2);
    cr_assert_eq(list.items[1]->count, 2);
    cr_assert_eq(bad.count, count, "%zu", bad.count);
    for (size_t i = 0; i < count; i++) {
        cr_expect_eq(bad.items[i].line, expected[i].line, "%zu: %s", bad.items[i].line, bad.items[i].message);
        cr_expect_not_null(strstr(bad.items[i].message, expected[i].part), "%s", bad.items[i].message);
        cr_expect_str_eq(bad.items[i].path, "t.jsonl");
    }
    cr_assert_eq(bad.items[12].kind, ERROR_NONE);
    cr_assert_eq(bad_lines_count(&bad), count - 1);
}

Test(transcript, a_last_line_that_ends_is_bad_and_not_cut_off)
{
    read_text("{\"id\":\"1\",\"messages\":3}", NULL);
    cr_assert_eq(bad.count, 1);
    cr_assert_null(strstr(bad.items[0].message, "cut off"), "%s", bad.items[0].message);
}

Test(transcript, a_reply_of_ten_megabytes_is_a_bad_line_and_costs_the_others_nothing)
{
    struct buf text;
    buf_init(&text, 0);
    buf_add_cstring(&text, "{\"messages\":[{\"role\":\"assistant\",\"content\":\"");
    for (size_t i = 0; i < 10 << 20; i += 8)
        buf_add_cstring(&text, "aaaaaaaa");
    buf_add_cstring(&text, "\"}]}\n{\"messages\":[{\"role\":\"user\",\"content\":\"ok\"}]}\n");
    read_text(text.bytes, NULL);
    cr_assert_eq(list.count, 1);
    cr_assert_eq(bad.count, 1);
    cr_assert_eq(bad.items[0].kind, ERROR_LIMIT);
    cr_assert_eq(bad.items[0].line, 1);
    buf_release(&text);
}

Test(transcript, a_conversation_of_more_messages_than_any_call_has_is_a_bad_line)
{
    struct buf text;
    buf_init(&text, 0);
    for (size_t extra = 0; extra < 2; extra++) {
        buf_add(&text, STR("{\"messages\":[{\"role\":\"user\",\"content\":\"a\"}"));
        for (size_t i = 1; i < MESSAGES_MOST + extra; i++)
            buf_printf(&text, ",{\"role\":\"%s\",\"content\":\"b\"}", i % 2 == 0 ? "user" : "assistant");
        buf_add(&text, STR("]}\n"));
    }
    transcripts_read_text("t.jsonl", buf_str(&text), NULL, &list, &bad);
    cr_assert_eq(list.count, 1);
    cr_expect_eq(list.items[0]->count, MESSAGES_MOST);
    cr_assert_eq(bad.count, 1);
    cr_expect_eq(bad.items[0].kind, ERROR_LIMIT);
    cr_expect_eq(bad.items[0].line, 2);
    buf_release(&text);
}

Test(transcript, a_flood_of_bad_lines_is_counted_not_kept)
{
    struct buf text;
    buf_init(&text, 0);
    for (int i = 0; i < 3000; i++)
        buf_add_cstring(&text, "x\n");
    read_text(text.bytes, NULL);
    cr_assert_eq(bad.count, BAD_LINES_LISTED);
    cr_assert_eq(bad_lines_count(&bad), 3000);
    buf_release(&text);
}

Test(transcript, ids_must_differ_among_thousands)
{
    struct buf text;
    buf_init(&text, 0);
    for (int i = 0; i < 5001; i++)
        buf_printf(&text, "{\"id\":\"%d\",\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}\n", i % 5000);
    read_text(text.bytes, NULL);
    cr_assert_eq(list.count, 5000);
    cr_assert_eq(bad.count, 1);
    cr_assert_eq(bad.items[0].line, 5001);
    buf_release(&text);
}

Test(transcript, the_hash_sees_words_roles_and_endings_but_no_times)
{
    char base[65], other[65];
    struct transcript *t = transcript_new();
    transcript_add(t, ROLE_CALLER, STR("a"));
    struct message *m = transcript_add(t, ROLE_PERSONA, STR("b"));
    transcript_hash(t, base);
    m->latency_ms = 5;
    t->id = STR("other");
    transcript_hash(t, other);
    cr_assert_str_eq(base, other);
    m->hung_up = true;
    transcript_hash(t, other);
    cr_assert_str_neq(base, other);
    m->hung_up = false;
    m->role = ROLE_CALLER;
    transcript_hash(t, other);
    cr_assert_str_neq(base, other);
    m->role = ROLE_PERSONA;
    t->ended_by = ENDED_CALLER;
    transcript_hash(t, other);
    cr_assert_str_neq(base, other);
    transcript_free(t);
}

Test(transcript, names_of_endings_go_both_ways)
{
    for (int by = ENDED_PERSONA; by <= ENDED_ERROR; by++)
        cr_assert_eq(ended_by_from(str_from(ended_by_name((enum ended_by)by))), (enum ended_by)by);
    cr_assert_eq(ended_by_from(STR("")), ENDED_UNKNOWN);
    cr_assert_eq(ended_by_from(STR("Persona")), ENDED_UNKNOWN);
}
