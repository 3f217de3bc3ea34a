#include "run/costs.h"

#include "base/buf.h"
#include "syntax/json_writer.h"

void cost_add(struct cost *cost, const struct endpoint *endpoint, struct usage usage, bool unmetered)
{
    cost->replies++;
    cost->unmetered += unmetered;
    usage_add(&cost->usage, usage);
    cost->amount += endpoint_cost(endpoint, usage);
}

void costs_write(const struct plan *plan, const struct cost *costs, struct buf *out)
{
    for (size_t i = 0; i < plan->count; i++) {
        const struct endpoint *model = &plan->experiment->models[plan->conversations[i].model];
        struct json_writer w;
        if (!costs[i].begun)
            continue;
        json_writer_init(&w, out, 0);
        json_open_object(&w, NULL);
        json_put_cstring(&w, "schema", "fidelio.cost/1");
        json_put_string(&w, "id", plan->conversations[i].id);
        json_put_string(&w, "model", model->name);
        usage_put(&w, costs[i].usage);
        if (costs[i].amount > 0)
            json_put_number(&w, "cost", costs[i].amount);
        if (costs[i].amount > 0 && model->currency.len > 0)
            json_put_string(&w, "currency", model->currency);
        if (costs[i].unmetered > 0)
            json_put_integer(&w, "unmetered", (int64_t)costs[i].unmetered);
        json_close_object(&w);
        buf_add_byte(out, '\n');
    }
}

size_t costs_of_caller(const struct experiment *experiment, size_t caller)
{
    return experiment->model_count + caller;
}

size_t costs_of_chooser(const struct experiment *experiment)
{
    return experiment->model_count + experiment->caller_count;
}

size_t costs_party_count(const struct experiment *experiment)
{
    return costs_of_chooser(experiment) + 1;
}

const struct endpoint *costs_party(const struct experiment *experiment, size_t party)
{
    if (party < experiment->model_count)
        return &experiment->models[party];
    if (party < costs_of_chooser(experiment))
        return experiment->callers[party - experiment->model_count].endpoint;
    return experiment->chooser;
}
