#include "understudy/persona.h"

#include "base/hash.h"
#include "text/normalise.h"
#include "text/sentence.h"
#include "text/utf8.h"
#include "understudy/rewrite.h"

#include <stdlib.h>

enum { NAME_HAN = 4, NAME_ENGLISH = 40 };

/* What stands between the prompt's document lines; without them the whole prompt. */
static struct str document_of(struct str prompt)
{
    size_t open = str_find(prompt, STR("<persona>\n"));
    if (open == STR_NONE)
        return prompt;
    struct str rest = str_slice(prompt, open + sizeof "<persona>\n" - 1, prompt.len);
    size_t close = str_find(rest, STR("\n</persona>"));
    return str_slice(rest, 0, close);
}

/* The marker that the prompt asks for: the bracketed word of its instructions, else the language's own. */
static struct str marker_of(struct arena *arena, struct str prompt, struct str document, enum lang lang)
{
    static const char *const lead[] = {"写上 ", "寫上 ", "message with ", NULL};
    size_t behind = document.len < prompt.len ? (size_t)(document.ptr - prompt.ptr) + document.len : 0;
    struct str rules = str_slice(prompt, behind, prompt.len);
    for (size_t i = 0; lead[i] != NULL; i++) {
        size_t at = str_find(rules, str_from(lead[i]));
        if (at == STR_NONE)
            continue;
        struct str rest = str_slice(rules, at + str_from(lead[i]).len, rules.len);
        size_t end = str_find(rest, STR(" ，")), other = str_find(rest, STR(" ;"));
        end = end < other ? end : other;
        if (end != STR_NONE && end > 0)
            return str_dup(arena, str_slice(rest, 0, end));
    }
    return lang == LANG_EN ? STR("[HANGS UP]") : lang == LANG_ZH_HANT ? STR("[掛斷]") : STR("[挂断]");
}

/* "Zhang Qiang, 35, ...": what stands before the role's first comma, when it can be a name. */
static struct str name_of(struct str role, enum lang lang)
{
    for (size_t at = 0; at < role.len;) {
        size_t start = at;
        uint32_t c = utf8_next(role, &at);
        if (c != ',' && c != 0xff0c && c != 0xff08 && c != '(' && c != 0x3001)
            continue;
        struct str name = str_trim(str_slice(role, 0, start));
        size_t points = utf8_count(name);
        return points <= (lang == LANG_EN ? (size_t)NAME_ENGLISH : (size_t)NAME_HAN) ? name : (struct str){0};
    }
    return (struct str){0};
}

static struct str age_of(struct str role)
{
    for (size_t at = 0; at + 1 < role.len; at++) {
        if (!ascii_digit(role.ptr[at]) || !ascii_digit(role.ptr[at + 1]) ||
            (at > 0 && (ascii_digit(role.ptr[at - 1]) || role.ptr[at - 1] == '$')))
            continue;
        struct str rest = str_slice(role, at + 2, role.len);
        if (str_starts(rest, STR("岁")) || str_starts(rest, STR("歲")) || str_starts(rest, STR(",")) ||
            str_starts(rest, STR("-year")) || str_starts(rest, STR(" years")))
            return str_slice(role, at, at + 2);
    }
    return (struct str){0};
}

static void read_behaviours(struct persona *persona, const struct line_texts *lines)
{
    static const char *const badly[] = {"重复",       "再讲",   "再说",         "重说",
                                        "再报",       "听岔",   "噪音",         "再确认对方说",
                                        "said again", "repeat", "say it again", "loses the thread",
                                        NULL};
    static const char *const sums[] = {"总结",  "复述",        "对一遍",      "核对", "sums up",
                                       "recap", "back to him", "back to her", NULL};
    static const char *const wavers[] = {"犹豫",
                                         "模糊",
                                         "拖延",
                                         "含糊",
                                         "摇摆",
                                         "不确定",
                                         "迟疑",
                                         "hesitat",
                                         "never says yes",
                                         "vague",
                                         "half of it back",
                                         NULL};
    for (size_t i = 0; i < lines->count; i++) {
        struct str normal = normalise_text(&persona->arena, lines->items[i].text);
        persona->hears_badly |= words_in(normal, badly);
        persona->sums_up |= words_in(normal, sums);
        persona->wavers |= words_in(normal, wavers);
    }
}

static struct line_texts copy_lines(struct arena *arena, const struct line_texts *lines)
{
    struct line_texts copy = {arena_array(arena, lines->count + 1, sizeof *lines->items), lines->count};
    for (size_t i = 0; i < lines->count; i++) {
        copy.items[i] = lines->items[i];
        copy.items[i].text = str_dup(arena, lines->items[i].text);
    }
    return copy;
}

static void read_concerns(struct persona *persona, const struct callee_half *callee)
{
    struct arena *arena = &persona->arena;
    struct rng rng;
    rng_init(&rng, persona->hash);
    persona->raised = arena_array(arena, callee->concern_count + 1, sizeof *persona->raised);
    persona->levels = arena_array(arena, callee->concern_count + 1, sizeof *persona->levels);
    for (size_t i = 0; i < callee->concern_count; i++) {
        struct str spoken = rewrite_concern(arena, persona->lang, callee->concerns[i].text, persona->name, &rng);
        if (spoken.len == 0)
            continue;
        persona->raised[persona->raised_count] = spoken;
        persona->levels[persona->raised_count++] = callee->concerns[i].level;
    }
}

static enum lang lang_of(struct str text)
{
    size_t han = 0, points = 0;
    for (size_t at = 0; at < text.len; points++)
        han += code_point_is_han(utf8_next(text, &at));
    return han * 5 > points ? LANG_ZH_HANS : LANG_EN;
}

/* "(understudy:agreeable@0.3)" in a wording: experiments that compare wordings can be tried out without a model. */
static bool told_temperament(struct str prompt, struct brain_model *model)
{
    size_t at = str_find(prompt, STR("(understudy:"));
    if (at == STR_NONE)
        return false;
    struct str rest = str_slice(prompt, at + 1, prompt.len);
    size_t end = str_find_byte(rest, ')');
    return end != STR_NONE && brain_model_from(str_slice(rest, 0, end), model);
}

struct persona *persona_read(struct str system_prompt)
{
    struct persona *persona = memory_alloc(sizeof *persona);
    struct arena *arena = &persona->arena;
    arena_init(arena);
    persona->hash = hash64(system_prompt, 1);
    persona->told = told_temperament(system_prompt, &persona->as_told);
    persona->calls = calling_read(arena, system_prompt, &persona->calling);
    struct str document = document_of(system_prompt);
    struct scenario *scenario = scenario_from("persona", document, NULL);
    persona->lang = scenario != NULL ? scenario->lang : lang_of(system_prompt);
    persona->marker = marker_of(arena, system_prompt, document, persona->lang);
    if (scenario == NULL) {
        persona->raised = arena_array(arena, 1, sizeof *persona->raised);
        return persona;
    }
    const struct callee_half *callee = &scenario->callee;
    persona->name = str_dup(arena, name_of(callee->role, persona->lang));
    persona->age = str_dup(arena, age_of(callee->role));
    persona->positive = copy_lines(arena, &callee->positive);
    persona->negative = copy_lines(arena, &callee->negative);
    read_behaviours(persona, &callee->behaviours);
    read_concerns(persona, callee);
    scenario_free(scenario);
    return persona;
}

void persona_free(struct persona *persona)
{
    if (persona == NULL)
        return;
    arena_release(&persona->arena);
    free(persona);
}
