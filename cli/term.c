/* SPDX-License-Identifier: Apache-2.0 */
/* The terminal: colour, width, pager, the progress line. Not here: what is printed. */
#include "term.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "message.h"
#include "text.h"

#define TERM_PLAIN "\033[0m"
#define PROGRESS_EVERY_MS 100

static bool env_is_set(const char *name)
{
	const char *value = getenv(name);

	return value && *value;
}

static bool wants_colour(const struct cli *cli, bool is_tty)
{
	const char *terminal = getenv("TERM");

	if (cli->colour && strcmp(cli->colour, "always") == 0)
		return true;
	if (cli->colour && strcmp(cli->colour, "never") == 0)
		return false;
	return is_tty && !env_is_set("NO_COLOR") && terminal && strcmp(terminal, "dumb") != 0;
}

void term_begin(struct cli *cli)
{
	cli->term.out_is_tty = isatty(STDOUT_FILENO);
	cli->term.err_is_tty = isatty(STDERR_FILENO);
	cli->term.out_colour = wants_colour(cli, cli->term.out_is_tty);
	cli->term.err_colour = wants_colour(cli, cli->term.err_is_tty);
}

const char *term_start(struct cli *cli, FILE *file, const char *colour)
{
	bool wanted = file == stderr ? cli->term.err_colour : cli->term.out_colour;

	return wanted ? colour : "";
}

const char *term_end(struct cli *cli, FILE *file, const char *colour)
{
	return *term_start(cli, file, colour) ? TERM_PLAIN : "";
}

size_t term_columns(struct cli *cli)
{
	const char *said = getenv("COLUMNS");
	struct winsize size;

	if (!cli->term.out_is_tty)
		return 0;
	if (said && atoi(said) > 0)
		return (size_t)atoi(said);
	if (ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
		return size.ws_col;
	return 80;
}

/* ---- pager ---- */

/* A terminal that cannot place its cursor has no use for one. */
static const char *pager_command(void)
{
	const char *command = getenv("GRANT_PAGER"), *terminal = getenv("TERM");

	if (!terminal || !*terminal || strcmp(terminal, "dumb") == 0)
		return NULL;
	if (!command)
		command = getenv("PAGER");
	if (!command)
		command = "less -FRX";
	return *command && strcmp(command, "cat") != 0 ? command : NULL;
}

static _Noreturn void run_pager(const char *command, const int ends[2])
{
	dup2(ends[0], STDIN_FILENO);
	close(ends[0]);
	close(ends[1]);
	setenv("LESSCHARSET", "utf-8", 0);
	execl("/bin/sh", "sh", "-c", command, (char *)NULL);
	_exit(127);
}

void term_page(struct cli *cli)
{
	const char *command = pager_command();
	int ends[2];

	if (!cli->term.out_is_tty || cli->no_pager || cli->term.pager || !command || pipe(ends) < 0)
		return;
	fflush(NULL);
	term_progress_clear(cli);
	cli->term.pager = fork();
	if (cli->term.pager == 0)
		run_pager(command, ends);
	if (cli->term.pager > 0) {
		/* Whoever leaves the pager early has read enough: no error. */
		signal(SIGPIPE, SIG_IGN);
		dup2(ends[1], STDOUT_FILENO);
	} else {
		cli->term.pager = 0;
	}
	close(ends[0]);
	close(ends[1]);
}

/* ---- progress ---- */

int64_t term_now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

int term_progress(uint64_t done, uint64_t total, const char *what, void *payload)
{
	struct cli *cli = payload;
	int64_t now = term_now_ms();

	if (!cli->term.err_is_tty || cli->quiet || cli->json)
		return 0;
	/* The first moment is silent too: most work is over before it. */
	if (cli->term.progress_ms == 0)
		cli->term.progress_ms = now;
	if (now - cli->term.progress_ms < PROGRESS_EVERY_MS)
		return 0;
	cli->term.progress_ms = now;
	cli->term.has_progress = true;
	if (total > 0)
		fprintf(stderr, "\r\033[K%s: %llu/%llu", what, (unsigned long long)done, (unsigned long long)total);
	else
		fprintf(stderr, "\r\033[K%s: %llu", what, (unsigned long long)done);
	fflush(stderr);
	return 0;
}

void term_progress_clear(struct cli *cli)
{
	if (cli->term.has_progress)
		fputs("\r\033[K", stderr);
	cli->term.has_progress = false;
	fflush(stderr);
}

/* ---- the end ---- */

static int wait_for_pager(struct cli *cli)
{
	int ignored;

	/* The pager sees the end only when the last writer is gone. */
	close(STDOUT_FILENO);
	while (waitpid(cli->term.pager, &ignored, 0) < 0 && errno == EINTR)
		;
	return 0;
}

/* Why an earlier write failed is not kept: a further one says so, into an answer that is broken anyway. */
static int lost_error(void)
{
	return write(STDOUT_FILENO, "\n", 1) < 0 ? errno : EIO;
}

/* Whoever reads that the answer is lost must not do again what is done. */
static int tell_lost(struct cli *cli, int error)
{
	const grant_record *act = grant_round_last_act(cli->round);
	const char *commit = grant_record_text(act, "commit"), *told = grant_record_text(act, "told");

	if (!commit && cli->done)
		return trouble(cli, GRANT_EIO, _("the answer cannot be written: %s; but it was done: %s"), strerror(error), cli->done);
	if (!commit)
		return trouble(cli, GRANT_EIO, _("the answer cannot be written: %s"), strerror(error));
	return trouble(cli, GRANT_EIO, _("the answer cannot be written: %s; but it was done: %s (commit %.10s)"),
	               strerror(error),
	               cli->done ? cli->done
	               : told    ? told
	                         : "",
	               commit);
}

int term_finish(struct cli *cli, int status)
{
	bool failed = ferror(stdout) != 0;
	int error = failed ? lost_error() : 0;

	term_progress_clear(cli);
	if (fflush(stdout) != 0) {
		failed = true;
		error = errno;
	}
	if (cli->term.pager) {
		wait_for_pager(cli);
		return status;
	}
	if (!failed && close(STDOUT_FILENO) < 0 && errno != EBADF) {
		failed = true;
		error = errno;
	}
	if (!failed || error == EPIPE)
		return status;
	return tell_lost(cli, error);
}
