/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The state of an application, derived from the records that exist for it and stored nowhere. Not here: which act is
 * allowed in which state (the acts' rows).
 */
#include "model/model.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"

static const struct state_row {
	const char *name, *label, *zh;
} rows[GR_STATE_COUNT] = {
	[GR_STATE_NONE] = { "none", N_("none"), "无" },
	[GR_STATE_SUBMITTED] = { "submitted", N_("submitted"), "已提交" },
	[GR_STATE_RETURNED] = { "returned", N_("returned"), "退回补正" },
	[GR_STATE_ELIGIBLE] = { "eligible", N_("eligible"), "审查合格" },
	[GR_STATE_IN_REVIEW] = { "in-review", N_("in review"), "评审中" },
	[GR_STATE_APPROVED] = { "approved", N_("approved"), "已立项" },
	[GR_STATE_RESERVE] = { "reserve", N_("reserve"), "候补" },
	[GR_STATE_REJECTED] = { "rejected", N_("rejected"), "未通过" },
	[GR_STATE_AGREED] = { "agreed", N_("agreed"), "已签约" },
	[GR_STATE_ACTIVE] = { "active", N_("active"), "实施中" },
	[GR_STATE_WITHDRAWN] = { "withdrawn", N_("withdrawn"), "已撤回" },
};

static void keep_word(char to[12], const char *word)
{
	snprintf(to, 12, "%s", word ? word : "");
}

void gr_facts_note(struct gr_facts *facts, enum gr_kind_id kind, const char *verdict, bool is_done)
{
	if (kind == GR_KIND_APPLICATION)
		facts->has_application = true;
	else if (kind == GR_KIND_SCREENING)
		keep_word(facts->screening, verdict);
	else if (kind == GR_KIND_ASSIGNMENT)
		facts->is_assigned = true;
	else if (kind == GR_KIND_REVIEW)
		facts->is_reviewed = true; /* a sealed one has no record that could be read */
	else if (kind == GR_KIND_DECISION)
		keep_word(facts->decision, verdict);
	else if (kind == GR_KIND_AGREEMENT)
		facts->has_agreement = true;
	else if (kind == GR_KIND_PAYMENT && is_done)
		facts->is_paid = true;
}

bool gr_facts_need(enum gr_kind_id kind)
{
	return kind == GR_KIND_SCREENING || kind == GR_KIND_DECISION || kind == GR_KIND_PAYMENT;
}

void gr_facts_add(struct gr_facts *facts, enum gr_kind_id kind, const gr_value *record)
{
	gr_facts_note(facts, kind, gr_map_text(record, "verdict"), gr_value_is(gr_map_get(record, "done"), GR_MAP));
}

static enum gr_state state_decided(const char *verdict)
{
	if (strcmp(verdict, "approve") == 0)
		return GR_STATE_APPROVED;
	return strcmp(verdict, "reserve") == 0 ? GR_STATE_RESERVE : GR_STATE_REJECTED;
}

/* From the end of an application's life to its beginning: the first record that is there decides. */
enum gr_state gr_state_derive(const struct gr_facts *facts)
{
	if (!facts->has_application)
		return GR_STATE_NONE;
	if (strcmp(facts->decision, "decline") == 0)
		return GR_STATE_WITHDRAWN;
	if (facts->has_agreement)
		return facts->is_paid ? GR_STATE_ACTIVE : GR_STATE_AGREED;
	if (facts->decision[0])
		return state_decided(facts->decision);
	if (strcmp(facts->screening, "return") == 0)
		return GR_STATE_RETURNED;
	if (strcmp(facts->screening, "reject") == 0)
		return GR_STATE_REJECTED;
	if (strcmp(facts->screening, "pass") == 0)
		return facts->is_assigned || facts->is_reviewed ? GR_STATE_IN_REVIEW : GR_STATE_ELIGIBLE;
	return GR_STATE_SUBMITTED;
}

const char *gr_state_name(enum gr_state state)
{
	return rows[(unsigned)state < GR_STATE_COUNT ? state : GR_STATE_NONE].name;
}

const char *gr_state_label(enum gr_state state)
{
	const struct state_row *row = &rows[(unsigned)state < GR_STATE_COUNT ? state : GR_STATE_NONE];

	return strcmp(gr_language(), "zh") == 0 ? row->zh : _(row->label);
}

enum gr_state gr_state_find(const char *name)
{
	for (int i = 0; name && i < GR_STATE_COUNT; i++)
		if (strcmp(rows[i].name, name) == 0 || strcmp(rows[i].label, name) == 0 || strcmp(rows[i].zh, name) == 0)
			return (enum gr_state)i;
	return GR_STATE_COUNT;
}

char *gr_states_text(unsigned states)
{
	gr_auto_buf struct gr_buf out = GR_BUF_INIT;
	const char *between = strcmp(gr_language(), "zh") == 0 ? "、" : ", ";

	gr_buf_text_append(&out, "");
	for (int i = 0; i < GR_STATE_COUNT; i++)
		if (states & (1u << i))
			gr_buf_printf(&out, "%s%s", out.size > 0 ? between : "", gr_state_label((enum gr_state)i));
	return gr_buf_steal(&out);
}
