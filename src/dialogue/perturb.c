#include "dialogue/perturb.h"

#include "base/buf.h"
#include "base/language.h"
#include "dialogue/speech.h"
#include "text/utf8.h"

#define CHANCE 0.4 /* of a turn, while kinds are left */

static const char *const names[PERTURBATIONS] = {"noise",        "repeat",     "small_talk", "silence",
                                                 "interruption", "impatience", "injection"};

const char *perturbation_name(enum perturbation perturbation)
{
    return names[perturbation];
}

/* "small-talk" is small_talk too: command lines are written with dashes. */
static bool same_name(struct str given, const char *name)
{
    struct str known = str_from(name);
    bool same = given.len == known.len;
    for (size_t i = 0; same && i < known.len; i++)
        same = given.ptr[i] == known.ptr[i] || (known.ptr[i] == '_' && given.ptr[i] == '-');
    return same;
}

bool perturbations_from(struct str list, unsigned *set, struct error *err)
{
    *set = 0;
    if (str_trim(list).len == 0)
        return error_set(err, ERROR_USER,
                         TEXT("name the perturbations, such as noise,injection, or all",
                              "请写明干扰的种类，例如 noise,injection，或者 all"));
    while (list.len > 0) {
        size_t comma = str_find_byte(list, ','), i = 0;
        struct str name = str_trim(str_slice(list, 0, comma));
        list = comma == STR_NONE ? (struct str){0} : str_slice(list, comma + 1, list.len);
        while (i < PERTURBATIONS && !same_name(name, names[i]))
            i++;
        if (str_eq_cstring(name, "all"))
            *set = (1u << PERTURBATIONS) - 1;
        else if (i < PERTURBATIONS)
            *set |= 1u << i;
        else
            return error_set(
                err, ERROR_USER,
                TEXT("'%.*s' is no perturbation; there are noise, repeat, small-talk, silence, interruption, "
                     "impatience, injection and all",
                     "没有“%.*s”这种干扰；可用的有 "
                     "noise、repeat、small-talk、silence、interruption、impatience、injection 和 all"),
                STR_FORMAT(name));
    }
    return true;
}

struct str perturbations_text(struct arena *arena, unsigned set, char joint)
{
    struct buf out;
    buf_init(&out, 0);
    for (size_t i = 0; i < PERTURBATIONS; i++) {
        if (!(set >> i & 1))
            continue;
        if (out.len > 0)
            buf_add_byte(&out, joint);
        buf_add_cstring(&out, names[i]);
    }
    struct str text = set == (1u << PERTURBATIONS) - 1 ? STR("all") : str_dup(arena, buf_str(&out));
    buf_release(&out);
    return text;
}

void perturber_init(struct perturber *perturber, unsigned set, uint64_t seed)
{
    *perturber = (struct perturber){.left = set};
    rng_init(&perturber->rng, seed ^ 0x706572747572u);
}

enum perturbation perturber_draw(struct perturber *perturber)
{
    double chance = rng_unit(&perturber->rng);
    uint64_t draw = rng_next(&perturber->rng);
    bool rest = perturber->turns++ == 0 || perturber->last;
    perturber->last = false;
    if (rest || perturber->left == 0 || chance >= CHANCE)
        return PERTURBATIONS;
    size_t count = 0, nth = 0;
    for (size_t i = 0; i < PERTURBATIONS; i++)
        count += perturber->left >> i & 1;
    nth = (size_t)(draw % count);
    for (size_t i = 0; i < PERTURBATIONS; i++) {
        if (!(perturber->left >> i & 1) || nth-- > 0)
            continue;
        perturber->left &= ~(1u << i);
        perturber->last = true;
        return (enum perturbation)i;
    }
    return PERTURBATIONS;
}

bool perturbation_stands_alone(enum perturbation perturbation)
{
    return perturbation == PERTURB_REPEAT || perturbation == PERTURB_SMALL_TALK || perturbation == PERTURB_SILENCE ||
           perturbation == PERTURB_INJECTION;
}

/* Every other clause is lost. */
static struct str garble(struct arena *arena, enum lang lang, struct str text)
{
    struct buf out;
    buf_init(&out, 0);
    size_t clause = 0, start = 0;
    for (size_t at = 0; at < text.len;) {
        uint32_t c = utf8_next(text, &at);
        bool end = c == 0xff0c || c == 0x3002 || c == 0xff1f || c == ',' || c == '.' || c == '?' || at == text.len;
        if (!end)
            continue;
        if (clause++ % 2 == 0)
            buf_add(&out, str_slice(text, start, at));
        else
            buf_add_cstring(&out, lang == LANG_EN ? " ... " : "……");
        start = at;
    }
    struct str garbled = str_dup(arena, str_trim(buf_str(&out)));
    buf_release(&out);
    return garbled;
}

static struct str pick(struct perturber *perturber, struct arena *arena, const struct dialogue_plan *plan,
                       enum phrase_kind kind)
{
    const size_t nth = rng_below(&perturber->rng, phrase_count(plan->tongue, kind));
    return plan_addressed(plan, arena, str_from(phrases_of(plan->tongue, kind)[nth]));
}

struct str perturb_text(struct perturber *perturber, struct arena *arena, const struct dialogue_plan *plan,
                        enum perturbation perturbation, struct str text)
{
    const enum lang lang = plan->scenario->lang;
    switch (perturbation) {
    case PERTURB_NOISE:
        return garble(arena, lang, text);
    case PERTURB_REPEAT:
        return speech_join(arena, lang, pick(perturber, arena, plan, PHRASE_ASK_AGAIN), text);
    case PERTURB_SMALL_TALK:
        return pick(perturber, arena, plan, PHRASE_SMALL_TALK);
    case PERTURB_SILENCE:
        return pick(perturber, arena, plan, PHRASE_SAYS_NOTHING);
    case PERTURB_INTERRUPTION:
        return speech_join(arena, lang, pick(perturber, arena, plan, PHRASE_INTERRUPTS), text);
    case PERTURB_IMPATIENCE:
        return speech_join(arena, lang, pick(perturber, arena, plan, PHRASE_IMPATIENT), text);
    case PERTURB_INJECTION:
        return pick(perturber, arena, plan, PHRASE_INJECTION);
    case PERTURBATIONS:
        break;
    }
    return text;
}
