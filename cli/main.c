/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The program `grant`: language, words, the round, one command, the exit status. Not here: what a command does
 * (cmd-*.c).
 */
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "command.h"
#include "complete.h"
#include "help.h"
#include "identity.h"
#include "language.h"
#include "message.h"
#include "option.h"
#include "term.h"
#include "text.h"

/*
 * A file opened later must not become stdin, stdout or stderr by being the first that is free. Read-only, so that
 * writing to a closed stdout still fails and is told.
 */
static void open_standard_files(void)
{
	for (int fd = 0; fd < 3; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDONLY) < 0)
			_exit(EXIT_ENVIRONMENT);
}

/* Wrong usage is told as JSON too, also where it stands before --json. */
static bool wants_json(char **words)
{
	for (; *words && strcmp(*words, "--") != 0; words++)
		if (strcmp(*words, "--json") == 0)
			return true;
	return false;
}

static int check_globals(struct cli *cli)
{
	const char *when = cli->colour;

	if (when && strcmp(when, "auto") != 0 && strcmp(when, "always") != 0 && strcmp(when, "never") != 0)
		return usage(cli, _("--color is auto, always or never, not “%s”"), when);
	if (cli->json && cli->csv)
		return usage(cli, _("--json and --csv do not go together"));
	return EXIT_DONE;
}

static int check_answers(struct cli *cli)
{
	unsigned answers = cli->command->answers;

	if (cli->json && !(answers & ANSWERS_JSON))
		return usage(cli, _("“grant %s” has no JSON to answer"), cli->command->name);
	if (cli->csv && !(answers & ANSWERS_CSV))
		return usage(cli, _("“grant %s” has no table to answer as CSV"), cli->command->name);
	return EXIT_DONE;
}

static int run_command(struct cli *cli, const void *words)
{
	int status = check_globals(cli);

	if (status == EXIT_DONE && cli->help)
		return help_text(cli, cli->command);
	if (status == EXIT_DONE)
		status = check_answers(cli);
	if (status == EXIT_DONE)
		status = command_check_operands(cli);
	if (status == EXIT_DONE && cli->command->needs == NEEDS_ROUND)
		status = identity_open_round(cli);
	return status == EXIT_DONE ? cli->command->run(cli, words) : status;
}

/* words[0] is the command; its options and operands follow. */
static int parse_and_run(struct cli *cli, char **words, size_t count)
{
	const struct options *options = cli->command->options;
	void *filled = memory_new(1, options ? options->size : 1);
	struct option_parse parse = { .rows = options ? options->rows : NULL, .words = filled };
	int status;

	parse.rest = memory_new(count + 1, sizeof(*parse.rest));
	status = option_parse(cli, &parse, words + 1);
	cli->arguments = parse.rest;
	cli->argument_count = parse.rest_count;
	term_begin(cli);
	if (status == EXIT_DONE)
		status = run_command(cli, filled);
	option_clear(parse.rows, filled);
	free(filled);
	free(parse.rest);
	return status;
}

static bool asks_for_help(char **words)
{
	for (; *words && strcmp(*words, "--") != 0; words++)
		if (strcmp(*words, "--help") == 0 || strcmp(*words, "-h") == 0)
			return true;
	return false;
}

static int run_words(struct cli *cli, char **words, size_t count)
{
	int status;

	if (cli->version)
		return help_version(cli);
	if (!words[0])
		return help_overview(cli);
	cli->help = cli->help || asks_for_help(words);
	status = command_choose(cli, words);
	if (status != EXIT_DONE)
		return status;
	if (!cli->command)
		return help_family(cli, words[0]);
	return parse_and_run(cli, words, count);
}

/* In a round of another year today is seldom what is meant. With --json the act says it itself. */
static void note_undated(struct cli *cli)
{
	if (!cli->json && grant_record_is_true(grant_round_last_act(cli->round), "undated"))
		note(cli, _("this round is entered afterwards, and without --at TIME this happened today"));
}

static int run(struct cli *cli, int argc, char **argv)
{
	struct option_parse parse = { .only_leading = true };
	int status;

	cli->json = wants_json(argv + 1);
	parse.rest = memory_new((size_t)argc + 1, sizeof(*parse.rest));
	status = option_parse(cli, &parse, argv + 1);
	term_begin(cli);
	if (status == EXIT_DONE)
		status = check_globals(cli);
	if (status == EXIT_DONE)
		status = run_words(cli, parse.rest, parse.rest_count);
	free(parse.rest);
	return status;
}

int main(int argc, char **argv)
{
	struct cli cli = { 0 };
	int status;

	open_standard_files();
	/* Whoever started this program may ignore the signal; here it ends a run quietly whose reader has gone. */
	signal(SIGPIPE, SIG_DFL);
	if (!language_begin()) {
		fputs("grant: there is no UTF-8 locale on this machine, not even C.UTF-8\n", stderr);
		return EXIT_ENVIRONMENT;
	}
	term_begin(&cli);
	if (argc > 1 && strcmp(argv[1], "--complete") == 0)
		status = complete(&cli, argv + 2);
	else
		status = run(&cli, argc, argv);
	note_undated(&cli);
	status = term_finish(&cli, status);
	grant_round_close(cli.round);
	free(cli.done);
	return status;
}
