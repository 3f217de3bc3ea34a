/* The exam's report, for a trainer to hand over: by procedure step what was done, in which words, and what was missed.
 */
#include "report/exam.h"

#include "report/excerpt.h"
#include "report/text_findings.h"
#include "score/consistency.h"
#include "text/printable.h"
#include "transcript/reason.h"

enum { AROUND = 14, QUOTES = 2 };

/* A procedure step over all valid exams, or a rule of it. */
struct tally {
    const struct rule *rule;
    size_t passed, due;
};

static bool counts(const struct finding *finding)
{
    return !finding->rule->guard && (finding->outcome == OUTCOME_PASS || finding->outcome == OUTCOME_FAIL);
}

static void print_text(struct buf *out, struct str text)
{
    printable_add(out, text, 0);
}

static void print_quotes(const struct score *score, const struct finding *finding, const struct look *look,
                         struct arena *arena, struct buf *out)
{
    for (size_t i = 0; i < finding->evidence_count && i < QUOTES; i++) {
        const size_t before = 28; /* columns of "caller, turn 12 │ " with its indent, and a short quote */
        size_t room = look->width > before ? (look->width - before) / 4 : 0;
        struct excerpt excerpt = excerpt_of(score, finding->evidence[i], room < AROUND ? room : AROUND);
        size_t turn = 0;
        for (size_t m = 0; m <= excerpt.message; m++)
            turn += score->transcript->messages[m].role == excerpt.side;
        const char *side =
            excerpt.side == ROLE_CALLER ? (look->chinese ? "拨打方" : "caller") : (look->chinese ? "客户" : "customer");
        buf_printf(out, look->chinese ? "        %s第 %zu 句 │ " : "        %s, turn %zu │ ", side, turn);
        print_text(out, excerpt_line(arena, &excerpt));
        buf_add_byte(out, '\n');
    }
}

static void print_rule(const struct score *score, const struct finding *finding, const struct look *look,
                       struct arena *arena, struct buf *out)
{
    bool pass = finding->outcome == OUTCOME_PASS;
    buf_add_cstring(out, "    ");
    text_style(look, out, pass ? "32" : "31");
    buf_add_cstring(out, pass ? "✓ " : "✗ ");
    text_style(look, out, "0");
    print_text(out, finding->rule->why.len > 0 ? finding->rule->why : finding->rule->id);
    if (finding->rule->gate)
        buf_add_cstring(out, look->chinese ? "（一票否决）" : " (gate)");
    text_style(look, out, "2");
    buf_add_cstring(out, "  ");
    print_text(out, finding->rule->id);
    text_style(look, out, "0");
    if (!pass && finding->evidence_count == 0)
        buf_add_cstring(out, look->chinese ? "：没有做到" : ": missed");
    buf_add_byte(out, '\n');
    print_quotes(score, finding, look, arena, out);
}

/* Steps in the order of their first rule. */
static void print_steps(const struct score *score, const struct look *look, struct arena *arena, struct buf *out)
{
    for (size_t d = 0; d < score->dimension_count; d++) {
        struct str name = str_from(score->dimensions[d].name);
        buf_add_cstring(out, "  ");
        text_style(look, out, "1");
        print_text(out, name.len > 0 ? name : str_from(look->chinese ? "其他" : "other"));
        text_style(look, out, "0");
        buf_printf(out, "  %.2f\n", score->dimensions[d].value);
        for (size_t i = 0; i < score->finding_count; i++)
            if (counts(&score->findings[i]) && str_eq(score->findings[i].rule->dimension, name))
                print_rule(score, &score->findings[i], look, arena, out);
    }
}

static void print_invalid(const struct score *score, const struct look *look, struct arena *arena, struct buf *out)
{
    const struct finding *guard = score->not_valid;
    buf_add_cstring(out, look->chinese
                             ? "  考核无效：客户一方没有守住自己的人设，这通不计分。\n    "
                             : "  exam not valid: the persona did not keep its role; the call is not scored.\n    ");
    print_text(out, guard->rule->id);
    buf_add_cstring(out, look->chinese ? "：" : ": ");
    print_text(out, guard->rule->why);
    buf_add_byte(out, '\n');
    print_quotes(score, guard, look, arena, out);
}

static void print_exam(const struct report_entry *entry, const struct look *look, struct arena *arena, struct buf *out)
{
    const struct score *score = entry->score;
    text_title(look, entry->transcript->id, out);
    if (score->not_valid != NULL) {
        print_invalid(score, look, arena, out);
        return;
    }
    if (!report_entry_held(entry) || !score->has_fidelity) {
        if (report_entry_held(entry))
            buf_add_cstring(out, look->chinese ? "  无法计分：能判断的规则太少"
                                               : "  not scored: too few rules could be judged");
        else
            buf_add_cstring(out, look->chinese ? "  未完成" : "  not completed");
        if (entry->transcript->error.len > 0) {
            buf_add_cstring(out, look->chinese ? "；" : "; ");
            print_text(out,
                       look->chinese ? reason_in_chinese(arena, entry->transcript->error) : entry->transcript->error);
        }
        buf_add_byte(out, '\n');
        return;
    }
    static const char *const english[] = {"passed", "failed", "a gate could not be judged"},
                             *const chinese[] = {"通过", "未通过", "有一票否决的规则无法判断"};
    const char *verdict = look->chinese ? chinese[score->verdict] : english[score->verdict];
    buf_printf(out, look->chinese ? "  得分 %.2f（及格线 %.2f），%s\n" : "  score %.2f (pass mark %.2f), %s\n",
               score->fidelity, score->rubric->threshold, verdict);
    print_steps(score, look, arena, out);
}

/* What was missed most, over all valid exams. */
static void print_missed(const struct report *report, const struct look *look, struct arena *arena, struct buf *out)
{
    struct tally *tallies = NULL;
    size_t count = 0, shown = 0;
    for (size_t e = 0; e < report->count; e++) {
        const struct score *score = report->entries[e].score;
        if (score == NULL || !report_entry_held(&report->entries[e]) || score->not_valid != NULL)
            continue;
        for (size_t i = 0; i < score->finding_count; i++) {
            size_t t = 0;
            if (!counts(&score->findings[i]) || score->findings[i].rule->origin != ORIGIN_FILE)
                continue;
            while (t < count && !str_eq(tallies[t].rule->id, score->findings[i].rule->id))
                t++;
            if (t == count) {
                tallies = arena_longer(arena, tallies, count, sizeof *tallies);
                tallies[count++] = (struct tally){.rule = score->findings[i].rule};
            }
            tallies[t].due++;
            tallies[t].passed += score->findings[i].outcome == OUTCOME_PASS;
        }
    }
    text_title(look, str_from(look->chinese ? "各场考核里没有做到的" : "Missed, over all exams"), out);
    for (size_t t = 0; t < count; t++) {
        if (tallies[t].passed == tallies[t].due)
            continue;
        buf_printf(out, "  %zu/%zu  ", tallies[t].due - tallies[t].passed, tallies[t].due);
        print_text(out, tallies[t].rule->why);
        buf_add_cstring(out, "  ");
        print_text(out, tallies[t].rule->id);
        buf_add_byte(out, '\n');
        shown++;
    }
    if (shown == 0)
        buf_add_cstring(out, look->chinese ? "  没有。\n" : "  Nothing.\n");
}

/* One question, two answers: the calls, and what was said in each. */
static void print_differing(const struct report *report, const struct look *look, struct arena *arena, struct buf *out)
{
    const struct score **scores = arena_array(arena, report->count + 1, sizeof *scores);
    for (size_t i = 0; i < report->count; i++)
        scores[i] = report->entries[i].score;
    struct consistency found = consistency_of(arena, scores, report->count);
    const struct differing_answers *list = found.differing;
    size_t count = found.repeated - found.same;
    if (found.repeated == 0)
        return;
    text_title(look, str_from(look->chinese ? "同一个问题，同一个答案" : "The same question, the same answer"), out);
    buf_printf(out,
               look->chinese ? "  %.2f  答得一样的 %zu 个，不止一通问到的问题共 %zu 个\n"
                             : "  %.2f  %zu answered alike of %zu questions that more than one call asked\n",
               (double)found.same / (double)found.repeated, found.same, found.repeated);
    if (found.left_out > 0)
        buf_printf(out,
                   look->chinese
                       ? "  还有 %zu 个问题没有看：每个场景只看前 %d 个不同的问题\n"
                       : "  %zu more were not looked at: of a scenario the first %d different questions are\n",
                   found.left_out, CONSISTENCY_QUESTIONS_MOST);
    if (count > 0)
        text_title(look, str_from(look->chinese ? "同一个问题，答得不一样" : "The same question, answered differently"),
                   out);
    for (size_t i = 0; i < count; i++) {
        const struct transcript *sides[] = {list[i].first->transcript, list[i].second->transcript};
        size_t questions[] = {list[i].first_question, list[i].second_question};
        buf_add_cstring(out, "  ");
        print_text(out, list[i].first_answer);
        buf_add_cstring(out, look->chinese ? " 对 " : " against ");
        print_text(out, list[i].second_answer);
        buf_add_byte(out, '\n');
        for (size_t s = 0; s < 2; s++) {
            buf_add_cstring(out, "    ");
            print_text(out, sides[s]->id);
            buf_add_cstring(out, " │ ");
            print_text(out, sides[s]->messages[questions[s]].content);
            buf_add_cstring(out, " → ");
            print_text(out, sides[s]->messages[questions[s] + 1].content);
            buf_add_byte(out, '\n');
        }
    }
}

void report_exam(const struct report *report, const struct text_options *options, struct buf *out)
{
    struct look look = {
        .chinese = report->chinese, .colour = options->colour, .width = options->width, .worst = options->worst};
    struct arena arena;
    size_t passed = 0, failed = 0, not_valid = 0;
    arena_init(&arena);
    for (size_t i = 0; i < report->count; i++) {
        const struct score *score = report->entries[i].score;
        if (score == NULL)
            continue;
        passed += score->verdict == VERDICT_PASS;
        failed += score->verdict == VERDICT_FAIL;
        not_valid += score->not_valid != NULL;
        print_exam(&report->entries[i], &look, &arena, out);
    }
    print_missed(report, &look, &arena, out);
    print_differing(report, &look, &arena, out);
    size_t other = report->planned - passed - failed - not_valid;
    buf_printf(out,
               look.chinese ? "\n共 %zu 场考核：通过 %zu，未通过 %zu，无效 %zu，未完成 %zu。\n"
                            : "\n%zu exams: %zu passed, %zu failed, %zu not valid, %zu not completed.\n",
               report->planned, passed, failed, not_valid, other);
    arena_release(&arena);
}
