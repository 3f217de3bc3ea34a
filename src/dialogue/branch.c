#include "dialogue/branch.h"

#include "text/normalise.h"
#include "text/sentence.h"
#include "text/similarity.h"
#include "text/utf8.h"

#define ON_SUBJECT 0.08 /* likeness of condition and reply that an attitude needs beside it */
#define SAME_WORDS 0.5  /* bigram likeness of a quotation and a sentence */
#define BY_WORDS 0.34   /* likeness that meets a condition by itself */

static const char *const undecided[] = {
    "拿不定",    "犹豫",     "不确定",   "不太确定", "想一想",       "想想",           "不肯表态",     "不表态",
    "冷淡",      "迟疑",     "拖延",     "模糊",     "不置可否",     "won't commit",   "unsure",       "undecided",
    "hesitates", "hesitate", "hesitant", "not sure", "noncommittal", "wants to think", "can't decide", NULL};
static const char *const doubting[] = {
    "怀疑",   "担心",  "不信",    "顾虑",    "质疑",      "不放心",           "suspects",        "suspect",
    "doubts", "doubt", "worries", "worried", "skeptical", "does not believe", "doesn't believe", "distrust",
    NULL};
static const char *const objecting[] = {"异议",    "不同意",      "不接受",    "嫌",      "拒绝",      "不认可",
                                        "反对",    "不满意",      "objects",   "refuses", "disagrees", "declines",
                                        "rejects", "pushes back", "complains", NULL};
static const char *const occupied[] = {"忙",      "开会",  "开车",   "没空",    "睡",      "不方便", "busy",
                                       "driving", "woken", "asleep", "meeting", "no time", NULL};
static const char *const asleep[] = {"睡", "吵醒", "被窝", "woke", "asleep", "sleep", "sleeping", "bed", "nap", NULL};
static const char *const no_words[] = {
    "不对",         "凭什么", "凭啥",       "不该",       "不认",       "不行",      "不同意",     "不接受",
    "不合理",       "没道理", "为什么要扣", "没领",       "没签",       "not right", "why should", "i don't agree",
    "unacceptable", "no way", "that's not", "isn't fair", "not paying", NULL};

static const char *const fraud_words[] = {"骗",  "诈",   "真假",  "真的假的", "是真的吗", "真人",  "冒充",
                                          "atm", "scam", "fraud", "genuine",  "for real", "legit", NULL};
static const char *const sales_words[] = {"推销", "销售", "upsell", "sales", NULL};

/* The next "..." of normal text; false when there is none. */
static bool next_quote(struct str *rest, struct str *quote)
{
    size_t open = str_find_byte(*rest, '"');
    if (open == STR_NONE)
        return false;
    struct str behind = str_slice(*rest, open + 1, rest->len);
    size_t close = str_find_byte(behind, '"');
    if (close == STR_NONE)
        return false;
    *quote = str_slice(behind, 0, close);
    *rest = str_slice(behind, close + 1, behind.len);
    return true;
}

static double quoted(struct arena *arena, struct str when, const struct reading *reading, bool *any)
{
    struct str rest = when, quote, bare = normalise_bare(arena, reading->normal);
    double best = 0;
    while (next_quote(&rest, &quote)) {
        struct str words = normalise_bare(arena, quote);
        if (utf8_count(words) < 2)
            continue;
        *any = true;
        if (str_find(bare, words) != STR_NONE)
            return 1;
        struct grams grams = grams_of(arena, words, 2);
        struct str text = reading->normal, sentence;
        while (sentence_next(&text, &sentence)) {
            double alike = grams_dice(grams, grams_of(arena, normalise_bare(arena, sentence), 2));
            if (alike >= SAME_WORDS && alike > best)
                best = alike;
        }
        if (reading->hesitant && reading->question_count == 0 && words_in(quote, undecided) && best < 0.8)
            best = 0.8;
    }
    return best;
}

double branch_meets(struct arena *arena, struct str when, const struct qa_text *condition_terms,
                    const struct qa_text *reply_terms, const struct reading *reading)
{
    struct str condition = normalise_text(arena, when);
    bool quotes = false;
    double by_quote = quoted(arena, condition, reading, &quotes), likeness = qa_likeness(condition_terms, reply_terms);
    if (quotes)
        return by_quote;
    bool asks = reading->question_count > 0;
    if (words_in(condition, undecided) && reading->hesitant && !asks)
        return 0.7 + 0.3 * likeness;
    if (words_in(condition, occupied) && (reading->busy || words_in(reading->normal, asleep)))
        return 0.8;
    if (words_in(condition, doubting) && (asks || reading->troubled || reading->identity || reading->sales)) {
        bool fraud = words_in(condition, fraud_words), sales = words_in(condition, sales_words);
        if (fraud ? words_in(reading->normal, fraud_words) : sales ? reading->sales : likeness >= ON_SUBJECT)
            return 0.6 + 0.4 * likeness;
    }
    if (words_in(condition, objecting) && words_in(reading->normal, no_words) && likeness >= ON_SUBJECT)
        return 0.6 + 0.4 * likeness;
    return likeness >= BY_WORDS ? 0.5 + 0.5 * likeness : 0;
}
