#include "score/said.h"

#include "base/arena.h"
#include "text/needles.h"
#include "text/sentence.h"

#include <pthread.h>

/* A list has room for 64 phrases, a bit each. */
static const char *const lists[SAID_COUNT] = {
    [SAID_LEAVE] =
        "我去|我得|得去|要去|我先|我过去|我进去|我上去|我下去|我出门|去了|走了|跑了|撤了|我这就|我这边|到点|开会|"
        "出门|gotta|got to|have to|need to|going back|i'm off|i'm going|must go|i'd better|better go",
    [SAID_PULLED] = "叫我|喊我|找我|催|喊人|来了|来啦|不等人|对不住|对不起|等着我|门口|突然|响了|点名|按喇叭|报错|先别|"
                    "马上!|敲|门铃|提前|"
                    "再拖|先顾|到了喔|calling me|someone|somebody|stirring|door|paged|knock|"
                    "knocking|ringing|rings|waving at me|here now|just arrived|不说了|不讲了|不讲住|"
                    "先不讲|够钟|时间到|进来了|入来|哎哟|'s at the|is back|'s back|i'm gone|gotta go|"
                    "gotta run|have to go|no time|coming in|they're bringing|must dash|"
                    "must run|到站|没电|醒了|battery|my stop",
    [SAID_REST] =
        "你发|您发|发我|发文字|发字|发短信|短信我|写给我|写成|写进|其余|余下|剩下|其他等|晚上看|晚些看|再打|再讲|"
        "明天|明儿|改天|改日|接着说|回头|另约|看完再|晚上再|回你|回您|先不谈|先写|寄到|text me|send me|the rest|"
        "on paper|call me|ring me|later|in a text|put it in|shoot me|e-mail|email|打来|打过来|发来|再倾|send|"
        "mail me|mail it|by post|post it|write to me|write me|a letter would",
    [SAID_DONE] = "没有了|没别的|没了|清楚|对得上|没毛病|都齐|说定|就这么定|定了|行,|成,|没有疑问|没问题|记下了|写下了|"
                  "记好了|no questions|that works|all set|deal|sounds good|clear|got it|fair enough|thank you|thanks",
    [SAID_CHECK] = "总机|自己打|自己拨|自己查|自己去看|打进去|我打进|打过去找|去核实|查证|官网|官方|卡背|背面|要真是|"
                   "是真是假|真的,我|假的,|找着了|look it up|on a screen|check it|verify|the number on|for myself|"
                   "check myself|isn't yours|is real|whoever picks up|i'll ring|ring back on|call back on|hang up and|"
                   "有你这个人|if you're you|you'll still be you|ring that number|i'll call that number|dial it myself|"
                   "工号|证件|打你们|公众号|app里|call the office|check with the",
    [SAID_ESCALATION] =
        "投诉|12315|12378|12345|平台介入|介入|监管|仲裁|曝光|消协|工信|换一家|换家|别家|别的|另一家|另找|隔篱|拆|"
        "不需要|不用了|不做|不要了|别打了|自己申请|自己点|争议|网点|找你们|领导|律师|法院|不必了|不办|热线|"
        "elsewhere|another|cancel|supervisor|regulator|ombudsman|complain|complaint|formal|instead|"
        "not interested|no thanks|switch|own line|in writing from|see if either|deadlock|告你|告去|状告|一状|"
        "不接受|report you|file|dispute|small claims|taking it to|take it to",
    [SAID_UNDECIDED] =
        "没想好|不一定|说不准|定不了|再想|商量|考虑|观察|看看|合计|先不|不好说|不敢|没定|拿不定|琢磨|掂量|先放|"
        "先缓|还没|再定|做不了主|问问|保留|未必|也许|再说|pencil|can't give|don't know|not sure|maybe|"
        "couldn't say|might|leave it open|no idea|think about|think it over|sleep on|until i|once i",
    [SAID_PUT_OFF] =
        "再看|再定|再讲|再谈|再想|再聊|再联系|再找|找你|找您|回你|回您|给你回|过几天|到时候|等我|有情况|有事再|"
        "后面再|get back to|let you know|be in touch|i'll read|i'll look|next week|another time|when i",
    [SAID_CHANNEL] =
        "门户|网上提|已经提|提过|发过邮件|别的渠道|其他渠道|另外报|工单提|already filed|already sent|portal|"
        "online form",
    [SAID_FIRM] =
        "就这个|就这么|就按|那就|约了|定了|就定|就约|要这个|我选|就要|帮我定|给我留|给我约|订了|算约|可以的|那行|"
        "说好了|就咁|就照|i'll take|book it|book me|put me|send her|send him|send them|go ahead|i'll have|"
        "let's do|that one|hold it|you're on|sign me up|we'll do|all right, you|on condition|i'll be there|do it",
    [SAID_WRITTEN] =
        "发文字|发字|短信|书面|邮件|邮箱|信里|写信|等信|看信|那封信|站内信|line|截图|清单|单子|写进|写下来|写明|"
        "写清|白纸黑字|寄到|寄来|寄给|发我|发来|in writing|text me|a text|the text|letter|e-mail|email|on paper|"
        "by post|mail it|mail me|"
        "微信|传给我|盖章|材料|文件|pdf|whatsapp|black and white|paperwork|document|send it",
    [SAID_ASKS_OTHERS] =
        "商量|问问|问一下|问过|问我|跟我太太|跟我先生|跟我爱人|跟我老|我老婆|我老公|媳妇|我太太|我先生|家里|我妈|"
        "我爸|我儿|我女儿|老伴|孩子他|老板|ask my|talk to my|run it by|run it past|check with|my wife|my husband|"
        "my sister|my boss|"
        "领导|报给|请示|得问|要问|我弟|我姐|我哥|我妹|合伙|财务|总部|说了算|做主|作主|my son|my daughter|my mum|my "
        "mom|my dad|my brother|my partner|landlord|the wife|the husband|up to her|up to him|head office|his call|her "
        "call|my decision|has the say|decides",
    [SAID_NOTED] = "记下|写下|记住|记好|抄|写在|记在|记本|写本|贴在|收到了|看到了|都齐|got it down|wrote|written it|"
                   "writing it|i've got it|noted|on the calendar|on the wall|i have it",
    [SAID_AWAITS] =
        "我等|等着|等你|等您|就等|等那|盯着|看着办|看看再|先看|去看|对一遍|核一遍|看完|i'll wait|i'll watch|"
        "watching for|i'll look|look out for|waiting for|i'll read|i'll see|when it comes|once it",
    [SAID_NO_MORE] =
        "没有了|没别的|没了|没有别的|没有问题|没问题了|没什么|暂时没|暂无|不问了|就这些|都清楚|都明白|问完|讲完|"
        "说完|no more|that's all|that's it|that's everything|nothing else|no questions|no, that|all clear|"
        "i'm good",
    [SAID_DECLINES] =
        "不用了|不要了|不需要|不接受|不做|不办|不必|不谈|不谈了|不换|别打|算了|免谈|不卖|不买|不续|免了|不签|"
        "no thanks|no thank you|not interested|i won't|don't call|not having|i'm not paying|i don't want|"
        "forget it|i'm done|"
        "不考虑|没兴趣|不感兴趣|别再打|拉黑|没得谈|不去了|不参加|不同意|别联系|take me off|off your list|off the "
        "list|don't want|stop calling|not going to|not for me|i'll pass|leave me alone|the answer is no",
    [SAID_ELSEWHERE] =
        "换一家|换家|别家|另一家|另找|别的|隔壁|隔篱|退订|拆机|解约|退了算|自己点|自己提|自己申请|自己去|"
        "elsewhere|another|instead|cancel|switch|someone else|somebody else|take my",
    [SAID_KEEPS] =
        "留住|留着|先留|保住|保留|先放|先搁|搁着|先这么放|不动|先不动|不定|定不|没定|先缓|缓一缓|想想|想一想|"
        "hold it|keep it|keep the|leave it|as it is|for now|not today|pencil",
    [SAID_CALLBACK] =
        "再打|打给我|打过来|打来|另约|改天|改日|改个|换个时间|明天这|晚上打|下午打|几点打|回头再|下回|call me|"
        "call back|ring me|ring back|try me|another time|tomorrow|after two|after three|tonight|later|"
        "再联系|打回来|回电|回个电话|下周|call after|ring after|phone me|give me a call|give me a ring|call "
        "again|calling back|speak then|talk then|后打|点打|前打|往后打|打个电话",
    [SAID_DATE] = "号|点|周一|周二|周三|周四|周五|周六|周日|星期|礼拜|明天|后天|今晚|月底|上午|下午|monday|tuesday|"
                  "wednesday|thursday|friday|saturday|sunday|o'clock|morning|tomorrow|tonight",
    [SAID_ASKS] = "吗|怕|担心|呢|worried|afraid",
    [SAID_ANNOUNCES] =
        "接下来|我跟您说|跟您说说|我给您说|跟您讲讲|再跟您|我接着|跟您讲一下|我先问|我先说|我再跟您|我说一下|"
        "我给您讲|我这就说|let me tell|let me go|let me explain|i'll go through|i'll explain|what i'd like|"
        "i want to go|next,",
    [SAID_ANYTHING_ELSE] =
        "还有什么|还有别的|还有没有|还有其他|还有要|还有哪|别的没有|有没有别的|不放心的吗|不清楚|没说清楚|要补充|"
        "其他事|anything else|something else|any other|any more questions|what else",
    [SAID_BOOKS] =
        "约好|给您约|给您定|给您留|给你留|帮您约|帮您定|安排好|给您安排|定下|登记好|预约好|订好|已经约|那就周|"
        "那就|booked|i'll book|put you down|you're down|that's set|i'll hold|it's held|confirmed|reserved|"
        "see you on",
    [SAID_NO_HURRY] =
        "不着急|不急|慢慢想|慢慢考虑|您慢慢|想好了|再定|您看完|随时|考虑好|您先看|怎么定都|不用现在|no hurry|"
        "no rush|take your time|whenever|leave it open|as long as you|think it over|in your own time|up to you|"
        "when you've",
    [SAID_EMPTY] =
        "放心|尽快|一定会|理解您的|我们会|争取|统一|请您耐心|耐心等|流程|按规定|高度重视|相关部门|after you|"
        "standard|policy|as soon as|understand your|rest assured|trust me|don't worry|our process|in due course|"
        "bear with|patience|special offer",
    [SAID_LETS_OFF] =
        "您先忙|您忙|快去|您去|你去忙|先忙|不耽误|您先处理|回头给您|发您|发短信|发给您|go on|you go|off you go|"
        "go, go|go ahead|i'll text|i'll send|i'll email|i'll e-mail|i'll write|i'll call back|i'll ring",
    [SAID_OFFERS_CHECK] =
        "官方|客服热线|官网|总机|核实|回拨|您打|查得到|工号|switchboard|the number on|call back|ring back|"
        "look up|check with|genuine|hang up and",
    [SAID_REFUSES] =
        "没办法|不能|无法|没法|不好说|不清楚|做不到|暂时|不支持|只能|没有权限|说不准|can't|cannot|not able|"
        "unable|i don't have|i'm afraid|don't know|not sure|not allowed",
    [SAID_OFFERS_WRITTEN] =
        "写进|写明|发您|发给|寄给|寄到|短信|邮件|站内信|书面|文字|信里|发到|传给|发去|in writing|text you|"
        "send you|letter|e-mail|email|post it|put it in",
    [SAID_PUSHES] =
        "建议您|推荐|优惠|活动|升级|套餐|名额|今天定|现在定|您还是|您再考虑|不如|划算|限时|新产品|offer|deal|"
        "upgrade|today only|recommend|while we|also have|discount|you really should|special",
    [SAID_FAREWELL] =
        "再见|拜拜|回见|先挂了|那我挂|我就先挂|不打扰您了|不打扰你了|不耽误您|不多打扰|祝您|您慢走|您保重|多保重|"
        "您先忙|您忙|您去忙|快去吧|回头见|晚安|bye|goodbye|good bye|bye-bye|take care.|take care,|take care!|"
        "take care now|take care of yourself|have a good|have a great|have a nice|good night|sleep well|see you.|"
        "see you,|see you!|see you soon|see you then|see you there|see you later|see you tomorrow|see you next|"
        "see you on|see you at|see you in|see you monday|see you tuesday|see you wednesday|see you thursday|"
        "see you friday|see you saturday|see you sunday|catch you later|cheerio|so long|hooroo|ta-ta|speak soon|"
        "talk soon|go, go|off you go",
    [SAID_LETS_GO] = "那我挂|我就先挂|我先挂|我挂了|我就挂|那我就先|您先挂|可以挂|i'll let you go|i'll hang up|"
                     "i'm going to hang up|i have to go now|i'll ring off|you can hang up",
    [SAID_BIDS_GO] =
        "先忙|快去|快进去|快回去|先吃饭|先处理|去吧|您去|你去|明天打|再打给|you go|off you go|go on|till then|"
        "until then|tomorrow then|i'll call|i'll ring|i'll try you|i'll text|i'll send",
};

enum { WORD = 64 };

const char *said_list(enum said list)
{
    return lists[list];
}

/* Made once a process, on first use. A needle's value is its list's word and its bit therein. */
static struct needles needles;
static struct arena arena;
static pthread_once_t made = PTHREAD_ONCE_INIT;

static void add_lists(void)
{
    arena_init(&arena);
    needles_init(&needles, &arena, NEEDLES_AT_WORD_BOUNDS);
    for (unsigned list = 0; list < SAID_COUNT; list++) {
        const char *rest = lists[list];
        struct str phrase;
        for (unsigned place = 0; next_phrase(&rest, &phrase); place++)
            needles_add(&needles, phrase, list * WORD + (place < WORD ? place : WORD - 1));
    }
}

static void note(void *context, struct needle_hit hit)
{
    uint64_t *said = context;
    said[hit.value / WORD] |= (uint64_t)1 << hit.value % WORD;
}

void said_read(struct str normal, uint64_t said[SAID_COUNT])
{
    pthread_once(&made, add_lists);
    needles_find(&needles, normal, note, said);
}
