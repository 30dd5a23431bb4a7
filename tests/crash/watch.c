/* SPDX-License-Identifier: Apache-2.0 */
/*
 * LD_PRELOAD: watches every call that changes something on disk. Before the WATCH_KILL-th the process is killed as by kill -9:
 * since between two such calls nothing on disk differs, these are all the moments that a kill could hit. Into the file WATCH_TRACE
 * goes what each call did, for powercut.py, which works out what a power cut would have left. When the process ends by itself,
 * the number of its calls goes to the file WATCH_COUNT.
 *
 * stdio's own writes are not seen: they go out inside the C library. What is written through a shared mapping is not seen either
 * and told as "blind", except SQLite's -shm, which is made anew by whoever opens a database first.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

#define REAL(type, name, parameters)   \
	static type(*real) parameters; \
	if (!real)                     \
	*(void **)&real = dlsym(RTLD_NEXT, name)

/* ---- counting, and the end ---- */

static long calls;
static long long said; /* how much of the answer was out before the call */

static void before(void)
{
	static long kill_at = -1;
	struct stat status;

	if (kill_at < 0)
		kill_at = getenv("WATCH_KILL") ? atol(getenv("WATCH_KILL")) : 0;
	if (++calls == kill_at)
		kill(getpid(), SIGKILL);
	said = fstat(STDOUT_FILENO, &status) == 0 && S_ISREG(status.st_mode) ? status.st_size : 0;
}

__attribute__((destructor)) static void tell(void)
{
	const char *name = getenv("WATCH_COUNT");
	FILE *file = name ? fopen(name, "w") : NULL;

	if (!file)
		return;
	fprintf(file, "%ld\n", calls);
	fclose(file);
}

/* ---- the trace ---- */

struct event {
	const char *kind;
	ino_t inode;
	const char *path, *to; /* absolute */
	long long at;          /* offset, or the size that is left */
	const void *bytes;
	size_t size;
};

/* Raw calls, so that the watcher does not watch itself; a high number, out of the program's way. */
static int trace_fd(void)
{
	static int fd = -2;
	const char *name = getenv("WATCH_TRACE");

	if (fd == -2 && name) {
		int low = (int)syscall(SYS_openat, AT_FDCWD, name, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);

		fd = fcntl(low, F_DUPFD_CLOEXEC, 200);
		close(low);
	}
	return name ? fd : -1;
}

static void trace(struct event event)
{
	static char head[3 * PATH_MAX];
	int fd = trace_fd(), size, error = errno;
	struct iovec parts[2];

	if (fd < 0)
		return;
	size = snprintf(head, sizeof(head), "%s%c%llu%c%s%c%s%c%lld%c%zu%c%lld%c", event.kind, 0,
	                (unsigned long long)event.inode, 0, event.path ? event.path : "", 0, event.to ? event.to : "", 0,
	                event.at, 0, event.size, 0, said, 0);
	parts[0] = (struct iovec){ head, (size_t)size };
	parts[1] = (struct iovec){ (void *)event.bytes, event.size };
	if (syscall(SYS_writev, fd, parts, 2) != (long)((size_t)size + event.size))
		abort();
	errno = error;
}

static const char *absolute(char out[PATH_MAX], int folder, const char *path)
{
	char link[64], base[PATH_MAX / 2];
	ssize_t size;

	if (path[0] == '/')
		return path;
	if (folder == AT_FDCWD)
		snprintf(link, sizeof(link), "/proc/self/cwd");
	else
		snprintf(link, sizeof(link), "/proc/self/fd/%d", folder);
	size = readlink(link, base, sizeof(base) - 1);
	base[size < 0 ? 0 : size] = '\0';
	snprintf(out, PATH_MAX, "%s/%s", base, path);
	return out;
}

static ino_t inode_at(int folder, const char *path)
{
	struct stat status;
	int error = errno;
	ino_t inode = fstatat(folder, path, &status, AT_SYMLINK_NOFOLLOW) == 0 ? status.st_ino : 0;

	errno = error;
	return inode;
}

static ino_t inode_of(int fd)
{
	struct stat status;

	return fstat(fd, &status) == 0 ? status.st_ino : 0;
}

/* What goes to a terminal, a pipe or the three standard streams is no change on disk. */
static int is_file(int fd)
{
	struct stat status;

	return fd > 2 && fstat(fd, &status) == 0 && S_ISREG(status.st_mode);
}

/* ---- bytes ---- */

static ssize_t wrote(int fd, const void *bytes, ssize_t done, long long at)
{
	if (done > 0)
		trace((struct event){ .kind = "write", .inode = inode_of(fd), .at = at, .bytes = bytes, .size = (size_t)done });
	return done;
}

ssize_t write(int fd, const void *bytes, size_t size)
{
	REAL(ssize_t, "write", (int, const void *, size_t));
	ssize_t done;

	if (!is_file(fd))
		return real(fd, bytes, size);
	before();
	done = real(fd, bytes, size);
	return wrote(fd, bytes, done, done > 0 ? lseek(fd, 0, SEEK_CUR) - done : 0);
}

/* One part at a time: the caller must be ready for a short count anyway. */
ssize_t writev(int fd, const struct iovec *parts, int count)
{
	REAL(ssize_t, "writev", (int, const struct iovec *, int));
	if (!is_file(fd) || count < 1)
		return real(fd, parts, count);
	while (count > 1 && parts->iov_len == 0)
		parts++, count--;
	return write(fd, parts->iov_base, parts->iov_len);
}

ssize_t pwrite(int fd, const void *bytes, size_t size, off_t at)
{
	REAL(ssize_t, "pwrite", (int, const void *, size_t, off_t));
	before();
	return wrote(fd, bytes, real(fd, bytes, size, at), at);
}

ssize_t pwrite64(int fd, const void *bytes, size_t size, off64_t at)
{
	return pwrite(fd, bytes, size, at);
}

ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t at)
{
	while (count > 1 && parts->iov_len == 0)
		parts++, count--;
	return count < 1 ? 0 : pwrite(fd, parts->iov_base, parts->iov_len, at);
}

int ftruncate(int fd, off_t size)
{
	REAL(int, "ftruncate", (int, off_t));
	int r;

	before();
	r = real(fd, size);
	if (r == 0)
		trace((struct event){ .kind = "truncate", .inode = inode_of(fd), .at = size });
	return r;
}

int ftruncate64(int fd, off64_t size)
{
	return ftruncate(fd, size);
}

static int sync_with(int (*real)(int), int fd)
{
	int r;

	before();
	r = real(fd);
	if (r == 0)
		trace((struct event){ .kind = "sync", .inode = inode_of(fd) });
	return r;
}

int fsync(int fd)
{
	REAL(int, "fsync", (int));
	return sync_with(real, fd);
}

int fdatasync(int fd)
{
	REAL(int, "fdatasync", (int));
	return sync_with(real, fd);
}

/* Of a whole file system; that other things lie on another one is not looked into. */
int syncfs(int fd)
{
	int r;

	before();
	r = (int)syscall(SYS_syncfs, fd);
	if (r == 0)
		trace((struct event){ .kind = "sync all" });
	return r;
}

void sync(void)
{
	before();
	syscall(SYS_sync);
	trace((struct event){ .kind = "sync all" });
}

static int is_shm(int fd)
{
	char link[64], path[PATH_MAX];
	ssize_t size;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	size = readlink(link, path, sizeof(path));
	return size > 4 && memcmp(path + size - 4, "-shm", 4) == 0;
}

void *mmap(void *address, size_t size, int protection, int flags, int fd, off_t at)
{
	REAL(void *, "mmap", (void *, size_t, int, int, int, off_t));
	if ((protection & PROT_WRITE) && (flags & MAP_SHARED) && fd >= 0 && !is_shm(fd))
		trace((struct event){ .kind = "blind", .inode = inode_of(fd) });
	return real(address, size, protection, flags, fd, at);
}

void *mmap64(void *address, size_t size, int protection, int flags, int fd, off64_t at)
{
	return mmap(address, size, protection, flags, fd, at);
}

/* ---- names ---- */

int renameat2(int from_folder, const char *from, int to_folder, const char *to, unsigned flags)
{
	char old[PATH_MAX], new[PATH_MAX];
	int r;

	before();
	r = (int)syscall(SYS_renameat2, from_folder, from, to_folder, to, flags);
	if (r == 0)
		trace((struct event){ .kind = flags & RENAME_EXCHANGE ? "blind" : "rename",
		                      .path = absolute(old, from_folder, from),
		                      .to = absolute(new, to_folder, to) });
	return r;
}

int renameat(int from_folder, const char *from, int to_folder, const char *to)
{
	return renameat2(from_folder, from, to_folder, to, 0);
}

int rename(const char *from, const char *to)
{
	return renameat2(AT_FDCWD, from, AT_FDCWD, to, 0);
}

int linkat(int from_folder, const char *from, int to_folder, const char *to, int flags)
{
	char new[PATH_MAX];
	int r;

	before();
	r = (int)syscall(SYS_linkat, from_folder, from, to_folder, to, flags);
	if (r == 0)
		trace((struct event){ .kind = "link", .inode = inode_at(to_folder, to), .path = absolute(new, to_folder, to) });
	return r;
}

int link(const char *from, const char *to)
{
	return linkat(AT_FDCWD, from, AT_FDCWD, to, 0);
}

int symlinkat(const char *target, int folder, const char *path)
{
	char new[PATH_MAX];
	int r;

	before();
	r = (int)syscall(SYS_symlinkat, target, folder, path);
	if (r == 0)
		trace((struct event){ .kind = "symlink", .inode = inode_at(folder, path), .path = absolute(new, folder, path),
		                      .bytes = target, .size = strlen(target) });
	return r;
}

int symlink(const char *target, const char *path)
{
	return symlinkat(target, AT_FDCWD, path);
}

int unlinkat(int folder, const char *path, int flags)
{
	char old[PATH_MAX];
	int r;

	before();
	r = (int)syscall(SYS_unlinkat, folder, path, flags);
	if (r == 0)
		trace((struct event){ .kind = "unlink", .path = absolute(old, folder, path) });
	return r;
}

int unlink(const char *path)
{
	return unlinkat(AT_FDCWD, path, 0);
}

int rmdir(const char *path)
{
	return unlinkat(AT_FDCWD, path, AT_REMOVEDIR);
}

int remove(const char *path)
{
	int r = unlink(path);

	return r < 0 && errno == EISDIR ? rmdir(path) : r;
}

int mkdirat(int folder, const char *path, mode_t mode)
{
	char new[PATH_MAX];
	int r;

	before();
	r = (int)syscall(SYS_mkdirat, folder, path, mode);
	if (r == 0)
		trace((struct event){ .kind = "mkdir", .inode = inode_at(folder, path), .path = absolute(new, folder, path) });
	return r;
}

int mkdir(const char *path, mode_t mode)
{
	return mkdirat(AT_FDCWD, path, mode);
}

/* ---- opening: a file that comes into being, locks among them, or loses what it held ---- */

static int open_at(int folder, const char *path, int flags, mode_t mode)
{
	int nameless = (flags & O_TMPFILE) == O_TMPFILE;
	int comes = nameless || ((flags & O_CREAT) && inode_at(folder, path) == 0);
	char new[PATH_MAX];
	int fd;

	if (comes || (flags & O_TRUNC))
		before();
	fd = (int)syscall(SYS_openat, folder, path, flags, mode);
	if (fd < 0)
		return fd;
	if (comes)
		trace((struct event){ .kind = nameless ? "spool" : "create", .inode = inode_of(fd),
		                      .path = absolute(new, folder, path) });
	else if (flags & O_TRUNC)
		trace((struct event){ .kind = "truncate", .inode = inode_of(fd) });
	return fd;
}

static mode_t mode_of(int flags, va_list rest)
{
	return (flags & O_CREAT) || (flags & O_TMPFILE) == O_TMPFILE ? va_arg(rest, mode_t) : 0;
}

#define OPEN(folder)                             \
	va_list rest;                            \
	mode_t mode;                             \
	va_start(rest, flags);                   \
	mode = mode_of(flags, rest);             \
	va_end(rest);                            \
	return open_at(folder, path, flags, mode)

int open(const char *path, int flags, ...)
{
	OPEN(AT_FDCWD);
}

int open64(const char *path, int flags, ...)
{
	OPEN(AT_FDCWD);
}

int openat(int folder, const char *path, int flags, ...)
{
	OPEN(folder);
}

int openat64(int folder, const char *path, int flags, ...)
{
	OPEN(folder);
}

int creat(const char *path, mode_t mode)
{
	return open_at(AT_FDCWD, path, O_WRONLY | O_CREAT | O_TRUNC, mode);
}
