/* What `show --as json` prints. */
#include "spec_help.h"

#include "base/arena.h"
#include "spec/scenario_json.h"
#include "syntax/json.h"

#include <criterion/criterion.h>

static struct json *shown(struct scenario *s)
{
    struct buf out;
    struct json_writer w;
    struct error err = {0};
    buf_init(&out, 0);
    json_writer_init(&w, &out, 2);
    scenario_json(s, &w, NULL);
    struct json *tree = json_parse(&s->arena, str_dup(&s->arena, buf_str(&out)), "out.json", 1, &err);
    cr_assert_not_null(tree, "%s", err.message);
    buf_release(&out);
    return tree;
}

static const char *const callee_keys[] = {"role", "background", "concerns", "behaviours", "examples", "end_conditions"};
static const char *const caller_keys[] = {"role",    "task",  "profile", "opening",
                                          "closing", "steps", "qa",      "end_conditions"};

static void keys_are(const struct json *object, const char *const *keys, size_t count)
{
    cr_assert_eq(object->count, count);
    size_t i = 0;
    for (const struct json *member = object->first; member != NULL; member = member->next)
        cr_assert(str_eq_cstring(member->key, keys[i++]));
}

Test(shapes, json_has_one_shape_for_every_layout)
{
    static const char *const paths[] = {"tests/data/scenarios/callee-first.md",
                                        "tests/data/scenarios/blank-and-unknown.md",
                                        "tests/data/scenarios/no-headings.txt"};
    static const char *const top[] = {"schema", "id", "lang", "tags", "caller", "callee", "warnings"};
    for (size_t i = 0; i < 3; i++) {
        struct scenario *s = read_own(paths[i]);
        const struct json *tree = shown(s);
        keys_are(tree, top, 7);
        keys_are(json_get(tree, "caller"), caller_keys, 8);
        keys_are(json_get(tree, "callee"), callee_keys, 6);
        cr_assert(str_eq(json_get_text(tree, "schema"), STR("fidelio.scenario/1")));
        cr_assert_eq(json_get(json_get(tree, "caller"), "profile")->kind, JSON_STRING);
        scenario_free(s);
    }
}

Test(shapes, json_carries_texts_numbers_and_lines)
{
    struct scenario *s = read_own("tests/data/scenarios/traditional.md");
    const struct json *tree = shown(s), *step = json_get(json_get(tree, "caller"), "steps")->first->next;
    cr_assert_eq(json_get_number(step, "number", 0), 2);
    cr_assert_eq(json_get_number(step, "line", 0), 21);
    cr_assert(str_eq_cstring(json_get_text(step, "title"), "說明費用"));
    cr_assert(str_eq_cstring(json_get_text(json_get(step, "branches")->first, "when"), "若客戶質疑是詐騙"));
    const struct json *concern = json_get(json_get(tree, "callee"), "concerns")->first->next;
    cr_assert(str_eq_cstring(json_get_text(concern, "level"), "secondary"));
    cr_assert_eq(json_get_number(concern, "line", 0), 61);
    scenario_free(s);
}
