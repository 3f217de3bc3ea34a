/* What --by prints. */
#include "report/comparison.h"
#include "report/contest.h"

#include "text/utf8.h"

#include <criterion/criterion.h>

/* The width of the table's head and of its first row below. */
static void widths(enum contest_by by, bool chinese, size_t *head, size_t *row, struct buf *out)
{
    struct arm arms[] = {{STR("温和"), 12, 12, 3, 8, 1, 0.723, false}, {STR("plain"), 12, 12, 1, 11, 0, 0.743, false}};
    struct contest contest = {.by = by, .alpha = 0.05, .arms = arms, .arm_count = 2, .winner = 1};
    report_contest(&contest, chinese, out);
    struct str rest = buf_str(out), line;
    *head = 0;
    while (str_next_line(&rest, &line) && line.len > 0)
        ;
    cr_assert(str_next_line(&rest, &line));
    *head = utf8_width(line);
    cr_assert(str_next_line(&rest, &line));
    *row = utf8_width(line);
}

Test(contest, heads_stand_above_their_columns_in_both_languages)
{
    for (int by = CONTEST_PROMPT; by <= CONTEST_MODEL; by++) {
        for (int chinese = 0; chinese < 2; chinese++) {
            size_t head, row;
            struct buf out;
            buf_init(&out, 0);
            widths((enum contest_by)by, chinese == 1, &head, &row, &out);
            cr_expect_eq(head, row, "%zu and %zu columns:\n%.*s", head, row, STR_FORMAT(buf_str(&out)));
            cr_expect_eq(str_find(buf_str(&out), STR("prompt")) != STR_NONE, chinese == 0 && by == CONTEST_PROMPT);
            buf_release(&out);
        }
    }
}

Test(contest, a_winner_that_is_the_understudy_under_another_name_is_called_so)
{
    struct arm arms[] = {{.name = STR("served"), .understudy = true}, {.name = STR("understudy"), .understudy = true}};
    struct contest contest = {.by = CONTEST_MODEL, .arms = arms, .arm_count = 2};
    struct buf out;
    buf_init(&out, 0);
    report_contest(&contest, false, &out);
    cr_expect(str_starts(buf_str(&out), STR("Winner: served (understudy),")));
    cr_expect_eq(str_find(buf_str(&out), STR("understudy (understudy)")), STR_NONE);
    buf_release(&out);
}

Test(contest, no_chance_is_called_nought)
{
    struct arm arms[] = {{.name = STR("a")}, {.name = STR("b")}};
    struct duel duels[] = {{.b = 1, .pairs = 20, .adjusted = 0.000002}, {.b = 1, .pairs = 9, .adjusted = 0.0039}};
    struct contest contest = {.arms = arms, .arm_count = 2, .duels = duels, .duel_count = 2};
    struct buf out;
    buf_init(&out, 0);
    report_contest(&contest, false, &out);
    cr_expect(str_find(buf_str(&out), STR("p < 0.0001\n")) != STR_NONE, "%.*s", STR_FORMAT(buf_str(&out)));
    cr_expect(str_find(buf_str(&out), STR("p = 0.0039\n")) != STR_NONE);
    buf_release(&out);
}

Test(comparison, a_p_is_written_in_one_way_in_sentence_and_table)
{
    static void (*const formats[])(const struct comparison_view *, struct buf *) = {
        report_comparison, report_comparison_markdown, report_comparison_html};
    static const char *const sentences[] = {"p < 0.0001", "p &lt; 0.0001", "p &lt; 0.0001"};
    static const char *const cells[] = {"  < 0.0001    0.0310", "| &lt; 0.0001 | 0.0310 |", ">&lt; 0.0001</td>"};
    struct metric metric = {.name = "fidelity", .primary = true, .n = 20, .difference = 0.2, .adjusted = 0.031};
    struct comparison comparison = {.metrics = &metric, .metric_count = 1, .paired = true, .alpha = 0.05};
    for (size_t i = 0; i < 3; i++) {
        const struct comparison_view view = {.comparison = &comparison};
        struct buf out;
        buf_init(&out, 0);
        formats[i](&view, &out);
        cr_expect_neq(str_find(buf_str(&out), str_from(sentences[i])), STR_NONE, "%s", out.bytes);
        cr_expect_neq(str_find(buf_str(&out), str_from(cells[i])), STR_NONE, "%s", out.bytes);
        cr_expect_eq(str_find(buf_str(&out), STR("≤")), STR_NONE);
        buf_release(&out);
    }
}
