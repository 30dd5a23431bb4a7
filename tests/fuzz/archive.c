/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any bytes as an archive. What is taken must have names that the tree takes, each once, and the bytes within the limits; a refusal
 * must come with a finding.
 */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/finding.h"
#include "base/mem.h"
#include "base/path.h"
#include "fuzz.h"
#include "intake/intake.h"

struct watcher {
	struct gr_intake_sink sink;
	gr_value *names;
	int64_t size;
};

static void must(bool truth)
{
	if (!truth)
		abort();
}

static int begin(struct gr_intake_sink *sink, const struct gr_intake_entry *entry)
{
	struct watcher *watcher = (struct watcher *)sink;
	char *fold = gr_path_fold(entry->name);

	must(gr_path_check(entry->name) == GR_PATH_OK && strcmp(entry->name, ".gitattributes") != 0);
	must(fold && !gr_map_get(watcher->names, fold));
	must(gr_map_set_bool(watcher->names, fold, true) == 0);
	gr_free(fold);
	return 0;
}

static int take(struct gr_intake_sink *sink, const void *bytes, size_t size)
{
	struct watcher *watcher = (struct watcher *)sink;

	must(bytes != NULL);
	watcher->size += (int64_t)size;
	must(watcher->size <= 1 << 20);
	return 0;
}

static int end(struct gr_intake_sink *sink)
{
	(void)sink;
	return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct watcher watcher = { { begin, take, end }, gr_map_new(), 0 };
	struct gr_memory_source source;
	struct gr_intake_request request = {
		.source = &source.source,
		.file_name = "fuzz",
		.limits = { .file_bytes = 1 << 19, .total_bytes = 1 << 20, .entries = 100, .seconds = 5 },
		.sink = &watcher.sink,
	};
	grant_findings *findings = gr_findings_new();
	int r;

	gr_memory_source_open(&source, data, size);
	r = gr_intake_scan(findings, &request);
	must((r < 0) == (grant_findings_count_from(findings, GRANT_ERROR) > 0) || r == GRANT_ENOMEM || r == GRANT_EIO);
	grant_findings_free(findings);
	gr_value_free(watcher.names);
	return 0;
}
