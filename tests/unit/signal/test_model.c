#include "signal/model.h"

#include <criterion/criterion.h>
#include <math.h>

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

Test(model, adds_up_the_weights_of_the_features_that_are_there)
{
    struct model *model = read_model(text);
    struct features features = {0};
    double odds[HEAD_COUNT];
    features_add(&features, "p", STR("unsure"), 1, 0, 3);
    FEATURES_STEPS(&features, "length", 50, 10, 20, 40, 80);
    model_score(model, &features, false, odds);
    cr_assert_float_eq(odds[SIGNAL_HESITATION], -1.5 + 2 - 0.75, 1e-6);
    cr_assert_float_eq(odds[SIGNAL_CLOSING], 1, 1e-6);
    cr_assert_float_eq(odds[SIGNAL_PLATITUDE], 0, 1e-6);
    cr_assert(isinf(model->threshold[SIGNAL_CLOSING]));
    features_release(&features);
    model_free(model);
}

Test(model, leaves_out_what_comes_later_while_the_call_goes_on)
{
    struct model *model = read_model(text);
    struct features features = {0};
    double odds[HEAD_COUNT];
    features_add(&features, "p", STR("unsure"), 1, 0, 3);
    features.all.items[0].later = true;
    model_score(model, &features, true, odds);
    cr_assert_float_eq(odds[SIGNAL_CLOSING], 0, 1e-6);
    features_release(&features);
    model_free(model);
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
