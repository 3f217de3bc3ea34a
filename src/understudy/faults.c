#include "understudy/faults.h"

#include "base/language.h"

enum when { WHEN_EVERY, WHEN_AT, WHEN_FROM, WHEN_UNTIL };

struct item {
    enum when when;
    uint64_t number;
    struct fault fault;
};
struct fault_plan {
    struct item *items;
    size_t count;
};

static bool read_when(struct str text, struct item *item)
{
    static const char *const names[] = {"every=", "at=", "from=", "until="};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        struct str name = str_from(names[i]);
        size_t number = 0;
        if (!str_starts(text, name))
            continue;
        if (!str_to_size(str_slice(text, name.len, text.len), 1000000000, &number) || number == 0)
            return false;
        item->when = (enum when)i;
        item->number = number;
        return true;
    }
    return false;
}

static bool read_what(struct str text, struct fault *fault)
{
    static const struct {
        const char *name;
        enum fault_kind kind;
    } kinds[] = {{"reset", FAULT_RESET},   {"cut", FAULT_CUT},     {"echo", FAULT_ECHO},
                 {"html", FAULT_HTML},     {"junk", FAULT_JUNK},   {"nochoices", FAULT_NO_CHOICES},
                 {"null", FAULT_NULL},     {"empty", FAULT_EMPTY}, {"length", FAULT_LENGTH},
                 {"filter", FAULT_FILTER}, {"slow", FAULT_SLOW}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
        if (str_eq_cstring(text, kinds[i].name)) {
            *fault = (struct fault){.kind = kinds[i].kind};
            return true;
        }
    }
    size_t plus = str_find_byte(text, '+'), status = 0, seconds = 0;
    if (!str_to_size(str_slice(text, 0, plus), 599, &status) || status < 400)
        return false;
    if (plus != STR_NONE && !str_to_size(str_slice(text, plus + 1, text.len), 86400, &seconds))
        return false;
    *fault = (struct fault){FAULT_STATUS, (unsigned)status, (unsigned)seconds};
    return true;
}

struct fault_plan *fault_plan_read(struct arena *arena, const char *text, struct error *err)
{
    struct fault_plan *plan = arena_alloc(arena, sizeof *plan);
    struct str rest = str_from(text);
    plan->items = arena_array(arena, rest.len + 1, sizeof *plan->items);
    while (rest.len > 0) {
        size_t comma = str_find_byte(rest, ',');
        struct str part = str_trim(str_slice(rest, 0, comma));
        size_t colon = str_find_byte(part, ':');
        struct item item = {0};
        if (colon == STR_NONE || !read_when(str_slice(part, 0, colon), &item) ||
            !read_what(str_slice(part, colon + 1, part.len), &item.fault)) {
            error_set(err, ERROR_USER,
                      TEXT("'%.*s' is no fault; write for example every=5:429+2 or at=7:reset",
                           "没有“%.*s”这种故障；请写成例如 every=5:429+2 或 at=7:reset"),
                      STR_FORMAT(part));
            return NULL;
        }
        plan->items[plan->count++] = item;
        rest = comma == STR_NONE ? (struct str){0} : str_slice(rest, comma + 1, rest.len);
    }
    return plan;
}

static bool fits(const struct item *item, uint64_t number)
{
    switch (item->when) {
    case WHEN_EVERY:
        return number % item->number == 0;
    case WHEN_AT:
        return number == item->number;
    case WHEN_FROM:
        return number >= item->number;
    case WHEN_UNTIL:
        return number <= item->number;
    }
    return false;
}

struct fault fault_for(const struct fault_plan *plan, uint64_t number)
{
    for (size_t i = 0; i < plan->count; i++)
        if (fits(&plan->items[i], number))
            return plan->items[i].fault;
    return (struct fault){.kind = FAULT_NONE};
}
