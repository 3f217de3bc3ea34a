#include "base/late.h"

#include <criterion/criterion.h>
#include <math.h>
#include <string.h>

#define THERE(F) F(cbrt) F(hypot)
THERE(LATE_STATIC)
static void (*late_nobody_has_such_a_function)(void);

Test(late, functions_are_found_under_their_names)
{
    static const struct late_function functions[] = {THERE(LATE_FIND)};
    static const char *const first[] = {"libfidelio-none.so.1", "libc.so.6",
                                        NULL}; /* one that is not there is passed over */
    struct late_library library = {
        .file = "libm.so.6", .first = first, .functions = functions, .count = 2, .lock = PTHREAD_MUTEX_INITIALIZER};
    struct error err = {0};
    cr_assert(late_load(&library, &err), "%s", err.message);
    cr_expect(late_load(&library, &err), "again");
    cr_expect_eq(err.kind, ERROR_NONE);
    cr_expect_float_eq(late_cbrt(27), 3, 1e-9);
    cr_expect_float_eq(late_hypot(3, 4), 5, 1e-9);
}

Test(late, a_library_that_lacks_a_function_is_an_error_each_time)
{
    static const struct late_function functions[] = {THERE(LATE_FIND) LATE_FIND(nobody_has_such_a_function)};
    struct late_library library = {
        .file = "libm.so.6", .functions = functions, .count = 3, .lock = PTHREAD_MUTEX_INITIALIZER};
    for (int i = 0; i < 2; i++) {
        struct error err = {0};
        cr_assert_not(late_load(&library, &err));
        cr_expect_eq(err.kind, ERROR_INFRA);
        cr_expect_not_null(strstr(err.message, "nobody_has_such_a_function"), "%s", err.message);
    }
    cr_expect_not(late_load(&library, NULL));
}

Test(late, a_library_that_is_not_there_is_an_error_with_its_name)
{
    static const struct late_function functions[] = {THERE(LATE_FIND)};
    struct late_library library = {
        .file = "libfidelio-none.so.1", .functions = functions, .count = 2, .lock = PTHREAD_MUTEX_INITIALIZER};
    struct error err = {0};
    cr_assert_not(late_load(&library, &err));
    cr_expect_not_null(strstr(err.message, "libfidelio-none.so.1"), "%s", err.message);
    cr_expect_not_null(strstr(err.message, "install"), "%s", err.message);
}
