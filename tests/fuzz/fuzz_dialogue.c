/* Replies and documents that nobody wrote: the call ends, every turn of the caller is UTF-8 and not empty, no turn is
 * spoken after the end, and two calls with the same replies are the same. The input is a document, a line "=====", and
 * a reply a line. */
#include "dialogue/dialogue.h"
#include "fuzz/fuzz.h"
#include "text/utf8.h"

enum { TURNS = 12 };

static struct transcript *call(const struct scenario *scenario, const struct signal_context *context,
                               struct str replies)
{
    struct dialogue_options options = {.max_turns = TURNS,
                                       .perturb = replies.len % 3 == 0 ? (1u << PERTURBATIONS) - 1 : 0};
    struct dialogue *dialogue = dialogue_new(scenario, context, 1, &options);
    struct usage usage = {0};
    for (size_t turn = 0; dialogue_next(dialogue) == INTENT_ASK_PERSONA; turn++) {
        struct str line = {0};
        str_next_line(&replies, &line);
        MUST(turn < TURNS);
        dialogue_persona_said(dialogue, line, (struct str){0}, FINISH_STOP, usage, 0);
    }
    MUST(dialogue_next(dialogue) == INTENT_DONE);
    struct transcript *transcript = dialogue_take_transcript(dialogue);
    dialogue_free(dialogue);
    return transcript;
}

static void turns_hold(const struct transcript *transcript)
{
    MUST(transcript->ended_by != ENDED_UNKNOWN);
    for (size_t i = 0; i < transcript->count; i++) {
        const struct message *message = &transcript->messages[i];
        MUST(message->role == (i % 2 == 0 ? ROLE_CALLER : ROLE_PERSONA));
        if (message->role == ROLE_CALLER)
            MUST(message->content.len > 0 && utf8_valid(message->content, NULL) && message->move.kind.len > 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct str input = {(const char *)data, size};
    size_t cut = str_find(input, STR("\n=====\n"));
    struct str replies = cut == STR_NONE ? (struct str){0} : str_slice(input, cut + 7, size);
    struct scenario *scenario = scenario_from("fuzz", str_slice(input, 0, cut), NULL);
    if (scenario == NULL || !utf8_valid(replies, NULL)) {
        scenario_free(scenario);
        return 0;
    }
    struct signal_context *context = signal_context_new(scenario);
    MUST(context != NULL);
    struct transcript *one = call(scenario, context, replies), *two = call(scenario, context, replies);
    turns_hold(one);
    MUST(one->count == two->count && one->ended_by == two->ended_by);
    for (size_t i = 0; i < one->count; i++)
        MUST(str_eq(one->messages[i].content, two->messages[i].content));
    transcript_free(one);
    transcript_free(two);
    signal_context_free(context);
    scenario_free(scenario);
    return 0;
}
