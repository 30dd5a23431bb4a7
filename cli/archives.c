/* SPDX-License-Identifier: Apache-2.0 */
/* Which archives a command is about. Not here: opening them. */
#include "archives.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <strings.h>
#include <sys/stat.h>

#include "command.h"
#include "message.h"
#include "text.h"

static void add(struct archives *archives, char *path, unsigned attachment, char *label)
{
	if (archives->count == archives->capacity) {
		archives->capacity = archives->capacity ? archives->capacity * 2 : 16;
		archives->items = memory_grow(archives->items, archives->capacity, sizeof(*archives->items));
	}
	archives->items[archives->count++] = (struct archive){ path, attachment, label };
}

/* ---- messages ---- */

static bool is_message(const char *path)
{
	size_t size = strlen(path);

	return size > 4 && strcasecmp(path + size - 4, ".eml") == 0;
}

/* What cannot be looked into is said when its turn comes. */
static void add_message(struct cli *cli, struct archives *archives, char *path)
{
	cleanup_record grant_record *message = NULL;
	const grant_record *names = NULL;
	size_t count = 0;

	if (grant_message_look(&message, NULL, cli->round, path) == 0) {
		names = grant_record_at(message, "archives");
		count = grant_record_count(names, "");
	}
	for (size_t i = 0; i < count; i++) {
		const char *name = grant_record_text(grant_record_item(names, i), "");

		add(archives, text_copy(path), (unsigned)i + 1, text_format("%s: %s", path, name ? name : ""));
	}
	if (count == 0)
		add(archives, text_copy(path), 1, text_copy(path));
	free(path);
}

static void add_file(struct cli *cli, struct archives *archives, char *path)
{
	if (is_message(path))
		add_message(cli, archives, path);
	else
		add(archives, path, 0, text_copy(path));
}

/* ---- folders ---- */

/* What a file manager leaves behind is nobody's proposal. */
static int is_proposal(const struct dirent *entry)
{
	return entry->d_name[0] != '.' && strcmp(entry->d_name, "Thumbs.db") != 0 && strcmp(entry->d_name, "desktop.ini") != 0;
}

static int compare_names(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
}

static bool is_folder(const char *parent, const char *name)
{
	cleanup_text char *path = text_format("%s/%s", parent, name);
	struct stat status;

	return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* A maildir keeps what is new and what was seen in two folders; every file there is a message, whatever it is called. */
static int add_maildir(struct cli *cli, struct archives *archives, const char *maildir)
{
	static const char *const folders[] = { "cur", "new" };

	archives->has_folder = true;
	for (size_t k = 0; k < sizeof(folders) / sizeof(folders[0]); k++) {
		cleanup_text char *folder = text_format("%s/%s", maildir, folders[k]);
		struct dirent **entries = NULL;
		int count = scandir(folder, &entries, is_proposal, compare_names);

		if (count < 0)
			return trouble_file(cli, folder, errno);
		for (int i = 0; i < count; i++) {
			add_message(cli, archives, text_format("%s/%s", folder, entries[i]->d_name));
			free(entries[i]);
		}
		free(entries);
	}
	return EXIT_DONE;
}

static int add_folder(struct cli *cli, struct archives *archives, const char *folder)
{
	struct dirent **entries = NULL;
	int count = scandir(folder, &entries, is_proposal, compare_names);
	size_t size = strlen(folder);
	bool is_unpacked = false;

	if (count < 0)
		return trouble_file(cli, folder, errno);
	archives->has_folder = true;
	for (int i = 0; i < count; i++) {
		is_unpacked = is_unpacked || grant_form_is_name(entries[i]->d_name);
		add_file(cli, archives, text_format("%s%s%s", folder, folder[size - 1] == '/' ? "" : "/", entries[i]->d_name));
		free(entries[i]);
	}
	free(entries);
	if (is_unpacked)
		return trouble(cli, GRANT_EINPUT,
		               _("%s is a folder; pack it as zip (on Windows: right click, Send to, Compressed folder) and give the zip"),
		               folder);
	if (count > 0)
		return EXIT_DONE;
	return trouble(cli, GRANT_ENOTFOUND, _("there is no file in %s; put the archives into it"), folder);
}

int archives_find(struct cli *cli, struct archives *out)
{
	memset(out, 0, sizeof(*out));
	for (size_t i = 0; i < cli->argument_count; i++) {
		struct stat status;
		int exit_status = EXIT_DONE;

		if (stat(cli->arguments[i], &status) != 0 || !S_ISDIR(status.st_mode))
			add_file(cli, out, text_copy(cli->arguments[i]));
		else if (is_folder(cli->arguments[i], "cur") && is_folder(cli->arguments[i], "new"))
			exit_status = add_maildir(cli, out, cli->arguments[i]);
		else
			exit_status = add_folder(cli, out, cli->arguments[i]);
		if (exit_status != EXIT_DONE) {
			archives_clear(out);
			return exit_status;
		}
	}
	return EXIT_DONE;
}

void archives_clear(struct archives *archives)
{
	for (size_t i = 0; i < archives->count; i++) {
		free(archives->items[i].path);
		free(archives->items[i].label);
	}
	free(archives->items);
	memset(archives, 0, sizeof(*archives));
}
