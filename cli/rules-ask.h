/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_RULES_ASK_H
#define CLI_RULES_ASK_H

/* What a person at the terminal is asked for when new rules are made. */

#include "rules-wish.h"

/* Asks which scheme, when none was given; then everything else that was not given, else only what the scheme needs. `stock` is
 * grant_rules_schemes()'s and must outlive the wish. The exit status. */
int rules_ask(struct cli *cli, struct rules_wish *wish, const grant_record *stock);

#endif
