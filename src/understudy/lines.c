#include "understudy/lines.h"

#include "base/arena.h"

#include "understudy/lines_table.h"
#include <stdint.h>

const char *const *lines_of(enum lang lang, enum occasion occasion)
{
    return lang == LANG_EN        ? lines_english[occasion]
           : lang == LANG_ZH_HANT ? lines_hant[occasion]
                                  : lines_hans[occasion];
}

size_t lines_count(const char *const *lines)
{
    size_t count = 0;
    while (lines[count] != NULL)
        count++;
    return count;
}

struct str line_fill(struct arena *arena, const char *line, struct str hole)
{
    struct str text = str_from(line);
    size_t at = str_find(text, STR("%s"));
    if (at == STR_NONE)
        return text;
    return str_from(arena_printf(arena, "%.*s%.*s%s", (int)at, line, STR_FORMAT(hole), line + at + 2));
}
