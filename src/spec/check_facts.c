/* Figures and names that contradict each other.
 *
 * A figure is a number with its unit. Two contradict when what stands around them in their clause is nearly the same,
 * the unit is the same and the number is not; clauses that list several figures of one unit are steps of a scale and
 * tell nothing. */
#include "base/language.h"
#include "spec/check_rules.h"
#include "text/normalise.h"
#include "text/similarity.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

enum { FIGURES_MOST = 600 };

struct figure {
    struct str number, unit, clause; /* arena, normal text; the clause without any figure */
    struct grams grams;
    size_t line;
};
struct figures {
    VEC(struct figure) list;
};

/* Units whose figures can contradict; dates and clock times are told apart by too little. */
static struct str unit_at(struct str text, size_t at)
{
    static const char *const units[] = {
        "%",      "个百分点", "万元",    "元",   "块钱",  "块",       "美元",    "欧元",   "个工作日",
        "工作日", "个小时",   "小时",    "分钟", "个月",  "天",       "年",      "岁",     "倍",
        "折",     "次",       "期",      "节",   "晚",    "per cent", "percent", "euros",  "dollars",
        "pounds", "hours",    "minutes", "days", "weeks", "months",   "years",   "nights", "seats"};
    struct str rest = str_trim(str_slice(text, at, text.len));
    for (size_t i = 0; i < sizeof units / sizeof *units; i++) {
        if (str_starts(rest, str_from(units[i])))
            return str_from(units[i]);
    }
    return (struct str){0};
}

static bool ends_clause(char c)
{
    return c == ',' || c == '.' || c == ';' || c == '!' || c == '?' || c == '\n' || c == ':';
}

/* One clause of normal text: its figures, if all of one unit are the same one. */
static void read_clause(struct check *check, struct figures *figures, struct str clause, size_t line)
{
    char *rest = arena_alloc(&check->arena, clause.len + 1);
    size_t len = 0, count = 0;
    struct figure found = {0};
    for (size_t at = 0; at < clause.len;) {
        if (!ascii_digit(clause.ptr[at])) {
            if (clause.ptr[at] != ' ')
                rest[len++] = clause.ptr[at];
            at++;
            continue;
        }
        size_t from = at;
        while (at < clause.len &&
               (ascii_digit(clause.ptr[at]) || ((clause.ptr[at] == '.' || clause.ptr[at] == ',') &&
                                                at + 1 < clause.len && ascii_digit(clause.ptr[at + 1]))))
            at++;
        struct str unit = unit_at(clause, at);
        if (unit.len > 0) {
            found.number = str_slice(clause, from, at);
            found.unit = unit;
        }
        count++;
        rest[len++] = '#';
    }
    if (count != 1 || found.unit.len == 0 || figures->list.count >= FIGURES_MOST)
        return;
    found.clause = (struct str){rest, len};
    if (utf8_count(found.clause) < 7) /* "三年" alone tells nothing */
        return;
    found.line = line;
    found.grams = grams_of(&check->arena, found.clause, 2);
    VEC_PUSH(&figures->list, found);
}

/* 五十, 一百二十 and the like, up to 999; advances *at behind them. */
static size_t han_number(struct str text, size_t *at)
{
    static const char *const digits[] = {"零", "一", "二", "三", "四", "五", "六", "七", "八", "九"};
    size_t sum = 0, pending = 0;
    for (bool more = true; more;) {
        struct str rest = str_slice(text, *at, text.len);
        size_t times = str_starts(rest, STR("百")) ? 100 : str_starts(rest, STR("十")) ? 10 : 0;
        more = times > 0;
        if (more) {
            sum += (pending > 0 ? pending : 1) * times;
            pending = 0;
        }
        for (size_t d = 0; !more && d < 10; d++)
            if (str_starts(rest, str_from(digits[d]))) {
                pending = d;
                more = true;
            }
        *at += more ? strlen(digits[0]) : 0;
    }
    return sum + pending;
}

/* Percentages written out, 百分之三十, become 30%. */
static struct str spelled_percents(struct check *check, struct str normal)
{
    struct str lead = STR("百分之");
    if (str_find(normal, lead) == STR_NONE)
        return normal;
    struct buf out;
    buf_init(&out, 0);
    for (size_t at = 0; at < normal.len;) {
        size_t behind = at + lead.len;
        size_t percent = str_starts(str_slice(normal, at, normal.len), lead) ? han_number(normal, &behind) : 0;
        if (percent > 0) {
            buf_printf(&out, "%zu%%", percent);
            at = behind;
        } else {
            buf_add_byte(&out, normal.ptr[at++]);
        }
    }
    struct str text = str_dup(&check->arena, buf_str(&out));
    buf_release(&out);
    return text;
}

static void read_figures(struct check *check, struct figures *figures, const struct check_text *text)
{
    struct str normal = spelled_percents(check, normalise_text(&check->arena, text->text));
    size_t from = 0;
    for (size_t at = 0; at <= normal.len; at++) {
        bool inside_number =
            at > 0 && at + 1 < normal.len && ascii_digit(normal.ptr[at - 1]) && ascii_digit(normal.ptr[at + 1]);
        if (at < normal.len && (!ends_clause(normal.ptr[at]) || inside_number))
            continue;
        read_clause(check, figures, str_slice(normal, from, at), text->line);
        from = at + 1;
    }
}

/* Percentages, rates and compensation need less agreement around them than other figures, least where both clauses
 * begin with the same matter: "spoilt fruit: ..., 50 %" and "spoilt fruit: ..., 120 %". */
static double needed(const struct figure *figure, const struct figure *other)
{
    enum { SAME_MATTER = 9 }; /* bytes: three ideographs */
    bool same = figure->clause.len > SAME_MATTER &&
                str_starts(other->clause, str_slice(figure->clause, 0, SAME_MATTER)) &&
                (unsigned char)figure->clause.ptr[0] >= 0x80;
    bool percent = str_eq_cstring(figure->unit, "%") || str_eq_cstring(figure->unit, "per cent") ||
                   str_eq_cstring(figure->unit, "percent");
    return !percent ? 0.72 : same ? 0.3 : 0.5;
}

/* "1,200" and "1200" are one number. */
static bool same_number(struct str a, struct str b)
{
    size_t i = 0, k = 0;
    while (i < a.len || k < b.len) {
        if (i < a.len && a.ptr[i] == ',')
            i++;
        else if (k < b.len && b.ptr[k] == ',')
            k++;
        else if (i >= a.len || k >= b.len || a.ptr[i++] != b.ptr[k++])
            return false;
    }
    return true;
}

static void compare_figures(struct check *check, const struct figures *figures)
{
    for (size_t i = 1; i < figures->list.count; i++) {
        const struct figure *b = &figures->list.items[i];
        for (size_t k = 0; k < i; k++) {
            const struct figure *a = &figures->list.items[k];
            if (a->line == b->line || !str_eq(a->unit, b->unit) || same_number(a->number, b->number) ||
                grams_dice(a->grams, b->grams) < needed(a, b))
                continue;
            check_add(check, "figures-contradict", b->line, 1,
                      TEXT("here it is %.*s%.*s, in line %zu %.*s%.*s", "这里是 %.*s%.*s，第 %zu 行却是 %.*s%.*s"),
                      STR_FORMAT(b->number), STR_FORMAT(b->unit), a->line, STR_FORMAT(a->number), STR_FORMAT(a->unit));
            break;
        }
    }
}

/* The persona's name: the role's first words up to a comma, or the line "姓名：…". Empty when it is no name. */
static struct str persona_name(struct check *check)
{
    struct str role = normalise_text(&check->arena, check->scenario->callee.role), line;
    struct str rest = role;
    size_t end = 0;
    while (str_next_line(&rest, &line)) {
        static const char *const keys[] = {"姓名:", "名字:", "name:"};
        for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
            if (str_starts(line, str_from(keys[i]))) {
                role = str_trim(str_slice(line, strlen(keys[i]), line.len));
                break;
            }
        }
    }
    while (end < role.len && !ends_clause(role.ptr[end]) && role.ptr[end] != '(')
        end++;
    struct str name = str_trim(str_slice(role, 0, end));
    size_t signs = utf8_count(name), at = 0;
    bool han = name.len > 0 && code_point_is_han(utf8_next(name, &at));
    return signs >= 2 && (han ? signs <= 4 : signs <= 30) ? name : (struct str){0};
}

/* The number before 岁, or in ", 36," behind an English name; 0 when there is none. */
static size_t age_in(struct str text, size_t from)
{
    for (size_t at = from; at < text.len && at < from + 240; at++) {
        size_t end = at, age;
        while (end < text.len && ascii_digit(text.ptr[end]))
            end++;
        if (end == at)
            continue;
        struct str behind = str_slice(text, end, text.len);
        bool told = str_starts(behind, STR("岁")) || str_starts(behind, STR(" 岁")) ||
                    (at >= 2 && str_eq_cstring(str_slice(text, at - 2, at), ", ") && str_starts(behind, STR(",")));
        if (told && str_to_size(str_slice(text, at, end), 120, &age) && age > 0)
            return age;
        at = end;
    }
    return 0;
}

static void compare_ages(struct check *check, struct str name)
{
    const struct scenario *s = check->scenario;
    size_t age = age_in(normalise_text(&check->arena, s->callee.role), 0);
    for (size_t i = 0; age > 0 && i < s->caller.profile.count; i++) {
        struct str text = normalise_text(&check->arena, s->caller.profile.items[i].text);
        size_t at = str_find(text, name), other = at == STR_NONE ? 0 : age_in(text, at);
        if (other > 0 && other != age)
            check_add(check, "age-contradicts", s->caller.profile.items[i].line, s->caller.profile.items[i].column,
                      TEXT("the caller's profile makes the persona %zu, the callee's role in line %zu makes them %zu",
                           "拨打方的客户画像写的是 %zu 岁，而第 %zu 行接听方的角色写的是 %zu 岁"),
                      other, s->callee.role_line, age);
    }
}

/* Whom the opening asks for: the two to four signs before 先生, 女士, 小姐; empty when it asks for nobody by name. */
static struct str asked_for(struct str text)
{
    static const char *const titles[] = {"先生", "女士", "小姐"};
    static const char *const starts[] = {"请问是", "是", "请问您是", "您是", "找"};
    for (size_t t = 0; t < sizeof titles / sizeof *titles; t++) {
        size_t at = str_find(text, str_from(titles[t]));
        for (size_t s = 0; at != STR_NONE && s < sizeof starts / sizeof *starts; s++) {
            size_t from = str_find(text, str_from(starts[s]));
            struct str name = from == STR_NONE ? (struct str){0} : str_slice(text, from + strlen(starts[s]), at);
            size_t signs = utf8_count(name);
            if (from != STR_NONE && from < at && signs >= 2 && signs <= 4)
                return name;
        }
    }
    return (struct str){0};
}

static void compare_names(struct check *check, const struct check_texts *texts, struct str name)
{
    const struct caller_half *caller = &check->scenario->caller;
    struct str asked = asked_for(normalise_text(&check->arena, caller->opening));
    bool known = asked.len == 0 || str_find(name, asked) != STR_NONE || str_find(asked, name) != STR_NONE;
    for (size_t i = 0; i < texts->count && !known; i++)
        known =
            !texts->items[i].callee && str_find(normalise_text(&check->arena, texts->items[i].text), name) != STR_NONE;
    /* 张先生 for 张强: the family name is enough */
    size_t first = 0;
    if (asked.len > 0)
        utf8_next(asked, &first);
    bool family = first > 0 && utf8_count(asked) == 1 && str_starts(name, str_slice(asked, 0, first));
    if (!known && !family)
        check_add(check, "name-contradicts", caller->opening_line, 1,
                  TEXT("the opening asks for %.*s, and the persona is called %.*s (line %zu)",
                       "开场白要找的是%.*s，而人设叫%.*s（第 %zu 行）"),
                  STR_FORMAT(asked), STR_FORMAT(name), check->scenario->callee.role_line);
}

void check_contradictions(struct check *check, const struct check_texts *texts)
{
    struct figures figures = {0};
    for (size_t i = 0; i < texts->count; i++)
        read_figures(check, &figures, &texts->items[i]);
    compare_figures(check, &figures);
    VEC_RELEASE(&figures.list);
    struct str name = persona_name(check);
    if (name.len > 0) {
        compare_ages(check, name);
        compare_names(check, texts, name);
    }
}
