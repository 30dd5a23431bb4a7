/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_API_API_TEST_H
#define TESTS_API_API_TEST_H

/* What tests of the public API share: a round of the example in a folder of its own. They know nothing but <grant.h>. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include <grant.h>

struct place {
	char folder[64], round[80];
};

static inline void check(int r)
{
	if (r < 0)
		fail_msg("%d: %s", r, grant_error_message(grant_error_last()));
}

static inline void make_place(struct place *place)
{
	grant_init_options options = GRANT_INIT_OPTIONS_INIT;
	const char *source = getenv("srcdir");
	char round_file[1024], rules_file[1024];

	snprintf(round_file, sizeof(round_file), "%s/examples/rounds/xingfuhui-2018/round.json", source ? source : ".");
	snprintf(rules_file, sizeof(rules_file), "%s/examples/rounds/xingfuhui-2018/rules.lua", source ? source : ".");
	strcpy(place->folder, "/tmp/grant-api-XXXXXX");
	assert_non_null(mkdtemp(place->folder));
	snprintf(place->round, sizeof(place->round), "%s/round.git", place->folder);
	options.round_file = round_file;
	options.rules_file = rules_file;
	options.person = "officer";
	options.name = "王芳";
	options.unsigned_commits = options.retrospective = true;
	options.at = "2018-03-01T09:00:00+08:00";
	check(grant_round_init(NULL, place->round, &options));
}

static inline void clear_place(const struct place *place)
{
	char command[128];

	snprintf(command, sizeof(command), "rm -rf '%s'", place->folder);
	assert_int_equal(system(command), 0);
}

static inline grant_round *open_as(const struct place *place, const char *person)
{
	grant_open_options options = GRANT_OPEN_OPTIONS_INIT;
	grant_round *round = NULL;

	options.person = person;
	options.at = "2018-03-02T09:00:00+08:00";
	check(grant_round_open(&round, place->round, &options));
	return round;
}

#endif
