#include "signal/lines.h"

#include "base/kept.h"

struct maker {
    const struct signal_context *context;
    struct features *sink;
};

static const void *prepare(struct arena *arena, struct str text, void *context)
{
    const struct maker *maker = context;
    const struct message message = {.role = ROLE_CALLER, .content = text};
    struct utterance *line = arena_alloc(arena, sizeof *line);
    line_prepare(line, arena, maker->sink, maker->context, maker->context->profile.lang, &message);
    line->message = NULL;
    return line;
}

const struct utterance *lines_find(const struct signal_context *context, struct features *sink, struct str text)
{
    return kept_get(context->lines, text, sink != NULL ? prepare : NULL, &(struct maker){context, sink});
}
