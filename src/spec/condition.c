#include "spec/condition.h"

#include "spec/markup.h"
#include "text/utf8.h"

#include <stdint.h>
#include <string.h>

static const char *const openers[] = {
    "如果",  "如若",    "如遇", "若是",  "假如",     "假若",     "倘若",  "要是",    "一旦",     "遇到",
    "碰到",  "碰上",    "针对", "針對",  "若",       "如",       "当",    "當",      "情况",     "情形",
    "分支",  "場景",    "场景", "If ",   "if ",      "When ",    "when ", "Should ", "In case ", "Where the ",
    "Case ", "Branch ", "On ",  "Once ", "Only if ", "only if ", NULL};
/* Who the condition may be about. */
static const char *const others[] = {"客户", "客戶", "客人", "对方", "對方", "用户", "用戶", "顾客", "顧客", "他", "她",
                                     "接听", "接聽", "業主", "业主", "住户", "学员", "家长", "患者", "会员", NULL};
static const char *const others_en[] = {"customer", "client", "callee",  "caller", "he ",    "she ",  "they ", "user",
                                        "owner",    "guest",  "patient", "asked",  "person", "time ", NULL};
static const char *const spoken_to[] = {"您", "你", NULL};
static const char *const spoken_to_en[] = {"you ", "your ", "you'", "You ", NULL};

static const char *const callers[] = {"您",   "你",   "我",    "坐席",  "座席",   "客服",   "专员", "專員",
                                      "顾问", "顧問", "agent", "Agent", "caller", "Caller", NULL};

static struct str lead_text(struct str raw)
{
    raw = markup_skip_signs(raw);
    while (raw.len > 0 && (raw.ptr[0] == '*' || raw.ptr[0] == '_'))
        raw = str_slice(raw, 1, raw.len);
    return str_trim(raw);
}

/* The length of the quoted text at `at`, 0 when there is none. In a text of opening marks each would be looked behind
 * to the end for nothing: after some that nothing closes the rest are signs like any other. */
static size_t quoted_at(struct str text, size_t at, size_t *unclosed)
{
    enum { UNCLOSED_MOST = 100 };
    size_t next = at;
    if (*unclosed >= UNCLOSED_MOST || markup_closing_quote(utf8_next(text, &next)) == 0)
        return 0;
    size_t length = markup_quoted_length(str_slice(text, at, text.len));
    *unclosed += length == 0;
    return length;
}

/* A condition's head, before its colon: about the other side, or about nobody. */
static bool about_other_side(struct str head, bool english)
{
    if (english)
        return str_holds_any(head, others_en) || !str_holds_any(head, spoken_to_en);
    /* what the customer says stands in quotes and does not count */
    for (size_t at = 0, unclosed = 0; at < head.len;) {
        size_t quoted = quoted_at(head, at, &unclosed);
        if (quoted > 0) {
            at += quoted;
            continue;
        }
        if (str_holds_any(str_slice(head, at, at + 3), spoken_to))
            return str_holds_any(str_slice(head, 0, at), others);
        utf8_next(head, &at);
    }
    return true;
}

static bool is_english(struct str text)
{
    return text.len > 0 && ascii_letter(text.ptr[0]);
}

/* Where the condition ends: the colon or arrow outside quotes; STR_NONE when there is none in the first 400 bytes. */
static size_t end_of_condition(struct str text, size_t *behind)
{
    enum { FAR = 400 };
    for (size_t at = 0; at < text.len && at < FAR;) {
        struct str rest = str_slice(text, at, text.len);
        size_t quoted = at > 0 && rest.ptr[0] != '\'' ? markup_quoted_length(rest) : 0;
        if (quoted > 0) {
            at += quoted;
            continue;
        }
        static const char *const colons[] = {"：", ":", NULL}, *const dashes[] = {"——", "— ", "– ", NULL};
        size_t length = str_start_length(rest, colons), dash = str_start_length(rest, dashes);
        length = length > 0 ? length : str_start_length(rest, markup_arrows);
        if (dash > 0 && markup_quoted_length(str_trim(str_slice(rest, dash, rest.len))) > 0)
            length = dash; /* *she asks who* — "A colleague." */
        if (length > 0) {
            *behind = at + length;
            return at;
        }
        utf8_next(text, &at);
    }
    return STR_NONE;
}

static bool opens(struct str text)
{
    static const char *const signs[] = {"如", "当", "當", NULL};
    /* what is, and what comes to pass on a day, is no case */
    static const char *const talk[] = {
        "情况是", "情形是",  "On Mon",      "On Tue",      "On Wed",     "On Thu",         "On Fri",        "On Sat",
        "On Sun", "Once a ", "Once every ", "Case number", "On the day", "Branch manager", "Branch office", NULL};
    if (str_starts_any(text, talk))
        return false;
    size_t length = str_start_length(text, openers);
    if (str_is_any(str_slice(text, 0, length), signs)) /* 如客户…, 当对方…; 如有…, 当时… are talk */
        return str_starts_any(str_slice(text, length, text.len), others);
    return length > 0;
}

struct str condition_behind_arrows(struct str text)
{
    static const char *const pointers[] = {"↳", "└", "▶", "►", "👉", "※", "——", NULL};
    for (size_t length;; text = str_trim(str_slice(text, length, text.len)))
        if ((length = str_start_length(text, markup_arrows)) == 0 && (length = str_start_length(text, pointers)) == 0)
            return text;
}

/* "〔若老人疑心〕→ “……”", "(if he says no) Then it's a no.": the case in brackets, and what is said then behind them;
 * "→ 家长走不动：……": a label that an arrow points from. */
static bool marked(struct str text, struct str *when, struct str *answer)
{
    enum { LABEL_MOST = 24 };
    /* "（如客户没空则跳过）": when the words behind are left out */
    static const char *const skips[] = {"跳过", "跳過", "略过", "略過", "省略", "skip", "leave out", NULL};
    struct str behind = condition_behind_arrows(text), inside = {0};
    if (behind.len < text.len)
        return markup_label(behind, LABEL_MOST, when, answer) && answer->len > 0;
    size_t length = markup_bracket_length(text, 0, &inside);
    struct str rest = str_trim(str_slice(text, length, text.len));
    while (length > 0 && (str_starts(rest, STR("* ")) || str_starts(rest, STR("_ "))))
        rest = str_trim(str_slice(rest, 1, rest.len));
    *when = inside;
    *answer = condition_behind_arrows(rest);
    return length > 0 && answer->len > 0 &&
           (answer->len < rest.len || (opens(inside) && !str_holds_any(inside, skips)));
}

/* "鲁先生：没时间 ⇒ “早上七点就能抽。”": somebody's turn, and behind an arrow what is said then. */
static bool turn_answered(struct str text, struct str *when, struct str *answer)
{
    enum { SPEAKER_MOST = 12 };
    struct str speaker, words;
    size_t length, at;
    if (!markup_label(text, SPEAKER_MOST, &speaker, &words) || opens(text) || str_holds_any(speaker, callers))
        return false;
    if ((at = str_find_any(words, markup_arrows, &length)) == STR_NONE)
        return false;
    *answer = str_trim(str_slice(words, at + length, words.len));
    *when = str_trim(str_slice(text, 0, (size_t)(words.ptr + at - text.ptr)));
    return at > 0 && answer->len > 0 && markup_quoted_length(*answer) == answer->len;
}

/* Where the first word of saying stands that is somebody else's: "主人说", not "先说", "说明来意" or "坐席问"; STR_NONE
 * when none does. */
static size_t saying(struct str head, bool english)
{
    enum { SPEAKER_MOST = 8, LATIN_MOST = 24 };
    static const char *const verbs[] = {"说",       "說",     "问",       "問",      "讲",      "講",
                                        "嫌",       "話",     "提到",     "提出",    "回答",    "反映",
                                        "抱怨",     " says ", " asks ",   " wants ", " hints ", " tells ",
                                        " thinks ", " does",  " doesn't", " won't ", " can't ", NULL};
    static const char *const directions[] = {"先", "再", "就", "可", "要", "以", "么", "麼", "何",
                                             "接", "样", "樣", "来", "來", "電", "對", "講", NULL};
    static const char *const compounds[] = {"明", "清", "好", "候", "解", "服", NULL};
    size_t length, at = str_find_any(str_slice(head, 1, head.len), verbs, &length);
    if (at++ == STR_NONE)
        return STR_NONE;
    struct str speaker = str_trim(str_slice(head, 0, at));
    bool other = utf8_count(speaker) <= (english ? LATIN_MOST : SPEAKER_MOST) && !str_holds_any(speaker, callers) &&
                 !str_ends_any(speaker, directions) &&
                 !str_starts_any(str_slice(head, at + length, head.len), compounds);
    return other ? at : STR_NONE;
}

/* "主人说“忙”→ …", "Tenant says no -> ...": whoever it is that speaks. Before a colon, where a speaker's name may
 * stand, what is said must be in quotes. */
static bool speaks_first(struct str text, size_t end, size_t behind)
{
    enum { HEAD_MOST = 40 };
    bool english = is_english(text);
    if (end == STR_NONE || markup_quoted_length(text) > 0)
        return false;
    struct str head = str_slice(text, 0, end), mark = str_slice(text, end, behind);
    size_t verb = saying(head, english), next = 0;
    if (verb == STR_NONE || utf8_count(head) > (english ? 2 : 1) * HEAD_MOST)
        return false;
    if (!str_eq(mark, STR(":")) && !str_eq(mark, STR("：")))
        return str_find(str_slice(text, behind, text.len), mark) == STR_NONE; /* no chain of arrows */
    for (size_t at = verb; at < head.len; utf8_next(head, &at)) {
        next = head.ptr[at] != '\'' ? markup_quoted_length(str_slice(head, at, head.len)) : 0;
        if (next > 0)
            return true;
    }
    return false;
}

/* Where the answer of "如果客户嫌贵，就说可以分期" or "客户同意，则登记" begins, whose condition ends at a comma;
 * STR_NONE when it is no such line. *end is the comma's place. Without 如果 and its like the answer begins with 则 or
 * 就说: "会员价九折，就这几天" is talk. */
static size_t comma_answer(struct str text, size_t *end)
{
    enum { HEAD_MOST = 24 };
    static const char *const then[] = {"就说", "就說", "则说", "則說", "则", "則", "就", "那么", "那麼", NULL};
    static const char *const weak[] = {"就", "那么", "那麼", NULL}, *const when[] = {"时", "時", "的话", "的話", NULL};
    static const char *const says[] = {"告诉他",    "告诉她",    "告诉客户",   "告诉对方", "告訴他",    "告訴她",
                                       "告訴客戶",  "告知客户",  "告知客戶",   "告知对方", "告知",      "回复",
                                       "回覆",      "回答",      "可以说",     "可以說",   "say that ", "say ",
                                       "tell her ", "tell him ", "tell them ", "answer ",  NULL};
    bool english = is_english(text);
    size_t comma = str_find(text, english ? STR(", ") : STR("，"));
    if (comma == STR_NONE || utf8_count(str_slice(text, 0, comma)) > (english ? 3 : 1) * HEAD_MOST ||
        !(opens(text) || str_starts_any(text, others)))
        return STR_NONE;
    struct str head = str_slice(text, 0, comma);
    size_t at = comma + (english ? 2 : 3);
    size_t told = str_start_length(str_slice(text, at, text.len), then);
    const bool tells = told > 0 && !str_is_any(str_slice(text, at, at + told), weak);
    if ((!tells && !opens(text) && !str_ends_any(head, when)) ||
        (!condition_names_other(head) && !str_holds_any(head, others)) || str_holds_any(head, spoken_to))
        return STR_NONE;
    at += told;
    at += str_start_length(str_slice(text, at, text.len), says);
    *end = comma;
    return at < text.len ? at : STR_NONE;
}

/* As much of a text as a condition may take, with whole quotes in it. */
static struct str head_of(struct str text)
{
    enum { HEAD_MOST = 60 };
    size_t at = 0, unclosed = 0;
    while (at < text.len && at < HEAD_MOST) {
        size_t quoted = quoted_at(text, at, &unclosed);
        if (quoted > 0)
            at += quoted;
        else
            utf8_next(text, &at);
    }
    return str_slice(text, 0, at);
}

bool condition_opens(struct str raw)
{
    struct str text = lead_text(raw), when, answer;
    size_t behind = 0;
    size_t end = end_of_condition(text, &behind), comma;
    if (marked(text, &when, &answer) || turn_answered(text, &when, &answer))
        return true;
    if (!opens(text))
        return speaks_first(text, end, behind) || (end == STR_NONE && comma_answer(text, &comma) != STR_NONE);
    return about_other_side(end == STR_NONE ? head_of(text) : str_slice(text, 0, end), is_english(text));
}

/* "客户犹豫时：…", "The customer hesitates: ..." */
static bool other_side_first(struct str text, size_t end)
{
    struct str head = str_slice(text, 0, end);
    static const char *const starts[] = {"The customer ", "the customer ", "Customer ", "She ", "He ", "They ", NULL};
    if (str_starts_any(text, starts))
        return true;
    size_t length = str_start_length(text, others);
    return length > 0 && utf8_count(head) > 2 && utf8_count(head) <= 40 && length < head.len;
}

/* "家属哭了：“……”", "对方沉默时：“……”": what has come about, and in quotes what is said then. */
static bool case_before_words(struct str text, size_t end, size_t behind)
{
    enum { HEAD_MOST = 12 };
    static const char *const tails[] = {"了", "时", "時", "的话", "的話", NULL};
    struct str head = str_slice(text, 0, end), words = str_trim(str_slice(text, behind, text.len));
    return str_ends_any(head, tails) && utf8_count(head) <= HEAD_MOST && words.len > 0 &&
           markup_quoted_length(words) == words.len;
}

/* "如果客户说“不用”，就说“好的”": where the quoted answer that ends the line begins; STR_NONE when there is none. */
static size_t quoted_answer(struct str text)
{
    static const char *const verbs[] = {
        "就说", "则说", "就答",   "就回",   "则回", "则答",  "可以说", "可说",    "回复", "回答", "回應", "回应", "答",
        "说",   "說",   "告诉他", "告诉她", "say",  "reply", "answer", "respond", "with", "then", ",",    NULL};
    size_t last = STR_NONE;
    for (size_t at = 0, unclosed = 0; at < text.len;) {
        size_t quoted = quoted_at(text, at, &unclosed);
        bool apostrophe = text.ptr[at] == '\'';
        if (quoted > 0 && !apostrophe) {
            last = at + quoted == text.len ? at : last;
            at += quoted;
        } else {
            utf8_next(text, &at);
        }
    }
    if (last == STR_NONE || last == 0)
        return STR_NONE;
    struct str head = str_trim(str_slice(text, 0, last));
    bool told = false;
    for (size_t i = 0; verbs[i] != NULL && !told; i++)
        told = str_ends(head, str_from(verbs[i])) &&
               (str_find(head, STR("，")) != STR_NONE || str_find(head, STR(",")) != STR_NONE);
    return told ? last : STR_NONE;
}

bool condition_split(struct str raw, bool children, struct str *when, struct str *answer)
{
    struct str text = lead_text(raw);
    size_t behind = 0;
    if (marked(text, when, answer) || turn_answered(text, when, answer))
        return true;
    if (markup_quoted_length(text) > 0)
        return false;
    size_t end = end_of_condition(text, &behind);
    size_t comma = 0, plain = end == STR_NONE && !children ? comma_answer(text, &comma) : STR_NONE;
    bool opened = opens(text), named = !opened && end != STR_NONE &&
                                       (other_side_first(text, end) || speaks_first(text, end, behind) ||
                                        case_before_words(text, end, behind));
    if (!opened && !named && plain == STR_NONE)
        return false;
    struct str head = end == STR_NONE ? text : str_slice(text, 0, end);
    struct str tail = end == STR_NONE ? (struct str){0} : str_trim(str_slice(text, behind, text.len));
    while (tail.len > 0 && tail.ptr[0] == '*')
        tail = str_trim(str_slice(tail, 1, tail.len));
    if (!about_other_side(head, is_english(text)))
        return false;
    size_t quote = end == STR_NONE && !children ? quoted_answer(text) : STR_NONE;
    if (quote != STR_NONE) { /* the condition ends at the last comma before the answer */
        struct str before = str_slice(text, 0, quote);
        comma = 0;
        for (size_t at = 0; at < before.len; at++) {
            if (before.ptr[at] == ',' || str_starts(str_slice(before, at, before.len), STR("，")))
                comma = at;
        }
        *when = markup_trim_label(str_slice(before, 0, comma));
        *answer = str_slice(text, quote, text.len);
        return true;
    }
    if (plain != STR_NONE) {
        *when = markup_trim_label(str_slice(text, 0, comma));
        *answer = str_trim(str_slice(text, plain, text.len));
        return true;
    }
    if (end == STR_NONE && !children)
        return false;
    if (end != STR_NONE && tail.len > 0 && !children && utf8_count(head) > (is_english(text) ? 2 : 1) * 60)
        return false;
    *when = markup_trim_label(head);
    *answer = tail;
    return true;
}

bool condition_names_other(struct str text)
{
    return str_starts_any(text, others) || str_holds_any(text, others_en);
}

bool condition_in_brackets(struct str inside)
{
    static const char *const directions[] = {
        "停顿",   "停頓",    "等待",    "等客",   "等对",   "等對",   "稍等",   "稍作",   "暂停",   "語氣",   "语气",
        "视情况", "視情況",  "根据",    "根據",   "必要时", "必要時", "可根据", "可视",   "注意",   "此处",   "此處",
        "若",     "如果",    "如遇",    "如无",   "如有",   "如未",   "如需",   "如仍",   "如被",   "如回",   "如不",
        "当客",   "當客",    "当对",    "對方",   "对方",   "客户如", "客戶如", "確認後", "确认后", "听客户", "聽客戶",
        "等回",   "记录",    "記錄",    "放慢",   "微笑",   "倾听",   "傾聽",   "核对后", "得到",   "不要",   "切勿",
        "If ",    "if ",     "when ",   "When ",  "pause",  "Pause",  "wait",   "Wait",   "unless", "Unless", "listen",
        "Listen", "only if", "Only if", "repeat", "slowly", "softly", NULL};
    static const char *const signs[] = {"如", "当", "當", "待", NULL};
    return str_starts_any(inside, directions) ||
           (str_starts_any(inside, signs) && str_starts_any(str_slice(inside, 3, inside.len), others));
}
