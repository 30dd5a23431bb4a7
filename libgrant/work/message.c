/* SPDX-License-Identifier: Apache-2.0 */
/* Mail as a way in which archives come. Sender, subject and text are looked at by nobody and kept nowhere. */
#include "work/message.h"

#include <grant/intake.h>

#include <stdio.h>

#include "base/error.h"
#include "base/path.h"

/* An attachment of the largest size is a third larger on its way, and there is text around it. */
#define MESSAGE_BYTES(archive_bytes) ((archive_bytes) + (archive_bytes) / 2 + 1024 * 1024)

int64_t gr_archive_bytes(const gr_value *round)
{
	int64_t limit;

	if (gr_value_int64(&limit, gr_value_at(round, "limits.archive_bytes")) == 0)
		return limit;
	gr_error_clear();
	return GR_INTAKE_ARCHIVE_BYTES;
}

static bool has_archive(const gr_mail *mail)
{
	for (size_t i = 0; i < gr_mail_count(mail); i++)
		if (gr_mail_is_archive(mail, i))
			return true;
	return false;
}

static int check_has_archive(grant_findings *findings, const gr_mail *mail, const char *file)
{
	gr_auto_buf struct gr_buf names = GR_BUF_INIT;
	struct gr_place place = { .file = file };

	if (has_archive(mail))
		return 0;
	gr_mail_names(&names, mail);
	gr_findings_add(findings, GR_F_MAIL_NO_ARCHIVE, &place, gr_buf_text(&names), NULL);
	return gr_findings_result(findings);
}

int gr_message_open(struct gr_message *out, grant_findings *findings, const struct gr_message_request *request)
{
	struct gr_message message = { .mail = NULL };
	struct gr_mail_request wish = { .charset = request->charset, .file_name = gr_path_base(request->path),
		                        .limit = MESSAGE_BYTES(gr_archive_bytes(request->round)) };
	int r = gr_file_source_open(&message.file, request->path);

	if (r < 0)
		return r;
	wish.source = &message.file.source;
	wish.fd = message.file.fd;
	r = gr_mail_read(&message.mail, findings, &wish);
	if (r == 0)
		r = check_has_archive(findings, message.mail, wish.file_name);
	if (r < 0) {
		gr_message_close(&message);
		return r;
	}
	*out = message;
	return 0;
}

void gr_message_close(struct gr_message *message)
{
	gr_mail_free(message->mail);
	message->mail = NULL;
	gr_file_source_close(&message->file);
}

int gr_message_archive(size_t *index, const struct gr_message *message, unsigned number)
{
	unsigned seen = 0;

	for (size_t i = 0; i < gr_mail_count(message->mail); i++) {
		if (!gr_mail_is_archive(message->mail, i) || ++seen < number)
			continue;
		*index = i;
		return 0;
	}
	return gr_fail(GRANT_ENOTFOUND, _("the message has %u archives attached and no %uth"), seen, number);
}

int gr_message_decode(struct gr_buf *out, grant_findings *findings, const struct gr_message *message, size_t index,
                      const gr_value *round)
{
	struct gr_place place = { .file = gr_mail_name(message->mail, index) };
	int64_t limit = gr_archive_bytes(round);
	struct gr_buf_sink sink;
	char most[24];
	int r;

	gr_buf_sink_open(&sink, out, (size_t)limit);
	r = gr_mail_decode(&sink.sink, message->mail, index);
	if (r != GRANT_ELIMIT)
		return r;
	snprintf(most, sizeof(most), "%lld", (long long)limit);
	gr_findings_add(findings, GR_F_ARCHIVE_TOO_LARGE, &place, most, NULL);
	return gr_findings_result(findings);
}

/* ---- for programs ---- */

static int tell_archives(gr_value *told, const struct gr_message *message)
{
	gr_value *list = gr_list_new();
	int r = list ? 0 : GRANT_ENOMEM;

	for (size_t i = 0; r == 0 && i < gr_mail_count(message->mail); i++)
		if (gr_mail_is_archive(message->mail, i))
			r = gr_list_add(list, gr_text_new(gr_mail_name(message->mail, i)));
	if (r == 0)
		return gr_map_set(told, "archives", list);
	gr_value_free(list);
	return r;
}

static int tell(gr_value **out, const struct gr_message *message)
{
	gr_auto_value gr_value *told = gr_map_new();
	char text[GR_TIME_TEXT_SIZE];
	struct gr_time received;
	int r = told ? tell_archives(told, message) : GRANT_ENOMEM;

	if (r == 0 && gr_mail_received(&received, message->mail)) {
		gr_time_format(text, received);
		r = gr_map_set_text(told, "received", text);
	}
	if (r == 0)
		*out = gr_steal_value(&told);
	return r;
}

int grant_message_look(grant_record **out, grant_findings **findings, grant_round *round, const char *path)
{
	struct gr_message_request request = { .path = path };
	struct gr_message message;
	grant_findings *found;
	struct gr_oid tip;
	gr_value *told;
	int r = gr_enter(round);

	if (r < 0)
		return r;
	if (!out || !path)
		return gr_fail(GRANT_EINVALID, _("no message was given"));
	found = gr_findings_new();
	r = found ? gr_store_tip(&tip, round->store) : GRANT_ENOMEM;
	if (r == 0)
		r = gr_round_at(round, &tip);
	request.round = round->description;
	if (r == 0)
		r = gr_message_open(&message, found, &request);
	if (r == 0) {
		r = tell(&told, &message);
		gr_message_close(&message);
		if (r == 0)
			*out = gr_record_of(told);
	}
	if (findings)
		*findings = found;
	else
		grant_findings_free(found);
	return r;
}
