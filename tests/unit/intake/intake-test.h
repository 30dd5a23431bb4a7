/* SPDX-License-Identifier: Apache-2.0 */
#ifndef TESTS_UNIT_INTAKE_INTAKE_TEST_H
#define TESTS_UNIT_INTAKE_INTAKE_TEST_H

/* What the tests of this room share: cmocka in the order that it wants, and a sink that remembers. */

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
#include "base/mem.h"
#include "base/text.h"
#include "intake/intake.h"

/* Repeatable chance: a failure names its seed. */
static inline uint64_t chance(uint64_t *state)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return *state;
}

/* "id id id" of all findings; yours. */
static inline char *ids_of(const grant_findings *findings)
{
	struct gr_buf out = GR_BUF_INIT;

	gr_buf_text_append(&out, "");
	for (size_t i = 0; i < grant_findings_count(findings); i++)
		gr_buf_printf(&out, "%s%s", i ? " " : "", grant_finding_id(grant_findings_at(findings, i)));
	return gr_buf_steal(&out);
}

static inline bool has_id(const grant_findings *findings, const char *id)
{
	for (size_t i = 0; i < grant_findings_count(findings); i++)
		if (strcmp(grant_finding_id(grant_findings_at(findings, i)), id) == 0)
			return true;
	return false;
}

#endif
