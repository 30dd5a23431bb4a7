/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_CLI_H
#define CLI_CLI_H

/*
 * What every file of the program shares: the context of one run, exit statuses, cleanup of locals, translation
 * marks. Not here: anything that knows a command.
 */

#include <libintl.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/types.h>

#include <grant.h>

#define CLI_DOMAIN "libgrant"
#define _(text) dgettext(CLI_DOMAIN, text)
#define N_(text) text

/* What the shell is told; documented in grant(1). */
enum exit_status {
	EXIT_DONE = 0,
	EXIT_NO = 1,
	EXIT_USAGE = 2,
	EXIT_NOTFOUND = 3,
	EXIT_ENVIRONMENT = 7
};

struct command;

/* The state of stdout and stderr; term.c alone writes it. */
struct term {
	bool out_is_tty, err_is_tty;
	bool out_colour, err_colour;
	bool has_progress; /* a line stands on stderr that must go before anything else is written there */
	int64_t progress_ms;
	pid_t pager;
};

/* One run of the program. */
struct cli {
	/* as given by the global options */
	const char *dir, *person, *at, *colour;
	bool json, csv, no_pager, quiet, help, version;

	const struct command *command;
	char **arguments; /* the words that are no options, NULL-terminated */
	size_t argument_count;
	grant_round *round;
	char *done; /* of several acts: what is done so far, for the case that the answer is lost; NULL: the last act says it */
	struct term term;
};

#define PRINTF_LIKE(at, first) __attribute__((format(printf, at, first)))

/* Locals that free themselves. */
#define CLEANUP(function) __attribute__((cleanup(function)))

static inline void free_text(char **text)
{
	free(*text);
}

static inline void free_string(char **text)
{
	grant_string_free(*text);
}

static inline void free_record(grant_record **record)
{
	grant_record_free(*record);
}

static inline void free_list(grant_list **list)
{
	grant_list_free(*list);
}

static inline void free_findings(grant_findings **findings)
{
	grant_findings_free(*findings);
}

static inline void free_writer(grant_json_writer **writer)
{
	grant_json_free(*writer);
}

static inline void free_file(FILE **file)
{
	if (*file)
		fclose(*file);
}

#define cleanup_text CLEANUP(free_text)         /* from malloc() */
#define cleanup_string CLEANUP(free_string)     /* from the library */
#define cleanup_record CLEANUP(free_record)
#define cleanup_list CLEANUP(free_list)
#define cleanup_findings CLEANUP(free_findings)
#define cleanup_writer CLEANUP(free_writer)
#define cleanup_file CLEANUP(free_file)

#endif
