/* SPDX-License-Identifier: Apache-2.0 */
/* grant pay: a tranche is requested, approved by another person, paid, or sent back. */
#include "command.h"
#include "message.h"
#include "output.h"
#include "words.h"

struct pay_words {
	struct option_number tranche, amount;
	const char *voucher, *reason;
	bool dry_run;
};

#define TRANCHE(help) OPTION_NUMBER(struct pay_words, tranche, "tranche", "N", help)

static const struct option_row request_rows[] = {
	TRANCHE(N_("the tranche; else the next one that is due")),
	OPTION_MONEY(struct pay_words, amount, "amount", "AMOUNT", N_("the amount; else what the tranche has left")),
	OPTION_DRY_RUN(struct pay_words, dry_run),
	OPTION_END
};

static const struct option_row approve_rows[] = {
	TRANCHE(N_("the tranche; else the one that waits for this step")),
	OPTION_DRY_RUN(struct pay_words, dry_run),
	OPTION_END
};

static const struct option_row done_rows[] = {
	TRANCHE(N_("the tranche; else the one that waits for this step")),
	OPTION_TEXT(struct pay_words, voucher, "voucher", "NO", N_("the number of the voucher")),
	OPTION_DRY_RUN(struct pay_words, dry_run),
	OPTION_END
};

static const struct option_row return_rows[] = {
	TRANCHE(N_("the tranche; else the one that waits for this step")),
	OPTION_TEXT(struct pay_words, reason, "reason", "TEXT", N_("why it is sent back")),
	OPTION_DRY_RUN(struct pay_words, dry_run),
	OPTION_END
};

const struct options pay_request_options = { request_rows, sizeof(struct pay_words) };
const struct options pay_approve_options = { approve_rows, sizeof(struct pay_words) };
const struct options pay_done_options = { done_rows, sizeof(struct pay_words) };
const struct options pay_return_options = { return_rows, sizeof(struct pay_words) };

typedef int pay_function(grant_record **out, grant_round *round, const char *application,
                         const grant_pay_options *options);

static void print_payment(const grant_record *payment)
{
	const char *number = grant_record_text(payment, "payment"), *tranche = grant_record_text(payment, "tranche");
	const char *plain = grant_record_text(payment, "amount");
	cleanup_text char *amount = words_money(plain ? plain : "");

	printf(_("  payment %s, tranche %s, %s\n"), number ? number : "", tranche ? tranche : "", amount);
}

static int pay(struct cli *cli, const struct pay_words *words, pay_function *call)
{
	grant_pay_options options = GRANT_PAY_OPTIONS_INIT;
	cleanup_record grant_record *payment = NULL;
	int r, status;

	if (words->tranche.text && words->tranche.value == 0)
		return usage(cli, _("tranches are counted from 1"));
	/* To the library 0 means all that the tranche has left. */
	if (words->amount.text && words->amount.value == 0)
		return usage(cli, _("--amount takes more than nothing"));
	options.tranche = words->tranche.value;
	options.amount_fen = words->amount.value;
	options.voucher = words->voucher;
	options.reason = words->reason;
	options.dry_run = words->dry_run;
	r = call(&payment, cli->round, cli->arguments[0], &options);
	status = output_act(cli, r, &(struct act_answer){ .kind = "payment", .record = payment });
	if (status == EXIT_DONE && !cli->json && !cli->quiet)
		print_payment(payment);
	return status;
}

int cmd_pay_request(struct cli *cli, const void *input)
{
	return pay(cli, input, grant_pay_request);
}

int cmd_pay_approve(struct cli *cli, const void *input)
{
	return pay(cli, input, grant_pay_approve);
}

int cmd_pay_done(struct cli *cli, const void *input)
{
	const struct pay_words *words = input;

	if (!words->voucher)
		return usage(cli, _("a payment that was made needs --voucher NO"));
	return pay(cli, words, grant_pay_done);
}

int cmd_pay_return(struct cli *cli, const void *input)
{
	const struct pay_words *words = input;

	if (!words->reason)
		return usage(cli, _("to send a payment back needs --reason TEXT"));
	return pay(cli, words, grant_pay_return);
}
