/* End conditions to observable predicates, by what their words ask to be seen. No word of any one domain stands here:
 * only the words for agreeing, explaining, doubting, being called away ... that authors of such documents share. */
#include "meaning/ends.h"

#include "meaning/phrases.h"
#include "text/normalise.h"

static const char settled[] =
    "讲清|讲明|讲定|讲完|说清|说明白|讲明白|问明白|弄明白|说定|谈妥|谈定|讲妥|谈好|说好|商定|落到|敲定|确认|"
    "答应|松口|清楚|明白|满意|同意|接受|没有追问|没有再追问|没有新的追问|没有再往下|不再追问|没有再问|没有疑问|"
    "无疑问|解决|已陈述|表达完|处理结果|达成|知悉|认可|承诺|解释|explained|explains|agreed|agrees|settled|"
    "understands|knows|clear|no further|no more questions|nothing more to ask|resolved|confirmed|accepts|"
    "accepted|answered|satisfied|arranged|has been told|has what";
static const char decided[] =
    "约下|选定|定下一条|定下|下单|预约|订下|约定时间|约好时间|拍板|报名|办理|held|booked|books|slot|"
    "appointment|picks|signs|signs up|enrols|enrolls|orders|commits to|takes the|takes it|allows|accepts the|"
    "agrees to";
/* The persona's own choice: said of nothing else. */
static const char chosen[] = "约下|选定|下单|报名|订下|picks|books|signs up|enrols|enrolls|orders";
static const char left_open[] =
    "定不下来|定不了|先缓|缓一缓|再定|自己定|过后|要等|留到|观察|不确定|不太确定|拖延|模糊|保留|回话|商量|考虑|"
    "没想好|想一想|拣不到|选不出|拿不定|观望|暂不|先不占|掂量|合计|合账|leaves the time open|leaves it open|"
    "open|undecided|think|sleep on it|wait|waits|until|ask his|ask her|can't settle|cannot settle|can't decide|"
    "cannot decide|talk it over|talk to|discuss|no decision|hold off|holds off|再想想|等一等|wants to wait|"
    "decides to wait|before anything is decided|bring it home";
static const char later[] =
    "后续联系|再联系|后续再|后续沟通|日后再|改天再|以后再|contact later|get in touch later|will be in touch|"
    "follow-up contact";
static const char interrupted[] =
    "打断|干扰|中断|分心|环境|喊他|喊她|来叫|有人叫|叫她|叫他|找他|找她|叫走|来电这类|敲门|催他|催她|讲下去|"
    "接着听|匆匆|匆忙|没法再讲|没法接着|无法继续|无法持续|突发|有急事|走不开|就位|出门|打视频来|来车|来客|要去做事|"
    "要去忙|临时|赶着|先去张罗|上课铃|interrupt|interrupts|interrupted|cuts the call|cut short|cuts short|"
    "cut the call|called away|pulled away|has to go|have to go|needs to go|must go|breaks off|breaks in|"
    "distract|distracted|distraction|someone comes|somebody comes|rings the bell|at the door|doorbell|arrives|"
    "emergency|has to leave|had to leave|is needed|wakes up|有人按|门铃|闹钟|准备上班|改传|改发|改寄|来人|来找|"
    "接孩子|有电话进来|另一个电话|pulls him away|pulls her away|pulls them away|pulled|pulls|has to run|"
    "has to get back|asks for the rest|rest by post|calls him away|calls her away|asks for the e-mail|"
    "asks for the email|asks for a text|or a later call|or a call after|for the text|another call|"
    "in place of more|calls her off|calls him off|calls them off|先去忙|出了岔子|岔子|recess|tires him|"
    "tires her";
static const char verify[] =
    "真假|信不过|骗子|诈骗|真伪|冒充|放心不下|自己拨|自己打|自行核实|总机|不相信对方|怀疑来电|怀疑对方|"
    "身份存疑|无法确认对方|官方渠道|可疑|是不是真的|genuine|convinced|scam|scammer|fraud|impostor|imposter|"
    "look up|look his|look her|look their|for real|is real|is really|who he says|who she says|who they say|"
    "doubts that he|doubts that she|doubts that the call|doubts the call|ring the number|call the number|"
    "phone the number|check for himself|check for herself|calls back on|switchboard|hang up and call";
static const char escalate[] =
    "拿不出|讲不出|答不上|说不出|给不出|讲不了|套话|场面话|空话|敷衍|推诿|耐心|投诉|介入|改走|改向|换一家|换家|"
    "别家|另找|监管|一再劝|催单|推销|强推|推新|不需要|不接受|拆机|照本宣科|念条款|可执行|不满|仲裁|曝光|争议|"
    "最后期限|发火|中止|解约|退订|can't say|cannot say|can't give|cannot give|can't answer|cannot answer|"
    "can't explain|cannot explain|pushes|keeps pushing|pressure|pressures|complain|complains|complaint|"
    "elsewhere|instead|patience|evasive|vague|another provider|another company|competitor|ombudsman|regulator|"
    "supervisor|manager|blames|refuses|fed up|cancels|empty phrases|boilerplate|dodges|stonewalls|runaround|"
    "run-around|told to relax|has nothing on|no answer|another dentist|another doctor|another shop|"
    "they'll be out|消保|消保官|退场|要求主管|找主管|can't name|cannot name|can't tell|won't say|won't answer|"
    "keeps repeating|reads from a script|walks away|takes it to|go to the|someone senior|dispute|patronised|"
    "patronized|told to pay|is told to|gives her the|gives him the|wants a release|做不了主|不肯转|"
    "deposit back|files";
static const char mismatch[] =
    "对不上|不一致|不符|有出入|矛盾|不相符|doesn't match|does not match|don't match|discrepancy|contradicts";
static const char tired[] =
    "乏了|累了|困了|疲惫|嗓子|去歇|要歇|想休息|要休息|不想再说|tired|exhausted|worn out|had enough|"
    "needs to rest|wants to rest";
static const char channel[] =
    "其他渠道|别的渠道|其它渠道|另外的渠道|通过其他|other channel|another channel|other channels";
static const char nothing_new[] =
    "无新|没有新问题|无具体|没什么事|自然停顿|无补充|暂无|没有补充|nothing new|no new|nothing else|"
    "natural pause|runs out of|nothing to add";
static const char recap[] =
    "复述|重复一遍|念一遍|对一遍|自己的话|重述|said back|says back|say back|repeats|read back|reads back|"
    "own words|recaps|sums up";
/* How to say goodbye rather than when: "结束语多为…", "closing words are usually ...". */
static const char style_words[] =
    "结束语多为|结束语通常|结束语一般|结束语常|结束语以|结束语是|告别语|结尾多用|收尾语|结束时语气|措辞|"
    "closing words are|closing lines are|closings are|goodbyes are|closing phrases|sign-off|usually says|"
    "ends with phrases";
static const char must_words[] =
    "必须结束|必须挂|必须立即|必须马上|一定要挂|应当立即结束|立即挂断|立刻挂断|马上挂断|立即结束|must end|"
    "must hang up|has to end|immediately ends|immediately hangs up|hangs up at once|ends the call at once";

/* Said of what was made clear, whatever is left open besides. */
static const char made_clear[] =
    "讲清|讲明|讲完|说清|说明白|讲明白|问明白|谈妥|is clear|are clear|it's clear|explained";

/* Further words, each too weak to outweigh another: they are asked where those above say nothing. */
static const struct {
    enum end_kind kind;
    const char *words;
} hints[] = {
    {END_VERIFY, "不信|信不着|不放心|核实|查证|打回去|拨回去|工牌|doesn't believe|does not believe|doesn't trust|"
                 "does not trust|suspects|suspicious|verify|verifies|prove|proof of who|on the back of|rather see"},
    {END_ESCALATE, "净说|只会说|只会讲|懒得|不聊了|不谈了|不讲了|不再讲|咬定|一律|不肯|死活|不许|不准|坚持先|"
                   "坚持要|答不出|说不明白|讲不明白|找主任|找领导|找经理|消协|消委|审裁|法院|律师|another word|"
                   "another firm|shuts the|said no|turned it down|turned down|is pushed|push the|policy|writing to|"
                   "is calling the|gives no|give him no|give her no|give them no|can't or won't|or won't|won't put|"
                   "loses patience|lawyer"},
    {END_INTERRUPTED, "有人找|来找|关门|上课|打铃|打钟|状况|这种事|这类事|之类的事|家里的事|放下电话|客人上门|"
                      "takes him off|takes her off|takes them off|takes you off|needs you|needs him|needs her|"
                      "intervenes|something at home|something at work|the bell|at the gate|calls you|steps away|"
                      "has to see to|gets in the way"},
    {END_REFUSED,
     "拒绝|回绝|谢绝|不买|不卖|不换|不办|不签|不租|不借|不续|不参加|不做了|没兴趣|没有兴趣|不感兴趣|别再打|不要再打|"
     "别再联系|不要再联系|别打来|拉黑|名单|说死|免谈|没得谈|turns down|turns it down|turns them down|"
     "turns the offer|declines|says no|not interested|no interest|off the list|not to call|"
     "stop calling|does not want|doesn't want|rejects"},
    {END_DECIDED, "决定退|决定换|决定留|决定要|选了|挑定|chooses|decides on|has chosen|settles on"},
    {END_OPEN, "不定|没定|先放|要先|没答|不答|要问|问过|问人|拿不准|犹豫|到时候再|wants to ask|to ask|asks for time|"
               "leaves it that|hasn't decided|has not decided|can't choose|cannot choose|still open|first"},
    {END_SETTLED, "定好|要到了|拿到了|都有了|其余的事|没别的|对过一遍|has a day|has a date|has the date|has a name|"
                  "are plain|is plain|on hold|promised|undertakes|put right|is fixed|are fixed"},
};

static enum end_kind hinted(struct str normal)
{
    enum end_kind kind = END_UNKNOWN;
    size_t most = 0;
    for (size_t i = 0; i < sizeof hints / sizeof *hints; i++) {
        const size_t count = phrases_count(normal, hints[i].words);
        kind = count > most ? hints[i].kind : kind;
        most = count > most ? count : most;
    }
    return kind;
}

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
    if (o == 0 && (d > s || phrases_any(normal, chosen)))
        return END_DECIDED;
    if (s > 0 && (s >= 2 || o == 0 || phrases_any(normal, made_clear)))
        return END_SETTLED;
    if (o > 0)
        return END_OPEN;
    return s > 0 || phrases_any(normal, recap) ? END_SETTLED : hinted(normal);
}

/* In the order of enum end_matter. */
static const char *const matters[END_MATTER_COUNT] = {
    [END_MATTER_EXPLAINED] =
        "讲清|讲明|讲完|说清|说明白|讲明白|问明白|弄明白|弄清|听清|交代|解释|都清楚|也清楚|算清|算对|对上|讲定|"
        "陈述|表达完|explained|explains|is clear|are clear|it's clear|are plain|is plain|knows|understands|"
        "has been told|been told|has what|has a day|has the name|answered",
    [END_MATTER_AGREED] =
        "答应|松口|同意|认可|接受|应了|说定|谈妥|谈好|谈定|讲定|讲妥|说好|商定|敲定|落到|确认|达成|承诺|满意|放心了|"
        "agree|agrees|agreed|accept|accepts|accepted|settled|satisfied|arranged|undertakes|promised|confirmed|"
        "commits|lets a|allows|"
        "谈拢|愿意|点头|happy with|goes along|agree on",
    [END_MATTER_ASKED_OUT] =
        "没有追问|没有再|没有新|不再追问|不再问|没有别的|没再问|无疑问|没有疑问|没有问题|没有其他|无新补充|"
        "无新的|没有要补充|no further|no more|nothing more|nothing further|nothing else|no other question",
    [END_MATTER_PICKED] =
        "选定|约下|定下一条|下单|订下|报名|拍板|选了|做完|撤销|留里定|要求退|picks|chosen|chooses|books|booked|"
        "orders|signs up|enrols|enrolls|takes the date|slot|held for|定下|办理|"
        "签约|签字|签了|交车|成交|付款|愿意试|试一试|报名|go ahead|goes ahead|pays|payment|signs|date for the|takes "
        "the|takes up",
    [END_MATTER_UNDECIDED] =
        "定不下|定不了|拿不定|拣不到|选不出|没想好|想一想|再想|想几天|先缓|缓一缓|以后自己定|过后自己定|再定|"
        "考虑|犹豫|先不占|保留|不当场|一时|can't settle|can't decide|cannot decide|undecided|sleep on it|"
        "leaves the time open|open until|leaves it open|keeps the|no decision|before anything is decided|"
        "let it stand|think",
    [END_MATTER_RESERVED] =
        "保留|观望|观察|拖延|模糊|不太确定|不确定|不愿|不答|没答|留有|noncommittal|vague|reserved|unsure|keeps open",
    [END_MATTER_ASKS_OTHERS] =
        "商量|问家里|跟家里|和家里|同老婆|跟媳妇|跟阿|问淑|要问|等儿子|合账|看过再|ask her|ask his|asks her|asks his|"
        "ask or|talk to|talk it over|pass the page|consult|wants to ask|or ask|"
        "老伴|老婆|老公|丈夫|妻子|爱人|家里人|家人|领导|老板|合伙|股东|财务|总部|做主|作主|拿主意|说了算|her "
        "husband|his wife|her mother|his mother|her father|his father|her son|his son|her daughter|his "
        "daughter|family|partner|his sister|her sister|his brother|her brother|boss|landlord|committee|head office|up "
        "to|has to decide|must decide|sign off|approve|approves|approval|check with|请示|报给|批准",
    [END_MATTER_WAITS] =
        "等到|要等|等着|等看|等信|等老|留到|摇号|月底|看完再|看过|看清单|先看|去看看|再说|先等|wait|waits|wait for|"
        "until|watching for|look at|before she says|before he says|before she chooses|hold off|by friday",
    [END_MATTER_LATER] =
        "后续|再联系|日后|以后再|回头|往后放|过两天|回话|回音|答复|回电|晚点|明天|改天|contact later|will be in touch|"
        "follow-up|will call back|later",
    [END_MATTER_INTERRUPTED] =
        "打断|干扰|中断|分心|环境|匆匆|匆忙|来叫|叫她|叫他|找她|找他|有人找|喊他|喊她|有人按|有人来|敲门|门铃|门口|"
        "来电|闹钟|"
        "来车|大买主|没法再讲|没法接着|没法讲|无法持续|突发|急事|就位|出门|出了岔子|这类事|要去做事|先去忙|先去张罗|"
        "要去忙|收工|上课|准备上班|天光到了|来客|有客人|来了客人|哭闹|动静|忙不过来|催这种|interrupt|interrupts|"
        "cuts the call|cuts short|pulls him|pulls her|breaks in|breaks|calls her off|calls him off|at the door|"
        "rings the bell|doorbell|intervenes|the bailiff|a bell|has to leave|has to go|someone comes|calls, and|"
        "an owner|recess|needed|called away|needed elsewhere|"
        "没电|信号|断线|掉线|到站|下车|上车|开会|站会|会议|轮到|喊人|要喊|孩子醒|哭|乘客|客人|顾客|来货|卸货|有事|急着|"
        "得走|要走|得去|要接|battery|signal|reception|cut off|line drops|line goes|walks in|comes in|bus|train|the "
        "phone|shift starts|meeting|a customer|customers|job takes|delivery|cries|wakes|someone|somebody|has to "
        "run|takes him away|takes her away|is called|gets called",
    [END_MATTER_CALLBACK] =
        "另约|改天|改日|换个时间|换时间|约了时间|约好改|再打|另打|约着|约好再|先挂|回头再打|改天再|约了|another hour|"
        "another time|later call|another call|a call after|call back|fix another|proposes|"
        "打来|打过来|打回来|回电|什么时候再|约好.|约定|另一个时间|改个时间|换个点|下次再|call him back|call her "
        "back|called back|calls back|calls him back|calls her back|call again|ring back|ring again|rings back|phone "
        "back|speak again|another day|is fixed|set a time|sets a time|when he can|when she can|arranged for|fixed for",
    [END_MATTER_WRITTEN] =
        "短信|文字|书面|邮件|邮箱|发信|寄信|写信|站内信|传line|发字|发文|确认函|工单|单子|截图|白纸黑字|"
        "清单|写清|寄成|in writing|text|texted|letter|e-mail|email|by post|ticket|written|on paper|"
        "发来|发过来|发给|书面|材料|合同|协议|盖章|文件|凭证|微信|whatsapp|in black and "
        "white|paperwork|document|documents|quote|figures|sent to|send him|send her|sends him|sends her|by "
        "post|message",
    [END_MATTER_VERIFIES] =
        "真假|真伪|信不过|不信|不相信|骗子|诈骗|冒充|放心不下|不放心|自己拨|自己打|核实|总机|官方|查证|怀疑来电|怀疑对|"
        "存疑|genuine|convinced|scam|fraud|impostor|look up|look his|look her|doubts that|doubts the|ring the number|"
        "for himself|for herself|switchboard|the number on|himself before|herself before|is real|see the man|"
        "身份|查号|official|a code|a pin|验证码|report it",
    [END_MATTER_AUTHORITY] =
        "投诉|介入|监管|仲裁|消协|消保|曝光|农业局|农会|议员|争议|主管|复核|报警|工商|热线|律师|申诉|最后期限|"
        "换人|complain|complaint|ombudsman|regulator|supervisor|manager|lawyer|dispute|deadlock|county|small claims|"
        "someone senior|file the|files|"
        "转人工|上级|协会|举报|报告|上告|report it|reports",
    [END_MATTER_ELSEWHERE] =
        "换一家|换家|别家|另找|拆机|解约|退订|改向|改走|换店|转走|自己申请|自己在页面|送去检测|elsewhere|another "
        "dealer|"
        "another provider|another company|another dentist|another doctor|another shop|cancels|deposit back|"
        "they'll be out|be out on|competitor|switch|instead",
    [END_MATTER_NO_ANSWER] =
        "拿不出|讲不出|答不上|说不出|给不出|讲不了|讲不清|说不清|算不清|做不了主|没有办法|一律没有|无平台|如无|"
        "can't say|cannot say|can't give|cannot give|can't name|can't tell|can't answer|can't explain|cannot|"
        "no date|no one can|has nothing on|no answer|doesn't know",
    [END_MATTER_EMPTY_TALK] =
        "套话|场面话|空话|敷衍|推诿|照本宣科|念条款|光念|放宽心|道歉|替店家|拿规定|推给|又让|boilerplate|"
        "empty phrases|evasive|vague|runaround|run-around|told to relax|stonewalls|reasons|blames|patronised|"
        "patronized|again|"
        "态度|答非所问|绕来绕去|绕圈|翻来覆去|套价|说不到点|rude|round in circles|repeats himself|repeats "
        "herself|talks over",
    [END_MATTER_PUSHED] =
        "一再劝|催他|催她|催单|推销|强推|推新|推课|推别|一味|又推|反复|劝|pushes|pushing|pressure|told to pay|"
        "wants a release|extra work|has to pay|talks of debt|"
        "推课|加价|催签|别再|一直推|老是推|keeps selling|keeps calling|sells|selling|upsell|presses|pressed",
    [END_MATTER_REFUSES] =
        "不接受|不需要|不谈|不想再|不再讲|不肯|不要|挂掉|中止|没了耐心|不耐烦|发火|不满|耐心|不许|走着瞧|fed up|"
        "refuses|ends it|patience|walks away|announces|won't|"
        "拒绝|回绝|谢绝|推掉|不同意|不答应|不买|不卖|不换|不办|不签|不租|不借|不续|不参加|不做了|没兴趣|没有兴趣|"
        "不感兴趣|无意|别再打|不要再打|别再联系|不要再联系|别打来|拉黑|名单|说死|免谈|没得谈|turns down|turns it "
        "down|turns them down|turns him down|turns her down|turns the offer|declines|says no|said no|not interested|no "
        "interest|off the list|off his list|off their list|not to call|stop calling|stops calling|calling him|calling "
        "her|does not want|doesn't want|rejects",
    [END_MATTER_MISMATCH] =
        "对不上|不一致|不符|有出入|矛盾|要求核实|要求核查|discrepancy|doesn't match|don't match|contradicts",
    [END_MATTER_TIRED] =
        "乏了|累了|困了|疲|嗓子|去歇|要歇|歇着|休息|不舒服|tired|exhausted|worn out|had enough|to rest|sleep|her chest|"
        "tires",
    [END_MATTER_CHANNEL] =
        "其他渠道|别的渠道|其它渠道|另外的渠道|通过其他|反馈渠道|other channel|another channel|other channels",
    [END_MATTER_NOTHING_NEW] =
        "无新|没有新|无具体|无补充|自然停|停下来|停顿|自然停下|没什么事|暂无|nothing new|no new|natural pause|"
        "runs out|nothing to add",
    [END_MATTER_RECAP] =
        "复述|重复一遍|念一遍|对一遍|自己的话|重述|对得上|核对|核过|对过|said back|says back|say back|repeats|"
        "read back|reads back|own words|recaps|sums up",
    [END_MATTER_NOTED] = "记下|写下|抄下|记在|记住|收到|拿到|notes down|writes down|wrote|has noted|write the list|"
                         "记好|抄好|written down|has written|takes down|noted",
    [END_MATTER_DATED] = "日子|日期|时间|几号|哪天|几点|期限|上门|复查|复勘|回访|date|day|hour|time|slot|appointment",
    [END_MATTER_EITHER] = "或者|或|or",
};

uint32_t end_matters_of(struct str normal)
{
    uint32_t found = 0;
    for (size_t m = 0; m < END_MATTER_COUNT; m++)
        found |= (uint32_t)phrases_any(normal, matters[m]) << m;
    return found;
}

/* Of a condition whose kind no words tell: by the matter that it names, the strongest reason first. */
static enum end_kind kind_by_matter(uint32_t named)
{
    static const struct {
        enum end_matter matter;
        enum end_kind kind;
    } kinds[] = {{END_MATTER_INTERRUPTED, END_INTERRUPTED},
                 {END_MATTER_REFUSES, END_REFUSED},
                 {END_MATTER_VERIFIES, END_VERIFY},
                 {END_MATTER_AUTHORITY, END_ESCALATE},
                 {END_MATTER_EMPTY_TALK, END_ESCALATE},
                 {END_MATTER_PUSHED, END_ESCALATE},
                 {END_MATTER_ASKS_OTHERS, END_OPEN},
                 {END_MATTER_CALLBACK, END_LATER},
                 {END_MATTER_LATER, END_LATER},
                 {END_MATTER_WRITTEN, END_LATER},
                 {END_MATTER_PICKED, END_DECIDED},
                 {END_MATTER_AGREED, END_SETTLED},
                 {END_MATTER_NOTED, END_SETTLED},
                 {END_MATTER_EXPLAINED, END_SETTLED}};
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        if ((named >> kinds[i].matter & 1) != 0)
            return kinds[i].kind;
    return END_UNKNOWN;
}

struct end_condition *ends_of(struct arena *arena, const struct line_texts *lines)
{
    struct end_condition *ends = arena_array(arena, lines->count, sizeof *ends);
    for (size_t i = 0; i < lines->count; i++) {
        struct end_condition *end = &ends[i];
        struct str normal = normalise_text(arena, lines->items[i].text);
        end->number = i + 1;
        end->text = str_dup(arena, lines->items[i].text);
        end->line = lines->items[i].line;
        end->column = lines->items[i].column;
        end->kind = end_kind_of(normal);
        end->matters = end_matters_of(normal);
        end->kind = end->kind == END_UNKNOWN ? kind_by_matter(end->matters) : end->kind;
        end->must = phrases_any(normal, must_words);
        end->is_condition = !phrases_any(normal, style_words);
        end->derivable = end->is_condition && end->kind != END_UNKNOWN;
    }
    return ends;
}

const char *end_matter_name(enum end_matter matter, bool english)
{
    static const char *const names[END_MATTER_COUNT][2] = {
        [END_MATTER_EXPLAINED] = {"it is explained", "讲清楚"},
        [END_MATTER_AGREED] = {"it is agreed", "谈妥或答应"},
        [END_MATTER_ASKED_OUT] = {"nothing more is asked", "没有再问"},
        [END_MATTER_PICKED] = {"a choice is made", "选定"},
        [END_MATTER_UNDECIDED] = {"left undecided", "还定不下"},
        [END_MATTER_RESERVED] = {"non-committal", "有所保留"},
        [END_MATTER_ASKS_OTHERS] = {"others are to be asked", "要跟人商量"},
        [END_MATTER_WAITS] = {"something is waited for", "要等或先看"},
        [END_MATTER_LATER] = {"put off to later", "以后再说"},
        [END_MATTER_INTERRUPTED] = {"interrupted", "被打断"},
        [END_MATTER_CALLBACK] = {"another time is fixed", "另约时间"},
        [END_MATTER_WRITTEN] = {"in writing", "要文字"},
        [END_MATTER_VERIFIES] = {"checks for itself", "自己核实"},
        [END_MATTER_AUTHORITY] = {"someone higher is named", "找上级或投诉"},
        [END_MATTER_ELSEWHERE] = {"goes elsewhere", "改走别处"},
        [END_MATTER_NO_ANSWER] = {"no answer is given", "对方答不出"},
        [END_MATTER_EMPTY_TALK] = {"empty phrases", "对方讲套话"},
        [END_MATTER_PUSHED] = {"pressure", "被催被劝"},
        [END_MATTER_REFUSES] = {"refuses", "拒绝或不耐烦"},
        [END_MATTER_MISMATCH] = {"accounts differ", "说法对不上"},
        [END_MATTER_TIRED] = {"tired", "累了"},
        [END_MATTER_CHANNEL] = {"another channel", "别的渠道"},
        [END_MATTER_NOTHING_NEW] = {"nothing new", "没有新话"},
        [END_MATTER_RECAP] = {"said back", "复述核对"},
        [END_MATTER_NOTED] = {"noted down", "记下"},
        [END_MATTER_DATED] = {"a date", "有日子"},
        [END_MATTER_EITHER] = {"or", "或"},
    };
    return names[matter][english ? 0 : 1];
}
