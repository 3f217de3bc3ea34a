#include "run/baseline.h"

#include "base/file.h"
#include "base/hash.h"
#include "base/language.h"
#include "run/experiment.h"
#include "run/record.h"
#include "syntax/json.h"
#include "syntax/json_writer.h"
#include "transcript/judgement.h"

#include <string.h>

enum { BASELINE_MOST = 512 << 20 };

static bool add_scenario(struct gate_side *side, struct scenario *scenario, const struct rubric_file *rubric_files,
                         size_t rubric_count, struct str frozen, struct error *err)
{
    size_t i = side->scenario_count;
    side->scenarios[i] = scenario;
    side->scenario_count++;
    names_add(&side->ids, scenario->id);
    side->rubrics[i] = frozen.len > 0 ? rubric_from(scenario, "the baseline's rubric", frozen, err)
                                      : rubric_with(scenario, rubric_files, rubric_count, err);
    side->contexts[i] = side->rubrics[i] != NULL ? signal_context_new(scenario) : NULL;
    return side->contexts[i] != NULL;
}

static void make_room(struct gate_side *side, size_t scenarios)
{
    side->scenarios = arena_array(&side->arena, scenarios + 1, sizeof *side->scenarios);
    side->rubrics = arena_array(&side->arena, scenarios + 1, sizeof(struct rubric *));
    side->contexts = arena_array(&side->arena, scenarios + 1, sizeof(struct signal_context *));
    names_init(&side->ids, &side->arena);
}

static bool take_bad_lines(struct bad_lines *bad, struct error *err)
{
    bool fine = bad->count == 0;
    if (!fine && err != NULL)
        *err = bad->items[0];
    VEC_RELEASE(bad);
    return fine;
}

static bool read_judgements(struct gate_side *side, const char *folder, struct error *err)
{
    const char *path = arena_printf(&side->arena, "%s/judge.jsonl", folder);
    struct bad_lines bad = {0};
    side->judgements = judgements_new();
    return !file_exists(path) || (judgements_read(path, side->judgements, &bad, err) && take_bad_lines(&bad, err));
}

static bool read_run(struct gate_side *side, const char *path, struct error *err)
{
    struct run_record record;
    struct bad_lines bad = {0};
    if (!run_record_read(&record, path, err))
        return false;
    const char *file = arena_printf(&side->arena, "%s/transcripts.jsonl", path);
    bool ok = true;
    make_room(side, record.scenario_count);
    side->id = str_dup(&side->arena, record.id);
    side->path = str_dup(&side->arena, str_from(path));
    side->planned = record.planned;
    side->finished = record.finished;
    for (size_t i = 0; i < record.scenario_count && ok; i++) {
        struct scenario *scenario = record.scenarios[i];
        record.scenarios[i] = NULL; /* this side's now */
        ok = add_scenario(side, scenario, record.rubrics, record.rubric_count, (struct str){0}, err);
    }
    if (ok && !file_exists(file))
        ok = error_at(err, ERROR_USER, path, 0, 0,
                      TEXT("the run has no transcripts.jsonl yet; run its command again to complete it",
                           "这次运行还没有 transcripts.jsonl；请再次执行它的命令以完成运行"));
    ok = ok && transcripts_read(file, &(struct read_options){0}, &side->transcripts, &bad, err) &&
         take_bad_lines(&bad, err) && read_judgements(side, path, err);
    run_record_release(&record);
    return ok;
}

/* The hash of everything but the hash itself: of the content's compact JSON. */
static void content_hash(const struct json *content, char hex[HASH_HEX + 1])
{
    struct buf text;
    struct json_writer w;
    buf_init(&text, 0);
    json_writer_init(&w, &text, 0);
    json_put_tree(&w, NULL, content);
    hash_sha256(buf_str(&text), hex);
    buf_release(&text);
}

static bool bad_baseline(struct error *err, const char *path, const char *why)
{
    return error_at(err, ERROR_USER, path, 0, 0,
                    TEXT("this is no baseline that can be trusted: %s; bless a run again",
                         "这份基线不可信：%s；请重新冻结一次运行"),
                    why);
}

/* Recorded answers that were frozen; a baseline of a run that nobody judged has none. */
static bool read_answers(struct gate_side *side, const struct json *list, const char *path, struct error *err)
{
    side->judgements = judgements_new();
    for (const struct json *item = list != NULL ? list->first : NULL; item != NULL; item = item->next) {
        struct judgement judgement;
        if (!judgement_from_json(&side->arena, item, path, 1, &judgement, err))
            return false;
        judgements_add(side->judgements, &judgement);
    }
    return true;
}

static bool read_content(struct gate_side *side, const struct json *content, const char *path, struct error *err)
{
    const struct json *scenarios = json_get(content, "scenarios"), *transcripts = json_get(content, "transcripts");
    double planned = json_get_number(content, "planned", -1);
    if (scenarios == NULL || scenarios->kind != JSON_ARRAY || transcripts == NULL || transcripts->kind != JSON_ARRAY ||
        planned < 1)
        return bad_baseline(err, path, TEXT("a part of its content is missing", "内容缺了一部分"));
    make_room(side, scenarios->count);
    side->id = str_dup(&side->arena, json_get_text(content, "run"));
    side->reason = str_dup(&side->arena, json_get_text(content, "reason"));
    side->planned = (size_t)planned;
    side->finished = true;
    for (const struct json *s = scenarios->first; s != NULL; s = s->next) {
        char *name = str_cstring(&side->arena, json_get_text(s, "path"));
        struct scenario *scenario = scenario_from(name, json_get_text(s, "text"), err);
        if (scenario == NULL || !add_scenario(side, scenario, NULL, 0, json_get_text(s, "rubric"), err))
            return false;
    }
    size_t line = 1;
    for (const struct json *t = transcripts->first; t != NULL; t = t->next, line++) {
        struct transcript *transcript = transcript_from_json(t, path, line, &(struct read_options){0}, err);
        if (transcript == NULL)
            return false;
        transcript->extra = NULL; /* the tree goes with the file */
        VEC_PUSH(&side->transcripts, transcript);
    }
    return (side->transcripts.count == side->planned ||
            bad_baseline(err, path, TEXT("conversations are missing", "缺少对话"))) &&
           read_answers(side, json_get(content, "judgements"), path, err);
}

static bool read_baseline(struct gate_side *side, const char *path, struct error *err)
{
    struct buf file;
    char hex[HASH_HEX + 1];
    buf_init(&file, BASELINE_MOST);
    bool ok = file_read(path, &file, err);
    struct json *root = ok ? json_parse(&side->arena, buf_str(&file), path, 1, err) : NULL;
    ok = root != NULL;
    if (ok && !str_eq_cstring(json_get_text(root, "schema"), "fidelio.baseline/1"))
        ok = bad_baseline(err, path, TEXT("its schema is not fidelio.baseline/1", "schema 不是 fidelio.baseline/1"));
    const struct json *content = ok ? json_get(root, "content") : NULL;
    if (ok && (content == NULL || content->kind != JSON_OBJECT))
        ok = bad_baseline(err, path, TEXT("it has no content", "没有内容"));
    if (ok) {
        content_hash(content, hex);
        ok = str_eq_cstring(json_get_text(root, "sha256"), hex) ||
             bad_baseline(err, path, TEXT("its hash does not fit its content", "哈希与内容不符"));
    }
    ok = ok && read_content(side, content, path, err);
    buf_release(&file);
    return ok;
}

bool gate_side_read(struct gate_side *side, const char *path, struct error *err)
{
    *side = (struct gate_side){0};
    arena_init(&side->arena);
    bool ok = file_is_dir(path) ? read_run(side, path, err) : read_baseline(side, path, err);
    if (!ok)
        gate_side_release(side);
    return ok;
}

void gate_side_release(struct gate_side *side)
{
    for (size_t i = 0; i < side->scenario_count; i++) {
        if (side->contexts[i] != NULL)
            signal_context_free(side->contexts[i]);
        if (side->rubrics[i] != NULL)
            rubric_free(side->rubrics[i]);
        scenario_free(side->scenarios[i]);
    }
    transcripts_release(&side->transcripts);
    judgements_free(side->judgements);
    arena_release(&side->arena);
    *side = (struct gate_side){0};
}

static bool may_be_blessed(const struct gate_side *run, struct error *err)
{
    size_t failed = 0;
    for (size_t i = 0; i < run->transcripts.count; i++) {
        const struct transcript *t = run->transcripts.items[i];
        failed += ended_broken_off(t->ended_by);
        if (model_is_understudy(t->model))
            return error_set(
                err, ERROR_USER,
                TEXT("the understudy is no language model and cannot be blessed; bless a run of a real model",
                     "替身不是语言模型，不能冻结为基线；请冻结真实模型的运行"));
    }
    if (!run->finished || run->transcripts.count < run->planned || failed > 0)
        return error_set(
            err, ERROR_USER,
            TEXT("the run is not complete (%zu planned, %zu held, %zu of them failed) and cannot be blessed; "
                 "run its command again",
                 "这次运行不完整（计划 %zu 通，进行了 %zu 通，其中 %zu 通失败），不能冻结为基线；请再次执行它的命令"),
            run->planned, run->transcripts.count, failed);
    return true;
}

static const struct rubric *rubric_of(const struct gate_side *side, struct str scenario)
{
    const size_t at = names_find(&side->ids, scenario);
    return at != STR_NONE ? side->rubrics[at] : NULL;
}

/* A softer yardstick takes the place of a harder one only with a reason, which is kept in the file. */
static bool needs_no_reason(const struct gate_side *run, const char *path, struct error *err)
{
    struct gate_side old;
    struct weakenings list = {0};
    if (!gate_side_read(&old, path, err))
        return false;
    struct arena arena;
    arena_init(&arena);
    size_t gone = 0;
    for (size_t i = 0; i < old.scenario_count; i++) {
        const struct rubric *now = rubric_of(run, old.scenarios[i]->id);
        if (now != NULL)
            compare_rubrics(old.rubrics[i], now, &arena, &list);
        else
            gone++;
    }
    bool ok = list.count == 0 && gone == 0;
    struct str why = ok || list.count == 0   ? STR("")
                     : language_is_chinese() ? list.items[0].why_chinese
                                             : list.items[0].why;
    if (!ok && list.count > 0)
        error_set(err, ERROR_USER,
                  TEXT("the new rubric asks less than the blessed one in %zu places (first: %.*s, %.*s); say why with "
                       "--reason",
                       "新标准有 %zu 处比已冻结的宽松（第一处：%.*s，%.*s）；请用 --reason 写明理由"),
                  list.count, STR_FORMAT(list.items[0].what), STR_FORMAT(why));
    else if (!ok)
        error_set(err, ERROR_USER,
                  TEXT("%zu scenarios of the blessed run are gone; say why with --reason",
                       "已冻结的运行里有 %zu 个场景不见了；请用 --reason 写明理由"),
                  gone);
    VEC_RELEASE(&list);
    arena_release(&arena);
    gate_side_release(&old);
    return ok;
}

static void put_content(struct json_writer *w, const struct gate_side *run, const char *reason)
{
    json_open_object(w, "content");
    json_put_string(w, "run", run->id);
    if (reason != NULL)
        json_put_cstring(w, "reason", reason);
    json_put_cstring(w, "scorer", scorer_version());
    json_put_integer(w, "planned", (int64_t)run->planned);
    json_open_array(w, "scenarios");
    for (size_t i = 0; i < run->scenario_count; i++) {
        struct buf rubric;
        buf_init(&rubric, 0);
        rubric_print(run->rubrics[i], &rubric);
        json_open_object(w, NULL);
        json_put_string(w, "id", run->scenarios[i]->id);
        json_put_cstring(w, "path", run->scenarios[i]->source.path);
        json_put_string(w, "text", run->scenarios[i]->source.text);
        json_put_string(w, "rubric", buf_str(&rubric));
        json_close_object(w);
        buf_release(&rubric);
    }
    json_close_array(w);
    json_open_array(w, "transcripts");
    for (size_t i = 0; i < run->transcripts.count; i++)
        transcript_write(run->transcripts.items[i], w, false);
    json_close_array(w);
    if (judgements_count(run->judgements) > 0) {
        json_open_array(w, "judgements");
        for (size_t i = 0; i < judgements_count(run->judgements); i++)
            judgement_write(judgements_at(run->judgements, i), w);
        json_close_array(w);
    }
    json_close_object(w);
}

static bool write_baseline(const struct gate_side *run, const char *path, const char *reason, struct error *err)
{
    struct arena arena;
    struct buf draft, file;
    struct json_writer w;
    char hex[HASH_HEX + 1];
    arena_init(&arena);
    buf_init(&draft, 0);
    buf_init(&file, 0);
    json_writer_init(&w, &draft, 0);
    json_open_object(&w, NULL);
    put_content(&w, run, reason);
    json_close_object(&w);
    struct json *root =
        json_parse(&arena, buf_str(&draft), path, 1, err); /* as it will be read: what is hashed is what is checked */
    bool ok = root != NULL;
    if (ok) {
        content_hash(json_get(root, "content"), hex);
        json_writer_init(&w, &file, 1);
        json_open_object(&w, NULL);
        json_put_cstring(&w, "schema", "fidelio.baseline/1");
        json_put_cstring(&w, "sha256", hex);
        json_put_tree(&w, "content", json_get(root, "content"));
        json_close_object(&w);
        buf_add_byte(&file, '\n');
        ok = file_write(path, buf_str(&file), err);
    }
    buf_release(&draft);
    buf_release(&file);
    arena_release(&arena);
    return ok;
}

bool baseline_bless(const struct gate_side *run, const char *path, const char *reason, struct error *err)
{
    if (!may_be_blessed(run, err))
        return false;
    if (reason == NULL && file_exists(path) && !needs_no_reason(run, path, err))
        return false;
    return write_baseline(run, path, reason, err);
}
