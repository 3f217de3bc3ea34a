#include "endpoint/models.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct endpoint example(void)
{
    struct endpoint endpoint;
    endpoint_init(&endpoint);
    endpoint.name = STR("m");
    endpoint.model = STR("m-1");
    endpoint.base_url = STR("https://host/v1/");
    return endpoint;
}

static void expect_url(const struct endpoint *endpoint, const char *expected)
{
    struct arena arena;
    arena_init(&arena);
    cr_expect_str_eq(endpoint_url(endpoint, &arena), expected);
    arena_release(&arena);
}

Test(endpoint, makes_the_address_of_its_parts)
{
    struct endpoint endpoint = example();
    expect_url(&endpoint, "https://host/v1/chat/completions");
    endpoint.base_url = STR("https://host/v1/chat/completions");
    expect_url(&endpoint, "https://host/v1/chat/completions");
    endpoint.base_url = STR("https://host");
    endpoint.path = STR("/x");
    endpoint.query = STR("api-version=1");
    expect_url(&endpoint, "https://host/x?api-version=1");
    endpoint.path = (struct str){0};
    endpoint.wire = WIRE_ANTHROPIC_MESSAGES;
    expect_url(&endpoint, "https://host/messages?api-version=1");
}

static void expect_refused(const struct endpoint *endpoint, const char *word)
{
    struct error err = {0};
    cr_expect_not(endpoint_check(endpoint, &err), "%s", word);
    cr_expect_eq(err.kind, ERROR_USER);
    cr_expect_not_null(strstr(err.message, word), "%s", err.message);
}

Test(endpoint, refuses_what_cannot_be_asked)
{
    struct endpoint endpoint = example();
    cr_expect(endpoint_check(&endpoint, NULL));
    endpoint.base_url = STR("");
    expect_refused(&endpoint, "base URL");
    endpoint.base_url = STR("ftp://host");
    expect_refused(&endpoint, "http://");
    endpoint.base_url = STR("https://");
    expect_refused(&endpoint, "host");
    endpoint.base_url = STR("https://me:secret@host/v1");
    expect_refused(&endpoint, "password");
    endpoint.base_url = STR("https://host/v1?key=secret");
    expect_refused(&endpoint, "query");
    endpoint.base_url = STR("https://host/v1 x");
    expect_refused(&endpoint, "space");
    endpoint = example();
    endpoint.model = STR("");
    expect_refused(&endpoint, "no model");
    endpoint = example();
    endpoint.api_key_env = STR("FIDELIO_NO_SUCH_VARIABLE");
    expect_refused(&endpoint, "FIDELIO_NO_SUCH_VARIABLE");
}

Test(endpoint, refuses_ways_that_lead_nowhere)
{
    struct endpoint endpoint = example();
    endpoint.proxy = STR("socks5h://127.0.0.1:1080");
    cr_expect(endpoint_check(&endpoint, NULL));
    endpoint.proxy = STR("3128");
    expect_refused(&endpoint, "http://HOST:PORT");
    endpoint.proxy = STR("http://");
    expect_refused(&endpoint, "http://HOST:PORT");
    endpoint.proxy = STR("http://me:secret@host:1");
    expect_refused(&endpoint, "password");
    endpoint.proxy = (struct str){0};
    endpoint.ca_file = STR("/nowhere/at/all.pem");
    expect_refused(&endpoint, "certificates");
    cr_expect(endpoint_set_http(&endpoint, STR("1.1")) && endpoint.http1_only);
    cr_expect(endpoint_set_http(&endpoint, STR("auto")) && !endpoint.http1_only);
    cr_expect_not(endpoint_set_http(&endpoint, STR("2")));
}

Test(endpoint, puts_the_key_into_the_wire_s_own_header_and_nowhere_else)
{
    struct endpoint endpoint = example();
    struct endpoint_secret secret;
    const char *extra[] = {"X-Auth-Token: ${FIDELIO_TEST_TOKEN}", "X-Plain: hello", NULL};
    setenv("FIDELIO_TEST_KEY", "sk-0123456789abcdef", 1);
    setenv("FIDELIO_TEST_TOKEN", "token-0123456789", 1);
    endpoint.api_key_env = STR("FIDELIO_TEST_KEY");
    endpoint.headers = extra;
    cr_assert(endpoint_secret_init(&secret, &endpoint, NULL));
    cr_expect_str_eq(secret.headers[2], "Authorization: Bearer sk-0123456789abcdef");
    cr_expect_str_eq(secret.headers[3], "X-Auth-Token: token-0123456789");
    cr_expect_str_eq(secret.headers[4], "X-Plain: hello");
    cr_expect_null(secret.headers[5]);
    char text[] = "sk-0123456789abcdef and token-0123456789, hello";
    cr_expect(endpoint_redact(&secret, text, strlen(text), false));
    cr_expect_str_eq(text, "******************* and ****************, hello");
    endpoint_secret_release(&secret);
    endpoint.wire = WIRE_ANTHROPIC_MESSAGES;
    endpoint.headers = NULL;
    cr_assert(endpoint_secret_init(&secret, &endpoint, NULL));
    cr_expect_str_eq(secret.headers[2], "anthropic-version: 2023-06-01");
    cr_expect_str_eq(secret.headers[3], "x-api-key: sk-0123456789abcdef");
    endpoint_secret_release(&secret);
    endpoint.key_header = STR("api-key");
    cr_assert(endpoint_secret_init(&secret, &endpoint, NULL));
    cr_expect_str_eq(secret.headers[3], "api-key: sk-0123456789abcdef");
    endpoint_secret_release(&secret);
}

Test(endpoint, leaves_ordinary_words_in_speech_alone)
{
    struct endpoint endpoint = example();
    struct endpoint_secret secret;
    char speech[] = "ollama said", message[] = "ollama said";
    setenv("FIDELIO_TEST_KEY", "ollama", 1);
    endpoint.api_key_env = STR("FIDELIO_TEST_KEY");
    cr_assert(endpoint_secret_init(&secret, &endpoint, NULL));
    endpoint_redact(&secret, speech, strlen(speech), true);
    endpoint_redact(&secret, message, strlen(message), false);
    cr_expect_str_eq(speech, "ollama said");
    cr_expect_str_eq(message, "****** said");
    endpoint_secret_release(&secret);
}

Test(endpoint, guesses_tokens_and_reckons_costs)
{
    struct endpoint endpoint = example();
    endpoint.price_in = 2;
    endpoint.price_out = 10;
    cr_expect_eq(endpoint_estimate_tokens(STR("您好，我是回访专员。")), 7);
    cr_expect_eq(endpoint_estimate_tokens(STR("Good morning, this is the callback team.")), 10);
    cr_expect_eq(endpoint_estimate_tokens(STR("你好吗abcd")), 3);
    struct usage usage = {.prompt_tokens = 1000000, .completion_tokens = 500000, .cached_tokens = 400000};
    cr_expect_float_eq(endpoint_cost(&endpoint, usage), 7, 1e-9);
    endpoint.price_cached_in = 0.5; /* 600,000 at 2, 400,000 at 0.5, 500,000 at 10 */
    cr_expect_float_eq(endpoint_cost(&endpoint, usage), 6.4, 1e-9);
    usage.cached_tokens = 2000000; /* no more than there are */
    cr_expect_float_eq(endpoint_cost(&endpoint, usage), 5.5, 1e-9);
}

static const char whole[] =
    "models:\n"
    "  - name: qwen\n"
    "    wire: openai-chat\n"
    "    base_url: https://host/v1\n"
    "    api_key_env: KEY\n"
    "    model: qwen2.5-7b\n"
    "    stream: true\n"
    "    parameters: {temperature: 0.7, top_p: 0.9, max_tokens: 300, seed: 7, enable_thinking: false, top_k: 20,\n"
    "                 stop: [\"a\", b], extra: {deep: \"1\", n: 1e3, odd: 010}}\n"
    "    limits: {in_flight: 8, requests_per_minute: 60, tokens_per_minute: 1000}\n"
    "    timeouts: {connect: 1.5, first_byte: 60, stall: 30, total: 300}\n"
    "    price: {input: 0.5, cached_input: 0.05, output: 2, currency: CNY}\n"
    "    headers: {X-A: b}\n"
    "  - name: gpt\n"
    "    base_url: https://me.openai.azure.com/\n"
    "    azure: {deployment: d-1, api_version: 2024-10-21}\n"
    "  - {name: claude, wire: anthropic, base_url: https://a/v1, parameters: {seed: none}}\n";

Test(models, reads_everything_of_a_model)
{
    struct models models;
    struct error err = {0};
    cr_assert(models_from(&models, "models.yaml", STR(whole), &err), "%zu:%zu %s", err.line, err.column, err.message);
    cr_assert_eq(models.count, 3);
    const struct endpoint *qwen = models_find(&models, STR("qwen")), *gpt = models_find(&models, STR("gpt"));
    cr_expect(str_eq_cstring(qwen->model, "qwen2.5-7b") && qwen->stream && qwen->has_seed && qwen->seed == 7);
    cr_expect(qwen->temperature == 0.7 && qwen->top_p == 0.9 && qwen->max_tokens == 300);
    cr_expect(str_eq_cstring(qwen->parameters,
                             "\"enable_thinking\":false,\"top_k\":20,\"stop\":[\"a\",\"b\"],\"extra\":{\"deep\":\"1\","
                             "\"n\":1e3,\"odd\":\"010\"}"),
              "%.*s", STR_FORMAT(qwen->parameters));
    cr_expect(qwen->in_flight == 8 && qwen->requests_per_minute == 60 && qwen->tokens_per_minute == 1000);
    cr_expect(qwen->connect_ms == 1500 && qwen->first_byte_ms == 60000 && qwen->stall_ms == 30000 &&
              qwen->total_ms == 300000);
    cr_expect(qwen->price_in == 0.5 && qwen->price_out == 2 && qwen->price_cached_in == 0.05 &&
              str_eq_cstring(qwen->currency, "CNY"));
    cr_expect_str_eq(qwen->headers[0], "X-A: b");
    expect_url(gpt, "https://me.openai.azure.com/openai/deployments/d-1/chat/completions?api-version=2024-10-21");
    cr_expect(str_eq_cstring(gpt->key_header, "api-key") && str_eq_cstring(gpt->model, "d-1") && gpt->temperature < 0);
    cr_expect_eq(models_find(&models, STR("claude"))->wire, WIRE_ANTHROPIC_MESSAGES);
    struct endpoint claude = *models_find(&models, STR("claude"));
    endpoint_default_seed(&claude, 7);
    cr_expect(claude.no_seed && !claude.has_seed, "none is none");
    cr_expect_null(models_find(&models, STR("other")));
    models_release(&models);
}

static void expect_bad(const char *text, size_t line, const char *word)
{
    struct models models;
    struct error err = {0};
    cr_expect_not(models_from(&models, "models.yaml", str_from(text), &err), "%s", text);
    cr_expect_eq(err.line, line, "%s: line %zu: %s", text, err.line, err.message);
    cr_expect_not_null(strstr(err.message, word), "%s: %s", text, err.message);
}

/* A file of one model with this line as its fourth. */
static bool model_with(const char *line, struct models *models, struct error *err)
{
    char text[256];
    snprintf(text, sizeof text, "models:\n  - name: a\n    base_url: https://x\n    %s\n", line);
    return models_from(models, "models.yaml", str_from(text), err);
}

Test(models, takes_no_secret_out_of_the_file_and_shows_none)
{
    static const char *const lines[] = {
        "headers: {Authorization: Bearer sk-0123456789abcdef}",
        "headers: {authorization: abc}",
        "headers: {x-api-key: \"0123\"}",
        "headers: {apiKey: v}",
        "headers: {X-Auth-Token: v}",
        "headers: {Cookie: session=1}",
        "headers: {X-Other: Bearer abcdef}",
        "headers: {X-Other: sk-abcdef}",
        "headers: {Authorization: \"Bearer sk-real ${FIDELIO_TEST_KEY}\"}",
        "headers: {Authorization: \"Bearer 0123abc ${FIDELIO_TEST_KEY}\"}",
        "headers: {Authorization: \"sk-real ${FIDELIO_TEST_KEY}\"}",
        "headers: {Authorization: \"Bearer ${FIDELIO_TEST_KEY} sk-real\"}",
        "headers: {Authorization: \"Bearer 0123abc${FIDELIO_TEST_KEY}\"}",
        "headers: {Authorization: \"Bearer ${FIDELIO_TEST_KEY\"}",
        "headers: {Cookie: \"session=1; b=${FIDELIO_TEST_KEY}\"}",
        "headers: {X-Other: \"Bearer abcdef ${FIDELIO_TEST_KEY}\"}",
        "headers: {X-AuthToken: v}",
        "headers: {X-Apitoken: v}",
        "headers: {x-sessiontoken: v}",
        "parameters: {api_key: abc}",
        "parameters: {user: sk-abcdef}",
        "parameters: {extra_headers: {Authorization: abc}}",
        "parameters: {top_k: 1, tools: [{server: {headers: {X-Other: Bearer abcdef}}}]}",
        "query: api-version=1&key=abc",
        "api_key: sk-1",
        "apiKey: sk-1",
        "token: sk-1",
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct models models;
        struct error err = {0};
        cr_expect_not(model_with(lines[i], &models, &err), "%s", lines[i]);
        cr_expect_eq(err.line, 4, "%s", lines[i]);
        cr_expect_not_null(strstr(err.message, "environment variable"), "%s: %s", lines[i], err.message);
        cr_expect_str_empty(err.excerpt, "%s", lines[i]);
    }
}

Test(models, leaves_what_is_no_secret_and_what_the_environment_holds)
{
    static const char *const lines[] = {
        "headers: {X-Author: me, Accept: text/plain, OpenAI-Project: p, X-Tokens: \"3\", Keyboard: y}",
        "headers: {Authorization: \"Bearer ${FIDELIO_TEST_KEY}\", x-api-key: \"${FIDELIO_TEST_KEY}\"}",
        "headers: {Authorization: \"Basic ${FIDELIO_TEST_A}:${FIDELIO_TEST_B}\", X-Other: \"Bearer "
        "${FIDELIO_TEST_KEY}\"}",
        "headers: {Authorization: \"Token token=${FIDELIO_TEST_A}\", Cookie: \"a=${FIDELIO_TEST_A}; "
        "b=${FIDELIO_TEST_B}\"}",
        "headers: {Authorization: \"\"}",
        "parameters: {stop_token_ids: [1], eos_token: x, max_tokens: 3, key: v}",
        "parameters: {stop: [Basic English], schema: {properties: {password: {type: string}}, required: [password]}}",
        "query: api-version=2024-10-21&deployment=d",
        "api_key_env: KEY\n    key_header: api-key",
    };
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        struct models models;
        struct error err = {0};
        cr_assert(model_with(lines[i], &models, &err), "%s: %s", lines[i], err.message);
        models_release(&models);
    }
}

Test(endpoint, takes_each_variable_of_a_header_from_the_environment)
{
    struct endpoint endpoint = example();
    struct endpoint_secret secret;
    const char *extra[] = {"Authorization: Basic ${FIDELIO_TEST_A}:${FIDELIO_TEST_B}", NULL};
    char message[] = "user-abcdef and ${FIDELIO_TEST_A}";
    setenv("FIDELIO_TEST_A", "${FIDELIO_TEST_A}", 1);
    setenv("FIDELIO_TEST_B", "user-abcdef", 1);
    endpoint.headers = extra;
    cr_assert(endpoint_secret_init(&secret, &endpoint, NULL));
    cr_expect_str_eq(secret.headers[2], "Authorization: Basic ${FIDELIO_TEST_A}:user-abcdef");
    cr_expect(endpoint_redact(&secret, message, strlen(message), false));
    cr_expect_str_eq(message, "*********** and *****************");
    endpoint_secret_release(&secret);
}

Test(endpoint, forgets_no_secret_however_many_there_are)
{
    enum { MANY = 40 };
    struct endpoint endpoint = example();
    struct endpoint_secret secret;
    char name[32], lines[MANY][64], value[32];
    const char *extra[MANY + 1] = {NULL};
    for (size_t i = 0; i < MANY; i++) {
        snprintf(name, sizeof name, "FIDELIO_TEST_%zu", i);
        snprintf(value, sizeof value, "value-%03zu", i);
        snprintf(lines[i], sizeof lines[i], "X-Part-%zu: ${FIDELIO_TEST_%zu}", i, i);
        setenv(name, value, 1);
        extra[i] = lines[i];
    }
    endpoint.headers = extra;
    cr_assert(endpoint_secret_init(&secret, &endpoint, NULL));
    for (size_t i = 0; i < MANY; i++) {
        snprintf(value, sizeof value, "value-%03zu", i);
        endpoint_redact(&secret, value, strlen(value), false);
        cr_expect_str_eq(value, "*********", "%zu", i);
    }
    endpoint_secret_release(&secret);
}

Test(endpoint, keeps_no_limit_of_cost_with_one_price)
{
    struct endpoint endpoint = example();
    struct error err = {0};
    cr_expect_not(endpoint_check_prices(&endpoint, &err));
    endpoint.price_in = 2;
    cr_expect_not(endpoint_check_prices(&endpoint, &err));
    cr_expect_not_null(strstr(err.message, "of tokens received"), "%s", err.message);
    cr_expect_float_eq(endpoint_cost(&endpoint, (struct usage){.prompt_tokens = 1000000}), 2, 1e-9);
    endpoint.price_out = 0; /* said to be free */
    cr_expect(endpoint_check_prices(&endpoint, &err));
}

Test(models, names_the_place_of_what_is_wrong)
{
    expect_bad("- name: a\n", 1, "models:");
    expect_bad("models: 3\n", 1, "list");
    expect_bad("models:\n  - base_url: https://x\n", 2, "no name");
    expect_bad("models:\n  - name: a\n", 2, "no base_url");
    expect_bad("models:\n  - name: a\n    api_key: sk-1\n", 3, "environment variable");
    expect_bad("models:\n  - name: a\n    base_urll: x\n", 3, "base_url");
    expect_bad("models:\n  - name: a\n    wire: soap\n    base_url: https://x\n", 3, "openai-chat");
    expect_bad("models:\n  - name: a\n    base_url: https://x\n    limits: {in_flight: -1}\n", 4, "");
    expect_bad("models:\n  - name: a\n    base_url: https://x\n    parameters: {seed: any}\n", 4, "");
    expect_bad("models:\n  - name: a\n    base_url: https://x\n    parameters: {messages: []}\n", 4, "own");
    expect_bad("models:\n  - name: a\n    base_url: https://x\n    azure: {deployment: d}\n", 4, "api_version");
    expect_bad("models:\n  - {name: a, base_url: https://x}\n  - {name: a, base_url: https://y}\n", 3, "already");
}
