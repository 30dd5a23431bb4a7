/* SPDX-License-Identifier: Apache-2.0 */
/* What a reviewer typed and has not handed in yet, on the disk. Not here: what it means (review-form.c). */
#include "draft.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "identity.h"
#include "message.h"
#include "text.h"

#define DRAFT_LIMIT ((size_t)1024 * 1024)

/* Names come from records and options: whatever is no letter or figure becomes _. */
static char *safe_name(const char *name)
{
	char *safe = text_copy(name);

	for (char *at = safe; *at; at++) {
		bool is_plain = (*at >= 'a' && *at <= 'z') || (*at >= 'A' && *at <= 'Z') ||
		                (*at >= '0' && *at <= '9') || *at == '-' || *at == '_';

		if (!is_plain)
			*at = '_';
	}
	return safe;
}

/* XDG says that a relative path is to be taken for none. */
static char *state_home(void)
{
	const char *state = getenv("XDG_STATE_HOME"), *home = getenv("HOME");

	if (state && *state == '/')
		return text_copy(state);
	return home && *home == '/' ? text_format("%s/.local/state", home) : NULL;
}

/* The folder and all above it, for the owner only where they are new. */
static int make_folders(const char *folder)
{
	cleanup_text char *path = text_copy(folder);

	for (char *at = path + 1;; at++) {
		char end = *at;

		if (end != '/' && end != '\0')
			continue;
		*at = '\0';
		if (mkdir(path, 0700) < 0 && errno != EEXIST)
			return -1;
		*at = end;
		if (!end)
			return 0;
	}
}

char *draft_path(struct cli *cli, const char *round, const char *application, const char *stage)
{
	const char *acting = identity_person(cli);
	cleanup_text char *home = state_home(), *folder = NULL;
	cleanup_text char *round_name = safe_name(round), *application_name = safe_name(application);
	cleanup_text char *stage_name = safe_name(stage), *person_name = safe_name(acting ? acting : "me");

	if (!home) {
		trouble(cli, GRANT_EIO, _("there is no place for a draft; set HOME or XDG_STATE_HOME"));
		return NULL;
	}
	folder = text_format("%s/grant/drafts/%s", home, round_name);
	if (make_folders(folder) < 0) {
		trouble(cli, GRANT_EIO, "%s: %s", folder, strerror(errno));
		return NULL;
	}
	return text_format("%s/%s-%s-%s.txt", folder, application_name, stage_name, person_name);
}

bool draft_exists(const char *path)
{
	return access(path, F_OK) == 0;
}

char *draft_read(struct cli *cli, const char *path)
{
	char *text = file_read(path, DRAFT_LIMIT);

	if (!text)
		trouble_file(cli, path, errno);
	return text;
}

static int write_all(int fd, const char *text)
{
	size_t size = strlen(text);

	while (size > 0) {
		ssize_t done = write(fd, text, size);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return -1;
		text += done;
		size -= (size_t)done;
	}
	return 0;
}

int draft_write(struct cli *cli, const char *path, const char *text)
{
	cleanup_text char *part = text_format("%s.XXXXXX", path);
	int fd = mkstemp(part); /* 0600 */
	int error = 0;

	if (fd < 0)
		return trouble_file(cli, path, errno);
	if (write_all(fd, text) < 0 || fsync(fd) < 0)
		error = errno;
	if (close(fd) < 0 && !error)
		error = errno;
	if (!error && rename(part, path) < 0)
		error = errno;
	if (!error)
		return EXIT_DONE;
	unlink(part);
	return trouble_file(cli, path, error);
}

void draft_remove(const char *path)
{
	unlink(path);
}
