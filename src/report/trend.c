#include "report/trend.h"

#include "base/language.h"
#include "report/escape.h"
#include "text/utf8.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

enum { METRIC_FIDELITY = -2, METRIC_PASS_RATE = -1, RUNS_MOST = 1000 };

static const char *say(bool chinese, const char *english, const char *in_chinese)
{
    return chinese ? in_chinese : english;
}

static bool parse_metric(struct str name, int *metric)
{
    enum core_signal signal = core_signal_from(name);
    if (str_eq_cstring(name, "fidelity"))
        *metric = METRIC_FIDELITY;
    else if (str_eq_cstring(name, "pass_rate"))
        *metric = METRIC_PASS_RATE;
    else
        *metric = (int)signal;
    return *metric != (int)SIGNAL_CORE_COUNT;
}

/* Digits with at most one point, so that no locale can read it otherwise. */
static bool parse_decimal(struct str text, double *value)
{
    size_t whole, fraction = 0, point = str_find_byte(text, '.');
    struct str tail = point == STR_NONE ? (struct str){0} : str_slice(text, point + 1, text.len);
    if (!str_to_size(str_slice(text, 0, point == STR_NONE ? text.len : point), 1000000, &whole) ||
        (point != STR_NONE && !str_to_size(tail, 1000000, &fraction)))
        return false;
    *value = (double)whole + (double)fraction / pow(10, (double)tail.len);
    return true;
}

bool alert_parse(struct alert_rule *rule, const char *text, struct error *err)
{
    struct str rest = str_trim(str_from(text));
    size_t sign = str_find_byte(rest, '<');
    *rule = (struct alert_rule){.text = rest, .runs = 1};
    if (sign == STR_NONE) {
        sign = str_find_byte(rest, '>');
        rule->above = true;
    }
    bool ok = sign != STR_NONE && parse_metric(str_trim(str_slice(rest, 0, sign)), &rule->metric);
    if (ok) {
        struct str bound = str_trim(str_slice(rest, sign + 1, rest.len));
        size_t of = str_find(bound, STR("% of ")), times = str_find(bound, STR(" for "));
        rule->relative = of != STR_NONE;
        if (rule->relative) {
            ok = bound.ptr[0] == (rule->above ? '+' : '-') && parse_decimal(str_slice(bound, 1, of), &rule->bound) &&
                 str_to_size(str_trim(str_slice(bound, of + 5, bound.len)), RUNS_MOST, &rule->runs);
            rule->bound /= 100;
        } else {
            ok = parse_decimal(str_trim(str_slice(bound, 0, times == STR_NONE ? bound.len : times)), &rule->bound) &&
                 (times == STR_NONE ||
                  str_to_size(str_trim(str_slice(bound, times + 5, bound.len)), RUNS_MOST, &rule->runs));
        }
        ok = ok && rule->runs > 0;
    }
    return ok ||
           error_set(
               err, ERROR_USER,
               TEXT("the alert '%s' is not understood; write for example 'pass_rate<0.8 for 3', 'ai_leak>1' or "
                    "'platitude>+20%% of 5'",
                    "看不懂报警条件“%s”；请写成例如 'pass_rate<0.8 for 3'、'ai_leak>1' 或 'platitude>+20%% of 5'"),
               text);
}

static double metric_of(const struct trend_point *point, int metric)
{
    if (metric == METRIC_FIDELITY)
        return point->fidelity;
    return metric == METRIC_PASS_RATE ? point->pass_rate : point->signals[metric];
}

/* A run that nothing was judged of says nothing: it is no run of those counted. One that is the newest fires nothing.
 */
static bool fires(const struct trend_series *series, const struct alert_rule *rule)
{
    size_t counted = 0, wanted = rule->relative ? rule->runs + 1 : rule->runs;
    double newest = NAN, sum = 0;
    for (size_t i = series->count; i-- > 0 && counted < wanted;) {
        double value = metric_of(&series->points[i], rule->metric);
        if (isnan(value) && counted > 0)
            continue;
        if (isnan(value) || (!rule->relative && !(rule->above ? value > rule->bound : value < rule->bound)))
            return false;
        if (counted++ == 0)
            newest = value;
        else
            sum += value;
    }
    if (counted < wanted || !rule->relative)
        return counted == wanted;
    double average = sum / (double)rule->runs;
    return rule->above ? newest > average * (1 + rule->bound) : newest < average * (1 - rule->bound);
}

static void add_spark(const struct trend_series *series, struct buf *out)
{
    static const char *const bars[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    for (size_t i = series->count > 40 ? series->count - 40 : 0; i < series->count; i++) {
        double value = series->points[i].fidelity;
        buf_add_cstring(out, isnan(value) ? " " : bars[(int)(fmin(fmax(value, 0), 0.999) * 8)]);
    }
}

static void add_value(struct buf *out, double value)
{
    if (isnan(value))
        buf_add_cstring(out, "    –");
    else
        buf_printf(out, " %4.2f", value);
}

static void add_point(const struct trend_point *point, const struct trend_point *before, bool zh, struct buf *out)
{
    buf_add_cstring(out, "    ");
    escape_line(out, point->started);
    buf_add_cstring(out, "  ");
    escape_line(out, point->run);
    char n[48];
    if (point->judged == point->conversations)
        snprintf(n, sizeof n, "%zu", point->judged);
    else
        snprintf(n, sizeof n, "%zu/%zu", point->judged, point->conversations);
    buf_printf(out, "  n = %-4s", n);
    add_value(out, point->fidelity);
    add_value(out, point->pass_rate);
    for (enum core_signal s = SIGNAL_PLATITUDE; s <= SIGNAL_FORMAT_LEAK; s++)
        if (isnan(point->signals[s]))
            buf_add_cstring(out, "      –");
        else
            buf_printf(out, "  %5.1f", point->signals[s]);
    if (before != NULL && !str_eq(before->fingerprint, point->fingerprint)) {
        buf_add_cstring(out, say(zh, "  <- the model's fingerprint changed: ", "  <- 模型指纹变了："));
        escape_line(out, point->fingerprint);
    }
    buf_add_byte(out, '\n');
}

size_t trend_text(const struct trend_series *series, size_t count, const struct alert_rule *rules, size_t rule_count,
                  bool chinese, struct buf *out)
{
    size_t fired = 0;
    for (size_t i = 0; i < count; i++) {
        const struct trend_series *s = &series[i];
        escape_line(out, s->scenario);
        buf_add_cstring(out, " x ");
        escape_line(out, s->player);
        buf_add_cstring(out, s->understudy ? say(chinese, " (no language model)  ", "（不是语言模型）  ") : "  ");
        add_spark(s, out);
        buf_printf(out, "\n    %s\n",
                   say(chinese,
                       "run, conversations judged, fidelity, pass rate; of 100 replies: platitude, ai_leak, role_flip, "
                       "format_leak",
                       "运行、已评判的对话数、忠实度、通过率；每百句回复：一味附和、露出 AI 身份、角色颠倒、格式外露"));
        for (size_t k = 0; k < s->count; k++)
            add_point(&s->points[k], k > 0 ? &s->points[k - 1] : NULL, chinese, out);
    }
    for (size_t i = 0; i < count; i++)
        for (size_t r = 0; r < rule_count; r++) {
            if (!fires(&series[i], &rules[r]))
                continue;
            fired++;
            buf_add_cstring(out, say(chinese, "ALERT ", "警报："));
            escape_line(out, series[i].scenario);
            buf_add_cstring(out, " x ");
            escape_line(out, series[i].player);
            buf_add_cstring(out, say(chinese, ": ", "，"));
            escape_line(out, rules[r].text);
            buf_printf(out, chinese ? "（现在 %.3f）\n" : " (now %.3f)\n",
                       metric_of(&series[i].points[series[i].count - 1], rules[r].metric));
        }
    return fired;
}
