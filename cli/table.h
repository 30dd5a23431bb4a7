/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_TABLE_H
#define CLI_TABLE_H

/* Rows of records as aligned columns or as CSV, for output.c. The table's own functions are in output.h. */

#include "output.h"

/* One field of a row for people, "" where it is absent. Yours. */
char *table_cell(const struct column *column, const grant_record *row);

/* A row of texts, one for each column that is shown. */
void table_add_texts(struct table *table, const char *const *texts);
bool table_is_empty(const struct table *table);

void csv_header(FILE *file, const struct column *columns);
/* A line of texts; what a spreadsheet would take for a formula gets a ' in front. */
void csv_texts(FILE *file, const char *const *texts, size_t count);
void csv_row(FILE *file, const struct column *columns, const grant_record *row);

#endif
