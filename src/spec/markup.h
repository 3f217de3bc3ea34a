/* Inline work on raw slices of a document: emphasis, quotation marks, brackets, labels. Flanking rules do not matter
 * here: `**首要：**配送` is bold. Everything is linear in the length of the text. */
#ifndef FIDELIO_SPEC_MARKUP_H
#define FIDELIO_SPEC_MARKUP_H

#include "base/str.h"

struct arena;
struct buf;

/* Without emphasis marks, back quotes, escapes, <br> and the common entities. The text itself when there is nothing to
 * take away. */
struct str markup_plain(struct arena *arena, struct str raw);
/* Without one pair of quotation marks that encloses the whole text, and without the separators behind it. */
struct str markup_unquote(struct str text);
/* The mark that closes what this one opens; 0 when it opens nothing. */
uint32_t markup_closing_quote(uint32_t open);
/* Is there an opening quotation mark at the start? Gives the length of the quoted part with its marks, 0 when there is
 * none. */
size_t markup_quoted_length(struct str text);
/* Nothing but quoted texts: how many, 0 when it is otherwise. */
size_t markup_count_quoted(struct str text);
/* Behind what may stand between quoted texts. */
size_t markup_skip_between(struct str text, size_t at);
/* Cuts `**lead**` at the start: lead without marks and colon, rest without the colon. False when there is none. */
bool markup_lead(struct str raw, struct str *lead, struct str *rest);
/* A whole line in italics, `*lead*` or `_lead_:`. */
bool markup_slanted(struct str raw, struct str *lead);
/* The same for text before the first colon within `limit` code points. The colon may be bold or outside the bold. */
bool markup_label(struct str raw, size_t limit, struct str *label, struct str *rest);
/* The same for text before the first wide space, tab or ｜: "角色　小唐". */
bool markup_spaced(struct str raw, size_t limit, struct str *label, struct str *rest);
/* The same for text before the first dash between words ("首要 — 明天几点能到"), which stands within `most` bytes. */
bool markup_dashed(struct str raw, size_t most, struct str *lead, struct str *rest);
/* From one thing to what comes of it. Ends with NULL. */
extern const char *const markup_arrows[];
/* Without a colon or a dash (and white space) at the start. */
struct str markup_skip_mark(struct str rest);
/* Does the text begin with a bracket in which titles stand: 【 ［ 〔? */
bool markup_opens_title(struct str text);
/* Cuts all （...） (...) 【...】 [...] out of a title; *remark is the inside of the first. */
struct str markup_cut_remarks(struct arena *arena, struct str title, struct str *remark);
/* The bracketed group that starts at `at`: its length in bytes with brackets, 0 when it is none or not closed. */
size_t markup_bracket_length(struct str text, size_t at, struct str *inside);
/* "告知“整套三百六。”": behind a few words on what to do, what is said; else the whole. */
struct str markup_said(struct str text);
/* Without the emoji in front, which only decorate. */
struct str markup_skip_signs(struct str text);
/* Without trailing colons, dashes, white space and stars. */
struct str markup_trim_label(struct str text);
/* What the text's last sign is, for those who ask whether a sentence ends there; 0 when it is no punctuation. */
enum ending {
    ENDS_STOP = 1,       /* 。！ . ! */
    ENDS_QUESTION = 2,   /* ？ ? */
    ENDS_QUOTE = 4,      /* ” 」 』 " */
    ENDS_SEMICOLON = 8,  /* ； ; */
    ENDS_COLON = 16,     /* ： : */
    ENDS_BRACKET = 32,   /* ） ) */
    ENDS_ELLIPSIS = 64,  /* … */
    ENDS_OTHERWISE = 128 /* other punctuation */
};
unsigned markup_ending(struct str text);
/* How many signs long a title is in which `latin` Latin letters count as one. */
size_t markup_signs(struct str text, size_t latin);
/* Adds a piece of running text behind another: a space between them unless one side is Chinese. */
void markup_add(struct buf *text, struct str piece);
/* Joins two pieces of running text: a space between them unless one side is Chinese. */
struct str markup_join(struct arena *arena, struct str a, struct str b);

#endif
