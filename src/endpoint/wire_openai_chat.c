/* OpenAI chat completions, and what calls itself compatible (vLLM, Ollama, llama.cpp, DeepSeek, DashScope, Azure).
 * https://platform.openai.com/docs/api-reference/chat */
#include "endpoint/wire_ops.h"

static size_t begin(const struct endpoint *endpoint, bool prompt, struct buf *body)
{
    struct json_writer w;
    size_t hole = 0;
    json_writer_init(&w, body, 0);
    json_open_object(&w, NULL);
    json_put_string(&w, "model", endpoint->model);
    if (endpoint->max_tokens > 0)
        json_put_integer(&w, "max_tokens", (int64_t)endpoint->max_tokens);
    if (endpoint->has_seed)
        buf_printf(body, ",\"seed\":%llu", (unsigned long long)endpoint->seed);
    wire_put_sampling(endpoint, &w);
    if (endpoint->stream) {
        json_open_object(&w, "stream_options");
        json_put_bool(&w, "include_usage", true);
        json_close_object(&w);
    }
    json_open_array(&w, "messages");
    if (prompt) {
        json_open_object(&w, NULL);
        json_put_cstring(&w, "role", "system");
        hole = wire_put_hole(&w, "content");
        json_close_object(&w);
    }
    return hole;
}

static const struct finish_name finishes[] = {{"stop", FINISH_STOP},
                                              {"eos", FINISH_STOP},
                                              {"length", FINISH_LENGTH},
                                              {"max_tokens", FINISH_LENGTH},
                                              {"content_filter", FINISH_CONTENT_FILTER},
                                              {"sensitive", FINISH_CONTENT_FILTER},
                                              {"tool_calls", FINISH_TOOL_CALLS},
                                              {"function_call", FINISH_TOOL_CALLS},
                                              {NULL, FINISH_UNKNOWN}};

/* The server broke off, not the model: a shortage at DeepSeek, an engine that gave the request up (vLLM, SGLang), a
 * provider behind a gateway. */
static bool is_broken_off(struct str reason)
{
    return str_eq_cstring(reason, "insufficient_system_resource") || str_eq_cstring(reason, "abort") ||
           str_eq_cstring(reason, "error");
}

static void break_off(const struct json *choice, struct str reason, struct gathered *gathered)
{
    const struct json *error = json_get(choice, "error");
    if (error != NULL && error->kind == JSON_OBJECT)
        wire_gather_error(gathered->endpoint, 200, choice, (struct str){0}, gathered->failure);
    else
        wire_gather_broken(gathered, reason);
}

/* OpenAI, DashScope and vLLM; DeepSeek; Moonshot. */
static uint64_t cached_tokens(const struct json *usage)
{
    uint64_t cached = wire_tokens(json_get(usage, "prompt_tokens_details"), "cached_tokens");
    cached = cached > 0 ? cached : wire_tokens(usage, "prompt_cache_hit_tokens");
    return cached > 0 ? cached : wire_tokens(usage, "cached_tokens");
}

/* xAI and Gemini count thoughts in the total alone, and they are paid for. */
static void gather_usage(const struct json *object, struct gathered *gathered)
{
    const struct json *usage = json_get(object, "usage");
    if (usage == NULL || usage->kind != JSON_OBJECT)
        return;
    uint64_t prompt = wire_tokens(usage, "prompt_tokens"), completion = wire_tokens(usage, "completion_tokens");
    uint64_t total = wire_tokens(usage, "total_tokens");
    gathered->usage =
        (struct usage){prompt, total > prompt + completion ? total - prompt : completion, cached_tokens(usage)};
    gathered->has_usage = true;
}

/* The choice that says index 0; else the first. */
static const struct json *first_choice(const struct json *object)
{
    const struct json *choices = json_get(object, "choices");
    if (choices == NULL || choices->kind != JSON_ARRAY)
        return NULL;
    for (const struct json *choice = choices->first; choice != NULL; choice = choice->next)
        if (json_get_number(choice, "index", 0) == 0)
            return choice;
    return choices->first;
}

static void gather_message(const struct json *message, struct gathered *gathered)
{
    wire_gather_content(json_get(message, "content"), gathered);
    struct str reasoning = json_get_text(message, "reasoning_content");
    buf_add(&gathered->reasoning, reasoning.len > 0 ? reasoning : json_get_text(message, "reasoning"));
    buf_add(&gathered->refusal, json_get_text(message, "refusal"));
}

static void answer(const struct json *body, struct gathered *gathered)
{
    const struct json *choice = first_choice(body);
    const struct json *message = json_get(choice, "message");
    wire_gather_names(body, gathered);
    gather_usage(body, gathered);
    if (message == NULL || message->kind != JSON_OBJECT)
        return;
    struct str reason = json_get_text(choice, "finish_reason");
    gathered->has_message = true;
    gathered->finish = wire_finish(finishes, reason);
    gather_message(message, gathered);
    if (is_broken_off(reason))
        break_off(choice, reason, gathered);
}

static void event(struct str name, const struct json *data, struct gathered *gathered)
{
    (void)name;
    wire_gather_names(data, gathered);
    gather_usage(data, gathered); /* the last event has it, with no choices */
    const struct json *choices = json_get(data, "choices");
    for (const struct json *choice = choices != NULL ? choices->first : NULL; choice != NULL; choice = choice->next) {
        if (json_get_number(choice, "index", 0) != 0)
            continue;
        const struct json *delta = json_get(choice, "delta");
        struct str reason = json_get_text(choice, "finish_reason");
        gathered->has_message = gathered->has_message || (delta != NULL && delta->kind == JSON_OBJECT);
        gather_message(delta, gathered);
        gather_usage(choice, gathered); /* Moonshot has it here */
        if (is_broken_off(reason)) {
            break_off(choice, reason, gathered);
        } else if (reason.len > 0) {
            enum finish finish = wire_finish(finishes, reason);
            gathered->finish = finish != FINISH_UNKNOWN ? finish : FINISH_STOP;
        }
    }
}

const struct wire_ops wire_openai_chat = {
    .name = "openai-chat",
    .reply_in = "choices",
    .path = "/chat/completions",
    .key_header = "Authorization: Bearer ",
    .begin = begin,
    .tail = "]}",
    .answer = answer,
    .event = event,
};
