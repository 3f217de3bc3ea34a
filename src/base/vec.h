/* Growing arrays on the heap: `struct { T *items; size_t count, room; }`, any name, released with vec_release. */
#ifndef FIDELIO_BASE_VEC_H
#define FIDELIO_BASE_VEC_H

#include <stddef.h>

/* Declares the three fields of a vector of T inside a struct. */
#define VEC(T)                                                                                                         \
    struct {                                                                                                           \
        T *items; /* owned */                                                                                          \
        size_t count, room;                                                                                            \
    }

/* Appends a value: an expression of type T. */
#define VEC_PUSH(vec, value)                                                                                           \
    ((vec)->items = (vec)->count < (vec)->room                                                                         \
                        ? (vec)->items                                                                                 \
                        : vec_room((vec)->items, (vec)->count, &(vec)->room, sizeof *(vec)->items),                    \
     (vec)->items[(vec)->count++] = (value))

#define VEC_RELEASE(vec) (vec_free((vec)->items), (vec)->items = NULL, (vec)->count = (vec)->room = 0)

void *vec_room(void *items, size_t count, size_t *room, size_t size); /* at least count + 1 places */
void vec_free(void *items);

#endif
