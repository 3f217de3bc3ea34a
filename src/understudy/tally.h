/* How often each exchange was answered, by its hash. */
#ifndef FIDELIO_UNDERSTUDY_TALLY_H
#define FIDELIO_UNDERSTUDY_TALLY_H

#include <stddef.h>
#include <stdint.h>

struct tally_slot {
    uint64_t hash, times;
};
struct tally {
    struct tally_slot *slots; /* owned; open addressing, a power of two */
    size_t room, count;       /* count: different hashes */
};

void tally_release(struct tally *tally);
uint64_t tally_add(struct tally *tally, uint64_t hash); /* how often it was added, this time included */

#endif
