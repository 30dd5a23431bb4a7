/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Records as rules see them: numbers as numbers, personal fields left out. Descends by the table. Not here: which
 * reviews and measures a rule gets (work).
 */
#include "model/check.h"

#include "base/decimal.h"
#include "base/error.h"

static int seen_record(gr_value **out, const struct gr_kind *kind, const gr_value *record);

/* "48000.00" -> the number 48000. */
static gr_value *number_of(const gr_value *value)
{
	gr_auto_buf struct gr_buf text = GR_BUF_INIT;
	const char *written = gr_value_text(value);
	int r = written ? gr_decimal_canonical(&text, written) : GRANT_EINPUT;

	if (r == GRANT_ENOMEM || gr_buf_ok(&text) < 0)
		return NULL;
	return r < 0 ? gr_value_copy(value) : gr_number_new(gr_buf_text(&text));
}

static gr_value *seen_scalar(enum gr_field_type type, const gr_value *value)
{
	if (type == GR_FIELD_MONEY || type == GR_FIELD_DECIMAL)
		return number_of(value);
	return gr_value_copy(value);
}

static int seen_list(gr_value **out, const struct gr_field *field, const gr_value *list)
{
	gr_auto_value gr_value *copy = gr_list_new();
	int r = copy ? 0 : gr_fail_memory();

	for (size_t i = 0; r == 0 && i < gr_value_count(list); i++) {
		gr_value *made = NULL;

		if (field->of < GR_KIND_COUNT)
			r = seen_record(&made, gr_kind_get(field->of), gr_value_item(list, i));
		else
			made = seen_scalar(field->item, gr_value_item(list, i));
		if (r == 0)
			r = gr_list_add(copy, made);
	}
	if (r == 0)
		*out = gr_steal_value(&copy);
	return r;
}

static int seen_field(gr_value *copy, const struct gr_field *field, const gr_value *record)
{
	const gr_value *value = gr_map_get(record, field->name);
	gr_value *made = NULL;
	int r = 0;

	if (gr_value_blank(value) || field->visible == GR_SEEN_PERSONAL)
		return 0;
	if (field->type == GR_FIELD_RECORD && gr_value_is(value, GR_MAP))
		r = seen_record(&made, gr_kind_get(field->of), value);
	else if (field->type == GR_FIELD_LIST && gr_value_is(value, GR_LIST))
		r = seen_list(&made, field, value);
	else
		made = seen_scalar(field->type, value);
	return r < 0 ? r : gr_map_set(copy, field->name, made);
}

static int seen_record(gr_value **out, const struct gr_kind *kind, const gr_value *record)
{
	gr_auto_value gr_value *copy = gr_map_new();
	int r = copy ? 0 : gr_fail_memory();

	for (size_t i = 0; r == 0 && i < kind->field_count; i++)
		r = seen_field(copy, &kind->fields[i], record);
	if (r == 0)
		*out = gr_steal_value(&copy);
	return r;
}

int gr_application_for_rules(gr_value **out, const gr_value *application)
{
	return seen_record(out, gr_kind_get(GR_KIND_APPLICATION), application);
}

int gr_round_for_rules(gr_value **out, const gr_value *round)
{
	return seen_record(out, gr_kind_get(GR_KIND_ROUND), round);
}

static int seen_scores(gr_value *to, const gr_value *scores)
{
	int r = to ? 0 : gr_fail_memory();

	for (size_t i = 0; r == 0 && i < gr_value_count(scores); i++) {
		const gr_value *score = gr_value_item(scores, i);

		if (!gr_value_blank(score))
			r = gr_map_set(to, gr_value_key(scores, i), number_of(score));
	}
	return r;
}

int gr_review_for_rules(gr_value **out, const char *person, const gr_value *review)
{
	gr_auto_value gr_value *copy = gr_map_new(), *scores = gr_map_new();
	const char *comment = gr_map_text(review, "comment");
	int r = copy ? seen_scores(scores, gr_map_get(review, "scores")) : gr_fail_memory();

	if (r == 0)
		r = gr_map_set_text(copy, "person", person);
	if (r == 0)
		r = gr_map_set(copy, "scores", gr_steal_value(&scores));
	if (r == 0 && comment)
		r = gr_map_set_text(copy, "comment", comment);
	if (r == 0)
		*out = gr_steal_value(&copy);
	return r;
}
