/* Is the reply in the document's language? Told by script, by the Traditional or Simplified forms of ideographs and by
 * English function words. Product names, codes and short quotations are no break: it is the share of the reply's words
 * that counts. */
#include "signal/context.h"
#include "text/normalise.h"
#include "text/utf8.h"

struct script_count {
    size_t han, traditional, simplified, words, letters, function_words;
};

/* Simplified forms that Traditional text does not use: a sample of the most frequent ones. */
static bool only_simplified(uint32_t c)
{
    static const struct str forms = {"们这个来时对说国为会过发后没还问题现业务单电话钱给让请谁么应该样关机见车长马门开"
                                     "动场间听觉经总实话认识书东两边风办报"
                                     "银级号尽处听访护药随补证费试码记录账户订货运损坏换条件议讲难确纸页员师双价买卖卡"
                                     "盘态记错误读写话语轮设计环节续结束谢谢欢迎扮户"
                                     "负责户复忽参请继续",
                                     sizeof "们这个来时对说国为会过发后没还问题现业务单电话钱给让请谁么应该样关机见车长"
                                            "马门开动场间听觉经总实话认识书东两边风办报"
                                            "银级号尽处听访护药随补证费试码记录账户订货运损坏换条件议讲难确纸页员师双价"
                                            "买卖卡盘态记错误读写话语轮设计环节续结束谢谢欢迎扮户"
                                            "负责户复忽参请继续" -
                                         1};
    static const struct str both = {"后没话卡错换条件坏束扮该盘态忽", sizeof "后没话卡错换条件坏束扮该盘态忽" - 1};
    for (size_t at = 0; at < both.len;)
        if (utf8_next(both, &at) == c)
            return false;
    for (size_t at = 0; at < forms.len;)
        if (utf8_next(forms, &at) == c)
            return true;
    return false;
}

static bool function_word(struct str word)
{
    static const char *const words[] = {"the",  "a",   "an",   "is",   "are", "was",  "to",  "of",    "and", "that",
                                        "it",   "you", "i",    "we",   "my",  "your", "for", "in",    "on",  "with",
                                        "this", "be",  "have", "will", "can", "not",  "do",  "as",    "at",  "so",
                                        "but",  "if",  "me",   "what", "no",  "yes",  "let", "please"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_eq_cstring(word, words[i]))
            return true;
    return false;
}

/* Traditional forms are counted on the stored text: folding takes them away. */
static struct script_count count_scripts(struct str stored)
{
    struct script_count count = {0};
    for (size_t at = 0; at < stored.len;) {
        size_t start = at;
        uint32_t c = utf8_next(stored, &at);
        if (code_point_is_han(c)) {
            count.han++;
            count.traditional += han_fold(c) != c;
            count.simplified += only_simplified(c);
        } else if (code_point_is_letter(c)) {
            char lower[16];
            size_t kept = 0;
            at = start;
            while (at < stored.len) {
                size_t next = at;
                c = utf8_next(stored, &next);
                if (!code_point_is_letter(c) || code_point_is_han(c))
                    break;
                if (kept < sizeof lower)
                    lower[kept++] = (char)(c < 0x80 ? (c | 0x20) : '?');
                at = next;
            }
            count.words++;
            count.letters += at - start;
            count.function_words += function_word((struct str){lower, kept});
        }
    }
    return count;
}

void language_features(struct features *features, const struct signal_context *context, const struct scene *scene,
                       size_t index)
{
    struct script_count count = count_scripts(scene->utterances[index].message->content);
    double weight = (double)count.han + 2 * (double)count.words;
    if (scene->lang == LANG_EN) {
        double share = weight > 0 ? (double)count.han / weight : 0;
        FEATURES_STEPS(features, "foreign share", count.han >= 2 ? share : 0, 0.15, 0.4, 0.7);
        features_strong(features, "foreign reply", count.han >= 4 && share > 0.3);
        return;
    }
    double share = weight > 0 ? 2 * (double)count.words / weight : 0;
    FEATURES_STEPS(features, "foreign share", count.function_words >= 1 && count.words >= 3 ? share : 0, 0.15, 0.4,
                   0.7);
    features_strong(features, "foreign reply", count.function_words >= 2 && count.words >= 4 && share > 0.3);
    FEATURES_STEPS(features, "foreign function words", (double)count.function_words, 1, 2, 4);
    double traditional = count.han > 0 ? (double)count.traditional / (double)count.han : 0;
    double simplified = count.han > 0 ? (double)count.simplified / (double)count.han : 0;
    bool document_traditional =
        context->profile.scenario != NULL ? context->profile.traditional > 0.1 : scene->lang == LANG_ZH_HANT;
    bool broken = document_traditional ? count.han >= 8 && simplified > 0.1 && traditional < simplified / 2
                                       : count.han >= 8 && traditional > 0.15;
    features_flag(features, "other script of Chinese", broken);
    features_strong(features, "foreign reply", broken);
}
