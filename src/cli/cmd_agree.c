/* agree: the scorer, or a judge, held against human labels; may a question of the judge be a gate? */
#include "cli/present.h"

#include "base/file.h"
#include "base/language.h"
#include "base/lookup.h"
#include "score/agree.h"
#include "syntax/json.h"
#include "syntax/json_writer.h"
#include "text/printable.h"
#include "text/utf8.h"

#include <math.h>
#include <string.h>

/* A file of labels, held against scored conversations. */
struct labels {
    const struct args *args;
    const char *path;
    const struct results *results;
    struct names ids; /* of the conversations, beside their scores */
    size_t *lines;    /* beside them too; the line that labels it; 0: none yet */
    const struct judgements *judgements;
    struct agreement *agreement;
    struct bad_lines *bad;
};

/* When a line of labels holds messages they must be the scored ones: ids recur from run to run. */
static bool is_same(const struct labels *labels, const struct score *score, const struct json *record, size_t line,
                    struct error *err)
{
    struct arena scratch;
    char labelled_hash[65], scored_hash[65];
    arena_init(&scratch);
    struct read_options options = scored_read_options(labels->args, &scratch);
    struct transcript *transcript = transcript_from_json(record, labels->path, line, &options, err);
    bool same = transcript != NULL;
    if (same) {
        transcript_hash(transcript, labelled_hash);
        transcript_hash(score->transcript, scored_hash);
        same = strcmp(labelled_hash, scored_hash) == 0;
        if (!same)
            error_at(
                err, ERROR_USER, labels->path, line, 0,
                TEXT("\"%.*s\" was labelled on another conversation than this one", "“%.*s”的标注针对的是另一通对话"),
                STR_FORMAT(score->transcript->id));
    }
    transcript_free(transcript);
    arena_release(&scratch);
    return same;
}

/* The scored conversation that a line of labels means. Labels that came twice would make a few look like many. */
static const struct score *score_of(const struct labels *labels, const struct json *record, size_t line,
                                    struct error *err)
{
    struct str id = json_get_text(record, "id");
    if (id.len == 0) {
        error_at(err, ERROR_USER, labels->path, line, 0,
                 TEXT("the line has no \"id\": it names the conversation that is labelled",
                      "这一行没有 id：它写明标注的是哪通对话"));
        return NULL;
    }
    const size_t at = names_find(&labels->ids, id);
    const struct score *score = at != STR_NONE ? labels->results->scores[at] : NULL;
    if (score == NULL) {
        error_at(err, ERROR_USER, labels->path, line, 0,
                 TEXT("there is no conversation \"%.*s\" among the transcripts", "对话记录里没有“%.*s”这通对话"),
                 STR_FORMAT(id));
        return NULL;
    }
    if (labels->lines[at] != 0) {
        error_at(err, ERROR_USER, labels->path, line, 0,
                 TEXT("\"%.*s\" was labelled in line %zu already: put all of its labels into one line",
                      "“%.*s”在第 %zu 行已经标注过：请把它的标注写在同一行"),
                 STR_FORMAT(id), labels->lines[at]);
        return NULL;
    }
    if (json_get(record, "messages") != NULL && !is_same(labels, score, record, line, err))
        return NULL;
    labels->lines[at] = line;
    return score;
}

static bool add_line(const struct labels *labels, struct str text, size_t line, struct error *err)
{
    struct error warning;
    struct arena arena;
    arena_init(&arena);
    const struct json *record = json_parse(&arena, text, labels->path, line, err);
    const struct score *score = record != NULL ? score_of(labels, record, line, err) : NULL;
    bool added =
        score != NULL && agreement_add(labels->agreement, score, labels->judgements, record, labels->path, line, err);
    while (added && agreement_odd_key(labels->agreement, record, labels->path, line, &warning))
        bad_lines_add(labels->bad, &warning);
    arena_release(&arena);
    return added;
}

static bool read_labels(const struct args *args, const struct results *results, const struct judgements *judgements,
                        struct agreement *agreement, struct bad_lines *bad, struct error *err)
{
    struct labels labels = {.args = args,
                            .path = args_text(args, OPTION_LABELS),
                            .results = results,
                            .judgements = judgements,
                            .agreement = agreement,
                            .bad = bad};
    struct arena arena;
    struct buf bytes;
    arena_init(&arena);
    names_init(&labels.ids, &arena);
    for (size_t i = 0; i < results->count; i++)
        names_add(&labels.ids, results->scores[i]->transcript->id);
    labels.lines = arena_array(&arena, results->count + 1, sizeof *labels.lines);
    buf_init(&bytes, FILE_CEILING);
    bool fine = file_read(labels.path, &bytes, err);
    struct str rest = buf_str(&bytes), text;
    for (size_t line = 1; fine && str_next_line(&rest, &text); line++) {
        struct error wrong = {0};
        if (str_trim(text).len > 0 && !add_line(&labels, text, line, &wrong))
            bad_lines_add(bad, &wrong);
    }
    buf_release(&bytes);
    arena_release(&arena);
    agreement_finish(agreement);
    return fine;
}

/* Without a zero's minus sign. */
static double shown(double value)
{
    return fabs(value) < 0.0005 ? 0 : value;
}

static void add_number(struct buf *out, double value)
{
    if (isnan(value))
        buf_add_cstring(out, "      -");
    else
        buf_printf(out, "%7.3f", shown(value));
}

/* "signal closing", "结束 过早": what a row is of; signals and questions keep their names. */
static void add_row_name(const struct ui *ui, const struct agreement_row *row, struct buf *name)
{
    const struct {
        const char *kind, *name, *words;
    } known[] = {{"signal", NULL, "信号"},   {"ending", NULL, "结束"},        {"verdict", NULL, "结论"},
                 {"question", NULL, "问题"}, {"ending", "correct", "正确"},   {"ending", "premature", "过早"},
                 {"ending", "late", "过晚"}, {"ending", "missing", "未结束"}, {"verdict", "pass", "通过"}};
    struct str kind = str_from(row->kind), words = row->name;
    for (size_t i = 0; ui->chinese && i < sizeof known / sizeof *known; i++) {
        if (strcmp(row->kind, known[i].kind) != 0)
            continue;
        if (known[i].name == NULL)
            kind = str_from(known[i].words);
        else if (str_eq_cstring(row->name, known[i].name))
            words = str_from(known[i].words);
    }
    buf_printf(name, "%.*s ", STR_FORMAT(kind));
    printable_add(name, words, 0);
}

static void as_text(const struct ui *ui, const struct agreement *agreement, struct buf *out)
{
    enum { NAME = 28 };
    buf_printf(out, SAY(ui, "labelled conversations: %zu\n", "有标注的对话 %zu 个\n"), agreement->conversations);
    buf_add_cstring(out, SAY(ui, "                                  n  none  true found   prec    rec  kappa  95 %\n",
                             "                               条数  未答  标注  找到   精确   召回  kappa  95 %\n"));
    for (size_t i = 0; i < agreement->rows.count; i++) {
        const struct agreement_row *row = &agreement->rows.items[i];
        struct buf name;
        buf_init(&name, 0);
        add_row_name(ui, row, &name);
        buf_add(out, buf_str(&name));
        for (size_t width = utf8_width(buf_str(&name)); width < NAME; width++)
            buf_add_byte(out, ' ');
        buf_printf(out, " %6zu %5zu %5zu %5zu", row->n, row->unanswered, row->truth, row->found);
        add_number(out, agreement_precision(row));
        add_number(out, agreement_recall(row));
        add_number(out, row->kappa.value);
        if (!isnan(row->kappa.value))
            buf_printf(out, "  %.3f .. %.3f", shown(row->kappa.low), shown(row->kappa.high));
        buf_add_byte(out, '\n');
        buf_release(&name);
    }
}

/* Whether the question has earned a gate; when it has, the lines to put into the rubric. */
static int decide_gate(struct ui *ui, const struct agreement *agreement, const char *question)
{
    struct arena arena;
    const struct agreement_row *row = agreement_question(agreement, str_from(question));
    arena_init(&arena);
    const char *refusal = agreement_refusal(row, &arena);
    if (refusal != NULL)
        ui_warn(ui, SAY(ui, "no gate on \"%s\": %s", "\"%s\" 不可作为门槛：%s"), question, refusal);
    else
        ui_note(ui,
                SAY(ui, "\"%s\" may be a gate; record it under the question: agreement: {kappa: %.3f, labels: %zu}",
                    "\"%s\" 可以作为门槛；请记录在问题之下：agreement: {kappa: %.3f, labels: %zu}"),
                question, agreement_kappa(row), row->n);
    arena_release(&arena);
    return refusal != NULL ? EXIT_GATE : EXIT_GOOD;
}

static int agree(struct ui *ui, const struct args *args, const struct results *results, const struct presented *what)
{
    struct error err = {0};
    struct agreement agreement;
    struct bad_lines bad = {0};
    struct buf out;
    agreement_init(&agreement);
    buf_init(&out, 0);
    int status = EXIT_GOOD;
    if (!read_labels(args, results, what->judgements, &agreement, &bad, &err)) {
        status = ui_error(ui, &err);
    } else {
        int wrong = present_bad_lines(ui, &bad);
        if (agreement.rows.count == 0 && bad_lines_count(&bad) == 0)
            ui_warn(ui, "%s",
                    SAY(ui, "nothing was compared: `labels` may hold replies, end, faithful and questions",
                        "没有可比较的内容：labels 里可以写 replies、end、faithful 和 questions"));
        if (strcmp(args_text(args, OPTION_FORMAT), "json") == 0) {
            struct json_writer w;
            json_writer_init(&w, &out, 1);
            agreement_write(&agreement, &w);
            buf_add_byte(&out, '\n');
        } else {
            as_text(ui, &agreement, &out);
        }
        status = ui_result(ui, buf_str(&out));
        if (status == EXIT_GOOD && args_has(args, OPTION_GATE))
            status = decide_gate(ui, &agreement, args_text(args, OPTION_GATE));
        status = status != EXIT_GOOD ? status : wrong;
    }
    buf_release(&out);
    VEC_RELEASE(&bad);
    agreement_release(&agreement);
    return status;
}

int cmd_agree(struct ui *ui, const struct args *args)
{
    if (!args_has(args, OPTION_LABELS))
        return ui_misuse(ui, "agree", "%s", SAY(ui, "`agree` needs --labels FILE", "`agree` 需要 --labels 文件"));
    return scored_command(ui, args, agree);
}
