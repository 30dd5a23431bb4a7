/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_WORK_ROWS_H
#define GR_WORK_ROWS_H

/*
 * From changed files to rows of the index. It knows a repository and the tables and no index: where the rows go is the
 * caller's to say, so that another thread may make them (build.c).
 */

#include "work/handle.h"

struct gr_rows {
	gr_store *store;
	const struct gr_tables *tables;
	bool may_hold;  /* rows whose content says nothing here come unread (gr_row_finish()) */
	bool is_whole;  /* everything is new: every application goes by with all its records */
	const struct gr_oid *commit; /* which the changes lead to; when everything is new, not asked for */
	void *payload;
	gr_row **slot;  /* where the next row is made; `put` may point it elsewhere and may take what is there */
	int (*put)(struct gr_rows *rows);
	/* These three are not called when everything is new. */
	int (*remove)(struct gr_rows *rows, const char *table, const char *const *keys);
	/* The text of all files of an application goes. */
	int (*clear_texts)(struct gr_rows *rows, const char *application);
	/* The state of an application that was there before and whose own record did not go by. */
	int (*set_state)(struct gr_rows *rows, const char *application, const char *state);

	/* rows.c's own; zeroed to begin with */
	gr_row *held;                 /* the row of the application that goes by */
	char application[GR_ID_SIZE]; /* its id, "" for none */
	bool is_new, is_gone, is_held;
	bool may_differ;              /* its state, from what it was */
	bool has_files;               /* a file of one that was there before went by */
	size_t text_bytes;            /* of its files, so far */
	struct gr_facts facts;
	struct gr_read *reads;        /* the last records that were read, by id */
	struct gr_buf *large;         /* one of theirs that is too large to be kept; NULL: none */
};

/* A gr_store_change_cb; `payload` is the struct gr_rows. */
int gr_rows_change(const char *path, const struct gr_oid *old_blob, const struct gr_oid *new_blob, void *payload);
/* After the last change. */
int gr_rows_finish(struct gr_rows *rows);
void gr_rows_clear(struct gr_rows *rows);

/* rows-files.c: "proposal/..." of a file's path; NULL: no file of a proposal. */
const char *gr_rows_file_name(const char *path);
/* Whether such a file is looked into, by its name. */
bool gr_rows_is_text(const char *path);
/* The text of a file of the application that goes by. */
int gr_rows_file(struct gr_rows *rows, const char *path, const struct gr_oid *blob);
/* All of them again: which ones fit depends on all. */
int gr_rows_files_again(struct gr_rows *rows);

/* build.c: the rows of everything at a commit into an empty index, in its transaction. */
int gr_rows_build(int64_t *records, grant_round *round, const struct gr_oid *commit);

#endif
