/* SPDX-License-Identifier: Apache-2.0 */
/* The one printer of answers: JSON documents, listings, findings, acts. Not here: how a table is laid out (table.c). */
#include "output.h"

#include <string.h>

#include "message.h"
#include "table.h"
#include "term.h"
#include "text.h"
#include "width.h"
#include "words.h"

/* ---- JSON ---- */

grant_json_writer *output_json_begin(const char *kind)
{
	grant_json_writer *writer;

	if (grant_json_new(&writer) < 0)
		return NULL;
	grant_json_begin_map(writer, NULL);
	grant_json_integer(writer, "format", 1);
	grant_json_text(writer, "kind", kind);
	grant_json_begin_map(writer, "data");
	return writer;
}

static int print_and_free(struct cli *cli, grant_json_writer *writer)
{
	cleanup_writer grant_json_writer *owned = writer;
	cleanup_string char *text = NULL;

	if (grant_json_finish(&text, owned) < 0)
		return failure(cli, NULL);
	fputs(text, stdout);
	return EXIT_DONE;
}

int output_json_print(struct cli *cli, grant_json_writer *writer)
{
	if (!writer)
		return failure(cli, NULL);
	grant_json_end(writer);
	grant_json_end(writer);
	return print_and_free(cli, writer);
}

void output_json_fields(grant_json_writer *writer, const grant_record *map)
{
	for (size_t i = 0; i < grant_record_count(map, ""); i++)
		grant_json_record(writer, grant_record_name(map, i), grant_record_item(map, i));
}

int output_json_record(struct cli *cli, const char *kind, const grant_record *record)
{
	grant_json_writer *writer = output_json_begin(kind);

	if (!writer)
		return failure(cli, NULL);
	output_json_fields(writer, record);
	return output_json_print(cli, writer);
}

/* ---- listings ---- */

static int list_json(struct cli *cli, const struct listing *listing, grant_list *list)
{
	grant_json_writer *writer = output_json_begin(listing->kind);
	const grant_record *row;
	int r;

	if (!writer)
		return failure(cli, NULL);
	grant_json_begin_list(writer, listing->field);
	while ((r = grant_list_next(&row, list)) == 1)
		grant_json_record(writer, NULL, row);
	if (r < 0) {
		r = failure(cli, NULL);
		grant_json_free(writer);
		return r;
	}
	grant_json_end(writer);
	return output_json_print(cli, writer);
}

static int list_csv(struct cli *cli, const struct listing *listing, grant_list *list)
{
	const grant_record *row;
	int r;

	csv_header(stdout, listing->columns);
	while ((r = grant_list_next(&row, list)) == 1)
		csv_row(stdout, listing->columns, row);
	return r < 0 ? failure(cli, NULL) : EXIT_DONE;
}

static void print_or_say_nothing(struct cli *cli, const struct listing *listing, struct table *table)
{
	if (table_is_empty(table)) {
		note(cli, "%s", _(listing->nothing));
		return;
	}
	term_page(cli);
	table_print(table, 0);
}

static int list_table(struct cli *cli, const struct listing *listing, grant_list *list)
{
	struct table *table = table_new(cli, listing->columns);
	const grant_record *row;
	int r;

	while ((r = grant_list_next(&row, list)) == 1)
		table_add(table, row);
	r = r < 0 ? failure(cli, NULL) : EXIT_DONE;
	if (r == EXIT_DONE)
		print_or_say_nothing(cli, listing, table);
	table_free(table);
	return r;
}

int output_list(struct cli *cli, const struct listing *listing, grant_list *list)
{
	if (cli->json)
		return list_json(cli, listing, list);
	return cli->csv ? list_csv(cli, listing, list) : list_table(cli, listing, list);
}

int output_listing(struct cli *cli, const struct listing *listing, const grant_record *record)
{
	const grant_record *rows = grant_record_at(record, listing->field);
	size_t count = grant_record_count(rows, "");
	struct table *table;

	if (cli->json)
		return output_json_record(cli, listing->kind, record);
	if (cli->csv) {
		csv_header(stdout, listing->columns);
		for (size_t i = 0; i < count; i++)
			csv_row(stdout, listing->columns, grant_record_item(rows, i));
		return EXIT_DONE;
	}
	table = table_new(cli, listing->columns);
	for (size_t i = 0; i < count; i++)
		table_add(table, grant_record_item(rows, i));
	print_or_say_nothing(cli, listing, table);
	table_free(table);
	return EXIT_DONE;
}

/* ---- findings ---- */

static void print_counts(const grant_findings *findings)
{
	size_t errors = grant_findings_count_from(findings, GRANT_ERROR);
	size_t warnings = grant_findings_count_from(findings, GRANT_WARNING) - errors;

	printf(dngettext(CLI_DOMAIN, "%zu error", "%zu errors", errors), errors);
	fputs(_(", "), stdout);
	printf(dngettext(CLI_DOMAIN, "%zu warning", "%zu warnings", warnings), warnings);
	putchar('\n');
}

int output_findings(struct cli *cli, const grant_findings *findings, findings_printer *print)
{
	int status = grant_findings_count_from(findings, GRANT_ERROR) > 0 ? EXIT_NO : EXIT_DONE;
	cleanup_record grant_record *record = NULL;
	int r;

	term_progress_clear(cli);
	if (!cli->json) {
		print(cli, stdout, findings);
		print_counts(findings);
		return status;
	}
	if (grant_findings_record(&record, findings) < 0)
		return failure(cli, NULL);
	r = output_json_record(cli, "findings", record);
	return r != EXIT_DONE ? r : status;
}

/* ---- acts ---- */

static void print_change(const grant_record *change)
{
	const char *path = grant_record_text(change, "path"), *what = grant_record_text(change, "change");
	cleanup_text char *safe = text_safe(path ? path : "");

	fputs("  ", stdout);
	width_put(stdout, what ? words_label(what) : "", 8, false);
	printf("%s\n", safe);
}

void output_changes(const grant_record *act)
{
	const grant_record *changes = grant_record_at(act, "changes");

	for (size_t i = 0; i < grant_record_count(changes, ""); i++)
		print_change(grant_record_item(changes, i));
}

void output_act_words(struct cli *cli)
{
	const grant_record *act = grant_round_last_act(cli->round);
	const char *sentence = grant_record_text(act, "told");
	cleanup_text char *safe = text_safe(sentence ? sentence : "");

	term_progress_clear(cli);
	if (!grant_record_is_true(act, "dry_run")) {
		if (!cli->quiet && sentence)
			printf("%s\n", safe);
		return;
	}
	printf(_("Nothing was changed. This would be done: %s\n"), safe);
	output_changes(act);
}

static int act_json(struct cli *cli, const struct act_answer *answer)
{
	grant_json_writer *writer = output_json_begin(answer->kind ? answer->kind : "act");
	cleanup_record grant_record *findings = NULL;

	if (!writer || grant_findings_record(&findings, answer->findings) < 0) {
		grant_json_free(writer);
		return failure(cli, NULL);
	}
	output_json_fields(writer, answer->record ? answer->record : grant_round_last_act(cli->round));
	if (answer->record)
		grant_json_record(writer, "act", grant_round_last_act(cli->round));
	if (grant_findings_count(answer->findings) > 0)
		grant_json_record(writer, "findings", grant_record_at(findings, "findings"));
	return output_json_print(cli, writer);
}

int output_act(struct cli *cli, int code, const struct act_answer *answer)
{
	if (code < 0)
		return failure(cli, answer->findings);
	if (cli->json)
		return act_json(cli, answer);
	output_act_words(cli);
	findings_by_the_way(cli, answer->findings);
	return EXIT_DONE;
}
