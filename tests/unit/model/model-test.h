/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_UNIT_MODEL_MODEL_TEST_H
#define TESTS_UNIT_MODEL_MODEL_TEST_H

/* What the tests of this room share: cmocka in the order that it wants, values from JSON, ids of findings. */

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/error.h"
#include "base/finding.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/text.h"
#include "model/model.h"

/* JSON in single quotes for double ones, so that tests can be read. */
static inline gr_value *value_of(const char *quoted)
{
	gr_value *value = NULL;
	char *text = gr_strdup(quoted);

	for (char *at = text; *at; at++)
		if (*at == '\'')
			*at = '"';
	if (gr_json_read(&value, text, strlen(text)) < 0)
		fail_msg("%s: %s", quoted, grant_error_message(grant_error_last()));
	gr_free(text);
	return value;
}

static inline int compare_texts(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* The ids of all findings, sorted, a line each; yours. */
static inline char *ids_of(const grant_findings *findings)
{
	size_t count = grant_findings_count(findings);
	const char **ids = gr_alloc_array(count + 1, sizeof(*ids));
	struct gr_buf out = GR_BUF_INIT;

	for (size_t i = 0; i < count; i++)
		ids[i] = grant_finding_id(grant_findings_at(findings, i));
	qsort(ids, count, sizeof(*ids), compare_texts);
	gr_buf_text_append(&out, "");
	for (size_t i = 0; i < count; i++)
		gr_buf_printf(&out, "%s\n", ids[i]);
	gr_free(ids);
	return gr_buf_steal(&out);
}

#define assert_ids(findings, expected)                \
	do {                                          \
		char *ids_ = ids_of(findings);        \
		assert_string_equal(ids_, expected);  \
		gr_free(ids_);                        \
	} while (0)

#endif
