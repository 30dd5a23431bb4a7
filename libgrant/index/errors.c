/* SPDX-License-Identifier: Apache-2.0 */
/* SQLite's failures in our words. A damaged file is GRANT_EFORMAT: the index is thrown away and made anew then. */
#include "base/error.h"
#include "index/inside.h"

int gr_sql_fail(sqlite3 *db, int code)
{
	switch (code & 0xFF) {
	case SQLITE_NOMEM:
		return gr_fail_memory();
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
	case SQLITE_SCHEMA:
		return gr_fail(GRANT_EFORMAT, _("the index is damaged: %s"), sqlite3_errmsg(db));
	default:
		return gr_fail(GRANT_EIO, _("the index: %s"), sqlite3_errmsg(db));
	}
}
