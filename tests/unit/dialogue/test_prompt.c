#include "call.h"
#include "text/normalise.h"
#include "text/similarity.h"
#include "text/utf8.h"

#include <criterion/criterion.h>
#include <glob.h>

/* A stretch of the caller half that may stand in both halves: names, dates, the matter itself. */
enum { SHARED_RUN = 12 };

static void no_word_of(struct str prompt, struct str line, const char *path)
{
    struct arena arena;
    arena_init(&arena);
    struct str bare = normalise_bare(&arena, line);
    size_t points = utf8_count(bare), limit = bare.len > points ? SHARED_RUN : SHARED_RUN * 3;
    if (points > limit)
        cr_expect(longest_common_run(normalise_bare(&arena, prompt), bare).length <= limit,
                  "%s: the prompt holds \"%.*s\"", path, STR_FORMAT(line));
    arena_release(&arena);
}

static void no_word_of_lines(struct str prompt, const struct line_texts *lines, const char *path)
{
    for (size_t i = 0; i < lines->count; i++)
        no_word_of(prompt, lines->items[i].text, path);
}

static void check_document(const char *path)
{
    struct error err = {0};
    struct arena arena;
    arena_init(&arena);
    struct scenario *scenario = scenario_read(path, &err);
    cr_assert_not_null(scenario, "%s", err.message);
    const struct caller_half *half = &scenario->caller;
    struct str prompt = prompt_persona(&arena, scenario, NULL);
    cr_assert(call_holds(prompt, prompt_marker(scenario->lang)));
    cr_assert_neq(str_find(prompt, str_trim(scenario->callee.text)), STR_NONE, "%s: the callee half stands whole",
                  path);
    no_word_of(prompt, half->opening, path);
    no_word_of(prompt, half->closing, path);
    no_word_of(prompt, half->task, path);
    no_word_of_lines(prompt, &half->profile, path);
    for (size_t i = 0; i < half->qa_count; i++)
        no_word_of(prompt, half->qa[i].answer, path);
    for (size_t i = 0; i < half->step_count; i++) {
        no_word_of_lines(prompt, &half->steps[i].utterances, path);
        for (size_t b = 0; b < half->steps[i].branch_count; b++)
            no_word_of_lines(prompt, &half->steps[i].branches[b].utterances, path);
    }
    scenario_free(scenario);
    arena_release(&arena);
}

Test(prompt, no_word_of_the_callers_script_is_in_the_personas_prompt)
{
    glob_t found;
    cr_assert_eq(glob("personas/*.md", 0, NULL, &found), 0, "run from the repository's root");
    for (size_t i = 0; i < found.gl_pathc; i++)
        check_document(found.gl_pathv[i]);
    globfree(&found);
}

Test(prompt, the_callers_prompt_holds_the_script_and_not_the_persona)
{
    struct call call;
    struct arena arena;
    arena_init(&arena);
    call_open(&call, flower_document, NULL, 0);
    struct str prompt = prompt_caller(&arena, call.scenario, "[完]");
    cr_assert(call_holds(prompt, "剪枝的斜口每两天修一次就好"));
    cr_assert(call_holds(prompt, "电子发票当天发到邮箱"));
    cr_assert(call_holds(prompt, "[完]"));
    cr_assert_not(call_holds(prompt, "绘本编辑"));
    call_close(&call);
    arena_release(&arena);
}

Test(prompt, another_marker_takes_the_defaults_place)
{
    struct call call;
    struct arena arena;
    arena_init(&arena);
    call_open(&call, flower_document, NULL, 0);
    struct str prompt = prompt_persona(&arena, call.scenario, "###END###");
    cr_assert(call_holds(prompt, "###END###"));
    cr_assert_not(call_holds(prompt, "[挂断]"));
    call_close(&call);
    arena_release(&arena);
}
