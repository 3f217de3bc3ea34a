/* Which names of headers, members and query parameters are those of secrets, and which values look like one: what must
 * not stand in a file as it is. Told by whole words, so that an author is no authorization. */
#ifndef FIDELIO_ENDPOINT_SECRET_NAMES_H
#define FIDELIO_ENDPOINT_SECRET_NAMES_H

#include "base/str.h"

/* "Authorization", "x-api-key", "apiKey", "auth_token", "Cookie", "client_secret" ... */
bool names_secret(struct str name);
/* The same, and any key or token: right for headers, not for parameters of a request ("stop_token_ids"). */
bool names_key(struct str name);
/* "key=...", "api-version=1&token=...": is one of its parameters named so? */
bool query_names_key(struct str query);
/* "Bearer ...", "Basic ...", "sk-...": whatever it is called. */
bool looks_secret(struct str value);
/* Does a secret header's value hold more than ${NAME}s, a scheme before them ("Bearer ${A}") and names right before
 * each ("user=${A}; key=${B}")? Then part of the secret stands there as it is. */
bool holds_literal(struct str value);

#endif
