/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Looking for damage in a repository, and mending what is safe to mend: whether it can be opened and written, HEAD, main, the
 * settings. Not here: what dead programs leave (leftovers.c), packs and objects (exam-*.c), the index (work/doctor.c).
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/text.h"
#include "store/exam.h"

#define HEAD_TEXT "ref: " GR_BRANCH "\n"

/* ---- opening what there is ---- */

static bool is_folder(const char *dir, const char *name)
{
	gr_autofree_text char *path = gr_format("%s/%s", dir, name);
	struct stat status;

	return path && stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* A git folder without its HEAD is none to git. */
static char *find_git_dir(const char *dir)
{
	gr_autofree_text char *below = gr_format("%s/.git", dir);
	const char *found = !below                        ? NULL
	                    : is_folder(below, "objects") ? below
	                    : is_folder(dir, "objects")   ? dir
	                                                  : NULL;
	char *real = found && is_folder(found, "refs") ? realpath(found, NULL) : NULL;
	char *git_dir = real ? gr_format("%s/", real) : NULL;

	free(real);
	return git_dir;
}

static int fail_find(const char *dir)
{
	if (grant_error_code(grant_error_last()) == GRANT_ENOMEM)
		return GRANT_ENOMEM;
	return gr_fail(GRANT_EIO, _("there is no round at %s; say where with -C DIR"), dir);
}

static int find(gr_store *store, const char *dir)
{
	gr_autofree_text char *git_dir = NULL;
	int r = git_repository_open_ext(&store->repository, dir, 0, NULL);

	git_dir = r == 0 ? gr_strdup(git_repository_path(store->repository)) : find_git_dir(dir);
	return git_dir ? gr_store_set_dir(store, git_dir) : fail_find(dir);
}

int gr_store_open_as_is(gr_store **out, const char *dir, bool make_folder)
{
	gr_store *store;
	int r = gr_store_begin(&store);

	if (r < 0)
		return r;
	r = find(store, dir);
	if (r == 0 && store->repository)
		r = gr_store_fill(store);
	if (r == 0 && make_folder)
		r = gr_store_make_folder(store);
	if (r < 0) {
		gr_store_close(store);
		return r;
	}
	*out = store;
	return 0;
}

/* After what kept it closed may have been mended. */
static int open_rest(gr_store *store, const struct gr_exam *exam)
{
	int r = store->repository ? 0
	                          : git_repository_open_ext(&store->repository, store->git_dir,
	                                                    GIT_REPOSITORY_OPEN_NO_SEARCH, NULL);

	if (r == 0)
		return store->odb ? 0 : gr_store_fill(store);
	if (gr_git_is_of_another(r)) {
		gr_exam_tell(exam, GR_F_DOCTOR_OWNER, store->git_dir, store->git_dir, NULL);
	} else {
		const git_error *error = git_error_last();

		gr_exam_tell(exam, GR_F_DOCTOR_CLOSED, store->git_dir, error ? error->message : "?", NULL);
	}
	return 0;
}

bool gr_store_is_open(const gr_store *store)
{
	return store->odb != NULL;
}

char *gr_exam_text(const struct gr_exam *exam, char *text)
{
	if (!text)
		gr_findings_lost(exam->findings);
	return text;
}

/* ---- what is done ---- */

void gr_exam_remove(const struct gr_exam *exam, const char *path)
{
	if (exam->mend && unlink(path) == 0)
		gr_findings_mended(exam->findings, _("mended: the file was removed"));
}

/* A folder and all those above it, below the git folder. */
static bool make_folders(char *path, size_t from)
{
	for (char *slash = strchr(path + from, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (mkdir(path, 0777) < 0 && errno != EEXIST)
			return false;
		*slash = '/';
	}
	return true;
}

/* To the same place as below objects/; what was set aside earlier stays. */
bool gr_exam_set_aside(gr_store *store, const struct gr_exam *exam, const char *path)
{
	size_t start = strlen(store->git_dir) + strlen("objects/");

	if (!exam->mend || access(path, F_OK) < 0)
		return false;
	for (unsigned number = 1; number < 1000; number++) {
		gr_autofree_text char *to =
			number == 1 ? gr_format("%sgrant/damaged/%s", store->git_dir, path + start)
				    : gr_format("%sgrant/damaged/%s.%u", store->git_dir, path + start, number);

		if (!to || !make_folders(to, strlen(store->git_dir)))
			return false;
		if (access(to, F_OK) < 0)
			return rename(path, to) == 0;
	}
	return false;
}

static void look_at_set_aside(gr_store *store, const struct gr_exam *exam)
{
	gr_autofree_text char *path = gr_exam_format(exam, "%sgrant/damaged", store->git_dir);

	if (path && access(path, F_OK) == 0)
		gr_exam_tell(exam, GR_F_DOCTOR_SET_ASIDE, path, NULL);
}

/* ---- can it be written ---- */

static void look_at_rights(gr_store *store, const struct gr_exam *exam)
{
	static const char *const names[] = {
		"", "objects", "objects/pack", "refs", "refs/heads", "grant", "grant/lock"
	};

	for (size_t i = 0; i < GR_COUNT(names); i++) {
		gr_autofree_text char *path = gr_exam_format(exam, "%s%s", store->git_dir, names[i]);

		if (!path || access(path, W_OK) == 0 || errno == ENOENT)
			continue;
		gr_exam_tell(exam, GR_F_DOCTOR_READONLY, path, strerror(errno), NULL);
		return; /* one says it all */
	}
}

/* ---- HEAD ---- */

/* A person may have a work tree on a branch of their own: only that person can leave it. */
static bool is_ours_to_set(const gr_store *store, const char *head)
{
	return !gr_text_ends(store->git_dir, "/.git/") || !gr_text_starts(head, "ref: refs/heads/");
}

/* As git does it: the lock becomes the file. */
static bool write_head(const char *path)
{
	gr_autofree_text char *lock = gr_format("%s.lock", path);
	bool done = lock && gr_file_write(lock, HEAD_TEXT, strlen(HEAD_TEXT)) == 0;

	if (done && rename(lock, path) < 0) {
		unlink(lock);
		done = false;
	}
	return done;
}

static void look_at_head(gr_store *store, const struct gr_exam *exam)
{
	gr_autofree_text char *path = gr_exam_format(exam, "%sHEAD", store->git_dir);
	gr_auto_buf struct gr_buf text = GR_BUF_INIT;
	int r = path ? gr_file_read(&text, path, 1024) : GRANT_ENOMEM;
	const char *head = gr_buf_text(&text);

	gr_error_clear();
	if (r == GRANT_ENOMEM) {
		gr_findings_lost(exam->findings);
		return;
	}
	if (r == 0 && gr_text_starts(head, "ref: " GR_BRANCH) &&
	    strspn(head + strlen("ref: " GR_BRANCH), " \n") == strlen(head + strlen("ref: " GR_BRANCH)))
		return;
	gr_buf_truncate(&text, text.size ? strcspn(head, "\n") : 0);
	head = gr_buf_text(&text);
	gr_exam_tell(exam, GR_F_DOCTOR_HEAD, path,
	             r == GRANT_ENOTFOUND ? _("it is not there")
	             : *head              ? head
	                                  : _("it is empty"),
	             NULL);
	if (!exam->mend || !(r == 0 || r == GRANT_ENOTFOUND) || !is_ours_to_set(store, head))
		return;
	if (write_head(path))
		gr_findings_mended(exam->findings, _("mended: it leads to main"));
	gr_error_clear();
}

/* ---- main ---- */

static bool is_commit(gr_store *store, const char *hex)
{
	struct gr_oid commit, tree;
	gr_autofree_text char *loose = hex && gr_oid_parse(&commit, hex) == 0 ? gr_loose_path(store, &commit) : NULL;
	int state = loose ? gr_loose_check(loose, &commit) : GR_LOOSE_DAMAGED;
	bool is = (state == GR_LOOSE_GONE || state == GR_LOOSE_WHOLE) && gr_store_tree_of(&tree, store, &commit) == 0;

	gr_error_clear();
	return is;
}

/* The last place that git's own log of main names: the second of a line's two ids. */
static void last_of_log(char out[GR_OID_HEX], const gr_store *store)
{
	gr_autofree_text char *path = gr_format("%slogs/" GR_BRANCH, store->git_dir);
	gr_auto_buf struct gr_buf text = GR_BUF_INIT;
	const char *line, *end;

	out[0] = '\0';
	if (!path || gr_file_read(&text, path, 64 * 1024 * 1024) < 0 || text.size < 2)
		return;
	end = text.data + text.size - 1; /* before the last end of a line */
	for (line = end; line > text.data && line[-1] != '\n'; line--)
		;
	if (end - line > 2 * GR_OID_HEX) {
		memcpy(out, line + GR_OID_HEX, GR_OID_HEX - 1);
		out[GR_OID_HEX - 1] = '\0';
	}
}

/* Where main most likely stood: what a writer was about to write, what the index knows, what git's log says. */
static bool guess_main(char out[GR_OID_HEX], gr_store *store, const struct gr_exam *exam)
{
	gr_autofree_text char *path = gr_format("%sgrant/intent", store->git_dir);
	gr_auto_buf struct gr_buf intent = GR_BUF_INIT;
	const char *guesses[3] = { NULL, exam->known, NULL };
	char logged[GR_OID_HEX];

	if (path && gr_file_read(&intent, path, GR_OID_HEX) == 0)
		guesses[0] = gr_buf_text(&intent);
	last_of_log(logged, store);
	guesses[2] = logged;
	for (size_t i = 0; i < GR_COUNT(guesses); i++) {
		if (!is_commit(store, guesses[i]))
			continue;
		snprintf(out, GR_OID_HEX, "%s", guesses[i]);
		return true;
	}
	return false;
}

static char *way_to_main(gr_store *store, const struct gr_exam *exam)
{
	gr_autofree_text char *making = gr_format("%sgrant/making", store->git_dir);
	char guess[GR_OID_HEX];

	if (making && access(making, F_OK) == 0)
		return gr_strdup(_("the round was never finished: make it again with grant init"));
	if (guess_main(guess, store, exam))
		return gr_format(_("it stood at %s, as far as is known here; look with git log %s; to set it: "
		                   "rm -f %srefs/heads/main; git update-ref refs/heads/main %s"),
		                 guess, guess, store->git_dir, guess);
	return gr_strdup(_("fetch it from a clone: git fetch CLONE main:main"));
}

static void look_at_main(gr_store *store, const struct gr_exam *exam)
{
	gr_autofree_text char *path = gr_exam_format(exam, "%s" GR_BRANCH, store->git_dir);
	gr_autofree_text char *why = NULL, *way = NULL;
	git_oid id;
	int r = git_reference_name_to_id(&id, store->repository, GR_BRANCH);

	if (r == 0)
		return;
	why = gr_strdup(r == GIT_ENOTFOUND || !git_error_last() ? _("it is not there") : git_error_last()->message);
	way = way_to_main(store, exam);
	gr_exam_text(exam, why);
	gr_exam_text(exam, way);
	if (why && way)
		gr_exam_tell(exam, GR_F_DOCTOR_MAIN, path, why, way, NULL);
}

/* ---- settings ---- */

struct setting {
	const char *name;
	bool wanted, when_missing; /* what it is when nobody sets it */
	bool unset;                /* to be taken away */
};

static void mend_setting(gr_store *store, const struct gr_exam *exam, const struct setting *setting)
{
	git_config *config = NULL, *own = NULL;
	int r = git_repository_config(&config, store->repository);

	if (r == 0)
		r = git_config_open_level(&own, config, GIT_CONFIG_LEVEL_LOCAL);
	if (r == 0)
		r = setting->unset ? git_config_delete_entry(own, setting->name)
		                   : git_config_set_bool(own, setting->name, setting->wanted);
	git_config_free(own);
	git_config_free(config);
	if (r == 0)
		gr_findings_mended(exam->findings,
		                   setting->unset ? _("mended: it was taken away") : _("mended: it was set"));
}

static void look_at_setting(gr_store *store, const struct gr_exam *exam, const struct setting *setting)
{
	gr_autofree_text char *path = gr_exam_format(exam, "%sconfig", store->git_dir);
	gr_autofree_text char *words = NULL;
	git_config *config = NULL;
	int truth = setting->when_missing, r = git_repository_config(&config, store->repository);

	if (r == 0)
		r = git_config_get_bool(&truth, config, setting->name);
	git_config_free(config);
	if (r == GIT_ENOTFOUND ? setting->when_missing == setting->wanted
	                       : r == 0 && !truth == !setting->wanted && !setting->unset)
		return;
	words = setting->unset ? gr_format("--unset %s", setting->name)
	                       : gr_format("%s %s", setting->name, setting->wanted ? "true" : "false");
	gr_exam_tell(exam, GR_F_DOCTOR_CONFIG, path, setting->name,
	             r == GIT_ENOTFOUND ? _("it is not set")
	             : setting->unset   ? _("git does not know it any more")
	                                : _("it is off"),
	             words ? words : "", NULL);
	if (exam->mend)
		mend_setting(store, exam, setting);
}

static void look_at_settings(gr_store *store, const struct gr_exam *exam)
{
	static const struct setting settings[] = {
		{ .name = "core.protectHFS", .wanted = true },
		{ .name = "core.protectNTFS", .wanted = true },
		{ .name = "core.fsyncObjectFiles", .unset = true },
	};

	for (size_t i = 0; i < GR_COUNT(settings); i++)
		look_at_setting(store, exam, &settings[i]);
}

int gr_store_exam(gr_store *store, const struct gr_exam *exam)
{
	int r;

	look_at_rights(store, exam);
	r = gr_exam_leftovers(store, exam);
	look_at_head(store, exam); /* behind its lock */
	if (r == 0)
		r = open_rest(store, exam);
	if (r < 0 || !store->odb)
		return r;
	look_at_settings(store, exam);
	r = gr_exam_packs(store, exam);
	if (r < 0)
		return r;
	look_at_main(store, exam);
	r = gr_exam_objects(store, exam);
	look_at_set_aside(store, exam);
	return r;
}
