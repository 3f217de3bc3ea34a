#include "dialogue/plan.h"

#include "dialogue/dialogue.h"
#include "dialogue/speech.h"
#include "text/normalise.h"
#include "text/sentence.h"
#include "text/similarity.h"
#include "text/utf8.h"

#include <stdlib.h>
#include <string.h>

/* A question and nothing else. */
static bool only_asks(struct str text, bool asks)
{
    struct str rest = text, sentence;
    return asks && (!sentence_next(&rest, &sentence) || str_trim(rest).len == 0);
}

static struct spoken spoken_of(struct arena *arena, enum lang lang, struct str text)
{
    const bool asks = speech_asks(arena, text);
    return (struct spoken){
        .text = text,
        .length = speech_length(lang, text),
        .asks = asks,
        .only_asks = only_asks(text, asks),
        .acknowledges = speech_acknowledges(arena, text),
        .verdict = speech_is_verdict(arena, text),
        .probe = speech_is_probe(arena, text),
    };
}

/* A line of a step: its farewell belongs to the closing words. */
static struct str step_text(struct dialogue_plan *plan, struct str line)
{
    return speech_without_farewell(&plan->arena, speech_plain(&plan->arena, line));
}

static void plan_step(struct dialogue_plan *plan, const struct step *step, struct planned_step *planned)
{
    struct arena *arena = &plan->arena;
    enum lang lang = plan->scenario->lang;
    planned->utterances = arena_array(arena, step->utterances.count + 1, sizeof *planned->utterances);
    planned->branches = arena_array(arena, step->branch_count + 1, sizeof *planned->branches);
    for (size_t i = 0; i < step->utterances.count; i++) {
        struct str text = step_text(plan, step->utterances.items[i].text);
        planned->utterances[i] = spoken_of(arena, lang, speech_without_said(arena, text, plan->opening.text));
    }
    planned->conditions = arena_array(arena, step->branch_count + 1, sizeof *planned->conditions);
    for (size_t b = 0; b < step->branch_count; b++) {
        struct str text = {0};
        condition_init(&planned->conditions[b], arena, step->branches[b].when);
        for (size_t i = 0; i < step->branches[b].utterances.count; i++)
            text = speech_join(arena, lang, text, step_text(plan, step->branches[b].utterances.items[i].text));
        planned->branches[b] = spoken_of(arena, lang, text);
    }
}

static void add_to_group(struct arena *scratch, enum lang lang, struct group *group, const struct spoken *spoken)
{
    if (group->text.len == 0) {
        group->acknowledges = spoken->acknowledges;
        group->verdict = spoken->verdict;
    }
    group->text = speech_join(scratch, lang, group->text, spoken->text);
    group->length += spoken->length;
    group->probe |= spoken->probe;
}

/* What is said next when this step's utterance is; empty when the step has none left. */
static struct group group_of(struct arena *scratch, const struct dialogue_plan *plan, size_t step, size_t utterance,
                             size_t longest)
{
    const struct step *said = &plan->scenario->caller.steps[step];
    struct group group = {.number = said->number, .step = step, .utterance = utterance};
    for (bool asks = false; group.utterance < said->utterances.count && !asks; group.utterance++) {
        const struct spoken *spoken = &plan->steps[step].utterances[group.utterance];
        if (group.text.len > 0 && group.length + spoken->length > longest)
            break;
        add_to_group(scratch, plan->scenario->lang, &group, spoken);
        asks = spoken->asks;
    }
    return group;
}

/* From behind: where a step has nothing left, the next step's first words come. */
static void plan_groups(struct dialogue_plan *plan, const struct caller_half *half, enum group_place place)
{
    const size_t longest = place == GROUP_ALONE ? GROUP_LONGEST : TURN_LONGEST - BEHIND_AN_ANSWER;
    struct group next = {.step = half->step_count};
    struct arena scratch;
    arena_init(&scratch);
    for (size_t s = half->step_count + 1; s-- > 0;) {
        const size_t count = s < half->step_count ? half->steps[s].utterances.count : 0;
        struct group *groups = plan->steps[s].groups[place] = arena_array(&plan->arena, count + 1, sizeof *groups);
        for (size_t u = 0; u < count; u++) {
            groups[u] = group_of(&scratch, plan, s, u, longest);
            if (groups[u].text.len == 0)
                groups[u] = next;
            if (place == GROUP_BEHIND_AN_ANSWER && plan->claims_no_sales)
                groups[u].denies_sales = speech_denies_sales(&scratch, groups[u].text);
            groups[u].text = str_dup(&plan->arena, groups[u].text);
            arena_clear(&scratch);
        }
        groups[count] = next;
        next = groups[0];
    }
    arena_release(&scratch);
}

struct qa_text plan_answer_text(const struct dialogue_plan *plan, struct arena *arena, size_t entry)
{
    return plan->answer_texts != NULL ? plan->answer_texts[entry]
                                      : qa_text(plan->index, arena, normalise_text(arena, plan->answers[entry].text));
}

static void plan_answer_texts(struct dialogue_plan *plan, size_t count)
{
    enum { MOST = 1 << 20 }; /* likenesses */
    if (count > MOST / (qa_lines(plan->index) + 1))
        return;
    struct qa_text *texts = arena_array(&plan->arena, count + 1, sizeof *texts);
    for (size_t i = 0; i < count; i++)
        texts[i] = plan_answer_text(plan, &plan->arena, i);
    plan->answer_texts = texts;
}

/* "Is that Mrs Alder?", "this is Tom": somebody's name behind it, not "whether this is still right". */
static bool names_somebody(struct str text)
{
    static const char *const leads[] = {"This is ", "this is ", "Is this ", "is this ", "Is that ", "is that ", NULL};
    for (size_t i = 0; leads[i] != NULL; i++) {
        size_t at = str_find(text, str_from(leads[i])), name = at == STR_NONE ? text.len : at + strlen(leads[i]);
        if (name < text.len && text.ptr[name] >= 'A' && text.ptr[name] <= 'Z')
            return true;
    }
    return false;
}

/* Does it greet, or ask who is there? */
static bool greets_or_asks_who(struct arena *arena, struct str text)
{
    static const char *const greetings[] = {
        "您好",           "你好",         "早上好",   "上午好",       "下午好",   "打扰",
        "请问是",         "请问您是",     "hello",    "hi,",          "hi there", "good morning",
        "good afternoon", "good evening", "speaking", "calling from", NULL};
    static const char *const of_matters[] = {"是这", "是否", "是关于", "是因为", "是想", "是为了", "是有", NULL};
    struct str normal = normalise_text(arena, text);
    return words_in(normal, greetings) || str_starts(normal, STR("喂")) || names_somebody(text) ||
           (str_starts(normal, STR("是")) && !str_starts_any(normal, of_matters));
}

/* Whether the opening takes the first step's place: that greets, too, asks who is there, or says the same. */
static bool opens_with(struct arena *arena, struct str opening, const struct step *first)
{
    enum { GRAM = 2 };
    static const double alike = 0.3;
    struct grams of_opening = grams_of(arena, normalise_bare(arena, opening), GRAM);
    bool says = first->utterances.count == 0;
    for (size_t i = 0; i < first->utterances.count && !says; i++) {
        struct str text = first->utterances.items[i].text;
        says = greets_or_asks_who(arena, text) ||
               grams_dice(of_opening, grams_of(arena, normalise_bare(arena, text), GRAM)) >= alike;
    }
    return says;
}

/* By a phrase for that, or by a name that the role has. */
static bool tells_who(struct arena *arena, struct str opening, struct str role)
{
    enum { HAN_LEAST = 2, LETTERS_LEAST = 4 };
    const struct common_run run = longest_common_run(normalise_bare(arena, opening), normalise_bare(arena, role));
    return speech_introduces(arena, opening) || run.length >= (run.bytes == run.length ? LETTERS_LEAST : HAN_LEAST);
}

/* What a first step tells beside greeting, up to a question of its own: the opening has asked one. `told`: who calls,
 * and why, was told by then. */
static struct str matter_of(struct arena *arena, enum lang lang, struct str text, bool told)
{
    struct str matter = {0}, rest = text, sentence;
    while (sentence_next(&rest, &sentence)) {
        const bool asks = sentence_asks(normalise_text(arena, sentence)) != ASKS_NOT;
        if (speech_opens(arena, sentence) || (asks && greets_or_asks_who(arena, sentence)) ||
            (told && speech_introduces(arena, sentence)))
            continue;
        if (asks)
            break;
        matter = speech_join(arena, lang, matter, sentence);
    }
    return speech_without_hello(matter);
}

/* The first step greets and asks who is there, as the opening did: what it tells beside that is said, or nothing. */
static void plan_first(struct dialogue_plan *plan, const struct step *step, struct planned_step *planned)
{
    struct arena *arena = &plan->arena;
    const enum lang lang = plan->scenario->lang;
    const bool told = tells_who(arena, plan->opening.text, plan->role);
    for (size_t i = 0; i < step->utterances.count; i++) {
        planned->utterances[i] = spoken_of(arena, lang, matter_of(arena, lang, planned->utterances[i].text, told));
        plan->opens_with_first &= planned->utterances[i].text.len == 0;
    }
}

/* What who did not take in the opening is told: the first step, where it says who calls. */
static struct str retry_of(struct dialogue_plan *plan, const struct step *first)
{
    if (!plan->opens_with_first || first->utterances.count == 0)
        return (struct str){0};
    struct str retry = speech_without_greeting(&plan->arena, step_text(plan, first->utterances.items[0].text));
    return speech_introduces(&plan->arena, retry) ? retry : (struct str){0};
}

enum { YOU = 3 }; /* bytes of 您, 你, 妳 */
/* Who is addressed once with 您 is never 你; 你们 is a firm or a family. */
static void note_address(struct str text, struct str *you)
{
    static const char *const families[] = {"们", "們", NULL};
    for (size_t at = 0; at + YOU <= text.len; at++) {
        struct str one = str_slice(text, at, at + YOU);
        bool familiar = str_eq(one, STR("你")) || str_eq(one, STR("妳"));
        if (str_eq(one, STR("您")) ||
            (familiar && you->len == 0 && !str_starts_any(str_slice(text, at + YOU, text.len), families)))
            *you = one;
        if (str_eq(*you, STR("您")))
            return;
    }
}

/* How the script's own words are written. */
struct manner {
    struct str you;
    size_t characters, cantonese;
};

static void note_manner(struct str text, struct manner *manner)
{
    static const char *const words[] = {"嘅", "咗", "喺", "唔", "冇", "哋", "嚟", "嘢", "啲", "嗰", "咁", "佢", NULL};
    note_address(text, &manner->you);
    for (size_t at = 0, start; start = at, at < text.len; manner->characters++) {
        utf8_next(text, &at);
        manner->cantonese += str_is_any(str_slice(text, start, at), words);
    }
}

static struct manner manner_of(const struct caller_half *half)
{
    struct manner manner = {0};
    note_manner(half->opening, &manner);
    note_manner(half->closing, &manner);
    for (size_t s = 0; s < half->step_count; s++) {
        for (size_t u = 0; u < half->steps[s].utterances.count; u++)
            note_manner(half->steps[s].utterances.items[u].text, &manner);
    }
    return manner;
}

/* A word of dialect in a Mandarin script makes it no Cantonese one. */
static enum tongue tongue_of(enum lang lang, const struct manner *manner)
{
    enum { LEAST = 3, ONE_IN = 50 };
    if (lang == LANG_ZH_HANT && manner->cantonese >= LEAST && manner->cantonese * ONE_IN >= manner->characters)
        return TONGUE_CANTONESE;
    return lang == LANG_EN ? TONGUE_ENGLISH : lang == LANG_ZH_HANT ? TONGUE_HANT : TONGUE_HANS;
}

struct str plan_addressed(const struct dialogue_plan *plan, struct arena *arena, struct str phrase)
{
    static const struct str polite = {"您", YOU};
    if (str_eq(plan->you, polite))
        return phrase;
    char *own = arena_raw(arena, phrase.len + 1, 1);
    memcpy(own, phrase.ptr, phrase.len);
    for (size_t at = 0, found; (found = str_find(str_slice(phrase, at, phrase.len), polite)) != STR_NONE;
         at += found + YOU)
        memcpy(own + at + found, plan->you.ptr, YOU);
    return (struct str){own, phrase.len};
}

static void plan_half(struct dialogue_plan *plan, const struct caller_half *half)
{
    struct arena *arena = &plan->arena;
    enum lang lang = plan->scenario->lang;
    plan->role = speech_role(arena, lang, half->role);
    const struct manner manner = manner_of(half);
    plan->you = manner.you.len > 0 ? manner.you : STR("您");
    plan->tongue = tongue_of(lang, &manner);
    listener_init(&plan->listener, arena, plan->role);
    plan->no_sales = speech_no_sales(arena, plan->scenario, &plan->claims_no_sales);
    plan->opening = spoken_of(arena, lang, speech_plain(arena, half->opening));
    plan->closing = spoken_of(arena, lang, speech_plain(arena, half->closing));
    plan->opens_with_first = half->step_count > 0 && opens_with(arena, plan->opening.text, &half->steps[0]);
    plan->answers = arena_array(arena, half->qa_count + 1, sizeof *plan->answers);
    for (size_t i = 0; i < half->qa_count; i++)
        plan->answers[i] = spoken_of(arena, lang, speech_plain(arena, half->qa[i].answer));
    plan_answer_texts(plan, half->qa_count);
    plan->steps = arena_array(arena, half->step_count + 1, sizeof *plan->steps);
    for (size_t i = 0; i < half->step_count; i++)
        plan_step(plan, &half->steps[i], &plan->steps[i]);
    if (plan->opening.text.len > 0 && plan->opens_with_first) {
        plan_first(plan, &half->steps[0], &plan->steps[0]);
        plan->retry = retry_of(plan, &half->steps[0]);
    }
    for (enum group_place place = 0; place < GROUP_PLACES; place++)
        plan_groups(plan, half, place);
}

struct dialogue_plan *dialogue_plan_new(const struct scenario *scenario)
{
    struct dialogue_plan *plan = memory_alloc(sizeof *plan);
    arena_init(&plan->arena);
    plan->scenario = scenario;
    plan->index = qa_index_new(scenario);
    plan_half(plan, &scenario->caller);
    return plan;
}

void dialogue_plan_free(struct dialogue_plan *plan)
{
    if (plan == NULL)
        return;
    qa_index_free(plan->index);
    arena_release(&plan->arena);
    free(plan);
}
