/* By what an exchange is found again: a chain of hashes over the endpoint, the prompt and all that was said. */
#include "exchange/tape.h"

#include "base/arena.h"
#include "base/hash.h"

#include <stdio.h>
#include <string.h>

static struct tape_key end_key(struct hash *hash)
{
    char hex[HASH_HEX + 1];
    struct tape_key key = {0};
    hash_hex(hash, hex);
    memcpy(key.hex, hex, TAPE_KEY);
    return key;
}

struct tape_key tape_key_start(const struct endpoint *endpoint, const char *prompt_hash, struct str scenario,
                               uint32_t repeat)
{
    struct arena arena;
    struct hash hash;
    char number[16];
    arena_init(&arena);
    snprintf(number, sizeof number, "%u", (unsigned)repeat);
    hash_init(&hash);
    hash_add_field(&hash, STR("fidelio.tape/1"));
    hash_add_field(&hash, endpoint->name);
    hash_add_field(&hash, str_from(wire_name(endpoint->wire)));
    hash_add_field(&hash, endpoint->model);
    hash_add_field(&hash, endpoint_parameters(endpoint, &arena));
    hash_add_field(&hash, str_from(prompt_hash));
    hash_add_field(&hash, scenario);
    hash_add_field(&hash, str_from(number));
    arena_release(&arena);
    return end_key(&hash);
}

struct tape_key tape_key_next(const struct tape_key *last, bool from_model, struct str content)
{
    struct hash hash;
    hash_init(&hash);
    hash_add_field(&hash, str_from(last->hex));
    hash_add_field(&hash, from_model ? STR("assistant") : STR("user"));
    hash_add_field(&hash, content);
    return end_key(&hash);
}
