/* Which half each section belongs to, once all are cut: halves named the wrong way round, sections that stand in the
 * half that cannot have them, and those without a half around them. */
#include "spec/reader.h"

#include "base/language.h"

/* Sections that belong to one half only, or whose half their neighbours tell: a role stands before the sections of its
 * half, end conditions behind them. */
static void infer_halves(struct reader *r)
{
    enum half near = HALF_NONE;
    for (size_t i = 0; i < r->sections.count; i++) {
        struct section *section = &r->sections.items[i];
        enum half own = section_half(section->kind);
        if (section->kind == SECTION_NONE)
            continue;
        if (own != HALF_NONE && !section->half_given)
            section->half = own;
        else if (own == HALF_NONE && section->kind != SECTION_ROLE && section->half == HALF_NONE)
            section->half = near;
        near = section->half != HALF_NONE ? section->half : near;
    }
    near = HALF_NONE;
    for (size_t i = r->sections.count; i-- > 0;) {
        struct section *section = &r->sections.items[i];
        if (section->kind == SECTION_ROLE && section->half == HALF_NONE)
            section->half = near;
        near = section->kind != SECTION_NONE && section->half != HALF_NONE ? section->half : near;
    }
}

/* A section of unknown name between two of the same half is that half's, when no heading gave it one. */
static void enclose_unknown(struct reader *r)
{
    enum half before = HALF_NONE, behind = HALF_NONE;
    for (size_t i = r->sections.count; i-- > 0;) {
        struct section *section = &r->sections.items[i];
        if (section->kind != SECTION_NONE)
            behind = section->half;
        else if (!section->half_given)
            section->half = behind; /* for now */
    }
    for (size_t i = 0; i < r->sections.count; i++) {
        struct section *section = &r->sections.items[i];
        if (section->kind != SECTION_NONE)
            before = section->half;
        else if (!section->half_given)
            section->half = section->half == before ? before : HALF_NONE;
        section->enclosed = section->kind == SECTION_NONE && !section->half_given && section->half != HALF_NONE;
    }
}

/* Which halves a heading names: bit 1 the caller's, bit 2 the callee's. */
static unsigned halves_given(const struct reader *r)
{
    unsigned given = 0;
    for (size_t i = 0; i < r->halves.count; i++)
        given |= 1u << r->halves.items[i].half;
    return given;
}

/* The halves' names may be the wrong way round ("来电方：客户"): the sections that only one half can have decide. */
static void swap_if_named_wrong(struct reader *r)
{
    size_t right = 0, wrong = 0;
    for (size_t i = 0; i < r->sections.count; i++) {
        const struct section *section = &r->sections.items[i];
        enum half own = section_half(section->kind);
        if (!section->half_given || own == HALF_NONE || section->kind == SECTION_PROFILE ||
            section->kind == SECTION_BACKGROUND)
            continue;
        if (own == section->half)
            right++;
        else
            wrong++;
    }
    if (wrong < 2 || wrong <= 2 * right || halves_given(r) != (1u << HALF_CALLER | 1u << HALF_CALLEE))
        return;
    for (size_t i = 0; i < r->sections.count; i++) {
        struct section *section = &r->sections.items[i];
        if (section->half_given)
            section->half = section->half == HALF_CALLER ? HALF_CALLEE : HALF_CALLER;
    }
    for (size_t i = 0; i < r->halves.count; i++)
        r->halves.items[i].half = r->halves.items[i].half == HALF_CALLER ? HALF_CALLEE : HALF_CALLER;
    r->swapped = true;
}

/* The kinds of the sections that a heading gave to the callee's half. */
static void note_given(bool kinds[SECTION_KINDS], const struct section *section)
{
    if (section->half_given && section->half == HALF_CALLEE)
        kinds[section->kind] = true;
}

/* What stands in the half that it cannot belong to, or outside both when its own half has the same already. */
static void settle(const bool callee_kinds[SECTION_KINDS], unsigned given, struct section *section)
{
    enum half own = section_half(section->kind);
    if (own == HALF_CALLEE && !section->half_given && callee_kinds[section->kind]) {
        section->kind = SECTION_NONE;
        section->why_unread = "unknown-section";
    }
    if (own == HALF_NONE || !section->half_given || own == section->half)
        return;
    if (section->half == HALF_CALLER && section->kind == SECTION_BACKGROUND) {
        section->kind = SECTION_PROFILE;
    } else if (section->half == HALF_CALLEE && section->kind == SECTION_PROFILE) {
        section->kind = SECTION_BACKGROUND;
    } else if ((given >> own & 1) == 0) {
        section->half = own;
    } else {
        static const char *const words[] = {"台词", "台詞", "话术", "話術",
                                            NULL}; /* of the persona: perhaps examples */
        bool talk = section->kind == SECTION_STEPS && str_holds_any(section->title, words);
        section->kind = SECTION_NONE;
        section->why_unread = talk ? "unknown-section" : "unconsumed-field";
    }
}

bool halves_by_sections(struct reader *r)
{
    size_t longest[2] = {0};
    for (size_t i = 0; r->swapped && i < r->halves.count; i++) {
        const struct half_range *range = &r->halves.items[i];
        const size_t k = range->half == HALF_CALLEE, length = range->end - range->heading;
        if (length <= longest[k])
            continue;
        longest[k] = length;
        r->half_lines[k] = range->heading + 1;
        r->half_kinds[k] = range->half;
    }
    return r->swapped;
}

void halves_settle(struct reader *reader)
{
    swap_if_named_wrong(reader);
    unsigned given = halves_given(reader);
    bool callee_kinds[SECTION_KINDS] = {false};
    for (size_t i = 0; i < reader->sections.count; i++)
        note_given(callee_kinds, &reader->sections.items[i]);
    for (size_t i = 0; i < reader->sections.count; i++) {
        settle(callee_kinds, given, &reader->sections.items[i]);
        note_given(callee_kinds, &reader->sections.items[i]);
    }
    infer_halves(reader);
    enclose_unknown(reader);
}
