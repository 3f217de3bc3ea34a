/* End conditions to observable predicates, by what their words ask to be seen. No word of any one domain stands here:
 * only the words for agreeing, explaining, doubting, being called away ... that authors of such documents share. */
#include "rubric/derive.h"
#include "rubric/phrases.h"

static const char *const settled[] = {
    "讲清",         "讲明",      "讲定",       "说清",
    "说明白",       "说定",      "谈妥",       "谈定",
    "讲妥",         "谈好",      "说好",       "商定",
    "落到",         "定下",      "敲定",       "确认",
    "答应",         "清楚",      "明白",       "满意",
    "同意",         "接受",      "没有追问",   "没有再追问",
    "没有新的追问", "不再追问",  "没有疑问",   "无疑问",
    "解决",         "已陈述",    "表达完",     "问题都",
    "有了处理结果", "处理结果",  "达成",       "得到",
    "知悉",         "了解",      "认可",       "承诺",
    "约定",         "选定",      "explained",  "agreed",
    "agrees",       "agree",     "settled",    "understands",
    "knows",        "clear",     "no further", "no more questions",
    "resolved",     "confirmed", "accepts",    "accepted",
    "answered",     "satisfied", "arranged",   "committed",
    "on terms",     "given",     "gets",       "has been told",
    NULL,
};
static const char *const recap[] = {
    "复述",
    "重复一遍",
    "念一遍",
    "对一遍",
    "核对",
    "对得上",
    "自己的话",
    "总结",
    "重述",
    "确认一遍",
    "过一遍",
    "said back",
    "says back",
    "say back",
    "repeat",
    "repeats",
    "read back",
    "reads back",
    "in his own words",
    "in her own words",
    "in their own words",
    "recap",
    "recaps",
    "sums up",
    "summarises",
    "summarizes",
    NULL,
};
static const char *const recorded[] = {
    "记下",        "记录",
    "书面",        "短信",
    "邮件",        "邮箱",
    "函",          "盖章",
    "文字",        "站内信",
    "寄成",        "工单",
    "单号",        "白纸黑字",
    "截图",        "写下",
    "in writing",  "text",
    "email",       "e-mail",
    "letter",      "written",
    "writes down", "noted",
    "ticket",      "reference number",
    NULL,
};
static const char *const reserved[] = {
    "保留",           "留有",           "留下余地",     "余地",          "先缓",
    "缓一缓",         "自己再定",       "再定",         "再想",          "再考虑",
    "考虑考虑",       "观望",           "再观察",       "需要观察",      "不太确定",
    "不确定",         "拖延",           "模糊",         "不表态",        "没想好",
    "拿不定",         "暂时不定",       "迟疑",         "犹豫",          "商量",
    "open",           "undecided",      "until he has", "until she has", "until they have",
    "think about it", "think it over",  "not decide",   "non-committal", "noncommittal",
    "wait and see",   "keeps watching", "sleep on it",  "talk it over",  NULL,
};
static const char *const later[] = {
    "后续联系", "再联系",       "后续再",      "回电",       "另约",      "约好",       "改天",       "下次",
    "换个时间", "往后放",       "推迟",        "再谈",       "再说",      "晚点",       "回头",       "再回复",
    "后续沟通", "改约",         "约定时间",    "later call", "call back", "calls back", "call again", "callback",
    "later",    "another time", "another day", "reschedule", "follow-up", "follow up",  "next time",  NULL,
};
static const char *const interrupted[] = {
    "打断",          "干扰",           "中断",         "分心",        "环境",        "喊他",         "喊她",
    "叫他",          "叫她",           "来叫",         "有人叫",      "来电",        "敲门",         "被叫走",
    "催他",          "催她",           "没法讲下去",   "无法继续",    "无法持续",    "突发",         "临时有事",
    "要去忙",        "有急事",         "走不开",       "就位",        "先去张罗",    "有事",         "赶着",
    "忙别的",        "被别的事",       "interrupt",    "interrupts",  "interrupted", "interruption", "cuts the call",
    "cut short",     "cuts short",     "cut the call", "called away", "pulled away", "has to go",    "have to go",
    "needs to go",   "must go",        "distract",     "distracted",  "noise",       "breaks off",   "breaks in",
    "someone comes", "somebody comes", "drags",        "emergency",   NULL,
};
static const char *const verify[] = {
    "真假",
    "信不过",
    "不相信",
    "不信任",
    "查证",
    "自己拨",
    "自行核实",
    "自己打",
    "自己查",
    "总机",
    "诈骗",
    "骗子",
    "身份存疑",
    "无法确认对方",
    "放心不下",
    "不放心",
    "怀疑是",
    "可疑",
    "官方渠道",
    "genuine",
    "convinced",
    "scam",
    "fraud",
    "look up",
    "looks up",
    "check for himself",
    "check for herself",
    "check himself",
    "check herself",
    "doesn't believe",
    "does not believe",
    "distrusts",
    "suspicious",
    "call the official",
    "verify",
    "verifies",
    "hang up and call",
    "for real",
    "is real",
    NULL,
};
static const char *const escalate[] = {
    "拿不出",       "讲不出",        "答不上",        "说不出",         "给不出",     "场面话",
    "套话",         "敷衍",          "推诿",          "没了耐心",       "失去耐心",   "不耐烦",
    "投诉",         "介入",          "改走",          "改向",           "改由",       "改找",
    "曝光",         "监管",          "仲裁",          "争议",           "最后期限",   "下一步的去处",
    "一再劝",       "反复推销",      "推销",          "不接受",         "拒绝",       "强推",
    "可执行",       "如无",          "没有承诺",      "没有给出",       "未能给出",   "不满",
    "中止",         "换别家",        "另找",          "别家",           "pushes",     "push",
    "pressure",     "pressures",     "can't say",     "cannot say",     "can't give", "cannot give",
    "can't answer", "cannot answer", "evasive",       "dodges",         "complain",   "complaint",
    "complains",    "escalate",      "escalates",     "patience",       "elsewhere",  "another provider",
    "competitor",   "instead",       "refuses",       "ombudsman",      "regulator",  "supervisor",
    "manager",      "vague",         "empty phrases", "loses patience", "fed up",     "gives up",
    NULL,
};
static const char *const mismatch[] = {
    "对不上",      "不一致",     "不符",          "有出入",         "矛盾",
    "不相符",      "mismatch",   "doesn't match", "does not match", "don't match",
    "discrepancy", "contradict", "contradicts",   "disagree with",  NULL,
};
static const char *const tired[] = {
    "乏了",      "累了",     "疲惫",       "疲倦",          "嗓子",          "去歇",  "要歇",
    "困了",      "想休息",   "要休息",     "不想再说",      "不想说了",      "情绪",  "tired",
    "exhausted", "worn out", "had enough", "needs to rest", "wants to rest", "upset", NULL,
};
static const char *const channel[] = {
    "其他渠道",      "别的渠道",        "其它渠道",       "另外的渠道",      "已通过", "渠道",
    "other channel", "another channel", "other channels", "through another", NULL,
};
static const char *const nothing_new[] = {
    "无新",         "没有新",       "无具体新",      "没什么事", "自然停顿",       "没有其他", "没有别的",    "无补充",
    "无新补充",     "暂时没",       "没有补充",      "收尾",     "没有需求",       "暂无",     "nothing new", "no new",
    "nothing else", "nothing more", "natural pause", "runs out", "nothing to add", NULL,
};

static const struct {
    enum end_kind kind;
    const char *const *words;
} words_of[] = {
    {END_SETTLED, settled},   {END_RECAP, recap},       {END_RECORDED, recorded},
    {END_RESERVED, reserved}, {END_LATER, later},       {END_INTERRUPTED, interrupted},
    {END_VERIFY, verify},     {END_ESCALATE, escalate}, {END_MISMATCH, mismatch},
    {END_TIRED, tired},       {END_CHANNEL, channel},   {END_NOTHING_NEW, nothing_new},
};

/* How to say goodbye rather than when: "结束语多为…", "closing words are usually ...". */
static const char *const style_words[] = {
    "结束语多为",
    "结束语通常",
    "结束语一般",
    "结束语常",
    "结束语以",
    "语气以",
    "措辞",
    "告别语",
    "结尾多用",
    "收尾语",
    "closing words are",
    "closing lines are",
    "closings are",
    "goodbyes are",
    "closing phrases",
    "sign-off",
    "typical closing",
    "usually says",
    "ends with phrases",
    NULL,
};
static const char *const must_words[] = {
    "必须结束",
    "必须挂",
    "必须立即",
    "一定要挂",
    "应当立即结束",
    "立即挂断",
    "立刻挂断",
    "马上挂断",
    "必须马上",
    "must end",
    "must hang up",
    "has to end",
    "immediately ends",
    "immediately hangs up",
    "hangs up at once",
    "ends the call at once",
    NULL,
};

unsigned end_kinds_of(struct str normal, bool *style, bool *must)
{
    unsigned kinds = 0;
    for (size_t i = 0; i < sizeof words_of / sizeof *words_of; i++)
        if (phrases_any(normal, words_of[i].words))
            kinds |= (unsigned)words_of[i].kind;
    *style = phrases_any(normal, style_words);
    *must = phrases_any(normal, must_words);
    return kinds;
}

void derive_ends(struct rubric *rubric)
{
    const struct line_texts *lines = &rubric->scenario->callee.end_conditions;
    rubric->ends = arena_array(&rubric->arena, lines->count, sizeof *rubric->ends);
    rubric->end_count = lines->count;
    for (size_t i = 0; i < lines->count; i++) {
        struct end_condition *end = &rubric->ends[i];
        bool style = false;
        end->number = i + 1;
        end->text = str_dup(&rubric->arena, lines->items[i].text);
        end->line = lines->items[i].line;
        end->kinds = end_kinds_of(normalise_text(&rubric->arena, end->text), &style, &end->must);
        end->is_condition = !style;
        end->derivable = !style && end->kinds != 0;
    }
}
