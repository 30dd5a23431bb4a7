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

static bool has_private_use(const char *text)
{
	int32_t c;

	while ((c = gr_utf8_next(&text)) != 0)
		if ((c >= 0xE000 && c <= 0xF8FF) || c >= 0xF0000)
			return true;
	return false;
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
	     !has_private_use(gr_buf_text(out) + start);
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

static int decode_name(struct gr_scan *scan, struct gr_listed *listed, const char *charset)
{
	gr_auto_buf struct gr_buf text = GR_BUF_INIT;
	const char *found;

	if (is_ascii(listed)) {
		gr_buf_append(&text, listed->raw, listed->raw_size);
		found = NULL;
	} else {
		found = convert(&text, listed, charset);
		if (!found) {
			gr_scan_find(scan, GR_F_ENTRY_NAME_ENCODING, NULL, NULL);
			return 0;
		}
	}
	listed->charset = found;
	listed->original = gr_text_nfc(gr_buf_text(&text));
	return listed->original ? 0 : GRANT_ENOMEM;
}

static int decode_as_asked(struct gr_scan *scan, struct gr_listed *listed, const char *charset)
{
	gr_auto_buf struct gr_buf text = GR_BUF_INIT;

	if (!gr_charset_convert(&text, charset, listed->raw, listed->raw_size)) {
		gr_scan_find(scan, GR_F_ENTRY_NAME_ENCODING, NULL, NULL);
		return 0;
	}
	listed->charset = charset;
	listed->original = gr_text_nfc(gr_buf_text(&text));
	return listed->original ? 0 : GRANT_ENOMEM;
}

int gr_charset_decide(struct gr_scan *scan)
{
	const char *common = decide(&scan->listing), *asked = scan->request->charset;
	bool mixed = false;
	int r = 0;

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
	for (const char *c = normal; *c; c++) {
		if (*c == '\r' && c[1] == '\n')
			continue;
		gr_buf_byte(out, *c == '\r' ? '\n' : *c);
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
