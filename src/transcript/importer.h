/* What the importers of single formats share. Internal to this room.
 *
 * Each importer turns what it reads into a record as fidelio writes it (an object with id, messages, ended_by) and
 * hands it to importer_add, so that one reader checks them all. */
#ifndef FIDELIO_TRANSCRIPT_IMPORTER_H
#define FIDELIO_TRANSCRIPT_IMPORTER_H

#include "syntax/json.h"
#include "transcript/record.h"

struct importer {
    struct arena arena; /* of what is read and made on the way */
    const char *path;
    struct str text; /* the whole file */
    const struct read_options *options;
    struct collector collector;
    struct bad_lines *bad;
    size_t line;               /* of the record that is read now */
    struct json *dialogue;     /* arena; the record that utterances are gathered in, or NULL */
    struct json *dialogue_end; /* its last message, or NULL */
    size_t dialogue_line;
};

/* New nodes at the end of an object; what is added must not be in another tree. All return the node. */
struct json *record_new(struct importer *importer);
struct json *record_put(struct importer *importer, struct json *object, const char *key, struct json value);
struct json *record_put_text(struct importer *importer, struct json *object, const char *key, struct str text);
/* The same for arrays, which are long: `last` is the array's last node so far, NULL at first. */
struct json *record_append(struct json *array, struct json *last, struct json *node);
/* Copies the members of `from` whose keys `object` does not have, but not `except`. */
void record_put_rest(struct importer *importer, struct json *object, const struct json *from, const char *except);

void importer_add(struct importer *importer, const struct json *record, size_t line,
                  const struct read_options *options);
__attribute__((format(printf, 3, 4))) void importer_bad(struct importer *importer, size_t line, const char *format,
                                                        ...);
/* The given options, but the customer is the user and the tool's own stop words count. `own` is filled. */
const struct read_options *importer_simulator(const struct importer *importer, struct read_options *own);

/* One record of a known shape, from any file; an unknown shape is a bad record. */
void import_record(struct importer *importer, const struct json *record, const struct json *document);
void import_end_dialogue(struct importer *importer); /* hands over the utterances gathered so far */
/* A table with a header; false when it is none. The names that speak are added to `names` (speaker_names.h). */
struct speaker_names;
bool import_dialogue_table(struct importer *importer, struct speaker_names *names);
/* Plain text; false when there are no turns in it. */
bool import_dialogue_text(struct importer *importer);

#endif
