/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_TABLE_H
#define CLI_TABLE_H

/* Rows of records as aligned columns or as CSV, for output.c. The table's own functions are in output.h. */

#include "output.h"

/* One field of a row for people, "" where it is absent. Yours. */
char *table_cell(const struct column *column, const grant_record *row);

bool table_is_empty(const struct table *table);

void csv_header(FILE *file, const struct column *columns);
void csv_row(FILE *file, const struct column *columns, const grant_record *row);

#endif
