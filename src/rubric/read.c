#include "rubric/read.h"

#include "base/embedded.h"
#include "base/file.h"
#include "base/language.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

enum { RUBRIC_CEILING = 1 << 20, DEEPEST = 16 };

static bool read_lexicons(struct reading *reading, const struct yaml_node *node, struct error *err)
{
    struct lexicons *lexicons = &reading->finders->lexicons;
    if (!read_kind(reading, node, YAML_MAPPING,
                   TEXT("a mapping of names to lists of words", "“名称: 词语列表”的键值对"), err))
        return false;
    for (const struct yaml_node *item = node->first; item != NULL; item = item->next) {
        struct lexicon lexicon = {.name = str_dup(reading->arena, item->key), .pattern = SIZE_MAX};
        if (!read_texts(reading, item, &lexicon.words, &lexicon.count, err))
            return false;
        const size_t known = names_find(&lexicons->names, lexicon.name);
        if (known != STR_NONE) {
            lexicons->items[known] = lexicon;
            continue;
        }
        names_add(&lexicons->names, lexicon.name);
        VEC_PUSH(lexicons, lexicon);
    }
    return true;
}

bool question_may_gate(const struct question *question)
{
    return question->labels >= 50 && question->kappa >= 0.7;
}

/* What a judge's question must have shown before it may gate (section on agreement in docs/rubrics.md). */
static bool read_agreement(struct reading *reading, const struct yaml_node *node, struct question *question,
                           struct error *err)
{
    static const char *const keys[] = {"kappa", "labels", NULL};
    const struct yaml_node *kappa = yaml_get(node, "kappa"), *labels = yaml_get(node, "labels");
    if (!read_kind(reading, node, YAML_MAPPING,
                   TEXT("a mapping with \"kappa\" and \"labels\"", "含 kappa 和 labels 的键值对"), err) ||
        !yaml_check_keys(reading->source, node, keys, err))
        return false;
    if (kappa == NULL || labels == NULL)
        return source_error(
            reading->source, node->at, err,
            TEXT("an agreement needs both \"kappa\" and \"labels\"", "agreement 必须同时有 kappa 和 labels"));
    return yaml_number(reading->source, kappa, -1, 1, &question->kappa, err) &&
           yaml_size(reading->source, labels, 1000000, &question->labels, err);
}

static bool read_questions(struct reading *reading, const struct yaml_node *node, struct error *err)
{
    static const char *const keys[] = {"id", "ask", "agreement", NULL};
    if (!read_kind(reading, node, YAML_SEQUENCE, TEXT("a list of questions", "问题的列表"), err))
        return false;
    for (const struct yaml_node *item = node->first; item != NULL; item = item->next) {
        const struct yaml_node *id = yaml_get(item, "id"), *ask = yaml_get(item, "ask"),
                               *agreement = yaml_get(item, "agreement");
        struct question question = {.file = str_from(reading->source->path),
                                    .line = source_line(reading->source, item->at)};
        if (!read_kind(reading, item, YAML_MAPPING, TEXT("a question with \"id\" and \"ask\"", "含 id 和 ask 的问题"),
                       err) ||
            !yaml_check_keys(reading->source, item, keys, err))
            return false;
        if (id == NULL || ask == NULL)
            return source_error(reading->source, item->at, err, TEXT("a question needs \"%s\"", "问题缺少“%s”"),
                                id == NULL ? "id" : "ask");
        if (!yaml_text(reading->source, id, &question.id, err) ||
            !yaml_text(reading->source, ask, &question.text, err) ||
            (agreement != NULL && !read_agreement(reading, agreement, &question, err)))
            return false;
        question.id = str_dup(reading->arena, question.id);
        question.text = str_dup(reading->arena, question.text);
        const size_t known = draft_question(reading->draft, question.id);
        if (known == STR_NONE)
            VEC_PUSH(&reading->draft->questions, question);
        else
            reading->draft->questions.items[known] = question;
    }
    return true;
}

static bool read_disabled(struct reading *reading, const struct yaml_node *node, struct error *err)
{
    struct str *ids = NULL;
    size_t count = 0;
    if (!read_texts(reading, node, &ids, &count, err))
        return false;
    const struct yaml_node *item = node->kind == YAML_SEQUENCE ? node->first : node;
    for (size_t i = 0; i < count; i++, item = item->next) {
        const size_t r = draft_rule(reading->draft, ids[i]);
        if (r != STR_NONE) {
            reading->draft->rules.items[r].disabled = true;
            continue;
        }
        struct str near = read_nearest(ids[i], &reading->draft->rubric->rule_ids);
        return near.len > 0 ? source_error(reading->source, item->at, err,
                                           TEXT("there is no rule \"%.*s\"; did you mean \"%.*s\"?",
                                                "没有规则“%.*s”；是不是“%.*s”？"),
                                           STR_FORMAT(ids[i]), STR_FORMAT(near))
                            : source_error(reading->source, item->at, err,
                                           TEXT("there is no rule \"%.*s\"", "没有规则“%.*s”"), STR_FORMAT(ids[i]));
    }
    return true;
}

static bool read_source(struct rubric_draft *draft, struct signal_finders *finders, const struct source *source,
                        struct reading *reading, struct error *err);

/* A path in `extends` is taken from the folder of the file that names it; a name that is no file there may be one of
 * the program's own packs. */
static bool read_extended(struct reading *reading, const struct yaml_node *item, struct str name, struct error *err)
{
    const char *base = reading->source->path, *slash = strrchr(base, '/');
    int folder = slash != NULL && name.ptr[0] != '/' ? (int)(slash - base) + 1 : 0;
    const char *path = arena_printf(reading->arena, "%.*s%.*s", folder, base, STR_FORMAT(name));
    const struct embedded *pack = NULL;
    struct reading child = {
        .draft = reading->draft, .finders = reading->finders, .arena = reading->arena, .parent = reading};
    struct source source;
    size_t depth = 0;
    if (!file_exists(path)) {
        pack = embedded_find(path); /* a pack extends its neighbour */
        if (pack == NULL)
            pack = embedded_find(arena_printf(reading->arena, "rubrics/%.*s", STR_FORMAT(name)));
    }
    char *real = pack == NULL ? realpath(path, NULL) : NULL;
    child.real_path = real != NULL ? arena_dup(reading->arena, real, strlen(real)) : pack != NULL ? pack->path : path;
    free(real);
    for (const struct reading *r = reading; r != NULL; r = r->parent, depth++)
        if (strcmp(r->real_path, child.real_path) == 0)
            return source_error(reading->source, item->at, err,
                                TEXT("\"%.*s\" extends itself: the chain of \"extends\" comes back to %s",
                                     "“%.*s”扩展了自己：extends 绕了一圈又回到 %s"),
                                STR_FORMAT(name), r->source->path);
    if (depth >= DEEPEST)
        return source_error(reading->source, item->at, err,
                            TEXT("more than %d files deep in \"extends\"", "extends 层层引用超过 %d 个文件"),
                            (int)DEEPEST);
    if (pack == NULL && !file_exists(path))
        return source_error(reading->source, item->at, err,
                            TEXT("there is no rubric \"%.*s\": neither a file (%s) nor a pack of the program",
                                 "没有评分标准“%.*s”：既没有文件（%s），也不是程序自带的"),
                            STR_FORMAT(name), path);
    bool good = pack != NULL
                    ? source_from(&source, reading->arena, pack->path, (struct str){pack->bytes, pack->len}, err)
                    : source_read(&source, reading->arena, path, RUBRIC_CEILING, err);
    return good && read_source(reading->draft, reading->finders, &source, &child, err);
}

static bool read_extends(struct reading *reading, const struct yaml_node *node, struct error *err)
{
    struct str *names = NULL;
    size_t count = 0;
    if (!read_texts(reading, node, &names, &count, err))
        return false;
    const struct yaml_node *item = node->kind == YAML_SEQUENCE ? node->first : node;
    for (size_t i = 0; i < count; i++, item = item->next)
        if (!read_extended(reading, item, names[i], err))
            return false;
    return true;
}

/* `core: false` and `document: false` leave out what is there without the file: for rubrics of another side or another
 * kind of call. */
static bool read_switches(struct reading *reading, const struct yaml_node *root, struct error *err)
{
    static const char *const names[] = {"core", "document"};
    for (size_t i = 0; i < 2; i++) {
        const struct yaml_node *node = yaml_get(root, names[i]);
        bool wanted = true;
        if (node == NULL)
            continue;
        if (!yaml_bool(reading->source, node, &wanted, err))
            return false;
        for (size_t r = 0; r < reading->draft->rules.count && !wanted; r++)
            if (reading->draft->rules.items[r].origin == (i == 0 ? ORIGIN_CORE : ORIGIN_DOCUMENT))
                reading->draft->rules.items[r].disabled = true;
    }
    return true;
}

/* `subject: caller` makes it an exam's rubric: of what is expected of the persona only the gates stay, as guards. */
static bool read_subject(struct reading *reading, const struct yaml_node *node, struct error *err)
{
    static const char *const sides[] = {"caller", "persona", NULL};
    struct rubric_draft *draft = reading->draft;
    size_t choice = 1;
    if (node != NULL && !read_choice(reading, node, sides, &choice, err))
        return false;
    if (node == NULL || choice == 1)
        return true;
    draft->rubric->subject = ROLE_CALLER;
    for (size_t r = 0; r < draft->rules.count; r++)
        if (draft->rules.items[r].origin != ORIGIN_FILE) {
            draft->rules.items[r].guard = draft->rules.items[r].gate;
            draft->rules.items[r].disabled = !draft->rules.items[r].gate;
        }
    return true;
}

static bool read_root(struct reading *reading, const struct yaml_node *root, struct error *err)
{
    static const char *const keys[] = {"id",       "subject", "extends",   "core",  "document", "threshold",
                                       "lexicons", "signals", "questions", "rules", "disable",  NULL};
    static const struct {
        const char *key;
        bool (*read)(struct reading *, const struct yaml_node *, struct error *);
    } parts[] = {{"extends", read_extends},     {"lexicons", read_lexicons}, {"signals", read_signals},
                 {"questions", read_questions}, {"rules", read_rules},       {"disable", read_disabled}};
    if (!read_kind(
            reading, root, YAML_MAPPING,
            TEXT("a rubric: a mapping with \"rules\", \"signals\" ...", "评分标准，即含 rules、signals 等的键值对"),
            err) ||
        !yaml_check_keys(reading->source, root, keys, err) || !read_switches(reading, root, err) ||
        !read_subject(reading, yaml_get(root, "subject"), err))
        return false;
    const struct yaml_node *threshold = yaml_get(root, "threshold"), *id = yaml_get(root, "id");
    if (threshold != NULL && !yaml_number(reading->source, threshold, 0, 1, &reading->draft->rubric->threshold, err))
        return false;
    if (id != NULL && !yaml_text(reading->source, id, &reading->draft->rubric->id, err))
        return false;
    reading->draft->rubric->id = str_dup(reading->arena, reading->draft->rubric->id);
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        const struct yaml_node *node = yaml_get(root, parts[i].key);
        if (node != NULL && !parts[i].read(reading, node, err))
            return false;
    }
    return true;
}

static bool read_source(struct rubric_draft *draft, struct signal_finders *finders, const struct source *source,
                        struct reading *reading, struct error *err)
{
    reading->draft = draft;
    reading->finders = finders;
    reading->source = source;
    names_init(&reading->own_rules, reading->arena);
    const struct yaml_node *root = yaml_parse(reading->arena, source, err);
    return root != NULL && read_root(reading, root, err);
}

/* Words that replace those a gate stands on must have earned it anew; told when all is read, for a later rule may have
 * taken the gate back. */
static bool check_gates(struct rubric_draft *draft, struct error *err)
{
    for (size_t i = 0; i < draft->rules.count; i++) {
        const struct rule *rule = &draft->rules.items[i];
        if (rule->kind != RULE_JUDGE || !rule->gate || rule->disabled)
            continue;
        const struct question *question = &draft->questions.items[draft_question(draft, rule->question)];
        if (question_may_gate(question))
            continue;
        return error_at(
            err, ERROR_USER, str_cstring(&draft->rubric->arena, question->file), question->line, 0,
            TEXT("the rule \"%.*s\" is a gate on the question \"%.*s\", which has not earned it in these words: that "
                 "takes an \"agreement\" with a kappa of at least 0.7 on at least 50 labels",
                 "规则“%.*s”把问题“%.*s”当作门槛，而这个问题的措辞还没有赢得资格：需要有 agreement，kappa 不低于 0.7，"
                 "标注不少于 50 条"),
            STR_FORMAT(rule->id), STR_FORMAT(question->id));
    }
    return true;
}

static bool read_first(struct rubric_draft *draft, struct signal_finders *finders, const struct source *source,
                       struct error *err)
{
    struct reading reading = {.arena = &draft->rubric->arena};
    char *real = realpath(source->path, NULL);
    reading.real_path = real != NULL ? arena_dup(reading.arena, real, strlen(real)) : source->path;
    free(real);
    return read_source(draft, finders, source, &reading, err) && check_gates(draft, err);
}

bool rubric_read_file(struct rubric_draft *draft, struct signal_finders *finders, const char *path, struct error *err)
{
    struct arena *arena = &draft->rubric->arena;
    const struct embedded *pack = file_exists(path) ? NULL : embedded_find(path);
    struct source source;
    bool good = pack != NULL ? source_from(&source, arena, pack->path, (struct str){pack->bytes, pack->len}, err)
                             : source_read(&source, arena, path, RUBRIC_CEILING, err);
    return good && read_first(draft, finders, &source, err);
}

bool rubric_read_text(struct rubric_draft *draft, struct signal_finders *finders, const char *path, struct str text,
                      struct error *err)
{
    struct source source;
    return source_from(&source, &draft->rubric->arena, path, str_dup(&draft->rubric->arena, text), err) &&
           read_first(draft, finders, &source, err);
}

const struct yaml_node *rubric_pack(struct rubric_draft *draft, const char *pack, struct source *source,
                                    struct error *err)
{
    const struct embedded *file = embedded_find(pack);
    struct arena *arena = &draft->rubric->arena;
    if (file == NULL || !source_from(source, arena, pack, (struct str){file->bytes, file->len}, err))
        return NULL;
    return yaml_get(yaml_parse(arena, source, err), "signals");
}

size_t rubric_take_signal(struct rubric_draft *draft, struct signal_finders *finders, const struct source *source,
                          const struct yaml_node *signals, const char *name, struct error *err)
{
    struct reading reading = {.draft = draft,
                              .finders = finders,
                              .arena = &draft->rubric->arena,
                              .real_path = source->path,
                              .source = source};
    const struct yaml_node *node = yaml_get(signals, name);
    return node != NULL && read_signal(&reading, node, err) ? draft->signals.count - 1 : SIZE_MAX;
}
