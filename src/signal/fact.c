/* Does the reply contradict what the document says of the persona? Ages, dates, names and workplaces that it claims and
 * that neither the document nor the conversation so far knows. */
#include "signal/context.h"
#include "signal/number.h"
#include "text/normalise.h"
#include "text/utf8.h"

#include <string.h>

struct claims {
    size_t wrong_age, new_dates, new_numbers, wrong_names, new_places, new_kin, new_jobs, new_cities, new_capitals;
    double new_claim; /* the clause about the speaker whose content words the document knows least, share not known */
    uint32_t age_start, age_end; /* bytes: another age than the document's, said of oneself past doubt */
};

static bool known_number(const struct profile *profile, struct number number)
{
    for (size_t i = 0; i < profile->numbers.count; i++) {
        const struct number *other = &profile->numbers.items[i];
        if (other->value == number.value &&
            (number.unit == UNIT_NONE || other->unit == number.unit || other->unit == UNIT_NONE))
            return true;
    }
    return false;
}

static bool said_in(const struct scene *scene, size_t index, struct number number)
{
    for (size_t i = 0; i < index; i++) {
        const struct numbers *numbers = &scene->utterances[i].numbers;
        for (size_t j = 0; j < numbers->count; j++)
            if (numbers->items[j].value == number.value)
                return true;
    }
    return false;
}

static bool contains(struct str text, const char *needle)
{
    return str_find(text, str_from(needle)) != STR_NONE;
}

/* The same for a part of the text whose words are given: most needles are passed over by what the text holds. */
static bool part_contains(const struct words *words, struct str part, const char *needle)
{
    return words_may_have(words, needle) && contains(part, needle);
}

static bool part_contains_one(const struct words *words, struct str part, const char *const *list)
{
    for (; *list != NULL; list++)
        if (part_contains(words, part, *list))
            return true;
    return false;
}

/* The clause that holds [start, end). */
static struct str clause_of(struct str text, size_t start, size_t end)
{
    while (start > 0 && text.ptr[start - 1] != '.' && text.ptr[start - 1] != ',' && text.ptr[start - 1] != '?' &&
           text.ptr[start - 1] != '!')
        start--;
    while (end < text.len && text.ptr[end] != '.' && text.ptr[end] != ',' && text.ptr[end] != '?' &&
           text.ptr[end] != '!')
        end++;
    return str_slice(text, start, end);
}

/* "我四十了": the speaker before it, and nothing but that it is so behind. */
static bool says_decade(struct str text, struct number number)
{
    struct str before = str_slice(text, 0, number.start), behind = str_slice(text, number.end, text.len);
    return (str_ends(before, STR("我")) || str_ends(before, STR("俺")) || str_ends(before, STR("我都"))) &&
           (str_starts(behind, STR("了")) || str_starts(behind, STR("啦")) || str_starts(behind, STR("的人")));
}

/* Is the number said as the speaker's own age? Chinese by its unit; English by "I'm 46", "at forty-six", "forty-six
 * years old". */
static bool own_age(struct str text, struct number number, enum lang lang)
{
    struct str clause = clause_of(text, number.start, number.end);
    if (number.value < 12 || number.value > 110)
        return false;
    static const char *const others[] = {"儿子", "女儿",    "闺女",     "孩子", "老公",   "老婆",   "太太", "先生",
                                         "丈夫", "妻子",    "我妈",     "我爸", "母亲",   "父亲",   "老伴", "她",
                                         "他",   "son",     "daughter", "kid",  "mother", "father", "mom",  "dad",
                                         "wife", "husband", "she",      "he's", NULL};
    for (size_t i = 0; others[i] != NULL; i++)
        if (contains(clause, others[i]))
            return false;
    if (number.unit == UNIT_AGE)
        return true;
    struct str before = str_slice(text, number.start >= 9 ? number.start - 9u : 0, number.start);
    if (lang != LANG_EN)
        return number.unit == UNIT_NONE &&
               (str_ends(before, STR("今年")) ||
                (number.value >= 30 && number.value % 10 == 0 && says_decade(text, number)));
    struct str behind = str_slice(text, number.end, number.end + 1);
    bool ends = behind.len == 0 || behind.ptr[0] == ',' || behind.ptr[0] == '.' || behind.ptr[0] == '!' ||
                behind.ptr[0] == '?' || str_starts(str_slice(text, number.end, text.len), STR(" and i"));
    return (str_ends(before, STR(" at ")) && number.value >= 18 &&
            (ends || str_starts(str_slice(text, number.end, text.len), STR(" i")))) ||
           ((str_ends(before, STR("i'm ")) || str_ends(before, STR("i am "))) && ends) ||
           str_ends(before, STR("turned "));
}

/* "我今年35岁", "I'm 35 years old": of nobody else, of today, and not one year more or less by another count. */
static bool plainly_own(struct str text, struct number number, uint64_t age)
{
    static const char *const speaker[] = {"我", "俺", "今年", "i'm", "i am", NULL};
    static const char *const others[] = {"爷", "奶", "姥", "公", "婆",   "姐",   "妹",   "哥",   "弟",     "师傅",
                                         "老", "孙", "侄", "同", "朋友", "岁的", "们",   "你",   "您",     "不是",
                                         "像", "等", "到", "猫", "狗",   "那年", "时候", "之前", "以前",   "那会",
                                         "前", "才", "差", "快", "not",  "when", "like", "feel", "almost", NULL};
    struct str clause = clause_of(text, number.start, number.end);
    bool own = false;
    for (size_t i = 0; speaker[i] != NULL; i++)
        own = own || contains(clause, speaker[i]);
    for (size_t i = 0; others[i] != NULL && own; i++)
        own = !contains(clause, others[i]);
    return own && number.unit == UNIT_AGE && (number.value > age ? number.value - age : age - number.value) > 1;
}

static void check_numbers(struct claims *claims, const struct profile *profile, const struct scene *scene, size_t index)
{
    struct str text = scene->utterances[index].normal.text;
    const struct number *items = scene->utterances[index].numbers.items;
    const size_t count = scene->utterances[index].numbers.count;
    enum { MOST = 64 };
    for (size_t i = 0; i < count && i < MOST; i++) {
        if (own_age(text, items[i], scene->lang)) {
            claims->wrong_age += profile->age != 0 && items[i].value != profile->age;
            if (profile->age != 0 && claims->age_end == 0 && plainly_own(text, items[i], profile->age))
                claims->age_start = items[i].start, claims->age_end = items[i].end;
            continue;
        }
        bool date = items[i].unit == UNIT_MONTH || items[i].unit == UNIT_DAY ||
                    (items[i].unit == UNIT_YEAR && items[i].value > 1900);
        bool large = items[i].value >= 13;
        if ((date || large) && !known_number(profile, items[i]) && !said_in(scene, index, items[i])) {
            claims->new_dates += date;
            claims->new_numbers++;
        }
    }
}

/* Ideographs before `at`, up to `most`, as far as they go. */
static struct str han_before(struct str text, size_t at, size_t most)
{
    size_t start = at;
    for (size_t n = 0; n < most && start > 0; n++) {
        size_t back = start;
        if (!code_point_is_han(utf8_prev(text, &back)))
            break;
        start = back;
    }
    return str_slice(text, start, at);
}

/* "我们云帆科技", "在棉纺厂": a workplace whose name's last two ideographs before the word for its kind the document
 * does not know. */
static void check_places(struct claims *claims, const struct profile *profile, const struct words *words)
{
    struct str text = words->text;
    static const char *const kinds[] = {"公司",   "科技",   "集团",   "医院", "药房", "学校", "中学", "小学",
                                        "大学",   "工厂",   "厂",     "银行", "超市", "饭店", "餐厅", "诊所",
                                        "幼儿园", "事务所", "工作室", "律所", "车队", "花店", "书店", "酒店",
                                        "工地",   "市",     "区",     "小区", "村",   "镇"};
    static const char *const self[] = {"我在", "我们", "咱们", "我是",   "我当",
                                       "我家", "我开", "我住", "我老家", "我上班"};
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
        for (size_t from = words_may_have(words, kinds[k]) ? 0 : text.len, found;
             (found = str_find(str_slice(text, from, text.len), str_from(kinds[k]))) != STR_NONE;) {
            size_t at = from + found;
            from = at + strlen(kinds[k]);
            struct str name = han_before(text, at, 2), near = han_before(text, at, 8);
            bool own = false;
            for (size_t s = 0; s < sizeof self / sizeof *self && !own; s++)
                own = contains(near, self[s]);
            if (own && name.len >= 6 && str_find(profile->all, name) == STR_NONE)
                claims->new_places++;
        }
}

static bool upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

/* "This is Carol", "my name is Bob": a capitalised name that the document does not know. */
static void check_english_name(struct claims *claims, const struct profile *profile, struct arena *arena,
                               struct str stored)
{
    static const char *const leads[] = {"my name is ", "My name is ", "my name's ", "My name's ",
                                        "This is ",    "this is ",    "call me ",   "I'm "};
    for (size_t i = 0; i < sizeof leads / sizeof *leads; i++) {
        size_t at = str_find(stored, str_from(leads[i]));
        if (at == STR_NONE)
            continue;
        size_t start = at + strlen(leads[i]), end = start;
        while (end < stored.len && ((stored.ptr[end] | 0x20) >= 'a' && (stored.ptr[end] | 0x20) <= 'z'))
            end++;
        if (end - start < 3 || !upper(stored.ptr[start]))
            continue;
        if (str_find(profile->all, normalise_text(arena, str_slice(stored, start, end))) == STR_NONE)
            claims->wrong_names++;
    }
}

/* Relatives by what they are called; names of one kind of relative stand together. */
static const char *const relatives[][10] = {
    {"我儿子", "我家小子", "我仔", "我个仔", "我的儿子", "我们家儿子", "my son", "my boy", "our son", NULL},
    {"我女儿", "我闺女", "我家闺女", "我个女", "我的女儿", "我大女儿", "my daughter", "my girl", "our daughter", NULL},
    {"我老公", "我丈夫", "我先生", "我爱人", "我家那口子", "my husband", "my hubby", NULL},
    {"我老婆", "我太太", "我妻子", "我媳妇", "我爱人", "我老伴", "my wife", "the wife", NULL},
    {"我孙子", "我孙女", "我外孙", "my grandson", "my granddaughter", "my grandkids", NULL},
    {"双胞胎", "twins", NULL},
    {"光棍", "单身", "没结婚", "离婚", "离了", "divorced", "i'm single", "never married", NULL}};
static const char *const relatives_in_documents[][10] = {
    {"儿子", "男孩", "儿", "仔", "son", "boy", NULL},
    {"女儿", "闺女", "女孩", "囡", "daughter", "girl", NULL},
    {"丈夫", "老公", "先生", "爱人", "husband", NULL},
    {"妻子", "老婆", "太太", "媳妇", "爱人", "老伴", "wife", NULL},
    {"孙", "grand", NULL},
    {"双胞胎", "twin", NULL},
    {"单身", "未婚", "独身", "离异", "离婚", "single", "divorc", "alone", NULL}};

static bool contains_one(struct str text, const char *const *list)
{
    for (; *list != NULL; list++)
        if (contains(text, *list))
            return true;
    return false;
}

static void check_relatives(struct claims *claims, const struct profile *profile, const struct words *words)
{
    for (size_t i = 0; i < sizeof relatives / sizeof *relatives; i++)
        claims->new_kin += part_contains_one(words, words->text, relatives[i]) &&
                           !contains_one(profile->callee, relatives_in_documents[i]);
}

/* Does the clause say what the speaker is, does for a living or has? */
static bool claims_something(const struct words *words, struct str clause)
{
    static const char *const leads[] = {
        "我是",         "我做",     "我开",      "我干",      "我当",    "我教",        "我跑",     "我卖",
        "我搞",         "我在",     "我们是",    "我们做",    "我家",    "我住",        "我老家",   "我以前",
        "我从前",       "我退休",   "一辈子",    "我去年",    "我今年",  "我才",        "我刚",     "我上个月",
        "本人是",       "干了",     "做了",      "我学",      "我读",    "我们单位",    "i'm a",    "i am a",
        "i work",       "i drive",  "i teach",   "i run",     "i own",   "i sell",      "i manage", "i live",
        "for a living", "i bought", "i got the", "i signed",  "i was a", "i've been a", "years as", "my shop",
        "my office",    "my job",   "i moved",   "i retired", "my boss", "as a",        NULL};
    return part_contains_one(words, clause, leads);
}

/* Trades: one that the speaker claims and the callee half does not name. Chinese ones are Simplified: text is folded.
 */
static const char *const trades[] = {
    "医生",      "护士",         "老师",        "司机",           "出租",         "会计",         "律师",
    "警察",      "厨师",         "程序员",      "前端",           "后端",         "产品经理",     "销售",
    "保安",      "保洁",         "快递",        "外卖",           "理发",         "美容",         "教练",
    "导游",      "记者",         "编辑",        "摄影",           "后期",         "设计师",       "药房",
    "药剂",      "农民",         "种地",        "锅炉",           "电工",         "木工",         "焊工",
    "裁缝",      "粮油",         "水果",        "服装",           "时装",         "房产",         "中介",
    "公务员",    "当兵",         "退伍",        "主播",           "翻译",         "化学",         "物理",
    "数学",      "语文",         "体育",        "花店",           "面馆",         "餐馆",         "饭馆",
    "茶餐厅",    "网约车",       "工地",        "装修",           "保险",         "银行",         "超市",
    "批发",      "养猪",         "养殖",        "修车",           "纺织",         "棉纺",         "牙医",
    "兽医",      "空姐",         "列车员",      "船员",           "画家",         "演员",         "nurse",
    "teacher",   "driver",       "plumber",     "electrician",    "accountant",   "lawyer",       "chef",
    "waiter",    "waitress",     "engineer",    "programmer",     "dentist",      "doctor",       "florist",
    "nursery",   "baker",        "butcher",     "barber",         "hairdresser",  "farmer",       "carpenter",
    "librarian", "realtor",      "firefighter", "pilot",          "delivery van", "forklift",     "taxi",
    "cab",       "uber",         "mechanic",    "pharmacist",     "optician",     "photographer", "journalist",
    "secretary", "receptionist", "cleaner",     "security guard", "bartender",    "bank teller",  "surgeon",
    "paralegal", "welder",       "food truck",  "real estate"};
/* Places that a persona may say it lives or works in. */
static const char *const cities[] = {
    "北京", "上海", "天津", "重庆", "广州",   "深圳",   "成都", "杭州", "武汉",   "西安",     "南京",     "苏州",
    "长沙", "郑州", "青岛", "大连", "沈阳",   "哈尔滨", "长春", "济南", "合肥",   "福州",     "厦门",     "南昌",
    "昆明", "贵阳", "南宁", "海口", "石家庄", "太原",   "兰州", "西宁", "银川",   "乌鲁木齐", "呼和浩特", "拉萨",
    "宁波", "温州", "无锡", "常州", "徐州",   "佛山",   "东莞", "珠海", "中山",   "惠州",     "洛阳",     "株洲",
    "岳阳", "烟台", "唐山", "绵阳", "桂林",   "三亚",   "台北", "新北", "桃园",   "新竹",     "竹北",     "台中",
    "台南", "高雄", "基隆", "花莲", "台东",   "屏东",   "嘉义", "彰化", "苗栗",   "南投",     "宜兰",     "云林",
    "新庄", "板桥", "九龙", "旺角", "荃湾",   "沙田",   "元朗", "屯门", "铜锣湾", "湾仔",     "澳门"};

static bool about_self(struct str clause)
{
    static const char *const selves[] = {"我", "咱", "本人", "i ", "i'm", "i've", "my ", "me ", NULL};
    return contains_one(clause, selves);
}

static void check_trades(struct claims *claims, const struct profile *profile, const struct words *words,
                         struct str clause)
{
    if (!about_self(clause))
        return;
    for (size_t i = 0; i < sizeof trades / sizeof *trades; i++)
        claims->new_jobs += part_contains(words, clause, trades[i]) && !contains(profile->all, trades[i]);
    for (size_t i = 0; i < sizeof cities / sizeof *cities; i++)
        claims->new_cities += part_contains(words, clause, cities[i]) && !contains(profile->all, cities[i]);
}

/* Most replies name none: asked once before their clauses are looked at. */
static bool names_trade(const struct words *words)
{
    for (size_t i = 0; i < sizeof trades / sizeof *trades; i++)
        if (part_contains(words, words->text, trades[i]))
            return true;
    for (size_t i = 0; i < sizeof cities / sizeof *cities; i++)
        if (part_contains(words, words->text, cities[i]))
            return true;
    return false;
}

static bool letter(char c)
{
    return (c | 0x20) >= 'a' && (c | 0x20) <= 'z';
}

/* Capitalised words inside a sentence that neither the document nor the call so far holds: other names, places,
 * companies. */
static void check_capitals(struct claims *claims, struct arena *arena, const struct profile *profile,
                           const struct scene *scene, size_t index)
{
    struct str stored = scene->utterances[index].message->content;
    for (size_t i = 2; i < stored.len; i++) {
        if (stored.ptr[i] < 'A' || stored.ptr[i] > 'Z' || stored.ptr[i - 1] != ' ' ||
            !(letter(stored.ptr[i - 2]) || stored.ptr[i - 2] == ','))
            continue;
        size_t end = i;
        while (end < stored.len && letter(stored.ptr[end]))
            end++;
        struct str word = normalise_text(arena, str_slice(stored, i, end));
        bool known = word.len < 3 || str_find(profile->all, word) != STR_NONE;
        for (size_t j = 0; j < index && !known; j++)
            known = str_find(scene->utterances[j].normal.text, word) != STR_NONE;
        claims->new_capitals += !known;
    }
}

static void check_claims(struct claims *claims, struct arena *arena, const struct profile *profile,
                         const struct scene *scene, const struct words *words)
{
    const struct str text = words->text;
    const bool trade = names_trade(words);
    size_t start = 0;
    for (size_t i = 0; i <= text.len; i++) {
        char c = i < text.len ? text.ptr[i] : '.';
        if (c != ',' && c != '.' && c != '!' && c != '?' && c != ';')
            continue;
        struct str clause = str_slice(text, start, i);
        start = i + 1;
        if (trade)
            check_trades(claims, profile, words, clause);
        if (!claims_something(words, clause))
            continue;
        struct grams content = content_grams(arena, clause, scene->lang);
        double novel = content.count >= 2 ? 1 - grams_coverage(content, profile->content) : 0;
        if (novel > claims->new_claim)
            claims->new_claim = novel;
    }
}

void fact_features(struct features *features, struct arena *arena, const struct signal_context *context,
                   const struct scene *scene, struct grams content, size_t index)
{
    enum { READ = 8 << 10 };
    const struct profile *profile = &context->profile;
    const struct utterance *utterance = &scene->utterances[index];
    struct claims claims = {0};
    if (profile->scenario == NULL || utterance->normal.text.len > READ)
        return;
    check_numbers(&claims, profile, scene, index);
    if (scene->lang == LANG_EN) {
        check_english_name(&claims, profile, arena, utterance->message->content);
    } else {
        check_places(&claims, profile, &utterance->words);
    }
    check_relatives(&claims, profile, &utterance->words);
    check_claims(&claims, arena, profile, scene, &utterance->words);
    if (scene->lang == LANG_EN)
        check_capitals(&claims, arena, profile, scene, index);
    struct identity_claims who = identity_contradicted(&profile->identity, utterance->normal.text, &utterance->numbers);
    if (who.names + who.sexes > 0)
        features_add(features, "s", STR("not that person"), 2.5f, who.start, who.end);
    else if (claims.age_end > 0)
        features_add(features, "s", STR("not that person"), 0, claims.age_start, claims.age_end); /* weighed below */
    features_strong(features, "fact: other years at work", who.years > 0);
    features_strong(features, "fact: another trade", claims.new_jobs > 0);
    features_strong(features, "fact: another place", claims.new_cities > 0);
    FEATURES_STEPS(features, "fact: new names", (double)claims.new_capitals, 1, 2);
    features_strong(features, "fact: another relative", claims.new_kin > 0);
    FEATURES_STEPS(features, "fact: new claim", claims.new_claim, 0.5, 0.7, 0.85, 0.99);
    features_strong(features, "fact: another age", claims.wrong_age > 0);
    FEATURES_STEPS(features, "fact: new dates", (double)claims.new_dates, 1, 2);
    FEATURES_STEPS(features, "fact: new numbers", (double)claims.new_numbers, 1, 2, 4);
    features_strong(features, "fact: another name", claims.wrong_names + who.names > 0);
    features_strong(features, "fact: new workplace", claims.new_places > 0);
    double novel = 1 - grams_coverage(content, profile->content);
    FEATURES_STEPS(features, "fact: new words", content.count >= 3 ? novel : 0, 0.3, 0.5, 0.7, 0.85, 0.95);
}
