/* Speakers of plain dialogues under names of their own ("张三：…", "Colm: …"): who is the persona is told by the names
 * that the reader was given (read_options). Internal to this room. */
#ifndef FIDELIO_TRANSCRIPT_SPEAKER_NAMES_H
#define FIDELIO_TRANSCRIPT_SPEAKER_NAMES_H

#include "transcript/importer.h"

enum { SPEAKER_NAMES_MOST = 8 };
struct speaker_names {
    struct speaker_name {
        struct str name; /* in the file's text */
        size_t lines;
        bool told;
        enum role role;
    } items[SPEAKER_NAMES_MOST];
    size_t count;
    bool known; /* known speakers speak, too */
};

/* Cuts "NAME：" or "【NAME】" off a line: *name without a remark in brackets, *said what stands behind. False when no
 * name can stand there. */
bool speaker_cut(struct str line, struct str *name, struct str *said);
/* The names before the lines of the file that are no known speakers', and whose they are where that is told. */
void speaker_names_find(struct speaker_names *names, struct importer *importer);
/* The same, name by name: begin with none, add each turn's, and have them told. */
void speaker_names_add(struct speaker_names *names, const struct importer *importer, struct str name);
void speaker_names_tell(struct speaker_names *names, struct importer *importer);
bool speaker_names_role(const struct speaker_names *names, struct str name, enum role *role);
/* The two names that speak most, when two speak more than once; for the message that nothing tells who they are. */
bool speaker_names_two(const struct speaker_names *names, struct str *first, struct str *second);

#endif
