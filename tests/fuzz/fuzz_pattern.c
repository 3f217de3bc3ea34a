/* First line: a pattern; the rest: a text. What the pattern finds lies within the text, and the prefilter never hides
 * it. */
#include "base/arena.h"
#include "fuzz/fuzz.h"
#include "match/fold.h"
#include "match/set.h"
#include "text/utf8.h"

enum { LONGEST_PATTERN = 200, LONGEST_TEXT = 400 };

static bool fold_compiles(struct str expression)
{
    struct arena arena;
    arena_init(&arena);
    struct pattern *pattern = pattern_new(pattern_fold(&arena, expression), NULL);
    bool compiles = pattern != NULL;
    pattern_free(pattern);
    arena_release(&arena);
    return compiles;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str rest = {(const char *)data, size}, expression = {0};
    struct error err = {0};
    if (!str_next_line(&rest, &expression) || expression.len > LONGEST_PATTERN || rest.len > LONGEST_TEXT ||
        !utf8_valid(rest, NULL))
        return 0;
    struct pattern_set *set = pattern_set_new();
    if (pattern_set_add(set, expression, &err) == 0) {
        struct match_scratch *scratch = match_scratch_new();
        uint64_t bits = 0;
        size_t start = 0, end = 0;
        MUST(fold_compiles(expression));
        pattern_set_build(set);
        pattern_set_candidates(set, rest, &bits);
        enum found found = pattern_find(pattern_set_at(set, 0), scratch, rest, 0, &start, &end, &err);
        if (found == FOUND_YES)
            MUST(bits == 1 && end <= rest.len && (start <= end));
        else if (found == FOUND_ERROR)
            MUST(err.kind == ERROR_LIMIT || err.kind == ERROR_USER);
        match_scratch_free(scratch);
    } else {
        MUST(err.kind == ERROR_USER && err.message[0] != '\0');
    }
    pattern_set_free(set);
    return 0;
}
