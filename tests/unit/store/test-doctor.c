/* SPDX-License-Identifier: Apache-2.0 */
/* Looking for damage below the program: without memory, of objects that lie alone, of what was set aside before. */
#include "store-test.h"

#include "base/finding.h"

static size_t count_of(const grant_findings *findings, enum gr_finding_id id, enum grant_severity severity)
{
	size_t count = 0;

	for (size_t i = 0; i < grant_findings_count(findings); i++) {
		const grant_finding *finding = grant_findings_at(findings, i);

		count += strcmp(grant_finding_id(finding), gr_finding_id_text(id)) == 0 &&
		         grant_finding_severity(finding) == severity;
	}
	return count;
}

/* What is found at a place; yours. *code, when it is wished, is what the look ended with. */
static grant_findings *look(const char *dir, bool mend, int *code)
{
	grant_findings *findings = gr_findings_new();
	struct gr_progress progress = { 0 };
	struct gr_exam exam = { .findings = findings, .mend = mend, .progress = &progress };
	gr_store *store = NULL;
	int r = findings ? gr_store_open_as_is(&store, dir, mend) : GRANT_ENOMEM;

	if (r == 0 && mend)
		r = gr_store_lock(store, 1000);
	if (r == 0)
		r = gr_store_exam(store, &exam);
	gr_store_close(store);
	if (code)
		*code = r;
	else
		check(r);
	return findings;
}

static void make_history(struct place *place)
{
	struct gr_oid commit, next;

	make_place(place, false);
	commit_file(&commit, place, NULL, "grant.json", "{}\n");
	commit_file(&next, place, &commit, "people/a.json", "{\"id\": \"a\"}\n");
}

static void a_look_without_memory_says_so_or_finds_all_the_same(void **state)
{
	struct place place;
	size_t failed = 0;

	(void)state;
	make_history(&place);
	run("echo grant >'%s/objects/pack/pack-0123456789012345678901234567890123456789.keep'", place.round);
	run("cd '%s/objects' && mkdir -p 12 && echo bad >12/34567890123456789012345678901234567890", place.round);
	run("find '%s' -type f -exec touch -d '2 days ago' {} +", place.round); /* nothing is waited for */
	run("echo 'ref: refs/heads/other' >'%s/HEAD'", place.round);
	for (size_t n = 1; n < 700; n++) {
		grant_findings *findings;
		int code;

		gr_error_clear();
		gr_mem_fail_at(n);
		findings = look(place.round, false, &code);
		gr_mem_fail_at(0);
		if (code < 0 || !findings || gr_findings_result(findings) == GRANT_ENOMEM) {
			failed++;
		} else if (count_of(findings, GR_F_DOCTOR_HEAD, GRANT_ERROR) != 1 ||
		           count_of(findings, GR_F_DOCTOR_KEEP_LEFT, GRANT_WARNING) != 1 ||
		           count_of(findings, GR_F_DOCTOR_OBJECT_DAMAGED, GRANT_ERROR) != 1) {
			fail_msg("allocation %zu: something is not seen", n);
		}
		grant_findings_free(findings);
	}
	assert_in_range(failed, 50, 699);
	clear_place(&place);
}

static void a_rescue_that_runs_out_of_memory_loses_nothing(void **state)
{
	(void)state;
	for (size_t n = 1; n < 400; n += 31) {
		struct place place;
		grant_findings *findings;
		int code;

		make_history(&place);
		run("cd '%s' && for p in objects/pack/*.pack; do chmod u+w \"$p\" && truncate -s -1 \"$p\"; done",
		    place.round);
		gr_mem_fail_at(n);
		findings = look(place.round, true, &code);
		gr_mem_fail_at(0);
		grant_findings_free(findings);
		grant_findings_free(look(place.round, true, &code));
		findings = look(place.round, false, NULL);
		if (grant_findings_count_from(findings, GRANT_WARNING) != 0)
			fail_msg("allocation %zu: %s", n, grant_finding_message(grant_findings_at(findings, 0)));
		grant_findings_free(findings);
		run("git -C '%s' fsck --strict 2>&1 | (! grep .)", place.round);
		clear_place(&place);
	}
}

static void what_was_set_aside_before_stays_beside_what_comes(void **state)
{
	static const char file[] = "34567890123456789012345678901234567890";
	struct place place;
	char command[256];

	(void)state;
	make_history(&place);
	for (int i = 1; i <= 3; i++) {
		grant_findings *findings;

		snprintf(command, sizeof(command), "cd '%%s' && mkdir -p objects/12 && echo %d >objects/12/%s", i,
		         file);
		run(command, place.round);
		findings = look(place.round, true, NULL);
		assert_int_equal(count_of(findings, GR_F_DOCTOR_OBJECT_DAMAGED, GRANT_NOTE), 1);
		grant_findings_free(findings);
	}
	run("cd '%s/grant/damaged/12' && cat 34567890123456789012345678901234567890 34567890123456789012345678901234567890.2 "
	    "34567890123456789012345678901234567890.3 | tr -d '\\n' | grep -qx 123",
	    place.round);
	clear_place(&place);
}

static void loose_objects_go_into_a_pack_and_damaged_ones_stay(void **state)
{
	struct place place;
	struct gr_oid tip;
	int64_t count;

	(void)state;
	make_history(&place);
	run("cd '%s' && for p in objects/pack/*.pack; do mv \"$p\" ..; done && rm -f objects/pack/* && "
	    "for p in ../*.pack; do git unpack-objects -q <\"$p\"; done",
	    place.round);
	run("cd '%s/objects' && mkdir -p 12 && echo bad >12/34567890123456789012345678901234567890", place.round);
	check(gr_store_lock(place.store, 1000));
	check(gr_store_pack_loose(&count, place.store, true));
	assert_int_equal(count, 8); /* two commits, three trees, two blobs, and the damaged one */
	check(gr_store_pack_loose(&count, place.store, false));
	assert_int_equal(count, 7);
	check(gr_store_tip(&tip, place.store));
	check(gr_store_tree_of(&(struct gr_oid){ 0 }, place.store, &tip));
	check(gr_store_pack_loose(&count, place.store, false));
	assert_int_equal(count, 0);
	gr_store_unlock(place.store);
	run("test \"$(cat '%s/objects/12/34567890123456789012345678901234567890')\" = bad", place.round);
	run("rm -r '%s/objects/12'", place.round);
	run("git -C '%s' fsck --strict 2>&1 | (! grep .)", place.round);
	clear_place(&place);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_look_without_memory_says_so_or_finds_all_the_same),
		cmocka_unit_test(a_rescue_that_runs_out_of_memory_loses_nothing),
		cmocka_unit_test(what_was_set_aside_before_stays_beside_what_comes),
		cmocka_unit_test(loose_objects_go_into_a_pack_and_damaged_ones_stay),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("doctor", tests, NULL, NULL);
}
