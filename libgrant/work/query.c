/* SPDX-License-Identifier: Apache-2.0 */
/* Lists and full text, from the index brought to the tip. Not here: one application (show.c), the story (history.c). */
#include <grant/query.h>

#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/text.h"
#include "work/handle.h"

static int open_tip(gr_index **index, grant_round *round)
{
	struct gr_oid tip;
	int r = gr_store_tip(&tip, round->store);

	if (r == 0)
		r = gr_round_at(round, &tip);
	return r == 0 ? gr_round_index(index, round, &tip) : r;
}

/* ---- the list ---- */

static const struct {
	const char *name, *column;
} orders[] = {
	{ "id", "application" },    { "title", "title" },         { "organisation", "organisation_name" },
	{ "category", "category" }, { "requested", "requested" }, { "state", "state" },
};

static int order_column(char **out, const char *wish)
{
	const char *name = wish[0] == '-' ? wish + 1 : wish;

	for (size_t i = 0; i < GR_COUNT(orders); i++) {
		if (strcmp(orders[i].name, name) != 0)
			continue;
		*out = gr_format("%s%s", wish[0] == '-' ? "-" : "", orders[i].column);
		return *out ? 0 : GRANT_ENOMEM;
	}
	return gr_fail(GRANT_EINPUT,
	               _("there is no order “%s”; choose id, title, organisation, category, requested or state"), wish);
}

/* What a list is narrowed down to, by the ids that the index has: people write what a list shows, which is titles and labels. */
struct narrowed {
	const char *state, *category;
};

static bool is_title(const gr_value *title, const char *wish)
{
	const char *chinese = gr_map_text(title, "zh"), *english = gr_map_text(title, "en");

	return (chinese && strcmp(chinese, wish) == 0) || (english && strcmp(english, wish) == 0);
}

/* An id comes before the title of another. */
static int find_category(const char **out, const grant_round *round, const char *wish)
{
	const gr_value *categories = gr_map_get(round->description, "categories");
	gr_auto_buf struct gr_buf names = GR_BUF_INIT;
	const gr_value *category = gr_list_find(categories, "id", wish);

	for (size_t i = 0; !category && i < gr_value_count(categories); i++)
		if (is_title(gr_map_get(gr_value_item(categories, i), "title"), wish))
			category = gr_value_item(categories, i);
	*out = gr_map_text(category, "id");
	if (category)
		return 0;
	gr_list_titles(&names, categories);
	return gr_fail(GRANT_EINPUT, _("there is no category “%s”; choose one of: %s"), wish, gr_buf_text(&names));
}

static int find_words(struct narrowed *out, const grant_round *round, const grant_list_options *options)
{
	enum gr_state state = gr_state_find(options->state);

	memset(out, 0, sizeof(*out));
	if (options->state && state == GR_STATE_COUNT) {
		gr_autofree_text char *states = gr_states_text(GR_STATES_ALL);

		return gr_fail(GRANT_EINPUT, _("there is no state “%s”; choose one of: %s"), options->state, states ? states : "");
	}
	if (options->state)
		out->state = gr_state_name(state);
	return options->category ? find_category(&out->category, round, options->category) : 0;
}

static size_t fill_conditions(struct gr_condition *out, const struct narrowed *narrowed, const grant_list_options *options)
{
	size_t count = 0;

	if (narrowed->state)
		out[count++] = (struct gr_condition){ .column = "state", .compare = GR_EQUAL, .text = narrowed->state };
	if (narrowed->category)
		out[count++] = (struct gr_condition){ .column = "category", .compare = GR_EQUAL, .text = narrowed->category };
	if (options->organisation)
		out[count++] = (struct gr_condition){ .column = "organisation_name",
			                              .compare = GR_CONTAINS,
			                              .text = options->organisation };
	if (options->at_least_fen)
		out[count++] = (struct gr_condition){ .column = "requested",
			                              .compare = GR_AT_LEAST,
			                              .number = options->at_least_fen };
	if (options->at_most_fen)
		out[count++] = (struct gr_condition){ .column = "requested",
			                              .compare = GR_AT_MOST,
			                              .number = options->at_most_fen };
	return count;
}

static gr_value *list_entry(const grant_round *round, const gr_value *row)
{
	const gr_value *title = gr_title_of(gr_map_get(round->description, "categories"), gr_map_text(row, "category"));
	gr_value *entry = gr_map_new();
	int r = entry ? gr_map_set_text(entry, "id", gr_map_text(row, "application")) : GRANT_ENOMEM;

	if (r == 0)
		r = gr_map_set_text(entry, "title", gr_map_text(row, "title"));
	if (r == 0)
		r = gr_map_set_text(entry, "organisation", gr_map_text(row, "organisation_name"));
	if (r == 0)
		r = gr_map_set_text(entry, "category", gr_map_text(row, "category"));
	if (r == 0 && title)
		r = gr_map_set(entry, "category_title", gr_value_copy(title));
	if (r == 0)
		r = gr_map_set_text(entry, "requested", gr_map_text(row, "requested"));
	if (r == 0)
		r = gr_map_set_text(entry, "state", gr_map_text(row, "state"));
	if (r == 0)
		return entry;
	gr_value_free(entry);
	return NULL;
}

static int select_list(grant_list **out, const grant_round *round, gr_index *index, const struct gr_select *select)
{
	gr_value *items = gr_list_new();
	gr_cursor *cursor = NULL;
	const gr_value *row;
	int r = items ? gr_index_select(&cursor, index, select) : GRANT_ENOMEM;

	while (r == 0 && (r = gr_cursor_next(&row, cursor)) == 1)
		r = gr_list_add(items, list_entry(round, row));
	gr_cursor_free(cursor);
	if (r < 0) {
		gr_value_free(items);
		return r;
	}
	return gr_list_of(out, items);
}

static int list_once(grant_list **out, grant_round *round, const grant_list_options *options)
{
	static const grant_list_options defaults = GRANT_LIST_OPTIONS_INIT;
	struct gr_condition conditions[5];
	struct gr_select select = { .table = "application", .conditions = conditions };
	gr_autofree_text char *order = NULL;
	struct narrowed narrowed;
	gr_index *index;
	int r = gr_enter(round);

	if (r < 0)
		return r;
	if (!options)
		options = &defaults;
	if (!out || options->version != GRANT_LIST_OPTIONS_VERSION)
		return gr_fail(GRANT_EINVALID, _("options of another version"));
	r = open_tip(&index, round);
	if (r == 0)
		r = find_words(&narrowed, round, options);
	if (r == 0 && options->order)
		r = order_column(&order, options->order);
	if (r < 0)
		return r;
	select.condition_count = fill_conditions(conditions, &narrowed, options);
	select.order = order;
	select.limit = options->limit;
	return select_list(out, round, index, &select);
}

int grant_list_applications(grant_list **out, grant_round *round, const grant_list_options *options)
{
	int r = list_once(out, round, options);

	return gr_round_mend_index(round, r) ? list_once(out, round, options) : r;
}

/* ---- full text ---- */

/* In front of the names of files in the full text. */
#define PROPOSAL "proposal/"

/* Rows of the full text belong to an application; its title and state are looked up. */
static int found_entry(gr_value **out, gr_index *index, const gr_value *hit)
{
	const char *id = gr_map_text(hit, "application"), *file = gr_map_text(hit, "table");
	gr_auto_value gr_value *entry = NULL, *row = NULL;
	int r;

	*out = NULL;
	if (!id)
		return 0;
	entry = gr_map_new();
	r = entry ? gr_index_find(&row, index, "application", id) : GRANT_ENOMEM;
	if (r < 0 || !row)
		return r;
	r = gr_map_set_text(entry, "application", id);
	if (r == 0)
		r = gr_map_set_text(entry, "title", gr_map_text(row, "title"));
	if (r == 0)
		r = gr_map_set_text(entry, "state", gr_map_text(row, "state"));
	if (r == 0)
		r = gr_map_set_text(entry, "snippet", gr_map_text(hit, "snippet"));
	if (r == 0 && file && gr_text_starts(file, PROPOSAL))
		r = gr_map_set_text(entry, "file", file + strlen(PROPOSAL));
	if (r == 0)
		*out = gr_steal_value(&entry);
	return r;
}

/* The best one of each application. */
static int add_hit(gr_value *items, gr_value *seen, gr_index *index, const gr_value *hit)
{
	const char *id = gr_map_text(hit, "application");
	gr_value *entry;
	int r;

	if (id && gr_map_get(seen, id))
		return 0;
	r = found_entry(&entry, index, hit);
	if (r < 0 || !entry)
		return r;
	r = gr_list_add(items, entry);
	return r == 0 ? gr_map_set_bool(seen, id, true) : r;
}

static int search_once(grant_list **out, grant_round *round, const char *words, int64_t limit)
{
	gr_value *items = NULL, *seen = NULL;
	gr_cursor *cursor = NULL;
	const gr_value *hit;
	gr_index *index;
	int r = gr_enter(round);

	if (r < 0)
		return r;
	if (!out || !words)
		return gr_fail(GRANT_EINVALID, _("no words were given"));
	r = open_tip(&index, round);
	if (r == 0)
		r = gr_index_search(&cursor, index, words, 0);
	if (r < 0)
		return r;
	items = gr_list_new();
	seen = gr_map_new();
	r = items && seen ? 0 : GRANT_ENOMEM;
	while (r == 0 && (limit <= 0 || (int64_t)gr_value_count(items) < limit) &&
	       (r = gr_cursor_next(&hit, cursor)) == 1)
		r = add_hit(items, seen, index, hit);
	gr_cursor_free(cursor);
	gr_value_free(seen);
	if (r < 0) {
		gr_value_free(items);
		return r;
	}
	return gr_list_of(out, items);
}

int grant_search(grant_list **out, grant_round *round, const char *words, int64_t limit)
{
	int r = search_once(out, round, words, limit);

	return gr_round_mend_index(round, r) ? search_once(out, round, words, limit) : r;
}
