/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Archive -> entries, blobs, form. Bytes flow through a tee into the object database and the digest; nothing is written to
 * the file system by name. Which entry is the form shows only at the end, so that small files with a form's name are
 * kept in memory meanwhile.
 */
#include <grant/intake.h>

#include "work/proposal.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "base/io.h"
#include "base/mem.h"
#include "base/path.h"
#include "base/text.h"
#include "intake/intake.h"
#include "trust/trust.h"
#include "work/archive.h"
#include "work/content.h"

#define FORM_MAX_BYTES ((size_t)2 * 1024 * 1024)
#define WORKBOOK_MAX_BYTES ((size_t)8 * 1024 * 1024) /* people paste pictures into them */
#define FORM_CANDIDATES 12

/* In order of preference. */
static const char *const form_names[] = {
	"application.json", "申请表.xlsx", "application.xlsx", "申请表.txt", "application.txt",
};

struct candidate {
	char *name;
	struct gr_buf bytes;
	bool is_too_large;
};

struct reader {
	struct gr_intake_sink sink;
	struct gr_proposal *proposal;
	gr_store *store;
	gr_digest *digest;
	gr_blob_writer *writer;
	grant_findings *findings;
	const gr_value *round;
	gr_look *look; /* at the entry so far */
	int64_t size; /* of the entry so far */
	struct candidate candidates[FORM_CANDIDATES];
	size_t candidate_count;
	struct candidate *candidate; /* the entry that is read is one */
	gr_value *places; /* of the form's fields, in a workbook */
};

/* ---- which entry is the form ---- */

static size_t folder_depth(const char *path)
{
	size_t depth = 0;

	for (; *path; path++)
		depth += *path == '/';
	return depth;
}

static size_t form_rank(const char *name)
{
	for (size_t i = 0; i < GR_COUNT(form_names); i++)
		if (strcmp(gr_path_base(name), form_names[i]) == 0)
			return i;
	return GR_COUNT(form_names);
}

bool gr_form_is_name(const char *name)
{
	return form_rank(name) < GR_COUNT(form_names) && folder_depth(name) <= 1;
}

bool grant_form_is_name(const char *name)
{
	return name && gr_form_is_name(name);
}

/* The one top folder that everything lies in, as a length with its slash; 0 when there is none. */
static size_t top_folder(const struct gr_proposal *proposal)
{
	const char *slash = proposal->count ? strchr(proposal->files[0].name, '/') : NULL;
	size_t length = slash ? (size_t)(slash - proposal->files[0].name) + 1 : 0;

	for (size_t i = 1; length && i < proposal->count; i++)
		if (strncmp(proposal->files[i].name, proposal->files[0].name, length) != 0)
			length = 0;
	return length;
}

static bool stands_for_form(const struct candidate *candidate, size_t top)
{
	size_t depth = folder_depth(candidate->name);

	return depth == 0 || (depth == 1 && top);
}

/* The best of those from a rank on; its own in *rank. NULL: none. */
static struct candidate *find_form(struct reader *reader, size_t from, size_t *rank)
{
	size_t top = top_folder(reader->proposal), best = GR_COUNT(form_names);
	struct candidate *found = NULL;

	for (size_t i = 0; i < reader->candidate_count; i++) {
		struct candidate *candidate = &reader->candidates[i];
		size_t own = form_rank(candidate->name);

		if (stands_for_form(candidate, top) && own >= from && own < best) {
			best = own;
			found = candidate;
		}
	}
	*rank = best;
	return found;
}

/* What a form is called that is not called as it should be. */
static bool is_like_a_form(const char *name)
{
	static const char *const words[] = { "申请表", "申报表", "申请书", "申报书", "项目书", "application" };
	gr_autofree_text char *folded = gr_text_fold(gr_path_base(name));

	for (size_t i = 0; folded && i < GR_COUNT(words); i++)
		if (strstr(folded, words[i]))
			return true;
	return false;
}

/* Its type, when it is one of those that people write forms in: "" for one that is not read, else what it should be called. */
static const char *type_of_form(const char *name)
{
	static const struct {
		const char *ending, *called;
	} types[] = {
		{ ".xlsx", "申请表.xlsx" }, { ".txt", "申请表.txt" }, { ".json", "application.json" }, { ".doc", "" },
		{ ".docx", "" }, { ".wps", "" }, { ".xls", "" }, { ".xlsm", "" }, { ".et", "" }, { ".pdf", "" },
		{ ".rtf", "" }, { ".odt", "" }, { ".ods", "" },
	};
	gr_autofree_text char *folded = gr_text_fold(name);

	for (size_t i = 0; folded && i < GR_COUNT(types); i++)
		if (gr_text_ends(folded, types[i].ending))
			return types[i].called;
	return NULL;
}

/* No form is there: say which file was probably meant as one. */
static void tell_missing(const struct reader *reader, grant_findings *findings)
{
	const struct gr_proposal *proposal = reader->proposal;
	struct gr_place place = { .file = proposal->archive };

	for (size_t i = 0; i < proposal->count; i++) {
		const char *name = proposal->files[i].name;
		const char *called = is_like_a_form(name) ? type_of_form(name) : NULL;

		if (!called)
			continue;
		place.entry = name;
		gr_findings_add(findings, called[0] ? GR_F_FORM_OTHER_NAME : GR_F_FORM_OTHER_TYPE, &place, gr_path_base(name),
		                called, NULL);
		return;
	}
	gr_findings_add(findings, GR_F_FORM_MISSING, &place, NULL);
}

/* ---- the sink ---- */

static int add_file(struct gr_proposal *proposal, const char *name)
{
	struct gr_proposal_file *files;

	if (proposal->count == proposal->capacity) {
		size_t capacity = proposal->capacity ? proposal->capacity * 2 : 16;

		files = gr_resize_array(proposal->files, capacity, sizeof(*files));
		if (!files)
			return GRANT_ENOMEM;
		proposal->files = files;
		proposal->capacity = capacity;
	}
	memset(&proposal->files[proposal->count], 0, sizeof(*proposal->files));
	proposal->files[proposal->count].name = gr_strdup(name);
	return proposal->files[proposal->count++].name ? 0 : GRANT_ENOMEM;
}

static int begin_candidate(struct reader *reader, const char *name)
{
	struct candidate *candidate;

	reader->candidate = NULL;
	if (form_rank(name) == GR_COUNT(form_names) || folder_depth(name) > 1 ||
	    reader->candidate_count == FORM_CANDIDATES)
		return 0;
	candidate = &reader->candidates[reader->candidate_count];
	candidate->name = gr_strdup(name);
	if (!candidate->name)
		return GRANT_ENOMEM;
	reader->candidate_count++;
	reader->candidate = candidate;
	return 0;
}

static int begin_entry(struct gr_intake_sink *sink, const struct gr_intake_entry *entry)
{
	struct reader *reader = (struct reader *)sink;
	gr_value *record = gr_map_new();
	int r = record ? add_file(reader->proposal, entry->name) : GRANT_ENOMEM;

	reader->size = 0;
	if (r == 0)
		r = gr_map_set_text(record, "name", entry->name);
	if (r == 0)
		r = gr_map_set_text(record, "original", entry->original);
	if (r == 0)
		r = gr_map_set_text(record, "charset", entry->charset);
	if (r == 0)
		r = gr_map_set_text(record, "original_hex", entry->original_hex);
	if (r < 0) {
		gr_value_free(record);
		return r;
	}
	r = gr_list_add(reader->proposal->entries, record);
	if (r == 0)
		r = begin_candidate(reader, entry->name);
	gr_digest_reset(reader->digest);
	gr_look_begin(reader->look);
	if (r == 0 && reader->store)
		r = gr_blob_writer_open(&reader->writer, reader->store);
	return r;
}

static size_t max_bytes(const char *form)
{
	return gr_text_ends(form, ".xlsx") ? WORKBOOK_MAX_BYTES : FORM_MAX_BYTES;
}

static int write_entry(struct gr_intake_sink *sink, const void *bytes, size_t size)
{
	struct reader *reader = (struct reader *)sink;
	struct gr_sink *digest = gr_digest_sink(reader->digest);
	int r = digest->write(digest, bytes, size);

	if (r == 0 && reader->writer)
		r = gr_blob_writer_write(reader->writer, bytes, size);
	gr_look_write(reader->look, bytes, size);
	reader->size += (int64_t)size;
	if (r < 0 || !reader->candidate)
		return r;
	if (reader->candidate->bytes.size + size > max_bytes(reader->candidate->name)) {
		reader->candidate->is_too_large = true;
		return 0;
	}
	gr_buf_append(&reader->candidate->bytes, bytes, size);
	return gr_buf_ok(&reader->candidate->bytes);
}

static int end_entry(struct gr_intake_sink *sink)
{
	struct reader *reader = (struct reader *)sink;
	struct gr_proposal *proposal = reader->proposal;
	gr_value *record = gr_value_item(proposal->entries, gr_value_count(proposal->entries) - 1);
	char hex[GR_DIGEST_HEX];
	int r = 0;

	gr_digest_hex(hex, reader->digest);
	if (reader->writer) {
		r = gr_blob_writer_finish(&proposal->files[proposal->count - 1].blob, reader->writer);
		reader->writer = NULL;
	}
	if (r == 0)
		r = gr_map_set_int(record, "size", reader->size);
	if (r == 0)
		r = gr_map_set_text(record, "sha256", hex);
	if (r == 0)
		gr_content_judge(reader->findings, reader->look, proposal->archive, record, reader->round);
	return r;
}

static void clear_reader(struct reader *reader)
{
	for (size_t i = 0; i < reader->candidate_count; i++) {
		gr_free(reader->candidates[i].name);
		gr_buf_free(&reader->candidates[i].bytes);
	}
	if (reader->writer)
		gr_blob_writer_abandon(reader->writer);
	gr_digest_free(reader->digest);
	gr_look_free(reader->look);
	gr_value_free(reader->places);
}

/* ---- a form without an archive ---- */

/* The name that the form gets among the proposal's files; NULL: its ending is no form's. */
static const char *paper_name(const char *path)
{
	static const char *const known[] = { "application.json", "application.xlsx", "application.txt" };
	const char *ending = strrchr(gr_path_base(path), '.');

	for (size_t i = 0; ending && i < GR_COUNT(known); i++)
		if (strcasecmp(ending, strrchr(known[i], '.')) == 0)
			return known[i];
	return NULL;
}

static int take_form(struct reader *reader, const struct gr_buf *bytes, const char *name)
{
	struct gr_intake_entry entry = { .name = name, .original = reader->proposal->archive };
	int r;

	if (strcmp(name, entry.original) == 0)
		entry.original = NULL;
	r = begin_entry(&reader->sink, &entry);
	if (r == 0)
		r = write_entry(&reader->sink, gr_buf_text(bytes), bytes->size);
	if (r == 0)
		r = end_entry(&reader->sink);
	if (r == 0)
		snprintf(reader->proposal->sha256, sizeof(reader->proposal->sha256), "%s",
		         gr_map_text(gr_value_item(reader->proposal->entries, 0), "sha256"));
	return r;
}

static int read_paper(struct reader *reader, grant_findings *findings, const struct gr_proposal_request *request)
{
	gr_auto_buf struct gr_buf bytes = GR_BUF_INIT;
	const char *name = paper_name(request->path);
	struct gr_place place = { .file = reader->proposal->archive };
	int r = gr_file_read(&bytes, request->path, FORM_MAX_BYTES);

	if (r < 0)
		return r;
	reader->proposal->size = (int64_t)bytes.size;
	if (name)
		return take_form(reader, &bytes, name);
	gr_findings_add(findings, GR_F_FORM_PAPER, &place, NULL);
	return gr_findings_result(findings);
}

/* ---- the form ---- */

/* The kit holds the form twice; the one that was left blank is passed over for the other. */
static bool is_blank(const gr_value *application)
{
	return application && gr_value_count(application) == 0;
}

/* Nobody should believe that a form was read which was not. */
static void name_other_forms(const struct reader *reader, grant_findings *findings, const struct candidate *form,
                             const gr_value *round)
{
	size_t top = top_folder(reader->proposal);
	struct gr_place place = { .entry = form->name };

	for (size_t i = 0; i < reader->candidate_count; i++) {
		const struct candidate *other = &reader->candidates[i];
		gr_auto_findings grant_findings *unused = gr_findings_new();
		gr_auto_value gr_value *record = NULL;

		if (other == form || !unused || !stands_for_form(other, top))
			continue;
		if (!other->is_too_large)
			gr_form_parse(&record, NULL, unused, other->name, &other->bytes, round);
		if (!is_blank(record) && (!record || !gr_value_equal(record, reader->proposal->application)))
			gr_findings_add(findings, GR_F_FORM_TWO, &place, other->name, NULL);
	}
}

static int parse_form(struct reader *reader, grant_findings *findings, const struct candidate *form,
                      const gr_value *round)
{
	struct gr_place place = { .entry = form->name };

	if (form->is_too_large) {
		gr_findings_add(findings, GR_F_FORM_UNREADABLE, &place,
		                gr_text_ends(form->name, ".xlsx") ? _("it is larger than 8 MiB") : _("it is larger than 2 MiB"),
		                NULL);
		return gr_findings_result(findings);
	}
	return gr_form_parse(&reader->proposal->application, &reader->places, findings, form->name, &form->bytes, round);
}

static int choose_form(struct reader *reader, grant_findings *findings, struct candidate **form, const gr_value *round)
{
	size_t rank, next;
	int r = GRANT_EINPUT;

	*form = find_form(reader, 0, &rank);
	while (*form) {
		gr_auto_findings grant_findings *own = gr_findings_new();
		struct candidate *other = find_form(reader, rank + 1, &next);
		struct gr_place place = { .entry = (*form)->name };

		r = own ? parse_form(reader, own, *form, round) : GRANT_ENOMEM;
		if (!is_blank(reader->proposal->application) || !other) {
			if (own)
				gr_findings_move(findings, own);
			return r;
		}
		gr_findings_add(findings, GR_F_FORM_BLANK, &place, other->name, NULL);
		gr_value_free(reader->proposal->application);
		gr_value_free(reader->places);
		reader->proposal->application = reader->places = NULL;
		*form = other;
		rank = next;
	}
	return r;
}

static int read_form(struct reader *reader, grant_findings *findings, const gr_value *round)
{
	struct candidate *form;
	int r = choose_form(reader, findings, &form, round);

	if (!form) {
		tell_missing(reader, findings);
		return gr_findings_result(findings);
	}
	if (form->is_too_large)
		return gr_findings_result(findings);
	reader->proposal->form_name = gr_strdup(form->name);
	if (!reader->proposal->form_name)
		return GRANT_ENOMEM;
	if (reader->proposal->application && (r == 0 || r == GRANT_EINPUT))
		name_other_forms(reader, findings, form, round);
	return r == GRANT_EINPUT ? gr_findings_result(findings) : r;
}

/* The form against the record table and against the round. Findings of these know no archive and no entry yet. */
static int check_form(struct reader *reader, grant_findings *findings, const gr_value *round)
{
	struct gr_proposal *proposal = reader->proposal;
	gr_auto_findings grant_findings *form = gr_findings_new();
	int r = form ? read_form(reader, form, round) : GRANT_ENOMEM, checked = 0;

	if ((r == 0 || r == GRANT_EINPUT) && proposal->application)
		checked = gr_application_check(form, proposal->application, round, proposal->is_paper ? NULL : proposal->entries);
	if (form) {
		if (gr_form_place(form, reader->places) < 0)
			r = GRANT_ENOMEM;
		if (proposal->form_name)
			gr_findings_set_entry(form, proposal->form_name);
		gr_findings_set_file(form, proposal->archive);
		gr_findings_move(findings, form);
	}
	return r < 0 ? r : checked;
}

static int read_archive(struct reader *reader, grant_findings *findings, const struct gr_proposal_request *request)
{
	int r = gr_digest_new(&reader->digest);

	if (r == 0)
		r = request->is_paper ? read_paper(reader, findings, request)
		                      : gr_archive_scan(reader->proposal, findings, request, reader->digest, &reader->sink);
	if (r == 0)
		r = check_form(reader, findings, request->round);
	return r;
}

int gr_proposal_read(struct gr_proposal *out, grant_findings *findings, const struct gr_proposal_request *request)
{
	struct gr_proposal proposal = { 0 };
	struct reader reader = { .sink = { begin_entry, write_entry, end_entry }, .proposal = &proposal };
	int r;

	reader.store = request->store;
	reader.findings = findings;
	reader.round = request->round;
	proposal.is_paper = request->is_paper;
	reader.look = gr_look_new();
	proposal.archive = gr_text_nfc(gr_path_base(request->path));
	if (!proposal.archive) {
		gr_error_clear();
		proposal.archive = gr_strdup("archive");
	}
	proposal.entries = gr_list_new();
	r = proposal.archive && proposal.entries && reader.look ? read_archive(&reader, findings, request) : GRANT_ENOMEM;
	clear_reader(&reader);
	if (r < 0) {
		gr_proposal_clear(&proposal);
		return r;
	}
	*out = proposal;
	return 0;
}

void gr_proposal_clear(struct gr_proposal *proposal)
{
	for (size_t i = 0; i < proposal->count; i++)
		gr_free(proposal->files[i].name);
	gr_free(proposal->files);
	gr_free(proposal->archive);
	gr_free(proposal->form_name);
	gr_value_free(proposal->entries);
	gr_value_free(proposal->application);
	memset(proposal, 0, sizeof(*proposal));
}
