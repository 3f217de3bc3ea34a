/* Scores real recorded conversations, in which the simulated customer is the `user`, and reports by file how often each
 * signal occurs, with its denominators. Nobody labelled them: what is known is who played the customer.
 *
 * recordings FOLDER (data/conversations of the shared folder; its README says where each file comes from). */
#include "base/file.h"
#include "score/score.h"
#include "syntax/json.h"
#include "text/normalise.h"
#include "text/sentence.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { THREADS = 4 };
enum player { GPT4O, QWEN, STEERED, HUMAN, PLAYERS };
static const char *const player_names[] = {"GPT-4o", "Qwen2.5", "steered", "people"};

struct recording {
    const char *name;
    enum player player;
    bool utterances; /* a line an utterance, not a conversation */
};
static const struct recording recordings[] = {{"taubench_airline_gpt4o", GPT4O, false},
                                              {"taubench_retail_gpt4o", GPT4O, false},
                                              {"taubench_weak_qwen", QWEN, false},
                                              {"tautrait_en", STEERED, false},
                                              {"crosswoz_zh", HUMAN, true},
                                              {"rasa_outbound_zh", HUMAN, true}};
enum { RECORDINGS = sizeof recordings / sizeof *recordings };

struct fidelities {
    VEC(double) values;
};
struct tally {
    size_t calls, replies, unscored;
    size_t in_replies[SIGNAL_CORE_COUNT], in_calls[SIGNAL_CORE_COUNT];
    size_t endings[ENDING_UNKNOWN + 1];
    size_t stops, glued, glued_to_more; /* hang-up markers; with text beside them; with more than thanks and goodbyes */
};

/* Utterances of one dialogue share the part of their id before '#'. */
static bool read_utterances(const char *path, struct transcripts *into, struct error *err)
{
    struct buf bytes;
    struct arena arena;
    struct str dialogue = {0}, line;
    buf_init(&bytes, FILE_CEILING);
    arena_init(&arena);
    bool good = file_read(path, &bytes, err);
    struct str rest = buf_str(&bytes);
    for (size_t number = 1; good && str_next_line(&rest, &line); number++) {
        const struct json *record = json_parse(&arena, line, path, number, err);
        struct str id = json_get_text(record, "id");
        good = record != NULL;
        if (!good)
            break;
        id = str_slice(id, 0, str_find_byte(id, '#'));
        if (into->count == 0 || !str_eq(id, dialogue)) {
            VEC_PUSH(into, transcript_new());
            into->items[into->count - 1]->id = str_dup(&into->items[into->count - 1]->arena, id);
            dialogue = id;
        }
        transcript_add(into->items[into->count - 1],
                       str_eq(json_get_text(record, "speaker"), STR("customer")) ? ROLE_PERSONA : ROLE_CALLER,
                       json_get_text(record, "text"));
    }
    arena_release(&arena);
    buf_release(&bytes);
    return good;
}

static bool read_recording(const struct recording *recording, const char *folder, struct transcripts *into,
                           struct error *err)
{
    static const char *const markers[] = {"###STOP###", NULL};
    const struct read_options options = {.persona_is_user = true, .markers = markers};
    char path[1024];
    snprintf(path, sizeof path, "%s/%s.jsonl", folder, recording->name);
    return recording->utterances ? read_utterances(path, into, err) : transcripts_read(path, &options, into, NULL, err);
}

/* Whether the text says more than thanks and goodbyes: a sentence without any word of them. */
static bool more_than_thanks(struct str content)
{
    static const char *const words[] = {"thank",      "bye",        "great day",        "good day", "nice day",
                                        "appreciate", "that's all", "that will be all", "take care"};
    struct arena arena;
    struct str sentence;
    bool more = false;
    arena_init(&arena);
    struct str rest = normalise_text(&arena, content);
    while (!more && sentence_next(&rest, &sentence)) {
        bool polite = str_trim(sentence).len < 3;
        for (size_t i = 0; i < sizeof words / sizeof *words; i++)
            polite = polite || str_find(sentence, str_from(words[i])) != STR_NONE;
        more = !polite;
    }
    arena_release(&arena);
    return more;
}

static void count_stops(struct tally *tally, const struct transcript *transcript)
{
    for (size_t i = 0; i < transcript->count; i++) {
        const struct message *message = &transcript->messages[i];
        if (message->role != ROLE_PERSONA || !message->hung_up)
            continue;
        tally->stops++;
        tally->glued += str_trim(message->content).len > 0;
        tally->glued_to_more += more_than_thanks(message->content);
    }
}

static void count_score(struct tally *tally, const struct score *score)
{
    const struct transcript *transcript = score->transcript;
    bool seen[SIGNAL_CORE_COUNT] = {false};
    tally->calls++;
    for (size_t m = 0; m < transcript->count; m++) {
        if (transcript->messages[m].role != ROLE_PERSONA)
            continue;
        tally->replies++;
        for (size_t s = 0; s < SIGNAL_CORE_COUNT; s++)
            if (hits_has(&score->hits, (uint16_t)s, (uint32_t)m)) {
                tally->in_replies[s]++;
                seen[s] = true;
            }
    }
    for (size_t s = 0; s < SIGNAL_CORE_COUNT; s++)
        tally->in_calls[s] += seen[s];
    tally->endings[score->ending.verdict]++;
    tally->unscored += !score->has_fidelity;
    count_stops(tally, transcript);
}

static void score_recording(const struct transcripts *calls, struct tally *tally, struct fidelities *fidelities)
{
    struct error err = {0};
    struct rubric *rubric = rubric_for(NULL, NULL, 0, &err);
    struct signal_context *context = signal_context_new(NULL);
    struct score_job *jobs = memory_alloc((calls->count + 1) * sizeof *jobs);
    struct score **scores = memory_alloc((calls->count + 1) * sizeof *scores);
    for (size_t i = 0; i < calls->count; i++)
        jobs[i] = (struct score_job){rubric, context, calls->items[i], NULL};
    score_many(jobs, calls->count, THREADS, scores);
    for (size_t i = 0; i < calls->count; i++) {
        count_score(tally, scores[i]);
        if (scores[i]->has_fidelity)
            VEC_PUSH(&fidelities->values, scores[i]->fidelity);
        score_free(scores[i]);
    }
    free(scores);
    free(jobs);
    signal_context_free(context);
    rubric_free(rubric);
}

static void print_tally(const struct recording *recording, const struct tally *tally)
{
    printf("%s, customer: %s, %zu conversations, %zu replies, %zu without a fidelity\n", recording->name,
           player_names[recording->player], tally->calls, tally->replies, tally->unscored);
    for (enum core_signal s = 0; s < SIGNAL_CORE_COUNT; s++)
        printf("  %-16s %5zu of %5zu replies (%5.1f per 1000)  %4zu of %4zu conversations (%5.1f %%)\n",
               core_signal_name(s), tally->in_replies[s], tally->replies,
               1000.0 * (double)tally->in_replies[s] / (double)(tally->replies > 0 ? tally->replies : 1),
               tally->in_calls[s], tally->calls,
               100.0 * (double)tally->in_calls[s] / (double)(tally->calls > 0 ? tally->calls : 1));
    printf("  endings:");
    for (enum ending_verdict v = ENDING_CORRECT; v <= ENDING_UNKNOWN; v++)
        printf(" %s %zu", ending_verdict_name(v), tally->endings[v]);
    printf("\n");
    if (tally->stops > 0)
        printf("  stops: %zu, glued to text %zu (%.0f %%), to more than thanks %zu (%.0f %%)\n", tally->stops,
               tally->glued, 100.0 * (double)tally->glued / (double)tally->stops, tally->glued_to_more,
               100.0 * (double)tally->glued_to_more / (double)tally->stops);
    printf("\n");
}

static void print_auc(const struct fidelities *good, const struct fidelities *bad)
{
    double sum = 0, pairs = (double)good->values.count * (double)bad->values.count;
    for (size_t i = 0; i < good->values.count; i++)
        for (size_t k = 0; k < bad->values.count; k++)
            sum += good->values.items[i] > bad->values.items[k]    ? 1
                   : good->values.items[i] == bad->values.items[k] ? 0.5
                                                                   : 0;
    printf("AUC of fidelity, GPT-4o (%zu conversations) over Qwen2.5 (%zu): %.3f (aim: 0.8)\n", good->values.count,
           bad->values.count, pairs > 0 ? sum / pairs : 0);
}

int main(int argc, char **argv)
{
    struct fidelities fidelities[PLAYERS] = {{{0}}};
    size_t utterances = 0, flips = 0, leaks = 0;
    bool good = argc == 2;
    for (size_t i = 0; i < RECORDINGS && good; i++) {
        struct transcripts calls = {0};
        struct tally tally = {0};
        struct error err = {0};
        good = read_recording(&recordings[i], argv[1], &calls, &err);
        if (!good)
            printf("%s cannot be read: %s\n", recordings[i].name, err.message);
        score_recording(&calls, &tally, &fidelities[recordings[i].player]);
        print_tally(&recordings[i], &tally);
        if (strcmp(recordings[i].name, "crosswoz_zh") == 0) {
            utterances = tally.replies;
            flips = tally.in_replies[SIGNAL_ROLE_FLIP];
            leaks = tally.in_replies[SIGNAL_AI_LEAK];
        }
        transcripts_release(&calls);
    }
    print_auc(&fidelities[GPT4O], &fidelities[QWEN]);
    printf("people as customers (crosswoz_zh), %zu utterances: role_flip %zu, ai_leak %zu (aim: at most %zu each)\n",
           utterances, flips, leaks, utterances / 1000);
    for (size_t i = 0; i < PLAYERS; i++)
        VEC_RELEASE(&fidelities[i].values);
    return good ? 0 : 2;
}
