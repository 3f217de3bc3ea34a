#include "match/literal.h"

#include "base/arena.h"
#include "base/buf.h"
#include "match/items.h"
#include "text/utf8.h"

#include <ctype.h>
#include <stdint.h>
#include <string.h>

enum { MOST_LITERALS = 64, DEEPEST = 50 };

struct walk {
    struct arena *arena;
    struct items items;
    size_t next;
    bool caseless; /* (?i) stands somewhere */
    bool unknown;  /* something was met that the walk does not know: nothing can be said */
};

/* A set of alternatives while it is put together. */
struct set {
    struct str items[MOST_LITERALS];
    size_t count;
};

static struct str item_text(const struct walk *walk, size_t index)
{
    return walk->items.list.items[index];
}

static bool at_end(const struct walk *walk)
{
    return walk->next == walk->items.list.count;
}

/* The least number of times that a quantifier asks for; 0 also for what is not known. */
static size_t least_count(struct str quantifier)
{
    if (quantifier.len > 1 && strchr("+?", quantifier.ptr[quantifier.len - 1]) != NULL)
        quantifier.len--; /* possessive, lazy */
    if (quantifier.len == 0 || str_eq(quantifier, STR("+")))
        return 1;
    if (quantifier.ptr[0] != '{')
        return 0;
    size_t count = 0, i = 1;
    for (; i < quantifier.len && isdigit((unsigned char)quantifier.ptr[i]); i++)
        count = count < 100000 ? count * 10 + (size_t)(quantifier.ptr[i] - '0') : count;
    return i > 1 && i < quantifier.len && (quantifier.ptr[i] == ',' || quantifier.ptr[i] == '}') ? count : 0;
}

/* Characters that have no other case anywhere in Unicode: digits, punctuation, ideographs, kana, Hangul. */
static bool has_no_case(uint32_t c)
{
    if (c < 0x80)
        return !isalpha((int)c);
    return (c >= 0x2e80 && c <= 0xa4cf) || (c >= 0xac00 && c <= 0xd7a3) || (c >= 0xf900 && c <= 0xfaff) ||
           (c >= 0xff01 && c <= 0xff20) || (c >= 0x20000 && c <= 0x3ffff);
}

/* How much a set narrows: its shortest member, a code point beyond ASCII counting like three letters; fewer members
 * break ties. */
static size_t worth(const struct set *set)
{
    size_t least = SIZE_MAX / 128;
    for (size_t i = 0; i < set->count; i++) {
        size_t weight = 0;
        for (size_t at = 0; at < set->items[i].len;)
            weight += utf8_next(set->items[i], &at) >= 0x80 ? 3 : 1;
        least = weight < least ? weight : least;
    }
    return set->count == 0 ? 0 : least * MOST_LITERALS + MOST_LITERALS - set->count;
}

static void keep_better(struct set *best, const struct set *other)
{
    if (worth(other) > worth(best))
        *best = *other;
}

/* Ends a run of literal characters. */
static void end_run(struct walk *walk, struct buf *run, struct set *best)
{
    if (run->len == 0)
        return;
    struct set alone = {.items = {str_dup(walk->arena, buf_str(run))}, .count = 1};
    keep_better(best, &alone);
    buf_clear(run);
}

static void read_alternatives(struct walk *walk, size_t depth, struct set *all);

enum opening { OPENING_GROUP, OPENING_LOOK, OPENING_OPTIONS, OPENING_UNKNOWN };

static enum opening kind_of_opening(struct walk *walk, struct str text)
{
    if (text.len == 1 || str_eq(text, STR("(?:")) || str_eq(text, STR("(?>")))
        return OPENING_GROUP;
    if (str_eq(text, STR("(?=")) || str_eq(text, STR("(?!")) || str_eq(text, STR("(?<=")) || str_eq(text, STR("(?<!")))
        return OPENING_LOOK;
    if ((str_starts(text, STR("(?<")) || str_starts(text, STR("(?P<"))) && str_ends(text, STR(">")))
        return OPENING_GROUP;
    bool options = str_starts(text, STR("(?"));
    for (size_t i = 2; i + 1 < text.len; i++)
        options = options && strchr("ims-", text.ptr[i]) != NULL;
    if (!options || (!str_ends(text, STR(":")) && !str_ends(text, STR(")"))))
        return OPENING_UNKNOWN;
    walk->caseless = walk->caseless || str_find_byte(text, 'i') != STR_NONE;
    return str_ends(text, STR(")")) ? OPENING_OPTIONS : OPENING_GROUP;
}

/* A group from its opening item to its closing one. */
static void read_group(struct walk *walk, size_t depth, struct set *best)
{
    enum opening opening = kind_of_opening(walk, item_text(walk, walk->next++));
    if (opening == OPENING_OPTIONS)
        return;
    struct set inside;
    if (opening == OPENING_UNKNOWN || depth == DEEPEST) {
        walk->unknown = true;
        return;
    }
    read_alternatives(walk, depth + 1, &inside);
    if (walk->unknown || at_end(walk) || item_text(walk, walk->next).ptr[0] != ')') {
        walk->unknown = true;
        return;
    }
    struct str closing = item_text(walk, walk->next++);
    if (opening == OPENING_GROUP && least_count(str_slice(closing, 1, closing.len)) > 0)
        keep_better(best, &inside);
}

/* The literal character of an item: its bytes in *character, what follows (a quantifier) in *rest. */
static bool literal_character(const struct walk *walk, struct str item, struct str *character, struct str *rest)
{
    size_t at = 0;
    if (!item_literal(item, character, rest))
        return false;
    uint32_t c = utf8_next(*character, &at);
    return c != 0 && (!walk->caseless || has_no_case(c));
}

static void read_branch(struct walk *walk, size_t depth, struct set *best)
{
    struct buf run;
    buf_init(&run, 0);
    best->count = 0;
    while (!at_end(walk) && !walk->unknown) {
        struct str item = item_text(walk, walk->next), character, quantifier;
        if (item.ptr[0] == '|' || item.ptr[0] == ')')
            break;
        if (item.ptr[0] == '(') {
            end_run(walk, &run, best);
            read_group(walk, depth, best);
            continue;
        }
        walk->next++;
        if (!literal_character(walk, item, &character, &quantifier) || least_count(quantifier) == 0) {
            end_run(walk, &run, best);
            continue;
        }
        buf_add(&run, character);
        if (quantifier.len > 0)
            end_run(walk, &run, best);
    }
    end_run(walk, &run, best);
    buf_release(&run);
}

/* The union over the branches; nothing when one of them has nothing. */
static void read_alternatives(struct walk *walk, size_t depth, struct set *all)
{
    bool nothing = false;
    all->count = 0;
    for (;;) {
        struct set branch;
        read_branch(walk, depth, &branch);
        nothing = nothing || branch.count == 0 || all->count + branch.count > MOST_LITERALS;
        for (size_t i = 0; i < branch.count && !nothing; i++)
            all->items[all->count++] = branch.items[i];
        if (walk->unknown || at_end(walk) || !str_eq(item_text(walk, walk->next), STR("|")))
            break;
        walk->next++;
    }
    if (nothing || walk->unknown)
        all->count = 0;
}

/* Options reach on from where they stand, so they are looked for before the walk. */
static void look_for_options(struct walk *walk)
{
    for (size_t i = 0; i < walk->items.list.count; i++) {
        struct str text = item_text(walk, i);
        if (str_starts(text, STR("(?")) && kind_of_opening(walk, text) == OPENING_UNKNOWN)
            walk->unknown = true;
    }
}

struct literals literals_required(struct arena *arena, struct str expression)
{
    struct walk walk = {.arena = arena};
    struct set set = {.count = 0};
    if (items_cut(&walk.items, expression) && expression.len > 0) {
        look_for_options(&walk);
        if (!walk.unknown)
            read_alternatives(&walk, 0, &set);
        if (!at_end(&walk))
            set.count = 0;
    }
    items_release(&walk.items);
    struct str *items = arena_array(arena, set.count, sizeof *items);
    if (set.count > 0)
        memcpy(items, set.items, set.count * sizeof *items);
    return (struct literals){items, set.count};
}
