#include "cli/contests.h"

#include "base/language.h"
#include "report/contest.h"
#include "syntax/json_writer.h"

#include <string.h>

/* What is contested, and where it is told. */
struct contests {
    const struct ui *ui;
    const struct gate_side *side;
    const struct gate_scores *scores;
    enum contest_by by;
    double alpha;
    const char *tag; /* NULL: one contest over all */
    struct buf *out;
    struct json_writer *w; /* into `out`; NULL: as text */
};

static bool is_of_value(const struct contests *contests, const struct score *score, const char *value)
{
    const struct gate_side *side = contests->side;
    const size_t s = score != NULL ? names_find(&side->ids, score->transcript->scenario) : STR_NONE;
    const char *has = s != STR_NONE ? scenario_tag(side->scenarios[s], contests->tag) : NULL;
    return has != NULL && strcmp(has, value) == 0;
}

/* The conversations of the scenarios whose tag has this value; the others are as if not held. `value` NULL: all. */
static struct contest *contest_among(const struct contests *contests, const char *value, struct error *err)
{
    const struct gate_scores *scores = contests->scores;
    struct arena scratch;
    arena_init(&scratch);
    struct score **among = arena_array(&scratch, scores->before_count + 1, sizeof *among);
    for (size_t i = 0; i < scores->before_count; i++)
        if (value == NULL || is_of_value(contests, scores->before[i], value))
            among[i] = scores->before[i];
    struct contest *contest = contest_of(among, scores->before_count, contests->by, contests->alpha, err);
    arena_release(&scratch);
    return contest;
}

static void write_contest(const struct contest *contest, const char *value, struct json_writer *w)
{
    if (value != NULL) {
        json_open_object(w, NULL);
        json_put_cstring(w, "value", value);
    }
    contest_write(contest, value != NULL ? "contest" : NULL, w);
    if (value != NULL)
        json_close_object(w);
}

static bool add_contest(const struct contests *contests, const char *value, struct error *err)
{
    struct json_writer *w = contests->w;
    struct contest *contest = contest_among(contests, value, err);
    if (contest == NULL)
        return false;
    if (w == NULL && value != NULL)
        buf_printf(contests->out, "%s%s: %s\n", contests->out->len > 0 ? "\n" : "", contests->tag, value);
    if (w == NULL)
        report_contest(contest, contests->ui->chinese, contests->out);
    else
        write_contest(contest, value, w);
    contest_free(contest);
    return true;
}

static bool is_first_of_value(const struct gate_side *side, const char *tag, size_t scenario)
{
    const char *value = scenario_tag(side->scenarios[scenario], tag);
    for (size_t i = 0; i < scenario && value != NULL; i++) {
        const char *other = scenario_tag(side->scenarios[i], tag);
        if (other != NULL && strcmp(other, value) == 0)
            return false;
    }
    return value != NULL;
}

/* A contest for each value of the tag, in order of the documents; each is tested on its own. */
static bool add_slices(const struct contests *contests, struct error *err)
{
    const struct gate_side *side = contests->side;
    const char *tag = contests->tag;
    struct json_writer *w = contests->w;
    size_t slices = 0;
    if (w != NULL) {
        json_open_object(w, NULL);
        json_put_cstring(w, "schema", "fidelio.contests/1");
        json_put_cstring(w, "slice", tag);
        json_open_array(w, "slices");
    }
    for (size_t s = 0; s < side->scenario_count; s++) {
        if (!is_first_of_value(side, tag, s))
            continue;
        const char *value = scenario_tag(side->scenarios[s], tag);
        struct error why = {0};
        if (!add_contest(contests, value, &why))
            return error_set(err, why.kind, TEXT("%s: %s: %s", "%s：%s：%s"), tag, value, why.message);
        slices++;
    }
    if (w != NULL) {
        json_close_array(w);
        json_close_object(w);
    }
    return slices > 0 ||
           error_set(err, ERROR_USER, TEXT("none of the documents has the tag '%s'", "没有一份文档带有标签“%s”"), tag);
}

int contests_present(const struct ui *ui, const struct args *args, const struct gate_side *side,
                     const struct gate_scores *scores, enum contest_by by)
{
    struct error err = {0};
    struct buf out;
    struct json_writer writer;
    bool json = strcmp(args_text(args, OPTION_FORMAT), "json") == 0;
    struct contests contests = {.ui = ui,
                                .side = side,
                                .scores = scores,
                                .by = by,
                                .alpha = args_number(args, OPTION_ALPHA, 0.05),
                                .tag = args_text(args, OPTION_SLICE),
                                .out = &out,
                                .w = json ? &writer : NULL};
    buf_init(&out, 0);
    json_writer_init(&writer, &out, 1);
    bool fine = contests.tag != NULL ? add_slices(&contests, &err) : add_contest(&contests, NULL, &err);
    if (fine && json)
        buf_add_byte(&out, '\n');
    int status = fine ? ui_result(ui, buf_str(&out)) : ui_error(ui, &err);
    buf_release(&out);
    return status;
}
