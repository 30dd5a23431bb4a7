/* SPDX-License-Identifier: Apache-2.0 */
/* UTF-8. Normal forms and character classes come from utf8proc; no locale has a say. Not here: columns on a terminal. */
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

#include <utf8proc.h>

#include "base/buf.h"
#include "base/error.h"
#include "base/mem.h"

/* ---- code points ---- */

/* Strict: no overlong form, no surrogate, at most U+10FFFF. Returns the length, 0 when it is none. */
static size_t decode(const char *bytes, size_t size, int32_t *code_point)
{
	static const int32_t least[] = { 0, 0, 0x80, 0x800, 0x10000 };
	const unsigned char *at = (const unsigned char *)bytes;
	size_t length;
	int32_t value;

	if (size == 0)
		return 0;
	if (at[0] < 0x80) {
		*code_point = at[0];
		return 1;
	}
	length = at[0] >= 0xF0 && at[0] < 0xF8 ? 4 : at[0] >= 0xE0 ? 3 : at[0] >= 0xC0 ? 2 : 0;
	if (length == 0 || length > size || at[0] >= 0xF8)
		return 0;
	value = at[0] & (0xFF >> (length + 1));
	for (size_t i = 1; i < length; i++) {
		if ((at[i] & 0xC0) != 0x80)
			return 0;
		value = value << 6 | (at[i] & 0x3F);
	}
	if (value < least[length] || value > 0x10FFFF || (value >= 0xD800 && value <= 0xDFFF))
		return 0;
	*code_point = value;
	return length;
}

/* Eight bytes of ASCII, none of them NUL. */
static bool is_plain(const char *text)
{
	uint64_t word;

	memcpy(&word, text, sizeof(word));
	return ((word | (word - 0x0101010101010101u)) & 0x8080808080808080u) == 0;
}

/* U+1000 to U+CFFF in their three bytes, as nearly all Chinese is. */
static bool is_common(const char *text)
{
	const unsigned char *at = (const unsigned char *)text;

	return at[0] >= 0xE1 && at[0] <= 0xEC && (at[1] & 0xC0) == 0x80 && (at[2] & 0xC0) == 0x80;
}

bool gr_utf8_valid(const char *text, size_t size)
{
	int32_t code_point;

	while (size > 0) {
		if (size >= 8 && is_plain(text)) {
			text += 8;
			size -= 8;
			continue;
		}
		if (size >= 3 && is_common(text)) {
			text += 3;
			size -= 3;
			continue;
		}
		size_t length = decode(text, size, &code_point);

		if (length == 0 || code_point == 0)
			return false;
		text += length;
		size -= length;
	}
	return true;
}

size_t gr_utf8_count(const char *text)
{
	size_t count = 0;

	for (; *text; text++)
		count += ((unsigned char)*text & 0xC0) != 0x80;
	return count;
}

size_t gr_utf8_cut(const char *text, size_t max_bytes)
{
	size_t size = strnlen(text, max_bytes + 1);

	if (size <= max_bytes) {
		/* whole, unless its own end is a cut character */
		size_t start = size, length;
		int32_t code_point;

		while (start > 0 && size - start < 4) {
			start--;
			if (((unsigned char)text[start] & 0xC0) != 0x80)
				break;
		}
		length = size > 0 ? decode(text + start, size - start, &code_point) : 0;
		return size > 0 && length == 0 ? start : size;
	}
	size = max_bytes;
	while (size > 0 && ((unsigned char)text[size] & 0xC0) == 0x80)
		size--;
	return size;
}

int32_t gr_utf8_next(const char **at)
{
	int32_t code_point;
	size_t length;

	if (!**at)
		return 0;
	length = decode(*at, strnlen(*at, 4), &code_point);
	if (length == 0) {
		*at += 1;
		return -1;
	}
	*at += length;
	return code_point;
}

void gr_utf8_encode(int32_t code_point, char out[5])
{
	utf8proc_ssize_t size = utf8proc_encode_char(code_point, (utf8proc_uint8_t *)out);

	out[size > 0 ? size : 0] = '\0';
}

/* ---- normal forms ---- */

/* utf8proc allocates by itself; its memory is copied into ours. */
static char *map_text(const char *text, utf8proc_option_t options)
{
	utf8proc_uint8_t *mapped = NULL;
	utf8proc_ssize_t size;
	char *copy;

	size = utf8proc_map((const utf8proc_uint8_t *)text, 0, &mapped, options | UTF8PROC_NULLTERM);
	if (size == UTF8PROC_ERROR_NOMEM || (size >= 0 && !mapped)) {
		gr_fail_memory();
		return NULL;
	}
	if (size < 0) {
		gr_fail(GRANT_EINPUT, _("the text is not UTF-8"));
		return NULL;
	}
	copy = gr_strndup((const char *)mapped, (size_t)size);
	free(mapped);
	return copy;
}

/* Whether all of it is ASCII, Chinese characters of the common block (U+4E00 to U+9FFF, with what is before them from U+4000),
 * or their punctuation (U+3000 to U+3029, U+FF00 to U+FF7F): none of these is changed by NFC or joins with a neighbour. */
static bool is_beyond_nfc(const char *text)
{
	const unsigned char *at = (const unsigned char *)text;

	while (*at) {
		bool is_han = at[0] >= 0xE4 && at[0] <= 0xE9;
		bool is_mark = (at[0] == 0xE3 && at[1] == 0x80 && at[2] < 0xAA) || (at[0] == 0xEF && (at[1] == 0xBC || at[1] == 0xBD));

		if (at[0] < 0x80)
			at++;
		else if ((is_han || is_mark) && (at[1] & 0xC0) == 0x80 && (at[2] & 0xC0) == 0x80)
			at += 3;
		else
			return false;
	}
	return true;
}

char *gr_text_nfc(const char *text)
{
	if (is_beyond_nfc(text))
		return gr_strdup(text);
	return map_text(text, UTF8PROC_STABLE | UTF8PROC_COMPOSE);
}

bool gr_text_is_nfc(const char *text)
{
	char *normal;
	bool same;

	if (is_beyond_nfc(text))
		return true;
	normal = gr_text_nfc(text);
	if (!normal) {
		gr_error_clear();
		return false;
	}
	same = strcmp(normal, text) == 0;
	gr_free(normal);
	return same;
}

char *gr_text_fold(const char *text)
{
	return map_text(text, UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD);
}

/* ---- white space, widths ---- */

static bool is_space(int32_t code_point)
{
	return code_point == ' ' || (code_point >= 0x09 && code_point <= 0x0D) || code_point == 0x3000 ||
	       code_point == 0xA0 || code_point == 0xFEFF;
}

char *gr_text_trim(const char *text, size_t size)
{
	size_t start = 0, end = 0, at = 0;
	bool begun = false;

	while (at < size) {
		int32_t code_point = -1;
		size_t length = decode(text + at, size - at, &code_point);

		if (length == 0)
			length = 1;
		if (!is_space(code_point)) {
			if (!begun)
				start = at;
			begun = true;
			end = at + length;
		}
		at += length;
	}
	return gr_strndup(text + start, begun ? end - start : 0);
}

bool gr_text_is_blank(const char *text)
{
	int32_t code_point;

	while ((code_point = gr_utf8_next(&text)) != 0)
		if (!is_space(code_point))
			return false;
	return true;
}

char *gr_text_half_width(const char *text)
{
	struct gr_buf out = GR_BUF_INIT;

	while (*text) {
		const char *start = text;
		int32_t code_point = gr_utf8_next(&text);

		if (code_point >= 0xFF01 && code_point <= 0xFF5E)
			gr_buf_byte(&out, (char)(code_point - 0xFEE0));
		else if (code_point == 0x3000)
			gr_buf_byte(&out, ' ');
		else
			gr_buf_append(&out, start, (size_t)(text - start));
	}
	return gr_buf_steal(&out);
}

static bool is_control(int32_t code_point)
{
	if (code_point == '\n' || code_point == '\t')
		return false;
	return code_point < 0x20 || (code_point >= 0x7F && code_point <= 0x9F) || code_point == 0x61C ||
	       code_point == 0x200E || code_point == 0x200F || (code_point >= 0x2028 && code_point <= 0x202E) ||
	       (code_point >= 0x2066 && code_point <= 0x2069);
}

bool gr_text_has_control(const char *text)
{
	int32_t code_point;

	while ((code_point = gr_utf8_next(&text)) != 0)
		if (is_control(code_point))
			return true;
	return false;
}

/* ---- comparing ---- */

uint32_t gr_text_hash(const char *text, size_t size)
{
	uint32_t hash = 2166136261u;

	for (size_t i = 0; i < size; i++)
		hash = (hash ^ (unsigned char)text[i]) * 16777619u;
	return hash ^ hash >> 15;
}

bool gr_text_starts(const char *text, const char *prefix)
{
	return strncmp(text, prefix, strlen(prefix)) == 0;
}

bool gr_text_ends(const char *text, const char *suffix)
{
	size_t size = strlen(text), end = strlen(suffix);

	return size >= end && strcmp(text + size - end, suffix) == 0;
}

/* Only the last star is gone back to: bounded by the product of the lengths. */
bool gr_text_match(const char *pattern, const char *text)
{
	const char *star = NULL, *from = NULL;

	while (*text) {
		const char *p = pattern, *t = text;
		int32_t wanted = *p ? gr_utf8_next(&p) : 0, is = gr_utf8_next(&t);

		if (wanted == '*') {
			star = pattern = p;
			from = text;
		} else if (wanted != 0 && (wanted == '?' || wanted == is)) {
			pattern = p;
			text = t;
		} else if (star) {
			gr_utf8_next(&from);
			pattern = star;
			text = from;
		} else {
			return false;
		}
	}
	while (*pattern == '*')
		pattern++;
	return *pattern == '\0';
}

const char *gr_language(void)
{
	/* TRANSLATORS: not a text for people: the code of the language of this catalogue, such as "zh" */
	return strcmp(_("LANGUAGE-CODE-en"), "zh") == 0 ? "zh" : "en";
}
