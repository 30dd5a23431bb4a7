/* SPDX-License-Identifier: Apache-2.0 */
/* Programs, macros, passwords and disguises. Not here: how they are recognised (intake/file-type.c). */
#include "work/content.h"

#include <string.h>

/* Words of `refuse` in the round, each with its findings. */
static const struct {
	const char *word;
	enum gr_finding_id found, refused;
} judged[] = {
	{ "programs", GR_F_FILE_PROGRAM, GR_F_FILE_PROGRAM_REFUSED },
	{ "macros", GR_F_FILE_MACROS, GR_F_FILE_MACROS_REFUSED },
	{ "encrypted", GR_F_FILE_ENCRYPTED, GR_F_FILE_ENCRYPTED_REFUSED },
	{ "disguised", GR_F_FILE_TYPE, GR_F_FILE_TYPE_REFUSED },
};

/* A round that says nothing refuses programs. */
static bool is_refused(const gr_value *round, const char *word)
{
	const gr_value *list = gr_map_get(round, "refuse");

	if (!list)
		return strcmp(word, "programs") == 0;
	for (size_t i = 0; i < gr_value_count(list); i++)
		if (gr_value_is(gr_value_item(list, i), GR_TEXT) && strcmp(gr_value_text(gr_value_item(list, i)), word) == 0)
			return true;
	return false;
}

void gr_content_judge(grant_findings *findings, const gr_look *look, const char *archive, const gr_value *entry,
                      const gr_value *round)
{
	const char *original = gr_map_text(entry, "original"), *name = gr_map_text(entry, "name");
	struct gr_place place = { .file = archive, .entry = original ? original : name };
	struct gr_looked looked;
	bool found[GR_COUNT(judged)];

	gr_look_end(&looked, look, name);
	found[0] = looked.is_program;
	found[1] = looked.has_macros;
	found[2] = looked.is_encrypted;
	found[3] = looked.differs && !looked.is_program;
	for (size_t i = 0; i < GR_COUNT(judged); i++)
		if (found[i])
			gr_findings_add(findings, is_refused(round, judged[i].word) ? judged[i].refused : judged[i].found, &place,
			                looked.name_says ? looked.name_says : "", looked.content ? looked.content : "", NULL);
}
