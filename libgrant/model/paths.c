/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where records lie. One table of templates is read in both directions: a path -> what it is, what it is -> its path.
 * Not here: whether a name is safe at all (base/path).
 */
#include "model/model.h"

#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/path.h"
#include "base/text.h"

/*
 * %a the folder of an application (applications/<shard>/<id>), %s stage, %p person, %m measure, %i milestone, %n number
 * of a payment or a draw, %* any safe path.
 */
struct place_row {
	enum gr_kind_id kind;
	const char *template;
};

static const struct place_row places[] = {
	{ GR_KIND_FORMAT, "grant.json" },
	{ GR_KIND_ROUND, "round/round.json" },
	{ GR_KIND_PERSON, "people/%p.json" },
	{ GR_KIND_APPLICATION, "%a/application.json" },
	{ GR_KIND_RECEIPT, "%a/receipt.json" },
	{ GR_KIND_SCREENING, "%a/screening.json" },
	{ GR_KIND_ASSIGNMENT, "%a/assignments/%s/%p.json" },
	{ GR_KIND_CONFLICT, "%a/conflicts/%p.json" },
	{ GR_KIND_REVIEW, "%a/reviews/%s/%p.json" },
	{ GR_KIND_MEASURE, "%a/measures/%m.json" },
	{ GR_KIND_DECISION, "%a/decision.json" },
	{ GR_KIND_AGREEMENT, "%a/agreement.json" },
	{ GR_KIND_MILESTONE, "%a/milestones/%i.json" },
	{ GR_KIND_PAYMENT, "%a/payments/%n.json" },
	{ GR_KIND_RANKING, "decisions/%s/ranking.json" },
	{ GR_KIND_SETTLEMENT, "decisions/%s/settlement.json" },
	{ GR_KIND_DRAW, "draws/%n.json" },
	/* no records */
	{ GR_KIND_COUNT, ".gitattributes" },
	{ GR_KIND_COUNT, "round/rules.lua" },
	{ GR_KIND_COUNT, "round/rules/%*.lua" },
	{ GR_KIND_COUNT, "round/stages/%s.json" },
	{ GR_KIND_COUNT, "%a/proposal/%*" },
	{ GR_KIND_COUNT, "%a/reports/%i/%*" },
	{ GR_KIND_COUNT, "%a/reviews/%s/%p.sealed" },
	{ GR_KIND_COUNT, "%a/reviews/%s/%p.sig" },
};

/* ---- reading ---- */

static bool is_of_id(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}

/* The run of characters that ids are made of, copied; 0 when there is none or it is too long for the room. */
static size_t take_run(char *to, size_t room, const char *path)
{
	size_t size = 0;

	while (is_of_id(path[size]))
		size++;
	if (size == 0 || size >= room)
		return 0;
	memcpy(to, path, size);
	to[size] = '\0';
	return size;
}

static size_t take_application(char *to, const char *path)
{
	static const char top[] = "applications/";
	char shard[GR_SHARD_SIZE];
	const char *at = path + sizeof(top) - 1;
	size_t size;

	if (!gr_text_starts(path, top) || strlen(at) < GR_SHARD_SIZE || at[2] != '/')
		return 0;
	size = take_run(to, GR_ID_SIZE, at + GR_SHARD_SIZE);
	if (size == 0 || !gr_application_id_valid(to))
		return 0;
	gr_application_id_shard(shard, to);
	return memcmp(shard, at, 2) == 0 ? (size_t)(at - path) + GR_SHARD_SIZE + size : 0;
}

/* 1 to 9999, no superfluous zeros. */
static bool is_number(const char *text)
{
	size_t size = strlen(text);

	return size >= 1 && size <= 4 && strspn(text, "0123456789") == size && text[0] != '0';
}

/* A safe path that ends as the template does; it takes all that is left. */
static size_t take_rest(const char *path, const char *ending)
{
	size_t size = strlen(path), tail = strlen(ending);

	if (size <= tail || !gr_text_ends(path, ending) || path[size - tail - 1] == '/')
		return 0;
	return gr_path_check(path) == GR_PATH_OK ? size - tail : 0;
}

/* How many bytes of the path the letter takes; 0: it does not fit. */
static size_t take(struct gr_location *out, const char *path, const char *letter)
{
	size_t size;

	switch (*letter) {
	case 's':
		size = take_run(out->stage, sizeof(out->stage), path);
		return gr_id_valid(out->stage) ? size : 0;
	case 'p':
		size = take_run(out->person, sizeof(out->person), path);
		return gr_id_valid(out->person) ? size : 0;
	case 'm':
		size = take_run(out->name, sizeof(out->name), path);
		return gr_name_valid(out->name) ? size : 0;
	case 'i':
		size = take_run(out->name, sizeof(out->name), path);
		return gr_id_valid(out->name) ? size : 0;
	case 'n':
		size = take_run(out->name, sizeof(out->name), path);
		return is_number(out->name) ? size : 0;
	default:
		return take_rest(path, letter + 1);
	}
}

static bool fits(struct gr_location *out, const char *template, const char *path)
{
	out->stage[0] = out->person[0] = out->name[0] = '\0';
	for (const char *at = template; *at; at++) {
		size_t size = 1;

		if (*at == '%') {
			size = take(out, path, ++at);
			if (size == 0)
				return false;
		} else if (*at != *path) {
			return false;
		}
		path += size;
	}
	return *path == '\0';
}

/* Most paths of a round begin with an application's folder, which is read once and not for each template. */
bool gr_location_parse(struct gr_location *out, const char *path)
{
	struct gr_location found = { .kind = GR_KIND_COUNT };
	size_t folder = take_application(found.application, path);

	if (folder == 0)
		found.application[0] = '\0';
	for (size_t i = 0; i < GR_COUNT(places); i++) {
		bool is_inside = places[i].template[0] == '%';

		if (is_inside != (folder > 0) || !fits(&found, places[i].template + (is_inside ? 2 : 0), path + folder))
			continue;
		found.kind = places[i].kind;
		*out = found;
		return true;
	}
	return false;
}

bool gr_application_of(char out[GR_ID_SIZE], const char *path)
{
	size_t folder = take_application(out, path);

	return folder > 0 && (path[folder] == '\0' || path[folder] == '/');
}

/* ---- writing ---- */

static void append_application(struct gr_buf *out, const char *application)
{
	char shard[GR_SHARD_SIZE];

	gr_application_id_shard(shard, application);
	gr_buf_printf(out, "applications/%s/%s", shard, application);
}

/* false: the location lacks the part. */
static bool append_part(struct gr_buf *out, const struct gr_location *location, char letter)
{
	const char *text = letter == 's' ? location->stage : letter == 'p' ? location->person : location->name;

	if (letter != 'a') {
		gr_buf_text_append(out, text);
		return *text != '\0';
	}
	if (!gr_application_id_valid(location->application))
		return false;
	append_application(out, location->application);
	return true;
}

static bool append_place(struct gr_buf *out, const struct place_row *row, const struct gr_location *location)
{
	for (const char *at = row->template; *at; at++)
		if (*at != '%')
			gr_buf_byte(out, *at);
		else if (!append_part(out, location, *++at))
			return false;
	return true;
}

char *gr_location_path(const struct gr_location *location)
{
	struct gr_location back;
	gr_auto_buf struct gr_buf out = GR_BUF_INIT;

	for (size_t i = 0; location->kind < GR_KIND_FILES && i < GR_COUNT(places); i++) {
		if (places[i].kind != location->kind)
			continue;
		if (!append_place(&out, &places[i], location) || gr_buf_ok(&out) < 0)
			break;
		/* What could not be read again is no path of ours. */
		if (gr_location_parse(&back, gr_buf_text(&out)) && back.kind == location->kind)
			return gr_buf_steal(&out);
	}
	if (gr_buf_ok(&out) == 0)
		gr_fail(GRANT_EINTERNAL, "no path for such a record: %s", gr_buf_text(&out));
	return NULL;
}

char *gr_application_folder(const char *application)
{
	gr_auto_buf struct gr_buf out = GR_BUF_INIT;

	if (!gr_application_id_valid(application)) {
		gr_fail(GRANT_EINPUT, _("“%s” is no id of an application"), application);
		return NULL;
	}
	append_application(&out, application);
	return gr_buf_steal(&out);
}
