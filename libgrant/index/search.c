/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Full text. SQLite's unicode61 takes a run of Chinese characters for one word, and a tokenizer of our own could not be read
 * by the sqlite3 shell. So text is cut beforehand: each Chinese character stands alone, and a word of several is a phrase. That
 * finds words of any length, one and two characters too, at the cost of longer postings.
 */
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/text.h"
#include "index/cursor.h"
#include "index/row.h"

/* ---- cutting ---- */

static bool stands_alone(int32_t c)
{
	return (c >= 0x3040 && c <= 0x30FF) || (c >= 0x3400 && c <= 0x4DBF) || (c >= 0x4E00 && c <= 0x9FFF) ||
	       (c >= 0xAC00 && c <= 0xD7AF) || (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFF) ||
	       c == 0x3007;
}

/* Bytes of the character at hand, some; and whether it stands alone. */
static size_t measure(bool *alone, const char *text)
{
	const char *next = text;

	*alone = false;
	if ((unsigned char)*text < 0x80)
		return 1;
	if ((unsigned char)*text >= 0xE5 && (unsigned char)*text <= 0xE9 && text[1] && text[2]) {
		*alone = true; /* U+5000 to U+9FFF, as nearly all that comes by */
		return 3;
	}
	*alone = stands_alone(gr_utf8_next(&next));
	return (size_t)(next - text);
}

static bool is_space(char c)
{
	return c == ' ' || c == '\n';
}

/* At most one space for each character, and no second one beside a space. */
void gr_text_cut(struct gr_buf *out, const char *text)
{
	bool alone, was_alone = false;
	char *to;

	gr_buf_reserve(out, 2 * strlen(text));
	if (out->failed)
		return;
	to = out->data + out->size;
	for (size_t size; *text; text += size, to += size) {
		size = measure(&alone, text);
		if ((alone || was_alone) && to > out->data && !is_space(to[-1]) && !is_space(*text))
			*to++ = ' ';
		for (size_t i = 0; i < size; i++)
			to[i] = text[i];
		was_alone = alone;
	}
	out->size = (size_t)(to - out->data);
	*to = '\0';
}

/* The reverse, for people: spaces between two characters that stand alone were ours. */
static void join(struct gr_buf *out, const char *text)
{
	bool after_alone = false;

	while (*text) {
		const char *start = text;
		int32_t c = gr_utf8_next(&text);

		if (c == ' ') {
			const char *next = text + strspn(text, " ");
			const char *peek = next;
			bool before_alone = stands_alone(gr_utf8_next(&peek)) || *next == '\0';

			text = next;
			if (!after_alone && !before_alone)
				gr_buf_byte(out, ' ');
			continue;
		}
		gr_buf_append(out, start, (size_t)(text - start));
		after_alone = stands_alone(c);
	}
}

/* ---- rows ---- */

static int find_row(int64_t *out, gr_index *index, const char *subject, const char *source)
{
	sqlite3_stmt *statement;
	int r = gr_sql_get(&statement, index, GR_SQL_TEXT_FIND), code;

	*out = 0;
	if (r == 0)
		r = gr_sql_bind_text(index, statement, 1, subject);
	if (r == 0)
		r = gr_sql_bind_text(index, statement, 2, source);
	if (r < 0)
		return r;
	code = sqlite3_step(statement);
	if (code == SQLITE_ROW)
		*out = sqlite3_column_int64(statement, 0);
	sqlite3_reset(statement);
	return code == SQLITE_ROW || code == SQLITE_DONE ? 0 : gr_sql_fail(index->db, code);
}

static int run_on_row(gr_index *index, enum gr_statement which, int64_t row)
{
	sqlite3_stmt *statement;
	int r = gr_sql_get(&statement, index, which);

	if (r < 0)
		return r;
	sqlite3_bind_int64(statement, 1, row);
	return gr_sql_run(index, statement);
}

static int run_on_body(gr_index *index, enum gr_statement which, int64_t row, const char *body)
{
	sqlite3_stmt *statement;
	int r = gr_sql_get(&statement, index, which);

	if (r < 0)
		return r;
	sqlite3_bind_int64(statement, 1, row);
	r = gr_sql_bind_text(index, statement, 2, body);
	return r == 0 ? gr_sql_run(index, statement) : r;
}

static int new_row(int64_t *out, gr_index *index, const char *subject, const char *source, const char *body)
{
	sqlite3_stmt *statement;
	int r = gr_sql_get(&statement, index, GR_SQL_TEXT_NEW);

	if (r == 0)
		r = gr_sql_bind_text(index, statement, 1, subject);
	if (r == 0)
		r = gr_sql_bind_text(index, statement, 2, source);
	if (r == 0)
		r = gr_sql_bind_text(index, statement, 3, body);
	if (r == 0)
		r = gr_sql_run(index, statement);
	*out = sqlite3_last_insert_rowid(index->db);
	return r;
}

/* The postings are taken away by the text that they were made from: first they, then the text. */
static int change_row(gr_index *index, int64_t row, const char *body)
{
	int r = run_on_row(index, GR_SQL_TEXT_REMOVE, row);

	return r == 0 ? run_on_body(index, GR_SQL_TEXT_CHANGE, row, body) : r;
}

int gr_text_put(gr_index *index, const char *subject, const char *source, const char *body)
{
	int64_t row = 0;
	int r = index->in_bulk ? 0 : find_row(&row, index, subject, source);

	if (r == 0)
		r = row ? change_row(index, row, body) : new_row(&row, index, subject, source, body);
	return r == 0 ? run_on_body(index, GR_SQL_TEXT_ADD, row, body) : r;
}

int gr_text_bulk(gr_index *index, bool begins)
{
	/* bytes of postings kept in memory; FTS5's own default is the second */
	const char *sql = begins ? "INSERT INTO search (search, rank) VALUES ('hashsize', 16777216)"
	                         : "INSERT INTO search (search, rank) VALUES ('hashsize', 1048576)";
	int r = sqlite3_exec(index->db, sql, NULL, NULL, NULL);

	return r == SQLITE_OK ? 0 : gr_sql_fail(index->db, r);
}

int gr_text_remove(gr_index *index, const char *subject, const char *source)
{
	int64_t row;
	int r = find_row(&row, index, subject, source);

	if (r < 0 || !row)
		return r;
	r = run_on_row(index, GR_SQL_TEXT_REMOVE, row);
	return r == 0 ? run_on_row(index, GR_SQL_TEXT_FORGET, row) : r;
}

/* Documents have names with a slash, tables have none. */
int gr_index_remove_documents(gr_index *index, const char *subject)
{
	sqlite3_stmt *statement;
	int r = gr_sql_get(&statement, index, GR_SQL_DOCUMENTS_REMOVE);

	if (r == 0)
		r = gr_sql_bind_text(index, statement, 1, subject);
	if (r == 0)
		r = gr_sql_run(index, statement);
	if (r == 0)
		r = gr_sql_get(&statement, index, GR_SQL_DOCUMENTS_FORGET);
	if (r == 0)
		r = gr_sql_bind_text(index, statement, 1, subject);
	return r == 0 ? gr_sql_run(index, statement) : r;
}

/* ---- searching ---- */

/* A word of the user -> a quoted phrase; quotation marks inside become spaces, so that nothing is an operator. */
static void append_phrase(struct gr_buf *out, const char *word, size_t size)
{
	gr_autofree_text char *copy = gr_strndup(word, size);
	gr_auto_buf struct gr_buf cut = GR_BUF_INIT;

	if (!copy) {
		out->failed = true;
		return;
	}
	for (char *c = copy; *c; c++)
		if (*c == '"')
			*c = ' ';
	gr_text_cut(&cut, copy);
	gr_buf_printf(out, "%s\"%s\"", out->size ? " " : "", gr_buf_text(&cut));
	out->failed = out->failed || cut.failed;
}

/* A phrase without a letter or character would match nothing and FTS5 drops it: it is left out. */
static bool has_token(const char *word, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if ((unsigned char)word[i] >= 0x80 || (word[i] >= '0' && word[i] <= '9') ||
		    ((word[i] | 32) >= 'a' && (word[i] | 32) <= 'z'))
			return true;
	return false;
}

static int make_query(struct gr_buf *out, const char *words)
{
	gr_autofree_text char *half = gr_text_half_width(words);

	if (!half)
		return GRANT_ENOMEM;
	for (const char *at = half; *at;) {
		size_t size;

		at += strspn(at, " \t\n");
		size = strcspn(at, " \t\n");
		if (has_token(at, size))
			append_phrase(out, at, size);
		at += size;
	}
	if (out->size == 0)
		return gr_fail(GRANT_EINPUT, _("there is no word to search for"));
	return gr_buf_ok(out);
}

int gr_index_search(gr_cursor **out, gr_index *index, const char *words, int64_t limit)
{
	static const char sql[] = "SELECT subject, source, snippet(search, 2, '「', '」', '…', 24) FROM search "
				  "WHERE search MATCH ?1 ORDER BY rank, rowid LIMIT ?2";
	gr_auto_buf struct gr_buf query = GR_BUF_INIT;
	sqlite3_stmt *statement = NULL;
	int r = make_query(&query, words);

	if (r < 0)
		return r;
	r = sqlite3_prepare_v2(index->db, sql, -1, &statement, NULL);
	if (r != SQLITE_OK)
		return gr_sql_fail(index->db, r);
	r = gr_sql_bind_copy(index, statement, 1, gr_buf_text(&query));
	if (r < 0) {
		sqlite3_finalize(statement);
		return r;
	}
	sqlite3_bind_int64(statement, 2, limit > 0 ? limit : -1);
	return gr_cursor_new(out, index, statement, NULL);
}

gr_value *gr_search_row(const gr_cursor *cursor)
{
	gr_auto_buf struct gr_buf snippet = GR_BUF_INIT;
	const char *text = (const char *)sqlite3_column_text(cursor->statement, 2);
	gr_value *row = gr_map_new();
	int r = row ? 0 : GRANT_ENOMEM;

	join(&snippet, text ? text : "");
	for (size_t i = 0; i < snippet.size; i++)
		if (snippet.data[i] == '\n')
			snippet.data[i] = ' ';
	if (r == 0)
		r = gr_map_set_text(row, "application", (const char *)sqlite3_column_text(cursor->statement, 0));
	if (r == 0)
		r = gr_map_set_text(row, "table", (const char *)sqlite3_column_text(cursor->statement, 1));
	if (r == 0)
		r = gr_map_set_text(row, "snippet", gr_buf_text(&snippet));
	if (r == 0)
		return row;
	gr_value_free(row);
	return NULL;
}
