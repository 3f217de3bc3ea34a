#include "base/arena.h"
#include "base/file.h"
#include "base/rng.h"
#include "match/fold.h"
#include "match/set.h"
#include "syntax/json.h"
#include "text/normalise.h"

#include <criterion/criterion.h>

enum { SET = 64 };

#define PICK(rng, list) ((list)[rng_below((rng), sizeof(list) / sizeof *(list))])

/* Random patterns that reach for everything the literal walk might get wrong. */
static void add_alternatives(struct rng *rng, struct buf *out, int depth);

static void add_atom(struct rng *rng, struct buf *out, int depth)
{
    static const char *const atoms[] = {
        "a",    "b",      "A",   "好",        "的",    "不",           "\\.",  "\\d", "\\w", "[ab]",
        "[^a]", "[好的]", ".",   "\\x{597d}", "\\x61", "\\n",          "^",    "$",   "\\b", "\\p{Han}",
        "-",    "{",      "}",   "]",         ",",     "\\(",          "\\\\", "k",   "K",   "\\K",
        "s",    "\\h",    "\\R", "\\X",       "ſ",     "\xe2\x84\xaa", "，",   "\\，"};
    static const char *const opens[] = {"(",    "(?:",  "(?:", "(?>",  "(?i:",  "(?=",    "(?!",   "(?<=",
                                        "(?<!", "(?<n", "(?|", "(?s:", "(?P<m", "(?#c)(", "(?(1)", "(?-i:"};
    static const char *const quantifiers[] = {"?",  "*",  "+",  "{2}", "{0,3}", "{1,2}", "{0}",    "??",
                                              "*?", "+?", "++", "?+",  "{2,}",  "{,3}",  "{2,3}?", "{2}+"};
    if (depth > 3 || rng_below(rng, 2) == 0) {
        buf_add_cstring(out, PICK(rng, atoms));
    } else {
        const char *open = PICK(rng, opens);
        buf_add_cstring(out, open);
        if (strcmp(open, "(?<n") == 0 || strcmp(open, "(?P<m") == 0)
            buf_printf(out, "%zu>", (size_t)rng_below(rng, 100000));
        add_alternatives(rng, out, depth + 1);
        buf_add_cstring(out, ")");
    }
    if (rng_below(rng, 3) == 0)
        buf_add_cstring(out, PICK(rng, quantifiers));
}

static void add_alternatives(struct rng *rng, struct buf *out, int depth)
{
    for (uint64_t i = rng_below(rng, 4) + 1; i > 0; i--)
        add_atom(rng, out, depth);
    if (rng_below(rng, 4) != 0)
        return;
    buf_add_cstring(out, "|");
    for (uint64_t i = rng_below(rng, 4); i > 0; i--)
        add_atom(rng, out, depth);
}

static void random_pattern(struct rng *rng, struct buf *out)
{
    static const char *const heads[] = {"(?i)", "(?x) ", "(?s)", "\\Qa(\\E", "(?1)", "(?xx)", "(*NO_START_OPT)"};
    static const char *const tails[] = {"\\1", "(?i)b", "(?R)?", "(*SKIP)", "\\Q)\\E", "(?-i)k", "(?C1)"};
    buf_clear(out);
    if (rng_below(rng, 2) == 0)
        buf_add_cstring(out, PICK(rng, heads));
    add_alternatives(rng, out, 0);
    if (rng_below(rng, 4) == 0)
        buf_add_cstring(out, PICK(rng, tails));
}

static void random_text(struct rng *rng, struct buf *out)
{
    static const char *const pieces[] = {
        "a", "b", "A", "B",  "好", "的", "不", ".", "1",  "(", "\\",           "k", "K", "s",
        "S", "c", "x", "\n", "-",  "{",  "]",  ",", "，", "ſ", "\xe2\x84\xaa", "Q"};
    buf_clear(out);
    buf_reserve(out, 0);
    for (uint64_t i = rng_below(rng, 14); i > 0; i--)
        buf_add_cstring(out, PICK(rng, pieces));
}

struct tally {
    size_t hits, skipped, errors;
};

/* Every pattern on every text, with and without the candidates: a hit must be a candidate, and both see the same
 * bounds. */
static void compare(struct rng *rng, const struct pattern_set *set, struct match_scratch *scratch, struct tally *tally)
{
    struct buf text;
    buf_init(&text, 0);
    for (int t = 0; t < 60; t++) {
        uint64_t bits[(SET + 63) / 64];
        random_text(rng, &text);
        pattern_set_candidates(set, buf_str(&text), bits);
        for (size_t i = 0; i < pattern_set_count(set); i++) {
            size_t start, end;
            bool candidate = (bits[i / 64] >> (i % 64) & 1) != 0;
            enum found found = pattern_find(pattern_set_at(set, i), scratch, buf_str(&text), 0, &start, &end, NULL);
            tally->hits += found == FOUND_YES;
            tally->errors += found == FOUND_ERROR;
            tally->skipped += !candidate;
            cr_assert(candidate || found != FOUND_YES, "/%.*s/ matches \"%s\" but is no candidate",
                      STR_FORMAT(pattern_expression(pattern_set_at(set, i))), text.bytes);
        }
    }
    buf_release(&text);
}

Test(set, candidates_hold_every_hit_of_thousands_of_random_patterns, .timeout = 60)
{
    struct rng rng;
    struct buf pattern;
    struct tally tally = {0};
    struct match_scratch *scratch = match_scratch_new();
    rng_init(&rng, 20261121);
    buf_init(&pattern, 0);
    for (int round = 0; round < 60; round++) {
        struct pattern_set *set = pattern_set_new();
        while (pattern_set_count(set) < SET) {
            random_pattern(&rng, &pattern);
            pattern_set_add(set, buf_str(&pattern), NULL);
        }
        pattern_set_build(set);
        compare(&rng, set, scratch, &tally);
        pattern_set_free(set);
    }
    cr_assert(tally.hits > 10000, "%zu hits", tally.hits);
    cr_assert(tally.skipped > 20000, "%zu skipped", tally.skipped);
    buf_release(&pattern);
    match_scratch_free(scratch);
}

/* Patterns as rubrics have them; written as their authors write, so they are folded first. */
static const char *const rubric_patterns[] = {"没问题",
                                              "(都|全)(行|可以|听你们的)",
                                              "作为(一个|一名)?(AI|人工智能|语言模型)",
                                              "为您(登记|记录|服务|处理)",
                                              "请您?放心",
                                              "感谢您?的(反馈|来电|支持)",
                                              "还有(什么|其他|别的)(问题|需要|可以帮)",
                                              "(嗯|呃|额)[，,…]",
                                              "不(太)?(确定|清楚|好说)",
                                              "我(再)?(想想|看看|考虑)",
                                              "是不是(推销|骗子)",
                                              "(你|您)是谁|哪位",
                                              "真的(吗|假的)",
                                              "上(次|回)也(是)?这么(说|讲)",
                                              "(?<!不)(满意|放心)(?!.{0,6}(但|不过|就是))",
                                              "再见|拜拜|先这样",
                                              "(挂|撂)了(啊|吧)?",
                                              "\\d{1,2}(號|号|点|點)",
                                              "[０-９]{3,}",
                                              "「[^」]{1,20}」",
                                              "（[^）]*）",
                                              "[A-Z]{3,}",
                                              "^.{1,4}$",
                                              "(..)\\1",
                                              "[？?]$",
                                              "(我們|我们)(會|会)(儘快|尽快)",
                                              "(稍後|稍后).{0,8}(聯繫|联系)",
                                              "\\b(thank|thanks) you\\b",
                                              "(?i)as an AI",
                                              "\\b(I'm|I am) not sure\\b",
                                              "\\b(bye|goodbye|take care)\\b",
                                              "anything else (I|we) can",
                                              "\\$\\d+",
                                              "(?<hit>收據|发票|發票)",
                                              "what('s| is) this (about|really)",
                                              "how do I know"};

struct corpus_run {
    const struct pattern_set *set;
    struct match_scratch *scratch;
    size_t texts, hits, tried;
};

static void run_text(struct corpus_run *run, struct str text)
{
    uint64_t bits;
    pattern_set_candidates(run->set, text, &bits);
    run->texts++;
    for (size_t i = 0; i < pattern_set_count(run->set); i++) {
        size_t start, end;
        bool candidate = (bits >> i & 1) != 0;
        enum found found = pattern_find(pattern_set_at(run->set, i), run->scratch, text, 0, &start, &end, NULL);
        cr_assert_neq(found, FOUND_ERROR);
        cr_expect(candidate || found == FOUND_NO, "%s on %.*s", rubric_patterns[i], STR_FORMAT(text));
        run->hits += found == FOUND_YES;
        run->tried += candidate;
    }
}

static void run_file(struct corpus_run *run, const char *path)
{
    struct arena arena;
    struct buf file;
    arena_init(&arena);
    buf_init(&file, 0);
    cr_assert(file_read(path, &file, NULL), "%s", path);
    struct str rest = buf_str(&file), line;
    while (str_next_line(&rest, &line)) {
        const struct json *messages = json_get(json_parse(&arena, line, path, 1, NULL), "messages");
        cr_assert_not_null(messages);
        for (const struct json *m = messages->first; m != NULL; m = m->next)
            run_text(run, normalise_text(&arena, json_get_text(m, "content")));
    }
    buf_release(&file);
    arena_release(&arena);
}

Test(set, hits_on_labelled_conversations_are_those_of_every_pattern)
{
    static const char *const files[] = {"course-refund", "discharge-followup", "hotel-overcharge-hant",
                                        "presale-ecommerce", "recall-service-en"};
    struct arena arena;
    struct pattern_set *set = pattern_set_new();
    struct corpus_run run = {.set = set, .scratch = match_scratch_new()};
    arena_init(&arena);
    for (size_t i = 0; i < sizeof rubric_patterns / sizeof *rubric_patterns; i++)
        cr_assert_eq(pattern_set_add(set, pattern_fold(&arena, str_from(rubric_patterns[i])), NULL), i, "%s",
                     rubric_patterns[i]);
    pattern_set_build(set);
    for (size_t i = 0; i < sizeof files / sizeof *files; i++)
        run_file(&run, arena_printf(&arena, "tests/accuracy/sets/%s.jsonl", files[i]));
    cr_assert(run.texts > 500 && run.hits > 300, "%zu texts, %zu hits", run.texts, run.hits);
    cr_assert(run.tried < run.texts * pattern_set_count(set) / 3, "%zu of %zu tried", run.tried,
              run.texts * pattern_set_count(set));
    match_scratch_free(run.scratch);
    pattern_set_free(set);
    arena_release(&arena);
}

Test(set, other_cases_of_k_and_s_are_not_lost)
{
    static const char *const expressions[] = {"(?i)ok", "(?i)yes", "ok", "(?i:k)好", "(?i)[k]s好"};
    struct pattern_set *set = pattern_set_new();
    for (size_t i = 0; i < sizeof expressions / sizeof *expressions; i++)
        cr_assert_eq(pattern_set_add(set, str_from(expressions[i]), NULL), i);
    pattern_set_build(set);
    struct match_scratch *scratch = match_scratch_new();
    static const char *const texts[] = {"o\xe2\x84\xaa",          "ye\xc5\xbf", "\xe2\x84\xaa好",
                                        "\xe2\x84\xaa\xc5\xbf好", "OK",         "YES"};
    for (size_t t = 0; t < sizeof texts / sizeof *texts; t++) {
        uint64_t bits;
        pattern_set_candidates(set, str_from(texts[t]), &bits);
        for (size_t i = 0; i < pattern_set_count(set); i++) {
            size_t start, end;
            enum found found = pattern_find(pattern_set_at(set, i), scratch, str_from(texts[t]), 0, &start, &end, NULL);
            cr_expect(found != FOUND_YES || (bits >> i & 1), "%s on %s", expressions[i], texts[t]);
        }
    }
    match_scratch_free(scratch);
    pattern_set_free(set);
}

Test(set, names_a_pattern_that_does_not_compile_and_goes_on)
{
    struct error err = {0};
    struct pattern_set *set = pattern_set_new();
    cr_assert_eq(pattern_set_add(set, STR("("), &err), SIZE_MAX);
    cr_assert_eq(err.kind, ERROR_USER);
    pattern_set_build(set);
    cr_assert_eq(pattern_set_count(set), 0);
    uint64_t bits = 0;
    pattern_set_candidates(set, STR("x"), &bits);
    cr_assert_eq(bits, 0);
    pattern_set_free(set);
}
