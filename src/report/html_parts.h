/* The pieces of report.html; only html*.c use them. */
#ifndef FIDELIO_REPORT_HTML_PARTS_H
#define FIDELIO_REPORT_HTML_PARTS_H

#include "report/html.h"
#include "report/html_pieces.h"

#include <stdatomic.h>

enum { HTML_CHUNK = 200, STATIC_CONVERSATIONS = 100 };

/* Conversations as HTML, one behind the other. */
struct html_still {
    struct buf html;
    size_t ends[STATIC_CONVERSATIONS]; /* offsets into it */
    atomic_size_t count;
};

struct html_pieces {
    struct arena arena;
    const struct scenario **scenarios; /* what conversations share, numbered */
    size_t scenario_count;
    const struct rubric **rubrics;
    size_t rubric_count;
    struct str *signals; /* names, of all rubrics */
    size_t signal_count;
    size_t **signal_numbers; /* of each rubric's signals: the index in `signals` */
    bool chinese, blind;
    size_t count;                /* conversations that were added */
    struct buf chunk;            /* the last of the chunks, while it is open */
    struct buf blocks;           /* the chunks that are full */
    struct html_still good, bad; /* the first of those that passed and of the others */
};

/* scenario_count and rubric_count for one that is none of theirs. */
size_t html_scenario_number(const struct html_pieces *pieces, const struct scenario *scenario);
size_t html_rubric_number(const struct html_pieces *pieces, const struct rubric *rubric);
/* Of an empty buffer: room for as many pieces, all about as long as the first; what grows bit by bit is copied again
 * and again. */
void html_expect(struct buf *buf, size_t most, size_t len);
void html_pieces_close(struct html_pieces *pieces); /* the last chunk, when no more come */

/* A <script> block of bytes, compressed so that ten thousand conversations are a few megabytes. */
void html_block(struct buf *out, const char *id, struct str bytes);

/* Why a conversation was not held, in the page's language. */
void html_put_reason(struct json_writer *w, const char *key, struct str reason, bool chinese);

/* The blocks of data: the index, and the conversations in chunks. */
void html_data(const struct report *report, const struct html_options *options, struct html_pieces *pieces,
               struct buf *out);
/* Verdict, matrix, charts. */
void html_overview(const struct report *report, struct str note, struct buf *out);
/* The gravest conversations as plain HTML: the next one, and the first hundred of all. */
void html_still_add(struct html_still *all, struct str still);
void html_static(const struct report *report, const struct html_pieces *pieces, struct buf *out);

#endif
