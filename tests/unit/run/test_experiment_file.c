#include "run/experiment_file.h"
#include "run/mystery.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Reads `text` as a file; what is wrong with it is in `err`. */
static bool read_text(struct experiment *experiment, const char *text, struct error *err)
{
    char path[] = "/tmp/fidelio-experiment-XXXXXX.yaml";
    struct models models = {0};
    int file = mkstemps(path, 5);
    cr_assert_geq(file, 0);
    cr_assert_eq(write(file, text, strlen(text)), (ssize_t)strlen(text));
    close(file);
    *err = (struct error){0};
    experiment_init(experiment);
    bool read = experiment_read(experiment, &models, path, err);
    unlink(path);
    return read;
}

Test(experiment_file, holds_what_the_command_line_can_say)
{
    struct experiment e;
    struct error err;
    cr_assert(read_text(&e,
                        "scenarios: [one.md, sub/two.md]\n"
                        "callers: [script, {name: dated, model: understudy}]\n"
                        "models:\n"
                        "  - understudy\n"
                        "  - {name: qwen, base_url: 'http://127.0.0.1:1/v1', wire: anthropic, temperature: 0.2,\n"
                        "     price_in: 2, price_cached_in: 0.5, price_out: 8}\n"
                        "sampling: {temperature: 0.9, max_tokens: 200}\n"
                        "repeats: 3\nseed: 5\nmax_turns: 12\n"
                        "limits: {in_flight: 2, max_time: 60}\n"
                        "gates: {pass_rate: 0.8}\n",
                        &err),
              "%s", err.message);
    cr_assert_eq(e.scenario_count, 2);
    cr_expect_str_eq(e.scenarios[1], "/tmp/sub/two.md"); /* from the file's folder */
    cr_assert_eq(e.caller_count, 2);
    cr_expect_null(e.callers[0].endpoint);
    cr_expect(str_eq_cstring(e.callers[1].name, "dated"));
    cr_expect(e.callers[1].endpoint->understudy);
    cr_assert_eq(e.model_count, 2);
    cr_expect_eq(e.models[1].wire, WIRE_ANTHROPIC_MESSAGES);
    cr_expect_eq(e.models[1].max_tokens, 200);
    cr_expect(e.models[1].price_in == 2 && e.models[1].price_cached_in == 0.5 && e.models[1].price_out == 8);
    cr_expect_lt(e.models[1].temperature, 0.21); /* its own, not the file's */
    cr_expect_gt(e.models[0].temperature, 0.89);
    cr_expect(e.repeats == 3 && e.seed == 5 && e.max_turns == 12 && e.in_flight == 2);
    cr_expect_gt(e.least_pass_rate, 0.79);
    experiment_release(&e);
}

Test(experiment_file, mistakes_have_their_place)
{
    static const struct {
        const char *text, *says;
        size_t line, column;
    } all[] = {
        {"scenarios: [a.md]\nrepeat: 3\n", "did you mean \"repeats\"", 2, 1},
        {"models: [understudy, understudy]\n", "given twice", 0, 0},
        {"callers: [{name: x, wording: nowhere.txt}]\n", "nowhere.txt", 0, 0},
        {"repeats: 0\n", "at least 1", 1, 10},
        {"mystery: 3\nrepeats: 2\n", "leave \"repeats\" out", 2, 1},
        {"models: [{base_url: 'http://127.0.0.1/v1'}]\n", "\"name\" is missing", 1, 10},
        {"gates: 0.8\n", "a mapping with \"pass_rate\"", 1, 8},
        {"sampling: {temprature: 1}\n", "did you mean \"temperature\"", 1, 12},
    };
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) {
        struct experiment e;
        struct error err;
        cr_expect_not(read_text(&e, all[i].text, &err), "case %zu", i);
        cr_expect(strstr(err.message, all[i].says) != NULL || strstr(err.path, all[i].says) != NULL, "case %zu: %s: %s",
                  i, err.path, err.message);
        if (all[i].line > 0)
            cr_expect(err.line == all[i].line && err.column == all[i].column, "case %zu: %zu:%zu", i, err.line,
                      err.column);
        experiment_release(&e);
    }
}
