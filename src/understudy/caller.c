#include "understudy/caller.h"

/* Which of the prompt's sections a heading begins. */
enum part { PART_OTHER, PART_STEPS, PART_OPENING, PART_CLOSING };

static enum part part_of(struct str title)
{
    static const char *const names[][3] = {[PART_STEPS] = {"步骤和话术", "步驟和話術", "Steps and lines"},
                                           [PART_OPENING] = {"开场白", "開場白", "Opening"},
                                           [PART_CLOSING] = {"结束语", "結束語", "Closing words"}};
    for (enum part part = PART_STEPS; part <= PART_CLOSING; part++)
        for (size_t i = 0; i < 3; i++)
            if (str_eq_cstring(title, names[part][i]))
                return part;
    return PART_OTHER;
}

static struct str join(struct arena *arena, struct str said, struct str more)
{
    if (said.len == 0)
        return str_dup(arena, more);
    bool latin = (unsigned char)said.ptr[said.len - 1] < 0x80;
    return str_from(arena_printf(arena, "%.*s%s%.*s", STR_FORMAT(said), latin ? " " : "", STR_FORMAT(more)));
}

/* A line of a step: "   - words" is spoken, "     - words" belongs to the branch above it, whose condition is not. */
static void read_step_line(struct arena *arena, struct calling *calling, struct str line, struct str next)
{
    bool numbered = line.len > 0 && line.ptr[0] >= '0' && line.ptr[0] <= '9';
    if (numbered)
        calling->turns[calling->turn_count++] = (struct str){0};
    else if (calling->turn_count > 0 && str_starts(line, STR("   - ")) && !str_starts(next, STR("     - "))) {
        struct str *turn = &calling->turns[calling->turn_count - 1];
        *turn = join(arena, *turn, str_slice(line, 5, line.len));
    }
}

static struct str half_of(struct str prompt)
{
    struct str lead = STR("\n<caller>\n");
    size_t open = str_find(prompt, lead);
    if (open == STR_NONE)
        return (struct str){0};
    struct str rest = str_slice(prompt, open + lead.len, prompt.len);
    return str_slice(rest, 0, str_find(rest, STR("\n</caller>")));
}

bool calling_read(struct arena *arena, struct str system_prompt, struct calling *calling)
{
    struct str half = half_of(system_prompt), rest = half, line, opening = {0};
    size_t lines = 1;
    enum part part = PART_OTHER;
    *calling = (struct calling){0};
    if (half.len == 0)
        return false;
    while (str_next_line(&rest, &line))
        lines++;
    calling->turns = arena_array(arena, lines, sizeof *calling->turns);
    rest = half;
    while (str_next_line(&rest, &line)) {
        struct str ahead = rest, next = {0};
        if (str_starts(line, STR("## "))) {
            part = part_of(str_slice(line, 3, line.len));
            continue;
        }
        str_next_line(&ahead, &next);
        if (part == PART_STEPS)
            read_step_line(arena, calling, line, next);
        else if (part == PART_OPENING)
            opening = join(arena, opening, line);
        else if (part == PART_CLOSING)
            calling->closing = join(arena, calling->closing, line);
    }
    if (opening.len > 0 && calling->turn_count > 0)
        calling->turns[0] = opening;
    return true;
}

struct str calling_turn(struct arena *arena, const struct calling *calling, const struct brain_model *model,
                        bool english, struct str marker, size_t own)
{
    if (own >= calling->turn_count)
        return join(arena, calling->closing, marker);
    if (model->temperament == TEMPERAMENT_HASTY && own >= 2)
        return english ? STR("We'll deal with it as soon as possible, please just wait.")
                       : STR("这个我们会尽快处理，请您再等等。");
    return calling->turns[own];
}
