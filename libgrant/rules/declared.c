/* SPDX-License-Identifier: Apache-2.0 */
/* What a rule file declares, checked and brought into one form: always a list of stages. Not here: running it. */
#include "rules/declared.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/decimal.h"
#include "base/error.h"
#include "base/id.h"

/* Names that an application brings itself: in `ties` they mean its fields. */
static const char *const number_fields[] = { "requested", "matching", "total" };

bool gr_rules_is_number_field(const char *name)
{
	for (size_t i = 0; i < GR_COUNT(number_fields); i++)
		if (strcmp(number_fields[i], name) == 0)
			return true;
	return false;
}

struct checker {
	grant_findings *findings;
	const char *file;
	const gr_value *table;
	bool failed;
};

static void wrong(struct checker *checker, const char *format, ...) GR_PRINTF(2, 3);

static void wrong(struct checker *checker, const char *format, ...)
{
	struct gr_place place = { .file = checker->file };
	char text[300];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	gr_findings_add(checker->findings, GR_F_RULES_SHAPE, &place, text, NULL);
	checker->failed = true;
}

static bool is_function(const gr_value *value)
{
	return gr_value_is(value, GR_BOOL) && gr_value_true(value);
}

/* ---- criteria and measures ---- */

static void copy_decimal(struct checker *checker, gr_value *to, const gr_value *from, const char *key, const char *id)
{
	gr_auto_buf struct gr_buf text = GR_BUF_INIT;
	const char *given = gr_map_text(from, key);

	if (!gr_map_get(from, key))
		return;
	if (!given || gr_decimal_canonical(&text, given) < 0) {
		gr_error_clear();
		wrong(checker, _("%s of “%s” is no decimal"), key, id);
		return;
	}
	checker->failed = gr_map_set(to, key, gr_number_new(gr_buf_text(&text))) < 0 || checker->failed;
}

static void check_bounds(struct checker *checker, const gr_value *item, const char *id)
{
	const char *min = gr_map_text(item, "min"), *max = gr_map_text(item, "max"), *step = gr_map_text(item, "step");

	if (min && max && gr_decimal_compare(min, max) >= 0)
		wrong(checker, _("“%s” reaches from %s to %s; max must be above min"), id, min, max);
	if (step && gr_decimal_compare(step, "0") <= 0)
		wrong(checker, _("the step of “%s” is %s and must be above 0"), id, step);
}

static gr_value *make_item(struct checker *checker, const gr_value *from, const gr_value *earlier, bool is_criterion)
{
	const char *id = gr_map_text(from, "id");
	gr_value *item = gr_map_new();

	if (!item || !id || !gr_name_valid(id) || gr_list_find(earlier, "id", id)) {
		wrong(checker,
		      id && gr_list_find(earlier, "id", id)
		              ? _("“%s” is there twice")
		              : _("“%s” is no id of a criterion or measure; use a lower-case letter followed by letters, digits and _"),
		      id ? id : "");
		gr_value_free(item);
		return NULL;
	}
	checker->failed = gr_map_set_text(item, "id", id) < 0 || checker->failed;
	if (gr_map_get(from, "title"))
		checker->failed =
			gr_map_set(item, "title", gr_value_copy(gr_map_get(from, "title"))) < 0 || checker->failed;
	copy_decimal(checker, item, from, "max", id);
	copy_decimal(checker, item, from, "min", id);
	copy_decimal(checker, item, from, "step", id);
	checker->failed = gr_map_set_text(item, "guide", gr_map_text(from, "guide")) < 0 || checker->failed;
	if (is_criterion && !gr_map_get(item, "max"))
		wrong(checker, _("the criterion “%s” has no max"), id);
	if (is_criterion && !gr_map_get(item, "min"))
		checker->failed = gr_map_set(item, "min", gr_number_new("0")) < 0 || checker->failed;
	check_bounds(checker, item, id);
	return item;
}

static gr_value *make_items(struct checker *checker, const gr_value *from, bool is_criterion)
{
	gr_value *list = gr_list_new();

	if (from && !gr_value_is(from, GR_LIST)) {
		wrong(checker, _("“%s” is no list"), is_criterion ? "criteria" : "measures");
		return list;
	}
	for (size_t i = 0; list && i < gr_value_count(from); i++) {
		gr_value *item = make_item(checker, gr_value_item(from, i), list, is_criterion);

		if (item && gr_list_add(list, item) < 0)
			checker->failed = true;
	}
	return list;
}

/* ---- ties ---- */

static void check_tie(struct checker *checker, const char *tie, const gr_value *criteria, const gr_value *measures)
{
	const char *name = tie[0] == '-' ? tie + 1 : tie;
	int meanings = (gr_list_find(criteria, "id", name) != NULL) + (gr_list_find(measures, "id", name) != NULL) +
	               gr_rules_is_number_field(name);

	if (meanings == 0)
		wrong(checker, _("“%s” in ties is no criterion, measure or number field of the application"), name);
	if (meanings > 1)
		wrong(checker, _("“%s” in ties could be two things; give the criterion or measure another id"), name);
}

static gr_value *make_ties(struct checker *checker, const gr_value *from, const gr_value *criteria)
{
	gr_auto_value gr_value *measures = make_items(checker, gr_map_get(checker->table, "measures"), false);
	gr_value *list = gr_list_new();

	if (gr_value_is(from, GR_MAP))
		wrong(checker, _("“%s” is no list"), "ties");
	for (size_t i = 0; list && gr_value_is(from, GR_LIST) && i < gr_value_count(from); i++) {
		const char *tie = gr_value_text(gr_value_item(from, i));

		if (!tie) {
			wrong(checker, _("ties holds something that is no name"));
			continue;
		}
		check_tie(checker, tie, criteria, measures);
		if (gr_list_add(list, gr_text_new(tie)) < 0)
			checker->failed = true;
	}
	return list;
}

/* ---- words ---- */

static const char *const stage_words[] = { "id", "title", "criteria", "score", "score_all", "ties", "advance", NULL };

static void check_words(struct checker *checker, const gr_value *table, const char *const *words)
{
	for (size_t i = 0; i < gr_value_count(table); i++) {
		const char *key = gr_value_key(table, i);
		bool known = false;

		for (size_t k = 0; key && words[k]; k++)
			known = known || strcmp(words[k], key) == 0;
		if (!known)
			wrong(checker, _("“%s” means nothing in a rule file"), key ? key : "?");
	}
}

/* ---- stages ---- */

static gr_value *make_stage(struct checker *checker, const gr_value *from, const char *id)
{
	const gr_value *own = gr_map_get(from, "criteria");
	gr_value *stage = gr_map_new(), *criteria;
	bool one = is_function(gr_map_get(from, "score")), all = is_function(gr_map_get(from, "score_all"));
	int r = stage ? gr_map_set_text(stage, "id", id) : GRANT_ENOMEM;

	criteria = make_items(checker, own ? own : gr_map_get(checker->table, "criteria"), true);
	if (gr_value_count(criteria) == 0)
		wrong(checker, _("the stage “%s” has no criteria"), id);
	if (one == all)
		wrong(checker, _("the stage “%s” needs either score or score_all, a function"), id);
	if (r == 0)
		r = gr_map_set(stage, "ties", make_ties(checker, gr_map_get(from, "ties"), criteria));
	if (r == 0)
		r = gr_map_set(stage, "criteria", gr_steal_value(&criteria));
	gr_value_free(criteria);
	if (r == 0)
		r = gr_map_set_bool(stage, "ties_by_function", is_function(gr_map_get(from, "ties")));
	if (r == 0)
		r = gr_map_set_bool(stage, "score_all", all);
	if (r == 0)
		r = gr_map_set_bool(stage, "advance", is_function(gr_map_get(from, "advance")));
	if (r < 0)
		checker->failed = true;
	return stage;
}

static gr_value *make_stages(struct checker *checker)
{
	const gr_value *from = gr_map_get(checker->table, "stages");
	gr_value *stages = gr_list_new();

	if (!from) {
		if (gr_list_add(stages, make_stage(checker, checker->table, "review")) < 0)
			checker->failed = true;
		return stages;
	}
	if (!gr_value_is(from, GR_LIST) || gr_value_count(from) == 0) {
		wrong(checker, _("stages holds no stage"));
		return stages;
	}
	for (size_t i = 0; i < gr_value_count(from); i++) {
		const char *id = gr_map_text(gr_value_item(from, i), "id");

		check_words(checker, gr_value_item(from, i), stage_words);
		if (!id || !gr_id_valid(id) || gr_list_find(stages, "id", id))
			wrong(checker, _("stage %zu has no id of its own"), i + 1);
		else if (gr_list_add(stages, make_stage(checker, gr_value_item(from, i), id)) < 0)
			checker->failed = true;
	}
	return stages;
}

/* ---- the whole ---- */

static const char *const file_words[] = { "api",       "title", "criteria", "measures", "eligible", "score",
	                                  "score_all", "ties",  "allocate", "stages",   "advance",  NULL };

int gr_rules_declare(gr_rules *rules, grant_findings *findings, const char *file)
{
	struct checker checker = { .findings = findings, .file = file, .table = rules->table };
	const char *api = gr_map_text(rules->table, "api");
	gr_value *declared = gr_map_new();
	int r = declared ? 0 : GRANT_ENOMEM;

	check_words(&checker, rules->table, file_words);
	if (!api || strcmp(api, "1") != 0)
		wrong(&checker, _("api is not 1; begin with: return { api = 1, ..."));
	if (r == 0)
		r = gr_map_set(declared, "api", gr_int_new(1));
	if (r == 0 && gr_map_get(rules->table, "title"))
		r = gr_map_set(declared, "title", gr_value_copy(gr_map_get(rules->table, "title")));
	if (r == 0)
		r = gr_map_set(declared, "measures", make_items(&checker, gr_map_get(rules->table, "measures"), false));
	if (r == 0)
		r = gr_map_set(declared, "stages", make_stages(&checker));
	if (r == 0)
		r = gr_map_set_bool(declared, "eligible", is_function(gr_map_get(rules->table, "eligible")));
	if (r == 0)
		r = gr_map_set_bool(declared, "allocate", is_function(gr_map_get(rules->table, "allocate")));
	rules->declared = declared;
	return r < 0 ? r : checker.failed ? gr_fail(GRANT_ERULE, _("the rules are not in shape")) : 0;
}

const gr_value *gr_stage_table(const gr_rules *rules, const char *stage, lua_Integer *index)
{
	const gr_value *stages = gr_map_get(rules->table, "stages");

	*index = 0;
	if (!stages)
		return strcmp(stage, "review") == 0 ? rules->table : NULL;
	for (size_t i = 0; i < gr_value_count(stages); i++) {
		const char *id = gr_map_text(gr_value_item(stages, i), "id");

		if (id && strcmp(id, stage) == 0) {
			*index = (lua_Integer)i + 1;
			return gr_value_item(stages, i);
		}
	}
	return NULL;
}
