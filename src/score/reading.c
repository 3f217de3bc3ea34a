/* Each message of the call, read once for all that is asked of it later: which phrases of the closed lists it says,
 * what it speaks of, which signals it carries. */
#include "score/parts.h"
#include "text/utf8.h"

#include <string.h>

/* A sentence ends at a mark, or at a full stop with a space behind it. The text is normal: there are no other marks. */
static size_t sentence_end(struct str normal, size_t from)
{
    for (size_t at = utf8_skip_han(normal, from); at < normal.len; at = utf8_skip_han(normal, at + 1)) {
        const unsigned char c = (unsigned char)normal.ptr[at];
        if (c > '?') /* most */
            continue;
        if (c == '!' || c == '?' || c == ';')
            return at + 1;
        if (c == '.' && at + 1 < normal.len && normal.ptr[at + 1] == ' ')
            return at + 2;
    }
    return normal.len;
}

static void read_text(const struct work *work, struct str normal, uint64_t *row)
{
    said_read(normal, row);
    terms_read(work->library, normal, row + SAID_COUNT);
}

/* No phrase or term goes on from one sentence to the next: each is read by itself, and the message says what they say.
 */
static struct sentences read_sentences(struct work *work, struct str normal, uint64_t *row)
{
    enum { MOST = 64 }; /* a reply of more sentences is hostile: the rest of it is one */
    size_t count = 0, ends[MOST];
    for (size_t at = 0; at < normal.len; at = ends[count++])
        ends[count] = count + 1 < MOST ? sentence_end(normal, at) : normal.len;
    struct sentences list = {arena_array(work->scratch, count, sizeof *list.items), count};
    for (size_t i = 0; i < count; i++) {
        struct str sentence = str_slice(normal, i > 0 ? ends[i - 1] : 0, ends[i]);
        uint64_t *own = count > 1 ? arena_array(work->scratch, work->row_words, sizeof *own) : row;
        read_text(work, sentence, own);
        for (size_t w = 0; w < work->row_words && count > 1; w++)
            row[w] |= own[w];
        list.items[i].terms = own + SAID_COUNT;
        list.items[i].asks = said_any(own, SAID_ASKS) || str_find_byte(sentence, '?') != STR_NONE;
    }
    return list;
}

struct line {
    const struct work *work;
    struct str normal;
};

static const void *make_row(struct arena *arena, struct str text, void *context)
{
    (void)text;
    const struct line *line = context;
    uint64_t *row = arena_array(arena, line->work->row_words, sizeof *row);
    read_text(line->work, line->normal, row);
    return row;
}

/* A scripted caller's line is the same in every call. */
static void read_line(const struct work *work, const struct utterance *utterance, uint64_t *row)
{
    struct line line = {work, utterance->normal.text};
    struct kept *kept = work->rubric->lines;
    const uint64_t *said = kept != NULL ? kept_get(kept, utterance->message->content, make_row, &line) : NULL;
    if (said != NULL)
        memcpy(row, said, work->row_words * sizeof *row);
    else
        read_text(work, line.normal, memset(row, 0, work->row_words * sizeof *row));
}

static void read_hits(struct work *work)
{
    const struct hits *hits = &work->score->hits;
    size_t at = 0;
    work->carried = arena_array(work->scratch, work->scene->count + 1, sizeof *work->carried);
    for (size_t m = 0; m < work->scene->count; m++) {
        work->carried[m].first = at;
        for (; at < hits->count && hits->items[at].message == m; at++)
            work->carried[m].mask |= signal_bit(hits->items[at].signal);
    }
    work->carried[work->scene->count].first = at;
}

void read_messages(struct work *work)
{
    static const struct library empty = {0};
    const struct scene *scene = work->scene;
    work->library = work->rubric->topics != NULL ? &work->rubric->topics->library : &empty;
    work->row_words = SAID_COUNT + work->library->words;
    work->said = arena_raw(work->scratch, scene->count * work->row_words, sizeof *work->said);
    work->sentences = arena_array(work->scratch, scene->count, sizeof *work->sentences);
    for (size_t side = 0; side < 2; side++)
        work->sides[side].messages = arena_raw(work->scratch, scene->count, sizeof *work->sides[side].messages);
    for (size_t m = 0; m < scene->count; m++) {
        struct str normal = scene->utterances[m].normal.text;
        struct side *side = &work->sides[scene->utterances[m].message->role];
        uint64_t *row = work->said + m * work->row_words;
        side->messages[side->count++] = m;
        if (scene->utterances[m].reply != 0)
            work->sentences[m] = read_sentences(work, normal, memset(row, 0, work->row_words * sizeof *row));
        else
            read_line(work, &scene->utterances[m], row);
    }
    read_hits(work);
}
