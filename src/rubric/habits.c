/* Habits that behaviours ask for: to ask back, to want things in writing, to be distracted ... Each has a signal in the
 * pack rubrics/core/behaviours.yaml, which is taken into the rubric when a line asks for it. A habit that hangs on what
 * the other side does (听到, 提到, when, once) or that the document only allows is never a failure of one call. */
#include "meaning/phrases.h"
#include "rubric/read.h"

#include <stdint.h>

static const char pack[] = "rubrics/core/behaviours.yaml";

static const char writing[] =
    "短信|发文字|文字版|截图|书面|写下来|写成|寄成|盖章|函件|留底|in writing|in a text|in the text|texted|"
    "written|on paper";
static const char again[] = "再说一遍|再说一次|再报|再念|重说|重复|再讲|听不清|没听清|听岔|told again|said again|has a "
                            "thing said again|repeated to";
static const char distracted[] =
    "打断|分心|走神|环境干扰|转头|扭头|停下来|进来的时候|进来|喊伙计|群消息|闹钟响|跑题|吵|讲到一半|说到一半|聊到一半|"
    "in the middle|"
    "interrupted|distracted|loses the thread|talks to";
static const char asks[] =
    "追问|依据|再问|追着问|一条条问|只问|问要不要|问对方|问一件|问一个|问一句|一接就问|问清|盘对方|拎出来要|"
    "要一个数字|要一个日期|对一对|问他|问她|asks|wants to know|questions|goes back to";
/* Others than the caller are asked: to put off, not to probe. */
static const char asks_others[] =
    "问我先生|问我太太|问我老|问我妈|问我爸|问我儿|问我女|问问我|再问我|问先生|问老公|问老婆|问家里|问问家里|问爱人|"
    "wants to ask his|wants to ask her";
static const char figures[] =
    "数字|金额|精确|心算|算出|计算器|计算机|银码|分毫不差|日期|多少|number|numbers|figure|figures|counts|sums|"
    "how many";
static const char cases[] =
    "实际例子|举例|讲古|原话|旧事|现场|前两次|鬧两句|闹两句|stories|examples|anecdote|anecdotes|last time";
static const char compares[] =
    "打比方|比喻|当车讲|口吻|来比|metaphor|metaphors|measures everything|talks hospital|talks about|compares";
static const char sums_up[] =
    "复述|总结|对一遍|收线之前|收线前|收尾|临了|repeats a number|repeats the|sums up|reads back|says back|"
    "at the end";
static const char softens[] =
    "软下来|软一下|他就软|松口|会松|慢慢松|缓和|夸|公道话|认真起来|肯听|心里话|痛快|了解|softens|warms up|"
    "thaws|warmer";

static const struct habit {
    const char *signal;
    const char *words;
    const char *id, *why, *why_zh;
} habits[] = {
    {"asks_back", asks, "asks-back", "the document has the persona ask of its own", "文档写明这个人物会反过来问"},
    {"wants_writing", writing, "wants-writing", "the document has the persona want it in writing",
     "文档写明这个人物要文字凭据"},
    {"names_figures", figures, "names-figures", "the document has the persona count and name figures",
     "文档写明这个人物会报数、对数"},
    {"asks_again", again, "asks-again", "the document has the persona ask to have it repeated",
     "文档写明这个人物会要对方重说"},
    {"distracted", distracted, "distracted", "the document has something break in on the call", "文档写明通话会被打断"},
    {"tells_a_case", cases, "tells-a-case", "the document has the persona tell what happened",
     "文档写明这个人物会说起旧事"},
    {"compares", compares, "compares", "the document has the persona speak in comparisons", "文档写明这个人物爱打比方"},
    {"sums_up", sums_up, "sums-up", "the document has the persona say the result back", "文档写明这个人物收尾时会复述"},
    {"softens", softens, "softens", "the document has the persona soften", "文档写明这个人物会松口"},
};
enum { HABITS = sizeof habits / sizeof *habits };

static const char owed_words[] = "总|优先|反复|每次|每个|一律|一定|必|always|every|each|never|first";
static const char hangs_on[] =
    "听到|提到|谈到|讲到|问到|说到|碰上|遇到|对方|被|有人|的时候|有时|可能|偶尔|倾向|时不时|when|once|if|hears|"
    "may|sometimes|tends|often|usually|now and then|softens";

static void add_habit(struct rubric_draft *draft, const struct source *source, const struct yaml_node *signals,
                      const struct habit *habit, size_t line, bool owed)
{
    struct error ignored = {0}; /* the pack is the program's own; a test reads it */
    size_t signal = rubric_take_signal(draft, draft->finders, source, signals, habit->signal, &ignored);
    if (signal == SIZE_MAX)
        return;
    struct rule rule = rule_default(RULE_AT_LEAST);
    rule.signals = arena_array(&draft->rubric->arena, 1, sizeof *rule.signals);
    rule.signals[0] = (uint16_t)signal;
    rule.signal_count = 1;
    rule.bound = 1;
    rule.weight = 0.5;
    rule.due_after = 4;
    rule.dimension = STR("behaviour");
    rule.modality = owed ? MODALITY_ALWAYS : MODALITY_SOMETIMES;
    derive_add(draft, rule, habit->id, habit->why, habit->why_zh, line);
}

void derive_habits(struct rubric_draft *draft, bool *derived)
{
    const struct line_texts *behaviours = &draft->rubric->scenario->callee.behaviours;
    size_t line[HABITS] = {0};
    bool owed[HABITS] = {false};
    for (size_t i = 0; i < behaviours->count; i++) {
        struct str rest = normalise_text(&draft->rubric->arena, behaviours->items[i].text), clause;
        bool hangs = phrases_any(rest, hangs_on);
        while (next_clause(&rest, &clause))
            for (size_t h = 0; h < HABITS; h++) {
                if (!phrases_any(clause, habits[h].words) ||
                    (habits[h].words == asks && phrases_any(clause, asks_others)))
                    continue;
                bool always = !hangs && phrases_any(clause, owed_words);
                if (line[h] == 0 || (always && !owed[h]))
                    line[h] = behaviours->items[i].line;
                owed[h] = owed[h] || always;
                derived[i] = true;
            }
    }
    struct error ignored = {0};
    struct source source;
    const struct yaml_node *signals = rubric_pack(draft, pack, &source, &ignored);
    for (size_t h = 0; h < HABITS; h++)
        if (line[h] != 0)
            add_habit(draft, &source, signals, &habits[h], line[h], owed[h]);
}
