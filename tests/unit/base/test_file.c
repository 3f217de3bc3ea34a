#include "base/file.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static char folder[64], path[128];

static void make_folder(void)
{
    strcpy(folder, "/tmp/fidelio-file-XXXXXX");
    cr_assert_not_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/[a]*.jsonl", folder); /* no pattern, whatever it looks like */
}

static const char *beside(const char *end)
{
    static char name[192];
    snprintf(name, sizeof name, "%s%s", path, end);
    return name;
}

static void touch(const char *name)
{
    FILE *file = fopen(name, "w");
    cr_assert_not_null(file);
    fclose(file);
}

static size_t size_of(const char *name)
{
    struct stat status;
    return stat(name, &status) == 0 ? (size_t)status.st_size : SIZE_MAX;
}

Test(file, a_draft_is_there_when_it_is_committed_and_not_before, .init = make_folder)
{
    static char large[200000];
    struct file_draft draft;
    struct error err = {0};
    memset(large, 'x', sizeof large);
    file_draft_open(&draft, path);
    file_draft_add(&draft, STR("a line\n"));
    file_draft_add(&draft, (struct str){large, sizeof large}); /* more than is held back */
    file_draft_add(&draft, STR("and another\n"));
    cr_expect_not(file_exists(path));
    cr_assert(file_draft_commit(&draft, &err), "%s", err.message);
    cr_expect_eq(size_of(path), 7 + sizeof large + 12);
    file_draft_close(&draft); /* nothing is left to do */
    unlink(path);
    cr_expect_eq(rmdir(folder), 0, "no other file is left");
}

Test(file, a_draft_that_is_closed_leaves_what_was_there, .init = make_folder)
{
    struct file_draft draft;
    touch(path);
    file_draft_open(&draft, path);
    file_draft_add(&draft, STR("a line\n"));
    file_draft_close(&draft);
    cr_expect_eq(size_of(path), 0);
    unlink(path);
    cr_expect_eq(rmdir(folder), 0, "no other file is left");
}

Test(file, what_goes_wrong_with_a_draft_is_told_by_its_commit, .init = make_folder)
{
    struct file_draft draft;
    struct error err = {0};
    rmdir(folder);
    file_draft_open(&draft, path);
    file_draft_add(&draft, STR("a line\n"));
    cr_expect_not(file_draft_commit(&draft, &err));
    cr_expect_eq(err.kind, ERROR_USER);
    cr_expect_str_eq(err.path, path);
}

Test(file, drafts_of_the_killed_are_cleared_and_nothing_else, .init = make_folder)
{
    static const char *const others[] = {".tmp.old", ".tmp", ""};
    touch(beside(".tmp.1"));
    touch(beside(".tmp.4711"));
    for (size_t i = 0; i < 3; i++)
        touch(beside(others[i]));
    file_draft_clear(path);
    cr_expect_not(file_exists(beside(".tmp.1")));
    cr_expect_not(file_exists(beside(".tmp.4711")));
    for (size_t i = 0; i < 3; i++)
        cr_expect_eq(unlink(beside(others[i])), 0, "%s", others[i]);
    cr_expect_eq(rmdir(folder), 0);
}
