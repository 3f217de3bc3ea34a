/* How fast patterns are matched: 200 patterns as rubrics have them over Chinese replies of about 124 bytes, both made
 * by seed.
 *
 * Side by side in one run: every pattern on every reply, the prefilter (Aho-Corasick, then PCRE2 on the candidates) in
 * 1, 2 and 4 threads, and the same with normalisation; then whole scoring (core signals and the derived rubric) of
 * labelled calls. Hits and scores must be identical, else the exit status is 1. Quote the ratios: the absolute figures
 * belong to the machine. Usage: bench_score [REPLIES [FOLDER NAME...]] */
#include "base/arena.h"
#include "base/buf.h"
#include "base/clock.h"
#include "base/hash.h"
#include "base/rng.h"
#include "base/vec.h"
#include "match/literal.h"
#include "match/set.h"
#include "support/scored_sets.h"
#include "text/normalise.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { PATTERNS = 200, WORDS = (PATTERNS + 63) / 64, MOST_THREADS = 4, ROUNDS = 3 };

#define PICK(rng, list) ((list)[rng_below((rng), sizeof(list) / sizeof *(list))])

/* What rubrics look for ... */
static const char *const phrases[] = {
    "没问题",     "都可以",     "你们安排",     "挺满意的",   "完全放心",   "随便你们",   "不太确定",   "我再想想",
    "这个嘛",     "说不准",     "好像是",       "回头看看",   "真的假的",   "是不是推销", "你是哪位",   "上次也这么说",
    "谁能保证",   "有没有凭据", "说话算数吗",   "怎么知道我", "作为一个",   "语言模型",   "人工智能",   "系统设定",
    "扮演的角色", "按照剧本",   "为您登记",     "马上处理",   "请您放心",   "感谢反馈",   "祝您愉快",   "还有别的",
    "稍后回复",   "专人联系",   "给您带来不便", "我们会跟进", "先这样吧",   "不多说了",   "我挂了",     "有事再打",
    "改天再聊",   "赶着开会",   "拜拜",         "再见",       "什么时候到", "哪一天能",   "谁来负责",   "退款到账",
    "发票抬头",   "送货时间",   "安装费用",     "维修师傅",   "客服电话",   "订单号码",   "系统升级",   "数据备份",
    "隐藏问题",   "月底结账",   "价格太高",     "再便宜点",   "比别家贵",   "考虑一下",   "跟家里商量", "听不清楚",
    "你再说一遍", "信号不好",   "等一下",       "我在开车",   "现在不方便", "气死我了",   "投诉你们",   "说了三遍",
    "没人理我",   "态度很差",   "太不负责",     "还算可以",   "比以前强",   "就这样吧",   "行吧",       "那好吧",
};
/* ... and what else people say. */
static const char *const fillers[] = {
    "嗯",
    "我这边刚下班",
    "楼下有点吵",
    "孩子在旁边写作业",
    "昨天下午收到一个短信",
    "那个盒子放在门口了",
    "我看了一下记录",
    "前台说不归她管",
    "第二次打过来了",
    "记在本子上了",
    "反正我是这么想的",
    "邻居家也碰到过",
    "包装外面有个角瘪了",
    "用了大概两个星期",
    "晚上八点以后都在",
    "你讲慢一点",
    "我先拿个笔",
    "说明书没找着",
    "他们两个人来的",
    "电梯那天停了",
    "一共花了三千多",
    "周末可能去外地",
    "心里总不踏实",
    "当时也没多问",
};

static const char *const bare_patterns[] = {"\\d{2,}", "[a-z]{5,}", "[!?]{2,}",     "^.{1,3}$", "(.{2,4})[,.]\\1",
                                            "\\.{3,}", "^[,.]",     "\\d+[%:]\\d*", "\\(.*\\)"};

static void make_pattern(struct rng *rng, size_t index, struct buf *out)
{
    const char *a = phrases[index % (sizeof phrases / sizeof *phrases)], *b = PICK(rng, phrases),
               *c = PICK(rng, phrases);
    size_t bare = sizeof bare_patterns / sizeof *bare_patterns;
    buf_clear(out);
    if (index >= PATTERNS - bare) {
        buf_add_cstring(out, bare_patterns[index - (PATTERNS - bare)]);
        return;
    }
    switch (index % 9) {
    case 0:
        buf_add_cstring(out, a);
        break;
    case 1:
        buf_printf(out, "%s|%s|%s", a, b, c);
        break;
    case 2:
        buf_printf(out, "%s.{0,12}%s", a, b);
        break;
    case 3:
        buf_printf(out, "(?:%s|%s)[了吗吧呢啊]?", a, b);
        break;
    case 4:
        buf_printf(out, "(?<![不没])%s", a);
        break;
    case 5:
        buf_printf(out, "%s(?!.{0,6}%s)", a, b);
        break;
    case 6:
        buf_printf(out, "(?:^|[,.!?])%s", a);
        break;
    case 7:
        buf_printf(out, "%s[^.!?]{0,16}(?:%s|%s)", a, b, c);
        break;
    default:
        buf_printf(out, "(?<hit>%s)(?:的|了)?[,.]", a);
    }
}

static void make_reply(struct rng *rng, struct buf *out)
{
    static const char *const stops[] = {"，", "，", "。", "？", "……", "！"};
    buf_clear(out);
    while (out->len < 112) {
        buf_add_cstring(out, rng_below(rng, 3) == 0 ? PICK(rng, phrases) : PICK(rng, fillers));
        if (rng_below(rng, 12) == 0)
            buf_printf(out, "%zu号", (size_t)rng_below(rng, 31));
        buf_add_cstring(out, PICK(rng, stops));
    }
}

struct bench {
    struct arena arena;
    struct pattern_set *set;
    struct str *stored, *normal;
    size_t count;
};

/* One thread's share. The digest is a sum over hits, so that it does not depend on the order or the number of threads.
 */
struct share {
    const struct bench *bench;
    size_t from, to;
    bool every, normalise; /* every: without the prefilter */
    size_t hits, errors, candidates;
    uint64_t digest;
    double cpu_us; /* in total: of CPU time a reply, which other programs on the machine disturb less */
};

static void match_one(struct share *share, struct match_scratch *scratch, size_t reply, struct str text, size_t index)
{
    size_t bounds[4] = {reply, index, 0, 0};
    enum found found =
        pattern_find(pattern_set_at(share->bench->set, index), scratch, text, 0, &bounds[2], &bounds[3], NULL);
    share->candidates++;
    share->errors += found == FOUND_ERROR;
    if (found != FOUND_YES)
        return;
    share->hits++;
    share->digest += hash64((struct str){(const char *)bounds, sizeof bounds}, 0);
}

static void *run_share(void *context)
{
    struct share *share = context;
    const struct bench *bench = share->bench;
    struct match_scratch *scratch = match_scratch_new();
    struct arena arena;
    arena_init(&arena);
    for (size_t i = share->from; i < share->to; i++) {
        uint64_t bits[WORDS];
        struct str text = share->normalise ? normalise(&arena, bench->stored[i]).text : bench->normal[i];
        if (share->every)
            memset(bits, 0xff, sizeof bits);
        else
            pattern_set_candidates(bench->set, text, bits);
        for (size_t w = 0; w < WORDS; w++) {
            for (uint64_t rest = bits[w]; rest != 0; rest &= rest - 1) {
                size_t index = w * 64 + (size_t)__builtin_ctzll(rest);
                if (index < PATTERNS)
                    match_one(share, scratch, i, text, index);
            }
        }
        if (share->normalise)
            arena_clear(&arena);
    }
    arena_release(&arena);
    match_scratch_free(scratch);
    return NULL;
}

static double cpu_seconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

/* Replies a second, the best of some rounds; *total holds the sum of the shares of the last. */
static double measure(const struct bench *bench, size_t threads, bool every, bool normalise, struct share *total)
{
    struct clock clock = clock_system();
    double best = 0, least = 0;
    for (int round = 0; round < (every ? 1 : ROUNDS); round++) {
        pthread_t ids[MOST_THREADS];
        struct share shares[MOST_THREADS];
        double cpu = cpu_seconds();
        uint64_t from = clock.monotonic_ns(clock.context);
        for (size_t i = 0; i < threads; i++) {
            shares[i] = (struct share){.bench = bench,
                                       .from = bench->count * i / threads,
                                       .to = bench->count * (i + 1) / threads,
                                       .every = every,
                                       .normalise = normalise};
            if (pthread_create(&ids[i], NULL, run_share, &shares[i]) != 0)
                abort();
        }
        *total = (struct share){0};
        for (size_t i = 0; i < threads; i++) {
            pthread_join(ids[i], NULL);
            total->hits += shares[i].hits;
            total->errors += shares[i].errors;
            total->candidates += shares[i].candidates;
            total->digest += shares[i].digest;
        }
        double seconds = (double)(clock.monotonic_ns(clock.context) - from) / 1e9;
        best = (double)bench->count / seconds > best ? (double)bench->count / seconds : best;
        cpu = (cpu_seconds() - cpu) * 1e6 / (double)bench->count;
        least = round == 0 || cpu < least ? cpu : least;
    }
    total->cpu_us = least;
    return best;
}

static bool make_bench(struct bench *bench, size_t count)
{
    struct rng rng;
    struct buf text;
    size_t bytes = 0, with_literals = 0;
    struct error err;
    arena_init(&bench->arena);
    rng_init(&rng, 1);
    buf_init(&text, 0);
    bench->set = pattern_set_new();
    bench->count = count;
    bench->stored = arena_array(&bench->arena, count, sizeof *bench->stored);
    bench->normal = arena_array(&bench->arena, count, sizeof *bench->normal);
    for (size_t i = 0; i < PATTERNS; i++) {
        make_pattern(&rng, i, &text);
        with_literals += literals_required(&bench->arena, buf_str(&text)).count > 0;
        if (pattern_set_add(bench->set, buf_str(&text), &err) == SIZE_MAX) {
            fprintf(stderr, "bench_score: %s\n", err.message);
            return false;
        }
    }
    struct clock clock = clock_system();
    uint64_t from = clock.monotonic_ns(clock.context);
    pattern_set_build(bench->set);
    double build_ms = (double)(clock.monotonic_ns(clock.context) - from) / 1e6;
    for (size_t i = 0; i < count; i++) {
        make_reply(&rng, &text);
        bytes += text.len;
        bench->stored[i] = str_dup(&bench->arena, buf_str(&text));
        bench->normal[i] = normalise_text(&bench->arena, bench->stored[i]);
    }
    buf_release(&text);
    printf(
        "%zu replies of %.0f bytes on average; %d patterns, %zu with required literals, prefilter built in %.1f ms\n",
        count, (double)bytes / (double)count, PATTERNS, with_literals, build_ms);
    return true;
}

/* Calls scored whole, threads by conversation. False when a thread's count changes a byte, or a set cannot be read. */
static bool score_calls(const char *folder, char **names, size_t count)
{
    enum { REPEATS = 4 };
    static const size_t threads[] = {1, 2, 4};
    struct scored_set *sets = memory_alloc((count + 1) * sizeof *sets);
    struct clock clock = clock_system();
    struct error err = {0};
    struct buf first, bytes;
    bool good = true;
    double one = 0;
    size_t calls = 0;
    for (size_t i = 0; i < count && good; i++) {
        good = scored_set_read(&sets[i], folder, names[i], &err);
        calls += sets[i].calls.count;
    }
    if (!good)
        fprintf(stderr, "bench_score: %s\n", err.message);
    buf_init(&first, 0);
    buf_init(&bytes, 0);
    for (size_t i = 0; i < sizeof threads / sizeof *threads && good; i++) {
        double best = 0, least = 0;
        size_t replies = 0;
        for (int round = 0; round < ROUNDS; round++) {
            double cpu = cpu_seconds();
            uint64_t from = clock.monotonic_ns(clock.context);
            buf_clear(&bytes);
            replies = scored_sets_score(sets, count, REPEATS, threads[i], i + (size_t)round == 0 ? &first : &bytes);
            double seconds = (double)(clock.monotonic_ns(clock.context) - from) / 1e9;
            cpu = (cpu_seconds() - cpu) * 1e6 / (double)replies;
            best = (double)replies / seconds > best ? (double)replies / seconds : best;
            least = round == 0 || cpu < least ? cpu : least;
            good = good && (bytes.len == 0 || str_eq(buf_str(&first), buf_str(&bytes)));
        }
        one = i == 0 ? best : one;
        printf(
            "whole scoring, %zu thread%-11s %9.0f replies/s  %6.2f us CPU  %zu calls, %zu replies, %.2f x one thread\n",
            threads[i], threads[i] > 1 ? "s" : "", best, least, calls, replies / REPEATS, best / one);
    }
    printf("scores: %zu bytes, %s\n", first.len, good ? "identical in all runs" : "NOT IDENTICAL");
    buf_release(&first);
    buf_release(&bytes);
    for (size_t i = 0; i < count; i++)
        scored_set_release(&sets[i]);
    free(sets);
    return good;
}

int main(int argc, char **argv)
{
    struct bench bench;
    struct share naive, total;
    size_t count = 100000;
    if (argc > 1 && (!str_to_size(str_from(argv[1]), 10000000, &count) || count == 0)) {
        fprintf(stderr, "usage: bench_score [REPLIES [FOLDER NAME...]]\n");
        return 2;
    }
    if (!make_bench(&bench, count))
        return 2;
    static const struct {
        const char *name;
        size_t threads;
        bool normalise;
    } cases[] = {{"prefilter, 1 thread", 1, false},
                 {"prefilter, 2 threads", 2, false},
                 {"prefilter, 4 threads", 4, false},
                 {"normalise and prefilter, 1 thread", 1, true}};
    double slow = measure(&bench, 1, true, false, &naive), one = 0;
    printf("%-34s %9.0f replies/s  %6.2f us CPU  %6.1f patterns tried a reply\n", "every pattern, 1 thread", slow,
           naive.cpu_us, (double)naive.candidates / (double)count);
    bool same = true;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        double rate = measure(&bench, cases[i].threads, false, cases[i].normalise, &total);
        one = i == 0 ? rate : one;
        printf("%-34s %9.0f replies/s  %6.2f us CPU  %6.1f patterns tried a reply, %.1f x every pattern, %.2f x one "
               "thread\n",
               cases[i].name, rate, total.cpu_us, (double)total.candidates / (double)count, rate / slow, rate / one);
        same = same && total.hits == naive.hits && total.digest == naive.digest && total.errors == naive.errors;
    }
    printf("hits: %zu, errors: %zu, %s\n", naive.hits, naive.errors, same ? "identical in all runs" : "NOT IDENTICAL");
    pattern_set_free(bench.set);
    arena_release(&bench.arena);
    if (argc > 3)
        same = score_calls(argv[2], argv + 3, (size_t)argc - 3) && same;
    return same ? 0 : 1;
}
