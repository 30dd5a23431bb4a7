/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Asking the rules: each question runs in a state of its own, inside bounds, and its answer is checked before anybody sees it.
 * Not here: the records behind the values (work).
 */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "rules/declared.h"
#include "rules/inside.h"

#define ARGUMENTS_MAX 3
#define NOTE_MAX 4096

/* One call of one function. */
struct question {
	const gr_rules *rules;
	const char *function;
	const char *stage; /* NULL: of the file itself */
	const gr_value *arguments[ARGUMENTS_MAX];
	int count;
	const struct gr_bounds *bounds;
	int64_t *steps; /* what several questions share; NULL: each has its own */
};

/* The first two answers as a list, so that "nil, reason" comes through. */
static int ask_inside(lua_State *lua)
{
	struct question *question = lua_touserdata(lua, 1);
	lua_Integer index = 0;

	gr_rules_push(lua);
	if (question->stage && gr_stage_table(question->rules, question->stage, &index) && index > 0) {
		lua_getfield(lua, -1, "stages");
		lua_rawgeti(lua, -1, index);
	}
	lua_pushstring(lua, question->function);
	lua_rawget(lua, -2);
	for (int i = 0; i < question->count; i++)
		gr_lua_push_value(lua, question->arguments[i]);
	if (lua_istable(lua, -1) && strcmp(question->function, "ties") != 0)
		gr_lua_let_round(lua); /* the last argument of all others is the round */
	lua_call(lua, question->count, 2);
	lua_createtable(lua, 0, 2);
	lua_insert(lua, -3);
	lua_setfield(lua, -3, "second");
	lua_setfield(lua, -2, "first");
	return 1;
}

static int ask(gr_value **out, const struct question *question)
{
	struct question copy = *question;
	struct gr_bounds bounds = *question->bounds;
	struct gr_host host;
	int r;

	if (question->steps && *question->steps < bounds.steps)
		bounds.steps = *question->steps;
	r = gr_host_open(&host, question->rules, &bounds);
	if (r < 0)
		return r;
	r = gr_host_call(&host, ask_inside, &copy);
	if (question->steps)
		*question->steps -= bounds.steps - host.steps_left;
	if (r == 0)
		r = gr_lua_to_value(out, host.lua, -1);
	gr_host_close(&host);
	return r;
}

static int wrong(const char *function, const char *what)
{
	return gr_fail(GRANT_ERULE, _("%s returns %s"), function, what);
}

static bool is_declared(const gr_rules *rules, const char *name)
{
	return gr_value_true(gr_map_get(rules->declared, name));
}

/* The ids of applications, to look up; false: not named yet. */
static gr_value *ids_of(const gr_value *applications)
{
	gr_value *ids = gr_map_new();

	for (size_t i = 0; ids && i < gr_value_count(applications); i++) {
		const char *id = gr_map_text(gr_value_item(applications, i), "id");

		if (id && gr_map_set_bool(ids, id, false) < 0) {
			gr_value_free(ids);
			return NULL;
		}
	}
	return ids;
}

/* A rule names an application: one that it was given, and once. */
static int cross_off(gr_value *ids, const char *function, const char *id)
{
	const gr_value *known = id ? gr_map_get(ids, id) : NULL;

	if (!known)
		return gr_fail(GRANT_ERULE, _("%s names “%s”, which it was not given"), function, id ? id : "");
	if (gr_value_true(known))
		return gr_fail(GRANT_ERULE, _("%s names %s twice"), function, id);
	return gr_map_set_bool(ids, id, true);
}

/* ---- eligible ---- */

static int check_problems(const gr_value *list)
{
	for (size_t i = 0; i < gr_value_count(list); i++) {
		const gr_value *problem = gr_value_item(list, i);
		const char *severity = gr_map_text(problem, "severity");

		if (!gr_map_text(problem, "code") || !gr_map_text(problem, "message"))
			return wrong("eligible", _("a problem without code or message"));
		if (severity && strcmp(severity, "error") != 0 && strcmp(severity, "warning") != 0 &&
		    strcmp(severity, "note") != 0)
			return wrong("eligible", _("a severity that is neither error nor warning"));
	}
	return 0;
}

int gr_rules_eligible(gr_value **out, const gr_rules *rules, const gr_value *application, const gr_value *round)
{
	struct question question = { rules, "eligible", NULL, { application, round, NULL }, 2, &gr_bounds_application, NULL };
	gr_auto_value gr_value *answer = NULL;
	gr_value *list;
	int r;

	if (!is_declared(rules, "eligible")) {
		*out = gr_list_new();
		return *out ? 0 : GRANT_ENOMEM;
	}
	r = ask(&answer, &question);
	if (r < 0)
		return r;
	list = gr_map_get(answer, "first");
	if (!gr_value_is(list, GR_LIST))
		return wrong("eligible", _("something else than a list; return {} when there is no problem"));
	r = check_problems(list);
	if (r == 0)
		*out = gr_map_take(answer, "first");
	return r;
}

/* ---- score ---- */

/* parts = { { label, number }, ... } -> [{"label", "value"}] */
static int read_parts(gr_value *result, const gr_value *parts)
{
	gr_value *list = gr_list_new();
	int r = list ? 0 : GRANT_ENOMEM;

	for (size_t i = 0; r == 0 && i < gr_value_count(parts); i++) {
		const gr_value *part = gr_value_item(parts, i);
		const gr_value *label = gr_value_item(part, 0), *value = gr_value_item(part, 1);
		gr_value *made;

		if (!gr_value_is(part, GR_LIST) || !gr_value_is(label, GR_TEXT) || !gr_value_is(value, GR_NUMBER)) {
			gr_value_free(list);
			return wrong("score", _("a part that is not { label, number }"));
		}
		made = gr_map_new();
		r = made ? gr_map_set(made, "label", gr_value_copy(label)) : GRANT_ENOMEM;
		if (r == 0)
			r = gr_map_set(made, "value", gr_value_copy(value));
		if (gr_list_add(list, made) < 0)
			r = GRANT_ENOMEM;
	}
	if (r < 0) {
		gr_value_free(list);
		return r;
	}
	return gr_map_set(result, "parts", list);
}

static int read_reason(gr_value **out, const gr_value *reason)
{
	gr_value *result;

	if (!gr_value_is(reason, GR_TEXT))
		return wrong("score", _("neither a total nor nil and a reason"));
	result = gr_map_new();
	if (!result || gr_map_set_text(result, "reason", gr_value_text(reason)) < 0) {
		gr_value_free(result);
		return GRANT_ENOMEM;
	}
	*out = result;
	return 0;
}

/* { total =, parts =, note = }, or { reason = } from score_all. */
static int read_result(gr_value **out, const gr_value *given, const gr_value *reason)
{
	const gr_value *total = gr_map_get(given, "total");
	const char *note = gr_map_text(given, "note");
	gr_value *result;
	int r;

	if (!given || gr_value_is(given, GR_NULL))
		return read_reason(out, reason);
	if (gr_value_is(given, GR_MAP) && !total)
		return read_reason(out, gr_map_get(given, "reason") ? gr_map_get(given, "reason") : reason);
	if (!gr_value_is(total, GR_NUMBER))
		return wrong("score", _("a total that is no number"));
	if (note && strlen(note) > NOTE_MAX)
		return wrong("score", _("a note of more than 4 KiB"));
	result = gr_map_new();
	r = result ? gr_map_set(result, "total", gr_value_copy(total)) : GRANT_ENOMEM;
	if (r == 0)
		r = read_parts(result, gr_map_get(given, "parts"));
	if (r == 0)
		r = gr_map_set_text(result, "note", note);
	if (r < 0) {
		gr_value_free(result);
		return r;
	}
	*out = result;
	return 0;
}

int gr_rules_score(gr_value **out, const gr_rules *rules, const char *stage, const gr_value *application,
                   const gr_value *reviews, const gr_value *round)
{
	struct question question = {
		rules, "score", stage, { application, reviews, round }, 3, &gr_bounds_application, NULL
	};
	gr_auto_value gr_value *answer = NULL;
	int r = ask(&answer, &question);

	return r == 0 ? read_result(out, gr_map_get(answer, "first"), gr_map_get(answer, "second")) : r;
}

static const gr_value *declared_stage(const gr_rules *rules, const char *stage)
{
	return gr_list_find(gr_map_get(rules->declared, "stages"), "id", stage);
}

bool gr_rules_scores_all(const gr_rules *rules, const char *stage)
{
	return gr_value_true(gr_map_get(declared_stage(rules, stage), "score_all"));
}

int gr_rules_score_all(gr_value **out, const gr_rules *rules, const char *stage, const gr_value *applications,
                       const gr_value *round)
{
	struct question question = { rules, "score_all", stage, { applications, round, NULL }, 2, &gr_bounds_ranking, NULL };
	gr_auto_value gr_value *answer = NULL;
	gr_auto_value gr_value *results = gr_map_new();
	gr_auto_value gr_value *ids = ids_of(applications);
	const gr_value *given;
	int r = results && ids ? ask(&answer, &question) : GRANT_ENOMEM;

	given = gr_map_get(answer, "first");
	if (r == 0 && !gr_value_is(given, GR_MAP) && (!gr_value_is(given, GR_LIST) || gr_value_count(given) > 0))
		r = wrong("score_all", _("something else than a table by application id"));
	for (size_t i = 0; r == 0 && i < gr_value_count(given); i++) {
		gr_value *result = NULL;

		r = cross_off(ids, "score_all", gr_value_key(given, i));
		if (r < 0)
			return r;
		r = read_result(&result, gr_value_item(given, i), NULL);
		if (r < 0)
			return gr_context(r, "%s", gr_value_key(given, i));
		r = gr_map_set(results, gr_value_key(given, i), result);
	}
	if (r == 0)
		*out = gr_steal_value(&results);
	return r;
}

/* ---- ties ---- */

bool gr_rules_ties_by_function(const gr_rules *rules, const char *stage)
{
	return gr_value_true(gr_map_get(declared_stage(rules, stage), "ties_by_function"));
}

int64_t gr_rules_steps_of_ranking(void)
{
	return gr_bounds_ranking.steps;
}

int gr_rules_compare(int *out, const gr_rules *rules, const char *stage, const gr_value *a, const gr_value *b,
                     int64_t *steps)
{
	struct question question = { rules, "ties", stage, { a, b, NULL }, 2, &gr_bounds_application, steps };
	gr_auto_value gr_value *answer = NULL;
	int64_t order = 0;
	int r = ask(&answer, &question);

	if (r < 0)
		return r;
	if (gr_value_int64(&order, gr_map_get(answer, "first")) < 0 || order < -1 || order > 1)
		return wrong("ties", _("something else than -1, 0 or 1"));
	*out = (int)order;
	return 0;
}

/* ---- advance and allocate ---- */

int gr_rules_advance(gr_value **out, const gr_rules *rules, const char *stage, const gr_value *ranking,
                     const gr_value *round)
{
	struct question question = { rules, "advance", stage, { ranking, round, NULL }, 2, &gr_bounds_ranking, NULL };
	gr_auto_value gr_value *answer = NULL;
	gr_auto_value gr_value *ids = NULL;
	const gr_value *list;
	int r;

	if (!gr_value_true(gr_map_get(declared_stage(rules, stage), "advance")))
		return gr_fail(GRANT_ENOTFOUND, _("the stage “%s” has no advance"), stage);
	r = ask(&answer, &question);
	if (r < 0)
		return r;
	list = gr_map_get(answer, "first");
	if (!gr_value_is(list, GR_LIST))
		return wrong("advance", _("something else than a list of ids"));
	ids = ids_of(ranking);
	r = ids ? 0 : GRANT_ENOMEM;
	for (size_t i = 0; r == 0 && i < gr_value_count(list); i++) {
		if (!gr_value_is(gr_value_item(list, i), GR_TEXT))
			return wrong("advance", _("something else than a list of ids"));
		r = cross_off(ids, "advance", gr_value_text(gr_value_item(list, i)));
	}
	if (r == 0)
		*out = gr_map_take(answer, "first");
	return r;
}

/* Yuan -> whole fen. */
static int set_amount(gr_value *to, const gr_value *amount, const char *id)
{
	gr_auto_exact struct gr_exact fen = GR_EXACT_ZERO;
	struct gr_exact hundred = { 100, 1, NULL };
	int64_t whole;
	int r = gr_exact_parse(&fen, gr_value_is(amount, GR_NUMBER) ? gr_value_text(amount) : "x");

	if (r == 0)
		r = gr_exact_mul(&fen, &fen, &hundred);
	if (r < 0 || !gr_exact_to_int64(&whole, &fen) || whole < 0)
		return gr_fail(GRANT_ERULE, _("allocate gives %s an amount that is no whole number of fen"), id);
	if (whole == 0)
		return gr_fail(GRANT_ERULE, _("allocate approves %s with nothing; let it be reserve or reject"), id);
	return gr_map_set_int(to, "amount", whole);
}

static int read_outcome(gr_value *to, const gr_value *from, gr_value *ids)
{
	const char *id = gr_map_text(from, "id"), *verdict = gr_map_text(from, "verdict");
	int r = cross_off(ids, "allocate", id);

	if (r < 0)
		return r;
	if (!verdict ||
	    (strcmp(verdict, "approve") != 0 && strcmp(verdict, "reserve") != 0 && strcmp(verdict, "reject") != 0))
		return gr_fail(GRANT_ERULE,
		               _("allocate gives %s the verdict “%s”; it may be approve, reserve or reject"), id,
		               verdict ? verdict : "");
	r = gr_map_set_text(to, "id", id);
	if (r == 0)
		r = gr_map_set_text(to, "verdict", verdict);
	if (r == 0 && strcmp(verdict, "approve") == 0)
		r = set_amount(to, gr_map_get(from, "amount"), id);
	if (r == 0)
		r = gr_map_set_text(to, "reason", gr_map_text(from, "reason"));
	return r;
}

static int read_outcomes(gr_value *list, const gr_value *given, const gr_value *ranking)
{
	gr_auto_value gr_value *ids = ids_of(ranking);
	int r = ids ? 0 : GRANT_ENOMEM;

	for (size_t i = 0; r == 0 && i < gr_value_count(given); i++) {
		gr_value *outcome = gr_map_new();

		r = outcome ? read_outcome(outcome, gr_value_item(given, i), ids) : GRANT_ENOMEM;
		if (r < 0)
			gr_value_free(outcome);
		else
			r = gr_list_add(list, outcome);
	}
	return r;
}

int gr_rules_allocate(gr_value **out, const gr_rules *rules, const gr_value *ranking, const gr_value *round)
{
	struct question question = { rules, "allocate", NULL, { ranking, round, NULL }, 2, &gr_bounds_ranking, NULL };
	gr_auto_value gr_value *answer = NULL;
	gr_auto_value gr_value *list = gr_list_new();
	const gr_value *given;
	int r;

	if (!is_declared(rules, "allocate"))
		return gr_fail(GRANT_ENOTFOUND, _("the rules have no allocate"));
	r = list ? ask(&answer, &question) : GRANT_ENOMEM;
	given = gr_map_get(answer, "first");
	if (r == 0 && !gr_value_is(given, GR_LIST))
		r = wrong("allocate", _("something else than a list"));
	if (r == 0)
		r = read_outcomes(list, given, ranking);
	if (r == 0)
		*out = gr_steal_value(&list);
	return r;
}

/* ---- a part ---- */

#define RESULTS_MAX 16

struct call {
	const gr_value *arguments;
};

/* A table from "1", "2", ... to what the part returned, and "count"; nil is a gap. */
static int call_inside(lua_State *lua)
{
	struct call *call = lua_touserdata(lua, 1);
	int before = lua_gettop(lua), count;

	luaL_checkstack(lua, (int)gr_value_count(call->arguments) + 8, "too many arguments");
	gr_rules_push(lua);
	for (size_t i = 0; i < gr_value_count(call->arguments); i++) {
		const gr_value *argument = gr_value_item(call->arguments, i);

		gr_lua_push_value(lua, argument);
		if (gr_value_is(argument, GR_MAP))
			gr_lua_let_round(lua); /* it may be the round */
	}
	lua_call(lua, (int)gr_value_count(call->arguments), LUA_MULTRET);
	count = lua_gettop(lua) - before;
	if (count > RESULTS_MAX)
		luaL_error(lua, "a part returns %d results at most", RESULTS_MAX);
	lua_createtable(lua, 0, count + 1);
	for (int i = 1; i <= count; i++) {
		lua_pushfstring(lua, "%d", i);
		lua_pushvalue(lua, before + i);
		lua_rawset(lua, -3);
	}
	lua_pushinteger(lua, count);
	lua_setfield(lua, -2, "count");
	return 1;
}

/* Without nil at the end: a part that returns nothing and one that returns nil are the same to who calls. */
static int list_results(gr_value **out, gr_value *answer)
{
	gr_auto_value gr_value *list = gr_list_new();
	int64_t count = 0;
	int r = list ? gr_value_int64(&count, gr_map_get(answer, "count")) : GRANT_ENOMEM;
	char key[24];

	for (; count > 0; count--) {
		snprintf(key, sizeof(key), "%d", (int)count);
		if (gr_map_get(answer, key))
			break;
	}
	for (int64_t i = 1; r == 0 && i <= count; i++) {
		gr_value *result;

		snprintf(key, sizeof(key), "%d", (int)i);
		result = gr_map_take(answer, key);
		r = gr_list_add(list, result ? result : gr_null_new());
	}
	if (r == 0)
		*out = gr_steal_value(&list);
	return r;
}

int gr_rules_call(gr_value **out, const gr_rules *rules, const gr_value *arguments)
{
	gr_auto_value gr_value *answer = NULL;
	struct call call = { arguments };
	struct gr_host host;
	int r = gr_host_open(&host, rules, &gr_bounds_application);

	if (r < 0)
		return r;
	r = gr_host_call(&host, call_inside, &call);
	if (r == 0)
		r = gr_lua_to_value(&answer, host.lua, -1);
	gr_host_close(&host);
	return r == 0 ? list_results(out, answer) : r;
}
