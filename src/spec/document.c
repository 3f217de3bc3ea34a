/* A document from its lines to the fields of both halves: the order in which the other files of the reader do their
 * part, and what no section says. */
#include "spec/reader.h"

#include "base/language.h"
#include "spec/markup.h"
#include "text/normalise.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

enum { LANG_SAMPLE = 1 << 18 };

/* English when there are few ideographs; Traditional when a tenth of them have a Simplified twin. */
static enum lang language_of(struct str text)
{
    size_t han = 0, letters = 0, traditional = 0;
    for (size_t at = 0; at < text.len && at < LANG_SAMPLE;) {
        uint32_t c = utf8_next(text, &at);
        if (code_point_is_han(c)) {
            han++;
            traditional += han_fold(c) != c;
        } else {
            letters += code_point_is_letter(c);
        }
    }
    if (han * 6 < letters)
        return LANG_EN;
    return traditional * 10 >= han && traditional > 0 ? LANG_ZH_HANT : LANG_ZH_HANS;
}

/* What stands in the wrong half, or is only part of another kind's section, is left unread. */
static void read_section(struct reader *r, const struct section *section)
{
    struct caller_half *caller = &r->scenario->caller;
    struct callee_half *callee = &r->scenario->callee;
    const bool calls = section->half == HALF_CALLER;
    const enum half of = section_half(section->kind);
    if (section->half == HALF_NONE || (of != HALF_NONE && of != section->half))
        return;
    switch (section->kind) {
    case SECTION_ROLE:
        read_prose(r, section, &r->prose[calls ? PROSE_CALLER_ROLE : PROSE_CALLEE_ROLE]);
        break;
    case SECTION_TASK:
        read_prose(r, section, &r->prose[PROSE_TASK]);
        break;
    case SECTION_PROFILE:
        read_list(r, section, &caller->profile);
        break;
    case SECTION_STEPS:
        read_steps(r, section);
        break;
    case SECTION_QA:
        read_qa(r, section);
        break;
    case SECTION_OPENING:
        read_spoken(r, section, &r->prose[PROSE_OPENING]);
        break;
    case SECTION_CLOSING:
        read_spoken(r, section, &r->prose[PROSE_CLOSING]);
        break;
    case SECTION_BACKGROUND:
        read_list(r, section, &callee->background);
        break;
    case SECTION_CONCERNS:
        read_concerns(r, section);
        break;
    case SECTION_BEHAVIOURS:
        read_list(r, section, &callee->behaviours);
        break;
    case SECTION_EXAMPLES:
        read_examples(r, section);
        break;
    case SECTION_ENDING:
    case SECTION_END_CONDITIONS:
        if (calls)
            read_ending(r, section);
        else
            read_end_conditions(r, section, &callee->end_conditions);
        break;
    case SECTION_NONE:
    case SECTION_PRIMARY:
    case SECTION_SECONDARY:
    case SECTION_LATENT:
    case SECTION_NEGATIVE:
    case SECTION_POSITIVE:
    case SECTION_KINDS:
        break;
    }
}

static const char *half_words(enum half half)
{
    return half == HALF_CALLER ? TEXT("caller", "拨打方") : TEXT("callee", "接听方");
}

/* The same section twice in one half: both are read, the later one added. */
static void note_double(struct reader *r, const struct section *section, size_t seen[3][SECTION_KINDS])
{
    size_t *first = &seen[section->half][section->kind];
    bool grouped =
        (section->kind == SECTION_CONCERNS || section->kind == SECTION_EXAMPLES) && section->sub != SECTION_NONE;
    if (section->implicit || grouped || section->kind == SECTION_BACKGROUND || section->kind == SECTION_ENDING)
        return;
    if (*first > 0)
        reader_warn(r, "duplicate-section", section->heading + 1, 1,
                    TEXT("the %s's %s already stood in line %zu; both are read as one",
                         "%s的%s在第 %zu 行已经出现过；两处合并读取"),
                    half_words(section->half), section_kind_words(section->kind), *first);
    else
        *first = section->heading + 1;
}

static void read_sections(struct reader *r)
{
    size_t seen[3][SECTION_KINDS] = {{0}};
    for (size_t i = 0; i < r->sections.count; i++) {
        struct section *section = &r->sections.items[i];
        if (section->kind == SECTION_EXAMPLES && section->half == HALF_CALLEE && examples_describe_tone(r, section))
            section->kind = SECTION_BEHAVIOURS;
        if (section->kind != SECTION_NONE && section->half != HALF_NONE)
            note_double(r, section, seen);
        read_section(r, section);
        const char *id = section->why_unread != NULL ? section->why_unread : "unread-line";
        const char *why = str_eq_cstring(str_from(id), "unconsumed-field")
                              ? TEXT("this half has no such field, so nothing reads it", "这一方没有这个部分，不会用到")
                          : str_eq_cstring(str_from(id), "unknown-section") && section->half == HALF_NONE
                              ? TEXT("it stands below a title outside both halves", "在双方之外的标题下面")
                          : str_eq_cstring(str_from(id), "unknown-section")
                              ? TEXT("no section is known by this heading", "不认识上面的标题")
                              : TEXT("no field takes this line", "这一行没有归入任何部分");
        for (size_t line = section->first; line < section->end; line++) {
            if (r->owners[line] == LINE_BLANK && r->outline.lines[line].kind != OUTLINE_BLANK)
                reader_unread(r, line, line + 1, id, why);
        }
    }
}

/* Does the remark say who plays or which side it is, and not who that is? "AI 扮演", "拨出" */
static bool says_no_name(struct str part)
{
    static const char *const played[] = {"模型", "模拟",   "模擬", "扮",  "演",     "AI",
                                         "odel", "imulat", "play", "LLM", "ersona", NULL},
                             *const sides[] = {"拨", "撥", "接", "呼", "打", NULL};
    enum { SIDE_MOST = 4 };
    return part.len == 0 || str_holds_any(part, played) ||
           (utf8_count(part) <= SIDE_MOST && str_holds_any(part, sides));
}

/* "甲方（總幹事 小葉）", "Caller (Dana, retention desk)", "小凡（拨出）": who that half is, where no section says it.
 */
static void role_by_title(struct reader *r, const struct half_range *half)
{
    static const char *const commas[] = {"，", "；", ", ", "; ", NULL};
    struct prose *role = &r->prose[half->half == HALF_CALLER ? PROSE_CALLER_ROLE : PROSE_CALLEE_ROLE];
    const struct title title = title_read(r->arena, &r->aliases, r->outline.lines[half->heading].body),
                       name = title_read(r->arena, &r->aliases, title.text),
                       remark = title_read(r->arena, &r->aliases, title.remark);
    struct str rest = title.remark, part;
    if (role->text.len > 0 || half->half == HALF_NONE || remark.kind != SECTION_NONE || title.remark.len == 0)
        return;
    while (remark.half == HALF_NONE && str_next_part(&rest, commas, &part)) {
        if (says_no_name(part))
            continue;
        buf_add(&role->text, role->text.len > 0 ? STR(", ") : (struct str){0});
        buf_add(&role->text, part);
    }
    if (role->text.len == 0 && name.half == HALF_NONE && name.kind == SECTION_NONE)
        buf_add(&role->text, markup_skip_signs(title.text));
    role->line = role->text.len > 0 ? half->heading + 1 : role->line;
}

static void end_fields(struct reader *r)
{
    for (size_t i = 0; i < r->halves.count; i++)
        role_by_title(r, &r->halves.items[i]);
    struct caller_half *caller = &r->scenario->caller;
    struct callee_half *callee = &r->scenario->callee;
    const struct {
        struct str *text;
        size_t *line;
    } fields[PROSE_FIELDS] = {[PROSE_OPENING] = {&caller->opening, &caller->opening_line},
                              [PROSE_CLOSING] = {&caller->closing, &caller->closing_line},
                              [PROSE_TASK] = {&caller->task, &caller->task_line},
                              [PROSE_CALLER_ROLE] = {&caller->role, &caller->role_line},
                              [PROSE_CALLEE_ROLE] = {&callee->role, &callee->role_line}};
    for (size_t i = 0; i < PROSE_FIELDS; i++) {
        const struct prose *prose = &r->prose[i];
        const bool given = prose->given_line > 0;
        *fields[i].text = given ? prose->given : str_dup(r->arena, buf_str(&prose->text));
        *fields[i].line = given ? prose->given_line : prose->line;
    }
}

static bool is_content(const struct reader *r, size_t line)
{
    enum outline_kind kind = r->outline.lines[line].kind;
    return kind != OUTLINE_BLANK && kind != OUTLINE_RULE;
}

static struct str lines_text(const struct reader *r, size_t from, size_t to)
{
    const struct source *source = &r->scenario->source;
    if (from >= to)
        return (struct str){0};
    size_t end = to < source->line_count ? source->line_start[to] : source->text.len;
    return str_trim(str_slice(source->text, source->line_start[from], end));
}

/* Where a half lies: its heading's range, else from its first to its last section. */
static void place_half(struct reader *r, enum half half, size_t *line, size_t *end_line, struct str *text)
{
    struct buf parts;
    buf_init(&parts, 0);
    size_t part_count = 0;
    bool given = false;
    for (size_t i = 0; i < r->halves.count; i++)
        given = given || r->halves.items[i].half == half;
    size_t count = given ? r->halves.count : r->sections.count;
    for (size_t i = 0; i < count; i++) {
        size_t from = given ? r->halves.items[i].heading : r->sections.items[i].heading;
        size_t to = given ? r->halves.items[i].end : r->sections.items[i].end;
        enum half of = given ? r->halves.items[i].half
                       : r->sections.items[i].kind != SECTION_NONE || r->sections.items[i].enclosed
                           ? r->sections.items[i].half
                           : HALF_NONE;
        if (of != half)
            continue;
        while (to > from && !is_content(r, to - 1))
            to--;
        if (part_count++ > 0)
            buf_add(&parts, STR("\n\n"));
        buf_add(&parts, lines_text(r, from, to));
        *line = *line == 0 ? from + 1 : *line;
        *end_line = to;
    }
    if (text != NULL)
        *text = str_dup(r->arena, buf_str(&parts));
    buf_release(&parts);
}

static void place_halves(struct reader *r)
{
    struct scenario *s = r->scenario;
    place_half(r, HALF_CALLER, &s->caller.line, &s->caller.end_line, NULL);
    place_half(r, HALF_CALLEE, &s->callee.line, &s->callee.end_line, &s->callee.text);
    s->has_caller = s->caller.line > 0;
    const struct callee_half *c = &s->callee;
    s->has_callee =
        c->role.len > 0 ||
        c->background.count + c->concern_count + c->behaviours.count + c->negative.count + c->positive.count > 0;
}

static int by_line(const void *a, const void *b)
{
    const struct warning *x = a, *y = b;
    return (x->line > y->line) - (x->line < y->line);
}

static void hand_over(struct reader *r)
{
    struct scenario *s = r->scenario;
    s->sections = arena_array(r->arena, r->sections.count, sizeof *s->sections);
    for (size_t i = 0; i < r->sections.count; i++) {
        const struct section *section = &r->sections.items[i];
        if (section->kind != SECTION_NONE && section->half != HALF_NONE && !section->implicit)
            s->sections[s->section_count++] = (struct section_place){.name = section_kind_name(section->kind),
                                                                     .callee = section->half == HALF_CALLEE,
                                                                     .line = section->heading + 1};
    }
    s->warnings = arena_array(r->arena, r->warnings.count, sizeof *s->warnings);
    if (r->warnings.count > 0)
        memcpy(s->warnings, r->warnings.items, r->warnings.count * sizeof *s->warnings);
    s->warning_count = r->warnings.count;
    if (s->warning_count > 1)
        qsort(s->warnings, s->warning_count, sizeof *s->warnings, by_line);
    struct line_text *unread = arena_array(r->arena, r->unread.count, sizeof *unread);
    if (r->unread.count > 0)
        memcpy(unread, r->unread.items, r->unread.count * sizeof *unread);
    s->unread = (struct line_texts){unread, r->unread.count};
    s->owners = r->owners;
}

/* The lines as they stand, of no owner yet. */
static void read_lines(struct reader *r)
{
    size_t count = r->scenario->source.line_count;
    outline_read(&r->outline, r->arena, &r->scenario->source);
    r->owners = arena_alloc(r->arena, count);
    r->fields = arena_alloc(r->arena, count);
    memset(r->fields, FIELD_NONE, count);
    r->grid = arena_array(r->arena, count, sizeof *r->grid);
    r->titles = arena_array(r->arena, count, sizeof *r->titles);
    r->next_heading = arena_array(r->arena, count, sizeof *r->next_heading);
}

static void cut_document(struct reader *r)
{
    speakers_read(r);
    tree_as_headings(r);
    for (size_t i = r->outline.count, next = i; i-- > 0;) {
        r->next_heading[i] = next;
        next = r->outline.lines[i].kind == OUTLINE_HEADING ? i : next;
    }
    fields_mark(r);
    grid_mark(r);
    people_read(r);
    sections_read(r);
}

bool document_read(struct reader *r, struct error *err)
{
    struct scenario *s = r->scenario;
    read_lines(r);
    aliases_init(&r->aliases, r->arena);
    if (!front_read(r, err))
        return false;
    size_t warnings = r->warnings.count;
    const struct str title = s->title; /* given in front */
    cut_document(r);
    if (halves_by_roles(r) || halves_by_sections(r)) { /* once more, from the start */
        r->warnings.count = warnings;
        r->unread.count = r->sections.count = r->halves.count = 0;
        s->title = title;
        s->owner_conflicts = 0;
        read_lines(r);
        cut_document(r);
    }
    if (r->swapped)
        reader_warn(r, "halves-swapped", r->half_lines[0] < r->half_lines[1] ? r->half_lines[0] : r->half_lines[1], 1,
                    TEXT("the halves are named the other way round: the one with the script is read as the caller's, "
                         "the one with concerns as the callee's",
                         "两方的名称写反了：有脚本的按拨打方读取，有关切点的按接听方读取"));
    for (size_t k = 0; k < 2; k++) {
        struct prose *role = &r->prose[k == 0 ? PROSE_CALLER_ROLE : PROSE_CALLEE_ROLE];
        buf_add(&role->text, r->people[k].words);
        role->line = r->people[k].line;
    }
    read_sections(r);
    end_fields(r);
    place_halves(r);
    if (!r->lang_given)
        s->lang = language_of(s->callee.text);
    hand_over(r);
    if (!s->has_callee)
        return error_at(
            err, ERROR_USER, s->source.path, 0, 0,
            TEXT("there is no callee half in this document; fidelio looks for a heading such as '## 电话接听方' "
                 "or '## Callee' with role, background, concerns, behaviours and examples below it",
                 "文档里没有接听方部分；应当有“## 电话接听方”或“## "
                 "Callee”这样的标题，下面写角色、背景信息、关切点、行为模式和回复示例"));
    return true;
}
