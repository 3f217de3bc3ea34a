/* models.yaml: endpoints by name. Keys never stand in it: it names the variable that holds one.
 *
 *   models:
 *     - name: qwen                      # as on the command line and in reports
 *       wire: openai-chat               # or openai-responses, anthropic-messages
 *       base_url: https://host/v1
 *       api_key_env: DASHSCOPE_API_KEY
 *       model: qwen2.5-7b-instruct      # as the server calls it; else the name
 *       stream: true
 *       parameters: {temperature: 0.7, top_p: 0.9, max_tokens: 300, seed: 1, enable_thinking: false}
 *       limits: {in_flight: 8, requests_per_minute: 60, tokens_per_minute: 100000}
 *       timeouts: {connect: 10, first_byte: 60, stall: 30, total: 300}     # seconds
 *       price: {input: 0.5, cached_input: 0.1, output: 2, currency: CNY}   # a million tokens
 *       headers: {X-Project: "${PROJECT}"}                                 # ${...}: from the environment
 *     - name: gpt
 *       base_url: https://NAME.openai.azure.com
 *       api_key_env: AZURE_KEY
 *       azure: {deployment: gpt-4o, api_version: 2024-10-21}
 *
 * Further members of `parameters` are sent as they are. path, query and key_header override what the wire has of its
 * own. */
#ifndef FIDELIO_ENDPOINT_MODELS_H
#define FIDELIO_ENDPOINT_MODELS_H

#include "base/lookup.h"
#include "endpoint/endpoint.h"
#include "syntax/source.h"

struct models {
    struct arena arena;
    struct source source;
    struct endpoint *items; /* arena */
    size_t count;
    struct names names; /* beside them */
};

/* On failure `err` names the place; release is then not needed. */
bool models_read(struct models *models, const char *path, struct error *err);
/* The same from bytes that are there already (borrowed). */
bool models_from(struct models *models, const char *path, struct str text, struct error *err);
void models_release(struct models *models);
const struct endpoint *models_find(const struct models *models, struct str name); /* NULL when there is none */

#endif
