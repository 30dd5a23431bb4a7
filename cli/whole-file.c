/* SPDX-License-Identifier: Apache-2.0 */
/* A file that an answer goes to instead of the standard output. Not here: what is written. */
#include "whole-file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/stat.h>
#include <unistd.h>

#include "message.h"
#include "text.h"

/* As readable as an ordinary new file would be: mkstemp() alone would hide it from everybody else. */
static mode_t usual_mode(void)
{
	mode_t mask = umask(0);

	umask(mask);
	return 0666 & ~mask;
}

/* /dev/stdout and the like, where the standard output is an ordinary file: what stands in it already must stay. */
static bool is_standard_output(const struct stat *there)
{
	struct stat out;

	return fstat(STDOUT_FILENO, &out) == 0 && out.st_dev == there->st_dev && out.st_ino == there->st_ino;
}

/* Where the name leads to; a link whose target is not there yet keeps its own name and is written through. */
static bool goes_into(const char *path, struct stat *there, bool *exists)
{
	struct stat link;

	*exists = stat(path, there) == 0;
	if (*exists)
		return !S_ISREG(there->st_mode) || is_standard_output(there);
	return lstat(path, &link) == 0;
}

static int open_into(struct cli *cli, struct whole_file *out, const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOCTTY, 0666);

	out->file = fd < 0 ? NULL : fdopen(fd, "a");
	if (out->file)
		return EXIT_DONE;
	if (fd >= 0)
		close(fd);
	return trouble_file(cli, path, errno);
}

int whole_file_open(struct cli *cli, struct whole_file *out, const char *path)
{
	struct stat there;
	char real[PATH_MAX];
	bool exists;
	int fd, error;

	*out = (struct whole_file){ 0 };
	if (goes_into(path, &there, &exists))
		return open_into(cli, out, path);
	out->target = text_copy(exists && realpath(path, real) ? real : path);
	out->part = text_format("%s.XXXXXX", out->target);
	fd = mkstemp(out->part);
	if (fd >= 0) {
		fchmod(fd, exists ? there.st_mode & 0777 : usual_mode());
		out->file = fdopen(fd, "w");
	}
	if (out->file)
		return EXIT_DONE;
	error = errno;
	free(out->target);
	free(out->part);
	*out = (struct whole_file){ 0 };
	return trouble_file(cli, path, error);
}

/* A pipe cannot be synchronised, and need not be. */
static bool is_safe_on_disk(const struct whole_file *file)
{
	if (ferror(file->file) || fflush(file->file) != 0)
		return false;
	return !file->part || fsync(fileno(file->file)) == 0;
}

int whole_file_close(struct cli *cli, struct whole_file *file, const char *path, int status)
{
	if (status == EXIT_DONE &&
	    (!is_safe_on_disk(file) || (file->part && rename(file->part, file->target) < 0)))
		status = trouble_file(cli, path, errno);
	if (file->file)
		fclose(file->file);
	if (status != EXIT_DONE && file->part)
		unlink(file->part);
	free(file->target);
	free(file->part);
	return status;
}
