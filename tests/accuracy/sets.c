#include "accuracy/sets.h"

#include "base/file.h"
#include "syntax/json.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct labelled_set *)a)->name, ((const struct labelled_set *)b)->name);
}

static bool read_labels(struct labels *labels, const struct transcript *transcript, const char *path, struct error *err)
{
    const struct json *record = json_get(transcript->extra, "labels"), *replies = json_get(record, "replies");
    size_t persona = 0;
    for (size_t i = 0; i < transcript->count; i++)
        persona += transcript->messages[i].role == ROLE_PERSONA;
    if (replies == NULL || replies->count != persona)
        return error_at(err, ERROR_USER, path, transcript->line, 0,
                        "labels.replies must hold one list for each of the %zu persona messages", persona);
    labels->replies = memory_alloc((persona + 1) * sizeof *labels->replies);
    for (const struct json *reply = replies->first; reply != NULL; reply = reply->next, labels->count++)
        for (const struct json *name = reply->first; name != NULL; name = name->next) {
            enum core_signal signal = core_signal_from(name->text);
            if (signal == SIGNAL_CORE_COUNT)
                return error_at(err, ERROR_USER, path, transcript->line, 0, "there is no signal \"%.*s\"",
                                STR_FORMAT(name->text));
            labels->replies[labels->count] |= 1u << signal;
        }
    labels->end = json_get_text(record, "end");
    labels->conditions = json_get(record, "end_conditions");
    labels->concerns = json_get(record, "concerns");
    labels->faithful = json_get_bool(record, "faithful", false);
    return true;
}

/* NAME.md beside the set; for a seed's set the document whose name begins with its number. */
static bool document_path(char *path, size_t room, const char *folder, const char *seeds, const char *name)
{
    snprintf(path, room, "%s/%s.md", folder, name);
    if (file_exists(path))
        return true;
    DIR *dir = strncmp(name, "seed-", 5) == 0 && seeds != NULL ? opendir(seeds) : NULL;
    bool found = false;
    for (struct dirent *entry; dir != NULL && (entry = readdir(dir)) != NULL && !found;)
        if (strncmp(entry->d_name, name + 5, 3) == 0) {
            snprintf(path, room, "%s/%s", seeds, entry->d_name);
            found = true;
        }
    if (dir != NULL)
        closedir(dir);
    return found;
}

static bool read_set(struct labelled_set *set, const char *folder, const char *seeds, struct error *err)
{
    char path[1024];
    struct buf bytes;
    struct bad_lines bad = {0};
    if (!document_path(path, sizeof path, folder, seeds, set->name))
        return error_set(err, ERROR_USER, "%s/%s.jsonl has no document %s.md beside it", folder, set->name, set->name);
    if ((set->scenario = scenario_read(path, err)) == NULL)
        return false;
    snprintf(path, sizeof path, "%s/%s.jsonl", folder, set->name);
    buf_init(&bytes, FILE_CEILING);
    bool good = file_read(path, &bytes, err);
    if (good)
        hash_sha256(buf_str(&bytes), set->hash);
    buf_release(&bytes);
    good = good && transcripts_read(path, NULL, &set->calls, &bad, err);
    if (good && bad.count > 0) {
        *err = bad.items[0];
        good = false;
    }
    VEC_RELEASE(&bad);
    set->labels = memory_alloc((set->calls.count + 1) * sizeof *set->labels);
    for (size_t i = 0; good && i < set->calls.count; i++)
        good = read_labels(&set->labels[i], set->calls.items[i], path, err);
    return good;
}

static bool is_held_out(const char *folder, const char *name)
{
    char path[1024];
    struct buf list;
    struct str rest, line;
    bool found = false;
    snprintf(path, sizeof path, "%s/held-out.txt", folder);
    buf_init(&list, FILE_CEILING);
    if (file_exists(path) && file_read(path, &list, NULL)) {
        rest = buf_str(&list);
        while (!found && str_next_line(&rest, &line))
            found = str_eq_cstring(str_trim(line), name);
    }
    buf_release(&list);
    return found;
}

static bool already(const struct labelled_sets *sets, const char *name)
{
    for (size_t i = 0; i < sets->all.count; i++)
        if (strcmp(sets->all.items[i].name, name) == 0)
            return true;
    return false;
}

bool sets_read(struct labelled_sets *sets, const char *folder, const char *seeds, uint32_t exam, struct error *err)
{
    DIR *dir = opendir(folder);
    bool good = true;
    if (dir == NULL)
        return error_set(err, ERROR_USER, "%s cannot be opened", folder);
    for (struct dirent *entry; good && (entry = readdir(dir)) != NULL;) {
        struct labelled_set set = {0};
        size_t len = strlen(entry->d_name);
        if (len < 7 || len >= sizeof set.name || strcmp(entry->d_name + len - 6, ".jsonl") != 0)
            continue;
        memcpy(set.name, entry->d_name, len - 6);
        if (already(sets, set.name))
            continue;
        set.exam = exam;
        set.held_out = exam > 0 || is_held_out(folder, set.name);
        good = read_set(&set, folder, seeds, err);
        VEC_PUSH(&sets->all, set);
    }
    closedir(dir);
    if (sets->all.count > 0)
        qsort(sets->all.items, sets->all.count, sizeof *sets->all.items, by_name);
    return good;
}

static bool read_line_labels(struct labels *labels, struct str names, const char *path, size_t line, struct error *err)
{
    labels->replies = memory_alloc(sizeof *labels->replies);
    labels->count = 1;
    while (names.len > 0 && !str_eq(names, STR("-"))) {
        size_t comma = str_find_byte(names, ',');
        struct str name = str_slice(names, 0, comma == STR_NONE ? names.len : comma);
        enum core_signal signal = core_signal_from(name);
        if (signal == SIGNAL_CORE_COUNT)
            return error_at(err, ERROR_USER, path, line, 0, "there is no signal \"%.*s\"", STR_FORMAT(name));
        labels->replies[0] |= 1u << signal;
        names = comma == STR_NONE ? (struct str){0} : str_slice(names, comma + 1, names.len);
    }
    return true;
}

/* "signals | caller || reply" */
static bool read_one_line(struct labelled_set *set, struct str line, const char *path, size_t number, struct error *err)
{
    size_t bar = str_find(line, STR(" | ")), bars = str_find(line, STR(" || "));
    struct str content;
    if (bar == STR_NONE || bars == STR_NONE || bars < bar + 2)
        return error_at(err, ERROR_USER, path, number, 0, "a line reads: signals | caller || reply");
    struct transcript *call = transcript_new();
    size_t index = set->calls.count;
    VEC_PUSH(&set->calls, call);
    struct str before = str_trim(str_slice(line, bar + 3, bars));
    if (before.len > 0)
        transcript_add(call, ROLE_CALLER, before);
    bool hung_up = marker_split(&call->arena, str_slice(line, bars + 4, line.len), NULL, &content);
    transcript_add(call, ROLE_PERSONA, content)->hung_up = hung_up;
    set->labels = memory_grow(set->labels, index + 1, sizeof *set->labels);
    set->labels[index] = (struct labels){0};
    return read_line_labels(&set->labels[index], str_slice(line, 0, bar), path, number, err);
}

bool sets_read_lines(struct labelled_sets *sets, const char *folder, struct error *err)
{
    char path[1024];
    struct labelled_set set = {.name = "lines", .lines = true};
    struct buf bytes;
    struct str rest, line;
    snprintf(path, sizeof path, "%s/lines.txt", folder);
    if (!file_exists(path))
        return true;
    buf_init(&bytes, FILE_CEILING);
    bool good = file_read(path, &bytes, err);
    rest = buf_str(&bytes);
    hash_sha256(rest, set.hash);
    for (size_t number = 1; good && str_next_line(&rest, &line); number++)
        if (str_trim(line).len > 0 && line.ptr[0] != '#')
            good = read_one_line(&set, str_trim(line), path, number, err);
    buf_release(&bytes);
    VEC_PUSH(&sets->all, set);
    return good;
}

void sets_release(struct labelled_sets *sets)
{
    for (size_t i = 0; i < sets->all.count; i++) {
        struct labelled_set *set = &sets->all.items[i];
        for (size_t j = 0; set->labels != NULL && j < set->calls.count; j++)
            free(set->labels[j].replies);
        free(set->labels);
        transcripts_release(&set->calls);
        scenario_free(set->scenario);
    }
    VEC_RELEASE(&sets->all);
}
