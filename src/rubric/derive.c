/* Rules from the document. A behaviour line is read for what it asks of the signals (doubt, wavering, closing ...) and
 * for its modality; what asks for nothing observable goes to the list of underived behaviours with the reason. */
#include "rubric/derive.h"
#include "meaning/phrases.h"

#include <string.h>

/* Traits that behaviours, the role and the background are read for. Words of attitude, none of any domain. */
static const char doubt_words[] =
    "怀疑|不信任|不完全信任|不信|信不过|质疑|质询|质问|追问|盘问|盘问来路|核实|确认身份|是不是推销|推销|反复问|"
    "考一考|考对方|考住|防着|防备|戒备|警惕|警觉|敏感|要求证|求证|查证|存疑|保留|怎么保证|真伪|真假|不轻信|"
    "试探|抵触|顶回去|钉住|要对方|要函件|要章|原样拎出|一律不算数|不买账|抗拒|提防|较真|打问号|换成日期|"
    "弄清楚对方|弄清对方|问清|对不上|skeptical|sceptical|doubt|doubts|doubtful|suspicious|suspects|distrust|"
    "distrusts|wary|guarded|warning|who is calling|asks what|asks who|questions|challenges|probes|tests|proof|"
    "prove|presses|pushes back|not convinced|cynical|trusts what is|wants to know who|verify|verifies|pins|"
    "asks for evidence|sales pitch|驳一句|学一遍|点破|请对方换一个词|对一对|demands|corrects|mocks|"
    "起疑|疑心|生疑|抬杠|你是谁|你是哪|您是哪|是谁打来|哪里打来|哪儿打来|怎么有我|哪来的我|last promise|won't "
    "take|reads people's own words|asks for the name";
static const char waver_words[] =
    "犹豫|迟疑|模糊|含糊|拖延|摇摆|拿不定|拿捏不定|吞吞吐吐|支支吾吾|短暂沉默|停顿|不确定|说不准|不好说|留后路|"
    "留余地|绕开|慢热|谨慎|推翻自己|不表态|不答应也不拒绝|不下结论|延迟定论|慢决断|纠结|反复权衡|举棋不定|"
    "话不说满|再看看|再想想|考虑|回去问|先缓|吐一点|先答一个含糊|hesitate|hesitates|hesitant|hesitation|unsure|"
    "undecided|wavers|waver|vague|noncommittal|non-committal|puts off|stalls|hedges|never says yes|"
    "half of it back|loses the thread|trails off|second-guesses|reluctant|can't decide|cannot decide|"
    "ambivalent|keeps the decision|let me think|hems|stumbles|pauses|还要商量|要商量|就拖|不当场|从不在电话里|"
    "不马上答应|说要看|返去问|要问家里|不急着定|吞回去|won't choose|won't say yes|won't agree|won't commit|"
    "never chooses|never accepts|never agrees|sleep on it|let it stand|has to look at|never gives a straight|"
    "straight answer only|不会一口答应|不一口答应|说要跟|不会当场|"
    "不会马上答应|不会立刻答应|不轻易答应|不会轻易答应|不在第一次|不轻易松口|问我先生|问我太太|问我老公|问我老婆|"
    "再问我|"
    "问先生|问老公|问老婆|问问家里|问家里";
/* To have it said again is no doubt, whatever verb asks for it. */
static const char said_again[] = "再说一遍|再说一次|再讲一遍|再讲一次|重说|重讲|重复一遍|say it again|said again";
static const char sometimes_words[] =
    "可能|偶尔|有时|倾向|也许|或许|多半|往往|时不时|时而|不一定|may|might|sometimes|occasionally|now and then|"
    "at times|tends|tend|once in a while|perhaps|often|usually|from time to time";
static const char rarely_words[] =
    "很少|从不|几乎不|绝不|从来不|极少|rarely|seldom|hardly ever|never hesitates|does not|doesn't";

/* The traits that a document can ask for, each with the signal that shows it. */
static const struct trait {
    enum core_signal signal;
    const char *words;
    const char *always_id, *sometimes_id, *why, *why_zh;
} traits[] = {
    {SIGNAL_SKEPTICISM, doubt_words, "expects-skepticism", "may-show-skepticism",
     "the document asks for doubt or probing", "文档要求这个人物有所怀疑、追问或核实"},
    {SIGNAL_HESITATION, waver_words, "expects-hesitation", "may-show-hesitation",
     "the document asks for hesitation or vagueness", "文档要求这个人物有所犹豫或含糊"},
};
enum { TRAITS = sizeof traits / sizeof *traits };

/* Where the document asks for a trait: the first line of each modality, 0 = none. */
struct trait_lines {
    size_t always[TRAITS], sometimes[TRAITS];
};

/* Notes which traits a line asks for; true when it asks for any. */
static bool read_traits(struct arena *arena, struct line_text line, struct trait_lines *into)
{
    struct str rest = normalise_text(arena, line.text), clause;
    bool any = false;
    while (next_clause(&rest, &clause)) {
        bool sometimes = phrases_any(clause, sometimes_words) || phrases_any(clause, rarely_words);
        for (size_t t = 0; t < TRAITS; t++) {
            if (!phrases_any(clause, traits[t].words) ||
                (traits[t].signal == SIGNAL_SKEPTICISM && phrases_any(clause, said_again)))
                continue;
            size_t *first = sometimes ? &into->sometimes[t] : &into->always[t];
            if (*first == 0)
                *first = line.line;
            any = true;
        }
    }
    return any;
}

void derive_add(struct rubric_draft *draft, struct rule rule, const char *id, const char *why, const char *why_zh,
                size_t line)
{
    rule.id = str_from(id);
    rule.why = str_from(draft->rubric->lang == LANG_EN ? why : why_zh);
    rule.file = str_from(draft->rubric->scenario->source.path);
    rule.line = line;
    rule.origin = ORIGIN_DOCUMENT;
    VEC_PUSH(&draft->rules, rule);
}

static void trait_rules(struct rubric_draft *draft, const struct trait_lines *lines)
{
    for (size_t t = 0; t < TRAITS; t++) {
        bool always = lines->always[t] != 0;
        if (!always && lines->sometimes[t] == 0)
            continue;
        struct rule rule = rule_default(RULE_AT_LEAST);
        rule.signals = rule_signals(&draft->rubric->arena, 1, &traits[t].signal);
        rule.signal_count = 1;
        rule.bound = 1;
        rule.most = traits[t].signal == SIGNAL_HESITATION ? 0.95 : 0;
        rule.due_after = 4;
        rule.modality = always ? MODALITY_ALWAYS : MODALITY_SOMETIMES;
        derive_add(draft, rule, always ? traits[t].always_id : traits[t].sometimes_id, traits[t].why, traits[t].why_zh,
                   always ? lines->always[t] : lines->sometimes[t]);
    }
    size_t line = lines->always[0] != 0 ? lines->always[0] : lines->always[1];
    if (line == 0)
        return;
    static const enum core_signal attitude[] = {SIGNAL_SKEPTICISM, SIGNAL_HESITATION};
    struct rule rule = rule_default(RULE_AT_LEAST);
    rule.signals = rule_signals(&draft->rubric->arena, 2, attitude);
    rule.signal_count = 2;
    rule.bound = 1;
    rule.weight = 2;
    rule.gate = true;
    rule.due_after = 5;
    derive_add(draft, rule, "attitude-present", "doubt or hesitation shows somewhere: the persona has an attitude",
               "总有怀疑或犹豫的时候，人物才有态度", line);
}

static void example_rules(struct rubric_draft *draft)
{
    const struct line_texts *negative = &draft->rubric->scenario->callee.negative;
    if (negative->count == 0)
        return;
    static const enum core_signal platitude = SIGNAL_PLATITUDE;
    struct rule never = rule_default(RULE_NEVER);
    never.signals = rule_signals(&draft->rubric->arena, 1, &platitude);
    never.signal_count = 1;
    never.weight = 2;
    derive_add(draft, never, "never-platitude", "the document forbids unconditional all-is-well answers",
               "文档禁止一味说好、全盘接受的回答", negative->items[0].line);
    struct rule limit = never;
    limit.kind = RULE_AT_MOST;
    limit.bound = 1;
    limit.gate = true;
    derive_add(draft, limit, "platitude-limit", "the persona may give in once, not again and again",
               "无条件附和一次可以原谅，不能一再附和", negative->items[0].line);
}

static void concern_rules(struct rubric_draft *draft)
{
    static const struct {
        const char *id, *why, *why_zh;
    } texts[] = {
        {"concerns-primary", "a primary concern is raised", "提到至少一项首要关切"},
        {"concerns-secondary", "a secondary concern is raised", "提到次要关切"},
        {"concerns-latent", "a latent concern shows", "流露潜在关切"},
    };
    const struct callee_half *callee = &draft->rubric->scenario->callee;
    size_t first[3] = {0}, lowest = 0;
    for (size_t i = 0; i < callee->concern_count; i++) {
        const struct concern *concern = &callee->concerns[i];
        if (first[concern->level] == 0)
            first[concern->level] = concern->line;
        if (lowest == 0 || concern->line < lowest)
            lowest = concern->line;
    }
    if (lowest == 0)
        return;
    struct rule rule = rule_default(RULE_CONCERN);
    rule.dimension = STR("concerns");
    rule.bound = 1;
    rule.due_after = 4;
    for (size_t level = 0; level < 3; level++) {
        if (first[level] == 0)
            continue;
        rule.levels = 1u << level;
        rule.modality = level == CONCERN_PRIMARY ? MODALITY_ALWAYS : MODALITY_SOMETIMES;
        derive_add(draft, rule, texts[level].id, texts[level].why, texts[level].why_zh, first[level]);
    }
    rule.levels = 7;
    rule.modality = MODALITY_ALWAYS;
    rule.weight = 2;
    derive_add(draft, rule, "concerns-raised", "the persona raises something of its own", "人物提出自己关心的事",
               lowest);
}

static void ending_rules(struct rubric_draft *draft)
{
    const struct rubric *rubric = draft->rubric;
    struct rule rule = rule_default(RULE_ENDING);
    rule.dimension = STR("ending");
    rule.weight = 3;
    rule.gate = true;
    derive_add(draft, rule, "ending-correct",
               "the call ends when one of the document's conditions holds, not before and not long after",
               "在结束条件成立时收线，不早也不拖",
               rubric->end_count > 0 ? rubric->ends[0].line : rubric->scenario->callee.line);
}

static void note_underived(struct rubric_draft *draft, struct line_text line, const char *reason, const char *reason_zh)
{
    bool english = draft->rubric->lang == LANG_EN;
    struct underived entry = {str_dup(&draft->rubric->arena, line.text), str_from(english ? reason : reason_zh),
                              line.line, line.column};
    VEC_PUSH(&draft->underived, entry);
}

/* Core rules that the document gives a line to: facts stand in the role, examples under their heading, the concerns in
 * their list. */
static void place_core_rules(struct rubric_draft *draft)
{
    const struct scenario *scenario = draft->rubric->scenario;
    const struct callee_half *callee = &scenario->callee;
    for (size_t i = 0; i < draft->rules.count; i++) {
        struct rule *rule = &draft->rules.items[i];
        size_t line = callee->line;
        if (rule->signal_count != 1 || !str_eq_cstring(rule->file, "core"))
            continue;
        if (rule->signals[0] == SIGNAL_FACT_ERROR && callee->role_line != 0)
            line = callee->role_line;
        else if (rule->signals[0] == SIGNAL_VERBATIM_COPY && callee->positive.count > 0)
            line = callee->positive.items[0].line;
        else if (rule->signals[0] == SIGNAL_OVER_DISCLOSURE && callee->concern_count > 0)
            line = callee->concerns[0].line;
        rule->file = str_from(scenario->source.path);
        rule->line = line;
    }
}

void derive_rules(struct rubric_draft *draft)
{
    struct rubric *rubric = draft->rubric;
    const struct callee_half *callee = &rubric->scenario->callee;
    struct trait_lines lines = {0}, role = {0};
    bool *derived = arena_array(&rubric->arena, callee->behaviours.count, sizeof *derived);
    for (size_t i = 0; i < callee->behaviours.count; i++)
        derived[i] = read_traits(&rubric->arena, callee->behaviours.items[i], &lines);
    rubric->behaviour_count = callee->behaviours.count;
    read_traits(&rubric->arena, (struct line_text){.text = callee->role, .line = callee->role_line, .column = 1},
                &role);
    for (size_t t = 0; t < TRAITS; t++) /* the role speaks where the behaviours say nothing of a trait */
        if (lines.always[t] == 0 && lines.sometimes[t] == 0) {
            lines.always[t] = role.always[t];
            lines.sometimes[t] = role.sometimes[t];
        }
    place_core_rules(draft);
    example_rules(draft);
    trait_rules(draft, &lines);
    derive_habits(draft, derived);
    for (size_t i = 0; i < callee->behaviours.count; i++)
        if (!derived[i])
            note_underived(draft, callee->behaviours.items[i], "it asks for nothing that a signal shows",
                           "没有能对应的可观察信号");
    concern_rules(draft);
    ending_rules(draft);
}
