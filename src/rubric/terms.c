#include "rubric/terms.h"

#include "base/hash.h"
#include "text/normalise.h"
#include "text/utf8.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static int compare_terms(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;
    return *x < *y ? -1 : *x > *y;
}

bool terms_have(struct terms terms, uint64_t term)
{
    return terms.count > 0 && bsearch(&term, terms.items, terms.count, sizeof term, compare_terms) != NULL;
}

/* Characters that mostly build grammar; a pair of two of them is no term. */
static bool is_function_han(uint32_t c)
{
    static const char common[] =
        "的了是不我你他她它们在有和就也都还要会能可以这那个么什吗呢吧啊得着过到把被给让对从向为上下里又再很太没说"
        "去来看想知道一二三四五六七八九十两几多少";
    struct str text = STR(common);
    for (size_t at = 0; at < text.len;)
        if (utf8_next(text, &at) == c)
            return true;
    return false;
}

static bool is_stop_word(struct str word)
{
    static const char *const words[] = {
        "the",  "and",  "that",    "this",   "with",  "for",   "you",   "your",  "have",    "has",   "had",
        "was",  "are",  "not",     "but",    "his",   "her",   "him",   "she",   "they",    "them",  "what",
        "when", "how",  "who",     "will",   "can",   "would", "could", "about", "from",    "into",  "its",
        "it's", "i'm",  "i'll",    "don't",  "does",  "did",   "doe",   "out",   "any",     "all",   "one",
        "get",  "just", "like",    "there",  "their", "then",  "than",  "been",  "because", "other", "some",
        "want", "know", "whether", "really", "way",   NULL,
    };
    for (size_t i = 0; words[i] != NULL; i++)
        if (str_eq_cstring(word, words[i]))
            return true;
    return false;
}

/* Cuts the commonest endings, so that "rentals" meets "rental" and "booked" meets "booking". */
static struct str stem(struct str word)
{
    static const char *const endings[] = {"ing", "ed", "es", "ly", "s", NULL};
    for (size_t i = 0; endings[i] != NULL; i++) {
        struct str ending = str_from(endings[i]);
        if (word.len >= ending.len + 3 && str_ends(word, ending))
            return str_slice(word, 0, word.len - ending.len);
    }
    return word;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || c == '\'';
}

struct terms terms_of(struct arena *arena, struct str stored)
{
    struct str text = normalise_text(arena, stored);
    uint64_t *items = arena_array(arena, text.len / 2 + 1, sizeof *items);
    size_t count = 0, kept = 0, before_at = 0;
    uint32_t before = 0;
    for (size_t at = 0; at < text.len;) {
        size_t from = at;
        uint32_t c = utf8_next(text, &at);
        if (code_point_is_han(c)) {
            if (before != 0 && !(is_function_han(before) && is_function_han(c)))
                items[count++] = hash64(str_slice(text, before_at, at), 1);
            before = c;
            before_at = from;
            continue;
        }
        before = 0;
        if (c > 0x7f || !is_letter((char)c))
            continue;
        while (at < text.len && is_letter(text.ptr[at]))
            at++;
        struct str word = str_slice(text, from, at);
        if (word.len >= 3 && !is_stop_word(word))
            items[count++] = hash64(stem(word), 2);
    }
    qsort(items, count, sizeof *items, compare_terms);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || items[kept - 1] != items[i])
            items[kept++] = items[i];
    return (struct terms){items, kept};
}

static void add_line(struct arena *arena, struct library *library, enum line_of of, struct str text)
{
    library->of[library->count] = of;
    library->lines[library->count++] = terms_of(arena, text);
}

static void add_lines(struct arena *arena, struct library *library, enum line_of of, const struct line_texts *lines)
{
    for (size_t i = 0; i < lines->count; i++)
        add_line(arena, library, of, lines->items[i].text);
}

static void add_script(struct arena *arena, struct library *library, const struct caller_half *caller)
{
    add_line(arena, library, LINE_SCRIPT, caller->opening);
    add_line(arena, library, LINE_SCRIPT, caller->task);
    for (size_t i = 0; i < caller->step_count; i++)
        add_lines(arena, library, LINE_SCRIPT, &caller->steps[i].utterances);
    for (size_t i = 0; i < caller->qa_count; i++) {
        add_line(arena, library, LINE_SCRIPT, caller->qa[i].question);
        add_line(arena, library, LINE_SCRIPT, caller->qa[i].answer);
    }
}

/* Weighs each term by the lines in which it stands. */
static void weigh_terms(struct arena *arena, struct library *library)
{
    size_t total = 0, kept = 0;
    for (size_t i = 0; i < library->count; i++)
        total += library->lines[i].count;
    uint64_t *all = arena_array(arena, total, sizeof *all);
    total = 0;
    for (size_t i = 0; i < library->count; i++) {
        if (library->lines[i].count > 0)
            memcpy(all + total, library->lines[i].items, library->lines[i].count * sizeof *all);
        total += library->lines[i].count;
    }
    qsort(all, total, sizeof *all, compare_terms);
    uint32_t *lines_with = arena_array(arena, total, sizeof *lines_with);
    for (size_t i = 0; i < total; i++) {
        if (kept == 0 || all[kept - 1] != all[i])
            all[kept++] = all[i];
        lines_with[kept - 1]++;
    }
    library->known = all;
    library->known_count = kept;
    library->weights = arena_array(arena, kept, sizeof *library->weights);
    for (size_t i = 0; i < kept; i++)
        library->weights[i] = log((double)(library->count + 1) / (double)(lines_with[i] + 1));
}

struct library library_of(struct arena *arena, const struct scenario *scenario)
{
    const struct callee_half *callee = &scenario->callee;
    const struct caller_half *caller = &scenario->caller;
    size_t most = callee->background.count + callee->behaviours.count + callee->negative.count +
                  callee->positive.count + callee->concern_count + callee->end_conditions.count + 2 * caller->qa_count +
                  3;
    for (size_t i = 0; i < caller->step_count; i++)
        most += caller->steps[i].utterances.count;
    struct library library = {.lines = arena_array(arena, most, sizeof *library.lines),
                              .of = arena_array(arena, most, sizeof *library.of)};
    add_line(arena, &library, LINE_ROLE, callee->role);
    add_lines(arena, &library, LINE_BACKGROUND, &callee->background);
    add_lines(arena, &library, LINE_BEHAVIOUR, &callee->behaviours);
    add_lines(arena, &library, LINE_EXAMPLE, &callee->negative);
    add_lines(arena, &library, LINE_EXAMPLE, &callee->positive);
    add_lines(arena, &library, LINE_END, &callee->end_conditions);
    for (size_t i = 0; i < callee->concern_count; i++)
        add_line(arena, &library, LINE_CONCERN, callee->concerns[i].text);
    add_script(arena, &library, caller);
    weigh_terms(arena, &library);
    return library;
}

double library_weight(const struct library *library, uint64_t term)
{
    const uint64_t *at = library->known_count > 0
                             ? bsearch(&term, library->known, library->known_count, sizeof term, compare_terms)
                             : NULL;
    return at != NULL ? library->weights[at - library->known] : log((double)(library->count + 1));
}

double terms_shared(const struct library *library, struct terms a, struct terms b, const struct terms *without)
{
    double sum = 0;
    for (size_t i = 0; i < a.count; i++)
        if (terms_have(b, a.items[i]) && (without == NULL || !terms_have(*without, a.items[i])))
            sum += library_weight(library, a.items[i]);
    return sum;
}

double terms_weight(const struct library *library, struct terms terms)
{
    return terms_shared(library, terms, terms, NULL);
}
