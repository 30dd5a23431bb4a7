/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_TERM_H
#define CLI_TERM_H

/* The terminal: colour, width, pager, the progress line. Where there is none, plain text and none of it. */

#include "cli.h"

#define TERM_BOLD   "\033[1m"
#define TERM_DIM    "\033[2m"
#define TERM_RED    "\033[31m"
#define TERM_YELLOW "\033[33m"

/* Look at the terminal; again after the options were read. */
void term_begin(struct cli *cli);

/* Begin and end of a colour on stdout or stderr; "" where there is to be none. */
const char *term_start(struct cli *cli, FILE *file, const char *colour);
const char *term_end(struct cli *cli, FILE *file, const char *colour);

/* Columns of the screen that the answer goes to; 0: no screen, do not cut. */
size_t term_columns(struct cli *cli);

/* From here on the answer goes through a pager, if it goes to a terminal at all. */
void term_page(struct cli *cli);

/* A grant_progress_cb; the payload is the cli. */
int term_progress(uint64_t done, uint64_t total, const char *what, void *payload);
void term_progress_clear(struct cli *cli);

/* Flush the answer and wait for the pager. The exit status: `status`, or 7 when the answer could not be written. */
int term_finish(struct cli *cli, int status);

/* Milliseconds since some moment. */
int64_t term_now_ms(void);

#endif
