#include "run/results.h"

#include "base/language.h"
#include "base/lookup.h"
#include "base/parallel.h"
#include "report/html.h"
#include "run/output.h"
#include "signal/context.h"
#include "transcript/judgement.h"

#include <string.h>

/* Of each scenario the rubric and what finders derive: pieces that do not know of each other. */
struct making {
    struct parallel *pieces; /* NULL: not begun */
    size_t threads;
    struct results *results;
    enum lang lang; /* without a document */
    const struct rubric_file *files;
    size_t file_count;
    struct error *errors; /* arena; one a rubric */
};

static void make(size_t piece, void *context)
{
    struct making *making = context;
    struct results *results = making->results;
    size_t i = piece / 2; /* without a document the core rules alone */
    const struct scenario *scenario = i < results->scenario_count ? results->scenarios[i] : NULL;
    if (piece % 2 == 0)
        results->rubrics[i] = scenario != NULL
                                  ? rubric_with(scenario, making->files, making->file_count, &making->errors[i])
                                  : rubric_core(making->lang, making->files, making->file_count, &making->errors[i]);
    else
        signal_context_finish(results->contexts[i]);
}

static void prepare_making(struct results *results, enum lang lang, const struct rubric_file *files, size_t file_count,
                           size_t threads)
{
    struct making *making = results->making = arena_alloc(&results->arena, sizeof *making);
    size_t count = results->rubric_count = results->scenario_count > 0 ? results->scenario_count : 1;
    results->rubrics = arena_array(&results->arena, count, sizeof *results->rubrics);
    results->contexts = arena_array(&results->arena, count, sizeof *results->contexts);
    *making = (struct making){.results = results,
                              .lang = lang,
                              .threads = threads,
                              .files = files,
                              .file_count = file_count,
                              .errors = arena_array(&results->arena, count, sizeof *making->errors)};
    for (size_t i = 0; i < count; i++)
        results->contexts[i] = signal_context_begin(i < results->scenario_count ? results->scenarios[i] : NULL);
}

void results_begin(struct results *results)
{
    struct making *making = results->making;
    if (making != NULL && making->pieces == NULL)
        making->pieces = parallel_begin(2 * results->rubric_count, making->threads, make, making);
}

void results_ready(struct results *results)
{
    results_begin(results);
    if (results->making != NULL)
        parallel_end(results->making->pieces);
    results->making = NULL;
    if (results->folder != NULL && results->output == NULL)
        results->output = results_output(results, results->folder);
}

struct output *results_output(const struct results *results, const char *path)
{
    struct html_subjects subjects = {.scenarios = (const struct scenario *const *)results->scenarios,
                                     .scenario_count = results->scenario_count,
                                     .rubrics = (const struct rubric *const *)results->rubrics,
                                     .rubric_count = results->rubric_count,
                                     .chinese = results->chinese};
    return output_open(path, &subjects, results->count);
}

/* Only a rubric file can be wrong: without one there is nothing to wait for. */
static bool rubrics_fine(struct results *results, struct error *err)
{
    const struct error *errors = results->making->errors;
    if (results->making->file_count == 0)
        return true;
    results_ready(results);
    for (size_t i = 0; i < results->rubric_count; i++)
        if (results->rubrics[i] == NULL) {
            if (err != NULL)
                *err = errors[i];
            return false;
        }
    return true;
}

/* The index of the transcript's rubric. */
static bool scenario_of(const struct transcript *transcript, const struct names *ids, size_t *index, struct error *err)
{
    *index = ids->count > 1 ? names_find(ids, transcript->scenario) : 0;
    if (*index != STR_NONE)
        return true;
    return error_set(err, ERROR_USER,
                     TEXT("the transcript '%.*s' (line %zu) names the scenario '%.*s', which is none of those given",
                          "对话记录“%.*s”（第 %zu 行）写的场景是“%.*s”，给出的场景里没有它"),
                     STR_FORMAT(transcript->id), transcript->line, STR_FORMAT(transcript->scenario));
}

static bool worse(const struct results *results, size_t a, size_t b)
{
    double x = results->entries[a].facts.fidelity, y = results->entries[b].facts.fidelity;
    return x < y || (!(y < x) && a < b);
}

static bool same_cell(const struct report_facts *a, const struct report_facts *b)
{
    return str_eq(a->scenario, b->scenario) && str_eq(a->model, b->model) && str_eq(a->prompt, b->prompt) &&
           str_eq(a->caller, b->caller);
}

/* Of each cell the worst conversation that failed stands for the rest, and of these the worst are shown: whichever ends
 * first, they are the ones that report_text picks. Returns the place that falls out, be it this one; SIZE_MAX: none. */
static size_t rank_worst(struct results *results, size_t place)
{
    const struct report_facts *facts = &results->entries[place].facts;
    size_t count = results->worst_count, at = 0;
    if (facts->verdict != VERDICT_FAIL)
        return place;
    while (at < count && !same_cell(facts, &results->entries[results->worst[at]].facts))
        at++;
    if (at == count && count < REPORT_WORST) {
        results->worst[results->worst_count++] = place;
        return SIZE_MAX;
    }
    if (at == count) { /* a further cell: in place of the least bad */
        at = 0;
        for (size_t i = 1; i < count; i++)
            if (worse(results, results->worst[at], results->worst[i]))
                at = i;
    }
    if (!worse(results, place, results->worst[at]))
        return place;
    size_t out = results->worst[at];
    results->worst[at] = place;
    return out;
}

/* What is counted of it outlives the transcript and the score. */
static void keep_facts(struct arena *arena, struct report_facts *facts)
{
    struct str *const texts[] = {&facts->id,     &facts->scenario, &facts->model,
                                 &facts->prompt, &facts->caller,   &facts->error};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++)
        *texts[i] = str_dup(arena, *texts[i]);
    struct dimension_score *dimensions = arena_array(arena, facts->dimension_count, sizeof *dimensions);
    for (size_t i = 0; i < facts->dimension_count; i++)
        dimensions[i] = (struct dimension_score){
            arena_dup(arena, facts->dimensions[i].name, strlen(facts->dimensions[i].name)), facts->dimensions[i].value};
    facts->dimensions = dimensions;
}

static void free_transcript(struct results *results, size_t place)
{
    /* Taken, so it is ours: only those that are lent stay const. */
    transcript_free(results->owned[place]);
    results->owned[place] = NULL;
    results->entries[place].transcript = NULL;
}

static void let_go(struct results *results, size_t place)
{
    struct report_entry *entry = &results->entries[place];
    enum { USUAL = 4 << 10 };
    struct buf junit;
    buf_init(&junit, 0);
    buf_reserve(&junit, USUAL);
    report_junit_case(entry, report_scenario(entry), results->chinese, &junit);
    pthread_mutex_lock(&results->lock);
    entry->junit = str_dup(&results->arena, buf_str(&junit));
    keep_facts(&results->arena, &entry->facts);
    size_t out = rank_worst(results, place);
    pthread_mutex_unlock(&results->lock);
    buf_release(&junit);
    if (out == SIZE_MAX)
        return;
    score_free(results->scores[out]);
    results->scores[out] = NULL;
    results->entries[out].score = NULL;
    free_transcript(results, out);
}

/* On the thread that scored it. */
static void scored(size_t place, struct score *score, void *context)
{
    struct results *results = context;
    struct report_entry *entry = &results->entries[place];
    entry->score = results->scores[place] = score;
    entry->facts = report_facts_of(entry);
    if (results->output != NULL)
        output_add(results->output, place, entry);
    if (results->lets_go && results->owned[place] != NULL)
        let_go(results, place);
}

/* `lang`: of the why-lines where there is no scenario. */
static bool open_in(struct results *results, const struct yardstick *by, enum lang lang, size_t most, size_t backlog,
                    struct error *err)
{
    size_t threads = by->threads > 0 ? by->threads : parallel_processors();
    *results = (struct results){.scenarios = by->scenarios,
                                .scenario_count = by->scenario_count,
                                .judgements = by->judgements,
                                .count = most,
                                .chinese = scenarios_are_chinese(by->scenarios, by->scenario_count)};
    arena_init(&results->arena);
    pthread_mutex_init(&results->lock, NULL);
    results->entries = arena_array(&results->arena, most, sizeof *results->entries);
    results->scores = arena_array(&results->arena, most, sizeof *results->scores);
    results->owned = arena_array(&results->arena, most, sizeof *results->owned);
    prepare_making(results, lang, by->rubric_files, by->rubric_file_count, threads - 1);
    if (!rubrics_fine(results, err)) {
        results_release(results);
        return false;
    }
    results->scoring = scoring_open(most, threads, backlog, scored, results);
    return true;
}

bool results_open(struct results *results, const struct yardstick *by, size_t most, struct error *err)
{
    return open_in(results, by, LANG_EN, most, SCORING_ALONG, err);
}

void results_add(struct results *results, size_t place, size_t scenario, const struct transcript *transcript)
{
    results_ready(results);
    struct score_job job = {results->rubrics[scenario], results->contexts[scenario], transcript, results->judgements};
    bool known = scenario < results->scenario_count;
    results->entries[place] =
        (struct report_entry){.scenario = known ? results->scenarios[scenario] : NULL, .transcript = transcript};
    scoring_add(results->scoring, place, &job);
}

void results_take(struct results *results, size_t place, size_t scenario, struct transcript *transcript)
{
    results->owned[place] = transcript;
    results_add(results, place, scenario, transcript);
}

void results_settle(struct results *results)
{
    size_t count = 0;
    results_ready(results);
    scoring_close(results->scoring);
    results->scoring = NULL;
    for (size_t i = 0; i < results->count; i++) {
        if (!results->entries[i].facts.scored)
            continue;
        results->scores[count] = results->scores[i];
        results->owned[count] = results->owned[i];
        results->entries[count++] = results->entries[i];
    }
    results->count = count;
}

/* The language of most of them, of two as common the one of the first. */
static enum lang common_lang(struct transcript *const *transcripts, size_t count)
{
    size_t counts[LANG_EN + 1] = {0};
    enum lang best = LANG_EN;
    for (size_t i = count; i > 0; i--) {
        enum lang lang = transcript_lang(transcripts[i - 1]);
        counts[lang]++;
        if (counts[lang] >= counts[best])
            best = lang;
    }
    return best;
}

bool results_score(struct results *results, const struct yardstick *by, struct transcript *const *transcripts,
                   size_t count, struct error *err)
{
    enum lang lang = by->scenario_count == 0 ? common_lang(transcripts, count) : LANG_EN;
    if (!open_in(results, by, lang, count, SCORING_AT_ONCE, err))
        return false;
    struct arena arena;
    struct names ids;
    bool fine = true;
    arena_init(&arena);
    names_init(&ids, &arena);
    for (size_t i = 0; i < by->scenario_count; i++)
        names_add(&ids, by->scenarios[i]->id);
    for (size_t i = 0; i < count && fine; i++) {
        size_t scenario;
        fine = scenario_of(transcripts[i], &ids, &scenario, err);
        if (fine)
            results_add(results, i, scenario, transcripts[i]);
    }
    arena_release(&arena);
    if (fine)
        results_settle(results);
    else
        results_release(results);
    return fine;
}

void results_release(struct results *results)
{
    if (results->making != NULL)
        parallel_drop(results->making->pieces);
    scoring_close(results->scoring);
    for (size_t i = 0; i < results->count; i++) {
        if (results->scores[i] != NULL)
            score_free(results->scores[i]);
        transcript_free(results->owned[i]);
    }
    output_close(results->output);
    for (size_t i = 0; i < results->rubric_count; i++) {
        if (results->contexts[i] != NULL)
            signal_context_free(results->contexts[i]);
        if (results->rubrics[i] != NULL)
            rubric_free(results->rubrics[i]);
    }
    pthread_mutex_destroy(&results->lock);
    arena_release(&results->arena);
    *results = (struct results){0};
}

bool scenarios_are_chinese(struct scenario *const *scenarios, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (scenarios[i]->lang == LANG_EN)
            return false;
    return count > 0;
}
