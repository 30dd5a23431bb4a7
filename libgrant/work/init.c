/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Making a round: the first commit. Description and rules are checked together, the modules that the rules require are
 * copied in, the maker becomes the first officer. Not here: changing a round later.
 */
#include <grant/round.h>

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/text.h"
#include "work/act.h"
#include "work/handle.h"
#include "work/rule-file.h"

/* What is read and checked before anything is made. */
struct plan {
	const grant_init_options *options;
	gr_value *description;
	struct gr_buf rules;
	gr_rules *loaded;
	grant_findings *findings;
};

static void clear_plan(struct plan *plan)
{
	gr_value_free(plan->description);
	gr_buf_free(&plan->rules);
	gr_rules_free(plan->loaded);
	grant_findings_free(plan->findings);
}

/* ---- reading ---- */

static int read_rules(struct plan *plan)
{
	struct gr_rule_file file = { .path = plan->options->rules_file };
	int r = gr_rule_file_read(&plan->rules, &file);

	if (r == 0)
		r = gr_rules_load(&plan->loaded, plan->findings, file.path, gr_buf_text(&plan->rules), gr_rule_file_module,
		                  &file);
	if (r == 0)
		r = gr_rule_file_check_stages(plan->findings, plan->loaded, plan->description, file.path);
	return r == GRANT_EINPUT || r == GRANT_ERULE ? gr_findings_explain(plan->findings, r) : r;
}

static int check_options(const char *dir, const grant_init_options *options)
{
	if (!dir || !options || options->version != GRANT_INIT_OPTIONS_VERSION || !options->round_file ||
	    !options->rules_file || !options->person || !options->name)
		return gr_fail(GRANT_EINVALID, _("a round needs a folder, a description, rules, and who makes it"));
	if (!options->unsigned_commits)
		return gr_fail(GRANT_ESIGNATURE, _("this version does not sign yet; make the round with --unsigned"));
	if (options->at && !options->retrospective)
		return gr_fail(GRANT_EDENIED,
		               _("a time can be said only in a round that is made with --retrospective"));
	if (!gr_id_valid(options->person))
		return gr_error_in_field(
			gr_fail(GRANT_EINPUT,
		                _("“%s” is no id of a person; use a lower-case letter followed by letters, digits and -"),
		                options->person),
			"person");
	return 0;
}

/* ---- writing ---- */

static gr_value *make_format(const struct plan *plan)
{
	gr_value *format = gr_map_new();
	gr_value *features = gr_list_new();
	int r = format && features ? 0 : GRANT_ENOMEM;

	if (r == 0 && plan->options->unsigned_commits)
		r = gr_list_add(features, gr_text_new("unsigned"));
	if (r == 0 && plan->options->retrospective)
		r = gr_list_add(features, gr_text_new("retrospective"));
	if (r == 0)
		r = gr_map_set_int(format, "format", 1);
	if (r == 0)
		r = gr_map_set_text(format, "round", gr_map_text(plan->description, "id"));
	if (r == 0) {
		r = gr_map_set(format, "features", features);
		features = NULL;
	}
	if (r == 0)
		return format;
	gr_value_free(format);
	gr_value_free(features);
	return NULL;
}

static gr_value *make_person(const struct plan *plan)
{
	gr_value *person = gr_map_new();
	gr_value *roles = gr_list_new();
	int r = person && roles ? gr_list_add(roles, gr_text_new("officer")) : GRANT_ENOMEM;

	if (r == 0)
		r = gr_map_set_text(person, "id", plan->options->person);
	if (r == 0)
		r = gr_map_set_text(person, "name", plan->options->name);
	if (r == 0) {
		r = gr_map_set(person, "roles", roles);
		roles = NULL;
	}
	if (r == 0)
		return person;
	gr_value_free(person);
	gr_value_free(roles);
	return NULL;
}

/* "grant.mean" -> "round/rules/grant/mean.lua". Yours; NULL: no memory. */
static char *module_in_round(const char *name)
{
	struct gr_buf path = GR_BUF_INIT;

	gr_buf_text_append(&path, "round/rules/");
	for (const char *c = name; *c; c++)
		gr_buf_byte(&path, *c == '.' ? '/' : *c);
	gr_buf_text_append(&path, ".lua");
	return gr_buf_steal(&path);
}

static int put_modules(struct gr_act *act, struct plan *plan)
{
	struct gr_rule_file file = { .path = plan->options->rules_file };
	const char *name;

	for (size_t i = 0; (name = gr_rules_module(plan->loaded, i)); i++) {
		gr_autofree_text char *source = gr_rule_file_module(name, &file);
		gr_autofree_text char *path = module_in_round(name);
		int r;

		if (!source || !path)
			return GRANT_ENOMEM;
		r = gr_edit_put_bytes(act->edit, path, source, strlen(source));
		if (r < 0)
			return r;
	}
	return 0;
}

static int build_round(struct gr_act *act, const void *input)
{
	struct plan *plan = (struct plan *)(uintptr_t)input;
	struct gr_location format = { .kind = GR_KIND_FORMAT };
	struct gr_location round = { .kind = GR_KIND_ROUND };
	struct gr_location person = { .kind = GR_KIND_PERSON };
	int r;

	snprintf(person.person, sizeof(person.person), "%s", plan->options->person);
	r = gr_edit_put_bytes(act->edit, ".gitattributes", GR_ATTRIBUTES "\n", strlen(GR_ATTRIBUTES "\n"));
	if (r == 0)
		r = gr_act_put(act, &format, make_format(plan));
	if (r == 0)
		r = gr_act_put(act, &round, gr_value_copy(plan->description));
	if (r == 0)
		r = gr_edit_put_bytes(act->edit, "round/rules.lua", gr_buf_text(&plan->rules), plan->rules.size);
	if (r == 0)
		r = put_modules(act, plan);
	if (r == 0)
		r = gr_act_put(act, &person, make_person(plan));
	return r;
}

/* ---- a dry run: the paths of the same files ---- */

static int add_path(gr_value *changes, const char *path)
{
	gr_value *change = gr_map_new();
	int r = change && path ? gr_map_set_text(change, "path", path) : GRANT_ENOMEM;

	if (r == 0)
		r = gr_map_set_text(change, "change", "add");
	if (r == 0)
		return gr_list_add(changes, change);
	gr_value_free(change);
	return r;
}

static int add_place(gr_value *changes, const struct gr_location *place)
{
	gr_autofree_text char *path = gr_location_path(place);

	return add_path(changes, path);
}

static int list_changes(grant_record **out, const struct plan *plan)
{
	struct gr_location format = { .kind = GR_KIND_FORMAT }, round = { .kind = GR_KIND_ROUND };
	struct gr_location person = { .kind = GR_KIND_PERSON };
	gr_auto_value gr_value *told = gr_map_new();
	gr_value *changes = told ? gr_list_new() : NULL;
	const char *name;
	int r = told ? gr_map_set(told, "changes", changes) : GRANT_ENOMEM;

	snprintf(person.person, sizeof(person.person), "%s", plan->options->person);
	if (r == 0)
		r = add_path(changes, ".gitattributes");
	if (r == 0)
		r = add_place(changes, &format);
	if (r == 0)
		r = add_place(changes, &person);
	if (r == 0)
		r = add_place(changes, &round);
	if (r == 0)
		r = add_path(changes, "round/rules.lua");
	for (size_t i = 0; r == 0 && (name = gr_rules_module(plan->loaded, i)); i++) {
		gr_autofree_text char *path = module_in_round(name);

		r = add_path(changes, path);
	}
	if (r == 0)
		*out = gr_record_of(gr_steal_value(&told));
	return r;
}

static const struct gr_act_row init_row = {
	.name = "init",
	.roles = GR_ROLE_OFFICER,
	.build = build_round,
};

static int commit_round(struct gr_act *act)
{
	gr_autofree_text char *message = NULL;
	gr_autofree_text char *email = gr_format("%s@%s", act->actor, act->subject);
	struct gr_commit_request request;
	int r;

	if (!email)
		return GRANT_ENOMEM;
	r = gr_act_message(&message, act);
	if (r < 0)
		return r;
	request = gr_act_commit_request(act, message, email);
	r = gr_store_commit(&act->commit, act->edit, &request);
	if (r == 0)
		r = gr_store_move(act->round->store, NULL, &act->commit);
	return r;
}

/* The engine needs a commit to begin from; the first one is made by hand from the same parts. */
static int make_round(const char *dir, struct plan *plan)
{
	struct grant_round round = { .is_retrospective = plan->options->retrospective };
	struct gr_act act = { .round = &round, .row = &init_row };
	int r = 0;

	round.description = plan->description;
	if (plan->options->at) {
		round.has_at = true;
		r = gr_time_parse(&round.at, plan->options->at);
	}
	act.now = gr_round_now(&round);
	snprintf(act.actor, sizeof(act.actor), "%s", plan->options->person);
	act.findings = plan->findings;
	if (r == 0)
		r = gr_act_set_subject(&act, gr_map_text(plan->description, "id"));
	if (r == 0) {
		act.person = make_person(plan);
		r = act.person ? gr_store_init(&round.store, dir, plan->options->checkout) : GRANT_ENOMEM;
	}
	if (r == 0)
		r = gr_edit_new(&act.edit, round.store, NULL);
	if (r == 0)
		r = build_round(&act, plan);
	if (r == 0)
		r = commit_round(&act);
	gr_edit_free(act.edit);
	gr_value_free(act.person);
	gr_store_close(round.store);
	return r;
}

int grant_round_init(grant_findings **findings, const char *dir, const grant_init_options *options)
{
	struct plan plan = { .options = options, .rules = GR_BUF_INIT };
	int r;

	gr_error_clear();
	r = check_options(dir, options);
	if (r < 0)
		return r;
	plan.findings = gr_findings_new();
	if (!plan.findings)
		return GRANT_ENOMEM;
	r = gr_description_read(&plan.description, plan.findings, options->round_file);
	if (r == 0)
		r = read_rules(&plan);
	if (r == 0 && !options->dry_run)
		r = make_round(dir, &plan);
	if (r == 0 && options->dry_run && options->changes)
		r = list_changes(options->changes, &plan);
	if (findings) {
		*findings = plan.findings;
		plan.findings = NULL;
	}
	clear_plan(&plan);
	return r;
}
