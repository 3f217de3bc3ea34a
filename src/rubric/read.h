/* Reading rubric files: YAML to signals and rules, with the place of every mistake. Private to this room. */
#ifndef FIDELIO_RUBRIC_READ_H
#define FIDELIO_RUBRIC_READ_H

#include "rubric/derive.h"
#include "rubric/finders.h"
#include "syntax/yaml.h"

/* One file being read; `parent` is the file that extends it. */
struct reading {
    struct rubric_draft *draft;
    struct signal_finders *finders;
    struct arena *arena; /* the rubric's */
    const struct source *source;
    const struct reading *parent;
    const char *real_path;  /* for cycles; the path as given where it has none */
    struct names own_rules; /* ids met in this file */
    size_t signal_limit;    /* an overridden signal may refer only to those before it; 0 = to all */
};

/* Reads one file (and what it extends) into the draft. */
bool rubric_read_file(struct rubric_draft *draft, struct signal_finders *finders, const char *path, struct error *err);
/* The same from memory; `path` names it in messages, and its folder is where `extends` looks. */
bool rubric_read_text(struct rubric_draft *draft, struct signal_finders *finders, const char *path, struct str text,
                      struct error *err);

/* The signals of a pack that the program carries; NULL and `err` when it cannot be read. `source` must live as long as
 * they. */
const struct yaml_node *rubric_pack(struct rubric_draft *draft, const char *pack, struct source *source,
                                    struct error *err);
/* Defines the named one of them; its index. SIZE_MAX and `err` when it is not there. */
size_t rubric_take_signal(struct rubric_draft *draft, struct signal_finders *finders, const struct source *source,
                          const struct yaml_node *signals, const char *name, struct error *err);
bool read_signal(struct reading *reading, const struct yaml_node *node, struct error *err);
bool read_signals(struct reading *reading, const struct yaml_node *node, struct error *err);
bool read_rules(struct reading *reading, const struct yaml_node *node, struct error *err);
bool question_may_gate(const struct question *question); /* its agreement with people was measured, and is enough */

/* read_select.c */
/* The members of a rule that say which signals it looks at, on whose side and where; `window` may be NULL. */
struct selection {
    uint16_t **signals;
    size_t *count;
    enum role *side;
    struct window *window;
};
/* A signal, a list of signals (any of them), or a mapping {signal, side, window, ...}. `keys`: what the mapping may
 * hold. */
bool read_select(struct reading *reading, const struct yaml_node *node, const char *const *keys, struct selection into,
                 struct error *err);
/* The side whose messages these signals are looked for in; the signals' own where `node` is NULL. */
bool read_side(struct reading *reading, const struct yaml_node *node, const uint16_t *signals, size_t count,
               enum role *side, struct error *err);

/* Values (read_value.c). Lists are in the rubric's arena. */
/* A scalar or a sequence of scalars. */
bool read_texts(struct reading *reading, const struct yaml_node *node, struct str **texts, size_t *count,
                struct error *err);
/* The same, each the name of a signal. */
bool read_signal_names(struct reading *reading, const struct yaml_node *node, uint16_t **signals, size_t *count,
                       struct error *err);
/* Fails unless `node` is of that kind; says what was expected. */
bool read_kind(struct reading *reading, const struct yaml_node *node, enum yaml_kind kind, const char *expected,
               struct error *err);
/* Index of the value among `names` (NULL-terminated), or an error that lists them. */
bool read_choice(struct reading *reading, const struct yaml_node *node, const char *const *names, size_t *choice,
                 struct error *err);
/* The name of `known` nearest to `name`, empty when none is near. */
struct str read_nearest(struct str name, const struct names *known);

#endif
