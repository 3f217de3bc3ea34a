#include "transcript/speaker_names.h"

#include "text/normalise.h"
#include "text/sentence.h"
#include "text/utf8.h"

#include <string.h>

enum { LONGEST_NAME = 24, SHORTEST_OWN = 2, LONGEST_OWN = 20 };

/* The T of "2026-11-22T10:02", not that of "Tom:". */
static bool joins_date_and_time(struct str line, size_t at)
{
    return line.ptr[at] == 'T' && at > 0 && at + 1 < line.len && ascii_digit(line.ptr[at - 1]) &&
           ascii_digit(line.ptr[at + 1]);
}

/* A time or number before the name: "[10:02] 客服：", "3. 客户：". */
static struct str skip_stamp(struct str line)
{
    size_t at = 0;
    while (at < line.len && (memchr("0123456789:.-/[]() *", line.ptr[at], 20) != NULL || joins_date_and_time(line, at)))
        at++;
    return str_slice(line, at, line.len);
}

/* Takes "NAME：" or "【NAME】" off a line; false: neither stands there. */
static bool take_name(struct str *line, struct str *name)
{
    struct str open = STR("【"), close = STR("】"), wide = STR("：");
    bool boxed = str_starts(*line, open);
    if (boxed)
        *line = str_slice(*line, open.len, line->len);
    size_t full = str_find(*line, boxed ? close : wide), half = boxed ? STR_NONE : str_find_byte(*line, ':');
    size_t end = full < half ? full : half;
    if (end == STR_NONE || end == 0)
        return false;
    *name = str_slice(*line, 0, end);
    *line = str_slice(*line, end + (end == full ? wide.len : 1), line->len);
    if (boxed && str_starts(*line, wide))
        *line = str_slice(*line, wide.len, line->len);
    else if (boxed && str_starts(*line, STR(":")))
        *line = str_slice(*line, 1, line->len);
    return true;
}

bool speaker_cut(struct str line, struct str *name, struct str *said)
{
    *said = skip_stamp(str_trim(line));
    if (!take_name(said, name))
        return false;
    size_t open = str_find(*name, STR("（")), half = str_find_byte(*name, '(');
    *name = str_slice(*name, 0, open < half ? open : half);
    while (str_starts(*said, STR("*")))
        *said = str_slice(*said, 1, said->len);
    return utf8_count(*name) <= LONGEST_NAME;
}

/* Letters only, with spaces, points and apostrophes among them ("Mr. O'Neil"). */
static bool may_name_person(struct str name)
{
    size_t signs = utf8_count(name);
    for (size_t at = 0; at < name.len;) {
        uint32_t c = utf8_next(name, &at);
        if (!code_point_is_letter(c) && strchr(" .'-", (int)(c < 0x80 ? c : 'x')) == NULL && c != 0xb7)
            return false;
    }
    return signs >= SHORTEST_OWN && signs <= LONGEST_OWN;
}

/* Letters and digits only: "B", "乙", "S2", as --persona-name may say. */
static bool is_tag(struct str name)
{
    for (size_t at = 0; at < name.len;) {
        uint32_t c = utf8_next(name, &at);
        if (!code_point_is_letter(c) && !(c < 0x80 && ascii_digit((char)c)))
            return false;
    }
    return name.len > 0 && utf8_count(name) <= LONGEST_OWN;
}

/* Where the persona is called by a tag that is no person's name, so may the other side be. */
static bool may_be_speaker(struct str name, struct str persona)
{
    return may_name_person(name) || (is_tag(persona) && !may_name_person(persona) && is_tag(name));
}

static struct speaker_name *entry_of(struct speaker_names *names, struct str name)
{
    for (size_t i = 0; i < names->count; i++) {
        if (str_eq(names->items[i].name, name))
            return &names->items[i];
    }
    if (names->count == SPEAKER_NAMES_MOST)
        return NULL;
    names->items[names->count] = (struct speaker_name){.name = name};
    return &names->items[names->count++];
}

static void tell(struct speaker_names *names, struct importer *importer)
{
    if (importer->options == NULL)
        return;
    struct str persona = normalise_text(&importer->arena, importer->options->persona_names),
               caller = normalise_text(&importer->arena, importer->options->caller_names);
    for (size_t i = 0; i < names->count; i++) {
        struct speaker_name *name = &names->items[i];
        struct str normal = normalise_text(&importer->arena, name->name);
        bool of_persona = phrase_find(persona, normal) != STR_NONE, of_caller = phrase_find(caller, normal) != STR_NONE;
        name->told = of_persona != of_caller;
        name->role = of_persona ? ROLE_PERSONA : ROLE_CALLER;
    }
}

/* Who talks with somebody whose side is known, and nobody else does, is the other side. */
static void tell_other(struct speaker_names *names)
{
    struct speaker_name *two[2];
    size_t count = 0;
    for (size_t i = 0; i < names->count; i++) {
        if (!names->items[i].told && names->items[i].lines < 2)
            continue;
        if (count == 2)
            return;
        two[count++] = &names->items[i];
    }
    if (count < 2 || two[0]->told == two[1]->told)
        return;
    struct speaker_name *known = two[0]->told ? two[0] : two[1], *other = two[0]->told ? two[1] : two[0];
    other->told = true;
    other->role = known->role == ROLE_PERSONA ? ROLE_CALLER : ROLE_PERSONA;
}

void speaker_names_add(struct speaker_names *names, const struct importer *importer, struct str name)
{
    const struct str persona = importer->options != NULL ? str_trim(importer->options->persona_names) : (struct str){0};
    enum role role;
    bool by_side;
    if (speaker_role(name, &role, &by_side)) {
        names->known = true;
        return;
    }
    name = str_trim(name);
    struct speaker_name *entry = may_be_speaker(name, persona) ? entry_of(names, name) : NULL;
    if (entry != NULL)
        entry->lines++;
}

void speaker_names_tell(struct speaker_names *names, struct importer *importer)
{
    tell(names, importer);
    if (!names->known)
        tell_other(names);
}

void speaker_names_find(struct speaker_names *names, struct importer *importer)
{
    struct str rest = importer->text, line, name, said;
    *names = (struct speaker_names){.count = 0};
    while (str_next_line(&rest, &line)) {
        if (speaker_cut(line, &name, &said))
            speaker_names_add(names, importer, name);
    }
    speaker_names_tell(names, importer);
}

bool speaker_names_role(const struct speaker_names *names, struct str name, enum role *role)
{
    name = str_trim(name);
    for (size_t i = 0; i < names->count; i++) {
        if (names->items[i].told && str_eq(names->items[i].name, name)) {
            *role = names->items[i].role;
            return true;
        }
    }
    return false;
}

bool speaker_names_two(const struct speaker_names *names, struct str *first, struct str *second)
{
    size_t best = names->count, next = names->count;
    for (size_t i = 0; i < names->count; i++) {
        if (names->items[i].lines < 2)
            continue;
        if (best == names->count || names->items[i].lines > names->items[best].lines) {
            next = best;
            best = i;
        } else if (next == names->count || names->items[i].lines > names->items[next].lines) {
            next = i;
        }
    }
    if (best == names->count || next == names->count)
        return false;
    *first = names->items[best].name;
    *second = names->items[next].name;
    return true;
}
