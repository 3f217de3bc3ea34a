/* What a server says instead of a reply, made a sentence and a decision: may it be asked again? */
#include "endpoint/wire_ops.h"
#include "text/printable.h"

#include <stdio.h>
#include <string.h>

enum { QUOTED = 240 }; /* bytes of the server's words that are quoted */

/* Servers put their words in different places: {"error":{"message":..}}, {"error":".."}, {"message":..}, {"detail":..},
 * {"detail":[{"msg":..}]}. */
static struct str words_of(const struct json *body)
{
    const struct json *error = json_get(body, "error");
    if (error != NULL && error->kind == JSON_STRING)
        return error->text;
    static const char *const keys[] = {"message", "detail", "msg", NULL};
    const struct json *places[] = {error, body};
    for (size_t i = 0; i < 2; i++)
        for (const char *const *key = keys; *key != NULL; key++)
            if (json_get_text(places[i], *key).len > 0)
                return json_get_text(places[i], *key);
    const struct json *details = json_get(body, "detail");
    return details != NULL ? json_get_text(details->first, "msg") : (struct str){0};
}

/* Where the error's code and kind stand: an error event of OpenAI's responses has no `error` around them. */
static const struct json *error_in(const struct json *body)
{
    const struct json *error = json_get(body, "error");
    return error != NULL && error->kind == JSON_OBJECT ? error : body;
}

static struct str code_of(const struct json *body)
{
    const struct json *error = error_in(body);
    struct str code = json_get_text(error, "code");
    return code.len > 0 ? code : json_get_text(error, "type");
}

/* OpenAI and Azure; DashScope. */
static bool is_of_the_text(struct str code)
{
    static const char *const codes[] = {"content_filter",       "content_policy_violation", "data_inspection_failed",
                                        "DataInspectionFailed", "context_length_exceeded",  NULL};
    return str_is_any(code, codes);
}

/* Of a body that holds no words in the known places. */
static struct str words_of_text(struct str text)
{
    text = str_trim(text);
    if (!wire_is_html((struct str){0}, text))
        return str_slice(text, 0, str_find_byte(text, '\n'));
    size_t open = str_find(text, STR("<title>")), close = str_find(text, STR("</title>"));
    bool titled = open != STR_NONE && close != STR_NONE && open < close;
    return titled ? str_slice(text, open + strlen("<title>"), close) : (struct str){0};
}

static bool is_graph(char c)
{
    return c > ' ' && c < 0x7f;
}

/* Is never cut within a word of ASCII: it may be a key, of which a part would not be known again and blotted out. */
static void quote(struct str words, char *out, size_t room)
{
    struct buf text;
    buf_init(&text, 0);
    size_t end = words.len < QUOTED ? words.len : QUOTED;
    while (end < words.len && end > 0 && ((unsigned char)words.ptr[end] & 0xc0) == 0x80)
        end--;
    while (end < words.len && end > 0 && is_graph(words.ptr[end]) && is_graph(words.ptr[end - 1]))
        end--;
    printable_add(&text, str_trim(str_slice(words, 0, end)), 0);
    snprintf(out, room, "%s%s%s", text.len > 0 ? ": " : "", text.len > 0 ? text.bytes : "", end < words.len ? "…" : "");
    buf_release(&text);
}

struct meaning {
    unsigned status;
    enum wire_retry retry;
    const char *what, *advice; /* advice may be "" */
};

static const struct meaning meanings[] = {
    {400, WIRE_NO_RETRY, "rejected the request", ""},
    {401, WIRE_NO_RETRY, "refused the key", "look at the variable that --api-key-env names"},
    {402, WIRE_NO_RETRY, "wants to be paid first", "look at the account's balance"},
    {403, WIRE_NO_RETRY, "forbids this", "the key may not use this model"},
    {404, WIRE_NO_RETRY, "does not know the model or the path", "look at --model and --base-url"},
    {405, WIRE_NO_RETRY, "does not take requests at this path", "look at --base-url"},
    {408, WIRE_RETRY, "timed out", ""},
    {409, WIRE_RETRY, "had a conflict", ""},
    {413, WIRE_NO_RETRY, "finds the conversation too long", "lower --max-turns or take a model with a longer context"},
    {422, WIRE_NO_RETRY, "rejected the request", ""},
    {425, WIRE_RETRY, "was asked too early", ""},
    {429, WIRE_SLOW_DOWN, "asks for fewer requests", ""},
    {500, WIRE_RETRY, "failed inside", ""},
    {502, WIRE_RETRY, "could not reach its own back end", ""},
    {503, WIRE_RETRY, "is not available", ""},
    {504, WIRE_RETRY, "timed out inside", ""},
    {529, WIRE_SLOW_DOWN, "is overloaded", ""},
};

static struct meaning meaning_of(unsigned status)
{
    for (size_t i = 0; i < sizeof meanings / sizeof *meanings; i++)
        if (meanings[i].status == status)
            return meanings[i];
    if (status >= 300 && status < 400)
        return (struct meaning){status, WIRE_NO_RETRY, "answered with a redirect, which is not followed",
                                "give the final address as --base-url"};
    if (status >= 500)
        return (struct meaning){status, WIRE_RETRY, "failed", ""};
    return (struct meaning){status, WIRE_NO_RETRY, "answered with an error", ""};
}

/* An error inside a 200 or a stream names its kind in words or as a number. */
static unsigned status_inside(const struct json *body)
{
    static const struct {
        const char *code;
        unsigned status;
    } codes[] = {{"rate_limit_error", 429}, {"rate_limit_exceeded", 429},   {"insufficient_quota", 429},
                 {"overloaded_error", 529}, {"authentication_error", 401},  {"permission_error", 403},
                 {"not_found_error", 404},  {"invalid_request_error", 400}, {"server_error", 500},
                 {"api_error", 500},        {"internal_server_error", 500}, {"timeout_error", 504}};
    const struct json *error = error_in(body);
    double number = json_get_number(error, "code", 0);
    if (number >= 300 && number < 600)
        return (unsigned)number;
    struct str names[] = {json_get_text(error, "code"), json_get_text(error, "type")};
    for (size_t n = 0; n < 2; n++)
        for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
            if (str_eq_cstring(names[n], codes[i].code))
                return codes[i].status;
    return 500;
}

static bool holds_word(struct str told, struct str word)
{
    size_t at = str_find(told, word);
    return at != STR_NONE && str_at_word_bounds(told, at, at + word.len);
}

/* What the server says of the parameters that cannot simply be left off the command line. */
static const char *advice_on_parameter(const struct endpoint *endpoint, struct str told)
{
    if (endpoint->has_seed && holds_word(told, STR("seed")))
        return "write seed: none under parameters in models.yaml";
    if (holds_word(told, STR("max_completion_tokens")))
        return "write max_completion_tokens under parameters in models.yaml, without --max-tokens";
    return "";
}

void wire_gather_error(const struct endpoint *endpoint, unsigned status, const struct json *body, struct str text,
                       struct wire_failure *failure)
{
    char words[4 * QUOTED];
    struct meaning meaning = meaning_of(status >= 300 ? status : status_inside(body));
    if (meaning.status == 429 && str_eq_cstring(code_of(body), "insufficient_quota"))
        meaning = (struct meaning){429, WIRE_SPENT, "says that the quota is used up",
                                   "look at the account's plan and balance"};
    if (meaning.status == 401 && endpoint->api_key_env.len == 0 && endpoint->headers == NULL)
        meaning = (struct meaning){401, WIRE_NO_RETRY, "wants a key",
                                   "none was sent: --api-key-env names the variable that holds it"};
    const char *version = meaning.status == 404 || meaning.status == 405 ? wire_version_advice(endpoint) : "";
    struct str told = words_of(body);
    if (meaning.status == 400 || meaning.status == 422)
        meaning.advice = advice_on_parameter(endpoint, told);
    bool hollow = body != NULL && body->first == NULL; /* {} */
    quote(told.len > 0 || hollow ? told : words_of_text(text), words, sizeof words);
    failure->status = status;
    failure->retry = meaning.retry;
    failure->of_the_text = is_of_the_text(code_of(body));
    snprintf(failure->why, sizeof failure->why, "%.*s %s (status %u)%.340s%s%s%s", STR_FORMAT(endpoint->name),
             meaning.what, status, words, meaning.advice[0] != '\0' ? "; " : "", meaning.advice, version);
}

void wire_gather_broken(struct gathered *gathered, struct str reason)
{
    char words[4 * QUOTED];
    quote(reason, words, sizeof words);
    gathered->failure->status = 200;
    gathered->failure->retry = WIRE_RETRY;
    snprintf(gathered->failure->why, sizeof gathered->failure->why, "%.*s broke its own reply off (status 200)%.340s",
             STR_FORMAT(gathered->endpoint->name), words);
}

void wire_explain_json(const struct endpoint *endpoint, unsigned status, const struct error *why,
                       struct wire_failure *failure)
{
    char words[4 * QUOTED];
    quote(str_from(why->message), words, sizeof words);
    failure->status = status;
    failure->retry = WIRE_RETRY;
    snprintf(failure->why, sizeof failure->why, "%.*s sent what is not JSON (status %u)%.340s",
             STR_FORMAT(endpoint->name), status, words);
}

const char *wire_version_advice(const struct endpoint *endpoint)
{
    struct str base = endpoint->base_url;
    for (size_t at = 0; at + 2 < base.len; at++)
        if (base.ptr[at] == '/' && base.ptr[at + 1] == 'v' && ascii_digit(base.ptr[at + 2]))
            return "";
    bool plain = endpoint->path.len == 0 && endpoint->query.len == 0;
    return plain && base.len > 0 ? "; most base URLs end in /v1, and this one does not" : "";
}
