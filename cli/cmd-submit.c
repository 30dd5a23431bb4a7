/* SPDX-License-Identifier: Apache-2.0 */
/*
 * grant submit: take archives in. Of several the good ones are taken, in groups that become durable together; a receipt is
 * printed as soon as what it says is on the disk, so that what was taken is known also when the run is broken off.
 */
#include <stdlib.h>
#include "archives.h"
#include "command.h"
#include "message.h"
#include "output.h"
#include "tally.h"
#include "term.h"
#include "text.h"
#include "whole-file.h"

struct submit_words {
	const char *received, *charset, *replace, *report;
	bool paper, dry_run;
};

static const struct option_row submit_rows[] = {
	OPTION_TEXT(struct submit_words, received, "received", "TIME", N_("when the office had it; else now")),
	OPTION_TEXT(struct submit_words, charset, "charset", "NAME",
	            N_("character set of the names in the archive, such as GB18030")),
	OPTION_TEXT(struct submit_words, replace, "replace", "ID", N_("a corrected archive for this application")),
	OPTION_FLAG(struct submit_words, paper, "paper", N_("a form alone; the proposal itself is on paper")),
	OPTION_TEXT(struct submit_words, report, "report", "FILE", N_("write what became of each archive as CSV")),
	OPTION_DRY_RUN(struct submit_words, dry_run),
	OPTION_END
};

const struct options submit_options = { submit_rows, sizeof(struct submit_words) };

static void print_receipt(struct cli *cli, const char *archive, const grant_record *receipt)
{
	const char *id = grant_record_text(receipt, "id"), *digest = grant_record_text(receipt, "sha256");
	const char *title = grant_record_text(receipt, "title");
	cleanup_text char *safe = text_safe(title ? title : "");

	term_progress_clear(cli);
	if (grant_record_is_true(grant_round_last_act(cli->round), "dry_run")) {
		cleanup_text char *file = text_safe(archive);

		printf(_("%s would be taken in as %s: %s  (sha256 %s)\n"), file, id ? id : "", safe,
		       digest ? digest : "");
		output_act_words(cli);
	} else {
		printf("%s  %s  (sha256 %s)\n", id ? id : "", safe, digest ? digest : "");
	}
	fflush(stdout);
}

static void write_receipt(grant_json_writer *writer, const grant_record *receipt, const grant_findings *findings)
{
	cleanup_record grant_record *found = NULL;

	grant_json_begin_map(writer, NULL);
	output_json_fields(writer, receipt);
	if (grant_findings_count(findings) > 0 && grant_findings_record(&found, findings) == 0)
		grant_json_record(writer, "findings", grant_record_at(found, "findings"));
	grant_json_end(writer);
}

/* What was taken in and may not be durable yet. */
struct taken {
	const struct archive *archive;
	grant_record *receipt;
	grant_findings *findings;
};

/* A group is short, since other writers wait meanwhile. */
#define GROUP_ARCHIVES 64
#define GROUP_MILLISECONDS 300
#define TRIES 8

struct desk {
	struct cli *cli;
	grant_submit_options options;
	grant_json_writer *writer; /* NULL: the answer is in words */
	struct archives archives;
	struct tally tally;
	struct taken group[GROUP_ARCHIVES];
	size_t in_group, taken;
	int first_failure;
};

static void fail(struct desk *desk, int status)
{
	if (desk->first_failure == EXIT_DONE)
		desk->first_failure = status;
}

static void forget(struct taken *taken)
{
	grant_record_free(taken->receipt);
	grant_findings_free(taken->findings);
	taken->receipt = NULL;
	taken->findings = NULL;
}

/* Messages stay where they are: what was taken from one before is no failure. */
static bool was_taken_before(struct desk *desk, const struct archive *archive, int code)
{
	const char *id = grant_error_record(grant_error_last());

	if (code != GRANT_EEXISTS || archive->attachment == 0 || !id)
		return false;
	note(desk->cli, _("%s was taken in before, as %s"), archive->label, id);
	tally_old(&desk->tally, archive->label, id);
	return true;
}

static bool take(struct desk *desk, struct taken *taken, const struct archive *archive)
{
	int r;

	taken->archive = archive;
	taken->receipt = NULL;
	taken->findings = NULL;
	desk->options.ahead = (unsigned)desk->taken;
	desk->options.attachment = archive->attachment;
	r = grant_submit(&taken->receipt, &taken->findings, desk->cli->round, archive->path, &desk->options);
	if (r == 0)
		return true;
	if (!was_taken_before(desk, archive, r)) {
		tally_refused(&desk->tally, archive->label, taken->findings);
		fail(desk, failure_about(desk->cli, archive->label, taken->findings));
	}
	forget(taken);
	return false;
}

/* For the case that no receipt can be written. */
static void keep_in_mind(struct cli *cli, const grant_record *receipt)
{
	const char *id = grant_record_text(receipt, "id"), *archive = grant_record_text(receipt, "archive");
	char *longer = text_format("%s%s%s %s", cli->done ? cli->done : _("taken in: "), cli->done ? _(", ") : "",
	                           id ? id : "", archive ? archive : "");

	free(cli->done);
	cli->done = longer;
}

static void hand_out(struct desk *desk, struct taken *taken)
{
	if (!desk->options.dry_run)
		keep_in_mind(desk->cli, taken->receipt);
	if (desk->writer)
		write_receipt(desk->writer, taken->receipt, taken->findings);
	else
		print_receipt(desk->cli, taken->archive->label, taken->receipt);
	findings_by_the_way(desk->cli, taken->findings);
	tally_taken(&desk->tally, taken->archive->label, taken->receipt);
	forget(taken);
	desk->taken++;
}

static void submit_one(struct desk *desk, const struct archive *archive)
{
	struct taken taken;

	if (take(desk, &taken, archive))
		hand_out(desk, &taken);
}

/* Somebody pushed to the round meanwhile: what was taken is taken again, upon that. */
static int take_again(struct desk *desk)
{
	size_t kept = 0;
	int r = grant_round_begin_group(desk->cli->round);

	for (size_t i = 0; r == 0 && i < desk->in_group; i++) {
		forget(&desk->group[i]);
		if (take(desk, &desk->group[kept], desk->group[i].archive))
			kept++;
	}
	if (r < 0)
		return r;
	desk->in_group = kept;
	return grant_round_finish_group(desk->cli->round);
}

static void end_group(struct desk *desk)
{
	int r = grant_round_finish_group(desk->cli->round);

	for (int try = 1; r == GRANT_ECONFLICT && try < TRIES; try++)
		r = take_again(desk);
	if (r < 0)
		fail(desk, failure(desk->cli, NULL));
	for (size_t i = 0; i < desk->in_group; i++) {
		if (r == 0)
			hand_out(desk, &desk->group[i]);
		else
			forget(&desk->group[i]);
	}
	desk->in_group = 0;
}

/* From an archive on; the first that is not in the group any more comes back. */
static size_t submit_group(struct desk *desk, size_t from)
{
	const struct archives *archives = &desk->archives;
	int64_t start = term_now_ms();

	if (grant_round_begin_group(desk->cli->round) < 0) {
		fail(desk, failure(desk->cli, NULL));
		return archives->count;
	}
	while (from < archives->count && desk->in_group < GROUP_ARCHIVES && term_now_ms() - start < GROUP_MILLISECONDS)
		if (take(desk, &desk->group[desk->in_group], &archives->items[from++]))
			desk->in_group++;
	end_group(desk);
	return from;
}

static void submit_all(struct desk *desk)
{
	size_t at = 0;

	while (at < desk->archives.count) {
		if (desk->archives.count > 1 && !desk->options.dry_run)
			at = submit_group(desk, at);
		else
			submit_one(desk, &desk->archives.items[at++]);
	}
}

static int submit_in_words(struct desk *desk)
{
	submit_all(desk);
	if (desk->archives.has_folder)
		tally_print(desk->cli, &desk->tally, desk->options.dry_run);
	return desk->first_failure;
}

static int submit_in_json(struct desk *desk)
{
	int printed;

	desk->writer = output_json_begin("receipts");
	if (!desk->writer)
		return failure(desk->cli, NULL);
	grant_json_begin_list(desk->writer, "receipts");
	submit_all(desk);
	if (desk->first_failure != EXIT_DONE && desk->taken == 0 && desk->tally.old == 0) {
		grant_json_free(desk->writer);
		return desk->first_failure;
	}
	grant_json_end(desk->writer);
	tally_write(desk->writer, &desk->tally);
	if (desk->options.dry_run && desk->taken > 0)
		grant_json_record(desk->writer, "act", grant_round_last_act(desk->cli->round));
	printed = output_json_print(desk->cli, desk->writer);
	return desk->first_failure != EXIT_DONE ? desk->first_failure : printed;
}

int cmd_submit(struct cli *cli, const void *input)
{
	const struct submit_words *words = input;
	struct desk desk = { .cli = cli, .options = GRANT_SUBMIT_OPTIONS_INIT };
	struct whole_file report = { NULL, NULL, NULL };
	int status = archives_find(cli, &desk.archives), reported = EXIT_DONE;

	if (status == EXIT_DONE && words->replace && desk.archives.count > 1)
		status = usage(cli, _("--replace takes one archive"));
	for (size_t i = 0; status == EXIT_DONE && words->paper && i < desk.archives.count; i++)
		if (desk.archives.items[i].attachment > 0)
			status = usage(cli, _("what is attached to a message is an archive; leave out --paper"));
	/* before anything is taken in: what was done shall be written down */
	if (status == EXIT_DONE && words->report)
		status = whole_file_open(cli, &report, words->report);
	if (status == EXIT_DONE) {
		desk.options.received = words->received;
		desk.options.charset = words->charset;
		desk.options.replace = words->replace;
		desk.options.paper = words->paper;
		desk.options.dry_run = words->dry_run;
		status = cli->json ? submit_in_json(&desk) : submit_in_words(&desk);
	}
	if (report.file) {
		tally_report(report.file, &desk.tally);
		reported = whole_file_close(cli, &report, words->report, EXIT_DONE);
	}
	tally_clear(&desk.tally);
	archives_clear(&desk.archives);
	return status != EXIT_DONE ? status : reported;
}
