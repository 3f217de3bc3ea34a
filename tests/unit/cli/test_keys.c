/* The tables of keys in docs/formats.md against the readers: each key there is known and takes values of its type and
 * no others, each key that a reader knows stands there, and defaults are the command line's. docs.sh holds the Chinese
 * page to the same names. Tests run from the repository's root. */
#include "base/file.h"
#include "cli/option.h"
#include "run/experiment_file.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum table { MODELS, EXPERIMENT, PARTY, TABLES };

struct row {
    enum table table;
    struct str key, type, otherwise;
};
struct page {
    struct buf text;
    VEC(struct row) rows;
};

static struct str without_ticks(struct str text)
{
    text = str_trim(text);
    return str_starts(text, STR("`")) && str_ends(text, STR("`")) ? str_slice(text, 1, text.len - 1) : text;
}

static struct str cut_at(struct str *text, const char *sign)
{
    size_t at = str_find(*text, str_from(sign)), end = at != STR_NONE ? at : text->len;
    struct str part = str_trim(str_slice(*text, 0, end));
    *text = str_slice(*text, at != STR_NONE ? end + strlen(sign) : end, text->len);
    return part;
}

static void read_page(struct page *page)
{
    struct error err = {0};
    int table = -1;
    bool inside = false;
    *page = (struct page){0};
    buf_init(&page->text, FILE_CEILING);
    cr_assert(file_read("docs/formats.md", &page->text, &err), "%s", err.message);
    struct str rest = buf_str(&page->text), line;
    while (str_next_line(&rest, &line)) {
        bool head = str_starts(line, STR("| key | type | default |"));
        table += head;
        inside = head || (inside && str_starts(line, STR("|")));
        if (!inside || head || str_starts(line, STR("| ---")))
            continue;
        cut_at(&line, "|");
        struct row row = {.table = (enum table)table, .key = without_ticks(cut_at(&line, " | "))};
        row.type = cut_at(&line, " | ");
        row.otherwise = without_ticks(cut_at(&line, " | "));
        VEC_PUSH(&page->rows, row);
    }
    cr_assert_eq(table + 1, TABLES);
}

static void release_page(struct page *page)
{
    VEC_RELEASE(&page->rows);
    buf_release(&page->text);
}

static bool read_experiment(const char *text, struct error *err)
{
    char path[] = "/tmp/fidelio-keys-XXXXXX.yaml";
    struct models models = {0};
    struct experiment experiment;
    int file = mkstemps(path, 5);
    cr_assert_geq(file, 0);
    cr_assert_eq(write(file, text, strlen(text)), (ssize_t)strlen(text));
    close(file);
    experiment_init(&experiment);
    bool read = experiment_read(&experiment, &models, path, err);
    experiment_release(&experiment);
    unlink(path);
    return read;
}

/* Reads a file of the table's kind that holds the key ("group.member") with this value; false: *err tells why not. */
static bool takes(enum table table, struct str key, const char *value, struct error *err)
{
    char member[300], text[400];
    struct str inner = key, group = str_find_byte(key, '.') != STR_NONE ? cut_at(&inner, ".") : (struct str){0};
    const char *beside = "";
    if (str_eq_cstring(group, "azure")) /* which needs both */
        beside = str_eq_cstring(inner, "deployment") ? "api_version: v, " : "deployment: d, ";
    if (group.len > 0)
        snprintf(member, sizeof member, "%.*s: {%s%.*s: %s}", STR_FORMAT(group), beside, STR_FORMAT(inner), value);
    else
        snprintf(member, sizeof member, "%.*s: %s", STR_FORMAT(key), value);
    *err = (struct error){0};
    if (table == MODELS) {
        struct models models;
        snprintf(text, sizeof text, "models: [{%s%s%s}]", str_eq_cstring(key, "name") ? "" : "name: m, ",
                 str_eq_cstring(key, "base_url") ? "" : "base_url: 'http://h/v1', ", member);
        bool read = models_from(&models, "models.yaml", str_from(text), err);
        if (read)
            models_release(&models);
        return read;
    }
    if (table == EXPERIMENT)
        snprintf(text, sizeof text, "{%s%s}", str_eq_cstring(key, "models") ? "" : "models: understudy, ", member);
    else
        snprintf(text, sizeof text, "callers: [{%s: understudy, %s}]", str_eq_cstring(key, "model") ? "name" : "model",
                 member);
    return read_experiment(text, err);
}

static bool says(const struct error *err, const char *part)
{
    return strstr(err->message, part) != NULL;
}

static const char *sample(struct str type, char own[64])
{
    static const char *const samples[][2] = {
        {"text", "abc"}, {"number", "0.5"}, {"whole number", "1"}, {"mapping", "{name: abc}"}, {"list", "[abc]"}};
    for (size_t i = 0; i < sizeof samples / sizeof *samples; i++)
        if (str_eq_cstring(type, samples[i][0]))
            return samples[i][1];
    cr_assert(str_starts(type, STR("`")), "\"%.*s\" is no type", STR_FORMAT(type));
    snprintf(own, 64, "%.*s", STR_FORMAT(without_ticks(type)));
    return own;
}

Test(keys, take_values_of_their_types_and_no_others)
{
    struct page page;
    struct error err;
    read_page(&page);
    for (size_t i = 0; i < page.rows.count; i++) {
        const struct row *row = &page.rows.items[i];
        const struct str list = row->type;
        struct str rest = list;
        char own[64];
        if (str_eq_cstring(row->type, "any"))
            continue;
        while (rest.len > 0) {
            const char *value = sample(cut_at(&rest, ", "), own);
            cr_expect(takes(row->table, row->key, value, &err) ||
                          (!says(&err, "unknown key") && !says(&err, "expected") && !says(&err, "must be")),
                      "%.*s: %s: %s", STR_FORMAT(row->key), value, err.message);
        }
        const bool text = str_starts(list, STR("text"));
        const char *other = text ? "[[abc]]" : str_starts(list, STR("whole")) ? "0.5" : "abc";
        cr_expect_not(takes(row->table, row->key, other, &err), "%.*s: %s", STR_FORMAT(row->key), other);
        cr_expect_not(says(&err, "unknown key"), "%.*s: %s", STR_FORMAT(row->key), err.message);
    }
    release_page(&page);
}

static bool is_told(const struct page *page, enum table table, struct str group, struct str key)
{
    char whole[128], begin[130];
    snprintf(whole, sizeof whole, "%.*s%s%.*s", STR_FORMAT(group), group.len > 0 ? "." : "", STR_FORMAT(key));
    snprintf(begin, sizeof begin, "%s.", whole);
    for (size_t i = 0; i < page->rows.count; i++) {
        const struct row *row = &page->rows.items[i];
        if (row->table == table && (str_eq_cstring(row->key, whole) || str_starts(row->key, str_from(begin))))
            return true;
    }
    return false;
}

/* An unknown key's error lists the known ones. */
static void expect_told(const struct page *page, enum table table, const char *group)
{
    static const char known[] = "known here are: ";
    char key[64];
    struct error err;
    snprintf(key, sizeof key, "%s%szzzzzzzzzzzzzzzz", group, group[0] != '\0' ? "." : "");
    cr_assert_not(takes(table, str_from(key), "1", &err));
    const char *at = strstr(err.message, known);
    cr_assert_not_null(at, "%s", err.message);
    struct str rest = str_from(at + strlen(known));
    while (rest.len > 0) {
        struct str each = cut_at(&rest, ", ");
        cr_expect(is_told(page, table, str_from(group), each), "%s %.*s is not in docs/formats.md", group,
                  STR_FORMAT(each));
    }
}

Test(keys, that_are_known_are_told)
{
    struct page page;
    read_page(&page);
    static const char *const of_models[] = {"", "limits", "timeouts", "price", "azure"}, *const of_experiment[] = {
                                                                                             "", "sampling", "limits",
                                                                                             "gates"};
    for (size_t i = 0; i < sizeof of_models / sizeof *of_models; i++)
        expect_told(&page, MODELS, of_models[i]);
    for (size_t i = 0; i < sizeof of_experiment / sizeof *of_experiment; i++)
        expect_told(&page, EXPERIMENT, of_experiment[i]);
    expect_told(&page, PARTY, "");
    release_page(&page);
}

Test(keys, have_the_defaults_of_their_options)
{
    static const struct {
        enum table table;
        const char *key;
        enum option_id option;
    } pairs[] = {{MODELS, "http", OPTION_HTTP},
                 {MODELS, "timeouts.connect", OPTION_CONNECT_TIMEOUT},
                 {MODELS, "timeouts.first_byte", OPTION_FIRST_BYTE_TIMEOUT},
                 {MODELS, "timeouts.total", OPTION_TIMEOUT},
                 {EXPERIMENT, "callers", OPTION_CALLER},
                 {EXPERIMENT, "repeats", OPTION_REPEATS},
                 {EXPERIMENT, "seed", OPTION_SEED},
                 {EXPERIMENT, "max_turns", OPTION_MAX_TURNS},
                 {EXPERIMENT, "limits.in_flight", OPTION_IN_FLIGHT},
                 {PARTY, "base_url", OPTION_BASE_URL},
                 {PARTY, "wire", OPTION_WIRE}};
    struct page page;
    size_t seen = 0;
    read_page(&page);
    for (size_t i = 0; i < page.rows.count; i++) {
        const struct row *row = &page.rows.items[i];
        for (size_t p = 0; p < sizeof pairs / sizeof *pairs; p++) {
            if (pairs[p].table != row->table || !str_eq_cstring(row->key, pairs[p].key))
                continue;
            const struct option *option = option_of(COMMAND_RUN, pairs[p].option);
            char told[96];
            snprintf(told, sizeof told, "(default: %.*s)", STR_FORMAT(row->otherwise));
            cr_expect(option->otherwise != NULL ? str_eq_cstring(row->otherwise, option->otherwise)
                                                : strstr(option->help.en, told) != NULL,
                      "%s is %.*s on the page", pairs[p].key, STR_FORMAT(row->otherwise));
            seen++;
        }
    }
    cr_expect_eq(seen, sizeof pairs / sizeof *pairs);
    release_page(&page);
}
