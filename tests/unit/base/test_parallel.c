#include "base/parallel.h"

#include <criterion/criterion.h>
#include <stdatomic.h>

enum { PIECES = 50 };
struct done {
    atomic_size_t each[PIECES];
};

static void mark(size_t index, void *context)
{
    struct done *done = context;
    atomic_fetch_add(&done->each[index], 1);
}

Test(parallel, each_piece_is_done_once_with_any_number_of_threads)
{
    for (size_t threads = 0; threads < 5; threads++)
        for (size_t count = 0; count <= PIECES; count += 7) {
            struct done done = {0};
            parallel_end(parallel_begin(count, threads, mark, &done));
            for (size_t i = 0; i < PIECES; i++)
                cr_assert_eq(done.each[i], i < count);
        }
}

Test(parallel, what_is_dropped_is_not_begun_any_more)
{
    struct done done = {0};
    parallel_drop(parallel_begin(PIECES, 0, mark, &done));
    for (size_t i = 0; i < PIECES; i++)
        cr_assert_eq(done.each[i], 0);
    parallel_drop(parallel_begin(PIECES, 3, mark, &done));
    for (size_t i = 0; i < PIECES; i++)
        cr_assert_leq(done.each[i], 1);
    parallel_end(NULL);
    parallel_drop(NULL);
}
