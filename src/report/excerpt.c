#include "report/excerpt.h"

#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

struct ranked {
    const struct finding *finding;
    size_t order;
};

static double gravity(const struct finding *finding)
{
    if (finding->outcome == OUTCOME_ERROR)
        return -1;
    return (finding->rule->gate ? 1e6 : 0) + finding->rule->weight * (1 - finding->score);
}

static int compare_ranked(const void *a, const void *b)
{
    const struct ranked *x = a, *y = b;
    double gx = gravity(x->finding), gy = gravity(y->finding);
    if (gx < gy || gx > gy)
        return gx < gy ? 1 : -1;
    return (x->order > y->order) - (x->order < y->order);
}

const struct finding **excerpt_worst(struct arena *arena, const struct score *score, size_t *count)
{
    struct ranked *ranked = arena_array(arena, score->finding_count, sizeof *ranked);
    const struct finding **worst = arena_array(arena, score->finding_count, sizeof(const struct finding *));
    *count = 0;
    for (size_t i = 0; i < score->finding_count; i++)
        if (score->findings[i].outcome == OUTCOME_FAIL || score->findings[i].outcome == OUTCOME_ERROR)
            ranked[(*count)++] = (struct ranked){&score->findings[i], i};
    qsort(ranked, *count, sizeof *ranked, compare_ranked);
    for (size_t i = 0; i < *count; i++)
        worst[i] = ranked[i].finding;
    return worst;
}

const struct finding *excerpt_gravest(const struct score *score)
{
    struct ranked best = {0};
    for (size_t i = 0; i < score->finding_count; i++) {
        struct ranked one = {&score->findings[i], i};
        bool bad = one.finding->outcome == OUTCOME_FAIL || one.finding->outcome == OUTCOME_ERROR;
        if (bad && (best.finding == NULL || compare_ranked(&one, &best) < 0))
            best = one;
    }
    return best.finding;
}

struct excerpt excerpt_of(const struct score *score, const struct hit *hit, size_t around)
{
    const struct message *message = &score->transcript->messages[hit->message];
    struct str content = message->content;
    size_t length = utf8_count(content), from = hit->span.start > around ? hit->span.start - around : 0,
           to = hit->span.end + around < length ? hit->span.end + around : length;
    struct excerpt excerpt = {.before = utf8_slice(content, from, hit->span.start),
                              .hit = utf8_slice(content, hit->span.start, hit->span.end),
                              .after = utf8_slice(content, hit->span.end, to),
                              .cut_before = from > 0,
                              .cut_after = to < length,
                              .side = message->role,
                              .message = hit->message};
    for (size_t i = 0; message->role == ROLE_PERSONA && i <= hit->message; i++)
        excerpt.reply += score->transcript->messages[i].role == ROLE_PERSONA;
    return excerpt;
}

/* One behind the other, NUL behind them. */
static char *joined(struct arena *arena, const struct str *parts, size_t count, size_t *len)
{
    *len = 0;
    for (size_t i = 0; i < count; i++)
        *len += parts[i].len;
    char *text = arena_raw(arena, *len + 1, 1), *to = text;
    for (size_t i = 0; i < count; to += parts[i++].len)
        if (parts[i].len > 0)
            memcpy(to, parts[i].ptr, parts[i].len);
    *to = '\0';
    return text;
}

struct str excerpt_line(struct arena *arena, const struct excerpt *excerpt)
{
    static const struct str cut = {"…", sizeof "…" - 1}, none = {"", 0};
    const struct str parts[] = {
        excerpt->cut_before ? cut : none, excerpt->before, STR("["), excerpt->hit, STR("]"), excerpt->after,
        excerpt->cut_after ? cut : none};
    size_t len;
    char *line = joined(arena, parts, sizeof parts / sizeof *parts, &len);
    for (size_t i = 0; i < len; i++)
        if (line[i] == '\n' || line[i] == '\r' || line[i] == '\t')
            line[i] = ' ';
    return (struct str){line, len};
}

struct str excerpt_core(bool chinese)
{
    return chinese ? STR("各文档通用") : STR("common to all documents");
}

struct str excerpt_place(struct arena *arena, const struct rule *rule, size_t line, bool chinese)
{
    if (str_eq_cstring(rule->file, "core"))
        return excerpt_core(chinese);
    if (line == 0)
        return rule->file;
    return str_from(arena_printf(arena, "%.*s:%zu", STR_FORMAT(rule->file), line));
}

struct str excerpt_reason(struct arena *arena, const struct finding *finding)
{
    struct str asked = finding->rule->why, found = finding->why;
    if (asked.len == 0 || str_eq(asked, found))
        return found;
    if (found.len == 0)
        return asked;
    bool wide = (unsigned char)asked.ptr[asked.len - 1] >= 0x80; /* Chinese has its own colon */
    const struct str parts[] = {asked, wide ? STR("：") : STR(": "), found};
    size_t len;
    const char *reason = joined(arena, parts, sizeof parts / sizeof *parts, &len);
    return (struct str){reason, len};
}
