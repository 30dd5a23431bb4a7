/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Files into the object database. An object's head has its size, and an archive's word for it cannot be trusted: what is
 * small is collected in memory, what is large in a file without a name inside the git folder.
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

int gr_blob_writer_finish(struct gr_oid *out, gr_blob_writer *writer)
{
	int r = gr_buf_ok(&writer->memory);

	if (r == 0)
		r = writer->spool >= 0 ? gr_object_write_file(out, writer->store, GIT_OBJECT_BLOB, writer->spool,
		                                              (uint64_t)writer->size)
		                       : gr_store_write_blob(out, writer->store, gr_buf_text(&writer->memory),
		                                             writer->memory.size);
	gr_blob_writer_abandon(writer);
	return r;
}
