#include "run/wording.h"

#include "base/file.h"
#include "base/language.h"

/* A document with the halves of two: what `text` says first, then the scenario's callee. */
static struct scenario *beside_callee(struct arena *arena, const char *path, const struct scenario *scenario,
                                      struct error *err)
{
    struct source source;
    if (!source_read(&source, arena, path, FILE_CEILING, err))
        return NULL;
    struct str callee = scenario->callee.text;
    struct str both = str_from(arena_printf(arena, "%.*s\n\n%.*s\n", STR_FORMAT(source.text), STR_FORMAT(callee)));
    return scenario_from(path, both, err);
}

static struct scenario *read_wording(struct plan *plan, const char *path, struct str text,
                                     const struct scenario *scenario, struct error *err)
{
    struct error alone = {0};
    struct scenario *script = text.len > 0 ? scenario_from(path, text, err) : scenario_read(path, &alone);
    if (script == NULL && text.len == 0)
        script = beside_callee(&plan->arena, path, scenario, err);
    if (script == NULL)
        return NULL;
    if (!script->has_caller || script->lang != scenario->lang) {
        error_at(err, ERROR_USER, path, 0, 0,
                 script->has_caller
                     ? TEXT("it is in another language than the scenario '%.*s'", "它的语言与场景“%.*s”不同")
                     : TEXT("it has no caller half that could be read in the scenario '%.*s'",
                            "它没有可以用于场景“%.*s”的拨打方部分"),
                 STR_FORMAT(scenario->id));
        scenario_free(script);
        return NULL;
    }
    script->id = str_dup(&script->arena, scenario->id); /* seeds what is drawn: the same for all wordings */
    return script;
}

/* Where a caller's wording of a scenario lies; NULL when there is none. */
static const char *path_of(struct plan *plan, const char *script, const struct scenario *scenario)
{
    static const char *const endings[] = {"md", "txt"};
    if (!file_is_dir(script))
        return plan->scenario_count == 1 ? script : NULL;
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        const char *path = arena_printf(&plan->arena, "%s/%.*s.%s", script, STR_FORMAT(scenario->id), endings[i]);
        if (file_exists(path))
            return path;
    }
    return NULL;
}

static bool read_one(struct plan *plan, const struct caller *caller, size_t scenario, struct scenario **script,
                     struct error *err)
{
    const struct scenario *of = plan->scenarios[scenario];
    struct str text = caller->script_texts != NULL ? caller->script_texts[scenario] : STR("");
    const char *path = text.len > 0 ? caller->script : path_of(plan, caller->script, of);
    if (path != NULL)
        return (*script = read_wording(plan, path, text, of, err)) != NULL;
    if (file_is_dir(caller->script))
        return error_at(err, ERROR_USER, caller->script, 0, 0,
                        TEXT("the caller '%.*s' has no wording here for the scenario '%.*s': %.*s.md is expected",
                             "拨打方“%.*s”在这里没有场景“%.*s”的措辞：应有 %.*s.md"),
                        STR_FORMAT(caller->name), STR_FORMAT(of->id), STR_FORMAT(of->id));
    return error_at(
        err, ERROR_USER, caller->script, 0, 0,
        TEXT("the caller '%.*s' has one wording for several scenarios: name a folder with a document for each",
             "拨打方“%.*s”对几个场景只有一种措辞：请给出一个目录，每个场景一份文档"),
        STR_FORMAT(caller->name));
}

bool wordings_read(struct plan *plan, struct error *err)
{
    const struct experiment *experiment = plan->experiment;
    plan->scripts = arena_array(&plan->arena, experiment->caller_count * plan->scenario_count, sizeof *plan->scripts);
    for (size_t c = 0; c < experiment->caller_count; c++)
        for (size_t s = 0; s < plan->scenario_count && experiment->callers[c].script != NULL; s++)
            if (!read_one(plan, &experiment->callers[c], s, &plan->scripts[c * plan->scenario_count + s], err))
                return false;
    return true;
}
