#include "run/output.h"

#include "base/hash.h"
#include "base/language.h"
#include "syntax/json_writer.h"

#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* What is kept of a conversation until its turn comes: pieces of text, one behind the other. */
struct rendered {
    size_t transcript, score, data, still; /* where each ends */
    bool passed;
};
struct waiting {
    struct rendered rendered;
    off_t spilled; /* to this place; -1: the bytes are here */
    char *bytes;   /* owned */
};
enum { HELD_MOST = 16 << 20 };

struct output {
    struct arena arena;
    const char *path; /* the folder */
    struct file_draft transcripts, scores;
    struct score_forms *forms;  /* owned */
    struct html_pieces *pieces; /* owned */
    struct waiting **waiting;   /* owned; by place */
    size_t most, next;          /* the place whose turn it is */
    size_t held, held_most;     /* bytes that wait in memory; what would be more is spilled */
    int spill;                  /* -1: there is none yet */
    off_t spilled;
    bool writing; /* somebody does: whoever comes meanwhile leaves their conversation to them */
    pthread_mutex_t lock;
};

struct output *output_open(const char *path, const struct html_subjects *subjects, size_t most)
{
    struct output *output = memory_alloc(sizeof *output);
    arena_init(&output->arena);
    file_draft_open(&output->transcripts, arena_printf(&output->arena, "%s/transcripts.jsonl", path));
    file_draft_open(&output->scores, arena_printf(&output->arena, "%s/scores.jsonl", path));
    output->path = arena_dup(&output->arena, path, strlen(path));
    output->spill = -1;
    output->held_most = HELD_MOST;
    output->forms = score_forms_new(subjects->rubrics, subjects->rubric_count);
    output->pieces = html_pieces_new(subjects);
    output->waiting = memory_alloc(most * sizeof(struct waiting *));
    output->most = most;
    pthread_mutex_init(&output->lock, NULL);
    return output;
}

static struct rendered render(const struct output *output, const struct report_entry *entry, struct buf *out)
{
    struct rendered rendered = {.passed = report_entry_passed(entry)};
    struct json_writer w;
    json_writer_init(&w, out, 0);
    transcript_write(entry->transcript, &w, false);
    buf_add_byte(out, '\n');
    rendered.transcript = out->len;
    score_write(entry->score, output->forms, out);
    buf_add_byte(out, '\n');
    rendered.score = out->len;
    html_piece_data(output->pieces, entry, out);
    rendered.data = out->len;
    html_piece_still(output->pieces, entry, out);
    rendered.still = out->len;
    return rendered;
}

static void write_one(struct output *output, const struct rendered *rendered, const char *bytes)
{
    struct str text = {bytes, rendered->still};
    file_draft_add(&output->transcripts, str_slice(text, 0, rendered->transcript));
    file_draft_add(&output->scores, str_slice(text, rendered->transcript, rendered->score));
    html_pieces_add(output->pieces, rendered->passed, str_slice(text, rendered->score, rendered->data),
                    str_slice(text, rendered->data, rendered->still));
}

/* Returns where it is; -1: it is to wait in memory. The lock is held. */
static off_t spill(struct output *output, const char *bytes, size_t len)
{
    off_t at = output->spilled;
    if (output->held + len <= output->held_most)
        return -1;
    if (output->spill < 0)
        output->spill = file_nameless(output->path);
    if (output->spill < 0 || pwrite(output->spill, bytes, len, at) != (ssize_t)len)
        return -1;
    output->spilled += (off_t)len;
    return at;
}

/* The text is handed over where it is to wait in memory. */
static void wait_for_turn(struct output *output, size_t place, const struct rendered *rendered, struct buf *text)
{
    struct waiting *waiting = memory_alloc(sizeof *waiting);
    *waiting = (struct waiting){.rendered = *rendered, .spilled = spill(output, text->bytes, rendered->still)};
    if (waiting->spilled < 0) {
        waiting->bytes = memory_grow(text->bytes, rendered->still, 1);
        text->bytes = NULL;
        output->held += rendered->still;
    }
    output->waiting[place] = waiting;
}

/* What cannot be read back is a fault of the files, none of which is put in place then. */
static void write_spilled(struct output *output, const struct waiting *waiting)
{
    size_t len = waiting->rendered.still;
    char *bytes = memory_grow(NULL, len, 1);
    errno = EIO;
    if (pread(output->spill, bytes, len, waiting->spilled) == (ssize_t)len)
        write_one(output, &waiting->rendered, bytes);
    else
        file_draft_spoil(&output->transcripts, errno, TEXT("read back what it is written of", "读回待写入的内容"));
    free(bytes);
}

/* The one whose turn it is; NULL: it is not there yet. The lock is held, or nobody else is there. */
static struct waiting *take_waiting(struct output *output)
{
    struct waiting *waiting = output->waiting[output->next];
    output->waiting[output->next] = NULL;
    if (waiting != NULL && waiting->spilled < 0)
        output->held -= waiting->rendered.still;
    return waiting;
}

static void waiting_free(struct waiting *waiting) /* NULL is fine */
{
    if (waiting != NULL)
        free(waiting->bytes);
    free(waiting);
}

static void write_waiting(struct output *output, struct waiting *waiting)
{
    if (waiting->spilled >= 0)
        write_spilled(output, waiting);
    else
        write_one(output, &waiting->rendered, waiting->bytes);
    waiting_free(waiting);
}

/* The lock is held, but not while something is written. */
static void write_in_turn(struct output *output, const struct rendered *rendered, const char *bytes)
{
    struct waiting *waiting;
    output->writing = true;
    pthread_mutex_unlock(&output->lock);
    write_one(output, rendered, bytes);
    pthread_mutex_lock(&output->lock);
    while (++output->next < output->most && (waiting = take_waiting(output)) != NULL) {
        pthread_mutex_unlock(&output->lock);
        write_waiting(output, waiting);
        pthread_mutex_lock(&output->lock);
    }
    output->writing = false;
}

void output_hold(struct output *output, size_t most)
{
    output->held_most = most;
}

void output_add(struct output *output, size_t place, const struct report_entry *entry)
{
    enum { USUAL = 48 << 10 };
    struct buf bytes;
    buf_init(&bytes, 0);
    buf_reserve(&bytes, USUAL);
    struct rendered rendered = render(output, entry, &bytes);
    pthread_mutex_lock(&output->lock);
    if (place == output->next && !output->writing)
        write_in_turn(output, &rendered, bytes.bytes);
    else
        wait_for_turn(output, place, &rendered, &bytes);
    pthread_mutex_unlock(&output->lock);
    buf_release(&bytes);
}

void output_end(struct output *output)
{
    for (; output->next < output->most; output->next++) {
        struct waiting *waiting = take_waiting(output);
        if (waiting != NULL)
            write_waiting(output, waiting);
    }
    file_draft_end(&output->transcripts);
    file_draft_end(&output->scores);
}

struct html_pieces *output_pieces(struct output *output)
{
    return output->pieces;
}

void output_drafts(struct output *output, struct file_draft *drafts[static OUTPUT_DRAFTS])
{
    drafts[0] = &output->transcripts;
    drafts[1] = &output->scores;
}

void output_close(struct output *output)
{
    if (output == NULL)
        return;
    for (size_t i = 0; i < output->most; i++)
        waiting_free(output->waiting[i]);
    free(output->waiting);
    file_draft_close(&output->transcripts);
    file_draft_close(&output->scores);
    if (output->spill >= 0)
        close(output->spill);
    html_pieces_free(output->pieces);
    score_forms_free(output->forms);
    arena_release(&output->arena);
    pthread_mutex_destroy(&output->lock);
    free(output);
}
