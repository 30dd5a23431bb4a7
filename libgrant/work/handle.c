/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The handle: opens the repository, keeps the round's own file and rules while they stay the same, knows who acts and
 * what time it is. Not here: the index (reindex.c), making a round (init.c).
 */
#include "work/handle.h"

#include <string.h>
#include <time.h>

#include "base/decimal.h"
#include "base/error.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/text.h"
#include "trust/trust.h"
#include "work/group.h"

int gr_enter(const grant_round *round)
{
	gr_error_clear();
	if (!round)
		return gr_fail(GRANT_EINVALID, _("no round was given"));
	return 0;
}

/* ---- records ---- */

int gr_record_load_blob(gr_value **out, grant_round *round, const struct gr_oid *blob, enum gr_kind_id kind,
                        const char *path)
{
	gr_auto_buf struct gr_buf bytes = GR_BUF_INIT;
	gr_auto_findings grant_findings *findings = gr_findings_new();
	int r;

	if (!findings)
		return GRANT_ENOMEM;
	r = gr_store_read_blob(&bytes, round->store, blob, GR_RECORD_MAX_BYTES);
	if (r < 0)
		return gr_context(r, "%s", path);
	r = gr_record_read(out, findings, kind, gr_buf_text(&bytes), bytes.size);
	return r == GRANT_EINPUT ? gr_context(gr_findings_explain(findings, GRANT_EFORMAT), "%s", path) : r;
}

/* Every act of a group asks for the same one. */
static int load_person(gr_value **out, grant_round *round, const struct gr_oid *blob, const char *path)
{
	gr_value *person;
	int r;

	if (!round->last_person || !gr_oid_equal(&round->last_person_blob, blob)) {
		r = gr_record_load_blob(&person, round, blob, GR_KIND_PERSON, path);
		if (r < 0)
			return r;
		gr_value_free(round->last_person);
		round->last_person = person;
		round->last_person_blob = *blob;
	}
	*out = gr_value_copy(round->last_person);
	return *out ? 0 : GRANT_ENOMEM;
}

int gr_record_load(gr_value **out, grant_round *round, const struct gr_oid *commit, const char *path)
{
	struct gr_location location;
	struct gr_oid blob;
	bool is_tree;
	int r;

	if (!gr_location_parse(&location, path) || location.kind == GR_KIND_COUNT)
		return gr_fail(GRANT_EINTERNAL, "%s is no place of a record", path);
	r = gr_store_lookup(&blob, &is_tree, round->store, commit, path);
	if (r < 0)
		return r;
	if (is_tree)
		return gr_fail(GRANT_EFORMAT, _("%s is a folder where a record should be"), path);
	return location.kind == GR_KIND_PERSON ? load_person(out, round, &blob, path)
	                                       : gr_record_load_blob(out, round, &blob, location.kind, path);
}

/* ---- the round's own file and rules ---- */

static void forget_description(grant_round *round)
{
	gr_value_free(round->description);
	gr_rules_free(round->rules);
	round->description = NULL;
	round->rules = NULL;
	memset(&round->round_tree, 0, sizeof(round->round_tree));
}

int gr_round_at(grant_round *round, const struct gr_oid *commit)
{
	struct gr_oid tree;
	bool is_tree;
	gr_value *description = NULL;
	int r;

	r = gr_store_lookup(&tree, &is_tree, round->store, commit, "round");
	if (r < 0)
		return gr_context(r == GRANT_ENOTFOUND ? GRANT_EFORMAT : r, _("this repository is no round"));
	if (round->description && gr_oid_equal(&tree, &round->round_tree))
		return 0;
	r = gr_record_load(&description, round, commit, "round/round.json");
	if (r < 0)
		return r;
	forget_description(round);
	round->description = description;
	round->round_tree = tree;
	return 0;
}

struct module_reader {
	grant_round *round;
	const struct gr_oid *commit;
};

static char *read_module(const char *name, void *payload)
{
	struct module_reader *reader = payload;
	gr_auto_buf struct gr_buf path = GR_BUF_INIT;
	gr_auto_buf struct gr_buf source = GR_BUF_INIT;

	gr_buf_text_append(&path, "round/rules/");
	for (const char *c = name; *c; c++)
		gr_buf_byte(&path, *c == '.' ? '/' : *c);
	gr_buf_text_append(&path, ".lua");
	if (gr_buf_ok(&path) < 0)
		return NULL;
	if (gr_store_read(&source, reader->round->store, reader->commit, gr_buf_text(&path), GR_RULES_MAX_BYTES) < 0)
		return NULL;
	gr_buf_reserve(&source, 1);
	gr_rules_keep_nul(source.data, source.size);
	return gr_buf_steal(&source);
}

struct digest_files {
	grant_round *round;
	struct gr_sink *sink;
};

static int digest_file(const char *path, const struct gr_oid *blob, void *payload)
{
	struct digest_files *files = payload;
	struct gr_buf bytes = GR_BUF_INIT;
	int r;

	if (!gr_text_ends(path, ".lua"))
		return 0;
	r = gr_store_read_blob(&bytes, files->round->store, blob, GR_RULES_MAX_BYTES);
	/* name and size in front, so that no two sets of files run together to the same bytes */
	if (r == 0)
		r = files->sink->write(files->sink, path, strlen(path) + 1);
	if (r == 0) {
		gr_autofree_text char *length = gr_format("%zu", bytes.size);
		if (!length)
			r = GRANT_ENOMEM;
		else
			r = files->sink->write(files->sink, length, strlen(length) + 1);
	}
	if (r == 0)
		r = files->sink->write(files->sink, gr_buf_text(&bytes), bytes.size);
	gr_buf_free(&bytes);
	return r;
}

static int digest_rules(grant_round *round, const struct gr_oid *commit)
{
	struct digest_files files = { round, NULL };
	gr_digest *digest = NULL;
	int r = gr_digest_new(&digest);

	if (r < 0)
		return r;
	files.sink = gr_digest_sink(digest);
	r = gr_store_walk(round->store, commit, "round", digest_file, &files);
	if (r == 0)
		gr_digest_hex(round->rules_digest, digest);
	gr_digest_free(digest);
	return r;
}

int gr_round_rules(const gr_rules **out, grant_round *round, const struct gr_oid *commit)
{
	struct module_reader reader = { round, commit };
	gr_auto_buf struct gr_buf source = GR_BUF_INIT;
	gr_auto_findings grant_findings *findings = NULL;
	int r;

	r = gr_round_at(round, commit);
	if (r < 0)
		return r;
	if (round->rules) {
		*out = round->rules;
		return 0;
	}
	r = gr_store_read(&source, round->store, commit, "round/rules.lua", GR_RULES_MAX_BYTES);
	if (r == 0)
		r = digest_rules(round, commit);
	if (r < 0)
		return gr_context(r, "round/rules.lua");
	gr_rules_keep_nul(source.data, source.size);
	findings = gr_findings_new();
	if (!findings)
		return GRANT_ENOMEM;
	r = gr_rules_load(&round->rules, findings, "round/rules.lua", gr_buf_text(&source), read_module, &reader);
	if (r < 0 && grant_findings_count(findings) > 0)
		return gr_fail(r, "%s", grant_finding_message(grant_findings_at(findings, 0)));
	if (r < 0)
		return r;
	*out = round->rules;
	return 0;
}

const char *gr_round_rules_digest(const grant_round *round)
{
	return round->rules_digest;
}

/* ---- small answers from the description ---- */

int gr_round_stage(const char **out, grant_round *round, const char *wish)
{
	const gr_value *stages = gr_map_get(round->description, "stages");
	size_t count = gr_value_count(stages);

	if (count == 0) {
		if (wish && strcmp(wish, "review") != 0)
			return gr_fail(GRANT_ENOTFOUND, _("there is no stage “%s”; the round has one: review"), wish);
		*out = "review";
		return 0;
	}
	if (!wish) {
		*out = gr_map_text(gr_value_item(stages, count - 1), "id");
		return 0;
	}
	for (size_t i = 0; i < count; i++) {
		const char *id = gr_map_text(gr_value_item(stages, i), "id");

		if (id && strcmp(id, wish) == 0) {
			*out = id;
			return 0;
		}
	}
	return gr_fail(GRANT_ENOTFOUND, _("there is no stage “%s”; “grant round show” lists them"), wish);
}

unsigned gr_round_places(const grant_round *round)
{
	int64_t places = 2;

	if (gr_value_int64(&places, gr_map_get(round->description, "places")) < 0)
		places = 2;
	return (unsigned)places;
}

int64_t gr_round_budget(const grant_round *round)
{
	const char *text = gr_map_text(round->description, "budget");
	int64_t fen;

	if (!text || gr_money_parse(&fen, text) < 0)
		return -1;
	return fen;
}

/* ---- time ---- */

static int round_offset(const grant_round *round)
{
	struct gr_time open;
	const char *text = gr_value_text(gr_value_at(round->description, "calendar.open"));

	if (!text || gr_time_parse(&open, text) < 0)
		return 0;
	return open.offset;
}

struct gr_time gr_round_clock(const grant_round *round)
{
	struct gr_time now;

	now.seconds = round->clock ? round->clock(round->clock_payload) : (int64_t)time(NULL);
	now.offset = round_offset(round);
	return now;
}

struct gr_time gr_round_now(const grant_round *round)
{
	struct gr_time now = round->at;

	if (!round->has_at)
		return gr_round_clock(round);
	now.offset = round_offset(round);
	return now;
}

/* ---- open and close ---- */

static bool has_feature(const gr_value *format, const char *name)
{
	const gr_value *features = gr_map_get(format, "features");

	for (size_t i = 0; i < gr_value_count(features); i++) {
		const char *feature = gr_value_text(gr_value_item(features, i));

		if (feature && strcmp(feature, name) == 0)
			return true;
	}
	return false;
}

static int check_features(const gr_value *format)
{
	static const char *const known[] = { "unsigned", "retrospective" };
	const gr_value *features = gr_map_get(format, "features");
	int64_t version = 0;

	if (gr_value_int64(&version, gr_map_get(format, "format")) < 0 || version != 1)
		return gr_fail(GRANT_EFORMAT,
		               _("the repository is of format %s and this program reads format 1; use a newer one"),
		               gr_map_text(format, "format") ? gr_map_text(format, "format") : "?");
	for (size_t i = 0; i < gr_value_count(features); i++) {
		const char *name = gr_value_text(gr_value_item(features, i));
		bool found = false;

		for (size_t k = 0; name && k < GR_COUNT(known); k++)
			found = found || strcmp(name, known[k]) == 0;
		if (!found)
			return gr_fail(
				GRANT_EFORMAT,
				_("the repository has the feature “%s”, which this program does not know; use a newer one"),
				name ? name : "?");
	}
	return 0;
}

static int read_format(grant_round *round)
{
	gr_auto_value gr_value *format = NULL;
	struct gr_oid tip;
	int r = gr_store_tip(&tip, round->store);

	if (r == GRANT_ENOTFOUND)
		return gr_fail(GRANT_EFORMAT, _("this repository holds no round: it has no commit on main"));
	if (r < 0)
		return r;
	r = gr_record_load(&format, round, &tip, "grant.json");
	if (r == GRANT_ENOTFOUND)
		return gr_fail(GRANT_EFORMAT, _("this repository is no round: it has no grant.json"));
	if (r == 0)
		r = check_features(format);
	if (r < 0)
		return r;
	round->is_retrospective = has_feature(format, "retrospective");
	return gr_round_at(round, &tip);
}

static int read_options(grant_round *round, const grant_open_options *options)
{
	round->clock = options->clock;
	round->clock_payload = options->clock_payload;
	round->progress.call = options->progress;
	round->progress.payload = options->progress_payload;
	if (options->person) {
		round->person = gr_strdup(options->person);
		if (!round->person)
			return GRANT_ENOMEM;
	}
	if (!options->at)
		return 0;
	round->has_at = true;
	return gr_time_parse(&round->at, options->at);
}

static int open_round(grant_round *round, const char *dir, const grant_open_options *options)
{
	int r = read_options(round, options);

	if (r == 0)
		r = gr_store_open(&round->store, dir);
	if (r == 0)
		r = read_format(round);
	if (r == 0 && round->has_at && !round->is_retrospective)
		r = gr_fail(GRANT_EDENIED, _("a time can be said only in a round that was made with --retrospective"));
	if (r == 0 && !round->person)
		r = gr_store_config(&round->person, round->store, "grant.person");
	return r;
}

int grant_round_open(grant_round **out, const char *dir, const grant_open_options *options)
{
	static const grant_open_options defaults = GRANT_OPEN_OPTIONS_INIT;
	grant_round *round;
	int r;

	gr_error_clear();
	if (!options)
		options = &defaults;
	if (!out || !dir || options->version != GRANT_OPEN_OPTIONS_VERSION)
		return gr_fail(GRANT_EINVALID, _("no folder, or options of another version"));
	round = gr_alloc(sizeof(*round));
	if (!round)
		return GRANT_ENOMEM;
	r = open_round(round, dir, options);
	if (r < 0) {
		grant_round_close(round);
		return r;
	}
	*out = round;
	return 0;
}

void grant_round_close(grant_round *round)
{
	if (!round)
		return;
	gr_group_drop(round);
	forget_description(round);
	gr_index_close(round->index);
	gr_tables_clear(&round->tables);
	gr_store_close(round->store);
	gr_value_free(round->last_act);
	gr_value_free(round->last_person);
	gr_free(round->person);
	gr_free(round);
}

const grant_record *grant_round_last_act(const grant_round *round)
{
	return round ? gr_record_part(round->last_act) : NULL;
}

const char *grant_round_git_dir(const grant_round *round)
{
	return round ? gr_store_git_dir(round->store) : NULL;
}

/* ---- bytes for the host program ---- */

static int pass_on(struct gr_sink *sink, const void *bytes, size_t size)
{
	struct gr_call_sink *to = (struct gr_call_sink *)sink;

	return to->call(bytes, size, to->payload) == 0 ? 0 : gr_fail(GRANT_ECANCELED, _("stopped by the program"));
}

struct gr_call_sink gr_call_sink_of(grant_bytes_cb call, void *payload)
{
	return (struct gr_call_sink){ { pass_on }, call, payload };
}
