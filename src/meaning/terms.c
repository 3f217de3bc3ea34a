#include "meaning/terms.h"

#include "base/hash.h"
#include "base/sort.h"
#include "text/normalise.h"
#include "text/utf8.h"

#include <math.h>
#include <string.h>

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

/* Tells most characters from the numerals of numeral_of() at a glance. */
static bool may_be_numeral(uint32_t c)
{
#define LOW_BITS(c) ((uint64_t)1 << ((c)&63))
    static const uint64_t numerals = LOW_BITS(U'零') | LOW_BITS(U'一') | LOW_BITS(U'二') | LOW_BITS(U'三') |
                                     LOW_BITS(U'四') | LOW_BITS(U'五') | LOW_BITS(U'六') | LOW_BITS(U'七') |
                                     LOW_BITS(U'八') | LOW_BITS(U'九') | LOW_BITS(U'两') | LOW_BITS(U'十') |
                                     LOW_BITS(U'百') | LOW_BITS(U'千') | LOW_BITS(U'万');
#undef LOW_BITS
    return numerals >> (c & 63) & 1;
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

/* Walks over the terms of a text. */
struct walk {
    struct str text;
    size_t at, number_end, before_at;
    uint32_t before; /* the Han character that ends at `at`, 0 = none */
    uint32_t pair[2];
    struct str word; /* the last term's; else empty */
    bool is_pair;
};

/* Notes a number at `from` and stays there; false when there is none, or it was noted before. */
static bool take_number(struct walk *walk, size_t from, uint64_t *hash)
{
    if (from < walk->number_end)
        return false;
    walk->number_end = from;
    uint64_t number = read_number(walk->text, &walk->number_end);
    if (number == 0)
        return false;
    *hash = hash64((struct str){(const char *)&number, sizeof number}, 3);
    walk->at = from;
    walk->is_pair = false;
    walk->word.len = 0;
    return true;
}

static bool take_word(struct walk *walk, size_t from, uint64_t *hash)
{
    while (walk->at < walk->text.len && is_letter(walk->text.ptr[walk->at]))
        walk->at++;
    walk->word = str_slice(walk->text, from, walk->at);
    walk->is_pair = false;
    if (walk->word.len < 3)
        return false;
    *hash = hash64(stem(walk->word), 2);
    return true;
}

static bool take_han(struct walk *walk, size_t from, uint32_t c, uint64_t *hash)
{
    const bool second = walk->before != 0;
    if (second)
        *hash = hash64_end(
            hash64_more(hash64_begin(1), (struct str){walk->text.ptr + walk->before_at, walk->at - walk->before_at}));
    walk->pair[0] = walk->before;
    walk->pair[1] = walk->before = c;
    walk->before_at = from;
    walk->is_pair = second;
    return second;
}

/* The hash of the next term, in no certain order and with doubles; false at the end. */
static bool next_term(struct walk *walk, uint64_t *hash)
{
    while (walk->at < walk->text.len) {
        const size_t from = walk->at;
        const uint32_t c = utf8_next(walk->text, &walk->at);
        if (c > 0x7f) {
            if (may_be_numeral(c) && take_number(walk, from, hash))
                return true;
            if (!((c >= 0x4e00 && c <= 0x9fff) || code_point_is_han(c)))
                walk->before = 0;
            else if (take_han(walk, from, c, hash))
                return true;
            continue;
        }
        if (is_digit((char)c) && take_number(walk, from, hash))
            return true;
        walk->before = 0;
        if (is_letter((char)c) && take_word(walk, from, hash))
            return true;
    }
    return false;
}

/* Does the last term build grammar alone? Asked of few: those of a document, when it is read, and those found. */
static bool is_grammar(const struct walk *walk)
{
    return walk->is_pair ? is_function_han(walk->pair[0]) && is_function_han(walk->pair[1])
                         : walk->word.len > 0 && is_stop_word(walk->word);
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

void terms_read(const struct library *library, struct str normal, uint64_t *terms)
{
    struct walk walk = {.text = normal};
    uint64_t hash;
    while (library->count > 0 && next_term(&walk, &hash)) {
        const uint32_t *bounds = &library->first[hash >> library->shift];
        for (uint32_t i = bounds[0]; i < bounds[1]; i++)
            if (library->hashes[i] == hash && !is_grammar(&walk))
                terms[i / 64] |= (uint64_t)1 << i % 64;
    }
}

/* A document's lines while they are read. */
struct reading {
    struct arena *arena, scratch;
    struct library *library;
    struct str *texts; /* by line; scratch */
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

/* Numbers the terms of all lines by their hashes. */
static void number_terms(struct reading *reading)
{
    struct library *library = reading->library;
    size_t most = 0, count = 0, bits = 1, next = 0;
    for (size_t l = 0; l < library->line_count; l++)
        most += reading->texts[l].len;
    uint64_t *hashes = arena_raw(&reading->scratch, most + 1, sizeof *hashes);
    for (size_t l = 0; l < library->line_count; l++) {
        struct walk walk = {.text = reading->texts[l]};
        while (next_term(&walk, &hashes[count]))
            count += !is_grammar(&walk);
    }
    library->count = count = unique(hashes, count);
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

/* Makes each line a set, and weighs each term by the lines in which it stands. */
static void weigh_terms(struct reading *reading)
{
    struct library *library = reading->library;
    double *weights = arena_array(reading->arena, library->count, sizeof *weights);
    for (size_t l = 0; l < library->line_count; l++) {
        uint64_t *line = library->lines[l] = terms_none(reading->arena, library);
        terms_read(library, reading->texts[l], line);
        for (size_t t = 0; terms_next(line, line, library->words, &t); t++)
            weights[t]++;
    }
    for (size_t t = 0; t < library->count; t++)
        weights[t] = log((double)(library->line_count + 1) / (weights[t] + 1));
    library->weights = weights;
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
    number_terms(&reading);
    weigh_terms(&reading);
    arena_release(&reading.scratch);
    return library;
}

double terms_shared(const struct library *library, const uint64_t *a, const uint64_t *b)
{
    double sum = 0;
    for (size_t t = 0; terms_next(a, b, library->words, &t); t++)
        sum += library->weights[t];
    return sum;
}

double terms_weight(const struct library *library, const uint64_t *terms)
{
    return terms_shared(library, terms, terms);
}
