/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Objects that lie in files of their own, as git writes them: which there are, and whether one is whole. That is not asked of
 * libgit2, which never comes back from some that are damaged (1.5.1: what zlib calls an error it tries for ever). Not here:
 * reading them.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <nettle/sha1.h>
#include <zlib.h>

#include "base/error.h"
#include "base/mem.h"
#include "store/inside.h"

#define BLOCK ((size_t)64 * 1024)

typedef int loose_cb(gr_store *store, const struct gr_oid *oid, void *payload);

static int each_in_folder(gr_store *store, unsigned first, loose_cb *call, void *payload)
{
	gr_autofree_text char *path = gr_format("%sobjects/%02x", store->git_dir, first);
	DIR *list = path ? opendir(path) : NULL;
	const struct dirent *entry;
	int r = path ? 0 : GRANT_ENOMEM;

	while (r == 0 && list && (entry = readdir(list))) {
		char hex[GR_OID_HEX];
		struct gr_oid oid;

		if (strlen(entry->d_name) != GR_OID_HEX - 3 || entry->d_name[strspn(entry->d_name, "0123456789abcdef")])
			continue;
		snprintf(hex, sizeof(hex), "%02x%.38s", first, entry->d_name);
		r = gr_oid_parse(&oid, hex);
		if (r == 0)
			r = call(store, &oid, payload);
	}
	if (list)
		closedir(list);
	return r;
}

int gr_loose_each(gr_store *store, loose_cb *call, void *payload)
{
	int r = 0;

	for (unsigned first = 0; r == 0 && first < 256; first++)
		r = each_in_folder(store, first, call, payload);
	return r;
}

char *gr_loose_path(const gr_store *store, const struct gr_oid *oid)
{
	char hex[GR_OID_HEX];

	gr_oid_hex(hex, oid);
	return gr_format("%sobjects/%.2s/%s", store->git_dir, hex, hex + 2);
}

/* ---- is it whole ---- */

struct reader {
	z_stream stream;
	struct sha1_ctx hash;
	unsigned char in[BLOCK], out[BLOCK];
};

/* All that zlib makes of some bytes. Z_OK: it wants more. */
static int take(struct reader *reader, size_t size)
{
	int code;

	reader->stream.next_in = reader->in;
	reader->stream.avail_in = (uInt)size;
	do {
		reader->stream.next_out = reader->out;
		reader->stream.avail_out = (uInt)BLOCK;
		code = inflate(&reader->stream, Z_NO_FLUSH);
		sha1_update(&reader->hash, BLOCK - reader->stream.avail_out, reader->out);
	} while (code == Z_OK && reader->stream.avail_out == 0);
	return code == Z_BUF_ERROR ? Z_OK : code;
}

/* An id is the digest of head and body, which is what was compressed. */
static int check_open(struct reader *reader, int fd, const struct gr_oid *oid)
{
	unsigned char digest[SHA1_DIGEST_SIZE];
	int code = inflateInit(&reader->stream);

	if (code != Z_OK)
		return gr_fail_memory();
	sha1_init(&reader->hash);
	while (code == Z_OK) {
		ssize_t got = read(fd, reader->in, BLOCK);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			break;
		code = take(reader, (size_t)got);
	}
	inflateEnd(&reader->stream);
	sha1_digest(&reader->hash, sizeof(digest), digest);
	return code == Z_STREAM_END && memcmp(digest, oid->bytes, sizeof(digest)) == 0 ? GR_LOOSE_WHOLE
	                                                                               : GR_LOOSE_DAMAGED;
}

int gr_loose_check(const char *path, const struct gr_oid *oid)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	struct reader *reader;
	int r;

	if (fd < 0)
		return errno == ENOENT ? GR_LOOSE_GONE : GR_LOOSE_CLOSED;
	reader = gr_alloc(sizeof(*reader));
	r = reader ? check_open(reader, fd, oid) : GRANT_ENOMEM;
	gr_free(reader);
	close(fd);
	return r;
}
