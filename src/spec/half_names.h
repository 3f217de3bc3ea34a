/* The names of the two halves, and words that may stand beside them; as keys, like the names of sections
 * (spec/alias_names.h). Included by aliases.c only. */
#ifndef FIDELIO_SPEC_HALF_NAMES_H
#define FIDELIO_SPEC_HALF_NAMES_H

#include "spec/aliases.h"

struct half_name {
    enum half half;
    const char *key;
};

/* The longest that is contained in a title counts. */
static const struct half_name half_names[] = {
    {HALF_CALLER, "外呼专员"},
    {HALF_CALLER, "外呼"},
    {HALF_CALLER, "回访专员"},
    {HALF_CALLER, "客户经理"},
    {HALF_CALLER, "客服经理"},
    {HALF_CALLER, "业务员"},
    {HALF_CALLER, "话务"},
    {HALF_CALLER, "电话拨打方"},
    {HALF_CALLER, "拨打方"},
    {HALF_CALLER, "拨打者"},
    {HALF_CALLER, "拨打人"},
    {HALF_CALLER, "拨号方"},
    {HALF_CALLER, "呼叫方"},
    {HALF_CALLER, "主叫方"},
    {HALF_CALLER, "主叫"},
    {HALF_CALLER, "呼出方"},
    {HALF_CALLER, "外呼方"},
    {HALF_CALLER, "外呼人员"},
    {HALF_CALLER, "去电方"},
    {HALF_CALLER, "来电方"},
    {HALF_CALLER, "致电方"},
    {HALF_CALLER, "打电话的人"},
    {HALF_CALLER, "打电话方"},
    {HALF_CALLER, "发起方"},
    {HALF_CALLER, "客服代表"},
    {HALF_CALLER, "客服专员"},
    {HALF_CALLER, "客服人员"},
    {HALF_CALLER, "客服"},
    {HALF_CALLER, "坐席"},
    {HALF_CALLER, "座席"},
    {HALF_CALLER, "话务员"},
    {HALF_CALLER, "服务方"},
    {HALF_CALLER, "企业方"},
    {HALF_CALLER, "商家方"},
    {HALF_CALLER, "专员"},
    {HALF_CALLER, "回访员"},
    {HALF_CALLER, "回访方"},
    {HALF_CALLER, "caller"},
    {HALF_CALLER, "calling party"},
    {HALF_CALLER, "agent"},
    {HALF_CALLER, "operator"},
    {HALF_CALLER, "representative"},
    {HALF_CALLER, "vendor"},
    {HALF_CALLER, "customer service"},
    {HALF_CALLER, "support agent"},
    {HALF_CALLER, "service rep"},
    {HALF_CALLER, "the one who calls"},
    {HALF_CALLEE, "电话接听方"},
    {HALF_CALLEE, "接听方"},
    {HALF_CALLEE, "接听者"},
    {HALF_CALLEE, "接听人"},
    {HALF_CALLEE, "被叫方"},
    {HALF_CALLEE, "被叫"},
    {HALF_CALLEE, "接电话的人"},
    {HALF_CALLEE, "接电话方"},
    {HALF_CALLEE, "接电方"},
    {HALF_CALLEE, "接线方"},
    {HALF_CALLEE, "被呼叫方"},
    {HALF_CALLEE, "受访者"},
    {HALF_CALLEE, "受访方"},
    {HALF_CALLEE, "模拟客户"},
    {HALF_CALLEE, "客户"},
    {HALF_CALLEE, "顾客"},
    {HALF_CALLEE, "用户"},
    {HALF_CALLEE, "消费者"},
    {HALF_CALLEE, "被访者"},
    {HALF_CALLEE, "接收方"},
    {HALF_CALLEE, "callee"},
    {HALF_CALLEE, "called party"},
    {HALF_CALLEE, "customer"},
    {HALF_CALLEE, "client"},
    {HALF_CALLEE, "persona"},
    {HALF_CALLEE, "recipient"},
    {HALF_CALLEE, "receiver"},
    {HALF_CALLEE, "respondent"},
    {HALF_CALLEE, "the one who is called"},
    {HALF_CALLEE, "the one who answers"},
    {HALF_CALLEE, "call recipient"},
};

/* Words that may stand beside a half's name without making its title more than that. */
static const char *const half_fillers[] = {
    "外呼",      "智能",    "真实",   "目标", "受访", "设定",   "脚本",    "部分",  "说明", "信息",
    "资料",      "人设",    "角色",   "人物", "端",   "侧",     "方",      "的",    "配置", "档案",
    "剧本",      "提示词",  "的话",   "一方", "卡",   "内容",   "模拟",    "电话",  "人员", "ai",
    "side",      "half",    "script", "the",  "part", "prompt", "section", "setup", "card", "sheet",
    "simulated", "profile", "phone",  "call", "s",    "and",    "of",      "for",   "与",   "和"};

#endif
