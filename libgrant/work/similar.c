/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Other applications that look like one: by their texts and by who hands them in. The index has the texts of all; where they
 * stand is looked up in the record of an application that was found. Not here: how texts are compared (analysis).
 */
#include "work/similar.h"

#include <stdio.h>
#include <string.h>

#include "analysis/analysis.h"
#include "base/error.h"
#include "base/mem.h"
#include "base/text.h"
#include "work/subject.h"

#define LONGEST_MIN 48  /* letters in a row: two sentences */
#define COMMON_MIN 120  /* or so many in all */
#define SHOWN_MAX 5     /* applications that are told of, those with most in common first */
#define EXCERPT_BYTES 120

/* A text field of the application and where its text begins in the joined texts. */
struct part {
	char *field;
	size_t start;
};

struct likeness {
	char id[GR_ID_SIZE];
	struct gr_similarity similarity;
};

struct comparison {
	grant_findings *findings;
	grant_round *round;
	const struct gr_oid *commit;
	const char *id, *name, *code;
	struct gr_buf texts;
	struct part *parts;
	size_t part_count;
	gr_similar *similar;
	struct likeness found[SHOWN_MAX]; /* most in common first */
	size_t found_count;
};

/* ---- the texts of an application ---- */

static int add_part(struct comparison *comparison, const char *field, const char *text)
{
	struct part *parts;

	if (!text)
		return 0;
	parts = gr_resize_array(comparison->parts, comparison->part_count + 1, sizeof(*parts));
	if (!parts)
		return GRANT_ENOMEM;
	comparison->parts = parts;
	parts[comparison->part_count].field = gr_strdup(field);
	parts[comparison->part_count].start = comparison->texts.size;
	if (!parts[comparison->part_count++].field)
		return GRANT_ENOMEM;
	gr_buf_text_append(&comparison->texts, text);
	gr_buf_byte(&comparison->texts, '\n');
	return gr_buf_ok(&comparison->texts);
}

static int add_parts(struct comparison *comparison, const gr_value *application)
{
	const gr_value *answers = gr_map_get(application, "answers");
	int r = add_part(comparison, "summary", gr_map_text(application, "summary"));

	for (size_t i = 0; r == 0 && i < gr_value_count(answers); i++) {
		gr_autofree_text char *field = gr_format("answers.%s", gr_value_key(answers, i));

		r = field ? add_part(comparison, field, gr_value_text(gr_value_item(answers, i))) : GRANT_ENOMEM;
	}
	return r;
}

static const char *field_at(const struct comparison *comparison, size_t at)
{
	const char *field = "summary";

	for (size_t i = 0; i < comparison->part_count && comparison->parts[i].start <= at; i++)
		field = comparison->parts[i].field;
	return field;
}

/* ---- one other application ---- */

static void compare_organisation(struct comparison *comparison, const gr_value *row)
{
	struct gr_place place = { .record = comparison->id, .field = "organisation.name" };
	const char *id = gr_map_text(row, "application"), *name = gr_map_text(row, "organisation_name");
	const char *code = gr_map_text(row, "organisation_uscc");

	if (!name || !comparison->name || strcmp(name, comparison->name) == 0)
		return;
	if (code && comparison->code && strcmp(code, comparison->code) == 0)
		gr_findings_add(comparison->findings, GR_F_LIKENESS_CODE, &place, id, name, code, NULL);
	else if (gr_similar_names(name, comparison->name))
		gr_findings_add(comparison->findings, GR_F_LIKENESS_NAME, &place, id, name, NULL);
}

/* Into its place among those that are told of, or nowhere. */
static void keep(struct comparison *comparison, const char *id, const struct gr_similarity *similarity)
{
	size_t at = comparison->found_count;

	while (at > 0 && comparison->found[at - 1].similarity.common < similarity->common)
		at--;
	if (at == SHOWN_MAX)
		return;
	if (comparison->found_count < SHOWN_MAX)
		comparison->found_count++;
	memmove(comparison->found + at + 1, comparison->found + at, (comparison->found_count - at - 1) * sizeof(*comparison->found));
	snprintf(comparison->found[at].id, GR_ID_SIZE, "%s", id);
	comparison->found[at].similarity = *similarity;
}

static int compare_texts(struct comparison *comparison, const gr_value *row)
{
	static const char *const columns[] = { "summary", "body" };
	struct gr_similarity all = { 0 };

	for (size_t i = 0; i < GR_COUNT(columns); i++) {
		const char *text = gr_map_text(row, columns[i]);
		struct gr_similarity one = { 0 };
		int r = text ? gr_similar_compare(&one, comparison->similar, text) : 0;

		if (r < 0)
			return r;
		one.common += all.common;
		if (one.longest > all.longest)
			all = one;
		else
			all.common = one.common;
	}
	if (all.longest >= LONGEST_MIN || all.common >= COMMON_MIN)
		keep(comparison, gr_map_text(row, "application"), &all);
	return 0;
}

/* ---- all others ---- */

static int compare_with_all(struct comparison *comparison, gr_index *index)
{
	struct gr_condition others[] = { { .column = "application", .compare = GR_NOT_EQUAL, .text = comparison->id } };
	struct gr_select select = { .table = "application", .conditions = others, .condition_count = GR_COUNT(others) };
	gr_cursor *cursor = NULL;
	const gr_value *row;
	int r = gr_index_select(&cursor, index, &select);

	if (r < 0)
		return r;
	while ((r = gr_cursor_next(&row, cursor)) == 1) {
		compare_organisation(comparison, row);
		r = compare_texts(comparison, row);
		if (r < 0)
			break;
	}
	gr_cursor_free(cursor);
	return r;
}

/* ---- what was found ---- */

/* The field of the other application that has most of it. */
static int find_field(char **out, const struct comparison *comparison, const char *id)
{
	struct comparison other = { .texts = GR_BUF_INIT };
	struct gr_subject subject = { 0 };
	size_t most = 0;
	int r = gr_subject_load(&subject, comparison->round, comparison->commit, id);

	*out = NULL;
	if (r == 0)
		r = add_parts(&other, gr_subject_get(&subject, GR_KIND_APPLICATION));
	for (size_t i = 0; r == 0 && i < other.part_count; i++) {
		size_t end = i + 1 < other.part_count ? other.parts[i + 1].start : other.texts.size;
		gr_autofree_text char *text = gr_strndup(gr_buf_text(&other.texts) + other.parts[i].start, end - other.parts[i].start);
		struct gr_similarity one;

		r = text ? gr_similar_compare(&one, comparison->similar, text) : GRANT_ENOMEM;
		if (r < 0 || one.common <= most)
			continue;
		most = one.common;
		gr_free(*out);
		*out = gr_strdup(other.parts[i].field);
	}
	for (size_t i = 0; i < other.part_count; i++)
		gr_free(other.parts[i].field);
	gr_free(other.parts);
	gr_buf_free(&other.texts);
	gr_subject_clear(&subject);
	return r;
}

static int tell(const struct comparison *comparison, const struct likeness *likeness)
{
	const struct gr_similarity *similarity = &likeness->similarity;
	struct gr_place place = { .record = comparison->id, .field = field_at(comparison, similarity->from) };
	const char *start = gr_buf_text(&comparison->texts) + similarity->from;
	gr_autofree_text char *text = gr_strndup(start, similarity->to - similarity->from);
	gr_autofree_text char *number = gr_format("%zu", similarity->common);
	gr_autofree_text char *field = NULL;
	int r = text && number ? find_field(&field, comparison, likeness->id) : GRANT_ENOMEM;

	if (r < 0)
		return r;
	for (char *at = text; *at; at++)
		if (*at == '\n')
			*at = ' ';
	text[gr_utf8_cut(text, EXCERPT_BYTES)] = '\0';
	gr_findings_add(comparison->findings, GR_F_LIKENESS_TEXT, &place, number, likeness->id, field ? field : "", text,
	                NULL);
	return 0;
}

static void clear(struct comparison *comparison)
{
	for (size_t i = 0; i < comparison->part_count; i++)
		gr_free(comparison->parts[i].field);
	gr_free(comparison->parts);
	gr_buf_free(&comparison->texts);
	gr_similar_free(comparison->similar);
}

static int find(grant_findings *findings, grant_round *round, const struct gr_oid *commit, const char *id,
                const gr_value *application)
{
	struct comparison comparison = { .findings = findings, .round = round, .commit = commit, .id = id, .texts = GR_BUF_INIT };
	gr_index *index = NULL;
	int r = add_parts(&comparison, application);

	comparison.name = gr_value_text(gr_value_at(application, "organisation.name"));
	comparison.code = gr_value_text(gr_value_at(application, "organisation.uscc"));
	if (r == 0)
		r = gr_similar_new(&comparison.similar, gr_buf_text(&comparison.texts));
	if (r == 0)
		r = gr_round_index(&index, round, commit);
	if (r == 0)
		r = compare_with_all(&comparison, index);
	for (size_t i = 0; r == 0 && i < comparison.found_count; i++)
		r = tell(&comparison, &comparison.found[i]);
	clear(&comparison);
	return r;
}

/* Once more with a new index when it turns out to be damaged. */
int gr_similar_find(grant_findings *findings, grant_round *round, const struct gr_oid *commit, const char *id,
                    const gr_value *application)
{
	int r;

	do {
		gr_auto_findings grant_findings *found = gr_findings_new();

		r = found ? find(found, round, commit, id, application) : GRANT_ENOMEM;
		if (r == 0)
			gr_findings_move(findings, found);
	} while (gr_round_mend_index(round, r));
	return r;
}
