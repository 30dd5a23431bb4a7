/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What changed, for people: a field on a line, long texts with what goes and what comes inside them. The marks stand without
 * colour too. Not here: what is compared with what (the library).
 */
#include "difference.h"

#include <string.h>

#include "term.h"
#include "text.h"
#include "words.h"

/* So many bytes of what stays the same are shown on each side of a change. */
#define AROUND 60

#define TERM_GREEN "\033[32m"

static const char *is_word(const grant_record *entry, const char *field)
{
	const char *text = grant_record_text(entry, field);

	return text ? text : "";
}

static bool is_change(const grant_record *entry, const char *change)
{
	return strcmp(is_word(entry, "change"), change) == 0;
}

/* ---- values ---- */

/* A value as people read it. Yours. */
static char *value_text(const char *type, const char *value)
{
	if (!value)
		return text_copy("–");
	if (strcmp(type, "money") == 0)
		return words_money(value);
	return text_safe(strcmp(type, "word") == 0 ? words_label(value) : value);
}

/* The cells of a whole line of a table. Yours. */
static char *row_text(const grant_record *row)
{
	char *joined = text_copy("");

	for (size_t i = 0; i < grant_record_count(row, ""); i++) {
		const char *cell = grant_record_text(grant_record_item(row, i), "");
		cleanup_text char *safe = text_safe(cell ? words_label(cell) : "");
		char *longer = text_format("%s%s%s", joined, *joined ? " | " : "", safe);

		free(joined);
		joined = longer;
	}
	return joined;
}

static char *side_text(const grant_record *entry, const char *side)
{
	const grant_record *value = grant_record_at(entry, side);

	if (strcmp(is_word(entry, "type"), "row") == 0)
		return value ? row_text(value) : text_copy("–");
	return value_text(is_word(entry, "type"), grant_record_text(value, ""));
}

/* ---- pieces of a long text ---- */

/* Where a text of that many bytes may be cut without halving a character: not beyond `at`. */
static size_t boundary(const char *text, size_t at)
{
	while (at > 0 && ((unsigned char)text[at] & 0xc0) == 0x80)
		at--;
	return at;
}

/* What stays, shortened where nothing is near. */
static void print_same(const char *text, bool is_first, bool is_last)
{
	size_t size = strlen(text), start = is_first ? 0 : AROUND, end = is_last ? 0 : AROUND;

	if (size <= start + end + AROUND) {
		fputs(text, stdout);
		return;
	}
	start = boundary(text, start);
	end = boundary(text, size - end);
	printf("%.*s…%s", (int)start, text, text + end);
}

static void print_parts(struct cli *cli, const grant_record *parts)
{
	size_t count = grant_record_count(parts, "");

	fputs("    ", stdout);
	for (size_t i = 0; i < count; i++) {
		const grant_record *part = grant_record_item(parts, i);
		cleanup_text char *safe = text_safe(is_word(part, "text"));

		if (is_change(part, "same"))
			print_same(safe, i == 0, i + 1 == count);
		else if (is_change(part, "remove"))
			printf("%s[-%s-]%s", term_start(cli, stdout, TERM_RED), safe, term_end(cli, stdout, TERM_RED));
		else
			printf("%s{+%s+}%s", term_start(cli, stdout, TERM_GREEN), safe, term_end(cli, stdout, TERM_GREEN));
	}
	putchar('\n');
}

/* ---- fields ---- */

static void print_label(const grant_record *entry)
{
	cleanup_text char *label = text_safe(is_word(entry, "label"));
	cleanup_text char *row = text_safe(is_word(entry, "row"));
	cleanup_text char *path = text_safe(is_word(entry, "path"));

	printf("%s%s%s (%s)", label, *row ? " · " : "", row, path);
}

static void print_field(struct cli *cli, const grant_record *entry)
{
	cleanup_text char *old = side_text(entry, "old");
	cleanup_text char *new = side_text(entry, "new");

	fputs(is_change(entry, "add") ? "+ " : is_change(entry, "remove") ? "- " : "~ ", stdout);
	print_label(entry);
	if (grant_record_count(entry, "parts") > 0) {
		putchar('\n');
		print_parts(cli, grant_record_at(entry, "parts"));
	} else if (is_change(entry, "add")) {
		printf(": %s\n", new);
	} else if (is_change(entry, "remove")) {
		printf(": %s\n", old);
	} else {
		printf(": %s → %s\n", old, new);
	}
}

void difference_fields(struct cli *cli, const grant_record *fields)
{
	for (size_t i = 0; i < grant_record_count(fields, ""); i++)
		print_field(cli, grant_record_item(fields, i));
}

/* ---- files ---- */

static void print_line(struct cli *cli, const grant_record *line)
{
	bool is_old = is_change(line, "remove");
	const char *colour = is_old ? TERM_RED : TERM_GREEN;
	cleanup_text char *safe = text_safe(is_word(line, "text"));

	printf("    %s%4s %c %s%s\n", term_start(cli, stdout, colour), is_word(line, "line"), is_old ? '-' : '+', safe,
	       term_end(cli, stdout, colour));
}

static void print_file(struct cli *cli, const grant_record *file)
{
	const grant_record *lines = grant_record_at(file, "lines");
	cleanup_text char *name = text_safe(is_word(file, "name"));
	const char *old = is_word(file, "old_size"), *new = is_word(file, "new_size");

	if (is_change(file, "add"))
		printf(_("+ %s: %s bytes\n"), name, new);
	else if (is_change(file, "remove"))
		printf(_("- %s: %s bytes\n"), name, old);
	else
		printf(_("~ %s: %s → %s bytes\n"), name, old, new);
	for (size_t i = 0; i < grant_record_count(lines, ""); i++)
		print_line(cli, grant_record_item(lines, i));
}

void difference_files(struct cli *cli, const grant_record *files)
{
	for (size_t i = 0; i < grant_record_count(files, ""); i++)
		print_file(cli, grant_record_item(files, i));
}
