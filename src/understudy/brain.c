#include "understudy/brain.h"

#include "base/hash.h"
#include "base/rng.h"
#include "understudy/flaws.h"
#include "understudy/lines.h"
#include "understudy/listen.h"
#include "understudy/persona.h"

#include <stdlib.h>
#include <string.h>

static const char *const temperament_names[TEMPERAMENTS] = {"faithful", "agreeable", "leaky",     "helper",  "narrator",
                                                            "parrot",   "gusher",    "forgetful", "foreign", "monotone",
                                                            "hasty",    "clinging",  "noisy"};

const char *temperament_name(enum temperament temperament)
{
    return temperament_names[temperament];
}

/* "0.25" within [0, 1]; decimal point whatever the locale. */
static bool read_rate(struct str text, double *rate)
{
    size_t dot = str_find_byte(text, '.'), whole = 0, part = 0;
    struct str left = str_slice(text, 0, dot),
               right = dot == STR_NONE ? (struct str){0} : str_slice(text, dot + 1, text.len);
    if (!str_to_size(left, 1, &whole) || right.len > 9 || (right.len > 0 && !str_to_size(right, 999999999, &part)))
        return false;
    double scale = 1;
    for (size_t i = 0; i < right.len; i++)
        scale *= 10;
    *rate = (double)whole + (double)part / scale;
    return *rate <= 1;
}

bool brain_model_from(struct str name, struct brain_model *model)
{
    *model = (struct brain_model){0};
    if (str_starts(name, STR("understudy:")))
        name = str_slice(name, sizeof "understudy:" - 1, name.len);
    else if (str_eq_cstring(name, "understudy"))
        return true;
    size_t at = str_find_byte(name, '@');
    if (at != STR_NONE) {
        model->has_rate = true;
        if (!read_rate(str_slice(name, at + 1, name.len), &model->rate))
            return false;
        name = str_slice(name, 0, at);
    }
    for (size_t i = 0; i < TEMPERAMENTS; i++) {
        if (str_eq_cstring(name, temperament_names[i])) {
            model->temperament = (enum temperament)i;
            return true;
        }
    }
    return false;
}

struct str brain_model_shown(struct arena *arena, struct str name)
{
    if (str_eq_cstring(name, "understudy") || str_starts(name, STR("understudy:")))
        return name;
    return str_from(arena_printf(arena, "understudy:%.*s", STR_FORMAT(name)));
}

static void mind_init(struct mind *mind, struct arena *arena, const struct persona *persona, uint64_t seed)
{
    *mind = (struct mind){.arena = arena, .persona = persona};
    rng_init(&mind->rng, seed);
    for (size_t i = 0; i < OCCASIONS; i++)
        mind->start[i] = rng_next(&mind->rng) >> 8;
    mind->doubt_at[0] = 3 + rng_below(&mind->rng, 2);
    mind->doubt_at[1] = 6 + rng_below(&mind->rng, 2);
    mind->repeat_at = persona->hears_badly ? 5 + rng_below(&mind->rng, 2) : 0;
    mind->patience = 1 + rng_below(&mind->rng, 3);
    mind->to_raise = 3 + rng_below(&mind->rng, 3);
    if (mind->to_raise > persona->raised_count)
        mind->to_raise = persona->raised_count;
}

struct str mind_line(struct mind *mind, enum occasion occasion, struct str hole)
{
    const char *const *lines = lines_of(mind->persona->lang, occasion);
    size_t pick = (mind->start[occasion] + mind->used[occasion]++) % lines_count(lines);
    return line_fill(mind->arena, lines[pick], hole);
}

static struct str line(struct mind *mind, enum occasion occasion)
{
    return mind_line(mind, occasion, (struct str){0});
}

struct str mind_join(struct mind *mind, struct str a, struct str b)
{
    if (a.len == 0 || b.len == 0)
        return a.len == 0 ? b : a;
    return str_from(arena_printf(mind->arena, "%.*s%s%.*s", STR_FORMAT(a), mind->persona->lang == LANG_EN ? " " : "",
                                 STR_FORMAT(b)));
}

/* Which concern comes next: the primary ones first, then the others in an order of the seed's. */
static struct str next_concern(struct mind *mind)
{
    const struct persona *persona = mind->persona;
    size_t primary = 0;
    if (persona->raised_count == 0)
        return (struct str){0};
    while (primary < persona->raised_count && persona->levels[primary] == CONCERN_PRIMARY)
        primary++;
    size_t k = mind->raised++, others = persona->raised_count - primary;
    if (k < primary && k < 2)
        return persona->raised[k];
    size_t step = primary < 2 ? primary : 2;
    return others > 0 ? persona->raised[primary + (mind->start[0] + (k - step)) % others]
                      : persona->raised[k % persona->raised_count];
}

static struct str hang_up(struct mind *mind, struct str words)
{
    mind->over = true;
    return words;
}

/* What a person says to the caller's words before anything of their own. */
static struct str reaction(struct mind *mind, const struct heard *heard)
{
    if (heard->asks && mind->unsure < (mind->persona->wavers ? 3u : 2u)) {
        mind->unsure++;
        return line(mind, LINE_UNSURE);
    }
    if (mind->reply == 2)
        return heard->asks ? (struct str){0} : line(mind, LINE_GO_ON);
    if (mind->asked)
        return line(mind, LINE_FOLLOW);
    return heard->asks ? (struct str){0} : line(mind, LINE_LISTEN);
}

static struct str own_close(struct mind *mind)
{
    struct str sum = mind->persona->sums_up ? line(mind, LINE_SUM) : (struct str){0};
    return hang_up(mind, mind_join(mind, sum, line(mind, LINE_CLOSE)));
}

/* The faithful persona's next reply, without the marker. */
static struct str faithful(struct mind *mind, const struct heard *heard)
{
    mind->reply++;
    bool asked = mind->asked;
    if (mind->reply == 1) {
        mind->asked = true;
        return line(mind, LINE_FIRST);
    }
    if (heard->silence)
        return line(mind, LINE_SILENT);
    if (heard->farewell)
        return hang_up(mind, line(mind, LINE_BYE));
    if (heard->confirms && mind->reply <= 3 && heard->asks && !heard->probe) {
        mind->asked = false;
        return line(mind, LINE_YES);
    }
    bool more = mind->raised < mind->to_raise;
    if (heard->probe && (!more || mind->raised >= 2))
        return hang_up(mind, line(mind, LINE_CLOSE_ANSWER));
    if (mind->reply == mind->repeat_at && !heard->asks) {
        mind->repeat_at = 0;
        return line(mind, LINE_REPEAT);
    }
    bool doubts = (mind->reply == mind->doubt_at[0] || mind->reply == mind->doubt_at[1]) && !heard->asks;
    mind->asked = doubts || (more && asked);
    if (doubts)
        return mind_join(mind, asked ? line(mind, LINE_FOLLOW) : (struct str){0}, line(mind, LINE_DOUBT));
    mind->asked = asked;
    if (more) {
        struct str concern = next_concern(mind);
        struct str lead = reaction(mind, heard);
        mind->asked = true;
        return mind_join(mind, lead, concern);
    }
    struct str first = reaction(mind, heard);
    mind->asked = false;
    if (heard->asks)
        return mind_join(mind, first, line(mind, LINE_SPARE));
    if (mind->reply >= 6 && mind->patience-- <= 1)
        return own_close(mind);
    return mind_join(mind, first, mind->spared++ % 2 == 0 ? line(mind, LINE_SPARE) : (struct str){0});
}

static uint64_t seed_of(const struct persona *persona, uint64_t seed, const struct brain_message *messages,
                        size_t count)
{
    size_t first = 0;
    while (first < count && messages[first].from_persona)
        first++;
    struct str opening = first < count ? messages[first].text : (struct str){0};
    return hash64(opening, persona->hash ^ seed * 0x9e3779b97f4a7c15u);
}

struct str brain_reply(struct arena *arena, const struct persona *persona, const struct brain_model *model,
                       uint64_t seed, const struct brain_message *messages, size_t count)
{
    struct mind mind;
    struct rng flaw;
    size_t said_by_us = 0;
    model = persona->told ? &persona->as_told : model;
    for (size_t i = 0; i < count; i++)
        said_by_us += messages[i].from_persona;
    if (persona->calls)
        return calling_turn(arena, &persona->calling, model, persona->lang == LANG_EN, persona->marker, said_by_us);
    uint64_t own = seed_of(persona, seed, messages, count);
    mind_init(&mind, arena, persona, own);
    rng_init_text(&flaw, str_from(temperament_name(model->temperament)), own);
    struct str reply = {0};
    bool any = false;
    for (size_t i = 0; i <= count; i++) {
        if (i < count ? messages[i].from_persona : any)
            continue;
        struct str said = i < count ? messages[i].text : (struct str){0};
        struct heard heard = heard_of(arena, said);
        mind.over = false;
        mind.heard = said;
        struct str base = faithful(&mind, &heard);
        reply = flaw_apply(&mind, model, &flaw, base);
        any = true;
    }
    if (!mind.over)
        return reply;
    return mind_join(&mind, reply, persona->marker);
}
