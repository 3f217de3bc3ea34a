/* A self-signed certificate for 127.0.0.1, made when it is needed by the openssl program. */
#ifndef FIDELIO_TESTS_PEM_H
#define FIDELIO_TESTS_PEM_H

#include "base/buf.h"

struct pem {
    char folder[32], certificate_path[48];
    struct buf key, certificate;
};
/* False when there is no openssl program. */
bool pem_make(struct pem *pem);
void pem_release(struct pem *pem); /* removes the files too */

#endif
