#include "score/agree.h"

#include "support/within.h"
#include "syntax/json.h"
#include "transcript/judgement.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

struct bench {
    struct rubric *rubric;
    struct signal_context *context;
    struct transcript *transcript;
    struct score *score;
    struct judgements *judgements;
    struct agreement agreement;
};

static void open_bench(struct bench *b)
{
    struct error err = {0};
    static const char rubric[] = "questions:\n  - {id: q, ask: Is it?}\nrules:\n  - {id: j, judge: q}\n";
    *b = (struct bench){.rubric = rubric_from(NULL, "r.yaml", str_from(rubric), &err),
                        .context = signal_context_new(NULL),
                        .transcript = transcript_new(),
                        .judgements = judgements_new()};
    cr_assert_not_null(b->rubric, "%s", err.message);
    transcript_add(b->transcript, ROLE_CALLER, STR("Hello, is this a good time?"));
    transcript_add(b->transcript, ROLE_PERSONA, STR("As a model I cannot tell."));
    const struct hit leak = {SIGNAL_AI_LEAK, 1, {0, 5}, STR("test"), 1, 0};
    b->score = score_with_hits(b->rubric, b->context, b->transcript, &leak, 1);
    agreement_init(&b->agreement);
}

static void close_bench(struct bench *b)
{
    agreement_release(&b->agreement);
    score_free(b->score);
    judgements_free(b->judgements);
    transcript_free(b->transcript);
    signal_context_free(b->context);
    rubric_free(b->rubric);
}

static bool add(struct bench *b, const char *record, struct error *err)
{
    struct arena arena;
    arena_init(&arena);
    const struct json *json = json_parse(&arena, str_from(record), "labels", 1, err);
    cr_assert_not_null(json, "%s", err->message);
    bool added = agreement_add(&b->agreement, b->score, b->judgements, json, "labels", 1, err);
    arena_release(&arena);
    return added;
}

static void answer(struct bench *b, enum answer value)
{
    char hash[65];
    transcript_hash(b->transcript, hash);
    judgements_add(b->judgements,
                   &(struct judgement){
                       .transcript = str_from(hash), .question = STR("q"), .text = STR("Is it?"), .answer = value});
}

Test(agree, signals_are_compared_reply_by_reply)
{
    struct bench b;
    struct error err = {0};
    open_bench(&b);
    cr_assert(add(&b, "{\"labels\":{\"replies\":[[\"ai_leak\",\"closing\"]],\"faithful\":false}}", &err), "%s",
              err.message);
    agreement_finish(&b.agreement);
    for (size_t i = 0; i < b.agreement.rows.count; i++) {
        const struct agreement_row *row = &b.agreement.rows.items[i];
        cr_expect_eq(row->n + row->unanswered, 1);
        if (str_eq_cstring(row->name, "ai_leak"))
            cr_expect(row->hits == 1 && agreement_precision(row) == 1 && agreement_recall(row) == 1);
        if (str_eq_cstring(row->name, "closing"))
            cr_expect(row->truth == 1 && row->found == 0 && isnan(agreement_precision(row)));
    }
    close_bench(&b);
}

Test(agree, an_abstention_is_no_answer_and_a_missing_judge_neither)
{
    struct bench b;
    struct error err = {0};
    const char *record = "{\"labels\":{\"questions\":{\"q\":true}}}";
    open_bench(&b);
    cr_assert(add(&b, record, &err));
    answer(&b, ANSWER_ABSTAIN);
    cr_assert(add(&b, record, &err));
    answer(&b, ANSWER_YES);
    cr_assert(add(&b, record, &err));
    agreement_finish(&b.agreement);
    const struct agreement_row *row = agreement_question(&b.agreement, STR("q"));
    cr_assert_not_null(row);
    cr_expect_eq(row->n, 1);
    cr_expect_eq(row->unanswered, 2);
    cr_expect_eq(row->hits, 1);
    close_bench(&b);
}

Test(agree, a_gate_takes_fifty_labels_and_a_kappa_of_seven_tenths)
{
    struct bench b;
    struct error err = {0};
    open_bench(&b);
    cr_expect_not_null(agreement_refusal(NULL, &b.agreement.arena));
    for (size_t i = 0; i < 50; i++) {
        if (i == 49) {
            agreement_finish(&b.agreement);
            cr_expect_not_null(agreement_refusal(agreement_question(&b.agreement, STR("q")), &b.agreement.arena),
                               "49 labels are too few");
        }
        answer(&b, i % 2 == 0 ? ANSWER_YES : ANSWER_NO);
        cr_assert(add(&b,
                      i % 2 == 0 && i > 6 ? "{\"labels\":{\"questions\":{\"q\":true}}}"
                                          : "{\"labels\":{\"questions\":{\"q\":false}}}",
                      &err));
    }
    agreement_finish(&b.agreement);
    const struct agreement_row *row = agreement_question(&b.agreement, STR("q"));
    cr_expect_null(agreement_refusal(row, &b.agreement.arena), "four wrong of fifty");
    for (size_t i = 0; i < 10; i++)
        cr_assert(add(&b, "{\"labels\":{\"questions\":{\"q\":true}}}", &err));
    agreement_finish(&b.agreement);
    cr_expect_not_null(agreement_refusal(agreement_question(&b.agreement, STR("q")), &b.agreement.arena));
    close_bench(&b);
}

/* 0.6996 is too little, and 0.700 would not say so. */
Test(agree, a_kappa_below_seven_tenths_is_not_told_as_seven_tenths)
{
    struct arena arena;
    struct agreement_row row = {.n = 400, .kappa = {.value = 0.6996}};
    arena_init(&arena);
    const char *refusal = agreement_refusal(&row, &arena);
    cr_assert_not_null(refusal);
    cr_expect_not_null(strstr(refusal, "0.699"), "%s", refusal);
    arena_release(&arena);
}

Test(agree, labels_that_do_not_fit_are_refused_whole)
{
    static const char *const wrong[] = {"{}",
                                        "{\"labels\":[]}",
                                        "{\"labels\":{\"faithful\":true,\"replies\":[]}}",
                                        "{\"labels\":{\"faithful\":true,\"replies\":[[\"anger\"]]}}",
                                        "{\"labels\":{\"replies\":[\"ai_leak\"]}}",
                                        "{\"labels\":{\"replies\":[null]}}",
                                        "{\"labels\":{\"faithful\":1}}",
                                        "{\"labels\":{\"end\":\"good\"}}",
                                        "{\"labels\":{\"end\":3}}",
                                        "{\"labels\":{\"questions\":[\"q\"]}}",
                                        "{\"labels\":{\"questions\":{\"q\":\"yes\"}}}"};
    struct bench b;
    open_bench(&b);
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct error err = {0};
        cr_expect_not(add(&b, wrong[i], &err), "%s", wrong[i]);
        cr_expect_neq(err.message[0], '\0');
    }
    cr_expect_eq(b.agreement.rows.count, 0);
    cr_expect_eq(b.agreement.conversations, 0);
    close_bench(&b);
}

/* Looking through all rows for each would take many minutes. */
Test(agree, very_many_questions_take_linear_time)
{
    within(60);
    enum { MANY = 200000 };
    struct bench b;
    struct error err = {0};
    struct buf record;
    buf_init(&record, 0);
    buf_add(&record, STR("{\"labels\":{\"questions\":{\"q\":true"));
    for (size_t i = 0; i < MANY; i++)
        buf_printf(&record, ",\"q%zu\":true", i * 7919 % 1000003);
    buf_add(&record, STR("}}}"));
    open_bench(&b);
    cr_assert(add(&b, record.bytes, &err));
    agreement_finish(&b.agreement);
    cr_expect_eq(b.agreement.rows.count, MANY + 1);
    for (size_t i = 1; i <= MANY; i++)
        cr_assert_lt(str_compare(b.agreement.rows.items[i - 1].name, b.agreement.rows.items[i].name), 0);
    close_bench(&b);
    buf_release(&record);
}
