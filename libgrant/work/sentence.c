/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The table of sentences. What a commit stores is English, so that the same act gives the same bytes everywhere; for a reader
 * of another language the values are taken out of the English line and put into the translated one. Not here: what an act
 * puts into its detail (its own file; the column `detail` says the shape).
 */
#include "work/sentence.h"

#include <stdio.h>
#include <string.h>

#include "base/base.h"
#include "base/error.h"
#include "base/text.h"

#define VALUES 2
#define VALUE_SIZE 512

struct sentence {
	const char *act;
	const char *line;
	const char *detail; /* the shape of {detail} where it holds words besides values */
};

static const struct sentence sentences[] = {
	{ "init", N_("Make the round {subject}"), NULL },
	{ "round-edit", N_("Edit the round {subject}: {detail}"), NULL },
	{ "person-add", N_("Add the person {subject}"), NULL },
	{ "person-edit", N_("Edit the person {subject}: {detail}"), NULL },
	{ "person-retire", N_("Retire the person {subject} after {detail}"), NULL },
	{ "submit", N_("Take in {subject}: {detail}"), NULL },
	{ "screen", N_("Screen {subject}: {detail}"), NULL },
	{ "amend", N_("Amend the form of {subject}: {detail}"), NULL },
	{ "withdraw", N_("Withdraw {subject}"), NULL },
	{ "withdraw-undo", N_("Take the withdrawal of {subject} back: {detail}"), NULL },
	{ "conflict", N_("Declare a conflict of interest of {detail} with {subject}"), NULL },
	{ "assign", N_("Assign {subject} to {detail}"), NULL },
	{ "assign-auto", N_("Assign reviewers in the stage {subject}: {detail}"), N_("{0} reviews, seed {1}") },
	{ "review", N_("Review {subject} by {detail}"), NULL },
	{ "review-import", N_("Take in {detail} in the stage {subject}"), N_("{0} reviews by {1}") },
	{ "measure", N_("Record of {subject}: {detail}"), NULL },
	{ "measure-import", N_("Record measures of {detail}"), N_("{0} applications") },
	{ "rank", N_("Record the ranking of the stage {subject}: {detail}"), N_("{0} applications") },
	{ "draw-pool", N_("Fix the pool of draw {subject}: {detail}"), N_("{0} by {1}") },
	{ "draw-run", N_("Run draw {subject}: {detail}"), N_("{0} of {1}") },
	{ "decide", N_("Decide {subject}: {detail}"), "{0} {1}" },
	{ "decide-ranking", N_("Decide by the ranking of the stage {subject}: {detail}"), N_("{0} applications") },
	{ "agree", N_("Agree with {subject} on {detail}"), NULL },
	{ "milestone", N_("Assess {subject}, milestone {detail}"), "{0}: {1}" },
	{ "pay-request", N_("Request payment to {subject}: {detail}"), N_("{0} of tranche {1}") },
	{ "pay-approve", N_("Approve payment to {subject}: {detail}"), N_("{0} of tranche {1}") },
	{ "pay-done", N_("Record payment to {subject}: {detail}"), N_("{0} of tranche {1}") },
	{ "pay-return", N_("Send payment to {subject} back: {detail}"), N_("{0} of tranche {1}") },
};

/* Values that are words of the format. */
static const char *const words[] = {
	N_("pass"),    N_("return"),  N_("reject"),    N_("approve"),
	N_("reserve"), N_("decline"), N_("condition"), N_("fail"),
};

static const struct sentence *find_sentence(const char *act)
{
	for (size_t i = 0; act && i < GR_COUNT(sentences); i++)
		if (strcmp(sentences[i].act, act) == 0)
			return &sentences[i];
	return NULL;
}

/* What goes into {subject}, and into {detail}, {0}, {1} in order. */
struct values {
	const char *subject;
	char items[VALUES][VALUE_SIZE];
};

/* The hole that begins at `at`: its value, and where the text goes on. */
static const char *value_at(const char **at, const struct values *values)
{
	const char *hole = *at;

	*at = strchr(hole, '}') + 1;
	if (gr_text_starts(hole, "{subject}"))
		return values->subject;
	return values->items[hole[1] == '1' ? 1 : 0];
}

static void fill(struct gr_buf *out, const char *pattern, const struct values *values)
{
	while (*pattern) {
		if (*pattern == '{')
			gr_buf_text_append(out, value_at(&pattern, values));
		else
			gr_buf_byte(out, *pattern++);
	}
}

void gr_sentence_write(struct gr_buf *out, const char *act, const char *subject, const char *detail)
{
	const struct sentence *sentence = find_sentence(act);
	struct values values = { .subject = subject };

	snprintf(values.items[0], VALUE_SIZE, "%s", detail ? detail : "");
	fill(out, sentence ? sentence->line : "{subject}: {detail}", &values);
}

/* ---- telling ---- */

/* How long the value is that begins at `text`, before the words that follow its hole; -1: they do not follow. */
static ptrdiff_t value_size(const char *text, const char *literal, size_t literal_size, bool is_last)
{
	gr_auto_buf struct gr_buf wanted = GR_BUF_INIT;
	const char *found;

	if (is_last)
		return gr_text_ends(text, literal) ? (ptrdiff_t)(strlen(text) - literal_size) : -1;
	gr_buf_append(&wanted, literal, literal_size);
	found = strstr(text, gr_buf_text(&wanted));
	return found ? found - text : -1;
}

/* Take the values out of a text that was made from the pattern; false when it was not. */
static bool take(struct values *values, const char *pattern, const char *text)
{
	while (*pattern) {
		bool is_subject = gr_text_starts(pattern, "{subject}");
		char *to = values->items[pattern[1] == '1' ? 1 : 0];
		size_t literal_size;
		ptrdiff_t size;

		if (*pattern != '{') {
			if (*pattern++ != *text++)
				return false;
			continue;
		}
		pattern = strchr(pattern, '}') + 1;
		literal_size = strcspn(pattern, "{");
		size = is_subject ? (gr_text_starts(text, values->subject) ? (ptrdiff_t)strlen(values->subject) : -1)
		                  : value_size(text, pattern, literal_size, pattern[literal_size] == '\0');
		if (size < 0 || size >= VALUE_SIZE)
			return false;
		if (!is_subject) {
			memcpy(to, text, (size_t)size);
			to[size] = '\0';
		}
		text += size;
	}
	return *text == '\0';
}

static void translate_word(char value[VALUE_SIZE])
{
	for (size_t i = 0; i < GR_COUNT(words); i++) {
		if (strcmp(words[i], value) == 0) {
			snprintf(value, VALUE_SIZE, "%s", _(words[i]));
			return;
		}
	}
}

/* {detail} in the reader's language. */
static void tell_detail(char detail[VALUE_SIZE], const char *shape)
{
	gr_auto_buf struct gr_buf told = GR_BUF_INIT;
	struct values parts = { .subject = "" };

	translate_word(detail);
	if (!shape || !take(&parts, shape, detail))
		return;
	for (size_t i = 0; i < VALUES; i++)
		translate_word(parts.items[i]);
	fill(&told, _(shape), &parts);
	gr_buf_truncate(&told, gr_utf8_cut(gr_buf_text(&told), VALUE_SIZE - 1));
	snprintf(detail, VALUE_SIZE, "%s", gr_buf_text(&told));
}

void gr_sentence_tell(struct gr_buf *out, const char *act, const char *subject, const char *line)
{
	const struct sentence *sentence = find_sentence(act);
	struct values values = { .subject = subject ? subject : "" };

	if (!sentence || !take(&values, sentence->line, line)) {
		gr_buf_text_append(out, line);
		return;
	}
	tell_detail(values.items[0], sentence->detail);
	fill(out, _(sentence->line), &values);
}
