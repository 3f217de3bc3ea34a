#include "transcript/reason.h"

#include "base/buf.h"
#include "base/language.h"

#include <string.h>

/* What stands behind the endpoint's name and before " (status N)". */
static const struct texts answers[] = {
    {"rejected the request", "拒绝了请求"},
    {"refused the key", "拒绝了密钥"},
    {"wants a key", "要求提供密钥"},
    {"wants to be paid first", "要求先付费"},
    {"forbids this", "不允许这样做"},
    {"does not know the model or the path", "不认识这个模型或路径"},
    {"does not take requests at this path", "不在这个路径上接受请求"},
    {"timed out", "超时"},
    {"had a conflict", "遇到冲突"},
    {"finds the conversation too long", "认为对话太长"},
    {"was asked too early", "认为请求来得太早"},
    {"asks for fewer requests", "要求减少请求"},
    {"failed inside", "内部出错"},
    {"could not reach its own back end", "连不上自己的后端"},
    {"is not available", "暂时不可用"},
    {"timed out inside", "内部超时"},
    {"is overloaded", "负载过高"},
    {"answered with a redirect, which is not followed", "答复了重定向，而重定向不会跟随"},
    {"answered with an error", "答复了错误"},
    {"says that the quota is used up", "说配额已用完"},
    {"failed", "出错"},
    {"sent an empty answer", "发来空的答复"},
    {"sent an HTML page instead of JSON", "发来 HTML 页面而不是 JSON"},
    {"sent what is not JSON", "发来的不是 JSON"},
    {"broke its own reply off", "自己中断了回复"},
};

/* What stands behind the endpoint's address and before ": ". */
static const struct texts connections[] = {
    {"cannot be found: no such host", "找不到：没有这个主机"},
    {"cannot be reached", "连接不上"},
    {"broke the connection before the answer was whole", "没答完就断开了连接"},
    {"did not answer in time", "没有按时答复"},
    {"offers no TLS connection that can be trusted", "没有可信的 TLS 连接"},
    {"sent an answer that is too large", "发来的答复太大"},
    {"has a base URL that is no URL", "的服务地址不是合法的 URL"},
    {"was interrupted", "被中断"},
};

/* Behind a connection's ": ", where the words are our own. */
static const struct texts details[] = {
    {"the connection was refused", "连接被拒绝"},
    {"there is no route to that host", "没有通往该主机的路由"},
    {"no connection came about in time", "时限内没有连上"},
    {"the connection was reset", "连接被对方重置"},
    {"the connection was closed before an answer came", "对方没有答复就关闭了连接"},
    {"the connection was closed in the middle of the answer", "对方答到一半就关闭了连接"},
    {"what came is not HTTP", "发来的不是 HTTP"},
    {"the answer cannot be unpacked", "答复无法解压"},
    {"nobody who is trusted signed its certificate", "证书的签发者不受信任"},
    {"its certificate has expired", "证书已过期"},
    {"its certificate is not valid yet", "证书尚未生效"},
    {"its certificate is for another host", "证书是别的主机的"},
    {"it does not speak TLS at this port", "这个端口上不是 TLS"},
    {"the connection was closed during the TLS handshake", "TLS 握手还没完成，连接就关闭了"},
    {"it is the proxy that is not found", "找不到的是代理"},
    {"the whole answer did not come in time", "时限内没有答完"},
    {"the first byte of the answer did not come in time", "时限内没有开始答复"},
    {"the answer stopped in the middle", "答到一半没有下文"},
    {"the connection, kept from the last request, broke before an answer came",
     "沿用上一次请求的连接在答复之前就断开了"},
    {"more came than is taken", "超出了愿意接收的长度"},
    {"its headers are longer than libcurl takes", "答复的头部太长，libcurl 不肯接收"},
    {"the request was given up", "请求已放弃"},
};

/* How a sentence ends. */
static const struct texts ends[] = {
    {"; look at the variable that --api-key-env names", "；请检查 --api-key-env 所指的环境变量"},
    {"; none was sent: --api-key-env names the variable that holds it",
     "；请求里没有密钥：请用 --api-key-env 写明存放密钥的环境变量"},
    {"; most base URLs end in /v1, and this one does not", "；服务地址多以 /v1 结尾，这个没有"},
    {"; look at the proxy (--proxy, or http_proxy and https_proxy of the environment)",
     "；请检查代理（--proxy，或环境变量 http_proxy、https_proxy）"},
    {"; is it an https:// address?", "；它是不是 https:// 的地址？"},
    {"; is it an http:// address?", "；它是不是 http:// 的地址？"},
    {"; then the address begins with http://", "；那么地址应以 http:// 开头"},
    {"; look at the account's balance", "；请查看账户余额"},
    {"; the key may not use this model", "；这个密钥不能使用这个模型"},
    {"; look at --model and --base-url", "；请检查 --model 和 --base-url"},
    {"; write seed: none under parameters in models.yaml", "；请在 models.yaml 的 parameters 里写 seed: none"},
    {"; write max_completion_tokens under parameters in models.yaml, without --max-tokens",
     "；请在 models.yaml 的 parameters 里写 max_completion_tokens，并去掉 --max-tokens"},
    {"; look at --base-url", "；请检查 --base-url"},
    {"; lower --max-turns or take a model with a longer context", "；请调低 --max-turns，或换用上下文更长的模型"},
    {"; give the final address as --base-url", "；请用 --base-url 给出最终地址"},
    {"; look at the account's plan and balance", "；请查看账户的套餐和余额"},
    {"; look at the address", "；请检查地址"},
    {"; is the server running, and is this its address?", "；服务启动了吗？地址对吗？"},
    {"; --ca-file names certificates to trust", "；可用 --ca-file 指定信任的证书"},
};

/* What stands around a name, a number or other words, and how that is said in Chinese. */
struct frame {
    const char *before, *behind, *zh_before, *zh_behind;
};

/* Whole sentences. */
static const struct frame sentences[] = {
    {"", " sent a stream without a message in it", "", " 发来的流里没有消息"},
    {"the stream of ", " ended before the reply did", "", " 的流没等回复说完就结束了"},
    {"offline: the tape holds no reply for ", "; run it once without --offline", "离线：磁带上没有这一轮的回复：",
     "；请先不带 --offline 执行一次"},
    {"the tape no longer holds the reply for ",
     ": a line was lost, one before it was edited, or another version of fidelio wrote it",
     "磁带上不再有这一轮的回复：", "；有一行丢失、之前的某行被改过，或是另一个版本的 fidelio 写的"},
    {"", ": this line of the tape holds another message than the one to be sent: it was edited", "",
     "：磁带的这一行不是要发送的消息：它被改过"},
    {"the conversation has grown beyond ", "", "对话已经超过 ", ""},
    {"", ": the tape can be written no more", "", "：磁带无法再写入"},
    {"the time limit was reached (--max-time)", "", "已到时间上限（--max-time）", ""},
    {"the cost limit was reached (--max-cost)", "", "已到费用上限（--max-cost）", ""},
    {"the judge's reply holds no JSON object with answers", "", "裁判的回复里没有含答案的 JSON 对象", ""},
    {"the judge's reply holds answers without the transcript's fence: they may have been planted in the call", "",
     "裁判回复里的答案没有带上记录前后两行里的那个词（fence）：可能是通话里事先埋下的", ""},
    {"the judge's reply holds two objects with answers", "", "裁判的回复里有两个含答案的对象", ""},
    {"the judge gave no quote for its answer", "", "裁判的回答没有引文", ""},
    {"the judge's quote is a verdict that was planted in the call", "", "裁判引用的是通话里事先埋下的结论", ""},
    {"the judge's quote stands in no message of the transcript", "", "裁判引用的话在对话记录里找不到", ""},
    {"the judge's answer is none of yes, no and abstain", "", "裁判的回答不是 yes、no 或 abstain", ""},
    {"the judge's \"answers\" are no list", "", "裁判的 answers 不是列表", ""},
    {"the judge answered \"", "\", which was not asked", "裁判回答了没有问的“", "”"},
    {"the judge answered this question twice", "", "裁判把这个问题答了两遍", ""},
    {"the judge did not answer this question", "", "裁判没有回答这个问题", ""},
    {"the judge's reply is too long to be read", "", "裁判的回复太长，无法读取", ""},
    {"the votes disagree: ", "", "几票不一致：", ""},
    {"interrupted", "", "已中断", ""},
    {"no reason was recorded", "", "没有记下原因", ""},
    {"nothing to score: the persona never spoke", "", "无法评分：人设方没有说过话", ""},
    {"exam not valid: the persona did not keep its role", "", "考核无效：人设方没有守住角色", ""},
};

/* What is wrong with JSON that is none, as syntax/json_parse.c tells it of what a server sent; before and behind words
 * of its own. */
static const struct frame not_json[] = {
    {"the JSON ends before it is complete", "", "JSON 不完整，没写完就结束了", ""},
    {"this is not JSON: \"", "\" is not expected here", "此处不应出现“", "”"},
    {"the string that begins here is never closed", "", "有字符串没有结束", ""},
    {"the string holds a bare control character (", "); write it as an escape", "字符串里有未转义的控制字符（", "）"},
    {"the JSON is not valid UTF-8 (byte ", ")", "JSON 不是有效的 UTF-8（字节 ", "）"},
    {"there is more text behind the end of the JSON", "", "JSON 结束之后还有别的文字", ""},
    {"the string holds \\u0000, which no text may hold", "", "字符串里有 \\u0000，文本里不允许出现", ""},
    {"the string holds an unknown escape", "", "字符串里有不认识的转义", ""},
    {"\\u needs four hexadecimal digits", "", "\\u 后面要有四位十六进制数", ""},
    {"", " is half of a surrogate pair without its other half", "", " 是代理对的一半，缺了另一半"},
    {"the JSON is nested deeper than ", " levels", "JSON 嵌套超过 ", " 层"},
    {"a control character (", ") stands between the values", "值与值之间有控制字符（", "）"},
    {"this is no number as JSON writes numbers", "", "有不合乎 JSON 写法的数", ""},
    {"the number is longer than ", " characters", "有一个数超过 ", " 个字符"},
    {"the number is too large", "", "有一个数太大", ""},
    {"the key \"", "\" stands twice in one object", "同一个对象里键“", "”出现了两次"},
};

/* Why a model that answers says nothing. */
static const struct texts silences[] = {
    {"they ended at the token limit: raise --max-tokens, or let it think less",
     "它们停在词元上限：请调高 --max-tokens，或让它少想一些"},
    {"it called tools instead: leave tools out of its set-up", "它改去调用工具了：请在它的设置里去掉工具"},
    {"a content filter took them", "被内容过滤拦下了"},
    {"look at its name, chat template and --max-tokens", "请检查模型名、对话模板和 --max-tokens"},
};

static size_t find_last(struct str text, struct str part)
{
    size_t last = STR_NONE;
    for (size_t at = 0; at + part.len <= text.len; at++)
        if (str_starts(str_slice(text, at, text.len), part))
            last = at;
    return last;
}

/* What stands between is taken over, but for "CONVERSATION PARTY, turn N". */
static void add_between(struct buf *out, struct str text)
{
    static const struct texts parties[] = {{" persona", " 人设方"}, {" caller", " 拨打方"}, {" chooser", " 挑选模型"}};
    struct str lead = STR(", turn ");
    size_t at = find_last(text, lead);
    struct str who = str_slice(text, 0, at);
    for (size_t i = 0; at != STR_NONE && i < sizeof parties / sizeof *parties; i++)
        if (str_ends(who, str_from(parties[i].en))) {
            buf_printf(out, "%.*s%s第 %.*s 句", STR_FORMAT(str_slice(who, 0, who.len - strlen(parties[i].en))),
                       parties[i].zh, STR_FORMAT(str_slice(text, at + lead.len, text.len)));
            return;
        }
    buf_add(out, text);
}

static bool add_framed(struct buf *out, struct str text, const struct frame *frames, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct str before = str_from(frames[i].before), behind = str_from(frames[i].behind);
        if (!str_starts(text, before) || !str_ends(text, behind) || text.len < before.len + behind.len)
            continue;
        buf_add_cstring(out, frames[i].zh_before);
        add_between(out, str_slice(text, before.len, text.len - behind.len));
        buf_add_cstring(out, frames[i].zh_behind);
        return true;
    }
    return false;
}

/* Takes " (after N attempts)" off the end; returns N, empty where nothing of the kind stands there. */
static struct str take_attempts(struct str *text)
{
    struct str lead = STR(" (after "), end = STR(" attempts)");
    size_t at = find_last(*text, lead);
    if (at == STR_NONE || !str_ends(*text, end) || at + lead.len + end.len > text->len)
        return (struct str){0};
    struct str attempts = str_slice(*text, at + lead.len, text->len - end.len);
    *text = str_slice(*text, 0, at);
    return attempts;
}

/* Takes the known advice off the end and adds it to `out`. */
static void take_advice(struct str *text, struct buf *out)
{
    struct str wait = STR("; it asks to wait "), then = STR(" s, run the same command again then");
    size_t at = find_last(*text, wait);
    if (at != STR_NONE && str_ends(*text, then) && at + wait.len + then.len <= text->len) {
        buf_printf(out, "；它要求等 %.*s 秒，请到时再执行同一命令",
                   STR_FORMAT(str_slice(*text, at + wait.len, text->len - then.len)));
        *text = str_slice(*text, 0, at);
        return;
    }
    for (size_t i = 0; i < sizeof ends / sizeof *ends; i++)
        if (str_ends(*text, str_from(ends[i].en))) {
            *text = str_slice(*text, 0, text->len - strlen(ends[i].en));
            take_advice(text, out); /* there may be another before it */
            buf_add_cstring(out, ends[i].zh);
            return;
        }
}

/* "the proxy at HOST:PORT: WORDS", "the proxy does not lead there: status N" */
static bool add_detail(struct buf *out, struct str text)
{
    struct str proxy = STR("the proxy at "), status = STR("the proxy does not lead there: status ");
    size_t words = str_starts(text, proxy) ? str_find(text, STR(": ")) : STR_NONE;
    if (words != STR_NONE) {
        buf_printf(out, "代理 %.*s：", STR_FORMAT(str_slice(text, proxy.len, words)));
        text = str_slice(text, words + 2, text.len);
        if (!add_detail(out, text))
            buf_add(out, text);
        return true;
    }
    if (str_starts(text, status)) {
        buf_printf(out, "代理不肯转接：状态码 %.*s", STR_FORMAT(str_slice(text, status.len, text.len)));
        return true;
    }
    for (size_t i = 0; i < sizeof details / sizeof *details; i++)
        if (str_eq_cstring(text, details[i].en)) {
            buf_add_cstring(out, details[i].zh);
            return true;
        }
    return false;
}

/* Whose words stand behind the colon. */
enum words { WORDS_THEIRS, WORDS_OF_JSON, WORDS_OF_CONNECTION };

/* Adds `text`, ": WORDS; ADVICE", with its known end in Chinese; the words too where they are ours. */
static void add_end(struct buf *out, struct str text, enum words words)
{
    struct buf advice;
    buf_init(&advice, 0);
    take_advice(&text, &advice);
    struct str question = STR(": is the base URL right, and does it speak ");
    if (str_starts(text, question) && str_ends(text, STR("?"))) {
        buf_printf(out, "：服务地址对吗？它说的是 %.*s 吗？", STR_FORMAT(str_slice(text, question.len, text.len - 1)));
        text = (struct str){0};
    } else if (str_starts(text, STR(": "))) {
        buf_add_cstring(out, "：");
        text = str_slice(text, 2, text.len);
    }
    bool said = words == WORDS_OF_JSON         ? add_framed(out, text, not_json, sizeof not_json / sizeof *not_json)
                : words == WORDS_OF_CONNECTION ? add_detail(out, text)
                                               : false;
    if (!said)
        buf_add(out, text);
    buf_add(out, buf_str(&advice));
    buf_release(&advice);
}

/* "NAME ANSWER (status N): WORDS; ADVICE" */
static bool add_answer(struct buf *out, struct str reason)
{
    struct str lead = STR(" (status ");
    size_t at = str_find(reason, lead);
    size_t end = at == STR_NONE ? STR_NONE : str_find_byte(str_slice(reason, at, reason.len), ')');
    if (end == STR_NONE)
        return false;
    struct str head = str_slice(reason, 0, at), status = str_slice(reason, at + lead.len, at + end);
    struct str shape = STR(" sent JSON whose \""), hollow = STR("\" holds no reply");
    size_t member = str_find(head, shape);
    if (member != STR_NONE && member + shape.len + hollow.len <= head.len && str_ends(head, hollow)) {
        buf_printf(out, "%.*s 发来的 JSON 里“%.*s”没有回复（状态码 %.*s）", STR_FORMAT(str_slice(head, 0, member)),
                   STR_FORMAT(str_slice(head, member + shape.len, head.len - hollow.len)), STR_FORMAT(status));
        add_end(out, str_slice(reason, at + end + 1, reason.len), WORDS_THEIRS);
        return true;
    }
    for (size_t i = 0; i < sizeof answers / sizeof *answers; i++) {
        size_t behind = strlen(answers[i].en);
        if (!str_ends(head, str_from(answers[i].en)) || !str_ends(str_slice(head, 0, head.len - behind), STR(" ")))
            continue;
        buf_printf(out, "%.*s%s（状态码 %.*s）", STR_FORMAT(str_slice(head, 0, head.len - behind)), answers[i].zh,
                   STR_FORMAT(status));
        bool ours = str_eq_cstring(str_from(answers[i].en), "sent what is not JSON");
        add_end(out, str_slice(reason, at + end + 1, reason.len), ours ? WORDS_OF_JSON : WORDS_THEIRS);
        return true;
    }
    return false;
}

/* "NAME at ADDRESS CONNECTION: WORDS; ADVICE" */
static bool add_connection(struct buf *out, struct str reason)
{
    for (size_t i = 0; i < sizeof connections / sizeof *connections; i++) {
        struct str what = str_from(connections[i].en);
        size_t at = str_find(reason, what), name = str_find(reason, STR(" at "));
        if (at == STR_NONE || at == 0 || name == STR_NONE || name >= at || reason.ptr[at - 1] != ' ')
            continue;
        buf_printf(out, "%.*s（%.*s）%s", STR_FORMAT(str_slice(reason, 0, name)),
                   STR_FORMAT(str_slice(reason, name + strlen(" at "), at - 1)), connections[i].zh);
        add_end(out, str_slice(reason, at + what.len, reason.len), WORDS_OF_CONNECTION);
        return true;
    }
    return false;
}

/* "NAME answered N times and never said a word; WHY. These answers are on the tape: take another --out then" */
static bool add_silence(struct buf *out, struct str reason)
{
    struct str lead = STR(" answered "), middle = STR(" times and never said a word; ");
    size_t from = str_find(reason, lead), to = str_find(reason, middle);
    if (from == STR_NONE || to == STR_NONE || from + lead.len > to)
        return false;
    struct str why = str_slice(reason, to + middle.len, reason.len);
    for (size_t i = 0; i < sizeof silences / sizeof *silences; i++) {
        if (!str_starts(why, str_from(silences[i].en)))
            continue;
        buf_printf(out, "%.*s 答复了 %.*s 次，一句话也没说；%s。这些答复已在磁带上：改好后请换一个 --out",
                   STR_FORMAT(str_slice(reason, 0, from)), STR_FORMAT(str_slice(reason, from + lead.len, to)),
                   silences[i].zh);
        return true;
    }
    return false;
}

struct str reason_in_chinese(struct arena *arena, struct str reason)
{
    struct buf out;
    buf_init(&out, 0);
    struct str kept = reason, attempts = take_attempts(&reason);
    bool known = add_framed(&out, reason, sentences, sizeof sentences / sizeof *sentences) ||
                 add_silence(&out, reason) || add_connection(&out, reason) || add_answer(&out, reason);
    if (attempts.len > 0)
        buf_printf(&out, "（试了 %.*s 次）", STR_FORMAT(attempts));
    struct str said = known ? str_dup(arena, buf_str(&out)) : kept;
    buf_release(&out);
    return said;
}
