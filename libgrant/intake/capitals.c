/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Amounts in words (大写金额), both ways: 人民币壹仟肆佰零玖元伍角整 and 1,409.50. Reading takes every variant that the rules
 * allow (支付结算办法, appendix 1): optional zeros, 正 for 整, 圆 for 元, the other script. Writing has one form (domain.md, 7.3).
 */
#include <string.h>

#include "base/error.h"
#include "base/text.h"
#include "intake/intake.h"

static const char *const digits[] = { "零", "壹", "贰", "叁", "肆", "伍", "陆", "柒", "捌", "玖" };

/* ---- reading ---- */

static const struct {
	const char *text;
	int value;
} digit_words[] = {
	{ "零", 0 }, { "〇", 0 }, { "壹", 1 }, { "贰", 2 }, { "貳", 2 }, { "叁", 3 }, { "参", 3 },
	{ "參", 3 }, { "肆", 4 }, { "伍", 5 }, { "陆", 6 }, { "陸", 6 }, { "柒", 7 }, { "捌", 8 },
	{ "玖", 9 }, { "一", 1 }, { "二", 2 }, { "三", 3 }, { "四", 4 }, { "五", 5 }, { "六", 6 },
	{ "七", 7 }, { "八", 8 }, { "九", 9 }, { "两", 2 },
};

static const struct {
	const char *text;
	int64_t unit;
} unit_words[] = {
	{ "拾", 10 },   { "十", 10 },    { "佰", 100 },   { "百", 100 },       { "仟", 1000 },
	{ "千", 1000 }, { "万", 10000 }, { "萬", 10000 }, { "亿", 100000000 }, { "億", 100000000 },
};

static int take_digit(const char **at)
{
	for (size_t i = 0; i < GR_COUNT(digit_words); i++) {
		if (gr_text_starts(*at, digit_words[i].text)) {
			*at += strlen(digit_words[i].text);
			return digit_words[i].value;
		}
	}
	return -1;
}

static int64_t take_unit(const char **at)
{
	for (size_t i = 0; i < GR_COUNT(unit_words); i++) {
		if (gr_text_starts(*at, unit_words[i].text)) {
			*at += strlen(unit_words[i].text);
			return unit_words[i].unit;
		}
	}
	return 0;
}

static bool take(const char **at, const char *word)
{
	if (!gr_text_starts(*at, word))
		return false;
	*at += strlen(word);
	return true;
}

/* A group of four: units go down. `digit` is left open for what has no unit. */
struct section {
	int64_t value, last; /* the unit that came last */
	int digit;           /* -1: none */
	bool begun;
};

static bool add_unit(struct section *section, int64_t unit)
{
	if (unit >= section->last || (section->digit <= 0 && (unit != 10 || section->begun)))
		return false;
	section->value += (section->digit > 0 ? section->digit : 1) * unit;
	section->last = unit;
	section->digit = -1;
	section->begun = true;
	return true;
}

/* Up to 元: groups of four below 万 and 亿, the higher first. false: no such number. */
static bool read_whole(int64_t *out, const char **at)
{
	static const struct section none = { 0, INT64_MAX, -1, false };
	struct section section = none;
	int64_t total = 0, group = INT64_MAX;
	const char *start = *at;

	for (;;) {
		int next = take_digit(at);
		int64_t unit = next < 0 ? take_unit(at) : 0;

		if (next >= 0) {
			if (section.digit > 0)
				return false; /* two figures without a unit between */
			section.digit = next;
		} else if (unit >= 10000) {
			int64_t value = section.value + (section.digit > 0 ? section.digit : 0);

			if (unit >= group || value == 0)
				return false;
			total += value * unit;
			group = unit;
			section = none;
			section.begun = true;
		} else if (unit > 0) {
			if (!add_unit(&section, unit))
				return false;
		} else {
			break;
		}
	}
	*out = total + section.value + (section.digit > 0 ? section.digit : 0);
	return *at > start;
}

/* "伍角", "零叁分"; what is not there is 0. */
static int read_part(const char **at, const char *unit)
{
	const char *start = *at;
	int digit = take_digit(at);

	while (digit == 0 && !gr_text_starts(*at, unit)) {
		start = *at;
		digit = take_digit(at);
	}
	if (digit >= 0 && take(at, unit))
		return digit;
	*at = start;
	return 0;
}

static const char *skip_currency(const char *at)
{
	if (take(&at, "人民币") || take(&at, "人民幣"))
		if (!take(&at, "："))
			take(&at, ":");
	return at;
}

int gr_capitals_parse(int64_t *fen, const char *text)
{
	const char *at = skip_currency(text);
	int64_t whole = 0;
	int jiao, cents;
	bool has_yuan = read_whole(&whole, &at) && (take(&at, "元") || take(&at, "圆") || take(&at, "圓"));

	if (!has_yuan) {
		/* below one yuan: 伍角, 壹分 */
		at = skip_currency(text);
		whole = 0;
	}
	jiao = read_part(&at, "角");
	cents = read_part(&at, "分");
	if (!take(&at, "整"))
		take(&at, "正");
	if (*at || (!has_yuan && jiao == 0 && cents == 0))
		return gr_fail(GRANT_EINPUT, _("“%s” is no amount in words"), text);
	*fen = whole * 100 + jiao * 10 + cents;
	return 0;
}

/* ---- writing ---- */

/* Four figures; a zero inside is written once. */
static void append_section(struct gr_buf *out, int64_t section, bool has_higher)
{
	static const char *const units[] = { "仟", "佰", "拾", "" };
	int64_t unit = 1000;
	bool pending = false, begun = has_higher;

	for (int i = 0; i < 4; i++, unit /= 10) {
		int64_t digit = section / unit % 10;

		if (digit == 0) {
			pending = begun;
			continue;
		}
		if (pending)
			gr_buf_text_append(out, "零");
		gr_buf_text_append(out, digits[digit]);
		gr_buf_text_append(out, units[i]);
		pending = false;
		begun = true;
	}
}

static void append_whole(struct gr_buf *out, int64_t yuan)
{
	static const struct {
		int64_t unit;
		const char *word;
	} groups[] = { { INT64_C(100000000), "亿" }, { 10000, "万" }, { 1, "" } };
	bool begun = false, gap = false;

	for (size_t i = 0; i < GR_COUNT(groups); i++) {
		int64_t section = yuan / groups[i].unit % (i == 0 ? INT64_C(10000) : 10000);

		if (section == 0) {
			gap = begun;
			continue;
		}
		if (gap && section >= 1000)
			gr_buf_text_append(out, "零");
		append_section(out, section, begun && (gap || section < 1000));
		gr_buf_text_append(out, groups[i].word);
		begun = true;
		gap = false;
	}
}

int gr_capitals_format(struct gr_buf *out, int64_t fen)
{
	int64_t yuan = fen / 100, jiao = fen / 10 % 10, cents = fen % 10;

	if (fen < 0 || yuan >= INT64_C(1000000000000))
		return gr_fail(GRANT_EINPUT, _("the amount cannot be written in words"));
	gr_buf_text_append(out, "人民币");
	if (yuan > 0 || fen == 0) {
		if (yuan == 0)
			gr_buf_text_append(out, "零");
		append_whole(out, yuan);
		gr_buf_text_append(out, "元");
	}
	if (jiao > 0)
		gr_buf_printf(out, "%s角", digits[jiao]);
	if (cents > 0 && jiao == 0 && yuan > 0)
		gr_buf_text_append(out, "零");
	if (cents > 0)
		gr_buf_printf(out, "%s分", digits[cents]);
	else
		gr_buf_text_append(out, "整");
	return gr_buf_ok(out);
}
