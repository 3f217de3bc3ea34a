/* YAML in: libyaml's events made a tree with places. Exactly one document, at most 1 MiB and 64 levels. Anchors,
 * aliases, tags, merge keys and duplicate keys are refused by name. All scalars are texts; whoever reads them says what
 * they must be. */
#ifndef FIDELIO_SYNTAX_YAML_H
#define FIDELIO_SYNTAX_YAML_H

#include "syntax/source.h"

enum yaml_kind { YAML_SCALAR, YAML_SEQUENCE, YAML_MAPPING };

struct yaml_node {
    enum yaml_kind kind;
    struct str key;    /* of a member of a mapping */
    size_t key_at, at; /* byte offsets of key and value in the source */
    struct str text;   /* of a scalar */
    bool quoted;       /* the scalar was quoted or a block: "true" and 'null' are texts */
    size_t count;      /* children */
    struct yaml_node *first, *next;
};

/* NULL and `err` (with line and column) on failure. The nodes live in `arena`. */
struct yaml_node *yaml_parse(struct arena *arena, const struct source *source, struct error *err);
const struct yaml_node *yaml_get(const struct yaml_node *mapping, const char *key); /* NULL when there is none */
/* Fails on the first key of `mapping` that is not among `keys` (NULL-terminated), naming the nearest known one. */
bool yaml_check_keys(const struct source *source, const struct yaml_node *mapping, const char *const *keys,
                     struct error *err);
/* Readers of one value: on failure `err` names the place, what was there and what was expected. `node` may not be NULL.
 */
bool yaml_text(const struct source *source, const struct yaml_node *node, struct str *value, struct error *err);
bool yaml_number(const struct source *source, const struct yaml_node *node, double min, double max, double *value,
                 struct error *err);
bool yaml_size(const struct source *source, const struct yaml_node *node, size_t max, size_t *value, struct error *err);
bool yaml_bool(const struct source *source, const struct yaml_node *node, bool *value, struct error *err);

#endif
