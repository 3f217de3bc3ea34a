#include "spec/check.h"

#include "base/language.h"
#include "spec/check_rules.h"
#include "text/utf8.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const struct check_rule check_rules[] = {
    {"missing-section",
     CHECK_WARNING,
     {"A section that the format has is not in the document.", "文档缺少格式里应有的一个部分。"}},
    {"empty-section",
     CHECK_WARNING,
     {"A section has a heading and nothing below it.", "一个部分只有标题，下面没有内容。"}},
    {"no-end-conditions",
     CHECK_ERROR,
     {"The callee half does not say when the call may end, so no ending can be judged.",
      "接听方部分没有写什么时候可以结束通话，因此无法判断结束得对不对。"}},
    {"no-script",
     CHECK_ERROR,
     {"The caller half has no steps, so the scripted caller has nothing to say.",
      "拨打方部分没有步骤，脚本拨打方无话可说。"}},
    {"duplicate-section", CHECK_WARNING, {"A section stands twice in one half.", "同一方里有一个部分出现了两次。"}},
    {"guessed-section",
     CHECK_WARNING,
     {"A section of unknown name is read as what its lines and its place tell.",
      "不认识标题的部分，按其内容和位置读取。"}},
    {"unknown-section",
     CHECK_WARNING,
     {"No section is known by this heading; its lines are not read.", "不认识这个标题，它下面的内容没有读取。"}},
    {"unconsumed-field",
     CHECK_WARNING,
     {"A field that nothing reads, such as a Q&A in the callee half.", "没有用处的内容，例如接听方部分里的问答。"}},
    {"unread-line", CHECK_WARNING, {"A line that belongs to no section.", "不属于任何部分的一行。"}},
    {"unread-cell", CHECK_NOTE, {"A table's column that no field takes.", "表格里没有对应字段的一列。"}},
    {"remark",
     CHECK_NOTE,
     {"A remark among lines that are read one by one; it is not one of them.",
      "逐条读取的内容中间夹着的说明，不算其中一条。"}},
    {"step-note",
     CHECK_NOTE,
     {"A note to the caller inside a step; it is not spoken.", "步骤里写给拨打方看的提示，不会说出口。"}},
    {"comment", CHECK_NOTE, {"A comment in the document.", "文档里的注释。"}},
    {"unknown-key",
     CHECK_WARNING,
     {"A key in the front matter that means nothing.", "文首元数据（front matter）里没有意义的键。"}},
    {"halves-swapped",
     CHECK_NOTE,
     {"The halves are named the other way round than their sections tell.",
      "两方的名称与各自的内容对不上，正好相反。"}},
    {"running-text",
     CHECK_WARNING,
     {"A half of paragraphs without titles: all of it is read as the role.",
      "一方的内容是没有标题的连续段落，全部读作角色。"}},
    {"concern-without-level",
     CHECK_WARNING,
     {"Concerns that stand under none of primary, secondary and latent.", "关切点没有归入首要、次要或潜在。"}},
    {"example-of-unknown-kind",
     CHECK_WARNING,
     {"An example whose lead-in does not tell whether it is to be said or not.",
      "例句前的引导语看不出是该说还是不该说。"}},
    {"examples-without-kind",
     CHECK_WARNING,
     {"Examples that stand under no lead-in; they are taken as positive.", "例句前没有引导语，一律当作正面教材。"}},
    {"step-without-utterance",
     CHECK_WARNING,
     {"A step in which the caller says nothing.", "一个步骤里拨打方没有台词。"}},
    {"branch-without-utterance",
     CHECK_WARNING,
     {"A condition of the script that nothing is said on.", "脚本里的一个条件没有对应的台词。"}},
    {"narrated-line",
     CHECK_WARNING,
     {"A line of the script that tells what to do, where words to be said are wanted.",
      "脚本里的一行写的是做什么，而不是要说的话。"}},
    {"question-without-answer",
     CHECK_WARNING,
     {"A question of the Q&A that has no answer.", "问答知识库里有问题没有答案。"}},
    {"placeholder",
     CHECK_WARNING,
     {"A placeholder that was not filled in, such as [姓名/工号].", "没有填写的占位符，例如 [姓名/工号]。"}},
    {"example-like-forbidden",
     CHECK_WARNING,
     {"An example to follow that is nearly one of the forbidden ones.", "一条正面教材与某条反面教材几乎相同。"}},
    {"style-among-end-conditions",
     CHECK_WARNING,
     {"A line among the end conditions that tells how the persona speaks, not when the call may end.",
      "结束条件里有一行写的是人设怎样说话，而不是什么时候可以结束通话。"}},
    {"promise-without-date",
     CHECK_NOTE,
     {"The caller promises something and names no time.", "拨打方作了承诺，却没有说时间。"}},
    {"figures-contradict", CHECK_WARNING, {"The same thing has two different figures.", "同一件事有两个不同的数字。"}},
    {"age-contradicts", CHECK_WARNING, {"The halves give the persona different ages.", "两方写的人设年龄不一致。"}},
    {"name-contradicts",
     CHECK_WARNING,
     {"The caller asks for somebody other than the persona.", "拨打方要找的人不是这个人设。"}},
    {"personal-data",
     CHECK_WARNING,
     {"A telephone number, identity number, card number or e-mail address that looks real.",
      "看起来真实的电话号码、身份证号、卡号或电子邮箱。"}},
    {"underived-behaviour",
     CHECK_NOTE,
     {"A behaviour that no rule could be derived from.", "得不出任何规则的行为描述。"}},
    {"underived-condition",
     CHECK_NOTE,
     {"An end condition out of which nothing observable could be read.", "读不出任何可观察迹象的结束条件。"}},
    {NULL, CHECK_NOTE, {NULL, NULL}},
};

const char *check_severity_name(enum check_severity severity)
{
    static const char *const names[] = {"error", "warning", "note"};
    return names[severity];
}

void check_init(struct check *check, const struct scenario *scenario)
{
    *check = (struct check){.scenario = scenario};
    arena_init(&check->arena);
}

void check_release(struct check *check)
{
    VEC_RELEASE(&check->findings);
    arena_release(&check->arena);
}

static const struct check_rule *rule_of(const char *id)
{
    for (const struct check_rule *rule = check_rules; rule->id != NULL; rule++) {
        if (strcmp(rule->id, id) == 0)
            return rule;
    }
    return NULL;
}

void check_add(struct check *check, const char *id, size_t line, size_t column, const char *format, ...)
{
    char text[700];
    va_list args;
    va_start(args, format);
    vsnprintf(text, sizeof text, format, args);
    va_end(args);
    const struct check_rule *rule = rule_of(id);
    struct str message = str_from(text);
    size_t bad;
    if (!utf8_valid(message, &bad)) /* cut inside a sign */
        message.len = bad;
    struct check_finding finding = {.id = rule != NULL ? rule->id : id,
                                    .severity = rule != NULL ? rule->severity : CHECK_WARNING,
                                    .line = line > 0 ? line : 1,
                                    .column = column > 0 ? column : 1,
                                    .message = str_dup(&check->arena, message),
                                    .number = check->findings.count};
    VEC_PUSH(&check->findings, finding);
}

static int by_place(const void *a, const void *b)
{
    const struct check_finding *x = a, *y = b;
    if (x->line != y->line)
        return x->line < y->line ? -1 : 1;
    if (x->column != y->column)
        return x->column < y->column ? -1 : 1;
    int order = strcmp(x->id, y->id);
    return order != 0 ? order : (x->number > y->number) - (x->number < y->number);
}

void check_sort(struct check *check)
{
    if (check->findings.count > 1)
        qsort(check->findings.items, check->findings.count, sizeof *check->findings.items, by_place);
}

size_t check_count(const struct check *check, enum check_severity severity)
{
    size_t count = 0;
    for (size_t i = 0; i < check->findings.count; i++)
        count += check->findings.items[i].severity == severity;
    return count;
}

static size_t section_line(const struct scenario *s, bool callee, const char *name)
{
    for (size_t i = 0; i < s->section_count; i++) {
        if (s->sections[i].callee == callee && strcmp(s->sections[i].name, name) == 0)
            return s->sections[i].line;
    }
    return 0;
}

/* `other` is a second name under which the field may stand, `missing_id` the finding when there is not even a heading.
 */
static void want(struct check *check, bool there, bool callee, const char *name, const char *other, const char *words,
                 const char *missing_id)
{
    const struct scenario *s = check->scenario;
    if (there)
        return;
    size_t line = section_line(s, callee, name), half = callee ? s->callee.line : s->caller.line;
    if (line == 0 && other != NULL)
        line = section_line(s, callee, other);
    const char *side = callee ? TEXT("callee", "接听方") : TEXT("caller", "拨打方");
    if (line > 0 && strcmp(missing_id, "missing-section") == 0)
        check_add(check, "empty-section", line, 1,
                  TEXT("the %s's %s: there is a heading and nothing below it", "%s的%s只有标题，下面没有内容"), side,
                  words);
    else
        check_add(check, missing_id, line > 0 ? line : half, 1, TEXT("the %s half has no %s", "%s部分没有%s"), side,
                  words);
}

static void check_fields(struct check *check)
{
    const char *missing = "missing-section";
    const struct caller_half *caller = &check->scenario->caller;
    const struct callee_half *callee = &check->scenario->callee;
    if (!check->scenario->has_caller) {
        check_add(
            check, missing, 1, 1,
            TEXT("there is no caller half: the scripted caller has no script", "没有拨打方部分：脚本拨打方没有脚本"));
    } else {
        want(check, caller->role.len > 0, false, "role", NULL, TEXT("role", "角色"), missing);
        want(check, caller->task.len > 0, false, "task", NULL, TEXT("task", "核心任务"), missing);
        want(check, caller->profile.count > 0, false, "profile", NULL, TEXT("customer profile", "客户画像"), missing);
        want(check, caller->step_count > 0, false, "steps", NULL, TEXT("steps", "步骤"), "no-script");
        want(check, caller->qa_count > 0, false, "qa", NULL, TEXT("questions and answers", "问答知识库"), missing);
        want(check, caller->opening.len > 0, false, "opening", NULL, TEXT("opening line", "开场白"), missing);
        want(check, caller->end_conditions.count > 0, false, "end_conditions", "ending",
             TEXT("end conditions", "结束条件"), missing);
        want(check, caller->closing.len > 0, false, "closing", "ending", TEXT("closing words", "结束语"), missing);
    }
    want(check, callee->role.len > 0, true, "role", NULL, TEXT("role", "角色"), missing);
    want(check, callee->background.count > 0, true, "background", NULL, TEXT("background", "背景信息"), missing);
    want(check, callee->concern_count > 0, true, "concerns", NULL, TEXT("concerns", "关切点"), missing);
    want(check, callee->behaviours.count > 0, true, "behaviours", NULL, TEXT("behaviours", "行为模式"), missing);
    want(check, callee->negative.count > 0, true, "examples", NULL, TEXT("examples of what not to say", "反面教材"),
         missing);
    want(check, callee->positive.count > 0, true, "examples", NULL, TEXT("examples to follow", "正面教材"), missing);
    want(check, callee->end_conditions.count > 0, true, "end_conditions", "ending", TEXT("end conditions", "结束条件"),
         "no-end-conditions");
}

/* A half of paragraphs without titles is read as its role, whatever is told in it. */
static void check_running_text(struct check *check)
{
    enum { LONG = 300 }; /* bytes of the second paragraph and those behind it */
    const struct caller_half *caller = &check->scenario->caller;
    const struct callee_half *callee = &check->scenario->callee;
    bool empty[2] = {caller->step_count + caller->qa_count + caller->profile.count + caller->task.len == 0,
                     callee->concern_count + callee->behaviours.count + callee->background.count +
                             callee->end_conditions.count ==
                         0};
    for (size_t k = 0; k < 2; k++) {
        struct str role = k == 0 ? caller->role : callee->role;
        size_t line = str_find_byte(role, '\n');
        if (empty[k] && line != STR_NONE && role.len - line > LONG)
            check_add(check, "running-text", k == 0 ? caller->role_line : callee->role_line, 1,
                      TEXT("the %s half is running text: it is all read as the role, and nothing in it as steps, "
                           "questions, concerns or behaviours; a title above each part (such as %s) says what it is",
                           "%s部分是连续的段落：全部读作角色，其中的步骤、问答、关切点、行为都没有分出来；"
                           "请在各段前写上标题（例如 %s）"),
                      k == 0 ? TEXT("caller", "拨打方") : TEXT("callee", "接听方"),
                      k == 0 ? TEXT("'### Steps'", "“### 话术”") : TEXT("'### Concerns'", "“### 核心关切点”"));
    }
}

/* What is missing, empty, unsaid, unanswered. */
static void check_structure(struct check *check)
{
    const struct scenario *s = check->scenario;
    const struct caller_half *caller = &s->caller;
    for (size_t i = 0; i < s->warning_count; i++)
        check_add(check, s->warnings[i].id, s->warnings[i].line, s->warnings[i].column, "%.*s",
                  STR_FORMAT(s->warnings[i].message));
    check_fields(check);
    check_running_text(check);
    for (size_t i = 0; i < caller->step_count; i++) {
        const struct step *step = &caller->steps[i];
        if (step->utterances.count == 0 && step->branch_count == 0)
            check_add(check, "step-without-utterance", step->line, 1,
                      TEXT("in step %zu (%.*s) the caller says nothing", "第 %zu 步（%.*s）里拨打方没有台词"),
                      step->number, STR_FORMAT(step->title));
        for (size_t k = 0; k < step->branch_count; k++) {
            if (step->branches[k].utterances.count == 0)
                check_add(check, "branch-without-utterance", step->branches[k].line, 1,
                          TEXT("nothing is said on \"%.*s\"", "遇到“%.*s”时没有台词可说"),
                          STR_FORMAT(step->branches[k].when));
        }
    }
    for (size_t i = 0; i < caller->qa_count; i++) {
        if (caller->qa[i].answer.len == 0)
            check_add(check, "question-without-answer", caller->qa[i].line, 1,
                      TEXT("\"%.*s\" has no answer", "“%.*s”没有答案"), STR_FORMAT(caller->qa[i].question));
    }
}

static void add_text(struct check *check, struct check_texts *texts, struct check_text text)
{
    texts->items = arena_longer(&check->arena, texts->items, texts->count, sizeof *texts->items);
    texts->items[texts->count++] = text;
}

static void add_one(struct check *check, struct check_texts *texts, struct check_text text)
{
    if (text.text.len > 0)
        add_text(check, texts, text);
}

static void add_list(struct check *check, struct check_texts *texts, const struct line_texts *list, bool callee,
                     bool spoken)
{
    for (size_t i = 0; i < list->count; i++)
        add_text(check, texts, (struct check_text){list->items[i].text, list->items[i].line, callee, spoken});
}

static void add_caller(struct check *check, struct check_texts *texts, const struct caller_half *caller)
{
    add_one(check, texts, (struct check_text){caller->role, caller->role_line, .spoken = false});
    add_one(check, texts, (struct check_text){caller->task, caller->task_line, .spoken = false});
    add_list(check, texts, &caller->profile, false, false);
    for (size_t i = 0; i < caller->step_count; i++) {
        add_list(check, texts, &caller->steps[i].utterances, false, true);
        for (size_t k = 0; k < caller->steps[i].branch_count; k++)
            add_list(check, texts, &caller->steps[i].branches[k].utterances, false, true);
    }
    for (size_t i = 0; i < caller->qa_count; i++)
        add_one(check, texts, (struct check_text){caller->qa[i].answer, caller->qa[i].answer_line, .spoken = true});
    add_one(check, texts, (struct check_text){caller->opening, caller->opening_line, .spoken = true});
    add_list(check, texts, &caller->end_conditions, false, false);
    add_one(check, texts, (struct check_text){caller->closing, caller->closing_line, .spoken = true});
}

static void add_callee(struct check *check, struct check_texts *texts, const struct callee_half *callee)
{
    add_one(check, texts, (struct check_text){callee->role, callee->role_line, .callee = true});
    add_list(check, texts, &callee->background, true, false);
    for (size_t i = 0; i < callee->concern_count; i++)
        add_one(check, texts, (struct check_text){callee->concerns[i].text, callee->concerns[i].line, .callee = true});
    add_list(check, texts, &callee->behaviours, true, false);
    add_list(check, texts, &callee->negative, true, false);
    add_list(check, texts, &callee->positive, true, false);
    add_list(check, texts, &callee->end_conditions, true, false);
}

void check_run(struct check *check)
{
    struct check_texts texts = {0};
    add_caller(check, &texts, &check->scenario->caller);
    add_callee(check, &texts, &check->scenario->callee);
    check_structure(check);
    check_examples(check);
    check_end_conditions(check);
    check_promises(check, &texts);
    check_narration(check, &texts);
    check_placeholders(check);
    check_personal_data(check);
    check_contradictions(check, &texts);
    check_sort(check);
}
