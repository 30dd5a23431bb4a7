/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_TALLY_H
#define CLI_TALLY_H

/* What became of each archive of a submit: a table at the end, a report as a file, a part of the JSON document. */

#include "cli.h"

struct tally_row {
	char *archive;
	char *id, *title, *digest; /* NULL: refused */
	char *why;                 /* when refused: in one line */
	bool is_old;               /* taken in before, as `id` */
};

struct tally {
	struct tally_row *rows;
	size_t count, capacity, refused, old;
};

void tally_taken(struct tally *tally, const char *archive, const grant_record *receipt);
/* A message that lies there still though its archive was taken in. */
void tally_old(struct tally *tally, const char *archive, const char *id);
/* To be called before the failure is told, since that may be the library's last error. */
void tally_refused(struct tally *tally, const char *archive, const grant_findings *findings);
void tally_clear(struct tally *tally);

void tally_print(struct cli *cli, const struct tally *tally, bool dry_run);
/* "refused": a list of `archive` and `message`; "already": of `archive` and `id`. Those that are not empty. */
void tally_write(grant_json_writer *writer, const struct tally *tally);
/* CSV. */
void tally_report(FILE *file, const struct tally *tally);

#endif
