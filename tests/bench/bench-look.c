/* SPDX-License-Identifier: Apache-2.0 */
/* What a person waits for: the commands that look, from the start of the program to its end, against what git and the sqlite3
 * shell take to answer the same or to read as much. */
#include "bench.h"

#include <stdlib.h>
#include <string.h>

#define SQL(text) "sqlite3 \"$ROUND/grant/index.sqlite\" \"" text "\""
#define ONE(table) "SELECT * FROM " table " WHERE application = '$ID';"

static const struct look {
	const char *what, *ours, *against, *theirs;
} looks[] = {
	{ "list", "list", "the sqlite3 shell",
	  SQL("SELECT application, state, requested, category, title, organisation_name FROM application ORDER BY key_order") },
	{ "show ID", "show $ID", "the sqlite3 shell",
	  SQL(ONE("application") ONE("receipt") ONE("screening") ONE("assignment") ONE("conflict") ONE("review") ONE("decision")) },
	{ "search TEXT", "search 早教", "the sqlite3 shell",
	  SQL("SELECT subject, source, snippet(search, 2, '[', ']', '…', 24) FROM search WHERE search MATCH '\\\"早 教\\\"' ORDER BY rank") },
	{ "status", "status", "the sqlite3 shell",
	  SQL("SELECT state, count(*), sum(requested) FROM application GROUP BY state; SELECT assignment.person, count(*) FROM assignment "
	      "LEFT JOIN review USING (application, stage, person) WHERE review.person IS NULL GROUP BY 1") },
	{ "log ID", "log $ID", "git log -- path", "git -C \"$ROUND\" log main -- $FOLDER | grep ." }, /* nothing fails */
	{ "log --limit 20", "log --limit 20", "git log -20", "git -C \"$ROUND\" log -20 main" },
	{ "rank", "rank", "git cat-file --batch",
	  "git -C \"$ROUND\" ls-tree -r main applications | awk '{ print $3 }' | git -C \"$ROUND\" cat-file --batch --buffer" },
	{ "doctor", "doctor", "git fsck --strict", "git -C \"$ROUND\" fsck --strict --no-dangling --no-progress" },
};

static double seconds_of(const char *command)
{
	const char *argv[] = { "sh", "-c", command, NULL };
	double start = bench_now();

	bench_run(argv, NULL);
	return bench_now() - start;
}

void bench_look(const struct bench *bench)
{
	long long number = bench->applications / 2;
	char folder[64], command[256];

	snprintf(folder, sizeof(folder), "applications/%02lld/XF-%04lld", number % 100, number);
	setenv("ROUND", bench->dir, 1);
	setenv("FOLDER", folder, 1);
	setenv("ID", strrchr(folder, '/') + 1, 1);
	for (size_t i = 0; i < sizeof(looks) / sizeof(*looks); i++) {
		const struct look *look = &looks[i];
		struct sides sides = { .count = bench->rounds };

		snprintf(command, sizeof(command), "\"$GRANT\" -C \"$ROUND\" --as officer %s", look->ours);
		for (int k = 0; k < bench->rounds; k++) {
			sides.ours[k] = seconds_of(command);
			sides.theirs[k] = seconds_of(look->theirs);
		}
		bench_wait(bench, look->what, look->against, &sides);
	}
}
