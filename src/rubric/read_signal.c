/* `signals:` of a rubric file: each a mapping of conditions that must all hold. */
#include "rubric/read.h"

#include "base/language.h"

#include <stdint.h>

static struct finder_node *read_node(struct reading *reading, const struct yaml_node *node, bool root,
                                     struct error *err);

static struct finder_node *node_new(struct reading *reading, enum node_kind kind)
{
    struct finder_node *made = arena_alloc(reading->arena, sizeof *made);
    made->kind = kind;
    made->at_least = 1;
    made->high = SIZE_MAX;
    return made;
}

/* Adds each text to the pattern set; a broken pattern is shown with its column inside the file where that can be told.
 */
static bool add_texts(struct reading *reading, struct finder_node *made, const struct yaml_node *node, bool phrase,
                      struct error *err)
{
    const struct yaml_node *item = node->kind == YAML_SEQUENCE ? node->first : node;
    for (size_t i = 0; i < made->text_count; i++) {
        struct error inner = {0};
        const size_t pattern = signal_finders_add(reading->finders, made->texts[i], phrase, &inner);
        made->pattern = i == 0 ? pattern : made->pattern;
        if (pattern == SIZE_MAX)
            return source_error(reading->source, item->at, err, "%s", inner.message);
        if (node->kind == YAML_SEQUENCE)
            item = item->next;
    }
    return true;
}

/* `phrases: [..]`, `pattern: ..`, `patterns: [..]`, or a mapping {of, at_least, quoted}. */
static struct finder_node *read_text_node(struct reading *reading, const struct yaml_node *node, enum node_kind kind,
                                          struct error *err)
{
    static const char *const keys[] = {"of", "at_least", "quoted", NULL};
    struct finder_node *made = node_new(reading, kind);
    const struct yaml_node *list = node;
    if (node->kind == YAML_MAPPING) {
        const struct yaml_node *least = yaml_get(node, "at_least"), *quoted = yaml_get(node, "quoted");
        size_t count = 1;
        list = yaml_get(node, "of");
        if (!yaml_check_keys(reading->source, node, keys, err))
            return NULL;
        if (list == NULL) {
            source_error(reading->source, node->at, err,
                         TEXT("\"of\" is missing: the list of texts", "缺少 of：文本的列表"));
            return NULL;
        }
        if ((least != NULL && !yaml_size(reading->source, least, 1000, &count, err)) ||
            (quoted != NULL && !yaml_bool(reading->source, quoted, &made->quoted, err)))
            return NULL;
        made->at_least = (double)(count > 0 ? count : 1);
    }
    bool phrase = kind != NODE_PATTERNS;
    if (!read_texts(reading, list, &made->texts, &made->text_count, err) ||
        !add_texts(reading, made, list, phrase, err))
        return NULL;
    if (made->at_least > (double)made->text_count) {
        source_error(reading->source, node->at, err,
                     TEXT("\"at_least\" is larger than the list", "at_least 比列表的项数还大"));
        return NULL;
    }
    return made;
}

static struct finder_node *read_lexicon_node(struct reading *reading, const struct yaml_node *node, struct error *err)
{
    static const char *const keys[] = {"name", "at_least", "quoted", NULL};
    struct finder_node *made = node_new(reading, NODE_LEXICON);
    const struct yaml_node *name = node->kind == YAML_MAPPING ? yaml_get(node, "name") : node;
    const struct yaml_node *least = yaml_get(node, "at_least"), *quoted = yaml_get(node, "quoted");
    size_t count = 1;
    if (node->kind == YAML_MAPPING && !yaml_check_keys(reading->source, node, keys, err))
        return NULL;
    if (name == NULL) {
        source_error(reading->source, node->at, err, TEXT("\"name\" is missing: which lexicon", "缺少 name：哪个词表"));
        return NULL;
    }
    if (!yaml_text(reading->source, name, &made->name, err) ||
        (least != NULL && !yaml_size(reading->source, least, 1000, &count, err)) ||
        (quoted != NULL && !yaml_bool(reading->source, quoted, &made->quoted, err)))
        return NULL;
    const size_t found = names_find(&reading->finders->lexicons.names, made->name);
    if (found == STR_NONE) {
        source_error(reading->source, name->at, err, TEXT("there is no lexicon \"%.*s\"", "没有词表“%.*s”"),
                     STR_FORMAT(made->name));
        return NULL;
    }
    struct lexicon *lexicon = &reading->finders->lexicons.items[found];
    made->name = lexicon->name;
    made->texts = lexicon->words;
    made->text_count = lexicon->count;
    made->pattern = lexicon->pattern;
    made->at_least = (double)(count > 0 ? count : 1);
    if (lexicon->pattern == SIZE_MAX && !add_texts(reading, made, name, true, err))
        return NULL;
    lexicon->pattern = made->pattern;
    return made;
}

static struct finder_node *read_similar_node(struct reading *reading, const struct yaml_node *node, struct error *err)
{
    static const char *const keys[] = {"to", "at_least", NULL};
    static const char *const sections[] = {"negative", "positive", "background", "concerns", "script", NULL};
    struct finder_node *made = node_new(reading, NODE_SIMILAR);
    const struct yaml_node *to = yaml_get(node, "to"), *least = yaml_get(node, "at_least");
    size_t section = 0;
    made->at_least = 0.6;
    if (!read_kind(reading, node, YAML_MAPPING,
                   TEXT("a mapping with \"to\" and \"at_least\"", "含 to 和 at_least 的键值对"), err) ||
        !yaml_check_keys(reading->source, node, keys, err))
        return NULL;
    if (to == NULL) {
        source_error(reading->source, node->at, err,
                     TEXT("\"to\" is missing: which section of the document", "缺少 to：文档的哪个部分"));
        return NULL;
    }
    if (!read_choice(reading, to, sections, &section, err) ||
        (least != NULL && !yaml_number(reading->source, least, 0.01, 1, &made->at_least, err)))
        return NULL;
    made->section = (enum section)section;
    return made;
}

static struct finder_node *read_length_node(struct reading *reading, const struct yaml_node *node, struct error *err)
{
    static const char *const keys[] = {"at_least", "at_most", NULL};
    struct finder_node *made = node_new(reading, NODE_LENGTH);
    const struct yaml_node *least = yaml_get(node, "at_least"), *most = yaml_get(node, "at_most");
    if (!read_kind(
            reading, node, YAML_MAPPING,
            TEXT("a mapping with \"at_least\" or \"at_most\" characters", "含 at_least 或 at_most（字数）的键值对"),
            err) ||
        !yaml_check_keys(reading->source, node, keys, err) ||
        (least != NULL && !yaml_size(reading->source, least, 10000000, &made->low, err)) ||
        (most != NULL && !yaml_size(reading->source, most, 10000000, &made->high, err)))
        return NULL;
    return made;
}

static struct finder_node *read_position_node(struct reading *reading, const struct yaml_node *node, struct error *err)
{
    static const char *const keys[] = {"first", "last", "from", "to", NULL};
    struct finder_node *made = node_new(reading, NODE_POSITION);
    const struct yaml_node *first = yaml_get(node, "first"), *last = yaml_get(node, "last");
    const struct yaml_node *from = yaml_get(node, "from"), *to = yaml_get(node, "to");
    made->low = 1;
    if (!read_kind(reading, node, YAML_MAPPING,
                   TEXT("a mapping with \"first\", \"last\", or \"from\" and \"to\"",
                        "含 first、last，或 from 与 to 的键值对"),
                   err) ||
        !yaml_check_keys(reading->source, node, keys, err))
        return NULL;
    if ((first != NULL) + (last != NULL) + (from != NULL || to != NULL) != 1) {
        source_error(reading->source, node->at, err,
                     TEXT("a position is one of \"first\", \"last\", or \"from\" and \"to\"",
                          "position 只能是 first、last，或 from 与 to"));
        return NULL;
    }
    made->from_end = last != NULL;
    if ((first != NULL && !yaml_size(reading->source, first, 100000, &made->high, err)) ||
        (last != NULL && !yaml_size(reading->source, last, 100000, &made->high, err)) ||
        (from != NULL && !yaml_size(reading->source, from, 100000, &made->low, err)) ||
        (to != NULL && !yaml_size(reading->source, to, 100000, &made->high, err)))
        return NULL;
    return made;
}

/* A list of nodes, or one. */
static struct finder_node *read_group(struct reading *reading, const struct yaml_node *node, enum node_kind kind,
                                      struct error *err)
{
    struct finder_node *made = node_new(reading, kind), **tail = &made->first;
    bool list = node->kind == YAML_SEQUENCE;
    for (const struct yaml_node *item = list ? node->first : node; item != NULL; item = list ? item->next : NULL) {
        *tail = read_node(reading, item, false, err);
        if (*tail == NULL)
            return NULL;
        tail = &(*tail)->next;
    }
    if (made->first == NULL) {
        source_error(reading->source, node->at, err, TEXT("the list is empty", "列表是空的"));
        return NULL;
    }
    return made;
}

/* `not` and `after` have one child; a list under `not` means none of them. */
static struct finder_node *read_wrapper(struct reading *reading, const struct yaml_node *node, enum node_kind kind,
                                        struct error *err)
{
    struct finder_node *made = node_new(reading, kind);
    made->first = read_group(reading, node, NODE_ANY, err);
    return made->first != NULL ? made : NULL;
}

static struct finder_node *read_signal_node(struct reading *reading, const struct yaml_node *node, struct error *err)
{
    struct finder_node *made = node_new(reading, NODE_SIGNAL);
    reading->finders->refer = true;
    return read_signal_names(reading, node, &made->signals, &made->signal_count, err) ? made : NULL;
}

static struct finder_node *read_condition(struct reading *reading, const struct yaml_node *node, struct error *err)
{
    struct str key = node->key;
    if (str_eq_cstring(key, "phrases"))
        return read_text_node(reading, node, NODE_PHRASES, err);
    if (str_eq_cstring(key, "pattern") || str_eq_cstring(key, "patterns"))
        return read_text_node(reading, node, NODE_PATTERNS, err);
    if (str_eq_cstring(key, "lexicon"))
        return read_lexicon_node(reading, node, err);
    if (str_eq_cstring(key, "similar"))
        return read_similar_node(reading, node, err);
    if (str_eq_cstring(key, "length"))
        return read_length_node(reading, node, err);
    if (str_eq_cstring(key, "position"))
        return read_position_node(reading, node, err);
    if (str_eq_cstring(key, "after")) {
        reading->finders->hear_callers = true;
        return read_wrapper(reading, node, NODE_AFTER, err);
    }
    if (str_eq_cstring(key, "not"))
        return read_wrapper(reading, node, NODE_NOT, err);
    if (str_eq_cstring(key, "signal"))
        return read_signal_node(reading, node, err);
    return read_group(reading, node, str_eq_cstring(key, "any") ? NODE_ANY : NODE_ALL, err);
}

static bool is_condition(struct str key)
{
    return !str_eq_cstring(key, "side") && !str_eq_cstring(key, "why");
}

/* A mapping of conditions; all must hold. */
static struct finder_node *read_node(struct reading *reading, const struct yaml_node *node, bool root,
                                     struct error *err)
{
    static const char *const keys[] = {"phrases", "pattern", "patterns", "lexicon", "similar", "length", "position",
                                       "after",   "not",     "signal",   "any",     "all",     NULL};
    static const char *const root_keys[] = {"phrases", "pattern",  "patterns", "lexicon", "similar",
                                            "length",  "position", "after",    "not",     "signal",
                                            "any",     "all",      "side",     "why",     NULL};
    if (!read_kind(
            reading, node, YAML_MAPPING,
            TEXT("conditions such as \"phrases\", \"pattern\", \"any\" ...", "条件，例如 phrases、pattern、any 等"),
            err) ||
        !yaml_check_keys(reading->source, node, root ? root_keys : keys, err))
        return NULL;
    struct finder_node *all = node_new(reading, NODE_ALL), **tail = &all->first;
    for (const struct yaml_node *item = node->first; item != NULL; item = item->next) {
        if (!is_condition(item->key))
            continue;
        *tail = read_condition(reading, item, err);
        if (*tail == NULL)
            return NULL;
        tail = &(*tail)->next;
    }
    if (all->first == NULL) {
        source_error(reading->source, node->at, err,
                     TEXT("no condition: a signal must say how it is found", "没有条件：信号必须说明怎样查找"));
        return NULL;
    }
    return all->first->next == NULL ? all->first : all;
}

bool read_signal(struct reading *reading, const struct yaml_node *node, struct error *err)
{
    static const char *const sides[] = {"persona", "caller", "both", NULL};
    struct rubric_draft *draft = reading->draft;
    struct defined_signal defined = {0};
    size_t side = 0, known = draft_signal(draft, node->key);
    const bool old = known != STR_NONE;
    if (!old)
        known = draft->signals.count;
    if (known < SIGNAL_CORE_COUNT)
        return source_error(
            reading->source, node->key_at, err,
            TEXT("\"%.*s\" is a core signal; give yours another name", "“%.*s”是核心信号；请给你的信号换个名字"),
            STR_FORMAT(node->key));
    if (node->kind == YAML_MAPPING && yaml_get(node, "side") != NULL &&
        !read_choice(reading, yaml_get(node, "side"), sides, &side, err))
        return false;
    struct signal_name name = {str_dup(reading->arena, node->key), str_from(reading->source->path),
                               source_line(reading->source, node->key_at)};
    reading->signal_limit = old ? known : 0;
    defined.root = read_node(reading, node, true, err);
    reading->signal_limit = 0;
    if (defined.root == NULL)
        return false;
    defined.signal = (uint16_t)known;
    defined.persona = side != 1;
    defined.caller = side != 0;
    reading->finders->hear_callers = reading->finders->hear_callers || defined.caller;
    defined.by = str_from(arena_printf(reading->arena, "%s %.*s", reading->source->path, STR_FORMAT(name.name)));
    if (old) { /* a file overrides what it extends; the finder keeps its place, where the order needs it */
        draft->signals.items[known] = name;
        reading->finders->signals.items[known - SIGNAL_CORE_COUNT] = defined;
        return true;
    }
    if (known >= UINT16_MAX)
        return source_error(reading->source, node->key_at, err, TEXT("too many signals", "信号太多"));
    VEC_PUSH(&draft->signals, name);
    VEC_PUSH(&reading->finders->signals, defined);
    return true;
}

bool read_signals(struct reading *reading, const struct yaml_node *node, struct error *err)
{
    if (!read_kind(reading, node, YAML_MAPPING, TEXT("a mapping of names to conditions", "“名称: 条件”的键值对"), err))
        return false;
    for (const struct yaml_node *item = node->first; item != NULL; item = item->next)
        if (!read_signal(reading, item, err))
            return false;
    return true;
}
