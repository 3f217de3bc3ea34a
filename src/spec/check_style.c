/* Examples too like forbidden ones, style among the end conditions, promises without a time. */
#include "base/language.h"
#include "spec/check_rules.h"
#include "text/normalise.h"
#include "text/similarity.h"
#include "text/utf8.h"

/* Pairs are compared up to this many: a document has a dozen examples, and input is input. */
enum { EXAMPLES_MOST = 200 };
enum { SHOWN = 60 }; /* code points of what a message quotes */

struct example {
    struct str text; /* bare normal text */
    struct grams grams;
};

static struct example example_of(struct check *check, struct str text)
{
    const struct str bare = normalise_bare(&check->arena, text);
    return (struct example){bare, grams_of(&check->arena, bare, 2)};
}

/* Of character bigrams in common (Dice): the same sentence with a word or two changed. */
static bool nearly_same(const struct example *a, const struct example *b)
{
    const double like = 0.6;
    return str_eq(a->text, b->text) || (utf8_count(a->text) >= 4 && grams_dice(a->grams, b->grams) >= like);
}

void check_examples(struct check *check)
{
    const struct line_texts *bad = &check->scenario->callee.negative, *good = &check->scenario->callee.positive;
    const size_t bad_count = bad->count < EXAMPLES_MOST ? bad->count : EXAMPLES_MOST;
    struct example *forbidden = arena_array(&check->arena, bad_count, sizeof *forbidden);
    for (size_t b = 0; b < bad_count && good->count > 0; b++)
        forbidden[b] = example_of(check, bad->items[b].text);
    for (size_t g = 0; g < good->count && g < EXAMPLES_MOST; g++) {
        const struct example followed = example_of(check, good->items[g].text);
        size_t b = 0;
        while (b < bad_count && !nearly_same(&followed, &forbidden[b]))
            b++;
        if (b < bad_count)
            check_add(check, "example-like-forbidden", good->items[g].line, good->items[g].column,
                      TEXT("\"%.*s\" is to be followed, and line %zu forbids nearly the same",
                           "“%.*s”是正面教材，而第 %zu 行的反面教材几乎与它相同"),
                      STR_FORMAT(good->items[g].text), bad->items[b].line);
    }
}

/* Normal text: Simplified, lower case, ASCII punctuation. */
static bool describes_style(struct str text)
{
    static const char *const starts[] = {"结束语",
                                         "收尾语",
                                         "告别语",
                                         "结尾语",
                                         "道别",
                                         "语气",
                                         "口吻",
                                         "措辞",
                                         "用词",
                                         "用语",
                                         "风格",
                                         "表达方式",
                                         "说话",
                                         "回复",
                                         "语言",
                                         "态度",
                                         "音量",
                                         "closing words",
                                         "closing lines",
                                         "closing phrases",
                                         "last words",
                                         "the last words",
                                         "sign-off",
                                         "tone",
                                         "style",
                                         "wording",
                                         "phrasing",
                                         "phrases such",
                                         "typical closing",
                                         "usual closing",
                                         "language",
                                         "speaks",
                                         "voice",
                                         "keep it",
                                         "sounds",
                                         "he sounds",
                                         "she sounds",
                                         NULL};
    static const char *const inside[] = {
        "多为\"",        "多用\"",         "多是\"",     "常用\"",       "常说\"",     "一般说\"",
        "通常说\"",      "会用\"",         "等表达",     "类的话收尾",   "社交表达",   "式的结束语",
        "is usually \"", "are usually \"", "such as \"", "phrases like", "words like", NULL};
    /* a change of tone that marks the end is a condition */
    static const char *const events[] = {"语气转", "态度转", "语气变",   "态度变", "说话被",
                                         "回复完", "回复了", "语气明显", NULL};
    return !str_starts_any(text, events) && (str_starts_any(text, starts) || str_holds_any(text, inside));
}

void check_end_conditions(struct check *check)
{
    const struct line_texts *ends = &check->scenario->callee.end_conditions;
    for (size_t i = 0; i < ends->count; i++) {
        if (describes_style(normalise_text(&check->arena, ends->items[i].text)))
            check_add(check, "style-among-end-conditions", ends->items[i].line, ends->items[i].column,
                      TEXT("this line tells how the persona speaks, not when the call may end; it belongs to the "
                           "behaviours or examples",
                           "这一行写的是人设怎样说话，而不是什么时候可以结束通话；请移到行为模式或回复示例里"));
    }
}

/* A vague time, an act promised, and nothing that says when. */
static bool vague_promise(struct str text)
{
    static const char *const vague[] = {"尽快",
                                        "第一时间",
                                        "及时",
                                        "稍后",
                                        "后续会",
                                        "后续将",
                                        "近期",
                                        "过后会",
                                        "回头",
                                        "马上会",
                                        "尽早",
                                        "日后会",
                                        "后期",
                                        "as soon as possible",
                                        "as soon as we can",
                                        "shortly",
                                        "soon ",
                                        "soon.",
                                        "in due course",
                                        "at some point",
                                        "later on",
                                        "before long",
                                        NULL};
    static const char *const acts[] = {
        "回复您",   "答复您",       "回电",        "联系您",    "给您答", "给您回",    "通知您", "处理",
        "核查",     "核实",         "跟进",        "反馈",      "整改",   "退给您",    "退款",   "退还",
        "赔",       "补发",         "安排",        "解决",      "改进",   "协助排查",  "获知",   "get back to you",
        "call you", "let you know", "contact you", "look into", "refund", "follow up", "fix ",   "resolve",
        "send you", "arrange",      "replace",     NULL};
    static const char *const firm[] = {
        "今天",        "明天",         "后天",   "今晚",     "当天",   "当日",     "本周",    "下周",   "周一",
        "周二",        "周三",         "周四",   "周五",     "周六",   "周日",     "星期",    "月底",   "小时",
        "分钟",        "工作日",       "日内",   "天内",     "之内",   "点前",     "点之前",  "下班前", "中午",
        "现在就",      "这就",         "半天",   "一周",     "today",  "tomorrow", "tonight", "monday", "tuesday",
        "wednesday",   "thursday",     "friday", "saturday", "sunday", "hour",     "minute",  "noon",   "week",
        "working day", "business day", "by the", "days",     NULL};
    static const char *const yours[] = {"您及时", "您尽快", "请及时", "请尽快", "请您", "可及时", "欢迎", NULL};
    for (size_t at = 0; at < text.len; at++) {
        if (text.ptr[at] >= '0' && text.ptr[at] <= '9')
            return false;
    }
    return str_holds_any(text, vague) && str_holds_any(text, acts) && !str_holds_any(text, firm) &&
           !str_holds_any(text, yours);
}

/* Of a text as a whole: a date in another sentence of the same answer counts. */
void check_promises(struct check *check, const struct check_texts *texts)
{
    for (size_t i = 0; i < texts->count; i++) {
        const struct check_text *said = &texts->items[i];
        if (said->spoken && vague_promise(normalise_text(&check->arena, said->text)))
            check_add(check, "promise-without-date", said->line, 1,
                      TEXT("the caller promises something and names no time: \"%.*s%s\"",
                           "拨打方作了承诺，却没有说时间：“%.*s%s”"),
                      STR_FORMAT(utf8_slice(said->text, 0, SHOWN)),
                      utf8_count(said->text) > SHOWN ? TEXT("...", "……") : "");
    }
}

/* "告知客户生效时间", "Ask whether she agrees": what the caller does, in words that are said to nobody. Normal text. */
static bool narrates(struct str text)
{
    static const char *const acts[] = {"告知",     "询问",     "核对",   "核实",    "确认",       "介绍",     "说明",
                                       "解释",     "引导",     "安抚",   "邀约",    "记录",       "登记",     "挽留",
                                       "礼貌",     "转人工",   "再次",   "尝试",    "客户",       "感谢客户", "ask ",
                                       "tell ",    "explain ", "greet ", "verify ", "introduce ", "inform ",  "offer ",
                                       "confirm ", "apologi",  NULL};
    static const char *const talk[] = {"您", "你", "我",  "咱",  "吗", "呢",  "吧",  "?",
                                       "\"", "请", "you", " i ", "i'", " me", " we", NULL};
    return str_starts_any(text, acts) && !str_holds_any(text, talk);
}

void check_narration(struct check *check, const struct check_texts *texts)
{
    for (size_t i = 0; i < texts->count; i++) {
        const struct check_text *said = &texts->items[i];
        if (said->spoken && narrates(normalise_text(&check->arena, said->text)))
            check_add(check, "narrated-line", said->line, 1,
                      TEXT("this tells what the caller does and will be said as it stands: \"%.*s\"; write the words "
                           "to say",
                           "这里写的是拨打方做什么，却会被照字面说出口：“%.*s”；请改写成要说的话"),
                      STR_FORMAT(utf8_slice(said->text, 0, SHOWN)));
    }
}
