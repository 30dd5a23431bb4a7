/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GRANT_H
#define GRANT_H

/*
 * libgrant: applications, reviews and milestones of a round of public-benefit grants, in a git repository.
 *
 *   error.h finding.h      the two channels of failure: a call that failed, data that are not as they should be
 *   record.h json.h        what everything answers with, and how it becomes JSON
 *   value.h                money, scores and times
 *   round.h person.h       the handle, making a round, people and roles
 *   intake.h               check, submit, screen, the kit
 *   review.h ranking.h     conflicts, assignment, reviews, measures; the ranking
 *   decision.h project.h   decisions; agreements, milestones, payments
 *   rules.h                a workbench for who writes rules, without a repository
 *   query.h exchange.h     looking; data out
 *   maintenance.h          damage found and mended; a repository kept quick
 *
 * A complete example:
 *
 *   grant_open_options options = GRANT_OPEN_OPTIONS_INIT;
 *   grant_round *round = NULL;
 *   grant_record *ranking = NULL;
 *
 *   options.person = "officer";
 *   if (grant_round_open(&round, "xfh-2018.git", &options) < 0 ||
 *       grant_rank(&ranking, round, NULL) < 0) {
 *           fprintf(stderr, "%s\n", grant_error_message(grant_error_last()));
 *   } else {
 *           printf("first: %s\n", grant_record_text(ranking, "results.0.application"));
 *   }
 *   grant_record_free(ranking);
 *   grant_round_close(round);
 *
 * The library never prints, never exits, never changes locale, umask or directory, and runs no other program. It keeps
 * no global state but what libgit2 and GMime need; GLib, below GMime, ends the program when memory runs out while mail is read.
 */

#include <grant/api.h>
#include <grant/decision.h>
#include <grant/draw.h>
#include <grant/error.h>
#include <grant/exchange.h>
#include <grant/finding.h>
#include <grant/intake.h>
#include <grant/json.h>
#include <grant/maintenance.h>
#include <grant/person.h>
#include <grant/project.h>
#include <grant/query.h>
#include <grant/ranking.h>
#include <grant/record.h>
#include <grant/review.h>
#include <grant/round.h>
#include <grant/rules.h>
#include <grant/types.h>
#include <grant/value.h>

#endif
