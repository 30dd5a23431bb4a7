/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Any bytes as a rule file or a part: loaded, its names looked at, and when it loads, asked once of everything. What comes back does not matter; nothing may
 * crash, leak, or leave a floating-point number behind.
 */
#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/finding.h"
#include "base/json.h"
#include "base/mem.h"
#include "fuzz.h"
#include "rules/rules.h"

static const char input[] =
	"{\"application\":{\"id\":\"XF-0001\",\"requested\":50000.00,\"measures\":{\"votes\":3},\"results\":{}},"
	"\"reviews\":[{\"person\":\"a\",\"scores\":{\"need\":18.5,\"plan\":70}},{\"person\":\"b\",\"scores\":{\"need\":17}}],"
	"\"round\":{\"budget\":100000,\"categories\":[]},"
	"\"ranking\":[{\"id\":\"XF-0001\",\"requested\":50000.00,\"place\":1,\"total\":88.5}]}";

static char *stock(const char *name, void *payload)
{
	const char *source = gr_rules_stock(name);

	(void)payload;
	return gr_strdup(source);
}

static void ask(const gr_rules *rules, const gr_value *given)
{
	const gr_value *app = gr_map_get(given, "application"), *round = gr_map_get(given, "round");
	const gr_value *ranking = gr_map_get(given, "ranking");
	const char *stage = gr_map_text(gr_value_item(gr_map_get(gr_rules_declared(rules), "stages"), 0), "id");
	gr_value *answers[5] = { NULL };
	int64_t steps = gr_rules_steps_of_ranking();
	int order;

	gr_rules_eligible(&answers[0], rules, app, round);
	if (gr_rules_scores_all(rules, stage))
		gr_rules_score_all(&answers[1], rules, stage, ranking, round);
	else
		gr_rules_score(&answers[2], rules, stage, app, gr_map_get(given, "reviews"), round);
	gr_rules_advance(&answers[3], rules, stage, ranking, round);
	gr_rules_allocate(&answers[4], rules, ranking, round);
	if (gr_rules_ties_by_function(rules, stage))
		gr_rules_compare(&order, rules, stage, app, app, &steps);
	for (size_t i = 0; i < 5; i++)
		gr_value_free(answers[i]);
}

static void call(const gr_rules *rules, const gr_value *given)
{
	gr_value *results = NULL;

	gr_rules_call(&results, rules, gr_map_get(given, "ranking"));
	gr_value_free(results);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static gr_value *given;
	char *source = malloc(size + 1);
	grant_findings *findings = gr_findings_new();
	gr_rules *rules = NULL;
	size_t line;

	if (!given && gr_json_read(&given, input, strlen(input)) < 0)
		abort();
	memcpy(source, data, size);
	source[size] = '\0';
	if (gr_rules_load_any(&rules, findings, "rules.lua", source, stock, NULL, true) == 0) {
		if (gr_rules_id_line(&line, rules, "need") < 0)
			abort();
		if (gr_rules_is_part(rules))
			call(rules, given);
		else
			ask(rules, given);
	} else if (grant_findings_count(findings) == 0 && grant_error_code(grant_error_last()) != GRANT_ENOMEM)
		abort(); /* refused without a word */
	gr_rules_free(rules);
	grant_findings_free(findings);
	free(source);
	return 0;
}
