#include "spec/polarity.h"

#include "base/arena.h"
#include "text/utf8.h"

/* What a word does for the sense of its clause. */
enum weight {
    UNKNOWN,
    FORBIDS, /* 不要, avoid: negative, whatever follows */
    TURNS,   /* 不, not: turns what stands behind it */
    RIGHT,
    WRONG,
    URGES,  /* 要, like: positive unless something else follows */
    SAYS,   /* 会说: the same, and needs no 这样 to be a title */
    HINTS,  /* 口吻, says: the same, but no title by itself */
    POINTS, /* 这样, this */
    FILLS,
    OTHER, /* a word that only looks like one of these */
};

static const struct word {
    enum weight weight;
    const char *text;
} words[] = {{FORBIDS, "不要"},
             {FORBIDS, "不能"},
             {FORBIDS, "不可"},
             {FORBIDS, "不许"},
             {FORBIDS, "不准"},
             {FORBIDS, "不得"},
             {FORBIDS, "不该"},
             {FORBIDS, "不应"},
             {FORBIDS, "不宜"},
             {FORBIDS, "别"},
             {FORBIDS, "勿"},
             {FORBIDS, "莫"},
             {FORBIDS, "忌"},
             {FORBIDS, "禁"},
             {FORBIDS, "休"},
             {FORBIDS, "甭"},
             {FORBIDS, "避免"},
             {FORBIDS, "杜绝"},
             {FORBIDS, "少说"},
             {FORBIDS, "never"},
             {FORBIDS, "don't"},
             {FORBIDS, "don t"},
             {FORBIDS, "dont"},
             {FORBIDS, "do not"},
             {FORBIDS, "avoid"},
             {FORBIDS, "forbid"},
             {FORBIDS, "banned"},
             {FORBIDS, "stop"},
             {FORBIDS, "unlike"},
             {FORBIDS, "rather than"},
             {FORBIDS, "forbidden"},
             {FORBIDS, "must not"},

             {FORBIDS, "要不得"},
             {RIGHT, "要得"},
             {RIGHT, "对味"},
             {WRONG, "走味"},
             {WRONG, "走样"},
             {HINTS, "真"},

             {TURNS, "不"},
             {TURNS, "没"},
             {TURNS, "非"},
             {TURNS, "未"},
             {TURNS, "唔"},
             {TURNS, "not"},
             {TURNS, "no"},
             {TURNS, "isn't"},
             {TURNS, "won't"},
             {TURNS, "wouldn't"},
             {TURNS, "doesn't"},
             {TURNS, "aren't"},
             {TURNS, "less"},
             {TURNS, "hardly"},
             {TURNS, "nothing"},
             {TURNS, "不太"},
             {TURNS, "不够"},
             {TURNS, "not too"},
             {TURNS, "not quite"},
             {TURNS, "not at all"},

             {RIGHT, "对"},
             {RIGHT, "啱"},
             {RIGHT, "好"},
             {RIGHT, "行"},
             {RIGHT, "正"},
             {RIGHT, "自然"},
             {RIGHT, "right"},
             {RIGHT, "good"},
             {RIGHT, "correct"},
             {RIGHT, "natural"},
             {RIGHT, "better"},
             {RIGHT, "best"},
             {RIGHT, "in character"},

             {WRONG, "反"},
             {WRONG, "错"},
             {WRONG, "坏"},
             {WRONG, "假"},
             {WRONG, "太"},
             {WRONG, "雷区"},
             {WRONG, "出戏"},
             {WRONG, "像客服"},
             {WRONG, "像机器"},
             {WRONG, "机器人"},
             {WRONG, "客服腔"},
             {WRONG, "wrong"},
             {WRONG, "bad"},
             {WRONG, "fake"},
             {WRONG, "robot"},
             {WRONG, "bot"},
             {WRONG, "chatbot"},
             {WRONG, "too"},
             {WRONG, "incorrect"},
             {WRONG, "worse"},
             {WRONG, "worst"},
             {WRONG, "off limits"},
             {WRONG, "out of character"},

             {URGES, "要"},
             {URGES, "应"},
             {URGES, "像"},
             {URGES, "似"},
             {URGES, "可以"},
             {SAYS, "会说"},
             {SAYS, "会讲"},
             {URGES, "like"},
             {URGES, "do"},
             {URGES, "dos"},
             {URGES, "instead"},
             {SAYS, "would say"},
             {URGES, "more"},
             {URGES, "prefer"},
             {URGES, "very much"},

             {HINTS, "真实"},
             {HINTS, "感觉"},
             {HINTS, "口吻"},
             {HINTS, "味"},
             {HINTS, "feel"},
             {HINTS, "sounds"},
             {HINTS, "says"},
             {HINTS, "aim for"},
             {HINTS, "model"},
             {HINTS, "real"},
             {HINTS, "really"},
             {HINTS, "such as"},

             {POINTS, "这样"},
             {POINTS, "这种"},
             {POINTS, "这么"},
             {POINTS, "如此"},
             {POINTS, "咁样"},
             {POINTS, "this"},
             {POINTS, "this way"},
             {POINTS, "these"},
             {POINTS, "her"},
             {POINTS, "him"},
             {POINTS, "他"},
             {POINTS, "她"},
             {POINTS, "them"},
             {POINTS, "that"},

             {FILLS, "的"},
             {FILLS, "嘅"},
             {FILLS, "了"},
             {FILLS, "就"},
             {FILLS, "才"},
             {FILLS, "是"},
             {FILLS, "说"},
             {FILLS, "讲"},
             {FILLS, "话"},
             {FILLS, "答"},
             {FILLS, "回"},
             {FILLS, "复"},
             {FILLS, "例"},
             {FILLS, "子"},
             {FILLS, "示"},
             {FILLS, "范"},
             {FILLS, "样"},
             {FILLS, "写"},
             {FILLS, "成"},
             {FILLS, "用"},
             {FILLS, "法"},
             {FILLS, "做"},
             {FILLS, "会"},
             {FILLS, "你"},
             {FILLS, "我"},
             {FILLS, "更"},
             {FILLS, "比较"},
             {FILLS, "很"},
             {FILLS, "以下"},
             {FILLS, "下面"},
             {FILLS, "道"},
             {FILLS, "语气"},
             {FILLS, "sound"},
             {FILLS, "say"},
             {FILLS, "line"},
             {FILLS, "lines"},
             {FILLS, "reply"},
             {FILLS, "replies"},
             {FILLS, "example"},
             {FILLS, "examples"},
             {FILLS, "way"},
             {FILLS, "tone"},
             {FILLS, "answer"},
             {FILLS, "answers"},
             {FILLS, "the"},
             {FILLS, "a"},
             {FILLS, "is"},
             {FILLS, "are"},
             {FILLS, "it"},
             {FILLS, "of"},
             {FILLS, "to"},
             {FILLS, "she"},
             {FILLS, "he"},
             {FILLS, "they"},
             {FILLS, "you"},
             {FILLS, "should"},
             {FILLS, "please"},
             {FILLS, "would"},
             {FILLS, "voice"},
             {FILLS, "much"},

             {OTHER, "重要"},
             {OTHER, "主要"},
             {OTHER, "需要"},
             {OTHER, "要求"},
             {OTHER, "要点"},
             {OTHER, "要是"},
             {OTHER, "只要"},
             {OTHER, "想要"},
             {OTHER, "要紧"},
             {OTHER, "首要"},
             {OTHER, "次要"},
             {OTHER, "反应"},
             {OTHER, "反馈"},
             {OTHER, "反问"},
             {OTHER, "反复"},
             {OTHER, "反正"},
             {OTHER, "反感"},
             {OTHER, "对方"},
             {OTHER, "对话"},
             {OTHER, "对象"},
             {OTHER, "对于"},
             {OTHER, "面对"},
             {OTHER, "针对"},
             {OTHER, "对待"},
             {OTHER, "对不起"},
             {OTHER, "对比"},
             {OTHER, "对照"},
             {OTHER, "正在"},
             {OTHER, "正式"},
             {OTHER, "正好"},
             {OTHER, "行为"},
             {OTHER, "行动"},
             {OTHER, "行业"},
             {OTHER, "进行"},
             {OTHER, "银行"},
             {OTHER, "好像"},
             {OTHER, "刚好"},
             {OTHER, "最好"},
             {OTHER, "友好"},
             {OTHER, "好奇"},
             {OTHER, "应对"},
             {OTHER, "应答"},
             {OTHER, "回应"},
             {OTHER, "会员"},
             {OTHER, "别人"},
             {OTHER, "特别"},
             {OTHER, "分别"},
             {OTHER, "级别"},
             {OTHER, "性别"},
             {OTHER, "区别"},
             {OTHER, "告别"},
             {OTHER, "道别"},
             {OTHER, "不过"},
             {OTHER, "不管"},
             {OTHER, "不仅"},
             {OTHER, "不同"},
             {OTHER, "不满"},
             {OTHER, "不耐烦"},
             {OTHER, "不高兴"},
             {OTHER, "太太"},
             {OTHER, "bad mood"},
             {OTHER, "good mood"},
             {OTHER, "bad temper"},
             {OTHER, "bad day"},
             {OTHER, "good day"},
             {OTHER, "right now"},
             {OTHER, "right away"}};

/* The longest word at `at`; *length is 0 when there is none. Latin words stand by themselves. */
static enum weight word_at(struct str key, size_t at, size_t *length)
{
    enum weight found = UNKNOWN;
    struct str rest = str_slice(key, at, key.len);
    char first = rest.ptr[0], third = rest.len > 2 ? rest.ptr[2] : '\0'; /* a sign of Chinese is told by both */
    *length = 0;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (words[i].text[0] != first || ((first & 0x80) != 0 && words[i].text[2] != third))
            continue;
        struct str word = str_from(words[i].text);
        if (word.len > *length && str_starts(rest, word) && str_at_word_bounds(key, at, at + word.len)) {
            *length = word.len;
            found = words[i].weight;
        }
    }
    return found;
}

static size_t behind_word(struct str key, size_t at)
{
    if (!ascii_alnum(key.ptr[at])) {
        utf8_next(key, &at);
        return at;
    }
    while (at < key.len && (ascii_alnum(key.ptr[at]) || key.ptr[at] == '\''))
        at++;
    return at;
}

struct polarity polarity_of_key(struct str key, bool whole)
{
    struct polarity found = {.whole = true};
    bool turned = false, urged = false, points = false, decided = false;
    size_t turned_at = 0; /* behind the word that turns */
    for (size_t at = 0, length; at < key.len; at += length) {
        if (key.ptr[at] == ' ') {
            length = 1;
            turned_at += turned_at == at;
            continue;
        }
        enum weight weight = word_at(key, at, &length);
        size_t next;
        if (weight == UNKNOWN)
            length = behind_word(key, at) - at;
        if (weight == WRONG && at + length < key.len && word_at(key, at + length, &next) == RIGHT &&
            str_eq_cstring(str_slice(key, at, at + length), "太"))
            weight = FILLS; /* 太对了 */
        found.whole = found.whole && weight != UNKNOWN && weight != OTHER;
        if (whole && !found.whole)
            return (struct polarity){0};
        points = points || weight == POINTS || weight == SAYS;
        weight = weight == SAYS ? URGES : weight;
        if (decided)
            continue;
        bool close = turned && at == turned_at, latin = turned && (key.ptr[turned_at - 1] & 0x80) == 0;
        if (weight == FORBIDS || weight == WRONG || weight == RIGHT) {
            bool positive = weight == RIGHT ? !turned : weight == WRONG && close; /* 没错 */
            found.kind = positive ? SECTION_POSITIVE : SECTION_NEGATIVE;
            decided = true;
        } else if (turned && (weight == URGES || weight == HINTS || weight == POINTS ||
                              ((weight == UNKNOWN || weight == OTHER) && (!close || latin)))) {
            found.kind = SECTION_NEGATIVE; /* 不像, 不是他的口吻, not her */
            decided = true;
        } else if (weight == UNKNOWN || weight == OTHER) {
            turned = false; /* 不耐烦 */
        } else if (weight == TURNS) {
            turned = true;
            turned_at = at + length;
        } else if (weight == URGES || weight == HINTS) {
            found.kind = SECTION_POSITIVE;
            urged = urged || weight == URGES;
        }
    }
    if (!decided && turned)
        found.kind = SECTION_NEGATIVE, decided = true;
    found.whole = found.whole && found.kind != SECTION_NONE && (decided || (urged && points));
    return found;
}

struct polarity polarity_of_text(struct arena *arena, struct str text)
{
    struct polarity found = {0};
    size_t from = 0, clauses = 0;
    for (size_t at = 0; at <= text.len && found.kind == SECTION_NONE;) {
        size_t before = at;
        uint32_t c = at < text.len ? utf8_next(text, &at) : ',';
        at += before == text.len;
        if (c != ',' && c != ';' && c != '(' && c != ')' && c != ':' && c != 0xff0c && c != 0xff1b && c != 0xff08 &&
            c != 0xff09 && c != 0xff1a && c != 0x3002 && c != 0x2014)
            continue;
        struct str key = title_key(arena, str_slice(text, from, before));
        from = at;
        clauses += key.len > 0;
        if (key.len > 0)
            found = polarity_of_key(key, false);
    }
    found.whole = found.whole && clauses == 1;
    for (size_t at = 0; at < text.len && found.kind == SECTION_NONE; utf8_next(text, &at))
        found.kind = (unsigned char)text.ptr[at] >= 0xc3 ? polarity_sign(str_slice(text, at, text.len)) : SECTION_NONE;
    return found;
}

enum section_kind polarity_sign(struct str text)
{
    static const char *const wrong[] = {"❌", "✗", "✘", "✖", "✕", "🚫", "⛔", "❎", "×", "👎", "🙅", "🔴", NULL};
    static const char *const right[] = {"✅", "✓", "✔", "☑", "√", "👍", "🙆", "🟢", NULL};
    if (str_starts_any(text, wrong))
        return SECTION_NEGATIVE;
    return str_starts_any(text, right) ? SECTION_POSITIVE : SECTION_NONE;
}
