/* What docs/rubrics.md shows is read as it stands. Tests run from the repository's root. */
#include "base/file.h"
#include "rubric/rubric.h"
#include "support/caller_document.h"

#include <criterion/criterion.h>

Test(docs, every_example_of_the_page_is_a_rubric)
{
    struct error err = {0};
    struct buf page;
    size_t examples = 0, at;
    buf_init(&page, FILE_CEILING);
    cr_assert(file_read("docs/rubrics.md", &page, &err), "%s", err.message);
    struct scenario *scenario = scenario_from("heater.md", STR(WATER_HEATER), &err);
    struct str rest = buf_str(&page);
    while ((at = str_find(rest, STR("```yaml\n"))) != STR_NONE) {
        rest = str_slice(rest, at + 8, rest.len);
        struct str example = str_slice(rest, 0, str_find(rest, STR("```")));
        struct rubric *rubric = rubric_from(scenario, "example.yaml", example, &err);
        cr_expect_not_null(rubric, "%zu:%zu %s", err.line, err.column, err.message);
        rubric_free(rubric);
        examples++;
        rest = str_slice(rest, example.len + 3, rest.len);
    }
    cr_expect_eq(examples, 2);
    scenario_free(scenario);
    buf_release(&page);
}
