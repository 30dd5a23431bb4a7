/* SPDX-License-Identifier: Apache-2.0 */
/* Writers at once and writers that died: the swap of main, the lock and its time-out, what a killed one leaves behind. */
#include "store-test.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>

static void write_text(const struct place *place, const char *name, const char *text)
{
	char path[256];
	FILE *file;

	snprintf(path, sizeof(path), "%s/%s", place->round, name);
	file = fopen(path, "w");
	assert_non_null(file);
	fputs(text, file);
	fclose(file);
}

static bool is_there(const struct place *place, const char *name)
{
	char path[256];

	snprintf(path, sizeof(path), "%s/%s", place->round, name);
	return access(path, F_OK) == 0;
}

static void prepare(struct gr_oid *commit, struct place *place, const struct gr_oid *parent, const char *text)
{
	struct gr_commit_request request = commit_request(parent);
	gr_edit *edit;

	check(gr_edit_new(&edit, place->store, parent));
	check(gr_edit_put_bytes(edit, "a", text, strlen(text)));
	check(gr_store_commit(commit, edit, &request));
	gr_edit_free(edit);
}

static int move_under_lock(struct place *place, const struct gr_oid *from, const struct gr_oid *to)
{
	int r;

	check(gr_store_lock(place->store, 1000));
	r = gr_store_move(place->store, from, to);
	gr_store_unlock(place->store);
	return r;
}

static void main_moves_only_from_where_it_was_expected(void **state)
{
	struct place place;
	struct gr_oid one, two, other, tip;

	(void)state;
	make_place(&place, false);
	assert_int_equal(gr_store_tip(&tip, place.store), GRANT_ENOTFOUND);
	commit_file(&one, &place, NULL, "a", "1");
	prepare(&other, &place, &one, "other");
	commit_file(&two, &place, &one, "a", "2");
	assert_int_equal(move_under_lock(&place, &one, &other), GRANT_ECONFLICT);
	assert_int_equal(move_under_lock(&place, NULL, &other), GRANT_ECONFLICT);
	check(gr_store_tip(&tip, place.store));
	assert_true(gr_oid_equal(&tip, &two));
	assert_false(is_there(&place, "grant/intent"));
	clear_place(&place);
}

static void a_second_handle_waits_for_the_lock_and_gives_up_in_time(void **state)
{
	struct place place;
	gr_store *second;

	(void)state;
	make_place(&place, false);
	check(gr_store_open(&second, place.round));
	check(gr_store_lock(place.store, 1000));
	assert_int_equal(gr_store_lock(second, 50), GRANT_ECONFLICT);
	gr_store_unlock(place.store);
	check(gr_store_lock(second, 50));
	gr_store_close(second); /* gives it back */
	check(gr_store_lock(place.store, 50));
	clear_place(&place);
}

/* The lock goes with the process that held it, however that ended. */
static void a_killed_writer_holds_no_lock(void **state)
{
	struct place place;
	int status;
	pid_t pid;

	(void)state;
	make_place(&place, false);
	pid = fork();
	if (pid == 0) {
		gr_store *own;

		if (gr_store_open(&own, place.round) < 0 || gr_store_lock(own, 1000) < 0)
			_exit(2);
		kill(getpid(), 9);
	}
	waitpid(pid, &status, 0);
	assert_true(WIFSIGNALED(status));
	check(gr_store_lock(place.store, 1000));
	clear_place(&place);
}

static void a_lock_of_main_that_a_killed_writer_left_is_cleared(void **state)
{
	struct place place;
	struct gr_oid one, two, tip;
	char hex[GR_OID_HEX];

	(void)state;
	make_place(&place, false);
	commit_file(&one, &place, NULL, "a", "1");
	prepare(&two, &place, &one, "2");
	gr_oid_hex(hex, &two);
	write_text(&place, "grant/intent", hex);
	write_text(&place, "refs/heads/main.lock", "");
	check(move_under_lock(&place, &one, &two));
	check(gr_store_tip(&tip, place.store));
	assert_true(gr_oid_equal(&tip, &two));
	assert_false(is_there(&place, "refs/heads/main.lock"));
	assert_false(is_there(&place, "grant/intent"));
	clear_place(&place);
}

static void a_lock_of_main_without_our_intent_stays_and_is_named(void **state)
{
	struct place place;
	struct gr_oid one, two;

	(void)state;
	make_place(&place, false);
	commit_file(&one, &place, NULL, "a", "1");
	prepare(&two, &place, &one, "2");
	write_text(&place, "refs/heads/main.lock", "");
	assert_int_equal(move_under_lock(&place, &one, &two), GRANT_EIO);
	assert_non_null(strstr(grant_error_message(grant_error_last()), "refs/heads/main.lock"));
	assert_true(is_there(&place, "refs/heads/main.lock"));
	clear_place(&place);
}

/* An intent was left, but its writer died before or after it held main.lock; the one that is there now belongs to a git that
 * lives. */
static void a_living_git_keeps_its_lock_although_an_intent_was_left(void **state)
{
	struct place place;
	struct gr_oid one, two;
	char hex[GR_OID_HEX];

	(void)state;
	make_place(&place, false);
	commit_file(&one, &place, NULL, "a", "1");
	prepare(&two, &place, &one, "2");
	gr_oid_hex(hex, &two);
	write_text(&place, "grant/intent", hex);
	check(gr_store_lock(place.store, 1000));
	write_text(&place, "refs/heads/main.lock", ""); /* after we had ours */
	assert_int_equal(gr_store_move(place.store, &one, &two), GRANT_EIO);
	gr_store_unlock(place.store);
	assert_true(is_there(&place, "refs/heads/main.lock"));
	clear_place(&place);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(main_moves_only_from_where_it_was_expected),
		cmocka_unit_test(a_second_handle_waits_for_the_lock_and_gives_up_in_time),
		cmocka_unit_test(a_killed_writer_holds_no_lock),
		cmocka_unit_test(a_lock_of_main_that_a_killed_writer_left_is_cleared),
		cmocka_unit_test(a_lock_of_main_without_our_intent_stays_and_is_named),
		cmocka_unit_test(a_living_git_keeps_its_lock_although_an_intent_was_left),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("writers", tests, NULL, NULL);
}
