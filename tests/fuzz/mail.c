/* SPDX-License-Identifier: Apache-2.0 */
/* Any bytes as a message. What is attached has names that pass the gate and lead nowhere, and its bytes come to an end. */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/finding.h"
#include "base/io.h"
#include "base/path.h"
#include "fuzz.h"
#include "intake/intake.h"

static void must(bool truth)
{
	if (!truth)
		abort();
}

static void check(const gr_mail *mail, size_t size)
{
	gr_auto_buf struct gr_buf names = GR_BUF_INIT;
	struct gr_time received;

	gr_mail_received(&received, mail);
	gr_mail_names(&names, mail);
	for (size_t i = 0; i < gr_mail_count(mail); i++) {
		gr_auto_buf struct gr_buf bytes = GR_BUF_INIT;
		const char *name = gr_mail_name(mail, i);
		struct gr_buf_sink sink;

		must(gr_path_check(name) == GR_PATH_OK && !strchr(name, '/'));
		/* no encoding makes more of it than there is */
		gr_buf_sink_open(&sink, &bytes, size);
		must(gr_mail_decode(&sink.sink, mail, i) == 0);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct gr_memory_source source;
	struct gr_mail_request request = { .source = &source.source, .fd = -1, .bytes = (const char *)data, .file_name = "fuzz",
		                           .limit = 1 << 20 };
	grant_findings *findings = gr_findings_new();
	gr_mail *mail = NULL;

	gr_memory_source_open(&source, data, size);
	if (gr_mail_read(&mail, findings, &request) == 0)
		check(mail, size);
	gr_mail_free(mail);
	grant_findings_free(findings);
	return 0;
}
