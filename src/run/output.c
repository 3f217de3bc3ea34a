#include "run/output.h"

#include "base/hash.h"
#include "syntax/json_writer.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* What is kept of a conversation until its turn comes: pieces of text, one behind the other. */
struct rendered {
    size_t transcript, score, data, still; /* where each ends */
    bool passed;
};
struct waiting {
    struct rendered rendered;
    char bytes[];
};

struct output {
    struct file_draft transcripts, scores;
    struct score_forms *forms;  /* owned */
    struct html_pieces *pieces; /* owned */
    struct waiting **waiting;   /* owned; by place */
    size_t most, next;          /* the place whose turn it is */
    bool writing;               /* somebody does: whoever comes meanwhile leaves their conversation to them */
    pthread_mutex_t lock;
};

struct output *output_open(const char *path, const struct html_subjects *subjects, size_t most)
{
    struct output *output = memory_alloc(sizeof *output);
    struct arena scratch;
    arena_init(&scratch);
    file_draft_open(&output->transcripts, arena_printf(&scratch, "%s/transcripts.jsonl", path));
    file_draft_open(&output->scores, arena_printf(&scratch, "%s/scores.jsonl", path));
    arena_release(&scratch);
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
    char hash[HASH_HEX + 1];
    transcript_hash(entry->transcript, hash);
    json_writer_init(&w, out, 0);
    transcript_write(entry->transcript, &w, false);
    buf_add_byte(out, '\n');
    rendered.transcript = out->len;
    score_write(entry->score, hash, output->forms, out);
    buf_add_byte(out, '\n');
    rendered.score = out->len;
    html_piece_data(output->pieces, entry, hash, out);
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

static void wait_for_turn(struct output *output, size_t place, const struct rendered *rendered, const char *bytes)
{
    struct waiting *waiting = memory_grow(NULL, 1, sizeof *waiting + rendered->still);
    waiting->rendered = *rendered;
    memcpy(waiting->bytes, bytes, rendered->still);
    output->waiting[place] = waiting;
}

static void write_waiting(struct output *output, struct waiting *waiting)
{
    write_one(output, &waiting->rendered, waiting->bytes);
    free(waiting);
}

/* The lock is held, but not while something is written. */
static void write_in_turn(struct output *output, const struct rendered *rendered, const char *bytes)
{
    struct waiting *waiting;
    output->writing = true;
    pthread_mutex_unlock(&output->lock);
    write_one(output, rendered, bytes);
    pthread_mutex_lock(&output->lock);
    while (++output->next < output->most && (waiting = output->waiting[output->next]) != NULL) {
        output->waiting[output->next] = NULL;
        pthread_mutex_unlock(&output->lock);
        write_waiting(output, waiting);
        pthread_mutex_lock(&output->lock);
    }
    output->writing = false;
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
        wait_for_turn(output, place, &rendered, bytes.bytes);
    pthread_mutex_unlock(&output->lock);
    buf_release(&bytes);
}

void output_end(struct output *output)
{
    for (; output->next < output->most; output->next++) {
        struct waiting *waiting = output->waiting[output->next];
        output->waiting[output->next] = NULL;
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
        free(output->waiting[i]);
    free(output->waiting);
    file_draft_close(&output->transcripts);
    file_draft_close(&output->scores);
    html_pieces_free(output->pieces);
    score_forms_free(output->forms);
    pthread_mutex_destroy(&output->lock);
    free(output);
}
