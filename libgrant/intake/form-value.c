/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One label of a form and one value under it: which field people mean, and what they write for money and for words. Not here:
 * the grammar of a whole form (form-text.c), the check of the values.
 */
#include "intake/form-value.h"

#include <stdio.h>
#include <string.h>

#include "base/decimal.h"
#include "base/error.h"
#include "base/exact.h"
#include "base/mem.h"
#include "base/text.h"

/* ---- labels ---- */

/* Folded, without spaces: "项目 名称" and "Title" compare as people mean them. */
char *gr_form_key(const char *text, size_t size)
{
	gr_autofree_text char *copy = gr_strndup(text, size);
	gr_autofree_text char *folded = copy ? gr_text_fold(copy) : NULL;
	struct gr_buf key = GR_BUF_INIT;

	if (!folded) {
		gr_error_clear();
		return gr_strdup("");
	}
	for (const char *c = folded; *c; c++)
		if (*c != ' ' && *c != '\t' && *c != '*')
			gr_buf_byte(&key, *c);
	gr_buf_reserve(&key, 0);
	return gr_buf_steal(&key);
}

static bool is_label(const char *const *labels, const char *key)
{
	bool found = false;

	for (size_t i = 0; labels[i] && !found; i++) {
		gr_autofree_text char *other = gr_form_key(labels[i], strlen(labels[i]));

		found = other && strcmp(other, key) == 0;
	}
	return found;
}

/* "申请金额(万元)": cuts the unit off the key. */
static bool cut_unit(char *key, bool *in_wan)
{
	static const char *const units[] = { "(元)", "(万元)", "(萬元)", "(人民币元)" };

	for (size_t i = 0; i < GR_COUNT(units); i++) {
		if (gr_text_ends(key, units[i])) {
			key[strlen(key) - strlen(units[i])] = '\0';
			*in_wan = i == 1 || i == 2;
			return true;
		}
	}
	return false;
}

static const struct gr_form_field *find_exact(const struct gr_form *form, const char *key, bool money_only)
{
	for (size_t i = 0; i < form->field_count; i++)
		if ((form->fields[i].is_money || !money_only) && is_label(form->fields[i].labels, key))
			return &form->fields[i];
	return NULL;
}

const struct gr_form_field *gr_form_find(const struct gr_form *form, char *key, bool *in_wan)
{
	const struct gr_form_field *found = find_exact(form, key, false);

	*in_wan = false;
	return !found && cut_unit(key, in_wan) ? find_exact(form, key, true) : found;
}

/* ---- money as people write it ---- */

/* A comma parts groups of three figures, or it means something else. */
static bool is_group(const char *comma, size_t figures)
{
	size_t after = strspn(comma + 1, "0123456789");

	return figures > 0 && after == 3 && comma[1 + after] != ' ';
}

/* The figures without what parts them; where they end. */
static const char *copy_figures(char *out, size_t size, const char *at)
{
	size_t used = 0;
	bool behind_point = false;

	for (; *at && strchr("0123456789., ", *at); at++) {
		if (*at == ',' && (behind_point || !is_group(at, used)))
			break;
		behind_point = behind_point || *at == '.';
		if (*at != ',' && *at != ' ' && used + 1 < size)
			out[used++] = *at;
	}
	out[used] = '\0';
	return at;
}

static const char *skip_word(const char *at, const char *word, const char *other)
{
	return gr_text_starts(at, word) ? at + strlen(word) : gr_text_starts(at, other) ? at + strlen(other) : at;
}

/*
 * "5万元", "50,000.00", "¥５００００" -> "50000.00"; false: left as typed. Where the label says 万元 a unit beside the figure
 * could mean either, and is left.
 */
bool gr_form_amount(char out[GR_DECIMAL_TEXT_SIZE], const char *text, bool in_wan)
{
	gr_autofree_text char *half = gr_text_half_width(text);
	gr_auto_exact struct gr_exact amount = GR_EXACT_ZERO;
	struct gr_exact factor = { in_wan ? 1000000 : 100, 1, NULL };
	char digits[64];
	const char *at = half, *unit;
	int64_t fen;

	if (!half)
		return false;
	unit = copy_figures(digits, sizeof(digits), skip_word(at, "¥", "￥"));
	at = skip_word(unit, "万", "萬");
	if (at != unit)
		factor.numerator = 1000000;
	at = skip_word(at, "元", "圆");
	if (in_wan && at != unit)
		return false;
	at = skip_word(at, "整", "正");
	if (*at || !digits[0] || gr_exact_parse(&amount, digits) < 0 || gr_exact_mul(&amount, &amount, &factor) < 0 ||
	    !gr_exact_to_int64(&fen, &amount)) {
		gr_error_clear();
		return false;
	}
	gr_money_format(out, fen);
	return true;
}

/* "（大写：人民币...）" behind the figure: what it says must be the same. */
static void check_capitals(grant_findings *findings, const struct gr_place *place, const char *words, const char *amount)
{
	const char *start = strstr(words, "大写") + strlen("大写"), *end;
	gr_autofree_text char *text = NULL;
	char told[GR_DECIMAL_TEXT_SIZE];
	int64_t fen;

	start = skip_word(start, "：", ":");
	end = strstr(start, "）") ? strstr(start, "）") : strchr(start, ')');
	text = gr_text_trim(start, end ? (size_t)(end - start) : strlen(start));
	if (!text)
		return;
	if (gr_capitals_parse(&fen, text) < 0) {
		gr_error_clear();
		gr_findings_add(findings, GR_F_FORM_CAPITALS_UNREADABLE, place, text, NULL);
		return;
	}
	gr_money_format(told, fen);
	if (strcmp(told, amount) != 0)
		gr_findings_add(findings, GR_F_FORM_CAPITALS_DIFFER, place, told, amount, NULL);
}

char *gr_form_money(grant_findings *findings, const struct gr_place *place, char *text, bool in_wan)
{
	char amount[GR_DECIMAL_TEXT_SIZE];
	char *words = strstr(text, "（") ? strstr(text, "（") : strchr(text, '(');
	gr_autofree_text char *figure = words ? gr_text_trim(text, (size_t)(words - text)) : gr_strdup(text);

	if (!figure || !gr_form_amount(amount, figure, in_wan))
		return text;
	if (words && strstr(words, "大写"))
		check_capitals(findings, place, words, amount);
	gr_free(text);
	return gr_strdup(amount);
}

const char *gr_form_word(const char *const *words, const char *text)
{
	gr_autofree_text char *key = gr_form_key(text, strlen(text));
	const char *found = text;

	for (size_t i = 0; key && words && words[i] && words[i + 1] && found == text; i += 2) {
		gr_autofree_text char *label = gr_form_key(words[i], strlen(words[i]));

		if (label && strcmp(label, key) == 0)
			found = words[i + 1];
	}
	return found;
}

/* ---- cells of a table ---- */

const struct gr_form_cell_rule *gr_form_rule(const struct gr_form *form, const struct gr_form_field *table,
                                             const char *column)
{
	size_t size = strlen(table->field);

	for (size_t i = 0; i < form->cell_count; i++) {
		const char *field = form->cells[i].field;

		if (strncmp(field, table->field, size) == 0 && field[size] == '.' && strcmp(field + size + 1, column) == 0)
			return &form->cells[i];
	}
	return NULL;
}

const struct gr_form_column *gr_form_find_column(const struct gr_form *form, const struct gr_form_field *table,
                                                 const char *label, bool *in_wan)
{
	gr_autofree_text char *key = gr_form_key(label, strlen(label));

	*in_wan = false;
	for (size_t i = 0; key && i < table->column_count; i++)
		if (is_label(table->columns[i].labels, key))
			return &table->columns[i];
	if (!key || !cut_unit(key, in_wan))
		return NULL;
	for (size_t i = 0; i < table->column_count; i++) {
		const struct gr_form_cell_rule *rule = gr_form_rule(form, table, table->columns[i].field);

		if (rule && rule->is_money && is_label(table->columns[i].labels, key))
			return &table->columns[i];
	}
	return NULL;
}

const char *gr_form_cell(char amount[GR_DECIMAL_TEXT_SIZE], char **half, const struct gr_form_cell_rule *rule,
                         const char *text, bool in_wan)
{
	if (rule && rule->words)
		text = gr_form_word(rule->words, text);
	if (rule && rule->is_money && gr_form_amount(amount, text, in_wan))
		return amount;
	if (rule && rule->is_decimal) {
		*half = gr_text_half_width(text);
		return *half ? *half : text;
	}
	return text;
}

/* ---- one value by its name ---- */

/* A label that the form has, or the path itself. */
static const struct gr_form_field *find_named(const struct gr_form *form, const char *name, bool *in_wan)
{
	gr_autofree_text char *key = NULL;

	*in_wan = false;
	for (size_t i = 0; i < form->field_count; i++)
		if (strcmp(form->fields[i].field, name) == 0)
			return &form->fields[i];
	key = gr_form_key(name, strlen(name));
	return key && key[0] ? gr_form_find(form, key, in_wan) : NULL;
}

static int read_field(char **path, gr_value **out, grant_findings *findings, const struct gr_form_field *field,
                      const char *value, bool in_wan)
{
	struct gr_place place = { .field = field->field };
	char *text = gr_text_trim(value, strlen(value));
	int r;

	if (text && text[0] && field->is_money)
		text = gr_form_money(findings, &place, text, in_wan);
	if (!text)
		return GRANT_ENOMEM;
	*path = gr_strdup(field->field);
	if (*path && text[0])
		*out = gr_text_new(gr_form_word(field->words, text));
	r = *path && (*out || !text[0]) ? 0 : GRANT_ENOMEM;
	gr_free(text);
	return r;
}

/* "budget.2.amount", "预算.2.金额": behind the table's name the row, behind that the column. */
static int read_table_cell(char **path, gr_value **out, const struct gr_form *form, const struct gr_form_field *table,
                           const char *row, const char *value)
{
	const char *dot = strchr(row, '.');
	size_t size = dot ? (size_t)(dot - row) : strlen(row);
	gr_autofree_text char *text = gr_text_trim(value, strlen(value)), *half = NULL;
	char amount[GR_DECIMAL_TEXT_SIZE];
	const struct gr_form_column *column;
	bool in_wan;

	if (!text)
		return GRANT_ENOMEM;
	column = dot ? gr_form_find_column(form, table, dot + 1, &in_wan) : NULL;
	if (size == 0 || (dot && !column) || (!dot && text[0]))
		return GRANT_ENOTFOUND;
	*path = column ? gr_format("%s.%.*s.%s", table->field, (int)size, row, column->field)
	               : gr_format("%s.%s", table->field, row);
	if (*path && text[0])
		*out = gr_text_new(gr_form_cell(amount, &half, gr_form_rule(form, table, column->field), text, in_wan));
	return *path && (*out || !text[0]) ? 0 : GRANT_ENOMEM;
}

int gr_form_read_value(char **path, gr_value **out, grant_findings *findings, const struct gr_form *form, const char *name,
                       const char *value)
{
	bool in_wan;
	const struct gr_form_field *field = find_named(form, name, &in_wan);
	const char *dot = strchr(name, '.');
	gr_autofree_text char *table = dot ? gr_strndup(name, (size_t)(dot - name)) : NULL;

	*path = NULL;
	*out = NULL;
	if (field && !field->columns)
		return read_field(path, out, findings, field, value, in_wan);
	field = table ? find_named(form, table, &in_wan) : NULL;
	return field && field->columns ? read_table_cell(path, out, form, field, dot + 1, value) : GRANT_ENOTFOUND;
}
