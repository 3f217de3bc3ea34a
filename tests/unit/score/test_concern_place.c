#include "heater_call.h"
#include "score/weigh.h"

#include <criterion/criterion.h>

TestSuite(concern_place, .init = heater_open, .fini = heater_close);

static double sign(size_t concern, enum concern_sign sign)
{
    return score->concerns[concern].weighed.signs[sign];
}

/* A document lists first what the call is about. */
Test(concern_place, where_a_concern_stands_in_the_list_is_weighed)
{
    good_call();
    run();
    const size_t last = score->concern_count - 1;
    cr_assert_gt(last, 0);
    cr_expect_eq(sign(0, CONCERN_SIGN_FIRST), 1);
    cr_expect_eq(sign(last, CONCERN_SIGN_FIRST), 0);
    cr_expect_eq(sign(0, CONCERN_SIGN_PLACE), 0);
    cr_expect_eq(sign(last, CONCERN_SIGN_PLACE), 1);
}

/* Who plays on raises more; what is said out of the role raises nothing. */
Test(concern_place, the_replies_that_keep_to_the_role_are_counted)
{
    good_call();
    size_t kept = 0;
    for (size_t m = 0; m < call->count; m++)
        kept += call->messages[m].role == ROLE_PERSONA;
    persona("都好都好，你们怎么弄都行。");
    carries(SIGNAL_PLATITUDE, 4);
    run();
    cr_expect_eq(sign(0, CONCERN_SIGN_KEPT), (double)kept / 8);
}
