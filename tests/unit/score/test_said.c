#include "score/said.h"

#include "base/buf.h"
#include "text/sentence.h"

#include <criterion/criterion.h>

/* A list that outgrew its word would count its last phrases as one. */
Test(said, each_phrase_of_a_list_counts_by_itself)
{
    for (enum said list = 0; list < SAID_COUNT; list++) {
        uint64_t said[SAID_COUNT] = {0};
        const char *rest = said_list(list);
        struct buf text;
        struct str phrase;
        size_t phrases = 0;
        buf_init(&text, 0);
        for (; next_phrase(&rest, &phrase); phrases++) {
            buf_add(&text, phrase);
            buf_add_byte(&text, ' ');
        }
        said_read(buf_str(&text), said);
        cr_expect_eq(said_count(said, list), phrases, "list %d of %zu phrases: %zu are told apart", (int)list, phrases,
                     said_count(said, list));
        buf_release(&text);
    }
}

Test(said, a_phrase_counts_once_and_at_word_bounds)
{
    uint64_t said[SAID_COUNT] = {0};
    said_read(STR("thanks, thanks. i got it"), said);
    cr_expect_eq(said_count(said, SAID_DONE), 2);
    said_read(STR("indoors"), said);
    cr_expect_not(said_any(said, SAID_PULLED));
}
