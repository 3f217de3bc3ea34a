/* Where on the tape a key's reply stands: a hash table of keys. Inner part of the tape. */
#ifndef FIDELIO_EXCHANGE_TAPE_INDEX_H
#define FIDELIO_EXCHANGE_TAPE_INDEX_H

#include "exchange/tape.h"

struct tape_slot {
    unsigned char key[TAPE_KEY / 2];
    uint64_t offset; /* of the line, bytes */
    uint32_t len;    /* without the line feed; 0 = the slot is free */
};
struct tape_index {
    struct tape_slot *slots; /* owned; a power of two of them */
    size_t room, count;
};
void tape_index_release(struct tape_index *index);
/* Keeps the first of two equal keys. `hex` must be TAPE_KEY hexadecimal digits. */
void tape_index_add(struct tape_index *index, const char *hex, uint64_t offset, uint32_t len);
const struct tape_slot *tape_index_find(const struct tape_index *index, const char *hex);

#endif
