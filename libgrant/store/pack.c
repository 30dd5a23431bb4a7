/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A pack's file and its index (version 2, gitformat-pack(5)): begun under a temporary name, appended to, published in the
 * order that a crash or a power cut cannot hurt: the pack, its index, then the folder. Not here: compression (deflate.c).
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <nettle/sha1.h>
#include <libdeflate.h>

#include "base/error.h"
#include "base/mem.h"
#include "store/inside.h"

#define WAITING_MAX ((size_t)1024 * 1024) /* a group of acts is written in one piece */
#define BLOCK ((size_t)64 * 1024)

int gr_pack_init(struct gr_pack *pack, const char *git_dir)
{
	memset(pack, 0, sizeof(*pack));
	pack->fd = -1;
	pack->folder = gr_format("%sobjects/pack/", git_dir);
	return pack->folder ? 0 : GRANT_ENOMEM;
}

/* The pack's end, whatever became of it; the folder stays known. */
static void drop(struct gr_pack *pack)
{
	if (pack->path && !pack->is_published)
		unlink(pack->path);
	if (pack->fd >= 0)
		close(pack->fd);
	pack->fd = -1;
	gr_free(pack->path);
	pack->path = NULL;
	if (pack->waiting.failed || pack->waiting.capacity > 2 * WAITING_MAX)
		gr_buf_free(&pack->waiting);
	gr_buf_truncate(&pack->waiting, 0);
	pack->written = 0;
	pack->count = 0;
	pack->is_published = false;
	if (pack->slots)
		memset(pack->slots, 0, pack->slot_count * sizeof(*pack->slots));
}

void gr_pack_clear(struct gr_pack *pack)
{
	drop(pack);
	gr_buf_free(&pack->waiting);
	gr_free(pack->folder);
	gr_free(pack->objects);
	gr_free(pack->slots);
	gr_deflater_free(pack->deflater);
	gr_inflater_free(pack->inflater);
	gr_recent_free(pack->recent);
	memset(pack, 0, sizeof(*pack));
	pack->fd = -1;
}

/* ---- the file ---- */

/* A new file in the pack folder, its name in *path, yours. */
static int make_file(int *out, char **path, const struct gr_pack *pack, const char *start)
{
	for (unsigned try = 0; try < 1000; try++) {
		char *name = gr_format("%s%s%ld_%u", pack->folder, start, (long)getpid(), pack->generation + try);
		int fd;

		if (!name)
			return GRANT_ENOMEM;
		fd = open(name, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0444);
		if (fd >= 0) {
			*out = fd;
			*path = name;
			return 0;
		}
		gr_free(name);
		if (errno != EEXIST)
			break;
	}
	return gr_fail_errno(errno, "%s", pack->folder);
}

/* A lock on the file says that its writer lives (doctor.c asks for it). It may fail: some file systems have none. */
static void hold_file(int fd)
{
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };

	fcntl(fd, F_OFD_SETLK, &lock);
}

static int begin(struct gr_pack *pack)
{
	static const char room_for_header[GR_PACK_HEADER] = { 0 };
	int r;

	if (pack->path && !pack->is_published)
		return 0;
	drop(pack);
	pack->generation++;
	r = make_file(&pack->fd, &pack->path, pack, GR_PACK_TEMPORARY);
	if (r < 0)
		return r;
	hold_file(pack->fd);
	gr_buf_append(&pack->waiting, room_for_header, sizeof(room_for_header));
	return gr_buf_ok(&pack->waiting);
}

static int write_at(const struct gr_pack *pack, int fd, const char *bytes, size_t size, uint64_t at)
{
	while (size > 0) {
		ssize_t done = pwrite(fd, bytes, size, (off_t)at);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return gr_fail_errno(done < 0 ? errno : EIO, "%s", pack->folder);
		bytes += done;
		size -= (size_t)done;
		at += (uint64_t)done;
	}
	return 0;
}

static int flush(struct gr_pack *pack)
{
	int r = gr_buf_ok(&pack->waiting);

	if (r == 0)
		r = write_at(pack, pack->fd, gr_buf_text(&pack->waiting), pack->waiting.size, pack->written);
	if (r < 0)
		return r;
	pack->written += pack->waiting.size;
	gr_buf_truncate(&pack->waiting, 0);
	return 0;
}

uint64_t gr_pack_size(const struct gr_pack *pack)
{
	return pack->path && !pack->is_published ? pack->written + pack->waiting.size : 0;
}

/* ---- objects ---- */

int gr_pack_append(struct gr_pack *pack, const void *bytes, size_t size)
{
	pack->crc = libdeflate_crc32(pack->crc, bytes, size);
	gr_buf_append(&pack->waiting, bytes, size);
	return pack->waiting.size < WAITING_MAX ? gr_buf_ok(&pack->waiting) : flush(pack);
}

int gr_pack_begin_copied(uint64_t *offset, struct gr_pack *pack)
{
	int r = begin(pack);

	*offset = pack->written + pack->waiting.size;
	pack->crc = 0;
	return r;
}

/* The type and the lowest four bits of the size, then seven bits a byte; the highest bit says that another follows. */
int gr_pack_begin_object(uint64_t *offset, struct gr_pack *pack, int type, uint64_t size)
{
	unsigned char head[16];
	size_t count = 0;
	int r = gr_pack_begin_copied(offset, pack);

	if (r < 0)
		return r;
	head[count] = (unsigned char)((unsigned)type << 4 | (size & 15));
	for (size >>= 4; size > 0; size >>= 7) {
		head[count++] |= 0x80;
		head[count] = size & 0x7f;
	}
	return gr_pack_append(pack, head, count + 1);
}

int gr_pack_end_object(struct gr_pack *pack, uint64_t offset, const struct gr_oid *oid)
{
	if (pack->count == pack->capacity) {
		size_t capacity = pack->capacity ? pack->capacity * 2 : 64;
		struct gr_packed *objects = gr_resize_array(pack->objects, capacity, sizeof(*objects));

		if (!objects)
			return GRANT_ENOMEM;
		pack->objects = objects;
		pack->capacity = capacity;
	}
	pack->objects[pack->count++] = (struct gr_packed){ *oid, offset, pack->crc };
	return gr_pack_note_last(pack);
}

void gr_pack_rewind(struct gr_pack *pack, uint64_t size, size_t count)
{
	if (!pack->path || pack->is_published)
		return;
	if (count == 0) {
		drop(pack);
		return;
	}
	/* what stands behind in the file is written over, or cut off when the pack is published; memory that was not to be
	 * had may have swallowed what must stay: then the pack cannot be published any more */
	if (size >= pack->written) {
		gr_buf_truncate(&pack->waiting, (size_t)(size - pack->written));
	} else {
		gr_buf_truncate(&pack->waiting, 0);
		pack->written = size;
	}
	pack->count = count;
	gr_pack_note_all(pack);
}

/* ---- the index ---- */

static int compare_ids(const void *a, const void *b)
{
	return memcmp(((const struct gr_packed *)a)->oid.bytes, ((const struct gr_packed *)b)->oid.bytes, GR_OID_SIZE);
}

static void append_number(struct gr_buf *out, uint32_t number)
{
	uint32_t big = htonl(number);

	gr_buf_append(out, &big, sizeof(big));
}

/* How many ids begin with a byte up to each of the 256. */
static void append_fanout(struct gr_buf *out, const struct gr_packed *sorted, size_t count)
{
	size_t below = 0;

	for (unsigned first = 0; first < 256; first++) {
		while (below < count && sorted[below].oid.bytes[0] <= first)
			below++;
		append_number(out, (uint32_t)below);
	}
}

/* An offset beyond 31 bits stands in a table of its own. */
static void append_offsets(struct gr_buf *out, const struct gr_packed *sorted, size_t count)
{
	uint32_t large = 0;

	for (size_t i = 0; i < count; i++)
		append_number(out, sorted[i].offset < GR_PACK_LARGE_OFFSET ? (uint32_t)sorted[i].offset : GR_PACK_LARGE_OFFSET | large++);
	for (size_t i = 0; i < count; i++) {
		if (sorted[i].offset < GR_PACK_LARGE_OFFSET)
			continue;
		append_number(out, (uint32_t)(sorted[i].offset >> 32));
		append_number(out, (uint32_t)sorted[i].offset);
	}
}

static int index_bytes(struct gr_buf *out, const struct gr_pack *pack, const unsigned char *trailer)
{
	struct gr_packed *sorted = gr_alloc_array(pack->count, sizeof(*sorted));
	unsigned char digest[SHA1_DIGEST_SIZE];
	struct sha1_ctx hash;

	if (!sorted)
		return GRANT_ENOMEM;
	memcpy(sorted, pack->objects, pack->count * sizeof(*sorted));
	gr_sort(sorted, pack->count, sizeof(*sorted), compare_ids);
	gr_buf_append(out, "\377tOc\0\0\0\2", 8);
	append_fanout(out, sorted, pack->count);
	for (size_t i = 0; i < pack->count; i++)
		gr_buf_append(out, sorted[i].oid.bytes, GR_OID_SIZE);
	for (size_t i = 0; i < pack->count; i++)
		append_number(out, sorted[i].crc);
	append_offsets(out, sorted, pack->count);
	gr_free(sorted);
	gr_buf_append(out, trailer, SHA1_DIGEST_SIZE);
	if (gr_buf_ok(out) < 0)
		return GRANT_ENOMEM;
	sha1_init(&hash);
	sha1_update(&hash, out->size, (const uint8_t *)out->data);
	sha1_digest(&hash, sizeof(digest), digest);
	gr_buf_append(out, digest, sizeof(digest));
	return gr_buf_ok(out);
}

/* ---- publishing ---- */

/* What is in the file, read again; behind it may stand what was taken back. */
static int hash_file(struct sha1_ctx *hash, const struct gr_pack *pack)
{
	gr_autofree_text char *block = gr_resize(NULL, BLOCK);

	if (!block)
		return GRANT_ENOMEM;
	for (uint64_t at = 0; at < pack->written;) {
		uint64_t left = pack->written - at;
		size_t got;
		int r = gr_file_block(&got, pack->fd, block, left < BLOCK ? (size_t)left : BLOCK, at);

		if (r < 0)
			return gr_context(r, "%s", pack->path);
		sha1_update(hash, got, (const uint8_t *)block);
		at += got;
	}
	return 0;
}

/* The number of objects is known only now; the pack's own digest covers it. */
static int put_header(struct gr_pack *pack)
{
	gr_auto_buf struct gr_buf header = GR_BUF_INIT;

	gr_buf_append(&header, "PACK\0\0\0\2", 8);
	append_number(&header, (uint32_t)pack->count);
	if (gr_buf_ok(&header) < 0 || gr_buf_ok(&pack->waiting) < 0)
		return GRANT_ENOMEM;
	if (pack->written > 0)
		return write_at(pack, pack->fd, header.data, header.size, 0);
	memcpy(pack->waiting.data, header.data, header.size);
	return 0;
}

static int end_file(unsigned char trailer[SHA1_DIGEST_SIZE], struct gr_pack *pack)
{
	struct sha1_ctx hash;
	int r = put_header(pack);

	sha1_init(&hash);
	if (r == 0)
		r = hash_file(&hash, pack);
	if (r < 0)
		return r;
	sha1_update(&hash, pack->waiting.size, (const uint8_t *)gr_buf_text(&pack->waiting));
	sha1_digest(&hash, SHA1_DIGEST_SIZE, trailer);
	gr_buf_append(&pack->waiting, trailer, SHA1_DIGEST_SIZE);
	r = gr_buf_ok(&pack->waiting);
	/* it stays in memory all the same: what was written is read next, for the index */
	if (r == 0)
		r = write_at(pack, pack->fd, pack->waiting.data, pack->waiting.size, pack->written);
	if (r == 0 && ftruncate(pack->fd, (off_t)(pack->written + pack->waiting.size)) < 0)
		r = gr_fail_errno(errno, "%s", pack->path);
	return r;
}

/* To the disk, then to its name: what has the name is whole. */
static int settle_file(const struct gr_pack *pack, int fd, const char *path, const char *ending)
{
	gr_autofree_text char *name = gr_format("%spack-%s%s", pack->folder, pack->name, ending);

	if (!name)
		return GRANT_ENOMEM;
	if (fsync(fd) < 0 || rename(path, name) < 0)
		return gr_fail_errno(errno, "%s", name);
	return 0;
}

/* The index's file under its temporary name, closed and removed by drop_index(). */
struct index_file {
	char *path;
	int fd;
};

static int write_index(struct index_file *out, const struct gr_pack *pack, const unsigned char *trailer)
{
	gr_auto_buf struct gr_buf bytes = GR_BUF_INIT;
	int r = index_bytes(&bytes, pack, trailer);

	if (r == 0)
		r = make_file(&out->fd, &out->path, pack, GR_PACK_TEMPORARY_INDEX);
	return r == 0 ? write_at(pack, out->fd, gr_buf_text(&bytes), bytes.size, 0) : r;
}

static void drop_index(struct index_file *index, bool is_settled)
{
	if (index->path && !is_settled)
		unlink(index->path);
	if (index->fd >= 0)
		close(index->fd);
	gr_free(index->path);
}

/* The pack, its index, then the folder. Both files are written before either is flushed: what their making costs a file system's
 * journal goes with the first flush. */
static int settle(const struct gr_pack *pack, const unsigned char *trailer)
{
	struct index_file index = { .fd = -1 };
	int r = write_index(&index, pack, trailer);

	if (r == 0)
		r = settle_file(pack, pack->fd, pack->path, ".pack");
	if (r == 0)
		r = settle_file(pack, index.fd, index.path, ".idx");
	drop_index(&index, r == 0);
	return r == 0 ? gr_folder_sync(pack->folder) : r;
}

static char *name_with(const struct gr_pack *pack, const char *ending)
{
	return gr_format("%spack-%s%s", pack->folder, pack->name, ending);
}

void gr_pack_unkeep(const struct gr_pack *pack)
{
	gr_autofree_text char *keep = pack->is_published ? name_with(pack, ".keep") : NULL;

	if (keep)
		unlink(keep);
}

/* Nothing refers to a pack that could not be published. One that has an index stood there before: the same objects in the
 * same order are the same pack. */
static int fail_publish(const struct gr_pack *pack, const char *keep, int code)
{
	gr_autofree_text char *index = name_with(pack, ".idx");
	gr_autofree_text char *file = name_with(pack, ".pack");

	if (index && file && access(index, F_OK) < 0)
		unlink(file);
	if (keep)
		unlink(keep);
	return code;
}

int gr_pack_publish(struct gr_pack *pack)
{
	unsigned char trailer[SHA1_DIGEST_SIZE];
	gr_autofree_text char *keep = NULL;
	struct gr_oid digest;
	int r;

	if (!pack->path || pack->is_published || pack->count == 0)
		return 0;
	r = end_file(trailer, pack);
	if (r < 0)
		return r;
	memcpy(digest.bytes, trailer, GR_OID_SIZE);
	gr_oid_hex(pack->name, &digest);
	keep = name_with(pack, ".keep");
	r = keep ? gr_note_write(keep, GR_PACK_KEEP_TEXT) : GRANT_ENOMEM;
	if (r == 0)
		r = settle(pack, trailer);
	if (r < 0)
		return fail_publish(pack, keep, r);
	pack->is_published = true;
	return 0;
}
