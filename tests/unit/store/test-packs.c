/* SPDX-License-Identifier: Apache-2.0 */
/* What is written and not durable yet, the packs that it becomes, and many packs that become few; git looks at all of them. */
#include "store-test.h"

#include <dirent.h>
#include <fcntl.h>

#define LARGE (3 * 1024 * 1024 + 17)

static size_t count_files(const struct place *place, const char *folder, const char *part)
{
	const struct dirent *entry;
	char path[256];
	size_t count = 0;
	DIR *files;

	snprintf(path, sizeof(path), "%s/%s", place->round, folder);
	files = opendir(path);
	assert_non_null(files);
	while ((entry = readdir(files)))
		count += strstr(entry->d_name, part) != NULL;
	closedir(files);
	return count;
}

static void git_likes_it(const struct place *place)
{
	run("cd '%s' && test -z \"$(git fsck --strict 2>&1)\" && for p in objects/pack/*.pack; do git index-pack --verify "
	    "\"$p\" >/dev/null || exit 1; done",
	    place->round);
}

/* Bytes that shrink, or that do not. */
static char *make_bytes(size_t size, bool is_dense)
{
	char *bytes = gr_alloc(size + 1);
	uint32_t number = 1;

	assert_non_null(bytes);
	for (size_t i = 0; i < size; i++) {
		number = number * 1664525u + 1013904223u;
		bytes[i] = is_dense ? (char)(number >> 24) : "申请表\n"[i % 10];
	}
	return bytes;
}

/* By the writer that does not know the size, in pieces. */
static void write_streamed(struct gr_oid *out, gr_store *store, const char *bytes, size_t size)
{
	gr_blob_writer *writer;

	check(gr_blob_writer_open(&writer, store));
	for (size_t at = 0; at < size; at += 70000)
		check(gr_blob_writer_write(writer, bytes + at, size - at < 70000 ? size - at : 70000));
	check(gr_blob_writer_finish(out, writer));
}

static void assert_blob(gr_store *store, const struct gr_oid *blob, const char *bytes, size_t size)
{
	struct gr_buf got = GR_BUF_INIT;
	int64_t told = -1;

	check(gr_store_blob_size(&told, store, blob));
	assert_int_equal(told, size);
	check(gr_store_read_blob(&got, store, blob, size));
	assert_int_equal(got.size, size);
	assert_memory_equal(gr_buf_text(&got), bytes, size);
	gr_buf_free(&got);
}

static void every_size_is_read_back_before_and_after_it_is_durable(void **state)
{
	static const size_t sizes[] = { 0, 1, 15, 16, 2047, 2048, 4096, 4097, 70000, 262144, 1048577, LARGE };
	struct gr_oid blobs[2 * GR_COUNT(sizes)], commit;
	struct place place;
	gr_edit *edit;

	(void)state;
	make_place(&place, false);
	check(gr_edit_new(&edit, place.store, NULL));
	for (size_t i = 0; i < GR_COUNT(blobs); i++) {
		char *bytes = make_bytes(sizes[i / 2], i % 2), name[32];

		write_streamed(&blobs[i], place.store, bytes, sizes[i / 2]);
		assert_blob(place.store, &blobs[i], bytes, sizes[i / 2]);
		snprintf(name, sizeof(name), "%zu", i);
		check(gr_edit_put(edit, name, &blobs[i]));
		gr_free(bytes);
	}
	commit_edit(&commit, edit, &place, NULL);
	gr_edit_free(edit);
	gr_store_close(place.store);
	check(gr_store_open(&place.store, place.round));
	for (size_t i = 0; i < GR_COUNT(blobs); i++) {
		char *bytes = make_bytes(sizes[i / 2], i % 2);

		assert_blob(place.store, &blobs[i], bytes, sizes[i / 2]);
		gr_free(bytes);
	}
	assert_int_equal(count_files(&place, "objects/pack", ".pack"), 1);
	git_likes_it(&place);
	clear_place(&place);
}

static void an_object_that_is_written_twice_lies_in_the_pack_once(void **state)
{
	struct place place;
	struct gr_oid one, same, commit;
	gr_edit *edit;

	(void)state;
	make_place(&place, false);
	check(gr_store_write_blob(&one, place.store, "x", 1));
	write_streamed(&same, place.store, "x", 1);
	assert_true(gr_oid_equal(&one, &same));
	check(gr_edit_new(&edit, place.store, NULL));
	check(gr_edit_put(edit, "a", &one));
	check(gr_edit_put(edit, "b", &same));
	commit_edit(&commit, edit, &place, NULL);
	gr_edit_free(edit);
	git_likes_it(&place);
	clear_place(&place);
}

/* ---- what is pending ---- */

static void build(struct gr_oid *commit, struct place *place, const struct gr_oid *parent, const char *path,
                  const char *text)
{
	struct gr_commit_request request = commit_request(parent);
	gr_edit *edit;

	check(gr_edit_new(&edit, place->store, parent));
	check(gr_edit_put_bytes(edit, path, text, strlen(text)));
	check(gr_store_commit(commit, edit, &request));
	gr_edit_free(edit);
}

static void move(struct place *place, const struct gr_oid *from, const struct gr_oid *to)
{
	check(gr_store_lock(place->store, 1000));
	check(gr_store_move(place->store, from, to));
	gr_store_tidy(place->store);
	gr_store_unlock(place->store);
}

static void commits_build_upon_each_other_unseen_and_become_durable_together(void **state)
{
	struct gr_oid first, second, third, tip;
	struct place place;
	gr_store *other;

	(void)state;
	make_place(&place, false);
	commit_file(&first, &place, NULL, "一", "1");
	check(gr_store_open(&other, place.round));
	build(&second, &place, &first, "二", "2");
	gr_store_look_ahead(place.store, &second);
	build(&third, &place, &second, "三/三", "3");
	gr_store_look_ahead(place.store, &third);
	check(gr_store_tip(&tip, place.store));
	assert_true(gr_oid_equal(&tip, &third));
	check(gr_store_tip(&tip, other));
	assert_true(gr_oid_equal(&tip, &first));
	assert_int_equal(gr_store_tree_of(&tip, other, &third), GRANT_ENOTFOUND);
	move(&place, &first, &third);
	check(gr_store_tip(&tip, other));
	assert_true(gr_oid_equal(&tip, &third));
	check(gr_store_tree_of(&tip, other, &second));
	assert_int_equal(count_files(&place, "objects/pack", ".pack"), 2);
	git_likes_it(&place);
	gr_store_close(other);
	clear_place(&place);
}

static void what_is_rewound_is_gone_and_what_stood_before_stays(void **state)
{
	struct gr_oid first, kept, dropped, tree;
	char *large = make_bytes(LARGE, true);
	struct gr_mark mark;
	struct place place;

	(void)state;
	make_place(&place, false);
	commit_file(&first, &place, NULL, "a", "1");
	build(&kept, &place, &first, "b", "2");
	mark = gr_store_mark(place.store);
	build(&dropped, &place, &kept, "c", "3");
	write_streamed(&tree, place.store, large, LARGE);
	gr_store_rewind(place.store, &mark);
	assert_int_equal(gr_store_tree_of(&tree, place.store, &dropped), GRANT_ENOTFOUND);
	check(gr_store_tree_of(&tree, place.store, &kept));
	build(&dropped, &place, &kept, "d", "4");
	move(&place, &first, &dropped);
	git_likes_it(&place);
	assert_true(count_files(&place, "objects/pack", ".pack") == 2);
	gr_free(large);
	clear_place(&place);
}

static void what_never_becomes_durable_leaves_nothing(void **state)
{
	struct gr_oid first, second, tree;
	struct gr_mark mark;
	struct place place;

	(void)state;
	make_place(&place, false);
	commit_file(&first, &place, NULL, "a", "1");
	mark = gr_store_mark(place.store);
	build(&second, &place, &first, "b", "2");
	assert_int_equal(count_files(&place, "objects/pack", "tmp_pack_"), 1);
	gr_store_rewind(place.store, &mark);
	assert_int_equal(count_files(&place, "objects/pack", "tmp_"), 0);
	assert_int_equal(gr_store_tree_of(&tree, place.store, &second), GRANT_ENOTFOUND);
	build(&second, &place, &first, "b", "2");
	gr_store_close(place.store);
	assert_int_equal(count_files(&place, "objects/pack", "tmp_"), 0);
	check(gr_store_open(&place.store, place.round));
	clear_place(&place);
}

static void a_mark_from_before_a_durable_step_takes_back_only_what_came_after_it(void **state)
{
	struct gr_oid first, second, third, tree;
	struct gr_mark mark;
	struct place place;

	(void)state;
	make_place(&place, false);
	commit_file(&first, &place, NULL, "a", "1");
	mark = gr_store_mark(place.store);
	build(&second, &place, &first, "b", "2");
	move(&place, &first, &second);
	gr_store_rewind(place.store, &mark);
	check(gr_store_tree_of(&tree, place.store, &second));
	build(&third, &place, &second, "c", "3");
	gr_store_rewind(place.store, &mark);
	assert_int_equal(gr_store_tree_of(&tree, place.store, &third), GRANT_ENOTFOUND);
	check(gr_store_tree_of(&tree, place.store, &second));
	git_likes_it(&place);
	clear_place(&place);
}

static void a_lost_race_costs_nobody_anything(void **state)
{
	struct gr_oid first, second, mine, tip;
	struct gr_mark mark;
	struct place place;
	gr_store *other;

	(void)state;
	make_place(&place, false);
	commit_file(&first, &place, NULL, "a", "1");
	check(gr_store_open(&other, place.round));
	mark = gr_store_mark(place.store);
	build(&mine, &place, &first, "b", "2");
	run("cd '%s' && git update-ref refs/heads/main $(git -c user.name=t -c user.email=t@t commit-tree -p main -m x "
	    "main^{tree})",
	    place.round);
	check(gr_store_tip(&second, other));
	check(gr_store_lock(place.store, 1000));
	assert_int_equal(gr_store_move(place.store, &first, &mine), GRANT_ECONFLICT);
	gr_store_unlock(place.store);
	gr_store_rewind(place.store, &mark);
	check(gr_store_tip(&tip, place.store));
	assert_true(gr_oid_equal(&tip, &second));
	build(&mine, &place, &second, "b", "2");
	move(&place, &second, &mine);
	assert_int_equal(count_files(&place, "objects/pack", ".keep"), 0);
	git_likes_it(&place);
	gr_store_close(other);
	clear_place(&place);
}

/* ---- many packs ---- */

static void add_commits(struct gr_oid *tip, struct place *place, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++) {
		struct gr_oid next;
		char name[32];

		snprintf(name, sizeof(name), "%zu/%zu", i % 10, i);
		build(&next, place, i ? tip : NULL, name, name);
		move(place, i ? tip : NULL, &next);
		*tip = next;
	}
}

static int count_commit(const struct gr_commit_info *info, void *payload)
{
	(void)info;
	++*(size_t *)payload;
	return 0;
}

static size_t count_history(gr_store *store)
{
	struct gr_oid tip;
	size_t count = 0;

	check(gr_store_tip(&tip, store));
	check(gr_store_history(store, &tip, NULL, count_commit, &count));
	return count;
}

static void packs_do_not_pile_up_and_handles_of_before_keep_reading(void **state)
{
	struct gr_oid tip, tree;
	struct place place;
	gr_store *read_some, *read_nothing;

	(void)state;
	make_place(&place, false);
	add_commits(&tip, &place, 0, 30);
	check(gr_store_open(&read_some, place.round));
	check(gr_store_open(&read_nothing, place.round));
	assert_int_equal(count_history(read_some), 30);
	add_commits(&tip, &place, 30, 200);
	assert_in_range(count_files(&place, "objects/pack", ".pack"), 1, 40);
	assert_int_equal(count_files(&place, "objects/pack", ".pack"), count_files(&place, "objects/pack", ".idx"));
	check(gr_store_tree_of(&tree, read_some, &tip));
	assert_int_equal(count_history(read_some), 200);
	assert_int_equal(count_history(read_nothing), 200);
	git_likes_it(&place);
	gr_store_close(read_some);
	gr_store_close(read_nothing);
	clear_place(&place);
}

static void consolidating_puts_all_into_one_but_what_is_not_ours(void **state)
{
	struct gr_oid tip;
	struct place place;
	int64_t before, after;

	(void)state;
	make_place(&place, false);
	add_commits(&tip, &place, 0, 20);
	run("cd '%s' && touch \"$(ls objects/pack/*.idx | head -1 | sed s/idx$/keep/)\"", place.round);
	check(gr_store_lock(place.store, 1000));
	check(gr_store_consolidate(&before, &after, place.store));
	gr_store_unlock(place.store);
	assert_int_equal(before, 20);
	assert_int_equal(after, 2);
	assert_int_equal(count_history(place.store), 20);
	git_likes_it(&place);
	clear_place(&place);
}

static void packs_with_deltas_are_left_to_git(void **state)
{
	struct gr_oid tip;
	struct place place;
	int64_t before, after;

	(void)state;
	make_place(&place, false);
	add_commits(&tip, &place, 0, 25);
	run("cd '%s' && git -c pack.writeBitmaps=false -c repack.writeBitmaps=false repack -adfq", place.round);
	add_commits(&tip, &place, 25, 30);
	check(gr_store_lock(place.store, 1000));
	check(gr_store_consolidate(&before, &after, place.store));
	gr_store_unlock(place.store);
	assert_int_equal(before, 6);
	assert_int_equal(after, 2);
	assert_int_equal(count_history(place.store), 30);
	git_likes_it(&place);
	clear_place(&place);
}

static void a_damaged_pack_is_not_spread(void **state)
{
	struct gr_oid tip;
	struct place place;
	int64_t before, after;

	(void)state;
	make_place(&place, false);
	add_commits(&tip, &place, 0, 5);
	run("cd '%s' && f=$(ls objects/pack/*.pack | head -1) && chmod u+w $f && printf x | dd of=$f bs=1 seek=20 "
	    "conv=notrunc 2>/dev/null",
	    place.round);
	check(gr_store_lock(place.store, 1000));
	assert_int_equal(gr_store_consolidate(&before, &after, place.store), GRANT_EFORMAT);
	gr_store_unlock(place.store);
	assert_int_equal(count_files(&place, "objects/pack", ".pack"), 5);
	assert_int_equal(count_files(&place, "objects/pack", "tmp_"), 0);
	clear_place(&place);
}

static void git_gc_is_survived_by_open_handles(void **state)
{
	struct gr_oid tip, next;
	struct place place;

	(void)state;
	make_place(&place, false);
	add_commits(&tip, &place, 0, 20);
	assert_int_equal(count_history(place.store), 20);
	run("cd '%s' && git gc -q && git prune-packed -q", place.round);
	assert_int_equal(count_history(place.store), 20);
	build(&next, &place, &tip, "after", "gc");
	move(&place, &tip, &next);
	assert_int_equal(count_history(place.store), 21);
	git_likes_it(&place);
	clear_place(&place);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_size_is_read_back_before_and_after_it_is_durable),
		cmocka_unit_test(an_object_that_is_written_twice_lies_in_the_pack_once),
		cmocka_unit_test(commits_build_upon_each_other_unseen_and_become_durable_together),
		cmocka_unit_test(what_is_rewound_is_gone_and_what_stood_before_stays),
		cmocka_unit_test(what_never_becomes_durable_leaves_nothing),
		cmocka_unit_test(a_mark_from_before_a_durable_step_takes_back_only_what_came_after_it),
		cmocka_unit_test(a_lost_race_costs_nobody_anything),
		cmocka_unit_test(packs_do_not_pile_up_and_handles_of_before_keep_reading),
		cmocka_unit_test(consolidating_puts_all_into_one_but_what_is_not_ours),
		cmocka_unit_test(packs_with_deltas_are_left_to_git),
		cmocka_unit_test(a_damaged_pack_is_not_spread),
		cmocka_unit_test(git_gc_is_survived_by_open_handles),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("packs", tests, NULL, NULL);
}
