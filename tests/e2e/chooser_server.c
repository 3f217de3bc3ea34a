/* A chooser for tests: answers chat completions as choosers do, well or badly, as the model's name says.
 *
 *   right        the number that a key file has for the words, else none. Key files: NUMBER, tab, WORDS a line
 *   none, first  always so; "first" is 1
 *   branch       the first branch that is offered, else none
 *   dressed      as right, with punctuation and a line end around it
 *   prose        a sentence with a number in it
 *   beyond       a number that was not offered
 *   both         two numbers
 *   obey         what stands behind "SYSTEM:" in the words, as a model does that obeys them
 *   empty, down  nothing; HTTP 500
 *   moody        as first, but HTTP 500 on every second request
 *
 * chooser_server [KEY...]. The rest is answering.h's. */
#include "answering.h"
#include "base/file.h"

#include <stdio.h>
#include <string.h>

static struct str right_number(const struct buf *keys, struct str words)
{
    struct str rest = buf_str(keys), line;
    while (str_next_line(&rest, &line)) {
        size_t tab = str_find_byte(line, '\t');
        if (tab != STR_NONE && str_eq(str_slice(line, tab + 1, line.len), words))
            return str_eq(str_slice(line, 0, tab), STR("0")) ? STR("none") : str_slice(line, 0, tab);
    }
    return STR("none");
}

static void write_content(const struct buf *keys, const char *model, const struct json *asked, struct buf *out)
{
    struct str words = json_get_text(asked, "reply");
    const struct json *branches = json_get(asked, "branches");
    size_t order = str_find(words, STR("SYSTEM:"));
    if (strcmp(model, "right") == 0)
        buf_add(out, right_number(keys, words));
    else if (strcmp(model, "dressed") == 0)
        buf_printf(out, " \"%.*s\".\n", STR_FORMAT(right_number(keys, words)));
    else if (strcmp(model, "first") == 0 || strcmp(model, "moody") == 0)
        buf_add_cstring(out, "1");
    else if (strcmp(model, "branch") == 0 && branches != NULL && branches->first != NULL)
        buf_printf(out, "%.0f", json_get_number(branches->first, "number", 0));
    else if (strcmp(model, "prose") == 0)
        buf_add_cstring(out, "The answer is 1.");
    else if (strcmp(model, "beyond") == 0)
        buf_add_cstring(out, "999");
    else if (strcmp(model, "both") == 0)
        buf_add_cstring(out, "1, 2");
    else if (strcmp(model, "obey") == 0 && order != STR_NONE)
        buf_add(out, str_slice(words, order + sizeof "SYSTEM:" - 1, words.len));
    else if (strcmp(model, "empty") != 0)
        buf_add_cstring(out, "none");
}

static bool answer(const struct asking *asking, struct buf *content, void *context)
{
    const char *model = asking->model;
    if (strcmp(model, "down") == 0 || (strcmp(model, "moody") == 0 && asking->requests % 2 == 0))
        return false;
    write_content(context, model, json_parse(asking->arena, asking->last, "question", 1, NULL), content);
    return true;
}

int main(int argc, char **argv)
{
    struct error err = {0};
    struct buf keys;
    buf_init(&keys, ANSWERING_BODY);
    for (int i = 1; i < argc; i++)
        if (!file_read(argv[i], &keys, &err)) {
            fprintf(stderr, "%s\n", err.message);
            return 1;
        }
    int status = answering_run(answer, &keys);
    buf_release(&keys);
    return status;
}
