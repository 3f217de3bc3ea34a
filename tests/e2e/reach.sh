#!/bin/bash
# How an endpoint is reached: HTTP/2 against a real server of it, a proxy, certificates, timeouts.
# shellcheck source=lib.sh
. "$(dirname "$0")/lib.sh"
cd "$work" || exit 1
persona=$root/personas/delivery-callback.md
PATH=$PATH:/usr/sbin # where Debian keeps nghttpd

# begin NAME COMMAND...: a server at $free in the background; true when it answers there.
begin() {
    local name=$1
    shift
    "$@" >"$name.out" 2>&1 </dev/null 9<&- &
    for _ in $(seq 400); do
        (exec 3<>"/dev/tcp/127.0.0.1/$free") 2>/dev/null && return 0
        sleep 0.05
    done
    fail "$name does not start" "$name.out"
    finish
}

openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=fidelio-test \
    -addext subjectAltName=IP:127.0.0.1 -keyout key.pem -out cert.pem >/dev/null 2>&1
mkdir -p site/v1/chat
echo '{"model":"static","choices":[{"message":{"role":"assistant","content":"哪位？你说，我听着。"},"finish_reason":"stop"}],"usage":{"prompt_tokens":9,"completion_tokens":9}}' >site/v1/chat/completions
free_port
begin nghttpd nghttpd -v -a 127.0.0.1 -d site "$free" key.pem cert.pem
secure=https://127.0.0.1:$free/v1
some=(run "$persona" --model m --base-url "$secure" --repeats 12 --in-flight 12 --max-turns 3 --retries 0)
expect "a certificate that nobody vouches for is refused, with what to do" 3 "--ca-file" "${some[@]}" --out untrusted
expect "with --ca-file a run goes over HTTP/2" 0 "12 done" "${some[@]}" --ca-file cert.pem --out two
check "every request of it was an HTTP/2 stream" test "$(grep -c ':method: POST' nghttpd.out)" -eq 36
check "they shared a connection or two" test "$(grep -oE '^\[id=[0-9]+\]' nghttpd.out | sort -u | wc -l)" -le 4
: >nghttpd.out
expect "--http 1.1 asks for HTTP/1.1: this server has none" 3 "" "${some[@]}" --ca-file cert.pem --http 1.1 --out one
check "and no stream was opened" test "$(grep -c ':method: POST' nghttpd.out)" -eq 0
mkdir -p site/cut/chat && sed 's/"stop"/"length"/' site/v1/chat/completions >site/cut/chat/completions
expect "replies that the server cut short are told, with what to do" 0 "24 of 24 replies were cut.*--max-tokens" run "$persona" --model m \
    --base-url "https://127.0.0.1:$free/cut" --repeats 12 --max-turns 2 --ca-file cert.pem --lang en --out cut
mkdir -p site/cached/chat && sed 's/"prompt_tokens":9/"prompt_tokens":9,"prompt_tokens_details":{"cached_tokens":6}/' site/v1/chat/completions >site/cached/chat/completions
printf 'models:\n  - {name: m, base_url: "https://127.0.0.1:%s/cached", ca_file: cert.pem, price: {input: 1000, cached_input: 100, output: 2000}}\n' "$free" >cached.yaml
expect "what a server had cached is told, and costs less" 0 "tokens in 18 \(12 of them cached\), out 18, cost 0\.0432" run "$persona" --models cached.yaml --model m --max-turns 2 --lang en --out cached
check "in the record" jq -e '.exchanges.cached_tokens == 12 and .models[0].price_cached_in == 100' cached/run.json
check "by conversation" jq -e '.cached_tokens == 12 and .prompt_tokens == 18' cached/costs.jsonl
check "and on the tape" jq -es 'all(.reply.usage.cached_tokens == 6)' cached/tape.jsonl
mkdir -p site/mute/chat && sed 's/,"usage".*/}/' site/v1/chat/completions >site/mute/chat/completions
mute=(run "$persona" --model m --base-url "https://127.0.0.1:$free/mute" --repeats 30 --in-flight 2 --max-turns 2 --ca-file cert.pem --lang en --price-in 5 --price-out 5)
expect "that a server tells no tokens is told" 0 "did not tell the tokens of 60 of 60 replies" "${mute[@]}" --out mute
check "run.json counts such replies" jq -e '.exchanges | .unmetered == 60 and .prompt_tokens == 0' mute/run.json
expect "--max-cost holds all the same" 3 "the budget is spent" "${mute[@]}" --max-cost 0.05 --out mute-spent
check "long before the end" jq -e '.exchanges.sent < 30' mute-spent/run.json
expect "a missing file of certificates is told before anything is asked" 2 "nowhere.pem" "${some[@]}" --ca-file nowhere.pem --out nowhere
cat >models.yaml <<END
models:
  - {name: two, base_url: "$secure", ca_file: cert.pem, http: auto}
  - {name: one, base_url: "$secure", ca_file: cert.pem, http: 1.1}
END
expect "the file of models says it too" 0 "1 done" run "$persona" --models models.yaml --model two --max-turns 2 --out file-two
expect "an entry for HTTP/1.1 is one" 3 "" run "$persona" --models models.yaml --model one --max-turns 2 --retries 0 --out file-one
sed -i 's/http: 1.1/http: 3/' models.yaml
expect "another version is a mistake with its place" 2 "models.yaml:3:.*1.1, or auto" run "$persona" --models models.yaml --model one

start "$FIDELIO" serve --port 0 --quiet || exit 1
plain=$port
free_port
printf 'Port %s\nListen 127.0.0.1\nTimeout 60\nMaxClients 50\nLogLevel Info\nAllow 127.0.0.1\n' "$free" >tinyproxy.conf
begin tinyproxy tinyproxy -d -c tinyproxy.conf
proxy=http://127.0.0.1:$free
expect "a run through a proxy" 0 "2 done" run "$persona" --model faithful --base-url "http://127.0.0.1:$plain/v1" --repeats 2 --proxy "$proxy" --out proxied
check "the proxy saw the requests" test "$(grep -c "POST http://127.0.0.1:$plain/v1/chat/completions" tinyproxy.out)" -ge 2
expect "over TLS it is a tunnel" 0 "12 done" "${some[@]}" --ca-file cert.pem --proxy "$proxy" --out tunnel
check "the proxy saw only where it leads" grep -q "CONNECT 127.0.0.1:" tinyproxy.out
printf 'models:\n  - {name: faithful, base_url: "http://127.0.0.1:%s/v1", proxy: "%s"}\n' "$plain" "$proxy" >models.yaml
: >tinyproxy.out
expect "a proxy in the file of models" 0 "1 done" run "$persona" --models models.yaml --model faithful --out proxied-file
check "is used" grep -q "POST http" tinyproxy.out
: >tinyproxy.out
http_proxy=$proxy expect "loopback goes through no proxy of the environment" 0 "1 done" run "$persona" --model faithful --base-url "http://127.0.0.1:$plain/v1" --out direct
check "so it saw nothing" test "$(grep -c POST tinyproxy.out)" -eq 0
free_port
expect "a proxy that is not there is named, and to be looked at" 3 "the proxy at 127.0.0.1:$free: .*; look at the proxy" run "$persona" --model faithful --base-url "http://127.0.0.1:$plain/v1" --proxy "http://127.0.0.1:$free" --retries 0 --out noproxy
in_chinese() { # NAME PATTERN OPTION...: the reason in Chinese, and none of libcurl's words
    local name=$1 pattern=$2
    shift 2
    rm -rf said
    expect "$name" 3 "$pattern" run "$persona" --model m --retries 0 --out said --lang zh "$@"
    check "$name: without libcurl's English" bash -c '! grep -qE "connect|[Cc]ould|SSL|certificate|failed|Recv" err'
}
in_chinese "a proxy that is not there" "连接不上：代理 127.0.0.1:$free：连接被拒绝；请检查代理" --base-url "http://127.0.0.1:$plain/v1" --proxy "http://127.0.0.1:$free"
in_chinese "nobody at the port" "连接不上：连接被拒绝；" --base-url "http://127.0.0.1:$free/v1"
nowhere=$(printf 'x%.0s' {1..64}).invalid # longer than a name may be, so that no name server is asked, which may take its time
in_chinese "no such host" "找不到：没有这个主机；请检查地址" --base-url "http://$nowhere/v1"
in_chinese "no such proxy" "找不到的是代理；请检查代理" --base-url "http://127.0.0.1:$plain/v1" --proxy "http://$nowhere:3128"
in_chinese "no TLS there" "这个端口上不是 TLS；那么地址应以 http:// 开头|TLS 握手还没完成，连接就关闭了；它是不是 http:// 的地址" --base-url "https://127.0.0.1:$plain/v1"
in_chinese "a certificate that nobody vouches for" "证书的签发者不受信任；可用 --ca-file" --base-url "$secure"
in_chinese "a proxy that does not lead there" "代理不肯转接：状态码 4[0-9]*；请检查代理" --base-url https://fidelio.invalid/v1 --proxy "http://127.0.0.1:$plain"
expect "a password of a proxy belongs elsewhere" 2 "password" run "$persona" --model faithful --base-url "http://127.0.0.1:$plain/v1" --proxy http://me:secret@127.0.0.1:1 --out secret
check "and is written nowhere" test "$(cat out err 2>/dev/null | grep -c secret@)" -eq 0
expect "what is no proxy is told" 2 "http://HOST:PORT" run "$persona" --model faithful --base-url "http://127.0.0.1:$plain/v1" --proxy 3128 --out odd

start "$FIDELIO" serve --port 0 --quiet --latency 3000 || exit 1
slow=(run "$persona" --model faithful --base-url "http://127.0.0.1:$port/v1" --retries 0)
expect "--first-byte-timeout" 3 "first byte of the answer did not come in time" "${slow[@]}" --first-byte-timeout 0.3 --out first
expect "--timeout" 3 "whole answer did not come in time" "${slow[@]}" --timeout 0.3 --out whole
expect "--connect-timeout is a number of seconds" 2 "connect-timeout" "${slow[@]}" --connect-timeout soon --out soon
finish
