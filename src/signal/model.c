#include "signal/model.h"

#include "base/arena.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

struct model *model_new(void)
{
    struct model *model = memory_alloc(sizeof *model);
    arena_init(&model->arena);
    for (size_t i = 0; i < HEAD_COUNT; i++)
        model->threshold[i] = INFINITY;
    return model;
}

static void free_tables(struct model *model)
{
    for (size_t i = 0; i < sizeof model->owned / sizeof *model->owned; i++)
        free(model->owned[i]);
}

void model_free(struct model *model)
{
    if (model == NULL)
        return;
    VEC_RELEASE(&model->weights);
    free_tables(model);
    arena_release(&model->arena);
    free(model);
}

static const char *head_name(enum head head)
{
    static const char *const second[] = {
        "platitude given the call",      "ai_leak given the call",    "role_flip given the call",
        "format_leak given the call",    "hesitation given the call", "skepticism given the call",
        "verbatim_copy given the call",  "closing given the call",    "over_disclosure given the call",
        "language_break given the call", "fact_error given the call", "repetition given the call"};
    if (head < (enum head)SIGNAL_CORE_COUNT)
        return core_signal_name((enum core_signal)head);
    if (head == HEAD_LIVE_CLOSING)
        return "closing while the call goes on";
    if (head == HEAD_VOICE)
        return "voice of the serving side";
    return second[head - HEAD_SECOND];
}

static enum head head_from(struct str name)
{
    for (enum head head = 0; head < HEAD_COUNT; head++)
        if (str_eq_cstring(name, head_name(head)))
            return head;
    return HEAD_COUNT;
}

void model_add(struct model *model, enum head head, struct str name, uint64_t key, double value)
{
    VEC_PUSH(&model->weights,
             ((struct weight){
                 .key = key, .head = (uint16_t)head, .value = (float)value, .name = str_dup(&model->arena, name)}));
}

static void place(uint32_t *table, struct weight_index index, uint32_t row)
{
    const uint64_t key = index.rows[row].key;
    uint32_t at = (uint32_t)key & index.mask;
    while (table[at] != 0)
        at = (at + 1) & index.mask;
    table[at] = weight_slot(index, key) | row;
}

/* A row for every step: the weights of all steps up to it. */
static void index_named(struct model *model, struct named_weights *weights)
{
    for (size_t name = 0; name < NAMED_FEATURES; name++) {
        const struct named *named = &named_features[name];
        for (unsigned i = 0; i < (named->count == 0 ? 1 : named->count); i++) {
            struct weight_row *row = &weights->of[name][i];
            const uint32_t step =
                weight_find(model->index, feature_key(STR("n"), str_from(named->name), named->count == 0 ? 0 : i + 1));
            if (i > 0)
                *row = weights->of[name][i - 1];
            for (size_t head = 0; step != 0 && head < FIRST_HEADS; head++)
                row->of[head] += model->index.rows[step].of[head];
        }
    }
    model->named = weights;
}

static void index_second(struct model *model)
{
    static const char *const inputs[SECOND_INPUTS] = {"own", "rest", "earlier"};
    memset(model->second, 0, sizeof model->second);
    for (size_t i = 0; i < model->weights.count; i++) {
        const struct weight *weight = &model->weights.items[i];
        const size_t signal = weight->head < HEAD_SECOND ? SIGNAL_CORE_COUNT : weight->head - (size_t)HEAD_SECOND;
        for (size_t k = 0; k < SECOND_INPUTS && signal < SIGNAL_CORE_COUNT; k++)
            if (weight->key ==
                feature_key(str_from(inputs[k]), str_from(core_signal_name((enum core_signal)signal)), 0))
                model->second[signal][k] = (double)weight->value;
    }
}

/* Memory for rows, aligned as their type asks; `*owned` is to be freed. */
static struct weight_row *rows_new(size_t count, void **owned)
{
    char *memory = *owned = memory_alloc((count + 1) * sizeof(struct weight_row));
    return (struct weight_row *)(memory + (0 - (uintptr_t)memory) % alignof(struct weight_row));
}

void model_index(struct model *model)
{
    const size_t count = model->weights.count;
    size_t room = 64;
    while (room < count + count / 4)
        room *= 2;
    free_tables(model);
    uint32_t *table = model->owned[0] = memory_alloc(room * sizeof *table), used = 1;
    struct weight_row *rows = rows_new(count + 1, &model->owned[1]);
    model->index = (struct weight_index){table, (uint32_t)room - 1, rows};
    for (size_t head = 0; head < FIRST_HEADS; head++)
        rows[0].of[head] = (float)model->bias[head];
    for (size_t i = 0; i < count; i++) {
        const struct weight *weight = &model->weights.items[i];
        if (weight->head >= HEAD_SECOND)
            continue;
        uint32_t row = weight_find(model->index, weight->key);
        if (row == 0) {
            row = used++;
            rows[row].key = weight->key;
            place(table, model->index, row);
        }
        rows[row].of[weight->head] = weight->value;
    }
    model->row_count = used;
    index_named(model, (struct named_weights *)rows_new(sizeof(struct named_weights) / sizeof *rows, &model->owned[2]));
    index_second(model);
}

double model_second(const struct model *model, enum core_signal signal, const double inputs[SECOND_INPUTS])
{
    double odds = model->bias[HEAD_SECOND + signal];
    for (size_t i = 0; i < SECOND_INPUTS; i++)
        odds += model->second[signal][i] * inputs[i];
    return odds;
}

double log_odds_to_probability(double odds)
{
    return 1 / (1 + exp(-odds));
}

/* A decimal number without regard to the locale: -12.345. */
static bool read_decimal(struct str text, double *value)
{
    double sign = 1, scale = 1, sum = 0;
    bool behind = false, any = false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (i == 0 && (c == '-' || c == '+')) {
            sign = c == '-' ? -1 : 1;
        } else if (c == '.' && !behind) {
            behind = true;
        } else if (c >= '0' && c <= '9') {
            sum = sum * 10 + (c - '0');
            scale *= behind ? 10 : 1;
            any = true;
        } else {
            return false;
        }
    }
    *value = sign * sum / scale;
    return any;
}

/* Thousandths as text, without regard to the locale. */
static void write_decimal(struct buf *out, double value)
{
    long thousandths = lround(value * 1000);
    unsigned long size = (unsigned long)labs(thousandths);
    buf_printf(out, "%s%lu.%03lu", thousandths < 0 ? "-" : "+", size / 1000, size % 1000);
}

static uint64_t key_of(struct str name)
{
    size_t colon = str_find_byte(name, ':'), step = 0;
    struct str space = str_slice(name, 0, colon), rest = str_slice(name, colon + 1, name.len);
    if (str_eq_cstring(space, "n")) {
        size_t hash = str_find_byte(rest, '#');
        if (hash != STR_NONE && str_to_size(str_slice(rest, hash + 1, rest.len), 255, &step))
            rest = str_slice(rest, 0, hash);
    }
    return feature_key(space, rest, (unsigned)step);
}

static bool read_weight(struct model *model, struct str line, enum head head)
{
    size_t space = str_find_byte(line, ' ');
    double value;
    if (space == STR_NONE || !read_decimal(str_slice(line, 0, space), &value))
        return false;
    struct str name = str_slice(line, space + 1, line.len);
    if (str_eq_cstring(name, "bias"))
        model->bias[head] = value;
    else if (str_eq_cstring(name, "threshold"))
        model->threshold[head] = value;
    else if (str_find_byte(name, ':') != STR_NONE)
        model_add(model, head, name, key_of(name), value);
    else
        return false;
    return true;
}

struct model *model_read(struct str text, const char *path, struct error *err)
{
    struct model *model = model_new();
    enum head head = HEAD_COUNT;
    struct str line;
    for (size_t number = 1; str_next_line(&text, &line); number++) {
        if (str_starts(line, STR("# data "))) {
            struct str hex = str_slice(line, sizeof "# data " - 1, sizeof "# data " - 1 + 64);
            memcpy(model->data, hex.ptr, hex.len);
        }
        if (line.len == 0 || line.ptr[0] == '#')
            continue;
        bool good;
        if (line.ptr[0] == '[')
            good = (head = head_from(str_slice(line, 1, line.len - 1))) != HEAD_COUNT;
        else
            good = head != HEAD_COUNT && read_weight(model, line, head);
        if (!good) {
            error_at(err, ERROR_USER, path, number, 1,
                     "this line is neither a [head] nor a weight and a feature's name");
            model_free(model);
            return NULL;
        }
    }
    model_index(model);
    return model;
}

static int by_head_and_size(const void *a, const void *b)
{
    const struct weight *x = a, *y = b;
    if (x->head != y->head)
        return x->head < y->head ? -1 : 1;
    float p = fabsf(x->value), q = fabsf(y->value);
    if (p != q)
        return p > q ? -1 : 1;
    return str_compare(x->name, y->name);
}

void model_write(const struct model *model, struct buf *out)
{
    struct weight *sorted = memory_grow(NULL, model->weights.count + 1, sizeof *sorted);
    size_t next = 0;
    if (model->weights.count > 0)
        memcpy(sorted, model->weights.items, model->weights.count * sizeof *sorted);
    qsort(sorted, model->weights.count, sizeof *sorted, by_head_and_size);
    for (enum head head = 0; head < HEAD_COUNT; head++) {
        buf_printf(out, "\n[%s]\n", head_name(head));
        write_decimal(out, model->bias[head]);
        buf_add_cstring(out, " bias\n");
        if (isfinite(model->threshold[head])) {
            write_decimal(out, model->threshold[head]);
            buf_add_cstring(out, " threshold\n");
        }
        for (; next < model->weights.count && sorted[next].head == head; next++) {
            write_decimal(out, (double)sorted[next].value);
            buf_printf(out, " %.*s\n", STR_FORMAT(sorted[next].name));
        }
    }
    free(sorted);
}
