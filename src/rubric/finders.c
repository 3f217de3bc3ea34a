#include "rubric/finders.h"

#include "base/hash.h"
#include "match/fold.h"
#include "text/utf8.h"

#include <stdint.h>
#include <stdlib.h>

const char *section_name(enum section section)
{
    static const char *const names[] = {"negative", "positive", "background", "concerns", "script"};
    return (size_t)section < SECTION_COUNT ? names[section] : "";
}

static void add_grams(struct signal_finders *finders, enum section section, size_t n, struct str text)
{
    struct section_lines *lines = &finders->sections[section];
    lines->lines[lines->count++] = grams_of(finders->arena, normalise_bare(finders->arena, text), n);
}

static void prepare(struct signal_finders *finders, const struct scenario *scenario)
{
    const struct callee_half *callee = &scenario->callee;
    const struct caller_half *caller = &scenario->caller;
    const struct line_texts *plain[] = {[SECTION_NEGATIVE] = &callee->negative,
                                        [SECTION_POSITIVE] = &callee->positive,
                                        [SECTION_BACKGROUND] = &callee->background};
    size_t n = scenario->lang == LANG_EN ? 3 : 2, script = 2 + caller->qa_count;
    for (size_t s = 0; s < sizeof plain / sizeof *plain; s++) {
        finders->sections[s].lines = arena_array(finders->arena, plain[s]->count, sizeof(struct grams));
        for (size_t i = 0; i < plain[s]->count; i++)
            add_grams(finders, (enum section)s, n, plain[s]->items[i].text);
    }
    finders->sections[SECTION_CONCERNS].lines =
        arena_array(finders->arena, callee->concern_count, sizeof(struct grams));
    for (size_t i = 0; i < callee->concern_count; i++)
        add_grams(finders, SECTION_CONCERNS, n, callee->concerns[i].text);
    for (size_t i = 0; i < caller->step_count; i++)
        script += caller->steps[i].utterances.count;
    finders->sections[SECTION_SCRIPT].lines = arena_array(finders->arena, script, sizeof(struct grams));
    add_grams(finders, SECTION_SCRIPT, n, caller->opening);
    add_grams(finders, SECTION_SCRIPT, n, caller->closing);
    for (size_t i = 0; i < caller->qa_count; i++)
        add_grams(finders, SECTION_SCRIPT, n, caller->qa[i].answer);
    for (size_t i = 0; i < caller->step_count; i++)
        for (size_t u = 0; u < caller->steps[i].utterances.count; u++)
            add_grams(finders, SECTION_SCRIPT, n, caller->steps[i].utterances.items[u].text);
}

struct signal_finders *signal_finders_new(struct arena *arena, const struct scenario *scenario)
{
    struct signal_finders *finders = memory_alloc(sizeof *finders);
    finders->arena = arena;
    finders->set = pattern_set_new();
    names_init(&finders->lexicons.names, arena);
    if (scenario != NULL)
        prepare(finders, scenario);
    return finders;
}

void signal_finders_free(struct signal_finders *finders)
{
    if (finders == NULL)
        return;
    pattern_set_free(finders->set);
    VEC_RELEASE(&finders->signals);
    VEC_RELEASE(&finders->lexicons);
    free(finders);
}

size_t signal_finders_add(struct signal_finders *finders, struct str text, bool phrase, struct error *err)
{
    if (!phrase)
        return pattern_set_add(finders->set, pattern_fold(finders->arena, text), err);
    struct str normal = normalise_text(finders->arena, text);
    struct buf expression;
    buf_init(&expression, 0);
    if (normal.len > 0 && ascii_alnum(normal.ptr[0]))
        buf_add_cstring(&expression, "(?<![a-z0-9])");
    for (size_t i = 0; i < normal.len; i++) {
        char c = normal.ptr[i];
        if ((c >= ' ' && c < '0') || (c > '9' && c < 'a') || (c > 'z' && (unsigned char)c < 0x7f))
            buf_add_byte(&expression, '\\');
        buf_add_byte(&expression, c);
    }
    if (normal.len > 0 && ascii_alnum(normal.ptr[normal.len - 1]))
        buf_add_cstring(&expression, "(?![a-z0-9])");
    size_t index = pattern_set_add(finders->set, buf_str(&expression), err);
    buf_release(&expression);
    return index;
}

/* One message under the eyes of all finders. */
struct look {
    const struct signal_finders *finders;
    const struct scene *scene;
    struct match_scratch *scratch;
    const uint64_t *candidates; /* a row of words for every message */
    size_t words;
    const struct hits *hits; /* found so far; not sorted */
    struct lookup first;     /* of a signal in a message: its first hit, from 1; where the finders refer to signals */
    const struct find_errors *errors;
    struct error error; /* of the last node that could not be looked for */
};

struct found_at {
    struct span span;
    bool has_span;
};

/* The first candidate of the patterns from `at` to before `end`, which is returned when there is none. */
static size_t next_candidate(const struct look *look, size_t message, size_t at, size_t end)
{
    const uint64_t *bits = look->candidates + message * look->words;
    for (; at < end; at = (at / 64 + 1) * 64) {
        const uint64_t rest = bits[at / 64] >> at % 64;
        if (rest != 0) {
            at += (size_t)__builtin_ctzll(rest);
            break;
        }
    }
    return at < end ? at : end;
}

/* Quotation marks of a normal text, walked once: it has one form for opening and closing, so what has an odd number
 * before it and one behind it is quoted. */
struct quotes {
    struct str text;
    size_t at, marks, last;
};

static struct quotes quotes_of(const struct utterance *utterance)
{
    struct quotes quotes = {utterance->normal.text, 0, 0, 0};
    for (size_t i = utterance->marks.quotes > 1 ? quotes.text.len : 0; i > 0 && quotes.last == 0; i--)
        quotes.last = quotes.text.ptr[i - 1] == '"' ? i : 0;
    return quotes;
}

/* `at` never goes back. */
static bool in_quotes(struct quotes *quotes, size_t at)
{
    for (; quotes->last > at && quotes->at < at; quotes->at++)
        quotes->marks += quotes->text.ptr[quotes->at] == '"';
    return quotes->last > at && quotes->marks % 2 == 1;
}

static enum found find_pattern(struct look *look, const struct finder_node *node, size_t index, size_t message,
                               struct found_at *at)
{
    const struct utterance *utterance = &look->scene->utterances[message];
    struct str text = utterance->normal.text;
    size_t start = 0, end = 0;
    struct quotes quotes = quotes_of(utterance);
    const struct pattern *pattern = pattern_set_at(look->finders->set, index);
    for (size_t from = 0; from <= text.len; from = end > start ? end : end + 1) {
        enum found found = pattern_find(pattern, look->scratch, text, from, &start, &end, &look->error);
        if (found != FOUND_YES)
            return found;
        if (!node->quoted && in_quotes(&quotes, start))
            continue;
        at->span = (struct span){utterance->normal.at[start], utterance->normal.at[end]};
        at->has_span = true;
        return FOUND_YES;
    }
    return FOUND_NO;
}

static enum found find_texts(struct look *look, const struct finder_node *node, size_t message, struct found_at *at)
{
    size_t met = 0;
    bool failed = false;
    const size_t end = node->pattern + node->text_count;
    for (size_t i = next_candidate(look, message, node->pattern, end); i < end;
         i = next_candidate(look, message, i + 1, end)) {
        struct found_at here = {0};
        enum found found = find_pattern(look, node, i, message, &here);
        failed = failed || found == FOUND_ERROR;
        if (found != FOUND_YES)
            continue;
        if (met++ == 0)
            *at = here;
        if ((double)met >= node->at_least)
            return FOUND_YES;
    }
    return failed ? FOUND_ERROR : FOUND_NO;
}

static enum found find_similar(const struct look *look, const struct finder_node *node, size_t message)
{
    const struct section_lines *section = &look->finders->sections[node->section];
    for (size_t i = 0; i < section->count; i++)
        if (grams_dice(look->scene->utterances[message].grams, section->lines[i]) >= node->at_least)
            return FOUND_YES;
    return FOUND_NO;
}

static enum found find_position(const struct look *look, const struct finder_node *node, size_t message)
{
    const struct scene *scene = look->scene;
    enum role side = scene->utterances[message].message->role;
    size_t at = 0;
    for (size_t i = 0; i < scene->count; i++)
        if (scene->utterances[i].message->role == side && (node->from_end ? i >= message : i <= message))
            at++;
    return at >= node->low && at <= node->high ? FOUND_YES : FOUND_NO;
}

static uint64_t place_of(uint16_t signal, size_t message)
{
    return hash64_end((uint64_t)message << 16 | signal);
}

/* The hits from `from` on can be found. */
static void note_hits(struct look *look, size_t from)
{
    for (size_t i = from; look->finders->refer && i < look->hits->count; i++) {
        const struct hit *hit = &look->hits->items[i];
        uint64_t *first = lookup_place(&look->first, place_of(hit->signal, hit->message));
        *first = *first == 0 ? i + 1 : *first;
    }
}

static enum found find_signal(const struct look *look, const struct finder_node *node, size_t message,
                              struct found_at *at)
{
    bool failed = false;
    for (size_t s = 0; s < node->signal_count; s++) {
        failed = failed || look->errors->failed[node->signals[s]];
        const uint64_t first = lookup_find(&look->first, place_of(node->signals[s], message));
        if (first == 0)
            continue;
        *at = (struct found_at){look->hits->items[first - 1].span, true};
        return FOUND_YES;
    }
    return failed ? FOUND_ERROR : FOUND_NO;
}

/* The message of the other side just before, or SIZE_MAX. */
static size_t other_before(const struct scene *scene, size_t message)
{
    return message > 0 && scene->utterances[message - 1].message->role != scene->utterances[message].message->role
               ? message - 1
               : SIZE_MAX;
}

static enum found find_node(struct look *look, const struct finder_node *node, size_t message, struct found_at *at);

static enum found find_children(struct look *look, const struct finder_node *node, size_t message, struct found_at *at)
{
    bool any = node->kind == NODE_ANY, failed = false;
    for (const struct finder_node *child = node->first; child != NULL; child = child->next) {
        struct found_at here = {0};
        enum found found = find_node(look, child, message, &here);
        if (found == (any ? FOUND_YES : FOUND_NO)) {
            if (any)
                *at = here;
            return found;
        }
        failed = failed || found == FOUND_ERROR;
        if (found == FOUND_YES && !at->has_span)
            *at = here;
    }
    return failed ? FOUND_ERROR : any ? FOUND_NO : FOUND_YES;
}

static enum found find_node(struct look *look, const struct finder_node *node, size_t message, struct found_at *at)
{
    const struct utterance *utterance = &look->scene->utterances[message];
    struct found_at ignored = {0};
    size_t before;
    enum found found;
    switch (node->kind) {
    case NODE_PHRASES:
    case NODE_PATTERNS:
    case NODE_LEXICON:
        return find_texts(look, node, message, at);
    case NODE_SIMILAR:
        return find_similar(look, node, message);
    case NODE_LENGTH:
        return utterance->code_points >= node->low && utterance->code_points <= node->high ? FOUND_YES : FOUND_NO;
    case NODE_POSITION:
        return find_position(look, node, message);
    case NODE_AFTER:
        before = other_before(look->scene, message);
        return before == SIZE_MAX ? FOUND_NO : find_node(look, node->first, before, &ignored);
    case NODE_SIGNAL:
        return find_signal(look, node, message, at);
    case NODE_NOT:
        found = find_node(look, node->first, message, &ignored);
        return found == FOUND_ERROR ? FOUND_ERROR : found == FOUND_YES ? FOUND_NO : FOUND_YES;
    case NODE_ALL:
    case NODE_ANY:
        return find_children(look, node, message, at);
    }
    return FOUND_NO;
}

static void run_one(struct look *look, const struct defined_signal *defined, struct arena *arena, struct hits *hits,
                    struct find_errors *errors)
{
    for (size_t m = 0; m < look->scene->count; m++) {
        const struct utterance *utterance = &look->scene->utterances[m];
        struct found_at at = {0};
        if (utterance->message->role == ROLE_CALLER ? !defined->caller : !defined->persona)
            continue;
        enum found found = find_node(look, defined->root, m, &at);
        if (found == FOUND_ERROR && !errors->failed[defined->signal]) {
            errors->failed[defined->signal] = errors->any = true;
            errors->why[defined->signal] = str_dup(arena, str_from(look->error.message));
        }
        if (found != FOUND_YES)
            continue;
        struct span whole = {0, (uint32_t)utterance->code_points};
        struct hit hit = {defined->signal, (uint32_t)m, at.has_span ? at.span : whole, defined->by, 1, 0};
        VEC_PUSH(hits, hit);
        note_hits(look, hits->count - 1);
    }
}

void signal_finders_run(const struct signal_finders *finders, const struct scene *scene, struct match_scratch *scratch,
                        struct arena *arena, struct hits *hits, struct find_errors *errors, struct stopwatch *watch)
{
    if (finders->signals.count == 0)
        return;
    uint64_t since = stopwatch_now(watch);
    size_t words = (pattern_set_count(finders->set) + 63) / 64;
    uint64_t *candidates = arena_array(arena, scene->count * words, sizeof *candidates);
    for (size_t m = 0; m < scene->count && words > 0; m++)
        if (scene->utterances[m].reply != 0 || finders->hear_callers)
            pattern_set_candidates(finders->set, scene->utterances[m].normal.text, candidates + m * words);
    since = stopwatch_add(watch, "step", STR("literals of all patterns"), since);
    struct look look = {.finders = finders,
                        .scene = scene,
                        .scratch = scratch,
                        .candidates = candidates,
                        .words = words,
                        .hits = hits,
                        .errors = errors};
    if (finders->refer)
        lookup_init(&look.first, arena, 0);
    note_hits(&look, 0);
    for (size_t i = 0; i < finders->signals.count; i++) {
        run_one(&look, &finders->signals.items[i], arena, hits, errors);
        since = stopwatch_add(watch, "signal", finders->signals.items[i].by, since);
    }
}
