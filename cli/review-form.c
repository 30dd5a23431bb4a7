/* SPDX-License-Identifier: Apache-2.0 */
/* The text that a reviewer edits: written, read again, marked where it is wrong. */
#include "review-form.h"

#include <string.h>
#include <strings.h>

#include "message.h"
#include "text.h"
#include "words.h"

#define MARK "#!"
#define WIDE_COLON "："
#define COMMENT "comment"

/* ---- a new form ---- */

/* Text of others as remarks: every line of it with # in front. */
static void put_remark(FILE *file, const char *text)
{
	cleanup_text char *safe = text_safe_lines(text);
	char *rest = safe, *line;

	while ((line = strsep(&rest, "\n")) != NULL)
		fprintf(file, "#%s%s\n", *line ? " " : "", line);
}

static void put_head(FILE *file, const grant_record *opened)
{
	const grant_record *application = grant_record_at(opened, "application");
	const char *id = grant_record_text(application, "id"), *title = grant_record_text(application, "title");
	const char *organisation = grant_record_text(application, "organisation.name");
	const char *stage = grant_record_text(opened, "stage");
	cleanup_text char *head = text_format("%s  %s", id ? id : "", title ? title : "");
	cleanup_text char *where = text_format(_("Stage: %s"), stage ? stage : "");

	put_remark(file, head);
	if (organisation)
		put_remark(file, organisation);
	put_remark(file, where);
}

static void put_files(FILE *file, const grant_record *opened)
{
	const grant_record *files = grant_record_at(opened, "files");
	const char *id = grant_record_text(opened, "application.id");

	for (size_t i = 0; i < grant_record_count(files, ""); i++) {
		const grant_record *item = grant_record_item(files, i);
		const char *name = grant_record_text(item, "") ? grant_record_text(item, "")
		                                               : grant_record_text(item, "name");
		cleanup_text char *line = text_format("grant cat %s \"%s\"", id ? id : "ID", name ? name : "");

		put_remark(file, line);
	}
}

static void put_how(FILE *file)
{
	fputs("#\n", file);
	put_remark(file, _("Write a score behind each colon, or n/a where a criterion does not apply.\n"
	                   "Down to the comment, lines with # in front are not read. Save and leave to hand the\n"
	                   "review in; leave without saving, or with nothing filled in, to hand in nothing."));
}

/* "need (0-20, step 0.5): 18" */
static void put_criterion(FILE *file, const grant_record *criterion, const grant_record *opened)
{
	const char *id = grant_record_text(criterion, "id"), *max = grant_record_text(criterion, "max");
	const char *min = grant_record_text(criterion, "min"), *step = grant_record_text(criterion, "step");
	const char *title = words_title(grant_record_at(criterion, "title"));
	const char *guide = words_title(grant_record_at(criterion, "guide"));
	cleanup_text char *path = text_format("review.scores.%s", id ? id : "");
	const char *score = grant_record_text(opened, path);

	if (!score && grant_record_has(opened, path))
		score = "n/a";
	fputc('\n', file);
	if (*title)
		put_remark(file, title);
	if (*guide)
		put_remark(file, guide);
	fprintf(file, "%s (%s-%s%s%s): %s\n", id ? id : "", min ? min : "0", max ? max : "", step ? ", step " : "",
	        step ? step : "", score ? score : "");
}

char *form_new(const grant_record *opened)
{
	const grant_record *criteria = grant_record_at(opened, "criteria");
	const char *comment = grant_record_text(opened, "review.comment");
	char *text = NULL;
	size_t size;
	FILE *file = open_memstream(&text, &size);

	if (!file)
		return text_copy("");
	put_head(file, opened);
	put_files(file, opened);
	put_how(file);
	for (size_t i = 0; i < grant_record_count(criteria, ""); i++)
		put_criterion(file, grant_record_item(criteria, i), opened);
	fputc('\n', file);
	put_remark(file, _("Behind and below the next line: what you want to say about the application.\n"
	                   "All of it is kept, lines with # in front too."));
	fprintf(file, COMMENT ":\n%s%s", comment ? comment : "", comment ? "\n" : "");
	fclose(file);
	return text;
}

/* ---- reading ---- */

static void add_mistake(struct form *form, size_t line, char *message)
{
	form->mistakes = memory_grow(form->mistakes, form->mistake_count + 1, sizeof(*form->mistakes));
	form->mistakes[form->mistake_count++] = (struct form_mistake){ line, message };
}

static bool has_score(const struct form *form, const char *name)
{
	for (size_t i = 0; i < form->score_count; i++)
		if (strcmp(form->scores[i].criterion, name) == 0)
			return true;
	return false;
}

static void add_score(struct form *form, const char *name, const char *value, size_t line)
{
	bool is_missing = strcasecmp(value, "n/a") == 0;

	form->scores = memory_grow(form->scores, form->score_count + 1, sizeof(*form->scores));
	form->lines = memory_grow(form->lines, form->score_count + 1, sizeof(*form->lines));
	form->scores[form->score_count] = (grant_score){ name, is_missing ? NULL : value };
	form->lines[form->score_count++] = line;
}

/* Cuts a line in two at its colon, which may be a Chinese one. */
static char *cut_at_colon(char *line)
{
	char *narrow = strchr(line, ':'), *wide = strstr(line, WIDE_COLON);
	char *at = narrow && (!wide || narrow < wide) ? narrow : wide;

	if (!at)
		return NULL;
	*at = '\0';
	return at + (at == wide ? strlen(WIDE_COLON) : 1);
}

/* Marks stand above it; below, all is the reviewer's. */
static bool opens_comment(const char *line, size_t length)
{
	cleanup_text char *copy = text_format("%.*s", (int)length, line);
	char *name = text_trim(copy);

	if (*name == '#' || !cut_at_colon(name))
		return false;
	name[strcspn(name, " \t(")] = '\0';
	return strcmp(name, COMMENT) == 0;
}

/* A line above the comment. true: it opens the comment, whose first part is left in *value. */
static bool read_line(struct form *form, char *line, size_t number, const grant_record *opened, char **value)
{
	char *name = text_trim(line);

	if (!*name || *name == '#')
		return false;
	*value = cut_at_colon(name);
	if (!*value) {
		add_mistake(form, number, text_copy(_("this line belongs to no field; the comment stands at the end")));
		return false;
	}
	name[strcspn(name, " \t(")] = '\0';
	if (strcmp(name, COMMENT) == 0)
		return true;
	*value = text_trim(*value);
	if (!words_find(grant_record_at(opened, "criteria"), "id", name))
		add_mistake(form, number, text_format(_("there is no criterion “%s”"), name));
	else if (has_score(form, name))
		add_mistake(form, number, text_format(_("“%s” is there twice"), name));
	else if (**value)
		add_score(form, name, *value, number);
	return false;
}

static void add_to_comment(char **comment, const char *line)
{
	char *longer = text_format("%s%s\n", *comment, line);

	free(*comment);
	*comment = longer;
}

void form_read(struct form *form, const char *text, const grant_record *opened)
{
	cleanup_text char *comment = text_copy("");
	bool in_comment = false;
	char *rest, *line;

	*form = (struct form){ .text = text_copy(text) };
	rest = form->text;
	for (size_t number = 0; (line = strsep(&rest, "\n")) != NULL; number++) {
		char *value = NULL;

		if (in_comment) {
			add_to_comment(&comment, line);
		} else if (!in_comment && read_line(form, line, number, opened, &value)) {
			in_comment = true;
			add_to_comment(&comment, value);
		}
	}
	form->comment = text_copy(text_trim(comment));
}

void form_clear(struct form *form)
{
	for (size_t i = 0; i < form->mistake_count; i++)
		free(form->mistakes[i].message);
	free(form->mistakes);
	free(form->scores);
	free(form->lines);
	free(form->comment);
	free(form->text);
	*form = (struct form){ 0 };
}

bool form_is_empty(const struct form *form)
{
	return form->score_count == 0 && form->mistake_count == 0 && !*form->comment;
}

static bool is_same_text(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

bool form_is_same(const struct form *a, const struct form *b)
{
	if (a->score_count != b->score_count || a->mistake_count != b->mistake_count ||
	    strcmp(a->comment, b->comment) != 0)
		return false;
	for (size_t i = 0; i < a->score_count; i++)
		if (!is_same_text(a->scores[i].criterion, b->scores[i].criterion) ||
		    !is_same_text(a->scores[i].value, b->scores[i].value))
			return false;
	return true;
}

/* ---- marking ---- */

static bool names_field(const char *line, const char *name, size_t size)
{
	return strncmp(line, name, size) == 0 && strchr(" \t(:", line[size]) != NULL;
}

/* The line of a criterion, filled in or not; of the comment; else the top. Never one in the comment. */
static size_t line_of(const char *text, const char *name)
{
	size_t number = 0, size = strlen(name);

	while (*text) {
		size_t length = strcspn(text, "\n");

		if (length > size && names_field(text, name, size))
			return number;
		if (opens_comment(text, length))
			break;
		text += length + (text[length] == '\n');
		number++;
	}
	return FORM_TOP;
}

void form_add_findings(struct form *form, const char *text, const grant_findings *findings)
{
	for (size_t i = 0; i < grant_findings_count(findings); i++) {
		const grant_finding *finding = grant_findings_at(findings, i);
		const char *field = grant_finding_place(finding, GRANT_PLACE_FIELD);
		const char *last = field ? strrchr(field, '.') : NULL;
		const char *name = last ? last + 1 : field;

		if (grant_finding_severity(finding) != GRANT_ERROR)
			continue;
		add_mistake(form, name && *name ? line_of(text, name) : FORM_TOP,
		            text_format("%s; %s", grant_finding_message(finding), grant_finding_remedy(finding)));
	}
}

static void put_marks(FILE *file, const struct form *form, size_t line)
{
	for (size_t i = 0; i < form->mistake_count; i++)
		if (form->mistakes[i].line == line)
			fprintf(file, MARK " %s\n", form->mistakes[i].message);
}

char *form_marked(const struct form *form, const char *text)
{
	char *marked = NULL;
	size_t size, number = 0;
	bool in_comment = false;
	FILE *file = open_memstream(&marked, &size);

	if (!file)
		return text_copy(text);
	put_marks(file, form, FORM_TOP);
	while (*text) {
		size_t length = strcspn(text, "\n"), whole = length + (text[length] == '\n');

		put_marks(file, form, number++);
		in_comment = in_comment || opens_comment(text, length);
		if (in_comment || !text_starts(text, MARK))
			fwrite(text, 1, whole, file);
		text += whole;
	}
	fclose(file);
	return marked;
}

void form_tell_marks(struct cli *cli, const char *text)
{
	cleanup_text char *copy = text_copy(text);
	char *rest = copy, *line;

	while ((line = strsep(&rest, "\n")) != NULL && !opens_comment(line, strlen(line)))
		if (text_starts(line, MARK))
			note(cli, "   %s", line + strlen(MARK));
}
