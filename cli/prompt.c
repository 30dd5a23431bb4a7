/* SPDX-License-Identifier: Apache-2.0 */
/* A person at the terminal: questions, and the editor. Not here: what is edited (review-form.c), what is asked (rules-ask.c). */
#include "prompt.h"

#include <errno.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "message.h"
#include "text.h"

bool prompt_yes(const char *question)
{
	cleanup_file FILE *terminal = fopen("/dev/tty", "r+e");
	char answer[16] = "";

	if (!terminal)
		return false;
	/* Both spellings of yes are taken in every language. */
	fprintf(terminal, "%s %s ", question, _("[y/N]"));
	fflush(terminal);
	if (!fgets(answer, sizeof(answer), terminal))
		return false;
	return answer[0] == 'y' || answer[0] == 'Y' || text_starts(answer, "是");
}

bool prompt_can_ask(void)
{
	return isatty(STDIN_FILENO) && isatty(STDOUT_FILENO);
}

char *prompt_line(const char *question, const char *proposal)
{
	cleanup_file FILE *terminal = fopen("/dev/tty", "r+e");
	char *line = NULL, *answer;
	size_t size = 0;

	if (!terminal)
		return NULL;
	if (proposal)
		fprintf(terminal, "%s [%s]: ", question, proposal);
	else
		fprintf(terminal, "%s: ", question);
	fflush(terminal);
	if (getline(&line, &size, terminal) < 0) {
		free(line);
		fputc('\n', terminal);
		return NULL;
	}
	answer = text_copy(text_trim(line));
	free(line);
	if (*answer || !proposal)
		return answer;
	free(answer);
	return text_copy(proposal);
}

static const char *set(const char *name)
{
	const char *value = getenv(name);

	return value && *value ? value : NULL;
}

bool prompt_has_editor(void)
{
	return set("GRANT_EDITOR") || prompt_can_ask();
}

static bool is_on_path(const char *program)
{
	cleanup_text char *copy = text_copy(set("PATH") ? set("PATH") : "/usr/bin:/bin");
	char *rest = copy, *folder;

	while ((folder = strsep(&rest, ":")) != NULL) {
		cleanup_text char *path = text_format("%s/%s", *folder ? folder : ".", program);

		if (access(path, X_OK) == 0)
			return true;
	}
	return false;
}

static const char *editor(void)
{
	const char *command = set("GRANT_EDITOR");

	if (!command)
		command = set("VISUAL");
	if (!command)
		command = set("EDITOR");
	if (!command)
		command = is_on_path("sensible-editor") ? "sensible-editor" : "vi";
	return command;
}

int prompt_edit(struct cli *cli, const char *path)
{
	const char *command = editor();
	cleanup_text char *line = text_format("%s \"$@\"", command);
	pid_t child;
	int status = 0;

	fflush(NULL);
	child = fork();
	if (child == 0) {
		execl("/bin/sh", "sh", "-c", line, command, path, (char *)NULL);
		_exit(127);
	}
	while (child > 0 && waitpid(child, &status, 0) < 0 && errno == EINTR)
		;
	if (child > 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return EXIT_DONE;
	return trouble(cli, GRANT_EIO, _("the editor “%s” failed; GRANT_EDITOR, VISUAL or EDITOR name another one"),
	               command);
}
