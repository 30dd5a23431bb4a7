/* SPDX-License-Identifier: Apache-2.0 */
/* Help out of the tables. Not here: any text about a command (command.c, the tables of options). */
#include "help.h"

#include <string.h>

#include "message.h"
#include "term.h"
#include "text.h"
#include "width.h"

#define NAME_WIDTH 16
#define OPTION_WIDTH 26

static void print_command(const struct command *row)
{
	fputs("  ", stdout);
	width_put(stdout, row->name, NAME_WIDTH, false);
	printf("%s\n", _(row->summary));
}

static void print_group(struct cli *cli, enum command_group group)
{
	printf("\n%s%s%s\n", term_start(cli, stdout, TERM_BOLD), command_group_title(group),
	       term_end(cli, stdout, TERM_BOLD));
	for (const struct command *row = commands; row->name; row++)
		if (row->run && row->group == group && strcmp(row->name, "round show") != 0)
			print_command(row);
}

int help_overview(struct cli *cli)
{
	term_page(cli);
	printf(_("usage: grant [-C DIR] [--as PERSON] [--at TIME] [--json | --csv] COMMAND ...\n"));
	printf(_("Applications, reviews and milestones of a round of grants, in a git repository.\n"));
	for (int group = 0; group < GROUP_COUNT; group++)
		print_group(cli, (enum command_group)group);
	printf(_("\n“grant help COMMAND” explains one of them.\n"));
	return EXIT_DONE;
}

int help_family(struct cli *cli, const char *word)
{
	bool has_any = false;

	for (const struct command *row = commands; row->name; row++)
		has_any = has_any || (row->run && command_is_of(row, word));
	if (!has_any)
		return usage(cli, _("there is no command “%s”; “grant help” lists them"), word);
	term_page(cli);
	for (const struct command *row = commands; row->name; row++)
		if (row->run && command_is_of(row, word))
			print_command(row);
	return EXIT_DONE;
}

/* ---- one command ---- */

static void print_usage(const struct command *command)
{
	cleanup_text char *copy = text_copy(command->usage);
	char *rest = copy, *line;
	const char *head = _("usage:");
	int indent = (int)width_of(head);

	while ((line = strsep(&rest, "\n")) != NULL) {
		if (line[0] == ' ')
			printf("%*s       %s\n", indent, "", line + 4);
		else
			printf("%*s grant %s%s%s\n", indent, head, command->name, *line ? " " : "", line);
		head = "";
	}
}

static void print_option(struct cli *cli, const struct option_row *row)
{
	size_t screen = term_columns(cli);
	cleanup_text char *letter = row->letter ? text_format("-%c", row->letter) : text_copy("");
	cleanup_text char *name = row->name ? text_format("--%s", row->name) : text_copy("");
	cleanup_text char *whole = text_format("%s%s%s%s%s", letter, *letter && *name ? ", " : "", name,
	                                       row->value ? " " : "", row->value ? row->value : "");

	if (row->kind == OPTION_ABSENT)
		return;
	fputs("  ", stdout);
	width_put(stdout, whole, OPTION_WIDTH, false);
	if (width_of(whole) >= OPTION_WIDTH)
		printf("\n%*s", OPTION_WIDTH + 2, "");
	width_wrap(stdout, _(row->help), screen > OPTION_WIDTH + 20 ? screen - OPTION_WIDTH - 2 : 0, OPTION_WIDTH + 2);
}

static void print_options(struct cli *cli, const char *title, const struct option_row *rows)
{
	printf("\n%s%s%s\n", term_start(cli, stdout, TERM_BOLD), title, term_end(cli, stdout, TERM_BOLD));
	for (; !option_is_end(rows); rows++)
		print_option(cli, rows);
}

int help_text(struct cli *cli, const struct command *command)
{
	term_page(cli);
	print_usage(command);
	printf("\n%s\n", _(command->summary));
	if (command->options)
		print_options(cli, _("Options"), command->options->rows);
	print_options(cli, _("Options of every command"), global_options);
	return EXIT_DONE;
}

int help_version(struct cli *cli)
{
	(void)cli;
	printf("grant %s\n", grant_version());
	printf(_("Copyright 2026 the libgrant authors\n"
	         "Licence Apache-2.0: free to use, change and share, without warranty.\n"));
	return EXIT_DONE;
}
