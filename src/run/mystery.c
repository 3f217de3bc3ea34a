#include "run/mystery.h"

#include "base/lookup.h"
#include "base/rng.h"

static const struct {
    const char *name;
    const char *words[3]; /* by enum lang */
} moods[] = {
    {"mood-even",
     {[LANG_ZH_HANS] = "今天你心情平常。",
      [LANG_ZH_HANT] = "今天你心情平常。",
      [LANG_EN] = "Your mood today is even."}},
    {"mood-impatient",
     {[LANG_ZH_HANS] = "今天你很不耐烦，手头有事，话说得短，容易打断人。",
      [LANG_ZH_HANT] = "今天你很不耐煩，手頭有事，話說得短，容易打斷人。",
      [LANG_EN] = "Today you are impatient: you are busy, you keep it short and you cut people off."}},
    {"mood-wary",
     {[LANG_ZH_HANS] = "今天你格外提防，刚接过诈骗电话，对方说什么都想先核实。",
      [LANG_ZH_HANT] = "今天你格外提防，剛接過詐騙電話，對方說什麼都想先查證。",
      [LANG_EN] = "Today you are wary: you have just had a scam call and want everything checked first."}},
    {"mood-talkative",
     {[LANG_ZH_HANS] = "今天你话多，容易岔到别的事上，再自己绕回来。",
      [LANG_ZH_HANT] = "今天你話多，容易岔到別的事上，再自己繞回來。",
      [LANG_EN] = "Today you are talkative: you wander off the point and find your own way back."}},
    {"mood-tired",
     {[LANG_ZH_HANS] = "今天你很累，反应慢，有的话要对方再说一遍。",
      [LANG_ZH_HANT] = "今天你很累，反應慢，有的話要對方再說一遍。",
      [LANG_EN] = "Today you are tired: you are slow to follow and need some things said twice."}},
};
enum { MOODS = sizeof moods / sizeof *moods };

void mystery_add_moods(struct experiment *experiment)
{
    if (experiment->prompts[0].name.len > 0)
        return;
    experiment->prompts = arena_array(&experiment->arena, MOODS, sizeof *experiment->prompts);
    experiment->prompt_count = MOODS;
    for (size_t i = 0; i < MOODS; i++)
        experiment->prompts[i] = (struct prompt){.name = str_from(moods[i].name),
                                                 .path = "",
                                                 .text = str_from(moods[i].words[LANG_EN]),
                                                 .mood = moods[i].words};
}

static const char *segment_of(const struct plan *plan, size_t scenario)
{
    const char *segment = scenario_tag(plan->scenarios[scenario], "segment");
    return segment != NULL ? segment : "";
}

void mystery_init(struct mystery *mystery, const struct plan *plan)
{
    const size_t count = plan->scenario_count;
    *mystery = (struct mystery){.experiment = plan->experiment};
    arena_init(&mystery->arena);
    size_t *segment_of_scenario = arena_array(&mystery->arena, count, sizeof(size_t));
    struct names names;
    names_init(&names, &mystery->arena);
    for (size_t i = 0; i < count; i++) {
        size_t first = names_add(&names, str_from(segment_of(plan, i)));
        segment_of_scenario[i] = first < i ? segment_of_scenario[first] : mystery->segments++;
    }
    mystery->starts = arena_array(&mystery->arena, mystery->segments + 1, sizeof *mystery->starts);
    mystery->members = arena_array(&mystery->arena, count, sizeof *mystery->members);
    for (size_t i = 0; i < count; i++)
        mystery->starts[segment_of_scenario[i] + 1]++;
    for (size_t s = 0; s < mystery->segments; s++)
        mystery->starts[s + 1] += mystery->starts[s];
    size_t *next = arena_array(&mystery->arena, mystery->segments, sizeof *next);
    for (size_t i = 0; i < count; i++) {
        size_t s = segment_of_scenario[i];
        mystery->members[mystery->starts[s] + next[s]++] = i;
    }
}

void mystery_release(struct mystery *mystery)
{
    arena_release(&mystery->arena);
}

void mystery_draw(const struct mystery *mystery, size_t draw, size_t *scenario, size_t *prompt)
{
    struct rng rng;
    rng_init_text(&rng, STR("mystery"), mystery->experiment->seed * 0x9e3779b97f4a7c15u + draw);
    const size_t *start = &mystery->starts[rng_below(&rng, mystery->segments)];
    *scenario = mystery->members[start[0] + (size_t)rng_below(&rng, start[1] - start[0])];
    *prompt = (size_t)rng_below(&rng, mystery->experiment->prompt_count);
}
