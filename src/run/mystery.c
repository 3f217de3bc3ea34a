#include "run/mystery.h"

#include "base/rng.h"

#include <string.h>

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

static bool is_first_of_segment(const struct plan *plan, size_t scenario)
{
    for (size_t i = 0; i < scenario; i++)
        if (strcmp(segment_of(plan, i), segment_of(plan, scenario)) == 0)
            return false;
    return true;
}

/* The n-th scenario (from 0) of the segment. */
static size_t nth_of_segment(const struct plan *plan, const char *segment, size_t n)
{
    for (size_t i = 0; i < plan->scenario_count; i++)
        if (strcmp(segment_of(plan, i), segment) == 0 && n-- == 0)
            return i;
    return 0;
}

void mystery_draw(const struct plan *plan, size_t draw, size_t *scenario, size_t *prompt)
{
    struct rng rng;
    size_t segments = 0, members = 0, first = 0;
    rng_init_text(&rng, STR("mystery"), plan->experiment->seed * 0x9e3779b97f4a7c15u + draw);
    for (size_t i = 0; i < plan->scenario_count; i++)
        segments += is_first_of_segment(plan, i);
    size_t wanted = (size_t)rng_below(&rng, segments);
    while (!is_first_of_segment(plan, first) || wanted-- > 0)
        first++;
    for (size_t i = 0; i < plan->scenario_count; i++)
        members += strcmp(segment_of(plan, i), segment_of(plan, first)) == 0;
    *scenario = nth_of_segment(plan, segment_of(plan, first), (size_t)rng_below(&rng, members));
    *prompt = (size_t)rng_below(&rng, plan->experiment->prompt_count);
}
