/* SPDX-License-Identifier: Apache-2.0 */
/* The contract of a rule file (design, section 4): what it may declare, what it is asked, what answers are taken. */
#include "rules-test.h"

/* ---- what is declared ---- */

#define CRITERIA "criteria = { { id = 'need', max = 20 }, { id = 'plan', max = 80, min = 10, step = '0.5' } }"
#define SCORE "score = function() return { total = 1 } end"
#define MEASURES "measures = { { id = 'votes', min = 0 } }"

/* The part behind "return { api = 1, ". */
static const struct row shapes[] = {
	{ "smallest", CRITERIA ", " SCORE, "" },
	{ "both", CRITERIA ", " SCORE ", score_all = function() end",
	  "~the stage “review” needs either score or score_all" },
	{ "neither", CRITERIA, "~the stage “review” needs either score or score_all" },
	{ "score no function", CRITERIA ", score = true",
	  "~rules.failed rules.lua:0: the rules stopped: score is no function" },
	{ "eligible no function", CRITERIA ", " SCORE ", eligible = {}", "~eligible is no function" },
	{ "allocate no function", CRITERIA ", " SCORE ", allocate = 1", "~allocate is no function" },
	{ "no criteria", SCORE, "~the stage “review” has no criteria" },
	{ "criteria no list", "criteria = { need = 20 }, " SCORE, "~“criteria” is no list" },
	{ "criterion without max", "criteria = { { id = 'need' } }, " SCORE, "~the criterion “need” has no max" },
	{ "criterion twice", "criteria = { { id = 'need', max = 1 }, { id = 'need', max = 1 } }, " SCORE,
	  "~“need” is there twice" },
	{ "criterion with a dash", "criteria = { { id = 'ne-ed', max = 1 } }, " SCORE,
	  "~“ne-ed” is no id of a criterion" },
	{ "criterion without id", "criteria = { { max = 1 } }, " SCORE, "~is no id of a criterion" },
	{ "max in words", "criteria = { { id = 'need', max = 'viel' } }, " SCORE, "~max of “need” is no decimal" },
	{ "max a third", "criteria = { { id = 'need', max = 1/3 } }, " SCORE, "~max of “need” is no decimal" },
	{ "max below min", "criteria = { { id = 'need', max = 1, min = 2 } }, " SCORE,
	  "~“need” reaches from 2 to 1; max must be above min" },
	{ "step 0", "criteria = { { id = 'need', max = 1, step = 0 } }, " SCORE,
	  "~the step of “need” is 0 and must be above 0" },
	{ "step below 0", "criteria = { { id = 'need', max = 1, step = '-1' } }, " SCORE, "~must be above 0" },
	{ "unknown word", CRITERIA ", " SCORE ", alocate = 1", "~“alocate” means nothing in a rule file" },
	{ "other api", "api = 2, " CRITERIA ", " SCORE, "~api is not 1" },
	{ "measures", CRITERIA ", " SCORE ", " MEASURES, "" },
	{ "measures no list", CRITERIA ", " SCORE ", measures = { votes = {} }", "~“measures” is no list" },
	{ "ties",
	  CRITERIA ", " SCORE ", " MEASURES ", ties = { 'need', '-plan', 'votes', '-requested', 'matching', 'total' }",
	  "" },
	{ "ties by function", CRITERIA ", " SCORE ", ties = function() return 0 end", "" },
	{ "ties unknown", CRITERIA ", " SCORE ", ties = { 'need', 'nothing' }",
	  "~“nothing” in ties is no criterion, measure or number field" },
	{ "ties undeclared measure", CRITERIA ", " SCORE ", ties = { 'votes' }", "~“votes” in ties is no criterion" },
	{ "ties of a text field", CRITERIA ", " SCORE ", ties = { 'title' }", "~“title” in ties is no criterion" },
	{ "ties ambiguous", "criteria = { { id = 'requested', max = 1 } }, " SCORE ", ties = { '-requested' }",
	  "~“requested” in ties could be two things" },
	{ "ties criterion and measure",
	  "criteria = { { id = 'votes', max = 1 } }, " SCORE ", " MEASURES ", ties = { 'votes' }",
	  "~“votes” in ties could be two things" },
	{ "ambiguous but not in ties", "criteria = { { id = 'requested', max = 1 } }, " SCORE, "" },
	{ "ties a text", CRITERIA ", " SCORE ", ties = 'need'", "~ties is neither a list of names nor a function" },
	{ "ties of numbers", CRITERIA ", " SCORE ", ties = { 1 }", "~“1” in ties" },
	{ "ties no list", CRITERIA ", " SCORE ", ties = { a = 'need' }", "~“ties” is no list" },
	{ "stages",
	  CRITERIA ", stages = { { id = 'first', " SCORE ", advance = function() end }, { id = 'last', " SCORE " } }",
	  "" },
	{ "stages empty", CRITERIA ", stages = {}", "~stages holds no stage" },
	{ "stages no list", CRITERIA ", stages = { id = 'x' }", "~stages holds no stage" },
	{ "stage twice", CRITERIA ", stages = { { id = 'a', " SCORE " }, { id = 'a', " SCORE " } }",
	  "~stage 2 has no id of its own" },
	{ "stage without id", CRITERIA ", stages = { { " SCORE " } }", "~stage 1 has no id of its own" },
	{ "stage without score", CRITERIA ", stages = { { id = 'a' } }", "~the stage “a” needs either score" },
	{ "stage no function", CRITERIA ", stages = { { id = 'a', score = 1 } }", "~score is no function" },
	{ "stage with own criteria",
	  "stages = { { id = 'a', criteria = { { id = 'x', max = 5 } }, ties = { 'x' }, " SCORE " } }", "" },
	{ "stage ties unknown", CRITERIA ", stages = { { id = 'a', ties = { 'x' }, " SCORE " } }",
	  "~“x” in ties is no criterion" },
	{ "stage unknown word", CRITERIA ", stages = { { id = 'a', scor = 1, " SCORE " } }",
	  "~“scor” means nothing in a rule file" },
};

static void shapes_are_checked_at_load(void **state)
{
	size_t wrong = 0;

	(void)state;
	for (size_t i = 0; i < GR_COUNT(shapes); i++) {
		char *source = gr_format("return { api = 1, %s }", shapes[i].body);
		struct gr_buf out = GR_BUF_INIT;
		gr_rules *rules = load_rules(&out, source, NULL);

		if (!is_expected(gr_buf_text(&out), shapes[i].expected)) {
			print_message("# %s: got “%s”, expected “%s”\n", shapes[i].name, gr_buf_text(&out),
			              shapes[i].expected);
			wrong++;
		}
		gr_rules_free(rules);
		gr_buf_free(&out);
		gr_free(source);
	}
	assert_int_equal(wrong, 0);
}

static void all_that_is_wrong_is_said_at_once(void **state)
{
	struct gr_buf out = GR_BUF_INIT;

	(void)state;
	assert_null(load_rules(&out, "return { foo = 1, criteria = { { id = 'X' } }, ties = { 'y' } }", NULL));
	for (const char *const *part =
	             (const char *const[]){ "“foo”", "api is not 1", "“X”", "“y” in ties", "needs either score", NULL };
	     *part; part++)
		assert_non_null(strstr(gr_buf_text(&out), *part));
	gr_buf_free(&out);
}

/* ---- answers ---- */

static const char given[] =
	"{'app':{'id':'A','requested':48000.5,'category':'p','organisation':{'name':'甲'},'measures':{'votes':1234},"
	"'results':{'first':{'total':88.25}}},"
	"'reviews':[{'person':'a','scores':{'need':18.5,'plan':null},'comment':'好'},{'person':'b','scores':{'need':17,'plan':70}}],"
	"'round':{'budget':100000,'limits':{'cap':50000},'categories':[{'id':'p','quota':null}]},"
	"'ranking':[{'id':'A','place':1,'total':90,'requested':48000.5},{'id':'B','place':2,'total':88.5,'requested':100},{'id':'C','reason':'x'}]}";

enum question { ELIGIBLE, SCORED, SCORED_ALL, COMPARED, ADVANCED, ALLOCATED };

static int ask(gr_value **out, const gr_rules *rules, enum question question, const gr_value *values)
{
	const gr_value *app = gr_map_get(values, "app"), *round = gr_map_get(values, "round");
	const gr_value *ranking = gr_map_get(values, "ranking");
	int order = 7, r;
	int64_t steps = gr_rules_steps_of_ranking();

	switch (question) {
	case ELIGIBLE:
		return gr_rules_eligible(out, rules, app, round);
	case SCORED:
		return gr_rules_score(out, rules, "first", app, gr_map_get(values, "reviews"), round);
	case SCORED_ALL:
		return gr_rules_score_all(out, rules, "first", ranking, round);
	case COMPARED:
		r = gr_rules_compare(&order, rules, "first", gr_value_item(ranking, 0), gr_value_item(ranking, 1), &steps);
		*out = gr_int_new(order);
		return r;
	case ADVANCED:
		return gr_rules_advance(out, rules, "first", ranking, round);
	case ALLOCATED:
		return gr_rules_allocate(out, rules, ranking, round);
	}
	return GRANT_EINVALID;
}

static char *answer_of(enum question question, const char *body)
{
	static const char *const heads[] = {
		"eligible = function(app, round) %s end, stages = { { id = 'first', " SCORE " } }",
		"stages = { { id = 'zero', " SCORE
		" }, { id = 'first', score = function(app, reviews, round) %s end } }",
		"stages = { { id = 'first', score_all = function(apps, round) %s end } }",
		"stages = { { id = 'first', " SCORE ", ties = function(a, b) %s end } }",
		"stages = { { id = 'first', " SCORE ", advance = function(ranking, round) %s end } }",
		"allocate = function(ranking, round) %s end, stages = { { id = 'first', " SCORE " } }",
	};
	struct gr_buf out = GR_BUF_INIT, source = GR_BUF_INIT;
	const char *head = heads[question], *slot = strstr(head, "%s");
	gr_value *values = value_of(given), *answer = NULL;
	gr_rules *rules;

	gr_buf_printf(&source, "return { api = 1, " CRITERIA ", %.*s%s%s }", (int)(slot - head), head, body, slot + 2);
	rules = load_rules(&out, gr_buf_text(&source), NULL);
	if (rules && ask(&answer, rules, question, values) < 0)
		gr_buf_printf(&out, "error: %s", grant_error_message(grant_error_last()));
	else if (rules)
		say_value(&out, answer);
	gr_value_free(answer);
	gr_value_free(values);
	gr_rules_free(rules);
	gr_buf_free(&source);
	return gr_buf_steal(&out);
}

static const struct answer_row {
	enum question question;
	const char *body, *expected;
} answers[] = {
	{ ELIGIBLE, "return {}", "" },
	{ ELIGIBLE, "return { { code = 'x', message = '不行', severity = 'error' }, { code = 'y', message = 'm' } }",
	  "code=x message=不行 severity=error code=y message=m" },
	{ ELIGIBLE, "return nil", "~error: eligible returns something else than a list" },
	{ ELIGIBLE, "return true", "~something else than a list" },
	{ ELIGIBLE, "return { { code = 'x' } }", "~a problem without code or message" },
	{ ELIGIBLE, "return { 'x' }", "~a problem without code or message" },
	{ ELIGIBLE, "return { { code = 'x', message = 'm', severity = 'bad' } }",
	  "~a severity that is neither error nor warning" },
	{ ELIGIBLE, "return { { code = 'x', message = tostring(app.requested) .. round.limits.cap } }",
	  "code=x message=48000.550000" },

	{ SCORED, "return { total = 1/3 + 88 }", "total=265/3 parts=" },
	{ SCORED, "return { total = 5, parts = { { 'a', 1/2 }, { 'b', 3 } }, note = 'n' }",
	  "total=5 parts=label=a value=1/2 label=b value=3 note=n" },
	{ SCORED, "return nil, '评审不足'", "reason=评审不足" },
	{ SCORED, "return nil", "~error: score returns neither a total nor nil and a reason" },
	{ SCORED, "return 5", "~a total that is no number" },
	{ SCORED, "return { total = '5' }", "~a total that is no number" },
	{ SCORED, "return {}", "~error: score returns" },
	{ SCORED, "return { total = 5, parts = { { 'a' } } }", "~a part that is not { label, number }" },
	{ SCORED, "return { total = 5, parts = { { 1, 'a' } } }", "~a part that is not { label, number }" },
	{ SCORED, "return { total = 5, note = ('x'):rep(5000) }", "~a note of more than 4 KiB" },
	{ SCORED, "return { total = -2.5 }", "total=-5/2 parts=" },
	{ SCORED, "return { total = app.measures.votes / 2 }", "total=617 parts=" },
	{ SCORED, "return { total = app.results.first.total }", "total=353/4 parts=" },
	{ SCORED,
	  "return { total = 1, note = #reviews .. reviews[1].person .. tostring(reviews[1].scores.plan) .. reviews[2].scores.plan }",
	  "total=1 parts= note=2anil70" },
	{ SCORED,
	  "return { total = 1, note = tostring(app.contact) .. tostring(app.leader) .. type(app.requested) .. tostring(round(2.5)) }",
	  "total=1 parts= note=nilnilnumber3" },
	{ SCORED, "app.requested = 0 reviews[1] = nil round.budget = 0 return { total = app.requested + #reviews }",
	  "total=0 parts=" },

	{ SCORED_ALL, "return { A = { total = 1 }, B = { reason = '缺' }, C = { total = 2 } }",
	  "A=total=1 parts= B=reason=缺 C=total=2 parts=" },
	{ SCORED_ALL, "local r = {} for i, a in ipairs(apps) do r[a.id] = { total = #apps - i } end return r",
	  "A=total=2 parts= B=total=1 parts= C=total=0 parts=" },
	{ SCORED_ALL, "return {}", "" },
	{ SCORED_ALL, "return { X = { total = 1 } }", "error: score_all names “X”, which it was not given" },
	{ SCORED_ALL, "return { A = 5 }", "~A: score returns a total that is no number" },
	{ SCORED_ALL, "return { { total = 1 } }", "~something else than a table by application id" },
	{ SCORED_ALL, "return 1", "~something else than a table by application id" },

	{ COMPARED, "return -1", "-1" },
	{ COMPARED, "return a.requested > b.requested and -1 or 1", "-1" },
	{ COMPARED, "return a.id < b.id and 1 or -1", "1" },
	{ COMPARED, "return 2", "~error: ties returns something else than -1, 0 or 1" },
	{ COMPARED, "return 1/2", "~something else than -1, 0 or 1" },
	{ COMPARED, "return true", "~something else than -1, 0 or 1" },
	{ COMPARED, "return", "~something else than -1, 0 or 1" },

	{ ADVANCED, "local r = {} for _, a in ipairs(ranking) do if a.place then r[#r + 1] = a.id end end return r",
	  "A B" },
	{ ADVANCED, "return {}", "" },
	{ ADVANCED, "return", "~error: advance returns something else than a list of ids" },
	{ ADVANCED, "return { 1 }", "~something else than a list of ids" },
	{ ADVANCED, "return { 'X' }", "error: advance names “X”, which it was not given" },
	{ ADVANCED, "return { 'A', 'A' }", "error: advance names A twice" },
	{ ADVANCED, "return { A = true }", "~something else than a list of ids" },

	{ ALLOCATED,
	  "return { { id = 'A', verdict = 'approve', amount = 48000.5 }, { id = 'B', verdict = 'reserve', reason = 'r' } }",
	  "id=A verdict=approve amount=4800050 id=B verdict=reserve reason=r" },
	{ ALLOCATED, "return {}", "" },
	{ ALLOCATED, "return { { id = 'A', verdict = 'approve', amount = 1/3 } }",
	  "~A an amount that is no whole number of fen" },
	{ ALLOCATED, "return { { id = 'A', verdict = 'approve', amount = 0.005 } }", "~no whole number of fen" },
	{ ALLOCATED, "return { { id = 'A', verdict = 'approve', amount = -1 } }", "~no whole number of fen" },
	{ ALLOCATED, "return { { id = 'A', verdict = 'approve', amount = '5' } }", "~no whole number of fen" },
	{ ALLOCATED, "return { { id = 'A', verdict = 'approve' } }", "~no whole number of fen" },
	{ ALLOCATED, "return { { id = 'A', verdict = 'approve', amount = 0 } }", "~allocate approves A with nothing" },
	{ ALLOCATED, "return { { id = 'A', verdict = 'yes' } }", "~allocate gives A the verdict “yes”" },
	{ ALLOCATED, "return { { id = 'A' } }", "~allocate gives A the verdict “”" },
	{ ALLOCATED, "return { { id = 'X', verdict = 'reject' } }",
	  "error: allocate names “X”, which it was not given" },
	{ ALLOCATED, "return { { verdict = 'reject' } }", "error: allocate names “”, which it was not given" },
	{ ALLOCATED, "return { { id = 'A', verdict = 'reject' }, { id = 'A', verdict = 'reject' } }",
	  "error: allocate names A twice" },
	{ ALLOCATED, "return { id = 'A' }", "~allocate returns something else than a list" },
	{ ALLOCATED, "error('不够')", "~rules.lua:1: 不够" },
};

static void answers_are_checked(void **state)
{
	size_t wrong = 0;

	(void)state;
	for (size_t i = 0; i < GR_COUNT(answers); i++) {
		char *got = answer_of(answers[i].question, answers[i].body);

		if (!is_expected(got, answers[i].expected)) {
			print_message("# %s: got “%s”, expected “%s”\n", answers[i].body, got, answers[i].expected);
			wrong++;
		}
		gr_free(got);
	}
	assert_int_equal(wrong, 0);
}

/* Beyond what rules are given: refused before the rule sees it. */
static void inputs_are_bounded(void **state)
{
	static const char *const rows[][2] = {
		{ "1000000000000000", "1000000000000000" },
		{ "-1000000000000000", "-1000000000000000" },
		{ "999999999999999.99", "99999999999999999/100" },
		{ "1000000000000000.01", "~beyond what rules are given" },
		{ "1000000000000001", "~beyond what rules are given" },
		{ "9999999999999999", "~beyond what rules are given" },
		{ "-12345678901234567890", "~beyond what rules are given" },
	};
	char *source = gr_format("return { api = 1, " CRITERIA
	                         ", score = function(app) return { total = app.requested } end }");
	struct gr_buf out = GR_BUF_INIT;
	gr_rules *rules = load_rules(&out, source, NULL);
	gr_value *empty = gr_map_new();

	(void)state;
	for (size_t i = 0; i < GR_COUNT(rows); i++) {
		gr_value *app = gr_map_new(), *answer = NULL;
		int r;

		assert_int_equal(gr_map_set(app, "requested", gr_number_new(rows[i][0])), 0);
		r = gr_rules_score(&answer, rules, "review", app, empty, empty);
		assert_true(is_expected(r < 0 ? grant_error_message(grant_error_last()) : gr_map_text(answer, "total"),
		                        rows[i][1]));
		gr_value_free(answer);
		gr_value_free(app);
	}
	gr_value_free(empty);
	gr_rules_free(rules);
	gr_buf_free(&out);
	gr_free(source);
}

static void what_is_not_there_is_said(void **state)
{
	struct gr_buf out = GR_BUF_INIT;
	gr_rules *rules = load_rules(&out, "return { api = 1, " CRITERIA ", " SCORE " }", NULL);
	gr_value *list = gr_list_new(), *map = gr_map_new(), *answer = NULL;

	(void)state;
	assert_int_equal(gr_rules_allocate(&answer, rules, list, map), GRANT_ENOTFOUND);
	assert_int_equal(gr_rules_advance(&answer, rules, "review", list, map), GRANT_ENOTFOUND);
	assert_int_equal(gr_rules_eligible(&answer, rules, map, map), 0);
	assert_int_equal(gr_value_count(answer), 0);
	assert_false(gr_rules_scores_all(rules, "review"));
	assert_false(gr_rules_ties_by_function(rules, "nothing"));
	gr_value_free(answer);
	gr_value_free(list);
	gr_value_free(map);
	gr_rules_free(rules);
	gr_buf_free(&out);
}

/* Each application in a state of its own: what one leaves behind, the next does not see. */
static void applications_do_not_see_each_other(void **state)
{
	struct gr_buf out = GR_BUF_INIT;
	gr_rules *rules = load_rules(
		&out, "n = 0 return { api = 1, " CRITERIA ", score = function() n = n + 1 return { total = n } end }",
		NULL);
	gr_value *map = gr_map_new();

	(void)state;
	for (int i = 0; i < 3; i++) {
		gr_value *answer = NULL;

		assert_int_equal(gr_rules_score(&answer, rules, "review", map, map, map), 0);
		assert_string_equal(gr_map_text(answer, "total"), "1");
		gr_value_free(answer);
	}
	gr_value_free(map);
	gr_rules_free(rules);
	gr_buf_free(&out);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(shapes_are_checked_at_load), cmocka_unit_test(all_that_is_wrong_is_said_at_once),
		cmocka_unit_test(answers_are_checked),        cmocka_unit_test(inputs_are_bounded),
		cmocka_unit_test(what_is_not_there_is_said),  cmocka_unit_test(applications_do_not_see_each_other),
	};

	cmocka_set_message_output(CM_OUTPUT_TAP);
	return cmocka_run_group_tests_name("rules", tests, NULL, NULL);
}
