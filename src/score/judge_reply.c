/* A judge's reply: found in whatever stands around it, and believed only where it can be checked. */
#include "score/judge.h"

#include "syntax/json.h"
#include "text/utf8.h"

#include <string.h>

enum { FALSE_STARTS_MAX = 64 }; /* braces of a reply that begin no object: a wall of them costs no more */

/* The end of the object that begins at `at`, by its braces outside of strings; STR_NONE when it does not end. */
static size_t object_end(struct str text, size_t at)
{
    size_t depth = 0;
    bool quoted = false;
    for (; at < text.len; at++) {
        char c = text.ptr[at];
        if (quoted && c == '\\')
            at++;
        else if (c == '"')
            quoted = !quoted;
        else if (!quoted && c == '{')
            depth++;
        else if (!quoted && c == '}' && --depth == 0)
            return at + 1;
    }
    return STR_NONE;
}

/* The one object of the reply that carries the fence; NULL and `why` when there is none, or two. */
static const struct json *find_object(struct arena *arena, struct str reply, struct str fence, const char **why)
{
    const struct json *found = NULL;
    size_t false_starts = 0;
    *why = "the judge's reply holds no JSON object with answers";
    for (size_t at = 0; at < reply.len && false_starts < FALSE_STARTS_MAX; at++) {
        if (reply.ptr[at] != '{')
            continue;
        size_t end = object_end(reply, at);
        const struct json *object =
            end != STR_NONE ? json_parse(arena, str_slice(reply, at, end), "reply", 1, NULL) : NULL;
        if (object == NULL) {
            false_starts++;
            continue;
        }
        at = end - 1;
        if (json_get(object, "answers") == NULL)
            continue;
        if (!str_eq(json_get_text(object, "fence"), fence)) {
            if (found == NULL)
                *why = "the judge's reply holds answers without the transcript's fence: they may have been planted in "
                       "the call";
            continue;
        }
        if (found != NULL) {
            *why = "the judge's reply holds two objects with answers";
            return NULL;
        }
        found = object;
    }
    return found;
}

static bool read_answer(const struct json *value, enum answer *answer)
{
    static const struct {
        const char *word;
        enum answer answer;
    } words[] = {{"yes", ANSWER_YES}, {"no", ANSWER_NO}, {"abstain", ANSWER_ABSTAIN},
                 {"是", ANSWER_YES},  {"否", ANSWER_NO}, {"弃权", ANSWER_ABSTAIN}};
    if (value == NULL || (value->kind != JSON_STRING && value->kind != JSON_BOOL))
        return false;
    if (value->kind == JSON_BOOL) {
        *answer = value->truth ? ANSWER_YES : ANSWER_NO;
        return true;
    }
    struct str said = str_trim(value->text);
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (said.len == strlen(words[i].word) && str_starts_folded(said, str_from(words[i].word))) {
            *answer = words[i].answer;
            return true;
        }
    return false;
}

static bool has_a_word(struct str quote)
{
    for (size_t at = 0; at < quote.len;) {
        uint32_t c = utf8_next(quote, &at);
        if (code_point_is_letter(c) || (c >= '0' && c <= '9'))
            return true;
    }
    return false;
}

/* What is wrong with the quote of a yes or no; NULL: nothing. */
static const char *quote_fault(const struct judge_case *c, struct str quote)
{
    if (!has_a_word(quote))
        return "the judge gave no quote for its answer";
    if (str_find(quote, STR("\"answer")) != STR_NONE)
        return "the judge's quote is a verdict that was planted in the call";
    for (size_t i = 0; i < c->transcript->count; i++)
        if (str_find(c->transcript->messages[i].content, quote) != STR_NONE)
            return NULL;
    return "the judge's quote stands in no message of the transcript";
}

/* The judge's reason as one line of bounded length. */
static struct str one_line(struct arena *arena, struct str text)
{
    enum { LONGEST = 300 }; /* code points */
    struct str trimmed = str_trim(text);
    char *line = str_cstring(arena, utf8_slice(trimmed, 0, LONGEST));
    for (char *c = line; *c != '\0'; c++)
        if ((unsigned char)*c < ' ' || *c == 0x7f)
            *c = ' ';
    return str_from(line);
}

static struct judge_vote read_vote(struct arena *arena, const struct judge_case *c, const struct json *item)
{
    struct judge_vote vote = {.quote = str_dup(arena, str_trim(json_get_text(item, "quote"))),
                              .why = one_line(arena, json_get_text(item, "why"))};
    const char *fault = NULL;
    if (!read_answer(json_get(item, "answer"), &vote.answer))
        fault = "the judge's answer is none of yes, no and abstain";
    else if (vote.answer != ANSWER_ABSTAIN)
        fault = quote_fault(c, vote.quote);
    if (fault != NULL)
        return (struct judge_vote){.answer = ANSWER_ERROR, .why = str_from(fault)};
    if (vote.answer == ANSWER_ABSTAIN)
        vote.quote = (struct str){0};
    return vote;
}

static size_t question_of(const struct judge_case *c, struct str id)
{
    size_t i = 0;
    while (i < c->count && !str_eq(c->questions[i]->id, id))
        i++;
    return i;
}

static void fail_all(const struct judge_case *c, struct judge_vote *votes, struct str why)
{
    for (size_t i = 0; i < c->count; i++)
        votes[i] = (struct judge_vote){.answer = ANSWER_ERROR, .why = why};
}

static void read_answers(struct arena *arena, struct arena *scratch, const struct judge_case *c, struct str reply,
                         struct judge_vote *votes)
{
    const char *why = NULL;
    bool *seen = arena_array(scratch, c->count, sizeof *seen);
    const struct json *object = find_object(scratch, reply, judge_fence(scratch, c->transcript), &why);
    const struct json *answers = json_get(object, "answers");
    if (object == NULL || answers->kind != JSON_ARRAY) {
        fail_all(c, votes, str_from(object == NULL ? why : "the judge's \"answers\" are no list"));
        return;
    }
    for (const struct json *item = answers->first; item != NULL; item = item->next) {
        struct str id = str_trim(json_get_text(item, "id"));
        size_t i = question_of(c, id);
        if (i == c->count) { /* who answers what was not asked has not read the questions */
            struct str said = one_line(scratch, id);
            fail_all(
                c, votes,
                str_from(arena_printf(arena, "the judge answered \"%.*s\", which was not asked", STR_FORMAT(said))));
            return;
        }
        votes[i] =
            seen[i] ? (struct judge_vote){.answer = ANSWER_ERROR, .why = STR("the judge answered this question twice")}
                    : read_vote(arena, c, item);
        seen[i] = true;
    }
}

void judge_read(struct arena *arena, const struct judge_case *c, struct str reply, struct judge_vote *votes)
{
    struct arena scratch;
    arena_init(&scratch);
    fail_all(c, votes, STR("the judge did not answer this question"));
    if (reply.len <= JUDGE_REPLY_CEILING)
        read_answers(arena, &scratch, c, reply, votes);
    else
        fail_all(c, votes, STR("the judge's reply is too long to be read"));
    arena_release(&scratch);
}

void judge_decide(struct arena *arena, const struct judge_vote *votes, size_t count, struct judgement *into)
{
    enum answer *list = arena_array(arena, count, sizeof *list);
    const struct judge_vote *chosen = &votes[0];
    bool agreed = true;
    for (size_t i = 0; i < count; i++) {
        list[i] = votes[i].answer;
        agreed = agreed && votes[i].answer == votes[0].answer;
        if (votes[i].answer == ANSWER_ERROR && chosen->answer != ANSWER_ERROR)
            chosen = &votes[i];
    }
    into->votes = list;
    into->vote_count = count;
    into->answer = chosen->answer;
    into->quote = chosen->quote;
    into->why = chosen->why;
    if (agreed || chosen->answer == ANSWER_ERROR)
        return;
    struct buf why;
    buf_init(&why, 0);
    buf_add_cstring(&why, "the votes disagree:");
    for (size_t i = 0; i < count; i++)
        buf_printf(&why, "%s %s", i > 0 ? "," : "", answer_name(list[i]));
    into->answer = ANSWER_ABSTAIN;
    into->quote = (struct str){0};
    into->why = str_dup(arena, buf_str(&why));
    buf_release(&why);
}
