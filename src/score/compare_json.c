/* A comparison as data: fidelio.comparison/1. */
#include "score/compare.h"

#include "syntax/json_writer.h"

#include <math.h>

static void put_flips(struct json_writer *w, const char *key, const struct flip *flips, size_t count)
{
    json_open_array(w, key);
    for (size_t i = 0; i < count; i++) {
        json_open_object(w, NULL);
        json_put_string(w, "before", flips[i].before->transcript->id);
        json_put_string(w, "after", flips[i].after->transcript->id);
        json_close_object(w);
    }
    json_close_array(w);
}

static void put_metric(struct json_writer *w, const char *key, const struct metric *m)
{
    json_open_object(w, key);
    json_put_cstring(w, "name", m->name);
    json_put_bool(w, "primary", m->primary);
    json_put_integer(w, "n", (int64_t)m->n);
    json_put_number(w, "before", m->before);
    json_put_number(w, "after", m->after);
    json_put_number(w, "difference", m->difference);
    json_put_number(w, "p", m->p);
    json_put_number(w, "p_adjusted", m->adjusted);
    json_put_bool(w, "alarm", m->alarm);
    json_close_object(w);
}

static void put_first(struct json_writer *w, const struct first_look *first)
{
    json_open_object(w, "first_look");
    json_put_cstring(w, "verdict", comparison_verdict_name(first->verdict));
    json_put_integer(w, "repeats_added", (int64_t)first->repeats);
    put_metric(w, "primary", &first->primary);
    json_close_object(w);
}

void comparison_write(const struct comparison *c, struct json_writer *w)
{
    static const char *const kinds[] = {
        "rule_removed",          "rule_loosened",    "rule_newly_na", "concern_removed", "negative_example_removed",
        "end_condition_removed", "threshold_lowered"};
    json_open_object(w, NULL);
    json_put_cstring(w, "schema", "fidelio.comparison/1");
    json_put_cstring(w, "verdict", comparison_verdict_name(c->verdict));
    json_put_bool(w, "paired", c->paired);
    json_put_integer(w, "pairs", (int64_t)c->pairs);
    json_put_integer(w, "unpaired_before", (int64_t)c->unpaired_before);
    json_put_integer(w, "unpaired_after", (int64_t)c->unpaired_after);
    json_put_integer(w, "planned", (int64_t)c->planned);
    json_put_integer(w, "done", (int64_t)c->done);
    json_put_integer(w, "lost_cells", (int64_t)c->lost_cells);
    json_put_number(w, "alpha", c->alpha);
    json_put_number(w, "tolerance", c->tolerance);
    if (c->no_difference)
        json_put_null(w, "smallest_detectable_drop");
    else
        json_put_number(w, "smallest_detectable_drop", c->detectable);
    json_put_number(w, "room_for_drop", c->no_difference ? c->detectable : NAN);
    json_put_integer(w, "pairs_needed", (int64_t)c->needed);
    if (c->needed_for_gain > 0)
        json_put_integer(w, "pairs_needed_for_gain", (int64_t)c->needed_for_gain);
    if (c->first.repeats > 0)
        put_first(w, &c->first);
    json_open_array(w, "metrics");
    for (size_t i = 0; i < c->metric_count; i++)
        put_metric(w, NULL, &c->metrics[i]);
    json_close_array(w);
    json_open_array(w, "weakenings");
    for (size_t i = 0; i < c->weakening_count; i++) {
        const struct weakening *x = &c->weakenings[i];
        json_open_object(w, NULL);
        json_put_cstring(w, "kind", kinds[x->kind]);
        json_put_string(w, "scenario", x->scenario);
        json_put_string(w, "what", x->what);
        json_put_string(w, "why", x->why);
        json_put_string(w, "file", x->file);
        json_put_integer(w, "line", (int64_t)x->line);
        json_close_object(w);
    }
    json_close_array(w);
    put_flips(w, "worse", c->worse, c->worse_count);
    put_flips(w, "better", c->better, c->better_count);
    json_close_object(w);
}
