#include "run/ended.h"

bool ended_without_a_word(struct transcript *transcript)
{
    size_t replies = 0;
    enum finish finish = FINISH_UNKNOWN;
    for (size_t i = 0; i < transcript->count; i++) {
        const struct message *message = &transcript->messages[i];
        if (message->role != ROLE_PERSONA)
            continue;
        if (message->content.len > 0 || message->hung_up)
            return false;
        replies++;
        finish = message->finish;
    }
    if (replies == 0 || ended_broken_off(transcript->ended_by))
        return false;
    const char *why = finish == FINISH_LENGTH       ? "they ended at the token limit: raise --max-tokens, or let it "
                                                      "think less"
                      : finish == FINISH_TOOL_CALLS ? "it called tools instead: leave tools out of its set-up"
                      : finish == FINISH_CONTENT_FILTER ? "a content filter took them"
                                                        : "look at its name, chat template and --max-tokens";
    transcript->ended_by = ENDED_ERROR;
    transcript->error = str_from(arena_printf(
        &transcript->arena,
        "%.*s answered %zu times and never said a word; %s. These answers are on the tape: take another --out then",
        STR_FORMAT(transcript->model), replies, why));
    return true;
}

void ended_count_cut(const struct transcript *transcript, struct pipeline_result *result)
{
    for (size_t i = 0; i < transcript->count; i++) {
        const struct message *message = &transcript->messages[i];
        if (message->role != ROLE_PERSONA)
            continue;
        result->replies++;
        result->cut += message->finish == FINISH_LENGTH || message->finish == FINISH_CONTENT_FILTER;
    }
}

void ended_count_choices(const struct transcript *transcript, struct choice_counts *counts)
{
    for (size_t i = 0; i < transcript->count; i++) {
        struct str chooser = transcript->messages[i].move.chooser;
        counts->asked += chooser.len > 0;
        counts->failed += str_eq(chooser, STR("failed"));
        counts->unusable += str_eq(chooser, STR("unusable"));
    }
}
