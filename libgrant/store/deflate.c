/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An object's body in a pack: zlib (RFC 1950), at the lowest level, or stored where compression would be in vain. Of a
 * proposal most bytes are pictures, PDF and office files, which are compressed already: to store them is four times
 * faster (storage.md). Not here: the pack around it.
 */
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include <libdeflate.h>
#include <zlib.h>

#include "base/error.h"
#include "base/mem.h"
#include "store/inside.h"

#define BLOCK ((size_t)64 * 1024)
#define SAMPLE ((size_t)4096)
#define WHOLE_MAX ((size_t)32 * 1024)
#define TINY ((size_t)1024)

enum way { PACKED, STORED, WAYS };

static const struct {
	int level, memory_level; /* as deflateInit2() takes them */
} ways[WAYS] = {
	[PACKED] = { Z_BEST_SPEED, 8 },
	[STORED] = { Z_NO_COMPRESSION, 1 },
};

/*
 * What the two libraries need, had once for a handle. What is in memory is compressed whole, by libdeflate, in a third of zlib's
 * time; zlib takes what comes in parts.
 */
struct gr_deflater {
	struct libdeflate_compressor *whole[WAYS];
	z_stream streams[WAYS];
	bool is_ready[WAYS];
	unsigned char in[BLOCK], out[BLOCK];
};

void gr_deflater_free(struct gr_deflater *deflater)
{
	for (int i = 0; deflater && i < WAYS; i++) {
		libdeflate_free_compressor(deflater->whole[i]);
		if (deflater->is_ready[i])
			deflateEnd(&deflater->streams[i]);
	}
	gr_free(deflater);
}

/*
 * A tree is names and ids, and ids do not shrink: to store it takes a third more room than to compress it and a tenth of the
 * time, then and whenever it is read; git gc makes deltas of trees anyway. A tiny object is stored since the trees that lead to it
 * are many times as long. Of others what is no longer than the sample is worth no look; else one is stored when the sample does
 * not shrink by a twentieth.
 */
static enum way choose_way(int type, const void *bytes, size_t size)
{
	unsigned char out[SAMPLE + 64];
	uLongf out_size = sizeof(out);

	if (type == GIT_OBJECT_TREE || size <= TINY)
		return STORED;
	if (size <= SAMPLE)
		return PACKED;
	return compress2(out, &out_size, bytes, SAMPLE, 1) == Z_OK && out_size > SAMPLE * 19 / 20 ? STORED : PACKED;
}

static int fail_zlib(void)
{
	return gr_fail_memory(); /* deflate() fails of nothing else on bytes in memory */
}

static struct gr_deflater *deflater_of(struct gr_pack *pack)
{
	if (!pack->deflater)
		pack->deflater = gr_alloc(sizeof(*pack->deflater));
	return pack->deflater;
}

/* ---- whole ---- */

static int put_whole(struct gr_pack *pack, enum way way, const void *bytes, size_t size)
{
	struct gr_deflater *deflater = deflater_of(pack);
	size_t done;

	if (deflater && !deflater->whole[way])
		deflater->whole[way] = libdeflate_alloc_compressor(ways[way].level);
	if (!deflater || !deflater->whole[way])
		return gr_fail_memory();
	done = libdeflate_zlib_compress(deflater->whole[way], bytes, size, deflater->out, BLOCK);
	return done ? gr_pack_append(pack, deflater->out, done) : gr_fail(GRANT_EINTERNAL, "a body does not fit into a block");
}

/* ---- in parts ---- */

/* The stream for a body, at its beginning. */
static int begin_body(z_stream **out, struct gr_pack *pack, enum way way)
{
	struct gr_deflater *deflater = deflater_of(pack);
	z_stream *stream;

	if (!deflater)
		return GRANT_ENOMEM;
	stream = &deflater->streams[way];
	if (deflater->is_ready[way])
		deflateReset(stream);
	else if (deflateInit2(stream, ways[way].level, Z_DEFLATED, MAX_WBITS, ways[way].memory_level, Z_DEFAULT_STRATEGY) != Z_OK)
		return fail_zlib();
	deflater->is_ready[way] = true;
	*out = stream;
	return 0;
}

/* All input that there is, then with Z_FINISH the end. */
static int pump(struct gr_pack *pack, z_stream *stream, int flush)
{
	unsigned char *out = pack->deflater->out;

	do {
		int r;

		stream->next_out = out;
		stream->avail_out = (uInt)BLOCK;
		if (deflate(stream, flush) == Z_STREAM_ERROR)
			return fail_zlib();
		r = gr_pack_append(pack, out, BLOCK - stream->avail_out);
		if (r < 0)
			return r;
	} while (stream->avail_out == 0);
	return 0;
}

/* zlib counts input in 32 bits. */
static int put_bytes(struct gr_pack *pack, z_stream *stream, const unsigned char *bytes, size_t size)
{
	int r = 0;

	do {
		size_t part = size < (size_t)1 << 30 ? size : (size_t)1 << 30;

		stream->next_in = (Bytef *)(uintptr_t)bytes;
		stream->avail_in = (uInt)part;
		bytes += part;
		size -= part;
		r = pump(pack, stream, size == 0 ? Z_FINISH : Z_NO_FLUSH);
	} while (r == 0 && size > 0);
	return r;
}

int gr_pack_put(struct gr_pack *pack, const struct gr_oid *oid, int type, const void *bytes, size_t size)
{
	enum way way = choose_way(type, bytes, size);
	z_stream *stream = NULL;
	uint64_t offset;
	int r = size <= WHOLE_MAX ? 0 : begin_body(&stream, pack, way);

	if (r == 0)
		r = gr_pack_begin_object(&offset, pack, type, size);
	if (r == 0)
		r = stream ? put_bytes(pack, stream, bytes, size) : put_whole(pack, way, bytes, size);
	return r == 0 ? gr_pack_end_object(pack, offset, oid) : r;
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

static int put_blocks(struct gr_pack *pack, z_stream *stream, int fd, uint64_t size)
{
	unsigned char *in = pack->deflater->in;

	for (uint64_t at = 0; at < size;) {
		size_t got;
		int r = gr_file_block(&got, fd, in, BLOCK, at);

		if (r < 0)
			return r;
		at += got;
		stream->next_in = in;
		stream->avail_in = (uInt)got;
		r = pump(pack, stream, at == size ? Z_FINISH : Z_NO_FLUSH);
		if (r < 0)
			return r;
	}
	return 0;
}

int gr_pack_put_file(struct gr_pack *pack, const struct gr_oid *oid, int type, int fd, uint64_t size)
{
	unsigned char sample[SAMPLE + 1];
	z_stream *stream;
	uint64_t offset;
	size_t got;
	int r = gr_file_block(&got, fd, sample, sizeof(sample), 0);

	if (r == 0)
		r = begin_body(&stream, pack, choose_way(type, sample, got));
	if (r == 0)
		r = gr_pack_begin_object(&offset, pack, type, size);
	if (r == 0)
		r = put_blocks(pack, stream, fd, size);
	return r == 0 ? gr_pack_end_object(pack, offset, oid) : r;
}
