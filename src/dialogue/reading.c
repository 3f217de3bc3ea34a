#include "dialogue/reading.h"

#include "dialogue/heard.h"
#include "text/normalise.h"
#include "text/sentence.h"
#include "text/similarity.h"
#include "text/utf8.h"

#include <string.h>

/* A whole sentence. */
static const char *const repeat_alone[] = {"啊",        "什么",  "嗯",           "哈",   "啥",  "喂",    "喂喂",
                                           "喂?喂",     "喂,喂", "hello? hello", "what", "huh", "sorry", "hello",
                                           "excuse me", NULL};

/* From the first character that is no mark on. */
static struct str without_marks_before(struct str s)
{
    for (size_t at = 0; s.len > 0; s = str_slice(s, at, s.len), at = 0)
        if (!code_point_is_punctuation(utf8_next(s, &at)) && s.ptr[0] != ' ')
            break;
    return s;
}

static struct str bare_of(struct str text)
{
    struct str s = without_marks_before(text);
    while (s.len > 0) {
        size_t at = s.len;
        if (!code_point_is_punctuation(utf8_prev(s, &at)) && s.ptr[s.len - 1] != ' ')
            break;
        s.len = at;
    }
    return s;
}

/* One of the phrases and nothing else but marks. */
static bool is_one_of(struct str text, const char *const *phrases)
{
    const struct str said = without_marks_before(text);
    for (size_t i = 0; phrases[i] != NULL && said.len > 0; i++) {
        if (phrases[i][0] != said.ptr[0] || !str_starts(said, str_from(phrases[i])))
            continue;
        if (without_marks_before(str_slice(said, strlen(phrases[i]), said.len)).len == 0)
            return true;
    }
    return false;
}

static uint64_t bit_of(uint32_t c)
{
    return (uint64_t)1 << c % 64;
}

/* No run that a sentence shares with the role is longer: the most characters side by side that look like the role's. */
static size_t longest_possible(struct str sentence, uint64_t characters)
{
    size_t longest = 0, length = 0;
    for (size_t at = 0; at < sentence.len;) {
        length = (characters & bit_of(utf8_next(sentence, &at))) != 0 ? length + 1 : 0;
        longest = length > longest ? length : longest;
    }
    return longest;
}

/* "是李明吗？长江云平台啊？": a short question about the caller's own name or house. */
static bool names_caller(struct str sentence, const struct listener *listener)
{
    const struct str role = listener->role;
    if (role.len == 0 || utf8_count(sentence) > 24)
        return false;
    size_t first = 0;
    bool han = code_point_is_han(utf8_next(role, &first));
    const size_t least = han ? 2 : 6;
    if (longest_possible(sentence, listener->role_characters) < least)
        return false;
    struct common_run run = longest_common_run(sentence, role);
    return run.length >= least && run.length * 4 >= utf8_count(bare_of(sentence)) * (han ? 1u : 2u);
}

static bool holds(uint64_t heard, enum heard kind)
{
    return heard >> kind & 1;
}

static void read_sentence(struct reading *reading, struct str sentence, uint64_t heard, const struct listener *listener)
{
    enum asking asks = sentence_asks_with(sentence, holds(heard, HEARD_ASKS));
    reading->marked |= asks != ASKS_NOT;
    if (asks == ASKS_NOT || is_one_of(sentence, repeat_alone))
        return;
    bool about_sales = holds(heard, HEARD_SALES);
    if (asks == ASKS_TAG) {
        reading->sales |= about_sales;
        return;
    }
    if (holds(heard, HEARD_RHETORICAL) || holds(heard, HEARD_MISTRUST))
        return;
    reading->identity |= holds(heard, HEARD_IDENTITY) || names_caller(sentence, listener);
    reading->sales |= about_sales;
    if (holds(heard, HEARD_REPEAT) || (holds(heard, HEARD_PURPOSE) && utf8_count(sentence) < 30))
        return;
    if (reading->question_count < QUESTIONS_MOST)
        reading->questions[reading->question_count++] = sentence;
}

void listener_init(struct listener *listener, struct arena *arena, struct str role)
{
    lexicon_init(&listener->lexicon, arena);
    for (unsigned kind = 0; kind < HEARD_KINDS; kind++)
        lexicon_add(&listener->lexicon, heard_phrases[kind], kind);
    listener->role = normalise_text(arena, role);
    listener->role_characters = 0;
    for (size_t at = 0; at < listener->role.len;)
        listener->role_characters |= bit_of(utf8_next(listener->role, &at));
}

static size_t split(struct arena *arena, struct str normal, struct str **sentences)
{
    const size_t most = normal.len / 2 + 2; /* marks in a row end one sentence */
    size_t count = 0;
    struct str rest = normal, sentence;
    *sentences = arena_raw(arena, most, sizeof **sentences);
    while (count < most && sentence_next(&rest, &sentence))
        (*sentences)[count++] = sentence;
    return count;
}

/* A wish to wait is short, or it is something else. */
static bool is_brief(struct str normal)
{
    const size_t length = utf8_count(normal);
    return length <= (length == normal.len ? 120u : 40u);
}

static bool may_leave(uint64_t heard)
{
    return holds(heard, HEARD_LEAVING) && (!holds(heard, HEARD_GOING_ON) || holds(heard, HEARD_GOODBYE));
}

bool reading_leaves(struct arena *arena, struct str reply)
{
    static const enum heard kinds[] = {HEARD_LEAVING, HEARD_GOING_ON, HEARD_GOODBYE};
    struct str normal = normalise_text(arena, reply);
    uint64_t heard = 0;
    for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++)
        heard |= (uint64_t)words_in(normal, heard_phrases[kinds[i]]) << kinds[i];
    return may_leave(heard);
}

struct reading reading_of(struct arena *arena, const struct listener *listener, struct str reply)
{
    struct reading reading = {.normal = str_trim(normalise_text(arena, reply))};
    struct str normal = reading.normal, *sentences;
    size_t count = split(arena, normal, &sentences);
    uint64_t *in_sentences = arena_raw(arena, count, sizeof *in_sentences);
    uint64_t heard = lexicon_find(&listener->lexicon, normal, sentences, count, in_sentences);
    reading.questions = arena_raw(arena, QUESTIONS_MOST, sizeof *reading.questions);
    for (size_t i = 0; i < count; i++)
        read_sentence(&reading, sentences[i], in_sentences[i], listener);
    reading.silent = without_marks_before(normal).len == 0;
    reading.repeat =
        holds(heard, HEARD_REPEAT) || (str_find_byte(normal, '?') != STR_NONE && is_one_of(normal, repeat_alone));
    reading.wait =
        holds(heard, HEARD_WAIT) && !holds(heard, HEARD_WAIT_NOT) && reading.question_count == 0 && is_brief(normal);
    reading.busy = holds(heard, HEARD_BUSY) && !holds(heard, HEARD_BUSY_NOT);
    reading.leaving = may_leave(heard);
    reading.hesitant = count > 0 && holds(in_sentences[count - 1], HEARD_HESITANT);
    reading.troubled = holds(heard, HEARD_TROUBLED);
    reading.mistrusts = holds(heard, HEARD_MISTRUST);
    reading.missed = holds(heard, HEARD_MISSED);
    reading.told_before = holds(heard, HEARD_TOLD);
    reading.heard_before = holds(heard, HEARD_HEARD);
    reading.named = holds(heard, HEARD_NAMED);
    reading.asleep = holds(heard, HEARD_ASLEEP);
    reading.fraud = holds(heard, HEARD_FRAUD);
    reading.objects = holds(heard, HEARD_NO);
    return reading;
}
