/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Embedding libgrant: open a round, take an archive in, read the ranking, print it.
 *
 *   cc embed.c $(pkg-config --cflags --libs libgrant) -o embed
 *   ./embed ROUND ARCHIVE PERSON TIME
 *
 * TIME is for retrospective rounds; "now" leaves it out.
 */
#include <stdio.h>
#include <string.h>

#include <grant.h>

static int fail(const char *what)
{
	const grant_error *error = grant_error_last();

	fprintf(stderr, "%s: %s (%s)\n", what, grant_error_message(error), grant_code_name(grant_error_code(error)));
	return grant_code_exit(grant_error_code(error));
}

static int submit(grant_round *round, const char *archive)
{
	grant_record *receipt = NULL;
	grant_findings *findings = NULL;
	int r = grant_submit(&receipt, &findings, round, archive, NULL);

	for (size_t i = 0; i < grant_findings_count(findings); i++) {
		const grant_finding *finding = grant_findings_at(findings, i);

		fprintf(stderr, "%s: %s\n", grant_severity_name(grant_finding_severity(finding)), grant_finding_message(finding));
	}
	if (r == 0)
		printf("taken in: %s, %zu files\n", grant_record_text(receipt, "id"), grant_record_count(receipt, "entries"));
	grant_findings_free(findings);
	grant_record_free(receipt);
	return r < 0 ? fail(archive) : 0;
}

static int show_ranking(grant_round *round)
{
	grant_record *ranking = NULL;
	const grant_record *results;

	if (grant_rank(&ranking, round, NULL) < 0)
		return fail("ranking");
	results = grant_record_at(ranking, "results");
	for (size_t i = 0; i < grant_record_count(results, ""); i++) {
		const grant_record *result = grant_record_item(results, i);
		const char *place = grant_record_text(result, "place"), *total = grant_record_text(result, "total");

		printf("%s %s %s %s\n", place ? place : "-", grant_record_text(result, "application"), total ? total : "-",
		       grant_record_text(result, "title"));
	}
	grant_record_free(ranking);
	return 0;
}

int main(int argc, char **argv)
{
	grant_open_options options = GRANT_OPEN_OPTIONS_INIT;
	grant_round *round = NULL;
	int status;

	if (argc != 5) {
		fprintf(stderr, "usage: embed ROUND ARCHIVE PERSON TIME\n");
		return 2;
	}
	options.person = argv[3];
	options.at = strcmp(argv[4], "now") == 0 ? NULL : argv[4];
	if (grant_round_open(&round, argv[1], &options) < 0)
		return fail(argv[1]);
	status = submit(round, argv[2]);
	if (status == 0)
		status = show_ranking(round);
	grant_round_close(round);
	return status;
}
