#include "dialogue/reading.h"

#include "text/normalise.h"
#include "text/sentence.h"
#include "text/similarity.h"
#include "text/utf8.h"

static const char *const repeat_phrases[] = {"没听清",           "听不清",
                                             "没听见",           "听不见",
                                             "没听明白",         "没听到",
                                             "听不到",           "再说一遍",
                                             "再说一次",         "再说一下",
                                             "再讲一遍",         "再讲一次",
                                             "再报一遍",         "再报一次",
                                             "再念一遍",         "重复一下",
                                             "重复一遍",         "说慢点",
                                             "讲慢点",           "刚才说什么",
                                             "刚才说啥",         "刚说什么",
                                             "刚刚说什么",       "你说什么",
                                             "您说什么",         "说到哪了",
                                             "讲到哪了",         "说到哪儿",
                                             "讲到哪儿",         "信号不好",
                                             "声音断",           "say that again",
                                             "say it again",     "repeat that",
                                             "run that by me",   "didn't catch",
                                             "didn't hear",      "couldn't hear",
                                             "can't hear",       "come again",
                                             "pardon",           "you're breaking up",
                                             "you broke up",     "what was that",
                                             "what did you say", "one more time",
                                             "lost you",         "where were we",
                                             "were you saying",  NULL};
static const char *const repeat_alone[] = {"啊",        "什么",  "嗯",           "哈",   "啥",  "喂",    "喂喂",
                                           "喂?喂",     "喂,喂", "hello? hello", "what", "huh", "sorry", "hello",
                                           "excuse me", NULL};
static const char *const wait_phrases[] = {
    "稍等",          "等一下",     "等一会",           "等我一下",      "等会儿",           "等下",
    "等等",          "您等我",     "你等我",           "别挂",          "hold on",          "hang on",
    "one second",    "one sec",    "give me a second", "give me a sec", "give me a minute", "just a second",
    "just a moment", "one moment", "wait a moment",    "bear with me",  "let me just",      NULL};
static const char *const wait_not[] = {"等我看", "等我查",   "等我把",     "等我回", "等等吧", "再等等",
                                       "等等看", "再等一下", "等一下再说", "等等再", NULL};
static const char *const identity_phrases[] = {"你是谁",
                                               "您是谁",
                                               "你谁",
                                               "哪位",
                                               "贵姓",
                                               "你叫什么",
                                               "您叫什么",
                                               "叫啥",
                                               "全名",
                                               "你是哪",
                                               "您是哪",
                                               "哪里打来",
                                               "哪儿打来",
                                               "哪打来",
                                               "哪里的",
                                               "什么公司",
                                               "哪个公司",
                                               "哪家公司",
                                               "谁打来",
                                               "怎么有我电话",
                                               "怎么有我的电话",
                                               "怎么有我的号",
                                               "哪来的我电话",
                                               "真人",
                                               "装的",
                                               "真的假的",
                                               "真假",
                                               "机器人",
                                               "骗子",
                                               "诈骗",
                                               "骗人的",
                                               "证明你",
                                               "证明您",
                                               "怎么知道你是",
                                               "怎么知道您是",
                                               "怎么信你",
                                               "未显示号码",
                                               "who is this",
                                               "who's this",
                                               "who is calling",
                                               "who's calling",
                                               "who am i speaking",
                                               "who are you",
                                               "who's asking",
                                               "your name",
                                               "where are you calling from",
                                               "which company",
                                               "what company",
                                               "how did you get",
                                               "are you a robot",
                                               "real person",
                                               "is this a scam",
                                               "a scam",
                                               "for real",
                                               "call is genuine",
                                               "really from",
                                               "you're from",
                                               "say your name",
                                               "you said your name",
                                               NULL};
static const char *const sales_phrases[] = {
    "推销",       "卖东西",  "广告",    "办卡",       "营销",           "卖课",        "卖保险", "卖什么", "保健品",
    "sales call", "selling", "sell me", "telemarket", "marketing call", "sales pitch", "upsell", NULL};
static const char *const purpose_phrases[] = {"什么事",
                                              "啥事",
                                              "有事吗",
                                              "怎么了",
                                              "咋了",
                                              "什么情况",
                                              "what is it",
                                              "what's this about",
                                              "what's it about",
                                              "what do you need",
                                              "what's up",
                                              "what's going on",
                                              "how are you",
                                              NULL};
static const char *const rhetorical[] = {"谁信",           "谁知道",
                                         "谁受得了",       "不是吗",
                                         "有什么用",       "有啥用",
                                         "何必",           "怎么可能",
                                         "说得过去",       "搞什么",
                                         "像话吗",         "急不急",
                                         "什么意思嘛",     "who knows",
                                         "who's got time", "what's the point",
                                         "who cares",      "what can you do",
                                         "what do i know", "why would i",
                                         "what choice",    NULL};
static const char *const busy_phrases[] = {"在开会",
                                           "要开会",
                                           "开着会",
                                           "没时间",
                                           "没空",
                                           "正忙",
                                           "在忙",
                                           "很忙",
                                           "太忙",
                                           "不方便说",
                                           "不方便接",
                                           "不太方便",
                                           "不方便讲",
                                           "在开车",
                                           "改天再",
                                           "改天吧",
                                           "晚点再打",
                                           "晚些再打",
                                           "回头再打",
                                           "回头再说",
                                           "过会儿再打",
                                           "下次再说",
                                           "i'm busy",
                                           "i am busy",
                                           "in a meeting",
                                           "can't talk",
                                           "not a good time",
                                           "bad time",
                                           "call me back",
                                           "call back later",
                                           "call me later",
                                           "i'm driving",
                                           "got to run",
                                           "have to run",
                                           NULL};
static const char *const busy_not[] = {
    "你说吧",        "您说吧",        "你讲吧",        "您讲吧",   "长话短说", "快点说",   "简单说",
    "不忙",          "说重点",        "挑重点",        "你先说",   "您先说",   "go ahead", "make it quick",
    "make it short", "i'm listening", "keep it short", "be quick", NULL};
static const char *const hesitant_phrases[] = {
    "不太确定",  "不确定",  "不好说",        "说不好",         "说不准",        "拿不准",         "拿不定",
    "没想好",    "想一想",  "想想",          "再看看",         "再观察",        "再考虑",         "考虑考虑",
    "考虑一下",  "商量",    "应该没事",      "应该还行",       "还行吧",        "不敢肯定",       "不敢说",
    "不敢讲",    "不清楚",  "说不上来",      "犹豫",           "纠结",          "看情况",         "到时候再",
    "先不要讲",  "缓一缓",  "余地",          "not sure",       "don't know",    "can't say",      "hard to say",
    "maybe",     "i guess", "have to think", "think about it", "let me think",  "can't give you", "can't commit",
    "not ready", "depends", "we'll see",     "let me check",   "need to check", "hold off",       NULL};
static const char *const troubled_phrases[] = {
    "糟心",     "麻烦",   "耽误", "生气",     "着急",     "担心",     "不放心", "怕",    "折腾",     "失望",
    "气人",     "催",     "投诉", "不像话",   "头疼",     "坏了",     "晚了",   "迟到",  "没有下文", "盼着",
    "希望有人", "没下文", "破",   "丢",       "没人管",   "石沉大海", "敷衍",   "annoy", "worried",  "worry",
    "late",     "broken", "lost", "frustrat", "tired of", "fed up",   "upset",  "sore",  "burned",   NULL};
static const char *const mistrust_phrases[] = {"凭什么信",
                                               "凭啥信",
                                               "怎么信",
                                               "每次都这样",
                                               "回回都这样",
                                               "上回也是这样",
                                               "上次也是这样",
                                               "证明真会",
                                               "证明真的会",
                                               "真的会去做",
                                               "真能兑现",
                                               "真会去做",
                                               "会兑现",
                                               "真会做",
                                               "说话算数",
                                               "信不过",
                                               "又白说",
                                               "是不是白说",
                                               "说话算话",
                                               "光嘴上说",
                                               "每次都这么",
                                               "回回都这么",
                                               "上回也是这么",
                                               "上次也是这么",
                                               "上回也这么",
                                               "上次也这么",
                                               "why should i believe",
                                               "why would i believe",
                                               "believe it when i see",
                                               "that's what you said last time",
                                               "you said that last time",
                                               "you always say",
                                               "really going to happen",
                                               "talk is cheap",
                                               "as good last time",
                                               "really get done",
                                               "actually be done",
                                               "actually happen",
                                               NULL};
static const char *const missed_phrases[] = {"不是问这个",
                                             "不是问你这个",
                                             "没问你这个",
                                             "没问这个",
                                             "答非所问",
                                             "没回答我",
                                             "没答我",
                                             "所答非所问",
                                             "不是这个意思",
                                             "问的不是",
                                             "not what i asked",
                                             "didn't answer",
                                             "haven't answered",
                                             "that's not my question",
                                             "wasn't my question",
                                             "not my question",
                                             "dodging",
                                             NULL};
static const char *const told_phrases[] = {
    "我说过了",        "我刚说了",    "我刚才说了",     "刚不是说了",      "刚才不是说",
    "不是说了吗",      "我都说了",    "我讲过了",       "跟你说过了",      "i already told you",
    "i just told you", "i just said", "i already said", "like i told you", NULL};
static const char *const heard_phrases[] = {
    "你说过了",           "您说过了",         "你刚说过", "您刚说过",         "刚才说过了",
    "说了好几遍",         "说第二遍",         "又来一遍", "you already said", "you said that already",
    "you just said that", "you told me that", NULL};
static const char *const named_phrases[] = {"我是",  "是我",     "是的",       "对,",         "我就是",     "本人",
                                            "嗯,是", "speaking", "this is he", "this is she", "this is me", "that's me",
                                            "yeah,", "yes",      "it's me",    "you got him", "you've got", NULL};

static const char *const going_on[] = {"接着说",          "接着讲",   "接着聊",       "再讲讲", "再聊",
                                       "再说两句",        "再说说",   "不急",         "别急着", "还没完",
                                       "还有一个",        "还有个",   "又想起",       "陪我",   "继续说",
                                       "hold on",         "stay on",  "tell me more", "go on",  "something else",
                                       "a little longer", "don't go", "no hurry",     NULL};
/* What a goodbye holds at least; whether it is one is told by the signal. */
static const char *const leaving[] = {"挂",
                                      "撂",
                                      "再见",
                                      "拜",
                                      "回见",
                                      "再会",
                                      "先这样",
                                      "就这样",
                                      "那样吧",
                                      "这么着",
                                      "到这",
                                      "到那",
                                      "说到",
                                      "聊到",
                                      "讲到",
                                      "不说了",
                                      "不聊",
                                      "不讲了",
                                      "先忙",
                                      "走了",
                                      "去了",
                                      "我去",
                                      "我得",
                                      "我先",
                                      "我要去",
                                      "过去",
                                      "得了",
                                      "收线",
                                      "告辞",
                                      "失陪",
                                      "保重",
                                      "等你",
                                      "等您",
                                      "说一声",
                                      "回头",
                                      "再说吧",
                                      "没有了",
                                      "没了",
                                      "没别的",
                                      "打扰了",
                                      "辛苦",
                                      "麻烦了",
                                      "谢谢",
                                      "bye",
                                      "later",
                                      "gotta",
                                      "gonna",
                                      "have to",
                                      "need to",
                                      "night",
                                      "that's it",
                                      "that's all",
                                      "all set",
                                      "leave it",
                                      "hang up",
                                      "take care",
                                      "talk soon",
                                      "see you",
                                      "let you",
                                      "heading",
                                      "rolling",
                                      "back under",
                                      "cheers",
                                      "so long",
                                      "for now",
                                      "goodbye",
                                      "take it easy",
                                      "no hard feelings",
                                      "switching you off",
                                      "nothing else",
                                      "i'm done",
                                      "me done",
                                      NULL};
static const char *const goodbyes[] = {"再见",
                                       "拜拜",
                                       "挂了",
                                       "先这样",
                                       "就这样",
                                       "到这",
                                       "bye",
                                       "hang up",
                                       "got to go",
                                       "gotta go",
                                       "have to go",
                                       "that's it",
                                       "talk to you later",
                                       NULL};
static const char *const question_mark[] = {"?", NULL};

static struct str bare_of(struct str s)
{
    size_t at;
    while (s.len > 0) {
        at = 0;
        if (!code_point_is_punctuation(utf8_next(s, &at)) && s.ptr[0] != ' ')
            break;
        s = str_slice(s, at, s.len);
    }
    while (s.len > 0) {
        at = s.len;
        if (!code_point_is_punctuation(utf8_prev(s, &at)) && s.ptr[s.len - 1] != ' ')
            break;
        s.len = at;
    }
    return s;
}

static bool is_one_of(struct str text, const char *const *phrases)
{
    struct str bare = bare_of(text);
    for (size_t i = 0; phrases[i] != NULL; i++)
        if (str_eq_cstring(bare, phrases[i]))
            return true;
    return false;
}

/* "是李明吗？长江云平台啊？": a short question about the caller's own name or house. */
static bool names_caller(struct str sentence, struct str role)
{
    if (role.len == 0 || utf8_count(sentence) > 24)
        return false;
    size_t first = 0;
    bool han = code_point_is_han(utf8_next(role, &first));
    struct common_run run = longest_common_run(sentence, role);
    return run.length >= (han ? 2u : 6u) && run.length * 4 >= utf8_count(bare_of(sentence)) * (han ? 1u : 2u);
}

static void read_sentence(struct reading *reading, struct str sentence, struct str role)
{
    enum asking asks = sentence_asks(sentence);
    reading->marked |= asks != ASKS_NOT;
    if (is_one_of(sentence, repeat_alone))
        return;
    if (asks == ASKS_TAG) {
        reading->sales |= words_in(sentence, sales_phrases);
        return;
    }
    if (asks != ASKS_THAT || words_in(sentence, rhetorical) || words_in(sentence, mistrust_phrases))
        return;
    bool about_caller = words_in(sentence, identity_phrases) || names_caller(sentence, role);
    bool about_sales = words_in(sentence, sales_phrases);
    reading->identity |= about_caller;
    reading->sales |= about_sales;
    if (words_in(sentence, repeat_phrases) || (words_in(sentence, purpose_phrases) && utf8_count(sentence) < 30))
        return;
    reading->questions[reading->question_count++] = sentence;
}

static struct str last_sentence(struct str text)
{
    struct str rest = text, sentence, last = text;
    while (sentence_next(&rest, &sentence))
        last = sentence;
    return last;
}

struct reading reading_of(struct arena *arena, struct str reply, struct str role)
{
    struct reading reading = {.normal = str_trim(normalise_text(arena, reply))};
    struct str normal = reading.normal, rest = normal, sentence, caller = normalise_text(arena, role);
    reading.silent = bare_of(normal).len == 0;
    size_t sentences = 0;
    while (sentence_next(&rest, &sentence))
        sentences++;
    reading.questions = arena_array(arena, sentences + 1, sizeof *reading.questions);
    rest = normal;
    while (sentence_next(&rest, &sentence))
        read_sentence(&reading, sentence, caller);
    struct words words;
    words_init(&words, normal);
    size_t length = utf8_count(normal);
    bool latin = length == normal.len;
    reading.repeat =
        words_have(&words, repeat_phrases) || (is_one_of(normal, repeat_alone) && words_have(&words, question_mark));
    reading.wait = words_have(&words, wait_phrases) && !words_have(&words, wait_not) && reading.question_count == 0 &&
                   length <= (latin ? 120u : 40u);
    reading.busy = words_have(&words, busy_phrases) && !words_have(&words, busy_not);
    reading.leaving = words_have(&words, leaving) && (!words_have(&words, going_on) || words_have(&words, goodbyes));
    reading.hesitant = words_in(last_sentence(normal), hesitant_phrases);
    reading.troubled = words_have(&words, troubled_phrases);
    reading.mistrusts = words_have(&words, mistrust_phrases);
    reading.missed = words_have(&words, missed_phrases);
    reading.told_before = words_have(&words, told_phrases);
    reading.heard_before = words_have(&words, heard_phrases);
    reading.named = words_have(&words, named_phrases);
    return reading;
}
