/* Which signals a rule looks at, on whose side, and in which messages. */
#include "rubric/read.h"

#include "base/language.h"

bool read_side(struct reading *reading, const struct yaml_node *node, const uint16_t *signals, size_t count,
               enum role *side, struct error *err)
{
    static const char *const names[] = {"caller", "persona", NULL};
    const struct signal_finders *finders = reading->finders;
    bool persona = false, caller = false;
    for (size_t i = 0; i < count; i++) {
        const bool core = signals[i] < SIGNAL_CORE_COUNT;
        const struct defined_signal *defined = core ? NULL : &finders->signals.items[signals[i] - SIGNAL_CORE_COUNT];
        persona = persona || core || defined->persona;
        caller = caller || (!core && defined->caller);
    }
    *side = persona ? ROLE_PERSONA : ROLE_CALLER;
    if (node == NULL)
        return true;
    size_t choice = 0;
    if (!read_choice(reading, node, names, &choice, err))
        return false;
    *side = choice == 0 ? ROLE_CALLER : ROLE_PERSONA;
    if ((*side == ROLE_PERSONA && !persona) || (*side == ROLE_CALLER && !caller))
        return source_error(reading->source, node->at, err,
                            TEXT("the signal is never looked for in the %s's messages", "这个信号从不在 %s 的话里查找"),
                            names[choice]);
    return true;
}

/* `window: {first: 2}`, `{last: 1}`, `{from: 2, to: 4}`, `{from_end: 1, to: 3}`. */
static bool read_window(struct reading *reading, const struct yaml_node *node, struct window *window, struct error *err)
{
    static const char *const keys[] = {"first", "last", "from", "to", "from_end", NULL};
    const struct yaml_node *first = yaml_get(node, "first"), *last = yaml_get(node, "last"),
                           *from = yaml_get(node, "from"), *end = yaml_get(node, "from_end"),
                           *to = yaml_get(node, "to");
    if (!read_kind(reading, node, YAML_MAPPING,
                   TEXT("a mapping with \"first\", \"last\", or \"from\" and \"to\"",
                        "含 first、last，或 from 与 to 的键值对"),
                   err) ||
        !yaml_check_keys(reading->source, node, keys, err))
        return false;
    if ((first != NULL) + (last != NULL) + (from != NULL) + (end != NULL) != 1 ||
        (to != NULL && (first != NULL || last != NULL)))
        return source_error(reading->source, node->at, err,
                            TEXT("a window is one of \"first\", \"last\", \"from\" (to), \"from_end\" (to)",
                                 "window 只能是 first、last、from（可加 to）、from_end（可加 to）之一"));
    *window = (struct window){.first = 1, .from_end = last != NULL || end != NULL};
    if ((first != NULL && !yaml_size(reading->source, first, 100000, &window->last, err)) ||
        (last != NULL && !yaml_size(reading->source, last, 100000, &window->last, err)) ||
        (from != NULL && !yaml_size(reading->source, from, 100000, &window->first, err)) ||
        (end != NULL && !yaml_size(reading->source, end, 100000, &window->first, err)) ||
        (to != NULL && !yaml_size(reading->source, to, 100000, &window->last, err)))
        return false;
    if (window->first == 0 || ((first != NULL || last != NULL) && window->last == 0) ||
        (to != NULL && window->last < window->first))
        return source_error(
            reading->source, node->at, err,
            TEXT("the window holds no message: it counts from 1", "这个 window 里一条消息也没有：从 1 开始数"));
    return true;
}

bool read_select(struct reading *reading, const struct yaml_node *node, const char *const *keys, struct selection into,
                 struct error *err)
{
    if (node->kind != YAML_MAPPING)
        return read_signal_names(reading, node, into.signals, into.count, err) &&
               read_side(reading, NULL, *into.signals, *into.count, into.side, err);
    const struct yaml_node *names = yaml_get(node, "signal"), *frame = yaml_get(node, "window");
    if (!yaml_check_keys(reading->source, node, keys, err))
        return false;
    if (names == NULL)
        return source_error(reading->source, node->at, err, TEXT("\"signal\" is missing", "缺少 signal"));
    return read_signal_names(reading, names, into.signals, into.count, err) &&
           read_side(reading, yaml_get(node, "side"), *into.signals, *into.count, into.side, err) &&
           (frame == NULL || into.window == NULL || read_window(reading, frame, into.window, err));
}
