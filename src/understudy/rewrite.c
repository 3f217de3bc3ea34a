#include "understudy/rewrite.h"

#include "base/buf.h"
#include "text/sentence.h"
#include "text/utf8.h"
#include "understudy/lines.h"
#include "understudy/rewrite_words.h"

#include <string.h>

enum {
    SAID_HAN = 18,     /* code points of the clauses that are said, once one is */
    FEELING_HAN = 16,  /* of a feeling behind a question */
    SAID_ENGLISH = 90, /* letters */
    CLAUSE_ENGLISH = 24,
    LABEL_LONGEST = 8, /* "the coupon: that one ..." */
};

static struct str joined(struct arena *arena, struct str a, const char *between, struct str b)
{
    return str_from(arena_printf(arena, "%.*s%s%.*s", STR_FORMAT(a), between, STR_FORMAT(b)));
}

static struct str pick(struct arena *arena, enum lang lang, enum occasion occasion, struct str hole, struct rng *rng)
{
    const char *const *lines = lines_of(lang, occasion);
    return line_fill(arena, lines[rng_below(rng, lines_count(lines))], hole);
}

/* Without brackets and what they hold, and without quotation marks. */
static struct str unquoted(struct arena *arena, struct str line)
{
    static const uint32_t quotes[] = {0x201c, 0x201d, 0x300c, 0x300d, 0x300e, 0x300f, 0x300a, 0x300b, '"', '*'};
    struct buf out;
    buf_init(&out, 0);
    size_t depth = 0;
    for (size_t at = 0; at < line.len;) {
        size_t start = at;
        uint32_t c = utf8_next(line, &at);
        bool quote = false;
        for (size_t i = 0; i < sizeof quotes / sizeof *quotes; i++)
            quote |= c == quotes[i];
        if (c == '(' || c == 0xff08)
            depth++;
        else if ((c == ')' || c == 0xff09) && depth > 0)
            depth--;
        else if (depth == 0 && !quote)
            buf_add(&out, str_slice(line, start, at));
    }
    struct str text = str_dup(arena, str_trim(buf_str(&out)));
    buf_release(&out);
    return text;
}

/* "label: text" without the label. */
static struct str unlabelled(struct str line)
{
    size_t points = 0;
    for (size_t at = 0; at < line.len && points <= LABEL_LONGEST; points++) {
        uint32_t c = utf8_next(line, &at);
        if ((c == 0xff1a || c == ':') && at < line.len)
            return str_trim(str_slice(line, at, line.len));
    }
    return line;
}

/* Replaces each of the pairs where it stands, longest pairs first in the table; what was put in is not read again. */
static struct str replaced(struct arena *arena, struct str text, const struct word_pair *pairs)
{
    struct buf out;
    buf_init(&out, 0);
    for (size_t at = 0; at < text.len;) {
        size_t i = 0;
        struct str rest = str_slice(text, at, text.len);
        while (pairs[i].written != NULL && !str_starts(rest, str_from(pairs[i].written)))
            i++;
        if (pairs[i].written != NULL) {
            buf_add_cstring(&out, pairs[i].spoken);
            at += strlen(pairs[i].written);
        } else {
            size_t start = at;
            utf8_next(text, &at);
            buf_add(&out, str_slice(text, start, at));
        }
    }
    struct str result = str_dup(arena, buf_str(&out));
    buf_release(&out);
    return result;
}

static bool is_digit_at(struct str text, size_t at)
{
    return at < text.len && text.ptr[at] >= '0' && text.ptr[at] <= '9';
}

/* Cuts the next clause of Chinese off *rest; "6,800" holds together. */
static bool next_clause(struct str *rest, struct str *clause)
{
    struct str text = *rest;
    for (size_t at = 0; at < text.len;) {
        size_t start = at;
        uint32_t c = utf8_next(text, &at);
        bool number = c == ',' && start > 0 && is_digit_at(text, start - 1) && is_digit_at(text, at);
        if (!number && (c == 0xff0c || c == 0x3002 || c == 0xff1b || c == 0xff1f || c == ',' || c == ';')) {
            *clause = str_trim(str_slice(text, 0, start));
            *rest = str_slice(text, at, text.len);
            return true;
        }
    }
    *clause = str_trim(text);
    *rest = (struct str){0};
    return clause->len > 0;
}

/* 稳不稳, 对不对: a character, 不, and the character again. */
static bool asks_a_not_a(struct str clause)
{
    uint32_t before = 0;
    for (size_t at = 0; at < clause.len;) {
        size_t start = at;
        uint32_t c = utf8_next(clause, &at);
        if (c == 0x4e0d && before != 0 && at < clause.len && start > 0) {
            size_t peek = at;
            if (utf8_next(clause, &peek) == before)
                return true;
        }
        before = c;
    }
    return false;
}

static const char *const own_matter[] = {"说不准", "拿不定", "舍不得", "說不準", "捨不得", "犹豫", "猶豫", NULL};

enum clause_kind { CLAUSE_QUESTION, CLAUSE_FEELING, CLAUSE_STATEMENT, CLAUSE_TOPIC };

static enum clause_kind clause_kind(struct str clause)
{
    if (str_starts_any(clause, feeling_words))
        return CLAUSE_FEELING;
    if (words_in(clause, question_words) || asks_a_not_a(clause))
        return CLAUSE_QUESTION;
    return str_ends_any(clause, topic_ends) ? CLAUSE_TOPIC : CLAUSE_STATEMENT;
}

static struct str with_subject(struct arena *arena, struct str clause, enum clause_kind kind)
{
    static const char *const subjects[] = {"我", "你", NULL};
    bool passive = str_starts(clause, STR("被")) || str_starts(clause, STR("不"));
    if ((kind == CLAUSE_FEELING || passive) && !str_starts_any(clause, subjects) && kind != CLAUSE_QUESTION)
        return joined(arena, STR("我"), "", clause);
    return clause;
}

/* The clauses that are said: the first, more while they are short, and a feeling behind a question apart. */
static struct str said_clauses(struct arena *arena, struct str text, enum clause_kind *kind, struct str *feeling)
{
    struct str rest = text, clause, said = {0};
    for (size_t count = 0; next_clause(&rest, &clause); count++) {
        enum clause_kind next = clause_kind(clause);
        clause = with_subject(arena, clause, next);
        if (count == 0)
            *kind = next;
        bool more =
            utf8_count(said) + utf8_count(clause) <= SAID_HAN && (*kind != CLAUSE_QUESTION || next == CLAUSE_QUESTION);
        if (count > 0 && !more) {
            if (next == CLAUSE_FEELING && *kind != CLAUSE_FEELING && utf8_count(clause) <= FEELING_HAN)
                *feeling = clause;
            break;
        }
        if (next == CLAUSE_QUESTION && *kind != CLAUSE_FEELING)
            *kind = CLAUSE_QUESTION;
        said = count == 0 ? clause : joined(arena, said, "，", clause);
    }
    return said;
}

static struct str rewrite_chinese(struct arena *arena, enum lang lang, struct str line, struct str name,
                                  struct rng *rng)
{
    if (words_in(line, unspeakable))
        return (struct str){0};
    struct word_pair who[2] = {{name.len > 0 ? str_cstring(arena, name) : NULL, "我"}, {NULL, NULL}};
    struct str text = replaced(arena, unlabelled(unquoted(arena, line)), who), feeling = {0};
    text = replaced(arena, text, lang == LANG_ZH_HANT ? words_hant : words_hans);
    enum clause_kind kind = CLAUSE_STATEMENT;
    struct str said = said_clauses(arena, text, &kind, &feeling);
    if (said.len == 0)
        return said;
    if (kind == CLAUSE_QUESTION && words_in(line, own_matter))
        kind = CLAUSE_STATEMENT; /* nobody else can answer that */
    enum occasion frame = kind == CLAUSE_QUESTION ? LINE_ASK : kind == CLAUSE_TOPIC ? LINE_TOPIC : LINE_SAY;
    struct str spoken = pick(arena, lang, frame, said, rng);
    return feeling.len > 0 ? str_from(arena_printf(arena, "%.*s%.*s。", STR_FORMAT(spoken), STR_FORMAT(feeling)))
                           : spoken;
}

/* English: word by word, the third person becomes the first, verbs behind "he" lose their s. */
static const char *look_up(struct str word, const struct word_pair *pairs)
{
    for (size_t i = 0; pairs[i].written != NULL; i++)
        if (str_eq_cstring(word, pairs[i].written))
            return pairs[i].spoken;
    return NULL;
}

static struct str without_s(struct str verb)
{
    return verb.len > 3 && str_ends(verb, STR("s")) && !str_ends(verb, STR("ss")) ? str_slice(verb, 0, verb.len - 1)
                                                                                  : verb;
}

static struct str first_person(struct arena *arena, struct str text, struct str name)
{
    struct buf out;
    buf_init(&out, 0);
    bool verb_next = false;
    for (size_t at = 0; at < text.len;) {
        size_t start = at;
        while (at < text.len && text.ptr[at] != ' ' && strchr(",.;:?!", text.ptr[at]) == NULL)
            at++;
        struct str word = str_slice(text, start, at);
        const char *person = look_up(word, english_person);
        const char *verb = verb_next ? look_up(word, english_verbs) : NULL;
        bool subject = str_eq_cstring(word, "he") || str_eq_cstring(word, "she") || str_eq_cstring(word, "He") ||
                       str_eq_cstring(word, "She");
        if (str_eq_cstring(word, "her"))
            person = at < text.len && text.ptr[at] == ' ' && at + 1 < text.len ? "my" : "me";
        if (name.len > 0 && str_eq(word, name)) {
            person = "I";
            subject = true;
        }
        if (person != NULL)
            buf_add_cstring(&out, person);
        else if (verb != NULL)
            buf_add_cstring(&out, verb);
        else
            buf_add(&out, verb_next ? without_s(word) : word);
        if (word.len > 0)
            verb_next = subject;
        if (at < text.len)
            buf_add_byte(&out, text.ptr[at++]);
    }
    struct str result = str_dup(arena, buf_str(&out));
    buf_release(&out);
    return result;
}

/* The line's first clause that says something, more when it is short. */
static struct str sayable(struct str text)
{
    static const char *const joints[] = {", because ", ", and ",    ", or ",  ", so ", ", since ",
                                         "; ",         " because ", ", but ", NULL};
    size_t end = text.len;
    for (size_t i = 0; joints[i] != NULL; i++) {
        struct str joint = str_from(joints[i]);
        size_t from = text.len > CLAUSE_ENGLISH ? CLAUSE_ENGLISH : text.len;
        size_t at = str_find(str_slice(text, from, text.len), joint);
        if (at != STR_NONE && from + at < end)
            end = from + at;
    }
    size_t comma = str_find_byte(str_slice(text, end > CLAUSE_ENGLISH ? CLAUSE_ENGLISH : 0, end), ',');
    if (end > SAID_ENGLISH && comma != STR_NONE)
        end = CLAUSE_ENGLISH + comma;
    struct str said = str_trim(str_slice(text, 0, end));
    while (said.len > 0 && strchr(".,;:?!", said.ptr[said.len - 1]) != NULL)
        said.len--;
    return said;
}

static struct str lower_first(struct arena *arena, struct str text)
{
    bool pronoun = text.len > 1 && text.ptr[0] == 'I' && (text.ptr[1] == ' ' || text.ptr[1] == '\'');
    bool shouted = text.len > 1 && text.ptr[1] >= 'A' && text.ptr[1] <= 'Z';
    char *copy = str_cstring(arena, text);
    if (text.len > 0 && copy[0] >= 'A' && copy[0] <= 'Z' && !pronoun && !shouted)
        copy[0] = (char)(copy[0] + 32);
    return (struct str){copy, text.len};
}

static struct str first_word(struct str text)
{
    size_t end = str_find_byte(text, ' ');
    return str_slice(text, 0, end == STR_NONE ? text.len : end);
}

static struct str rewrite_english(struct arena *arena, struct str line, struct str name, struct rng *rng)
{
    size_t space = str_find_byte(name, ' ');
    struct str given = space == STR_NONE ? name : str_slice(name, 0, space);
    struct str text = lower_first(arena, first_person(arena, sayable(unlabelled(unquoted(arena, line))), given));
    struct str word = first_word(text), rest = str_trim(str_slice(text, word.len, text.len));
    if (text.len == 0)
        return text;
    const char *feeling = look_up(word, english_feelings);
    if (feeling != NULL)
        return pick(arena, LANG_EN, LINE_SAY, joined(arena, str_from(feeling), " ", rest), rng);
    if (str_starts_any(text, english_states))
        return pick(arena, LANG_EN, LINE_SAY, joined(arena, STR("I'm"), " ", text), rng);
    static const char *const indirect[] = {"whether ", "how ", "what ",  "when ", "why ",
                                           "where ",   "who ", "which ", "if ",   NULL};
    if (str_starts_any(text, indirect))
        return pick(arena, LANG_EN, LINE_ASK, text, rng);
    if (str_ends(word, STR("ing")))
        return pick(arena, LANG_EN, LINE_TOPIC, text, rng);
    return pick(arena, LANG_EN, words_in(text, english_finite) ? LINE_SAY : LINE_TOPIC, text, rng);
}

struct str rewrite_concern(struct arena *arena, enum lang lang, struct str line, struct str name, struct rng *rng)
{
    return lang == LANG_EN ? rewrite_english(arena, line, name, rng) : rewrite_chinese(arena, lang, line, name, rng);
}
