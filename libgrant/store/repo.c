/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Making and opening a repository. Durability is switched on here, process-wide: libgit2 reads that option once, when a
 * repository is first written to, so it is set before any is opened. Not here: the writers' lock (lock.c).
 */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/error.h"
#include "base/io.h"
#include "base/mem.h"
#include "store/inside.h"

git_oid gr_to_git(const struct gr_oid *oid)
{
	git_oid out;

	memcpy(out.id, oid->bytes, GR_OID_SIZE);
	return out;
}

struct gr_oid gr_from_git(const git_oid *oid)
{
	struct gr_oid out;

	memcpy(out.bytes, oid->id, GR_OID_SIZE);
	return out;
}

void gr_oid_hex(char out[GR_OID_HEX], const struct gr_oid *oid)
{
	git_oid id = gr_to_git(oid);

	git_oid_tostr(out, GR_OID_HEX, &id);
}

int gr_oid_parse(struct gr_oid *out, const char *hex)
{
	git_oid id;

	if (strlen(hex) != GR_OID_HEX - 1 || git_oid_fromstr(&id, hex) < 0)
		return gr_fail(GRANT_EINPUT, _("“%s” is no id of an object"), hex);
	*out = gr_from_git(&id);
	return 0;
}

bool gr_oid_equal(const struct gr_oid *a, const struct gr_oid *b)
{
	return memcmp(a->bytes, b->bytes, GR_OID_SIZE) == 0;
}

/* ---- opening ---- */

int gr_store_begin(gr_store **out)
{
	gr_store *store;

	if (git_libgit2_init() < 0)
		return gr_git_fail(-1, _("libgit2 cannot be started"));
	git_libgit2_opts(GIT_OPT_ENABLE_FSYNC_GITDIR, 1);
	store = gr_alloc(sizeof(*store));
	if (!store) {
		git_libgit2_shutdown();
		return GRANT_ENOMEM;
	}
	store->lock_fd = -1;
	store->pending.fd = -1;
	*out = store;
	return 0;
}

int gr_store_make_folder(const gr_store *store)
{
	gr_autofree_text char *folder = gr_format("%sgrant", store->git_dir);

	if (!folder)
		return GRANT_ENOMEM;
	/* read-only media: then there is no folder and the index lives in memory */
	if (mkdir(folder, 0777) < 0 && errno != EEXIST && errno != EROFS && errno != EACCES)
		return gr_fail_errno(errno, "%s", folder);
	return 0;
}

int gr_store_set_dir(gr_store *store, const char *git_dir)
{
	store->git_dir = gr_strdup(git_dir);
	return store->git_dir ? gr_pack_init(&store->pending, git_dir) : GRANT_ENOMEM;
}

int gr_store_fill(gr_store *store)
{
	int r = gr_objects_open(store);

	if (r == 0)
		r = git_repository_set_ident(store->repository, "libgrant", "libgrant@localhost");
	return r < 0 ? gr_git_fail(r, "%s", store->git_dir) : 0;
}

static int fill_store(gr_store *store)
{
	int r = gr_store_set_dir(store, git_repository_path(store->repository));

	if (r == 0)
		r = gr_store_fill(store);
	return r == 0 ? gr_store_make_folder(store) : r;
}

/* libgit2 1.5 says ENOTFOUND "config value 'safe.directory' was not found" for a repository of another user */
bool gr_git_is_of_another(int git_code)
{
	const git_error *error = git_error_last();

	return git_code == GIT_EOWNER || (error && error->message && strstr(error->message, "safe.directory"));
}

static int fail_open(int git_code, const char *dir)
{
	if (gr_git_is_of_another(git_code))
		return gr_fail(GRANT_EIO,
		               _("the repository %s belongs to another user; trust it with: git config --global --add "
		                 "safe.directory %s"),
		               dir, dir);
	if (git_code == GIT_ENOTFOUND)
		return gr_fail(GRANT_EIO, _("there is no round at %s; say where with -C DIR"), dir);
	gr_git_fail(git_code, "%s", dir);
	return gr_error_recode(GRANT_EIO);
}

int gr_store_open(gr_store **out, const char *dir)
{
	gr_store *store;
	int r = gr_store_begin(&store);

	if (r < 0)
		return r;
	r = git_repository_open_ext(&store->repository, dir, 0, NULL);
	r = r < 0 ? fail_open(r, dir) : fill_store(store);
	if (r < 0) {
		gr_store_close(store);
		return r;
	}
	*out = store;
	return 0;
}

void gr_store_close(gr_store *store)
{
	if (!store)
		return;
	gr_store_unlock(store);
	gr_unpacker_free(store->unpacker);
	git_odb_free(store->odb);
	git_odb_free(store->hasher);
	git_repository_free(store->repository);
	gr_pack_clear(&store->pending);
	gr_free(store->git_dir);
	gr_free(store);
	git_libgit2_shutdown();
}

/* ---- making ---- */

static int write_config(gr_store *store)
{
	static const struct {
		const char *name;
		int truth;
	} settings[] = {
		{ "core.protectHFS", 1 },
		{ "core.protectNTFS", 1 },
		{ "core.autocrlf", 0 },
	};
	git_config *config = NULL;
	git_config *own = NULL;
	int r = git_repository_config(&config, store->repository);

	if (r == 0)
		r = git_config_open_level(&own, config, GIT_CONFIG_LEVEL_LOCAL);
	for (size_t i = 0; r == 0 && i < GR_COUNT(settings); i++)
		r = git_config_set_bool(own, settings[i].name, settings[i].truth);
	git_config_free(own);
	git_config_free(config);
	return r < 0 ? gr_git_fail(r, "%s", store->git_dir) : 0;
}

/*
 * A repository that is being made carries grant/making until it has its first commit. Who dies in between leaves a folder
 * that the next attempt may take over.
 */
static char *marker_path(const char *dir, bool checkout)
{
	return gr_format("%s/%sgrant/making", dir, checkout ? ".git/" : "");
}

/* Whether a folder holds nothing but what making a repository begins with. */
static bool has_only_beginnings(const char *dir)
{
	DIR *folder = opendir(dir);
	const struct dirent *entry;
	bool only = folder != NULL;

	while (only && (entry = readdir(folder)))
		only = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0 ||
		       strcmp(entry->d_name, ".git") == 0 || strcmp(entry->d_name, "grant") == 0;
	if (folder)
		closedir(folder);
	return only;
}

/* Folders that hold nothing yet: all that was there before the marker. rmdir() takes no other. */
static void remove_empty_beginnings(const char *dir)
{
	static const char *const names[] = { ".git/grant", ".git", "grant" };

	if (!has_only_beginnings(dir))
		return;
	for (size_t i = 0; i < GR_COUNT(names); i++) {
		gr_autofree_text char *path = gr_format("%s/%s", dir, names[i]);

		if (path)
			rmdir(path);
	}
}

/* What held the half-made one together is nobody's now, and a power cut may have left what git does not write twice empty. */
static void remove_remains(const char *dir, bool checkout)
{
	static const char *const names[] = { "HEAD", "config", "config.lock", "HEAD.lock", "index.lock", GR_BRANCH ".lock" };

	for (size_t i = 0; i < GR_COUNT(names); i++) {
		gr_autofree_text char *path = gr_format("%s/%s%s", dir, checkout ? ".git/" : "", names[i]);

		if (path)
			unlink(path);
	}
}

static int begin_making(const char *dir, bool checkout)
{
	gr_autofree_text char *marker = marker_path(dir, checkout);
	int r = marker ? 0 : GRANT_ENOMEM;

	/* every folder on the way, the marker last */
	for (char *slash = marker ? strchr(marker + 1, '/') : NULL; r == 0 && slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (mkdir(marker, 0777) < 0 && errno != EEXIST)
			r = gr_fail_errno(errno, "%s", marker);
		*slash = '/';
	}
	if (r < 0)
		return r;
	r = gr_file_write(marker, "", 0);
	if (r != GRANT_EEXISTS)
		return r;
	gr_error_clear();
	return 0;
}

/* git does not care for the folders and files that it makes a repository of; here all of it goes to the disk at once, before
 * main says that there is a round. */
void gr_store_settle(const gr_store *store)
{
	int fd = open(store->git_dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd < 0)
		return;
	syncfs(fd);
	close(fd);
}

void gr_store_made(const gr_store *store)
{
	gr_autofree_text char *marker = gr_format("%sgrant/making", store->git_dir);

	if (marker)
		unlink(marker);
}

/* A commit on main: only the marker's own end was missed. */
static bool is_half_made(const char *dir, bool checkout)
{
	gr_autofree_text char *marker = marker_path(dir, checkout);
	git_repository *there = NULL;
	git_oid id;
	bool is_made;

	if (!marker || access(marker, F_OK) < 0)
		return false;
	if (git_repository_open_ext(&there, dir, GIT_REPOSITORY_OPEN_NO_SEARCH, NULL) < 0)
		return true;
	is_made = git_reference_name_to_id(&id, there, GR_BRANCH) == 0;
	git_repository_free(there);
	return !is_made;
}

static int check_empty(const char *dir)
{
	git_repository *there = NULL;
	struct stat status;

	if (lstat(dir, &status) < 0)
		return errno == ENOENT ? 0 : gr_fail_errno(errno, "%s", dir);
	if (!S_ISDIR(status.st_mode))
		return gr_fail(GRANT_EEXISTS, _("%s exists already and is no folder"), dir);
	if (git_repository_open_ext(&there, dir, GIT_REPOSITORY_OPEN_NO_SEARCH, NULL) == 0) {
		git_repository_free(there);
		return gr_fail(GRANT_EEXISTS, _("there is a repository at %s already; name another folder"), dir);
	}
	return gr_folder_is_empty(dir)
	               ? 0
	               : gr_fail(GRANT_EEXISTS, _("the folder %s is not empty; name one that does not exist yet"), dir);
}

int gr_store_init(gr_store **out, const char *dir, bool checkout)
{
	git_repository_init_options options;
	gr_store *store;
	int r = gr_store_begin(&store);

	if (r < 0)
		return r;
	git_repository_init_options_init(&options, GIT_REPOSITORY_INIT_OPTIONS_VERSION);
	options.flags = GIT_REPOSITORY_INIT_MKPATH | (checkout ? 0 : GIT_REPOSITORY_INIT_BARE);
	options.initial_head = "main";
	remove_empty_beginnings(dir);
	if (is_half_made(dir, checkout))
		remove_remains(dir, checkout);
	else
		r = check_empty(dir);
	if (r == 0)
		r = begin_making(dir, checkout);
	if (r == 0) {
		r = git_repository_init_ext(&store->repository, dir, &options);
		r = r < 0 ? gr_git_fail(r, "%s", dir) : fill_store(store);
	}
	if (r == 0)
		r = write_config(store);
	if (r < 0) {
		gr_store_close(store);
		return r;
	}
	*out = store;
	return 0;
}

/* ---- small answers ---- */

const char *gr_store_git_dir(const gr_store *store)
{
	return store->git_dir;
}

bool gr_store_is_bare(const gr_store *store)
{
	return git_repository_is_bare(store->repository);
}

int gr_store_config(char **out, gr_store *store, const char *name)
{
	git_config *config = NULL;
	git_buf value = GIT_BUF_INIT;
	int r = git_repository_config(&config, store->repository);

	if (r == 0)
		r = git_config_get_string_buf(&value, config, name);
	git_config_free(config);
	if (r == GIT_ENOTFOUND) {
		*out = NULL;
		return 0;
	}
	if (r < 0)
		return gr_git_fail(r, "%s", name);
	*out = gr_strdup(value.ptr);
	git_buf_dispose(&value);
	return *out ? 0 : GRANT_ENOMEM;
}
