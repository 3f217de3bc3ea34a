#include "run/pipeline.h"

#include "exchange/tape.h"
#include "rubric/rubric.h"
#include "run/record.h"
#include "support/raw_server.h"
#include "syntax/json.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct fresh {
    char path[32];
};

static struct fresh fresh_folder(void)
{
    struct fresh fresh = {"/tmp/fidelio-unit.XXXXXX"};
    cr_assert_not_null(mkdtemp(fresh.path));
    return fresh;
}

static struct plan plan_of(struct experiment *experiment, const char *scenario, const char *model, const char *base_url)
{
    struct plan plan;
    struct error err = {0};
    experiment_init(experiment);
    cr_assert(experiment_add_scenarios(experiment, scenario, &err), "%s", err.message);
    cr_assert_not_null(experiment_add_model(experiment, model, base_url, NULL, &err));
    experiment->max_turns = 3;
    cr_assert(plan_make(&plan, experiment, &err), "%s", err.message);
    return plan;
}

static struct pipeline_result hold(const struct plan *plan, const char *path, bool offline)
{
    struct folder folder;
    struct pipeline_result result;
    struct error err = {0};
    struct pipeline_options options = {.exchange = {.in_flight = 2, .offline = offline, .retries = EXCHANGE_NO_RETRY}};
    cr_assert(folder_open(&folder, path, plan, 1000, &err), "%s", err.message);
    cr_assert(pipeline_run(plan, &folder, &options, &result, &err), "%s", err.message);
    folder_close(&folder);
    return result;
}

static void record_an_answer(const char *folder)
{
    char path[64];
    struct endpoint endpoint;
    struct error err = {0};
    snprintf(path, sizeof path, "%s/tape.jsonl", folder);
    struct tape *tape = tape_open(path, false, false, NULL, &err);
    cr_assert_not_null(tape, "%s", err.message);
    endpoint_init(&endpoint);
    struct tape_line line = {.key = tape_key_start(&endpoint, "", STR("s"), 1), .turn = 1, .status = 200, .attempt = 1};
    tape_hold(tape, &line, &endpoint);
    cr_assert(tape_write(tape, &err), "%s", err.message);
    tape_close(tape);
}

/* Short texts ("再见") stand in many places by chance. */
static void assert_absent(struct str prompt, struct str text, const char *what)
{
    enum { TELLING = 18 }; /* bytes: six Chinese characters */
    if (text.len >= TELLING)
        cr_expect_eq(str_find(prompt, text), STR_NONE, "%s: %.*s", what, STR_FORMAT(text));
}

static void assert_lines_absent(struct str prompt, const struct line_texts *lines, const char *what)
{
    for (size_t i = 0; i < lines->count; i++)
        assert_absent(prompt, lines->items[i].text, what);
}

static void assert_no_caller_half(const struct caller_half *caller, struct str prompt)
{
    cr_assert(caller->step_count > 0 && caller->qa_count > 0);
    for (size_t i = 0; i < caller->step_count; i++) {
        assert_lines_absent(prompt, &caller->steps[i].utterances, "script");
        for (size_t j = 0; j < caller->steps[i].branch_count; j++)
            assert_lines_absent(prompt, &caller->steps[i].branches[j].utterances, "branch");
    }
    for (size_t i = 0; i < caller->qa_count; i++) {
        assert_absent(prompt, caller->qa[i].question, "question");
        assert_absent(prompt, caller->qa[i].answer, "answer");
    }
    assert_lines_absent(prompt, &caller->profile, "profile");
    assert_lines_absent(prompt, &caller->end_conditions, "end condition");
    assert_absent(prompt, caller->role, "role");
    assert_absent(prompt, caller->task, "task");
    assert_absent(prompt, caller->opening, "opening");
    assert_absent(prompt, caller->closing, "closing");
}

static void assert_no_rubric(const struct scenario *scenario, struct str prompt)
{
    struct rubric *rubric = rubric_for(scenario, NULL, 0, NULL);
    cr_assert(rubric != NULL && rubric->rule_count > 0);
    for (size_t i = 0; i < rubric->rule_count; i++) {
        cr_expect_eq(str_find(prompt, rubric->rules[i].id), STR_NONE, "rule %.*s", STR_FORMAT(rubric->rules[i].id));
        assert_absent(prompt, rubric->rules[i].why, "why");
    }
    rubric_free(rubric);
}

#define REPLY                                                                                                          \
    "{\"choices\":[{\"message\":{\"role\":\"assistant\",\"content\":\"Hm, go on.\"},\"finish_reason\":\"stop\"}]}"

/* What really went over the wire, caught by a server that keeps the last request. */
static void check_wire(const char *document)
{
    static char response[512];
    snprintf(response, sizeof response,
             "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s", sizeof REPLY - 1,
             REPLY);
    const struct raw_step script[] = {{.kind = RAW_SEND, .text = str_from(response)}, {.kind = RAW_END}};
    const struct raw_step *scripts[] = {script};
    struct raw_server *server = raw_server_start(scripts, 1);
    struct experiment experiment;
    struct error err = {0};
    char url[64];
    snprintf(url, sizeof url, "http://127.0.0.1:%u/v1", (unsigned)raw_server_port(server));
    struct plan plan = plan_of(&experiment, document, "any", url);
    struct pipeline_result result = hold(&plan, fresh_folder().path, false);
    cr_assert_eq(result.counts.done, 1, "%.*s", STR_FORMAT(result.transcripts[0]->error));
    struct str request = raw_server_last_request(server);
    size_t body = str_find(request, STR("\r\n\r\n"));
    cr_assert_neq(body, STR_NONE);
    const struct json *json = json_parse(&plan.arena, str_slice(request, body + 4, request.len), "request", 1, &err);
    cr_assert_not_null(json, "%s", err.message);
    const struct json *system = json_get(json, "messages")->first;
    struct str prompt = json_get_text(system, "content");
    cr_assert(str_eq_cstring(json_get_text(system, "role"), "system"));
    cr_expect_neq(str_find(prompt, plan.scenarios[0]->callee.behaviours.items[0].text), STR_NONE,
                  "the callee half is in it");
    assert_no_caller_half(&plan.scenarios[0]->caller, prompt);
    assert_no_rubric(plan.scenarios[0], prompt);
    pipeline_result_release(&result);
    plan_release(&plan);
    experiment_release(&experiment);
    raw_server_stop(server);
}

Test(pipeline, sends_the_persona_no_word_of_the_script_or_the_rubric)
{
    check_wire("personas/delivery-callback.md");
}

Test(pipeline, sends_the_persona_no_word_of_the_script_in_english_either)
{
    check_wire("personas/support-account-en.md");
}

Test(pipeline, holds_a_plan_against_the_understudy_and_replays_it_offline)
{
    struct experiment experiment;
    struct fresh folder = fresh_folder();
    char first[65], second[65];
    struct plan plan = plan_of(&experiment, "personas/delivery-callback.md", "understudy", NULL);
    struct pipeline_result live = hold(&plan, folder.path, false), replayed = hold(&plan, folder.path, true);
    cr_assert_eq(live.counts.done, 1);
    cr_assert_gt(live.counts.asked, 0);
    cr_assert_eq(live.counts.sent, live.counts.asked);
    cr_assert_eq(replayed.counts.sent, 0);
    cr_assert_eq(replayed.counts.from_tape, live.counts.asked);
    transcript_hash(live.transcripts[0], first);
    transcript_hash(replayed.transcripts[0], second);
    cr_assert_str_eq(first, second);
    pipeline_result_release(&live);
    pipeline_result_release(&replayed);
    plan_release(&plan);
    experiment_release(&experiment);
}

Test(pipeline, lets_a_model_call_too)
{
    struct experiment experiment;
    struct plan plan = plan_of(&experiment, "personas/support-account-en.md", "understudy", NULL);
    struct error err = {0};
    cr_assert_not_null(experiment_add_caller(&experiment, "understudy", NULL, NULL, NULL, &err));
    struct pipeline_result result = hold(&plan, fresh_folder().path, false);
    const struct transcript *transcript = result.transcripts[0];
    cr_assert_eq(result.counts.done, 1, "%.*s", STR_FORMAT(transcript->error));
    cr_assert_geq(transcript->count, 2);
    cr_assert_eq(transcript->messages[0].role, ROLE_CALLER);
    cr_assert(str_eq_cstring(transcript->caller, "understudy"));
    pipeline_result_release(&result);
    plan_release(&plan);
    experiment_release(&experiment);
}

Test(folder, is_held_by_one_process_and_belongs_to_one_plan)
{
    struct experiment experiment;
    struct error err = {0};
    struct folder folder, second;
    struct fresh fresh = fresh_folder();
    struct plan plan = plan_of(&experiment, "personas/delivery-callback.md", "understudy", NULL);
    cr_assert(folder_open(&folder, fresh.path, &plan, 1000, &err), "%s", err.message);
    cr_assert_not(folder_open(&second, fresh.path, &plan, 2000, &err));
    cr_assert_eq(err.kind, ERROR_USER);
    folder_close(&folder);
    cr_assert(folder_open(&second, fresh.path, &plan, 2000, &err), "%s", err.message);
    cr_assert(second.resumed);
    cr_assert_eq(second.started_ms, 1000, "the run keeps its beginning");
    folder_close(&second);
    memset(plan.hash, '0', 12);
    record_an_answer(fresh.path);
    cr_assert_not(folder_open(&second, fresh.path, &plan, 3000, &err));
    cr_assert_not_null(strstr(err.message, "another run"));
    plan_release(&plan);
    experiment_release(&experiment);
}

Test(folder, of_a_run_that_was_never_answered_goes_to_another_plan)
{
    struct experiment experiment;
    struct error err = {0};
    struct folder folder;
    struct fresh fresh = fresh_folder();
    struct plan plan = plan_of(&experiment, "personas/delivery-callback.md", "mistyped", "http://127.0.0.1:1/v1");
    struct pipeline_result failed = hold(&plan, fresh.path, false);
    cr_assert_eq(failed.counts.done, 0);
    pipeline_result_release(&failed);
    char path[64];
    snprintf(path, sizeof path, "%s/report.html", fresh.path);
    cr_assert(file_write(path, STR("of the failures"), &err));
    memset(plan.hash, '0', 12);
    cr_assert(folder_open(&folder, fresh.path, &plan, 2000, &err), "%s", err.message);
    cr_expect(folder.replaced && !folder.resumed);
    cr_expect_eq(folder.started_ms, 2000);
    cr_expect_not(file_exists(path));
    folder_close(&folder);
    cr_assert(folder_open(&folder, fresh.path, &plan, 3000, &err), "%s", err.message);
    cr_expect(folder.resumed);
    struct served_list nobody = {0};
    struct run_end with_a_person = {.served = &nobody};
    with_a_person.counts.done = 1;
    cr_assert(folder_write_run(&folder, &plan, &with_a_person, &err), "%s", err.message);
    folder_close(&folder);
    memset(plan.hash, '1', 12);
    cr_expect_not(folder_open(&folder, fresh.path, &plan, 4000, &err), "a person's words stand on no tape");
    plan_release(&plan);
    experiment_release(&experiment);
}

Test(folder, gives_back_the_documents_it_was_made_with)
{
    struct experiment experiment;
    struct error err = {0};
    struct folder folder;
    struct run_record record;
    struct fresh fresh = fresh_folder();
    struct plan plan = plan_of(&experiment, "personas/delivery-callback.md", "understudy", NULL);
    cr_assert(folder_open(&folder, fresh.path, &plan, 1000, &err), "%s", err.message);
    folder_close(&folder);
    cr_assert(run_record_read(&record, fresh.path, &err), "%s", err.message);
    cr_assert_eq(record.scenario_count, 1);
    cr_assert_str_eq(record.scenarios[0]->hash, plan.scenarios[0]->hash);
    cr_assert(str_eq(record.scenarios[0]->id, plan.scenarios[0]->id));
    cr_assert_not(record.finished);
    run_record_release(&record);
    plan_release(&plan);
    experiment_release(&experiment);
}
