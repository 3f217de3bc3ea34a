#include "run/merge.h"

#include "base/language.h"
#include "run/derived.h"
#include "run/record.h"
#include "syntax/json.h"
#include "syntax/json_writer.h"
#include "transcript/judgement.h"

#include <stdlib.h>
#include <string.h>

struct part {
    const char *path;
    const struct json *run; /* run.json */
    struct run_record record;
};
struct merge {
    struct arena arena;
    struct part *parts; /* arena; in order of shard */
    size_t count;
    const char *out;
    struct transcripts transcripts;
    struct judgements *judgements;
    struct run_counts counts;
    struct served_list served;
};

static const struct json *parameter(const struct part *part, const char *name)
{
    return json_get(json_get(part->run, "parameters"), name);
}

static size_t size_of(const struct json *object, const char *name)
{
    double value = json_get_number(object, name, 0);
    return value > 0 && value < 9e15 ? (size_t)value : 0;
}

static size_t shard_of(const struct part *part)
{
    return size_of(json_get(part->run, "parameters"), "shard");
}

static int by_shard(const void *a, const void *b)
{
    size_t x = shard_of(a), y = shard_of(b);
    return x < y ? -1 : x > y;
}

static bool read_part(struct merge *merge, const char *path, struct part *part, struct error *err)
{
    part->path = path;
    if (!run_record_read(&part->record, path, err))
        return false;
    merge->count++;
    part->run = run_json_read(&merge->arena, arena_printf(&merge->arena, "%s/run.json", path), err);
    if (part->run == NULL)
        return false;
    if (json_get_text(part->run, "whole_plan_hash").len == 0)
        return error_at(err, ERROR_USER, path, 0, 0,
                        TEXT("this run is no shard: it was made without --shard K/N",
                             "这次运行不是分片：它不是用 --shard K/N 执行的"));
    return part->record.finished || error_at(err, ERROR_USER, path, 0, 0,
                                             TEXT("this shard has not ended; run its command again to complete it",
                                                  "这个分片还没有结束；请再次执行它的命令以完成"));
}

/* Why two parts are not of one plan. */
static bool refuse_other_plan(const struct part *first, const struct part *part, struct error *err)
{
    for (size_t i = 0; i < first->record.scenario_count; i++)
        for (size_t j = 0; j < part->record.scenario_count; j++) {
            const struct scenario *one = first->record.scenarios[i], *other = part->record.scenarios[j];
            if (str_eq(one->id, other->id) && strcmp(one->hash, other->hash) != 0)
                return error_at(err, ERROR_USER, part->path, 0, 0,
                                TEXT("its document '%.*s' is another than that of %s: they cannot be merged",
                                     "其中的文档“%.*s”与 %s 的不同：不能合并"),
                                STR_FORMAT(one->id), first->path);
        }
    return error_at(err, ERROR_USER, part->path, 0, 0,
                    TEXT("it is no shard of the same run as %s: documents, models, parameters or repeats differ",
                         "它与 %s 不是同一次运行的分片：文档、模型、参数或次数不同"),
                    first->path);
}

static bool same_rubrics(const struct part *a, const struct part *b)
{
    bool same = a->record.rubric_count == b->record.rubric_count;
    for (size_t i = 0; same && i < a->record.rubric_count; i++)
        same = strcmp(a->record.rubrics[i].path, b->record.rubrics[i].path) == 0 &&
               str_eq(a->record.rubrics[i].text, b->record.rubrics[i].text);
    return same;
}

static bool check_parts(const struct merge *merge, struct error *err)
{
    const struct part *first = &merge->parts[0];
    size_t shards = size_of(json_get(first->run, "parameters"), "shards");
    for (size_t i = 1; i < merge->count; i++) {
        const struct part *part = &merge->parts[i];
        if (!str_eq(json_get_text(first->run, "whole_plan_hash"), json_get_text(part->run, "whole_plan_hash")))
            return refuse_other_plan(first, part, err);
        if (size_of(json_get(part->run, "parameters"), "shards") != shards)
            return error_at(err, ERROR_USER, part->path, 0, 0,
                            TEXT("it was divided into another number of shards than %s", "它的分片总数与 %s 不同"),
                            first->path);
        if (shard_of(part) == shard_of(&merge->parts[i - 1]))
            return error_at(err, ERROR_USER, part->path, 0, 0,
                            TEXT("it is shard %zu/%zu, and so is %s", "它是分片 %zu/%zu，%s 也是"), shard_of(part),
                            shards, merge->parts[i - 1].path);
        if (!same_rubrics(first, part))
            return error_at(err, ERROR_USER, part->path, 0, 0,
                            TEXT("it was scored with other rubric files than %s", "它所用的评分标准文件与 %s 不同"),
                            first->path);
    }
    for (size_t i = 0; i < shards; i++)
        if (i >= merge->count || shard_of(&merge->parts[i]) != i + 1)
            return error_set(
                err, ERROR_USER,
                TEXT("shard %zu/%zu is missing; all of them are needed", "缺少分片 %zu/%zu；所有分片都要有"), i + 1,
                shards);
    return true;
}

static bool read_lines(struct merge *merge, const struct part *part, struct error *err)
{
    struct bad_lines bad = {0};
    const char *judged = arena_printf(&merge->arena, "%s/judge.jsonl", part->path);
    bool fine = transcripts_read(arena_printf(&merge->arena, "%s/transcripts.jsonl", part->path), NULL,
                                 &merge->transcripts, &bad, err) &&
                (!file_exists(judged) || judgements_read(judged, merge->judgements, &bad, err));
    for (size_t i = 0; fine && i < bad.count; i++)
        if (bad.items[i].kind != ERROR_NONE) {
            *err = bad.items[i];
            fine = false;
        }
    bad_lines_release(&bad);
    return fine;
}

static size_t rank_of(const struct json *list, const char *key, struct str name)
{
    size_t rank = 0;
    for (const struct json *item = list != NULL ? list->first : NULL; item != NULL; item = item->next, rank++)
        if (str_eq(json_get_text(item, key), name))
            break;
    return rank;
}

static size_t rank_of_caller(const struct json *list, struct str name)
{
    size_t shown = rank_of(list, "shown", name);
    return list != NULL && shown < list->count ? shown : rank_of(list, "name", name);
}

enum { RANKS = 5 };
struct ranked {
    size_t ranks[RANKS];
    struct transcript *transcript;
};

static int in_plan_order(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    for (size_t i = 0; i < RANKS; i++)
        if (x->ranks[i] != y->ranks[i])
            return x->ranks[i] < y->ranks[i] ? -1 : 1;
    return 0;
}

/* As run/plan.h says; of a mystery shopper's draws scenario and prompt follow from the repeat. */
static void sort_transcripts(struct merge *merge)
{
    const struct part *first = &merge->parts[0];
    bool drawn = parameter(first, "mystery") != NULL;
    struct ranked *all = arena_array(&merge->arena, merge->transcripts.count, sizeof *all);
    for (size_t i = 0; i < merge->transcripts.count; i++) {
        struct transcript *t = merge->transcripts.items[i];
        all[i] = (struct ranked){{drawn ? 0 : rank_of(json_get(first->run, "scenarios"), "id", t->scenario),
                                  drawn ? 0 : rank_of(json_get(first->run, "prompts"), "name", t->prompt),
                                  rank_of_caller(json_get(first->run, "callers"), t->caller),
                                  rank_of(json_get(first->run, "models"), "name", t->model), t->repeat},
                                 t};
    }
    qsort(all, merge->transcripts.count, sizeof *all, in_plan_order);
    for (size_t i = 0; i < merge->transcripts.count; i++)
        merge->transcripts.items[i] = all[i].transcript;
}

/* The whole lines of each part's file, one after the other. A part without it adds nothing; no file when none has it.
 */
static bool join_file(struct merge *merge, const char *name, struct error *err)
{
    struct buf bytes;
    buf_init(&bytes, SIZE_MAX / 2);
    bool fine = true, any = false;
    for (size_t i = 0; fine && i < merge->count; i++) {
        const char *path = arena_printf(&merge->arena, "%s/%s", merge->parts[i].path, name);
        if (!file_exists(path))
            continue;
        any = true;
        fine = file_read(path, &bytes, err);
        while (fine && bytes.len > 0 && bytes.bytes[bytes.len - 1] != '\n') /* half a line: its reply never counted */
            bytes.len--;
    }
    fine = fine && (!any || file_write(arena_printf(&merge->arena, "%s/%s", merge->out, name), buf_str(&bytes), err));
    buf_release(&bytes);
    return fine;
}

static void add_counts(struct merge *merge, const struct part *part)
{
    const struct json *counts = json_get(part->run, "counts"), *exchanges = json_get(part->run, "exchanges");
    struct run_counts *sum = &merge->counts;
    sum->planned += size_of(counts, "planned");
    sum->done += size_of(counts, "done");
    sum->failed += size_of(counts, "failed");
    sum->skipped += size_of(counts, "skipped");
    sum->asked += size_of(exchanges, "asked");
    sum->from_tape += size_of(exchanges, "from_tape");
    sum->sent += size_of(exchanges, "sent");
    sum->retried += size_of(exchanges, "retried");
    usage_add(&sum->usage, (struct usage){.prompt_tokens = size_of(exchanges, "prompt_tokens"),
                                          .completion_tokens = size_of(exchanges, "completion_tokens"),
                                          .cached_tokens = size_of(exchanges, "cached_tokens")});
    sum->cost += json_get_number(exchanges, "cost", 0);
    sum->unmetered += size_of(exchanges, "unmetered");
    const struct json *served = json_get(part->run, "served");
    for (const struct json *one = served != NULL ? served->first : NULL; one != NULL; one = one->next)
        served_note(&merge->served, size_of(one, "model"), json_get_text(one, "name"),
                    json_get_text(one, "system_fingerprint"));
}

static void put_parameters(struct arena *arena, const struct json *parameters, struct json_writer *w)
{
    json_open_object(w, "parameters");
    for (const struct json *one = parameters->first; one != NULL; one = one->next) {
        const char *key = str_cstring(arena, one->key);
        if (strcmp(key, "shard") == 0 || strcmp(key, "shards") == 0)
            json_put_integer(w, key, 1);
        else
            json_put_tree(w, key, one);
    }
    json_close_object(w);
}

/* The first part's record with what holds for the whole. */
static bool write_run(struct merge *merge, const char *id, struct error *err)
{
    const struct part *first = &merge->parts[0], *begun = first, *ended = first;
    struct buf out;
    struct json_writer w;
    for (size_t i = 1; i < merge->count; i++) { /* these times sort as text */
        const struct part *part = &merge->parts[i];
        if (json_get_number(part->run, "started_ms", 0) < json_get_number(begun->run, "started_ms", 0))
            begun = part;
        if (str_compare(json_get_text(part->run, "ended_at"), json_get_text(ended->run, "ended_at")) > 0)
            ended = part;
    }
    buf_init(&out, 0);
    json_writer_init(&w, &out, 1);
    json_open_object(&w, NULL);
    for (const struct json *one = first->run->first; one != NULL; one = one->next) {
        const char *key = str_cstring(&merge->arena, one->key);
        if (strcmp(key, "id") == 0)
            json_put_cstring(&w, "id", id);
        else if (strcmp(key, "plan_hash") == 0)
            json_put_string(&w, "plan_hash", json_get_text(first->run, "whole_plan_hash"));
        else if (strcmp(key, "started_at") == 0 || strcmp(key, "started_ms") == 0)
            json_put_tree(&w, key, json_get(begun->run, key));
        else if (strcmp(key, "ended_at") == 0)
            json_put_tree(&w, key, json_get(ended->run, key));
        else if (strcmp(key, "planned") == 0)
            json_put_integer(&w, "planned", (int64_t)merge->counts.planned);
        else if (strcmp(key, "counts") == 0)
            run_counts_write(&w, &merge->counts);
        else if (strcmp(key, "served") == 0)
            served_write(&merge->served, &w);
        else if (strcmp(key, "parameters") == 0)
            put_parameters(&merge->arena, one, &w);
        else if (strcmp(key, "whole_plan_hash") != 0 && strcmp(key, "exchanges") != 0)
            json_put_tree(&w, key, one);
    }
    json_close_object(&w);
    buf_add_byte(&out, '\n');
    bool written = file_write(arena_printf(&merge->arena, "%s/run.json", merge->out), buf_str(&out), err);
    buf_release(&out);
    return written;
}

static bool write_derived(struct merge *merge, const char *id, struct error *err)
{
    const struct run_record *record = &merge->parts[0].record;
    struct derived_run run = {str_from(id), merge->out, merge->counts.planned};
    struct results results;
    struct yardstick by = {record->scenarios,    record->scenario_count, record->rubrics,
                           record->rubric_count, merge->judgements,      0};
    if (!results_score(&results, &by, merge->transcripts.items, merge->transcripts.count, err))
        return false;
    bool written = derived_write(&results, &run, err);
    results_release(&results);
    return written;
}

static bool make_whole(struct merge *merge, const char *id, struct error *err)
{
    static const char *const joined[] = {"tape.jsonl", "judge.jsonl", "reviews.jsonl", "costs.jsonl"};
    if (file_exists(arena_printf(&merge->arena, "%s/run.json", merge->out)))
        return error_at(err, ERROR_USER, merge->out, 0, 0,
                        TEXT("there is a run already; name a new folder with --out DIR",
                             "那里已经有一次运行；请用 --out DIR 指定新目录"));
    for (size_t i = 0; i < merge->count; i++) {
        if (!read_lines(merge, &merge->parts[i], err))
            return false;
        add_counts(merge, &merge->parts[i]);
    }
    sort_transcripts(merge);
    bool fine = file_make_dir(merge->out, err);
    for (size_t i = 0; fine && i < sizeof joined / sizeof *joined; i++)
        fine = join_file(merge, joined[i], err);
    return fine && write_derived(merge, id, err) && write_run(merge, id, err);
}

bool merge_runs(const char *const *runs, size_t count, const char *out, struct run_counts *counts, char id[13],
                struct error *err)
{
    struct merge merge = {.out = out, .judgements = judgements_new()};
    arena_init(&merge.arena);
    served_init(&merge.served);
    merge.parts = arena_array(&merge.arena, count, sizeof *merge.parts);
    bool fine = true;
    for (size_t i = 0; fine && i < count; i++)
        fine = read_part(&merge, runs[i], &merge.parts[i], err);
    if (fine) {
        qsort(merge.parts, merge.count, sizeof *merge.parts, by_shard);
        struct str whole = json_get_text(merge.parts[0].run, "whole_plan_hash");
        size_t digits = whole.len < 12 ? whole.len : 12;
        memcpy(id, whole.ptr, digits);
        id[digits] = '\0';
        fine = check_parts(&merge, err) && make_whole(&merge, id, err);
    }
    *counts = merge.counts;
    for (size_t i = 0; i < merge.count; i++)
        run_record_release(&merge.parts[i].record);
    transcripts_release(&merge.transcripts);
    judgements_free(merge.judgements);
    served_release(&merge.served);
    arena_release(&merge.arena);
    return fine;
}
