/* SPDX-License-Identifier: Apache-2.0 */
/* The one gate for names in a tree. Not here: which names mean records. */
#include "base/path.h"

#include <stdio.h>
#include <string.h>

#include <utf8proc.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"
#include "base/text.h"

/* ---- characters ---- */

static bool is_windows_char(int32_t code_point)
{
	return code_point > 0 && code_point < 0x80 && strchr("<>:\"|?*\\", (char)code_point);
}

/* What draws nothing or reorders what is drawn, or has no meaning that is agreed on. */
static bool is_hidden(int32_t code_point)
{
	const utf8proc_property_t *property = utf8proc_get_property(code_point);

	if (code_point < 0x20 || property->ignorable || property->control_boundary)
		return true;
	switch (property->category) {
	case UTF8PROC_CATEGORY_CN: /* unassigned */
	case UTF8PROC_CATEGORY_CC: /* control */
	case UTF8PROC_CATEGORY_CF: /* format: zero-width, direction */
	case UTF8PROC_CATEGORY_CS:
	case UTF8PROC_CATEGORY_CO: /* private use */
	case UTF8PROC_CATEGORY_ZL:
	case UTF8PROC_CATEGORY_ZP:
		return true;
	default:
		return code_point == 0x3164 || code_point == 0xFFA0 || code_point == 0x115F || code_point == 0x1160;
	}
}

/* ---- reserved names ---- */

static bool is_same_letters(const char *name, size_t size, const char *word)
{
	if (strlen(word) != size)
		return false;
	for (size_t i = 0; i < size; i++) {
		char c = name[i] >= 'A' && name[i] <= 'Z' ? (char)(name[i] + 32) : name[i];

		if (c != word[i])
			return false;
	}
	return true;
}

/* The part before the first dot, without the spaces at its end: "AUX .txt" is AUX. */
static bool is_windows_name(const char *name, size_t size)
{
	static const char *const names[] = { "con", "prn", "aux", "nul", "conin$", "conout$" };
	static const char *const ports[] = { "com", "lpt" };
	size_t stem = 0;

	while (stem < size && name[stem] != '.')
		stem++;
	while (stem > 0 && name[stem - 1] == ' ')
		stem--;
	for (size_t i = 0; i < GR_COUNT(names); i++)
		if (is_same_letters(name, stem, names[i]))
			return true;
	for (size_t i = 0; i < GR_COUNT(ports); i++) {
		if (stem == 4 && is_same_letters(name, 3, ports[i]) && name[3] >= '0' && name[3] <= '9')
			return true;
		/* the superscripts 1, 2 and 3 count as digits there */
		if (stem == 5 && is_same_letters(name, 3, ports[i]) && name[3] == '\xC2' &&
		    (name[4] == '\xB9' || name[4] == '\xB2' || name[4] == '\xB3'))
			return true;
	}
	return false;
}

/* The short names of NTFS, which .git, .gitmodules and others have too: GIT~1, GI7EBA~1. */
static bool has_short_form(const char *name)
{
	for (; *name; name++)
		if (name[0] == '~' && name[1] >= '0' && name[1] <= '9')
			return true;
	return false;
}

/* Names beginning with a dot are refused anyway; what is left is NTFS's short form of .git. */
static bool is_git_name(const char *name, size_t size)
{
	size_t at = 0;

	if (size >= 4 && is_same_letters(name, 4, "git~") && size > 4) {
		for (at = 4; at < size && name[at] >= '0' && name[at] <= '9'; at++)
			;
		return at == size;
	}
	return size >= 4 && is_same_letters(name, 4, ".git");
}

/*
 * What some file system would take for .git: HFS+ drops what draws nothing, NTFS dots and spaces at the end and what stands
 * behind a colon, both the case; a full-width spelling fools people.
 */
bool gr_component_is_git(const char *name)
{
	gr_autofree_text char *folded = gr_text_fold(name);
	gr_auto_buf struct gr_buf plain = GR_BUF_INIT;
	size_t size;

	for (const char *at = folded ? folded : ""; *at && *at != ':';) {
		const char *start = at;
		int32_t code_point = gr_utf8_next(&at);

		if (!is_hidden(code_point))
			gr_buf_append(&plain, start, (size_t)(at - start));
	}
	if (!folded || gr_buf_ok(&plain) < 0) {
		gr_error_clear();
		return true; /* without memory nothing passes */
	}
	for (size = plain.size; size > 0 && strchr(". ", plain.data[size - 1]);)
		size--;
	return is_git_name(gr_buf_text(&plain), size) && (size == 4 || plain.data[0] == 'g');
}

/* ---- lengths ---- */

static size_t utf16_units(const char *text)
{
	size_t units = 0;
	int32_t code_point;

	while ((code_point = gr_utf8_next(&text)) != 0)
		units += code_point > 0xFFFF ? 2 : 1;
	return units;
}

/* ---- checking ---- */

static enum gr_path_problem check_characters(const char *name)
{
	int32_t code_point;

	while ((code_point = gr_utf8_next(&name)) != 0) {
		if (is_windows_char(code_point))
			return GR_PATH_WINDOWS_CHAR;
		if (is_hidden(code_point))
			return GR_PATH_CONTROL;
	}
	return GR_PATH_OK;
}

static enum gr_path_problem check_text(const char *name, size_t size)
{
	enum gr_path_problem problem = check_characters(name);

	if (problem != GR_PATH_OK)
		return problem;
	if (!gr_text_is_nfc(name))
		return GR_PATH_NOT_NFC;
	if (is_git_name(name, size) || has_short_form(name))
		return GR_PATH_GIT;
	if (strchr(".-~ ", name[0]))
		return GR_PATH_LEADING;
	if (name[size - 1] == '.' || name[size - 1] == ' ')
		return GR_PATH_TRAILING;
	if (is_windows_name(name, size))
		return GR_PATH_WINDOWS_NAME;
	return utf16_units(name) > GR_COMPONENT_MAX_UNITS ? GR_PATH_TOO_LONG : GR_PATH_OK;
}

enum gr_path_problem gr_component_check(const char *name, size_t size)
{
	char copy[GR_COMPONENT_MAX_BYTES + 1];

	if (size == 0)
		return GR_PATH_EMPTY;
	if ((size == 1 && name[0] == '.') || (size == 2 && name[0] == '.' && name[1] == '.'))
		return GR_PATH_DOT;
	if (size > GR_COMPONENT_MAX_BYTES)
		return GR_PATH_TOO_LONG;
	if (!gr_utf8_valid(name, size))
		return GR_PATH_NOT_UTF8;
	memcpy(copy, name, size);
	copy[size] = '\0';
	return check_text(copy, size);
}

enum gr_path_problem gr_path_check(const char *path)
{
	if (strcmp(path, ".gitattributes") == 0)
		return GR_PATH_OK;
	if (path[0] == '/')
		return GR_PATH_ABSOLUTE;
	if (strlen(path) > GR_PATH_MAX_BYTES)
		return GR_PATH_TOO_LONG;
	for (;;) {
		size_t size = strcspn(path, "/");
		enum gr_path_problem problem = gr_component_check(path, size);

		if (problem != GR_PATH_OK)
			return problem;
		if (path[size] == '\0')
			return GR_PATH_OK;
		path += size + 1;
	}
}

const char *gr_path_problem_text(enum gr_path_problem problem)
{
	static const char *const texts[] = {
		[GR_PATH_OK] = N_("nothing is wrong with it"),
		[GR_PATH_EMPTY] = N_("a part of it is empty"),
		[GR_PATH_DOT] = N_("it has . or .. as a part"),
		[GR_PATH_ABSOLUTE] = N_("it is absolute"),
		[GR_PATH_NOT_UTF8] = N_("it is not UTF-8"),
		[GR_PATH_NOT_NFC] = N_("it is not in the normal form NFC"),
		[GR_PATH_CONTROL] = N_("it has a control, direction or invisible character"),
		[GR_PATH_WINDOWS_CHAR] = N_("it has a character that Windows refuses"),
		[GR_PATH_WINDOWS_NAME] = N_("Windows keeps this name for a device"),
		[GR_PATH_TRAILING] = N_("a part of it ends in a dot or a space"),
		[GR_PATH_LEADING] = N_("a part of it begins with a dot, a dash, a tilde or a space"),
		[GR_PATH_GIT] = N_("git reads this name as its own"),
		[GR_PATH_TOO_LONG] = N_("it is too long"),
		[GR_PATH_TOO_DEEP] = N_("it lies too deep"),
	};

	return _(texts[problem]);
}

/* ---- making safe ---- */

static void append_safe(struct gr_buf *out, const char *name)
{
	while (*name) {
		const char *start = name;
		int32_t code_point = gr_utf8_next(&name);

		if (code_point < 0 || code_point == '/' || is_windows_char(code_point) || is_hidden(code_point) ||
		    (code_point == '~' && *name >= '0' && *name <= '9'))
			gr_buf_byte(out, '_');
		else
			gr_buf_append(out, start, (size_t)(name - start));
	}
}

/* Each of the characters at both ends that may not stand there becomes "_". */
static void mend_ends(struct gr_buf *name)
{
	for (size_t i = 0; i < name->size && strchr(".-~ ", name->data[i]); i++)
		name->data[i] = '_';
	for (size_t i = name->size; i > 0 && (name->data[i - 1] == '.' || name->data[i - 1] == ' '); i--)
		name->data[i - 1] = '_';
}

static const char *extension(const char *name)
{
	const char *dot = strrchr(name, '.');

	return dot && dot > name && strlen(dot) <= 16 ? dot : name + strlen(name);
}

static bool is_too_long(const char *stem, const char *ending)
{
	return strlen(stem) + strlen(ending) > GR_COMPONENT_MAX_BYTES ||
	       utf16_units(stem) + utf16_units(ending) > GR_COMPONENT_MAX_UNITS;
}

/* The name with `mark` in front of its extension; what is too long loses the end of its stem. */
static char *fit(const char *name, const char *mark)
{
	const char *extended = extension(name);
	gr_autofree_text char *stem = gr_strndup(name, (size_t)(extended - name));
	gr_autofree_text char *ending = gr_format("%s%s", mark, extended);

	if (!stem || !ending)
		return NULL;
	if (!is_too_long(stem, ending))
		return gr_format("%s%s", stem, ending);
	while (stem[0] && is_too_long(stem, ending))
		stem[gr_utf8_cut(stem, strlen(stem) - 1)] = '\0';
	while (stem[0] && (gr_text_ends(stem, " ") || gr_text_ends(stem, ".")))
		stem[strlen(stem) - 1] = '\0';
	return gr_format("%s%s", stem[0] ? stem : "_", ending);
}

static char *mend(const char *name)
{
	gr_auto_buf struct gr_buf safe = GR_BUF_INIT;

	append_safe(&safe, name);
	if (safe.size == 0)
		gr_buf_byte(&safe, '_');
	if (gr_buf_ok(&safe) < 0)
		return NULL;
	mend_ends(&safe);
	if (is_windows_name(gr_buf_text(&safe), safe.size)) {
		gr_autofree_text char *marked = gr_format("_%s", gr_buf_text(&safe));

		return marked ? fit(marked, "") : NULL;
	}
	return fit(gr_buf_text(&safe), "");
}

char *gr_component_make_safe(const char *name)
{
	gr_autofree_text char *normal = gr_text_nfc(name);

	return normal ? mend(normal) : NULL;
}

char *gr_component_number(const char *name, int number)
{
	char mark[16];

	snprintf(mark, sizeof(mark), " (%d)", number);
	return fit(name, mark);
}

const char *gr_path_base(const char *path)
{
	const char *base = path;

	for (const char *at = path; *at; at++)
		if (*at == '/' && at[1])
			base = at + 1;
	return base;
}

char *gr_path_fold(const char *path)
{
	gr_autofree_text char *normal = gr_text_nfc(path);

	return normal ? gr_text_fold(normal) : NULL;
}
