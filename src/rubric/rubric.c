#include "rubric/rubric.h"

#include "base/hash.h"
#include "rubric/derive.h"

#include <stdlib.h>
#include <string.h>

const char *rule_kind_name(enum rule_kind kind)
{
    static const char *const names[] = {"never", "at_least", "at_most", "when", "before",
                                        "chain", "concerns", "ending",  "judge"};
    return (size_t)kind < sizeof names / sizeof *names ? names[kind] : "";
}

/* Moves a draft's vectors into the rubric's arena. */
static void settle(struct rubric_draft *draft)
{
    struct rubric *rubric = draft->rubric;
#define MOVE(field, count_field)                                                                                       \
    rubric->field = arena_array(&rubric->arena, draft->field.count, sizeof *draft->field.items);                       \
    if (draft->field.count > 0)                                                                                        \
        memcpy(rubric->field, draft->field.items, draft->field.count * sizeof *draft->field.items);                    \
    rubric->count_field = draft->field.count;                                                                          \
    VEC_RELEASE(&draft->field)
    MOVE(rules, rule_count);
    MOVE(signals, signal_count);
    MOVE(questions, question_count);
    MOVE(underived, underived_count);
#undef MOVE
}

static void core_signals(struct rubric_draft *draft)
{
    for (size_t i = 0; i < SIGNAL_CORE_COUNT; i++) {
        struct signal_name name = {str_from(core_signal_name((enum core_signal)i)), STR("core"), 0};
        VEC_PUSH(&draft->signals, name);
    }
}

static void hash_rubric(struct rubric *rubric)
{
    struct buf text;
    buf_init(&text, 0);
    rubric_print(rubric, &text);
    hash_sha256(buf_str(&text), rubric->hash);
    buf_release(&text);
}

struct rubric *rubric_for(const struct scenario *scenario, const char *const *files, size_t file_count,
                          struct error *err)
{
    struct rubric *rubric = memory_alloc(sizeof *rubric);
    struct rubric_draft draft = {.rubric = rubric};
    arena_init(&rubric->arena);
    rubric->scenario = scenario;
    rubric->lang = scenario != NULL ? scenario->lang : LANG_EN;
    rubric->id = scenario != NULL ? scenario->id : STR("core");
    rubric->threshold = 0.7;
    core_signals(&draft);
    core_rules(&draft);
    if (scenario != NULL) {
        derive_ends(rubric);
        derive_rules(&draft);
    }
    (void)files;
    (void)file_count;
    (void)err;
    settle(&draft);
    hash_rubric(rubric);
    return rubric;
}

void rubric_free(struct rubric *rubric)
{
    if (rubric == NULL)
        return;
    arena_release(&rubric->arena);
    free(rubric);
}

const struct rule *rubric_rule(const struct rubric *rubric, struct str id)
{
    for (size_t i = 0; i < rubric->rule_count; i++)
        if (str_eq(rubric->rules[i].id, id))
            return &rubric->rules[i];
    return NULL;
}

void rubric_find(const struct rubric *rubric, const struct signal_context *context, const struct scene *scene,
                 struct match_scratch *scratch, struct arena *arena, struct hits *hits, struct find_errors *errors)
{
    struct error err = {0};
    errors->failed = arena_array(arena, rubric->signal_count, sizeof *errors->failed);
    errors->why = arena_array(arena, rubric->signal_count, sizeof *errors->why);
    if (!signal_find_core(context, scene, scratch, hits, &err)) {
        struct str why = str_dup(arena, str_from(err.message));
        errors->any = true;
        for (size_t i = 0; i < SIGNAL_CORE_COUNT; i++) {
            errors->failed[i] = true;
            errors->why[i] = why;
        }
    }
}
