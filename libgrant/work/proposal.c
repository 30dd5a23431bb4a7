/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Archive -> entries, blobs, form. Bytes flow through a tee into the object database and the digest; nothing is written to
 * the file system by name. Which entry is the form shows only at the end, so that small files with a form's name are
 * kept in memory meanwhile.
 */
#include "work/proposal.h"

#include <string.h>

#include "base/error.h"
#include "base/io.h"
#include "base/mem.h"
#include "base/text.h"
#include "intake/intake.h"
#include "trust/trust.h"

#define FORM_MAX_BYTES ((size_t)2 * 1024 * 1024)
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
	int64_t size; /* of the entry so far */
	struct candidate candidates[FORM_CANDIDATES];
	size_t candidate_count;
	struct candidate *candidate; /* the entry that is read is one */
};

/* ---- which entry is the form ---- */

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

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
		if (strcmp(base_name(name), form_names[i]) == 0)
			return i;
	return GR_COUNT(form_names);
}

bool gr_form_is_name(const char *name)
{
	return form_rank(name) < GR_COUNT(form_names) && folder_depth(name) <= 1;
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

static struct candidate *find_form(struct reader *reader)
{
	size_t top = top_folder(reader->proposal), best = GR_COUNT(form_names);
	struct candidate *found = NULL;

	for (size_t i = 0; i < reader->candidate_count; i++) {
		struct candidate *candidate = &reader->candidates[i];
		size_t rank = form_rank(candidate->name);

		if (stands_for_form(candidate, top) && rank < best) {
			best = rank;
			found = candidate;
		}
	}
	return found;
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
	if (r == 0 && reader->store)
		r = gr_blob_writer_open(&reader->writer, reader->store);
	return r;
}

static int write_entry(struct gr_intake_sink *sink, const void *bytes, size_t size)
{
	struct reader *reader = (struct reader *)sink;
	struct gr_sink *digest = gr_digest_sink(reader->digest);
	int r = digest->write(digest, bytes, size);

	if (r == 0 && reader->writer)
		r = gr_blob_writer_write(reader->writer, bytes, size);
	reader->size += (int64_t)size;
	if (r < 0 || !reader->candidate)
		return r;
	if (reader->candidate->bytes.size + size > FORM_MAX_BYTES) {
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
}

/* ---- the steps ---- */

static int64_t limit_of(const gr_value *round, const char *name)
{
	int64_t number = 0;

	if (gr_value_int64(&number, gr_map_get(gr_map_get(round, "limits"), name)) < 0) {
		gr_error_clear();
		return 0;
	}
	return number;
}

static struct gr_intake_limits read_limits(const gr_value *round)
{
	return (struct gr_intake_limits){
		.archive_bytes = limit_of(round, "archive_bytes"),
		.file_bytes = limit_of(round, "file_bytes"),
		.total_bytes = limit_of(round, "total_bytes"),
		.entries = limit_of(round, "entries"),
		.depth = limit_of(round, "depth"),
		.seconds = limit_of(round, "seconds"),
	};
}

static int digest_archive(struct gr_proposal *proposal, struct reader *reader, struct gr_file_source *file,
                          int64_t limit)
{
	struct gr_sink *sink = gr_digest_sink(reader->digest);
	int r;

	proposal->size = file->source.size;
	if (proposal->size > limit)
		return 0; /* the scan refuses it with words */
	r = gr_io_copy(sink, &file->source);
	gr_digest_hex(proposal->sha256, reader->digest);
	if (r == 0)
		r = file->source.seek(&file->source, 0);
	return r;
}

static int scan_archive(struct reader *reader, grant_findings *findings, const struct gr_proposal_request *request)
{
	struct gr_file_source file;
	struct gr_intake_request scan = {
		.file_name = reader->proposal->archive,
		.charset = request->charset,
		.limits = read_limits(request->round),
		.progress = request->progress,
		.sink = &reader->sink,
	};
	int r = gr_file_source_open(&file, request->path);

	if (r < 0)
		return r;
	scan.source = &file.source;
	r = digest_archive(reader->proposal, reader, &file,
	                   scan.limits.archive_bytes ? scan.limits.archive_bytes : (int64_t)128 * 1024 * 1024);
	if (r == 0)
		r = gr_intake_scan(findings, &scan);
	gr_file_source_close(&file);
	return r;
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
			gr_form_parse(&record, unused, other->name, &other->bytes, round);
		if (!record || !gr_value_equal(record, reader->proposal->application))
			gr_findings_add(findings, GR_F_FORM_TWO, &place, other->name, NULL);
	}
}

static int read_form(struct reader *reader, grant_findings *findings, const gr_value *round)
{
	struct gr_place place = { .file = reader->proposal->archive };
	struct candidate *form = find_form(reader);
	int r;

	if (!form) {
		gr_findings_add(findings, GR_F_FORM_MISSING, &place, NULL);
		return gr_findings_result(findings);
	}
	place.entry = form->name;
	if (form->is_too_large) {
		gr_findings_add(findings, GR_F_FORM_UNREADABLE, &place, _("it is larger than 2 MiB"), NULL);
		return gr_findings_result(findings);
	}
	reader->proposal->form_name = gr_strdup(form->name);
	if (!reader->proposal->form_name)
		return GRANT_ENOMEM;
	r = gr_form_parse(&reader->proposal->application, findings, form->name, &form->bytes, round);
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
		checked = gr_application_check(form, proposal->application, round, proposal->entries);
	if (form) {
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
		r = scan_archive(reader, findings, request);
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
	proposal.archive = gr_text_nfc(base_name(request->path));
	if (!proposal.archive) {
		gr_error_clear();
		proposal.archive = gr_strdup("archive");
	}
	proposal.entries = gr_list_new();
	r = proposal.archive && proposal.entries ? read_archive(&reader, findings, request) : GRANT_ENOMEM;
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
