/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The whole index from nothing, in two threads: one walks the trees and reads the blobs, with a repository handle of its own; the
 * caller's thread puts rows into SQLite. Whichever has less to do makes rows of the blobs. Between them goes a ring of boxes of rows,
 * each in one thread's hands at a time, so that memory stays bounded however large the round is. Where there can be no second
 * handle or thread, one thread does both.
 */
#include "work/rows.h"

#include <pthread.h>
#include <signal.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"

#define BOXES 8
#define BOX_ROWS 256
#define BOX_BYTES ((size_t)256 * 1024)

struct box {
	gr_row *rows[BOX_ROWS];
	size_t count, bytes;
};

struct ring {
	struct box boxes[BOXES];
	pthread_mutex_t lock;
	pthread_cond_t changed;
	size_t filled, emptied;  /* so many, ever; what lies in between is full */
	bool has_ended;          /* nothing will be filled any more */
	bool is_unwanted;        /* who empties has failed */
	int code;                /* of the reading */
	grant_error *error;

	/* of the reading thread alone */
	struct gr_rows rows;
	struct gr_oid commit;
};

/* ---- the thread that reads ---- */

/* The box at hand is full: on to the next one, once it is empty. Where most are full the other thread has more to do, and rows are
 * read here; else they are left to it. */
static int pass_on(struct ring *ring)
{
	bool is_unwanted;

	pthread_mutex_lock(&ring->lock);
	ring->filled++;
	pthread_cond_signal(&ring->changed);
	while (ring->filled - ring->emptied == BOXES && !ring->is_unwanted)
		pthread_cond_wait(&ring->changed, &ring->lock);
	is_unwanted = ring->is_unwanted;
	ring->rows.may_hold = ring->filled - ring->emptied < BOXES / 2;
	pthread_mutex_unlock(&ring->lock);
	return is_unwanted ? GRANT_ECANCELED : 0;
}

static int put_into_box(struct gr_rows *rows)
{
	struct ring *ring = rows->payload;
	struct box *box = &ring->boxes[ring->filled % BOXES];
	int r = 0;

	box->bytes += gr_row_size(box->rows[box->count++]);
	if (box->count == BOX_ROWS || box->bytes > BOX_BYTES) {
		r = pass_on(ring);
		box = &ring->boxes[ring->filled % BOXES];
	}
	rows->slot = &box->rows[box->count];
	return r;
}

static void *read_everything(void *payload)
{
	struct ring *ring = payload;
	int r;

	ring->rows.slot = &ring->boxes[0].rows[0];
	r = gr_store_diff(ring->rows.store, NULL, &ring->commit, gr_rows_change, &ring->rows);
	if (r == 0)
		r = gr_rows_finish(&ring->rows);
	pthread_mutex_lock(&ring->lock);
	if (r == 0)
		ring->filled++; /* the last one, which may be empty */
	ring->code = r;
	ring->error = r < 0 ? gr_error_take() : NULL;
	ring->has_ended = true;
	pthread_cond_signal(&ring->changed);
	pthread_mutex_unlock(&ring->lock);
	return NULL;
}

/* ---- the thread that writes ---- */

/* NULL: there is no more. */
static struct box *next_full(struct ring *ring)
{
	struct box *box = NULL;

	pthread_mutex_lock(&ring->lock);
	while (ring->filled == ring->emptied && !ring->has_ended)
		pthread_cond_wait(&ring->changed, &ring->lock);
	if (ring->filled != ring->emptied)
		box = &ring->boxes[ring->emptied % BOXES];
	pthread_mutex_unlock(&ring->lock);
	return box;
}

static void give_back(struct ring *ring, struct box *box, bool is_unwanted)
{
	box->count = box->bytes = 0;
	pthread_mutex_lock(&ring->lock);
	ring->emptied++;
	ring->is_unwanted = is_unwanted;
	pthread_cond_signal(&ring->changed);
	pthread_mutex_unlock(&ring->lock);
}

static int write_everything(int64_t *records, grant_round *round, struct ring *ring)
{
	struct box *box;
	int r = 0;

	while (r == 0 && (box = next_full(ring))) {
		for (size_t i = 0; r == 0 && i < box->count; i++) {
			r = gr_row_finish(box->rows[i]);
			if (r == 0)
				r = gr_index_put(round->index, box->rows[i]);
			*records += !gr_row_is_document(box->rows[i]);
		}
		if (r == 0)
			r = gr_progress_step(&round->progress, box->count);
		give_back(ring, box, r != 0);
	}
	return r;
}

/* Signals are for the threads of the host program. */
static bool start_thread(pthread_t *thread, struct ring *ring)
{
	sigset_t all, before;
	int code;

	sigfillset(&all);
	pthread_sigmask(SIG_SETMASK, &all, &before);
	code = pthread_create(thread, NULL, read_everything, ring);
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	return code == 0;
}

static void free_ring(struct ring *ring)
{
	for (size_t i = 0; i < BOXES; i++)
		for (size_t k = 0; k < BOX_ROWS; k++)
			gr_row_free(ring->boxes[i].rows[k]);
	gr_rows_clear(&ring->rows);
	gr_store_close(ring->rows.store);
	pthread_cond_destroy(&ring->changed);
	pthread_mutex_destroy(&ring->lock);
	gr_free(ring);
}

/* A commit that is not written yet is seen by the handle that made it only. Nothing is written by opening: a doctor may ask. */
static gr_store *open_second(grant_round *round, const struct gr_oid *commit)
{
	gr_store *store = NULL;
	struct gr_oid tree;

	if (gr_store_open_as_is(&store, gr_store_git_dir(round->store), false) == 0 && gr_store_is_open(store) &&
	    gr_store_expect_reading(store) == 0 && gr_store_tree_of(&tree, store, commit) == 0)
		return store;
	gr_store_close(store);
	gr_error_clear();
	return NULL;
}

/* *started tells whether anything was done at all. */
static int build_in_two(bool *started, int64_t *records, grant_round *round, const struct gr_oid *commit)
{
	gr_store *store = open_second(round, commit);
	struct ring *ring = store ? gr_alloc(sizeof(*ring)) : NULL;
	pthread_t thread;
	int r = 0;

	*started = false;
	if (!ring) {
		gr_store_close(store);
		return 0;
	}
	ring->rows = (struct gr_rows){ .store = store, .tables = &round->tables, .may_hold = true, .is_whole = true, .payload = ring,
		                       .put = put_into_box };
	ring->commit = *commit;
	pthread_mutex_init(&ring->lock, NULL);
	pthread_cond_init(&ring->changed, NULL);
	*started = start_thread(&thread, ring);
	if (*started) {
		r = write_everything(records, round, ring);
		pthread_join(thread, NULL);
	}
	if (r == 0 && ring->code < 0)
		r = gr_error_give(ring->error);
	else
		gr_error_free(ring->error);
	free_ring(ring);
	return r;
}

/* ---- one thread ---- */

struct single {
	grant_round *round;
	int64_t *records;
	gr_row *row;
};

static int put_at_once(struct gr_rows *rows)
{
	struct single *single = rows->payload;
	int r = gr_index_put(single->round->index, single->row);

	*single->records += !gr_row_is_document(single->row);
	return r == 0 ? gr_progress_step(&single->round->progress, 1) : r;
}

static int build_in_one(int64_t *records, grant_round *round, const struct gr_oid *commit)
{
	struct single single = { .round = round, .records = records };
	struct gr_rows rows = { .store = round->store, .tables = &round->tables, .is_whole = true, .payload = &single,
		                .slot = &single.row, .put = put_at_once };
	int r = gr_store_diff(round->store, NULL, commit, gr_rows_change, &rows);

	if (r == 0)
		r = gr_rows_finish(&rows);
	gr_rows_clear(&rows);
	gr_row_free(single.row);
	return r;
}

int gr_rows_build(int64_t *records, grant_round *round, const struct gr_oid *commit)
{
	bool started;
	int r = build_in_two(&started, records, round, commit);

	return started ? r : build_in_one(records, round, commit);
}
