/* A run as an SQLite database: conversations, messages, signals, rules, concerns; made in memory, given out as the
 * file's bytes. */
#include "report/report.h"

#include "base/language.h"

#include <sqlite3.h>

static const char schema[] =
    "CREATE TABLE conversations(id TEXT PRIMARY KEY, scenario TEXT, model TEXT, prompt TEXT, caller TEXT, repeat "
    "INTEGER, verdict TEXT,"
    " fidelity REAL, judged_fidelity REAL, coverage REAL, replies INTEGER, ending TEXT, ended_by TEXT, error TEXT);"
    "CREATE TABLE messages(conversation TEXT REFERENCES conversations(id), number INTEGER, reply INTEGER, side TEXT, "
    "content TEXT, move TEXT,"
    " script_fault TEXT, PRIMARY KEY(conversation, number));"
    "CREATE TABLE signals(conversation TEXT REFERENCES conversations(id), message INTEGER, signal TEXT, start INTEGER, "
    "end INTEGER, found_by TEXT);"
    "CREATE TABLE rules(conversation TEXT REFERENCES conversations(id), rule TEXT, outcome TEXT, score REAL, weight "
    "REAL, gate INTEGER,"
    " attribution TEXT, why TEXT, file TEXT, line INTEGER);"
    "CREATE TABLE concerns(conversation TEXT REFERENCES conversations(id), concern TEXT, level TEXT, replies INTEGER);";

/* The inserts of one database; the first failure sticks. */
struct filling {
    sqlite3 *db;
    sqlite3_stmt *insert;
    int column;
    bool failed;
};

static void begin_row(struct filling *f, const char *sql)
{
    f->column = 1;
    if (!f->failed && sqlite3_prepare_v2(f->db, sql, -1, &f->insert, NULL) != SQLITE_OK)
        f->failed = true;
}

static void end_row(struct filling *f)
{
    if (!f->failed && sqlite3_step(f->insert) != SQLITE_DONE)
        f->failed = true;
    sqlite3_finalize(f->insert);
    f->insert = NULL;
}

static void put_text(struct filling *f, struct str text)
{
    if (f->failed || sqlite3_bind_text(f->insert, f->column++, text.len > 0 ? text.ptr : "", (int)text.len,
                                       SQLITE_TRANSIENT) != SQLITE_OK)
        f->failed = true;
}

static void put_integer(struct filling *f, size_t value)
{
    if (f->failed || sqlite3_bind_int64(f->insert, f->column++, (sqlite3_int64)value) != SQLITE_OK)
        f->failed = true;
}

static void put_real(struct filling *f, bool known, double value)
{
    int column = f->column++;
    if (!f->failed &&
        (known ? sqlite3_bind_double(f->insert, column, value) : sqlite3_bind_null(f->insert, column)) != SQLITE_OK)
        f->failed = true;
}

static void add_conversation(struct filling *f, const struct transcript *t, struct str scenario, const struct score *s)
{
    begin_row(f, "INSERT INTO conversations VALUES(?,?,?,?,?,?,?,?,?,?,?,?,?,?)");
    put_text(f, t->id);
    put_text(f, scenario);
    put_text(f, t->model);
    put_text(f, t->prompt);
    put_text(f, t->caller);
    put_integer(f, t->repeat);
    put_text(f, str_from(s != NULL ? verdict_name(s->verdict) : "not held"));
    put_real(f, s != NULL && s->has_fidelity, s != NULL ? s->fidelity : 0);
    put_real(f, s != NULL && s->has_judged, s != NULL ? s->judged_fidelity : 0);
    put_real(f, s != NULL, s != NULL ? s->coverage : 0);
    put_integer(f, s != NULL ? s->replies : 0);
    put_text(f, str_from(s != NULL ? ending_verdict_name(s->ending.verdict) : ""));
    put_text(f, str_from(ended_by_name(t->ended_by)));
    put_text(f, t->error);
    end_row(f);
}

static void add_messages(struct filling *f, const struct transcript *t)
{
    size_t reply = 0;
    for (size_t i = 0; i < t->count; i++) {
        const struct message *m = &t->messages[i];
        bool persona = m->role == ROLE_PERSONA;
        reply += persona;
        begin_row(f, "INSERT INTO messages VALUES(?,?,?,?,?,?,?)");
        put_text(f, t->id);
        put_integer(f, i);
        put_integer(f, persona ? reply : 0);
        put_text(f, persona ? STR("persona") : STR("caller"));
        put_text(f, m->content);
        put_text(f, m->move.kind);
        put_text(f, m->move.fault);
        end_row(f);
    }
}

static void add_score(struct filling *f, const struct score *s)
{
    struct str id = s->transcript->id;
    for (size_t i = 0; i < s->hits.count; i++) {
        const struct hit *hit = &s->hits.items[i];
        begin_row(f, "INSERT INTO signals VALUES(?,?,?,?,?,?)");
        put_text(f, id);
        put_integer(f, hit->message);
        put_text(f, s->rubric->signals[hit->signal].name);
        put_integer(f, hit->span.start);
        put_integer(f, hit->span.end);
        put_text(f, hit->by);
        end_row(f);
    }
    for (size_t i = 0; i < s->finding_count; i++) {
        const struct finding *finding = &s->findings[i];
        begin_row(f, "INSERT INTO rules VALUES(?,?,?,?,?,?,?,?,?,?)");
        put_text(f, id);
        put_text(f, finding->rule->id);
        put_text(f, str_from(outcome_name(finding->outcome)));
        put_real(f, finding->outcome == OUTCOME_PASS || finding->outcome == OUTCOME_FAIL, finding->score);
        put_real(f, true, finding->rule->weight);
        put_integer(f, finding->rule->gate);
        put_text(f, str_from(attribution_name(finding->by)));
        put_text(f, finding->why);
        put_text(f, finding->rule->file);
        put_integer(f, finding_line(finding));
        end_row(f);
    }
    for (size_t i = 0; i < s->concern_count; i++) {
        begin_row(f, "INSERT INTO concerns VALUES(?,?,?,?)");
        put_text(f, id);
        put_text(f, s->concerns[i].concern->text);
        put_text(f, str_from(concern_level_name(s->concerns[i].concern->level)));
        put_integer(f, s->concerns[i].reply_count);
        end_row(f);
    }
}

bool report_sqlite(const struct report *report, struct buf *out, struct error *err)
{
    struct filling f = {0};
    f.failed = sqlite3_open(":memory:", &f.db) != SQLITE_OK ||
               sqlite3_exec(f.db, schema, NULL, NULL, NULL) != SQLITE_OK ||
               sqlite3_exec(f.db, "BEGIN", NULL, NULL, NULL) != SQLITE_OK;
    for (size_t i = 0; i < report->count && !f.failed; i++) {
        const struct report_entry *entry = &report->entries[i];
        add_conversation(&f, entry->transcript, report_scenario(entry), entry->score);
        add_messages(&f, entry->transcript);
        if (entry->score != NULL)
            add_score(&f, entry->score);
    }
    sqlite3_int64 size = 0;
    unsigned char *bytes = NULL;
    if (!f.failed && sqlite3_exec(f.db, "COMMIT", NULL, NULL, NULL) == SQLITE_OK)
        bytes = sqlite3_serialize(f.db, "main", &size, 0);
    bool ok = bytes != NULL && buf_add_bytes(out, bytes, (size_t)size);
    if (!ok)
        error_set(err, ERROR_INFRA, TEXT("cannot make the SQLite database: %s", "无法生成 SQLite 数据库：%s"),
                  f.db != NULL ? sqlite3_errmsg(f.db) : TEXT("out of memory", "内存不足"));
    sqlite3_free(bytes);
    sqlite3_close(f.db);
    return ok;
}
