/* Records of conversations out of JSON: fidelio.transcript/1 and anything with OpenAI-style messages. */
#include "base/file.h"
#include "base/language.h"
#include "syntax/json.h"
#include "text/utf8.h"
#include "transcript/record.h"
#include "transcript/transcript.h"

#include <stdarg.h>
#include <stdio.h>

enum { FILE_LIMIT = 1 << 30 };

struct reader {
    struct transcript *transcript;
    const char *path;
    const struct read_options *options;
    struct error *err;
};

static const struct read_options default_options;

__attribute__((format(printf, 2, 3))) static bool fail(struct reader *r, const char *format, ...)
{
    char message[sizeof r->err->message];
    va_list args;
    va_start(args, format);
    vsnprintf(message, sizeof message, format, args);
    va_end(args);
    return error_at(r->err, ERROR_USER, r->path, r->transcript->line, 0, "%s", message);
}

struct named_role {
    const char *name;
    enum role role;
    bool by_side; /* who is meant by it depends on which side the persona speaks */
};

static const struct named_role named_roles[] = {
    {"user", ROLE_CALLER, true}, {"assistant", ROLE_PERSONA, true}, {"human", ROLE_CALLER, true},
    {"bot", ROLE_PERSONA, true}, {"caller", ROLE_CALLER, false},    {"persona", ROLE_PERSONA, false},
};
static const char *const silent_roles[] = {"system", "developer", "tool", "function"};

enum role role_of_side(enum role side, const struct read_options *options)
{
    if (options == NULL || !options->persona_is_user)
        return side;
    return side == ROLE_CALLER ? ROLE_PERSONA : ROLE_CALLER;
}

static bool read_role(struct reader *r, const struct json *message, size_t index, enum role *role, bool *silent)
{
    struct str name = json_get_text(message, "role");
    if (name.len == 0)
        return fail(r,
                    TEXT("messages[%zu] has no role; each message needs \"role\": \"user\" or \"assistant\"",
                         "messages[%zu] 没有 role；每条消息都要有 \"role\": \"user\" 或 \"assistant\""),
                    index);
    for (size_t i = 0; i < sizeof silent_roles / sizeof *silent_roles; i++) {
        if (str_eq_cstring(name, silent_roles[i])) {
            *silent = true;
            return true;
        }
    }
    for (size_t i = 0; i < sizeof named_roles / sizeof *named_roles; i++) {
        if (str_eq_cstring(name, named_roles[i].name)) {
            *role = named_roles[i].by_side ? role_of_side(named_roles[i].role, r->options) : named_roles[i].role;
            return true;
        }
    }
    bool by_side;
    if (speaker_role(name, role, &by_side)) {
        *role = by_side ? role_of_side(*role, r->options) : *role;
        return true;
    }
    return fail(
        r,
        TEXT("messages[%zu] has the unknown role \"%.*s\"; known are user, assistant, system, tool, and names "
             "of speakers such as customer and agent",
             "messages[%zu] 的 role“%.*s”不认识；可用的有 user、assistant、system、tool，以及客户、客服这样的称呼"),
        index, STR_FORMAT(utf8_slice(name, 0, 40)));
}

/* The texts among an array of parts ({"type":"text","text":...}), one behind the other. */
static struct str join_parts(struct arena *arena, const struct json *parts)
{
    struct buf buf;
    buf_init(&buf, 0);
    for (const struct json *part = parts->first; part != NULL; part = part->next)
        buf_add(&buf, part->kind == JSON_STRING ? part->text : json_get_text(part, "text"));
    struct str text = str_dup(arena, buf_str(&buf));
    buf_release(&buf);
    return text;
}

static bool is_empty(const struct json *value)
{
    return value == NULL || value->kind == JSON_NULL || (value->kind == JSON_ARRAY && value->count == 0);
}

static bool too_much(struct reader *r, bool failed)
{
    if (r->err != NULL)
        r->err->kind = ERROR_LIMIT;
    return failed;
}

/* *silent: nothing but a tool call. Null without one is an empty reply. */
static bool read_content(struct reader *r, const struct json *message, size_t index, struct str *text, bool *silent)
{
    const struct json *content = json_get(message, "content");
    bool calls = !is_empty(json_get(message, "tool_calls")) || !is_empty(json_get(message, "function_call"));
    if (content == NULL && !calls)
        return fail(r, TEXT("messages[%zu] has no content", "messages[%zu] 没有 content"), index);
    if (content == NULL || content->kind == JSON_NULL)
        *text = (struct str){0};
    else if (content->kind == JSON_STRING)
        *text = content->text;
    else if (content->kind == JSON_ARRAY)
        *text = join_parts(&r->transcript->arena, content);
    else
        return fail(r,
                    TEXT("the content of messages[%zu] is of the kind %s; a string is expected",
                         "messages[%zu] 的 content 类型是 %s，应为字符串"),
                    index, json_kind_name(content->kind));
    *silent = calls && str_trim(*text).len == 0;
    return text->len <= MESSAGE_CEILING ||
           too_much(r, fail(r,
                            TEXT("messages[%zu] holds %zu bytes; %d is the most that is read",
                                 "messages[%zu] 有 %zu 字节；最多读取 %d 字节"),
                            index, text->len, MESSAGE_CEILING));
}

static uint64_t whole(const struct json *object, const char *key, double max)
{
    double number = json_get_number(object, key, 0);
    return number > 0 && number <= max ? (uint64_t)number : 0;
}

static void read_move(const struct json *message, struct move *move)
{
    const struct json *object = json_get(message, "move");
    move->kind = json_get_text(object, "kind");
    move->fault = json_get_text(object, "fault");
    move->chooser = json_get_text(object, "chooser");
    move->step = whole(object, "step", UINT32_MAX);
    move->entry = whole(object, "entry", UINT32_MAX);
}

static struct str either(struct str a, struct str b)
{
    return a.len > 0 ? a : b;
}

static bool read_message(struct reader *r, const struct json *json, size_t index)
{
    enum role role = ROLE_CALLER;
    bool silent = false;
    struct str text = {0};
    if (json->kind != JSON_OBJECT)
        return fail(
            r, TEXT("messages[%zu] is of the kind %s; an object is expected", "messages[%zu] 的类型是 %s，应为对象"),
            index, json_kind_name(json->kind));
    if (!read_role(r, json, index, &role, &silent))
        return false;
    if (silent)
        return true;
    if (!read_content(r, json, index, &text, &silent))
        return false;
    if (silent)
        return true;
    struct message message = {.role = role, .content = text, .index = (uint32_t)index};
    message.hung_up = json_get_bool(json, "hung_up", false);
    message.raw = json_get_text(json, "raw");
    if (message.raw.len == 0)
        message.raw = text;
    if (!message.hung_up)
        message.hung_up = marker_split(&r->transcript->arena, message.raw, r->options->markers, &message.content);
    message.reasoning = either(json_get_text(json, "reasoning"), json_get_text(json, "reasoning_content"));
    message.finish = finish_from(either(json_get_text(json, "finish"), json_get_text(json, "finish_reason")));
    const struct json *usage = json_get(json, "usage");
    message.usage = (struct usage){.prompt_tokens = whole(usage, "prompt_tokens", 1e15),
                                   .completion_tokens = whole(usage, "completion_tokens", 1e15),
                                   .cached_tokens = whole(usage, "cached_tokens", 1e15)};
    message.latency_ms = (uint32_t)whole(json, "latency_ms", UINT32_MAX);
    read_move(json, &message.move);
    *transcript_add(r->transcript, role, (struct str){0}) = message;
    return true;
}

struct named_end {
    const char *name;
    enum ended_by by;
    bool by_side; /* named after the side that spoke as user (ENDED_CALLER) or assistant (ENDED_PERSONA) */
};

/* Other tools' words for how a conversation ended. */
static const struct named_end named_ends[] = {
    {"user", ENDED_CALLER, true},           {"user_stop", ENDED_CALLER, true},
    {"customer", ENDED_CALLER, true},       {"assistant", ENDED_PERSONA, true},
    {"agent", ENDED_PERSONA, true},         {"agent_stop", ENDED_PERSONA, true},
    {"transfer", ENDED_PERSONA, true},      {"max_steps", ENDED_MAX_TURNS, false},
    {"turn_limit", ENDED_MAX_TURNS, false}, {"too_many_errors", ENDED_ERROR, false},
    {"timeout", ENDED_ERROR, false},        {"agent_error", ENDED_ERROR, false},
    {"user_error", ENDED_ERROR, false},     {"infrastructure_error", ENDED_ERROR, false},
};

static enum ended_by by_marker(const struct transcript *transcript)
{
    for (size_t i = transcript->count; i-- > 0;) {
        if (transcript->messages[i].hung_up)
            return transcript->messages[i].role == ROLE_PERSONA ? ENDED_PERSONA : ENDED_CALLER;
    }
    return ENDED_UNKNOWN;
}

/* The end of a conversation from our word or another tool's for it; else, and when it is empty, from the hang-up
 * marker. */
static enum ended_by ended_by_of(struct str name, const struct transcript *transcript,
                                 const struct read_options *options)
{
    enum ended_by by = ended_by_from(name);
    if (by != ENDED_UNKNOWN)
        return by;
    for (size_t i = 0; i < sizeof named_ends / sizeof *named_ends; i++) {
        if (!str_eq_cstring(name, named_ends[i].name))
            continue;
        if (!named_ends[i].by_side)
            return named_ends[i].by;
        enum role side = named_ends[i].by == ENDED_CALLER ? ROLE_CALLER : ROLE_PERSONA;
        return role_of_side(side, options) == ROLE_PERSONA ? ENDED_PERSONA : ENDED_CALLER;
    }
    return by_marker(transcript);
}

static bool read_id(struct reader *r, const struct json *record)
{
    const struct json *id = json_get(record, "id");
    struct transcript *t = r->transcript;
    if (id == NULL || id->kind == JSON_NULL || (id->kind == JSON_STRING && id->text.len == 0))
        t->id = str_from(arena_printf(&t->arena, "line-%zu", t->line));
    else if (id->kind == JSON_STRING || id->kind == JSON_NUMBER)
        t->id = id->text;
    else
        return fail(r, TEXT("the id is of the kind %s; a string is expected", "id 的类型是 %s，应为字符串"),
                    json_kind_name(id->kind));
    return true;
}

static bool read_record(struct reader *r, const struct json *record)
{
    struct transcript *t = r->transcript;
    if (record->kind != JSON_OBJECT)
        return fail(r,
                    TEXT("a conversation is an object with \"messages\"; here stands one of the kind %s",
                         "一通对话应为含有 messages 的对象；这里的类型是 %s"),
                    json_kind_name(record->kind));
    struct str schema = json_get_text(record, "schema");
    if (str_starts(schema, STR("fidelio.")) && !str_eq_cstring(schema, "fidelio.transcript/1"))
        return fail(r,
                    TEXT("the record is of the schema %.*s; fidelio.transcript/1 is expected",
                         "这条记录的 schema 是 %.*s，应为 fidelio.transcript/1"),
                    STR_FORMAT(utf8_slice(schema, 0, 60)));
    const struct json *messages = json_get(record, "messages");
    if (messages == NULL || messages->kind != JSON_ARRAY)
        return fail(r, TEXT("the conversation has no \"messages\" array", "这通对话没有 messages 数组"));
    if (!read_id(r, record))
        return false;
    t->extra = record;
    size_t index = 0;
    for (const struct json *message = messages->first; message != NULL; message = message->next) {
        if (index == MESSAGES_MOST)
            return too_much(r, fail(r,
                                    TEXT("the conversation has more than %d messages, the most that is read",
                                         "这通对话超过 %d 条消息，这是能读取的上限"),
                                    MESSAGES_MOST));
        if (!read_message(r, message, index++))
            return false;
    }
    if (t->count == 0 && schema.len == 0)
        return fail(r, TEXT("nobody says anything in this conversation", "这通对话里谁也没说话"));
    t->scenario = json_get_text(record, "scenario");
    t->model = json_get_text(record, "model");
    if (t->model.len == 0 && r->options->persona_is_user)
        t->model = json_get_text(record, "user_model");
    t->prompt = json_get_text(record, "prompt");
    t->caller = json_get_text(record, "caller");
    t->repeat = (uint32_t)whole(record, "repeat", UINT32_MAX);
    t->understudy = json_get_bool(record, "understudy", false);
    t->error = json_get_text(record, "error");
    t->ended_by = ended_by_of(json_get_text(record, "ended_by"), t, r->options);
    return true;
}

struct transcript *transcript_from_json(const struct json *record, const char *path, size_t line,
                                        const struct read_options *options, struct error *err)
{
    struct transcript *transcript = transcript_new();
    transcript->line = line;
    struct reader r = {transcript, path, options != NULL ? options : &default_options, err};
    if (read_record(&r, json_dup(&transcript->arena, record)))
        return transcript;
    transcript_free(transcript);
    return NULL;
}

static struct transcript *read_line(const char *path, struct str text, size_t line, const struct read_options *options,
                                    struct error *err)
{
    struct transcript *transcript = transcript_new();
    transcript->line = line;
    struct reader r = {transcript, path, options != NULL ? options : &default_options, err};
    const struct json *record = json_parse(&transcript->arena, text, path, line, err);
    if (record != NULL && read_record(&r, record))
        return transcript;
    transcript_free(transcript);
    return NULL;
}

void transcripts_read_text(const char *path, struct str text, const struct read_options *options,
                           struct transcripts *into, struct bad_lines *bad)
{
    struct collector collector;
    collector_init(&collector, path, into, bad);
    struct str rest = text, line;
    for (size_t number = 1; str_next_line(&rest, &line); number++) {
        if (str_trim(line).len == 0)
            continue;
        struct error err = {0};
        struct transcript *transcript = read_line(path, line, number, options, &err);
        if (transcript != NULL) {
            collector_add(&collector, transcript);
            continue;
        }
        if (rest.len == 0 && text.ptr[text.len - 1] != '\n' && !str_ends(line, STR("}"))) {
            struct error inner = err;
            snprintf(err.message, sizeof err.message,
                     TEXT("the last line is cut off: %.900s", "最后一行不完整：%.900s"), inner.message);
        }
        bad_lines_add(bad, &err);
    }
    collector_release(&collector);
}

bool transcripts_read(const char *path, const struct read_options *options, struct transcripts *into,
                      struct bad_lines *bad, struct error *err)
{
    struct buf text;
    buf_init(&text, FILE_LIMIT);
    bool ok = file_read(path, &text, err);
    if (ok)
        transcripts_read_text(path, buf_str(&text), options, into, bad);
    buf_release(&text);
    return ok;
}
