/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Payments: requested by one person, approved by another, made, or sent back. What each step needs is one row; where a
 * payment stands follows from the steps that its record has. Not here: the split of the award (model/budget).
 */
#include <grant/project.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/decimal.h"
#include "base/error.h"
#include "base/mem.h"
#include "base/text.h"
#include "work/act.h"
#include "work/payments.h"
#include "work/sums.h"

/* ---- what waits for what ---- */

const gr_value *gr_payment_find_tranche(const gr_value *agreement, int64_t number)
{
	const gr_value *tranches = gr_map_get(agreement, "tranches");

	for (size_t i = 0; i < gr_value_count(tranches); i++) {
		const gr_value *tranche = gr_value_item(tranches, i);
		int64_t is = 0;

		if (gr_value_int64(&is, gr_map_get(tranche, "tranche")) == 0 && is == number)
			return tranche;
	}
	return NULL;
}

bool gr_payment_tranche_is_due(const struct gr_subject *application, const gr_value *tranche)
{
	const char *after = gr_map_text(tranche, "after"), *verdict;

	if (!after || strcmp(after, "agreement") == 0)
		return true;
	verdict = gr_map_text(gr_subject_find(application, GR_KIND_MILESTONE, NULL, NULL, after), "verdict");
	return verdict && strcmp(verdict, "pass") == 0;
}

const gr_value *gr_payment_tranche_of(const struct gr_subject *application, const gr_value *payment)
{
	int64_t number = 0;

	if (gr_value_int64(&number, gr_map_get(payment, "tranche")) < 0)
		return NULL;
	return gr_payment_find_tranche(gr_subject_get(application, GR_KIND_AGREEMENT), number);
}

bool gr_payment_is_due(const struct gr_subject *application, const gr_value *payment)
{
	const gr_value *tranche = gr_payment_tranche_of(application, payment);

	return tranche && gr_payment_tranche_is_due(application, tranche);
}

/* What of a tranche is neither requested nor paid. */
int gr_payment_tranche_left(int64_t *out, const struct gr_subject *application, const gr_value *tranche)
{
	gr_auto_value gr_value *payments = gr_list_new();
	int64_t number = 0, sum = 0;
	int r = payments ? gr_value_int64(&number, gr_map_get(tranche, "tranche")) : GRANT_ENOMEM;

	for (size_t i = 0; r == 0 && i < application->count; i++)
		if (application->items[i].location.kind == GR_KIND_PAYMENT)
			r = gr_list_add(payments, gr_value_copy(application->items[i].record));
	if (r == 0)
		r = gr_payments_sum(&sum, payments, number);
	if (r == 0)
		r = gr_sub_checked(out, gr_map_money(tranche, "amount"), sum);
	return r;
}

bool gr_payment_is_in(const gr_value *payment, enum gr_payment_stand stand)
{
	bool approved = gr_map_get(payment, "approved"), done = gr_map_get(payment, "done");
	bool returned = gr_map_get(payment, "returned");

	switch (stand) {
	case GR_PAYMENT_REQUESTED:
		return !approved && !done && !returned;
	case GR_PAYMENT_APPROVED:
		return approved && !done && !returned;
	case GR_PAYMENT_DONE:
		return done;
	case GR_PAYMENT_RETURNED:
		return returned;
	}
	return false;
}

/* ---- requesting ---- */

/* The first tranche that is due and not wholly requested. */
static const gr_value *next_due(const struct gr_subject *application, const gr_value *agreement)
{
	const gr_value *tranches = gr_map_get(agreement, "tranches");

	for (size_t i = 0; i < gr_value_count(tranches); i++) {
		const gr_value *tranche = gr_value_item(tranches, i);
		int64_t left = 0;

		if (gr_payment_tranche_is_due(application, tranche) &&
		    gr_payment_tranche_left(&left, application, tranche) == 0 && left > 0)
			return tranche;
	}
	return NULL;
}

static int check_due(const struct gr_act *act, const gr_value *tranche)
{
	if (gr_payment_tranche_is_due(&act->application, tranche))
		return 0;
	return gr_error_in_record(gr_fail(GRANT_EDENIED,
	                                  _("tranche %s of %s waits for the milestone “%s”, which has not passed"),
	                                  gr_map_text(tranche, "tranche"), act->subject, gr_map_text(tranche, "after")),
	                          act->subject);
}

/* The first payment of the tranche (0: of any) that is requested or approved and not made. */
static const struct gr_subject_item *find_waiting(const struct gr_subject *application, int64_t tranche)
{
	for (size_t i = 0; i < application->count; i++) {
		const struct gr_subject_item *item = &application->items[i];
		int64_t is = 0;

		if (item->location.kind != GR_KIND_PAYMENT ||
		    gr_value_int64(&is, gr_map_get(item->record, "tranche")) < 0)
			continue;
		if (tranche && is != tranche)
			continue;
		if (gr_payment_is_in(item->record, GR_PAYMENT_REQUESTED) ||
		    gr_payment_is_in(item->record, GR_PAYMENT_APPROVED))
			return item;
	}
	return NULL;
}

/* Nothing more can be requested since a payment is under way: which one, for what it waits, and who may do it. */
static int fail_waiting(const struct gr_act *act, const struct gr_subject_item *item, int code)
{
	const char *number = item->location.name, *id = act->subject;
	const char *requester = gr_value_text(gr_value_at(item->record, "requested.by"));

	if (gr_payment_is_in(item->record, GR_PAYMENT_APPROVED))
		gr_fail(code,
		        _("payment %s of %s is approved and waits to be made: an officer or finance enters that with "
		          "“grant pay done %s --voucher NO”"),
		        number, id, id);
	else
		gr_fail(code,
		        _("payment %s of %s waits for approval: an officer or finance, other than %s, approves it with "
		          "“grant pay approve %s”"),
		        number, id, requester ? requester : "?", id);
	return gr_error_in_record(code, id);
}

static int choose_tranche(const gr_value **out, struct gr_act *act, int64_t wish)
{
	const gr_value *agreement = gr_subject_get(&act->application, GR_KIND_AGREEMENT);

	if (wish == 0) {
		const struct gr_subject_item *waiting = find_waiting(&act->application, 0);

		*out = next_due(&act->application, agreement);
		if (*out)
			return 0;
		if (waiting)
			return fail_waiting(act, waiting, GRANT_EDENIED);
		return gr_error_in_record(gr_fail(GRANT_EDENIED,
		                                  _("nothing is due to %s now; “grant status” says what is waited for"),
		                                  act->subject),
		                          act->subject);
	}
	*out = gr_payment_find_tranche(agreement, wish);
	if (!*out)
		return gr_error_in_record(gr_fail(GRANT_ENOTFOUND, _("the agreement of %s has no tranche %lld"),
		                                  act->subject, (long long)wish),
		                          act->subject);
	return check_due(act, *out);
}

static int choose_amount(int64_t *out, struct gr_act *act, const gr_value *tranche, int64_t wish)
{
	char is[GR_DECIMAL_TEXT_SIZE], may[GR_DECIMAL_TEXT_SIZE];
	int64_t left = 0;
	const struct gr_subject_item *waiting;
	int64_t number = 0;
	int r = gr_payment_tranche_left(&left, &act->application, tranche);

	if (r == 0)
		r = gr_value_int64(&number, gr_map_get(tranche, "tranche"));
	if (r < 0)
		return r;
	waiting = find_waiting(&act->application, number);
	if (left <= 0 && waiting)
		return fail_waiting(act, waiting, GRANT_EEXISTS);
	if (left <= 0)
		return gr_error_in_record(gr_fail(GRANT_EEXISTS, _("tranche %s of %s is paid already"),
		                                  gr_map_text(tranche, "tranche"), act->subject),
		                          act->subject);
	*out = wish ? wish : left;
	if (*out > 0 && *out <= left)
		return 0;
	gr_money_format(is, *out);
	gr_money_format(may, left);
	return gr_error_in_field(gr_fail(GRANT_EINPUT, _("%s is more than the %s that tranche %s of %s has left"), is,
	                                 may, gr_map_text(tranche, "tranche"), act->subject),
	                         "amount");
}

static int next_number(char out[16], const struct gr_subject *application)
{
	long long highest = 0;

	for (size_t i = 0; i < application->count; i++) {
		long long number;

		if (application->items[i].location.kind != GR_KIND_PAYMENT)
			continue;
		number = strtoll(application->items[i].location.name, NULL, 10);
		highest = number > highest ? number : highest;
	}
	return snprintf(out, 16, "%lld", highest + 1) < 16 ? 0 : gr_fail(GRANT_ELIMIT, _("too many payments"));
}

static int tell(struct gr_act *act, const gr_value *payment, const char *number)
{
	gr_value *told = gr_value_copy(payment);
	int r = told ? gr_map_set_text(told, "application", act->subject) : GRANT_ENOMEM;

	if (r == 0)
		r = gr_map_set_text(told, "payment", number);
	gr_value_free(act->result);
	act->result = told;
	return r;
}

static int build_request(struct gr_act *act, const void *input)
{
	const grant_pay_options *wish = input;
	struct gr_location place;
	const gr_value *tranche;
	gr_value *payment = NULL;
	int64_t amount = 0;
	char number[16];
	int r = choose_tranche(&tranche, act, wish->tranche);

	if (r == 0)
		r = choose_amount(&amount, act, tranche, wish->amount_fen);
	if (r == 0)
		r = next_number(number, &act->application);
	if (r < 0)
		return r;
	payment = gr_map_new();
	r = payment ? gr_map_set(payment, "tranche", gr_value_copy(gr_map_get(tranche, "tranche"))) : GRANT_ENOMEM;
	if (r == 0)
		r = gr_map_set_money(payment, "amount", amount);
	if (r == 0)
		r = gr_map_set(payment, "requested", gr_act_stamp(act));
	if (r == 0)
		r = tell(act, payment, number);
	if (r == 0)
		r = gr_act_detail(act, "%s of tranche %s", gr_map_text(payment, "amount"),
		                  gr_map_text(tranche, "tranche"));
	if (r < 0) {
		gr_value_free(payment);
		return r;
	}
	place = gr_act_place(act, GR_KIND_PAYMENT, NULL, NULL, number);
	return gr_act_put(act, &place, payment);
}

/* ---- the other steps ---- */

struct step {
	const grant_pay_options *options;
	const char *name; /* the field that the step adds */
	unsigned from;    /* where the payment may stand: bits of enum gr_payment_stand */
	bool pays;        /* brings money nearer: what the tranche waits for must have passed still */
	const char *none; /* when no payment stands there */
};

static bool is_for_step(const struct step *step, const gr_value *payment)
{
	int64_t tranche = 0;

	if (gr_value_int64(&tranche, gr_map_get(payment, "tranche")) < 0 ||
	    (step->options->tranche && tranche != step->options->tranche))
		return false;
	for (int stand = 0; stand <= GR_PAYMENT_RETURNED; stand++)
		if ((step->from & (1u << stand)) && gr_payment_is_in(payment, (enum gr_payment_stand)stand))
			return true;
	return false;
}

/* The first that the step can be done to; where that is none, the first that stands there and must wait. */
static const struct gr_subject_item *find_payment(const struct gr_act *act, const struct step *step)
{
	const struct gr_subject_item *first = NULL;

	for (size_t i = 0; i < act->application.count; i++) {
		const struct gr_subject_item *item = &act->application.items[i];

		if (item->location.kind != GR_KIND_PAYMENT || !is_for_step(step, item->record))
			continue;
		if (!step->pays || gr_payment_is_due(&act->application, item->record))
			return item;
		if (!first)
			first = item;
	}
	return first;
}

/* A milestone can fail after the money was requested. */
static int check_still_due(const struct gr_act *act, const struct step *step, const gr_value *payment)
{
	const gr_value *tranche = gr_payment_tranche_of(&act->application, payment);

	if (!step->pays || gr_payment_is_due(&act->application, payment))
		return 0;
	return gr_error_in_record(
		gr_fail(GRANT_EDENIED,
	                _("tranche %s of %s waits for the milestone “%s”, which has not passed any more; "
	                  "“grant pay return” sends the payment back"),
	                gr_map_text(payment, "tranche"), act->subject, gr_map_text(tranche, "after")),
		act->subject);
}

/* One voucher entered at two payments is one payment entered twice, as a rule. */
static int check_voucher(struct gr_act *act, const char *voucher)
{
	struct gr_condition same = { .column = "done_voucher", .compare = GR_EQUAL, .text = voucher };
	struct gr_select select = { .table = "payment", .conditions = &same, .condition_count = 1, .limit = 1 };
	gr_cursor *cursor = NULL;
	const gr_value *row;
	gr_index *index;
	int r = gr_act_index(&index, act);

	if (r == 0)
		r = gr_index_select(&cursor, index, &select);
	if (r == 0)
		r = gr_cursor_next(&row, cursor);
	if (r == 1)
		r = gr_error_in_field(
			gr_fail(GRANT_EEXISTS,
		                _("the voucher %s stands at payment %s of %s already; where one voucher covers several "
		                  "payments, add the line to its number, such as %s/2"),
		                voucher, gr_map_text(row, "payment"), gr_map_text(row, "application"), voucher),
			"voucher");
	gr_cursor_free(cursor);
	return r;
}

static int check_step(const struct gr_act *act, const struct step *step, const gr_value *payment)
{
	const char *requester = gr_value_text(gr_value_at(payment, "requested.by"));
	const grant_pay_options *options = step->options;

	if (strcmp(step->name, "approved") == 0 && requester && strcmp(requester, act->actor) == 0)
		return gr_error_in_record(gr_fail(GRANT_EDENIED,
		                                  _("%s requested this payment; another person must approve it"),
		                                  act->actor),
		                          act->subject);
	if (strcmp(step->name, "done") == 0 && (!options->voucher || gr_text_is_blank(options->voucher)))
		return gr_error_in_field(
			gr_fail(GRANT_EINPUT, _("a payment that was made has a voucher; say its number")), "voucher");
	if (strcmp(step->name, "returned") == 0 && (!options->reason || gr_text_is_blank(options->reason)))
		return gr_error_in_field(gr_fail(GRANT_EINPUT, _("to send a payment back takes a reason")), "reason");
	return 0;
}

static gr_value *make_stamp(const struct gr_act *act, const struct step *step)
{
	gr_value *stamp = gr_act_stamp(act);
	int r = stamp ? 0 : GRANT_ENOMEM;

	if (r == 0 && strcmp(step->name, "done") == 0)
		r = gr_map_set_text(stamp, "voucher", step->options->voucher);
	if (r == 0 && strcmp(step->name, "returned") == 0)
		r = gr_map_set_text(stamp, "reason", step->options->reason);
	if (r == 0)
		return stamp;
	gr_value_free(stamp);
	return NULL;
}

static int build_step(struct gr_act *act, const void *input)
{
	const struct step *step = input;
	const struct gr_subject_item *item = find_payment(act, step);
	gr_value *payment;
	int r;

	if (!item)
		return gr_error_in_record(gr_fail(GRANT_EDENIED, "%s: %s", act->subject, _(step->none)), act->subject);
	r = check_still_due(act, step, item->record);
	if (r == 0)
		r = check_step(act, step, item->record);
	if (r == 0 && strcmp(step->name, "done") == 0)
		r = check_voucher(act, step->options->voucher);
	if (r < 0)
		return r;
	payment = gr_value_copy(item->record);
	r = payment ? gr_map_set(payment, step->name, make_stamp(act, step)) : GRANT_ENOMEM;
	if (r == 0)
		r = tell(act, payment, item->location.name);
	if (r == 0)
		r = gr_act_detail(act, "%s of tranche %s", gr_map_text(payment, "amount"),
		                  gr_map_text(payment, "tranche"));
	if (r < 0) {
		gr_value_free(payment);
		return r;
	}
	return gr_act_put(act, &item->location, payment);
}

/* ---- rows ---- */

static const struct gr_act_row request_row = {
	.name = "pay-request",
	.roles = GR_ROLE_OFFICER | GR_ROLE_FINANCE,
	.states = GR_IN(AGREED) | GR_IN(ACTIVE),
	.build = build_request,
};
static const struct gr_act_row approve_row = {
	.name = "pay-approve",
	.roles = GR_ROLE_OFFICER | GR_ROLE_FINANCE,
	.states = GR_IN(AGREED) | GR_IN(ACTIVE),
	.build = build_step,
};
static const struct gr_act_row done_row = {
	.name = "pay-done",
	.roles = GR_ROLE_OFFICER | GR_ROLE_FINANCE,
	.states = GR_IN(AGREED) | GR_IN(ACTIVE),
	.build = build_step,
};
static const struct gr_act_row return_row = {
	.name = "pay-return",
	.roles = GR_ROLE_OFFICER | GR_ROLE_FINANCE,
	.states = GR_IN(AGREED) | GR_IN(ACTIVE),
	.build = build_step,
};

static int run(grant_record **out, grant_round *round, const struct gr_act_row *row, const char *application,
               const struct step *step)
{
	const grant_pay_options *options = step->options;
	gr_value *payment = NULL;
	struct gr_act_wish wish = { .subject = application, .result = &payment, .dry_run = options->dry_run };
	int r;

	if (!out || !application || options->version != GRANT_PAY_OPTIONS_VERSION)
		return gr_fail(GRANT_EINVALID, _("no application, or options of another version"));
	if (options->tranche < 0 || options->amount_fen < 0)
		return gr_fail(GRANT_EINPUT, _("a tranche and an amount are above 0"));
	r = gr_act_run(round, row, &wish, row == &request_row ? (const void *)options : step);
	if (r == 0)
		*out = gr_record_of(payment);
	return r;
}

static const grant_pay_options defaults = GRANT_PAY_OPTIONS_INIT;

int grant_pay_request(grant_record **out, grant_round *round, const char *application, const grant_pay_options *options)
{
	struct step step = { .options = options ? options : &defaults, .name = "requested" };
	int r = gr_enter(round);

	return r < 0 ? r : run(out, round, &request_row, application, &step);
}

int grant_pay_approve(grant_record **out, grant_round *round, const char *application, const grant_pay_options *options)
{
	struct step step = { options ? options : &defaults, "approved", 1u << GR_PAYMENT_REQUESTED, true,
		             N_("no payment waits for approval") };
	int r = gr_enter(round);

	return r < 0 ? r : run(out, round, &approve_row, application, &step);
}

int grant_pay_done(grant_record **out, grant_round *round, const char *application, const grant_pay_options *options)
{
	struct step step = { options ? options : &defaults, "done", 1u << GR_PAYMENT_APPROVED, true,
		             N_("no approved payment waits to be made") };
	int r = gr_enter(round);

	return r < 0 ? r : run(out, round, &done_row, application, &step);
}

int grant_pay_return(grant_record **out, grant_round *round, const char *application, const grant_pay_options *options)
{
	struct step step = { options ? options : &defaults, "returned",
		             1u << GR_PAYMENT_REQUESTED | 1u << GR_PAYMENT_APPROVED, false,
		             N_("no payment can be sent back") };
	int r = gr_enter(round);

	return r < 0 ? r : run(out, round, &return_row, application, &step);
}
