/* SPDX-License-Identifier: Apache-2.0 */
/* Groups of acts: seen by this handle at once, by others when the group has ended, and by nobody when it is dropped. */
#include "api-test.h"

static int add_person(grant_round *round, const char *id)
{
	static const char *const roles[] = { "reviewer", NULL };
	grant_person_options options = GRANT_PERSON_OPTIONS_INIT;

	options.name = "评委";
	options.roles = roles;
	return grant_person_add(NULL, round, id, &options);
}

static bool has_person(grant_round *round, const char *id)
{
	grant_record *person = NULL;
	int r = grant_person_get(&person, round, id);

	grant_record_free(person);
	assert_true(r == 0 || r == GRANT_ENOTFOUND);
	return r == 0;
}

static bool others_see(const struct place *place, const char *id)
{
	grant_round *other = open_as(place, "officer");
	bool is_there = has_person(other, id);

	grant_round_close(other);
	return is_there;
}

static int commits(const struct place *place)
{
	char command[256];
	FILE *pipe;
	int count = -1;

	snprintf(command, sizeof(command), "git -C '%s' fsck --strict --no-dangling 2>&1 >/dev/null && git -C '%s' rev-list --count main",
	         place->round, place->round);
	pipe = popen(command, "r");
	assert_non_null(pipe);
	assert_int_equal(fscanf(pipe, "%d", &count), 1);
	assert_int_equal(pclose(pipe), 0);
	return count;
}

/* Each test has a round of its own, opened by its officer. */
struct session {
	struct place place;
	grant_round *round;
};

static int begin(void **state)
{
	struct session *session = calloc(1, sizeof(*session));

	assert_non_null(session);
	make_place(&session->place);
	session->round = open_as(&session->place, "officer");
	*state = session;
	return 0;
}

static int end(void **state)
{
	struct session *session = *state;

	grant_round_close(session->round);
	clear_place(&session->place);
	free(session);
	return 0;
}

static void acts_of_a_group_are_seen_by_others_when_it_has_ended(void **state)
{
	struct session *session = *state;
	const struct place *place = &session->place;
	grant_round *round = session->round;

	check(grant_round_begin_group(round));
	check(add_person(round, "r01"));
	check(add_person(round, "r02"));
	assert_true(has_person(round, "r01"));
	assert_false(others_see(place, "r01"));
	assert_int_equal(commits(place), 1);
	check(grant_round_finish_group(round));
	assert_true(others_see(place, "r01") && others_see(place, "r02"));
	assert_int_equal(commits(place), 3);
}

static void an_act_that_fails_leaves_its_group_as_it_was(void **state)
{
	struct session *session = *state;
	const struct place *place = &session->place;
	grant_round *round = session->round;

	check(grant_round_begin_group(round));
	check(add_person(round, "r01"));
	assert_int_equal(add_person(round, "r01"), GRANT_EEXISTS);
	assert_int_equal(add_person(round, "不行"), GRANT_EINPUT);
	check(add_person(round, "r02"));
	check(grant_round_finish_group(round));
	assert_true(others_see(place, "r01") && others_see(place, "r02"));
	assert_int_equal(commits(place), 3);
}

static void a_dropped_group_has_not_happened(void **state)
{
	struct session *session = *state;
	const struct place *place = &session->place;
	grant_round *round = session->round;

	check(grant_round_begin_group(round));
	check(add_person(round, "r01"));
	assert_non_null(grant_round_last_act(round));
	grant_round_drop_group(round);
	assert_null(grant_round_last_act(round));
	assert_false(has_person(round, "r01"));
	assert_int_equal(commits(place), 1);
	check(add_person(round, "r01"));
	assert_true(others_see(place, "r01"));
	assert_int_equal(commits(place), 2);
}

static void a_handle_that_is_closed_drops_its_group_and_gives_the_lock_back(void **state)
{
	struct session *session = *state;
	const struct place *place = &session->place;
	grant_round *round = session->round, *other;

	check(grant_round_begin_group(round));
	check(add_person(round, "r01"));
	grant_round_close(round);
	session->round = NULL;
	other = open_as(place, "officer");
	assert_false(has_person(other, "r01"));
	check(add_person(other, "r02"));
	assert_int_equal(commits(place), 2);
	grant_round_close(other);
}

/* git push knows nothing of our lock. */
static void a_push_in_the_middle_of_a_group_wins_and_nothing_of_the_group_stays(void **state)
{
	struct session *session = *state;
	const struct place *place = &session->place;
	grant_round *round = session->round;
	char command[256];

	check(grant_round_begin_group(round));
	check(add_person(round, "r01"));
	snprintf(command, sizeof(command),
	         "cd '%s' && git update-ref refs/heads/main $(git -c user.name=x -c user.email=x@x commit-tree -p main -m pushed main^{tree})",
	         place->round);
	assert_int_equal(system(command), 0);
	assert_int_equal(grant_round_finish_group(round), GRANT_ECONFLICT);
	assert_null(grant_round_last_act(round));
	assert_false(has_person(round, "r01"));
	assert_int_equal(commits(place), 2);
	check(add_person(round, "r02"));
	assert_int_equal(commits(place), 3);
}

static void groups_do_not_nest_and_none_can_be_ended_that_was_not_begun(void **state)
{
	struct session *session = *state;
	const struct place *place = &session->place;
	grant_round *round = session->round;

	assert_int_equal(grant_round_finish_group(round), GRANT_EINVALID);
	check(grant_round_begin_group(round));
	assert_int_equal(grant_round_begin_group(round), GRANT_EINVALID);
	check(grant_round_finish_group(round));
	grant_round_drop_group(round);
	assert_int_equal(commits(place), 1);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(acts_of_a_group_are_seen_by_others_when_it_has_ended, begin, end),
		cmocka_unit_test_setup_teardown(an_act_that_fails_leaves_its_group_as_it_was, begin, end),
		cmocka_unit_test_setup_teardown(a_dropped_group_has_not_happened, begin, end),
		cmocka_unit_test_setup_teardown(a_handle_that_is_closed_drops_its_group_and_gives_the_lock_back, begin, end),
		cmocka_unit_test_setup_teardown(a_push_in_the_middle_of_a_group_wins_and_nothing_of_the_group_stays, begin, end),
		cmocka_unit_test_setup_teardown(groups_do_not_nest_and_none_can_be_ended_that_was_not_begun, begin, end),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("groups", tests, NULL, NULL);
}
