/* Which of the document's concerns the persona raised, and in which replies.
 *
 * A concern and a reply meet in terms: pairs of neighbouring Han characters, or stemmed words. A term weighs by how
 * rare it is among the document's own lines, so that the product's name, which stands everywhere, says nothing. What
 * the other side said just before counts half: to answer with the caller's words is not to raise the matter. */
#include "score/parts.h"

#include "base/hash.h"
#include "text/utf8.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct terms {
    uint64_t *items; /* sorted, no doubles */
    size_t count;
};

static int compare_terms(const void *a, const void *b)
{
    const uint64_t *x = a, *y = b;
    return *x < *y ? -1 : *x > *y;
}

static bool has_term(struct terms terms, uint64_t term)
{
    return bsearch(&term, terms.items, terms.count, sizeof term, compare_terms) != NULL;
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

static struct terms terms_of(struct arena *arena, struct str stored)
{
    struct str text = normalise_text(arena, stored);
    struct terms terms = {arena_array(arena, text.len + 1, sizeof *terms.items), 0};
    uint32_t before = 0;
    size_t before_at = 0;
    for (size_t at = 0; at < text.len;) {
        size_t from = at;
        uint32_t c = utf8_next(text, &at);
        if (code_point_is_han(c)) {
            if (before != 0 && !(is_function_han(before) && is_function_han(c)))
                terms.items[terms.count++] = hash64(str_slice(text, before_at, at), 1);
            before = c;
            before_at = from;
            continue;
        }
        before = 0;
        if (!code_point_is_letter(c))
            continue;
        while (at < text.len && (code_point_is_letter((uint32_t)(unsigned char)text.ptr[at]) || text.ptr[at] == '\''))
            at++;
        struct str word = str_slice(text, from, at);
        if (word.len >= 3 && !is_stop_word(word))
            terms.items[terms.count++] = hash64(stem(word), 2);
    }
    qsort(terms.items, terms.count, sizeof *terms.items, compare_terms);
    size_t kept = 0;
    for (size_t i = 0; i < terms.count; i++)
        if (kept == 0 || terms.items[kept - 1] != terms.items[i])
            terms.items[kept++] = terms.items[i];
    terms.count = kept;
    return terms;
}

/* The document's lines as terms: how rare a term is among them is its weight. */
struct library {
    struct terms *lines;
    size_t count;
};

static void add_lines(struct arena *arena, struct library *library, const struct line_texts *lines)
{
    for (size_t i = 0; i < lines->count; i++)
        library->lines[library->count++] = terms_of(arena, lines->items[i].text);
}

static struct library library_of(struct arena *arena, const struct scenario *scenario)
{
    const struct callee_half *callee = &scenario->callee;
    const struct caller_half *caller = &scenario->caller;
    size_t most = callee->background.count + callee->behaviours.count + callee->negative.count +
                  callee->positive.count + callee->concern_count + callee->end_conditions.count + 2 * caller->qa_count +
                  2;
    struct library library = {arena_array(arena, most, sizeof *library.lines), 0};
    add_lines(arena, &library, &callee->background);
    add_lines(arena, &library, &callee->behaviours);
    add_lines(arena, &library, &callee->negative);
    add_lines(arena, &library, &callee->positive);
    add_lines(arena, &library, &callee->end_conditions);
    for (size_t i = 0; i < callee->concern_count; i++)
        library.lines[library.count++] = terms_of(arena, callee->concerns[i].text);
    for (size_t i = 0; i < caller->qa_count; i++) {
        library.lines[library.count++] = terms_of(arena, caller->qa[i].question);
        library.lines[library.count++] = terms_of(arena, caller->qa[i].answer);
    }
    library.lines[library.count++] = terms_of(arena, callee->role);
    return library;
}

static double weight_of(const struct library *library, uint64_t term)
{
    size_t lines = 0;
    for (size_t i = 0; i < library->count; i++)
        lines += has_term(library->lines[i], term);
    return log((double)(library->count + 1) / (double)(lines + 1));
}

/* How much of the concern's weight the reply holds, in units of one rare term. */
static double meet(const struct terms *concern, const double *weights, struct terms reply, struct terms before)
{
    double sum = 0;
    for (size_t i = 0; i < concern->count; i++)
        if (has_term(reply, concern->items[i]))
            sum += has_term(before, concern->items[i]) ? weights[i] / 2 : weights[i];
    return sum;
}

static void raised_by(struct work *work, struct arena *scratch, const struct library *library,
                      const struct terms *replies, struct concern_raised *raised)
{
    static const double ENOUGH = 4.5;
    const struct scene *scene = work->scene;
    struct terms concern = terms_of(scratch, raised->concern->text);
    double *weights = arena_array(scratch, concern.count + 1, sizeof *weights);
    raised->replies = arena_array(&work->score->arena, scene->replies, sizeof *raised->replies);
    for (size_t i = 0; i < concern.count; i++)
        weights[i] = weight_of(library, concern.items[i]);
    for (size_t m = 0; m < scene->count; m++) {
        static const struct terms none = {NULL, 0};
        if (scene->utterances[m].reply == 0)
            continue;
        if (meet(&concern, weights, replies[m], m > 0 ? replies[m - 1] : none) >= ENOUGH)
            raised->replies[raised->reply_count++] = scene->utterances[m].reply;
    }
}

void score_concerns(struct work *work)
{
    struct score *score = work->score;
    const struct scenario *scenario = work->rubric->scenario;
    const struct scene *scene = work->scene;
    if (scenario == NULL)
        return;
    struct arena scratch;
    arena_init(&scratch);
    struct library library = library_of(&scratch, scenario);
    struct terms *messages = arena_array(&scratch, scene->count, sizeof *messages);
    for (size_t m = 0; m < scene->count; m++)
        messages[m] = terms_of(&scratch, scene->utterances[m].message->content);
    score->concern_count = scenario->callee.concern_count;
    score->concerns = arena_array(&score->arena, score->concern_count, sizeof *score->concerns);
    for (size_t i = 0; i < score->concern_count; i++) {
        score->concerns[i].concern = &scenario->callee.concerns[i];
        raised_by(work, &scratch, &library, messages, &score->concerns[i]);
    }
    arena_release(&scratch);
}
