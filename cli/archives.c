/* SPDX-License-Identifier: Apache-2.0 */
/* Which archives a command is about. Not here: opening them. */
#include "archives.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#include "command.h"
#include "message.h"
#include "text.h"

static void add(struct archives *archives, char *path)
{
	if (archives->count == archives->capacity) {
		archives->capacity = archives->capacity ? archives->capacity * 2 : 16;
		archives->paths = memory_grow(archives->paths, archives->capacity, sizeof(*archives->paths));
	}
	archives->paths[archives->count++] = path;
}

/* What a file manager leaves behind is nobody's proposal. */
static int is_proposal(const struct dirent *entry)
{
	return entry->d_name[0] != '.' && strcmp(entry->d_name, "Thumbs.db") != 0 && strcmp(entry->d_name, "desktop.ini") != 0;
}

static int compare_names(const struct dirent **a, const struct dirent **b)
{
	return strcmp((*a)->d_name, (*b)->d_name);
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
		add(archives, text_format("%s%s%s", folder, folder[size - 1] == '/' ? "" : "/", entries[i]->d_name));
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

		if (stat(cli->arguments[i], &status) == 0 && S_ISDIR(status.st_mode))
			exit_status = add_folder(cli, out, cli->arguments[i]);
		else
			add(out, text_copy(cli->arguments[i]));
		if (exit_status != EXIT_DONE) {
			archives_clear(out);
			return exit_status;
		}
	}
	return EXIT_DONE;
}

void archives_clear(struct archives *archives)
{
	for (size_t i = 0; i < archives->count; i++)
		free(archives->paths[i]);
	free(archives->paths);
	memset(archives, 0, sizeof(*archives));
}
