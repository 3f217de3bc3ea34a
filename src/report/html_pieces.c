#include "report/html_pieces.h"

#include "report/html_parts.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static size_t index_of(const void *const *items, size_t count, const void *item)
{
    size_t i = 0;
    while (i < count && items[i] != item)
        i++;
    return i;
}

size_t html_scenario_number(const struct html_pieces *pieces, const struct scenario *scenario)
{
    return index_of((const void *const *)pieces->scenarios, pieces->scenario_count, scenario);
}

size_t html_rubric_number(const struct html_pieces *pieces, const struct rubric *rubric)
{
    return index_of((const void *const *)pieces->rubrics, pieces->rubric_count, rubric);
}

static size_t signal_number(struct html_pieces *pieces, struct str name)
{
    size_t i = 0;
    while (i < pieces->signal_count && !str_eq(pieces->signals[i], name))
        i++;
    if (i == pieces->signal_count)
        pieces->signals[pieces->signal_count++] = name;
    return i;
}

static void number_signals(struct html_pieces *pieces)
{
    size_t most = 0;
    for (size_t r = 0; r < pieces->rubric_count; r++)
        most += pieces->rubrics[r]->signal_count;
    pieces->signals = arena_array(&pieces->arena, most, sizeof *pieces->signals);
    pieces->signal_numbers = arena_array(&pieces->arena, pieces->rubric_count, sizeof *pieces->signal_numbers);
    for (size_t r = 0; r < pieces->rubric_count; r++) {
        const struct rubric *rubric = pieces->rubrics[r];
        pieces->signal_numbers[r] = arena_array(&pieces->arena, rubric->signal_count, sizeof(size_t));
        for (size_t i = 0; i < rubric->signal_count; i++)
            pieces->signal_numbers[r][i] = signal_number(pieces, rubric->signals[i].name);
    }
}

struct html_pieces *html_pieces_new(const struct html_subjects *subjects)
{
    struct html_pieces *pieces = memory_alloc(sizeof *pieces);
    *pieces = (struct html_pieces){.scenario_count = subjects->scenario_count,
                                   .rubric_count = subjects->rubric_count,
                                   .chinese = subjects->chinese,
                                   .blind = subjects->blind};
    arena_init(&pieces->arena);
    pieces->scenarios = arena_array(&pieces->arena, subjects->scenario_count, sizeof *pieces->scenarios);
    for (size_t i = 0; i < subjects->scenario_count; i++)
        pieces->scenarios[i] = subjects->scenarios[i];
    pieces->rubrics = arena_array(&pieces->arena, subjects->rubric_count, sizeof *pieces->rubrics);
    for (size_t i = 0; i < subjects->rubric_count; i++)
        pieces->rubrics[i] = subjects->rubrics[i];
    number_signals(pieces);
    return pieces;
}

void html_pieces_free(struct html_pieces *pieces)
{
    if (pieces == NULL)
        return;
    buf_release(&pieces->chunk);
    buf_release(&pieces->blocks);
    buf_release(&pieces->good.html);
    buf_release(&pieces->bad.html);
    arena_release(&pieces->arena);
    free(pieces);
}

void html_expect(struct buf *buf, size_t most, size_t len)
{
    if (buf->len == 0)
        buf_reserve(buf, most * (len + len / 4));
}

void html_pieces_add(struct html_pieces *pieces, bool passed, struct str data, struct str still)
{
    html_expect(&pieces->chunk, HTML_CHUNK, data.len);
    buf_add_byte(&pieces->chunk, pieces->chunk.len == 0 ? '[' : ',');
    buf_add(&pieces->chunk, data);
    html_still_add(passed ? &pieces->good : &pieces->bad, still);
    if (++pieces->count % HTML_CHUNK == 0)
        html_pieces_close(pieces);
}

void html_pieces_close(struct html_pieces *pieces)
{
    char id[32];
    if (pieces->chunk.len == 0)
        return;
    buf_add_byte(&pieces->chunk, ']');
    snprintf(id, sizeof id, "chunk%zu", (pieces->count - 1) / HTML_CHUNK);
    html_block(&pieces->blocks, id, buf_str(&pieces->chunk));
    buf_clear(&pieces->chunk);
}
