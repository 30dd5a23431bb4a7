/* SPDX-License-Identifier: Apache-2.0 */
/* grant help: the manual page on a terminal that has one, else the help out of the tables. */
#include <errno.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "command.h"
#include "help.h"
#include "message.h"
#include "text.h"

/* Whether a program ran and was content; its output goes nowhere or, for the manual itself, to the terminal. */
static bool run_man(const char *option, const char *page)
{
	pid_t child;
	int status = 1;

	fflush(NULL);
	child = fork();
	if (child == 0) {
		if (option && (!freopen("/dev/null", "w", stdout) || !freopen("/dev/null", "w", stderr)))
			_exit(127);
		execlp("man", "man", option ? option : page, option ? page : (char *)NULL, (char *)NULL);
		_exit(127);
	}
	while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	return child > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

static bool show_manual(struct cli *cli, const char *word)
{
	cleanup_text char *page = text_format("grant-%s", word);

	return cli->term.out_is_tty && !cli->no_pager && run_man("-w", page) && run_man(NULL, page);
}

int cmd_help(struct cli *cli, const void *words)
{
	const char *word = cli->arguments[0];
	cleanup_text char *name = NULL;
	const struct command *command;

	(void)words;
	if (!word)
		return help_overview(cli);
	name = cli->arguments[1] ? text_format("%s %s", word, cli->arguments[1]) : text_copy(word);
	command = command_find(name);
	if (command && !command->run)
		return usage(cli, _("“grant %s” is not built in this version"), name);
	if (!command && !command_is_family(name))
		return usage(cli, _("there is no command “%s”; “grant help” lists them"), name);
	if (show_manual(cli, word))
		return EXIT_DONE;
	return command ? help_text(cli, command) : help_family(cli, name);
}
