/* What callers said is kept: once, for all threads, within bounds, and without changing what a call shows. */
#include "signal/lines.h"

#include "text/normalise.h"

#include <criterion/criterion.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>

TestSuite(lines, .timeout = 30);

static struct scenario *scenario;
static struct signal_context *context;

static void open_document(void)
{
    struct error err = {0};
    scenario = scenario_read("personas/delivery-callback.md", &err);
    cr_assert_not_null(scenario, "%s", err.message);
    context = signal_context_new(scenario);
}

static void close_document(void)
{
    signal_context_free(context);
    scenario_free(scenario);
}

static const struct utterance *find(const char *text)
{
    struct features sink = {0};
    const struct utterance *line = lines_find(context, &sink, str_from(text));
    features_release(&sink);
    return line;
}

/* A line's memory is its own length's, whatever was there before. */
Test(lines, what_a_line_takes_does_not_depend_on_what_its_memory_held, .init = open_document, .fini = close_document)
{
    enum { ROOM = 1 << 18, MOST = 1 << 16 };
    const struct message message = {.role = ROLE_CALLER, .content = STR("您好，请问现在方便说几句话吗？")};
    struct features sink = {0};
    struct utterance line = {0};
    struct arena arena;
    arena_init_for(&arena, ROOM);
    uint32_t *held = arena_raw(&arena, ROOM / sizeof *held, sizeof *held);
    for (uint32_t i = 0; i < ROOM / sizeof *held; i++)
        held[i] = i * 2654435761u;
    arena_clear_keeping(&arena, (size_t)2 * ROOM);
    line_prepare(&line, &arena, &sink, context, LANG_ZH_HANS, &message);
    cr_assert_lt(arena.used, MOST);
    features_release(&sink);
    arena_release(&arena);
}

Test(lines, a_line_is_prepared_once_and_is_what_a_message_would_be, .init = open_document, .fini = close_document)
{
    static const char text[] = "您好，請問「現在」方便説幾句話嗎？3月14日簽收的那單。";
    struct transcript transcript = {0};
    struct message message = {.role = ROLE_PERSONA, .content = str_from(text)};
    struct scene scene;
    const struct utterance *line = find(text);
    cr_assert_not_null(line);
    cr_assert_eq(line, find(text));
    cr_assert_eq(line, lines_find(context, NULL, str_from(text)));
    cr_assert_null(lines_find(context, NULL, STR("您好。")), "nothing is prepared for who only looks");
    cr_assert_neq(line, find("您好。"));
    transcript.messages = &message;
    transcript.count = 1;
    scene_init(&scene, context, scenario, &transcript); /* a persona's message is not kept */
    const struct utterance *fresh = &scene.utterances[0];
    cr_assert_neq(fresh->normal.text.ptr, line->normal.text.ptr);
    cr_assert(str_eq(fresh->normal.text, line->normal.text) && str_eq(fresh->bare, line->bare));
    cr_assert_eq(fresh->phrases.count, line->phrases.count);
    cr_assert_eq(fresh->numbers.count, line->numbers.count);
    cr_assert_eq(grams_common(fresh->grams, line->grams), fresh->grams.count);
    cr_assert_eq(memcmp(fresh->words->seen, line->words->seen, sizeof line->words->seen), 0);
    cr_assert_not_null(line->around);
    scene_release(&scene);
}

Test(lines, no_more_lines_are_kept_than_is_said, .init = open_document, .fini = close_document)
{
    char text[32], longest[KEPT_LONGEST + 2];
    size_t kept = 0;
    for (size_t i = 0; i < KEPT_MOST + 100; i++) {
        snprintf(text, sizeof text, "第%zu句话", i);
        kept += find(text) != NULL;
    }
    cr_assert_eq(kept, KEPT_MOST);
    cr_assert_not_null(find("第0句话"), "what is kept stays");
    memset(longest, 'a', sizeof longest - 1);
    longest[sizeof longest - 1] = '\0';
    cr_assert_null(find(longest));
}

static void *find_all(void *found)
{
    const struct utterance **lines = found;
    char text[32];
    for (size_t i = 0; i < KEPT_MOST; i++) {
        snprintf(text, sizeof text, "第%zu句话", i);
        lines[i] = find(text);
    }
    return NULL;
}

Test(lines, threads_get_the_same_lines, .init = open_document, .fini = close_document)
{
    enum { THREADS = 4 };
    static const struct utterance *found[THREADS][KEPT_MOST];
    pthread_t threads[THREADS];
    for (size_t t = 0; t < THREADS; t++)
        cr_assert_eq(pthread_create(&threads[t], NULL, find_all, (void *)found[t]), 0);
    for (size_t t = 0; t < THREADS; t++)
        pthread_join(threads[t], NULL);
    for (size_t i = 0; i < KEPT_MOST; i++)
        for (size_t t = 0; t < THREADS; t++)
            cr_assert(found[t][i] == NULL || found[0][i] == NULL || found[t][i] == found[0][i], "line %zu", i);
}

/* A call whose lines are kept already, and one of a document that keeps no more, show the same. */
Test(lines, what_is_kept_changes_no_hit, .init = open_document, .fini = close_document)
{
    static const char *const said[] = {
        "您好，请问现在方便吗？",     "喂，哪位？你们是不是推销的？", "我是青禾商采的周敏，就问问收货的情况。",
        "行吧，都听你们的，没问题。", "还有别的要反映吗？",           "没有了，先这样，再见。"};
    enum { COUNT = sizeof said / sizeof *said };
    struct message messages[COUNT];
    struct transcript transcript = {.messages = messages, .count = COUNT};
    struct hits hits[3] = {0};
    for (size_t i = 0; i < COUNT; i++)
        messages[i] = (struct message){.role = i % 2 == 0 ? ROLE_CALLER : ROLE_PERSONA, .content = str_from(said[i])};
    for (size_t round = 0; round < 3; round++) {
        struct scene scene;
        if (round == 2) { /* in a document that is full of other lines */
            close_document();
            open_document();
            static const struct utterance *found[KEPT_MOST];
            find_all((void *)found);
        }
        scene_init(&scene, context, scenario, &transcript);
        cr_assert_eq(scene.utterances[0].around != NULL, true);
        signal_find_core(context, &scene, &hits[round]);
        scene_release(&scene);
        cr_assert_gt(hits[round].count, 0);
        cr_assert_eq(hits[round].count, hits[0].count);
        for (size_t i = 0; i < hits[round].count; i++) {
            cr_assert_eq(hits[round].items[i].signal, hits[0].items[i].signal);
            cr_assert_eq(hits[round].items[i].strength, hits[0].items[i].strength);
            cr_assert_eq(hits[round].items[i].span.end, hits[0].items[i].span.end);
        }
    }
    for (size_t round = 0; round < 3; round++)
        hits_release(&hits[round]);
}
