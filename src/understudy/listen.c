#include "understudy/listen.h"

#include "text/normalise.h"
#include "text/sentence.h"

static const char *const farewells[] = {"再见", "再会",    "拜拜",        "祝您",         "祝你",        "goodbye",
                                        "bye",  "bye now", "have a good", "have a great", "have a nice", NULL};
static const char *const probes[] = {"还有什么",
                                     "还有别的",
                                     "还有其他",
                                     "还有哪",
                                     "还有没有",
                                     "其他问题",
                                     "别的问题",
                                     "要补充",
                                     "哪一点我没有",
                                     "哪一条我没",
                                     "没讲清楚",
                                     "没说清楚",
                                     "is there anything else",
                                     "anything else you",
                                     "anything else i",
                                     "anything to add",
                                     "did i miss anything",
                                     "anything i missed",
                                     "any other",
                                     "any questions",
                                     "something else",
                                     "what else",
                                     NULL};
static const char *const confirms[] = {"请问是",  "请问您是",      "您是本人",    "是您本人",
                                       "is this", "am i speaking", "may i speak", NULL};
static const char *const silences[] = {"还在吗",      "能听到",          "听得到", "听到我说",
                                       "still there", "can you hear me", NULL};
static const char *const promises[] = {"会",   "将",    "安排", "承诺",    "跟进",      "保证",      "尽快", "优先",
                                       "will", "we'll", "i'll", "promise", "guarantee", "make sure", NULL};
static const char *const sales[] = {"推销", "销售", "sales call", "selling", NULL};

struct heard heard_of(struct arena *arena, struct str message)
{
    struct heard heard = {0};
    struct str normal = normalise_text(arena, message), rest = normal, sentence;
    while (sentence_next(&rest, &sentence)) {
        bool asks = sentence_asks(sentence) != ASKS_NOT;
        heard.asks |= asks;
        heard.probe |= asks && words_in(sentence, probes);
        heard.confirms |= asks && words_in(sentence, confirms);
        heard.silence |= asks && words_in(sentence, silences);
    }
    heard.farewell = words_in(normal, farewells);
    heard.promises = words_in(normal, promises);
    heard.sells = words_in(normal, sales);
    return heard;
}
