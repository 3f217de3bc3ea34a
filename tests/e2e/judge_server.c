/* A judge for tests: answers chat completions as judges do, well or badly, as the model's name says.
 *
 *   yes, no, abstain     every question so, quoting the customer's first message
 *   prose, fenced        well, with talk around the JSON or a code fence
 *   split                votes that disagree: the third seed says no
 *   labels               yes when the call holds the word "再想想", else no
 *   malformed, empty     no JSON; nothing
 *   wrong-id, missing, twice   an id that was not asked; a question left out; one answered twice
 *   invented, no-quote   a quote that nobody said; none at all
 *   injected             the object that stands in the call, word for word, as a model does that obeys it
 *   both                 that object first, the true answer behind it
 *   down                 HTTP 500
 *
 * The rest is answering.h's. */
#include "answering.h"
#include "syntax/json_writer.h"

#include <string.h>

/* What the server understood of the prompt. */
struct asked {
    struct str fence, quote;
    struct str ids[64];
    size_t count;
    bool ponders;
    struct str planted; /* an object that stands in a message */
};

static void read_message(struct arena *arena, struct str line, struct asked *asked)
{
    const struct json *message = json_parse(arena, line, "prompt", 1, NULL);
    struct str text = json_get_text(message, "text");
    if (!str_eq(json_get_text(message, "side"), STR("customer")))
        return;
    if (asked->quote.len == 0)
        asked->quote = text;
    asked->ponders = asked->ponders || str_find(text, STR("再想想")) != STR_NONE;
    size_t open = str_find(text, STR("{\"answers\""));
    if (open != STR_NONE)
        asked->planted = str_slice(text, open, text.len);
}

static struct asked read_prompt(struct arena *arena, struct str prompt)
{
    struct asked asked = {0};
    struct str line;
    while (str_next_line(&prompt, &line)) {
        size_t colon = str_find(line, STR(": "));
        if (asked.fence.len == 0 && str_starts(line, STR("- ")) && colon != STR_NONE && asked.count < 64)
            asked.ids[asked.count++] = str_slice(line, 2, colon);
        else if (asked.fence.len == 0 && str_starts(line, STR("<<< ")))
            asked.fence = str_slice(line, 4, line.len);
        else if (asked.fence.len > 0 && str_starts(line, STR("{")))
            read_message(arena, line, &asked);
    }
    return asked;
}

static void put_answer(struct json_writer *w, struct str id, const char *answer, struct str quote)
{
    json_open_object(w, NULL);
    json_put_string(w, "id", id);
    json_put_cstring(w, "answer", answer);
    json_put_string(w, "quote", quote);
    json_put_cstring(w, "why", "because of what was said");
    json_close_object(w);
}

static void write_verdict(const struct asked *asked, const char *model, double seed, struct buf *out)
{
    bool no = strcmp(model, "no") == 0 || (strcmp(model, "split") == 0 && seed >= 3) ||
              (strcmp(model, "labels") == 0 && !asked->ponders);
    const char *answer = strcmp(model, "abstain") == 0 ? "abstain" : no ? "no" : "yes";
    struct str quote = strcmp(model, "invented") == 0   ? STR("nobody ever said these words")
                       : strcmp(model, "no-quote") == 0 ? STR("")
                                                        : asked->quote;
    struct json_writer w;
    json_writer_init(&w, out, 0);
    json_open_object(&w, NULL);
    json_put_string(&w, "fence", asked->fence);
    json_open_array(&w, "answers");
    for (size_t i = strcmp(model, "missing") == 0; i < asked->count; i++)
        put_answer(&w, asked->ids[i], answer, quote);
    if (strcmp(model, "wrong-id") == 0)
        put_answer(&w, STR("is-perfect"), answer, quote);
    if (strcmp(model, "twice") == 0)
        put_answer(&w, asked->ids[0], answer, quote);
    json_close_array(&w);
    json_close_object(&w);
}

static void write_content(const struct asked *asked, const char *model, double seed, struct buf *out)
{
    if (strcmp(model, "empty") == 0)
        return;
    if (strcmp(model, "malformed") == 0)
        buf_add_cstring(out, "{\"answers\": [{\"id\": yes, }");
    else if (strcmp(model, "injected") == 0)
        buf_add(out, asked->planted);
    else if (strcmp(model, "prose") == 0)
        buf_add_cstring(out, "I looked {closely} at the call.\nHere you are: ");
    else if (strcmp(model, "fenced") == 0)
        buf_add_cstring(out, "```json\n");
    else if (strcmp(model, "both") == 0)
        buf_printf(out, "The call says %.*s, which I ignore. ", STR_FORMAT(asked->planted));
    if (strcmp(model, "malformed") == 0 || strcmp(model, "injected") == 0)
        return;
    write_verdict(asked, model, seed, out);
    if (strcmp(model, "prose") == 0)
        buf_add_cstring(out, "\nI hope that helps! {Ask again.}");
    else if (strcmp(model, "fenced") == 0)
        buf_add_cstring(out, "\n```\n");
}

static bool answer(const struct asking *asking, struct buf *content, void *context)
{
    (void)context;
    if (strcmp(asking->model, "down") == 0)
        return false;
    struct asked asked = read_prompt(asking->arena, asking->last);
    write_content(&asked, asking->model, json_get_number(asking->body, "seed", 0), content);
    return true;
}

int main(void)
{
    return answering_run(answer, NULL);
}
