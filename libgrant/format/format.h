/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_FORMAT_FORMAT_H
#define GR_FORMAT_FORMAT_H

/* What others read and write: CSV, XML; workbooks are in workbook.h. Not here: which tables there are (work/export.c, the imports). */

#include "base/base.h"
#include "base/buf.h"
#include "base/value.h"
#include "base/xml.h"

/* One CSV text (RFC 4180; also ";" or tab as separator, decided by the first line), UTF-8 without a mark, -> a list of rows,
 * each a list of texts with the line that it began on. Blank lines are left out. GRANT_EINPUT with the line. */
int gr_csv_read(gr_value **out, const char *text, size_t size);

/* One row: cells quoted where needed, CRLF at the end. */
struct gr_csv_writer {
	struct gr_buf *out;
	bool has_cell;
};
void gr_csv_begin(struct gr_csv_writer *writer, struct gr_buf *out); /* writes the UTF-8 mark */
/* Text as people typed it: what a spreadsheet would take for a formula gets a ' in front. */
void gr_csv_text(struct gr_csv_writer *writer, const char *text);
/* Numbers, ids, dates: as they are. */
void gr_csv_plain(struct gr_csv_writer *writer, const char *text);
void gr_csv_end_row(struct gr_csv_writer *writer);

/* SpreadsheetML and the relations of its package (ECMA-376). A document type is refused. */
gr_xml_walker gr_xml_walk;

#endif
