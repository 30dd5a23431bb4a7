/* SPDX-License-Identifier: Apache-2.0 */
/* grant review: the reviewer's queue; a review by options, from a table, or in the editor. */
#include <string.h>
#include <strings.h>

#include "command.h"
#include "message.h"
#include "output.h"
#include "prompt.h"
#include "review-edit.h"
#include "text.h"

struct review_words {
	struct option_texts scores;
	const char *comment, *file, *stage;
	bool dry_run;
};

static const struct option_row review_rows[] = {
	OPTION_LIST(struct review_words, scores, "score", "CRITERION=SCORE",
	            N_("a score, or n/a where it does not apply; may be repeated")),
	OPTION_TEXT(struct review_words, comment, "comment", "TEXT", N_("what is to be said beside the scores")),
	OPTION_TEXT(struct review_words, file, "import", "FILE.csv",
	            N_("from a table with the columns application, one per criterion, and comment")),
	OPTION_TEXT(struct review_words, stage, "stage", "STAGE", N_("the stage, where a round has several")),
	OPTION_DRY_RUN(struct review_words, dry_run),
	OPTION_END
};

const struct options review_options = { review_rows, sizeof(struct review_words) };

static int queue(struct cli *cli, const char *stage)
{
	static const struct column columns[] = {
		{ N_("ID"), "application", COLUMN_TEXT, false },
		{ N_("STAGE"), "stage", COLUMN_TEXT, false },
		{ N_("DONE"), "done", COLUMN_YES, false },
		{ N_("DUE"), "due", COLUMN_TIME, false },
		{ N_("CATEGORY"), "category_title", COLUMN_TITLE, false },
		{ N_("TITLE"), "title", COLUMN_TEXT, false },
		{ N_("CATEGORY"), "category", COLUMN_TEXT, true },
		COLUMNS_END
	};
	static const struct listing listing = { "queue", "reviews", columns, N_("there is nothing for you to review") };
	cleanup_record grant_record *reviews = NULL;

	if (grant_review_queue(&reviews, cli->round, stage) < 0)
		return failure(cli, NULL);
	return output_listing(cli, &listing, reviews);
}

static int import(struct cli *cli, const struct review_words *words)
{
	cleanup_findings grant_findings *findings = NULL;
	int r = grant_review_import(NULL, &findings, cli->round, words->file, words->stage, words->dry_run);

	return output_act(cli, r, &(struct act_answer){ .findings = findings });
}

/* "need=18" cut in two; `names` keeps what the scores point to. */
static int read_scores(struct cli *cli, const struct option_texts *texts, grant_score *scores, char **names)
{
	for (size_t i = 0; i < texts->count; i++) {
		const char *equals = strchr(texts->items[i], '=');

		if (!equals || equals == texts->items[i])
			return usage(cli, _("“%s” is not of the form CRITERION=SCORE"), texts->items[i]);
		names[i] = text_copy_size(texts->items[i], (size_t)(equals - texts->items[i]));
		scores[i].criterion = names[i];
		scores[i].value = strcasecmp(equals + 1, "n/a") == 0 ? NULL : equals + 1;
	}
	return EXIT_DONE;
}

static int put(struct cli *cli, const struct review_words *words, const grant_score *scores)
{
	grant_review_options options = GRANT_REVIEW_OPTIONS_INIT;
	cleanup_findings grant_findings *findings = NULL;
	int r;

	options.stage = words->stage;
	options.scores = scores;
	options.score_count = words->scores.count;
	options.comment = words->comment;
	options.dry_run = words->dry_run;
	r = grant_review_put(&findings, cli->round, cli->arguments[0], &options);
	return output_act(cli, r, &(struct act_answer){ .findings = findings });
}

static int by_options(struct cli *cli, const struct review_words *words)
{
	size_t count = words->scores.count;
	grant_score *scores = memory_new(count, sizeof(*scores));
	char **names = memory_new(count, sizeof(*names));
	int status = read_scores(cli, &words->scores, scores, names);

	if (status == EXIT_DONE)
		status = put(cli, words, scores);
	for (size_t i = 0; i < count; i++)
		free(names[i]);
	free(names);
	free(scores);
	return status;
}

int cmd_review(struct cli *cli, const void *input)
{
	const struct review_words *words = input;
	const char *application = cli->arguments[0];
	bool has_options = words->scores.count > 0 || words->comment;

	if (words->file && (application || has_options))
		return usage(cli, _("--import stands alone: the table names the applications"));
	if (cli->csv && (application || words->file))
		return usage(cli, _("only the queue can be answered as CSV"));
	if (words->file)
		return import(cli, words);
	if (!application && (has_options || words->dry_run))
		return usage(cli, _("which application? grant review ID --score CRITERION=SCORE"));
	if (!application)
		return queue(cli, words->stage);
	if (has_options)
		return by_options(cli, words);
	if (!prompt_has_editor())
		return usage(cli,
		             _("there is no terminal for an editor; give --score CRITERION=SCORE for each criterion"));
	return review_edit(cli, application, words->stage, words->dry_run);
}
