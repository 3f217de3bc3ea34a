#include "base/file.h"
#include "exchange/tape.h"

#include <criterion/criterion.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

struct desk {
    char folder[64], path[96];
    struct endpoint endpoint;
    struct arena arena;
};

static struct desk open_desk(void)
{
    struct desk desk = {.folder = "/tmp/fidelio-tape-XXXXXX"};
    cr_assert_not_null(mkdtemp(desk.folder));
    snprintf(desk.path, sizeof desk.path, "%s/tape.jsonl", desk.folder);
    endpoint_init(&desk.endpoint);
    desk.endpoint.name = desk.endpoint.model = STR("m");
    arena_init(&desk.arena);
    return desk;
}

static void close_desk(struct desk *desk)
{
    arena_release(&desk->arena);
    unlink(desk->path);
    rmdir(desk->folder);
}

static struct tape *open_tape(const struct desk *desk, bool *cut)
{
    struct error err = {0};
    struct tape *tape = tape_open(desk->path, false, false, cut, &err);
    cr_assert_not_null(tape, "%s", err.message);
    return tape;
}

static struct tape_key key_of(const struct desk *desk, uint32_t number)
{
    return tape_key_start(&desk->endpoint, "", STR("s"), number);
}

static void hold(struct tape *tape, const struct desk *desk, uint32_t number, const char *content)
{
    struct tape_message message = {.role = "user", .content = STR("问")};
    struct tape_line line = {.key = key_of(desk, number),
                             .conversation = STR("c"),
                             .turn = 1,
                             .messages = &message,
                             .message_count = 1,
                             .reply = {.content = str_from(content), .finish = FINISH_STOP},
                             .status = 200,
                             .attempt = 1};
    tape_hold(tape, &line, &desk->endpoint);
}

static bool put(struct tape *tape, const struct desk *desk, uint32_t number, const char *content, struct error *err)
{
    hold(tape, desk, number, content);
    return tape_write(tape, err);
}

static enum tape_found find(struct tape *tape, struct desk *desk, uint32_t number, struct tape_line *line,
                            struct error *err)
{
    struct tape_message message = {.role = "user", .content = STR("问")};
    struct tape_key key = key_of(desk, number);
    return tape_find(tape, &key, &message, 1, &desk->arena, line, err);
}

static void write_file(const struct desk *desk, const char *text)
{
    cr_assert(file_write(desk->path, str_from(text), NULL));
}

Test(tape, with_failures_alone_holds_no_replies)
{
    struct desk desk = open_desk();
    cr_expect_not(tape_holds_replies(desk.path), "there is no tape");
    struct tape *tape = open_tape(&desk, NULL);
    struct tape_failure failure = {
        .key = key_of(&desk, 1), .conversation = STR("c"), .why = STR("no"), .turn = 1, .attempt = 1};
    tape_hold_failure(tape, &failure);
    cr_assert(tape_write(tape, NULL));
    tape_close(tape);
    cr_expect_not(tape_holds_replies(desk.path));
    tape = open_tape(&desk, NULL);
    cr_assert(put(tape, &desk, 2, "答", NULL));
    tape_close(tape);
    cr_expect(tape_holds_replies(desk.path));
    write_file(&desk, "no tape at all\n");
    cr_expect(tape_holds_replies(desk.path), "what cannot be read may hold them");
    close_desk(&desk);
}

Test(tape, gives_back_what_was_put)
{
    struct desk desk = open_desk();
    struct tape *tape = open_tape(&desk, NULL);
    struct tape_message messages[] = {{"system", STR("你是\n\"张强\""), STR("\"你是\\n\\\"张强\\\"\"")},
                                      {.role = "user", .content = STR("问")},
                                      {.role = "assistant", .content = STR("")}};
    struct tape_line
        line =
            {.key = key_of(&desk, 1),
             .conversation = STR("c"),
             .turn = 3,
             .messages = messages,
             .message_count = 3,
             .reply = {STR("答\u2028\x7f"), STR("想"), FINISH_LENGTH, {7, 9, 5}, true, STR("m2"), STR("fp"), STR("id")},
             .status = 200,
             .attempt = 4,
             .latency_ms = 1234,
             .wall_ms = 1790000000000},
        read = {0};
    tape_hold(tape, &line, &desk.endpoint);
    cr_assert(tape_write(tape, NULL));
    for (int round = 0; round < 2; round++) {
        struct error err = {0};
        cr_assert_eq(tape_find(tape, &line.key, messages, 3, &desk.arena, &read, &err), TAPE_HIT, "%s", err.message);
        cr_expect(str_eq(read.reply.content, line.reply.content) && str_eq(read.reply.reasoning, line.reply.reasoning));
        cr_expect(read.reply.finish == FINISH_LENGTH && read.reply.has_usage &&
                  read.reply.usage.completion_tokens == 9 && read.reply.usage.cached_tokens == 5);
        cr_expect(str_eq_cstring(read.reply.model, "m2") && str_eq_cstring(read.reply.fingerprint, "fp"));
        cr_expect(read.turn == 3 && read.attempt == 4 && read.latency_ms == 1234 && read.status == 200);
        tape_close(tape);
        tape = open_tape(&desk, NULL);
    }
    tape_close(tape);
    close_desk(&desk);
}

Test(tape, makes_a_key_of_everything_that_matters)
{
    struct desk desk = open_desk();
    struct endpoint e = desk.endpoint;
    struct tape_key keys[16];
    size_t count = 0;
    keys[count++] = tape_key_start(&e, "p", STR("s"), 1);
    keys[count++] = tape_key_start(&e, "p", STR("s"), 2);
    keys[count++] = tape_key_start(&e, "p2", STR("s"), 1);
    keys[count++] = tape_key_start(&e, "p", STR("s2"), 1);
    e.name = STR("other"), keys[count++] = tape_key_start(&e, "p", STR("s"), 1), e = desk.endpoint;
    e.model = STR("other"), keys[count++] = tape_key_start(&e, "p", STR("s"), 1), e = desk.endpoint;
    e.wire = WIRE_ANTHROPIC_MESSAGES, keys[count++] = tape_key_start(&e, "p", STR("s"), 1), e = desk.endpoint;
    e.temperature = 0, keys[count++] = tape_key_start(&e, "p", STR("s"), 1), e = desk.endpoint;
    e.max_tokens = 9, keys[count++] = tape_key_start(&e, "p", STR("s"), 1), e = desk.endpoint;
    e.has_seed = true, keys[count++] = tape_key_start(&e, "p", STR("s"), 1);
    e.seed = 1, keys[count++] = tape_key_start(&e, "p", STR("s"), 1), e = desk.endpoint;
    e.parameters = STR("\"k\":1"), keys[count++] = tape_key_start(&e, "p", STR("s"), 1), e = desk.endpoint;
    keys[count++] = tape_key_next(&keys[0], false, STR("x"));
    keys[count++] = tape_key_next(&keys[0], true, STR("x"));
    for (size_t i = 0; i < count; i++)
        for (size_t j = i + 1; j < count; j++)
            cr_expect_str_neq(keys[i].hex, keys[j].hex, "%zu and %zu", i, j);
    e.base_url = STR("https://elsewhere"), e.api_key_env = STR("K"), e.stream = true;
    struct tape_key same = tape_key_start(&e, "p", STR("s"), 1);
    cr_expect_str_eq(same.hex, keys[0].hex, "address, key and streaming do not belong to it");
    close_desk(&desk);
}

Test(tape, cuts_a_torn_last_line_off_and_goes_on)
{
    struct desk desk = open_desk();
    struct tape *tape = open_tape(&desk, NULL);
    struct buf whole;
    struct tape_line line;
    bool cut = true;
    cr_assert(put(tape, &desk, 1, "一", NULL) && put(tape, &desk, 2, "二", NULL));
    tape_close(tape);
    buf_init(&whole, 0);
    cr_assert(file_read(desk.path, &whole, NULL));
    size_t second = str_find_byte(buf_str(&whole), '\n') + 1;
    for (size_t len = 0; len <= whole.len; len++) {
        cr_assert(file_write(desk.path, str_slice(buf_str(&whole), 0, len), NULL));
        tape = open_tape(&desk, &cut);
        cr_expect_eq(cut, len != 0 && len != second && len != whole.len, "cut at %zu", len);
        cr_expect_eq(find(tape, &desk, 1, &line, NULL), len >= second ? TAPE_HIT : TAPE_MISS);
        cr_expect_eq(find(tape, &desk, 2, &line, NULL), len == whole.len ? TAPE_HIT : TAPE_MISS);
        cr_assert(put(tape, &desk, 3, "三", NULL));
        cr_expect_eq(find(tape, &desk, 3, &line, NULL), TAPE_HIT);
        tape_close(tape);
        tape = open_tape(&desk, &cut);
        cr_expect_not(cut);
        cr_expect_eq(find(tape, &desk, 3, &line, NULL), TAPE_HIT);
        tape_close(tape);
    }
    buf_release(&whole);
    close_desk(&desk);
}

Test(tape, lets_the_first_of_two_equal_keys_win)
{
    struct desk desk = open_desk();
    struct tape *tape = open_tape(&desk, NULL);
    struct tape_line line;
    cr_assert(put(tape, &desk, 1, "一", NULL) && put(tape, &desk, 1, "二", NULL));
    for (int round = 0; round < 2; round++) {
        cr_assert_eq(find(tape, &desk, 1, &line, NULL), TAPE_HIT);
        cr_expect(str_eq_cstring(line.reply.content, "一"));
        tape_close(tape);
        tape = open_tape(&desk, NULL);
    }
    tape_close(tape);
    close_desk(&desk);
}

static void expect_bad(const char *text, size_t line, const char *word)
{
    struct desk desk = open_desk();
    struct error err = {0};
    write_file(&desk, text);
    cr_expect_null(tape_open(desk.path, false, false, NULL, &err));
    cr_expect_eq(err.line, line, "%zu", err.line);
    cr_expect_not_null(strstr(err.message, word), "%s", err.message);
    close_desk(&desk);
}

#define FAILURE "{\"schema\":\"fidelio.tape/1\",\"kind\":\"failure\",\"key\":\"00000000000000000000000000000000\"}\n"

Test(tape, names_the_number_of_a_bad_line)
{
    expect_bad("nonsense\n", 1, "JSON");
    expect_bad(FAILURE "{\"schema\":\"fidelio.tape/2\"}\n", 2, "fidelio.tape/2");
    expect_bad(FAILURE FAILURE "{\"schema\":\"fidelio.tape/1\",\"kind\":\"reply\",\"key\":\"xyz\"}\n" FAILURE, 3,
               "damaged");
    expect_bad(FAILURE "\n", 2, "");
}

Test(tape, refuses_a_second_writer_and_a_reader_beside_a_writer)
{
    struct desk desk = open_desk();
    struct error err = {0};
    struct tape *tape = open_tape(&desk, NULL);
    cr_expect_null(tape_open(desk.path, false, false, NULL, &err));
    cr_expect_eq(err.kind, ERROR_USER);
    cr_expect_not_null(strstr(err.message, "another fidelio"), "%s", err.message);
    tape_close(tape);
    struct tape *one = tape_open(desk.path, true, false, NULL, NULL),
                *two = tape_open(desk.path, true, false, NULL, NULL);
    cr_expect(one != NULL && two != NULL);
    tape_close(one);
    tape_close(two);
    close_desk(&desk);
}

Test(tape, says_when_there_is_none_to_read)
{
    struct desk desk = open_desk();
    struct error err = {0};
    cr_expect_null(tape_open(desk.path, true, false, NULL, &err));
    cr_expect_eq(err.kind, ERROR_USER);
    close_desk(&desk);
}

static off_t size_of(const struct desk *desk)
{
    struct stat file;
    cr_assert_eq(stat(desk->path, &file), 0);
    return file.st_size;
}

Test(tape, holds_lines_back_until_they_are_written_together)
{
    struct desk desk = open_desk();
    struct tape *tape = open_tape(&desk, NULL);
    struct tape_line line;
    hold(tape, &desk, 1, "一");
    hold(tape, &desk, 2, "二");
    cr_expect_eq(size_of(&desk), 0);
    cr_expect_gt(tape_held(tape), strlen("一二"));
    cr_expect_eq(find(tape, &desk, 1, &line, NULL), TAPE_MISS, "nothing may rest on what is not written");
    cr_assert(tape_write(tape, NULL));
    cr_expect_eq(tape_held(tape), 0);
    off_t written = size_of(&desk);
    cr_assert_eq(find(tape, &desk, 2, &line, NULL), TAPE_HIT);
    cr_expect(str_eq(line.reply.content, STR("二")));
    cr_expect(tape_write(tape, NULL), "there is nothing left to write");
    cr_expect_eq(size_of(&desk), written);
    tape_close(tape);
    tape = open_tape(&desk, NULL);
    cr_assert_eq(find(tape, &desk, 1, &line, NULL), TAPE_HIT);
    cr_expect(str_eq(line.reply.content, STR("一")));
    tape_close(tape);
    close_desk(&desk);
}

Test(tape, takes_a_line_that_fails_back_and_takes_no_more)
{
    struct desk desk = open_desk();
    struct tape *tape = open_tape(&desk, NULL);
    struct error err = {0};
    struct tape_line line;
    bool cut = true;
    cr_assert(put(tape, &desk, 1, "一", NULL));
    struct stat one;
    struct rlimit old, small;
    cr_assert_eq(stat(desk.path, &one), 0);
    getrlimit(RLIMIT_FSIZE, &old);
    small = (struct rlimit){(rlim_t)one.st_size * 5 / 2, old.rlim_max}; /* bytes of a file: the third line is torn */
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &small);
    hold(tape, &desk, 2, "二");
    hold(tape, &desk, 4, "四");
    cr_expect_not(tape_write(tape, &err));
    cr_expect_neq(err.message[0], '\0');
    setrlimit(RLIMIT_FSIZE, &old);
    cr_expect_not(put(tape, &desk, 3, "三", &err));
    cr_expect(tape_broken(tape, NULL));
    tape_close(tape);
    tape = open_tape(&desk, &cut);
    cr_expect_not(cut, "the torn line was left");
    cr_expect_eq(find(tape, &desk, 1, &line, NULL), TAPE_HIT);
    cr_expect_eq(find(tape, &desk, 2, &line, NULL), TAPE_HIT, "there was room for it");
    cr_expect_eq(find(tape, &desk, 4, &line, NULL), TAPE_MISS);
    tape_close(tape);
    close_desk(&desk);
}

/* Killed at any moment: what was put is there, and the tape opens. */
Test(tape, survives_a_kill)
{
    struct desk desk = open_desk();
    uint32_t told = 0;
    for (int round = 0; round < 15; round++) {
        int ends[2];
        cr_assert_eq(pipe(ends), 0);
        pid_t child = fork();
        if (child == 0) {
            struct tape *tape = tape_open(desk.path, false, false, NULL, NULL);
            for (uint32_t i = told; tape != NULL; i++)
                if (!put(tape, &desk, i, "一二三四五六七八九十", NULL) || write(ends[1], &i, sizeof i) != sizeof i)
                    break;
            _exit(1);
        }
        close(ends[1]);
        usleep(2000 + (useconds_t)(rand() % 4000));
        kill(child, SIGKILL);
        waitpid(child, NULL, 0);
        for (uint32_t i; read(ends[0], &i, sizeof i) == sizeof i;)
            told = i + 1;
        close(ends[0]);
        struct tape_line line;
        struct tape *tape = open_tape(&desk, NULL);
        for (uint32_t i = 0; i < told; i += told / 50 + 1)
            cr_expect_eq(find(tape, &desk, i, &line, NULL), TAPE_HIT, "%u of %u is lost", (unsigned)i, (unsigned)told);
        cr_expect_eq(told == 0 || find(tape, &desk, told - 1, &line, NULL) == TAPE_HIT, true);
        tape_close(tape);
    }
    cr_expect_gt(told, 0);
    close_desk(&desk);
}
