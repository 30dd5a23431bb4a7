/* SPDX-License-Identifier: Apache-2.0 */
/* The first line of a part or a scheme, in both languages. Not here: who prints it. */
#include "work/rules-about.h"

#include <string.h>

#include "base/error.h"
#include "base/mem.h"

/* The first line of a part says what it does: "--- Mean of a list of numbers (平均分).", the Chinese in the last parentheses. */
static char *first_line(const char *source)
{
	size_t skip = strspn(source, "- ");

	return gr_strndup(source + skip, strcspn(source + skip, "\n"));
}

static bool has_chinese(const char *text, size_t size)
{
	for (size_t i = 0; i < size; i++)
		if ((unsigned char)text[i] >= 0x80)
			return true;
	return false;
}

/* {"en", "zh"}; a line that is not of this shape is told as it is. */
static gr_value *about(const char *line)
{
	const char *open = strrchr(line, '('), *close = open ? strchr(open, ')') : NULL;
	bool has_both = close && has_chinese(open, (size_t)(close - open)) && open > line && !has_chinese(line, (size_t)(open - line));
	gr_autofree_text char *english = gr_strndup(line, has_both ? (size_t)(open - line) : strlen(line));
	gr_autofree_text char *chinese = has_both ? gr_strndup(open + 1, (size_t)(close - open) - 1) : gr_strdup(line);
	gr_value *told = gr_map_new();
	size_t size = english ? strlen(english) : 0;
	int r = told && english && chinese ? 0 : GRANT_ENOMEM;

	while (size > 0 && (english[size - 1] == ' ' || english[size - 1] == '.' || english[size - 1] == ';' || english[size - 1] == ','))
		english[--size] = '\0';
	if (r == 0)
		r = gr_map_set_text(told, "en", english);
	if (r == 0)
		r = gr_map_set_text(told, "zh", chinese);
	if (r == 0)
		return told;
	gr_value_free(told);
	return NULL;
}

gr_value *gr_rules_about(const char *source)
{
	gr_autofree_text char *line = first_line(source);

	return line ? about(line) : NULL;
}
