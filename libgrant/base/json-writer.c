/* SPDX-License-Identifier: Apache-2.0 */
/* The writer that programs use: a thin order of calls over json-write.c, with a check that the order makes sense. */
#include "base/json-writer.h"

#include <grant/json.h>

#include <string.h>

#include "base/error.h"
#include "base/json.h"
#include "base/mem.h"
#include "base/text.h"

struct grant_json_writer {
	struct gr_buf out;
	bool is_map[GR_JSON_MAX_DEPTH];
	bool has_item[GR_JSON_MAX_DEPTH];
	unsigned depth;
	bool is_done, is_wrong;
};

int grant_json_new(grant_json_writer **out)
{
	grant_json_writer *writer;

	gr_error_clear();
	writer = gr_alloc(sizeof(*writer));
	if (!writer)
		return GRANT_ENOMEM;
	*out = writer;
	return 0;
}

static void new_line(grant_json_writer *writer)
{
	gr_buf_byte(&writer->out, '\n');
	for (unsigned i = 0; i < writer->depth; i++)
		gr_buf_append(&writer->out, "  ", 2);
}

/* What comes before a value: comma, line, key. false: the call makes no sense here. */
static bool lead(grant_json_writer *writer, const char *key)
{
	bool in_map = writer->depth > 0 && writer->is_map[writer->depth - 1];

	if (writer->is_done || writer->is_wrong || in_map != (key != NULL) ||
	    (key && !gr_utf8_valid(key, strlen(key)))) {
		writer->is_wrong = true;
		return false;
	}
	if (writer->depth == 0) {
		writer->is_done = true;
		return true;
	}
	if (writer->has_item[writer->depth - 1])
		gr_buf_byte(&writer->out, ',');
	writer->has_item[writer->depth - 1] = true;
	new_line(writer);
	if (key) {
		gr_json_write_text(&writer->out, key);
		gr_buf_append(&writer->out, ": ", 2);
	}
	return true;
}

static void begin(grant_json_writer *writer, const char *key, bool is_map)
{
	if (writer->depth == GR_JSON_MAX_DEPTH)
		writer->is_wrong = true;
	if (!lead(writer, key))
		return;
	gr_buf_byte(&writer->out, is_map ? '{' : '[');
	writer->is_map[writer->depth] = is_map;
	writer->has_item[writer->depth] = false;
	writer->depth++;
	writer->is_done = false;
}

void grant_json_begin_map(grant_json_writer *writer, const char *key)
{
	begin(writer, key, true);
}

void grant_json_begin_list(grant_json_writer *writer, const char *key)
{
	begin(writer, key, false);
}

void grant_json_end(grant_json_writer *writer)
{
	if (writer->depth == 0) {
		writer->is_wrong = true;
		return;
	}
	writer->depth--;
	if (writer->has_item[writer->depth])
		new_line(writer);
	gr_buf_byte(&writer->out, writer->is_map[writer->depth] ? '}' : ']');
	if (writer->depth == 0)
		writer->is_done = true;
}

void grant_json_text(grant_json_writer *writer, const char *key, const char *text)
{
	if (text && !gr_utf8_valid(text, strlen(text)))
		writer->is_wrong = true;
	if (!lead(writer, key))
		return;
	if (text)
		gr_json_write_text(&writer->out, text);
	else
		gr_buf_append(&writer->out, "null", 4);
}

void grant_json_integer(grant_json_writer *writer, const char *key, int64_t number)
{
	if (lead(writer, key))
		gr_buf_printf(&writer->out, "%lld", (long long)number);
}

void grant_json_bool(grant_json_writer *writer, const char *key, bool truth)
{
	if (lead(writer, key))
		gr_buf_text_append(&writer->out, truth ? "true" : "false");
}

void gr_json_writer_value(grant_json_writer *writer, const char *key, const gr_value *value)
{
	if (lead(writer, key))
		gr_json_write_inner(&writer->out, value, writer->depth);
}

int grant_json_finish(char **out, grant_json_writer *writer)
{
	char *text;

	gr_error_clear();
	if (!writer || writer->is_wrong || writer->depth > 0 || !writer->is_done)
		return gr_fail(GRANT_EINVALID,
		               _("the calls to the JSON writer are out of order, or a text is not UTF-8"));
	gr_buf_byte(&writer->out, '\n');
	text = gr_buf_steal(&writer->out);
	if (!text)
		return GRANT_ENOMEM;
	*out = text;
	return 0;
}

void grant_json_free(grant_json_writer *writer)
{
	if (!writer)
		return;
	gr_buf_free(&writer->out);
	gr_free(writer);
}
