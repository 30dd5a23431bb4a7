/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GR_WORK_RANKING_H
#define GR_WORK_RANKING_H

/*
 * A stage's ranking computed from the records of one commit. Not here: its record (rank.c), what it leads to
 * (decide-ranking.c).
 */

#include "model/model.h"
#include "work/handle.h"

/* What one application brings into the ranking. */
struct gr_candidate {
	char id[GR_ID_SIZE];
	gr_value *application; /* as rules see it, with measures, results, and (for score_all) reviews */
	gr_value *reviews;     /* as rules see them, in order of person; without those of people with a conflict */
	gr_value *left_out;    /* reviews that do not count for a conflict of interest; NULL: none */
	gr_value *without;     /* reviews that were left out for the sake of a question (struct gr_rank_change); NULL: none */
	gr_value *result;      /* what the rules returned */
	char *decision;        /* the verdict that stands already, NULL: none */
	int64_t decided_fen;
	int64_t requested_fen, cap_fen;
};

struct gr_ranking {
	char stage[40];
	const gr_value *declared;      /* the stage as the rules declare it */
	const gr_rules *rules;
	gr_value *round_seen;          /* the round as rules see it */
	struct gr_candidate *candidates;
	size_t count, capacity;
	struct gr_ranked *ranked;      /* sorted; payload is the candidate */
	unsigned places;
	bool is_recorded;              /* the stage has a recorded ranking already */
	gr_value *kept;                /* id -> true: ranked although it was withdrawn; NULL: none */
};

/* Reads and ranks. GRANT_ERULE, GRANT_EFORMAT, GRANT_ENOTFOUND (stage), GRANT_EDENIED (an earlier stage is not recorded). */
int gr_ranking_compute(struct gr_ranking *out, grant_round *round, const struct gr_oid *commit, const char *stage);
/* The same, with what was withdrawn only after the stage's ranking was recorded: what the recorded one was made of. */
int gr_ranking_compute_as_recorded(struct gr_ranking *out, grant_round *round, const struct gr_oid *commit,
                                   const char *stage);
/* What a ranking is asked for with: other than the round has it. */
struct gr_rank_change {
	const gr_rules *rules;      /* with the stages of the round's own; NULL: those */
	const char *const *without; /* ids of people whose reviews of the stage are left out, NULL at the end; NULL: nobody's */
	bool as_recorded;           /* as gr_ranking_compute_as_recorded() */
};
int gr_ranking_compute_changed(struct gr_ranking *out, grant_round *round, const struct gr_oid *commit, const char *stage,
                               const struct gr_rank_change *change);
void gr_ranking_clear(struct gr_ranking *ranking);
/* Which of the candidates an entry is. */
size_t gr_candidate_index(const struct gr_ranking *ranking, const struct gr_ranked *entry);

/*
 * The ranking itself, without a repository: from rules, stage, declared, round_seen, places and the candidates to their results, the order
 * and the places. Candidates that have a result keep it, unless the rules score all together.
 */
int gr_ranking_run(struct gr_ranking *ranking, struct gr_progress *progress);
/*
 * Run it again in Lua states that lie elsewhere in memory, which stand for other machines and other days. GRANT_ERULE when the results
 * are not the same: such a ranking must not be recorded. `rules` are those of the ranking.
 */
int gr_ranking_confirm(struct gr_ranking *ranking, gr_rules *rules, struct gr_progress *progress);
/* One candidate more; its fields are the caller's to fill. NULL without memory. */
struct gr_candidate *gr_ranking_add(struct gr_ranking *ranking, const char *id);
/* The candidate's reviews in order of person, apart from those by people that are keys of `conflicts` (may be NULL). */
int gr_candidate_set_reviews(struct gr_candidate *candidate, const gr_value *reviews, const gr_value *conflicts);
/* Reviews of people that are named stand in `without` afterwards. */
int gr_candidate_leave_out(struct gr_candidate *candidate, const char *const *without);

/* The list `results` of the record. */
int gr_ranking_results(gr_value **out, const struct gr_ranking *ranking);
/* The record of it (kind ranking without by and at), results rounded and exact. */
int gr_ranking_record(gr_value **out, const struct gr_ranking *ranking, const grant_round *round,
                      const struct gr_oid *commit);
/* rank.c: the record with the names of the applications; steps for `explain` ("*": for all, NULL: for none). */
int gr_ranking_tell(gr_value **out, const struct gr_ranking *ranking, const grant_round *round, const struct gr_oid *commit,
                    const char *explain);
/* Entries as `advance` and `allocate` see them: applications with place and total, in order; or only those that are not
 * decided. */
int gr_ranking_for_rules(gr_value **out, const struct gr_ranking *ranking, bool only_undecided);
/* Whom `advance` lets through: id -> true. GRANT_ENOTFOUND the stage has none. */
int gr_ranking_advanced(gr_value **out, const struct gr_ranking *ranking);

/* Whether its results are those of a record. */
int gr_ranking_is_as(bool *out, const struct gr_ranking *ranking, const grant_round *round, const struct gr_oid *commit,
                     const gr_value *recorded);
/* "18" or a fraction as rules print it. */
int gr_map_set_shown(gr_value *map, const char *key, const gr_value *number);
/* ranking-input.c: the candidates of a stage. */
int gr_candidates_read(struct gr_ranking *ranking, grant_round *round, const struct gr_oid *commit);
/* The ranking that is recorded for a stage. GRANT_ENOTFOUND. */
int gr_ranking_recorded(gr_value **out, grant_round *round, const struct gr_oid *commit, const char *stage);

#endif
