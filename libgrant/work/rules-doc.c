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
#include "work/rules-about.h"

/* ---- parts ---- */

static int add_part(gr_value *parts, const struct gr_rule_file *file, const char *name)
{
	gr_autofree_text char *source = gr_rule_file_module(name, (void *)(uintptr_t)file);
	const char *stock = gr_rules_stock(name);
	gr_value *part = gr_map_new();
	int r = part && source ? gr_map_set_text(part, "name", name) : GRANT_ENOMEM;

	if (r == 0)
		r = gr_map_set_bool(part, "stock", stock && strcmp(stock, source) == 0);
	/* a file that begins with code has nothing to say of itself */
	if (r == 0 && gr_text_starts(source, "--"))
		r = gr_map_set(part, "about", gr_rules_about(source));
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
