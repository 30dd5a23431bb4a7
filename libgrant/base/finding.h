/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_BASE_FINDING_H
#define GR_BASE_FINDING_H

/*
 * The channel "the data are not as they should be". A finding is an id of finding-ids.h, its arguments, and a place; the
 * sentence is made when it is read, in the reader's language. What is stored of a finding is its id and arguments.
 *
 * Adding never fails for the caller: without memory the list remembers that, and gr_findings_result() tells.
 */

#include <grant/finding.h>

#include "base/base.h"
#include "base/value.h"

enum gr_finding_id {
#define GR_FINDING(symbol, id, severity, message, remedy) GR_F_##symbol,
#include "base/finding-ids.h"
#undef GR_FINDING
	GR_F_COUNT
};

struct gr_place {
	const char *file, *entry, *record, *field, *sheet, *cell, *commit;
	size_t line; /* 0: none */
};

grant_findings *gr_findings_new(void);

/* Arguments fill {0}, {1}, {2}, {3} of message and remedy; end them with NULL. The place may be NULL; texts are copied. */
void gr_findings_add(grant_findings *findings, enum gr_finding_id id, const struct gr_place *place, ...)
	__attribute__((sentinel));

/* A finding of the round's own rules: id "rule.<code>", the rule's own words. */
void gr_findings_add_rule(grant_findings *findings, const char *code, enum grant_severity severity,
                          const struct gr_place *place, const char *message);

/* Fill in a place's file or record in all that have none yet (a reader of JSON does not know its file's name). */
void gr_findings_set_file(grant_findings *findings, const char *file);
void gr_findings_set_record(grant_findings *findings, const char *record);
void gr_findings_set_entry(grant_findings *findings, const char *entry);
void gr_findings_set_line(grant_findings *findings, size_t line);

/* Something could not be looked at for want of memory: as when a finding could not be added. */
void gr_findings_lost(grant_findings *findings);
/* The one that was added last is not wrong any more: it becomes a note, and says what was done instead of what to do. */
void gr_findings_mended(grant_findings *findings, const char *what_was_done);
/* The cell of one finding. */
void gr_findings_set_cell(grant_findings *findings, size_t index, const char *sheet, const char *cell);

/* One finding is none any more: another one says it better. */
void gr_findings_remove(grant_findings *findings, size_t index);

void gr_findings_move(grant_findings *to, grant_findings *from); /* appends; `from` is empty after */
void gr_findings_sort(grant_findings *findings);                 /* errors first, else in order of place; stable */

/* 0; GRANT_ENOMEM; GRANT_EINPUT with the first error as its message (and how many there are) when one is an error. */
int gr_findings_result(const grant_findings *findings);
/* A code, with the words and the place of the first error, when there is one. GRANT_ENOMEM when one was lost. */
int gr_findings_explain(const grant_findings *findings, int code);

/* As stored in a record: [{id, severity, args, place...}], and back. */
gr_value *gr_findings_to_value(const grant_findings *findings);
/* As `--json` shows them: id, severity, place, message, remedy. */
gr_value *gr_findings_to_shown(const grant_findings *findings);

/* The tables, for tests and the manual. */
const char *gr_finding_id_text(enum gr_finding_id id);
enum grant_severity gr_finding_id_severity(enum gr_finding_id id);
const char *gr_finding_id_message(enum gr_finding_id id); /* untranslated */
const char *gr_finding_id_remedy(enum gr_finding_id id);

void gr_findings_free_pointer(grant_findings **findings);
#define gr_auto_findings GR_CLEANUP(gr_findings_free_pointer)

#endif
