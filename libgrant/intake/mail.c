/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A message and what is attached to it. It is walked without recursion, one message inside it is looked into and no deeper, and
 * before GMime sees a byte the lines are counted that could nest. Names that say no character set are decided as those in
 * archives are. Not here: what an archive is (scan.c), whether the office takes it (work).
 */
#include <gmime/gmime.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/path.h"
#include "base/text.h"
#include "intake/inside.h"

#define PARTS_MAX 500     /* of a message, those of the one inside it included */
#define HEADERS_MAX 2000  /* lines that describe a part, or look so */
#define HEADER_BYTES 8192 /* of one of these */
#define BOUNDARIES_MAX 20000
#define NAMES_SHOWN 20
#define BLOCK ((size_t)64 * 1024)

struct attachment {
	GMimePart *part; /* the message's own */
	char *name;      /* one file name, safe */
	bool is_archive;
};

struct gr_mail {
	GMimeMessage *message;
	struct attachment *attachments;
	size_t count, capacity;
};

/* GMime counts who began it, but not for several threads at once. */
static pthread_once_t begun = PTHREAD_ONCE_INIT;

/* ---- before it is parsed ---- */

/*
 * What costs time beyond a message's size: lines that describe parts (the only way to a further one, and so to depth), how long they
 * are with their continuations, and lines that may be a boundary, which are held against every boundary that is open.
 */
struct count {
	size_t headers, length, boundaries; /* `length` of the line that describes a part */
	size_t column, matched, dashes;
	bool is_header, is_too_long;
};

static void begin_line(struct count *count, char first)
{
	if (first == ' ' || first == '\t')
		return;
	count->is_header = false;
	count->length = count->matched = 0;
}

static void count_byte(struct count *count, char byte)
{
	static const char name[] = "content-";

	if (count->column == 0)
		begin_line(count, byte);
	if (count->column == count->matched && count->matched < sizeof(name) - 1 && g_ascii_tolower(byte) == name[count->matched] &&
	    ++count->matched == sizeof(name) - 1) {
		count->is_header = true;
		count->headers++;
	}
	if (count->column == count->dashes && byte == '-' && ++count->dashes == 2)
		count->boundaries++;
	count->is_too_long = count->is_too_long || (count->is_header && ++count->length > HEADER_BYTES);
	count->column++;
}

static void count_block(struct count *count, const char *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		if (bytes[i] == '\n' || bytes[i] == '\r')
			count->column = count->dashes = 0;
		else
			count_byte(count, bytes[i]);
	}
}

static int check_lines(grant_findings *findings, const char *file_name, struct gr_source *source)
{
	gr_autofree_text char *block = gr_alloc(BLOCK);
	struct gr_place place = { .file = file_name };
	struct count count = { 0 };
	size_t got = 1;
	int r = block ? 0 : GRANT_ENOMEM;

	while (r == 0 && got > 0) {
		r = source->read(source, block, BLOCK, &got);
		if (r == 0)
			count_block(&count, block, got);
	}
	if (r == 0 && (count.headers > HEADERS_MAX || count.boundaries > BOUNDARIES_MAX || count.is_too_long)) {
		gr_findings_add(findings, GR_F_MAIL_UNREADABLE, &place, _("it has too many parts"), NULL);
		r = gr_findings_result(findings);
	}
	return r == 0 ? source->seek(source, 0) : r;
}

/* ---- names ---- */

static bool has_bytes(const char *text)
{
	for (; text && *text; text++)
		if ((unsigned char)*text >= 0x80)
			return true;
	return false;
}

/* Where a name stands as bytes of no declared character set GMime takes them for Latin-1, each for a character: back again. */
static bool bytes_of(struct gr_buf *out, const char *name)
{
	int32_t c;

	while ((c = gr_utf8_next(&name)) > 0) {
		if (c > 0xFF)
			return false;
		gr_buf_byte(out, (char)c);
	}
	return c == 0 && gr_buf_ok(out) == 0;
}

static const char *raw_header(GMimePart *part, const char *name)
{
	GMimeHeader *header = g_mime_header_list_get_header(g_mime_object_get_header_list(GMIME_OBJECT(part)), name);

	return header ? g_mime_header_get_raw_value(header) : NULL;
}

/* The name's bytes; true when they say that they are UTF-8, having been written in one of the ways that do. */
static bool raw_name(struct gr_buf *out, GMimePart *part, const char *name)
{
	const char *disposition = raw_header(part, "Content-Disposition"), *type = raw_header(part, "Content-Type");
	const char *const headers[] = { disposition, type };

	for (size_t i = 0; i < GR_COUNT(headers); i++) {
		if (!has_bytes(headers[i]))
			continue;
		if (!strstr(headers[i], name) && bytes_of(out, name))
			return false;
		gr_buf_truncate(out, 0);
		gr_buf_text_append(out, name);
		return false;
	}
	gr_buf_text_append(out, name);
	return true;
}

/* Behind the folders that some programs put in front: in no character set here is the byte of "/" part of another character. */
static const char *last_part(const struct gr_buf *raw, bool says_utf8)
{
	const char *name = gr_buf_text(raw), *slash = strrchr(name, '/'), *other = says_utf8 ? strrchr(name, '\\') : NULL;

	name = slash ? slash + 1 : name;
	return other && other + 1 > name ? other + 1 : name;
}

/* The gate of an archive's names, for one that is alone; NULL without an error: it does not pass. */
static char *pass_gate(const struct gr_buf *raw, bool says_utf8, const char *charset)
{
	const char *last = last_part(raw, says_utf8);
	struct gr_intake_request request = { .file_name = "", .charset = charset };
	struct gr_scan scan = { .request = &request, .findings = gr_findings_new(), .limits = { .depth = 64 } };
	struct gr_listed *listed = scan.findings ? gr_listing_add(&scan.listing, last, strlen(last)) : NULL;
	char *name = NULL;

	if (listed) {
		listed->says_utf8 = says_utf8;
		listed->type = GR_ENTRY_FILE;
		if (gr_names_decide(&scan) == 0 && !scan.refused && scan.listing.items[0].name)
			name = gr_strdup(gr_path_base(scan.listing.items[0].name));
	}
	gr_listing_clear(&scan.listing);
	grant_findings_free(scan.findings);
	return name;
}

/* What has no name that can be used gets one that says where it stands and, for an archive, what it is. */
static char *name_of(GMimePart *part, size_t number, const char *charset, const char *archive)
{
	gr_auto_buf struct gr_buf raw = GR_BUF_INIT;
	const char *name = g_mime_part_get_filename(part);
	char *safe = NULL;

	if (name && *name) {
		bool says_utf8 = raw_name(&raw, part, name);

		if (gr_buf_ok(&raw) == 0)
			safe = pass_gate(&raw, says_utf8, charset);
		gr_error_clear();
	}
	return safe ? safe : gr_format("attachment-%zu%s", number, archive ? archive : "");
}

/* ---- what a part holds ---- */

static int decode(struct gr_sink *to, GMimeStream *from, GMimeContentEncoding encoding)
{
	gr_autofree_text char *block = gr_alloc(BLOCK), *decoded = NULL;
	GMimeEncoding state;
	ssize_t got = 1;
	int r = block ? 0 : GRANT_ENOMEM;

	g_mime_encoding_init_decode(&state, encoding);
	if (r == 0)
		decoded = gr_alloc(g_mime_encoding_outlen(&state, BLOCK));
	if (!decoded)
		return GRANT_ENOMEM;
	/* reading at the end of a part would be an error */
	while (r == 0 && !g_mime_stream_eos(from) && (got = g_mime_stream_read(from, block, BLOCK)) > 0) {
		size_t size = g_mime_encoding_step(&state, block, (size_t)got, decoded);

		r = size > 0 ? to->write(to, decoded, size) : 0;
	}
	if (r == 0 && got < 0)
		return gr_fail(GRANT_EIO, _("the message cannot be read to its end"));
	return r;
}

static int decode_part(struct gr_sink *to, GMimePart *part)
{
	GMimeDataWrapper *wrapper = g_mime_part_get_content(part);
	GMimeStream *stream = wrapper ? g_mime_data_wrapper_get_stream(wrapper) : NULL;

	if (!stream)
		return 0;
	g_mime_stream_reset(stream);
	return decode(to, stream, g_mime_data_wrapper_get_encoding(wrapper));
}

struct looking_sink {
	struct gr_sink sink;
	gr_look *look;
};

static int look_on(struct gr_sink *sink, const void *bytes, size_t size)
{
	gr_look_write(((struct looking_sink *)sink)->look, bytes, size);
	return 0;
}

/* Which archive a part is by its content; NULL: none. */
static int look_at(const char **archive, GMimePart *part)
{
	struct looking_sink looking = { { look_on }, gr_look_new() };
	struct gr_looked looked;
	int r;

	if (!looking.look)
		return GRANT_ENOMEM;
	gr_look_begin(looking.look);
	r = decode_part(&looking.sink, part);
	if (r == 0) {
		gr_look_end(&looked, looking.look, "");
		*archive = looked.archive;
	}
	gr_look_free(looking.look);
	return r;
}

/* ---- what is attached ---- */

static bool ends_with(const char *name, const char *const *endings, size_t count)
{
	size_t size = strlen(name);

	for (size_t i = 0; i < count; i++)
		if (size > strlen(endings[i]) && strcasecmp(name + size - strlen(endings[i]), endings[i]) == 0)
			return true;
	return false;
}

/* By the name; where that has no ending, by what the sender's program says or what it is. A rar too: it is refused with the way out. */
static bool looks_like_archive(GMimePart *part, const char *name, const char *archive)
{
	static const char *const endings[] = { ".zip", ".7z", ".tar", ".tar.gz", ".tgz", ".rar" };
	static const char *const types[] = { "zip",   "x-zip",  "x-zip-compressed", "x-7z-compressed",  "x-tar",
		                             "gzip",  "x-gzip", "x-gtar",           "x-rar-compressed", "x-rar",
		                             "vnd.rar" };
	GMimeContentType *type = g_mime_object_get_content_type(GMIME_OBJECT(part));

	if (ends_with(name, endings, GR_COUNT(endings)))
		return true;
	for (size_t i = 0; !strchr(name, '.') && type && i < GR_COUNT(types); i++)
		if (g_mime_content_type_is_type(type, "application", types[i]))
			return true;
	return !strchr(name, '.') && archive;
}

/* Texts and pictures are what they are said to be. */
static bool may_be_anything(GMimePart *part, const char *name)
{
	GMimeContentType *type = g_mime_object_get_content_type(GMIME_OBJECT(part));

	return !strchr(name, '.') && type && g_mime_content_type_is_type(type, "application", "*");
}

static int add_attachment(gr_mail *mail, GMimePart *part, const char *charset)
{
	const char *name = g_mime_part_get_filename(part), *archive = NULL;
	struct attachment *attachment;
	int r = may_be_anything(part, name ? name : "") ? look_at(&archive, part) : 0;

	if (r < 0)
		return r;
	if (!name && !looks_like_archive(part, "", archive))
		return 0; /* the text of the message */
	if (mail->count == mail->capacity) {
		size_t capacity = mail->capacity ? 2 * mail->capacity : 8;
		struct attachment *larger = gr_resize_array(mail->attachments, capacity, sizeof(*larger));

		if (!larger)
			return GRANT_ENOMEM;
		mail->attachments = larger;
		mail->capacity = capacity;
	}
	attachment = &mail->attachments[mail->count];
	attachment->part = part;
	attachment->name = name_of(part, mail->count + 1, charset, archive);
	if (!attachment->name)
		return GRANT_ENOMEM;
	attachment->is_archive = looks_like_archive(part, name ? name : "", archive);
	mail->count++;
	return 0;
}

/* What is still to be looked at, and inside how many messages it lies. */
struct waiting {
	GMimeObject *items[PARTS_MAX];
	int level[PARTS_MAX];
	size_t count, seen;
};

static bool put(struct waiting *waiting, GMimeObject *object, int level)
{
	if (!object)
		return true;
	if (waiting->seen == PARTS_MAX)
		return false;
	waiting->items[waiting->count] = object;
	waiting->level[waiting->count++] = level;
	waiting->seen++;
	return true;
}

/* Children in order: the last one is put first. */
static bool put_children(struct waiting *waiting, GMimeMultipart *multipart, int level)
{
	for (int i = g_mime_multipart_get_count(multipart); i > 0; i--)
		if (!put(waiting, g_mime_multipart_get_part(multipart, i - 1), level))
			return false;
	return true;
}

static bool put_inner(struct waiting *waiting, GMimeMessagePart *part, int level)
{
	GMimeMessage *message = g_mime_message_part_get_message(part);

	return level > 0 || !message || put(waiting, g_mime_message_get_mime_part(message), level + 1);
}

static int walk(gr_mail *mail, bool *is_too_large, const char *charset)
{
	struct waiting *waiting = gr_alloc(sizeof(*waiting));
	bool fits;
	int r = waiting ? 0 : GRANT_ENOMEM;

	if (r < 0)
		return r;
	fits = put(waiting, g_mime_message_get_mime_part(mail->message), 0);
	while (r == 0 && fits && waiting->count > 0) {
		GMimeObject *object = waiting->items[--waiting->count];
		int level = waiting->level[waiting->count];

		if (GMIME_IS_MULTIPART(object))
			fits = put_children(waiting, GMIME_MULTIPART(object), level);
		else if (GMIME_IS_MESSAGE_PART(object))
			fits = put_inner(waiting, GMIME_MESSAGE_PART(object), level);
		else if (GMIME_IS_PART(object))
			r = add_attachment(mail, GMIME_PART(object), charset);
	}
	*is_too_large = !fits;
	gr_free(waiting);
	return r;
}

/* ---- reading ---- */

static GMimeMessage *parse(GMimeStream *stream)
{
	static const char *latin[] = { "iso-8859-1", NULL };
	GMimeParserOptions *options = g_mime_parser_options_new();
	GMimeParser *parser = g_mime_parser_new_with_stream(stream);
	GMimeMessage *message;

	g_mime_parser_options_set_fallback_charsets(options, latin);
	g_mime_parser_options_set_parameter_compliance_mode(options, GMIME_RFC_COMPLIANCE_LOOSE);
	g_mime_parser_options_set_rfc2047_compliance_mode(options, GMIME_RFC_COMPLIANCE_LOOSE);
	g_mime_parser_set_persist_stream(parser, TRUE);
	message = g_mime_parser_construct_message(parser, options);
	g_object_unref(parser);
	g_mime_parser_options_free(options);
	return message;
}

static int refuse(grant_findings *findings, const char *file_name, const char *why)
{
	struct gr_place place = { .file = file_name };

	gr_findings_add(findings, GR_F_MAIL_UNREADABLE, &place, why, NULL);
	return gr_findings_result(findings);
}

static int read_stream(gr_mail **out, grant_findings *findings, const struct gr_mail_request *request, GMimeStream *stream)
{
	gr_mail *mail = gr_alloc(sizeof(*mail));
	bool is_too_large = false;
	int r = 0;

	if (!mail)
		return GRANT_ENOMEM;
	mail->message = parse(stream);
	if (!mail->message)
		r = refuse(findings, request->file_name, _("it is no message"));
	if (r == 0)
		r = walk(mail, &is_too_large, request->charset);
	if (r == 0 && is_too_large)
		r = refuse(findings, request->file_name, _("it has too many parts"));
	if (r == 0)
		*out = mail;
	else
		gr_mail_free(mail);
	return r;
}

static GMimeStream *open_stream(const struct gr_mail_request *request)
{
	int own = request->fd >= 0 ? dup(request->fd) : -1;

	if (request->fd < 0)
		return g_mime_stream_mem_new_with_buffer(request->bytes, (size_t)request->source->size);
	return own < 0 ? NULL : g_mime_stream_fs_new(own);
}

int gr_mail_read(gr_mail **out, grant_findings *findings, const struct gr_mail_request *request)
{
	GMimeStream *stream;
	int r;

	pthread_once(&begun, g_mime_init);
	if (request->source->size > request->limit)
		return refuse(findings, request->file_name, _("it is larger than what the round takes"));
	r = check_lines(findings, request->file_name, request->source);
	if (r < 0)
		return r;
	stream = open_stream(request);
	if (!stream)
		return gr_fail(GRANT_EIO, _("%s cannot be read"), request->file_name);
	r = read_stream(out, findings, request, stream);
	g_object_unref(stream);
	return r;
}

void gr_mail_free(gr_mail *mail)
{
	if (!mail)
		return;
	for (size_t i = 0; i < mail->count; i++)
		gr_free(mail->attachments[i].name);
	gr_free(mail->attachments);
	if (mail->message)
		g_object_unref(mail->message);
	gr_free(mail);
}

/* ---- asking ---- */

size_t gr_mail_count(const gr_mail *mail)
{
	return mail->count;
}

const char *gr_mail_name(const gr_mail *mail, size_t index)
{
	return mail->attachments[index].name;
}

bool gr_mail_is_archive(const gr_mail *mail, size_t index)
{
	return mail->attachments[index].is_archive;
}

/* Each server puts its line on top, so the first is the office's own; what stands below was written by others. */
bool gr_mail_received(struct gr_time *out, const gr_mail *mail)
{
	GMimeHeader *header = g_mime_header_list_get_header(g_mime_object_get_header_list(GMIME_OBJECT(mail->message)), "Received");
	const char *value = header ? g_mime_header_get_value(header) : NULL;
	const char *semicolon = value ? strrchr(value, ';') : NULL;
	GDateTime *date = semicolon ? g_mime_utils_header_decode_date(semicolon + 1) : NULL;

	if (!date)
		return false;
	out->seconds = g_date_time_to_unix(date);
	out->offset = (int)(g_date_time_get_utc_offset(date) / G_TIME_SPAN_MINUTE);
	g_date_time_unref(date);
	return true;
}

int gr_mail_decode(struct gr_sink *to, const gr_mail *mail, size_t index)
{
	return decode_part(to, mail->attachments[index].part);
}

void gr_mail_names(struct gr_buf *out, const gr_mail *mail)
{
	for (size_t i = 0; i < mail->count && i < NAMES_SHOWN; i++)
		gr_buf_printf(out, "%s%s", i ? ", " : "", mail->attachments[i].name);
	if (mail->count > NAMES_SHOWN)
		gr_buf_text_append(out, ", …");
	if (mail->count == 0)
		gr_buf_text_append(out, "–");
}
