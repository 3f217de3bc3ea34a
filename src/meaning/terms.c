#include "meaning/terms.h"

#include "base/hash.h"
#include "base/sort.h"
#include "base/vec.h"
#include "meaning/everyday.h"
#include "meaning/figures.h"
#include "text/normalise.h"
#include "text/sentence.h"
#include "text/utf8.h"

#include <math.h>
#include <string.h>

/* Words that say nothing, and characters that mostly build grammar: neither they nor a pair of two of them is a term.
 */
static const char grammar[] =
    "一 七 三 上 下 不 两 个 为 么 九 也 了 二 五 什 从 他 以 们 会 你 八 六 再 几 到 十 去 又 可 向 吗 吧 "
    "呢 和 啊 四 在 多 太 她 它 对 少 就 很 得 想 我 把 是 有 来 没 的 看 着 知 给 能 被 要 让 说 过 还 这 "
    "道 那 都 里 "
    "the and that this with for you your have has had was are not but his her him she they them what when "
    "how who will can would could about from into its it's i'm i'll don't does did doe out any all one get "
    "just like there their then than been because other some want know whether really way";

static bool ends_in(struct str word, struct str ending)
{
    return word.len >= ending.len + 3 && memcmp(word.ptr + word.len - ending.len, ending.ptr, ending.len) == 0;
}

/* Cuts the commonest endings, so that "rentals" meets "rental" and "booked" meets "booking". */
static struct str stem(struct str word)
{
    size_t cut = ends_in(word, STR("ing"))                                                          ? 3
                 : ends_in(word, STR("ed")) || ends_in(word, STR("es")) || ends_in(word, STR("ly")) ? 2
                 : ends_in(word, STR("s"))                                                          ? 1
                                                                                                    : 0;
    return str_slice(word, 0, word.len - cut);
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || c == '\'';
}

static bool numeral_follows(struct str text, size_t at)
{
    return at < text.len && may_be_numeral(utf8_next(text, &at));
}

/* The Han character of three bytes at `at`, as nearly all are; 0 when there is none. The text is valid UTF-8. */
static inline uint32_t common_han(struct str text, size_t at)
{
    const unsigned char *bytes = (const unsigned char *)text.ptr + at;
    if (bytes[0] < 0xe4 || bytes[0] > 0xe9 || text.len - at < 3)
        return 0;
    const uint32_t c = (bytes[0] & 0x0fu) << 12 | (bytes[1] & 0x3fu) << 6 | (bytes[2] & 0x3fu);
    return c >= 0x4e00 ? c : 0;
}

/* A term as it is met in a text. */
struct met {
    uint64_t hash;
    struct str single;  /* a Han character by itself; else empty */
    struct str pair[2]; /* of Han characters; else empty */
    struct str word;    /* else empty */
};

/* The last bit of a hash tells a character by itself from all other terms. */
static const uint64_t SINGLE = 1;
/* What such a term weighs beside another one as rare: many words have the character. */
static const double OF_SINGLE = 0.7;
/* What an everyday term tells of a matter beside another one as rare. */
static const double OF_EVERYDAY = 0.3;

static uint64_t hash_of_pair(uint32_t first, uint32_t second)
{
    return ((uint64_t)first << 32 | second) * 0x9e3779b97f4a7c15u & ~SINGLE; /* its first bits depend on all of both */
}

static uint64_t hash_of_single(uint32_t c)
{
    return hash_of_pair(0, c) | SINGLE;
}

/* Calls `each` for every term of the text, in no certain order and with doubles. In line: it is what a call is read by.
 */
static inline __attribute__((always_inline)) void
walk_terms(struct str text, void (*each)(void *context, const struct met *met), void *context)
{
    size_t number_end = 0, first_at = 0, next;
    uint32_t first = 0; /* the Han character that ends at `at`, 0 = none */
    for (size_t at = 0; at < text.len; at = next) {
        size_t end = at; /* a copy, so that `at` and `next` stay in registers */
        const uint32_t common = common_han(text, at), c = common != 0 ? common : utf8_next(text, &end);
        next = common != 0 ? at + 3 : end;
        if ((c > 0x7f ? may_be_numeral(c) && numeral_follows(text, next) : ascii_digit((char)c)) && at >= number_end) {
            end = at;
            const uint64_t number = figures_read(text, &end);
            number_end = end;
            if (number > 0)
                each(context,
                     &(struct met){.hash = hash64((struct str){(const char *)&number, sizeof number}, 3) & ~SINGLE});
        }
        if (common != 0 || (c > 0x7f && code_point_is_han(c))) {
            each(context, &(struct met){.hash = hash_of_single(c), .single = {text.ptr + at, next - at}});
            if (first != 0)
                each(context,
                     &(struct met){.hash = hash_of_pair(first, c),
                                   .pair = {{text.ptr + first_at, at - first_at}, {text.ptr + at, next - at}}});
            first = c;
            first_at = at;
            continue;
        }
        first = 0;
        if (c > 0x7f || !is_letter((char)c))
            continue;
        while (next < text.len && is_letter(text.ptr[next]))
            next++;
        const struct str word = {text.ptr + at, next - at};
        if (word.len >= 3)
            each(context, &(struct met){.hash = hash64(stem(word), 2) & ~SINGLE, .word = word});
    }
}

static size_t unique(uint64_t *hashes, size_t count)
{
    size_t kept = 0;
    sort_hashes(hashes, count);
    for (size_t i = 0; i < count; i++)
        if (kept == 0 || hashes[kept - 1] != hashes[i])
            hashes[kept++] = hashes[i];
    return kept;
}

uint64_t *terms_none(struct arena *arena, const struct library *library)
{
    return arena_array(arena, library->words, sizeof(uint64_t));
}

/* The document has no pairs that build grammar, but the stem of a word may look like a word that does. */
static inline bool term_of(const struct library *library, const struct met *met, uint32_t *term)
{
    const uint32_t *bounds = &library->first[met->hash >> library->shift];
    for (*term = bounds[0]; *term < bounds[1]; ++*term)
        if (library->hashes[*term] == met->hash)
            return !word_set_has(&library->grammar, met->word);
    return false;
}

/* A text being read for a document's terms. */
struct look {
    const struct library *library;
    uint64_t *terms;
};

static inline void note_known(void *context, const struct met *met)
{
    const struct look *look = context;
    uint32_t term;
    if (term_of(look->library, met, &term))
        look->terms[term / 64] |= (uint64_t)1 << term % 64;
}

void terms_read(const struct library *library, struct str normal, uint64_t *terms)
{
    if (library->count > 0)
        walk_terms(normal, note_known, &(struct look){library, terms});
}

struct listing {
    const struct library *library;
    VEC(uint64_t) terms;
};

static void list_known(void *context, const struct met *met)
{
    struct listing *listing = context;
    uint32_t term;
    if (term_of(listing->library, met, &term))
        VEC_PUSH(&listing->terms, term);
}

struct term_list terms_list(struct arena *arena, const struct library *library, struct str normal)
{
    struct listing listing = {.library = library};
    if (library->count > 0)
        walk_terms(normal, list_known, &listing);
    if (listing.terms.items == NULL)
        return (struct term_list){0};
    const size_t count = unique(listing.terms.items, listing.terms.count);
    uint32_t *items = arena_raw(arena, count, sizeof *items);
    for (size_t i = 0; i < count; i++)
        items[i] = (uint32_t)listing.terms.items[i];
    VEC_RELEASE(&listing.terms);
    return (struct term_list){items, count};
}

/* A document's lines while they are read. */
struct reading {
    struct arena *arena, scratch;
    struct library *library;
    struct str *texts; /* by line; scratch */
    uint64_t *hashes;  /* of terms; scratch */
};

static void add_line(struct reading *reading, enum line_of of, struct str text)
{
    reading->library->of[reading->library->line_count] = of;
    reading->texts[reading->library->line_count++] = normalise_text(&reading->scratch, text);
}

static void add_lines(struct reading *reading, enum line_of of, const struct line_texts *lines)
{
    for (size_t i = 0; i < lines->count; i++)
        add_line(reading, of, lines->items[i].text);
}

static void add_script(struct reading *reading, const struct caller_half *caller)
{
    add_line(reading, LINE_SCRIPT, caller->opening);
    add_line(reading, LINE_SCRIPT, caller->task);
    for (size_t i = 0; i < caller->step_count; i++)
        add_lines(reading, LINE_SCRIPT, &caller->steps[i].utterances);
    for (size_t i = 0; i < caller->qa_count; i++) {
        add_line(reading, LINE_SCRIPT, caller->qa[i].question);
        add_line(reading, LINE_SCRIPT, caller->qa[i].answer);
    }
}

/* Words that say nothing are no terms, nor are characters that build grammar, alone or in a pair of two of them. */
static void note_new(void *context, const struct met *met)
{
    struct reading *reading = context;
    const struct word_set *no_terms = &reading->library->grammar;
    if (!word_set_has(no_terms, met->word) && !word_set_has(no_terms, met->single) &&
        !(word_set_has(no_terms, met->pair[0]) && word_set_has(no_terms, met->pair[1])))
        reading->hashes[reading->library->count++] = met->hash;
}

/* Numbers the terms of all lines by their hashes. */
static void number_terms(struct reading *reading)
{
    struct library *library = reading->library;
    size_t most = 0, count, bits = 1, next = 0;
    for (size_t l = 0; l < library->line_count; l++)
        most += reading->texts[l].len;
    uint64_t *hashes = reading->hashes = arena_raw(&reading->scratch, most, sizeof *hashes);
    for (size_t l = 0; l < library->line_count; l++)
        walk_terms(reading->texts[l], note_new, reading);
    library->count = count = unique(hashes, library->count);
    library->hashes = memcpy(arena_raw(reading->arena, count, sizeof *hashes), hashes, count * sizeof *hashes);
    library->words = (count + 63) / 64;
    while ((size_t)1 << bits < 2 * count)
        bits++;
    uint32_t *first = arena_array(reading->arena, ((size_t)1 << bits) + 1, sizeof *first);
    library->shift = (unsigned)(64 - bits);
    for (size_t b = 0; b <= (size_t)1 << bits; b++) {
        while (next < count && hashes[next] >> library->shift < b)
            next++;
        first[b] = (uint32_t)next;
    }
    library->first = first;
}

static void note_last(void *context, const struct met *met)
{
    *(struct met *)context = *met;
}

/* What everybody says tells little of a matter. */
static void weigh_everyday(const struct library *library, double *weights)
{
    struct str said;
    uint32_t term;
    for (size_t l = 0; l < EVERYDAY_LISTS; l++)
        for (const char *rest = everyday[l]; next_phrase(&rest, &said);) {
            struct met met = {0}; /* of two characters their pair comes last */
            walk_terms(said, note_last, &met);
            if (term_of(library, &met, &term))
                weights[term] *= OF_EVERYDAY;
        }
}

/* Makes each line a set, and weighs each term by the lines in which it stands. */
static void weigh_terms(struct reading *reading)
{
    struct library *library = reading->library;
    double *weights = arena_array(reading->arena, library->count, sizeof *weights);
    double *matter = arena_array(reading->arena, library->count, sizeof *matter);
    for (size_t l = 0; l < library->line_count; l++) {
        const struct term_list line = library->lines[l] = terms_list(reading->arena, library, reading->texts[l]);
        for (size_t i = 0; i < line.count; i++)
            weights[line.items[i]]++;
    }
    for (size_t t = 0; t < library->count; t++)
        matter[t] = weights[t] =
            log((double)(library->line_count + 1) / (weights[t] + 1)) * (library->hashes[t] & SINGLE ? OF_SINGLE : 1);
    weigh_everyday(library, matter);
    library->weights = weights;
    library->matter = matter;
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
    struct reading reading = {.arena = arena, .library = &library};
    arena_init(&reading.scratch);
    reading.texts = arena_array(&reading.scratch, most, sizeof *reading.texts);
    add_line(&reading, LINE_ROLE, callee->role);
    add_lines(&reading, LINE_BACKGROUND, &callee->background);
    add_lines(&reading, LINE_BEHAVIOUR, &callee->behaviours);
    add_lines(&reading, LINE_EXAMPLE, &callee->negative);
    add_lines(&reading, LINE_EXAMPLE, &callee->positive);
    add_lines(&reading, LINE_END, &callee->end_conditions);
    for (size_t i = 0; i < callee->concern_count; i++)
        add_line(&reading, LINE_CONCERN, callee->concerns[i].text);
    add_script(&reading, caller);
    word_set_init(&library.grammar, grammar);
    number_terms(&reading);
    weigh_terms(&reading);
    arena_release(&reading.scratch);
    return library;
}

double terms_shared(const double *weights, struct term_list a, const uint64_t *b)
{
    double sum = 0;
    for (size_t i = 0; i < a.count; i++)
        if (terms_have(b, a.items[i]))
            sum += weights[a.items[i]];
    return sum;
}

double terms_weight(const double *weights, struct term_list terms)
{
    double sum = 0;
    for (size_t i = 0; i < terms.count; i++)
        sum += weights[terms.items[i]];
    return sum;
}
