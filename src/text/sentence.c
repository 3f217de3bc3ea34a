#include "text/sentence.h"

#include "text/utf8.h"

#include <stdint.h>
#include <string.h>

static bool ends_sentence(uint32_t c)
{
    return c == 0x3002 || c == 0xff01 || c == 0xff1f || c == 0xff1b || c == '!' || c == '?' || c == ';' || c == '\n';
}

static bool closes(uint32_t c)
{
    return c == 0x201d || c == 0x2019 || c == 0x300d || c == 0x300f || c == '"' || c == '\'' || c == ')' || c == 0xff09;
}

bool sentence_stop_ends(struct str text, size_t dot)
{
    static const char *const titles[] = {"mr", "mrs", "ms", "dr", "st", "no", "vs", "mt",
                                         "Mr", "Mrs", "Ms", "Dr", "St", "No", NULL};
    char before = dot > 0 ? text.ptr[dot - 1] : ' ', after = dot + 1 < text.len ? text.ptr[dot + 1] : ' ';
    if (before == '.' || after == '.' || (ascii_digit(before) && ascii_digit(after)) || ascii_letter(after))
        return false;
    size_t word = dot;
    while (word > 0 && ascii_letter(text.ptr[word - 1]))
        word--;
    if (dot - word == 1 && text.ptr[word] != 'I')
        return false;
    for (size_t i = 0; titles[i] != NULL; i++)
        if (str_eq_cstring(str_slice(text, word, dot), titles[i]))
            return false;
    return true;
}

bool sentence_next(struct str *rest, struct str *sentence)
{
    struct str text = str_trim(*rest);
    if (text.len == 0) {
        *rest = text;
        return false;
    }
    size_t at = 0;
    while ((at = utf8_skip_han(text, at)) < text.len) {
        size_t start = at;
        uint32_t c = utf8_next(text, &at);
        if (!ends_sentence(c) && !(c == '.' && sentence_stop_ends(text, start)))
            continue;
        for (size_t peek = at; peek < text.len; at = peek) {
            uint32_t next = utf8_next(text, &peek);
            if (!closes(next) && !(ends_sentence(next) && next != '\n'))
                break;
        }
        break;
    }
    *sentence = str_trim(str_slice(text, 0, at));
    *rest = str_slice(text, at, text.len);
    return true;
}

bool next_phrase(const char **list, struct str *phrase)
{
    while (**list == '|')
        (*list)++;
    const char *end = strchr(*list, '|');
    *phrase = (struct str){*list, end != NULL ? (size_t)(end - *list) : strlen(*list)};
    *list += phrase->len;
    return phrase->len > 0;
}

size_t phrase_find(struct str text, struct str phrase)
{
    for (size_t from = 0; phrase.len > 0 && from + phrase.len <= text.len;) {
        size_t found = str_find(str_slice(text, from, text.len), phrase);
        if (found == STR_NONE)
            return STR_NONE;
        size_t start = from + found;
        if (str_at_word_bounds(text, start, start + phrase.len))
            return start;
        from = start + 1;
    }
    return STR_NONE;
}

size_t words_find(struct str text, const char *const *phrases, size_t *at)
{
    for (size_t i = 0; phrases[i] != NULL; i++) {
        size_t start = phrase_find(text, str_from(phrases[i]));
        if (start == STR_NONE)
            continue;
        if (at != NULL)
            *at = start;
        return i;
    }
    return SIZE_MAX;
}

void words_init(struct words *words, struct str text)
{
    *words = (struct words){.text = text};
    for (size_t at = 0; at + 3 <= text.len; utf8_next_good(text, &at))
        words_note(words, text.ptr + at);
}

/* Where the first phrase of the list that the text has first stands, or STR_NONE. */
static size_t words_place(const struct words *words, const char *const *phrases)
{
    for (size_t i = 0; phrases[i] != NULL; i++) {
        size_t start = words_may_have(words, phrases[i]) ? phrase_find(words->text, str_from(phrases[i])) : STR_NONE;
        if (start != STR_NONE)
            return start;
    }
    return STR_NONE;
}

bool words_have(const struct words *words, const char *const *phrases)
{
    return words_place(words, phrases) != STR_NONE;
}

bool words_in(struct str text, const char *const *phrases)
{
    return words_find(text, phrases, NULL) != SIZE_MAX;
}

/* Interrogatives; the indefinite and exclaiming uses are taken out first (see not_asking). */
static const char *const interrogatives[] = {
    "什么",   "怎么",   "为什么", "为啥", "干嘛", "谁",    "哪",      "多少",   "多久",   "多长",   "多快",
    "多大",   "几号",   "几点",   "几天", "几个", "几时",  "是不是",  "有没有", "能不能", "会不会", "可不可以",
    "要不要", "行不行", "算不算", "是否", "能否", "还是",  "咋",      "啥",     "到底",   "what",   "who",
    "whose",  "when",   "where",  "why",  "how",  "which", "whether", "if",     NULL};
const char *const sentence_asking_verbs[] = {"想问",
                                             "想知道",
                                             "请问",
                                             "问一下",
                                             "问问",
                                             "问你",
                                             "问您",
                                             "请教",
                                             "告诉我",
                                             "说清楚",
                                             "讲清楚",
                                             "给我说说",
                                             "想了解",
                                             "想弄明白",
                                             "想弄清",
                                             "想搞清",
                                             "得问",
                                             "要问",
                                             "确认一下",
                                             "i'd like to know",
                                             "i want to know",
                                             "i need to know",
                                             "tell me",
                                             "i was wondering",
                                             "i'm wondering",
                                             "i wonder",
                                             "not clear to me",
                                             "nobody has told me",
                                             "nobody's told me",
                                             "keep asking myself",
                                             "get straight",
                                             "still don't know",
                                             "nobody tells me",
                                             "have no idea",
                                             "what i want to know",
                                             "let me ask",
                                             "i'd like to understand",
                                             "can't tell",
                                             NULL};
static const char *const tags[] = {"是吧",       "对吧",     "你懂吧",
                                   "您懂吧",     "懂吧",     "懂吗",
                                   "知道吧",     "明白吧",   "你说呢",
                                   "您说呢",     "你说是吧", "你说是不是",
                                   "您说是不是", "你说对吧", "好吧",
                                   "行吧",       "是不",     "对不对",
                                   "是不是",     "啊",       "right",
                                   "you know",   "okay",     "ok",
                                   "huh",        "you see",  "you know what i mean",
                                   "isn't it",   "yeah",     "know what i mean",
                                   "see",        NULL};

/* The text without its final punctuation and closing quotes; *marked: a question mark was among them. */
static struct str without_end(struct str s, bool *marked)
{
    for (*marked = false; s.len > 0; s.len--) {
        const char last = s.ptr[s.len - 1];
        if ((unsigned char)last >= 0x80 || ascii_alnum(last) || strchr("?!.;\"') ~", last) == NULL)
            break;
        *marked |= last == '?';
    }
    return s;
}

static struct str last_clause(struct str s)
{
    for (size_t i = s.len; i > 0; i--)
        if (s.ptr[i - 1] == ',')
            return str_trim(str_slice(s, i, s.len));
    return s;
}

/* The same of a text for a long list. */
static size_t place_of_any(struct str text, const char *const *phrases)
{
    struct words words;
    words_init(&words, text);
    return words_place(&words, phrases);
}

/* Behind the last byte of 吗, 成, 么 or 呢. */
static bool may_end_asking(struct str bare)
{
    const char last = bare.len > 0 ? bare.ptr[bare.len - 1] : '\0';
    return last == "吗"[2] || last == "成"[2] || last == "么"[2] || last == "呢"[2];
}

/* Particles that make a question without a mark: "……吗", "……呢" behind an interrogative. 什么/这么/那么 are none. */
static bool ends_asking(struct str bare)
{
    if (str_ends(bare, STR("吗")) || str_ends(bare, STR("不成")))
        return true;
    if (str_ends(bare, STR("么")))
        return !str_ends(bare, STR("什么")) && !str_ends(bare, STR("这么")) && !str_ends(bare, STR("那么")) &&
               !str_ends(bare, STR("怎么"));
    return str_ends(bare, STR("呢")) && place_of_any(last_clause(bare), interrogatives) != STR_NONE;
}

enum asking sentence_asks(struct str sentence)
{
    return sentence_asks_with(sentence, true);
}

enum asking sentence_asks_with(struct str sentence, bool verb_may_stand)
{
    bool marked;
    struct str bare = without_end(str_trim(sentence), &marked);
    if (bare.len == 0)
        return ASKS_NOT;
    if (marked) {
        struct str clause = last_clause(bare);
        return clause.len < bare.len && str_is_any(clause, tags) ? ASKS_TAG : ASKS_THAT;
    }
    if (may_end_asking(bare) && ends_asking(bare))
        return ASKS_THAT;
    const size_t verb = verb_may_stand ? place_of_any(bare, sentence_asking_verbs) : STR_NONE;
    if (verb != STR_NONE && words_in(str_slice(bare, verb, bare.len), interrogatives))
        return ASKS_THAT;
    return ASKS_NOT;
}

bool text_has_question_mark(struct str text)
{
    static const char *const marks[] = {"?", "？", NULL};
    return words_in(text, marks);
}

bool sentence_asks_for_more(struct str text)
{
    static const char *const phrases[] = {"还有什么",          "还有别的",
                                          "还有其他",          "还有哪",
                                          "还有没有",          "其他问题",
                                          "别的问题",          "要补充",
                                          "哪一点我没有",      "哪一条我没",
                                          "有哪一点",          "没讲清楚",
                                          "没说清楚",          "is there anything else",
                                          "anything else you", "anything else i",
                                          "anything to add",   "did i miss anything",
                                          "anything i missed", "any other",
                                          "any questions",     "something else",
                                          "what else",         "not clear",
                                          "unclear",           NULL};
    return words_in(text, phrases);
}

bool sentence_says_goodbye(struct str text)
{
    static const char *const phrases[] = {"再见",        "再会",         "拜拜",        "祝您", "祝你",
                                          "预祝",        "goodbye",      "good-bye",    "bye",  "bye now",
                                          "have a good", "have a great", "have a nice", NULL};
    return words_in(text, phrases);
}
