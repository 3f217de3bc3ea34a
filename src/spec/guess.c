/* What a section of unknown name holds, told by its lines and by its place: sections have an order that nearly every
 * document keeps. Only what is missing is guessed, and only when nothing else fits. */
#include "base/language.h"
#include "spec/cutter.h"
#include "spec/looks.h"
#include "spec/markup.h"
#include "spec/polarity.h"
#include "spec/reader.h"
#include "text/normalise.h"
#include "text/sentence.h"

static const enum section_kind caller_order[] = {SECTION_ROLE, SECTION_TASK,    SECTION_PROFILE, SECTION_STEPS,
                                                 SECTION_QA,   SECTION_OPENING, SECTION_ENDING,  SECTION_CLOSING};
static const enum section_kind callee_order[] = {SECTION_ROLE,       SECTION_BACKGROUND, SECTION_CONCERNS,
                                                 SECTION_BEHAVIOURS, SECTION_EXAMPLES,   SECTION_END_CONDITIONS};
enum {
    NOWHERE = 99,
    SECTIONS_MOST = 500, /* a document of more is no scenario, and each guess looks at all */
    RUN_MOST = 8
};

struct order {
    const enum section_kind *kinds;
    size_t count;
};

static struct order order_of(enum half half)
{
    if (half == HALF_CALLER)
        return (struct order){caller_order, sizeof caller_order / sizeof *caller_order};
    return (struct order){callee_order, sizeof callee_order / sizeof *callee_order};
}

static size_t rank(struct order order, enum section_kind kind)
{
    if (kind == SECTION_END_CONDITIONS && order.kinds == caller_order)
        kind = SECTION_ENDING;
    for (size_t i = 0; i < order.count; i++) {
        if (order.kinds[i] == kind)
            return i;
    }
    return NOWHERE;
}

static bool is_unknown(const struct section *section)
{
    return section->kind == SECTION_NONE && (section->half_given || section->enclosed) &&
           str_eq_cstring(str_from(section->why_unread != NULL ? section->why_unread : ""), "unknown-section");
}

/* Nothing but cases and what is said then: "客户说没空 → “那我晚点打。”". */
static bool is_all_cases(enum half half, const struct looks *looks)
{
    return half == HALF_CALLER && looks->cases >= 2 && looks->cases == looks->lines;
}

/* "那您多休息，星期五見，再見。" */
static bool says_goodbye(const struct reader *r, const struct section *section)
{
    size_t line = section->first;
    while (line + 1 < section->end && r->outline.lines[line].kind == OUTLINE_BLANK)
        line++;
    struct str body = r->outline.lines[line].body, rest = body, sentence = {0}, last = {0};
    while (sentence_next(&rest, &sentence))
        last = sentence;
    return sentence_says_goodbye(normalise_text(r->arena, last));
}

/* The last section of the caller's half, and nothing in it but quoted words, or one line that ends in a goodbye, where
 * closing words are missing. */
static bool is_closing(const struct reader *r, size_t at, const struct looks *looks)
{
    const struct section *section = &r->sections.items[at];
    bool last = at + 1 == r->sections.count || section[1].half != section->half;
    bool quoted = last && looks->lines > 0 && looks->quoted == looks->lines;
    if (section->half != HALF_CALLER || (!quoted && (looks->lines != 1 || !says_goodbye(r, section))))
        return false;
    for (size_t i = 0; i < r->sections.count; i++) {
        const struct section *other = &r->sections.items[i];
        if (other->half == section->half && (other->kind == SECTION_CLOSING || other->kind == SECTION_ENDING))
            return false;
    }
    return true;
}

/* Hidden concerns may stand apart from the others. */
static bool is_latent_alone(const struct section *section)
{
    return section->kind == SECTION_CONCERNS && section->sub == SECTION_LATENT;
}

static bool half_has(const struct reader *r, enum half half, size_t place)
{
    if (place == 0 && r->people[half == HALF_CALLEE].line > 0) /* a role */
        return true;
    for (size_t i = 0; i < r->sections.count; i++) {
        const struct section *section = &r->sections.items[i];
        if (section->half == half && !section->implicit && !is_latent_alone(section) &&
            rank(order_of(half), section->kind) == place)
            return true;
    }
    return false;
}

/* The last list of the caller's half, behind words that open or close the call, where nothing tells how it ends. */
static bool is_ending(const struct reader *r, size_t at, const struct looks *looks)
{
    const struct section *section = &r->sections.items[at];
    bool last = at + 1 == r->sections.count || section[1].half != section->half;
    return at > 0 && section->half == HALF_CALLER && last && (looks->items >= 2 || section->field) &&
           looks->quoted == 0 && (section[-1].kind == SECTION_CLOSING || section[-1].kind == SECTION_OPENING) &&
           !half_has(r, HALF_CALLER, rank(order_of(HALF_CALLER), SECTION_ENDING));
}

/* Does a line of these concerns name the level? */
static bool has_level(struct reader *r, const struct section *concerns, enum section_kind level)
{
    struct str label, rest;
    if (concerns->sub == level)
        return true;
    for (size_t i = concerns->first; i < concerns->end; i++) {
        struct str body = r->outline.lines[i].body;
        if ((markup_lead(body, &label, &rest) || markup_label(body, 16, &label, &rest)) &&
            title_read(r->arena, &r->aliases, label).sub == level)
            return true;
    }
    return false;
}

/* What nobody is told, right behind the first and second concerns: "你不会说出来的". */
static bool is_hidden_level(struct reader *r, size_t at)
{
    const struct section *section = &r->sections.items[at], *before = at > 0 ? section - 1 : section;
    return at > 0 && before->kind == SECTION_CONCERNS && before->level == section->level &&
           before->half == section->half && polarity_of_text(r->arena, section->title).kind == SECTION_NEGATIVE &&
           has_level(r, before, SECTION_SECONDARY) && !has_level(r, before, SECTION_LATENT);
}

/* Which examples these are: what the title says, else the contrast to what is not said so, right above. */
static enum section_kind group_by_title(struct reader *r, size_t at)
{
    const struct section *section = &r->sections.items[at], *before = at > 0 ? section - 1 : section;
    enum section_kind told = polarity_of_text(r->arena, section->title).kind;
    bool contrast = before->kind == SECTION_EXAMPLES && before->sub == SECTION_NEGATIVE &&
                    before->half == section->half && before->level == section->level;
    return told == SECTION_NONE && contrast ? SECTION_POSITIVE : told;
}

/* Behaviours of another name right behind behaviours: lists of the same sort stand together. */
static enum section_kind kind_by_run(const struct reader *r, size_t at, const struct looks *looks)
{
    const struct section *section = &r->sections.items[at], *before = at > 0 ? section - 1 : section;
    bool run = at > 0 && before->kind == SECTION_BEHAVIOURS && before->half == section->half &&
               before->level == section->level && before->end == section->heading;
    return run && looks->items >= 2 && looks->quoted == 0 ? before->kind : SECTION_NONE;
}

/* Two lists of unknown name, and no more, right behind concerns that name no level themselves: the second and third
 * level. SECTION_NONE when it is otherwise. */
static enum section_kind next_level(struct reader *r, size_t at)
{
    struct section *section = &r->sections.items[at], *before = at > 0 ? section - 1 : section;
    const struct section *end = r->sections.items + r->sections.count;
    if (before->kind != SECTION_CONCERNS || before->half != section->half || before->level != section->level ||
        !before->guessed)
        return SECTION_NONE;
    if (before->sub == SECTION_SECONDARY)
        return SECTION_LATENT;
    bool two = section + 2 < end && is_unknown(section + 1) && !is_unknown(section + 2) &&
               section[1].level == section->level && section[1].half == section->half;
    if (!two || before->sub != SECTION_NONE || looks_of(r, before).levels > 0)
        return SECTION_NONE;
    before->sub = SECTION_PRIMARY;
    return SECTION_SECONDARY;
}

/* Where the nearest section of known kind stands in the half's order, before or behind section `at`. */
static size_t neighbour(const struct reader *r, size_t at, bool before)
{
    const struct section *sections = r->sections.items;
    enum half half = sections[at].half;
    for (size_t i = at; before ? i-- > 0 : ++i < r->sections.count;) {
        if (sections[i].half != half)
            break;
        bool text = !sections[i].implicit || /* what stands above fields is the role */
                    (sections[at].field && !section_is_empty(r, &sections[i], sections[i].end));
        size_t place = text ? rank(order_of(half), sections[i].kind) : NOWHERE;
        if (place != NOWHERE)
            return place + (!before && is_latent_alone(&sections[i]));
    }
    return NOWHERE;
}

/* How many lists of unknown name stand here one behind the other, before one that its name or its lines tell; where the
 * latter stands in the half's order is put into *behind. */
static size_t unknown_run(struct reader *r, size_t at, size_t *behind)
{
    const struct section *sections = r->sections.items;
    enum half half = sections[at].half;
    size_t count = 0;
    for (size_t i = at; i < r->sections.count && i < at + RUN_MOST && sections[i].half == half; i++) {
        if (!is_unknown(&sections[i]))
            break;
        struct looks looks = looks_of(r, &sections[i]);
        enum section_kind told = kind_by_looks(half, &looks);
        if (i > at && told != SECTION_NONE) {
            *behind = rank(order_of(half), told);
            break;
        }
        count += looks.items >= 2 || sections[i].field;
    }
    return count;
}

/* The missing kind between the neighbours: the only one, or the first when as many lists of unknown name stand here as
 * kinds are missing. SECTION_NONE when it cannot be told. */
static enum section_kind kind_at(struct reader *r, size_t at, const struct looks *looks, bool told_as_prose)
{
    enum half half = r->sections.items[at].half;
    struct order order = order_of(half);
    size_t before = neighbour(r, at, true), behind = neighbour(r, at, false), missing = 0;
    size_t unknown = unknown_run(r, at, &behind);
    size_t from = before == NOWHERE ? 0 : before + 1, to = behind == NOWHERE ? order.count : behind;
    bool field = r->sections.items[at].field;
    enum section_kind found = SECTION_NONE;
    for (size_t i = from; i < to; i++) {
        enum section_kind kind = order.kinds[i];
        bool a_list = looks->items >= 2;
        bool prose = kind == SECTION_ROLE || kind == SECTION_TASK;
        bool told = kind == SECTION_QA || kind == SECTION_EXAMPLES; /* by their looks */
        bool spoken = kind == SECTION_OPENING || kind == SECTION_CLOSING;
        bool either = told_as_prose && (kind == SECTION_PROFILE || kind == SECTION_BACKGROUND);
        if (told || spoken || (prose == a_list && !field && !either) || half_has(r, half, i))
            continue;
        found = found == SECTION_NONE ? kind : found;
        missing++;
    }
    return (missing == 1 && !field) || ((looks->items >= 2 || field) && missing == unknown) ? found : SECTION_NONE;
}

/* The same, where what is known of a person may be told as prose too when nothing else is. */
static enum section_kind kind_by_place(struct reader *r, size_t at, const struct looks *looks)
{
    enum section_kind kind = kind_at(r, at, looks, false);
    return kind == SECTION_NONE && looks->items == 0 ? kind_at(r, at, looks, true) : kind;
}

static bool was_joined(const struct section *section)
{
    return section->joins && section->kind == SECTION_NONE && section->first == section->end;
}

/* A field that nothing tells stays text of the section above, with its label. */
static void join_above(struct reader *r, size_t at)
{
    struct section *section = &r->sections.items[at], *above = at > 0 ? section - 1 : section;
    while (above > r->sections.items && was_joined(above))
        above--;
    if (!section->joins || above == section || above->kind == SECTION_NONE || above->half != section->half ||
        above->end != section->heading)
        return;
    r->outline.lines[section->heading] = section->whole;
    r->owners[section->heading] = LINE_BLANK;
    above->end = section->end;
    section->first = section->end;
}

/* A numbered task, where nothing else tells what the caller goes through: its steps. */
static void steps_by_task(struct reader *r)
{
    enum { LEAST = 3 };
    struct section *task = NULL;
    for (size_t i = 0; i < r->sections.count; i++) {
        struct section *section = &r->sections.items[i];
        if (section->kind == SECTION_STEPS)
            return;
        if (section->kind == SECTION_TASK)
            task = section;
    }
    size_t items = 0;
    for (size_t i = task != NULL ? task->first : 0; task != NULL && i < task->end; i++) {
        const struct outline_line *line = &r->outline.lines[i];
        if (line->kind == OUTLINE_BLANK)
            continue;
        if (line->kind != OUTLINE_ITEM || line->number != ++items)
            return;
    }
    if (items < LEAST)
        return;
    task->kind = SECTION_STEPS;
    reader_warn(r, "guessed-section", task->heading + 1, 1,
                TEXT("nothing tells what the caller says step by step; this numbered task is read as the steps",
                     "没有写明拨打方分几步说什么；这份编号的任务当作步骤读取"));
}

/* "# 演员手册" above "你要演的人叫邓小北……": who the model is, where no section of the persona says it. */
static void role_by_address(struct reader *r)
{
    static const char *const words[] = {"你是", "你叫",     "你扮演",  "你要扮演",  "你要演",
                                        "你演", "You are ", "You're ", "You play ", NULL};
    struct section *first = r->sections.items;
    if (r->sections.count < 2 || first->kind != SECTION_NONE || first->half != HALF_NONE ||
        half_has(r, HALF_CALLEE, rank(order_of(HALF_CALLEE), SECTION_ROLE)))
        return;
    size_t line = first->first;
    while (line < first->end && r->outline.lines[line].kind == OUTLINE_BLANK)
        line++;
    if (line == first->end || r->outline.lines[line].kind != OUTLINE_TEXT ||
        !str_starts_any(r->outline.lines[line].body, words))
        return;
    first->kind = SECTION_ROLE;
    first->half = HALF_CALLEE;
    first->guessed = true;
    first->why_unread = NULL;
}

void sections_guess(struct reader *reader)
{
    role_by_address(reader);
    for (size_t i = 0; i < reader->sections.count && reader->sections.count <= SECTIONS_MOST; i++) {
        struct section *section = &reader->sections.items[i];
        if (!is_unknown(section))
            continue;
        struct looks looks = looks_of(reader, section);
        if (looks.lines == 0)
            continue;
        if (i > 0 && section->field && was_joined(section - 1) && looks.lines == 1) { /* one more of the same run */
            join_above(reader, i);
            continue;
        }
        enum section_kind kind = kind_by_looks(section->half, &looks);
        if (is_closing(reader, i, &looks))
            kind = SECTION_CLOSING;
        else if (is_ending(reader, i, &looks))
            kind = SECTION_END_CONDITIONS;
        else if (is_all_cases(section->half, &looks))
            kind = SECTION_QA;
        else if (is_hidden_level(reader, i))
            kind = SECTION_CONCERNS, section->sub = SECTION_LATENT;
        else if (kind == SECTION_EXAMPLES && group_by_title(reader, i) != SECTION_NONE)
            ; /* one of several groups */
        else if (kind == SECTION_NONE || half_has(reader, section->half, rank(order_of(section->half), kind)))
            kind = kind_by_place(reader, i, &looks);
        if (kind == SECTION_NONE)
            kind = kind_by_run(reader, i, &looks);
        if (kind == SECTION_NONE && (section->sub = next_level(reader, i)) != SECTION_NONE)
            kind = SECTION_CONCERNS;
        if (kind == SECTION_NONE) {
            join_above(reader, i);
            continue;
        }
        section->kind = kind;
        section->guessed = true;
        if (kind == SECTION_EXAMPLES)
            section->sub = group_by_title(reader, i);
        section->why_unread = NULL;
        reader_warn(reader, "guessed-section", section->heading + 1, 1,
                    TEXT("no section is known by this heading; by its lines and its place it is read as %s (aliases in "
                         "the front matter can say so)",
                         "不认识这个标题；按内容和位置当作%s读取（可以在文首元数据的 aliases 里写明）"),
                    section_kind_words(kind));
    }
    steps_by_task(reader);
}
