/* `rules:` of a rubric file. A rule whose id is there already (core, document, an extended file) is overridden: what
 * the file says replaces, the rest stays. */
#include "rubric/read.h"

#include "base/language.h"

/* yaml_number's range cannot say "larger than nothing": a huge bound stands for no limit. */
static const double MOST = 1e9;

static struct selection selection_of(struct rule *rule, struct window *window)
{
    return (struct selection){&rule->signals, &rule->signal_count, &rule->side, window};
}

static struct selection when_selection_of(struct rule *rule, struct window *window)
{
    return (struct selection){&rule->when_signals, &rule->when_count, &rule->when_side, window};
}

static bool read_bound(struct reading *reading, const struct yaml_node *node, struct rule *rule, struct error *err)
{
    const struct yaml_node *count = yaml_get(node, "count"), *share = yaml_get(node, "share");
    if (count != NULL && share != NULL)
        return source_error(reading->source, share->at, err,
                            TEXT("either \"count\" or \"share\", not both", "count 与 share 只能取其一"));
    rule->share = share != NULL;
    rule->bound = 1;
    if (share != NULL)
        return yaml_number(reading->source, share, 0, 1, &rule->bound, err);
    return count == NULL || yaml_number(reading->source, count, 0, MOST, &rule->bound, err);
}

static bool read_presence(struct reading *reading, const struct yaml_node *node, struct rule *rule, struct error *err)
{
    static const char *const keys[] = {"signal", "side", "window", "count", "share", "most", "distinct", NULL};
    const struct yaml_node *most = yaml_get(node, "most"), *distinct = yaml_get(node, "distinct");
    rule->window = (struct window){0};
    rule->most = 0;
    rule->distinct = rule->kind == RULE_AT_LEAST;
    return read_select(reading, node, keys, selection_of(rule, &rule->window), err) &&
           read_bound(reading, node, rule, err) &&
           (most == NULL || yaml_number(reading->source, most, 0, 1, &rule->most, err)) &&
           (distinct == NULL || yaml_bool(reading->source, distinct, &rule->distinct, err));
}

static bool read_when(struct reading *reading, const struct yaml_node *node, const struct yaml_node *rule_node,
                      struct rule *rule, struct error *err)
{
    static const char *const keys[] = {"signal", "side", "window", NULL};
    static const char *const then_keys[] = {"signal", "side", "within", NULL};
    const struct yaml_node *then = yaml_get(rule_node, "then"), *within = yaml_get(then, "within");
    if (then == NULL)
        return source_error(reading->source, node->key_at, err, TEXT("\"when\" needs \"then\"", "有 when 就要有 then"));
    rule->within = 1;
    rule->window = (struct window){0};
    if (!read_select(reading, node, keys, when_selection_of(rule, &rule->window), err) ||
        !read_select(reading, then, then_keys, selection_of(rule, NULL), err) ||
        (within != NULL && !yaml_size(reading->source, within, 100000, &rule->within, err)))
        return false;
    if (within != NULL && rule->within == 0)
        return source_error(reading->source, within->at, err,
                            TEXT("\"within\" counts replies and starts at 1", "within 数的是回复，从 1 开始"));
    return true;
}

static bool read_before(struct reading *reading, const struct yaml_node *node, struct rule *rule, struct error *err)
{
    static const char *const keys[] = {"first", "then", NULL};
    static const char *const select_keys[] = {"signal", "side", NULL};
    if (!read_kind(reading, node, YAML_MAPPING,
                   TEXT("a mapping with \"first\" and \"then\"", "含 first 和 then 的键值对"), err) ||
        !yaml_check_keys(reading->source, node, keys, err))
        return false;
    const struct yaml_node *first = yaml_get(node, "first"), *then = yaml_get(node, "then");
    if (first == NULL || then == NULL)
        return source_error(reading->source, node->at, err,
                            TEXT("\"before\" needs both \"first\" and \"then\"", "before 必须同时有 first 和 then"));
    return read_select(reading, first, select_keys, selection_of(rule, NULL), err) &&
           read_select(reading, then, select_keys, when_selection_of(rule, NULL), err);
}

static bool read_chain(struct reading *reading, const struct yaml_node *node, struct rule *rule, struct error *err)
{
    static const char *const keys[] = {"signals", "side", NULL};
    const struct yaml_node *list = node->kind == YAML_MAPPING ? yaml_get(node, "signals") : node;
    if (node->kind == YAML_MAPPING && !yaml_check_keys(reading->source, node, keys, err))
        return false;
    if (list == NULL)
        return source_error(reading->source, node->at, err, TEXT("\"signals\" is missing", "缺少 signals"));
    if (!read_signal_names(reading, list, &rule->signals, &rule->signal_count, err))
        return false;
    if (rule->signal_count < 2)
        return source_error(reading->source, list->at, err,
                            TEXT("a chain has at least two signals", "chain 至少要有两个信号"));
    return read_side(reading, node->kind == YAML_MAPPING ? yaml_get(node, "side") : NULL, rule->signals,
                     rule->signal_count, &rule->side, err);
}

static bool read_concerns(struct reading *reading, const struct yaml_node *node, struct rule *rule, struct error *err)
{
    static const char *const keys[] = {"levels", "count", "share", NULL};
    static const char *const levels[] = {"primary", "secondary", "latent", NULL};
    const struct yaml_node *list = node->kind == YAML_MAPPING ? yaml_get(node, "levels") : node;
    if (node->kind == YAML_MAPPING && !yaml_check_keys(reading->source, node, keys, err))
        return false;
    rule->levels = list == NULL ? 7 : 0;
    bool many = list != NULL && list->kind == YAML_SEQUENCE;
    for (const struct yaml_node *item = many ? list->first : list; item != NULL; item = many ? item->next : NULL) {
        size_t level = 0;
        if (!read_choice(reading, item, levels, &level, err))
            return false;
        rule->levels |= 1u << level;
    }
    if (rule->levels == 0)
        return source_error(reading->source, node->at, err, TEXT("the list is empty", "列表是空的"));
    return read_bound(reading, node, rule, err);
}

static bool read_ending(struct reading *reading, const struct yaml_node *node, struct error *err)
{
    static const char *const keys[] = {"verdict", NULL};
    static const char *const verdicts[] = {"correct", NULL};
    const struct yaml_node *verdict = node->kind == YAML_MAPPING ? yaml_get(node, "verdict") : node;
    size_t choice = 0;
    if (node->kind == YAML_MAPPING && !yaml_check_keys(reading->source, node, keys, err))
        return false;
    if (verdict == NULL)
        return source_error(reading->source, node->at, err,
                            TEXT("\"verdict\" is missing; the only one that can be asked for is \"correct\"",
                                 "缺少 verdict；只能要求 correct"));
    return read_choice(reading, verdict, verdicts, &choice, err);
}

static bool read_judge(struct reading *reading, const struct yaml_node *node, struct rule *rule, struct error *err)
{
    static const char *const keys[] = {"question", "answer", NULL};
    const struct yaml_node *question = node->kind == YAML_MAPPING ? yaml_get(node, "question") : node;
    const struct yaml_node *answer = node->kind == YAML_MAPPING ? yaml_get(node, "answer") : NULL;
    rule->answer = true;
    if (node->kind == YAML_MAPPING && !yaml_check_keys(reading->source, node, keys, err))
        return false;
    if (question == NULL)
        return source_error(reading->source, node->at, err,
                            TEXT("\"question\" is missing: the id of a question", "缺少 question：问题的 id"));
    if (!yaml_text(reading->source, question, &rule->question, err) ||
        (answer != NULL && !yaml_bool(reading->source, answer, &rule->answer, err)))
        return false;
    const size_t known = draft_question(reading->draft, rule->question);
    if (known != STR_NONE) {
        rule->question = reading->draft->questions.items[known].id;
        return true;
    }
    return source_error(reading->source, question->at, err,
                        TEXT("there is no question \"%.*s\" under \"questions\"", "questions 下没有问题“%.*s”"),
                        STR_FORMAT(rule->question));
}

static bool read_rule_kind(struct reading *reading, const struct yaml_node *node, const struct yaml_node *rule_node,
                           struct rule *rule, struct error *err)
{
    static const char *const never_keys[] = {"signal", "side", "window", NULL};
    switch (rule->kind) {
    case RULE_NEVER:
        rule->window = (struct window){0};
        return read_select(reading, node, never_keys, selection_of(rule, &rule->window), err);
    case RULE_AT_LEAST:
    case RULE_AT_MOST:
        return read_presence(reading, node, rule, err);
    case RULE_WHEN_THEN:
        return read_when(reading, node, rule_node, rule, err);
    case RULE_BEFORE:
        return read_before(reading, node, rule, err);
    case RULE_CHAIN:
        return read_chain(reading, node, rule, err);
    case RULE_CONCERN:
        return read_concerns(reading, node, rule, err);
    case RULE_ENDING:
        return read_ending(reading, node, err);
    case RULE_JUDGE:
        return read_judge(reading, node, rule, err);
    case RULE_KIND_COUNT:
        break;
    }
    return false;
}

static bool read_due(struct reading *reading, const struct yaml_node *node, struct rule *rule, struct error *err)
{
    static const char *const keys[] = {"replies", "signal", NULL};
    const struct yaml_node *replies = yaml_get(node, "replies"), *signal = yaml_get(node, "signal");
    if (!read_kind(reading, node, YAML_MAPPING,
                   TEXT("a mapping with \"replies\" or \"signal\"", "含 replies 或 signal 的键值对"), err) ||
        !yaml_check_keys(reading->source, node, keys, err))
        return false;
    rule->due_after = 0;
    rule->due_count = 0;
    return (replies == NULL || yaml_size(reading->source, replies, 100000, &rule->due_after, err)) &&
           (signal == NULL || read_signal_names(reading, signal, &rule->due_signals, &rule->due_count, err));
}

/* Where the rule stands written: the printed form of a derived rubric keeps the document's line. */
static bool read_place(struct reading *reading, const struct yaml_node *node, struct rule *rule, struct error *err)
{
    static const char *const keys[] = {"file", "line", NULL};
    const struct yaml_node *file = yaml_get(node, "file"), *line = yaml_get(node, "line");
    if (!read_kind(reading, node, YAML_MAPPING,
                   TEXT("a mapping with \"file\" and \"line\"", "含 file 和 line 的键值对"), err) ||
        !yaml_check_keys(reading->source, node, keys, err) ||
        (file != NULL && !yaml_text(reading->source, file, &rule->file, err)) ||
        (line != NULL && !yaml_size(reading->source, line, 100000000, &rule->line, err)))
        return false;
    rule->file = str_dup(reading->arena, rule->file);
    return true;
}

static bool read_plain_keys(struct reading *reading, const struct yaml_node *node, struct rule *rule, struct error *err)
{
    static const char *const modalities[] = {"always", "sometimes", NULL};
    const struct yaml_node *weight = yaml_get(node, "weight"), *gate = yaml_get(node, "gate"),
                           *why = yaml_get(node, "why"), *dimension = yaml_get(node, "dimension"),
                           *modality = yaml_get(node, "modality"), *due = yaml_get(node, "due"),
                           *place = yaml_get(node, "source");
    size_t choice = rule->modality == MODALITY_SOMETIMES;
    if ((weight != NULL && !yaml_number(reading->source, weight, 0, MOST, &rule->weight, err)) ||
        (gate != NULL && !yaml_bool(reading->source, gate, &rule->gate, err)) ||
        (why != NULL && !yaml_text(reading->source, why, &rule->why, err)) ||
        (dimension != NULL && !yaml_text(reading->source, dimension, &rule->dimension, err)) ||
        (modality != NULL && !read_choice(reading, modality, modalities, &choice, err)) ||
        (due != NULL && !read_due(reading, due, rule, err)) ||
        (place != NULL && !read_place(reading, place, rule, err)))
        return false;
    rule->why = str_dup(reading->arena, rule->why);
    rule->dimension = str_dup(reading->arena, rule->dimension);
    rule->modality = choice == 1 ? MODALITY_SOMETIMES : MODALITY_ALWAYS;
    if (rule->gate && rule->modality == MODALITY_SOMETIMES)
        return source_error(reading->source, node->at, err,
                            TEXT("a rule of modality \"sometimes\" never fails, so it cannot be a gate",
                                 "modality 为 sometimes 的规则永远不会不通过，因此不能作为门槛"));
    if (!rule->gate || rule->kind != RULE_JUDGE)
        return true;
    const struct question *question = &reading->draft->questions.items[draft_question(reading->draft, rule->question)];
    return question_may_gate(question) ||
           source_error(
               reading->source, gate != NULL ? gate->at : node->at, err,
               TEXT("the question \"%.*s\" has not earned a gate: that takes a kappa of at least 0.7 on at least 50 "
                    "labels under its \"agreement\"",
                    "问题“%.*s”还没有资格作为门槛：它的 agreement 里 kappa 要不低于 0.7，标注不少于 50 条"),
               STR_FORMAT(question->id));
}

/* The one key that says what the rule asks; NULL (and an error) when there is none or more than one. */
static const struct yaml_node *kind_node(struct reading *reading, const struct yaml_node *node, enum rule_kind *kind,
                                         bool must, bool *good, struct error *err)
{
    const struct yaml_node *found = NULL;
    *good = true;
    for (size_t k = 0; k < RULE_KIND_COUNT; k++) {
        const struct yaml_node *child = yaml_get(node, rule_kind_name((enum rule_kind)k));
        if (child == NULL)
            continue;
        if (found != NULL) {
            *good = source_error(
                reading->source, child->key_at, err,
                TEXT("a rule asks one thing: there is \"%.*s\" already", "一条规则只能要求一件事：已经有“%.*s”了"),
                STR_FORMAT(found->key));
            return NULL;
        }
        found = child;
        *kind = (enum rule_kind)k;
    }
    if (found == NULL && must)
        *good =
            source_error(reading->source, node->at, err,
                         TEXT("the rule asks nothing: one of never, at_least, at_most, when, before, chain, concerns, "
                              "ending, judge is needed",
                              "这条规则什么也没要求：需要 "
                              "never、at_least、at_most、when、before、chain、concerns、ending、judge 之一"));
    return found;
}

static bool read_rule(struct reading *reading, const struct yaml_node *node, struct error *err)
{
    static const char *const keys[] = {"id",        "never",    "at_least", "at_most",  "when", "then",   "before",
                                       "chain",     "concerns", "ending",   "judge",    "due",  "weight", "gate",
                                       "dimension", "why",      "source",   "modality", NULL};
    struct rubric_draft *draft = reading->draft;
    struct str id;
    if (!read_kind(reading, node, YAML_MAPPING,
                   TEXT("a rule: a mapping with \"id\" and what it asks", "规则，即含 id 和所要求内容的键值对"), err) ||
        !yaml_check_keys(reading->source, node, keys, err))
        return false;
    const struct yaml_node *name = yaml_get(node, "id");
    if (name == NULL)
        return source_error(reading->source, node->at, err, TEXT("the rule has no \"id\"", "规则没有 id"));
    if (!yaml_text(reading->source, name, &id, err))
        return false;
    if (id.len == 0)
        return source_error(reading->source, name->at, err, TEXT("the rule's \"id\" is empty", "规则的 id 是空的"));
    if (names_find(&reading->own_rules, id) != STR_NONE)
        return source_error(reading->source, name->at, err,
                            TEXT("the id \"%.*s\" stands twice in this file", "id“%.*s”在这个文件里出现了两次"),
                            STR_FORMAT(id));
    const size_t known = draft_rule(draft, id);
    bool old = known != STR_NONE, good = true;
    struct rule rule = old ? draft->rules.items[known] : rule_default(RULE_NEVER);
    enum rule_kind kind = rule.kind;
    const struct yaml_node *asks = kind_node(reading, node, &kind, !old, &good, err);
    if (!good)
        return false;
    if (asks != NULL) {
        if (kind != rule.kind)
            rule.distinct = kind == RULE_AT_LEAST;
        rule.kind = kind;
        if (!read_rule_kind(reading, asks, node, &rule, err))
            return false;
    }
    rule.id = str_dup(reading->arena, id);
    rule.file = str_from(reading->source->path);
    rule.line = source_line(reading->source, node->at);
    rule.disabled = false;
    if (!old)
        rule.origin = ORIGIN_FILE;
    if (!read_plain_keys(reading, node, &rule, err))
        return false;
    names_add(&reading->own_rules, rule.id);
    if (old)
        draft->rules.items[known] = rule;
    else
        VEC_PUSH(&draft->rules, rule);
    return true;
}

bool read_rules(struct reading *reading, const struct yaml_node *node, struct error *err)
{
    if (!read_kind(reading, node, YAML_SEQUENCE, TEXT("a list of rules", "规则的列表"), err))
        return false;
    for (const struct yaml_node *item = node->first; item != NULL; item = item->next)
        if (!read_rule(reading, item, err))
            return false;
    return true;
}
