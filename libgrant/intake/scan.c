/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One walk over an untrusted archive: format by its bytes, structure, names, data. What is wrong is collected; the first step
 * that finds an error ends the walk after its own look is complete. Not here: where the bytes go.
 */
#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/time.h"
#include "intake/inside.h"

#define TAR_BLOCK 512

/* ---- findings ---- */

void gr_scan_find(struct gr_scan *scan, enum gr_finding_id id, const char *entry, const char *argument)
{
	struct gr_place place = { .file = scan->request->file_name, .entry = entry };

	gr_findings_add(scan->findings, id, &place, argument, NULL);
	scan->refused = scan->refused || gr_finding_id_severity(id) == GRANT_ERROR;
}

void gr_scan_find_number(struct gr_scan *scan, enum gr_finding_id id, const char *entry, int64_t number)
{
	char text[24];

	snprintf(text, sizeof(text), "%lld", (long long)number);
	gr_scan_find(scan, id, entry, text);
}

bool gr_scan_in_time(struct gr_scan *scan)
{
	if (gr_monotonic_ms() <= scan->deadline_ms)
		return true;
	if (!scan->refused)
		gr_scan_find_number(scan, GR_F_ARCHIVE_TOO_SLOW, NULL, scan->limits.seconds);
	return false;
}

/* ---- limits ---- */

static int64_t or_default(int64_t limit, int64_t normal)
{
	return limit > 0 ? limit : normal;
}

static struct gr_intake_limits fill_limits(const struct gr_intake_limits *given)
{
	return (struct gr_intake_limits){
		.archive_bytes = or_default(given->archive_bytes, GR_INTAKE_ARCHIVE_BYTES),
		.file_bytes = or_default(given->file_bytes, (int64_t)64 << 20),
		.total_bytes = or_default(given->total_bytes, (int64_t)256 << 20),
		.entries = or_default(given->entries, 2000),
		.depth = or_default(given->depth, 8),
		.seconds = or_default(given->seconds, 30),
	};
}

/* ---- format ---- */

/* The sum of a header's bytes, its own field counted as spaces. */
static bool is_tar(const unsigned char *block, size_t size)
{
	unsigned sum = 0, told = 0;

	if (size < TAR_BLOCK)
		return false;
	for (size_t i = 0; i < TAR_BLOCK; i++)
		sum += i >= 148 && i < 156 ? ' ' : block[i];
	for (size_t i = 148; i < 156; i++)
		if (block[i] >= '0' && block[i] <= '7')
			told = told * 8 + (block[i] - '0');
	return sum == told;
}

static int read_start(struct gr_source *source, unsigned char *to, size_t size, size_t *done)
{
	size_t got = 1;
	int r = source->seek(source, 0);

	*done = 0;
	while (r == 0 && *done < size && got > 0) {
		r = source->read(source, to + *done, size - *done, &got);
		*done += got;
	}
	return r;
}

static int find_format(struct gr_scan *scan)
{
	static const struct {
		const char *bytes;
		size_t size;
		int format; /* -1: refused, with this finding */
		enum gr_finding_id refusal;
	} marks[] = {
		{ "PK\3\4", 4, GR_ARCHIVE_ZIP, GR_F_COUNT },
		{ "PK\5\6", 4, GR_ARCHIVE_ZIP, GR_F_COUNT },
		{ "PK\7\10", 4, -1, GR_F_ARCHIVE_SPLIT },
		{ "7z\xBC\xAF\x27\x1C", 6, GR_ARCHIVE_7Z, GR_F_COUNT },
		{ "\x1F\x8B", 2, GR_ARCHIVE_TAR_GZ, GR_F_COUNT },
		{ "Rar!\x1A\7", 6, -1, GR_F_ARCHIVE_RAR },
	};
	unsigned char start[TAR_BLOCK];
	size_t size;
	int r = read_start(scan->request->source, start, sizeof(start), &size);

	if (r < 0)
		return r;
	for (size_t i = 0; i < GR_COUNT(marks); i++) {
		if (size < marks[i].size || memcmp(start, marks[i].bytes, marks[i].size) != 0)
			continue;
		if (marks[i].format < 0)
			gr_scan_find(scan, marks[i].refusal, NULL, NULL);
		else
			scan->format = (enum gr_archive_format)marks[i].format;
		return 0;
	}
	if (is_tar(start, size))
		scan->format = GR_ARCHIVE_TAR;
	else
		gr_scan_find(scan, GR_F_ARCHIVE_FORMAT, NULL,
		             size == 0 ? _("the file is empty")
		                       : _("its first bytes are of no kind that is known here"));
	return 0;
}

/* ---- the steps ---- */

static int check_structure(struct gr_scan *scan)
{
	if (scan->format == GR_ARCHIVE_ZIP)
		return gr_zip_check(scan);
	return scan->format == GR_ARCHIVE_7Z ? gr_seven_check(scan) : 0;
}

/* A zip's headers were read by the structure check. */
static int list_entries(struct gr_scan *scan)
{
	return scan->format == GR_ARCHIVE_ZIP ? 0 : gr_reader_list(scan);
}

static int run(struct gr_scan *scan)
{
	static int (*const steps[])(struct gr_scan *) = {
		find_format, check_structure, list_entries, gr_names_decide, gr_reader_extract,
	};
	int r = 0;

	if (scan->request->source->size > scan->limits.archive_bytes)
		gr_scan_find_number(scan, GR_F_ARCHIVE_TOO_LARGE, NULL, scan->limits.archive_bytes);
	for (size_t i = 0; r == 0 && !scan->refused && i < GR_COUNT(steps); i++)
		r = steps[i](scan);
	return r;
}

static bool is_over_limit(const grant_findings *findings)
{
	static const enum gr_finding_id limits[] = {
		GR_F_ARCHIVE_TOO_LARGE,   GR_F_ARCHIVE_TOO_MANY_BYTES, GR_F_ARCHIVE_TOO_MANY_ENTRIES,
		GR_F_ARCHIVE_TOO_SLOW,    GR_F_ENTRY_TOO_LARGE,        GR_F_ENTRY_TOO_DEEP,
		GR_F_ENTRY_NAME_TOO_LONG,
	};

	for (size_t i = 0; i < grant_findings_count(findings); i++)
		for (size_t k = 0; k < GR_COUNT(limits); k++)
			if (strcmp(grant_finding_id(grant_findings_at(findings, i)), gr_finding_id_text(limits[k])) ==
			    0)
				return true;
	return false;
}

int gr_intake_scan(grant_findings *findings, const struct gr_intake_request *request)
{
	struct gr_scan scan = { .request = request, .findings = findings, .limits = fill_limits(&request->limits) };
	int r;

	if (request->charset && !gr_charset_is_known(request->charset))
		return gr_fail(GRANT_EINPUT, _("there is no character set “%s”; name one such as GB18030, Big5 or CP437"), request->charset);
	scan.deadline_ms = gr_monotonic_ms() + scan.limits.seconds * 1000;
	if (request->progress)
		gr_progress_begin(request->progress, _("taking the archive in"), 0);
	r = run(&scan);
	gr_listing_clear(&scan.listing);
	if (r < 0)
		return r;
	r = gr_findings_result(findings);
	if (r == GRANT_EINPUT && is_over_limit(findings))
		r = gr_error_recode(GRANT_ELIMIT);
	if (r == 0 && request->progress)
		r = gr_progress_end(request->progress);
	return r;
}
