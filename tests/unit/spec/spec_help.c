#include "spec_help.h"

#include "base/arena.h"
#include "base/file.h"
#include "spec/aliases.h"
#include "syntax/outline.h"
#include "text/normalise.h"
#include "text/utf8.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>

static struct scenario *read_file(const char *path)
{
    struct error err = {0};
    struct scenario *scenario = scenario_read(path, &err);
    cr_assert_not_null(scenario, "%s:%zu: %s", path, err.line, err.message);
    return scenario;
}

struct scenario *read_shared(const char *path)
{
    const char *root = getenv("FIDELIO_SHARED");
    char full[600];
    snprintf(full, sizeof full, "%s/%s", root != NULL ? root : "../shared", path);
    if (!file_exists(full))
        cr_skip_test("%s is not there: set FIDELIO_SHARED to the folder that holds it", full);
    return read_file(full);
}

struct scenario *read_own(const char *path)
{
    return read_file(path);
}

struct scenario *read_text(const char *text)
{
    struct error err = {0};
    struct scenario *scenario = scenario_from("test.md", str_from(text), &err);
    cr_assert_not_null(scenario, "%zu: %s", err.line, err.message);
    return scenario;
}

const char *summary(struct scenario *s)
{
    size_t said = 0, branches = 0, unspoken = 0, levels[3] = {0};
    for (size_t i = 0; i < s->caller.step_count; i++) {
        said += s->caller.steps[i].utterances.count;
        branches += s->caller.steps[i].branch_count;
        unspoken += s->caller.steps[i].conditions.count;
    }
    for (size_t i = 0; i < s->callee.concern_count; i++)
        levels[s->callee.concerns[i].level]++;
    return arena_printf(
        &s->arena,
        "steps %zu (%zu said, %zu branches, %zu unspoken) qa %zu ends %zu | background %zu concerns %zu+%zu+%zu "
        "behaviours %zu examples %zu+%zu ends %zu | unread %zu",
        s->caller.step_count, said, branches, unspoken, s->caller.qa_count, s->caller.end_conditions.count,
        s->callee.background.count, levels[0], levels[1], levels[2], s->callee.behaviours.count,
        s->callee.negative.count, s->callee.positive.count, s->callee.end_conditions.count, s->unread.count);
}

bool str_has(struct str text, const char *part)
{
    return str_find(text, str_from(part)) != STR_NONE;
}

static void pile(struct buf *all, struct str text)
{
    buf_add(all, text);
    buf_add_byte(all, '\n');
}

static void pile_texts(struct buf *all, const struct line_texts *texts)
{
    for (size_t i = 0; i < texts->count; i++) {
        pile(all, texts->items[i].text);
        pile(all, texts->items[i].note);
    }
}

/* Every text that the scenario holds. */
static void pile_up(const struct scenario *s, struct buf *all)
{
    const struct caller_half *caller = &s->caller;
    const struct callee_half *callee = &s->callee;
    pile(all, caller->role);
    pile(all, caller->task);
    pile(all, caller->opening);
    pile(all, caller->closing);
    pile(all, callee->role);
    const struct line_texts *lists[] = {
        &caller->profile,  &caller->end_conditions, &callee->background,     &callee->behaviours,
        &callee->negative, &callee->positive,       &callee->end_conditions, &s->unread};
    for (size_t i = 0; i < sizeof lists / sizeof *lists; i++)
        pile_texts(all, lists[i]);
    for (size_t i = 0; i < callee->concern_count; i++)
        pile(all, callee->concerns[i].text);
    for (size_t i = 0; i < caller->qa_count; i++) {
        pile(all, caller->qa[i].question);
        pile(all, caller->qa[i].answer);
    }
    for (size_t i = 0; i < caller->step_count; i++) {
        const struct step *step = &caller->steps[i];
        pile(all, step->title);
        pile_texts(all, &step->utterances);
        pile_texts(all, &step->conditions);
        for (size_t k = 0; k < step->branch_count; k++) {
            pile(all, step->branches[k].when);
            pile_texts(all, &step->branches[k].utterances);
        }
    }
}

static bool cuts(uint32_t c)
{
    static const uint32_t signs[] = {'(',    ')',    '[',    ']',    '|',    ':',    '"',    '\\',   '<',
                                     '>',    '&',    '`',    '~',    '*',    '_',    '.',    '-',    0x3010,
                                     0x3011, 0xff08, 0xff09, 0xff1a, 0x201c, 0x201d, 0x300c, 0x300d, 0x300e,
                                     0x300f, 0x3014, 0x3015, 0x3016, 0x3017, 0xff3b, 0xff3d, 0x2192};
    for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
        if (signs[i] == c)
            return true;
    }
    return (c >= '0' && c <= '9') || c == 0x3001 || (c >= 0x2460 && c <= 0x249b); /* a number may begin an item */
}

/* Between conditions in one sentence, or behind the question that they answer. */
static size_t or_length(struct str text)
{
    static const char *const words[] = {", or ", "; or ", "，或者", "；或者", "? ", "？", NULL};
    return str_start_length(text, words);
}

/* The pieces of a content line between brackets, quotes and colons must all be somewhere; short ones may be labels. */
static void check_content(struct arena *arena, struct str pile_bare, struct str line, size_t number, struct buf *faults)
{
    enum { LABEL = 10, LATIN_LABEL = 26, ANSWER = 4 };
    enum marker style;
    size_t count, from = 0;
    while (line.len > 0 && line.ptr[0] == '#')
        line = str_trim(str_slice(line, 1, line.len));
    line = str_slice(line, marker_length(line, &style, &count), line.len);
    for (size_t at = 0; at <= line.len;) {
        size_t before = at;
        size_t or = or_length(str_slice(line, at, line.len));
        uint32_t c = at < line.len && or == 0 ? utf8_next(line, &at) : '|';
        if (!cuts(c))
            continue;
        at += or ;
        struct str part = str_slice(line, from, before), bare = normalise_bare(arena, part);
        if (str_find(pile_bare, bare) == STR_NONE) /* "Step 2 - ..." */
            bare = normalise_bare(arena, title_strip_number(part, &count));
        /* a label of a few letters may stand at either end */
        size_t length = utf8_count(bare);
        bool found = length <= (bare.len == length ? LATIN_LABEL : LABEL) || str_find(pile_bare, bare) != STR_NONE ||
                     str_find(pile_bare, utf8_slice(bare, 0, length - ANSWER)) != STR_NONE ||
                     str_find(pile_bare, utf8_slice(bare, ANSWER, length)) != STR_NONE;
        if (!found)
            buf_printf(faults, "line %zu lost \"%.*s\"\n", number, STR_FORMAT(bare));
        from = at;
        if (before == line.len)
            break;
    }
}

static size_t count_at(const struct warning *warnings, size_t count, size_t line)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        const char *id = warnings[i].id;
        bool of_reading =
            str_eq_cstring(str_from(id), "duplicate-section") || str_eq_cstring(str_from(id), "guessed-section") ||
            str_eq_cstring(str_from(id), "concern-without-level") ||
            str_eq_cstring(str_from(id), "examples-without-kind") || str_eq_cstring(str_from(id), "halves-swapped") ||
            str_eq_cstring(str_from(id), "unknown-key") || str_eq_cstring(str_from(id), "unread-cell");
        found += warnings[i].line == line && !of_reading;
    }
    return found;
}

void lost_lines(const struct scenario *s, struct buf *faults)
{
    struct arena arena;
    struct buf all;
    arena_init(&arena);
    buf_init(&all, 0);
    pile_up(s, &all);
    struct str bare = normalise_bare(&arena, buf_str(&all));
    if (s->owner_conflicts > 0)
        buf_printf(faults, "%zu lines were claimed twice\n", s->owner_conflicts);
    bool in_front = false;
    for (size_t line = 1; line <= s->source.line_count; line++) {
        struct str text = source_line_text(&s->source, line);
        if (line == 1 && str_starts(text, STR("\xef\xbb\xbf")))
            text = str_slice(text, 3, text.len);
        enum line_owner owner = (enum line_owner)s->owners[line - 1];
        struct str trimmed = str_trim(text);
        if (str_eq_cstring(trimmed, "---") && (line == 1 || in_front))
            in_front = line == 1;
        size_t warned = count_at(s->warnings, s->warning_count, line);
        bool front = owner == LINE_STRUCTURE && trimmed.len == 0;
        if (!front && (owner == LINE_BLANK) != (normalise_bare(&arena, trimmed).len == 0) && trimmed.len == 0)
            buf_printf(faults, "line %zu is blank and owned\n", line);
        if (owner == LINE_BLANK && trimmed.len > 0 && !str_eq_cstring(trimmed, "\xc2\xa0"))
            buf_printf(faults, "line %zu has no owner: \"%.*s\"\n", line, STR_FORMAT(trimmed));
        if ((owner == LINE_UNREAD) != (warned == 1))
            buf_printf(faults, "line %zu has owner %d and %zu warnings\n", line, (int)owner, warned);
        if (owner == LINE_CONTENT || owner == LINE_UNREAD)
            check_content(&arena, bare, trimmed, line, faults);
        if (owner == LINE_STRUCTURE && !in_front && trimmed.len > 0 && trimmed.ptr[0] != '#' && trimmed.ptr[0] != '>' &&
            trimmed.ptr[0] != '|' && utf8_count(trimmed) > 60 && utf8_count(normalise_bare(&arena, trimmed)) > 40)
            buf_printf(faults, "line %zu is called structure: \"%.*s\"\n", line, STR_FORMAT(trimmed));
    }
    buf_release(&all);
    arena_release(&arena);
}

struct scenario *read_whole(const char *text)
{
    struct scenario *s = read_text(text);
    struct buf faults;
    buf_init(&faults, 0);
    lost_lines(s, &faults);
    cr_assert_eq(faults.len, 0, "%s", faults.bytes);
    buf_release(&faults);
    return s;
}
