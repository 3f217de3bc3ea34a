/* Scores every labelled set with one thread and with several, and compares the bytes: for ThreadSanitizer, which takes
 * no Criterion. A race ends the program with its own status.
 *
 * threads FOLDER [THREADS]: the NAME.jsonl of FOLDER with their NAME.md. */
#include "support/scored_sets.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { THREADS = 8, ROUNDS = 2 };

static bool compare(const struct scored_set *sets, size_t count, size_t threads)
{
    struct buf one, many;
    bool same = true;
    buf_init(&one, 0);
    scored_sets_score(sets, count, 1, 1, &one);
    for (size_t round = 0; round < ROUNDS && same; round++) {
        buf_init(&many, 0);
        scored_sets_score(sets, count, 1, threads, &many);
        same = one.len > 0 && str_eq(buf_str(&one), buf_str(&many));
        buf_release(&many);
    }
    printf("%zu sets, %zu bytes of scores: %s with 1 and %zu threads\n", count, one.len,
           same ? "the same" : "DIFFERENT", threads);
    buf_release(&one);
    return same;
}

int main(int argc, char **argv)
{
    struct {
        VEC(struct scored_set) all;
    } sets = {0};
    struct error err = {0};
    DIR *dir = argc > 1 ? opendir(argv[1]) : NULL;
    size_t threads = argc > 2 ? strtoul(argv[2], NULL, 10) : THREADS;
    bool good = dir != NULL;
    for (struct dirent *entry; good && (entry = readdir(dir)) != NULL;) {
        char name[256];
        struct scored_set set;
        size_t len = strlen(entry->d_name);
        if (len < 7 || len >= sizeof name || strcmp(entry->d_name + len - 6, ".jsonl") != 0)
            continue;
        snprintf(name, sizeof name, "%.*s", (int)(len - 6), entry->d_name);
        good = scored_set_read(&set, argv[1], name, &err);
        VEC_PUSH(&sets.all, set);
    }
    if (dir != NULL)
        closedir(dir);
    if (!good)
        printf("the sets cannot be read: %s %s\n", err.path, err.message);
    good = good && sets.all.count > 0 && compare(sets.all.items, sets.all.count, threads);
    for (size_t i = 0; i < sets.all.count; i++)
        scored_set_release(&sets.all.items[i]);
    VEC_RELEASE(&sets.all);
    printf("%d passed, %d failed\n", good, !good);
    return good ? 0 : 1;
}
