#include "base/buf.h"
#include "base/file.h"
#include "base/hash.h"
#include "syntax/json_writer.h"
#include "transcript/judgement.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void hash_of(const char *text, char hex[65])
{
    hash_sha256(str_from(text), hex);
}

static struct judgement sample(const char *transcript, const char *question, enum answer answer)
{
    static const enum answer votes[] = {ANSWER_YES, ANSWER_NO, ANSWER_YES};
    return (struct judgement){.transcript = str_from(transcript),
                              .conversation = STR("c/1"),
                              .question = str_from(question),
                              .text = STR("客户是否表达了怀疑？"),
                              .answer = answer,
                              .quote = STR("真的吗"),
                              .model = STR("m"),
                              .votes = votes,
                              .vote_count = 3};
}

Test(judgement, is_found_by_transcript_question_and_words)
{
    char one[65], two[65];
    hash_of("1", one);
    hash_of("2", two);
    struct judgements *list = judgements_new();
    cr_assert_null(judgements_find(list, str_from(one), STR("q"), STR("")));
    struct judgement j = sample(one, "q", ANSWER_NO);
    judgements_add(list, &j);
    const struct judgement *found = judgements_find(list, str_from(one), STR("q"), STR(""));
    cr_assert_not_null(found);
    cr_assert_eq(found->answer, ANSWER_NO);
    cr_assert_eq(found->vote_count, 3);
    cr_assert_eq(found->votes[1], ANSWER_NO);
    cr_assert_not_null(judgements_find(list, str_from(one), STR("q"), STR("客户是否表达了怀疑？")));
    cr_assert_null(judgements_find(list, str_from(one), STR("q"), STR("edited?")));
    cr_assert_null(judgements_find(list, str_from(two), STR("q"), STR("")));
    cr_assert_null(judgements_find(list, str_from(one), STR("p"), STR("")));
    judgements_free(list);
}

Test(judgement, the_last_answer_to_a_question_counts)
{
    char one[65];
    hash_of("1", one);
    struct judgements *list = judgements_new();
    struct judgement j = sample(one, "q", ANSWER_ERROR);
    judgements_add(list, &j);
    j.answer = ANSWER_YES;
    judgements_add(list, &j);
    cr_assert_eq(judgements_count(list), 1);
    cr_assert_eq(judgements_find(list, str_from(one), STR("q"), STR(""))->answer, ANSWER_YES);
    judgements_free(list);
}

static char *temp_file(struct str bytes)
{
    char *path = strdup("/tmp/fidelio-judgement-XXXXXX");
    int fd = mkstemp(path);
    cr_assert(fd >= 0);
    cr_assert(file_write_fd(fd, bytes, path, NULL));
    close(fd);
    return path;
}

Test(judgement, thousands_are_written_and_read_back_and_bad_lines_named)
{
    struct buf out;
    buf_init(&out, 0);
    char hex[65];
    for (int i = 0; i < 2000; i++) {
        char name[16];
        snprintf(name, sizeof name, "%d", i);
        hash_of(name, hex);
        struct judgement j = sample(hex, "q", i % 2 ? ANSWER_YES : ANSWER_ABSTAIN);
        struct json_writer w;
        json_writer_init(&w, &out, 0);
        judgement_write(&j, &w);
        buf_add_cstring(&out, "\n");
    }
    buf_add_cstring(&out, "{}\n{\"schema\":\"fidelio.judgement/1\"}\n");
    buf_printf(&out,
               "{\"schema\":\"fidelio.judgement/"
               "1\",\"key\":\"k\",\"transcript\":\"%s\",\"question\":\"q\",\"answer\":\"yes\"}\n",
               hex);
    buf_printf(&out,
               "{\"schema\":\"fidelio.judgement/1\",\"transcript\":\"%s\",\"question\":\"q\",\"answer\":\"maybe\"}\n",
               hex);
    char *path = temp_file(buf_str(&out));
    struct judgements *list = judgements_new();
    struct bad_lines bad = {0};
    cr_assert(judgements_read(path, list, &bad, NULL));
    cr_assert_eq(judgements_count(list), 2000);
    hash_of("1999", hex);
    cr_assert_eq(judgements_find(list, str_from(hex), STR("q"), STR(""))->answer, ANSWER_YES);
    cr_assert(str_eq(judgements_find(list, str_from(hex), STR("q"), STR(""))->quote, STR("真的吗")));
    cr_assert_eq(bad.count, 4);
    cr_assert_eq(bad.items[0].line, 2001);
    cr_assert_not_null(strstr(bad.items[2].message, "edited"));
    cr_assert_not_null(strstr(bad.items[3].message, "abstain"));
    bad_lines_release(&bad);
    judgements_free(list);
    buf_release(&out);
    unlink(path);
    free(path);
}
