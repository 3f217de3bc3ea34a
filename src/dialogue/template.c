#include "dialogue/template.h"

#include "base/buf.h"
#include "base/language.h"

/* Cuts the next place off *rest: what stood before it, and its name without braces. False when there is none. */
static bool next_place(struct str *rest, struct str *before, struct str *name)
{
    size_t open = str_find(*rest, STR("{{"));
    if (open == STR_NONE)
        return false;
    struct str inside = str_slice(*rest, open + 2, rest->len);
    size_t close = str_find(inside, STR("}}"));
    if (close == STR_NONE)
        return false;
    *before = str_slice(*rest, 0, open);
    *name = str_trim(str_slice(inside, 0, close));
    *rest = str_slice(inside, close + 2, inside.len);
    return true;
}

bool template_check(const struct source *text, struct error *err)
{
    struct str rest = text->text, before, name;
    bool persona = false;
    while (next_place(&rest, &before, &name)) {
        persona = persona || str_eq_cstring(name, "persona");
        if (!str_eq_cstring(name, "persona") && !str_eq_cstring(name, "marker"))
            return source_error(text, (size_t)(name.ptr - text->text.ptr), err,
                                TEXT("a prompt has the places {{persona}} and {{marker}}, not {{%.*s}}",
                                     "提示词里的占位是 {{persona}} 和 {{marker}}，没有 {{%.*s}}"),
                                STR_FORMAT(name));
    }
    return persona || error_at(err, ERROR_USER, text->path, 0, 0,
                               TEXT("the prompt has no {{persona}}, where the callee half is to stand",
                                    "提示词里没有 {{persona}}，接听方部分就没有地方放"));
}

struct str template_fill(struct arena *arena, struct str text, const struct scenario *scenario, const char *marker)
{
    struct str rest = text, before, name;
    struct buf out;
    buf_init(&out, 0);
    while (next_place(&rest, &before, &name)) {
        buf_add(&out, before);
        buf_add(&out, str_eq_cstring(name, "persona") ? scenario->callee.text : str_from(marker));
    }
    buf_add(&out, rest);
    struct str filled = str_dup(arena, buf_str(&out));
    buf_release(&out);
    return filled;
}
