/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_OUTPUT_H
#define CLI_OUTPUT_H

/*
 * The one printer of answers: JSON documents, and tables for people or as CSV, from records by rows of columns.
 * Not here: cards of one record (card.h), messages (message.h).
 */

#include "cli.h"

enum column_kind {
	COLUMN_TEXT,
	COLUMN_WORD,   /* a word of a record, translated */
	COLUMN_MONEY,
	COLUMN_NUMBER,
	COLUMN_TIME,
	COLUMN_TITLE,  /* {"zh", "en"} */
	COLUMN_WORDS,  /* a list of words */
	COLUMN_IDS,    /* a list of ids, which no word is made of */
	COLUMN_YES,    /* a truth */
	COLUMN_COMMIT  /* the first figures only */
};

struct column {
	const char *header; /* N_(); NULL ends */
	const char *path;   /* of the field, also the header in CSV */
	enum column_kind kind;
	bool only_csv;
};

#define COLUMNS_END { .header = NULL }

/* A listing: what it is called in JSON, and its table. */
struct listing {
	const char *kind, *field; /* "applications": data.applications */
	const struct column *columns;
	const char *nothing;      /* N_(): said by the way when it is empty */
};

/* Print a list in the way that was asked for; the list's own failure is told too. The exit status. */
int output_list(struct cli *cli, const struct listing *listing, grant_list *list);
/* The same for a record that has the list in a field; in JSON the whole record is `data`. */
int output_listing(struct cli *cli, const struct listing *listing, const grant_record *record);

/* A table alone, for people. */
struct table;
struct table *table_new(struct cli *cli, const struct column *columns);
void table_add(struct table *table, const grant_record *row);
void table_print(struct table *table, size_t indent);
void table_free(struct table *table);

/*
 * A JSON document, `data` being a map: begin, put fields with grant_json_*(), print. output_json_print() tells a
 * failure and gives the exit status.
 */
grant_json_writer *output_json_begin(const char *kind);
int output_json_print(struct cli *cli, grant_json_writer *writer);
/* All fields of a map into the open map. */
void output_json_fields(grant_json_writer *writer, const grant_record *map);
/* A document with a record as its data. */
int output_json_record(struct cli *cli, const char *kind, const grant_record *record);

/* Findings as the answer: of a check or a look. In words they are printed by the function, such as findings_print(). */
typedef void findings_printer(struct cli *cli, FILE *file, const grant_findings *findings);
int output_findings(struct cli *cli, const grant_findings *findings, findings_printer *print);

/*
 * The answer of an act: on failure its message and findings; else the sentence, or with --dry-run what would
 * change; with --json a document of that kind with `data` = what the act gave (may be NULL) and, when it gave
 * something, the act beside it as `act`.
 */
struct act_answer {
	const char *kind;            /* NULL: "act" */
	const grant_record *record;  /* NULL: the act itself is the data */
	const grant_findings *findings;
};
int output_act(struct cli *cli, int code, const struct act_answer *answer);
/* The sentence and changes alone, in words. */
void output_act_words(struct cli *cli);
/* What a dry run would change: a line for each of its `changes`. */
void output_changes(const grant_record *act);

#endif
