/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What programs leave behind that die: locks, notes, half-written files, marks beside packs. What is being used at the moment
 * is told from what is left by our own lock, where the writer is one of ours, else by its age. Not here: objects.
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/text.h"
#include "store/exam.h"

#define PATIENCE_MS 2000 /* for a writer that is at work, and for a lock that is held for a moment */
#define REFS_DEPTH 8

/* ---- age ---- */

void gr_age_text(char out[64], int64_t seconds)
{
	int64_t minutes = seconds / 60, hours = minutes / 60, days = hours / 24;

	if (days > 0)
		snprintf(out, 64, dngettext(GR_DOMAIN, "%lld day", "%lld days", (unsigned long)days), (long long)days);
	else if (hours > 0)
		snprintf(out, 64, dngettext(GR_DOMAIN, "%lld hour", "%lld hours", (unsigned long)hours),
		         (long long)hours);
	else if (minutes > 0)
		snprintf(out, 64, dngettext(GR_DOMAIN, "%lld minute", "%lld minutes", (unsigned long)minutes),
		         (long long)minutes);
	else
		snprintf(out, 64, dngettext(GR_DOMAIN, "%lld second", "%lld seconds", (unsigned long)seconds),
		         (long long)seconds);
}

static int64_t age_of(const struct stat *status)
{
	int64_t age = (int64_t)time(NULL) - (int64_t)status->st_mtime;

	return age > 0 ? age : 0;
}

static void pause_for(long milliseconds)
{
	struct timespec wait = { milliseconds / 1000, milliseconds % 1000 * 1000000 };

	nanosleep(&wait, NULL);
}

/* ---- who is at work ---- */

/* Whether somebody else holds a lock on a file. *known: the file system can tell. */
static bool is_locked(bool *known, const char *path)
{
	struct flock lock = { .l_type = F_WRLCK, .l_whence = SEEK_SET };
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	bool answered = fd >= 0 && fcntl(fd, F_OFD_GETLK, &lock) == 0;

	*known = answered || (fd < 0 && errno == ENOENT);
	if (fd >= 0)
		close(fd);
	return answered && lock.l_type != F_UNLCK;
}

static bool writer_lives(const gr_store *store)
{
	gr_autofree_text char *path = gr_format("%sgrant/lock", store->git_dir);
	bool known;

	return store->lock_fd < 0 && (!path || is_locked(&known, path));
}

/* Seen before and after nobody was at work: it stood there the whole time. */
bool gr_is_left(const gr_store *store, const char *path)
{
	for (int waited = 0; waited <= PATIENCE_MS; waited += 10) {
		struct stat before, after;

		if (lstat(path, &before) < 0)
			return false;
		if (!writer_lives(store))
			return lstat(path, &after) == 0 && after.st_ino == before.st_ino;
		pause_for(10);
	}
	return false;
}

/* Whether a file is still there when it is not quite new any more. */
static bool is_there(struct stat *status, const char *path)
{
	for (int waited = 0; lstat(path, status) == 0; waited += 50) {
		if (age_of(status) > GR_SECOND_AGE || waited >= PATIENCE_MS)
			return true;
		pause_for(50);
	}
	return false;
}

/* ---- folders ---- */

typedef void each_cb(gr_store *store, const struct gr_exam *exam, const char *path, const char *name);

/* Every name in a folder of the git folder ("" for itself) but hidden ones; what is not there has none. */
static void for_each(gr_store *store, const struct gr_exam *exam, const char *folder, each_cb *call)
{
	gr_autofree_text char *path = gr_exam_format(exam, "%s%s", store->git_dir, folder);
	DIR *list = path ? opendir(path) : NULL;
	const struct dirent *entry;

	while (list && (entry = readdir(list))) {
		gr_autofree_text char *full = gr_exam_format(exam, "%s%s", path, entry->d_name);

		if (full && strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
			call(store, exam, full, entry->d_name);
	}
	if (list)
		closedir(list);
}

/* ---- locks ---- */

/* A writer of ours that died had begun to move main: then these locks are its own. */
static bool is_of_dead_writer(const gr_store *store, const struct gr_exam *exam, const char *path, ino_t inode)
{
	gr_autofree_text char *intent = gr_format("%sgrant/intent", store->git_dir);
	bool is_main = gr_text_ends(path, "/" GR_BRANCH ".lock"), is_index = gr_text_ends(path, "/index.lock");

	if (!intent || !(is_main || is_index))
		return false;
	if (exam->mend)
		return store->found_intent && inode == (is_main ? store->found_main_lock : store->found_index_lock);
	return gr_is_left(store, intent);
}

static void look_at_lock(gr_store *store, const struct gr_exam *exam, const char *path, int64_t old)
{
	char age[64], limit[64];
	struct stat status;

	if (!is_there(&status, path))
		return;
	gr_age_text(age, age_of(&status));
	gr_age_text(limit, old);
	if (age_of(&status) >= old || is_of_dead_writer(store, exam, path, status.st_ino)) {
		gr_exam_tell(exam, GR_F_DOCTOR_LOCK_LEFT, path, age, NULL);
		gr_exam_remove(exam, path);
	} else {
		gr_exam_tell(exam, GR_F_DOCTOR_LOCK_YOUNG, path, age, limit, NULL);
	}
}

static void maybe_lock(gr_store *store, const struct gr_exam *exam, const char *path, const char *name)
{
	if (gr_text_ends(name, ".lock"))
		look_at_lock(store, exam, path, GR_LOCK_OLD);
	else if (strcmp(name, "gc.pid") == 0)
		look_at_lock(store, exam, path, GR_GC_OLD);
}

/* Names of branches do not end in ".lock". Folders within folders, as deep as anybody names branches. */
static void maybe_lock_below(gr_store *store, const struct gr_exam *exam, const char *path, const char *name)
{
	const char *below = path + strlen(store->git_dir);
	struct stat status;
	unsigned depth = 0;

	for (const char *c = below; *c; c++)
		depth += *c == '/';
	if (lstat(path, &status) == 0 && S_ISDIR(status.st_mode)) {
		gr_autofree_text char *folder = gr_exam_format(exam, "%s/", below);

		if (folder && depth < REFS_DEPTH)
			for_each(store, exam, folder, maybe_lock_below);
	} else {
		maybe_lock(store, exam, path, name);
	}
}

/* ---- notes ---- */

static void look_at_note(gr_store *store, const struct gr_exam *exam, const char *name)
{
	gr_autofree_text char *path = gr_exam_format(exam, "%sgrant/%s", store->git_dir, name);

	if (!path || !gr_is_left(store, path))
		return;
	gr_exam_tell(exam, GR_F_DOCTOR_NOTE_LEFT, path, NULL);
	gr_exam_remove(exam, path);
}

/* A round that has its first commit is not being made any more. */
static void look_at_making(gr_store *store, const struct gr_exam *exam)
{
	struct gr_oid tip;

	if (store->repository && gr_store_tip(&tip, store) == 0)
		look_at_note(store, exam, "making");
	gr_error_clear();
}

/* ---- half-written files ---- */

static bool is_temporary(const char *name)
{
	return gr_text_starts(name, "tmp_") || gr_text_starts(name, "pack_git2_") || gr_text_starts(name, ".tmp-");
}

/* A pack of ours is locked while it is written, and its index is written under the writers' lock; the others have but an age. */
static bool is_dead_temporary(const gr_store *store, const char *path, const char *name, int64_t age)
{
	bool known = false;

	if (gr_text_starts(name, GR_PACK_TEMPORARY) && is_locked(&known, path))
		return false;
	if (gr_text_starts(name, GR_PACK_TEMPORARY_INDEX))
		known = gr_is_left(store, path);
	return known || age >= GR_TEMPORARY_OLD;
}

static void maybe_temporary(gr_store *store, const struct gr_exam *exam, const char *path, const char *name)
{
	char age[64], limit[64];
	struct stat status;

	if (!is_temporary(name) || !is_there(&status, path) || !S_ISREG(status.st_mode))
		return;
	gr_age_text(age, age_of(&status));
	gr_age_text(limit, GR_TEMPORARY_OLD);
	if (is_dead_temporary(store, path, name, age_of(&status))) {
		gr_exam_tell(exam, GR_F_DOCTOR_TEMPORARY, path, age, NULL);
		gr_exam_remove(exam, path);
	} else {
		gr_exam_tell(exam, GR_F_DOCTOR_TEMPORARY_YOUNG, path, age, limit, NULL);
	}
}

/* objects/, objects/pack/ and objects/00/ to objects/ff/ */
static void for_each_object_folder(gr_store *store, const struct gr_exam *exam, each_cb *call)
{
	for_each(store, exam, "objects/", call);
	for_each(store, exam, "objects/pack/", call);
	for (unsigned i = 0; i < 256; i++) {
		gr_autofree_text char *folder = gr_exam_format(exam, "objects/%02x/", i);

		if (folder)
			for_each(store, exam, folder, call);
	}
}

/* What a doctor that died was about to make an index of. */
static void maybe_mending(gr_store *store, const struct gr_exam *exam, const char *path, const char *name)
{
	char age[64];
	struct stat status;

	(void)name;
	if (!gr_is_left(store, path) || lstat(path, &status) < 0)
		return;
	gr_age_text(age, age_of(&status));
	gr_exam_tell(exam, GR_F_DOCTOR_TEMPORARY, path, age, NULL);
	gr_exam_remove(exam, path);
}

/* ---- marks ---- */

static bool has_pack(const char *keep)
{
	gr_autofree_text char *pack = gr_format("%.*s.pack", (int)(strlen(keep) - strlen(".keep")), keep);

	return !pack || access(pack, F_OK) == 0;
}

/* Git's own say who made them. An empty one may be ours, cut short, or a person's, who keeps a pack: it gets the age of a lock,
 * where there is a pack to be kept. */
static void maybe_keep(gr_store *store, const struct gr_exam *exam, const char *path, const char *name)
{
	gr_auto_buf struct gr_buf text = GR_BUF_INIT;
	struct stat status;
	bool is_ours, is_old;
	int r;

	if (!gr_text_starts(name, "pack-") || !gr_text_ends(name, ".keep"))
		return;
	r = gr_file_read(&text, path, 64);
	if (r == GRANT_ENOMEM)
		gr_findings_lost(exam->findings);
	if (r < 0)
		return;
	is_ours = strcmp(gr_buf_text(&text), GR_PACK_KEEP_TEXT) == 0;
	if (!(is_ours || text.size == 0) || !is_there(&status, path))
		return;
	is_old = age_of(&status) >= GR_LOCK_OLD || !has_pack(path);
	if (!(is_ours || is_old) || !gr_is_left(store, path))
		return;
	gr_exam_tell(exam, GR_F_DOCTOR_KEEP_LEFT, path, NULL);
	gr_exam_remove(exam, path);
}

int gr_exam_leftovers(gr_store *store, const struct gr_exam *exam)
{
	for_each(store, exam, "", maybe_lock);
	for_each(store, exam, "refs/", maybe_lock_below);
	look_at_note(store, exam, "intent"); /* behind the locks that it explains */
	look_at_making(store, exam);
	for_each_object_folder(store, exam, maybe_temporary);
	for_each(store, exam, "grant/mending/", maybe_mending);
	for_each(store, exam, "objects/pack/", maybe_keep);
	return 0;
}

/* ---- for maintenance ---- */

int gr_store_sweep(int64_t *count, gr_store *store, bool dry_run)
{
	gr_auto_findings grant_findings *found = gr_findings_new();
	struct gr_exam exam = { .findings = found, .mend = !dry_run };

	if (!found)
		return GRANT_ENOMEM;
	for_each_object_folder(store, &exam, maybe_temporary);
	*count = 0;
	for (size_t i = 0; i < grant_findings_count(found); i++) {
		const grant_finding *finding = grant_findings_at(found, i);

		*count += strcmp(grant_finding_id(finding), gr_finding_id_text(GR_F_DOCTOR_TEMPORARY)) == 0 &&
		          (dry_run || grant_finding_severity(finding) == GRANT_NOTE);
	}
	return 0;
}
