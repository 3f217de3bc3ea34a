#include "rubric/rubric.h"

#include "base/hash.h"
#include "rubric/derive.h"
#include "rubric/finders.h"
#include "rubric/read.h"

#include <stdlib.h>
#include <string.h>

const char *rule_kind_name(enum rule_kind kind)
{
    static const char *const names[] = {"never", "at_least", "at_most", "when", "before",
                                        "chain", "concerns", "ending",  "judge"};
    return (size_t)kind < sizeof names / sizeof *names ? names[kind] : "";
}

/* Takes in the names that were pushed to the list since. Each item begins with its name. */
static void take_names(struct names *names, const void *items, size_t count, size_t size)
{
    while (names->count < count)
        names_add(names, *(const struct str *)((const char *)items + names->count * size));
}

static void take_rules(struct rubric_draft *draft)
{
    take_names(&draft->rubric->rule_ids, draft->rules.items, draft->rules.count, sizeof *draft->rules.items);
}

static void take_questions(struct rubric_draft *draft)
{
    take_names(&draft->rubric->question_ids, draft->questions.items, draft->questions.count,
               sizeof *draft->questions.items);
}

size_t draft_rule(struct rubric_draft *draft, struct str id)
{
    take_rules(draft);
    return names_find(&draft->rubric->rule_ids, id);
}

size_t draft_signal(struct rubric_draft *draft, struct str name)
{
    take_names(&draft->signal_names, draft->signals.items, draft->signals.count, sizeof *draft->signals.items);
    return names_find(&draft->signal_names, name);
}

size_t draft_question(struct rubric_draft *draft, struct str id)
{
    take_questions(draft);
    return names_find(&draft->rubric->question_ids, id);
}

/* Moves a draft's vectors into the rubric's arena. */
static void settle(struct rubric_draft *draft)
{
    struct rubric *rubric = draft->rubric;
    take_rules(draft);
    take_questions(draft);
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

/* Core rules and what the document says. */
static struct rubric *begin(struct rubric_draft *draft, const struct scenario *scenario, enum lang lang)
{
    struct rubric *rubric = draft->rubric = memory_alloc(sizeof *rubric);
    arena_init(&rubric->arena);
    names_init(&rubric->rule_ids, &rubric->arena);
    names_init(&rubric->question_ids, &rubric->arena);
    names_init(&draft->signal_names, &rubric->arena);
    rubric->scenario = scenario;
    rubric->lang = scenario != NULL ? scenario->lang : lang;
    rubric->id = scenario != NULL ? scenario->id : STR("core");
    rubric->threshold = 0.7;
    rubric->subject = ROLE_PERSONA;
    rubric->finders = signal_finders_new(&rubric->arena, scenario);
    draft->finders = rubric->finders;
    core_signals(draft);
    core_rules(draft);
    if (scenario != NULL) {
        rubric->ends = ends_of(&rubric->arena, &scenario->callee.end_conditions);
        rubric->end_count = scenario->callee.end_conditions.count;
        derive_rules(draft);
    }
    return rubric;
}

struct rubric *rubric_outline(const struct scenario *scenario)
{
    struct rubric_draft draft = {0};
    struct rubric *rubric = begin(&draft, scenario, LANG_EN);
    settle(&draft);
    return rubric;
}

/* Then the files in order; `text` (may be NULL) is one more file from memory. */
static struct rubric *build(const struct scenario *scenario, enum lang lang, const struct rubric_file *files,
                            size_t file_count, const char *path, const struct str *text, struct error *err)
{
    struct rubric_draft draft = {0};
    struct rubric *rubric = begin(&draft, scenario, lang);
    bool good = true;
    if (scenario != NULL) {
        rubric->topics = topics_of(&rubric->arena, scenario);
        rubric->lines = kept_new();
    }
    for (size_t i = 0; i < file_count && good; i++)
        good = files[i].kept ? rubric_read_text(&draft, rubric->finders, files[i].path, files[i].text, err)
                             : rubric_read_file(&draft, rubric->finders, files[i].path, err);
    if (good && text != NULL)
        good = rubric_read_text(&draft, rubric->finders, path, *text, err);
    settle(&draft);
    if (!good) {
        rubric_free(rubric);
        return NULL;
    }
    pattern_set_build(rubric->finders->set);
    hash_rubric(rubric);
    return rubric;
}

struct rubric *rubric_for(const struct scenario *scenario, const char *const *files, size_t file_count,
                          struct error *err)
{
    struct arena scratch;
    arena_init(&scratch);
    struct rubric_file *list = arena_array(&scratch, file_count, sizeof *list);
    for (size_t i = 0; i < file_count; i++)
        list[i].path = files[i];
    struct rubric *rubric = rubric_with(scenario, list, file_count, err);
    arena_release(&scratch);
    return rubric;
}

struct rubric *rubric_with(const struct scenario *scenario, const struct rubric_file *files, size_t file_count,
                           struct error *err)
{
    return build(scenario, LANG_EN, files, file_count, NULL, NULL, err);
}

struct rubric *rubric_core(enum lang lang, const struct rubric_file *files, size_t file_count, struct error *err)
{
    return build(NULL, lang, files, file_count, NULL, NULL, err);
}

struct rubric *rubric_from(const struct scenario *scenario, const char *path, struct str text, struct error *err)
{
    return build(scenario, LANG_EN, NULL, 0, path, &text, err);
}

void rubric_free(struct rubric *rubric)
{
    if (rubric == NULL)
        return;
    signal_finders_free(rubric->finders);
    kept_free(rubric->lines);
    arena_release(&rubric->arena);
    free(rubric);
}

const struct rule *rubric_rule(const struct rubric *rubric, struct str id)
{
    const size_t at = names_find(&rubric->rule_ids, id);
    return at != STR_NONE ? &rubric->rules[at] : NULL;
}

const struct question *rubric_question(const struct rubric *rubric, struct str id)
{
    const size_t at = names_find(&rubric->question_ids, id);
    return at != STR_NONE ? &rubric->questions[at] : NULL;
}

static int compare_hits(const void *a, const void *b)
{
    const struct hit *x = a, *y = b;
    if (x->message != y->message)
        return x->message < y->message ? -1 : 1;
    if (x->signal != y->signal)
        return x->signal < y->signal ? -1 : 1;
    if (x->span.start != y->span.start)
        return x->span.start < y->span.start ? -1 : 1;
    if (x->span.end != y->span.end)
        return x->span.end < y->span.end ? -1 : 1;
    return str_compare(x->by, y->by);
}

void rubric_find(const struct rubric *rubric, const struct signal_context *context, struct scene *scene,
                 struct match_scratch *scratch, struct arena *arena, struct hits *hits, struct find_errors *errors,
                 struct stopwatch *watch)
{
    errors->failed = arena_array(arena, rubric->signal_count, sizeof *errors->failed);
    errors->why = arena_array(arena, rubric->signal_count, sizeof *errors->why);
    signal_find_core(context, scene, hits);
    signal_finders_run(rubric->finders, scene, scratch, arena, hits, errors, watch);
    if (hits->count > 1)
        qsort(hits->items, hits->count, sizeof *hits->items, compare_hits);
}
