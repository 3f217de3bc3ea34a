/* System prompts: kept once, with their hash and their JSON, for all the conversations that have them. */
#include "exchange/exchange_inner.h"
#include "syntax/json_writer.h"

#include <stdlib.h>
#include <string.h>

enum { KEPT_PROMPTS = 16 }; /* that no conversation uses just now */

struct prompt *prompt_take(struct exchange *exchange, struct str system)
{
    for (struct prompt *prompt = exchange->prompts; prompt != NULL; prompt = prompt->next) {
        if (str_eq(prompt->text, system)) {
            prompt->threads++;
            return prompt;
        }
    }
    struct buf quoted;
    buf_init(&quoted, 0); /* bounded by the text, six times as long at most */
    if (system.len > 0) {
        struct json_writer w;
        json_writer_init(&w, &quoted, 0);
        json_put_string(&w, NULL, system);
    }
    struct prompt *prompt = memory_alloc(sizeof *prompt + system.len + quoted.len + 1);
    char *text = (char *)(prompt + 1);
    memcpy(text, system.ptr != NULL ? system.ptr : "", system.len);
    memcpy(text + system.len, buf_str(&quoted).ptr, quoted.len);
    prompt->text = (struct str){text, system.len};
    prompt->quoted = (struct str){text + system.len, quoted.len};
    buf_release(&quoted);
    hash_sha256(system, prompt->hash);
    prompt->threads = 1;
    prompt->next = exchange->prompts;
    exchange->prompts = prompt;
    return prompt;
}

/* The last one that was used stays: the next conversation is likely to have it too. */
void prompt_give_back(struct exchange *exchange, struct prompt *prompt)
{
    prompt->threads--;
    size_t unused = 0;
    for (struct prompt **at = &exchange->prompts; *at != NULL;) {
        struct prompt *one = *at;
        unused += one->threads == 0;
        if (one->threads > 0 || unused <= KEPT_PROMPTS) {
            at = &one->next;
            continue;
        }
        *at = one->next;
        free(one);
    }
}

void prompts_free(struct exchange *exchange)
{
    while (exchange->prompts != NULL) {
        struct prompt *prompt = exchange->prompts;
        exchange->prompts = prompt->next;
        free(prompt);
    }
}
