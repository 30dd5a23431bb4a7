/* SPDX-License-Identifier: Apache-2.0 */
#ifndef GRANT_EXCHANGE_H
#define GRANT_EXCHANGE_H

/*
 * Data out, for spreadsheets and other programs.
 * Threads: as the round's handle.
 */

#include <grant/query.h>
#include <grant/types.h>

GRANT_BEGIN_DECLS

/**
 * Write a table as CSV (RFC 4180): UTF-8 with a mark at the front, so that Excel and WPS show Chinese; texts that a
 * spreadsheet would take for a formula get a ' in front; personal fields are left out.
 *
 * @param round   an open round
 * @param what    "applications", "reviews", "ledger", "milestones" or "ranking"
 * @param format  "csv" or "json"
 * @param call    is given the bytes piece by piece
 * @param payload yours
 * @return 0 · GRANT_ENOTFOUND no such table or format; for "ranking": none is recorded · GRANT_ECANCELED · GRANT_EIO ·
 *         GRANT_ENOMEM · GRANT_EINVALID
 * @since 0.1
 */
GRANT_API int grant_export(grant_round *round, const char *what, const char *format, grant_bytes_cb call, void *payload);

GRANT_END_DECLS

#endif
