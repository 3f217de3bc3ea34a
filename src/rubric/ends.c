/* End conditions to observable predicates, by what their words ask to be seen. No word of any one domain stands here:
 * only the words for agreeing, explaining, doubting, being called away ... that authors of such documents share. */
#include "rubric/derive.h"
#include "rubric/phrases.h"

static const char *const settled[] = {
    "讲清",
    "讲明",
    "讲定",
    "讲完",
    "说清",
    "说明白",
    "讲明白",
    "问明白",
    "弄明白",
    "说定",
    "谈妥",
    "谈定",
    "讲妥",
    "谈好",
    "说好",
    "商定",
    "落到",
    "敲定",
    "确认",
    "答应",
    "清楚",
    "明白",
    "满意",
    "同意",
    "接受",
    "没有追问",
    "没有再追问",
    "没有新的追问",
    "没有再往下",
    "不再追问",
    "没有再问",
    "没有疑问",
    "无疑问",
    "解决",
    "已陈述",
    "表达完",
    "处理结果",
    "达成",
    "知悉",
    "认可",
    "承诺",
    "解释",
    "explained",
    "explains",
    "agreed",
    "agrees",
    "settled",
    "understands",
    "knows",
    "clear",
    "no further",
    "no more questions",
    "nothing more to ask",
    "resolved",
    "confirmed",
    "accepts",
    "accepted",
    "answered",
    "satisfied",
    "arranged",
    "has been told",
    "has what",
    NULL,
};
static const char *const decided[] = {
    "约下",    "选定",  "定下一条", "定下",   "下单",    "预约",   "订下",       "约定时间",    "约好时间",
    "拍板",    "报名",  "办理",     "held",   "booked",  "books",  "slot",       "appointment", "picks",
    "chooses", "signs", "signs up", "enrols", "enrolls", "orders", "commits to", NULL,
};
static const char *const left_open[] = {
    "定不下来",       "定不了",        "先缓",         "缓一缓",  "再定",         "自己定",
    "过后",           "要等",          "留到",         "观察",    "不确定",       "不太确定",
    "拖延",           "模糊",          "保留",         "回话",    "商量",         "考虑",
    "没想好",         "想一想",        "拣不到",       "选不出",  "拿不定",       "观望",
    "暂不",           "先不占",        "掂量",         "合计",    "合账",         "leaves the time open",
    "leaves it open", "open",          "undecided",    "think",   "sleep on it",  "wait",
    "waits",          "until",         "ask his",      "ask her", "can't settle", "cannot settle",
    "can't decide",   "cannot decide", "talk it over", "talk to", "discuss",      "no decision",
    "hold off",       "holds off",     NULL,
};
static const char *const later[] = {
    "后续联系",
    "再联系",
    "后续再",
    "后续沟通",
    "日后再",
    "改天再",
    "以后再",
    "contact later",
    "get in touch later",
    "will be in touch",
    "follow-up contact",
    NULL,
};
static const char *const interrupted[] = {
    "打断",          "干扰",           "中断",           "分心",        "环境",        "喊他",        "喊她",
    "来叫",          "有人叫",         "叫她",           "叫他",        "找他",        "找她",        "叫走",
    "来电这类",      "敲门",           "催他",           "催她",        "讲下去",      "接着听",      "没法再讲",
    "没法接着",      "无法继续",       "无法持续",       "突发",        "有急事",      "走不开",      "就位",
    "出门",          "打视频来",       "来车",           "来客",        "要去做事",    "要去忙",      "临时",
    "赶着",          "先去张罗",       "上课铃",         "interrupt",   "interrupts",  "interrupted", "cuts the call",
    "cut short",     "cuts short",     "cut the call",   "called away", "pulled away", "has to go",   "have to go",
    "needs to go",   "must go",        "breaks off",     "breaks in",   "distract",    "distracted",  "distraction",
    "someone comes", "somebody comes", "rings the bell", "at the door", "doorbell",    "arrives",     "emergency",
    "has to leave",  "had to leave",   "is needed",      "wakes up",    NULL,
};
static const char *const verify[] = {
    "真假",
    "信不过",
    "骗子",
    "诈骗",
    "真伪",
    "冒充",
    "放心不下",
    "自己拨",
    "自己打",
    "自行核实",
    "总机",
    "不相信对方",
    "怀疑来电",
    "怀疑对方",
    "身份存疑",
    "无法确认对方",
    "官方渠道",
    "可疑",
    "是不是真的",
    "genuine",
    "convinced",
    "scam",
    "scammer",
    "fraud",
    "impostor",
    "imposter",
    "look up",
    "look his",
    "look her",
    "look their",
    "for real",
    "is real",
    "is really",
    "who he says",
    "who she says",
    "who they say",
    "doubts that he",
    "doubts that she",
    "doubts that the call",
    "doubts the call",
    "ring the number",
    "call the number",
    "phone the number",
    "check for himself",
    "check for herself",
    "calls back on",
    "switchboard",
    "hang up and call",
    NULL,
};
static const char *const escalate[] = {
    "拿不出",
    "讲不出",
    "答不上",
    "说不出",
    "给不出",
    "讲不了",
    "套话",
    "场面话",
    "空话",
    "敷衍",
    "推诿",
    "耐心",
    "投诉",
    "介入",
    "改走",
    "改向",
    "换一家",
    "换家",
    "别家",
    "另找",
    "监管",
    "一再劝",
    "催单",
    "推销",
    "强推",
    "推新",
    "不需要",
    "不接受",
    "拆机",
    "照本宣科",
    "念条款",
    "可执行",
    "不满",
    "仲裁",
    "曝光",
    "争议",
    "最后期限",
    "发火",
    "中止",
    "解约",
    "退订",
    "can't say",
    "cannot say",
    "can't give",
    "cannot give",
    "can't answer",
    "cannot answer",
    "can't explain",
    "cannot explain",
    "pushes",
    "keeps pushing",
    "pressure",
    "pressures",
    "complain",
    "complains",
    "complaint",
    "elsewhere",
    "instead",
    "patience",
    "evasive",
    "vague",
    "another provider",
    "another company",
    "competitor",
    "ombudsman",
    "regulator",
    "supervisor",
    "manager",
    "blames",
    "refuses",
    "fed up",
    "cancels",
    "empty phrases",
    "boilerplate",
    "dodges",
    "stonewalls",
    NULL,
};
static const char *const mismatch[] = {
    "对不上",        "不一致",         "不符",        "有出入",      "矛盾",        "不相符",
    "doesn't match", "does not match", "don't match", "discrepancy", "contradicts", NULL,
};
static const char *const tired[] = {
    "乏了",     "累了",  "困了",      "疲惫",     "嗓子",       "去歇",          "要歇",          "想休息", "要休息",
    "不想再说", "tired", "exhausted", "worn out", "had enough", "needs to rest", "wants to rest", NULL,
};
static const char *const channel[] = {
    "其他渠道",      "别的渠道",        "其它渠道",       "另外的渠道", "通过其他",
    "other channel", "another channel", "other channels", NULL,
};
static const char *const nothing_new[] = {
    "无新",        "没有新问题", "无具体",       "没什么事",      "自然停顿",    "无补充",         "暂无", "没有补充",
    "nothing new", "no new",     "nothing else", "natural pause", "runs out of", "nothing to add", NULL,
};
static const char *const recap[] = {
    "复述",     "重复一遍", "念一遍",    "对一遍",     "自己的话",  "重述",   "said back", "says back",
    "say back", "repeats",  "read back", "reads back", "own words", "recaps", "sums up",   NULL,
};
/* How to say goodbye rather than when: "结束语多为…", "closing words are usually ...". */
static const char *const style_words[] = {
    "结束语多为",
    "结束语通常",
    "结束语一般",
    "结束语常",
    "结束语以",
    "结束语是",
    "告别语",
    "结尾多用",
    "收尾语",
    "结束时语气",
    "措辞",
    "closing words are",
    "closing lines are",
    "closings are",
    "goodbyes are",
    "closing phrases",
    "sign-off",
    "usually says",
    "ends with phrases",
    NULL,
};
static const char *const must_words[] = {
    "必须结束",
    "必须挂",
    "必须立即",
    "必须马上",
    "一定要挂",
    "应当立即结束",
    "立即挂断",
    "立刻挂断",
    "马上挂断",
    "立即结束",
    "must end",
    "must hang up",
    "has to end",
    "immediately ends",
    "immediately hangs up",
    "hangs up at once",
    "ends the call at once",
    NULL,
};

/* The strong reasons come first: a call that breaks off for one of them also speaks of messages and agreements. Between
 * settled, decided and open the larger number of words decides. */
enum end_kind end_kind_of(struct str normal)
{
    size_t v = phrases_count(normal, verify), e = phrases_count(normal, escalate),
           i = phrases_count(normal, interrupted);
    size_t s = phrases_count(normal, settled), d = phrases_count(normal, decided), o = phrases_count(normal, left_open);
    if (v > 0 && v >= e)
        return END_VERIFY;
    if (phrases_any(normal, nothing_new) && e == 0)
        return phrases_any(normal, later) ? END_LATER : END_NOTHING_NEW;
    if (e > 0 && e >= i)
        return END_ESCALATE;
    if (i > 0)
        return END_INTERRUPTED;
    if (phrases_any(normal, mismatch))
        return END_MISMATCH;
    if (phrases_any(normal, tired))
        return END_TIRED;
    if (phrases_any(normal, channel))
        return END_CHANNEL;
    if (phrases_any(normal, later))
        return END_LATER;
    if (d > 0 && o == 0 && s <= d)
        return END_DECIDED;
    if (s > 0 && (s >= 2 || o == 0))
        return END_SETTLED;
    if (o > 0)
        return END_OPEN;
    return s > 0 || phrases_any(normal, recap) ? END_SETTLED : END_UNKNOWN;
}

void derive_ends(struct rubric *rubric)
{
    const struct line_texts *lines = &rubric->scenario->callee.end_conditions;
    rubric->ends = arena_array(&rubric->arena, lines->count, sizeof *rubric->ends);
    rubric->end_count = lines->count;
    for (size_t i = 0; i < lines->count; i++) {
        struct end_condition *end = &rubric->ends[i];
        struct str normal = normalise_text(&rubric->arena, lines->items[i].text);
        end->number = i + 1;
        end->text = str_dup(&rubric->arena, lines->items[i].text);
        end->line = lines->items[i].line;
        end->kind = end_kind_of(normal);
        end->recap = phrases_any(normal, recap);
        end->must = phrases_any(normal, must_words);
        end->is_condition = !phrases_any(normal, style_words);
        end->derivable = end->is_condition && end->kind != END_UNKNOWN;
    }
}
