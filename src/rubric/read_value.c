#include "rubric/read.h"

#include "base/language.h"
#include "base/nearest.h"

bool read_kind(struct reading *reading, const struct yaml_node *node, enum yaml_kind kind, const char *expected,
               struct error *err)
{
    if (node->kind == kind)
        return true;
    const char *const names[] = {TEXT("a single value", "单个值"), TEXT("a list", "列表"), TEXT("a mapping", "键值对")};
    return source_error(reading->source, node->at, err, TEXT("expected %s, found %s", "应为%s，实为%s"), expected,
                        names[node->kind]);
}

bool read_texts(struct reading *reading, const struct yaml_node *node, struct str **texts, size_t *count,
                struct error *err)
{
    if (node->kind == YAML_MAPPING)
        return source_error(
            reading->source, node->at, err,
            TEXT("expected a text or a list of texts, found a mapping", "应为文本或文本列表，实为键值对"));
    size_t room = node->kind == YAML_SEQUENCE ? node->count : 1;
    *texts = arena_array(reading->arena, room, sizeof **texts);
    *count = 0;
    for (const struct yaml_node *item = node->kind == YAML_SEQUENCE ? node->first : node; item != NULL;
         item = item->next) {
        struct str text;
        if (!yaml_text(reading->source, item, &text, err))
            return false;
        if (text.len == 0)
            return source_error(reading->source, item->at, err,
                                TEXT("an empty text is found everywhere; leave it out", "空文本处处都能找到，请去掉"));
        (*texts)[(*count)++] = str_dup(reading->arena, text);
        if (node->kind != YAML_SEQUENCE)
            break;
    }
    if (*count == 0)
        return source_error(reading->source, node->at, err, TEXT("the list is empty", "列表是空的"));
    return true;
}

struct str read_nearest(struct str name, const struct names *known)
{
    size_t best = name.len / 3 + 1;
    struct str nearest = STR("");
    for (size_t i = 0; i < known->count; i++) {
        size_t d = edit_distance(name, known->items[i]);
        if (d <= best && (nearest.len == 0 || d < best)) {
            best = d;
            nearest = known->items[i];
        }
    }
    return nearest;
}

bool read_choice(struct reading *reading, const struct yaml_node *node, const char *const *names, size_t *choice,
                 struct error *err)
{
    struct str text;
    struct buf list;
    if (!yaml_text(reading->source, node, &text, err))
        return false;
    for (size_t i = 0; names[i] != NULL; i++)
        if (str_eq_cstring(text, names[i])) {
            *choice = i;
            return true;
        }
    buf_init(&list, 0);
    for (size_t i = 0; names[i] != NULL; i++)
        buf_printf(&list, "%s%s",
                   i == 0                 ? ""
                   : names[i + 1] == NULL ? TEXT(" or ", " 或 ")
                                          : TEXT(", ", "、"),
                   names[i]);
    source_error(reading->source, node->at, err, TEXT("\"%.*s\" is none of %s", "“%.*s”不在可用的值之内：%s"),
                 STR_FORMAT(text), list.bytes);
    buf_release(&list);
    return false;
}

bool read_signal_names(struct reading *reading, const struct yaml_node *node, uint16_t **signals, size_t *count,
                       struct error *err)
{
    struct str *names = NULL;
    if (!read_texts(reading, node, &names, count, err) || names == NULL)
        return false;
    *signals = arena_array(reading->arena, *count, sizeof **signals);
    const struct yaml_node *item = node->kind == YAML_SEQUENCE ? node->first : node;
    for (size_t i = 0; i < *count; i++, item = item->next) {
        const size_t s = draft_signal(reading->draft, names[i]);
        if (reading->signal_limit != 0 && s != STR_NONE && s >= reading->signal_limit)
            return source_error(
                reading->source, item->at, err,
                TEXT("\"%.*s\" is defined after the signal that refers to it", "“%.*s”的定义在引用它的信号之后"),
                STR_FORMAT(names[i]));
        if (s != STR_NONE) {
            (*signals)[i] = (uint16_t)s;
            continue;
        }
        struct str near = read_nearest(names[i], &reading->draft->signal_names);
        return near.len > 0
                   ? source_error(
                         reading->source, item->at, err,
                         TEXT("unknown signal \"%.*s\"; did you mean \"%.*s\"?", "不认识的信号“%.*s”；是不是“%.*s”？"),
                         STR_FORMAT(names[i]), STR_FORMAT(near))
                   : source_error(reading->source, item->at, err,
                                  TEXT("unknown signal \"%.*s\": define it under \"signals\" before it is used",
                                       "不认识的信号“%.*s”：请先在 signals 下定义再使用"),
                                  STR_FORMAT(names[i]));
    }
    return true;
}
