#include "support/shared.h"
#include "syntax/json.h"
#include "transcript/import.h"

#include <criterion/criterion.h>
#include <stdio.h>

static struct transcripts list;
static struct bad_lines bad;
static struct error err;

static void tear_down(void)
{
    transcripts_release(&list);
    bad_lines_release(&bad);
}

TestSuite(import, .fini = tear_down);

static void import_file(const char *path, const struct read_options *options)
{
    cr_assert(transcripts_import(path, options, &list, &bad, &err), "%s", err.message);
}

static bool import_text(const char *text)
{
    return transcripts_import_text("x", str_from(text), NULL, &list, &bad, &err);
}

/* "pcp": who speaks in turn, persona or caller. */
static const char *speakers(const struct transcript *t)
{
    static char text[64];
    size_t i = 0;
    for (; i < t->count && i + 1 < sizeof text; i++)
        text[i] = t->messages[i].role == ROLE_PERSONA ? 'p' : 'c';
    text[i] = '\0';
    return text;
}

Test(import, openai_lines_as_objects_and_as_bare_arrays)
{
    import_file("tests/data/import/openai.jsonl", NULL);
    cr_assert_eq(list.count, 2);
    cr_assert_eq(bad.count, 0);
    cr_assert(str_eq(list.items[0]->id, STR("a")));
    cr_assert_str_eq(speakers(list.items[0]), "cp");
    cr_assert(str_eq(list.items[1]->id, STR("line-2")));
    cr_assert(str_eq(list.items[1]->messages[1].content, STR("Which ladder would that be?")));
}

Test(import, one_document_of_records_names_a_bad_one_by_its_line)
{
    import_file("tests/data/import/records.json", NULL);
    cr_assert_eq(list.count, 2);
    cr_assert_eq(list.items[1]->line, 7);
    cr_assert_eq(bad.count, 1);
    cr_assert_eq(bad.items[0].line, 3);
    cr_assert_not_null(strstr(bad.items[0].message, "no content"));
}

Test(import, taubench_where_the_customer_is_the_user)
{
    import_file("tests/data/import/taubench.json", NULL);
    cr_assert_eq(list.count, 3);
    const struct transcript *t = list.items[0];
    cr_assert(str_eq(t->id, STR("task-4/trial-2")));
    cr_assert_str_eq(speakers(t), "pcp");
    cr_assert(t->messages[2].hung_up);
    cr_assert_eq(t->messages[2].index, 5);
    cr_assert(str_eq(t->messages[2].content, STR("Friday. Thank you!")));
    cr_assert_eq(t->ended_by, ENDED_PERSONA);
    cr_assert_eq(json_get_number(t->extra, "reward", 0), 1);
    cr_assert_eq(list.items[1]->ended_by, ENDED_CALLER);
    cr_assert_eq(list.items[2]->ended_by, ENDED_MAX_TURNS);
    cr_assert_eq(list.items[2]->line, 22);
}

Test(import, tau2bench_with_its_model_and_its_reason_to_end)
{
    import_file("tests/data/import/tau2.json", NULL);
    cr_assert_eq(list.count, 2);
    const struct transcript *t = list.items[0];
    cr_assert_str_eq(speakers(t), "cpcp");
    cr_assert(str_eq(t->model, STR("small-model-1")));
    cr_assert_eq(t->ended_by, ENDED_PERSONA);
    cr_assert(t->messages[3].hung_up);
    cr_assert_eq(t->messages[3].content.len, 0);
    cr_assert_eq(list.items[1]->ended_by, ENDED_MAX_TURNS);
    cr_assert_eq(bad.count, 0);
}

Test(import, promptfoo_with_its_simulated_user)
{
    import_file("tests/data/import/promptfoo.json", NULL);
    cr_assert_eq(list.count, 1);
    const struct transcript *t = list.items[0];
    cr_assert_str_eq(speakers(t), "pcp");
    cr_assert_eq(t->ended_by, ENDED_PERSONA);
    cr_assert(str_eq(json_get_text(json_get(t->extra, "vars"), "persona"), STR("a florist")));
    cr_assert_eq(bad.count, 1);
    cr_assert_not_null(strstr(bad.items[0].message, "429"), "%s", bad.items[0].message);
}

Test(import, utterances_a_line_are_gathered_by_dialogue)
{
    import_file("tests/data/import/utterances.jsonl", NULL);
    cr_assert_eq(list.count, 2);
    cr_assert_str_eq(speakers(list.items[0]), "pcp");
    cr_assert(str_eq(list.items[0]->id, STR("d1")));
    cr_assert(str_eq(list.items[0]->messages[1].content, STR("早上九点。")));
    cr_assert_eq(list.items[1]->count, 1);
    cr_assert_eq(bad.count, 1);
    cr_assert_eq(bad.items[0].line, 4);
}

Test(import, chinese_dialogue_text_with_stamps_remarks_and_headings)
{
    import_file("tests/data/import/dialogue-zh.txt", NULL);
    cr_assert_eq(list.count, 2);
    const struct transcript *t = list.items[0];
    cr_assert(str_eq(t->id, STR("第一通")));
    cr_assert_str_eq(speakers(t), "cpcp");
    cr_assert(str_eq(t->messages[1].content, STR("嗯，你说。\n沙发是吧？")));
    cr_assert(str_eq(t->messages[2].content, STR("对，想约个送货时间。")));
    cr_assert(str_eq(t->messages[3].content, STR("周六吧。")));
    cr_assert_eq(t->ended_by, ENDED_PERSONA);
    cr_assert_eq(list.items[1]->line, 10);
    cr_assert_str_eq(speakers(list.items[1]), "cp");
    cr_assert_eq(bad.count, 1);
    cr_assert_eq(bad.items[0].kind, ERROR_NONE);
    cr_assert_eq(bad.items[0].line, 1);
}

Test(import, speakers_with_numbers_and_in_square_brackets)
{
    const char *text = "坐席01：您好？\n客户０１：你好，谁啊？\n---"
                       "\n【客服】您好？\n【客户】：打错了。\n【备注】：没有\n---\nAgent 7: hello?\n"
                       "Customer 12: who is this?\n";
    cr_assert(import_text(text), "%s", err.message);
    cr_assert_eq(list.count, 3);
    for (size_t i = 0; i < 3; i++)
        cr_expect_str_eq(speakers(list.items[i]), "cp");
    cr_expect(str_eq(list.items[1]->messages[0].content, STR("您好？")));
    cr_expect(str_eq(list.items[1]->messages[1].content, STR("打错了。\n【备注】：没有")));
}

Test(import, speakers_called_as_the_trade_calls_them)
{
    static const char *const pairs[][2] = {{"拨打方", "接听方"}, {"主叫方", "被叫方"}, {"物业", "住户"},
                                           {"HR", "候选人"},     {"业務員", "車主"},   {"招聘专员", "求职者"}};
    for (size_t i = 0; i < sizeof pairs / sizeof *pairs; i++) {
        char text[200];
        snprintf(text, sizeof text, "%s：您好，请问方便吗？\n%s：谁啊？\n", pairs[i][0], pairs[i][1]);
        struct transcripts read = {0};
        struct error why = {0};
        cr_assert(transcripts_import_text("calls.txt", str_from(text), NULL, &read, NULL, &why), "%s: %s", pairs[i][0],
                  why.message);
        cr_expect_eq(read.items[0]->messages[0].role, ROLE_CALLER, "%s", pairs[i][0]);
        cr_expect_eq(read.items[0]->messages[1].role, ROLE_PERSONA, "%s", pairs[i][1]);
        transcripts_release(&read);
    }
}

Test(import, english_dialogue_text_where_the_user_is_the_customer)
{
    import_file("tests/data/import/dialogue-en.txt", NULL);
    cr_assert_eq(list.count, 1);
    cr_assert_str_eq(speakers(list.items[0]), "cpcp");
    cr_assert(
        str_eq(list.items[0]->messages[1].content, STR("You people promised me a call on Monday: it is Thursday.")));
}

Test(import, a_user_beside_an_assistant_asks_the_model_and_dashes_between_turns_mean_nothing)
{
    import_file("tests/data/import/turns.txt", NULL);
    cr_assert_eq(list.count, 1);
    cr_assert_str_eq(speakers(list.items[0]), "cpc");
    tear_down();
    struct read_options swapped = {.persona_is_user = true};
    import_file("tests/data/import/turns.txt", &swapped);
    cr_assert_str_eq(speakers(list.items[0]), "pcp");
}

Test(import, speakers_under_their_own_names_are_told_by_what_the_document_says)
{
    static const char text[] = "周敏：您好，请问是陈老板吗？\n陈立东：是我，你说。\n周敏：问问您收货的事。\n陈立东：晚"
                               "了半小时。\n备注：他在忙。\n";
    static const struct {
        const char *persona, *caller;
    } names[] = {{"陈立东", ""},
                 {"陳立東，41歲，店主", "周敏，回访专员"},
                 {"店主", "回访专员周敏（女）"},
                 {"陈立东和周敏", "周敏"}};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct read_options options = {.persona_names = str_from(names[i].persona),
                                       .caller_names = str_from(names[i].caller)};
        struct transcripts read = {0};
        struct error why = {0};
        cr_assert(transcripts_import_text("calls.txt", str_from(text), &options, &read, NULL, &why), "%zu: %s", i,
                  why.message);
        cr_assert_eq(read.count, 1);
        cr_expect_str_eq(speakers(read.items[0]), "cpcp", "%zu", i);
        transcripts_release(&read);
    }
    struct read_options nobody = {.persona_names = STR("王五"), .caller_names = STR("赵六")};
    struct transcripts read = {0};
    struct error why = {0};
    cr_assert_not(transcripts_import_text("calls.txt", str_from(text), &nobody, &read, NULL, &why));
    cr_expect_not_null(strstr(why.message, "--persona-name"), "%s", why.message);
    cr_expect_not_null(strstr(why.message, "周敏"), "%s", why.message);
    transcripts_release(&read);
}

Test(import, a_named_person_beside_a_known_speaker_has_turns_of_his_own)
{
    struct read_options options = {.persona_names = STR("Colm Hartigan, 63")};
    struct transcripts read = {0};
    cr_assert(transcripts_import_text("calls.txt",
                                      STR("Agent: Hello?\nColm: Who is this?\nAgent: Ruth.\nNote: he sighs\n"),
                                      &options, &read, NULL, NULL));
    cr_expect_str_eq(speakers(read.items[0]), "cpc");
    transcripts_release(&read);
}

Test(import, sharegpt_calls_a_message_a_value)
{
    static const char record[] =
        "{\"id\": \"g\", \"conversations\": [{\"from\": \"system\", \"value\": \"x\"}, "
        "{\"from\": \"human\", \"value\": \"Hello?\"}, {\"from\": \"gpt\", \"value\": \"Yes?\"}]}\n"
        "{\"id\": \"odd\", \"conversations\": [{\"from\": \"human\"}, {\"from\": \"gpt\", \"value\": 3}]}\n";
    for (size_t i = 0; i < 2; i++) {
        struct read_options options = {.persona_is_user = i == 1};
        struct transcripts read = {0};
        struct bad_lines odd = {0};
        transcripts_import_text("calls.jsonl", str_from(record), &options, &read, &odd, NULL);
        cr_assert_eq(read.count, 1);
        cr_expect_eq(odd.count, 1);
        cr_expect_str_eq(speakers(read.items[0]), i == 0 ? "cp" : "pc");
        cr_expect(str_eq_cstring(read.items[0]->messages[1].content, "Yes?"));
        transcripts_release(&read);
        bad_lines_release(&odd);
    }
}

Test(import, speakers_may_be_called_by_letters_and_numbers_when_the_persona_is_named)
{
    static const char *const texts[][2] = {{"B", "A: Hello?\nB: Who is it?\nA: Ruth.\nB: Bye.\n"},
                                           {"乙", "甲：您好。\n乙：哪位？\n甲：问您件事。\n乙：说。\n"},
                                           {"S2", "S1: Hello?\nS2: Yes?\nS1: Ruth.\nS2: Bye.\n"}};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        struct read_options options = {.persona_names = str_from(texts[i][0])};
        struct transcripts read = {0};
        struct error why = {0};
        cr_assert(transcripts_import_text("calls.txt", str_from(texts[i][1]), &options, &read, NULL, &why), "%s: %s",
                  texts[i][0], why.message);
        cr_expect_str_eq(speakers(read.items[0]), "cpcp", "%s", texts[i][0]);
        transcripts_release(&read);
    }
}

Test(import, a_name_that_begins_with_t_is_whole_with_and_without_a_time_before_it)
{
    struct read_options options = {.persona_names = STR("Tom")};
    static const char *const texts[] = {"Tom: When?\nAgnes: At ten.\nTom: Fine.\nAgnes: Bye.\n",
                                        "2026-11-22T10:02 Tom: When?\n2026-11-22T10:03 Agnes: At ten.\n"
                                        "2026-11-22T10:04 Tom: Fine.\n2026-11-22T10:05 Agnes: Bye.\n"};
    for (size_t i = 0; i < 2; i++) {
        struct transcripts read = {0};
        cr_assert(transcripts_import_text("calls.txt", str_from(texts[i]), &options, &read, NULL, NULL), "%s",
                  texts[i]);
        cr_expect_str_eq(speakers(read.items[0]), "pcpc", "%s", texts[i]);
        transcripts_release(&read);
    }
}

Test(import, tables_from_a_spreadsheet_hold_a_turn_a_row)
{
    cr_assert(
        import_text("\xef\xbb\xbf会话ID,时间,说话人,内容\r\n"
                    "a1,10:01,顾问,\"您好，我是\"\"动跃\"\"的小秦\n客户：不是我\"\r\n,10:02,会员,是要我续费吧？\r\n"
                    "a1,10:02,系统,通话转接\r\n\r\na2,10:09,顾问,您好\r\na2,10:10,会员,哪位？\r\n"),
        "%s", err.message);
    cr_assert_eq(list.count, 2);
    cr_expect_str_eq(speakers(list.items[0]), "cp");
    cr_expect(str_eq(list.items[0]->id, STR("a1")));
    cr_expect(str_eq(list.items[0]->messages[0].content, STR("您好，我是\"动跃\"的小秦\n客户：不是我")));
    cr_expect(str_eq(list.items[1]->messages[1].content, STR("哪位？")));
    cr_expect_eq(list.items[1]->line, 7);
    cr_assert_eq(bad.count, 1);
    cr_expect_eq(bad.items[0].line, 5);
    cr_expect_not_null(strstr(bad.items[0].message, "系统"));
}

Test(import, tables_may_be_markdown_or_have_a_column_for_each_speaker)
{
    cr_assert(import_text(
        "| # | Who | Text |\n|---|:-:|---|\n| 1 | Agent | Hello \\| hi? |\n| 2 | Customer | Speaking. |\n"));
    cr_assert_eq(list.count, 1);
    cr_expect_str_eq(speakers(list.items[0]), "cp");
    cr_expect(str_eq(list.items[0]->messages[0].content, STR("Hello | hi?")));
    tear_down();
    cr_assert(import_text("轮次\t客服\t客户\n1\t您好\t哪位？\n2\t\t说话呀\n3\t是我\t哦\n"));
    cr_assert_eq(list.count, 1);
    cr_expect_str_eq(speakers(list.items[0]), "cppcp");
}

Test(import, a_table_that_numbers_its_rows_is_one_call_and_names_of_ones_own_are_told)
{
    const struct read_options options = {.persona_names = STR("方雯")};
    const char text[] = "编号,说话人,内容\n1,小秦,您好\n2,方雯,哪位？\n3,小秦,\"是我\n4,方雯,哦\n";
    cr_assert(transcripts_import_text("x", STR(text), &options, &list, &bad, &err));
    cr_assert_eq(list.count, 1);
    cr_expect_str_eq(speakers(list.items[0]), "cpc");
    cr_assert_eq(bad.count, 1);
    cr_expect_eq(bad.items[0].line, 4, "the quotation mark that nothing closes");
}

Test(import, a_row_that_ends_before_what_is_said_says_nothing)
{
    cr_assert(import_text("说话人,内容\n客服,您好\n,\n客户\n客服,在吗\n客户,\"嗯,在\"\n"));
    cr_assert_eq(list.count, 1);
    cr_expect_eq(bad.count, 0);
    cr_expect_str_eq(speakers(list.items[0]), "cpcp");
    cr_expect(str_eq(list.items[0]->messages[1].content, STR("")));
    cr_expect(str_eq(list.items[0]->messages[3].content, STR("嗯,在")));
}

Test(import, what_is_no_conversation_is_said_to_be_none)
{
    static const char *const texts[] = {"",        " \n", "just some text\n", "Note: nothing here\nWarning: nor here\n",
                                        "{\"a\":", "[1,2"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        cr_expect_not(import_text(texts[i]), "%s", texts[i]);
        cr_expect_eq(err.kind, ERROR_USER);
    }
    cr_assert_not(transcripts_import_text("x", STR("User: a\0b\nAgent: c\n"), NULL, &list, &bad, &err));
    cr_assert_not(transcripts_import_text("x", STR("User: a\xff\nAgent: c\n"), NULL, &list, &bad, &err));
    cr_assert_eq(list.count, 0);
}

Test(import, a_broken_first_or_last_line_does_not_hide_the_others)
{
    cr_assert(import_text("{\"messages\":[{\"role\":\"user\",\n{\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}\n"
                          "{\"messages\":[{\"role\":\"user\",\"content\":\"b\"}]}\n{\"messages\":[{"));
    cr_assert_eq(list.count, 2);
    cr_assert_eq(bad.count, 2);
    cr_assert_eq(bad.items[0].line, 1);
    cr_assert_eq(bad.items[1].line, 4);
    cr_assert_not_null(strstr(bad.items[1].message, "cut off"));
}

Test(import, a_last_line_that_ends_is_bad_and_not_cut_off)
{
    cr_assert(import_text("{\"messages\":[{\"role\":\"user\",\"content\":\"a\"}]}\n{\"messages\":wrong}"));
    cr_assert_eq(bad.count, 1);
    cr_assert_null(strstr(bad.items[0].message, "cut off"), "%s", bad.items[0].message);
}

struct sample {
    const char *name;
    size_t conversations, replies;
};

static void check_sample(const struct sample *sample, const struct read_options *options)
{
    char path[512];
    if (!shared_path(sample->name, path, sizeof path))
        cr_skip_test("the shared folder is not there (set FIDELIO_SHARED)");
    import_file(path, options);
    size_t replies = 0;
    for (size_t i = 0; i < list.count; i++) {
        for (size_t k = 0; k < list.items[i]->count; k++)
            replies += list.items[i]->messages[k].role == ROLE_PERSONA;
    }
    cr_expect_eq(list.count, sample->conversations, "%s: %zu conversations", sample->name, list.count);
    cr_expect_eq(replies, sample->replies, "%s: %zu replies", sample->name, replies);
    cr_expect_eq(bad_lines_count(&bad), 0, "%s: %s", sample->name, bad.count > 0 ? bad.items[0].message : "");
    tear_down();
}

Test(import, real_results_of_other_tools)
{
    check_sample(&(struct sample){"data/samples/taubench_native.json", 3, 22}, NULL);
    check_sample(&(struct sample){"data/samples/taubench_native_weak.json", 2, 62}, NULL);
    check_sample(&(struct sample){"data/samples/promptfoo_simulated_user.json", 3, 24}, NULL);
}

Test(import, real_recordings)
{
    struct read_options options = {.persona_is_user = true};
    check_sample(&(struct sample){"data/conversations/taubench_airline_gpt4o.jsonl", 80, 606}, &options);
    check_sample(&(struct sample){"data/conversations/taubench_retail_gpt4o.jsonl", 185, 1446}, &options);
    check_sample(&(struct sample){"data/conversations/taubench_weak_qwen.jsonl", 179, 3508}, &options);
    check_sample(&(struct sample){"data/conversations/tautrait_en.jsonl", 225, 2484}, &options);
    check_sample(&(struct sample){"data/conversations/crosswoz_zh.jsonl", 301, 2615}, &options);
    check_sample(&(struct sample){"data/conversations/rasa_outbound_zh.jsonl", 48, 48}, &options);
}

Test(import, a_tau2_file_without_conversations_says_so)
{
    char path[512];
    if (!shared_path("data/samples/tau2_results_native.json", path, sizeof path))
        cr_skip_test("the shared folder is not there (set FIDELIO_SHARED)");
    cr_assert_not(transcripts_import(path, NULL, &list, &bad, &err));
    cr_assert_not_null(strstr(err.message, "holds no conversations"), "%s", err.message);
}
