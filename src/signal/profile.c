#include "signal/profile.h"

#include "base/hash.h"
#include "base/vec.h"
#include "text/normalise.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

size_t profile_n(enum lang lang)
{
    return lang == LANG_EN ? 3 : 2;
}

/* Ideographs that bind more than they say: a pair that holds one is no content. */
static const char function_signs[] =
    "的了是不我你他她它们这那有没在就都也还要会能说到去来把被跟和与或很又再才只个一上下里呢"
    "吗吧啊您";

static void note_content_signs(struct profile *profile)
{
    const struct str signs = {function_signs, sizeof function_signs - 1};
    memset(profile->content_signs, 0xff, sizeof profile->content_signs);
    for (size_t at = 0; at < signs.len;) {
        const uint32_t sign = utf8_next(signs, &at) - HAN_BLOCK_FIRST;
        profile->content_signs[sign / 64] &= ~((uint64_t)1 << sign % 64);
    }
}

static inline bool is_content_sign(const struct profile *profile, uint32_t c)
{
    const uint32_t sign = c - HAN_BLOCK_FIRST;
    return sign < HAN_BLOCK ? profile->content_signs[sign / 64] >> sign % 64 & 1 : code_point_is_han(c);
}

/* English words of four letters and more that say nothing of the matter. */
static const char stop_words[] =
    "that this with have from they them what when will would about which there their because whether "
    "where could should your just been into than then some does doesn didn don isn being were other "
    "only want wants know like really actually over here";

struct content content_of(const struct profile *profile, struct arena *arena, struct str normal)
{
    enum { SEED = 11 };
    const size_t shortest = profile->lang == LANG_EN ? 4 : 2;
    struct content found = {arena_raw(arena, normal.len / 2 + 1, sizeof *found.hashes), 0};
    uint32_t before = 0;
    for (size_t at = 0; at < normal.len;) {
        const size_t start = at;
        const uint32_t c = utf8_next_good(normal, &at);
        if (c >= 0x80) {
            const bool content = is_content_sign(profile, c);
            if (content && before != 0)
                found.hashes[found.count++] = gram_hash(gram_next(before, c, 2));
            before = content ? c : 0;
            continue;
        }
        before = 0;
        if (ascii_alnum((char)c)) {
            while (at < normal.len && ascii_alnum(normal.ptr[at]))
                at++;
            struct str word = str_slice(normal, start, at);
            if (word.len >= shortest && !word_set_has(&profile->stop_words, word))
                found.hashes[found.count++] = hash64(str_slice(word, 0, 6), SEED);
        }
    }
    return found;
}

static struct grams content_grams(const struct profile *profile, struct arena *arena, struct str normal)
{
    const struct content content = content_of(profile, arena, normal);
    return grams_set(content.hashes, content.count);
}

struct builder {
    struct profile *profile;
    struct arena *arena;
    VEC(struct piece) pieces;
};

static void add_piece(struct builder *builder, enum piece_kind kind, struct str normal, size_t line)
{
    enum { SHORTEST = 2 };
    struct str bare = normalise_bare(builder->arena, normal);
    size_t length = utf8_count(bare);
    if (length < SHORTEST)
        return;
    VEC_PUSH(&builder->pieces,
             ((struct piece){.kind = kind,
                             .grams = grams_of(builder->arena, bare, profile_n(builder->profile->lang)),
                             .content = kind == PIECE_CONCERN ? content_grams(builder->profile, builder->arena, normal)
                                                              : (struct grams){0},
                             .length = length,
                             .line = line}));
}

static bool sentence_mark(char c)
{
    return c == '.' || c == '!' || c == '?' || c == ';';
}

/* One piece a sentence; one that is short stays with the next. */
static void add_sentences(struct builder *builder, enum piece_kind kind, struct str text, size_t line)
{
    enum { SHORT = 24 };
    struct str normal = normalise_text(builder->arena, text);
    size_t start = 0;
    for (size_t i = 0; i < normal.len; i++)
        if (sentence_mark(normal.ptr[i]) && i - start >= SHORT) {
            add_piece(builder, kind, str_slice(normal, start, i + 1), line);
            start = i + 1;
        }
    add_piece(builder, kind, str_slice(normal, start, normal.len), line);
}

static void add_whole(struct builder *builder, enum piece_kind kind, struct str text, size_t line)
{
    add_piece(builder, kind, normalise_text(builder->arena, text), line);
}

static void add_lines(struct builder *builder, enum piece_kind kind, struct line_texts lines)
{
    for (size_t i = 0; i < lines.count; i++)
        add_sentences(builder, kind, lines.items[i].text, lines.items[i].line);
}

static void add_caller(struct builder *builder, const struct caller_half *caller)
{
    add_sentences(builder, PIECE_SCRIPT, caller->opening, caller->opening_line);
    add_sentences(builder, PIECE_SCRIPT, caller->closing, caller->closing_line);
    for (size_t i = 0; i < caller->step_count; i++) {
        add_lines(builder, PIECE_SCRIPT, caller->steps[i].utterances);
        for (size_t j = 0; j < caller->steps[i].branch_count; j++)
            add_lines(builder, PIECE_SCRIPT, caller->steps[i].branches[j].utterances);
    }
    for (size_t i = 0; i < caller->qa_count; i++)
        add_sentences(builder, PIECE_SCRIPT, caller->qa[i].answer, caller->qa[i].answer_line);
}

static void add_callee(struct builder *builder, const struct callee_half *callee)
{
    for (size_t i = 0; i < callee->negative.count; i++)
        add_whole(builder, PIECE_NEGATIVE, callee->negative.items[i].text, callee->negative.items[i].line);
    for (size_t i = 0; i < callee->positive.count; i++)
        add_whole(builder, PIECE_POSITIVE, callee->positive.items[i].text, callee->positive.items[i].line);
    add_sentences(builder, PIECE_PERSONA, callee->role, callee->role_line);
    add_lines(builder, PIECE_PERSONA, callee->background);
    add_lines(builder, PIECE_PERSONA, callee->behaviours);
    for (size_t i = 0; i < callee->concern_count; i++)
        add_whole(builder, PIECE_CONCERN, callee->concerns[i].text, callee->concerns[i].line);
}

static struct grams grams_of_kind(struct arena *arena, const struct profile *profile, bool script)
{
    size_t count = 0;
    for (size_t i = 0; i < profile->count; i++)
        count += (profile->pieces[i].kind == PIECE_SCRIPT) == script ? profile->pieces[i].grams.count : 0;
    uint64_t *all = arena_array(arena, count, sizeof *all);
    count = 0;
    for (size_t i = 0; i < profile->count; i++)
        if ((profile->pieces[i].kind == PIECE_SCRIPT) == script)
            for (size_t j = 0; j < profile->pieces[i].grams.count; j++)
                all[count++] = profile->pieces[i].grams.hashes[j];
    return grams_set(all, count);
}

/* One look-up finds all pieces that hold a gram. */
static void index_grams(struct profile *profile, struct arena *arena)
{
    struct grams *sets = arena_array(arena, profile->count + 2, sizeof *sets);
    for (size_t i = 0; i < profile->count; i++)
        sets[i] = profile->pieces[i].grams;
    sets[profile->count] = profile->script;
    sets[profile->count + 1] = profile->persona;
    gram_index_init(&profile->grams, arena, sets, profile->count + 2);
    for (size_t i = 0; i < profile->count; i++)
        sets[i] = profile->pieces[i].content;
    gram_index_init(&profile->contents, arena, sets, profile->count);
}

static void count_concerns(struct profile *profile)
{
    for (size_t i = profile->count; i-- > 0;)
        if (profile->pieces[i].kind == PIECE_CONCERN) {
            profile->first_concern = i;
            profile->concern_count++;
        }
}

/* Of a relative: one who stands before it in its clause, or a child. */
static bool is_age_of_kin(struct str normal, const struct number *number)
{
    enum { YOUNGEST_SPEAKER = 14, NEAR = 60 };
    size_t start = number->start;
    while (start > 0 && number->start - start < NEAR && strchr(",.;:!?()", normal.ptr[start - 1]) == NULL)
        start--;
    return number->value < YOUNGEST_SPEAKER || speaks_of_kin(str_slice(normal, start, number->start));
}

/* "陶静，41岁" or "Marcus Oyelaran, 36, a nurse": the first number of the role with a unit of age, else one between
 * commas. */
static unsigned age_of(struct arena *arena, struct str role)
{
    enum { OLDEST = 120, YOUNGEST = 6, NEAR = 120 };
    struct str normal = normalise_text(arena, role);
    struct numbers numbers = numbers_of(arena, normal);
    const struct number *items = numbers.items;
    const size_t count = numbers.count;
    for (size_t i = 0; i < count; i++)
        if (items[i].unit == UNIT_AGE && items[i].value <= OLDEST && !is_age_of_kin(normal, &items[i]))
            return (unsigned)items[i].value;
    for (size_t i = 0; i < count; i++) {
        size_t start = items[i].start, end = items[i].end;
        bool before = start >= 2 && normal.ptr[start - 1] == ' ' && normal.ptr[start - 2] == ',';
        bool after = end < normal.len && (normal.ptr[end] == ',' || normal.ptr[end] == '.');
        if (before && after && start < NEAR && items[i].value >= YOUNGEST && items[i].value <= OLDEST)
            return (unsigned)items[i].value;
    }
    return 0;
}

static double traditional_share(struct str text)
{
    size_t han = 0, folded = 0;
    for (size_t at = 0; at < text.len;) {
        uint32_t c = utf8_next(text, &at);
        if (code_point_is_han(c)) {
            han++;
            folded += han_fold(c) != c;
        }
    }
    return han == 0 ? 0 : (double)folded / (double)han;
}

void profile_init(struct profile *profile, struct arena *arena, const struct scenario *scenario)
{
    *profile = (struct profile){.scenario = scenario};
    word_set_init(&profile->function_words, language_function_words);
    word_set_init(&profile->stop_words, stop_words);
    note_content_signs(profile);
    if (scenario == NULL)
        return;
    struct builder builder = {.profile = profile, .arena = arena};
    profile->lang = scenario->lang;
    add_callee(&builder, &scenario->callee);
    add_caller(&builder, &scenario->caller);
    profile->pieces = arena_array(arena, builder.pieces.count, sizeof *profile->pieces);
    if (builder.pieces.count > 0)
        memcpy(profile->pieces, builder.pieces.items, builder.pieces.count * sizeof *profile->pieces);
    profile->count = builder.pieces.count;
    count_concerns(profile);
    VEC_RELEASE(&builder.pieces);
    profile->all = normalise_text(arena, scenario->source.text);
    profile->callee = normalise_text(arena, scenario->callee.text);
    profile->numbers = numbers_of(arena, profile->all);
    profile->identity = identity_of(arena, normalise_text(arena, scenario->callee.role), profile->callee);
    claims_init(&profile->claims, arena, profile->all, profile->callee);
    profile->age = age_of(arena, scenario->callee.role);
    if (profile->age == 0)
        profile->age = age_of(arena, scenario->callee.text);
    profile->traditional = traditional_share(scenario->callee.text);
    profile->script = grams_of_kind(arena, profile, true);
    profile->persona = grams_of_kind(arena, profile, false);
    index_grams(profile, arena);
}
