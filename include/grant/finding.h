/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GRANT_FINDING_H
#define GRANT_FINDING_H

/*
 * What is wrong with data: an archive, a form, a record, a rule file, an import. All problems at once, each with a
 * stable id (grant-findings(7)), a severity, a place, a message and the way out in the reader's language.
 * Findings are the one out-parameter that is also set when a call fails. Yours to free.
 * Threads: one list belongs to one thread at a time.
 */

#include <grant/types.h>

GRANT_BEGIN_DECLS

enum grant_severity {
	GRANT_NOTE = 0,
	GRANT_WARNING = 1,
	GRANT_ERROR = 2
};

enum grant_place {
	GRANT_PLACE_FILE = 0,   /* the archive or file */
	GRANT_PLACE_ENTRY = 1,  /* the entry of an archive */
	GRANT_PLACE_RECORD = 2, /* such as "XF-0017" */
	GRANT_PLACE_FIELD = 3,  /* such as "budget.2.price" */
	GRANT_PLACE_LINE = 4,   /* counted from 1 */
	GRANT_PLACE_SHEET = 5,
	GRANT_PLACE_CELL = 6,
	GRANT_PLACE_COMMIT = 7
};

/** How many there are; 0 for NULL. @since 0.1 */
GRANT_API size_t grant_findings_count(const grant_findings *findings);

/** How many have at least this severity; 0 for NULL. @since 0.1 */
GRANT_API size_t grant_findings_count_from(const grant_findings *findings, enum grant_severity severity);

/** One of them, borrowed until the list is freed; NULL when there is none at this index. @since 0.1 */
GRANT_API const grant_finding *grant_findings_at(const grant_findings *findings, size_t index);

/** The stable id, such as "archive.path-escapes". @since 0.1 */
GRANT_API const char *grant_finding_id(const grant_finding *finding);

/** How bad it is. @since 0.1 */
GRANT_API enum grant_severity grant_finding_severity(const grant_finding *finding);

/** The word for a severity in JSON: "error", "warning" or "note". @since 0.1 */
GRANT_API const char *grant_severity_name(enum grant_severity severity);

/** One part of the place as text, or NULL when that part does not apply. @since 0.1 */
GRANT_API const char *grant_finding_place(const grant_finding *finding, enum grant_place part);

/** What is wrong, in the reader's language, UTF-8. @since 0.1 */
GRANT_API const char *grant_finding_message(const grant_finding *finding);

/** The way out, in the reader's language; "" when there is none to give. @since 0.1 */
GRANT_API const char *grant_finding_remedy(const grant_finding *finding);

/**
 * The whole list as a record with one field `findings`, as `--json` prints it.
 *
 * @param out      out: yours, grant_record_free()
 * @param findings the list; NULL is an empty one
 * @return 0 · GRANT_ENOMEM
 * @since 0.1
 */
GRANT_API int grant_findings_record(grant_record **out, const grant_findings *findings);

/** Free a list. NULL is fine. @since 0.1 */
GRANT_API void grant_findings_free(grant_findings *findings);

GRANT_END_DECLS

#endif
