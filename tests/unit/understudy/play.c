#include "play.h"

#include <criterion/criterion.h>

enum { MESSAGES = 128 };

static struct str next_reply(struct arena *arena, const struct persona *persona, const struct brain_model *model,
                             uint64_t seed, const struct transcript *transcript)
{
    struct brain_message messages[MESSAGES];
    cr_assert_lt(transcript->count, MESSAGES);
    for (size_t i = 0; i < transcript->count; i++)
        messages[i] =
            (struct brain_message){transcript->messages[i].role == ROLE_PERSONA, transcript->messages[i].content};
    return brain_reply(arena, persona, model, seed, messages, transcript->count);
}

void play_open(struct play *play, const char *path, const char *model_name, uint32_t repeat)
{
    struct error err = {0};
    struct arena arena;
    struct brain_model model;
    struct usage usage = {0};
    arena_init(&arena);
    *play = (struct play){0};
    cr_assert(brain_model_from(str_from(model_name), &model), "%s", model_name);
    play->scenario = scenario_read(path, &err);
    cr_assert_not_null(play->scenario, "%s: %s", path, err.message);
    play->context = signal_context_new(play->scenario);
    struct dialogue *dialogue = dialogue_new(play->scenario, play->context, repeat, NULL);
    struct persona *persona = persona_read(prompt_persona(&arena, play->scenario, NULL));
    while (dialogue_next(dialogue) == INTENT_ASK_PERSONA) {
        struct str reply = next_reply(&arena, persona, &model, repeat, dialogue_transcript(dialogue));
        dialogue_persona_said(dialogue, reply, (struct str){0}, FINISH_STOP, usage, 0);
    }
    play->transcript = dialogue_take_transcript(dialogue);
    dialogue_free(dialogue);
    persona_free(persona);
    struct scene scene;
    scene_init(&scene, play->context, play->scenario, play->transcript);
    signal_find_core(play->context, &scene, &play->hits);
    scene_release(&scene);
    arena_release(&arena);
}

void play_close(struct play *play)
{
    hits_release(&play->hits);
    transcript_free(play->transcript);
    signal_context_free(play->context);
    scenario_free(play->scenario);
}

size_t play_count(const struct play *play, enum core_signal signal)
{
    size_t count = 0;
    for (size_t i = 0; i < play->transcript->count; i++)
        count += hits_has(&play->hits, (uint16_t)signal, (uint32_t)i);
    return count;
}

size_t play_faults(const struct play *play)
{
    size_t count = 0;
    for (size_t i = 0; i < play->transcript->count; i++)
        count += play->transcript->messages[i].move.fault.len > 0;
    return count;
}

size_t play_caller_turns(const struct play *play)
{
    size_t count = 0;
    for (size_t i = 0; i < play->transcript->count; i++)
        count += play->transcript->messages[i].role == ROLE_CALLER;
    return count;
}
