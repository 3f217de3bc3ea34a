/* Writes the core's weights and phrases as C tables, so that no process reads them again: the files stay what people
 * read and edit. Run at build time. Usage: signal_tables weights.txt phrases.txt >signal_tables.c */
#include "base/file.h"
#include "signal/model.h"
#include "signal/phrases.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static struct str read_text(struct buf *text, const char *path)
{
    struct error err = {0};
    buf_init(text, 0);
    if (!file_read(path, text, &err)) {
        fprintf(stderr, "signal_tables: %s: %s\n", path, err.message);
        exit(1);
    }
    return buf_str(text);
}

static void write_heads(const char *name, const double values[HEAD_COUNT])
{
    printf("    .%s = {", name);
    for (size_t i = 0; i < HEAD_COUNT; i++)
        if (isfinite(values[i]))
            printf("%a,", values[i]);
        else
            printf("INFINITY,");
    printf("},\n");
}

static void write_row(const struct weight_row *row)
{
    printf("{{");
    for (size_t head = 0; head < FIRST_HEADS; head++)
        if (row->of[head] != 0 || head == 0)
            printf("[%zu]=%af,", head, (double)row->of[head]);
    printf("},%#llxu},\n", (unsigned long long)row->key);
}

static void write_model(const struct model *model)
{
    printf("static const uint32_t slots[] = {\n");
    for (size_t i = 0; i <= model->index.mask; i++)
        printf("%#x,%s", model->index.table[i], i % 8 == 7 ? "\n" : "");
    printf("};\nstatic const struct weight_row rows[] = {\n");
    for (size_t i = 0; i < model->row_count; i++)
        write_row(&model->index.rows[i]);
    printf("};\nstatic const struct named_weights named = {{\n");
    for (size_t name = 0; name < NAMED_FEATURES; name++)
        for (size_t step = 0; step < STEPS_MOST; step++) {
            printf("[%zu][%zu]=", name, step);
            write_row(&model->named->of[name][step]);
        }
    printf("}};\nconst struct model core_model = {\n    .second = {\n");
    for (size_t i = 0; i < SIGNAL_CORE_COUNT; i++)
        printf("{%a,%a,%a},\n", model->second[i][0], model->second[i][1], model->second[i][2]);
    printf("},\n");
    write_heads("bias", model->bias);
    write_heads("threshold", model->threshold);
    printf("    .index = {slots, %u, rows},\n    .row_count = %zu,\n    .named = &named,\n"
           "    .data = \"%s\",\n};\n",
           model->index.mask, model->row_count, model->data);
}

static void write_bytes(const char *name, const char *bytes, size_t len)
{
    printf("static const unsigned char %s[] = {\n", name);
    for (size_t i = 0; i < len; i++)
        printf("%u,%s", (unsigned char)bytes[i], i % 24 == 23 ? "\n" : "");
    printf("0};\n");
}

static void write_phrases(const struct phrases *phrases)
{
    const struct needles *heads = &phrases->heads;
    const size_t places = (size_t)1 << heads->bits;
    write_bytes("rests", heads->rests, heads->rests_len);
    write_bytes("text", phrases->text, phrases->text_len);
    printf("static const struct needle heads[] = {\n");
    for (size_t i = 0; i < places; i++)
        printf("{%#llxu,%u,%u,%u},\n", (unsigned long long)heads->places[i].head, heads->places[i].rest,
               heads->places[i].value, heads->places[i].len);
    printf("};\nstatic const uint64_t seen[] = {\n");
    for (size_t i = 0; i < places / 8; i++)
        printf("%#llxu,%s", (unsigned long long)heads->seen[i], i % 8 == 7 ? "\n" : "");
    printf("};\nstatic const struct phrase all[] = {\n");
    for (size_t i = 0; i < heads->count; i++)
        printf("{%u,%u,%u},\n", phrases->all[i].tail, phrases->all[i].tail_len, phrases->all[i].class_index);
    printf("};\nstatic const struct phrase_class classes[] = {\n");
    for (size_t i = 0; i < phrases->class_count; i++)
        printf("{%u,%u},\n", phrases->classes[i].name, phrases->classes[i].len);
    printf("};\nconst struct phrases core_phrases = {\n    .all = all,\n    .text = (const char *)text,\n"
           "    .text_len = %zu,\n    .classes = classes,\n    .class_count = %zu,\n    .heads = {\n"
           "        .bounds = NEEDLES_AT_WORD_BOUNDS,\n        .bits = %u,\n        .count = %zu,\n"
           "        .places = heads,\n        .seen = seen,\n        .rests = (const char *)rests,\n"
           "        .rests_len = %zu,\n        .pairs = %d,\n"
           "        .begins = {\n",
           phrases->text_len, phrases->class_count, heads->bits, heads->count, heads->rests_len, heads->pairs);
    for (size_t i = 0; i < NEEDLE_BRIEFS / 64; i++)
        printf("%#llxu,%s", (unsigned long long)heads->begins[i], i % 8 == 7 ? "\n" : "");
    printf("}}};\n");
}

int main(int argc, char **argv)
{
    struct error err = {0};
    struct buf weights, text;
    if (argc != 3) {
        fprintf(stderr, "usage: signal_tables weights.txt phrases.txt\n");
        return 2;
    }
    struct model *model = model_read(read_text(&weights, argv[1]), argv[1], &err);
    struct phrases *phrases = model != NULL ? phrases_read(read_text(&text, argv[2]), argv[2], &err) : NULL;
    if (phrases == NULL) {
        fprintf(stderr, "signal_tables: %s:%zu: %s\n", err.path, err.line, err.message);
        return 1;
    }
    printf("/* Made by tools/signal_tables.c from %s and %s. */\n#include \"signal/model.h\"\n"
           "#include \"signal/phrases.h\"\n\n#include <math.h>\n\n",
           argv[1], argv[2]);
    write_model(model);
    write_phrases(phrases);
    phrases_free(phrases);
    model_free(model);
    buf_release(&weights);
    buf_release(&text);
    return ferror(stdout) || fflush(stdout) != 0;
}
