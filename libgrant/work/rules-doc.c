/* SPDX-License-Identifier: Apache-2.0 */
/* What a rule file declares, for who puts it into words: a call's text, a page. Not here: the words (the program), running rules. */
#include <grant/rules.h>

#include <string.h>

#include "base/buf.h"
#include "base/decimal.h"
#include "base/error.h"
#include "base/mem.h"
#include "base/text.h"
#include "work/rule-file.h"

/* ---- parts ---- */

/* The first line of a part says what it does: "--- Mean of a list of numbers (平均分).", the Chinese in the last parentheses. */
static char *first_line(const char *source)
{
	size_t skip = strspn(source, "- ");

	return gr_strndup(source + skip, strcspn(source + skip, "\n"));
}

static bool has_chinese(const char *text, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if ((unsigned char)text[i] >= 0x80)
			return true;
	return false;
}

/* {"en", "zh"}; a line that is not of this shape is told as it is. */
static gr_value *about(const char *line)
{
	const char *open = strrchr(line, '('), *close = open ? strchr(open, ')') : NULL;
	bool has_both = close && has_chinese(open, (size_t)(close - open)) && open > line && !has_chinese(line, (size_t)(open - line));
	gr_autofree_text char *english = gr_strndup(line, has_both ? (size_t)(open - line) : strlen(line));
	gr_autofree_text char *chinese = has_both ? gr_strndup(open + 1, (size_t)(close - open) - 1) : gr_strdup(line);
	gr_value *told = gr_map_new();
	size_t size = english ? strlen(english) : 0;
	int r = told && english && chinese ? 0 : GRANT_ENOMEM;

	while (size > 0 && (english[size - 1] == ' ' || english[size - 1] == '.' || english[size - 1] == ';' || english[size - 1] == ','))
		english[--size] = '\0';
	if (r == 0)
		r = gr_map_set_text(told, "en", english);
	if (r == 0)
		r = gr_map_set_text(told, "zh", chinese);
	if (r == 0)
		return told;
	gr_value_free(told);
	return NULL;
}

static int add_part(gr_value *parts, const struct gr_rule_file *file, const char *name)
{
	gr_autofree_text char *source = gr_rule_file_module(name, (void *)(uintptr_t)file);
	gr_autofree_text char *line = source ? first_line(source) : NULL;
	const char *stock = gr_rules_stock(name);
	gr_value *part = gr_map_new();
	int r = part && line ? gr_map_set_text(part, "name", name) : GRANT_ENOMEM;

	if (r == 0)
		r = gr_map_set_bool(part, "stock", stock && strcmp(stock, source) == 0);
	/* a file that begins with code has nothing to say of itself */
	if (r == 0 && gr_text_starts(source, "--"))
		r = gr_map_set(part, "about", about(line));
	if (r == 0)
		return gr_list_add(parts, part);
	gr_value_free(part);
	return r;
}

/* ---- stages ---- */

/* What a review that scores all of its criteria with the highest score adds up to. */
static int add_sum(gr_value *stage)
{
	const gr_value *criteria = gr_map_get(stage, "criteria");
	char text[GR_DECIMAL_TEXT_SIZE];
	int64_t sum = 0, max;
	int r = 0;

	for (size_t i = 0; r == 0 && i < gr_value_count(criteria); i++) {
		r = gr_score_parse(&max, gr_map_text(gr_value_item(criteria, i), "max"));
		if (r == 0)
			r = gr_add_checked(&sum, sum, max);
	}
	gr_score_format(text, sum);
	return r == 0 ? gr_map_set(stage, "sum", gr_number_new(text)) : r;
}

static int describe(gr_value **out, const gr_rules *rules, const struct gr_rule_file *file)
{
	gr_auto_value gr_value *told = gr_value_copy(gr_rules_declared(rules));
	gr_value *parts = gr_list_new(), *stages = gr_map_get(told, "stages");
	const char *name;
	int r = told && parts ? gr_map_set_text(told, "file", file->path) : GRANT_ENOMEM;

	for (size_t i = 0; r == 0 && i < gr_value_count(stages); i++)
		r = add_sum(gr_value_item(stages, i));
	for (size_t i = 0; r == 0 && (name = gr_rules_module(rules, i)); i++)
		r = add_part(parts, file, name);
	if (r == 0)
		r = gr_map_set(told, "parts", gr_steal_value(&parts));
	gr_value_free(parts);
	if (r == 0)
		*out = gr_steal_value(&told);
	return r;
}

int grant_rules_describe(grant_record **out, grant_findings **findings, const char *path)
{
	struct gr_rule_file file = { .path = path };
	grant_findings *found;
	gr_rules *rules = NULL;
	gr_value *told = NULL;
	int r;

	gr_error_clear();
	if (!out || !path)
		return gr_fail(GRANT_EINVALID, _("no file was given"));
	found = gr_findings_new();
	r = found ? gr_rule_file_load(&rules, found, &file) : gr_fail_memory();
	if (r == GRANT_ERULE)
		r = gr_findings_explain(found, r);
	if (r == 0)
		r = describe(&told, rules, &file);
	gr_rules_free(rules);
	if (findings)
		*findings = found;
	else
		grant_findings_free(found);
	if (r == 0)
		*out = gr_record_of(told);
	return r;
}
