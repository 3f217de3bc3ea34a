#include "run/choose.h"

#include <stdio.h>
#include <stdlib.h>

struct table {
    const struct scenario *scenario;
    struct loop *loop;
    struct exchange *exchange;
    struct choosing *counts;
    size_t open; /* questions that are awaited */
};
struct seat {
    struct table *table;
    struct exchange_thread *thread; /* owned while it is asked */
    struct chosen *chosen;
};

static void replied(const struct exchange_reply *reply, void *context)
{
    struct seat *seat = context;
    struct table *table = seat->table;
    bool read = reply->ok && chooser_read(reply->content, table->scenario, NULL, 0, &seat->chosen->choice);
    seat->chosen->came = !reply->ok ? "failed"
                         : !read    ? "unusable"
                                    : (seat->chosen->choice.kind == CHOICE_NONE ? "none" : "picked");
    table->counts->failed += !reply->ok;
    table->counts->unusable += reply->ok && !read;
    if (!reply->ok && table->counts->why[0] == '\0')
        snprintf(table->counts->why, sizeof table->counts->why, "%.*s", STR_FORMAT(reply->why));
    exchange_thread_free(seat->thread);
    seat->thread = NULL;
    if (--table->open == 0)
        loop_stop(table->loop);
}

static void ask(struct table *table, const struct endpoint *chooser, const struct str *questions, size_t count,
                struct seat *seats, struct chosen *chosen)
{
    struct arena arena;
    arena_init(&arena);
    struct str instruction = chooser_instruction(&arena, table->scenario);
    table->open = count;
    for (size_t i = 0; i < count; i++) {
        struct str name = str_from(arena_printf(&arena, "%.*s chooser %zu", STR_FORMAT(table->scenario->id), i + 1));
        chosen[i] = (struct chosen){.came = "failed"};
        seats[i] = (struct seat){table, NULL, &chosen[i]};
        seats[i].thread =
            exchange_thread_new(table->exchange, chooser, instruction, table->scenario->id, (uint32_t)i + 1, name);
        exchange_thread_add(seats[i].thread, false,
                            chooser_question(&arena, table->scenario, NULL, 0, STR(""), questions[i]));
        exchange_ask(seats[i].thread, replied, &seats[i]);
    }
    arena_release(&arena);
}

bool choose_all(const struct scenario *scenario, const struct endpoint *chooser, const struct exchange_options *options,
                const struct str *questions, size_t count, struct chosen *chosen, struct choosing *counts,
                struct error *err)
{
    struct table table = {.scenario = scenario, .counts = counts};
    *counts = (struct choosing){0};
    if (!endpoint_check(chooser, err))
        return false;
    table.loop = loop_new(err);
    if (table.loop == NULL)
        return false;
    struct seat *seats = memory_alloc((count + 1) * sizeof *seats);
    table.exchange = exchange_open(table.loop, NULL, options, err);
    if (table.exchange != NULL) {
        ask(&table, chooser, questions, count, seats, chosen);
        if (table.open > 0)
            loop_run(table.loop);
        exchange_close(table.exchange);
    }
    bool fine = table.exchange != NULL;
    loop_free(table.loop);
    free(seats);
    return fine;
}
