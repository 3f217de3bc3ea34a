/* Names in front of spoken words: "李明：您好……", "**Lorna:** Innes?" */
#include "spec/markup.h"
#include "spec/reader.h"
#include "text/utf8.h"

bool names_caller(const struct reader *reader, struct str label)
{
    enum { LEAST = 6 }; /* two ideographs */
    return label.len >= LEAST && str_find(buf_str(&reader->prose[PROSE_CALLER_ROLE].text), label) != STR_NONE &&
           str_find(buf_str(&reader->prose[PROSE_CALLEE_ROLE].text), label) == STR_NONE;
}

bool names_speaker(const struct reader *reader, struct str label)
{
    return reader->speaker.len > 0 && str_eq(label, reader->speaker);
}

/* One word with a capital, or a few ideographs: "Lorna", "李明". */
static bool may_be_name(struct str label)
{
    enum { LATIN_LEAST = 3, LATIN_MOST = 16, HAN_LEAST = 2, HAN_MOST = 4 };
    size_t signs = 0, letters = 0, han = 0;
    for (size_t at = 0; at < label.len; signs++) {
        uint32_t c = utf8_next(label, &at);
        han += code_point_is_han(c);
        letters += c >= 'a' && c <= 'z';
    }
    bool capital = signs > 0 && label.ptr[0] >= 'A' && label.ptr[0] <= 'Z';
    return (han == signs && han >= HAN_LEAST && han <= HAN_MOST) ||
           (capital && letters + 1 == signs && signs >= LATIN_LEAST && signs <= LATIN_MOST);
}

/* A speaker's name stands before three lines or more, and in the words behind it: who calls says who it is. */
void speakers_read(struct reader *reader)
{
    enum { NAMES_MOST = 16, LINES_LEAST = 3 };
    struct {
        struct str name;
        size_t lines;
        bool said;
    } names[NAMES_MOST] = {{{0}, 0, false}};
    size_t count = 0;
    for (size_t i = 0; i < reader->outline.count; i++) {
        struct str label, rest, body = reader->outline.lines[i].body;
        if ((!markup_lead(body, &label, &rest) && !markup_label(body, NAMES_MOST, &label, &rest)) || rest.len == 0 ||
            !may_be_name(label))
            continue;
        size_t at = 0;
        while (at < count && !str_eq(names[at].name, label))
            at++;
        if (at == NAMES_MOST)
            continue;
        if (at == count)
            names[count++].name = label;
        names[at].lines++;
        names[at].said = names[at].said || str_find(rest, label) != STR_NONE;
        if (names[at].lines >= LINES_LEAST && names[at].said && reader->speaker.len == 0)
            reader->speaker = label;
    }
}
