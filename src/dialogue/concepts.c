#include "dialogue/concepts.h"

#include "text/sentence.h"

enum { WORDS = 40 };

/* Normal text. English words are matched whole, so their forms are listed. */
static const char *const concepts[][WORDS] = {
    /* when */ {"什么时候", "几号",     "哪天",      "哪一天",   "啥时候",   "几时", "何时",
                "几点",     "多久",     "多长时间",  "几天",     "要等",     "时间", "日期",
                "when",     "what day", "what time", "how soon", "how long", "date"},
    /* duration of a work */
    {"多久", "多长时间", "几个小时", "半天", "整天", "耗时", "how long", "all day", "half a day", "hours", "overnight"},
    /* cost */ {"多少钱", "费用",   "收费",    "花钱", "掏钱",    "免费",  "付钱", "要钱",          "价格",
                "贵",     "自费",   "出钱",    "买单", "cost",    "costs", "pay",  "pays",          "paying",
                "free",   "charge", "charged", "bill", "invoice", "price", "fee",  "on whose dime", "catch"},
    /* lost */
    {"丢", "丢失", "遗失", "不见", "没了", "少了", "还在", "完整", "齐", "找不到", "找不回", "缺", "遗漏", "漏", "lost",
     "lose", "missing", "gone", "intact"},
    /* damage */
    {"坏", "损坏", "破损", "破", "碎", "磕", "裂", "变形", "瑕疵", "压", "damage", "damaged", "broken", "cracked",
     "scratched"},
    /* privacy */ {"隐私", "个人信息", "信息安全", "泄露",    "外泄", "泄漏",      "卖给",        "倒卖",     "骚扰",
                   "资料", "保密",     "号码给",   "流出",    "权限", "加密",      "privacy",     "personal", "private",
                   "leak", "leaked",   "share",    "sell my", "data", "passed on", "confidential"},
    /* compensation */
    {"赔", "补偿", "赔偿", "理赔", "赔付", "补给", "重发", "补发", "违约金", "compensation", "compensate",
     "make up for", "reimburse", "credit", "refund"},
    /* refund */
    {"退款", "退钱", "退回", "到账", "入账", "原路", "退费", "退给", "钱回", "拿回", "打回", "刷退", "refund",
     "refunded", "money back", "back on my card"},
    /* return of goods */
    {"退货", "退换", "换货", "换一", "无理由", "寄回", "return", "exchange", "send back", "replace", "replacement"},
    /* notice */
    {"通知", "提醒", "提前", "告知", "短信", "推送", "预先", "事先", "早点说", "打招呼", "notice", "notify", "notified",
     "warning", "warn", "heads-up", "reminder", "alert"},
    /* again, in future */ {"以后",  "下次",      "将来",      "往后",          "今后",           "再来",      "再有",
                            "还会",  "又",        "再出",      "频率",          "每年",           "经常",      "定期",
                            "again", "next time", "in future", "in the future", "keep happening", "every year"},
    /* contact */
    {"联系", "找谁", "找你们", "打给", "打哪", "电话", "客服", "热线", "渠道", "contact", "call you", "reach",
     "get hold of", "phone", "number", "email"},
    /* bother */ {"麻烦", "打扰", "烦", "事多", "难缠", "啰嗦", "bother", "nuisance", "trouble"},
    /* guarantee */
    {"保证", "保障", "确保", "凭什么", "靠得住", "靠谱", "可靠", "准时", "按时", "履约", "说话算", "兑现", "guarantee",
     "guaranteed", "promise", "sure", "reliable", "on time"},
    /* taken up */
    {"采纳",
     "当回事",
     "管用",
     "石沉大海",
     "走过场",
     "形式",
     "落实",
     "落地",
     "执行",
     "重视",
     "优先",
     "真的会改",
     "白说",
     "白提",
     "没人看",
     "听进去",
     "作数",
     "adopted",
     "act on",
     "taken seriously",
     "actually happen",
     "goes anywhere",
     "read it",
     "feedback",
     "suggestion",
     "意见",
     "建议",
     "反馈"},
    /* follow-up */
    {"跟进", "进度", "回访", "回复", "答复", "下文", "没动静", "没消息", "处理到", "跟踪", "查进度", "follow up",
     "follow-up", "progress", "status", "call back", "got back", "heard back"},
    /* hidden trouble */ {"隐患",   "问题",    "毛病",     "故障",  "bug",    "风险",  "稳定",
                          "稳不稳", "出事",    "查过",     "检测",  "彻底",   "解决",  "issue",
                          "issues", "problem", "problems", "fault", "stable", "fixed", "risk"},
    /* business stops */
    {"影响", "耽误", "中断", "停机", "停服", "业务", "断", "高峰", "低峰", "downtime", "outage", "interrupt", "disrupt",
     "affect", "offline", "影响订单"},
    /* maintenance */ {"维护", "升级", "检修", "更新", "停机", "maintenance", "upgrade", "update"},
    /* warranty */ {"保修", "质保", "三包", "坏了修", "售后", "warranty", "covered", "coverage"},
    /* reason */
    {"为什么", "为啥", "原因", "怎么会", "怎么回事", "凭啥", "搞成", "why", "reason", "how come", "cause",
     "what happened"},
    /* blame */
    {"责任", "谁的错", "谁负责", "怪谁", "谁弄", "谁搞", "仓库", "快递", "fault", "blame", "responsible", "whose"},
    /* proof of being genuine */ {"真的假的", "真假",  "骗",    "诈骗",   "证明",    "核实", "查证",
                                  "怎么信",   "冒充",  "本人",  "官方",   "genuine", "scam", "legit",
                                  "real",     "prove", "proof", "verify", "fake",    "fraud"},
    /* selling */
    {"推销", "卖", "加项", "办卡", "升级套餐", "促销", "sell", "selling", "upsell", "sales", "extra work", "add-on",
     "add on", "other work", "talk me into"},
    /* deadline passes */
    {"过期", "到期", "截止", "期限", "来不及", "超时", "逾期", "晚了", "延期", "拖", "deadline", "expire", "expires",
     "run out", "late", "overdue"},
    /* what if not */
    {"不来", "不去", "不弄", "不管", "不做", "不修", "放着", "don't come", "don't show", "skip", "ignore", "do nothing",
     "never bring", "wait it out", "put it off"},
    /* safe to use on */
    {"能不能用", "还能用", "能开", "继续用", "接着用", "安全吗", "危险", "要紧", "严重", "keep driving", "drive it",
     "safe", "dangerous", "keep using", "use it"},
    /* rental, substitute */
    {"代步", "租车", "备用", "替代", "顶上", "rental", "loaner", "rent", "get to work", "get around", "drive to work"},
    /* card, account */
    {"卡号", "信用卡", "银行卡", "刷卡", "账户", "扣款", "扣钱", "请款", "又扣", "card", "account", "charge my card"},
    /* statement */
    {"账单", "对账", "自动扣缴", "冲抵", "那期", "哪一期", "这期", "对不上", "statement", "billing cycle"},
    /* paper */
    {"书面", "文字", "盖章", "凭据", "凭证", "函", "字据", "白纸黑字", "写下来", "发邮件", "收据", "发票", "in writing",
     "text me", "written", "email me", "receipt", "paper"},
    /* money standing of a firm */
    {"没钱", "资金", "倒闭", "跑路", "关门", "监管", "破产", "bankrupt", "going under", "cash"},
    /* standard */
    {"标准", "怎么算", "怎么定", "按什么", "依据", "哪来的", "档", "怎么来", "凭什么", "calculated", "based on",
     "standard", "formula", "work out"},
    /* evidence */ {"录像", "视频", "照片", "截图", "证据", "开箱", "没拍", "video", "photo", "picture", "evidence"},
    /* label on the customer */
    {"标签", "黑名单", "拉黑", "记一笔", "账号", "信用", "影响以后", "薅羊毛", "记录", "blacklist", "flag my",
     "on record", "marked"},
    /* coupon, voucher */
    {"券", "优惠", "折扣", "代金", "积分", "点数", "住宿券", "赠", "coupon", "voucher", "discount", "points"},
    /* limits of use */
    {"限制", "条件", "能用吗", "什么时候能用", "哪些不能", "转让", "送人", "假日", "restrictions", "conditions",
     "blackout", "transfer", "terms"},
    /* other customers */
    {"别人", "其他人", "其他客户", "只有我", "就我", "多少人", "others", "other people", "other customers", "just me",
     "only me", "everyone"},
    /* medicine */
    {"药", "吃药", "停药", "漏吃", "忘吃", "补吃", "药片", "剂量", "medicine", "pill", "pills", "dose", "medication"},
    /* body */
    {"青", "紫", "气短", "心慌", "疼", "胸口", "头晕", "不舒服", "症状", "要紧", "bruise", "pain", "dizzy", "breath",
     "symptom"},
    /* insurance */ {"报销", "医保", "保险", "报一点", "insurance", "reimbursed"},
    /* who knows of it */
    {"女儿", "儿子", "家里", "家人", "爱人", "老婆", "老公", "告诉别人", "daughter", "wife", "husband", "family",
     "tell anyone"},
    /* contract, cancel */
    {"合同", "续约", "解约", "取消", "续费", "到期", "违约", "contract", "renew", "renewal", "cancel", "terminate",
     "lock in"},
    /* speed */ {"慢", "卡", "卡顿", "延迟", "登录", "速度", "slow", "lag", "speed", "latency"},
    /* human */
    {"人工", "真人", "专人", "专员", "机器人", "负责人", "领导", "主管", "human", "agent", "manager", "supervisor",
     "real person"},
};

size_t concept_count(void)
{
    return sizeof concepts / sizeof *concepts;
}

uint64_t concepts_in(struct str normal)
{
    uint64_t bits = 0;
    for (size_t i = 0; i < concept_count(); i++)
        if (words_in(normal, concepts[i]))
            bits |= (uint64_t)1 << i;
    return bits;
}
