#include "report/contest.h"

#include "report/chance.h"
#include "report/escape.h"
#include "text/utf8.h"

#include <math.h>
#include <stdint.h>

enum { NAME_WIDTH = 28 };

static struct str shown(const struct contest *c, size_t arm, bool chinese)
{
    struct str name = c->arms[arm].name;
    return name.len > 0 ? name : str_from(chinese ? "（内置）" : "(built in)");
}

static void add_name(const struct contest *c, size_t arm, bool chinese, size_t width, struct buf *out)
{
    struct buf line;
    buf_init(&line, 0);
    escape_line(&line, shown(c, arm, chinese));
    if (c->arms[arm].understudy && !str_starts(c->arms[arm].name, STR("understudy")))
        buf_add_cstring(&line, " (understudy)");
    buf_add(out, buf_str(&line));
    for (size_t columns = utf8_width(buf_str(&line)); columns < width; columns++)
        buf_add_byte(out, ' ');
    buf_release(&line);
}

static void add_winner(const struct contest *c, bool chinese, struct buf *out)
{
    if (c->winner == SIZE_MAX) {
        buf_printf(out,
                   chinese ? "分不出胜负：没有哪一个显著好于其余各个（%zu 个，显著性水平 %.3g）。\n"
                           : "No winner shown: none is better than every other one (%zu of them, alpha %.3g).\n",
                   c->arm_count, c->alpha);
        return;
    }
    buf_add_cstring(out, chinese ? "胜出：" : "Winner: ");
    add_name(c, c->winner, chinese, 0, out);
    buf_add_cstring(out, chinese ? "，显著好于其余各个。\n" : ", shown to be better than every other one.\n");
}

/* The columns' names, right above what they name: an ideograph is two columns wide. */
static void add_heads(enum contest_by by, bool chinese, struct buf *out)
{
    static const char *const arms[] = {
        [CONTEST_PROMPT] = "提示词", [CONTEST_CALLER] = "拨打方", [CONTEST_MODEL] = "模型"};
    struct str name = str_from(chinese ? arms[by] : contest_by_name(by));
    buf_printf(out, "\n  %.*s%*s%s\n", STR_FORMAT(name), NAME_WIDTH - (int)utf8_width(name), "",
               chinese ? "   忠实度    计分/对话    通过  未通过    出错"
                       : " fidelity  scored/held  passed  failed  errors");
}

void report_contest(const struct contest *c, bool chinese, struct buf *out)
{
    add_winner(c, chinese, out);
    add_heads(c->by, chinese, out);
    for (size_t a = 0; a < c->arm_count; a++) {
        const struct arm *arm = &c->arms[a];
        buf_add_cstring(out, a == c->winner ? "* " : "  ");
        add_name(c, a, chinese, NAME_WIDTH, out);
        if (isnan(arm->fidelity))
            buf_add_cstring(out, "        –");
        else
            buf_printf(out, " %8.3f", arm->fidelity);
        buf_printf(out, "  %6zu/%-4zu  %6zu  %6zu  %6zu\n", arm->scored, arm->conversations, arm->passed, arm->failed,
                   arm->errors);
    }
    buf_add_cstring(
        out, chinese ? "\n  两两比较（按场景与轮次配对；p 为双侧置换检验，Holm 校正）\n"
                     : "\n  pair by pair (paired by scenario and repeat; two-sided permutation test, p after Holm)\n");
    for (size_t d = 0; d < c->duel_count; d++) {
        const struct duel *duel = &c->duels[d];
        buf_add_cstring(out, "  ");
        add_name(c, duel->a, chinese, 0, out);
        buf_add_cstring(out, chinese ? " 对 " : " against ");
        add_name(c, duel->b, chinese, 0, out);
        if (duel->pairs == 0)
            buf_add_cstring(out, chinese ? "：没有可比的对\n" : ": no pairs\n");
        else {
            buf_printf(out, chinese ? "：%+.3f，%zu 对，" : ": %+.3f, n = %zu pairs, ", duel->difference, duel->pairs);
            chance_put_named(out, duel->adjusted);
            buf_add_byte(out, '\n');
        }
    }
    if (c->left_out > 0)
        buf_printf(out,
                   chinese ? "\n替身的 %zu 通不与模型同列，未计入。\n"
                           : "\nLeft out, conversations of the understudy: %zu. It is not ranked among models.\n",
                   c->left_out);
}
