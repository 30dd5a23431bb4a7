/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_PROMPT_H
#define CLI_PROMPT_H

/* A person at the terminal: a question with yes or no, one with a line for an answer, and the editor. */

#include "cli.h"

/* Asks on the terminal; no terminal, or anything but yes, is no. */
bool prompt_yes(const char *question);

/* Whether somebody sits there to answer questions: the standard input and the answer are a terminal. */
bool prompt_can_ask(void);
/* A line typed in answer to a question, without white space around it; yours. Nothing typed gives `proposal` (may be NULL: then ""). NULL:
 * no terminal, or the end of input. */
char *prompt_line(const char *question, const char *proposal);

/* Whether an editor can be opened: there is a terminal, or GRANT_EDITOR says that something else types. */
bool prompt_has_editor(void);
/* Open a file in the editor and wait. EXIT_DONE, or the exit status after a message. */
int prompt_edit(struct cli *cli, const char *path);

#endif
