/* SPDX-License-Identifier: Apache-2.0 */
#ifndef CLI_RECEIPT_H
#define CLI_RECEIPT_H

/* An application's receipt as a page to print and sign: plain text, at most 60 lines of 80 columns. */

#include "cli.h"

enum receipt_language { RECEIPT_ZH, RECEIPT_EN, RECEIPT_BOTH };

/* "zh", "en", "both"; NULL is "zh". false: none of them. */
bool receipt_language(enum receipt_language *out, const char *word);

/* From what grant_show() gives of an application; false when the file cannot be written. */
bool receipt_print(struct cli *cli, FILE *file, const grant_record *shown, enum receipt_language language);

#endif
