/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Which character set are the names of this archive in (security.md, section 2)? Decided once over all names that do not say; GBK
 * comes out as Chinese whatever the process's locale is. And texts of forms, which Notepad writes in three ways.
 */
#include <errno.h>
#include <iconv.h>
#include <string.h>

#include "base/error.h"
#include "base/mem.h"
#include "base/text.h"
#include "intake/inside.h"

/* Private use and C1 controls: what a converter makes of bytes that mean nothing (0x80 in GB18030). */
static bool is_nonsense(const char *text)
{
	int32_t c;

	while ((c = gr_utf8_next(&text)) != 0)
		if ((c >= 0xE000 && c <= 0xF8FF) || c >= 0xF0000 || (c >= 0x80 && c <= 0x9F))
			return true;
	return false;
}

bool gr_charset_is_known(const char *charset)
{
	iconv_t converter = iconv_open("UTF-8", charset);

	if (converter == (iconv_t)-1)
		return false;
	iconv_close(converter);
	return true;
}

bool gr_charset_convert(struct gr_buf *out, const char *charset, const char *bytes, size_t size)
{
	iconv_t converter = iconv_open("UTF-8", charset);
	char *from = (char *)(uintptr_t)bytes;
	size_t left = size, start = out->size, room;
	bool ok = converter != (iconv_t)-1;

	while (ok && left > 0) {
		char *to;

		gr_buf_reserve(out, left * 4 + 16);
		if (out->failed)
			break;
		to = out->data + out->size;
		room = out->capacity - out->size - 1;
		ok = iconv(converter, &from, &left, &to, &room) != (size_t)-1 || errno == E2BIG;
		out->size = (size_t)(to - out->data);
		out->data[out->size] = '\0';
	}
	if (converter != (iconv_t)-1)
		iconv_close(converter);
	ok = ok && !out->failed && gr_utf8_valid(gr_buf_text(out) + start, out->size - start) &&
	     !is_nonsense(gr_buf_text(out) + start);
	if (!ok)
		gr_buf_truncate(out, start);
	return ok;
}

/* ---- names ---- */

static bool is_ascii(const struct gr_listed *listed)
{
	for (size_t i = 0; i < listed->raw_size; i++)
		if ((unsigned char)listed->raw[i] >= 0x80)
			return false;
	return true;
}

static bool is_utf8(const struct gr_listed *listed)
{
	return gr_utf8_valid(listed->raw, listed->raw_size);
}

static bool has_long_sequence(const char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text >= 0xE0)
			return true;
	return false;
}

static bool is_letter(int32_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* A Latin letter beside an ASCII one: "résumé" is UTF-8, where 实施 in GBK happens to be valid UTF-8 too. */
static bool looks_latin(const char *text)
{
	int32_t before = 0, c;
	bool found = false;

	while ((c = gr_utf8_next(&text)) != 0) {
		if (c >= 0x80 && c <= 0x24F) {
			const char *peek = text;
			int32_t after = gr_utf8_next(&peek);

			found = found || is_letter(before) || is_letter(after);
		} else if (c > 0x24F) {
			return false;
		}
		before = c;
	}
	return found;
}

/* Sequences of UTF-8's shape that no writer may make: overlong ones, and surrogates. A name that says UTF-8 hides "../" so. */
static bool is_forged(const struct gr_listed *listed)
{
	const unsigned char *at = (const unsigned char *)listed->raw, *end = at + listed->raw_size;
	bool forged = false;

	while (at < end) {
		size_t follow = *at < 0x80 ? 0 : *at >= 0xF0 ? 3 : *at >= 0xE0 ? 2 : 1;

		if ((*at >= 0x80 && *at < 0xC0) || *at >= 0xF8 || (size_t)(end - at) <= follow)
			return false;
		for (size_t i = 1; i <= follow; i++)
			if ((at[i] & 0xC0) != 0x80)
				return false;
		forged = forged || !gr_utf8_valid((const char *)at, follow + 1);
		at += follow + 1;
	}
	return forged;
}

/*
 * How much a character looks like Chinese: 4 the common part of a character set, 1 a rarer one, -4 neither. GB 2312 and Big5
 * both put first what is common; GBK has the traditional ones where the second byte is below 0xA1.
 */
static int likeness_gbk(unsigned first, unsigned second)
{
	if (second < 0xA1)
		return first <= 0xA0 || first >= 0xAA ? 1 : -4;
	if (first >= 0xB0 && first <= 0xD7)
		return 4;
	return first <= 0xA0 || (first >= 0xD8 && first <= 0xF7) ? 1 : -4;
}

static int likeness_big5(unsigned first, unsigned second)
{
	(void)second;
	if (first >= 0xA4 && first <= 0xC6)
		return 4;
	return first >= 0xC9 && first <= 0xF9 ? 1 : -4;
}

/* Per character, in hundredths. */
static int likeness(const struct gr_listed *listed, int (*of)(unsigned, unsigned))
{
	int score = 0, count = 0;

	for (size_t i = 0; i + 1 < listed->raw_size; i++) {
		if ((unsigned char)listed->raw[i] < 0x80)
			continue;
		score += of((unsigned char)listed->raw[i], (unsigned char)listed->raw[i + 1]);
		count++;
		i++;
	}
	return count ? score * 100 / count : 0;
}

/* Whether the names are rather in Big5: all of them are, and they look more like it by a clear distance. */
static bool looks_big5(const struct gr_listed *const *names, size_t count)
{
	int64_t distance = 0;

	for (size_t i = 0; i < count; i++) {
		gr_auto_buf struct gr_buf text = GR_BUF_INIT;

		if (!gr_charset_convert(&text, "BIG5", names[i]->raw, names[i]->raw_size))
			return false;
		distance += likeness(names[i], likeness_big5) - likeness(names[i], likeness_gbk);
	}
	return count > 0 && distance >= 100 * (int64_t)count;
}

static int decide_big5(bool *is_big5, const struct gr_listing *listing)
{
	const struct gr_listed **names = gr_alloc_array(listing->count + 1, sizeof(*names));
	size_t count = 0;

	if (!names)
		return GRANT_ENOMEM;
	for (size_t i = 0; i < listing->count; i++)
		if (!listing->items[i].says_utf8 && !is_ascii(&listing->items[i]))
			names[count++] = &listing->items[i];
	*is_big5 = looks_big5(names, count);
	gr_free(names);
	return 0;
}

/* What the names that do not say are in: NULL, each for itself. */
static const char *decide(const struct gr_listing *listing)
{
	size_t silent = 0, valid = 0, longer = 0, latin = 0;

	for (size_t i = 0; i < listing->count; i++) {
		const struct gr_listed *listed = &listing->items[i];

		if (listed->says_utf8 || is_ascii(listed))
			continue;
		silent++;
		if (!is_utf8(listed))
			continue;
		valid++;
		longer += has_long_sequence(listed->raw);
		latin += looks_latin(listed->raw);
	}
	if (silent == valid)
		return longer > 0 || latin == valid ? "UTF-8" : "GB18030";
	return longer > 0 ? NULL : "GB18030";
}

static const char *convert(struct gr_buf *out, const struct gr_listed *listed, const char *first)
{
	const char *const order[] = { first, "GB18030", "BIG5" };

	for (size_t i = 0; i < GR_COUNT(order); i++) {
		if (!order[i])
			continue;
		if (strcmp(order[i], "UTF-8") == 0 && is_utf8(listed))
			gr_buf_append(out, listed->raw, listed->raw_size);
		else if (strcmp(order[i], "UTF-8") == 0 ||
		         !gr_charset_convert(out, order[i], listed->raw, listed->raw_size))
			continue;
		return strcmp(order[i], "BIG5") == 0 ? "Big5" : order[i];
	}
	return NULL;
}

static int keep_name(struct gr_listed *listed, struct gr_buf *text, const char *charset)
{
	listed->charset = charset;
	listed->original = gr_text_nfc(gr_buf_text(text));
	gr_buf_reserve(text, 0);
	listed->key = gr_buf_steal(text);
	return listed->original && listed->key ? 0 : GRANT_ENOMEM;
}

static int decode_name(struct gr_scan *scan, struct gr_listed *listed, const char *charset)
{
	gr_auto_buf struct gr_buf text = GR_BUF_INIT;
	const char *found;

	if (is_ascii(listed)) {
		gr_buf_append(&text, listed->raw, listed->raw_size);
		found = NULL;
	} else {
		found = listed->says_utf8 && is_forged(listed) ? NULL : convert(&text, listed, charset);
		if (!found) {
			gr_scan_find(scan, GR_F_ENTRY_NAME_ENCODING, NULL, NULL);
			return 0;
		}
	}
	return keep_name(listed, &text, found);
}

static int decode_as_asked(struct gr_scan *scan, struct gr_listed *listed, const char *charset)
{
	gr_auto_buf struct gr_buf text = GR_BUF_INIT;

	if (!gr_charset_convert(&text, charset, listed->raw, listed->raw_size)) {
		gr_scan_find(scan, GR_F_ENTRY_NAME_ENCODING, NULL, NULL);
		return 0;
	}
	return keep_name(listed, &text, charset);
}

int gr_charset_decide(struct gr_scan *scan)
{
	const char *common = decide(&scan->listing), *asked = scan->request->charset;
	bool mixed = false, is_big5 = false;
	int r = common && strcmp(common, "GB18030") == 0 && !asked ? decide_big5(&is_big5, &scan->listing) : 0;

	if (is_big5)
		common = "BIG5";
	for (size_t i = 0; r == 0 && i < scan->listing.count; i++) {
		struct gr_listed *listed = &scan->listing.items[i];
		const char *own = listed->says_utf8 || !common ? (is_utf8(listed) ? "UTF-8" : "GB18030") : common;

		if (asked && !listed->says_utf8 && !is_ascii(listed)) {
			r = decode_as_asked(scan, listed, asked);
			continue;
		}
		r = decode_name(scan, listed, own);
		if (listed->says_utf8 && listed->charset && strcmp(listed->charset, "UTF-8") != 0)
			gr_scan_find(scan, GR_F_ENTRY_FLAG_LIES, listed->original, listed->charset);
		mixed = mixed || (!common && !listed->says_utf8);
	}
	if (is_big5 && r == 0)
		gr_scan_find(scan, GR_F_ENTRY_CHARSET_GUESSED, NULL, "Big5");
	if (mixed && r == 0)
		gr_scan_find(scan, GR_F_ENTRY_CHARSET_MIXED, NULL, NULL);
	return r;
}

/* ---- texts ---- */

static int finish_text(struct gr_buf *out, const char *text)
{
	gr_autofree_text char *normal = gr_text_nfc(text);

	if (!normal)
		return GRANT_ENOMEM;
	for (const char *line = normal; *line;) {
		size_t size = strcspn(line, "\r");

		gr_buf_append(out, line, size);
		line += size;
		if (*line == '\0')
			break;
		gr_buf_byte(out, '\n');
		line += line[1] == '\n' ? 2 : 1;
	}
	gr_buf_reserve(out, 0);
	return gr_buf_ok(out);
}

int gr_text_decode(struct gr_buf *out, const void *bytes, size_t size)
{
	const char *text = bytes ? bytes : "";
	gr_auto_buf struct gr_buf plain = GR_BUF_INIT;

	if (size >= 2 && (memcmp(text, "\xFF\xFE", 2) == 0 || memcmp(text, "\xFE\xFF", 2) == 0)) {
		if (!gr_charset_convert(&plain, text[0] == '\xFF' ? "UTF-16LE" : "UTF-16BE", text + 2, size - 2))
			return gr_fail(GRANT_EINPUT, _("the text is not UTF-16"));
		return finish_text(out, gr_buf_text(&plain));
	}
	if (size >= 3 && memcmp(text, "\xEF\xBB\xBF", 3) == 0) {
		text += 3;
		size -= 3;
	}
	if (gr_utf8_valid(text, size))
		gr_buf_append(&plain, text, size);
	else if (!gr_charset_convert(&plain, "GB18030", text, size))
		return gr_fail(GRANT_EINPUT, _("the text is neither UTF-8 nor GB18030"));
	return gr_buf_ok(&plain) < 0 ? GRANT_ENOMEM : finish_text(out, gr_buf_text(&plain));
}
