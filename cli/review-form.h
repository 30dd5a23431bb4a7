/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_REVIEW_FORM_H
#define CLI_REVIEW_FORM_H

/*
 * The text that a reviewer edits: `#` lines that explain, a line per criterion, a comment at the end. Not here:
 * the editor (prompt.h), the draft on the disk (draft.h), what a score may be (the library says).
 */

#include "cli.h"

struct form_mistake {
	size_t line; /* counted from 0; FORM_TOP: none in particular */
	char *message;
};

#define FORM_TOP SIZE_MAX

/* A form that was read. The texts of the scores point into `text`. */
struct form {
	char *text;
	grant_score *scores; /* those that were filled in */
	size_t *lines;       /* where each of them stands */
	size_t score_count;
	char *comment;       /* "" for none */
	struct form_mistake *mistakes;
	size_t mistake_count;
};

/* A new form from grant_review_open(), with what was handed in before. Yours. */
char *form_new(const grant_record *opened);

void form_read(struct form *form, const char *text, const grant_record *opened);
void form_clear(struct form *form);

bool form_is_empty(const struct form *form);
bool form_is_same(const struct form *a, const struct form *b);

/* What the library found, each beside its field. */
void form_add_findings(struct form *form, const char *text, const grant_findings *findings);
/* The text with every mistake marked above its line, and marks of before taken out. Yours. */
char *form_marked(const struct form *form, const char *text);
/* The marks in a text, on stderr. */
void form_tell_marks(struct cli *cli, const char *text);

#define cleanup_form CLEANUP(form_clear)

#endif
