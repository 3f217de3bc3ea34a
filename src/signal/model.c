#include "signal/model.h"

#include "base/arena.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

enum { FREE = UINT32_MAX };

struct model *model_new(void)
{
    struct model *model = memory_alloc(sizeof *model);
    arena_init(&model->arena);
    for (size_t i = 0; i < HEAD_COUNT; i++)
        model->threshold[i] = INFINITY;
    return model;
}

void model_free(struct model *model)
{
    if (model == NULL)
        return;
    VEC_RELEASE(&model->weights);
    free(model->table);
    arena_release(&model->arena);
    free(model);
}

const char *head_name(enum head head)
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
    VEC_PUSH(&model->weights, ((struct weight){.key = key,
                                               .head = (uint16_t)head,
                                               .value = (float)value,
                                               .name = str_dup(&model->arena, name),
                                               .next = FREE}));
}

static int by_key_and_head(const void *a, const void *b)
{
    const struct weight *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return (int)x->head - (int)y->head;
}

void model_index(struct model *model)
{
    if (model->weights.count > 0) /* the weights of one key lie together in memory */
        qsort(model->weights.items, model->weights.count, sizeof *model->weights.items, by_key_and_head);
    model->room = 64;
    while (model->room < model->weights.count * 2)
        model->room *= 2;
    free(model->table);
    model->table = memory_grow(NULL, model->room, sizeof *model->table);
    for (size_t i = 0; i < model->room; i++)
        model->table[i] = FREE;
    for (size_t i = 0; i < model->weights.count; i++) {
        struct weight *weight = &model->weights.items[i];
        size_t slot = weight->key & (model->room - 1);
        while (model->table[slot] != FREE && model->weights.items[model->table[slot]].key != weight->key)
            slot = (slot + 1) & (model->room - 1);
        weight->next = model->table[slot];
        model->table[slot] = (uint32_t)i;
    }
}

static uint32_t look_up(const struct model *model, uint64_t key)
{
    size_t slot = key & (model->room - 1);
    while (model->table[slot] != FREE && model->weights.items[model->table[slot]].key != key)
        slot = (slot + 1) & (model->room - 1);
    return model->table[slot];
}

void model_score(const struct model *model, const struct features *features, bool skip_later, double odds[HEAD_COUNT])
{
    memcpy(odds, model->bias, sizeof model->bias);
    for (size_t i = 0; i < features->all.count; i++) {
        const struct feature *feature = &features->all.items[i];
        if (skip_later && feature->later)
            continue;
        for (uint32_t at = look_up(model, feature->key); at != FREE; at = model->weights.items[at].next)
            odds[model->weights.items[at].head] += (double)model->weights.items[at].value * (double)feature->value;
    }
}

double model_weight(const struct model *model, uint64_t key, enum head head)
{
    for (uint32_t at = look_up(model, key); at != FREE; at = model->weights.items[at].next)
        if (model->weights.items[at].head == head)
            return (double)model->weights.items[at].value;
    return 0;
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
