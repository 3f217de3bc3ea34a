#include "rubric/finders.h"
#include "rubric/print.h"

#include <stdint.h>

static void put_list(struct buf *out, const struct str *texts, size_t count)
{
    buf_add_byte(out, '[');
    for (size_t i = 0; i < count; i++) {
        buf_add_cstring(out, i > 0 ? ", " : "");
        print_text(out, texts[i]);
    }
    buf_add_byte(out, ']');
}

static void put_node(struct buf *out, const struct rubric *rubric, const struct finder_node *node);

static void put_children(struct buf *out, const struct rubric *rubric, const struct finder_node *first)
{
    buf_add_byte(out, '[');
    for (const struct finder_node *child = first; child != NULL; child = child->next) {
        buf_add_cstring(out, child == first ? "{" : ", {");
        put_node(out, rubric, child);
        buf_add_byte(out, '}');
    }
    buf_add_byte(out, ']');
}

/* A lexicon that was defined anew since is printed by its words. */
static bool has_name(const struct rubric *rubric, const struct finder_node *node)
{
    const struct lexicons *lexicons = &rubric->finders->lexicons;
    return node->kind == NODE_LEXICON && lexicons->items[names_find(&lexicons->names, node->name)].words == node->texts;
}

static void put_texts(struct buf *out, const struct rubric *rubric, const struct finder_node *node)
{
    if (has_name(rubric, node)) {
        buf_add_cstring(out, "lexicon: {name: ");
        print_text(out, node->name);
    } else {
        buf_add_cstring(out, node->kind == NODE_PATTERNS ? "patterns: {of: " : "phrases: {of: ");
        put_list(out, node->texts, node->text_count);
    }
    if (node->at_least > 1) {
        buf_add_cstring(out, ", at_least: ");
        print_number(out, node->at_least);
    }
    buf_add_cstring(out, node->quoted ? ", quoted: true}" : "}");
}

static void put_range(struct buf *out, const char *key, const char *low, const char *high,
                      const struct finder_node *node)
{
    buf_printf(out, "%s: {", key);
    if (node->from_end)
        buf_printf(out, "last: %zu", node->high);
    else
        buf_printf(out, "%s: %zu", low, node->low);
    if (!node->from_end && node->high != SIZE_MAX)
        buf_printf(out, ", %s: %zu", high, node->high);
    buf_add_byte(out, '}');
}

static void put_names(struct buf *out, const struct rubric *rubric, const struct finder_node *node)
{
    buf_add_cstring(out, "signal: [");
    for (size_t i = 0; i < node->signal_count; i++) {
        buf_add_cstring(out, i > 0 ? ", " : "");
        print_text(out, rubric->signals[node->signals[i]].name);
    }
    buf_add_byte(out, ']');
}

static void put_node(struct buf *out, const struct rubric *rubric, const struct finder_node *node)
{
    switch (node->kind) {
    case NODE_PHRASES:
    case NODE_PATTERNS:
    case NODE_LEXICON:
        put_texts(out, rubric, node);
        break;
    case NODE_SIMILAR:
        buf_printf(out, "similar: {to: %s, at_least: ", section_name(node->section));
        print_number(out, node->at_least);
        buf_add_byte(out, '}');
        break;
    case NODE_LENGTH:
        put_range(out, "length", "at_least", "at_most", node);
        break;
    case NODE_POSITION:
        put_range(out, "position", "from", "to", node);
        break;
    case NODE_SIGNAL:
        put_names(out, rubric, node);
        break;
    case NODE_AFTER: /* the one child is the list's NODE_ANY */
    case NODE_NOT:
        buf_add_cstring(out, node->kind == NODE_NOT ? "not: " : "after: ");
        put_children(out, rubric, node->first->first);
        break;
    case NODE_ALL:
    case NODE_ANY:
        buf_add_cstring(out, node->kind == NODE_ANY ? "any: " : "all: ");
        put_children(out, rubric, node->first);
        break;
    }
}

static void put_lexicons(struct buf *out, const struct lexicons *lexicons)
{
    if (lexicons->count > 0)
        buf_add_cstring(out, "lexicons:\n");
    for (size_t i = 0; i < lexicons->count; i++) {
        buf_add_cstring(out, "  ");
        print_text(out, lexicons->items[i].name);
        buf_add_cstring(out, ": ");
        put_list(out, lexicons->items[i].words, lexicons->items[i].count);
        buf_add_byte(out, '\n');
    }
}

void print_signals(const struct rubric *rubric, struct buf *out)
{
    const struct signal_finders *finders = rubric->finders;
    put_lexicons(out, &finders->lexicons);
    if (finders->signals.count == 0)
        return;
    buf_add_cstring(out, "signals:\n");
    for (size_t i = 0; i < finders->signals.count; i++) {
        const struct defined_signal *defined = &finders->signals.items[i];
        buf_add_cstring(out, "  ");
        print_text(out, rubric->signals[defined->signal].name);
        buf_printf(out, ": {side: %s, ", !defined->caller ? "persona" : !defined->persona ? "caller" : "both");
        put_node(out, rubric, defined->root);
        buf_add_cstring(out, "}\n");
    }
}
