/* A blocking client that says exactly the bytes it is told, in a thread of its own: for tests of servers. */
#ifndef FIDELIO_TESTS_RAW_CLIENT_H
#define FIDELIO_TESTS_RAW_CLIENT_H

#include "base/buf.h"

#include <stdint.h>

struct raw_client; /* one exchange */

/* Connects to 127.0.0.1:port, sends `bytes` (must outlive it), reads until the server closes or `patience_ms` pass in
 * silence. */
struct raw_client *raw_client_start(uint16_t port, struct str bytes, int patience_ms, void (*done)(void *),
                                    void *context);
/* Waits for the end; what was read is NUL-terminated and lives until raw_client_free. */
struct str raw_client_wait(struct raw_client *client);
uint64_t raw_client_first_byte_ms(const struct raw_client *client); /* from sending to the first byte */
void raw_client_free(struct raw_client *client);

#endif
