#include "transcript/import.h"

#include "base/file.h"
#include "base/language.h"
#include "text/utf8.h"
#include "transcript/speaker_names.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { FILE_LIMIT = 1 << 30 };

struct json *record_put(struct importer *importer, struct json *object, const char *key, struct json value)
{
    struct json *node = arena_alloc(&importer->arena, sizeof *node);
    struct json **tail = &object->first;
    *node = value;
    node->key = key != NULL ? str_dup(&importer->arena, str_from(key)) : (struct str){0};
    node->next = NULL;
    while (*tail != NULL)
        tail = &(*tail)->next;
    *tail = node;
    object->count++;
    return node;
}

struct json *record_new(struct importer *importer)
{
    struct json *record = arena_alloc(&importer->arena, sizeof *record);
    record->kind = JSON_OBJECT;
    return record;
}

struct json *record_put_text(struct importer *importer, struct json *object, const char *key, struct str text)
{
    return record_put(importer, object, key,
                      (struct json){.kind = JSON_STRING, .text = str_dup(&importer->arena, text)});
}

struct json *record_append(struct json *array, struct json *last, struct json *node)
{
    if (last != NULL)
        last->next = node;
    else
        array->first = node;
    array->count++;
    return node;
}

void record_put_rest(struct importer *importer, struct json *object, const struct json *from, const char *except)
{
    for (const struct json *member = from->first; member != NULL; member = member->next) {
        if (!str_eq_cstring(member->key, except) && json_get(object, member->key.ptr) == NULL)
            record_put(importer, object, member->key.ptr, *member);
    }
}

void importer_add(struct importer *importer, const struct json *record, size_t line, const struct read_options *options)
{
    struct error err = {0};
    struct transcript *transcript = transcript_from_json(record, importer->path, line, options, &err);
    if (transcript != NULL)
        collector_add(&importer->collector, transcript);
    else
        bad_lines_add(importer->bad, &err);
}

void importer_bad(struct importer *importer, size_t line, const char *format, ...)
{
    struct error err;
    va_list args;
    va_start(args, format);
    error_vset(&err, ERROR_USER, format, args);
    va_end(args);
    snprintf(err.path, sizeof err.path, "%s", importer->path);
    err.line = line;
    bad_lines_add(importer->bad, &err);
}

const struct read_options *importer_simulator(const struct importer *importer, struct read_options *own)
{
    static const char *const markers[] = {"###STOP###", "###TRANSFER###", "###OUT-OF-SCOPE###",
                                          "[挂断]",     "[HANGS UP]",     NULL};
    *own = (struct read_options){.persona_is_user = true, .markers = markers};
    if (importer->options != NULL && importer->options->markers != NULL)
        own->markers = importer->options->markers;
    return own;
}

/* The records of an array, each at its line. */
static void import_list(struct importer *importer, const struct json *list, const struct json *document)
{
    size_t at = 0, line = 1;
    for (const struct json *record = list->first; record != NULL; record = record->next) {
        for (; at < record->at; at++)
            line += importer->text.ptr[at] == '\n';
        importer->line = line;
        import_record(importer, record, document);
    }
}

static bool is_message(const struct json *value)
{
    return json_get(value, "role") != NULL && json_get(value, "messages") == NULL;
}

/* The one document that the file is. */
static bool import_document(struct importer *importer, const struct json *document, struct error *err)
{
    const struct json *simulations = json_get(document, "simulations");
    const struct json *results = json_get(json_get(document, "results"), "results");
    if (simulations == NULL && json_get(json_get(document, "info"), "user_info") != NULL)
        return error_at(err, ERROR_USER, importer->path, 0, 0,
                        TEXT("the tau2-bench file holds no conversations (\"simulations\"); give the file that does",
                             "这个 tau2-bench 文件里没有对话（simulations）；请给出含有对话的文件"));
    if (results == NULL && json_get(document, "results") != NULL && json_get(document, "results")->kind == JSON_ARRAY)
        results = json_get(document, "results");
    importer->line = 1;
    if (simulations != NULL)
        import_list(importer, simulations, document);
    else if (results != NULL)
        import_list(importer, results, document);
    else if (document->kind == JSON_ARRAY && !is_message(document->first))
        import_list(importer, document, document);
    else
        import_record(importer, document, NULL);
    import_end_dialogue(importer);
    return true;
}

static void import_lines(struct importer *importer)
{
    struct str rest = importer->text, line;
    for (size_t number = 1; str_next_line(&rest, &line); number++) {
        struct error err = {0};
        if (str_trim(line).len == 0)
            continue;
        const struct json *record = json_parse(&importer->arena, line, importer->path, number, &err);
        importer->line = number;
        if (record != NULL) {
            import_record(importer, record, NULL);
        } else {
            if (rest.len == 0 && importer->text.ptr[importer->text.len - 1] != '\n' && !str_ends(line, STR("}"))) {
                struct error inner = err;
                snprintf(err.message, sizeof err.message,
                         TEXT("the last line is cut off: %.900s", "最后一行不完整：%.900s"), inner.message);
            }
            bad_lines_add(importer->bad, &err);
        }
        if (importer->dialogue == NULL)
            arena_clear(&importer->arena);
    }
    import_end_dialogue(importer);
}

/* Are the brackets of this line closed within it? Then it is a record, else part of a document. */
static bool is_closed(struct str line)
{
    size_t open = 0;
    bool in_string = false;
    for (size_t i = 0; i < line.len; i++) {
        char c = line.ptr[i];
        if (in_string && c == '\\')
            i++;
        else if (c == '"')
            in_string = !in_string;
        else if (!in_string && (c == '{' || c == '['))
            open++;
        else if (!in_string && (c == '}' || c == ']') && open > 0)
            open--;
    }
    return open == 0;
}

/* JSON that is one document: its first line is not complete, or it is the only one. */
static bool looks_like_document(struct str text)
{
    struct str rest = text, first = {0}, second = {0};
    while (str_trim(first).len == 0 && str_next_line(&rest, &first))
        continue;
    if (!is_closed(first)) {
        /* The first record of many may be the one that is broken. */
        while (str_trim(second).len == 0 && str_next_line(&rest, &second))
            continue;
        return !(first.ptr[0] == '{' && str_starts(second, STR("{\"")) && is_closed(second));
    }
    return str_trim(rest).len == 0;
}

static bool looks_like_json(struct str text)
{
    struct str inside = text.ptr[0] == '[' ? str_trim(str_slice(text, 1, text.len)) : text;
    return text.ptr[0] == '{' || (text.ptr[0] == '[' && inside.len > 0 && strchr("{[]\"", inside.ptr[0]) != NULL);
}

static bool import_all(struct importer *importer, struct error *err)
{
    struct str text = importer->text;
    if (str_starts(text, STR("\xef\xbb\xbf")))
        text = str_slice(text, 3, text.len);
    text = str_trim(text);
    if (text.len == 0)
        return error_at(err, ERROR_USER, importer->path, 0, 0, TEXT("the file is empty", "文件是空的"));
    if (looks_like_json(text) && looks_like_document(text)) {
        const struct json *document = json_parse(&importer->arena, importer->text, importer->path, 1, err);
        return document != NULL && import_document(importer, document, err);
    }
    if (looks_like_json(text)) {
        import_lines(importer);
        return true;
    }
    if (str_starts(importer->text, STR("\xff\xfe")) || str_starts(importer->text, STR("\xfe\xff")))
        return error_at(err, ERROR_USER, importer->path, 0, 0,
                        TEXT("the file is UTF-16; save it as UTF-8", "文件是 UTF-16 编码；请另存为 UTF-8"));
    size_t bad = str_find_byte(importer->text, '\0');
    if (bad != STR_NONE)
        return error_at(
            err, ERROR_USER, importer->path, 0, 0,
            TEXT("the file is not text (a NUL byte at offset %zu)", "文件不是文本（偏移 %zu 处有 NUL 字节）"), bad);
    if (!utf8_valid(importer->text, &bad))
        return error_at(err, ERROR_USER, importer->path, 0, 0,
                        TEXT("the file is not valid UTF-8 (byte 0x%02x at offset %zu); if it is GBK or Big5, save it "
                             "as UTF-8",
                             "文件不是有效的 UTF-8（字节 0x%02x，偏移 %zu）；如果是 GBK 或 Big5 编码，请另存为 UTF-8"),
                        (unsigned)(unsigned char)importer->text.ptr[bad], bad);
    struct speaker_names names = {.count = 0};
    struct str first, second;
    if (import_dialogue_table(importer, &names) || import_dialogue_text(importer))
        return true;
    if (names.count == 0)
        speaker_names_find(&names, importer);
    if (speaker_names_two(&names, &first, &second))
        return error_at(
            err, ERROR_USER, importer->path, 0, 0,
            TEXT("\"%.*s\" and \"%.*s\" speak, and nothing tells which of them is the persona: give --persona-name "
                 "NAME, or by --scenario the document whose persona or caller bears one of these names, or call them "
                 "\"Customer:\" and \"Agent:\"",
                 "说话的是“%.*s”和“%.*s”，看不出谁是人设方：请用 --persona-name 名字 指明，或用 --scenario "
                 "给出人设方或拨打方叫这个名字的文档，或把他们写成“客户：”“客服：”"),
            STR_FORMAT(first), STR_FORMAT(second));
    return error_at(err, ERROR_USER, importer->path, 0, 0,
                    TEXT("no conversations were found: the file is neither JSON (lines or a document), nor a table "
                         "headed by speaker and text, nor text with a speaker's name before each turn, such as "
                         "\"客户：\" and \"客服：\" or \"Customer:\" and \"Agent:\"; of speakers under "
                         "other names --persona-name NAME tells which is the persona",
                         "没有找到对话：文件既不是 "
                         "JSON（逐行或整份），也不是表头有“说话人”和“内容”的表格，也不是每句前面写有说话人的文本，例如“"
                         "客户：”“客服：”或“Customer:”“Agent:”；"
                         "说话人另有叫法时，用 --persona-name NAME 写明哪一个是人设"));
}

bool transcripts_import_text(const char *path, struct str text, const struct read_options *options,
                             struct transcripts *into, struct bad_lines *bad, struct error *err)
{
    struct importer importer = {.path = path, .text = text, .options = options, .bad = bad};
    arena_init(&importer.arena);
    collector_init(&importer.collector, path, into, bad);
    bool ok = import_all(&importer, err);
    collector_release(&importer.collector);
    arena_release(&importer.arena);
    return ok;
}

bool transcripts_import(const char *path, const struct read_options *options, struct transcripts *into,
                        struct bad_lines *bad, struct error *err)
{
    struct buf text;
    buf_init(&text, FILE_LIMIT);
    bool ok = file_read(path, &text, err) && transcripts_import_text(path, buf_str(&text), options, into, bad, err);
    buf_release(&text);
    return ok;
}
