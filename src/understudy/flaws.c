#include "understudy/flaws.h"

#include "text/utf8.h"

enum { GUSHED = 4, WRONG_YEARS = 13, KEPT_BYTES = 60 };

static struct str plain(struct mind *mind, enum occasion occasion)
{
    return mind_line(mind, occasion, (struct str){0});
}

/* Three to four concerns in one breath. */
static struct str gush(struct mind *mind)
{
    const struct persona *persona = mind->persona;
    struct str flood = plain(mind, LINE_GUSH);
    for (size_t i = 0; i < persona->raised_count && i < GUSHED; i++)
        flood = mind_join(mind, flood, persona->raised[(i + mind->flaws * GUSHED) % persona->raised_count]);
    return flood;
}

/* An example of the document, word for word; a concern as it is spoken where there are none. */
static struct str parrot(struct mind *mind, struct str base)
{
    const struct line_texts *lines = &mind->persona->positive;
    return lines->count > 0 ? lines->items[(mind->start[0] + mind->flaws) % lines->count].text : base;
}

static struct str forget(struct mind *mind)
{
    struct str age = mind->persona->age;
    if (age.len != 2 || mind->flaws % 4 == 2)
        return plain(mind, LINE_FORGET_NAME);
    unsigned years = (unsigned)(age.ptr[0] - '0') * 10 + (unsigned)(age.ptr[1] - '0');
    years = years > 60 ? years - WRONG_YEARS : years + WRONG_YEARS;
    return mind_line(mind, LINE_FORGET_AGE, str_from(arena_printf(mind->arena, "%u", years)));
}

static struct str monotone(struct mind *mind, struct str base)
{
    return mind->kept.len > 0 ? mind->kept : base;
}

/* Once everything is said it starts on something new each time, the caller's goodbye or not. */
static struct str cling(struct mind *mind, struct str base)
{
    if (!mind->over && mind->raised < mind->to_raise)
        return base;
    mind->over = false;
    return plain(mind, LINE_CLING);
}

static struct str hasten(struct mind *mind, struct str base)
{
    if (mind->reply < 2)
        return base;
    mind->over = true;
    return plain(mind, LINE_HASTY);
}

static struct str flawed(struct mind *mind, enum temperament temperament, struct str base)
{
    switch (temperament) {
    case TEMPERAMENT_AGREEABLE:
        return plain(mind, LINE_PLATITUDE);
    case TEMPERAMENT_LEAKY:
        return plain(mind, LINE_LEAK);
    case TEMPERAMENT_HELPER:
        return plain(mind, LINE_HELPER);
    case TEMPERAMENT_NARRATOR:
        return mind_line(mind, LINE_NARRATE, base);
    case TEMPERAMENT_PARROT:
        return parrot(mind, base);
    case TEMPERAMENT_GUSHER:
        return gush(mind);
    case TEMPERAMENT_FORGETFUL:
        return forget(mind);
    case TEMPERAMENT_FOREIGN:
        return plain(mind, LINE_FOREIGN);
    case TEMPERAMENT_MONOTONE:
        return monotone(mind, base);
    case TEMPERAMENT_HASTY:
        return hasten(mind, base);
    case TEMPERAMENT_CLINGING:
        return cling(mind, base);
    case TEMPERAMENT_FAITHFUL:
    case TEMPERAMENT_NOISY:
    case TEMPERAMENTS:
        break;
    }
    return base;
}

/* With a rate: by chance. Without one in the 2nd, 4th, 5th and 6th reply and in every other of the later ones; who
 * clings or repeats does so always. */
static bool due(const struct mind *mind, const struct brain_model *model, double chance)
{
    if (model->has_rate)
        return chance < model->rate;
    if (model->temperament == TEMPERAMENT_CLINGING)
        return true;
    if (model->temperament == TEMPERAMENT_NOISY)
        return chance < 0.2;
    if (model->temperament == TEMPERAMENT_MONOTONE)
        return mind->reply > 1;
    return mind->reply > 1 && mind->reply != 3 && (mind->reply < 7 || chance < 0.5);
}

struct str flaw_apply(struct mind *mind, const struct brain_model *model, struct rng *rng, struct str base)
{
    double chance = rng_unit(rng);
    uint64_t draw = rng_next(rng);
    enum temperament temperament = model->temperament;
    struct str reply = base;
    if (temperament == TEMPERAMENT_NOISY) /* any flaw but those of the ending */
        temperament = (enum temperament)(TEMPERAMENT_AGREEABLE + draw % (TEMPERAMENT_HASTY - TEMPERAMENT_AGREEABLE));
    bool single = temperament != TEMPERAMENT_HASTY && temperament != TEMPERAMENT_CLINGING;
    if (temperament != TEMPERAMENT_FAITHFUL && due(mind, model, chance) && (!mind->over || !single)) {
        reply = flawed(mind, temperament, base);
        mind->flaws++;
    }
    if (mind->kept.len == 0 && reply.len >= KEPT_BYTES)
        mind->kept = reply;
    return reply;
}
