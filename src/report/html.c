#include "report/html.h"

#include "base/embedded.h"
#include "base/hash.h"
#include "report/deflate.h"
#include "report/escape.h"
#include "report/html_parts.h"

static unsigned nibble(char c)
{
    return (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
}

/* 'sha256-BASE64' as content security policies name an inline block. */
static void add_source_hash(struct buf *out, const struct embedded *file)
{
    char bytes[HASH_HEX / 2];
    const char *hex = file->sha256;
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = (char)(nibble(hex[2 * i]) << 4 | nibble(hex[2 * i + 1]));
    buf_add_cstring(out, "'sha256-");
    base64_add(out, (struct str){bytes, sizeof bytes});
    buf_add_cstring(out, "'");
}

static void add_file(struct buf *out, const struct embedded *file)
{
    buf_add(out, (struct str){file->bytes, file->len});
}

static void add_head(const struct report *report, const struct html_options *options, const struct embedded *style,
                     const struct embedded *script, struct buf *out)
{
    bool review = options->review_token.len > 0;
    buf_printf(out, "<!doctype html>\n<html lang=\"%s\"", report->chinese ? "zh-Hans" : "en");
    if (review) {
        buf_add_cstring(out, " data-review=\"");
        escape_xml_attribute(out, options->review_token);
        buf_add_byte(out, '"');
    }
    buf_add_cstring(out, ">\n<head>\n<meta charset=\"utf-8\">\n<meta http-equiv=\"Content-Security-Policy\" "
                         "content=\"default-src 'none'; style-src ");
    add_source_hash(out, style);
    buf_add_cstring(out, "; script-src ");
    add_source_hash(out, script);
    buf_printf(out, "; connect-src %s; base-uri 'none'; form-action 'none'\">\n", review ? "'self'" : "'none'");
    buf_add_cstring(out, "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<meta "
                         "name=\"referrer\" content=\"no-referrer\">\n<title>fidelio");
    buf_add_cstring(out, report->id.len > 0 ? " · " : "");
    escape_xml(out, report->id);
    buf_add_cstring(out, "</title>\n<style>");
    add_file(out, style);
    buf_add_cstring(out, "</style>\n</head>\n<body>\n");
}

static void note_once(const void **list, size_t *count, const void *item)
{
    size_t i = 0;
    while (i < *count && list[i] != item)
        i++;
    if (i == *count && item != NULL)
        list[(*count)++] = item;
}

/* What conversations share is numbered by first appearance. */
static struct html_pieces *make_pieces(const struct report *report, bool blind)
{
    struct arena arena;
    struct buf data, still;
    arena_init(&arena);
    const void **scenarios = arena_array(&arena, report->count, sizeof(const void *));
    const void **rubrics = arena_array(&arena, report->count, sizeof(const void *));
    struct html_subjects subjects = {.chinese = report->chinese, .blind = blind};
    for (size_t i = 0; i < report->count; i++) {
        note_once(scenarios, &subjects.scenario_count, report->entries[i].scenario);
        note_once(rubrics, &subjects.rubric_count, report->entries[i].facts.rubric);
    }
    subjects.scenarios = (const struct scenario *const *)scenarios;
    subjects.rubrics = (const struct rubric *const *)rubrics;
    struct html_pieces *pieces = html_pieces_new(&subjects);
    buf_init(&data, 0);
    buf_init(&still, 0);
    for (size_t i = 0; i < report->count; i++) {
        const struct report_entry *entry = &report->entries[i];
        buf_clear(&data);
        buf_clear(&still);
        html_piece_data(pieces, entry, &data);
        html_piece_still(pieces, entry, &still);
        html_pieces_add(pieces, report_entry_passed(entry), buf_str(&data), buf_str(&still));
    }
    buf_release(&data);
    buf_release(&still);
    arena_release(&arena);
    return pieces;
}

void report_html(const struct report *report, const struct html_options *options, struct buf *out)
{
    struct html_pieces *made = options->pieces == NULL ? make_pieces(report, options->blind) : NULL;
    struct html_pieces *pieces = made != NULL ? made : options->pieces;
    const struct embedded *script = embedded_find("src/report/page.js");
    add_head(report, options, embedded_find("src/report/page.css"), script, out);
    if (options->comparison != NULL)
        report_comparison_html(options->comparison, out);
    else if (!options->blind)
        html_overview(report, options->note, out);
    buf_add_cstring(
        out,
        "<div id=\"app\"><nav id=\"queue\"></nav><main id=\"talk\" tabindex=\"-1\"></main><aside id=\"ledger\"></aside>"
        "<div id=\"drawer\" role=\"dialog\" aria-labelledby=\"drawn\" hidden></div></div>\n");
    if (!options->blind)
        html_static(report, pieces, out);
    html_data(report, options, pieces, out);
    buf_add_cstring(out, "<script>");
    add_file(out, script);
    buf_add_cstring(out, "</script>\n</body>\n</html>\n");
    html_pieces_free(made);
}
