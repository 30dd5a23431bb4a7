/* SPDX-License-Identifier: Apache-2.0 */
/*
 * OpenSSH public keys, one line each: the kind, the key in base64, a comment. The key's own bytes name the kind again
 * (RFC 4253, section 6.6) and both must agree. Not here: signatures.
 */
#include <string.h>

#include <sodium.h>

#include "base/error.h"
#include "trust/trust.h"

#define BYTES_MAX 512

static const struct {
	const char *kind;
	size_t parts; /* texts in the key's bytes: the kind, the point, for hardware keys the application */
} kinds[] = {
	{ "ssh-ed25519", 2 },
	{ "sk-ssh-ed25519@openssh.com", 3 },
};

/* A length of four bytes and as many bytes. */
static bool next_part(const unsigned char **at, const unsigned char *end, const unsigned char **part, size_t *size)
{
	size_t length;

	if (end - *at < 4)
		return false;
	length = (size_t)(*at)[0] << 24 | (size_t)(*at)[1] << 16 | (size_t)(*at)[2] << 8 | (*at)[3];
	*at += 4;
	if ((size_t)(end - *at) < length)
		return false;
	*part = *at;
	*size = length;
	*at += length;
	return true;
}

static bool check_bytes(const unsigned char *bytes, size_t size, const char *kind, size_t parts)
{
	const unsigned char *at = bytes, *end = bytes + size, *part;
	size_t length;

	for (size_t i = 0; i < parts; i++) {
		if (!next_part(&at, end, &part, &length))
			return false;
		if (i == 0 && (length != strlen(kind) || memcmp(part, kind, length) != 0))
			return false;
		if (i == 1 && length != 32)
			return false;
	}
	return at == end;
}

int gr_key_canonical(struct gr_buf *out, const char *line)
{
	size_t start = strspn(line, " \t"), kind_size = strcspn(line + start, " \t\n"), gap, size, used = 0;
	const char *kind = line + start, *encoded;
	unsigned char bytes[BYTES_MAX];

	gap = strspn(kind + kind_size, " \t");
	encoded = kind + kind_size + gap;
	size = strcspn(encoded, " \t\r\n");
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (strlen(kinds[i].kind) != kind_size || memcmp(kind, kinds[i].kind, kind_size) != 0)
			continue;
		if (sodium_base642bin(bytes, sizeof(bytes), encoded, size, NULL, &used, NULL,
		                      sodium_base64_VARIANT_ORIGINAL) < 0 ||
		    !check_bytes(bytes, used, kinds[i].kind, kinds[i].parts))
			return gr_fail(GRANT_EINPUT, _("the %s key is damaged; copy the whole line of the .pub file"),
			               kinds[i].kind);
		gr_buf_printf(out, "%s ", kinds[i].kind);
		gr_buf_append(out, encoded, size);
		return gr_buf_ok(out);
	}
	return gr_fail(GRANT_EINPUT, _("a key of the kind “%.*s” is not taken; make one with: ssh-keygen -t ed25519"),
	               (int)(kind_size > 40 ? 40 : kind_size), kind);
}
