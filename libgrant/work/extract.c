/* SPDX-License-Identifier: Apache-2.0 */
/*
 * An application's files outside the repository: in a folder, or as a zip. Every name passes the gate again, since whoever can
 * push may have put others into the tree. Not here: how a folder is written to safely (folder.c).
 */
#include <grant/query.h>

#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/io.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/path.h"
#include "base/text.h"
#include "intake/intake.h"
#include "work/folder.h"
#include "work/proposal.h"
#include "work/review.h"
#include "work/subject.h"

/* What stands for the form in a blind extraction. */
#define BLIND_FORM "application.json"

struct extraction {
	grant_round *round;
	struct gr_folder *folder; /* one of the two */
	gr_zip_writer *zip;
	bool is_blind;
	size_t prefix; /* of the paths in the tree */
	int64_t files;
};

/* A file of so many bytes, and where they go. */
struct target {
	struct gr_fd_sink file;
	struct gr_sink *sink;
};

static int begin_file(struct target *target, struct extraction *extraction, const char *name, int64_t size)
{
	enum gr_path_problem problem = gr_path_check(name);
	int fd, r;

	if (problem != GR_PATH_OK)
		return gr_fail(GRANT_EFORMAT, _("the name “%s” is not allowed: %s"), name, gr_path_problem_text(problem));
	target->file.fd = -1;
	if (extraction->zip)
		return gr_zip_begin(&target->sink, extraction->zip, name, size);
	r = gr_folder_create(&fd, extraction->folder, name);
	if (r < 0)
		return r;
	gr_fd_sink_open(&target->file, fd);
	target->sink = &target->file.sink;
	return 0;
}

static int end_file(struct target *target, struct extraction *extraction, const char *name, int r)
{
	if (target->file.fd >= 0 && close(target->file.fd) < 0 && r == 0)
		r = gr_fail(GRANT_EIO, _("%s cannot be written"), name);
	extraction->files++;
	return r;
}

static int extract_file(const char *path, const struct gr_oid *blob, void *payload)
{
	struct extraction *extraction = payload;
	const char *name = path + extraction->prefix;
	struct target target;
	int64_t size = 0;
	int r;

	if (extraction->is_blind && gr_form_is_name(name))
		return 0;
	r = gr_store_blob_size(&size, extraction->round->store, blob);
	if (r == 0)
		r = begin_file(&target, extraction, name, size);
	if (r < 0)
		return r;
	r = gr_store_copy_blob(target.sink, extraction->round->store, blob);
	return end_file(&target, extraction, name, r);
}

/* The form as reviewers see it. */
static int write_blind_form(struct extraction *extraction, const gr_value *application)
{
	gr_auto_buf struct gr_buf text = GR_BUF_INIT;
	gr_auto_value gr_value *seen = NULL;
	struct target target;
	int r = gr_review_seen(&seen, application, extraction->round->description);

	if (r < 0)
		return r;
	gr_json_write(&text, seen);
	r = gr_buf_ok(&text);
	if (r == 0)
		r = begin_file(&target, extraction, BLIND_FORM, (int64_t)text.size);
	if (r < 0)
		return r;
	r = target.sink->write(target.sink, gr_buf_text(&text), text.size);
	return end_file(&target, extraction, BLIND_FORM, r);
}

static int extract_all(struct extraction *extraction, const struct gr_oid *tip, const struct gr_subject *subject)
{
	gr_autofree_text char *folder = gr_application_folder(subject->id);
	gr_autofree_text char *proposal = folder ? gr_format("%s/proposal", folder) : NULL;
	int r = proposal ? 0 : GRANT_ENOMEM;

	if (r == 0 && extraction->is_blind)
		r = write_blind_form(extraction, gr_subject_get(subject, GR_KIND_APPLICATION));
	if (r < 0)
		return r;
	extraction->prefix = strlen(proposal) + 1;
	return gr_store_walk(extraction->round->store, tip, proposal, extract_file, extraction);
}

static int load(struct gr_subject *subject, struct gr_oid *tip, grant_round *round, const char *application)
{
	int r = gr_store_tip(tip, round->store);

	if (r == 0)
		r = gr_round_at(round, tip);
	return r == 0 ? gr_subject_load(subject, round, tip, application) : r;
}

static const grant_extract_options defaults = GRANT_EXTRACT_OPTIONS_INIT;

int grant_extract(int64_t *files, grant_round *round, const char *application, const char *dir,
                  const grant_extract_options *options)
{
	struct extraction extraction = { .round = round };
	struct gr_subject subject = { 0 };
	struct gr_folder folder;
	struct gr_oid tip;
	int r = gr_enter(round);

	if (r < 0)
		return r;
	options = options ? options : &defaults;
	if (!application || !dir || options->version != GRANT_EXTRACT_OPTIONS_VERSION)
		return gr_fail(GRANT_EINVALID, _("an application and a folder are needed, or options of another version"));
	r = load(&subject, &tip, round, application);
	if (r < 0)
		return r;
	r = options->force ? gr_folder_open_over(&folder, dir) : gr_folder_open(&folder, dir);
	if (r == 0) {
		extraction.folder = &folder;
		extraction.is_blind = options->blind;
		r = extract_all(&extraction, &tip, &subject);
		gr_folder_close(&folder);
	}
	gr_subject_clear(&subject);
	if (r == 0 && files)
		*files = extraction.files;
	return r;
}

int grant_extract_zip(int64_t *files, grant_round *round, const char *application, const grant_extract_options *options,
                      grant_bytes_cb call, void *payload)
{
	struct extraction extraction = { .round = round };
	struct gr_call_sink sink = gr_call_sink_of(call, payload);
	struct gr_subject subject = { 0 };
	struct gr_oid tip;
	int r = gr_enter(round);

	if (r < 0)
		return r;
	options = options ? options : &defaults;
	if (!application || !call || options->version != GRANT_EXTRACT_OPTIONS_VERSION)
		return gr_fail(GRANT_EINVALID, _("an application and a function are needed, or options of another version"));
	r = load(&subject, &tip, round, application);
	if (r == 0)
		r = gr_zip_open(&extraction.zip, &sink.sink);
	if (r == 0) {
		extraction.is_blind = options->blind;
		r = extract_all(&extraction, &tip, &subject);
		if (r < 0)
			gr_zip_abandon(extraction.zip);
		else
			r = gr_zip_close(extraction.zip);
	}
	gr_subject_clear(&subject);
	if (r == 0 && files)
		*files = extraction.files;
	return r;
}
