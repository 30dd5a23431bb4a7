/* SPDX-License-Identifier: Apache-2.0 */
/* grant status: how many applications are where, the money, and what is due, late, and waiting for whom. */
#include <string.h>

#include "card.h"
#include "command.h"
#include "message.h"
#include "output.h"
#include "term.h"
#include "width.h"
#include "words.h"

/* A word of its own: an application is closed in another sense. */
static const char *phase_label(const char *phase)
{
	if (phase && strcmp(phase, "announced") == 0)
		return _("announced, not open yet");
	if (phase && strcmp(phase, "open") == 0)
		return _("open for applications");
	if (phase && strcmp(phase, "closed") == 0)
		return _("closed for applications");
	return phase ? phase : "–";
}

static void print_states(struct cli *cli, const grant_record *states)
{
	card_heading(cli, _("Applications"));
	for (size_t i = 0; i < grant_record_count(states, ""); i++) {
		const char *count = grant_record_text(grant_record_item(states, i), "");

		fputs("  ", stdout);
		width_put(stdout, words_label(grant_record_name(states, i)), 14, false);
		width_put(stdout, count ? count : "0", 6, true);
		putchar('\n');
	}
}

static void print_money(struct cli *cli, const grant_record *money)
{
	card_heading(cli, _("Money"));
	for (size_t i = 0; i < grant_record_count(money, ""); i++) {
		const char *plain = grant_record_text(grant_record_item(money, i), "");
		cleanup_text char *amount = words_money(plain ? plain : "–");

		fputs("  ", stdout);
		width_put(stdout, words_label(grant_record_name(money, i)), 14, false);
		width_put(stdout, amount, 18, true);
		putchar('\n');
	}
}

static void print_tasks(struct cli *cli, const grant_record *tasks)
{
	static const struct column columns[] = {
		{ N_("LATE"), "late", COLUMN_YES, false },
		{ N_("DUE"), "due", COLUMN_TIME, false },
		{ N_("WHO"), "who", COLUMN_WORD, false },
		{ N_("ID"), "application", COLUMN_TEXT, false },
		{ N_("WHAT"), "text", COLUMN_TEXT, false },
		COLUMNS_END
	};
	struct table *table;

	card_heading(cli, _("To do"));
	if (grant_record_count(tasks, "") == 0) {
		printf("  %s\n", _("nothing"));
		return;
	}
	table = table_new(cli, columns);
	for (size_t i = 0; i < grant_record_count(tasks, ""); i++)
		table_add(table, grant_record_item(tasks, i));
	table_print(table, 2);
	table_free(table);
}

int cmd_status(struct cli *cli, const void *words)
{
	cleanup_record grant_record *status = NULL;
	const char *phase;

	(void)words;
	if (grant_status(&status, cli->round) < 0)
		return failure(cli, NULL);
	if (cli->json)
		return output_json_record(cli, "status", status);
	term_page(cli);
	phase = grant_record_text(status, "phase");
	printf(_("Phase: %s\n"), phase_label(phase));
	print_states(cli, grant_record_at(status, "states"));
	print_money(cli, grant_record_at(status, "money"));
	print_tasks(cli, grant_record_at(status, "tasks"));
	return EXIT_DONE;
}
