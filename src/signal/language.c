/* Is the reply in the document's language? Told by script, by the Traditional or Simplified forms of ideographs and by
 * English function words. Product names, codes and short quotations are no break: it is the share of the reply's words
 * that counts. */
#include "signal/context.h"
#include "text/normalise.h"
#include "text/utf8.h"

struct script_count {
    size_t han, simplified, words, function_words, kana;
};

const char language_function_words[] =
    "the a an is are was to of and that it you i we my your for in on with this be have will can not do "
    "as at so but if me what no yes let please just now then there here all one up out from or he she "
    "they her his him them am were has had did does get got go going oh well by because about over yeah "
    "yep ok okay right good like know think when who how why where any some more two three four five six "
    "seven eight nine ten nothing thanks thank bye sure don won would could should off than too very only "
    "after before again still fine back down said say tell s t m";

/* Simplified forms are looked for on the stored text, and only where they are asked for. */
static struct script_count count_scripts(const struct profile *profile, struct str stored, bool simplified)
{
    struct script_count count = {0};
    for (size_t at = 0; at < stored.len;) {
        size_t start = at;
        if (!simplified) /* U+5000 to U+9FFF are ideographs all */
            while (stored.len - at >= 3 && (unsigned char)stored.ptr[at] >= 0xe5 &&
                   (unsigned char)stored.ptr[at] <= 0xe9)
                at += 3;
        count.han += (at - start) / 3;
        if (at == stored.len)
            break;
        start = at;
        uint32_t c = utf8_next(stored, &at);
        if (c == 0x3002 || c == 0xff0c || c == 0xff1f || c == 0xff01) /* as most marks are */
            continue;
        if (code_point_is_common_han(c) || code_point_is_han(c)) {
            count.han++;
            count.simplified += simplified && han_is_simplified(c);
        } else if (code_point_is_letter(c)) {
            uint32_t first = c;
            char lower[16];
            size_t kept = 0;
            at = start;
            while (at < stored.len) {
                size_t next = at;
                c = utf8_next(stored, &next);
                if (c < 0x80 ? (c | 0x20) - 'a' >= 26 : !code_point_is_letter(c) || code_point_is_han(c))
                    break;
                if (kept < sizeof lower)
                    lower[kept++] = (char)(c < 0x80 ? (c | 0x20) : '?');
                at = next;
            }
            count.words++;
            count.kana += (first >= 0x3040 && first < 0x3100) || (first >= 0xac00 && first < 0xd7b0);
            count.function_words += word_set_has(&profile->function_words, (struct str){lower, kept});
        }
    }
    return count;
}

void language_features(struct features *features, const struct signal_context *context, const struct scene *scene,
                       size_t index)
{
    const struct utterance *utterance = &scene->utterances[index];
    const bool document_traditional =
        context->profile.scenario != NULL ? context->profile.traditional > 0.1 : scene->lang == LANG_ZH_HANT;
    const struct script_count count =
        count_scripts(&context->profile, utterance->message->content, document_traditional);
    double weight = (double)count.han + 2 * (double)count.words;
    if (scene->lang == LANG_EN) {
        double share = weight > 0 ? (double)count.han / weight : 0;
        bool strange = count.words >= 7 && count.function_words * 10 < count.words;
        features_strong(features, FEATURE_FOREIGN_REPLY, (count.han >= 4 && share > 0.3) || strange || count.kana >= 2);
        return;
    }
    double share = weight > 0 ? 2 * (double)count.words / weight : 0;
    /* Folding makes Traditional text hold forms that it shares with Simplified, so both shares are asked for. */
    double traditional = count.han > 0 ? (double)utterance->normal.simplified / (double)count.han : 0;
    double simplified = count.han > 0 ? (double)count.simplified / (double)count.han : 0;
    bool other = document_traditional ? count.han >= 8 && simplified > 0.2 && traditional < 0.03
                                      : count.han >= 8 && traditional > 0.15;
    bool foreign = (count.function_words >= 2 && count.words >= 4 && share > 0.3) ||
                   (count.words >= 5 && share > 0.6) || count.kana >= 2;
    features_strong(features, FEATURE_FOREIGN_REPLY, foreign || other);
}
