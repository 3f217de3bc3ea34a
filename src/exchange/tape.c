#include "exchange/tape.h"

#include "base/arena.h"
#include "base/file.h"
#include "base/language.h"
#include "base/vec.h"
#include "exchange/tape_index.h"
#include "exchange/tape_line.h"
#include "syntax/json_writer.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { READ_PIECE = 1 << 20 };

/* A line among those that are held. */
struct held_reply {
    struct tape_key key;
    size_t start, len; /* in `held`, without the line feed */
};

struct tape {
    char *path; /* owned */
    int fd;
    bool read_only, durable, unsynced;
    bool broken; /* a write failed: nothing more is taken */
    struct error broken_why;
    uint64_t size; /* bytes of whole lines */
    struct tape_index index;
    struct buf held; /* lines to be written */
    VEC(struct held_reply) held_replies;
};

bool tape_is_there(const char *path, struct error *err)
{
    return file_exists(path) ||
           error_at(err, ERROR_USER, path, 0, 0,
                    TEXT("there is no tape to replay offline; run the command without --offline first",
                         "没有可以离线重放的磁带；请先不带 --offline 执行一次"));
}

static bool open_file(struct tape *tape, struct error *err)
{
    int flags = tape->read_only ? O_RDONLY | O_CLOEXEC : O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC;
    tape->fd = open(tape->path, flags, 0644);
    if (tape->fd < 0)
        return error_errno(err, errno, tape->path, TEXT("open the tape", "打开磁带"));
    if (flock(tape->fd, (tape->read_only ? LOCK_SH : LOCK_EX) | LOCK_NB) == 0)
        return true;
    if (errno == EWOULDBLOCK)
        return error_at(err, ERROR_USER, tape->path, 0, 0,
                        TEXT("another fidelio is writing this tape; wait until it has ended",
                             "另一个 fidelio 正在写这盘磁带；请等它结束"));
    return error_errno(err, errno, tape->path, TEXT("lock the tape", "锁定磁带"));
}

struct scan {
    struct tape *tape;
    struct arena arena;
    size_t number;
    uint64_t offset; /* of the line */
};

static bool scan_line(struct scan *scan, struct str text, struct error *err)
{
    struct tape_line line;
    bool is_reply;
    arena_clear(&scan->arena);
    scan->number++;
    if (!tape_line_read(&scan->arena, text, scan->tape->path, scan->number, &line, &is_reply, err))
        return false;
    if (is_reply)
        tape_index_add(&scan->tape->index, line.key.hex, scan->offset, (uint32_t)text.len);
    scan->offset += text.len + 1;
    return true;
}

static bool scan_lines(struct scan *scan, struct buf *rest, struct error *err)
{
    size_t from = 0;
    for (;;) {
        const char *feed = memchr(rest->bytes + from, '\n', rest->len - from);
        if (feed == NULL)
            break;
        size_t end = (size_t)(feed - rest->bytes);
        if (!scan_line(scan, str_slice(buf_str(rest), from, end), err))
            return false;
        from = end + 1;
    }
    memmove(rest->bytes, rest->bytes + from, rest->len - from);
    rest->len -= from;
    return true;
}

static bool scan_file(struct scan *scan, struct buf *rest, struct error *err)
{
    struct tape *tape = scan->tape;
    for (;;) {
        if (!buf_reserve(rest, READ_PIECE))
            return error_at(err, ERROR_LIMIT, tape->path, scan->number + 1, 0,
                            TEXT("a line of the tape is longer than %d MiB", "磁带上有一行超过 %d MiB"),
                            TAPE_LINE_CEILING >> 20);
        ssize_t count = read(tape->fd, rest->bytes + rest->len, READ_PIECE);
        if (count < 0 && errno == EINTR)
            continue;
        if (count < 0)
            return error_errno(err, errno, tape->path, TEXT("read the tape", "读取磁带"));
        if (count == 0)
            return true;
        rest->len += (size_t)count;
        if (!scan_lines(scan, rest, err))
            return false;
    }
}

static bool read_all(struct tape *tape, bool *cut, struct error *err)
{
    struct scan scan = {.tape = tape};
    struct buf rest;
    arena_init(&scan.arena);
    buf_init(&rest, TAPE_LINE_CEILING + READ_PIECE);
    bool good = scan_file(&scan, &rest, err);
    tape->size = scan.offset;
    if (cut != NULL)
        *cut = good && rest.len > 0;
    if (good && rest.len > 0 && !tape->read_only && ftruncate(tape->fd, (off_t)tape->size) != 0)
        good = error_errno(err, errno, tape->path,
                           TEXT("cut the torn last line off the tape", "截去磁带末尾不完整的一行"));
    buf_release(&rest);
    arena_release(&scan.arena);
    return good;
}

struct tape *tape_open(const char *path, bool read_only, bool durable, bool *cut, struct error *err)
{
    struct tape *tape = memory_alloc(sizeof *tape);
    tape->path = memory_dup(path);
    tape->read_only = read_only;
    tape->durable = durable;
    buf_init(&tape->held, TAPE_LINE_CEILING);
    if (!open_file(tape, err) || !read_all(tape, cut, err)) {
        tape_close(tape);
        return NULL;
    }
    return tape;
}

void tape_close(struct tape *tape)
{
    if (tape == NULL)
        return;
    if (tape->fd >= 0) {
        if (tape->unsynced)
            fdatasync(tape->fd);
        flock(tape->fd, LOCK_UN); /* a sync that is still going on holds a copy of the descriptor */
        close(tape->fd);
    }
    tape_index_release(&tape->index);
    buf_release(&tape->held);
    VEC_RELEASE(&tape->held_replies);
    free(tape->path);
    free(tape);
}

bool tape_holds_replies(const char *path)
{
    if (!file_exists(path))
        return false;
    struct tape *tape = tape_open(path, true, false, NULL, NULL);
    bool holds = tape == NULL || tape->index.count > 0;
    tape_close(tape);
    return holds;
}

bool tape_broken(const struct tape *tape, struct error *err)
{
    if (tape->broken && err != NULL)
        *err = tape->broken_why;
    return tape->broken;
}

static bool fail_for_good(struct tape *tape, const struct error *why, struct error *err)
{
    if (!tape->broken) {
        tape->broken = true;
        tape->broken_why = *why;
    }
    if (err != NULL)
        *err = tape->broken_why;
    return false;
}

void tape_hold(struct tape *tape, const struct tape_line *line, const struct endpoint *endpoint)
{
    struct held_reply reply = {.key = line->key, .start = tape->held.len};
    tape_line_write(line, endpoint, &tape->held);
    reply.len = tape->held.len - reply.start - 1;
    VEC_PUSH(&tape->held_replies, reply);
}

void tape_hold_failure(struct tape *tape, const struct tape_failure *failure)
{
    tape_failure_write(failure, &tape->held);
}

size_t tape_held(const struct tape *tape)
{
    return tape->held.len;
}

/* Bytes of the held lines that are on the tape whole, after a write that failed. */
static size_t whole_lines(const struct tape *tape)
{
    struct stat now;
    if (fstat(tape->fd, &now) != 0 || (uint64_t)now.st_size <= tape->size)
        return 0;
    uint64_t written = (uint64_t)now.st_size - tape->size;
    const char *feed = memrchr(tape->held.bytes, '\n', written < tape->held.len ? (size_t)written : tape->held.len);
    return feed != NULL ? (size_t)(feed - tape->held.bytes) + 1 : 0;
}

/* The first `len` bytes of the held lines are on the tape. */
static void keep_lines(struct tape *tape, size_t len)
{
    for (size_t i = 0; i < tape->held_replies.count; i++) {
        struct held_reply reply = tape->held_replies.items[i];
        if (reply.start + reply.len < len)
            tape_index_add(&tape->index, reply.key.hex, tape->size + reply.start, (uint32_t)reply.len);
    }
    tape->size += len;
    tape->unsynced = tape->unsynced || len > 0;
}

static bool write_held(struct tape *tape, struct error *err)
{
    struct error why = {0};
    if (tape->held.overflow) {
        error_at(&why, ERROR_LIMIT, tape->path, 0, 0,
                 TEXT("a line of the tape would be longer than %d MiB", "磁带上的一行会超过 %d MiB"),
                 TAPE_LINE_CEILING >> 20);
        return fail_for_good(tape, &why, err);
    }
    if (!file_write_fd(tape->fd, buf_str(&tape->held), tape->path, &why)) {
        keep_lines(tape, whole_lines(tape));
        if (ftruncate(tape->fd, (off_t)tape->size) != 0) {
            /* the torn line stays; the next opening cuts it off */
        }
        return fail_for_good(tape, &why, err);
    }
    keep_lines(tape, tape->held.len);
    return !tape->durable || tape_sync(tape, err);
}

bool tape_write(struct tape *tape, struct error *err)
{
    if (tape->broken)
        return fail_for_good(tape, &tape->broken_why, err);
    if (tape->held.len == 0 && !tape->held.overflow)
        return true;
    bool written = write_held(tape, err);
    buf_clear(&tape->held);
    tape->held_replies.count = 0;
    return written;
}

int tape_sync_begin(struct tape *tape)
{
    if (!tape->unsynced || tape->broken)
        return -1;
    tape->unsynced = false;
    return tape->fd;
}

bool tape_sync_end(struct tape *tape, int error_number, struct error *err)
{
    struct error why = {0};
    if (error_number == 0)
        return true;
    error_errno(&why, error_number, tape->path, TEXT("sync the tape to the disk", "把磁带同步到磁盘"));
    return fail_for_good(tape, &why, err);
}

bool tape_sync(struct tape *tape, struct error *err)
{
    int fd = tape_sync_begin(tape);
    if (fd < 0)
        return tape->broken ? fail_for_good(tape, &tape->broken_why, err) : true;
    return tape_sync_end(tape, fdatasync(fd) == 0 ? 0 : errno, err);
}

static bool read_at(const struct tape *tape, char *into, size_t len, uint64_t offset, struct error *err)
{
    for (size_t done = 0; done < len;) {
        ssize_t count = pread(tape->fd, into + done, len - done, (off_t)(offset + done));
        if (count < 0 && errno == EINTR)
            continue;
        if (count <= 0)
            return error_at(err, ERROR_INFRA, tape->path, 0, 0, "cannot read the tape: %s",
                            strerror(count < 0 ? errno : EIO));
        done += (size_t)count;
    }
    return true;
}

static bool same_content(struct str content, const struct tape_message *message)
{
    if (message->quoted.len == 0)
        return str_eq(content, message->content);
    struct buf quoted;
    struct json_writer w;
    buf_init(&quoted, 0);
    json_writer_init(&w, &quoted, 0);
    json_put_string(&w, NULL, content);
    bool same = str_eq(buf_str(&quoted), message->quoted);
    buf_release(&quoted);
    return same;
}

static bool same_messages(const struct tape_line *line, const struct tape_message *messages, size_t count)
{
    if (line->message_count != count)
        return false;
    for (size_t i = 0; i < count; i++)
        if (strcmp(line->messages[i].role, messages[i].role) != 0 ||
            !same_content(line->messages[i].content, &messages[i]))
            return false;
    return true;
}

/* Of the line at `offset`, from 1; 0: not known. For an error's sake: nobody else asks. */
static size_t line_number(const struct tape *tape, uint64_t offset)
{
    size_t number = 1;
    char piece[4096];
    for (uint64_t at = 0; at < offset; at += sizeof piece) {
        size_t len = offset - at < sizeof piece ? (size_t)(offset - at) : sizeof piece;
        if (!read_at(tape, piece, len, at, NULL))
            return 0;
        for (const char *feed = piece; (feed = memchr(feed, '\n', len - (size_t)(feed - piece))) != NULL; feed++)
            number++;
    }
    return number;
}

bool tape_has(const struct tape *tape, const struct tape_key *key)
{
    return tape_index_find(&tape->index, key->hex) != NULL;
}

enum tape_found tape_find(struct tape *tape, const struct tape_key *key, const struct tape_message *messages,
                          size_t count, struct arena *arena, struct tape_line *line, struct error *err)
{
    const struct tape_slot *slot = tape_index_find(&tape->index, key->hex);
    bool is_reply;
    if (slot == NULL)
        return TAPE_MISS;
    char *text = arena_alloc(arena, slot->len);
    if (!read_at(tape, text, slot->len, slot->offset, err))
        return TAPE_ERROR;
    if (!tape_line_read(arena, (struct str){text, slot->len}, tape->path, 1, line, &is_reply, NULL) || !is_reply ||
        strcmp(line->key.hex, key->hex) != 0 || !same_messages(line, messages, count)) {
        error_at(err, ERROR_USER, tape->path, line_number(tape, slot->offset), 0,
                 "this line of the tape holds another message than the one to be sent: it was edited");
        return TAPE_ERROR;
    }
    return TAPE_HIT;
}
