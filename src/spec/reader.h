/* What the files of the scenario reader share: lines, sections, entries and who owns which line. Inside spec/ only. */
#ifndef FIDELIO_SPEC_READER_H
#define FIDELIO_SPEC_READER_H

#include "base/buf.h"
#include "base/vec.h"
#include "spec/aliases.h"
#include "spec/scenario.h"
#include "syntax/outline.h"

#include <stdint.h>

/* One section: a heading and the lines behind it, as indexes into the outline's lines. */
struct section {
    enum section_kind kind; /* SECTION_NONE: nobody knows it, its lines stay unread */
    enum section_kind sub;  /* of concerns and examples: the group that the heading itself names */
    enum half half;
    bool half_given;           /* by a heading, not inferred */
    bool guessed;              /* its kind was told by its lines or its place, not by its name */
    bool enclosed;             /* of unknown name, between sections of its half */
    bool implicit;             /* directly below a half's heading */
    bool field;                /* a label in a list of labels */
    bool joins;                /* when nothing tells what it holds it belongs to the section above, with its title */
    struct outline_line whole; /* of one that joins: its title's line as it stands */
    const char *why_unread;    /* warning id for SECTION_NONE; static */
    struct str title;
    size_t heading; /* its line's index; equals first when the heading carries text */
    size_t first, end;
    unsigned level;
};

struct half_range {
    size_t heading, end; /* line indexes */
    unsigned level;
    enum half half;
};

/* One list item, paragraph, heading or table row of a section; continuation lines are joined. */
enum entry_kind { ENTRY_HEADING, ENTRY_ITEM, ENTRY_TEXT, ENTRY_ROW };
struct entry {
    enum entry_kind kind;
    enum marker style;
    struct str marker, raw; /* raw: markup still in it */
    size_t first, end;      /* line indexes */
    size_t indent, number;
    unsigned level; /* of a heading */
    bool header;    /* a table's header row */
    bool lead;      /* a bare line that names the group below it: "次要" */
    struct str *cells;
    size_t cell_count;
};
struct entries {
    struct entry *items;
    size_t count;
};

enum prose_field { PROSE_OPENING, PROSE_CLOSING, PROSE_TASK, PROSE_CALLER_ROLE, PROSE_CALLEE_ROLE, PROSE_FIELDS };
struct prose { /* a field that sections add to */
    struct buf text;
    size_t line;
    struct str given;  /* front matter's, which counts instead */
    size_t given_line; /* 0: there is none */
};

struct person {
    struct str words; /* as said at the top */
    size_t line;      /* from 1; 0: nobody is named */
};

struct reader {
    struct scenario *scenario;
    struct arena *arena; /* the scenario's */
    struct outline outline;
    struct aliases aliases;
    unsigned char *owners;
    unsigned char *fields;       /* enum field of each line */
    struct grid_row **grid;      /* of each line; NULL when it is no row of a table that is the document */
    const struct title **titles; /* of heading lines, read when first asked for */
    size_t *next_heading;        /* the first heading's line index behind each line, or the count */
    struct prose prose[PROSE_FIELDS];
    VEC(struct section) sections;
    VEC(struct half_range) halves;
    VEC(struct warning) warnings;
    VEC(struct line_text) unread;
    VEC(struct alias) extra_aliases;
    size_t half_lines[2]; /* lines (from 1) that open halves whatever they are called; 0 when there are none */
    enum half half_kinds[2];
    struct person people[2]; /* who calls and who answers, where their names are the halves' titles */
    struct {
        size_t offset, column;
    } counted;          /* the place whose column was told last; column 0: none yet */
    struct str speaker; /* a name that stands before spoken words again and again; empty when none does */
    bool lang_given;    /* by front matter */
    bool swapped;       /* the halves are named the other way round */
    bool flat;          /* sections are not named by # headings */
};

/* document.c: fills the scenario from its source; ERROR_USER when there is no callee half. */
bool document_read(struct reader *reader, struct error *err);

/* sections.c: cuts the document into sections; owns headings. */
void sections_read(struct reader *reader);

/* look_alikes.c */
enum { LOOK_ALIKE_BOLD = 8, TITLE_MOST = 200 }; /* real headings have levels 1 to 6; a longer line is no title */
/* How deep line `i` lies when it may open a section although it is no heading; 0 when it may not. *rest is the text
 * behind its label. `open` is the section around it, or NULL. */
unsigned look_alike_level(struct reader *reader, const struct section *open, size_t i, struct title *title,
                          struct str *rest);
/* No real heading holds the lines here: labels may open sections. */
bool section_takes_labels(const struct section *open);
/* Words to be said stand behind the label or on the next line. */
bool label_stands_before_quotes(const struct reader *reader, size_t i, struct str rest);

/* forms.c: titles of unknown name, told by their form */
enum { /* the kind of form; with it, for a number, the shape of its marker */
       FORM_NONE,
       FORM_BOLD,
       FORM_SLANTED,
       FORM_BRACKET,
       FORM_LABEL,
       FORM_NUMBER,
       FORM_ITEM,  /* a bullet with a bold label */
       FORM_PLAIN, /* nothing but a blank line before it and its lines right below */
       FORM_KIND = 15,
       FORM_QUOTED = 1 << 12
};
struct section_form { /* of a line that opened a section and is no heading */
    unsigned form, level;
    size_t number; /* of the last that had this form */
    bool text;     /* one had its text behind it on the line */
};
/* The form of a line that may be a title, its words in *lead; FORM_NONE when it cannot be one. */
unsigned title_form(const struct outline_line *line, struct str *lead);
/* The form of lines that stand alone above lists, again and again: titles, whatever they say. FORM_NONE when there are
 * none. */
unsigned repeated_form(const struct reader *reader);
/* Is line `i`, whose form opened sections before, one more title of them? `open` is the section around it, not empty.
 */
bool titled_by_form(const struct reader *reader, const struct section *open, const struct section_form *seen, size_t i,
                    struct str lead);

/* halves.c: gives every section its half */
void halves_settle(struct reader *reader);
/* Were the halves named the other way round? Then their titles are known by what stands below them, and the document is
 * to be cut once more: a half takes no labels of the other's sections. */
bool halves_by_sections(struct reader *reader);

/* roles.c: finds the titles of two halves that no name tells, by the roles below them; true when it did, and the
 * document is to be cut once more. */
bool halves_by_roles(struct reader *reader);

/* tree.c: makes headings of the outer items of a document that is one nested list */
void tree_as_headings(struct reader *reader);

/* people.c: finds the halves that have people's names, and where those are told */
void people_read(struct reader *reader);

/* fields.c: marks the lines that are labels in a list of labels, where each is a section */
enum field { FIELD_NONE, FIELD_LISTED, FIELD_NESTED /* an inner item of a document that is one nested list */ };
void fields_mark(struct reader *reader);
/* The label at the line's start, and what stands behind it (perhaps nothing); false when there is no short one. */
bool field_label(const struct outline_line *line, struct str *label, struct str *rest);
/* "🚫 “好的理解”" among such labels: one of the examples, which need no title. */
bool field_is_example(const struct outline_line *line);

/* grid.c: marks the rows of a table that is the whole document */
struct grid_columns {
    size_t half, section, text;
};
struct grid_row {
    struct grid_columns columns;
    bool header, opens_half, opens_section;
    struct str half, section, text; /* empty cells filled from above */
    struct str *cells;
    size_t cell_count;
};
void grid_mark(struct reader *reader);

/* guess.c: gives sections of unknown name the kind that their lines and their place tell, with a warning */
void sections_guess(struct reader *reader);

/* entries.c */
struct entries entries_read(struct reader *reader, const struct section *section);
bool entry_has_children(const struct entries *entries, size_t at); /* deeper entries follow */
/* Lines of Chinese that stop long before a page's edge, and not at a comma, are not one paragraph but a list without
 * marks. */
bool line_stops_short(struct str before, struct str next);
/* Raw text of an entry of any kind. */
struct str entry_text(struct reader *reader, const struct entry *entry);

/* reader.c: titles, ownership and warnings */
const struct title *reader_title(struct reader *reader, size_t line); /* of a heading line */
void reader_own(struct reader *reader, size_t from, size_t to, enum line_owner owner);
void reader_own_entry(struct reader *reader, const struct entry *entry, enum line_owner owner);
/* Keeps the lines as text and names each in a warning; `id` and `why` are static. */
void reader_unread(struct reader *reader, size_t from, size_t to, const char *id, const char *why);
/* The same for a table's cell whose column has no field: its line is content all the same. */
void reader_unread_cell(struct reader *reader, const struct entry *entry, struct str cell);
void reader_warn(struct reader *reader, const char *id, size_t line, size_t column, const char *format, ...)
    __attribute__((format(printf, 5, 6)));
struct str reader_shown(struct str text); /* so much of the document's text as a message shows */
/* A node's text: markup off, in the arena, with its place. `piece` is a slice of the entry's raw text (or anything
 * else: then column 1). */
struct line_text reader_text(struct reader *reader, const struct entry *entry, struct str piece);

/* inline_items.c: where item `number` of a list in one paragraph ("1）…；2）…") begins behind `from`, *length being its
 * marker's; STR_NONE when it does not. `words`: "一是", "其一", "first," count, too. */
size_t inline_item(struct str text, size_t from, size_t number, bool words, size_t *length);
/* Cuts item `number` off *rest, which begins with it; false when it does not, and when the first is the only one. */
bool inline_next(struct str *rest, size_t number, struct str *item);
/* Without those that end an item. */
struct str without_semicolons(struct str text);
/* How many items of such a list the paragraph has. */
size_t inline_items(struct str text);

/* lists.c: a line that only announces the lines behind it, and what becomes of it */
bool entry_is_label(const struct entries *entries, size_t at);
void reader_own_label(struct reader *reader, const struct entry *entry);
bool entry_is_plain_header(const struct entry *entry); /* a table's header that names columns and nothing else */
/* Above |---| stand the columns' names, except where people write the first field there. */
bool entry_heads_columns(const struct entry *entry);
/* "Dos", "必须": is this title's key the name of things that must be done, as a whole or somewhere in it? */
bool names_duties(struct str key, bool whole);
/* Without a speaker's label ("坐席：") in front. */
struct str spoken_words(struct reader *reader, struct str raw);
/* Appends `count` items of `size` bytes to a list that lives in the arena; only these functions may have made it grow.
 */
void *list_append(struct reader *reader, void *list, size_t *list_count, const void *items, size_t count, size_t size);
void texts_append(struct reader *reader, struct line_texts *into, const struct line_text *items, size_t count);

/* steps.c, qa.c, lists.c: one function a kind of section */
void read_steps(struct reader *reader, const struct section *section);
void read_qa(struct reader *reader, const struct section *section);
void read_prose(struct reader *reader, const struct section *section, struct prose *into);
void read_spoken(struct reader *reader, const struct section *section, struct prose *into);
void read_list(struct reader *reader, const struct section *section, struct line_texts *into);
void read_concerns(struct reader *reader, const struct section *section);
void read_examples(struct reader *reader, const struct section *section);
/* A section of examples with none in it, only lines on how the persona talks: behaviours. */
bool examples_describe_tone(struct reader *reader, const struct section *section);
void read_end_conditions(struct reader *reader, const struct section *section, struct line_texts *into);
void read_ending(struct reader *reader, const struct section *section);

/* qa.c: does the line begin with the label of a question or an answer ("Q1.", "答：")? */
bool qa_has_label(struct str raw);
/* "抽血几管？三管。": the length of the customer's question in front of its answer, 0 when there is none. */
size_t qa_question_length(struct str text);

/* speakers.c: whose name stands in front of words. Finds the one that does so again and again. */
void speakers_read(struct reader *reader);
/* Is it the caller's name, by the role? */
bool names_caller(const struct reader *reader, struct str label);
/* Is it the one that stands so again and again? */
bool names_speaker(const struct reader *reader, struct str label);

/* front.c */
bool front_read(struct reader *reader, struct error *err);

#endif
