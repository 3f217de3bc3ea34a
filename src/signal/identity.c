#include "signal/identity.h"

#include "text/normalise.h"
#include "text/utf8.h"

#include <string.h>

static bool ends_clause(uint32_t c)
{
    return c == ',' || c == '.' || c == '!' || c == '?' || c == ';' || c == ':' || c == '(' || c == ')' || c == '\n' ||
           c == '"';
}

/* The words from `at` to the end of the clause. */
static struct str clause_from(struct str text, size_t at)
{
    size_t end = at;
    while (end < text.len) {
        size_t next = end;
        if (ends_clause(utf8_next(text, &next)))
            break;
        end = next;
    }
    return str_trim(str_slice(text, at, end));
}

/* The role's first words up to a comma, or what stands behind "姓名:"; empty when that is no name. */
static struct str name_of(struct str role)
{
    static const char *const keys[] = {"姓名:", "名字:", "name:", "你叫", "你的名字是", "your name is ", "you are "};
    size_t at = 0;
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        size_t found = str_find(role, str_from(keys[i]));
        if (found != STR_NONE && found < 200) {
            at = found + strlen(keys[i]);
            break;
        }
    }
    struct str name = clause_from(role, at);
    size_t signs = utf8_count(name), first = 0;
    bool han = name.len > 0 && code_point_is_han(utf8_next(name, &first));
    size_t space = str_find_byte(name, ' ');
    if (han && space != STR_NONE) /* the next line of a list */
        signs = utf8_count(name = str_slice(name, 0, space));
    return signs >= 2 && signs <= (han ? 4u : 30u) ? name : (struct str){0};
}

/* ",女" and "(女" of the persona, not of a daughter or a friend. */
static bool marks_sex(struct str text, const char *const *marks)
{
    static const char *const others[] = {"儿", "婿", "友", "朋", "孩", "同", NULL};
    for (size_t i = 0, at; marks[i] != NULL; i++)
        for (struct str rest = text; (at = str_find(rest, str_from(marks[i]))) != STR_NONE;) {
            rest = str_slice(rest, at + strlen(marks[i]), rest.len);
            if (!str_starts_any(rest, others))
                return true;
        }
    return false;
}

static enum sex sex_of(struct str role)
{
    enum { NEAR = 60 };
    static const char *const male[] = {",男", ", 男", "(男", NULL}, *const female[] = {",女", ", 女", "(女", NULL};
    static const char *const he[] = {"男性", ", male", NULL}, *const she[] = {"女性", ", female", NULL};
    const struct str near = utf8_slice(role, 0, NEAR), called = clause_from(role, 0);
    const bool m = marks_sex(near, male) || words_in(near, he) || str_find(called, STR("先生")) != STR_NONE;
    const bool f = marks_sex(near, female) || words_in(near, she) || str_find(called, STR("女士")) != STR_NONE;
    return m == f ? SEX_UNKNOWN : m ? SEX_MALE : SEX_FEMALE;
}

struct identity identity_of(struct arena *arena, struct str role, struct str callee)
{
    return (struct identity){
        .name = name_of(role), .callee = callee, .sex = sex_of(role), .years = numbers_of(arena, callee)};
}

/* Surnames that are no everyday words ("我叫车来" names nobody), Simplified: text is folded. */
static const char surnames[] =
    "王李张刘陈杨赵周吴徐孙朱胡郭林何梁郑罗宋谢唐韩曹许邓萧冯曾程蔡彭潘袁董余苏叶吕魏蒋田杜沈姜范傅钟卢汪戴崔陆廖姚"
    "邱夏谭韦贾邹孟秦阎薛侯龙郝孔邵史顾赖武康贺严尹施龚汤陶黎莫樊乔殷颜庄章倪庞邢俞翟蓝聂葛柴伍覃骆焦柳欧祝纪尚毕耿"
    "芦季管符辛苗詹曲靳祁兰裴梅童翁霍游阮尤岳柯牟滕舒饶宁凌冉鲍屈喻简邬吉阳闵蒙晏隋穆姬柏瞿艾鄢桂窦郁缪巩卓褚栾戚娄"
    "甄池岑苟迟臧佘卞虞刁匡栗楚佟";

static bool is_surname(struct str sign)
{
    return sign.len > 0 && str_find((struct str){surnames, sizeof surnames - 1}, sign) != STR_NONE;
}

/* How many signs of the name its surname takes, 0 when it begins with none. */
static size_t surname_length(struct str name)
{
    static const char *const compound[] = {"欧阳", "司马", "上官", "诸葛", "司徒", "皇甫", "尉迟", "公孙",
                                           "慕容", "令狐", "宇文", "夏侯", "端木", "轩辕", NULL};
    return str_starts_any(name, compound) ? 2 : is_surname(utf8_slice(name, 0, 1));
}

static bool shares_sign(struct str text, struct str other)
{
    for (size_t at = 0; at < text.len;) {
        size_t start = at;
        utf8_next(text, &at);
        if (str_find(other, str_slice(text, start, at)) != STR_NONE)
            return true;
    }
    return false;
}

/* Behind "我姓" stands a surname, unless it asks or goes on otherwise. */
static bool names_one(struct str sign)
{
    static const char others[] = "什啥甚哪谁你您他她不名的是就那这吗呢";
    size_t at = 0;
    return sign.len > 0 && code_point_is_han(utf8_next(sign, &at)) &&
           str_find((struct str){others, sizeof others - 1}, sign) == STR_NONE;
}

/* "我姓李", "免贵姓李": a surname that the name does not hold. "我不姓张": one that it does. */
static bool wrong_surname(const struct identity *identity, const struct words *words, size_t *place)
{
    const struct str text = words->text;
    static const char *const leads[] = {"我姓", "俺姓", "咱姓", "免贵姓", "本人姓", "我不姓"};
    for (size_t i = 0; i < sizeof leads / sizeof *leads; i++) {
        size_t at = words_may_have(words, leads[i]) ? str_find(text, str_from(leads[i])) : STR_NONE;
        if (at == STR_NONE)
            continue;
        struct str sign = utf8_slice(str_slice(text, at + strlen(leads[i]), text.len), 0, 1);
        bool denied = i + 1 == sizeof leads / sizeof *leads;
        bool own = sign.len > 0 && str_find(identity->name, sign) != STR_NONE;
        *place = at;
        if (denied ? own : !own && names_one(sign))
            return true;
    }
    return false;
}

/* "我叫李建国," with a clause's end behind: a surname with one or two ideographs that are nobody's in the callee
 * half. */
static bool wrong_full_name(const struct identity *identity, const struct words *words, size_t *place)
{
    const struct str text = words->text;
    static const char *const leads[] = {"我叫", "俺叫", "我的名字叫", "我名字叫", "本人叫"};
    for (size_t i = 0; i < sizeof leads / sizeof *leads; i++) {
        size_t at = words_may_have(words, leads[i]) ? str_find(text, str_from(leads[i])) : STR_NONE;
        if (at == STR_NONE)
            continue;
        struct str name = clause_from(text, at + strlen(leads[i]));
        *place = at;
        size_t signs = utf8_count(name);
        size_t surname = surname_length(name);
        if (surname > 0 && signs > surname && signs <= surname + 2 && !shares_sign(name, identity->name) &&
            str_find(identity->callee, name) == STR_NONE)
            return true;
    }
    return false;
}

/* Is there what all phrases of wrong_sex have one of? */
static bool may_tell_sex(const struct words *words)
{
    return words_seen(words, "男") || words_seen(words, "女") || words_seen(words, "爷") || words_seen(words, "爹") ||
           words_seen(words, "妈") || words_seen(words, "i'm") || words_seen(words, "as ");
}

static bool wrong_sex(enum sex sex, const struct words *words, size_t *place)
{
    static const char *const male[] = {"我是男的",
                                       "我一个男的",
                                       "我一个大男人",
                                       "我一大男人",
                                       "我一大老爷们",
                                       "我一个老爷们",
                                       "我这个当爹的",
                                       "我当爹的",
                                       "i'm a man",
                                       "as a man",
                                       "as a father",
                                       "as a dad",
                                       NULL};
    static const char *const female[] = {"我是女的",     "我一个女的", "我一个女人", "我一女的",    "我一个女人家",
                                         "我这个当妈的", "我当妈的",   "我们女人",   "i'm a woman", "as a woman",
                                         "as a mother",  "as a mom",   NULL};
    const char *const *others = sex == SEX_MALE ? female : male;
    return sex != SEX_UNKNOWN && words_have(words, others) && words_find(words->text, others, place) != SIZE_MAX;
}

/* Is the span of years one at the speaker's trade: "干了三年", "三年的运维", "been a nurse for five years"? */
static bool of_a_trade(struct str text, const struct number *number)
{
    static const char *const work[] = {"干了",
                                       "做了",
                                       "当了",
                                       "开了",
                                       "教了",
                                       "跑了",
                                       "种了",
                                       "养了",
                                       "入行",
                                       "从业",
                                       "工龄",
                                       "执业",
                                       "当主管",
                                       "干这行",
                                       "这一行",
                                       "教龄",
                                       "驾龄",
                                       "been doing",
                                       "for a living",
                                       "on the job",
                                       "i've been a",
                                       "i was a",
                                       "years a",
                                       "years with",
                                       "years at the",
                                       "years behind",
                                       "years on the",
                                       "in the trade",
                                       "in this business",
                                       "worked as",
                                       NULL};
    static const char *const others[] = {"你", "您", "他", "她", "你们", "you", "he ", "she ", "they", NULL};
    size_t start = number->start;
    while (start > 0 && !ends_clause((unsigned char)text.ptr[start - 1]))
        start--;
    struct str clause = clause_from(text, start);
    return words_in(clause, work) && !words_in(clause, others);
}

/* A span, and no year of the calendar: the unit alone does not tell. */
static bool is_span(const struct number *number)
{
    enum { LONGEST = 80 };
    return (number->unit == UNIT_YEARS || number->unit == UNIT_YEAR) && number->value > 0 && number->value <= LONGEST;
}

static bool wrong_years(const struct identity *identity, struct str text, const struct number *number)
{
    bool any = false;
    if (!is_span(number) || !of_a_trade(text, number))
        return false;
    for (size_t i = 0; i < identity->years.count; i++) {
        const struct number *other = &identity->years.items[i];
        if (!is_span(other))
            continue;
        if (other->value <= number->value + 1 && number->value <= other->value + 1)
            return false;
        any = true;
    }
    return any;
}

struct identity_claims identity_contradicted(const struct identity *identity, const struct words *reply,
                                             const struct numbers *numbers)
{
    struct identity_claims claims = {0};
    size_t sign = 0, place = 0;
    bool han = identity->name.len > 0 && code_point_is_han(utf8_next(identity->name, &sign));
    claims.names = han && ((words_seen(reply, "姓") && wrong_surname(identity, reply, &place)) ||
                           (words_seen(reply, "叫") && wrong_full_name(identity, reply, &place)));
    claims.sexes = claims.names == 0 && may_tell_sex(reply) && wrong_sex(identity->sex, reply, &place);
    if (claims.names + claims.sexes > 0) {
        struct str clause = clause_from(reply->text, place);
        claims.start = (uint32_t)place;
        claims.end = (uint32_t)(place + clause.len);
    }
    for (size_t i = 0; i < numbers->count; i++)
        claims.years += wrong_years(identity, reply->text, &numbers->items[i]);
    return claims;
}
