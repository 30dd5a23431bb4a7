/* SPDX-License-Identifier: Apache-2.0 */
/* Records read into the index against git cat-file on the same blobs; archives taken in against bsdtar and sha256sum. */
#include "bench.h"

#include <sys/stat.h>

#include "model/model.h"
#include "work/handle.h"
#include "work/rows.h"

/* ---- the index ---- */

struct blobs {
	FILE *list;
	struct gr_tables tables;
	int64_t count;
};

static int list_record(const char *path, const struct gr_oid *blob, void *payload)
{
	struct blobs *blobs = payload;
	struct gr_location location;
	const char *keys[4];
	char hex[GR_OID_HEX];

	if (gr_rows_is_text(path)) {
		gr_oid_hex(hex, blob);
		fprintf(blobs->list, "%s\n", hex);
	}
	if (!gr_location_parse(&location, path) || location.kind >= GR_KIND_FILES ||
	    !gr_table_for(keys, &blobs->tables, &location))
		return 0;
	gr_oid_hex(hex, blob);
	fprintf(blobs->list, "%s\n", hex);
	blobs->count++;
	return 0;
}

void bench_reindex(const struct bench *bench)
{
	static const struct goal goal = { "6", "the whole index", "git cat-file --batch --buffer", PART_OF, 1.5, 0 };
	const char *argv[] = { "git", "-C", bench->dir, "cat-file", "--batch", "--buffer", NULL };
	struct sides sides = { .count = bench->rounds };
	struct blobs blobs = { .list = tmpfile() };
	grant_round *round = bench_open(bench, "", "officer", NULL);
	struct gr_oid tip;
	int64_t records = 0;

	bench_check(gr_store_tip(&tip, round->store), "main");
	bench_check(gr_tables_make(&blobs.tables), "the tables");
	bench_check(gr_store_walk(round->store, &tip, "", list_record, &blobs), "the tree");
	fflush(blobs.list);
	for (int i = 0; i < bench->rounds; i++) {
		double start = bench_now();

		bench_check(grant_round_reindex(&records, round), "reindex");
		sides.ours[i] = bench_now() - start;
		start = bench_now();
		bench_run(argv, blobs.list);
		sides.theirs[i] = bench_now() - start;
	}
	if (records != blobs.count)
		bench_fail("the index and the list of blobs differ");
	bench_row(bench, "reindex", "records/s", "git cat-file --batch", &sides, (double)records, (double)records);
	bench_goal(bench, &goal, &sides);
	fclose(blobs.list);
	gr_tables_clear(&blobs.tables);
	grant_round_close(round);
}

/* ---- archives ---- */

void bench_intake(const struct bench *bench)
{
	struct sides sides = { .count = bench->rounds };
	grant_round *round = bench_open(bench, "", "officer", "2018-03-20T10:00:00+08:00");
	struct stat status = { 0 };

	for (int i = 0; i < bench->rounds; i++) {
		char archive[1024], pipe[2100];
		const char *argv[] = { "sh", "-c", pipe, NULL };
		grant_findings *findings = NULL;
		grant_record *receipt = NULL;
		double start;

		snprintf(archive, sizeof(archive), "%s/archive-%d.zip", bench->archives, i);
		snprintf(pipe, sizeof(pipe), "bsdtar -xOf '%s' | sha256sum", archive);
		if (stat(archive, &status) < 0)
			bench_fail(archive);
		start = bench_now();
		bench_check(grant_submit(&receipt, &findings, round, archive, NULL), archive);
		sides.ours[i] = bench_now() - start;
		start = bench_now();
		bench_run(argv, NULL);
		sides.theirs[i] = bench_now() - start;
		grant_record_free(receipt);
		grant_findings_free(findings);
	}
	bench_row(bench, "intake", "MB/s", "bsdtar -xO | sha256sum", &sides, (double)status.st_size / 1e6,
	          (double)status.st_size / 1e6);
	grant_round_close(round);
}
