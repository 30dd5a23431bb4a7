/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Writes a manual page from its template: write TEMPLATE > PAGE. A line "@records@" or "@parts@" becomes the tables of all
 * fields, from the record table; "@views@" the views of the index; "@findings@" becomes all findings. So a page and what it describes cannot drift. Run by make.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "model/model.h"

static const struct {
	const char *id;
	enum grant_severity severity;
	const char *message, *remedy;
} findings[] = {
#define GR_FINDING(symbol, id, severity, message, remedy) { id, severity, message, remedy },
#include "base/finding-ids.h"
#undef GR_FINDING
};

/* Where findings come from, by what stands before the dot. */
static const struct {
	const char *prefix, *title;
} groups[] = {
	{ "archive", "The archive and its entries" },
	{ "file", "Files by their content" },
	{ "mail", "A message that archives are attached to" },
	{ "form", "The form" },
	{ "record", "A record against the record table" },
	{ "round", "The round" },
	{ "review", "Reviews" },
	{ "application", "The application against the round" },
	{ "amend", "Amendments of a form" },
	{ "screening", "Eligibility by the round's limits" },
	{ "assign", "An assignment that cannot be made" },
	{ "likeness", "What applications have in common" },
	{ "csv", "Tables that are imported" },
	{ "rules", "Rules" },
	{ "rank", "Rankings under other rules or without somebody's reviews" },
	{ "tree", "The repository" },
	{ "doctor", "What a crash or a hand left" },
	{ "draw", "Draws" },
};

#define COLUMNS 78

/*
 * Text of a page, in lines of a length that pages have: mdoc reads a backslash, and a dot or quote at the beginning of a
 * line.
 */
static void print_text(const char *text)
{
	size_t column = 0;

	while (*text) {
		size_t size = strcspn(text, " ");

		if (column > 0 && column + 1 + size > COLUMNS) {
			putchar('\n');
			column = 0;
		} else if (column > 0) {
			column += (size_t)printf(" ");
		}
		if (column == 0 && (*text == '.' || *text == '\''))
			column += (size_t)printf("\\&");
		for (size_t i = 0; i < size; i++) {
			if (text[i] == '_' && i > 0 && text[i - 1] == '{')
				continue; /* that an argument is a word of ours is nothing for readers */
			column += (size_t)(text[i] == '\\' ? printf("\\e") : printf("%c", text[i]));
		}
		text += size + (text[size] == ' ');
	}
	putchar('\n');
}

/* ---- findings ---- */

static bool is_of_group(const char *id, const char *prefix)
{
	size_t size = strlen(prefix);

	return strncmp(id, prefix, size) == 0 && id[size] == '.';
}

static void print_group(const char *prefix, const char *title)
{
	printf(".Ss %s\n.Bl -tag -width Ds\n", title);
	for (size_t i = 0; i < GR_COUNT(findings); i++) {
		if (!is_of_group(findings[i].id, prefix))
			continue;
		printf(".It Li %s Pq %s\n", findings[i].id, grant_severity_name(findings[i].severity));
		print_text(findings[i].message);
		if (findings[i].remedy[0]) {
			puts(".br\n.Em Way out :");
			print_text(findings[i].remedy);
		}
	}
	puts(".El");
}

/* 0; 1 when a finding has no group. */
static int print_findings(void)
{
	int failed = 0;

	for (size_t i = 0; i < GR_COUNT(groups); i++)
		print_group(groups[i].prefix, groups[i].title);
	for (size_t i = 0; i < GR_COUNT(findings); i++) {
		bool known = false;

		for (size_t k = 0; k < GR_COUNT(groups); k++)
			known = known || is_of_group(findings[i].id, groups[k].prefix);
		if (!known)
			fprintf(stderr, "%s has no section: add one to groups[]\n", findings[i].id);
		failed |= !known;
	}
	return failed;
}

/* ---- records ---- */

static const char *const scalar_names[] = {
	[GR_FIELD_TEXT] = "text",         [GR_FIELD_INTEGER] = "whole number", [GR_FIELD_DECIMAL] = "decimal",
	[GR_FIELD_MONEY] = "money",       [GR_FIELD_DATE] = "date",            [GR_FIELD_TIME] = "time",
	[GR_FIELD_BOOL] = "true or false", [GR_FIELD_ENUM] = "one of",         [GR_FIELD_ID] = "id",
	[GR_FIELD_NAME] = "name",         [GR_FIELD_APPLICATION] = "id of an application",
	[GR_FIELD_SHA256] = "SHA-256",    [GR_FIELD_OID] = "object id",        [GR_FIELD_REF] = "id of a",
	[GR_FIELD_RECORD] = "a",          [GR_FIELD_LIST] = "list of",         [GR_FIELD_SCORES] = "map from criterion to decimal or null",
	[GR_FIELD_TEXTS] = "map from id to text",
};

static void print_words(const char *words)
{
	const char *between = "";

	while (*words) {
		size_t size = strcspn(words, " ");

		printf("%s\n.Li %.*s", between, (int)size, words);
		words += size + (words[size] == ' ');
		between = " ,";
	}
}

static void print_scalar(const struct gr_field *field, enum gr_field_type type)
{
	printf("%s", scalar_names[type]);
	if (type == GR_FIELD_ENUM)
		print_words(field->words);
	if (type == GR_FIELD_DECIMAL && field->places)
		printf(" with at most %d places", field->places);
	if (type == GR_FIELD_REF)
		printf(" %s", gr_kind_get(field->of)->name);
}

static void print_type(const struct gr_field *field)
{
	if (field->type == GR_FIELD_RECORD)
		printf(".Sx %s", gr_kind_get(field->of)->name);
	else if (field->type == GR_FIELD_LIST && field->of < GR_KIND_COUNT)
		printf("list of\n.Sx %s", gr_kind_get(field->of)->name);
	else if (field->type == GR_FIELD_LIST) {
		printf("list of: ");
		print_scalar(field, field->item);
	} else {
		print_scalar(field, field->type);
	}
}

/* Ends the line of the type: a comma that belongs to a macro stands apart from its word. */
static void print_limits(const struct gr_field *field)
{
	const char *comma = field->type == GR_FIELD_RECORD || field->type == GR_FIELD_ENUM ||
	                                    (field->type == GR_FIELD_LIST &&
	                                     (field->of < GR_KIND_COUNT || field->item == GR_FIELD_ENUM))
	                            ? " ,\n" : ",\n";

	if (field->required)
		printf("%srequired", comma), comma = ",\n";
	if (field->nullable)
		printf("%sor null", comma), comma = ",\n";
	if (field->max_chars)
		printf("%sat most %d characters", comma, field->max_chars), comma = ",\n";
	if (field->max == INT64_MAX)
		printf("%sat least %" PRId64, comma, field->min), comma = ",\n";
	else if (field->type == GR_FIELD_DECIMAL && field->max)
		printf("%s%" PRId64 " to %" PRId64, comma, field->min / 10000, field->max / 10000), comma = ",\n";
	else if (field->max)
		printf("%s%" PRId64 " to %" PRId64 "%s", comma, field->min, field->max,
		       field->type == GR_FIELD_LIST ? " items" : ""), comma = ",\n";
	printf("%s", strcmp(comma, ",\n") == 0 ? ".\n" : " .\n");
}

static void print_field(const struct gr_field *field)
{
	static const char *const seen[] = {
		[GR_SEEN_REVIEWERS] = "Not published.",
		[GR_SEEN_OFFICERS] = "For officers.",
		[GR_SEEN_PERSONAL] = "Personal: never published, never passed to rules.",
		[GR_SEEN_IDENTITY] = "Hidden in blind review.",
	};

	printf(".It Li %s\n%s\n(%s):\n", field->name, field->label, field->zh);
	print_type(field);
	print_limits(field);
	if (field->visible != GR_SEEN_EVERYONE)
		puts(seen[field->visible]);
}

static void print_kinds(enum gr_kind_id from, enum gr_kind_id to)
{
	for (enum gr_kind_id id = from; id < to; id++) {
		const struct gr_kind *kind = gr_kind_get(id);

		printf(".Ss %s\n%s (%s).\n.Bl -tag -width Ds -compact\n", kind->name, kind->label, kind->zh);
		for (size_t i = 0; i < kind->field_count; i++)
			print_field(&kind->fields[i]);
		puts(".El");
	}
}

/* ---- views ---- */

static const char *const column_types[] = {
	[GR_COLUMN_TEXT] = "text",
	[GR_COLUMN_INTEGER] = "whole number; of a truth 1 or 0",
	[GR_COLUMN_MONEY] = "whole number, in fen",
	[GR_COLUMN_TIME] = "text, as the record has it",
};

static void print_column(const struct gr_kind *kind, const struct gr_column *column)
{
	const struct gr_field *field = column->field ? gr_field_at(kind, column->field) : NULL;

	printf(".It Li %s%s\n", column->name, column->type == GR_COLUMN_MONEY ? "_fen" : "");
	if (field)
		printf("%s\n(%s):\n", field->label, field->zh);
	else
		puts(strcmp(column->name, "state") == 0 ? "As under\n.Sx STATES :" : "Answers to the questions of the call:");
	printf("%s.\n", column_types[column->type]);
	if (column->type == GR_COLUMN_TIME)
		printf(".It Li %s_seconds\nThe same in seconds since 1970-01-01T00:00:00Z: whole number.\n", column->name);
}

static void print_view(const struct gr_table *table)
{
	const struct gr_kind *kind = gr_kind_get(GR_KIND_APPLICATION);

	for (enum gr_kind_id id = 0; id < GR_KIND_FILES; id++)
		if (strcmp(gr_kind_get(id)->name, table->name) == 0)
			kind = gr_kind_get(id);
	printf(".Ss %s\nA row for each record of the kind\n.Sx %s .\n.Bl -tag -width Ds -compact\n", table->view,
	       kind->name);
	for (size_t i = 0; table->keys[i]; i++)
		printf(".It Li %s\nKey: text.\n", table->keys[i]);
	for (size_t i = 0; i < table->column_count; i++)
		print_column(kind, &table->columns[i]);
	puts(".El");
}

static int print_views(void)
{
	struct gr_tables tables;

	if (gr_tables_make(&tables) < 0)
		return 1;
	for (size_t i = 0; i < tables.count; i++)
		if (tables.tables[i].view)
			print_view(&tables.tables[i]);
	gr_tables_clear(&tables);
	return 0;
}

/* ---- the page ---- */

static int print_line(const char *line)
{
	if (strcmp(line, "@records@\n") == 0)
		print_kinds(0, GR_KIND_FILES);
	else if (strcmp(line, "@parts@\n") == 0)
		print_kinds(GR_KIND_FILES, GR_KIND_COUNT);
	else if (strcmp(line, "@views@\n") == 0)
		return print_views();
	else if (strcmp(line, "@findings@\n") == 0)
		return print_findings();
	else
		fputs(line, stdout);
	return 0;
}

int main(int argc, char **argv)
{
	FILE *template = argc == 2 ? fopen(argv[1], "r") : NULL;
	char line[4096];
	int failed = !template;

	while (!failed && fgets(line, sizeof(line), template))
		failed = print_line(line);
	if (template)
		fclose(template);
	return failed || fflush(stdout) != 0;
}
