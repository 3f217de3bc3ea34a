/* Text made harmless for each format. Everything that a model, a document or a server said goes through one of these.
 */
#ifndef FIDELIO_REPORT_ESCAPE_H
#define FIDELIO_REPORT_ESCAPE_H

#include "base/buf.h"

/* XML and HTML text and attribute values: & < > " ' escaped; controls, direction marks and
 * what nobody sees are shown as visible names like "‹U+202E›", so that text cannot pose as other text. Line ends stay
 * (as &#10; in attributes). */
void escape_xml(struct buf *out, struct str text);
void escape_xml_attribute(struct buf *out, struct str text);
/* One Markdown line: markup characters escaped, line ends as spaces, no raw HTML. */
void escape_markdown(struct buf *out, struct str text);
/* One CSV field (RFC 4180), quoted where needed; a field that a spreadsheet would run as a formula (= + - @ tab CR
 * first) gets a ' in front. Controls but line ends and tabs are shown by name. */
void escape_csv(struct buf *out, struct str text);
/* One line for a terminal or a log: controls and what nobody sees shown by name, line ends as spaces. */
void escape_line(struct buf *out, struct str text);
/* Part of a URI reference: what is not allowed in one is percent-encoded, byte by byte; a path keeps its slashes. */
void escape_uri(struct buf *out, struct str text, bool path);

#endif
