/* SPDX-License-Identifier: Apache-2.0 */
/* SHA-256 (FIPS 180-4) through libsodium, also as a sink, and MD5 through nettle. Not here: what is digested. */
#include <nettle/md5.h>
#include <sodium.h>

#include "base/error.h"
#include "base/mem.h"
#include "trust/trust.h"

struct gr_digest {
	struct gr_sink sink;
	crypto_hash_sha256_state state;
};

static int digest_write(struct gr_sink *sink, const void *bytes, size_t size)
{
	gr_digest *digest = (gr_digest *)sink;

	crypto_hash_sha256_update(&digest->state, bytes, size);
	return 0;
}

int gr_digest_new(gr_digest **out)
{
	gr_digest *digest = gr_alloc(sizeof(*digest));

	if (!digest)
		return GRANT_ENOMEM;
	digest->sink.write = digest_write;
	crypto_hash_sha256_init(&digest->state);
	*out = digest;
	return 0;
}

struct gr_sink *gr_digest_sink(gr_digest *digest)
{
	return &digest->sink;
}

void gr_digest_reset(gr_digest *digest)
{
	crypto_hash_sha256_init(&digest->state);
}

static void write_hex(char out[GR_DIGEST_HEX], const unsigned char *bytes)
{
	sodium_bin2hex(out, GR_DIGEST_HEX, bytes, GR_DIGEST_SIZE);
}

void gr_digest_hex(char out[GR_DIGEST_HEX], gr_digest *digest)
{
	unsigned char bytes[GR_DIGEST_SIZE];

	crypto_hash_sha256_final(&digest->state, bytes);
	write_hex(out, bytes);
	gr_digest_reset(digest);
}

void gr_digest_free(gr_digest *digest)
{
	gr_free(digest);
}

void gr_digest_bytes(char out[GR_DIGEST_HEX], const void *bytes, size_t size)
{
	unsigned char digest[GR_DIGEST_SIZE];

	crypto_hash_sha256(digest, bytes, size);
	write_hex(out, digest);
}

void gr_sha256(unsigned char *out, const void *bytes, size_t size)
{
	crypto_hash_sha256(out, bytes, size);
}

void gr_md5(unsigned char *out, const void *bytes, size_t size)
{
	struct md5_ctx state;

	md5_init(&state);
	md5_update(&state, size, bytes);
	md5_digest(&state, MD5_DIGEST_SIZE, out);
}
