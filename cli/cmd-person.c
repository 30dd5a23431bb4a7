/* SPDX-License-Identifier: Apache-2.0 */
/* grant person: people of the round, their roles and keys. */
#include <errno.h>
#include <string.h>

#include "card.h"
#include "command.h"
#include "difference.h"
#include "message.h"
#include "output.h"
#include "term.h"
#include "text.h"

#define KEY_FILE_LIMIT ((size_t)64 * 1024)

struct person_words {
	const char *name, *organisation, *prefix, *from, *to, *on, *reason;
	struct option_texts roles, expertise, keys;
	bool dry_run;
};

/* What is known about a person. */
#define PERSON_ROWS                                                                                            \
	OPTION_TEXT(struct person_words, name, "name", "NAME", N_("the person's name")),                       \
	OPTION_LIST(struct person_words, roles, "role", "ROLE",                                                \
	            N_("officer, intake, reviewer, finance or observer; may be repeated")),                    \
	OPTION_TEXT(struct person_words, organisation, "organisation", "NAME", N_("where the person works")),  \
	OPTION_LIST(struct person_words, expertise, "expertise", "WORD",                                       \
	            N_("a category or a keyword for assign --auto; may be repeated")),                         \
	OPTION_LIST(struct person_words, keys, "key", "FILE", N_("an SSH public key; may be repeated")),       \
	OPTION_TEXT(struct person_words, from, "from", "DAY", N_("the first day on which the person may act")), \
	OPTION_TEXT(struct person_words, to, "to", "DAY", N_("the last day on which the person may act"))

static const struct option_row add_rows[] = {
	PERSON_ROWS,
	OPTION_TEXT(struct person_words, prefix, "prefix", "PREFIX",
	            N_("prefix of the ids of applications that this person takes in")),
	OPTION_DRY_RUN(struct person_words, dry_run),
	OPTION_END
};

/* What is given takes the place of what was there; "" takes it away. */
static const struct option_row edit_rows[] = {
	PERSON_ROWS,
	OPTION_TEXT(struct person_words, reason, "reason", "TEXT", N_("why, for the record")),
	OPTION_DRY_RUN(struct person_words, dry_run),
	OPTION_END
};

static const struct option_row retire_rows[] = {
	OPTION_TEXT(struct person_words, on, "on", "DAY", N_("the last day; else the day of the act")),
	OPTION_DRY_RUN(struct person_words, dry_run),
	OPTION_END
};

const struct options person_add_options = { add_rows, sizeof(struct person_words) };
const struct options person_edit_options = { edit_rows, sizeof(struct person_words) };
const struct options person_retire_options = { retire_rows, sizeof(struct person_words) };

/* ---- keys out of files ---- */

struct key_lines {
	char **files; /* their texts, cut into lines */
	size_t file_count;
	const char **lines;
	size_t count;
};

static void add_lines(struct key_lines *keys, char *text)
{
	char *line;

	while ((line = strsep(&text, "\n")) != NULL) {
		line = text_trim(line);
		if (!*line || *line == '#')
			continue;
		keys->lines = memory_grow(keys->lines, keys->count + 2, sizeof(*keys->lines));
		keys->lines[keys->count++] = line;
		keys->lines[keys->count] = NULL;
	}
}

static int read_keys(struct cli *cli, struct key_lines *keys, const struct option_texts *paths)
{
	for (size_t i = 0; i < paths->count; i++) {
		char *text = file_read(paths->items[i], KEY_FILE_LIMIT);

		if (!text)
			return trouble_file(cli, paths->items[i], errno);
		keys->files = memory_grow(keys->files, keys->file_count + 1, sizeof(*keys->files));
		keys->files[keys->file_count++] = text;
		add_lines(keys, text);
	}
	return EXIT_DONE;
}

static void free_keys(struct key_lines *keys)
{
	for (size_t i = 0; i < keys->file_count; i++)
		free(keys->files[i]);
	free(keys->files);
	free(keys->lines);
}

/* ---- the commands ---- */

static grant_person_options options_of(const struct person_words *words, const struct key_lines *keys)
{
	grant_person_options options = GRANT_PERSON_OPTIONS_INIT;

	options.name = words->name;
	options.organisation = words->organisation;
	options.roles = words->roles.items;
	options.expertise = words->expertise.items;
	options.keys = keys->lines;
	options.prefix = words->prefix;
	options.from = words->from;
	options.to = words->to;
	options.dry_run = words->dry_run;
	return options;
}

static int add(struct cli *cli, const struct person_words *words, const struct key_lines *keys)
{
	grant_person_options options = options_of(words, keys);
	cleanup_findings grant_findings *findings = NULL;
	int r = grant_person_add(&findings, cli->round, cli->arguments[0], &options);
	return output_act(cli, r, &(struct act_answer){ .findings = findings });
}

int cmd_person_add(struct cli *cli, const void *input)
{
	const struct person_words *words = input;
	struct key_lines keys = { 0 };
	int status;

	if (!words->name || words->roles.count == 0)
		return usage(cli, _("a person needs --name NAME and --role ROLE"));
	status = read_keys(cli, &keys, &words->keys);
	if (status == EXIT_DONE)
		status = add(cli, words, &keys);
	free_keys(&keys);
	return status;
}

static int edit(struct cli *cli, const struct person_words *words, const struct key_lines *keys)
{
	grant_person_options options = options_of(words, keys);
	cleanup_findings grant_findings *findings = NULL;
	cleanup_record grant_record *changes = NULL;
	int r = grant_person_edit(&changes, &findings, cli->round, cli->arguments[0], &options, words->reason);
	int status = output_act(cli, r, &(struct act_answer){ .kind = "person-edit", .record = changes, .findings = findings });

	if (status == EXIT_DONE && !cli->json && (words->dry_run || !cli->quiet))
		difference_fields(cli, grant_record_at(changes, "fields"));
	return status;
}

int cmd_person_edit(struct cli *cli, const void *input)
{
	const struct person_words *words = input;
	struct key_lines keys = { 0 };
	int status;

	if (!words->name && !words->organisation && !words->from && !words->to && words->roles.count == 0 &&
	    words->expertise.count == 0 && words->keys.count == 0)
		return usage(cli, _("say what changes, such as --expertise WORD"));
	if (!words->reason)
		return usage(cli, _("to edit a person needs --reason TEXT"));
	status = read_keys(cli, &keys, &words->keys);
	if (status == EXIT_DONE)
		status = edit(cli, words, &keys);
	free_keys(&keys);
	return status;
}

int cmd_person_list(struct cli *cli, const void *input)
{
	static const struct column columns[] = {
		{ N_("PERSON"), "id", COLUMN_TEXT, false },
		{ N_("NAME"), "name", COLUMN_TEXT, false },
		{ N_("ROLES"), "roles", COLUMN_WORDS, false },
		{ N_("ORGANISATION"), "organisation", COLUMN_TEXT, false },
		{ N_("FROM"), "from", COLUMN_TIME, false },
		{ N_("TO"), "to", COLUMN_TIME, false },
		COLUMNS_END
	};
	static const struct listing listing = { "people", "people", columns, N_("there is nobody") };
	cleanup_record grant_record *people = NULL;

	(void)input;
	if (grant_person_list(&people, cli->round) < 0)
		return failure(cli, NULL);
	return output_listing(cli, &listing, people);
}

int cmd_person_show(struct cli *cli, const void *input)
{
	cleanup_record grant_record *person = NULL;

	(void)input;
	if (grant_person_get(&person, cli->round, cli->arguments[0]) < 0)
		return failure(cli, NULL);
	if (cli->json)
		return output_json_record(cli, "person", person);
	return card_print(&(struct card){ .cli = cli, .kind = "person" }, person);
}

int cmd_person_retire(struct cli *cli, const void *input)
{
	const struct person_words *words = input;
	int r = grant_person_retire(cli->round, cli->arguments[0], words->on, words->dry_run);

	return output_act(cli, r, &(struct act_answer){ 0 });
}
