/* Which end conditions are seen to hold at the end of a conversation.
 *
 * The closing part of the call is read for signs that do not belong to any domain: does the persona name a reason to
 * leave, hand the rest over to a later message, name another address, want to check for itself, leave the matter open,
 * read figures back; how long the call was and how far the script had come; whether its last doubts were answered. Each
 * kind of condition weighs these signs (score/weigh.h). */
#include "score/parts.h"
#include "score/weigh.h"

#include "meaning/phrases.h"
#include "text/utf8.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

static const char leave[] =
    "我去|我得|得去|要去|我先|我过去|我进去|我上去|我下去|我出门|去了|走了|跑了|撤了|我这就|我这边|到点|开会|"
    "出门|gotta|got to|have to|need to|going back|i'm off|i'm going|must go|i'd better|better go";
static const char pulled[] =
    "叫我|喊我|找我|催|喊人|来了|来啦|不等人|对不住|对不起|等着我|门口|突然|响了|点名|按喇叭|报错|先别|马上!|"
    "敲|门铃|提前|再拖|先顾|到了喔|calling me|someone|somebody|stirring|door|paged|knock|knocking|ringing|"
    "rings|waving at me|here now|just arrived|不说了|不讲了|不讲住|先不讲|够钟|时间到|进来了|入来|哎哟|"
    "'s at the|is back|'s back|i'm gone|gotta go|gotta run|have to go|no time|coming in|they're bringing|"
    "must dash|must run";
static const char rest[] =
    "你发|您发|发我|发文字|发字|发短信|短信我|写给我|写成|写进|其余|余下|剩下|其他等|晚上看|晚些看|再打|再讲|"
    "明天|明儿|改天|改日|接着说|回头|另约|看完再|晚上再|回你|回您|先不谈|先写|寄到|text me|send me|the rest|"
    "on paper|call me|ring me|later|in a text|put it in|shoot me|e-mail|email|打来|打过来|发来|再倾|send|"
    "mail me|mail it|by post|post it|write to me|write me|a letter would";
static const char done[] =
    "没有了|没别的|没了|清楚|对得上|没毛病|都齐|说定|就这么定|定了|行,|成,|没有疑问|没问题|记下了|写下了|"
    "记好了|no questions|that works|all set|deal|sounds good|clear|got it|fair enough|thank you|thanks";
static const char check[] =
    "总机|自己打|自己拨|自己查|自己去看|打进去|我打进|打过去找|去核实|查证|官网|官方|卡背|背面|要真是|是真是假|"
    "真的,我|假的,|找着了|look it up|on a screen|check it|verify|the number on|for myself|check myself|"
    "isn't yours|is real|whoever picks up|i'll ring|ring back on|call back on|hang up and|有你这个人|"
    "if you're you|you'll still be you|ring that number|i'll call that number|dial it myself";
static const char escalation[] =
    "投诉|12315|12378|12345|平台介入|介入|监管|仲裁|曝光|消协|工信|换一家|换家|别家|别的|另一家|另找|隔篱|拆|"
    "不需要|不用了|不做|不要了|别打了|自己申请|自己点|争议|网点|找你们|领导|律师|法院|不必了|不办|热线|"
    "elsewhere|another|cancel|supervisor|regulator|ombudsman|complain|complaint|formal|instead|not interested|"
    "no thanks|switch|own line|in writing from|see if either|deadlock|告你|告去|状告|一状|不接受|report you|"
    "file|dispute|small claims|taking it to|take it to";
static const char undecided[] =
    "没想好|不一定|说不准|定不了|再想|商量|考虑|观察|看看|合计|先不|不好说|不敢|没定|拿不定|琢磨|掂量|先放|"
    "先缓|还没|再定|做不了主|问问|保留|未必|也许|再说|pencil|can't give|don't know|not sure|maybe|couldn't say|"
    "might|leave it open|no idea|think about|think it over|sleep on|until i|once i";
static const char put_off[] =
    "再看|再定|再讲|再谈|再想|再聊|再联系|再找|找你|找您|回你|回您|给你回|过几天|到时候|等我|有情况|有事再|"
    "后面再|get back to|let you know|be in touch|i'll read|i'll look|next week|another time|when i";
static const char other_channel[] =
    "门户|网上提|已经提|提过|发过邮件|别的渠道|其他渠道|另外报|工单提|already filed|already sent|portal|"
    "online form";
static const char announces[] =
    "接下来|我跟您说|跟您说说|我给您说|跟您讲讲|再跟您|我接着|跟您讲一下|我先问|我先说|我再跟您|我说一下|"
    "我给您讲|我这就说|let me tell|let me go|let me explain|i'll go through|i'll explain|what i'd like|"
    "i want to go|next,";
static const char anything_else[] =
    "还有什么|还有别的|还有没有|还有其他|还有要|还有哪|别的没有|有没有别的|不放心的吗|不清楚|没说清楚|要补充|"
    "其他事|anything else|something else|any other|any more questions|what else";

/* The persona takes an offer. */
static const char firm[] =
    "就这个|就这么|就按|那就|约了|定了|就定|就约|要这个|我选|就要|帮我定|给我留|给我约|订了|算约|可以的|那行|"
    "说好了|就咁|就照|i'll take|book it|book me|put me|send her|send him|send them|go ahead|i'll have|let's do|"
    "that one|hold it|you're on|sign me up|we'll do|all right, you|on condition|i'll be there|do it";
/* What the caller says of an agreement, of time left, in place of an answer, to let the other go, of checking, and of
 * what it cannot do. */
static const char heard_booked[] =
    "约好|给您约|给您定|给您留|给你留|帮您约|帮您定|安排好|给您安排|定下|登记好|预约好|订好|已经约|那就周|那就|"
    "booked|i'll book|put you down|you're down|that's set|i'll hold|it's held|confirmed|reserved|see you on";
static const char heard_no_hurry[] =
    "不着急|不急|慢慢想|慢慢考虑|您慢慢|想好了|再定|您看完|随时|考虑好|您先看|怎么定都|不用现在|no hurry|"
    "no rush|take your time|whenever|leave it open|as long as you|think it over|in your own time|up to you|"
    "when you've";
static const char heard_empty[] =
    "放心|尽快|一定会|理解您的|我们会|争取|统一|请您耐心|耐心等|流程|按规定|高度重视|相关部门|after you|"
    "standard|policy|as soon as|understand your|rest assured|trust me|don't worry|our process|in due course|"
    "bear with|patience|special offer";
static const char heard_go[] =
    "您先忙|您忙|快去|您去|你去忙|先忙|不耽误|您先处理|回头给您|发您|发短信|发给您|go on|you go|off you go|"
    "go, go|go ahead|i'll text|i'll send|i'll email|i'll e-mail|i'll write|i'll call back|i'll ring";
static const char heard_check[] =
    "官方|客服热线|官网|总机|核实|回拨|您打|查得到|工号|switchboard|the number on|call back|ring back|look up|"
    "check with|genuine|hang up and";
static const char heard_refused[] =
    "没办法|不能|无法|没法|不好说|不清楚|做不到|暂时|不支持|只能|没有权限|说不准|can't|cannot|not able|unable|"
    "i don't have|i'm afraid|don't know|not sure|not allowed";

static const char written[] =
    "发文字|发字|短信|书面|邮件|邮箱|信里|写信|等信|看信|那封信|站内信|line|截图|清单|单子|写进|写下来|写明|写清|"
    "白纸黑字|"
    "寄到|寄来|寄给|发我|发来|in writing|text me|a text|the text|letter|e-mail|email|on paper|by post|mail it|mail me";
static const char asks_others[] =
    "商量|问问|问一下|问过|问我|跟我太太|跟我先生|跟我爱人|跟我老|我老婆|我老公|媳妇|我太太|我先生|家里|我妈|我爸|我儿|"
    "我女儿|老伴|孩子他|老板|ask my|talk to my|run it by|run it past|check with|my wife|my husband|my sister|my boss";
static const char noted[] =
    "记下|写下|记住|记好|抄|写在|记在|记本|写本|贴在|收到了|看到了|都齐|got it down|wrote|written it|writing it|"
    "i've got it|noted|on the calendar|on the wall|i have it";
static const char awaits[] =
    "我等|等着|等你|等您|就等|等那|盯着|看着办|看看再|先看|去看|对一遍|核一遍|看完|i'll wait|i'll watch|watching for|"
    "i'll look|look out for|waiting for|i'll read|i'll see|when it comes|once it";
static const char no_more[] =
    "没有了|没别的|没了|没有别的|没有问题|没问题了|没什么|暂时没|暂无|不问了|就这些|都清楚|都明白|问完|讲完|说完|"
    "no more|that's all|that's it|that's everything|nothing else|no questions|no, that|all clear|i'm good";
static const char declines[] =
    "不用了|不要了|不需要|不接受|不做|不办|不必|不谈|不谈了|不换|别打|算了|免谈|不卖|不买|不续|免了|不签|no thanks|"
    "no thank you|not interested|i won't|don't call|not having|i'm not paying|i don't want|forget it|i'm done";
static const char elsewhere[] =
    "换一家|换家|别家|另一家|另找|别的|隔壁|隔篱|退订|拆机|解约|退了算|自己点|自己提|自己申请|自己去|elsewhere|another|"
    "instead|cancel|switch|someone else|somebody else|take my";
static const char keeps[] =
    "留住|留着|先留|保住|保留|先放|先搁|搁着|先这么放|不动|先不动|不定|定不|没定|先缓|缓一缓|想想|想一想|"
    "hold it|keep it|keep the|leave it|as it is|for now|not today|pencil";
static const char callback[] =
    "再打|打给我|打过来|打来|另约|改天|改日|改个|换个时间|明天这|晚上打|下午打|几点打|回头再|下回|call me|call back|"
    "ring me|ring back|try me|another time|tomorrow|after two|after three|tonight|later";
static const char said_date[] =
    "号|点|周一|周二|周三|周四|周五|周六|周日|星期|礼拜|明天|后天|今晚|月底|上午|下午|monday|tuesday|wednesday|"
    "thursday|friday|saturday|sunday|o'clock|morning|tomorrow|tonight";
static const char heard_written[] =
    "写进|写明|发您|发给|寄给|寄到|短信|邮件|站内信|书面|文字|信里|发到|传给|发去|in writing|text you|send you|letter|"
    "e-mail|email|post it|put it in";
static const char heard_pushes[] =
    "建议您|推荐|优惠|活动|升级|套餐|名额|今天定|现在定|您还是|您再考虑|不如|划算|限时|新产品|offer|deal|upgrade|"
    "today only|recommend|while we|also have|discount|you really should|special";

bool leaves_off(struct str normal)
{
    return phrases_any(normal, rest) || phrases_any(normal, pulled) || phrases_any(normal, put_off);
}

/* The closing part of a call. */
struct closing_part {
    struct work *work;
    size_t last;                                  /* message of the reply that ends the call */
    size_t replies;                               /* up to it */
    struct str text, text2, text3;                /* the last reply's normal text; the last two's, three's */
    struct str heard;                             /* the caller's last three messages before it */
    struct words said, said2, said3, heard_words; /* of these */
    struct terms terms2;                          /* of text2 */
};

static double share_of(size_t count, size_t most)
{
    return (double)(count < most ? count : most) / (double)most;
}

/* How much of a reply's end is read for signs of closing, bytes. */
enum { TAIL = 8192 };

/* The last `count` replies up to the end of the call, one text. */
static struct str last_replies(const struct closing_part *part, size_t count)
{
    const struct scene *scene = part->work->scene;
    struct buf text;
    buf_init(&text, 0);
    for (size_t m = 0; m <= part->last; m++)
        if (scene->utterances[m].reply != 0 && scene->utterances[m].reply + count > part->replies) {
            struct str said = scene->utterances[m].normal.text;
            buf_add(&text, str_slice(said, said.len > TAIL ? said.len - TAIL : 0, said.len));
            buf_add_byte(&text, '\n');
        }
    struct str joined = str_dup(&part->work->score->arena, buf_str(&text));
    buf_release(&text);
    return joined;
}

/* The caller's last `count` messages before the end of the call, one text. */
static struct str last_heard(const struct closing_part *part, size_t count)
{
    const struct scene *scene = part->work->scene;
    struct buf text;
    buf_init(&text, 0);
    for (size_t m = part->last; m-- > 0 && count > 0;)
        if (scene->utterances[m].reply == 0) {
            struct str said = scene->utterances[m].normal.text;
            buf_add(&text, str_slice(said, said.len > TAIL ? said.len - TAIL : 0, said.len));
            buf_add_byte(&text, '\n');
            count--;
        }
    struct str joined = str_dup(&part->work->scratch, buf_str(&text));
    buf_release(&text);
    return joined;
}

/* Share of the last `count` replies (all: SIZE_MAX) that carry a signal. */
static double carrying(const struct closing_part *part, enum core_signal signal, size_t count)
{
    const struct scene *scene = part->work->scene;
    size_t looked = 0, found = 0;
    for (size_t m = part->last + 1; m-- > 0 && looked < count;) {
        if (scene->utterances[m].reply == 0)
            continue;
        looked++;
        found += carries(part->work, signal, m);
    }
    return looked > 0 ? (double)found / (double)(count == SIZE_MAX ? looked : count) : 0;
}

static bool is_figure(uint32_t c)
{
    return c >= '0' && c <= '9';
}

/* Does `text` hold the figures [from, to) of `of` as a number of its own? */
static bool has_number(struct str text, struct str number)
{
    for (size_t at = str_find(text, number); at != STR_NONE;) {
        size_t end = at + number.len;
        if ((at == 0 || !is_figure((unsigned char)text.ptr[at - 1])) &&
            (end == text.len || !is_figure((unsigned char)text.ptr[end])))
            return true;
        size_t next = str_find(str_slice(text, at + 1, text.len), number);
        at = next == STR_NONE ? STR_NONE : at + 1 + next;
    }
    return false;
}

/* How many numbers of the last two replies the caller had named before. */
static size_t numbers_said_back(const struct closing_part *part)
{
    const struct scene *scene = part->work->scene;
    struct str text = part->text2;
    size_t said = 0;
    for (size_t at = 0; at < text.len;) {
        size_t from = at;
        while (at < text.len && is_figure((unsigned char)text.ptr[at]))
            at++;
        if (at == from) {
            at++;
            continue;
        }
        bool known = false;
        for (size_t m = 0; m < part->last && !known; m++)
            known = scene->utterances[m].reply == 0 &&
                    has_number(scene->utterances[m].normal.text, str_slice(text, from, at));
        said += known;
    }
    return said;
}

/* The caller's last words before the persona closed leave something in the air: a question, a sentence cut off, more
 * announced. */
static bool open_turn(const struct closing_part *part)
{
    const struct scene *scene = part->work->scene;
    if (part->last == 0 || scene->utterances[part->last - 1].reply != 0)
        return false;
    struct str said = str_trim(scene->utterances[part->last - 1].normal.text);
    if (phrases_any(said, anything_else))
        return false;
    struct str tail = str_slice(said, said.len > 12 ? said.len - 12 : 0, said.len);
    return str_find_byte(tail, '?') != STR_NONE || str_ends(said, STR("..")) || str_ends(said, STR("--")) ||
           phrases_any(said, announces);
}

/* All that the caller said up to the end. */
static struct terms terms_heard(const struct closing_part *part)
{
    const struct scene *scene = part->work->scene;
    size_t count = 0;
    for (size_t m = 0; m <= part->last; m++)
        count += scene->utterances[m].reply == 0 ? part->work->messages[m].count : 0;
    uint64_t *items = arena_array(&part->work->scratch, count, sizeof *items);
    count = 0;
    for (size_t m = 0; m <= part->last; m++)
        for (size_t i = 0; scene->utterances[m].reply == 0 && i < part->work->messages[m].count; i++)
            items[count++] = part->work->messages[m].items[i];
    return terms_set(items, count);
}

/* How much of the caller's script was spoken: share of its steps whose words the caller's messages hold. */
static double progress(const struct closing_part *part)
{
    const struct work *work = part->work;
    double met = 0, whole = 0;
    if (work->rubric->topics == NULL)
        return 0;
    const struct library *library = &work->rubric->topics->library;
    const struct terms heard = terms_heard(part);
    for (size_t l = 0; l < library->count; l++) {
        if (library->of[l] != LINE_SCRIPT)
            continue;
        struct terms line = library->lines[l];
        for (size_t i = 0; i < line.count; i++) {
            double weight = library_weight(library, line.items[i]);
            whole += weight;
            met += terms_have(heard, line.items[i]) ? weight : 0;
        }
    }
    return whole > 0 ? 3 * met / whole : 0;
}

/* What was decided, put off and refused in the course of the call, and how near to its end it last was. */
static void read_course(const struct closing_part *part, double signs[END_SIGN_COUNT])
{
    const struct scene *scene = part->work->scene;
    size_t decided = 0, open = 0, firm_count = 0, open_count = 0, booked = 0, no_hurry = 0, refused = 0;
    for (size_t m = 0; m <= part->last; m++) {
        const struct words *words = &scene->utterances[m].words;
        bool persona = scene->utterances[m].reply != 0;
        bool decides = phrases_any_in(words, persona ? firm : heard_booked);
        bool opens = phrases_any_in(words, persona ? undecided : heard_no_hurry);
        decided = decides ? m + 1 : decided;
        open = opens ? m + 1 : open;
        firm_count += persona && decides;
        open_count += persona && opens;
        booked += !persona && decides;
        no_hurry += !persona && opens;
        refused += !persona && phrases_any_in(words, heard_refused);
    }
    signs[END_SIGN_DECIDED_LAST] = decided > open ? 1 : 0;
    signs[END_SIGN_OPEN_LAST] = open > decided ? 1 : 0;
    signs[END_SIGN_FIRM_CALL] = share_of(firm_count, 3);
    signs[END_SIGN_OPEN_CALL] = share_of(open_count, 4);
    signs[END_SIGN_BOOKED_CALL] = share_of(booked, 3);
    signs[END_SIGN_NO_HURRY_CALL] = share_of(no_hurry, 2);
    signs[END_SIGN_REFUSED_CALL] = share_of(refused, 4);
}

static void read_signs(const struct closing_part *part, double signs[END_SIGN_COUNT])
{
    signs[END_SIGN_ONE] = 1;
    signs[END_SIGN_LENGTH] = share_of(part->replies, 10);
    signs[END_SIGN_SHORT] = part->replies <= 4;
    signs[END_SIGN_LEAVE] = share_of(phrases_count_in(&part->said, leave), 2);
    signs[END_SIGN_PULLED] = share_of(phrases_count_in(&part->said2, pulled), 2);
    signs[END_SIGN_REST] = share_of(phrases_count_in(&part->said, rest), 2);
    signs[END_SIGN_DONE] = share_of(phrases_count_in(&part->said, done), 2);
    signs[END_SIGN_CHECK] = share_of(phrases_count_in(&part->said2, check), 2);
    signs[END_SIGN_ESCALATION] = share_of(phrases_count_in(&part->said2, escalation), 2);
    signs[END_SIGN_UNDECIDED] = share_of(phrases_count_in(&part->said3, undecided), 3);
    signs[END_SIGN_PUT_OFF] = share_of(phrases_count_in(&part->said, put_off), 2);
    signs[END_SIGN_CHANNEL] = share_of(phrases_count_in(&part->said2, other_channel), 1);
    signs[END_SIGN_RECAP] = share_of(numbers_said_back(part), 3);
    signs[END_SIGN_DOUBT] = carrying(part, SIGNAL_SKEPTICISM, SIZE_MAX);
    signs[END_SIGN_LATE_DOUBT] = carrying(part, SIGNAL_SKEPTICISM, 3);
    signs[END_SIGN_LATE_WAVER] = carrying(part, SIGNAL_HESITATION, 3);
    signs[END_SIGN_AGREEABLE] = carrying(part, SIGNAL_PLATITUDE, SIZE_MAX);
    signs[END_SIGN_OPEN_TURN] = open_turn(part);
    signs[END_SIGN_ASKS] = str_find_byte(part->text, '?') != STR_NONE;
    signs[END_SIGN_PROGRESS] = progress(part);
    signs[END_SIGN_FIRM] = share_of(phrases_count_in(&part->said3, firm), 2);
    signs[END_SIGN_HEARD_BOOKED] = share_of(phrases_count_in(&part->heard_words, heard_booked), 2);
    signs[END_SIGN_HEARD_NO_HURRY] = share_of(phrases_count_in(&part->heard_words, heard_no_hurry), 2);
    signs[END_SIGN_HEARD_EMPTY] = share_of(phrases_count_in(&part->heard_words, heard_empty), 2);
    signs[END_SIGN_HEARD_GO] = share_of(phrases_count_in(&part->heard_words, heard_go), 2);
    signs[END_SIGN_HEARD_CHECK] = share_of(phrases_count_in(&part->heard_words, heard_check), 2);
    signs[END_SIGN_HEARD_REFUSED] = share_of(phrases_count_in(&part->heard_words, heard_refused), 2);
    signs[END_SIGN_WRITTEN] = share_of(phrases_count_in(&part->said, written), 2);
    signs[END_SIGN_ASKS_OTHERS] = share_of(phrases_count_in(&part->said3, asks_others), 2);
    signs[END_SIGN_NOTED] = share_of(phrases_count_in(&part->said2, noted), 2);
    signs[END_SIGN_AWAITS] = share_of(phrases_count_in(&part->said, awaits), 2);
    signs[END_SIGN_NO_MORE] = share_of(phrases_count_in(&part->said2, no_more), 2);
    signs[END_SIGN_DECLINES] = share_of(phrases_count_in(&part->said2, declines), 2);
    signs[END_SIGN_ELSEWHERE] = share_of(phrases_count_in(&part->said2, elsewhere), 2);
    signs[END_SIGN_KEEPS] = share_of(phrases_count_in(&part->said3, keeps), 2);
    signs[END_SIGN_CALLBACK] = share_of(phrases_count_in(&part->said, callback), 2);
    signs[END_SIGN_SAID_DATE] = share_of(phrases_count_in(&part->said, said_date), 3);
    signs[END_SIGN_HEARD_WRITTEN] = share_of(phrases_count_in(&part->heard_words, heard_written), 2);
    signs[END_SIGN_HEARD_ELSE] = phrases_any_in(&part->heard_words, anything_else);
    signs[END_SIGN_HEARD_PUSHES] = share_of(phrases_count_in(&part->heard_words, heard_pushes), 2);
    signs[END_SIGN_CALLER_LAST] = part->work->score->ending.ended_by == ENDED_CALLER;
    read_course(part, signs);
    signs[END_SIGN_LONG] = part->replies >= 6;
    signs[END_SIGN_LATE_PULL] = signs[END_SIGN_PULLED] * (1 - signs[END_SIGN_LENGTH]);
    signs[END_SIGN_LATE_OPEN] = signs[END_SIGN_LATE_WAVER] * signs[END_SIGN_LENGTH];
}

/* How much of a condition's own words stand in the last two replies, and in the whole call. */
static void read_topic(const struct closing_part *part, const struct topic *topic, double signs[END_SIGN_COUNT])
{
    const struct work *work = part->work;
    const struct library *library = &work->rubric->topics->library;
    double met = 0;
    for (size_t i = 0; i < topic->terms.count; i++)
        for (size_t m = 0; m < work->scene->count; m++)
            if (terms_have(work->messages[m], topic->terms.items[i])) {
                met += library_weight(library, topic->terms.items[i]);
                break;
            }
    double late = terms_shared(library, topic->terms, part->terms2, NULL), heard = 0;
    for (size_t m = part->last, looked = 0; m-- > 0 && looked < 2;)
        if (work->scene->utterances[m].reply == 0) {
            heard += terms_shared(library, topic->terms, work->messages[m], NULL);
            looked++;
        }
    signs[END_SIGN_TOPIC] = late < 10 ? late / 5 : 2;
    signs[END_SIGN_HEARD] = heard < 10 ? heard / 5 : 2;
    double last = terms_shared(library, topic->terms, work->messages[part->last], NULL);
    signs[END_SIGN_TOPIC_LAST] = last < 10 ? last / 5 : 2;
    for (size_t c = 0; c < topic->clause_count; c++) {
        double whole = terms_weight(library, topic->clauses[c]);
        double share = terms_shared(library, topic->clauses[c], part->terms2, NULL) / (2 + whole);
        signs[END_SIGN_CLAUSE] = share > signs[END_SIGN_CLAUSE] ? share : signs[END_SIGN_CLAUSE];
        signs[END_SIGN_CLAUSE_LAST] = share;
    }
    signs[END_SIGN_COVER] = met / (1 + topic->weight);
}

/* Where the condition stands in the list, and how it stands beside the others. */
static void read_place(const struct closing_part *part, size_t at, double signs[END_SIGN_COUNT])
{
    const struct rubric *rubric = part->work->rubric;
    double rival = 0;
    size_t kin = 0;
    for (size_t i = 0; i < rubric->end_count; i++)
        if (i != at) {
            double late = terms_shared(&rubric->topics->library, rubric->topics->ends[i].terms, part->terms2, NULL) / 5;
            rival = late > rival ? late : rival;
            kin += rubric->ends[i].kind == rubric->ends[at].kind;
        }
    signs[END_SIGN_TOPIC_LEAD] = signs[END_SIGN_TOPIC] - (rival < 2 ? rival : 2);
    signs[END_SIGN_FIRST] = at == 0;
    signs[END_SIGN_PLACE] = rubric->end_count > 1 ? (double)at / (double)(rubric->end_count - 1) : 0;
    signs[END_SIGN_RIVALS] = share_of(kin, 2);
}

/* A short call that the persona leaves while the caller is about to say more, with no reason of its own. */
static bool broken_off(const struct closing_part *part, const double signs[END_SIGN_COUNT])
{
    double reason = signs[END_SIGN_PULLED] + signs[END_SIGN_REST] + signs[END_SIGN_CHECK] + signs[END_SIGN_ESCALATION] +
                    signs[END_SIGN_PUT_OFF];
    double air =
        1.2 * signs[END_SIGN_OPEN_TURN] + (part->replies <= 4) + (part->replies <= 3) + 0.4 * (part->replies <= 2);
    if (part->work->score->ending.ended_by == ENDED_CALLER)
        air -= 0.6; /* the caller did not mind */
    bool gives_up = part->replies <= 4 && carries(part->work, SIGNAL_PLATITUDE, part->last);
    return air + 0.5 * gives_up - 1.6 * reason - 0.8 * signs[END_SIGN_DOUBT] >= 1.3;
}

bool conditions_held(struct work *work, size_t last_reply, bool closed, bool *held)
{
    const struct rubric *rubric = work->rubric;
    struct closing_part part = {.work = work, .last = message_of_reply(work->scene, last_reply), .replies = last_reply};
    double common[END_SIGN_COUNT] = {0};
    if (part.last == SIZE_MAX)
        return false;
    part.text = last_replies(&part, 1);
    part.text2 = last_replies(&part, 2);
    part.text3 = last_replies(&part, 3);
    part.heard = last_heard(&part, 3);
    words_init(&part.said, part.text);
    words_init(&part.said2, part.text2);
    words_init(&part.said3, part.text3);
    words_init(&part.heard_words, part.heard);
    part.terms2 = terms_of_normal(&work->scratch, part.text2);
    read_signs(&part, common);
    common[END_SIGN_NOT_CLOSED] = !closed;
    if (broken_off(&part, common))
        return false;
    struct weighed *weighed = arena_array(&work->score->arena, rubric->end_count, sizeof *weighed);
    double *odds = arena_array(&work->scratch, rubric->end_count, sizeof *odds);
    for (size_t i = 0; i < rubric->end_count; i++) {
        odds[i] = NAN;
        if (!rubric->ends[i].is_condition)
            continue;
        double *signs = arena_array(&work->score->arena, END_SIGN_COUNT, sizeof *signs);
        memcpy(signs, common, sizeof common);
        read_topic(&part, &rubric->topics->ends[i], signs);
        read_place(&part, i, signs);
        odds[i] = weigh_end(&rubric->ends[i], signs);
        weighed[i] = (struct weighed){signs, END_SIGN_COUNT, odds[i]};
    }
    work->score->ending.weighed = weighed;
    weigh_conditions(odds, rubric->end_count, closed, held);
    return true;
}
