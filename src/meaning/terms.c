#include "meaning/terms.h"

#include "base/hash.h"
#include "base/sort.h"
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
    size_t low = 0, count = terms.count; /* the term, when it is there, is among `count` from `low` on */
    while (count > 1) {
        size_t half = count / 2;
        low = terms.items[low + half] <= term ? low + half : low;
        count -= half;
    }
    return count > 0 && terms.items[low] == term;
}

/* Characters that mostly build grammar; a pair of two of them is no term. */
static bool is_function_han(uint32_t c)
{
    switch (c) {
    case U'一':
    case U'七':
    case U'三':
    case U'上':
    case U'下':
    case U'不':
    case U'两':
    case U'个':
    case U'为':
    case U'么':
    case U'九':
    case U'也':
    case U'了':
    case U'二':
    case U'五':
    case U'什':
    case U'从':
    case U'他':
    case U'以':
    case U'们':
    case U'会':
    case U'你':
    case U'八':
    case U'六':
    case U'再':
    case U'几':
    case U'到':
    case U'十':
    case U'去':
    case U'又':
    case U'可':
    case U'向':
    case U'吗':
    case U'吧':
    case U'呢':
    case U'和':
    case U'啊':
    case U'四':
    case U'在':
    case U'多':
    case U'太':
    case U'她':
    case U'它':
    case U'对':
    case U'少':
    case U'就':
    case U'很':
    case U'得':
    case U'想':
    case U'我':
    case U'把':
    case U'是':
    case U'有':
    case U'来':
    case U'没':
    case U'的':
    case U'看':
    case U'着':
    case U'知':
    case U'给':
    case U'能':
    case U'被':
    case U'要':
    case U'让':
    case U'说':
    case U'过':
    case U'还':
    case U'这':
    case U'道':
    case U'那':
    case U'都':
    case U'里':
        return true;
    default:
        return false;
    }
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

/* What a Chinese numeral stands for: its digit, or its power of ten from 10 on; -1 for anything else. */
static int numeral_of(uint32_t c)
{
    static const uint32_t digits[] = {U'零', U'一', U'二', U'三', U'四', U'五', U'六', U'七', U'八', U'九'};
    for (int i = 0; i < 10; i++)
        if (digits[i] == c)
            return i;
    return c == U'两' ? 2 : c == U'十' ? 10 : c == U'百' ? 100 : c == U'千' ? 1000 : c == U'万' ? 10000 : -1;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* The number at byte `*at` of at least two figures, in digits or as it is said: 320 is 三百二十 and, said in short,
 * 三百二. `*at` moves behind whatever number is there; 0 when there is none or it is a single figure. */
static uint64_t read_number(struct str text, size_t *at)
{
    enum { LONGEST = 12 };
    uint64_t sum = 0, section = 0, digit = 0, unit = 0;
    size_t count = 0, from = *at;
    while (*at < text.len && is_digit(text.ptr[*at]) && *at - from < LONGEST)
        sum = sum * 10 + (uint64_t)(text.ptr[(*at)++] - '0');
    if (*at > from)
        return *at - from >= 2 ? sum : 0;
    for (size_t next = from; next < text.len && count < LONGEST; count++, *at = next) {
        int numeral = numeral_of(utf8_next(text, &next));
        if (numeral < 0)
            break;
        if (numeral == 0)
            unit = 10; /* 三百零二: what follows is no short form */
        if (numeral < 10) {
            digit = (uint64_t)numeral;
            continue;
        }
        unit = (uint64_t)numeral;
        if (numeral == 10000)
            sum = (sum + section + digit) * unit, section = 0;
        else
            section += (digit > 0 ? digit : 1) * unit;
        digit = 0;
    }
    return count >= 2 && unit > 0 ? sum + section + (unit > 10 ? digit * (unit / 10) : digit) : 0;
}

struct terms terms_set(uint64_t *items, size_t count)
{
    size_t kept = 0;
    sort_hashes(items, count);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || items[kept - 1] != items[i])
            items[kept++] = items[i];
    return (struct terms){items, kept};
}

struct terms terms_of(struct arena *arena, struct str stored)
{
    return terms_of_normal(arena, normalise_text(arena, stored));
}

struct terms terms_of_normal(struct arena *arena, struct str text)
{
    uint64_t *items = arena_raw(arena, text.len / 2 + 1, sizeof *items);
    size_t count = 0, before_at = 0, number_end = 0;
    uint32_t before = 0;
    for (size_t at = 0; at < text.len;) {
        size_t from = at;
        if (from >= number_end) {
            number_end = from;
            uint64_t number = read_number(text, &number_end);
            if (number > 0)
                items[count++] = hash64((struct str){(const char *)&number, sizeof number}, 3);
        }
        uint32_t c = utf8_next(text, &at);
        if (code_point_is_han(c)) {
            if (before != 0 && !(is_function_han(before) && is_function_han(c)))
                items[count++] =
                    hash64_end(hash64_more(hash64_begin(1), (struct str){text.ptr + before_at, at - before_at}));
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
    return terms_set(items, count);
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
    sort_hashes(all, total);
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
