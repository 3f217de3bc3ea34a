/* Every node lies within the file, every refusal has a place, and reading values never goes wrong. */
#include "base/arena.h"
#include "fuzz/fuzz.h"
#include "syntax/yaml.h"

static void visit(const struct source *source, const struct yaml_node *node, size_t depth)
{
    static const char *const keys[] = {"id", "weight", "rules", NULL};
    struct error err;
    struct str text;
    double number;
    size_t size;
    bool truth;
    MUST(node->at <= source->text.len && node->key_at <= source->text.len && depth <= 64);
    yaml_check_keys(source, node, keys, &err);
    yaml_text(source, node, &text, &err);
    yaml_number(source, node, 0, 1, &number, &err);
    yaml_size(source, node, 100, &size, &err);
    yaml_bool(source, node, &truth, &err);
    size_t count = 0;
    for (const struct yaml_node *child = node->first; child != NULL; child = child->next, count++)
        visit(source, child, depth + 1);
    MUST(count == node->count && (count == 0 || node->kind != YAML_SCALAR));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena;
    struct source source;
    struct error err = {0};
    arena_init(&arena);
    if (source_from(&source, &arena, "x", (struct str){(const char *)data, size}, &err)) {
        const struct yaml_node *root = yaml_parse(&arena, &source, &err);
        if (root != NULL)
            visit(&source, root, 0);
        else
            MUST(err.message[0] != '\0' && (err.kind != ERROR_USER || err.line > 0));
    }
    arena_release(&arena);
    return 0;
}
