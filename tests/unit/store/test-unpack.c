/* SPDX-License-Identifier: Apache-2.0 */
/* Objects read straight from mapped packs: the same as git has, whatever git made of the packs, and nothing from a damaged one. */
#include "store-test.h"

#include "store/inside.h"

#define COMMITS 120

/* Texts that are alike, so that git makes deltas upon deltas of them and of the trees around them. */
static void fill(struct place *place)
{
	struct gr_oid commit, parent;

	for (int i = 0; i < COMMITS; i++) {
		struct gr_buf text = GR_BUF_INIT;
		char path[64];

		for (int line = 0; line < 40; line++)
			gr_buf_printf(&text, "第%d行：为辖区居民提供服务，第%d次\n", line, line == i % 40 ? i : 0);
		snprintf(path, sizeof(path), "applications/%02d/XF-%04d/记录.json", i % 7, i / 2);
		commit_file(&commit, place, i ? &parent : NULL, path, gr_buf_text(&text));
		parent = commit;
		gr_buf_free(&text);
	}
}

static struct gr_unpacker *look(const gr_store *store)
{
	struct gr_unpacker *unpacker = gr_unpacker_new();

	assert_non_null(unpacker);
	check(gr_unpacker_look(unpacker, store));
	return unpacker;
}

/* Of all objects, how many the packs themselves give; each is what git says it is. */
static int count_unpacked(const struct place *place, bool *all)
{
	char *list = output_of("cd '%s' && git cat-file --batch-all-objects --batch-check='%%(objectname) %%(objecttype)'", place->round);
	struct gr_unpacker *unpacker;
	int count = 0;

	*all = true;
	unpacker = look(place->store);
	for (char *line = strtok(list, "\n"); line; line = strtok(NULL, "\n")) {
		struct gr_raw raw;
		struct gr_oid oid, computed;
		git_oid id;

		line[40] = '\0';
		check(gr_oid_parse(&oid, line));
		if (!gr_unpack(&raw, unpacker, &oid)) {
			*all = false;
			continue;
		}
		assert_int_equal(git_odb_hash(&id, raw.bytes, raw.size, raw.type), 0);
		computed = gr_from_git(&id);
		assert_true(gr_oid_equal(&oid, &computed));
		assert_string_equal(git_object_type2string(raw.type), line + 41);
		assert_int_equal(((const char *)raw.bytes)[raw.size], 0);
		gr_raw_clear(&raw);
		count++;
	}
	gr_unpacker_free(unpacker);
	gr_free(list);
	return count;
}

static void objects_of_all_packs_are_what_git_says(void **state)
{
	struct place place;
	bool all;

	(void)state;
	make_place(&place, false);
	fill(&place);
	assert_true(count_unpacked(&place, &all) > 3 * COMMITS);
	assert_true(all);
	run("git -C '%s' repack -adfq --depth=50 --window=50", place.round);
	run("cd '%s' && git verify-pack -v objects/pack/*.idx | grep -q '^chain length = [1-9][0-9]'", place.round);
	assert_true(count_unpacked(&place, &all) > 3 * COMMITS);
	assert_true(all);
	clear_place(&place);
}

static void what_is_too_large_is_left_to_libgit2(void **state)
{
	struct place place;
	struct gr_oid commit, blob;
	struct gr_buf text = GR_BUF_INIT, got = GR_BUF_INIT;
	struct gr_unpacker *unpacker;
	struct gr_raw raw;
	bool is_tree;

	(void)state;
	make_place(&place, false);
	for (int i = 0; i < 30000; i++)
		gr_buf_printf(&text, "第%d行：一份很长的文字\n", i);
	commit_file(&commit, &place, NULL, "长", gr_buf_text(&text));
	check(gr_store_lookup(&blob, &is_tree, place.store, &commit, "长"));
	unpacker = look(place.store);
	assert_false(gr_unpack(&raw, unpacker, &blob));
	gr_unpacker_free(unpacker);
	check(gr_store_expect_reading(place.store));
	check(gr_store_read_blob(&got, place.store, &blob, text.size));
	assert_string_equal(gr_buf_text(&got), gr_buf_text(&text));
	gr_buf_free(&text);
	gr_buf_free(&got);
	clear_place(&place);
}

static void what_comes_after_the_packs_were_mapped_is_read_all_the_same(void **state)
{
	struct place place;
	struct gr_oid commit, later;
	struct gr_buf got = GR_BUF_INIT;
	gr_store *other;

	(void)state;
	make_place(&place, false);
	commit_file(&commit, &place, NULL, "甲", "一");
	check(gr_store_open(&other, place.round));
	check(gr_store_expect_reading(other));
	commit_file(&later, &place, &commit, "乙", "二");
	run("git -C '%s' gc -q --prune=now", place.round);
	check(gr_store_read(&got, other, &later, "乙", 100));
	check(gr_store_read(&got, other, &commit, "甲", 100));
	check(gr_store_expect_reading(other)); /* the first pack is gone, another has come */
	check(gr_store_read(&got, other, &commit, "甲", 100));
	assert_string_equal(gr_buf_text(&got), "二一一");
	gr_buf_free(&got);
	gr_store_close(other);
	clear_place(&place);
}

/* What stands behind 2 GiB has its offset in another table: its place there is none in the pack. */
static void an_offset_beyond_31_bits_is_left_to_libgit2(void **state)
{
	struct place place;
	struct gr_oid commit;
	struct gr_unpacker *unpacker;
	struct gr_raw raw;

	(void)state;
	make_place(&place, false);
	commit_file(&commit, &place, NULL, "甲", "一");
	/* an object at 2 GiB, and every offset the first place of the table of large ones */
	run("cd '%s' && chmod u+w objects/pack/* && p=$(echo objects/pack/*.pack) && i=$(echo objects/pack/*.idx) && cp $p whole && "
	    "truncate -s 2200000000 $p && dd if=whole of=$p bs=1 skip=12 seek=2147483648 count=200 conv=notrunc status=none && "
	    "n=$(od -An -j1028 -N4 -tu4 --endian=big $i) && "
	    "printf '\\200\\000\\000\\000%%.0s' $(seq $n) | dd of=$i bs=1 seek=$((1032 + n * 24)) conv=notrunc status=none",
	    place.round);
	unpacker = look(place.store);
	assert_false(gr_unpack(&raw, unpacker, &commit));
	gr_unpacker_free(unpacker);
	clear_place(&place);
}

/* Each byte of the bodies in turn is another one: what is still given is right, and nothing is read that is not there. */
static void damage_gives_nothing_wrong(void **state)
{
	struct place place;
	struct gr_oid commit;
	char *size_text;
	long size;

	(void)state;
	make_place(&place, false);
	commit_file(&commit, &place, NULL, "甲", "为辖区居民提供服务，全年开展活动二十场。为辖区居民提供服务，全年开展活动二十场。\n");
	size_text = output_of("cd '%s' && cat objects/pack/*.pack >whole && wc -c <whole", place.round);
	size = strtol(size_text, NULL, 10);
	gr_free(size_text);
	for (long at = 12; at < size - 20; at++) {
		struct gr_unpacker *unpacker;
		struct gr_raw raw;

		gr_free(output_of("cd '%s' && chmod u+w objects/pack/*.pack && cp whole objects/pack/*.pack && "
		                  "printf '\\377' | dd of=$(echo objects/pack/*.pack) bs=1 seek=%ld conv=notrunc status=none",
		                  place.round, at));
		unpacker = look(place.store);
		if (gr_unpack(&raw, unpacker, &commit)) {
			git_oid id;
			struct gr_oid computed;

			assert_int_equal(git_odb_hash(&id, raw.bytes, raw.size, raw.type), 0);
			computed = gr_from_git(&id);
			assert_true(gr_oid_equal(&computed, &commit));
			gr_raw_clear(&raw);
		}
		gr_unpacker_free(unpacker);
	}
	clear_place(&place);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(objects_of_all_packs_are_what_git_says),
		cmocka_unit_test(what_is_too_large_is_left_to_libgit2),
		cmocka_unit_test(what_comes_after_the_packs_were_mapped_is_read_all_the_same),
		cmocka_unit_test(an_offset_beyond_31_bits_is_left_to_libgit2),
		cmocka_unit_test(damage_gives_nothing_wrong),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("unpack", tests, NULL, NULL);
}
