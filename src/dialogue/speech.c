#include "dialogue/speech.h"

#include "base/buf.h"
#include "text/normalise.h"
#include "text/sentence.h"
#include "text/similarity.h"
#include "text/utf8.h"

#include <string.h>

enum { SPEECH_CEILING = 64 << 10, BRACKET_LONGEST = 120 };
#define SAID_ALREADY 0.62 /* share of a sentence's bigrams */

static bool holds_condition(struct arena *arena, struct str inner)
{
    static const char *const conditions[] = {"如",    "若",       "假如",   "当",      "视",     "可选",
                                             "选说",  "根据",     "等客户", "待客户",  "停顿",   "if ",
                                             "when ", "optional", "pause",  "only if", "unless", NULL};
    return str_starts_any(str_trim(normalise_text(arena, inner)), conditions);
}

/* The bracket that opens at `at`: the byte behind its closing twin, or 0. */
static size_t bracket_end(struct str text, size_t at, struct str *inner)
{
    size_t from = at;
    uint32_t open = utf8_next(text, &from), close = open == '(' ? ')' : open == 0xff08 ? 0xff09 : 0;
    for (size_t i = from, points = 0; close != 0 && i < text.len && points < BRACKET_LONGEST; points++) {
        size_t start = i;
        uint32_t c = utf8_next(text, &i);
        if (c == close || c == ')' || c == 0xff09) {
            *inner = str_slice(text, from, start);
            return i;
        }
    }
    return 0;
}

struct str speech_plain(struct arena *arena, struct str text)
{
    struct buf out;
    buf_init(&out, SPEECH_CEILING);
    for (size_t at = 0; at < text.len;) {
        size_t start = at;
        struct str inner;
        utf8_next(text, &at);
        size_t end = bracket_end(text, start, &inner);
        if (end > 0 && holds_condition(arena, inner))
            at = end;
        else
            buf_add(&out, str_slice(text, start, at));
    }
    struct str plain = str_dup(arena, str_trim(buf_str(&out)));
    buf_release(&out);
    return plain;
}

bool speech_asks(struct arena *arena, struct str text)
{
    struct str rest = text, sentence;
    while (sentence_next(&rest, &sentence))
        if (sentence_asks(normalise_text(arena, sentence)) != ASKS_NOT)
            return true;
    return false;
}

bool speech_is_farewell(struct arena *arena, struct str sentence)
{
    return sentence_says_goodbye(normalise_text(arena, sentence));
}

/* Keeps the sentences for which `keep` holds; spaces between them as the language wants. */
static struct str filter(struct arena *arena, struct str text, bool (*keep)(struct arena *, struct str, const void *),
                         const void *context)
{
    struct str rest = text, sentence;
    char *kept = arena_raw(arena, 2 * text.len, 1);
    size_t len = 0;
    while (sentence_next(&rest, &sentence)) {
        if (!keep(arena, sentence, context))
            continue;
        if (len > 0 && (unsigned char)kept[len - 1] < 0x80)
            kept[len++] = ' ';
        memcpy(kept + len, sentence.ptr, sentence.len);
        len += sentence.len;
    }
    return (struct str){kept, len};
}

static bool no_farewell(struct arena *arena, struct str sentence, const void *context)
{
    (void)context;
    return !speech_is_farewell(arena, sentence);
}

struct str speech_without_farewell(struct arena *arena, struct str text)
{
    return filter(arena, text, no_farewell, NULL);
}

struct said {
    struct grams grams;
    size_t n;
};

static bool not_said(struct arena *arena, struct str sentence, const void *context)
{
    const struct said *said = context;
    struct grams grams = grams_of(arena, normalise_bare(arena, sentence), said->n);
    bool again = grams.count >= 6 && grams_coverage(grams, said->grams) >= SAID_ALREADY;
    return !again;
}

struct str speech_without_said(struct arena *arena, struct str text, struct str said)
{
    struct str bare = normalise_bare(arena, said);
    size_t n = utf8_count(bare) * 2 > bare.len ? 5 : 2; /* letters tell less than ideographs */
    struct said context = {grams_of(arena, bare, n), n};
    return filter(arena, text, not_said, &context);
}

static bool greets(struct arena *arena, struct str sentence)
{
    static const char *const confirms[] = {"请问是",  "请问您是",      "是不是",      "您是",        "你是",    "请问",
                                           "is this", "am i speaking", "may i speak", "can i speak", "are you", NULL};
    static const char *const greetings[] = {"喂",           "您好",           "你好",         "hi", "hello",
                                            "good morning", "good afternoon", "good evening", NULL};
    struct str normal = normalise_text(arena, sentence);
    if (sentence_asks(normal) != ASKS_NOT)
        return words_in(normal, confirms);
    return words_in(normal, greetings) && utf8_count(normal) <= 20;
}

struct str speech_without_greeting(struct arena *arena, struct str text)
{
    struct str rest = text, sentence;
    while (sentence_next(&rest, &sentence)) {
        if (!greets(arena, sentence))
            return str_slice(text, (size_t)(sentence.ptr - text.ptr), text.len);
    }
    return text;
}

bool speech_introduces(struct arena *arena, struct str text)
{
    static const char *const phrases[] = {"我是",      "我们是",         "这里是", "这边是",  "我姓",    "我叫",
                                          "打来",      "打给",           "打电话", "来电",    "致电",    "回访",
                                          "this is",   "i'm ",           "i am ",  "my name", "calling", "call about",
                                          "call from", "with you about", NULL};
    return words_in(normalise_text(arena, text), phrases);
}

bool speech_opens(struct arena *arena, struct str sentence)
{
    static const char *const permissions[] = {"方便",      "有空",     "忙不忙",    "打扰",    "耽误",
                                              "占用",      "有时间",   "分钟",      "minute",  "minutes",
                                              "good time", "bad time", "moment",    "free to", "catch you",
                                              "okay to",   "ok to",    "have time", "a tick",  NULL};
    const struct str normal = normalise_text(arena, sentence);
    return greets(arena, sentence) || (sentence_asks(normal) != ASKS_NOT && words_in(normal, permissions));
}

struct str speech_without_hello(struct str text)
{
    static const char *const hellos[] = {"喂，",  "您好，", "你好，",  "妳好，", "喂,",
                                         "您好,", "你好,",  "Hello, ", "Hi, ",   NULL};
    for (size_t i = 0; hellos[i] != NULL; i++)
        if (str_starts(text, str_from(hellos[i])))
            text = str_slice(text, strlen(hellos[i]), text.len);
    return text;
}

bool speech_acknowledges(struct arena *arena, struct str text)
{
    static const char *const openings[] = {
        "好的",       "好,",         "嗯",         "行,",          "明白",  "了解",   "没关系",     "没事",
        "理解",       "我理解",      "我明白",     "非常感谢",     "感谢",  "谢谢",   "是的",       "对,",
        "您会这样想", "抱歉",        "对不起",     "非常抱歉",     "辛苦",  "ok",     "all right",  "sure",
        "thank",      "that's fair", "fair",       "i understand", "i see", "i hear", "understood", "sorry",
        "no problem", "of course",   "absolutely", "got it",       "right", NULL};
    return str_starts_any(normalise_text(arena, text), openings);
}

bool speech_is_verdict(struct arena *arena, struct str text)
{
    static const char *const verdicts[] = {"是",  "可以", "能,",  "能。",   "能查", "能看", "不",
                                           "会,", "会。", "没有", "来得及", "有,",  "有。", "看不",
                                           "yes", "no,",  "no.",  "it ",    NULL};
    return str_starts_any(normalise_text(arena, text), verdicts);
}

bool speech_is_probe(struct arena *arena, struct str text)
{
    return speech_asks(arena, text) && sentence_asks_for_more(normalise_text(arena, text));
}

struct str speech_join(struct arena *arena, enum lang lang, struct str a, struct str b)
{
    if (a.len == 0 || b.len == 0)
        return a.len == 0 ? b : a;
    const size_t space = lang == LANG_EN;
    char *both = arena_raw(arena, a.len + space + b.len + 1, 1);
    memcpy(both, a.ptr, a.len);
    memset(both + a.len, ' ', space);
    memcpy(both + a.len + space, b.ptr, b.len);
    both[a.len + space + b.len] = '\0';
    return (struct str){both, a.len + space + b.len};
}

/* "姓名：小何" and 【姓名】小何 are 小何: nobody says the name of a field. */
static struct str without_label(struct str clause)
{
    enum { LONGEST = 10 };
    size_t at = 0, close = str_starts(clause, STR("【")) ? str_find(clause, STR("】")) : STR_NONE;
    if (close != STR_NONE && close + 3 < clause.len)
        return str_trim(str_slice(clause, close + 3, clause.len));
    for (size_t count = 0; at < clause.len && count <= LONGEST; count++) {
        uint32_t c = utf8_next(clause, &at);
        if ((c == ':' || c == 0xff1a) && str_trim(str_slice(clause, at, clause.len)).len > 0)
            return str_trim(str_slice(clause, at, clause.len));
    }
    return clause;
}

/* A line that says where the one named above works. */
static bool names_workplace(struct str line)
{
    static const char *const labels[] = {"公司",    "单位", "單位", "机构", "機構", "部门", "部門",
                                         "岗位",    "崗位", "职务", "職務", "职位", "職位", "工作",
                                         "company", "firm", "job",  "team", "desk", NULL};
    struct str trimmed = str_trim(line);
    const size_t label = str_start_length(trimmed, labels);
    return label > 0 && (str_starts(str_slice(trimmed, label, trimmed.len), STR("：")) ||
                         str_starts(str_slice(trimmed, label, trimmed.len), STR(":")));
}

/* Cuts the next clause of a role off *rest; what stands in brackets is left out and ends nothing. */
static struct str next_clause(struct str *rest, bool *ended)
{
    struct str text = *rest;
    size_t cut = text.len;
    for (size_t at = 0; at < text.len;) {
        size_t start = at;
        struct str inner;
        uint32_t c = utf8_next(text, &at);
        const size_t behind = bracket_end(text, start, &inner);
        if (behind > 0) {
            cut = cut < start ? cut : start;
            at = behind;
            continue;
        }
        bool stop =
            c == 0x3002 || (c == '.' && sentence_stop_ends(text, start)) || c == 0xff1b || c == ';' || c == '\n';
        if (c == 0xff0c || c == ',' || stop) {
            *rest = str_slice(text, at, text.len);
            *ended = stop && !(c == '\n' && names_workplace(*rest));
            return str_trim(str_slice(text, 0, cut < start ? cut : start));
        }
    }
    *ended = true;
    *rest = (struct str){0};
    return str_trim(str_slice(text, 0, cut));
}

/* "李明", "HR 赵敏": too short to say where from; Latin letters tell nothing. */
static bool name_alone(struct str clause)
{
    enum { NAME_MOST = 4 };
    size_t han = 0;
    for (size_t at = 0; at < clause.len;)
        han += code_point_is_han(utf8_next(clause, &at));
    return han > 0 && han <= NAME_MOST;
}

/* "twenty", "thirty-four"; not "thirty years on the desk". */
static bool is_age_in_words(struct str clause)
{
    static const char *const tens[] = {"twenty", "thirty", "forty", "fifty", "sixty", "seventy", NULL};
    const size_t ten = str_start_length(clause, tens);
    struct str behind = str_slice(clause, ten, clause.len);
    return ten > 0 && (behind.len == 0 || (behind.ptr[0] == '-' && str_find_byte(behind, ' ') == STR_NONE));
}

enum { AGE_MOST = 12 }; /* "34 years old" */
/* "女", "34岁", "aged 34": nobody says it of oneself on the telephone. */
static bool is_sex_or_age(struct arena *arena, struct str raw)
{
    const struct str clause = normalise_text(arena, raw);
    static const char *const sexes[] = {"男", "女", "男性", "女性", "男士", "女士", "male", "female", NULL};
    static const char *const ages[] = {"岁", "歲", "出头", "出頭", "years old", NULL};
    static const char *const labels[] = {"aged ", "age ", NULL}; /* "aged care" is a trade */
    const struct str age = str_slice(clause, str_start_length(clause, labels), clause.len);
    size_t at = 0;
    while (at < age.len && age.ptr[at] >= '0' && age.ptr[at] <= '9')
        at++;
    return str_is_any(clause, sexes) || is_age_in_words(age) || (age.len > 0 && at == age.len) ||
           (utf8_count(clause) <= AGE_MOST && str_ends_any(clause, ages));
}

enum { HAN = 3 }; /* bytes of an ideograph */
/* 小李 beside 李明. */
static bool is_short_for(struct str nickname, struct str name)
{
    static const char *const leads[] = {"小", "老", "阿", NULL};
    const size_t lead = str_start_length(nickname, leads);
    return lead > 0 && lead < nickname.len && str_starts(name, str_slice(nickname, lead, nickname.len));
}

/* "人人叫佢Kelvin", and 阿川 beside 段川: another name of the same person. 悦动健身 is none of 林悦. */
static bool is_other_name(struct str clause, struct str name)
{
    static const char *const called[] = {"叫佢", "叫他", "叫她", "叫我", "人称", "人稱", "英文名",
                                         "外号", "外號", "小名", "昵称", "暱稱", NULL};
    static const char *const goes_by[] = {"known as ", "called ", "goes by ", NULL}; /* not "a firm called Alder" */
    if (str_holds_any(clause, called) || str_starts_any(clause, goes_by))
        return true;
    return name_alone(name) && name_alone(clause) &&
           (str_ends(clause, str_slice(name, name.len - HAN, name.len)) || is_short_for(clause, name) ||
            is_short_for(name, clause));
}

/* "我叫万秋萍" and "你是万秋萍" are 万秋萍. */
static struct str without_naming(struct str clause)
{
    static const char *const namings[] = {"我的名字是", "我叫", "我是",  "我係",        "名叫",     "你是",    "你叫",
                                          "你係",       "I'm ", "I am ", "My name is ", "You are ", "You're ", NULL};
    return str_trim(str_slice(clause, str_start_length(clause, namings), clause.len));
}

struct str speech_role(struct arena *arena, enum lang lang, struct str role)
{
    bool ended = false;
    struct str rest = role, first = without_naming(without_label(next_clause(&rest, &ended))), second = {0};
    while (!ended && first.len > 0 && second.len == 0) {
        second = without_label(next_clause(&rest, &ended));
        if (is_sex_or_age(arena, second) || is_other_name(second, first))
            second.len = 0;
    }
    if (second.len == 0)
        return first;
    if (lang == LANG_EN)
        return str_from(arena_printf(arena, "%.*s, %.*s", STR_FORMAT(first), STR_FORMAT(second)));
    return name_alone(first) ? speech_join(arena, lang, second, first) : first;
}

static const char *const sales[] = {"推销",    "销售",     "推广",     "卖东西",      "sales call",
                                    "selling", "not sell", "sell you", "never sells", NULL};
static const char *const denials[] = {"不", "无", "没", "非", "not", "no", "never", "isn't", "n't", NULL};

bool speech_denies_sales(struct arena *arena, struct str text)
{
    struct str rest = text, sentence;
    if (!words_in(normalise_text(arena, text), sales)) /* as nearly always */
        return false;
    while (sentence_next(&rest, &sentence)) {
        struct str normal = normalise_text(arena, sentence);
        if (words_in(normal, sales) && words_in(normal, denials) && sentence_asks(normal) == ASKS_NOT)
            return true;
    }
    return false;
}

struct str speech_no_sales(struct arena *arena, const struct scenario *scenario, bool *claimed)
{
    const struct caller_half *half = &scenario->caller;
    struct str texts[2] = {half->opening, half->step_count > 0 && half->steps[0].utterances.count > 0
                                              ? half->steps[0].utterances.items[0].text
                                              : (struct str){0}};
    *claimed = false;
    for (size_t i = 0; i < half->profile.count; i++) {
        struct str normal = normalise_text(arena, half->profile.items[i].text);
        *claimed |= words_in(normal, sales) && words_in(normal, denials);
    }
    for (size_t i = 0; i < 2; i++) {
        struct str rest = texts[i], sentence;
        while (sentence_next(&rest, &sentence)) {
            struct str normal = normalise_text(arena, sentence);
            if (!words_in(normal, sales) || !words_in(normal, denials))
                continue;
            *claimed = true;
            if (sentence_asks(normal) == ASKS_NOT && speech_length(scenario->lang, sentence) <= 45)
                return sentence;
        }
    }
    return (struct str){0};
}

size_t speech_length(enum lang lang, struct str text)
{
    size_t points = utf8_count(text);
    return lang == LANG_EN ? points / 3 : points;
}
