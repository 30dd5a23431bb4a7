/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_MESSAGE_H
#define CLI_MESSAGE_H

/*
 * What is told on stderr: errors, wrong usage, findings, notes; in words, or as the error document with --json. The
 * functions return the exit status, so that a command can end with `return failure(...)`.
 */

#include "cli.h"

/* The library's last error, with the findings of that call (may be NULL). */
int failure(struct cli *cli, const grant_findings *findings);
/* The same, about one of several things, such as an archive. */
int failure_about(struct cli *cli, const char *what, const grant_findings *findings);
/* The same, with a further part of the error document: a field of this name. */
int failure_with(struct cli *cli, const char *key, const grant_record *value);

/* Wrong usage. */
int usage(struct cli *cli, const char *format, ...) PRINTF_LIKE(2, 3);

/* The program's own failure, with a code of the library's that says which exit status and name it has. */
int trouble(struct cli *cli, int code, const char *format, ...) PRINTF_LIKE(3, 4);
/* The same for a system call on a file: not found, or the environment. */
int trouble_file(struct cli *cli, const char *path, int error);

/* A word by the way, on stderr; not with -q. */
void note(struct cli *cli, const char *format, ...) PRINTF_LIKE(2, 3);

/* Findings in words; one, or all of them in their order. */
void finding_print(struct cli *cli, FILE *file, const grant_finding *finding);
void findings_print(struct cli *cli, FILE *file, const grant_findings *findings);
/* Warnings and notes of a call that did what it should: in words on stderr, nothing with --json. */
void findings_by_the_way(struct cli *cli, const grant_findings *findings);

#endif
