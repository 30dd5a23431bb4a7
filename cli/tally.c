/* SPDX-License-Identifier: Apache-2.0 */
/* What became of each archive. Not here: taking them in (cmd-submit.c). */
#include "tally.h"

#include <string.h>

#include "command.h"
#include "table.h"
#include "text.h"

static struct tally_row *add_row(struct tally *tally, const char *archive)
{
	const char *slash = strrchr(archive, '/');

	if (tally->count == tally->capacity) {
		tally->capacity = tally->capacity ? tally->capacity * 2 : 16;
		tally->rows = memory_grow(tally->rows, tally->capacity, sizeof(*tally->rows));
	}
	memset(&tally->rows[tally->count], 0, sizeof(*tally->rows));
	tally->rows[tally->count].archive = text_copy(slash ? slash + 1 : archive);
	return &tally->rows[tally->count++];
}

static char *field_of(const grant_record *receipt, const char *name)
{
	const char *text = grant_record_text(receipt, name);

	return text_copy(text ? text : "");
}

void tally_taken(struct tally *tally, const char *archive, const grant_record *receipt)
{
	struct tally_row *row = add_row(tally, archive);

	row->id = field_of(receipt, "id");
	row->title = field_of(receipt, "title");
	row->digest = field_of(receipt, "sha256");
}

void tally_old(struct tally *tally, const char *archive, const char *id)
{
	struct tally_row *row = add_row(tally, archive);

	row->id = text_copy(id ? id : "");
	row->title = text_copy("");
	row->digest = text_copy("");
	row->is_old = true;
	tally->old++;
}

/* All errors in a row, each with its place; without one the error itself. */
static char *why_refused(const grant_findings *findings)
{
	char *why = NULL;

	for (size_t i = 0; i < grant_findings_count(findings); i++) {
		const grant_finding *finding = grant_findings_at(findings, i);
		const char *entry = grant_finding_place(finding, GRANT_PLACE_ENTRY), *field = grant_finding_place(finding, GRANT_PLACE_FIELD);
		char *longer;

		if (grant_finding_severity(finding) != GRANT_ERROR)
			continue;
		longer = text_format("%s%s%s%s%s%s%s", why ? why : "", why ? _("; ") : "", entry ? entry : "",
		                     entry && field ? ", " : "", field ? field : "", entry || field ? ": " : "",
		                     grant_finding_message(finding));
		free(why);
		why = longer;
	}
	return why ? why : text_copy(grant_error_message(grant_error_last()));
}

void tally_refused(struct tally *tally, const char *archive, const grant_findings *findings)
{
	add_row(tally, archive)->why = why_refused(findings);
	tally->refused++;
}

void tally_clear(struct tally *tally)
{
	for (size_t i = 0; i < tally->count; i++) {
		free(tally->rows[i].archive);
		free(tally->rows[i].id);
		free(tally->rows[i].title);
		free(tally->rows[i].digest);
		free(tally->rows[i].why);
	}
	free(tally->rows);
	memset(tally, 0, sizeof(*tally));
}

/* ---- ways to tell ---- */

void tally_print(struct cli *cli, const struct tally *tally, bool dry_run)
{
	static const struct column columns[] = {
		{ N_("ARCHIVE"), "archive", COLUMN_TEXT, false },
		{ N_("RESULT"), "result", COLUMN_WORD, false },
		{ N_("ID"), "id", COLUMN_WORD, false },
		{ N_("TITLE, OR WHY NOT"), "title", COLUMN_TEXT, false },
		COLUMNS_END
	};
	struct table *table = table_new(cli, columns);
	size_t taken = tally->count - tally->refused - tally->old;

	for (size_t i = 0; i < tally->count; i++) {
		const struct tally_row *row = &tally->rows[i];
		const char *done = dry_run ? _("would be taken") : _("taken"), *not_done = dry_run ? _("would be refused") : _("refused");

		done = row->is_old ? _("taken before") : done;
		table_add_texts(table, (const char *[]){ row->archive, row->id ? done : not_done, row->id ? row->id : "",
		                                         row->id ? row->title : row->why });
	}
	putchar('\n');
	table_print(table, 0);
	printf(dry_run ? _("%zu would be taken, %zu would be refused\n") : _("%zu taken, %zu refused\n"), taken, tally->refused);
	if (tally->old > 0)
		printf(_("%zu taken before\n"), tally->old);
	table_free(table);
}

static void write_list(grant_json_writer *writer, const struct tally *tally, bool is_old)
{
	grant_json_begin_list(writer, is_old ? "already" : "refused");
	for (size_t i = 0; i < tally->count; i++) {
		const struct tally_row *row = &tally->rows[i];

		if (is_old ? !row->is_old : !row->why)
			continue;
		grant_json_begin_map(writer, NULL);
		grant_json_text(writer, "archive", row->archive);
		grant_json_text(writer, is_old ? "id" : "message", is_old ? row->id : row->why);
		grant_json_end(writer);
	}
	grant_json_end(writer);
}

void tally_write(grant_json_writer *writer, const struct tally *tally)
{
	if (tally->refused > 0)
		write_list(writer, tally, false);
	if (tally->old > 0)
		write_list(writer, tally, true);
}

void tally_report(FILE *file, const struct tally *tally)
{
	csv_texts(file, (const char *[]){ "archive", "result", "id", "title", "sha256", "why" }, 6);
	for (size_t i = 0; i < tally->count; i++) {
		const struct tally_row *row = &tally->rows[i];

		csv_texts(file, (const char *[]){ row->archive, row->is_old ? "already" : row->id ? "taken" : "refused", row->id ? row->id : "",
		                                  row->title ? row->title : "", row->digest ? row->digest : "",
		                                  row->why ? row->why : "" }, 6);
	}
}
