/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Bytes into the object database. libgit2's stream wants the size before the first byte, and an archive's word for it
 * cannot be trusted: what is small is collected in memory, what is large in a file without a name inside the git folder.
 */
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/mem.h"
#include "store/inside.h"

#define IN_MEMORY ((size_t)1024 * 1024)

struct gr_blob_writer {
	gr_store *store;
	struct gr_buf memory;
	int spool;    /* -1: everything is in memory */
	int64_t size; /* of the spool */
};

int gr_object_write(struct gr_oid *out, gr_store *store, git_object_t type, const void *bytes, size_t size)
{
	git_oid id;
	int r = git_odb_write(&id, store->odb, bytes, size, type);

	if (r < 0) {
		gr_git_fail(r, _("an object cannot be written into the repository"));
		return gr_error_recode(GRANT_EIO);
	}
	*out = gr_from_git(&id);
	return 0;
}

int gr_store_write_blob(struct gr_oid *out, gr_store *store, const void *bytes, size_t size)
{
	return gr_object_write(out, store, GIT_OBJECT_BLOB, bytes, size);
}

int gr_blob_writer_open(gr_blob_writer **out, gr_store *store)
{
	gr_blob_writer *writer = gr_alloc(sizeof(*writer));

	if (!writer)
		return GRANT_ENOMEM;
	writer->store = store;
	writer->spool = -1;
	*out = writer;
	return 0;
}

void gr_blob_writer_abandon(gr_blob_writer *writer)
{
	if (!writer)
		return;
	if (writer->spool >= 0)
		close(writer->spool);
	gr_buf_free(&writer->memory);
	gr_free(writer);
}

static int spool(gr_blob_writer *writer, const char *bytes, size_t size)
{
	while (size > 0) {
		ssize_t done = write(writer->spool, bytes, size);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return gr_fail_errno(errno, "%s", writer->store->git_dir);
		bytes += done;
		size -= (size_t)done;
		writer->size += done;
	}
	return 0;
}

/* The file never has a name, so that nothing of an archive is left behind by a crash. */
static int open_spool(gr_blob_writer *writer)
{
	gr_autofree_text char *folder = gr_format("%sgrant", writer->store->git_dir);
	gr_autofree_text char *name = folder ? gr_format("%s/tmp-%ld", folder, (long)getpid()) : NULL;
	int r;

	if (!name)
		return GRANT_ENOMEM;
	writer->spool = open(folder, O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (writer->spool < 0 && (errno == EOPNOTSUPP || errno == EISDIR)) {
		writer->spool = open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
		if (writer->spool >= 0)
			unlink(name);
	}
	if (writer->spool < 0)
		return gr_fail_errno(errno, "%s", folder);
	r = spool(writer, gr_buf_text(&writer->memory), writer->memory.size);
	gr_buf_free(&writer->memory);
	return r;
}

int gr_blob_writer_write(gr_blob_writer *writer, const void *bytes, size_t size)
{
	int r;

	if (writer->spool < 0 && writer->memory.size + size <= IN_MEMORY) {
		gr_buf_append(&writer->memory, bytes, size);
		return gr_buf_ok(&writer->memory);
	}
	r = writer->spool < 0 ? open_spool(writer) : 0;
	return r == 0 ? spool(writer, bytes, size) : r;
}

static int copy_spool(git_odb_stream *stream, gr_blob_writer *writer)
{
	gr_autofree_text char *block = gr_alloc(IN_MEMORY);
	int64_t at = 0;

	if (!block)
		return GRANT_ENOMEM;
	while (at < writer->size) {
		ssize_t done = pread(writer->spool, block, IN_MEMORY, at);
		int r;

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return gr_fail_errno(done < 0 ? errno : EIO, "%s", writer->store->git_dir);
		r = git_odb_stream_write(stream, block, (size_t)done);
		if (r < 0)
			return gr_git_fail(r, _("a file cannot be written into the repository"));
		at += done;
	}
	return 0;
}

static int finish_spool(struct gr_oid *out, gr_blob_writer *writer)
{
	git_odb_stream *stream = NULL;
	git_oid id;
	int r = git_odb_open_wstream(&stream, writer->store->odb, (git_object_size_t)writer->size, GIT_OBJECT_BLOB);

	if (r < 0)
		return gr_git_fail(r, _("a file cannot be written into the repository"));
	r = copy_spool(stream, writer);
	if (r == 0 && git_odb_stream_finalize_write(&id, stream) < 0)
		r = gr_git_fail(-1, _("a file cannot be written into the repository"));
	git_odb_stream_free(stream);
	if (r == 0)
		*out = gr_from_git(&id);
	return r;
}

int gr_blob_writer_finish(struct gr_oid *out, gr_blob_writer *writer)
{
	int r = gr_buf_ok(&writer->memory);

	if (r == 0)
		r = writer->spool >= 0 ? finish_spool(out, writer)
		                       : gr_store_write_blob(out, writer->store, gr_buf_text(&writer->memory),
		                                             writer->memory.size);
	gr_blob_writer_abandon(writer);
	return r;
}
