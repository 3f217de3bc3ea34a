#include "spec/step_row.h"

#include "spec/condition.h"

/* Does a word of the header begin with one of these? A guideline is no line, and specific things are no if. */
static bool names_column(struct str key, const char *const *names)
{
    for (size_t at = 0; at < key.len; at++) {
        bool inside = at > 0 && ascii_alnum(key.ptr[at - 1]) && ascii_alnum(key.ptr[at]);
        if (!inside && str_starts_any(str_slice(key, at, key.len), names))
            return true;
    }
    return false;
}

struct step_columns step_columns_of(struct reader *reader, const struct entry *header)
{
    static const char *const names[STEP_COLUMNS][14] = {
        [STEP_TITLE] = {"环节", "標題", "标题", "步骤", "主题", "阶段", "step", "title", "stage", "topic"},
        [STEP_WORDS] = {"话术", "内容", "怎么说", "讲什么", "说什么", "台词", "说法", "line", "say", "script", "words",
                        "utterance"},
        [STEP_WHEN] = {"条件", "如果", "客户反应", "情况", "分支", "if", "when", "condition", "branch", "customer"},
        [STEP_ANSWER] = {"应对", "回应", "怎么回", "接着", "就说", "处理", "答", "then", "answer", "response", "reply",
                         "respond"}};
    static const char *const counts[] = {"", "no", "序号", "顺序", "编号", "次序", NULL};
    struct step_columns columns = {{0}};
    size_t unknown = 0, last = 0;
    for (size_t i = 0; i < header->cell_count; i++) {
        struct str key = title_key(reader->arena, header->cells[i]);
        bool other = condition_names_other(key) || /* 客户回应 is no answer to them, "if / then" is both */
                     (str_find_byte(header->cells[i], '/') != STR_NONE && names_column(key, names[STEP_WHEN]));
        size_t c = STEP_COLUMNS;
        while (c-- > 0) {
            bool named = names_column(key, names[c]);
            if ((c == STEP_WHEN ? named || other : named && !other) && columns.of[c] == 0) {
                columns.of[c] = i + 1;
                break;
            }
        }
        if (c == STR_NONE && !str_is_any(key, counts))
            unknown++, last = i + 1;
    }
    if (columns.of[STEP_TITLE] + columns.of[STEP_WORDS] == 0 && columns.of[STEP_WHEN] > 0 && unknown == 1)
        columns.of[STEP_WORDS] = last; /* "顺序 | 业务员发 | 什么情况" */
    return columns;
}

/* "——", "/": how people write that a cell has nothing in it. */
static bool is_nothing(struct str cell)
{
    static const char *const signs[] = {"—", "–", "－", "-", "/", NULL};
    for (size_t length; (length = str_start_length(cell, signs)) > 0;)
        cell = str_slice(cell, length, cell.len);
    return cell.len == 0 || str_eq_cstring(cell, "无") || str_eq_cstring(cell, "無");
}

static struct str take_cell(struct step_row *row, const struct entry *entry, size_t column)
{
    if (column == 0 || column > entry->cell_count || column > CELLS_MOST)
        return (struct str){0};
    row->used |= (uint64_t)1 << (column - 1);
    return is_nothing(entry->cells[column - 1]) ? (struct str){0} : entry->cells[column - 1];
}

static bool is_number(struct str cell)
{
    size_t number;
    return str_to_size(cell, 9999, &number);
}

struct step_row step_row_of(const struct step_columns *columns, const struct entry *entry)
{
    struct step_row row = {0};
    const size_t count = entry->cell_count, *of = columns->of;
    row.when = take_cell(&row, entry, of[STEP_WHEN]);
    row.answer = take_cell(&row, entry, of[STEP_ANSWER]);
    if (of[STEP_WORDS] > 0 || (of[STEP_WHEN] != count && of[STEP_ANSWER] != count))
        row.words = take_cell(&row, entry, of[STEP_WORDS] > 0 ? of[STEP_WORDS] : count);
    bool numbered = of[STEP_TITLE] > 0 && of[STEP_TITLE] <= count && is_number(entry->cells[of[STEP_TITLE] - 1]);
    if (of[STEP_TITLE] > 0 && !numbered)
        row.title = take_cell(&row, entry, of[STEP_TITLE]);
    for (size_t i = 0; i < count && i < CELLS_MOST && row.title.len == 0; i++) {
        if ((row.used >> i & 1) == 0 && entry->cells[i].len > 0 && !is_number(entry->cells[i]))
            row.title = take_cell(&row, entry, i + 1);
    }
    return row;
}
