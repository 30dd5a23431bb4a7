/* SPDX-License-Identifier: Apache-2.0 */
/* A folder that is written to file by file, each step relative to an open directory. Not here: what is written. */
#include "work/folder.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/path.h"

static int open_folder(struct gr_folder *out, const char *dir, bool replaces)
{
	struct gr_folder folder = { -1, replaces, NULL };
	int r = 0;

	if (mkdir(dir, 0777) < 0 && errno != EEXIST)
		return gr_fail_errno(errno, _("the folder %s cannot be made"), dir);
	folder.fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (folder.fd < 0)
		return gr_fail_errno(errno, _("the folder %s cannot be opened"), dir);
	if (!replaces && !gr_folder_is_empty(dir))
		r = gr_fail(GRANT_EEXISTS, _("the folder %s is not empty; name one that does not exist yet"), dir);
	if (r == 0) {
		folder.name = gr_strdup(dir);
		r = folder.name ? 0 : GRANT_ENOMEM;
	}
	if (r < 0) {
		gr_folder_close(&folder);
		return r;
	}
	*out = folder;
	return 0;
}

int gr_folder_open(struct gr_folder *out, const char *dir)
{
	return open_folder(out, dir, false);
}

int gr_folder_open_over(struct gr_folder *out, const char *dir)
{
	return open_folder(out, dir, true);
}

/* Opens the folder `name` inside `parent`, making it; closes `parent` unless it is the top. */
static int step_into(int parent, int top, const char *name)
{
	int fd;

	if (mkdirat(parent, name, 0777) < 0 && errno != EEXIST)
		fd = -1;
	else
		fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (parent != top)
		close(parent);
	return fd;
}

/* What stands at the name already is taken away rather than written into: it may be a link, or one file under two names. */
static int create(int parent, const char *name, bool replaces)
{
	int fd = openat(parent, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);

	if (fd < 0 && errno == EEXIST && replaces && unlinkat(parent, name, 0) == 0)
		fd = openat(parent, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0666);
	return fd;
}

int gr_folder_create(int *out, struct gr_folder *folder, const char *path)
{
	enum gr_path_problem problem = gr_path_check(path);
	gr_autofree_text char *copy = NULL;
	char *part, *slash;
	int parent = folder->fd, fd;

	if (problem != GR_PATH_OK)
		return gr_fail(GRANT_EFORMAT, _("the name “%s” is not allowed: %s"), path,
		               gr_path_problem_text(problem));
	copy = gr_strdup(path);
	if (!copy)
		return GRANT_ENOMEM;
	for (part = copy; (slash = strchr(part, '/')); part = slash + 1) {
		*slash = '\0';
		parent = step_into(parent, folder->fd, part);
		if (parent < 0)
			return gr_fail_errno(errno, "%s/%s", folder->name, path);
	}
	fd = create(parent, part, folder->replaces);
	if (parent != folder->fd)
		close(parent);
	if (fd < 0)
		return gr_fail_errno(errno, "%s/%s", folder->name, path);
	*out = fd;
	return 0;
}

static int write_fd(struct gr_sink *sink, const void *bytes, size_t size)
{
	struct gr_fd_sink *to = (struct gr_fd_sink *)sink;
	const char *at = bytes;

	while (size > 0) {
		ssize_t done = write(to->fd, at, size);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return gr_fail_errno(errno, _("the file cannot be written"));
		at += done;
		size -= (size_t)done;
	}
	return 0;
}

void gr_fd_sink_open(struct gr_fd_sink *to, int fd)
{
	to->sink.write = write_fd;
	to->fd = fd;
}

int gr_folder_write(struct gr_folder *folder, const char *path, const void *bytes, size_t size)
{
	struct gr_fd_sink sink;
	int fd, r = gr_folder_create(&fd, folder, path);

	if (r < 0)
		return r;
	gr_fd_sink_open(&sink, fd);
	r = write_fd(&sink.sink, bytes, size);
	if (close(fd) < 0 && r == 0)
		r = gr_fail_errno(errno, "%s/%s", folder->name, path);
	return r;
}

void gr_folder_close(struct gr_folder *folder)
{
	if (folder->fd >= 0)
		close(folder->fd);
	gr_free(folder->name);
	folder->fd = -1;
	folder->name = NULL;
}
