/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any lines as the names of an archive, the first byte of each saying what it claims. A name that is kept passes the gate of the
 * tree, is no other's, and made safe again stays as it is.
 */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/finding.h"
#include "base/mem.h"
#include "base/path.h"
#include "base/text.h"
#include "fuzz.h"
#include "intake/inside.h"

static void must(bool truth)
{
	if (!truth)
		abort();
}

static void check_safe(const char *path)
{
	for (;;) {
		size_t size = strcspn(path, "/");
		char *part = gr_strndup(path, size), *safe = gr_component_make_safe(part);

		must(strcmp(part, safe) == 0 && !gr_component_is_git(part));
		gr_free(part);
		gr_free(safe);
		if (!path[size])
			return;
		path += size + 1;
	}
}

static void check_names(const struct gr_listing *listing)
{
	gr_value *taken = gr_map_new();

	for (size_t i = 0; i < listing->count; i++) {
		const struct gr_listed *listed = &listing->items[i];
		char *fold;

		if (listed->type != GR_ENTRY_FILE || listed->is_dropped)
			continue;
		must(listed->name && listed->original && gr_path_check(listed->name) == GR_PATH_OK);
		must(gr_text_is_nfc(listed->original));
		check_safe(listed->name);
		fold = gr_path_fold(listed->name);
		must(!gr_map_get(taken, fold) && gr_map_set_bool(taken, fold, true) == 0);
		gr_free(fold);
	}
	gr_value_free(taken);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct gr_intake_request request = { .file_name = "fuzz" };
	struct gr_scan scan = { .request = &request, .findings = gr_findings_new(), .limits = { .depth = 8 } };
	const char *at = (const char *)data, *end = at + size;

	while (at < end && scan.listing.count < 50) {
		const char *line = memchr(at, '\n', (size_t)(end - at));
		size_t length = line ? (size_t)(line - at) : (size_t)(end - at);
		struct gr_listed *listed;

		if (length > 0) {
			listed = gr_listing_add(&scan.listing, at + 1, length - 1);
			listed->says_utf8 = at[0] & 1;
			listed->type = at[0] & 4 ? GR_ENTRY_FOLDER : GR_ENTRY_FILE;
		}
		at += length + 1;
	}
	if (gr_names_decide(&scan) == 0 && !scan.refused)
		check_names(&scan.listing);
	gr_listing_clear(&scan.listing);
	grant_findings_free(scan.findings);
	return 0;
}
