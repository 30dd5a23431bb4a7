/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What came against what a case wants. Numbers are compared by value, so that "250/3" stands for a fraction that JSON cannot
 * write. Of a record that rules answer with, a case names what it cares for; a part's results are compared whole.
 */
#include "work/rules-case.h"

#include <stdio.h>
#include <string.h>

#include "base/error.h"
#include "base/exact.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/text.h"

#define SHOWN_MAX 400

struct comparing {
	bool whole;        /* what is not named must not be there */
	struct gr_buf at;  /* the place that is looked at: "results.0.total" */
	const gr_value *expected, *came; /* where they differ */
};

static bool is_nothing(const gr_value *value)
{
	return !value || gr_value_is(value, GR_NULL);
}

static bool is_scalar(const gr_value *value)
{
	return gr_value_is(value, GR_NUMBER) || gr_value_is(value, GR_TEXT);
}

/* A text may stand for a number that came; a number never for a text. */
static bool equal_numbers(const gr_value *expected, const gr_value *came)
{
	gr_auto_exact struct gr_exact a = GR_EXACT_ZERO, b = GR_EXACT_ZERO;
	bool equal = gr_exact_parse(&a, gr_value_text(expected)) == 0 && gr_exact_parse(&b, gr_value_text(came)) == 0 &&
	             gr_exact_compare(&a, &b) == 0;

	gr_error_clear();
	return equal;
}

static bool differ(struct comparing *comparing, const gr_value *expected, const gr_value *came)
{
	comparing->expected = expected;
	comparing->came = came;
	return false;
}

static bool compare(struct comparing *comparing, const gr_value *expected, const gr_value *came);

static bool step(struct comparing *comparing, const char *name, const gr_value *expected, const gr_value *came)
{
	size_t size = comparing->at.size;
	bool same;

	gr_buf_printf(&comparing->at, ".%s", name);
	same = compare(comparing, expected, came);
	if (same)
		gr_buf_truncate(&comparing->at, size);
	return same;
}

static bool compare_lists(struct comparing *comparing, const gr_value *expected, const gr_value *came)
{
	size_t count = gr_value_count(expected);
	char name[24];

	while (count > 0 && is_nothing(gr_value_item(expected, count - 1)))
		count--; /* nil at the end of what Lua returns is not there */
	/* An empty table of Lua is a list; where a case wants an empty map, it is that. */
	if (count != gr_value_count(came) || !(gr_value_is(came, GR_LIST) || count == 0))
		return differ(comparing, expected, came);
	for (size_t i = 0; i < count; i++) {
		snprintf(name, sizeof(name), "%zu", i);
		if (!step(comparing, name, gr_value_item(expected, i), gr_value_item(came, i)))
			return false;
	}
	return true;
}

static bool compare_maps(struct comparing *comparing, const gr_value *expected, const gr_value *came)
{
	if (!gr_value_is(came, GR_MAP) && !(gr_value_is(came, GR_LIST) && gr_value_count(came) == 0))
		return differ(comparing, expected, came);
	for (size_t i = 0; i < gr_value_count(expected); i++) {
		const char *key = gr_value_key(expected, i);

		if (!step(comparing, key, gr_value_item(expected, i), gr_map_get(came, key)))
			return false;
	}
	for (size_t i = 0; comparing->whole && i < gr_value_count(came); i++) {
		const char *key = gr_value_key(came, i);

		if (!gr_map_get(expected, key) && !step(comparing, key, NULL, gr_value_item(came, i)))
			return false;
	}
	return true;
}

static bool compare(struct comparing *comparing, const gr_value *expected, const gr_value *came)
{
	bool same;

	if (is_nothing(expected) || is_nothing(came)) {
		same = is_nothing(expected) && is_nothing(came);
	} else if (gr_value_is(expected, GR_LIST)) {
		return compare_lists(comparing, expected, came);
	} else if (gr_value_is(expected, GR_MAP)) {
		return compare_maps(comparing, expected, came);
	} else if (gr_value_is(came, GR_NUMBER) && is_scalar(expected)) {
		same = equal_numbers(expected, came);
	} else {
		same = gr_value_equal(expected, came);
	}
	return same || differ(comparing, expected, came);
}

/* ---- told ---- */

/* In one line, cut. */
static char *one_line(const gr_value *value)
{
	gr_auto_buf struct gr_buf json = GR_BUF_INIT;
	struct gr_buf line = GR_BUF_INIT;
	const char *text;

	if (!value)
		return gr_strdup("null");
	gr_json_write(&json, value);
	if (gr_buf_ok(&json) < 0)
		return NULL;
	for (text = gr_buf_text(&json); *text; text++) {
		if (*text != '\n') {
			gr_buf_byte(&line, *text);
			continue;
		}
		text += strspn(text + 1, " ");
		if (text[1])
			gr_buf_byte(&line, ' ');
	}
	if (line.size > SHOWN_MAX) {
		gr_buf_truncate(&line, gr_utf8_cut(gr_buf_text(&line), SHOWN_MAX));
		gr_buf_text_append(&line, "…");
	}
	return gr_buf_steal(&line);
}

/* An error was wanted, or one came that was not: the words are looked for in it. */
static bool compare_failure(struct comparing *comparing, const gr_value *given, const gr_value *came)
{
	const char *wanted = gr_map_text(given, "fails"), *words = gr_map_text(came, "fails");

	if (wanted && words && strstr(words, wanted))
		return true;
	gr_buf_truncate(&comparing->at, 0);
	gr_buf_text_append(&comparing->at, "fails");
	return differ(comparing, gr_map_get(given, "fails"), words ? gr_map_get(came, "fails") : NULL);
}

int gr_case_compare(char **at, char **expected, char **actual, const gr_value *given, const gr_value *came)
{
	const gr_value *gives = gr_map_get(given, "gives");
	struct comparing comparing = { .whole = gr_value_is(gives, GR_LIST), .at = GR_BUF_INIT };
	bool same;

	gr_buf_text_append(&comparing.at, "gives");
	same = gr_map_get(given, "fails") || gr_map_get(came, "fails")
	               ? compare_failure(&comparing, given, came)
	               : compare(&comparing, gives, came);

	if (same) {
		gr_buf_free(&comparing.at);
		return 1;
	}
	*at = gr_buf_steal(&comparing.at);
	*expected = one_line(comparing.expected);
	*actual = one_line(comparing.came);
	return *at && *expected && *actual ? 0 : gr_fail_memory();
}

/* What they answer may be long; so what is shown is where they differ: "results.3.total: 88.5". */
int gr_case_compare_states(char **at, char **expected, char **actual, const gr_value *first, const gr_value *other)
{
	struct comparing comparing = { .whole = true, .at = GR_BUF_INIT, .expected = first, .came = other };
	gr_auto_buf struct gr_buf a = GR_BUF_INIT;
	gr_auto_buf struct gr_buf b = GR_BUF_INIT;
	gr_autofree_text char *shown = NULL;

	gr_json_write(&a, first);
	gr_json_write(&b, other);
	if (gr_buf_ok(&a) < 0 || gr_buf_ok(&b) < 0)
		return GRANT_ENOMEM;
	if (strcmp(gr_buf_text(&a), gr_buf_text(&b)) == 0)
		return 1;
	if (compare(&comparing, first, other)) /* the same number, written otherwise: the whole is shown */
		gr_buf_truncate(&comparing.at, 0);
	shown = one_line(comparing.expected);
	*at = gr_strdup("states");
	*expected = shown && comparing.at.size > 0 ? gr_format("%s: %s", gr_buf_text(&comparing.at) + 1, shown) : gr_strdup(shown);
	*actual = one_line(comparing.came);
	gr_buf_free(&comparing.at);
	return *at && *expected && *actual ? 0 : gr_fail_memory();
}
