#include "syntax/json.h"

#include "base/arena.h"

struct json *json_dup(struct arena *arena, const struct json *json)
{
    struct json *copy = arena_alloc(arena, sizeof *copy);
    *copy = *json;
    copy->key = str_dup(arena, json->key);
    copy->text = str_dup(arena, json->text);
    copy->next = NULL;
    struct json **tail = &copy->first;
    for (const struct json *child = json->first; child != NULL; child = child->next) {
        *tail = json_dup(arena, child);
        tail = &(*tail)->next;
    }
    *tail = NULL;
    return copy;
}

const struct json *json_get(const struct json *object, const char *key)
{
    if (object == NULL || object->kind != JSON_OBJECT)
        return NULL;
    for (const struct json *member = object->first; member != NULL; member = member->next) {
        if (str_eq_cstring(member->key, key))
            return member;
    }
    return NULL;
}

struct str json_get_text(const struct json *object, const char *key)
{
    const struct json *member = json_get(object, key);
    return member != NULL && member->kind == JSON_STRING ? member->text : (struct str){0};
}

double json_get_number(const struct json *object, const char *key, double otherwise)
{
    const struct json *member = json_get(object, key);
    return member != NULL && member->kind == JSON_NUMBER ? member->number : otherwise;
}

bool json_get_bool(const struct json *object, const char *key, bool otherwise)
{
    const struct json *member = json_get(object, key);
    return member != NULL && member->kind == JSON_BOOL ? member->truth : otherwise;
}

const char *json_kind_name(enum json_kind kind)
{
    static const char *const names[] = {"null", "boolean", "number", "string", "array", "object"};
    return names[kind];
}
