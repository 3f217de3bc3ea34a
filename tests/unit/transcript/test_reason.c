/* Reasons as they are kept, and how a Chinese reader is told of them. */
#include "transcript/reason.h"

#include <criterion/criterion.h>

static void assert_said(const char *kept, const char *said)
{
    struct arena arena;
    arena_init(&arena);
    struct str got = reason_in_chinese(&arena, str_from(kept));
    cr_expect(str_eq_cstring(got, said), "%s\n%.*s", kept, STR_FORMAT(got));
    arena_release(&arena);
}

Test(reason, what_this_program_composed_is_said_in_chinese_and_what_others_said_stays)
{
    assert_said("m refused the key (status 401): no such key; look at the variable that --api-key-env names",
                "m 拒绝了密钥（状态码 401）：no such key；请检查 --api-key-env 所指的环境变量");
    assert_said("m failed inside (status 500): refused the key (status 9) (after 3 attempts)",
                "m 内部出错（状态码 500）：refused the key (status 9)（试了 3 次）");
    assert_said("interrupted", "已中断");
    assert_said("m at http://127.0.0.1:1/v1 did not answer in time: the whole answer did not come in time (after 2 "
                "attempts)",
                "m（http://127.0.0.1:1/v1）没有按时答复：时限内没有答完（试了 2 次）");
    assert_said("m at http://127.0.0.1:1/v1 sent an answer that is too large: more came than is taken",
                "m（http://127.0.0.1:1/v1）发来的答复太大：超出了愿意接收的长度");
    assert_said("m at http://127.0.0.1:1/v1 cannot be reached: the connection was refused; is the server running, and "
                "is this its address? (after 3 attempts)",
                "m（http://127.0.0.1:1/v1）连接不上：连接被拒绝；服务启动了吗？地址对吗？（试了 3 次）");
    assert_said("m at http://a.invalid/v1 cannot be found: no such host; look at the address",
                "m（http://a.invalid/v1）找不到：没有这个主机；请检查地址");
    assert_said("m at https://h/v1 cannot be reached: the proxy at 127.0.0.1:3128: the connection was refused; is the "
                "server running, and is this its address?",
                "m（https://h/v1）连接不上：代理 127.0.0.1:3128：连接被拒绝；服务启动了吗？地址对吗？");
    assert_said("m at https://h/v1 cannot be reached: the proxy at 127.0.0.1:3128: gone fishing",
                "m（https://h/v1）连接不上：代理 127.0.0.1:3128：gone fishing");
    assert_said("m at https://h/v1 cannot be reached: the proxy does not lead there: status 403",
                "m（https://h/v1）连接不上：代理不肯转接：状态码 403");
    assert_said("m at https://h/v1 offers no TLS connection that can be trusted: its certificate has expired; "
                "--ca-file names certificates to trust",
                "m（https://h/v1）没有可信的 TLS 连接：证书已过期；可用 --ca-file 指定信任的证书");
    assert_said("m timed out inside (status 504)", "m 内部超时（状态码 504）");
    assert_said(
        "a at b at http://127.0.0.1:1/v1 cannot be reached: gone; is the server running, and is this its address?",
        "a（b at http://127.0.0.1:1/v1）连接不上：gone；服务启动了吗？地址对吗？");
    assert_said("m sent JSON whose \"choices\" holds no reply (status 200): is the base URL right, and does it speak "
                "openai-chat?",
                "m 发来的 JSON 里“choices”没有回复（状态码 200）：服务地址对吗？它说的是 openai-chat 吗？");
    assert_said("m answered 2 times and never said a word; a content filter took them. These answers are on the tape: "
                "take another --out then",
                "m 答复了 2 次，一句话也没说；被内容过滤拦下了。这些答复已在磁带上：改好后请换一个 --out");
    assert_said("offline: the tape holds no reply for s/m, turn /1 persona, turn 12; run it once without --offline",
                "离线：磁带上没有这一轮的回复：s/m, turn /1 人设方第 12 句；请先不带 --offline 执行一次");
    assert_said("offline: the tape holds no reply for s/m/1 judge 2, turn 1; run it once without --offline",
                "离线：磁带上没有这一轮的回复：s/m/1 judge 2, turn 1；请先不带 --offline 执行一次");
    assert_said("the stream of m ended before the reply did", "m 的流没等回复说完就结束了");
    assert_said("the stream of m ended before the reply did (after 2 attempts)",
                "m 的流没等回复说完就结束了（试了 2 次）");
    assert_said(
        "m asks for fewer requests (status 429): slow down; it asks to wait 99999 s, run the same command again "
        "then (after 2 attempts)",
        "m 要求减少请求（状态码 429）：slow down；它要求等 99999 秒，请到时再执行同一命令（试了 2 次）");
    assert_said("m sent what is not JSON (status 200): the JSON ends before it is complete (after 3 attempts)",
                "m 发来的不是 JSON（状态码 200）：JSON 不完整，没写完就结束了（试了 3 次）");
    assert_said("m sent what is not JSON (status 200): this is not JSON: \"x\" is not expected here",
                "m 发来的不是 JSON（状态码 200）：此处不应出现“x”");
    assert_said("m failed inside (status 500): the JSON ends before it is complete",
                "m 内部出错（状态码 500）：the JSON ends before it is complete");
    assert_said(
        "m does not know the model or the path (status 404): gone; look at --model and --base-url; most base "
        "URLs end in /v1, and this one does not",
        "m 不认识这个模型或路径（状态码 404）：gone；请检查 --model 和 --base-url；服务地址多以 /v1 结尾，这个没有");
    assert_said("m wants a key (status 401): no; none was sent: --api-key-env names the variable that holds it",
                "m 要求提供密钥（状态码 401）：no；请求里没有密钥：请用 --api-key-env 写明存放密钥的环境变量");
    assert_said("m broke its own reply off (status 200): abort (after 3 attempts)",
                "m 自己中断了回复（状态码 200）：abort（试了 3 次）");
    assert_said("the time limit was reached (--max-time)", "已到时间上限（--max-time）");
}

Test(reason, what_is_not_known_stays_as_it_is)
{
    static const char *const all[] = {"",
                                      "m",
                                      "(status",
                                      "m was struck by lightning (status 1): ow",
                                      " at  at : ",
                                      "cannot be reached",
                                      " answered  times and never said a word; ",
                                      "m sent JSON whose \" holds no reply (status 1)",
                                      "m failed (status",
                                      ")(status",
                                      "m failed  (after attempts)"};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++)
        assert_said(all[i], all[i]);
}
