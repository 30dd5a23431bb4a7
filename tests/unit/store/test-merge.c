/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Merging trees. What git says of the same commits is the measure: a thousand random histories with two ends, whose
 * contents are such that git's own merge of lines never succeeds where both sides changed a file.
 */
#include "store-test.h"

#define HISTORIES 1000

static uint32_t state_of_chance = 20181126;

static unsigned chance(unsigned below)
{
	state_of_chance = state_of_chance * 1664525u + 1013904223u;
	return (state_of_chance >> 8) % below;
}

static void commit_on(struct gr_oid *out, gr_edit *edit, const struct gr_oid *parent)
{
	struct gr_commit_request request = commit_request(parent);

	check(gr_store_commit(out, edit, &request));
	gr_edit_free(edit);
}

/* One change upon a commit. */
static void put(struct gr_oid *commit, struct place *place, const char *path, const char *text)
{
	struct gr_oid parent = *commit;
	gr_edit *edit;

	check(gr_edit_new(&edit, place->store, &parent));
	if (text)
		check(gr_edit_put_bytes(edit, path, text, strlen(text)));
	else
		check(gr_edit_remove(edit, path));
	if (gr_edit_count(edit) == 0)
		gr_edit_free(edit);
	else
		commit_on(commit, edit, &parent);
}

static void random_path(char out[64])
{
	static const char *const names[] = { "a", "a-b", "a.c", "a0", "表", "表-1", "目录", "申请" };
	unsigned depth = 1 + chance(3);

	out[0] = '\0';
	for (unsigned i = 0; i < depth; i++)
		snprintf(out + strlen(out), 64 - strlen(out), "%s%s", i ? "/" : "", names[chance(GR_COUNT(names))]);
}

/* Few texts, so that both sides come to the same now and then; each in a single line, which git cannot merge, and of its
 * path, so that git sees nothing moved. */
static void change_something(struct gr_oid *commit, struct place *place)
{
	char path[64], text[96];

	random_path(path);
	snprintf(text, sizeof(text), "%s %u\n", path, chance(4));
	put(commit, place, path, chance(4) ? text : NULL);
}

static int remember(const struct gr_merge_conflict *conflict, void *payload)
{
	struct gr_buf *paths = payload;

	gr_buf_printf(paths, "%s\n", conflict->path);
	return GR_MERGE_OPEN;
}

struct ends {
	struct gr_oid base, ours, theirs;
};

static void make_ends(struct ends *out, struct place *place, const struct gr_oid *root)
{
	out->base = *root;
	for (int i = 0; i < 8; i++)
		change_something(&out->base, place);
	out->ours = out->theirs = out->base;
	for (unsigned i = 1 + chance(3); i > 0; i--)
		change_something(&out->ours, place);
	for (unsigned i = 1 + chance(3); i > 0; i--)
		change_something(&out->theirs, place);
}

/* What git makes of it: the tree's id alone, or with lines that begin with "conflict". */
static char *git_says(const struct place *place, const struct ends *ends)
{
	char ours[GR_OID_HEX], theirs[GR_OID_HEX];

	gr_oid_hex(ours, &ends->ours);
	gr_oid_hex(theirs, &ends->theirs);
	return output_of("cd '%s' && { git -c merge.renames=false -c core.quotePath=false merge-tree --write-tree --no-messages "
	                 "--name-only --allow-unrelated-histories %s %s || true; } | sed '2,$s/^/conflict /'",
	                 place->round, ours, theirs);
}

static void compare_with_git(struct place *place, const struct ends *ends, int number)
{
	gr_auto_buf struct gr_buf conflicts = GR_BUF_INIT;
	gr_autofree_text char *git = git_says(place, ends);
	struct gr_oid tree;
	char hex[GR_OID_HEX] = "";
	int r = gr_store_merge(&tree, place->store, &ends->base, &ends->ours, &ends->theirs, remember, &conflicts);

	if (r == GRANT_ECONFLICT) {
		if (!strstr(git, "\nconflict "))
			fail_msg("history %d: conflicts here:\n%s\nnone for git: %s", number, gr_buf_text(&conflicts), git);
		return;
	}
	check(r);
	gr_oid_hex(hex, &tree);
	if (strncmp(git, hex, 40) != 0 || strstr(git, "\nconflict "))
		fail_msg("history %d: %s here, for git:\n%s", number, hex, git);
}

static void random_histories_merge_as_git_merges_them(void **state)
{
	struct ends *all = gr_alloc_array(HISTORIES, sizeof(*all));
	struct gr_oid first;
	struct place place;

	(void)state;
	assert_non_null(all);
	make_place(&place, false);
	commit_file(&first, &place, NULL, "README", "x");
	for (int i = 0; i < HISTORIES; i++)
		make_ends(&all[i], &place, &first);
	check(gr_store_lock(place.store, 1000));
	check(gr_store_move(place.store, &first, &all[HISTORIES - 1].ours)); /* all of them durable, for git to see */
	gr_store_unlock(place.store);
	for (int i = 0; i < HISTORIES; i++)
		compare_with_git(&place, &all[i], i);
	gr_free(all);
	clear_place(&place);
}

/* ---- conflicts, one by one ---- */

struct told {
	int count, answer;
	char path[64];
	struct gr_merge_side base, ours, theirs;
};

static int note(const struct gr_merge_conflict *conflict, void *payload)
{
	struct told *told = payload;

	told->count++;
	snprintf(told->path, sizeof(told->path), "%s", conflict->path);
	told->base = conflict->base;
	told->ours = conflict->ours;
	told->theirs = conflict->theirs;
	return told->answer;
}

static void prepare(struct ends *ends, struct place *place)
{
	struct gr_oid first;

	make_place(place, false);
	commit_file(&first, place, NULL, "d/a", "1");
	put(&first, place, "d/b", "1");
	ends->base = ends->ours = ends->theirs = first;
}

static void assert_files(struct place *place, const struct gr_oid *tree, const char *expected)
{
	char hex[GR_OID_HEX];
	struct gr_oid tip;
	char *names;

	check(gr_store_tip(&tip, place->store));
	gr_oid_hex(hex, tree);
	check(gr_store_lock(place->store, 1000));
	check(gr_store_move(place->store, &tip, &tip)); /* what is pending becomes visible */
	gr_store_unlock(place->store);
	names = output_of("cd '%s' && git ls-tree -r --name-only %s | tr '\\n' ' '", place->round, hex);
	assert_string_equal(names, expected);
	gr_free(names);
}

static void a_file_that_one_side_changed_and_the_other_removed_is_a_conflict_that_can_be_settled(void **state)
{
	struct told told = { .answer = GR_MERGE_OPEN };
	struct place place;
	struct gr_oid tree;
	struct ends ends;

	(void)state;
	prepare(&ends, &place);
	put(&ends.ours, &place, "d/a", "2");
	put(&ends.theirs, &place, "d/a", NULL);
	assert_int_equal(gr_store_merge(&tree, place.store, &ends.base, &ends.ours, &ends.theirs, note, &told),
	                 GRANT_ECONFLICT);
	assert_int_equal(told.count, 1);
	assert_string_equal(told.path, "d/a");
	assert_true(told.base.is_there && told.ours.is_there && !told.theirs.is_there);
	assert_int_equal(gr_store_merge(&tree, place.store, &ends.base, &ends.ours, &ends.theirs, NULL, NULL),
	                 GRANT_ECONFLICT);
	told.answer = GR_MERGE_THEIRS;
	check(gr_store_merge(&tree, place.store, &ends.base, &ends.ours, &ends.theirs, note, &told));
	assert_files(&place, &tree, "d/b ");
	told.answer = GR_MERGE_OURS;
	check(gr_store_merge(&tree, place.store, &ends.base, &ends.ours, &ends.theirs, note, &told));
	assert_files(&place, &tree, "d/a d/b ");
	clear_place(&place);
}

static void a_file_here_and_a_folder_there_is_a_conflict_that_can_be_settled(void **state)
{
	struct told told = { .answer = GR_MERGE_OURS };
	struct place place;
	struct gr_oid tree;
	struct ends ends;

	(void)state;
	prepare(&ends, &place);
	put(&ends.ours, &place, "n", "file");
	put(&ends.theirs, &place, "n/x", "folder");
	check(gr_store_merge(&tree, place.store, &ends.base, &ends.ours, &ends.theirs, note, &told));
	assert_string_equal(told.path, "n");
	assert_true(!told.ours.is_tree && told.theirs.is_tree);
	assert_files(&place, &tree, "d/a d/b n ");
	told.answer = GR_MERGE_THEIRS;
	check(gr_store_merge(&tree, place.store, &ends.base, &ends.ours, &ends.theirs, note, &told));
	assert_files(&place, &tree, "d/a d/b n/x ");
	clear_place(&place);
}

static void all_conflicts_are_told_and_a_callback_can_stop(void **state)
{
	struct told told = { .answer = GR_MERGE_OPEN };
	struct place place;
	struct gr_oid tree;
	struct ends ends;

	(void)state;
	prepare(&ends, &place);
	put(&ends.ours, &place, "d/a", "2");
	put(&ends.ours, &place, "d/b", "2");
	put(&ends.theirs, &place, "d/a", "3");
	put(&ends.theirs, &place, "d/b", "3");
	assert_int_equal(gr_store_merge(&tree, place.store, &ends.base, &ends.ours, &ends.theirs, note, &told),
	                 GRANT_ECONFLICT);
	assert_int_equal(told.count, 2);
	told.count = 0;
	told.answer = GRANT_ECANCELED;
	assert_int_equal(gr_store_merge(&tree, place.store, &ends.base, &ends.ours, &ends.theirs, note, &told),
	                 GRANT_ECANCELED);
	assert_int_equal(told.count, 1);
	clear_place(&place);
}

static void the_common_commit_of_two_histories_is_found(void **state)
{
	struct place place;
	struct gr_oid base;
	struct ends ends;

	(void)state;
	prepare(&ends, &place);
	put(&ends.ours, &place, "x", "1");
	put(&ends.theirs, &place, "y", "1");
	check(gr_store_merge_base(&base, place.store, &ends.ours, &ends.theirs));
	assert_true(gr_oid_equal(&base, &ends.base));
	clear_place(&place);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(random_histories_merge_as_git_merges_them),
		cmocka_unit_test(a_file_that_one_side_changed_and_the_other_removed_is_a_conflict_that_can_be_settled),
		cmocka_unit_test(a_file_here_and_a_folder_there_is_a_conflict_that_can_be_settled),
		cmocka_unit_test(all_conflicts_are_told_and_a_callback_can_stop),
		cmocka_unit_test(the_common_commit_of_two_histories_is_found),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("merge", tests, NULL, NULL);
}
