#include "understudy/listen.h"

#include "text/normalise.h"
#include "text/sentence.h"

static const char *const confirms[] = {"请问是",  "请问您是",      "您是本人",    "是您本人",
                                       "is this", "am i speaking", "may i speak", NULL};
static const char *const silences[] = {"还在吗",      "能听到",          "听得到", "听到我说",
                                       "still there", "can you hear me", NULL};

struct heard heard_of(struct arena *arena, struct str message)
{
    struct heard heard = {0};
    struct str normal = normalise_text(arena, message), rest = normal, sentence;
    while (sentence_next(&rest, &sentence)) {
        bool asks = sentence_asks(sentence) != ASKS_NOT;
        heard.asks |= asks;
        heard.probe |= asks && sentence_asks_for_more(sentence);
        heard.confirms |= asks && words_in(sentence, confirms);
        heard.silence |= asks && words_in(sentence, silences);
    }
    heard.farewell = sentence_says_goodbye(normal);
    return heard;
}
