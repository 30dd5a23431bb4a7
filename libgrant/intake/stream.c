/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The bytes that libarchive sees. Its own filters check too little and cost too much memory (security.md, 0.4): gzip is taken off
 * here, with its checksum, and nothing may follow it.
 */
#include <stdio.h>
#include <string.h>

#include <zlib.h>

#include "base/error.h"
#include "base/mem.h"
#include "intake/inside.h"

#define BLOCK ((size_t)256 * 1024)

struct gr_stream {
	struct gr_source *source;
	char *in, *out;
	z_stream zip;
	bool is_gzip, has_zip, is_done;
	int64_t total, last_nonzero;
	const char *wrong;
};

int gr_stream_open(struct gr_stream **out, struct gr_source *source, bool is_gzip)
{
	struct gr_stream *stream = gr_alloc(sizeof(*stream));
	int r;

	if (!stream)
		return GRANT_ENOMEM;
	stream->source = source;
	stream->is_gzip = is_gzip;
	stream->wrong = "";
	stream->in = gr_alloc(BLOCK);
	stream->out = is_gzip ? gr_alloc(BLOCK) : NULL;
	r = stream->in && (stream->out || !is_gzip) ? source->seek(source, 0) : GRANT_ENOMEM;
	if (r == 0 && is_gzip) {
		stream->has_zip = inflateInit2(&stream->zip, 15 + 16) == Z_OK;
		r = stream->has_zip ? 0 : gr_fail_memory();
	}
	if (r < 0) {
		gr_stream_close(stream);
		return r;
	}
	*out = stream;
	return 0;
}

void gr_stream_close(struct gr_stream *stream)
{
	if (!stream)
		return;
	if (stream->has_zip)
		inflateEnd(&stream->zip);
	gr_free(stream->in);
	gr_free(stream->out);
	gr_free(stream);
}

static void note_nonzero(struct gr_stream *stream, const char *bytes, size_t size)
{
	size_t last = size;

	while (last > 0 && bytes[last - 1] == '\0')
		last--;
	if (last > 0)
		stream->last_nonzero = stream->total + (int64_t)last;
	stream->total += (int64_t)size;
}

/* After the end of the gzip member there must be nothing. */
static int check_tail(struct gr_stream *stream)
{
	size_t got = 0;
	int r = 0;

	stream->is_done = true;
	if (stream->zip.avail_in == 0)
		r = stream->source->read(stream->source, stream->in, 1, &got);
	if (r == 0 && (stream->zip.avail_in > 0 || got > 0))
		stream->wrong = N_("there are bytes behind the end of the gzip data");
	return r;
}

static int inflate_block(struct gr_stream *stream, size_t *size)
{
	stream->zip.next_out = (unsigned char *)stream->out;
	stream->zip.avail_out = BLOCK;
	while (stream->zip.avail_out > 0 && !stream->is_done) {
		size_t got = 0;
		int r = 0, code;

		if (stream->zip.avail_in == 0) {
			r = stream->source->read(stream->source, stream->in, BLOCK, &got);
			stream->zip.next_in = (unsigned char *)stream->in;
			stream->zip.avail_in = (unsigned)got;
		}
		if (r < 0)
			return r;
		code = inflate(&stream->zip, Z_NO_FLUSH);
		if (code == Z_STREAM_END) {
			r = check_tail(stream);
			if (r < 0)
				return r;
		} else if (code != Z_OK) {
			stream->wrong = N_("the gzip data are damaged or cut off");
			stream->is_done = true;
		}
	}
	*size = BLOCK - stream->zip.avail_out;
	return 0;
}

int gr_stream_read(struct gr_stream *stream, const void **bytes, size_t *size)
{
	int r;

	*size = 0;
	r = stream->is_gzip ? inflate_block(stream, size)
	                    : stream->source->read(stream->source, stream->in, BLOCK, size);
	if (r < 0)
		return r;
	*bytes = stream->is_gzip ? stream->out : stream->in;
	note_nonzero(stream, *bytes, *size);
	return 0;
}

int gr_stream_seek(struct gr_stream *stream, int64_t offset)
{
	return stream->source->seek(stream->source, offset);
}

int64_t gr_stream_last_nonzero(const struct gr_stream *stream)
{
	return stream->last_nonzero;
}

const char *gr_stream_wrong(const struct gr_stream *stream)
{
	return stream->wrong;
}
