/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_BASE_IO_H
#define GR_BASE_IO_H

/* Bytes on the move between rooms: a source is pulled, a sink is pushed. Each is a struct that its maker embeds. */

#include "base/base.h"
#include "base/buf.h"

struct gr_source {
	/* Up to `size` bytes into `bytes`; *got is 0 at the end. */
	int (*read)(struct gr_source *source, void *bytes, size_t size, size_t *got);
	/* To an absolute offset; NULL when it cannot. */
	int (*seek)(struct gr_source *source, int64_t offset);
	int64_t size; /* -1 when not known */
};

struct gr_sink {
	int (*write)(struct gr_sink *sink, const void *bytes, size_t size);
};

struct gr_file_source {
	struct gr_source source;
	int fd;
	char *name;
};
/* A regular file, opened for reading without following what is not one. GRANT_ENOTFOUND, GRANT_EIO. */
int gr_file_source_open(struct gr_file_source *file, const char *path);
void gr_file_source_close(struct gr_file_source *file);

struct gr_memory_source {
	struct gr_source source;
	const char *bytes;
	size_t offset, total;
};
void gr_memory_source_open(struct gr_memory_source *memory, const void *bytes, size_t size);

struct gr_buf_sink {
	struct gr_sink sink;
	struct gr_buf *buf;
	size_t limit; /* GRANT_ELIMIT beyond */
};
void gr_buf_sink_open(struct gr_buf_sink *to, struct gr_buf *buf, size_t limit);

struct gr_tee {
	struct gr_sink sink;
	struct gr_sink *first, *second;
	int64_t count;
};
void gr_tee_open(struct gr_tee *tee, struct gr_sink *first, struct gr_sink *second); /* second may be NULL */

/* All of a source into a sink, in blocks. */
int gr_io_copy(struct gr_sink *to, struct gr_source *from);
/* A whole small file. GRANT_ELIMIT when larger. */
int gr_file_read(struct gr_buf *out, const char *path, size_t limit);
/* Whether a folder that exists holds nothing; false also when it cannot be read. */
bool gr_folder_is_empty(const char *path);
/* What stands in a file, and what was renamed and removed in a folder, is on the disk after these. */
int gr_file_sync(const char *path);
int gr_folder_sync(const char *path);
/* Make a new file, mode 0666 less the umask; GRANT_EEXISTS. */
int gr_file_write(const char *path, const void *bytes, size_t size);

#endif
