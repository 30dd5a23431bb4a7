/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

/* The table of commands. Each command's function and options are in its own cmd-<name>.c. */

#include "cli.h"
#include "option.h"

enum command_group {
	GROUP_SETUP,
	GROUP_INTAKE,
	GROUP_REVIEW,
	GROUP_DECIDE,
	GROUP_FOLLOW,
	GROUP_LOOK,
	GROUP_PROGRAM,
	GROUP_COUNT
};

enum command_needs {
	NEEDS_NOTHING,
	NEEDS_ROUND /* opened before the command runs */
};

/* How a command can answer besides words. */
enum command_answers {
	ANSWERS_WORDS = 0,
	ANSWERS_JSON = 1,
	ANSWERS_CSV = 2
};

typedef int command_function(struct cli *cli, const void *words);

struct command {
	const char *name;               /* one word or two: "person add" */
	enum command_group group;
	enum command_needs needs;
	command_function *run;          /* NULL: known, but not built in this version */
	const struct options *options;  /* NULL: none of its own */
	unsigned answers;
	const char *operands;           /* such as "ID PERSON..." or "[ID]": how many, and what the completion offers */
	const char *usage;              /* what follows the name, one line per way to use it */
	const char *summary;
};

/* All of them, in the order of the help; ends with a row without a name. */
extern const struct command commands[];

const char *command_group_title(enum command_group group);

/* The row with that name, NULL for none. `size` of the name's first bytes count. */
const struct command *command_find(const char *name);
/* Whether there are commands of two words that begin with this one, such as "person". */
bool command_is_family(const char *word);
/* Whether a command's name is this word, or begins with it and a blank. */
bool command_is_of(const struct command *command, const char *word);

/*
 * Which command the words mean; its second word is taken out of them. words[0] is the first word. EXIT_DONE, or
 * EXIT_USAGE after a message.
 */
int command_choose(struct cli *cli, char **words);

/* Whether as many words were given as the command takes. */
int command_check_operands(struct cli *cli);
/* The index-th operand's name, such as "ID"; the last of "PERSON..." repeats; NULL beyond the end. Yours. */
char *command_operand(const struct command *command, size_t index);

command_function cmd_agree, cmd_amend, cmd_assign, cmd_cat, cmd_check, cmd_conflict, cmd_decide, cmd_diff, cmd_doctor,
	cmd_draw, cmd_draw_check, cmd_draw_pool, cmd_draw_run, cmd_draw_show, cmd_export, cmd_extract, cmd_help, cmd_init,
	cmd_kit, cmd_list, cmd_log, cmd_maintain, cmd_measure, cmd_milestone, cmd_pay_approve, cmd_pay_done, cmd_pay_request,
	cmd_pay_return, cmd_person_add, cmd_person_edit, cmd_person_list, cmd_person_retire, cmd_person_show, cmd_rank,
	cmd_reindex, cmd_review, cmd_round, cmd_round_edit, cmd_rules_check, cmd_rules_doc, cmd_rules_new, cmd_rules_test,
	cmd_screen, cmd_search, cmd_show, cmd_status, cmd_submit, cmd_version, cmd_withdraw;

extern const struct options agree_options, amend_options, assign_options, check_options, conflict_options, decide_options,
	diff_options, doctor_options, draw_pool_options, draw_run_options, export_options, extract_options, init_options,
	kit_options, list_options, log_options, maintain_options, measure_options, milestone_options, pay_approve_options,
	pay_done_options, pay_request_options, pay_return_options, person_add_options, person_edit_options,
	person_retire_options, rank_options, review_options, round_edit_options, rules_check_options, rules_doc_options,
	rules_new_options, rules_test_options, screen_options, search_options, show_options, submit_options, withdraw_options;

#endif
