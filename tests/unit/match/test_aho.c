#include "base/rng.h"
#include "match/aho.h"

#include <criterion/criterion.h>
#include <string.h>

Test(aho, marks_literals_inside_others_and_across_failures)
{
    static const char *const literals[] = {"he", "she", "his", "hers", "e", "客服", "服务", "客服服", "she"};
    struct aho *aho = aho_new();
    for (size_t i = 0; i < sizeof literals / sizeof *literals; i++)
        cr_assert(aho_add(aho, str_from(literals[i]), i));
    aho_build(aho);
    uint64_t bits = 0;
    aho_mark(aho, STR("ushers"), &bits);
    cr_assert_eq(bits, 1u << 0 | 1u << 1 | 1u << 3 | 1u << 4 | 1u << 8);
    bits = 0;
    aho_mark(aho, STR("客服务"), &bits);
    cr_assert_eq(bits, 1u << 5 | 1u << 6);
    bits = 0;
    aho_mark(aho, STR(""), &bits);
    cr_assert_eq(bits, 0);
    aho_free(aho);
}

Test(aho, refuses_the_empty_literal_and_what_passes_its_ceiling)
{
    struct aho *aho = aho_new();
    cr_assert_not(aho_add(aho, STR(""), 0));
    char *huge = malloc(AHO_CELLS);
    memset(huge, 'x', AHO_CELLS);
    cr_assert_not(aho_add(aho, (struct str){huge, AHO_CELLS}, 1));
    cr_assert(aho_add(aho, STR("x"), 2));
    free(huge);
    aho_build(aho);
    uint64_t bits = 0;
    aho_mark(aho, STR("xx"), &bits);
    cr_assert_eq(bits, 4);
    aho_free(aho);
}

/* Random bytes from a small alphabet that also holds 0 and 255. */
static struct str random_bytes(struct rng *rng, char *into, size_t most)
{
    static const char alphabet[] = {'a', 'b', 'c', '\0', (char)255};
    size_t len = rng_below(rng, most + 1);
    for (size_t i = 0; i < len; i++)
        into[i] = alphabet[rng_below(rng, sizeof alphabet)];
    return (struct str){into, len};
}

Test(aho, agrees_with_looking_for_each_literal)
{
    struct rng rng;
    rng_init(&rng, 7);
    for (int round = 0; round < 200; round++) {
        char bytes[40][6], text[64];
        struct str literals[40];
        struct aho *aho = aho_new();
        for (size_t i = 0; i < 40; i++) {
            literals[i] = random_bytes(&rng, bytes[i], 6);
            cr_assert_eq(aho_add(aho, literals[i], i), literals[i].len > 0);
        }
        aho_build(aho);
        for (int t = 0; t < 50; t++) {
            struct str subject = random_bytes(&rng, text, sizeof text);
            uint64_t want = 0, got = 0;
            for (size_t i = 0; i < 40; i++) {
                if (literals[i].len > 0 && str_find(subject, literals[i]) != STR_NONE)
                    want |= (uint64_t)1 << i;
            }
            aho_mark(aho, subject, &got);
            cr_assert_eq(want, got);
        }
        aho_free(aho);
    }
}
