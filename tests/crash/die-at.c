/* SPDX-License-Identifier: Apache-2.0 */
/*
 * LD_PRELOAD: the process ends, as by kill -9, before the DIE_AT-th call that changes something on disk. A shim sees
 * every moment that a kill could hit, since between two such calls nothing on disk differs. When the process ends by itself, the
 * number of its calls goes to the file DIE_AT_COUNT, if that is set.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static long calls;

static void count(void)
{
	static long at = -1;

	if (at < 0)
		at = getenv("DIE_AT") ? atol(getenv("DIE_AT")) : 0;
	if (++calls == at)
		_exit(137);
}

__attribute__((destructor)) static void tell(void)
{
	const char *name = getenv("DIE_AT_COUNT");
	FILE *file = name ? fopen(name, "w") : NULL;

	if (!file)
		return;
	fprintf(file, "%ld\n", calls);
	fclose(file);
}

/* What goes to a terminal or a pipe is no change on disk. */
static int is_file(int fd)
{
	struct stat status;

	return fd > 2 && fstat(fd, &status) == 0 && S_ISREG(status.st_mode);
}

#define REAL(type, name, parameters)   \
	static type(*real) parameters; \
	if (!real)                     \
	*(void **)&real = dlsym(RTLD_NEXT, name)

ssize_t write(int fd, const void *bytes, size_t size)
{
	REAL(ssize_t, "write", (int, const void *, size_t));
	if (is_file(fd))
		count();
	return real(fd, bytes, size);
}

ssize_t pwrite(int fd, const void *bytes, size_t size, off_t at)
{
	REAL(ssize_t, "pwrite", (int, const void *, size_t, off_t));
	count();
	return real(fd, bytes, size, at);
}

ssize_t pwrite64(int fd, const void *bytes, size_t size, off64_t at)
{
	REAL(ssize_t, "pwrite64", (int, const void *, size_t, off64_t));
	count();
	return real(fd, bytes, size, at);
}

int fsync(int fd)
{
	REAL(int, "fsync", (int));
	count();
	return real(fd);
}

int fdatasync(int fd)
{
	REAL(int, "fdatasync", (int));
	count();
	return real(fd);
}

int ftruncate(int fd, off_t size)
{
	REAL(int, "ftruncate", (int, off_t));
	count();
	return real(fd, size);
}

int ftruncate64(int fd, off64_t size)
{
	REAL(int, "ftruncate64", (int, off64_t));
	count();
	return real(fd, size);
}

int rename(const char *from, const char *to)
{
	REAL(int, "rename", (const char *, const char *));
	count();
	return real(from, to);
}

int link(const char *from, const char *to)
{
	REAL(int, "link", (const char *, const char *));
	count();
	return real(from, to);
}

int symlink(const char *target, const char *path)
{
	REAL(int, "symlink", (const char *, const char *));
	count();
	return real(target, path);
}

int unlink(const char *path)
{
	REAL(int, "unlink", (const char *));
	count();
	return real(path);
}

int mkdir(const char *path, mode_t mode)
{
	REAL(int, "mkdir", (const char *, mode_t));
	count();
	return real(path, mode);
}

int rmdir(const char *path)
{
	REAL(int, "rmdir", (const char *));
	count();
	return real(path);
}

/* A file that comes into being is a change too: locks are such files. */
static mode_t mode_of(int flags, va_list rest)
{
	if (!(flags & O_CREAT) && (flags & O_TMPFILE) != O_TMPFILE)
		return 0;
	count();
	return va_arg(rest, mode_t);
}

int open(const char *path, int flags, ...)
{
	va_list rest;
	mode_t mode;

	REAL(int, "open", (const char *, int, ...));
	va_start(rest, flags);
	mode = mode_of(flags, rest);
	va_end(rest);
	return real(path, flags, mode);
}

int open64(const char *path, int flags, ...)
{
	va_list rest;
	mode_t mode;

	REAL(int, "open64", (const char *, int, ...));
	va_start(rest, flags);
	mode = mode_of(flags, rest);
	va_end(rest);
	return real(path, flags, mode);
}
