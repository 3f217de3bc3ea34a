#include "net/sse.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

struct heard {
    char text[1024];
    size_t count, stop_after;
};

static bool hear(struct str name, struct str data, void *context)
{
    struct heard *heard = context;
    size_t len = strlen(heard->text);
    snprintf(heard->text + len, sizeof heard->text - len, "%.*s|%.*s;", STR_FORMAT(name), STR_FORMAT(data));
    return ++heard->count != heard->stop_after;
}

/* In pieces of every size, the events are the same. */
static void expect_events_and(struct str stream, const char *expected, const char *last)
{
    for (size_t piece = 1; piece <= stream.len + 1; piece++) {
        struct sse sse;
        struct heard heard = {0};
        sse_init(&sse, 1000);
        for (size_t at = 0; at < stream.len; at += piece)
            cr_expect(sse_feed(&sse, str_slice(stream, at, at + piece), hear, &heard));
        cr_expect_str_eq(heard.text, expected, "in pieces of %zu: %s", piece, heard.text);
        sse_end(&sse, hear, &heard);
        size_t len = strlen(expected);
        cr_expect_str_eq(heard.text + len, last, "in pieces of %zu: %s", piece, heard.text);
        sse_release(&sse);
    }
}

static void expect_events(struct str stream, const char *expected)
{
    expect_events_and(stream, expected, "");
}

Test(sse, cuts_events_wherever_the_pieces_are_cut)
{
    expect_events(STR("data: 你\n\ndata: 好\n\n"), "|你;|好;");
    expect_events(STR("data: a\r\n\r\ndata: b\r\rdata: c\n\r\n"), "|a;|b;|c;");
    expect_events(STR("event: x\ndata: a\n\nevent: y\n\ndata: b\n\n"), "x|a;|b;");
    expect_events(STR("data: a\ndata:b\ndata\ndata:  c\n\n"), "|a\nb\n\n c;");
    expect_events(STR(": comment\nid: 1\nretry: 5\nother: x\n\n:\ndata: a\n\n"), "|a;");
    expect_events(STR("\xef\xbb\xbf"
                      "data: a\n\n"),
                  "|a;");
    expect_events(STR("data:\n\n"), "|;");
}

Test(sse, tells_what_is_not_complete_only_at_the_end)
{
    expect_events_and(STR("data: a\n\ndata: b\n"), "|a;", "|b;");
    expect_events_and(STR("data: a\n\nevent: x\ndata: b"), "|a;", "x|b;");
    expect_events_and(STR("data: a\n\ndata: b\ndata: c"), "|a;", "|b\nc;");
    expect_events(STR("data: a\n\nevent: x"), "|a;");
    expect_events(STR(""), "");
}

Test(sse, stops_when_it_is_told)
{
    struct sse sse;
    struct heard heard = {.stop_after = 1};
    sse_init(&sse, 1000);
    cr_expect_not(sse_feed(&sse, STR("data: a\n\ndata: b\n\n"), hear, &heard));
    cr_expect_str_eq(heard.text, "|a;");
    sse_release(&sse);
}

Test(sse, takes_no_line_and_no_event_beyond_its_ceiling)
{
    struct sse sse;
    struct heard heard = {0};
    sse_init(&sse, 8);
    cr_expect_not(sse_feed(&sse, STR("data: 0123456789"), hear, &heard));
    cr_expect(sse.too_long);
    cr_expect_not(sse_feed(&sse, STR("\n\n"), hear, &heard));
    sse_release(&sse);
    sse_init(&sse, 8);
    cr_expect_not(sse_feed(&sse, STR("data:012\ndata:345\ndata:678\n\n"), hear, &heard));
    cr_expect_eq(heard.count, 0);
    sse_release(&sse);
}
