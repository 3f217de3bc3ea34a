/* Plain dialogues: a speaker's name and a colon before each turn. */
#include "base/language.h"
#include "base/vec.h"
#include "text/normalise.h"
#include "text/utf8.h"
#include "transcript/turns.h"

#include <string.h>

struct speaker {
    const char *name; /* in lower case, Simplified */
    enum role role;
    bool by_side;
};

static const struct speaker speakers[] = {
    {"客户", ROLE_PERSONA, false},     {"顾客", ROLE_PERSONA, false},
    {"买家", ROLE_PERSONA, false},     {"用户", ROLE_PERSONA, false},
    {"业主", ROLE_PERSONA, false},     {"家长", ROLE_PERSONA, false},
    {"患者", ROLE_PERSONA, false},     {"来访者", ROLE_PERSONA, false},
    {"被叫", ROLE_PERSONA, false},     {"被叫方", ROLE_PERSONA, false},
    {"接听方", ROLE_PERSONA, false},   {"客人", ROLE_PERSONA, false},
    {"住户", ROLE_PERSONA, false},     {"租客", ROLE_PERSONA, false},
    {"车主", ROLE_PERSONA, false},     {"会员", ROLE_PERSONA, false},
    {"学员", ROLE_PERSONA, false},     {"候选人", ROLE_PERSONA, false},
    {"求职者", ROLE_PERSONA, false},   {"投保人", ROLE_PERSONA, false},
    {"customer", ROLE_PERSONA, false}, {"client", ROLE_PERSONA, false},
    {"callee", ROLE_PERSONA, false},   {"persona", ROLE_PERSONA, false},
    {"buyer", ROLE_PERSONA, false},    {"客服", ROLE_CALLER, false},
    {"坐席", ROLE_CALLER, false},      {"座席", ROLE_CALLER, false},
    {"专员", ROLE_CALLER, false},      {"客服专员", ROLE_CALLER, false},
    {"客服人员", ROLE_CALLER, false},  {"商家", ROLE_CALLER, false},
    {"卖家", ROLE_CALLER, false},      {"店家", ROLE_CALLER, false},
    {"顾问", ROLE_CALLER, false},      {"主叫", ROLE_CALLER, false},
    {"主叫方", ROLE_CALLER, false},    {"拨打方", ROLE_CALLER, false},
    {"外呼", ROLE_CALLER, false},      {"物业", ROLE_CALLER, false},
    {"销售", ROLE_CALLER, false},      {"业务员", ROLE_CALLER, false},
    {"客户经理", ROLE_CALLER, false},  {"招聘专员", ROLE_CALLER, false},
    {"hr", ROLE_CALLER, false},        {"回访员", ROLE_CALLER, false},
    {"话务员", ROLE_CALLER, false},    {"agent", ROLE_CALLER, false},
    {"rep", ROLE_CALLER, false},       {"operator", ROLE_CALLER, false},
    {"support", ROLE_CALLER, false},   {"representative", ROLE_CALLER, false},
    {"caller", ROLE_CALLER, false},    {"seller", ROLE_CALLER, false},
    {"user", ROLE_CALLER, true},       {"human", ROLE_CALLER, true},
    {"assistant", ROLE_PERSONA, true}, {"助手", ROLE_PERSONA, true},
    {"ai", ROLE_PERSONA, true},        {"bot", ROLE_PERSONA, true},
    {"机器人", ROLE_PERSONA, true},
};

bool speaker_role(struct str name, enum role *role, bool *by_side)
{
    struct arena arena;
    arena_init(&arena);
    struct str bare = normalise_bare(&arena, name);
    while (bare.len > 0 && ascii_digit(bare.ptr[bare.len - 1])) /* "客户01", "Agent 7" */
        bare.len--;
    size_t i = 0, count = sizeof speakers / sizeof *speakers;
    while (i < count && !str_eq_cstring(bare, speakers[i].name))
        i++;
    arena_release(&arena);
    if (i == count)
        return false;
    *role = speakers[i].role;
    *by_side = speakers[i].by_side;
    return true;
}

bool turn_said_by(struct turn *turn, struct str name, const struct speaker_names *names)
{
    bool by_side = false;
    if (!speaker_role(name, &turn->role, &by_side) && !speaker_names_role(names, name, &turn->role))
        return false;
    turn->user = by_side && turn->role == ROLE_CALLER;
    turn->assistant = by_side && turn->role == ROLE_PERSONA;
    return true;
}

/* Cuts the speaker's name off a line; it may be bold and have a remark in brackets behind it. */
static bool cut_speaker(struct str line, const struct speaker_names *names, struct turn *turn)
{
    struct str name, text;
    if (!speaker_cut(line, &name, &text) || !turn_said_by(turn, name, names))
        return false;
    turn->from = text.ptr;
    turn->to = text.ptr + text.len;
    return true;
}

/* "---", "====", "# 对话 3": what stands between conversations. */
static bool is_separator(struct str line, struct str *title)
{
    line = str_trim(line);
    size_t same = 0;
    while (same < line.len && line.ptr[same] == line.ptr[0])
        same++;
    if (line.len > 0 && line.ptr[0] == '#') {
        *title = str_trim(str_slice(line, same, line.len));
        return true;
    }
    *title = (struct str){0};
    return line.len >= 3 && same == line.len && strchr("-=*_", line.ptr[0]) != NULL;
}

static void read_turns(struct importer *importer, const struct speaker_names *names, struct turns *turns)
{
    struct str rest = importer->text, line, title = {0};
    bool begins = true, warned = false;
    if (str_starts(rest, STR("\xef\xbb\xbf")))
        rest = str_slice(rest, 3, rest.len);
    for (size_t number = 1; str_next_line(&rest, &line); number++) {
        struct turn turn = {.line = number, .begins = begins};
        struct str heading;
        if (cut_speaker(line, names, &turn)) {
            turn.title = title;
            VEC_PUSH(&turns->list, turn);
            begins = false;
            title = (struct str){0};
        } else if (is_separator(line, &heading)) {
            begins = true;
            title = heading.len > 0 ? heading : title;
        } else if (str_trim(line).len > 0 && !begins) {
            turns->list.items[turns->list.count - 1].to = line.ptr + line.len;
        } else if (str_trim(line).len > 0 && !warned) {
            struct error warning;
            error_at(
                &warning, ERROR_NONE, importer->path, number, 0,
                TEXT("the text stands before the first speaker's name and is not read; each turn needs a name and a "
                     "colon before it",
                     "这段文字在第一个说话人之前，没有读取；每句话前面都要有说话人和冒号"));
            bad_lines_add(importer->bad, &warning);
            warned = true;
        }
    }
}

/* Some write a line of dashes between turns: when no conversation would have two turns, the lines mean nothing. */
static void join_single_turns(struct turns *turns)
{
    for (size_t i = 1; i < turns->list.count; i++) {
        if (!turns->list.items[i].begins)
            return;
    }
    for (size_t i = 1; i < turns->list.count; i++)
        turns->list.items[i].begins = false;
}

/* "User" beside "Assistant" is who asks the model; beside an agent it is the customer. */
static enum role role_of_turn(const struct importer *importer, const struct turn *turn, bool with_assistant)
{
    if (turn->user && !with_assistant)
        return ROLE_PERSONA;
    return turn->user || turn->assistant ? role_of_side(turn->role, importer->options) : turn->role;
}

static void add_conversation(struct importer *importer, const struct turn *turns, size_t count)
{
    bool with_assistant = false;
    for (size_t i = 0; i < count; i++)
        with_assistant = with_assistant || turns[i].assistant;
    struct json *record = record_new(importer);
    if (turns[0].title.len > 0)
        record_put_text(importer, record, "id", turns[0].title);
    struct json *messages = record_put(importer, record, "messages", (struct json){.kind = JSON_ARRAY}), *last = NULL;
    for (size_t i = 0; i < count; i++) {
        struct json *message = record_new(importer);
        enum role role = role_of_turn(importer, &turns[i], with_assistant);
        record_put_text(importer, message, "role", role == ROLE_PERSONA ? STR("persona") : STR("caller"));
        struct str text = {turns[i].from, (size_t)(turns[i].to - turns[i].from)};
        record_put_text(importer, message, "content", str_trim(text));
        last = record_append(messages, last, message);
    }
    importer_add(importer, record, turns[0].line, importer->options);
}

void turns_import(struct importer *importer, struct turns *turns)
{
    join_single_turns(turns);
    size_t count = turns->list.count;
    for (size_t from = 0, to; from < count; from = to) {
        for (to = from + 1; to < count && !turns->list.items[to].begins; to++)
            continue;
        add_conversation(importer, &turns->list.items[from], to - from);
    }
}

bool import_dialogue_text(struct importer *importer)
{
    struct turns turns = {0};
    struct speaker_names names;
    speaker_names_find(&names, importer);
    read_turns(importer, &names, &turns);
    const bool found = turns.list.count > 0;
    turns_import(importer, &turns);
    VEC_RELEASE(&turns.list);
    return found;
}
