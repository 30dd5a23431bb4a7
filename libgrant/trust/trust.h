/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_TRUST_TRUST_H
#define GR_TRUST_TRUST_H

/* Digests and keys. Not here yet: signatures and seals. */

#include "base/base.h"
#include "base/buf.h"
#include "base/io.h"

#define GR_DIGEST_SIZE 32
#define GR_DIGEST_HEX 65

typedef struct gr_digest gr_digest;

/* SHA-256 (FIPS 180-4) as a sink. */
int gr_digest_new(gr_digest **out);
struct gr_sink *gr_digest_sink(gr_digest *digest);
void gr_digest_reset(gr_digest *digest);
void gr_digest_hex(char out[GR_DIGEST_HEX], gr_digest *digest); /* finishes and resets */
void gr_digest_free(gr_digest *digest);
void gr_digest_bytes(char out[GR_DIGEST_HEX], const void *bytes, size_t size);

/* The bytes of a digest, for draws: SHA-256, and MD5 (RFC 1321) where RFC 3797 asks for it; nothing is trusted to that. */
void gr_sha256(unsigned char *out, const void *bytes, size_t size);
void gr_md5(unsigned char *out, const void *bytes, size_t size);

/* An OpenSSH public key line ("ssh-ed25519 AAAA... comment"): checked, written canonically as "ssh-ed25519 AAAA...". Other
 * kinds are refused by name (GRANT_EINPUT); sk-ssh-ed25519@openssh.com is taken. */
int gr_key_canonical(struct gr_buf *out, const char *line);

#endif
