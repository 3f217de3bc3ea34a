/* What speech cannot hold: stage directions, speaker labels, Markdown, emoji, two speakers in one reply. A bracketed
 * remark inside a sentence ("the spare key (the old one)") is written speech and no leak. Reads the stored text: line
 * ends count here. */
#include "signal/context.h"
#include "signal/tokens.h"
#include "text/normalise.h"
#include "text/utf8.h"

#include <string.h>

struct form {
    size_t stage, acted, remarks, labels, known_labels, lists, marks, emoji, lines;
};

static bool is_emoji(uint32_t c)
{
    return (c >= 0x1f300 && c <= 0x1faff) || (c >= 0x2600 && c <= 0x27bf && c != 0x2605 && c != 0x2606) ||
           (c >= 0x1f000 && c <= 0x1f2ff) || c == 0x2b50 || c == 0x2b55 || c == 0x203c ||
           (c >= 0x2b05 && c <= 0x2b07) || c == 0x231a || c == 0x23f0;
}

/* How the inside of a stage direction sounds: a body or a voice does something, or a mood is named. */
static bool sounds_like_stage(struct str inside)
{
    static const char *const words[] = {
        "叹",     "沉默",    "停顿",     "笑",      "皱眉",     "揉",         "看了",     "看一眼",    "瞥",
        "翻开",   "翻了",    "点头",     "摇头",    "压低",     "语气",       "声音",     "内心",      "心想",
        "心里",   "小声",    "大声",     "转身",    "转头",     "放下",       "拿起",     "摘下",      "挠",
        "清嗓",   "喝了",    "深吸",     "犹豫",    "迟疑",     "思考",       "冷笑",     "苦笑",      "耸肩",
        "抬头",   "低头",    "换到",     "眯",      "背景音",   "挂断",       "挂了电话", "os",        "旁白",
        "沉吟",   "咳",      "拍",       "握",      "敲",       "顿了",       "片刻",     "几秒",      "愣",
        "哼",     "擦",      "捏",       "盯着",    "靠在",     "起身",       "走到",     "推",        "抿",
        "sigh",   "pause",   "laugh",    "chuckle", "silence",  "clears",     "glance",   "looks",     "rubs",
        "shrugs", "nods",    "shakes",   "quietly", "softly",   "voice",      "tone",     "whisper",   "mutter",
        "grumbl", "hesitat", "thinking", "beat",    "typing",   "background", "aside",    "frown",     "smil",
        "yawn",   "cough",   "leans",    "flips",   "picks up", "puts down",  "turns",    "scratches", "takes a",
        "breath", "scoff",   "snort",    "groan",   "exhale",   "inhale",     NULL};
    return str_holds_any(inside, words);
}

static bool opens(uint32_t c)
{
    return c == '(' || c == 0xff08 || c == '[' || c == 0x3010 || c == 0x3014 || c == 0x3016 || c == 0xff3b ||
           c == '{' || c == 0xff5b;
}

static bool closes(uint32_t c)
{
    return c == ')' || c == 0xff09 || c == ']' || c == 0x3011 || c == 0x3015 || c == 0x3017 || c == 0xff3d ||
           c == '}' || c == 0xff5d;
}

static bool is_square(uint32_t c)
{
    return c == '[' || c == 0x3010 || c == 0x3014 || c == 0x3016 || c == 0xff3b;
}

static bool ends_sentence(uint32_t c)
{
    return c == 0x3002 || c == 0xff01 || c == 0xff1f || c == '.' || c == '!' || c == '?' || c == 0x2026 || c == '\n' ||
           c == 0x201d;
}

/* A bracketed remark. */
struct remark {
    size_t end;  /* byte behind the closing bracket */
    bool direct; /* it directs: no part of the sentence it stands by */
    bool stage;  /* it sounds like it */
};

/* The remark that `mark` opens before byte `at`; false when it is never closed. A bracket that stands at a sentence's
 * edge is no part of it: then it directs. */
static bool read_remark(struct arena *arena, struct str text, uint32_t mark, size_t at, uint32_t before,
                        struct remark *remark)
{
    uint32_t c = mark;
    size_t end = at;
    while (end < text.len && !closes(c = utf8_next(text, &end)))
        ;
    if (!closes(c))
        return false;
    size_t close = end;
    utf8_prev(text, &close);
    struct str normal = normalise_text(arena, str_slice(text, at, close));
    bool edge = ends_sentence(before) && utf8_count(normal) >= 2, stage = sounds_like_stage(normal);
    *remark = (struct remark){end, (edge && (stage || at <= 3)) || is_square(mark), stage};
    return true;
}

static void read_brackets(struct form *form, struct arena *arena, struct str text)
{
    uint32_t before = '\n';
    for (size_t at = 0; at < text.len;) {
        uint32_t c = utf8_next(text, &at);
        if (opens(c)) {
            struct remark remark;
            if (!read_remark(arena, text, c, at, before, &remark))
                return;
            if (remark.direct)
                form->stage++;
            else if (remark.stage)
                form->acted++;
            else
                form->remarks++;
            at = remark.end;
            before = '\n';
        } else if (c != ' ' && c != 0x3000) {
            before = c;
        }
    }
}

/* *leans back*: one star each side, words between. */
static void read_stars(struct form *form, struct str text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] != '*' && text.ptr[i] != '`' && text.ptr[i] != '~' && text.ptr[i] != '_')
            continue;
        char mark = text.ptr[i];
        size_t run = 1;
        while (i + run < text.len && text.ptr[i + run] == mark)
            run++;
        size_t close = str_find_byte(str_slice(text, i + run, text.len), mark);
        bool paired = close != STR_NONE && close > 0;
        if (mark == '*' && paired)
            form->marks++;
        if ((mark == '~' || mark == '_' || mark == '`') && run >= 2 && paired)
            form->marks++;
        i += run - 1;
    }
}

static bool letter(char c)
{
    return c >= 'a' && c <= 'z';
}

/* Does `text` hold `word`, not as a part of a longer English word? */
static bool has_word(struct str text, struct str word)
{
    for (size_t from = 0, found; (found = str_find(str_slice(text, from, text.len), word)) != STR_NONE;
         from += found + 1) {
        size_t start = from + found, end = start + word.len;
        if (!(letter(word.ptr[0]) && start > 0 && letter(text.ptr[start - 1])) &&
            !(letter(word.ptr[word.len - 1]) && end < text.len && letter(text.ptr[end])))
            return true;
    }
    return false;
}

static bool known_speaker(const struct signal_context *context, struct str label)
{
    static const char *const generic[] = {
        "客户",     "客服", "顾客",   "用户", "旁白",      "经理", "家长", "老师",     "护士",   "医生",   "坐席",
        "专员",     "我",   "对方",   "os",   "内心",      "心声", "独白", "customer", "caller", "callee", "agent",
        "narrator", "me",   "client", "user", "assistant", "rep",  "host", "operator", "system", NULL};
    enum { NEAR = 60 };
    if (str_is_any(label, generic))
        return true;
    if (context->profile.scenario == NULL || utf8_count(label) < 2 || (letter(label.ptr[0]) && label.len < 3))
        return false;
    struct arena arena;
    arena_init(&arena);
    struct str callee = normalise_text(&arena, utf8_slice(context->profile.scenario->callee.role, 0, NEAR));
    struct str caller = normalise_text(&arena, utf8_slice(context->profile.scenario->caller.role, 0, NEAR));
    bool found = has_word(callee, label) || has_word(caller, label);
    arena_release(&arena);
    return found;
}

static bool digit(char c)
{
    return c >= '0' && c <= '9';
}

static struct str strip_marks(struct str line)
{
    while (line.len > 0 &&
           (line.ptr[0] == '*' || line.ptr[0] == '-' || line.ptr[0] == '"' || line.ptr[0] == ' ' || line.ptr[0] == '#'))
        line = str_slice(line, 1, line.len);
    return line;
}

/* One line of the reply, normal text. `colonless`: the reply has no colon. */
static void read_line(struct form *form, const struct signal_context *context, struct str line, bool colonless)
{
    size_t i = 0;
    if (line.len == 0)
        return;
    form->lines++;
    if (colonless && ((unsigned char)line.ptr[0] >= 0xe0 || letter(line.ptr[0]))) /* nothing is listed or marked */
        return;
    while (i < line.len && digit(line.ptr[i]))
        i++;
    bool numbered =
        i > 0 && i <= 2 && i + 1 < line.len && (line.ptr[i] == '.' || line.ptr[i] == ')') && line.ptr[i + 1] == ' ';
    bool bullet = str_starts(line, STR("- ")) || str_starts(line, STR("* ")) || str_starts(line, STR("\xc2\xb7")) ||
                  str_starts(line, STR("+ "));
    form->lists += numbered || bullet;
    form->marks += line.ptr[0] == '#' || str_starts(line, STR("> ")) || str_starts(line, STR("---")) ||
                   (line.ptr[0] == '|' && line.ptr[line.len - 1] == '|') || str_starts(line, STR("<think"));
    struct str body = strip_marks(line);
    size_t colon = str_find_byte(body, ':');
    if (colon == STR_NONE || colon == 0)
        return;
    struct str label = str_trim(str_slice(body, 0, colon));
    while (label.len > 0 && label.ptr[label.len - 1] == '*')
        label = str_slice(label, 0, label.len - 1);
    enum { LONGEST = 20 };
    if (utf8_count(label) <= LONGEST && str_find_byte(label, ',') == STR_NONE) {
        form->labels++;
        form->known_labels += known_speaker(context, label);
    }
}

/* "...好。OS：终于" inside a line: a known speaker's label behind a sentence's end. */
static void read_inner_labels(struct form *form, const struct signal_context *context, struct str normal)
{
    enum { LONGEST = 20 };
    struct quotations quotations = {.normal = normal};
    size_t start = 0;
    for (size_t i = 0; i < normal.len; i++) {
        if (memchr(".!?([*,", normal.ptr[i], 7) != NULL || (normal.ptr[i] == ' ' && start == i))
            start = i + 1;
        if (normal.ptr[i] != ':' || i == 0 || quotations_cover(&quotations, i))
            continue;
        struct str label = str_trim(str_slice(normal, start, i));
        if (label.len > 0 && label.len <= 4 * LONGEST && utf8_count(label) <= LONGEST)
            form->known_labels += known_speaker(context, label);
    }
}

/* Which kinds of signs stand in the stored text: most replies hold none, and nothing further is looked for. */
struct signs {
    bool bracket, star, markup, lines;
    size_t emoji;
};

static struct signs signs_of(struct str text)
{
    struct signs signs = {0};
    for (size_t at = utf8_skip_han(text, 0); at < text.len; at = utf8_skip_han(text, at)) {
        const uint32_t c = utf8_next(text, &at);
        if (c == 0x3001 || c == 0x3002 || c == 0xff0c) /* as most marks are */
            continue;
        signs.bracket |= opens(c);
        signs.star |= c == '*' || c == '`' || c == '~' || c == '_';
        signs.lines |= c == '\n';
        signs.markup |= c == '<' || c == '`' || c == '{' || c == '[';
        signs.emoji += c >= 0x203c && is_emoji(c);
    }
    return signs;
}

/* "<b>", "</p>", "<br/>", "<a href=...>" at byte `at`: the byte behind it; 0 when there is none. */
static size_t tag_end(struct str text, size_t at)
{
    enum { NAME = 12, LONGEST = 120 };
    size_t i = at + 1;
    if (text.ptr[at] != '<')
        return 0;
    i += i < text.len && text.ptr[i] == '/';
    size_t name = i;
    while (i < text.len && (letter(text.ptr[i] | 0x20) || (i > name && digit(text.ptr[i]))))
        i++;
    if (i == name || i - name > NAME || i == text.len)
        return 0;
    struct str rest = str_slice(text, i, text.len < i + LONGEST ? text.len : i + LONGEST);
    size_t close = str_find_byte(rest, '>');
    if (close == STR_NONE)
        return 0;
    struct str inside = str_slice(rest, 0, close);
    bool plain = str_trim(inside).len == 0 || str_eq_cstring(str_trim(inside), "/");
    return plain || (inside.ptr[0] == ' ' && str_find_byte(inside, '=') != STR_NONE) ? i + close + 1 : 0;
}

/* Tags, code fences or JSON, which nobody says: a leak without any weighing. */
static bool is_markup(struct str text)
{
    text = str_trim(text);
    if (text.len < 2)
        return false;
    char first = text.ptr[0], last = text.ptr[text.len - 1];
    if (((first == '{' && last == '}') || (first == '[' && last == ']')) && str_find(text, STR("\":")) != STR_NONE)
        return true;
    for (size_t i = 0, found; (found = str_find_byte(str_slice(text, i, text.len), '<')) != STR_NONE; i += found + 1)
        if (tag_end(text, i + found) > 0)
            return true;
    return str_find(text, STR("```")) != STR_NONE;
}

void format_features(struct features *features, const struct signal_context *context, const struct scene *scene,
                     size_t index)
{
    enum { READ = 64 << 10 };
    struct str text = str_slice(scene->utterances[index].message->content, 0, READ), rest = text, line;
    const struct signs signs = signs_of(text);
    struct form form = {.emoji = signs.emoji};
    struct arena arena;
    arena_init(&arena);
    if (signs.bracket)
        read_brackets(&form, &arena, text);
    if (signs.star)
        read_stars(&form, text);
    const struct str normal = scene->utterances[index].normal.text;
    const bool colonless = str_find_byte(normal, ':') == STR_NONE;
    if (!signs.lines && text.len < READ)
        read_line(&form, context, str_trim(normal), colonless);
    else
        while (str_next_line(&rest, &line))
            read_line(&form, context, str_trim(normalise_text(&arena, line)), colonless);
    if (!colonless)
        read_inner_labels(&form, context, str_slice(normal, 0, READ));
    arena_release(&arena);
    features->outright[OUTRIGHT_MARKUP].found =
        (signs.markup || text.len == READ) && is_markup(scene->utterances[index].message->content);
    features_steps(features, FEATURE_FORM_STAGE_DIRECTION, (double)form.stage);
    features_steps(features, FEATURE_FORM_ACTED_REMARK, (double)form.acted);
    features_steps(features, FEATURE_FORM_BRACKETED_REMARK, (double)form.remarks);
    features_steps(features, FEATURE_FORM_SPEAKER_LABEL, (double)form.known_labels);
    features_steps(features, FEATURE_FORM_LABEL, form.lines > 1 ? (double)form.labels : 0);
    features_steps(features, FEATURE_FORM_LIST, (double)form.lists);
    features_steps(features, FEATURE_FORM_MARK, (double)form.marks);
    features_steps(features, FEATURE_FORM_EMOJI, (double)form.emoji);
    features_steps(features, FEATURE_FORM_LINES, (double)form.lines);
    features_strong(features, FEATURE_FORM_NOT_SPEECH,
                    form.stage + form.known_labels + form.lists + form.marks + form.emoji > 0);
}

/* "*sighs*", "**now**" at byte `at`: the byte behind it; 0 when there is none. */
static size_t starred_end(struct str text, size_t at)
{
    size_t run = 0;
    while (run < 3 && at + run < text.len && text.ptr[at + run] == '*')
        run++;
    size_t close = run == 0 ? STR_NONE : str_find_byte(str_slice(text, at + run, text.len), '*');
    if (close == STR_NONE || close == 0)
        return 0;
    size_t end = at + run + close;
    for (size_t i = 0; i < run && end < text.len && text.ptr[end] == '*'; i++)
        end++;
    return end;
}

static size_t listed_end(struct str text, size_t at)
{
    size_t i = at;
    while (i < text.len && digit(text.ptr[i]))
        i++;
    bool numbered = i > at && i - at <= 2 && i + 1 < text.len && text.ptr[i] == '.' && text.ptr[i + 1] == ' ';
    bool marked = at + 1 < text.len && text.ptr[at + 1] == ' ' &&
                  (text.ptr[at] == '-' || text.ptr[at] == '*' || text.ptr[at] == '+' || text.ptr[at] == '#');
    if (!numbered && !marked)
        return 0;
    size_t end = str_find_byte(str_slice(text, at, text.len), '\n');
    return end == STR_NONE ? text.len : at + end;
}

/* What begins at byte `at`: the byte behind it; 0 when it is speech. */
static size_t unspoken_end(struct arena *arena, struct str text, size_t at, uint32_t before)
{
    enum { REMARK = 240 };
    size_t behind = at, end = tag_end(text, at);
    uint32_t c = utf8_next(text, &behind);
    struct remark remark;
    struct str near = str_slice(text, 0, at + REMARK);
    if (end == 0 && opens(c) && read_remark(arena, near, c, behind, before, &remark) && (remark.direct || remark.stage))
        end = remark.end;
    if (end == 0 && (at == 0 || text.ptr[at - 1] == '\n'))
        end = listed_end(text, at);
    if (end == 0 && c == '*')
        end = starred_end(text, at);
    return end == 0 && is_emoji(c) ? behind : end;
}

struct span format_place(const struct utterance *utterance)
{
    enum { READ = 4 << 10, LABEL = 20 }; /* what leaks further on is not worth the search */
    struct str text = utf8_slice(utterance->message->content, 0, READ);
    struct span whole = {0, (uint32_t)utterance->code_points}, label = whole;
    struct arena arena;
    uint32_t point = 0, before = '\n';
    arena_init(&arena);
    for (size_t at = 0; at < text.len; point++) {
        size_t end = unspoken_end(&arena, text, at, before);
        if (end > 0) {
            label = (struct span){point, point + (uint32_t)utf8_count(str_slice(text, at, end))};
            break;
        }
        uint32_t c = utf8_next(text, &at);
        if ((c == ':' || c == 0xff1a) && point < LABEL && label.end == whole.end)
            label.end = point + 1;
        before = c == ' ' || c == 0x3000 ? before : c;
    }
    arena_release(&arena);
    return is_markup(text) && label.start == 0 && text.ptr[0] != '<' ? whole : label;
}
