#include "score/agree.h"

#include "base/hash.h"
#include "base/language.h"
#include "base/nearest.h"
#include "syntax/json.h"
#include "syntax/json_writer.h"
#include "transcript/judgement.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static const char *const KINDS[] = {"signal", "ending", "verdict", "question"};
enum { SIGNAL, ENDING, VERDICT, QUESTION };

void agreement_init(struct agreement *agreement)
{
    *agreement = (struct agreement){0};
    arena_init(&agreement->arena);
    lookup_init(&agreement->places, &agreement->arena, 0);
}

void agreement_release(struct agreement *agreement)
{
    for (size_t i = 0; i < agreement->rows.count; i++) {
        VEC_RELEASE(&agreement->rows.items[i].labels);
        VEC_RELEASE(&agreement->rows.items[i].answers);
    }
    VEC_RELEASE(&agreement->rows);
    VEC_RELEASE(&agreement->odd_keys);
    arena_release(&agreement->arena);
}

static size_t kind_index(const struct agreement_row *row)
{
    size_t i = 0;
    while (strcmp(KINDS[i], row->kind) != 0)
        i++;
    return i;
}

static struct agreement_row *row_of(struct agreement *agreement, size_t kind, struct str name)
{
    for (uint64_t key = hash64(name, kind);; key++) {
        uint64_t *place = lookup_place(&agreement->places, key);
        if (*place == 0) {
            VEC_PUSH(&agreement->rows, ((struct agreement_row){.kind = KINDS[kind],
                                                               .name = str_dup(&agreement->arena, name),
                                                               .place = agreement->rows.count}));
            *place = agreement->rows.count;
        }
        struct agreement_row *row = &agreement->rows.items[*place - 1];
        if (row->kind == KINDS[kind] && str_eq(row->name, name))
            return row;
    }
}

static void add_item(struct agreement_row *row, bool label, bool answer)
{
    VEC_PUSH(&row->labels, label ? 1u : 0u);
    VEC_PUSH(&row->answers, answer ? 1u : 0u);
}

static bool check_replies(const struct json *replies, const struct score *score, const char *path, size_t line,
                          struct error *err)
{
    size_t persona = 0;
    bool lists = replies->kind == JSON_ARRAY;
    for (size_t i = 0; i < score->transcript->count; i++)
        persona += score->transcript->messages[i].role == ROLE_PERSONA;
    for (const struct json *reply = replies->first; reply != NULL && lists; reply = reply->next)
        lists = reply->kind == JSON_ARRAY;
    if (!lists || replies->count != persona)
        return error_at(err, ERROR_USER, path, line, 0,
                        TEXT("labels.replies must hold one list for each of the %zu persona messages",
                             "labels.replies 里要为人设方的 %zu 条消息各写一个列表"),
                        persona);
    for (const struct json *reply = replies->first; reply != NULL; reply = reply->next)
        for (const struct json *name = reply->first; name != NULL; name = name->next)
            if (core_signal_from(name->text) == SIGNAL_CORE_COUNT)
                return error_at(err, ERROR_USER, path, line, 0,
                                TEXT("labels.replies: there is no signal \"%.*s\"", "labels.replies：没有信号“%.*s”"),
                                STR_FORMAT(name->text));
    return true;
}

static bool check_end(struct str end, const char *path, size_t line, struct error *err)
{
    for (enum ending_verdict v = ENDING_CORRECT; v <= ENDING_UNKNOWN; v++)
        if (str_eq_cstring(end, ending_verdict_name(v)))
            return true;
    return error_at(err, ERROR_USER, path, line, 0,
                    TEXT("labels.end must be correct, premature, late, missing or unknown",
                         "labels.end 只能是 correct、premature、late、missing 或 unknown"));
}

static bool check_questions(const struct json *questions, const char *path, size_t line, struct error *err)
{
    if (questions->kind != JSON_OBJECT)
        return error_at(
            err, ERROR_USER, path, line, 0,
            TEXT("labels.questions must be an object: {\"id\": true}", "labels.questions 必须是对象：{\"id\": true}"));
    for (const struct json *q = questions->first; q != NULL; q = q->next)
        if (q->kind != JSON_BOOL)
            return error_at(err, ERROR_USER, path, line, 0,
                            TEXT("labels.questions: \"%.*s\" must be true or false",
                                 "labels.questions：“%.*s”只能是 true 或 false"),
                            STR_FORMAT(q->key));
    return true;
}

static bool check(const struct json *labels, const struct score *score, const char *path, size_t line,
                  struct error *err)
{
    const struct json *replies = json_get(labels, "replies"), *end = json_get(labels, "end"),
                      *faithful = json_get(labels, "faithful"), *questions = json_get(labels, "questions");
    if (labels == NULL || labels->kind != JSON_OBJECT)
        return error_at(err, ERROR_USER, path, line, 0, TEXT("the line has no \"labels\"", "这一行没有 labels"));
    if (faithful != NULL && faithful->kind != JSON_BOOL)
        return error_at(err, ERROR_USER, path, line, 0,
                        TEXT("labels.faithful must be true or false", "labels.faithful 只能是 true 或 false"));
    return (replies == NULL || check_replies(replies, score, path, line, err)) &&
           (end == NULL || check_end(end->kind == JSON_STRING ? end->text : STR(""), path, line, err)) &&
           (questions == NULL || check_questions(questions, path, line, err));
}

/* What `review --labels` writes; what of it is compared comes first. */
static const char *const label_keys[] = {"replies",        "end",      "faithful", "questions",
                                         "end_conditions", "concerns", "why",      NULL};

static bool is_odd(const struct agreement *agreement, struct str key)
{
    for (size_t i = 0; label_keys[i] != NULL; i++)
        if (str_eq_cstring(key, label_keys[i]))
            return false;
    for (size_t i = 0; i < agreement->odd_keys.count; i++)
        if (str_eq(agreement->odd_keys.items[i], key))
            return false;
    return true;
}

bool agreement_odd_key(struct agreement *agreement, const struct json *record, const char *path, size_t line,
                       struct error *warning)
{
    enum { KEYS_MOST = 20 };
    const struct json *labels = json_get(record, "labels"), *odd = labels != NULL ? labels->first : NULL;
    while (odd != NULL && !is_odd(agreement, odd->key))
        odd = odd->next;
    if (odd == NULL || agreement->odd_keys.count == KEYS_MOST)
        return false;
    const char *meant = nearest_of(odd->key, label_keys);
    VEC_PUSH(&agreement->odd_keys, str_dup(&agreement->arena, odd->key));
    if (meant != NULL)
        error_at(warning, ERROR_NONE, path, line, 0,
                 TEXT("nobody reads labels.%.*s; did you mean \"%s\"?", "labels.%.*s 没有用处；是不是“%s”？"),
                 STR_FORMAT(odd->key), meant);
    else
        error_at(warning, ERROR_NONE, path, line, 0,
                 TEXT("nobody reads labels.%.*s: labels hold replies, end, faithful and questions",
                      "labels.%.*s 没有用处：labels 里写的是 replies、end、faithful 和 questions"),
                 STR_FORMAT(odd->key));
    return true;
}

/* Index of the persona's next message from `from` on. */
static size_t persona_message(const struct transcript *transcript, size_t from)
{
    while (from < transcript->count && transcript->messages[from].role != ROLE_PERSONA)
        from++;
    return from;
}

static void add_replies(struct agreement *agreement, const struct score *score, const struct json *replies)
{
    size_t message = 0;
    for (const struct json *reply = replies->first; reply != NULL; reply = reply->next, message++) {
        message = persona_message(score->transcript, message);
        for (enum core_signal s = 0; s < SIGNAL_CORE_COUNT; s++) {
            bool labelled = false;
            for (const struct json *name = reply->first; name != NULL; name = name->next)
                labelled = labelled || core_signal_from(name->text) == s;
            add_item(row_of(agreement, SIGNAL, str_from(core_signal_name(s))), labelled,
                     hits_has(&score->hits, (uint16_t)s, (uint32_t)message));
        }
    }
}

static void add_end(struct agreement *agreement, const struct score *score, struct str end)
{
    for (enum ending_verdict v = ENDING_CORRECT; v < ENDING_UNKNOWN; v++) {
        struct agreement_row *row = row_of(agreement, ENDING, str_from(ending_verdict_name(v)));
        if (score->ending.verdict == ENDING_UNKNOWN)
            row->unanswered++;
        else
            add_item(row, str_eq_cstring(end, ending_verdict_name(v)), score->ending.verdict == v);
    }
}

/* An answer counts only when it was given to the very words that the rubric asks today. */
static void add_question(struct agreement *agreement, const struct score *score, const struct judgements *judgements,
                         const char *hash, const struct json *label)
{
    const struct question *question = rubric_question(score->rubric, label->key);
    const struct judgement *judgement = NULL;
    struct agreement_row *row = row_of(agreement, QUESTION, label->key);
    if (question != NULL && judgements != NULL)
        judgement = judgements_find(judgements, str_from(hash), question->id, question->text);
    if (judgement != NULL && (judgement->answer == ANSWER_YES || judgement->answer == ANSWER_NO))
        add_item(row, label->truth, judgement->answer == ANSWER_YES);
    else
        row->unanswered++;
}

bool agreement_add(struct agreement *agreement, const struct score *score, const struct judgements *judgements,
                   const struct json *record, const char *path, size_t line, struct error *err)
{
    const struct json *labels = json_get(record, "labels");
    if (!check(labels, score, path, line, err))
        return false;
    const struct json *replies = json_get(labels, "replies"), *faithful = json_get(labels, "faithful"),
                      *questions = json_get(labels, "questions"), *end = json_get(labels, "end");
    agreement->conversations++;
    if (replies != NULL)
        add_replies(agreement, score, replies);
    if (end != NULL && !str_eq_cstring(end->text, ending_verdict_name(ENDING_UNKNOWN)))
        add_end(agreement, score, end->text);
    if (faithful != NULL) {
        struct agreement_row *row = row_of(agreement, VERDICT, STR("pass"));
        if (score->verdict == VERDICT_ERROR)
            row->unanswered++;
        else
            add_item(row, faithful->truth, score->verdict == VERDICT_PASS);
    }
    char hash[HASH_HEX + 1];
    if (questions != NULL)
        transcript_hash(score->transcript, hash);
    for (const struct json *q = questions != NULL ? questions->first : NULL; q != NULL; q = q->next)
        add_question(agreement, score, judgements, hash, q);
    return true;
}

/* By kind; questions by id; the rest as they came, which is the order of their enumerations. */
static int compare_rows(const void *a, const void *b)
{
    const struct agreement_row *x = a, *y = b;
    const size_t kind = kind_index(x), other = kind_index(y);
    if (kind != other)
        return kind < other ? -1 : 1;
    return kind == QUESTION ? str_compare(x->name, y->name) : (x->place > y->place) - (x->place < y->place);
}

void agreement_finish(struct agreement *agreement)
{
    for (size_t i = 0; i < agreement->rows.count; i++) {
        struct agreement_row *row = &agreement->rows.items[i];
        row->n = row->labels.count;
        row->truth = row->found = row->hits = 0;
        for (size_t k = 0; k < row->n; k++) {
            row->truth += row->labels.items[k];
            row->found += row->answers.items[k];
            row->hits += row->labels.items[k] & row->answers.items[k];
        }
        row->kappa = kappa_of(row->labels.items, row->answers.items, row->n, 2);
    }
    if (agreement->rows.count > 1)
        qsort(agreement->rows.items, agreement->rows.count, sizeof *agreement->rows.items, compare_rows);
}

const struct agreement_row *agreement_question(const struct agreement *agreement, struct str id)
{
    for (size_t i = 0; i < agreement->rows.count; i++)
        if (agreement->rows.items[i].kind == KINDS[QUESTION] && str_eq(agreement->rows.items[i].name, id))
            return &agreement->rows.items[i];
    return NULL;
}

double agreement_precision(const struct agreement_row *row)
{
    return row->found > 0 ? (double)row->hits / (double)row->found : NAN;
}

double agreement_recall(const struct agreement_row *row)
{
    return row->truth > 0 ? (double)row->hits / (double)row->truth : NAN;
}

/* Rounded down: what is recorded must not claim what was not measured, nor 0.6996 be refused as "0.700". */
double agreement_kappa(const struct agreement_row *row)
{
    return floor(row->kappa.value * 1000 + 1e-6) / 1000;
}

const char *agreement_refusal(const struct agreement_row *row, struct arena *arena)
{
    if (row == NULL)
        return TEXT("no conversation is labelled for this question", "没有对话带有这个问题的标注");
    if (row->n < AGREE_GATE_LABELS)
        return arena_printf(arena,
                            TEXT("only %zu labels have an answer of the judge beside them; it takes %d",
                                 "只有 %zu 条标注同时有裁判的回答；需要 %d 条"),
                            row->n, AGREE_GATE_LABELS);
    if (isnan(row->kappa.value))
        return TEXT(
            "labels and answers hold one answer only, so that agreement by chance cannot be told from a judge that "
            "reads",
            "标注和回答都只有同一种答案，分不出是碰巧一致还是裁判真的看了");
    if (row->kappa.value < AGREE_GATE_KAPPA)
        return arena_printf(
            arena,
            TEXT("kappa is %.3f on %zu labels; it takes at least %.1f", "kappa 是 %.3f（标注 %zu 条）；至少要 %.1f"),
            agreement_kappa(row), row->n, AGREE_GATE_KAPPA);
    return NULL;
}

void agreement_write(const struct agreement *agreement, struct json_writer *w)
{
    json_open_object(w, NULL);
    json_put_cstring(w, "schema", "fidelio.agreement/1");
    json_put_integer(w, "conversations", (int64_t)agreement->conversations);
    json_open_array(w, "rows");
    for (size_t i = 0; i < agreement->rows.count; i++) {
        const struct agreement_row *row = &agreement->rows.items[i];
        json_open_object(w, NULL);
        json_put_cstring(w, "kind", row->kind);
        json_put_string(w, "name", row->name);
        json_put_integer(w, "n", (int64_t)row->n);
        json_put_integer(w, "unanswered", (int64_t)row->unanswered);
        json_put_integer(w, "truth", (int64_t)row->truth);
        json_put_integer(w, "found", (int64_t)row->found);
        json_put_integer(w, "hits", (int64_t)row->hits);
        json_put_number(w, "precision", agreement_precision(row));
        json_put_number(w, "recall", agreement_recall(row));
        json_put_number(w, "agreement", row->kappa.agreement);
        json_put_number(w, "kappa", row->kappa.value);
        json_put_number(w, "low", row->kappa.low);
        json_put_number(w, "high", row->kappa.high);
        json_close_object(w);
    }
    json_close_array(w);
    json_close_object(w);
}
