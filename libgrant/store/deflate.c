/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An object's body in a pack: zlib (RFC 1950), at the lowest level, or stored where compression would be in vain. Of a
 * proposal most bytes are pictures, PDF and office files, which are compressed already: to store them is four times
 * faster (storage.md). Not here: the pack around it.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include <zlib.h>

#include "base/error.h"
#include "base/mem.h"
#include "store/inside.h"

#define BLOCK ((size_t)128 * 1024)
#define SAMPLE ((size_t)4096)

/* Whether a beginning does not shrink by a twentieth. What is no longer than the sample is worth no look. */
static bool is_dense(const void *bytes, size_t size)
{
	unsigned char out[SAMPLE + 64];
	uLongf out_size = sizeof(out);

	return size > SAMPLE && compress2(out, &out_size, bytes, SAMPLE, 1) == Z_OK && out_size > SAMPLE * 19 / 20;
}

static int fail_zlib(void)
{
	return gr_fail_memory(); /* deflate() fails of nothing else on bytes in memory */
}

/* All input that there is, then with Z_FINISH the end. */
static int pump(struct gr_pack *pack, z_stream *stream, unsigned char *out, int flush)
{
	int code;

	do {
		int r;

		stream->next_out = out;
		stream->avail_out = (uInt)BLOCK;
		code = deflate(stream, flush);
		if (code == Z_STREAM_ERROR)
			return fail_zlib();
		r = gr_pack_append(pack, out, BLOCK - stream->avail_out);
		if (r < 0)
			return r;
	} while (stream->avail_out == 0);
	return 0;
}

static int begin_body(z_stream *stream, unsigned char **out, bool stored)
{
	*out = gr_alloc(BLOCK);
	if (!*out)
		return GRANT_ENOMEM;
	memset(stream, 0, sizeof(*stream));
	if (deflateInit(stream, stored ? Z_NO_COMPRESSION : Z_BEST_SPEED) == Z_OK)
		return 0;
	gr_free(*out);
	return fail_zlib();
}

static void end_body(z_stream *stream, unsigned char *out)
{
	deflateEnd(stream);
	gr_free(out);
}

/* zlib counts input in 32 bits. */
static int put_bytes(struct gr_pack *pack, z_stream *stream, unsigned char *out, const unsigned char *bytes, size_t size)
{
	int r = 0;

	do {
		size_t part = size < (size_t)1 << 30 ? size : (size_t)1 << 30;

		stream->next_in = (Bytef *)(uintptr_t)bytes;
		stream->avail_in = (uInt)part;
		bytes += part;
		size -= part;
		r = pump(pack, stream, out, size == 0 ? Z_FINISH : Z_NO_FLUSH);
	} while (r == 0 && size > 0);
	return r;
}

int gr_pack_put(struct gr_pack *pack, const struct gr_oid *oid, int type, const void *bytes, size_t size)
{
	unsigned char *out;
	z_stream stream;
	uint64_t offset;
	int r = begin_body(&stream, &out, is_dense(bytes, size));

	if (r < 0)
		return r;
	r = gr_pack_begin_object(&offset, pack, type, size);
	if (r == 0)
		r = put_bytes(pack, &stream, out, bytes, size);
	if (r == 0)
		r = gr_pack_end_object(pack, offset, oid);
	end_body(&stream, out);
	return r;
}

/* ---- from a file ---- */

int gr_file_block(size_t *got, int fd, void *block, size_t size, uint64_t at)
{
	ssize_t done;

	do
		done = pread(fd, block, size, (off_t)at);
	while (done < 0 && errno == EINTR);
	if (done <= 0)
		return gr_fail_errno(done < 0 ? errno : EIO, _("a file that is being taken in"));
	*got = (size_t)done;
	return 0;
}

static int put_blocks(struct gr_pack *pack, z_stream *stream, unsigned char *out, int fd, uint64_t size)
{
	gr_autofree_text char *block = gr_alloc(BLOCK);
	int r = block ? 0 : GRANT_ENOMEM;

	for (uint64_t at = 0; r == 0 && at < size;) {
		size_t got;

		r = gr_file_block(&got, fd, block, BLOCK, at);
		if (r < 0)
			return r;
		at += got;
		stream->next_in = (Bytef *)block;
		stream->avail_in = (uInt)got;
		r = pump(pack, stream, out, at == size ? Z_FINISH : Z_NO_FLUSH);
	}
	return r;
}

int gr_pack_put_file(struct gr_pack *pack, const struct gr_oid *oid, int type, int fd, uint64_t size)
{
	unsigned char sample[SAMPLE + 1], *out;
	z_stream stream;
	uint64_t offset;
	size_t got;
	int r = gr_file_block(&got, fd, sample, sizeof(sample), 0);

	if (r == 0)
		r = begin_body(&stream, &out, is_dense(sample, got));
	if (r < 0)
		return r;
	r = gr_pack_begin_object(&offset, pack, type, size);
	if (r == 0)
		r = put_blocks(pack, &stream, out, fd, size);
	if (r == 0)
		r = gr_pack_end_object(pack, offset, oid);
	end_body(&stream, out);
	return r;
}
