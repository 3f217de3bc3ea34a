#include "dialogue/heard.h"
#include "dialogue/lexicon.h"

#include "base/arena.h"
#include "text/sentence.h"

#include <criterion/criterion.h>

static const char *const first[] = {"不急", "hold on", NULL}, *const second[] = {"急事", "hold", NULL};

Test(lexicon, tells_the_lists_of_a_text_and_of_each_of_its_parts)
{
    struct arena arena;
    struct lexicon lexicon;
    struct str text = STR("我不急事.hold on. on hold? household");
    struct str parts[] = {str_slice(text, 0, 13), str_slice(text, 13, 21), str_slice(text, 22, 30),
                          str_slice(text, 30, text.len)};
    uint64_t in_parts[4] = {7, 7, 7, 7};
    arena_init(&arena);
    lexicon_init(&lexicon, &arena);
    lexicon_add(&lexicon, first, 0);
    lexicon_add(&lexicon, second, 63);
    const uint64_t both = 1 | (uint64_t)1 << 63;
    cr_assert_eq(lexicon_find(&lexicon, text, parts, 4, in_parts), both);
    cr_assert_eq(in_parts[0], both, "phrases may overlap");
    cr_assert_eq(in_parts[1], both);
    cr_assert_eq(in_parts[2], (uint64_t)1 << 63);
    cr_assert_eq(in_parts[3], 0, "letters on both sides make another word");
    cr_assert_eq(lexicon_find(&lexicon, text, parts + 3, 1, in_parts), both,
                 "the whole text counts, parts or no parts");
    cr_assert_eq(in_parts[0], 0);
    cr_assert_eq(lexicon_find(&lexicon, STR(""), NULL, 0, NULL), 0);
    arena_release(&arena);
}

Test(lexicon, finds_each_phrase_of_the_caller_as_a_search_of_its_own_does)
{
    struct arena arena;
    struct lexicon lexicon;
    arena_init(&arena);
    lexicon_init(&lexicon, &arena);
    for (unsigned kind = 0; kind < HEARD_KINDS; kind++)
        lexicon_add(&lexicon, heard_phrases[kind], kind);
    for (unsigned kind = 0; kind < HEARD_KINDS; kind++)
        for (size_t i = 0; heard_phrases[kind][i] != NULL; i++) {
            struct str text =
                str_from(arena_printf(&arena, "嗯,%s了 x%s.", heard_phrases[kind][i], heard_phrases[kind][i]));
            uint64_t found = lexicon_find(&lexicon, text, NULL, 0, NULL);
            for (unsigned other = 0; other < HEARD_KINDS; other++)
                cr_assert_eq(found >> other & 1, words_in(text, heard_phrases[other]), "%s, list %u", text.ptr, other);
            cr_assert(found >> kind & 1, "%s", text.ptr);
        }
    arena_release(&arena);
}
