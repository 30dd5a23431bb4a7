/* SPDX-License-Identifier: Apache-2.0 */
/* The ranking without a repository, and its confirmation before it is recorded. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/error.h"
#include "base/json.h"
#include "base/mem.h"
#include "work/criteria.h"
#include "work/ranking.h"

static const char source[] = "return { api = 1, criteria = { { id = 'need', max = 20 } }, measures = { { id = 'votes' } },"
			     " score = function(app) if not app.measures.votes then return nil, 'none' end"
			     " return { total = app.measures.votes / 3 } end }";

static char *no_module(const char *name, void *payload)
{
	(void)name;
	(void)payload;
	return NULL;
}

struct fixture {
	gr_rules *rules;
	struct gr_ranking ranking;
	struct gr_progress nobody;
};

static void add(struct gr_ranking *ranking, const char *id, const char *votes)
{
	struct gr_candidate *candidate = gr_ranking_add(ranking, id);
	gr_value *measures = gr_map_new();

	assert_non_null(candidate);
	if (votes)
		assert_int_equal(gr_map_set(measures, "votes", gr_number_new(votes)), 0);
	candidate->application = gr_map_new();
	assert_int_equal(gr_map_set_text(candidate->application, "id", id), 0);
	assert_int_equal(gr_map_set(candidate->application, "measures", measures), 0);
	assert_int_equal(gr_candidate_set_reviews(candidate, NULL, NULL), 0);
}

static void begin(struct fixture *fixture)
{
	grant_findings *findings = gr_findings_new();

	memset(fixture, 0, sizeof(*fixture));
	assert_int_equal(gr_rules_load(&fixture->rules, findings, "rules.lua", source, no_module, NULL), 0);
	grant_findings_free(findings);
	fixture->ranking.rules = fixture->rules;
	fixture->ranking.places = 2;
	strcpy(fixture->ranking.stage, "review");
	assert_int_equal(gr_stage_declared(&fixture->ranking.declared, fixture->rules, "review"), 0);
	fixture->ranking.round_seen = gr_map_new();
	add(&fixture->ranking, "XF-0101", "10");
	add(&fixture->ranking, "XF-0002", "20");
	add(&fixture->ranking, "XF-0003", NULL);
	assert_int_equal(gr_ranking_run(&fixture->ranking, &fixture->nobody), 0);
}

static void end(struct fixture *fixture)
{
	gr_ranking_clear(&fixture->ranking);
	gr_rules_free(fixture->rules);
}

static void the_same_again_is_confirmed(void **state)
{
	struct fixture fixture;
	gr_value *results = NULL;

	(void)state;
	begin(&fixture);
	assert_int_equal(gr_ranking_confirm(&fixture.ranking, fixture.rules, &fixture.nobody), 0);
	assert_int_equal(gr_ranking_results(&results, &fixture.ranking), 0);
	assert_string_equal(gr_map_text(gr_value_item(results, 0), "exact"), "20/3");
	assert_string_equal(gr_map_text(gr_value_item(results, 1), "application"), "XF-0101");
	assert_string_equal(gr_map_text(gr_value_item(results, 2), "reason"), "none");
	gr_value_free(results);
	end(&fixture);
}

/* What rules cannot do is done to them from outside: the second run sees another number. */
static void another_result_is_not_recorded(void **state)
{
	struct fixture fixture;
	gr_value *measures;

	(void)state;
	begin(&fixture);
	measures = gr_map_get(fixture.ranking.candidates[0].application, "measures");
	assert_int_equal(gr_map_set(measures, "votes", gr_number_new("21")), 0);
	assert_int_equal(gr_ranking_confirm(&fixture.ranking, fixture.rules, &fixture.nobody), GRANT_ERULE);
	end(&fixture);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_again_is_confirmed),
		cmocka_unit_test(another_result_is_not_recorded),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("ranking", tests, NULL, NULL);
}
