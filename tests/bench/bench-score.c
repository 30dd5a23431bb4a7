/* SPDX-License-Identifier: Apache-2.0 */
/* Calls of the round's score function in the library against the same function, on the same reviews, in the plain lua. */
#include "bench.h"

#include <stdlib.h>
#include <unistd.h>

#include "base/value.h"
#include "work/ranking.h"

/* The reviews of every application as a Lua file. */
static void write_reviews(FILE *out, const struct gr_ranking *ranking)
{
	fputs("local all = {}\n", out);
	for (size_t i = 0; i < ranking->count; i++) {
		const gr_value *reviews = ranking->candidates[i].reviews;

		fputs("all[#all + 1] = {", out);
		for (size_t k = 0; k < gr_value_count(reviews); k++) {
			const gr_value *review = gr_value_item(reviews, k);
			const gr_value *scores = gr_map_get(review, "scores");

			fprintf(out, "{person='%s',scores={", gr_map_text(review, "person"));
			for (size_t s = 0; s < gr_value_count(scores); s++)
				fprintf(out, "%s=%s,", gr_value_key(scores, s),
				        gr_value_text(gr_value_item(scores, s)));
			fputs("}},", out);
		}
		fputs("}\n", out);
	}
	fputs("return all\n", out);
}

/* The script's own clock, so that the start of the program does not count. */
static double score_in_lua(const struct bench *bench, const char *reviews)
{
	char command[4096];
	double seconds = 0;
	FILE *answer;

	snprintf(command, sizeof(command), "%s '%s/tests/bench/score.lua' '%s' '%s'", bench->lua, bench->source,
	         bench->source, reviews);
	answer = popen(command, "r");
	if (!answer || fscanf(answer, "%lf", &seconds) != 1 || pclose(answer) != 0)
		bench_fail(command);
	return seconds;
}

static double score_here(const struct gr_ranking *ranking)
{
	double start = bench_now();

	for (size_t i = 0; i < ranking->count; i++) {
		gr_value *result = NULL;

		bench_check(gr_rules_score(&result, ranking->rules, ranking->stage, ranking->candidates[i].application,
		                           ranking->candidates[i].reviews, ranking->round_seen),
		            ranking->candidates[i].id);
		gr_value_free(result);
	}
	return bench_now() - start;
}

void bench_score(const struct bench *bench)
{
	struct sides sides = { .count = bench->rounds };
	struct gr_ranking ranking = { 0 };
	grant_round *round = bench_open(bench, "", "officer", NULL);
	char reviews[1024];
	struct gr_oid tip;
	FILE *out;

	bench_check(gr_store_tip(&tip, round->store), "main");
	bench_check(gr_ranking_compute(&ranking, round, &tip, NULL), "rank");
	snprintf(reviews, sizeof(reviews), "%s.reviews.lua", bench->dir);
	out = fopen(reviews, "w");
	if (!out)
		bench_fail(reviews);
	write_reviews(out, &ranking);
	fclose(out);
	for (int i = 0; i < bench->rounds; i++) {
		sides.ours[i] = score_here(&ranking);
		sides.theirs[i] = score_in_lua(bench, reviews);
	}
	bench_row(bench, "score", "calls/s", "plain lua", &sides, (double)ranking.count, (double)ranking.count);
	unlink(reviews);
	gr_ranking_clear(&ranking);
	grant_round_close(round);
}
