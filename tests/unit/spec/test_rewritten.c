/* Our personas rewritten in other layouts, hundreds of combinations of them: what is read must stay the same. */
#include "spec_help.h"

#include "base/arena.h"
#include "base/file.h"
#include "base/rng.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

/* How each kind of line is written; "%s" is its text, "%d" its number. The first of each is the format as it is. */
struct layout {
    const char *half, *section, *step, *question, *answer, *level, *bad, *good, *caller, *callee;
    const char *bullet;
    bool corners, tabs;
};

static const char *const halves[] = {"## %s",  "# %s",    "# 一、%s",  "**%s**",
                                     "【%s】", "%s\n===", "## 📌 %s：", "# 1. %s"};
static const char *const sections[] = {"### %s", "## %s",   "## 1.1 %s",    "**%s**",
                                       "【%s】", "%s\n---", "### （三）%s", "### **%s**："};
static const char *const steps[] = {"%d. **%s**",     "#### 步骤%d：%s",   "**步骤%d：%s**", "%d、%s",
                                    "（%d）**%s**：", "#### Step %d - %s", "#### 第%d步 %s"};
static const char *const questions[] = {"- Q: %s", "**Q：**%s", "问：%s", "- **问**：%s", "**Q1：%s**", "- 客户问：%s"};
static const char *const answers[] = {"  - A: %s", "**A：**%s", "答：%s", "  **答**：%s", "**A1：**%s", "  - 回答：%s"};
static const char *const levels[] = {"**%s问题**", "- **%s问题**",           "#### %s",
                                     "%s关切：",   "**%s问题（按轻重）**：", "1. %s问题"};
static const char *const bads[] = {"- **反面教材 (不要这样说)**:",
                                   "**不要这样说：**",
                                   "#### 反面示例",
                                   "❌ 错误示例：",
                                   "- Negative:",
                                   "【禁止】",
                                   "反例（太像客服）"};
static const char *const goods[] = {"- **正面教材 (模仿这种感觉)**:",
                                    "**要有这种感觉：**",
                                    "#### 正面示例",
                                    "✅ 正确示例：",
                                    "- Positive:",
                                    "【推荐】",
                                    "正例（就是这个味）"};
static const char *const callers[] = {"电话拨打方", "拨打方（客服）", "坐席", "Caller", "主叫方", "外呼专员设定"};
static const char *const callees[] = {"电话接听方", "接听方（客户）", "客户", "Callee", "被叫方", "客户人设"};
static const char *const bullets[] = {"- ", "* ", "• ", "-", "－ "};

#define COUNT(list) (sizeof(list) / sizeof *(list))

static struct layout pick(struct rng *rng)
{
    size_t half = rng_below(rng, COUNT(halves)), section = rng_below(rng, COUNT(sections)),
           qa = rng_below(rng, COUNT(questions));
    size_t example = rng_below(rng, COUNT(bads)), names = rng_below(rng, COUNT(callers));
    /* headings below headings: # sections need a half above them, and bold ones that are not told apart by depth none
     */
    bool marked = strchr(sections[section], '#') != NULL;
    if (marked && half > 2 && half < 5)
        half = 1;
    return (struct layout){.half = halves[half],
                           .section = sections[section],
                           .step = steps[marked ? rng_below(rng, COUNT(steps)) : 0],
                           .question = questions[qa],
                           .answer = answers[qa],
                           .level = levels[marked ? rng_below(rng, COUNT(levels)) : 1],
                           .bad = bads[marked ? example : 0],
                           .good = goods[marked ? example : 0],
                           .caller = callers[names],
                           .callee = callees[names],
                           .bullet = bullets[rng_below(rng, COUNT(bullets))],
                           .corners = rng_below(rng, 2) == 1,
                           .tabs = rng_below(rng, 3) == 0};
}

/* printf with one text: formats come from the tables above. */
static void fill(struct buf *out, const char *format, const char *digits, struct str text)
{
    for (const char *at = format; *at != '\0'; at++) {
        if (at[0] == '%' && at[1] == 's')
            buf_add(out, text), at++;
        else if (at[0] == '%' && at[1] == 'd')
            buf_add_cstring(out, digits), at++;
        else
            buf_add_byte(out, *at);
    }
}

static void write_item(struct buf *out, const struct layout *layout, struct str line)
{
    size_t indent = 0;
    while (indent < line.len && line.ptr[indent] == ' ')
        indent++;
    struct str text = str_slice(line, indent, line.len);
    if (!str_starts(text, STR("- "))) {
        buf_add(out, line);
        return;
    }
    if (layout->tabs && indent > 0)
        buf_add_cstring(out, indent > 4 ? "\t\t" : "\t");
    else
        buf_add(out, str_slice(line, 0, indent));
    buf_add_cstring(out, layout->bullet);
    buf_add(out, str_slice(text, 2, text.len));
}

static bool rest_of(struct str line, struct str prefix, struct str *rest)
{
    if (!str_starts(line, prefix))
        return false;
    *rest = str_slice(line, prefix.len, line.len);
    return true;
}

static void write_line(struct buf *out, const struct layout *layout, struct str line)
{
    static const char *const names[] = {"首要", "次要", "潜在"};
    struct str rest;
    char digits[2] = {line.len > 0 ? line.ptr[0] : '0', '\0'};
    for (size_t i = 0; i < 3; i++) {
        struct str bare = rest_of(line, STR("- "), &rest) ? rest : line;
        if (str_starts(bare, STR("**")) && str_starts(str_slice(bare, 2, bare.len), str_from(names[i])) &&
            str_ends(bare, STR("问题**"))) {
            fill(out, layout->level, "", str_from(names[i]));
            return;
        }
    }
    if (rest_of(line, STR("### "), &rest))
        fill(out, layout->section, "", rest);
    else if (str_eq_cstring(line, "## 电话拨打方"))
        fill(out, layout->half, "", str_from(layout->caller));
    else if (str_eq_cstring(line, "## 电话接听方"))
        fill(out, layout->half, "", str_from(layout->callee));
    else if (rest_of(line, STR("- Q: "), &rest))
        fill(out, layout->question, "", rest);
    else if (rest_of(line, STR("  - A: "), &rest))
        fill(out, layout->answer, "", rest);
    else if (str_starts(line, STR("- **反面教材")))
        buf_add_cstring(out, layout->bad);
    else if (str_starts(line, STR("- **正面教材")))
        buf_add_cstring(out, layout->good);
    else if (line.len > 5 && line.ptr[0] >= '1' && line.ptr[0] <= '9' &&
             str_starts(str_slice(line, 1, line.len), STR(". **")))
        fill(out, layout->step, digits, str_slice(line, 5, line.len - 2));
    else
        write_item(out, layout, line);
}

static void write_layout(struct buf *out, const struct layout *layout, struct str text)
{
    struct str line;
    struct buf plain;
    buf_init(&plain, 0);
    while (str_next_line(&text, &line)) {
        write_line(&plain, layout, line);
        buf_add_byte(&plain, '\n');
    }
    for (size_t i = 0; i < plain.len; i++) {
        struct str rest = str_slice(buf_str(&plain), i, plain.len);
        bool open = str_starts(rest, STR("“")), close = str_starts(rest, STR("”"));
        if (layout->corners && (open || close)) {
            buf_add_cstring(out, open ? "「" : "」");
            i += 2;
        } else {
            buf_add_byte(out, plain.bytes[i]);
        }
    }
    buf_release(&plain);
}

static void same_in_every_layout(const char *path, uint64_t seeds)
{
    struct buf text;
    struct scenario *base = read_own(path);
    buf_init(&text, 0);
    cr_assert(file_read(path, &text, NULL));
    for (uint64_t seed = 0; seed < seeds; seed++) {
        struct rng rng;
        struct buf rewritten;
        rng_init(&rng, seed);
        buf_init(&rewritten, 0);
        struct layout l = pick(&rng);
        write_layout(&rewritten, &l, buf_str(&text));
        struct scenario *s = scenario_from("rewritten.md", buf_str(&rewritten), NULL);
        cr_assert_not_null(s);
        bool same = strcmp(summary(s), summary(base)) == 0 && s->warning_count == 0;
        cr_expect(same,
                  "%s, seed %llu: half '%s' section '%s' step '%s' question '%s' level '%s' bad '%s' names '%s' bullet "
                  "'%s' tabs %d\n%s",
                  path, (unsigned long long)seed, l.half, l.section, l.step, l.question, l.level, l.bad, l.callee,
                  l.bullet, l.tabs, summary(s));
        for (size_t i = 0; same && i < s->callee.concern_count && !l.corners; i++)
            cr_expect(str_eq(s->callee.concerns[i].text, base->callee.concerns[i].text), "seed %llu: %.*s",
                      (unsigned long long)seed, STR_FORMAT(s->callee.concerns[i].text));
        for (size_t i = 0; same && i < s->caller.step_count; i++)
            cr_expect(l.corners || str_eq(s->caller.steps[i].title, base->caller.steps[i].title), "seed %llu: %.*s",
                      (unsigned long long)seed, STR_FORMAT(s->caller.steps[i].title));
        scenario_free(s);
        buf_release(&rewritten);
    }
    buf_release(&text);
    scenario_free(base);
}

Test(rewritten, the_delivery_persona_is_the_same_in_every_layout)
{
    same_in_every_layout("personas/delivery-callback.md", 400);
}

Test(rewritten, the_cloud_persona_is_the_same_in_every_layout)
{
    same_in_every_layout("personas/cloud-maintenance.md", 400);
}
