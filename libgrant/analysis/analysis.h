/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_ANALYSIS_ANALYSIS_H
#define GR_ANALYSIS_ANALYSIS_H

/*
 * Numbers in, numbers out: near-duplicates, draws and, in votes.h, how far reviewers agree and how sure ranks are. No records, no
 * repository. The only room with floating point, which stays inside: what comes in and goes out are whole numbers.
 */

#include "analysis/votes.h"
#include "base/base.h"
#include "base/buf.h"

/* ---- similar.c ---- */

/*
 * Text that stands in two places almost word for word. Only letters and digits count, without regard to case and width, so that
 * spaces and punctuation make no difference. One text is cut into all its runs of GR_SIMILAR_RUN characters (shingles), and
 * others are held against it, in time that grows with their length alone.
 */

#define GR_SIMILAR_RUN ((size_t)16) /* what is shorter in common is chance */

struct gr_similarity {
	size_t common;  /* characters of the other text that stand in runs which are in this one too */
	size_t longest; /* of such a run */
	size_t from;    /* where that begins in this text, in bytes, and where it ends */
	size_t to;
};

typedef struct gr_similar gr_similar;

int gr_similar_new(gr_similar **out, const char *text); /* UTF-8; GRANT_ENOMEM */
void gr_similar_free(gr_similar *similar);
int gr_similar_compare(struct gr_similarity *out, const gr_similar *similar, const char *other); /* GRANT_ENOMEM */
/* Whether two names differ in spaces, punctuation, case and width only, or not at all. */
bool gr_similar_names(const char *one, const char *other);

/* ---- draw.c ---- */

#define GR_DRAW_SHA256_SIZE 32
#define GR_DRAW_MD5_SIZE 16
#define GR_DRAW_POOL_MAX 20000 /* RFC 3797 counts in two bytes */
#define GR_DRAW_ATTEMPTS 1000  /* that so many digests are passed over does not happen: it takes luck of 2^-1000 or worse */

/* SHA-256 or MD5 of some bytes. */
typedef void (*gr_draw_digest_cb)(unsigned char *out, const void *bytes, size_t size);

/*
 * Draw `count` of a pool of `size` without putting back: their places in the pool, from 0, in the order they were drawn.
 *
 * By SHA-256: for the pick k (from 1) and the attempt a (from 1) the digest of the text "NAME\nSEED\nk.a\n". Its first eight
 * bytes are a number, the highest byte first; when that is no less than the largest multiple of the n that are left which 64 bits
 * can count, the next attempt is made; else the number modulo n says which of those that are left is drawn, counted from 0.
 * The name keeps two draws apart that use one seed.
 */
int gr_draw_sha256(size_t *picks, size_t count, size_t size, const char *name, const char *seed, gr_draw_digest_cb digest);
/* RFC 3797, section 4, with the string of gr_draw_key(). */
int gr_draw_rfc3797(size_t *picks, size_t count, size_t size, const char *key, gr_draw_digest_cb digest);
/* The RFC's string of a seed: "9319; 2 5 12 8 10" -> "9319./2.5.8.10.12./". Whole numbers only, as the RFC advises; what is in
 * that form already stays as it is. GRANT_EINPUT with words. */
int gr_draw_key(struct gr_buf *out, const char *seed);

#endif
