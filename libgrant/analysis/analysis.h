/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_ANALYSIS_ANALYSIS_H
#define GR_ANALYSIS_ANALYSIS_H

/*
 * Numbers in, numbers out: near-duplicates, draws, assignment and, in votes.h, how far reviewers agree and how sure ranks are. No
 * records, no repository. The only room with floating point, which stays inside: what comes in and goes out are whole numbers.
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

/* ---- matching.c ---- */

/*
 * Work given to people so that the sum of what each pair is worth is the highest that can be had: a flow of least cost, by
 * shortest augmenting paths, in whole numbers. Among equally good ones the loads are as even as can be (the sum of their squares
 * is the least), and among those the seed decides: the same numbers and the same seed give the same answer everywhere.
 *
 * Bounds on loads are kept before anything else. Where they cannot be, or where work stays undone, nothing is to be used of the
 * answer; gr_matching_cut() then says who and what stands in the way.
 */
__extension__ typedef __int128 gr_wide;

#define GR_MATCHING_NEVER (-((gr_wide)1 << 126)) /* worth of a pair that may not be */
#define GR_MATCHING_PAIRS_MAX ((size_t)16 * 1024 * 1024)

struct gr_matching {
	size_t tasks, people;
	const gr_wide *worth;  /* task by task, one for each person */
	const int32_t *need;   /* of each task: how many people */
	const int32_t *least;  /* of each person: how many tasks */
	const int32_t *most;
	const int32_t *had;    /* of each person: tasks beside these, which count where loads are compared */
	uint64_t seed;
	bool *given;           /* out, as `worth` */
	int32_t *load;         /* out: tasks given to each person */
	int32_t *lacking;      /* out: people that each task still lacks */
	gr_wide sum;           /* out: worth of all that is given */
	bool is_met;           /* out: every need and every bound is */
};

/* The in-fields are the caller's. GRANT_ELIMIT: too many pairs, or numbers so large that their sum has no room. */
int gr_matching_solve(struct gr_matching *matching);
void gr_matching_clear(struct gr_matching *matching);

/*
 * Why a task lacks people: the tasks that are tried for the same people, and those people, who all have what they may have.
 * Or, with `person`, why somebody has less than the least: the people among whom the same tasks go round, and these tasks.
 * The marks are the caller's, one for each, and are set, never taken away.
 */
int gr_matching_cut_of_task(bool *tasks, bool *people, const struct gr_matching *matching, size_t task);
int gr_matching_cut_of_person(bool *tasks, bool *people, const struct gr_matching *matching, size_t person);

#endif
