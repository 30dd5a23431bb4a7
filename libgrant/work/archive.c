/* SPDX-License-Identifier: Apache-2.0 */
/* Where an archive's bytes come from: a file, or what is attached to a message. Not here: what its entries are (proposal.c). */
#include "work/archive.h"

#include <sys/stat.h>

#include "base/error.h"
#include "base/io.h"
#include "base/mem.h"
#include "work/message.h"

struct scan {
	struct gr_proposal *proposal;
	grant_findings *findings;
	const struct gr_proposal_request *request;
	gr_digest *digest;
	struct gr_intake_sink *sink;
};

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
		.archive_bytes = gr_archive_bytes(round),
		.file_bytes = limit_of(round, "file_bytes"),
		.total_bytes = limit_of(round, "total_bytes"),
		.entries = limit_of(round, "entries"),
		.depth = limit_of(round, "depth"),
		.seconds = limit_of(round, "seconds"),
	};
}

static int digest_archive(struct gr_proposal *proposal, gr_digest *digest, struct gr_source *source, int64_t limit)
{
	struct gr_sink *sink = gr_digest_sink(digest);
	int r;

	proposal->size = source->size;
	if (proposal->size > limit)
		return 0; /* the scan refuses it with words */
	r = gr_io_copy(sink, source);
	gr_digest_hex(proposal->sha256, digest);
	if (r == 0)
		r = source->seek(source, 0);
	return r;
}

static int scan_source(const struct scan *scan, struct gr_source *source)
{
	struct gr_intake_request request = {
		.source = source,
		.file_name = scan->proposal->archive,
		.charset = scan->request->charset,
		.limits = read_limits(scan->request->round),
		.progress = scan->request->progress,
		.sink = scan->sink,
	};
	int r = digest_archive(scan->proposal, scan->digest, source, request.limits.archive_bytes);

	return r == 0 ? gr_intake_scan(scan->findings, &request) : r;
}

static int take_name(struct gr_proposal *proposal, const char *name)
{
	gr_free(proposal->archive);
	proposal->archive = gr_strdup(name);
	return proposal->archive ? 0 : GRANT_ENOMEM;
}

/* The archive is kept in memory as a whole: what reads it moves back and forth in it. */
static int scan_attachment(const struct scan *scan)
{
	struct gr_message_request wish = { .path = scan->request->path, .charset = scan->request->charset, .round = scan->request->round };
	gr_auto_buf struct gr_buf bytes = GR_BUF_INIT;
	struct gr_memory_source memory;
	struct gr_message message;
	size_t index = 0;
	int r = gr_message_open(&message, scan->findings, &wish);

	if (r < 0)
		return r;
	scan->proposal->has_received = gr_mail_received(&scan->proposal->received, message.mail);
	r = gr_message_archive(&index, &message, scan->request->attachment);
	if (r == 0)
		r = take_name(scan->proposal, gr_mail_name(message.mail, index));
	if (r == 0)
		r = gr_message_decode(&bytes, scan->findings, &message, index, scan->request->round);
	gr_message_close(&message);
	if (r < 0)
		return r;
	gr_memory_source_open(&memory, gr_buf_text(&bytes), bytes.size);
	return scan_source(scan, &memory.source);
}

static int scan_file(const struct scan *scan)
{
	struct gr_file_source file;
	struct stat status;
	int r;

	if (stat(scan->request->path, &status) == 0 && S_ISDIR(status.st_mode))
		return gr_error_in_file(
			gr_fail(GRANT_EINPUT,
		                _("%s is a folder; pack it as zip (on Windows: right click, Send to, Compressed "
		                  "folder) and give the zip"),
		                scan->request->path),
			scan->request->path);
	r = gr_file_source_open(&file, scan->request->path);
	if (r < 0)
		return r;
	r = scan_source(scan, &file.source);
	gr_file_source_close(&file);
	return r;
}

int gr_archive_scan(struct gr_proposal *proposal, grant_findings *findings, const struct gr_proposal_request *request,
                    gr_digest *digest, struct gr_intake_sink *sink)
{
	struct scan scan = { proposal, findings, request, digest, sink };

	return request->attachment > 0 ? scan_attachment(&scan) : scan_file(&scan);
}
