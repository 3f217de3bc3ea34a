/* How well the scorer agrees with careful people: precision, recall and F1 by signal, over labelled sets.
 *
 * accuracy SETS [--seeds DIR] [--more DIR] [--exam DIR]... [--all] [--markdown] [--fit FILE]
 *          [--errors SET [--signal NAME]] */
#include "accuracy/calls.h"
#include "accuracy/fit.h"
#include "accuracy/live.h"
#include "accuracy/weigh.h"
#include "accuracy/whole.h"
#include "base/file.h"
#include "transcript/import.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct count {
    size_t hit, found, truth; /* truly found, found, true */
};
struct table {
    struct count signals[SIGNAL_CORE_COUNT];
    size_t replies;
};
enum { EXAMS_MOST = 8 };
struct options {
    const char *sets, *more, *seeds, *fit, *errors, *signal, *only, *recordings, *fit_calls, *exams[EXAMS_MOST];
    uint32_t exam_count;
    bool markdown, folds, no_lines, calls, quick, all; /* all: what is held out is learned from, too */
    struct fit_options with;
};

static void add(struct table *table, uint32_t truth, uint32_t found)
{
    table->replies++;
    for (size_t s = 0; s < SIGNAL_CORE_COUNT; s++) {
        table->signals[s].hit += truth >> s & found >> s & 1;
        table->signals[s].truth += truth >> s & 1;
        table->signals[s].found += found >> s & 1;
    }
}

static double f1_of(struct count count)
{
    return count.truth + count.found == 0 ? 1 : 2.0 * (double)count.hit / (double)(count.truth + count.found);
}

static double macro_of(const struct table *table)
{
    double sum = 0;
    size_t n = 0;
    for (size_t s = 0; s < SIGNAL_CORE_COUNT; s++)
        if (table->signals[s].truth > 0) {
            sum += f1_of(table->signals[s]);
            n++;
        }
    return n == 0 ? 0 : sum / (double)n;
}

static void print_table(const char *title, const struct table *table, bool markdown)
{
    const char *bar = markdown ? " | " : "  ", *edge = markdown ? "| " : "", *close = markdown ? " |" : "";
    printf("%s%s, %zu replies%s\n\n", markdown ? "### " : "", title, table->replies, markdown ? "" : ":");
    printf("%s%-16s%sprecision%srecall%s   F1%s    n%s\n", edge, "signal", bar, bar, bar, bar, close);
    if (markdown)
        printf("| --- | ---: | ---: | ---: | ---: |\n");
    for (enum core_signal s = 0; s < SIGNAL_CORE_COUNT; s++) {
        struct count c = table->signals[s];
        printf("%s%-16s%s%9.3f%s%6.3f%s%5.3f%s%5zu%s\n", edge, core_signal_name(s), bar,
               c.found ? (double)c.hit / (double)c.found : 0.0, bar, c.truth ? (double)c.hit / (double)c.truth : 0.0,
               bar, f1_of(c), bar, c.truth, close);
    }
    printf("%s%-16s%s         %s      %s%5.3f%s     %s\n\n", edge, "macro-F1", bar, bar, bar, macro_of(table), bar,
           close);
}

/* The labelled calls of one set through the finders as the program ships them. */
static void run_set(const struct labelled_set *set, struct model *model, struct table *table, uint32_t **kept)
{
    struct signal_context *context =
        model != NULL ? context_make(set->scenario, model) : signal_context_new(set->scenario);
    size_t at = 0;
    for (size_t c = 0; c < set->calls.count; c++) {
        struct scene scene;
        struct hits hits = {0};
        scene_init(&scene, context, set->scenario, set->calls.items[c]);
        signal_find_core(context, &scene, &hits);
        for (size_t m = 0; m < scene.count; m++) {
            uint32_t found = 0;
            if (scene.utterances[m].reply == 0)
                continue;
            for (uint16_t s = 0; s < SIGNAL_CORE_COUNT; s++)
                found |= (uint32_t)hits_has(&hits, s, (uint32_t)m) << s;
            add(table, set->labels[c].replies[scene.utterances[m].reply - 1], found);
            if (kept != NULL)
                (*kept)[at++] = found;
        }
        hits_release(&hits);
        scene_release(&scene);
    }
    if (model != NULL)
        context->own_model = NULL; /* lent */
    signal_context_free(context);
}

static void print_names(uint32_t bits)
{
    for (enum core_signal s = 0; s < SIGNAL_CORE_COUNT; s++)
        if (bits >> s & 1)
            printf(" %s", core_signal_name(s));
}

/* Where a fit that has not seen the set errs in it; never for a set that nobody is to read. */
static int print_errors(const struct labelled_sets *sets, const struct fit *fit, const struct options *options)
{
    uint32_t mask = UINT32_MAX;
    if (options->signal != NULL)
        mask = 1u << core_signal_from(str_from(options->signal));
    for (size_t i = 0; i < sets->all.count; i++)
        if (strcmp(sets->all.items[i].name, options->errors) == 0 && sets->all.items[i].held_out) {
            fprintf(stderr, "accuracy: %s is held out: nobody reads its replies\n", options->errors);
            return 2;
        }
    for (size_t i = 0; i < fit->replies.count; i++) {
        const struct unseen *reply = &fit->replies.items[i];
        const struct labelled_set *set = &sets->all.items[reply->fold];
        if (set->lines)
            continue;
        uint32_t missed = reply->truth & ~reply->found & mask, wrong = reply->found & ~reply->truth & mask;
        if ((strcmp(options->errors, "all") != 0 && strcmp(set->name, options->errors) != 0) || (missed | wrong) == 0)
            continue;
        const struct transcript *call = set->calls.items[reply->call];
        printf("%.*s message %zu:", STR_FORMAT(call->id), reply->message);
        if (missed != 0)
            printf(" MISSED"), print_names(missed);
        if (wrong != 0)
            printf(" WRONG"), print_names(wrong);
        printf(" (");
        for (enum core_signal s = 0; s < SIGNAL_CORE_COUNT; s++)
            if ((missed | wrong) >> s & 1)
                printf("%+.1f ", reply->odds[s]);
        printf(")\n");
        if (reply->message > 0)
            printf("    caller:  %.*s\n", STR_FORMAT(call->messages[reply->message - 1].content));
        printf("    persona: %.*s\n", STR_FORMAT(call->messages[reply->message].raw));
        if (reply->message + 1 < call->count)
            printf("    caller:  %.*s\n", STR_FORMAT(call->messages[reply->message + 1].content));
    }
    return 0;
}

static bool write_model(const struct model *model, const struct labelled_sets *sets, const char *path,
                        struct error *err)
{
    struct buf out;
    buf_init(&out, 0);
    buf_add_cstring(&out, "# What every feature of a reply adds to the log odds of a signal. Made by `make fit` from "
                          "the labelled sets named here\n"
                          "# (tests/accuracy/sets); not edited by hand. p: phrase class (phrases.txt), pf: pl: in the "
                          "first and last sentence,\n"
                          "# g: words or characters, b: the caller's words before, a: ag: after, n: counted or "
                          "compared (#k: its k-th step passed), s: sure by itself.\n");
    buf_printf(&out, "# data %s\n# sets", model->data);
    for (size_t i = 0; i < sets->all.count; i++)
        if (!sets->all.items[i].held_out)
            buf_printf(&out, " %s", sets->all.items[i].name);
    buf_add_cstring(&out, "\n");
    model_write(model, &out);
    bool good = file_write(path, buf_str(&out), err);
    buf_release(&out);
    return good;
}

/* Scenarios that no fit has seen: those that are held out, or one folder of exams. */
struct unread {
    struct table replies;
    struct call_table calls, truth_calls;
};
struct report {
    struct table seen, first, second;
    struct call_table truth_calls, second_calls;
    struct call_fit truth_fit, second_fit;
    struct unread unread[1 + EXAMS_MOST]; /* by labelled_set's `exam` */
};

static bool report_set(struct report *report, const struct labelled_sets *sets, size_t s, const struct fit *fit,
                       struct error *err)
{
    const struct labelled_set *set = &sets->all.items[s];
    size_t count = whole_reply_count(set), at = 0;
    uint32_t *found = memory_alloc((count + 1) * sizeof *found), *truth = memory_alloc((count + 1) * sizeof *truth);
    whole_labels_of(set, truth);
    struct unread *unread = &report->unread[set->exam];
    bool good;
    run_set(set, fit->model, set->held_out ? &unread->replies : &report->seen, &found);
    if (set->held_out) {
        good = whole_score_set(set, found, &unread->calls, err) &&
               whole_score_set(set, truth, &unread->truth_calls, err);
    } else {
        for (size_t i = 0; i < fit->replies.count; i++)
            if (fit->replies.items[i].fold == s)
                found[at++] = fit->replies.items[i].found;
        report->second_calls.fold = report->truth_calls.fold = (uint32_t)s;
        good = whole_score_set(set, found, &report->second_calls, err) &&
               whole_score_set(set, truth, &report->truth_calls, err);
    }
    free(found);
    free(truth);
    return good;
}

/* A line a set. Of those that are held out nobody learns more than their total. */
static void print_folds(const struct labelled_sets *sets, const struct fit *fit)
{
    for (size_t s = 0; s < sets->all.count; s++) {
        struct table one = {0};
        if (sets->all.items[s].held_out)
            continue;
        for (size_t i = 0; i < fit->replies.count; i++)
            if (fit->replies.items[i].fold == s)
                add(&one, fit->replies.items[i].truth, fit->replies.items[i].found);
        printf("%-28s %.3f", sets->all.items[s].name, macro_of(&one));
        for (size_t k = 0; k < SIGNAL_CORE_COUNT; k++)
            printf(" %4.2f", f1_of(one.signals[k]));
        printf("\n");
    }
}

static void add_unseen(const struct labelled_sets *sets, const struct fit *fit, const char *only, struct table *first,
                       struct table *second)
{
    for (size_t i = 0; i < fit->replies.count; i++) {
        const struct labelled_set *set = &sets->all.items[fit->replies.items[i].fold];
        if (set->lines || (only != NULL && strstr(only, set->name) == NULL))
            continue;
        add(first, fit->replies.items[i].truth, fit->replies.items[i].first);
        add(second, fit->replies.items[i].truth, fit->replies.items[i].found);
    }
}

/* What leaving a scenario out says of the replies, and nothing else: for trying a feature. */
static void report_quick(const struct labelled_sets *sets, const struct fit *fit, const struct options *options)
{
    struct table first = {0}, second = {0}, part = {0};
    add_unseen(sets, fit, NULL, &first, &second);
    print_table("Leave one scenario out", &second, options->markdown);
    if (options->only != NULL) {
        add_unseen(sets, fit, options->only, &first, &part);
        print_table("Of these, the named sets", &part, options->markdown);
    }
    live_report(sets, fit, options->markdown);
    if (options->folds)
        print_folds(sets, fit);
}

static size_t below(const char *what, double value, double floor)
{
    if (value >= floor)
        return 0;
    fprintf(stderr, "accuracy: held out, %s is %.3f: below the floor of %.2f\n", what, value, floor);
    return 1;
}

/* What the scenarios that nobody has read must reach; a signal counts from five cases on. Returns how much does not. */
static size_t below_floors(const struct table *unread, const struct call_table *calls)
{
    enum { FEWEST = 5 };
    if (unread->replies == 0 || calls->calls == 0)
        return 0;
    double n = (double)calls->calls;
    size_t count = below("macro-F1", macro_of(unread), 0.80) + below("ending right", (double)calls->endings / n, 0.90) +
                   below("verdict right", (double)calls->verdicts / n, 0.90);
    for (enum core_signal s = 0; s < SIGNAL_CORE_COUNT; s++)
        if (unread->signals[s].truth >= FEWEST)
            count += below(core_signal_name(s), f1_of(unread->signals[s]), 0.60);
    return count;
}

static void print_unread(const struct report *report, const struct options *options)
{
    for (size_t i = 0; i <= options->exam_count; i++) {
        const struct unread *unread = &report->unread[i];
        char title[128];
        const char *slash = i > 0 ? strrchr(options->exams[i - 1], '/') : NULL;
        snprintf(title, sizeof title, "%s%s",
                 i > 0 ? "Held out, too: " : "Held-out scenarios that nobody has read",
                 i > 0 ? (slash != NULL ? slash + 1 : options->exams[i - 1]) : "");
        if (i > 0 && unread->calls.calls == 0)
            continue;
        print_table(title, &unread->replies, options->markdown);
        calls_print(title, &unread->calls, options->markdown);
        calls_print("The same calls, with the readers' own signals", &unread->truth_calls, options->markdown);
    }
}

/* *floors: how many floors the held-out scenarios do not reach. */
static bool report(const struct labelled_sets *sets, const struct fit *fit, const struct options *options,
                   size_t *floors, struct error *err)
{
    struct report report = {0};
    bool good = true;
    report.second_calls.fit = &report.second_fit;
    report.truth_calls.fit = &report.truth_fit;
    add_unseen(sets, fit, options->only, &report.first, &report.second);
    for (size_t i = 0; i < sets->all.count && good; i++)
        good = sets->all.items[i].lines || report_set(&report, sets, i, fit, err);
    if (good) {
        weigh_unseen(&report.second_fit, sets->all.count);
        weigh_unseen(&report.truth_fit, sets->all.count);
        weigh_count(&report.second_fit, NULL, &report.second_calls);
        weigh_count(&report.truth_fit, NULL, &report.truth_calls);
        print_table("Sets the finder was fitted to (its memory, no measure)", &report.seen, options->markdown);
        print_table("Leave one scenario out, each reply alone", &report.first, options->markdown);
        print_table("Leave one scenario out", &report.second, options->markdown);
        calls_print("Leave one scenario out", &report.second_calls, options->markdown);
        calls_print("The same calls, with the readers' own signals", &report.truth_calls, options->markdown);
        print_unread(&report, options);
        live_report(sets, fit, options->markdown);
        if (options->folds)
            print_folds(sets, fit);
        *floors = below_floors(&report.unread[0].replies, &report.unread[0].calls);
    }
    calls_release(&report.truth_calls);
    calls_release(&report.second_calls);
    for (size_t i = 0; i <= EXAMS_MOST; i++) {
        calls_release(&report.unread[i].calls);
        calls_release(&report.unread[i].truth_calls);
    }
    weigh_release(&report.truth_fit);
    weigh_release(&report.second_fit);
    return good;
}

/* Recorded calls of real people and models, without documents: how often each signal is found, by file. */
static bool rate_recording(const char *folder, const char *name, bool markdown, struct error *err)
{
    static const char *const markers[] = {"###STOP###", "[HANGS UP]", "[挂断]", NULL};
    const struct read_options reading = {.persona_is_user = true, .markers = markers};
    struct transcripts calls = {0};
    struct bad_lines bad = {0};
    struct table table = {0};
    char path[1024];
    snprintf(path, sizeof path, "%s/%s.jsonl", folder, name);
    if (!file_exists(path))
        return true;
    bool good = transcripts_import(path, &reading, &calls, &bad, err);
    struct signal_context *context = good ? signal_context_new(NULL) : NULL;
    for (size_t c = 0; context != NULL && c < calls.count; c++) {
        struct scene scene;
        struct hits hits = {0};
        scene_init(&scene, context, NULL, calls.items[c]);
        signal_find_core(context, &scene, &hits);
        table.replies += scene.replies;
        for (size_t i = 0; i < hits.count; i++)
            table.signals[hits.items[i].signal].found++;
        hits_release(&hits);
        scene_release(&scene);
    }
    const char *bar = markdown ? " | " : " ";
    printf("%s%-24s%s%5zu%s%6zu", markdown ? "| " : "", name, bar, calls.count, bar, table.replies);
    for (size_t s = 0; s < SIGNAL_CORE_COUNT; s++)
        printf("%s%6.1f", bar,
               table.replies == 0 ? 0 : 1000.0 * (double)table.signals[s].found / (double)table.replies);
    printf("%s\n", markdown ? " |" : "");
    signal_context_free(context);
    transcripts_release(&calls);
    VEC_RELEASE(&bad);
    return good && context != NULL;
}

static bool rate_recordings(const char *folder, bool markdown, struct error *err)
{
    static const char *const names[] = {"crosswoz_zh", "taubench_airline_gpt4o", "taubench_retail_gpt4o",
                                        "taubench_weak_qwen", "tautrait_en"};
    printf("%sFound per 1000 replies of the customer in recorded calls, without a document%s\n\n",
           markdown ? "### " : "", markdown ? "" : ":");
    printf("%s", markdown ? "| file | calls | replies |" : "file                     calls replies");
    for (enum core_signal s = 0; s < SIGNAL_CORE_COUNT; s++)
        printf(" %.*s%s", markdown ? 20 : 6, core_signal_name(s), markdown ? " |" : "");
    printf("\n");
    for (size_t i = 0; i < SIGNAL_CORE_COUNT + 3 && markdown; i++)
        printf(i == 0 ? "| --- |" : " ---: |");
    printf("%s", markdown ? "\n" : "");
    bool good = true;
    for (size_t i = 0; i < sizeof names / sizeof *names && good; i++)
        good = rate_recording(folder, names[i], markdown, err);
    printf("\n");
    return good;
}

static bool read_options(struct options *options, int argc, char **argv)
{
    options->with = fit_defaults;
    for (int i = 1; i < argc; i++) {
        const char *next = i + 1 < argc ? argv[i + 1] : NULL;
        if (strcmp(argv[i], "--markdown") == 0)
            options->markdown = true;
        else if (strcmp(argv[i], "--folds") == 0)
            options->folds = true;
        else if (strcmp(argv[i], "--calls") == 0)
            options->calls = true;
        else if (strcmp(argv[i], "--quick") == 0)
            options->quick = true;
        else if (strcmp(argv[i], "--all") == 0)
            options->all = true;
        else if (strcmp(argv[i], "--no-lines") == 0)
            options->no_lines = true;
        else if (argv[i][0] != '-')
            options->sets = argv[i];
        else if (next == NULL)
            return false;
        else if (strcmp(argv[i], "--more") == 0)
            options->more = argv[++i];
        else if (strcmp(argv[i], "--exam") == 0 && options->exam_count < EXAMS_MOST)
            options->exams[options->exam_count++] = argv[++i];
        else if (strcmp(argv[i], "--seeds") == 0)
            options->seeds = argv[++i];
        else if (strcmp(argv[i], "--fit") == 0)
            options->fit = argv[++i];
        else if (strcmp(argv[i], "--fit-calls") == 0)
            options->fit_calls = argv[++i];
        else if (strcmp(argv[i], "--errors") == 0)
            options->errors = argv[++i];
        else if (strcmp(argv[i], "--recordings") == 0)
            options->recordings = argv[++i];
        else if (strcmp(argv[i], "--only") == 0)
            options->only = argv[++i];
        else if (strcmp(argv[i], "--signal") == 0)
            options->signal = argv[++i];
        else if (strcmp(argv[i], "--cost") == 0)
            options->with.first.cost = atof(argv[++i]);
        else if (strcmp(argv[i], "--positive") == 0)
            options->with.first.positive_cost = atof(argv[++i]);
        else if (strcmp(argv[i], "--second") == 0)
            options->with.second.cost = atof(argv[++i]);
        else
            return false;
    }
    return options->sets != NULL;
}

static bool read_sets(struct labelled_sets *sets, const struct options *options, struct error *err)
{
    bool good = sets_read(sets, options->sets, options->seeds, 0, err) &&
                (options->more == NULL || sets_read(sets, options->more, options->seeds, 0, err));
    for (uint32_t i = 0; i < options->exam_count && good; i++)
        good = sets_read(sets, options->exams[i], NULL, i + 1, err);
    for (size_t i = 0; i < sets->all.count && options->all; i++)
        sets->all.items[i].held_out = false;
    return good && (options->no_lines || sets_read_lines(sets, options->sets, err));
}

int main(int argc, char **argv)
{
    struct options options = {0};
    struct labelled_sets sets = {0};
    struct fit fit = {0};
    struct error err = {0};
    size_t floors = 0;
    int status = 0;
    if (!read_options(&options, argc, argv)) {
        fprintf(stderr, "usage: accuracy SETS [--more DIR] [--seeds DIR] [--exam DIR]... [--all] [--fit FILE] "
                        "[--errors SET|all [--signal NAME]] [--markdown] [--folds]\n");
        return 2;
    }
    bool good = read_sets(&sets, &options, &err);
    bool whole = options.calls || options.fit_calls != NULL;
    if (good && whole)
        good = whole_report(
            &sets,
            &(struct whole_options){options.fit_calls, options.errors, options.only, options.folds, options.markdown},
            &err);
    if (good && !whole)
        fit_run(&fit, &sets, &options.with, options.errors == NULL && !options.quick);
    if (good && !whole && options.recordings != NULL && options.errors == NULL && options.fit == NULL && !options.quick)
        good = rate_recordings(options.recordings, options.markdown, &err);
    if (good && !whole && options.errors != NULL)
        status = print_errors(&sets, &fit, &options);
    else if (good && !whole && options.quick)
        report_quick(&sets, &fit, &options);
    else if (good && !whole && options.fit != NULL)
        good = write_model(fit.model, &sets, options.fit, &err);
    else if (good && !whole && (good = report(&sets, &fit, &options, &floors, &err)) && floors > 0)
        status = 1;
    if (!good) {
        fprintf(stderr, "%s:%zu: %s\n", err.path, err.line, err.message);
        status = 2;
    }
    fit_release(&fit);
    sets_release(&sets);
    return status;
}
