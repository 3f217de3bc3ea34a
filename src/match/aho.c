#include "match/aho.h"

#include "base/arena.h"
#include "base/vec.h"

#include <stdlib.h>
#include <string.h>

#define NONE UINT32_MAX
enum { BYTES = 256 };

/* A node of the trie while literals are added; children are a linked list. */
struct node {
    uint32_t child, sibling;
    uint32_t fail;   /* the node of the longest proper suffix */
    uint32_t state;  /* its number in the automaton */
    uint32_t output; /* index into outputs, NONE = none of its own */
    unsigned char byte;
    bool marks; /* it or a node on its chain of failures has an output */
};

struct output {
    size_t value;
    uint32_t next; /* another value of the same literal, or NONE */
};

struct aho {
    VEC(struct node) nodes; /* 0 is the root */
    VEC(struct output) outputs;
    uint16_t class_of[BYTES]; /* 0 = a byte that stands in no literal */
    size_t class_count;
    uint32_t *table;        /* owned: state * class_count + class -> row of the next state */
    uint32_t first_marker;  /* rows from here on belong to states that mark something */
    uint32_t *first_output; /* owned, by state: the literals that end here, NONE = none */
    uint32_t *next_marker;  /* owned, by state: the next shorter state with literals of its own, 0 = none */
};

struct aho *aho_new(void)
{
    struct aho *aho = memory_alloc(sizeof *aho);
    struct node root = {.child = NONE, .sibling = NONE, .output = NONE};
    VEC_PUSH(&aho->nodes, root);
    aho->class_count = 1;
    return aho;
}

void aho_free(struct aho *aho)
{
    if (aho == NULL)
        return;
    VEC_RELEASE(&aho->nodes);
    VEC_RELEASE(&aho->outputs);
    free(aho->table);
    free(aho->first_output);
    free(aho->next_marker);
    free(aho);
}

static uint32_t child_of(const struct aho *aho, uint32_t node, unsigned char byte)
{
    uint32_t child = aho->nodes.items[node].child;
    while (child != NONE && aho->nodes.items[child].byte != byte)
        child = aho->nodes.items[child].sibling;
    return child;
}

bool aho_add(struct aho *aho, struct str literal, size_t value)
{
    size_t classes = aho->class_count;
    for (size_t i = 0; i < literal.len; i++)
        classes += aho->class_of[(unsigned char)literal.ptr[i]] == 0; /* at most: doubles count twice */
    classes = classes <= BYTES ? classes : BYTES + 1;
    if (literal.len == 0 || (aho->nodes.count + literal.len) * classes > AHO_CELLS)
        return false;
    uint32_t at = 0;
    for (size_t i = 0; i < literal.len; i++) {
        unsigned char byte = (unsigned char)literal.ptr[i];
        if (aho->class_of[byte] == 0)
            aho->class_of[byte] = (uint16_t)aho->class_count++;
        uint32_t child = child_of(aho, at, byte);
        if (child == NONE) {
            child = (uint32_t)aho->nodes.count;
            struct node node = {.child = NONE, .sibling = aho->nodes.items[at].child, .output = NONE, .byte = byte};
            VEC_PUSH(&aho->nodes, node);
            aho->nodes.items[at].child = child;
        }
        at = child;
    }
    struct output output = {value, aho->nodes.items[at].output};
    aho->nodes.items[at].output = (uint32_t)aho->outputs.count;
    VEC_PUSH(&aho->outputs, output);
    return true;
}

/* Where to go from `node` on `byte`, by way of failures. */
static uint32_t step(const struct aho *aho, uint32_t node, unsigned char byte)
{
    for (;;) {
        uint32_t child = child_of(aho, node, byte);
        if (child != NONE)
            return child;
        if (node == 0)
            return 0;
        node = aho->nodes.items[node].fail;
    }
}

/* Fills `order` with the nodes by depth, and sets fail and marks. */
static void link_failures(struct aho *aho, uint32_t *order)
{
    struct node *nodes = aho->nodes.items;
    size_t count = 0;
    order[count++] = 0;
    for (size_t i = 0; i < count; i++) {
        uint32_t at = order[i];
        for (uint32_t child = nodes[at].child; child != NONE; child = nodes[child].sibling) {
            nodes[child].fail = at == 0 ? 0 : step(aho, nodes[at].fail, nodes[child].byte);
            nodes[child].marks = nodes[child].output != NONE || nodes[nodes[child].fail].marks;
            order[count++] = child;
        }
    }
}

/* States that mark nothing come first, so that the scan tells them by their number. */
static void number_states(struct aho *aho, const uint32_t *order)
{
    uint32_t state = 0;
    for (int marks = 0; marks <= 1; marks++) {
        if (marks)
            aho->first_marker = state * (uint32_t)aho->class_count;
        for (size_t i = 0; i < aho->nodes.count; i++) {
            if (aho->nodes.items[order[i]].marks == (marks == 1))
                aho->nodes.items[order[i]].state = state++;
        }
    }
}

static void fill_state(struct aho *aho, uint32_t at)
{
    const struct node *nodes = aho->nodes.items, *node = &nodes[at];
    size_t width = aho->class_count;
    uint32_t *row = aho->table + node->state * width;
    if (at != 0)
        memcpy(row, aho->table + nodes[node->fail].state * width, width * sizeof *row);
    for (uint32_t child = node->child; child != NONE; child = nodes[child].sibling)
        row[aho->class_of[nodes[child].byte]] = nodes[child].state * (uint32_t)width;
    const struct node *fail = &nodes[node->fail];
    aho->first_output[node->state] = node->output;
    aho->next_marker[node->state] = fail->output != NONE ? fail->state : aho->next_marker[fail->state];
}

void aho_build(struct aho *aho)
{
    size_t count = aho->nodes.count;
    uint32_t *order = memory_alloc(count * sizeof *order);
    link_failures(aho, order);
    number_states(aho, order);
    aho->table = memory_alloc(count * aho->class_count * sizeof *aho->table);
    aho->first_output = memory_alloc(count * sizeof *aho->first_output);
    aho->next_marker = memory_alloc(count * sizeof *aho->next_marker);
    for (size_t i = 0; i < count; i++)
        fill_state(aho, order[i]);
    free(order);
    VEC_RELEASE(&aho->nodes);
}

static void mark_state(const struct aho *aho, uint32_t state, uint64_t *bits)
{
    do {
        for (uint32_t i = aho->first_output[state]; i != NONE; i = aho->outputs.items[i].next) {
            size_t value = aho->outputs.items[i].value;
            bits[value / 64] |= (uint64_t)1 << (value % 64);
        }
        state = aho->next_marker[state];
    } while (state != 0);
}

void aho_mark(const struct aho *aho, struct str text, uint64_t *bits)
{
    const uint32_t *table = aho->table;
    uint32_t row = 0;
    for (size_t i = 0; i < text.len; i++) {
        row = table[row + aho->class_of[(unsigned char)text.ptr[i]]];
        if (row >= aho->first_marker)
            mark_state(aho, (uint32_t)(row / aho->class_count), bits);
    }
}
