/* What servers said they answered with: model names and fingerprints, each once. A benchmark that cannot say this is
 * hard to do again. */
#ifndef FIDELIO_RUN_SERVED_H
#define FIDELIO_RUN_SERVED_H

#include "base/arena.h"
#include "base/str.h"
#include "base/vec.h"

struct json_writer;

struct served {
    size_t model;                 /* index of the experiment's model */
    struct str name, fingerprint; /* as the server tells them; "" = it does not */
};
enum { SERVED_MAX = 256 }; /* a server with a new fingerprint for each reply must not fill run.json */
struct served_list {
    struct arena arena;
    VEC(struct served) list;
};

void served_init(struct served_list *served);
void served_release(struct served_list *served);
void served_note(struct served_list *served, size_t model, struct str name, struct str fingerprint);
/* In order of model, then name, then fingerprint: the same whatever came first. */
void served_write(struct served_list *served, struct json_writer *w);

#endif
