#include "review/record.h"

#include "base/file.h"
#include "base/hash.h"
#include "base/language.h"
#include "syntax/json.h"
#include "syntax/json_writer.h"

#include <errno.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { TEXT_CEILING = 4096, FILE_MOST = 256 << 20 };

static const char *const action_names[REVIEW_ACTION_COUNT] = {"agree",   "overrule", "reattribute", "missed",
                                                              "comment", "verdict",  "adjudicate"};
static const char *const attributions[] = {"persona",  "caller", "script", "document", "rubric",
                                           "endpoint", "judge",  "scorer", NULL};

static bool bad(struct error *err, const char *member, const char *problem)
{
    return error_set(err, ERROR_USER, TEXT("the review's \"%s\" %s", "复核意见的“%s”%s"), member, problem);
}

static bool get_text(struct arena *arena, const struct json *record, const char *name, bool needed, struct str *text,
                     struct error *err)
{
    const struct json *member = json_get(record, name);
    *text = (struct str){0};
    if (member != NULL && member->kind != JSON_STRING && member->kind != JSON_NULL)
        return bad(err, name, TEXT("must be a text", "必须是文本"));
    if (member != NULL && member->kind == JSON_STRING)
        *text = str_dup(arena, str_trim(member->text));
    if (needed && text->len == 0)
        return bad(err, name, TEXT("is missing or empty", "缺失或为空"));
    return text->len <= TEXT_CEILING || bad(err, name, TEXT("is longer than 4096 bytes", "超过 4096 字节"));
}

static bool get_index(const struct json *record, const char *name, uint32_t *value, bool *there, struct error *err)
{
    double number = json_get_number(record, name, -1);
    *there = number >= 0;
    if (number >= 0 && (number > 1e9 || number != floor(number)))
        return bad(err, name, TEXT("must be a whole number", "必须是整数"));
    *value = number >= 0 ? (uint32_t)number : 0;
    return true;
}

static bool get_action(const struct json *record, enum review_action *action, struct error *err)
{
    struct str name = json_get_text(record, "action");
    for (size_t i = 0; i < REVIEW_ACTION_COUNT; i++) {
        if (!str_eq_cstring(name, action_names[i]))
            continue;
        *action = (enum review_action)i;
        return true;
    }
    return bad(err, "action",
               TEXT("must be agree, overrule, reattribute, missed, comment, verdict or adjudicate",
                    "只能是 agree、overrule、reattribute、missed、comment、verdict 或 adjudicate"));
}

bool review_from_json(struct arena *arena, const struct json *record, struct str now, struct review *review,
                      struct error *err)
{
    struct review r = {0};
    bool message, start, end;
    if (record == NULL || record->kind != JSON_OBJECT)
        return error_set(err, ERROR_USER, TEXT("a review must be a JSON object", "复核意见必须是 JSON 对象"));
    if (!get_action(record, &r.action, err))
        return false;
    bool overrules = r.action == REVIEW_OVERRULE || r.action == REVIEW_REATTRIBUTE || r.action == REVIEW_ADJUDICATE;
    bool on_rule = overrules || r.action == REVIEW_AGREE;
    if (!get_text(arena, record, "author", true, &r.author, err) ||
        !get_text(arena, record, "reason", overrules || r.action == REVIEW_COMMENT, &r.reason, err) ||
        !get_text(arena, record, "transcript", true, &r.transcript, err) ||
        !get_text(arena, record, "transcript_hash", true, &r.transcript_hash, err) ||
        !get_text(arena, record, "time", false, &r.time, err) ||
        !get_text(arena, record, "rule", on_rule, &r.rule, err) ||
        !get_text(arena, record, "signal", r.action == REVIEW_MISSED, &r.signal, err) ||
        !get_text(arena, record, "attribution", r.action == REVIEW_REATTRIBUTE, &r.attribution, err) ||
        !get_index(record, "message", &r.message, &message, err) ||
        !get_index(record, "start", &r.start, &start, err) || !get_index(record, "end", &r.end, &end, err))
        return false;
    if (r.attribution.len > 0 && !str_is_any(r.attribution, attributions))
        return bad(err, "attribution",
                   TEXT("must be persona, caller, script, document, rubric, endpoint, judge or scorer",
                        "只能是 persona、caller、script、document、rubric、endpoint、judge 或 scorer"));
    r.has_span = message && start && end && r.end > r.start;
    if (r.action == REVIEW_MISSED && !r.has_span)
        return bad(err, "message",
                   TEXT("and its span are needed for a missed signal", "及其起止位置是遗漏信号所必需的"));
    if ((r.action == REVIEW_VERDICT || r.action == REVIEW_ADJUDICATE) &&
        (json_get(record, "accepted") == NULL || json_get(record, "accepted")->kind != JSON_BOOL))
        return bad(err, "accepted", TEXT("must be true or false", "只能是 true 或 false"));
    r.accepted = json_get_bool(record, "accepted", false);
    if (r.time.len == 0)
        r.time = str_dup(arena, now);
    *review = r;
    return true;
}

void review_write(const struct review *r, struct json_writer *w)
{
    json_open_object(w, NULL);
    json_put_cstring(w, "schema", "fidelio.review/1");
    json_put_cstring(w, "action", action_names[r->action]);
    json_put_string(w, "author", r->author);
    json_put_string(w, "time", r->time);
    json_put_string(w, "transcript", r->transcript);
    json_put_string(w, "transcript_hash", r->transcript_hash);
    if (r->rule.len > 0)
        json_put_string(w, "rule", r->rule);
    if (r->has_span) {
        json_put_integer(w, "message", r->message);
        json_put_integer(w, "start", r->start);
        json_put_integer(w, "end", r->end);
    }
    if (r->signal.len > 0)
        json_put_string(w, "signal", r->signal);
    if (r->attribution.len > 0)
        json_put_string(w, "attribution", r->attribution);
    if (r->action == REVIEW_VERDICT || r->action == REVIEW_ADJUDICATE)
        json_put_bool(w, "accepted", r->accepted);
    if (r->reason.len > 0)
        json_put_string(w, "reason", r->reason);
    json_close_object(w);
}

/* The key under which the newest word on the conversation stands, or under which it belongs. */
static uint64_t key_of(const struct reviews *reviews, struct str transcript_hash)
{
    uint64_t key = hash64(transcript_hash, 0), newest;
    while ((newest = lookup_find(&reviews->newest, key)) != 0 &&
           !str_eq(reviews->items[newest - 1].transcript_hash, transcript_hash))
        key++;
    return key;
}

static bool read_line(struct reviews *reviews, struct str line, const char *path, size_t number, struct error *err)
{
    struct review review;
    struct json *record = json_parse(&reviews->arena, line, path, number, err);
    if (record == NULL)
        return false;
    struct error why = {0};
    if (!review_from_json(&reviews->arena, record, STR(""), &review, &why))
        return error_at(err, ERROR_USER, path, number, 1, "%s", why.message);
    review.line = number;
    VEC_PUSH(reviews, review);
    uint64_t *newest = lookup_place(&reviews->newest, key_of(reviews, review.transcript_hash));
    reviews->items[reviews->count - 1].before = *newest;
    *newest = reviews->count;
    return true;
}

bool reviews_read(struct reviews *reviews, const char *path, struct error *err)
{
    struct buf file;
    *reviews = (struct reviews){0};
    arena_init(&reviews->arena);
    lookup_init(&reviews->newest, &reviews->arena, 0);
    if (!file_exists(path))
        return true;
    buf_init(&file, FILE_MOST);
    bool ok = file_read(path, &file, err);
    struct str rest = buf_str(&file), line;
    for (size_t number = 1; ok && str_next_line(&rest, &line); number++) {
        bool torn = rest.len == 0 && file.bytes[file.len - 1] != '\n';
        if (line.len == 0)
            continue;
        ok = read_line(reviews, str_dup(&reviews->arena, line), path, number, torn ? NULL : err) || torn;
    }
    buf_release(&file);
    if (!ok)
        reviews_release(reviews);
    return ok;
}

void reviews_release(struct reviews *reviews)
{
    VEC_RELEASE(reviews);
    arena_release(&reviews->arena);
}

/* Where the last whole line ends: what stands behind it was torn by a crash or a full disk and was never acknowledged.
 */
static bool whole_lines(int fd, off_t size, off_t *end)
{
    for (char last; size > 0; size--) {
        if (pread(fd, &last, 1, size - 1) != 1)
            return false;
        if (last == '\n')
            break;
    }
    *end = size;
    return true;
}

static bool append_locked(int fd, struct str line, const char *path, struct error *err)
{
    struct stat status;
    off_t end;
    if (fstat(fd, &status) != 0 || !whole_lines(fd, status.st_size, &end))
        return error_errno(err, errno, path, TEXT("read the file", "读取文件"));
    if (end < status.st_size && ftruncate(fd, end) != 0)
        return error_errno(err, errno, path, TEXT("cut off a torn line", "截去不完整的一行"));
    bool ok = file_write_fd(fd, line, path, err);
    if (ok && fdatasync(fd) != 0)
        ok = error_errno(err, errno, path, TEXT("sync the file", "把文件同步到磁盘"));
    return ok || (ftruncate(fd, end) == 0 && false);
}

bool review_append(const char *path, const struct review *review, struct error *err)
{
    struct buf line;
    struct json_writer w;
    buf_init(&line, 0);
    json_writer_init(&w, &line, 0);
    review_write(review, &w);
    buf_add_byte(&line, '\n');
    int fd = open(path, O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    bool ok = fd >= 0 || error_errno(err, errno, path, TEXT("open the file", "打开文件"));
    if (ok) {
        while (flock(fd, LOCK_EX) != 0 && errno == EINTR)
            ;
        ok = append_locked(fd, buf_str(&line), path, err);
        close(fd);
    }
    buf_release(&line);
    return ok;
}

bool reviews_may_be_kept(const char *path, struct error *err)
{
    const char *slash = strrchr(path, '/');
    char folder[4096];
    snprintf(folder, sizeof folder, "%.*s", slash != NULL ? (int)(slash - path) : 1, slash != NULL ? path : ".");
    int fd = open(path, O_RDWR | O_APPEND | O_CLOEXEC);
    if (fd >= 0)
        close(fd);
    return fd >= 0 || (errno == ENOENT && access(folder, W_OK) == 0) ||
           error_errno(err, errno, path, TEXT("keep reviews in it", "在其中保存复核"));
}

void reviews_write(const struct reviews *reviews, struct buf *out)
{
    struct json_writer w;
    json_writer_init(&w, out, 0);
    json_open_array(&w, NULL);
    for (size_t i = 0; i < reviews->count; i++)
        review_write(&reviews->items[i], &w);
    json_close_array(&w);
}

static const struct review *numbered(const struct reviews *reviews, uint64_t number)
{
    return number > 0 ? &reviews->items[number - 1] : NULL;
}

const struct review *reviews_newest(const struct reviews *reviews, const char *transcript_hash)
{
    if (reviews->count == 0)
        return NULL;
    return numbered(reviews, lookup_find(&reviews->newest, key_of(reviews, str_from(transcript_hash))));
}

const struct review *reviews_before(const struct reviews *reviews, const struct review *review)
{
    return numbered(reviews, review->before);
}

/* Of each author the newest word counts. */
enum standing reviews_standing(const struct reviews *reviews, const char *transcript_hash, struct str rule)
{
    const struct review *r = reviews_newest(reviews, transcript_hash);
    bool upheld = false, overruled = false, adjudicated = false;
    struct arena arena;
    struct names authors;
    if (r == NULL)
        return STANDING_UNREVIEWED;
    arena_init(&arena);
    names_init(&authors, &arena);
    for (; r != NULL && !adjudicated; r = reviews_before(reviews, r)) {
        const bool whole = r->action == REVIEW_VERDICT,
                   agrees = r->action == REVIEW_AGREE || r->action == REVIEW_REATTRIBUTE || (whole && r->accepted),
                   overrules = r->action == REVIEW_OVERRULE || (whole && !r->accepted);
        if (!str_eq(r->rule, rule))
            continue;
        if (r->action == REVIEW_ADJUDICATE) {
            adjudicated = true;
            upheld = r->accepted;
            overruled = !r->accepted;
        } else if ((agrees || overrules) && names_find(&authors, r->author) == STR_NONE) {
            names_add(&authors, r->author);
            upheld = upheld || agrees;
            overruled = overruled || overrules;
        }
    }
    arena_release(&arena);
    if (upheld && overruled)
        return STANDING_DISPUTED;
    return upheld ? STANDING_UPHELD : overruled ? STANDING_OVERRULED : STANDING_UNREVIEWED;
}
