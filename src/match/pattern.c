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
    QUICK_WORK = 100000000, /* the most bytes that a quick search looks at: 0.1 s, which hardly one takes */
    STEPS = 5000000,        /* of a metered search: 0.1 s */
    HEAP_LIMIT = 20 << 10,  /* KiB, of the interpreter, where there is no JIT */
};

/* The expression in one of two forms. JIT code is made at the first match by whoever comes first; the others wait. */
struct form {
    pcre2_code *code; /* owned; once ready it is only read. NULL of the metered form: it is too large with callouts */
    atomic_bool ready;
    bool jit; /* without JIT the interpreter matches the same */
};

/* PCRE2's own match limit counts anew for each place where a match may start, the JIT counts neither what a recursion
 * through empty alternatives does nor how far a repeated character looks. So a quick search has a limit so low that it
 * ends soon all the same; the few that meet it are done again by a form that calls out before each item of the
 * pattern, which counts all. */
struct forms {
    struct form quick, metered;
    pthread_mutex_t lock; /* for making one ready */
};

struct pattern {
    struct forms *forms; /* owned */
    char *expression;    /* owned */
    size_t len;
    uint32_t hit;     /* number of the group "hit", 0 = none */
    bool may_recurse; /* never searched for quickly */
};

struct match_scratch {
    pcre2_match_data *data;
    pcre2_match_context *context;
    pcre2_jit_stack *stack;
    size_t steps; /* left of the search */
    size_t at;    /* where the last step was */
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

/* A step costs one, and what was looked at since the one before. */
static int count_step(pcre2_callout_block *block, void *context)
{
    struct match_scratch *scratch = context;
    size_t at = block->current_position, far = at > scratch->at ? at - scratch->at : scratch->at - at;
    size_t cost = 1 + far / 8;
    if (cost > scratch->steps)
        return PCRE2_ERROR_MATCHLIMIT;
    scratch->steps -= cost;
    scratch->at = at;
    return 0;
}

struct match_scratch *match_scratch_new(void)
{
    struct match_scratch *scratch = memory_alloc(sizeof *scratch);
    pcre2_general_context *memory = pcre2_general_context_create(take_memory, give_back, NULL);
    scratch->data = pcre2_match_data_create(OVECTOR, memory);
    scratch->context = pcre2_match_context_create(memory);
    scratch->stack = pcre2_jit_stack_create(JIT_STACK_START, JIT_STACK, memory);
    pcre2_general_context_free(memory);
    pcre2_set_callout(scratch->context, count_step, scratch);
    scratch->steps = STEPS;
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
    int number = pcre2_substring_number_from_name(pattern->forms->quick.code, (PCRE2_SPTR) "hit");
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

/* Conservative: recursion, and what merely looks like it. */
static bool may_recurse(struct str expression)
{
    for (size_t i = 0; i + 2 < expression.len; i++) {
        const char *at = expression.ptr + i;
        if ((at[0] == '\\' && at[1] == 'g') || (at[0] == '(' && at[1] == '?' && strchr("R0123456789+-&P", at[2])))
            return true;
    }
    return false;
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
    pattern->forms = memory_alloc(sizeof *pattern->forms);
    pattern->forms->quick.code = code;
    pattern->expression = memory_alloc(expression.len + 1);
    if (expression.ptr != NULL)
        memcpy(pattern->expression, expression.ptr, expression.len);
    pattern->len = expression.len;
    pattern->may_recurse = may_recurse(expression);
    pthread_mutex_init(&pattern->forms->lock, NULL);
    if (find_hit_group(pattern, err))
        return pattern;
    pattern_free(pattern);
    return NULL;
}

void pattern_free(struct pattern *pattern)
{
    if (pattern == NULL)
        return;
    pcre2_code_free(pattern->forms->quick.code);
    pcre2_code_free(pattern->forms->metered.code);
    pthread_mutex_destroy(&pattern->forms->lock);
    free(pattern->forms);
    free(pattern->expression);
    free(pattern);
}

struct str pattern_expression(const struct pattern *pattern)
{
    return (struct str){pattern->expression, pattern->len};
}

static void make_form(const struct pattern *pattern, struct form *form)
{
    int number;
    size_t offset, size = 0;
    if (form->code == NULL)
        form->code = pcre2_compile((PCRE2_SPTR)pattern->expression, pattern->len, PATTERN_OPTIONS | PCRE2_AUTO_CALLOUT,
                                   &number, &offset, NULL);
    if (form->code == NULL)
        return;
    pcre2_jit_compile(form->code, PCRE2_JIT_COMPLETE);
    /* Its return value is no answer: a pattern may forbid the JIT. */
    form->jit = pcre2_pattern_info(form->code, PCRE2_INFO_JITSIZE, &size) == 0 && size > 0;
}

static const struct form *ready_form(const struct pattern *pattern, struct form *form)
{
    if (!atomic_load_explicit(&form->ready, memory_order_acquire)) {
        pthread_mutex_lock(&pattern->forms->lock);
        if (!atomic_load_explicit(&form->ready, memory_order_relaxed)) {
            make_form(pattern, form);
            atomic_store_explicit(&form->ready, true, memory_order_release);
        }
        pthread_mutex_unlock(&pattern->forms->lock);
    }
    return form;
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

static int match(const struct form *form, bool jit, struct match_scratch *scratch, struct str subject, size_t from,
                 size_t limit)
{
    PCRE2_SPTR text = (PCRE2_SPTR)(subject.ptr != NULL ? subject.ptr : "");
    pcre2_set_match_limit(scratch->context, (uint32_t)limit);
    return (jit ? pcre2_jit_match : pcre2_match)(form->code, text, subject.len, from, PCRE2_NO_UTF_CHECK, scratch->data,
                                                 scratch->context);
}

/* Counts steps, and where the pattern is too large for that, the interpreter's backtracks. */
static int match_metered(const struct pattern *pattern, struct match_scratch *scratch, struct str subject, size_t from)
{
    const struct form *form = ready_form(pattern, &pattern->forms->metered);
    if (form->code == NULL)
        return match(&pattern->forms->quick, false, scratch, subject, from, STEPS / (subject.len + 1) + 1);
    scratch->at = from;
    return match(form, form->jit, scratch, subject, from, STEPS);
}

/* The limit of one start, so that all of them together do no more than QUICK_WORK: each counted step may look through
 * the text, or try every alternative. */
static size_t quick_limit(const struct pattern *pattern, size_t len)
{
    size_t most = len > pattern->len ? len : pattern->len;
    return most < QUICK_WORK ? QUICK_WORK / ((len + 1) * (most + 1)) : 0;
}

enum found pattern_find(const struct pattern *pattern, struct match_scratch *scratch, struct str subject, size_t from,
                        size_t *start, size_t *end, struct error *err)
{
    if (from > subject.len)
        return FOUND_NO;
    while (from < subject.len && ((unsigned char)subject.ptr[from] & 0xc0) == 0x80)
        from++;
    if (from == 0)
        scratch->steps = STEPS;
    const size_t limit = from > 0 || pattern->may_recurse ? 0 : quick_limit(pattern, subject.len);
    const bool quick = limit > 0 && ready_form(pattern, &pattern->forms->quick)->jit;
    int number = quick ? match(&pattern->forms->quick, true, scratch, subject, from, limit) : PCRE2_ERROR_MATCHLIMIT;
    if (number == PCRE2_ERROR_MATCHLIMIT)
        number = match_metered(pattern, scratch, subject, from);
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
