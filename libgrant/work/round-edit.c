/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The round's own description is changed: a longer time for reviews, more money, another holiday. What the rules, the ids or forms
 * that were handed in rest on stays. Not here: showing the round (round.c), what a field may hold (model).
 */
#include <grant/round.h>

#include <string.h>

#include "base/decimal.h"
#include "base/error.h"
#include "base/mem.h"
#include "base/text.h"
#include "work/act.h"
#include "work/difference.h"
#include "work/sums.h"

/* It stands in the commit's own sentence. */
#define REASON_MAX 100

struct edition {
	struct gr_act *act;
	gr_value *round;   /* the new description */
	gr_value *changes; /* what the caller is told */
	const grant_round_edit_options *options;
};

/* Where a path leads. */
struct spot {
	gr_value *owner;
	const struct gr_kind *kind; /* the owner's */
	const struct gr_field *field;
};

static void find(struct edition *edition, enum gr_finding_id id, const char *path, const char *more)
{
	struct gr_place place = { .file = "round/round.json", .field = path };

	gr_findings_add(edition->act->findings, id, &place, path, more, NULL);
}

/* ---- where a path leads ---- */

/* "2", or the id of a row; NULL: there is none. */
static gr_value *find_row(gr_value *rows, const char *name)
{
	gr_value *row = gr_list_find(rows, "id", name);
	int64_t index;

	if (!row && gr_whole_parse(&index, name) && (uint64_t)index < gr_value_count(rows))
		row = gr_value_item(rows, (size_t)index);
	return row;
}

/* One part of the path further; what is a record and absent is made. *part moves on; where it ends at a whole row, so does the spot. */
static int go_in(struct spot *spot, char **part)
{
	gr_value *inner = gr_map_get(spot->owner, spot->field->name);

	if (!inner && spot->field->type == GR_FIELD_RECORD) {
		int r = gr_map_set(spot->owner, spot->field->name, gr_map_new());

		if (r < 0)
			return r;
		inner = gr_map_get(spot->owner, spot->field->name);
	}
	if (spot->field->type == GR_FIELD_LIST && inner)
		inner = find_row(inner, strsep(part, "."));
	if (!inner)
		return GRANT_ENOTFOUND;
	if (!*part)
		return 0;
	spot->kind = gr_kind_get(spot->field->of);
	spot->owner = inner;
	return 0;
}

static bool has_inside(const struct gr_field *field)
{
	return (field->type == GR_FIELD_RECORD || field->type == GR_FIELD_LIST) && field->of < GR_KIND_COUNT;
}

/* GRANT_ENOTFOUND without words: there is no such field. */
static int find_spot(struct spot *out, struct edition *edition, const char *path)
{
	gr_autofree_text char *copy = gr_strdup(path);
	struct spot spot = { edition->round, gr_kind_get(GR_KIND_ROUND), NULL };
	char *rest = copy;

	if (!copy)
		return GRANT_ENOMEM;
	do {
		int r;

		spot.field = gr_field_find(spot.kind, strsep(&rest, "."));
		if (!spot.field || (rest && !has_inside(spot.field)))
			return GRANT_ENOTFOUND;
		r = rest ? go_in(&spot, &rest) : 0;
		if (r < 0)
			return r;
	} while (rest);
	*out = spot;
	return 0;
}

/* What other records rest on: ids, the numbers that were printed, the questions that were answered. */
static bool is_fixed(const struct spot *spot)
{
	static const struct {
		enum gr_kind_id kind;
		const char *field;
	} fixed[] = {
		{ GR_KIND_ROUND, "prefix" }, { GR_KIND_ROUND, "currency" },  { GR_KIND_ROUND, "places" },
		{ GR_KIND_ROUND, "stages" }, { GR_KIND_STAGE, "sealed" },    { GR_KIND_FORM_FIELD, "type" },
	};

	if (strcmp(spot->field->name, "id") == 0)
		return true;
	for (size_t i = 0; i < GR_COUNT(fixed); i++)
		if (fixed[i].kind == spot->kind->id && strcmp(fixed[i].field, spot->field->name) == 0)
			return true;
	return false;
}

/* ---- values ---- */

static gr_value *make_list(const char *text)
{
	gr_autofree_text char *copy = gr_strdup(text);
	gr_value *list = gr_list_new();
	char *rest = copy, *item;

	while (list && copy && (item = strsep(&rest, ", "))) {
		if (*item && gr_list_add(list, gr_text_new(item)) < 0) {
			gr_value_free(list);
			return NULL;
		}
	}
	return list;
}

/* What cannot be read stays a text, and the check says what it must be. */
static gr_value *make_value(const struct gr_field *field, const char *text)
{
	int64_t number;

	if (field->type == GR_FIELD_LIST)
		return make_list(text);
	if (field->type == GR_FIELD_BOOL && (strcmp(text, "true") == 0 || strcmp(text, "false") == 0))
		return gr_bool_new(strcmp(text, "true") == 0);
	if (field->type == GR_FIELD_INTEGER && gr_whole_parse(&number, text))
		return gr_int_new(number);
	return gr_text_new(text);
}

/* ---- the fields ---- */

static int set_spot(const struct spot *spot, const char *text)
{
	if (*text)
		return gr_map_set(spot->owner, spot->field->name, make_value(spot->field, text));
	gr_map_remove(spot->owner, spot->field->name);
	return 0;
}

static int edit_field(struct edition *edition, const grant_round_field *wish)
{
	struct spot spot;
	int r = find_spot(&spot, edition, wish->field);

	if (r == GRANT_ENOTFOUND) {
		find(edition, GR_F_ROUND_FIELD_UNKNOWN, wish->field, NULL);
		return 0;
	}
	if (r < 0)
		return r;
	if (is_fixed(&spot))
		find(edition, GR_F_ROUND_FIXED, wish->field, NULL);
	else if (has_inside(spot.field))
		find(edition, GR_F_ROUND_WHOLE, wish->field, NULL);
	else
		r = set_spot(&spot, wish->value);
	return r;
}

/* What was wished for, as it is in canonical form before and after. */
static int tell_field(struct edition *edition, gr_value *old, gr_value *new, const char *path)
{
	struct edition before = { .act = edition->act, .round = old }, after = { .act = edition->act, .round = new };
	struct spot was, is;
	const gr_value *had = NULL, *has = NULL;
	int r = find_spot(&is, &after, path);

	if (r == 0)
		has = gr_map_get(is.owner, is.field->name);
	if (r == 0 || r == GRANT_ENOTFOUND)
		r = find_spot(&was, &before, path);
	if (r == 0)
		had = gr_map_get(was.owner, was.field->name);
	if (r < 0 && r != GRANT_ENOTFOUND)
		return r;
	if ((!had && !has) || (had && has && gr_value_equal(had, has)))
		return 0;
	return gr_difference_add(edition->changes, path, r == 0 ? was.field : is.field, had, has);
}

static int check_money(struct edition *edition)
{
	struct gr_act *act = edition->act;
	char is[GR_DECIMAL_TEXT_SIZE], sum[GR_DECIMAL_TEXT_SIZE];
	int64_t decided = 0, budget = gr_map_money(edition->round, "budget");
	int r = gr_sums_decided(&decided, act->round, &act->base, NULL);

	if (r < 0 || budget >= decided)
		return r;
	gr_money_format(is, budget);
	gr_money_format(sum, decided);
	return gr_fail(GRANT_EDENIED, _("the decisions add up to %s, which a budget of %s does not cover"), sum, is);
}

static int detail(struct edition *edition)
{
	gr_auto_buf struct gr_buf text = GR_BUF_INIT;

	for (size_t i = 0; i < gr_value_count(edition->changes); i++)
		gr_buf_printf(&text, "%s%s", i ? ", " : "", gr_map_text(gr_value_item(edition->changes, i), "path"));
	return gr_act_detail(edition->act, "%s (%s)", gr_buf_text(&text), edition->options->reason);
}

static int write_round(struct edition *edition)
{
	struct gr_location place = { .kind = GR_KIND_ROUND };
	struct gr_act *act = edition->act;
	gr_auto_value gr_value *canonical = NULL;
	gr_auto_value gr_value *old = gr_value_copy(act->round->description);
	int r = old ? gr_record_canonical(&canonical, GR_KIND_ROUND, edition->round) : GRANT_ENOMEM;

	for (size_t i = 0; r == 0 && i < edition->options->count; i++)
		r = tell_field(edition, old, canonical, edition->options->fields[i].field);
	if (r == 0 && gr_value_count(edition->changes) == 0)
		r = gr_fail(GRANT_EINPUT, _("the round has these values already; there is nothing to edit"));
	if (r == 0)
		r = check_money(edition);
	if (r == 0)
		r = gr_act_set_subject(act, gr_map_text(canonical, "id"));
	if (r == 0)
		r = detail(edition);
	return r == 0 ? gr_act_put(act, &place, gr_steal_value(&canonical)) : r;
}

static int make_edition(struct edition *edition)
{
	struct gr_act *act = edition->act;
	int r = edition->round && edition->changes ? 0 : GRANT_ENOMEM;

	for (size_t i = 0; r == 0 && i < edition->options->count; i++)
		r = edit_field(edition, &edition->options->fields[i]);
	if (r == 0)
		r = gr_record_check(act->findings, GR_KIND_ROUND, edition->round);
	if (r < 0 && r != GRANT_EINPUT)
		return r;
	gr_findings_set_file(act->findings, "round/round.json");
	r = gr_findings_result(act->findings);
	if (r == 0)
		r = write_round(edition);
	if (r == 0) {
		act->result = gr_map_new();
		r = act->result ? gr_map_set(act->result, "fields", gr_steal_value(&edition->changes)) : GRANT_ENOMEM;
	}
	return r;
}

static int build_edition(struct gr_act *act, const void *input)
{
	struct edition edition = { .act = act, .round = gr_value_copy(act->round->description), .changes = gr_list_new(),
		                   .options = input };
	int r = make_edition(&edition);

	gr_value_free(edition.round);
	gr_value_free(edition.changes);
	return r;
}

static const struct gr_act_row edit_row = {
	.name = "round-edit",
	.roles = GR_ROLE_OFFICER,
	.build = build_edition,
};

static int check_fields(const grant_round_edit_options *options)
{
	const grant_round_field *fields = options->fields;

	for (size_t i = 0; i < options->count; i++)
		for (size_t k = 0; k < i; k++)
			if (strcmp(fields[i].field, fields[k].field) == 0)
				return gr_fail(GRANT_EINPUT, _("“%s” is given twice"), fields[i].field);
	return 0;
}

static int check_options(const grant_round_edit_options *options)
{
	for (size_t i = 0; i < options->count; i++)
		if (!options->fields[i].field || !options->fields[i].value ||
		    !gr_utf8_valid(options->fields[i].field, strlen(options->fields[i].field)) ||
		    !gr_utf8_valid(options->fields[i].value, strlen(options->fields[i].value)))
			return gr_fail(GRANT_EINPUT, _("a field and its value are text in UTF-8"));
	if (!options->reason || gr_text_is_blank(options->reason) || !gr_utf8_valid(options->reason, strlen(options->reason)))
		return gr_error_in_field(gr_fail(GRANT_EINPUT, _("to edit a round takes a reason")), "reason");
	if (gr_utf8_count(options->reason) > REASON_MAX)
		return gr_error_in_field(gr_fail(GRANT_EINPUT, _("the reason has more than %d characters"), REASON_MAX), "reason");
	return check_fields(options);
}

int grant_round_edit(grant_record **changes, grant_findings **findings, grant_round *round,
                     const grant_round_edit_options *options)
{
	gr_value *result = NULL;
	struct gr_act_wish wish = { .findings = findings, .result = &result };
	int r = gr_enter(round);

	if (r < 0)
		return r;
	if (!options || options->version != GRANT_ROUND_EDIT_OPTIONS_VERSION || !options->fields || options->count == 0)
		return gr_fail(GRANT_EINVALID, _("no fields, or options of another version"));
	r = check_options(options);
	if (r < 0)
		return r;
	wish.dry_run = options->dry_run;
	r = gr_act_run(round, &edit_row, &wish, options);
	if (r == 0 && changes)
		*changes = gr_record_of(gr_steal_value(&result));
	gr_value_free(result);
	return r;
}
