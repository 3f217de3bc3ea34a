#include "dialogue/concepts.h"

enum { WORDS = 60 };

/* Normal text; the kinds of questions first (CONCEPT_KINDS). English words are matched whole, so their forms are
 * listed. */
static const char *const concepts[][WORDS] = {
    /* when */ {"什么时候", "by when", "何日",   "礼拜几",   "星期几",    "多会儿",   "哪会儿", "啥时",
                "几号",     "哪天",    "哪一天", "啥时候",   "几时",      "何时",     "几点",   "哪个月",
                "日子",     "日期",    "when",   "what day", "what time", "how soon", "date"},
    /* how long it takes */
    {"多久",    "how many weeks", "几个礼拜",  "多少日子",    "多少天",        "多长时间", "几个小时",
     "半天",    "几天",           "要等",      "等多",        "工作日",        "耗时",     "how long",
     "all day", "half a day",     "overnight", "get it back", "how many days", "take to",  "done by"},
    /* today, at once */
    {"今天", "tonight", "今儿", "眼下", "当天", "现在", "马上", "立刻", "当场", "这会儿", "立即", "非得等", "拖到",
     "right now", "today", "right away", "straight away", "this minute"},
    /* reason */
    {"为什么", "what for", "凭什么",   "凭啥",   "什么缘故", "怎么连",   "为啥",
     "原因",   "怎么会",   "怎么回事", "咋回事", "咋就",     "咋老",     "怎么老",
     "为何",   "什么道理", "哪一国",   "why",    "reason",   "how come", "what happened"},
    /* again, in future */ {"以后",          "do it again",    "try it again", "some day",    "下一次",    "再遇上",
                            "再弹",          "又碰上",         "再碰上",       "明儿",        "往后再",    "下个月",
                            "下月",          "下次",           "将来",         "往后",        "今后",      "再来",
                            "再有",          "还会",           "又来",         "再出",        "频率",      "每年",
                            "隔三差五",      "还得停",         "定期",         "下回",        "next time", "in future",
                            "in the future", "keep happening", "every year",   "happen again"},
    /* how long it goes on */
    {"一辈子", "哪年", "是个头", "长期", "吃多久", "一直要", "一直吃", "要吃到", "停掉", "for life", "forever",
     "for good", "how much longer"},
    /* cost */
    {"多少钱",   "extra cost",
     "how much", "往里添",
     "白扔",     "花多少",
     "收钱",     "几块钱",
     "倒贴",     "贴钱",
     "加钱",     "添钱",
     "费用",     "收费",
     "花钱",     "掏钱",
     "免费",     "付钱",
     "要钱",     "价格",
     "贵",       "自费",
     "出钱",     "买单",
     "一分钱",   "cost",
     "costs",    "paying for this",
     "free",     "charge",
     "bill",     "invoice",
     "price",    "fee",
     "catch",    "on the paper",
     "owe",      "out of my pocket"},
    /* who pays */
    {"谁出", "归谁出", "自己贴", "自己花", "自己掏", "谁承担", "谁付", "谁掏", "谁来付", "算谁的", "who pays",
     "who's paying", "whose dime", "whose bill", "on whose", "do i pay", "cover", "covers"},
    /* deducted */
    {"扣", "扣掉", "名目", "扣钱", "从我这", "收我", "抵掉", "deduct", "deducted", "withheld", "taken off"},
    /* lost */ {"丢",   "still there", "少了没", "还剩", "在不在", "还齐",   "丢失",   "遗失",    "不见", "没了",
                "少了", "少一",        "还在",   "完整", "齐不齐", "找不到", "找不回", "找得回",  "缺",   "遗漏",
                "漏了", "少没少",      "齐全",   "弄没", "全不全", "lost",   "lose",   "missing", "gone", "intact"},
    /* damage */
    {"坏",     "smashed", "烂了",   "压烂",    "磕坏",      "摔坏", "撞坏",  "损坏", "破",
     "碎",     "磕",      "裂",     "变形",    "瑕疵",      "压坏", "摔",    "瘪",   "凹",
     "damage", "damaged", "broken", "cracked", "scratched", "dent", "dented"},
    /* privacy */ {"隐私",   "who saw", "see my",   "偷看",    "备份",      "谁看过",       "个资",      "几个人看",
                   "看过我", "瞅得见",  "看得见",   "门牌",    "手机号",    "个人信息",     "信息安全",  "泄露",
                   "外泄",   "泄漏",    "卖给",     "倒卖",    "骚扰",      "转手",         "保密",      "号码给",
                   "漏出去", "流出去",  "我的号",   "地址",    "加密",      "privacy",      "personal",  "private",
                   "leak",   "leaked",  "share my", "sell my", "passed on", "confidential", "my number", "my data"},
    /* compensation */
    {"赔", "担责", "算赔", "说法", "补偿", "赔偿", "理赔", "赔付", "重发", "补发", "违约金", "算我的", "找谁要",
     "compensation", "compensate", "make up for", "reimburse", "make it right"},
    /* refund */
    {"退款",     "in my account", "get my money",   "退我", "退多少", "返还",   "拿回来", "能拿回", "回卡", "钱哪天",
     "回到卡",   "进账",          "户头",           "打回", "还我钱", "退钱",   "退回",   "到账",   "入账", "原路",
     "退费",     "退给",          "钱回",           "拿回", "打过来", "转过来", "回到我", "刷退",   "退到", "refund",
     "refunded", "money back",    "back on my card"},
    /* return of goods */
    {"退货", "take it back", "能退",      "让退",     "退掉吗",       "不要了",  "还收吗",     "退换",
     "退掉", "送回",         "收回",      "召回",     "拿回去",       "换货",    "换一",       "无理由",
     "寄回", "七天",         "return it", "exchange", "send it back", "replace", "replacement"},
    /* notice */ {"通知", "tell me before", "头天才",   "临到跟前", "通个气",        "知会",
                  "吱声", "提醒",           "提前",     "告知",     "公告",          "短信",
                  "预先", "事先",           "早点说",   "早说",     "打招呼",        "吱一声",
                  "信儿", "没个信",         "招呼也不", "notice",   "notify",        "notified",
                  "warn", "heads-up",       "reminder", "alert",    "ahead of time", "in advance"},
    /* contact */
    {"联系", "上哪儿问", "找哪个", "谁管我", "寻谁", "找谁", "找你", "打给", "打哪", "电话", "客服", "热线", "渠道",
     "contact", "call you", "reach", "get hold of", "which number", "direct line"},
    /* guarantee of time */
    {"准时",       "show up on time",
     "拖着",       "准不准",
     "准点",       "说好几点",
     "总晚",       "老是晚",
     "按时",       "履约",
     "说几点",     "不晚",
     "晚到",       "迟到",
     "超时",       "靠得住",
     "靠谱",       "可靠",
     "保证",       "保障",
     "确保",       "on time",
     "reliable",   "guarantee",
     "guaranteed", "count on"},
    /* taken up */
    {"采纳",
     "anyone look",
     "办不办",
     "谁来看",
     "有人瞧",
     "落到谁手",
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
     "会改",
     "白说",
     "白提",
     "没人看",
     "有人看",
     "听进去",
     "听完就",
     "作数",
     "act on",
     "taken seriously",
     "actually happen",
     "goes anywhere",
     "anyone read",
     "意见",
     "建议",
     "反馈",
     "feedback",
     "suggestion",
     "suggestions"},
    /* follow-up */ {"跟进",       "where it stands",
                     "到哪步了",   "到哪一步",
                     "办到哪",     "查出个结果",
                     "有说法",     "进度",
                     "回访",       "回复",
                     "答复",       "下文",
                     "没动静",     "没消息",
                     "跟踪",       "回我",
                     "回电",       "后来怎么样",
                     "有人管",     "没人管",
                     "处理到",     "follow up",
                     "progress",   "status",
                     "call back",  "called me back",
                     "got back",   "heard back",
                     "nobody told"},
    /* hidden trouble */
    {"隐患", "报错", "不灵", "失灵", "出声",   "毛病", "故障",  "bug",    "风险",  "稳定",   "稳不稳", "出事",
     "检测", "彻底", "埋着", "雷",   "没发现", "排查", "issue", "issues", "fault", "stable", "risk"},
    /* business stops */
    {"影响业务", "断的那", "开单", "还能做账", "停机的", "停的那",   "中断",   "停机",      "停服",    "高峰",
     "低峰",     "干活",   "耽误", "停几",     "断掉",   "downtime", "outage", "interrupt", "disrupt", "offline"},
    /* held against me */ {"穿小鞋",    "影响我",  "小鞋",         "吃亏",   "记恨",   "受影响", "为难我",
                           "记仇",      "报复",    "以后下单",     "标签",   "黑名单", "拉黑",   "账号",
                           "信用",      "薅羊毛",  "不给我发",     "跟着我", "一直挂", "记录会", "hold it against",
                           "blacklist", "flag my", "on my record", "marked"},
    /* maintenance */
    {"维护", "升级", "检修", "更新", "改了", "改动", "鼓捣", "动了什么", "动了啥", "弄了什么", "换了什么", "换了啥",
     "maintenance", "upgrade", "update"},
    /* warranty */ {"保修", "质保", "三包", "还修", "给修", "包修", "warranty", "guarantee period"},
    /* blame */
    {"责任", "谁的错", "谁负责", "怪谁", "谁弄", "谁搞", "谁给", "谁摔", "谁磕", "仓库", "快递", "blame", "responsible",
     "whose fault"},
    /* genuine */
    {"装的",
     "how do i know",
     "how am i to tell",
     "作准",
     "信不过",
     "是真医院",
     "真的假的",
     "真假",
     "真不真",
     "糊弄",
     "作假",
     "假的",
     "骗",
     "诈骗",
     "证明",
     "核实",
     "查证",
     "怎么信",
     "冒充",
     "官方",
     "凭据",
     "空口",
     "怎么知道你",
     "genuine",
     "scam",
     "legit",
     "prove",
     "proof",
     "verify",
     "fake",
     "fraud",
     "who you say",
     "really from",
     "what can i check",
     "say they're from",
     "call is real"},
    /* selling */
    {"推销", "加项", "办卡", "套餐", "促销", "劝我", "sell", "selling", "upsell", "sales", "extra work", "add-on",
     "add on", "other work", "talk me into", "find something", "finds a", "another bill"},
    /* deadline passes */
    {"过期", "到期", "截止", "期限", "来不及", "逾期", "延期", "入口", "就没了", "关了", "deadline", "expire",
     "expires", "run out", "overdue"},
    /* promise fails */
    {"再不到", "又没有", "落空", "还不到", "又不到", "没到", "不兑现", "下一步", "怎么办", "what then", "falls through",
     "doesn't happen", "don't get it"},
    /* what if not */
    {"不来", "不去", "不弄", "不做", "不修", "放着", "don't come", "never bring", "don't bring", "let it ride",
     "skip it", "ignore it", "do nothing", "wait it out", "put it off", "never show"},
    /* safe to use on */
    {"还能用", "接着用", "继续用", "安全吗", "危险", "keep driving", "drive it", "safe", "dangerous", "keep using",
     "in the meantime", "okay to drive", "quit on me", "until then", "till then"},
    /* driving */ {"开车", "方向盘", "三轮", "上路", "骑车", "蹬", "开上", "drive", "driving", "behind the wheel"},
    /* rental, substitute */
    {"代步", "租车", "备用", "替代", "顶上", "rental", "loaner", "rent", "get to work", "get around", "drive to work",
     "driving to", "without a car", "ride"},
    /* bank card */
    {"卡号", "信用卡", "银行卡", "我的卡", "刷卡", "刷我", "请款", "又扣", "第三次", "冒一笔", "再扣", "my card",
     "card number", "charge my card"},
    /* statement */
    {"账单", "对账", "自动扣缴", "冲抵", "那期", "哪一期", "这期", "下一期", "statement", "billing cycle"},
    /* paper */
    {"书面", "凭证", "留个底", "单据", "条子", "凭条", "纸上", "文字", "盖章", "函", "字据", "白纸黑字", "写下来",
     "发邮件", "in writing", "text me", "written down", "email me", "receipt"},
    /* stamp and name */ {"章", "单位", "主体", "名字不", "另一个名字", "抬头", "落款", "entity", "letterhead"},
    /* money standing of a firm */
    {"没钱", "有钱", "资金", "倒闭", "跑路", "关门", "监管", "破产", "撑不住", "账上", "垮", "bankrupt", "going under",
     "out of business"},
    /* standard */
    {"标准", "怎么算", "规矩", "为啥是", "凭啥是", "怎么定", "按什么", "依据", "哪来的", "档", "怎么来", "不是两",
     "谁嚷", "谁闹", "有张表", "calculated", "based on", "formula", "work that out"},
    /* evidence */
    {"录像", "拿什么来", "图都删", "拿什么证明", "视频", "照片", "截图", "证据", "开箱", "没拍", "没录", "举证", "相片",
     "拿证", "video", "photo", "picture", "evidence"},
    /* coupon, voucher */
    {"券", "优惠", "折扣", "代金", "积分", "点数", "餐饮金", "coupon", "voucher", "discount", "points"},
    /* lessons instead */ {"课时", "赠", "暑期班", "抵课", "换成课", "lessons", "classes"},
    /* limits of use */
    {"限制", "还能用吗", "可以用", "用不到", "哪些不能", "转让", "送人", "给我女儿", "给家人", "假日", "restrictions",
     "conditions", "blackout", "transfer", "give it to"},
    /* others as well */
    {"别人", "别的客", "跟我一样", "同款", "别人家", "其他人", "其他客", "其他客户", "只有我", "就我", "多少人",
     "others", "other people", "other customers", "just me", "only me", "everyone"},
    /* medicine */
    {"药", "吃药", "停药", "漏吃", "补吃", "药片", "剂量", "几样", "medicine", "pill", "pills", "dose", "medication"},
    /* bruise */ {"青", "紫", "乌青", "淤", "出血", "bruise", "bleeding"},
    /* breath */ {"气短", "心慌", "喘", "接不上气", "气不够", "憋", "上楼", "爬", "breath", "winded", "dizzy"},
    /* stand-by remedies */ {"保健", "胶囊", "鱼油", "偏方", "补品", "几瓶", "三瓶", "supplement", "vitamins"},
    /* insurance */ {"报销", "能报", "医保", "公家", "报一点", "给不给出", "insurance", "reimbursed"},
    /* who knows of it */
    {"女儿", "儿子", "家里", "家人", "爱人", "传到", "告诉别人", "跟她说", "跟她讲", "打给她", "打给他", "daughter",
     "wife", "husband", "tell anyone", "tell my"},
    /* contract, cancel */
    {"合同", "续约", "解约", "取消", "续费", "退订", "contract", "renew", "renewal", "cancel", "terminate", "lock in"},
    /* speed */ {"慢", "卡顿", "延迟", "登录", "速度", "slow", "lag", "latency"},
    /* human */
    {"人工", "换一个人", "那一个人", "同一个人", "真人", "专人", "上头", "上级", "不服", "换个人", "专员", "机器人",
     "负责人", "领导", "主管", "human", "manager", "supervisor", "real person"},
    /* delivery charge */
    {"运费", "邮费", "包邮", "送货费", "上门费", "shipping", "postage", "delivery fee"},
    /* cheaper later */
    {"降价", "卖便宜", "标的价", "又便宜", "便宜了", "掉价", "又降", "价保", "价格保护", "差价", "差额", "补差",
     "price drop", "cheaper", "price match"},
    /* together */
    {"一起用", "叠加", "叠着", "摞", "同时用", "合着用", "combine", "on top of each other", "together"},
    /* gift */
    {"赠品", "送的还有", "轮得到", "礼物", "小礼", "送的那", "送的东西", "gift", "freebie"},
    /* twice */
    {"重复", "多出来一", "双扣", "多扣", "多收", "多出一份", "两遍", "两份", "两次", "多出来", "双份", "twice",
     "duplicate", "double"},
    /* punished */
    {"罚", "猜到是我", "告发", "处分", "饭碗", "开除", "扣工资", "挨骂", "punish", "fired", "penalty"},
    /* nobody answers */
    {"没人接", "占线", "打不通", "没人理", "没人回", "打不进", "no answer", "nobody picks up", "engaged", "on hold"},
    /* cannot work it */
    {"不会用", "walk me through", "show me", "哪个键", "按错", "怎么点", "从哪儿点", "教我", "手把手", "弄不来",
     "不会弄", "找不到按", "点来点去", "按钮", "眼神不好", "can't work", "button", "which key"},
};

_Static_assert(sizeof concepts / sizeof *concepts <= LEXICON_LISTS, "a bit each");

size_t concept_count(void)
{
    return sizeof concepts / sizeof *concepts;
}

void concepts_init(struct lexicon *lexicon, struct arena *arena)
{
    lexicon_init(lexicon, arena);
    for (size_t i = 0; i < concept_count(); i++)
        lexicon_add(lexicon, concepts[i], (unsigned)i);
}
