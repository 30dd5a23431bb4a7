/* SPDX-License-Identifier: Apache-2.0 */
/* Sources and sinks of bytes. Not here: what the bytes are. */
#include "base/io.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/mem.h"

#define BLOCK ((size_t)256 * 1024)

/* ---- files ---- */

static int file_read(struct gr_source *source, void *bytes, size_t size, size_t *got)
{
	struct gr_file_source *file = (struct gr_file_source *)source;
	ssize_t done;

	do
		done = read(file->fd, bytes, size);
	while (done < 0 && errno == EINTR);
	if (done < 0)
		return gr_fail_errno(errno, "%s", file->name);
	*got = (size_t)done;
	return 0;
}

static int file_seek(struct gr_source *source, int64_t offset)
{
	struct gr_file_source *file = (struct gr_file_source *)source;

	return lseek(file->fd, offset, SEEK_SET) < 0 ? gr_fail_errno(errno, "%s", file->name) : 0;
}

static int fail_open(const char *path)
{
	if (errno == ENOENT || errno == ENOTDIR)
		return gr_error_in_file(gr_fail(GRANT_ENOTFOUND, _("there is no file %s"), path), path);
	return gr_error_in_file(gr_fail_errno(errno, "%s", path), path);
}

int gr_file_source_open(struct gr_file_source *file, const char *path)
{
	struct stat status;
	/* non-blocking, so that a named pipe is refused instead of waited for */
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);

	if (fd < 0)
		return fail_open(path);
	if (fstat(fd, &status) < 0 || !S_ISREG(status.st_mode)) {
		close(fd);
		return gr_error_in_file(gr_fail(GRANT_EINPUT, _("%s is not an ordinary file"), path), path);
	}
	memset(file, 0, sizeof(*file));
	file->source.read = file_read;
	file->source.seek = file_seek;
	file->source.size = status.st_size;
	file->fd = fd;
	file->name = gr_strdup(path);
	if (file->name)
		return 0;
	close(fd);
	return GRANT_ENOMEM;
}

void gr_file_source_close(struct gr_file_source *file)
{
	if (file->fd >= 0)
		close(file->fd);
	file->fd = -1;
	gr_free(file->name);
	file->name = NULL;
}

/* ---- memory ---- */

static int memory_read(struct gr_source *source, void *bytes, size_t size, size_t *got)
{
	struct gr_memory_source *memory = (struct gr_memory_source *)source;
	size_t left = memory->total - memory->offset;

	*got = size < left ? size : left;
	if (*got)
		memcpy(bytes, memory->bytes + memory->offset, *got);
	memory->offset += *got;
	return 0;
}

static int memory_seek(struct gr_source *source, int64_t offset)
{
	struct gr_memory_source *memory = (struct gr_memory_source *)source;

	if (offset < 0 || (uint64_t)offset > memory->total)
		return gr_fail(GRANT_EIO, _("an offset lies outside"));
	memory->offset = (size_t)offset;
	return 0;
}

void gr_memory_source_open(struct gr_memory_source *memory, const void *bytes, size_t size)
{
	*memory = (struct gr_memory_source){
		.source = { memory_read, memory_seek, (int64_t)size },
		.bytes = bytes,
		.total = size,
	};
}

/* ---- sinks ---- */

static int buf_write(struct gr_sink *sink, const void *bytes, size_t size)
{
	struct gr_buf_sink *to = (struct gr_buf_sink *)sink;

	if (size > to->limit || to->buf->size > to->limit - size)
		return gr_fail(GRANT_ELIMIT, _("more than %zu bytes"), to->limit);
	gr_buf_append(to->buf, bytes, size);
	return gr_buf_ok(to->buf);
}

void gr_buf_sink_open(struct gr_buf_sink *to, struct gr_buf *buf, size_t limit)
{
	*to = (struct gr_buf_sink){ { buf_write }, buf, limit };
}

static int tee_write(struct gr_sink *sink, const void *bytes, size_t size)
{
	struct gr_tee *tee = (struct gr_tee *)sink;
	int r = tee->first->write(tee->first, bytes, size);

	if (r == 0 && tee->second)
		r = tee->second->write(tee->second, bytes, size);
	tee->count += (int64_t)size;
	return r;
}

void gr_tee_open(struct gr_tee *tee, struct gr_sink *first, struct gr_sink *second)
{
	*tee = (struct gr_tee){ { tee_write }, first, second, 0 };
}

int gr_io_copy(struct gr_sink *to, struct gr_source *from)
{
	char *block = gr_alloc(BLOCK);
	size_t got = 1;
	int r = block ? 0 : GRANT_ENOMEM;

	while (r == 0 && got > 0) {
		r = from->read(from, block, BLOCK, &got);
		if (r == 0 && got > 0)
			r = to->write(to, block, got);
	}
	gr_free(block);
	return r;
}

/* ---- whole files ---- */

int gr_file_read(struct gr_buf *out, const char *path, size_t limit)
{
	struct gr_file_source file;
	struct gr_buf_sink sink;
	int r = gr_file_source_open(&file, path);

	if (r < 0)
		return r;
	gr_buf_sink_open(&sink, out, limit);
	r = gr_io_copy(&sink.sink, &file.source);
	gr_file_source_close(&file);
	gr_buf_reserve(out, 0);
	if (r == GRANT_ELIMIT)
		r = gr_context(r, "%s", path);
	return r == 0 ? gr_buf_ok(out) : r;
}

bool gr_folder_is_empty(const char *path)
{
	DIR *list = opendir(path);
	struct dirent *entry;
	bool is_empty = list != NULL;

	while (is_empty && (entry = readdir(list)))
		is_empty = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0;
	if (list)
		closedir(list);
	return is_empty;
}

static int sync_path(const char *path, int flags)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | flags);
	int r = fd < 0 || fsync(fd) < 0 ? gr_error_in_file(gr_fail_errno(errno, "%s", path), path) : 0;

	if (fd >= 0)
		close(fd);
	return r;
}

int gr_file_sync(const char *path)
{
	return sync_path(path, 0);
}

int gr_folder_sync(const char *path)
{
	return sync_path(path, O_DIRECTORY);
}

static int write_all(int fd, const char *bytes, size_t size)
{
	while (size > 0) {
		ssize_t done = write(fd, bytes, size);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return -1;
		bytes += done;
		size -= (size_t)done;
	}
	return 0;
}

int gr_file_write(const char *path, const void *bytes, size_t size)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_CLOEXEC | O_EXCL, 0666), failed;

	if (fd < 0 && errno == EEXIST)
		return gr_error_in_file(gr_fail(GRANT_EEXISTS, _("%s exists already"), path), path);
	if (fd < 0)
		return gr_error_in_file(gr_fail_errno(errno, "%s", path), path);
	failed = write_all(fd, bytes, size) < 0 || fsync(fd) < 0;
	failed = close(fd) < 0 || failed;
	if (!failed)
		return 0;
	failed = errno;
	unlink(path);
	return gr_error_in_file(gr_fail_errno(failed, "%s", path), path);
}
