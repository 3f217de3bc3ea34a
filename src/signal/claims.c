#include "signal/claims.h"

#include "base/arena.h"
#include "text/sentence.h"

/* Lists are one text with `|` between. Chinese words are Simplified: text is folded. */
static const char workplaces[] = "公司|科技|集团|医院|药房|学校|中学|小学|大学|工厂|厂|银行|超市|饭店|餐厅|诊所|幼儿园|"
                                 "事务所|工作室|律所|车队|花店|书店|酒店|工地|市|区|小区|村|镇";
static const char trades[] =
    "医生|护士|老师|司机|出租|会计|律师|警察|厨师|程序员|前端|后端|产品经理|销售|保安|保洁|快递|外卖|理发|美容|教练|"
    "导游|记者|编辑|摄影|后期|设计师|药房|药剂|农民|种地|锅炉|电工|木工|焊工|裁缝|粮油|水果|服装|时装|房产|中介|公务员|"
    "当兵|退伍|主播|翻译|化学|物理|数学|语文|体育|花店|面馆|餐馆|饭馆|茶餐厅|网约车|工地|装修|保险|银行|超市|批发|养猪|"
    "养殖|修车|纺织|棉纺|牙医|兽医|空姐|列车员|船员|画家|演员|nurse|teacher|driver|plumber|electrician|accountant|"
    "lawyer|chef|waiter|waitress|engineer|programmer|dentist|doctor|florist|nursery|baker|butcher|barber|hairdresser|"
    "farmer|carpenter|librarian|realtor|firefighter|pilot|delivery van|forklift|taxi|cab|uber|mechanic|pharmacist|"
    "optician|photographer|journalist|secretary|receptionist|cleaner|security guard|bartender|bank teller|surgeon|"
    "paralegal|welder|food truck|real estate";
/* Places that a persona may say it lives or works in. */
static const char cities[] =
    "北京|上海|天津|重庆|广州|深圳|成都|杭州|武汉|西安|南京|苏州|长沙|郑州|青岛|大连|沈阳|哈尔滨|长春|济南|合肥|"
    "福州|厦门|南昌|昆明|贵阳|南宁|海口|石家庄|太原|兰州|西宁|银川|乌鲁木齐|呼和浩特|拉萨|宁波|温州|无锡|常州|"
    "徐州|佛山|东莞|珠海|中山|惠州|洛阳|株洲|岳阳|烟台|唐山|绵阳|桂林|三亚|台北|新北|桃园|新竹|竹北|台中|台南|"
    "高雄|基隆|花莲|台东|屏东|嘉义|彰化|苗栗|南投|宜兰|云林|新庄|板桥|九龙|旺角|荃湾|沙田|元朗|屯门|铜锣湾|湾仔|"
    "澳门|保定|邯郸|邢台|秦皇岛|张家口|承德|沧州|廊坊|衡水|阳泉|晋城|晋中|临汾|运城|吕梁|忻州|包头|赤峰|鄂尔多斯|"
    "呼伦贝尔|通辽|鞍山|抚顺|本溪|丹东|锦州|营口|阜新|辽阳|盘锦|铁岭|葫芦岛|延边|松原|通化|齐齐哈尔|大庆|牡丹江|"
    "佳木斯|鸡西|鹤岗|绥化|南通|连云港|淮安|盐城|扬州|镇江|泰州|宿迁|昆山|常熟|张家港|江阴|嘉兴|湖州|绍兴|金华|"
    "衢州|舟山|台州|丽水|义乌|芜湖|蚌埠|淮南|马鞍山|安庆|滁州|阜阳|宿州|六安|亳州|宣城|莆田|泉州|漳州|南平|龙岩|"
    "宁德|景德镇|九江|新余|鹰潭|赣州|宜春|上饶|吉安|淄博|枣庄|东营|潍坊|济宁|泰安|威海|临沂|德州|聊城|滨州|菏泽|"
    "平顶山|安阳|鹤壁|新乡|焦作|濮阳|许昌|漯河|三门峡|南阳|商丘|信阳|周口|驻马店|黄石|十堰|宜昌|襄阳|荆门|孝感|"
    "荆州|黄冈|咸宁|恩施|湘潭|衡阳|邵阳|常德|张家界|益阳|郴州|怀化|娄底|汕头|韶关|湛江|茂名|肇庆|江门|梅州|汕尾|"
    "清远|潮州|揭阳|柳州|梧州|北海|钦州|玉林|百色|河池|自贡|攀枝花|泸州|德阳|广元|遂宁|内江|乐山|南充|眉山|宜宾|"
    "广安|达州|雅安|巴中|资阳|遵义|六盘水|安顺|毕节|曲靖|玉溪|保山|昭通|丽江|铜川|宝鸡|咸阳|渭南|延安|汉中|榆林|"
    "商洛|天水|嘉峪关|武威|张掖|酒泉|庆阳|克拉玛依|吐鲁番|哈密|喀什|伊犁";
/* Relatives as a speaker calls them, and what a document that knows of them says. */
static const struct {
    const char *said, *known;
} relatives[] = {
    {"我儿子|我家小子|我仔|我个仔|我的儿子|我们家儿子|my son|my boy|our son", "儿子|男孩|儿|仔|son|boy"},
    {"我女儿|我闺女|我家闺女|我个女|我的女儿|我大女儿|my daughter|my girl|our daughter",
     "女儿|闺女|女孩|囡|daughter|girl"},
    {"我老公|我丈夫|我先生|我爱人|我家那口子|my husband|my hubby", "丈夫|老公|先生|爱人|husband"},
    {"我老婆|我太太|我妻子|我媳妇|我爱人|我老伴|my wife|the wife", "妻子|老婆|太太|媳妇|爱人|老伴|wife"},
    {"我孙子|我孙女|我外孙|my grandson|my granddaughter|my grandkids", "孙|grand"},
    {"双胞胎|twins", "双胞胎|twin"},
    {"光棍|单身|没结婚|离婚|离了|divorced|i'm single|never married", "单身|未婚|独身|离异|离婚|single|divorc|alone"}};

static bool holds(const struct words *text, struct str word)
{
    return words_may_have_str(text, word) && str_find(text->text, word) != STR_NONE;
}

/* What `known` (NULL: nothing) holds is backed and left out. */
static void add_list(struct needles *claims, const char *list, enum claim claim, const struct words *known)
{
    struct str word;
    while (next_phrase(&list, &word))
        if (known == NULL || !holds(known, word))
            needles_add(claims, word, claim);
}

static bool holds_one(const struct words *text, const char *list)
{
    struct str word;
    while (next_phrase(&list, &word))
        if (holds(text, word))
            return true;
    return false;
}

void claims_init(struct needles *claims, struct arena *arena, struct str document, struct str callee)
{
    struct words all, own;
    words_init(&all, document);
    words_init(&own, callee);
    needles_init(claims, arena, NEEDLES_ANYWHERE);
    add_list(claims, workplaces, CLAIM_WORKPLACE, NULL);
    add_list(claims, trades, CLAIM_TRADE, &all);
    add_list(claims, cities, CLAIM_CITY, &all);
    for (size_t i = 0; i < sizeof relatives / sizeof *relatives; i++)
        if (!holds_one(&own, relatives[i].known))
            add_list(claims, relatives[i].said, CLAIM_RELATIVE, NULL);
}

/* One's family and people one knows. */
static const char *const kin[] = {
    "儿子", "女儿",    "闺女",       "孩子",      "老公",     "老婆",      "太太",      "先生",    "丈夫",   "妻子",
    "我妈", "我爸",    "母亲",       "父亲",      "老伴",     "邻居",      "朋友",      "同事",    "同学",   "亲戚",
    "爷爷", "奶奶",    "外婆",       "外公",      "姥姥",     "姥爷",      "公公",      "婆婆",    "弟弟",   "我弟",
    "表弟", "妹妹",    "我妹",       "表妹",      "哥哥",     "我哥",      "表哥",      "姐姐",    "我姐",   "表姐",
    "孙子", "孙女",    "侄",         "son",       "sons",     "daughter",  "daughters", "kid",     "mother", "father",
    "mom",  "dad",     "wife",       "husband",   "friend",   "neighbour", "neighbor",  "brother", "sister", "cousin",
    "kids", "friends", "neighbours", "neighbors", "brothers", "sisters",   "cousins",   NULL};

bool speaks_of_kin(struct str clause)
{
    return words_in(clause, kin);
}

/* 他 of a man, not of 其他, 吉他 or 维他命. */
static bool says_he(struct str clause)
{
    static const char *const within[] = {"其", "吉", "维", NULL};
    for (size_t from = 0, at; (at = str_find(str_slice(clause, from, clause.len), STR("他"))) != STR_NONE;) {
        const struct str before = str_slice(clause, 0, from + at);
        if (!str_ends_any(before, within))
            return true;
        from += at + sizeof "他" - 1;
    }
    return false;
}

bool speaks_of_another(struct str clause)
{
    static const char *const others[] = {"她", "she", "he's", NULL};
    return speaks_of_kin(clause) || says_he(clause) || words_in(clause, others);
}
