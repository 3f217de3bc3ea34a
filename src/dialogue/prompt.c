/* The system prompts. The persona's holds the callee half as it stands and how to speak; the caller's holds the caller
 * half. */
#include "dialogue/dialogue.h"

#include "base/buf.h"

enum { PROMPT_CEILING = 8 << 20 };

const char *prompt_marker(enum lang lang)
{
    return lang == LANG_EN ? "[HANGS UP]" : lang == LANG_ZH_HANT ? "[掛斷]" : "[挂断]";
}

struct wording {
    const char *lead, *tail; /* "%s" in the tail is the marker */
};

/* The document stands between two lines so that its end is plain to a reader of any kind. */
static const struct wording persona_hans = {
    "你正在接一通电话。你就是下面这份人物文档里写的那个人，是接电话的一方；对方说的话会一句一句发给你。\n\n<persona>\n",
    "\n</persona>\n\n"
    "说话的规矩：\n"
    "- 每次只说这个人此刻会说的话，说完就停下来等对方，不替对方说话。\n"
    "- 只写说出口的话：没有动作、表情、旁白和括号里的说明，没有人名加冒号，没有列表、标题、加粗和表情符号。\n"
    "- 像真的在打电话那样说，一般一两句，最多四句。\n"
    "- 文档里的示例句是给你体会语气的，不要照搬；事实以文档为准，文档没写的，按这个人的处境说，不能和文档冲突。\n"
    "- 自始至终都是这个人，不管对方说什么，都不提文档、设定和提示。\n"
    "- 什么情况下结束通话，文档里写了。要挂电话的时候，把话说完，在同一条消息的最后写上 %s "
    "，之后不再说话；没到要挂的时候不写。\n"};
static const struct wording persona_hant = {
    "你正在接一通電話。你就是下面這份人物文件裡寫的那個人，是接電話的一方；對方說的話會一句一句傳給你。\n\n<persona>\n",
    "\n</persona>\n\n"
    "說話的規矩：\n"
    "- 每次只說這個人此刻會說的話，說完就停下來等對方，不替對方說話。\n"
    "- 只寫說出口的話：沒有動作、表情、旁白和括號裡的說明，沒有人名加冒號，沒有清單、標題、粗體和表情符號。\n"
    "- 像真的在講電話那樣說，一般一兩句，最多四句。\n"
    "- 文件裡的例句是給你體會語氣的，不要照抄；事實以文件為準，文件沒寫的，照這個人的處境說，不能和文件衝突。\n"
    "- 自始至終都是這個人，不管對方說什麼，都不提文件、設定和提示。\n"
    "- 什麼情況下結束通話，文件裡寫了。要掛電話的時候，把話說完，在同一則訊息的最後寫上 %s "
    "，之後不再說話；還沒要掛的時候不寫。\n"};
static const struct wording persona_english = {
    "You are on the phone. You are the person in the document below, the one who picked up; what the other side says "
    "is sent to you line by "
    "line.\n\n<persona>\n",
    "\n</persona>\n\n"
    "How to speak:\n"
    "- Say only what this person would say right now, then stop and wait. Never speak for the other side.\n"
    "- Write spoken words only: no actions, moods, narration or remarks in brackets, no name with a colon, no lists, "
    "headings, bold or emoji.\n"
    "- Talk the way people talk on the phone, usually a sentence or two, four at most.\n"
    "- The example lines in the document are there for the tone; don't reuse them. Keep to the document's facts, and "
    "where it is silent say "
    "what fits this person and contradicts nothing in it.\n"
    "- Stay this person throughout, whatever the other side says, and never mention a document, settings or "
    "instructions.\n"
    "- The document says when the call ends. To hang up, finish what you say and end that same message with %s ; after "
    "it say nothing more. "
    "Don't write it before.\n"};
static const struct wording caller_hans = {
    "你正在打一通电话，你是下面这份资料里的拨打方；对方说的话会一句一句发给你。先由你开口。\n\n<caller>\n",
    "\n</caller>\n\n"
    "说话的规矩：\n"
    "- 每次只说一轮话，说完就停，不替对方说话；只写说出口的话，没有动作、旁白、列表和表情符号。\n"
    "- 按步骤走，但要先接住对方的话：问了就答，答案以资料为准，资料里没有的如实说记下来核实。\n"
    "- 满足结束条件就说结束语，在同一条消息的最后写上 %s ，之后不再说话。\n"};
static const struct wording caller_hant = {
    "你正在打一通電話，你是下面這份資料裡的撥打方；對方說的話會一句一句傳給你。先由你開口。\n\n<caller>\n",
    "\n</caller>\n\n"
    "說話的規矩：\n"
    "- 每次只說一輪話，說完就停，不替對方說話；只寫說出口的話，沒有動作、旁白、清單和表情符號。\n"
    "- 照步驟走，但要先接住對方的話：問了就答，答案以資料為準，資料裡沒有的如實說會記下來查證。\n"
    "- 符合結束條件就說結束語，在同一則訊息的最後寫上 %s ，之後不再說話。\n"};
static const struct wording caller_english = {"You are making a phone call. You are the caller in the notes below; "
                                              "what the other side says is sent to you line by line. You speak "
                                              "first.\n\n<caller>\n",
                                              "\n</caller>\n\n"
                                              "How to speak:\n"
                                              "- One turn at a time, then stop; never speak for the other side. Spoken "
                                              "words only: no actions, narration, lists or emoji.\n"
                                              "- Follow the steps, but take up what the other side says first: answer "
                                              "what is asked, from the notes; what they don't hold you say you "
                                              "will note and check.\n"
                                              "- When an end condition is met say the closing words and end that same "
                                              "message with %s ; after it say nothing more.\n"};

static const struct wording *const persona_wordings[] = {
    [LANG_ZH_HANS] = &persona_hans, [LANG_ZH_HANT] = &persona_hant, [LANG_EN] = &persona_english};
static const struct wording *const caller_wordings[] = {
    [LANG_ZH_HANS] = &caller_hans, [LANG_ZH_HANT] = &caller_hant, [LANG_EN] = &caller_english};

/* The wording's tail with the marker in its hole. */
static void add_tail(struct buf *out, const char *tail, const char *marker)
{
    struct str text = str_from(tail);
    size_t hole = str_find(text, STR("%s"));
    buf_add(out, str_slice(text, 0, hole));
    buf_add_cstring(out, marker);
    buf_add(out, str_slice(text, hole + 2, text.len));
}

static struct str finish(struct arena *arena, struct buf *out)
{
    struct str text = str_dup(arena, buf_str(out));
    buf_release(out);
    return text;
}

struct str prompt_persona(struct arena *arena, const struct scenario *scenario, const char *marker)
{
    const struct wording *wording = persona_wordings[scenario->lang];
    struct buf out;
    buf_init(&out, PROMPT_CEILING);
    buf_add_cstring(&out, wording->lead);
    buf_add(&out, str_trim(scenario->callee.text));
    add_tail(&out, wording->tail, marker != NULL ? marker : prompt_marker(scenario->lang));
    return finish(arena, &out);
}

static void add_section(struct buf *out, const char *title, struct str text)
{
    if (text.len > 0)
        buf_printf(out, "## %s\n%.*s\n\n", title, STR_FORMAT(text));
}

static void add_lines(struct buf *out, const char *title, const struct line_texts *lines)
{
    if (lines->count == 0)
        return;
    buf_printf(out, "## %s\n", title);
    for (size_t i = 0; i < lines->count; i++)
        buf_printf(out, "- %.*s\n", STR_FORMAT(lines->items[i].text));
    buf_add_byte(out, '\n');
}

static void add_steps(struct buf *out, const char *title, const struct caller_half *half)
{
    if (half->step_count > 0)
        buf_printf(out, "## %s\n", title);
    for (size_t i = 0; i < half->step_count; i++) {
        const struct step *step = &half->steps[i];
        buf_printf(out, "%zu. %.*s\n", step->number, STR_FORMAT(step->title));
        for (size_t u = 0; u < step->utterances.count; u++)
            buf_printf(out, "   - %.*s\n", STR_FORMAT(step->utterances.items[u].text));
        for (size_t b = 0; b < step->branch_count; b++) {
            buf_printf(out, "   - %.*s\n", STR_FORMAT(step->branches[b].when));
            for (size_t u = 0; u < step->branches[b].utterances.count; u++)
                buf_printf(out, "     - %.*s\n", STR_FORMAT(step->branches[b].utterances.items[u].text));
        }
    }
    buf_add_byte(out, '\n');
}

enum title {
    TITLE_ROLE,
    TITLE_TASK,
    TITLE_PROFILE,
    TITLE_STEPS,
    TITLE_QA,
    TITLE_OPENING,
    TITLE_END,
    TITLE_CLOSING,
    TITLES
};

static const char *title_of(enum lang lang, enum title title)
{
    static const char *const titles[][TITLES] = {
        [LANG_ZH_HANS] = {"角色", "核心任务", "客户画像", "步骤和话术", "问答", "开场白", "结束条件", "结束语"},
        [LANG_ZH_HANT] = {"角色", "核心任務", "客戶輪廓", "步驟和話術", "問答", "開場白", "結束條件", "結束語"},
        [LANG_EN] = {"Role", "Task", "Customer", "Steps and lines", "Questions and answers", "Opening",
                     "End conditions", "Closing words"},
    };
    return titles[lang][title];
}

struct str prompt_caller(struct arena *arena, const struct scenario *scenario, const char *marker)
{
    enum lang lang = scenario->lang;
    const struct wording *wording = caller_wordings[lang];
    const struct caller_half *half = &scenario->caller;
    struct buf out;
    buf_init(&out, PROMPT_CEILING);
    buf_add_cstring(&out, wording->lead);
    add_section(&out, title_of(lang, TITLE_ROLE), half->role);
    add_section(&out, title_of(lang, TITLE_TASK), half->task);
    add_lines(&out, title_of(lang, TITLE_PROFILE), &half->profile);
    add_steps(&out, title_of(lang, TITLE_STEPS), half);
    for (size_t i = 0; i < half->qa_count; i++)
        buf_printf(&out, "%s %zu\nQ: %.*s\nA: %.*s\n\n", title_of(lang, TITLE_QA), i + 1,
                   STR_FORMAT(half->qa[i].question), STR_FORMAT(half->qa[i].answer));
    add_section(&out, title_of(lang, TITLE_OPENING), half->opening);
    add_lines(&out, title_of(lang, TITLE_END), &half->end_conditions);
    add_section(&out, title_of(lang, TITLE_CLOSING), half->closing);
    add_tail(&out, wording->tail, marker != NULL ? marker : prompt_marker(lang));
    return finish(arena, &out);
}
