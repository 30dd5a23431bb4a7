/* SPDX-License-Identifier: Apache-2.0 */
/* What is told on stderr: errors, wrong usage, findings, notes. Not here: answers (output.c). */
#include "message.h"

#include <errno.h>
#include <stdarg.h>
#include <string.h>

#include "command.h"
#include "term.h"
#include "text.h"

/* What an error document holds. */
struct error_parts {
	const char *code, *message;
	int status;
	const grant_findings *findings;
	const char *key; /* a further field; NULL: none */
	const grant_record *value;
};

/* Should the document itself fail, words must do. */
static bool print_document(const struct error_parts *parts)
{
	cleanup_writer grant_json_writer *writer = NULL;
	cleanup_record grant_record *findings = NULL;
	cleanup_string char *text = NULL;
	cleanup_text char *message = text_safe_lines(parts->message);

	if (grant_json_new(&writer) < 0 || grant_findings_record(&findings, parts->findings) < 0)
		return false;
	grant_json_begin_map(writer, NULL);
	grant_json_integer(writer, "format", 1);
	grant_json_begin_map(writer, "error");
	grant_json_text(writer, "code", parts->code);
	grant_json_integer(writer, "exit", parts->status);
	grant_json_text(writer, "message", message);
	grant_json_record(writer, "findings", grant_record_at(findings, "findings"));
	if (parts->key)
		grant_json_record(writer, parts->key, parts->value);
	grant_json_end(writer);
	grant_json_end(writer);
	if (grant_json_finish(&text, writer) < 0)
		return false;
	fputs(text, stderr);
	return true;
}

static int report(struct cli *cli, const struct error_parts *parts)
{
	cleanup_text char *message = text_safe(parts->message);

	term_progress_clear(cli);
	if (cli->json && print_document(parts))
		return parts->status;
	fprintf(stderr, "grant: %s\n", message);
	findings_print(cli, stderr, parts->findings);
	return parts->status;
}

/*
 * The last error's message; a copy, since every further call changes it. `what` stands in front where the message
 * does not name it; a name without its folder is given the folder.
 */
static char *last_message(const char *what)
{
	const char *message = grant_error_message(grant_error_last());

	const char *slash = what ? strrchr(what, '/') : NULL, *name = slash ? slash + 1 : what;

	size_t size = name ? strlen(name) : 0;

	if (size > 0 && text_starts(message, name) && message[size] == ':')
		return text_format("%s%s", what, message + size);
	return what && !(size > 0 && strstr(message, name)) ? text_format("%s: %s", what, message) : text_copy(message);
}

static int report_last(struct cli *cli, const char *what, struct error_parts *parts)
{
	int code = grant_error_code(grant_error_last());
	cleanup_text char *message = last_message(what);

	if (code == GRANT_OK)
		code = GRANT_EINTERNAL;
	parts->code = grant_code_name(code);
	parts->status = grant_code_exit(code);
	parts->message = message;
	return report(cli, parts);
}

int failure(struct cli *cli, const grant_findings *findings)
{
	return failure_about(cli, NULL, findings);
}

int failure_about(struct cli *cli, const char *what, const grant_findings *findings)
{
	struct error_parts parts = { .findings = findings };

	return report_last(cli, what, &parts);
}

int failure_with(struct cli *cli, const char *key, const grant_record *value)
{
	struct error_parts parts = { .key = key, .value = value };

	return report_last(cli, NULL, &parts);
}

static __attribute__((format(printf, 1, 0))) char *format_list(const char *format, va_list arguments)
{
	char *text;

	return vasprintf(&text, format, arguments) < 0 ? text_copy(format) : text;
}

int usage(struct cli *cli, const char *format, ...)
{
	struct error_parts parts = { .code = "GRANT_EUSAGE", .status = EXIT_USAGE };
	cleanup_text char *message = NULL;
	va_list arguments;

	va_start(arguments, format);
	message = format_list(format, arguments);
	va_end(arguments);
	parts.message = message;
	report(cli, &parts);
	if (!cli->json && cli->command && cli->command->run)
		fprintf(stderr, _("“grant %s --help” says how it is used\n"), cli->command->name);
	return EXIT_USAGE;
}

int trouble(struct cli *cli, int code, const char *format, ...)
{
	struct error_parts parts = { .code = grant_code_name(code), .status = grant_code_exit(code) };
	cleanup_text char *message = NULL;
	va_list arguments;

	va_start(arguments, format);
	message = format_list(format, arguments);
	va_end(arguments);
	parts.message = message;
	return report(cli, &parts);
}

int trouble_file(struct cli *cli, const char *path, int error)
{
	return trouble(cli, error == ENOENT ? GRANT_ENOTFOUND : GRANT_EIO, "%s: %s", path, strerror(error));
}

void note(struct cli *cli, const char *format, ...)
{
	cleanup_text char *message = NULL, *safe = NULL;
	va_list arguments;

	if (cli->quiet)
		return;
	va_start(arguments, format);
	message = format_list(format, arguments);
	va_end(arguments);
	safe = text_safe(message);
	term_progress_clear(cli);
	fprintf(stderr, "%s\n", safe);
}

/* ---- findings ---- */

static const char *severity_word(enum grant_severity severity)
{
	switch (severity) {
	case GRANT_ERROR:
		return _("error");
	case GRANT_WARNING:
		return _("warning");
	case GRANT_NOTE:
		break;
	}
	return _("note");
}

/* "a.zip, 申请表.txt, line 12, budget.2.price" */
static void print_place(FILE *file, const grant_finding *finding)
{
	static const enum grant_place order[] = { GRANT_PLACE_FILE, GRANT_PLACE_COMMIT, GRANT_PLACE_RECORD,
	                                          GRANT_PLACE_ENTRY, GRANT_PLACE_SHEET, GRANT_PLACE_CELL,
	                                          GRANT_PLACE_LINE, GRANT_PLACE_FIELD };
	bool is_first = true;

	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
		const char *part = grant_finding_place(finding, order[i]);
		cleanup_text char *safe = part ? text_safe(part) : NULL;

		if (!safe)
			continue;
		if (!is_first)
			fputs(_(", "), file);
		is_first = false;
		if (order[i] == GRANT_PLACE_LINE)
			fprintf(file, _("line %s"), safe);
		else
			fputs(safe, file);
	}
	if (!is_first)
		fputs(_(": "), file);
}

void finding_print(struct cli *cli, FILE *file, const grant_finding *finding)
{
	enum grant_severity severity = grant_finding_severity(finding);
	cleanup_text char *message = text_safe(grant_finding_message(finding));
	cleanup_text char *remedy = text_safe(grant_finding_remedy(finding));
	const char *colour = severity == GRANT_ERROR ? TERM_RED : severity == GRANT_WARNING ? TERM_YELLOW : TERM_DIM;

	fprintf(file, "%s%s%s%s", term_start(cli, file, colour), severity_word(severity), _(": "),
	        term_end(cli, file, colour));
	print_place(file, finding);
	fprintf(file, "%s [%s]\n", message, grant_finding_id(finding));
	if (*remedy)
		fprintf(file, "    %s\n", remedy);
}

void findings_print(struct cli *cli, FILE *file, const grant_findings *findings)
{
	for (size_t i = 0; i < grant_findings_count(findings); i++)
		finding_print(cli, file, grant_findings_at(findings, i));
}

void findings_by_the_way(struct cli *cli, const grant_findings *findings)
{
	if (cli->json || cli->quiet)
		return;
	fflush(stdout);
	term_progress_clear(cli);
	findings_print(cli, stderr, findings);
}
