#include "signal/feature.h"

#include "base/arena.h"
#include "base/sort.h"
#include "signal/model.h"

#include <stdlib.h>
#include <string.h>

#define STEPS(...) {__VA_ARGS__}, sizeof((double[]){__VA_ARGS__}) / sizeof(double)
const struct named named_features[NAMED_FEATURES] = {
    [FEATURE_LENGTH] = {"length", STEPS(12, 20, 30, 45, 60, 80, 110, 150)},
    [FEATURE_SENTENCES] = {"sentences", STEPS(2, 3, 4, 5, 7)},
    [FEATURE_QUESTIONS] = {"questions", STEPS(1, 2, 3)},
    [FEATURE_EXCLAMATIONS] = {"exclamations", STEPS(1, 2, 3)},
    [FEATURE_NUMBERS] = {"numbers", STEPS(1, 2, 4)},
    [FEATURE_ENDS_IN_A_QUESTION] = {.name = "ends in a question"},
    [FEATURE_ENDS_IN_AN_EXCLAMATION] = {.name = "ends in an exclamation"},
    [FEATURE_ELLIPSIS] = {.name = "ellipsis"},
    [FEATURE_QUOTES] = {.name = "quotes"},
    [FEATURE_ORDERS] = {"orders", STEPS(1, 2, 3)},
    [FEATURE_NOTHING_BUT_ORDERS] = {.name = "nothing but orders"},
    [FEATURE_HUNG_UP] = {.name = "hung up"},
    [FEATURE_REPLY] = {"reply", STEPS(2, 3, 4, 6, 9, 12)},
    [FEATURE_ASKED] = {.name = "asked"},
    [FEATURE_ASKED_LAST] = {.name = "asked last"},
    [FEATURE_TOLD_ONLY] = {.name = "told only"},
    [FEATURE_ECHO_OF_THE_CALLER] = {"echo of the caller", STEPS(0.05, 0.1, 0.2, 0.35, 0.5, 0.7)},
    [FEATURE_ECHO_IN_A_QUESTION] = {.name = "echo in a question"},
    [FEATURE_CALLER_LENGTH] = {"caller length", STEPS(8, 15, 30, 60)},
    [FEATURE_LAST_REPLY] = {.name = "last reply"},
    [FEATURE_LAST_MESSAGE] = {.name = "last message"},
    [FEATURE_LAST_REPLY_CALLER_ENDED] = {.name = "last reply, caller ended"},
    [FEATURE_ENDED_BY_NOBODY] = {.name = "ended by nobody"},
    [FEATURE_LAST_REPLY_TURNS_RAN_OUT] = {.name = "last reply, turns ran out"},
    [FEATURE_CALLER_THEN_ASKS] = {.name = "caller then asks"},
    [FEATURE_CALLER_THEN_TRAILS_OFF] = {.name = "caller then trails off"},
    [FEATURE_CALLER_THEN_IS_BRIEF] = {.name = "caller then is brief"},
    [FEATURE_FORM_STAGE_DIRECTION] = {"form: stage direction", STEPS(1)},
    [FEATURE_FORM_ACTED_REMARK] = {"form: acted remark", STEPS(1)},
    [FEATURE_FORM_BRACKETED_REMARK] = {"form: bracketed remark", STEPS(1)},
    [FEATURE_FORM_SPEAKER_LABEL] = {"form: speaker label", STEPS(1, 2)},
    [FEATURE_FORM_LABEL] = {"form: label", STEPS(1, 2)},
    [FEATURE_FORM_LIST] = {"form: list", STEPS(1, 2)},
    [FEATURE_FORM_MARK] = {"form: mark", STEPS(1)},
    [FEATURE_FORM_EMOJI] = {"form: emoji", STEPS(1)},
    [FEATURE_FORM_LINES] = {"form: lines", STEPS(2, 3)},
    [FEATURE_FORM_NOT_SPEECH] = {.name = "form: not speech"},
    [FEATURE_FOREIGN_REPLY] = {.name = "foreign reply"},
    [FEATURE_LIKE_A_NEGATIVE_EXAMPLE] = {"like a negative example", STEPS(0.1, 0.15, 0.2, 0.3, 0.45)},
    [FEATURE_MORE_LIKE_THE_NEGATIVE] = {.name = "more like the negative"},
    [FEATURE_COPIED_EXAMPLE] = {"copied: example", STEPS(0.35, 0.45, 0.55, 0.65, 0.75, 0.85)},
    [FEATURE_COPIED_LINE] = {"copied: line", STEPS(0.35, 0.45, 0.55, 0.65, 0.75, 0.85)},
    [FEATURE_SCRIPT_SENTENCE] = {"script: sentence", STEPS(0.25, 0.35, 0.5, 0.65, 0.8)},
    [FEATURE_SCRIPT_SHARE] = {"script: share", STEPS(-0.2, -0.1, 0, 0.05, 0.1, 0.2, 0.3)},
    [FEATURE_CONCERNS_TOUCHED] = {"concerns touched", STEPS(1, 2, 3, 4, 5, 6)},
    [FEATURE_CONCERNS_TOUCHED_WELL] = {"concerns touched well", STEPS(1, 2, 3, 4)},
    [FEATURE_CONCERNS_TOUCHED_SUM] = {"concerns touched, sum", STEPS(0.2, 0.4, 0.7, 1, 1.5, 2)},
    [FEATURE_MANY_CONCERNS_AT_LENGTH] = {.name = "many concerns at length"},
    [FEATURE_MOST_CONCERNS_AT_LENGTH] = {.name = "most concerns at length"},
    [FEATURE_SAID_BEFORE_ALIKE] = {"said before: alike", STEPS(0.2, 0.3, 0.4, 0.5, 0.6, 0.75, 0.9)},
    [FEATURE_SAID_BEFORE_SHARE] = {"said before: share", STEPS(0.2, 0.3, 0.4, 0.5, 0.6, 0.75, 0.9)},
    [FEATURE_FACT_OTHER_YEARS_AT_WORK] = {.name = "fact: other years at work"},
    [FEATURE_FACT_ANOTHER_TRADE] = {.name = "fact: another trade"},
    [FEATURE_FACT_ANOTHER_PLACE] = {.name = "fact: another place"},
    [FEATURE_FACT_NEW_NAMES] = {"fact: new names", STEPS(1, 2)},
    [FEATURE_FACT_ANOTHER_RELATIVE] = {.name = "fact: another relative"},
    [FEATURE_FACT_ANOTHER_AGE] = {.name = "fact: another age"},
    [FEATURE_FACT_NEW_DATES] = {"fact: new dates", STEPS(1, 2)},
    [FEATURE_FACT_NEW_NUMBERS] = {"fact: new numbers", STEPS(1, 2, 4)},
    [FEATURE_FACT_ANOTHER_NAME] = {.name = "fact: another name"},
    [FEATURE_FACT_NEW_WORKPLACE] = {.name = "fact: new workplace"},
    [FEATURE_VOICE_OF_THE_SERVING_SIDE] = {"voice of the serving side", STEPS(-4, -2.5, -1.5, -0.5, 0.5, 1.5, 2.5, 4)},
};

uint64_t feature_begin(struct str space, unsigned step)
{
    return hash64_begin(hash64(space, FEATURE_SEED) + step);
}

uint64_t feature_key(struct str space, struct str name, unsigned step)
{
    return hash64_end(feature_hash(feature_begin(space, step), name));
}

static size_t seen_size(const struct model *model)
{
    return (model->row_count / 64 + 1) * sizeof(uint64_t);
}

void features_next(struct features *features)
{
    features->all.count = 0;
    memset(features->outright, 0, sizeof features->outright);
    if (features->model == NULL)
        return;
    memset(features->seen, 0, seen_size(features->model));
    features->seen[0] = 1;
    memcpy(features->odds, features->model->index.rows[0].of, sizeof features->odds);
    features->from = features->summed = features->evidence.count;
}

void features_begin(struct features *features, const struct model *model)
{
    if (features->model != model) {
        features_release(features);
        features->model = model;
        if (model != NULL)
            features->seen = memory_alloc(seen_size(model));
    }
    features_next(features);
    features->evidence.count = features->from = features->summed = 0;
}

/* The sums stay in registers, four heads in each. */
void features_sum(struct features *features)
{
    float sums[FIRST_HEADS];
    memcpy(sums, features->odds, sizeof sums);
    for (size_t i = features->summed; i < features->evidence.count; i++) {
        const struct evidence evidence = features->evidence.items[i];
#pragma GCC unroll 16
        for (size_t head = 0; head < FIRST_HEADS; head++)
            sums[head] += evidence.weights[head] * evidence.value;
    }
    features->summed = features->evidence.count;
    memcpy(features->odds, sums, sizeof sums);
}

void features_add_keyed(struct features *features, uint64_t key, const char *space, struct str name, float value,
                        uint32_t start, uint32_t end)
{
    if (features->model == NULL) {
        VEC_PUSH(
            &features->all,
            ((struct feature){.key = key, .space = space, .name = name, .value = value, .start = start, .end = end}));
        return;
    }
    features_weigh(features, weight_find(features->model->index, key), value, start, end);
}

void features_add(struct features *features, const char *space, struct str name, float value, uint32_t start,
                  uint32_t end)
{
    features_add_keyed(features, feature_key(str_from(space), name, 0), space, name, value, start, end);
}

static void collect_named(struct features *features, const char *name, unsigned step, float value)
{
    VEC_PUSH(&features->all, ((struct feature){.key = feature_key(STR("n"), str_from(name), step),
                                               .space = "n",
                                               .name = str_from(name),
                                               .step = (uint8_t)step,
                                               .value = value}));
}

void features_add_named(struct features *features, enum named_feature name, size_t reached, float value)
{
    if (features->model == NULL) {
        const struct named *named = &named_features[name];
        for (unsigned step = named->count == 0 ? 0 : 1; step <= reached; step++)
            collect_named(features, named->name, step, value);
        return;
    }
    features_weigh_whole(features, features->model->named->of[name][reached == 0 ? 0 : reached - 1].of, value);
}

void features_reach(struct features *features, enum named_feature name, double value)
{
    const struct named *named = &named_features[name];
    size_t reached = 1;
    while (reached < named->count && value >= named->steps[reached])
        reached++;
    features_add_named(features, name, reached, 1);
}

void features_outright(struct features *features, enum outright what, float value, uint32_t start, uint32_t end)
{
    static const char *const names[OUTRIGHTS] = {"nothing but giving way", "said over and over", "not that person"};
    features->outright[what] = (struct place){true, start, end};
    features_add(features, "s", str_from(names[what]), value, start, end);
}

/* Sorts what is small, then moves each feature once. */
void features_sort(struct features *features)
{
    size_t count = features->all.count, kept = 0;
    if (count == 0)
        return;
    struct keyed *order = memory_grow(NULL, count, sizeof *order);
    struct feature *sorted = memory_grow(NULL, count, sizeof *sorted);
    for (size_t i = 0; i < count; i++)
        order[i] = (struct keyed){features->all.items[i].key, features->all.items[i].start, (uint32_t)i};
    sort_keyed(order, count);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || order[i].key != sorted[kept - 1].key)
            sorted[kept++] = features->all.items[order[i].index];
    free(order);
    vec_free(features->all.items);
    features->all.items = sorted;
    features->all.room = count;
    features->all.count = kept;
}

void features_release(struct features *features)
{
    VEC_RELEASE(&features->all);
    VEC_RELEASE(&features->evidence);
    free(features->seen);
    *features = (struct features){0};
}
