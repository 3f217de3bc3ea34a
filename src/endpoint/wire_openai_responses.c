/* OpenAI responses. Nothing is kept on the server: the whole history is sent. It knows no seed.
 * https://platform.openai.com/docs/api-reference/responses */
#include "endpoint/wire_ops.h"

static size_t begin(const struct endpoint *endpoint, bool prompt, struct buf *body)
{
    struct json_writer w;
    size_t hole = 0;
    json_writer_init(&w, body, 0);
    json_open_object(&w, NULL);
    json_put_string(&w, "model", endpoint->model);
    if (prompt)
        hole = wire_put_hole(&w, "instructions");
    if (endpoint->max_tokens > 0)
        json_put_integer(&w, "max_output_tokens", (int64_t)endpoint->max_tokens);
    json_put_bool(&w, "store", false);
    wire_put_sampling(endpoint, &w);
    json_open_array(&w, "input");
    return hole;
}

static void gather_item(const struct json *item, struct gathered *gathered)
{
    struct str type = json_get_text(item, "type");
    if (str_eq_cstring(type, "message")) {
        wire_gather_content(json_get(item, "content"), gathered);
    } else if (str_eq_cstring(type, "function_call") || str_eq_cstring(type, "custom_tool_call")) {
        gathered->finish = FINISH_TOOL_CALLS;
    } else if (str_eq_cstring(type, "reasoning")) {
        for (const struct json *part = json_get(item, "content") != NULL ? json_get(item, "content")->first : NULL;
             part != NULL; part = part->next)
            buf_add(&gathered->reasoning, json_get_text(part, "text"));
        for (const struct json *part = json_get(item, "summary") != NULL ? json_get(item, "summary")->first : NULL;
             part != NULL; part = part->next)
            buf_add(&gathered->reasoning, json_get_text(part, "text"));
    }
}

static void gather_output(const struct json *output, struct gathered *gathered)
{
    if (output == NULL || output->kind != JSON_ARRAY || output->count == 0)
        return; /* what the deltas said stays */
    buf_clear(&gathered->content);
    buf_clear(&gathered->reasoning);
    buf_clear(&gathered->refusal);
    for (const struct json *item = output->first; item != NULL; item = item->next)
        gather_item(item, gathered);
}

/* Ended otherwise, or not at all: "failed", "cancelled"; "queued" and "in_progress" where nobody asked for that. */
static bool is_broken_off(struct str status)
{
    return status.len > 0 && !str_eq_cstring(status, "completed") && !str_eq_cstring(status, "incomplete");
}

static void answer(const struct json *body, struct gathered *gathered)
{
    struct str status = json_get_text(body, "status");
    const struct json *output = json_get(body, "output"), *usage = json_get(body, "usage");
    const struct json *error = json_get(body, "error");
    if (error != NULL && error->kind == JSON_OBJECT) {
        wire_gather_error(gathered->endpoint, 200, body, (struct str){0}, gathered->failure);
        return;
    }
    if (is_broken_off(status)) {
        wire_gather_broken(gathered, status);
        return;
    }
    if (output == NULL || output->kind != JSON_ARRAY)
        return;
    gathered->has_message = true;
    gathered->finish = FINISH_STOP;
    gather_output(output, gathered);
    if (str_eq_cstring(status, "incomplete")) {
        struct str reason = json_get_text(json_get(body, "incomplete_details"), "reason");
        gathered->finish = str_eq_cstring(reason, "content_filter") ? FINISH_CONTENT_FILTER : FINISH_LENGTH;
    }
    wire_gather_names(body, gathered);
    if (usage != NULL && usage->kind == JSON_OBJECT) {
        gathered->usage = (struct usage){wire_tokens(usage, "input_tokens"), wire_tokens(usage, "output_tokens"),
                                         wire_tokens(json_get(usage, "input_tokens_details"), "cached_tokens")};
        gathered->has_usage = true;
    }
}

static void event(struct str name, const struct json *data, struct gathered *gathered)
{
    struct str type = json_get_text(data, "type");
    if (type.len == 0)
        type = name;
    if (str_eq_cstring(type, "response.output_text.delta")) {
        gathered->has_message = true;
        buf_add(&gathered->content, json_get_text(data, "delta"));
    } else if (str_eq_cstring(type, "response.refusal.delta")) {
        gathered->has_message = true;
        buf_add(&gathered->refusal, json_get_text(data, "delta"));
    } else if (str_eq_cstring(type, "response.reasoning_text.delta") ||
               str_eq_cstring(type, "response.reasoning_summary_text.delta")) {
        buf_add(&gathered->reasoning, json_get_text(data, "delta"));
    } else if (str_eq_cstring(type, "response.completed") || str_eq_cstring(type, "response.incomplete") ||
               str_eq_cstring(type, "response.failed") || str_eq_cstring(type, "response.cancelled")) {
        answer(json_get(data, "response"), gathered);
        gathered->over = true;
    } else if (str_eq_cstring(type, "error")) {
        wire_gather_error(gathered->endpoint, 200, data, (struct str){0}, gathered->failure);
    }
}

const struct wire_ops wire_openai_responses = {
    .name = "openai-responses",
    .reply_in = "output",
    .path = "/responses",
    .key_header = "Authorization: Bearer ",
    .begin = begin,
    .tail = "]}",
    .answer = answer,
    .event = event,
};
