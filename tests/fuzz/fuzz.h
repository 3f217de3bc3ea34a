/* One fuzzer a parser: tests/fuzz/fuzz_NAME.c, seeds in tests/fuzz/corpus/NAME/, words in tests/fuzz/NAME.dict (both
 * optional). `make MODE=fuzz fuzzers` builds them, `make fuzz FUZZ_SECONDS=60` runs each that long. A property that
 * does not hold ends in abort(). */
#ifndef FIDELIO_TESTS_FUZZ_H
#define FIDELIO_TESTS_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define MUST(condition)                                                                                                \
    do {                                                                                                               \
        if (!(condition)) {                                                                                            \
            fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #condition);                             \
            abort();                                                                                                   \
        }                                                                                                              \
    } while (0)

#endif
