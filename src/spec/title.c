/* Reads a title: its key, and what the words in it and the remarks beside it say. */
#include "base/arena.h"
#include "spec/aliases.h"
#include "spec/markup.h"
#include "text/normalise.h"
#include "text/utf8.h"

#include <string.h>

enum { TITLE_BYTES = 400 }; /* a longer line is no title */

enum { LONGER = 2 }; /* at most so many times the bytes */

/* Written Cantonese, and how people talk in the north and in Taiwan, by the words that the names are known by: what
 * `text` begins with, and how long that is; NULL when it begins with none of them. */
static const char *in_mandarin(struct str text, size_t *length)
{
    static const char *const words[][2] = {{"佢", "他"},   {"嘅", "的"}, {"嘢", "事"},     {"唔", "不"},
                                           {"冇", "没"},   {"喺", "在"}, {"嗰", "那"},     {"啥", "什么"},
                                           {"咋", "怎么"}, {"俺", "我"}, {"资讯", "信息"}, {"著", "着"}};
    for (size_t i = 0; (text.ptr[0] & 0x80) != 0 && i < sizeof words / sizeof *words; i++) {
        *length = strlen(words[i][0]);
        if (str_starts(text, (struct str){words[i][0], *length}))
            return words[i][1];
    }
    return NULL;
}

struct str title_key(struct arena *arena, struct str text)
{
    struct str normal = normalise_text(arena, text);
    char *out = arena_alloc(arena, LONGER * normal.len + 1);
    size_t len = 0;
    bool space = false;
    for (size_t at = 0; at < normal.len;) {
        size_t from = at;
        uint32_t c = utf8_next(normal, &at);
        bool kept = code_point_is_letter(c) || (c >= '0' && c <= '9') || c == '&';
        if (!kept) {
            space = c != '\'' || space;
            if (c == '\'' && len > 0)
                out[len++] = '\'';
            continue;
        }
        if (space && len > 0 && ascii_alnum(out[len - 1]) && c < 0x80)
            out[len++] = ' ';
        space = false;
        size_t length;
        const char *word = in_mandarin(str_slice(normal, from, normal.len), &length);
        struct str kept_word = word != NULL ? str_from(word) : str_slice(normal, from, at);
        memcpy(out + len, kept_word.ptr, kept_word.len);
        len += kept_word.len;
        at = word != NULL ? from + length : at;
    }
    return (struct str){out, len};
}

/* "Examples of how he talks", "说话习惯示例": about examples, whatever they are examples of. */
bool title_about_examples(struct str key)
{
    static const char *const heads[] = {"example", "sample", NULL};
    static const char *const tails[] = {"example", "examples", "示例", "范例", "例句",
                                        "样例",    "示范",     "例子", "举例", NULL};
    return str_starts_any(key, heads) || str_ends_any(key, tails);
}

static bool is_simulated(struct str text)
{
    static const char *const words[] = {"模拟", "模擬", "扮演", "imulated", "IMULATED", "ole-play", "ole play", NULL};
    return str_holds_any(text, words);
}

/* What stands before a colon in the name. */
static void read_label(struct arena *arena, const struct aliases *aliases, struct str name, struct str key,
                       struct title *title)
{
    struct str label, rest;
    if (title->kind != SECTION_NONE && !title->exact && !title->half_only && !title_about_examples(key) &&
        markup_label(name, 40, &label, &rest)) { /* "Reply examples: how she talks": what stands first is the name */
        struct title head = {0};
        title_look_up(arena, aliases, title_key(arena, label), &head);
        if (head.exact || head.near || head.covered) {
            title->kind = head.kind;
            title->exact = head.exact;
            title->near = title->half_near = true;
            title->covered = head.covered;
        }
    }
    if (!title->half_only && title->kind == SECTION_NONE &&
        markup_label(name, 16, &label, &rest)) { /* 电话拨打方：李明 */
        struct title head = {0};
        title_look_up(arena, aliases, title_key(arena, label), &head);
        if (head.half_only) {
            title->half = head.half;
            title->half_only = true;
        }
    }
}

/* "示例-错误", "Replies / bad": the group behind a mark. */
static void read_behind_mark(struct arena *arena, const struct aliases *aliases, struct str name, struct title *title)
{
    static const char *const marks[] = {"-", "－", "—", "–", "/", "／", "·", "_", NULL};
    if ((title->kind != SECTION_EXAMPLES && title->kind != SECTION_CONCERNS) || title->sub != SECTION_NONE)
        return;
    for (size_t at = name.len; at-- > 1;) {
        struct str tail = str_slice(name, at, name.len);
        struct title behind = {0};
        if (!str_starts_any(tail, marks))
            continue;
        title_look_up(arena, aliases, title_key(arena, tail), &behind);
        if (behind.sub_exact)
            title->sub = behind.sub;
        return;
    }
}

/* "他的目标", "Their goal", "Goal, one line": whose it is, or a remark behind a comma, beside a name that is known. */
static void read_beside(struct arena *arena, const struct aliases *aliases, struct str name, struct title *title)
{
    enum { REMARK_MOST = 24 };
    static const char *const whose[] = {"他的", "她的", "他們的", "他们的", "对方的", "對方的", "your ", "Your ",
                                        "his ", "His ", "her ",   "Her ",   "their ", "Their ", NULL};
    size_t from = str_start_length(name, whose), comma = str_find(name, STR(", "));
    struct title bare = {0};
    if (title->exact || title->near || title->half_only || (from == 0 && comma == STR_NONE) ||
        (comma != STR_NONE && name.len - comma > REMARK_MOST))
        return;
    title_look_up(arena, aliases, title_key(arena, str_slice(name, from, comma < name.len ? comma : name.len)), &bare);
    if (bare.kind == SECTION_NONE || !(bare.exact || (bare.covered && bare.kind == title->kind)))
        return;
    title->kind = bare.kind;
    title->near = title->half_near = true;
    title->covered = comma == STR_NONE;
}

/* "给她打电话的是小裴，脚本如下": what is to follow has a name. */
static void read_announced(struct arena *arena, const struct aliases *aliases, struct str name, struct title *title)
{
    const struct str follows = STR("如下"), comma = STR("，");
    size_t at = STR_NONE;
    for (size_t from = 0; from < name.len && str_ends(name, follows);) {
        const size_t next = str_find(str_slice(name, from, name.len), comma);
        at = next == STR_NONE ? at : from + next;
        from = next == STR_NONE ? name.len : from + next + comma.len;
    }
    if (at == STR_NONE)
        return;
    struct title tail = {0};
    title_look_up(arena, aliases, title_key(arena, str_slice(name, at + comma.len, name.len - follows.len)), &tail);
    if (tail.exact && !tail.half_only) {
        title->kind = tail.kind;
        title->near = title->half_near = title->covered = true;
        title->half = HALF_NONE;
        title->half_only = false;
    }
}

/* What stands in brackets beside the name. */
static void read_remark(struct arena *arena, const struct aliases *aliases, struct str key, struct title *title)
{
    struct title remark = {0};
    if (title->remark.len == 0)
        return;
    title_look_up(arena, aliases, title_key(arena, title->remark), &remark);
    size_t comma = str_find(title->remark, STR("，"));
    if (!remark.sub_exact && comma != STR_NONE) { /* （坏，禁止） */
        remark = (struct title){0};
        title_look_up(arena, aliases, title_key(arena, str_slice(title->remark, 0, comma)), &remark);
    }
    if (title->kind == SECTION_STEPS && !title->exact && remark.sub_exact && remark.sub > SECTION_LATENT &&
        title_about_examples(key)) /* 话术样例（好） */
        title->kind = SECTION_EXAMPLES;
    if (title->kind == SECTION_EXAMPLES && title->sub == SECTION_NONE && remark.sub_exact) /* Replies (bad) */
        title->sub = remark.sub;
    if (title->kind == SECTION_CONCERNS && title->sub == SECTION_NONE && remark.sub_exact) /* Concerns (hidden) */
        title->sub = remark.sub;
    if (title->half == HALF_NONE && remark.half_only) { /* 张强（客户） */
        title->half = remark.half;
        title->half_only = (title->kind == SECTION_NONE && title->sub == SECTION_NONE) ||
                           (title->kind == SECTION_ROLE && title_is_filler(aliases, key)); /* 角色A（打电话的人） */
    }
}

struct title title_read(struct arena *arena, const struct aliases *aliases, struct str raw)
{
    struct title title = {0};
    if (raw.len > TITLE_BYTES)
        return title;
    struct str text = markup_trim_label(markup_plain(arena, raw)), inside;
    if (text.len > 0 && markup_bracket_length(text, 0, &inside) == text.len) /* 【角色（男）】 */
        text = inside;
    text = title_strip_number(text, &title.number);
    title.numbered = title.number > 0;
    struct str name = markup_cut_remarks(arena, text, &title.remark);
    title.text = markup_trim_label(name);
    struct str key = title_key(arena, name);
    if (key.len == 0) {
        key = title_key(arena, title.remark);
        title.text = title.remark;
    }
    if (key.len == 0)
        return title;
    title_look_up(arena, aliases, key, &title);
    if (title.kind == SECTION_PROFILE &&
        is_simulated(text)) { /* 客户画像（模拟）: the persona, not the caller's notes */
        title.half = HALF_CALLEE;
        title.kind = SECTION_ROLE;
        title.half_only = true;
        title.exact = false;
    }
    read_label(arena, aliases, name, key, &title);
    read_beside(arena, aliases, name, &title);
    read_behind_mark(arena, aliases, name, &title);
    read_announced(arena, aliases, name, &title);
    read_remark(arena, aliases, key, &title);
    return title;
}
