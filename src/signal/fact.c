/* Does the reply contradict what the document says of the persona? Ages, dates, names and workplaces that it claims and
 * that neither the document nor the conversation so far knows. */
#include "signal/context.h"
#include "signal/number.h"
#include "text/normalise.h"
#include "text/sentence.h"
#include "text/utf8.h"

#include <string.h>

struct claims {
    size_t wrong_age, new_dates, new_numbers, wrong_names, new_places, new_kin, new_jobs, new_cities, new_capitals;
    uint32_t age_start, age_end; /* bytes: another age than the document's, said of oneself past doubt */
};

static bool known_number(const struct profile *profile, struct number number)
{
    for (size_t i = 0; i < profile->numbers.count; i++) {
        const struct number *other = &profile->numbers.items[i];
        if (other->value == number.value &&
            (number.unit == UNIT_NONE || other->unit == number.unit || other->unit == UNIT_NONE))
            return true;
    }
    return false;
}

/* Where what is compared with the message's claims begins: a call of megabytes is not read anew for each of them. */
static size_t first_recalled(const struct scene *scene, size_t index)
{
    enum { RECALLED = 32 << 10 };
    size_t first = index, bytes = 0;
    while (first > 0 && (bytes += scene->utterances[first - 1].normal.text.len + 1) <= RECALLED)
        first--;
    return first;
}

static bool said_in(const struct scene *scene, size_t first, size_t index, struct number number)
{
    for (size_t i = first; i < index; i++) {
        const struct numbers *numbers = &scene->utterances[i].numbers;
        for (size_t j = 0; j < numbers->count; j++)
            if (numbers->items[j].value == number.value)
                return true;
    }
    return false;
}

static bool contains(struct str text, const char *needle)
{
    return str_find(text, str_from(needle)) != STR_NONE;
}

static bool contains_one(struct str text, const char *const *list)
{
    for (; *list != NULL; list++)
        if (contains(text, *list))
            return true;
    return false;
}

/* The clause that holds [start, end). */
static struct str clause_of(struct str text, size_t start, size_t end)
{
    while (start > 0 && !mark_ends_clause(text.ptr[start - 1]))
        start--;
    while (end < text.len && !mark_ends_clause(text.ptr[end]))
        end++;
    return str_slice(text, start, end);
}

/* "我四十了": the speaker before it, and nothing but that it is so behind. */
static bool says_decade(struct str text, struct number number)
{
    struct str before = str_slice(text, 0, number.start), behind = str_slice(text, number.end, text.len);
    return (str_ends(before, STR("我")) || str_ends(before, STR("俺")) || str_ends(before, STR("我都"))) &&
           (str_starts(behind, STR("了")) || str_starts(behind, STR("啦")) || str_starts(behind, STR("的人")));
}

/* Is the number said as the speaker's own age? Chinese by its unit; English by "I'm 46", "at forty-six", "forty-six
 * years old". */
static bool says_age(struct str text, struct number number, enum lang lang)
{
    if (number.unit == UNIT_AGE)
        return true;
    struct str before = str_slice(text, number.start >= 9 ? number.start - 9u : 0, number.start);
    if (lang != LANG_EN)
        return number.unit == UNIT_NONE &&
               (str_ends(before, STR("今年")) ||
                (number.value >= 30 && number.value % 10 == 0 && says_decade(text, number)));
    struct str behind = str_slice(text, number.end, number.end + 1);
    bool ends = behind.len == 0 || behind.ptr[0] == ',' || behind.ptr[0] == '.' || behind.ptr[0] == '!' ||
                behind.ptr[0] == '?' || str_starts(str_slice(text, number.end, text.len), STR(" and i"));
    return (str_ends(before, STR(" at ")) && number.value >= 18 &&
            (ends || str_starts(str_slice(text, number.end, text.len), STR(" i")))) ||
           ((str_ends(before, STR("i'm ")) || str_ends(before, STR("i am "))) && ends) ||
           str_ends(before, STR("turned "));
}

enum age { NO_AGE, AGE_OWN, AGE_OF_ANOTHER };
static enum age age_told(struct str text, struct number number, enum lang lang)
{
    if (number.value < 12 || number.value > 110 || !says_age(text, number, lang))
        return NO_AGE;
    return speaks_of_another(clause_of(text, number.start, number.end)) ? AGE_OF_ANOTHER : AGE_OWN;
}

/* "我今年35岁", "I'm 35 years old": of nobody else, of today, and not one year more or less by another count. */
static bool plainly_own(struct str text, struct number number, uint64_t age)
{
    static const char *const speaker[] = {"我", "俺", "今年", "i'm", "i am", NULL};
    static const char *const others[] = {"爷", "奶", "姥", "公", "婆",   "姐",   "妹",   "哥",   "弟",     "师傅",
                                         "老", "孙", "侄", "同", "朋友", "岁的", "们",   "你",   "您",     "不是",
                                         "像", "等", "到", "猫", "狗",   "那年", "时候", "之前", "以前",   "那会",
                                         "前", "才", "差", "快", "not",  "when", "like", "feel", "almost", NULL};
    struct str clause = clause_of(text, number.start, number.end);
    bool own = false;
    for (size_t i = 0; speaker[i] != NULL; i++)
        own = own || contains(clause, speaker[i]);
    for (size_t i = 0; others[i] != NULL && own; i++)
        own = !contains(clause, others[i]);
    return own && number.unit == UNIT_AGE && (number.value > age ? number.value - age : age - number.value) > 1;
}

static void check_numbers(struct claims *claims, const struct profile *profile, const struct scene *scene, size_t first,
                          size_t index)
{
    struct str text = scene->utterances[index].normal.text;
    const struct number *items = scene->utterances[index].numbers.items;
    const size_t count = scene->utterances[index].numbers.count;
    enum { MOST = 64 };
    for (size_t i = 0; i < count && i < MOST; i++) {
        const enum age age = age_told(text, items[i], scene->lang);
        if (age == AGE_OWN && profile->age != 0) {
            claims->wrong_age += items[i].value != profile->age;
            if (claims->age_end == 0 && plainly_own(text, items[i], profile->age))
                claims->age_start = items[i].start, claims->age_end = items[i].end;
        }
        if (age != NO_AGE)
            continue;
        bool date = items[i].unit == UNIT_MONTH || items[i].unit == UNIT_DAY ||
                    (items[i].unit == UNIT_YEAR && items[i].value > 1900);
        bool large = items[i].value >= 13;
        if ((date || large) && !known_number(profile, items[i]) && !said_in(scene, first, index, items[i])) {
            claims->new_dates += date;
            claims->new_numbers++;
        }
    }
}

/* Ideographs before `at`, up to `most`, as far as they go. */
static struct str han_before(struct str text, size_t at, size_t most)
{
    size_t start = at;
    for (size_t n = 0; n < most && start > 0; n++) {
        size_t back = start;
        if (!code_point_is_han(utf8_prev(text, &back)))
            break;
        start = back;
    }
    return str_slice(text, start, at);
}

/* "我们云帆科技", "在棉纺厂": a workplace whose name's last two ideographs before the word for its kind, at `at`, the
 * document does not know. */
static bool is_new_place(const struct profile *profile, struct str text, size_t at)
{
    static const char *const self[] = {"我在", "我们", "咱们",   "我是",   "我当", "我家",
                                       "我开", "我住", "我老家", "我上班", NULL};
    struct str name = han_before(text, at, 2);
    return name.len >= 6 && contains_one(han_before(text, at, 8), self) && str_find(profile->all, name) == STR_NONE;
}

static bool upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

/* "This is Carol", "my name is Bob": a capitalised name that the document does not know. */
static void check_english_name(struct claims *claims, const struct profile *profile, struct arena *arena,
                               const struct utterance *utterance)
{
    static const struct {
        const char *normal, *stored;
    } leads[] = {{"my name is ", "my name is "}, {"my name is ", "My name is "},
                 {"my name's ", "my name's "},   {"my name's ", "My name's "},
                 {"this is ", "This is "},       {"this is ", "this is "},
                 {"call me ", "call me "},       {"i'm ", "I'm "}};
    const struct str stored = utterance->message->content;
    for (size_t i = 0; i < sizeof leads / sizeof *leads; i++) {
        size_t at =
            words_may_have(utterance->words, leads[i].normal) ? str_find(stored, str_from(leads[i].stored)) : STR_NONE;
        if (at == STR_NONE)
            continue;
        size_t start = at + strlen(leads[i].stored), end = start;
        while (end < stored.len && ascii_letter(stored.ptr[end]))
            end++;
        if (end - start < 3 || !upper(stored.ptr[start]))
            continue;
        if (str_find(profile->all, normalise_text(arena, str_slice(stored, start, end))) == STR_NONE)
            claims->wrong_names++;
    }
}

/* Who speaks of a trade or a place speaks of himself in its clause, or in the one before of the same sentence when
 * nobody else comes in between: "我叫杜成海, 在苏州修车的". */
static bool about_self(struct str text, struct needle_hit hit)
{
    static const char *const selves[] = {"我", "咱", "本人", "俺", "i ", "i'm", "i've", "my ", "me ", NULL};
    static const char *const others[] = {"你", "您", "他", "她", "人家", "you", " he ", " she ", "they", NULL};
    struct str clause = clause_of(text, hit.start, hit.end);
    if (contains_one(clause, selves))
        return true;
    const size_t start = (size_t)(clause.ptr - text.ptr);
    if (start == 0 || text.ptr[start - 1] != ',')
        return false;
    struct str before = clause_of(text, start - 1, start - 1);
    return contains_one(before, selves) && !contains_one(before, others) && !contains_one(clause, others) &&
           !speaks_of_another(before);
}

/* Capitalised words inside a sentence that neither the document nor the call so far holds: other names, places,
 * companies. */
static void check_capitals(struct claims *claims, struct arena *arena, const struct profile *profile,
                           const struct scene *scene, size_t first, size_t index)
{
    struct str stored = scene->utterances[index].message->content;
    for (size_t i = 2; i < stored.len; i++) {
        if (stored.ptr[i] < 'A' || stored.ptr[i] > 'Z' || stored.ptr[i - 1] != ' ' ||
            !(ascii_letter(stored.ptr[i - 2]) || stored.ptr[i - 2] == ','))
            continue;
        size_t end = i;
        while (end < stored.len && ascii_letter(stored.ptr[end]))
            end++;
        struct str word = normalise_text(arena, str_slice(stored, i, end));
        bool known = word.len < 3 || str_find(profile->all, word) != STR_NONE;
        for (size_t j = first; j < index && !known; j++)
            known = str_find(scene->utterances[j].normal.text, word) != STR_NONE;
        claims->new_capitals += !known;
    }
}

/* "我在超市看到过", "我找过你们销售": where one goes and whom one meets is no trade of one's own, unless one works
 * there. */
static bool only_met(struct str text, struct needle_hit hit)
{
    static const char *const leads[] = {"在",   "去",     "到",   "去了", "到了", "找",   "问",   "跟",
                                        "和",   "叫",     "从",   "找了", "问了", "问过", "找过", "见",
                                        "看",   "看了",   "看过", "见过", "去过", "请",   "请了", "你们",
                                        "您们", "你们家", "那个", "那位", NULL};
    static const char *const work[] = {"上班", "工作", "干",   "做事", "当",   "开", "做", "卖",
                                       "跑",   "教",   "值班", "打工", "退休", "管", NULL};
    return str_ends_any(str_slice(text, 0, hit.start), leads) &&
           !contains_one(clause_of(text, hit.start, hit.end), work);
}

/* What the reply claims, word by word. */
struct hearing {
    struct claims *claims;
    const struct profile *profile;
    const struct scene *scene;
    struct str text;
};

static void hear(void *context, struct needle_hit hit)
{
    struct hearing *hearing = context;
    struct claims *claims = hearing->claims;
    switch ((enum claim)hit.value) {
    case CLAIM_RELATIVE:
        claims->new_kin++;
        break;
    case CLAIM_WORKPLACE:
        claims->new_places +=
            hearing->scene->lang != LANG_EN && is_new_place(hearing->profile, hearing->text, hit.start);
        break;
    case CLAIM_TRADE:
        claims->new_jobs += !only_met(hearing->text, hit) && about_self(hearing->text, hit);
        break;
    case CLAIM_CITY:
        claims->new_cities += about_self(hearing->text, hit);
        break;
    }
}

void fact_features(struct features *features, struct arena *arena, const struct signal_context *context,
                   const struct scene *scene, size_t index)
{
    enum { READ = 8 << 10 };
    const struct profile *profile = &context->profile;
    const struct utterance *utterance = &scene->utterances[index];
    struct claims claims = {0};
    if (profile->scenario == NULL || utterance->normal.text.len > READ)
        return;
    const size_t first = first_recalled(scene, index);
    check_numbers(&claims, profile, scene, first, index);
    struct hearing hearing = {&claims, profile, scene, utterance->normal.text};
    needles_find(&profile->claims, utterance->normal.text, hear, &hearing);
    if (scene->lang == LANG_EN) {
        check_english_name(&claims, profile, arena, utterance);
        check_capitals(&claims, arena, profile, scene, first, index);
    }
    struct identity_claims who = identity_contradicted(&profile->identity, utterance->words, &utterance->numbers);
    if (who.names + who.sexes > 0)
        features_outright(features, OUTRIGHT_OTHER, 2.5f, who.start, who.end);
    else if (claims.age_end > 0)
        features_outright(features, OUTRIGHT_OTHER, 0, claims.age_start, claims.age_end); /* weighed below */
    features_strong(features, FEATURE_FACT_OTHER_YEARS_AT_WORK, who.years > 0);
    features_strong(features, FEATURE_FACT_ANOTHER_TRADE, claims.new_jobs > 0);
    features_strong(features, FEATURE_FACT_ANOTHER_PLACE, claims.new_cities > 0);
    features_steps(features, FEATURE_FACT_NEW_NAMES, (double)claims.new_capitals);
    features_strong(features, FEATURE_FACT_ANOTHER_RELATIVE, claims.new_kin > 0);
    features_strong(features, FEATURE_FACT_ANOTHER_AGE, claims.wrong_age > 0);
    features_steps(features, FEATURE_FACT_NEW_DATES, (double)claims.new_dates);
    features_steps(features, FEATURE_FACT_NEW_NUMBERS, (double)claims.new_numbers);
    features_strong(features, FEATURE_FACT_ANOTHER_NAME, claims.wrong_names + who.names > 0);
    features_strong(features, FEATURE_FACT_NEW_WORKPLACE, claims.new_places > 0);
}
