#include "dialogue/branch.h"

#include "dialogue/heard.h"
#include "text/normalise.h"
#include "text/sentence.h"
#include "text/similarity.h"
#include "text/utf8.h"

#include <math.h>

#define ON_SUBJECT 0.08 /* likeness of condition and reply that an attitude needs beside it */
#define SAME_WORDS 0.5  /* bigram likeness of a quotation and a sentence */
#define BY_WORDS 0.34   /* likeness that meets a condition by itself */

static const char *const undecided[] = {
    "拿不定",    "犹豫",     "不确定",   "不太确定", "想一想",       "想想",           "不肯表态",     "不表态",
    "冷淡",      "迟疑",     "拖延",     "模糊",     "不置可否",     "won't commit",   "unsure",       "undecided",
    "hesitates", "hesitate", "hesitant", "not sure", "noncommittal", "wants to think", "can't decide", NULL};
static const char *const doubting[] = {
    "怀疑",     "疑心",  "起疑",    "疑虑",    "信不过",    "不相信",           "suspicious",
    "担心",     "不信",  "顾虑",    "质疑",    "不放心",    "suspects",         "suspect",
    "doubts",   "doubt", "worries", "worried", "skeptical", "does not believe", "doesn't believe",
    "distrust", NULL};
static const char *const objecting[] = {"异议",    "不同意",      "不接受",    "嫌",      "拒绝",      "不认可",
                                        "反对",    "不满意",      "objects",   "refuses", "disagrees", "declines",
                                        "rejects", "pushes back", "complains", NULL};
static const char *const occupied[] = {"忙",   "开会",    "开车",  "没空",   "没时间",  "没工夫",  "睡", "不方便",
                                       "busy", "driving", "woken", "asleep", "meeting", "no time", NULL};

static const char *const unoccupied[] = {"帮忙", "睡不", NULL}; /* who has to be helped, or lies awake, has time */

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

static void keep_quotes(struct condition *condition, struct arena *arena, struct str normal)
{
    struct str rest = normal, quote;
    condition->quotes = arena_array(arena, normal.len / 2 + 1, sizeof *condition->quotes);
    while (next_quote(&rest, &quote)) {
        struct str words = normalise_bare(arena, quote);
        if (utf8_count(words) >= 2)
            condition->quotes[condition->quote_count++] =
                (struct quote){words, grams_of(arena, words, 2), words_in(quote, undecided)};
    }
}

void condition_init(struct condition *condition, struct arena *arena, struct str when)
{
    struct str normal = normalise_text(arena, when);
    *condition = (struct condition){
        .undecided = words_in(normal, undecided),
        .doubting = words_in(normal, doubting),
        .objecting = words_in(normal, objecting),
        .occupied = words_in(normal, occupied) && !words_in(normal, unoccupied),
        .fraud = words_in(normal, heard_phrases[HEARD_FRAUD]),
        .sales = words_in(normal, sales_words),
    };
    keep_quotes(condition, arena, normal);
}

/* How nearly the words of one quotation are said. */
static double by_words(struct arena *arena, const struct quote *quote, const struct reading *reading)
{
    double best = 0;
    struct str text = reading->normal, sentence;
    while (sentence_next(&text, &sentence)) {
        double alike = grams_dice(quote->grams, grams_of(arena, normal_bare(arena, sentence), 2));
        if (alike >= SAME_WORDS && alike > best)
            best = alike;
    }
    return best;
}

static double quoted(struct arena *arena, const struct condition *condition, const struct reading *reading)
{
    struct str bare = normal_bare(arena, reading->normal);
    double best = 0;
    for (size_t i = 0; i < condition->quote_count; i++) {
        const struct quote *quote = &condition->quotes[i];
        if (str_find(bare, quote->words) != STR_NONE)
            return 1;
        best = fmax(best, by_words(arena, quote, reading));
        if (reading->hesitant && reading->question_count == 0 && quote->undecided)
            best = fmax(best, 0.8);
    }
    return best;
}

double branch_meets(struct arena *arena, const struct condition *condition, double likeness,
                    const struct reading *reading)
{
    if (condition->quote_count > 0)
        return quoted(arena, condition, reading);
    bool asks = reading->question_count > 0;
    if (condition->undecided && reading->hesitant && !asks)
        return 0.7 + 0.3 * likeness;
    if (condition->occupied && (reading->busy || reading->asleep))
        return 0.8;
    if (condition->doubting && (asks || reading->troubled || reading->identity || reading->sales)) {
        if (condition->fraud ? reading->fraud : condition->sales ? reading->sales : likeness >= ON_SUBJECT)
            return 0.6 + 0.4 * likeness;
    }
    if (condition->objecting && reading->objects && likeness >= ON_SUBJECT)
        return 0.6 + 0.4 * likeness;
    return likeness >= BY_WORDS ? 0.5 + 0.5 * likeness : 0;
}
