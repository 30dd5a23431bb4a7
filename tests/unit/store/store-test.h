/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_UNIT_STORE_STORE_TEST_H
#define TESTS_UNIT_STORE_STORE_TEST_H

/* What the tests of this room share: cmocka in the order that it wants, a repository of their own, git's answers as text. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/error.h"
#include "base/mem.h"
#include "store/store.h"

struct place {
	char dir[64]; /* holds the repository and whatever the test puts beside it */
	char round[80];
	gr_store *store;
};

static inline void check(int code)
{
	if (code < 0)
		fail_msg("%s", grant_error_message(grant_error_last()));
}

/* What a command prints; yours. The test fails with the command. */
static inline char *output_of(const char *format, ...)
{
	struct gr_buf out = GR_BUF_INIT;
	char command[4096], block[4096];
	va_list arguments;
	size_t size;
	FILE *pipe;

	va_start(arguments, format);
	vsnprintf(command, sizeof(command), format, arguments);
	va_end(arguments);
	pipe = popen(command, "r");
	assert_non_null(pipe);
	gr_buf_text_append(&out, "");
	while ((size = fread(block, 1, sizeof(block), pipe)) > 0)
		gr_buf_append(&out, block, size);
	if (pclose(pipe) != 0)
		fail_msg("%s: %s", command, gr_buf_text(&out));
	return gr_buf_steal(&out);
}

static inline void run(const char *command, const char *dir)
{
	gr_free(output_of(command, dir));
}

static inline void make_place(struct place *place, bool checkout)
{
	snprintf(place->dir, sizeof(place->dir), "/tmp/grant-store-XXXXXX");
	assert_non_null(mkdtemp(place->dir));
	setenv("HOME", place->dir, 1);
	setenv("GIT_CONFIG_NOSYSTEM", "1", 1);
	snprintf(place->round, sizeof(place->round), "%s/round", place->dir);
	check(gr_store_init(&place->store, place->round, checkout));
}

static inline void clear_place(struct place *place)
{
	gr_store_close(place->store);
	run("rm -rf '%s'", place->dir);
}

static inline struct gr_commit_request commit_request(const struct gr_oid *parent)
{
	return (struct gr_commit_request){ .parent = parent,
		                           .message = "Test\n",
		                           .name = "测试",
		                           .email = "test@example.org",
		                           .author_time = { 1500000000, 480 },
		                           .commit_time = { 1500000000, 480 } };
}

/* Commit an edit and move main to it. */
static inline void commit_edit(struct gr_oid *commit, gr_edit *edit, struct place *place, const struct gr_oid *parent)
{
	struct gr_commit_request request = commit_request(parent);

	check(gr_store_commit(commit, edit, &request));
	check(gr_store_lock(place->store, 1000));
	check(gr_store_move(place->store, parent, commit));
	gr_store_unlock(place->store);
}

/* One file over a commit (NULL: the first). */
static inline void commit_file(struct gr_oid *commit, struct place *place, const struct gr_oid *parent,
                               const char *path, const char *text)
{
	gr_edit *edit;

	check(gr_edit_new(&edit, place->store, parent));
	check(gr_edit_put_bytes(edit, path, text, strlen(text)));
	commit_edit(commit, edit, place, parent);
	gr_edit_free(edit);
}

#endif
