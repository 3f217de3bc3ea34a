#include "match/pattern.h"

#include "base/arena.h"
#include "base/language.h"
#include "text/utf8.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    OVECTOR = 32,               /* the highest group that "hit" can be, + 1 */
    JIT_STACK_START = 32 << 10, /* bytes */
    JIT_STACK = 1 << 20,
    MATCH_LIMIT = 1000000, /* backtracks from one start: about 10 ms */
    HEAP_LIMIT = 20 << 10, /* KiB, of the interpreter, where there is no JIT */
};

/* JIT code is made at the first match by whoever comes first; the others wait. */
struct jit {
    atomic_bool ready;
    bool works; /* set before ready; without JIT the interpreter matches the same */
    pthread_mutex_t lock;
};

struct pattern {
    pcre2_code *code; /* owned; after jit.ready it is only read */
    char *expression; /* owned */
    size_t len;
    uint32_t hit;    /* number of the group "hit", 0 = none */
    struct jit *jit; /* owned */
};

struct match_scratch {
    pcre2_match_data *data;
    pcre2_match_context *context;
    pcre2_jit_stack *stack;
};

/* PCRE2's memory comes from the house: it never runs out with a NULL. */
static void *take_memory(size_t size, void *context)
{
    (void)context;
    return memory_alloc(size);
}

static void give_back(void *memory, void *context)
{
    (void)context;
    free(memory);
}

#define TEXT_OF(x) #x
#define VERSION_TEXT(major, minor) TEXT_OF(major) "." TEXT_OF(minor)

const char *pattern_engine_version(void)
{
    return VERSION_TEXT(PCRE2_MAJOR, PCRE2_MINOR);
}

struct match_scratch *match_scratch_new(void)
{
    struct match_scratch *scratch = memory_alloc(sizeof *scratch);
    pcre2_general_context *memory = pcre2_general_context_create(take_memory, give_back, NULL);
    scratch->data = pcre2_match_data_create(OVECTOR, memory);
    scratch->context = pcre2_match_context_create(memory);
    scratch->stack = pcre2_jit_stack_create(JIT_STACK_START, JIT_STACK, memory);
    pcre2_general_context_free(memory);
    pcre2_set_match_limit(scratch->context, MATCH_LIMIT);
    pcre2_set_heap_limit(scratch->context, HEAP_LIMIT);
    if (scratch->stack != NULL) /* NULL where there is no JIT */
        pcre2_jit_stack_assign(scratch->context, NULL, scratch->stack);
    return scratch;
}

void match_scratch_free(struct match_scratch *scratch)
{
    if (scratch == NULL)
        return;
    pcre2_match_data_free(scratch->data);
    pcre2_match_context_free(scratch->context);
    pcre2_jit_stack_free(scratch->stack);
    free(scratch);
}

static bool fail_compile(struct error *err, int number, struct str expression, size_t offset)
{
    char text[200] = "";
    pcre2_get_error_message(number, (PCRE2_UCHAR *)text, sizeof text);
    return error_at(err, ERROR_USER, NULL, 0, utf8_count(str_slice(expression, 0, offset)) + 1,
                    TEXT("the pattern does not compile: %s (at character %zu of \"%.*s\")",
                         "正则表达式无法编译：%s（第 %zu 个字符，“%.*s”）"),
                    text, utf8_count(str_slice(expression, 0, offset)) + 1, STR_FORMAT(utf8_slice(expression, 0, 60)));
}

/* The number of the group "hit"; false when there are several of them. */
static bool find_hit_group(struct pattern *pattern, struct error *err)
{
    int number = pcre2_substring_number_from_name(pattern->code, (PCRE2_SPTR) "hit");
    if (number == PCRE2_ERROR_NOSUBSTRING)
        return true;
    if (number < 0 || number >= OVECTOR)
        return error_set(err, ERROR_USER,
                         TEXT("the group \"hit\" must stand once in a pattern, among its first %d groups",
                              "正则表达式里名为 hit 的分组只能有一个，并且要在前 %d 个分组之内"),
                         OVECTOR - 1);
    pattern->hit = (uint32_t)number;
    return true;
}

struct pattern *pattern_new(struct str expression, struct error *err)
{
    int number;
    size_t offset;
    pcre2_code *code = pcre2_compile((PCRE2_SPTR)(expression.ptr != NULL ? expression.ptr : ""), expression.len,
                                     PATTERN_OPTIONS, &number, &offset, NULL);
    if (code == NULL) {
        fail_compile(err, number, expression, offset);
        return NULL;
    }
    struct pattern *pattern = memory_alloc(sizeof *pattern);
    pattern->code = code;
    pattern->expression = memory_alloc(expression.len + 1);
    if (expression.ptr != NULL)
        memcpy(pattern->expression, expression.ptr, expression.len);
    pattern->len = expression.len;
    pattern->jit = memory_alloc(sizeof *pattern->jit);
    pthread_mutex_init(&pattern->jit->lock, NULL);
    if (find_hit_group(pattern, err))
        return pattern;
    pattern_free(pattern);
    return NULL;
}

void pattern_free(struct pattern *pattern)
{
    if (pattern == NULL)
        return;
    pcre2_code_free(pattern->code);
    pthread_mutex_destroy(&pattern->jit->lock);
    free(pattern->jit);
    free(pattern->expression);
    free(pattern);
}

struct str pattern_expression(const struct pattern *pattern)
{
    return (struct str){pattern->expression, pattern->len};
}

static void make_ready(const struct pattern *pattern)
{
    struct jit *jit = pattern->jit;
    if (atomic_load_explicit(&jit->ready, memory_order_acquire))
        return;
    pthread_mutex_lock(&jit->lock);
    if (!atomic_load_explicit(&jit->ready, memory_order_relaxed)) {
        jit->works = pcre2_jit_compile(pattern->code, PCRE2_JIT_COMPLETE) == 0;
        atomic_store_explicit(&jit->ready, true, memory_order_release);
    }
    pthread_mutex_unlock(&jit->lock);
}

static enum found fail_match(const struct pattern *pattern, int number, struct error *err)
{
    char text[200] = "";
    struct str expression = utf8_slice(pattern_expression(pattern), 0, 80);
    if (number == PCRE2_ERROR_MATCHLIMIT || number == PCRE2_ERROR_HEAPLIMIT || number == PCRE2_ERROR_DEPTHLIMIT ||
        number == PCRE2_ERROR_JIT_STACKLIMIT) {
        error_set(err, ERROR_LIMIT,
                  "the pattern \"%.*s\" backtracks too much on this text and was stopped; make it simpler",
                  STR_FORMAT(expression));
        return FOUND_ERROR;
    }
    pcre2_get_error_message(number, (PCRE2_UCHAR *)text, sizeof text);
    error_set(err, ERROR_USER, "the pattern \"%.*s\" could not be matched: %s", STR_FORMAT(expression), text);
    return FOUND_ERROR;
}

enum found pattern_find(const struct pattern *pattern, struct match_scratch *scratch, struct str subject, size_t from,
                        size_t *start, size_t *end, struct error *err)
{
    make_ready(pattern);
    if (from > subject.len)
        return FOUND_NO;
    while (from < subject.len && ((unsigned char)subject.ptr[from] & 0xc0) == 0x80)
        from++;
    PCRE2_SPTR text = (PCRE2_SPTR)(subject.ptr != NULL ? subject.ptr : "");
    int number = pattern->jit->works ? pcre2_jit_match(pattern->code, text, subject.len, from, PCRE2_NO_UTF_CHECK,
                                                       scratch->data, scratch->context)
                                     : pcre2_match(pattern->code, text, subject.len, from, PCRE2_NO_UTF_CHECK,
                                                   scratch->data, scratch->context);
    if (number == PCRE2_ERROR_NOMATCH)
        return FOUND_NO;
    if (number < 0)
        return fail_match(pattern, number, err);
    const size_t *bounds = pcre2_get_ovector_pointer(scratch->data);
    uint32_t group = pattern->hit;
    if (group > 0 && (bounds[2 * group] == PCRE2_UNSET || (number > 0 && (int)group >= number)))
        group = 0; /* the group took no part in this match */
    *start = bounds[2 * group];
    *end = bounds[2 * group + 1];
    return FOUND_YES;
}
