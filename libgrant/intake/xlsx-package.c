/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A workbook's zip -> its XML parts in memory. It is an untrusted archive inside an untrusted archive and passes the same checks.
 * Pictures and whatever else it brings are counted and forgotten.
 */
#include <string.h>
#include <strings.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/text.h"
#include "intake/xlsx.h"

struct collector {
	struct gr_intake_sink sink;
	struct gr_package *package;
	struct gr_buf *part; /* NULL: not kept */
};

static bool is_xml(const char *name)
{
	size_t size = strlen(name);

	return (size > 4 && strcasecmp(name + size - 4, ".xml") == 0) ||
	       (size >= 5 && strcasecmp(name + size - 5, ".rels") == 0);
}

static int begin_part(struct gr_intake_sink *sink, const struct gr_intake_entry *entry)
{
	struct collector *collector = (struct collector *)sink;
	struct gr_package *package = collector->package;
	const char *name = entry->original ? entry->original : entry->name; /* ".rels" is no name for a folder on disk */
	struct gr_part *parts;

	collector->part = NULL;
	if (!is_xml(name))
		return 0;
	if (package->count == package->capacity) {
		parts = gr_resize_array(package->parts, package->capacity + 32, sizeof(*parts));
		if (!parts)
			return GRANT_ENOMEM;
		package->parts = parts;
		package->capacity += 32;
	}
	package->parts[package->count] = (struct gr_part){ gr_strdup(name), GR_BUF_INIT };
	if (!package->parts[package->count].name)
		return GRANT_ENOMEM;
	for (char *at = package->parts[package->count].name; *at; at++)
		if (*at == '\\') /* as some programs write it */
			*at = '/';
	collector->part = &package->parts[package->count++].bytes;
	return 0;
}

static int write_part(struct gr_intake_sink *sink, const void *bytes, size_t size)
{
	struct collector *collector = (struct collector *)sink;

	if (!collector->part)
		return 0;
	gr_buf_append(collector->part, bytes, size);
	return gr_buf_ok(collector->part);
}

static int end_part(struct gr_intake_sink *sink GR_UNUSED)
{
	return 0;
}

static bool has_finding(const grant_findings *findings, enum gr_finding_id id)
{
	for (size_t i = 0; i < grant_findings_count(findings); i++)
		if (strcmp(grant_finding_id(grant_findings_at(findings, i)), gr_finding_id_text(id)) == 0)
			return true;
	return false;
}

/* An archive's findings are in an archive's words; the form's finding says it in its own. */
static const char *what_is_wrong(const grant_findings *findings)
{
	static const struct {
		enum gr_finding_id id;
		const char *words;
	} rows[] = {
		{ GR_F_ARCHIVE_FORMAT, N_("it is no .xlsx file") },
		{ GR_F_ENTRY_TOO_LARGE, N_("a part of it is too large") },
		{ GR_F_ARCHIVE_TOO_MANY_BYTES, N_("unpacked, it is too large") },
		{ GR_F_ARCHIVE_TOO_MANY_ENTRIES, N_("it has too many parts") },
		{ GR_F_ARCHIVE_TOO_SLOW, N_("unpacking it takes too long") },
	};

	for (size_t i = 0; i < GR_COUNT(rows); i++)
		if (has_finding(findings, rows[i].id))
			return rows[i].words;
	return N_("the file is damaged or contradicts itself");
}

int gr_package_open(struct gr_package *out, const struct gr_buf *bytes, const char **wrong)
{
	struct collector collector = { .sink = { begin_part, write_part, end_part }, .package = out };
	gr_auto_findings grant_findings *findings = gr_findings_new();
	struct gr_memory_source memory;
	struct gr_intake_request request = {
		.file_name = "form.xlsx",
		.limits = { .file_bytes = GR_XML_MAX_BYTES,
			    .total_bytes = GR_XLSX_TOTAL_BYTES,
			    .entries = GR_XLSX_PARTS,
			    .seconds = 10 },
		.sink = &collector.sink,
	};
	int r;

	memset(out, 0, sizeof(*out));
	if (!findings)
		return GRANT_ENOMEM;
	gr_memory_source_open(&memory, gr_buf_text(bytes), bytes->size);
	request.source = &memory.source;
	r = gr_intake_scan(findings, &request);
	if (r == GRANT_EINPUT || r == GRANT_ELIMIT) {
		gr_error_clear();
		*wrong = what_is_wrong(findings);
		r = GRANT_EINPUT;
	}
	if (r < 0)
		gr_package_clear(out);
	return r;
}

void gr_package_clear(struct gr_package *package)
{
	for (size_t i = 0; i < package->count; i++) {
		gr_free(package->parts[i].name);
		gr_buf_free(&package->parts[i].bytes);
	}
	gr_free(package->parts);
	memset(package, 0, sizeof(*package));
}

const struct gr_buf *gr_package_part(const struct gr_package *package, const char *name)
{
	name += *name == '/';
	for (size_t i = 0; i < package->count; i++)
		if (strcasecmp(package->parts[i].name, name) == 0)
			return &package->parts[i].bytes;
	return NULL;
}
