/* Anthropic messages. It wants max_tokens, knows no seed, and refuses empty texts: an empty message is left out, and
 * the server joins what then stands side by side. https://docs.anthropic.com/en/api/messages */
#include "endpoint/wire_ops.h"

enum { DEFAULT_MAX_TOKENS = 1024 };

static size_t begin(const struct endpoint *endpoint, bool prompt, struct buf *body)
{
    struct json_writer w;
    size_t hole = 0;
    json_writer_init(&w, body, 0);
    json_open_object(&w, NULL);
    json_put_string(&w, "model", endpoint->model);
    json_put_integer(&w, "max_tokens", endpoint->max_tokens > 0 ? (int64_t)endpoint->max_tokens : DEFAULT_MAX_TOKENS);
    if (prompt)
        hole = wire_put_hole(&w, "system");
    wire_put_sampling(endpoint, &w);
    json_open_array(&w, "messages");
    return hole;
}

static const struct finish_name finishes[] = {{"end_turn", FINISH_STOP},
                                              {"stop_sequence", FINISH_STOP},
                                              {"pause_turn", FINISH_STOP},
                                              {"max_tokens", FINISH_LENGTH},
                                              {"model_context_window_exceeded", FINISH_LENGTH},
                                              {"tool_use", FINISH_TOOL_CALLS},
                                              {"refusal", FINISH_CONTENT_FILTER},
                                              {NULL, FINISH_UNKNOWN}};

/* What was read from and written to the prompt cache is prompt as well. In a stream the counts come in two events. */
static void gather_usage(const struct json *usage, struct gathered *gathered)
{
    if (usage == NULL || usage->kind != JSON_OBJECT)
        return;
    uint64_t cached = wire_tokens(usage, "cache_read_input_tokens");
    uint64_t prompt = wire_tokens(usage, "input_tokens") + wire_tokens(usage, "cache_creation_input_tokens") + cached;
    uint64_t completion = wire_tokens(usage, "output_tokens");
    if (prompt > 0) {
        gathered->usage.prompt_tokens = prompt;
        gathered->usage.cached_tokens = cached;
    }
    gathered->usage.completion_tokens = completion > 0 ? completion : gathered->usage.completion_tokens;
    gathered->has_usage = true;
}

static void answer(const struct json *body, struct gathered *gathered)
{
    const struct json *content = json_get(body, "content");
    if (content == NULL || content->kind != JSON_ARRAY)
        return;
    gathered->has_message = true;
    gathered->finish = wire_finish(finishes, json_get_text(body, "stop_reason"));
    wire_gather_content(content, gathered);
    wire_gather_names(body, gathered);
    gather_usage(json_get(body, "usage"), gathered);
}

static void event(struct str name, const struct json *data, struct gathered *gathered)
{
    struct str type = json_get_text(data, "type");
    if (type.len == 0)
        type = name;
    if (str_eq_cstring(type, "message_start")) {
        answer(json_get(data, "message"), gathered);
    } else if (str_eq_cstring(type, "content_block_start")) {
        const struct json *block = json_get(data, "content_block");
        buf_add(&gathered->content, json_get_text(block, "text"));
        buf_add(&gathered->reasoning, json_get_text(block, "thinking"));
    } else if (str_eq_cstring(type, "content_block_delta")) {
        const struct json *delta = json_get(data, "delta");
        buf_add(&gathered->content, json_get_text(delta, "text"));
        buf_add(&gathered->reasoning, json_get_text(delta, "thinking"));
    } else if (str_eq_cstring(type, "message_delta")) {
        struct str reason = json_get_text(json_get(data, "delta"), "stop_reason");
        if (reason.len > 0)
            gathered->finish =
                wire_finish(finishes, reason) != FINISH_UNKNOWN ? wire_finish(finishes, reason) : FINISH_STOP;
        gather_usage(json_get(data, "usage"), gathered);
    } else if (str_eq_cstring(type, "message_stop")) {
        gathered->over = true;
    }
}

const struct wire_ops wire_anthropic_messages = {
    .name = "anthropic-messages",
    .reply_in = "content",
    .path = "/messages",
    .key_header = "x-api-key: ",
    .fixed_header = "anthropic-version: 2023-06-01",
    .begin = begin,
    .tail = "]}",
    .no_blanks = true,
    .answer = answer,
    .event = event,
};
