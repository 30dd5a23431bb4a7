/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_OPTION_H
#define CLI_OPTION_H

/*
 * One table per command says which options it has: the parser, the help, the completion and the check of the
 * manual read it. Options stand anywhere, `--name=value` or `--name value`; `--` ends them; `-` is a word; nothing
 * is abbreviated.
 */

#include "cli.h"

enum option_kind {
	OPTION_FLAG,
	OPTION_TEXT,
	OPTION_LIST,   /* may be repeated */
	OPTION_NUMBER, /* a whole number from 0 */
	OPTION_MONEY,
	OPTION_ABSENT  /* known, but not built in this version */
};

/* Texts in the order they were given, NULL-terminated; `items` is NULL when there are none. */
struct option_texts {
	const char **items;
	size_t count;
};

/* A number or an amount in fen; `text` is NULL when it was not given. */
struct option_number {
	const char *text;
	int64_t value;
};

struct option_row {
	const char *name;  /* without the dashes; NULL: letter only, or the end when there is no letter either */
	char letter;       /* 0: none */
	enum option_kind kind;
	size_t offset;     /* in the command's words */
	const char *value; /* what follows, such as "TEXT"; says to the completion what to offer */
	const char *help;
};

/* The options of a command and the struct that they fill. */
struct options {
	const struct option_row *rows;
	size_t size;
};

#define OPTION(type, kind_, field, name_, value_, help_)                                            \
	{ .name = name_, .kind = kind_, .offset = offsetof(type, field), .value = value_, .help = help_ }
#define OPTION_FLAG(type, field, name, help) OPTION(type, OPTION_FLAG, field, name, NULL, help)
#define OPTION_TEXT(type, field, name, value, help) OPTION(type, OPTION_TEXT, field, name, value, help)
#define OPTION_LIST(type, field, name, value, help) OPTION(type, OPTION_LIST, field, name, value, help)
#define OPTION_NUMBER(type, field, name, value, help) OPTION(type, OPTION_NUMBER, field, name, value, help)
#define OPTION_MONEY(type, field, name, value, help) OPTION(type, OPTION_MONEY, field, name, value, help)
#define OPTION_OUTPUT(type, field, value_, help_)                                                   \
	{ .name = "output", .letter = 'o', .kind = OPTION_TEXT, .offset = offsetof(type, field), .value = value_, \
	  .help = help_ }
#define OPTION_ABSENT(name_) { .name = name_, .kind = OPTION_ABSENT }
#define OPTION_DRY_RUN(type, field)                                                                 \
	OPTION_FLAG(type, field, "dry-run", N_("say what would change and change nothing"))
#define OPTION_END { .name = NULL }

/* The options that every command takes, before and after its name; they fill a struct cli. */
extern const struct option_row global_options[];

bool option_is_end(const struct option_row *row);
bool option_takes_value(const struct option_row *row);

/* Whether its value is the next word, since this one does not hold it ("--stage=x", "-CDIR"). */
bool option_takes_next(const struct option_row *row, const char *word);

/* The row for a word such as "--stage", "--stage=x" or "-o"; NULL: not in this table. */
const struct option_row *option_find(const struct option_row *rows, const char *word);

/*
 * Read the words up to the first that is no option (`only_leading`) or all of them. Options go into `cli` and
 * `words`, what is left into `rest` (room for all, NULL-terminated). EXIT_DONE, or EXIT_USAGE and the like after a
 * message.
 */
struct option_parse {
	const struct option_row *rows; /* of the command; NULL: global ones only */
	void *words;
	char **rest;
	size_t rest_count;
	bool only_leading;
};
int option_parse(struct cli *cli, struct option_parse *parse, char **argv);

/* "requested=50000", cut in two in place; EXIT_USAGE after a message when it is not of that form. */
int option_cut_field(struct cli *cli, char *word, const char **field, const char **value);

/* Frees the lists in a command's words. */
void option_clear(const struct option_row *rows, void *words);

#endif
