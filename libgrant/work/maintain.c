/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Keeping a round quick, step by step, and saying of each what was done or found not needed. The writers' lock is held for one
 * step at a time, so that nobody waits for all of them. Not here: damage (doctor.c).
 */
#include <grant/maintenance.h>

#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "work/handle.h"

#define LOCK_MILLISECONDS 60000
#define MUCH_FREE ((int64_t)1024 * 1024) /* and a quarter of the whole */

struct maintainer {
	grant_round *round;
	bool dry_run;
	gr_value *steps;
	struct gr_oid tip;
};

/* Takes the words over. */
static int tell(struct maintainer *maintainer, const char *name, bool done, char *told)
{
	gr_value *step = gr_map_new();
	int r = step && told ? gr_map_set_text(step, "step", name) : GRANT_ENOMEM;

	if (r == 0)
		r = gr_map_set_bool(step, "done", done);
	if (r == 0)
		r = gr_map_set_text(step, "told", told);
	gr_free(told);
	if (r == 0)
		return gr_list_add(maintainer->steps, step);
	gr_value_free(step);
	return r;
}

static int lock(struct maintainer *maintainer)
{
	return maintainer->dry_run ? 0 : gr_store_lock(maintainer->round->store, LOCK_MILLISECONDS);
}

static void unlock(struct maintainer *maintainer)
{
	gr_store_unlock(maintainer->round->store);
}

/* ---- the repository ---- */

static int sweep(struct maintainer *maintainer)
{
	int64_t count;
	int r = gr_store_sweep(&count, maintainer->round->store, maintainer->dry_run);
	long long n = r == 0 ? (long long)count : 0;

	if (r < 0)
		return r;
	return tell(maintainer, "temporary", n > 0,
	            n == 0 ? gr_strdup(_("half-written files of dead programs: none"))
	            : maintainer->dry_run
	                    ? gr_format(_("half-written files of dead programs: %lld would be removed"), n)
	                    : gr_format(_("half-written files of dead programs: %lld removed"), n));
}

static int pack_loose(struct maintainer *maintainer)
{
	int64_t count;
	int r;

	if (gr_store_is_gits_turn(maintainer->round->store))
		return 0; /* said of the packs */
	r = gr_store_pack_loose(&count, maintainer->round->store, maintainer->dry_run);
	if (r < 0)
		return r;
	return tell(maintainer, "loose", count > 0,
	            count == 0 ? gr_strdup(_("objects in files of their own: none"))
	            : maintainer->dry_run
	                    ? gr_format(_("objects in files of their own: %lld would go into a pack"), (long long)count)
	                    : gr_format(_("objects in files of their own: %lld went into a pack"), (long long)count));
}

static int consolidate(struct maintainer *maintainer)
{
	gr_store *store = maintainer->round->store;
	int64_t before, after, together;
	int r;

	if (gr_store_is_gits_turn(store))
		return tell(
			maintainer, "packs", false,
			gr_strdup(_(
				"packs: left alone, since git's own maintenance runs or has an index over all of them")));
	r = gr_store_count_packs(&before, &together, store);
	if (r == 0 && together > 0 && maintainer->dry_run)
		return tell(maintainer, "packs", true,
		            gr_format(_("packs: %lld of %lld would be put together"), (long long)together,
		                      (long long)before));
	if (r == 0 && !maintainer->dry_run)
		r = gr_store_consolidate(&before, &after, store);
	if (r < 0)
		return r;
	if (maintainer->dry_run || after == before)
		return tell(maintainer, "packs", false, gr_strdup(_("packs: nothing to put together")));
	return tell(maintainer, "packs", true,
	            gr_format(_("packs: %lld became %lld"), (long long)before, (long long)after));
}

static int pack_references(struct maintainer *maintainer)
{
	int64_t count;
	int r = gr_store_pack_references(&count, maintainer->round->store, maintainer->dry_run);

	if (r < 0)
		return r;
	return tell(maintainer, "references", count > 0,
	            count == 0            ? gr_strdup(_("references: few, nothing to do"))
	            : maintainer->dry_run ? gr_format(_("references: %lld would go into one file"), (long long)count)
	                                  : gr_format(_("references: %lld went into one file"), (long long)count));
}

/* ---- the index ---- */

/* A look at a copy; GRANT_ENOTFOUND and GRANT_EFORMAT: there is none that can be used. */
static int open_copy(gr_index **out, char known[41], grant_round *round)
{
	gr_autofree_text char *path = gr_format("%sgrant/index.sqlite", gr_store_git_dir(round->store));
	int r = round->tables.count ? 0 : gr_tables_make(&round->tables);

	if (r == 0)
		r = path ? gr_index_copy(out, path, round->tables.tables, round->tables.count) : GRANT_ENOMEM;
	if (r == 0)
		r = gr_index_check(*out);
	if (r == 0)
		r = gr_index_commit(known, *out);
	return r;
}

/* Brought to main first, since what is behind may be damaged where nobody has looked yet. */
static int check_index(struct maintainer *maintainer)
{
	grant_round *round = maintainer->round;
	gr_index *copy = NULL, *index;
	char known[41] = "", wanted[GR_OID_HEX];
	int64_t records;
	int state = open_copy(&copy, known, round), r = 0;

	gr_index_close(copy);
	if (state < 0 && state != GRANT_ENOTFOUND && state != GRANT_EFORMAT)
		return state;
	gr_error_clear();
	gr_oid_hex(wanted, &maintainer->tip);
	if (state == 0 && strcmp(known, wanted) == 0)
		return tell(maintainer, "index", false, gr_strdup(_("index: whole and up to date")));
	if (maintainer->dry_run)
		return tell(maintainer, "index", true,
		            gr_strdup(state == GRANT_EFORMAT ? _("index: damaged; it would be made anew")
		                                             : _("index: would be brought up to date")));
	r = state == GRANT_EFORMAT ? grant_round_reindex(&records, round)
	                           : gr_round_index(&index, round, &maintainer->tip);
	if (r < 0)
		return r;
	return tell(maintainer, "index", true,
	            gr_strdup(state == GRANT_EFORMAT ? _("index: it was damaged and was made anew")
	                                             : _("index: brought up to date")));
}

/* A step that must wait for others is left for the next time. */
static int busy(struct maintainer *maintainer, const char *name, int code)
{
	if (code != GRANT_EIO)
		return code;
	gr_error_clear();
	return tell(maintainer, name, false, gr_strdup(_("index: others are at work in it; next time")));
}

static int take_statistics(struct maintainer *maintainer, gr_index *index)
{
	bool has;
	int r = gr_index_has_statistics(&has, index);

	if (r < 0)
		return r;
	if (!has && !maintainer->dry_run)
		r = gr_index_take_statistics(index);
	if (r < 0)
		return busy(maintainer, "index-statistics", r);
	return tell(maintainer, "index-statistics", !has,
	            gr_strdup(has                   ? _("index: its statistics are right")
	                      : maintainer->dry_run ? _("index: statistics would be taken")
	                                            : _("index: statistics were taken")));
}

static int shrink(struct maintainer *maintainer, gr_index *index)
{
	struct gr_index_sizes sizes;
	bool is_needed;
	int r = gr_index_sizes(&sizes, index);

	if (r < 0)
		return r;
	is_needed = sizes.free_bytes > MUCH_FREE && sizes.free_bytes > sizes.bytes / 4;
	if (is_needed && !maintainer->dry_run)
		r = gr_index_shrink(index);
	if (r < 0)
		return busy(maintainer, "index-space", r);
	return tell(maintainer, "index-space", is_needed,
	            !is_needed ? gr_strdup(_("index: little of it is free"))
	            : maintainer->dry_run
	                    ? gr_format(_("index: %lld bytes would be given back"), (long long)sizes.free_bytes)
	                    : gr_format(_("index: %lld bytes were given back"), (long long)sizes.free_bytes));
}

static int empty_log(struct maintainer *maintainer, gr_index *index)
{
	struct gr_index_sizes sizes;
	long long bytes;
	int r = gr_index_sizes(&sizes, index);

	if (r == 0 && sizes.log_bytes > 0 && !maintainer->dry_run)
		r = gr_index_empty_log(index);
	if (r < 0)
		return busy(maintainer, "index-log", r);
	bytes = (long long)sizes.log_bytes;
	return tell(maintainer, "index-log", bytes > 0,
	            bytes == 0            ? gr_strdup(_("index: its log is empty"))
	            : maintainer->dry_run ? gr_format(_("index: its log of %lld bytes would be written into it"), bytes)
	                                  : gr_format(_("index: its log of %lld bytes was written into it"), bytes));
}

/* The dry run asks a copy; one that cannot be used would be new. */
static int maintain_index(struct maintainer *maintainer)
{
	grant_round *round = maintainer->round;
	gr_index *copy = NULL, *index = NULL;
	char known[41];
	int r = check_index(maintainer);

	if (r == 0 && maintainer->dry_run) {
		if (open_copy(&copy, known, round) < 0) {
			gr_index_close(copy);
			gr_error_clear();
			return 0;
		}
		index = copy;
	} else if (r == 0) {
		r = gr_round_index(&index, round, &maintainer->tip);
	}
	if (r == 0)
		r = take_statistics(maintainer, index);
	if (r == 0)
		r = shrink(maintainer, index);
	if (r == 0)
		r = empty_log(maintainer, index);
	gr_index_close(copy);
	return r;
}

/* ---- all of it ---- */

static int run_steps(struct maintainer *maintainer)
{
	static int (*const locked[])(struct maintainer * maintainer) = { sweep, pack_loose, consolidate,
		                                                         pack_references };
	int r = gr_store_tip(&maintainer->tip, maintainer->round->store);

	for (size_t i = 0; r == 0 && i < GR_COUNT(locked); i++) {
		r = lock(maintainer);
		if (r == 0)
			r = locked[i](maintainer);
		unlock(maintainer);
	}
	return r == 0 ? maintain_index(maintainer) : r;
}

static int make_record(grant_record **out, struct maintainer *maintainer)
{
	gr_auto_value gr_value *record = gr_map_new();
	int r = record ? gr_map_set_bool(record, "dry_run", maintainer->dry_run) : GRANT_ENOMEM;

	if (r == 0) {
		r = gr_map_set(record, "steps", maintainer->steps);
		maintainer->steps = NULL;
	}
	if (r == 0)
		*out = gr_record_of(gr_steal_value(&record));
	return r;
}

int grant_maintain(grant_record **out, grant_round *round, const grant_maintain_options *options)
{
	static const grant_maintain_options defaults = GRANT_MAINTAIN_OPTIONS_INIT;
	struct maintainer maintainer = { .round = round };
	int r = gr_enter(round);

	if (r < 0)
		return r;
	if (!options)
		options = &defaults;
	if (!out || options->version != GRANT_MAINTAIN_OPTIONS_VERSION)
		return gr_fail(GRANT_EINVALID, _("no round was given, or options of another version"));
	if (round->group.is_open)
		return gr_fail(GRANT_EINVALID, _("a group of acts is open already; finish or drop it first"));
	maintainer.dry_run = options->dry_run;
	maintainer.steps = gr_list_new();
	r = maintainer.steps ? run_steps(&maintainer) : GRANT_ENOMEM;
	if (r == 0)
		r = make_record(out, &maintainer);
	gr_value_free(maintainer.steps);
	return r;
}
