#include "base/file.h"
#include "signal/context.h"

#include <criterion/criterion.h>
#include <math.h>
#include <stdio.h>

static const char text[] = "# data 0123456789012345678901234567890123456789012345678901234567890123\n"
                           "[hesitation]\n-1.500 bias\n+0.250 threshold\n+2.000 p:unsure\n-0.750 n:length#3\n"
                           "[closing]\n+1.000 p:unsure\n";

static struct model *read_model(const char *from)
{
    struct error err = {0};
    struct model *model = model_read(str_from(from), "weights.txt", &err);
    cr_assert_not_null(model, "%s", err.message);
    return model;
}

Test(model, adds_up_the_weights_of_the_features_that_are_there_each_once)
{
    struct model *model = read_model(text);
    struct features features = {0};
    features_begin(&features, model);
    features_add(&features, "p", STR("unsure"), 1, 0, 3);
    features_add(&features, "p", STR("unsure"), 1, 6, 9);
    features_add(&features, "p", STR("unheard of"), 1, 0, 3);
    features_steps(&features, FEATURE_LENGTH, 50);
    features_sum(&features);
    cr_assert_float_eq(features.odds[SIGNAL_HESITATION], -1.5 + 2 - 0.75, 1e-6);
    cr_assert_float_eq(features.odds[SIGNAL_CLOSING], 1, 1e-6);
    cr_assert_float_eq(features.odds[SIGNAL_PLATITUDE], 0, 1e-6);
    cr_assert(isinf(model->threshold[SIGNAL_CLOSING]));
    cr_assert_eq(features.evidence.count, 2);
    cr_assert_eq(features.evidence.items[0].end, 3, "the first place is kept");
    features_begin(&features, model);
    features_steps(&features, FEATURE_LENGTH, 29);
    features_sum(&features);
    cr_assert_float_eq(features.odds[SIGNAL_HESITATION], -1.5, 1e-6, "the third step is not reached");
    features_release(&features);
    model_free(model);
}

Test(model, weighs_a_feature_once_in_each_of_many_replies_and_keeps_what_it_weighed)
{
    enum { MANY = 600 };
    struct model *model = read_model(text);
    struct features features = {0};
    features_begin(&features, model);
    for (size_t i = 0; i < MANY; i++) {
        features_next(&features);
        features_add(&features, "p", STR("unsure"), 1, (uint32_t)i, (uint32_t)i + 1);
        features_add(&features, "p", STR("unsure"), 1, 0, 1);
        features_sum(&features);
        cr_assert_float_eq(features.odds[SIGNAL_CLOSING], 1, 1e-6, "reply %zu", i);
        cr_assert_eq(features.from, i);
    }
    cr_assert_eq(features.evidence.count, MANY);
    cr_assert_eq(features.evidence.items[MANY - 1].start, MANY - 1);
    features_begin(&features, model);
    cr_assert_eq(features.evidence.count, 0);
    features_release(&features);
    model_free(model);
}

Test(model, weighs_many_features_and_each_once)
{
    enum { MANY = 2000 };
    struct model *model = model_new();
    struct features features = {0};
    char name[16];
    for (size_t i = 0; i < MANY; i++) {
        snprintf(name, sizeof name, "%zu", i);
        model_add(model, HEAD_VOICE, STR("g:some"), feature_key(STR("g"), str_from(name), 0), 1);
    }
    model_index(model);
    features_begin(&features, model);
    for (size_t i = 0; i < 2 * MANY; i++) {
        snprintf(name, sizeof name, "%zu", i % MANY);
        features_add(&features, "g", str_from(name), 1, 0, 1);
    }
    features_sum(&features);
    cr_assert_float_eq(features.odds[HEAD_VOICE], MANY, 1e-6);
    features_release(&features);
    model_free(model);
}

Test(model, keys_that_share_a_slots_bits_are_told_apart)
{
    enum { ALIKE = 20 };
    struct model *model = model_new();
    const uint64_t key = feature_key(STR("g"), STR("some"), 0);
    for (uint64_t i = 0; i < ALIKE; i++)
        model_add(model, HEAD_VOICE, STR("g:some"), key ^ i << 10, (double)i);
    model_index(model);
    for (uint64_t i = 0; i < ALIKE; i++) {
        const uint32_t row = weight_find(model->index, key ^ i << 10);
        cr_assert_float_eq(model->index.rows[row].of[HEAD_VOICE], (float)i, 1e-6);
    }
    cr_assert_eq(weight_find(model->index, key ^ (uint64_t)ALIKE << 10), 0);
    cr_assert_neq(weight_seems(model->index, key ^ (uint64_t)ALIKE << 10), 0);
    model_free(model);
}

Test(model, a_second_pass_reads_what_is_its_signals_own)
{
    struct model *model = read_model("[hesitation given the call]\n+0.500 bias\n+2.000 own:hesitation\n"
                                     "+4.000 earlier:hesitation\n+8.000 rest:closing\n");
    cr_assert_float_eq(model_second(model, SIGNAL_HESITATION, (double[]){1, 10, 100}), 0.5 + 2 + 400, 1e-6);
    cr_assert_float_eq(model_second(model, SIGNAL_CLOSING, (double[]){1, 10, 100}), 0, 1e-6);
    model_free(model);
}

Test(model, who_doubts_elsewhere_is_less_of_a_yes_man_the_more_of_the_call_there_is)
{
    enum { MOST = 9 };
    struct call_view calm[MOST] = {0}, wary[MOST] = {0};
    for (size_t i = 0; i < MOST; i++) {
        calm[i].odds[SIGNAL_HESITATION] = calm[i].odds[SIGNAL_SKEPTICISM] = -20;
        wary[i].odds[SIGNAL_HESITATION] = wary[i].odds[SIGNAL_SKEPTICISM] = 20;
    }
    double apart = 0;
    for (size_t replies = 1; replies <= MOST; replies += 4) {
        call_views_fill(calm, replies, SIGNAL_PLATITUDE);
        call_views_fill(wary, replies, SIGNAL_PLATITUDE);
        const double now = calm[0].rest[SIGNAL_PLATITUDE] - wary[0].rest[SIGNAL_PLATITUDE];
        cr_assert(replies == 1 ? now == 0 : now > apart, "%zu", replies);
        apart = now;
    }
    wary[0].odds[SIGNAL_SKEPTICISM] = -20;
    call_views_fill(wary, MOST, SIGNAL_PLATITUDE);
    cr_assert(wary[0].rest[SIGNAL_PLATITUDE] < wary[1].rest[SIGNAL_PLATITUDE],
              "one's own doubt says nothing of the rest");
}

/* signal_is_closing and the scoring of a whole call weigh the same sum. */
Test(model, a_close_that_is_heard_while_the_call_goes_on_weighs_nothing_that_comes_later)
{
    struct error err = {0};
    struct buf weights;
    size_t live = 0;
    buf_init(&weights, 0);
    cr_assert(file_read("rubrics/core/weights.txt", &weights, &err), "%s", err.message);
    struct model *model = read_model(weights.bytes);
    for (size_t i = 0; i < model->weights.count; i++) {
        const struct weight *weight = &model->weights.items[i];
        if (weight->head != HEAD_LIVE_CLOSING)
            continue;
        live++;
        cr_assert_not(str_starts(weight->name, STR("a:")) || str_starts(weight->name, STR("af:")) ||
                          str_starts(weight->name, STR("ag:")) || str_starts(weight->name, STR("n:last ")) ||
                          str_starts(weight->name, STR("n:caller then")),
                      "%.*s", STR_FORMAT(weight->name));
    }
    cr_assert_gt(live, 100);
    model_free(model);
    buf_release(&weights);
}

Test(model, writes_what_it_reads)
{
    struct model *model = read_model(text);
    struct buf out;
    buf_init(&out, 0);
    model_write(model, &out);
    struct model *again = read_model(out.bytes);
    cr_assert_eq(again->weights.count, model->weights.count);
    cr_assert_float_eq(again->bias[SIGNAL_HESITATION], -1.5, 1e-9);
    cr_assert_float_eq(again->threshold[SIGNAL_HESITATION], 0.25, 1e-9);
    model_free(again);
    buf_release(&out);
    model_free(model);
}

Test(model, names_the_line_that_is_no_weight)
{
    struct error err = {0};
    cr_assert_null(model_read(STR("[hesitation]\n+1.0 p:unsure\nnonsense\n"), "weights.txt", &err));
    cr_assert_eq(err.line, 3);
    cr_assert_null(model_read(STR("[dancing]\n"), "weights.txt", &err));
}

/* All replies waver and doubt, and that others do speaks for a platitude: which signals are weighed at all must not
 * rest on a weight's sign. */
Test(model, the_rest_of_the_call_counts_whatever_its_sign)
{
    struct model *model =
        read_model("[platitude]\n-10.000 bias\n[hesitation]\n+10.000 bias\n[skepticism]\n+10.000 bias\n"
                   "[platitude given the call]\n-2.500 bias\n+0.000 threshold\n-1.000 rest:platitude\n");
    struct signal_context *context = context_make(NULL, model);
    struct transcript *transcript = transcript_new();
    struct scene scene;
    struct hits hits = {0};
    transcript_add(transcript, ROLE_PERSONA, STR("嗯。"));
    transcript_add(transcript, ROLE_PERSONA, STR("好。"));
    scene_init(&scene, context, NULL, transcript);
    signal_find_core(context, &scene, &hits);
    cr_expect(hits_has(&hits, SIGNAL_PLATITUDE, 0) && hits_has(&hits, SIGNAL_PLATITUDE, 1));
    hits_release(&hits);
    scene_release(&scene);
    transcript_free(transcript);
    signal_context_free(context);
}
