#include "review/labels.h"

#include "syntax/json_writer.h"

static bool overruled(const struct reviews *reviews, const char *hash, const struct finding *finding)
{
    return reviews_standing(reviews, hash, finding->rule->id) == STANDING_OVERRULED;
}

static bool reviewed(const struct reviews *reviews, const char *hash)
{
    const struct review *r = reviews_newest(reviews, hash);
    while (r != NULL && r->action == REVIEW_COMMENT)
        r = reviews_before(reviews, r);
    return r != NULL;
}

/* The verdict when overruled failures count as passed: what the same scorer would have said of the corrected findings.
 */
static bool passes_reviewed(const struct reviews *reviews, const char *hash, const struct score *score)
{
    double sum = 0, weight = 0;
    bool gate_failed = false;
    for (size_t i = 0; i < score->finding_count; i++) {
        const struct finding *f = &score->findings[i];
        if (f->outcome != OUTCOME_PASS && f->outcome != OUTCOME_FAIL)
            continue;
        bool fails = f->outcome == OUTCOME_FAIL && !overruled(reviews, hash, f);
        gate_failed = gate_failed || (fails && f->rule->gate);
        weight += f->rule->weight;
        sum += f->rule->weight * (f->outcome == OUTCOME_FAIL && !fails ? 1 : f->score);
    }
    return !gate_failed && weight > 0 && sum / weight >= score->rubric->threshold && score->verdict != VERDICT_ERROR;
}

void review_count(const struct reviews *reviews, const struct score *score, struct review_rates *rates)
{
    char hash[65];
    transcript_hash(score->transcript, hash);
    rates->conversations++;
    rates->reviewed += reviewed(reviews, hash);
    rates->passed_as_scored += score->verdict == VERDICT_PASS;
    rates->passed_reviewed += passes_reviewed(reviews, hash, score);
    for (size_t i = 0; i < score->finding_count; i++) {
        if (score->findings[i].outcome != OUTCOME_FAIL)
            continue;
        enum standing standing = reviews_standing(reviews, hash, score->findings[i].rule->id);
        rates->findings++;
        rates->upheld += standing == STANDING_UPHELD;
        rates->overruled += standing == STANDING_OVERRULED;
        rates->disputed += standing == STANDING_DISPUTED;
    }
}

void review_rates_text(const struct review_rates *rates, bool chinese, struct buf *out)
{
    buf_printf(out,
               chinese ? "已复核 %zu/%zu 通对话；按评分通过 %zu，按复核通过 %zu；未通过的判定 %zu：维持 %zu，推翻 "
                         "%zu，有争议 %zu"
                       : "conversations reviewed: %zu of %zu; passed as scored %zu, as reviewed %zu; failed findings "
                         "%zu: upheld %zu, overruled %zu, disputed %zu",
               rates->reviewed, rates->conversations, rates->passed_as_scored, rates->passed_reviewed, rates->findings,
               rates->upheld, rates->overruled, rates->disputed);
}

/* Whether a hit is evidence of an overruled finding and of no finding that stands. */
static bool taken_out(const struct reviews *reviews, const char *hash, const struct score *score, const struct hit *hit)
{
    bool out = false;
    for (size_t i = 0; i < score->finding_count; i++)
        for (size_t k = 0; k < score->findings[i].evidence_count; k++) {
            if (score->findings[i].evidence[k] != hit || score->findings[i].outcome != OUTCOME_FAIL)
                continue;
            if (!overruled(reviews, hash, &score->findings[i]))
                return false;
            out = true;
        }
    return out;
}

static bool has_signal(const struct reviews *reviews, const char *hash, const struct score *score, uint32_t message,
                       enum core_signal signal)
{
    for (size_t i = 0; i < score->hits.count; i++) {
        const struct hit *hit = &score->hits.items[i];
        if (hit->message == message && hit->signal == (uint16_t)signal && !taken_out(reviews, hash, score, hit))
            return true;
    }
    for (const struct review *r = reviews_newest(reviews, hash); r != NULL; r = reviews_before(reviews, r))
        if (r->action == REVIEW_MISSED && r->message == message && core_signal_from(r->signal) == signal)
            return true;
    return false;
}

/* What the ending was instead nobody has said. */
static bool ending_overruled(const struct reviews *reviews, const char *hash, const struct score *score)
{
    for (size_t i = 0; i < score->finding_count; i++)
        if (str_eq(score->findings[i].rule->dimension, STR("ending")) && overruled(reviews, hash, &score->findings[i]))
            return true;
    return false;
}

static void put_ending(struct json_writer *w, const struct ending *ending)
{
    json_put_cstring(w, "end", ending_verdict_name(ending->verdict));
    json_open_array(w, "end_conditions");
    for (size_t i = 0; i < ending->condition_count; i++)
        json_put_integer(w, NULL, (int64_t)ending->conditions[i]);
    json_close_array(w);
}

static void put_labels(struct json_writer *w, const struct reviews *reviews, const char *hash,
                       const struct score *score)
{
    const struct transcript *t = score->transcript;
    json_open_object(w, "labels");
    json_open_array(w, "replies");
    for (size_t m = 0; m < t->count; m++) {
        if (t->messages[m].role != ROLE_PERSONA)
            continue;
        json_open_array(w, NULL);
        for (size_t s = 0; s < SIGNAL_CORE_COUNT; s++)
            if (has_signal(reviews, hash, score, (uint32_t)m, (enum core_signal)s))
                json_put_cstring(w, NULL, core_signal_name((enum core_signal)s));
        json_close_array(w);
    }
    json_close_array(w);
    if (!ending_overruled(reviews, hash, score))
        put_ending(w, &score->ending);
    json_open_array(w, "concerns");
    for (size_t i = 0; i < score->concern_count; i++)
        if (score->concerns[i].reply_count > 0)
            json_put_string(w, NULL, score->concerns[i].concern->text);
    json_close_array(w);
    const enum standing whole = reviews_standing(reviews, hash, STR(""));
    if (whole == STANDING_UPHELD || whole == STANDING_OVERRULED)
        json_put_bool(w, "faithful", whole == STANDING_UPHELD);
    json_close_object(w);
}

bool review_labels(const struct reviews *reviews, const struct score *score, struct buf *out)
{
    char hash[65];
    struct json_writer w;
    const struct transcript *t = score->transcript;
    transcript_hash(t, hash);
    if (!reviewed(reviews, hash))
        return false;
    json_writer_init(&w, out, 0);
    json_open_object(&w, NULL);
    json_put_string(&w, "id", t->id);
    json_put_string(&w, "scenario", t->scenario);
    json_open_array(&w, "messages");
    for (size_t m = 0; m < t->count; m++) {
        json_open_object(&w, NULL);
        json_put_cstring(&w, "role", t->messages[m].role == ROLE_PERSONA ? "assistant" : "user");
        json_put_string(&w, "content", t->messages[m].raw.len > 0 ? t->messages[m].raw : t->messages[m].content);
        json_close_object(&w);
    }
    json_close_array(&w);
    json_put_cstring(&w, "ended_by", ended_by_name(t->ended_by));
    put_labels(&w, reviews, hash, score);
    json_close_object(&w);
    buf_add_byte(out, '\n');
    return true;
}
