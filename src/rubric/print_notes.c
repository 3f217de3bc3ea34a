#include "rubric/print.h"

static const char *in(const struct rubric *rubric, const char *english, const char *chinese)
{
    return rubric->lang == LANG_EN ? english : chinese;
}

static void put_line(struct buf *out, const struct rubric *rubric, size_t line)
{
    if (rubric->lang == LANG_EN)
        buf_printf(out, "(line %zu) ", line);
    else
        buf_printf(out, "（第 %zu 行）", line);
}

/* "read as: it is explained, others are to be asked, in writing" */
static void put_matters(struct buf *out, const struct rubric *rubric, const struct end_condition *end)
{
    const char *between = "";
    buf_printf(out, "#      %s",
               end->derivable ? in(rubric, "read as: ", "读作：") : in(rubric, "its words name: ", "字面上提到："));
    for (enum end_matter m = 0; m < END_MATTER_COUNT; m++)
        if (m != END_MATTER_EITHER && end->matters >> m & 1) {
            buf_printf(out, "%s%s", between, end_matter_name(m, rubric->lang == LANG_EN));
            between = in(rubric, ", ", "、");
        }
    buf_add_byte(out, '\n');
}

static void put_end(struct buf *out, const struct rubric *rubric, const struct end_condition *end)
{
    buf_printf(out, "#   %zu. ", end->number);
    put_line(out, rubric, end->line);
    buf_add(out, end->text);
    buf_add_byte(out, '\n');
    if (!end->is_condition)
        buf_printf(
            out, "#      %s\n",
            in(rubric, "a manner of speaking, not a condition: not looked for", "是说话方式，不是条件：不去判断"));
    else if (!end->derivable)
        buf_printf(out, "#      %s\n",
                   in(rubric,
                      "not derived: nothing observable could be read out of it, it is judged by its words alone",
                      "得不出：读不出能观察到的迹象，只按字面判断"));
    if (end->is_condition && (end->matters & ~(1u << END_MATTER_EITHER)) != 0)
        put_matters(out, rubric, end);
    if (end->must)
        buf_printf(out, "#      %s\n", in(rubric, "the call must end then", "此时必须结束通话"));
}

void print_notes(const struct rubric *rubric, struct buf *out)
{
    buf_printf(
        out, "%s\n",
        in(rubric,
           "# A fidelio rubric. Edit it, then score with --rubric FILE: a rule here replaces the rule of the same id.\n"
           "# Rules that you do not change may be deleted here: they hold all the same. To switch one off: disable: "
           "[ID].",
           "# fidelio 评分规则。改好后用 --rubric 文件 评分：这里的规则替换同名（id）的规则。\n"
           "# 不改的规则可以从这里删去，照样有效。要停用一条，写 disable: [id]。"));
    if (rubric->end_count > 0)
        buf_printf(out, "#\n# %s\n",
                   in(rubric, "End conditions, and what is looked for:", "结束条件，以及据以判断的迹象："));
    for (size_t i = 0; i < rubric->end_count; i++)
        put_end(out, rubric, &rubric->ends[i]);
    if (rubric->behaviour_count > 0)
        buf_printf(out, "#\n# %s%zu/%zu\n",
                   in(rubric, "Behaviours from which rules were derived: ", "得出规则的行为描述："),
                   rubric->behaviour_count - rubric->underived_count, rubric->behaviour_count);
    for (size_t i = 0; i < rubric->underived_count; i++) {
        buf_printf(out, "#   %s", in(rubric, "not derived: ", "得不出："));
        put_line(out, rubric, rubric->underived[i].line);
        buf_add(out, rubric->underived[i].text);
        buf_add_cstring(out, in(rubric, " (", "（"));
        buf_add(out, rubric->underived[i].reason);
        buf_add_cstring(out, in(rubric, ")\n", "）\n"));
    }
    buf_add_byte(out, '\n');
}
