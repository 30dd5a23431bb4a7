/* SPDX-License-Identifier: Apache-2.0 */
/* The parser that runs on the option tables. Not here: any option of a command. */
#include "option.h"

#include <errno.h>
#include <limits.h>
#include <string.h>

#include "message.h"
#include "text.h"

const struct option_row global_options[] = {
	{ .letter = 'C', .kind = OPTION_TEXT, .offset = offsetof(struct cli, dir), .value = "DIR",
	  .help = N_("the round's repository; else the current folder") },
	OPTION_TEXT(struct cli, person, "as", "PERSON", N_("who acts; else GRANT_PERSON, else git's grant.person")),
	OPTION_TEXT(struct cli, at, "at", "TIME", N_("when it happened, in retrospective rounds only")),
	OPTION_FLAG(struct cli, json, "json", N_("answer as JSON")),
	OPTION_FLAG(struct cli, csv, "csv", N_("answer as CSV, where the answer is a table")),
	OPTION_TEXT(struct cli, colour, "color", "WHEN", N_("auto, always or never")),
	OPTION_FLAG(struct cli, no_pager, "no-pager", N_("do not page long answers")),
	{ .name = "quiet", .letter = 'q', .kind = OPTION_FLAG, .offset = offsetof(struct cli, quiet),
	  .help = N_("say nothing but errors and answers") },
	{ .name = "help", .letter = 'h', .kind = OPTION_FLAG, .offset = offsetof(struct cli, help),
	  .help = N_("print this help") },
	OPTION_FLAG(struct cli, version, "version", N_("print the version")),
	OPTION_END
};

bool option_is_end(const struct option_row *row)
{
	return !row->name && !row->letter;
}

bool option_takes_value(const struct option_row *row)
{
	return row->kind != OPTION_FLAG && row->kind != OPTION_ABSENT;
}

bool option_takes_next(const struct option_row *row, const char *word)
{
	bool holds_value = word[1] == '-' ? strchr(word, '=') != NULL : word[1] && word[2];

	return option_takes_value(row) && !holds_value;
}

static bool is_named(const struct option_row *row, const char *word)
{
	size_t size = strcspn(word, "=");

	return row->name && strlen(row->name) == size && memcmp(row->name, word, size) == 0;
}

const struct option_row *option_find(const struct option_row *rows, const char *word)
{
	if (!rows || word[0] != '-' || !word[1])
		return NULL;
	for (; !option_is_end(rows); rows++) {
		if (word[1] == '-' ? is_named(rows, word + 2) : rows->letter == word[1])
			return rows;
	}
	return NULL;
}

/* ---- values ---- */

static void add_text(struct option_texts *texts, const char *value)
{
	texts->items = memory_grow(texts->items, texts->count + 2, sizeof(*texts->items));
	texts->items[texts->count++] = value;
	texts->items[texts->count] = NULL;
}

static int read_number(struct cli *cli, struct option_number *number, const char *name, const char *value)
{
	char *end;

	errno = 0;
	number->text = value;
	number->value = strtoll(value, &end, 10);
	if (errno || end == value || *end || number->value < 0)
		return usage(cli, _("--%s takes a whole number, not “%s”"), name, value);
	return EXIT_DONE;
}

static int read_money(struct cli *cli, struct option_number *number, const char *value)
{
	number->text = value;
	return grant_money_parse(&number->value, value) < 0 ? failure(cli, NULL) : EXIT_DONE;
}

static int store(struct cli *cli, const struct option_row *row, void *words, const char *value)
{
	void *place = (char *)words + row->offset;

	switch (row->kind) {
	case OPTION_FLAG:
		*(bool *)place = true;
		return EXIT_DONE;
	case OPTION_TEXT:
		*(const char **)place = value;
		return EXIT_DONE;
	case OPTION_LIST:
		add_text(place, value);
		return EXIT_DONE;
	case OPTION_NUMBER:
		return read_number(cli, place, row->name, value);
	case OPTION_MONEY:
		return read_money(cli, place, value);
	case OPTION_ABSENT:
		break;
	}
	return usage(cli, _("--%s is not built in this version"), row->name);
}

/* ---- words ---- */

/* Where a row's value goes: global options belong to the run, others to the command. */
static const struct option_row *find(struct cli *cli, const struct option_parse *parse, const char *word, void **into)
{
	const struct option_row *row = option_find(parse->rows, word);

	*into = parse->words;
	if (!row) {
		row = option_find(global_options, word);
		*into = cli;
	}
	return row;
}

static int unknown(struct cli *cli, const char *word)
{
	int size = (int)strcspn(word, "=");

	if (word[1] != '-')
		size = 2;
	return usage(cli, _("there is no option %.*s here"), size, word);
}

static int read_long(struct cli *cli, const struct option_parse *parse, char ***argv)
{
	const char *word = **argv, *value = strchr(word, '=');
	void *into;
	const struct option_row *row = find(cli, parse, word, &into);

	if (!row)
		return unknown(cli, word);
	if (value && row->kind == OPTION_FLAG)
		return usage(cli, _("--%s takes no value"), row->name);
	if (value)
		value++;
	else if (option_takes_value(row))
		value = *++*argv;
	if (option_takes_value(row) && !value)
		return usage(cli, _("--%s needs a value: %s"), row->name, row->value);
	return store(cli, row, into, value);
}

/* "-q", "-C DIR", "-CDIR", "-qCDIR" */
static int read_letters(struct cli *cli, const struct option_parse *parse, char ***argv)
{
	const char *letter = **argv + 1;
	int status = EXIT_DONE;

	for (; status == EXIT_DONE && *letter; letter++) {
		const char word[] = { '-', *letter, '\0' };
		void *into;
		const struct option_row *row = find(cli, parse, word, &into);

		if (!row)
			return unknown(cli, word);
		if (!option_takes_value(row)) {
			status = store(cli, row, into, NULL);
			continue;
		}
		letter = letter[1] ? letter + 1 : *++*argv;
		if (!letter)
			return usage(cli, _("%s needs a value: %s"), word, row->value);
		return store(cli, row, into, letter);
	}
	return status;
}

int option_parse(struct cli *cli, struct option_parse *parse, char **argv)
{
	bool ended = false;
	int status = EXIT_DONE;

	for (; status == EXIT_DONE && *argv; argv++) {
		const char *word = *argv;
		bool is_option = !ended && word[0] == '-' && word[1];

		if (!is_option) {
			parse->rest[parse->rest_count++] = *argv;
			ended = ended || parse->only_leading;
		} else if (strcmp(word, "--") == 0 && !parse->only_leading) {
			ended = true;
		} else if (word[1] == '-') {
			status = read_long(cli, parse, &argv);
		} else {
			status = read_letters(cli, parse, &argv);
		}
		if (!*argv)
			break;
	}
	parse->rest[parse->rest_count] = NULL;
	return status;
}

int option_cut_field(struct cli *cli, char *word, const char **field, const char **value)
{
	char *equals = strchr(word, '=');

	if (!equals || equals == word)
		return usage(cli, _("“%s” is not of the form FIELD=VALUE"), word);
	*equals = '\0';
	*field = word;
	*value = equals + 1;
	return EXIT_DONE;
}

void option_clear(const struct option_row *rows, void *words)
{
	for (; rows && !option_is_end(rows); rows++) {
		struct option_texts *texts = (struct option_texts *)(void *)((char *)words + rows->offset);

		if (rows->kind == OPTION_LIST)
			free(texts->items);
	}
}
