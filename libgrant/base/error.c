/* SPDX-License-Identifier: Apache-2.0 */
/*
 * The last error of each thread, in a fixed buffer: it works without memory and needs no destructor. And the one table of
 * codes. Not here: findings.
 */
#include "base/error.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#define MESSAGE_SIZE 1024
#define PLACE_SIZE 256

struct grant_error {
	int code;
	size_t line;
	char message[MESSAGE_SIZE];
	char file[PLACE_SIZE], record[PLACE_SIZE], field[PLACE_SIZE];
};

static _Thread_local struct grant_error last;

static const struct {
	int code, exit;
	const char *name;
} codes[] = {
	{ GRANT_OK, 0, "GRANT_OK" },
	{ GRANT_ENOTFOUND, 3, "GRANT_ENOTFOUND" },
	{ GRANT_EDENIED, 4, "GRANT_EDENIED" },
	{ GRANT_EINPUT, 5, "GRANT_EINPUT" },
	{ GRANT_ELIMIT, 5, "GRANT_ELIMIT" },
	{ GRANT_ERULE, 5, "GRANT_ERULE" },
	{ GRANT_ESIGNATURE, 4, "GRANT_ESIGNATURE" },
	{ GRANT_ECONFLICT, 6, "GRANT_ECONFLICT" },
	{ GRANT_EEXISTS, 6, "GRANT_EEXISTS" },
	{ GRANT_EFORMAT, 7, "GRANT_EFORMAT" },
	{ GRANT_EIO, 7, "GRANT_EIO" },
	{ GRANT_ENOMEM, 7, "GRANT_ENOMEM" },
	{ GRANT_ENET, 7, "GRANT_ENET" },
	{ GRANT_ECANCELED, 7, "GRANT_ECANCELED" },
	{ GRANT_EINVALID, 7, "GRANT_EINVALID" },
	{ GRANT_EINTERNAL, 7, "GRANT_EINTERNAL" },
	{ GRANT_EUNDECIDED, 1, "GRANT_EUNDECIDED" },
};

/* ---- making ---- */

void gr_error_clear(void)
{
	last.code = GRANT_OK;
	last.line = 0;
	last.message[0] = last.file[0] = last.record[0] = last.field[0] = '\0';
}

/* A text that was cut by its buffer ends at a character's boundary. */
static void end_at_boundary(char *text, size_t size)
{
	if (strlen(text) + 1 == size)
		text[gr_utf8_cut(text, size - 1)] = '\0';
}

static void append(char *text, size_t size, const char *more)
{
	size_t used = strlen(text), length = strlen(more);

	if (length > size - used - 1)
		length = size - used - 1;
	memcpy(text + used, more, length);
	text[used + length] = '\0';
}

int gr_fail(int code, const char *format, ...)
{
	char message[MESSAGE_SIZE]; /* the arguments may lie in the last error itself */
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(message, sizeof(message), format, arguments);
	va_end(arguments);
	end_at_boundary(message, sizeof(message));
	gr_error_clear();
	last.code = code;
	memcpy(last.message, message, sizeof(message));
	return code;
}

int gr_context(int code, const char *format, ...)
{
	char message[MESSAGE_SIZE];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(message, sizeof(message), format, arguments);
	va_end(arguments);
	append(message, sizeof(message), ": ");
	append(message, sizeof(message), last.message);
	end_at_boundary(message, sizeof(message));
	last.code = code;
	memcpy(last.message, message, sizeof(message));
	return code;
}

int gr_error_recode(int code)
{
	last.code = code;
	return code;
}

grant_error *gr_error_take(void)
{
	struct grant_error *copy = last.code == GRANT_OK ? NULL : malloc(sizeof(*copy)); /* gr_alloc() would overwrite it */

	if (copy)
		*copy = last;
	return copy;
}

int gr_error_give(grant_error *error)
{
	if (!error)
		return gr_fail_memory();
	last = *error;
	free(error);
	return last.code;
}

void gr_error_free(grant_error *error)
{
	free(error);
}

int gr_fail_memory(void)
{
	return gr_fail(GRANT_ENOMEM, _("there is not enough memory"));
}

int gr_fail_errno(int error_number, const char *format, ...)
{
	char message[MESSAGE_SIZE], reason[128];
	va_list arguments;

	va_start(arguments, format);
	vsnprintf(message, sizeof(message), format, arguments);
	va_end(arguments);
	return gr_fail(GRANT_EIO, "%s: %s", message, strerror_r(error_number, reason, sizeof(reason)));
}

static void set_place(char place[PLACE_SIZE], const char *text)
{
	if (!text)
		return;
	snprintf(place, PLACE_SIZE, "%s", text);
	end_at_boundary(place, PLACE_SIZE);
}

int gr_error_in_file(int code, const char *file)
{
	set_place(last.file, file);
	return code;
}

int gr_error_in_record(int code, const char *record)
{
	set_place(last.record, record);
	return code;
}

int gr_error_in_field(int code, const char *field)
{
	set_place(last.field, field);
	return code;
}

int gr_error_at_line(int code, size_t line)
{
	last.line = line;
	return code;
}

/* ---- reading ---- */

static const char *text_or_null(const char *text)
{
	return text[0] ? text : NULL;
}

const grant_error *grant_error_last(void)
{
	return &last;
}

int grant_error_code(const grant_error *error)
{
	return error ? error->code : GRANT_OK;
}

const char *grant_error_message(const grant_error *error)
{
	return error ? error->message : "";
}

const char *grant_error_file(const grant_error *error)
{
	return error ? text_or_null(error->file) : NULL;
}

const char *grant_error_record(const grant_error *error)
{
	return error ? text_or_null(error->record) : NULL;
}

const char *grant_error_field(const grant_error *error)
{
	return error ? text_or_null(error->field) : NULL;
}

size_t grant_error_line(const grant_error *error)
{
	return error ? error->line : 0;
}

const char *grant_code_name(int code)
{
	for (size_t i = 0; i < GR_COUNT(codes); i++)
		if (codes[i].code == code)
			return codes[i].name;
	return "GRANT_EINTERNAL";
}

int grant_code_exit(int code)
{
	for (size_t i = 0; i < GR_COUNT(codes); i++)
		if (codes[i].code == code)
			return codes[i].exit;
	return 7;
}
