#include "report/names.h"

#include "syntax/json_writer.h"

#include <stdio.h>

struct name {
    const char *id, *english, *chinese;
};

static const struct name signals[] = {
    {"platitude", "platitude", "一味附和"},
    {"ai_leak", "AI leak", "露出 AI 身份"},
    {"role_flip", "role flip", "角色颠倒"},
    {"format_leak", "format leak", "格式外露"},
    {"hesitation", "hesitation", "犹豫"},
    {"skepticism", "skepticism", "怀疑"},
    {"verbatim_copy", "verbatim copy", "照抄原文"},
    {"closing", "closing", "收尾"},
    {"over_disclosure", "over-disclosure", "一次倾吐"},
    {"language_break", "language break", "换了语言"},
    {"fact_error", "fact error", "事实出错"},
    {"repetition", "repetition", "重复自己"},
    {"asks_back", "asks back", "反问"},
    {"asks_again", "asks again", "追问"},
    {"distracted", "distracted", "走神"},
    {"wants_writing", "wants it in writing", "要求留字据"},
    {"names_figures", "names figures", "说出数字"},
    {"tells_a_case", "tells a case", "举事例"},
    {"compares", "compares", "作比较"},
    {"sums_up", "sums up", "归纳"},
    {"softens", "softens", "语气缓和"},
    {NULL, NULL, NULL},
};
static const struct name dimensions[] = {
    {"attitude", "attitude", "态度"},
    {"role", "role", "角色"},
    {"speech", "speech", "说话方式"},
    {"facts", "facts", "事实"},
    {"form", "form", "形式"},

    {"ending", "ending", "结束"},
    {"concerns", "concerns", "关切"},
    {"behaviour", "behaviour", "行为习惯"},
    {"judge", "judge", "裁判"},
    {"service", "service", "服务"},
    {"consistency", "consistency", "一致性"},
    {NULL, NULL, NULL},
};
static const struct name attributions[] = {
    {"persona", "persona", "客户"},   {"caller", "caller", "拨打方"},   {"script", "script", "脚本"},
    {"document", "document", "文档"}, {"rubric", "rubric", "评分标准"}, {"endpoint", "endpoint", "服务端"},
    {"judge", "judge", "裁判"},       {"scorer", "scorer", "评分器"},   {NULL, NULL, NULL},
};
static const struct name moves[] = {
    {"opening", "opening", "开场"},
    {"identity", "says who calls", "说明身份"},
    {"step", "script", "脚本"},
    {"branch", "branch", "分支"},
    {"answer", "answers", "答问"},
    {"noted", "notes the question", "记下问题"},
    {"coming", "will come to it", "稍后会说"},
    {"repeat", "says it again", "重说"},
    {"wait", "waits", "等待"},
    {"silence", "after silence", "沉默之后"},
    {"probe", "anything else?", "还有别的吗"},
    {"closing", "closing words", "结束语"},
    {NULL, NULL, NULL},
};
#define DISTURBED "perturb:"
static const struct name disturbances[DISTURBANCES] = {
    {"noise", "noise", "杂音"},
    {"repeat", "repeats unasked", "无故重说"},
    {"small_talk", "small talk", "闲聊"},
    {"silence", "silence", "沉默"},
    {"interruption", "interruption", "打断"},
    {"impatience", "impatience", "不耐烦"},
    {"injection", "injected instruction", "注入指令"},
};
static const struct name faults[] = {
    {"unanswered_question", "left a question unanswered", "没有回答提问"},
    {"reasked", "was asked the same again", "被再次追问"},
    {"repeated", "repeated itself", "重复了自己的话"},
    {"weak_match", "an answer that hardly fits", "答非所问"},
    {"wrong_branch", "took a wrong branch", "走错了分支"},
    {"spoke_after_end", "spoke after the end", "结束之后还在说"},
    {NULL, NULL, NULL},
};
static const struct name actions[] = {
    {"agree", "agrees", "同意"},
    {"overrule", "overrules", "推翻"},
    {"reattribute", "reattributes", "改归因"},
    {"missed", "missed signal", "遗漏的信号"},
    {"comment", "comments", "评论"},
    {"verdict", "verdict", "整体结论"},
    {"adjudicate", "adjudicates", "裁定"},
    {NULL, NULL, NULL},
};
static const struct name endings[] = {
    {"persona", "the persona", "客户"},
    {"caller", "the caller", "拨打方"},
    {"max_turns", "the turn limit", "轮数上限"},
    {"silence", "silence", "沉默"},
    {"budget", "the budget", "预算"},
    {"error", "an error", "出错"},
    {NULL, NULL, NULL},
};

static struct str find(const struct name *names, struct str id, bool chinese)
{
    for (size_t i = 0; names[i].id != NULL; i++)
        if (str_eq_cstring(id, names[i].id))
            return str_from(chinese ? names[i].chinese : names[i].english);
    return id;
}

struct str name_of_signal(struct str id, bool chinese)
{
    return find(signals, id, chinese);
}

struct str name_of_dimension(struct str id, bool chinese)
{
    return find(dimensions, id, chinese);
}

struct str name_of_attribution(struct str id, bool chinese)
{
    return find(attributions, id, chinese);
}

static void write_members(struct json_writer *w, const struct name *names, bool chinese)
{
    for (size_t i = 0; names[i].id != NULL; i++)
        json_put_cstring(w, names[i].id, chinese ? names[i].chinese : names[i].english);
}

static void write(struct json_writer *w, const char *key, const struct name *names, bool chinese)
{
    json_open_object(w, key);
    write_members(w, names, chinese);
    json_close_object(w);
}

const char *disturbance_id(size_t kind)
{
    return disturbances[kind].id;
}

const char *disturbance_name(size_t kind, bool chinese)
{
    return chinese ? disturbances[kind].chinese : disturbances[kind].english;
}

struct str disturbed_title(size_t kind, bool chinese, char title[static DISTURBED_TITLE])
{
    snprintf(title, DISTURBED_TITLE, "%s%s", chinese ? "有干扰：" : "calls with ", disturbance_name(kind, chinese));
    return str_from(title);
}

size_t disturbance_of(struct str move_kind)
{
    const struct str mark = STR(DISTURBED);
    size_t kind = str_starts(move_kind, mark) ? 0 : DISTURBANCES;
    while (kind < DISTURBANCES && !str_eq_cstring(str_slice(move_kind, mark.len, move_kind.len), disturbances[kind].id))
        kind++;
    return kind;
}

static void write_moves(struct json_writer *w, bool chinese)
{
    json_open_object(w, "moves");
    write_members(w, moves, chinese);
    for (size_t i = 0; i < DISTURBANCES; i++) {
        char id[DISTURBED_TITLE], title[DISTURBED_TITLE];
        snprintf(id, sizeof id, DISTURBED "%s", disturbance_id(i));
        snprintf(title, sizeof title, "%s%s", chinese ? "干扰：" : "disturbance: ", disturbance_name(i, chinese));
        json_put_cstring(w, id, title);
    }
    json_close_object(w);
}

void names_write(struct json_writer *w, bool chinese)
{
    json_open_object(w, "names");
    write(w, "signals", signals, chinese);
    write(w, "dimensions", dimensions, chinese);
    write(w, "attributions", attributions, chinese);
    write_moves(w, chinese);
    write(w, "faults", faults, chinese);
    write(w, "actions", actions, chinese);
    write(w, "ended_by", endings, chinese);
    json_close_object(w);
}
