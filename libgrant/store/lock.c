/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The writers' lock: one writer of ours at a time. Advisory, and gone with the process that held it, however that ended.
 * The lock belongs to the open file (OFD), so that two handles of one process exclude each other too.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/time.h"
#include "store/inside.h"

static int open_lock(gr_store *store)
{
	gr_autofree_text char *path = gr_format("%sgrant/lock", store->git_dir);
	int fd;

	if (!path)
		return GRANT_ENOMEM;
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0666);
	if (fd < 0)
		return gr_fail_errno(errno, "%s", path);
	store->lock_fd = fd;
	return 0;
}

int gr_note_write(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	bool failed = fd < 0 || write(fd, text, strlen(text)) != (ssize_t)strlen(text);
	int code = errno;

	if (fd >= 0)
		close(fd);
	return failed ? gr_fail_errno(code, "%s", path) : 0;
}

static ino_t inode_of(const char *path)
{
	struct stat status;

	return path && lstat(path, &status) == 0 ? status.st_ino : 0;
}

static ino_t find_lock(const gr_store *store, const char *name)
{
	gr_autofree_text char *path = gr_format("%s%s.lock", store->git_dir, name);

	return inode_of(path);
}

bool gr_dead_lock_remove(gr_store *store, const char *name, ino_t found)
{
	gr_autofree_text char *path = gr_format("%s%s.lock", store->git_dir, name);

	return path && store->lock_fd >= 0 && store->found_intent && found != 0 && inode_of(path) == found &&
	       unlink(path) == 0;
}

static void look_for_intent(gr_store *store)
{
	gr_autofree_text char *path = gr_format("%sgrant/intent", store->git_dir);

	store->found_intent = path && access(path, F_OK) == 0;
	if (!store->found_intent)
		return;
	store->found_main_lock = find_lock(store, GR_BRANCH);
	store->found_index_lock = find_lock(store, "index");
}

/* Short sleeps instead of a blocking wait: there is no time-out on that. */
static int wait_for(gr_store *store, int64_t milliseconds)
{
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	int64_t until = gr_monotonic_ms() + milliseconds;
	unsigned jitter = (unsigned)getpid();

	while (fcntl(store->lock_fd, F_OFD_SETLK, &lock) < 0) {
		struct timespec wait = { 0, 1000000 + (long)(jitter % 2000) * 1000 };

		if (errno != EAGAIN && errno != EACCES && errno != EINTR)
			return gr_fail_errno(errno, _("the writers' lock"));
		if (gr_monotonic_ms() >= until)
			return gr_fail(GRANT_ECONFLICT,
			               _("another program has been writing to this round for %lld seconds; try again"),
			               (long long)(milliseconds / 1000));
		nanosleep(&wait, NULL);
		jitter = jitter * 1103515245u + 12345u;
	}
	return 0;
}

int gr_store_lock(gr_store *store, int64_t milliseconds)
{
	int r;

	if (store->lock_fd >= 0)
		return gr_fail(GRANT_EINTERNAL, "the writers' lock is held already");
	r = open_lock(store);
	if (r == 0)
		r = wait_for(store, milliseconds);
	if (r < 0) {
		gr_store_unlock(store);
		return r;
	}
	look_for_intent(store);
	return 0;
}

void gr_store_unlock(gr_store *store)
{
	if (store->lock_fd >= 0)
		close(store->lock_fd);
	store->lock_fd = -1;
	store->found_intent = false;
	store->found_main_lock = store->found_index_lock = 0;
}
