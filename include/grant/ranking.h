/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GRANT_RANKING_H
#define GRANT_RANKING_H

/*
 * The ranking: the round's rules run over the records of one commit, exactly, and its record.
 * Threads: as the round's handle.
 */

#include <grant/types.h>

GRANT_BEGIN_DECLS

typedef struct grant_rank_options {
	unsigned version;    /* GRANT_RANK_OPTIONS_VERSION */
	const char *stage;   /* NULL: the last one */
	const char *explain; /* an application whose steps are wanted, "*" for all; NULL: none */
	bool record;         /* write it to the round: an officer's act */
	bool dry_run;
	/* version 2 */
	bool report;         /* how sure the ranking is */
} grant_rank_options;

#define GRANT_RANK_OPTIONS_VERSION 2
#define GRANT_RANK_OPTIONS_INIT { GRANT_RANK_OPTIONS_VERSION, NULL, NULL, false, false, false }

/**
 * Rank the applications whose screening passed.
 *
 * With `report` the answer also says how sure the ranking is. A reviewer's grade is the sum of the stage's criteria; a review that
 * leaves one out is left out and counted; where the rules let totals fall as grades rise, grades are turned round. The model
 * is that of Heyard, Ott, Salanti and Egger 2022: grade = mean + panel + application + reviewer + rest, a panel being a category;
 * whoever reviews in two categories is two reviewers to it. Its priors are made for grades from 1 to 6, so a scale that is not four to
 * six points wide is stretched to five. Integrated by quadrature; intervals from 40,000 draws with a fixed seed (draws times
 * applications are 20 million at most, and from 1,000 applications on expected ranks come from the draws too). Ranks count only
 * the applications that have a place and a complete review.
 *
 * - `icc1`, `icc3`: intraclass correlations by restricted maximum likelihood, four places, or null
 * - `line`: `application` (the last one that `allocate` approves, in an earlier stage that `advance` lets through), `above` (how many
 *   of the ranking are above the line) and `expected_rank` (of the last of so many in the order of expected ranks), or null
 * - `group`: the ids that cannot be told apart from the line: whose 50 % interval encloses its expected rank; empty: nobody; null:
 *   there is no line or no model
 * - in each result `expected_rank` (three places, 1 is best), `rank_50` and `rank_90` (the ranks that enclose it with 50 and 90 %
 *   probability), `sucra` ((n - rank) / (n - 1)), or null; `grades` (person: points), and where there is a line `side` as in
 *   grant_rank_what_if()
 * - `reviewers`: each `person` (and `category`, where there are several), `reviews`, `mean`, `severity` (mean of own grade less the
 *   mean of the others' for the same application; below 0: stricter), `level` (the model's), `spread` (standard deviation): points
 * - `without`: the persons whose scores left out change a side: `person`, `up`, `tied` and `down` (ids that come to stand above
 *   the line, tied at it, or below), or `why`; null where it was not tried (reviewers times applications above 400,000, or no line)
 * - `report`: `applications`, `reviews`, `incomplete`, `reviewers`, `panels`, `draws`; `scale` (`low`, `high`, `unit`: points that are one
 *   grade of the model; `less_is_better`); `deviations` (`application`, `rest`, `panel`: standard deviations in such grades); `why`
 *   (what is null: the reason, a word of grant-json(7))
 *
 * @param out     out: `stage`, `places`, `rules` (digest), `tree`, `results` in order, each with `place`, `application`,
 *                `title`, `organisation`, `category`, `requested`, `total` (rounded, text), `exact` ("265/3"), `reviews`
 *                (how many), `tied`, with `explain` also `steps` (each `person` or `label`, and `value`); applications
 *                without a place stand last with `reason`; yours
 * @param round   an open round
 * @param options NULL for the defaults
 * @return 0 · GRANT_ENOTFOUND no such stage or application · GRANT_ERULE the rules failed · GRANT_EDENIED to record: your
 *         role, or decisions were made by the earlier record · GRANT_ECONFLICT · GRANT_EFORMAT · GRANT_EIO · GRANT_ENOMEM ·
 *         GRANT_ECANCELED · GRANT_EINVALID
 * @since 0.1
 */
GRANT_API int grant_rank(grant_record **out, grant_round *round, const grant_rank_options *options);

/**
 * Draw a ranking that was told with its report, as an SVG document in the language of the locale.
 *
 * @param out     out: yours, grant_string_free()
 * @param ranking of grant_rank() with `report`
 * @param chart   "ranks" (expected ranks with their intervals and the line) or "grades" (what each reviewer gave)
 * @return 0 · GRANT_ENOTFOUND no such chart · GRANT_ENOMEM · GRANT_EINVALID a ranking without its report
 * @since 0.1
 */
GRANT_API int grant_rank_chart(char **out, const grant_record *ranking, const char *chart);

/** The ranking as recorded for a stage (NULL: the last one). @return 0 · GRANT_ENOTFOUND · GRANT_EIO · GRANT_ENOMEM ·
 * GRANT_EINVALID @since 0.1 */
GRANT_API int grant_rank_recorded(grant_record **out, grant_round *round, const char *stage);

typedef struct grant_what_if_options {
	unsigned version;           /* GRANT_WHAT_IF_OPTIONS_VERSION */
	const char *stage;          /* NULL: the last one */
	const char *explain;        /* an application whose steps are wanted, "*" for all; NULL: none */
	const char *rules_file;     /* another rule file; NULL: the round's own rules */
	const char *const *without; /* ids of people whose reviews of the stage are left out, NULL at the end; NULL: nobody's */
	bool compare;               /* say what is different, and why */
} grant_what_if_options;

#define GRANT_WHAT_IF_OPTIONS_VERSION 1
#define GRANT_WHAT_IF_OPTIONS_INIT { GRANT_WHAT_IF_OPTIONS_VERSION, NULL, NULL, NULL, NULL, false }

/**
 * Rank the same records under other rules, or without somebody's reviews. Nothing is ever written.
 *
 * What it is compared with is the ranking under the round's own rules with all reviews; where the stage's ranking is recorded, of
 * the applications that stood in the record, also those that were withdrawn since. Earlier stages stay as they are recorded.
 * The line of the money lies behind the last application that `allocate` approves when nothing is decided yet, in an earlier stage
 * with `advance` behind the last one that goes on (no `amount` then); decisions that were made already play no part.
 *
 * @param out      out: as grant_rank() gives it, `rules` (digest) absent under other rules, and `what_if` {`rules` (the file), `without`
 *                 (list)}. With `compare` also `line` and `line_before` {`place`, `approved` (how many), `amount`}, absent where the rules
 *                 have no line, and in each result `verdict`, `amount`, `side` ("above": approved; "below": not, also one that was passed
 *                 over; "tied": it shares its place with one of another verdict), `before` {`place`, `total`, `exact`, `reviews`, `reason`,
 *                 `verdict`, `amount`, `side`}, `moved` (places up; below 0: down), `crosses` (true: `side` is another one, below and none
 *                 being the same; only where both have a line) and `why`, a list, empty where nothing differs, of maps with `what`:
 *                 "review" (`person` is left out), "part" (`label`, `before`, `now`), "note" (`before`, `now`), "rules" (the same parts are
 *                 put together otherwise), "others" (its own reviews are the same; the total also hangs on those of others), "reason"
 *                 (`before`, `now`: why it has no place), "place" (`application`: another one that stands elsewhere to this one; `now`,
 *                 `before`: "ahead", "same" or "behind", where that other one stands; `by`, `by_before`: what parts the two, "total",
 *                 "tie", "ties" (a function), "place" (one has none), "nothing"; for "tie": `tie`, `own`, `other`; `tie_before`), "more"
 *                 (`count` further ones), "allocation" (`before`, `now`: {`verdict`, `amount`, `reason`}); yours
 * @param findings out: what does not fit together, such as criteria that nobody has scored; yours; may be NULL
 * @param round    an open round
 * @param options  required
 * @return 0 · GRANT_ENOTFOUND no such stage, application, person or file · GRANT_ERULE the rules cannot be loaded, or failed;
 *         their stages are not the round's · GRANT_ELIMIT the file is too large · GRANT_EDENIED an earlier stage is not recorded ·
 *         GRANT_EFORMAT · GRANT_EIO · GRANT_ENOMEM · GRANT_EINVALID
 * @since 0.1
 */
GRANT_API int grant_rank_what_if(grant_record **out, grant_findings **findings, grant_round *round,
                                 const grant_what_if_options *options);

GRANT_END_DECLS

#endif
