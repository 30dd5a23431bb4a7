/* SPDX-License-Identifier: Apache-2.0 */
/* The schemes that new rules are made from. Not here: their text (plugins/schemes), filling it in (rules-write.c). */
#include "work/rules-new.h"

#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/text.h"
#include "work/handle.h"
#include "work/rules-about.h"

#define DIRECTIVE "--@ "

static int add_words(gr_value *to, const char *key, const char *words)
{
	gr_value *list = gr_map_get(to, key);

	while (*words) {
		size_t size = strcspn(words, " ");

		if (gr_list_add(list, gr_text_new_size(words, size)) < 0)
			return GRANT_ENOMEM;
		words += size + (words[size] == ' ');
	}
	return 0;
}

/* "needs weight", "stages preliminary final", "quorum 3", "of 100", "score_all" */
static int read_directive(gr_value *scheme, const char *line, size_t size)
{
	gr_autofree_text char *words = gr_strndup(line, size);
	char *rest;

	if (!words)
		return GRANT_ENOMEM;
	rest = words + strcspn(words, " ");
	if (*rest)
		*rest++ = '\0';
	if (strcmp(words, "needs") == 0 || strcmp(words, "stages") == 0)
		return add_words(scheme, words, rest);
	if (strcmp(words, "score_all") == 0)
		return gr_map_set_bool(scheme, words, true);
	return gr_map_set(scheme, words, gr_number_new(rest));
}

static int read_scheme(gr_value **out, const char **body, const struct gr_scheme_text *text)
{
	gr_auto_value gr_value *scheme = gr_map_new();
	const char *at = text->source + strcspn(text->source, "\n") + 1;
	int r = scheme ? gr_map_set_text(scheme, "name", text->name) : GRANT_ENOMEM;

	if (r == 0)
		r = gr_map_set(scheme, "title", gr_rules_about(text->source));
	if (r == 0)
		r = gr_map_set(scheme, "needs", gr_list_new());
	if (r == 0)
		r = gr_map_set(scheme, "stages", gr_list_new());
	for (; r == 0 && gr_text_starts(at, DIRECTIVE); at += strcspn(at, "\n") + 1)
		r = read_directive(scheme, at + strlen(DIRECTIVE), strcspn(at, "\n") - strlen(DIRECTIVE));
	if (r == 0 && gr_value_count(gr_map_get(scheme, "stages")) == 0)
		r = gr_list_add(gr_map_get(scheme, "stages"), gr_text_new("review"));
	if (r < 0)
		return r;
	*out = gr_steal_value(&scheme);
	if (body)
		*body = at;
	return 0;
}

static int refuse_unknown(const char *name)
{
	gr_auto_buf struct gr_buf names = GR_BUF_INIT;

	for (size_t i = 0; gr_scheme_texts[i].name; i++)
		gr_buf_printf(&names, "%s%s", i ? ", " : "", gr_scheme_texts[i].name);
	return gr_fail(GRANT_ENOTFOUND, _("there is no scheme “%s”; there are: %s"), name, gr_buf_text(&names));
}

int gr_scheme_read(gr_value **out, const char **body, const char *name)
{
	for (size_t i = 0; gr_scheme_texts[i].name; i++)
		if (strcmp(gr_scheme_texts[i].name, name) == 0)
			return read_scheme(out, body, &gr_scheme_texts[i]);
	return refuse_unknown(name);
}

int grant_rules_schemes(grant_record **out)
{
	gr_auto_value gr_value *told = NULL;
	gr_value *list;
	int r;

	gr_error_clear();
	if (!out)
		return gr_fail(GRANT_EINVALID, _("nothing takes the answer"));
	told = gr_map_new();
	list = told ? gr_list_new() : NULL;
	r = list ? gr_map_set(told, "schemes", list) : GRANT_ENOMEM;
	if (r == 0)
		r = gr_map_set(told, "allocations", gr_allocations_list());
	for (size_t i = 0; r == 0 && gr_scheme_texts[i].name; i++) {
		gr_value *scheme = NULL;

		r = read_scheme(&scheme, NULL, &gr_scheme_texts[i]);
		gr_map_remove(scheme, "of");
		gr_map_remove(scheme, "score_all");
		if (r == 0)
			r = gr_list_add(list, scheme);
	}
	if (r < 0)
		return gr_fail_memory();
	*out = gr_record_of(gr_steal_value(&told));
	return 0;
}
