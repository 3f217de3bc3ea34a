/* Asks a chooser (dialogue/chooser.h) about questions outside any call, so that a model can be tried and measured. */
#ifndef FIDELIO_RUN_CHOOSE_H
#define FIDELIO_RUN_CHOOSE_H

#include "dialogue/chooser.h"
#include "exchange/exchange.h"

struct chosen {
    struct choice choice; /* an entry or none; CHOICE_NOT_ASKED: no usable answer came */
    const char *came;     /* "picked", "none", "unusable", "failed" */
};
struct choosing {
    size_t failed, unusable;
    char why[256]; /* of the first failure */
};

/* Each question on its own, as many at a time as the options allow; nothing is recorded. `chosen` has room for all. An
 * endpoint that fails is no error but in the counts; false when the network cannot be opened at all. */
bool choose_all(const struct scenario *scenario, const struct endpoint *chooser, const struct exchange_options *options,
                const struct str *questions, size_t count, struct chosen *chosen, struct choosing *counts,
                struct error *err);

#endif
