#include "run/served.h"

#include "syntax/json_writer.h"

#include <stdlib.h>

void served_init(struct served_list *served)
{
    *served = (struct served_list){0};
    arena_init(&served->arena);
}

void served_release(struct served_list *served)
{
    VEC_RELEASE(&served->list);
    arena_release(&served->arena);
}

static int order(const void *a, const void *b)
{
    const struct served *x = a, *y = b;
    if (x->model != y->model)
        return x->model < y->model ? -1 : 1;
    int names = str_compare(x->name, y->name);
    return names != 0 ? names : str_compare(x->fingerprint, y->fingerprint);
}

void served_note(struct served_list *served, size_t model, struct str name, struct str fingerprint)
{
    struct served fresh = {model, name, fingerprint};
    if (name.len == 0 && fingerprint.len == 0)
        return;
    for (size_t i = 0; i < served->list.count; i++)
        if (order(&served->list.items[i], &fresh) == 0)
            return;
    if (served->list.count == SERVED_MAX)
        return;
    fresh.name = str_dup(&served->arena, name);
    fresh.fingerprint = str_dup(&served->arena, fingerprint);
    VEC_PUSH(&served->list, fresh);
}

void served_write(struct served_list *served, struct json_writer *w)
{
    if (served->list.count > 0)
        qsort(served->list.items, served->list.count, sizeof *served->list.items, order);
    json_open_array(w, "served");
    for (size_t i = 0; i < served->list.count; i++) {
        const struct served *one = &served->list.items[i];
        json_open_object(w, NULL);
        json_put_integer(w, "model", (int64_t)one->model);
        json_put_string(w, "name", one->name);
        json_put_string(w, "system_fingerprint", one->fingerprint);
        json_close_object(w);
    }
    json_close_array(w);
}
