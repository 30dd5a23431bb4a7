/* SPDX-License-Identifier: Apache-2.0 */
/* One application with its records. Not here: what acts do with them. */
#include "work/subject.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"

static struct gr_subject_item *add_item(struct gr_subject *subject)
{
	if (subject->count == subject->capacity) {
		size_t capacity = subject->capacity ? subject->capacity * 2 : 16;
		struct gr_subject_item *items = gr_resize_array(subject->items, capacity, sizeof(*items));

		if (!items)
			return NULL;
		subject->items = items;
		subject->capacity = capacity;
	}
	memset(&subject->items[subject->count], 0, sizeof(*subject->items));
	return &subject->items[subject->count++];
}

static int note_item(const char *path, const struct gr_oid *blob, void *payload)
{
	struct gr_subject *subject = payload;
	struct gr_location location;
	struct gr_subject_item *item;
	int r = 0;

	if (!gr_location_parse(&location, path) || location.kind >= GR_KIND_FILES)
		return 0;
	item = add_item(subject);
	if (!item)
		return GRANT_ENOMEM;
	item->location = location;
	item->blob = *blob;
	if (gr_facts_need(location.kind))
		r = gr_record_load_blob(&item->record, subject->round, blob, location.kind, path);
	if (r == 0)
		gr_facts_add(&subject->facts, location.kind, item->record);
	return r;
}

static int read_item(struct gr_subject_item *item, const struct gr_subject *subject)
{
	gr_autofree_text char *path = item->record ? NULL : gr_location_path(&item->location);

	if (item->record)
		return 0;
	return path ? gr_record_load_blob(&item->record, subject->round, &item->blob, item->location.kind, path) : GRANT_ENOMEM;
}

/* "xf-17" -> "XF-0017": what was meant, if it can be told. */
static bool guess_id(char out[GR_ID_SIZE], const char *wish)
{
	size_t size = strcspn(wish, "-");
	char prefix[GR_ID_SIZE];
	char *end;
	long long number;
	int r;

	if (size == 0 || size >= sizeof(prefix) || wish[size] != '-' || wish[size + 1] < '0' || wish[size + 1] > '9')
		return false;
	for (size_t i = 0; i < size; i++)
		prefix[i] = (char)(wish[i] >= 'a' && wish[i] <= 'z' ? wish[i] - 'a' + 'A' : wish[i]);
	prefix[size] = '\0';
	number = strtoll(wish + size + 1, &end, 10);
	r = *end ? GRANT_EINPUT : gr_application_id_make(out, prefix, number);
	if (r < 0)
		gr_error_clear();
	return r == 0;
}

int gr_subject_check_id(grant_round *round, const struct gr_oid *commit, const char *application)
{
	char meant[GR_ID_SIZE];
	const char *prefix;

	if (gr_application_id_valid(application))
		return 0;
	if (guess_id(meant, application)) {
		gr_fail(GRANT_ENOTFOUND, _("“%s” is no application's id; write it %s"), application, meant);
	} else {
		prefix = gr_round_at(round, commit) == 0 ? gr_map_text(round->description, "prefix") : NULL;
		gr_fail(GRANT_ENOTFOUND, _("“%s” is no application's id; ids look like %s-0017"), application,
		        prefix ? prefix : "XF");
	}
	return gr_error_in_record(GRANT_ENOTFOUND, application);
}

int gr_subject_open(struct gr_subject *out, grant_round *round, const struct gr_oid *commit, const char *application)
{
	struct gr_subject subject = { .state = GR_STATE_NONE, .round = round };
	gr_autofree_text char *folder = NULL;
	int r = gr_subject_check_id(round, commit, application);

	if (r < 0)
		return r;
	folder = gr_application_folder(application);
	if (!folder)
		return GRANT_ENOMEM;
	strcpy(subject.id, application);
	r = gr_store_walk(round->store, commit, folder, note_item, &subject);
	if (r == GRANT_ENOTFOUND || (r == 0 && !subject.facts.has_application))
		r = gr_error_in_record(gr_fail(GRANT_ENOTFOUND,
		                               _("there is no application %s in this round; “grant list” shows them"),
		                               application),
		                       application);
	if (r < 0) {
		gr_subject_clear(&subject);
		return r;
	}
	subject.state = gr_state_derive(&subject.facts);
	*out = subject;
	return 0;
}

int gr_subject_load(struct gr_subject *out, grant_round *round, const struct gr_oid *commit, const char *application)
{
	struct gr_subject subject;
	int r = gr_subject_open(&subject, round, commit, application);

	if (r < 0)
		return r;
	for (size_t i = 0; r == 0 && i < subject.count; i++)
		r = read_item(&subject.items[i], &subject);
	if (r == 0)
		*out = subject;
	else
		gr_subject_clear(&subject);
	return r;
}

int gr_subject_check(const struct gr_subject *subject)
{
	int r = 0;

	for (size_t i = 0; r == 0 && i < subject->count; i++) {
		if (!subject->items[i].is_broken)
			continue;
		r = read_item(&subject->items[i], subject); /* once more, for the words */
		if (r == 0)
			r = GRANT_ECONFLICT; /* now it can: all of it again */
	}
	return r;
}

void gr_subject_clear(struct gr_subject *subject)
{
	for (size_t i = 0; i < subject->count; i++)
		gr_value_free(subject->items[i].record);
	gr_free(subject->items);
	memset(subject, 0, sizeof(*subject));
}

static bool matches(const char *wish, const char *is)
{
	return !wish || strcmp(wish, is) == 0;
}

static struct gr_subject_item *find_item(const struct gr_subject *subject, enum gr_kind_id kind, const char *stage,
                                         const char *person, const char *name)
{
	for (size_t i = 0; i < subject->count; i++) {
		struct gr_subject_item *item = &subject->items[i];

		if (item->location.kind == kind && matches(stage, item->location.stage) &&
		    matches(person, item->location.person) && matches(name, item->location.name))
			return item;
	}
	return NULL;
}

const gr_value *gr_subject_find(const struct gr_subject *subject, enum gr_kind_id kind, const char *stage,
                                const char *person, const char *name)
{
	struct gr_subject_item *item = find_item(subject, kind, stage, person, name);

	if (!item)
		return NULL;
	item->is_broken = item->is_broken || read_item(item, subject) < 0;
	return item->record;
}

bool gr_subject_has(const struct gr_subject *subject, enum gr_kind_id kind, const char *stage, const char *person)
{
	return find_item(subject, kind, stage, person, NULL) != NULL;
}

const gr_value *gr_subject_get(const struct gr_subject *subject, enum gr_kind_id kind)
{
	return gr_subject_find(subject, kind, NULL, NULL, NULL);
}

bool gr_subject_has_conflict(const struct gr_subject *subject, const char *person)
{
	return gr_subject_has(subject, GR_KIND_CONFLICT, NULL, person);
}
